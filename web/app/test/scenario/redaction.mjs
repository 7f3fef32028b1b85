// Looking through photos: covering, pointing out, proposals, what the house demands, and covering afterwards.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { BARS, label } from "../label.mjs";
import { recorded } from "../stage.mjs";

export async function redaction({ test, anna, page, button, field, reachable, folder }) {
  const editor = page.getByRole("dialog");
  const marks = (name) => editor.getByRole("button", { name });
  const shoot = async () => {
    await button("Kamera").click();
    await button("Foto aufnehmen").click();
    await page.getByRole("img", { name: "Das Foto" }).waitFor();
    await editor.getByRole("group", { name: "Markierungen auf dem Foto" }).waitFor();
  };
  /** From one place on the photo to another, in parts of its width and height. */
  const draw = async (from, to) => {
    const { x, y, width, height } = await page.getByRole("img", { name: "Das Foto" }).boundingBox();
    const at = ([right, down]) => [x + right * width, y + down * height];
    await page.mouse.move(...at(from));
    await page.mouse.down();
    await page.mouse.move(...at([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]));
    await page.mouse.move(...at(to));
    await page.mouse.up();
  };
  /** The colours at places of a picture in a dialog. */
  const colours = async (name, places) => {
    const image = page.getByRole("dialog").getByRole("img", { name });
    await image.waitFor();
    return image.evaluate(async (image, places) => {
      await image.decode();
      const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
      const context = canvas.getContext("2d", { willReadFrequently: true });
      context.drawImage(image, 0, 0);
      return places.map(([x, y]) => [...context.getImageData(Math.round(x * canvas.width), Math.round(y * canvas.height), 1, 1).data.slice(0, 3)]);
    }, places);
  };
  /** A photo by the words below it, when it is sent. */
  const opened = async (words) => {
    await editor.waitFor({ state: "detached" });
    const article = page.getByRole("article").filter({ hasText: words });
    await article.getByText("gesendet").waitFor();
    await article.getByRole("button", { name: /öffnen/ }).click();
  };
  const black = (colour) => colour.every((part) => part < 24);
  const yellow = ([red, green, blue]) => red > 150 && green > 150 && blue < 120;

  await test("boxes, brush, arrow and text are drawn, moved, taken away singly and taken back", async () => {
    await page.getByRole("link", { name: /Wundteam/ }).click();
    await shoot();
    await draw([0.1, 0.1], [0.3, 0.3]);
    await marks(/^1: Kasten/).waitFor();
    await button("Verpixelt").click();
    await button("Pinsel").click();
    await draw([0.5, 0.1], [0.8, 0.15]);
    await marks(/^2: Pinsel/).waitFor();
    await button("Pfeil").click();
    await draw([0.2, 0.8], [0.5, 0.5]);
    await marks(/^3: Pfeil/).waitFor();
    await button("Text").click();
    await field("Text auf dem Foto").fill("Ferse");
    await draw([0.6, 0.8], [0.6, 0.8]);
    await marks(/^4: Text „Ferse“/).waitFor();
    await reachable("redaction-editor");
    // A finger that the system takes away draws nothing.
    await button("Kasten").click();
    const { x, y } = await page.getByRole("img", { name: "Das Foto" }).boundingBox();
    await page.mouse.move(x + 5, y + 5);
    await page.mouse.down();
    await page.mouse.move(x + 60, y + 60);
    await page.getByRole("img", { name: "Das Foto" }).dispatchEvent("pointercancel");
    await page.mouse.up();
    assert.equal(await marks(/^\d+: /).count(), 4);
    // One in the middle goes, comes back, and is moved.
    await marks(/^2: Pinsel/).focus();
    await page.keyboard.press("Delete");
    await marks(/^2: Pfeil/).waitFor();
    await button("Rückgängig").first().click();
    await marks(/^2: Pinsel/).waitFor();
    await marks(/^1: Kasten/).focus();
    await button("Schwarz").click();
    await draw([0.2, 0.2], [0.3, 0.3]);
    await field("Bildunterschrift").fill("Alle Werkzeuge");
    await button("Senden").last().click();
    await opened("Alle Werkzeuge");
    // Where the box was it is not, where it was moved to it is; the arrow's shaft is yellow.
    const [gone, there, shaft] = await colours("Alle Werkzeuge", [[0.12, 0.12], [0.3, 0.3], [0.35, 0.65]]);
    assert.ok(!black(gone) && black(there) && yellow(shaft), `${gone} ${there} ${shaft}`);
    await button("Schließen").first().click();
  });

  await test("by keys alone: photographed, a box set, moved and made larger, sent", async () => {
    const reach = async (name) => {
      for (let steps = 0; steps < 80; steps += 1) {
        const found = await page.evaluate((name) => {
          const one = document.activeElement;
          return (one?.getAttribute("aria-label") ?? one?.textContent?.trim()) === name;
        }, name);
        if (found) return;
        await page.keyboard.press("Tab");
      }
      assert.fail(`${name} is not reached`);
    };
    const press = async (name) => {
      await reach(name);
      await page.keyboard.press("Enter");
    };
    await press("Kamera");
    const shutter = button("Foto aufnehmen");
    await shutter.waitFor();
    await page.waitForFunction(() => !document.querySelector("button.shutter").disabled);
    await press("Foto aufnehmen");
    await editor.getByRole("group", { name: "Markierungen auf dem Foto" }).waitFor();
    await press("In die Mitte setzen");
    await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label")?.startsWith("1: Kasten"));
    for (let steps = 0; steps < 10; steps += 1) await page.keyboard.press("ArrowLeft");
    for (let steps = 0; steps < 4; steps += 1) await page.keyboard.press("Shift+ArrowDown");
    await reachable("redaction-keys");
    await reach("Bildunterschrift");
    await page.keyboard.type("Mit Tasten");
    await press("Senden");
    await opened("Mit Tasten");
    const [left, right] = await colours("Mit Tasten", [[0.3, 0.5], [0.9, 0.5]]);
    assert.ok(black(left) && !black(right), `${left} ${right}`);
    await button("Schließen").first().click();
  });

  await test("codes and faces are proposed for a picture from a file, and covered in one step", async () => {
    const file = path.join(folder, "label.png");
    fs.writeFileSync(file, Buffer.from(await page.evaluate(label, BARS)));
    const chosen = page.waitForEvent("filechooser");
    await button("Anhängen").click();
    await page.getByRole("menuitem", { name: "Foto oder Datei" }).click();
    await (await chosen).setFiles(file);
    await editor.getByRole("group", { name: "Markierungen auf dem Foto" }).waitFor();
    await button("Vorschlagen").click();
    await marks(/^1: Kasten/).waitFor();
    // The model of faces is there: the sentence does not say that nobody looked for them.
    assert.equal(await editor.getByText(/Nach Gesichtern wurde nicht gesucht/).count(), 0);
    await reachable("redaction-proposed");
    await button("Schließen").first().click();
  });

  await test("what the house asks and demands is said; a photo that nobody looked through is refused", async () => {
    await shoot();
    await anna.run("sync");
    await anna.run("policy", "set", "--redaction", "required", "--yes");
    await page.getByRole("status").getByText(/^Ihre Einrichtung verlangt/).waitFor();
    await button("Senden").last().click();
    await editor.getByRole("alert").waitFor();
    await page.getByRole("checkbox", { name: /Ich habe nachgesehen/ }).check();
    await reachable("redaction-required");
    await button("Senden").last().click();
    await editor.waitFor({ state: "detached" });
  });

  await test("a video has to be looked at before somebody says that there is nothing to hide on it", async () => {
    await button("Kamera").click();
    await button("Video").click();
    await recorded(page, 2);
    await button("Fertig").click();
    await page.waitForFunction(() => document.querySelector("dialog video[controls]")?.videoWidth > 0);
    await reachable("video-required");
    assert.ok(await page.getByRole("dialog").getByRole("button", { name: "Senden" }).isDisabled());
    await page.getByRole("dialog").getByRole("button", { name: "Verwerfen" }).click();
    await editor.waitFor({ state: "detached" });
  });

  await test("a photo that lies in the conversation is covered afterwards", async () => {
    await opened("Ferse links");
    await button("Abdecken").click();
    await editor.getByRole("group", { name: "Markierungen auf dem Foto" }).waitFor();
    await draw([0.6, 0.6], [0.9, 0.9]);
    await reachable("redaction-later");
    await anna.run("policy", "set", "--redaction", "offered", "--yes");
    await page.getByRole("status").getByText(/^Ihre Einrichtung verlangt/).waitFor({ state: "detached" });
    await button("Speichern").click();
    await page.getByText("Das Foto ist ersetzt.").waitFor();
    await opened("Ferse links");
    const [corner] = await colours("Ferse links", [[0.75, 0.75]]);
    assert.ok(black(corner), `${corner}`);
    await button("Schließen").first().click();
  });
}
