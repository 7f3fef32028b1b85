//! Surveys: asking, voting, results.

use js_sys::Uint8Array;
use serde::Deserialize;
use verband_client::protocol::id::{EventId, LogId};
use verband_client::texts::Language;
use verband_client::{Client, ClientError, survey_secrecy};
use wasm_bindgen::JsValue;

use crate::error::Failure;
use crate::rows::surveys::{Answer, NewSurvey, Results, Survey, SurveyRow, Table};
use crate::rows::{Id, Plain, row, to_js};

/// What a person asks for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Surveying {
    Surveys { conversation: Id<LogId> },
    Survey { conversation: Id<LogId>, survey: Id<EventId> },
    SurveyResults { conversation: Id<LogId>, survey: Id<EventId> },
    KeepSurveyDraft { conversation: Id<LogId>, draft: Option<Id<EventId>>, survey: NewSurvey },
    SurveyDraft { draft: Id<EventId> },
    DeleteSurveyDraft { draft: Id<EventId> },
    PublishSurveyDraft { draft: Id<EventId> },
    PublishSurvey { conversation: Id<LogId>, survey: NewSurvey },
    Vote { conversation: Id<LogId>, survey: Id<EventId>, answers: Vec<Answer> },
    SetSurveyDeadline { conversation: Id<LogId>, survey: Id<EventId>, deadline: Option<u64> },
    CloseSurvey { conversation: Id<LogId>, survey: Id<EventId> },
    ArchiveSurvey { conversation: Id<LogId>, survey: Id<EventId>, archived: bool },
    SurveyCsv { conversation: Id<LogId>, survey: Id<EventId>, table: Table, utc_offset_s: i32 },
    SurveySecrecy { secret: bool },
}

/// Which call of the client each of them is. Errors have their sentence in the language.
pub(crate) fn perform(client: &Client, command: Surveying, language: Language) -> Result<JsValue, Failure> {
    use Surveying as Asks;
    let said = |error: ClientError| Failure::said(error, language);
    let event = |event: Result<EventId, ClientError>| to_js(&Id(event.map_err(said)?));
    match command {
        Asks::Surveys { conversation } => row::<Vec<SurveyRow>, _>(client.surveys(&conversation.0)?),
        Asks::Survey { conversation, survey } => row::<Survey, _>(client.survey(&conversation.0, &survey.0)?),
        Asks::SurveyResults { conversation, survey } => {
            row::<Results, _>(client.survey_results(&conversation.0, &survey.0)?)
        }
        Asks::KeepSurveyDraft { conversation, draft, survey } => {
            event(client.keep_survey_draft(&conversation.0, draft.core(), &survey.core()))
        }
        Asks::SurveyDraft { draft } => row::<NewSurvey, _>(client.survey_draft(&draft.0)?),
        Asks::DeleteSurveyDraft { draft } => {
            client.delete_survey_draft(&draft.0)?;
            Ok(JsValue::UNDEFINED)
        }
        Asks::PublishSurveyDraft { draft } => event(client.publish_survey_draft(&draft.0)),
        Asks::PublishSurvey { conversation, survey } => event(client.publish_survey(&conversation.0, &survey.core())),
        Asks::Vote { conversation, survey, answers } => event(client.vote(&conversation.0, &survey.0, &answers.core())),
        Asks::SetSurveyDeadline { conversation, survey, deadline } => {
            event(client.set_survey_deadline(&conversation.0, &survey.0, deadline))
        }
        Asks::CloseSurvey { conversation, survey } => event(client.close_survey(&conversation.0, &survey.0)),
        Asks::ArchiveSurvey { conversation, survey, archived } => {
            event(client.archive_survey(&conversation.0, &survey.0, archived))
        }
        Asks::SurveyCsv { conversation, survey, table, utc_offset_s } => {
            let csv = client.survey_csv(&conversation.0, &survey.0, table.core(), language, utc_offset_s);
            Ok(Uint8Array::from(csv.map_err(said)?.as_slice()).into())
        }
        Asks::SurveySecrecy { secret } => to_js(&survey_secrecy(secret, language)),
    }
}
