// The lists of terms that people tick, in the language of the page, from the core.

import type { WoundTerm } from "verband-core/types.js";
import { session } from "./session.svelte.ts";
import { texts } from "./texts.svelte.ts";

class Terms {
  #all = $state.raw<readonly WoundTerm[]>([]);
  #of = "";

  /** Reads them once for each language. */
  async load(): Promise<void> {
    const { language } = texts;
    if (this.#of === language) return;
    this.#all = await session.verband.record({ type: "woundTerms", language }, language);
    this.#of = language;
  }

  list(name: string): readonly WoundTerm[] {
    return this.#all.filter((term) => term.list === name);
  }

  /** The word for a code; one that a newer version wrote is shown as it is. */
  word(list: string, code: string): string {
    return this.#all.find((term) => term.list === list && term.code === code)?.word ?? code;
  }
}

export const terms = new Terms();
