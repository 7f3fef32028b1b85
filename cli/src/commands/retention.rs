//! How long things stay: what vanishes when and for whom, and what would vanish before it is in the patient record.

use clap::Subcommand;
use serde_json::{Value, json};
use verband_client::rules::retention::Hold;
use verband_client::texts::Language;
use verband_client::{Kept, MAX_AHEAD, Retention as Stays, RetentionItem, RetentionPreview, RowKind, kept_in_words};

use super::proof::LanguageArg;
use crate::failure::Failure;
use crate::names;
use crate::output::{Output, local_time, one_line, short, table};
use crate::profile::Profile;

/// Commands of `retention`.
#[derive(Subcommand)]
pub(crate) enum Retention {
    /// Show how long things stay in a conversation and what vanishes when and for whom; without one, of all of them
    Show(Show),
    /// List findings and photos of wounds whose time is over soon and that are not in the patient record
    Warnings(Warnings),
}

/// Options of `retention show`.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  verband retention show                        what vanishes within 30 days, of all conversations
  verband retention show Wundteam --ahead 7     of one, within a week
  verband retention show --days 90              what another number of days would do

How long things stay is set with `verband policy set --retention` and `verband channel policy --retention`.")]
pub(crate) struct Show {
    /// A conversation, by title or id
    conversation: Option<String>,
    /// How many days to look ahead
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u16).range(0..=i64::from(MAX_AHEAD)))]
    ahead: u16,
    /// As if things were kept for so many days
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..))]
    days: Option<u32>,
    #[command(flatten)]
    language: LanguageArg,
}

/// Options of `retention warnings`.
#[derive(clap::Args)]
pub(crate) struct Warnings {
    #[command(flatten)]
    language: LanguageArg,
}

pub(crate) fn retention(command: Retention, profile: &Profile, output: &Output) -> Result<(), Failure> {
    match command {
        Retention::Show(args) => show(&args, profile, output),
        Retention::Warnings(args) => warnings(&args, profile, output),
    }
}

fn show(args: &Show, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let language = args.language.language();
    let Some(wanted) = &args.conversation else {
        let previews = client.retention_previews(args.ahead, args.days)?;
        output.result(&previews.iter().map(|preview| foretold(preview, language)).collect::<Vec<_>>(), || {
            let told: Vec<String> = previews.iter().map(|preview| told(preview, language)).collect();
            if told.is_empty() { "(nothing vanishes)".to_owned() } else { told.join("\n\n") }
        });
        return Ok(());
    };
    let log = names::conversation(&client, wanted)?.log;
    let (stays, preview) = (client.retention(&log)?, client.retention_preview(&log, args.ahead, args.days)?);
    let mut result = foretold(&preview, language);
    result["retention"] = held(&stays, language);
    output.result(&result, || format!("{}\n{}", stays.words(language), told(&preview, language)));
    Ok(())
}

fn warnings(args: &Warnings, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let language = args.language.language();
    let items = client.retention_warnings()?;
    output.result(&items.iter().map(|row| item(row, language)).collect::<Vec<_>>(), || {
        if items.is_empty() { "(nothing is missing in the record)".to_owned() } else { rows(&items, language) }
    });
    Ok(())
}

/// A preview as people read it.
fn told(preview: &RetentionPreview, language: Language) -> String {
    let mut lines = vec![format!("{}: {}", one_line(&preview.title), preview.words(language))];
    lines.extend(
        preview.counts.iter().map(|count| format!("  {}  {} {}", local_time(count.at), count.count, kind(count.kind))),
    );
    for part in [&preview.vanishing, &preview.kept] {
        if !part.is_empty() {
            lines.push(rows(part, language));
        }
    }
    lines.join("\n")
}

fn rows(items: &[RetentionItem], language: Language) -> String {
    let cells: Vec<_> = items
        .iter()
        .map(|item| {
            let when = item.vanishes_at.map(local_time).unwrap_or_default();
            let why = item.kept.map(|kept| kept_in_words(kept, language)).unwrap_or_default();
            let missing = if item.undocumented { "not in the record" } else { "" };
            let (text, author) = (one_line(&item.text), one_line(&item.author_name));
            [short(&item.event), kind(item.kind), local_time(item.sent_at), author, text, when, why, missing.to_owned()]
        })
        .collect();
    table(&cells)
}

fn kind(kind: RowKind) -> String {
    match kind {
        RowKind::Text => "message",
        RowKind::Photo => "photo",
        RowKind::Voice => "voice note",
        RowKind::Video => "video",
        RowKind::Deleted => "deleted",
        RowKind::Unreadable => "unreadable",
        RowKind::Other(10 | 14) => "file",
        RowKind::Other(20..=29) => "survey",
        RowKind::Other(30..=39) => "appointment",
        RowKind::Other(40..=49) => "request",
        RowKind::Other(60) => "wound",
        RowKind::Other(62) => "finding",
        RowKind::Other(number) => return format!("kind {number}"),
    }
    .to_owned()
}

pub(super) fn holder(hold: Hold) -> &'static str {
    match hold {
        Hold::Organisation => "organisation",
        Hold::Conversation => "conversation",
    }
}

fn held(stays: &Stays, language: Language) -> Value {
    json!({
        "days": stays.days, "organisation_days": stays.organisation_days, "channel_days": stays.channel_days,
        "hold": stays.hold.map(holder), "keep_undocumented": stays.keep_undocumented,
        "erased_until": stays.erased_until, "changeable": stays.changeable, "words": stays.words(language),
    })
}

fn foretold(preview: &RetentionPreview, language: Language) -> Value {
    let counts: Vec<Value> = preview
        .counts
        .iter()
        .map(|count| json!({ "at": count.at, "kind": kind(count.kind), "count": count.count }))
        .collect();
    let items = |rows: &[RetentionItem]| rows.iter().map(|row| item(row, language)).collect::<Vec<_>>();
    json!({
        "conversation": preview.log.to_string(), "title": preview.title, "days": preview.days,
        "hold": preview.hold.map(holder), "people": preview.people, "devices": preview.devices,
        "words": preview.words(language), "counts": counts, "vanishing": items(&preview.vanishing),
        "kept": items(&preview.kept),
    })
}

fn item(item: &RetentionItem, language: Language) -> Value {
    let why = item.kept.map(|kept| match kept {
        Kept::Hold => "hold",
        Kept::Undocumented => "undocumented",
        Kept::InUse => "in-use",
    });
    json!({
        "conversation": item.log.to_string(), "event": item.event.to_string(), "kind": kind(item.kind),
        "text": item.text, "author": item.author.map(|author| author.to_string()), "author_name": item.author_name,
        "sent_at": item.sent_at, "vanishes_at": item.vanishes_at, "kept": why,
        "words": item.kept.map(|kept| kept_in_words(kept, language)), "undocumented": item.undocumented,
    })
}
