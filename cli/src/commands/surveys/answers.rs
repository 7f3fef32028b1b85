//! Answers as they are typed.

use verband_client::{Availability, Question, QuestionForm, SurveyAnswer};

use crate::failure::Failure;

/// Reads one answer for each question. Whether they fit is decided by the core.
pub(super) fn parse(questions: &[Question], typed: &[String]) -> Result<Vec<SurveyAnswer>, Failure> {
    if questions.len() != typed.len() {
        let message = format!("there are {} questions: give as many answers, `-` to leave one out", questions.len());
        return Err(Failure::usage("argument", message));
    }
    (1..).zip(questions.iter().zip(typed)).map(|(number, (question, typed))| answer(number, question, typed)).collect()
}

fn answer(number: usize, question: &Question, typed: &str) -> Result<SurveyAnswer, Failure> {
    let wrong = |what: &str| Failure::usage("argument", format_args!("answer {number} \"{typed}\": {what}"));
    if typed == "-" {
        return Ok(SurveyAnswer::Skipped);
    }
    Ok(match &question.form {
        QuestionForm::Single { .. } | QuestionForm::Multiple { .. } => {
            // What else comes last and may have commas of its own.
            let (numbers, other) = match typed.split_once("other:") {
                Some((numbers, other)) => (numbers, Some(other.trim().to_owned())),
                None => (typed, None),
            };
            let numbers = numbers.split(',').map(str::trim).filter(|part| !part.is_empty());
            let option = |part: &str| part.parse::<u32>().ok().and_then(|number| number.checked_sub(1));
            let options: Option<Vec<u32>> = numbers.map(option).collect();
            let mut options = options.ok_or_else(|| wrong("numbers of options from 1 on, separated by commas"))?;
            options.sort_unstable();
            SurveyAnswer::Choice { options, other }
        }
        QuestionForm::Text => SurveyAnswer::Text { text: typed.to_owned() },
        QuestionForm::Rating { .. } => {
            SurveyAnswer::Rating { step: typed.parse().map_err(|_| wrong("a step of the scale"))? }
        }
        QuestionForm::Dates { .. } => {
            let each = typed.split(',').map(|part| match part.trim() {
                "yes" => Ok(Availability::Yes),
                "maybe" => Ok(Availability::Maybe),
                "no" => Ok(Availability::No),
                _ => Err(wrong("yes, maybe or no for each slot, separated by commas")),
            });
            SurveyAnswer::Dates { slots: each.collect::<Result<_, _>>()? }
        }
    })
}
