//! How long things stay, and what vanishes when and for whom.

use serde::{Deserialize, Serialize};
use verband_client::protocol::id::LogId;
use verband_client::texts::Language;
use verband_client::{Client, ClientError, kept_in_words};
use wasm_bindgen::JsValue;

use crate::error::Failure;
use crate::rows::retention::{Item, KeptName, Preview, Stays};
use crate::rows::{Id, Plain, to_js};

/// What a person asks for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Retaining {
    Stays { conversation: Id<LogId> },
    Preview { conversation: Option<Id<LogId>>, ahead: u16, days: Option<u32> },
    Warnings {},
    KeptInWords { kept: KeptName },
}

/// How long things stay in a conversation, with the sentence for its top.
#[derive(Serialize)]
struct StaysInWords {
    retention: Stays,
    words: String,
}

/// Which call of the client each of them is.
pub(crate) fn perform(client: &Client, command: Retaining, language: Language) -> Result<JsValue, Failure> {
    let said = |error: ClientError| Failure::said(error, language);
    match command {
        Retaining::Stays { conversation } => {
            let retention = client.retention(&conversation.0).map_err(said)?;
            let words = retention.words(language);
            to_js(&StaysInWords { retention: Plain::plain(retention), words })
        }
        Retaining::Preview { conversation, ahead, days } => {
            let previews = match conversation {
                Some(log) => vec![client.retention_preview(&log.0, ahead, days).map_err(said)?],
                None => client.retention_previews(ahead, days).map_err(said)?,
            };
            let plain = previews.into_iter().map(|preview| {
                let words = preview.words(language);
                Preview::plain(preview, words)
            });
            to_js(&plain.collect::<Vec<_>>())
        }
        Retaining::Warnings {} => {
            let rows = client.retention_warnings().map_err(said)?;
            to_js(&rows.into_iter().map(Item::plain).collect::<Vec<_>>())
        }
        Retaining::KeptInWords { kept } => to_js(&kept_in_words(kept.core(), language)),
    }
}
