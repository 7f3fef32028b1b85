//! Whoever cheats erases nothing early and brings nothing back.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use verband_protocol::entry::{Class, Header, Record};
use verband_protocol::port::Clock;
use verband_protocol::wire::{Page, Placed};
use verband_store::testing::FaultAt;
use verband_tests::hostile::{Mole, pages};
use verband_tests::world::run;

use super::*;

/// A page of everything that the server had of a conversation.
fn kept(world: &World, log: &LogId) -> Vec<Placed> {
    let mole = Mole::of(&world.devices[ANNA], world.seed);
    (1..).map_while(|seq| Some(Placed { seq, entry: mole.entry(log, seq)? })).collect()
}

#[tokio::test(start_paused = true)]
async fn a_server_that_gives_it_again_brings_nothing_back() {
    let (mut world, log) = house(1_630, days(7)).await;
    world.devices[ANNA].client().send_text(&log, "Markerwort").expect("written");
    world.settle().await;
    let before = kept(&world, &log);
    pass(&world, 8).await;
    // It kept all bodies, and gives them to who comes now and to who reads again.
    let given = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&given);
    let again = pages(&log, move |page: &mut Page| {
        for placed in &mut page.entries {
            if let Some(old) = before.iter().find(|old| old.seq == placed.seq)
                && placed.entry.body.is_none()
                && old.entry.body.is_some()
            {
                placed.entry.body.clone_from(&old.entry.body);
                counted.fetch_add(1, Ordering::Relaxed);
            }
        }
    });
    let link = world.invite("Dora", &[log]).await.expect("invited");
    let mut device = Device::new("Dora", world.seed, &world.clock, &world.socket);
    device.line.set_tamper(Some(again));
    device.enrol(&link).await.expect("she enrols");
    world.devices.push(device);
    world.settle().await;
    let newcomer = world.devices.len() - 1;
    assert!(given.load(Ordering::Relaxed) > 0, "it tried");
    assert_eq!(texts(&world.devices[newcomer], &log), Vec::<String>::new());
    assert_eq!(super::clean::hits(world.devices[newcomer].client()), 0);
    hold(&world, &log, &[ANNA, BERTA, CLARA, newcomer], &[]);
    let bodies = super::clean::bodies(&world.devices[newcomer], &log);
    assert_eq!(bodies.len(), super::clean::bodies(&world.devices[ANNA], &log).len());
}

#[tokio::test(start_paused = true)]
async fn server_and_member_together_are_caught_by_everybody_else() {
    let (mut world, log) = house(1_631, days(30)).await;
    let event = world.devices[ANNA].client().send_text(&log, "bleibt").expect("written");
    world.settle().await;
    // A hostile member writes what no rule permits, and the server takes it.
    let mole = Mole::of(&world.devices[BERTA], world.seed);
    let state = mole.state(&log);
    let early = Header {
        class: Class::Prune,
        targets: vec![event],
        record: Some(Record::Prune(state.position.seq)),
        sent_at: world.clock.now_ms() + DAY,
        ..mole.header(&log)
    };
    let entry = mole.sign(early, None);
    let organisation = mole.organisation;
    world.forge(&organisation, &log, &entry);
    for index in [ANNA, CLARA] {
        let _alarmed = world.devices[index].client().sync().await;
        assert_eq!(texts(&world.devices[index], &log), ["bleibt"], "device {index}");
        assert!(!world.devices[index].client().alarms().expect("readable").is_empty(), "device {index}");
    }
}

#[test]
fn a_device_dies_while_it_erases() {
    run(async {
        let mut world = World::with_members(1_632, &["Anna", "Berta"]).await;
        let log = world.channel("Wundteam", &[BERTA]).await;
        world.devices[ANNA].client().set_policy(days(7)).await.expect("set");
        world.settle().await;
        let photo = verband_vault::sample::wound_photo(32, 32, 5);
        // Who has the first turn.
        let ids = [ANNA, BERTA].map(|index| world.devices[index].client().device().expect("unlocked"));
        let first = if ids[ANNA] < ids[BERTA] { ANNA } else { BERTA };
        for k in 1.. {
            let client = world.devices[ANNA].client().clone();
            client.send_text(&log, &format!("Text {k}")).expect("written");
            client.send_photo(&log, &photo, "Ferse").expect("captured");
            world.settle().await;
            world.devices[first].switch_off();
            world.clock.advance(8 * DAY);
            let fault = FaultAt::new(k, verband_store::Fate::Die);
            let files = Arc::new(world.devices[first].files.clone());
            if world.devices[first].switch_on_with(fault.clone(), files).is_ok() {
                let _ = world.devices[first].client().sync().await;
            }
            world.devices[first].kill();
            world.devices[first].switch_on().expect("it starts again");
            world.settle().await;
            hold(&world, &log, &[ANNA, BERTA], &[]);
            for index in [ANNA, BERTA] {
                assert_eq!(texts(&world.devices[index], &log), Vec::<String>::new(), "device {index} at {k}");
            }
            if !fault.struck() {
                assert!(k > 5, "erasing made {k} store calls only");
                break;
            }
        }
    });
}
