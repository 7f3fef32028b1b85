//! Keys on paper: making a recovery card, coming back with it, and bringing back an administrator with the organisation's
//! recovery sheet.

use std::path::PathBuf;

use serde::Serialize;
use verband_client::{Administrator, Client, Recoverable};
use verband_protocol::code::{PaperLink, RecoveryKey, RecoveryLink, RootKey, RootLink};

use super::founding::{Kind, Who, address, confirmed, failure_of};
use super::letters::{DeskArgs, said};
use crate::failure::Failure;
use crate::names;
use crate::output::{Output, one_line};
use crate::profile::Profile;
use crate::secret_file::SecretFile;
use crate::session::Session;

/// Options of `recovery-key`.
#[derive(clap::Args)]
pub(crate) struct MakeKey {
    /// Write the card to this PDF, to be printed and removed, instead of showing the key
    #[arg(long, value_name = "FILE")]
    card: Option<PathBuf>,
    #[command(flatten)]
    desk: DeskArgs,
}

/// What stands on the paper, and on what machine it is used.
#[derive(clap::Args)]
struct OnPaper {
    /// The link behind the QR code, or the key with --server
    #[arg(required = true, value_name = "LINK|KEY")]
    key: Vec<String>,
    /// The server's address, with a typed key
    #[arg(long, value_name = "URL")]
    server: Option<String>,
    /// Do not ask whether the fingerprint is the one on the paper
    #[arg(long)]
    yes: bool,
    /// What kind of machine this is
    #[arg(long, value_enum, default_value = "desktop")]
    device: Kind,
}

/// Options of `recover`.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  verband recover 'verband://recover?organisation=…&server=…#XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX'
  verband recover --server verband.example XXXX XXXX XXXX XXXX XXXX XXXX XXXX

Your devices of before lose access with it: if you have one of them left, link this one with it instead.")]
pub(crate) struct Recover {
    #[command(flatten)]
    paper: OnPaper,
}

/// Options of `restore`.
#[derive(clap::Args)]
#[command(after_help = "Only for the day when no device of an administrator is left. Everybody is told of it.

Examples:
  verband restore 'verband://restore?organisation=…&server=…#XXXX-…' --again
  verband restore --server verband.example XXXX XXXX XXXX XXXX XXXX XXXX XXXX --name 'Emil Ernst'")]
pub(crate) struct Restore {
    #[command(flatten)]
    paper: OnPaper,
    /// Come in as the administrator who lost everything; with her id if there are several
    #[arg(long, value_name = "MEMBER", num_args = 0..=1, default_missing_value = "", conflicts_with = "name")]
    again: Option<String>,
    /// Come in as somebody new, with this name
    #[arg(long, value_name = "NAME", required_unless_present = "again")]
    name: Option<String>,
}

#[derive(Serialize)]
struct Made {
    card: Option<PathBuf>,
    key: Option<String>,
    link: Option<String>,
}

pub(crate) async fn make_key(args: MakeKey, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    // What may fail is tried before there is a key: afterwards it is nowhere else.
    let mut file = args.card.map(SecretFile::create).transpose()?;
    let (desk, language) = (args.desk.desk(session.client.from_now(0)?), args.desk.language());
    let house = session.client.house(&desk)?;
    let card = session.client.make_recovery_key(profile.pin_again(&session.client)?).await?;
    let written = match &mut file {
        None => Ok(()),
        Some(file) => (session.client.recovery_card(&desk, &card, language))
            .map_err(|error| said("paper", error, language))
            .and_then(|pdf| file.write(&pdf)),
    };
    let file = if written.is_ok() { file.map(SecretFile::keep) } else { None };
    let shown = |text: &str| file.is_none().then(|| text.to_owned());
    let made = Made { key: shown(&card.key), link: shown(&card.link), card: file.clone() };
    output.result(&made, || match (&made.card, &made.key, &made.link) {
        (Some(path), ..) => {
            format!("Print {} and keep the card at home, then remove the file. An earlier key is dead.", path.display())
        }
        (None, Some(key), Some(link)) => format!(
            "Recovery key:  {key}\nServer:        {}\nFingerprint:   {}\nLink:          {link}\n\n\
             Write it down and keep it at home. It is kept nowhere else; an earlier key is dead.",
            house.server, house.fingerprint,
        ),
        _ => String::new(),
    });
    written
}

pub(crate) async fn recover(args: Recover, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let OnPaper { key, server, yes, device } = args.paper;
    let typed = key.join(" ");
    let link = match server {
        None => RecoveryLink::parse(&typed)?,
        Some(server) => typed_key(&server, RecoveryKey::parse(&typed)?),
    };
    let new = profile.begin()?;
    let found = Client::look_up_recovery(&new.ports, &link).await?;
    check(&found, link.fingerprint.is_some(), yes, "Your devices of before lose access with it.")?;
    let pin = profile.first_pin()?;
    let secret = profile.secret()?;
    let client = Client::recover(new.ports.clone(), &link, device.into(), &pin, &secret).await;
    let client = client.map_err(|error| failure_of(&new, error))?;
    welcome(&client, output)
}

pub(crate) async fn restore(args: Restore, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let OnPaper { key, server, yes, device } = args.paper;
    let typed = key.join(" ");
    let link = match server {
        None => RootLink::parse(&typed)?,
        Some(server) => typed_key(&server, RootKey::parse(&typed)?),
    };
    let new = profile.begin()?;
    let found = Client::look_up_root(&new.ports, &link).await?;
    let who = match (&args.name, args.again.as_deref()) {
        (Some(name), _) => Administrator::New(name),
        (None, again) => Administrator::Again(names::administrator(&found.administrators, again.unwrap_or_default())?),
    };
    check(&found, link.fingerprint.is_some(), yes, "You administer it with this device, and everybody is told.")?;
    let pin = profile.first_pin()?;
    let secret = profile.secret()?;
    let client = Client::restore(new.ports.clone(), &link, who, device.into(), &pin, &secret).await;
    let client = client.map_err(|error| failure_of(&new, error))?;
    welcome(&client, output)
}

fn typed_key<K>(server: &str, key: K) -> PaperLink<K> {
    PaperLink { server: address(server), fingerprint: None, key }
}

/// Asks what the paper says, where it did not say it by itself.
fn check(found: &Recoverable, compared: bool, yes: bool, consequence: &str) -> Result<(), Failure> {
    let mut question =
        format!("Organisation: {}\nFingerprint:  {}", one_line(&found.organisation_name), found.fingerprint);
    if !compared {
        question.push_str("\nCompare the fingerprint with the one on the paper.");
    }
    question = format!("{question}\n{consequence}\nIs this right?");
    if yes || confirmed(&question)? { Ok(()) } else { Err(Failure::general("cancelled", "nothing was done")) }
}

fn welcome(client: &Client, output: &Output) -> Result<(), Failure> {
    let who = Who::of(client, "enrolled")?;
    output.result(&who, || {
        let name = one_line(&who.name);
        let name = if name.is_empty() { String::new() } else { format!(", {name}") };
        format!("Welcome back to {}{name}.", one_line(&who.organisation_name))
    });
    Ok(())
}
