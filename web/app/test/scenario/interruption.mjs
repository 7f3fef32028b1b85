// What interrupts: no network, the lock, another tab.

import assert from "node:assert/strict";
import { PIN } from "../stage.mjs";

export async function interruption({ test, server, browser, page, button, field, reachable, forgiven, awake }) {
  await test("without a network one writes on, and it is sent when it is back", async () => {
    await awake();
    await page.getByRole("link", { name: /Frühdienst/ }).click();
    await server.close();
    await field("Nachricht").fill("Verbandwechsel um zehn");
    await page.keyboard.press("Enter");
    const own = page.getByRole("article").filter({ hasText: "Verbandwechsel um zehn" });
    await own.getByText("wartet").waitFor();
    await page.getByRole("status").filter({ hasText: "Kein Netz" }).waitFor();
    await reachable("offline");
    await server.again();
    await own.getByText("gesendet").waitFor();
    forgiven();
  });

  await test("what is begun is kept, also when the page is locked and reloaded", async () => {
    await page.getByRole("link", { name: /Wundteam/ }).click();
    await field("Nachricht").fill("Noch nicht fertig");
    await page.getByRole("link", { name: /Frühdienst/ }).click();
    await page.getByText("Entwurf: Noch nicht fertig").waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Gesperrt" }).waitFor();
    await reachable("locked");
    assert.equal(await page.getByText("Noch nicht fertig").count(), 0);
    await field("PIN").fill("999999");
    await button("Entsperren").click();
    await page.getByRole("alert").waitFor();
    await field("PIN").fill(PIN);
    await page.waitForFunction(() => !document.querySelector("button.main").disabled);
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: /Wundteam/ }).click();
    assert.equal(await field("Nachricht").inputValue(), "Noch nicht fertig");
  });

  await test("forms over the page stand there again after a reload and after the lock, and go on when somebody has left them", async () => {
    const unlock = async () => {
      await page.getByRole("heading", { name: "Gesperrt" }).waitFor();
      await field("PIN").fill(PIN);
      await button("Entsperren").click();
    };
    const reload = async (screen) => {
      await reachable(screen);
      await page.reload();
      await unlock();
    };
    const lock = async () => {
      await page.getByRole("button", { name: "Jetzt sperren", includeHidden: true }).first().evaluate((button) => button.click());
      await unlock();
    };
    const leave = () => page.getByRole("dialog").getByRole("button", { name: "Schließen" }).first().click();
    const begun = page.getByText(/^Sie haben hier schon begonnen/);
    await button("Wunden").click();
    await button("Neue Wunde").click();
    await field("Patientenbezug").fill("Zimmer 31");
    await reload("wound-begun");
    await begun.waitFor();
    assert.equal(await field("Patientenbezug").inputValue(), "Zimmer 31");
    await reachable("wound-goes-on");
    await field("Seit wann").fill("2026-11");
    await lock();
    assert.equal(await field("Seit wann").inputValue(), "2026-11");
    await leave();
    await reload("wounds-begun");
    await button("Neue Wunde").waitFor();
    assert.equal(await page.getByRole("dialog").count(), 0);
    await button("Neue Wunde").click();
    await begun.waitFor();
    await button("Neu beginnen").click();
    assert.equal(await field("Patientenbezug").inputValue(), "");
    await leave();
    await button("Neue Wunde").click();
    await field("Patientenbezug").waitFor();
    assert.equal(await begun.count(), 0);
    await leave();

    await page.getByRole("link", { name: "Kalender" }).click();
    await button("Neuer Termin").click();
    await field("Titel").fill("Teambesprechung");
    await field("Wiederholen").selectOption("WEEKLY");
    await reload("appointment-begun");
    assert.equal(await field("Titel").inputValue(), "Teambesprechung");
    assert.equal(await field("Wiederholen").inputValue(), "WEEKLY");
    await button("Neu beginnen").click();
    await leave();

    await page.getByRole("link", { name: "Nachrichten", exact: true }).click();
    await page.getByRole("link", { name: /Wundteam/ }).click();
    await button("Mehr zu dieser Unterhaltung").click();
    await page.getByRole("menuitem", { name: "Umfragen" }).click();
    await button("Neue Umfrage").click();
    await field("Titel").fill("Weihnachtsfeier");
    await field("Antwort 1").fill("Ja");
    await reload("survey-begun");
    assert.equal(await field("Titel").inputValue(), "Weihnachtsfeier");
    await lock();
    assert.equal(await field("Antwort 1").inputValue(), "Ja");
    await leave();
    await page.getByRole("link", { name: /Wundteam/ }).click();
    const attach = async (entry) => {
      await button("Anhängen").click();
      await page.getByRole("menuitem", { name: entry }).click();
    };
    await attach("Umfrage");
    await field("Titel").fill("Ausflug");
    await lock();
    assert.equal(await field("Titel").inputValue(), "Ausflug");
    await leave();
    await attach("Termin");
    await field("Titel").fill("Visite");
    await lock();
    assert.equal(await field("Titel").inputValue(), "Visite");
    await button("Neu beginnen").click();
    await leave();
    await button("Mehr zu dieser Unterhaltung").click();
    await page.getByRole("menuitem", { name: "Umfragen" }).click();
    for (const title of ["Weihnachtsfeier", "Ausflug"]) await button(`Entwurf ${title} verwerfen`).click();
    await page.getByRole("link", { name: /Wundteam/ }).click();
  });

  await test("a second tab is told that the first one has it, and goes on where it stood", async () => {
    const second = await browser.newPage();
    await second.goto(server.address);
    await second.getByRole("heading", { name: "Schon geöffnet" }).waitFor();
    await second.getByRole("button", { name: "Hier weitermachen" }).click();
    await second.getByRole("heading", { name: "Gesperrt" }).waitFor();
    await page.getByRole("heading", { name: "Schon geöffnet" }).waitFor();
    assert.equal(await page.getByText("Noch nicht fertig").count(), 0);
    await second.close();
    await button("Hier weitermachen").click();
    await field("PIN").fill(PIN);
    await button("Entsperren").click();
    assert.equal(await field("Nachricht").inputValue(), "Noch nicht fertig");
  });
}
