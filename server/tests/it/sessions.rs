//! Logging in, and being logged out at once.

use axum::body::Body;
use axum::http::Request;

use verband_protocol::certificate::DeviceClass;
use verband_protocol::organisation::{
    BuiltInRole, InvitationKind, OrganisationPolicy, OrganisationRecord, ProgramVersion,
};
use verband_protocol::wire::{
    Challenge, ChallengeRequest, Page, Problem, ProblemCode, RevocationRequest, Session, VERSION_HEADER,
};
use verband_server::SESSION_VALIDITY;

use crate::actor::Actor;
use crate::house::{House, ORIGIN};
use crate::people::{act, come, enrol, found};

async fn challenge(house: &House, actor: &Actor) -> Challenge {
    let request = ChallengeRequest { device: actor.device };
    house.post("/v1/session/challenge", None, &request).await.message().unwrap()
}

#[tokio::test]
async fn a_challenge_opens_one_session_of_one_device_for_one_server_within_a_minute() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let nurse = enrol(&house, &mut admin, 2).await;
    let unauthenticated = async |login| {
        let answer = house.post("/v1/session", None, &login).await;
        assert_eq!(answer.problem().code, ProblemCode::Unauthenticated);
    };

    let used = challenge(&house, &nurse).await;
    let login = nurse.login_with(ORIGIN, &used);
    let session: Session = house.post("/v1/session", None, &login).await.message().unwrap();
    assert_eq!(session.token.len(), 64);
    unauthenticated(login).await;

    // For another server: what a hostile server makes a device sign opens nothing here.
    unauthenticated(nurse.login_with("https://evil.test", &challenge(&house, &nurse).await)).await;
    // Another device's challenge, another device's name, a made-up challenge.
    unauthenticated(nurse.login_with(ORIGIN, &challenge(&house, &admin).await)).await;
    let mut renamed = nurse.login_with(ORIGIN, &challenge(&house, &nurse).await);
    renamed.device = admin.device;
    unauthenticated(renamed).await;
    unauthenticated(nurse.login_with(ORIGIN, &Challenge { nonce: vec![0; 56].into() })).await;
    // Too late.
    let late = challenge(&house, &nurse).await;
    house.clock.forward(60_001);
    unauthenticated(nurse.login_with(ORIGIN, &late)).await;
    // A device that nobody knows gets a challenge like any other.
    let stranger = Actor::new(9);
    unauthenticated(stranger.login_with(ORIGIN, &challenge(&house, &stranger).await)).await;
}

#[tokio::test]
async fn a_session_ends_after_an_hour() {
    let house = House::new();
    let admin = found(&house, 1).await;
    house.clock.forward(SESSION_VALIDITY - 1);
    assert_eq!(house.get("/v1/key-packages", admin.token()).await.status, 200);
    house.clock.forward(1);
    assert_eq!(house.get("/v1/key-packages", admin.token()).await.status, 401);
    house.server.keep_house().unwrap();
    assert_eq!(house.get("/v1/key-packages", admin.token()).await.status, 401);
}

#[tokio::test]
async fn revoking_a_device_or_member_ends_its_sessions_at_once() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let first = enrol(&house, &mut admin, 2).await;
    let second = enrol(&house, &mut admin, 3).await;
    let organisation = admin.organisation_id();
    for (actor, record) in [
        (&first, OrganisationRecord::DeviceRevoke { device: first.device, since: 1 }),
        (&second, OrganisationRecord::MemberRevoke(second.member)),
    ] {
        assert_eq!(house.get("/v1/key-packages", actor.token()).await.status, 200);
        admin.sync_organisation(&house).await;
        let entry = admin.organisation_entry(record);
        admin.append(&house, &organisation, vec![entry]).await.unwrap();
        assert_eq!(house.get("/v1/key-packages", actor.token()).await.status, 401);
        assert!(actor.try_log_in(&house, ORIGIN).await.is_err());
    }
}

/// What a device asks when it can log in no more.
async fn revocation(house: &House, actor: &Actor, origin: &str, after: u64) -> Result<Page, Problem> {
    let login = actor.login_with(origin, &challenge(house, actor).await);
    let ask = RevocationRequest { device: login.device, nonce: login.nonce, signature: login.signature, after };
    house.post("/v1/session/revocation", None, &ask).await.message()
}

#[tokio::test]
async fn a_revoked_device_gets_the_log_up_to_its_revocation_and_nobody_else_does() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let nurse = enrol(&house, &mut admin, 2).await;
    let other = enrol(&house, &mut admin, 3).await;
    let organisation = admin.organisation_id();
    let refused = async |actor: &Actor, origin: &str| {
        let problem = revocation(&house, actor, origin, 0).await.unwrap_err();
        assert_eq!(problem.code, ProblemCode::Unauthenticated);
    };
    refused(&nurse, ORIGIN).await;
    admin.sync_organisation(&house).await;
    let entry = admin.organisation_entry(OrganisationRecord::DeviceRevoke { device: nurse.device, since: 1 });
    admin.append(&house, &organisation, vec![entry]).await.unwrap();
    admin.sync_organisation(&house).await;
    let revoked_at = admin.organisation.position().seq;
    let entry = admin.organisation_entry(OrganisationRecord::MemberRevoke(other.member));
    admin.append(&house, &organisation, vec![entry]).await.unwrap();

    let page = revocation(&house, &nurse, ORIGIN, 2).await.unwrap();
    assert_eq!(page.last, revoked_at);
    let seqs: Vec<u64> = page.entries.iter().map(|placed| placed.seq).collect();
    assert_eq!(seqs, (3..=revoked_at).collect::<Vec<_>>());
    assert!(page.entries.iter().all(|placed| placed.entry.body.is_none()), "no names");
    assert!(revocation(&house, &nurse, ORIGIN, revoked_at).await.unwrap().entries.is_empty());
    // Who is in, nobody, and whoever only says to be her.
    refused(&admin, ORIGIN).await;
    refused(&Actor::new(9), ORIGIN).await;
    refused(&nurse, "https://evil.test").await;
}

#[tokio::test]
async fn a_kind_of_machine_that_is_not_permitted_gets_the_log_up_to_the_policy_until_it_is() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let nurse = enrol(&house, &mut admin, 2).await;
    let personal = InvitationKind::Personal { approval: false };
    let mut browser = come(&house, &mut admin, Actor::of(3, DeviceClass::Web), personal, BuiltInRole::Member).await;
    browser.log_in(&house).await;
    let device_classes = vec![DeviceClass::Phone];
    act(
        &house,
        &mut admin,
        OrganisationRecord::Policy(OrganisationPolicy { device_classes, ..OrganisationPolicy::default() }),
    )
    .await;
    let forbidden_at = admin.organisation.position().seq;
    act(&house, &mut admin, OrganisationRecord::Heartbeat).await;

    assert_eq!(house.get("/v1/key-packages", browser.token()).await.problem().code, ProblemCode::DeviceClass);
    assert_eq!(browser.try_log_in(&house, ORIGIN).await.unwrap_err().code, ProblemCode::DeviceClass);
    assert!(nurse.try_log_in(&house, ORIGIN).await.is_ok());
    let page = revocation(&house, &browser, ORIGIN, 2).await.unwrap();
    assert_eq!((page.last, page.entries.last().map(|placed| placed.seq)), (forbidden_at, Some(forbidden_at)));
    assert!(page.entries.iter().all(|placed| placed.entry.body.is_none()), "no names");
    assert_eq!(revocation(&house, &nurse, ORIGIN, 2).await.unwrap_err().code, ProblemCode::Unauthenticated);

    act(&house, &mut admin, OrganisationRecord::Policy(OrganisationPolicy::default())).await;
    assert_eq!(house.get("/v1/key-packages", browser.token()).await.status, 200);
    assert!(browser.try_log_in(&house, ORIGIN).await.is_ok());
    assert_eq!(revocation(&house, &browser, ORIGIN, 2).await.unwrap_err().code, ProblemCode::Unauthenticated);
}

#[tokio::test]
async fn an_old_program_gets_no_session_and_keeps_none() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let organisation = admin.organisation_id();
    admin.sync_organisation(&house).await;
    let policy = OrganisationPolicy { minimum_version: ProgramVersion(1, 2, 0), ..OrganisationPolicy::default() };
    let entry = admin.organisation_entry(OrganisationRecord::Policy(policy));
    admin.append(&house, &organisation, vec![entry]).await.unwrap();
    let ask = async |version: Option<&str>| {
        let mut request = Request::builder().uri("/v1/key-packages");
        request = request.header("authorization", format!("Bearer {}", admin.token().unwrap()));
        if let Some(version) = version {
            request = request.header(VERSION_HEADER, version);
        }
        house.request(request.body(Body::empty()).unwrap()).await.status.as_u16()
    };
    for (version, expected) in [
        (Some("1.2.0"), 200),
        (Some("1.10.0"), 200),
        (Some("2.0.0-rc.1"), 200),
        (Some("1.1.9"), 426),
        (Some("1.2"), 426),
        (Some("newest"), 426),
        (None, 426),
    ] {
        assert_eq!(ask(version).await, expected, "{version:?}");
    }
    assert_eq!(admin.try_log_in(&house, ORIGIN).await.unwrap_err().code, ProblemCode::Outdated);
}

#[tokio::test]
async fn a_token_counts_in_its_header_only() {
    let house = House::new();
    let admin = found(&house, 1).await;
    let token = admin.token().unwrap();
    assert_eq!(house.get(&format!("/v1/key-packages?token={token}"), None).await.status, 401);
    assert_eq!(house.get("/v1/key-packages", Some("")).await.status, 401);
    assert_eq!(house.get("/v1/key-packages", Some(&token[1..])).await.status, 401);
    // The store has its hash only.
    drop(house.server.keep_house());
    let database = std::fs::read(house.folder.path().join("verband.sqlite")).unwrap();
    assert!(!database.windows(token.len()).any(|window| window == token.as_bytes()));
}
