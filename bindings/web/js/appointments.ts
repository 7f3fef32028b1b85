// Appointments and reminders: the same lists as in `src/command/calendar.rs` and `src/rows/calendar.rs`.

import type { Language } from "./types.js";

/** When something is. */
export interface When {
  /** What the clock shows at the start, as `2026-12-01T06:00`, or the first of whole days, as `2026-12-01`. */
  start: string;
  /** The same at the end, or the last day. */
  end: string;
  /** The zone in which the clock hangs, as `Europe/Berlin`; empty is wherever the reader is. */
  zone: string;
  /** How it recurs, as iCalendar writes it (`FREQ=WEEKLY;INTERVAL=2`); empty when it does not. */
  rule: string;
  /** Further starts beside those of the rule. */
  extra: string[];
}

export type AppointmentStatus = "confirmed" | "tentative" | "cancelled";

/** What somebody says to an invitation. */
export type Attendance = "none" | "yes" | "maybe" | "no";

/** Which occurrences a change is about. They are named as rows of the agenda name them. */
export type AppointmentScope =
  | { type: "all" }
  | { type: "from"; occurrence: string }
  | { type: "one"; occurrence: string };

/** An appointment to make. */
export interface NewAppointment {
  title: string;
  place: string;
  description: string;
  when: When;
  /** Minutes before the start at which devices remind of it. */
  reminders: number[];
  status: AppointmentStatus;
  /** Who is asked to come; null is everybody in the conversation. */
  invitees: string[] | null;
  /** Whether everybody in the conversation may change it. */
  open: boolean;
}

/** What is changed of an appointment; what is left out stays. `open` is said by who made it only. */
export interface AppointmentChange {
  title?: string;
  place?: string;
  description?: string;
  when?: When;
  reminders?: number[];
  status?: AppointmentStatus;
  everybody?: boolean;
  invitees?: string[];
  open?: boolean;
}

/** What a form shows that changes an appointment: an occurrence, in the stretch of the series that it belongs to. */
export interface AppointmentDetails {
  title: string;
  place: string;
  description: string;
  when: When;
  occurrence: When;
  /** How it recurs, in words; empty when it does not. */
  recurrence: string;
  reminders: number[];
  status: AppointmentStatus;
  invitees: string[] | null;
  open: boolean;
  changeable: boolean;
}

/** An appointment on a day. */
export interface AgendaRow {
  /** The day that it stands under, where the reader is. What takes longer stands under each of its days. */
  day: string;
  conversation: string;
  conversationTitle: string;
  event: string;
  /** Which occurrence: what changes and answers about it name. */
  occurrence: string;
  title: string;
  place: string;
  description: string;
  starts: number;
  ends: number;
  wholeDays: boolean;
  /** What the clock shows where it takes place, as `2026-12-01T06:00`; a day as `2026-12-01`. */
  local: string;
  zone: string;
  rule: string;
  status: AppointmentStatus;
  reminders: number[];
  author: string;
  authorName: string;
  own: boolean;
  changeable: boolean;
  open: boolean;
  /** Whether this person can answer: she is asked to come, and may write where it is. */
  answerable: boolean;
  /** Whether it stands in this person's own agenda: she made it or is asked to come. */
  invited: boolean;
  /** What this person answered, and how many say what. */
  answer: Attendance;
  yes: number;
  maybe: number;
  no: number;
  /** How many appointments that this person comes to are at the same time, and the first of them. */
  conflicts: number;
  conflict: string;
  waiting: boolean;
}

/** Somebody who is asked to come. */
export interface AttendeeRow {
  member: string;
  name: string;
  answer: Attendance;
  /** When; null while she did not answer, or not since the appointment got its time. */
  at: number | null;
  author: boolean;
}

/** Which reminder. */
export interface Reminder {
  conversation: string;
  event: string;
  occurrence: string;
  minutes: number;
}

/** A reminder to give. */
export interface ReminderRow extends Reminder {
  at: number;
  conversationTitle: string;
  title: string;
  place: string;
  starts: number;
  ends: number;
  wholeDays: boolean;
  snoozed: boolean;
}

/** What to write into an iCalendar file. */
export type AppointmentsToExport =
  | { type: "one"; conversation: string; event: string }
  | { type: "conversation"; conversation: string }
  | { type: "own" };

/** What a file would do: `flaws` are sentences with the line of the file. */
export interface CalendarPlan {
  appointments: { title: string; starts: number; rule: string; state: "new" | "changed" | "unchanged" | "notAllowed" }[];
  flaws: string[];
}

/** What a file did, and by which it is undone on this device. */
export interface CalendarImport {
  id: number;
  new: number;
  changed: number;
}

/** Appointments. Days are as `2026-12-01`, zones names of the IANA database: the browser's own is
 * `Intl.DateTimeFormat().resolvedOptions().timeZone`. */
export interface Calendar {
  agenda: [{ from: string; days: number; zone: string }, AgendaRow[]];
  conversationAgenda: [{ conversation: string; from: string; days: number; zone: string }, AgendaRow[]];
  appointment: [
    { conversation: string; event: string; occurrence?: string; language: Language },
    AppointmentDetails,
  ];
  recurrenceInWords: [{ when: When; language: Language }, string];
  create: [{ conversation: string; appointment: NewAppointment }, string];
  change: [{ conversation: string; event: string; scope: AppointmentScope; change: AppointmentChange }, string];
  cancel: [{ conversation: string; event: string; scope: AppointmentScope }, string];
  /** What undoes it within ten seconds, by `undoDelete` of messages. */
  remove: [{ conversation: string; event: string; scope: AppointmentScope }, string[]];
  answer: [{ conversation: string; event: string; occurrence?: string; answer: Attendance }, string];
  attendees: [{ conversation: string; event: string; occurrence: string }, AttendeeRow[]];
  dueReminders: [{ until: number; zone: string }, ReminderRow[]];
  snoozeReminder: [{ reminder: Reminder; until: number }, void];
  dismissReminder: [{ reminder: Reminder }, void];
  export: [{ what: AppointmentsToExport; zone: string }, string];
  planImport: [{ conversation: string; file: Uint8Array; zone: string; language: Language }, CalendarPlan];
  importAppointments: [{ conversation: string; file: Uint8Array; zone: string; language: Language }, CalendarImport];
  undoImport: [{ id: number }, void];
}
