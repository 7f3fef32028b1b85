// Videos, and what was not finished when the page went.

import assert from "node:assert/strict";
import { PIN, recorded } from "../stage.mjs";

export async function video({ test, anna, page, button, field, reachable, awake }) {
  const recording = async (seconds) => {
    await button("Kamera").click();
    await button("Video").click();
    await recorded(page, seconds);
  };
  const again = async () => {
    await page.reload();
    await field("PIN").fill(PIN);
    await button("Entsperren").click();
  };

  await test("a video is recorded in the page, sent and played", async () => {
    await page.getByRole("link", { name: /Wundteam/ }).click();
    await recording(2);
    await reachable("video");
    await button("Fertig").click();
    await field("Bildunterschrift").fill("Mobilisation");
    await reachable("video-done");
    await page.getByRole("dialog").getByRole("button", { name: "Senden" }).click();
    const sent = page.getByRole("article").filter({ hasText: "Mobilisation" });
    await sent.getByText("gesendet").waitFor();
    await sent.getByRole("button", { name: /^Video von Berta Brandt ansehen/ }).click();
    await page.waitForFunction(() => document.querySelector("article video")?.videoWidth > 0);
    await anna.run("sync");
    assert.ok((await anna.run("read", "Wundteam")).some((row) => row.text === "Mobilisation" && row.kind === "video"));
  });

  await test("whoever stops in the middle loses nothing, and is asked at once", async () => {
    await recording(2);
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: "Nicht fertig geworden" }).waitFor();
    await page.getByText("Video für: Wundteam").waitFor();
    await page.waitForFunction(() => document.querySelector("dialog video")?.videoWidth > 0);
    await reachable("video-stopped");
    await page.getByRole("dialog").getByRole("button", { name: "Verwerfen" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByRole("status").getByRole("button", { name: "Rückgängig" }).last().click();
    await page.getByRole("dialog").getByRole("button", { name: "Verwerfen" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    // The lock does not wait until nobody can take it back any more.
    await button("Jetzt sperren").first().click();
    await field("PIN").fill(PIN);
    await button("Entsperren").click();
    await button("Kamera").waitFor();
  });

  await test("whoever goes to another screen meanwhile is asked at once as well", async () => {
    await button("Sprachnachricht aufnehmen").click();
    await page.getByText("Aufnahme läuft: 1 s").waitFor();
    await page.getByRole("link", { name: "Album", exact: true }).click();
    await page.getByText("Sprachnachricht für: Wundteam").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Verwerfen" }).click();
    await page.getByText("Aufnahme verworfen.").waitFor();
    await page.getByRole("link", { name: "Nachrichten", exact: true }).click();
    await page.getByRole("link", { name: /Wundteam/ }).click();
    await recording(1);
    await page.goBack();
    await page.getByText("Video für: Wundteam").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Verwerfen" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByRole("link", { name: /Wundteam/ }).click();
    await awake();
    await button("Kamera").waitFor();
  });

  await test("a recording that the page did not survive is found again: kept, sent, discarded", async () => {
    const videos = page.getByRole("button", { name: /^Video von Berta Brandt ansehen/ });
    await videos.first().waitFor();
    const before = await videos.count();
    await recording(4);
    await again();
    await page.getByRole("heading", { name: "Nicht fertig geworden" }).waitFor();
    await page.getByText("Video für: Wundteam").waitFor();
    await reachable("unfinished");
    await button("Vorerst behalten").click();
    await again();
    await page.getByRole("dialog").getByRole("button", { name: "Senden" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByRole("link", { name: /Wundteam/ }).click();
    await videos.nth(before).waitFor();
    await button("Sprachnachricht aufnehmen").click();
    await recorded(page, 3);
    await again();
    await page.getByText("Sprachnachricht für: Wundteam").waitFor();
    await button("Verwerfen").click();
    await page.getByText("Aufnahme verworfen.").waitFor();
    await button("Jetzt sperren").first().click();
    await field("PIN").fill(PIN);
    await button("Entsperren").click();
    await page.getByRole("link", { name: /Wundteam/ }).waitFor();
    assert.equal(await page.getByRole("dialog").count(), 0);
  });
}
