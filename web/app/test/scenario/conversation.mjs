// Writing, finding, and beginning conversations.

import assert from "node:assert/strict";
import fs from "node:fs";
import { fileURLToPath } from "node:url";

const PHOTO = fileURLToPath(new URL("../../../../tests/fixtures/wound.jpg", import.meta.url));

export async function conversation({ test, server, anna, page, browser, button, field, reachable, forgiven, awake }) {
  const article = (text) => page.getByRole("article").filter({ hasText: text });
  const dialog = () => page.getByRole("dialog");
  const undo = () => page.getByRole("status").getByRole("button", { name: "Rückgängig" }).last().click();
  /** Chooses in a menu, by mouse. */
  const choose = async (opener, entry) => {
    await opener.click();
    await page.getByRole("menuitem", { name: entry, exact: true }).click();
  };
  const more = (text) => article(text).getByRole("button", { name: /Mehr zur Nachricht/ }).last();
  /** A message as the colleague has it. */
  const got = async (text, where = "Wundteam") => {
    const of = (rows) => rows.find((row) => row.text === text);
    return of(await anna.until(of, "read", where));
  };
  const send = async (text) => {
    await field("Nachricht").fill(text);
    await page.keyboard.press("Enter");
    await article(text).getByText("gesendet").waitFor();
  };

  await test("a text is written, confirmed as sent, and read by the colleague", async () => {
    await send("Ich übernehme Zimmer 12");
    assert.ok(await got("Ich übernehme Zimmer 12"));
    await anna.run("send", "Wundteam", "Danke, Berta");
    await article("Danke, Berta").waitFor();
    await reachable("conversation");
  });

  await test("sending is undone", async () => {
    await field("Nachricht").fill("Falsches Zimmer");
    await page.keyboard.press("Enter");
    await article("Falsches Zimmer").waitFor();
    await undo();
    await article("Falsches Zimmer").waitFor({ state: "detached" });
  });

  await test("by keys alone: answer, react, edit, delete", async () => {
    const menu = async (text, entry) => {
      await more(text).focus();
      await page.keyboard.press("Enter");
      const item = page.getByRole("menuitem", { name: entry });
      await item.waitFor();
      while (!(await item.evaluate((element) => element === document.activeElement))) await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
    };
    await menu("Danke, Berta", "Antworten");
    await page.keyboard.type("Gern");
    await page.keyboard.press("Enter");
    await article("Gern").locator("blockquote").filter({ hasText: "Anna Arndt" }).waitFor();
    await menu("Danke, Berta", "Mit 👍 reagieren");
    await page.getByRole("button", { name: "👍, 1-mal" }).waitFor();
    await menu("Gern", "Bearbeiten");
    await page.keyboard.type(" geschehen");
    await page.keyboard.press("Enter");
    await article("Gern geschehen").getByText("bearbeitet").waitFor();
    await menu("Gern geschehen", "Frühere Fassungen");
    await dialog().getByText("Gern", { exact: true }).waitFor();
    await reachable("versions");
    await page.keyboard.press("Escape");
    await menu("Gern geschehen", "Für alle löschen");
    await article("Diese Nachricht wurde gelöscht.").waitFor();
    await undo();
    await article("Gern geschehen").getByRole("button", { name: "Zur Nachricht, auf die geantwortet wird" }).press("Enter");
    await page.waitForFunction(() => document.activeElement?.matches("article") && /Danke, Berta/.test(document.activeElement.textContent));
    await menu("Gern geschehen", "Für alle löschen");
    await article("Diese Nachricht wurde gelöscht.").waitFor();
  });

  await test("what was begun waits while another message is edited, and while one looks elsewhere", async () => {
    await field("Nachricht").fill("Noch ein halber");
    await choose(more("Danke, Berta"), "Antworten");
    await choose(more("Ich übernehme Zimmer 12"), "Bearbeiten");
    assert.equal(await field("Nachricht").inputValue(), "Ich übernehme Zimmer 12");
    const elsewhere = async () => {
      await page.goto(`${server.address}/#/new`);
      await button("Neue Unterhaltung").waitFor();
      await page.getByRole("link", { name: /Wundteam/ }).click();
    };
    await field("Nachricht").fill("Ich übernehme Zimmer 13");
    for (const leave of [elsewhere, awake]) {
      await leave();
      await page.getByText("Nachricht bearbeiten", { exact: true }).waitFor();
      assert.equal(await field("Nachricht").inputValue(), "Ich übernehme Zimmer 13");
    }
    await field("Nachricht").press("Escape");
    assert.equal(await field("Nachricht").inputValue(), "Noch ein halber");
    await elsewhere();
    assert.equal(await field("Nachricht").inputValue(), "Noch ein halber");
    await page.getByText("Antwort an Anna Arndt: Danke, Berta").waitFor();
    await field("Nachricht").fill("Noch ein ganzer Satz");
    await page.keyboard.press("Enter");
    await article("Noch ein ganzer Satz").locator("blockquote").waitFor();
  });

  await test("by keys alone: somebody is called by name, and still when the text is edited; everybody is", async () => {
    await field("Nachricht").focus();
    await page.keyboard.type("Bitte ansehen: @an");
    await page.getByRole("option", { name: /Anna Arndt/ }).waitFor();
    await reachable("mention");
    await page.keyboard.press("Enter");
    assert.equal(await field("Nachricht").inputValue(), "Bitte ansehen: @Anna Arndt ");
    await page.keyboard.type("und @al");
    await page.getByRole("option", { name: /^alle/ }).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.type("danach");
    await page.keyboard.press("Enter");
    const text = "Bitte ansehen: @Anna Arndt und @alle danach";
    await article(text).locator(".mention").filter({ hasText: "@Anna Arndt" }).waitFor();
    await article(text).locator(".called").filter({ hasText: "@alle" }).waitFor();
    const anna_ = (await anna.run("whoami")).member;
    assert.ok((await got(text)).mentions.includes(anna_));
    await choose(more(text), "Bearbeiten");
    await field("Nachricht").fill("Morgen ansehen: @Anna Arndt");
    await page.keyboard.press("Enter");
    await article("Morgen ansehen: @Anna Arndt").locator(".mention").waitFor();
    assert.deepEqual((await got("Morgen ansehen: @Anna Arndt")).mentions, [anna_]);
    await anna.run("send", "Wundteam", "@Berta Brandt ist dran", "--mention", "Berta Brandt");
    await article("ist dran").locator(".called").filter({ hasText: "@Berta Brandt" }).waitFor();
  });

  await test("a message is confirmed; one of one's own is loud and asks for it, and it is seen who has it", async () => {
    await anna.run("send", "Wundteam", "Neuer Standard gilt ab heute", "--confirm");
    await article("Neuer Standard").getByRole("button", { name: "Bestätigen" }).click();
    await article("Neuer Standard").getByText("Sie haben bestätigt").waitFor();
    await choose(button("Wie gesendet wird"), "Um Bestätigung bitten");
    await choose(button("Wie gesendet wird"), "Als Alarm senden");
    await page.getByText("Bittet um Bestätigung").waitFor();
    await reachable("send-ways");
    await send("Zimmer 3 sofort");
    await article("Zimmer 3 sofort").getByText("Alarm", { exact: true }).waitFor();
    assert.equal(await page.getByText("Bittet um Bestätigung").count(), 0);
    const row = await got("Zimmer 3 sofort");
    assert.ok(row.alarm && row.confirm);
    await anna.run("policy", "set", "--read-receipts", "on", "--yes");
    await anna.run("receipts", "--tell", "on");
    await anna.run("message", "confirm", row.event);
    await anna.run("read", "Wundteam", "--mark-read");
    await anna.run("sync");
    await article("Zimmer 3 sofort").getByText("1× gelesen").waitFor();
    await article("Zimmer 3 sofort").getByRole("button", { name: "Einmal bestätigt" }).click();
    await dialog().getByRole("heading", { name: "Gelesen" }).waitFor();
    await dialog().getByRole("listitem").filter({ hasText: /Anna Arndt\d/ }).waitFor();
    await reachable("receipts");
    await button("Schließen").first().click();
    await anna.run("policy", "set", "--read-receipts", "off", "--yes");
  });

  await test("where one is goes with a message", async () => {
    await browser.grantPermissions(["camera", "microphone", "geolocation"]);
    await browser.setGeolocation({ latitude: 54.32133, longitude: 10.13489, accuracy: 12 });
    await anna.run("policy", "set", "--location", "on", "--yes");
    await button("Anhängen").click();
    await page.getByRole("menuitem", { name: "Ort, an dem Sie sind" }).click();
    await button("Ort nicht mitsenden").waitFor();
    await send("Sturz vor dem Haus");
    await article("Sturz vor dem Haus").getByText("54,32133° N, 10,13489° O").waitFor();
    assert.deepEqual((await got("Sturz vor dem Haus")).location, [54.32133, 10.13489]);
  });

  await test("words are found, and lead to their place", async () => {
    await field("Suchen").fill("suchung");
    const hit = page.getByRole("link").filter({ hasText: "Untersuchung" });
    await hit.waitFor();
    assert.equal(await hit.locator("mark").textContent(), "suchung");
    await hit.click();
    await page.waitForFunction(() => document.activeElement?.matches("article") && /Untersuchung/.test(document.activeElement.textContent));
    await field("Suchen").fill("Xylophon");
    await page.getByText("Nichts gefunden. Prüfen Sie").waitFor();
    await field("Suchen").fill("Anna");
    await button("Anna Arndt schreiben").waitFor();
    await field("Suchen").fill("");
  });

  await test("it is looked for by person, kind and day, without any words", async () => {
    await button("Suche eingrenzen").click();
    await field("Von wem?").fill("Anna");
    await button("Anna Arndt").click();
    await page.getByRole("link").filter({ hasText: "Danke, Berta" }).waitFor();
    assert.equal(await page.getByRole("link").filter({ hasText: "Ich übernehme" }).count(), 0);
    await reachable("search-filters");
    await field("Was?").selectOption({ label: "Foto" });
    await page.getByText(/Nichts gefunden, wozu alle Angaben passen/).waitFor();
    await field("Was?").selectOption({ label: "Alles" });
    await field("Bis zum").fill("2020-01-01");
    await page.getByText(/Nichts gefunden, wozu alle Angaben passen/).waitFor();
    await button("Suche eingrenzen").click();
    await page.getByRole("link", { name: /Wundteam/ }).waitFor();
  });

  await test("a chat begins with a colleague, and a channel of one's own", async () => {
    await button("Neue Unterhaltung").click();
    await page.getByRole("checkbox", { name: /Anna Arndt/ }).waitFor();
    await reachable("new");
    await page.getByRole("checkbox", { name: /Anna Arndt/ }).check();
    await button("Chat beginnen mit Anna Arndt").click();
    await page.getByRole("region", { name: "Anna Arndt" }).waitFor();
    await button("Neue Unterhaltung").click();
    await field("Titel").fill("Frühdienst");
    await button("Kanal anlegen").click();
    await page.getByRole("region", { name: "Frühdienst" }).waitFor();
    await page.getByText("Noch keine Nachrichten.").waitFor();
  });

  await test("a message goes on into other conversations, and one into several at once", async () => {
    await page.getByRole("link", { name: /Wundteam/ }).click();
    await choose(more("Neuer Standard"), "Weiterleiten");
    await dialog().getByLabel("Frühdienst").check();
    await reachable("forward");
    await button("In eine Unterhaltung").click();
    await page.getByText("Weitergeleitet.", { exact: true }).waitFor();
    await field("Nachricht").fill("Dienstbesprechung um zwei");
    await choose(button("Wie gesendet wird"), "An mehrere Unterhaltungen senden");
    await dialog().getByLabel("Anna Arndt").check();
    await dialog().getByLabel("Frühdienst").check();
    await button("An 3 Unterhaltungen senden").click();
    await article("Dienstbesprechung").waitFor();
    await page.getByRole("link", { name: /Frühdienst/ }).click();
    await article("Neuer Standard").getByText("Weitergeleitet", { exact: true }).waitFor();
    await article("Dienstbesprechung").waitFor();
    assert.ok(await got("Dienstbesprechung um zwei", "Berta Brandt"));
  });

  await test("files are pasted and dropped; a picture is looked through first", async () => {
    const hand = (selector, kind, name, media, bytes = Buffer.from("Plan für heute")) => page.evaluate(([selector, kind, name, type, text]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name, { type }));
      const how = { bubbles: true, cancelable: true };
      const event = kind === "paste" ? new ClipboardEvent(kind, { ...how, clipboardData: data }) : new DragEvent(kind, { ...how, dataTransfer: data });
      document.querySelector(selector).dispatchEvent(event);
    }, [selector, kind, name, media, bytes.toString("base64")]);
    await hand("textarea", "paste", "Eingefügt.txt", "text/plain");
    await article("Eingefügt.txt").waitFor();
    await hand("[role=log]", "dragover", "Gezogen.txt", "text/plain");
    await hand("[role=log]", "drop", "Gezogen.txt", "text/plain");
    await article("Gezogen.txt").waitFor();
    await hand("textarea", "paste", "Bild.jpg", "image/jpeg", fs.readFileSync(PHOTO));
    await dialog().getByRole("img", { name: "Das Foto" }).waitFor();
    await button("Schließen").first().click();
    await dialog().waitFor({ state: "detached" });
  });

  await test("what is new stands out and is read when it is seen; unread again, muted, archived", async () => {
    const line = page.getByRole("link", { name: /Wundteam/ });
    await anna.run("send", "Wundteam", "Visite um elf");
    await line.getByRole("img", { name: "eine ungelesene Nachricht" }).waitFor();
    await line.click();
    await page.locator(".fresh").waitFor();
    await article("Visite um elf").waitFor();
    await line.getByRole("img", { name: /ungelesen/ }).waitFor({ state: "detached" });
    const menu = (entry) => choose(button("Mehr zu dieser Unterhaltung"), entry);
    await menu("Als ungelesen markieren");
    await line.getByRole("img", { name: "ungelesen", exact: true }).waitFor();
    await line.click();
    await line.getByRole("img", { name: /ungelesen/ }).waitFor({ state: "detached" });
    await menu("Benachrichtigen");
    await reachable("attention");
    await button("Bis morgen früh nur Erwähnungen").click();
    await line.getByText("stumm").waitFor({ state: "attached" });
    await undo();
    await line.getByText("stumm").waitFor({ state: "detached" });
    await menu("Weglegen");
    await page.getByText("Weggelegt (1)").waitFor();
    await reachable("archived");
    await undo();
    await page.getByText("Weggelegt (1)").waitFor({ state: "detached" });
  });

  await test("what waits is listed and taken back; what was refused is told, and sent when it may be", async () => {
    const line = (text) => page.getByRole("listitem").filter({ hasText: text });
    const write = async (text) => {
      await field("Nachricht").fill(text);
      await page.keyboard.press("Enter");
      await article(text).getByText("wartet").waitFor();
    };
    // What was deleted just now is held for its undo, and would be refused with the rest.
    await page.goto(`${server.address}/#/outbox`);
    await page.getByText("Alles ist gesendet.").waitFor();
    await page.getByRole("link", { name: /Wundteam/ }).first().click();
    await page.getByRole("region", { name: "Wundteam" }).waitFor();
    await browser.setOffline(true);
    await write("Bleibt hier");
    await write("Ohne Erlaubnis");
    await page.goto(`${server.address}/#/outbox`);
    await line("Bleibt hier").getByRole("button", { name: "Verwerfen" }).click();
    await line("Bleibt hier").waitFor({ state: "detached" });
    await line("Ohne Erlaubnis").waitFor();
    await reachable("outbox");
    await anna.run("channel", "policy", "Wundteam", "--write", "moderators");
    await browser.setOffline(false);
    await page.getByRole("link", { name: "Eine Nachricht wurde nicht gesendet" }).waitFor();
    await reachable("outbox-refused");
    await anna.run("channel", "policy", "Wundteam", "--write", "everyone");
    await button("Noch einmal versuchen").click();
    await page.getByText("Alles ist gesendet.").waitFor();
    await anna.run("sync");
    assert.deepEqual((await anna.run("read", "Wundteam")).map((row) => row.text).filter((text) => /Bleibt|Ohne/.test(text)), ["Ohne Erlaubnis"]);
    forgiven();
    await page.getByRole("link", { name: /Frühdienst/ }).click();
    await page.getByRole("region", { name: "Frühdienst" }).waitFor();
  });
}
