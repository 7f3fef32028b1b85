//! What is looked for, and what was found.

use verband_client::Mark;
use verband_client::protocol::id::{BlobId, EventId, LogId, MemberId};

/// A place in an excerpt that is shown otherwise, in UTF-16 code units.
#[uniffi::remote(Record)]
pub struct Mark {
    /// Where it begins.
    pub start: u32,
    /// How long it is.
    pub len: u32,
}

/// What messages are looked for. Everything that is given has to be so.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SearchQuery {
    /// Words that all stand in the text, parts of others too; in quotes, a phrase. Without words, the newest messages of
    /// which the rest is so.
    pub words: String,
    /// By whom.
    #[uniffi(default = None)]
    pub author: Option<MemberId>,
    /// In which conversation.
    #[uniffi(default = None)]
    pub conversation: Option<LogId>,
    /// Not written before, in milliseconds since the Unix epoch.
    #[uniffi(default = None)]
    pub from: Option<u64>,
    /// Written before.
    #[uniffi(default = None)]
    pub until: Option<u64>,
    /// Of which content kind, by its name: `message`, `photo`.
    #[uniffi(default = None)]
    pub kind: Option<String>,
    /// With a photo.
    #[uniffi(default = false)]
    pub with_photo: bool,
    /// Behind the position of this hit, for the next page.
    #[uniffi(default = None)]
    pub after: Option<u64>,
}

impl From<SearchQuery> for verband_client::SearchQuery {
    fn from(query: SearchQuery) -> Self {
        let SearchQuery { words, author, conversation, from, until, kind, with_photo, after } = query;
        Self { words, author, conversation, from, until, kind, with_photo, after }
    }
}

/// A message that was found.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SearchHit {
    /// The conversation.
    pub log: LogId,
    /// Its title; of a chat, the names of the others.
    pub title: String,
    /// The event.
    pub event: EventId,
    /// Who wrote it.
    pub author: Option<MemberId>,
    /// Her name, as far as it is known.
    pub author_name: String,
    /// Whether a bot wrote it.
    pub author_bot: bool,
    /// Whether it is this person's own.
    pub own: bool,
    /// The author's clock, in milliseconds since the Unix epoch.
    pub sent_at: u64,
    /// The name of its content kind.
    pub kind: String,
    /// The text, or what stands around the first place of a long one.
    pub excerpt: String,
    /// Where the words stand in it, in order and apart.
    pub marks: Vec<Mark>,
    /// The photo, if it is one.
    pub photo: Option<BlobId>,
    /// Its thumbnail: JPEG of 320 pixels on the long side.
    pub thumbnail: Option<Vec<u8>>,
    /// Its place in the order of hits, for the next page. It says nothing else.
    pub position: u64,
}

impl From<verband_client::SearchHit> for SearchHit {
    fn from(hit: verband_client::SearchHit) -> Self {
        Self {
            log: hit.log,
            title: hit.title,
            event: hit.event,
            author: hit.author,
            author_name: hit.author_name,
            author_bot: hit.author_bot,
            own: hit.own,
            sent_at: hit.sent_at,
            kind: hit.kind,
            excerpt: hit.excerpt,
            marks: hit.marks,
            photo: hit.photo,
            thumbnail: hit.thumbnail,
            position: hit.position,
        }
    }
}
