//! How long things stay, and what vanishes when and for whom.

use serde::Serialize;
use verband_client::protocol::id::{EventId, LogId, MemberId};
use verband_client::rules::retention::Hold;
use verband_client::{self as core, Kept};

use super::messages::Kind;
use super::plain::{flat, words};
use super::{Id, Plain};

words!(
    /// Who holds what is in a conversation.
    HoldName = Hold { Organisation, Conversation }
);

words!(
    /// Why something stays beyond its time.
    KeptName = Kept { Hold, Undocumented, InUse }
);

flat!(
    /// How long things stay in a conversation.
    Stays = core::Retention {
        log: Id<LogId>,
        days: Option<u32>,
        organisation_days: Option<u32>,
        channel_days: Option<u32>,
        hold: Option<HoldName>,
        keep_undocumented: bool,
        erased_until: Option<u64>,
        changeable: bool,
    }
);

/// Something that vanishes, or that stays beyond its time.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Item {
    log: Id<LogId>,
    event: Id<EventId>,
    kind: Kind,
    text: String,
    author: Option<Id<MemberId>>,
    author_name: String,
    sent_at: u64,
    vanishes_at: Option<u64>,
    kept: Option<KeptName>,
    undocumented: bool,
}

impl Item {
    pub(crate) fn plain(row: core::RetentionItem) -> Self {
        Self {
            log: Id(row.log),
            event: Id(row.event),
            kind: Kind::plain(row.kind),
            text: row.text,
            author: row.author.map(Id),
            author_name: row.author_name,
            sent_at: row.sent_at,
            vanishes_at: row.vanishes_at,
            kept: Plain::plain(row.kept),
            undocumented: row.undocumented,
        }
    }
}

/// How much of a kind vanishes on a day.
#[derive(Serialize)]
pub(crate) struct OfKind {
    at: u64,
    kind: Kind,
    count: u32,
}

/// What vanishes from a conversation, when and for whom, with its sentence.
#[derive(Serialize)]
pub(crate) struct Preview {
    log: Id<LogId>,
    title: String,
    days: Option<u32>,
    hold: Option<HoldName>,
    people: u32,
    devices: u32,
    counts: Vec<OfKind>,
    vanishing: Vec<Item>,
    kept: Vec<Item>,
    words: String,
}

impl Preview {
    pub(crate) fn plain(preview: core::RetentionPreview, words: String) -> Self {
        let count = |row: core::RetentionCount| OfKind { at: row.at, kind: Kind::plain(row.kind), count: row.count };
        Self {
            log: Id(preview.log),
            title: preview.title,
            days: preview.days,
            hold: Plain::plain(preview.hold),
            people: preview.people,
            devices: preview.devices,
            counts: preview.counts.into_iter().map(count).collect(),
            vanishing: preview.vanishing.into_iter().map(Item::plain).collect(),
            kept: preview.kept.into_iter().map(Item::plain).collect(),
            words,
        }
    }
}
