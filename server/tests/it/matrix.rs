//! The matrix of who may do what: every route with every kind of caller, by a client that asks for everything.

use axum::body::Body;
use axum::http::{Method, Request};
use tower::ServiceExt;

use verband_protocol::cbor;
use verband_protocol::certificate::DeviceClass;
use verband_protocol::entry::SignedEntry;
use verband_protocol::id::{BlobId, EventId, Hash, InvitationId, LogId};
use verband_protocol::language::Language;
use verband_protocol::organisation::{BuiltInRole, InvitationKind, OrganisationPolicy, OrganisationRecord, Right};
use verband_protocol::port::Clock;
use verband_protocol::sign::Signature;
use verband_protocol::wire::{
    Append, Backup, BlobStart, Card, ChallengeRequest, Claim, CommitBundle, Found, Invite, JoinRequest, KeyPackages,
    Login, MailInvitation, MailTemplate, MailText, NewMark, ProblemCode, Recover, RevocationRequest, SlotPart,
    TakeKeyPackages,
};
use verband_server::matrix::{CALLERS, Outcome, ROUTES, Row};
use verband_server::store::{Store, StoredSession};

use crate::actor::{Actor, Change};
use crate::blobs::Upload;
use crate::house::{House, ORIGIN};
use crate::limits::method;
use crate::people::{act, add, appoint, change, channel, come, enrol, enrol_as, found, further_device};

/// Everybody who comes in the matrix, in its order.
struct Cast {
    house: House,
    log: LogId,
    /// A blob that everybody in the conversation may read.
    blob: BlobId,
    tokens: Vec<Option<String>>,
    /// The device behind each token.
    actors: Vec<Actor>,
}

async fn cast() -> Cast {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let mut moderator = enrol(&house, &mut admin, 2).await;
    let mut member = enrol(&house, &mut admin, 3).await;
    let mut removed = enrol(&house, &mut admin, 4).await;
    let mut revoked = enrol(&house, &mut admin, 5).await;
    let outside = enrol(&house, &mut admin, 6).await;
    let mut abroad = found(&house, 7).await;
    let stranger = enrol(&house, &mut abroad, 8).await;
    let mut guest = enrol_as(&house, &mut admin, 9, BuiltInRole::Guest).await;
    let mut house_moderator = enrol_as(&house, &mut admin, 10, BuiltInRole::Moderator).await;
    let inviter = enrol_as(&house, &mut admin, 11, BuiltInRole::Guest).await;
    appoint(&house, &mut admin, inviter.member, &[Right::Invite]).await;
    let statistician = enrol_as(&house, &mut admin, 12, BuiltInRole::Guest).await;
    appoint(&house, &mut admin, statistician.member, &[Right::Statistics]).await;
    let device_manager = enrol_as(&house, &mut admin, 13, BuiltInRole::Guest).await;
    appoint(&house, &mut admin, device_manager.member, &[Right::ManageDevices]).await;
    let approval = InvitationKind::Personal { approval: true };
    let mut waiting = come(&house, &mut admin, Actor::new(14), approval, BuiltInRole::Member).await;
    let mut lost = further_device(&house, &mut member, 15).await;
    let bot = Actor::of(16, DeviceClass::Bot);
    let mut bot = come(&house, &mut admin, bot, InvitationKind::Bot, BuiltInRole::Member).await;
    bot.log_in(&house).await;
    let browser = Actor::of(17, DeviceClass::Web);
    let personal = InvitationKind::Personal { approval: false };
    let mut browser = come(&house, &mut admin, browser, personal, BuiltInRole::Member).await;
    browser.log_in(&house).await;

    let log = channel(&house, &mut moderator).await;
    for who in
        [&mut member, &mut removed, &mut revoked, &mut guest, &mut house_moderator, &mut lost, &mut bot, &mut browser]
    {
        add(&house, &mut moderator, &log, who).await;
    }
    let upload = Upload::new(&log, 200, 100);
    upload.whole(&house, &moderator).await;
    let event = moderator.content_with(&log, vec![upload.blob]);
    moderator.append(&house, &log, vec![event]).await.unwrap();
    change(&house, &mut moderator, &log, Change { remove: vec![removed.device], ..Change::default() }).await;
    act(&house, &mut admin, OrganisationRecord::MemberRevoke(revoked.member)).await;
    act(&house, &mut admin, OrganisationRecord::DeviceRevoke { device: lost.device, since: 0 }).await;
    for who in [&mut revoked, &mut waiting, &mut lost] {
        let problem = who.try_log_in(&house, ORIGIN).await.err().map(|problem| problem.code);
        assert_eq!(problem, Some(ProblemCode::Unauthenticated));
        // Even if a session of hers had remained, or somebody had made one up in the store.
        who.token = Some(made_up_session(&house, who));
    }
    let device_classes = DeviceClass::ALL.into_iter().filter(|class| *class != DeviceClass::Web).collect();
    let policy = OrganisationPolicy { device_classes, ..OrganisationPolicy::default() };
    act(&house, &mut admin, OrganisationRecord::Policy(policy)).await;
    // Her session of before is not over, and of no use.
    let problem = browser.try_log_in(&house, ORIGIN).await.err().map(|problem| problem.code);
    assert_eq!(problem, Some(ProblemCode::DeviceClass));

    let actors = vec![
        Actor::new(99),
        stranger,
        outside,
        revoked,
        removed,
        member,
        moderator,
        admin,
        guest,
        house_moderator,
        inviter,
        statistician,
        device_manager,
        waiting,
        lost,
        bot,
        browser,
    ];
    let tokens: Vec<_> = actors.iter().map(|actor| actor.token.clone()).collect();
    assert_eq!(tokens.iter().filter(|token| token.is_some()).count(), CALLERS.len() - 1);
    Cast { house, log, blob: upload.blob, tokens, actors }
}

/// A session in the store that nobody logged in for.
fn made_up_session(house: &House, actor: &Actor) -> String {
    let token = actor.device.to_string();
    let expires_at = house.clock.now_ms() + 1_000_000;
    let session = StoredSession { organisation: actor.organisation_id(), device: actor.device, expires_at };
    let hash = Hash::labelled("verband/session/1", &[token.as_bytes()]);
    assert!(house.store.open_session(&hash, &Hash::of(token.as_bytes()), &session).unwrap());
    token
}

/// A well-formed request for a route, without the secrets that only some have.
fn request(cast: &Cast, row: &Row, caller: usize) -> Request<Body> {
    let actor = &cast.actors[caller];
    let method = method(row.method);
    let own = BlobId([u8::try_from(caller).unwrap(); 16]);
    let reads = method == Method::GET && row.path.ends_with("{blob}");
    let path = row
        .path
        .replace("{log}", &cast.log.to_string())
        .replace("{blob}", &if reads { cast.blob } else { own }.to_string())
        .replace("{invitation}", &"ab".repeat(16))
        .replace("{key}", &"ab".repeat(32))
        .replace("{slot}", &"ab".repeat(32))
        .replace("{part}", "0")
        .replace("{member}", &"ab".repeat(32))
        .replace("{epoch}", "1")
        .replace("{seq}", "1");
    let entry = SignedEntry { author: actor.device, header: vec![0xa0], signature: Signature([0; 64]), body: None };
    let bundle = CommitBundle {
        entry: entry.clone(),
        group_info: vec![].into(),
        tree: Some(vec![].into()),
        welcome: None,
        link: None,
    };
    let (path, body) = match (method.as_str(), row.path) {
        ("POST", "/v1/organisations") => (path, cbor::encode(&Found { token: "0".repeat(16), entries: vec![entry] })),
        ("POST", "/v1/invitations") => {
            (path, cbor::encode(&Invite { entries: vec![entry], bundles: vec![vec![].into()] }))
        }
        ("POST", "/v1/invitations/{invitation}/claim") => (path, cbor::encode(&Claim { entry })),
        ("POST", "/v1/session/challenge") => (path, cbor::encode(&ChallengeRequest { device: actor.device })),
        ("POST", "/v1/session") => {
            let login = Login { device: actor.device, nonce: vec![0; 56].into(), signature: Signature([0; 64]) };
            (path, cbor::encode(&login))
        }
        ("POST", "/v1/session/revocation") => {
            let nonce = vec![0; 56].into();
            let ask = RevocationRequest { device: actor.device, nonce, signature: Signature([0; 64]), after: 0 };
            (path, cbor::encode(&ask))
        }
        ("POST", "/v1/logs/{log}/entries") => (path, cbor::encode(&Append { entries: Vec::new() })),
        ("POST", "/v1/conversations" | "/v1/conversations/{log}/commits") => (path, cbor::encode(&bundle)),
        ("POST", "/v1/key-packages") => (path, cbor::encode(&KeyPackages { packages: Vec::new(), last_resort: None })),
        ("POST", "/v1/key-packages/take") => (path, cbor::encode(&TakeKeyPackages { devices: Vec::new() })),
        ("POST", "/v1/logs/{log}/blobs/{blob}") => {
            let hash = Hash::of(b"12");
            (path, cbor::encode(&BlobStart { size: 2, hash }))
        }
        ("POST", "/v1/mail/invitations") => {
            let ask = MailInvitation {
                request: EventId([1; 16]),
                to: "a@b.test".into(),
                invitation: InvitationId([0xab; 16]),
                language: Language::German,
            };
            (path, cbor::encode(&ask))
        }
        ("POST", "/v1/recoveries/{key}") => (path, cbor::encode(&Recover { entries: Vec::new() })),
        ("PUT", "/v1/backup") => (path, cbor::encode(&Backup { device: actor.device, backup: vec![1].into() })),
        ("PUT", "/v1/mail/template") => {
            let text = MailText { subject: "x".into(), greeting: String::new(), closing: String::new() };
            (path, cbor::encode(&MailTemplate { german: text.clone(), english: text }))
        }
        ("PUT", "/v1/conversations/{log}/card") => (path, cbor::encode(&Card { sealed: vec![1].into() })),
        ("PUT", "/v1/conversations/{log}/mark") => (path, cbor::encode(&NewMark { epoch: 1, sealed: vec![1].into() })),
        ("PUT", "/v1/conversations/{log}/request") => {
            (path, cbor::encode(&JoinRequest { device: actor.device, at: 0, signature: Signature([0; 64]) }))
        }
        ("PUT", "/v1/slots/{slot}/{part}") => (path, cbor::encode(&SlotPart { sealed: vec![1].into() })),
        ("PUT", _) => (format!("{path}?offset=0"), b"1".to_vec()),
        ("GET" | "DELETE", _) => (path, Vec::new()),
        _ => panic!("the test does not know how to ask for {method} {}", row.path),
    };
    let mut request = Request::builder().method(method).uri(path);
    if let Some(token) = &cast.tokens[caller] {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    request.body(Body::from(body)).unwrap()
}

#[tokio::test]
async fn every_route_lets_through_whom_it_is_for_and_nobody_else() {
    let cast = Box::pin(cast()).await;
    let mut wrong = Vec::new();
    for row in ROUTES {
        for (caller, expected) in row.expected.into_iter().enumerate() {
            // Only the status: the answer of the sync stream has no end.
            let response = cast.house.router().oneshot(request(&cast, row, caller)).await.unwrap();
            let status = response.status().as_u16();
            let right = match expected {
                Outcome::Passes => !matches!(status, 401 | 403 | 404 | 405 | 500),
                Outcome::Status(expected) => status == expected,
            };
            if !right {
                let method = method(row.method);
                wrong.push(format!("{method} {} by {}: {status}, not {expected:?}", row.path, CALLERS[caller]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn the_organisation_log_is_for_all_of_the_organisation() {
    let cast = Box::pin(cast()).await;
    let organisation = cast.actors[7].organisation_id();
    let expected: [u16; CALLERS.len()] =
        [401, 404, 200, 401, 200, 200, 200, 200, 200, 200, 200, 200, 200, 401, 401, 200, 403];
    for (caller, expected) in expected.into_iter().enumerate() {
        let token = cast.tokens[caller].as_deref();
        for path in ["entries", "heads/1"] {
            let path = format!("/v1/logs/{organisation}/{path}");
            assert_eq!(cast.house.get(&path, token).await.status, expected, "{path} by {}", CALLERS[caller]);
        }
        let path = format!("/v1/logs/{organisation}/entries");
        let append = cast.house.post(&path, token, &Append { entries: Vec::new() }).await;
        assert_eq!(append.status, expected, "append by {}", CALLERS[caller]);
        // It is a log and no conversation.
        for path in
            [format!("/v1/conversations/{organisation}/group"), format!("/v1/logs/{organisation}/blobs/{}", cast.blob)]
        {
            let status = cast.house.get(&path, token).await.status;
            assert!(matches!(status.as_u16(), 401 | 403 | 404), "{path}: {status}");
        }
    }
}

#[tokio::test]
async fn what_is_no_route_is_not_there() {
    let cast = Box::pin(cast()).await;
    let token = cast.tokens[7].as_deref();
    for path in ["/", "/v1", "/v1/logs", "/v2/sync", "/v1/sync/", "/metrics", "/v1/logs/../health/live"] {
        assert_eq!(cast.house.get(path, token).await.status, 404, "{path}");
    }
    let other = cast.house.send(Method::DELETE, "/v1/sync", token, Vec::new()).await;
    assert_eq!(other.status, 405);
    // What is no id is as absent as an unknown one.
    let unknown = cast.house.get(&format!("/v1/logs/{}/entries", LogId([1; 32])), token).await;
    let nonsense = cast.house.get("/v1/logs/nonsense/entries", token).await;
    assert_eq!((unknown.status, unknown.body), (nonsense.status, nonsense.body));
}

#[tokio::test]
async fn web_clients_come_from_named_origins_only() {
    let cast = Box::pin(cast()).await;
    let ask = async |origin: &str, method: Method| {
        let request = Request::builder().method(method).uri("/v1/key-packages").header("origin", origin);
        cast.house.request(request.body(Body::empty()).unwrap()).await
    };
    let named = ask("https://web.verband.test", Method::OPTIONS).await;
    assert_eq!(
        (named.status.as_u16(), &named.headers["access-control-allow-origin"]),
        (204, &"https://web.verband.test".parse().unwrap(),)
    );
    let other = ask("https://evil.test", Method::OPTIONS).await;
    assert_eq!(other.status, 405);
    assert!(!other.headers.contains_key("access-control-allow-origin"));
    let answer = ask("https://web.verband.test", Method::GET).await;
    assert_eq!(answer.status, 401);
    assert!(answer.headers.contains_key("access-control-allow-origin"));
}
