//! Commands that stay: following conversations, and being online in the background.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::{MissedTickBehavior, interval};
use verband_client::{Client, ClientError, FeedKind, MessageRow, Online};
use verband_protocol::id::LogId;

use super::house::AlarmJson;
use super::messages::{Message, line};
use crate::failure::Failure;
use crate::output::{Output, one_line};
use crate::profile::Profile;
use crate::session::Session;

/// Options of `follow`.
#[derive(clap::Args)]
pub(crate) struct Follow {
    /// Only this conversation, by title or id
    #[arg(value_name = "CONVERSATION")]
    conversation: Option<String>,
    /// Begin with so many of the newest messages of each conversation
    #[arg(long, default_value_t = 10, value_name = "N")]
    limit: u32,
    /// End after so many seconds
    #[arg(long = "for", value_name = "SECONDS")]
    seconds: Option<u64>,
    /// End when so many messages were shown
    #[arg(long, value_name = "N")]
    until_count: Option<u64>,
}

/// How often the state of the connection is looked at, and how often alarms.
const LOOK: Duration = Duration::from_millis(200);
const LOOK_FOR_ALARMS: Duration = Duration::from_secs(2);

pub(crate) async fn follow(args: Follow, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let only = match &args.conversation {
        Some(wanted) => Some(session.conversation(wanted).await?.log),
        None => None,
    };
    let mut shown = Shown { output, only, first: args.limit, ends: BTreeMap::new(), count: 0 };
    let enough = |shown: &Shown<'_>| args.until_count.is_some_and(|count| shown.count >= count);
    let feed = session.client.feed(FeedKind::Conversations)?;
    let mut online = std::pin::pin!(session.client.run());
    let mut stop = std::pin::pin!(stopped());
    let mut over = std::pin::pin!(after(args.seconds.map(Duration::from_secs)));
    loop {
        // The feed says that something changed; what it is, the conversations tell.
        tokio::select! {
            batch = feed.next() => match batch? {
                Some(_) => shown.news(&session.client)?,
                None => return Err(ClientError::Locked.into()),
            },
            ended = &mut online => return Ok(ended?),
            ended = &mut stop => return ended,
            () = &mut over => return Ok(()),
        }
        if enough(&shown) {
            return Ok(());
        }
    }
}

/// What was shown of each conversation.
struct Shown<'a> {
    output: &'a Output,
    only: Option<LogId>,
    first: u32,
    ends: BTreeMap<LogId, u64>,
    count: u64,
}

impl Shown<'_> {
    fn news(&mut self, client: &Client) -> Result<(), Failure> {
        let mut conversations = client.conversations()?;
        conversations.retain(|row| self.only.is_none_or(|only| only == row.log));
        for conversation in conversations {
            let end = self.ends.get(&conversation.log).copied();
            let rows = match end {
                None => client.messages(&conversation.log, self.first)?,
                Some(end) => since(client, &conversation.log, end)?,
            };
            let new = rows.iter().filter(|row| row.seq.is_some_and(|seq| seq > end.unwrap_or_default()));
            for row in new {
                self.output.result(&Message::of(&conversation.log, row), || {
                    if self.only.is_some() {
                        line(row)
                    } else {
                        format!("{}: {}", one_line(&conversation.title), line(row))
                    }
                });
                self.count += 1;
            }
            let newest = rows.iter().filter_map(|row| row.seq).max().or(end).unwrap_or_default();
            self.ends.insert(conversation.log, newest);
        }
        Ok(())
    }
}

/// At least the messages behind a position.
fn since(client: &Client, log: &LogId, end: u64) -> Result<Vec<MessageRow>, Failure> {
    let mut limit: u32 = 50;
    loop {
        let rows = client.messages(log, limit)?;
        let reached = rows.iter().filter_map(|row| row.seq).min().is_some_and(|seq| seq <= end);
        if reached || rows.len() < limit as usize {
            return Ok(rows);
        }
        limit = limit.saturating_mul(4);
    }
}

#[derive(Serialize)]
struct State {
    state: &'static str,
}

pub(crate) async fn run(profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let mut online = std::pin::pin!(session.client.run());
    let mut stop = std::pin::pin!(stopped());
    let mut look = interval(LOOK);
    let mut look_for_alarms = interval(LOOK_FOR_ALARMS);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    look_for_alarms.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut state = Online::No;
    let mut alarms = session.client.alarms()?.len();
    loop {
        tokio::select! {
            ended = &mut online => return Ok(ended?),
            ended = &mut stop => return ended,
            _ = look.tick() => {
                let now = session.client.online();
                if now != state {
                    let word = if now == Online::Yes { "online" } else { "offline" };
                    output.result(&State { state: word }, || word.to_owned());
                    state = now;
                }
            }
            _ = look_for_alarms.tick() => alarms = new_alarms(&session.client, alarms, output)?,
        }
    }
}

/// Prints the alarms that are not among the `known` oldest; how many there are now.
fn new_alarms(client: &Client, known: usize, output: &Output) -> Result<usize, Failure> {
    let all = client.alarms()?;
    let count = all.len();
    // The newest come first.
    for alarm in all.into_iter().rev().skip(known) {
        let alarm = AlarmJson::from(alarm);
        output.result(&alarm, || format!("alarm: {}", alarm.line()));
    }
    Ok(count)
}

/// Ends when somebody asks for it, by Ctrl-C or SIGTERM.
pub(super) async fn stopped() -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::general("signal", error);
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        _ = interrupt.recv() => Ok(()),
    }
}

pub(super) async fn after(wait: Option<Duration>) {
    match wait {
        Some(wait) => tokio::time::sleep(wait).await,
        None => std::future::pending().await,
    }
}
