// What the house decides binds the devices that are in: their kind, how long a PIN is, and whether text is copied.

import assert from "node:assert/strict";
import { PIN } from "../stage.mjs";

const LONGER = `${PIN}42`;

export async function limits({ test, anna, page, button, field, reachable, awake, complaints }) {
  const policy = (...change) => anna.run("policy", "set", ...change, "--yes");
  const settings = () => page.getByRole("link", { name: "Einstellungen" }).first();
  const change = async (old, fresh, least) => {
    await field("Bisherige PIN").fill(old);
    await field(`Neue PIN (mindestens ${least} Ziffern)`).fill(fresh);
    await field("PIN wiederholen").fill(fresh);
    await button("PIN ändern").click();
    await page.getByText("Die PIN ist geändert.").waitFor();
  };

  await test("a browser is shut while the house permits none, and goes on by itself", async () => {
    await awake();
    await settings().waitFor();
    await policy("--devices", "phone,shared,desktop,bot");
    await page.getByRole("heading", { name: "Zurzeit verschlossen" }).waitFor();
    await page.getByText("Ihre Einrichtung erlaubt diese Art von Gerät nicht.").waitFor();
    await reachable("shut");
    await policy("--devices", "phone,shared,desktop,web,bot");
    await settings().waitFor();
    // The browser itself complains of each time that the server refused it.
    complaints.splice(0, complaints.length, ...complaints.filter((text) => !text.includes("403")));
  });

  await test("a longer PIN is chosen after the next unlocking, before anything is shown; how many tries are left is told", async () => {
    await policy("--pin-length", "8", "--wipe-after", "10");
    await settings().click();
    await field("Neue PIN (mindestens 8 Ziffern)").waitFor();
    await button("Jetzt sperren").first().click();
    await page.getByText("Noch 10 Versuche, dann wird auf diesem Gerät alles gelöscht.").waitFor();
    await field("PIN").fill("999999");
    await button("Entsperren").click();
    await page.getByText("Noch 9 Versuche").waitFor();
    await page.getByText("Die PIN ist falsch.").waitFor();
    await field("PIN").fill(PIN);
    await button("Entsperren").click();
    await page.getByRole("heading", { name: "Neue PIN nötig" }).waitFor();
    await reachable("pin-due");
    await change(PIN, LONGER, 8);
    await settings().waitFor();
    await policy("--pin-length", "6", "--wipe-after", "0");
    await settings().click();
    await field("Neue PIN (mindestens 6 Ziffern)").waitFor();
    await change(LONGER, PIN, 6);
  });

  await test("what the page shows is copied where the house permits it, and what somebody writes always", async () => {
    await page.getByRole("link", { name: "Nachrichten", exact: true }).click();
    await page.getByRole("link", { name: /Wundteam/ }).click();
    const message = page.getByRole("article").last();
    await message.waitFor();
    const [word] = (await message.innerText()).match(/\p{L}+/u);
    /** What is in the field after the message was marked and copied, and the clipboard put in there. */
    const copied = async () => {
      await field("Nachricht").fill("");
      await message.evaluate((one) => {
        document.activeElement.blur();
        getSelection().selectAllChildren(one);
      });
      await page.keyboard.press("Control+C");
      await field("Nachricht").focus();
      await page.keyboard.press("Control+V");
      return field("Nachricht").inputValue();
    };
    const markable = (select) => page.waitForFunction((select) => getComputedStyle(document.querySelector("article")).userSelect === select, select);
    const prevented = (on) => on.evaluate((one) => ["copy", "cut", "dragstart"].map((name) => !one.dispatchEvent(new Event(name, { bubbles: true, cancelable: true }))));
    // What was written is copied, and is what the clipboard has when the message is not.
    await field("Nachricht").fill("Eigenes");
    await field("Nachricht").selectText();
    await page.keyboard.press("Control+C");
    await markable("none");
    assert.equal(await copied(), "Eigenes");
    assert.deepEqual(await prevented(message), [true, true, true]);
    assert.deepEqual(await prevented(field("Nachricht")), [false, false, false]);
    await policy("--copy", "on");
    await markable("auto");
    assert.deepEqual(await prevented(message), [false, false, false]);
    assert.ok((await copied()).includes(word));
    await policy("--copy", "off");
    await markable("none");
    await field("Nachricht").fill("");
    await settings().click();
  });
}
