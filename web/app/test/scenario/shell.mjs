// The app's own files: what the browser keeps of them, and what not.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { PIN } from "../stage.mjs";

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

export async function shell({ test, server, page, button, field, forgiven }) {
  let sums;
  let files;

  await test("every file that the server hands out is the one that was built", async () => {
    sums = Buffer.from(await (await fetch(`${server.address}/SHA256SUMS`)).arrayBuffer());
    files = sums.toString().trimEnd().split("\n").map((line) => line.split("  "));
    assert.ok(files.some(([, name]) => name === "index.html") && files.some(([, name]) => name === "service-worker.js"));
    for (const [hash, name] of files) {
      const response = await fetch(`${server.address}/${name}`);
      assert.equal(sha256(Buffer.from(await response.arrayBuffer())), hash, name);
    }
    await page.getByRole("link", { name: "Einstellungen" }).first().click();
    await page.getByText(sha256(sums)).waitFor();
  });

  await test("the browser keeps the app's files, and nothing that the server has said", async () => {
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
    const kept = await page.evaluate(async () => {
      const lists = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
      return lists.flat().map(({ url }) => url);
    });
    const permitted = new Set([...files.map(([, name]) => name), "SHA256SUMS"].map((name) => `${server.address}/${name}`));
    assert.deepEqual(kept.filter((url) => !permitted.has(url)), []);
    assert.equal(kept.length, files.length, "all but the worker itself, and the list");
  });

  await test("who comes back without a network finds the lock, and behind it what she has", async () => {
    await server.close();
    await page.reload();
    await page.getByRole("heading", { name: "Gesperrt" }).waitFor();
    await field("PIN").fill(PIN);
    await button("Entsperren").click();
    await page.getByRole("link", { name: "Nachrichten", exact: true }).click();
    await page.getByRole("link", { name: /Wundteam/ }).waitFor();
    await server.again();
    await page.getByRole("status").filter({ hasText: "Kein Netz" }).waitFor({ state: "detached" });
    forgiven();
  });
}
