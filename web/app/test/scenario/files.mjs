// Files: sent in a conversation, opened in memory, ordered in folders, with versions, deleted and brought back.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { PIN, asked } from "../stage.mjs";

const PHOTO = fileURLToPath(new URL("../../../../tests/fixtures/wound.jpg", import.meta.url));

/** The smallest PDF that draws something: a square, black or grey, in the upper left quarter of its page. */
function pdf(grey = 0) {
  const stream = `${grey} g 20 120 60 60 re f`;
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<<>>>>", `<</Length ${stream.length}>>stream\n${stream}\nendstream`,
  ];
  let [text, offsets] = ["%PDF-1.4\n", []];
  objects.forEach((object, at) => {
    offsets.push(text.length);
    text += `${at + 1} 0 obj${object}endobj\n`;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  return `${text}xref\n0 5\n0000000000 65535 f \n${table}trailer<</Size 5/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`;
}

export async function files({ test, anna, page, button, field, reachable, refused, folder }) {
  const dialog = () => page.getByRole("dialog");
  /** A file or folder in the list, which is not what is on its way. */
  const line = (text) => page.getByRole("listitem").filter({ hasText: text, has: page.getByRole("button", { name: /^Mehr zu/ }) });
  const menu = async (name, entry) => {
    await button(`Mehr zu ${name}`).click();
    await page.getByRole("menuitem", { name: entry, exact: true }).click();
  };
  const undo = (said) => page.getByRole("status").locator("div", { hasText: said }).getByRole("button", { name: "Rückgängig" }).click();
  /** Waits until the square is there, as light as this. */
  const drawn = (light) =>
    page.waitForFunction((light) => {
      const canvas = document.querySelector("dialog canvas");
      if (!canvas || canvas.width <= 300) return false;
      // Out of a canvas of its own: Chromium complains of who reads the app's again and again.
      const own = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
      own.drawImage(canvas, canvas.width * 0.25, canvas.height * 0.25, 1, 1, 0, 0, 1, 1);
      const [red, , , alpha] = own.getImageData(0, 0, 1, 1).data;
      return alpha === 255 && Math.abs(red - light) < 8;
    }, light);
  const write = (name, content) => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, content);
    return file;
  };

  await test("a file is sent in a conversation, opened from memory, and comes whole to the colleague", async () => {
    await page.getByRole("link", { name: "Nachrichten", exact: true }).click();
    await page.getByRole("link", { name: /Wundteam/ }).click();
    await button("Anhängen").click();
    await reachable("attach");
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("menuitem", { name: "Foto oder Datei" }).click();
    await (await chooser).setFiles(write("Standard.pdf", pdf()));
    const card = page.getByRole("article").getByRole("button", { name: /^Standard\.pdf \d/ });
    await card.click();
    const canvas = dialog().locator("canvas");
    await drawn(0);
    assert.equal(await canvas.count(), 1);
    await reachable("file-pdf");
    const download = page.waitForEvent("download");
    await button("Außerhalb speichern").click();
    assert.equal(fs.readFileSync(await (await download).path(), "latin1"), pdf());
    await button("Schließen").first().click();
    await page.getByRole("article").filter({ hasText: "Standard.pdf" }).getByText("gesendet").waitFor();
    await reachable("file-card");
    await anna.run("sync");
    const got = path.join(folder, "got.pdf");
    await anna.run("files", "get", "Wundteam", "Standard.pdf", got);
    assert.equal(fs.readFileSync(got, "latin1"), pdf());
  });

  await test("where the house forbids it, nothing leaves; a picture is looked through, and lies with the photos", async () => {
    await anna.run("policy", "set", "--export", "off", "--yes");
    await page.getByRole("article").getByRole("button", { name: /^Standard\.pdf \d/ }).click();
    await page.getByText("Ihre Einrichtung erlaubt nicht, Dateien außerhalb zu speichern.").waitFor();
    assert.equal(await button("Außerhalb speichern").count(), 0);
    await anna.run("policy", "set", "--export", "on", "--yes");
    await button("Außerhalb speichern").waitFor();
    await button("Schließen").first().click();
    await button("Anhängen").click();
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("menuitem", { name: "Foto oder Datei" }).click();
    await (await chooser).setFiles(PHOTO);
    await page.getByRole("img", { name: "Das Foto" }).waitFor();
    await field("Bildunterschrift").fill("Aus einer Datei");
    await dialog().getByRole("button", { name: "Senden" }).click();
    await page.getByRole("article").filter({ hasText: "Aus einer Datei" }).getByText("gesendet").waitFor();
    await button("Mehr zu dieser Unterhaltung").click();
    await page.getByRole("menuitem", { name: "Dateien" }).click();
    await page.getByRole("button", { name: /^Fotos/ }).click();
    await page.getByRole("button", { name: /^Aus einer Datei/ }).click();
    await dialog().getByRole("img", { name: "Aus einer Datei" }).waitFor();
    await reachable("file-photo");
    await button("Schließen").first().click();
    await page.getByRole("link", { name: "Nachrichten", exact: true }).click();
    await page.getByRole("link", { name: /Wundteam/ }).click();
  });

  await test("folders: made, moved into, renamed, searched", async () => {
    await button("Mehr zu dieser Unterhaltung").click();
    await page.getByRole("menuitem", { name: "Dateien" }).click();
    await line("Standard.pdf").waitFor();
    await button("Neuer Ordner").click();
    await field("Name").fill("Standards");
    await button("Speichern").click();
    await line("Standards").waitFor();
    await menu("Standard.pdf", "Verschieben");
    await dialog().getByRole("button", { name: "Standards" }).click();
    await page.getByText("Verschoben.").waitFor();
    await page.getByRole("button", { name: /^Standards eine/ }).click();
    await menu("Standard.pdf", "Umbenennen");
    await field("Name").fill("a/b");
    await button("Speichern").click();
    await refused("So kann es nicht heißen");
    await field("Name").fill("Wundversorgung.pdf");
    await button("Speichern").click();
    await line("Wundversorgung.pdf").waitFor();
    await page.getByRole("navigation", { name: "Wo dieser Ordner liegt" }).getByText("Standards").waitFor();
    await field("Dateien suchen").fill("standard");
    await line("Wundversorgung.pdf").waitFor();
    await field("Dateien suchen").fill("Xylophon");
    await page.getByText("Keine Datei gefunden.").waitFor();
    await field("Dateien suchen").fill("");
  });

  await test("a version is added, opened, and the earlier one counts again", async () => {
    const chooser = page.waitForEvent("filechooser");
    await menu("Wundversorgung.pdf", "Neue Fassung");
    await (await chooser).setFiles(write("Neu.pdf", pdf(0.5)));
    await line("2 Fassungen").waitFor();
    await page.getByRole("button", { name: /^Wundversorgung.pdf \d/ }).click();
    await drawn(128);
    await button("Schließen").first().click();
    await menu("Wundversorgung.pdf", "Fassungen");
    await dialog().getByText(/\(gilt\)/).waitFor();
    await reachable("file-versions");
    const counts = (version) => version.getByText(/\(gilt\)/).waitFor();
    const versions = dialog().getByRole("listitem");
    const restore = async () => {
      await dialog().getByRole("button", { name: "Wieder gelten lassen" }).click();
      await counts(versions.last());
    };
    await restore();
    await dialog().locator(".notice").filter({ hasText: "Diese Fassung gilt wieder." }).getByRole("button", { name: "Rückgängig" }).click();
    await counts(versions.first());
    await restore();
    await button("Schließen").first().click();
  });

  await test("what is not whole in the vault is asked about before a reload, and told of after the lock", async () => {
    const large = path.join(folder, "Film.bin");
    fs.writeFileSync(large, "");
    fs.truncateSync(large, 1_000_000_000);
    const chooser = page.waitForEvent("filechooser");
    await button("Hinzufügen").click();
    await (await chooser).setFiles(large);
    await page.getByRole("progressbar", { name: "Film.bin" }).waitFor();
    await asked(page);
    await button("Jetzt sperren").first().click();
    await field("PIN").fill(PIN);
    await button("Entsperren").click();
    await refused("Eine Datei war noch nicht übernommen");
    await line("Wundversorgung.pdf").waitFor();
    assert.equal(await line("Film.bin").count(), 0);
    fs.rmSync(large);
  });

  await test("what was deleted comes back; one's own files are in a place of their own", async () => {
    await menu("Wundversorgung.pdf", "Für alle löschen");
    await line("Wundversorgung.pdf").waitFor({ state: "detached" });
    await undo("ist gelöscht");
    await line("Wundversorgung.pdf").waitFor();
    await reachable("files");
    await page.getByRole("link", { name: "Dateien", exact: true }).click();
    await page.getByText(/Hier liegt noch nichts/).waitFor();
    await reachable("files-empty");
    const chooser = page.waitForEvent("filechooser");
    await button("Hinzufügen").click();
    await (await chooser).setFiles([write("Notiz.txt", "Nur für mich"), write("Plan.csv", "Mo;Di\nfrüh;spät\n")]);
    await line("Notiz.txt").waitFor();
    await line("Plan.csv").waitFor();
    await page.getByRole("button", { name: /^Plan\.csv \d/ }).click();
    await dialog().getByText("früh;spät").waitFor();
    await button("Schließen").first().click();
    await menu("Plan.csv", "Kopieren");
    await field("In").selectOption({ label: "Wundteam" });
    await dialog().getByRole("button", { name: "Standards" }).click();
    await page.getByText("Kopiert.").waitFor();
    const names = (await anna.until((rows) => rows.length === 2, "files", "ls", "Wundteam", "Standards")).map((row) => row.name);
    assert.deepEqual(names.toSorted(), ["Plan.csv", "Wundversorgung.pdf"]);
    await page.getByRole("link", { name: "Nachrichten", exact: true }).click();
  });
}
