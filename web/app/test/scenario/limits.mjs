// What the house decides binds the devices that are in: their kind, and how long a PIN is.

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

  await test("a longer PIN is chosen after the next unlocking, before anything is shown", async () => {
    await policy("--pin-length", "8");
    await settings().click();
    await field("Neue PIN (mindestens 8 Ziffern)").waitFor();
    await button("Jetzt sperren").first().click();
    await field("PIN").fill(PIN);
    await button("Entsperren").click();
    await page.getByRole("heading", { name: "Neue PIN nötig" }).waitFor();
    await reachable("pin-due");
    await change(PIN, LONGER, 8);
    await settings().waitFor();
    await policy("--pin-length", "6");
    await settings().click();
    await field("Neue PIN (mindestens 6 Ziffern)").waitFor();
    await change(LONGER, PIN, 6);
  });
}
