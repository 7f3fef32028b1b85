// Appointments: agenda, changes, answers, reminders, files. Days are as `2026-12-01`, zones names as `Europe/Berlin`.

import Foundation
import VerbandFFI

extension Verband {
    // MARK: Agenda

    /// What takes place on these days, once: what concerns this person, or everything of a conversation. A screen takes
    /// `agenda` instead.
    public func agendaOnce(
        from: String, days: Int, zone: String, conversation: LogId? = nil
    ) async throws -> [AgendaRow] {
        let days = UInt32(clamping: days)
        let result =
            if let conversation {
                try await schedule(.conversationAgenda(conversation: conversation, from: from, days: days, zone: zone))
            } else {
                try await schedule(.agenda(from: from, days: days, zone: zone))
            }
        guard case .agenda(let rows) = result else { throw VerbandError.inside("another result") }
        return rows
    }

    /// An occurrence of an appointment, to be changed in a form; the first one when none is named.
    public func appointment(
        _ conversation: LogId, _ event: EventId, occurrence: String? = nil, _ language: Language
    ) async throws -> AppointmentDetails {
        let result = try await schedule(
            .appointment(conversation: conversation, event: event, occurrence: occurrence, language: language))
        guard case .details(let details) = result else { throw VerbandError.inside("another result") }
        return details
    }

    /// How something recurs, in words; empty when it does not.
    public func recurrenceInWords(_ when: PlainWhen, _ language: Language) async throws -> String {
        let result = try await schedule(.recurrenceInWords(when: when, language: language))
        guard case .words(let words) = result else { throw VerbandError.inside("another result") }
        return words
    }

    // MARK: Making and changing

    /// Makes an appointment: one's own in the personal space, one of the organisation in its announcements.
    public func createAppointment(_ conversation: LogId, _ appointment: NewAppointment) async throws -> EventId {
        try await event(.create(conversation: conversation, appointment: appointment))
    }

    /// Changes an appointment: all of it, from an occurrence on, or one occurrence.
    @discardableResult
    public func changeAppointment(
        _ conversation: LogId, _ event: EventId, _ scope: AppointmentScope, _ change: AppointmentChange
    ) async throws -> EventId {
        try await self.event(.change(conversation: conversation, event: event, scope: scope, change: change))
    }

    /// Calls it off: it is still shown, as called off.
    @discardableResult
    public func cancelAppointment(
        _ conversation: LogId, _ event: EventId, _ scope: AppointmentScope
    ) async throws -> EventId {
        try await self.event(.cancel(conversation: conversation, event: event, scope: scope))
    }

    /// Takes occurrences out, as if they had never been planned; all of them for everybody and for good. For ten seconds
    /// `undoDelete` brings them back with what this gives.
    @discardableResult
    public func removeAppointment(
        _ conversation: LogId, _ event: EventId, _ scope: AppointmentScope
    ) async throws -> [EventId] {
        let result = try await schedule(.remove(conversation: conversation, event: event, scope: scope))
        guard case .deletes(let deletes) = result else { throw VerbandError.inside("another result") }
        return deletes
    }

    // MARK: Invitations

    /// Answers an invitation: for one occurrence, or for the whole series.
    @discardableResult
    public func answerAppointment(
        _ conversation: LogId, _ event: EventId, occurrence: String? = nil, _ answer: Attendance
    ) async throws -> EventId {
        try await self.event(
            .answer(conversation: conversation, event: event, occurrence: occurrence, answer: answer))
    }

    /// Who is asked to come, and what they answered.
    public func attendees(
        _ conversation: LogId, _ event: EventId, occurrence: String
    ) async throws -> [AttendeeRow] {
        let result = try await schedule(
            .attendees(conversation: conversation, event: event, occurrence: occurrence))
        guard case .attendees(let rows) = result else { throw VerbandError.inside("another result") }
        return rows
    }

    // MARK: Reminders

    /// Reminders up to a moment, in milliseconds since the Unix epoch: what an app gives to the system to show.
    public func dueReminders(until: UInt64, zone: String) async throws -> [ReminderRow] {
        let result = try await schedule(.dueReminders(until: until, zone: zone))
        guard case .reminders(let rows) = result else { throw VerbandError.inside("another result") }
        return rows
    }

    /// Puts a reminder off. Only on this device.
    public func snoozeReminder(_ reminder: Reminder, until: UInt64) async throws {
        _ = try await schedule(.snoozeReminder(reminder: reminder, until: until))
    }

    /// Puts a reminder away for good. Only on this device.
    public func dismissReminder(_ reminder: Reminder) async throws {
        _ = try await schedule(.dismissReminder(reminder: reminder))
    }

    // MARK: Files

    /// An iCalendar file. Names of people are not in it.
    public func exportAppointments(_ what: AppointmentsToExport, zone: String) async throws -> String {
        let result = try await schedule(.export(what: what, zone: zone))
        guard case .file(let text) = result else { throw VerbandError.inside("another result") }
        return text
    }

    /// What importing an iCalendar file into a conversation would do.
    public func planImport(
        _ conversation: LogId, _ file: Data, zone: String, _ language: Language
    ) async throws -> CalendarPlan {
        try mapped {
            try self.client.planImport(conversation: conversation, file: file, zone: zone, language: language)
        }
    }

    /// Imports it: all of it or nothing.
    @discardableResult
    public func importAppointments(
        _ conversation: LogId, _ file: Data, zone: String, _ language: Language
    ) async throws -> CalendarImport {
        try mapped {
            try self.client.importAppointments(conversation: conversation, file: file, zone: zone, language: language)
        }
    }

    /// Undoes one of the last five imports of this device.
    public func undoImport(_ id: UInt64) async throws {
        _ = try await schedule(.undoImport(id: id))
    }

    private func event(_ command: VerbandFFI.Calendar) async throws -> EventId {
        guard case .event(let event) = try await schedule(command) else { throw VerbandError.inside("another result") }
        return event
    }
}
