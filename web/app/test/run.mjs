// The built app in a real browser, against a real server and with the command line client as a colleague's device. Ends with
// the line `N passed, M failed`.
//
// Needs: VERBAND_SERVER_BIN (with the app built in), VERBAND_CLI_BIN, CHROMIUM_BIN.

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";
import { Device, Server, environment } from "../../../bindings/web/test/programs.mjs";
import { scenario } from "./scenario.mjs";
import { written } from "./texts.mjs";

/** After this a test hangs, in milliseconds. */
const PATIENCE = 90_000;

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
];

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "verband-app-"));
const open = [];
let passed = 0;
let failed = 0;

/** Runs one test. What comes later builds on it, so the first failure is the last. */
async function test(name, body) {
  const start = performance.now();
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`still waiting after ${PATIENCE / 1000} s`)), PATIENCE);
  });
  try {
    await Promise.race([body(), late]);
    passed += 1;
    console.log(`ok    ${name} (${Math.round(performance.now() - start)} ms)`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${name}`);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

try {
  await written({ test });
  const server = await Server.start(path.join(folder, "server"));
  open.push(server);
  const anna = new Device(path.join(folder, "anna"));
  const executablePath = environment("CHROMIUM_BIN", "/usr/bin/chromium");
  const options = { executablePath, headless: true, args: FLAGS, locale: "de-DE", permissions: ["camera", "microphone"] };
  const browser = await chromium.launchPersistentContext(path.join(folder, "browser"), options);
  open.push(browser);
  await scenario({ test, server, anna, browser, folder });
} catch (error) {
  console.log(error);
  if (failed === 0) failed = 1;
} finally {
  for (const thing of open.reverse()) await thing.close();
  fs.rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
