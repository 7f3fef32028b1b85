//! What one can check: a person face to face, what happened in the organisation, what its policy means, its counts.

use verband_client::protocol::id::MemberId;
use verband_client::protocol::organisation::OrganisationPolicy;
use verband_client::protocol::wire::Statistics;
use verband_client::texts::Language;
use verband_client::{Client, ClientError, PolicyChange, PolicySentence, VerificationCode, Verified, policy_changes};

use crate::rows::proof::HistoryLine;

/// What a person asks for.
#[derive(Debug, Clone, uniffi::Enum)]
pub enum Proof {
    /// What this person shows or reads aloud to be verified. Gives `Code`.
    VerificationCode {
        /// The language of the words.
        language: Language,
    },
    /// The words that stand for the organisation. Gives `Words`.
    OrganisationWords {
        /// Their language.
        language: Language,
    },
    /// The words that a member has to read aloud. Gives `Words`.
    WordsOf {
        /// Who.
        member: MemberId,
        /// Their language.
        language: Language,
    },
    /// Verifies the person who shows this code. Gives `Verified`.
    VerifyPerson {
        /// What her QR code says.
        code: String,
    },
    /// Verifies a member who has read her words aloud. Gives `Verified`.
    VerifyWords {
        /// Who.
        member: MemberId,
        /// What was heard.
        heard: String,
    },
    /// What the organisation's log says, newest first. Gives `History`.
    History {
        /// Entries before this position; the newest ones if it is left out.
        before: Option<u64>,
        /// How many at most.
        limit: u32,
        /// The language of the sentences.
        language: Language,
    },
    /// What the policy in force means for a person. Gives `PolicyWords`.
    PolicyInWords {
        /// The language of the sentences.
        language: Language,
    },
    /// What another policy would change. Gives `PolicyChanges`.
    PolicyChanges {
        /// The other policy.
        policy: OrganisationPolicy,
        /// The language of the sentences.
        language: Language,
    },
    /// Counts of the organisation; nothing in them is about one person. Gives `Statistics`.
    Statistics,
}

/// What came of it.
#[derive(uniffi::Enum)]
pub enum ProofResult {
    /// To be shown or read aloud.
    Code {
        /// Both.
        code: VerificationCode,
    },
    /// Words to be read aloud.
    Words {
        /// Twelve of them.
        words: String,
    },
    /// She is the one.
    Verified {
        /// Who, with the name that the person in front of the device should have.
        verified: Verified,
    },
    /// Entries of the log.
    History {
        /// One line each.
        lines: Vec<HistoryLine>,
    },
    /// What the policy means.
    PolicyWords {
        /// Point by point.
        sentences: Vec<PolicySentence>,
    },
    /// What another policy would change.
    PolicyChanges {
        /// Point by point.
        changes: Vec<PolicyChange>,
    },
    /// Counts.
    Statistics {
        /// All of them.
        statistics: Statistics,
    },
}

/// Which call of the client each of them is.
pub(crate) async fn perform(client: &Client, command: Proof) -> Result<ProofResult, ClientError> {
    use Proof as Asks;
    use ProofResult as Gives;
    Ok(match command {
        Asks::VerificationCode { language } => Gives::Code { code: client.verification_code(language)? },
        Asks::OrganisationWords { language } => Gives::Words { words: client.organisation_words(language)? },
        Asks::WordsOf { member, language } => Gives::Words { words: client.words_of(member, language)? },
        Asks::VerifyPerson { code } => Gives::Verified { verified: client.verify_person(&code).await? },
        Asks::VerifyWords { member, heard } => Gives::Verified { verified: client.verify_words(member, &heard)? },
        Asks::History { before, limit, language } => {
            let rows = client.organisation_history(before, limit)?;
            Gives::History { lines: rows.iter().map(|row| HistoryLine::new(row, language)).collect() }
        }
        Asks::PolicyInWords { language } => Gives::PolicyWords { sentences: client.policy_in_words(language)? },
        Asks::PolicyChanges { policy, language } => {
            Gives::PolicyChanges { changes: policy_changes(&client.policy()?, &policy, language) }
        }
        Asks::Statistics => Gives::Statistics { statistics: client.statistics().await? },
    })
}
