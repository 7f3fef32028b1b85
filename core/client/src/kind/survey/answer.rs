//! What people answer, whether it fits the questions, and the one length that all votes of a survey have. Pure.

use minicbor::{Decode, Encode};
use verband_protocol::cbor;

use super::error::{AnswerFlaw, SurveyError};
use super::question::{MAX_FREE_TEXT, MAX_OPTION, Question, QuestionForm};

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum SurveyAnswer {
    /// None: the question was left out.
    #[n(0)]
    Skipped,
    /// To single and multiple choice.
    #[n(1)]
    Choice {
        /// Which options, counted from 0, ascending.
        #[n(0)]
        options: Vec<u32>,
        /// Another one, at most 200 bytes.
        #[n(1)]
        other: Option<String>,
    },
    /// In one's own words.
    #[n(2)]
    Text {
        /// At most 1,000 bytes.
        #[n(0)]
        text: String,
    },
    /// On a scale.
    #[n(3)]
    Rating {
        /// Which step, from 1 on.
        #[n(0)]
        step: u32,
    },
    /// For dates.
    #[n(4)]
    Dates {
        /// One for each slot.
        #[n(0)]
        slots: Vec<Availability>,
    },
}

/// Whether somebody can come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Availability {
    /// Yes.
    #[n(0)]
    Yes,
    /// If need be.
    #[n(1)]
    Maybe,
    /// No.
    #[n(2)]
    No,
}

/// Whether these answers fit these questions.
pub(super) fn check_answers(questions: &[Question], answers: &[SurveyAnswer]) -> Result<(), SurveyError> {
    if questions.len() != answers.len() {
        return Err(SurveyError::Answers);
    }
    for (number, (question, answer)) in (1..).zip(questions.iter().zip(answers)) {
        answer.check(question).map_err(|flaw| SurveyError::Answer(number, flaw))?;
    }
    Ok(())
}

impl SurveyAnswer {
    fn check(&self, question: &Question) -> Result<(), AnswerFlaw> {
        match (self, &question.form) {
            (Self::Skipped, _) if question.required => Err(AnswerFlaw::Required),
            (Self::Skipped, _) => Ok(()),
            (Self::Choice { options, other }, QuestionForm::Single { options: known, other: allowed }) => {
                check_choice(options, other.as_deref(), known.len(), *allowed, 1..=1)
            }
            (Self::Choice { options, other }, QuestionForm::Multiple { options: known, other: allowed, min, max }) => {
                check_choice(options, other.as_deref(), known.len(), *allowed, *min..=*max)
            }
            (Self::Text { text }, QuestionForm::Text) => {
                if text.trim().is_empty() || text.len() > MAX_FREE_TEXT {
                    Err(AnswerFlaw::Text)
                } else {
                    Ok(())
                }
            }
            (Self::Rating { step }, QuestionForm::Rating { steps, .. }) if (1..=*steps).contains(step) => Ok(()),
            (Self::Dates { slots }, QuestionForm::Dates { slots: known }) if slots.len() == known.len() => Ok(()),
            _ => Err(AnswerFlaw::Unknown),
        }
    }
}

fn check_choice(
    options: &[u32],
    other: Option<&str>,
    known: usize,
    other_allowed: bool,
    number: std::ops::RangeInclusive<u32>,
) -> Result<(), AnswerFlaw> {
    // Ascending: one choice has one form, and nothing is chosen twice.
    let exist = options.iter().all(|option| (*option as usize) < known) && options.is_sorted_by(|a, b| a < b);
    if !exist || other.is_some() && !other_allowed {
        return Err(AnswerFlaw::Unknown);
    }
    if other.is_some_and(|other| other.trim().is_empty() || other.len() > MAX_OPTION) {
        return Err(AnswerFlaw::Text);
    }
    let chosen = options.len() + usize::from(other.is_some());
    if u32::try_from(chosen).is_ok_and(|chosen| number.contains(&chosen)) { Ok(()) } else { Err(AnswerFlaw::Number) }
}

/// Answers as they are cast: every ballot of a survey is as long as the longest that it permits, so that its length
/// tells nothing. `u32be(length) ‖ answers ‖ zeros`.
pub(super) fn ballot(questions: &[Question], answers: &[SurveyAnswer]) -> Vec<u8> {
    let answers = cbor::encode(&answers.to_vec());
    let len = u32::try_from(answers.len()).expect("answers that were checked are short");
    let mut ballot = len.to_be_bytes().to_vec();
    ballot.extend(answers);
    ballot.resize(ballot_len(questions), 0);
    ballot
}

/// The answers on a ballot, if it is one for these questions.
pub(super) fn read_ballot(questions: &[Question], ballot: &[u8]) -> Option<Vec<SurveyAnswer>> {
    if ballot.len() != ballot_len(questions) {
        return None;
    }
    let (len, rest) = ballot.split_first_chunk::<4>()?;
    let (answers, padding) = rest.split_at_checked(u32::from_be_bytes(*len) as usize)?;
    let answers: Vec<SurveyAnswer> = cbor::decode(answers).ok()?;
    (padding.iter().all(|byte| *byte == 0) && check_answers(questions, &answers).is_ok()).then_some(answers)
}

/// How long ballots are, in bytes.
pub(super) fn ballot_len(questions: &[Question]) -> usize {
    // Arrays and texts have heads of at most 3 bytes, numbers below 256 have at most 2.
    const HEAD: usize = 3;
    let longest = |question: &Question| match &question.form {
        QuestionForm::Single { other, .. } => 2 * HEAD + if *other { HEAD + MAX_OPTION } else { 3 },
        QuestionForm::Multiple { max, other, .. } => {
            2 * HEAD + 2 * *max as usize + if *other { HEAD + MAX_OPTION } else { 1 }
        }
        QuestionForm::Text => HEAD + MAX_FREE_TEXT,
        QuestionForm::Rating { .. } => 2,
        QuestionForm::Dates { slots } => HEAD + slots.len(),
    };
    4 + HEAD + questions.iter().map(|question| HEAD + longest(question)).sum::<usize>()
}
