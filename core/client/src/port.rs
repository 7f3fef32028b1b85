//! Ports of a client: network, waiting, the lock file. With [`Clock`], [`Entropy`] and [`BlobFiles`] they are all
//! that a client knows of the machine; tests put a simulated world behind them.

use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
use verband_protocol::port::{Clock, Entropy};
use verband_store::{Place, StoreFault};
use verband_vault::BlobFiles;

pub use crate::platform::{BoxFuture, BoxStream, Shared};

/// The server did not answer: no network, or no server there. Trying again later is right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no answer from the server: {said}")]
pub struct NoAnswer {
    /// What the platform says, without the address.
    pub said: String,
    /// Whether somebody answered for whom nobody vouches whom this line trusts: nothing was sent to them. A browser does not say
    /// so.
    pub untrusted: bool,
}

impl NoAnswer {
    /// Nobody was reached.
    pub fn of(said: impl Into<String>) -> Self {
        Self { said: said.into(), untrusted: false }
    }
}

/// Carries requests to the server and answers back.
pub trait Transport: Shared {
    /// Sends a request and waits for the whole answer.
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, NoAnswer>>;

    /// Sends a request whose answer never ends, and gives its parts as they arrive.
    fn stream(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Stream>, NoAnswer>>;
}

/// The parts of an endless answer.
pub type Stream = BoxStream<'static, Result<Bytes, NoAnswer>>;

/// Waits.
pub trait Timer: Shared {
    /// Completes after this many milliseconds.
    fn sleep(&self, ms: u64) -> BoxFuture<'static, ()>;
}

/// Keeps the one small file beside the database that says how a PIN unlocks it.
pub trait LockFile: Shared {
    /// Reads it; none if there is no profile yet.
    ///
    /// # Errors
    /// What the platform says.
    fn load(&self) -> Result<Option<Vec<u8>>, std::io::Error>;

    /// Replaces it, durably, all or nothing.
    ///
    /// # Errors
    /// What the platform says.
    fn save(&self, bytes: &[u8]) -> Result<(), std::io::Error>;

    /// Removes it, durably. One that is not there is no error.
    ///
    /// # Errors
    /// What the platform says.
    fn remove(&self) -> Result<(), std::io::Error>;

    /// Waits until nobody else is about to change it, and makes others wait until what this gives is dropped. Where nobody
    /// else can reach it there is nothing to wait for.
    ///
    /// # Errors
    /// What the platform says.
    fn hold(&self) -> Result<Held, std::io::Error> {
        Ok(Box::new(()))
    }
}

/// Whatever is held until it is dropped.
pub type Held = Box<dyn Send>;

/// How hard it is to try PINs: the cost of Argon2id (RFC 9106).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Stretch {
    /// 64 MiB, three passes: RFC 9106 section 4, second recommendation.
    pub const STANDARD: Self = Self { memory_kib: 64 << 10, passes: 3 };
}

/// Everything a client needs of the machine it runs on.
#[derive(Clone)]
pub struct Ports {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Reaches the server.
    pub transport: Arc<dyn Transport>,
    /// Waits.
    pub timer: Arc<dyn Timer>,
    /// Keeps sealed files. None: a table of the database does, as in the browser, which has no folder for them.
    pub files: Option<Arc<dyn BlobFiles>>,
    /// Keeps the lock file.
    pub lock: Arc<dyn LockFile>,
    /// Where the database lies.
    pub place: Place,
    /// Cost of trying a PIN, for new profiles.
    pub stretch: Stretch,
    /// A plan of faults for tests; none in real life.
    pub fault: Option<Arc<dyn StoreFault>>,
}
