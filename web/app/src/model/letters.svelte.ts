// Letters that were just made and are not put away yet. Their codes are nowhere else: they stay while somebody looks at other
// screens, and go with the lock.

import { SvelteMap } from "svelte/reactivity";
import type { Invited, Language } from "verband-core/types.js";

export interface Fresh {
  invited: readonly Invited[];
  /** The language of each letter, where it is known. */
  languages: readonly (Language | null)[];
  /** The e-mail address of each person, where the list has one. */
  addresses?: readonly string[];
}

/** By where they were made. */
export const fresh = new SvelteMap<string, Fresh>();

/** The letters of these invitations are worth nothing any more. */
export function drop(ids: readonly string[]): void {
  for (const [slot, { invited, languages, addresses }] of [...fresh]) {
    const left = invited.map((_, at) => at).filter((at) => !ids.includes(invited[at]?.id ?? ""));
    if (left.length === invited.length) continue;
    const pick = <T>(list: readonly T[]) => list.filter((_, at) => left.includes(at));
    if (left.length === 0) fresh.delete(slot);
    else fresh.set(slot, { invited: pick(invited), languages: pick(languages), ...(addresses && { addresses: pick(addresses) }) });
  }
}

addEventListener("beforeunload", (event) => {
  if (fresh.size > 0) event.preventDefault();
});
