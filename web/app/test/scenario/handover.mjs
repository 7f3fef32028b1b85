// The hand-over: duties, requests to them, what has happened, what is not in the record.

import assert from "node:assert/strict";

export async function handover({ test, anna, page, button, field, reachable }) {
  const menu = async (name, entry) => {
    await page.getByRole("button", { name }).click();
    await page.getByRole("menuitem", { name: entry }).click();
  };
  const duty = page.getByRole("listitem").filter({ hasText: "Wunddienst" }).filter({ has: page.getByRole("button", { name: /Mehr zum Dienst/ }) });

  await test("a duty is made, taken over, taken back and taken over again", async () => {
    await page.getByRole("link", { name: "Übergabe", exact: true }).click();
    await page.getByText("Niemand wartet auf etwas.").waitFor();
    await page.getByRole("link", { name: /^Fall 4711/ }).waitFor();
    // What is new at each patient since the last shift: one touch leads to the wound, one back.
    await field("Seit wann?").selectOption({ label: "seit 8 Stunden" });
    const patient = page.getByRole("heading", { name: "Fall 4711" });
    await patient.waitFor();
    const news = page.getByRole("link", { name: /^Ferse links, Dekubitus/ });
    await news.getByText("neu angelegt").waitFor();
    await news.getByText(/\d Fotos, 2 Befunde/).waitFor();
    await news.click();
    await button("Neuer Befund").waitFor();
    await page.goBack();
    await page.getByText("Niemand wartet auf etwas.").waitFor();
    await button("Neuer Dienst").click();
    await field("Kanal").selectOption({ label: "Wundteam" });
    await field("Titel").fill("Wunddienst");
    await field("Nach wie vielen Minuten geht eine Anfrage weiter, die niemand übernimmt?").fill("30");
    await reachable("duty");
    await button("Speichern").click();
    await duty.getByText("niemand").waitFor();
    await duty.getByRole("button", { name: "Ich übernehme" }).click();
    await duty.getByText("Berta Brandt").waitFor();
    await page.getByRole("status").getByRole("button", { name: "Rückgängig" }).last().click();
    await duty.getByText("niemand").waitFor();
    await duty.getByRole("button", { name: "Ich übernehme" }).click();
    await duty.getByRole("button", { name: "Übergeben" }).waitFor();
  });

  await test("a duty that was a mistake is undone, and so is a change", async () => {
    const undo = (told) => page.locator(".notice").filter({ hasText: told }).getByRole("button", { name: "Rückgängig" }).click();
    const called = (title) => page.getByRole("button", { name: `Mehr zum Dienst ${title}`, exact: true });
    await button("Neuer Dienst").click();
    await field("Kanal").selectOption({ label: "Wundteam" });
    await field("Titel").fill("Nachtdienst");
    await button("Speichern").click();
    await called("Nachtdienst").waitFor();
    await undo("Nachtdienst gibt es jetzt.");
    await called("Nachtdienst").waitFor({ state: "detached" });
    await menu("Mehr zum Dienst Wunddienst", "Ändern");
    await field("Titel").fill("Tagdienst");
    await button("Speichern").click();
    await called("Tagdienst").waitFor();
    await undo("Tagdienst ist geändert.");
    await called("Wunddienst").waitFor();
  });

  await test("a colleague's request comes, is taken over by one touch, and is done", async () => {
    await anna.run("sync");
    await anna.run("requests", "send", "Wundteam", "Wunddienst", "Zimmer 12: Verband durchgeblutet");
    const request = page.getByRole("listitem").filter({ hasText: "Zimmer 12: Verband durchgeblutet" });
    await request.getByText(/^Wartet auf Wunddienst/).waitFor();
    await request.getByText(/^Geht weiter, wenn/).waitFor();
    await reachable("handover");
    await request.getByRole("button", { name: "Ich übernehme" }).click();
    await request.getByText(/^Übernommen von Berta Brandt/).waitFor();
    const [row] = await anna.until(([{ state }]) => state === "taken", "requests", "list");
    assert.equal(row.state, "taken");
    await request.getByRole("button", { name: "Erledigt" }).click();
    await page.getByText("Niemand wartet auf etwas.").waitFor();
    await page.getByText("Eine erledigte Anfrage").click();
    await request.getByText(/^Erledigt von Berta Brandt/).waitFor();
    await menu(/^Mehr zur Anfrage/, "Verlauf der Anfrage");
    await page.getByText(/Berta Brandt hat die Anfrage übernommen/).waitFor();
    await button("Schließen").first().click();
    await menu(/^Mehr zur Anfrage/, "Wieder öffnen");
    await request.getByText(/^Wartet auf Wunddienst/).waitFor();
    await request.getByRole("button", { name: "Ich übernehme" }).click();
    await page.locator(".notice").filter({ hasText: "Sie haben übernommen." }).last().getByRole("button", { name: "Rückgängig" }).click();
    await request.getByText(/^Wartet auf Wunddienst/).waitFor();
  });

  await test("a request is passed on to a person, who has it then", async () => {
    const request = page.getByRole("listitem").filter({ hasText: "Zimmer 12: Verband durchgeblutet" });
    await menu(/^Mehr zur Anfrage: Zimmer 12/, "Weitergeben an …");
    await page.getByRole("heading", { name: "Personen im Kanal" }).waitFor();
    await reachable("pass-on");
    await page.getByRole("dialog").getByRole("button", { name: /^Anna Arndt/ }).click();
    await request.getByText(/^Wartet auf Anna Arndt/).waitFor();
    await anna.run("sync");
    const rows = await anna.run("requests", "list");
    assert.equal(rows.length, 1);
  });

  await test("the duty is handed over to the colleague, who sees it; what happened is told by facts", async () => {
    await duty.getByRole("button", { name: "Übergeben" }).click();
    await page.getByRole("checkbox", { name: /Anna Arndt/ }).check();
    await reachable("hand-over");
    await page.getByRole("dialog").getByRole("button", { name: "Übergeben" }).click();
    await duty.getByText("Anna Arndt").waitFor();
    await menu("Mehr zum Dienst Wunddienst", "Wer ihn wann hatte");
    await page.getByText(/Berta Brandt übergab an: Anna Arndt/).waitFor();
    await button("Schließen").first().click();
    const [row] = await anna.until(([{ holder_names: [name] }]) => name === "Anna Arndt", "role-address", "list");
    assert.deepEqual(row.holder_names, ["Anna Arndt"]);
    await page.getByText(/^Seit Ihrer letzten Übergabe/).waitFor();
    await field("Seit wann?").selectOption({ label: "seit 8 Stunden" });
    await page.getByText("„Wunddienst“ hat jetzt: Anna Arndt.").waitFor();
    await field("Unterhaltung").selectOption({ label: "Wundteam" });
    await page.getByText("„Wunddienst“ hat jetzt: Anna Arndt.").waitFor();
    await menu("Mehr zum Dienst Wunddienst", "Anfrage stellen");
    await field("Anfrage").fill("Bitte Zimmer 14 ansehen");
    await page.getByRole("dialog").getByRole("button", { name: "Schließen" }).first().click();
    await menu("Mehr zum Dienst Wunddienst", "Anfrage stellen");
    await page.getByText(/^Sie haben hier schon begonnen/).waitFor();
    assert.equal(await field("Anfrage").inputValue(), "Bitte Zimmer 14 ansehen");
    await page.getByRole("dialog").getByRole("button", { name: "Senden" }).click();
    const own = page.getByRole("listitem").filter({ hasText: "Bitte Zimmer 14 ansehen" });
    await own.waitFor();
    await page.getByRole("status").getByRole("button", { name: "Rückgängig" }).last().click();
    await own.waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Nachrichten", exact: true }).click();
    await button("Neue Unterhaltung").waitFor();
  });
}
