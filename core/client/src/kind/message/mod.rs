//! A text message, and what people add to messages: edits, reactions, confirmations.

pub(super) mod change;
mod commands;
mod forward;
mod view;

use minicbor::{Decode, Encode};
use verband_protocol::body;
use verband_protocol::cbor;
use verband_protocol::id::{EventId, LogId, MemberId, RoleId, TeamId};
use verband_protocol::organisation::Right;
use verband_protocol::policy::ConversationKind;
use verband_rules::organisation::OrganisationState;
use verband_store::{StoreError, Tx};

use super::{ContentKind, Event, Row, Stays, erased, place_row};
use crate::error::ClientError;
use crate::view::kind_of;

/// What the rows of a conversation show of messages.
pub(crate) mod extras {
    pub(crate) use super::view::{confirmed, location_of, mentions_of, reactions};
    pub(crate) use super::{ALARM, CONFIRM, EDITED, FORWARDED};
}

pub use commands::NewMessage;
pub use view::{Confirmation, Reaction, Version};

pub(super) const KIND: ContentKind = ContentKind {
    name: "message",
    payloads: &[NUMBER, change::EDIT, change::REACTION, change::CONFIRMATION],
    schema: &[include_str!("schema.sql")],
    apply,
    erase,
    parts: change::parts,
    holds: None,
    begun: &[],
    stays: Stays::Nothing,
};

const NUMBER: body::Kind = body::Kind(2);

/// The longest text, in bytes of UTF-8.
pub(crate) const MAX_TEXT: usize = 20_000;

/// The most mentions in one text.
const MAX_MENTIONS: usize = 100;

/// Whoever reads it is asked to confirm that she did.
pub(crate) const CONFIRM: u32 = 1;
/// It sounds louder.
pub(crate) const ALARM: u32 = 2;
/// It comes from another conversation.
pub(crate) const FORWARDED: u32 = 4;
/// Its text was changed; never in a payload.
pub(crate) const EDITED: u32 = 8;

/// Whom a text calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum Mentioned {
    /// A member.
    #[n(0)]
    Member(#[n(0)] MemberId),
    /// A team.
    #[n(1)]
    Team(#[n(0)] TeamId),
    /// Whoever has a role in the organisation.
    #[n(2)]
    Role(#[n(0)] RoleId),
    /// Everybody in the conversation; needs the right to alert.
    #[n(3)]
    Everybody,
    /// Whoever holds a role address of the conversation, by the event that made it.
    #[n(4)]
    Address(#[n(0)] EventId),
}

/// A mention in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Mention {
    /// Whom it calls.
    #[n(0)]
    pub who: Mentioned,
    /// Where it begins, in UTF-16 units of the text: what Kotlin, Swift and JavaScript count in.
    #[n(1)]
    pub start: u32,
    /// How long it is, in the same units.
    #[n(2)]
    pub len: u32,
}

/// A place on earth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Location {
    /// Microdegrees north.
    #[n(0)]
    pub latitude: i32,
    /// Microdegrees east.
    #[n(1)]
    pub longitude: i32,
    /// Metres around it.
    #[n(2)]
    pub accuracy: u32,
}

impl Location {
    fn is_on_earth(&self) -> bool {
        self.latitude.unsigned_abs() <= 90_000_000 && self.longitude.unsigned_abs() <= 180_000_000
    }
}

/// The payload.
#[derive(Clone, Default, Encode, Decode)]
#[cbor(map)]
pub(crate) struct Message {
    /// What was written; may be empty beside a location.
    #[n(0)]
    pub(crate) text: String,
    /// The event it answers.
    #[n(1)]
    pub(crate) reply_to: Option<EventId>,
    /// Whom it calls, if anybody.
    #[n(2)]
    pub(crate) mentions: Option<Vec<Mention>>,
    /// [`CONFIRM`], [`ALARM`], [`FORWARDED`], if any.
    #[n(3)]
    pub(crate) flags: Option<u32>,
    /// Where it was written.
    #[n(4)]
    pub(crate) location: Option<Location>,
}

impl Message {
    /// Kind and payload.
    pub(crate) fn payload(&self) -> Result<(body::Kind, Vec<u8>), ClientError> {
        if self.text.len() > MAX_TEXT || (self.text.trim().is_empty() && self.location.is_none()) {
            return Err(ClientError::Length("a message", MAX_TEXT));
        }
        if !self.is_sound() {
            return Err(ClientError::Length("the mentions of a message", MAX_MENTIONS));
        }
        Ok((NUMBER, cbor::encode(self)))
    }

    fn is_sound(&self) -> bool {
        self.text.len() <= MAX_TEXT
            && (self.location.is_some() || !self.text.trim().is_empty())
            && self.location.is_none_or(|location| location.is_on_earth())
            && are_sound(self.mentions.as_deref().unwrap_or_default(), &self.text)
            && self.flags.unwrap_or_default() & !(CONFIRM | ALARM | FORWARDED) == 0
    }
}

/// Whether mentions lie in a text, one after the other.
fn are_sound(mentions: &[Mention], text: &str) -> bool {
    let units = text.encode_utf16().count() as u64;
    let mut end = 0;
    mentions.len() <= MAX_MENTIONS
        && mentions.iter().all(|mention| {
            let start = u64::from(mention.start);
            let follows = start >= end && mention.len > 0;
            end = start + u64::from(mention.len);
            follows && end <= units
        })
}

fn apply(tx: &Tx<'_>, event: &Event<'_>, number: body::Kind, payload: &[u8]) -> Result<bool, ClientError> {
    if number != NUMBER {
        return change::apply(tx, event, number, payload);
    }
    let Ok(message) = cbor::decode::<Message>(payload) else { return Ok(false) };
    if !message.is_sound() {
        return Ok(false);
    }
    let mentions = message.mentions.unwrap_or_default();
    let alarms = message.flags.unwrap_or_default() & ALARM != 0;
    let alerts = (alarms || calls_everybody(&mentions)) && alerts(tx, event)?;
    let flags = message.flags.unwrap_or_default() & if alerts { u32::MAX } else { !ALARM };
    place_row(tx, event, &Row::new(NUMBER, &message.text).reply_to(message.reply_to).flags(flags))?;
    // Only of an own one that waited there can be any already.
    if event.own || !mentions.is_empty() {
        keep_mentions(tx, event.log, &event.event, &permitted(&mentions, alerts))?;
    }
    if let Some(location) = message.location {
        tx.execute(
            "INSERT OR IGNORE INTO message_location (log, event, latitude, longitude, accuracy)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            (event.log.as_bytes(), event.event.as_bytes(), location.latitude, location.longitude, location.accuracy),
        )?;
    }
    change::resolve(tx, event.log, &event.event)?;
    Ok(true)
}

/// Whether a member may call everybody of a conversation at once, or be loud in it, as of a position of the organisation log:
/// in a channel that comes with a role.
pub(crate) fn may_alert_in(
    kind: ConversationKind,
    member: &MemberId,
    seq: u64,
    organisation: &OrganisationState,
) -> bool {
    kind != ConversationKind::Channel || organisation.may_at(member, Right::Alert, seq)
}

/// The same of a conversation in the store; one that is not here is taken for a channel.
fn may_alert(
    tx: &Tx<'_>,
    log: &LogId,
    member: &MemberId,
    seq: u64,
    organisation: &OrganisationState,
) -> Result<bool, StoreError> {
    let sql = "SELECT kind FROM conversation WHERE log = ?1";
    let kind = tx.query_opt(sql, [log.as_bytes()], |row| Ok(kind_of(row.get(0)?)))?;
    Ok(may_alert_in(kind.unwrap_or(ConversationKind::Channel), member, seq, organisation))
}

/// Whether the author of an event had that right when she wrote.
fn alerts(tx: &Tx<'_>, event: &Event<'_>) -> Result<bool, StoreError> {
    may_alert(tx, event.log, &event.member, event.organisation_seq, event.organisation)
}

fn calls_everybody(mentions: &[Mention]) -> bool {
    mentions.iter().any(|mention| mention.who == Mentioned::Everybody)
}

fn permitted(mentions: &[Mention], alerts: bool) -> Vec<Mention> {
    mentions.iter().filter(|mention| alerts || mention.who != Mentioned::Everybody).copied().collect()
}

/// Writes whom the text of a message calls, in the place of whom it called before.
fn keep_mentions(tx: &Tx<'_>, log: &LogId, event: &EventId, mentions: &[Mention]) -> Result<(), StoreError> {
    tx.execute("DELETE FROM message_mention WHERE log = ?1 AND event = ?2", (log.as_bytes(), event.as_bytes()))?;
    for (n, mention) in (0_u32..).zip(mentions) {
        let (what, id): (u32, &[u8]) = match &mention.who {
            Mentioned::Member(id) => (0, id.as_bytes()),
            Mentioned::Team(id) => (1, id.as_bytes()),
            Mentioned::Role(id) => (2, id.as_bytes()),
            Mentioned::Everybody => (3, &[]),
            Mentioned::Address(id) => (4, id.as_bytes()),
        };
        tx.execute(
            "INSERT INTO message_mention (log, event, n, what, id, start, len) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            (log.as_bytes(), event.as_bytes(), n, what, id, mention.start, mention.len),
        )?;
    }
    Ok(())
}

fn erase(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<(), ClientError> {
    let key = (log.as_bytes(), event.as_bytes());
    tx.execute("DELETE FROM message_mention WHERE log = ?1 AND event = ?2", key)?;
    tx.execute("DELETE FROM message_location WHERE log = ?1 AND event = ?2", key)?;
    change::erase(tx, log, event)
}
