//! Drafts: what somebody has begun is on disk when the call returns, comes back after a kill, goes with what it belongs to, and
//! never leaves the device.

use verband_client::{DraftKey, MAX_DRAFT};
use verband_protocol::id::{EventId, LogId};
use verband_store::StoreError;
use verband_tests::chance::seed;
use verband_tests::invariants::contains;
use verband_tests::world::World;

const BERTA: usize = 1;

async fn ward(number: u64) -> (World, LogId) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[BERTA]).await;
    world.settle().await;
    (world, log)
}

fn house(form: &str) -> DraftKey {
    DraftKey { conversation: None, form: form.to_owned(), about: None }
}

/// How many drafts the device has on disk.
fn kept(world: &World) -> u64 {
    let store = world.devices[BERTA].client().store().expect("unlocked");
    let count = store.read(|connection| -> Result<u64, StoreError> {
        Ok(connection.query_row("SELECT count(*) FROM draft", [], |row| row.get(0))?)
    });
    count.expect("readable")
}

#[tokio::test(start_paused = true)]
async fn what_is_begun_in_a_form_comes_back_after_a_kill_and_is_told_nobody() {
    let (mut world, log) = ward(1700).await;
    let wound = EventId([7; 16]);
    let of_wound = DraftKey { about: Some(wound), ..DraftKey::of(log, "finding") };
    let berta = world.devices[BERTA].client().clone();
    let all = [
        (DraftKey::of(log, "wound"), "Ferse-4711"),
        (DraftKey::of(log, "finding"), "ohne Wunde"),
        (of_wound.clone(), "Länge 40"),
        (house("notice"), "# Ihre Daten"),
    ];
    for (key, text) in &all {
        berta.keep_draft(key, "zuerst").expect("kept");
        berta.keep_draft(key, text).expect("kept in its place");
    }
    world.devices[BERTA].kill();
    world.devices[BERTA].switch_on().expect("unlocked");
    let berta = world.devices[BERTA].client().clone();
    for (key, text) in &all {
        assert_eq!(berta.draft(key).expect("readable").as_deref(), Some(*text), "{key:?}");
    }
    assert_eq!(berta.draft(&DraftKey::of(log, "appointment")).expect("readable"), None);
    // Nothing in it, or nobody who wants it: the others stay.
    berta.keep_draft(&of_wound, "").expect("let go");
    berta.drop_draft(&house("notice")).expect("let go");
    berta.drop_draft(&house("notice")).expect("it is gone already");
    assert_eq!((berta.draft(&of_wound).expect("readable"), kept(&world)), (None, 2));
    world.settle().await;
    assert!(!contains(&world.devices[BERTA].line.seen(), b"Ferse-4711"), "it never leaves the device");
}

#[tokio::test(start_paused = true)]
async fn the_text_of_a_message_is_a_draft_as_the_others() {
    let (mut world, log) = ward(1701).await;
    let asked = world.devices[0].client().send_text(&log, "Wer macht Zimmer 12?").expect("written");
    world.settle().await;
    let berta = world.devices[BERTA].client().clone();
    berta.set_draft(&log, "Das mache", Some(asked)).expect("kept");
    berta.keep_draft(&DraftKey::of(log, "wound"), "Ferse").expect("kept");
    world.devices[BERTA].kill();
    world.devices[BERTA].switch_on().expect("unlocked");
    let berta = world.devices[BERTA].client().clone();
    let rows = berta.conversations().expect("readable");
    assert_eq!(rows.len(), 1, "a form begun beside it makes no row");
    assert_eq!((rows[0].draft.as_str(), rows[0].draft_reply), ("Das mache", Some(asked)));
    assert_eq!(berta.message(&log, &asked).expect("it is here").text, "Wer macht Zimmer 12?");
    assert_eq!(berta.draft(&DraftKey::of(log, "message")).expect("readable").as_deref(), Some("Das mache"));
    berta.send_text(&log, "Das mache ich").expect("written");
    let row = berta.conversation(&log).expect("listed");
    assert_eq!((row.draft.as_str(), row.draft_reply, kept(&world)), ("", None, 1));
}

#[tokio::test(start_paused = true)]
async fn a_draft_has_a_name_a_size_and_a_place() {
    let (world, log) = ward(1702).await;
    let berta = world.devices[BERTA].client();
    let code = |key: &DraftKey, text: &str| berta.keep_draft(key, text).expect_err("refused").code();
    let largest = "ä".repeat(MAX_DRAFT / 2);
    berta.keep_draft(&house("notice"), &largest).expect("as long as it may be");
    assert_eq!(code(&house("notice"), &(largest.clone() + "a")), "length");
    assert_eq!(berta.draft(&house("notice")).expect("readable").map(|text| text.len()), Some(MAX_DRAFT));
    for form in ["", "Wunde", "a b", "w\u{e4}", &"a".repeat(41)] {
        assert_eq!(code(&house(form), "x"), "length", "{form}");
    }
    assert_eq!(code(&DraftKey::of(LogId([9; 32]), "wound"), "x"), "not-found");
    berta.keep_draft(&DraftKey::of(log, &"a".repeat(40)), "x").expect("kept");
}

#[tokio::test(start_paused = true)]
async fn a_draft_goes_with_what_it_is_about_and_with_its_conversation() {
    let (mut world, log) = ward(1703).await;
    let other = world.channel("Nachtdienst", &[BERTA]).await;
    let planned = world.devices[0].client().send_text(&log, "Visite um zehn").expect("written");
    world.settle().await;
    let berta = world.devices[BERTA].client().clone();
    let about = |log, event| DraftKey { about: Some(event), ..DraftKey::of(log, "appointment") };
    for key in [about(log, planned), DraftKey::of(log, "wound"), DraftKey::of(other, "wound"), house("rules")] {
        berta.keep_draft(&key, "begonnen").expect("kept");
    }
    world.devices[0].client().delete(&log, &planned).expect("deleted");
    world.settle().await;
    assert_eq!((berta.draft(&about(log, planned)).expect("readable"), kept(&world)), (None, 3));
    let member = world.devices[BERTA].member();
    world.devices[0].client().remove_members(&log, &[member]).await.expect("removed");
    world.settle().await;
    assert_eq!((berta.draft(&DraftKey::of(log, "wound")).expect("readable"), kept(&world)), (None, 2));
    let code = berta.keep_draft(&DraftKey::of(log, "wound"), "zu spät").expect_err("she is out").code();
    assert_eq!(code, "not-found");
}
