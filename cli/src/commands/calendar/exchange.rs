//! iCalendar files in and out.

use std::fs;
use std::path::PathBuf;

use serde::Serialize;
use verband_client::texts::Language;
use verband_client::{CalendarExport, CalendarPlan, PlannedState};

use super::{Which, find};
use crate::failure::Failure;
use crate::output::{Output, local_zone, one_line, printable, table};
use crate::profile::Profile;
use crate::session::{Later, Session};

/// Options of `calendar import`.
#[derive(clap::Args)]
#[command(after_help = "Example:
  verband calendar import 'Station 3' dienstplan.ics --dry-run")]
pub(crate) struct Import {
    /// The conversation's title or id
    conversation: String,
    /// The file
    file: PathBuf,
    /// Only say what it would do
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    later: Later,
}

/// Options of `calendar undo-import`.
#[derive(clap::Args)]
pub(crate) struct Undo {
    /// The number that the import was given
    import: u64,
    #[command(flatten)]
    later: Later,
}

/// Options of `calendar export`.
#[derive(clap::Args)]
#[command(after_help = "Names of people are not in the file. Without options it has everything in your agenda.
Example:
  verband calendar export --conversation 'Station 3' --output station-3.ics")]
pub(crate) struct Export {
    /// Everything of this conversation, by title or id
    #[arg(long, value_name = "TITLE|ID")]
    conversation: Option<String>,
    /// Only this appointment, by title or the first digits of its id
    #[arg(long, value_name = "TITLE|ID")]
    appointment: Option<String>,
    /// Where to write it; standard output if it is left out
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Serialize)]
struct Planned {
    title: String,
    starts: i64,
    rule: String,
    state: &'static str,
}

#[derive(Serialize)]
struct Plan {
    appointments: Vec<Planned>,
    flaws: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    import: Option<u64>,
    new: u32,
    changed: u32,
}

fn word(state: PlannedState) -> &'static str {
    match state {
        PlannedState::New => "new",
        PlannedState::Changed => "changed",
        PlannedState::Unchanged => "unchanged",
        PlannedState::NotAllowed => "not-yours",
    }
}

fn plan(plan: CalendarPlan, done: Option<verband_client::CalendarImport>) -> Plan {
    let count = |state| u32::try_from(plan.appointments.iter().filter(|one| one.state == state).count()).unwrap_or(0);
    let (new, changed) = (count(PlannedState::New), count(PlannedState::Changed));
    Plan {
        new: done.map_or(new, |done| done.new),
        changed: done.map_or(changed, |done| done.changed),
        import: done.map(|done| done.id),
        flaws: plan.flaws.iter().map(|flaw| flaw.text(Language::English)).collect(),
        appointments: plan
            .appointments
            .into_iter()
            .map(|one| Planned { title: one.title, starts: one.starts, rule: one.rule, state: word(one.state) })
            .collect(),
    }
}

impl Plan {
    fn told(&self) -> String {
        let lines: Vec<[String; 3]> = self
            .appointments
            .iter()
            .map(|one| [one.state.to_owned(), one_line(&one.title), one.rule.clone()])
            .collect();
        let mut text = table(&lines);
        for flaw in &self.flaws {
            text.push_str(&printable(flaw));
            text.push('\n');
        }
        let (new, changed) = (self.new, self.changed);
        let said = match self.import {
            None => format!("would bring {new} new appointments and change {changed}"),
            Some(id) => format!("{new} new, {changed} changed; `verband calendar undo-import {id}` undoes it"),
        };
        text.push_str(&said);
        text
    }
}

pub(super) async fn import(args: Import, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let file = fs::read(&args.file).map_err(|error| Failure::file(&args.file, &error))?;
    let session = Session::open(profile)?;
    let log = session.open_conversation(&args.conversation).await?.log;
    let planned = session.client.plan_import(&log, &file, &local_zone())?;
    let done = if args.dry_run {
        None
    } else {
        let done = session.client.import_appointments(&log, &file, &local_zone())?;
        session.deliver(args.later, output).await?;
        Some(done)
    };
    let result = plan(planned, done);
    output.result(&result, || result.told());
    Ok(())
}

pub(super) async fn undo(args: &Undo, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    session.client.undo_import(args.import)?;
    let delivery = session.deliver(args.later, output).await?;
    output.result(&serde_json::json!({ "import": args.import, "state": delivery.word() }), || "undone".to_owned());
    Ok(())
}

pub(super) async fn export(args: Export, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let what = match (args.appointment, args.conversation) {
        (Some(appointment), conversation) => {
            let row = find(&session, &Which { appointment, conversation, occurrence: None }).await?;
            CalendarExport::One(row.conversation, row.event)
        }
        (None, Some(wanted)) => CalendarExport::Conversation(session.conversation(&wanted).await?.log),
        (None, None) => CalendarExport::Own,
    };
    let file = session.client.export_appointments(&what, &local_zone())?;
    let Some(path) = args.output else {
        output.result(&serde_json::json!({ "file": file }), || file.clone());
        return Ok(());
    };
    fs::write(&path, &file).map_err(|error| Failure::file(&path, &error))?;
    let bytes = file.len();
    output.result(&serde_json::json!({ "path": path, "bytes": bytes }), || format!("written to {}", path.display()));
    Ok(())
}
