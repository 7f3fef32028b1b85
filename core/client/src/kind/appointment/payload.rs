//! What the events of appointments say, and how that is read. What breaks a limit is unreadable.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};
use verband_calendar::{Appointment, Change, DateTime, Exception, MAX_LISTED, Scope, Status, read_local, write_local};
use verband_protocol::body;
use verband_protocol::cbor;
use verband_protocol::id::{EventId, MemberId};

use super::time::{Time, locals};

/// An appointment is made.
pub(super) const MADE: body::Kind = body::Kind(30);
/// It is changed.
pub(super) const CHANGED: body::Kind = body::Kind(31);
/// Somebody answers.
pub(super) const ANSWERED: body::Kind = body::Kind(32);

/// The most people that an appointment names.
pub(super) const MAX_INVITED: usize = 1_000;

/// Who is asked to come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Invitees {
    /// Everybody in the conversation.
    #[default]
    Everybody,
    /// These people.
    Members(Vec<MemberId>),
}

impl Invitees {
    fn of(list: Option<Vec<MemberId>>) -> Option<Self> {
        match list {
            None => Some(Self::Everybody),
            Some(list) => (list.len() <= MAX_INVITED && list.is_sorted()).then_some(Self::Members(list)),
        }
    }

    /// The list; none for everybody.
    fn list(&self) -> Option<Vec<MemberId>> {
        match self {
            Self::Everybody => None,
            Self::Members(members) => {
                let sorted: BTreeSet<MemberId> = members.iter().copied().collect();
                Some(sorted.into_iter().collect())
            }
        }
    }

    /// Whether a person is asked.
    pub(super) fn includes(&self, member: &MemberId) -> bool {
        match self {
            Self::Everybody => true,
            Self::Members(members) => members.contains(member),
        }
    }
}

/// How an occurrence differs.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(super) struct Differs {
    #[n(0)]
    occurrence: String,
    #[n(1)]
    title: Option<String>,
    #[n(2)]
    place: Option<String>,
    #[n(3)]
    description: Option<String>,
    #[n(4)]
    time: Option<Time>,
    #[n(5)]
    reminders: Option<Vec<u32>>,
    #[n(6)]
    status: Option<u8>,
}

/// The payload of [`MADE`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(super) struct Made {
    #[n(0)]
    title: String,
    #[n(1)]
    place: String,
    #[n(2)]
    description: String,
    #[n(3)]
    time: Time,
    /// Minutes before the start.
    #[n(4)]
    reminders: Vec<u32>,
    /// 0 confirmed, 1 tentative, 2 cancelled.
    #[n(5)]
    status: u8,
    /// Who is asked to come; none is everybody.
    #[n(6)]
    invited: Option<Vec<MemberId>>,
    /// Whether everybody in here may change it.
    #[n(7)]
    open: bool,
    /// What names it in other programs, if it comes from one.
    #[n(8)]
    uid: Option<String>,
    #[n(9)]
    sequence: u32,
    /// Occurrences that are out from the beginning.
    #[n(10)]
    removed: Vec<String>,
    /// Occurrences that differ from the beginning.
    #[n(11)]
    differs: Vec<Differs>,
}

/// An appointment as it was made.
pub(super) struct Beginning {
    pub(super) appointment: Appointment,
    pub(super) invited: Invitees,
    pub(super) open: bool,
}

impl Made {
    /// The payload of a new appointment. Its own identifier is left out: it is that of its event.
    pub(super) fn of(appointment: &Appointment, imported: bool, invited: &Invitees, open: bool) -> Self {
        let differs = appointment.exceptions.iter().map(|(id, exception)| Differs {
            occurrence: write_local(*id),
            title: exception.title.clone(),
            place: exception.place.clone(),
            description: exception.description.clone(),
            time: exception.span.as_ref().map(Time::of_span),
            reminders: exception.reminders.clone(),
            status: exception.status.map(number_of),
        });
        Self {
            title: appointment.title.clone(),
            place: appointment.place.clone(),
            description: appointment.description.clone(),
            time: Time::of(&appointment.when),
            reminders: appointment.reminders.clone(),
            status: number_of(appointment.status),
            invited: invited.list(),
            open,
            uid: imported.then(|| appointment.uid.clone()),
            sequence: appointment.sequence,
            removed: appointment.removed.iter().map(|id| write_local(*id)).collect(),
            differs: differs.collect(),
        }
    }

    /// What it says; none for what breaks a limit.
    pub(super) fn read(payload: &[u8], event: &EventId) -> Option<Beginning> {
        let made: Self = cbor::decode(payload).ok()?;
        let uid = made.uid.unwrap_or_else(|| format!("{event}@verband"));
        let mut appointment = Appointment::new(uid, made.title, made.time.when()?);
        appointment.place = made.place;
        appointment.description = made.description;
        appointment.reminders = made.reminders;
        appointment.status = status_of(made.status)?;
        appointment.sequence = made.sequence;
        appointment.removed = locals(&made.removed)?;
        if made.differs.len() > MAX_LISTED {
            return None;
        }
        let exceptions: Option<BTreeMap<DateTime, Exception>> = made.differs.into_iter().map(exception).collect();
        appointment.exceptions = exceptions?;
        appointment.check().ok()?;
        Some(Beginning { appointment, invited: Invitees::of(made.invited)?, open: made.open })
    }
}

fn exception(differs: Differs) -> Option<(DateTime, Exception)> {
    let exception = Exception {
        title: differs.title,
        place: differs.place,
        description: differs.description,
        span: match differs.time {
            None => None,
            Some(time) => Some(time.span()?),
        },
        reminders: differs.reminders,
        status: match differs.status {
            None => None,
            Some(status) => Some(status_of(status)?),
        },
    };
    Some((read_local(&differs.occurrence)?, exception))
}

/// The payload of [`CHANGED`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(super) struct Changed {
    #[n(0)]
    pub(super) target: EventId,
    /// 0 all, 1 this one and the following, 2 this one.
    #[n(1)]
    scope: u8,
    /// The occurrence, unless it is about all.
    #[n(2)]
    occurrence: Option<String>,
    #[n(3)]
    title: Option<String>,
    #[n(4)]
    place: Option<String>,
    #[n(5)]
    description: Option<String>,
    #[n(6)]
    time: Option<Time>,
    #[n(7)]
    reminders: Option<Vec<u32>>,
    #[n(8)]
    status: Option<u8>,
    #[n(9)]
    removed: Option<bool>,
    #[n(10)]
    sequence: u32,
    /// Everybody is asked to come from now on.
    #[n(11)]
    everybody: Option<bool>,
    /// These people are.
    #[n(12)]
    invited: Option<Vec<MemberId>>,
    /// Whether everybody in here may change it; only its author says so.
    #[n(13)]
    open: Option<bool>,
}

/// A change as it was said.
pub(super) struct Said {
    pub(super) target: EventId,
    pub(super) scope: Scope,
    pub(super) change: Change,
    pub(super) invited: Option<Invitees>,
    pub(super) open: Option<bool>,
}

impl Changed {
    pub(super) fn of(said: &Said) -> Self {
        let (scope, occurrence) = match said.scope {
            Scope::All => (0, None),
            Scope::From(id) => (1, Some(write_local(id))),
            Scope::One(id) => (2, Some(write_local(id))),
        };
        let change = &said.change;
        Self {
            target: said.target,
            scope,
            occurrence,
            title: change.title.clone(),
            place: change.place.clone(),
            description: change.description.clone(),
            time: change.when.as_ref().map(Time::of),
            reminders: change.reminders.clone(),
            status: change.status.map(number_of),
            removed: change.removed,
            sequence: change.sequence.unwrap_or(0),
            everybody: said.invited.as_ref().map(|invited| *invited == Invitees::Everybody),
            invited: said.invited.as_ref().and_then(Invitees::list),
            open: said.open,
        }
    }

    /// What it says; none for what breaks a limit.
    pub(super) fn read(payload: &[u8]) -> Option<Said> {
        let changed: Self = cbor::decode(payload).ok()?;
        let scope = match (changed.scope, changed.occurrence.as_deref().map(read_local)) {
            (0, None) => Scope::All,
            (1, Some(Some(id))) => Scope::From(id),
            (2, Some(Some(id))) => Scope::One(id),
            _ => return None,
        };
        let change = Change {
            title: changed.title,
            place: changed.place,
            description: changed.description,
            when: match changed.time {
                None => None,
                Some(time) => Some(time.when()?),
            },
            reminders: changed.reminders,
            status: match changed.status {
                None => None,
                Some(status) => Some(status_of(status)?),
            },
            removed: changed.removed,
            sequence: Some(changed.sequence),
        };
        change.check().ok()?;
        let invited = match (changed.everybody, changed.invited) {
            (None, None) => None,
            (Some(true), None) => Some(Invitees::Everybody),
            (Some(false), Some(list)) => Some(Invitees::of(Some(list))?),
            _ => return None,
        };
        Some(Said { target: changed.target, scope, change, invited, open: changed.open })
    }
}

/// What somebody says to an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attendance {
    /// Nothing, or nothing any more.
    None = 0,
    /// She comes.
    Yes = 1,
    /// She may come.
    Maybe = 2,
    /// She does not come.
    No = 3,
}

impl Attendance {
    /// The answer behind a stored number.
    pub(super) fn from_number(number: u8) -> Option<Self> {
        [Self::None, Self::Yes, Self::Maybe, Self::No].into_iter().find(|answer| *answer as u8 == number)
    }
}

/// The payload of [`ANSWERED`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(super) struct Answered {
    #[n(0)]
    pub(super) target: EventId,
    /// The occurrence; none for the whole series.
    #[n(1)]
    pub(super) occurrence: Option<String>,
    /// 0 none any more, 1 yes, 2 maybe, 3 no.
    #[n(2)]
    pub(super) answer: u8,
}

impl Answered {
    /// What it says; none for what is no answer.
    pub(super) fn read(payload: &[u8]) -> Option<Self> {
        let answered: Self = cbor::decode(payload).ok()?;
        let named = answered.occurrence.as_deref().is_none_or(|id| read_local(id).is_some());
        (named && Attendance::from_number(answered.answer).is_some()).then_some(answered)
    }
}

fn number_of(status: Status) -> u8 {
    match status {
        Status::Confirmed => 0,
        Status::Tentative => 1,
        Status::Cancelled => 2,
    }
}

fn status_of(number: u8) -> Option<Status> {
    [Status::Confirmed, Status::Tentative, Status::Cancelled].get(usize::from(number)).copied()
}
