// The calendar: appointments that are made, answered, changed and called off, in a list, a week and a month.

import assert from "node:assert/strict";
import path from "node:path";
import fs from "node:fs";

/** A file as another calendar writes it. */
const FILE = [
  "BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:fortbildung-1", "SUMMARY:Fortbildung",
  "DTSTART;TZID=Europe/Berlin:20270317T140000", "DTEND;TZID=Europe/Berlin:20270317T160000", "END:VEVENT", "END:VCALENDAR", "",
].join("\r\n");

export async function calendar({ test, anna, page, button, field, reachable, folder }) {
  const at = (view, day) => page.evaluate((hash) => (location.hash = hash), `#/calendar/${view}/${day}`);
  const dialog = () => page.getByRole("dialog");

  await test("an appointment comes every week at the same hour, also when clocks change", async () => {
    await page.getByRole("link", { name: "Kalender" }).click();
    await page.getByText(/steht nichts an/).waitFor();
    await reachable("calendar-empty");
    await button("Neuer Termin").click();
    await field("Titel").fill("Übergabe");
    await field("Beginn").fill("2027-03-15T06:00");
    await field("Beginn").blur();
    assert.equal(await field("Ende").inputValue(), "2027-03-15T07:00");
    await field("Wiederholen").selectOption("WEEKLY");
    await page.getByText("jeden Montag um 06:00").waitFor();
    assert.equal(await field("Kalender von").evaluate((list) => list.selectedOptions[0].label), "Mein Bereich");
    await field("Ort").fill("Stationszimmer");
    await field("Kalender von").selectOption({ label: "Wundteam" });
    await reachable("new-appointment");
    await button("Termin anlegen").click();
    await dialog().waitFor({ state: "detached" });
    for (const monday of ["22. März", "29. März"]) {
      await at("week", `2027-03-${monday.slice(0, 2)}`);
      await page.getByRole("button", { name: new RegExp(`Übergabe.*${monday} 2027.*06:00–07:00`) }).waitFor();
    }
    await reachable("calendar-week");
  });

  await test("a month is gone through by keys, and a day opened", async () => {
    await at("month", "2027-03-20");
    const day = (name) => page.getByRole("gridcell", { name });
    await day(/22\. März 2027, ein Termin/).waitFor();
    await day(/20\. März 2027/).focus();
    for (const key of ["ArrowLeft", "ArrowUp", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight"]) {
      const before = await page.evaluate(() => location.hash);
      await page.keyboard.press(key);
      // The focus follows the address.
      await page.waitForFunction((before) => location.hash !== before && location.hash.endsWith(document.activeElement?.dataset.day ?? "/"), before);
    }
    assert.match(page.url(), /2027-03-29$/);
    await page.keyboard.press("Enter");
    await reachable("calendar-month");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Übergabe" }).waitFor();
    await page.getByText("jeden Montag um 06:00").waitFor();
  });

  await test("one occurrence is put off, another called off, and that undone", async () => {
    await button("Ändern").click();
    await field("Beginn").fill("2027-03-29T14:00");
    await field("Beginn").blur();
    await button("Speichern").click();
    await dialog().getByText(/14:00–15:00/).waitFor();
    await reachable("appointment");
    await dialog().getByRole("button", { name: "Termin absagen" }).click();
    const line = page.getByRole("button", { name: /14:00–15:00.*Übergabe/ });
    await line.getByText("abgesagt").waitFor();
    await line.filter({ hasText: "wartet" }).waitFor({ state: "detached" });
    await page.getByRole("status").locator("div", { hasText: "Der Termin ist abgesagt." }).getByRole("button", { name: "Rückgängig" }).click();
    await line.getByText("abgesagt").waitFor({ state: "detached" });
    await line.click();
    await dialog().getByRole("button", { name: "Löschen" }).click();
    await line.waitFor({ state: "detached" });
    await page.locator(".notice").filter({ hasText: "Der Termin ist gelöscht." }).getByRole("button", { name: "Rückgängig" }).click();
    await line.waitFor();
    await at("agenda", "2027-03-15");
    await page.getByRole("button", { name: /06:00–07:00.*Übergabe/ }).nth(2).waitFor();
    await reachable("calendar-agenda");
  });

  await test("an invitation is answered in the conversation, and it is reminded of", async () => {
    const start = new Date(Date.now() + 5 * 60_000).toISOString().slice(0, 16);
    await anna.run("sync");
    await anna.run("calendar", "add", "Wundteam", "Chefvisite", "--start", start, "--zone", "UTC", "--remind", "10", "--place", "Zimmer 12");
    await page.getByRole("link", { name: "Nachrichten", exact: true }).click();
    await page.getByRole("link", { name: /Wundteam/ }).click();
    const card = page.getByRole("group", { name: "Termin: Chefvisite" });
    await card.getByRole("button", { name: "Zusagen" }).click();
    await card.getByText("2 ja · 0 vielleicht · 0 nein").waitFor();
    const reminder = page.getByRole("region", { name: "Erinnerungen" });
    await reminder.getByText("Chefvisite").waitFor();
    await reachable("appointment-card");
    await reminder.getByRole("button", { name: "Erledigt" }).click();
    await reminder.waitFor({ state: "detached" });
    await anna.run("sync");
    const shown = await anna.run("calendar", "agenda", "--days", "2");
    assert.equal(shown.find((row) => row.title === "Chefvisite").yes, 2);
  });

  await test("a file of another calendar comes in, and goes again", async () => {
    const file = path.join(folder, "fortbildung.ics");
    fs.writeFileSync(file, FILE);
    await at("agenda", "2027-03-15");
    await button("Mehr zum Kalender").click();
    await page.getByRole("menuitem", { name: "Kalenderdatei einlesen" }).click();
    await field("Kalenderdatei (.ics)").setInputFiles(file);
    await dialog().getByText("Fortbildung").waitFor();
    await reachable("calendar-import");
    await button("Einen Termin einlesen").click();
    const line = page.getByRole("button", { name: /14:00–16:00.*Fortbildung/ });
    await line.waitFor();
    await page.getByRole("status").getByRole("button", { name: "Rückgängig" }).last().click();
    await line.waitFor({ state: "detached" });
    const download = page.waitForEvent("download");
    await button("Mehr zum Kalender").click();
    await page.getByRole("menuitem", { name: "Als Kalenderdatei speichern" }).click();
    assert.match(fs.readFileSync(await (await download).path(), "utf8"), /SUMMARY:Übergabe/);
    await page.getByRole("link", { name: "Nachrichten", exact: true }).click();
  });
}
