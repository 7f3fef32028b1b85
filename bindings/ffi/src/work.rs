//! Where work runs: threads of the library's own, so that no call occupies the caller's, and one way to stop it.

use std::future::Future;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, LazyLock};

use tokio::runtime::{Builder, Runtime};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;
use verband_client::ClientError;

use crate::error::VerbandError;

/// Stops calls that it was given to. Kotlin's coroutines stop what they wait for by themselves; Swift's tasks do not.
#[derive(uniffi::Object)]
pub struct CancelToken(CancellationToken);

#[uniffi::export]
impl CancelToken {
    /// A token that was not used yet.
    #[uniffi::constructor]
    #[expect(clippy::new_without_default, reason = "only other languages make one")]
    pub fn new() -> Self {
        Self(CancellationToken::new())
    }

    /// Ends the calls that have this token, with the code `cancelled`. What they had written stays.
    pub fn cancel(&self) {
        self.0.cancel();
    }
}

/// Two threads: one may be stretching a PIN while the other follows the server.
static RUNTIME: LazyLock<io::Result<Runtime>> =
    LazyLock::new(|| Builder::new_multi_thread().worker_threads(2).thread_name("verband").enable_all().build());

/// Starts something on the library's threads. It ends when the handle is dropped.
pub(crate) fn spawn<T: Send + 'static>(
    future: impl Future<Output = T> + Send + 'static,
) -> Result<AbortOnDropHandle<T>, VerbandError> {
    match &*RUNTIME {
        Ok(runtime) => Ok(AbortOnDropHandle::new(runtime.spawn(future))),
        Err(_) => Err(VerbandError::internal("threads")),
    }
}

/// Does something on the library's threads until it is done, cancelled, or nobody waits for it any more.
pub(crate) async fn work<T: Send + 'static>(
    cancel: Option<Arc<CancelToken>>,
    future: impl Future<Output = Result<T, ClientError>> + Send + 'static,
) -> Result<T, VerbandError> {
    let token = cancel.map(|cancel| cancel.0.clone()).unwrap_or_default();
    let done = spawn(token.run_until_cancelled_owned(future))?.await;
    match done {
        Ok(result) => Ok(result.unwrap_or(Err(ClientError::Cancelled))?),
        Err(_panicked) => Err(VerbandError::internal("panic")),
    }
}

/// Does something at once, on the caller's thread.
pub(crate) fn guarded<T>(call: impl FnOnce() -> Result<T, ClientError>) -> Result<T, VerbandError> {
    // What a panic may leave behind unfinished is inside the client, which rolls back its transactions.
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(result) => Ok(result?),
        Err(_panicked) => Err(VerbandError::internal("panic")),
    }
}
