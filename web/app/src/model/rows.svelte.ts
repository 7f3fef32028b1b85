// A feed of the core as rows that a component draws. One that fails is opened again: what stands there is always what holds.

import { type Feed, applied } from "verband-core/feed.js";
import { VerbandError } from "verband-core/types.js";
import { told } from "./texts.svelte.ts";

/** After how long a feed that failed is opened again, in milliseconds, at first and at most. */
const [AGAIN, LATEST] = [1_000, 30_000];

export class Rows<R> {
  rows = $state.raw<readonly R[]>([]);
  /** Whether the first batch has come: before it, emptiness says nothing. */
  ready = $state(false);
  /** Why there are no rows, for the person; empty if there are. */
  problem = $state("");
  #open: () => Promise<Feed<R>>;
  #feed: Promise<Feed<R>>;
  #end = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(open: () => Promise<Feed<R>>) {
    this.#open = open;
    this.#feed = open();
    void this.#follow(AGAIN);
  }

  async #follow(pause: number): Promise<void> {
    const { signal } = this.#end;
    const opened = this.#feed;
    let next = pause;
    try {
      const feed = await opened;
      for (;;) {
        const batch = await feed.next({ signal });
        if (!batch || signal.aborted) return;
        this.rows = applied(this.rows, batch);
        this.ready = true;
        this.problem = "";
        next = AGAIN;
      }
    } catch (error) {
      if (!(error instanceof VerbandError)) throw error;
      // The lock ends all feeds; so does leaving the screen.
      if (error.code === "locked" || signal.aborted) return;
      opened.then((feed) => feed.close()).catch(() => {});
      this.rows = [];
      this.ready = false;
      this.problem = told(error);
      this.#timer = setTimeout(() => {
        this.#feed = this.#open();
        void this.#follow(Math.min(2 * next, LATEST));
      }, next);
    }
  }

  /** Shows more of what is older. */
  async grow(): Promise<void> {
    await (await this.#feed).grow();
  }

  close(): void {
    this.#end.abort();
    clearTimeout(this.#timer);
    this.#feed.then((feed) => feed.close()).catch(() => {});
  }
}
