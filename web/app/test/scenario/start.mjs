// Coming in by letter.

import assert from "node:assert/strict";
import path from "node:path";
import { PIN } from "../stage.mjs";

export async function start({ test, server, anna, page, button, field, reachable, folder }) {
  let letter;

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
}
