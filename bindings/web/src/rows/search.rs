//! What is looked for, and what was found.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use verband_client::protocol::id::{LogId, MemberId};
use verband_client::{self as core, SearchQuery};

use super::conversations::Conversation;
use super::members::Member;
use super::{Id, Plain};

/// What messages are looked for. What is left out does not count.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Query {
    words: String,
    author: Option<Id<MemberId>>,
    conversation: Option<Id<LogId>>,
    from: Option<u64>,
    until: Option<u64>,
    kind: Option<String>,
    #[serde(default)]
    with_photo: bool,
    after: Option<u64>,
}

impl Query {
    pub(crate) fn core(self) -> SearchQuery {
        SearchQuery {
            words: self.words,
            author: self.author.core(),
            conversation: self.conversation.core(),
            from: self.from,
            until: self.until,
            kind: self.kind,
            with_photo: self.with_photo,
            after: self.after,
        }
    }
}

/// A message that was found.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Hit {
    conversation: Id<LogId>,
    title: String,
    event: String,
    author: Option<String>,
    author_name: String,
    author_bot: bool,
    own: bool,
    sent_at: u64,
    kind: String,
    excerpt: String,
    marks: Vec<Mark>,
    photo: Option<String>,
    thumbnail: Option<ByteBuf>,
    position: u64,
}

#[derive(Serialize)]
struct Mark {
    start: u32,
    len: u32,
}

impl From<core::SearchHit> for Hit {
    fn from(hit: core::SearchHit) -> Self {
        Self {
            conversation: Id(hit.log),
            title: hit.title,
            event: hit.event.to_string(),
            author: hit.author.map(|id| id.to_string()),
            author_name: hit.author_name,
            author_bot: hit.author_bot,
            own: hit.own,
            sent_at: hit.sent_at,
            kind: hit.kind,
            excerpt: hit.excerpt,
            marks: hit.marks.into_iter().map(|mark| Mark { start: mark.start, len: mark.len }).collect(),
            photo: hit.photo.map(|id| id.to_string()),
            thumbnail: hit.thumbnail.map(ByteBuf::from),
            position: hit.position,
        }
    }
}

/// What was found of everything.
#[derive(Serialize)]
pub(crate) struct Findings {
    people: Vec<Member>,
    conversations: Vec<Conversation>,
    messages: Vec<Hit>,
}

impl From<core::Findings> for Findings {
    fn from(found: core::Findings) -> Self {
        Self {
            people: found.people.into_iter().map(Member::plain).collect(),
            conversations: found.conversations.into_iter().map(Conversation::from).collect(),
            messages: found.messages.into_iter().map(Hit::from).collect(),
        }
    }
}
