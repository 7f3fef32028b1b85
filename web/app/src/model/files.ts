// What the screens of files have in common: what can be shown, and folders within folders.

import type { FileRow, FolderId } from "verband-core/types.js";
import { session } from "./session.svelte.ts";
import { t } from "./texts.svelte.ts";

/** How a file is shown; null if a browser cannot do that safely. */
export type Showing = "picture" | "pdf" | "text" | "sound" | "film";

const PICTURES = ["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"];
const TEXTS = ["text/plain", "text/csv", "text/markdown", "application/json"];

export function showing(media: string): Showing | null {
  const [type = ""] = media.split(";");
  if (PICTURES.includes(type)) return "picture";
  if (type === "application/pdf") return "pdf";
  if (TEXTS.includes(type)) return "text";
  if (type.startsWith("audio/")) return "sound";
  return type.startsWith("video/") ? "film" : null;
}

/** Whether it is sent as a photo, which is looked through before. */
export const isPhoto = (file: File) => ["image/jpeg", "image/png", "image/webp"].includes(file.type);

/** What a row is called. */
export const titled = (row: FileRow, photos: string) => (row.kind === "photos" ? photos : row.name || t("photo"));

/** The folder that an item lies in. */
export async function placeOf(conversation: string, item: string): Promise<FolderId> {
  for (const { id } of await folders(conversation)) {
    const rows = await session.verband.file({ type: "files", conversation, folder: id });
    if (rows.some((row) => row.event === item)) return id;
  }
  return "root";
}

/** A folder and the folders around it, the outermost first. */
export interface Folder {
  id: string;
  name: string;
  around: readonly string[];
}

/** All folders that people made in a conversation, each behind the one that it lies in. */
export async function folders(conversation: string, within: FolderId = "root", around: readonly string[] = []): Promise<Folder[]> {
  const rows = await session.verband.file({ type: "files", conversation, folder: within });
  const all: Folder[] = [];
  for (const { event, name, kind } of rows) {
    if (kind !== "folder") continue;
    all.push({ id: event, name, around }, ...(await folders(conversation, event, [...around, event])));
  }
  return all;
}
