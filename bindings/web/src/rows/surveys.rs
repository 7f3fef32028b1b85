//! Surveys, answers and results.

use serde::{Deserialize, Serialize};
use verband_client::protocol::id::{EventId, LogId, MemberId};
use verband_client::{self as core, Availability, ResultState, SurveyState, SurveyTable, VoteState};

use super::plain::{flat, words};
use super::{Id, Plain};

words!(
    /// How far a survey has come.
    State = SurveyState { Draft, Open, Closed }
);

words!(
    /// What became of a vote.
    Vote = VoteState { None, Waiting, Counted, Late }
);

words!(
    /// How much of a result can be seen.
    Seen = ResultState { Live, Final, Secret, Awaited, TooFew }
);

words!(
    /// Whether somebody can come.
    CanCome = Availability { Yes, Maybe, No }
);

words!(
    /// What a table lists.
    Table = SurveyTable { Counts, Votes }
);

flat!(
    /// A time that would do.
    Slot = core::DateSlot { start: u64, end: Option<u64>, whole_day: bool }
);

flat!(
    /// A question.
    Question = core::Question { text: String, form: Form, required: bool }
);

flat!(
    /// A survey that is being made.
    NewSurvey = core::NewSurvey {
        title: String,
        description: String,
        questions: Vec<Question>,
        deadline: Option<u64>,
        secret: bool,
        changeable: bool,
    }
);

flat!(
    /// A survey in a list.
    SurveyRow = core::SurveyRow {
        log: Id<LogId>,
        event: Id<EventId>,
        state: State,
        archived: bool,
        waiting: bool,
        author: Option<Id<MemberId>>,
        author_name: String,
        own: bool,
        at: u64,
        title: String,
        description: String,
        questions: u32,
        secret: bool,
        changeable: bool,
        deadline: Option<u64>,
        votes: u32,
        late: u32,
        own_vote: Vote,
        can_vote: bool,
        revision: u32,
    }
);

flat!(
    /// A survey with what it asks.
    Survey = core::Survey { row: SurveyRow, questions: Vec<Question>, own_answers: Option<Vec<Answer>> }
);

flat!(
    /// What a survey came to.
    Results = core::SurveyResults {
        row: SurveyRow,
        state: Seen,
        votes: u32,
        questions: Vec<QuestionResult>,
        voters: Vec<Voter>,
        answers: Vec<VoterAnswer>,
    }
);

flat!(
    /// What a question came to.
    QuestionResult = core::QuestionResult {
        text: String,
        answered: u32,
        bars: Vec<Bar>,
        average: Option<u32>,
        median: Option<u32>,
        texts: Vec<String>,
    }
);

flat!(
    /// A bar of a chart.
    Bar = core::ResultBar {
        label: String,
        slot: Option<Slot>,
        other: bool,
        count: u32,
        maybe: u32,
        no: u32,
        share: u32,
        best: bool,
    }
);

flat!(
    /// Somebody who voted.
    Voter = core::Voter { member: Id<MemberId>, name: String, state: Vote }
);

flat!(
    /// What somebody answered.
    VoterAnswer = core::VoterAnswer { member: Id<MemberId>, name: String, question: u32, answer: Answer }
);

/// How a question is answered.
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub(crate) enum Form {
    Single { options: Vec<String>, other: bool },
    Multiple { options: Vec<String>, other: bool, min: u32, max: u32 },
    Text,
    Rating { steps: u32, low: String, high: String },
    Dates { slots: Vec<Slot> },
}

impl Plain<core::QuestionForm> for Form {
    fn plain(form: core::QuestionForm) -> Self {
        use core::QuestionForm as Core;
        match form {
            Core::Single { options, other } => Self::Single { options, other },
            Core::Multiple { options, other, min, max } => Self::Multiple { options, other, min, max },
            Core::Text => Self::Text,
            Core::Rating { steps, low, high } => Self::Rating { steps, low, high },
            Core::Dates { slots } => Self::Dates { slots: Plain::plain(slots) },
        }
    }

    fn core(self) -> core::QuestionForm {
        use core::QuestionForm as Core;
        match self {
            Self::Single { options, other } => Core::Single { options, other },
            Self::Multiple { options, other, min, max } => Core::Multiple { options, other, min, max },
            Self::Text => Core::Text,
            Self::Rating { steps, low, high } => Core::Rating { steps, low, high },
            Self::Dates { slots } => Core::Dates { slots: slots.core() },
        }
    }
}

/// The answer to one question.
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub(crate) enum Answer {
    Skipped,
    Choice { options: Vec<u32>, other: Option<String> },
    Text { text: String },
    Rating { step: u32 },
    Dates { slots: Vec<CanCome> },
}

impl Plain<core::SurveyAnswer> for Answer {
    fn plain(answer: core::SurveyAnswer) -> Self {
        use core::SurveyAnswer as Core;
        match answer {
            Core::Skipped => Self::Skipped,
            Core::Choice { options, other } => Self::Choice { options, other },
            Core::Text { text } => Self::Text { text },
            Core::Rating { step } => Self::Rating { step },
            Core::Dates { slots } => Self::Dates { slots: Plain::plain(slots) },
        }
    }

    fn core(self) -> core::SurveyAnswer {
        use core::SurveyAnswer as Core;
        match self {
            Self::Skipped => Core::Skipped,
            Self::Choice { options, other } => Core::Choice { options, other },
            Self::Text { text } => Core::Text { text },
            Self::Rating { step } => Core::Rating { step },
            Self::Dates { slots } => Core::Dates { slots: slots.core() },
        }
    }
}
