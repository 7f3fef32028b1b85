//! A device of which nobody has heard yet takes photos all the same: what is captured before the first sync lies in the tray,
//! through a kill, and is in the personal space afterwards, once.

use std::sync::Arc;

use bytes::Bytes;
use verband_client::protocol::id::{EventId, LogId};
use verband_client::protocol::organisation::OrganisationPolicy;
use verband_client::{
    AlbumPlace, Client, MessageState, NewInvitation, NewRecording, PhotoEvidence, PhotoSize, RecordingKind, RowKind,
};
use verband_tests::chance::seed;
use verband_tests::device::Device;
use verband_tests::invariants::{hold, same_projections};
use verband_tests::world::World;
use verband_vault::BlobFiles;
use verband_vault::sample::recording::voice_pieces;

use super::{ANNA, BERTA, DAY, events, photo, row, rows, space};

const VOICE: &str = "audio/webm;codecs=opus";

/// A device whose line is cut as soon as its invitation was looked up: it has a profile, and never heard of the organisation.
async fn unheard(world: &World, name: &str, link: &str) -> Device {
    let mut device = Device::new(name, world.seed, &world.clock, &world.socket);
    let line = device.line.clone();
    device.line.set_tamper(Some(Arc::new(move |path: &str, body: Bytes| {
        if path.starts_with("/v1/invitations/") {
            line.set_online(false);
        }
        body
    })));
    assert_eq!(device.enrol(link).await.expect_err("no network").code(), "offline");
    device.line.set_tamper(None);
    device.switch_on().expect("the profile is there");
    device
}

/// A photo with a reference, a note, a voice note, one that is cut off, and a draft: all before anybody has heard of the device.
async fn capture(client: &Client) -> Vec<EventId> {
    let tray = space(client);
    let taken = client.capture_photo(&photo(1), "Fotos vom Besuch", "4711").expect("captured");
    let sorted = client.capture_photo(&photo(2), "", "").expect("captured");
    client.file_photos(&tray, &[sorted], "4712").expect("filed");
    let dropped = client.capture_photo(&photo(3), "", "").expect("captured");
    client.delete(&tray, &dropped).expect("thrown away");
    let note = client.send_text(&tray, "Schlüssel liegt beim Nachbarn").expect("noted");
    client.edit_message(&tray, &note, "Schlüssel liegt bei Frau Weiß", &[]).expect("changed");
    let spoken = client.start_recording(&tray, RecordingKind::Voice, VOICE).expect("begun");
    voice_pieces(20).iter().try_for_each(|piece| spoken.write(piece, &[5])).expect("on disk");
    let spoken = spoken.finish(&NewRecording::default()).await.expect("finished");
    let cut_off = client.start_recording(&tray, RecordingKind::Voice, VOICE).expect("begun");
    voice_pieces(10).iter().try_for_each(|piece| cut_off.write(piece, &[5])).expect("on disk");
    client.set_draft(&tray, "noch fragen: Allergie", None).expect("kept");
    vec![taken, sorted, note, spoken]
}

/// That all of it is here, as it was made.
async fn assert_all(client: &Client, made: &[EventId], state: MessageState) {
    let tray = space(client);
    let [taken, sorted, note, spoken] = made else { panic!("four things were made") };
    let mut shown = events(client, AlbumPlace::Tray);
    shown.sort_unstable();
    let mut wanted = vec![*taken, *sorted, *spoken];
    wanted.sort_unstable();
    assert_eq!(shown, wanted, "each once");
    assert_eq!((row(client, taken).patient, row(client, sorted).patient), ("4711".to_owned(), "4712".to_owned()));
    assert!(rows(client, AlbumPlace::Tray).iter().all(|row| row.state == state && row.conversation == tray));
    let messages = client.messages(&tray, 50).expect("readable");
    assert_eq!(messages.len(), 4);
    let of = |event: &EventId| messages.iter().find(|row| row.event == *event).expect("it is shown");
    assert_eq!((of(note).text.as_str(), of(note).edited), ("Schlüssel liegt bei Frau Weiß", true));
    assert_eq!(of(spoken).kind, RowKind::Voice);
    for event in [taken, sorted] {
        // Of what came from elsewhere nobody has looked at the pixels yet.
        let good = [PhotoEvidence::Valid, PhotoEvidence::Stated].contains(&of(event).evidence);
        assert!(good && of(event).state == state, "{:?}", of(event).evidence);
    }
    for size in [PhotoSize::Original, PhotoSize::Preview] {
        let photo = of(taken).photo.expect("a photo");
        let reader = client.open_photo(&photo, size).await.expect("it opens");
        assert_eq!(reader.read_at(0, &mut [0; 16]).expect("it reads"), 16);
    }
}

fn assert_begun(client: &Client) {
    let tray = space(client);
    let unfinished = client.unfinished_recordings().expect("readable");
    assert_eq!(unfinished.iter().map(|recording| recording.log).collect::<Vec<_>>(), [tray]);
    assert_eq!(client.conversation(&tray).expect("it is here").draft, "noch fragen: Allergie");
}

#[tokio::test(start_paused = true)]
async fn what_is_captured_before_the_first_sync_is_in_the_tray_through_a_kill_and_everywhere_afterwards() {
    let mut world = World::with_members(seed(1_730), &["Anna"]).await;
    let link = world.invite("Berta", &[]).await.expect("invited");
    let mut berta = unheard(&world, "Berta", &link).await;
    let made = capture(berta.client()).await;
    assert_eq!(berta.client().sync().await.expect_err("no network").code(), "offline");
    world.clock.advance(10 * DAY);
    berta.kill();
    berta.switch_on().expect("it starts again");
    assert_all(berta.client(), &made, MessageState::Waiting).await;
    assert_begun(berta.client());
    assert!(berta.client().conversation(&space(berta.client())).expect("it is here").writable);
    let tray = space(berta.client());

    berta.line.set_online(true);
    world.devices.push(berta);
    world.settle().await;
    let berta = world.devices[BERTA].client().clone();
    assert_eq!(space(&berta), tray, "its id was known");
    assert_eq!(berta.outbox().expect("readable"), (0, 0));
    assert_all(&berta, &made, MessageState::Sent).await;
    assert_begun(&berta);
    let tablet = world.link(BERTA, "Tablet").await.expect("linked");
    world.settle().await;
    assert_all(world.devices[tablet].client(), &made, MessageState::Sent).await;
    hold(&world, &tray, &[BERTA, tablet], &made);
    for client in [&berta, world.devices[ANNA].client()] {
        assert!(client.alarms().expect("readable").is_empty());
    }
    let unfinished = berta.unfinished_recordings().expect("readable").pop().expect("one");
    berta.finish_recording(&unfinished.id, &NewRecording::default()).await.expect("finished");
}

#[tokio::test(start_paused = true)]
async fn what_was_captured_before_anybody_knew_the_policy_ends_so_long_after_it_is_known() {
    let mut world = World::with_members(seed(1_736), &["Anna"]).await;
    let policy = OrganisationPolicy { unsent_days: Some(7), ..OrganisationPolicy::default() };
    world.devices[ANNA].client().set_policy(policy).await.expect("set");
    let link = world.invite("Berta", &[]).await.expect("invited");
    let berta = unheard(&world, "Berta", &link).await;
    let early = berta.client().capture_photo(&photo(1), "", "").expect("captured");
    assert_eq!(row(berta.client(), &early).days_left, None, "nobody knows yet");
    world.clock.advance(10 * DAY);
    berta.line.set_online(true);
    world.devices.push(berta);
    world.settle().await;
    let tablet = world.link(BERTA, "Tablet").await.expect("linked");
    world.settle().await;
    let berta = world.devices[BERTA].client().clone();
    assert_eq!(row(&berta, &early).days_left, Some(7));
    world.clock.advance(6 * DAY);
    world.devices[BERTA].client().sync().await.expect("online");
    assert_eq!(events(&berta, AlbumPlace::Tray), [early]);
    world.clock.advance(DAY);
    world.settle().await;
    for device in [BERTA, tablet] {
        assert_eq!(events(world.devices[device].client(), AlbumPlace::Tray), []);
    }
}

#[tokio::test(start_paused = true)]
async fn a_further_device_captures_before_the_first_one_has_let_it_into_the_personal_space() {
    let mut world = World::with_members(seed(1_731), &["Anna", "Berta"]).await;
    let before = world.devices[BERTA].client().capture_photo(&photo(9), "", "0815").expect("captured");
    world.settle().await;
    let tray = space(world.devices[BERTA].client());
    let tablet = world.link(BERTA, "Tablet").await.expect("linked");
    // The phone is off from now on.
    world.devices[BERTA].switch_off();
    world.devices[tablet].client().sync().await.expect("nobody has let it in");
    let made = capture(world.devices[tablet].client()).await;
    world.devices[tablet].client().sync().await.expect("it waits");
    world.devices[tablet].kill();
    world.devices[tablet].switch_on().expect("it starts again");
    assert_eq!(space(world.devices[tablet].client()), tray);
    assert_all(world.devices[tablet].client(), &made, MessageState::Waiting).await;

    world.devices[BERTA].switch_on().expect("it opens");
    world.settle().await;
    let all = [&[before], &made[..]].concat();
    for device in [BERTA, tablet] {
        let client = world.devices[device].client();
        assert_eq!(rows(client, AlbumPlace::Tray).len(), 4, "with the one of before");
        let shown = client.messages(&tray, 50).expect("readable").into_iter().map(|row| row.event);
        assert_eq!(shown.collect::<Vec<_>>(), all);
    }
    hold(&world, &tray, &[BERTA, tablet], &all);
}

/// A letter for Berta, who has lost her only device.
async fn again(world: &mut World) -> (String, LogId) {
    let old = space(world.devices[BERTA].client());
    let member = world.devices[BERTA].member();
    let anna = world.devices[ANNA].client().clone();
    let letter = anna.invite_again(member).await.expect("invited again");
    world.devices.remove(BERTA).switch_off();
    (letter.link.to_string(), old)
}

#[tokio::test(start_paused = true)]
async fn what_was_deleted_before_the_space_has_its_id_does_not_come_back_with_it() {
    let mut world = World::with_members(seed(1_737), &["Anna", "Berta"]).await;
    let (link, _) = again(&mut world).await;
    let berta = unheard(&world, "Berta anew", &link).await;
    let [kept, gone] = [1, 2].map(|number| berta.client().capture_photo(&photo(number), "", "").expect("captured"));
    let deletes = berta.client().delete_undoable(&space(berta.client()), &[gone]).expect("deleted");
    assert_eq!((deletes.len(), events(berta.client(), AlbumPlace::Tray)), (1, vec![kept]));
    berta.line.set_online(true);
    world.devices.push(berta);
    world.settle().await;
    world.clock.advance(11_000);
    world.settle().await;
    let berta = world.devices[BERTA].client();
    assert_eq!(events(berta, AlbumPlace::Tray), [kept]);
    assert_eq!(berta.outbox().expect("readable"), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn who_starts_anew_takes_what_she_captured_into_the_space_that_is_hers_now() {
    let mut world = World::with_members(seed(1_732), &["Anna", "Berta"]).await;
    let policy = OrganisationPolicy { read_receipts: true, ..OrganisationPolicy::default() };
    world.devices[ANNA].client().set_policy(policy).await.expect("set");
    let (link, old) = again(&mut world).await;
    // Of another name, or it would draw the keys of the old one.
    let mut berta = unheard(&world, "Berta anew", &link).await;
    let made = capture(berta.client()).await;
    berta.client().set_read_receipts(true).expect("wanted");
    assert_eq!(space(berta.client()), old, "it does not know that she starts anew");
    berta.kill();
    berta.switch_on().expect("it starts again");
    berta.line.set_online(true);
    world.devices.push(berta);
    world.settle().await;
    let berta = world.devices[BERTA].client().clone();
    let tray = space(&berta);
    assert_ne!(tray, old);
    assert_all(&berta, &made, MessageState::Sent).await;
    assert_begun(&berta);
    assert_eq!(berta.conversation(&old).expect_err("it never was hers").code(), "not-found");
    let tablet = world.link(BERTA, "Tablet").await.expect("linked");
    world.settle().await;
    assert_all(world.devices[tablet].client(), &made, MessageState::Sent).await;
    same_projections(&world, &tray, &[BERTA, tablet]);
    assert_eq!(berta.outbox().expect("readable"), (0, 0));
    assert!(world.devices[tablet].client().read_receipts().expect("readable"), "it is said of this space");
    berta.set_read_receipts(false).expect("not any more");
    assert!(!berta.read_receipts().expect("readable"), "and of no other");
    // Nothing is left behind, and nothing is there twice.
    assert_eq!(world.devices[tablet].client().unfinished_recordings().expect("readable"), []);
    let files = 2 * 2 + 1 + voice_pieces(10).len();
    assert_eq!(world.devices[BERTA].files.list().expect("in memory").len(), files);
}

#[tokio::test(start_paused = true)]
async fn who_hears_that_she_starts_anew_and_no_more_captures_all_the_same() {
    let mut world = World::with_members(seed(1_735), &["Anna", "Berta"]).await;
    let (link, old) = again(&mut world).await;
    let mut berta = unheard(&world, "Berta anew", &link).await;
    let before = berta.client().capture_photo(&photo(1), "", "4711").expect("captured");
    // The line is cut when the organisation is known, before the place of her new space is made.
    let line = berta.line.clone();
    berta.line.set_tamper(Some(Arc::new(move |path: &str, body: Bytes| {
        if path.starts_with("/v1/logs/") {
            line.set_online(false);
        }
        body
    })));
    berta.line.set_online(true);
    assert_eq!(berta.client().sync().await.expect_err("cut off").code(), "offline");
    assert_eq!(space(berta.client()), old, "what waits is still there");
    let after = berta.client().capture_photo(&photo(2), "", "4712").expect("captured");
    berta.line.set_tamper(None);
    berta.kill();
    berta.switch_on().expect("it starts again");
    assert_eq!(space(berta.client()), old);
    berta.line.set_online(true);
    world.devices.push(berta);
    world.settle().await;
    let berta = world.devices[BERTA].client().clone();
    let mut shown = events(&berta, AlbumPlace::Tray);
    shown.sort_unstable();
    let mut wanted = [before, after];
    wanted.sort_unstable();
    assert_eq!(shown, wanted);
    for event in [before, after] {
        assert!(row(&berta, &event).state == MessageState::Sent);
    }
}

#[tokio::test(start_paused = true)]
async fn a_letter_that_somebody_else_has_used_takes_no_photo_away() {
    let mut world = World::with_members(seed(1_733), &["Anna"]).await;
    let link = world.invite("Berta", &[]).await.expect("invited");
    let mut late = unheard(&world, "late", &link).await;
    let event = late.client().capture_photo(&photo(1), "", "4711").expect("captured");
    let mut first = Device::new("first", world.seed, &world.clock, &world.socket);
    first.enrol(&link).await.expect("the first claim wins");
    world.devices.push(first);
    late.line.set_online(true);
    assert_eq!(late.client().sync().await.expect_err("used").code(), "invitation-gone");
    late.kill();
    late.switch_on().expect("the profile is there");
    assert_eq!(events(late.client(), AlbumPlace::Tray), [event]);
}

#[tokio::test(start_paused = true)]
async fn a_bot_has_no_tray() {
    let world = World::with_members(seed(1_734), &["Anna"]).await;
    let invited = world.devices[ANNA].client().invite_bot(NewInvitation::bot("Erinnerung")).await.expect("invited");
    let bot = unheard(&world, "Erinnerung", &invited.link).await;
    assert_eq!(bot.client().personal_space().expect("readable"), None);
    assert_eq!(bot.client().capture_photo(&photo(1), "", "").expect_err("a bot").code(), "not-found");
}
