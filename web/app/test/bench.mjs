// What somebody waits for, measured in Chromium: the way back in, a photo, scrolling through a conversation of very many messages. Writes a line
// for each figure (`cargo xtask bench --web`, which opens the ward and has the bars):
//   node test/bench.mjs ADDRESS CODE ENTRIES FILE
// with the letter's code of somebody who is in the log book, and how many entries that has.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { run } from "../../../bindings/web/test/runner.mjs";
import { PIN, arrive, launch, stage } from "./stage.mjs";
import { longest, worked } from "./trace.mjs";

const [address, code, entries, file] = process.argv.slice(2);
if (!file) throw new Error("usage: node test/bench.mjs ADDRESS CODE ENTRIES FILE");

/** How often each is measured; the median counts. */
const TURNS = 7;
/** What a frame has, in milliseconds. */
const FRAME = 16;
/** How far and how quickly it is scrolled, in pixels. */
const [DISTANCE, SPEED] = [60_000, 4_000];
const [FIRST, LAST] = [1, Number(entries)].map((at) => `Eintrag ${String(at).padStart(5, "0")}`);

const lines = [];
const told = (name, value, limit = "", note = "", unit = "") => {
  console.log(`      ${name}: ${value.toFixed(1)} ${unit || "ms"}`);
  lines.push([name, value, "", "", "", limit, "", note, unit].join("\t"));
};
const median = (all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)];

/** A photo as a camera makes it, as large as 12 megapixels are: shapes, and the noise of a sensor. */
async function photo(page) {
  const bytes = await page.evaluate(async () => {
    const [width, height] = [4032, 3024];
    const canvas = new OffscreenCanvas(width, height);
    const drawing = canvas.getContext("2d");
    const light = drawing.createLinearGradient(0, 0, width, height);
    light.addColorStop(0, "#e8c9a8");
    light.addColorStop(1, "#8a4b3a");
    drawing.fillStyle = light;
    drawing.fillRect(0, 0, width, height);
    for (let at = 0; at < 400; at += 1) {
      drawing.fillStyle = `hsl(${(at * 37) % 60} 50% ${20 + ((at * 13) % 60)}%)`;
      drawing.fillRect((at * 997) % width, (at * 613) % height, 40 + ((at * 31) % 200), 30 + ((at * 17) % 160));
    }
    const pixels = drawing.getImageData(0, 0, width, height);
    let seed = 7;
    for (let at = 0; at < pixels.data.length; at += 4) {
      seed = (seed * 1_664_525 + 1_013_904_223) >>> 0;
      const noise = (seed >>> 28) - 8;
      for (let part = 0; part < 3; part += 1) pixels.data[at + part] += noise;
    }
    drawing.putImageData(pixels, 0, 0);
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.92 });
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  return Buffer.from(bytes);
}

await run("verband-bench-", async ({ test, folder, open }) => {
  const browser = await launch(path.join(folder, "browser"), { viewport: { width: 1280, height: 800 } });
  open.push(browser);
  const { page, button, field, complaints } = await stage(browser);
  page.setDefaultTimeout(80_000);
  const article = (text) => page.getByRole("article").filter({ hasText: text });
  const book = page.getByRole("link", { name: /Stationsbuch/ });

  await test("somebody comes in by letter", async () => {
    await arrive(page, address, code);
    await book.waitFor();
  });

  await test("all of the log book has come", async () => {
    await field("Suchen").fill(FIRST);
    await page.getByRole("link").filter({ hasText: FIRST }).waitFor();
    await field("Suchen").fill("");
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  });

  await test("back in, again and again", async () => {
    const [paints, lists] = [[], []];
    for (let turn = 0; turn < TURNS; turn += 1) {
      await page.reload({ waitUntil: "commit" });
      // By a machine, in the page: no way of a debugger is a part of it.
      const found = await page.evaluate((pin) => new Promise((resolve) => {
        const look = () => {
          const input = document.querySelector("input[type=password]:enabled");
          if (input && input.value === "") {
            input.value = pin;
            input.dispatchEvent(new Event("input", { bubbles: true }));
            requestAnimationFrame(() => input.form.requestSubmit());
          }
          const there = [...document.querySelectorAll("aside a")].some((one) => one.textContent.includes("Stationsbuch"));
          if (!there) return requestAnimationFrame(look);
          requestAnimationFrame(() => resolve([performance.getEntriesByName("first-contentful-paint")[0].startTime, performance.now()]));
        };
        look();
      }), PIN);
      paints.push(found[0]);
      lists.push(found[1]);
    }
    told("page of who comes back: first paint", median(paints), 1_000, "the first contentful paint after a reload, the median of seven; the app's files come from the service worker");
    told("page of who comes back: list of conversations", median(lists), 1_500, "from the reload on, with the PIN typed by a machine as soon as there is a field for it");
  });

  await test("photos of 12 MP", async () => {
    await page.getByRole("link", { name: /Station 3/ }).click();
    const buffer = await photo(page);
    const [times, blocks] = [[], []];
    for (let turn = 0; turn < TURNS; turn += 1) {
      await button("Anhängen").click();
      const chooser = page.waitForEvent("filechooser");
      await page.getByRole("menuitem", { name: "Foto oder Datei" }).click();
      await (await chooser).setFiles({ name: "foto.jpg", mimeType: "image/jpeg", buffer });
      await page.getByRole("img", { name: "Das Foto" }).waitFor();
      await field("Bildunterschrift").fill(`Nummer ${turn}`);
      blocks.push(await longest(page, async () => {
        times.push(await page.evaluate((caption) => new Promise((resolve) => {
          const start = performance.now();
          const dialog = document.querySelector("dialog[open]");
          [...dialog.querySelectorAll("button")].findLast((one) => one.textContent.trim() === "Senden").click();
          const look = () => {
            const there = [...document.querySelectorAll("article")].some((one) => one.textContent.includes(caption) && one.querySelector("img"));
            if (there) resolve(performance.now() - start);
            else requestAnimationFrame(look);
          };
          look();
        }), `Nummer ${turn}`));
      }));
    }
    const size = `${(buffer.length / 1e6).toFixed(1)} MB`;
    told("photo 12 MP in the browser", median(times), 3_000, `a JPEG of ${size}, from sending it to its place in the conversation: probed, stripped, rendered, sealed and written`);
    told("longest block of the page meanwhile", median(blocks), 100);
  });

  await test("scrolled through from the newest on", async () => {
    await book.click();
    await article(LAST).waitFor();
    frames(`scrolling ${entries} entries upwards`, await scrolled(page, DISTANCE));
    assert.ok((await page.getByRole("article").count()) <= 120);
  });

  await test("the first of all is found, with all that lies between", async () => {
    await field("Suchen").fill(FIRST);
    const start = performance.now();
    await page.getByRole("link").filter({ hasText: FIRST }).click();
    await page.waitForFunction((first) => document.activeElement?.textContent?.includes(first), FIRST);
    told(`from a search to the first of ${entries} entries`, performance.now() - start);
    assert.ok((await page.getByRole("article").count()) <= 120);
  });

  await test("scrolled through from there, and back to the newest with one step", async () => {
    frames(`scrolling ${entries} entries downwards`, await scrolled(page, -DISTANCE));
    await button("Zur neuesten").click();
    await article(LAST).waitFor();
    assert.deepEqual(complaints, []);
  });
});

/** What the main thread works for each frame of a gesture, in order of size. */
async function scrolled(page, distance) {
  const box = await page.getByRole("log").boundingBox();
  return worked(page, (session) => session.send("Input.synthesizeScrollGesture", {
    x: box.x + box.width / 2, y: box.y + box.height / 2, yDistance: distance, speed: SPEED, gestureSourceType: "mouse",
  }));
}

function frames(name, all) {
  const part = (share) => all[Math.min(all.length - 1, Math.floor(all.length * share))];
  const over = all.filter((ms) => ms > FRAME).length;
  const note = `${SPEED} pixels a second; work of the main thread, in time of the processor; the longest frame took ${part(1).toFixed(1)} ms, ${over} of ${all.length} more than ${FRAME} ms`;
  told(`${name}: 95 % of frames`, part(0.95), FRAME, note);
  told(`${name}: 99 % of frames`, part(0.99), FRAME);
}

if (!process.exitCode) fs.writeFileSync(file, `${lines.join("\n")}\n`);
