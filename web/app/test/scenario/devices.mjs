// A further device of the same person, in a browser of its own.

import assert from "node:assert/strict";
import { hold } from "../camera.mjs";
import { drawn, read } from "../qr.mjs";
import { PIN, inAnotherBrowser } from "../stage.mjs";

export const devices = (scene) => inAnotherBrowser(scene.folder, "tablet", (there) => play(scene, there));

async function play({ test, server, page, button, field, reachable, awake }, tablet) {
  const list = page.getByRole("listitem");

  await test("a device gets a name that tells which it is", async () => {
    await awake();
    await page.getByRole("link", { name: "Einstellungen" }).first().click();
    await list.filter({ hasText: "(dieses Gerät)" }).waitFor();
    await field("Name dieses Geräts").fill("Stationsrechner");
    await button("Umbenennen").click();
    await list.filter({ hasText: "Stationsrechner" }).filter({ hasText: "(dieses Gerät)" }).waitFor();
  });

  await test("a new device shows a code, and the one behind the lock reads it by camera", async () => {
    await tablet.page.goto(server.address);
    await tablet.button("Ich habe schon ein Gerät").click();
    const shown = tablet.page.getByRole("img", { name: "Code für Ihr anderes Gerät" });
    await shown.waitFor();
    await tablet.reachable("link-here");
    const grid = drawn(await shown.locator("path").getAttribute("d"));
    assert.ok(read(grid).endsWith(`#${await tablet.page.locator("code").textContent()}`));
    await button("Weiteres Gerät verbinden").click();
    await reachable("link-device");
    await hold(page, grid);
    await button("Mit der Kamera lesen").click();
    await field("Name des neuen Geräts").waitFor();
    await hold(page, null);
    await field("Name des neuen Geräts").fill("Tablet Station 3");
    // The card's own field stands on the page below.
    const pin = page.getByRole("dialog").getByLabel("Ihre PIN, zur Bestätigung");
    await pin.fill("000000");
    await button("Hereinlassen").click();
    await page.getByText("Die PIN ist falsch.").waitFor();
    await pin.fill(PIN);
    await button("Hereinlassen").click();
    await page.getByText("Bestätigen Sie jetzt auf dem neuen Gerät.").waitFor();
  });

  await test("she agrees there, and finds what she has here", async () => {
    await tablet.page.getByRole("heading", { name: "Sind Sie Berta Brandt?" }).waitFor();
    await tablet.reachable("link-check");
    await tablet.field("Neue PIN (mindestens 6 Ziffern)").fill(PIN);
    await tablet.field("PIN wiederholen").fill(PIN);
    await tablet.button("Ja, verbinden").click();
    await page.getByText("Verbunden: Tablet Station 3.").waitFor();
    // She has no card yet, on whichever device.
    await tablet.button("Später, in den Einstellungen").click();
    await tablet.page.getByRole("link", { name: /Wundteam/ }).waitFor();
    assert.deepEqual(tablet.complaints, []);
  });

  await test("the other device is signed out after a question, not by one touch", async () => {
    await list.filter({ hasText: "Tablet Station 3" }).waitFor();
    await reachable("devices-own");
    await button("Tablet Station 3 von Berta Brandt sperren und löschen").click();
    const asked = page.getByRole("dialog");
    await asked.getByText("Das Gerät wird sofort gesperrt").waitFor();
    await asked.getByRole("button", { name: "Sperren und löschen" }).click();
    await list.filter({ hasText: "Tablet Station 3" }).waitFor({ state: "detached" });
    await tablet.page.getByRole("heading", { name: "Hier geht es nicht weiter" }).waitFor();
    await tablet.button("Weiter").click();
    await tablet.page.getByRole("heading", { name: "Willkommen" }).waitFor();
  });
}
