//! A server in a folder that can be killed and started again, with a clock that stands still.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use minicbor::{Decode, Encode};
use tempfile::TempDir;
use tower::ServiceExt;

use verband_protocol::cbor;
use verband_protocol::port::{Clock, Entropy};
use verband_protocol::wire::{Problem, ProblemCode};
use verband_server::blobs::FolderBlobs;
use verband_server::config::Mail;
use verband_server::relay::Relay;
use verband_server::store::sqlite::{SqliteOptions, SqliteStore};
use verband_server::store::{Faults, StoreFault};
use verband_server::{AppFile, Limits, Ports, Server, Settings, Work, router};

/// Where the house is reached.
pub(crate) const ORIGIN: &str = "https://verband.test";

/// A moment in 2026.
const START: u64 = 1_790_000_000_000;

/// A clock that moves when it is told to.
#[derive(Clone)]
pub(crate) struct Hands(Arc<AtomicU64>);

impl Hands {
    pub(crate) fn forward(&self, ms: u64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for Hands {
    fn now_ms(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// Numbers that differ from each other, and the same ones in every run.
pub(crate) struct Counting(AtomicU64);

impl Counting {
    pub(crate) fn from(start: u64) -> Self {
        Self(AtomicU64::new(start))
    }
}

impl Entropy for Counting {
    fn fill(&self, out: &mut [u8]) {
        for chunk in out.chunks_mut(32) {
            let number = self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes();
            let hash = verband_protocol::id::Hash::of(&number).0;
            chunk.copy_from_slice(&hash[..chunk.len()]);
        }
    }
}

/// The plan of faults and settings of a house.
#[derive(Clone, Default)]
pub(crate) struct Plan {
    pub(crate) limits: Limits,
    pub(crate) faults: Option<Arc<dyn StoreFault>>,
    pub(crate) mail: Option<Mail>,
    pub(crate) app: &'static [AppFile],
    pub(crate) record_origins: Vec<String>,
}

/// A server with its folder.
pub(crate) struct House {
    pub(crate) folder: Arc<TempDir>,
    pub(crate) clock: Hands,
    pub(crate) plan: Plan,
    pub(crate) server: Server,
    pub(crate) store: Arc<SqliteStore>,
    router: Router,
    starts: u64,
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The message in a good answer.
    pub(crate) fn message<T>(self) -> Result<T, Problem>
    where
        T: Encode<()> + for<'b> Decode<'b, ()>,
    {
        if self.status.is_success() {
            return Ok(cbor::decode(&self.body).expect("the expected message"));
        }
        Err(cbor::decode(&self.body).expect("a problem"))
    }

    pub(crate) fn problem(self) -> Problem {
        assert!(!self.status.is_success(), "a problem and not {}", self.status);
        cbor::decode(&self.body).expect("a problem")
    }
}

impl House {
    pub(crate) fn new() -> Self {
        Self::with(Plan { limits: Limits::unlimited_rates(), ..Plan::default() })
    }

    pub(crate) fn with(plan: Plan) -> Self {
        let folder = Arc::new(TempDir::new().expect("a folder"));
        let clock = Hands(Arc::new(AtomicU64::new(START)));
        let (server, store) = start(&folder, &clock, &plan, 0);
        let router = router(server.clone());
        Self { folder, clock, plan, server, store, router, starts: 1 }
    }

    /// Ends the server wherever it stands, and starts it again on its folder without faults.
    pub(crate) fn restart(&mut self) {
        self.plan.faults = None;
        self.server.stop();
        let (server, store) = start(&self.folder, &self.clock, &self.plan, self.starts << 32);
        self.router = router(server.clone());
        (self.server, self.store) = (server, store);
        self.starts += 1;
    }

    /// A second server on the same folder.
    pub(crate) fn twin(&self) -> Self {
        let (folder, clock, plan) = (Arc::clone(&self.folder), self.clock.clone(), self.plan.clone());
        let (server, store) = start(&folder, &clock, &plan, 1 << 60);
        let router = router(server.clone());
        Self { folder, clock, plan, server, store, router, starts: 1 }
    }

    /// A token that permits one founding.
    pub(crate) fn set_up_token(&self) -> String {
        self.server.new_set_up_link().expect("a link").token.grouped().to_string()
    }

    pub(crate) fn router(&self) -> Router {
        self.router.clone()
    }

    /// Sends a request and waits for all of the answer.
    pub(crate) async fn request(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("routers answer always");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.map(|body| body.to_bytes().to_vec()).unwrap_or_default();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Sends a message.
    pub(crate) async fn send(&self, method: Method, path: &str, token: Option<&str>, body: Vec<u8>) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("content-length", body.len());
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        self.request(request.body(Body::from(body)).expect("a request")).await
    }

    pub(crate) async fn post<T: Encode<()>>(&self, path: &str, token: Option<&str>, message: &T) -> Answer {
        self.send(Method::POST, path, token, cbor::encode(message)).await
    }

    pub(crate) async fn get(&self, path: &str, token: Option<&str>) -> Answer {
        self.send(Method::GET, path, token, Vec::new()).await
    }
}

fn start(folder: &TempDir, clock: &Hands, plan: &Plan, chance: u64) -> (Server, Arc<SqliteStore>) {
    let faults = plan.faults.clone().map_or_else(Faults::none, Faults::plan);
    let options = SqliteOptions { max_pages: None, faults: faults.clone() };
    let store = Arc::new(SqliteStore::open(folder.path(), options).expect("the store opens"));
    let blobs = FolderBlobs::open(folder.path(), faults).expect("the blobs open");
    let mut settings = Settings::new(ORIGIN);
    settings.limits = plan.limits.clone();
    settings.work = Work::Inline;
    settings.app = plan.app;
    settings.record_origins.clone_from(&plan.record_origins);
    settings.web_origins = vec!["https://web.verband.test".into()];
    let ports = Ports {
        store: Arc::clone(&store) as _,
        blobs: Arc::new(blobs),
        clock: Arc::new(clock.clone()),
        entropy: Arc::new(Counting::from(chance)),
        relay: plan.mail.as_ref().map(|mail| Arc::new(Relay::open(mail, ORIGIN).expect("a relay"))),
    };
    // With faults, the very first write may be the one that fails: such tests start without and change over.
    (Server::new(settings, ports).expect("the server starts"), store)
}

/// The code and what it expects.
pub(crate) fn code(problem: &Problem) -> (ProblemCode, Option<u64>) {
    (problem.code, problem.expected)
}
