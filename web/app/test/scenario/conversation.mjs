// Writing, finding, and beginning conversations.

import assert from "node:assert/strict";

export async function conversation({ test, anna, page, button, field, reachable }) {
  await test("a text is written, confirmed as sent, and read by the colleague", async () => {
    await field("Nachricht").fill("Ich übernehme Zimmer 12");
    await page.keyboard.press("Enter");
    const own = page.getByRole("article").filter({ hasText: "Ich übernehme Zimmer 12" });
    await own.getByText("gesendet").waitFor();
    await anna.run("sync");
    assert.ok((await anna.run("read", "Wundteam")).some((row) => row.text === "Ich übernehme Zimmer 12"));
    await anna.run("send", "Wundteam", "Danke, Berta");
    await page.getByRole("article").filter({ hasText: "Danke, Berta" }).waitFor();
    await reachable("conversation");
  });

  await test("sending is undone", async () => {
    await field("Nachricht").fill("Falsches Zimmer");
    await page.keyboard.press("Enter");
    const own = page.getByRole("article").filter({ hasText: "Falsches Zimmer" });
    await own.waitFor();
    await page.getByRole("status").getByRole("button", { name: "Rückgängig" }).last().click();
    await own.waitFor({ state: "detached" });
  });

  await test("by keys alone: answer, react, edit, delete", async () => {
    const menu = async (text, entry) => {
      await page.getByRole("article").filter({ hasText: text }).getByRole("button", { name: /Mehr zur Nachricht/ }).last().focus();
      await page.keyboard.press("Enter");
      const item = page.getByRole("menuitem", { name: entry });
      await item.waitFor();
      while (!(await item.evaluate((element) => element === document.activeElement))) await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
    };
    await menu("Danke, Berta", "Antworten");
    await page.keyboard.type("Gern");
    await page.keyboard.press("Enter");
    const reply = page.getByRole("article").filter({ hasText: "Gern" });
    await reply.locator("blockquote").filter({ hasText: "Anna Arndt" }).waitFor();
    await menu("Danke, Berta", "Mit 👍 reagieren");
    await page.getByRole("button", { name: "👍, 1-mal" }).waitFor();
    await menu("Gern", "Bearbeiten");
    await page.keyboard.type(" geschehen");
    await page.keyboard.press("Enter");
    await page.getByRole("article").filter({ hasText: "Gern geschehen" }).getByText("bearbeitet").waitFor();
    await menu("Gern geschehen", "Für alle löschen");
    await page.getByRole("article").filter({ hasText: "Diese Nachricht wurde gelöscht." }).waitFor();
  });

  await test("words are found, and lead to their conversation", async () => {
    await field("Suchen").fill("suchung");
    const hit = page.getByRole("link").filter({ hasText: "Untersuchung" });
    await hit.waitFor();
    assert.equal(await hit.locator("mark").textContent(), "suchung");
    await hit.click();
    await field("Suchen").fill("Xylophon");
    await page.getByRole("listitem").filter({ hasText: /./ }).first().waitFor();
    await field("Suchen").fill("");
  });

  await test("a chat begins with a colleague, and a channel of one's own", async () => {
    await button("Neue Unterhaltung").click();
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
}
