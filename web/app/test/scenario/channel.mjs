// Channels as a whole: coming in, what they are for and what holds in them, who is in, leaving; and a closed chat with somebody
// who started anew.

import assert from "node:assert/strict";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Device } from "../../../../bindings/web/test/programs.mjs";

const PHOTO = fileURLToPath(new URL("../../../../tests/fixtures/wound.jpg", import.meta.url));

export async function channel({ test, anna, page, button, field, reachable, folder }) {
  const dialog = () => page.getByRole("dialog");
  const told = (text) => page.locator(".notice").filter({ has: page.getByText(text, { exact: true }) }).last();
  const undo = async (text) => told(text).getByRole("button", { name: "Rückgängig" }).click();
  const menu = async (name, entry) => {
    await button(name).click();
    await page.getByRole("menuitem", { name: entry, exact: true }).click();
  };
  const line = (name) => page.getByRole("listitem").filter({ hasText: name });
  const members = async (channel) => (await anna.run("members", channel)).map((row) => row.name);
  /** Opens the list of people, with the colleague chosen. */
  const choose = async () => {
    await button("Mitglieder aufnehmen").click();
    await dialog().getByRole("checkbox", { name: /Anna Arndt/ }).check();
  };
  const about = () => menu("Mehr zu dieser Unterhaltung", "Kanal und Mitglieder");

  await test("a channel is found with what one would read there; it is asked for, and somebody lets her in", async () => {
    await anna.run("channel", "create", "Pflegestandards", "--description", "Was im Haus gilt");
    await page.getByRole("link", { name: "Nachrichten", exact: true }).click();
    await button("Neue Unterhaltung").click();
    const row = line("Pflegestandards");
    await row.getByText("Sie lesen dort alles von Anfang an.").waitFor();
    await row.getByRole("button", { name: "Beitritt anfragen" }).click();
    await row.getByText("angefragt").waitFor();
    await row.getByRole("button", { name: /zurückziehen/ }).click();
    await row.getByRole("button", { name: "Beitritt anfragen" }).click();
    await row.getByText("angefragt").waitFor();
    await reachable("join");
    await anna.run("channel", "approve", "Pflegestandards", "Berta Brandt");
    await page.getByRole("link", { name: /Pflegestandards/ }).click();
    await page.getByRole("region", { name: "Pflegestandards" }).waitFor();
  });

  await test("somebody asks to join one's own channel, and is let in", async () => {
    await anna.run("channel", "join", "Frühdienst");
    await page.getByRole("link", { name: "Anna Arndt möchte einem Kanal beitreten" }).click();
    await page.getByRole("heading", { name: "Beitrittsanfragen" }).waitFor();
    await reachable("join-requests");
    await page.getByText("Wer dazukommt, liest alles von Anfang an.").waitFor();
    await button("Aufnehmen").click();
    await told("Anna Arndt ist jetzt dabei.").waitFor();
    await page.getByRole("heading", { name: "2 Mitglieder" }).waitFor();
    await undo("Anna Arndt ist jetzt dabei.");
    await page.getByRole("heading", { name: "Ein Mitglied" }).waitFor();
    await choose();
    await button("Eine Person aufnehmen").click();
    await page.getByRole("heading", { name: "2 Mitglieder" }).waitFor();
    await anna.run("sync");
    assert.ok((await members("Frühdienst")).includes("Anna Arndt"));
  });

  await test("what a channel is for and its picture are changed, and changed back", async () => {
    await button("Bearbeiten").click();
    await field("Wofür?").fill("Von sechs bis zwei");
    const chooser = page.waitForEvent("filechooser");
    await button("Bild wählen").click();
    await (await chooser).setFiles(PHOTO);
    await page.getByRole("img", { name: "Bild des Kanals" }).waitFor();
    await reachable("channel-details");
    await button("Speichern").click();
    await page.getByText("Von sechs bis zwei").waitFor();
    await page.locator(".face img").waitFor();
    await reachable("channel");
    await told("Gespeichert.").getByRole("button", { name: "Schließen" }).click();
    await button("Bearbeiten").click();
    await field("Titel").fill("Spätdienst");
    await button("Speichern").click();
    await page.getByRole("heading", { name: "Spätdienst" }).waitFor();
    await undo("Gespeichert.");
    await page.getByRole("heading", { name: "Frühdienst" }).waitFor();
  });

  await test("by keys alone: somebody moderates, and does not any more", async () => {
    const person = line("Anna Arndt");
    await button("Mehr zu Anna Arndt").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Moderieren lassen" }).waitFor();
    await page.keyboard.press("Enter");
    await person.getByText("moderiert", { exact: true }).waitFor();
    await told("Anna Arndt moderiert jetzt.").getByRole("button", { name: "Rückgängig" }).focus();
    await page.keyboard.press("Enter");
    await person.getByText("moderiert", { exact: true }).waitFor({ state: "detached" });
  });

  await test("a member is taken out and brought in again", async () => {
    await menu("Mehr zu Anna Arndt", "Herausnehmen");
    await page.getByRole("heading", { name: "Ein Mitglied" }).waitFor();
    await choose();
    await reachable("add-members");
    await button("Eine Person aufnehmen").click();
    await page.getByRole("heading", { name: "2 Mitglieder" }).waitFor();
    await anna.run("sync");
    assert.ok((await members("Frühdienst")).includes("Anna Arndt"));
  });

  await test("who writes, and what newcomers read, is told in plain words and changed", async () => {
    await field("Wer schreibt?").selectOption({ label: "Nur die Moderation schreibt" });
    await told("Gespeichert.").waitFor();
    await anna.run("sync");
    assert.equal((await anna.run("channel", "policy", "Frühdienst")).write, "moderators");
    await undo("Gespeichert.");
    await page.waitForFunction(() => document.querySelector("select[aria-label='Wer schreibt?']")?.value === "everyone");
    await button("Nur noch ab Beitritt").click();
    await dialog().getByText(/Das lässt sich nicht zurücknehmen/).waitFor();
    await dialog().getByRole("button", { name: "Nur noch ab Beitritt" }).click();
    await page.getByText("was ab dann geschrieben wird").waitFor();
    assert.equal(await button("Nur noch ab Beitritt").count(), 0);
  });

  await test("a channel is left, told before what that means", async () => {
    await page.getByRole("link", { name: /Pflegestandards/ }).click();
    await about();
    await button("Kanal verlassen").click();
    await dialog().getByText(/nur, wenn jemand aus dem Kanal Sie aufnimmt/).waitFor();
    await reachable("leave");
    await dialog().getByRole("button", { name: "Kanal verlassen" }).click();
    await told("Sie haben „Pflegestandards“ verlassen.").waitFor();
    await page.getByRole("link", { name: /Pflegestandards/ }).click();
    // Some device of the channel takes hers out.
    while ((await members("Pflegestandards")).includes("Berta Brandt")) await anna.run("sync");
    await page.getByText("Hier können Sie nur lesen.").waitFor();
  });

  await test("in announcements everybody is, and reads; who administers the house made them", async () => {
    await anna.run("channel", "create", "Aus dem Haus", "--join", "everyone");
    await anna.run("send", "Aus dem Haus", "Die Kantine öffnet um sieben");
    await page.getByRole("link", { name: /Aus dem Haus/ }).click();
    await page.getByRole("article").filter({ hasText: "Kantine" }).waitFor();
    await about();
    await page.getByText(/nur die Moderation schreibt/).first().waitFor();
    await page.getByText("Verlassen lassen sie sich nicht.").waitFor();
    await reachable("announcements");
  });

  await test("somebody who started anew is taken back into a chat by who knows that it is she", async () => {
    const dora = new Device(path.join(folder, "before-anew"));
    const letter = await anna.run("invite", "Dora Diehl");
    await dora.run("enrol", letter.link, "--yes");
    await button("Neue Unterhaltung").click();
    await page.getByRole("checkbox", { name: /Dora Diehl/ }).check();
    await button("Chat beginnen mit Dora Diehl").click();
    await page.getByRole("region", { name: "Dora Diehl" }).waitFor();
    await field("Nachricht").fill("Nur unter uns");
    await page.keyboard.press("Enter");
    await page.getByRole("article").filter({ hasText: "Nur unter uns" }).getByText("gesendet").waitFor();
    await dora.run("sync");
    const again = await anna.run("invite-again", "Dora Diehl");
    const anew = new Device(path.join(folder, "anew"));
    await anew.run("enrol", again.link, "--yes");
    await page.getByText(/Dora Diehl hat mit einem neuen Brief neu angefangen/).waitFor();
    await reachable("consent");
    await button("Wieder aufnehmen").click();
    await dialog().getByText(/wirklich dieselbe Person/).waitFor();
    await button("Ich bin sicher: aufnehmen").click();
    await told("Dora Diehl ist wieder dabei.").waitFor();
    await anew.run("sync");
    assert.ok((await anew.run("read", "Berta Brandt")).some((row) => row.text === "Nur unter uns"));
    await page.getByRole("link", { name: /Frühdienst/ }).click();
    await page.getByRole("region", { name: "Frühdienst" }).waitFor();
  });
}
