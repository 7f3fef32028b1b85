// The scenario of all bindings in a real browser, against a real server and with the command line client as the other
// device.
//
// Needs: VERBAND_WEB_DIR (what wasm-bindgen wrote), VERBAND_SERVER_BIN, VERBAND_CLI_BIN, CHROMIUM_BIN.

import path from "node:path";
import { chromium } from "playwright-core";
import { Device, Server, environment } from "./programs.mjs";
import { FLAGS, run } from "./runner.mjs";
import { scenario } from "./scenario.mjs";
import { Site } from "./site.mjs";

await run("verband-web-", async ({ test, folder, open }) => {
  const site = await Site.serve(environment("VERBAND_WEB_DIR"));
  open.push(site);
  const server = await Server.start(path.join(folder, "server"), "--web-origin", site.origin);
  open.push(server);
  const anna = new Device(path.join(folder, "anna"));
  const profile = path.join(folder, "browser");
  const executablePath = environment("CHROMIUM_BIN", "/usr/bin/chromium");
  const browser = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args: FLAGS });
  open.push(browser);
  await scenario({ test, site, server, anna, browser, folder, profile });
});
