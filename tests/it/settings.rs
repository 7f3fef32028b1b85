//! How a person wants her conversations: the same on all of her devices, and nobody else's business.

use verband_client::{Attention, FOR_GOOD, Mention, Mentioned, NewMessage};
use verband_tests::chance::seed;
use verband_tests::world::World;

#[tokio::test(start_paused = true)]
async fn mute_favourite_and_archive_are_the_same_on_all_devices() {
    let mut world = World::with_members(seed(930), &["Anna", "Berta"]).await;
    let first = world.channel("Wundteam", &[1]).await;
    let second = world.channel("Nachtdienst", &[1]).await;
    world.settle().await;
    let tablet = world.link(1, "Tablet").await.expect("linked");
    world.settle().await;
    let berta = world.devices[1].client().clone();
    berta.mute(&first, FOR_GOOD).expect("kept");
    berta.set_favourite(&first, true).expect("kept");
    berta.set_archived(&second, true).expect("kept");
    assert!(berta.conversation(&first).expect("listed").favourite, "at once");
    world.settle().await;
    for device in [1, tablet] {
        let rows = world.devices[device].client().conversations().expect("listed");
        assert_eq!((rows[0].log, rows[0].favourite, rows[0].muted_until), (first, true, FOR_GOOD), "device {device}");
        let last = rows.last().expect("there are several");
        assert_eq!((last.log, last.archived), (second, true), "device {device}");
    }
    // The later one counts, wherever it was made.
    world.devices[tablet].client().set_favourite(&first, false).expect("kept");
    world.settle().await;
    assert!(!berta.conversation(&first).expect("listed").favourite);
    let others = world.devices[0].client().conversations().expect("listed");
    assert!(others.iter().all(|row| !row.favourite && !row.archived && row.muted_until == 0), "Anna has her own");
}

#[tokio::test(start_paused = true)]
async fn a_muted_conversation_is_quiet_but_for_who_is_called_and_for_alarms() {
    let mut world = World::with_members(seed(931), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[1]).await;
    world.settle().await;
    let (anna, berta) = (world.devices[0].client().clone(), world.devices[1].client().clone());
    let plain = anna.send_text(&log, "nur so").expect("written");
    let who = Mentioned::Member(world.devices[1].member());
    let calls = NewMessage { mentions: vec![Mention { who, start: 0, len: 6 }], ..NewMessage::text("@Berta bitte") };
    let calls = anna.send_message(&log, &calls).expect("written");
    let alarm = anna.send_message(&log, &NewMessage { alarm: true, ..NewMessage::text("Rea!") }).expect("written");
    let question = berta.send_text(&log, "Wann ist Visite?").expect("written");
    world.settle().await;
    let answer = NewMessage { reply_to: Some(question), ..NewMessage::text("um zehn") };
    let answer = anna.send_message(&log, &answer).expect("written");
    world.settle().await;
    let wants = |event| berta.attention(&log, event).expect("known");
    assert_eq!(wants(&plain), Attention::Notify);
    assert_eq!(wants(&question), Attention::None, "her own");
    berta.mute(&log, FOR_GOOD).expect("kept");
    assert_eq!(
        [&plain, &calls, &alarm, &answer].map(wants),
        [Attention::None, Attention::Called, Attention::Alarm, Attention::Called,]
    );
    let soon = berta.from_now(60_000).expect("unlocked");
    berta.mute(&log, soon).expect("kept");
    assert_eq!(wants(&plain), Attention::None);
    world.clock.advance(61_000);
    assert_eq!(wants(&plain), Attention::Notify, "the time is over");
}
