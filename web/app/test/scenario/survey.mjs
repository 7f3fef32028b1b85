// Surveys: asked, answered where they stand, and what came of them.

import assert from "node:assert/strict";
import fs from "node:fs";

export async function survey({ test, anna, page, button, field, reachable, awake }) {
  const card = () => page.getByRole("group", { name: "Umfrage: Sommerfest" });

  await test("a survey is begun, kept as a draft, and asked", async () => {
    await page.getByRole("link", { name: /Wundteam/ }).click();
    await button("Mehr zu dieser Unterhaltung").click();
    await page.getByRole("menuitem", { name: "Umfragen" }).click();
    await page.getByText("Noch keine Umfrage in dieser Unterhaltung.").waitFor();
    await button("Neue Umfrage").click();
    await field("Titel").fill("Sommerfest");
    await field("Text der Frage 1").fill("Wo feiern wir?");
    await field("Antwort 1").fill("Garten");
    await button("Schließen").first().click();
    await page.getByRole("heading", { name: "Entwürfe" }).waitFor();
    await button("Weiter").click();
    assert.equal(await field("Antwort 1").inputValue(), "Garten");
    await field("Antwort 2").fill("Halle");
    await button("Weitere Frage").click();
    await field("Text der Frage 2").fill("Wann?");
    await field("Art der Antwort").last().selectOption("dates");
    for (const day of ["2027-07-01T18:00", "2027-07-02T18:00"]) {
      await field("Beginn").fill(day);
      await button("Termin hinzufügen").click();
    }
    await page.getByText(/wer abgestimmt hat und wer was gewählt hat/).waitFor();
    await reachable("new-survey");
    await button("Umfrage starten").click();
    await card().waitFor();
    await page.getByRole("heading", { name: "Entwürfe" }).waitFor({ state: "detached" });
  });

  await test("it is answered in the conversation, with a colleague, and the answer changed", async () => {
    await button("Zurück").first().click();
    await card().getByLabel("Garten").check();
    const evenings = card().getByRole("radiogroup");
    await evenings.first().getByLabel("ja", { exact: true }).check();
    await evenings.last().getByLabel("vielleicht").check();
    await reachable("survey-ballot");
    await page.getByRole("link", { name: /Frühdienst/ }).click();
    await page.getByRole("region", { name: "Frühdienst" }).waitFor();
    await page.getByRole("link", { name: /Wundteam/ }).click();
    await card().getByRole("radio", { name: "Garten", checked: true }).waitFor();
    await card().getByRole("button", { name: "Abstimmen" }).click();
    await card().getByText("Ihre Stimme zählt.").waitFor();
    await anna.run("sync");
    await anna.run("surveys", "vote", "Wundteam", "Sommerfest", "2", "yes,no");
    await card().getByText("2 Personen haben abgestimmt").waitFor();
    assert.match(await card().getByRole("table").first().textContent(), /Garten: Berta Brandt/);
    await card().getByRole("button", { name: "Antwort ändern" }).click();
    await card().getByLabel("Halle").check();
    await awake();
    await card().getByRole("radio", { name: "Halle", checked: true }).waitFor();
    await card().getByRole("button", { name: "Abstimmen" }).click();
    await card().getByRole("row", { name: /^Halle: .*2 100/ }).waitFor();
    await reachable("survey");
  });

  await test("it is ended, leaves as a table, and is put away", async () => {
    const menu = async (entry) => {
      await button("Mehr zur Umfrage Sommerfest").click();
      await page.getByRole("menuitem", { name: entry }).click();
    };
    await menu("Schluss ändern");
    await field("Schluss").fill("2099-07-01T18:00");
    await button("Speichern").click();
    await card().getByText(/bis .*2099/).waitFor();
    await page.locator(".notice").filter({ hasText: "Der Schluss ist geändert." }).getByRole("button", { name: "Rückgängig" }).click();
    await card().getByText(/bis .*2099/).waitFor({ state: "detached" });
    await menu("Umfrage beenden");
    await card().getByText("Umfrage, beendet").waitFor();
    assert.equal(await card().getByRole("button", { name: "Antwort ändern" }).count(), 0);
    const download = page.waitForEvent("download");
    await menu("Ergebnis als Tabelle speichern");
    assert.match(fs.readFileSync(await (await download).path(), "utf8"), /Wo feiern wir\?;Halle;2;100,0/);
    await menu("Umfrage weglegen");
    await button("Mehr zu dieser Unterhaltung").click();
    await page.getByRole("menuitem", { name: "Umfragen" }).click();
    await page.getByText("Eine weggelegte Umfrage").click();
    await reachable("surveys");
    await button("Zurück").first().click();
  });
}
