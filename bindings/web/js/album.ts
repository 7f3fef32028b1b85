// The album: photos of all conversations, whose they are, what ends when, and the room that everything takes.

import type { MessageRow } from "./types.js";

/** Where photos lie: everywhere, in the tray, there and still to be sorted, or in a conversation by its id. */
export type AlbumPlace = "all" | "tray" | "unsorted" | (string & {});

/** What an album shows: of one patient reference alone, exactly as it is written, or of one wound alone. */
export interface AlbumQuery {
  place: AlbumPlace;
  patient?: string | null;
  wound?: string | null;
}

/** A photo, a voice note or a video in an album. */
export interface AlbumRow {
  kind: MessageRow["kind"];
  /** Its sealed file, by which a photo is opened; a voice note or a video is by its event. */
  photo: string;
  conversation: string;
  conversationTitle: string;
  /** The event that brought it. */
  event: string;
  takenAt: number;
  author: string;
  authorName: string;
  own: boolean;
  caption: string;
  /** The wound's patient, or else what it was filed under; may be empty. */
  patient: string;
  wound: string | null;
  /** JPEG of 320 pixels on the long side. */
  thumbnail: Uint8Array<ArrayBuffer> | null;
  /** Pixels as shown. */
  width: number;
  height: number;
  /** Of a voice note or a video. */
  durationMs: number | null;
  state: MessageRow["state"];
  /** Of one in the personal space: whether it has become something elsewhere, by being forwarded or redacted. */
  sent: boolean;
  /** Of one in the tray: when it is deleted if it is not sent before. */
  endsAt: number | null;
  /** The days until then; of the last day 1, of one that is over 0. */
  daysLeft: number | null;
}

/** A patient reference that photos are filed under. */
export interface AlbumPatientRow {
  patient: string;
  photos: number;
  newestAt: number;
}

/** A step in the trace of a photo: it was filed, put into a wound or out of one, or the patient of its wound was corrected. */
export interface FilingRow {
  event: string;
  kind: "filed" | "placed" | "corrected";
  at: number;
  by: string;
  byName: string;
  own: boolean;
  patientBefore: string;
  patient: string;
  woundBefore: string | null;
  wound: string | null;
  waiting: boolean;
}

/** What everything takes in this profile, in bytes. */
export interface StorageUse {
  /** By kind, such as `photo` and `file`, the largest first; empty for what goes by itself. */
  kinds: { kind: string; bytes: number; files: number }[];
  /** By conversation, the largest first. */
  conversations: { conversation: string; title: string; bytes: number; freeable: number }[];
  files: number;
  /** Messages, thumbnails, the index. */
  database: number;
  /** What can be fetched again. */
  freeable: number;
  /** What the photos and files of one conversation may take on the server. */
  conversationQuota: number | null;
}

/** Capturing into the tray, saying whose photos are, moving them, and the room that everything takes. */
export interface Album {
  photos: [{ query: AlbumQuery; limit: number }, AlbumRow[]];
  patients: [{}, AlbumPatientRow[]];
  /**
   * Into the tray, where nobody else sees it. JPEG, PNG or WebP; caption and patient reference may be empty. For the policy of the
   * organisation it makes a difference whether the page's own camera has just made it, or it is from a file.
   */
  capture: [{ photo: Uint8Array; caption: string; patient: string; camera: boolean }, string];
  /** An empty reference: nobody's. */
  filePhotos: [{ conversation: string; photos: string[]; patient: string }, string[]];
  photoFilings: [{ conversation: string; photo: string }, FilingRow[]];
  /** All or none; to a wound there, if one is named. Gives the events of the copies. */
  movePhotos: [{ from: string; photos: string[]; to: string; wound?: string | null }, string[]];
  unsentEnding: [{}, AlbumRow[]];
  /** Empty if nothing ends. */
  unsentInWords: [{}, string];
  storageUse: [{}, StorageUse];
  /** Of one conversation or of all; gives the bytes that were freed. */
  freeStorage: [{ conversation?: string | null }, number];
}
