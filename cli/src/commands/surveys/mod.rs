//! Surveys: asking, voting, results.

mod answers;
mod asking;
mod rows;

use std::path::PathBuf;

use clap::Subcommand;
use verband_client::texts::Language;
use verband_client::{Client, ConversationRow, SurveyRow, SurveyState, SurveyTable, survey_secrecy};
use verband_protocol::id::EventId;

use self::asking::Ask;
pub(crate) use self::asking::time;
use self::rows::{Listed, Results, Whole};
use super::photos::write;
use super::proof::LanguageArg;
use crate::failure::Failure;
use crate::names;
use crate::output::{Output, one_line, table, utc_offset};
use crate::profile::Profile;
use crate::session::{Later, Session};

/// Commands of `surveys`.
#[derive(Subcommand)]
pub(crate) enum Surveys {
    /// List the surveys of a conversation, with your drafts
    List(In),
    /// Ask the members of a conversation, or keep a draft of it
    Create(Box<Create>),
    /// Publish a draft
    Publish(Act),
    /// Throw a draft away
    Discard(Act),
    /// Show what a survey asks, and against whom votes are secret
    Show(Show),
    /// Vote: one answer for each question
    Vote(Vote),
    /// Show what a survey has come to
    Results(One),
    /// Write what it has come to as a table (CSV) to a file
    Csv(Csv),
    /// Set another deadline for your survey
    Deadline(Deadline),
    /// Close your survey: nobody can vote any more
    Close(Act),
    /// Put your survey out of the way for everybody, or back
    Archive(Archive),
}

/// Options of `surveys list`.
#[derive(clap::Args)]
pub(crate) struct In {
    /// The conversation's title or id
    conversation: String,
}

/// Which survey.
#[derive(clap::Args)]
pub(crate) struct One {
    /// The conversation's title or id
    conversation: String,
    /// The survey's title or id
    survey: String,
}

/// Options of commands that only need to know which survey.
#[derive(clap::Args)]
pub(crate) struct Act {
    #[command(flatten)]
    one: One,
    #[command(flatten)]
    later: Later,
}

/// Options of `surveys create`.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  verband surveys create Wundteam --title 'Grillfest' --ask 'Wann?' --slot '2027-06-12 18:00/22:00' --slot 2027-06-13
  verband surveys create Wundteam --title 'Dienstplan' --ask 'Welcher?' --option A --option B --secret
  verband surveys create Wundteam --file umfrage.toml --draft

The file is TOML or JSON and may have several questions:
  title = 'Dienstplan'
  deadline = '2027-06-01 12:00'
  secret = true
  changeable = true
  [[questions]]
  text = 'Welcher Plan?'
  kind = 'single'            # single, multiple (min, max), text, rating (steps, low, high), dates (slots)
  options = ['A', 'B']
  other = true
  required = true")]
pub(crate) struct Create {
    /// The conversation's title or id
    conversation: String,
    #[command(flatten)]
    ask: Ask,
    /// Keep it on this device as a draft
    #[arg(long)]
    draft: bool,
    #[command(flatten)]
    later: Later,
}

/// Options of `surveys show`.
#[derive(clap::Args)]
pub(crate) struct Show {
    #[command(flatten)]
    one: One,
    #[command(flatten)]
    language: LanguageArg,
}

/// Options of `surveys vote`.
#[derive(clap::Args)]
#[command(after_help = "Answers, one for each question in their order:
  single, multiple  the numbers of options, and what else: 2   1,3   1,other:more sleep
  text              the text
  rating            the step
  dates             for each slot yes, maybe or no: yes,no,maybe
  -                 leaves a question out

Example:
  verband surveys vote Wundteam Dienstplan 2 'mehr Zeit' 4 yes,no -")]
pub(crate) struct Vote {
    #[command(flatten)]
    one: One,
    /// The answers
    #[arg(required = true, allow_hyphen_values = true)]
    answers: Vec<String>,
    #[command(flatten)]
    later: Later,
}

/// Options of `surveys csv`.
#[derive(clap::Args)]
pub(crate) struct Csv {
    #[command(flatten)]
    one: One,
    /// The file to write
    file: PathBuf,
    /// Who answered what, instead of counts; of open surveys only
    #[arg(long)]
    votes: bool,
    /// Replace the file if it is there
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    language: LanguageArg,
}

/// Options of `surveys deadline`.
#[derive(clap::Args)]
#[command(group(clap::ArgGroup::new("when").required(true)))]
pub(crate) struct Deadline {
    #[command(flatten)]
    one: One,
    /// The new deadline, by this computer's clock
    #[arg(group = "when", value_name = "YYYY-MM-DD HH:MM")]
    time: Option<String>,
    /// No deadline: you close it yourself
    #[arg(long, group = "when")]
    none: bool,
    #[command(flatten)]
    later: Later,
}

/// Options of `surveys archive`.
#[derive(clap::Args)]
pub(crate) struct Archive {
    #[command(flatten)]
    one: One,
    /// Back from there
    #[arg(long)]
    back: bool,
    #[command(flatten)]
    later: Later,
}

/// Runs a command.
pub(crate) async fn surveys(command: Surveys, profile: &Profile, output: &Output) -> Result<(), Failure> {
    match command {
        Surveys::List(args) => list(&args, profile, output),
        Surveys::Create(args) => create(*args, profile, output).await,
        Surveys::Publish(args) => {
            let changed =
                |client: &Client, row: &SurveyRow| client.publish_survey_draft(&row.event).map_err(Into::into);
            change(&args.one, args.later, changed, profile, output).await
        }
        Surveys::Discard(args) => discard(&args.one, profile, output),
        Surveys::Show(args) => show(&args, profile, output),
        Surveys::Vote(args) => vote(args, profile, output).await,
        Surveys::Results(args) => results(&args, profile, output),
        Surveys::Csv(args) => csv(&args, profile, output),
        Surveys::Deadline(args) => {
            let time = args.time.as_deref().map(time).transpose()?;
            let changed =
                |client: &Client, row: &SurveyRow| Ok(client.set_survey_deadline(&row.log, &row.event, time)?);
            change(&args.one, args.later, changed, profile, output).await
        }
        Surveys::Close(args) => {
            let changed = |client: &Client, row: &SurveyRow| Ok(client.close_survey(&row.log, &row.event)?);
            change(&args.one, args.later, changed, profile, output).await
        }
        Surveys::Archive(args) => {
            let changed =
                |client: &Client, row: &SurveyRow| Ok(client.archive_survey(&row.log, &row.event, !args.back)?);
            change(&args.one, args.later, changed, profile, output).await
        }
    }
}

fn named(client: &Client, one: &One) -> Result<SurveyRow, Failure> {
    let conversation = names::conversation(client, &one.conversation)?;
    names::survey(client, &conversation.log, &one.survey)
}

fn list(args: &In, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let conversation = names::conversation(&client, &args.conversation)?;
    let rows = client.surveys(&conversation.log)?;
    output.result(&rows.iter().map(Listed::of).collect::<Vec<_>>(), || {
        table(&rows.iter().map(rows::line).collect::<Vec<_>>())
    });
    Ok(())
}

async fn create(args: Create, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let survey = args.ask.survey()?;
    let session = Session::open(profile)?;
    let conversation = session.open_conversation(&args.conversation).await?;
    if args.draft {
        let draft = session.client.keep_survey_draft(&conversation.log, None, &survey)?;
        let result = serde_json::json!({ "conversation": conversation.log.to_string(), "survey": draft.to_string() });
        output.result(&result, || format!("kept as a draft: `verband surveys publish` with {draft} asks"));
        return Ok(());
    }
    let event = session.client.publish_survey(&conversation.log, &survey)?;
    if survey.secret {
        output.note(&survey_secrecy(true, Language::English));
    }
    done(&session, &conversation, event, args.later, output).await
}

/// Changes a survey and says how far that came.
async fn change(
    one: &One,
    later: Later,
    change: impl FnOnce(&Client, &SurveyRow) -> Result<EventId, Failure>,
    profile: &Profile,
    output: &Output,
) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let conversation = session.conversation(&one.conversation).await?;
    let row = names::survey(&session.client, &conversation.log, &one.survey)?;
    let event = change(&session.client, &row)?;
    let survey = if row.state == SurveyState::Draft { event } else { row.event };
    done(&session, &conversation, survey, later, output).await
}

/// Sends what was made and tells how the survey stands.
async fn done(
    session: &Session,
    conversation: &ConversationRow,
    survey: EventId,
    later: Later,
    output: &Output,
) -> Result<(), Failure> {
    let delivery = session.deliver(later, output).await?;
    let row = session.client.survey(&conversation.log, &survey)?.row;
    let mut result = serde_json::to_value(Listed::of(&row)).unwrap_or_default();
    result["delivery"] = delivery.word().into();
    result["reason"] = delivery.reason().into();
    output.result(&result, || match delivery.word() {
        "done" => format!("\"{}\": {}", one_line(&row.title), rows::state(&row)),
        _ => format!("\"{}\": waits for the next sync", one_line(&row.title)),
    });
    Ok(())
}

fn discard(one: &One, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let row = named(&client, one)?;
    client.delete_survey_draft(&row.event)?;
    let result = serde_json::json!({ "survey": row.event.to_string() });
    output.result(&result, || format!("the draft \"{}\" is gone", one_line(&row.title)));
    Ok(())
}

fn show(args: &Show, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let row = named(&client, &args.one)?;
    let survey = if row.state == SurveyState::Draft {
        let draft = client.survey_draft(&row.event)?;
        verband_client::Survey { row, questions: draft.questions, own_answers: None }
    } else {
        client.survey(&row.log, &row.event)?
    };
    let secrecy = survey_secrecy(survey.row.secret, args.language.language());
    let whole = Whole::of(&survey, secrecy);
    output.result(&whole, || whole.text(&survey));
    Ok(())
}

async fn vote(args: Vote, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let conversation = session.open_conversation(&args.one.conversation).await?;
    let row = names::survey(&session.client, &conversation.log, &args.one.survey)?;
    if row.state == SurveyState::Draft {
        return Err(Failure::general("not-found", "this survey is a draft, which nobody can vote in"));
    }
    let questions = session.client.survey(&row.log, &row.event)?.questions;
    let answers = answers::parse(&questions, &args.answers)?;
    session.client.vote(&row.log, &row.event, &answers)?;
    done(&session, &conversation, row.event, args.later, output).await
}

fn results(one: &One, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let row = named(&client, one)?;
    let results = client.survey_results(&row.log, &row.event)?;
    let rows = Results::of(&results);
    output.result(&rows, || rows.text());
    Ok(())
}

fn csv(args: &Csv, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let row = named(&client, &args.one)?;
    let table = if args.votes { SurveyTable::Votes } else { SurveyTable::Counts };
    let offset = utc_offset(client.from_now(0)?);
    let csv = client.survey_csv(&row.log, &row.event, table, args.language.language(), offset)?;
    write(&args.file, &csv, args.force)?;
    let result = serde_json::json!({
        "survey": row.event.to_string(), "file": args.file.display().to_string(), "bytes": csv.len(),
    });
    output.result(&result, || format!("{}: {} bytes", args.file.display(), csv.len()));
    Ok(())
}
