// Days and times as the calendar's screens have them. A day is a text such as `2026-12-01`; zones and recurrence are the core's.

import type { AgendaRow, NewAppointment, When } from "verband-core/verband.js";
import type { CalendarView } from "./place.svelte.ts";
import { session } from "./session.svelte.ts";
import { t, texts } from "./texts.svelte.ts";
import { DAY, dayOf } from "./time.ts";

const KEPT = "verband-calendar";

/** The zone of this device. */
export const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What is looked at: which view was the last one, and whose appointments. */
class CalendarChoice {
  view = $state<CalendarView>(read(localStorage.getItem(KEPT)));
  /** A conversation; empty for what concerns this person, of all of them. */
  conversation = $state("");

  constructor() {
    session.whenForgotten(() => (this.conversation = ""));
  }

  look(view: CalendarView): void {
    localStorage.setItem(KEPT, view);
    this.view = view;
  }
}

function read(view: string | null): CalendarView {
  return view === "week" || view === "month" ? view : "agenda";
}

export const choice = new CalendarChoice();

const two = (number: number) => String(number).padStart(2, "0");

export { dayOf };

const utc = (day: string) => new Date(`${day}T00:00Z`).getTime();

export function later(day: string, days: number): string {
  return new Date(utc(day) + days * DAY).toISOString().slice(0, 10);
}

/** The Monday of a day's week. */
export function monday(day: string): string {
  return later(day, -((new Date(utc(day)).getUTCDay() + 6) % 7));
}

/** The same day some months later, or the last of that month. */
export function monthsLater(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  return `${last.toISOString().slice(0, 8)}${two(Math.min(date, last.getUTCDate()))}`;
}

/** Days one after the other. */
export const days = (first: string, count: number) => Array.from({ length: count }, (_, at) => later(first, at));

/** The weeks that a month touches, from their Mondays on. */
export function weeks(day: string): string[][] {
  const first = `${day.slice(0, 8)}01`;
  const [from, after] = [monday(first), monthsLater(first, 1)];
  const count = Math.ceil((utc(after) - utc(from)) / DAY / 7);
  return Array.from({ length: count }, (_, week) => days(later(from, 7 * week), 7));
}

/** A day in words. */
export function named(day: string, form: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(texts.locale, { ...form, timeZone: "UTC" }).format(utc(day));
}

export const longDay = (day: string) => named(day, { weekday: "long", day: "numeric", month: "long", year: "numeric" });

const clock = (form: Intl.DateTimeFormatOptions = {}) =>
  new Intl.DateTimeFormat(texts.locale, { hour: "2-digit", minute: "2-digit", ...form });

/** The hours of an appointment on a day. */
export function hours(row: AgendaRow): string {
  if (row.wholeDays) return t("all-day");
  const [from, to] = [clock().format(row.starts), clock().format(row.ends)];
  return row.ends === row.starts ? from : `${from}–${to}`;
}

/** One occurrence among all that are shown. */
export const occurrenceOf = (row: AgendaRow) => `${row.event} ${row.occurrence}`;

/** From when to when it is, with its days. */
export function span(row: AgendaRow): string {
  const day: Intl.DateTimeFormatOptions = { weekday: "short", day: "numeric", month: "long", year: "numeric" };
  if (!row.wholeDays) return row.ends === row.starts ? clock(day).format(row.starts) : clock(day).formatRange(row.starts, row.ends);
  return new Intl.DateTimeFormat(texts.locale, day).formatRange(row.starts, row.ends - 1);
}

/** What the clock shows where it takes place, if that is another one than here; else nothing. */
export function elsewhere(row: AgendaRow): string {
  if (row.wholeDays || row.zone === "" || row.zone === ZONE) return "";
  const here = `${dayOf(row.starts)}T${two(new Date(row.starts).getHours())}:${two(new Date(row.starts).getMinutes())}`;
  return here === row.local ? "" : t("elsewhere-at", { time: row.local.slice(11), zone: row.zone });
}

/** How long before the start it is reminded. */
export function ahead(minutes: number): string {
  if (minutes === 0) return t("remind-start");
  if (minutes % 1_440 === 0) return t("remind-days", { count: minutes / 1_440 });
  return minutes % 60 === 0 ? t("remind-hours", { count: minutes / 60 }) : t("remind-minutes", { count: minutes });
}

/** The day and hour with which a new appointment begins: the next full hour of today, nine o'clock of another day. */
export function usualStart(day: string, hour?: number): string {
  if (hour !== undefined) return `${day}T${two(hour)}:00`;
  const next = Date.now() + 3_600_000;
  return dayOf(next) === day ? `${day}T${two(new Date(next).getHours())}:00` : `${day}T09:00`;
}

/** The same moment of the clock, so much later. */
export function clockLater(local: string, minutes: number): string {
  return new Date(new Date(`${local.slice(0, 16)}Z`).getTime() + 60_000 * minutes).toISOString().slice(0, 16);
}

/** How long it takes by the clock, in minutes; of days from the first to the last. */
export function clockMinutes({ start, end }: When): number {
  const at = (local: string) => new Date(local.includes("T") ? `${local}Z` : `${local}T00:00Z`).getTime();
  return (at(end) - at(start)) / 60_000;
}

export function newAppointment(start: string): NewAppointment {
  const when: When = { start, end: clockLater(start, 60), zone: ZONE, rule: "", extra: [] };
  return { title: "", place: "", description: "", when, reminders: [10], status: "confirmed", invitees: null, open: false };
}
