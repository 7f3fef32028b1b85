//! The gate before every route: counts the caller, finds out who it is, and lets through whom the row is for.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Instant;

use axum::extract::{ConnectInfo, RawPathParams, Request, State};
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, CONTENT_LENGTH};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use verband_protocol::id::LogId;
use verband_protocol::organisation::ProgramVersion;
use verband_protocol::wire::VERSION_HEADER;

use super::answer::{Answered, discard, id};
use super::matrix::{Row, Who};
use crate::domain::rate::Asker;
use crate::domain::session::{self, Caller};
use crate::failure::Failure;
use crate::server::{Inner, Server};

/// The log that a request is about, as far as its caller may read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// The log.
    pub(super) log: LogId,
    /// Nothing up to this position.
    pub(super) floor: u64,
}

/// The address that a request comes from, for counting.
#[derive(Debug, Clone, Copy)]
pub(super) struct From(pub(super) IpAddr);

/// The version that the client's program says it has; one that says none is older than all.
#[derive(Debug, Clone, Copy)]
pub(super) struct Program(pub(super) ProgramVersion);

/// See the module.
pub(super) async fn gate(
    State((server, row)): State<(Server, &'static Row)>,
    params: RawPathParams,
    mut request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let log = params.iter().find(|(name, _)| *name == "log").map(|(_, text)| id::<LogId>(text));
    let from = From(address(&server, &request));
    let program = program(request.headers());
    let admitted = match check_length(request.headers(), row.limit) {
        Ok(()) => admit(&server, row, (from, program), bearer(request.headers()).map(str::to_owned), log).await,
        Err(failure) => Err(failure),
    };
    let mut caller = None;
    let response = match admitted {
        Ok(admitted) => {
            let extensions = request.extensions_mut();
            extensions.insert(row);
            extensions.insert(from);
            extensions.insert(program);
            if let Some(place) = admitted.place {
                extensions.insert(place);
            }
            if let Some(found) = admitted.caller {
                extensions.insert(found);
                caller = Some(found);
            }
            next.run(request).await
        }
        Err(failure) => {
            if !matches!(failure, Failure::TooLarge) {
                // A client in the middle of a large body would not see the answer if the line broke now.
                discard(request.into_body(), row.limit).await;
            }
            failure.into_response()
        }
    };
    // These fields and no others: no bodies, no query, no full ids, no tokens.
    tracing::info!(
        method = method.as_str(),
        route = row.path,
        status = response.status().as_u16(),
        problem = response.extensions().get::<Answered>().map(|answered| tracing::field::debug(answered.0)),
        organisation = caller.map(|caller| tracing::field::debug(caller.organisation)),
        device = caller.map(|caller| tracing::field::debug(caller.device)),
        micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX),
        "request"
    );
    response
}

struct Admitted {
    caller: Option<Caller>,
    place: Option<Place>,
}

async fn admit(
    server: &Server,
    row: &'static Row,
    (From(address), Program(program)): (From, Program),
    token: Option<String>,
    log: Option<Result<LogId, Failure>>,
) -> Result<Admitted, Failure> {
    let inner = &server.inner;
    if let Some(rate) = row.rate {
        inner.rates.take(rate(address), 1, inner.now())?;
    }
    if row.who == Who::Anyone {
        if row.limit > 0 {
            inner.rates.take(Asker::Anonymous(address), 1, inner.now())?;
        }
        return Ok(Admitted { caller: None, place: None });
    }
    let Some(token) = token else {
        inner.rates.take(Asker::Anonymous(address), 1, inner.now())?;
        return Err(Failure::Unauthenticated);
    };
    server
        .run(move |inner| {
            let caller = session::authenticate(inner, &token, program);
            // Whoever tries tokens is counted as an address; with a valid one the device is.
            let asker = caller.as_ref().map_or(Asker::Anonymous(address), |caller| Asker::Device(caller.device));
            inner.rates.take(asker, 1, inner.now())?;
            let caller = caller?;
            let place = place(inner, row.who, &caller, log)?;
            Ok(Admitted { caller: Some(caller), place })
        })
        .await
}

/// Decides whether a row is for a caller.
fn place(
    inner: &Inner,
    who: Who,
    caller: &Caller,
    log: Option<Result<LogId, Failure>>,
) -> Result<Option<Place>, Failure> {
    match who {
        Who::Anyone | Who::Device => return Ok(None),
        Who::Admin => {
            return if caller.admin { Ok(None) } else { Err(Failure::Forbidden) };
        }
        Who::Inviter => {
            return if caller.invites { Ok(None) } else { Err(Failure::Forbidden) };
        }
        Who::Statistician => {
            return if caller.counts { Ok(None) } else { Err(Failure::Forbidden) };
        }
        Who::Reader | Who::Writer | Who::Person | Who::Roster => {}
    }
    let log = log.ok_or_else(|| Failure::Internal("a route for a log without a log".into()))??;
    if log == caller.organisation {
        let organisation_too = matches!(who, Who::Reader | Who::Writer);
        return if organisation_too { Ok(Some(Place { log, floor: 0 })) } else { Err(Failure::NotFound) };
    }
    let reading =
        inner.store.reading(&caller.organisation, &log, &caller.device, &caller.member)?.ok_or(Failure::NotFound)?;
    if matches!(who, Who::Writer | Who::Roster) && !reading.in_roster {
        return Err(Failure::NotFound);
    }
    Ok(Some(Place { log, floor: reading.floor }))
}

fn check_length(headers: &HeaderMap, limit: u64) -> Result<(), Failure> {
    match headers.get(CONTENT_LENGTH) {
        None => Ok(()),
        Some(length) => {
            let length = length.to_str().ok().and_then(|length| length.parse::<u64>().ok());
            let length = length.ok_or_else(|| Failure::Malformed("content-length".into()))?;
            if length > limit { Err(Failure::TooLarge) } else { Ok(()) }
        }
    }
}

fn program(headers: &HeaderMap) -> Program {
    let told = headers.get(VERSION_HEADER).and_then(|version| version.to_str().ok()?.parse().ok());
    Program(told.unwrap_or(ProgramVersion(0, 0, 0)))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// The address of the client: of the connection, or, behind a proxy, the one that the proxy added last.
fn address(server: &Server, request: &Request) -> IpAddr {
    let forwarded = server.inner.settings.behind_proxy.then(|| {
        let header = request.headers().get_all("x-forwarded-for").iter().next_back()?;
        header.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
    });
    let connected = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    forwarded.flatten().or(connected).unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))
}
