//! What the server writes into a log by itself: it has its place and no effect, for members and for whoever reads the log
//! backwards later.

use verband_client::AlarmKind;
use verband_protocol::entry::Header;
use verband_rules::Refusal;
use verband_tests::chance::seed;
use verband_tests::hostile::Mole;
use verband_tests::invariants::texts;
use verband_tests::world::World;

#[tokio::test(start_paused = true)]
async fn an_event_by_somebody_who_is_not_in_is_refused_now_and_later() {
    let mut world = World::with_members(seed(200), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[1]).await;
    let [anna, clara] = [0, 2].map(|index| Mole::of(&world.devices[index], world.seed));
    // Anna's program leaks the key, so that what Clara writes would open.
    let header = Header { author: clara.device(), counter: 1, ..anna.header(&log) };
    let opened = anna.text(header.clone(), "Buh!");
    let entry = clara.sign(header, opened.body().map(<[u8]>::to_vec));
    world.forge(&anna.organisation, &log, &entry);
    world.devices[0].client().send_text(&log, "danach").expect("written");
    world.settle().await;
    let dora = world.enrol("Dora", &[log]).await.expect("she enrols");
    world.settle().await;
    for device in [0, 1, dora] {
        let shown: Vec<String> = texts(&world.devices[device], &log).into_iter().map(|(_, text)| text).collect();
        assert_eq!(shown, ["danach"], "device {device}");
        let alarms = world.devices[device].client().alarms().expect("readable");
        assert!(
            matches!(&*alarms, [alarm] if alarm.kind == AlarmKind::Ghost
                && alarm.detail.ends_with(&Refusal::NotInRoster.to_string())),
            "device {device}: {alarms:?}"
        );
    }
}
