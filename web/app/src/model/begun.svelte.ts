// What is begun in a conversation: it stays while somebody looks at another one. The lock forgets it, but for the text, what that
// answers, and what is being corrected, which the core keeps as drafts.

import type { Account, Location, MessageRow } from "verband-core/types.js";
import { type Picked, pickedFrom } from "./mentions.ts";
import { session } from "./session.svelte.ts";

/** A message that is being corrected. */
export interface Correction {
  event: string;
  text: string;
  /** Who is called in it. */
  picked: readonly Picked[];
}

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
  /** What is corrected; what was begun waits meanwhile. */
  correction = $state.raw<Correction | null>(null);

  /** Corrects a message. */
  correct({ event, text, mentions }: MessageRow): void {
    this.correction = { event, text, picked: pickedFrom(text, mentions) };
  }

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
