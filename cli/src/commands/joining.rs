//! Channels that are shown: joining and leaving them, answering who asks, and what holds in them.

use clap::Args;
use serde::Serialize;
use verband_client::{ChannelChange, ChannelDetails, ChannelRow, history_in_words};
use verband_protocol::policy::{History, Invite, Join, Write};
use verband_protocol::wire::JoinState;

use super::policy::Switch;
use super::proof::LanguageArg;
use crate::failure::Failure;
use crate::names::pick;
use crate::output::{Output, local_time, one_line, short, table};
use crate::session::{Delivery, Later, Session};

/// How others come in.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(super) enum JoinRule {
    /// Whoever asks
    Open,
    /// A moderator lets in, or an administrator's invitation names the channel
    Invitation,
    /// By invitation, and not listed
    Hidden,
    /// Everybody is in: announcements, which moderators write
    Everyone,
}

impl From<JoinRule> for Join {
    fn from(rule: JoinRule) -> Self {
        match rule {
            JoinRule::Open => Self::Open,
            JoinRule::Invitation => Self::Invitation,
            JoinRule::Hidden => Self::Hidden,
            JoinRule::Everyone => Self::Everyone,
        }
    }
}

/// What newcomers read.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(super) enum Reads {
    /// Everything from the beginning
    Full,
    /// What is written after they came
    FromJoin,
}

impl From<Reads> for History {
    fn from(reads: Reads) -> Self {
        match reads {
            Reads::Full => Self::Full,
            Reads::FromJoin => Self::FromJoin,
        }
    }
}

/// Everybody who is in, or moderators.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(super) enum Among {
    /// Everybody who is in
    Everyone,
    /// Moderators only
    Moderators,
}

impl From<Among> for Write {
    fn from(among: Among) -> Self {
        match among {
            Among::Everyone => Self::Everyone,
            Among::Moderators => Self::Moderators,
        }
    }
}

impl From<Among> for Invite {
    fn from(among: Among) -> Self {
        match among {
            Among::Everyone => Self::Everyone,
            Among::Moderators => Self::Moderators,
        }
    }
}

/// Options of `channel list`.
#[derive(Args)]
pub(crate) struct List {
    #[command(flatten)]
    language: LanguageArg,
}

/// A channel that is shown.
#[derive(Args)]
pub(crate) struct Which {
    /// The channel's title or id
    channel: String,
}

/// Options of `channel leave`.
#[derive(Args)]
pub(crate) struct Leave {
    /// The channel's title or id
    channel: String,
    #[command(flatten)]
    later: Later,
}

/// Options of `channel approve` and `channel refuse`.
#[derive(Args)]
pub(crate) struct Answer {
    /// The channel's title or id
    channel: String,
    /// The name or id of who asks
    member: String,
}

/// Options of `channel moderators`.
#[derive(Args)]
pub(crate) struct Moderators {
    /// The channel's title or id
    channel: String,
    /// Names or ids of all who moderate from now on
    #[arg(required = true)]
    members: Vec<String>,
}

/// Options of `channel policy`.
#[derive(Args)]
pub(crate) struct Policy {
    /// The channel's title or id
    channel: String,
    /// How others come in
    #[arg(long, value_enum)]
    join: Option<JoinRule>,
    /// What newcomers read: never more than before
    #[arg(long, value_enum)]
    history: Option<Reads>,
    /// Who may write
    #[arg(long, value_enum)]
    write: Option<Among>,
    /// Who may bring somebody in
    #[arg(long, value_enum)]
    invite: Option<Among>,
    /// Days after which content is erased; 0 for what the organisation says
    #[arg(long, value_name = "DAYS")]
    retention: Option<u32>,
    /// Legal hold: whether nothing is erased, whatever its time and whoever deletes
    #[arg(long)]
    hold: Option<Switch>,
}

/// Options of `channel describe`.
#[derive(Args)]
pub(crate) struct Describe {
    /// The channel's title or id
    channel: String,
    /// What it is for
    #[arg(long, default_value = "")]
    description: String,
    /// A file with a picture: JPEG, PNG or WebP
    #[arg(long, value_name = "FILE")]
    picture: Option<std::path::PathBuf>,
    #[command(flatten)]
    later: Later,
}

#[derive(Serialize)]
struct Shown {
    conversation: String,
    title: String,
    description: String,
    join: &'static str,
    history: &'static str,
    /// The same for people.
    words: String,
    write: &'static str,
    inside: bool,
    request: Option<&'static str>,
}

/// What holds in a channel.
#[derive(Serialize)]
struct Holds {
    conversation: String,
    title: String,
    join: &'static str,
    history: &'static str,
    write: &'static str,
    invite: &'static str,
    moderators: Vec<String>,
    retention: Option<u32>,
    hold: bool,
}

fn join_word(join: Join) -> &'static str {
    match join {
        Join::Open => "open",
        Join::Invitation => "invitation",
        Join::Hidden => "hidden",
        Join::Everyone => "everyone",
    }
}

pub(super) fn history_word(history: History) -> &'static str {
    match history {
        History::Full => "full",
        History::FromJoin => "from-join",
        History::Closed => "closed",
    }
}

fn write_word(write: Write) -> &'static str {
    match write {
        Write::Everyone => "everyone",
        Write::Moderators => "moderators",
    }
}

pub(crate) async fn list(session: &Session, args: List, output: &Output) -> Result<(), Failure> {
    let language = args.language.language();
    let rows: Vec<Shown> =
        session.client.listed_channels().await?.into_iter().map(|row| shown(row, language)).collect();
    output.result(&rows, || {
        let cells: Vec<_> = rows
            .iter()
            .map(|row| {
                let state = match (row.inside, row.request) {
                    (true, _) => "in",
                    (_, Some(request)) => request,
                    _ => "",
                };
                let title = one_line(&row.title);
                let (join, words) = (row.join.to_owned(), row.words.clone());
                [short(&row.conversation), title, join, state.to_owned(), words, one_line(&row.description)]
            })
            .collect();
        table(&cells)
    });
    Ok(())
}

fn shown(row: ChannelRow, language: verband_client::texts::Language) -> Shown {
    Shown {
        conversation: row.log.to_string(),
        title: row.title,
        description: row.description,
        join: join_word(row.join),
        history: history_word(row.history),
        words: history_in_words(row.history, language),
        write: write_word(row.write),
        inside: row.inside,
        request: row.request.map(|request| match request {
            JoinState::Waiting => "waiting",
            JoinState::Refused => "refused",
        }),
    }
}

/// A channel that is shown, by title or id.
async fn listed(session: &Session, wanted: &str) -> Result<ChannelRow, Failure> {
    let rows = session.client.listed_channels().await?;
    pick("listed channel", wanted, &rows, |row| row.log.to_string(), |row| row.title.clone())
}

fn said(output: &Output, row: (&str, &str), state: &'static str, text: &str) {
    let (conversation, title) = row;
    output.result(&serde_json::json!({ "conversation": conversation, "title": title, "state": state }), || {
        format!("{}: {text}", one_line(title))
    });
}

pub(crate) async fn join(session: &Session, args: Which, output: &Output) -> Result<(), Failure> {
    let channel = listed(session, &args.channel).await?;
    session.client.ask_to_join(&channel.log).await?;
    let text = match channel.join {
        Join::Open => "asked; you are in as soon as somebody's device that is in hears of it.",
        _ => "asked; a moderator answers.",
    };
    said(output, (&channel.log.to_string(), &channel.title), "asked", text);
    Ok(())
}

pub(crate) async fn withdraw(session: &Session, args: Which, output: &Output) -> Result<(), Failure> {
    let channel = listed(session, &args.channel).await?;
    session.client.take_back_request(&channel.log).await?;
    said(output, (&channel.log.to_string(), &channel.title), "withdrawn", "you do not ask any more.");
    Ok(())
}

pub(crate) async fn leave(session: &Session, args: Leave, output: &Output) -> Result<(), Failure> {
    let channel = session.channel(&args.channel).await?;
    session.client.leave(&channel.log)?;
    let text = match session.deliver(args.later, output).await? {
        Delivery::Done => "you leave; you are out as soon as somebody's device that is in hears of it.",
        Delivery::Waits(_) => "written down; you leave with the next sync.",
    };
    said(output, (&channel.log.to_string(), &channel.title), "leaving", text);
    Ok(())
}

pub(crate) async fn requests(session: &Session, args: Which, output: &Output) -> Result<(), Failure> {
    let channel = session.channel(&args.channel).await?;
    session.client.sync().await?;
    let rows = session.client.join_requests(&channel.log)?;
    let json: Vec<_> = rows
        .iter()
        .map(|row| serde_json::json!({ "member": row.member.to_string(), "name": row.name, "at": row.at }))
        .collect();
    output.result(&json, || {
        let cells: Vec<_> =
            rows.iter().map(|row| [short(&row.member.to_string()), one_line(&row.name), local_time(row.at)]).collect();
        table(&cells)
    });
    Ok(())
}

pub(crate) async fn answer(session: &Session, args: Answer, admit: bool, output: &Output) -> Result<(), Failure> {
    let channel = session.channel(&args.channel).await?;
    let member = session.member(&args.member).await?;
    session.client.answer_request(&channel.log, member.id, admit).await?;
    let (state, text) = if admit { ("approved", "is in.") } else { ("refused", "is refused.") };
    let text = format!("{} {text}", one_line(&member.name));
    said(output, (&channel.log.to_string(), &channel.title), state, &text);
    Ok(())
}

pub(crate) async fn moderators(session: &Session, args: Moderators, output: &Output) -> Result<(), Failure> {
    let channel = session.channel(&args.channel).await?;
    let members = session.members(&args.members).await?;
    let ids: Vec<_> = members.iter().map(|row| row.id).collect();
    session.client.set_moderators(&channel.log, &ids).await?;
    show(session, &channel.log, &channel.title, output)
}

pub(crate) async fn policy(session: &Session, args: Policy, output: &Output) -> Result<(), Failure> {
    let channel = session.channel(&args.channel).await?;
    let change = ChannelChange {
        join: args.join.map(Join::from),
        history: args.history.map(History::from),
        write: args.write.map(Write::from),
        invite: args.invite.map(Invite::from),
        moderators: None,
        retention_days: args.retention,
        hold: args.hold.map(Switch::on),
    };
    if change != ChannelChange::default() {
        session.client.set_channel_policy(&channel.log, change).await?;
    }
    show(session, &channel.log, &channel.title, output)
}

/// Shows what holds in a channel.
fn show(session: &Session, log: &verband_protocol::id::LogId, title: &str, output: &Output) -> Result<(), Failure> {
    let policy = session.client.conversation_policy(log)?;
    let members = session.client.members()?;
    let name = |id: &verband_protocol::id::MemberId| {
        members.iter().find(|row| row.id == *id).map_or_else(|| id.to_string(), |row| row.name.clone())
    };
    let holds = Holds {
        conversation: log.to_string(),
        title: title.to_owned(),
        join: join_word(policy.join),
        history: history_word(policy.history),
        write: write_word(policy.write),
        invite: match policy.invite {
            Invite::Everyone => "everyone",
            Invite::Moderators => "moderators",
        },
        moderators: policy.moderators.iter().map(name).collect(),
        retention: policy.retention_days,
        hold: policy.hold,
    };
    output.result(&holds, || {
        let moderators: Vec<String> = holds.moderators.iter().map(|name| one_line(name)).collect();
        table(&[
            ["join".to_owned(), holds.join.to_owned()],
            ["history".to_owned(), holds.history.to_owned()],
            ["write".to_owned(), holds.write.to_owned()],
            ["invite".to_owned(), holds.invite.to_owned()],
            ["moderators".to_owned(), moderators.join(", ")],
            [
                "retention".to_owned(),
                holds.retention.map_or_else(|| "as the organisation".to_owned(), |days| format!("{days} days")),
            ],
            ["hold".to_owned(), if holds.hold { "on" } else { "off" }.to_owned()],
        ])
    });
    Ok(())
}

/// Reads what a channel shows from its options.
pub(super) fn details(
    title: &str,
    description: &str,
    picture: Option<&std::path::Path>,
) -> Result<ChannelDetails, Failure> {
    let picture =
        picture.map(std::fs::read).transpose().map_err(|error| Failure::general("files", error.to_string()))?;
    Ok(ChannelDetails { title: title.to_owned(), description: description.to_owned(), picture })
}

pub(crate) async fn describe(session: &Session, args: Describe, output: &Output) -> Result<(), Failure> {
    let channel = session.channel(&args.channel).await?;
    let details = details(&channel.title, &args.description, args.picture.as_deref())?;
    session.client.set_details(&channel.log, &details)?;
    let delivery = session.deliver(args.later, output).await?;
    let text = match delivery {
        Delivery::Done => "described.",
        Delivery::Waits(_) => "written down; it goes to the server with the next sync.",
    };
    said(output, (&channel.log.to_string(), &channel.title), delivery.word(), text);
    Ok(())
}

pub(crate) async fn storage(session: &Session, args: Which, output: &Output) -> Result<(), Failure> {
    let row = session.conversation(&args.channel).await?;
    let storage = session.client.storage_of(&row.log).await?;
    let result = serde_json::json!({
        "conversation": row.log.to_string(), "title": row.title, "used": storage.used, "quota": storage.quota,
    });
    output.result(&result, || {
        #[allow(clippy::cast_precision_loss, reason = "one decimal is shown")]
        let mb = |bytes: u64| format!("{:.1} MB", bytes as f64 / f64::from(1 << 20));
        let quota = storage.quota.map_or_else(String::new, |quota| format!(" of {}", mb(quota)));
        format!("{}: {}{quota}", one_line(&row.title), mb(storage.used))
    });
    Ok(())
}
