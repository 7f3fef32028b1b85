// What the tests use inside the page.

import { Verband, VerbandError, applied } from "./verband.js";

/** The rows of a feed as a screen has them. */
class Screen {
  #feed;
  #rows = [];

  constructor(feed) {
    this.#feed = feed;
  }

  /** Waits until the rows are as wanted; gives the row that `find` finds. */
  async until(find) {
    for (;;) {
      const row = this.#rows.find(find);
      if (row) return row;
      const batch = await this.#feed.next();
      if (!batch) throw new Error("the feed has ended");
      this.#rows = applied(this.#rows, batch);
    }
  }

  get rows() {
    return this.#rows;
  }

  get feed() {
    return this.#feed;
  }
}

/** The first rows of a feed that are as wanted. The feed ends. */
async function rows(feed, wanted) {
  let rows = [];
  for await (const batch of await feed) {
    rows = applied(rows, batch);
    if (await wanted(rows)) return rows;
  }
  throw new Error("the feed has ended");
}

/** Lets devices catch up until there is something that no feed shows. */
async function settled(devices, ask) {
  for (;;) {
    const found = await ask();
    if (found) return found;
    for (const device of devices) await device.perform({ type: "sync" });
  }
}

/** What a promise fails with, as plain fields; null if it does not fail. */
async function failure(promise) {
  try {
    await promise;
    return null;
  } catch (error) {
    if (!(error instanceof VerbandError)) throw error;
    const { code, retry, retryAfterMs, reference } = error;
    return { code, retry, retryAfterMs, reference };
  }
}

window.kit = { Verband, Screen, failure, rows, settled };
window.ready = true;
