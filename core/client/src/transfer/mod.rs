//! Sealed files on their way to the server and back: in parts, from where the last life ended, beside everything else.
//! What is small goes first, and no message waits for what is large.
//!
//! The rows of `upload` and `download` are what is to be done; whoever wants something brought writes one and tells of it by
//! its topic. [`Inner::keep_transferring`] works them off while the app is open, a single sync does so once.

mod download;
mod upload;
mod view;

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::Poll;

use futures_util::lock::Mutex as AsyncMutex;
use verband_protocol::id::BlobId;
use verband_protocol::wire::ProblemCode;
use verband_store::{StoreError, Subscription, Topic};

use crate::client::Inner;
use crate::error::ClientError;

pub(crate) use upload::LARGE;
pub(crate) use view::transfers;
pub use view::{Direction, TransferRow, TransferState};

/// Bytes that go up or down in one request: what a broken line costs at most.
const PART: u64 = 1 << 20;

/// Waits after which what failed is tried again, in milliseconds: the first, and the longest.
const FIRST_WAIT: u64 = 1_000;
const LONGEST_WAIT: u64 = 60_000;

/// What a row of `upload` or `download` says of its file.
const WAITING: i64 = 0;
const COMPLETE: i64 = 1;
const PAUSED: i64 = 2;
const FAILED: i64 = 3;

/// Who is at work on which file.
#[derive(Default)]
pub(crate) struct Transfers {
    /// Held by whoever uploads.
    uploading: AsyncMutex<()>,
    /// Held by whoever fetches a file, one for each.
    fetching: Mutex<BTreeMap<BlobId, Weak<AsyncMutex<()>>>>,
    /// What is on its way up at the moment.
    active: Mutex<Option<BlobId>>,
}

impl Transfers {
    /// What whoever fetches this file holds.
    fn turn(&self, blob: &BlobId) -> Arc<AsyncMutex<()>> {
        let mut turns = self.fetching.lock().unwrap_or_else(PoisonError::into_inner);
        turns.retain(|_, turn| turn.strong_count() > 0);
        if let Some(turn) = turns.get(blob).and_then(Weak::upgrade) {
            return turn;
        }
        let turn = Arc::default();
        turns.insert(*blob, Arc::downgrade(&turn));
        turn
    }

    /// Whether somebody is at work on it.
    fn is_active(&self, blob: &BlobId) -> bool {
        let up = *self.active.lock().unwrap_or_else(PoisonError::into_inner) == Some(*blob);
        let turns = self.fetching.lock().unwrap_or_else(PoisonError::into_inner);
        up || turns.get(blob).and_then(Weak::upgrade).is_some_and(|turn| turn.try_lock().is_none())
    }

    fn set_active(&self, blob: Option<BlobId>) {
        *self.active.lock().unwrap_or_else(PoisonError::into_inner) = blob;
    }
}

impl Inner {
    /// Brings up and down what waits, for as long as the client is unlocked. What cannot be brought now is tried again
    /// later.
    pub(crate) async fn keep_transferring(&self) -> Result<(), ClientError> {
        let wishes = self.store.subscribe();
        let mut wait = FIRST_WAIT;
        loop {
            let (up, down) = futures_util::join!(self.upload_all(), self.download_all());
            let Err(error) = up.and(down) else {
                wait = FIRST_WAIT;
                self.await_work(&wishes).await?;
                continue;
            };
            if matches!(error, ClientError::Revoked | ClientError::Outdated) || error.code() == "locked" {
                return Err(error);
            }
            self.ports.timer.sleep(wait).await;
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }

    /// Waits until there may be something to bring.
    async fn await_work(&self, wishes: &Subscription) -> Result<(), ClientError> {
        loop {
            let topics = wishes.next().await.ok_or(ClientError::Locked)?;
            // A conversation that has just come about is a change of the status.
            if topics.iter().any(|topic| matches!(topic, Topic::Outbox | Topic::Transfers | Topic::Status)) {
                return Ok(());
            }
        }
    }

    /// Tells whoever shows transfers.
    fn tell_transfers(&self) -> Result<(), ClientError> {
        Ok(self.store.with_tx(|tx| {
            tx.touch(Topic::Transfers);
            Ok::<_, StoreError>(())
        })?)
    }
}

/// Whether an error has nothing to do with one file: the others would meet it too.
fn stops_all(error: &ClientError) -> bool {
    match error {
        ClientError::Offline(_)
        | ClientError::Locked
        | ClientError::Revoked
        | ClientError::Outdated
        | ClientError::DeviceClass
        | ClientError::Store(_) => true,
        ClientError::Server(code, _) => matches!(code, ProblemCode::Busy | ProblemCode::Internal),
        _ => false,
    }
}

/// Lets others go on that wait for the same thread.
pub(crate) async fn breathe() {
    let mut breathed = false;
    poll_fn(|context| {
        if breathed {
            return Poll::Ready(());
        }
        breathed = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
