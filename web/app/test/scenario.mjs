// What a nurse does at the ward's computer.

import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const PIN = "135790";
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const PICTURES = process.env.VERBAND_PICTURES;

/** The sizes that screens are looked at in: a phone, a tablet, a desk. */
const SIZES = [["phone", 360, 780], ["tablet", 800, 1280], ["desk", 1440, 900]];

export async function scenario({ test, server, anna, browser, folder }) {
  const complaints = [];
  const page = browser.pages()[0] ?? (await browser.newPage());
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  const button = (name) => page.getByRole("button", { name, exact: true });
  const field = (name) => page.getByLabel(name, { exact: true });
  let letter;

  /** Nothing that keeps people out, on this screen, in both themes. */
  async function reachable(screen) {
    // The page permits no script in its text: axe comes as a debugger's.
    await page.evaluate(fs.readFileSync(AXE, "utf8"));
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations } = await page.evaluate(() => axe.run({ resultTypes: ["violations"] }));
      const bad = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      assert.deepEqual(bad.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]), [], `${screen}, ${colorScheme}`);
    }
    await page.emulateMedia({ colorScheme: "light" });
    if (!PICTURES) return;
    for (const [name, width, height] of SIZES) {
      await page.setViewportSize({ width, height });
      await page.screenshot({ path: path.join(PICTURES, `${screen}-${name}.png`) });
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  }

  await test("a colleague founds, makes a channel and writes a letter", async () => {
    await anna.run(
      "found", "--server", server.address, "--token", server.token, "--organisation", "Klinikum Musterstadt",
      "--name", "Anna Arndt", "--recovery-sheet", path.join(folder, "sheet.txt"),
    );
    await anna.run("channel", "create", "Wundteam");
    await anna.run("send", "Wundteam", "Frau Grün ist **zurück** von der Untersuchung");
    letter = await anna.run("invite", "Berta Brandt", "--channel", "Wundteam");
  });

  await test("the page begins with a welcome, in German or English", async () => {
    await page.goto(server.address);
    await page.getByRole("heading", { name: "Willkommen" }).waitFor();
    await reachable("welcome");
    await button("English").click();
    await page.getByRole("heading", { name: "Welcome" }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
    await button("Deutsch").click();
  });

  await test("a typing error in the code is told, and the letter checked", async () => {
    await button("Ich habe einen Brief").click();
    await field("Code aus dem Brief").fill(letter.code.slice(0, -1) + (letter.code.endsWith("2") ? "3" : "2"));
    assert.equal(await field("Adresse des Servers").inputValue(), server.address);
    await button("Weiter").click();
    await page.getByRole("alert").filter({ hasText: "Tippfehler" }).waitFor();
    await field("Code aus dem Brief").fill(letter.code.toLowerCase().replaceAll("-", " "));
    await button("Weiter").click();
    await page.getByRole("heading", { name: "Sind Sie Berta Brandt?" }).waitFor();
    await page.getByText("Die Einladung ist von Klinikum Musterstadt.").waitFor();
  });

  await test("a PIN is chosen, and the channel comes with what was written before", async () => {
    await field("Neue PIN (mindestens 6 Ziffern)").fill(PIN);
    await field("PIN wiederholen").fill("111111");
    await page.getByText("Die beiden PINs sind verschieden.").waitFor();
    assert.ok(await button("Beginnen").isDisabled());
    await field("PIN wiederholen").fill(PIN);
    await button("Beginnen").click();
    await button("Neue Unterhaltung").waitFor();
    await reachable("empty");
    await anna.run("sync");
    await page.getByRole("link", { name: /Wundteam/ }).click();
    const message = page.getByRole("article").filter({ hasText: "Frau Grün ist zurück" });
    await message.waitFor();
    assert.equal(await message.locator("b").textContent(), "zurück");
  });

  await test("a text is written, confirmed as sent, and read by the colleague", async () => {
    await field("Nachricht").fill("Ich übernehme Zimmer 12");
    await page.keyboard.press("Enter");
    const own = page.getByRole("article").filter({ hasText: "Ich übernehme Zimmer 12" });
    await own.getByText("gesendet").waitFor();
    await anna.run("sync");
    assert.ok((await anna.run("read", "Wundteam")).some((row) => row.text === "Ich übernehme Zimmer 12"));
    await anna.run("send", "Wundteam", "Danke, Berta");
    await page.getByRole("article").filter({ hasText: "Danke, Berta" }).waitFor();
    await reachable("conversation");
  });

  await test("sending is undone", async () => {
    await field("Nachricht").fill("Falsches Zimmer");
    await page.keyboard.press("Enter");
    const own = page.getByRole("article").filter({ hasText: "Falsches Zimmer" });
    await own.waitFor();
    await page.getByRole("status").getByRole("button", { name: "Rückgängig" }).last().click();
    await own.waitFor({ state: "detached" });
  });

  await test("by keys alone: answer, react, edit, delete", async () => {
    const menu = async (text, entry) => {
      await page.getByRole("article").filter({ hasText: text }).getByRole("button", { name: /Mehr zur Nachricht/ }).last().focus();
      await page.keyboard.press("Enter");
      const item = page.getByRole("menuitem", { name: entry });
      await item.waitFor();
      while (!(await item.evaluate((element) => element === document.activeElement))) await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
    };
    await menu("Danke, Berta", "Antworten");
    await page.keyboard.type("Gern");
    await page.keyboard.press("Enter");
    const reply = page.getByRole("article").filter({ hasText: "Gern" });
    await reply.locator("blockquote").filter({ hasText: "Anna Arndt" }).waitFor();
    await menu("Danke, Berta", "Mit 👍 reagieren");
    await page.getByRole("button", { name: "👍, 1-mal" }).waitFor();
    await menu("Gern", "Bearbeiten");
    await page.keyboard.type(" geschehen");
    await page.keyboard.press("Enter");
    await page.getByRole("article").filter({ hasText: "Gern geschehen" }).getByText("bearbeitet").waitFor();
    await menu("Gern geschehen", "Für alle löschen");
    await page.getByRole("article").filter({ hasText: "Diese Nachricht wurde gelöscht." }).waitFor();
  });

  await test("a photo from the camera in the page is covered in part, sent and opened", async () => {
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
    await page.getByText("Aufnahme läuft: 2 s").waitFor();
    await page.getByRole("group", { name: "Sprachnachricht" }).getByRole("button", { name: "Senden" }).click();
    const play = button("Sprachnachricht von Berta Brandt anhören");
    await play.waitFor();
    await play.click();
    const audio = page.locator("audio");
    await page.waitForFunction(() => document.querySelector("audio")?.duration > 1);
    assert.equal(await audio.getAttribute("aria-label"), "Sprachnachricht von Berta Brandt");
    await button("Sprachnachricht aufnehmen").click();
    await page.getByText("Aufnahme läuft: 1 s").waitFor();
    await button("Verwerfen").click();
    await page.getByRole("group", { name: "Sprachnachricht" }).waitFor({ state: "detached" });
    assert.deepEqual(await button("Sprachnachricht von Berta Brandt anhören").count(), 0);
  });

  await test("a wound is made, photographed in two steps and described", async () => {
    await page.getByRole("link", { name: /Wundteam/ }).click();
    await button("Wunden").click();
    await page.getByText("Noch keine Wunde in diesem Kanal.").waitFor();
    await button("Neue Wunde").click();
    await field("Patientenbezug").fill("Fall 4711");
    await button("hinten").click();
    await field("Körperstelle").selectOption("heel");
    await button("links").click();
    await field("Art der Wunde").selectOption("pressure-ulcer");
    await field("Stadium").selectOption("pressure-2");
    await field("Lagerung für das Foto").fill("linke Seitenlage");
    await reachable("new-wound");
    await button("Wunde anlegen").click();
    await page.getByRole("heading", { name: "Fall 4711" }).waitFor();
    for (const length of ["40", "30"]) {
      await button("Neuer Befund").click();
      await field("Länge in mm").fill(length);
      await field("Breite in mm").fill("20");
      await page.getByLabel(/^Granulation.* in Prozent$/).fill("60");
      await button("4").click();
      if (length === "40") await reachable("finding");
      await button("Speichern").click();
      await page.getByText(`${length} × 20 mm`).waitFor();
    }
    for (const last of [false, true]) {
      // A follow-up takes three acts: open, overview, close-up.
      await button("Folgefoto").click();
      await button("Foto aufnehmen").click();
      await page.getByRole("heading", { name: "2 von 2: Nahaufnahme" }).waitFor();
      if (last) await page.getByRole("img", { name: "Das letzte Foto, durchscheinend" }).waitFor();
      await button("Foto aufnehmen").click();
      await page.getByRole("img", { name: /^Foto vom/ }).nth(last ? 3 : 1).waitFor();
    }
    await page.getByRole("img", { name: "Die Größe ging von 8 cm² auf 6 cm²." }).waitFor();
    await reachable("wound");
    await button("Vergleichen").click();
    await page.getByRole("img", { name: "Früher" }).waitFor();
    await page.getByRole("img", { name: "Später" }).waitFor();
    await page.getByRole("slider").fill("20");
    await reachable("compare");
    await button("Schließen").first().click();
    await anna.run("sync");
    const [wound] = await anna.run("wounds", "list", "Wundteam");
    assert.deepEqual([wound.patient ?? wound.details?.patient, wound.photos, wound.findings], ["Fall 4711", 4, 2]);
  });

  await test("a wound is closed, and opened again", async () => {
    const menu = async (entry) => {
      await button("Mehr zu dieser Wunde").click();
      await page.getByRole("menuitem", { name: entry }).click();
    };
    await menu("Abschließen");
    await button("abgeheilt").click();
    await page.getByText("Abgeschlossen: abgeheilt").waitFor();
    assert.equal(await button("Folgefoto").count(), 0);
    await menu("Wieder öffnen");
    await button("Folgefoto").waitFor();
    const download = page.waitForEvent("download");
    await menu("Bericht für die Akte");
    const file = await (await download).path();
    assert.equal(fs.readFileSync(file).subarray(0, 5).toString(), "%PDF-");
    await page.getByText("Für die Akte ausgegeben").waitFor();
    await button("Zurück").first().click();
    await page.getByRole("link", { name: /Fall 4711/ }).waitFor();
    await reachable("wounds");
  });

  await test("words are found, and lead to their conversation", async () => {
    await field("Suchen").fill("suchung");
    const hit = page.getByRole("link").filter({ hasText: "Untersuchung" });
    await hit.waitFor();
    assert.equal(await hit.locator("mark").textContent(), "suchung");
    await hit.click();
    await field("Suchen").fill("Xylophon");
    await page.getByRole("listitem").filter({ hasText: /./ }).first().waitFor();
    await field("Suchen").fill("");
  });

  await test("a chat begins with a colleague, and a channel of one's own", async () => {
    await button("Neue Unterhaltung").click();
    await reachable("new");
    await page.getByRole("checkbox", { name: /Anna Arndt/ }).check();
    await button("Chat beginnen mit Anna Arndt").click();
    await page.getByRole("region", { name: "Anna Arndt" }).waitFor();
    await button("Neue Unterhaltung").click();
    await field("Titel").fill("Frühdienst");
    await button("Kanal anlegen").click();
    await page.getByRole("region", { name: "Frühdienst" }).waitFor();
    await page.getByText("Noch keine Nachrichten.").waitFor();
  });

  await test("without a network one writes on, and it is sent when it is back", async () => {
    await server.close();
    await field("Nachricht").fill("Verbandwechsel um zehn");
    await page.keyboard.press("Enter");
    const own = page.getByRole("article").filter({ hasText: "Verbandwechsel um zehn" });
    await own.getByText("wartet").waitFor();
    await page.getByRole("status").filter({ hasText: "Kein Netz" }).waitFor();
    await reachable("offline");
    await server.again();
    await own.getByText("gesendet").waitFor();
    // A server that is away is no fault of the page.
    const network = complaints.filter((text) => /ERR_CONNECTION|Failed to load resource|WebSocket/.test(text));
    complaints.splice(0, complaints.length, ...complaints.filter((text) => !network.includes(text)));
  });

  await test("what is begun is kept, also when the page is locked and reloaded", async () => {
    await page.getByRole("link", { name: /Wundteam/ }).click();
    await field("Nachricht").fill("Noch nicht fertig");
    await page.getByRole("link", { name: /Frühdienst/ }).click();
    await page.getByText("Entwurf: Noch nicht fertig").waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Gesperrt" }).waitFor();
    await reachable("locked");
    assert.equal(await page.getByText("Noch nicht fertig").count(), 0);
    await field("PIN").fill("999999");
    await button("Entsperren").click();
    await page.getByRole("alert").waitFor();
    await field("PIN").fill(PIN);
    await page.waitForFunction(() => !document.querySelector("button.main").disabled);
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: /Wundteam/ }).click();
    assert.equal(await field("Nachricht").inputValue(), "Noch nicht fertig");
  });

  await test("settings: language, colours, PIN, devices, rules of the house", async () => {
    await button("Einstellungen").click();
    await page.getByText("dieses Gerät").waitFor();
    await page.getByRole("term").first().waitFor();
    await field("Erreichbarkeit").fill("im Dienst bis 14 Uhr");
    await button("Speichern").click();
    await page.getByText("Gespeichert.").waitFor();
    await reachable("settings");
    await field("Farben").selectOption("dark");
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
    await field("Farben").selectOption("system");
    await field("Bisherige PIN").fill(PIN);
    await field("Neue PIN (mindestens 6 Ziffern)").fill("246802");
    await field("PIN wiederholen").fill("246802");
    await button("PIN ändern").click();
    await page.getByText("Die PIN ist geändert.").waitFor();
    await button("Jetzt sperren").first().click();
    await field("PIN").fill("246802");
    await button("Entsperren").click();
    await page.getByRole("link", { name: /Wundteam/ }).waitFor();
  });

  await test("a second tab is told that the first one has it", async () => {
    const second = await browser.newPage();
    await second.goto(server.address);
    await second.getByRole("heading", { name: "Schon geöffnet" }).waitFor();
    await second.close();
  });

  await test("nobody has complained: no violation of the policy, no error, no request to anybody else", async () => {
    assert.deepEqual(complaints, []);
  });
}
