// What the rows of a conversation are called, where there is no text of theirs.

import type { RowKind } from "verband-core/types.js";
import { t } from "./texts.svelte.ts";

/** Those that have no kind of their own, by the numbers of their payloads (`docs/protocol.md`, "Contents"). */
const NUMBERS: Record<number, string> = {
  10: "kind-of-file", 14: "kind-of-file", 20: "kind-of-survey", 30: "kind-of-appointment", 42: "kind-of-request",
  60: "kind-of-wound", 62: "kind-of-finding",
};
const NAMES: Record<Exclude<RowKind["type"], "other">, string> = {
  text: "kind-of-message", photo: "kind-of-photo", voice: "kind-of-voice", video: "kind-of-video",
  deleted: "kind-of-deleted", unreadable: "kind-of-unreadable",
};

/** The word for a kind. */
export function kindWord(kind: RowKind): string {
  return t(kind.type === "other" ? (NUMBERS[kind.number] ?? "kind-of-message") : NAMES[kind.type]);
}
