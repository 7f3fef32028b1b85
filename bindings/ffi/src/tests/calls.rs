//! Calls that need no server.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use crate::{Invitation, Profile, Retry, VerbandError, is_enrolled, look_up, unlock};
use verband_client::protocol::certificate::DeviceClass;

fn profile(folder: &tempfile::TempDir) -> Profile {
    let folder = folder.path().join("profile").to_string_lossy().into_owned();
    Profile { folder, authority: None, device: DeviceClass::Phone }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waits as other languages do: with an executor that knows nothing of tokio's.
fn wait<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        thread::park();
    }
}

fn code<T>(result: Result<T, VerbandError>) -> String {
    let Err(VerbandError::Failed { code, .. }) = result else { panic!("it did not fail") };
    code
}

#[test]
fn an_empty_folder_is_no_profile() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(is_enrolled(profile(&folder)), Ok(false));
}

#[test]
fn a_foreign_executor_can_wait() {
    let folder = tempfile::tempdir().unwrap();
    let waiting = unlock(profile(&folder), "739154".to_owned(), vec![7; 32]);
    assert_eq!(code(wait(waiting)), "not-enrolled");
    let waiting = unlock(profile(&folder), "739154".to_owned(), vec![7; 31]);
    assert_eq!(code(wait(waiting)), "argument");
}

#[test]
fn an_error_tells_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let invitation = Invitation::Code { server: "http://127.0.0.1:9".to_owned(), code: "1U".to_owned() };
    let waiting = look_up(profile(&folder), invitation, None);
    let error = wait(waiting).err();
    let Some(VerbandError::Failed { code, retry, retry_after_ms, reference, text, .. }) = error else {
        panic!("it did not fail")
    };
    assert_eq!((code.as_str(), retry, retry_after_ms), ("code", Retry::Never, 0));
    assert_eq!(reference, "2", "where the letter stands that no code has: {text}");
}
