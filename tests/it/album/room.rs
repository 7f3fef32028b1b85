//! What the vault takes on a device, and freeing what can be fetched again.

use verband_client::protocol::organisation::OrganisationPolicy;
use verband_client::{AlbumPlace, PhotoSize};
use verband_vault::BlobFiles;

use super::{ANNA, BERTA, photo, rows, space, ward};

#[tokio::test(start_paused = true)]
async fn storage_is_counted_by_kind_and_conversation_and_what_the_server_has_can_be_freed() {
    let (world, log) = ward(1_730).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let empty = berta.storage_use().expect("counted");
    assert_eq!((empty.files, empty.freeable, empty.kinds.len(), empty.conversations.len()), (0, 0, 0, 0));
    assert!(empty.database > 0 && empty.conversation_quota.is_none());
    anna.set_policy(OrganisationPolicy { conversation_quota_mb: Some(50), ..OrganisationPolicy::default() })
        .await
        .expect("set");
    for n in 1..3 {
        berta.send_photo(&log, &photo(n), "").expect("sent");
    }
    let writer = berta.add_file(&log, None, "brief.txt", None, None).expect("a file");
    writer.append(&[7; 5_000]).expect("on disk");
    writer.finish().expect("sent");
    let waiting = berta.storage_use().expect("counted");
    assert_eq!(waiting.freeable, 0, "nobody else has it");
    assert_eq!(berta.free_storage(None).expect("nothing"), 0);
    world.settle().await;
    berta.capture_photo(&photo(3), "", "").expect("captured");
    let all = berta.storage_use().expect("counted");
    let files = &world.devices[BERTA].files;
    let on_disk: u64 = files.list().expect("in memory").iter().map(|id| files.len(id).expect("there")).sum();
    assert_eq!((all.files, all.conversation_quota), (on_disk, Some(50 << 20)));
    let kinds: Vec<_> = all.kinds.iter().map(|kind| (kind.kind.as_str(), kind.files)).collect();
    assert!(kinds.contains(&("photo", 6)) && kinds.contains(&("file", 1)), "{kinds:?}");
    assert_eq!(all.kinds.iter().map(|kind| kind.bytes).sum::<u64>(), on_disk);
    let ours = all.conversations.iter().find(|row| row.conversation == log).expect("it has photos");
    assert_eq!(ours.title, "Wundteam");
    let tray = all.conversations.iter().find(|row| row.conversation == space(&berta)).expect("it has a photo");
    assert_eq!((ours.bytes + tray.bytes, tray.freeable), (on_disk, 0), "what waits is nowhere else");
    assert!(ours.freeable > 0 && ours.freeable < ours.bytes, "previews stay");

    assert_eq!(berta.free_storage(Some(&space(&berta))).expect("nothing there"), 0);
    assert_eq!(berta.free_storage(Some(&log)).expect("freed"), ours.freeable);
    let after = berta.storage_use().expect("counted");
    assert_eq!((after.files, after.freeable), (on_disk - ours.freeable, 0));
    // What a screen shows is there, and the rest comes again.
    let row = rows(&berta, AlbumPlace::Conversation(log)).remove(0);
    world.devices[BERTA].line.set_online(false);
    berta.photo_preview(&row.photo).await.expect("it is here");
    assert!(berta.open_photo(&row.photo, PhotoSize::Original).await.is_err());
    world.devices[BERTA].line.set_online(true);
    berta.open_photo(&row.photo, PhotoSize::Original).await.expect("fetched again");
    // Of a conversation that she has left there is nothing to fetch.
    berta.leave(&log).expect("left");
    world.settle().await;
    assert_eq!(berta.free_storage(None).expect("only what was captured"), {
        let tray = all.conversations.iter().find(|row| row.conversation == space(&berta)).expect("it has a photo");
        let kept = berta.storage_use().expect("counted");
        let now = kept.conversations.iter().find(|row| row.conversation == tray.conversation).expect("there");
        tray.bytes - now.bytes
    });
}
