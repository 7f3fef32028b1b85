//! E-mails of the server: what became of one, and the organisation's own words in them.

use clap::Subcommand;
use serde::Serialize;
use verband_client::texts::Language;
use verband_protocol::wire::{MailState, MailTemplate, MailText};

use crate::failure::Failure;
use crate::names;
use crate::output::{Output, local_time, one_line, printable};
use crate::profile::Profile;
use crate::session::Session;

/// Commands of `mail`.
#[derive(Subcommand)]
pub(crate) enum Mail {
    /// Say what became of the newest e-mail for an invitation
    State(State),
    /// Show the organisation's words in these e-mails
    Words,
    /// Set the organisation's words; parts that are left out stay
    #[command(
        after_help = "Placeholders: {organisation}, {reference}, {expires}, {link}. What every e-mail has to say stands
between greeting and closing.

Example:
  verband mail set --language de --subject 'Ihr Zugang zu {organisation}' --closing 'Ihre Pflegedienstleitung'"
    )]
    Set(Set),
}

/// Options of `mail state`.
#[derive(clap::Args)]
pub(crate) struct State {
    /// The invitation's id, or the name of the person
    invitation: String,
}

/// Options of `mail set`.
#[derive(clap::Args)]
pub(crate) struct Set {
    /// In which language: de or en
    #[arg(long, value_name = "LANGUAGE", default_value = "de", value_parser = ["de", "en"])]
    language: String,
    /// The subject: one line
    #[arg(long)]
    subject: Option<String>,
    /// What stands before
    #[arg(long)]
    greeting: Option<String>,
    /// What stands after
    #[arg(long)]
    closing: Option<String>,
}

#[derive(Serialize)]
struct StateRow {
    invitation: String,
    name: String,
    state: &'static str,
    at: u64,
    reason: Option<String>,
}

#[derive(Serialize)]
struct Words {
    subject: String,
    greeting: String,
    closing: String,
}

#[derive(Serialize)]
struct AllWords {
    german: Words,
    english: Words,
}

impl From<MailText> for Words {
    fn from(MailText { subject, greeting, closing }: MailText) -> Self {
        Self { subject, greeting, closing }
    }
}

impl Words {
    fn text(&self) -> String {
        format!("{}\n\n{}\n\n…\n\n{}", one_line(&self.subject), printable(&self.greeting), printable(&self.closing))
    }
}

pub(crate) async fn mail(command: Mail, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let client = &session.client;
    match command {
        Mail::State(args) => {
            let row = names::invitation(client, &args.invitation)?;
            let mail = client.invitation_mail(row.id).await?;
            let state = match mail.state {
                MailState::Waiting => "waiting",
                MailState::Sent => "sent",
                MailState::Failed => "failed",
            };
            let invitation = row.id.to_string();
            let shown = StateRow { invitation, name: row.name, state, at: mail.at, reason: mail.reason };
            output.result(&shown, || {
                let reason =
                    shown.reason.as_deref().map(|reason| format!(": {}", one_line(reason))).unwrap_or_default();
                format!("{}: {state} since {}{reason}", one_line(&shown.name), local_time(shown.at))
            });
        }
        Mail::Words => show(client.mail_template().await?, output),
        Mail::Set(args) => {
            let mut template = client.mail_template().await?;
            let words = match Language::from_tag(&args.language) {
                Language::German => &mut template.german,
                Language::English => &mut template.english,
            };
            let parts = [
                (&mut words.subject, args.subject),
                (&mut words.greeting, args.greeting),
                (&mut words.closing, args.closing),
            ];
            for (part, said) in parts {
                *part = said.unwrap_or_else(|| std::mem::take(part));
            }
            client.set_mail_template(&template).await?;
            show(template, output);
        }
    }
    Ok(())
}

fn show(template: MailTemplate, output: &Output) {
    let words = AllWords { german: template.german.into(), english: template.english.into() };
    output.result(&words, || format!("{}\n\n--\n\n{}", words.german.text(), words.english.text()));
}
