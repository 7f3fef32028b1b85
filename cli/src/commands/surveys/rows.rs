//! Surveys and their results as they are printed.

use std::fmt::Write as _;

use serde::Serialize;
use verband_client::{
    Availability, DateSlot, Question, QuestionForm, ResultState, SurveyAnswer, SurveyResults, SurveyRow, SurveyState,
    VoteState,
};

use crate::output::{local_time, one_line, printable, short, table};

/// A survey in JSON.
#[derive(Serialize)]
#[allow(clippy::struct_excessive_bools, reason = "each is a field by itself")]
pub(super) struct Listed {
    conversation: String,
    survey: String,
    state: &'static str,
    archived: bool,
    waiting: bool,
    author: Option<String>,
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
    own_vote: &'static str,
    can_vote: bool,
}

impl Listed {
    pub(super) fn of(row: &SurveyRow) -> Self {
        Self {
            conversation: row.log.to_string(),
            survey: row.event.to_string(),
            state: match row.state {
                SurveyState::Draft => "draft",
                SurveyState::Open => "open",
                SurveyState::Closed => "closed",
            },
            archived: row.archived,
            waiting: row.waiting,
            author: row.author.map(|author| author.to_string()),
            author_name: row.author_name.clone(),
            own: row.own,
            at: row.at,
            title: row.title.clone(),
            description: row.description.clone(),
            questions: row.questions,
            secret: row.secret,
            changeable: row.changeable,
            deadline: row.deadline,
            votes: row.votes,
            late: row.late,
            own_vote: vote_word(row.own_vote),
            can_vote: row.can_vote,
        }
    }
}

fn vote_word(state: VoteState) -> &'static str {
    match state {
        VoteState::None => "none",
        VoteState::Waiting => "waiting",
        VoteState::Counted => "counted",
        VoteState::Late => "late",
    }
}

/// How a survey stands, in words.
pub(super) fn state(row: &SurveyRow) -> String {
    let mut parts = vec![match (row.state, row.deadline) {
        (SurveyState::Draft, _) => "draft".to_owned(),
        (SurveyState::Open, None) => "open".to_owned(),
        (SurveyState::Open, Some(deadline)) => format!("open until {}", local_time(deadline)),
        (SurveyState::Closed, _) => "closed".to_owned(),
    }];
    if row.archived {
        parts.push("archived".to_owned());
    }
    if row.secret {
        parts.push("secret".to_owned());
    }
    if row.state != SurveyState::Draft {
        parts.push(format!("{} voted", row.votes));
    }
    parts.push(match row.own_vote {
        VoteState::None => return parts.join(", "),
        VoteState::Waiting => "your vote waits".to_owned(),
        VoteState::Counted => "you too".to_owned(),
        VoteState::Late => "you too late".to_owned(),
    });
    parts.join(", ")
}

/// A survey as a line of a table.
pub(super) fn line(row: &SurveyRow) -> [String; 4] {
    [short(&row.event), one_line(&row.title), one_line(&row.author_name), state(row)]
}

/// A survey with what it asks.
#[derive(Serialize)]
pub(super) struct Whole {
    #[serde(flatten)]
    survey: Listed,
    secrecy: String,
    asked: Vec<Asked>,
    own_answers: Option<Vec<String>>,
}

#[derive(Serialize)]
struct Asked {
    text: String,
    kind: &'static str,
    required: bool,
    options: Vec<String>,
    other: bool,
    min: u32,
    max: u32,
}

impl Whole {
    pub(super) fn of(survey: &verband_client::Survey, secrecy: String) -> Self {
        let own = survey.own_answers.as_ref();
        let own_answers = own.map(|answers| {
            survey.questions.iter().zip(answers).map(|(question, answer)| words(question, answer)).collect()
        });
        let asked = survey.questions.iter().map(Asked::of).collect();
        Self { survey: Listed::of(&survey.row), secrecy, asked, own_answers }
    }

    pub(super) fn text(&self, survey: &verband_client::Survey) -> String {
        let mut text = format!("{}\n{}\n", one_line(&survey.row.title), state(&survey.row));
        if !survey.row.description.is_empty() {
            let _ = writeln!(text, "{}", printable(&survey.row.description));
        }
        let _ = writeln!(text, "{}", self.secrecy);
        for (index, asked) in self.asked.iter().enumerate() {
            let required = if asked.required { " (required)" } else { "" };
            let _ = writeln!(text, "\n{}. {} [{}]{required}", index + 1, one_line(&asked.text), asked.kind);
            for (number, option) in (1..).zip(&asked.options) {
                let _ = writeln!(text, "   {number}  {}", one_line(option));
            }
            if asked.other {
                text += "   other:…\n";
            }
            if let Some(answer) = self.own_answers.as_ref().and_then(|answers| answers.get(index)) {
                let _ = writeln!(text, "   you: {}", one_line(answer));
            }
        }
        text
    }
}

impl Asked {
    fn of(question: &Question) -> Self {
        let mut asked = Self {
            text: question.text.clone(),
            kind: "text",
            required: question.required,
            options: Vec::new(),
            other: false,
            min: 0,
            max: 0,
        };
        match &question.form {
            QuestionForm::Single { options, other } => {
                (asked.kind, asked.options, asked.other) = ("single", options.clone(), *other);
                (asked.min, asked.max) = (1, 1);
            }
            QuestionForm::Multiple { options, other, min, max } => {
                (asked.kind, asked.options, asked.other) = ("multiple", options.clone(), *other);
                (asked.min, asked.max) = (*min, *max);
            }
            QuestionForm::Text => {}
            QuestionForm::Rating { steps, low, high } => {
                asked.kind = "rating";
                asked.options = [low, high].into_iter().filter(|label| !label.is_empty()).cloned().collect();
                (asked.min, asked.max) = (1, *steps);
            }
            QuestionForm::Dates { slots } => {
                (asked.kind, asked.options) = ("dates", slots.iter().map(slot_words).collect());
            }
        }
        asked
    }
}

fn slot_words(slot: &DateSlot) -> String {
    let time = |ms: u64| {
        if slot.whole_day { crate::output::day(u32::try_from(ms / 86_400_000).unwrap_or(0)) } else { local_time(ms) }
    };
    match slot.end {
        Some(end) => format!("{}/{}", time(slot.start), time(end)),
        None => time(slot.start),
    }
}

fn words(question: &Question, answer: &SurveyAnswer) -> String {
    match answer {
        SurveyAnswer::Skipped => "-".to_owned(),
        SurveyAnswer::Choice { options: chosen, other } => {
            let (QuestionForm::Single { options, .. } | QuestionForm::Multiple { options, .. }) = &question.form else {
                return String::new();
            };
            let known = chosen.iter().filter_map(|option| options.get(*option as usize));
            known.chain(other).cloned().collect::<Vec<_>>().join(", ")
        }
        SurveyAnswer::Text { text } => text.clone(),
        SurveyAnswer::Rating { step } => step.to_string(),
        SurveyAnswer::Dates { slots } => {
            let each = slots.iter().map(|slot| match slot {
                Availability::Yes => "yes",
                Availability::Maybe => "maybe",
                Availability::No => "no",
            });
            each.collect::<Vec<_>>().join(",")
        }
    }
}

/// Results in JSON.
#[derive(Serialize)]
pub(super) struct Results {
    #[serde(flatten)]
    survey: Listed,
    result: &'static str,
    counted: u32,
    asked: Vec<QuestionRow>,
    voters: Vec<VoterRow>,
}

#[derive(Serialize)]
struct QuestionRow {
    text: String,
    answered: u32,
    bars: Vec<Bar>,
    /// Steps, in hundredths.
    average: Option<u32>,
    median: Option<u32>,
    texts: Vec<String>,
}

#[derive(Serialize)]
struct Bar {
    label: String,
    count: u32,
    maybe: u32,
    no: u32,
    /// Thousandths.
    share: u32,
    best: bool,
}

#[derive(Serialize)]
struct VoterRow {
    member: String,
    name: String,
    vote: &'static str,
}

impl Results {
    pub(super) fn of(results: &SurveyResults) -> Self {
        let bar = |bar: &verband_client::ResultBar| Bar {
            label: match &bar.slot {
                Some(slot) => slot_words(slot),
                None if bar.other => "other".to_owned(),
                None => bar.label.clone(),
            },
            count: bar.count,
            maybe: bar.maybe,
            no: bar.no,
            share: bar.share,
            best: bar.best,
        };
        let questions = results.questions.iter().map(|question| QuestionRow {
            text: question.text.clone(),
            answered: question.answered,
            bars: question.bars.iter().map(bar).collect(),
            average: question.average,
            median: question.median,
            texts: question.texts.clone(),
        });
        let voters = results.voters.iter().map(|voter| VoterRow {
            member: voter.member.to_string(),
            name: voter.name.clone(),
            vote: vote_word(voter.state),
        });
        Self {
            survey: Listed::of(&results.row),
            result: match results.state {
                ResultState::Live => "live",
                ResultState::Final => "final",
                ResultState::Secret => "secret",
                ResultState::Awaited => "awaited",
                ResultState::TooFew => "too-few",
            },
            counted: results.votes,
            asked: questions.collect(),
            voters: voters.collect(),
        }
    }

    pub(super) fn text(&self) -> String {
        let mut text = match self.result {
            "secret" => format!("{} voted; the result of a secret survey comes when it is closed\n", self.counted),
            "awaited" => "closed; the author's device publishes the result when it is online\n".to_owned(),
            "too-few" => format!("{} votes are too few to show what they come to\n", self.counted),
            _ => format!("{} votes\n", self.counted),
        };
        for question in &self.asked {
            let _ = writeln!(text, "\n{} ({} answered)", one_line(&question.text), question.answered);
            let rows = question.bars.iter().map(|bar| {
                let share = format!("{}.{} %", bar.share / 10, bar.share % 10);
                let mark = if bar.best { "best" } else { "" };
                let maybe = if bar.maybe > 0 { format!("+{} maybe", bar.maybe) } else { String::new() };
                [String::from(" "), one_line(&bar.label), bar.count.to_string(), share, maybe, mark.to_owned()]
            });
            text += &table(&rows.collect::<Vec<_>>());
            if let (Some(average), Some(median)) = (question.average, question.median) {
                let steps = |value: u32| format!("{}.{:02}", value / 100, value % 100);
                let _ = writeln!(text, "  average {}, median {}", steps(average), steps(median));
            }
            for written in &question.texts {
                let _ = writeln!(text, "  – {}", one_line(written));
            }
        }
        let names: Vec<String> = self.voters.iter().map(|voter| one_line(&voter.name)).collect();
        if !names.is_empty() {
            let _ = writeln!(text, "\nvoted: {}", names.join(", "));
        }
        text
    }
}
