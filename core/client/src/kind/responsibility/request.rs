//! Requests: what was done with one, in the order of the log, and whose it is after that.

use verband_protocol::cbor;
use verband_protocol::id::{EventId, LogId, MemberId};
use verband_store::rusqlite::Connection;
use verband_store::{StoreError, Tx};

use super::payload::{ActPayload, RequestAct, RequestPayload};
use crate::error::ClientError;
use crate::kind::{Event, Row, place_row};

/// How far a request has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestState {
    /// Nobody has taken it over.
    Open = 0,
    /// Somebody has.
    Taken = 1,
    /// What was asked for is done.
    Done = 2,
    /// Whoever asked does not need it any more.
    Cancelled = 3,
}

impl RequestState {
    /// The state behind a stored number.
    pub(super) fn from_row(value: i64) -> Self {
        match value {
            0 => Self::Open,
            1 => Self::Taken,
            3 => Self::Cancelled,
            _ => Self::Done,
        }
    }

    /// Whether there is nothing left to do.
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled)
    }
}

/// One act on a request.
#[derive(Debug, Clone)]
pub(super) struct Act {
    pub(super) event: EventId,
    pub(super) waiting: bool,
    pub(super) member: MemberId,
    pub(super) at: u64,
    pub(super) what: RequestAct,
}

/// A request after some of its acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) author: MemberId,
    pub(super) state: RequestState,
    /// Where it is.
    pub(super) address: EventId,
    /// To whom it was passed on.
    pub(super) person: Option<MemberId>,
    /// From when on it waits there.
    pub(super) since: u64,
    pub(super) taken: Option<(MemberId, u64)>,
    pub(super) closed: Option<(MemberId, u64)>,
}

impl Request {
    pub(super) fn new(author: MemberId, address: EventId, at: u64) -> Self {
        let state = RequestState::Open;
        Self { author, state, address, person: None, since: at, taken: None, closed: None }
    }

    /// Takes the next act. False if it does not count: somebody was faster, or it is not hers to do.
    pub(super) fn take(&mut self, member: MemberId, at: u64, act: &RequestAct) -> bool {
        let open = self.state == RequestState::Open;
        let taker = self.state == RequestState::Taken && self.taken.is_some_and(|(taker, _)| taker == member);
        let asks = member == self.author;
        match act {
            RequestAct::TakeOver if open => {
                self.state = RequestState::Taken;
                self.taken = Some((member, at));
            }
            // Whoever asked gives it to the others again if the one who took it is not to be reached.
            RequestAct::GiveBack if taker || (asks && self.state == RequestState::Taken) => self.wait(at),
            RequestAct::PassToMember(person) if open || taker => {
                self.wait(at);
                self.person = Some(*person);
            }
            RequestAct::PassToAddress(address) if open || taker => {
                self.wait(at);
                self.address = *address;
                self.person = None;
            }
            RequestAct::Done if open || taker || (asks && self.state == RequestState::Taken) => {
                self.state = RequestState::Done;
                self.closed = Some((member, at));
            }
            RequestAct::Cancel if asks && !self.state.is_closed() => {
                self.state = RequestState::Cancelled;
                self.closed = Some((member, at));
            }
            RequestAct::Reopen if asks || self.closed.is_some_and(|(closer, _)| closer == member) => {
                if !self.state.is_closed() {
                    return false;
                }
                self.wait(at);
            }
            _ => return false,
        }
        true
    }

    /// It is open, from now on.
    fn wait(&mut self, at: u64) {
        self.state = RequestState::Open;
        self.since = at;
        self.taken = None;
        self.closed = None;
    }
}

pub(super) fn apply_request(tx: &Tx<'_>, event: &Event<'_>, payload: &RequestPayload) -> Result<(), ClientError> {
    tx.execute(
        "INSERT INTO request (log, event, seq, member, at, first, text, state, address, since, taken_at, closed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?6, ?5, 0, 0)
         ON CONFLICT (log, event) DO UPDATE SET seq = excluded.seq",
        (
            event.log.as_bytes(),
            event.event.as_bytes(),
            event.seq,
            event.member.as_bytes(),
            event.sent_at,
            payload.address.as_bytes(),
            &payload.text,
        ),
    )?;
    resolve(tx, event.log, &event.event)?;
    place_row(tx, event, &Row::new(super::payload::REQUEST, &payload.text))?;
    Ok(())
}

pub(super) fn apply_act(tx: &Tx<'_>, event: &Event<'_>, payload: &ActPayload) -> Result<(), ClientError> {
    // A bot asks and withdraws what it asked for. What people take over, a person does.
    if event.organisation.is_bot(&event.member) && payload.act != RequestAct::Cancel {
        return Ok(());
    }
    tx.execute(
        "INSERT INTO request_act (log, event, seq, request, member, at, act, effect)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)
         ON CONFLICT (log, event) DO UPDATE SET seq = excluded.seq",
        (
            event.log.as_bytes(),
            event.event.as_bytes(),
            event.seq,
            payload.request.as_bytes(),
            event.member.as_bytes(),
            event.sent_at,
            cbor::encode(&payload.act),
        ),
    )?;
    resolve(tx, event.log, &payload.request)
}

/// The acts on a request in the order of the log.
pub(super) fn acts(connection: &Connection, log: &LogId, request: &EventId) -> Result<Vec<Act>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT event, seq, member, at, act FROM request_act WHERE log = ?1 AND request = ?2 ORDER BY seq",
    )?;
    let rows = statement.query_map((log.as_bytes(), request.as_bytes()), |row| {
        let act: Vec<u8> = row.get(4)?;
        Ok((EventId(row.get(0)?), row.get::<_, u64>(1)?, MemberId(row.get(2)?), row.get(3)?, act))
    })?;
    rows.map(|row| {
        let (event, seq, member, at, act) = row?;
        let what = cbor::decode(&act).map_err(|_| StoreError::Corrupt)?;
        Ok(Act { event, waiting: seq >= verband_store::WAITING, member, at, what })
    })
    .collect()
}

/// A request before anything was done with it.
pub(super) fn asked(connection: &Connection, log: &LogId, request: &EventId) -> Result<Option<Request>, StoreError> {
    let sql = "SELECT member, first, at FROM request WHERE log = ?1 AND event = ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query((log.as_bytes(), request.as_bytes()))?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some(Request::new(MemberId(row.get(0)?), EventId(row.get(1)?), row.get(2)?)))
}

/// Writes what follows from all acts on a request that are known.
pub(super) fn resolve(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<(), ClientError> {
    let Some(mut now) = asked(tx.sql(), log, event)? else { return Ok(()) };
    for act in acts(tx.sql(), log, event)? {
        let effect = now.take(act.member, act.at, &act.what);
        tx.execute(
            "UPDATE request_act SET effect = ?3 WHERE log = ?1 AND event = ?2 AND effect <> ?3",
            (log.as_bytes(), act.event.as_bytes(), effect),
        )?;
    }
    let (taken, closed) = (now.taken.unzip(), now.closed.unzip());
    tx.execute(
        "UPDATE request SET state = ?3, address = ?4, person = ?5, since = ?6, taker = ?7, taken_at = ?8, closer = ?9,
             closed_at = ?10
         WHERE log = ?1 AND event = ?2",
        (
            log.as_bytes(),
            event.as_bytes(),
            now.state as i64,
            now.address.as_bytes(),
            now.person.as_ref().map(MemberId::as_bytes),
            now.since,
            taken.0.as_ref().map(MemberId::as_bytes),
            taken.1.unwrap_or_default(),
            closed.0.as_ref().map(MemberId::as_bytes),
            closed.1.unwrap_or_default(),
        ),
    )?;
    Ok(())
}
