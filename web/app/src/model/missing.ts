// What the lock, another window or a crash came before: it is not kept. Notices go with the lock, so it is told when the same person
// is back.

import { notices } from "./notices.svelte.ts";
import { profiles } from "./profiles.svelte.ts";
import { t } from "./texts.svelte.ts";

/** What it is, by the text that says how many. */
type What = "files-cut-off" | "photos-lost";

const all = new Map<string, Map<What, number>>();

/** Notes one that is missing. */
export function missing(what: What): void {
  const own = all.get(profiles.current) ?? new Map<What, number>();
  all.set(profiles.current, own.set(what, (own.get(what) ?? 0) + 1));
}

/** Tells who is back what is missing of hers. */
export function tellMissing(): void {
  for (const [what, count] of all.get(profiles.current) ?? []) notices.tell(t(what, { count }), null, true);
  all.delete(profiles.current);
}
