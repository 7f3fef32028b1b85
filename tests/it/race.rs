//! Commit races: many devices change the same conversation at once; one wins each epoch and all converge.

use verband_protocol::id::LogId;
use verband_protocol::policy::Join;
use verband_tests::chance::for_seeds;
use verband_tests::device::Device;
use verband_tests::invariants::hold;
use verband_tests::network::Weather;
use verband_tests::world::{World, run};

const MEMBERS: usize = 10;

/// Ten devices in an open channel: everybody may add everybody.
async fn crowd() -> (World, LogId) {
    let names: Vec<String> = (0..MEMBERS).map(|index| format!("Mitglied {index}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let world = World::with_members(1, &names).await;
    let founder = world.devices[0].client().clone();
    let log = founder.create_channel("Alle", Join::Open).expect("a channel");
    founder.sync().await.expect("on the server");
    let members: Vec<_> = world.devices[1..].iter().map(Device::member).collect();
    founder.add_members(&log, &members).await.expect("added");
    world.settle().await;
    (world, log)
}

#[test]
fn ten_devices_commit_at_once() {
    let (mut world, log) = run(crowd());
    // Somebody whose invitation names the channel: ten devices try to add her at the same time.
    let newcomer = run(world.enrol("Neu", &[log])).expect("she enrols");
    let everybody: Vec<usize> = (0..=newcomer).collect();
    let rest = world.at_rest();
    for_seeds(1..31, |seed| {
        let world = World::from_rest(&rest, seed);
        run(async {
            world.set_weather(Weather { delay_ms: 500, ..Weather::FAIR });
            world.pass().await;
            world.settle().await;
            hold(&world, &log, &everybody, &[]);
        });
    });
}
