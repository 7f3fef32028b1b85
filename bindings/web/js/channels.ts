// Channels: what they are, who comes in: the values that cross between page and worker.

import type { Language } from "./types.js";

/** How somebody comes into a channel; everyone: announcements, which moderators write. */
export type Join = "open" | "invitation" | "hidden" | "everyone";

/** What somebody who comes later reads. */
export type History = "full" | "fromJoin" | "closed";

/** What people see of a channel besides what is written in it. A picture may be any photo. */
export interface ChannelDetails {
  title: string;
  description: string;
  picture: Uint8Array | null;
}

/** What a channel is founded with. */
export interface NewChannel {
  details: ChannelDetails;
  join: Join;
  history: History;
  write: "everyone" | "moderators";
  invite: "everyone" | "moderators";
}

/** What changes in the policy of a channel; what is left out stays. */
export interface ChannelChange {
  join?: Join;
  history?: History;
  write?: "everyone" | "moderators";
  invite?: "everyone" | "moderators";
  moderators?: string[];
  /** Days after which content is erased; 0: as the organisation's policy says. */
  retentionDays?: number;
  /** Whether a legal hold keeps everything that is in it. */
  hold?: boolean;
}

/** A channel that is shown to the whole organisation. */
export interface ChannelRow {
  log: string;
  title: string;
  description: string;
  picture: Uint8Array | null;
  join: Join;
  history: History;
  write: "everyone" | "moderators";
  inside: boolean;
  request: "waiting" | "refused" | null;
}

/** Somebody who asks to join a channel. */
export interface JoinRequestRow {
  log: string;
  member: string;
  name: string;
  at: number;
}

/** How far a message has come with somebody. */
export interface Receipt {
  member: string;
  name: string;
  received: boolean;
  read: boolean;
}

/** What holds in a conversation. */
export interface ConversationPolicy {
  join: Join;
  history: History;
  write: "everyone" | "moderators";
  invite: "everyone" | "moderators";
  moderators: string[];
  moderates: boolean;
}

/** Channels: joining and leaving them, what holds in them, and how far others have come in a conversation. */
export interface Channels {
  create: [{ new: NewChannel }, string];
  listed: [{}, ChannelRow[]];
  historyInWords: [{ history: History; language: Language }, string];
  askToJoin: [{ conversation: string }, void];
  takeBackRequest: [{ conversation: string }, void];
  joinRequests: [{ conversation: string }, JoinRequestRow[]];
  answerRequest: [{ conversation: string; member: string; admit: boolean }, void];
  leave: [{ conversation: string }, void];
  setDetails: [{ conversation: string; details: ChannelDetails }, void];
  picture: [{ conversation: string }, Uint8Array | null];
  policy: [{ conversation: string }, ConversationPolicy];
  setPolicy: [{ conversation: string; change: ChannelChange }, void];
  personalSpace: [{}, string | null];
  storageOf: [{ conversation: string }, { used: number; quota: number | null }];
  receipts: [{ conversation: string; event: string }, Receipt[]];
  setReadReceipts: [{ on: boolean }, void];
  readReceipts: [{}, boolean];
  setTyping: [{ conversation: string }, void];
  typing: [{ conversation: string }, string[]];
}
