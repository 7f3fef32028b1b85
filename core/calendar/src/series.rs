//! How changes to a series combine.
//!
//! A change says which occurrences it is about: all, this one and the following, or one. What counts for an occurrence,
//! for each thing that can be said about it, is the last change in the order of the log that is about it. So two people who
//! change different things both have their way, and the order in which a device learns of changes does not matter.
//!
//! A change of time for all or for the following replaces the recurrence from there on: what was said about single
//! occurrences of the old one stays only where the new one has an occurrence at the same local time.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;

use crate::appointment::{Appointment, Exception, MAX_LISTED, Status, Unfit, When};
use crate::moment::{Span, write_local};

/// Which occurrences a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// All.
    All,
    /// This one and the following.
    From(DateTime),
    /// Only this one.
    One(DateTime),
}

/// What is said anew. What is not said stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    /// The title.
    pub title: Option<String>,
    /// The place.
    pub place: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// When it is; of one occurrence only the span counts.
    pub when: Option<When>,
    /// The reminders.
    pub reminders: Option<Vec<u32>>,
    /// How sure it is.
    pub status: Option<Status>,
    /// Whether it is taken out.
    pub removed: Option<bool>,
    /// The number of this change in iCalendar.
    pub sequence: Option<u32>,
}

impl Change {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self { sequence: self.sequence, ..Self::default() }
    }

    /// Whether everything is as long as it may be.
    ///
    /// # Errors
    /// [`Unfit`].
    pub fn check(&self) -> Result<(), Unfit> {
        let when = self.when.clone();
        let when = when.unwrap_or_else(|| When::once(Span::Days { first: jiff::civil::date(2000, 1, 1), days: 1 }));
        let mut stand_in = Appointment::new("-", self.title.clone().unwrap_or_else(|| "-".to_owned()), when);
        stand_in.place = self.place.clone().unwrap_or_default();
        stand_in.description = self.description.clone().unwrap_or_default();
        stand_in.reminders = self.reminders.clone().unwrap_or_default();
        stand_in.check()
    }
}

/// A stretch of a series in which everything is the same but for its exceptions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The occurrence from which on it is a stretch of its own; none for the first.
    pub border: Option<DateTime>,
    /// The stretch. Its first one has the identifier of the series, others their own.
    pub appointment: Appointment,
    /// The index of the change that gave it its time plus one; 0 when it is the first time.
    pub timed_by: usize,
    /// The same for occurrences with a time of their own.
    pub moved_by: BTreeMap<DateTime, usize>,
}

/// Something said, with its place in the order: 0 for what was said at the beginning.
struct Said<'a, T> {
    rank: usize,
    what: &'a T,
}

/// The stretches of a series after these changes, in the order of the log. None of them when all of it was taken out.
pub fn resolve(first: &Appointment, changes: &[(Scope, Change)]) -> Vec<Part> {
    let pieces = pieces(first, changes);
    let mut borders: BTreeSet<DateTime> = pieces.iter().filter_map(|piece| piece.from).collect();
    borders.extend(changes.iter().filter_map(|(scope, _)| match scope {
        Scope::From(from) => Some(*from),
        _ => None,
    }));
    let borders: Vec<DateTime> = borders.into_iter().take(MAX_LISTED).collect();
    let starts = std::iter::once(None).chain(borders.iter().copied().map(Some));
    let ends = borders.iter().copied().map(Some).chain([None]);
    let last = changes.iter().filter_map(|(_, change)| change.sequence).max().unwrap_or(0);
    let parts = starts.zip(ends).filter_map(|(from, before)| {
        let piece = pieces.iter().rev().find(|piece| piece.from <= from)?;
        part(first, changes, piece, from, before)
    });
    let parts = parts.map(|mut part| {
        part.appointment.sequence = part.appointment.sequence.max(last);
        part
    });
    parts.collect()
}

/// A time that counts from an occurrence on, or from the beginning.
struct Piece<'a> {
    from: Option<DateTime>,
    when: Said<'a, When>,
}

/// The times that count, by where they begin. A later change covers an earlier one from its own beginning on.
fn pieces<'a>(first: &'a Appointment, changes: &'a [(Scope, Change)]) -> Vec<Piece<'a>> {
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    let beginning = [(1, Scope::All, &first.when)];
    let whens = changes
        .iter()
        .enumerate()
        .filter_map(|(index, (scope, change))| change.when.as_ref().map(|when| (index + 2, *scope, when)));
    for (number, scope, what) in beginning.into_iter().chain(whens).collect::<Vec<_>>().into_iter().rev() {
        let from = match scope {
            Scope::All => None,
            Scope::From(from) => Some(from),
            Scope::One(_) => continue,
        };
        if pieces.last().is_none_or(|piece| from < piece.from) {
            pieces.push(Piece { from, when: Said { rank: number - 1, what } });
        }
        if from.is_none() {
            break;
        }
    }
    pieces.reverse();
    pieces
}

fn part(
    first: &Appointment,
    changes: &[(Scope, Change)],
    piece: &Piece<'_>,
    from: Option<DateTime>,
    before: Option<DateTime>,
) -> Option<Part> {
    let covers = |scope: &Scope| match scope {
        Scope::All => true,
        Scope::From(start) => from.is_some_and(|from| *start <= from),
        Scope::One(_) => false,
    };
    let ranked = || changes.iter().enumerate().map(|(index, (scope, change))| (index + 1, scope, change));
    let all = || ranked().filter(|(_, scope, _)| covers(scope));
    let title = last(&first.title, all().map(|(rank, _, change)| (rank, change.title.as_ref())));
    let place = last(&first.place, all().map(|(rank, _, change)| (rank, change.place.as_ref())));
    let description = last(&first.description, all().map(|(rank, _, change)| (rank, change.description.as_ref())));
    let reminders = last(&first.reminders, all().map(|(rank, _, change)| (rank, change.reminders.as_ref())));
    let status = last(&first.status, all().map(|(rank, _, change)| (rank, change.status.as_ref())));
    let removed = last(&false, all().map(|(rank, _, change)| (rank, change.removed.as_ref())));
    if *removed.what {
        return None;
    }
    let starts_here = piece.from == from;
    let uid = match from {
        None => first.uid.clone(),
        Some(from) => format!("{}.{}", first.uid, write_local(from)),
    };
    let mut appointment = Appointment {
        uid,
        title: title.what.clone(),
        place: place.what.clone(),
        description: description.what.clone(),
        when: piece.when.what.clone(),
        removed: BTreeSet::new(),
        reminders: reminders.what.clone(),
        status: *status.what,
        exceptions: BTreeMap::new(),
        // A time that begins here may put its first occurrence before the one it replaces.
        from: from.filter(|_| !starts_here),
        before,
        sequence: first.sequence,
    };
    let mut taken: BTreeMap<DateTime, bool> = first.removed.iter().map(|id| (*id, removed.rank == 0)).collect();
    let mut moved_by = BTreeMap::new();
    let exceptions = first.exceptions.iter().map(|(id, exception)| (0, *id, exception.clone(), None));
    let singles = ranked().filter_map(|(rank, scope, change)| match scope {
        Scope::One(id) => Some((rank, *id, said_in(change), change.removed)),
        _ => None,
    });
    for (rank, id, said, out) in exceptions.chain(singles) {
        if before.is_some_and(|before| id >= before) || appointment.from.is_some_and(|from| id < from) {
            continue;
        }
        let newer = |whole: usize| rank >= whole;
        if let Some(out) = out.filter(|_| newer(removed.rank)) {
            taken.insert(id, out);
        }
        let differs = appointment.exceptions.entry(id).or_default();
        differs.title = said.title.filter(|_| newer(title.rank)).or(differs.title.take());
        differs.place = said.place.filter(|_| newer(place.rank)).or(differs.place.take());
        differs.description = said.description.filter(|_| newer(description.rank)).or(differs.description.take());
        differs.reminders = said.reminders.filter(|_| newer(reminders.rank)).or(differs.reminders.take());
        differs.status = said.status.filter(|_| newer(status.rank)).or(differs.status.take());
        if let Some(span) = said.span.filter(|_| newer(piece.when.rank)) {
            differs.span = Some(span);
            moved_by.insert(id, rank);
        }
    }
    appointment.exceptions.retain(|_, exception| *exception != Exception::default());
    appointment.removed = taken.into_iter().filter(|(_, out)| *out).map(|(id, _)| id).collect();
    Some(Part { border: from, appointment, timed_by: piece.when.rank, moved_by })
}

fn last<'a, T>(first: &'a T, said: impl Iterator<Item = (usize, Option<&'a T>)>) -> Said<'a, T> {
    let said = said.filter_map(|(rank, what)| what.map(|what| Said { rank, what }));
    said.last().unwrap_or(Said { rank: 0, what: first })
}

fn said_in(change: &Change) -> Exception {
    Exception {
        title: change.title.clone(),
        place: change.place.clone(),
        description: change.description.clone(),
        span: change.when.as_ref().map(|when| when.span.clone()),
        reminders: change.reminders.clone(),
        status: change.status,
    }
}
