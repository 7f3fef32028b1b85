//! Keys at which a history was cut. In a channel whose newcomers read nothing old, no link leads over the commit that lets
//! one in. Who was in before goes on with what she has; for her later devices she keeps the key before the cut in her
//! personal space.

use minicbor::{Decode, Encode};
use verband_groups as groups;
use verband_protocol::body;
use verband_protocol::cbor;
use verband_protocol::entry::{Header, Record};
use verband_protocol::id::{Hash, LogId};
use verband_protocol::policy::{ConversationPolicy, History, is_personal_space};
use verband_protocol::seal::SealKey;
use verband_rules::conversation::LogState;
use verband_rules::organisation::OrganisationState;
use verband_store::rusqlite::{Connection, OptionalExtension};
use verband_store::{StoreError, Tx};
use zeroize::Zeroize;

use super::{ContentKind, Event, Stays, keep_all, no_parts};
use crate::client::Inner;
use crate::error::ClientError;

pub(super) const KIND: ContentKind = ContentKind {
    name: "cut",
    payloads: &[NUMBER],
    schema: &[include_str!("schema.sql")],
    apply,
    erase: keep_all,
    parts: no_parts,
    holds: None,
    begun: &[],
    stays: Stays::Everything,
};

const NUMBER: body::Kind = body::Kind(52);

/// The payload.
#[derive(Encode, Decode)]
#[cbor(map)]
struct CutKey {
    /// The channel.
    #[n(0)]
    log: LogId,
    /// The last epoch before the newcomer.
    #[n(1)]
    epoch: u64,
    /// Its archive key.
    #[cbor(n(2), with = "minicbor::bytes")]
    key: [u8; 32],
}

impl Drop for CutKey {
    fn drop(&mut self) {
        self.key.zeroize();
    }
}

fn apply(tx: &Tx<'_>, event: &Event<'_>, _: body::Kind, payload: &[u8]) -> Result<bool, ClientError> {
    let Ok(cut) = cbor::decode::<CutKey>(payload) else { return Ok(false) };
    // Nobody else says what opens this person's past.
    let Ok(epoch) = i64::try_from(cut.epoch) else { return Ok(false) };
    if !event.own || !is_personal_space(event.log) {
        return Ok(false);
    }
    tx.execute(
        "INSERT OR IGNORE INTO cut_key (log, epoch, key) VALUES (?1, ?2, ?3)",
        (cut.log.as_bytes(), epoch, &cut.key),
    )?;
    Ok(true)
}

/// The key of an epoch after which the history was cut, if it is the one that the log committed to.
pub(crate) fn cut_key(
    connection: &Connection,
    log: &LogId,
    epoch: u64,
    published: Option<&Hash>,
) -> Result<Option<SealKey>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT key FROM cut_key WHERE log = ?1 AND epoch = ?2")?;
    let key = statement.query_row((log.as_bytes(), epoch), |row| row.get(0).map(SealKey::from_bytes)).optional()?;
    Ok(key.filter(|key| published == Some(&groups::commitment(key, log, epoch))))
}

impl Inner {
    /// Keeps the key of the epoch that a commit ends, if it cuts the history of a channel that this device was in.
    pub(crate) fn keep_cut(
        &self,
        tx: &Tx<'_>,
        before: &LogState,
        header: &Header,
        policy: &ConversationPolicy,
        organisation: &OrganisationState,
    ) -> Result<(), ClientError> {
        let Some(Record::Commit(record)) = &header.record else { return Ok(()) };
        let (log, epoch) = (before.log, header.epoch);
        let cuts = policy.history == History::FromJoin
            && !record.external
            && record.added.iter().any(|leaf| !before.has_member(&leaf.member));
        if !cuts || !before.roster.contains_key(&self.keys.id) {
            return Ok(());
        }
        let Some(personal) = self.personal_log(tx.sql(), organisation)? else { return Ok(()) };
        let kept = "SELECT 1 FROM cut_key WHERE log = ?1 AND epoch = ?2";
        if tx.query_opt(kept, (log.as_bytes(), epoch), |_| Ok(()))?.is_some() {
            return Ok(());
        }
        let Some(key) = groups::archive_key(tx.sql(), &log, epoch)? else { return Ok(()) };
        let payload = cbor::encode(&CutKey { log, epoch, key: *key.expose() });
        self.enqueue(tx, &personal, NUMBER, payload, &[])?;
        Ok(())
    }
}
