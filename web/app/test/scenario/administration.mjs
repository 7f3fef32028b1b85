// The administration: by whom it can be seen, and everything in it.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { Device } from "../../../../bindings/web/test/programs.mjs";
import { Relay } from "../relay.mjs";
import { PIN } from "../stage.mjs";

/** A list as an office exports it: one is new twice, one works here already, one has no name. */
const LIST = `Name;Funktion;Station;Sprache;E-Mail
Rita Ring;Pflegefachfrau;Station 3;de
Tom Tal;Arzt;;en
Ute Ufer;;Station 3;
rita ring;;;
Anna Arndt;;;
;Hebamme;;
${Array.from({ length: 9 }, (_, at) => `Nina Neu ${at + 1};Pflegefachfrau;Station ${at % 3};de;${at < 2 ? `nina${at}@example.org` : ""}`).join("\n")}
Tom Tal;Pfleger;Station 5;
`;

/** How many pages a PDF has. */
function pages(file) {
  const text = fs.readFileSync(file).toString("latin1");
  assert.ok(text.startsWith("%PDF-"));
  return text.match(/\/Type ?\/Page\b/g).length;
}

/** What a button saves. */
async function saved(page, press) {
  const download = page.waitForEvent("download");
  await press();
  return (await download).path();
}

export async function administration({ test, server, anna, page, button, field, reachable, folder, forgiven, awake }) {
  const part = page.getByRole("link", { name: "Verwaltung", exact: true }).first();
  const area = (name) => page.getByRole("navigation", { name: "Verwaltung" }).getByRole("link", { name, exact: true });
  /** What was done is told, with what takes it back. */
  const notice = (text) => page.locator(".notice").filter({ has: page.getByText(text, { exact: true }) }).last();
  const told = (text) => notice(text).waitFor();
  const relay = await Relay.start();
  const vera = new Device(path.join(folder, "vera"));
  const undo = (text) => notice(text).getByRole("button", { name: "Rückgängig" }).click();
  const begun = page.getByText(/^Sie haben hier schon begonnen/);

  /** Locks whatever lies over the page, as it does by itself when nobody touches it: a field that is typed in is not left. */
  const lock = async () => {
    await page.getByRole("button", { name: "Jetzt sperren", includeHidden: true }).first().evaluate((button) => button.click());
    await field("PIN").fill(PIN);
    await button("Entsperren").click();
  };

  await test("without a right there is no administration; with it there is, at once", async () => {
    await page.getByRole("link", { name: "Nachrichten", exact: true }).click();
    assert.equal(await part.count(), 0);
    await page.goto(`${server.address}/#/administration/members`);
    await page.getByText("Dafür fehlt Ihnen das Recht.").waitFor();
    await anna.run("role", "define", "Sekretariat", "invite");
    await anna.run("role", "assign", "Berta Brandt", "member", "Sekretariat");
    await part.click();
    await area("Einladungen").waitFor();
    assert.equal(await area("Regeln").count(), 0);
    await page.goto(`${server.address}/#/administration/rules`);
    await page.getByText("Dafür fehlt Ihnen das Recht.").waitFor();
    await anna.run("admin", "grant", "Berta Brandt");
    await page.getByText("Ihre PIN hat mindestens 6 Ziffern.").waitFor();
    await part.click();
    await page.getByText("Niemand wartet auf Freigabe.").waitFor();
    await reachable("administration");
  });

  await test("one person is invited with a letter, and it is taken back", async () => {
    await area("Einladungen").click();
    await page.getByText("Keine offenen Einladungen.").waitFor();
    await field("Vor- und Nachname").fill("Carla Cohn");
    await field("Funktion").fill("Pflegefachfrau");
    await field("Station oder Bereich").fill("Station 3");
    await page.getByText("Was die Einladung mitbringt").click();
    await field("Wundteam").check();
    await reachable("invite");
    await button("Einladen").click();
    await page.getByText("Eingeladen: Carla Cohn.").waitFor();
    assert.match(await page.locator("p.code").textContent(), /^\w{4}(-\w{4})+$/);
    await page.getByText("Absender und Sprache").click();
    await field("Fragen an").fill("Büro, Telefon 0431 12345");
    assert.ok(pages(await saved(page, () => button("Brief als PDF").click())) >= 1);
    await reachable("letter");
    await button("Einladung zurücknehmen").click();
    await told("Die Einladung ist zurückgezogen.");
    await page.getByText("Keine offenen Einladungen.").waitFor();
  });

  await test("by keys alone: somebody is invited, and it is taken back", async () => {
    await field("Vor- und Nachname").focus();
    await page.keyboard.type("Pia Punkt");
    await page.keyboard.press("Enter");
    await page.getByText("Eingeladen: Pia Punkt.").waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
    for (let at = 0; at < 60 && (await focused()) !== "Einladung zurücknehmen"; at += 1) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("Keine offenen Einladungen.").waitFor();
  });

  await test("a registration key is made, anew, and somebody who used it is approved", async () => {
    await field("Wen laden Sie ein?").selectOption("key");
    await field("Wofür der Schlüssel ist").fill("Aushang Station 3");
    await page.getByText("Was die Einladung mitbringt").click();
    await field("Anmeldung muss freigegeben werden").check();
    await button("Einladen").click();
    await page.getByText("Eingeladen: Aushang Station 3.").waitFor();
    await button("Fertig").click();
    await button("Mehr zur Einladung für Aushang Station 3").click();
    await page.getByRole("menuitem", { name: "Neuen Code ausstellen" }).click();
    await page.getByText("Eingeladen: Aushang Station 3.").waitFor();
    const code = await page.locator("p.code").textContent();
    await awake();
    assert.equal(await page.locator("p.code").textContent(), code);
    await button("Fertig").click();
    await awake();
    await button("Mehr zur Einladung für Aushang Station 3").waitFor();
    assert.equal(await page.locator("p.code").count(), 0);
    await vera.run("enrol", code, "--server", server.address, "--name", "Vera Vogel", "--yes");
    await area("Mitglieder").click();
    await page.getByRole("button", { name: /^Warten 1/ }).click();
    await page.getByRole("link", { name: /Vera Vogel/ }).click();
    await button("Freigeben").click();
    await told("Vera Vogel ist freigegeben.");
    await vera.run("sync");
  });

  await test("a list is read: bad lines, duplicates and who is missing are named; then letters, the list, and back", async () => {
    await area("Liste einlesen").click();
    await field("Datei mit der Liste").setInputFiles({ name: "liste.csv", mimeType: "text/csv", buffer: Buffer.from(LIST) });
    await page.getByText("12 Personen werden eingeladen").waitFor();
    await page.getByText("Eine Zeile ist doppelt").waitFor();
    await page.getByText("Eine Zeile kann nicht gelesen werden").waitFor();
    await page.getByText(/Zeile 7/).waitFor();
    await page.getByText("Eine Person gehört schon zur Einrichtung").waitFor();
    await page.getByText("2 Mitglieder stehen nicht in der Liste").waitFor();
    // A namesake in another place is for the administrator to decide.
    await page.getByText("Eine Zeile müssen Sie entscheiden").waitFor();
    const namesake = field(/Zeile 17: Tom Tal, Pfleger, Station 5 trotzdem einladen/);
    await page.getByText("Ähnlich wie Zeile 3: Tom Tal, Arzt.").waitFor();
    await namesake.check();
    await button("13 Personen einladen").waitFor();
    await namesake.uncheck();
    await field("Die Codes der 2 Personen mit E-Mail-Adresse schicke ich selbst per E-Mail").check();
    await reachable("import");
    await button("12 Personen einladen").click();
    await page.getByText(/ von 12 eingeladen/).waitFor();
    // It goes on while she looks elsewhere, and none of the codes is lost.
    await area("Einladungen").click();
    await page.getByRole("heading", { name: "Einladungen", exact: true }).waitFor();
    await area("Liste einlesen").click();
    await page.getByText("12 Personen sind eingeladen.").waitFor();
    // The codes are nowhere else: whoever looked away, or whose page went, finds them again.
    await awake();
    await page.getByText("12 Personen sind eingeladen.").waitFor();
    await page.reload();
    await awake();
    assert.ok(pages(await saved(page, () => button("12 Briefe in einem PDF").click())) >= 12);
    assert.equal(pages(await saved(page, () => button("Ausgabeliste als PDF").click())), 1);
    await page.getByText("E-Mails an die 2 Personen mit Adresse").click();
    await button("Der Server schreibt 2 Personen").click();
    await page.getByRole("alert").filter({ hasText: "Das ist am Server nicht eingestellt." }).waitFor();
    await field("Ihre Adresse").fill("anna@example.org");
    const drafts = fs.readFileSync(await saved(page, () => button("2 Entwürfe mit Codes speichern").click())).toString("latin1");
    assert.ok(drafts.startsWith("PK") && drafts.match(/X-Unsent: 1/g).length === 2);
    await reachable("letters");
    // They stay while somebody looks elsewhere.
    await area("Einladungen").click();
    await page.getByRole("listitem").filter({ hasText: "Nina Neu 9" }).waitFor();
    await button("Neue Briefe für alle 12 offenen").waitFor();
    await button("Mehr zur Einladung für Tom Tal").click();
    await page.getByRole("menuitem", { name: "E-Mail schicken" }).click();
    await field("Adresse der Person").fill("tom@example.org");
    await page.getByRole("dialog").getByRole("button", { name: "E-Mail schicken" }).click();
    await page.getByRole("alert").filter({ hasText: "Das ist am Server nicht eingestellt." }).waitFor();
    await page.keyboard.press("Escape");
    // A new code that is not put away yet outlives the next one.
    for (const name of ["Tom Tal", "Ute Ufer"]) {
      await button(`Mehr zur Einladung für ${name}`).click();
      await page.getByRole("menuitem", { name: "Neuen Code ausstellen" }).click();
      await page.getByText(name === "Tom Tal" ? "Eingeladen: Tom Tal." : "2 Personen sind eingeladen.").waitFor();
    }
    await button("Alle 2 zurücknehmen").click();
    await told("2 Einladungen sind zurückgezogen.");
    await area("Liste einlesen").click();
    await button("Alle 10 zurücknehmen").click();
    await told("10 Einladungen sind zurückgezogen.");
  });

  await test("a list that the lock cuts off keeps the letters that were being made, and tells of the rest", async () => {
    await field("Datei mit der Liste").setInputFiles({ name: "liste.csv", mimeType: "text/csv", buffer: Buffer.from(LIST) });
    const [way, lock] = ["**/v1/invitations", button("Jetzt sperren").first()];
    await page.route(way, async (route) => {
      if (route.request().method() === "POST") await lock.click();
      await route.continue();
    });
    await button("12 Personen einladen").click();
    await page.getByRole("heading", { name: "Gesperrt" }).waitFor();
    await page.unroute(way);
    await awake();
    const cut = page.getByRole("alert").filter({ hasText: "Nach 10 von 12 Einladungen ging es nicht weiter." });
    await cut.waitFor();
    await page.getByText("10 Personen sind eingeladen.").waitFor();
    await button("Alle 10 zurücknehmen").click();
    await told("10 Einladungen sind zurückgezogen.");
    await cut.waitFor({ state: "detached" });
  });

  await test("roles and teams are made, given, changed and taken back", async () => {
    await area("Rollen").click();
    await button("Neue Rolle").click();
    await field("Titel").fill("Pforte");
    await field("Personen einladen").check();
    await field("Anmeldungen freigeben").check();
    await lock();
    await begun.waitFor();
    assert.ok((await field("Titel").inputValue()) === "Pforte" && (await field("Personen einladen").isChecked()));
    await reachable("role");
    await button("Speichern").click();
    await told("Die Rolle Pforte ist gespeichert.");
    await page.getByRole("heading", { name: "Pforte" }).waitFor();
    await undo("Die Rolle Pforte ist gespeichert.");
    await page.getByRole("heading", { name: "Pforte" }).waitFor({ state: "detached" });
    await button("Neue Rolle").click();
    await field("Titel").fill("Pforte");
    await field("Personen einladen").check();
    await button("Speichern").click();
    await page.getByRole("heading", { name: "Pforte" }).waitFor();
    await reachable("roles");
    await area("Teams").click();
    await field("Name des neuen Teams").fill("Spätdienst");
    await button("Team anlegen").click();
    await field(/Vera Vogel/).check();
    await button("Fertig").click();
    await page.getByRole("region", { name: "Spätdienst" }).getByText("Vera Vogel").waitFor();
    await field("Einen Chat beginnen dürfen").selectOption("teams");
    await told("Gespeichert.");
    await undo("Gespeichert.");
    await page.waitForFunction(() => document.querySelector("select")?.value === "everybody");
    await reachable("teams");
    await anna.run("sync");
    assert.deepEqual((await anna.run("policy", "show")).contact, "everybody");
  });

  await test("a member's details, roles and end are changed; she gets a new letter", async () => {
    await area("Mitglieder").click();
    await field("Nach Namen, Funktion oder Station suchen").fill("vogel");
    await page.getByRole("link", { name: /Vera Vogel/ }).click();
    await field("Funktion").fill("Wundexpertin");
    await page.goBack();
    await page.getByRole("link", { name: /Vera Vogel/ }).click();
    await begun.waitFor();
    assert.equal(await field("Funktion").inputValue(), "Wundexpertin");
    await button("Speichern").click();
    await told("Gespeichert.");
    await begun.waitFor({ state: "detached" });
    await field(/Pforte/).check();
    await field("Mitgliedschaft endet am").fill("2099-12-31");
    await notice("Gespeichert.").getByRole("button", { name: "Schließen" }).click();
    await button("Rollen speichern").click();
    await page.getByText("bis 31.12.2099").waitFor();
    await undo("Gespeichert.");
    await page.getByText("bis 31.12.2099").waitFor({ state: "detached" });
    await button("Neuen Brief ausstellen").click();
    await page.getByText("Eingeladen: Vera Vogel.").waitFor();
    await reachable("member");
    await button("Einladung zurücknehmen").click();
    await told("Die Einladung ist zurückgezogen.");
    await area("Mitglieder").click();
    await reachable("members");
  });

  await test("rules are changed in words, and changed back", async () => {
    await area("Regeln").click();
    const pin = page.getByRole("spinbutton", { name: "PIN", exact: true });
    await pin.fill("8");
    await lock();
    await page.getByText("Ihre PIN hat mindestens 8 Ziffern.").waitFor();
    const patterns = field("Patientenbezug scannen");
    await patterns.pressSequentially("9{8}\n\n 9{6}");
    await page.getByText(/Codes nach einem dieser Muster: .*9\{6\}/).waitFor();
    assert.equal(await patterns.inputValue(), "9{8}\n\n 9{6}");
    await patterns.fill("");
    await field("Messen im Foto").check();
    await page.getByText("Größen von Wunden können in einem Foto").waitFor();
    await reachable("rules");
    await button("2 Änderungen ansehen").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Ihre PIN hat mindestens 6 Ziffern.").waitFor();
    await reachable("rules-preview");
    await button("Unterschreiben – gilt sofort").click();
    await told("2 Regeln gelten.");
    await anna.run("sync");
    const { pin_length, measuring } = await anna.run("policy", "show");
    assert.deepEqual([pin_length, measuring], [8, true]);
    await undo("2 Regeln gelten.");
    await page.getByText("Ihre PIN hat mindestens 6 Ziffern.").waitFor();
    await area("Datenschutzhinweise").click();
    await button("Mit einer Vorlage beginnen").click();
    await reachable("notice");
    await button("Veröffentlichen").click();
    await page.getByText("Es gilt Fassung 1.").waitFor();
  });

  await test("retention is tried out before it holds; a legal hold is set and lifted", async () => {
    await area("Aufbewahrung").click();
    await page.getByText("Zurzeit wird nichts von selbst gelöscht.").waitFor();
    await field("Nach einer Frist löschen").check();
    const days = field("Aufbewahren, in Tagen");
    await days.fill("10");
    await days.blur();
    await page.getByRole("region", { name: "Wundteam" }).waitFor();
    await reachable("retention");
    // Who administers moderates the channels that she is in.
    await page.getByRole("region", { name: "Wundteam" }).getByLabel("Löschsperre für diesen Kanal").check();
    await page.getByText("Löschsperre dieses Kanals: Hier wird nichts gelöscht").waitFor();
    await undo("Die Löschsperre gilt.");
    await page.getByText("Löschsperre dieses Kanals: Hier wird nichts gelöscht").waitFor({ state: "detached" });
    await button("Frist von 10 Tagen festlegen").click();
    await page.getByText("Zurzeit bleibt alles 10 Tage.").waitFor();
    await undo("Alles bleibt 10 Tage.");
    await page.getByText("Zurzeit wird nichts von selbst gelöscht.").waitFor();
    await field("Löschsperre für die ganze Einrichtung").check();
    await told("Die Löschsperre gilt.");
    await undo("Die Löschsperre gilt.");
    await page.waitForFunction(() => [...document.querySelectorAll("label")].some((label) => /Löschsperre für die ganze/.test(label.textContent) && !label.querySelector("input").checked));
  });

  await test("figures, the log with its chain, and the checklist", async () => {
    await area("Zahlen").click();
    await page.getByText(/ von .* belegt/).waitFor();
    await reachable("statistics");
    await area("Protokoll").click();
    await page.getByText("Die Kette ist heil.").waitFor();
    await page.getByText(/hat die Regeln geändert/).first().waitFor();
    await reachable("log");
    const file = await saved(page, () => button("Protokoll als Datei").click());
    const verified = await anna.run("verify", file);
    assert.ok(JSON.stringify(verified).includes("members"));
    await area("Prüfliste").click();
    await page.getByText("Die Uhren von Server und diesem Gerät gehen gleich.").waitFor();
    await page.getByText("2 Personen verwalten die Einrichtung.").waitFor();
    await page.getByText(/Auf seiner Platte sind .+ frei\./).waitFor();
    await page.getByText("Ob der Server gesichert wird, sieht keine App.").waitFor();
    await reachable("checks");
  });

  await test("without a network what is here is shown, and what is not says so", async () => {
    await server.close();
    await area("Mitglieder").click();
    await page.getByRole("link", { name: /Anna Arndt/ }).waitFor();
    await area("Zahlen").click();
    await page.getByRole("status").filter({ hasText: "Der Server ist gerade nicht erreichbar." }).waitFor();
    await reachable("statistics-offline");
    // When it is back, its house has a mail relay.
    server.mail = relay.configuration;
    await server.again();
    await button("Noch einmal versuchen").click();
    await page.getByText(/ von .* belegt/).waitFor();
    forgiven();
  });

  await test("the server writes an e-mail in the house's words, without the code", async () => {
    await area("Prüfliste").click();
    await page.getByText("Der Server kann E-Mails schicken.").waitFor();
    await area("Einladungen").click();
    await page.getByText("Worte der E-Mails").click();
    await field("Betreff").first().fill("Willkommen bei {organisation}");
    await area("Mitglieder").click();
    await area("Einladungen").click();
    await begun.waitFor();
    assert.equal(await field("Betreff").first().inputValue(), "Willkommen bei {organisation}");
    await reachable("mail-words");
    await button("Speichern").click();
    await told("Gespeichert.");
    await field("Vor- und Nachname").fill("Pia Punkt");
    await page.keyboard.press("Enter");
    await page.getByText("Eingeladen: Pia Punkt.").waitFor();
    const code = await page.locator("p.code").textContent();
    await button("Fertig").click();
    await button("Mehr zur Einladung für Pia Punkt").click();
    await page.getByRole("menuitem", { name: "E-Mail schicken" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Adresse der Person").fill("pia@example.org");
    await dialog.getByRole("button", { name: "E-Mail schicken" }).click();
    await dialog.getByText(/^Die E-Mail ist/).waitFor();
    await reachable("mail");
    const mail = await relay.mail;
    assert.match(mail, /Subject: Willkommen bei Klinikum Musterstadt/);
    assert.ok(!mail.includes(code));
    if (await dialog.getByText("Die E-Mail ist unterwegs.").count()) await dialog.getByRole("button", { name: "Nachsehen" }).click();
    await dialog.getByText("Die E-Mail ist gesendet.").waitFor();
    await page.keyboard.press("Escape");
    await button("Mehr zur Einladung für Pia Punkt").click();
    await page.getByRole("menuitem", { name: "Zurückziehen" }).click();
    await told("Die Einladung ist zurückgezogen.");
    relay.close();
  });

  await test("a device is locked out and wipes itself; somebody leaves in one act", async () => {
    await area("Geräte").click();
    await field("Art").selectOption("desktop");
    await page.getByRole("link", { name: "Vera Vogel" }).waitFor();
    await reachable("devices");
    await page.getByRole("button", { name: /von Vera Vogel sperren/ }).click();
    await page.getByRole("dialog").getByText("Das Gerät wird sofort gesperrt").waitFor();
    await reachable("revoke");
    await button("Sperren und löschen").click();
    await told("Das Gerät ist gesperrt. Es löscht sich, sobald es mit der PIN geöffnet ist und Verbindung hat.");
    await assert.rejects(vera.run("sync"));
    await area("Mitglieder").click();
    await page.getByRole("link", { name: /Vera Vogel/ }).click();
    await button("Vera Vogel austragen …").click();
    await page.getByRole("dialog").getByText("Das lässt sich nicht zurücknehmen.").waitFor();
    await reachable("leaving");
    await button("Jetzt austragen").click();
    await page.getByText("ausgetreten", { exact: true }).waitFor();
    await page.getByRole("link", { name: "Nachrichten", exact: true }).click();
  });

  await test("the right is taken back, and with it the administration", async () => {
    await anna.run("role", "assign", "Berta Brandt", "member");
    await anna.run("admin", "revoke", "Berta Brandt");
    await part.waitFor({ state: "detached" });
  });
}
