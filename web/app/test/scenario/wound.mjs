// The wound record.

import assert from "node:assert/strict";
import fs from "node:fs";

export async function wound({ test, anna, page, button, field, reachable }) {
  await test("a wound is made, photographed in two steps and described", async () => {
    await page.getByRole("link", { name: /Wundteam/ }).click();
    await button("Wunden").click();
    await page.getByText("Noch keine Wunde in diesem Kanal.").waitFor();
    await button("Neue Wunde").click();
    await field("Patientenbezug").fill("Fall 4711");
    await button("hinten").click();
    await field("Körperstelle").selectOption("heel");
    await button("links").click();
    await field("Art der Wunde").selectOption("pressure-ulcer");
    await field("Stadium").selectOption("pressure-2");
    await field("Lagerung für das Foto").fill("linke Seitenlage");
    await reachable("new-wound");
    await button("Wunde anlegen").click();
    await page.getByRole("heading", { name: "Fall 4711" }).waitFor();
    for (const length of ["40", "30"]) {
      await button("Neuer Befund").click();
      await field("Länge in mm").fill(length);
      await field("Breite in mm").fill("20");
      await page.getByLabel(/^Granulation.* in Prozent$/).fill("60");
      await button("4").click();
      if (length === "40") await reachable("finding");
      await button("Speichern").click();
      await page.getByText(`${length} × 20 mm`).waitFor();
    }
    for (const last of [false, true]) {
      // A follow-up takes three acts: open, overview, close-up.
      await button("Folgefoto").click();
      await button("Foto aufnehmen").click();
      await page.getByRole("heading", { name: "2 von 2: Nahaufnahme" }).waitFor();
      if (last) await page.getByRole("img", { name: "Das letzte Foto, durchscheinend" }).waitFor();
      await button("Foto aufnehmen").click();
      await page.getByRole("img", { name: /^Foto vom/ }).nth(last ? 3 : 1).waitFor();
    }
    await page.getByRole("img", { name: "Die Größe ging von 8 cm² auf 6 cm²." }).waitFor();
    await reachable("wound");
    await button("Vergleichen").click();
    await page.getByRole("img", { name: "Früher" }).waitFor();
    await page.getByRole("img", { name: "Später" }).waitFor();
    await page.getByRole("slider").fill("20");
    await reachable("compare");
    await button("Schließen").first().click();
    const [wound] = await anna.until(([{ photos }]) => photos === 4, "wounds", "list", "Wundteam");
    assert.deepEqual([wound.details.patient, wound.photos, wound.findings], ["Fall 4711", 4, 2]);
  });

  const undo = (told) => page.locator(".notice").filter({ hasText: told }).last().getByRole("button", { name: "Rückgängig" }).click();

  await test("a wound is closed, which is taken back, closed, and opened again", async () => {
    const menu = async (entry) => {
      await button("Mehr zu dieser Wunde").click();
      await page.getByRole("menuitem", { name: entry }).click();
    };
    const close = async () => {
      await menu("Abschließen");
      await button("abgeheilt").click();
      await page.getByText("Abgeschlossen: abgeheilt").waitFor();
      assert.equal(await button("Folgefoto").count(), 0);
    };
    await close();
    await undo("Die Wunde ist abgeschlossen.");
    await button("Folgefoto").waitFor();
    await page.getByText("Abgeschlossen: abgeheilt").waitFor({ state: "detached" });
    await close();
    await menu("Wieder öffnen");
    await page.getByText("Die Wunde ist wieder offen.").waitFor();
    await button("Folgefoto").waitFor();
    const download = page.waitForEvent("download");
    await menu("Bericht für die Akte");
    const file = await (await download).path();
    assert.equal(fs.readFileSync(file).subarray(0, 5).toString(), "%PDF-");
    await page.getByText("Für die Akte ausgegeben").waitFor();
    await button("Zurück").first().click();
    await page.getByRole("link", { name: /Fall 4711/ }).waitFor();
    await reachable("wounds");
  });

  await test("a finding that was a mistake is undone, also from elsewhere, and so is a wound, which nothing waits for", async () => {
    const wound = page.getByRole("main").getByRole("link", { name: /Fall 4711/ });
    await wound.click();
    await button("Neuer Befund").click();
    await field("Länge in mm").fill("99");
    await field("Breite in mm").fill("20");
    await button("Speichern").click();
    await page.getByText("99 × 20 mm").waitFor();
    await button("Zurück").first().click();
    await undo("Der Befund ist eingetragen.");
    await wound.click();
    await page.getByText("30 × 20 mm").waitFor();
    await page.getByText("99 × 20 mm").waitFor({ state: "detached" });
    await button("Zurück").first().click();
    await button("Neue Wunde").click();
    await field("Patientenbezug").fill("Fall 0000");
    await button("Wunde anlegen").click();
    await page.getByRole("heading", { name: "Fall 0000" }).waitFor();
    const there = page.url();
    await undo("Die Wunde ist angelegt.");
    await wound.waitFor();
    assert.equal(await page.getByRole("main").getByRole("link", { name: /Fall 0000/ }).count(), 0);
    await page.goto(there);
    await page.getByText("Diese Wunde gibt es nicht mehr.").waitFor();
    await button("Zurück").first().click();
    await wound.waitFor();
  });
}
