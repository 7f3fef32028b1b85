//! P1: a newcomer to a channel reads everything, even if everybody else is off.

use verband_client::RowKind;
use verband_protocol::entry::{Class, Header};
use verband_tests::chance::seed;
use verband_tests::hostile::Mole;
use verband_tests::invariants::texts;
use verband_tests::world::World;

#[tokio::test(start_paused = true)]
async fn a_newcomer_reads_the_first_entry_while_everybody_else_is_off() {
    let mut world = World::with_members(seed(1), &["Anna Admin", "Berta Pflege", "Clara Wund"]).await;
    let log = world.channel("Wundteam", &[1, 2]).await;
    for round in 0..3 {
        for index in 0..3 {
            let text = format!("Eintrag {round} von {index}");
            world.devices[index].client().send_text(&log, &text).expect("written");
        }
        world.settle().await;
    }
    let photo = verband_vault::sample::wound_photo(640, 480, 7);
    world.devices[1].client().send_photo(&log, &photo, "Ferse links").expect("captured");
    world.settle().await;

    let newcomer = world.enrol("Dora Neu", &[log]).await.expect("she enrols");
    // Any online member's device adds her.
    world.devices[1].client().sync().await.expect("a member is online");
    for index in 0..3 {
        world.devices[index].switch_off();
    }
    world.settle().await;

    let seen = texts(&world.devices[newcomer], &log);
    assert_eq!(seen.len(), 10, "{seen:?}");
    assert_eq!(seen[0].1, "Eintrag 0 von 0");
    let client = world.devices[newcomer].client();
    let listed = client.conversation(&log).expect("it is listed");
    assert_eq!((listed.title.as_str(), listed.unread), ("Wundteam", 0), "the past is no news");
    let row = client.messages(&log, 1).expect("readable").pop().expect("the photo is the newest");
    assert_eq!(row.text, "Ferse links");
    assert_eq!(row.author_name, "Berta Pflege");
    let exported = client.export_photo(&row.photo.expect("it is a photo")).await.expect("exported");
    assert_eq!(verband_vault::probe(&exported).expect("a JPEG").width, row.photo_size.expect("known").0);
}

#[tokio::test(start_paused = true)]
async fn of_what_was_erased_a_newcomer_has_a_trace() {
    let mut world = World::with_members(seed(6), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[1]).await;
    let anna = world.devices[0].client().clone();
    let gone = anna.send_text(&log, "falscher Patient").expect("written");
    anna.send_text(&log, "richtiger Patient").expect("written");
    world.settle().await;
    let mole = Mole::of(&world.devices[0], world.seed);
    let delete = mole.sign(Header { class: Class::Delete, targets: vec![gone], ..mole.header(&log) }, None);
    mole.append(&world.devices[0].line, &log, vec![delete]).await;
    let newcomer = world.enrol("Dora", &[log]).await.expect("she enrols");
    world.settle().await;
    let rows = world.devices[newcomer].client().messages(&log, 10).expect("readable");
    assert_eq!(rows.iter().map(|row| row.text.as_str()).collect::<Vec<_>>(), ["", "richtiger Patient"]);
    assert_eq!(rows[0].kind, RowKind::Deleted, "a trace of it, as everybody has");
    assert!(world.devices[newcomer].client().alarms().expect("readable").is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_is_older_than_her_joining_is_neither_news_nor_the_last_word() {
    let mut world = World::with_members(seed(9), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[1]).await;
    let anna = world.devices[0].client().clone();
    anna.send_text(&log, "davor").expect("written");
    world.settle().await;
    let dora = world.enrol("Dora", &[log]).await.expect("she enrols");
    anna.sync().await.expect("she is added");
    anna.rename(&log, "Wundteam Nord").expect("written");
    anna.send_text(&log, "danach").expect("written");
    anna.sync().await.expect("sent");
    let dora = world.devices[dora].client().clone();
    dora.send_text(&log, "zu früh").expect_err("she is not in yet");
    dora.sync().await.expect("received");
    dora.send_text(&log, "hallo").expect("written");
    dora.sync().await.expect("sent");
    let row = dora.conversation(&log).expect("listed");
    assert_eq!((row.title.as_str(), row.last_text.as_str(), row.unread), ("Wundteam Nord", "hallo", 1));
    dora.mark_read(&log).expect("it is there");
    assert_eq!(dora.conversation(&log).expect("listed").unread, 0);
}
