// The values that cross between page and worker: the same lists as in `src/request.rs`, `src/command.rs` and
// `src/rows.rs`. Ids are hex text; times are milliseconds since the Unix epoch.

/** When trying again makes sense: not without doing something else first, a little later, after a wait. */
export type Retry = "never" | "later" | "after";

/** The fields of a `VerbandError`. */
export interface Failure {
  code: string;
  retry: Retry;
  retryAfterMs: number;
  reference: string;
  text: string;
}

/** What went wrong. Apps decide by the code; what people read is theirs to write. */
export class VerbandError extends Error {
  override readonly name = "VerbandError";
  /** Stable; the list is in `bindings/README.md`. In a browser there is also `in-use`: another tab has the profile. */
  readonly code: string;
  readonly retry: Retry;
  /** Milliseconds to wait first, if `retry` is `after`; otherwise 0. */
  readonly retryAfterMs: number;
  /** The finer cause for a support ticket, or empty. Never content. */
  readonly reference: string;

  constructor(failure: Failure) {
    super(`${failure.code}: ${failure.text}`);
    this.code = failure.code;
    this.retry = failure.retry;
    this.retryAfterMs = failure.retryAfterMs;
    this.reference = failure.reference;
  }
}

/** An invitation as a person brings it: scanned, or typed from a letter (spaces, dashes and case do not matter). */
export type Invitation = { link: string } | { server: string; code: string };

/** What an invitation says, to be checked before a PIN is chosen. */
export interface InvitationPreview {
  organisationName: string;
  name: string;
}

/** An organisation to be founded, with the one-time token that its server printed. */
export interface Organisation {
  server: string;
  token: string;
  name: string;
  founder: string;
}

/** What the founder prints and locks away: it is nowhere else. */
export interface RecoverySheet {
  organisationName: string;
  organisation: string;
  rootKey: string;
}

export interface Account {
  server: string;
  organisation: string;
  organisationName: string;
  member: string;
  name: string;
  device: string;
}

/** Whether the server is reached, what waits or was refused, and the code of the error that ended following. */
export interface Status {
  online: boolean;
  waiting: number;
  refused: number;
  ended: string | null;
}

export interface ConversationRow {
  id: string;
  kind: "channel" | "chat" | "personal";
  title: string;
  history: "full" | "fromJoin" | "closed";
  lastText: string;
  lastAt: number;
  unread: number;
  writable: boolean;
  halted: boolean;
}

export interface MessageRow {
  event: string;
  /** Its position in the log; none while it waits. */
  seq: number | null;
  author: string | null;
  authorName: string;
  own: boolean;
  sentAt: number;
  /** The text, or the caption of a photo. */
  text: string;
  /** The photo, if it is one, and its thumbnail (JPEG, 320 pixels on the long side). */
  photo: string | null;
  thumbnail: Uint8Array<ArrayBuffer> | null;
  photoWidth: number;
  photoHeight: number;
  state: "waiting" | "sent" | "failed" | "unreadable";
}

export interface MemberRow {
  id: string;
  name: string;
  /** What she does, and where. */
  function: string;
  ward: string;
  /** When she can be reached, in her own words. */
  availability: string;
  /** JPEG. */
  picture: Uint8Array<ArrayBuffer> | null;
  admin: boolean;
  approved: boolean;
  revoked: boolean;
  /** When her membership ends by itself, in milliseconds since the Unix epoch. */
  until: number | null;
  /** How often she started anew with a new letter. */
  renewals: number;
}

export interface DeviceRow {
  id: string;
  member: string;
  memberName: string;
  /** What she calls it. */
  name: string;
  class: "phone" | "shared" | "desktop" | "web" | "bot";
  revoked: boolean;
  own: boolean;
}

export interface InvitationRow {
  id: string;
  /** For whom; of a registration key its title. */
  name: string;
  /** Whether several people can use it, and how many have. */
  registrationKey: boolean;
  claims: number;
  /** In milliseconds since the Unix epoch. */
  notAfter: number;
  used: boolean;
  withdrawn: boolean;
}

export interface AlarmRow {
  at: number;
  conversation: string | null;
  kind: "fork" | "ghost" | "refused" | "omission" | "commit" | "renewal" | "stale";
  detail: string;
}

/** An invitation and the code for its letter, in groups of four and as a link for a QR code. */
export interface Invited {
  id: string;
  code: string;
  link: string;
  notAfter: number;
}

/** What a person asks for, and what comes of it. A new function is a new line here. */
export interface Commands {
  sync: [{}, void];
  conversations: [{}, ConversationRow[]];
  messages: [{ conversation: string; limit: number }, MessageRow[]];
  members: [{}, MemberRow[]];
  devices: [{}, DeviceRow[]];
  invitations: [{}, InvitationRow[]];
  alarms: [{}, AlarmRow[]];
  createChannel: [{ title: string; join: "open" | "invitation" | "hidden" }, string];
  createChat: [{ members: string[] }, string];
  addMembers: [{ conversation: string; members: string[] }, void];
  removeMembers: [{ conversation: string; members: string[] }, void];
  conversationMembers: [{ conversation: string }, string[]];
  rename: [{ conversation: string; title: string }, string];
  sendText: [{ conversation: string; text: string }, string];
  markRead: [{ conversation: string }, void];
  resend: [{ event: string }, void];
  invite: [{ name: string; conversations: string[]; validForMs: number; approval: boolean }, Invited];
  withdrawInvitation: [{ invitation: string }, void];
  approve: [{ member: string }, void];
  setAdmin: [{ member: string; admin: boolean }, void];
  revokeMember: [{ member: string }, void];
  revokeDevice: [{ device: string }, void];
}

/** Which command. */
export type CommandName = keyof Commands;

/** A command with its arguments. */
export type Command<N extends CommandName = CommandName> = { type: N } & Commands[N][0];

/** What comes of a command. Ids of what was made are text. */
export type Outcome<N extends CommandName> = Commands[N][1];

/** Which form of a photo: as taken, upright for a screen, or an upright JPEG in full size for somewhere else. */
export type PhotoForm = "original" | "preview" | "export";

/** One change to the rows of a feed. */
export type Patch<R> =
  | { type: "reset"; rows: R[] }
  | { type: "insert"; index: number; row: R }
  | { type: "update"; index: number; row: R }
  | { type: "remove"; index: number };

/** From the page to the worker. */
export type ToWorker = { open: string } | { call: number; request: object } | { cancel: number };

/** From the worker to the page. */
export type FromWorker =
  | { opened: true }
  | { closed: Failure }
  | { done: number; value: unknown }
  | { done: number; failure: Failure }
  | { crash: string };
