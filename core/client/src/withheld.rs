//! What a server is known to have and does not give. An entry that is hidden may be somebody's removal: until it is here,
//! nothing is sealed for a group that she may still be in.

use verband_protocol::cbor;
use verband_protocol::entry::SignedEntry;
use verband_protocol::id::LogId;
use verband_rules::conversation::LogState;
use verband_rules::organisation::OrganisationState;
use verband_store::rusqlite::Connection;
use verband_store::{StoreError, Tx};

use crate::account::{get, put};
use crate::client::Inner;
use crate::error::ClientError;
use crate::log::{self, AlarmKind};

const WITHHELD: &str = "withheld";

/// Of logs, the position up to which they are known to go.
type Known = Vec<(LogId, u64)>;

/// Notes that a log goes up to a position at least.
pub(crate) fn note(tx: &Tx<'_>, log: &LogId, seq: u64) -> Result<(), StoreError> {
    let mut known = known(tx.sql())?;
    match known.iter_mut().find(|(other, _)| other == log) {
        Some((_, last)) => *last = seq.max(*last),
        None => known.push((*log, seq)),
    }
    put(tx, WITHHELD, &cbor::encode(&known))
}

fn known(connection: &Connection) -> Result<Known, StoreError> {
    Ok(get(connection, WITHHELD)?.and_then(|bytes| cbor::decode(&bytes).ok()).unwrap_or_default())
}

impl Inner {
    /// A server that has an entry of a conversation has the organisation log that it builds on, up to this position. The
    /// entry, one of these, is the evidence.
    pub(crate) fn withheld<'a>(
        &self,
        log: &LogId,
        seq: u64,
        mut entries: impl Iterator<Item = &'a SignedEntry>,
    ) -> Result<(), ClientError> {
        let detail = format!("position {seq} of the organisation is withheld");
        let organisation = self.account.organisation;
        let known = self.organisation()?.position().seq;
        let names = |entry: &&SignedEntry| entry.read().is_ok_and(|header| header.organisation.seq == seq);
        let entry = entries.find(names);
        Ok(self.store.with_tx(|tx| {
            note(tx, &organisation, seq)?;
            let evidence = entry.and_then(|entry| log::evidence(tx.sql(), &organisation, known, Some(entry)));
            self.alarm_with(tx, log, AlarmKind::Omission, &detail, evidence.as_ref())
        })?)
    }

    /// Whether all is here that is known of a conversation and of its organisation.
    pub(crate) fn is_whole(&self, state: &LogState, organisation: &OrganisationState) -> Result<bool, ClientError> {
        let here = |log: &LogId| match *log {
            log if log == state.log => Some(state.position.seq),
            log if log == self.account.organisation => Some(organisation.position().seq),
            _ => None,
        };
        let known = self.store.read(known)?;
        Ok(known.iter().all(|(log, last)| here(log).is_none_or(|here| here >= *last)))
    }
}
