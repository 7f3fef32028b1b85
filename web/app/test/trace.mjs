// A conversation of very many messages: how long the main thread works for each frame while somebody scrolls through it, and that
// what lies far back is found. No part of the day: `node test/trace.mjs [how many]`.
//
// Needs: VERBAND_SERVER_BIN (with the app built in), VERBAND_WEB_DIR (what wasm-bindgen wrote), CHROMIUM_BIN.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";
import { Server, environment } from "../../../bindings/web/test/programs.mjs";
import { FLAGS, run } from "../../../bindings/web/test/runner.mjs";
import { Site } from "../../../bindings/web/test/site.mjs";
import { PIN, stage } from "./stage.mjs";

const COUNT = Number(process.argv[2] ?? 10_000);
/** How many are written in one go: each has to be done before a test counts as hanging. */
const LOT = 1_000;
/** What a frame has, in milliseconds. */
const FRAME = 16;
/** How far and how quickly it is scrolled, in pixels. */
const [DISTANCE, SPEED] = [60_000, 4_000];

const CATEGORIES = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline", "__metadata"];

/**
 * What the main thread did while something was done: its work for each frame, in milliseconds of the processor, in order of size. What other
 * programs on the machine take is no part of it.
 */
async function traced(page, work) {
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: CATEGORIES } });
  await work(session);
  const done = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await done;
  await session.detach();
  const named = events.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain");
  const busy = (thread) => events.filter(({ pid, tid }) => pid === thread.pid && tid === thread.tid);
  // The page's is the one that works most: others belong to pages in the background.
  const main = named.map(busy).toSorted((a, b) => b.length - a.length)[0] ?? [];
  const drawn = main.filter(({ name, ph }) => name === "AnimationFrame" && ph === "b").map(({ ts }) => ts);
  const tasks = main.filter(({ name, ph }) => name === "RunTask" && ph === "X").toSorted((a, b) => a.ts - b.ts);
  // A frame begins with the task that draws it.
  const frames = [];
  for (const { ts, dur, tdur } of tasks) {
    if (drawn.some((at) => at >= ts && at < ts + dur)) frames.push(0);
    if (frames.length > 0) frames[frames.length - 1] += tdur / 1_000;
  }
  assert.ok(frames.length > 100, `${frames.length} frames`);
  return frames.toSorted((a, b) => a - b);
}

function summed(name, frames) {
  const part = (share) => frames[Math.min(frames.length - 1, Math.floor(frames.length * share))].toFixed(1);
  const over = frames.filter((ms) => ms > FRAME).length;
  console.log(`      ${name}: ${frames.length} frames, median ${part(0.5)} ms, 95 % ${part(0.95)} ms, 99 % ${part(0.99)} ms, most ${part(1)} ms, ${over} over ${FRAME} ms`);
  return Number(part(0.95));
}

await run("verband-trace-", async ({ test, folder, open }) => {
  fs.cpSync(environment("VERBAND_WEB_DIR"), path.join(folder, "site"), { recursive: true });
  const site = await Site.serve(path.join(folder, "site"));
  open.push(site);
  const server = await Server.start(path.join(folder, "server"), "--web-origin", site.origin);
  open.push(server);
  const launch = (name, how = {}) => chromium.launchPersistentContext(path.join(folder, name), {
    executablePath: environment("CHROMIUM_BIN", "/usr/bin/chromium"), headless: true, args: FLAGS, locale: "de-DE", ...how,
  });
  const writer = await launch("writer");
  open.push(writer);
  const colleague = writer.pages()[0] ?? (await writer.newPage());
  let code;

  await test("a colleague founds, with a channel", async () => {
    await colleague.goto(site.origin);
    await colleague.waitForFunction("window.ready");
    code = await colleague.evaluate(async ([server, token, pin]) => {
      window.v = await kit.Verband.start();
      await v.found({ server, token, name: "Klinikum Musterstadt", founder: "Anna Arndt" }, pin);
      await v.follow();
      window.channel = await v.perform({ type: "createChannel", title: "Station 3", join: "invitation" });
      const policy = await v.administer({ type: "policy" });
      await v.administer({ type: "setPolicy", policy: { ...policy, readReceipts: true } });
      await v.gather({ type: "setReadReceipts", on: true });
      const person = { name: "Berta Brandt", function: "", ward: "" };
      const [invited] = await v.invite({ type: "invite", people: [{ person, terms: { conversations: [channel] } }] });
      return invited.code;
    }, [server.address, server.token, PIN]);
  });

  for (let from = 0; from < COUNT; from += LOT) {
    await test(`messages ${from + 1} to ${Math.min(COUNT, from + LOT)}`, () => colleague.evaluate(async ([from, to]) => {
      const say = (text) => v.message({ type: "sendText", conversation: channel, text });
      for (let at = from + 1; at <= to; at += 1) {
        const long = at % 7 === 0 ? ` ${"Der Verband ist **gewechselt**, die Wunde ist sauber und trocken. ".repeat(1 + (at % 4))}` : "";
        await say(`Eintrag ${String(at).padStart(5, "0")}: Zimmer ${at % 30}.${long}`);
      }
      for (let left = 1; left > 0; left = (await v.status()).waiting) await v.perform({ type: "sync" });
    }, [from, Math.min(COUNT, from + LOT)]));
  }

  const browser = await launch("browser");
  open.push(browser);
  const { page, button, field, complaints } = await stage(browser);
  page.setDefaultTimeout(80_000);
  const article = (text) => page.getByRole("article").filter({ hasText: text });

  await test("somebody comes in by letter, and the newest is there", async () => {
    await page.goto(server.address);
    await button("Ich habe einen Brief").click();
    await field("Code aus dem Brief").fill(code);
    await button("Weiter").click();
    await field("Neue PIN (mindestens 6 Ziffern)").fill(PIN);
    await field("PIN wiederholen").fill(PIN);
    await button("Beginnen").click();
    await button("Später, in den Einstellungen").click();
    await button("Neue Unterhaltung").waitFor();
    await colleague.evaluate(() => v.perform({ type: "sync" }));
    await page.getByRole("link", { name: /Station 3/ }).click();
    await article(`Eintrag ${String(COUNT).padStart(5, "0")}`).waitFor();
  });

  await test("who types is shown", async () => {
    const typing = setInterval(() => colleague.evaluate(() => v.gather({ type: "setTyping", conversation: channel })).catch(() => {}), 2_000);
    await page.getByText("Anna Arndt schreibt …").waitFor();
    clearInterval(typing);
  });

  await test("all of it has come", async () => {
    await field("Suchen").fill("Eintrag 00001");
    await page.getByRole("link").filter({ hasText: "Eintrag 00001" }).waitFor();
    await writer.close();
  });

  await test("scrolled through from the newest on, each frame has time to spare", async () => {
    const box = await page.getByRole("log").boundingBox();
    const frames = await traced(page, (session) => session.send("Input.synthesizeScrollGesture", {
      x: box.x + box.width / 2, y: box.y + box.height / 2, yDistance: DISTANCE, speed: SPEED, gestureSourceType: "mouse",
    }));
    assert.ok(summed("upwards from the newest", frames) < FRAME);
    assert.ok((await page.getByRole("article").count()) <= 120);
  });

  await test("the first of all is found, with all that lies between", async () => {
    const start = performance.now();
    await page.getByRole("link").filter({ hasText: "Eintrag 00001" }).click();
    await page.waitForFunction(() => /Eintrag 00001/.test(document.activeElement?.textContent ?? ""));
    console.log(`      ${Math.round(performance.now() - start)} ms to the first of ${COUNT}`);
    assert.ok((await page.getByRole("article").count()) <= 120);
  });

  await test("with all of it in memory, scrolled through from there", async () => {
    const box = await page.getByRole("log").boundingBox();
    const frames = await traced(page, (session) => session.send("Input.synthesizeScrollGesture", {
      x: box.x + box.width / 2, y: box.y + box.height / 2, yDistance: -DISTANCE, speed: SPEED, gestureSourceType: "mouse",
    }));
    assert.ok(summed("downwards from the first", frames) < FRAME);
  });

  await test("and back to the newest, with one step", async () => {
    await button("Zur neuesten").click();
    await article(`Eintrag ${String(COUNT).padStart(5, "0")}`).waitFor();
    assert.deepEqual(complaints, []);
  });
});
