//! What is shown of wounds.

use serde_json::{Value, json};
use verband_client::texts::Language;
use verband_client::{
    WoundCurvePoint, WoundDetails, WoundFinding, WoundItem, WoundItemKind, WoundPhotoRow, WoundRow, six_week_question,
    wound_term, wound_terms,
};

use super::{Which, rows};
use crate::commands::proof::LanguageArg;
use crate::failure::Failure;
use crate::names;
use crate::output::{Output, local_time, one_line, short, table};
use crate::profile::Profile;

/// Options of `wounds list`.
#[derive(clap::Args)]
pub(crate) struct List {
    /// Only those of this channel, by title or id
    #[arg(value_name = "CHANNEL")]
    channel: Option<String>,
    #[command(flatten)]
    language: LanguageArg,
}

/// Options of `wounds show`.
#[derive(clap::Args)]
pub(crate) struct Show {
    #[command(flatten)]
    which: Which,
    /// How much of its course
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: u32,
    #[command(flatten)]
    language: LanguageArg,
}

/// Options of `wounds pair`.
#[derive(clap::Args)]
pub(crate) struct Pair {
    #[command(flatten)]
    which: Which,
    /// The ids of two photos' messages
    #[arg(num_args = 2, value_names = ["PHOTO", "PHOTO"])]
    photos: Vec<String>,
}

/// Options of `wounds questions`.
#[derive(clap::Args)]
pub(crate) struct Questions {
    #[command(flatten)]
    language: LanguageArg,
}

/// Options of `wounds terms`.
#[derive(clap::Args)]
pub(crate) struct Terms {
    /// Only those of this list, such as region, type or tissue
    list: Option<String>,
    #[command(flatten)]
    language: LanguageArg,
}

/// A finding.
#[derive(clap::Args)]
pub(crate) struct OfFinding {
    /// The first digits of the finding's id
    finding: String,
}

pub(super) fn list(args: &List, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let rows = match &args.channel {
        Some(wanted) => client.wounds(&names::channel(&client, wanted)?.log)?,
        None => client.all_wounds()?,
    };
    output.result(&rows.iter().map(rows::wound).collect::<Vec<_>>(), || wounds(&rows, args.language.language()));
    Ok(())
}

pub(super) fn questions(args: &Questions, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let language = args.language.language();
    let rows = client.wound_questions()?;
    output.result(&rows.iter().map(rows::wound).collect::<Vec<_>>(), || {
        if rows.is_empty() {
            return "(no questions)".to_owned();
        }
        format!("{}\n{}", six_week_question(language), wounds(&rows, language))
    });
    Ok(())
}

fn wounds(rows: &[WoundRow], language: Language) -> String {
    let cells: Vec<_> = rows
        .iter()
        .map(|row| {
            let found = if row.found_at == 0 { String::new() } else { local_time(row.found_at) };
            [
                short(&row.event),
                one_line(&row.conversation_title),
                one_line(&row.details.patient),
                site(&row.details, language),
                kind(&row.details, language),
                size(row.area, row.area_by_sides),
                found,
                state(row, language),
            ]
        })
        .collect();
    table(&cells)
}

/// A wound in a line.
pub(super) fn line(row: &WoundRow) -> String {
    let language = Language::English;
    let parts = [
        one_line(&row.details.patient),
        site(&row.details, language),
        kind(&row.details, language),
        size(row.area, row.area_by_sides),
        state(row, language),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn site(details: &WoundDetails, language: Language) -> String {
    let words = [("region", &details.site.region), ("side", &details.site.side)];
    let mut words: Vec<String> = words
        .into_iter()
        .filter(|(_, code)| !code.is_empty())
        .map(|(list, code)| wound_term(language, list, code))
        .collect();
    words.extend(details.site.clock.map(|hour| format!("{hour} h")));
    words.join(" ")
}

fn kind(details: &WoundDetails, language: Language) -> String {
    let words = [("type", &details.kind), ("stage", &details.stage)];
    let words = words.into_iter().filter(|(_, code)| !code.is_empty());
    words.map(|(list, code)| wound_term(language, list, code)).collect::<Vec<_>>().join(", ")
}

fn size(area: Option<u32>, by_sides: bool) -> String {
    let how = if by_sides { " (length × width)" } else { "" };
    area.map_or_else(String::new, |area| format!("{area} mm²{how}"))
}

fn state(row: &WoundRow, language: Language) -> String {
    let mut parts = Vec::new();
    if row.closed {
        parts.push(format!("[{}]", wound_term(language, "reason", &row.closed_reason)));
    }
    if row.question {
        parts.push("[six weeks: question]".to_owned());
    }
    if row.waiting {
        parts.push("[waits]".to_owned());
    }
    parts.join(" ")
}

pub(super) fn show(args: &Show, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let language = args.language.language();
    let row = names::wound(&client, &args.which.wound)?;
    let items = client.wound_timeline(&row.conversation, &row.event, args.limit)?;
    let mut result = rows::wound(&row);
    result["course"] = items.iter().map(rows::item).collect::<Vec<_>>().into();
    output.result(&result, || {
        let cells: Vec<_> = items
            .iter()
            .map(|item| {
                let about = item.finding.or(item.photo_event).unwrap_or(item.event);
                let kind = rows::kind_word(item.kind).to_owned();
                let state = if item.waiting { "[waits]".to_owned() } else { String::new() };
                [short(&about), local_time(item.at), one_line(&item.by_name), kind, said(item, language), state]
            })
            .collect();
        format!("{}\n{}", line(&row), table(&cells))
    });
    Ok(())
}

/// What an item says.
fn said(item: &WoundItem, language: Language) -> String {
    let mut parts = Vec::new();
    let code = match item.kind {
        WoundItemKind::Photo => wound_term(language, "photo", &item.role),
        WoundItemKind::Closed => wound_term(language, "reason", &item.code),
        WoundItemKind::Consented => wound_term(language, "consent", &item.code),
        WoundItemKind::Answered => wound_term(language, "answer", &item.code),
        WoundItemKind::Exported => wound_term(language, "export", &item.code),
        _ => String::new(),
    };
    parts.push(code);
    parts.extend(item.content.as_ref().map(|finding| found(finding, language)));
    let area = item.measurement.as_ref().and_then(|measurement| measurement.area);
    parts.extend(area.map(|area| format!("± {} mm²", area.error)));
    parts.push(one_line(&item.text));
    if item.struck {
        parts.push("[struck]".to_owned());
    }
    if !item.documented_in.is_empty() {
        parts.push(format!("[in {}]", one_line(&item.documented_in)));
    }
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn found(finding: &WoundFinding, language: Language) -> String {
    let sides = finding.length.zip(finding.width).map(|(length, width)| format!("{length} × {width} mm"));
    let mut parts: Vec<String> = sides.into_iter().collect();
    parts.extend(finding.area.map(|area| format!("{area} mm²")));
    let tissue = |part: &verband_client::TissuePart| {
        format!("{} {} %", wound_term(language, "tissue", &part.tissue), part.percent)
    };
    parts.extend(finding.tissue.iter().map(tissue));
    for (list, codes) in [("edge", &finding.edge), ("skin", &finding.skin), ("infection", &finding.infection)] {
        for code in codes {
            let field = wound_term(language, "field", list);
            parts.push(format!("{field}: {}", wound_term(language, list, code)));
        }
    }
    parts.extend(finding.pain.map(|pain| format!("{}: {pain}", wound_term(language, "field", "pain"))));
    parts.extend(
        [&finding.dressing, &finding.note].into_iter().filter(|text| !text.is_empty()).map(|text| one_line(text)),
    );
    parts.join(", ")
}

pub(super) fn versions(which: &Which, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let row = names::wound(&client, &which.wound)?;
    let rows = client.wound_versions(&row.conversation, &row.event)?;
    let result: Vec<Value> = rows.iter().map(rows::version).collect();
    output.result(&result, || {
        let language = Language::English;
        let cells: Vec<_> = rows
            .iter()
            .map(|row| {
                let mut parts = Vec::new();
                if let Some(details) = &row.details {
                    parts.extend([one_line(&details.patient), site(details, language), kind(details, language)]);
                }
                parts.extend(row.consent.as_ref().map(|consent| wound_term(language, "consent", &consent.state)));
                parts.extend(row.closed.map(|closed| if closed { "closed" } else { "open" }.to_owned()));
                parts.retain(|part| !part.is_empty());
                [local_time(row.at), one_line(&row.by_name), parts.join(", ")]
            })
            .collect();
        table(&cells)
    });
    Ok(())
}

pub(super) fn finding_versions(args: &OfFinding, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let (log, item) = names::finding(&client, &args.finding)?;
    let rows = client.finding_versions(&log, &item.event)?;
    let result: Vec<Value> = rows.iter().map(rows::finding_version).collect();
    output.result(&result, || {
        let cells: Vec<_> = rows
            .iter()
            .map(|row| {
                let content = row.content.as_ref();
                let content = content.map_or("[struck]".to_owned(), |content| found(content, Language::English));
                [local_time(row.at), one_line(&row.by_name), content, one_line(&row.reason)]
            })
            .collect();
        table(&cells)
    });
    Ok(())
}

pub(super) fn curve(which: &Which, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let row = names::wound(&client, &which.wound)?;
    let points = client.wound_curve(&row.conversation, &row.event)?;
    let result: Vec<Value> = points.iter().map(rows::point).collect();
    output.result(&result, || {
        let cells: Vec<_> = points
            .iter()
            .map(|point| [local_time(point.at), size(Some(point.area), point.by_sides), how(point)])
            .collect();
        table(&cells)
    });
    Ok(())
}

/// How a size was measured, and what it may be off by.
fn how(point: &WoundCurvePoint) -> String {
    let error = point.error.map(|error| format!("± {error} mm²"));
    let method = (!point.measured.is_empty()).then(|| wound_term(Language::English, "measured", &point.measured));
    method.into_iter().chain(error).collect::<Vec<_>>().join(", ")
}

pub(super) fn pair(args: &Pair, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let row = names::wound(&client, &args.which.wound)?;
    let chosen = match args.photos.as_slice() {
        [one, other] => Some((names::photo(&client, one)?.event, names::photo(&client, other)?.event)),
        _ => None,
    };
    let pair = client.wound_pair(&row.conversation, &row.event, chosen)?;
    let result = json!({ "first": rows::photo(&pair.first), "second": rows::photo(&pair.second) });
    output.result(&result, || {
        let cells = [&pair.first, &pair.second].map(|photo: &WoundPhotoRow| {
            let role = wound_term(Language::English, "photo", &photo.role);
            [short(&photo.event), local_time(photo.taken_at), role]
        });
        table(&cells)
    });
    Ok(())
}

pub(super) fn terms(args: &Terms, output: &Output) -> Result<(), Failure> {
    let mut terms = wound_terms(args.language.language());
    if let Some(list) = &args.list {
        terms.retain(|term| term.list == *list);
        if terms.is_empty() {
            return Err(Failure::general("not-found", format!("there is no list \"{list}\"")));
        }
    }
    let result: Vec<Value> =
        terms.iter().map(|term| json!({ "list": term.list, "code": term.code, "word": term.word })).collect();
    output.result(&result, || {
        let cells: Vec<_> =
            terms.iter().map(|term| [term.list.clone(), term.code.clone(), term.word.clone()]).collect();
        table(&cells)
    });
    Ok(())
}
