//! Letters: many people invited from a list, and the PDFs that are handed out.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use verband_client::documents::people::Person;
use verband_client::texts::Language;
use verband_client::{ClientError, Desk, Invited, PeoplePlan};

use super::invitations::TermsArgs;
use crate::failure::Failure;
use crate::output::{Output, one_line, short, table};
use crate::profile::Profile;
use crate::secret_file::SecretFile;
use crate::session::{Later, Session};

/// What letters say besides the invitation.
#[derive(clap::Args)]
pub(crate) struct DeskArgs {
    /// Whom to ask, with telephone number or room
    #[arg(long, value_name = "TEXT", default_value = "")]
    contact: String,
    /// A line of the postal address of the house (may be given several times)
    #[arg(long, value_name = "LINE")]
    address: Vec<String>,
    /// The language of the letters, where nothing else is said: de or en
    #[arg(long, value_name = "LANGUAGE", default_value = "de", value_parser = ["de", "en"])]
    language: String,
}

impl DeskArgs {
    /// What papers say that name the day of a moment.
    pub(super) fn desk(&self, ms: u64) -> Desk {
        Desk { address: self.address.clone(), contact: self.contact.clone(), utc_offset_s: utc_offset_s(ms) }
    }

    pub(super) fn language(&self) -> Language {
        Language::from_tag(&self.language)
    }
}

/// Options of `import`.
#[derive(clap::Args)]
#[command(
    after_help = "The list is a CSV file (separated by `;`, `,` or tabs; UTF-8 or Windows-1252) or an XLSX workbook. One of its
first rows names the columns: Name, or Vorname and Nachname; Funktion, Station, E-Mail, Sprache, Personalnummer.
Whoever belongs to the organisation already, or is invited, is left out.

Example:
  verband import mitarbeitende.csv --dry-run
  verband import mitarbeitende.csv --letters briefe.pdf --list ausgabe.pdf --channel Wundteam"
)]
pub(crate) struct Import {
    /// The list of people
    list: PathBuf,
    /// Say what would be done, and do nothing
    #[arg(long, conflicts_with_all = ["letters", "hand_out"])]
    dry_run: bool,
    /// Write the letters to this PDF, to be printed and removed: their codes are nowhere else
    #[arg(long, value_name = "FILE", required_unless_present = "dry_run")]
    letters: Option<PathBuf>,
    /// Write a list to be signed when letters are handed out to this PDF
    #[arg(long = "list", value_name = "FILE")]
    hand_out: Option<PathBuf>,
    #[command(flatten)]
    terms: TermsArgs,
    #[command(flatten)]
    desk: DeskArgs,
}

#[derive(Serialize)]
struct Line {
    line: usize,
    name: String,
}

impl From<&Person> for Line {
    fn from(person: &Person) -> Self {
        Self { line: person.line, name: person.name.clone() }
    }
}

#[derive(Serialize)]
struct Planned {
    new: Vec<Line>,
    members: Vec<Line>,
    invited: Vec<Line>,
    duplicates: Vec<Line>,
    problems: Vec<String>,
    not_in_the_list: usize,
}

impl Planned {
    fn of(plan: &PeoplePlan, language: Language) -> Self {
        let lines = |people: &[Person]| people.iter().map(Line::from).collect();
        Self {
            new: lines(&plan.new),
            members: lines(&plan.members),
            invited: lines(&plan.invited),
            duplicates: lines(&plan.duplicates),
            problems: plan.problems.iter().map(|problem| problem.text(language)).collect(),
            not_in_the_list: plan.missing.len(),
        }
    }

    fn text(&self) -> String {
        let groups = [
            ("to be invited", &self.new),
            ("belongs here already", &self.members),
            ("is invited already", &self.invited),
            ("stands in the list twice", &self.duplicates),
        ];
        let rows: Vec<_> = groups
            .iter()
            .flat_map(|(what, lines)| {
                lines.iter().map(move |line| [line.line.to_string(), one_line(&line.name), (*what).to_owned()])
            })
            .collect();
        let problems = self.problems.iter().fold(String::new(), |text, problem| text + &one_line(problem) + "\n");
        let missing = match self.not_in_the_list {
            0 => String::new(),
            count => format!("{count} members are not in the list; nothing happens to them.\n"),
        };
        format!("{}{problems}{missing}", table(&rows))
    }
}

#[derive(Serialize)]
struct Written {
    letters: PathBuf,
    list: Option<PathBuf>,
    invitations: Vec<Row>,
    #[serde(flatten)]
    planned: Planned,
}

#[derive(Serialize)]
struct Row {
    invitation: String,
    name: String,
}

pub(crate) async fn import(args: Import, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let language = args.desk.language();
    let bytes = std::fs::read(&args.list).map_err(|error| Failure::file(&args.list, &error))?;
    let session = Session::open(profile)?;
    session.deliver(Later::default(), output).await?;
    let plan = session.client.read_people(&bytes).map_err(|error| said("list", error, language))?;
    let planned = Planned::of(&plan, language);
    let Some(path) = args.letters.filter(|_| !args.dry_run) else {
        output.result(&planned, || planned.text());
        return Ok(());
    };
    if plan.new.is_empty() {
        return Err(Failure::general("nobody-new", format!("nobody in {} is new", args.list.display())));
    }
    // What cannot be written is known before anybody is invited; what cannot be printed is a problem of its row.
    let mut letters_file = SecretFile::create(path)?;
    let mut list_file = args.hand_out.map(SecretFile::create).transpose()?;
    let terms = args.terms.read(&session, false).await?;
    let languages: Vec<Language> = plan.new.iter().map(|person| person.language.unwrap_or(language)).collect();
    let invited = session.client.invite_listed(&plan.new, &terms).await?;
    let done = print(&session, &invited, &languages, &args.desk, &mut letters_file, list_file.as_mut());
    if let Err(failure) = done {
        // Nobody has these codes: they are withdrawn.
        let ids: Vec<_> = invited.iter().map(|one| one.id).collect();
        session.client.withdraw_invitations(&ids).await?;
        return Err(failure);
    }
    let result = Written {
        letters: letters_file.keep(),
        list: list_file.map(SecretFile::keep),
        invitations: invited
            .iter()
            .map(|one| Row { invitation: one.id.to_string(), name: one.person.name.clone() })
            .collect(),
        planned,
    };
    output.result(&result, || {
        let rows: Vec<_> = result.invitations.iter().map(|row| [short(&row.invitation), one_line(&row.name)]).collect();
        let letters = result.letters.display();
        format!(
            "{}{} letters are in {letters}. Print them, hand them out, and remove the file.",
            table(&rows),
            rows.len()
        )
    });
    Ok(())
}

/// Writes letters and the list to hand them out by.
fn print(
    session: &Session,
    invited: &[Invited],
    languages: &[Language],
    desk: &DeskArgs,
    letters_file: &mut SecretFile,
    list_file: Option<&mut SecretFile>,
) -> Result<(), Failure> {
    let language = desk.language();
    let desk = desk.desk(invited.iter().map(|one| one.not_after).max().unwrap_or_default());
    let written: Vec<_> = invited.iter().zip(languages.iter().copied()).collect();
    let refused = |error| said("paper", error, language);
    letters_file.write(&session.client.letters(&desk, &written).map_err(refused)?)?;
    if let Some(file) = list_file {
        file.write(&session.client.hand_out_list(&desk, &written, language).map_err(refused)?)?;
    }
    Ok(())
}

/// An error in the words that the core has for it.
pub(super) fn said(code: &'static str, error: ClientError, language: Language) -> Failure {
    error.sentence(language).map_or_else(|| Failure::from(error), |sentence| Failure::usage(code, sentence))
}

/// Writes the letter of one invitation. If that fails, the invitation is withdrawn: nobody has its code.
pub(super) async fn write_letter(
    session: &Session,
    invited: &Invited,
    desk: &DeskArgs,
    mut file: SecretFile,
) -> Result<PathBuf, Failure> {
    match print(session, std::slice::from_ref(invited), &[desk.language()], desk, &mut file, None) {
        Ok(()) => Ok(file.keep()),
        Err(failure) => {
            session.client.withdraw_invitations(&[invited.id]).await?;
            Err(failure)
        }
    }
}

/// How far the clocks here are ahead of UTC at a moment.
pub(super) fn utc_offset_s(ms: u64) -> i32 {
    let moment = i64::try_from(ms).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()).unwrap_or_default();
    TimeZone::system().to_offset(moment).seconds()
}

/// Makes the file of a letter before there is a code for it.
pub(super) fn letter_file(path: Option<&Path>) -> Result<Option<SecretFile>, Failure> {
    path.map(|path| SecretFile::create(path.to_owned())).transpose()
}
