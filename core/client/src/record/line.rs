//! The line to a record: its own trust, no redirects, a limit on waiting.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::{Either, select};
use http::{Method, Request, Response, header};

use super::answer::{found, taken};
use super::error::RecordError;
use super::message::oid;
use super::{RecordContext, RecordTarget};
use crate::error::ClientError;
use crate::platform;
use crate::port::{Timer, Transport};

/// What travels.
const FHIR_JSON: &str = "application/fhir+json";

/// A line to one record, for one call.
pub(crate) struct RecordLine<'a> {
    target: &'a RecordTarget,
    base: &'a str,
    transport: Arc<dyn Transport>,
    timer: Arc<dyn Timer>,
}

impl<'a> RecordLine<'a> {
    /// The line to a target.
    ///
    /// # Errors
    /// [`ClientError::Record`] for one that cannot be one, [`ClientError::Certificate`].
    pub(crate) fn to(
        target: &'a RecordTarget,
        context: &RecordContext,
        timer: Arc<dyn Timer>,
    ) -> Result<Self, ClientError> {
        let base = target.url.trim_end_matches('/');
        if !is_safe(base) {
            return Err(RecordError::Target("a record has an address that begins with https://").into());
        }
        let stay = context.encounter.is_empty() || is_reference(&context.encounter, "Encounter");
        if !is_reference(&context.patient, "Patient") || !stay {
            return Err(RecordError::Target("a patient is named as Patient/ID, a stay as Encounter/ID").into());
        }
        let transport = platform::record_line(target.authority.as_deref())?;
        Ok(Self { target, base, transport, timer })
    }

    /// Sends a document; gives its id there.
    pub(crate) async fn publish(&self, id: &[u8; 16], message: Vec<u8>) -> Result<String, RecordError> {
        let id = oid(id);
        let request = self
            .request(Method::POST, "DocumentReference")
            .header(header::CONTENT_TYPE, FHIR_JSON)
            // The same document is not made twice, whatever became of the answer to an earlier try.
            .header("if-none-exist", question(&id))
            .header("prefer", "return=representation");
        let answer = self.ask(request.body(message.into())).await?;
        taken(answer.status(), answer.headers(), answer.body(), &id)
    }

    /// The id of a document that may have got there; none if the record does not have it, or does not answer that.
    pub(crate) async fn find(&self, id: &[u8; 16]) -> Result<Option<String>, RecordError> {
        let id = oid(id);
        let request = self.request(Method::GET, &format!("DocumentReference?{}", question(&id)));
        let answer = self.ask(request.body(Bytes::new())).await?;
        found(answer.status(), answer.body(), &id)
    }

    fn request(&self, method: Method, path: &str) -> http::request::Builder {
        let request = Request::builder().method(method).uri(format!("{}/{path}", self.base));
        let request = request.header(header::ACCEPT, FHIR_JSON);
        let token = self.target.token.as_str();
        if token.is_empty() { request } else { request.header(header::AUTHORIZATION, format!("Bearer {token}")) }
    }

    async fn ask(&self, request: Result<Request<Bytes>, http::Error>) -> Result<Response<Bytes>, RecordError> {
        let request = request.map_err(|_| RecordError::Target("the address or token has signs that none has"))?;
        let answer = self.transport.send(request);
        match select(answer, self.timer.sleep(self.target.wait_ms)).await {
            Either::Left((answer, _)) => answer.map_err(|error| {
                if error.untrusted { RecordError::Untrusted(error.said) } else { RecordError::Unreachable(error.said) }
            }),
            Either::Right(_) => Err(RecordError::Unreachable("no answer in time".to_owned())),
        }
    }
}

/// The question for a document by its identifier.
fn question(id: &str) -> String {
    format!("identifier=urn:ietf:rfc:3986%7C{id}")
}

/// Whether nobody reads along: TLS, or a record on this machine.
fn is_safe(base: &str) -> bool {
    let host = |rest: &str| rest.split(['/', ':', '?', '#']).next().unwrap_or_default().to_owned();
    match base.split_once("://") {
        Some(("https", rest)) => !host(rest).is_empty() && !rest.contains('@'),
        Some(("http", rest)) => ["localhost", "127.0.0.1"].contains(&host(rest).as_str()) && !rest.contains('@'),
        _ => false,
    }
}

/// Whether it is a reference to a resource of this type.
fn is_reference(text: &str, kind: &str) -> bool {
    let id = text.strip_prefix(kind).and_then(|rest| rest.strip_prefix('/')).unwrap_or_default();
    let signs = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    (1..=64).contains(&id.len()) && id.bytes().all(signs)
}
