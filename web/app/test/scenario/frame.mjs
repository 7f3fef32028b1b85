// The frame around all screens, as a colleague has it on her phone: its navigation, what fails and comes back, what is begun when
// the page locks itself, and what she is told when her device is revoked.

import assert from "node:assert/strict";
import { PIN, arrive, inAnotherBrowser } from "../stage.mjs";

const PHONE = { width: 360, height: 780 };
/** The least size of what is touched, in pixels. */
const TARGET = 48;
const DAY = 86_400_000;

/** In the page: requests to the core that `failing` names fail, as often as it says; the silent ones are never answered. */
function meddle() {
  window.failing = [];
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    const request = JSON.stringify(message.request ?? {});
    const rule = window.failing.find(({ part, times }) => times > 0 && request.includes(part));
    if (!rule) return post.call(this, message, ...rest);
    rule.times -= 1;
    if (rule.silent) return undefined;
    const failure = { code: "server-error", retry: "later", retryAfterMs: 0, reference: "", text: "for a test", sentence: "" };
    setTimeout(() => this.onmessage(new MessageEvent("message", { data: { done: message.call, failure } })));
    return undefined;
  };
}

export const frame = ({ test, server, anna, folder }) =>
  inAnotherBrowser(folder, "doris", (there) => play({ test, server, anna, ...there }), { viewport: PHONE });

async function play({ test, server, anna, page, button, field, reachable, refused, complaints, forgiven }) {
  const parts = page.getByRole("navigation", { name: "Bereiche" });
  const more = async (entry) => {
    await button("Mehr Bereiche").click();
    await page.getByRole("menuitem", { name: entry, exact: true }).click();
  };
  const unlock = async () => {
    await page.getByRole("heading", { name: "Gesperrt" }).waitFor();
    await field("PIN").fill(PIN);
    await button("Entsperren").click();
  };
  const fail = (part, times, silent = false) => page.evaluate((rule) => window.failing.push(rule), { part, times, silent });
  /** What is wider than the screen. */
  const wider = () => page.evaluate(() => [document.scrollingElement, document.querySelector("nav")].filter((one) => one.scrollWidth > one.clientWidth).length);

  await test("on a phone five parts stand below and the rest in a menu; nothing scrolls sideways, and the lock is everywhere", async () => {
    await page.addInitScript(meddle);
    const { code } = await anna.run("invite", "Doris Dorn", "--channel", "Wundteam");
    await arrive(page, server.address, code);
    // Somebody of the channel takes her in as soon as the server has her.
    const channel = page.getByRole("link", { name: /Wundteam/ });
    for (let tries = 0; tries < 20 && !(await channel.isVisible()); tries += 1) await anna.run("sync");
    await channel.waitFor();
    await parts.getByRole("link", { name: "Dateien" }).waitFor();
    for (const part of ["Übergabe", "Album", "Dateien", "Kalender", "Nachrichten"]) {
      await parts.getByRole("link", { name: part, exact: true }).click();
      await parts.locator("[aria-current=page]", { hasText: part }).waitFor();
      assert.equal(await wider(), 0, part);
    }
    for (const target of await parts.locator("a:visible, button:visible").all()) {
      const { width, height } = await target.boundingBox();
      assert.ok(width >= TARGET && height >= TARGET, `${await target.textContent()}: ${width} × ${height}`);
    }
    assert.equal(await parts.locator("a:visible, button:visible").count(), 6);
    await more("Einstellungen");
    await page.getByRole("heading", { name: "Einstellungen" }).waitFor();
    await button("Mehr Bereiche").click();
    await page.getByRole("menuitem", { name: "Jetzt sperren" }).waitFor();
    await reachable("phone-more");
    await page.keyboard.press("Escape");
    await parts.getByRole("link", { name: "Nachrichten" }).click();
    await page.getByRole("link", { name: /Wundteam/ }).click();
    await page.getByRole("region", { name: "Wundteam" }).waitFor();
    assert.equal(await wider(), 0);
    await page.getByRole("region", { name: "Wundteam" }).getByRole("button", { name: "Jetzt sperren" }).click();
    await unlock();
    await page.getByRole("region", { name: "Wundteam" }).waitFor();
  });

  await test("what could not be read says so, and comes back by itself", async () => {
    const screen = page.getByRole("main");
    const problem = screen.getByRole("alert").filter({ hasText: "Der Server hat einen Fehler." });
    const broken = async (part, open, read) => {
      await fail(part, Infinity);
      await open.click();
      await problem.waitFor();
      assert.equal(await read.count(), 0, part);
      await page.evaluate(() => (window.failing = []));
      await problem.waitFor({ state: "detached" });
      await read.first().waitFor();
    };
    await button("Wunden").click();
    const wound = screen.getByRole("link", { name: /Fall 4711/ });
    await broken('{"type":"wound","conversation"', wound, screen.getByText("Wunde angelegt"));
    await button("Zurück").click();
    await broken('"woundPhotos"', wound, screen.getByRole("img", { name: /^Foto vom/ }));
    await button("Zurück").click();
    await broken('{"type":"wounds","conversation"', wound, screen.getByRole("heading", { name: "Fall 4711" }));
    await button("Zurück").click();
    await button("Zurück").click();
    await button("Zurück").click();
    await broken('"type":"album","query"', parts.getByRole("link", { name: "Album" }), screen.getByRole("region", { name: "Fotos" }));
    const handover = parts.getByRole("link", { name: "Übergabe" });
    await broken('{"type":"requests"}', handover, screen.getByText(/Niemand wartet auf etwas|Wartet auf|Übernommen von/));
    await parts.getByRole("link", { name: "Nachrichten" }).click();
    await broken('"handoverView"', handover, screen.getByRole("heading", { name: "Nach Unterhaltungen" }));
  });

  await test("a tick goes back when what it says could not be done", async () => {
    await anna.run("admin", "grant", "Doris Dorn");
    await button("Mehr Bereiche").click();
    await page.getByRole("menuitem", { name: "Verwaltung" }).click();
    await page.getByRole("link", { name: "Aufbewahrung" }).click();
    const hold = field("Löschsperre für die ganze Einrichtung");
    await hold.waitFor();
    await fail('"setPolicy"', 1);
    await hold.click();
    await refused("Der Server hat einen Fehler.");
    assert.equal(await hold.isChecked(), false);
    await hold.click();
    await page.getByText("Die Löschsperre gilt.").waitFor();
    assert.equal(await hold.isChecked(), true);
    await button("Rückgängig").last().click();
    await page.getByText("Die Löschsperre gilt.").waitFor({ state: "detached" });
    await page.waitForFunction(() => [...document.querySelectorAll("label")].some((label) => /^Löschsperre für die ganze/.test(label.textContent.trim()) && !label.querySelector("input").checked));
  });

  await test("what is begun is there after the lock: a text, and a form over the page", async () => {
    await page.getByRole("link", { name: "Verwaltung", exact: true }).last().click();
    await page.getByRole("link", { name: "Datenschutzhinweise" }).click();
    await field("Auf Deutsch").fill("# Wer wir sind\n\nNoch nicht fertig");
    await more("Jetzt sperren");
    await unlock();
    await page.waitForFunction(() => document.querySelector("textarea")?.value.includes("Noch nicht fertig"));
    await parts.getByRole("link", { name: "Kalender" }).click();
    await button("Neuer Termin").click();
    await field("Titel").fill("Verbandwechsel Zimmer 12");
    // A machine that slept is locked at the first touch.
    await page.clock.setSystemTime(Date.now() + DAY);
    await page.keyboard.press("Shift");
    await unlock();
    await page.getByRole("dialog").waitFor();
    assert.equal(await field("Titel").inputValue(), "Verbandwechsel Zimmer 12");
    await button("Schließen").first().click();
    await anna.run("admin", "revoke", "Doris Dorn");
  });

  await test("a file that is dropped beside everything leaves the page as it is", async () => {
    const prevented = await page.evaluate(() => {
      const dropped = new DragEvent("drop", { bubbles: true, cancelable: true });
      document.querySelector("nav").dispatchEvent(dropped);
      return dropped.defaultPrevented;
    });
    assert.ok(prevented);
  });

  await test("a message that is deleted comes back, after a reload too, and is gone when nobody takes that back", async () => {
    const remove = async () => {
      await page.getByRole("article").filter({ hasText: "Bald weg" }).getByRole("button", { name: /Mehr zur Nachricht/ }).click();
      await page.getByRole("menuitem", { name: "Für alle löschen" }).click();
      await page.getByText("Die Nachricht ist gelöscht.").waitFor();
    };
    // The page is a day ahead since it slept, and the core is not: it would take what was deleted for long past.
    await page.clock.setSystemTime(Date.now());
    await parts.getByRole("link", { name: "Nachrichten" }).click();
    await page.getByRole("link", { name: /Wundteam/ }).click();
    await field("Nachricht").fill("Bald weg");
    await page.keyboard.press("Enter");
    const own = page.getByRole("article").filter({ hasText: "Bald weg" });
    await own.getByText("gesendet").waitFor();
    await remove();
    await own.waitFor({ state: "detached" });
    await page.locator(".notice").filter({ hasText: "Die Nachricht ist gelöscht." }).getByRole("button", { name: "Rückgängig" }).click();
    await own.waitFor();
    await remove();
    await page.reload();
    await unlock();
    await page.locator(".notice").filter({ hasText: "Gelöscht in Wundteam." }).getByRole("button", { name: "Rückgängig" }).click();
    await own.waitFor();
    await remove();
    await page.getByText("Die Nachricht ist gelöscht.").waitFor({ state: "detached" });
    const there = async () => {
      await anna.run("sync");
      return (await anna.run("read", "Wundteam")).some((row) => row.text === "Bald weg");
    };
    for (let tries = 0; tries < 100 && (await there()); tries += 1);
    assert.ok(!(await there()));
    await button("Zurück").click();
  });

  await test("a core that does not answer any more is ended by the lock all the same", async () => {
    const [core, ...others] = page.workers();
    assert.deepEqual(others, []);
    await fail('{"type":"lock"}', 1, true);
    await Promise.all([core.waitForEvent("close"), more("Jetzt sperren")]);
    await unlock();
    await parts.getByRole("link", { name: "Nachrichten" }).waitFor();
  });

  await test("a device that is revoked is told, and shows nothing any more", async () => {
    await anna.run("device", "revoke", "Doris Dorn");
    await page.getByRole("heading", { name: "Hier geht es nicht weiter" }).waitFor();
    await page.getByText("Dieses Gerät gehört nicht mehr zur Einrichtung.").waitFor();
    assert.equal(await page.getByText("Wundteam").count(), 0);
    await reachable("ended");
    await button("Weiter").click();
    await page.getByRole("heading", { name: "Willkommen" }).waitFor();
    // That the server refuses it is no fault of the page.
    forgiven();
    assert.deepEqual(complaints, []);
  });
}
