// Feeds that several components of a screen draw from: opened with the first of them, closed with the last.

import { onDestroy } from "svelte";
import type { Feed } from "verband-core/feed.js";
import { Rows } from "./rows.svelte.ts";

const held = new Map<string, { rows: Rows<unknown>; users: number }>();

/** The rows of a feed by its name, for as long as the component that asks is there. */
export function shared<R>(name: string, open: () => Promise<Feed<R>>): Rows<R> {
  const one = held.get(name) ?? { rows: new Rows<unknown>(open), users: 0 };
  one.users += 1;
  held.set(name, one);
  onDestroy(() => {
    one.users -= 1;
    if (one.users > 0) return;
    one.rows.close();
    if (held.get(name) === one) held.delete(name);
  });
  return one.rows as Rows<R>;
}
