// Letters that were just made and are not put away yet. Their codes are nowhere else: they stay while somebody looks at other
// screens, and go with the lock.

import { SvelteMap } from "svelte/reactivity";
import type { Invited, Language } from "verband-core/types.js";

export interface Fresh {
  invited: readonly Invited[];
  /** The language of each letter, where it is known. */
  languages: readonly (Language | null)[];
}

/** By where they were made. */
export const fresh = new SvelteMap<string, Fresh>();

addEventListener("beforeunload", (event) => {
  if (fresh.size > 0) event.preventDefault();
});
