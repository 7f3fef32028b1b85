// Every screen that has an address, in English: its words are longer or shorter than the German ones, which all other parts read.

import assert from "node:assert/strict";

/** How many screens one test looks at. */
const LOT = 12;

/** The kind of a screen: those of the administration are each another one. */
const kind = (address) => address.match(/^#\/(administration\/[a-z]+|calendar\/[a-z]+|[a-z]*)/)[1];

export async function english({ test, server, page, field, fitting, awake }) {
  const open = async (address) => {
    await page.goto(`${server.address}/${address}`);
    await page.getByRole("main").or(page.getByRole("complementary")).first().waitFor();
    await page.waitForFunction(() => document.body.checkVisibility() && ![...document.querySelectorAll("[role=status]")].some((one) => one.checkVisibility() && /^Loading …$/.test(one.textContent)));
  };

  const [waiting, seen] = [["#/"], new Set()];
  await test("the page is told as English from now on", async () => {
    await awake();
    await open("#/settings");
    await field("Sprache").selectOption("english");
    await page.getByRole("heading", { name: "Settings" }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  });

  while (waiting.length > 0) {
    await test(`in English every screen that has an address fits, from ${kind(waiting[0]) || "list"} on`, async () => {
      for (let count = 0; count < LOT && waiting.length > 0;) {
        const address = waiting.shift();
        if (seen.has(kind(address))) continue;
        seen.add(kind(address));
        count += 1;
        await open(address);
        await fitting(`english-${kind(address).replace("/", "-") || "list"}`);
        const links = await page.locator("a[href^='#/']").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
        const [, conversation] = links.find((link) => link.startsWith("#/conversation/"))?.split("n/") ?? [];
        const besides = conversation && address === "#/" ? ["channel", "wounds", "surveys"].map((at) => `#/${at}/${conversation}`) : [];
        waiting.push(...links, ...besides, "#/new", "#/outbox");
      }
    });
  }

  await test("and as German again", async () => {
    assert.ok(seen.size > 15, `${[...seen]}`);
    await open("#/settings");
    await field("Language").selectOption("german");
    await page.getByRole("link", { name: "Nachrichten", exact: true }).click();
  });
}
