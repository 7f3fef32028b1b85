//! Surveys: asking, voting, results.

use verband_client::protocol::id::{EventId, LogId};
use verband_client::texts::Language;
use verband_client::{
    Client, ClientError, NewSurvey, Survey, SurveyAnswer, SurveyResults, SurveyRow, SurveyTable, survey_secrecy,
};

/// What a person asks for.
#[derive(Debug, Clone, uniffi::Enum)]
pub enum Surveying {
    /// The surveys of a conversation, drafts first. Gives `Rows`.
    Surveys {
        /// In which conversation.
        conversation: LogId,
    },
    /// A survey with what it asks. Gives `Survey`.
    Survey {
        /// In which conversation.
        conversation: LogId,
        /// Which survey.
        survey: EventId,
    },
    /// What a survey has come to. Gives `Results`.
    SurveyResults {
        /// In which conversation.
        conversation: LogId,
        /// Which survey.
        survey: EventId,
    },
    /// Keeps a draft on this device; it need not be complete. Gives `Event`, which is its id.
    KeepSurveyDraft {
        /// For which conversation.
        conversation: LogId,
        /// Which one it takes the place of; a new one if it is left out.
        draft: Option<EventId>,
        /// What it says.
        survey: NewSurvey,
    },
    /// A draft, to go on with. Gives `Draft`.
    SurveyDraft {
        /// Which draft.
        draft: EventId,
    },
    /// Throws a draft away. Gives `Done`.
    DeleteSurveyDraft {
        /// Which draft.
        draft: EventId,
    },
    /// Publishes a draft. Gives `Event`.
    PublishSurveyDraft {
        /// Which draft.
        draft: EventId,
    },
    /// Asks the members of a conversation. What is asked is never changed afterwards. Gives `Event`.
    PublishSurvey {
        /// In which conversation.
        conversation: LogId,
        /// What is asked.
        survey: NewSurvey,
    },
    /// Votes, with an answer for each question. Gives `Event`.
    Vote {
        /// In which conversation.
        conversation: LogId,
        /// In which survey.
        survey: EventId,
        /// The answers.
        answers: Vec<SurveyAnswer>,
    },
    /// Gives one's own survey another deadline, or none. Gives `Event`.
    SetSurveyDeadline {
        /// In which conversation.
        conversation: LogId,
        /// Which survey.
        survey: EventId,
        /// In milliseconds since the Unix epoch.
        deadline: Option<u64>,
    },
    /// Ends one's own survey. Gives `Event`.
    CloseSurvey {
        /// In which conversation.
        conversation: LogId,
        /// Which survey.
        survey: EventId,
    },
    /// Puts one's own survey out of the way for everybody, or back. Gives `Event`.
    ArchiveSurvey {
        /// In which conversation.
        conversation: LogId,
        /// Which survey.
        survey: EventId,
        /// Out of the way.
        archived: bool,
    },
    /// What a survey has come to as a table for a spreadsheet, if the organisation permits to export. Gives `Table`.
    SurveyCsv {
        /// In which conversation.
        conversation: LogId,
        /// Which survey.
        survey: EventId,
        /// What it lists.
        table: SurveyTable,
        /// Seconds by which clocks are ahead of UTC where it is read.
        utc_offset_s: i32,
    },
    /// Against whom votes are secret and against whom not: to be shown before asking and before voting. Gives `Words`.
    SurveySecrecy {
        /// Whether they are secret at all.
        secret: bool,
    },
}

/// What came of it.
#[derive(uniffi::Enum)]
pub enum SurveyingResult {
    /// It is done.
    Done,
    /// An event was written, or a draft kept.
    Event {
        /// Its id.
        event: EventId,
    },
    /// Surveys.
    Rows {
        /// One row each.
        rows: Vec<SurveyRow>,
    },
    /// A survey.
    Survey {
        /// With what it asks.
        survey: Survey,
    },
    /// A draft.
    Draft {
        /// What it says.
        survey: NewSurvey,
    },
    /// What a survey has come to.
    Results {
        /// All of it.
        results: SurveyResults,
    },
    /// A table.
    Table {
        /// CSV.
        csv: Vec<u8>,
    },
    /// Words for a person.
    Words {
        /// Some sentences.
        text: String,
    },
}

/// Which call of the client each of them is.
pub(crate) fn perform(client: &Client, command: Surveying, language: Language) -> Result<SurveyingResult, ClientError> {
    use Surveying as Asks;
    use SurveyingResult as Gives;
    Ok(match command {
        Asks::Surveys { conversation } => Gives::Rows { rows: client.surveys(&conversation)? },
        Asks::Survey { conversation, survey } => Gives::Survey { survey: client.survey(&conversation, &survey)? },
        Asks::SurveyResults { conversation, survey } => {
            Gives::Results { results: client.survey_results(&conversation, &survey)? }
        }
        Asks::KeepSurveyDraft { conversation, draft, survey } => {
            Gives::Event { event: client.keep_survey_draft(&conversation, draft, &survey)? }
        }
        Asks::SurveyDraft { draft } => Gives::Draft { survey: client.survey_draft(&draft)? },
        Asks::DeleteSurveyDraft { draft } => {
            client.delete_survey_draft(&draft)?;
            Gives::Done
        }
        Asks::PublishSurveyDraft { draft } => Gives::Event { event: client.publish_survey_draft(&draft)? },
        Asks::PublishSurvey { conversation, survey } => {
            Gives::Event { event: client.publish_survey(&conversation, &survey)? }
        }
        Asks::Vote { conversation, survey, answers } => {
            Gives::Event { event: client.vote(&conversation, &survey, &answers)? }
        }
        Asks::SetSurveyDeadline { conversation, survey, deadline } => {
            Gives::Event { event: client.set_survey_deadline(&conversation, &survey, deadline)? }
        }
        Asks::CloseSurvey { conversation, survey } => {
            Gives::Event { event: client.close_survey(&conversation, &survey)? }
        }
        Asks::ArchiveSurvey { conversation, survey, archived } => {
            Gives::Event { event: client.archive_survey(&conversation, &survey, archived)? }
        }
        Asks::SurveyCsv { conversation, survey, table, utc_offset_s } => {
            Gives::Table { csv: client.survey_csv(&conversation, &survey, table, language, utc_offset_s)? }
        }
        Asks::SurveySecrecy { secret } => Gives::Words { text: survey_secrecy(secret, language) },
    })
}
