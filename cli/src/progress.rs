//! How far files have come while a command waits for them: one line on a terminal, nothing anywhere else.

use std::io::{self, IsTerminal, Write as _};
use std::pin::pin;

use verband_client::{Client, Direction, FeedKind, TransferRow, TransferState};

use crate::output::{Output, one_line};

/// Waits for something, and shows the transfers that go on meanwhile.
pub(crate) async fn with_progress<T>(client: &Client, output: &Output, work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    let shown = !output.is_json() && io::stderr().is_terminal();
    let Some(feed) = shown.then(|| client.feed(FeedKind::Transfers).ok()).flatten() else { return work.await };
    let mut drawn = false;
    let done = loop {
        tokio::select! {
            biased;
            done = &mut work => break done,
            batch = feed.next() => {
                if !matches!(batch, Ok(Some(_))) {
                    break work.await;
                }
                let running = client.transfers().unwrap_or_default();
                if let Some(row) = running.iter().find(|row| row.state == TransferState::Running) {
                    drawn = true;
                    let _ = write!(io::stderr(), "\r\x1b[K{}", line(row));
                }
            }
        }
    };
    if drawn {
        let _ = write!(io::stderr(), "\r\x1b[K");
    }
    done
}

fn line(row: &TransferRow) -> String {
    let arrow = if row.direction == Direction::Up { "↑" } else { "↓" };
    let percent = (row.done * 100).checked_div(row.total).unwrap_or_default();
    let name = if row.name.is_empty() { "photo".to_owned() } else { one_line(&row.name) };
    format!("{arrow} {name}  {percent} %")
}
