// Whom a text calls: names that somebody picked, found again in the text when it is sent, so that she may write around them.

import type { Mention, Mentioned } from "verband-core/types.js";

/** Somebody who was picked, as she stands in the text. */
export interface Picked {
  label: string;
  who: Mentioned;
}

/** The mentions in a text, in order. Of names that begin alike the longest counts. */
export function mentionsIn(text: string, picked: readonly Picked[]): Mention[] {
  const found: Mention[] = [];
  for (const { label, who } of picked.toSorted((a, b) => b.label.length - a.label.length)) {
    for (let start = text.indexOf(label); start !== -1; start = text.indexOf(label, start + label.length)) {
      const [end, len] = [start + label.length, label.length];
      const taken = found.some((other) => start < other.start + other.len && other.start < end);
      if (!taken && !/[\p{L}\p{N}]/u.test(text.slice(end, end + 1))) found.push({ who, start, len });
    }
  }
  return found.toSorted((a, b) => a.start - b.start);
}

/** Those whom a text called already. */
export const pickedFrom = (text: string, mentions: readonly Mention[]): Picked[] =>
  mentions.map(({ who, start, len }) => ({ label: text.slice(start, start + len), who }));

/** What somebody types of a name just now: where it begins, and its letters so far. */
export function asked(text: string, caret: number): { at: number; words: string } | null {
  const found = /(?:^|\s)@(\S{0,40}(?: \S{0,40})?)$/u.exec(text.slice(0, caret));
  const words = found?.[1];
  return words === undefined ? null : { at: caret - words.length - 1, words };
}
