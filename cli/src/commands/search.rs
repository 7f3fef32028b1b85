//! Finding things again: people, conversations and messages, in what this device has.

use std::io::{self, IsTerminal as _};

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::Serialize;
use verband_client::texts::Language;
use verband_client::{ConversationRow, Findings, Mark, MemberRow, SearchHit, SearchQuery};

use crate::failure::Failure;
use crate::names;
use crate::output::{Output, local_time, one_line, printable, short};
use crate::profile::Profile;

/// Options of `search`.
#[derive(clap::Args)]
#[command(
    after_help = "Words are found inside of other words too, however umlauts are written; one or two letters only
where a word begins. With any option but --limit only messages are looked for; without words, the
newest ones of which the rest is so.

Examples:
  verband search dekubitus ferse
  verband search '\"an der Ferse\"' --in Wundteam --from 2026-11-01
  verband search --by 'Anna Arndt' --photos"
)]
pub(crate) struct Search {
    /// Words that all have to be there; in quotes, a phrase
    words: Vec<String>,
    /// Only in this conversation
    #[arg(long = "in", value_name = "CONVERSATION")]
    conversation: Option<String>,
    /// Only by this member
    #[arg(long = "by", value_name = "MEMBER")]
    author: Option<String>,
    /// Not older than this day, or this time (2026-11-26T14:00)
    #[arg(long, value_name = "DATE", value_parser = Moment::parse)]
    from: Option<Moment>,
    /// Up to this day, or before this time
    #[arg(long, value_name = "DATE", value_parser = Moment::parse)]
    until: Option<Moment>,
    /// Only of this content kind: message, photo
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Only with a photo
    #[arg(long)]
    photos: bool,
    /// How many at most, of each
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: u32,
    /// Behind the message with this position, as `--json` tells it: the next page
    #[arg(long, value_name = "POSITION")]
    after: Option<u64>,
}

/// A day or a time, by this device's clock.
#[derive(Clone, Copy)]
enum Moment {
    Day(Date),
    Time(DateTime),
}

impl Moment {
    fn parse(text: &str) -> Result<Self, String> {
        // A day can be read as a time, too: its midnight.
        if text.len() <= "2026-11-26".len() {
            text.parse().map(Self::Day).map_err(|error: jiff::Error| error.to_string())
        } else {
            text.parse().map(Self::Time).map_err(|error: jiff::Error| error.to_string())
        }
    }

    fn begins(self) -> Result<u64, jiff::Error> {
        let time = match self {
            Self::Day(day) => day.to_datetime(jiff::civil::Time::midnight()),
            Self::Time(time) => time,
        };
        let timestamp = TimeZone::system().to_timestamp(time)?;
        Ok(u64::try_from(timestamp.as_millisecond()).unwrap_or(0))
    }

    fn ends(self) -> Result<u64, jiff::Error> {
        match self {
            Self::Day(day) => Self::Day(day.checked_add(1.day())?).begins(),
            Self::Time(_) => self.begins(),
        }
    }
}

#[derive(Serialize)]
struct Found {
    people: Vec<Person>,
    conversations: Vec<Conversation>,
    messages: Vec<Hit>,
}

#[derive(Serialize)]
struct Person {
    member: String,
    name: String,
    function: String,
    ward: String,
}

impl From<&MemberRow> for Person {
    fn from(row: &MemberRow) -> Self {
        let (name, function, ward) = (row.name.clone(), row.function.clone(), row.ward.clone());
        Self { member: row.id.to_string(), name, function, ward }
    }
}

#[derive(Serialize)]
struct Conversation {
    conversation: String,
    title: String,
}

impl From<&ConversationRow> for Conversation {
    fn from(row: &ConversationRow) -> Self {
        Self { conversation: row.log.to_string(), title: row.title.clone() }
    }
}

#[derive(Serialize)]
struct Hit {
    conversation: String,
    title: String,
    event: String,
    author: Option<String>,
    author_name: String,
    author_bot: bool,
    own: bool,
    sent_at: u64,
    kind: String,
    excerpt: String,
    /// In UTF-16 code units of the excerpt.
    marks: Vec<Place>,
    photo: Option<String>,
    position: u64,
}

#[derive(Serialize)]
struct Place {
    start: u32,
    len: u32,
}

impl From<&SearchHit> for Hit {
    fn from(hit: &SearchHit) -> Self {
        Self {
            conversation: hit.log.to_string(),
            title: hit.title.clone(),
            event: hit.event.to_string(),
            author: hit.author.map(|author| author.to_string()),
            author_name: hit.author_name.clone(),
            author_bot: hit.author_bot,
            own: hit.own,
            sent_at: hit.sent_at,
            kind: hit.kind.clone(),
            excerpt: hit.excerpt.clone(),
            marks: hit.marks.iter().map(|mark| Place { start: mark.start, len: mark.len }).collect(),
            photo: hit.photo.map(|photo| photo.to_string()),
            position: hit.position,
        }
    }
}

pub(crate) fn search(args: Search, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let bad = |error: jiff::Error| Failure::usage("argument", error.to_string());
    let conversation = args.conversation.map(|wanted| names::conversation(&client, &wanted)).transpose()?;
    let author = args.author.map(|wanted| names::member(&client, &wanted)).transpose()?;
    let query = SearchQuery {
        words: args.words.join(" "),
        author: author.map(|author| author.id),
        conversation: conversation.map(|conversation| conversation.log),
        from: args.from.map(Moment::begins).transpose().map_err(bad)?,
        until: args.until.map(Moment::ends).transpose().map_err(bad)?,
        kind: args.kind,
        with_photo: args.photos,
        after: args.after,
    };
    let everywhere = query == SearchQuery { words: query.words.clone(), ..SearchQuery::default() };
    let found = if everywhere {
        if query.words.trim().is_empty() {
            return Err(Failure::usage("argument", "say what to look for".to_owned()));
        }
        client.find_everywhere(&query.words, args.limit)?
    } else {
        Findings { messages: client.search(&query, args.limit)?, ..Findings::default() }
    };
    let value = Found {
        people: found.people.iter().map(Person::from).collect(),
        conversations: found.conversations.iter().map(Conversation::from).collect(),
        messages: found.messages.iter().map(Hit::from).collect(),
    };
    let bold = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    output.result(&value, || text(&found, bold));
    if found == Findings::default() {
        output.note(&client.search_hint(&query, Language::English)?);
    }
    Ok(())
}

/// Sections, each of one line per row.
fn text(found: &Findings, bold: bool) -> String {
    let people = found.people.iter().map(|row| {
        let said = [&row.name, &row.function, &row.ward].map(|part| one_line(part));
        let said: Vec<_> = said.into_iter().filter(|part| !part.is_empty()).collect();
        format!("{}  {}", short(&row.id), said.join(", "))
    });
    let conversations = found.conversations.iter().map(|row| format!("{}  {}", short(&row.log), one_line(&row.title)));
    let messages = found.messages.iter().map(|hit| {
        let name = if hit.author_name.is_empty() { "(unknown)".to_owned() } else { one_line(&hit.author_name) };
        let photo = hit.photo.map(|photo| format!("[photo {}]  ", short(&photo))).unwrap_or_default();
        let said = marked(&hit.excerpt, &hit.marks, bold).replace('\n', "\n    ");
        format!("{}  {}  {name}  {photo}{said}", local_time(hit.sent_at), one_line(&hit.title))
    });
    let sections: [(&str, Vec<String>); 3] =
        [("People", people.collect()), ("Conversations", conversations.collect()), ("Messages", messages.collect())];
    let several = sections.iter().filter(|(_, lines)| !lines.is_empty()).count() > 1;
    let shown = sections.into_iter().filter(|(_, lines)| !lines.is_empty()).map(|(title, lines)| {
        let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
        let lines = lines.join("\n") + "\n";
        if several { format!("{title}\n{lines}") } else { lines }
    });
    shown.collect::<Vec<_>>().join("\n")
}

/// An excerpt as a terminal may show it, with the marked places in bold.
fn marked(excerpt: &str, marks: &[Mark], bold: bool) -> String {
    let units: Vec<u16> = excerpt.encode_utf16().collect();
    let cut = |start: usize, end: usize| printable(&String::from_utf16_lossy(&units[start..end]));
    let (mut shown, mut at) = (String::new(), 0);
    for mark in marks {
        let (start, end) = (mark.start as usize, (mark.start + mark.len) as usize);
        shown.push_str(&cut(at, start));
        let (on, off) = if bold { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
        shown.extend([on, &cut(start, end), off]);
        at = end;
    }
    shown.push_str(&cut(at, units.len()));
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_places_are_bold_and_nothing_else_steers_the_terminal() {
        let excerpt = "👍 Größe\u{1b}[2J 3";
        let marks = [Mark { start: 3, len: 5 }];
        assert_eq!(marked(excerpt, &marks, true), "👍 \u{1b}[1mGröße\u{1b}[0m\u{fffd}[2J 3");
        assert_eq!(marked(excerpt, &marks, false), "👍 Größe\u{fffd}[2J 3");
    }

    #[test]
    fn a_day_ends_when_the_next_one_begins() {
        let day = Moment::parse("2026-11-26").expect("a day");
        assert_eq!(day.ends().expect("a time"), Moment::parse("2026-11-27").expect("a day").begins().expect("a time"));
        let time = Moment::parse("2026-11-26T14:00").expect("a time");
        assert_eq!(time.begins().expect("a time") - day.begins().expect("a time"), 14 * 3_600_000);
        assert!(Moment::parse("gestern").is_err() && Moment::parse("2026-13-01").is_err());
    }
}
