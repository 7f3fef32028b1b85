//! Search on this device, in its encrypted store: messages by words, people and conversations by name. Nothing that is
//! looked for leaves the device.
//!
//! Messages in which all words stand by themselves come first, as far as they are among the newest that may have them;
//! then all others. In each, newer ones come first. The index tells which messages may have the words (`words.rs`); their texts decide.

mod excerpt;
mod words;

use verband_protocol::certificate::DeviceClass;
use verband_protocol::id::{BlobId, EventId, LogId, MemberId};
use verband_store::StoreError;
use verband_store::rusqlite::types::Value;
use verband_store::rusqlite::{Connection, params_from_iter};
use verband_texts::{Language, text};

pub use excerpt::Mark;
pub(crate) use words::Words;

use crate::client::Client;
use crate::error::ClientError;
use crate::kind;
use crate::markup::plain;
use crate::order;
use crate::view::{self, ConversationRow, MemberRow};
use excerpt::excerpt;

/// A conversation with fewer messages is read as a whole: that is faster than to look up each message of all
/// conversations that may have the words.
const FEW: i64 = 4_000;

/// How many of the newest messages that may have the words are looked at for those that come first. A word that mostly is
/// part of others has very many, and reading them all would keep the screen waiting.
const RANKED: usize = 2_000;

/// What messages are looked for. Everything that is given has to be so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchQuery {
    /// Words that all stand in the text, parts of others too; in quotes, a phrase. Case, accents and punctuation do not
    /// count, and umlauts are found however they are written. One or two letters are the beginning of a word. Without
    /// words, the newest messages of which the rest is so; without anything, none.
    pub words: String,
    /// By whom.
    pub author: Option<MemberId>,
    /// In which conversation.
    pub conversation: Option<LogId>,
    /// Not written before, in milliseconds since the Unix epoch by the author's clock.
    pub from: Option<u64>,
    /// Written before.
    pub until: Option<u64>,
    /// Of which content kind, by its name: `message`, `photo` and so on.
    pub kind: Option<String>,
    /// With a photo.
    pub with_photo: bool,
    /// Behind this [`SearchHit::position`], for the next page.
    pub after: Option<u64>,
}

impl SearchQuery {
    /// Whether it says nothing but words.
    fn is_open(&self) -> bool {
        let Self { words, after, .. } = self;
        *self == Self { words: words.clone(), after: *after, ..Self::default() }
    }
}

/// A message that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Its place in the order of hits, for [`SearchQuery::after`]. It says nothing else.
    pub position: u64,
}

/// What was found of everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// People, by name.
    pub people: Vec<MemberRow>,
    /// Conversations, newest first.
    pub conversations: Vec<ConversationRow>,
    /// Messages, best first.
    pub messages: Vec<SearchHit>,
}

impl Client {
    /// Messages by words and more, best first, at most `limit`.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] for a content kind that there is not, [`ClientError::Store`], [`ClientError::Locked`],
    /// [`ClientError::OfflineTooLong`].
    pub fn search(&self, query: &SearchQuery, limit: u32) -> Result<Vec<SearchHit>, ClientError> {
        let inner = self.readable()?;
        let own = inner.account.member;
        inner.store.read(|connection| search(connection, &own, query, limit))
    }

    /// What a screen says instead of hits: how to begin, or why there may be none.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn search_hint(&self, query: &SearchQuery, language: Language) -> Result<String, ClientError> {
        if query.is_open() && Words::parse(&query.words).is_empty() {
            return Ok(text(language, "search-begin", &[]));
        }
        let loading = self.readable()?.store.read(|connection| loads_past(connection, query.conversation.as_ref()))?;
        Ok(if loading {
            text(language, "search-nothing-yet", &[])
        } else if query.is_open() {
            text(language, "search-nothing", &[])
        } else {
            text(language, "search-nothing-filtered", &[])
        })
    }

    /// People, conversations and messages in which all words stand, at most `limit` of each.
    ///
    /// # Errors
    /// As for [`Self::search`].
    pub fn find_everywhere(&self, words: &str, limit: u32) -> Result<Findings, ClientError> {
        let wanted = Words::parse(words);
        if wanted.is_empty() {
            return Ok(Findings::default());
        }
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut people = self.find_members(words)?;
        people.truncate(most);
        let mut conversations = self.conversations()?;
        conversations.retain(|row| wanted.are_in(&row.title));
        conversations.truncate(most);
        let messages = self.search(&SearchQuery { words: words.to_owned(), ..SearchQuery::default() }, limit)?;
        Ok(Findings { people, conversations, messages })
    }
}

/// A message that has the words.
struct Match {
    id: i64,
    /// Whether it comes behind those in which the words stand by themselves.
    parts: bool,
}

impl Match {
    /// Its place in the order: words by themselves first, then by descending id.
    fn position(&self) -> u64 {
        self.id.unsigned_abs() << 1 | u64::from(self.parts)
    }

    fn at(position: u64) -> Self {
        Self { id: (position >> 1).cast_signed(), parts: position & 1 == 1 }
    }

    fn is_behind(&self, other: &Self) -> bool {
        (self.parts, -self.id) > (other.parts, -other.id)
    }
}

/// The hits of a query, best first.
pub(crate) fn search(
    connection: &Connection,
    own: &MemberId,
    query: &SearchQuery,
    limit: u32,
) -> Result<Vec<SearchHit>, ClientError> {
    let words = Words::parse(&query.words);
    let Some(filter) = Filter::of(query)? else { return Ok(Vec::new()) };
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let after = query.after.map(Match::at);
    let matches = if words.is_empty() {
        if filter.is_empty {
            return Ok(Vec::new());
        }
        newest(connection, &filter, after.as_ref(), limit)?
    } else if query.conversation.is_some_and(|log| has_few(connection, &log).unwrap_or(false)) {
        let mut matches = read_all(connection, &words, &filter)?;
        matches.retain(|found| after.as_ref().is_none_or(|after| found.is_behind(after)));
        matches.truncate(most);
        matches
    } else {
        indexed(connection, &words, &filter, after.as_ref(), most)?
    };
    let hits = matches.iter().map(|found| hit(connection, own, &words, found));
    Ok(hits.collect::<Result<_, StoreError>>()?)
}

/// What is to be read in a conversation: neither deleted nor about to be.
const READABLE: &str = "message.deleted = 0 AND message.kind <> 0 AND NOT EXISTS (SELECT 1 FROM deletion \
     WHERE deletion.log = message.log AND deletion.target = message.event)";

/// What a message has to be, as SQL.
struct Filter {
    sql: String,
    values: Vec<Value>,
    is_empty: bool,
}

impl Filter {
    /// None if nothing can be so.
    fn of(query: &SearchQuery) -> Result<Option<Self>, ClientError> {
        let mut filter = Self { sql: String::new(), values: Vec::new(), is_empty: query.is_open() };
        let number = |value: u64| Value::Integer(i64::try_from(value).unwrap_or(i64::MAX));
        if let Some(log) = query.conversation {
            filter.and("message.log = ?", [Value::Blob(log.0.to_vec())]);
        }
        if let Some(author) = query.author {
            filter.and("message.author_member = ?", [Value::Blob(author.0.to_vec())]);
        }
        if let Some(from) = query.from {
            // No id is smaller than the second in which its message was sent.
            filter.and("message.id >= ? AND message.sent_at >= ?", [number(from / 1000), number(from)]);
        }
        if let Some(until) = query.until {
            filter.and("message.sent_at < ?", [number(until)]);
        }
        if let Some(name) = &query.kind {
            let payloads = kind::by_name(name).ok_or(ClientError::NotFound("content kind"))?.payloads;
            let marks = vec!["?"; payloads.len()].join(", ");
            let values = payloads.iter().map(|kind| number(kind.0.into()));
            filter.and(&format!("message.kind IN ({marks})"), values);
        }
        if query.with_photo {
            filter.and("message.photo IS NOT NULL", []);
        }
        Ok((query.from.zip(query.until).is_none_or(|(from, until)| from < until)).then_some(filter))
    }

    fn and(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
        self.values.extend(values);
    }

    /// The values, with others before and after them.
    fn values(&self, before: impl IntoIterator<Item = Value>, behind: impl IntoIterator<Item = Value>) -> Vec<Value> {
        before.into_iter().chain(self.values.iter().cloned()).chain(behind).collect()
    }
}

/// Whether older messages are still to come, of a conversation or of any.
fn loads_past(connection: &Connection, log: Option<&LogId>) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM log WHERE kind <> 0 AND state IN (0, 1) AND history IS NOT NULL AND id = coalesce(?1, id)";
    Ok(connection.prepare_cached(sql)?.exists([log.map(LogId::as_bytes)])?)
}

/// Without words: the newest messages.
fn newest(
    connection: &Connection,
    filter: &Filter,
    after: Option<&Match>,
    limit: u32,
) -> Result<Vec<Match>, StoreError> {
    let sql = format!(
        "SELECT message.id FROM message WHERE message.id < ? AND {READABLE}{} ORDER BY message.id DESC LIMIT ?",
        filter.sql
    );
    let before = after.map_or(i64::MAX, |after| after.id);
    let values = filter.values([Value::Integer(before)], [Value::Integer(limit.into())]);
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(values), |row| Ok(Match { id: row.get(0)?, parts: false }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Asks the index, first for whole words.
fn indexed(
    connection: &Connection,
    words: &Words,
    filter: &Filter,
    after: Option<&Match>,
    most: usize,
) -> Result<Vec<Match>, StoreError> {
    let sql = format!(
        "SELECT message.id, message.text FROM message_text (?) CROSS JOIN message ON message.id = message_text.rowid
         WHERE message_text.rowid < ? AND {READABLE}{} ORDER BY message_text.rowid DESC",
        filter.sql
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut matches = Vec::new();
    // The newest message that is not looked at for those that come first.
    let mut last = i64::MIN;
    for parts in [false, true] {
        let before = after.filter(|after| parts && after.parts).map_or(i64::MAX, |after| after.id);
        let values = filter.values([Value::Text(words.index_query(!parts)), Value::Integer(before)], []);
        let mut rows = statement.query(params_from_iter(values))?;
        let mut looked_at = 0;
        while matches.len() < most
            && let Some(row) = rows.next()?
        {
            let found = Match { id: row.get(0)?, parts };
            if !parts && looked_at == RANKED {
                last = found.id;
                break;
            }
            looked_at += 1;
            if after.is_some_and(|after| !found.is_behind(after)) {
                continue;
            }
            let text = row.get_ref(1)?.as_str().map_err(verband_store::rusqlite::Error::from)?;
            if words.find(text).is_some_and(|words| (words.whole && found.id > last) != parts) {
                matches.push(found);
            }
        }
    }
    Ok(matches)
}

/// Whether a conversation has so few messages that reading them is faster than asking the index.
fn has_few(connection: &Connection, log: &LogId) -> Result<bool, StoreError> {
    let sql = "SELECT count(*) FROM (SELECT 1 FROM message WHERE log = ?1 LIMIT ?2)";
    let count: i64 = connection.prepare_cached(sql)?.query_row((log.as_bytes(), FEW + 1), |row| row.get(0))?;
    Ok(count <= FEW)
}

/// Reads all that is left by the filter.
fn read_all(connection: &Connection, words: &Words, filter: &Filter) -> Result<Vec<Match>, StoreError> {
    let sql = format!("SELECT message.id, message.text FROM message WHERE {READABLE}{}", filter.sql);
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(&filter.values))?;
    let mut matches = Vec::new();
    while let Some(row) = rows.next()? {
        let text = row.get_ref(1)?.as_str().map_err(verband_store::rusqlite::Error::from)?;
        if let Some(found) = words.find(text) {
            matches.push(Match { id: row.get(0)?, parts: !found.whole });
        }
    }
    order::by_key(&mut matches, |found| (found.parts, -found.id));
    Ok(matches)
}

/// A hit as it is shown.
fn hit(connection: &Connection, own: &MemberId, words: &Words, found: &Match) -> Result<SearchHit, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT message.log, message.event, message.author_member, coalesce(member.name, ''), message.sent_at,
                message.kind, message.text, message.photo, photo.thumb, coalesce(device.class, 0)
         FROM message LEFT JOIN member ON member.id = message.author_member
         LEFT JOIN device ON device.id = message.author_device
         LEFT JOIN photo ON photo.id = message.photo WHERE message.id = ?1",
    )?;
    let mut hit = statement.query_row([found.id], |row| {
        let text = plain(row.get_ref(6)?.as_str()?);
        let places = words.find(&text).map(|found| found.places).unwrap_or_default();
        let (excerpt, marks) = excerpt(&text, &places);
        let author = row.get::<_, Option<[u8; 32]>>(2)?.map(MemberId);
        Ok(SearchHit {
            log: LogId(row.get(0)?),
            title: String::new(),
            event: EventId(row.get(1)?),
            author,
            author_name: row.get(3)?,
            author_bot: row.get::<_, i64>(9)? == DeviceClass::Bot as i64,
            own: author == Some(*own),
            sent_at: row.get(4)?,
            kind: kind::name_of(row.get(5)?).to_owned(),
            excerpt,
            marks,
            photo: row.get::<_, Option<[u8; 16]>>(7)?.map(BlobId),
            thumbnail: row.get(8)?,
            position: found.position(),
        })
    })?;
    hit.title = view::title_of(connection, &hit.log, own)?;
    Ok(hit)
}
