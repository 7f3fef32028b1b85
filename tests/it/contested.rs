//! What happens at the same time, or again: one letter in two hands, a claim that the server plays once more, an
//! administrator who invites while she loses the right, and a server that comes back from an old backup.

use verband_client::{AlarmKind, ClientError, NewInvitation};
use verband_protocol::entry::{Record, SignedEntry};
use verband_protocol::organisation::OrganisationRecord;
use verband_rules::Refusal;
use verband_tests::chance::seed;
use verband_tests::device::Device;
use verband_tests::hostile::{Mole, insert};
use verband_tests::invariants::texts;
use verband_tests::network::Weather;
use verband_tests::world::World;

const ANNA: usize = 0;
const BERTA: usize = 1;
const CLARA: usize = 2;

/// Every answer takes its time, so that what begins at once is on its way at once.
const SLOW: Weather = Weather { delay_ms: 500, ..Weather::FAIR };

fn device(world: &World, name: &str) -> Device {
    let device = Device::new(name, world.seed, &world.clock, &world.socket);
    device.line.set_weather(SLOW);
    device
}

/// The members whom a device knows, by name.
fn members(world: &World, device: usize) -> Vec<String> {
    let rows = world.devices[device].client().members().expect("readable");
    rows.into_iter().map(|row| row.name).collect()
}

fn alarms(world: &World, device: usize) -> Vec<(AlarmKind, String)> {
    let rows = world.devices[device].client().alarms().expect("readable");
    rows.into_iter().rev().map(|alarm| (alarm.kind, alarm.detail)).collect()
}

#[tokio::test(start_paused = true)]
async fn of_two_who_use_one_letter_at_once_one_comes_in_and_the_other_is_told() {
    for number in 620..624 {
        let mut world = World::with_members(seed(number), &["Anna"]).await;
        let link = world.invite("Dora", &[]).await.expect("invited");
        let (mut one, mut other) = (device(&world, "one"), device(&world, "other"));
        let outcomes = futures_util::join!(one.enrol(&link), other.enrol(&link));
        let (winner, loser, lost) = match outcomes {
            (Ok(()), lost) => (one, other, lost),
            (lost, Ok(())) => (other, one, lost),
            (first, second) => panic!("SEED={}: {first:?}, {second:?}", world.seed),
        };
        assert!(matches!(lost, Err(ClientError::InvitationGone)), "SEED={}: {lost:?}", world.seed);
        assert!(!loser.is_enrolled(), "nothing of it stays on her device");
        let member = winner.member();
        world.devices.push(winner);
        world.settle().await;
        assert_eq!(members(&world, ANNA), ["Anna", "Dora"]);
        assert_eq!(world.devices[1].member(), member);
        assert!(alarms(&world, ANNA).is_empty(), "an honest server lets nobody see the second claim");
    }
}

/// The claim of a device in the organisation's log.
fn claim_of(mole: &Mole) -> SignedEntry {
    let last = mole.organisation().position().seq;
    let entries = (1..=last).filter_map(|seq| mole.entry(&mole.organisation, seq));
    let mut claims = entries.filter(|entry| {
        let record = entry.read().ok().and_then(|header| header.record);
        entry.author == mole.device() && matches!(record, Some(Record::Organisation(OrganisationRecord::Claim { .. })))
    });
    claims.next().expect("she came in by a letter")
}

#[tokio::test(start_paused = true)]
async fn a_claim_that_the_server_plays_again_brings_nobody_back() {
    let world = World::with_members(seed(624), &["Anna", "Berta", "Clara"]).await;
    let clara = Mole::of(&world.devices[CLARA], world.seed);
    let claim = claim_of(&clara);
    // While she is in it, it adds nothing.
    let berta = world.devices[BERTA].client();
    let at = clara.organisation().position().seq + 1;
    world.devices[BERTA].line.set_tamper(Some(insert(&clara.organisation, at, vec![claim.clone()])));
    berta.sync().await.expect("received");
    let (kind, detail) = alarms(&world, BERTA).pop().expect("there is one");
    assert!(kind == AlarmKind::Refused && detail.contains(&Refusal::Replay.to_string()), "{detail}");
    assert_eq!(members(&world, BERTA).len(), 3);
    // After she has left it does not bring her back.
    let anna = world.devices[ANNA].client();
    anna.revoke_member(clara.member).await.expect("revoked");
    let at = Mole::of(&world.devices[ANNA], world.seed).organisation().position().seq + 1;
    world.devices[ANNA].line.set_tamper(Some(insert(&clara.organisation, at, vec![claim])));
    anna.sync().await.expect("received");
    let (kind, detail) = alarms(&world, ANNA).pop().expect("there is one");
    assert!(kind == AlarmKind::Refused && detail.contains(&Refusal::NotActive.to_string()), "{detail}");
    let row = anna.members().expect("readable").into_iter().find(|row| row.id == clara.member).expect("known");
    assert!(row.revoked);
}

#[tokio::test(start_paused = true)]
async fn an_administrator_who_is_removed_while_she_invites_leaves_no_way_in() {
    for number in 625..633 {
        let mut world = World::with_members(seed(number), &["Anna", "Berta"]).await;
        let (anna, berta) = (world.devices[ANNA].client().clone(), world.devices[BERTA].client().clone());
        let berta_id = world.devices[BERTA].member();
        anna.set_admin(berta_id, true).await.expect("granted");
        world.settle().await;
        world.set_weather(SLOW);
        let removal = anna.set_admin(berta_id, false);
        let (removed, invited) = futures_util::join!(removal, berta.invite_one(NewInvitation::named("Dora")));
        removed.expect("Anna administers");
        // Either she was told at once, or her letter fell with her right.
        match invited {
            Ok(letter) => {
                let refused = device(&world, "Dora").enrol(&letter.link).await;
                assert!(matches!(refused, Err(ClientError::InvitationGone)), "SEED={}: {refused:?}", world.seed);
            }
            Err(ClientError::Refused(refusal)) => assert_eq!(refusal, Refusal::NotAllowed),
            Err(ClientError::Server(..)) => {}
            Err(error) => panic!("SEED={}: {error}", world.seed),
        }
        world.settle().await;
        for device in [ANNA, BERTA] {
            assert_eq!(members(&world, device), ["Anna", "Berta"]);
            assert!(alarms(&world, device).is_empty(), "SEED={}", world.seed);
        }
        world.devices.clear();
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_comes_back_from_an_old_backup_brings_no_leaver_back() {
    let mut world = World::with_members(seed(633), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[BERTA, CLARA]).await;
    let clara = world.devices[CLARA].member();
    let backup = world.back_up();
    world.devices[ANNA].client().revoke_member(clara).await.expect("revoked");
    world.devices[CLARA].line.set_online(false);
    world.settle().await;

    world.restore(&backup);
    world.devices[CLARA].line.set_online(true);
    for _ in 0..3 {
        world.pass().await;
    }
    // The server takes Clara for a member again. Whoever knew better is alarmed and writes nothing to her.
    for device in [ANNA, BERTA] {
        let found = alarms(&world, device);
        assert!(found.iter().any(|(kind, _)| *kind == AlarmKind::Omission), "{found:?}");
        let client = world.devices[device].client();
        client.send_text(&log, "unter uns").expect("written");
        let _ = client.sync().await;
        let row = client.members().expect("readable").into_iter().find(|row| row.id == clara).expect("known");
        assert!(row.revoked);
    }
    world.pass().await;
    assert!(texts(&world.devices[CLARA], &log).iter().all(|(_, text)| text != "unter uns"));
}
