// Coming in by letter.

import assert from "node:assert/strict";
import { hold } from "../camera.mjs";
import { printed, read } from "../qr.mjs";
import { PIN } from "../stage.mjs";

export async function start(scene) {
  const { test, server, anna, page, button, field, reachable } = scene;
  let printedLetter;
  let link;
  let code;

  await test("a colleague founds, makes a channel and writes a letter", async () => {
    // Without a file for the sheet the key is told: the part about coming back has it.
    scene.root = await anna.run(
      "found", "--server", server.address, "--token", server.token, "--organisation", "Klinikum Musterstadt", "--name", "Anna Arndt",
    );
    await anna.run("channel", "create", "Wundteam");
    await anna.run("send", "Wundteam", "Frau Grün ist **zurück** von der Untersuchung");
    printedLetter = printed(await anna.text("invite", "Berta Brandt", "--channel", "Wundteam"));
    link = read(printedLetter);
    code = link.split("#")[1];
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
    await field("Code aus dem Brief").fill(code.slice(0, -1) + (code.endsWith("2") ? "3" : "2"));
    assert.equal(await field("Adresse des Servers").inputValue(), server.address);
    await button("Weiter").click();
    await page.getByRole("alert").filter({ hasText: "Tippfehler, wahrscheinlich im 20. Zeichen, in der fünften Gruppe." }).waitFor();
    await field("Code aus dem Brief").fill(code.toLowerCase().replaceAll("-", " "));
    await button("Weiter").click();
    await page.getByRole("heading", { name: "Sind Sie Berta Brandt?" }).waitFor();
    await page.getByText("Die Einladung ist von Klinikum Musterstadt.").waitFor();
    await button("Zurück").click();
  });

  await test("held before the camera, the letter needs no typing", async () => {
    await hold(page, printedLetter);
    await button("Mit der Kamera lesen").click();
    await page.getByRole("heading", { name: "Sind Sie Berta Brandt?" }).waitFor();
    await hold(page, null);
    await reachable("letter");
  });

  await test("a PIN is chosen, and the channel comes with what was written before", async () => {
    await field("Neue PIN (mindestens 6 Ziffern)").fill(PIN);
    await field("PIN wiederholen").fill("111111");
    await page.getByText("Die beiden PINs sind verschieden.").waitFor();
    assert.ok(await button("Beginnen").isDisabled());
    await field("PIN wiederholen").fill(PIN);
    await button("Beginnen").click();
    await page.getByRole("heading", { name: "Notfallkarte" }).waitFor();
    await reachable("first-card");
    // She is in: the page has a lock from here on, and the card is asked for behind it.
    await page.reload();
    await page.getByRole("heading", { name: "Gesperrt" }).waitFor();
    await button("Jemand anderes").waitFor();
    await field("PIN").fill(PIN);
    await button("Entsperren").click();
    await page.getByRole("heading", { name: "Notfallkarte" }).waitFor();
    await button("Später, in den Einstellungen").click();
    await button("Neue Unterhaltung").waitFor();
    await reachable("empty");
    await anna.run("sync");
    await page.getByRole("link", { name: /Wundteam/ }).click();
    const message = page.getByRole("article").filter({ hasText: "Frau Grün ist zurück" });
    await message.waitFor();
    assert.equal(await message.locator("b").textContent(), "zurück");
  });
}
