//! P2: who was removed reads nothing that is written afterwards, even with everything that the server has; and P3:
//! nobody comes into a closed chat.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use verband_client::{ClientError, MessageState};
use verband_protocol::cbor;
use verband_protocol::id::LogId;
use verband_protocol::seal::{SealKey, open};
use verband_protocol::wire::AppendedAll;
use verband_store::StoreError;
use verband_tests::chance::seed;
use verband_tests::hostile::{Mole, cut};
use verband_tests::invariants::{archive_keys, hold, texts};
use verband_tests::world::World;

/// How many bodies of a log these archive keys open, by position.
fn opened(world: &World, witness: usize, log: &LogId, keys: &[(u64, [u8; 32])]) -> Vec<u64> {
    let store = world.devices[witness].client().store().expect("unlocked");
    let entries: Vec<(u64, Vec<u8>, Option<Vec<u8>>)> = store
        .read(|connection| -> Result<_, StoreError> {
            let mut statement =
                connection.prepare("SELECT seq, header, body FROM entry WHERE log = ?1 ORDER BY seq")?;
            let rows = statement.query_map([log.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .expect("readable");
    let mut opened = Vec::new();
    for (seq, header, body) in entries {
        let header: verband_protocol::entry::Header = verband_protocol::cbor::decode(&header).expect("verified");
        let Some(body) = body else { continue };
        // Every key that was ever on her device, on every body, whatever epoch it says.
        let opens = keys.iter().any(|(_, key)| {
            let key = verband_groups::event_key(&SealKey::from_bytes(*key));
            open(&key, &header.seal_context(), &body).is_ok()
        });
        if opens {
            opened.push(seq);
        }
    }
    opened
}

#[tokio::test(start_paused = true)]
async fn a_revoked_member_opens_nothing_written_after_her_removal() {
    let mut world = World::with_members(seed(2), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[1, 2]).await;
    world.devices[2].client().send_text(&log, "davor").expect("written");
    world.settle().await;
    let last_before = texts(&world.devices[1], &log).last().expect("there is one").0;

    let gone = world.devices[2].member();
    world.devices[0].client().revoke_member(gone).await.expect("the administrator revokes her");
    // Another member's device commits the removal, and only then writes.
    world.devices[0].switch_off();
    let berta = world.devices[1].client().clone();
    berta.send_text(&log, "danach").expect("written");
    berta.sync().await.expect("sent");
    assert!(!berta.conversation_members(&log).expect("known").contains(&gone));

    let keys = archive_keys(&world.devices[2], &log);
    let opened = opened(&world, 1, &log, &keys);
    assert!(opened.contains(&last_before), "control: what was written before opens");
    let after = texts(&world.devices[1], &log).last().expect("there is one").0;
    assert!(after > last_before && opened.iter().all(|seq| *seq <= last_before), "{opened:?}");
    // The server does not even talk to her.
    assert!(matches!(world.devices[2].client().sync().await, Err(ClientError::Revoked)));
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_into_a_group_that_still_holds_somebody_revoked() {
    let mut world = World::with_members(seed(3), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[1, 2]).await;
    let gone = world.devices[2].member();
    // Berta writes without a network while Clara is revoked.
    let berta = world.devices[1].client().clone();
    world.devices[1].line.set_online(false);
    berta.send_text(&log, "ohne Clara").expect("written");
    world.devices[0].client().revoke_member(gone).await.expect("revoked");
    world.devices[1].line.set_online(true);
    world.devices[0].switch_off();
    berta.sync().await.expect("sent");
    let keys = archive_keys(&world.devices[2], &log);
    let seq = texts(&world.devices[1], &log).last().expect("sent").0;
    assert!(!opened(&world, 1, &log, &keys).contains(&seq));
}

#[tokio::test(start_paused = true)]
async fn a_member_removed_from_a_channel_stays_in_the_organisation_and_reads_no_more() {
    let mut world = World::with_members(seed(4), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[1, 2]).await;
    let clara = world.devices[2].member();
    world.devices[0].client().remove_members(&log, &[clara]).await.expect("the moderator removes her");
    world.devices[0].client().send_text(&log, "unter uns").expect("written");
    world.settle().await;
    assert!(texts(&world.devices[2], &log).iter().all(|(_, text)| text != "unter uns"));
    assert!(!world.devices[2].client().conversation(&log).expect("still listed").writable);
    hold(&world, &log, &[0, 1], &[]);
    // She can come back, and reads what she missed.
    world.devices[0].client().add_members(&log, &[clara]).await.expect("added again");
    world.settle().await;
    assert!(texts(&world.devices[2], &log).iter().any(|(_, text)| text == "unter uns"));
}

#[tokio::test(start_paused = true)]
async fn nobody_is_added_to_a_closed_chat() {
    let world = World::with_members(seed(5), &["Anna", "Berta", "Clara"]).await;
    let chat = world.devices[0].client().create_chat(&[world.devices[1].member()]).expect("a chat");
    world.settle().await;
    world.devices[1].client().send_text(&chat, "nur wir").expect("written");
    world.settle().await;
    let clara = world.devices[2].member();
    let refused = world.devices[0].client().add_members(&chat, &[clara]).await;
    assert_eq!(refused.expect_err("refused").code(), "not-allowed");
    world.settle().await;
    hold(&world, &chat, &[0, 1], &[]);
    assert!(world.devices[2].client().conversation(&chat).is_err());
    assert_eq!(world.devices[0].client().conversation(&chat).expect("listed").title, "Berta");
}

#[tokio::test(start_paused = true)]
async fn a_revocation_that_comes_while_much_is_sent_stops_the_rest() {
    let mut world = World::with_members(seed(7), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[1, 2]).await;
    let anna = Mole::of(&world.devices[0], world.seed);
    let known = (anna.organisation().position().seq, anna.state(&log).position.seq);
    let berta = world.devices[1].client().clone();
    world.devices[1].line.set_online(false);
    for number in 0..60 {
        berta.send_text(&log, &format!("Eintrag {number}")).expect("written");
    }
    let gone = world.devices[2].member();
    world.devices[0].client().revoke_member(gone).await.expect("revoked");
    let entry = anna.text(anna.header(&log), "nach der Entlassung");
    anna.append(&world.devices[0].line, &log, vec![entry]).await;
    // The server shows it with the answer to the first batch.
    let hidden = [cut(&anna.organisation, known.0 + 1), cut(&log, known.1 + 1)];
    let (path, sent) = (format!("/v1/logs/{log}/entries"), AtomicBool::new(false));
    world.devices[1].line.set_online(true);
    world.devices[1].line.set_tamper(Some(Arc::new(move |asked: &str, body: Bytes| {
        if asked == path && cbor::decode::<AppendedAll>(&body).is_ok() {
            sent.store(true, Ordering::Relaxed);
        }
        if sent.load(Ordering::Relaxed) { body } else { hidden.iter().fold(body, |body, hide| hide(asked, body)) }
    })));
    berta.sync().await.expect("a part is sent");
    let rows = berta.messages(&log, 100).expect("readable");
    assert_eq!(rows.iter().filter(|row| row.state == MessageState::Waiting).count(), 10);
    let last = texts(&world.devices[1], &log).into_iter().map(|(seq, _)| seq).max();
    berta.sync().await.expect("the rest is sent");
    let opened = opened(&world, 1, &log, &archive_keys(&world.devices[2], &log));
    assert_eq!(opened.last().copied(), last, "she opens what was sent before, and nothing since");
    assert!(berta.messages(&log, 100).expect("readable").iter().all(|row| row.state == MessageState::Sent));
}

#[tokio::test(start_paused = true)]
async fn a_removal_waits_for_nobody_who_comes_in() {
    let mut world = World::with_members(seed(8), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[1, 2]).await;
    let gone = world.devices[2].member();
    world.devices[1].line.set_online(false);
    world.enrol("Dora", &[log]).await.expect("she enrols");
    world.devices[0].client().revoke_member(gone).await.expect("revoked");
    world.devices[0].switch_off();
    world.devices[1].line.set_online(true);
    world.devices[1].line.set_tamper(Some(Arc::new(|path: &str, body| {
        if path == "/v1/key-packages/take" { Bytes::from_static(b"none") } else { body }
    })));
    let berta = world.devices[1].client();
    assert_eq!(berta.sync().await.expect_err("Dora has to wait").code(), "server-answer");
    assert!(!berta.conversation_members(&log).expect("known").contains(&gone));
}
