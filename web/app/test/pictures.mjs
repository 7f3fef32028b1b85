// Pictures of the main screens for the documentation, taken of a ward that somebody has opened with
// `cargo xtask demo --web`: node test/pictures.mjs ADDRESS CODE FOLDER, with the code of the nurse who administers.

import path from "node:path";
import { chromium } from "playwright-core";
import { environment } from "../../../bindings/web/test/programs.mjs";
import { FLAGS } from "../../../bindings/web/test/runner.mjs";
import { arrive } from "./stage.mjs";

const [address, code, folder] = process.argv.slice(2);
if (!folder) throw new Error("usage: node test/pictures.mjs ADDRESS CODE FOLDER");

const DESK = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };

const browser = await chromium.launch({
  executablePath: environment("CHROMIUM_BIN", "/usr/bin/chromium"), headless: true, args: FLAGS,
});
const page = await browser.newPage({ locale: "de-DE", timezoneId: "Europe/Berlin", viewport: DESK, reducedMotion: "reduce" });
const button = (name) => page.getByRole("button", { name, exact: true });
const field = (name) => page.getByLabel(name, { exact: true });
const link = (name) => page.getByRole("link", { name });

/** Takes a picture when everything in it has come. */
async function take(name, size = DESK) {
  await page.setViewportSize(size);
  await page.getByText("Wird geholt …").first().waitFor({ state: "detached" });
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  await page.setViewportSize(DESK);
}

await arrive(page, address, code);
await link(/Station 3/).click();
await page.getByText("Ab Montag gilt der neue Wundstandard").waitFor();
await take("conversation");
await take("conversation-phone", PHONE);
await link(/Wundteam/).click();
await button("Wunden").click();
await link(/Fall 4711/).click();
await page.getByRole("img", { name: /^Foto vom/ }).nth(11).waitFor();
await take("wound");
await take("wound-phone", PHONE);
await link("Album").click();
await page.locator("main img").nth(11).waitFor();
await take("album");
await link("Übergabe").click();
await page.getByText("Wunddienst").first().waitFor();
await take("hand-over");
await link("Kalender").click();
await button("Woche").click();
await page.getByText("Wundvisite").first().waitFor();
await take("calendar");
await link("Verwaltung").click();
await link("Regeln").click();
await field("Kamera").waitFor();
await take("policy");
await browser.close();
