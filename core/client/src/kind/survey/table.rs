//! A result as a table for a spreadsheet. Pure.

use std::collections::BTreeMap;

use verband_protocol::id::MemberId;
use verband_texts::{Date, Language, text};

use super::answer::{Availability, SurveyAnswer};
use super::question::{DateSlot, Question, QuestionForm};
use super::results::{ResultBar, SurveyResults};

/// What a table of a survey lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SurveyTable {
    /// What each question came to: a line for each option, step, slot or text.
    Counts,
    /// Who answered what: a line for each person, a column for each question. Of open surveys only.
    Votes,
}

/// Where the clocks are that a table is written for.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) language: Language,
    /// Seconds ahead of UTC.
    pub(super) utc_offset_s: i32,
}

/// A line for each option, step, slot or text.
pub(super) fn counts(results: &SurveyResults, place: Place) -> Vec<Vec<String>> {
    let language = place.language;
    let mut lines = vec![vec![
        text(language, "survey-table-question", &[]),
        text(language, "survey-table-answer", &[]),
        text(language, "survey-table-count", &[]),
        text(language, "survey-table-share", &[]),
        text(language, "survey-table-maybe", &[]),
        text(language, "survey-table-no", &[]),
    ]];
    let empty = String::new;
    for question in &results.questions {
        for bar in &question.bars {
            let dates = |count: u32| if bar.slot.is_some() { count.to_string() } else { String::new() };
            lines.push(vec![
                question.text.clone(),
                label(bar, place),
                bar.count.to_string(),
                decimal(bar.share, 10, 1, language),
                dates(bar.maybe),
                dates(bar.no),
            ]);
        }
        let of_a_scale = [
            (question.average, text(language, "survey-table-average", &[])),
            (question.median, text(language, "survey-table-median", &[])),
        ];
        for (value, name) in of_a_scale {
            if let Some(value) = value {
                lines.push(vec![
                    question.text.clone(),
                    name,
                    decimal(value, 100, 2, language),
                    empty(),
                    empty(),
                    empty(),
                ]);
            }
        }
        for written in &question.texts {
            lines.push(vec![question.text.clone(), written.clone(), empty(), empty(), empty(), empty()]);
        }
    }
    lines
}

/// A line for each person who voted, a column for each question.
pub(super) fn votes(results: &SurveyResults, questions: &[Question], place: Place) -> Vec<Vec<String>> {
    let name = text(place.language, "survey-table-name", &[]);
    let mut lines = vec![std::iter::once(name).chain(questions.iter().map(|question| question.text.clone())).collect()];
    let mut people: BTreeMap<MemberId, Vec<String>> = BTreeMap::new();
    for answer in &results.answers {
        let Some(question) = questions.get(answer.question as usize) else { continue };
        let line = people.entry(answer.member).or_insert_with(|| vec![answer.name.clone()]);
        line.push(words(question, &answer.answer, place));
    }
    // In the order of the voters, which is that of their names.
    lines.extend(results.voters.iter().filter_map(|voter| people.remove(&voter.member)));
    lines
}

/// An answer in words.
fn words(question: &Question, answer: &SurveyAnswer, place: Place) -> String {
    match (answer, &question.form) {
        (
            SurveyAnswer::Choice { options: chosen, other },
            QuestionForm::Single { options, .. } | QuestionForm::Multiple { options, .. },
        ) => {
            let known = chosen.iter().filter_map(|option| options.get(*option as usize));
            known.chain(other).cloned().collect::<Vec<_>>().join(", ")
        }
        (SurveyAnswer::Text { text }, _) => text.clone(),
        (SurveyAnswer::Rating { step }, _) => step.to_string(),
        (SurveyAnswer::Dates { slots }, QuestionForm::Dates { slots: known }) => {
            let each = known.iter().zip(slots).map(|(slot, availability)| {
                let can = match availability {
                    Availability::Yes => text(place.language, "survey-table-yes", &[]),
                    Availability::Maybe => text(place.language, "survey-table-maybe", &[]),
                    Availability::No => text(place.language, "survey-table-no", &[]),
                };
                format!("{}: {can}", slot_words(*slot, place))
            });
            each.collect::<Vec<_>>().join(", ")
        }
        _ => String::new(),
    }
}

fn label(bar: &ResultBar, place: Place) -> String {
    match bar.slot {
        Some(slot) => slot_words(slot, place),
        None if bar.other => text(place.language, "survey-table-other", &[]),
        None => bar.label.clone(),
    }
}

/// A time as people write it.
fn slot_words(slot: DateSlot, place: Place) -> String {
    let offset = if slot.whole_day { 0 } else { place.utc_offset_s };
    let moment = |ms: u64, day: bool| {
        let date = Date::of(ms, offset).map(|date| date.written(place.language)).unwrap_or_default();
        if slot.whole_day {
            return date;
        }
        let minutes = (i64::try_from(ms / 1000).unwrap_or(0) + i64::from(offset)).rem_euclid(86_400) / 60;
        let clock = format!("{:02}:{:02}", minutes / 60, minutes % 60);
        if day { format!("{date} {clock}") } else { clock }
    };
    match slot.end {
        None => moment(slot.start, true),
        Some(end) => {
            let same_day = Date::of(slot.start, offset) == Date::of(end, offset);
            if slot.whole_day && same_day {
                return moment(slot.start, true);
            }
            format!("{}–{}", moment(slot.start, true), moment(end, !same_day))
        }
    }
}

/// A fixed-point number as the language writes it.
fn decimal(value: u32, unit: u32, places: usize, language: Language) -> String {
    let point = match language {
        Language::German => ',',
        Language::English => '.',
    };
    format!("{}{point}{:0places$}", value / unit, value % unit)
}
