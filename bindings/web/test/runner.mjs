// Runs what plays in a browser, test by test, and counts. Ends with the line `N passed, M failed`.

import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** After this a test hangs, in milliseconds. */
const PATIENCE = 90_000;

/** How Chromium is started: without a sandbox of its own, and without anything that would ask the network. */
export const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** The test that runs, by its name. */
export let running = "";

/** Plays with a folder that is gone afterwards; what is pushed to `open` is closed in the reverse order. */
export async function run(name, play) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), name));
  const open = [];
  let passed = 0;
  let failed = 0;

  /** Runs one test. What comes later builds on it, so the first failure is the last. */
  async function test(name, body) {
    running = name;
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
    await play({ test, folder, open });
  } catch (error) {
    console.log(error);
    if (failed === 0) failed = 1;
  } finally {
    for (const thing of open.reverse()) await thing.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
