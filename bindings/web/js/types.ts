// The values that cross between page and worker: the same lists as in `src/request.rs`, `src/command/` and
// `src/rows/`. Ids are hex text; times are milliseconds since the Unix epoch.

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
  /** Whether she marked it as unread. */
  markedUnread: boolean;
  /** What was begun and not sent. */
  draft: string;
  description: string;
  /** Until when this person does not want to hear of it; 0 if she does. */
  mutedUntil: number;
  /** Whether it stands first. */
  favourite: boolean;
  /** Whether it stands last, out of the way. */
  archived: boolean;
  writable: boolean;
  halted: boolean;
}

/** What a row of a conversation is; something else by the number of its payload. */
export type RowKind =
  | { type: "text" | "photo" | "deleted" | "unreadable" }
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
  state: "waiting" | "sent" | "failed" | "unreadable";
  /** What it answers, who wrote that, and its beginning. */
  replyTo: string | null;
  replyName: string;
  replyText: string;
  mentions: Mention[];
  reactions: Reaction[];
  edited: boolean;
  forwarded: boolean;
  alarm: boolean;
  /** Whether everybody who reads it is asked to confirm that; how many did, and whether this person did. */
  confirm: boolean;
  confirmed: number;
  confirmedOwn: boolean;
  location: Location | null;
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
  own: boolean;
}

export interface InvitationRow {
  id: string;
  /** For whom; of a registration key its title. */
  name: string;
  /** Whether several people can use it, and how many have. */
  registrationKey: boolean;
  /** Whether it is for a bot. */
  bot: boolean;
  claims: number;
  /** In milliseconds since the Unix epoch. */
  notAfter: number;
  used: boolean;
  withdrawn: boolean;
}

export interface AlarmRow {
  /** Counts the alarms of this profile. */
  id: number;
  at: number;
  conversation: string | null;
  kind: "fork" | "ghost" | "refused" | "omission" | "commit" | "renewal" | "stale" | "newDevice";
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

/** What an invitation brings. What is left out is as usual: a member of the house, for two weeks. */
export interface Terms {
  /** Channels that the new member is added to as soon as she has enrolled. */
  conversations?: string[];
  roles?: string[];
  teams?: string[];
  /** When her membership ends by itself, in milliseconds since the Unix epoch. */
  until?: number;
  /** How long the code is valid, in milliseconds. */
  validForMs?: number;
  /** Whether the claim waits for approval. */
  approval?: boolean;
}

/** Whom to invite. */
export interface NewInvitation {
  person: MemberDetails;
  terms?: Terms;
}

/** A key that so many people register with; each says her own name. */
export interface NewRegistrationKey {
  title: string;
  limit: number;
  terms?: Terms;
}

/** An invitation and the code for its letter, in groups of four and as a link for a QR code. */
export interface Invited {
  id: string;
  /** The person; of a registration key its title as name. */
  person: MemberDetails;
  code: string;
  link: string;
  notAfter: number;
}

/** A person in a list. Everything but the name may be empty. */
export interface ListedPerson {
  line: number;
  name: string;
  email: string;
  function: string;
  ward: string;
  language: Language | null;
  number: string;
}

/** What a list of people would do. Nothing is done. */
export interface PeoplePlan {
  new: ListedPerson[];
  members: ListedPerson[];
  invited: ListedPerson[];
  duplicates: ListedPerson[];
  /** Members whom the list does not name. Nothing happens to them. */
  missing: string[];
  /** What is wrong with the other rows, as sentences. */
  problems: { line: number; text: string }[];
}

/** An invitation that goes to somebody on paper. */
export interface Letter {
  invited: Invited;
  language: Language;
}

/** What letters say besides the invitation. */
export interface Desk {
  /** Lines of the postal address of the house; none leaves out the return address. */
  address?: string[];
  /** Whom to ask, with telephone number or room. */
  contact?: string;
}

/** What became of the newest e-mail for an invitation. */
export interface InvitationMail {
  state: "waiting" | "sent" | "failed";
  at: number;
  reason: string | null;
}

/** The organisation's words in one language, with `{organisation}`, `{reference}`, `{expires}` and `{link}`. */
export interface MailText {
  subject: string;
  greeting: string;
  closing: string;
}

/** The organisation's own words in these e-mails. */
export interface MailTemplate {
  german: MailText;
  english: MailText;
}

/** What everybody asks for, and what comes of it. A new function is a new line in one of these lists. */
export interface Commands {
  sync: [{}, void];
  conversations: [{}, ConversationRow[]];
  createChannel: [{ title: string; join: "open" | "invitation" | "hidden" | "everyone" }, string];
  createChat: [{ members: string[] }, string];
  addMembers: [{ conversation: string; members: string[] }, void];
  removeMembers: [{ conversation: string; members: string[] }, void];
  conversationMembers: [{ conversation: string }, string[]];
  awaitingConsent: [{ conversation: string }, string[]];
  takeBack: [{ conversation: string; member: string }, void];
  rename: [{ conversation: string; title: string }, string];
  markRead: [{ conversation: string }, void];
  markUnread: [{ conversation: string }, void];
  /** Until a time; 0 to hear of it again, the largest safe integer for good. */
  mute: [{ conversation: string; until: number }, void];
  setFavourite: [{ conversation: string; favourite: boolean }, void];
  setArchived: [{ conversation: string; archived: boolean }, void];
  personalSpace: [{}, string | null];
}

/** Messages: writing them, and what one does with what was written. */
export interface Messaging {
  newest: [{ conversation: string; limit: number }, MessageRow[]];
  before: [{ conversation: string; seq: number; limit: number }, MessageRow[]];
  sendText: [{ conversation: string; text: string }, string];
  send: [{ conversation: string; message: NewMessage }, string];
  broadcast: [{ conversations: string[]; message: NewMessage }, string[]];
  edit: [{ conversation: string; event: string; text: string; mentions: Mention[] }, string];
  versions: [{ conversation: string; event: string }, Version[]];
  react: [{ conversation: string; event: string; sign: string; there: boolean }, string];
  confirm: [{ conversation: string; event: string }, void];
  confirmations: [{ conversation: string; event: string }, Confirmation[]];
  forward: [{ conversation: string; event: string; to: string[] }, string[]];
  delete: [{ conversation: string; event: string }, void];
  undoSend: [{ conversation: string; event: string }, void];
  cancel: [{ conversation: string; event: string }, boolean];
  resend: [{ event: string }, void];
  /** How much attention a row wants from this person now: what rings. */
  attention: [{ conversation: string; event: string }, "none" | "notify" | "called" | "alarm"];
  /** The styled parts of a text, in UTF-16 units. */
  markup: [{ text: string }, Span[]];
  setDraft: [{ conversation: string; text: string; replyTo?: string }, void];
}

/** A folder of a conversation: what lies in no other, the photos of messages, or one that somebody made, by its event. */
export type FolderId = "root" | "photos" | (string & {});

/** A file or folder. */
export interface FileRow {
  /** The event that made it, by which it is known; of the folder of photos zeros. */
  event: string;
  kind: "photos" | "folder" | "file" | "photo";
  /** With a number if something else in the folder is called the same. Of a photo its caption. */
  name: string;
  media: string;
  size: number;
  /** What lies in a folder. */
  items: number;
  author: string | null;
  authorName: string;
  changedAt: number;
  versions: number;
  /** Of a picture: JPEG of 320 pixels on the long side. */
  thumbnail: Uint8Array<ArrayBuffer> | null;
  /** Pixels of a picture as shown; otherwise 0. */
  width: number;
  height: number;
  /** The sealed file, by which transfers know it; of a photo that by which it is opened. */
  blob: string | null;
  /** Whether its bytes are on this device. */
  here: boolean;
  state: MessageRow["state"];
}

/** A version of a file. */
export interface VersionRow {
  event: string;
  current: boolean;
  author: string;
  authorName: string;
  madeAt: number;
  media: string;
  size: number;
  thumbnail: Uint8Array<ArrayBuffer> | null;
  blob: string;
  here: boolean;
}

/** A file on its way. Bytes are sealed ones; the total is 0 while it is not known. */
export interface TransferRow {
  blob: string;
  conversation: string;
  /** The event that it goes up for: cancelling is taking that back. */
  event: string | null;
  /** Empty for photos. */
  name: string;
  direction: "up" | "down";
  done: number;
  total: number;
  state: "waiting" | "running" | "paused" | "failed";
  /** Code of the error that it met last. */
  reason: string | null;
}

/** Something that is not in the log yet. */
export interface OutboxRow {
  event: string;
  conversation: string;
  title: string;
  /** Of a deletion `deleted`. */
  kind: MessageRow["kind"];
  text: string;
  since: number;
  /** Held: until it cannot be undone any more. Files: until its files are on the server. */
  state: "waiting" | "held" | "files" | "failed";
  reason: string | null;
  attempts: number;
  done: number;
  total: number;
  holdUntil: number | null;
}

/** Files and folders, what is on its way, what waits to be sent. A folder that is left out is the root. */
export interface Filing {
  files: [{ conversation: string; folder: FolderId }, FileRow[]];
  file: [{ conversation: string; item: string }, FileRow];
  fileVersions: [{ conversation: string; item: string }, VersionRow[]];
  createFolder: [{ conversation: string; folder?: string; name: string }, string];
  renameFile: [{ conversation: string; item: string; name: string }, string];
  moveFile: [{ conversation: string; item: string; folder?: string }, string];
  copyFile: [{ conversation: string; item: string; to: string; folder?: string }, string];
  /** What undoes it within ten seconds. */
  deleteFiles: [{ conversation: string; items: string[] }, string[]];
  undoDelete: [{ conversation: string; deletes: string[] }, boolean];
  restoreVersion: [{ conversation: string; item: string; version: string }, string];
  downloadFile: [{ conversation: string; item: string; version?: string }, void];
  freeFile: [{ conversation: string; item: string; version?: string }, void];
  photosFolder: [{ language: Language }, string];
  transfers: [{}, TransferRow[]];
  pauseTransfer: [{ blob: string }, void];
  resumeTransfer: [{ blob: string }, void];
  cancelTransfer: [{ blob: string }, void];
  outboxItems: [{}, OutboxRow[]];
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
  makeRecoveryKey: [{}, RecoveryCard];
  hasRecoveryKey: [{}, boolean];
  alarms: [{}, AlarmRow[]];
}

/** Inviting people. */
export interface Inviting {
  invitations: [{}, InvitationRow[]];
  invite: [{ people: NewInvitation[] }, Invited[]];
  inviteBot: [{ bot: NewInvitation }, Invited];
  inviteListed: [{ people: ListedPerson[]; terms?: Terms }, Invited[]];
  makeRegistrationKey: [{ key: NewRegistrationKey }, Invited];
  inviteAgain: [{ member: string }, Invited];
  reissue: [{ invitation: string }, Invited];
  withdraw: [{ invitations: string[] }, void];
  mailInvitation: [{ invitation: string; to: string; language: Language }, InvitationMail];
  invitationMail: [{ invitation: string }, InvitationMail];
  mailTemplate: [{}, MailTemplate];
  setMailTemplate: [{ template: MailTemplate }, void];
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

/** What changes in the policy of a channel; null stays as it is. */
export interface ChannelChange {
  join: Join | null;
  history: History | null;
  write: "everyone" | "moderators" | null;
  invite: "everyone" | "moderators" | null;
  moderators: string[] | null;
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

/** A time that would do. Of whole days begin and end are at 0:00 UTC. */
export interface DateSlot {
  start: number;
  end: number | null;
  wholeDay: boolean;
}

/** How a question is answered. Scales begin with 1. */
export type QuestionForm =
  | { type: "single"; options: string[]; other: boolean }
  | { type: "multiple"; options: string[]; other: boolean; min: number; max: number }
  | { type: "text" }
  | { type: "rating"; steps: number; low: string; high: string }
  | { type: "dates"; slots: DateSlot[] };

export interface Question {
  text: string;
  form: QuestionForm;
  required: boolean;
}

/** A survey that is being made. */
export interface NewSurvey {
  title: string;
  description: string;
  questions: Question[];
  deadline: number | null;
  /** Whether votes are sealed for the author alone: see `surveySecrecy`. */
  secret: boolean;
  /** Whether people may change their votes. Otherwise the first one counts. */
  changeable: boolean;
}

/** The answer to one question. Options are counted from 0, ascending; dates have one for each slot. */
export type SurveyAnswer =
  | { type: "skipped" }
  | { type: "choice"; options: number[]; other: string | null }
  | { type: "text"; text: string }
  | { type: "rating"; step: number }
  | { type: "dates"; slots: ("yes" | "maybe" | "no")[] };

export type VoteState = "none" | "waiting" | "counted" | "late";

export interface SurveyRow {
  /** In which conversation. */
  log: string;
  /** Its event; of a draft, its id. */
  event: string;
  state: "draft" | "open" | "closed";
  /** Whether its author put it out of the way, for everybody. */
  archived: boolean;
  waiting: boolean;
  author: string | null;
  authorName: string;
  own: boolean;
  at: number;
  title: string;
  description: string;
  questions: number;
  secret: boolean;
  changeable: boolean;
  deadline: number | null;
  /** How many people have voted in time, and of how many votes came too late. */
  votes: number;
  late: number;
  ownVote: VoteState;
  canVote: boolean;
  /** Changes with everything that happens to the survey: results are read anew then. */
  revision: number;
}

/** A survey with what it asks, and what this person answered if votes are open. */
export interface Survey {
  row: SurveyRow;
  questions: Question[];
  ownAnswers: SurveyAnswer[] | null;
}

/** A bar of a chart: an option, a step, or a slot, of which `count` can come. */
export interface ResultBar {
  /** Empty for another option, whose texts are with the question, and for slots. */
  label: string;
  slot: DateSlot | null;
  other: boolean;
  count: number;
  maybe: number;
  no: number;
  /** Thousandths of those who answered the question. */
  share: number;
  /** Whether it is the slot, or one of them, that suits best. */
  best: boolean;
}

/** What a question came to. Average and median of a scale are in hundredths of a step. */
export interface QuestionResult {
  text: string;
  answered: number;
  bars: ResultBar[];
  average: number | null;
  median: number | null;
  texts: string[];
}

/** What a survey came to, as far as this person may see it. */
export interface SurveyResults {
  row: SurveyRow;
  /** All as it is now or for good; or a secret one: still open, not published yet, too few votes to show. */
  state: "live" | "final" | "secret" | "awaited" | "tooFew";
  votes: number;
  questions: QuestionResult[];
  voters: { member: string; name: string; state: VoteState }[];
  /** Who answered what, if votes are open. */
  answers: { member: string; name: string; question: number; answer: SurveyAnswer }[];
}

/** Surveys. */
export interface Surveying {
  surveys: [{ conversation: string }, SurveyRow[]];
  survey: [{ conversation: string; survey: string }, Survey];
  surveyResults: [{ conversation: string; survey: string }, SurveyResults];
  keepSurveyDraft: [{ conversation: string; draft?: string; survey: NewSurvey }, string];
  surveyDraft: [{ draft: string }, NewSurvey];
  deleteSurveyDraft: [{ draft: string }, void];
  publishSurveyDraft: [{ draft: string }, string];
  publishSurvey: [{ conversation: string; survey: NewSurvey }, string];
  vote: [{ conversation: string; survey: string; answers: SurveyAnswer[] }, string];
  setSurveyDeadline: [{ conversation: string; survey: string; deadline?: number }, string];
  closeSurvey: [{ conversation: string; survey: string }, string];
  archiveSurvey: [{ conversation: string; survey: string; archived: boolean }, string];
  surveyCsv: [
    { conversation: string; survey: string; table: "counts" | "votes"; utcOffsetS: number },
    Uint8Array<ArrayBuffer>,
  ];
  /** Against whom votes are secret and against whom not: to be shown before asking and before voting. */
  surveySecrecy: [{ secret: boolean }, string];
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
