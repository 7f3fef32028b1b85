//! How a device comes into an organisation: by founding it, or by an invitation.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use verband_client::texts::Language;
use verband_client::{Client, ClientError, Desk, Enrolment, NewOrganisation, RecoverySheet};
use verband_protocol::certificate::DeviceClass;
use verband_protocol::code::{InvitationCode, InvitationLink, ServerLink, SetUpLink, SetUpToken, fingerprint};
use verband_protocol::wire::ProblemCode;
use zeroize::Zeroizing;

use super::letters::{said, utc_offset_s};
use crate::failure::Failure;
use crate::output::{Output, one_line};
use crate::profile::{NewProfile, Profile};
use crate::secret_file::SecretFile;
use crate::session::{Delivery, Later, Session};

/// What kind of machine this is.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(super) enum Kind {
    /// One person's computer
    Desktop,
    /// A computer that several people use, each with a profile of her own
    Shared,
    /// A further device of a bot; the invitation of one says so by itself
    Bot,
}

impl From<Kind> for DeviceClass {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Desktop => Self::Desktop,
            Kind::Shared => Self::Shared,
            Kind::Bot => Self::Bot,
        }
    }
}

/// Options of `found`.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  verband found 'verband://found?server=https%3A%2F%2Fverband.example#XXXX-XXXX-XXXX-XXXX' \\
                --organisation 'Pflegedienst Linde' --name 'Anna Arndt'
  verband found --server verband.example --token XXXX-XXXX-XXXX-XXXX …

The link is what `verband-server` prints when it is set up, the token what stands behind # in it.")]
pub(crate) struct Found {
    /// The set-up link that `verband-server` printed
    #[arg(value_name = "LINK", required_unless_present_all = ["server", "token"])]
    link: Option<String>,
    /// The server's address, with the token of the set-up link
    #[arg(long, value_name = "URL", conflicts_with = "link", requires = "token")]
    server: Option<String>,
    /// The token of the set-up link
    #[arg(long, value_name = "TOKEN", conflicts_with = "link", requires = "server")]
    token: Option<String>,
    /// The organisation's name, which is public
    #[arg(long, value_name = "NAME")]
    organisation: String,
    /// Your name, as colleagues will see it
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Write the recovery sheet to this PDF (to be printed, locked away, and removed) instead of showing it
    #[arg(long, value_name = "FILE")]
    recovery_sheet: Option<PathBuf>,
    /// The language of the recovery sheet: de or en
    #[arg(long, value_name = "LANGUAGE", default_value = "de", value_parser = ["de", "en"])]
    language: String,
    /// What kind of machine this is
    #[arg(long, value_enum, default_value = "desktop")]
    device: Kind,
}

/// Options of `enrol`.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  verband enrol 'verband://join?server=https%3A%2F%2Fverband.example#XXXX-XXXX-XXXX-XXXX-XXXX'
  verband enrol --server verband.example XXXX XXXX XXXX XXXX XXXX
  verband enrol -                                 reads the link from standard input

Upper or lower case, spaces and dashes in the code do not matter, nor O for 0 and I or L for 1.")]
pub(crate) struct Enrol {
    /// The link of the invitation, or its code with --server, or `-` for standard input
    #[arg(required = true, value_name = "LINK|CODE")]
    invitation: Vec<String>,
    /// The server's address, or the link of an e-mail, with a code
    #[arg(long, value_name = "URL|LINK")]
    server: Option<String>,
    /// Your name, as colleagues will see it; with a registration key only, a letter says it already
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Do not ask whether organisation and name are right; it says that you have read the privacy notice, too
    #[arg(long)]
    yes: bool,
    /// The language of the privacy notice, as far as there is one: de or en
    #[arg(long, value_name = "LANGUAGE", default_value = "de", value_parser = ["de", "en"])]
    language: String,
    /// What kind of machine this is
    #[arg(long, value_enum, default_value = "desktop")]
    device: Kind,
}

#[derive(Serialize)]
pub(super) struct Who {
    organisation: String,
    pub(super) organisation_name: String,
    server: String,
    member: String,
    pub(super) name: String,
    device: String,
    state: &'static str,
}

#[derive(Serialize)]
struct Founded {
    #[serde(flatten)]
    who: Who,
    recovery_sheet: Option<PathBuf>,
    root_key: Option<String>,
    /// Why it waits.
    reason: Option<&'static str>,
}

impl Who {
    pub(super) fn of(client: &Client, state: &'static str) -> Result<Self, Failure> {
        let account = client.account()?;
        Ok(Self {
            organisation: account.organisation.to_string(),
            organisation_name: account.organisation_name,
            server: account.server,
            member: account.member.to_string(),
            name: account.name,
            device: client.device()?.to_string(),
            state,
        })
    }

    pub(super) fn welcome(&self) -> String {
        format!("Welcome to {}, {}.", one_line(&self.organisation_name), one_line(&self.name))
    }
}

const CARD: &str =
    "Make yourself a card that brings you back if this device is lost: `verband recovery-key --card FILE`.";

const BAD_TOKEN: &str = "the server does not know this set-up token: `verband-server setup` prints another link";

pub(crate) async fn found(args: Found, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let SetUpLink { server, token } = read_set_up_link(&args)?;
    let token = token.grouped();
    let new = profile.begin()?;
    let pin = profile.first_pin()?;
    // What may fail is tried before the founding: afterwards the sheet is nowhere else.
    let mut file = args.recovery_sheet.map(SecretFile::create).transpose()?;
    let language = Language::from_tag(&args.language);
    let organisation =
        NewOrganisation { server: &server, token: &token, organisation_name: &args.organisation, name: &args.name };
    let secret = profile.secret()?;
    let (client, sheet) = Client::found(new.ports.clone(), &organisation, args.device.into(), &pin, &secret)
        .await
        .map_err(|error| match error {
            ClientError::Server(ProblemCode::Forbidden, _) => Failure::not_allowed("server-refused", BAD_TOKEN),
            other => failure_of(&new, other),
        })?;
    let written = file.as_mut().map_or(Ok(()), |file| {
        let desk = Desk { utc_offset_s: utc_offset_s(client.from_now(0)?), ..Desk::default() };
        let pdf = client.recovery_sheet(&desk, &sheet, language);
        file.write(&pdf.map_err(|error| said("paper", error, language))?)
    });
    let session = Session::of(client, new.turn.clone());
    let delivered = session.deliver(Later::default(), output).await;
    if !new.is_written() {
        // Refused meanwhile: there is no organisation that the sheet could recover.
        return delivered.map(drop);
    }
    let delivery = delivered.as_ref().map_or_else(|failure| Delivery::Waits(Some(failure.code)), |delivery| *delivery);
    let file = if written.is_ok() { file.map(SecretFile::keep) } else { None };
    let result = Founded {
        who: Who::of(&session.client, if delivery == Delivery::Done { "enrolled" } else { "waiting" })?,
        root_key: file.is_none().then(|| sheet.root_key.to_string()),
        recovery_sheet: file,
        reason: delivery.reason(),
    };
    output.result(&result, || {
        let name = one_line(&result.who.organisation_name);
        let first = match delivery {
            Delivery::Done => format!("{name} is founded; you administer it."),
            Delivery::Waits(_) => {
                format!("{name} waits for the server: `verband sync` goes on with it.")
            }
        };
        match &result.recovery_sheet {
            Some(path) => {
                let path = path.display();
                format!("{first}\nPrint {path} and lock it away, then remove the file.")
            }
            None => format!("{first}\n\n{}", *sheet_text(&sheet)),
        }
    });
    written.and(delivered.map(drop))
}

pub(crate) async fn enrol(args: Enrol, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let link = read_invitation(&args)?;
    let new = profile.begin()?;
    let bundle = Client::look_up(&new.ports, &link).await?;
    let name = match (&bundle.registration, &args.name) {
        (None, _) => bundle.name.clone(),
        (Some(_), Some(name)) => name.clone(),
        (Some(_), None) => {
            return Err(Failure::usage("name", "several people use this code: say who you are with --name"));
        }
    };
    let mut question = format!(
        "Organisation: {}\nFingerprint:  {}\nYour name:    {}",
        one_line(&bundle.organisation_name),
        fingerprint(&bundle.organisation),
        one_line(&name)
    );
    if bundle.renews.is_some() {
        question.push_str("\nYour devices of before fall with this one, and everybody is told.");
    }
    if bundle.bot {
        question.push_str("\nThis is the invitation of a bot: what enrols with it is visible to all as one.");
    }
    if let Some(notice) = bundle.notice.as_ref().filter(|_| !bundle.bot) {
        let english = Language::from_tag(&args.language) == Language::English && !notice.english.is_empty();
        let text = if english { &notice.english } else { &notice.german };
        question = format!("{text}\n\nBy going on you confirm that you have read this.\n{question}");
    }
    if !args.yes && !confirmed(&format!("{question}\nIs this right?"))? {
        return Err(Failure::general("cancelled", "nothing was done; tell whoever invited you what is wrong"));
    }
    let pin = profile.first_pin()?;
    let secret = profile.secret()?;
    let enrolment = Enrolment { class: args.device.into(), pin: &pin, name: Some(&name) };
    let enrolled = Client::enrol(new.ports.clone(), &link, enrolment, &secret).await;
    let (client, state) = match enrolled {
        Ok(client) => (client, "enrolled"),
        Err(ClientError::WaitingForApproval) => (profile.unlock_with(&pin)?, "waiting-for-approval"),
        Err(error) => return Err(failure_of(&new, error)),
    };
    let who = Who::of(&client, state)?;
    output.result(&who, || match state {
        "enrolled" => format!("{}\n{CARD}", who.welcome()),
        _ => {
            format!("{} has your claim; an administrator has to approve it.\n{CARD}", one_line(&who.organisation_name))
        }
    });
    Ok(())
}

pub(crate) fn whoami(profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let device = client.device()?;
    let devices = client.devices()?;
    let own = devices.iter().find(|row| row.id == device);
    let state = match own {
        Some(row) if row.revoked => "revoked",
        Some(_) => "enrolled",
        None => "waiting",
    };
    let who = Who::of(&client, state)?;
    output.result(&who, || {
        let rows = [
            ["name".to_owned(), one_line(&who.name)],
            ["organisation".to_owned(), one_line(&who.organisation_name)],
            ["server".to_owned(), one_line(&who.server)],
            ["member".to_owned(), who.member.clone()],
            ["device".to_owned(), who.device.clone()],
            ["state".to_owned(), who.state.to_owned()],
        ];
        crate::output::table(&rows)
    });
    Ok(())
}

/// What to say after an error: the core keeps a profile that the server may still take, and no other.
pub(super) fn failure_of(new: &NewProfile<'_>, error: ClientError) -> Failure {
    let mut failure = Failure::from(error);
    if new.is_written() {
        failure.message.push_str("; it is written down: `verband sync` goes on with it");
    }
    failure
}

/// The set-up link, or its parts.
fn read_set_up_link(args: &Found) -> Result<SetUpLink, Failure> {
    match (&args.link, &args.server, &args.token) {
        (Some(link), _, _) => Ok(SetUpLink::parse(link)?),
        (None, Some(server), Some(token)) => {
            Ok(SetUpLink { server: address(server), token: SetUpToken::parse(token)? })
        }
        _ => Err(Failure::usage("no-server", "a founding needs the set-up link that the server printed")),
    }
}

/// The invitation's link, or its code and server.
fn read_invitation(args: &Enrol) -> Result<InvitationLink, Failure> {
    let text = typed(&args.invitation)?;
    let is_link = text.trim_start().get(..8).is_some_and(|start| start.eq_ignore_ascii_case("verband:"));
    if is_link {
        return Ok(InvitationLink::parse(&text)?);
    }
    let code = InvitationCode::parse(&text)?;
    let Some(server) = &args.server else {
        return Err(Failure::usage("no-server", "a code needs the server's address: --server URL"));
    };
    let server = ServerLink::parse(server).map_or_else(|_| address(server), |link| link.server);
    Ok(InvitationLink { server, code })
}

/// A link or code as it was typed, pasted or piped.
pub(super) fn typed(words: &[String]) -> Result<Zeroizing<String>, Failure> {
    if !matches!(words, [dash] if dash == "-") {
        return Ok(Zeroizing::new(words.join(" ")));
    }
    let mut line = Zeroizing::new(String::new());
    io::stdin().lock().read_line(&mut line).map_err(|error| Failure::file(Path::new("standard input"), &error))?;
    Ok(line)
}

/// An address as people write it.
pub(super) fn address(typed: &str) -> String {
    let typed = typed.trim().trim_end_matches('/');
    if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") }
}

/// Asks whoever sits in front of it.
pub(super) fn confirmed(question: &str) -> Result<bool, Failure> {
    if !io::stdin().is_terminal() {
        return Err(Failure::usage("no-answer", "there is nobody to ask whether this is right: see --yes"));
    }
    let _ = write!(io::stderr(), "{question} [y/N] ");
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).map_err(|error| Failure::file(Path::new("standard input"), &error))?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "j" | "ja"))
}

fn sheet_text(sheet: &RecoverySheet) -> Zeroizing<String> {
    Zeroizing::new(format!(
        "RECOVERY SHEET of {}\n\nRoot key:      {}\nFingerprint:   {}\nLink:          {}\n\n\
         Print this and lock it away. With it a new administrator can be made when there is none left.\n\
         Whoever has it can do the same. It is kept nowhere else.\n",
        one_line(&sheet.organisation_name),
        *sheet.root_key,
        fingerprint(&sheet.organisation),
        *sheet.link,
    ))
}
