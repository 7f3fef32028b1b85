//! A bot for the shell: messages of people, each once, and what a program answers.
//!
//! A message counts as read once it was printed, or its answer is written down. So nothing is lost by switching this off and
//! on, and the log of the conversation is all that is kept.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use verband_client::{Client, ClientError, ConversationRow, FeedKind, MessageRow, MessageState, NewMessage, RowKind};
use verband_protocol::id::LogId;

use super::live::{after, stopped};
use super::messages::{Message, line};
use crate::failure::Failure;
use crate::output::{Output, one_line};
use crate::profile::Profile;
use crate::session::{Later, Session};

/// Options of `listen`.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  verband --json listen | while read -r message; do …; done
  verband listen Technik --run ./answer.sh

With --run the program gets each message as one line of JSON on its standard input, with the fields of `--json read`. What
it prints is sent as the answer; if it prints nothing, nothing is. Then the message counts as read. Messages of bots are left
out, since two bots that answer each other do not stop.")]
pub(crate) struct Listen {
    /// Only this conversation, by title or id
    #[arg(value_name = "CONVERSATION")]
    conversation: Option<String>,
    /// Run this program for each message, one after the other, and send what it prints
    #[arg(long, value_name = "PROGRAM")]
    run: Option<PathBuf>,
    /// Messages of bots too
    #[arg(long)]
    bots: bool,
    /// End after so many seconds
    #[arg(long = "for", value_name = "SECONDS")]
    seconds: Option<u64>,
    /// End after so many messages
    #[arg(long, value_name = "N")]
    until_count: Option<u64>,
}

pub(crate) async fn listen(args: Listen, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let only = match &args.conversation {
        Some(wanted) => Some(session.conversation(wanted).await?.log),
        None => None,
    };
    if !hear_all(&session.client, only.as_ref(), &args, output).await? {
        return Ok(());
    }
    // What was answered last reaches the server, or waits like everything that is written.
    session.deliver(Later::default(), output).await.map(drop)
}

/// Hears until it is to end. Whether that is because it has heard enough.
async fn hear_all(client: &Client, only: Option<&LogId>, args: &Listen, output: &Output) -> Result<bool, Failure> {
    let feed = client.feed(FeedKind::Conversations)?;
    let mut online = std::pin::pin!(client.run());
    let mut stop = std::pin::pin!(stopped());
    let mut over = std::pin::pin!(after(args.seconds.map(Duration::from_secs)));
    let mut heard = 0;
    loop {
        tokio::select! {
            batch = feed.next() => match batch? {
                Some(_) => heard += hear(client, only, args, heard, output)?,
                None => return Err(ClientError::Locked.into()),
            },
            ended = &mut online => return ended.map(|()| false).map_err(Failure::from),
            ended = &mut stop => return ended.map(|()| false),
            () = &mut over => return Ok(false),
        }
        if args.until_count.is_some_and(|count| heard >= count) {
            return Ok(true);
        }
    }
}

/// Hears what is new; how many messages that were.
fn hear(client: &Client, only: Option<&LogId>, args: &Listen, before: u64, output: &Output) -> Result<u64, Failure> {
    let mut heard = 0;
    for conversation in client.conversations()? {
        if conversation.unread == 0 || only.is_some_and(|only| *only != conversation.log) {
            continue;
        }
        for row in client.unread_messages(&conversation.log)? {
            if args.until_count.is_some_and(|count| before + heard >= count) {
                return Ok(heard);
            }
            let said = row.state == MessageState::Sent && row.kind != RowKind::Deleted;
            if said && (args.bots || !row.author_bot) {
                match &args.run {
                    Some(program) => answer(client, &conversation, &row, program, output)?,
                    None => output.result(&Message::of(&conversation.log, &row), || {
                        format!("{}: {}", one_line(&conversation.title), line(&row))
                    }),
                }
                heard += 1;
            }
            if let Some(seq) = row.seq {
                client.mark_read_to(&conversation.log, seq)?;
            }
        }
    }
    Ok(heard)
}

/// Asks a program what to answer. One that fails has nothing to say.
fn answer(
    client: &Client,
    conversation: &ConversationRow,
    row: &MessageRow,
    program: &Path,
    output: &Output,
) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::file(program, &error);
    let message = serde_json::to_string(&Message::of(&conversation.log, row)).expect("rows of a command are JSON");
    let mut child = Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(failed)?;
    if let Some(mut input) = child.stdin.take() {
        // A program that does not read what it is asked closes the pipe.
        let _ = writeln!(input, "{message}");
    }
    let said = child.wait_with_output().map_err(failed)?;
    if !said.status.success() {
        output.note(&format!("note[program]: {} failed: {}", program.display(), said.status));
        return Ok(());
    }
    let text = String::from_utf8_lossy(&said.stdout).trim_end().to_owned();
    if !text.is_empty() && conversation.writable {
        client.send_message(
            &conversation.log,
            &NewMessage { text, reply_to: Some(row.event), ..NewMessage::default() },
        )?;
    }
    Ok(())
}
