//! Letters: many people invited from a list, and the PDFs that are handed out.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use verband_client::documents::people::Person;
use verband_client::texts::Language;
use verband_client::{Client, ClientError, Desk, Invited, MailTo, PeoplePlan, Resembled, SimilarPerson};
use verband_protocol::id::InvitationId;

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
Whoever belongs to the organisation already, or is invited, is left out. A row that is only similar to somebody, such as the
same name on another ward, is named: say with --anyway whether it is somebody else.

Example:
  verband import mitarbeitende.csv --dry-run
  verband import mitarbeitende.csv --letters briefe.pdf --list ausgabe.pdf --channel Wundteam --anyway 7,12
  verband import mitarbeitende.csv --letters briefe.pdf --mail
  verband import mitarbeitende.csv --drafts mails.zip --from anna@example.org --letters briefe.pdf
  verband import mitarbeitende.csv --undo

With --mail the server writes to everybody with an address how to come in, without the codes: those are on the letters.
With --drafts the codes of people with an address are in e-mails for your own mail program, and letters are for the others; such
a claim waits for approval unless the policy says otherwise."
)]
pub(crate) struct Import {
    /// The list of people
    list: PathBuf,
    /// Say what would be done, and do nothing
    #[arg(long, conflicts_with_all = ["letters", "hand_out", "drafts", "mail"])]
    dry_run: bool,
    /// Withdraw your open invitations of the people in the list
    #[arg(long, conflicts_with_all = ["letters", "hand_out", "anyway", "drafts", "mail"])]
    undo: bool,
    /// Write the letters to this PDF, to be printed and removed: their codes are nowhere else
    #[arg(long, value_name = "FILE", required_unless_present_any = ["dry_run", "undo", "drafts"])]
    letters: Option<PathBuf>,
    /// Write a list to be signed when letters are handed out to this PDF
    #[arg(long = "list", value_name = "FILE")]
    hand_out: Option<PathBuf>,
    /// Write e-mails with the codes of people who have an address to this archive (.zip of .eml), for your own mail program
    #[arg(long, value_name = "FILE", requires = "from", conflicts_with = "mail")]
    drafts: Option<PathBuf>,
    /// Your e-mail address, for the drafts
    #[arg(long, value_name = "ADDRESS", requires = "drafts")]
    from: Option<String>,
    /// Let the server write to everybody who has an address the way to it, without the codes
    #[arg(long)]
    mail: bool,
    /// Rows to be invited although they resemble somebody, by their numbers: 7,12; or `similar` for all that are only similar,
    /// or `none`
    #[arg(long, value_name = "ROWS", value_parser = anyway)]
    anyway: Option<Anyway>,
    #[command(flatten)]
    terms: TermsArgs,
    #[command(flatten)]
    desk: DeskArgs,
}

/// Which rows that are not new are invited all the same.
#[derive(Clone)]
enum Anyway {
    Similar,
    Rows(Vec<usize>),
}

fn anyway(text: &str) -> Result<Anyway, String> {
    match text {
        "similar" => Ok(Anyway::Similar),
        "none" => Ok(Anyway::Rows(Vec::new())),
        rows => {
            let rows: Result<_, _> = rows.split(',').map(|row| row.trim().parse()).collect();
            rows.map(Anyway::Rows).map_err(|_| "numbers of rows such as 7,12, or `similar`, or `none`".to_owned())
        }
    }
}

#[derive(Serialize)]
struct Listed {
    line: usize,
    name: String,
    function: String,
    ward: String,
}

impl From<&Person> for Listed {
    fn from(Person { line, name, function, ward, .. }: &Person) -> Self {
        Self { line: *line, name: name.clone(), function: function.clone(), ward: ward.clone() }
    }
}

#[derive(Serialize)]
struct SimilarLine {
    #[serde(flatten)]
    row: Listed,
    resembles: &'static str,
    /// The other row, if it is one.
    resembles_line: Option<usize>,
    resembles_name: String,
    resembles_function: String,
    resembles_ward: String,
}

impl SimilarLine {
    fn text(&self) -> String {
        let who = described(&self.resembles_name, &self.resembles_function, &self.resembles_ward);
        match (self.resembles, self.resembles_line) {
            (_, Some(line)) => format!("similar to row {line}: {who}"),
            (resembles, None) => format!("similar to {who}, who {resembles}"),
        }
    }
}

impl From<&SimilarPerson> for SimilarLine {
    fn from(similar: &SimilarPerson) -> Self {
        let SimilarPerson { person, like, resembles, line } = similar;
        Self {
            row: person.into(),
            resembles: match resembles {
                Resembled::Member => "belongs here",
                Resembled::Invited => "is invited",
                Resembled::Listed => "stands in the list",
            },
            resembles_line: *line,
            resembles_name: like.name.clone(),
            resembles_function: like.function.clone(),
            resembles_ward: like.ward.clone(),
        }
    }
}

#[derive(Serialize)]
struct Leaver {
    member: String,
    name: String,
    function: String,
    ward: String,
}

#[derive(Serialize)]
struct Planned {
    new: Vec<Listed>,
    similar: Vec<SimilarLine>,
    members: Vec<Listed>,
    invited: Vec<Listed>,
    duplicates: Vec<Listed>,
    problems: Vec<String>,
    not_in_the_list: Vec<Leaver>,
}

impl Planned {
    fn of(client: &Client, plan: &PeoplePlan, language: Language) -> Result<Self, Failure> {
        let lines = |people: &[Person]| people.iter().map(Listed::from).collect();
        let missing = client.members()?.into_iter().filter(|row| plan.missing.contains(&row.id));
        Ok(Self {
            new: lines(&plan.new),
            similar: plan.similar.iter().map(SimilarLine::from).collect(),
            members: lines(&plan.members),
            invited: lines(&plan.invited),
            duplicates: lines(&plan.duplicates),
            problems: plan.problems.iter().map(|problem| problem.text(language)).collect(),
            not_in_the_list: missing
                .map(|row| Leaver {
                    member: row.id.to_string(),
                    name: row.name,
                    function: row.function,
                    ward: row.ward,
                })
                .collect(),
        })
    }

    fn text(&self) -> String {
        let groups = [
            ("to be invited", &self.new),
            ("belongs here already", &self.members),
            ("is invited already", &self.invited),
            ("stands in the list twice", &self.duplicates),
        ];
        let told = |line: &Listed, what: String| {
            [line.line.to_string(), described(&line.name, &line.function, &line.ward), what]
        };
        let mut rows: Vec<(usize, [String; 3])> = groups
            .iter()
            .flat_map(|(what, lines)| lines.iter().map(move |line| (line.line, told(line, (*what).to_owned()))))
            .collect();
        rows.extend(self.similar.iter().map(|similar| (similar.row.line, told(&similar.row, similar.text()))));
        rows.sort_unstable_by_key(|(line, _)| *line);
        let rows: Vec<_> = rows.into_iter().map(|(_, row)| row).collect();
        let problems = self.problems.iter().fold(String::new(), |text, problem| text + &one_line(problem) + "\n");
        let leavers = self.not_in_the_list.iter().fold(String::new(), |text, row| {
            text + &format!(
                "not in the list: {}; nothing happens to her\n",
                described(&row.name, &row.function, &row.ward)
            )
        });
        format!("{}{problems}{leavers}", table(&rows))
    }
}

/// A person on one line.
pub(super) fn described(name: &str, function: &str, ward: &str) -> String {
    let parts: Vec<String> = [name, function, ward].into_iter().filter(|part| !part.is_empty()).map(one_line).collect();
    parts.join(", ")
}

/// Who is invited: the new ones and those whom the administrator wants all the same, in the order of the list.
fn chosen(plan: &PeoplePlan, anyway: Option<&Anyway>) -> Result<Vec<Person>, Failure> {
    let mut chosen = plan.new.clone();
    match anyway {
        None if !plan.similar.is_empty() => {
            let rows: Vec<String> = plan.similar.iter().map(|similar| similar.person.line.to_string()).collect();
            let message = format!(
                "row {} is similar to somebody who is there: look with --dry-run, then say --anyway none, similar, or which",
                rows.join(", ")
            );
            return Err(Failure::usage("undecided", message));
        }
        None => {}
        Some(Anyway::Similar) => chosen.extend(plan.similar.iter().map(|similar| similar.person.clone())),
        Some(Anyway::Rows(rows)) => {
            let similar = plan.similar.iter().map(|similar| &similar.person);
            let left: Vec<&Person> =
                similar.chain(&plan.duplicates).chain(&plan.members).chain(&plan.invited).collect();
            for row in rows {
                let person = left.iter().find(|person| person.line == *row);
                let missing = || Failure::usage("no-such-row", format!("row {row} is none that would be left out"));
                chosen.push((*person.ok_or_else(missing)?).clone());
            }
        }
    }
    chosen.sort_unstable_by_key(|person| person.line);
    chosen.dedup_by_key(|person| person.line);
    Ok(chosen)
}

#[derive(Serialize)]
struct Written {
    letters: Option<PathBuf>,
    drafts: Option<PathBuf>,
    list: Option<PathBuf>,
    invitations: Vec<Row>,
    mails: Vec<MailedRow>,
    #[serde(flatten)]
    planned: Planned,
}

#[derive(Serialize)]
struct Row {
    invitation: String,
    name: String,
}

/// What became of an e-mail: on its way, or why not.
#[derive(Serialize)]
struct MailedRow {
    invitation: String,
    problem: Option<String>,
}

/// The files that codes are written to. Made before there are codes: what cannot be written is known before anybody is invited.
struct Files {
    letters: Option<SecretFile>,
    drafts: Option<(SecretFile, String)>,
    list: Option<SecretFile>,
}

impl Files {
    fn create(args: &Import, people: &[Person]) -> Result<Self, Failure> {
        let on_paper: Vec<String> = people
            .iter()
            .filter(|person| args.drafts.is_none() || person.email.is_empty())
            .map(|person| person.line.to_string())
            .collect();
        if args.letters.is_none() && !on_paper.is_empty() {
            let rows = on_paper.join(", ");
            return Err(Failure::usage("no-address", format!("row {rows} has no address: add --letters FILE for it")));
        }
        let drafts = args.drafts.as_deref().zip(args.from.clone()).filter(|_| on_paper.len() < people.len());
        Ok(Self {
            letters: letter_file(args.letters.as_deref().filter(|_| !on_paper.is_empty()))?,
            drafts: match drafts {
                Some((path, from)) => Some((SecretFile::create(path.to_owned())?, from)),
                None => None,
            },
            list: letter_file(args.hand_out.as_deref().filter(|_| !on_paper.is_empty()))?,
        })
    }

    /// Writes all of them.
    fn write(
        &mut self,
        session: &Session,
        invited: &[(Invited, Language)],
        people: &[Person],
        args: &DeskArgs,
    ) -> Result<(), Failure> {
        let language = args.language();
        let refused = |error| said("paper", error, language);
        let desk = args.desk(invited.iter().map(|(one, _)| one.not_after).max().unwrap_or_default());
        let both = || invited.iter().zip(people);
        let mailed = |person: &Person| self.drafts.is_some() && !person.email.is_empty();
        let on_paper: Vec<_> =
            both().filter(|(_, person)| !mailed(person)).map(|((one, language), _)| (one, *language)).collect();
        let by_mail: Vec<_> = both()
            .filter(|(_, person)| mailed(person))
            .map(|((one, language), person)| (one, *language, person.email.as_str()))
            .collect();
        if let Some((file, from)) = &mut self.drafts {
            file.write(&session.client.mail_drafts(&desk, &by_mail, from).map_err(refused)?)?;
        }
        if let Some(file) = &mut self.letters {
            file.write(&session.client.letters(&desk, &on_paper).map_err(refused)?)?;
        }
        if let Some(file) = &mut self.list {
            file.write(&session.client.hand_out_list(&desk, &on_paper, language).map_err(refused)?)?;
        }
        Ok(())
    }
}

pub(crate) async fn import(args: Import, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let language = args.desk.language();
    let bytes = std::fs::read(&args.list).map_err(|error| Failure::file(&args.list, &error))?;
    let session = Session::open(profile)?;
    session.deliver(Later::default(), output).await?;
    let client = &session.client;
    let plan = client.read_people(&bytes).map_err(|error| said("list", error, language))?;
    if args.undo {
        return undo(&session, &plan, args.dry_run, output).await;
    }
    let planned = Planned::of(client, &plan, language)?;
    if args.dry_run {
        output.result(&planned, || planned.text());
        return Ok(());
    }
    let people = chosen(&plan, args.anyway.as_ref())?;
    if people.is_empty() {
        return Err(Failure::general("nobody-new", format!("nobody in {} is new", args.list.display())));
    }
    let mut files = Files::create(&args, &people)?;
    let mut terms = args.terms.read(&session, false).await?;
    terms.mailed = args.drafts.is_some();
    let languages = people.iter().map(|person| person.language.unwrap_or(language));
    let invited: Vec<_> = client.invite_listed(&people, &terms).await?.into_iter().zip(languages).collect();
    if let Err(failure) = files.write(&session, &invited, &people, &args.desk) {
        // Nobody has these codes: they are withdrawn.
        let ids: Vec<_> = invited.iter().map(|(one, _)| one.id).collect();
        client.withdraw_invitations(&ids).await?;
        return Err(failure);
    }
    let addressed = invited.iter().zip(&people).filter(|(_, person)| args.mail && !person.email.is_empty());
    let mails: Vec<MailTo> = addressed
        .map(|((one, language), person)| MailTo { invitation: one.id, to: person.email.clone(), language: *language })
        .collect();
    let row = |id: InvitationId, problem| MailedRow { invitation: id.to_string(), problem };
    // The codes are written: whoever gets no e-mail is invited all the same.
    let mails = match client.mail_invitations(&mails).await {
        Ok(mailed) => mailed.into_iter().map(|one| row(one.invitation, one.problem)).collect(),
        Err(error) => mails.iter().map(|one| row(one.invitation, Some(error.code().to_owned()))).collect(),
    };
    let result = Written {
        letters: files.letters.map(SecretFile::keep),
        drafts: files.drafts.map(|(file, _)| file.keep()),
        list: files.list.map(SecretFile::keep),
        invitations: invited
            .iter()
            .map(|(one, _)| Row { invitation: one.id.to_string(), name: one.person.name.clone() })
            .collect(),
        mails,
        planned,
    };
    output.result(&result, || result.text());
    Ok(())
}

impl Written {
    fn text(&self) -> String {
        let rows: Vec<_> = self
            .invitations
            .iter()
            .map(|row| {
                let mail = self.mails.iter().find(|mail| mail.invitation == row.invitation);
                let mail = match mail.map(|mail| &mail.problem) {
                    None => String::new(),
                    Some(None) => "an e-mail is on its way".to_owned(),
                    Some(Some(problem)) => format!("no e-mail: {problem}"),
                };
                [short(&row.invitation), one_line(&row.name), mail]
            })
            .collect();
        let letters = self.letters.as_ref().map_or_else(String::new, |path| {
            format!(" Letters are in {}: print them, hand them out, and remove the file.", path.display())
        });
        let drafts = self.drafts.as_ref().map_or_else(String::new, |path| {
            format!(" E-mails are in {}: send them with your mail program, and remove it.", path.display())
        });
        format!("{}{} invited.{letters}{drafts}", table(&rows), rows.len())
    }
}

/// Withdraws what this person issued for the people of a list.
async fn undo(session: &Session, plan: &PeoplePlan, dry_run: bool, output: &Output) -> Result<(), Failure> {
    if plan.undo.is_empty() {
        return Err(Failure::general("nobody-invited", "nobody in the list has an open invitation of yours"));
    }
    let names = session.client.invitations()?.into_iter().filter(|row| plan.undo.contains(&row.id));
    let rows: Vec<Row> = names.map(|row| Row { invitation: row.id.to_string(), name: row.name }).collect();
    if !dry_run {
        session.client.withdraw_invitations(&plan.undo).await?;
    }
    output.result(&serde_json::json!({ "withdrawn": rows, "dry_run": dry_run }), || {
        let cells: Vec<_> = rows.iter().map(|row| [short(&row.invitation), one_line(&row.name)]).collect();
        let done = if dry_run { "would be withdrawn" } else { "withdrawn" };
        format!("{}{} invitations {done}.", table(&cells), rows.len())
    });
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
    let language = desk.language();
    let letter = session.client.letters(&desk.desk(invited.not_after), &[(invited, language)]);
    match letter.map_err(|error| said("paper", error, language)).and_then(|letter| file.write(&letter)) {
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
