// The built app in a real browser, against a real server that hands it out and with the command line client as a colleague's
// device.
//
// Needs: VERBAND_SERVER_BIN (with the app built in), VERBAND_CLI_BIN, CHROMIUM_BIN.

import path from "node:path";
import { chromium } from "playwright-core";
import { Device, Server, environment } from "../../../bindings/web/test/programs.mjs";
import { FLAGS, run } from "../../../bindings/web/test/runner.mjs";
import { scenario } from "./scenario.mjs";
import { written } from "./texts.mjs";

/** A camera and a microphone that are none. */
const DEVICES = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];

await run("verband-app-", async ({ test, folder, open }) => {
  await written({ test });
  const server = await Server.start(path.join(folder, "server"));
  open.push(server);
  const anna = new Device(path.join(folder, "anna"));
  const browser = await chromium.launchPersistentContext(path.join(folder, "browser"), {
    executablePath: environment("CHROMIUM_BIN", "/usr/bin/chromium"),
    headless: true,
    args: [...FLAGS, ...DEVICES],
    locale: "de-DE",
    permissions: ["camera", "microphone"],
  });
  open.push(browser);
  await scenario({ test, server, anna, browser, folder });
});
