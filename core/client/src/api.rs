//! The server's interface as calls: encodes, logs in by itself, names problems. One place where a status becomes
//! an error.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_util::StreamExt;
use http::{Method, Request, StatusCode};
use minicbor::{Decode, Encode};
use verband_protocol::cbor;
use verband_protocol::id::DeviceId;
use verband_protocol::sign::{Purpose, SecretKey};
use verband_protocol::wire::{
    CONTENT_TYPE, Challenge, ChallengeRequest, Login, Page, Problem, ProblemCode, RevocationRequest, Session,
    SyncFrame, VERSION_HEADER, login_message,
};

use crate::error::ClientError;
use crate::limits::PROGRAM;
use crate::port::{Stream, Transport};

/// Who logs in.
pub(crate) struct Credentials {
    pub(crate) device: DeviceId,
    pub(crate) login: SecretKey,
}

/// The interface of one server.
pub(crate) struct Api {
    transport: Arc<dyn Transport>,
    server: String,
    credentials: Option<Credentials>,
    token: Mutex<Option<String>>,
}

/// What the server said beside success.
pub(crate) enum Answer<T> {
    /// Done.
    Done(T),
    /// Not done, for this reason.
    Problem(Problem),
}

impl<T> Answer<T> {
    /// Success, or an error.
    pub(crate) fn done(self) -> Result<T, ClientError> {
        match self {
            Self::Done(value) => Ok(value),
            Self::Problem(problem) => Err(problem_error(problem)),
        }
    }
}

fn problem_error(problem: Problem) -> ClientError {
    match problem.code {
        ProblemCode::Unauthenticated => ClientError::Revoked,
        ProblemCode::InvitationGone => ClientError::InvitationGone,
        ProblemCode::Outdated => ClientError::Outdated,
        ProblemCode::DeviceClass => ClientError::DeviceClass,
        ProblemCode::Quota => ClientError::Quota,
        ProblemCode::SlotGone => ClientError::LinkGone,
        ProblemCode::SlotTaken => ClientError::LinkTaken,
        code => ClientError::Server(code, problem.reason),
    }
}

impl Api {
    /// Calls without a session.
    pub(crate) fn anonymous(transport: Arc<dyn Transport>, server: &str) -> Self {
        let server = server.trim_end_matches('/').to_owned();
        Self { transport, server, credentials: None, token: Mutex::default() }
    }

    /// Calls of a device.
    pub(crate) fn of_device(transport: Arc<dyn Transport>, server: &str, credentials: Credentials) -> Self {
        Self { credentials: Some(credentials), ..Self::anonymous(transport, server) }
    }

    pub(crate) async fn get<R>(&self, path: &str) -> Result<R, ClientError>
    where
        R: Encode<()> + for<'b> Decode<'b, ()>,
    {
        self.call(Method::GET, path, Bytes::new()).await?.done()
    }

    pub(crate) async fn post<Q, R>(&self, path: &str, body: &Q) -> Result<Answer<R>, ClientError>
    where
        Q: Encode<()>,
        R: Encode<()> + for<'b> Decode<'b, ()>,
    {
        self.call(Method::POST, path, cbor::encode(body).into()).await
    }

    /// A call whose answer has no body.
    pub(crate) async fn send<Q: Encode<()>>(
        &self,
        method: Method,
        path: &str,
        body: Option<&Q>,
    ) -> Result<Answer<()>, ClientError> {
        let body = body.map(|body| Bytes::from(cbor::encode(body))).unwrap_or_default();
        let (status, bytes) = self.exchange(&method, path, None, body).await?;
        if status.is_success() { Ok(Answer::Done(())) } else { problem(&bytes).map(Answer::Problem) }
    }

    /// A part of a blob goes up.
    pub(crate) async fn put_part<R>(&self, path: &str, part: Bytes) -> Result<Answer<R>, ClientError>
    where
        R: Encode<()> + for<'b> Decode<'b, ()>,
    {
        self.call(Method::PUT, path, part).await
    }

    /// A range of a blob comes down: its last byte is `end - 1`.
    pub(crate) async fn get_range(&self, path: &str, start: u64, end: u64) -> Result<Bytes, ClientError> {
        let range = format!("bytes={start}-{}", end - 1);
        let (status, bytes) = self.exchange(&Method::GET, path, Some(&range), Bytes::new()).await?;
        if status.is_success() { Ok(bytes) } else { Err(problem_error(problem(&bytes)?)) }
    }

    /// Opens the sync stream.
    pub(crate) async fn sync(&self) -> Result<Frames, ClientError> {
        let mut fresh = false;
        loop {
            let token = self.token(fresh).await?;
            let request = self.request(&Method::GET, "/v1/sync", token.as_deref(), None, Bytes::new())?;
            let answer = self.transport.stream(request).await?;
            match answer.status() {
                status if status.is_success() => {
                    return Ok(Frames { stream: answer.into_body(), pending: Vec::new() });
                }
                StatusCode::UNAUTHORIZED if !fresh => fresh = true,
                StatusCode::UPGRADE_REQUIRED => return Err(ClientError::Outdated),
                // It is for every device that the policy permits.
                StatusCode::FORBIDDEN => return Err(ClientError::DeviceClass),
                status => return Err(ClientError::Answer(format!("status {status} to a sync"))),
            }
        }
    }

    async fn call<R>(&self, method: Method, path: &str, body: Bytes) -> Result<Answer<R>, ClientError>
    where
        R: Encode<()> + for<'b> Decode<'b, ()>,
    {
        let (status, bytes) = self.exchange(&method, path, None, body).await?;
        if status.is_success() { Ok(Answer::Done(cbor::decode(&bytes)?)) } else { problem(&bytes).map(Answer::Problem) }
    }

    /// Sends a request, and once more with a new session if the old one ended.
    async fn exchange(
        &self,
        method: &Method,
        path: &str,
        range: Option<&str>,
        body: Bytes,
    ) -> Result<(StatusCode, Bytes), ClientError> {
        let token = self.token(false).await?;
        let request = self.request(method, path, token.as_deref(), range, body.clone())?;
        let mut answer = self.transport.send(request).await?;
        if answer.status() == StatusCode::UNAUTHORIZED && self.credentials.is_some() {
            let token = self.token(true).await?;
            let request = self.request(method, path, token.as_deref(), range, body)?;
            answer = self.transport.send(request).await?;
        }
        Ok((answer.status(), answer.into_body()))
    }

    fn request(
        &self,
        method: &Method,
        path: &str,
        token: Option<&str>,
        range: Option<&str>,
        body: Bytes,
    ) -> Result<Request<Bytes>, ClientError> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.server));
        request = request.header(VERSION_HEADER, PROGRAM);
        if let Some(token) = token {
            request = request.header(http::header::AUTHORIZATION, format!("Bearer {token}"));
        }
        if let Some(range) = range {
            request = request.header(http::header::RANGE, range);
        }
        if !body.is_empty() {
            request = request.header(http::header::CONTENT_TYPE, CONTENT_TYPE);
        }
        request.body(body).map_err(|error| ClientError::Answer(error.to_string()))
    }

    /// The session's token, logging in if there is none or a fresh one is needed.
    async fn token(&self, fresh: bool) -> Result<Option<String>, ClientError> {
        let Some(credentials) = &self.credentials else { return Ok(None) };
        if !fresh {
            let known = self.token.lock().unwrap_or_else(PoisonError::into_inner).clone();
            if known.is_some() {
                return Ok(known);
            }
        }
        let token = self.log_in(credentials).await?;
        *self.token.lock().unwrap_or_else(PoisonError::into_inner) = Some(token.clone());
        Ok(Some(token))
    }

    async fn log_in(&self, credentials: &Credentials) -> Result<String, ClientError> {
        let login = self.sign_challenge(credentials).await?;
        let session: Session = self.plain("/v1/session", &login).await?;
        Ok(session.token)
    }

    async fn sign_challenge(&self, credentials: &Credentials) -> Result<Login, ClientError> {
        let ask = ChallengeRequest { device: credentials.device };
        let challenge: Challenge = self.plain("/v1/session/challenge", &ask).await?;
        let message = login_message(&self.server, &challenge.nonce, &credentials.device);
        let signature = credentials.login.sign(Purpose::Login, &message);
        Ok(Login { device: credentials.device, nonce: challenge.nonce, signature })
    }

    /// Entries of the organisation log behind a position, up to the one that shuts this device out, if there is one.
    pub(crate) async fn revocation(&self, after: u64) -> Result<Page, ClientError> {
        let Some(credentials) = &self.credentials else { return Err(ClientError::Revoked) };
        let Login { device, nonce, signature } = self.sign_challenge(credentials).await?;
        self.plain("/v1/session/revocation", &RevocationRequest { device, nonce, signature, after }).await
    }

    /// A call that needs no session and is part of getting one.
    async fn plain<Q, R>(&self, path: &str, body: &Q) -> Result<R, ClientError>
    where
        Q: Encode<()>,
        R: Encode<()> + for<'b> Decode<'b, ()>,
    {
        let request = self.request(&Method::POST, path, None, None, cbor::encode(body).into())?;
        let answer = self.transport.send(request).await?;
        if answer.status().is_success() {
            Ok(cbor::decode(answer.body())?)
        } else {
            Err(problem_error(problem(answer.body())?))
        }
    }
}

fn problem(bytes: &[u8]) -> Result<Problem, ClientError> {
    Ok(cbor::decode(bytes)?)
}

/// The frames of a sync stream.
pub(crate) struct Frames {
    stream: Stream,
    pending: Vec<u8>,
}

impl Frames {
    /// The next frame; none when the server ended the stream. Dropping the future loses nothing.
    pub(crate) async fn next(&mut self) -> Result<Option<SyncFrame>, ClientError> {
        loop {
            if let Some(frame) = self.take()? {
                return Ok(Some(frame));
            }
            match self.stream.next().await {
                Some(part) => self.pending.extend_from_slice(&part?),
                None => return Ok(None),
            }
        }
    }

    fn take(&mut self) -> Result<Option<SyncFrame>, ClientError> {
        let Some((len, rest)) = self.pending.split_first_chunk() else { return Ok(None) };
        let len = u32::from_be_bytes(*len) as usize;
        if len > cbor::MAX_LEN {
            return Err(ClientError::Answer(format!("a frame of {len} bytes")));
        }
        let Some(frame) = rest.get(..len) else { return Ok(None) };
        let frame = cbor::decode(frame)?;
        self.pending.drain(..4 + len);
        Ok(Some(frame))
    }
}
