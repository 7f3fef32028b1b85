//! What the list of conversations says of how long things stay in each, and that it follows what is decided.

use verband_client::{Batch, FeedKind, Patch, Row};

use super::*;

/// What the list says of a conversation, and that how long things stay there says the same.
fn said(world: &World, device: usize, log: &LogId) -> (Option<u32>, Option<Hold>) {
    let client = world.devices[device].client();
    let row = client.conversation(log).expect("it is there");
    let retention = client.retention(log).expect("known");
    assert_eq!((row.retention_days, row.hold), (retention.days, retention.hold));
    if let Some(listed) = client.conversations().expect("readable").into_iter().find(|row| row.log == *log) {
        assert_eq!(listed, row);
    }
    (row.retention_days, row.hold)
}

fn brought(batch: Option<Batch>) -> Vec<(Option<u32>, Option<Hold>)> {
    let patches = batch.expect("it goes on").into_iter();
    let rows = patches.filter_map(|patch| match patch {
        Patch::Update(_, Row::Conversation(row)) => Some((row.retention_days, row.hold)),
        _ => None,
    });
    rows.collect()
}

#[tokio::test(start_paused = true)]
async fn a_row_says_how_long_things_stay_and_who_holds_them() {
    let (mut world, log) = house(1_650, OrganisationPolicy::default()).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let chat = berta.create_chat(&[world.devices[ANNA].member()]).expect("a chat");
    world.settle().await;
    let own = berta.personal_space().expect("known").expect("hers");
    for log in [&log, &chat, &own] {
        assert_eq!(said(&world, BERTA, log), (None, None));
    }
    let feed = berta.feed(FeedKind::Conversations).expect("a feed");
    feed.next().await.expect("readable").expect("the first batch");
    // The channel, the house, and the fewer days of both.
    anna.set_channel_policy(&log, ChannelChange { retention_days: Some(30), ..ChannelChange::default() })
        .await
        .expect("set");
    berta.sync().await.expect("received");
    assert_eq!(brought(feed.next().await.expect("readable")), [(Some(30), None)]);
    anna.set_policy(days(40)).await.expect("set");
    berta.sync().await.expect("received");
    assert_eq!(
        brought(feed.next().await.expect("readable")),
        [(Some(40), None)],
        "of the chat: the channel keeps less"
    );
    assert_eq!((said(&world, BERTA, &log), said(&world, BERTA, &chat)), ((Some(30), None), (Some(40), None)));
    anna.set_policy(days(20)).await.expect("set");
    world.settle().await;
    assert_eq!((said(&world, BERTA, &log), said(&world, BERTA, &own)), ((Some(20), None), (None, None)));
    feed.next().await.expect("readable").expect("both");
    // Holds of the channel and of the house.
    anna.set_channel_policy(&log, ChannelChange { hold: Some(true), ..ChannelChange::default() }).await.expect("held");
    berta.sync().await.expect("received");
    assert_eq!(brought(feed.next().await.expect("readable")), [(Some(20), Some(Hold::Conversation))]);
    anna.set_policy(OrganisationPolicy { legal_hold: true, ..days(20) }).await.expect("set");
    world.settle().await;
    for log in [&log, &chat, &own] {
        assert_eq!(said(&world, BERTA, log).1, Some(Hold::Organisation));
    }
    // Who comes now sees it, too, and so does one who opens a database of before.
    let newcomer = world.enrol("Dora", &[log]).await.expect("she enrols");
    world.settle().await;
    assert_eq!(said(&world, newcomer, &log), (Some(20), Some(Hold::Organisation)));
    let forget = "UPDATE conversation SET keep_days = NULL, held = NULL";
    anna.set_policy(OrganisationPolicy::default()).await.expect("set");
    world.settle().await;
    let store = world.devices[newcomer].client().store().expect("unlocked");
    store.with_tx(|tx| tx.execute(forget, ()).map(drop)).expect("as an older program left it");
    assert_eq!(said(&world, newcomer, &log), (Some(30), Some(Hold::Conversation)));
}
