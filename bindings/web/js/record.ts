// The patient's record: what is documented there, by whom and where, and what is not. The same list as in
// `src/command/record.rs`.

/** Something that was said of an item: that it is in the patient's record, or that it is not after all. */
export interface DocumentedRow {
  /** The event. */
  event: string;
  /** By the author's clock, in milliseconds since the Unix epoch. */
  at: number;
  /** Who said it. */
  by: string;
  /** Her name. */
  byName: string;
  /** Whether this person did. */
  own: boolean;
  /** Whether it takes back what was said. */
  withdrawn: boolean;
  /** Why; empty if nothing was taken back. */
  reason: string;
  /** The name of the record; empty if something was taken back. */
  record: string;
  /** The id of the document there; empty if nobody knows one. */
  document: string;
  /** Whether a person says so, because she typed or copied it there; else the server of the record did. */
  byHand: boolean;
  /** Whether it has not been sent yet. */
  waiting: boolean;
}

/** Something of a patient that is not in the record, or not as it is now. */
export interface UndocumentedRow {
  /** In which conversation. */
  conversation: string;
  /** Its title. */
  conversationTitle: string;
  /** Its event. */
  event: string;
  /** What it is: a photo of a wound or a finding. */
  kind: "photo" | "finding";
  /** When it was taken or found, in milliseconds since the Unix epoch. */
  at: number;
  /** Who put it there. */
  by: string;
  /** Her name. */
  byName: string;
  /** The wound that it is of. */
  wound: string | null;
  /** Whose it is, as the house refers to patients. */
  patient: string;
  /** The photo. */
  photo: string | null;
  /** Its thumbnail: JPEG of 320 pixels on the long side. */
  thumbnail: Uint8Array | null;
}

/** A record that takes documents. The page hands it over at each call; it is kept nowhere. */
export interface RecordTarget {
  /** What people call it, at most 200 characters. */
  name: string;
  /** The base of its FHIR interface, such as `https://kis.example.org/fhir`; it has to allow this page (CORS). */
  url: string;
  /** The bearer token, if it wants one. */
  token?: string;
  /** The kind of house, a code of IHE Germany; `KHS`, a hospital, if it is left out. */
  facility?: string;
  /** The medical discipline, a code of IHE Germany; `ALLG` if it is left out. */
  setting?: string;
}

/** Whose document it is there. The page makes sure that it is the right patient. */
export interface RecordContext {
  /** The patient, as `Patient/123`. */
  patient: string;
  /** The stay or visit, as `Encounter/456`; may be empty. */
  encounter: string;
}

/** That a record has a document. */
export interface RecordReceipt {
  /** What it is a document of: the wound, or a photo. */
  item: string;
  /** Its id there, as `DocumentReference/789`. */
  document: string;
  /** The mark "documented" in the log. */
  event: string;
  /** Whether it is what an earlier try or call had sent: what was added since is not in it. */
  earlier: boolean;
}

/** The patient's record. */
export interface PatientRecord {
  /**
   * Says that things are in the patient's record because somebody typed or copied them there: photos, findings, whatever was
   * written, or a wound with all that is known of it now.
   */
  markDocumented: [{ conversation: string; items: string[]; record: string; document: string }, string];
  /** Takes that back. */
  withdrawDocumented: [{ conversation: string; items: string[]; reason: string }, string];
  /** What was said about whether an item is in the patient's record, the newest first, which counts. */
  documentedTrace: [{ conversation: string; item: string }, DocumentedRow[]];
  /** Whether an item is in the patient's record as it is now. */
  isDocumented: [{ conversation: string; item: string }, boolean];
  /** Photos of wounds and findings of a conversation, or of all, that are not in the patient's record, the oldest first. */
  undocumented: [{ conversation?: string }, UndocumentedRow[]];
}
