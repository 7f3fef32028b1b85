//! How a person wants her conversations: muted, favourite, archived, and whether she tells what she has read. It stands in her personal space, so that all of her
//! devices agree and nobody else learns it. Of each setting the newest one in the log counts.

use minicbor::{Decode, Encode};
use verband_protocol::body::Kind;
use verband_protocol::cbor;
use verband_protocol::id::LogId;
use verband_protocol::policy::personal_space;
use verband_store::rusqlite::Connection;
use verband_store::{StoreError, Topic, Tx};

use super::{ContentKind, Event, Stays, keep_all, no_parts};
use crate::client::{Client, Inner};
use crate::error::ClientError;

pub(super) const KIND: ContentKind = ContentKind {
    name: "settings",
    payloads: &[NUMBER],
    schema: &[include_str!("schema.sql")],
    apply,
    // A setting that never got into the log is followed by the next one; nothing has to be put back.
    erase: keep_all,
    parts: no_parts,
    holds: None,
    begun: &[],
    stays: Stays::Everything,
};

pub(super) const NUMBER: Kind = Kind(50);

/// A conversation is muted for good until then: the largest time that a column holds.
pub const FOR_GOOD: u64 = i64::MAX.unsigned_abs();

/// The field of the table for what holds in all conversations.
const READ_RECEIPTS: i64 = 4;

/// The payload: what is left out stays as it is.
#[derive(Default, Encode, Decode)]
#[cbor(map)]
struct Setting {
    #[n(0)]
    conversation: Option<LogId>,
    /// In milliseconds since the Unix epoch; 0 is not muted.
    #[n(1)]
    muted_until: Option<u64>,
    #[n(2)]
    favourite: Option<bool>,
    #[n(3)]
    archived: Option<bool>,
    /// Of all conversations: it is a setting of the personal space.
    #[n(4)]
    read_receipts: Option<bool>,
}

fn apply(tx: &Tx<'_>, event: &Event<'_>, _: Kind, payload: &[u8]) -> Result<bool, ClientError> {
    let Ok(setting) = cbor::decode::<Setting>(payload) else { return Ok(false) };
    let Some(conversation) = setting.conversation else { return Ok(false) };
    let owner = event.organisation.closed_member(event.member);
    if !event.own || personal_space(&owner) != *event.log {
        return Ok(false);
    }
    let fields = [
        (1, setting.muted_until.map(|until| until.min(FOR_GOOD))),
        (2, setting.favourite.map(u64::from)),
        (3, setting.archived.map(u64::from)),
        (READ_RECEIPTS, setting.read_receipts.map(u64::from)),
    ];
    for (field, value) in fields {
        let Some(value) = value else { continue };
        tx.execute(
            "INSERT INTO setting (log, conversation, field, value, event, seq) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (conversation, field) DO UPDATE SET value = excluded.value, event = excluded.event,
                 seq = excluded.seq WHERE excluded.seq > seq OR excluded.event = event",
            (event.log.as_bytes(), conversation.as_bytes(), field, value, event.event.as_bytes(), event.seq),
        )?;
    }
    tx.touch(Topic::Conversations);
    if setting.read_receipts.is_some() {
        // There may be something to tell now.
        tx.touch(Topic::Outbox);
    }
    Ok(true)
}

/// The payload of a setting that waits, for the personal space under another id: what holds in all conversations names it.
pub(super) fn named_anew(payload: &[u8], old: &LogId, new: &LogId) -> Option<Vec<u8>> {
    let setting: Setting = cbor::decode(payload).ok()?;
    (setting.conversation == Some(*old)).then(|| cbor::encode(&Setting { conversation: Some(*new), ..setting }))
}

/// Until when a conversation is muted, in milliseconds since the Unix epoch; 0 if it is not.
pub(crate) fn muted_until(connection: &Connection, log: &LogId) -> Result<u64, StoreError> {
    let sql = "SELECT coalesce(max(value), 0) FROM setting WHERE conversation = ?1 AND field = 1";
    Ok(connection.prepare_cached(sql)?.query_row([log.as_bytes()], |row| row.get(0))?)
}

/// Whether this person wants to tell what she has read, and that she types.
pub(crate) fn read_receipts(connection: &Connection) -> Result<bool, StoreError> {
    let sql = "SELECT coalesce(max(value), 0) FROM setting WHERE conversation = log AND field = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([READ_RECEIPTS], |row| row.get(0))?)
}

impl Client {
    /// Mutes a conversation until a time, in milliseconds since the Unix epoch: [`FOR_GOOD`], or 0 to hear it again.
    /// Whoever calls this person in it is heard all the same.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] for the conversation, or of a bot, which keeps nothing for itself.
    pub fn mute(&self, log: &LogId, until: u64) -> Result<(), ClientError> {
        self.inner()?.set(log, &Setting { muted_until: Some(until.min(FOR_GOOD)), ..Setting::default() })
    }

    /// Makes a conversation a favourite, which stands first, or takes it back.
    ///
    /// # Errors
    /// As for [`Self::mute`].
    pub fn set_favourite(&self, log: &LogId, favourite: bool) -> Result<(), ClientError> {
        self.inner()?.set(log, &Setting { favourite: Some(favourite), ..Setting::default() })
    }

    /// Puts a conversation into the archive, which stands last, or takes it out.
    ///
    /// # Errors
    /// As for [`Self::mute`].
    pub fn set_archived(&self, log: &LogId, archived: bool) -> Result<(), ClientError> {
        self.inner()?.set(log, &Setting { archived: Some(archived), ..Setting::default() })
    }

    /// Tells others what this person has read and that she types, or stops it, on all of her devices. It is off until she
    /// switches it on, and also while the policy of the organisation does not permit it.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] of a bot, which keeps nothing for itself.
    pub fn set_read_receipts(&self, on: bool) -> Result<(), ClientError> {
        let inner = self.inner()?;
        inner.found_personal_space()?;
        let personal = inner.personal_space()?.ok_or(ClientError::NotFound("personal space"))?;
        inner.set(&personal, &Setting { read_receipts: Some(on), ..Setting::default() })
    }
}

impl Inner {
    fn set(&self, log: &LogId, setting: &Setting) -> Result<(), ClientError> {
        self.found_personal_space()?;
        let personal = self.personal_space()?.ok_or(ClientError::NotFound("personal space"))?;
        self.store.with_tx(|tx| {
            let known = "SELECT 1 FROM conversation WHERE log = ?1";
            if tx.query_opt(known, [log.as_bytes()], |_| Ok(()))?.is_none() {
                return Err(ClientError::NotFound("conversation"));
            }
            let payload = cbor::encode(&Setting {
                conversation: Some(*log),
                muted_until: setting.muted_until,
                favourite: setting.favourite,
                archived: setting.archived,
                read_receipts: setting.read_receipts,
            });
            self.enqueue(tx, &personal, NUMBER, payload, &[])?;
            Ok(())
        })
    }
}
