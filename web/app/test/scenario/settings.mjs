// What a person sets for herself.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Device } from "../../../../bindings/web/test/programs.mjs";
import { PIN } from "../stage.mjs";

const PICTURE = fileURLToPath(new URL("../../../../tests/fixtures/wound.jpg", import.meta.url));

export async function settings({ test, anna, page, button, field, reachable, folder }) {
  const told = (text) => page.getByRole("status").filter({ hasText: text });

  await test("another privacy notice is told wherever she is, and read", async () => {
    const line = told("Die Datenschutzhinweise haben sich geändert.");
    // What was published earlier in the day is read before.
    if (await line.isVisible()) {
      await line.getByRole("button", { name: "Lesen" }).click();
      await button("Gelesen").click();
      await line.waitFor({ state: "detached" });
    }
    const file = path.join(folder, "notice.txt");
    fs.writeFileSync(file, "# Was neu ist\n\nAuch Dienste stehen jetzt im Kalender.");
    await anna.run("notice", "set", file);
    await line.getByRole("button", { name: "Lesen" }).click();
    await page.getByText("Auch Dienste stehen jetzt im Kalender.").waitFor();
    await reachable("notice-again");
    await button("Gelesen").click();
    await line.waitFor({ state: "detached" });
  });

  await test("that a colleague has started anew is told to everybody, and found in the settings", async () => {
    for (const profile of ["gerda", "gerda-again"]) {
      const asked = profile === "gerda" ? ["invite", "Gerda Groß"] : ["invite-again", "Gerda Groß"];
      await new Device(path.join(folder, profile)).run("enrol", (await anna.run(...asked)).link, "--yes");
    }
    const line = told(/bemerkt/);
    await line.getByRole("link", { name: "Ansehen" }).click();
    await page.getByText("Gerda Groß hat mit einem neuen Brief neu begonnen.").first().waitFor();
    await reachable("own-alarms");
    await line.waitFor({ state: "detached" });
  });

  await test("settings: language, colours, PIN, devices, rules of the house", async () => {
    await page.getByRole("link", { name: "Einstellungen" }).first().click();
    await page.getByText("(dieses Gerät)").waitFor();
    await page.getByRole("term").first().waitFor();
    await field("Bild auswählen").setInputFiles(PICTURE);
    await page.getByRole("img", { name: "Mein Bild" }).waitFor();
    await field("Erreichbarkeit").fill("im Dienst bis 14 Uhr");
    await button("Speichern").click();
    await page.getByText("Gespeichert.").last().waitFor();
    await page.getByRole("img", { name: "Mein Bild" }).waitFor();
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
    await page.getByRole("link", { name: "Nachrichten", exact: true }).click();
    await page.getByRole("link", { name: /Wundteam/ }).waitFor();
  });

  await test("everybody reads the organisation's log, without any right", async () => {
    if ((await anna.run("members")).some((row) => row.name === "Berta Brandt" && row.admin)) await anna.run("admin", "revoke", "Berta Brandt");
    await page.getByRole("link", { name: "Einstellungen" }).first().click();
    await page.getByRole("link", { name: "Verwaltung", exact: true }).waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Protokoll der Einrichtung" }).click();
    await page.getByText("Die Kette ist heil.", { exact: true }).waitFor();
    await page.getByText(/Gerda Groß/).first().waitFor();
    await reachable("house-log");
    await page.getByRole("link", { name: "Zurück" }).click();
    await page.getByRole("link", { name: "Nachrichten", exact: true }).click();
  });

  await test("a machine that slept is locked at the first touch", async () => {
    await page.clock.setSystemTime(Date.now() + 86_400_000);
    await page.getByRole("link", { name: "Einstellungen" }).click();
    await page.getByRole("heading", { name: "Gesperrt" }).waitFor();
  });

  await test("a page that nobody touches locks itself when the house wants it, and its core is ended", async () => {
    const { lock_after: seconds } = await anna.run("policy", "show");
    await page.clock.setSystemTime(Date.now());
    await field("PIN").fill("246802");
    await button("Entsperren").click();
    await page.getByRole("link", { name: "Nachrichten", exact: true }).waitFor();
    const [core] = page.workers();
    await Promise.all([core.waitForEvent("close"), page.clock.fastForward(1_000 * seconds)]);
    await page.getByRole("heading", { name: "Gesperrt" }).waitFor();
  });
}
