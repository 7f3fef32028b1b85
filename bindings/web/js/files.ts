// Files and folders, what is on its way, what waits to be sent: the values that cross between page and worker.

import type { Language, MessageRow } from "./types.js";

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
  /** What undoes it within ten seconds, by `undoDelete` of messages. */
  deleteFiles: [{ conversation: string; items: string[] }, string[]];
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
