// What a person sets for herself.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { PIN } from "../stage.mjs";

const PICTURE = fileURLToPath(new URL("../../../../tests/fixtures/wound.jpg", import.meta.url));

export async function settings({ test, page, button, field, reachable }) {
  await test("settings: language, colours, PIN, devices, rules of the house", async () => {
    await page.getByRole("link", { name: "Einstellungen" }).click();
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

  await test("a machine that slept is locked at the first touch", async () => {
    await page.clock.setSystemTime(Date.now() + 86_400_000);
    await page.getByRole("link", { name: "Einstellungen" }).click();
    await page.getByRole("heading", { name: "Gesperrt" }).waitFor();
  });
}
