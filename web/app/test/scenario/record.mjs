// To the record: papers, the mark, and what vanishes when.

import assert from "node:assert/strict";
import fs from "node:fs";

export async function record({ test, anna, page, button, field, reachable }) {
  const menu = async (name, entry) => {
    await page.getByRole("button", { name }).click();
    await page.getByRole("menuitem", { name: entry, exact: true }).click();
  };

  await test("a wound leaves as FHIR bundle and as evidence package", async () => {
    await page.getByRole("link", { name: "Nachrichten", exact: true }).click();
    await page.getByRole("link", { name: /Wundteam/ }).click();
    await button("Wunden").click();
    await page.getByRole("link", { name: /Fall 4711/ }).click();
    const made = async (entry) => {
      const download = page.waitForEvent("download");
      await menu("Mehr zu dieser Wunde", entry);
      return fs.readFileSync(await (await download).path());
    };
    const bundle = JSON.parse(await made("Als FHIR-Bündel"));
    assert.deepEqual([bundle.resourceType, bundle.type], ["Bundle", "document"]);
    assert.ok((await made("Als Nachweispaket")).length > 10_000);
  });

  await test("a wound is marked as documented, by whom and where, and the mark taken back", async () => {
    await menu("Mehr zu dieser Wunde", "Zur Akte …");
    await page.getByText("Noch in keiner Akte.").waitFor();
    await field("Name der Akte").fill("KIS");
    await field("Nummer des Dokuments dort (wenn bekannt)").fill("4711-1");
    await reachable("documented");
    await button("Vermerken").click();
    await page.getByText(/^In der Akte „KIS“ seit/).first().waitFor();
    const [wound] = await anna.until(([{ undocumented }]) => undocumented === 0, "wounds", "list", "Wundteam");
    assert.deepEqual([wound.documentedIn ?? wound.documented_in, wound.undocumented], ["KIS", 0]);
    await menu("Mehr zu dieser Wunde", "Zur Akte …");
    await page.getByText("übertragen in „KIS“ (4711-1)").waitFor();
    await field("Warum?").fill("Falscher Patient");
    await button("Zurücknehmen").click();
    await page.getByText(/^In der Akte „KIS“ seit/).first().waitFor({ state: "detached" });
  });

  await test("what vanishes when is told before it does", async () => {
    await page.getByRole("link", { name: /Wundteam/ }).click();
    await menu("Mehr zu dieser Unterhaltung", "Was wann verschwindet");
    await page.getByText("In dieser Zeit verschwindet nichts.").waitFor();
    await field("Als würde nach so vielen Tagen gelöscht").fill("7");
    await page.getByRole("dialog").getByRole("listitem").filter({ hasText: "Frau Grün" }).waitFor();
    await reachable("vanishing");
    await button("Schließen").first().click();
  });
}
