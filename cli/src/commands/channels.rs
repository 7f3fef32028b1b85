//! Conversations: channels, closed chats, and who is in.

use clap::Subcommand;
use serde::Serialize;
use verband_client::{ConversationRow, NewChannel};
use verband_protocol::id::LogId;
use verband_protocol::policy::{ConversationKind, Join, Write};

use super::joining::{self, Among, JoinRule, Reads};
use super::messages::kind_word;
use super::retention::holder;
use crate::failure::Failure;
use crate::output::{Output, local_time, one_line, short, table};
use crate::profile::Profile;
use crate::session::{Delivery, Later, Session};

/// Commands of `channel`.
#[derive(Subcommand)]
pub(crate) enum Channel {
    /// Create a channel; unless told otherwise newcomers read everything
    Create(Create),
    /// List the channels that are shown, with what you would read there
    List(joining::List),
    /// Ask to join a channel
    Join(joining::Which),
    /// Take that back
    Withdraw(joining::Which),
    /// Leave a channel
    Leave(joining::Leave),
    /// List who asks to join a channel
    Requests(joining::Which),
    /// Let somebody in who asks
    Approve(joining::Answer),
    /// Refuse somebody who asks
    Refuse(joining::Answer),
    /// Name all who moderate a channel
    Moderators(joining::Moderators),
    /// Show or change who comes in, reads, writes and invites
    Policy(joining::Policy),
    /// Say what a channel is for, and give it a picture
    Describe(joining::Describe),
    /// Tell what the photos and files of a conversation take on the server
    Storage(joining::Which),
    /// Add members, with all their devices
    Add(Change),
    /// Remove members, with all their devices
    Remove(Change),
    /// Give a channel another title
    Rename(Rename),
}

/// Commands of `chat`.
#[derive(Subcommand)]
pub(crate) enum Chat {
    /// Start a closed chat: nobody can ever be added to it
    Create(CreateChat),
    /// Take somebody back who started anew with a new letter: you know that it is she
    TakeBack(TakeBack),
}

/// Options of `chat take-back`.
#[derive(clap::Args)]
pub(crate) struct TakeBack {
    /// The chat's title or id
    chat: String,
    /// The member's name or id
    member: String,
}

/// Options of `channel create`.
#[derive(clap::Args)]
pub(crate) struct Create {
    /// Its title
    title: String,
    /// What it is for
    #[arg(long, default_value = "")]
    description: String,
    /// A file with a picture: JPEG, PNG or WebP
    #[arg(long, value_name = "FILE")]
    picture: Option<std::path::PathBuf>,
    /// How others come in
    #[arg(long, value_enum, default_value = "invitation")]
    join: JoinRule,
    /// What newcomers read
    #[arg(long, value_enum, default_value = "full")]
    history: Reads,
    /// Who may write; in announcements always moderators
    #[arg(long, value_enum, default_value = "everyone")]
    write: Among,
    /// Who may bring somebody in
    #[arg(long, value_enum, default_value = "moderators")]
    invite: Among,
    #[command(flatten)]
    later: Later,
}

/// Options of `channel add` and `channel remove`.
#[derive(clap::Args)]
pub(crate) struct Change {
    /// The channel's title or id
    channel: String,
    /// Names or ids of members
    #[arg(required = true)]
    members: Vec<String>,
}

/// Options of `channel rename`.
#[derive(clap::Args)]
pub(crate) struct Rename {
    /// The channel's title or id
    channel: String,
    /// The new title
    title: String,
    #[command(flatten)]
    later: Later,
}

/// Options of `chat create`.
#[derive(clap::Args)]
pub(crate) struct CreateChat {
    /// Names or ids of the others
    #[arg(required = true)]
    members: Vec<String>,
    #[command(flatten)]
    later: Later,
}

#[derive(Serialize)]
struct Row {
    conversation: String,
    kind: &'static str,
    title: String,
    history: &'static str,
    unread: u64,
    last_text: String,
    /// What the newest message is.
    last_kind: Option<String>,
    last_at: u64,
    state: &'static str,
    /// Days after which content is erased; none if it stays.
    retention_days: Option<u32>,
    /// Whose legal hold binds.
    hold: Option<&'static str>,
}

impl From<ConversationRow> for Row {
    fn from(row: ConversationRow) -> Self {
        Self {
            conversation: row.log.to_string(),
            kind: match row.kind {
                ConversationKind::Channel => "channel",
                ConversationKind::Chat => "chat",
                ConversationKind::Personal => "personal",
            },
            title: row.title,
            history: joining::history_word(row.history),
            unread: row.unread,
            last_text: row.last_text,
            last_kind: row.last_kind.map(kind_word),
            last_at: row.last_at,
            state: match (row.halted, row.writable) {
                (true, _) => "halted",
                (_, true) => "open",
                _ => "left",
            },
            retention_days: row.retention_days,
            hold: row.hold.map(holder),
        }
    }
}

#[derive(Serialize)]
struct Made {
    conversation: String,
    title: String,
    state: &'static str,
    /// Why it waits.
    reason: Option<&'static str>,
}

pub(crate) fn list(profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let rows: Vec<Row> = client.conversations()?.into_iter().map(Row::from).collect();
    output.result(&rows, || {
        let cells: Vec<_> = rows
            .iter()
            .map(|row| {
                let unread = if row.unread == 0 { String::new() } else { format!("{} new", row.unread) };
                let at = if row.last_at == 0 { String::new() } else { local_time(row.last_at) };
                let held = row.hold.map(|_| "held");
                let marks = Some(row.state).filter(|state| *state != "open").into_iter().chain(held);
                let state: String = marks.flat_map(|mark| ["[", mark, "] "]).collect();
                let last: String = match (&row.last_kind, one_line(&row.last_text)) {
                    (Some(kind), text) if text.is_empty() => format!("[{kind}]"),
                    (_, text) => text.chars().take(60).collect(),
                };
                let title = one_line(&row.title);
                [short(&row.conversation), row.kind.to_owned(), title, at, unread, format!("{state}{last}")]
            })
            .collect();
        table(&cells)
    });
    Ok(())
}

pub(crate) async fn channel(command: Channel, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    match command {
        Channel::Create(args) => {
            let join = Join::from(args.join);
            let write = if join == Join::Everyone { Write::Moderators } else { args.write.into() };
            let details = joining::details(&args.title, &args.description, args.picture.as_deref())?;
            let (history, invite) = (args.history.into(), args.invite.into());
            let log = session.client.create_channel_with(&NewChannel { details, join, history, write, invite })?;
            made(&session, log, args.later, output).await
        }
        Channel::Rename(args) => {
            let channel = session.channel(&args.channel).await?;
            session.client.rename(&channel.log, &args.title)?;
            made(&session, channel.log, args.later, output).await
        }
        Channel::List(args) => joining::list(&session, args, output).await,
        Channel::Join(args) => joining::join(&session, args, output).await,
        Channel::Withdraw(args) => joining::withdraw(&session, args, output).await,
        Channel::Leave(args) => joining::leave(&session, args, output).await,
        Channel::Requests(args) => joining::requests(&session, args, output).await,
        Channel::Approve(args) => joining::answer(&session, args, true, output).await,
        Channel::Refuse(args) => joining::answer(&session, args, false, output).await,
        Channel::Moderators(args) => joining::moderators(&session, args, output).await,
        Channel::Policy(args) => joining::policy(&session, args, output).await,
        Channel::Describe(args) => joining::describe(&session, args, output).await,
        Channel::Storage(args) => joining::storage(&session, args, output).await,
        Channel::Add(args) => change(&session, args, true, output).await,
        Channel::Remove(args) => change(&session, args, false, output).await,
    }
}

pub(crate) async fn chat(command: Chat, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    match command {
        Chat::Create(args) => {
            let members = session.members(&args.members).await?;
            let ids: Vec<_> = members.iter().map(|row| row.id).collect();
            let log = session.client.create_chat(&ids)?;
            made(&session, log, args.later, output).await
        }
        Chat::TakeBack(args) => {
            let chat = session.conversation(&args.chat).await?;
            let member = session.member(&args.member).await?;
            session.client.take_back(&chat.log, member.id).await?;
            made(&session, chat.log, Later::default(), output).await
        }
    }
}

/// Brings what was made to the server and says how far it came.
async fn made(session: &Session, log: LogId, later: Later, output: &Output) -> Result<(), Failure> {
    let delivery = session.deliver(later, output).await?;
    let row = session.client.conversation(&log)?;
    let made =
        Made { conversation: log.to_string(), title: row.title, state: delivery.word(), reason: delivery.reason() };
    output.result(&made, || {
        let what = format!("{} ({})", one_line(&made.title), short(&made.conversation));
        match delivery {
            Delivery::Done => format!("{what}: done."),
            Delivery::Waits(_) => {
                format!("{what}: written down; it goes to the server with the next sync.")
            }
        }
    });
    Ok(())
}

async fn change(session: &Session, args: Change, add: bool, output: &Output) -> Result<(), Failure> {
    let channel = session.channel(&args.channel).await?;
    let members = session.members(&args.members).await?;
    let ids: Vec<_> = members.iter().map(|row| row.id).collect();
    if add {
        session.client.add_members(&channel.log, &ids).await?;
    } else {
        session.client.remove_members(&channel.log, &ids).await?;
    }
    let result = serde_json::json!({
        "conversation": channel.log.to_string(),
        "title": channel.title,
        if add { "added" } else { "removed" }: ids.iter().map(ToString::to_string).collect::<Vec<_>>(),
    });
    output.result(&result, || {
        let names: Vec<String> = members.iter().map(|row| one_line(&row.name)).collect();
        let what = if add { "added to" } else { "removed from" };
        format!("{} {what} {}.", names.join(", "), one_line(&channel.title))
    });
    Ok(())
}
