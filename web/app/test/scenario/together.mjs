// Three people at once, each in a browser of her own, and a colleague on the command line: they write, edit, vote and cover, one has no
// network meanwhile, one loads the page anew in the middle. In the end all have the same.

import assert from "node:assert/strict";
import { PIN, arrive, inAnotherBrowser } from "../stage.mjs";

const CHANNEL = "Gemeinsam";

export const together = (scene) =>
  inAnotherBrowser(scene.folder, "hanna", (hanna) =>
    inAnotherBrowser(scene.folder, "ida", (ida) => play(scene, hanna, ida)));

/** In the page: what a conversation shows that is the same for everybody. */
function shown() {
  const own = "footer, .author, .answered, header, button, form, .survey > p";
  return [...document.querySelectorAll("[role=log] article")].map((article) => {
    const copy = article.cloneNode(true);
    copy.querySelectorAll(own).forEach((part) => part.remove());
    const image = article.querySelector("img");
    let pixels = "";
    if (image?.complete) {
      const canvas = new OffscreenCanvas(8, 8);
      const context = canvas.getContext("2d");
      context.drawImage(image, 0, 0, 8, 8);
      pixels = [...context.getImageData(0, 0, 8, 8).data].join();
    }
    return `${copy.textContent.trim().replace(/\s+/g, " ")}${pixels}`;
  });
}

async function play({ test, server, anna, page, button, field, awake }, hanna, ida) {
  const berta = { page, button, field };
  const everybody = [berta, hanna, ida];
  const article = (who, text) => who.page.getByRole("article").filter({ hasText: text });
  const open = async (who) => {
    await who.page.getByRole("link", { name: new RegExp(CHANNEL) }).click();
    await who.page.getByRole("region", { name: CHANNEL }).waitFor();
  };
  const write = async (who, text) => {
    await who.field("Nachricht").fill(text);
    await who.page.keyboard.press("Enter");
    await article(who, text).waitFor();
  };
  const menu = async (who, text, entry) => {
    await article(who, text).getByRole("button", { name: /Mehr zur Nachricht/ }).last().click();
    await who.page.getByRole("menuitem", { name: entry, exact: true }).click();
  };
  const edit = async (who, text, after) => {
    await menu(who, text, "Bearbeiten");
    await who.field("Nachricht").fill(after);
    await who.page.keyboard.press("Enter");
    await article(who, after).waitFor();
  };
  const vote = async (who, answer) => {
    const card = who.page.getByRole("group", { name: "Umfrage: Dienstplan" });
    await card.getByLabel(answer, { exact: true }).check();
    await card.getByRole("button", { name: "Abstimmen" }).click();
    await card.getByText(/^Ihre Stimme/).waitFor();
  };
  const cover = async (who) => {
    const editor = who.page.getByRole("dialog");
    await editor.getByRole("group", { name: "Markierungen auf dem Foto" }).waitFor();
    await who.button("In die Mitte setzen").click();
    await editor.getByRole("button", { name: /^1: Kasten/ }).waitFor();
    await editor.locator("footer button.main").last().click();
    await editor.waitFor({ state: "detached" });
  };

  await test("three people are in one channel, with a survey", async () => {
    await awake();
    await anna.run("sync");
    await anna.run("channel", "create", CHANNEL);
    await anna.run("channel", "add", CHANNEL, "Berta Brandt");
    const invite = async (name) => (await anna.run("invite", name, "--channel", CHANNEL)).code;
    await arrive(hanna.page, server.address, await invite("Hanna Hahn"));
    await arrive(ida.page, server.address, await invite("Ida Igel"));
    for (const { page } of [hanna, ida]) {
      const channel = page.getByRole("link", { name: new RegExp(CHANNEL) });
      for (let tries = 0; tries < 20 && !(await channel.isVisible()); tries += 1) await anna.run("sync");
    }
    await anna.run("surveys", "create", CHANNEL, "--title", "Dienstplan", "--ask", "Welcher?", "--option", "Blau", "--option", "Grün");
    await page.goto(`${server.address}/#/`);
    for (const who of everybody) {
      await open(who);
      await who.page.getByRole("group", { name: "Umfrage: Dienstplan" }).waitFor();
    }
  });

  await test("all write, edit, vote and cover at once, one without a network and one who loads the page anew", async () => {
    await hanna.browser.setOffline(true);
    await Promise.all([
      (async () => {
        for (let at = 1; at <= 5; at += 1) await write(berta, `Berta ${at}`);
        await edit(berta, "Berta 2", "Berta zwei");
        await vote(berta, "Blau");
        await menu(berta, "Berta 4", "Für alle löschen");
      })(),
      (async () => {
        for (let at = 1; at <= 4; at += 1) await write(hanna, `Hanna ${at}`);
        await article(hanna, "Hanna 4").getByText("wartet").waitFor();
        await edit(hanna, "Hanna 3", "Hanna drei");
        await vote(hanna, "Grün");
        await hanna.browser.setOffline(false);
      })(),
      (async () => {
        await write(ida, "Ida 1");
        await ida.page.reload();
        await ida.field("PIN").fill(PIN);
        await ida.button("Entsperren").click();
        await ida.button("Kamera").click();
        await ida.button("Foto aufnehmen").click();
        await cover(ida);
        await ida.page.getByRole("article").getByRole("button", { name: /öffnen/ }).first().click();
        await ida.button("Abdecken").click();
        await cover(ida);
        await vote(ida, "Grün");
        await write(ida, "Ida 2");
      })(),
      (async () => {
        for (let at = 1; at <= 3; at += 1) await anna.run("send", CHANNEL, `Anna ${at}`);
      })(),
    ]);
  });

  await test("in the end everybody has the same, in the same order", async () => {
    const texts = ["Berta 1", "Berta zwei", "Hanna drei", "Hanna 4", "Ida 1", "Ida 2", "Anna 3"];
    // A deletion is held until it cannot be undone any more.
    for (const who of everybody) await article(who, "Berta 4").waitFor({ state: "detached" });
    let [first, ...others] = [];
    for (const end = Date.now() + 60_000; Date.now() < end;) {
      await anna.run("sync");
      [first, ...others] = await Promise.all(everybody.map(({ page }) => page.evaluate(shown)));
      const waits = await Promise.all(everybody.map(({ page }) => page.getByRole("article").getByText("wartet").count()));
      const done = first.some((row) => /gelöscht/.test(row)) && texts.every((text) => first.some((row) => row.startsWith(text)));
      if (done && waits.every((count) => count === 0) && others.every((rows) => rows.join("\n") === first.join("\n"))) break;
    }
    for (const rows of others) assert.deepEqual(rows, first);
    for (const text of texts) assert.equal(first.filter((row) => row.startsWith(text)).length, 1, text);
    for (const { page } of everybody) {
      await page.getByRole("group", { name: "Umfrage: Dienstplan" }).getByText("3 Personen haben abgestimmt").waitFor();
    }
    await anna.run("sync");
    const read = (await anna.run("read", CHANNEL)).map((row) => row.text).filter((text) => /^(Anna|Berta|Hanna|Ida) /.test(text));
    assert.deepEqual(read, first.map((row) => row.match(/^(Anna|Berta|Hanna|Ida) (\d|zwei|drei)$/)?.[0]).filter(Boolean));
    for (const { complaints, forgiven } of [hanna, ida]) {
      forgiven();
      assert.deepEqual(complaints, []);
    }
  });
}
