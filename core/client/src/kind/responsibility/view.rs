//! Who holds an address, and what waits for whom at this time.

use std::cell::RefCell;
use std::collections::BTreeMap;

use verband_protocol::id::{EventId, LogId, MemberId};
use verband_rules::organisation::OrganisationState;
use verband_store::StoreError;
use verband_store::rusqlite::{self, Connection, Row};

use super::address::{self, Address, Candidate, Change};
use super::escalation::levels;
use super::payload::RequestAct;
use super::request::{self, RequestState};
use super::rows::{HandOverRow, RequestActRow, RequestRow, RoleAddressRow};
use crate::client::{Client, Inner};
use crate::directory::name_of;
use crate::error::ClientError;
use crate::log;
use crate::order;

impl Client {
    /// The role addresses of a channel, by title, those that are no more last.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn role_addresses(&self, log: &LogId) -> Result<Vec<RoleAddressRow>, ClientError> {
        self.look(|eye| eye.role_addresses(Some(log)))
    }

    /// The role addresses of all channels.
    ///
    /// # Errors
    /// As for [`Self::role_addresses`].
    pub fn all_role_addresses(&self) -> Result<Vec<RoleAddressRow>, ClientError> {
        self.look(|eye| eye.role_addresses(None))
    }

    /// Whom a role address means now: its holders who are still in the channel. A message that mentions it mentions them.
    ///
    /// # Errors
    /// As for [`Self::role_addresses`]; [`ClientError::NotFound`].
    pub fn holders(&self, log: &LogId, address: &EventId) -> Result<Vec<MemberId>, ClientError> {
        let found = self.look(|eye| {
            let found = eye.address(log, address)?;
            Ok(found.map(|address| eye.present(log, &address.holders)))
        })?;
        found.ok_or(ClientError::NotFound("role address"))
    }

    /// How a role address changed hands, newest first, at most so many times.
    ///
    /// # Errors
    /// As for [`Self::role_addresses`].
    pub fn hand_overs(&self, log: &LogId, address: &EventId, limit: u32) -> Result<Vec<HandOverRow>, ClientError> {
        self.look(|eye| {
            let mut rows = eye.hand_overs(log, address)?;
            rows.reverse();
            rows.truncate(limit as usize);
            Ok(rows)
        })
    }

    /// The requests of all conversations that are open or taken over: first those that wait for this person, then those
    /// that nobody took over in time, the oldest first.
    ///
    /// # Errors
    /// As for [`Self::role_addresses`].
    pub fn open_requests(&self) -> Result<Vec<RequestRow>, ClientError> {
        self.look(open_rows)
    }

    /// The newest requests that are at a role address, or were last, closed ones too, newest first.
    ///
    /// # Errors
    /// As for [`Self::role_addresses`].
    pub fn requests_at(&self, log: &LogId, address: &EventId, limit: u32) -> Result<Vec<RequestRow>, ClientError> {
        let at = "request.log = ?1 AND request.address = ?2 ORDER BY request.seq DESC LIMIT ?3";
        self.look(|eye| eye.requests(at, (log.as_bytes(), address.as_bytes(), limit)))
    }

    /// The newest requests of all conversations that are done or cancelled, newest first, at most so many.
    ///
    /// # Errors
    /// As for [`Self::role_addresses`].
    pub fn closed_requests(&self, limit: u32) -> Result<Vec<RequestRow>, ClientError> {
        self.look(|eye| eye.requests("request.state > 1 ORDER BY request.closed_at DESC LIMIT ?1", [limit]))
    }

    /// One request.
    ///
    /// # Errors
    /// As for [`Self::role_addresses`]; [`ClientError::NotFound`].
    pub fn request(&self, log: &LogId, event: &EventId) -> Result<RequestRow, ClientError> {
        let one = "request.log = ?1 AND request.event = ?2";
        let found = self.look(|eye| eye.requests(one, (log.as_bytes(), event.as_bytes())))?;
        found.into_iter().next().ok_or(ClientError::NotFound("request"))
    }

    /// What was done with a request, in the order of the log.
    ///
    /// # Errors
    /// As for [`Self::role_addresses`].
    pub fn request_acts(&self, log: &LogId, event: &EventId) -> Result<Vec<RequestActRow>, ClientError> {
        self.look(|eye| eye.request_acts(log, event))
    }

    fn look<T>(&self, at: impl FnOnce(&Eye<'_>) -> Result<T, StoreError>) -> Result<T, ClientError> {
        let inner = self.readable()?;
        let organisation = inner.organisation()?;
        Ok(inner.store.read(|connection| at(&Eye::new(connection, &inner, &organisation)))?)
    }
}

/// The rows of the feed of requests, and when they change by themselves.
pub(crate) fn open_requests(
    connection: &Connection,
    inner: &Inner,
    organisation: &OrganisationState,
) -> Result<(Vec<RequestRow>, Option<u64>), StoreError> {
    let rows = open_rows(&Eye::new(connection, inner, organisation))?;
    let due = rows.iter().filter_map(|row| row.escalates_at).min();
    Ok((rows, due))
}

/// Requests that are open or taken over: first those that wait for whoever looks.
pub(super) fn open_rows(eye: &Eye<'_>) -> Result<Vec<RequestRow>, StoreError> {
    let mut rows = eye.requests("request.state < 2", [])?;
    order::by_key(&mut rows, |row| (!row.for_me, row.escalated_at.is_none(), row.sent_at, row.event));
    Ok(rows)
}

/// The rows of the feed of role addresses.
pub(crate) fn role_addresses(
    connection: &Connection,
    inner: &Inner,
    organisation: &OrganisationState,
    log: &LogId,
) -> Result<Vec<RoleAddressRow>, StoreError> {
    Eye::new(connection, inner, organisation).role_addresses(Some(log))
}

const REQUESTS: &str = "SELECT request.log, conversation.title, request.event, request.text, request.member, request.at, \
     request.state, request.address, coalesce(role_address.title, ''), request.person, request.since, request.taker, \
     request.taken_at, request.closer, request.closed_at, request.seq \
     FROM request JOIN conversation ON conversation.log = request.log \
     LEFT JOIN role_address ON role_address.log = request.log AND role_address.address = request.address \
     WHERE NOT EXISTS (SELECT 1 FROM deletion WHERE deletion.log = request.log AND deletion.target = request.event) AND";

/// Somebody who looks, at a time.
pub(super) struct Eye<'a> {
    pub(super) connection: &'a Connection,
    pub(super) own: MemberId,
    pub(super) now: u64,
    pub(super) organisation: &'a OrganisationState,
    addresses: RefCell<BTreeMap<(LogId, EventId), Option<Address>>>,
    names: RefCell<BTreeMap<MemberId, String>>,
}

impl<'a> Eye<'a> {
    pub(super) fn new(connection: &'a Connection, inner: &Inner, organisation: &'a OrganisationState) -> Self {
        Self {
            connection,
            own: inner.account.member,
            now: inner.ports.clock.now_ms(),
            organisation,
            addresses: RefCell::default(),
            names: RefCell::default(),
        }
    }

    /// An address as it is now.
    pub(super) fn address(&self, log: &LogId, address: &EventId) -> Result<Option<Address>, StoreError> {
        if let Some(known) = self.addresses.borrow().get(&(*log, *address)) {
            return Ok(known.clone());
        }
        let found = address::address(self.connection, log, address)?;
        self.addresses.borrow_mut().insert((*log, *address), found.clone());
        Ok(found)
    }

    pub(super) fn name(&self, member: &MemberId) -> Result<String, StoreError> {
        if let Some(known) = self.names.borrow().get(member) {
            return Ok(known.clone());
        }
        let name = name_of(self.connection, member)?;
        self.names.borrow_mut().insert(*member, name.clone());
        Ok(name)
    }

    fn name_of_any(&self, member: Option<&MemberId>) -> Result<String, StoreError> {
        member.map_or_else(|| Ok(String::new()), |member| self.name(member))
    }

    pub(super) fn names(&self, members: &[MemberId]) -> Result<Vec<String>, StoreError> {
        members.iter().map(|member| self.name(member)).collect()
    }

    /// Those of these people who are in the conversation now.
    fn present(&self, log: &LogId, members: &[MemberId]) -> Vec<MemberId> {
        if members.is_empty() {
            return Vec::new();
        }
        let Ok(Some(followed)) = log::followed(self.connection, log) else { return Vec::new() };
        let waits = followed.state.roster.is_empty();
        let here = |member: &&MemberId| {
            let inside = followed.state.has_member(member) || (waits && **member == self.own);
            inside && self.organisation.member_active(member)
        };
        members.iter().filter(here).copied().collect()
    }

    /// Where a request goes on to that began to wait somewhere.
    pub(super) fn levels(
        &self,
        log: &LogId,
        address: &EventId,
        since: u64,
    ) -> Result<Vec<(u64, Option<EventId>)>, StoreError> {
        levels(address, since, |address| {
            let found = self.address(log, address)?;
            Ok(found.filter(|address| !address.retired).map(|address| address.settings))
        })
    }

    fn role_addresses(&self, of: Option<&LogId>) -> Result<Vec<RoleAddressRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT role_address.log, conversation.title, role_address.address,
                    (SELECT count(*) FROM request WHERE request.state < 2 AND request.log = role_address.log
                         AND request.address = role_address.address)
             FROM role_address JOIN conversation ON conversation.log = role_address.log
             WHERE ?1 IS NULL OR role_address.log = ?1
             ORDER BY retired, role_address.title COLLATE NOCASE, address",
        )?;
        let found = statement.query_map([of.map(LogId::as_bytes)], |row| {
            Ok((LogId(row.get(0)?), row.get::<_, String>(1)?, EventId(row.get(2)?), row.get::<_, u64>(3)?))
        })?;
        let seq = self.organisation.position().seq;
        let appoints = address::appoints(self.organisation, &self.own, seq);
        let candidate = Candidate::of(self.own, self.organisation, seq);
        let mut rows = Vec::new();
        for found in found {
            let (log, conversation_title, id, requests) = found?;
            let Some(address) = self.address(&log, &id)? else { continue };
            let holders = self.present(&log, &address.holders);
            let escalation = address.settings.escalation.as_ref();
            let escalate_to = escalation.and_then(|escalation| escalation.to);
            let to = escalate_to.map(|to| self.address(&log, &to)).transpose()?.flatten();
            rows.push(RoleAddressRow {
                conversation: log,
                conversation_title,
                id,
                may_hold: !address.retired && candidate.may_hold(&address.settings),
                may_change: address.may_change(&self.own, appoints),
                escalate_after: escalation.map(|escalation| escalation.after_minutes),
                escalate_to,
                escalate_to_title: to.map(|to| to.settings.title).unwrap_or_default(),
                holder_names: self.names(&holders)?,
                mine: holders.contains(&self.own),
                holders,
                since: address.since,
                requests,
                retired: address.retired,
                title: address.settings.title,
                eligible: address.settings.eligible,
            });
        }
        Ok(rows)
    }

    /// How an address changed hands, oldest first.
    pub(super) fn hand_overs(&self, log: &LogId, address: &EventId) -> Result<Vec<HandOverRow>, StoreError> {
        let steps = address::steps(self.connection, log, address)?;
        let mut handed = Vec::new();
        address::follow(&steps, address, |step, before| {
            if let Change::HandOver(to) = &step.change {
                let to: Vec<MemberId> = to.iter().map(|candidate| candidate.member).collect();
                handed.push((step.clone(), before.to_vec(), to));
            }
        });
        let rows = handed.into_iter().map(|(step, from, to)| {
            Ok(HandOverRow {
                event: step.event,
                at: step.at,
                by: step.member,
                by_name: self.name(&step.member)?,
                from_names: self.names(&from)?,
                from,
                to_names: self.names(&to)?,
                to,
                waiting: step.waiting,
            })
        });
        rows.collect()
    }

    pub(super) fn requests(&self, which: &str, params: impl rusqlite::Params) -> Result<Vec<RequestRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!("{REQUESTS} {which}"))?;
        let rows = statement.query_map(params, |row| self.request_row(row))?;
        let mut rows: Vec<RequestRow> = rows.collect::<Result<_, _>>()?;
        rows.iter_mut().try_for_each(|row| self.complete(row))?;
        Ok(rows)
    }

    /// What stands in its tables.
    fn request_row(&self, row: &Row<'_>) -> Result<RequestRow, rusqlite::Error> {
        let author = MemberId(row.get(4)?);
        let member = |index| Ok::<_, rusqlite::Error>(row.get::<_, Option<[u8; 32]>>(index)?.map(MemberId));
        Ok(RequestRow {
            conversation: LogId(row.get(0)?),
            conversation_title: row.get(1)?,
            event: EventId(row.get(2)?),
            text: row.get(3)?,
            author,
            author_name: String::new(),
            author_bot: self.organisation.is_bot(&author),
            own: author == self.own,
            sent_at: row.get(5)?,
            state: RequestState::from_row(row.get(6)?),
            address: EventId(row.get(7)?),
            address_title: row.get(8)?,
            passed_to: member(9)?,
            passed_to_name: String::new(),
            since: row.get(10)?,
            taken_by: member(11)?,
            taken_by_name: String::new(),
            taken_at: row.get(12)?,
            closed_by: member(13)?,
            closed_by_name: String::new(),
            closed_at: row.get(14)?,
            escalated_at: None,
            escalated_to: None,
            escalated_to_title: String::new(),
            escalates_at: None,
            for_me: false,
            lost: false,
            waiting: row.get::<_, u64>(15)? >= verband_store::WAITING,
        })
    }

    /// What follows from them, from other tables and from the time.
    fn complete(&self, row: &mut RequestRow) -> Result<(), StoreError> {
        row.author_name = self.name(&row.author)?;
        row.passed_to_name = self.name_of_any(row.passed_to.as_ref())?;
        row.taken_by_name = self.name_of_any(row.taken_by.as_ref())?;
        row.closed_by_name = self.name_of_any(row.closed_by.as_ref())?;
        let holds = |address: &EventId| -> Result<bool, StoreError> {
            Ok(self.address(&row.conversation, address)?.is_some_and(|address| address.holders.contains(&self.own)))
        };
        match row.state {
            RequestState::Open => {
                row.for_me = match &row.passed_to {
                    Some(person) => *person == self.own,
                    None => holds(&row.address)?,
                };
                for (at, to) in self.levels(&row.conversation, &row.address, row.since)? {
                    if at > self.now {
                        row.escalates_at = Some(at);
                        break;
                    }
                    row.escalated_at = Some(at);
                    row.escalated_to = to;
                    row.for_me |= match &to {
                        Some(to) => holds(to)?,
                        None => true,
                    };
                }
                let to = row.escalated_to.map(|to| self.address(&row.conversation, &to)).transpose()?.flatten();
                row.escalated_to_title = to.map(|to| to.settings.title).unwrap_or_default();
            }
            RequestState::Taken => row.for_me = row.taken_by == Some(self.own),
            RequestState::Done | RequestState::Cancelled => {}
        }
        let acts = request::acts(self.connection, &row.conversation, &row.event)?;
        if let Some(last) = acts.iter().rev().find(|act| act.member == self.own) {
            row.waiting |= last.waiting;
            let taken_by_other = row.taken_by.is_some_and(|taker| taker != self.own);
            row.lost = last.what == RequestAct::TakeOver && taken_by_other;
        }
        Ok(())
    }

    fn request_acts(&self, log: &LogId, event: &EventId) -> Result<Vec<RequestActRow>, StoreError> {
        let Some(mut now) = request::asked(self.connection, log, event)? else { return Ok(Vec::new()) };
        let mut rows = Vec::new();
        for act in request::acts(self.connection, log, event)? {
            let to_name = match &act.what {
                RequestAct::PassToMember(member) => self.name(member)?,
                RequestAct::PassToAddress(address) => {
                    self.address(log, address)?.map(|address| address.settings.title).unwrap_or_default()
                }
                _ => String::new(),
            };
            rows.push(RequestActRow {
                event: act.event,
                at: act.at,
                by: act.member,
                by_name: self.name(&act.member)?,
                to_name,
                counts: now.take(act.member, act.at, &act.what),
                waiting: act.waiting,
                act: act.what,
            });
        }
        Ok(rows)
    }
}
