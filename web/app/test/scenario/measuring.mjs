// Measuring in a photo of a wound: not there until the house permits it, then by a ruler and by a marker.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { PIN } from "../stage.mjs";

/** The code of a marker of 30 mm, `VERBAND:M1:30` as version 1 at level Q: a row of 21 modules each. */
const CODE = [
  0x1fc87f, 0x104941, 0x174e5d, 0x175f5d, 0x174d5d, 0x105541, 0x1fd57f, 0x1d00, 0xc4468, 0x1f2ab6, 0x7c907, 0x211f4, 0x12c786, 0x172a,
  0x1fc6cc, 0x104339, 0x174de1, 0x174418, 0x1750eb, 0x105139, 0x1fc0f7,
];

/** In the page: a photo with a marker, whose modules have so many pixels, and a round wound of 20 mm beside it. */
async function photograph({ code, module }) {
  const canvas = new OffscreenCanvas(1_600, 1_200);
  const context = canvas.getContext("2d");
  const box = (colour, x, y, side) => {
    context.fillStyle = colour;
    context.fillRect(x, y, side, side);
  };
  box("#d9a78b", 0, 0, 1_600);
  const [left, top] = [200, 300];
  box("#fff", left - 3 * module, top - 3 * module, 37 * module);
  box("#000", left, top, 31 * module);
  box("#fff", left + 2 * module, top + 2 * module, 27 * module);
  code.forEach((row, down) => {
    for (let right = 0; right < 21; right += 1) {
      if ((row >> (20 - right)) & 1) box("#000", left + (5 + right) * module, top + (5 + down) * module, module);
    }
  });
  context.fillStyle = "#8a2a22";
  context.beginPath();
  context.arc(1_050, 500, (10 / 30) * 31 * module, 0, 2 * Math.PI);
  context.fill();
  const blob = await canvas.convertToBlob({ type: "image/png" });
  return [...new Uint8Array(await blob.arrayBuffer())];
}

export async function measuring({ test, anna, page, button, field, reachable, folder }) {
  const plane = page.getByRole("application", { name: "Zeichenfläche" });
  /** Points by thousandths of the photo's width and height. */
  const go = async (points, drag) => {
    const { x, y, width, height } = await plane.boundingBox();
    const at = ([right, down]) => [x + right * width, y + down * height];
    for (const [index, point] of points.entries()) {
      await page.mouse.move(...at(point));
      if (index === 0 || !drag) await page.mouse.down();
      if (!drag) await page.mouse.up();
    }
    if (drag) await page.mouse.up();
  };
  const round = (right, down, across, along) =>
    Array.from({ length: 73 }, (_, step) => [right + across * Math.cos((step * Math.PI) / 36), down + along * Math.sin((step * Math.PI) / 36)]);

  await test("measuring is not there until the house permits it", async () => {
    await page.getByRole("link", { name: /Wundteam/ }).click();
    await button("Wunden").click();
    await page.getByRole("link", { name: /Fall 4711/ }).click();
    await button(/^Foto vom/).first().click();
    await page.getByRole("dialog").getByRole("button", { name: "Von der Wunde nehmen" }).waitFor();
    await reachable("wound-photo");
    assert.equal(await button("Messen").count(), 0);
    await button("Schließen").first().click();
    const file = path.join(folder, "marker.png");
    fs.writeFileSync(file, Buffer.from(await page.evaluate(photograph, { code: CODE, module: 12 })));
    await anna.run("sync");
    await anna.run("wounds", "photo", "Fall 4711", "--close-up", file);
    await anna.run("policy", "set", "--measuring", "on", "--yes");
    await button("Jetzt sperren").first().click();
    await field("PIN").fill(PIN);
    await button("Entsperren").click();
    await page.getByRole("heading", { name: "Fall 4711" }).waitFor();
  });

  await test("in a photo without a marker: two points on a ruler, and the outline", async () => {
    await button(/^Foto vom/).first().click();
    await button("Messen").click();
    await page.getByText(/^Auf dem Foto ist keine Messmarke zu lesen/).waitFor();
    await go([[0.1, 0.5], [0.9, 0.5]], false);
    await page.getByText("Umfahren Sie den Rand der Wunde.").waitFor();
    await go(round(0.5, 0.5, 0.2, 0.2), true);
    await page.getByText(/^Länge .* ± .* mm · Breite/).waitFor();
    await reachable("measuring-ruler");
    await button("Schließen").first().click();
  });

  const outlined = async () => {
    await button(/^Foto vom/).last().click();
    await button("Messen").click();
    await page.getByText("Messmarke mit 30 mm gefunden.").waitFor();
    const radius = (10 / 30) * 31 * 12;
    await go(round(1_050 / 1_600, 500 / 1_200, radius / 1_600, radius / 1_200), true);
    const said = page.getByText(/^Länge .* ± .* mm · Breite .* · Fläche .* ± .* cm²$/);
    await said.waitFor();
    return said.textContent();
  };
  const entered = page.getByRole("listitem").filter({ hasText: "Befund" }).filter({ hasText: /Länge .* ± .* mm/ });
  const enter = async () => {
    await button("Speichern").click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await entered.first().waitFor();
  };

  await test("by a marker: the size comes with its error, and is entered as a finding, which is taken back and entered again", async () => {
    const [length] = (await outlined()).match(/[\d,]+/);
    assert.ok(Math.abs(Number(length.replace(",", ".")) - 20) < 1, length);
    await reachable("measuring");
    await button("Als Befund eintragen").click();
    await reachable("measured-finding");
    await enter();
    await page.locator(".notice").filter({ hasText: "Der Befund ist eingetragen." }).getByRole("button", { name: "Rückgängig" }).click();
    await entered.waitFor({ state: "detached" });
    await outlined();
    await button("Als Befund eintragen").click();
    await enter();
  });

  await test("what is corrected by hand stands there again after the lock, with its reason, and stays by hand", async () => {
    await button(/^Mehr zum Befund/).first().click();
    await page.getByRole("menuitem", { name: "Befund berichtigen" }).click();
    await button("Maße von Hand eintragen").click();
    await field("Länge in mm").fill("23");
    await field("Breite in mm").fill("17");
    await field("Warum? (steht im Verlauf)").fill("nachgemessen");
    await page.getByRole("button", { name: "Jetzt sperren", includeHidden: true }).first().evaluate((button) => button.click());
    await field("PIN").fill(PIN);
    await button("Entsperren").click();
    await page.getByText(/^Sie haben hier schon begonnen/).waitFor();
    assert.equal(await field("Länge in mm").inputValue(), "23");
    assert.equal(await field("Warum? (steht im Verlauf)").inputValue(), "nachgemessen");
    await button("Speichern").click();
    await page.getByRole("listitem").filter({ hasText: "Befund" }).filter({ hasText: "23 × 17 mm" }).first().waitFor();
  });

  await test("markers are printed", async () => {
    await button("Zurück").first().click();
    const download = page.waitForEvent("download");
    await button("Messmarken drucken").click();
    assert.equal(fs.readFileSync(await (await download).path()).subarray(0, 5).toString(), "%PDF-");
    await anna.run("policy", "set", "--measuring", "off", "--yes");
  });
}
