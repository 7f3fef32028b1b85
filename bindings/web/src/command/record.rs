//! The patient's record: what is documented there, by whom and where, and what is not.

use serde::Deserialize;
use verband_client::protocol::id::{EventId, LogId};
use verband_client::texts::Language;
use verband_client::{Client, ClientError};
use wasm_bindgen::JsValue;

use crate::error::Failure;
use crate::rows::{Id, Plain, record as rows, row, to_js};

/// What a person asks for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum PatientRecord {
    MarkDocumented { conversation: Id<LogId>, items: Vec<Id<EventId>>, record: String, document: String },
    WithdrawDocumented { conversation: Id<LogId>, items: Vec<Id<EventId>>, reason: String },
    DocumentedTrace { conversation: Id<LogId>, item: Id<EventId> },
    IsDocumented { conversation: Id<LogId>, item: Id<EventId> },
    Undocumented { conversation: Option<Id<LogId>> },
}

/// Which call of the client each of them is.
pub(crate) fn perform(client: &Client, command: PatientRecord, language: Language) -> Result<JsValue, Failure> {
    use PatientRecord as Asks;
    let said = |error: ClientError| Failure::said(error, language);
    match command {
        Asks::MarkDocumented { conversation, items, record, document } => {
            to_js(&Id(client.mark_documented(&conversation.0, &items.core(), &record, &document).map_err(said)?))
        }
        Asks::WithdrawDocumented { conversation, items, reason } => {
            to_js(&Id(client.withdraw_documented(&conversation.0, &items.core(), &reason).map_err(said)?))
        }
        Asks::DocumentedTrace { conversation, item } => {
            row::<Vec<rows::Documented>, _>(client.documented_trace(&conversation.0, &item.0).map_err(said)?)
        }
        Asks::IsDocumented { conversation, item } => {
            to_js(&client.is_documented(&conversation.0, &item.0).map_err(said)?)
        }
        Asks::Undocumented { conversation: Some(log) } => {
            row::<Vec<rows::Undocumented>, _>(client.undocumented(&log.0).map_err(said)?)
        }
        Asks::Undocumented { conversation: None } => {
            row::<Vec<rows::Undocumented>, _>(client.all_undocumented().map_err(said)?)
        }
    }
}
