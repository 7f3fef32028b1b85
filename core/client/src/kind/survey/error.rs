//! What is wrong with a survey or a vote, as far as a person can mend it.

use verband_texts::{Language, Value, text};

/// Why a survey cannot be published, or somebody cannot vote in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SurveyError {
    /// It has no question, or too many.
    #[error("a survey has 1 to 30 questions")]
    Questions,
    /// A question, counted from 1, cannot be asked like that.
    #[error("question {0}: {1}")]
    Question(u32, SurveyFlaw),
    /// The deadline is over already, or no time at all.
    #[error("the deadline of a survey lies in the future")]
    Deadline,
    /// All its texts together are too long.
    #[error("all texts of a survey together are at most 48 KiB long")]
    TooLarge,
    /// It was closed.
    #[error("the survey is closed")]
    Closed,
    /// Its deadline is over by this device's clock: a vote would not count.
    #[error("the deadline of the survey is over")]
    Over,
    /// This person has voted, and votes in this survey are final.
    #[error("votes in this survey are final")]
    Voted,
    /// The answers are not as many as the questions.
    #[error("a vote answers every question, if only by leaving it out")]
    Answers,
    /// An answer, counted from 1, does not fit its question.
    #[error("answer {0}: {1}")]
    Answer(u32, AnswerFlaw),
}

/// What is wrong with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SurveyFlaw {
    /// It has no text, or too long a one.
    #[error("its text is empty or longer than 500 bytes")]
    Text,
    /// Too few options, too many, empty ones, too long ones or twice the same.
    #[error("it needs 2 to 50 different options of 1 to 200 bytes")]
    Options,
    /// Nobody can choose that many.
    #[error("at least one has to be chosen, and not more than there are")]
    Range,
    /// No scale.
    #[error("a scale has 2 to 10 steps, and labels of at most 200 bytes")]
    Scale,
    /// Too few times, too many, twice the same or none.
    #[error("it needs 1 to 50 different times, each of which ends after it begins")]
    Slots,
}

/// What is wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnswerFlaw {
    /// The question has to be answered.
    #[error("it must not be left out")]
    Required,
    /// It answers another kind of question, or names what does not exist.
    #[error("the question has no such answer")]
    Unknown,
    /// Too few or too many options were chosen.
    #[error("too few or too many options are chosen")]
    Number,
    /// A text is empty or too long.
    #[error("its text is empty or too long")]
    Text,
}

impl SurveyError {
    /// A stable code of the finer cause.
    pub fn code(self) -> &'static str {
        match self {
            Self::Questions => "questions",
            Self::Question(..) => "question",
            Self::Deadline => "deadline",
            Self::TooLarge => "too-large",
            Self::Closed => "closed",
            Self::Over => "over",
            Self::Voted => "voted",
            Self::Answers => "answers",
            Self::Answer(..) => "answer",
        }
    }

    /// What to tell the person.
    pub fn text(self, language: Language) -> String {
        match self {
            Self::Questions => text(language, "survey-questions", &[]),
            Self::Question(number, flaw) => {
                let number = || Value::Number(number.into());
                match flaw {
                    SurveyFlaw::Text => text(language, "survey-question-text", &[("number", number())]),
                    SurveyFlaw::Options => text(language, "survey-question-options", &[("number", number())]),
                    SurveyFlaw::Range => text(language, "survey-question-range", &[("number", number())]),
                    SurveyFlaw::Scale => text(language, "survey-question-scale", &[("number", number())]),
                    SurveyFlaw::Slots => text(language, "survey-question-slots", &[("number", number())]),
                }
            }
            Self::Deadline => text(language, "survey-deadline-past", &[]),
            Self::TooLarge => text(language, "survey-too-large", &[]),
            Self::Closed => text(language, "survey-closed", &[]),
            Self::Over => text(language, "survey-over", &[]),
            Self::Voted => text(language, "survey-voted", &[]),
            Self::Answers => text(language, "survey-answers", &[]),
            Self::Answer(number, flaw) => {
                let number = || Value::Number(number.into());
                match flaw {
                    AnswerFlaw::Required => text(language, "survey-answer-required", &[("number", number())]),
                    AnswerFlaw::Unknown => text(language, "survey-answer-unknown", &[("number", number())]),
                    AnswerFlaw::Number => text(language, "survey-answer-number", &[("number", number())]),
                    AnswerFlaw::Text => text(language, "survey-answer-text", &[("number", number())]),
                }
            }
        }
    }
}
