// The hands of somebody at a page: with a mouse or a finger, whose touches are counted, or with keys alone. What a job is made of is
// said once and done with either.

import assert from "node:assert/strict";
import { PIN } from "./stage.mjs";

const focused = (target) => target.evaluate((element) => element === document.activeElement);

/** A mouse, or a finger. */
export class Pointer {
  /** Deliberate touches so far. */
  touches = 0;
  #page;

  constructor(page) {
    this.#page = page;
  }

  async press(target) {
    await target.click();
    this.touches += 1;
  }

  /** Writes into a field, which is touched unless it has the focus. */
  async type(target, text) {
    await target.waitFor();
    if (!(await focused(target))) await this.press(target);
    await this.#page.keyboard.insertText(text);
  }

  /** Types the PIN, twice where it is new, with Enter behind it: that counts by itself. */
  async pin(...fields) {
    for (const field of fields) await field.fill(PIN);
    await this.#page.keyboard.press("Enter");
  }
}

/** Keys alone. */
export class Keys {
  /** How many steps lead to anything at most. */
  static #FAR = 150;
  #page;

  constructor(page) {
    this.#page = page;
  }

  /** Goes on from where the focus is: within a menu by arrows, else by Tab. */
  async #reach(target) {
    // What is disabled for a moment is not looked for in vain.
    await target.click({ trial: true });
    const arrows = (await target.getAttribute("role")) === "menuitem";
    for (let step = 0; !(await focused(target)); step += 1) {
      assert.ok(step < Keys.#FAR, `keys lead to ${target}`);
      await this.#page.keyboard.press(arrows ? "ArrowDown" : "Tab");
    }
  }

  async press(target) {
    await this.#reach(target);
    await this.#page.keyboard.press((await target.getAttribute("type")) === "checkbox" ? "Space" : "Enter");
  }

  async type(target, text) {
    await this.#reach(target);
    await this.#page.keyboard.insertText(text);
  }

  async pin(...fields) {
    for (const field of fields) await this.type(field, PIN);
    await this.#page.keyboard.press("Enter");
  }
}
