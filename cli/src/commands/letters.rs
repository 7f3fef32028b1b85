//! Letters: many people invited from a list, and the PDFs that are handed out.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use verband_client::documents::people::{self, Person, Plan, Problem};
use verband_client::documents::{DocumentError, Letter, hand_out_list, letters, unprintable};
use verband_client::texts::{Date, Language};
use verband_client::{Desk, Invited, NewInvitation};
use verband_protocol::organisation::details::MemberDetails;

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
    pub(super) fn desk(&self) -> Desk {
        Desk { address: self.address.clone(), contact: self.contact.clone() }
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
    fn of(plan: &Plan, problems: &[Problem], language: Language) -> Self {
        Self {
            new: plan.new.iter().map(Line::from).collect(),
            members: plan.members.iter().map(|found| Line::from(&found.person)).collect(),
            invited: plan.invited.iter().map(|found| Line::from(&found.person)).collect(),
            duplicates: plan.duplicates.iter().map(|found| Line::from(&found.person)).collect(),
            problems: problems.iter().map(|problem| problem.text(language)).collect(),
            not_in_the_list: plan.leavers.len(),
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
    let file = people::read(&bytes).map_err(|error| Failure::usage("list", error.text(language)))?;
    let session = Session::open(profile)?;
    session.deliver(Later::default(), output).await?;
    let plan = session.client.compare_people(file.people)?;
    let planned = Planned::of(&plan, &file.problems, language);
    let Some(path) = args.letters.filter(|_| !args.dry_run) else {
        output.result(&planned, || planned.text());
        return Ok(());
    };
    if plan.new.is_empty() {
        return Err(Failure::general("nobody-new", format!("nobody in {} is new", args.list.display())));
    }
    // What cannot be printed or written is known before anybody is invited.
    for person in &plan.new {
        if let Some(character) = unprintable(&person.name) {
            let name = one_line(&person.name);
            return Err(Failure::usage("unprintable", format!("letters cannot show the {character:?} of {name}")));
        }
    }
    let mut letters_file = SecretFile::create(path)?;
    let mut list_file = args.hand_out.map(SecretFile::create).transpose()?;
    let terms = args.terms.read(&session).await?;
    let new: Vec<NewInvitation> = plan
        .new
        .iter()
        .map(|person| {
            let details = MemberDetails {
                name: person.name.clone(),
                function: person.function.clone(),
                ward: person.ward.clone(),
            };
            NewInvitation { person: details, terms: terms.clone() }
        })
        .collect();
    let languages: Vec<Language> = plan.new.iter().map(|person| person.language.unwrap_or(language)).collect();
    let invited = session.client.invite(&new).await?;
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
    let house = session.client.house(desk.desk())?;
    let references: Vec<String> = invited.iter().map(Invited::reference).collect();
    let written: Vec<Letter<'_>> = invited
        .iter()
        .zip(&references)
        .zip(languages)
        .map(|((one, reference), language)| Ok(one.letter(reference, day(one.not_after.saturating_sub(1))?, *language)))
        .collect::<Result<_, Failure>>()?;
    let refused = |error: DocumentError| Failure::general("paper", error.text(language));
    letters_file.write(&letters(&house, &written).map_err(refused)?)?;
    if let Some(file) = list_file {
        file.write(&hand_out_list(&house, &written, language).map_err(refused)?)?;
    }
    Ok(())
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

/// The day of a time in milliseconds since the Unix epoch, as the calendar here has it.
pub(super) fn day(ms: u64) -> Result<Date, Failure> {
    let time = i64::try_from(ms).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok());
    let day = time.map(|time| TimeZone::system().to_datetime(time).date()).and_then(|day| {
        let number = |number: i8| u8::try_from(number).ok();
        Date::new(u16::try_from(day.year()).ok()?, number(day.month())?, number(day.day())?)
    });
    day.ok_or_else(|| Failure::general("date", "this is no day of the calendar"))
}

/// Makes the file of a letter before there is a code for it.
pub(super) fn letter_file(path: Option<&Path>) -> Result<Option<SecretFile>, Failure> {
    path.map(|path| SecretFile::create(path.to_owned())).transpose()
}
