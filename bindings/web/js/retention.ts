// How long things stay, and what vanishes when and for whom. The same list as in `src/command/retention.rs`.

import type { RowKind } from "./messages.js";

/** How long things stay in a conversation. */
export interface Retention {
  log: string;
  /** Days after which content is erased; none if it stays. */
  days: number | null;
  /** What the organisation says. */
  organisationDays: number | null;
  /** What its moderators say, if it is a channel. */
  channelDays: number | null;
  /** Whose legal hold binds, if one does. */
  hold: "organisation" | "conversation" | null;
  /** Whether what is not in the patient record stays beyond its time. */
  keepUndocumented: boolean;
  /** The author's clock of the newest that was erased because its time was over, in milliseconds since the Unix epoch. */
  erasedUntil: number | null;
  /** Whether this person may change what the channel says. */
  changeable: boolean;
}

/** Why something stays beyond its time. */
export type Kept = "hold" | "undocumented" | "inUse";

/** Something that vanishes, or that stays beyond its time. */
export interface RetentionItem {
  log: string;
  event: string;
  kind: RowKind;
  /** The beginning of its text; empty if it has none. */
  text: string;
  author: string | null;
  authorName: string;
  sentAt: number;
  /** When it vanishes, in milliseconds since the Unix epoch, if it does in the time asked for. */
  vanishesAt: number | null;
  /** Why it stays although its time is over. */
  kept: Kept | null;
  /** Whether it should be in the patient record, and is not. */
  undocumented: boolean;
}

/** How much of a kind vanishes on a day. */
export interface RetentionCount {
  at: number;
  kind: RowKind;
  count: number;
}

/** What vanishes from a conversation, when and for whom. */
export interface RetentionPreview {
  log: string;
  title: string;
  /** Days after which content is erased, as asked; none if it stays. */
  days: number | null;
  hold: "organisation" | "conversation" | null;
  /** How many people lose it: everybody who is in. */
  people: number;
  /** On how many devices; and on the server. */
  devices: number;
  /** By day and kind, the earliest first. */
  counts: RetentionCount[];
  /** What vanishes, the earliest and oldest first. */
  vanishing: RetentionItem[];
  /** What would and stays, the oldest first. */
  kept: RetentionItem[];
  /** How much vanishes, for whom and where, in a sentence. */
  words: string;
}

/** How long things stay. */
export interface Retaining {
  /** How long things stay in a conversation, with the sentence for its top. */
  stays: [{ conversation: string }, { retention: Retention; words: string }];
  /**
   * What vanishes from a conversation, or from all of them, within so many days, at most 366: by the policy, or as if things
   * were kept for another number of days.
   */
  preview: [{ conversation?: string; ahead: number; days?: number }, RetentionPreview[]];
  /** Findings and photos of wounds whose time is over within fourteen days and that are not in the patient record. */
  warnings: [{}, RetentionItem[]];
  /** Why something stays. */
  keptInWords: [{ kept: Kept }, string];
}
