//! Blobs: uploading in parts, reading in ranges. To the server, and to every browser, they are bytes and nothing else.

use std::time::Duration;

use axum::Extension;
use axum::body::{Body, BodyDataStream};
use axum::extract::{Path, Query, Request, State};
use axum::http::header::{ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, RANGE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt, stream};
use serde::Deserialize;

use verband_protocol::id::BlobId;
use verband_protocol::wire::{BlobStart, BlobState, MAX_PART};

use super::answer::{Cbor, discard, id};
use super::gate::Place;
use crate::domain::blob;
use crate::domain::session::Caller;
use crate::failure::Failure;
use crate::server::Server;

/// What is written or read at once: bounds the memory of a transfer.
const PIECE: usize = 256 << 10;

/// How long a part may pause.
const PAUSE: Duration = Duration::from_secs(30);

/// Announces a blob.
pub(super) async fn start(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Extension(place): Extension<Place>,
    Path((_, blob)): Path<(String, String)>,
    Cbor(start): Cbor<BlobStart>,
) -> Result<Cbor<BlobState>, Failure> {
    let blob: BlobId = id(&blob)?;
    let state = server.run(move |inner| blob::start(inner, &caller, &place.log, &blob, &start));
    Ok(Cbor(state.await?))
}

/// Tells where an upload stands.
pub(super) async fn state(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Extension(place): Extension<Place>,
    Path((_, blob)): Path<(String, String)>,
) -> Result<Cbor<BlobState>, Failure> {
    let blob: BlobId = id(&blob)?;
    let state = server.run(move |inner| blob::state(inner, &caller, &place.log, &blob));
    Ok(Cbor(state.await?))
}

/// Where a part starts.
#[derive(Debug, Deserialize)]
pub(super) struct Offset {
    offset: u64,
}

/// Takes a part. One that starts elsewhere than where the blob ends changes nothing and learns where that is. If the
/// line breaks, what came so far counts.
pub(super) async fn part(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Extension(place): Extension<Place>,
    Path((_, blob)): Path<(String, String)>,
    offset: Result<Query<Offset>, axum::extract::rejection::QueryRejection>,
    request: Request,
) -> Result<Cbor<BlobState>, Failure> {
    let blob: BlobId = id(&blob)?;
    let Query(Offset { offset }) = offset.map_err(|_| Failure::Malformed("offset".into()))?;
    let wanted = server.run(move |inner| blob::wanted(inner, &caller, &place.log, &blob, offset)).await;
    let Ok(Some(wanted)) = wanted else {
        // The client sees the answer only after it has sent all of the part.
        discard(request.into_body(), MAX_PART).await;
        wanted?;
        let state = server.run(move |inner| blob::state(inner, &caller, &place.log, &blob));
        return Ok(Cbor(state.await?));
    };
    let mut body = Pieces { body: request.into_body().into_data_stream(), left: wanted.min(MAX_PART) };
    let mut at = offset;
    let broken = loop {
        match body.next().await {
            Ok(Some(piece)) => {
                let length = piece.len() as u64;
                server.run(move |inner| blob::write(inner, &caller, &blob, at, &piece)).await?;
                at += length;
            }
            Ok(None) => break None,
            Err(failure) => break Some(failure),
        }
    };
    let state = server.run(move |inner| blob::end_part(inner, &caller, &place.log, &blob, offset, at)).await?;
    broken.map_or(Ok(Cbor(state)), Err)
}

/// The body of a part in pieces of one size.
struct Pieces {
    body: BodyDataStream,
    left: u64,
}

impl Pieces {
    async fn next(&mut self) -> Result<Option<Bytes>, Failure> {
        let mut piece = BytesMut::new();
        while piece.len() < PIECE {
            let frame = tokio::time::timeout(PAUSE, self.body.next()).await;
            match frame {
                Ok(Some(Ok(frame))) => {
                    self.left = self.left.checked_sub(frame.len() as u64).ok_or(Failure::TooLarge)?;
                    piece.extend_from_slice(&frame);
                }
                Ok(None) => break,
                // What was read before the line broke is written; the next call finds it broken again.
                _ if !piece.is_empty() => break,
                _ => return Err(Failure::Malformed("the body ended early".into())),
            }
        }
        Ok((!piece.is_empty()).then(|| piece.freeze()))
    }
}

/// Gives a blob or a range of it.
pub(super) async fn read(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Extension(place): Extension<Place>,
    Path((_, blob)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let blob: BlobId = id(&blob)?;
    let found = server.run(move |inner| blob::readable(inner, &caller, &place.log, &blob, place.floor)).await?;
    let size = found.size;
    let fixed =
        [(CONTENT_TYPE, "application/octet-stream"), (CONTENT_DISPOSITION, "attachment"), (ACCEPT_RANGES, "bytes")];
    let range = headers.get(RANGE).and_then(|range| range.to_str().ok());
    let (status, from, to) = match range.map(|range| parse_range(range, size)) {
        None => (StatusCode::OK, 0, size),
        Some(Some((from, to))) => (StatusCode::PARTIAL_CONTENT, from, to),
        Some(None) => {
            let whole = [(CONTENT_RANGE, format!("bytes */{size}"))];
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, whole).into_response());
        }
    };
    let mut response = (
        status,
        fixed,
        [(CONTENT_LENGTH, (to - from).to_string())],
        Body::from_stream(stream::try_unfold(from, move |at| {
            let server = server.clone();
            async move {
                let length = usize::try_from(to - at).unwrap_or(usize::MAX).min(PIECE);
                if length == 0 {
                    return Ok::<_, Failure>(None);
                }
                let piece = server.run(move |inner| blob::read(inner, &caller, &blob, at, length)).await?;
                Ok(Some((Bytes::from(piece), at + length as u64)))
            }
        })),
    )
        .into_response();
    if status == StatusCode::PARTIAL_CONTENT
        && let Ok(range) = format!("bytes {from}-{}/{size}", to - 1).parse()
    {
        response.headers_mut().insert(CONTENT_RANGE, range);
    }
    Ok(response)
}

/// Reads one range (RFC 9110 section 14.1.2) as `from..to`. None if it is none of these bytes, or several.
fn parse_range(range: &str, size: u64) -> Option<(u64, u64)> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let (from, to) = match (first, last) {
        ("", suffix) => (size.saturating_sub(suffix.parse().ok()?), size),
        (first, "") => (first.parse().ok()?, size),
        (first, last) => (first.parse().ok()?, last.parse::<u64>().ok()?.saturating_add(1).min(size)),
    };
    (from < to).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::parse_range;

    #[test]
    fn ranges_are_what_rfc_9110_says() {
        assert_eq!(parse_range("bytes=0-9", 100), Some((0, 10)));
        assert_eq!(parse_range("bytes=90-", 100), Some((90, 100)));
        assert_eq!(parse_range("bytes=-10", 100), Some((90, 100)));
        assert_eq!(parse_range("bytes=-1000", 100), Some((0, 100)));
        assert_eq!(parse_range("bytes=90-1000", 100), Some((90, 100)));
        assert_eq!(parse_range("bytes=0-18446744073709551615", 100), Some((0, 100)));
        for none in ["bytes=100-", "bytes=5-4", "bytes=-0", "bytes=0-1,3-4", "bytes=-", "items=0-1", "bytes=a-b"] {
            assert_eq!(parse_range(none, 100), None, "{none}");
        }
    }
}
