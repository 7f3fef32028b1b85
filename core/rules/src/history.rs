//! Reading a conversation backwards: how a newcomer, or a device that was away for long, verifies the past from
//! a position that it trusts, page by page, down to the first entry.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use verband_protocol::entry::{Header, Position, Record, SignedEntry};
use verband_protocol::id::{DeviceId, Hash, LogId, MemberId};
use verband_protocol::policy::Leaf;

use crate::Refusal;
use crate::conversation::{hash_of, verify_author};
use crate::organisation::OrganisationState;

/// How far back a log is verified.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct History {
    /// The conversation.
    #[n(0)]
    pub log: LogId,
    /// Everything after this position is at hand; this head is known to be authentic.
    #[n(1)]
    pub before: Position,
    /// The epoch of the log at that position.
    #[n(2)]
    pub epoch: u64,
    /// Who is in the conversation at that position.
    #[n(3)]
    pub roster: BTreeMap<DeviceId, MemberId>,
    /// The lowest counter seen of each device.
    #[n(4)]
    pub counters: BTreeMap<DeviceId, u64>,
    /// Key commitments found on the way, by epoch.
    #[n(5)]
    pub commitments: BTreeMap<u64, Hash>,
}

/// An entry of a page: where it stands and what its header says, or why it cannot be read.
pub struct Past {
    /// Its position.
    pub seq: u64,
    /// The head there.
    pub head: Hash,
    /// Its header, or the rule that it breaks. A broken one has its place in the chain and no effect.
    pub header: Result<Header, Refusal>,
}

impl History {
    /// Starts at a position with the roster after it.
    pub fn new(log: LogId, before: Position, epoch: u64, roster: impl IntoIterator<Item = Leaf>) -> Self {
        Self {
            log,
            before,
            epoch,
            roster: roster.into_iter().map(|leaf| (leaf.device, leaf.member)).collect(),
            counters: BTreeMap::new(),
            commitments: BTreeMap::new(),
        }
    }

    /// Whether the first entry is reached.
    pub fn complete(&self) -> bool {
        self.before.seq == 0
    }

    /// Verifies the entries between a claimed head and [`Self::before`], and moves back over them.
    ///
    /// `start` is the server's claim; it is true if the heads computed from it lead to the head that is known.
    /// The page comes back in ascending order.
    ///
    /// # Errors
    /// [`Refusal::Fork`] if the entries do not lead to the known head, [`Refusal::Roster`] if a commit does not
    /// lead to the known roster: then the page is not the history of this log.
    /// [`Refusal::OrganisationBehind`] if it cannot be told before more of the organisation log is at hand.
    /// Nothing moved then.
    pub fn check_page(
        &mut self,
        start: Position,
        entries: &[SignedEntry],
        organisation: &OrganisationState,
    ) -> Result<Vec<Past>, Refusal> {
        let mut heads = Vec::with_capacity(entries.len());
        let mut position = start;
        for entry in entries {
            position = position.next(entry);
            heads.push(position);
        }
        if position != self.before {
            return Err(Refusal::Fork);
        }
        let mut moved = self.clone();
        let mut page = Vec::with_capacity(entries.len());
        for (entry, position) in entries.iter().zip(heads).rev() {
            let header = moved.step_back(entry, position.seq, organisation);
            if let Err(refusal @ (Refusal::Roster | Refusal::OrganisationBehind(_))) = header {
                return Err(refusal);
            }
            page.push(Past { seq: position.seq, head: position.head, header });
        }
        moved.before = start;
        if moved.complete() && !moved.roster.is_empty() {
            return Err(Refusal::Roster);
        }
        *self = moved;
        page.reverse();
        Ok(page)
    }

    /// Checks one entry against the state after it, and goes to the state before it.
    fn step_back(
        &mut self,
        entry: &SignedEntry,
        seq: u64,
        organisation: &OrganisationState,
    ) -> Result<Header, Refusal> {
        let (device, header) = verify_author(entry, &self.log, organisation)?;
        if !organisation.device_active_at(&header.author, header.organisation.seq) {
            return Err(Refusal::NotActive);
        }
        if let Some(Record::Commit(record)) = &header.record {
            // A commit that members refused has no effect on the roster; the one that did leads to it.
            let ended = if seq == 1 { 0 } else { self.epoch.checked_sub(1).ok_or(Refusal::Roster)? };
            if header.epoch != ended {
                return Err(Refusal::Epoch { expected: ended, got: header.epoch });
            }
            if hash_of(&self.roster) != record.roster {
                return Err(Refusal::Roster);
            }
            for leaf in &record.added {
                self.roster.remove(&leaf.device).ok_or(Refusal::Roster)?;
            }
            for device in &record.removed {
                let member = organisation.device(device).ok_or(Refusal::Roster)?.member;
                self.roster.insert(*device, member);
            }
            self.epoch = ended;
            self.commitments.extend(record.commitments.iter().map(|kc| (kc.epoch, kc.commitment)));
        } else if header.epoch != self.epoch {
            return Err(Refusal::Epoch { expected: self.epoch, got: header.epoch });
        } else if self.roster.get(&header.author) != Some(&device.member) {
            return Err(Refusal::NotInRoster);
        }
        match self.counters.get(&header.author) {
            Some(later) if header.counter + 1 != *later => {
                return Err(Refusal::Counter { expected: later.saturating_sub(1), got: header.counter });
            }
            _ => self.counters.insert(header.author, header.counter),
        };
        Ok(header)
    }
}
