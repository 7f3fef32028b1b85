//! In a channel without history for newcomers, what is older than everybody who is in is no device's to name. The server
//! erases it by itself when its time is over, and nothing that anybody may read.

use super::clean::{bodies, sealed_files, somewhere_below};
use super::*;

/// A channel that Anna and Berta were in from the beginning, and Clara came to later; Clara moderates it. With something of
/// each sealed body and file that is older than her.
async fn visit(number: u64) -> (World, LogId, Vec<Vec<u8>>) {
    let world = World::with_members(seed(number), &["Anna", "Berta", "Clara"]).await;
    let [anna, berta, clara] = [ANNA, BERTA, CLARA].map(|index| world.devices[index].client().clone());
    let new = NewChannel { history: History::FromJoin, ..NewChannel::new("Visite", Join::Invitation) };
    let log = anna.create_channel_with(&new).expect("a channel");
    anna.sync().await.expect("on the server");
    anna.add_members(&log, &[world.devices[BERTA].member()]).await.expect("added");
    world.settle().await;
    let commits = bodies(&world.devices[ANNA], &log);
    berta.send_text(&log, "vor ihrer Zeit").expect("written");
    anna.send_photo(&log, &verband_vault::sample::wound_photo(96, 64, 5), "Ferse").expect("captured");
    put(&anna, &log, "Liste.txt", b"eine Liste von damals");
    world.settle().await;
    let mut old: Vec<Vec<u8>> =
        bodies(&world.devices[ANNA], &log).into_iter().filter(|body| !commits.contains(body)).collect();
    old.extend(sealed_files(&world.devices[ANNA]));
    assert_eq!(old.len(), 3 + 3, "three events, and the files of a photo and a list");
    anna.add_members(&log, &[world.devices[CLARA].member()]).await.expect("added");
    world.settle().await;
    anna.set_moderators(&log, &[world.devices[CLARA].member()]).await.expect("named");
    world.settle().await;
    clara.send_text(&log, "mit ihr").expect("written");
    anna.set_policy(days(7)).await.expect("set");
    world.settle().await;
    (world, log, old)
}

fn left(world: &World, bytes: &[Vec<u8>]) -> usize {
    bytes.iter().filter(|bytes| somewhere_below(world.server_folder(), bytes)).count()
}

#[tokio::test(start_paused = true)]
async fn what_is_older_than_everybody_who_is_in_goes_when_its_time_is_over() {
    let (mut world, log, old) = visit(1_640).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    for client in [&anna, &berta] {
        client.leave(&log).expect("she leaves");
        world.settle().await;
    }
    let clara = world.devices[CLARA].client().clone();
    assert_eq!(clara.conversation_members(&log).expect("she is in"), [world.devices[CLARA].member()]);
    pass(&world, 6).await;
    world.keep_house();
    assert_eq!(left(&world, &old), old.len(), "its time is not over");
    // A legal hold keeps it as well.
    anna.set_policy(OrganisationPolicy { legal_hold: true, ..days(7) }).await.expect("set");
    pass(&world, 4).await;
    world.keep_house();
    assert_eq!(left(&world, &old), old.len(), "it is held");
    clara.send_text(&log, "jung").expect("written");
    world.settle().await;
    anna.set_policy(days(7)).await.expect("set");
    world.keep_house();
    assert_eq!(left(&world, &old), 0, "the server is clean");
    world.settle().await;
    assert_eq!(texts(&world.devices[CLARA], &log), ["jung"]);
    // A further device of hers, and somebody new, read over it.
    let tablet = world.link(CLARA, "Tablet").await.expect("linked");
    world.settle().await;
    assert_eq!(texts(&world.devices[tablet], &log), ["jung"]);
    clara.add_members(&log, &[world.devices[BERTA].member()]).await.expect("she comes back");
    clara.send_text(&log, "wieder da").expect("written");
    world.settle().await;
    assert_eq!(texts(&world.devices[BERTA], &log).last().map(String::as_str), Some("wieder da"));
    for device in &world.devices {
        assert!(device.client().alarms().expect("readable").is_empty(), "{}", device.name);
    }
    same_projections(&world, &log, &[CLARA, tablet]);
}

#[tokio::test(start_paused = true)]
async fn what_somebody_who_is_in_may_read_waits_for_a_device_that_can_name_it() {
    let (mut world, log, old) = visit(1_641).await;
    world.devices[ANNA].client().leave(&log).expect("she leaves");
    world.settle().await;
    world.devices[BERTA].switch_off();
    pass(&world, 20).await;
    world.keep_house();
    assert_eq!(left(&world, &old), old.len(), "Berta may read it, and is away");
    world.devices[BERTA].switch_on().expect("it unlocks");
    pass(&world, 2).await;
    assert_eq!(left(&world, &old), 0);
    assert_eq!(texts(&world.devices[BERTA], &log), Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn without_a_policy_nobody_erases_it() {
    let (world, log, old) = visit(1_642).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    anna.set_policy(OrganisationPolicy::default()).await.expect("set");
    for client in [&anna, &berta] {
        client.leave(&log).expect("she leaves");
        world.settle().await;
    }
    pass(&world, 30).await;
    world.keep_house();
    assert_eq!(left(&world, &old), old.len());
    // What the channel itself says counts as well.
    let week = ChannelChange { retention_days: Some(7), ..ChannelChange::default() };
    world.devices[CLARA].client().set_channel_policy(&log, week).await.expect("she moderates");
    world.keep_house();
    assert_eq!(left(&world, &old), 0);
}
