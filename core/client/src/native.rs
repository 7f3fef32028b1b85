//! The machine as a client sees it natively: reqwest with rustls, tokio's timer, the system's clock and
//! randomness, a folder for the profile.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use futures_util::TryStreamExt;
use http::{Request, Response};
use rustls::crypto::{CryptoProvider, KeyProvider};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::SigningKey;
use rustls::{ClientConfig, RootCertStore};
use verband_protocol::port::{Clock, Entropy};
use verband_store::Place;
use verband_vault::Folder;

#[path = "profiles/native.rs"]
mod profiles;

pub use profiles::{ProfileRow, Profiles};

use crate::error::ClientError;
use crate::port::{Held, LockFile, NoAnswer, Ports, Stream, Stretch, Timer, Transport};

/// A future that may move between threads.
pub type BoxFuture<'a, T> = futures_util::future::BoxFuture<'a, T>;

/// A stream that may move between threads.
pub type BoxStream<'a, T> = futures_util::stream::BoxStream<'a, T>;

/// What natively is shared between threads, and in the browser lives in one worker.
pub trait Shared: Send + Sync {}
impl<T: Send + Sync> Shared for T {}

/// HTTP over TCP and TLS.
pub struct Http(reqwest::Client);

impl Http {
    /// A client that trusts this certificate authority (PEM) and no other; without one, the public ones. The list is
    /// part of the program, so that neither the owner of a device nor its maker adds to it.
    ///
    /// # Errors
    /// [`ClientError::Certificate`] if the authority is not readable.
    pub fn new(authority: Option<&[u8]>) -> Result<Self, ClientError> {
        Self::with(authority, reqwest::redirect::Policy::default())
    }

    fn with(authority: Option<&[u8]>, redirects: reqwest::redirect::Policy) -> Result<Self, ClientError> {
        let client = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(10))
            .read_timeout(Duration::from_mins(1))
            .no_proxy()
            .redirect(redirects)
            .tls_backend_preconfigured(tls(authority).ok_or(ClientError::Certificate)?);
        Ok(Self(client.build().map_err(|_| ClientError::Certificate)?))
    }
}

/// A line to a patient's record, which trusts this authority or the public ones. It goes where it was told to and is not sent
/// elsewhere.
pub(crate) fn record_line(authority: Option<&[u8]>) -> Result<Arc<dyn Transport>, ClientError> {
    Ok(Arc::new(Http::with(authority, reqwest::redirect::Policy::none())?))
}

fn tls(authority: Option<&[u8]>) -> Option<ClientConfig> {
    let mut roots = RootCertStore::empty();
    match authority {
        Some(pem) => {
            for certificate in CertificateDer::pem_slice_iter(pem) {
                roots.add(certificate.ok()?).ok()?;
            }
        }
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
    }
    let provider = CryptoProvider { key_provider: &NoKeys, ..rustls::crypto::ring::default_provider() };
    let versions = ClientConfig::builder_with_provider(Arc::new(provider)).with_safe_default_protocol_versions();
    Some(versions.ok()?.with_root_certificates(roots).with_no_client_auth())
}

/// Devices show by what they sign who they are, never by certificates, so the signatures of those need not be in an app.
#[derive(Debug)]
struct NoKeys;

impl KeyProvider for NoKeys {
    fn load_private_key(&self, _: PrivateKeyDer<'static>) -> Result<Arc<dyn SigningKey>, rustls::Error> {
        Err(rustls::Error::General("clients have no certificates".to_owned()))
    }
}

fn reqwest_of(request: Request<Bytes>) -> Result<reqwest::Request, NoAnswer> {
    reqwest::Request::try_from(request.map(reqwest::Body::from)).map_err(no_answer)
}

// The address is left out: it may name what was asked for. The innermost error says what happened.
fn no_answer(error: reqwest::Error) -> NoAnswer {
    let error = error.without_url();
    let mut cause: &dyn std::error::Error = &error;
    let mut untrusted = is_untrusted(cause);
    while let Some(source) = cause.source() {
        cause = source;
        untrusted |= is_untrusted(cause);
    }
    NoAnswer { said: cause.to_string(), untrusted }
}

/// Whether the other side could not show who it is.
fn is_untrusted(error: &(dyn std::error::Error + 'static)) -> bool {
    // An error of input and output does not name as its source what it carries, which may be another one.
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(carried) => is_untrusted(carried),
        None => matches!(
            error.downcast_ref(),
            Some(rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented)
        ),
    }
}

impl Transport for Http {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, NoAnswer>> {
        Box::pin(async move {
            let answer = self.0.execute(reqwest_of(request)?).await.map_err(no_answer)?;
            let (status, headers) = (answer.status(), answer.headers().clone());
            let body = answer.bytes().await.map_err(no_answer)?;
            let mut response = Response::new(body);
            (*response.status_mut(), *response.headers_mut()) = (status, headers);
            Ok(response)
        })
    }

    fn stream(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Stream>, NoAnswer>> {
        Box::pin(async move {
            let answer = self.0.execute(reqwest_of(request)?).await.map_err(no_answer)?;
            let status = answer.status();
            let stream: Stream = Box::pin(answer.bytes_stream().map_err(no_answer));
            let mut response = Response::new(stream);
            *response.status_mut() = status;
            Ok(response)
        })
    }
}

/// Tokio's timer.
pub struct TokioTimer;

impl Timer for TokioTimer {
    fn sleep(&self, ms: u64) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(Duration::from_millis(ms)))
    }
}

/// The system's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_ms(&self) -> u64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    }
}

/// The operating system's randomness.
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, out: &mut [u8]) {
        // There is no way on without randomness, and no better answer than to stop.
        getrandom::fill(out).expect("the operating system gives randomness");
    }
}

/// The lock file of a profile folder.
pub struct ProfileLock(PathBuf);

impl ProfileLock {
    /// Makes durable that a file of this name is there, or is not.
    fn keep_name(&self) -> io::Result<()> {
        match self.0.parent() {
            Some(folder) => File::open(folder)?.sync_all(),
            None => Ok(()),
        }
    }
}

impl LockFile for ProfileLock {
    fn load(&self) -> io::Result<Option<Vec<u8>>> {
        match fs::read(&self.0) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn save(&self, bytes: &[u8]) -> io::Result<()> {
        let new = self.0.with_extension("new");
        let mut file = File::create(&new)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&new, &self.0)?;
        self.keep_name()
    }

    fn remove(&self) -> io::Result<()> {
        for path in [&self.0, &self.0.with_extension("new")] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        self.keep_name()
    }

    // Several processes may open one profile; the system lets go of the lock of one that was killed.
    fn hold(&self) -> io::Result<Held> {
        let folder = File::open(self.0.parent().unwrap_or(Path::new(".")))?;
        folder.lock()?;
        Ok(Box::new(folder))
    }
}

/// The name of the lock file.
const LOCK: &str = "lock";

/// The ports of a profile in a folder, which is created if it is missing, for its owner only.
///
/// # Errors
/// [`ClientError::Files`] if the folder cannot be used, [`ClientError::Certificate`].
pub fn ports(folder: &Path, authority: Option<&[u8]>) -> Result<Ports, ClientError> {
    fs::create_dir_all(folder)?;
    own(folder)?;
    Ok(Ports {
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        transport: Arc::new(Http::new(authority)?),
        timer: Arc::new(TokioTimer),
        files: Some(Arc::new(Folder::open(&folder.join("vault"))?)),
        lock: Arc::new(ProfileLock(folder.join(LOCK))),
        place: Place::File(folder.join("verband.sqlite")),
        stretch: Stretch::STANDARD,
        fault: None,
    })
}

/// The device secret of a profile on a plain computer: a file that only its owner can read. It protects a stolen
/// database and a copied profile without it, not against somebody who reads the owner's files; phones keep it in
/// hardware instead.
///
/// # Errors
/// [`ClientError::Files`].
pub fn device_secret(folder: &Path) -> Result<zeroize::Zeroizing<[u8; 32]>, ClientError> {
    fs::create_dir_all(folder)?;
    own(folder)?;
    let path = folder.join("device.key");
    match fs::read(&path) {
        Ok(bytes) => {
            let bytes = zeroize::Zeroizing::new(bytes);
            let secret = bytes.as_slice().try_into().map_err(|_| ClientError::Damaged("device.key"))?;
            Ok(zeroize::Zeroizing::new(secret))
        }
        // A new one would open nothing, and look like a wrong PIN.
        Err(error) if error.kind() == io::ErrorKind::NotFound && folder.join(LOCK).exists() => {
            Err(ClientError::Damaged("device.key"))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let mut secret = zeroize::Zeroizing::new([0; 32]);
            SystemEntropy.fill(secret.as_mut_slice());
            ProfileLock(path.clone()).save(secret.as_slice())?;
            restrict(&path, 0o600)?;
            Ok(secret)
        }
        Err(error) => Err(error.into()),
    }
}

/// Does the same work for each item, on all cores.
pub(crate) fn each<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let part = items.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let running: Vec<_> =
            items.chunks(part).map(|part| scope.spawn(|| part.iter().map(&work).collect::<Vec<R>>())).collect();
        let done = running.into_iter().map(std::thread::ScopedJoinHandle::join);
        done.flat_map(|part| part.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

fn own(folder: &Path) -> io::Result<()> {
    restrict(folder, 0o700)
}

fn restrict(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}
