//! Where work runs: threads of the library's own, so that no call occupies the caller's, and one way to stop it.

use std::future::Future;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use tokio::runtime::{Builder, Runtime};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;
use verband_client::ClientError;
use verband_client::texts::Language;

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

/// Something that is done elsewhere. It is boxed, so that the machinery of tasks is in the library once and not for each call.
pub(crate) type Task<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Starts something on the library's threads. It ends when the handle is dropped.
pub(crate) fn spawn<T: Send + 'static>(task: Task<T>) -> Result<AbortOnDropHandle<T>, VerbandError> {
    match &*RUNTIME {
        Ok(runtime) => Ok(AbortOnDropHandle::new(runtime.spawn(task))),
        Err(_) => Err(VerbandError::internal("threads")),
    }
}

/// Does something on the library's threads until it is done, cancelled, or nobody waits for it any more.
pub(crate) async fn work<T: Send + 'static>(
    cancel: Option<Arc<CancelToken>>,
    future: impl Future<Output = Result<T, ClientError>> + Send + 'static,
) -> Result<T, VerbandError> {
    let done = Arc::new(Mutex::new(None));
    let place = Arc::clone(&done);
    let task = Box::pin(async move {
        let result = future.await;
        *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
    });
    until_cancelled(cancel, task).await?;
    let result = done.lock().unwrap_or_else(PoisonError::into_inner).take();
    Ok(result.unwrap_or(Err(ClientError::Cancelled))?)
}

async fn until_cancelled(cancel: Option<Arc<CancelToken>>, task: Task<()>) -> Result<(), VerbandError> {
    let token = cancel.map(|cancel| cancel.0.clone()).unwrap_or_default();
    let running = spawn(Box::pin(async move {
        token.run_until_cancelled_owned(task).await;
    }))?;
    running.await.map_err(|_panicked| VerbandError::internal("panic"))
}

/// Does something at once, on the caller's thread.
pub(crate) fn guarded<T>(call: impl FnOnce() -> Result<T, ClientError>) -> Result<T, VerbandError> {
    // What a panic may leave behind unfinished is inside the client, which rolls back its transactions.
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(result) => Ok(result?),
        Err(_panicked) => Err(VerbandError::internal("panic")),
    }
}

/// The same for a call that a person waits for with words: an error has its sentence in her language.
pub(crate) fn said<T>(language: Language, call: impl FnOnce() -> Result<T, ClientError>) -> Result<T, VerbandError> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(result) => result.map_err(|error| VerbandError::said(error, language)),
        Err(_panicked) => Err(VerbandError::internal("panic")),
    }
}
