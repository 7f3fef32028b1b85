//! Surveys, answers and results.

use verband_client::protocol::id::{EventId, LogId, MemberId};
use verband_client::{
    Availability, DateSlot, NewSurvey, Question, QuestionForm, QuestionResult, ResultBar, ResultState, Survey,
    SurveyAnswer, SurveyResults, SurveyRow, SurveyState, SurveyTable, VoteState, Voter, VoterAnswer,
};

/// How far a survey has come.
#[uniffi::remote(Enum)]
pub enum SurveyState {
    /// On this device only.
    Draft,
    /// People vote. A deadline may be over: the author's device closes as soon as it is online.
    Open,
    /// Nobody can vote any more.
    Closed,
}

/// What became of a person's vote.
#[uniffi::remote(Enum)]
pub enum VoteState {
    /// She has not voted.
    None,
    /// It is on this device only.
    Waiting,
    /// It counts.
    Counted,
    /// It came after the close or the deadline, and does not count.
    Late,
}

/// How much of a result can be seen.
#[uniffi::remote(Enum)]
pub enum ResultState {
    /// All of it, as it is now.
    Live,
    /// All of it, for good.
    Final,
    /// Votes are secret, and people still vote: the author alone sees counts.
    Secret,
    /// Votes are secret, the survey is closed, and the author's device has not published the result yet.
    Awaited,
    /// Votes are secret, and there are too few of them for anybody to see what they come to.
    TooFew,
}

/// Whether somebody can come.
#[uniffi::remote(Enum)]
pub enum Availability {
    /// Yes.
    Yes,
    /// If need be.
    Maybe,
    /// No.
    No,
}

/// What a table of a survey lists.
#[uniffi::remote(Enum)]
pub enum SurveyTable {
    /// What each question came to: a line for each option, step, slot or text.
    Counts,
    /// Who answered what: a line for each person, a column for each question. Of open surveys only.
    Votes,
}

/// A time that would do.
#[uniffi::remote(Record)]
pub struct DateSlot {
    /// Its begin, in milliseconds since the Unix epoch; of whole days the first one, at 0:00 UTC.
    pub start: u64,
    /// Its end, if it has one; of whole days the last one, at 0:00 UTC.
    pub end: Option<u64>,
    /// Whether days are meant, wherever one is.
    pub whole_day: bool,
}

/// How a question is answered.
#[uniffi::remote(Enum)]
pub enum QuestionForm {
    /// One of several options.
    Single {
        /// 2 to 50, all different, at most 200 bytes each.
        options: Vec<String>,
        /// Whether one may write another one.
        other: bool,
    },
    /// Some of several options.
    Multiple {
        /// 2 to 50, all different, at most 200 bytes each.
        options: Vec<String>,
        /// Whether one may write another one, which counts as one.
        other: bool,
        /// How many at least, from 1 on.
        min: u32,
        /// How many at most.
        max: u32,
    },
    /// In one's own words, at most 1,000 bytes.
    Text,
    /// A step of a scale that begins with 1.
    Rating {
        /// 2 to 10.
        steps: u32,
        /// What 1 means, or empty.
        low: String,
        /// What the last step means, or empty.
        high: String,
    },
    /// For every slot yes, maybe or no.
    Dates {
        /// 1 to 50, all different.
        slots: Vec<DateSlot>,
    },
}

/// A question.
#[uniffi::remote(Record)]
pub struct Question {
    /// At most 500 bytes.
    pub text: String,
    /// How it is answered.
    pub form: QuestionForm,
    /// Whether it has to be answered.
    pub required: bool,
}

/// A survey that is being made.
#[uniffi::remote(Record)]
pub struct NewSurvey {
    /// What it is about, at most 200 bytes.
    pub title: String,
    /// More about it, at most 2,000 bytes.
    pub description: String,
    /// 1 to 30 questions.
    pub questions: Vec<Question>,
    /// When it ends by itself, in milliseconds since the Unix epoch.
    pub deadline: Option<u64>,
    /// Whether votes are sealed for the author alone.
    pub secret: bool,
    /// Whether people may change their votes. Otherwise the first one counts.
    pub changeable: bool,
}

/// The answer to one question.
#[uniffi::remote(Enum)]
pub enum SurveyAnswer {
    /// None: the question was left out.
    Skipped,
    /// To single and multiple choice.
    Choice {
        /// Which options, counted from 0, ascending.
        options: Vec<u32>,
        /// Another one, at most 200 bytes.
        other: Option<String>,
    },
    /// In one's own words.
    Text {
        /// At most 1,000 bytes.
        text: String,
    },
    /// On a scale.
    Rating {
        /// Which step, from 1 on.
        step: u32,
    },
    /// For dates.
    Dates {
        /// One for each slot.
        slots: Vec<Availability>,
    },
}

/// A survey in a list.
#[uniffi::remote(Record)]
pub struct SurveyRow {
    /// In which conversation.
    pub log: LogId,
    /// Its event; of a draft, its id.
    pub event: EventId,
    /// How far it has come.
    pub state: SurveyState,
    /// Whether its author put it out of the way, for everybody.
    pub archived: bool,
    /// Whether it is not in the log yet.
    pub waiting: bool,
    /// Who asks; none for a draft.
    pub author: Option<MemberId>,
    /// Her name, as far as it is known.
    pub author_name: String,
    /// Whether it is this person's own.
    pub own: bool,
    /// When it was published, or a draft was changed: in milliseconds since the Unix epoch, by the author's clock.
    pub at: u64,
    /// What it is about.
    pub title: String,
    /// More about it.
    pub description: String,
    /// How many questions it has.
    pub questions: u32,
    /// Whether votes are sealed for the author alone.
    pub secret: bool,
    /// Whether votes may be changed.
    pub changeable: bool,
    /// When it ends by itself, in milliseconds since the Unix epoch.
    pub deadline: Option<u64>,
    /// How many people have voted in time.
    pub votes: u32,
    /// How many votes of people came too late.
    pub late: u32,
    /// This person's own vote.
    pub own_vote: VoteState,
    /// Whether this person can vote, or vote anew.
    pub can_vote: bool,
    /// Changes with everything that happens to the survey: results are read anew then.
    pub revision: u32,
}

/// A survey with what it asks.
#[uniffi::remote(Record)]
pub struct Survey {
    /// As in a list.
    pub row: SurveyRow,
    /// What it asks.
    pub questions: Vec<Question>,
    /// What this person answered, if votes are open.
    pub own_answers: Option<Vec<SurveyAnswer>>,
}

/// What a survey came to.
#[uniffi::remote(Record)]
pub struct SurveyResults {
    /// As in a list.
    pub row: SurveyRow,
    /// How much can be seen.
    pub state: ResultState,
    /// Votes that the counts below are of. Of a secret survey it is what its author's device says.
    pub votes: u32,
    /// What each question came to; empty as long as it cannot be seen.
    pub questions: Vec<QuestionResult>,
    /// Who voted, by name.
    pub voters: Vec<Voter>,
    /// Who answered what, if votes are open: by name, then by question.
    pub answers: Vec<VoterAnswer>,
}

/// What a question came to.
#[uniffi::remote(Record)]
pub struct QuestionResult {
    /// The question.
    pub text: String,
    /// How many answered it.
    pub answered: u32,
    /// The chart: options, steps or slots in the order of the question.
    pub bars: Vec<ResultBar>,
    /// Of a scale, in hundredths of a step.
    pub average: Option<u32>,
    /// Of a scale, in hundredths of a step.
    pub median: Option<u32>,
    /// What was written, in alphabetical order: also as another option.
    pub texts: Vec<String>,
}

/// A bar of a chart.
#[uniffi::remote(Record)]
pub struct ResultBar {
    /// The option, or the number of a step with its label; empty for another option and for slots.
    pub label: String,
    /// The slot, if it is one.
    pub slot: Option<DateSlot>,
    /// Whether it stands for another option, whose texts are with the question.
    pub other: bool,
    /// How many chose it; of a slot, how many can come.
    pub count: u32,
    /// Of a slot, how many can come if need be.
    pub maybe: u32,
    /// Of a slot, how many cannot come.
    pub no: u32,
    /// Thousandths of those who answered the question.
    pub share: u32,
    /// Whether it is the slot, or one of them, that suits best.
    pub best: bool,
}

/// Somebody who voted.
#[uniffi::remote(Record)]
pub struct Voter {
    /// Who.
    pub member: MemberId,
    /// Her name, as far as it is known.
    pub name: String,
    /// What became of her vote.
    pub state: VoteState,
}

/// What somebody answered to a question of an open survey.
#[uniffi::remote(Record)]
pub struct VoterAnswer {
    /// Who.
    pub member: MemberId,
    /// Her name, as far as it is known.
    pub name: String,
    /// Which question, from 0 on.
    pub question: u32,
    /// What she answered.
    pub answer: SurveyAnswer,
}
