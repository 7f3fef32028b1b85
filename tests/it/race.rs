//! Commit races: many devices change the same conversation at once; one wins each epoch and all converge.

use verband_protocol::policy::Join;
use verband_tests::chance::for_seeds;
use verband_tests::invariants::hold;
use verband_tests::network::Weather;
use verband_tests::world::World;

#[test]
fn ten_devices_commit_at_once() {
    for_seeds(1..=2, |seed| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
        runtime.expect("a runtime").block_on(async move {
            let names: Vec<String> = (0..10).map(|index| format!("Mitglied {index}")).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let mut world = World::with_members(seed, &names).await;
            // An open channel: everybody may add everybody.
            let founder = world.devices[0].client().clone();
            let log = founder.create_channel("Alle", Join::Open).expect("a channel");
            founder.sync().await.expect("on the server");
            let members: Vec<_> = world.devices[1..].iter().map(verband_tests::device::Device::member).collect();
            founder.add_members(&log, &members).await.expect("added");
            world.settle().await;
            // Somebody whose invitation names the channel: ten devices try to add her at the same time.
            let newcomer = world.enrol("Neu", &[log]).await.expect("she enrols");
            let weather = Weather { delay_ms: 500, ..Weather::FAIR };
            world.set_weather(weather);
            world.pass().await;
            world.settle().await;
            let everybody: Vec<usize> = (0..=newcomer).collect();
            hold(&world, &log, &everybody, &[]);
        });
    });
}
