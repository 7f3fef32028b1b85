//! What a record answers.

use http::header::LOCATION;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::error::RecordError;

/// The longest text of a refusal that is passed on, in characters.
const MAX_SAID: usize = 500;

/// The id of the document that was taken, as `DocumentReference/789`; or why it was not. `id` is the identifier that was sent.
pub(super) fn taken(status: StatusCode, headers: &HeaderMap, body: &[u8], id: &str) -> Result<String, RecordError> {
    if status.is_success() {
        let resource = serde_json::from_slice::<Value>(body).unwrap_or_default();
        if resource["resourceType"] == "DocumentReference" && !is_ours(&resource, id) {
            return Err(RecordError::Answer("it is another document"));
        }
        let place = headers.get(LOCATION).and_then(|place| place.to_str().ok()).and_then(from_location);
        let read = (resource["resourceType"] == "DocumentReference").then(|| of_resource(&resource)).flatten();
        return place.or(read).ok_or(RecordError::Answer("it names no document"));
    }
    Err(refusal(status, body))
}

/// The document with this identifier, if the record has it; none if it has not, or does not answer such questions.
pub(super) fn found(status: StatusCode, body: &[u8], id: &str) -> Result<Option<String>, RecordError> {
    if status.is_server_error() || status == StatusCode::UNAUTHORIZED || status == StatusCode::FORBIDDEN {
        return Err(refusal(status, body));
    }
    if !status.is_success() {
        return Ok(None);
    }
    let bundle: Value = serde_json::from_slice(body).map_err(|_| RecordError::Answer("it is no JSON"))?;
    let entries = bundle["entry"].as_array().map_or(&[][..], Vec::as_slice);
    let ours = entries
        .iter()
        .map(|entry| &entry["resource"])
        .find(|resource| resource["resourceType"] == "DocumentReference" && is_ours(resource, id));
    Ok(ours.and_then(of_resource))
}

fn refusal(status: StatusCode, body: &[u8]) -> RecordError {
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => RecordError::Login(status.as_u16()),
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS => RecordError::Fault(status.as_u16()),
        _ if status.is_server_error() => RecordError::Fault(status.as_u16()),
        _ => RecordError::Refused(status.as_u16(), said(body)),
    }
}

/// The words of an `OperationOutcome`.
fn said(body: &[u8]) -> String {
    let outcome = serde_json::from_slice::<Value>(body).unwrap_or_default();
    let issues = outcome["issue"].as_array().map_or(&[][..], Vec::as_slice);
    let words = issues.iter().filter_map(|issue| {
        let said = [&issue["details"]["text"], &issue["diagnostics"], &issue["code"]];
        said.into_iter().find_map(|said| said.as_str()).filter(|said| !said.is_empty())
    });
    let words = words.collect::<Vec<_>>().join("; ");
    words.chars().filter(|sign| !sign.is_control()).take(MAX_SAID).collect()
}

/// Whether a document says that it has this identifier. One that names none could be any.
fn is_ours(resource: &Value, id: &str) -> bool {
    let others = resource["identifier"].as_array().map_or(&[][..], Vec::as_slice);
    [&resource["masterIdentifier"]].into_iter().chain(others).any(|named| named["value"] == id)
}

fn of_resource(resource: &Value) -> Option<String> {
    named(resource["id"].as_str()?)
}

fn from_location(place: &str) -> Option<String> {
    let (_, rest) = place.rsplit_once("DocumentReference/")?;
    named(rest.split(['/', '?', '#']).next().unwrap_or_default())
}

fn named(id: &str) -> Option<String> {
    let formed = (1..=64).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.');
    formed.then(|| format!("DocumentReference/{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "urn:oid:2.25.7";

    fn created(location: &str, body: &str) -> Result<String, RecordError> {
        let mut headers = HeaderMap::new();
        if !location.is_empty() {
            headers.insert(LOCATION, location.parse().expect("a header"));
        }
        taken(StatusCode::CREATED, &headers, body.as_bytes(), ID)
    }

    #[test]
    fn the_document_is_named_by_the_place_or_by_the_resource() {
        let named = Ok("DocumentReference/a-1".to_owned());
        assert_eq!(created("https://kis/fhir/DocumentReference/a-1/_history/1", ""), named);
        assert_eq!(created("DocumentReference/a-1", "not JSON"), named);
        let resource =
            r#"{"resourceType":"DocumentReference","id":"a-1","masterIdentifier":{"value":"urn:oid:2.25.7"}}"#;
        assert_eq!(created("", resource), named);
        for nothing in ["", "https://kis/fhir/Patient/1", "DocumentReference/", "DocumentReference/a b"] {
            assert_eq!(created(nothing, "{}").map_err(|error| error.code()), Err("answer"), "{nothing}");
        }
        let other = resource.replace("2.25.7", "2.25.8");
        assert_eq!(created("DocumentReference/a-1", &other).map_err(|error| error.code()), Err("answer"));
    }

    #[test]
    fn a_refusal_says_what_the_record_says() {
        let outcome = br#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid","diagnostics":"no such patient\u0007"}]}"#;
        let refused = taken(StatusCode::UNPROCESSABLE_ENTITY, &HeaderMap::new(), outcome, ID);
        assert_eq!(refused, Err(RecordError::Refused(422, "no such patient".to_owned())));
        let unsaid = taken(StatusCode::BAD_REQUEST, &HeaderMap::new(), b"<html>", ID);
        assert_eq!(unsaid, Err(RecordError::Refused(400, String::new())));
        assert_eq!(taken(StatusCode::BAD_GATEWAY, &HeaderMap::new(), b"", ID), Err(RecordError::Fault(502)));
    }
}
