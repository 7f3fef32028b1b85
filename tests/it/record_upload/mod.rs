//! The report of a wound on its way into a patient's record: over a real socket, to an endpoint that checks what it gets and
//! answers as records do, and as they should not.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use verband_client::protocol::id::{EventId, LogId};
use verband_client::protocol::organisation::OrganisationPolicy;
use verband_client::texts::Language;
use verband_client::{
    Client, ClientError, Desk, RecordContext, RecordError, RecordReceipt, RecordTarget, Retry, WoundFinding,
    WoundItemKind,
};

use crate::fhir::ward;
use crate::schema::fault;

mod photos;
mod tls;

const ANNA: usize = 0;
const BERTA: usize = 1;

/// How a record answers to a document.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answers {
    /// 201 with the place.
    Created,
    /// 201 with nothing but the resource.
    Resource,
    /// It takes the document, and nobody ever hears of it.
    TakesAndFails,
    /// 422 with words.
    Refuses,
    /// 401.
    Login,
    /// 503.
    Busy,
    /// 200 and something.
    Garbage,
    /// Nothing.
    Silence,
    /// The connection ends in the middle of the answer; it has not taken the document.
    Cut,
    /// The same, and it has taken it.
    TakesAndCuts,
    /// 201 with the resource, byte by byte.
    Slow,
    /// To somewhere else.
    Elsewhere,
}

/// A record: what it has by identifier, and what went wrong with what it got.
struct Record {
    answers: Mutex<Answers>,
    /// Before that, once each.
    first: Mutex<VecDeque<Answers>>,
    has: Mutex<BTreeMap<String, (String, Value)>>,
    tries: AtomicUsize,
    faults: Mutex<Vec<String>>,
}

impl Record {
    fn answer(&self, answers: Answers) {
        *self.answers.lock().unwrap_or_else(PoisonError::into_inner) = answers;
    }

    /// Answers to the next documents.
    fn script(&self, answers: &[Answers]) {
        self.first.lock().unwrap_or_else(PoisonError::into_inner).extend(answers);
    }

    fn has(&self) -> Vec<(String, Value)> {
        self.has.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    fn tries(&self) -> usize {
        self.tries.load(Ordering::SeqCst)
    }
}

async fn take(State(record): State<Arc<Record>>, headers: HeaderMap, body: Bytes) -> Response {
    record.tries.fetch_add(1, Ordering::SeqCst);
    let resource: Value = serde_json::from_slice(&body).unwrap_or_default();
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let id = resource["masterIdentifier"]["value"].as_str().unwrap_or_default().to_owned();
    let mut faults: Vec<String> = fault(&resource).into_iter().collect();
    if header("authorization") != "Bearer geheim" || header("content-type") != "application/fhir+json" {
        faults.push("headers".to_owned());
    }
    if header("if-none-exist") != format!("identifier=urn:ietf:rfc:3986%7C{id}") || !id.starts_with("urn:oid:2.25.") {
        faults.push(format!("identifier {id}"));
    }
    record.faults.lock().unwrap_or_else(PoisonError::into_inner).extend(faults);
    let first = record.first.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    let answers = first.unwrap_or(*record.answers.lock().unwrap_or_else(PoisonError::into_inner));
    match answers {
        Answers::Refuses => {
            let said = json!({ "resourceType": "OperationOutcome", "issue": [{
                "severity": "error", "code": "business-rule", "details": { "text": "Patient/1 ist entlassen" } }] });
            return (StatusCode::UNPROCESSABLE_ENTITY, said.to_string()).into_response();
        }
        Answers::Login => return StatusCode::UNAUTHORIZED.into_response(),
        Answers::Busy => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Answers::Garbage => return (StatusCode::OK, "<html>Wartungsseite</html>").into_response(),
        Answers::Silence => {
            std::future::pending::<()>().await;
        }
        Answers::Cut => return cut(),
        Answers::Elsewhere => {
            return (StatusCode::TEMPORARY_REDIRECT, [("location", "/elsewhere")]).into_response();
        }
        _ => {}
    }
    let (known, place) = {
        let mut has = record.has.lock().unwrap_or_else(PoisonError::into_inner);
        let known = has.contains_key(&id);
        let number = has.len() + 1;
        let (place, _) = has.entry(id.clone()).or_insert_with(|| (format!("d-{number}"), resource.clone()));
        (known, place.clone())
    };
    let status = if known { StatusCode::OK } else { StatusCode::CREATED };
    match answers {
        Answers::TakesAndFails => StatusCode::BAD_GATEWAY.into_response(),
        Answers::TakesAndCuts => cut(),
        Answers::Resource | Answers::Slow => {
            let stored =
                json!({ "resourceType": "DocumentReference", "id": place, "masterIdentifier": { "value": id } });
            let stored = stored.to_string();
            if answers == Answers::Resource {
                return (status, stored).into_response();
            }
            let bytes = stored.into_bytes().into_iter().map(|byte| Ok::<_, std::io::Error>(Bytes::from(vec![byte])));
            (status, Body::from_stream(futures_util::stream::iter(bytes))).into_response()
        }
        _ => (status, [("location", format!("/fhir/DocumentReference/{place}/_history/1"))]).into_response(),
    }
}

/// An answer whose connection ends in the middle of it.
fn cut() -> Response {
    let parts = [Ok(Bytes::from_static(b"{\"resourceType\":")), Err(std::io::Error::other("cut"))];
    Response::new(Body::from_stream(futures_util::stream::iter(parts)))
}

async fn search(State(record): State<Arc<Record>>, RawQuery(query): RawQuery) -> Response {
    let id = query.unwrap_or_default().replace("identifier=urn:ietf:rfc:3986%7C", "");
    let has = record.has.lock().unwrap_or_else(PoisonError::into_inner);
    let entries: Vec<Value> = has
        .get(&id)
        .map(|(place, _)| {
            json!({ "resource": {
                "resourceType": "DocumentReference", "id": place, "masterIdentifier": { "value": id } } })
        })
        .into_iter()
        .collect();
    json!({ "resourceType": "Bundle", "type": "searchset", "entry": entries }).to_string().into_response()
}

/// Where no document may go.
async fn lost(State(record): State<Arc<Record>>) {
    record.faults.lock().unwrap_or_else(PoisonError::into_inner).push("sent elsewhere".to_owned());
}

/// A record on a socket of this machine, and how it is reached.
async fn record(answers: Answers) -> (Arc<Record>, RecordTarget) {
    let (record, routes) = made(answers);
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let port = listener.local_addr().expect("bound").port();
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (record, target(format!("http://127.0.0.1:{port}/fhir/")))
}

/// A record and its routes, on no socket yet. Photos in full size are more than axum takes of its own.
fn made(answers: Answers) -> (Arc<Record>, Router) {
    let record = Arc::new(Record {
        answers: Mutex::new(answers),
        first: Mutex::default(),
        has: Mutex::default(),
        tries: AtomicUsize::new(0),
        faults: Mutex::default(),
    });
    let routes = Router::new()
        .route("/fhir/DocumentReference", post(take).get(search))
        .route("/elsewhere", post(lost))
        .layer(DefaultBodyLimit::disable())
        .with_state(record.clone());
    (record, routes)
}

fn target(url: String) -> RecordTarget {
    RecordTarget {
        name: "KIS".to_owned(),
        url,
        token: "geheim".to_owned().into(),
        wait_ms: 2_000,
        ..RecordTarget::default()
    }
}

fn patient() -> RecordContext {
    RecordContext { patient: "Patient/1".to_owned(), encounter: "Encounter/2".to_owned() }
}

async fn upload(
    client: &Client,
    log: &LogId,
    wound: &EventId,
    target: &RecordTarget,
) -> Result<RecordReceipt, ClientError> {
    let desk = Desk::default();
    client.wound_upload(log, wound, target, &patient(), &desk, "Europe/Berlin", Language::German).await
}

fn refusal<T: std::fmt::Debug>(result: Result<T, ClientError>) -> RecordError {
    match result {
        Err(ClientError::Record(error)) => error,
        other => panic!("no answer of a record: {other:?}"),
    }
}

/// How often it stands in the log that the wound went out.
fn acts(client: &Client, log: &LogId, wound: &EventId) -> usize {
    acts_of(client, log, wound, "upload")
}

fn acts_of(client: &Client, log: &LogId, wound: &EventId, form: &str) -> usize {
    let course = client.wound_timeline(log, wound, 1_000).expect("readable");
    course.iter().filter(|item| item.kind == WoundItemKind::Exported && item.code == form).count()
}

#[tokio::test]
async fn a_report_is_taken_and_everybody_sees_where_it_is() {
    let (world, log, wound) = ward(330).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let (record, target) = record(Answers::Created).await;
    let receipt = upload(&berta, &log, &wound, &target).await.expect("taken");
    assert_eq!((receipt.document.as_str(), receipt.earlier), ("DocumentReference/d-1", false));
    assert_eq!(*record.faults.lock().expect("whole"), Vec::<String>::new());
    let sent = &record.has()[0].1;
    assert_eq!(sent["subject"]["reference"], "Patient/1");
    assert_eq!(sent["context"]["encounter"][0]["reference"], "Encounter/2");
    assert_eq!(sent["type"]["coding"][0]["code"], "VL230101");
    assert!(sent["content"][0]["attachment"]["data"].as_str().expect("a document").starts_with("JVBERi0"), "a PDF");
    world.settle().await;
    for client in [&anna, &berta] {
        assert!(client.is_documented(&log, &wound).expect("readable"));
        assert_eq!(client.undocumented(&log).expect("readable"), []);
        let said = &client.documented_trace(&log, &wound).expect("readable")[0];
        assert_eq!(
            (said.record.as_str(), said.document.as_str(), said.by_name.as_str(), said.by_hand),
            ("KIS", "DocumentReference/d-1", "Berta", false)
        );
        assert_eq!(acts(client, &log, &wound), 1);
    }
    // Something new: another document, which says that it takes the place of the first one.
    anna.record_finding(&log, &wound, &WoundFinding { pain: Some(1), ..WoundFinding::default() }).expect("entered");
    record.answer(Answers::Resource);
    let receipt = upload(&anna, &log, &wound, &target).await.expect("taken");
    assert_eq!(receipt.document, "DocumentReference/d-2");
    let replaced = record.has().into_iter().find(|(place, _)| place == "d-2").expect("there").1;
    assert_eq!(replaced["relatesTo"][0]["target"]["reference"], "DocumentReference/d-1");
    assert_eq!(*record.faults.lock().expect("whole"), Vec::<String>::new());
}

#[tokio::test]
async fn what_a_record_answers_is_told_and_only_what_it_refuses_is_given_up() {
    let (world, log, wound) = ward(331).await;
    let anna = world.devices[ANNA].client().clone();
    let (record, target) = record(Answers::Refuses).await;
    let error = upload(&anna, &log, &wound, &target).await.expect_err("refused");
    assert_eq!((error.code(), error.retry()), ("record", Retry::Never));
    assert!(error.sentence(Language::German).expect("a sentence").contains("Patient/1 ist entlassen"));
    assert!(!anna.is_documented(&log, &wound).expect("readable"));
    for (answers, code) in [
        (Answers::Login, "login"),
        (Answers::Busy, "fault"),
        (Answers::Garbage, "answer"),
        (Answers::Silence, "unreachable"),
        (Answers::Elsewhere, "refused"),
    ] {
        record.answer(answers);
        assert_eq!(refusal(upload(&anna, &log, &wound, &target).await).code(), code);
        assert_eq!(anna.documented_trace(&log, &wound).expect("readable"), []);
    }
    // The first was refused for good, the second was one document in all its tries until it was refused, too.
    assert_eq!(acts(&anna, &log, &wound), 2);
    record.answer(Answers::Created);
    let receipt = upload(&anna, &log, &wound, &target).await.expect("taken");
    assert!(!receipt.earlier && record.has().len() == 1);
    // Nobody is there at all.
    let nowhere = RecordTarget { url: "http://127.0.0.1:9/fhir".to_owned(), ..target.clone() };
    let error = upload(&anna, &log, &wound, &nowhere).await.expect_err("nobody there");
    assert_eq!((error.code(), error.retry()), ("record", Retry::Later));
}

#[tokio::test]
async fn a_document_whose_answer_was_lost_is_asked_for_and_not_made_twice() {
    let (world, log, wound) = ward(332).await;
    let anna = world.devices[ANNA].client().clone();
    let (record, target) = record(Answers::TakesAndFails).await;
    assert_eq!(refusal(upload(&anna, &log, &wound, &target).await).code(), "fault");
    assert_eq!(record.has().len(), 1);
    // What is found after the first try is not in that document.
    let late =
        anna.record_finding(&log, &wound, &WoundFinding { pain: Some(1), ..WoundFinding::default() }).expect("entered");
    record.answer(Answers::Created);
    let receipt = upload(&anna, &log, &wound, &target).await.expect("it was there");
    assert_eq!((receipt.document.as_str(), receipt.earlier), ("DocumentReference/d-1", true));
    assert_eq!((record.has().len(), record.tries()), (1, 1));
    let missing: Vec<EventId> = anna.undocumented(&log).expect("readable").into_iter().map(|row| row.event).collect();
    assert_eq!(missing, [late]);
    assert_eq!(acts(&anna, &log, &wound), 1);
}

#[tokio::test]
async fn a_device_that_dies_at_any_moment_makes_one_document_and_one_mark() {
    let (mut world, log, wound) = ward(333).await;
    for k in 1.. {
        let (record, target) = record(Answers::Created).await;
        let target = RecordTarget { name: format!("KIS {k}"), ..target };
        let died = world.devices[ANNA].dies_at(k, async |anna| drop(upload(anna, &log, &wound, &target).await)).await;
        let anna = world.devices[ANNA].client();
        let marks = || {
            let trace = anna.documented_trace(&log, &wound).expect("readable");
            trace.into_iter().filter(|said| said.record == target.name).map(|said| said.document).collect::<Vec<_>>()
        };
        // Where it does not say so, somebody tries again.
        if marks().is_empty() {
            upload(anna, &log, &wound, &target).await.expect("the next try");
        }
        assert_eq!((record.has().len(), marks()), (1, vec!["DocumentReference/d-1".to_owned()]), "k={k}");
        assert_eq!(*record.faults.lock().expect("whole"), Vec::<String>::new());
        if !died {
            assert!(k > 5);
            break;
        }
    }
}

#[tokio::test]
async fn a_policy_and_a_target_that_is_none_let_nothing_out() {
    let (world, log, wound) = ward(334).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let (record, target) = record(Answers::Created).await;
    for url in ["http://kis.example.org/fhir", "ftp://kis", "https://", "http://localhost@kis.example.org/", ""] {
        let wrong = RecordTarget { url: url.to_owned(), ..target.clone() };
        assert_eq!(refusal(upload(&anna, &log, &wound, &wrong).await).code(), "target", "{url}");
    }
    for reference in ["4711", "Patient/", "Patient/1/../2", "Encounter/1"] {
        let context = RecordContext { patient: reference.to_owned(), encounter: String::new() };
        let desk = Desk::default();
        let sent = anna.wound_upload(&log, &wound, &target, &context, &desk, "Europe/Berlin", Language::German).await;
        assert_eq!(refusal(sent).code(), "target", "{reference}");
    }
    let policy = OrganisationPolicy { export: false, ..OrganisationPolicy::default() };
    anna.set_policy(policy).await.expect("an administrator may");
    berta.sync().await.expect("up to date");
    assert_eq!(upload(&berta, &log, &wound, &target).await.expect_err("forbidden").code(), "policy");
    assert_eq!((record.tries(), acts(&berta, &log, &wound)), (0, 0));
}
