// The album: captured first, sorted later; found again by patient and wound; the room that it takes.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { PIN, asked, recorded } from "../stage.mjs";

export async function album({ test, anna, page, button, field, reachable, refused, awake, folder }) {
  const screen = (name) => page.getByRole("main").getByRole("link", { name, exact: true }).click();
  const cells = page.getByRole("region", { name: "Fotos" }).getByRole("button");

  await test("three photos and a voice note are captured without a conversation", async () => {
    await page.getByRole("link", { name: "Album", exact: true }).click();
    await screen("Ablage");
    await page.getByText(/^Ihre Ablage ist leer/).waitFor();
    await reachable("tray-empty");
    await button("Aufnehmen").click();
    for (const told of ["Ein Foto liegt in Ihrer Ablage.", "2 Fotos liegen in Ihrer Ablage.", "3 Fotos liegen in Ihrer Ablage."]) {
      await button("Foto aufnehmen").click();
      await page.getByText(told).waitFor();
    }
    await button("Schließen").first().click();
    await button("Sprachnachricht aufnehmen").click();
    await recorded(page, 1);
    await button("Ablegen").click();
    await cells.nth(3).waitFor();
    assert.equal(await cells.count(), 4);
    await page.getByText(/^4 Fotos in Ihrer Ablage werden gelöscht|noch 30 Tage/).first().waitFor();
  });

  await test("photos are filed under a patient, which is taken back", async () => {
    const ticks = page.getByRole("checkbox", { name: /^Auswählen: Foto/ });
    await ticks.nth(0).check();
    await ticks.nth(1).check();
    await page.getByText("2 ausgewählt").waitFor();
    await reachable("tray");
    await button("Zuordnen").click();
    await button("Fall 4711").waitFor();
    await reachable("file-under");
    await field("Patientenbezug").fill("Fall 0815");
    await button("Speichern").click();
    await page.getByText("2 zugeordnet.").waitFor();
    await page.getByText("Fall 0815 · noch 30 Tage").nth(1).waitFor();
    await button("Rückgängig").last().click();
    await page.getByText("Fall 0815 · noch 30 Tage").first().waitFor({ state: "detached" });
  });

  await test("a photo goes from the tray to a wound, comes back, and goes again", async () => {
    const move = async () => {
      await page.getByRole("checkbox", { name: /^Auswählen: Foto/ }).first().check();
      await button("Verschieben").click();
      await button("Wundteam").click();
      await button(/^Fall 4711/).waitFor();
      await reachable("move");
      await button(/^Fall 4711/).click();
      await page.getByText("Verschoben nach Wundteam.").last().waitFor();
      await cells.nth(3).waitFor({ state: "detached" });
    };
    await move();
    await button("Rückgängig").last().click();
    await cells.nth(3).waitFor();
    await move();
    const [wound] = await anna.until(([{ photos }]) => photos === 5, "wounds", "list", "Wundteam");
    assert.equal(wound.photos, 5);
  });

  await test("what is deleted comes back if one wants it, and is gone else, also when the page is locked meanwhile", async () => {
    await cells.first().click();
    await page.getByRole("dialog").getByText("Noch ohne Patientenbezug").waitFor();
    await reachable("picture");
    await page.getByRole("dialog").getByRole("button", { name: "Löschen" }).click();
    await cells.nth(2).waitFor({ state: "detached" });
    await button("Rückgängig").last().click();
    await cells.nth(2).waitFor();
    for (const _ of [1, 2, 3]) await page.getByRole("checkbox", { name: /^Auswählen/, checked: false }).first().check();
    await button("Löschen").click();
    await page.getByText(/^Ihre Ablage ist leer/).waitFor();
    await button("Jetzt sperren").first().click();
    await field("PIN").fill(PIN);
    await button("Entsperren").click();
    await page.getByText(/^Ihre Ablage ist leer/).waitFor();
  });

  /** Empties the tray for good. */
  const emptied = async () => {
    await page.getByRole("checkbox", { name: /^Auswählen/, checked: false }).first().check();
    await button("Löschen").click();
    await page.getByText(/^Ihre Ablage ist leer/).waitFor();
    await awake();
    await page.getByText(/^Ihre Ablage ist leer/).waitFor();
  };
  const lockedOverDialog = async () => {
    await page.getByRole("button", { name: "Jetzt sperren", includeHidden: true }).first().evaluate((button) => button.click());
    await field("PIN").fill(PIN);
    await button("Entsperren").click();
  };

  await test("a photo that the tray does not take is kept, and tried again", async () => {
    const camera = (on) => anna.run("policy", "set", "--camera", on, "--yes");
    const capture = page.getByRole("button", { name: "Aufnehmen", exact: true, includeHidden: true });
    await button("Aufnehmen").click();
    await camera("off");
    await capture.waitFor({ state: "detached" });
    await button("Foto aufnehmen").click();
    await refused("Einrichtung");
    await button("Schließen").first().click();
    await page.getByText("Ein Foto konnte nicht abgelegt werden.").waitFor();
    await reachable("tray-kept");
    await asked(page);
    await camera("on");
    await capture.waitFor();
    await button("Noch einmal versuchen").click();
    await cells.first().waitFor();
    await page.getByText("Ein Foto konnte nicht abgelegt werden.").waitFor({ state: "detached" });
    await emptied();
  });

  await test("a house that lets no files in lets in what the page's own camera has made", async () => {
    const files = (on) => anna.run("policy", "set", "--files", on, "--yes");
    await files("off");
    await page.getByRole("link", { name: "Einstellungen" }).first().click();
    await page.getByText("Nur was in dieser App aufgenommen wird, kann gesendet werden").waitFor();
    await page.getByRole("link", { name: "Album", exact: true }).click();
    await screen("Ablage");
    await button("Aufnehmen").click();
    await button("Foto aufnehmen").click();
    await page.getByText("Ein Foto liegt in Ihrer Ablage.").waitFor();
    await button("Schließen").first().click();
    await cells.first().waitFor();
    await emptied();
    await files("on");
  });

  await test("a photo that is looked through is asked about before a reload, and lies in the tray after the lock; one that cannot is told of", async () => {
    await page.getByRole("link", { name: "Nachrichten", exact: true }).click();
    await page.getByRole("link", { name: /Wundteam/ }).click();
    await button("Kamera").click();
    await button("Foto aufnehmen").click();
    await page.getByRole("img", { name: "Das Foto" }).waitFor();
    await asked(page);
    await page.getByRole("img", { name: "Das Foto" }).waitFor();
    await lockedOverDialog();
    await button("Anhängen").click();
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("menuitem", { name: "Foto oder Datei" }).click();
    const broken = path.join(folder, "broken.jpg");
    fs.writeFileSync(broken, "no photo");
    await (await chooser).setFiles(broken);
    await page.getByRole("dialog").waitFor();
    await lockedOverDialog();
    await refused("Ein Foto, das noch nicht gesendet war");
    await page.getByRole("link", { name: "Album", exact: true }).click();
    await screen("Ablage");
    // On the screen before there are photos, too.
    await page.getByText("noch 30 Tage").waitFor();
    assert.equal(await cells.count(), 1);
    await emptied();
  });

  await test("photos are found by patient and wound", async () => {
    await screen("Alle");
    await cells.nth(4).waitFor();
    await reachable("album");
    await field("Patientenbezug").selectOption({ index: 1 });
    await field("Wunde").selectOption({ index: 1 });
    await cells.nth(5).waitFor({ state: "detached" });
    await cells.nth(4).waitFor();
    assert.equal(await cells.count(), 5);
    await cells.first().click();
    const opened = page.getByRole("dialog");
    await opened.getByText("Patientenbezug: Fall 4711").waitFor();
    const later = opened.getByRole("button", { name: "Zum späteren" });
    assert.ok(await later.isDisabled());
    await page.keyboard.press("ArrowLeft");
    await page.waitForFunction(() => document.querySelector("dialog [aria-label='Zum späteren']").ariaDisabled === "false");
    await opened.getByRole("link", { name: "Zur Wunde" }).click();
    await page.getByRole("heading", { name: "Fall 4711" }).waitFor();
    // What has no text is told by its kind.
    await page.getByRole("complementary").getByRole("link", { name: /Wundteam/ }).getByText("Foto", { exact: true }).waitFor();
  });

  await test("the room that everything takes is told, and freed", async () => {
    await page.getByRole("link", { name: "Album", exact: true }).click();
    await screen("Speicher");
    await page.getByText("Sprachnachrichten und Videos").waitFor();
    await reachable("storage");
    await button(/^[1-9].* von diesem Gerät nehmen$/).click();
    await page.getByText(/sind wieder frei\.$/).waitFor();
    await button(/^0 .* von diesem Gerät nehmen$/).waitFor();
    await page.getByRole("link", { name: "Nachrichten", exact: true }).click();
  });
}
