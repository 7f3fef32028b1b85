/* Appointments: agenda, changes, answers, reminders, files. Days are as `2026-12-01`, zones names as `Europe/Berlin`. */
package de.verband.sdk

import java.nio.ByteBuffer
import de.verband.sdk.ffi.CalendarResult
import de.verband.sdk.ffi.Calendar as Asks

// Agenda

/** What takes place on these days, once: what concerns this person, or everything of a conversation. A screen takes
 * [agenda] instead. */
suspend fun Verband.agendaOnce(from: String, days: Int, zone: String, conversation: LogId? = null): List<AgendaRow> =
    schedule<CalendarResult.Agenda>(
        if (conversation == null) Asks.Agenda(from, days.toUInt(), zone)
        else Asks.ConversationAgenda(conversation, from, days.toUInt(), zone),
    ).rows

/** An occurrence of an appointment, to be changed in a form; the first one when none is named. */
suspend fun Verband.appointment(
    conversation: LogId,
    event: EventId,
    language: Language,
    occurrence: String? = null,
): AppointmentDetails =
    schedule<CalendarResult.Details>(Asks.Appointment(conversation, event, occurrence, language)).details

/** How something recurs, in words; empty when it does not. */
suspend fun Verband.recurrenceInWords(`when`: PlainWhen, language: Language): String =
    schedule<CalendarResult.Words>(Asks.RecurrenceInWords(`when`, language)).words

// Making and changing

/** Makes an appointment: one's own in the personal space, one of the organisation in its announcements. */
suspend fun Verband.createAppointment(conversation: LogId, appointment: NewAppointment): EventId =
    schedule<CalendarResult.Event>(Asks.Create(conversation, appointment)).event

/** Changes an appointment: all of it, from an occurrence on, or one occurrence. */
suspend fun Verband.changeAppointment(
    conversation: LogId,
    event: EventId,
    scope: AppointmentScope,
    change: AppointmentChange,
): EventId = schedule<CalendarResult.Event>(Asks.Change(conversation, event, scope, change)).event

/** Calls it off: it is still shown, as called off. */
suspend fun Verband.cancelAppointment(conversation: LogId, event: EventId, scope: AppointmentScope): EventId =
    schedule<CalendarResult.Event>(Asks.Cancel(conversation, event, scope)).event

/**
 * Takes occurrences out, as if they had never been planned; all of them for everybody and for good. For ten seconds [undoDelete]
 * brings them back with what this gives.
 */
suspend fun Verband.removeAppointment(
    conversation: LogId,
    event: EventId,
    scope: AppointmentScope,
): List<EventId> = schedule<CalendarResult.Deletes>(Asks.Remove(conversation, event, scope)).deletes

// Invitations

/** Answers an invitation: for one occurrence, or for the whole series. */
suspend fun Verband.answerAppointment(
    conversation: LogId,
    event: EventId,
    answer: Attendance,
    occurrence: String? = null,
): EventId = schedule<CalendarResult.Event>(Asks.Answer(conversation, event, occurrence, answer)).event

/** Who is asked to come, and what they answered. */
suspend fun Verband.attendees(conversation: LogId, event: EventId, occurrence: String): List<AttendeeRow> =
    schedule<CalendarResult.Attendees>(Asks.Attendees(conversation, event, occurrence)).rows

// Reminders

/** Reminders up to a moment, in milliseconds since the Unix epoch: what an app gives to the system to show. */
suspend fun Verband.dueReminders(until: ULong, zone: String): List<ReminderRow> =
    schedule<CalendarResult.Reminders>(Asks.DueReminders(until, zone)).rows

/** Puts a reminder off. Only on this device. */
suspend fun Verband.snoozeReminder(reminder: Reminder, until: ULong) {
    schedule<CalendarResult.Done>(Asks.SnoozeReminder(reminder, until))
}

/** Puts a reminder away for good. Only on this device. */
suspend fun Verband.dismissReminder(reminder: Reminder) {
    schedule<CalendarResult.Done>(Asks.DismissReminder(reminder))
}

// Files

/** An iCalendar file. Names of people are not in it. */
suspend fun Verband.exportAppointments(what: AppointmentsToExport, zone: String): String =
    schedule<CalendarResult.File>(Asks.Export(what, zone)).text

/** What importing an iCalendar file into a conversation would do. */
suspend fun Verband.planImport(conversation: LogId, file: ByteArray, zone: String, language: Language): CalendarPlan =
    call { client.planImport(conversation, direct(file), zone, language) }

/** Imports it: all of it or nothing. */
suspend fun Verband.importAppointments(
    conversation: LogId,
    file: ByteArray,
    zone: String,
    language: Language,
): CalendarImport = call { client.importAppointments(conversation, direct(file), zone, language) }

/** Undoes one of the last five imports of this device. */
suspend fun Verband.undoImport(id: ULong) {
    schedule<CalendarResult.Done>(Asks.UndoImport(id))
}

/** Bytes as the library takes them: without another copy. */
private fun direct(bytes: ByteArray): ByteBuffer = ByteBuffer.allocateDirect(bytes.size).put(bytes).flip()
