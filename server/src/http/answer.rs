//! Messages as bodies: reading requests, writing answers, and the headers that every answer has.

use std::str::FromStr;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use minicbor::{Decode, Encode};

use verband_protocol::cbor;
use verband_protocol::wire::{self, ProblemCode};

use super::matrix::Row;
use crate::failure::Failure;

/// How long the body of a message may take. A large one over a slow line needs its time; one that trickles does not
/// hold its connection forever.
const BODY_TIME: Duration = Duration::from_mins(2);

/// A message as the body of a request or of an answer.
pub(super) struct Cbor<T>(pub(super) T);

impl<S, T> FromRequest<S> for Cbor<T>
where
    S: Send + Sync,
    T: Encode<()> + for<'b> Decode<'b, ()>,
{
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let limit = request.extensions().get::<&'static Row>().map_or(0, |row| row.limit);
        let bytes = read_body(request.into_body(), limit).await?;
        Ok(Self(cbor::decode(&bytes)?))
    }
}

async fn read_body(body: Body, limit: u64) -> Result<Bytes, Failure> {
    let body = Limited::new(body, usize::try_from(limit).unwrap_or(usize::MAX));
    let read = tokio::time::timeout(BODY_TIME, body.collect()).await;
    let body = read.map_err(|_| Failure::Malformed("the body did not come".into()))?;
    match body {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(Failure::TooLarge),
        Err(_) => Err(Failure::Malformed("the body ended early".into())),
    }
}

/// Reads a body that nobody wants, as far as it is within its limit.
pub(super) async fn discard(body: Body, limit: u64) {
    let mut body = Limited::new(body, usize::try_from(limit).unwrap_or(usize::MAX));
    let all = async { while let Some(Ok(_)) = body.frame().await {} };
    let _ = tokio::time::timeout(BODY_TIME, all).await;
}

impl<T: Encode<()>> IntoResponse for Cbor<T> {
    fn into_response(self) -> Response {
        let content_type = HeaderValue::from_static(wire::CONTENT_TYPE);
        ([(CONTENT_TYPE, content_type)], cbor::encode(&self.0)).into_response()
    }
}

/// What an answer that is no success was about, for the log.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answered(pub(super) ProblemCode);

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        if let Self::Internal(fault) = &self {
            tracing::error!(fault, "internal fault");
        }
        let status = StatusCode::from_u16(self.code().status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Cbor(self.problem())).into_response();
        response.extensions_mut().insert(Answered(self.code()));
        response
    }
}

/// Reads an id from a path. What is no id is as absent as an id that nothing has.
pub(super) fn id<T: FromStr>(text: &str) -> Result<T, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

/// Adds to every answer what keeps browsers from making anything of it; the files of the web app say themselves what may be.
pub(super) async fn protect(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static("default-src 'none'; sandbox"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
