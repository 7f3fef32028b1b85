//! The session of a device and its stream of frames: it logs in again by itself, and believes no frame more than the
//! logs themselves.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use openmls::prelude::LeafNodeIndex;
use verband_client::{Client, ClientError};
use verband_protocol::cbor;
use verband_protocol::id::LogId;
use verband_protocol::wire::SyncFrame;
use verband_store::StoreError;
use verband_tests::chance::seed;
use verband_tests::hostile::{Mole, insert};
use verband_tests::invariants::texts;
use verband_tests::network::Tamper;
use verband_tests::world::World;

/// Longer than a session lasts.
const LONG: u64 = 2 * 3_600_000;

fn code<T>(result: Result<T, ClientError>) -> &'static str {
    result.map_or_else(|error| error.code(), |_| "done")
}

async fn two_members(number: u64) -> (World, LogId, Client) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[1]).await;
    let berta = world.devices[1].client().clone();
    (world, log, berta)
}

/// Changes what the sync stream says.
fn stream(change: impl Fn(Bytes) -> Bytes + Send + Sync + 'static) -> Tamper {
    Arc::new(move |path: &str, part| if path == "/v1/sync" { change(part) } else { part })
}

/// Changes its frames.
fn frames(change: impl Fn(&mut SyncFrame) + Send + Sync + 'static) -> Tamper {
    stream(move |part| {
        let mut frame: SyncFrame = cbor::decode(&part[4..]).expect("the honest server sends one frame at a time");
        change(&mut frame);
        let frame = cbor::encode(&frame);
        let len = u32::try_from(frame.len()).expect("short").to_be_bytes();
        [&len[..], &frame].concat().into()
    })
}

#[tokio::test(start_paused = true)]
async fn a_session_that_is_over_is_begun_anew() {
    let (world, log, berta) = two_members(150).await;
    // With the stream, and with a call.
    world.clock.advance(LONG);
    assert_eq!(code(berta.sync().await), "done");
    world.clock.advance(LONG);
    assert_eq!(code(berta.add_members(&log, &[]).await), "done");
    // Who was revoked gets none.
    world.devices[0].client().revoke_member(world.devices[1].member()).await.expect("revoked");
    assert_eq!(code(berta.add_members(&log, &[]).await), "revoked");
    assert_eq!(code(berta.sync().await), "revoked");
}

#[tokio::test(start_paused = true)]
async fn a_frame_without_an_end_is_not_waited_for() {
    let (world, _, berta) = two_members(151).await;
    let parts = Arc::new(AtomicU64::new(0));
    let given = Arc::clone(&parts);
    world.devices[1].line.set_tamper(Some(stream(move |_| {
        given.fetch_add(1, Ordering::Relaxed);
        Bytes::from_static(&[0xff, 0xff, 0xff, 0xff, 0])
    })));
    assert_eq!(code(berta.sync().await), "server-answer");
    assert_eq!(parts.load(Ordering::Relaxed), 1);
    world.devices[1].line.set_tamper(Some(stream(|_| Bytes::from_static(&[0, 0, 0, 1, 0xff]))));
    assert_eq!(code(berta.sync().await), "server-answer");
    world.devices[1].line.set_tamper(None);
    assert_eq!(code(berta.sync().await), "done");
}

#[tokio::test(start_paused = true)]
async fn a_conversation_that_the_server_hides_is_read_only_until_it_shows_it_again() {
    let (world, log, berta) = two_members(152).await;
    let writable = || berta.conversation(&log).expect("listed").writable;
    world.devices[1].line.set_tamper(Some(frames(|frame| frame.logs.clear())));
    berta.sync().await.expect("received");
    assert!(!writable());
    assert_eq!(code(berta.send_text(&log, "für niemanden")), "not-in");
    world.devices[1].line.set_tamper(None);
    berta.sync().await.expect("received");
    assert!(writable());
    berta.send_text(&log, "wieder da").expect("written");
    world.settle().await;
    assert_eq!(texts(&world.devices[0], &log).pop().expect("received").1, "wieder da");
}

#[tokio::test(start_paused = true)]
async fn who_was_removed_is_not_in_again_because_the_server_lists_her() {
    let (world, log, berta) = two_members(153).await;
    // The server gives the commit that removes her to her alone, and goes on as if nothing had happened.
    let anna = Mole::of(&world.devices[0], world.seed);
    let gone = berta.device().expect("unlocked");
    let state = anna.state(&log);
    let body = anna.mls_commit(&log, |raw| raw.propose_removals([LeafNodeIndex::new(1)]));
    let commit = anna.commit(&log, anna.record(&log, &[], &[gone], state.policy_hash), body);
    // Besides her personal space it is the only group that she is in.
    let kept = || {
        let kept = berta.store().expect("unlocked").read(|connection| -> Result<u64, StoreError> {
            let groups = "SELECT count(DISTINCT grp) FROM mls WHERE length(grp) > 0";
            Ok(connection.query_row(groups, [], |row| row.get(0))?)
        });
        kept.expect("readable")
    };
    assert_eq!(kept(), 2, "control: there are some");
    let at = state.position.seq + 1;
    world.devices[1].line.set_tamper(Some(insert(&log, at, vec![commit])));
    assert_eq!(code(berta.add_members(&log, &[]).await), "done");
    assert!(!berta.conversation(&log).expect("listed").writable);
    assert_eq!(berta.conversation_members(&log).expect("known"), [anna.member]);
    assert_eq!(kept(), 1, "no key of the group is left");
    world.devices[1].line.set_tamper(None);
    berta.sync().await.expect("received");
    assert!(!berta.conversation(&log).expect("listed").writable);
    assert!(berta.alarms().expect("readable").is_empty(), "nobody broke a rule");
}

#[tokio::test(start_paused = true)]
async fn a_pass_without_news_asks_twice_and_sends_nothing() {
    let (world, _, berta) = two_members(154).await;
    let before = world.devices[1].line.requests();
    berta.sync().await.expect("received");
    assert_eq!(world.devices[1].line.requests() - before, 2, "for the stream and the organisation");
}
