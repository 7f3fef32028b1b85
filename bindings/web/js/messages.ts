// Messages, and finding them again: the values that cross between page and worker.

import type { ConversationRow, Language, MemberRow, RecordingRow } from "./types.js";

/** What a row of a conversation is; something else by the number of its payload. */
export type RowKind =
  | { type: "text" | "photo" | "voice" | "video" | "deleted" | "unreadable" }
  | { type: "other"; number: number };

/** Whom a text calls. */
export type Mentioned =
  | { type: "member" | "team" | "role" | "address"; id: string }
  | { type: "everybody" };

/** A mention in a text. */
export interface Mention {
  who: Mentioned;
  /** In UTF-16 units, as JavaScript counts. */
  start: number;
  len: number;
}

/** A place on earth: microdegrees, and metres around it. */
export interface Location {
  latitude: number;
  longitude: number;
  accuracy: number;
}

/** Which draft: the form by a name that the app gives it, in a conversation or for the whole organisation, about an event or none. */
export interface DraftKey {
  conversation?: string;
  form: string;
  about?: string;
}

/** A message to write. */
export interface NewMessage {
  /** May be empty beside a location. */
  text?: string;
  /** The event it answers. */
  replyTo?: string;
  mentions?: Mention[];
  /** Whether everybody who reads it is asked to confirm that. */
  confirm?: boolean;
  /** Whether it sounds louder, for who has the right to alert. */
  alarm?: boolean;
  location?: Location;
}

/** A reaction to a message. */
export interface Reaction {
  sign: string;
  count: number;
  /** Whether this person is one of them. */
  own: boolean;
}

/** Whether somebody confirmed a message. */
export interface Confirmation {
  member: string;
  name: string;
  /** When, by her clock; none while she did not. */
  at: number | null;
}

/** A text that a message has or had. */
export interface Version {
  text: string;
  at: number;
}

/** A styled part of a text, in UTF-16 units; marks are not drawn. */
export interface Span {
  start: number;
  len: number;
  style: "bold" | "italic" | "struck" | "code" | "bullet" | "numbered" | "link" | "mark";
}

export interface MessageRow {
  event: string;
  kind: RowKind;
  /** Its position in the log; none while it waits. */
  seq: number | null;
  author: string | null;
  authorName: string;
  /** Whether a bot wrote it. */
  authorBot: boolean;
  own: boolean;
  sentAt: number;
  /** The text, or the caption of a photo. */
  text: string;
  /** The photo, if it is one, and its thumbnail (JPEG, 320 pixels on the long side). */
  photo: string | null;
  thumbnail: Uint8Array<ArrayBuffer> | null;
  photoWidth: number;
  photoHeight: number;
  /** The voice note or video, if it is one. */
  recording: RecordingRow | null;
  state: "waiting" | "sent" | "failed" | "unreadable";
  /** What it answers, who wrote that, and its beginning. */
  replyTo: string | null;
  replyName: string;
  replyText: string;
  mentions: Mention[];
  /** What is known of where a photo comes from, as in `WoundPhotoRow`. */
  evidence: "none" | "valid" | "invalid" | "stated";
  reactions: Reaction[];
  edited: boolean;
  forwarded: boolean;
  alarm: boolean;
  /** Whether everybody who reads it is asked to confirm that; how many did, and whether this person did. */
  confirm: boolean;
  confirmed: number;
  confirmedOwn: boolean;
  /** Of an own one: how many of the others have it, and have read it, as far as they tell. See `receipts`. */
  receivedBy: number;
  readBy: number;
  location: Location | null;
  /** When it was documented in the patient's record, in milliseconds since the Unix epoch, if it is there as it is now. */
  documentedAt: number | null;
  /** The name of that record; empty if it is in none. */
  documentedIn: string;
  /** Who deleted it, if it was deleted. */
  deletedBy: string | null;
}

/** What messages are looked for. Everything that is given has to be so. */
export interface SearchQuery {
  /**
   * Words that all stand in the text, parts of others too; in quotes, a phrase. Without words, the newest messages of
   * which the rest is so.
   */
  words: string;
  author?: string;
  conversation?: string;
  /** Not written before, in milliseconds since the Unix epoch. */
  from?: number;
  /** Written before. */
  until?: number;
  /** Of which content kind, by its name: `message`, `photo`. */
  kind?: string;
  withPhoto?: boolean;
  /** Behind the position of this hit, for the next page. */
  after?: number;
}

/** A message that was found. */
export interface SearchHit {
  conversation: string;
  /** Title of the conversation; of a chat, the names of the others. */
  title: string;
  event: string;
  author: string | null;
  authorName: string;
  authorBot: boolean;
  own: boolean;
  sentAt: number;
  /** The name of its content kind. */
  kind: string;
  /** The text, or what stands around the first place of a long one. */
  excerpt: string;
  /** Where the words stand in it, in order and apart: `excerpt.slice(start, start + len)`. */
  marks: { start: number; len: number }[];
  photo: string | null;
  thumbnail: Uint8Array<ArrayBuffer> | null;
  /** Its place in the order of hits, for the next page. It says nothing else. */
  position: number;
}

/** Messages: writing them, and what one does with what was written. */
export interface Messaging {
  newest: [{ conversation: string; limit: number }, MessageRow[]];
  before: [{ conversation: string; seq: number; limit: number }, MessageRow[]];
  one: [{ conversation: string; event: string }, MessageRow];
  /** Those of others that this person has not seen, oldest first. */
  unread: [{ conversation: string }, MessageRow[]];
  sendText: [{ conversation: string; text: string }, string];
  send: [{ conversation: string; message: NewMessage }, string];
  broadcast: [{ conversations: string[]; message: NewMessage }, string[]];
  edit: [{ conversation: string; event: string; text: string; mentions: Mention[] }, string];
  versions: [{ conversation: string; event: string }, Version[]];
  react: [{ conversation: string; event: string; sign: string; there: boolean }, string];
  confirm: [{ conversation: string; event: string }, void];
  confirmations: [{ conversation: string; event: string }, Confirmation[]];
  forward: [{ conversation: string; event: string; to: string[] }, string[]];
  /** Out of sight at once, and gone after ten seconds. Gives what undoes it until then. */
  delete: [{ conversation: string; events: string[] }, string[]];
  /** Brings back what was deleted: messages, files, appointments. False: it is too late for some of it. */
  undoDelete: [{ conversation: string; deletes: string[] }, boolean];
  undoSend: [{ conversation: string; event: string }, void];
  cancel: [{ conversation: string; event: string }, boolean];
  resend: [{ event: string }, void];
  /** How much attention a row wants from this person now: what rings. */
  attention: [{ conversation: string; event: string }, "none" | "notify" | "called" | "alarm"];
  /** The styled parts of a text, in UTF-16 units. */
  markup: [{ text: string }, Span[]];
  setDraft: [{ conversation: string; text: string; replyTo?: string }, void];
}

/** Finding things again: on this device, in what it has. */
export interface Search {
  messages: [{ query: SearchQuery; limit: number }, SearchHit[]];
  /** What a screen says instead of hits: how to begin, or why there may be none. */
  hint: [{ query: SearchQuery; language: Language }, string];
  everywhere: [
    { words: string; limit: number },
    { people: MemberRow[]; conversations: ConversationRow[]; messages: SearchHit[] },
  ];
}
