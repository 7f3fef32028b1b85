// The wound record: wounds of a channel, findings, photos and the question after six weeks. Terms are codes of lists;
// `woundTerms` has the words. The same list as in `src/command/wounds.rs`.

import type { WoundMeasurement } from "./measuring.js";
import type { Language } from "./types.js";

/** What something in the course of a wound is. */
export type WoundItemKind =
  | "made" | "changed" | "consented" | "closed" | "reopened" | "found"
  | "corrected" | "struck" | "photo" | "photoGone" | "answered" | "exported"
  | "documented" | "withdrawn";

/** Where a wound is. */
export interface BodySite {
  /** Which silhouette: a code of `view`, or empty. */
  view: string;
  /** The point on it, in thousandths of its width from the left. */
  x: number | null;
  /** The same, in thousandths of its height from the top. */
  y: number | null;
  /** A code of `region`, or empty. */
  region: string;
  /** Of the patient's body: a code of `side`, or empty. */
  side: string;
  /** As on the face of a clock, 1 to 12; 12 is towards the head. */
  clock: number | null;
}

/** What a wound is. */
export interface WoundDetails {
  /** Whose it is, as the house refers to patients: a case number, a bed, or a name. At most 64 characters. */
  patient: string;
  /** Where it is. */
  site: BodySite;
  /** A code of `type`, or empty. */
  kind: string;
  /** A code of `stage` that goes with it, or empty. */
  stage: string;
  /** Since when, as exactly as it is known: `2026`, `2026-10` or `2026-10-05`; or empty. */
  since: string;
  /** Whether it has been there before, if that is known. */
  recurrent: boolean | null;
  /** How the patient lies for a photo, such as "linke Seitenlage"; at most 200 characters. */
  position: string;
  /** Anything else; at most 2,000 characters. */
  note: string;
}

/** Whether the patient consents to photos. */
export interface WoundConsent {
  /** A code of `consent`. */
  state: string;
  /** By whom: a code of `consent-by`, or empty. */
  by: string;
  /** When, in milliseconds since the Unix epoch. */
  at: number | null;
  /** To what: codes of `purpose`. None at all: to what wounds are documented for. */
  purposes: string[];
  /** Anything else, such as where the paper is; at most 2,000 characters. */
  note: string;
}

/** A pocket under the edge of a wound. */
export interface Undermining {
  /** From where on, clockwise: 1 to 12. */
  from: number;
  /** To where: 1 to 12. */
  to: number;
  /** How deep, in millimetres. */
  depth: number | null;
}

/** A part of the wound bed. */
export interface TissuePart {
  /** A code of `tissue`. */
  tissue: string;
  /** Of the whole; all parts together are at most 100. */
  percent: number;
}

/** What was seen at a wound. */
export interface WoundFinding {
  /** When, in milliseconds since the Unix epoch; 0, in what is to be written: now. */
  examinedAt: number;
  /** The longest side, in millimetres, up to 2,000. */
  length: number | null;
  /** Across it, in millimetres, up to 2,000. */
  width: number | null;
  /** In millimetres, up to 500. */
  depth: number | null;
  /** In square millimetres, up to 2,000,000. */
  area: number | null;
  /** How it was measured: a code of `measured`, or empty. */
  measured: string;
  /** At most 12. */
  undermining: Undermining[];
  /** Each tissue once. */
  tissue: TissuePart[];
  /** Codes of `edge`. */
  edge: string[];
  /** Codes of `skin`. */
  skin: string[];
  /** A code of `exudate-amount`, or empty. */
  exudateAmount: string;
  /** A code of `exudate-kind`, or empty. */
  exudateKind: string;
  /** A code of `exudate-colour`, or empty. */
  exudateColour: string;
  /** A code of `odour`, or empty. */
  odour: string;
  /** As the patient says, 0 to 10. */
  pain: number | null;
  /** Codes of `infection`: signs that were seen, or that there were `none`. */
  infection: string[];
  /** What was put on and done; at most 2,000 characters. */
  dressing: string;
  /** When the dressing is to be changed next, in milliseconds since the Unix epoch. */
  nextChange: number | null;
  /** Anything else; at most 2,000 characters. */
  note: string;
}

/** A term that people tick. */
export interface WoundTerm {
  /** Of which list, such as `region`. */
  list: string;
  /** Its code in there, which travels and is kept. */
  code: string;
  /** The word that people see. */
  word: string;
}

/** A wound, with what was found last. */
export interface WoundRow {
  /** In which channel. */
  conversation: string;
  /** Its title. */
  conversationTitle: string;
  /** The event that made it, which is also that of the message in the conversation. */
  event: string;
  /** Whose it is, where it is, and of which kind. */
  details: WoundDetails;
  /** Whether photos of it are consented to. */
  consent: WoundConsent;
  /** Who made it. */
  author: string;
  /** Her name. */
  authorName: string;
  /** Whether this person did. */
  own: boolean;
  /** When, by the author's clock, in milliseconds since the Unix epoch. */
  madeAt: number;
  /** Whether it is closed. */
  closed: boolean;
  /** Why: a code of `reason`; empty while it is open. */
  closedReason: string;
  /** What was written to it. */
  closedNote: string;
  /** When it was closed, in milliseconds since the Unix epoch; 0 while it is open. */
  closedAt: number;
  /** By whom; empty while it is open. */
  closedByName: string;
  /** How many photos belong to it. */
  photos: number;
  /** The last of them. */
  photo: string | null;
  /** Its thumbnail: JPEG of 320 pixels on the long side. */
  thumbnail: Uint8Array | null;
  /** When it was taken, in milliseconds since the Unix epoch; 0 if there is none. */
  photoAt: number;
  /** How many findings it has. */
  findings: number;
  /** When the last one was made, in milliseconds since the Unix epoch; 0 if there is none. */
  foundAt: number;
  /** The last size that was measured, in square millimetres. */
  area: number | null;
  /** Whether that is length times width, because no area was given. */
  areaBySides: boolean;
  /** When the dressing is to be changed next, as the last finding says, in milliseconds since the Unix epoch. */
  nextChange: number | null;
  /**
   * Whether six weeks of findings show no healing tendency and the team has not answered yet: see `sixWeekQuestion`.
   */
  question: boolean;
  /**
   * When the earlier of the two findings was made that it is about, in milliseconds since the Unix epoch; 0 without a
   * question.
   */
  questionFrom: number;
  /** When the later one was made. */
  questionTo: number;
  /** The earlier size, in square millimetres. */
  questionBefore: number;
  /** The later one. */
  questionAfter: number;
  /** Whether both are length times width. */
  questionBySides: boolean;
  /**
   * Until when the question was put off, in milliseconds since the Unix epoch, if it was and is not asked again yet.
   */
  putOffUntil: number | null;
  /** When it was documented in the patient's record last, in milliseconds since the Unix epoch, if it was. */
  documentedAt: number | null;
  /** The name of that record; empty if it is in none. */
  documentedIn: string;
  /** How many of its photos and findings are not in the record, or were corrected since. */
  undocumented: number;
  /** Whether something of it has not been sent yet. */
  waiting: boolean;
}

/** Something in the course of a wound. */
export interface WoundItem {
  /** The event. */
  event: string;
  /** What it is. */
  kind: WoundItemKind;
  /** When a photo was taken or a finding made; else the author's clock. In milliseconds since the Unix epoch. */
  at: number;
  /** Who wrote it; of a photo, who put it here. */
  by: string;
  /** Her name. */
  byName: string;
  /** Whether this person did. */
  own: boolean;
  /** The event of the photo. */
  photoEvent: string | null;
  /** The photo. */
  photo: string | null;
  /** Its thumbnail. */
  thumbnail: Uint8Array | null;
  /** What it shows: a code of `photo`. */
  role: string;
  /** The wound where a photo came from or went to. */
  otherWound: string | null;
  /** The finding that it is or is about. */
  finding: string | null;
  /** What that says now. */
  content: WoundFinding | null;
  /** What its sizes were measured by in a photo; null if they were entered or corrected by hand. */
  measurement: WoundMeasurement | null;
  /** How often it was corrected. */
  corrections: number;
  /** Whether it is struck: it stands here, and counts no more. */
  struck: boolean;
  /** The finding of another wound that it was before it was moved. */
  movedFrom: string | null;
  /**
   * Why it was closed, as a code of `reason`; how the question was answered, as a code of `answer`; as what it was
   * exported, as a code of `export`.
   */
  code: string;
  /** Until when the question was put off, in milliseconds since the Unix epoch. */
  until: number | null;
  /** What was written to it. */
  text: string;
  /** When it was documented in the patient's record, in milliseconds since the Unix epoch, if it is there as it is now. */
  documentedAt: number | null;
  /** The name of that record; empty if it is in none. */
  documentedIn: string;
  /** Whether it has not been sent yet. */
  waiting: boolean;
}

/** A photo of a wound. */
export interface WoundPhotoRow {
  /** Its event. */
  event: string;
  /** The photo. */
  photo: string;
  /** Its thumbnail: JPEG of 320 pixels on the long side. */
  thumbnail: Uint8Array;
  /** Pixels as shown. */
  width: number;
  /** Pixels as shown. */
  height: number;
  /**
   * What is known of where it comes from. `none`: nothing, an older program sent it. `stated`: its sender's device signed what it is, and
   * nobody has opened it here yet. `valid`: and what was opened is that. `invalid`: what was signed is not of this photo.
   */
  evidence: "none" | "valid" | "invalid" | "stated";
  /** When it was taken, in milliseconds since the Unix epoch. */
  takenAt: number;
  /** What it shows: a code of `photo`, or empty. */
  role: string;
  /** Who put it here. */
  by: string;
  /** Her name. */
  byName: string;
  /** When it was documented in the patient's record, in milliseconds since the Unix epoch, if it is there as it is now. */
  documentedAt: number | null;
  /** The name of that record; empty if it is in none. */
  documentedIn: string;
  /** Whether it has not been sent yet. */
  waiting: boolean;
}

/** Two photos to look at side by side. */
export interface WoundPair {
  /** The earlier one. */
  first: WoundPhotoRow;
  /** The later one. */
  second: WoundPhotoRow;
}

/** What a camera shows through while the next photo of a series is taken. */
export interface WoundGhost {
  /** The last close-up; its preview is `photoPreview`. */
  last: WoundPhotoRow;
  /** How the patient lay. */
  position: string;
}

/** One point of the curve of a wound. */
export interface WoundCurvePoint {
  /** The finding. */
  finding: string;
  /** When it was made, in milliseconds since the Unix epoch. */
  at: number;
  /** In square millimetres. */
  area: number;
  /** Whether that is length times width, because no area was given: it is drawn so that nobody mistakes it for one. */
  bySides: boolean;
  /** How it was measured: a code of `measured`, or empty. */
  measured: string;
  /** What it may be off by, in square millimetres, if it was measured in a photo. */
  error: number | null;
}

/** One version of what is known of a wound. What is none was not changed by it. */
export interface WoundVersionRow {
  /** The event. */
  event: string;
  /** By the author's clock, in milliseconds since the Unix epoch. */
  at: number;
  /** Who wrote it. */
  by: string;
  /** Her name. */
  byName: string;
  /** The details. */
  details: WoundDetails | null;
  /** What the patient consents to. */
  consent: WoundConsent | null;
  /** Whether it was closed or opened again. */
  closed: boolean | null;
  /** Why: a code of `reason`. */
  reason: string;
  /** What was written to that. */
  note: string;
  /** Whether it has not been sent yet. */
  waiting: boolean;
}

/** One version of a finding. */
export interface FindingVersionRow {
  /** The event. */
  event: string;
  /** By the author's clock, in milliseconds since the Unix epoch. */
  at: number;
  /** Who wrote it. */
  by: string;
  /** Her name. */
  byName: string;
  /** What it said then; none: it was struck. */
  content: WoundFinding | null;
  /** Why it was corrected. */
  reason: string;
  /** Whether it has not been sent yet. */
  waiting: boolean;
}

/** The wound record: wounds of a channel, findings, photos and the question after six weeks. */
export interface Wounds {
  /** The wounds of a channel, open ones first, or of all. */
  wounds: [{ conversation?: string }, WoundRow[]];
  /** The wounds of all channels about which the team is asked, the question that has waited longest first. */
  woundQuestions: [{}, WoundRow[]];
  /** The sentence of the question that six weeks without a healing tendency put. */
  sixWeekQuestion: [{ language: Language }, string];
  /** The terms that people tick, list by list, with the word for each. */
  woundTerms: [{ language: Language }, WoundTerm[]];
  /** One wound. */
  wound: [{ conversation: string; wound: string }, WoundRow];
  /** Makes a wound in a channel; it shows in the conversation like a message. Its id comes back. */
  createWound: [{ conversation: string; details: WoundDetails; consent?: WoundConsent }, string];
  /** Changes what is known of a wound, all of it at once. What was known before stays as a version. */
  changeWound: [{ conversation: string; wound: string; details: WoundDetails }, string];
  /** Says whether photos of a wound are consented to. */
  setWoundConsent: [{ conversation: string; wound: string; consent: WoundConsent }, string];
  /** Closes a wound: it takes no findings and photos until it is opened again. */
  closeWound: [{ conversation: string; wound: string; reason: string; note: string }, string];
  /** Opens a closed wound again. */
  reopenWound: [{ conversation: string; wound: string; note: string }, string];
  /** What was known of a wound: how it was made and every change, the newest first. */
  woundVersions: [{ conversation: string; wound: string }, WoundVersionRow[]];
  /** The course of a wound: photos, findings and everything that was done, the newest first. */
  woundTimeline: [{ conversation: string; wound: string; limit: number }, WoundItem[]];
  /** Enters a finding; it shows in the conversation like a message. Its id comes back. */
  recordFinding: [{ conversation: string; wound: string; finding: WoundFinding }, string];
  /** Corrects a finding, all of it at once. What it said before stays as a version. */
  correctFinding: [{ conversation: string; finding: string; content: WoundFinding; reason: string }, string];
  /** Strikes a finding: it still stands there and counts no more. */
  strikeFinding: [{ conversation: string; finding: string; reason: string }, string];
  /**
   * Moves a finding that was entered at the wrong wound: it is struck there and entered here. The one that is here
   * comes back.
   */
  moveFinding: [{ conversation: string; finding: string; wound: string; reason: string }, string];
  /** What a finding said: as it was entered and every correction, the newest first. */
  findingVersions: [{ conversation: string; finding: string }, FindingVersionRow[]];
  /** Says that a photo of the conversation belongs to a wound, or moves it there from another one. */
  attachWoundPhoto: [{ conversation: string; photo: string; wound: string; role: string }, string];
  /** Takes a photo off its wound. It stays in the conversation. */
  detachWoundPhoto: [{ conversation: string; photo: string }, string];
  /** Takes photos that the camera has just made of a wound and sends them, all or none. */
  sendWoundPhotos: [{ conversation: string; wound: string; photos: { role: string; photo: Uint8Array }[] }, string[]];
  /** The same with photos that lie in files or a gallery. */
  sendWoundPhotoFiles: [
    { conversation: string; wound: string; photos: { role: string; photo: Uint8Array }[] }, string[],
  ];
  /** The photos of a wound by when they were taken, the oldest first. */
  woundPhotos: [{ conversation: string; wound: string }, WoundPhotoRow[]];
  /** The wound that a photo belongs to. */
  woundOfPhoto: [{ conversation: string; photo: string }, string | null];
  /** Two photos to look at side by side, the earlier one first: these, or else the first and the last close-up. */
  woundPair: [{ conversation: string; wound: string; first?: string; second?: string }, WoundPair];
  /** What a camera shows through while the next photo of a wound is taken: its last close-up. */
  woundGhost: [{ conversation: string; wound: string }, WoundGhost | null];
  /** The sizes of a wound over time, the oldest first. */
  woundCurve: [{ conversation: string; wound: string }, WoundCurvePoint[]];
  /** Answers the question after six weeks, or puts it off. */
  answerSixWeeks: [{ conversation: string; wound: string; answer: string; until?: number; note: string }, string];
}
