// What interrupts: no network, the lock, another tab.

import assert from "node:assert/strict";
import { PIN } from "../stage.mjs";

export async function interruption({ test, server, browser, page, button, field, reachable, complaints, awake }) {
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
    // A server that is away is no fault of the page.
    const network = complaints.filter((text) => /ERR_CONNECTION|Failed to load resource|WebSocket/.test(text));
    complaints.splice(0, complaints.length, ...complaints.filter((text) => !network.includes(text)));
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
