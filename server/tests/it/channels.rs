//! Channels for those who are not in: what is shown, who asks, and who may answer. And marks, which are gone by themselves.

use axum::http::Method;

use verband_protocol::cbor;
use verband_protocol::channel::join_message;
use verband_protocol::id::LogId;
use verband_protocol::organisation::{OrganisationPolicy, OrganisationRecord};
use verband_protocol::policy::{ClosedMember, ConversationPolicy, Gone, Join};
use verband_protocol::sign::Purpose;
use verband_protocol::wire::{
    Card, JoinRequest, JoinRequests, JoinState, ListedChannels, MARK_VALIDITY, MAX_CARD, MAX_MARK, Marks, NewMark,
    Problem, ProblemCode, Storage,
};
use verband_server::{Limits, Rate};

use crate::actor::{Actor, Change};
use crate::blobs::Upload;
use crate::faults::for_every_k;
use crate::house::{House, Plan};
use crate::people::{add, change, conversation, enrol, found};

async fn put<T: minicbor::Encode<()>>(house: &House, actor: &Actor, path: &str, body: &T) -> Result<(), Problem> {
    let answer = house.send(Method::PUT, path, actor.token(), cbor::encode(body)).await;
    if answer.status.is_success() { Ok(()) } else { Err(answer.problem()) }
}

async fn delete(house: &House, actor: &Actor, path: &str) -> u16 {
    house.send(Method::DELETE, path, actor.token(), Vec::new()).await.status.as_u16()
}

async fn show(house: &House, actor: &Actor, log: &LogId, sealed: &[u8]) -> Result<(), Problem> {
    let card = Card { sealed: sealed.to_vec().into() };
    put(house, actor, &format!("/v1/conversations/{log}/card"), &card).await
}

fn request(actor: &Actor, log: &LogId) -> JoinRequest {
    let message = join_message(&actor.organisation_id(), log, &actor.member, &actor.device, 7);
    let signature = actor.sign_with_event_key(Purpose::Join, &message);
    JoinRequest { device: actor.device, at: 7, signature }
}

async fn ask(house: &House, actor: &Actor, log: &LogId) -> Result<(), Problem> {
    put(house, actor, &format!("/v1/conversations/{log}/request"), &request(actor, log)).await
}

async fn listed(house: &House, actor: &Actor) -> Vec<(LogId, Vec<u8>, Join, bool, Option<JoinState>)> {
    let listed: ListedChannels = house.get("/v1/channels", actor.token()).await.message().unwrap();
    let rows = listed.channels.into_iter();
    rows.map(|row| (row.log, row.sealed.to_vec(), row.join, row.inside, row.request)).collect()
}

async fn waiting(house: &House, actor: &Actor, log: &LogId) -> Vec<JoinRequest> {
    let path = format!("/v1/conversations/{log}/requests");
    house.get(&path, actor.token()).await.message::<JoinRequests>().unwrap().requests
}

async fn founded(house: &House, founder: &mut Actor, join: Join) -> LogId {
    conversation(house, founder, &ConversationPolicy::channel(join, founder.member)).await
}

#[tokio::test]
async fn what_moderators_show_is_listed_and_nothing_hidden_is() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let mut nurse = enrol(&house, &mut admin, 2).await;
    let outside = enrol(&house, &mut admin, 3).await;
    let mut open = founded(&house, &mut admin, Join::Open).await;
    let hidden = founded(&house, &mut admin, Join::Hidden).await;
    let chat = ConversationPolicy::chat([ClosedMember { member: admin.member, generation: 0 }]);
    let chat = conversation(&house, &mut admin, &chat).await;
    add(&house, &mut admin, &open, &mut nurse).await;
    assert_eq!(show(&house, &nurse, &open, b"mine").await.unwrap_err().code, ProblemCode::Forbidden);
    assert_eq!(show(&house, &admin, &hidden, b"hidden").await.unwrap_err().code, ProblemCode::Refused);
    assert_eq!(show(&house, &admin, &chat, b"chat").await.unwrap_err().code, ProblemCode::Forbidden);
    assert_eq!(show(&house, &admin, &open, &[0; MAX_CARD + 1]).await.unwrap_err().code, ProblemCode::TooLarge);
    show(&house, &admin, &open, b"first").await.unwrap();
    show(&house, &admin, &open, b"second").await.unwrap();
    assert_eq!(listed(&house, &outside).await, [(open, b"second".to_vec(), Join::Open, false, None)]);
    assert!(listed(&house, &nurse).await[0].3, "she is in");
    // Another organisation sees nothing of it.
    let stranger = found(&house, 9).await;
    assert!(listed(&house, &stranger).await.is_empty());
    // A channel that becomes hidden is shown no more, nor are its requests kept.
    ask(&house, &outside, &open).await.unwrap();
    let policy = ConversationPolicy::channel(Join::Hidden, admin.member);
    change(&house, &mut admin, &open, Change { policy: Some(policy), ..Change::default() }).await;
    assert!(listed(&house, &outside).await.is_empty());
    assert!(waiting(&house, &admin, &open).await.is_empty());
    // Announcements are shown, and nobody has to ask.
    let news = ConversationPolicy::announcements(admin.member);
    open = conversation(&house, &mut admin, &news).await;
    show(&house, &admin, &open, b"news").await.unwrap();
    assert_eq!(listed(&house, &outside).await[0].2, Join::Everyone);
    assert_eq!(ask(&house, &outside, &open).await.unwrap_err().code, ProblemCode::NotFound);
}

#[tokio::test]
async fn whoever_asks_is_heard_once_by_those_who_are_in() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let mut nurse = enrol(&house, &mut admin, 2).await;
    let mut outside = enrol(&house, &mut admin, 3).await;
    let other = enrol(&house, &mut admin, 4).await;
    let log = founded(&house, &mut admin, Join::Invitation).await;
    let hidden = founded(&house, &mut admin, Join::Hidden).await;
    add(&house, &mut admin, &log, &mut nurse).await;
    show(&house, &admin, &log, b"card").await.unwrap();
    assert_eq!(ask(&house, &outside, &hidden).await.unwrap_err().code, ProblemCode::NotFound);
    assert_eq!(ask(&house, &outside, &LogId([9; 32])).await.unwrap_err().code, ProblemCode::NotFound);
    assert_eq!(ask(&house, &nurse, &log).await.unwrap_err().code, ProblemCode::Refused);
    // Nobody asks for somebody else.
    let path = format!("/v1/conversations/{log}/request");
    let foreign = request(&other, &log);
    assert_eq!(put(&house, &outside, &path, &foreign).await.unwrap_err().code, ProblemCode::Refused);
    let unsigned = JoinRequest { at: 8, ..request(&outside, &log) };
    assert_eq!(put(&house, &outside, &path, &unsigned).await.unwrap_err().code, ProblemCode::Refused);
    assert!(waiting(&house, &nurse, &log).await.is_empty());
    for _ in 0..2 {
        ask(&house, &outside, &log).await.unwrap();
    }
    assert_eq!(waiting(&house, &nurse, &log).await, [request(&outside, &log)]);
    assert_eq!(listed(&house, &outside).await[0].4, Some(JoinState::Waiting));
    // She takes it back; twice does no harm.
    for _ in 0..2 {
        assert_eq!(delete(&house, &outside, &path).await, 204);
    }
    assert!(waiting(&house, &nurse, &log).await.is_empty());
    // A moderator refuses, nobody else; then it waits no more, and she is told.
    ask(&house, &outside, &log).await.unwrap();
    let refuse = format!("/v1/conversations/{log}/requests/{}", outside.member);
    assert_eq!(delete(&house, &nurse, &refuse).await, 403);
    assert_eq!(delete(&house, &outside, &refuse).await, 404);
    assert_eq!(delete(&house, &admin, &refuse).await, 204);
    assert!(waiting(&house, &admin, &log).await.is_empty());
    assert_eq!(listed(&house, &outside).await[0].4, Some(JoinState::Refused));
    // Who asks again and is let in has no request any more.
    ask(&house, &outside, &log).await.unwrap();
    add(&house, &mut admin, &log, &mut outside).await;
    assert_eq!(listed(&house, &outside).await[0].4, None);
    assert!(waiting(&house, &admin, &log).await.is_empty());
    // Whom a moderator took out cannot ask, and the request of a device that is revoked is gone.
    let policy = ConversationPolicy {
        gone: vec![Gone { member: outside.member, barred: true }],
        ..ConversationPolicy::channel(Join::Invitation, admin.member)
    };
    let out = Change { remove: vec![outside.device], policy: Some(policy), ..Change::default() };
    change(&house, &mut admin, &log, out).await;
    assert_eq!(ask(&house, &outside, &log).await.unwrap_err().code, ProblemCode::Forbidden);
    ask(&house, &other, &log).await.unwrap();
    admin.sync_organisation(&house).await;
    let revoke = admin.organisation_entry(OrganisationRecord::MemberRevoke(other.member));
    admin.append(&house, &admin.organisation_id(), vec![revoke]).await.unwrap();
    assert!(waiting(&house, &admin, &log).await.is_empty());
}

#[tokio::test]
async fn a_mark_takes_the_place_of_the_one_before_and_ends() {
    let limits = Limits { mark: Rate { burst: 4, per_minute: 1 }, ..Limits::unlimited_rates() };
    let house = House::with(Plan { limits, ..Plan::default() });
    let mut admin = found(&house, 1).await;
    let mut nurse = enrol(&house, &mut admin, 2).await;
    let log = founded(&house, &mut admin, Join::Invitation).await;
    add(&house, &mut admin, &log, &mut nurse).await;
    let path = format!("/v1/conversations/{log}/mark");
    let mark = |text: &[u8]| NewMark { epoch: 1, sealed: text.to_vec().into() };
    let marks = async |actor: &Actor, after: u64| -> Marks {
        let path = format!("/v1/conversations/{log}/marks?after={after}");
        house.get(&path, actor.token()).await.message().unwrap()
    };
    let large = NewMark { epoch: 1, sealed: vec![0; MAX_MARK + 1].into() };
    assert_eq!(put(&house, &nurse, &path, &large).await.unwrap_err().code, ProblemCode::TooLarge);
    for text in [b"first", b"again"] {
        put(&house, &nurse, &path, &mark(text)).await.unwrap();
    }
    put(&house, &admin, &path, &mark(b"admin")).await.unwrap();
    let all = marks(&admin, 0).await;
    let told: Vec<_> = all.marks.iter().map(|mark| (mark.device, mark.sealed.to_vec())).collect();
    assert_eq!(told, [(nurse.device, b"again".to_vec()), (admin.device, b"admin".to_vec())]);
    assert!(marks(&admin, all.newest).await.marks.is_empty());
    put(&house, &nurse, &path, &mark(b"third")).await.unwrap();
    let newer = marks(&admin, all.newest).await;
    assert_eq!(newer.marks.len(), 1);
    assert!(newer.newest > all.newest);
    put(&house, &nurse, &path, &mark(b"fourth")).await.unwrap();
    assert_eq!(put(&house, &nurse, &path, &mark(b"fifth")).await.unwrap_err().code, ProblemCode::Busy);
    // Who is not in any more has none; after a time nobody has.
    change(&house, &mut admin, &log, Change { remove: vec![nurse.device], ..Change::default() }).await;
    assert_eq!(marks(&admin, 0).await.marks.len(), 1);
    house.clock.forward(MARK_VALIDITY + 1);
    house.server.keep_house().unwrap();
    admin.log_in(&house).await;
    assert!(marks(&admin, 0).await.marks.is_empty());
    // A number is never given twice, so that nobody who was away misses one.
    put(&house, &admin, &path, &mark(b"later")).await.unwrap();
    assert!(marks(&admin, newer.newest).await.newest > newer.newest);
}

#[tokio::test]
async fn the_files_of_a_conversation_take_no_more_than_the_policy_gives() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let log = founded(&house, &mut admin, Join::Invitation).await;
    let other = founded(&house, &mut admin, Join::Invitation).await;
    let storage = async |actor: &Actor| -> Storage {
        house.get(&format!("/v1/conversations/{log}/storage"), actor.token()).await.message().unwrap()
    };
    assert_eq!(storage(&admin).await, Storage { used: 0, quota: None });
    let policy = OrganisationPolicy { conversation_quota_mb: Some(1), ..OrganisationPolicy::default() };
    let set = admin.organisation_entry(OrganisationRecord::Policy(policy));
    admin.append(&house, &admin.organisation_id(), vec![set]).await.unwrap();
    admin.sync_organisation(&house).await;
    let first = Upload::new(&log, 1, 700_000);
    first.whole(&house, &admin).await;
    assert_eq!(storage(&admin).await, Storage { used: 700_000, quota: Some(1 << 20) });
    let second = Upload::new(&log, 2, 700_000);
    assert_eq!(second.start(&house, &admin).await.unwrap_err().code, ProblemCode::Quota);
    // What is on its way goes on, texts are written, another conversation has its own, and what is deleted makes room.
    assert!(first.start(&house, &admin).await.unwrap().complete);
    Upload::new(&other, 3, 700_000).whole(&house, &admin).await;
    let event = admin.content_with(&log, vec![first.blob]);
    admin.append(&house, &log, vec![event.clone()]).await.unwrap();
    admin.apply(&event);
    let delete = admin.delete(&log, vec![event.read().unwrap().event]);
    admin.append(&house, &log, vec![delete]).await.unwrap();
    assert_eq!(storage(&admin).await.used, 0);
    second.whole(&house, &admin).await;
}

/// A channel by invitation whose moderator shows it, and somebody who is not in.
async fn shown(house: &House) -> (Actor, Actor, LogId) {
    let mut admin = found(house, 1).await;
    let outside = enrol(house, &mut admin, 2).await;
    let log = founded(house, &mut admin, Join::Invitation).await;
    show(house, &admin, &log, b"before").await.unwrap();
    (admin, outside, log)
}

#[tokio::test]
async fn a_card_is_the_old_or_the_new_one_whenever_the_server_dies() {
    for_every_k(
        shown,
        async |house, (admin, _, log)| show(house, admin, log, b"after").await,
        async |house, (admin, outside, log), result| {
            let card = listed(house, &outside).await.remove(0).1;
            assert!(card == b"after" || (card == b"before" && result.is_err()), "what was taken is shown");
            show(house, &admin, &log, b"after").await.unwrap();
            assert_eq!(listed(house, &outside).await, [(log, b"after".to_vec(), Join::Invitation, false, None)]);
        },
    )
    .await;
}

#[tokio::test]
async fn who_asks_is_heard_once_whenever_the_server_dies() {
    for_every_k(
        shown,
        async |house, (_, outside, log)| ask(house, outside, log).await,
        async |house, (admin, outside, log), result| {
            assert!(result.is_err() || !waiting(house, &admin, &log).await.is_empty(), "what was taken waits");
            ask(house, &outside, &log).await.unwrap();
            assert_eq!(waiting(house, &admin, &log).await, [request(&outside, &log)]);
        },
    )
    .await;
}

#[tokio::test]
async fn who_was_refused_is_told_whenever_the_server_dies() {
    for_every_k(
        async |house| {
            let (admin, outside, log) = shown(house).await;
            ask(house, &outside, &log).await.unwrap();
            let refuse = format!("/v1/conversations/{log}/requests/{}", outside.member);
            (admin, outside, log, refuse)
        },
        async |house, (admin, _, _, refuse)| delete(house, admin, refuse).await,
        async |house, (admin, outside, log, refuse), status| {
            let told = listed(house, &outside).await.remove(0).4;
            let refused = told == Some(JoinState::Refused);
            assert!(refused || (told == Some(JoinState::Waiting) && status != 204), "{told:?} after {status}");
            assert_eq!(waiting(house, &admin, &log).await.is_empty(), refused);
            delete(house, &admin, &refuse).await;
            assert_eq!(listed(house, &outside).await.remove(0).4, Some(JoinState::Refused));
        },
    )
    .await;
}

#[tokio::test]
async fn a_mark_is_the_old_or_the_new_one_whenever_the_server_dies() {
    let mark = |text: &[u8]| NewMark { epoch: 1, sealed: text.to_vec().into() };
    for_every_k(
        async |house| {
            let (admin, _, log) = shown(house).await;
            let path = format!("/v1/conversations/{log}/mark");
            put(house, &admin, &path, &mark(b"before")).await.unwrap();
            (admin, path)
        },
        async |house, (admin, path)| put(house, admin, path, &mark(b"after")).await,
        async |house, (admin, path), result| {
            let told = async |house: &House| {
                let marks: Marks = house.get(&format!("{path}s?after=0"), admin.token()).await.message().unwrap();
                marks.marks.iter().map(|mark| mark.sealed.to_vec()).collect::<Vec<_>>()
            };
            let now = told(house).await;
            assert!(now == [b"after"] || (now == [b"before"] && result.is_err()), "what was taken is told");
            put(house, &admin, &path, &mark(b"after")).await.unwrap();
            assert_eq!(told(house).await, [b"after"]);
        },
    )
    .await;
}
