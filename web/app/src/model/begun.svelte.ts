// What is begun in a conversation: it stays while somebody looks at another one. The lock forgets it, but for the text and what that
// answers, which the core keeps as a draft.

import type { Account, Location, MessageRow } from "verband-core/types.js";
import type { Picked } from "./mentions.ts";
import { session } from "./session.svelte.ts";

export class Begun {
  /** The text; null before anything was written. */
  text = $state<string | null>(null);
  /** What is answered. */
  answering = $state.raw<MessageRow | null>(null);
  /** Who was picked to be called. */
  picked = $state.raw<readonly Picked[]>([]);
  confirm = $state(false);
  alarm = $state(false);
  location = $state.raw<Location | null>(null);

  /** What is begun next is without all of that, unless what this gives is called. */
  taken(): () => void {
    const { answering, picked, confirm, alarm, location } = this;
    Object.assign(this, { text: "", answering: null, picked: [], confirm: false, alarm: false, location: null });
    return () => void Object.assign(this, { answering, picked, confirm, alarm, location });
  }
}

const all = new WeakMap<Account, Map<string, Begun>>();

/** What this person has begun in a conversation. */
export function begun(conversation: string): Begun {
  const { account } = session;
  if (!account) return new Begun();
  const own = all.get(account) ?? new Map<string, Begun>();
  all.set(account, own);
  const one = own.get(conversation) ?? new Begun();
  own.set(conversation, one);
  return one;
}
