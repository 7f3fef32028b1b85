// Photos and what is spoken.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { recorded } from "../stage.mjs";

export async function photo({ test, anna, page, button, field, reachable, folder }) {
  await test("a photo from the camera in the page is covered in part, sent and opened", async () => {
    await page.getByRole("link", { name: /Wundteam/ }).click();
    await button("Kamera").click();
    await button("Foto aufnehmen").click();
    const sheet = page.getByRole("img", { name: "Das Foto" });
    await sheet.waitFor();
    const { x, y } = await sheet.boundingBox();
    await page.mouse.move(x + 20, y + 20);
    await page.mouse.down();
    await page.mouse.move(x + 120, y + 90);
    await page.mouse.up();
    await reachable("redaction");
    await field("Bildunterschrift").fill("Ferse links");
    await button("Senden").last().click();
    const photo = page.getByRole("article").filter({ hasText: "Ferse links" });
    await photo.getByText("gesendet").waitFor();
    await photo.getByRole("button", { name: /öffnen/ }).click();
    const opened = page.getByRole("dialog").getByRole("img", { name: "Ferse links" });
    await opened.waitFor();
    const black = await opened.evaluate(async (image) => {
      await image.decode();
      const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
      const context = canvas.getContext("2d");
      context.drawImage(image, 0, 0);
      const scale = image.naturalWidth;
      return [...context.getImageData(Math.round(scale * 0.08), Math.round(scale * 0.06), 1, 1).data.slice(0, 3)];
    });
    assert.ok(black.every((part) => part < 24), `${black}`);
    await button("Schließen").first().click();
    await anna.run("sync");
    const [row] = (await anna.run("read", "Wundteam")).filter((row) => row.text === "Ferse links");
    const file = path.join(folder, "photo.jpg");
    await anna.run("export", row.photo, file);
    assert.equal(fs.readFileSync(file).readUInt16BE(0), 0xffd8);
  });

  await test("a voice note is spoken, sent and heard; another one discarded", async () => {
    await button("Sprachnachricht aufnehmen").click();
    await recorded(page, 2);
    await page.getByRole("group", { name: "Sprachnachricht" }).getByRole("button", { name: "Senden" }).click();
    const play = button(/^Sprachnachricht von Berta Brandt anhören/);
    await play.waitFor();
    await play.click();
    const audio = page.locator("audio");
    await page.waitForFunction(() => document.querySelector("audio")?.duration > 1);
    assert.equal(await audio.getAttribute("aria-label"), "Sprachnachricht von Berta Brandt");
    await button("Sprachnachricht aufnehmen").click();
    await recorded(page, 1);
    await button("Verwerfen").click();
    await page.getByRole("group", { name: "Sprachnachricht" }).waitFor({ state: "detached" });
    assert.deepEqual(await button(/^Sprachnachricht von Berta Brandt anhören/).count(), 0);
  });
}
