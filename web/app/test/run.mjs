// The built app in a real browser, against a real server that hands it out and with the command line client as a colleague's
// device.
//
// Needs: VERBAND_SERVER_BIN (with the app built in), VERBAND_CLI_BIN, CHROMIUM_BIN.

import assert from "node:assert/strict";
import path from "node:path";
import { Device, Server } from "../../../bindings/web/test/programs.mjs";
import { run } from "../../../bindings/web/test/runner.mjs";
import { held } from "./late.mjs";
import { administration } from "./scenario/administration.mjs";
import { album } from "./scenario/album.mjs";
import { calendar } from "./scenario/calendar.mjs";
import { channel } from "./scenario/channel.mjs";
import { conversation } from "./scenario/conversation.mjs";
import { devices } from "./scenario/devices.mjs";
import { elsewhere } from "./scenario/elsewhere.mjs";
import { english } from "./scenario/english.mjs";
import { files } from "./scenario/files.mjs";
import { founding } from "./scenario/founding.mjs";
import { frame } from "./scenario/frame.mjs";
import { handover } from "./scenario/handover.mjs";
import { interruption } from "./scenario/interruption.mjs";
import { jobs } from "./scenario/jobs.mjs";
import { limits } from "./scenario/limits.mjs";
import { measuring } from "./scenario/measuring.mjs";
import { people } from "./scenario/people.mjs";
import { photo } from "./scenario/photo.mjs";
import { redaction } from "./scenario/redaction.mjs";
import { record } from "./scenario/record.mjs";
import { recovery } from "./scenario/recovery.mjs";
import { settings } from "./scenario/settings.mjs";
import { shell } from "./scenario/shell.mjs";
import { start } from "./scenario/start.mjs";
import { together } from "./scenario/together.mjs";
import { RECORD, treatment } from "./scenario/treatment.mjs";
import { video } from "./scenario/video.mjs";
import { wound } from "./scenario/wound.mjs";
import { survey } from "./scenario/survey.mjs";
import { launch, played, stage } from "./stage.mjs";
import { written } from "./texts.mjs";

/** A nurse's day at the ward's computer: each part begins where the one before it ended. */
const DAY = [
  start, conversation, photo, redaction, video, wound, album, handover, measuring, record, treatment, survey, calendar, files, administration,
  founding, channel, jobs, together, devices, limits, recovery, people, shell, elsewhere, frame, english, interruption, settings,
];

await run("verband-app-", async ({ test, folder, open }) => {
  await written({ test });
  await held({ test });
  const server = await Server.start(path.join(folder, "server"), "--record-origin", RECORD);
  open.push(server);
  const anna = new Device(path.join(folder, "anna"));
  const browser = await launch(path.join(folder, "browser"));
  open.push(browser);
  const scene = { test, server, anna, folder, ...(await stage(browser)) };
  await played(scene, async () => {
    for (const part of DAY) await part(scene);
  });
  await test("nobody has complained: no violation of the policy, no error, no request to anybody else", async () => {
    assert.deepEqual(scene.complaints, []);
  });
});
