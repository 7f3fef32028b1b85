//! What is founded past the own program and past the server: whom it is to bring in refuses it, if whoever began it had no
//! right to.

use std::sync::Arc;

use bytes::Bytes;
use openmls_rust_crypto::OpenMlsRustCrypto;
use verband_client::AlarmKind;
use verband_protocol::entry::{Class, CommitRecord, Header, KeyCommitment, Position, Record, SignedEntry};
use verband_protocol::id::{Hash, LogId};
use verband_protocol::organisation::{BuiltInRole, Contact, OrganisationPolicy, OrganisationRecord};
use verband_protocol::policy::{ClosedMember, ConversationPolicy, Join, Leaf, roster_hash};
use verband_protocol::port::Clock;
use verband_protocol::wire::Welcomes;
use verband_rules::Refusal;
use verband_tests::chance::seed;
use verband_tests::hostile::{Mole, answers, pages};
use verband_tests::network::Tamper;
use verband_tests::world::World;

use crate::ghosts::{haunted_group, package};

const ANNA: usize = 0;
const BERTA: usize = 1;
const CLARA: usize = 2;

/// Clara founds a conversation alone and brings Berta in: the two entries of its log.
fn founded_by(clara: &Mole, berta: &Mole, log: &LogId, policy: &ConversationPolicy) -> [SignedEntry; 2] {
    let [own, hers] = [clara, berta].map(|mole| Leaf { device: mole.device(), member: mole.member });
    let sign = |counter, seen, record: CommitRecord, body| {
        let header = Header {
            log: *log,
            class: Class::Commit,
            counter,
            seen,
            record: Some(Record::Commit(record)),
            ..clara.organisation_header(OrganisationRecord::Heartbeat)
        };
        clara.sign(header, body)
    };
    let alone = CommitRecord {
        commitments: Vec::new(),
        roster: roster_hash([&own]),
        policy: policy.hash(),
        added: vec![own],
        removed: Vec::new(),
        external: false,
    };
    let commitments = vec![KeyCommitment { epoch: 0, commitment: Hash([1; 32]) }];
    let both = CommitRecord { commitments, roster: roster_hash([&own, &hers]), added: vec![hers], ..alone.clone() };
    let first = sign(1, Position::START, alone, None);
    let second = sign(2, Position::START.next(&first), both, Some(vec![1; 64]));
    [first, second]
}

/// Clara founds such a conversation, and the server gives it to Berta in the place of one of Anna's. A server that lies
/// shows her Anna's first entry when she asks for that alone. What Berta is told about it.
async fn bring_in(world: &mut World, policy: &ConversationPolicy, lies: bool) -> (LogId, Vec<(AlarmKind, String)>) {
    let log = world.channel("Wundteam", &[]).await;
    let [berta, clara] = [BERTA, CLARA].map(|number| Mole::of(&world.devices[number], world.seed));
    let honest = package(&berta.key_package(world.clock.now_ms()));
    let (welcome, tree) = haunted_group(&clara.keys, &OpenMlsRustCrypto::default(), &log, policy, honest);
    let entries = founded_by(&clara, &berta, &log, policy);
    let welcomes = answers::<Welcomes>("/v1/welcomes".to_owned(), move |answer| {
        for waiting in answer.welcomes.iter_mut().filter(|waiting| waiting.log == log) {
            (waiting.epoch, waiting.welcome, waiting.tree) = (1, welcome.clone().into(), tree.clone().into());
        }
    });
    let entries = pages(&log, move |page| {
        let alone = page.entries.len() == 1;
        page.entries.retain(|placed| placed.seq <= 2);
        page.last = 2;
        for placed in page.entries.iter_mut().filter(|_| !(lies && alone)) {
            placed.entry = entries[usize::from(placed.seq == 2)].clone();
        }
    });
    let both: Tamper = Arc::new(move |path: &str, body: Bytes| entries(path, welcomes(path, body)));
    let line = world.devices[BERTA].line.clone();
    line.set_tamper(Some(both));
    world.devices[ANNA].client().add_members(&log, &[berta.member]).await.expect("added");
    for _ in 0..2 {
        let _ = world.devices[BERTA].client().sync().await;
    }
    line.set_tamper(None);
    let alarms = world.devices[BERTA].client().alarms().expect("readable").into_iter();
    let alarms = alarms.filter(|alarm| alarm.log == Some(log) && alarm.kind == AlarmKind::Refused);
    (log, alarms.map(|alarm| (alarm.kind, alarm.detail)).collect())
}

/// Berta is not brought in, and is told why.
async fn refused(world: &mut World, policy: &ConversationPolicy, because: &Refusal) {
    let (log, alarms) = bring_in(world, policy, false).await;
    assert!(world.devices[BERTA].client().conversation(&log).is_err(), "{policy:?}");
    let told = format!("it was founded against the rules: {because}");
    assert_eq!(alarms, [(AlarmKind::Refused, told)], "{policy:?}");
}

fn policies(world: &World) -> (ConversationPolicy, ConversationPolicy) {
    let [berta, clara] = [BERTA, CLARA].map(|number| world.devices[number].member());
    let chat = ConversationPolicy::chat([berta, clara].map(|member| ClosedMember { member, generation: 0 }));
    (ConversationPolicy::channel(Join::Invitation, clara), chat)
}

#[tokio::test(start_paused = true)]
async fn what_a_guest_founds_past_the_server_brings_nobody_in() {
    let mut world = World::with_members(seed(140), &["Anna", "Berta", "Clara"]).await;
    let clara = world.devices[CLARA].member();
    let (channel, chat) = policies(&world);
    // A member may: what is refused below is not refused for how it is made.
    for policy in [&channel, &chat] {
        let (log, alarms) = bring_in(&mut world, policy, false).await;
        assert!(world.devices[BERTA].client().conversation(&log).is_ok(), "{policy:?}");
        assert_eq!(alarms, []);
    }
    let anna = world.devices[ANNA].client().clone();
    anna.assign_roles(clara, &[BuiltInRole::Guest.id()], None).await.expect("assigned");
    world.settle().await;
    for policy in [&channel, &chat] {
        refused(&mut world, policy, &Refusal::NotAllowed).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_chat_across_teams_that_the_server_lets_pass_brings_nobody_in() {
    let mut world = World::with_members(seed(141), &["Anna", "Berta", "Clara"]).await;
    let (berta, clara) = (world.devices[BERTA].member(), world.devices[CLARA].member());
    let (_, chat) = policies(&world);
    let anna = world.devices[ANNA].client().clone();
    let team = anna.define_team(None, "Station 3").await.expect("defined");
    anna.assign_teams(berta, &[team]).await.expect("assigned");
    anna.set_policy(OrganisationPolicy { contact: Contact::Teams, ..OrganisationPolicy::default() })
        .await
        .expect("set");
    world.settle().await;
    refused(&mut world, &chat, &Refusal::Contact).await;
    anna.assign_teams(clara, &[team]).await.expect("assigned");
    world.settle().await;
    let (log, alarms) = bring_in(&mut world, &chat, false).await;
    assert!(world.devices[BERTA].client().conversation(&log).is_ok(), "they share a team");
    assert_eq!(alarms, []);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_shows_another_first_entry_is_found_out_by_the_past() {
    let mut world = World::with_members(seed(142), &["Anna", "Berta", "Clara"]).await;
    let clara = world.devices[CLARA].member();
    let (channel, _) = policies(&world);
    let anna = world.devices[ANNA].client().clone();
    anna.assign_roles(clara, &[BuiltInRole::Guest.id()], None).await.expect("assigned");
    world.settle().await;
    let (log, alarms) = bring_in(&mut world, &channel, true).await;
    let told = format!("it was founded against the rules: {}", Refusal::NotAllowed);
    assert_eq!(alarms, [(AlarmKind::Refused, told)]);
    let berta = world.devices[BERTA].client();
    assert!(berta.conversation(&log).expect("she came in").halted);
    assert!(berta.send_text(&log, "wer ist da?").is_err(), "nothing is written into it");
}
