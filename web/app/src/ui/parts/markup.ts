// A text cut into its styled parts. What is styled how is told by the core.

import type { Mention, Span } from "verband-core/types.js";

export interface Part {
  text: string;
  style: Span["style"] | "mention" | "called" | null;
}

/** Parts in order. Of nested styles the innermost is drawn; signs that only style are not. Whom a text calls stands out, this person most. */
export function styled(text: string, spans: readonly Span[], mentions: readonly Mention[] = [], own = ""): Part[] {
  const styles: Part["style"][] = Array(text.length).fill(null);
  for (const { start, len, style } of spans) {
    if (style !== "bullet" && style !== "numbered") styles.fill(style, start, start + len);
  }
  // What numbers and points out the lines of a list is drawn as it was written.
  const lists = spans.filter(({ style }) => style === "bullet" || style === "numbered").map(({ start }) => start);
  for (const { start, len, style } of spans) {
    if (style === "mark" && lists.includes(start)) styles.fill(null, start, start + len);
  }
  for (const { who, start, len } of mentions) {
    styles.fill(who.type === "everybody" || (who.type === "member" && who.id === own) ? "called" : "mention", start, start + len);
  }
  const parts: Part[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const style = styles[at] ?? null;
    const last = parts.at(-1);
    if (style === "mark") continue;
    if (last && last.style === style) last.text += text[at];
    else parts.push({ text: text[at] ?? "", style });
  }
  return parts;
}
