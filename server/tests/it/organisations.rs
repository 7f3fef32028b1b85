//! Founding, invitations, claims, and organisations that never meet.

use verband_protocol::code::SetUpLink;
use verband_protocol::entry::Position;
use verband_protocol::id::{EventId, InvitationId};
use verband_protocol::organisation::{InvitationKind, OrganisationRecord, member_id};
use verband_protocol::policy::{ConversationPolicy, Join};
use verband_protocol::port::Clock;
use verband_protocol::wire::{
    Appended, Claim, Found, Founded, InvitationFound, Invite, ProblemCode, TakeKeyPackages, TakenKeyPackages,
};
use verband_server::SET_UP_VALIDITY;

use crate::actor::Actor;
use crate::house::{House, code};
use crate::people::{Letter, channel, enrol, found, founding, give_key_packages, invite, root_entry};

#[tokio::test]
async fn a_set_up_token_founds_one_organisation_and_answers_again() {
    let house = House::new();
    let far = house.clock.now_ms() + 1_000_000;
    let first = founding(1, far);
    let link = house.server.new_set_up_link().unwrap().text().to_string();
    assert!(link.starts_with("verband://found?server=https%3A%2F%2Fverband.test#"), "{link}");
    let token = SetUpLink::parse(&link).unwrap().token.grouped().to_string();
    let wrong = Found { token: "0000-0000-0000-0000".into(), entries: first.entries.clone() };
    let answer = house.post("/v1/organisations", None, &wrong).await;
    assert_eq!(answer.problem().code, ProblemCode::Forbidden);

    // However it is typed.
    let found = Found { token: token.to_lowercase().replace('-', " "), entries: first.entries.clone() };
    let once: Founded = house.post("/v1/organisations", None, &found).await.message().unwrap();
    let again: Founded = house.post("/v1/organisations", None, &found).await.message().unwrap();
    assert_eq!((once.organisation, again), (first.founder.organisation_id(), once.clone()));

    let other = Found { token, entries: founding(2, far).entries };
    assert_eq!(house.post("/v1/organisations", None, &other).await.problem().code, ProblemCode::SetUpUsed);
    // A typing error is no token.
    let typo = Found { token: "0000-0000-0000-0001".into(), entries: founding(2, far).entries };
    assert_eq!(house.post("/v1/organisations", None, &typo).await.problem().code, ProblemCode::Forbidden);
}

#[tokio::test]
async fn a_set_up_token_ends_after_half_an_hour_and_with_the_next_one() {
    let house = House::new();
    let far = house.clock.now_ms() + 10 * SET_UP_VALIDITY;
    let (old, new) = (house.set_up_token(), house.set_up_token());
    assert_ne!(old, new);
    let found = |token: &str, number| Found { token: token.to_owned(), entries: founding(number, far).entries };
    let refused = async |token: &str| house.post("/v1/organisations", None, &found(token, 1)).await.problem().code;
    assert_eq!(refused(&old).await, ProblemCode::SetUpExpired);
    house.clock.forward(SET_UP_VALIDITY);
    // Keeping house does not forget why at once.
    house.server.keep_house().unwrap();
    assert_eq!(refused(&new).await, ProblemCode::SetUpExpired);
    house.clock.forward(60 * SET_UP_VALIDITY * 48);
    house.server.keep_house().unwrap();
    assert_eq!(refused(&new).await, ProblemCode::Forbidden);
    assert!(!house.server.is_set_up().unwrap());
    let far = house.clock.now_ms() + 10 * SET_UP_VALIDITY;
    let found = |token: &str, number| Found { token: token.to_owned(), entries: founding(number, far).entries };
    let fresh = house.set_up_token();
    assert_eq!(house.post("/v1/organisations", None, &found(&fresh, 1)).await.status, 200);
    assert!(house.server.is_set_up().unwrap());
}

#[tokio::test]
async fn what_breaks_the_rules_founds_nothing() {
    let house = House::new();
    let token = house.set_up_token();
    let good = founding(1, u64::MAX).entries;
    let mut headless = good.clone();
    headless.remove(0);
    let without_admin = good[..3].to_vec();
    let mut forged = good.clone();
    forged[2].signature = forged[1].signature;
    for entries in [Vec::new(), headless, without_admin, forged] {
        let answer = house.post("/v1/organisations", None, &Found { token: token.clone(), entries }).await;
        assert_eq!(answer.problem().code, ProblemCode::Refused);
    }
    assert!(!house.server.is_set_up().unwrap());
    // The token is not used up by that.
    assert_eq!(house.post("/v1/organisations", None, &Found { token, entries: good }).await.status, 200);
}

#[tokio::test]
async fn an_invitation_opens_once_and_then_looks_like_none() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let letter = invite(&house, &mut admin, Vec::new()).await;
    let path = format!("/v1/invitations/{}", letter.invitation.id);
    let opened: InvitationFound = house.get(&path, None).await.message().unwrap();
    assert_eq!(opened.bundle.as_slice(), letter.bundle);

    let mut actor = Actor::new(2);
    actor.organisation = admin.organisation.clone();
    let claim = Claim { entry: letter.claim(&actor) };
    let claim_path = format!("{path}/claim");
    let first: Appended = house.post(&claim_path, None, &claim).await.message().unwrap();
    // A claim whose answer was lost is sent again, and keeps its place.
    let again: Appended = house.post(&claim_path, None, &claim).await.message().unwrap();
    assert_eq!(first, again);
    actor.member = member_id(&claim.entry.header);
    actor.log_in(&house).await;

    // Somebody else with the same code comes too late, and learns nothing more than that.
    let mut late = Actor::new(3);
    late.organisation = admin.organisation.clone();
    late.organisation.apply(&claim.entry).unwrap();
    let answer = house.post(&claim_path, None, &Claim { entry: letter.claim(&late) }).await;
    assert_eq!(answer.problem().code, ProblemCode::InvitationGone);
    let used = house.get(&path, None).await;
    let unknown = house.get(&format!("/v1/invitations/{}", InvitationId([7; 16])), None).await;
    let nonsense = house.get("/v1/invitations/none", None).await;
    for answer in [&unknown, &nonsense] {
        assert_eq!((answer.status, &answer.body), (used.status, &used.body));
    }
    assert_eq!(used.status, 410);
}

#[tokio::test]
async fn an_invitation_ends_when_it_is_withdrawn_or_out_of_date() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let withdrawn = invite(&house, &mut admin, Vec::new()).await;
    let entry = admin.organisation_entry(OrganisationRecord::InvitationRevoke(withdrawn.invitation.id));
    admin.append(&house, &admin.organisation_id(), vec![entry]).await.unwrap();
    let gone = house.get(&format!("/v1/invitations/{}", withdrawn.invitation.id), None).await;
    assert_eq!(gone.status, 410);

    let late = invite(&house, &mut admin, Vec::new()).await;
    let path = format!("/v1/invitations/{}", late.invitation.id);
    assert_eq!(house.get(&path, None).await.status, 200);
    house.clock.forward(2_000_000);
    assert_eq!(house.get(&path, None).await.body, gone.body);
    let mut actor = Actor::new(2);
    actor.organisation = admin.organisation.clone();
    let claim = Claim { entry: late.claim(&actor) };
    assert_eq!(house.post(&format!("{path}/claim"), None, &claim).await.body, gone.body);
}

#[tokio::test]
async fn a_clock_that_is_ahead_ends_no_invitation() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let letter = invite(&house, &mut admin, Vec::new()).await;
    let end = letter.invitation.not_after;
    let revoke = OrganisationRecord::InvitationRevoke(letter.invitation.id);
    let entry = admin.organisation_entry_at(revoke.clone(), end);
    let refused = admin.append(&house, &admin.organisation_id(), vec![entry]).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::Refused);
    // When its time is over here too, it is withdrawn.
    house.clock.forward(end - house.clock.now_ms());
    let entry = admin.organisation_entry_at(revoke.clone(), end);
    admin.append(&house, &admin.organisation_id(), vec![entry]).await.unwrap();

    // By hand any clock will do.
    let letter = invite(&house, &mut admin, Vec::new()).await;
    let revoke = OrganisationRecord::InvitationRevoke(letter.invitation.id);
    let entry = admin.organisation_entry_at(revoke, letter.invitation.not_after - 1);
    admin.append(&house, &admin.organisation_id(), vec![entry]).await.unwrap();
}

#[tokio::test]
async fn a_registration_key_counts_and_a_claim_can_wait_for_approval() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let mut letter = Letter::new(&admin, u64::MAX, Vec::new());
    letter.invitation.kind = InvitationKind::RegistrationKey { limit: 2, approval: true };
    let entry = admin.organisation_entry(OrganisationRecord::Invitation(letter.invitation.clone()));
    let invite = Invite { entries: vec![entry], bundles: vec![vec![1].into()] };
    assert_eq!(house.post("/v1/invitations", admin.token(), &invite).await.status, 200);
    let mut members = Vec::new();
    for number in 2..5 {
        admin.sync_organisation(&house).await;
        let mut actor = Actor::new(number);
        actor.organisation = admin.organisation.clone();
        let claim = letter.claim(&actor);
        actor.member = member_id(&claim.header);
        let path = format!("/v1/invitations/{}/claim", letter.invitation.id);
        let status = house.post(&path, None, &Claim { entry: claim }).await.status;
        assert_eq!(status, if number < 4 { 200 } else { 410 });
        members.push(actor);
    }
    let waiting = &members[0];
    let refused = waiting.try_log_in(&house, crate::house::ORIGIN).await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::Unauthenticated);
    admin.sync_organisation(&house).await;
    let entry = admin.organisation_entry(OrganisationRecord::Approve(waiting.member));
    admin.append(&house, &admin.organisation_id(), vec![entry]).await.unwrap();
    assert!(waiting.try_log_in(&house, crate::house::ORIGIN).await.is_ok());
}

#[tokio::test]
async fn the_organisation_log_takes_entries_of_their_author_and_of_the_root_key_only() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let mut nurse = enrol(&house, &mut admin, 2).await;
    let organisation = admin.organisation_id();

    // A nurse cannot post the administrator's entry, nor do what only an administrator does.
    let heartbeat = admin.organisation_entry(OrganisationRecord::Heartbeat);
    let posted = nurse.append(&house, &organisation, vec![heartbeat.clone()]).await.unwrap_err();
    assert_eq!(posted.code, ProblemCode::Forbidden);
    let grant = nurse.organisation_entry(OrganisationRecord::AdminGrant(nurse.member));
    let granted = nurse.append(&house, &organisation, vec![grant]).await.unwrap_err();
    assert_eq!(granted.code, ProblemCode::Forbidden);

    // All or none: the second entry fails, so the first is not there.
    let before = admin.organisation.position();
    let wrong = admin.organisation_entry(OrganisationRecord::Approve(nurse.member));
    assert!(admin.append(&house, &organisation, vec![heartbeat.clone(), wrong]).await.is_err());
    nurse.sync_organisation(&house).await;
    assert_eq!(nurse.organisation.position(), before);

    // Twice is once.
    let seqs = admin.append(&house, &organisation, vec![heartbeat.clone()]).await.unwrap();
    assert_eq!(admin.append(&house, &organisation, vec![heartbeat]).await.unwrap(), seqs);

    // A counter that leaves a gap, and a fork.
    let gap = admin.organisation_entry(OrganisationRecord::Heartbeat);
    let problem = admin.append(&house, &organisation, vec![gap]).await.unwrap_err();
    assert_eq!(code(&problem).0, ProblemCode::Gap);
    admin.sync_organisation(&house).await;
    let mut forked = admin.organisation_entry(OrganisationRecord::Heartbeat).read().unwrap();
    forked.seen = Position { seq: 2, ..forked.seen };
    forked.organisation = forked.seen;
    let forked = admin.sign(forked, None);
    let problem = admin.append(&house, &organisation, vec![forked]).await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::Refused);
}

#[tokio::test]
async fn the_root_key_recovers_an_administrator() {
    let house = House::new();
    let first = founding(1, u64::MAX);
    let token = house.set_up_token();
    let founding = Found { token, entries: first.entries };
    assert_eq!(house.post("/v1/organisations", None, &founding).await.status, 200);
    let mut admin = first.founder;
    admin.log_in(&house).await;
    let mut nurse = enrol(&house, &mut admin, 2).await;
    let grant = OrganisationRecord::AdminGrant(nurse.member);
    let entry = root_entry(&nurse.organisation, EventId([3; 16]), &first.root, grant);
    nurse.append(&house, &nurse.organisation_id(), vec![entry]).await.unwrap();
    nurse.sync_organisation(&house).await;
    assert!(nurse.organisation.is_admin(&nurse.member));
}

#[tokio::test]
async fn organisations_on_one_server_never_meet() {
    let house = House::new();
    let mut here = found(&house, 1).await;
    let mut there = found(&house, 2).await;
    let log = channel(&house, &mut here).await;
    give_key_packages(&house, &here, 3, true).await;
    let stranger = there.token().map(str::to_owned);
    let stranger = stranger.as_deref();

    for path in [
        format!("/v1/logs/{}/entries", here.organisation_id()),
        format!("/v1/logs/{log}/entries"),
        format!("/v1/logs/{log}/heads/1"),
        format!("/v1/conversations/{log}/group"),
        format!("/v1/conversations/{log}/links"),
    ] {
        assert_eq!(house.get(&path, here.token()).await.status, 200, "{path}");
        assert_eq!(house.get(&path, stranger).await.status, 404, "{path}");
    }
    let take = TakeKeyPackages { devices: vec![here.device] };
    let taken: TakenKeyPackages = house.post("/v1/key-packages/take", stranger, &take).await.message().unwrap();
    assert_eq!(taken.packages, []);

    // The same log id in another organisation is another log.
    there.sync_organisation(&house).await;
    let twin = there.found(log, &ConversationPolicy::channel(Join::Open, there.member));
    assert_eq!(house.post("/v1/conversations", stranger, &twin).await.status, 200);
    there.apply(&twin.entry);
    let entry = there.content(&log, b"there");
    there.append(&house, &log, vec![entry]).await.unwrap();
    assert_eq!(here.page(&house, &log, "").await.unwrap().entries.len(), 1);
    assert_eq!(there.page(&house, &log, "").await.unwrap().entries.len(), 2);

    // A device belongs to one organisation: it cannot claim in a second one, whose administrator invites it.
    let letter = invite(&house, &mut there, Vec::new()).await;
    let entry = {
        let own = std::mem::replace(&mut here.organisation, there.organisation.clone());
        let entry = letter.claim(&here);
        here.organisation = own;
        entry
    };
    let path = format!("/v1/invitations/{}/claim", letter.invitation.id);
    assert_eq!(house.post(&path, None, &Claim { entry }).await.problem().code, ProblemCode::Refused);
}
