//! Applies the log: every entry the server gives is verified, opened and written, in one transaction per page, with
//! the state of the group, the cursor and the outbox. Here the properties P2, P3, P5 and P6 are held.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use verband_groups::{self as groups, Certified, GroupError};
use verband_protocol::body::{Kind, unpack};
use verband_protocol::entry::{Class, EntryError, Header, Position, Record, SignedEntry};
use verband_protocol::evidence::Evidence;
use verband_protocol::id::{DeviceId, EventId, Hash, LogId, MemberId};
use verband_protocol::seal::{SealKey, open};
use verband_protocol::wire::Placed;
use verband_rules::Refusal;
use verband_rules::conversation::{LogState, Surroundings};
use verband_rules::history::{History, Past};
use verband_rules::organisation::OrganisationState;
use verband_rules::transition::Transition;
use verband_store::{StoreError, Topic, Tx};

use crate::client::Inner;
use crate::conversations::keep_policy;
use crate::deletion::Manner;
use crate::error::ClientError;
use crate::kind::{self, Event};
use crate::log::{self, AlarmKind, LogStatus};
use crate::{retention, withheld};

/// How a page of a log ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Applied {
    /// Everything was taken.
    All,
    /// The organisation log is needed up to this position first; what came before was taken.
    NeedOrganisation(u64),
    /// The log does not go on: this device was removed, or the log paused or halted, or the server leaves entries
    /// out.
    Ended,
}

/// What becomes of the log after one entry.
enum Step {
    Taken,
    NeedOrganisation(u64),
    End(LogStatus),
}

impl Inner {
    /// Applies the next entries of a conversation.
    pub(crate) fn apply_page(
        &self,
        tx: &Tx<'_>,
        organisation: &OrganisationState,
        log: &LogId,
        entries: &[Placed],
    ) -> Result<Applied, ClientError> {
        let Some(followed) = log::followed(tx.sql(), log)? else { return Ok(Applied::Ended) };
        let mut state = followed.state;
        let before = state.position.seq;
        let mut recent = Recent::default();
        let mut outcome = Applied::All;
        for placed in entries {
            if placed.seq <= state.position.seq {
                continue;
            }
            if placed.seq != state.position.seq + 1 {
                let detail = format!("position {} is missing", state.position.seq + 1);
                let evidence = log::evidence(tx.sql(), log, state.position.seq, Some(&placed.entry));
                let evidence = evidence.filter(Evidence::is_omission);
                self.alarm_with(tx, log, AlarmKind::Omission, &detail, evidence.as_ref())?;
                withheld::note(tx, log, placed.seq)?;
                outcome = Applied::Ended;
                break;
            }
            match self.apply_entry(tx, organisation, &mut state, &placed.entry, &mut recent)? {
                Step::Taken => {}
                Step::NeedOrganisation(seq) => {
                    outcome = Applied::NeedOrganisation(seq);
                    break;
                }
                Step::End(status) => {
                    log::set_status(tx, log, status)?;
                    outcome = Applied::Ended;
                    break;
                }
            }
        }
        log::keep_state(tx, &state)?;
        if outcome == Applied::All && state.position.seq == before {
            // A page of nothing new: asking again would bring the same.
            outcome = Applied::Ended;
        }
        let arrived = match followed.status {
            LogStatus::Joining => state.position.seq > 0,
            LogStatus::Returning => state.roster.contains_key(&self.keys.id),
            _ => false,
        };
        if arrived && outcome != Applied::Ended {
            log::set_status(tx, log, LogStatus::Live)?;
        }
        Ok(outcome)
    }

    fn apply_entry(
        &self,
        tx: &Tx<'_>,
        organisation: &OrganisationState,
        state: &mut LogState,
        entry: &SignedEntry,
        recent: &mut Recent,
    ) -> Result<Step, ClientError> {
        let log = state.log;
        let around = Surroundings {
            organisation,
            head_at: &|seq| recent.head_at(tx, &log, seq),
            known: &|event| log::known(tx.sql(), &log, event),
            written: &|event| log::written(tx.sql(), &log, event),
            sent_at: &|seq| log::sent_at(tx.sql(), &log, seq),
        };
        let header = match state.check(entry, &around) {
            Ok(header) => header,
            Err(Refusal::OrganisationBehind(seq)) => return Ok(Step::NeedOrganisation(seq)),
            Err(Refusal::Entry(EntryError::Version { .. })) => return Ok(Step::End(LogStatus::Paused)),
            Err(refusal) => return self.refuse(tx, state, entry, &refusal),
        };
        if let (Class::Commit, Some(body)) = (header.class, entry.body()) {
            let directory = |device: &DeviceId| certified(organisation, device);
            let transition = transition(state, &header, organisation);
            match groups::process(tx, state, &header, body, &transition, &directory) {
                Ok(processed) => {
                    self.backup_is_due();
                    self.keep_cut(tx, state, &header, &processed.policy, organisation)?;
                    if state.policy.as_ref() != Some(&processed.policy) {
                        keep_policy(tx, &log, &processed.policy)?;
                        state.policy = Some(processed.policy);
                    }
                    let position = state.position.next(entry);
                    if !processed.joined {
                        state.apply(entry, &header);
                        log::keep(tx, &log, &position, &header.event, entry)?;
                        groups::forget(tx, &log)?;
                        return Ok(Step::End(LogStatus::Left));
                    }
                }
                Err(GroupError::Refused(reason)) => {
                    // Every honest member refuses it. The server checked its form, so somebody cheats.
                    self.alarm(tx, &log, AlarmKind::Commit, &reason.to_string())?;
                    return Ok(Step::End(LogStatus::Halted));
                }
                Err(error) => return Err(error.into()),
            }
        }
        state.apply(entry, &header);
        log::keep(tx, &log, &state.position, &header.event, entry)?;
        match header.class {
            Class::Content => {
                let key = recent.event_key(tx, &log, header.epoch)?;
                if let Some(member) = state.roster.get(&header.author).copied() {
                    let event = self.event(&header, state.position.seq, member, organisation, true);
                    open_event(tx, &event, &header, entry, key.as_ref())?;
                }
            }
            Class::Delete => {
                self.erased.store(true, Ordering::Relaxed);
                let key = recent.event_key(tx, &log, header.epoch)?;
                if let Some(member) = state.roster.get(&header.author) {
                    let manner = manner(&header, entry, key.as_ref());
                    let parts = kind::delete(tx, organisation, state.position.seq, &header, member, manner)?;
                    self.follow_deletion(tx, &log, &parts)?;
                }
            }
            Class::Prune => {
                self.erased.store(true, Ordering::Relaxed);
                if let (Some(Record::Prune(horizon)), Some(member)) = (&header.record, state.roster.get(&header.author))
                {
                    let seq = state.position.seq;
                    let parts = retention::apply(tx, organisation, seq, &header, member, *horizon)?;
                    self.follow_deletion(tx, &log, &parts)?;
                }
            }
            Class::Commit => tx.touch(Topic::Conversation(log.0)),
            // Nobody remains who could take the last ones out.
            Class::Leave if state.is_deserted() => return Ok(Step::End(LogStatus::Left)),
            _ => {}
        }
        if header.author == self.keys.id {
            tx.execute("DELETE FROM outbox WHERE event = ?1", [header.event.as_bytes()])?;
            tx.execute("DELETE FROM founding WHERE log = ?1", [log.as_bytes()])?;
            tx.touch(Topic::Outbox);
        }
        Ok(Step::Taken)
    }

    /// An entry that breaks a rule: it has its place in the chain and no effect; whoever made it is named.
    fn refuse(
        &self,
        tx: &Tx<'_>,
        state: &mut LogState,
        entry: &SignedEntry,
        refusal: &Refusal,
    ) -> Result<Step, ClientError> {
        let kind = alarm_kind(refusal);
        let seq = state.position.seq + 1;
        let detail = format!("position {seq} by {:?}: {refusal}", entry.author);
        let named = entry.read().ok().and_then(|header| match refusal {
            Refusal::Fork => Some((state.log, header.seen.seq)),
            Refusal::OrganisationFork => Some((self.account.organisation, header.organisation.seq)),
            _ => None,
        });
        let evidence = named.and_then(|(log, seq)| log::evidence(tx.sql(), &log, seq, Some(entry)));
        self.alarm_with(tx, &state.log, kind, &detail, evidence.as_ref())?;
        if matches!(kind, AlarmKind::Fork) {
            return Ok(Step::End(LogStatus::Halted));
        }
        state.skip(entry);
        let event = entry.read().map_or_else(|_| skipped_event(seq), |header| header.event);
        // A replayed event has its place already: this one is kept under a name of its own.
        let event = if log::known(tx.sql(), &state.log, &event) { skipped_event(seq) } else { event };
        log::keep(tx, &state.log, &state.position, &event, entry)?;
        Ok(Step::Taken)
    }

    /// Writes a page of the past that [`History::check_page`] verified.
    pub(crate) fn apply_past(
        &self,
        tx: &Tx<'_>,
        organisation: &OrganisationState,
        history: &History,
        page: &[Past],
        entries: &[SignedEntry],
    ) -> Result<(), ClientError> {
        let log = history.log;
        let mut recent = Recent::default();
        // What is deleted further down the page is to be known before it comes.
        for (past, entry) in page.iter().zip(entries) {
            let Ok(header) = &past.header else { continue };
            let Some(member) = organisation.device(&header.author).map(|device| device.member) else { continue };
            match (header.class, &header.record) {
                (Class::Delete, _) => {
                    let key = recent.event_key(tx, &log, header.epoch)?;
                    kind::delete(tx, organisation, past.seq, header, &member, manner(header, entry, key.as_ref()))?;
                }
                (Class::Prune, Some(Record::Prune(horizon))) => {
                    retention::apply(tx, organisation, past.seq, header, &member, *horizon)?;
                }
                _ => {}
            }
        }
        for (past, entry) in page.iter().zip(entries) {
            let position = Position { seq: past.seq, head: past.head };
            // Who was removed and comes back has what is older than her removal.
            if log::head_at(tx.sql(), &log, past.seq).is_some() {
                continue;
            }
            let header = match &past.header {
                Ok(header) => header,
                Err(refusal) => {
                    let detail = format!("position {} by {:?}: {refusal}", past.seq, entry.author);
                    self.alarm(tx, &log, alarm_kind(refusal), &detail)?;
                    log::keep(tx, &log, &position, &skipped_event(past.seq), entry)?;
                    continue;
                }
            };
            log::keep(tx, &log, &position, &header.event, entry)?;
            if header.class != Class::Content {
                continue;
            }
            let Some(member) = organisation.device(&header.author).map(|device| device.member) else { continue };
            let key = recent.event_key(tx, &log, header.epoch)?;
            let event = self.event(header, past.seq, member, organisation, false);
            open_event(tx, &event, header, entry, key.as_ref())?;
        }
        Ok(())
    }

    fn event<'a>(
        &self,
        header: &'a Header,
        seq: u64,
        member: MemberId,
        organisation: &'a OrganisationState,
        live: bool,
    ) -> Event<'a> {
        Event { own: member == self.account.member, live, ..Event::of(header, seq, member, organisation) }
    }

    pub(crate) fn alarm(&self, tx: &Tx<'_>, log: &LogId, kind: AlarmKind, detail: &str) -> Result<(), StoreError> {
        self.alarm_with(tx, log, kind, detail, None)
    }

    /// The same of the organisation, about somebody who is to be asked.
    pub(crate) fn alarm_about(
        &self,
        tx: &Tx<'_>,
        member: &MemberId,
        kind: AlarmKind,
        detail: &str,
    ) -> Result<(), StoreError> {
        log::alarm(tx, self.ports.clock.now_ms(), Some(&self.account.organisation), kind, detail, None, Some(member))
    }

    /// The same with what was signed, for whoever looks into it.
    pub(crate) fn alarm_with(
        &self,
        tx: &Tx<'_>,
        log: &LogId,
        kind: AlarmKind,
        detail: &str,
        evidence: Option<&Evidence>,
    ) -> Result<(), StoreError> {
        log::alarm(tx, self.ports.clock.now_ms(), Some(log), kind, detail, evidence, None)
    }
}

/// Opens the body of an event and applies it.
fn open_event(
    tx: &Tx<'_>,
    event: &Event<'_>,
    header: &Header,
    entry: &SignedEntry,
    key: Option<&SealKey>,
) -> Result<(), ClientError> {
    if let Some(trace) = kind::erased(tx, event.log, &event.event)? {
        // It was deleted later in the log, and the log is read backwards: whatever the server still gives of it.
        // Nor is there a trace of what is older than what was erased since.
        let trace = trace && event.seq > retention::pruned_to(tx, event.log)?;
        return if trace { kind::trace(tx, event) } else { kind::forget(tx, event.log, &event.event, false) };
    }
    match opened(header, entry, key) {
        Some((kind, payload)) => kind::apply(tx, event, kind, &payload),
        // An erased body is no fault: there is nothing to show. An own one that waited here for its place was deleted by
        // somebody who saw it first.
        None if entry.body().is_none() && event.own => kind::forget(tx, event.log, &event.event, false),
        None if entry.body().is_none() => Ok(()),
        None => kind::unreadable(tx, event),
    }
}

/// Kind and payload of an entry's body, if it opens.
fn opened(header: &Header, entry: &SignedEntry, key: Option<&SealKey>) -> Option<(Kind, Vec<u8>)> {
    let (key, body) = key.zip(entry.body())?;
    let plain = open(key, &header.seal_context(), body).ok()?;
    unpack(&plain).ok()
}

/// What a delete says of itself.
fn manner(header: &Header, entry: &SignedEntry, key: Option<&SealKey>) -> Manner {
    Manner::of(opened(header, entry, key).map(|(kind, _)| kind))
}

/// What the entries of a page ask for again and again: authors name the same few heads and epochs.
#[derive(Default)]
struct Recent {
    keys: BTreeMap<u64, Option<SealKey>>,
    heads: RefCell<BTreeMap<u64, Hash>>,
}

impl Recent {
    fn event_key(&mut self, tx: &Tx<'_>, log: &LogId, epoch: u64) -> Result<Option<SealKey>, StoreError> {
        if let Some(key) = self.keys.get(&epoch) {
            return Ok(key.clone());
        }
        let key = groups::archive_key(tx.sql(), log, epoch)?.map(|archive| groups::event_key(&archive));
        self.keys.insert(epoch, key.clone());
        Ok(key)
    }

    /// The head at a position that is taken: such a head never changes.
    fn head_at(&self, tx: &Tx<'_>, log: &LogId, seq: u64) -> Option<Hash> {
        let known = self.heads.borrow().get(&seq).copied();
        known.or_else(|| {
            let head = log::head_at(tx.sql(), log, seq)?;
            self.heads.borrow_mut().insert(seq, head);
            Some(head)
        })
    }
}

/// What a commit may do to the policy.
fn transition(state: &LogState, header: &Header, organisation: &OrganisationState) -> Transition {
    let author = organisation.device(&header.author).map(|device| device.member);
    let (Some(author), Some(Record::Commit(record))) = (author, &header.record) else { return Transition::default() };
    state.transition(author, &record.added, &record.removed, header.organisation.seq, organisation)
}

/// What the organisation certifies of a device.
pub(crate) fn certified(organisation: &OrganisationState, device: &DeviceId) -> Option<Certified> {
    let device = organisation.device(device)?;
    Some(Certified { member: device.member, mls: device.certificate.mls, generation: device.generation })
}

fn alarm_kind(refusal: &Refusal) -> AlarmKind {
    match refusal {
        Refusal::Fork | Refusal::OrganisationFork => AlarmKind::Fork,
        Refusal::NotActive | Refusal::NotInRoster | Refusal::UnknownLeaf | Refusal::Entry(EntryError::Signature(_)) => {
            AlarmKind::Ghost
        }
        Refusal::Counter { .. } => AlarmKind::Omission,
        _ => AlarmKind::Refused,
    }
}

/// The name under which an entry without effect is kept: no honest event has it, for it is no random one.
pub(crate) fn skipped_event(seq: u64) -> EventId {
    let mut id = [0xff; 16];
    id[8..].copy_from_slice(&seq.to_be_bytes());
    EventId(id)
}
