//! What people add to a message after it was written. The newest edit by its author is its text; of the reactions of a
//! person the newest of each kind counts; a confirmation stays.

use minicbor::{Decode, Encode};
use verband_protocol::body::Kind;
use verband_protocol::cbor;
use verband_protocol::id::{EventId, LogId};
use verband_store::{Topic, Tx};

use super::view::mentions_of;
use super::{EDITED, MAX_TEXT, Mention, alerts, are_sound, calls_everybody, erased, keep_mentions, permitted};
use crate::error::ClientError;
use crate::kind::{Event, Placed, row_of, set_text};

pub(super) const EDIT: Kind = Kind(4);
pub(super) const REACTION: Kind = Kind(5);
pub(super) const CONFIRMATION: Kind = Kind(6);

/// The text as it was first written, kept as soon as there is a newer one.
const ORIGINAL: u16 = 2;

/// The longest reaction, in bytes of UTF-8: one sign, however many characters it is made of.
pub(super) const MAX_REACTION: usize = 64;

/// Another text in the place of a message's.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct Edit {
    #[n(0)]
    pub(super) target: EventId,
    #[n(1)]
    pub(super) text: String,
    #[n(2)]
    pub(super) mentions: Vec<Mention>,
}

/// A sign beside a message, or its end.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct React {
    #[n(0)]
    pub(super) target: EventId,
    #[n(1)]
    pub(super) sign: String,
    #[n(2)]
    pub(super) gone: bool,
}

/// That somebody has read and understood.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct Confirm {
    #[n(0)]
    pub(super) target: EventId,
}

/// What was added.
struct Change {
    target: EventId,
    text: String,
    gone: bool,
    mentions: Vec<Mention>,
}

/// Whether it is one sign that is no letter of a sentence.
pub(super) fn is_reaction(sign: &str) -> bool {
    !sign.is_empty() && sign.len() <= MAX_REACTION && !sign.chars().any(|c| c.is_whitespace() || c.is_control())
}

fn read(number: Kind, payload: &[u8]) -> Option<Change> {
    match number {
        EDIT => {
            let Edit { target, text, mentions } = cbor::decode(payload).ok()?;
            let sound = text.len() <= MAX_TEXT && are_sound(&mentions, &text);
            sound.then_some(Change { target, text, gone: false, mentions })
        }
        REACTION => {
            let React { target, sign, gone } = cbor::decode(payload).ok()?;
            is_reaction(&sign).then_some(Change { target, text: sign, gone, mentions: Vec::new() })
        }
        CONFIRMATION => {
            let Confirm { target } = cbor::decode(payload).ok()?;
            Some(Change { target, text: String::new(), gone: false, mentions: Vec::new() })
        }
        _ => None,
    }
}

pub(super) fn apply(tx: &Tx<'_>, event: &Event<'_>, number: Kind, payload: &[u8]) -> Result<bool, ClientError> {
    let Some(change) = read(number, payload) else { return Ok(false) };
    let log = event.log;
    if erased(tx, log, &change.target)?.is_some() {
        return Ok(true);
    }
    let mentions = permitted(&change.mentions, calls_everybody(&change.mentions) && alerts(tx, event)?);
    tx.execute(
        "INSERT INTO message_change (log, event, seq, target, member, what, at, text, gone, mentions)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (log, event) DO UPDATE SET seq = excluded.seq, at = excluded.at",
        (
            log.as_bytes(),
            event.event.as_bytes(),
            event.seq,
            change.target.as_bytes(),
            event.member.as_bytes(),
            number.0,
            event.sent_at,
            change.text,
            change.gone,
            cbor::encode(&mentions),
        ),
    )?;
    if number == EDIT {
        settle(tx, log, &change.target)?;
    }
    tx.touch(Topic::Conversation(log.0));
    Ok(true)
}

/// Gives a row that has just come the text that edits before it gave it.
pub(crate) fn resolve(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<(), ClientError> {
    let edited = "SELECT 1 FROM message_change WHERE log = ?1 AND target = ?2 AND what = 4 LIMIT 1";
    match tx.query_opt(edited, (log.as_bytes(), event.as_bytes()), |_| Ok(()))? {
        Some(()) => settle(tx, log, event),
        None => Ok(()),
    }
}

/// Gives a message the newest text that its author gave it. The first one is kept beside the others.
fn settle(tx: &Tx<'_>, log: &LogId, target: &EventId) -> Result<(), ClientError> {
    let Some(row) = row_of(tx, log, target)?.filter(Placed::has_own_text) else { return Ok(()) };
    let key = (log.as_bytes(), target.as_bytes());
    let first = "SELECT 1 FROM message_change WHERE log = ?1 AND event = ?2";
    if tx.query_opt(first, key, |_| Ok(()))?.is_none() {
        let mentions = mentions_of(tx.sql(), log, target)?;
        tx.execute(
            "INSERT INTO message_change (log, event, seq, target, member, what, at, text, mentions)
             SELECT ?1, ?2, 0, ?2, ?3, ?4, sent_at, text, ?5 FROM message WHERE id = ?6",
            (key.0, key.1, row.author.as_bytes(), ORIGINAL, cbor::encode(&mentions), row.id),
        )?;
    }
    let newest = "SELECT text, mentions, what = 4 FROM message_change
                  WHERE log = ?1 AND target = ?2 AND what IN (2, 4) AND member = ?3 ORDER BY seq DESC LIMIT 1";
    let newest = tx.query_opt(newest, (key.0, key.1, row.author.as_bytes()), |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, bool>(2)?))
    })?;
    let Some((text, mentions, edited)) = newest else { return Ok(()) };
    let flags = if edited { row.flags | EDITED } else { row.flags & !EDITED };
    set_text(tx, log, &row, &text, flags)?;
    if !edited {
        tx.execute("DELETE FROM message_change WHERE log = ?1 AND event = ?2", key)?;
    }
    let mentions: Vec<Mention> = cbor::decode(&mentions).map_err(|_| ClientError::Damaged("the database"))?;
    Ok(keep_mentions(tx, log, target, &mentions)?)
}

/// The changes of a message.
pub(super) fn parts(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<Vec<EventId>, ClientError> {
    let sql = "SELECT event FROM message_change WHERE log = ?1 AND target = ?2 AND what <> 2 ORDER BY seq";
    Ok(tx.query_map(sql, (log.as_bytes(), event.as_bytes()), |row| row.get(0).map(EventId))?)
}

/// Forgets a change, or all changes of a message.
pub(super) fn erase(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<(), ClientError> {
    let key = (log.as_bytes(), event.as_bytes());
    tx.execute("DELETE FROM message_change WHERE log = ?1 AND target = ?2", key)?;
    let changed = "DELETE FROM message_change WHERE log = ?1 AND event = ?2 RETURNING target, what = 4";
    if let Some((target, true)) = tx.query_opt(changed, key, |row| Ok((EventId(row.get(0)?), row.get(1)?)))? {
        settle(tx, log, &target)?;
    }
    tx.touch(Topic::Conversation(log.0));
    Ok(())
}
