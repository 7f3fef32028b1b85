// What people do with a wound over weeks: correcting what is known and found, photos at the right place, whose it is from a code, the
// question after six weeks, sending to the record.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { BARS, label, looksAt } from "../label.mjs";
import { PIN } from "../stage.mjs";

/** The house's patient record, at an address that the page may talk to and which a test answers for. */
export const RECORD = "https://kis.verband.test";

export async function treatment({ test, anna, server, page, button, field, reachable, folder, complaints }) {
  const dialog = () => page.getByRole("dialog");
  const menu = async (name, entry) => {
    await page.getByRole("button", { name }).first().click();
    await page.getByRole("menuitem", { name: entry }).click();
  };
  const begun = page.getByText(/^Sie haben hier schon begonnen/);
  const item = (text) => page.getByRole("listitem").filter({ hasText: text });

  /** Locks whatever lies over the page, as it does by itself when nobody touches it. */
  const lock = async () => {
    await page.getByRole("button", { name: "Jetzt sperren", includeHidden: true }).first().evaluate((button) => button.click());
    await field("PIN").fill(PIN);
    await button("Entsperren").click();
  };

  await test("whose it is comes from a code: by a picture, and by the camera", async () => {
    await page.getByRole("link", { name: /Wundteam/ }).click();
    await button("Wunden").click();
    await button("Neue Wunde").click();
    await field("Patientenbezug").fill("Zimmer 12");
    const file = path.join(folder, "wristband.png");
    const bytes = await page.evaluate(label, BARS);
    fs.writeFileSync(file, Buffer.from(bytes));
    await button("Code scannen").click();
    await page.getByText(/^Jeder lesbare Code/).waitFor();
    const chosen = page.waitForEvent("filechooser");
    await button("Aus einem Bild lesen").click();
    await (await chosen).setFiles(file);
    await page.getByText(/^Aus dem Code gelesen: 20260417/).waitFor();
    assert.equal(await field("Patientenbezug").inputValue(), "20260417");
    await field("Patientenbezug").fill("");
    await page.evaluate(looksAt, bytes);
    await button("Code scannen").click();
    await page.getByText(/^Aus dem Code gelesen: 20260417/).waitFor();
    await page.evaluate(looksAt, null);
    await button("Code scannen").click();
    await page.getByText(/^Halten Sie den Code/).waitFor();
    await reachable("scan");
    await page.getByRole("dialog", { name: "Code scannen" }).getByRole("button", { name: "Schließen" }).first().click();
  });

  await test("a wound that is half entered is there after the lock", async () => {
    await field("Körperstelle").selectOption("sacrum");
    await field("Uhrzeigerposition").selectOption({ label: "6 Uhr" });
    await field("Schon einmal da gewesen?").selectOption({ label: "Rezidiv" });
    await page.getByText("Einwilligung in Fotos", { exact: true }).click();
    await button("erteilt").click();
    await button("gesetzliche Vertretung").click();
    await reachable("wound-form");
    await lock();
    await begun.waitFor();
    assert.equal(await field("Patientenbezug").inputValue(), "20260417");
    await button("Wunde anlegen").click();
    await page.getByRole("heading", { name: "20260417" }).waitFor();
    await page.getByText(/Rezidiv · Einwilligung erteilt · gesetzliche Vertretung/).waitFor();
  });

  await test("details and consent are changed, taken back, and stay as versions", async () => {
    await menu("Mehr zu dieser Wunde", "Angaben ändern");
    await field("Art der Wunde").selectOption("pressure-ulcer");
    await field("Seit wann").fill("2026-10");
    await lock();
    await begun.waitFor();
    assert.equal(await field("Seit wann").inputValue(), "2026-10");
    await button("Speichern").click();
    await page.getByText(/seit 2026-10/).waitFor();
    await menu("Mehr zu dieser Wunde", "Einwilligung in Fotos");
    await button("verweigert").click();
    await reachable("consent");
    await lock();
    await begun.waitFor();
    await button("Speichern").click();
    await page.getByText("In Fotos wurde nicht eingewilligt.").waitFor();
    await button("Rückgängig").last().click();
    await page.getByText("In Fotos wurde nicht eingewilligt.").waitFor({ state: "detached" });
    await menu("Mehr zu dieser Wunde", "Frühere Fassungen");
    await dialog().getByText(/seit 2026-10/).waitFor();
    await dialog().getByText(/^Einwilligung verweigert/).waitFor();
    await reachable("versions");
    await button("Schließen").first().click();
  });

  await test("a finding is begun, survives the lock, is corrected, struck, and counts again", async () => {
    await button("Neuer Befund").click();
    await field("Länge in mm").fill("50");
    await field("Fläche in cm²").fill("12.5");
    await field("Fläche in cm²").blur();
    await button("nach dem Umriss von Hand").click();
    await button("Unterminierung hinzufügen").click();
    await field("Von").selectOption({ label: "9 Uhr" });
    await field("Bis").selectOption({ label: "11 Uhr" });
    await field("Tiefe in mm").last().fill("8");
    await button("gelblich").click();
    await reachable("finding-form");
    await lock();
    await begun.waitFor();
    await button("Speichern").click();
    const found = item("unterminiert von 9 bis 11 Uhr, 8 mm");
    await found.getByText(/12,5 cm²/).waitFor();
    await menu(/^Mehr zum Befund/, "Befund berichtigen");
    await field("Fläche in cm²").fill("11.5");
    await field("Fläche in cm²").blur();
    await field("Warum? (steht im Verlauf)").fill("verlesen");
    await lock();
    await begun.waitFor();
    assert.equal(await field("Fläche in cm²").inputValue(), "11.5");
    await button("Speichern").click();
    await found.getByText(/11,5 cm²/).waitFor();
    await menu(/^Mehr zum Befund/, "Frühere Fassungen");
    await dialog().getByText(/12,5 cm²/).waitFor();
    await dialog().getByText("Grund: verlesen").waitFor();
    await button("Schließen").first().click();
    await menu(/^Mehr zum Befund/, "Befund streichen");
    await dialog().getByLabel("Warum? (steht im Verlauf)").fill("anderer Patient");
    await dialog().getByRole("button", { name: "Befund streichen" }).click();
    await page.getByText("(gestrichen)").first().waitFor();
    await button("Rückgängig").last().click();
    await page.getByText("(gestrichen)").first().waitFor({ state: "detached" });
    const of = (rows) => rows.find((row) => row.details.patient === "20260417");
    const wound = of(await anna.until((rows) => of(rows)?.findings === 1, "wounds", "list", "Wundteam"));
    assert.equal(wound.findings, 1);
  });

  await test("a finding and a photo at the wrong wound are moved, and back", async () => {
    await menu(/^Mehr zum Befund/, "Zu einer anderen Wunde verschieben");
    await dialog().getByRole("button", { name: /^Fall 4711/ }).click();
    await page.getByText("(gestrichen)").first().waitFor();
    await button("Rückgängig").last().click();
    await page.getByText(/11,5 cm²/).first().waitFor();
    await button("Foto zuordnen").click();
    await dialog().getByRole("img", { name: "Alle Werkzeuge" }).click();
    await reachable("attach-photo");
    await button("Dieser Wunde zuordnen").click();
    const photos = page.getByRole("main").getByRole("img", { name: /^Foto vom/ });
    await photos.first().waitFor();
    await photos.first().click();
    await menu("Mehr zu diesem Foto", "Zu einer anderen Wunde legen");
    await dialog().getByRole("button", { name: /^Fall 4711/ }).click();
    await photos.first().waitFor({ state: "detached" });
    await button("Rückgängig").last().click();
    await photos.first().waitFor();
    await photos.first().click();
    await menu("Mehr zu diesem Foto", "Zeigt: Übersicht");
    await page.getByRole("main").getByText("Übersicht").first().waitFor();
  });

  await test("where the house demands it, a series is looked through; what is not sent is not lost", async () => {
    await page.getByRole("main").getByRole("img", { name: /^Foto vom/ }).first().click();
    await button("Abdecken").click();
    await anna.run("policy", "set", "--redaction", "required", "--yes");
    await page.getByRole("status").getByText(/^Ihre Einrichtung verlangt/).waitFor();
    await button("Schließen").first().click();
    await button("Folgefoto").click();
    await button("Foto aufnehmen").click();
    await page.getByRole("heading", { name: "2 von 2: Nahaufnahme" }).waitFor();
    await field("Wie stark das letzte Foto durchscheint").fill("0.6");
    await reachable("ghost");
    await button("Schließen").first().click();
    await page.getByText("Noch nicht gesendet. Nichts davon ist verloren.").waitFor();
    await reachable("series-kept");
    await button("2 von 2: Nahaufnahme").click();
    await button("Foto aufnehmen").click();
    await page.getByRole("heading", { name: "Übersicht durchsehen" }).waitFor();
    await page.getByRole("checkbox", { name: /Ich habe nachgesehen/ }).check();
    await button("Nächstes Foto").click();
    await page.getByRole("heading", { name: "Nahaufnahme durchsehen" }).waitFor();
    await page.getByRole("checkbox", { name: /Ich habe nachgesehen/ }).check();
    await button("Senden").last().click();
    await page.getByRole("main").getByRole("img", { name: /^Foto vom/ }).nth(2).waitFor();
    await anna.run("policy", "set", "--redaction", "offered", "--yes");
    await button("Folgefoto").click();
    await button("Foto aufnehmen").click();
    await page.getByRole("heading", { name: "2 von 2: Nahaufnahme" }).waitFor();
    await button("Schließen").first().click();
    await button("Verwerfen").click();
    await reachable("wound-two");
    await page.getByRole("main").getByRole("img", { name: /^Foto vom/ }).first().click();
    await button("Abdecken").click();
    await page.getByRole("group", { name: "Markierungen auf dem Foto" }).waitFor();
    await page.getByRole("status").getByText(/^Ihre Einrichtung verlangt/).waitFor({ state: "detached" });
    await button("Schließen").first().click();
  });

  await test("after six weeks without healing the team is asked, and puts it off", async () => {
    await anna.run("sync");
    const ago = (days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 16);
    await anna.run("wounds", "create", "Wundteam", "Fall 0042", "--region", "shin");
    for (const [days, area] of [[50, "500"], [20, "490"], [1, "480"]]) {
      await anna.run("wounds", "finding", "Fall 0042", "--at", ago(days), "--area", area);
    }
    await button("Zurück").first().click();
    await page.getByRole("link", { name: /Fall 0042/ }).getByText("Seit sechs Wochen keine Heilungstendenz?").waitFor();
    await page.getByRole("link", { name: /Fall 0042/ }).click();
    await page.getByText(/zweite Meinung einholen\?/).waitFor();
    await reachable("six-weeks");
    await button("Später fragen").click();
    await button("in 2 Wochen").click();
    await page.getByText(/^Die Frage nach der Heilungstendenz ist zurückgestellt bis/).waitFor();
  });

  await test("the report and the photos go to the patient's record: refused, sent again, taken", async () => {
    await button("Zurück").first().click();
    await page.getByRole("link", { name: /20260417/ }).click();
    let fault = true;
    const documents = [];
    const headers = { "access-control-allow-origin": server.address, "access-control-expose-headers": "location" };
    await page.context().route(`${RECORD}/**`, async (route) => {
      if (fault) return route.fulfill({ status: 503, headers, body: "" });
      if (route.request().method() === "GET") return route.fulfill({ status: 200, headers, contentType: "application/fhir+json", body: '{"resourceType":"Bundle"}' });
      documents.push(JSON.parse(route.request().postData()));
      const location = `DocumentReference/${documents.length}`;
      return route.fulfill({ status: 201, headers: { ...headers, location }, body: "" });
    });
    await menu("Mehr zu dieser Wunde", "An die Akte senden");
    await field("Name der Akte").fill("KIS");
    await field("Adresse der Akte (FHIR)").fill(`${RECORD}/fhir`);
    await field("Patient in der Akte").fill("123");
    assert.ok(await button("Senden").isDisabled());
    await page.getByRole("checkbox", { name: /^Ich habe geprüft/ }).check();
    await page.getByRole("checkbox", { name: /^Alle \d+ Fotos/ }).check();
    await button("Senden").click();
    await page.getByRole("alert").filter({ hasText: "Das Dokument ist nicht verloren" }).waitFor();
    await reachable("upload-failed");
    // That the record has a fault is no fault of the page.
    complaints.splice(0, complaints.length, ...complaints.filter((text) => !text.includes("503")));
    fault = false;
    await button("Noch einmal versuchen").click();
    await page.getByText("Bericht angenommen: DocumentReference/1").waitFor();
    await page.getByText(/^Foto angenommen/).first().waitFor();
    await reachable("upload");
    await dialog().getByRole("button", { name: "Schließen" }).first().click();
    await page.getByText(/^In der Akte „KIS“ seit/).first().waitFor();
    assert.equal(documents[0].subject.reference, "Patient/123");
    await page.context().unroute(`${RECORD}/**`);
    await page.getByRole("link", { name: /Wundteam/ }).click();
  });
}
