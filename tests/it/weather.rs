//! P8 and the invariants: loss, doubles, delays and reordering, killed servers; everything that was written is in the
//! log once and everybody sees the same.

use verband_protocol::id::EventId;
use verband_tests::chance::{Seeded, for_seeds, seed};
use verband_tests::invariants::hold;
use verband_tests::network::Weather;
use verband_tests::world::World;

fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.expect("a runtime").block_on(test);
}

#[test]
fn a_storm_loses_nothing_and_doubles_nothing() {
    for_seeds(1..=8, |seed| {
        run(async move {
            let mut world = World::with_members(seed, &["Anna", "Berta", "Clara", "Dora"]).await;
            let log = world.channel("Wundteam", &[1, 2, 3]).await;
            let chance = Seeded::new(seed, "test");
            world.set_weather(Weather::STORM);
            let mut written: Vec<EventId> = Vec::new();
            for round in 0..6 {
                for (index, device) in world.devices.iter().enumerate() {
                    if chance.percent(60) {
                        let text = format!("{round}/{index}");
                        written.push(device.client().send_text(&log, &text).expect("on disk"));
                    }
                }
                if chance.percent(20) {
                    world.kill_server();
                    world.pass().await;
                    world.start_server(verband_server::store::Faults::none());
                }
                world.pass().await;
            }
            world.settle().await;
            hold(&world, &log, &[0, 1, 2, 3], &written);
        });
    });
}

#[test]
fn what_is_written_without_a_network_is_sent_later() {
    run(async {
        let mut world = World::with_members(seed(20), &["Anna", "Berta"]).await;
        let log = world.channel("Wundteam", &[1]).await;
        world.devices[1].line.set_online(false);
        let mut written = Vec::new();
        for index in 0..3 {
            let text = format!("im Keller {index}");
            written.push(world.devices[1].client().send_text(&log, &text).expect("on disk"));
        }
        let photo = verband_vault::sample::wound_photo(320, 240, 3);
        written.push(world.devices[1].client().send_photo(&log, &photo, "im Keller").expect("on disk"));
        assert_eq!(world.devices[1].client().sync().await.expect_err("no network").code(), "offline");
        assert_eq!(world.devices[1].client().outbox().expect("readable"), (4, 0));
        // Switched off and on in between.
        world.devices[1].switch_off();
        world.devices[1].switch_on().expect("unlocked");
        assert_eq!(world.devices[1].client().messages(&log, 10).expect("readable").len(), 4);
        world.devices[1].line.set_online(true);
        world.settle().await;
        hold(&world, &log, &[0, 1], &written);
    });
}
