// Where the scenario plays: a page in a browser, with what finds things on it and looks whether everybody can use it.

import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { chromium } from "playwright-core";
import { environment } from "../../../bindings/web/test/programs.mjs";
import { FLAGS } from "../../../bindings/web/test/runner.mjs";
import { camera } from "./camera.mjs";

export const PIN = "135790";
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const PICTURES = process.env.VERBAND_PICTURES;

/** The sizes that screens are looked at in: a phone, a tablet, a desk. */
const SIZES = [["phone", 360, 780], ["tablet", 800, 1280], ["desk", 1440, 900]];

/** What a notice that something went wrong complains with. */
const TOLD = "notice: ";

/** In the page: a notice that something went wrong is a complaint. */
function listen(told) {
  const look = () => {
    for (const notice of document.querySelectorAll(".notice.failed:not([data-told])")) {
      notice.dataset.told = "";
      console.error(told + notice.querySelector("span").textContent);
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true });
}

/** Plays in another browser, which keeps what is its own in a folder and is closed afterwards. */
export async function inAnotherBrowser(folder, name, play, options = {}) {
  const context = await chromium.launchPersistentContext(path.join(folder, name), {
    executablePath: environment("CHROMIUM_BIN", "/usr/bin/chromium"), headless: true, args: FLAGS, locale: "de-DE", ...options,
  });
  try {
    await play(await stage(context));
  } finally {
    await context.close();
  }
}

export async function stage(browser) {
  const complaints = [];
  const page = browser.pages()[0] ?? (await browser.newPage());
  await camera(page);
  await page.addInitScript(listen, TOLD);
  page.on("console", (message) => {
    const text = message.text();
    const of = text.startsWith("Failed to load") ? ` ${message.location().url}` : "";
    if (["error", "warning"].includes(message.type())) complaints.push(`${text}${of}`);
  });
  page.on("pageerror", (error) => complaints.push(error.message));

  return {
    browser,
    page,
    /** What the page has complained of so far. */
    complaints,
    /** A notice that something went wrong, which is to come: it is no complaint. */
    async refused(text) {
      const notice = page.locator(".notice.failed").filter({ hasText: text }).last();
      await notice.waitFor();
      await notice.getByRole("button").last().click();
      // Over a dialog it stands there as well.
      const others = complaints.filter((complaint) => !complaint.startsWith(TOLD) || !complaint.includes(text));
      assert.notEqual(others.length, complaints.length, text);
      complaints.splice(0, complaints.length, ...others);
    },
    /** Opens the page again if it has locked itself while somebody else was at work. */
    async awake() {
      await page.keyboard.press("Shift");
      if ((await page.getByRole("heading", { name: "Gesperrt" }).count()) === 0) return;
      await page.getByLabel("PIN", { exact: true }).fill(PIN);
      await page.getByRole("button", { name: "Entsperren" }).click();
    },
    button: (name) => page.getByRole("button", { name, exact: true }),
    field: (name) => page.getByLabel(name, { exact: true }),

    /** Nothing that keeps people out, on this screen, in both themes. */
    async reachable(screen) {
      // The page permits no script in its text: axe comes as a debugger's.
      await page.evaluate(fs.readFileSync(AXE, "utf8"));
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        const { violations } = await page.evaluate(() => axe.run({ resultTypes: ["violations"] }));
        const bad = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
        assert.deepEqual(bad.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]), [], `${screen}, ${colorScheme}`);
      }
      await page.emulateMedia({ colorScheme: "light" });
      if (!PICTURES) return;
      for (const [name, width, height] of SIZES) {
        await page.setViewportSize({ width, height });
        await page.screenshot({ path: path.join(PICTURES, `${screen}-${name}.png`) });
      }
      await page.setViewportSize({ width: 1440, height: 900 });
    },
  };
}
