//! What a survey came to, as rows that a UI draws: bars, averages, texts, who answered what. Pure.

use verband_protocol::id::{EventId, LogId, MemberId};

use super::answer::SurveyAnswer;
use super::question::{DateSlot, Question, QuestionForm};
use super::tally::Tally;

/// How far a survey has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SurveyState {
    /// On this device only.
    Draft,
    /// People vote. A deadline may be over: the author's device closes as soon as it is online.
    Open,
    /// Nobody can vote any more.
    Closed,
}

/// What became of a person's vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// A survey in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "a flat row, each of which a UI shows by itself")]
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
    /// Changes with everything that happens to the survey.
    pub revision: u32,
}

/// A survey with what it asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// As in a list.
    pub row: SurveyRow,
    /// What it asks.
    pub questions: Vec<Question>,
    /// What this person answered, if votes are open.
    pub own_answers: Option<Vec<SurveyAnswer>>,
}

/// How much of a result can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// What a survey came to.
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultBar {
    /// The option, or the number of a step with its label; empty for another option and for slots.
    pub label: String,
    /// The slot, if it is one.
    pub slot: Option<DateSlot>,
    /// Whether it stands for another option, whose texts are in [`QuestionResult::texts`].
    pub other: bool,
    /// How many chose it; of a slot, how many can come.
    pub count: u32,
    /// Of a slot, how many can come if need be.
    pub maybe: u32,
    /// Of a slot, how many cannot come.
    pub no: u32,
    /// Thousandths of those who answered the question.
    pub share: u32,
    /// Whether it is the slot, or one of them, that suits best: most can come, and of those most without need.
    pub best: bool,
}

/// Somebody who voted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voter {
    /// Who.
    pub member: MemberId,
    /// Her name, as far as it is known.
    pub name: String,
    /// What became of her vote.
    pub state: VoteState,
}

/// What somebody answered to a question of an open survey.
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// What a question came to, as rows.
pub(super) fn question_result(question: &Question, tally: Tally) -> QuestionResult {
    let answered = tally.counts.answered;
    let each = &tally.counts.each;
    let bar = |label: String, count: u32| ResultBar {
        label,
        slot: None,
        other: false,
        count,
        maybe: 0,
        no: 0,
        share: share(count, answered),
        best: false,
    };
    let bars = match &question.form {
        QuestionForm::Single { options, other } | QuestionForm::Multiple { options, other, .. } => {
            let mut bars: Vec<_> =
                options.iter().zip(each).map(|(option, count)| bar(option.clone(), *count)).collect();
            if let Some(count) = each.last().filter(|_| *other) {
                bars.push(ResultBar { other: true, ..bar(String::new(), *count) });
            }
            bars
        }
        QuestionForm::Text => Vec::new(),
        QuestionForm::Rating { steps, low, high } => {
            let label = |step: u32| match step {
                1 if !low.is_empty() => format!("1 ({low})"),
                step if step == *steps && !high.is_empty() => format!("{step} ({high})"),
                step => step.to_string(),
            };
            (1..).zip(each).map(|(step, count)| bar(label(step), *count)).collect()
        }
        QuestionForm::Dates { slots } => {
            let counts: Vec<[u32; 3]> = each.as_chunks::<3>().0.to_vec();
            let rank = |[yes, maybe, _]: &[u32; 3]| (yes + maybe, *yes);
            let best = counts.iter().map(rank).max().filter(|(come, _)| *come > 0);
            let bars = slots.iter().zip(&counts).map(|(slot, counts)| ResultBar {
                slot: Some(*slot),
                maybe: counts[1],
                no: counts[2],
                best: best == Some(rank(counts)),
                ..bar(String::new(), counts[0])
            });
            bars.collect()
        }
    };
    let scale = matches!(question.form, QuestionForm::Rating { .. });
    QuestionResult {
        text: question.text.clone(),
        answered,
        bars,
        average: average(each).filter(|_| scale),
        median: median(each).filter(|_| scale),
        texts: tally.texts,
    }
}

/// Thousandths, rounded.
fn share(count: u32, of: u32) -> u32 {
    rounded(u64::from(count) * 1000, u64::from(of)).unwrap_or(0)
}

fn rounded(of: u64, by: u64) -> Option<u32> {
    (2 * of + by).checked_div(2 * by).and_then(|quotient| u32::try_from(quotient).ok())
}

/// Of steps that were chosen so many times each, in hundredths.
fn average(each: &[u32]) -> Option<u32> {
    let all: u64 = each.iter().map(|count| u64::from(*count)).sum();
    let steps: u64 = (1..).zip(each).map(|(step, count)| step * u64::from(*count)).sum();
    rounded(steps * 100, all)
}

/// The step in the middle, or between the two in the middle, in hundredths.
fn median(each: &[u32]) -> Option<u32> {
    let all: u64 = each.iter().map(|count| u64::from(*count)).sum();
    let at = |place: u64| {
        let mut before = 0;
        (1_u32..).zip(each).find_map(|(step, count)| {
            before += u64::from(*count);
            (before > place).then_some(step)
        })
    };
    let lower = at(all.checked_sub(1)? / 2)?;
    Some((lower + at(all / 2)?) * 50)
}
