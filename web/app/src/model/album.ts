// What the screens of the album have in common.

import type { AlbumRow } from "verband-core/album.js";
import { t } from "./texts.svelte.ts";
import { clock, date } from "./time.ts";

/** What something in the album is called, for who cannot see it. */
export function called(row: AlbumRow): string {
  const values = { date: date(row.takenAt), time: clock(row.takenAt), name: row.authorName };
  if (row.kind.type === "voice") return t("voice-from", values);
  if (row.kind.type === "video") return t("video-from", values);
  return t("picture-from", values);
}
