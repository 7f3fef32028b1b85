//! How long things stay, and what vanishes when and for whom.

use verband_client::protocol::id::LogId;
use verband_client::texts::Language;
use verband_client::{Client, ClientError, Kept, Retention, RetentionItem, RetentionPreview, kept_in_words};

/// What a person asks for.
#[derive(Clone, uniffi::Enum)]
pub enum Retaining {
    /// How long things stay in a conversation, with the sentence for its top. Gives `Stays`.
    Stays {
        /// In which.
        conversation: LogId,
    },
    /// What vanishes from a conversation, or from all of them, within so many days. Gives `Previews`, each with its sentence.
    Preview {
        /// From which; none: from all.
        conversation: Option<LogId>,
        /// How many days to look ahead, at most 366.
        ahead: u16,
        /// As if things were kept for so many days; none: as the policy says.
        days: Option<u32>,
    },
    /// Findings and photos of wounds whose time is over within fourteen days and that are not in the patient record. Gives
    /// `Warnings`.
    Warnings,
    /// Why something stays. Gives `Words`.
    KeptInWords {
        /// The reason.
        kept: Kept,
    },
}

/// What came of it.
#[derive(uniffi::Enum)]
pub enum RetainingResult {
    /// How long things stay.
    Stays {
        /// In days and by whom.
        retention: Retention,
        /// For people.
        words: String,
    },
    /// What vanishes.
    Previews {
        /// One for each conversation.
        previews: Vec<RetentionPreview>,
        /// A sentence for each.
        words: Vec<String>,
    },
    /// What is not in the patient record and vanishes soon.
    Warnings {
        /// One row each.
        rows: Vec<RetentionItem>,
    },
    /// A sentence.
    Words {
        /// For people.
        text: String,
    },
}

/// Which call of the client each of them is.
pub(crate) fn perform(client: &Client, command: Retaining, language: Language) -> Result<RetainingResult, ClientError> {
    use Retaining as Asks;
    use RetainingResult as Gives;
    Ok(match command {
        Asks::Stays { conversation } => {
            let retention = client.retention(&conversation)?;
            Gives::Stays { words: retention.words(language), retention }
        }
        Asks::Preview { conversation, ahead, days } => {
            let previews = match conversation {
                Some(log) => vec![client.retention_preview(&log, ahead, days)?],
                None => client.retention_previews(ahead, days)?,
            };
            Gives::Previews { words: previews.iter().map(|preview| preview.words(language)).collect(), previews }
        }
        Asks::Warnings => Gives::Warnings { rows: client.retention_warnings()? },
        Asks::KeptInWords { kept } => Gives::Words { text: kept_in_words(kept, language) },
    })
}
