//! Proof: what the organisation's log says, examining it without a profile, and verifying people.

use std::path::{Path, PathBuf};

use serde::Serialize;
use verband_client::rules::audit::{Audit, fork};
use verband_client::texts::{Language, words};
use verband_client::{HistoryRow, is_package, package_organisation};
use verband_protocol::code::{fingerprint, fingerprint_bytes, is_fingerprint};
use verband_protocol::evidence::EvidenceFile;
use verband_protocol::export::ExportError;
use verband_protocol::id::{DeviceId, LogId};

use super::invitations::qr;
use crate::failure::Failure;
use crate::names;
use crate::output::{Output, local_time, one_line, short, table};
use crate::profile::Profile;
use crate::secret_file::SecretFile;
use crate::session::Session;

/// In which language sentences for people are.
#[derive(clap::Args)]
pub(crate) struct LanguageArg {
    /// The language of the sentences: de or en
    #[arg(long, value_name = "LANGUAGE", default_value = "en", value_parser = ["de", "en"])]
    language: String,
}

impl LanguageArg {
    pub(crate) fn language(&self) -> Language {
        Language::from_tag(&self.language)
    }
}

/// Options of `history`.
#[derive(clap::Args)]
pub(crate) struct History {
    /// How many entries
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    newest: u32,
    /// Only those before this position
    #[arg(long, value_name = "POSITION")]
    before: Option<u64>,
    /// Write the whole log to this file instead, for `verband verify`; names in it stay sealed
    #[arg(long, value_name = "FILE", conflicts_with_all = ["newest", "before"])]
    export: Option<PathBuf>,
    #[command(flatten)]
    language: LanguageArg,
}

#[derive(Serialize)]
struct Entry {
    position: u64,
    at: u64,
    author: Option<String>,
    author_name: String,
    member: Option<String>,
    name: String,
    refused: Option<String>,
    sentence: String,
}

impl Entry {
    fn of(row: HistoryRow, language: Language) -> Self {
        Self {
            position: row.seq,
            at: row.at,
            sentence: row.sentence(language),
            author: row.author.map(|member| member.to_string()),
            author_name: row.author_name,
            member: row.member.map(|member| member.to_string()),
            name: row.name,
            refused: row.refusal.map(|refusal| refusal.to_string()),
        }
    }
}

pub(crate) fn history(args: History, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    if let Some(path) = args.export {
        let mut file = SecretFile::create(path)?;
        let mut log = Vec::new();
        let end = client.export_organisation(&mut log)?;
        file.write(&log)?;
        let path = file.keep();
        let result = serde_json::json!({ "file": path, "entries": end.seq, "head": end.head.to_string() });
        output.result(&result, || format!("{} entries, head {}", end.seq, end.head));
        return Ok(());
    }
    let rows = client.organisation_history(args.before, args.newest)?;
    let rows: Vec<Entry> = rows.into_iter().map(|row| Entry::of(row, args.language.language())).collect();
    output.result(&rows, || {
        let lines = rows.iter().map(|row| [row.position.to_string(), local_time(row.at), one_line(&row.sentence)]);
        table(&lines.collect::<Vec<_>>())
    });
    Ok(())
}

/// Options of `verify`.
#[derive(clap::Args)]
#[command(after_help = "\
It needs no profile and no network. Of an evidence package of a wound (`wounds package`) every file, signature and what
holds the files together is checked, and what was changed, removed, added or swapped is named; the values of the bundle are
held against what others wrote and signed, and what nothing but the word of who made the package shows is named as not proven:
then the exit status is 6. So it is with evidence of alarms (`alarms --evidence`): what two devices signed that cannot both be
true, or what one knows and another was not given, is told, and what no signature shows is not proven. Of a log, every entry is
checked as every device checks it: chain, signatures, rules. One changed bit anywhere is named by its position; then the exit
status is 1. With --against the organisation logs in both files are compared: they part where somebody was shown another
history, and a newer one tells whether the device that made a package or evidence was revoked since.

Examples:
  verband history --export log.verband
  verband verify log.verband --organisation XXXX-XXXX-XXXX-XXXX-XXXX
  verband verify log.verband --against log-of-a-colleague.verband
  verband verify evidence.verband --against log-of-a-colleague.verband
  verband verify wound.zip --against newer-log.verband")]
pub(crate) struct Verify {
    /// What `history --export`, `wounds package` or `alarms --evidence` wrote
    file: PathBuf,
    /// The fingerprint of the organisation, as on a letter, or its twelve words
    #[arg(long, value_name = "FINGERPRINT")]
    organisation: Option<String>,
    /// Another such file of the same organisation: where do the logs in them part?
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
}

#[derive(Serialize)]
struct Verdict {
    organisation: Option<String>,
    organisation_name: String,
    fingerprint: Option<String>,
    entries: u64,
    head: String,
    members: usize,
    devices: usize,
    administrators: Vec<String>,
    refused: Vec<RefusedEntry>,
    fault: Option<String>,
}

#[derive(Serialize)]
struct RefusedEntry {
    position: u64,
    reason: String,
}

impl From<&Audit> for Verdict {
    fn from(audit: &Audit) -> Self {
        let state = &audit.state;
        let refused = audit.refused.iter();
        Self {
            organisation: state.id().map(|id| id.to_string()),
            organisation_name: state.name().to_owned(),
            fingerprint: state.id().map(|id| fingerprint(&id)),
            entries: state.position().seq,
            head: state.position().head.to_string(),
            members: state.active_members().count(),
            devices: state.devices().filter(|(id, _)| state.device_active(id)).count(),
            administrators: state.active_members().filter(|id| state.is_admin(id)).map(|id| id.to_string()).collect(),
            refused: refused
                .map(|(seq, refusal)| RefusedEntry { position: *seq, reason: refusal.to_string() })
                .collect(),
            fault: audit.fault().map(|fault| fault.to_string()),
        }
    }
}

/// Refused entries that are listed one by one: after a change early in the file everything that follows is refused.
const LISTED: usize = 10;

impl Verdict {
    fn text(&self) -> String {
        let mut rows = vec![
            ["organisation".to_owned(), one_line(&self.organisation_name)],
            ["fingerprint".to_owned(), self.fingerprint.clone().unwrap_or_default()],
            ["entries".to_owned(), self.entries.to_string()],
            ["head".to_owned(), self.head.clone()],
            ["members".to_owned(), self.members.to_string()],
            ["devices".to_owned(), self.devices.to_string()],
            ["administrators".to_owned(), self.administrators.iter().map(short).collect::<Vec<_>>().join(", ")],
            ["refused entries".to_owned(), self.refused.len().to_string()],
        ];
        let listed = self.refused.iter().take(LISTED);
        rows.extend(listed.map(|entry| [format!("  position {}", entry.position), entry.reason.clone()]));
        table(&rows)
    }
}

/// Examines a file, and compares the log in it with another one if nothing is wrong with it.
pub(crate) fn verify(args: &Verify, output: &Output) -> Result<(), Failure> {
    let file = read(&args.file)?;
    let wanted = args.organisation.as_deref();
    let (examined, maker) = if is_package(&file) {
        super::evidence::package(&args.file, &file, wanted, output)?
    } else if EvidenceFile::is_one(&file) {
        super::evidence::alarms(&args.file, &file, wanted, output)?
    } else {
        log(&args.file, &file, wanted, output)?;
        (Ok(()), None)
    };
    match &args.against {
        Some(path) => compare(&args.file, file, path, maker, output).and(examined),
        None => examined,
    }
}

/// Examines a log.
fn log(path: &Path, file: &[u8], wanted: Option<&str>, output: &Output) -> Result<(), Failure> {
    let audit = examined(path, Audit::of(file))?;
    let verdict = Verdict::from(&audit);
    output.result(&verdict, || verdict.text());
    match audit.fault() {
        Some(fault) => Err(Failure::general("not-intact", fault)),
        None => check_organisation(wanted, audit.state.id()),
    }
}

/// Fails if a file is of another organisation than the one that was named.
pub(super) fn check_organisation(wanted: Option<&str>, organisation: Option<LogId>) -> Result<(), Failure> {
    match (wanted, organisation) {
        (None, _) => Ok(()),
        (Some(wanted), Some(id)) if is_meant(wanted, &id) => Ok(()),
        _ => Err(Failure::general("other-organisation", "the file is of an organisation with another fingerprint")),
    }
}

/// Compares the logs of two files, the first of which was examined; `maker` is the device that made it.
fn compare(
    path: &Path,
    file: Vec<u8>,
    other_path: &Path,
    maker: Option<DeviceId>,
    output: &Output,
) -> Result<(), Failure> {
    let (own, other) = (log_in(path, file)?, log_in(other_path, read(other_path)?)?);
    let audit = examined(other_path, Audit::of(&other))?;
    if let Some(seq) = examined(other_path, fork(&own, &other))? {
        let fault = audit.fault().map(|fault| format!(" ({}: {fault})", other_path.display())).unwrap_or_default();
        let message = format!("the two logs part at position {seq}: somebody was shown another history{fault}");
        return Err(Failure::general("fork", message));
    }
    if let Some(fault) = audit.fault() {
        return Err(Failure::general("not-intact", format_args!("{}: {fault}", other_path.display())));
    }
    let entries = examined(path, Audit::of(&own))?.state.position().seq.min(audit.state.position().seq);
    output.note(&format!("The logs agree as far as both reach: {entries} entries."));
    if maker.is_some_and(|device| audit.state.device(&device).is_some() && !audit.state.device_active(&device)) {
        let message = "the device that made it is revoked in the other log, and nothing shows that it was made before";
        return Err(Failure::not_proven(format_args!("{}: {message}", path.display())));
    }
    Ok(())
}

/// The organisation log in a file of any kind that can be examined.
fn log_in(path: &Path, file: Vec<u8>) -> Result<Vec<u8>, Failure> {
    let none = |why: &dyn std::fmt::Display| Failure::general("no-export", format_args!("{}: {why}", path.display()));
    if is_package(&file) {
        return package_organisation(&file).ok_or_else(|| none(&"there is no log in it"));
    }
    if EvidenceFile::is_one(&file) {
        let evidence = EvidenceFile::read(&file).map_err(|error| none(&error))?;
        return Ok(evidence.organisation().to_vec());
    }
    Ok(file)
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| Failure::file(path, &error))
}

fn examined<T>(path: &Path, result: Result<T, ExportError>) -> Result<T, Failure> {
    result.map_err(|error| Failure::general("no-export", format_args!("{}: {error}", path.display())))
}

/// Whether somebody typed the fingerprint of this organisation: its symbols, its words, or the whole id.
fn is_meant(typed: &str, organisation: &LogId) -> bool {
    let spoken = |language| words(language, &fingerprint_bytes(organisation)).to_lowercase();
    let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    is_fingerprint(&typed, organisation)
        || typed == organisation.to_string()
        || Language::ALL.into_iter().any(|language| typed == spoken(language))
}

/// Options of `verification-code`.
#[derive(clap::Args)]
pub(crate) struct Code {
    #[command(flatten)]
    language: LanguageArg,
}

pub(crate) fn code(args: &Code, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let code = client.verification_code(args.language.language())?;
    let result = serde_json::json!({ "link": code.link, "words": code.words });
    output.result(&result, || format!("{}\n{}\n\n{}", code.link, code.words, qr(&code.link)));
    Ok(())
}

/// Options of `verify-person`.
#[derive(clap::Args)]
#[group(id = "how", required = true, multiple = false, args = ["code", "member"])]
pub(crate) struct VerifyPerson {
    /// What the QR code of the person in front of you says
    code: Option<String>,
    /// Over the telephone: the words that this member has to read aloud
    #[arg(long, value_name = "NAME")]
    member: Option<String>,
    /// The words that she read aloud
    #[arg(long, value_name = "WORDS", requires = "member")]
    heard: Option<String>,
    #[command(flatten)]
    language: LanguageArg,
}

pub(crate) async fn verify_person(args: VerifyPerson, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let verified = match (&args.code, &args.member) {
        (Some(code), _) => session.client.verify_person(code).await?,
        (None, member) => {
            let member = names::member(&session.client, member.as_deref().unwrap_or_default())?;
            let Some(heard) = &args.heard else {
                let words = session.client.words_of(member.id, args.language.language())?;
                let result = serde_json::json!({ "member": member.id.to_string(), "words": words });
                output.result(&result, || words.clone());
                return Ok(());
            };
            session.client.verify_words(member.id, heard)?
        }
    };
    let result = serde_json::json!({ "member": verified.member.to_string(), "name": verified.name });
    output.result(&result, || {
        let name = one_line(&verified.name);
        format!("Verified: {name}. If the person in front of you has another name, something is wrong.")
    });
    Ok(())
}
