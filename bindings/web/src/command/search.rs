//! Finding things again: on this device, in what it has.

use serde::Deserialize;
use verband_client::Client;
use wasm_bindgen::JsValue;

use crate::error::Failure;
use crate::rows::conversations::list;
use crate::rows::invitations::LanguageName;
use crate::rows::search::{Findings, Hit, Query};
use crate::rows::{Plain as _, to_js};

/// What a person asks for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Search {
    Messages { query: Query, limit: u32 },
    Hint { query: Query, language: LanguageName },
    Everywhere { words: String, limit: u32 },
}

/// Which call of the client each of them is.
pub(crate) fn perform(client: &Client, command: Search) -> Result<JsValue, Failure> {
    match command {
        Search::Messages { query, limit } => list::<_, Hit>(client.search(&query.core(), limit)?),
        Search::Hint { query, language } => to_js(&client.search_hint(&query.core(), language.core())?),
        Search::Everywhere { words, limit } => to_js(&Findings::from(client.find_everywhere(&words, limit)?)),
    }
}
