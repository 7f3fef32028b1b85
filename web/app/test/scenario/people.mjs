// Being sure of a person, and she of oneself.

import assert from "node:assert/strict";
import { hold } from "../camera.mjs";
import { drawn, printed, read } from "../qr.mjs";

export async function people({ test, anna, page, button, reachable, awake }) {
  const person = (name) => page.getByRole("link", { name: new RegExp(name) });

  await test("a person is verified by the code that she shows", async () => {
    await awake();
    await page.getByRole("link", { name: "Einstellungen" }).first().click();
    await page.getByRole("link", { name: "Personen prüfen" }).click();
    await person("Anna Arndt").waitFor();
    await reachable("people");
    await person("Anna Arndt").click();
    await page.getByRole("heading", { name: "Noch nicht geprüft" }).waitFor();
    await reachable("person");
    await hold(page, printed(await anna.text("verification-code")));
    await button("Mit der Kamera lesen").click();
    await page.getByRole("heading", { name: "von Ihnen geprüft" }).waitFor();
    await hold(page, null);
    await page.getByText("Geprüft: Anna Arndt. Heißt die Person").waitFor();
  });

  await test("what she shows is read by the other one", async () => {
    await button("Prüfcode zeigen").click();
    const code = page.getByRole("img", { name: "Mein Prüfcode" });
    await code.waitFor();
    await reachable("own-code");
    const link = read(drawn(await code.locator("path").getAttribute("d")));
    assert.equal((await anna.run("verify-person", link)).name, "Berta Brandt");
    const { words } = await anna.run("verify-person", "--member", "Berta Brandt", "--language", "de");
    assert.ok((await page.locator(".words").allTextContents()).includes(words));
    await page.getByRole("link", { name: "Personen", exact: true }).click();
  });

  await test("another one by twelve words, by keys alone", async () => {
    await person("Clara Cohn").focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector(".words")?.textContent.split(" ").length === 12);
    await button("Es sind dieselben").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "von Ihnen geprüft" }).waitFor();
    await page.getByRole("link", { name: "Personen", exact: true }).click();
    await person("Clara Cohn.*geprüft").waitFor();
    await page.getByRole("link", { name: "Nachrichten", exact: true }).click();
  });
}
