//! What a survey asks, and which surveys can be published. Pure: no store, no clock.

use minicbor::{Decode, Encode};
use verband_protocol::cbor;

use super::error::{SurveyError, SurveyFlaw};
use crate::error::ClientError;

/// The longest title, in bytes of UTF-8.
pub(crate) const MAX_TITLE: usize = 200;
/// The longest description, in bytes of UTF-8.
pub(crate) const MAX_DESCRIPTION: usize = 2_000;
/// The most questions.
pub(crate) const MAX_QUESTIONS: usize = 30;
/// The longest question, in bytes of UTF-8.
pub(crate) const MAX_QUESTION: usize = 500;
/// The most options of a question, or slots.
pub(crate) const MAX_OPTIONS: usize = 50;
/// The longest option or label, in bytes of UTF-8; also of what somebody writes as another one.
pub(crate) const MAX_OPTION: usize = 200;
/// The longest free text, in bytes of UTF-8.
pub(crate) const MAX_FREE_TEXT: usize = 1_000;
/// The longest scale.
pub(crate) const MAX_STEPS: u32 = 10;
/// The largest survey, in bytes of its payload.
pub(crate) const MAX_SURVEY: usize = 48 << 10;
/// The end of the year 9999, in milliseconds since the Unix epoch: times beyond it are none.
pub(crate) const MAX_TIME: u64 = 253_402_300_800_000;

const DAY: u64 = 86_400_000;

/// A survey that is being made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct NewSurvey {
    /// What it is about, at most 200 bytes.
    #[n(0)]
    pub title: String,
    /// More about it, at most 2,000 bytes.
    #[n(1)]
    pub description: String,
    /// 1 to 30 questions.
    #[n(2)]
    pub questions: Vec<Question>,
    /// When it ends by itself, in milliseconds since the Unix epoch.
    #[n(3)]
    pub deadline: Option<u64>,
    /// Whether votes are sealed for the author alone.
    #[n(4)]
    pub secret: bool,
    /// Whether people may change their votes. Otherwise the first one counts.
    #[n(5)]
    pub changeable: bool,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Question {
    /// At most 500 bytes.
    #[n(0)]
    pub text: String,
    /// How it is answered.
    #[n(1)]
    pub form: QuestionForm,
    /// Whether it has to be answered.
    #[n(2)]
    pub required: bool,
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum QuestionForm {
    /// One of several options.
    #[n(0)]
    Single {
        /// 2 to 50, all different, at most 200 bytes each.
        #[n(0)]
        options: Vec<String>,
        /// Whether one may write another one.
        #[n(1)]
        other: bool,
    },
    /// Some of several options.
    #[n(1)]
    Multiple {
        /// 2 to 50, all different, at most 200 bytes each.
        #[n(0)]
        options: Vec<String>,
        /// Whether one may write another one, which counts as one.
        #[n(1)]
        other: bool,
        /// How many at least, from 1 on.
        #[n(2)]
        min: u32,
        /// How many at most.
        #[n(3)]
        max: u32,
    },
    /// In one's own words, at most 1,000 bytes.
    #[n(2)]
    Text,
    /// A step of a scale that begins with 1.
    #[n(3)]
    Rating {
        /// 2 to 10.
        #[n(0)]
        steps: u32,
        /// What 1 means, or empty.
        #[n(1)]
        low: String,
        /// What the last step means, or empty.
        #[n(2)]
        high: String,
    },
    /// For every slot yes, maybe or no.
    #[n(4)]
    Dates {
        /// 1 to 50, all different.
        #[n(0)]
        slots: Vec<DateSlot>,
    },
}

/// A time that would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(map)]
pub struct DateSlot {
    /// Its begin, in milliseconds since the Unix epoch; of whole days the first one, at 0:00 UTC.
    #[n(0)]
    pub start: u64,
    /// Its end, if it has one; of whole days the last one, at 0:00 UTC.
    #[n(1)]
    pub end: Option<u64>,
    /// Whether days are meant, wherever one is.
    #[n(2)]
    pub whole_day: bool,
}

impl NewSurvey {
    /// Whether it can be published.
    ///
    /// # Errors
    /// [`ClientError::Length`] for the title or description, [`ClientError::Survey`].
    pub(crate) fn check(&self) -> Result<(), ClientError> {
        if self.title.trim().is_empty() || self.title.len() > MAX_TITLE {
            return Err(ClientError::Length("a title", MAX_TITLE));
        }
        if self.description.len() > MAX_DESCRIPTION {
            return Err(ClientError::Length("a description", MAX_DESCRIPTION));
        }
        check_questions(&self.questions)?;
        if self.deadline.is_some_and(|deadline| deadline > MAX_TIME) {
            return Err(SurveyError::Deadline.into());
        }
        if cbor::encode(self).len() > MAX_SURVEY {
            return Err(SurveyError::TooLarge.into());
        }
        Ok(())
    }
}

/// Whether these questions can be asked.
pub(super) fn check_questions(questions: &[Question]) -> Result<(), SurveyError> {
    if !(1..=MAX_QUESTIONS).contains(&questions.len()) {
        return Err(SurveyError::Questions);
    }
    for (number, question) in (1..).zip(questions) {
        question.check().map_err(|flaw| SurveyError::Question(number, flaw))?;
    }
    Ok(())
}

impl Question {
    fn check(&self) -> Result<(), SurveyFlaw> {
        if self.text.trim().is_empty() || self.text.len() > MAX_QUESTION {
            return Err(SurveyFlaw::Text);
        }
        match &self.form {
            QuestionForm::Single { options, .. } => check_options(options),
            QuestionForm::Multiple { options, other, min, max } => {
                check_options(options)?;
                let most = options.len() + usize::from(*other);
                let possible = (1..=*max).contains(min) && *max as usize <= most;
                if possible { Ok(()) } else { Err(SurveyFlaw::Range) }
            }
            QuestionForm::Text => Ok(()),
            QuestionForm::Rating { steps, low, high } => {
                let labelled = low.len() <= MAX_OPTION && high.len() <= MAX_OPTION;
                if (2..=MAX_STEPS).contains(steps) && labelled { Ok(()) } else { Err(SurveyFlaw::Scale) }
            }
            QuestionForm::Dates { slots } => check_slots(slots),
        }
    }

    /// How many things can be counted of its answers: options, another one, steps, or yes, maybe and no of each slot.
    pub(super) fn counts(&self) -> usize {
        match &self.form {
            QuestionForm::Single { options, other } | QuestionForm::Multiple { options, other, .. } => {
                options.len() + usize::from(*other)
            }
            QuestionForm::Text => 0,
            QuestionForm::Rating { steps, .. } => *steps as usize,
            QuestionForm::Dates { slots } => 3 * slots.len(),
        }
    }
}

fn check_options(options: &[String]) -> Result<(), SurveyFlaw> {
    let fits = |option: &String| !option.trim().is_empty() && option.len() <= MAX_OPTION;
    let number = (2..=MAX_OPTIONS).contains(&options.len());
    if number && options.iter().all(fits) && all_different(options) { Ok(()) } else { Err(SurveyFlaw::Options) }
}

fn check_slots(slots: &[DateSlot]) -> Result<(), SurveyFlaw> {
    let fits = |slot: &DateSlot| {
        let days =
            !slot.whole_day || slot.start.is_multiple_of(DAY) && slot.end.is_none_or(|end| end.is_multiple_of(DAY));
        // A span of days may be one day long; a span of time has an end after its begin.
        let least = slot.start.saturating_add(u64::from(!slot.whole_day));
        slot.start <= MAX_TIME && days && slot.end.is_none_or(|end| (least..=MAX_TIME).contains(&end))
    };
    let number = (1..=MAX_OPTIONS).contains(&slots.len());
    if number && slots.iter().all(fits) && all_different(slots) { Ok(()) } else { Err(SurveyFlaw::Slots) }
}

fn all_different<T: PartialEq>(values: &[T]) -> bool {
    values.iter().enumerate().all(|(index, value)| !values[..index].contains(value))
}
