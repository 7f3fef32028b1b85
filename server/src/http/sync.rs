//! The sync stream: an endless answer that tells a device what is new.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use tokio::sync::watch;
use tokio::time::Instant;

use verband_protocol::cbor;
use verband_protocol::wire::{LogPosition, SyncFrame};

use crate::domain::hub::{Mailbox, News};
use crate::domain::key_package;
use crate::domain::session::Caller;
use crate::failure::Failure;
use crate::server::{Inner, Server};

/// How often an empty frame shows that the line works.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// Opens a sync stream.
pub(super) async fn sync(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
) -> Result<Response, Failure> {
    let stopping = server.inner.stopping();
    if *stopping.borrow() {
        return Err(Failure::Busy);
    }
    // The mailbox is open before the first frame is made: what happens in between is told twice, never missed.
    let mailbox = server.inner.hub.listen(caller.device);
    let line = Line { server, caller, mailbox, stopping, beat: Instant::now() + HEARTBEAT, begun: false };
    let body = Body::from_stream(stream::unfold(line, async |mut line| {
        let frame = line.next().await?;
        Some((Ok::<_, Failure>(encode(&frame)), line))
    }));
    Ok(([(CONTENT_TYPE, "application/octet-stream")], body).into_response())
}

/// One open stream. It ends when the device is shut out, its session is over, a newer stream takes its place, or the
/// server stops.
struct Line {
    server: Server,
    caller: Caller,
    mailbox: Arc<Mailbox>,
    stopping: watch::Receiver<bool>,
    beat: Instant,
    begun: bool,
}

impl Line {
    async fn next(&mut self) -> Option<SyncFrame> {
        if !self.begun {
            self.begun = true;
            let caller = self.caller;
            return self.server.run(move |inner| first(inner, &caller)).await.ok();
        }
        let news = tokio::select! {
            biased;
            _ = self.stopping.wait_for(|stopping| *stopping) => return None,
            news = self.mailbox.news() => news,
            () = tokio::time::sleep_until(self.beat) => News::default(),
        };
        if news.over || self.server.inner.now() >= self.caller.expires_at {
            return None;
        }
        self.beat = Instant::now() + HEARTBEAT;
        let logs = news.logs.into_iter().map(|(log, seq)| LogPosition { log, seq }).collect();
        let marks = news.marks.into_iter().map(|(log, seq)| LogPosition { log, seq }).collect();
        let requests = news.requests.into_iter().collect();
        Some(SyncFrame { logs, welcomes: news.welcomes, key_packages: None, marks, requests })
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.server.inner.hub.leave(&self.caller.device, &self.mailbox);
    }
}

/// Everything that the device may read.
fn first(inner: &Inner, caller: &Caller) -> Result<SyncFrame, Failure> {
    let Caller { organisation, device, .. } = caller;
    // It may have been shut out after it came through the gate and before its mailbox was open.
    if inner.organisations.get(&*inner.store, organisation)?.shut_out_at(device).is_some() {
        return Err(Failure::Unauthenticated);
    }
    let own = inner.store.last(organisation, organisation)?.unwrap_or(0);
    let mut logs = vec![LogPosition { log: *organisation, seq: own }];
    logs.extend(inner.store.conversations_of(organisation, device)?);
    Ok(SyncFrame {
        logs,
        welcomes: inner.store.has_welcomes(organisation, device)?,
        key_packages: Some(key_package::count(inner, caller)?),
        marks: inner.store.marked(organisation, device)?,
        requests: inner.store.requested(organisation, device)?,
    })
}

fn encode(frame: &SyncFrame) -> Bytes {
    let frame = cbor::encode(frame);
    let length = u32::try_from(frame.len()).unwrap_or(u32::MAX).to_be_bytes();
    [&length[..], &frame].concat().into()
}
