// A house is founded in a browser of its own, and its founder led through what it needs.

import assert from "node:assert/strict";
import { PIN, inAnotherBrowser } from "../stage.mjs";

export async function founding({ test, server, folder }) {
  await server.setUp();
  await inAnotherBrowser(folder, "founder", (there) => play({ test, server, ...there }));
}

async function play({ test, server, page, button, field, reachable, complaints, forgiven }) {
  const step = (name) => page.getByRole("listitem").getByRole("button", { name });
  const skip = () => button("Überspringen").click();

  const found = async (token) => {
    await field("Gründungscode").fill(token);
    await button("Weiter").click();
    await field("Name der Einrichtung").fill("Pflegedienst Linde");
    await field("Ihr Name").fill("Dora Dietz");
    await field("Neue PIN (mindestens 6 Ziffern)").fill(PIN);
    await field("PIN wiederholen").fill(PIN);
    await button("Gründen").click();
  };

  await test("a house is founded in another browser, by the token alone, with its recovery sheet", async () => {
    await page.goto(server.address);
    // What another house had done here already is not done in this one.
    await page.evaluate(() => localStorage.setItem("verband-setup", JSON.stringify({ begun: true, closed: true, sheet: true, rules: true })));
    await page.reload();
    await button("Einrichtung gründen").click();
    await button("Mit der Kamera lesen").waitFor();
    await reachable("found");
    assert.equal(await field("Adresse des Servers").inputValue(), server.address);
    await found(server.token.slice(0, -1) + (server.token.endsWith("2") ? "3" : "2"));
    await page.getByRole("alert").filter({ hasText: "Der Server kennt diesen Code nicht." }).waitFor();
    // The browser itself complains that the server refused it.
    forgiven();
    await found(server.token.toLowerCase());
    await page.getByRole("heading", { name: "Wiederherstellungsblatt" }).waitFor();
    const download = page.waitForEvent("download");
    await button("Blatt zum Drucken").click();
    await download;
    await button("Das Blatt liegt sicher").click();
  });

  await test("each step of the set-up can be done, left out and taken up again", async () => {
    await page.getByRole("heading", { name: "Wiederherstellungsblatt" }).waitFor();
    const sheet = field("Das Blatt ist gedruckt und liegt im Tresor");
    assert.equal(await sheet.isChecked(), false);
    await sheet.check();
    await reachable("setup");
    await button("Weiter").click();
    await page.getByRole("heading", { name: "Ihre Notfallkarte" }).waitFor();
    await skip();
    await page.getByRole("heading", { name: "Datenschutzhinweise" }).first().waitFor();
    await button("Mit einer Vorlage beginnen").click();
    await button("Veröffentlichen").click();
    await button("Weiter").click();
    await page.getByText("Ihre PIN hat mindestens 6 Ziffern.").waitFor();
    await skip();
    await field("Vor- und Nachname").fill("Erika Ernst");
    await button("Einladen").click();
    await page.getByText("Eingeladen: Erika Ernst.").waitFor();
    await reachable("setup-letters");
    await button("Fertig").click();
    await button("Weiter").click();
    await page.getByText("Nur eine Person verwaltet die Einrichtung.").waitFor();
    await step(/Ihre Notfallkarte/).click();
    const download = page.waitForEvent("download");
    await field("Ihre PIN, zur Bestätigung").fill(PIN);
    await button("Notfallkarte erstellen").click();
    await download;
    await button("Noch einmal drucken").waitFor();
  });

  await test("what is left is remembered when the page comes again", async () => {
    await page.getByRole("link", { name: "Nachrichten", exact: true }).click();
    await page.reload();
    await field("PIN").fill(PIN);
    await button("Entsperren").click();
    await page.getByRole("link", { name: "Verwaltung", exact: true }).first().click();
    await page.getByRole("link", { name: "Weitermachen" }).click();
    await step(/erledigt.*Wiederherstellungsblatt/).waitFor();
    await step(/erledigt.*Ihre Notfallkarte/).waitFor();
    await step(/Prüfliste/).click();
    await button("Erste Schritte abschließen").click();
    await page.getByRole("heading", { name: "Pflegedienst Linde" }).last().waitFor();
    assert.equal(await page.getByText("Die ersten Schritte sind noch nicht fertig.").count(), 0);
    assert.deepEqual(complaints, []);
  });
}
