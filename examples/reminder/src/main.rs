//! A bot that reminds. In a channel that it is in, "@Erinnerung in 20 min: Verband wechseln" or "remind me in 20 min: …"
//! is answered at that time. What it has not answered yet it reads from the log, so that it can be switched off and on.
//!
//!     VERBAND_PIN=… reminder FOLDER [LINK]      the link of its invitation, the first time

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use verband_client::protocol::certificate::DeviceClass;
use verband_client::protocol::code::InvitationLink;
use verband_client::{Client, Enrolment, FeedKind, MessageRow, NewMessage, platform};

const MINUTE: u64 = 60_000;

/// What is due for longer than this was asked before the bot came, or is no use any more.
const LATEST: u64 = 24 * 60 * MINUTE;

/// After how many minutes somebody wants to be reminded of what.
fn wish(text: &str) -> Option<(u64, &str)> {
    let (start, what) = text.split_once(':')?;
    let start = start.trim().to_lowercase();
    let rest = start.strip_prefix("@erinnerung in ").or_else(|| start.strip_prefix("remind me in "))?;
    let minutes = rest.trim_end_matches("uten").strip_suffix("min").unwrap_or(rest).trim().parse().ok()?;
    Some((minutes, what.trim()))
}

/// Answers what is due, and says when something is due next.
fn answer(client: &Client) -> Result<Option<u64>> {
    let now = client.from_now(0)?;
    let mut next = None;
    for conversation in client.conversations()?.into_iter().filter(|row| row.writable) {
        let rows = client.messages(&conversation.log, 1_000)?;
        let answered: BTreeSet<_> = rows.iter().filter(|row| row.own).filter_map(|row| row.reply_to).collect();
        let open = |row: &&MessageRow| !row.own && !row.author_bot && !answered.contains(&row.event);
        for row in rows.iter().filter(open) {
            let Some((minutes, what)) = wish(&row.text) else { continue };
            let due = row.sent_at.saturating_add(minutes.saturating_mul(MINUTE));
            if due > now {
                next = Some(next.map_or(due, |next: u64| next.min(due)));
            } else if now - due < LATEST {
                let text = format!("{}: {what}", row.author_name);
                let answer = NewMessage { text, reply_to: Some(row.event), ..NewMessage::default() };
                client.send_message(&conversation.log, &answer)?;
            }
        }
    }
    Ok(next)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().context("where is the profile? reminder FOLDER [LINK]")?;
    let pin = std::env::var("VERBAND_PIN").context("VERBAND_PIN is not set")?;
    let (ports, secret) = (platform::ports(Path::new(&folder), None)?, platform::device_secret(Path::new(&folder))?);
    let client = if Client::enrolled(&ports)? {
        Client::unlock(ports, &pin, &secret)?
    } else {
        let link = InvitationLink::parse(&arguments.next().context("the link of an invitation comes first")?)?;
        Client::enrol(ports, &link, Enrolment { class: DeviceClass::Bot, pin: &pin, name: None }, &secret).await?
    };
    let feed = client.feed(FeedKind::Conversations)?;
    let mut online = std::pin::pin!(client.run());
    loop {
        let wait = match answer(&client)? {
            Some(due) => due.saturating_sub(client.from_now(0)?),
            None => LATEST,
        };
        tokio::select! {
            ended = &mut online => return Ok(ended?),
            news = tokio::time::timeout(Duration::from_millis(wait), feed.next()) => {
                // Without news something is due.
                news.map_or(Ok(Some(Vec::new())), |news| news)?.context("the profile was locked")?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::wish;

    #[test]
    fn wishes_are_understood() {
        assert_eq!(wish("@Erinnerung in 20 min: Verband wechseln"), Some((20, "Verband wechseln")));
        assert_eq!(wish("Remind me in 5 minuten: call: Clara"), Some((5, "call: Clara")));
        assert_eq!(wish("remind me in 0: now"), Some((0, "now")));
        for text in ["remind me: x", "in 20 min: x", "remind me in zwei min: x", "Verband: in 20 min gewechselt"] {
            assert_eq!(wish(text), None, "{text}");
        }
    }
}
