// The values that cross between page and worker: the same lists as in `src/request.rs`, `src/command/` and
// `src/rows/`. Ids are hex text; times are milliseconds since the Unix epoch.

import type { DraftKey, RowKind } from "./messages.js";

export type * from "./channels.js";
export type * from "./files.js";
export type * from "./invitations.js";
export type * from "./messages.js";
export type * from "./codes.js";
export type * from "./photos.js";
export type * from "./measuring.js";
export type * from "./record.js";
export type * from "./recordings.js";
export type * from "./retention.js";
export type * from "./surveys.js";
export type * from "./wounds.js";

/** When trying again makes sense: not without doing something else first, a little later, after a wait. */
export type Retry = "never" | "later" | "after";

/** The fields of a `VerbandError`. */
export interface Failure {
  code: string;
  retry: Retry;
  retryAfterMs: number;
  reference: string;
  text: string;
  sentence: string;
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
  /** For the person, in the language of a call that has one, or empty. It may have a name in it: not for logs. */
  readonly sentence: string;

  constructor(failure: Failure) {
    super(`${failure.code}: ${failure.text}`);
    this.code = failure.code;
    this.retry = failure.retry;
    this.retryAfterMs = failure.retryAfterMs;
    this.reference = failure.reference;
    this.sentence = failure.sentence;
  }
}

/** A new device that offers itself: a link to show as a QR code, or the code alone, to be typed. */
export interface LinkOffer {
  link: string;
  code: string;
}

/** Whose device the new one will be, for the person to check on it. */
export interface LinkPreview {
  organisationName: string;
  fingerprint: string;
  name: string;
  pinLength: number;
}

/** A new device as another one has read it. */
export interface LinkRequest {
  request: number;
  class: DeviceClass;
  device: string;
}

/** When a device last reached the server: of one's own the day since 1970 (UTC), of others about how long ago. */
export interface DeviceContact {
  device: string;
  last: "never" | "day" | "week" | "month" | "longer";
  day: number | null;
}

/** An invitation as a person brings it: scanned, or typed from a letter (spaces, dashes and case do not matter). */
export type Invitation = { link: string } | { server: string; code: string };

/** What an invitation says, to be checked before a PIN is chosen. */
export interface InvitationPreview {
  organisationName: string;
  /** The organisation's, as it stands on the letter. */
  fingerprint: string;
  /** Her name as colleagues will see it; empty for a registration key, with which she says it herself. */
  name: string;
  registrationKey: boolean;
  /** Whether she starts anew with it: her devices of before fall, and everybody is told. */
  renewal: boolean;
  /** Whether it is a bot's: what enrols with it is one, and not a person's device. */
  bot: boolean;
  /** The privacy notice, which she accepts by enrolling. */
  notice: Notice | null;
  /** Digits that her PIN needs, at least. */
  pinLength: number;
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
  /** In groups of four, and as a link for a QR code. */
  rootKey: string;
  link: string;
}

/** A key on paper as a person brings it: scanned, or typed, and then she compares the fingerprint herself. */
export type PaperKey = { link: string } | { server: string; key: string };

/** What a member's recovery card has on it: it is nowhere else. */
export interface RecoveryCard {
  key: string;
  link: string;
}

/** What a key on paper brings back, to be checked before anything happens. */
export interface Recoverable {
  organisationName: string;
  fingerprint: string;
  pinLength: number;
  /** With the root key: who administers, as far as the log says. */
  administrators: string[];
}

/** As whom somebody comes in by the root key: an administrator who stays who she is, or somebody new. */
export type Administrator = { member: string } | { name: string };

export interface Account {
  server: string;
  organisation: string;
  organisationName: string;
  member: string;
  name: string;
  device: string;
}

/** Whether the server is reached, what waits or was refused, and the code of the error that ended following, also if that wiped the profile. */
export interface Status {
  online: boolean;
  waiting: number;
  refused: number;
  /** The code of the error that ended following by itself, for example `revoked`. */
  ended: string | null;
  /**
   * The code of the error that everything that reads fails with now: nothing is shown as long as it is there. `pin-due` ends with
   * `changePin`, the others with a contact.
   */
  shut: "device-class" | "offline-too-long" | "pin-due" | null;
}

export interface ConversationRow {
  id: string;
  kind: "channel" | "chat" | "personal";
  title: string;
  history: "full" | "fromJoin" | "closed";
  /** Text of the newest message; empty if it has none, as a photo without a caption. */
  lastText: string;
  /** What the newest message is, for what has no text; null if there is no message. */
  lastKind: RowKind | null;
  lastAt: number;
  unread: number;
  /** Whether she marked it as unread. */
  markedUnread: boolean;
  /** What was begun and not sent, and the event that it answers. */
  draft: string;
  draftReply: string | null;
  description: string;
  /** Until when this person does not want to hear of it; 0 if she does. */
  mutedUntil: number;
  /** Whether it stands first. */
  favourite: boolean;
  /** Whether it stands last, out of the way. */
  archived: boolean;
  writable: boolean;
  /** Whether this person may call everybody at once, and write messages that sound louder. */
  mayAlert: boolean;
  halted: boolean;
  /** Days after which content is erased here; null if it stays. */
  retentionDays: number | null;
  /** Whose legal hold keeps all that is in it, if one binds. */
  hold: "organisation" | "conversation" | null;
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
  /** Whether it is a bot: an automatic member. */
  bot: boolean;
  admin: boolean;
  approved: boolean;
  revoked: boolean;
  /** When her membership ends by itself, in milliseconds since the Unix epoch. */
  until: number | null;
  /** How often she started anew with a new letter. */
  renewals: number;
  /** Whether this person verified her face to face, and she has not started anew since. */
  verified: boolean;
}

/** What kind of machine a device is. */
export type DeviceClass = "phone" | "shared" | "desktop" | "web" | "bot";

export interface DeviceRow {
  id: string;
  member: string;
  memberName: string;
  /** What she calls it. */
  name: string;
  class: DeviceClass;
  revoked: boolean;
  /** Whether it is this browser. */
  thisDevice: boolean;
}

export interface AlarmRow {
  /** Counts the alarms of this profile. */
  id: number;
  at: number;
  conversation: string | null;
  kind: "fork" | "ghost" | "refused" | "omission" | "commit" | "renewal" | "stale" | "newDevice" | "sheet";
  /** Whom to ask: who started anew, or administers by the recovery sheet. */
  member: string | null;
  /** Her name; empty if nobody is to be asked, or it cannot be read. */
  memberName: string;
  detail: string;
  /** Whether there is evidence. */
  evidence: boolean;
}

/** What the organisation says of a member. */
export interface MemberDetails {
  name: string;
  /** What she does, and where; may be empty. */
  function: string;
  ward: string;
}

/** Something that not everybody may do. */
export type Right =
  | "invite" | "approve" | "manage-members" | "manage-devices" | "manage-roles" | "manage-teams" | "manage-policy"
  | "create-channels" | "start-chats" | "contact-anyone" | "moderate-channels" | "statistics" | "alert";

export interface RoleRow {
  id: string;
  /** Empty for a built-in one that nobody has renamed, which an app calls by its own word. */
  title: string;
  builtIn: "member" | "moderator" | "guest" | null;
  rights: Right[];
  /** Active members who have it. */
  members: string[];
}

export interface TeamRow {
  id: string;
  title: string;
  /** Active members who belong to it. */
  members: string[];
}

/** What the organisation decided for all devices. What each field means is told in `bindings/ffi/src/rows/policy.rs`. */
export interface OrganisationPolicy {
  pinLength: number;
  lockAfterS: number;
  biometrics: boolean;
  wipeAfterTries: number | null;
  screenshots: boolean;
  copy: boolean;
  export: boolean;
  camera: boolean;
  microphone: boolean;
  video: boolean;
  location: boolean;
  files: boolean;
  readReceipts: boolean;
  retentionDays: number | null;
  unsentDays: number | null;
  redaction: "offered" | "asked" | "required";
  /** Three numbers, such as `1.4.0`. */
  minimumVersion: string;
  maxOfflineDays: number | null;
  deviceClasses: DeviceClass[];
  contact: "everybody" | "teams";
  approveMailed: boolean;
  /** How much the photos and files of one conversation may take on the server, in MiB. */
  conversationQuotaMb: number | null;
  /** Whether the original of a redacted photo is kept, sealed in the personal space of who redacted it; else it is destroyed. */
  keepOriginals: boolean;
  /** Legal hold: nothing is erased in any conversation, neither because its time is over nor by anybody's delete. */
  legalHold: boolean;
  /** Whether findings and photos of wounds stay beyond their time until they are in the patient record. */
  keepUndocumented: boolean;
  /** Whether wounds can be measured in photos. Off until the organisation has had that reviewed. */
  measuring: boolean;
  /**
   * What a reference to a patient looks like in a code on a wristband or a label: patterns (`docs/admin.md`), any of them. Empty: any
   * code is one. What somebody types is not held against them.
   */
  patientPatterns: string[];
}

/** What people are told about their data. Empty lines separate paragraphs; a line that begins with `# ` is a heading. */
export interface Notice {
  version: number;
  german: string;
  /** The German text is shown where it is empty. */
  english: string;
}

/** A language that the texts of the core are in. */
export type Language = "german" | "english";

/** What letters say besides the invitation. */
export interface Desk {
  /** Lines of the postal address of the house; none leaves out the return address. */
  address?: string[];
  /** Whom to ask, with telephone number or room. */
  contact?: string;
}

/** What everybody asks for, and what comes of it. A new function is a new line in one of these lists. */
export interface Commands {
  sync: [{}, void];
  conversations: [{}, ConversationRow[]];
  createChannel: [{ title: string; join: "open" | "invitation" | "hidden" | "everyone" }, string];
  createChat: [{ members: string[] }, string];
  /** The chat with one person alone: the one that there is, or a new one. */
  chatWith: [{ member: string }, string];
  addMembers: [{ conversation: string; members: string[] }, void];
  removeMembers: [{ conversation: string; members: string[] }, void];
  conversationMembers: [{ conversation: string }, string[]];
  awaitingConsent: [{ conversation: string }, string[]];
  takeBack: [{ conversation: string; member: string }, void];
  rename: [{ conversation: string; title: string }, string];
  markRead: [{ conversation: string }, void];
  /** Up to a position of the log, and no further. */
  markReadTo: [{ conversation: string; seq: number }, void];
  markUnread: [{ conversation: string }, void];
  /** Until a time; 0 to hear of it again, the largest safe integer for good. */
  mute: [{ conversation: string; until: number }, void];
  setFavourite: [{ conversation: string; favourite: boolean }, void];
  setArchived: [{ conversation: string; archived: boolean }, void];
  /** Keeps on this device what a form was filled with; an empty text lets go of it. */
  keepDraft: [{ draft: DraftKey; text: string }, void];
  draft: [{ draft: DraftKey }, string | null];
  dropDraft: [{ draft: DraftKey }, void];
}

/** The organisation. */
export interface Administration {
  members: [{}, MemberRow[]];
  findMembers: [{ words: string }, MemberRow[]];
  approve: [{ member: string }, void];
  setAdmin: [{ member: string; admin: boolean }, void];
  revokeMember: [{ member: string }, void];
  setMemberDetails: [{ member: string; details: MemberDetails }, void];
  /** `picture`: a JPEG, PNG or WebP, of which everybody gets a thumbnail without metadata. */
  setStatus: [{ availability: string; picture: Uint8Array | null }, void];
  rightsOf: [{ member: string }, Right[]];
  roles: [{}, RoleRow[]];
  defineRole: [{ role?: string; title: string; rights: Right[] }, string];
  retireRole: [{ role: string }, void];
  assignRoles: [{ member: string; roles: string[]; until?: number }, void];
  teams: [{}, TeamRow[]];
  defineTeam: [{ team?: string; title: string }, string];
  retireTeam: [{ team: string }, void];
  assignTeams: [{ member: string; teams: string[] }, void];
  policy: [{}, OrganisationPolicy];
  setPolicy: [{ policy: OrganisationPolicy }, void];
  notice: [{}, Notice | null];
  noticeIsNew: [{}, boolean];
  acceptedNotice: [{ member: string }, number | null];
  acceptNotice: [{ version: number }, void];
  setNotice: [{ german: string; english: string }, number];
  devices: [{}, DeviceRow[]];
  renameDevice: [{ device: string; name: string }, void];
  revokeDevice: [{ device: string }, void];
  fallsWith: [{ device: string }, string[]];
  deviceContacts: [{}, DeviceContact[]];
  alarmEvidence: [{ alarm: number }, Uint8Array<ArrayBuffer> | null];
  hasRecoveryKey: [{}, boolean];
  alarms: [{}, AlarmRow[]];
}

/** What a person shows or reads aloud to be verified: a QR code, or twelve words. */
export interface VerificationCode {
  link: string;
  words: string;
}

/** A person who was verified, with the name that she should have. */
export interface Verified {
  member: string;
  name: string;
}

/** An entry of the organisation's log, in words. */
export interface HistoryLine {
  seq: number;
  at: number;
  /** None for the root key. */
  author: string | null;
  member: string | null;
  sentence: string;
  /** Whether it breaks a rule and has no effect. */
  refused: boolean;
}

/** Counts of the organisation; nothing in them is about one person. */
export interface Statistics {
  membersActive: number;
  membersWaiting: number;
  membersLeft: number;
  devices: { class: DeviceClass; count: number }[];
  invitationsOpen: number;
  invitationsUsed: number;
  conversations: number;
  bytesUsed: number;
  bytesAllowed: number;
  /** Trusted devices by the age of their last contact. */
  contacts: { week: number; month: number; longer: number; never: number };
  /** Bytes that are free on the disk of the server, whoever they are for; null where it cannot tell. */
  bytesFree: number | null;
}

/** What one can check. */
export interface Proof {
  verificationCode: [{ language: Language }, VerificationCode];
  organisationWords: [{ language: Language }, string];
  wordsOf: [{ member: string; language: Language }, string];
  verifyPerson: [{ code: string }, Verified];
  verifyWords: [{ member: string; heard: string }, Verified];
  history: [{ before?: number; limit: number; language: Language }, HistoryLine[]];
  policyInWords: [{ language: Language }, { title: string; text: string }[]];
  policyChanges: [
    { policy: OrganisationPolicy; language: Language },
    { title: string; before: string; after: string }[],
  ];
  statistics: [{}, Statistics];
}

/** What a list has: arguments and outcome of each command. */
type List<L> = { [N in keyof L]: [object, unknown] };

/** A command of a list with its arguments. */
export type Command<L extends List<L>, N extends keyof L = keyof L> = { type: N } & L[N][0];

/** What comes of a command. Ids of what was made are text. */
export type Outcome<L extends List<L>, N extends keyof L> = L[N][1];

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
