// The main jobs of a house, as they are numbered in `README.md` with the touches that each may take: done by a mouse, whose touches
// are counted, and once more by keys alone.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Keys, Pointer } from "../hands.mjs";
import { hold } from "../camera.mjs";
import { BARS, label, looksAt } from "../label.mjs";
import { printed } from "../qr.mjs";
import { PIN, inAnotherBrowser, recorded } from "../stage.mjs";
import { Device } from "../../../../bindings/web/test/programs.mjs";

const WOUND = fileURLToPath(new URL("../../../../tests/fixtures/wound.jpg", import.meta.url));
const README = fileURLToPath(new URL("../../README.md", import.meta.url));
const WAYS = [["by mouse", Pointer], ["by keys alone", Keys]];

/** What the table says: the goal of each job and what it takes, by its number. */
function written() {
  const rows = fs.readFileSync(README, "utf8").matchAll(/^\| (T\d+) \|.*\| (\d+)[^|]*\| (\d+)[^|]*\|$/gm);
  return new Map([...rows].map(([, job, goal, taken]) => [job, { goal: Number(goal), taken: Number(taken) }]));
}

export async function jobs(scene) {
  const table = written();
  const counted = new Set();

  /** Plays a job with either hand. */
  const job = async (number, name, page, play) => {
    for (const [way, Hands] of WAYS) {
      await scene.test(`${number}, ${name}: ${way}`, async () => {
        const hands = new Hands(page);
        await play(hands, way);
        if (hands.touches === undefined) return;
        counted.add(number);
        assert.equal(hands.touches, table.get(number)?.taken, `touches for ${number}, and in README.md`);
        assert.ok(hands.touches <= table.get(number).goal, `${number} takes more touches than it may`);
      });
    }
  };
  await ward(scene, job);
  await office(scene, job);
  await inAnotherBrowser(scene.folder, "jobs", (there) => newcomers(scene, there, job));
  await scene.test("each job of the table was counted", async () => {
    assert.deepEqual([...counted].toSorted(), [...table.keys()].toSorted());
  });
}

/** On the ward: photos, wounds, words, what one takes over. */
async function ward({ test, anna, server, folder, page, button, field, awake }, job) {
  const { keyboard } = page;
  const dialog = () => page.getByRole("dialog");
  const photos = page.getByRole("main").getByRole("img", { name: /^Foto vom/ });
  const open = async (name) => {
    await page.goto(`${server.address}/#/`);
    await page.getByRole("complementary").getByRole("link", { name }).first().click();
    await page.getByRole("region", { name, exact: true }).waitFor();
  };
  const wound = async (name = /Fall 5001/) => {
    await open("Wundvisite");
    await button("Wunden").click();
    await page.getByRole("main").getByRole("link", { name }).click();
    await button("Folgefoto").waitFor();
  };
  let bytes;

  await test("a channel with a wound, and a duty that somebody is asked for", async () => {
    await awake();
    await anna.run("sync");
    await anna.run("channel", "create", "Wundvisite");
    await anna.run("channel", "add", "Wundvisite", "Berta Brandt");
    await anna.run("wounds", "create", "Wundvisite", "Fall 5001", "--region", "heel");
    await anna.run("wounds", "photo", "Fall 5001", "--overview", WOUND, "--close-up", WOUND);
    await anna.run("role-address", "create", "Wundvisite", "Rufdienst");
    await wound();
    await photos.nth(1).waitFor();
    bytes = await page.evaluate(label, BARS);
    fs.writeFileSync(path.join(folder, "band.png"), Buffer.from(bytes));
  });

  await job("T1", "the first photo of the right patient, from the lock on", page, async (hands) => {
    await page.goto(`${server.address}/#/`);
    await page.reload();
    await page.evaluate(looksAt, bytes);
    await hands.pin(field("PIN"));
    await hands.press(button("Foto in die Ablage aufnehmen"));
    await page.getByText("Patientenbezug: 20260417").waitFor();
    await hands.press(button("Foto aufnehmen"));
    await page.getByText(/Ein Foto liegt in Ihrer Ablage/).waitFor();
    await page.evaluate(looksAt, null);
    await keyboard.press("Escape");
    await page.getByText(/^20260417 · noch/).first().waitFor();
  });

  await job("T2", "a follow-up of a known wound", page, async (hands) => {
    await wound();
    await photos.first().waitFor();
    const before = await photos.count();
    await hands.press(button("Folgefoto"));
    await hands.press(button("Foto aufnehmen"));
    await page.getByRole("heading", { name: "2 von 2: Nahaufnahme" }).waitFor();
    await hands.press(button("Foto aufnehmen"));
    await photos.nth(before + 1).waitFor();
  });

  await job("T3", "a photo into an open chat", page, async (hands) => {
    await open("Wundvisite");
    const sent = page.getByRole("article").getByRole("button", { name: /öffnen/ });
    await sent.first().waitFor();
    const before = await sent.count();
    await hands.press(button("Kamera"));
    await hands.press(button("Foto aufnehmen"));
    await dialog().getByRole("group", { name: "Markierungen auf dem Foto" }).waitFor();
    await hands.press(dialog().getByRole("button", { name: "Senden", exact: true }));
    await sent.nth(before).waitFor();
  });

  await job("T4", "overview and close-up, from the viewfinder on", page, async (hands) => {
    await wound();
    await button("Folgefoto").click();
    await photos.first().waitFor();
    const before = await photos.count();
    await hands.press(button("Foto aufnehmen"));
    await page.getByRole("heading", { name: "2 von 2: Nahaufnahme" }).waitFor();
    await hands.press(button("Foto aufnehmen"));
    await photos.nth(before + 1).waitFor();
  });

  await job("T5", "the body site of a new wound", page, async (hands, way) => {
    await open("Wundvisite");
    await button("Wunden").click();
    await button("Neue Wunde").click();
    await field("Patientenbezug").fill(`Fall 5002 ${way}`);
    await hands.press(button("hinten"));
    await hands.press(button("Wunde anlegen"));
    await page.getByRole("heading", { name: `Fall 5002 ${way}` }).waitFor();
  });

  await job("T6", "hiding a label in a photo", page, async (hands) => {
    await open("Wundvisite");
    const chosen = page.waitForEvent("filechooser");
    await button("Anhängen").click();
    await page.getByRole("menuitem", { name: "Foto oder Datei" }).click();
    await (await chosen).setFiles(path.join(folder, "band.png"));
    await dialog().getByRole("group", { name: "Markierungen auf dem Foto" }).waitFor();
    await hands.press(button("Vorschlagen"));
    await dialog().getByRole("button", { name: /^1: Kasten/ }).waitFor();
    await keyboard.press("Escape");
    await dialog().waitFor({ state: "detached" });
  });

  await job("T7", "the wrong patient noticed", page, async (hands, way) => {
    await open("Wundvisite");
    await field("Nachricht").fill(`Frau Blau, ${way}`);
    await keyboard.press("Enter");
    const article = page.getByRole("article").filter({ hasText: `Frau Blau, ${way}` });
    await article.waitFor();
    await hands.press(page.getByRole("status").getByRole("button", { name: "Rückgängig" }).last());
    await article.waitFor({ state: "detached" });
  });

  await job("T8", "a voice note", page, async (hands) => {
    await open("Wundvisite");
    const heard = button(/^Sprachnachricht von Berta Brandt anhören/);
    // The rows come at once: with the photos of before all that was heard is there.
    await page.getByRole("article").first().waitFor();
    const before = await heard.count();
    await hands.press(button("Sprachnachricht aufnehmen"));
    await recorded(page, 1);
    await hands.press(page.getByRole("group", { name: "Sprachnachricht" }).getByRole("button", { name: "Senden" }));
    await heard.nth(before).waitFor();
  });

  await job("T9", "“I take it over”", page, async (hands, way) => {
    await anna.run("requests", "send", "Wundvisite", "Rufdienst", `Zimmer 4, ${way}`);
    await page.goto(`${server.address}/#/handover`);
    const request = page.getByRole("listitem").filter({ hasText: `Zimmer 4, ${way}` });
    await hands.press(request.getByRole("button", { name: "Ich übernehme" }));
    await request.getByText(/^Übernommen von Berta Brandt/).waitFor();
  });

  await job("T10", "what has changed since the last shift, by patient", page, async (hands) => {
    await open("Wundvisite");
    await hands.press(page.getByRole("navigation", { name: "Bereiche" }).getByRole("link", { name: "Übergabe" }));
    await page.getByRole("heading", { name: "Fall 5001" }).waitFor();
  });

  await job("T11", "comparing with the last photo", page, async (hands) => {
    await wound();
    await hands.press(button("Vergleichen"));
    await page.getByRole("img", { name: "Früher" }).waitFor();
    await hands.press(button("Nebeneinander"));
    await page.getByRole("img", { name: "Später" }).waitFor();
    await keyboard.press("Escape");
  });
}

/** In the office: letters for many, and a device that is lost. */
async function office({ anna, server, folder, page, button, field }, job) {
  const people = new Map();
  if (!(await anna.run("members")).some((row) => row.name === "Berta Brandt" && row.admin)) await anna.run("admin", "grant", "Berta Brandt");

  await job("T14", "letters for a list of people", page, async (hands, way) => {
    await page.goto(`${server.address}/#/administration/overview`);
    const list = path.join(folder, "list.csv");
    fs.writeFileSync(list, ["Name;Funktion", ...Array.from({ length: 4 }, (_, at) => `Lea Lang ${way} ${at};Pflege`)].join("\n"));
    await hands.press(page.getByRole("navigation", { name: "Verwaltung" }).getByRole("link", { name: "Liste einlesen" }));
    const chosen = page.waitForEvent("filechooser");
    await hands.press(field("Datei mit der Liste"));
    await (await chosen).setFiles(list);
    await hands.press(button("4 Personen einladen"));
    const download = page.waitForEvent("download");
    await hands.press(button("4 Briefe in einem PDF"));
    assert.equal(fs.readFileSync(await (await download).path()).subarray(0, 5).toString(), "%PDF-");
    await button("Alle 4 zurücknehmen").click();
    await button("Alle 4 zurücknehmen").waitFor({ state: "detached" });
  });

  await job("T15", "a lost device is locked and wiped", page, async (hands, way) => {
    const name = `Lina Los ${way}`;
    people.set(way, new Device(path.join(folder, `lost ${way}`)));
    await people.get(way).run("enrol", (await anna.run("invite", name)).link, "--yes");
    await page.goto(`${server.address}/#/administration/members`);
    await hands.press(page.getByRole("main").getByRole("link", { name: new RegExp(name) }));
    await hands.press(page.getByRole("button", { name: new RegExp(`${name} sperren und löschen$`) }));
    await hands.press(page.getByRole("dialog").getByRole("button", { name: "Sperren und löschen" }));
    await page.getByText("Keine Geräte.").or(page.locator("li.quiet")).first().waitFor();
  });
}

/** Somebody who comes in, and two who share a browser. */
async function newcomers({ anna, server }, { page, button, field }, job) {
  await job("T13", "coming in by a letter", page, async (hands, way) => {
    const name = `Nora Neu ${way}`;
    const letter = printed(await anna.text("invite", name, "--channel", "Wundvisite"));
    await page.goto(server.address);
    if (way !== "by mouse") await button("Jemand anderes").click();
    await hands.press(button("Ich habe einen Brief"));
    await hold(page, letter);
    await hands.press(button("Mit der Kamera lesen"));
    await page.getByRole("heading", { name: `Sind Sie ${name}?` }).waitFor();
    await hands.pin(field("Neue PIN (mindestens 6 Ziffern)"), field("PIN wiederholen"));
    await page.getByRole("heading", { name: "Notfallkarte" }).waitFor();
    await hands.press(button("Später, in den Einstellungen"));
    await page.getByRole("link", { name: /Wundvisite/ }).waitFor();
    await hold(page, null);
    await page.reload();
  });

  await job("T12", "another person at the same machine", page, async (hands, way) => {
    const [from, to] = way === "by mouse" ? ["by keys alone", "by mouse"] : ["by mouse", "by keys alone"];
    await page.reload();
    await button(`Nora Neu ${from}`).click();
    await page.waitForFunction((name) => document.querySelector("[aria-pressed=true]")?.textContent === name, `Nora Neu ${from}`);
    await field("PIN").fill(PIN);
    await button("Entsperren").click();
    await page.getByRole("link", { name: /Wundvisite/ }).waitFor();
    await hands.press(button("Jetzt sperren").first());
    await hands.press(button(`Nora Neu ${to}`));
    await page.waitForFunction((name) => document.querySelector("[aria-pressed=true]")?.textContent === name, `Nora Neu ${to}`);
    await hands.pin(field("PIN"));
    await page.getByRole("link", { name: /Wundvisite/ }).waitFor();
  });
}
