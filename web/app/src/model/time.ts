// Days and times as people write them, in the language of the page and by the clock here.

import { t, texts } from "./texts.svelte.ts";

export const DAY = 86_400_000;

const written = (at: number, form: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(texts.locale, form).format(at);

/** A day. */
export const date = (at: number): string => written(at, { dateStyle: "medium" });

/** The hour and minute. */
export const clock = (at: number): string => written(at, { hour: "2-digit", minute: "2-digit" });

/** A day and its hour. */
export const moment = (at: number): string => written(at, { dateStyle: "medium", timeStyle: "short" });

const same = (at: number, other: number) => new Date(at).toDateString() === new Date(other).toDateString();

/** A time in a list: today the hour, this week the weekday, else the day. */
export function shortly(at: number, now: number): string {
  if (at === 0) return "";
  if (same(at, now)) return clock(at);
  return written(at, now - at < 6 * DAY ? { weekday: "short" } : { day: "2-digit", month: "2-digit", year: "2-digit" });
}

/** A day in words, as it stands between messages. */
export function day(at: number, now: number): string {
  if (same(at, now)) return t("today");
  if (same(at, now - DAY)) return t("yesterday");
  return written(at, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
}

/** How long something takes that is heard or seen: minutes and seconds. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

const two = (part: number) => String(part).padStart(2, "0");

/** A day as fields of dates and addresses have it, as `2026-12-01`. */
export function dayOf(at: number): string {
  const day = new Date(at);
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
