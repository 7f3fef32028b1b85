//! The machine as a client sees it in a browser: fetch, the page's timers, JavaScript's clock and randomness, and
//! the origin private file system. All of it runs in one dedicated worker, which owns the profile.

use std::cell::RefCell;
use std::io;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{FutureExt, TryStreamExt};
use http::{Request, Response};
use js_sys::{Date, Reflect};
use sha2::{Digest, Sha256};
use verband_protocol::port::{Clock, Entropy};
use verband_store::{Place, StoreError};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetDirectoryOptions, FileSystemGetFileOptions,
    FileSystemReadWriteOptions, FileSystemSyncAccessHandle, WorkerGlobalScope,
};

use crate::error::ClientError;
use crate::port::{LockFile, NoAnswer, Ports, Stream, Stretch, Timer, Transport};

/// A future that stays in the worker.
pub type BoxFuture<'a, T> = futures_util::future::LocalBoxFuture<'a, T>;

/// A stream that stays in the worker.
pub type BoxStream<'a, T> = futures_util::stream::LocalBoxStream<'a, T>;

/// What natively is shared between threads, and in the browser lives in one worker.
pub trait Shared {}
impl<T> Shared for T {}

/// HTTP by the browser's fetch. Which authorities are trusted, the browser decides.
pub struct Fetch(reqwest::Client);

// The address is left out: it may name what was asked for.
fn no_answer(error: reqwest::Error) -> NoAnswer {
    NoAnswer::of(error.without_url().to_string())
}

impl Fetch {
    async fn execute(&self, request: Request<Bytes>) -> Result<reqwest::Response, NoAnswer> {
        let (parts, body) = request.into_parts();
        let mut request = self.0.request(parts.method, parts.uri.to_string()).headers(parts.headers);
        if !body.is_empty() {
            request = request.body(body);
        }
        request.fetch_credentials_omit().fetch_cache_no_store().send().await.map_err(no_answer)
    }
}

/// A line to a patient's record. Whom to trust, and whether to follow where the record sends, the browser decides.
#[allow(clippy::unnecessary_wraps, reason = "natively a certificate can be none")]
pub(crate) fn record_line(_: Option<&[u8]>) -> Result<Arc<dyn Transport>, ClientError> {
    Ok(Arc::new(Fetch(reqwest::Client::new())))
}

impl Transport for Fetch {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, NoAnswer>> {
        Box::pin(async move {
            let answer = self.execute(request).await?;
            let (status, headers) = (answer.status(), answer.headers().clone());
            let mut response = Response::new(answer.bytes().await.map_err(no_answer)?);
            (*response.status_mut(), *response.headers_mut()) = (status, headers);
            Ok(response)
        })
    }

    fn stream(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Stream>, NoAnswer>> {
        Box::pin(async move {
            let answer = self.execute(request).await?;
            let status = answer.status();
            let stream: Stream = Box::pin(answer.bytes_stream().map_err(no_answer));
            let mut response = Response::new(stream);
            *response.status_mut() = status;
            Ok(response)
        })
    }
}

/// The browser's timer.
pub struct PageTimer;

impl Timer for PageTimer {
    fn sleep(&self, ms: u64) -> BoxFuture<'static, ()> {
        gloo_timers::future::TimeoutFuture::new(u32::try_from(ms).unwrap_or(u32::MAX)).boxed_local()
    }
}

/// The browser's clock.
pub struct PageClock;

impl Clock for PageClock {
    fn now_ms(&self) -> u64 {
        // A whole number of milliseconds, far below the limit of what a double holds.
        #[expect(clippy::cast_sign_loss, reason = "no clock of a browser is before 1970")]
        let now = Date::now() as u64;
        now
    }
}

/// The browser's randomness.
pub struct PageEntropy;

impl Entropy for PageEntropy {
    fn fill(&self, out: &mut [u8]) {
        // There is no way on without randomness, and no better answer than to stop.
        getrandom::fill(out).expect("the browser gives randomness");
    }
}

/// Bytes of one of the two places in a lock file: number, length, content, hash.
const PLACE: usize = 1024;

/// Where the second one begins.
const SECOND: f64 = 1024.0;

/// Bytes of a place that are not content.
const FRAME: usize = 8 + 4 + 32;

/// The lock file of a profile. It has two places that are written in turn, each with a number and a hash, so that a
/// worker which ends in the middle of a write leaves the older content whole.
pub struct ProfileLock {
    file: FileSystemSyncAccessHandle,
    newest: RefCell<Option<(u64, Vec<u8>)>>,
}

impl ProfileLock {
    fn open(file: FileSystemSyncAccessHandle) -> io::Result<Self> {
        let lock = Self { file, newest: RefCell::new(None) };
        let places = [lock.read(0)?, lock.read(1)?];
        let newest = places.into_iter().flatten().max_by_key(|(number, _)| *number);
        lock.newest.replace(newest);
        Ok(lock)
    }

    fn read(&self, place: u64) -> io::Result<Option<(u64, Vec<u8>)>> {
        let mut bytes = vec![0; PLACE];
        let read = self.file.read_with_u8_array_and_options(&mut bytes, &at(place)).map_err(files)?;
        bytes.truncate(count(read));
        Ok(unframe(&bytes))
    }
}

/// Where a save of this number goes: the two places in turn.
fn at(number: u64) -> FileSystemReadWriteOptions {
    let options = FileSystemReadWriteOptions::new();
    options.set_at(if number.is_multiple_of(2) { 0.0 } else { SECOND });
    options
}

/// A number of bytes as JavaScript tells it.
#[expect(clippy::cast_sign_loss, reason = "there are no negative numbers of bytes")]
fn count(bytes: f64) -> usize {
    bytes as usize
}

fn frame(number: u64, content: &[u8]) -> Vec<u8> {
    let mut bytes = number.to_be_bytes().to_vec();
    bytes.extend_from_slice(&(content.len() as u32).to_be_bytes());
    bytes.extend_from_slice(content);
    let hash = Sha256::digest(&bytes);
    bytes.extend_from_slice(&hash);
    bytes
}

fn unframe(bytes: &[u8]) -> Option<(u64, Vec<u8>)> {
    let (number, rest) = bytes.split_first_chunk()?;
    let (len, rest) = rest.split_first_chunk()?;
    let len = u32::from_be_bytes(*len) as usize;
    let content = rest.get(..len)?;
    let hash = rest.get(len..len.checked_add(32)?)?;
    let told = Sha256::digest(bytes.get(..12 + len)?);
    (hash == told.as_slice()).then(|| (u64::from_be_bytes(*number), content.to_vec()))
}

impl LockFile for ProfileLock {
    fn load(&self) -> io::Result<Option<Vec<u8>>> {
        Ok(self.newest.borrow().as_ref().map(|(_, content)| content.clone()))
    }

    fn save(&self, bytes: &[u8]) -> io::Result<()> {
        if bytes.len() > PLACE - FRAME {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let number = self.newest.borrow().as_ref().map_or(0, |(number, _)| number + 1);
        let framed = frame(number, bytes);
        let written = self.file.write_with_u8_array_and_options(&framed, &at(number)).map_err(files)?;
        if count(written) != framed.len() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.file.flush().map_err(files)?;
        self.newest.replace(Some((number, bytes.to_vec())));
        Ok(())
    }

    fn remove(&self) -> io::Result<()> {
        self.file.truncate_with_f64(0.0).map_err(files)?;
        self.file.flush().map_err(files)?;
        self.newest.replace(None);
        Ok(())
    }
}

impl Drop for ProfileLock {
    fn drop(&mut self) {
        self.file.close();
    }
}

/// What the file system says, by the name that the browser gives it.
fn files(error: JsValue) -> io::Error {
    let text =
        |key: &str| Reflect::get(&error, &key.into()).ok().and_then(|value| value.as_string()).unwrap_or_default();
    let name = text("name");
    let kind = match name.as_str() {
        "QuotaExceededError" => io::ErrorKind::StorageFull,
        "NoModificationAllowedError" => io::ErrorKind::ResourceBusy,
        "NotFoundError" => io::ErrorKind::NotFound,
        "SecurityError" | "NotAllowedError" => io::ErrorKind::PermissionDenied,
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, format!("{name}: {}", text("message")))
}

async fn open_lock(directory: &str) -> io::Result<ProfileLock> {
    let scope: WorkerGlobalScope =
        js_sys::global().dyn_into().map_err(|_| io::Error::from(io::ErrorKind::Unsupported))?;
    let mut folder: FileSystemDirectoryHandle =
        JsFuture::from(scope.navigator().storage().get_directory()).await.map_err(files)?.unchecked_into();
    let create = FileSystemGetDirectoryOptions::new();
    create.set_create(true);
    for part in directory.split('/') {
        let next = folder.get_directory_handle_with_options(part, &create);
        folder = JsFuture::from(next).await.map_err(files)?.unchecked_into();
    }
    let create = FileSystemGetFileOptions::new();
    create.set_create(true);
    let file: FileSystemFileHandle =
        JsFuture::from(folder.get_file_handle_with_options("lock", &create)).await.map_err(files)?.unchecked_into();
    let handle = JsFuture::from(file.create_sync_access_handle()).await.map_err(files)?;
    ProfileLock::open(handle.unchecked_into())
}

/// How long a worker that has just ended may keep its files, in milliseconds, and how often to look.
const FAREWELL: u64 = 3_000;
const LOOK_EVERY: u64 = 100;

/// The ports of a profile in this directory of the origin private file system, which is made if it is missing. Needs a
/// dedicated worker in a secure context; one worker at a time can have it.
///
/// # Errors
/// [`StoreError::Busy`] and [`io::ErrorKind::ResourceBusy`] when another worker has the profile, as in another tab;
/// otherwise what the browser says.
#[expect(clippy::arc_with_non_send_sync, reason = "natively these are shared between threads; here there is one")]
pub async fn ports(directory: &str) -> Result<Ports, ClientError> {
    let lock = patiently(|| async { Ok(open_lock(directory).await?) }).await?;
    let pool = format!("{directory}/database");
    patiently(|| async { Ok(verband_store::web::install(&pool).await?) }).await?;
    Ok(Ports {
        clock: Arc::new(PageClock),
        entropy: Arc::new(PageEntropy),
        transport: Arc::new(Fetch(reqwest::Client::new())),
        timer: Arc::new(PageTimer),
        files: None,
        lock: Arc::new(lock),
        place: Place::File("verband.sqlite".into()),
        stretch: Stretch::STANDARD,
        fault: None,
    })
}

/// Tries again while somebody else has a file: a worker that was ended keeps its files for a moment.
async fn patiently<T, F: Future<Output = Result<T, ClientError>>>(attempt: impl Fn() -> F) -> Result<T, ClientError> {
    for _ in 0..FAREWELL / LOOK_EVERY {
        match attempt().await {
            Err(error) if is_busy(&error) => PageTimer.sleep(LOOK_EVERY).await,
            done => return done,
        }
    }
    attempt().await
}

/// Whether somebody else has the profile.
pub fn is_busy(error: &ClientError) -> bool {
    match error {
        ClientError::Store(StoreError::Busy) => true,
        ClientError::Files(error) => error.kind() == io::ErrorKind::ResourceBusy,
        _ => false,
    }
}

/// Does the same work for each item; here there is one thread.
pub(crate) fn each<T, R>(items: &[T], work: impl Fn(&T) -> R) -> Vec<R> {
    items.iter().map(work).collect()
}
