//! What one can check: a person face to face, what happened in the organisation, what its policy means, its counts.

use serde::Deserialize;
use verband_client::protocol::id::MemberId;
use verband_client::{Client, policy_changes};
use wasm_bindgen::JsValue;

use crate::error::Failure;
use crate::rows::invitations::LanguageName;
use crate::rows::policy::Policy;
use crate::rows::proof::{Change, Code, Counts, HistoryLine, Sentence, VerifiedPerson};
use crate::rows::{Id, Plain, row, to_js};

/// What a person asks for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Proof {
    VerificationCode { language: LanguageName },
    OrganisationWords { language: LanguageName },
    WordsOf { member: Id<MemberId>, language: LanguageName },
    VerifyPerson { code: String },
    VerifyWords { member: Id<MemberId>, heard: String },
    History { before: Option<u64>, limit: u32, language: LanguageName },
    PolicyInWords { language: LanguageName },
    PolicyChanges { policy: Policy, language: LanguageName },
    Statistics,
}

/// Which call of the client each of them is.
pub(crate) async fn perform(client: &Client, command: Proof) -> Result<JsValue, Failure> {
    use Proof as Asks;
    match command {
        Asks::VerificationCode { language } => row::<Code, _>(client.verification_code(language.core())?),
        Asks::OrganisationWords { language } => to_js(&client.organisation_words(language.core())?),
        Asks::WordsOf { member, language } => to_js(&client.words_of(member.0, language.core())?),
        Asks::VerifyPerson { code } => row::<VerifiedPerson, _>(client.verify_person(&code).await?),
        Asks::VerifyWords { member, heard } => row::<VerifiedPerson, _>(client.verify_words(member.0, &heard)?),
        Asks::History { before, limit, language } => {
            let (rows, language) = (client.organisation_history(before, limit)?, language.core());
            to_js(&rows.iter().map(|row| HistoryLine::new(row, language)).collect::<Vec<_>>())
        }
        Asks::PolicyInWords { language } => row::<Vec<Sentence>, _>(client.policy_in_words(language.core())?),
        Asks::PolicyChanges { policy, language } => {
            row::<Vec<Change>, _>(policy_changes(&client.policy()?, &policy.core(), language.core()))
        }
        Asks::Statistics => row::<Counts, _>(client.statistics().await?),
    }
}
