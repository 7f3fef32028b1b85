//! What has happened since this person's last shift: facts that the logs tell, counted and named, and nothing made of
//! them. Each kind tells its own; what it tells is one line in [`Since::facts`].

use std::collections::BTreeSet;

use verband_protocol::entry::Record;
use verband_protocol::id::{EventId, LogId, MemberId};
use verband_store::StoreError;
use verband_store::rusqlite::{self, OptionalExtension};
use verband_texts::{Language, Value, text};

use super::request::RequestState;
use super::view::Eye;
use crate::client::Client;
use crate::error::ClientError;
use crate::kind::appointment::starting;
use crate::kind::file::NEW_FILES;
use crate::kind::survey::ended;
use crate::log;
use crate::timeline::UNREAD;

/// How far ahead whoever comes on duty looks, in milliseconds.
const DAY: u64 = 86_400_000;

/// How a shift is known to have ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShiftEnd {
    /// The caller said so.
    Given,
    /// This person handed over a role address.
    HandedOver,
    /// She wrote or read something last.
    LastSeen,
    /// Nothing is known of an earlier one: everything is new.
    Unknown,
}

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShiftFactKind {
    /// Messages of others.
    Messages,
    /// Messages that this person is asked to confirm and has not, however old.
    Unconfirmed,
    /// Requests that nobody has taken over, however old.
    RequestsOpen,
    /// Requests that somebody has taken over, however old.
    RequestsTaken,
    /// Requests that were done since.
    RequestsDone,
    /// A role address changed hands.
    HandedOver,
    /// Photos of others.
    Photos,
    /// Files of others, new or in a new version.
    Files,
    /// A survey that ended.
    Survey,
    /// An appointment that starts within the next 24 hours.
    Appointment,
    /// People who came.
    Joined,
    /// People who left.
    Left,
}

/// One fact of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftFact {
    /// In which conversation.
    pub conversation: LogId,
    /// Its title.
    pub conversation_title: String,
    /// What it is about.
    pub kind: ShiftFactKind,
    /// How many.
    pub count: u64,
    /// What it is about by name: the title of a role address, survey or appointment.
    pub name: String,
    /// People: who came or left, or holds the address now.
    pub names: Vec<String>,
    /// When it happened or starts, of what happens at a time, in milliseconds since the Unix epoch; 0 otherwise.
    pub at: u64,
    /// The newest event that it is about, for whoever wants to see it.
    pub event: Option<EventId>,
}

/// What has happened since a shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftView {
    /// When it ended, in milliseconds since the Unix epoch.
    pub since: u64,
    /// How that is known.
    pub end: ShiftEnd,
    /// The facts, by conversation, those with the newest messages first.
    pub facts: Vec<ShiftFact>,
}

impl ShiftFact {
    /// The fact as a sentence for people.
    pub fn sentence(&self, language: Language) -> String {
        let count = Value::Number(self.count);
        let (name, names) = (Value::Text(&self.name), self.names.join(", "));
        let names = Value::Text(&names);
        match self.kind {
            ShiftFactKind::Messages => text(language, "shift-messages", &[("count", count)]),
            ShiftFactKind::Unconfirmed => text(language, "shift-unconfirmed", &[("count", count)]),
            ShiftFactKind::RequestsOpen => text(language, "shift-requests-open", &[("count", count)]),
            ShiftFactKind::RequestsTaken => text(language, "shift-requests-taken", &[("count", count)]),
            ShiftFactKind::RequestsDone => text(language, "shift-requests-done", &[("count", count)]),
            ShiftFactKind::HandedOver if self.names.is_empty() => {
                text(language, "shift-handed-to-nobody", &[("address", name)])
            }
            ShiftFactKind::HandedOver => text(language, "shift-handed-over", &[("address", name), ("names", names)]),
            ShiftFactKind::Photos => text(language, "shift-photos", &[("count", count)]),
            ShiftFactKind::Files => text(language, "shift-files", &[("count", count)]),
            ShiftFactKind::Survey => text(language, "shift-survey", &[("title", name)]),
            ShiftFactKind::Appointment => text(language, "shift-appointment", &[("title", name)]),
            ShiftFactKind::Joined => text(language, "shift-joined", &[("count", count), ("names", names)]),
            ShiftFactKind::Left => text(language, "shift-left", &[("count", count), ("names", names)]),
        }
    }
}

impl Client {
    /// What has happened since this person's last shift: since she last handed over a role address, or else since she last
    /// wrote or read something. `since` says otherwise, in milliseconds since the Unix epoch. `zone` is that of the device,
    /// as `Europe/Berlin`, for appointments that take whole days.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] for a zone that nobody knows, [`ClientError::Store`], [`ClientError::Locked`],
    /// [`ClientError::OfflineTooLong`].
    pub fn handover_view(&self, since: Option<u64>, zone: &str) -> Result<ShiftView, ClientError> {
        let inner = self.readable()?;
        let organisation = inner.organisation()?;
        inner.store.read(|connection| -> Result<_, ClientError> {
            let eye = Eye::new(connection, &inner, &organisation);
            let (at, end) = match since {
                Some(at) => (at, ShiftEnd::Given),
                None => eye.last_shift()?,
            };
            let mut facts = Vec::new();
            for row in crate::view::conversations(connection, &eye.own, &organisation)? {
                let since = Since { eye: &eye, log: row.log, title: row.title, at, zone };
                facts.extend(since.facts()?);
            }
            Ok(ShiftView { since: at, end, facts })
        })
    }
}

impl Eye<'_> {
    /// When this person's last shift ended.
    fn last_shift(&self) -> Result<(u64, ShiftEnd), StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT log, address FROM address_step WHERE member = ?1 AND holders IS NOT NULL",
        )?;
        let mine = statement
            .query_map([self.own.as_bytes()], |row| Ok((LogId(row.get(0)?), EventId(row.get(1)?))))?
            .collect::<Result<Vec<_>, _>>()?;
        let mut last = None;
        for (log, address) in mine {
            let gave = self
                .hand_overs(&log, &address)?
                .into_iter()
                .filter(|row| row.by == self.own && row.from.contains(&self.own) && !row.to.contains(&self.own));
            last = last.max(gave.map(|row| row.at).max());
        }
        if let Some(at) = last {
            return Ok((at, ShiftEnd::HandedOver));
        }
        let sql = "SELECT max(sent_at) FROM message JOIN conversation ON conversation.log = message.log
                   WHERE author_member = ?1 OR place = read_seq";
        let mut statement = self.connection.prepare_cached(sql)?;
        let seen: Option<u64> = statement.query_row([self.own.as_bytes()], |row| row.get(0)).optional()?.flatten();
        Ok(seen.map_or((0, ShiftEnd::Unknown), |at| (at, ShiftEnd::LastSeen)))
    }
}

/// A conversation since a time.
struct Since<'a> {
    eye: &'a Eye<'a>,
    log: LogId,
    title: String,
    at: u64,
    zone: &'a str,
}

impl Since<'_> {
    fn facts(&self) -> Result<Vec<ShiftFact>, ClientError> {
        let mut facts = Vec::new();
        facts.extend(self.messages()?);
        facts.extend(self.unconfirmed()?);
        facts.extend(self.requests()?);
        facts.extend(self.handed_over()?);
        facts.extend(self.photos()?);
        facts.extend(self.counted(
            ShiftFactKind::Files,
            NEW_FILES,
            (self.log.as_bytes(), self.eye.own.as_bytes(), self.at),
        )?);
        facts.extend(self.surveys()?);
        facts.extend(self.appointments()?);
        facts.extend(self.people()?);
        Ok(facts)
    }

    fn fact(&self, kind: ShiftFactKind) -> ShiftFact {
        ShiftFact {
            conversation: self.log,
            conversation_title: self.title.clone(),
            kind,
            count: 0,
            name: String::new(),
            names: Vec::new(),
            at: 0,
            event: None,
        }
    }

    /// What `sql` counts, with the newest of it, if there is any.
    fn counted(
        &self,
        kind: ShiftFactKind,
        sql: &str,
        params: impl rusqlite::Params,
    ) -> Result<Option<ShiftFact>, StoreError> {
        let mut statement = self.eye.connection.prepare_cached(sql)?;
        let (count, event): (u64, Option<[u8; 16]>) =
            statement.query_row(params, |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((count > 0).then(|| ShiftFact { count, event: event.map(EventId), ..self.fact(kind) }))
    }

    /// Texts and photos; what other kinds bring has facts of its own.
    ///
    /// What was written since then, by its author's clock, or came since this person last read here: what somebody wrote
    /// without a network comes later than it was written.
    fn messages(&self) -> Result<Option<ShiftFact>, StoreError> {
        self.written(ShiftFactKind::Messages, "kind = 2")
    }

    fn photos(&self) -> Result<Option<ShiftFact>, StoreError> {
        self.written(ShiftFactKind::Photos, "photo IS NOT NULL")
    }

    fn written(&self, kind: ShiftFactKind, what: &str) -> Result<Option<ShiftFact>, StoreError> {
        let new = format!(
            "log = ?1 AND author_member IS NOT ?2 AND deleted = 0 AND {what} AND (sent_at > ?3 OR place IN ({UNREAD}))"
        );
        let newest = format!("SELECT event FROM message WHERE {new} ORDER BY place DESC LIMIT 1");
        let sql = format!("SELECT count(*), ({newest}) FROM message WHERE {new}");
        self.counted(kind, &sql, (self.log.as_bytes(), self.eye.own.as_bytes(), self.at))
    }

    /// Messages that ask for it, of others, which this person has not confirmed.
    fn unconfirmed(&self) -> Result<Option<ShiftFact>, StoreError> {
        self.counted(
            ShiftFactKind::Unconfirmed,
            "SELECT count(*), max(event) FROM message
             WHERE log = ?1 AND flags & 1 = 1 AND deleted = 0 AND author_member IS NOT ?2
                 AND NOT EXISTS (SELECT 1 FROM message_change WHERE message_change.log = message.log
                     AND target = message.event AND what = 6 AND member = ?2)",
            (self.log.as_bytes(), self.eye.own.as_bytes()),
        )
    }

    fn requests(&self) -> Result<Vec<ShiftFact>, StoreError> {
        let kinds = [
            (ShiftFactKind::RequestsOpen, RequestState::Open, "0 <= ?3"),
            (ShiftFactKind::RequestsTaken, RequestState::Taken, "0 <= ?3"),
            (ShiftFactKind::RequestsDone, RequestState::Done, "closed_at > ?3"),
        ];
        let facts = kinds.map(|(kind, state, when)| {
            let sql = format!("SELECT count(*), max(event) FROM request WHERE log = ?1 AND state = ?2 AND {when}");
            self.counted(kind, &sql, (self.log.as_bytes(), state as i64, self.at))
        });
        facts.into_iter().filter_map(Result::transpose).collect()
    }

    fn handed_over(&self) -> Result<Vec<ShiftFact>, StoreError> {
        let sql = "SELECT address, title FROM role_address WHERE log = ?1 AND since > ?2 ORDER BY title COLLATE NOCASE";
        let mut statement = self.eye.connection.prepare_cached(sql)?;
        let rows = statement
            .query_map((self.log.as_bytes(), self.at), |row| Ok((EventId(row.get(0)?), row.get::<_, String>(1)?)))?;
        let mut facts = Vec::new();
        for row in rows {
            let (address, name) = row?;
            let since: Vec<_> = self.eye.hand_overs(&self.log, &address)?;
            let since: Vec<_> = since.into_iter().filter(|row| row.at > self.at).collect();
            let (Some(last), Some(first)) = (since.last(), since.first()) else { continue };
            // There and back again is no news.
            if first.from != last.to {
                facts.push(ShiftFact {
                    name,
                    count: since.len() as u64,
                    names: last.to_names.clone(),
                    at: last.at,
                    event: Some(last.event),
                    ..self.fact(ShiftFactKind::HandedOver)
                });
            }
        }
        Ok(facts)
    }

    fn surveys(&self) -> Result<Vec<ShiftFact>, StoreError> {
        let ended = ended(self.eye.connection, &self.log, self.at)?;
        let facts = ended.into_iter().map(|ended| ShiftFact {
            count: 1,
            name: ended.title,
            at: ended.at,
            event: Some(ended.survey),
            ..self.fact(ShiftFactKind::Survey)
        });
        Ok(facts.collect())
    }

    fn appointments(&self) -> Result<Vec<ShiftFact>, ClientError> {
        let Eye { connection, own, now, .. } = self.eye;
        let soon = starting(connection, own, &self.log, (*now, now.saturating_add(DAY)), self.zone)?;
        let facts = soon.into_iter().map(|soon| ShiftFact {
            count: 1,
            name: soon.title,
            at: soon.starts,
            event: Some(soon.event),
            ..self.fact(ShiftFactKind::Appointment)
        });
        Ok(facts.collect())
    }

    /// Who came and who left: who is here now against who was here then, walking back over the commits since.
    fn people(&self) -> Result<Vec<ShiftFact>, StoreError> {
        let Ok(Some(followed)) = log::followed(self.eye.connection, &self.log) else { return Ok(Vec::new()) };
        let mut roster = followed.state.roster;
        let now: BTreeSet<MemberId> = roster.values().copied().collect();
        let mut statement = self.eye.connection.prepare_cached(
            "SELECT author, header, sig, NULL FROM entry WHERE log = ?1 AND seq >
                 coalesce((SELECT max(seq) FROM message WHERE log = ?1 AND seq IS NOT NULL AND sent_at <= ?2), 0)
             ORDER BY seq DESC",
        )?;
        let entries = statement.query_map((self.log.as_bytes(), self.at), log::entry_of)?;
        for entry in entries {
            let Ok(header) = entry?.read() else { continue };
            let Some(Record::Commit(record)) = header.record.filter(|_| header.sent_at > self.at) else { continue };
            for leaf in &record.added {
                roster.remove(&leaf.device);
            }
            for device in &record.removed {
                if let Some(device_of) = self.eye.organisation.device(device) {
                    roster.insert(*device, device_of.member);
                }
            }
        }
        let before: BTreeSet<MemberId> = roster.into_values().collect();
        let mut facts = Vec::new();
        let changes = [(ShiftFactKind::Joined, &now, &before), (ShiftFactKind::Left, &before, &now)];
        for (kind, those, others) in changes {
            let people: Vec<MemberId> =
                those.difference(others).filter(|member| **member != self.eye.own).copied().collect();
            if !people.is_empty() {
                let names = self.eye.names(&people)?;
                facts.push(ShiftFact { count: people.len() as u64, names, ..self.fact(kind) });
            }
        }
        Ok(facts)
    }
}
