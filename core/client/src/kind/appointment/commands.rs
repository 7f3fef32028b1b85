//! What people do with appointments.

use verband_calendar::{Appointment, Change, DateTime, Scope, Status, When, read_local};
use verband_protocol::cbor;
use verband_protocol::id::{EventId, LogId};
use verband_rules::Refusal;
use verband_store::Tx;

use super::agenda::zone_of;
use super::payload::{ANSWERED, Answered, Attendance, CHANGED, Changed, Invitees, MADE, Made, Said};
use super::series::{Series, load};
use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::kind::erased;
use crate::log;

/// An appointment to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAppointment {
    /// What it is.
    pub title: String,
    /// Where it is; may be empty.
    pub place: String,
    /// More about it; may be empty.
    pub description: String,
    /// When it is, and how it recurs.
    pub when: When,
    /// Minutes before the start at which devices remind of it.
    pub reminders: Vec<u32>,
    /// Whether it is sure.
    pub status: Status,
    /// Who is asked to come.
    pub invitees: Invitees,
    /// Whether everybody in the conversation may change it.
    pub open: bool,
}

impl NewAppointment {
    /// One that everybody in the conversation is asked to come to.
    pub fn new(title: impl Into<String>, when: When) -> Self {
        Self {
            title: title.into(),
            place: String::new(),
            description: String::new(),
            when,
            reminders: Vec::new(),
            status: Status::Confirmed,
            invitees: Invitees::Everybody,
            open: false,
        }
    }

    fn appointment(&self) -> Appointment {
        let mut appointment = Appointment::new("-", self.title.trim(), self.when.clone());
        appointment.place.clone_from(&self.place);
        appointment.description.clone_from(&self.description);
        appointment.reminders = sorted(&self.reminders);
        appointment.status = self.status;
        appointment
    }
}

fn sorted(reminders: &[u32]) -> Vec<u32> {
    let mut reminders = reminders.to_vec();
    reminders.sort_unstable();
    reminders.dedup();
    reminders
}

/// What is changed of an appointment; what is none stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AppointmentChange {
    /// The title.
    pub title: Option<String>,
    /// The place.
    pub place: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// When it is; of one occurrence without recurrence.
    pub when: Option<When>,
    /// The reminders.
    pub reminders: Option<Vec<u32>>,
    /// Whether it is sure.
    pub status: Option<Status>,
    /// Who is asked to come, of all occurrences.
    pub invitees: Option<Invitees>,
    /// Whether everybody in the conversation may change it; only who made it says so.
    pub open: Option<bool>,
}

impl Client {
    /// Makes an appointment in a conversation: one's own in the personal space, one of the organisation in its
    /// announcements. It is on disk and in the agenda when this returns.
    ///
    /// # Errors
    /// [`ClientError::Appointment`], [`ClientError::NotFound`] for a conversation or a person who is not in it,
    /// [`ClientError::Halted`], [`ClientError::Store`].
    pub fn create_appointment(&self, log: &LogId, new: &NewAppointment) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        inner.store.with_tx(|tx| {
            check_invited(tx, log, &new.invitees)?;
            inner.make(tx, log, &new.appointment(), false, &new.invitees, new.open)
        })
    }

    /// Changes an appointment: all of it, from an occurrence on, or one occurrence.
    ///
    /// # Errors
    /// [`ClientError::Refused`] for somebody else's that not everybody may change; as for [`Self::create_appointment`].
    pub fn change_appointment(
        &self,
        log: &LogId,
        event: &EventId,
        scope: Scope,
        change: &AppointmentChange,
    ) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        inner.store.with_tx(|tx| {
            let series = inner.changeable(tx, log, event, scope)?;
            if change.open.is_some() && series.author != inner.account.member {
                return Err(ClientError::Refused(Refusal::NotAllowed));
            }
            if let Some(invited) = &change.invitees {
                check_invited(tx, log, invited)?;
            }
            let said = Said {
                target: *event,
                scope,
                change: Change {
                    title: change.title.as_ref().map(|title| title.trim().to_owned()),
                    place: change.place.clone(),
                    description: change.description.clone(),
                    when: change.when.clone(),
                    reminders: change.reminders.as_deref().map(sorted),
                    status: change.status,
                    removed: None,
                    sequence: Some(series.next_sequence()),
                },
                invited: change.invitees.clone(),
                open: change.open,
            };
            inner.say(tx, log, &said)
        })
    }

    /// Calls an appointment off: it is still shown, as called off.
    ///
    /// # Errors
    /// As for [`Self::change_appointment`].
    pub fn cancel_appointment(&self, log: &LogId, event: &EventId, scope: Scope) -> Result<EventId, ClientError> {
        let change = AppointmentChange { status: Some(Status::Cancelled), ..AppointmentChange::default() };
        self.change_appointment(log, event, scope, &change)
    }

    /// Takes occurrences out, as if they had never been planned. All of them is a deletion for everybody, which only who
    /// made the appointment and moderators may. If it is to be undoable it is sent after ten seconds; until then
    /// [`Self::undo_delete`] brings them back with what this gives.
    ///
    /// # Errors
    /// As for [`Self::change_appointment`] and [`Self::delete`].
    pub fn remove_appointment(
        &self,
        log: &LogId,
        event: &EventId,
        scope: Scope,
        undoable: bool,
    ) -> Result<Vec<EventId>, ClientError> {
        if scope == Scope::All {
            return if undoable {
                self.delete_undoable(log, &[*event])
            } else {
                self.delete(log, event).map(|()| Vec::new())
            };
        }
        let inner = self.inner()?;
        inner.store.with_tx(|tx| {
            let series = inner.changeable(tx, log, event, scope)?;
            let sequence = Some(series.next_sequence());
            let change = Change { removed: Some(true), sequence, ..Change::default() };
            let removed = inner.say(tx, log, &Said { target: *event, scope, change, invited: None, open: None })?;
            if undoable {
                inner.hold(tx, &removed)?;
            }
            Ok(vec![removed])
        })
    }

    /// Answers an invitation: for one occurrence, named as rows of the agenda name it, or for the whole series. The last
    /// answer counts, and none counts any more when the time is changed afterwards.
    ///
    /// # Errors
    /// [`ClientError::Refused`] for who is not asked to come; [`ClientError::NotFound`], [`ClientError::Halted`],
    /// [`ClientError::Store`].
    pub fn answer_appointment(
        &self,
        log: &LogId,
        event: &EventId,
        occurrence: Option<&str>,
        answer: Attendance,
    ) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        let id = occurrence.map(occurrence_of).transpose()?;
        inner.store.with_tx(|tx| {
            let series = Inner::existing(tx, log, event)?;
            if !series.concerns(&inner.account.member) {
                return Err(ClientError::Refused(Refusal::NotAllowed));
            }
            let scope = id.map_or(Scope::All, Scope::One);
            if !series.has(scope, &zone_of("UTC")?) {
                return Err(ClientError::NotFound("occurrence"));
            }
            let answered = Answered { target: *event, occurrence: occurrence.map(str::to_owned), answer: answer as u8 };
            inner.enqueue(tx, log, ANSWERED, cbor::encode(&answered), &[])
        })
    }
}

/// The occurrence with this name.
pub(super) fn occurrence_of(name: &str) -> Result<DateTime, ClientError> {
    read_local(name).ok_or(ClientError::NotFound("occurrence"))
}

/// Only who is in the conversation can be asked: nobody else ever sees it.
fn check_invited(tx: &Tx<'_>, log: &LogId, invited: &Invitees) -> Result<(), ClientError> {
    let Invitees::Members(members) = invited else { return Ok(()) };
    if members.len() > super::payload::MAX_INVITED {
        return Err(ClientError::NotFound("member"));
    }
    let known = log::state(tx.sql(), log)?.members();
    if members.iter().all(|member| known.contains(member)) { Ok(()) } else { Err(ClientError::NotFound("member")) }
}

impl Inner {
    /// Puts a new appointment into the outbox.
    pub(super) fn make(
        &self,
        tx: &Tx<'_>,
        log: &LogId,
        appointment: &Appointment,
        imported: bool,
        invited: &Invitees,
        open: bool,
    ) -> Result<EventId, ClientError> {
        Self::may_write(tx, log)?;
        appointment.check()?;
        self.enqueue(tx, log, MADE, cbor::encode(&Made::of(appointment, imported, invited, open)), &[])
    }

    /// Puts a change into the outbox.
    pub(super) fn say(&self, tx: &Tx<'_>, log: &LogId, said: &Said) -> Result<EventId, ClientError> {
        said.change.check()?;
        self.enqueue(tx, log, CHANGED, cbor::encode(&Changed::of(said)), &[])
    }

    /// An appointment that is there and not being deleted, in a conversation that this device writes into.
    fn existing(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<Series, ClientError> {
        Self::may_write(tx, log)?;
        let deleted = tx.query_opt(
            "SELECT 1 FROM deletion WHERE log = ?1 AND target = ?2",
            (log.as_bytes(), event.as_bytes()),
            |_| Ok(()),
        )?;
        if deleted.is_some() || erased(tx, log, event)?.is_some() {
            return Err(ClientError::NotFound("appointment"));
        }
        load(tx.sql(), log, event)?.ok_or(ClientError::NotFound("appointment"))
    }

    /// The same, with an occurrence that is there, for who may change it.
    pub(super) fn changeable(
        &self,
        tx: &Tx<'_>,
        log: &LogId,
        event: &EventId,
        scope: Scope,
    ) -> Result<Series, ClientError> {
        let series = Self::existing(tx, log, event)?;
        if !series.changeable(&self.account.member) {
            return Err(ClientError::Refused(Refusal::NotAllowed));
        }
        if series.has(scope, &zone_of("UTC")?) { Ok(series) } else { Err(ClientError::NotFound("occurrence")) }
    }
}
