// Responsibility: the values of role addresses, requests to them, and what happened since a shift. The same list as in
// `src/command/responsibility.rs`.

import type { Language } from "./types.js";

/** Who may hold a role address. Bots never do. */
export type Eligible =
  | { type: "anybody" }
  | { type: "members"; members: string[] }
  | { type: "team"; team: string }
  | { type: "role"; role: string };

/** What a role address is. A request that nobody takes over goes on after so many minutes, to everybody without `to`. */
export interface RoleAddressSettings {
  title: string;
  eligible: Eligible;
  escalation: { afterMinutes: number; to: string | null } | null;
}

/** A role address and who holds it. */
export interface RoleAddressRow {
  conversation: string;
  conversationTitle: string;
  id: string;
  title: string;
  eligible: Eligible;
  /** After how many minutes a request goes on that nobody takes over, and to which other address; null: to everybody. */
  escalateAfter: number | null;
  escalateTo: string | null;
  escalateToTitle: string;
  /** Who holds it now, of those who are still in the channel. */
  holders: string[];
  holderNames: string[];
  /** When it was handed over last; 0 if nobody ever had it. */
  since: number;
  /** Requests that wait there, taken over or not. */
  requests: number;
  mine: boolean;
  mayHold: boolean;
  mayChange: boolean;
  /** Whether it is no more: it takes no requests. */
  retired: boolean;
}

/** One time that a role address changed hands. */
export interface HandOverRow {
  event: string;
  at: number;
  by: string;
  byName: string;
  from: string[];
  fromNames: string[];
  to: string[];
  toNames: string[];
  /** Whether it is on this device only until there is a network: somebody may be faster. */
  waiting: boolean;
}

/** A request to a role address and how far it has come. */
export interface RequestRow {
  conversation: string;
  conversationTitle: string;
  /** Also that of the message in the conversation. */
  event: string;
  text: string;
  author: string;
  authorName: string;
  authorBot: boolean;
  own: boolean;
  sentAt: number;
  state: "open" | "taken" | "done" | "cancelled";
  /** Where it waits, or waited last, and from when on. */
  address: string;
  addressTitle: string;
  passedTo: string | null;
  passedToName: string;
  since: number;
  takenBy: string | null;
  takenByName: string;
  takenAt: number;
  closedBy: string | null;
  closedByName: string;
  closedAt: number;
  /** Since when it has gone on because nobody took it over, and to which address; null: to everybody. */
  escalatedAt: number | null;
  escalatedTo: string | null;
  escalatedToTitle: string;
  /** When it goes on next. */
  escalatesAt: number | null;
  /** Whether it waits for this person, or she has taken it over. */
  forMe: boolean;
  /** Whether this person took it over and somebody else was faster. */
  lost: boolean;
  /** Whether it, or what this person last did with it, is on this device only until there is a network. */
  waiting: boolean;
}

/** Something that is done with a request. Of several who take it over, the first one in the order of the log has it. */
export type RequestAct =
  | { type: "takeOver" }
  | { type: "giveBack" }
  | { type: "passToMember"; member: string }
  | { type: "passToAddress"; address: string }
  | { type: "done" }
  | { type: "cancel" }
  | { type: "reopen" };

/** Something that was done with a request. */
export interface RequestActRow {
  event: string;
  at: number;
  by: string;
  byName: string;
  act: RequestAct;
  toName: string;
  /** Whether it counts: of several who took it over, the first one's does. */
  counts: boolean;
  waiting: boolean;
}

/** A request that goes on because nobody took it over. */
export interface EscalationRow {
  conversation: string;
  conversationTitle: string;
  request: string;
  text: string;
  authorName: string;
  at: number;
  /** To which role address; null: to everybody in the channel. */
  to: string | null;
  toTitle: string;
  forMe: boolean;
}

/** One fact of a conversation since a shift. */
export interface ShiftFact {
  conversation: string;
  conversationTitle: string;
  kind:
    | "messages" | "unconfirmed" | "requestsOpen" | "requestsTaken" | "requestsDone" | "handedOver" | "photos"
    | "files" | "survey" | "appointment" | "joined" | "left";
  count: number;
  /** What it is about by name: the title of a role address. */
  name: string;
  names: string[];
  at: number;
  /** The newest event that it is about. */
  event: string | null;
  sentence: string;
}

/** What has happened since a shift. */
export interface ShiftView {
  since: number;
  end: "given" | "handedOver" | "lastSeen" | "unknown";
  facts: ShiftFact[];
}

/** Responsibility: role addresses, requests to them, and what happened since a shift. */
export interface Responsibility {
  roleAddresses: [{ conversation?: string }, RoleAddressRow[]];
  createRoleAddress: [{ conversation: string; settings: RoleAddressSettings }, string];
  changeRoleAddress: [{ conversation: string; address: string; settings: RoleAddressSettings }, string];
  retireRoleAddress: [{ conversation: string; address: string }, string];
  handOver: [{ conversation: string; address: string; holders: string[] }, string];
  holders: [{ conversation: string; address: string }, string[]];
  handOvers: [{ conversation: string; address: string; limit: number }, HandOverRow[]];
  sendRequest: [{ conversation: string; address: string; text: string }, string];
  actOnRequest: [{ conversation: string; request: string; act: RequestAct }, string];
  openRequests: [{}, RequestRow[]];
  closedRequests: [{ limit: number }, RequestRow[]];
  requestsAt: [{ conversation: string; address: string; limit: number }, RequestRow[]];
  request: [{ conversation: string; request: string }, RequestRow];
  requestActs: [{ conversation: string; request: string }, RequestActRow[]];
  dueEscalations: [{ until: number }, EscalationRow[]];
  /** The zone is that of the device, as `Europe/Berlin`. */
  handoverView: [{ since?: number; zone: string; language: Language }, ShiftView];
}
