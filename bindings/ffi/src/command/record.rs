//! The patient's record: what is documented there, by whom and where, and what is not.

use verband_client::protocol::id::{EventId, LogId};
use verband_client::{Client, ClientError, DocumentedRow, UndocumentedRow};

/// What a person asks for.
#[derive(Clone, uniffi::Enum)]
pub enum PatientRecord {
    /// Says that things are in the patient's record because somebody typed or copied them there: photos, findings, whatever
    /// was written, or a wound with all that is known of it now. Gives `Event`.
    MarkDocumented {
        /// In which conversation.
        conversation: LogId,
        /// At most 500.
        items: Vec<EventId>,
        /// The name of the record, at most 200 characters.
        record: String,
        /// The id of the document there; may be empty.
        document: String,
    },
    /// Takes that back. Gives `Event`.
    WithdrawDocumented {
        /// In which conversation.
        conversation: LogId,
        /// At most 500.
        items: Vec<EventId>,
        /// Why, at most 500 characters.
        reason: String,
    },
    /// What was said about whether an item is in the patient's record, the newest first, which counts. Gives `Trace`.
    DocumentedTrace {
        /// In which conversation.
        conversation: LogId,
        /// Of what.
        item: EventId,
    },
    /// Whether an item is in the patient's record as it is now. Gives `Documented`.
    IsDocumented {
        /// In which conversation.
        conversation: LogId,
        /// Of what.
        item: EventId,
    },
    /// Photos of wounds and findings that are not in the patient's record, the oldest first. Gives `Undocumented`.
    Undocumented {
        /// Of which conversation; none: of all.
        conversation: Option<LogId>,
    },
}

/// What came of it.
#[derive(uniffi::Enum)]
pub enum PatientRecordResult {
    /// An event was written.
    Event {
        /// Its id.
        event: EventId,
    },
    /// What was said of an item.
    Trace {
        /// One row each.
        rows: Vec<DocumentedRow>,
    },
    /// Whether it is in the record.
    Documented {
        /// As it is now.
        documented: bool,
    },
    /// What is not in the record.
    Undocumented {
        /// One row each.
        rows: Vec<UndocumentedRow>,
    },
}

/// Which call of the client each of them is.
pub(crate) fn perform(client: &Client, command: PatientRecord) -> Result<PatientRecordResult, ClientError> {
    use PatientRecord as Asks;
    use PatientRecordResult as Gives;
    Ok(match command {
        Asks::MarkDocumented { conversation, items, record, document } => {
            Gives::Event { event: client.mark_documented(&conversation, &items, &record, &document)? }
        }
        Asks::WithdrawDocumented { conversation, items, reason } => {
            Gives::Event { event: client.withdraw_documented(&conversation, &items, &reason)? }
        }
        Asks::DocumentedTrace { conversation, item } => {
            Gives::Trace { rows: client.documented_trace(&conversation, &item)? }
        }
        Asks::IsDocumented { conversation, item } => {
            Gives::Documented { documented: client.is_documented(&conversation, &item)? }
        }
        Asks::Undocumented { conversation: Some(log) } => Gives::Undocumented { rows: client.undocumented(&log)? },
        Asks::Undocumented { conversation: None } => Gives::Undocumented { rows: client.all_undocumented()? },
    })
}
