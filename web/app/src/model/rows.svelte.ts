// A feed of the core as rows that a component draws.

import { type Feed, applied } from "verband-core/feed.js";
import { VerbandError } from "verband-core/types.js";

export class Rows<R> {
  rows = $state.raw<readonly R[]>([]);
  /** Whether the first batch has come: before it, emptiness says nothing. */
  ready = $state(false);
  #feed: Promise<Feed<R>>;
  #end = new AbortController();

  constructor(open: Promise<Feed<R>>) {
    this.#feed = open;
    void this.#follow();
  }

  async #follow(): Promise<void> {
    try {
      const feed = await this.#feed;
      const { signal } = this.#end;
      for (;;) {
        const batch = await feed.next({ signal });
        if (!batch || signal.aborted) return;
        this.rows = applied(this.rows, batch);
        this.ready = true;
      }
    } catch (error) {
      // The lock ends all feeds; so does leaving the screen.
      if (!(error instanceof VerbandError)) throw error;
    }
  }

  /** Shows more of what is older. */
  async grow(): Promise<void> {
    await (await this.#feed).grow();
  }

  close(): void {
    this.#end.abort();
    this.#feed.then((feed) => feed.close()).catch(() => {});
  }
}
