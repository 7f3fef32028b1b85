//! The wound record: wounds of a channel, what is found at them, their photos, and the question after six weeks.

mod code;
mod measure;
mod options;
mod rows;
mod show;
mod upload;

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::{Value, json};
use verband_client::protocol::id::{EventId, LogId};
use verband_client::{WoundDetails, WoundFinding, WoundRow};

use self::options::{ConsentArgs, DetailsArgs, FindingArgs};
use super::letters::DeskArgs;
use super::surveys::time;
use crate::failure::Failure;
use crate::names;
use crate::output::{Output, local_zone, one_line, short};
use crate::profile::Profile;
use crate::session::{Later, Session};

/// Commands of `wounds`.
#[derive(Subcommand)]
pub(crate) enum Wounds {
    /// List the wounds of a channel or of all, open ones first
    List(show::List),
    /// Show a wound with its course, the newest first
    Show(show::Show),
    /// Show what was known of a wound: every version, the newest first
    Versions(Which),
    /// Show the sizes of a wound over time
    Curve(Which),
    /// Show two photos to compare: the first and the last close-up, or these
    Pair(show::Pair),
    /// List the wounds that show no healing tendency for six weeks: a question for the team, no judgement
    Questions(show::Questions),
    /// List the terms that can be ticked
    Terms(show::Terms),
    /// Make a wound in a channel
    Create(Create),
    /// Change what is known of a wound; what is left out stays
    Change(Change),
    /// Say whether the patient consents to photos
    Consent(Consent),
    /// Close a wound: healed, discharged, died, merged, mistake or other
    Close(Close),
    /// Open a closed wound again
    Reopen(Reopen),
    /// Enter a finding
    Finding(Finding),
    /// Correct a finding; what is left out stays
    Correct(Correct),
    /// Strike a finding: it still stands there and counts no more
    Strike(Strike),
    /// Move a finding to the wound that it is of: it is struck where it was
    MoveFinding(MoveFinding),
    /// Show what a finding said: every version, the newest first
    FindingVersions(show::OfFinding),
    /// Send photos of a wound, all or none
    Photo(Photo),
    /// Say that a photo of the channel is of a wound, or move it there from another wound
    Attach(Attach),
    /// Take a photo off its wound; it stays in the channel
    Detach(Detach),
    /// Answer the question after six weeks: kept, changed, opinion, or later with --until
    Answer(Answer),
    /// Measure what you draw in a photo of a wound, by a marker or a ruler in it; written only with --record or --correct
    Measure(Box<measure::Measure>),
    /// Write the sheet of markers to measure by (PDF/A), to print and cut out
    MarkerSheet(measure::MarkerSheet),
    /// Read patient references from the codes in a picture of a wristband or a label
    ReadCode(code::ReadCode),
    /// Write the report of a wound (PDF/A) for the patient's record; everybody who reads the wound sees that it was made
    Report(Report),
    /// Write a wound as a FHIR R4 bundle (JSON), with report and photos in it; otherwise like `report`
    Fhir(Report),
    /// Write an evidence package: report, FHIR bundle, photos with what was signed when they were taken, its entries in the conversation, the organisation's log; `verify` examines it
    Package(Report),
    /// Send the report of a wound, or its photos, to a patient's record (ITI-105), and mark them as documented there
    Upload(Box<upload::Upload>),
}

/// A wound.
#[derive(clap::Args)]
pub(crate) struct Which {
    /// The first digits of its id, or its patient reference if it has only one that is open
    wound: String,
}

/// Options of `wounds create`.
#[derive(clap::Args)]
#[command(after_help = "Example:
  verband wounds create Wundteam 4711 --region heel --side left --type pressure-ulcer --stage pressure-2")]
pub(crate) struct Create {
    /// The channel's title or id
    channel: String,
    /// Whose it is: a case number, a bed; it need not be a name
    patient: String,
    #[command(flatten)]
    details: DetailsArgs,
    #[command(flatten)]
    later: Later,
}

/// Options of `wounds change`.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  verband wounds change 4711 --stage pressure-3
  verband wounds change 01932f0a --patient 4712       the wrong patient")]
pub(crate) struct Change {
    #[command(flatten)]
    which: Which,
    /// Another patient reference
    #[arg(long, value_name = "TEXT")]
    patient: Option<String>,
    #[command(flatten)]
    details: DetailsArgs,
    #[command(flatten)]
    later: Later,
}

/// Options of `wounds report`.
#[derive(clap::Args)]
#[command(after_help = "Example:
  verband wounds report 4711 wunde-4711.pdf --address 'Hauptstraße 12' --address '24103 Kiel'")]
pub(crate) struct Report {
    #[command(flatten)]
    which: Which,
    /// Where to write it
    file: PathBuf,
    /// Replace a file that is there
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    desk: DeskArgs,
    #[command(flatten)]
    later: Later,
}

/// Options of `wounds consent`.
#[derive(clap::Args)]
#[command(after_help = "Example:
  verband wounds consent 4711 given --by representative --for photos --for storage")]
pub(crate) struct Consent {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    said: ConsentArgs,
    #[command(flatten)]
    later: Later,
}

/// Options of `wounds close`.
#[derive(clap::Args)]
pub(crate) struct Close {
    #[command(flatten)]
    which: Which,
    /// healed, discharged, died, merged, mistake or other
    reason: String,
    /// What to write to it
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    note: String,
    #[command(flatten)]
    later: Later,
}

/// Options of `wounds reopen`.
#[derive(clap::Args)]
pub(crate) struct Reopen {
    #[command(flatten)]
    which: Which,
    /// What to write to it
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    note: String,
    #[command(flatten)]
    later: Later,
}

/// Options of `wounds finding`.
#[derive(clap::Args)]
#[command(after_help = "Example:
  verband wounds finding 4711 --length 30 --width 20 --measured ruler --tissue granulation=60 --tissue fibrin=40 \\
      --edge macerated --exudate moderate --pain 4 --infection none --dressing Alginat")]
pub(crate) struct Finding {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    found: FindingArgs,
    #[command(flatten)]
    later: Later,
}

/// Options of `wounds correct`.
#[derive(clap::Args)]
#[command(after_help = "Example:
  verband wounds correct 01932f0a --length 28 --reason vertippt")]
pub(crate) struct Correct {
    /// The first digits of the finding's id
    id: String,
    #[command(flatten)]
    finding: FindingArgs,
    /// Why
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    reason: String,
    #[command(flatten)]
    later: Later,
}

/// Options of `wounds strike`.
#[derive(clap::Args)]
pub(crate) struct Strike {
    /// The first digits of the finding's id
    finding: String,
    /// Why
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    reason: String,
    #[command(flatten)]
    later: Later,
}

/// Options of `wounds move-finding`.
#[derive(clap::Args)]
pub(crate) struct MoveFinding {
    /// The first digits of the finding's id
    finding: String,
    #[command(flatten)]
    which: Which,
    /// Why
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    reason: String,
    #[command(flatten)]
    later: Later,
}

/// Options of `wounds photo`.
#[derive(clap::Args)]
#[command(after_help = "Example:
  verband wounds photo 4711 --overview bein.jpg --close-up wunde.jpg")]
#[group(id = "photos", required = true, multiple = true, args = ["overview", "close_up", "before"])]
pub(crate) struct Photo {
    #[command(flatten)]
    which: Which,
    /// JPEG, PNG or WebP that shows where the wound is
    #[arg(long, value_name = "FILE")]
    overview: Option<PathBuf>,
    /// One of the wound itself
    #[arg(long, value_name = "FILE")]
    close_up: Option<PathBuf>,
    /// One from before it was cleaned
    #[arg(long, value_name = "FILE")]
    before: Option<PathBuf>,
    #[command(flatten)]
    later: Later,
}

/// Options of `wounds attach`.
#[derive(clap::Args)]
pub(crate) struct Attach {
    /// The id of the photo's message, as `read` shows it
    photo: String,
    #[command(flatten)]
    which: Which,
    /// What it shows: overview, close-up or before; what was said before, if it is left out
    #[arg(long = "as", value_name = "CODE", default_value = "", hide_default_value = true)]
    role: String,
    #[command(flatten)]
    later: Later,
}

/// Options of `wounds detach`.
#[derive(clap::Args)]
pub(crate) struct Detach {
    /// The id of the photo's message
    photo: String,
    #[command(flatten)]
    later: Later,
}

/// Options of `wounds answer`.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  verband wounds answer 4711 opinion --note Wundambulanz
  verband wounds answer 4711 later --until '2027-01-11 09:00'")]
pub(crate) struct Answer {
    #[command(flatten)]
    which: Which,
    /// kept, changed, opinion or later
    #[arg(value_name = "CODE")]
    how: String,
    /// Until when it is put off, at most six weeks
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// What to write to it
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    note: String,
    #[command(flatten)]
    later: Later,
}

pub(crate) async fn wounds(command: Wounds, profile: &Profile, output: &Output) -> Result<(), Failure> {
    match command {
        Wounds::List(args) => show::list(&args, profile, output),
        Wounds::Show(args) => show::show(&args, profile, output),
        Wounds::Versions(which) => show::versions(&which, profile, output),
        Wounds::Curve(which) => show::curve(&which, profile, output),
        Wounds::Pair(args) => show::pair(&args, profile, output),
        Wounds::Questions(args) => show::questions(&args, profile, output),
        Wounds::Terms(args) => show::terms(&args, output),
        Wounds::FindingVersions(args) => show::finding_versions(&args, profile, output),
        Wounds::Create(args) => {
            let session = Session::open(profile)?;
            let channel = session.channel(&args.channel).await?;
            let details = args.details.over(Some(args.patient), WoundDetails::default())?;
            let wound = session.client.create_wound(&channel.log, &details, None)?;
            done(&session, &channel.log, &wound, &wound, args.later, output).await
        }
        Wounds::Change(args) => {
            let (session, row) = args.which.find(profile)?;
            let details = args.details.over(args.patient, row.details.clone())?;
            let event = session.client.change_wound(&row.conversation, &row.event, &details)?;
            done(&session, &row.conversation, &row.event, &event, args.later, output).await
        }
        Wounds::Consent(args) => {
            let (session, row) = args.which.find(profile)?;
            let consent = args.said.read()?;
            let event = session.client.set_wound_consent(&row.conversation, &row.event, &consent)?;
            done(&session, &row.conversation, &row.event, &event, args.later, output).await
        }
        Wounds::Close(args) => {
            let (session, row) = args.which.find(profile)?;
            let event = session.client.close_wound(&row.conversation, &row.event, &args.reason, &args.note)?;
            done(&session, &row.conversation, &row.event, &event, args.later, output).await
        }
        Wounds::Reopen(args) => {
            let (session, row) = args.which.find(profile)?;
            let event = session.client.reopen_wound(&row.conversation, &row.event, &args.note)?;
            done(&session, &row.conversation, &row.event, &event, args.later, output).await
        }
        Wounds::Answer(args) => {
            let (session, row) = args.which.find(profile)?;
            let until = args.until.as_deref().map(time).transpose()?;
            let event = session.client.answer_six_weeks(&row.conversation, &row.event, &args.how, until, &args.note)?;
            done(&session, &row.conversation, &row.event, &event, args.later, output).await
        }
        Wounds::Finding(args) => {
            let (session, row) = args.which.find(profile)?;
            let finding = args.found.over(WoundFinding::default())?;
            let event = session.client.record_finding(&row.conversation, &row.event, &finding)?;
            done(&session, &row.conversation, &row.event, &event, args.later, output).await
        }
        Wounds::Correct(args) => args.run(profile, output).await,
        Wounds::Strike(args) => args.run(profile, output).await,
        Wounds::MoveFinding(args) => args.run(profile, output).await,
        Wounds::Photo(args) => args.run(profile, output).await,
        Wounds::Attach(args) => args.run(profile, output).await,
        Wounds::Detach(args) => args.run(profile, output).await,
        Wounds::Measure(args) => args.run(profile, output).await,
        Wounds::MarkerSheet(args) => args.run(profile, output),
        Wounds::ReadCode(args) => args.run(profile, output),
        Wounds::Report(args) => args.run(Form::Report, profile, output).await,
        Wounds::Fhir(args) => args.run(Form::Fhir, profile, output).await,
        Wounds::Package(args) => args.run(Form::Package, profile, output).await,
        Wounds::Upload(args) => args.run(profile, output).await,
    }
}

impl Correct {
    async fn run(self, profile: &Profile, output: &Output) -> Result<(), Failure> {
        let session = Session::open(profile)?;
        let (log, item) = names::finding(&session.client, &self.id)?;
        let finding = self.finding.over(item.content.unwrap_or_default())?;
        let event = session.client.correct_finding(&log, &item.event, &finding, &self.reason)?;
        written(&session, &event, self.later, output).await
    }
}

impl Strike {
    async fn run(self, profile: &Profile, output: &Output) -> Result<(), Failure> {
        let session = Session::open(profile)?;
        let (log, item) = names::finding(&session.client, &self.finding)?;
        let event = session.client.strike_finding(&log, &item.event, &self.reason)?;
        written(&session, &event, self.later, output).await
    }
}

impl MoveFinding {
    async fn run(self, profile: &Profile, output: &Output) -> Result<(), Failure> {
        let (session, row) = self.which.find(profile)?;
        let (log, item) = names::finding(&session.client, &self.finding)?;
        let event = session.client.move_finding(&log, &item.event, &row.event, &self.reason)?;
        done(&session, &log, &row.event, &event, self.later, output).await
    }
}

impl Photo {
    async fn run(self, profile: &Profile, output: &Output) -> Result<(), Failure> {
        let (session, row) = self.which.find(profile)?;
        let mut photos = Vec::new();
        for (role, path) in [("before", &self.before), ("overview", &self.overview), ("close-up", &self.close_up)] {
            if let Some(path) = path {
                photos.push((role, super::photos::read(path)?));
            }
        }
        let photos: Vec<(&str, &[u8])> = photos.iter().map(|(role, photo)| (*role, photo.as_slice())).collect();
        let events = session.client.send_wound_photo_files(&row.conversation, &row.event, &photos)?;
        let delivery = session.deliver(self.later, output).await?;
        let events: Vec<String> = events.iter().map(ToString::to_string).collect();
        let result = json!({ "photos": events, "delivery": delivery.word(), "reason": delivery.reason() });
        output.result(&result, || format!("{}: {} photos", one_line(&row.details.patient), events.len()));
        Ok(())
    }
}

impl Attach {
    async fn run(self, profile: &Profile, output: &Output) -> Result<(), Failure> {
        let (session, row) = self.which.find(profile)?;
        let (log, photo) = names::message(&session.client, &self.photo)?;
        let event = session.client.attach_wound_photo(&log, &photo.event, &row.event, &self.role)?;
        done(&session, &log, &row.event, &event, self.later, output).await
    }
}

impl Detach {
    async fn run(self, profile: &Profile, output: &Output) -> Result<(), Failure> {
        let session = Session::open(profile)?;
        let (log, photo) = names::message(&session.client, &self.photo)?;
        let event = session.client.detach_wound_photo(&log, &photo.event)?;
        written(&session, &event, self.later, output).await
    }
}

/// As what a wound is written to a file.
#[derive(Clone, Copy)]
enum Form {
    Report,
    Fhir,
    Package,
}

impl Report {
    async fn run(self, form: Form, profile: &Profile, output: &Output) -> Result<(), Failure> {
        super::photos::vacant(&self.file, self.force)?;
        let (session, row) = self.which.find(profile)?;
        let (client, language) = (&session.client, self.desk.language());
        let desk = self.desk.desk(client.from_now(0)?);
        let zone = local_zone();
        let written = match form {
            Form::Report => client.wound_report(&row.conversation, &row.event, &desk, &zone, language).await?,
            Form::Fhir => client.wound_fhir(&row.conversation, &row.event, &desk, &zone, language).await?,
            Form::Package => client.wound_package(&row.conversation, &row.event, &desk, &zone, language).await?,
        };
        super::photos::write(&self.file, &written, self.force)?;
        let delivery = session.deliver(self.later, output).await?;
        let result = json!({
            "wound": row.event.to_string(), "file": self.file, "bytes": written.len(),
            "delivery": delivery.word(), "reason": delivery.reason(),
        });
        output.result(&result, || format!("{}: {} bytes", self.file.display(), written.len()));
        Ok(())
    }
}

impl Which {
    fn find(&self, profile: &Profile) -> Result<(Session, WoundRow), Failure> {
        let session = Session::open(profile)?;
        let row = names::wound(&session.client, &self.wound)?;
        Ok((session, row))
    }
}

/// Tells of a wound after something was done with it.
async fn done(
    session: &Session,
    log: &LogId,
    wound: &EventId,
    event: &EventId,
    later: Later,
    output: &Output,
) -> Result<(), Failure> {
    let delivery = session.deliver(later, output).await?;
    let row = session.client.wound(log, wound)?;
    let mut result = rows::wound(&row);
    result["event"] = event.to_string().into();
    result["delivery"] = delivery.word().into();
    result["reason"] = delivery.reason().map_or(Value::Null, Value::from);
    output.result(&result, || format!("{} {}", short(wound), show::line(&row)));
    Ok(())
}

async fn written(session: &Session, event: &EventId, later: Later, output: &Output) -> Result<(), Failure> {
    let delivery = session.deliver(later, output).await?;
    let result = json!({ "event": event.to_string(), "delivery": delivery.word(), "reason": delivery.reason() });
    output.result(&result, || format!("{} written", short(event)));
    Ok(())
}
