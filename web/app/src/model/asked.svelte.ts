// What the core was asked, for a component to draw: there is no feed of it, so it is asked again from time to time, and after
// whatever changes it.

import { told } from "./texts.svelte.ts";

/** After how long it is asked again while it is drawn, in milliseconds, at least and at most. */
const [AGAIN, LATEST] = [3_000, 10_000];

/** What takes long, in a large house, is asked less often: so much longer than an answer took. */
const REST = 20;

export class Asked<T> {
  /** The newest answer; none before the first one. */
  value = $state.raw<T | null>(null);
  /** Why there is no newer one, for the person; empty if there is. */
  problem = $state("");
  #ask: () => Promise<T>;
  #count = 0;

  /** Whether there is an answer: before it, emptiness says nothing. */
  get ready(): boolean {
    return this.value !== null;
  }

  constructor(ask: () => Promise<T>) {
    this.#ask = ask;
  }

  async look(): Promise<void> {
    const count = ++this.#count;
    try {
      const value = await this.#ask();
      if (count === this.#count) [this.value, this.problem] = [value, ""];
    } catch (error) {
      if (count === this.#count) this.problem = told(error);
    }
  }

  /** Asks now, and again and again until the function that this gives is called: an effect. */
  follow(): () => void {
    return this.#again(() => true);
  }

  /** Asks now, and again only for as long as that fails: what changes it is told otherwise. An effect, too. */
  settle(): () => void {
    return this.#again(() => this.problem !== "");
  }

  #again(due: () => boolean): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const look = async () => {
      const begun = performance.now();
      await this.look();
      if (!over && due()) timer = setTimeout(look, Math.min(LATEST, Math.max(AGAIN, REST * (performance.now() - begun))));
    };
    void look();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }
}
