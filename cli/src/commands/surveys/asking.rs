//! A survey from a file or from options.

use std::path::PathBuf;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::Deserialize;
use verband_client::{DateSlot, NewSurvey, Question, QuestionForm};

use crate::failure::Failure;

/// Options that say what is asked.
#[derive(clap::Args)]
#[command(group(clap::ArgGroup::new("what").required(true).args(["file", "title"])))]
pub(crate) struct Ask {
    /// A TOML or JSON file with the whole survey
    #[arg(long, value_name = "FILE", conflicts_with_all = ["title", "question", "description", "deadline"])]
    file: Option<PathBuf>,
    /// The title, for a survey with one question
    #[arg(long, requires = "question")]
    title: Option<String>,
    /// More about it
    #[arg(long, default_value = "", value_name = "TEXT")]
    description: String,
    /// The question; without options, steps or slots it is answered in one's own words
    #[arg(long = "ask", value_name = "QUESTION")]
    question: Option<String>,
    /// An option to choose; several times
    #[arg(long = "option", value_name = "TEXT", conflicts_with_all = ["steps", "slots"])]
    options: Vec<String>,
    /// Whether one may write another option
    #[arg(long, requires = "options")]
    other: bool,
    /// How many options may be chosen, if not exactly one
    #[arg(long, value_name = "N", requires = "options")]
    max: Option<u32>,
    /// The steps of a scale
    #[arg(long, value_name = "N", conflicts_with = "slots")]
    steps: Option<u32>,
    /// A day, or a time and its end: `2027-06-12`, `2027-06-12 18:00/22:00`; several times
    #[arg(long = "slot", value_name = "TIME")]
    slots: Vec<String>,
    /// When it ends by itself, by this computer's clock
    #[arg(long, value_name = "YYYY-MM-DD HH:MM")]
    deadline: Option<String>,
    /// Votes are sealed for you alone
    #[arg(long)]
    secret: bool,
    /// People may change their votes
    #[arg(long)]
    changeable: bool,
}

/// A survey in a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: String,
    #[serde(default)]
    description: String,
    questions: Vec<Asked>,
    deadline: Option<String>,
    #[serde(default)]
    secret: bool,
    #[serde(default)]
    changeable: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    text: String,
    kind: Kind,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    options: Vec<String>,
    #[serde(default)]
    other: bool,
    min: Option<u32>,
    max: Option<u32>,
    steps: Option<u32>,
    #[serde(default)]
    low: String,
    #[serde(default)]
    high: String,
    #[serde(default)]
    slots: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Single,
    Multiple,
    Text,
    Rating,
    Dates,
}

impl Ask {
    /// The survey that is meant.
    pub(super) fn survey(self) -> Result<NewSurvey, Failure> {
        let Some(path) = &self.file else { return self.one_question() };
        let text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
        let json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        let read = if json {
            serde_json::from_str::<File>(&text).map_err(|error| error.to_string())
        } else {
            toml::from_str::<File>(&text).map_err(|error| error.message().to_owned())
        };
        let file = read.map_err(|error| Failure::usage("argument", format_args!("{}: {error}", path.display())))?;
        Ok(NewSurvey {
            title: file.title,
            description: file.description,
            questions: file.questions.into_iter().map(Asked::question).collect::<Result<_, _>>()?,
            deadline: file.deadline.as_deref().map(time).transpose()?,
            secret: file.secret || self.secret,
            changeable: file.changeable || self.changeable,
        })
    }

    fn one_question(self) -> Result<NewSurvey, Failure> {
        let kind = match (&self.options[..], self.steps, &self.slots[..]) {
            ([_, ..], _, _) if self.max.is_some_and(|max| max > 1) => Kind::Multiple,
            ([_, ..], _, _) => Kind::Single,
            ([], Some(_), _) => Kind::Rating,
            ([], None, [_, ..]) => Kind::Dates,
            ([], None, []) => Kind::Text,
        };
        let asked = Asked {
            text: self.question.unwrap_or_default(),
            kind,
            required: true,
            options: self.options,
            other: self.other,
            min: None,
            max: self.max,
            steps: self.steps,
            low: String::new(),
            high: String::new(),
            slots: self.slots,
        };
        Ok(NewSurvey {
            title: self.title.unwrap_or_default(),
            description: self.description,
            questions: vec![asked.question()?],
            deadline: self.deadline.as_deref().map(time).transpose()?,
            secret: self.secret,
            changeable: self.changeable,
        })
    }
}

impl Asked {
    fn question(self) -> Result<Question, Failure> {
        let all = u32::try_from(self.options.len()).unwrap_or(u32::MAX).saturating_add(self.other.into());
        let form = match self.kind {
            Kind::Single => QuestionForm::Single { options: self.options, other: self.other },
            Kind::Multiple => QuestionForm::Multiple {
                options: self.options,
                other: self.other,
                min: self.min.unwrap_or(1),
                max: self.max.unwrap_or(all),
            },
            Kind::Text => QuestionForm::Text,
            Kind::Rating => QuestionForm::Rating { steps: self.steps.unwrap_or(5), low: self.low, high: self.high },
            Kind::Dates => {
                QuestionForm::Dates { slots: self.slots.iter().map(|text| slot(text)).collect::<Result<_, _>>()? }
            }
        };
        Ok(Question { text: self.text, form, required: self.required })
    }
}

/// A time by this computer's clock, in milliseconds since the Unix epoch.
pub(crate) fn time(text: &str) -> Result<u64, Failure> {
    moment(text.parse::<DateTime>().map_err(|_| no_time(text))?, text)
}

fn moment(time: DateTime, text: &str) -> Result<u64, Failure> {
    in_zone(time, &TimeZone::system(), text)
}

fn in_zone(time: DateTime, zone: &TimeZone, text: &str) -> Result<u64, Failure> {
    let timestamp = zone.to_timestamp(time).map_err(|_| no_time(text))?;
    u64::try_from(timestamp.as_millisecond()).map_err(|_| no_time(text))
}

fn no_time(text: &str) -> Failure {
    Failure::usage("argument", format_args!("\"{text}\" is no time: 2027-06-12 18:00"))
}

/// `day`, `day/day`, `time` or `time/end`, where the end may leave out the day.
fn slot(text: &str) -> Result<DateSlot, Failure> {
    let (start, end) = match text.split_once('/') {
        Some((start, end)) => (start.trim(), Some(end.trim())),
        None => (text.trim(), None),
    };
    // Days as they are on the calendar, wherever one is.
    let day = |text: &str| (!text.contains(':')).then(|| text.parse::<Date>().ok()).flatten();
    let midnight = |date: Date| in_zone(date.at(0, 0, 0, 0), &TimeZone::UTC, text);
    if let Some(date) = day(start) {
        let end = end.map(|end| day(end).ok_or_else(|| no_time(text)).and_then(midnight)).transpose()?;
        return Ok(DateSlot { start: midnight(date)?, end, whole_day: true });
    }
    let from = start.parse::<DateTime>().map_err(|_| no_time(text))?;
    let until = |end: &str| match end.parse::<jiff::civil::Time>() {
        Ok(clock) if !end.contains('-') => Ok(from.date().to_datetime(clock)),
        _ => end.parse::<DateTime>().map_err(|_| no_time(text)),
    };
    let end = end.map(|end| moment(until(end)?, text)).transpose()?;
    Ok(DateSlot { start: moment(from, text)?, end, whole_day: false })
}
