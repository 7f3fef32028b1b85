//! P1: a newcomer to a channel reads everything, even if everybody else is off.

use verband_tests::chance::seed;
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
    assert_eq!(client.conversation(&log).expect("it is listed").title, "Wundteam");
    let row = client.messages(&log, 1).expect("readable").pop().expect("the photo is the newest");
    assert_eq!(row.text, "Ferse links");
    assert_eq!(row.author_name, "Berta Pflege");
    let exported = client.export_photo(&row.photo.expect("it is a photo")).await.expect("exported");
    assert_eq!(verband_vault::probe(&exported).expect("a JPEG").width, row.photo_size.expect("known").0);
}
