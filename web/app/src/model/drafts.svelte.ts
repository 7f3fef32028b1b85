// What somebody is filling in. The core keeps it as it stands. A form that the lock or a reload took away stands there again, as it
// was; one that somebody has left herself goes on when she opens it the next time.

import { onDestroy } from "svelte";
import type { DraftKey } from "verband-core/types.js";
import { notices } from "./notices.svelte.ts";
import { session } from "./session.svelte.ts";

interface Kept<T> {
  /** Whether the form was there when the page went. */
  open: boolean;
  value: T;
}

/** What is in a form, and whether it was there when the page went. */
export async function look<T>(draft: DraftKey): Promise<Kept<T> | null> {
  const text = await session.verband.perform({ type: "draft", draft });
  return text === null ? null : (JSON.parse(text) as Kept<T>);
}

/** What is in a form that the lock or a reload took away; null if none was. */
export async function interrupted<T>(draft: DraftKey): Promise<T | null> {
  const kept = await look<T>(draft);
  return kept?.open ? kept.value : null;
}

/** What a form is kept in, for as long as the component is there that makes it. */
export class Draft<T> {
  /** Whether the form goes on where somebody had to stop. */
  begun = $state(false);
  #key: DraftKey;
  /** What the form says as long as nobody has begun, and now. */
  #blank = "";
  #said = "";

  constructor(key: DraftKey) {
    this.#key = key;
    onDestroy(() => {
      if (!session.closing && this.#said !== this.#blank) this.#write(false);
    });
  }

  /** What the form begins with: what was begun, if it fits, or what is given. */
  async open(blank: T, fits: (kept: T) => boolean = () => true): Promise<T> {
    this.#blank = this.#said = JSON.stringify(blank);
    const kept = await look<T>(this.#key);
    this.begun = kept !== null && fits(kept.value);
    return kept && this.begun ? kept.value : blank;
  }

  /** Keeps what the form says now. */
  keep(value: T): void {
    const text = JSON.stringify(value);
    if (text === this.#said) return;
    this.#said = text;
    this.#write(true);
  }

  /** What was filled in is where it belongs. */
  async done(): Promise<void> {
    this.#said = this.#blank;
    this.begun = false;
    await session.verband.perform({ type: "dropDraft", draft: this.#key });
  }

  #write(open: boolean): void {
    const text = this.#said === this.#blank ? "" : `{"open":${open},"value":${this.#said}}`;
    void notices.attempt(() => session.verband.perform({ type: "keepDraft", draft: this.#key, text }));
  }
}
