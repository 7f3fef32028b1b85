// The scenario of all bindings in a real browser, against a real server and with the command line client as the other
// device. Ends with the line `N passed, M failed`.
//
// Needs: VERBAND_WEB_DIR (what wasm-bindgen wrote), VERBAND_SERVER_BIN, VERBAND_CLI_BIN, CHROMIUM_BIN.

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";
import { Device, Server, environment } from "./programs.mjs";
import { scenario } from "./scenario.mjs";
import { Site } from "./site.mjs";

/** After this a test hangs, in milliseconds. */
const PATIENCE = 90_000;

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "verband-web-"));
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
  const site = await Site.serve(environment("VERBAND_WEB_DIR"));
  open.push(site);
  const server = await Server.start(path.join(folder, "server"), site.origin);
  open.push(server);
  const anna = new Device(path.join(folder, "anna"));
  const profile = path.join(folder, "browser");
  const executablePath = environment("CHROMIUM_BIN", "/usr/bin/chromium");
  const browser = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args: FLAGS });
  open.push(browser);
  await scenario({ test, site, server, anna, browser, folder, profile });
} catch (error) {
  console.log(error);
  if (failed === 0) failed = 1;
} finally {
  for (const thing of open.reverse()) await thing.close();
  fs.rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
