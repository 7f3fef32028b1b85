// Where the scenario plays: a page in a browser, with what finds things on it and looks whether everybody can use it.

import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { chromium } from "playwright-core";
import { environment } from "../../../bindings/web/test/programs.mjs";
import { FLAGS, running } from "../../../bindings/web/test/runner.mjs";
import { camera } from "./camera.mjs";
import { fits } from "./fit.mjs";

export const PIN = "135790";
/** What a page has for itself, as at a ward's computer. */
const DESK = { width: 1440, height: 900 };
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const PICTURES = process.env.VERBAND_PICTURES;

/** What a notice that something went wrong complains with. */
const TOLD = "notice: ";

/** How many of the last questions to a server are told when a test fails. */
const TOLD_OF = 40;

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

/** A browser that keeps what is its own in a folder, with a camera and a microphone that are none. */
export const launch = (folder, options = {}) => chromium.launchPersistentContext(folder, {
  executablePath: environment("CHROMIUM_BIN", "/usr/bin/chromium"),
  headless: true,
  args: [...FLAGS, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
  locale: "de-DE",
  timezoneId: "Europe/Berlin",
  permissions: ["camera", "microphone"],
  viewport: DESK,
  ...options,
});

/** Plays on a stage, and tells how it stood when that failed. */
export async function played(there, play) {
  try {
    await play();
  } catch (error) {
    console.log(`FAIL  where the page stood\n${await there.standing()}`);
    throw error;
  }
}

/** Plays in another browser, which keeps what is its own in a folder and is closed afterwards. */
export async function inAnotherBrowser(folder, name, play, options = {}) {
  const context = await launch(path.join(folder, name), options);
  try {
    const there = await stage(context);
    await played(there, () => play(there));
  } finally {
    await context.close();
  }
}

/** Records for so many seconds. Each of them stands there for one second only, which is missed if nobody looks just then. */
export const recorded = (page, seconds) => page.waitForFunction(
  (least) => Number(document.querySelector("[role=timer]")?.textContent.match(/: (\d+) s/)?.[1]) >= least, seconds,
);

/** Comes in by the code or the link of a letter; the card can wait. */
export async function arrive(page, address, code) {
  const button = (name) => page.getByRole("button", { name, exact: true });
  const field = (name) => page.getByLabel(name, { exact: true });
  await page.goto(address);
  await button("Ich habe einen Brief").click();
  await field("Code aus dem Brief").fill(code);
  await button("Weiter").click();
  await field("Neue PIN (mindestens 6 Ziffern)").fill(PIN);
  await field("PIN wiederholen").fill(PIN);
  // What the button says depends on whether there is a privacy notice.
  await page.getByRole("button", { name: /beginnen$/i }).click();
  await button("Später, in den Einstellungen").click();
  await button("Neue Unterhaltung").waitFor();
}

/** Whoever reloads the page is asked first, and stays. */
export async function asked(page) {
  const question = page.waitForEvent("dialog");
  await page.evaluate(() => void setTimeout(() => location.reload()));
  const dialog = await question;
  await dialog.dismiss();
  assert.equal(dialog.type(), "beforeunload");
}

export async function stage(browser) {
  const complaints = [];
  const complain = (text) => complaints.push(`${text} — in: ${running}`);
  const page = browser.pages()[0] ?? (await browser.newPage());
  await camera(page);
  await page.addInitScript(listen, TOLD);
  page.on("console", (message) => {
    const text = message.text();
    const of = text.startsWith("Failed to load") ? ` ${message.location().url}` : "";
    if (["error", "warning"].includes(message.type())) complain(`${text}${of}`);
  });
  page.on("pageerror", (error) => complain(error.message));
  const asked = [];
  const note = (request, what) => {
    const time = new Date().toISOString().slice(17, 23);
    asked.push(`${time} ${what} ${request.method()} ${new URL(request.url()).pathname}`);
    asked.splice(0, asked.length - TOLD_OF);
  };
  page.on("request", (request) => note(request, "asked"));
  page.on("response", (response) => note(response.request(), response.status()));
  page.on("requestfailed", (request) => note(request, request.failure()?.errorText));

  /** This screen fits a phone, a tablet and a desk. */
  const fitting = (screen) => fits(page, screen, async (size) => {
    if (!PICTURES) return;
    for (const colorScheme of ["dark", "light"]) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: path.join(PICTURES, `${screen}-${size}-${colorScheme}.png`) });
    }
  });

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
    /** What a failed test is understood by: what the page shows, what it asked of the server last, and its complaints. */
    async standing() {
      const shown = await page.locator("body").innerText({ timeout: 5_000 }).catch((error) => error.message);
      return [page.url(), shown.replace(/\n+/g, " | "), asked.join("; "), complaints.join("; ")].join("\n");
    },
    /** A server that is away is no fault of the page: forgets what it has complained of that. */
    forgiven() {
      complaints.splice(0, complaints.length, ...complaints.filter((text) => !/ERR_(CONNECTION|FAILED|INTERNET)|Failed to load resource|WebSocket/.test(text)));
    },
    /** Locks the page, if it has not locked itself while somebody else was at work, and opens it again. */
    async awake() {
      const lock = page.getByRole("button", { name: "Jetzt sperren" }).first();
      const locked = page.getByRole("heading", { name: "Gesperrt" });
      await page.keyboard.press("Shift");
      await lock.or(locked).first().waitFor();
      // It may be about to lock itself: then there is soon nothing to press.
      if (await lock.isVisible()) await lock.click({ timeout: 5_000 }).catch(() => {});
      await locked.waitFor();
      await page.getByLabel("PIN", { exact: true }).fill(PIN);
      await page.getByRole("button", { name: "Entsperren" }).click();
    },
    button: (name) => page.getByRole("button", { name, exact: true }),
    field: (name) => page.getByLabel(name, { exact: true }),

    /** Nothing that keeps people out, on this screen: in both themes, on a phone, a tablet and a desk. */
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
      await fitting(screen);
    },
    fitting,
  };
}
