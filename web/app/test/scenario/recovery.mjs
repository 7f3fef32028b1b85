// Coming back: by the card after the browser has lost everything, by the sheet from the safe; and people who share a browser.

import assert from "node:assert/strict";
import { PIN, inAnotherBrowser } from "../stage.mjs";

export const recovery = (scene) => inAnotherBrowser(scene.folder, "shared", (there) => play(scene, there));

/** In the page: empties what the browser keeps in files, as it does when the disk is short. */
async function evict() {
  const root = await navigator.storage.getDirectory();
  for await (const name of root.keys()) await root.removeEntry(name, { recursive: true });
}

async function play({ test, server, anna, root }, { page, button, field, reachable, complaints, forgiven }) {
  const { keyboard } = page;
  let key;
  let code;

  /** Presses Tab until something has the focus, and then a key. */
  async function reach(target, press) {
    await target.waitFor();
    for (let step = 0; !(await target.evaluate((element) => element === document.activeElement)); step++) {
      assert.ok(step < 40, "the keys lead there");
      await keyboard.press("Tab");
    }
    if (press) await keyboard.press(press);
  }
  async function type(label, text) {
    await reach(field(label));
    await keyboard.insertText(text);
  }
  /** Opens the profile of somebody else than before. */
  async function open(name) {
    await button(name).click();
    await page.waitForFunction((name) => document.querySelector("[aria-pressed=true]")?.textContent === name, name);
    await field("PIN").fill(PIN);
    await button("Entsperren").click();
  }
  async function pins() {
    await field("Neue PIN (mindestens 6 Ziffern)").fill(PIN);
    await field("PIN wiederholen").fill(PIN);
  }

  await test("a colleague comes in by keys alone, and makes her card", async () => {
    ({ code } = await anna.run("invite", "Clara Cohn", "--channel", "Wundteam"));
    await page.goto(server.address);
    await reach(button("Ich habe einen Brief"), "Enter");
    await type("Code aus dem Brief", code);
    await keyboard.press("Enter");
    await page.getByRole("heading", { name: "Sind Sie Clara Cohn?" }).waitFor();
    await type("Neue PIN (mindestens 6 Ziffern)", PIN);
    await type("PIN wiederholen", PIN);
    await keyboard.press("Enter");
    const download = page.waitForEvent("download");
    await type("Ihre PIN, zur Bestätigung", PIN);
    await reach(button("Notfallkarte erstellen"), "Enter");
    await download;
    await button("Die Karte ist gedruckt").waitFor();
    key = await page.locator("code").textContent();
    await reachable("own-card");
    await reach(button("Die Karte ist gedruckt"), "Enter");
    await page.getByRole("link", { name: /Wundteam/ }).waitFor();
  });

  await test("the browser has lost everything: the page says so and shows the ways back", async () => {
    await page.goto(`${server.address}/icon.svg`);
    await page.waitForFunction(async () => (await navigator.locks.query()).held.length === 0);
    await page.evaluate(evict);
    await page.goto(server.address);
    await page.getByRole("heading", { name: "Hier ist nichts mehr" }).waitFor();
    await page.getByText("Was Clara Cohn auf diesem Gerät hatte").waitFor();
    await reachable("gone");
  });

  await test("a letter that was used is told, and what that may mean", async () => {
    await button("Ich habe einen Brief").click();
    await field("Code aus dem Brief").fill(code);
    await button("Weiter").click();
    await page.getByRole("alert").filter({ hasText: "Diese Einladung gilt nicht mehr." }).filter({ hasText: "nicht selbst benutzt" }).waitFor();
    await button("Zurück").click();
    // The browser itself complains that the server had none.
    forgiven();
  });

  await test("her card brings her back", async () => {
    await button("Ich habe eine Notfallkarte").click();
    await reachable("card");
    await field("Schlüssel auf der Karte").fill(key.toLowerCase());
    await button("Weiter").click();
    await page.getByRole("heading", { name: "Klinikum Musterstadt" }).waitFor();
    await page.getByText("Vergleichen Sie den Fingerabdruck").waitFor();
    await pins();
    await button("Wiederherstellen").click();
    await page.getByRole("link", { name: /Wundteam/ }).waitFor();
  });

  await test("the sheet from the safe lets an administrator in, beside her in the same browser", async () => {
    await button("Jetzt sperren").first().click();
    await button("Jemand anderes").click();
    await button("Wiederherstellungsblatt verwenden").click();
    await field("Schlüssel auf dem Blatt").fill(root.root_key);
    await button("Weiter").click();
    await page.getByText("Sie verwalten die Einrichtung danach").waitFor();
    await field("Ihr Name").fill("Rosa Roth");
    await pins();
    await reachable("restore");
    await button("Wiederherstellen").click();
    await button("Später, in den Einstellungen").click();
    await page.getByRole("link", { name: "Verwaltung", exact: true }).first().waitFor();
    await anna.run("sync");
    assert.ok((await anna.run("members")).some((member) => member.name === "Rosa Roth"));
  });

  await test("each of them opens her own with her own PIN", async () => {
    await button("Jetzt sperren").first().click();
    await button("Clara Cohn").waitFor();
    assert.equal(await button("Rosa Roth").getAttribute("aria-pressed"), "true");
    await reachable("locked-shared");
    await open("Clara Cohn");
    await page.getByRole("link", { name: /Wundteam/ }).waitFor();
    assert.equal(await page.getByRole("link", { name: "Verwaltung", exact: true }).count(), 0);
  });

  await test("a phone that changes hands shows the next one her own list and calendar, and what is gone has a way back", async () => {
    const desk = page.viewportSize();
    const parts = page.getByRole("navigation", { name: "Bereiche" });
    const chosen = page.getByLabel("Wessen Termine").locator("option:checked");
    const calendar = async () => {
      await parts.getByRole("link", { name: "Kalender" }).click();
      assert.equal(await chosen.textContent(), "Meine Termine");
    };
    const lock = () => page.getByRole("button", { name: "Jetzt sperren" }).filter({ visible: true }).first().click();
    await page.setViewportSize({ width: 360, height: 780 });
    await page.getByRole("link", { name: /Wundteam/ }).click();
    const address = page.url();
    await button("Mehr zu dieser Unterhaltung").click();
    await page.getByRole("menuitem", { name: "Termine", exact: true }).click();
    await chosen.filter({ hasText: "Wundteam" }).waitFor({ state: "attached" });
    await page.goto(address);
    await page.getByRole("region", { name: "Wundteam" }).waitFor();
    await lock();
    await open("Rosa Roth");
    await page.getByRole("complementary", { name: "Unterhaltungen" }).waitFor();
    assert.ok(page.url().endsWith("#/"));
    await calendar();
    await page.goto(address);
    await page.getByText("Diese Unterhaltung gibt es hier nicht.").waitFor();
    await parts.getByRole("link", { name: "Nachrichten" }).waitFor();
    await reachable("conversation-gone");
    await button("Zurück").click();
    await page.getByRole("complementary", { name: "Unterhaltungen" }).waitFor();
    await button("Mehr Bereiche").click();
    await page.getByRole("menuitem", { name: "Jetzt sperren" }).click();
    await open("Clara Cohn");
    await calendar();
    await page.setViewportSize(desk);
    await parts.getByRole("link", { name: "Nachrichten" }).click();
  });

  await test("who has to be approved first finds the lock until then", async () => {
    const { link } = await anna.run("invite", "Frieda Falk", "--approval", "--channel", "Wundteam");
    await button("Jetzt sperren").first().click();
    await button("Jemand anderes").click();
    await button("Ich habe einen Brief").click();
    await field("Code aus dem Brief").fill(link);
    await button("Weiter").click();
    await page.getByRole("heading", { name: "Sind Sie Frieda Falk?" }).waitFor();
    await pins();
    // What the button says depends on whether there is a privacy notice.
    await keyboard.press("Enter");
    await page.getByText("Ihre Verwaltung muss Sie noch freigeben.").waitFor();
    await page.getByRole("heading", { name: "Gesperrt" }).waitFor();
    await anna.run("approve", "Frieda Falk");
    await field("PIN").fill(PIN);
    await button("Entsperren").click();
    await button("Später, in den Einstellungen").click();
    await page.getByRole("link", { name: /Wundteam/ }).waitFor();
  });

  await test("what somebody has in this browser is erased for good, after a question", async () => {
    await button("Jetzt sperren").first().click();
    await button("Rosa Roth").click();
    await page.waitForFunction(() => document.querySelector("[aria-pressed=true]")?.textContent === "Rosa Roth");
    // Whoever comes in under the same name later has seen nothing and put off nothing.
    const id = await page.evaluate(() => JSON.parse(localStorage.getItem("verband-profiles")).find(({ name }) => name === "Rosa Roth").id);
    const rosas = () => page.evaluate((id) => Object.keys(localStorage).filter((key) => key.endsWith(`-${id}`)), id);
    assert.deepEqual(await rosas(), [`verband-card-${id}`]);
    await button("Von diesem Gerät löschen").click();
    const asked = page.getByRole("dialog", { name: "Rosa Roth von diesem Gerät löschen?" });
    await asked.getByText("auch, was noch nicht gesendet ist").waitFor();
    await reachable("profile-remove");
    await asked.getByRole("button", { name: "Von diesem Gerät löschen" }).click();
    await button("Rosa Roth").waitFor({ state: "detached" });
    await open("Frieda Falk");
    assert.deepEqual(await rosas(), []);
    await page.getByRole("link", { name: /Wundteam/ }).waitFor();
  });

  await test("a further device of somebody comes in by a code that is typed on the one that she has", async () => {
    await button("Jetzt sperren").first().click();
    await button("Jemand anderes").click();
    await button("Ich habe schon ein Gerät").click();
    const code = page.locator(".code code");
    await code.waitFor();
    const letIn = anna.run("device", "link", await code.textContent(), "--name", "Browser im Büro", "--yes");
    await page.getByRole("heading", { name: "Sind Sie Anna Arndt?" }).waitFor();
    await pins();
    await button("Ja, verbinden").click();
    await letIn;
    await button("Später, in den Einstellungen").click();
    await page.getByRole("link", { name: /Wundteam/ }).waitFor();
    // A picture that is opened as a page has no icon.
    assert.deepEqual(complaints.filter((text) => !text.includes("/favicon.ico")), []);
  });
}
