//! The network of a world: carries requests to the server in the same process, and loses, doubles, delays and
//! reorders them as the seed decides.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use futures_util::TryStreamExt;
use http::{HeaderValue, Request, Response};
use http_body_util::BodyExt;
use tower::ServiceExt;
use verband_client::port::{BoxFuture, NoAnswer, Stream, Transport};
use verband_protocol::wire::VERSION_HEADER;

use crate::chance::Seeded;

/// How bad the network is, each in percent.
#[derive(Debug, Clone, Copy, Default)]
pub struct Weather {
    /// Requests that never arrive.
    pub lost_requests: u64,
    /// Answers that never arrive, although the server did what it was asked to.
    pub lost_answers: u64,
    /// Requests that arrive twice.
    pub doubled: u64,
    /// The longest delay of a request or answer, in milliseconds; different delays change the order.
    pub delay_ms: u64,
}

impl Weather {
    /// Nothing goes wrong.
    pub const FAIR: Self = Self { lost_requests: 0, lost_answers: 0, doubled: 0, delay_ms: 0 };

    /// A basement: three of ten requests or answers are lost.
    pub const STORM: Self = Self { lost_requests: 15, lost_answers: 15, doubled: 15, delay_ms: 3_000 };
}

/// The server as the network sees it: there, or not.
#[derive(Clone, Default)]
pub struct Socket(Arc<Mutex<Option<Router>>>);

impl Socket {
    /// Puts a server behind the address, or takes it away.
    pub fn connect(&self, router: Option<Router>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = router;
    }

    fn router(&self) -> Option<Router> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// What a hostile server does to an answer on its way out. It sees the path and may change the body, or one part of a
/// stream after the other.
pub type Tamper = Arc<dyn Fn(&str, Bytes) -> Bytes + Send + Sync>;

/// What becomes of single requests, by their paths with what is asked for.
pub type Trouble = Arc<dyn Fn(&str) -> Fate + Send + Sync>;

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It takes the way of all others.
    Passes,
    /// It never arrives.
    Lost,
    /// Its answer takes so many milliseconds more.
    Slow(u64),
}

/// The line of one device.
#[derive(Clone)]
pub struct Line(Arc<Shared>);

struct Shared {
    socket: Socket,
    chance: Seeded,
    weather: Mutex<Weather>,
    online: AtomicBool,
    tamper: Mutex<Option<Tamper>>,
    trouble: Mutex<Option<Trouble>>,
    asked: Mutex<Vec<String>>,
    program: Mutex<Option<&'static str>>,
    requests: AtomicU64,
    seen: Mutex<Vec<u8>>,
}

impl Line {
    /// A line to the server, with its own luck.
    pub fn new(socket: Socket, chance: Seeded) -> Self {
        Self(Arc::new(Shared {
            socket,
            chance,
            weather: Mutex::new(Weather::FAIR),
            online: AtomicBool::new(true),
            tamper: Mutex::default(),
            trouble: Mutex::default(),
            asked: Mutex::default(),
            program: Mutex::default(),
            requests: AtomicU64::new(0),
            seen: Mutex::default(),
        }))
    }

    /// Changes the weather on this line.
    pub fn set_weather(&self, weather: Weather) {
        *self.0.weather.lock().unwrap_or_else(PoisonError::into_inner) = weather;
    }

    /// Cuts the line, or mends it.
    pub fn set_online(&self, online: bool) {
        self.0.online.store(online, Ordering::Relaxed);
    }

    /// Lets a hostile server change its answers on this line.
    pub fn set_tamper(&self, tamper: Option<Tamper>) {
        *self.0.tamper.lock().unwrap_or_else(PoisonError::into_inner) = tamper;
    }

    /// Lets single requests on this line fare worse than others.
    pub fn set_trouble(&self, trouble: Option<Trouble>) {
        *self.0.trouble.lock().unwrap_or_else(PoisonError::into_inner) = trouble;
    }

    /// The paths of all requests since the last call, in order, with what was asked for.
    pub fn take_asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.asked.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Lets the program on this line say that it is of another version.
    pub fn set_program(&self, version: Option<&'static str>) {
        *self.0.program.lock().unwrap_or_else(PoisonError::into_inner) = version;
    }

    /// How many requests were made.
    pub fn requests(&self) -> u64 {
        self.0.requests.load(Ordering::Relaxed)
    }

    /// Everything that this device ever sent: paths, headers and bodies.
    pub fn seen(&self) -> Vec<u8> {
        self.0.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn pass(&self, mut request: Request<Bytes>) -> Result<(Response<Body>, String), NoAnswer> {
        let shared = &self.0;
        if let Some(version) = *shared.program.lock().unwrap_or_else(PoisonError::into_inner) {
            request.headers_mut().insert(VERSION_HEADER, HeaderValue::from_static(version));
        }
        let weather = *shared.weather.lock().unwrap_or_else(PoisonError::into_inner);
        shared.requests.fetch_add(1, Ordering::Relaxed);
        self.record(&request);
        self.delay(weather).await;
        let router = shared.socket.router().filter(|_| shared.online.load(Ordering::Relaxed));
        let Some(router) = router.filter(|_| !shared.chance.percent(weather.lost_requests)) else {
            return Err(NoAnswer::of("the request was lost"));
        };
        let path = request.uri().path().to_owned();
        let asked = request.uri().path_and_query().map_or_else(|| path.clone(), ToString::to_string);
        let trouble = shared.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let fate = trouble.map_or(Fate::Passes, |trouble| trouble(&asked));
        shared.asked.lock().unwrap_or_else(PoisonError::into_inner).push(asked);
        match fate {
            Fate::Passes => {}
            Fate::Lost => return Err(NoAnswer::of("the request was lost")),
            Fate::Slow(ms) => tokio::time::sleep(Duration::from_millis(ms)).await,
        }
        if shared.chance.percent(weather.doubled) {
            let first = router.clone().oneshot(copy(&request)).await;
            drop(first);
            self.delay(weather).await;
        }
        let answer = router.oneshot(copy(&request)).await.map_err(|error| NoAnswer::of(error.to_string()))?;
        self.delay(weather).await;
        if shared.chance.percent(weather.lost_answers) || !shared.online.load(Ordering::Relaxed) {
            return Err(NoAnswer::of("the answer was lost"));
        }
        Ok((answer, path))
    }

    async fn delay(&self, weather: Weather) {
        if weather.delay_ms > 0 {
            let ms = self.0.chance.below(weather.delay_ms);
            tokio::time::sleep(Duration::from_millis(ms)).await;
        }
    }

    fn record(&self, request: &Request<Bytes>) {
        let mut seen = self.0.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.extend_from_slice(request.uri().to_string().as_bytes());
        seen.extend_from_slice(request.body());
    }

    fn tampered(&self, path: &str, body: Bytes) -> Bytes {
        let tamper = self.0.tamper.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match tamper {
            Some(tamper) => tamper(path, body),
            None => body,
        }
    }
}

fn copy(request: &Request<Bytes>) -> Request<Body> {
    let mut copy = Request::new(Body::from(request.body().clone()));
    *copy.method_mut() = request.method().clone();
    *copy.uri_mut() = request.uri().clone();
    *copy.headers_mut() = request.headers().clone();
    copy
}

impl Transport for Line {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, NoAnswer>> {
        Box::pin(async move {
            let (answer, path) = self.pass(request).await?;
            let (parts, body) = answer.into_parts();
            let body = body.collect().await.map_err(|error| NoAnswer::of(error.to_string()))?.to_bytes();
            Ok(Response::from_parts(parts, self.tampered(&path, body)))
        })
    }

    fn stream(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Stream>, NoAnswer>> {
        Box::pin(async move {
            let (answer, path) = self.pass(request).await?;
            let (parts, body) = answer.into_parts();
            let line = self.clone();
            let data = TryStreamExt::map_err(body.into_data_stream(), |error| NoAnswer::of(error.to_string()));
            let stream: Stream = Box::pin(data.map_ok(move |part| line.tampered(&path, part)));
            Ok(Response::from_parts(parts, stream))
        })
    }
}
