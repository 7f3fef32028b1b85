//! What happened since one's last shift.

use std::fmt::Write as _;

use serde::Serialize;
use verband_client::texts::Language;
use verband_client::{ShiftEnd, ShiftFact, ShiftFactKind};

use crate::failure::Failure;
use crate::output::{Output, local_time, local_zone, one_line};
use crate::profile::Profile;

/// Options of `handover`.
#[derive(clap::Args)]
#[command(
    after_help = "Your last shift ended when you last handed over a role address; if you never did, when you last wrote
or read something. What is shown are facts of the conversations, counted: nothing is summarised."
)]
pub(crate) struct Handover {
    /// Since so many hours ago instead
    #[arg(long, value_name = "HOURS", value_parser = clap::value_parser!(u64).range(1..=8_760))]
    hours: Option<u64>,
    /// The language of the sentences: de or en
    #[arg(long, value_name = "LANGUAGE", default_value = "en", value_parser = ["de", "en"])]
    language: String,
}

#[derive(Serialize)]
struct View {
    since: u64,
    end: &'static str,
    facts: Vec<Fact>,
}

#[derive(Serialize)]
struct Fact {
    conversation: String,
    conversation_title: String,
    kind: &'static str,
    count: u64,
    name: String,
    names: Vec<String>,
    at: u64,
    event: Option<String>,
    sentence: String,
}

impl Fact {
    fn of(fact: ShiftFact, language: Language) -> Self {
        Self {
            sentence: fact.sentence(language),
            conversation: fact.conversation.to_string(),
            conversation_title: fact.conversation_title,
            kind: kind_word(fact.kind),
            count: fact.count,
            name: fact.name,
            names: fact.names,
            at: fact.at,
            event: fact.event.map(|event| event.to_string()),
        }
    }
}

fn kind_word(kind: ShiftFactKind) -> &'static str {
    match kind {
        ShiftFactKind::Messages => "messages",
        ShiftFactKind::Unconfirmed => "unconfirmed",
        ShiftFactKind::RequestsOpen => "requests-open",
        ShiftFactKind::RequestsTaken => "requests-taken",
        ShiftFactKind::RequestsDone => "requests-done",
        ShiftFactKind::HandedOver => "handed-over",
        ShiftFactKind::Photos => "photos",
        ShiftFactKind::Files => "files",
        ShiftFactKind::Survey => "survey",
        ShiftFactKind::Appointment => "appointment",
        ShiftFactKind::Joined => "joined",
        ShiftFactKind::Left => "left",
    }
}

pub(crate) fn handover(args: &Handover, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let now = client.from_now(0)?;
    let since = args.hours.map(|hours| now.saturating_sub(hours * 3_600_000));
    let view = client.handover_view(since, &local_zone())?;
    let (language, end) = (Language::from_tag(&args.language), view.end);
    let view = View {
        since: view.since,
        end: match end {
            ShiftEnd::Given => "given",
            ShiftEnd::HandedOver => "handed-over",
            ShiftEnd::LastSeen => "last-seen",
            ShiftEnd::Unknown => "unknown",
        },
        facts: view.facts.into_iter().map(|fact| Fact::of(fact, language)).collect(),
    };
    output.result(&view, || {
        let mut text = match end {
            ShiftEnd::Unknown => "Everything that this device has:\n".to_owned(),
            _ => format!("Since {}:\n", local_time(view.since)),
        };
        let mut conversation = "";
        for fact in &view.facts {
            if fact.conversation != conversation {
                let _ = writeln!(text, "{}", one_line(&fact.conversation_title));
                conversation = &fact.conversation;
            }
            let _ = writeln!(text, "  {}", one_line(&fact.sentence));
        }
        if view.facts.is_empty() {
            text.push_str("Nothing happened.\n");
        }
        text
    });
    Ok(())
}
