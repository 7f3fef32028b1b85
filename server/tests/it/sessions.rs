//! Logging in, and being logged out at once.

use verband_protocol::organisation::OrganisationRecord;
use verband_protocol::wire::{Challenge, ChallengeRequest, ProblemCode, Session};
use verband_server::SESSION_VALIDITY;

use crate::actor::Actor;
use crate::house::{House, ORIGIN};
use crate::people::{enrol, found};

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
