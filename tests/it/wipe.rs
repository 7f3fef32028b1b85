//! Remote wipe: a device that the organisation has revoked erases itself at its next contact, and only if the log proves
//! it; and wiping after wrong PINs.

use std::sync::Arc;

use verband_client::protocol::organisation::OrganisationPolicy;
use verband_client::{Client, ClientError, FeedKind, NewInvitation, Online, Terms};
use verband_protocol::id::{DeviceId, LogId};
use verband_protocol::organisation::OrganisationRecord;
use verband_protocol::wire::{Page, Placed};
use verband_tests::chance::seed;
use verband_tests::device::{Device, PIN, SECRET};
use verband_tests::hostile::{Mole, answers};
use verband_tests::network::Tamper;
use verband_tests::world::World;
use verband_vault::BlobFiles;

const ANNA: usize = 0;
const BERTA: usize = 1;
const CLARA: usize = 2;

fn code<T>(result: Result<T, ClientError>) -> &'static str {
    result.map_or_else(|error| error.code(), |_| "done")
}

/// A house with a channel in which Clara has a photo, and has written something that nobody has yet.
async fn house(number: u64) -> (World, LogId) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[BERTA, CLARA]).await;
    let photo = verband_vault::sample::wound_photo(64, 48, 7);
    world.devices[CLARA].client().send_photo(&log, &photo, "Ferse").expect("captured");
    world.settle().await;
    world.devices[CLARA].client().send_text(&log, "noch nicht gesendet").expect("written");
    (world, log)
}

/// The device is as if nobody had ever enrolled on it.
fn assert_wiped(device: &Device) {
    assert!(!device.is_enrolled());
    assert_eq!(device.on_disk(), Vec::<String>::new());
    assert_eq!(code(device.client().conversations()), "locked");
    let ports = device.ports(None, Arc::new(device.files.clone()));
    assert_eq!(code(Client::unlock(ports, PIN, &SECRET)), "not-enrolled");
}

fn assert_untouched(device: &Device, log: &LogId) {
    assert!(device.is_enrolled());
    let rows = device.client().messages(log, 100).expect("readable");
    assert_eq!(rows.iter().map(|row| row.text.as_str()).collect::<Vec<_>>(), ["Ferse", "noch nicht gesendet"]);
    assert_eq!(device.files.list().expect("in memory").len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_revoked_device_erases_itself_to_the_last_file() {
    let (mut world, log) = house(320).await;
    assert_untouched(&world.devices[CLARA], &log);
    let clara = world.devices[CLARA].client().clone();
    let feed = clara.feed(FeedKind::Messages(log)).expect("a feed");
    feed.next().await.expect("readable").expect("a reset");
    let phone = clara.device().expect("unlocked");
    world.devices[ANNA].client().revoke_device(phone).await.expect("revoked");

    assert!(matches!(clara.sync().await, Err(ClientError::Revoked)));
    assert_wiped(&world.devices[CLARA]);
    assert_eq!(feed.next().await.expect("it ends in good order"), None);
    // The phone is as good as new.
    let letter = world.devices[ANNA].client().invite_again(world_member(&world, "Clara")).await.expect("a new letter");
    world.devices[CLARA].enrol(&letter.link).await.expect("enrolled anew");
    world.settle().await;
    assert_eq!(world.devices[CLARA].client().messages(&log, 100).expect("readable").len(), 1);
}

fn world_member(world: &World, name: &str) -> verband_protocol::id::MemberId {
    let rows = world.devices[ANNA].client().members().expect("readable");
    rows.into_iter().find(|row| row.name == name).expect("a member").id
}

#[tokio::test(start_paused = true)]
async fn a_leavers_devices_erase_themselves_while_they_run() {
    let (world, _) = house(321).await;
    let clara = world.devices[CLARA].client().clone();
    let (leaver, anna) = (world.devices[CLARA].member(), world.devices[ANNA].client().clone());
    let run = clara.clone();
    let running = tokio::spawn(async move { run.run().await });
    while clara.online() == Online::No {
        tokio::task::yield_now().await;
    }
    anna.revoke_member(leaver).await.expect("revoked");
    assert!(matches!(running.await.expect("it ends"), Err(ClientError::Revoked)));
    assert_wiped(&world.devices[CLARA]);
    assert!(world.devices[BERTA].is_enrolled());
}

#[tokio::test(start_paused = true)]
async fn a_device_that_was_off_for_long_gets_the_whole_proof() {
    let (mut world, _) = house(322).await;
    world.devices[CLARA].switch_off();
    let (anna, leaver) = (world.devices[ANNA].client().clone(), world_member(&world, "Clara"));
    for number in 0..30 {
        anna.define_team(None, &format!("Station {number}")).await.expect("defined");
    }
    anna.revoke_member(leaver).await.expect("revoked");
    anna.define_team(None, "danach").await.expect("defined");
    world.devices[CLARA].switch_on().expect("it still opens");
    assert!(matches!(world.devices[CLARA].client().sync().await, Err(ClientError::Revoked)));
    assert_wiped(&world.devices[CLARA]);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_merely_refuses_wipes_nothing() {
    let mut world = World::with_members(seed(323), &["Anna", "Berta"]).await;
    // A server that does not know Clara says to her what it would say to anybody.
    let before = world.back_up();
    let clara = world.enrol("Clara", &[]).await.expect("enrolled");
    let log = world.channel("Wundteam", &[BERTA, clara]).await;
    world.devices[clara].client().send_text(&log, "meins").expect("written");
    world.restore(&before);
    for _ in 0..3 {
        assert_eq!(code(world.devices[clara].client().sync().await), "revoked");
        assert_eq!(code(world.devices[clara].client().run().await), "revoked");
    }
    assert!(world.devices[clara].is_enrolled());
    assert_eq!(world.devices[clara].client().messages(&log, 9).expect("readable").len(), 1);
}

/// What the server gives as a proof, changed.
fn proof(change: impl Fn(&mut Page) + Send + Sync + 'static) -> Tamper {
    answers("/v1/session/revocation".to_owned(), change)
}

#[tokio::test(start_paused = true)]
async fn a_made_up_proof_wipes_nothing() {
    let (world, log) = house(324).await;
    let (anna, berta) = (&world.devices[ANNA], Mole::of(&world.devices[BERTA], world.seed));
    let phone = world.devices[CLARA].client().device().expect("unlocked");
    // By a member who may not, by nobody, and another device's true one: all of them in place of the true one.
    let forged = berta.sign(berta.organisation_header(revoke(phone)), None);
    let mut unsigned = forged.clone();
    unsigned.author = anna.client().device().expect("unlocked");
    anna.client().revoke_device(phone).await.expect("revoked");
    let clara = &world.devices[CLARA];
    for forged in [forged, unsigned] {
        clara.line.set_tamper(Some(proof(move |page| {
            let seq = page.last;
            page.entries = vec![Placed { seq, entry: forged.clone() }];
        })));
        assert_eq!(code(clara.client().sync().await), "revoked");
        assert_untouched(clara, &log);
    }
    for change in [
        |page: &mut Page| page.entries.clear(),
        |page: &mut Page| {
            for placed in &mut page.entries {
                placed.entry.signature.0[7] ^= 1;
            }
        },
    ] {
        clara.line.set_tamper(Some(proof(change)));
        assert_eq!(code(clara.client().sync().await), "revoked");
        assert_untouched(clara, &log);
    }
    // Without a network there is no proof either.
    clara.line.set_online(false);
    assert_eq!(code(clara.client().sync().await), "offline");
    assert_untouched(clara, &log);
    clara.line.set_online(true);
    clara.line.set_tamper(None);
    assert_eq!(code(clara.client().sync().await), "revoked");
    assert_wiped(clara);
}

fn revoke(device: DeviceId) -> OrganisationRecord {
    OrganisationRecord::DeviceRevoke { device, since: 1 }
}

#[tokio::test(start_paused = true)]
async fn a_claim_that_was_turned_down_leaves_nothing() {
    let mut world = World::with_members(seed(325), &["Anna"]).await;
    let anna = world.devices[ANNA].client().clone();
    let terms = Terms { approval: true, ..Terms::default() };
    let invitation = NewInvitation { terms, ..NewInvitation::named("Dora") };
    let letter = anna.invite_one(invitation).await.expect("invited");
    let mut dora = Device::new("Dora", world.seed, &world.clock, &world.socket);
    assert_eq!(code(dora.enrol(&letter.link).await), "waiting-for-approval");
    dora.switch_on().expect("the profile is written");
    assert_eq!(code(dora.client().sync().await), "waiting-for-approval");
    anna.sync().await.expect("online");
    anna.revoke_member(world_member(&world, "Dora")).await.expect("turned down");
    assert_eq!(code(dora.client().sync().await), "revoked");
    assert_wiped(&dora);
    world.devices.push(dora);
}

// Wrong PINs ------------------------------------------------------------------------------------------------------

/// A device of a house that wipes after so many wrong PINs, switched off.
async fn strict(number: u64, tries: u8) -> World {
    let (mut world, _) = house(number).await;
    let policy = OrganisationPolicy { wipe_after_tries: Some(tries), ..OrganisationPolicy::default() };
    world.devices[ANNA].client().set_policy(policy).await.expect("set");
    world.devices[CLARA].client().sync().await.expect("received");
    world.devices[CLARA].switch_off();
    world
}

fn unlock(device: &Device, pin: &str) -> Result<(), ClientError> {
    let ports = device.ports(None, Arc::new(device.files.clone()));
    Client::unlock(ports, pin, &SECRET).map(|client| client.lock())
}

#[tokio::test(start_paused = true)]
async fn too_many_wrong_pins_in_a_row_erase_everything() {
    let world = strict(326, 3).await;
    let clara = &world.devices[CLARA];
    for left in [2, 1] {
        let tried = unlock(clara, "000000");
        assert!(
            matches!(tried, Err(ClientError::WrongPin { tries_left: Some(found), .. }) if found == left),
            "{tried:?}"
        );
    }
    // The right one begins the count anew.
    assert_eq!(code(unlock(clara, PIN)), "done");
    for _ in 0..2 {
        assert_eq!(code(unlock(clara, "000000")), "wrong-pin");
    }
    assert_eq!(code(unlock(clara, "000000")), "wiped");
    assert_eq!(code(unlock(clara, PIN)), "not-enrolled");
    assert_eq!(clara.on_disk(), Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn the_old_pin_of_a_new_one_counts_too_and_the_limit_stays() {
    let mut world = strict(327, 3).await;
    let clara = &mut world.devices[CLARA];
    clara.switch_on().expect("it opens");
    assert_eq!(code(clara.client().change_pin(PIN, "654321", &SECRET)), "done");
    for _ in 0..2 {
        assert_eq!(code(clara.client().change_pin(PIN, "777777", &SECRET)), "wrong-pin");
    }
    assert_eq!(code(clara.client().change_pin(PIN, "777777", &SECRET)), "wiped");
    assert_wiped(clara);
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_is_lifted_is_lifted_on_the_device() {
    let mut world = strict(328, 2).await;
    world.devices[CLARA].switch_on().expect("it opens");
    world.devices[ANNA].client().set_policy(OrganisationPolicy::default()).await.expect("set");
    world.devices[CLARA].client().sync().await.expect("received");
    world.devices[CLARA].switch_off();
    for _ in 0..4 {
        let tried = unlock(&world.devices[CLARA], "000000");
        assert!(matches!(tried, Err(ClientError::WrongPin { tries_left: None, .. })), "{tried:?}");
    }
    assert_eq!(code(unlock(&world.devices[CLARA], PIN)), "done");
}
