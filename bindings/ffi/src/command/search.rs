//! Finding things again: on this device, in what it has.

use verband_client::texts::Language;
use verband_client::{Client, ClientError, ConversationRow, MemberRow};

use crate::rows::search::{SearchHit, SearchQuery};

/// What a person asks for.
#[derive(Debug, Clone, uniffi::Enum)]
pub enum Search {
    /// Messages by words and more, best first. Gives `Hits`.
    Messages {
        /// What is looked for.
        query: SearchQuery,
        /// How many at most.
        limit: u32,
    },
    /// What a screen says instead of hits: how to begin, or why there may be none. Gives `Hint`.
    Hint {
        /// What is looked for.
        query: SearchQuery,
        /// The language of the sentence.
        language: Language,
    },
    /// People, conversations and messages in which all words stand. Gives `Findings`.
    Everywhere {
        /// The words.
        words: String,
        /// How many of each at most.
        limit: u32,
    },
}

/// What came of it.
#[derive(uniffi::Enum)]
pub enum SearchResult {
    /// Messages.
    Hits {
        /// One row each, best first.
        rows: Vec<SearchHit>,
    },
    /// A sentence.
    Hint {
        /// The sentence.
        text: String,
    },
    /// Everything.
    Findings {
        /// People, by name.
        people: Vec<MemberRow>,
        /// Conversations, newest first.
        conversations: Vec<ConversationRow>,
        /// Messages, best first.
        messages: Vec<SearchHit>,
    },
}

/// Which call of the client each of them is.
pub(crate) fn perform(client: &Client, command: Search) -> Result<SearchResult, ClientError> {
    let hits = |rows: Vec<verband_client::SearchHit>| rows.into_iter().map(SearchHit::from).collect();
    Ok(match command {
        Search::Messages { query, limit } => SearchResult::Hits { rows: hits(client.search(&query.into(), limit)?) },
        Search::Hint { query, language } => SearchResult::Hint { text: client.search_hint(&query.into(), language)? },
        Search::Everywhere { words, limit } => {
            let found = client.find_everywhere(&words, limit)?;
            let (people, conversations) = (found.people, found.conversations);
            SearchResult::Findings { people, conversations, messages: hits(found.messages) }
        }
    })
}
