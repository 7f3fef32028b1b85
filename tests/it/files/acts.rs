//! What people do with files and folders.

use verband_client::protocol::organisation::OrganisationPolicy;
use verband_client::{ClientError, FeedKind, FileKind, FolderId, MAX_NAME, MessageState, Patch, PhotoSize, Row};
use verband_store::StoreError;
use verband_tests::invariants::{contains, nothing_in_clear, texts};
use verband_vault::BlobFiles;

use super::{content, get, names, put, two};

#[tokio::test(start_paused = true)]
async fn a_file_is_put_into_a_folder_and_read_by_the_others() {
    let (world, log) = two(700).await;
    let [anna, berta] = [0, 1].map(|index| world.devices[index].client());
    let folder = anna.create_folder(&log, None, "Dienstpläne").expect("made");
    let bytes = content(300_000, 1);
    let file = put(anna, &log, Some(folder), "Dezember.pdf", &bytes).expect("on disk");
    // It is there at once, without a network.
    assert_eq!(names(&world.devices[0], &log, FolderId::Folder(folder)), ["Dezember.pdf"]);
    assert_eq!(get(anna, &log, &file).await.expect("here"), bytes);
    let waiting = &anna.files(&log, FolderId::Folder(folder)).expect("readable")[0];
    assert_eq!((waiting.state, waiting.here, waiting.versions), (MessageState::Waiting, true, 1));
    world.settle().await;
    assert_eq!(names(&world.devices[1], &log, FolderId::Root), ["Dienstpläne/"]);
    let row = berta.files(&log, FolderId::Folder(folder)).expect("readable").remove(0);
    assert_eq!((row.event, row.kind, row.size, row.here), (file, FileKind::File, 300_000, false));
    assert_eq!(
        (row.media.as_str(), row.author_name.as_str(), row.state),
        ("application/pdf", "Anna", MessageState::Sent)
    );
    assert_eq!(get(berta, &log, &file).await.expect("fetched"), bytes);
    assert!(berta.file(&log, &file).expect("known").here);
    // It shows in the conversation too.
    assert_eq!(texts(&world.devices[1], &log).last().map(|(_, text)| text.as_str()), Some("Dezember.pdf"));
    // And its room can be had back.
    berta.free_file(&log, &file, None).expect("the server has it");
    assert!(world.devices[1].files.list().expect("in memory").is_empty());
    assert_eq!(get(berta, &log, &file).await.expect("fetched again"), bytes);
}

#[tokio::test(start_paused = true)]
async fn names_are_names_and_nothing_else() {
    let (world, log) = two(701).await;
    let anna = world.devices[0].client();
    let code = |name: &str| anna.create_folder(&log, None, name).map_or_else(|error| error.code(), |_| "made");
    for bad in ["a/b", "a\\b", "..", ".", "a\nb", "bericht\u{202e}fdp.exe", "a\0"] {
        assert_eq!(code(bad), "file-name", "{bad:?}");
    }
    for wrong in ["", "   ", &"ä".repeat(MAX_NAME / 2 + 1)] {
        assert_eq!(code(wrong), "length", "{wrong:?}");
    }
    for good in ["Wundverläufe 2026", "日誌", "…", "a:b", ".versteckt", "👩‍⚕️ Schicht"] {
        assert_eq!(code(good), "made", "{good:?}");
    }
    // Written in two ways it is the same.
    let folder = anna.create_folder(&log, None, "  Mu\u{308}ll ").expect("made");
    assert_eq!(anna.file(&log, &folder).expect("known").name, "Müll");
}

#[tokio::test(start_paused = true)]
async fn the_same_name_twice_is_shown_with_a_number() {
    let (world, log) = two(702).await;
    for index in [0, 1, 1] {
        put(world.devices[index].client(), &log, None, "Befund.pdf", b"%PDF-").expect("on disk");
        world.settle().await;
    }
    put(world.devices[0].client(), &log, None, "befund (2).pdf", b"x").expect("on disk");
    world.settle().await;
    for device in &world.devices {
        assert_eq!(
            names(device, &log, FolderId::Root),
            ["befund (2).pdf", "Befund (3).pdf", "Befund (4).pdf", "Befund.pdf"]
        );
    }
}

#[tokio::test(start_paused = true)]
async fn versions_are_listed_and_an_earlier_one_can_be_restored() {
    let (world, log) = two(703).await;
    let [anna, berta] = [0, 1].map(|index| world.devices[index].client());
    let file = put(anna, &log, None, "Plan.txt", b"eins").expect("on disk");
    world.settle().await;
    let writer = berta.add_version(&log, &file, None, None).expect("begun");
    writer.append(b"zwei").expect("taken");
    let second = writer.finish().expect("on disk");
    world.settle().await;
    for client in [anna, berta] {
        assert_eq!(get(client, &log, &file).await.expect("fetched"), b"zwei");
        assert_eq!(get(client, &log, &second).await.expect("fetched"), b"zwei", "by the event of the conversation");
        let row = client.file(&log, &second).expect("known");
        assert_eq!((row.event, row.versions, row.author_name.as_str(), row.size), (file, 2, "Berta", 4));
    }
    let first = anna.open_file(&log, &file, Some(&file)).await.expect("the first one is known by the file's event");
    assert_eq!(first.len(), 4);
    let mut bytes = [0; 4];
    first.read_at(0, &mut bytes).expect("it reads");
    assert_eq!(&bytes, b"eins");
    anna.restore_version(&log, &file, &file).expect("written");
    world.settle().await;
    for client in [anna, berta] {
        assert_eq!(get(client, &log, &file).await.expect("fetched"), b"eins");
        let versions = client.file_versions(&log, &file).expect("readable");
        let shown: Vec<_> = versions.iter().map(|row| (row.event, row.current, row.author_name.as_str())).collect();
        assert_eq!(shown, [(second, false, "Berta"), (file, true, "Anna")]);
    }
    assert_eq!(anna.restore_version(&log, &file, &second).map(drop).map_err(|error| error.code()), Ok(()));
    // A version can be deleted by itself; then the one before counts.
    berta.delete(&log, &second).expect("her own");
    world.settle().await;
    assert_eq!(get(anna, &log, &file).await.expect("here"), b"eins");
    assert_eq!(anna.file_versions(&log, &file).expect("readable").len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_folder_is_deleted_with_all_that_lies_in_it_and_comes_back_within_ten_seconds() {
    let (world, log) = two(704).await;
    let (anna, line) = (world.devices[0].client(), &world.devices[0].line);
    let outer = anna.create_folder(&log, None, "Alt").expect("made");
    let inner = anna.create_folder(&log, Some(outer), "Älter").expect("made");
    let file = put(anna, &log, Some(inner), "Marker-Alt.txt", &content(200_000, 3)).expect("on disk");
    anna.rename_file(&log, &file, "Marker-Neu.txt").expect("written");
    world.settle().await;
    get(world.devices[1].client(), &log, &file).await.expect("fetched");
    let deletes = anna.delete_files(&log, &[outer], true).expect("deleted");
    assert!(names(&world.devices[0], &log, FolderId::Root).is_empty(), "at once");
    assert_eq!(anna.file(&log, &file).map(drop).map_err(|error| error.code()), Err("not-found"));
    world.settle().await;
    assert_eq!(names(&world.devices[1], &log, FolderId::Root), ["Alt/"], "it is not sent yet");
    assert!(anna.undo_delete(&log, &deletes).expect("undone"));
    assert_eq!(names(&world.devices[0], &log, FolderId::Folder(inner)), ["Marker-Neu.txt"]);

    let sealed = anna.file(&log, &file).expect("back").blob.expect("a file");
    let deletes = anna.delete_files(&log, &[outer], true).expect("deleted");
    world.clock.advance(11_000);
    world.settle().await;
    assert!(!anna.undo_delete(&log, &deletes).expect("too late"));
    // P7: gone from every device with its key, and from the server.
    for device in &world.devices {
        assert!(names(device, &log, FolderId::Root).is_empty());
        assert!(super::tables(device).is_empty(), "{} keeps something", device.name);
        assert!(device.files.list().expect("in memory").is_empty(), "{} keeps the bytes", device.name);
    }
    for device in &world.devices {
        let store = device.client().store().expect("unlocked");
        let bodies = store.read(|connection| -> Result<u64, StoreError> {
            let sql = "SELECT count(*) FROM entry WHERE event IN (?1, ?2, ?3) AND body IS NOT NULL";
            let events = (outer.as_bytes(), inner.as_bytes(), file.as_bytes());
            Ok(connection.query_row(sql, events, |row| row.get(0))?)
        });
        assert_eq!(bodies.expect("readable"), 0, "{} keeps a body", device.name);
    }
    let before = line.requests();
    let _ = anna.open_file(&log, &file, None).await.map(drop).expect_err("it is gone");
    assert_eq!(line.requests(), before, "nobody asks for it any more");
    let blobs = walk(world.server_folder());
    assert!(!blobs.iter().any(|path| path.contains(&sealed.to_string())), "the server has no blob of it: {blobs:?}");
}

/// All paths below a folder.
fn walk(folder: &std::path::Path) -> Vec<String> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the server's folder") {
        let path = entry.expect("the server's folder").path();
        paths.push(path.display().to_string());
        if path.is_dir() {
            paths.extend(walk(&path));
        }
    }
    paths
}

#[tokio::test(start_paused = true)]
async fn what_is_another_s_is_deleted_by_its_author_or_a_moderator() {
    let (world, log) = two(705).await;
    let [anna, berta] = [0, 1].map(|index| world.devices[index].client());
    let folder = berta.create_folder(&log, None, "Bertas").expect("made");
    world.settle().await;
    let file = put(anna, &log, Some(folder), "Annas.txt", b"x").expect("on disk");
    world.settle().await;
    // Berta does not moderate, and something of Anna's lies in it.
    let error = berta.delete_files(&log, &[folder], true).expect_err("not all of it is hers");
    assert_eq!(error.code(), "not-allowed");
    assert_eq!(names(&world.devices[1], &log, FolderId::Folder(folder)), ["Annas.txt"], "nothing is deleted");
    berta.move_file(&log, &file, None).expect("moving is everybody's");
    berta.delete_files(&log, &[folder], true).expect("now it is hers alone");
    world.clock.advance(11_000);
    world.settle().await;
    assert_eq!(names(&world.devices[0], &log, FolderId::Root), ["Annas.txt"]);
    // Anna moderates: she deletes what is Berta's too.
    let other = put(berta, &log, None, "Bertas.txt", b"y").expect("on disk");
    world.settle().await;
    anna.delete_files(&log, &[other, file], true).expect("a moderator may");
    world.clock.advance(11_000);
    world.settle().await;
    assert!(names(&world.devices[1], &log, FolderId::Root).is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_was_not_sent_yet_is_taken_back() {
    let (world, log) = two(706).await;
    let anna = world.devices[0].client();
    world.devices[0].line.set_online(false);
    let folder = anna.create_folder(&log, None, "Neu").expect("made");
    put(anna, &log, Some(folder), "a.txt", b"x").expect("on disk");
    anna.delete_files(&log, &[folder], true).expect("deleted");
    assert_eq!(anna.outbox().expect("readable"), (0, 0));
    world.devices[0].line.set_online(true);
    anna.sync().await.expect("nothing to send");
    assert!(world.devices[0].files.list().expect("in memory").is_empty());
    assert!(super::tables(&world.devices[0]).is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_folder_is_copied_with_keys_of_its_own_into_another_conversation() {
    let (mut world, log) = two(707).await;
    let other = world.channel("Nachtdienst", &[1]).await;
    let [anna, berta] = [0, 1].map(|index| world.devices[index].client());
    let folder = anna.create_folder(&log, None, "Vorlagen").expect("made");
    let bytes = content(150_000, 9);
    let file = put(anna, &log, Some(folder), "Formular.pdf", &bytes).expect("on disk");
    world.settle().await;
    let copy = berta.copy_file(&log, &folder, &other, None).await.expect("copied");
    world.settle().await;
    let row = anna.files(&other, FolderId::Folder(copy)).expect("readable").remove(0);
    assert_eq!((row.name.as_str(), row.author_name.as_str()), ("Formular.pdf", "Berta"));
    assert_ne!(row.blob, anna.file(&log, &file).expect("known").blob);
    assert_eq!(get(anna, &other, &row.event).await.expect("fetched"), bytes);
    // The copy stays when the original goes.
    anna.delete_files(&log, &[folder], true).expect("deleted");
    world.clock.advance(11_000);
    world.settle().await;
    assert_eq!(get(berta, &other, &row.event).await.expect("here"), bytes);
    // A folder copied into itself does not copy the copy.
    let again = berta.copy_file(&other, &copy, &other, Some(copy)).await.expect("copied");
    world.settle().await;
    assert_eq!(names(&world.devices[0], &other, FolderId::Folder(copy)), ["Vorlagen/", "Formular.pdf"]);
    assert_eq!(names(&world.devices[0], &other, FolderId::Folder(again)), ["Formular.pdf"]);
    assert_eq!(berta.move_file(&other, &copy, Some(again)).map_err(|error| error.code()), Err("not-allowed"));
}

#[tokio::test(start_paused = true)]
async fn pictures_are_kept_without_metadata_and_shown_small() {
    let (world, log) = two(708).await;
    let [anna, berta] = [0, 1].map(|index| world.devices[index].client());
    let photo = verband_vault::sample::wound_photo(640, 480, 7);
    let file = put(anna, &log, None, "Ferse.jpg", &photo).expect("on disk");
    world.settle().await;
    let row = berta.file(&log, &file).expect("known");
    assert_eq!((row.media.as_str(), row.width, row.height), ("image/jpeg", 480, 640));
    let thumbnail = row.thumbnail.expect("a picture has one");
    assert!(verband_vault::probe(&thumbnail).is_ok());
    let read = get(berta, &log, &file).await.expect("fetched");
    let header = verband_vault::probe(&read).expect("a picture");
    assert_eq!((header.width, header.height), (480, 640), "upright");
    assert!(!contains(&read, b"Exif"), "stripped");
    // One that cannot be stripped is refused, whatever it calls itself.
    let broken = [&photo[..200], b"kaputt"].concat();
    let error = put(anna, &log, None, "Brief.txt", &broken).map(drop).expect_err("damaged");
    assert_eq!(error.code(), "photo");
    assert_eq!(names(&world.devices[0], &log, FolderId::Root), ["Ferse.jpg"]);
    let kept = world.devices[0].files.list().expect("in memory").len();
    assert_eq!(kept, 1, "nothing of it is left");
}

#[tokio::test(start_paused = true)]
async fn photos_of_messages_lie_in_a_folder_of_their_own() {
    let (world, log) = two(709).await;
    let berta = world.devices[1].client();
    assert!(names(&world.devices[1], &log, FolderId::Root).is_empty(), "without photos there is none");
    let photo = verband_vault::sample::wound_photo(64, 48, 7);
    let sent = world.devices[0].client().send_photo(&log, &photo, "Ferse links").expect("captured");
    put(berta, &log, None, "a.txt", b"x").expect("on disk");
    world.settle().await;
    assert_eq!(names(&world.devices[1], &log, FolderId::Root), ["(photos)", "a.txt"]);
    let row = berta.files(&log, FolderId::Photos).expect("readable").remove(0);
    assert_eq!((row.event, row.kind, row.name.as_str()), (sent, FileKind::Photo, "Ferse links"));
    assert!(row.thumbnail.is_some());
    berta.open_photo(&row.blob.expect("a photo"), PhotoSize::Preview).await.expect("it opens");
    world.devices[0].client().delete(&log, &sent).expect("her own");
    world.settle().await;
    assert_eq!(names(&world.devices[1], &log, FolderId::Root), ["a.txt"]);
}

#[tokio::test(start_paused = true)]
async fn a_feed_shows_a_folder_as_it_changes() {
    let (world, log) = two(710).await;
    let berta = world.devices[1].client();
    let feed = berta.feed(FeedKind::Files { log, folder: FolderId::Root }).expect("a feed");
    assert_eq!(feed.next().await.expect("readable"), Some(vec![Patch::Reset(Vec::new())]));
    let file = put(world.devices[0].client(), &log, None, "Neu.txt", b"x").expect("on disk");
    world.settle().await;
    let batch = feed.next().await.expect("readable").expect("not ended");
    let [Patch::Insert(0, Row::File(row))] = &batch[..] else { panic!("{batch:?}") };
    assert_eq!((row.event, row.name.as_str(), row.here), (file, "Neu.txt", false));
    get(berta, &log, &file).await.expect("fetched");
    berta.download_file(&log, &file, None).expect("it is here");
    world.devices[0].client().rename_file(&log, &file, "Neuer.txt").expect("written");
    world.settle().await;
    let batch = feed.next().await.expect("readable").expect("not ended");
    let [Patch::Update(0, Row::File(row))] = &batch[..] else { panic!("{batch:?}") };
    assert_eq!((row.name.as_str(), row.here), ("Neuer.txt", true));
}

#[tokio::test(start_paused = true)]
async fn the_policy_decides_about_files_and_export() {
    let (world, log) = two(711).await;
    let anna = world.devices[0].client();
    let file = put(anna, &log, None, "a.txt", b"x").expect("on disk");
    world.settle().await;
    let policy = OrganisationPolicy { files: false, export: false, ..OrganisationPolicy::default() };
    anna.set_policy(policy).await.expect("set");
    world.settle().await;
    let berta = world.devices[1].client();
    let code = |error: ClientError| error.code();
    assert_eq!(put(berta, &log, None, "b.txt", b"x").map_err(code), Err("policy"));
    assert_eq!(berta.add_version(&log, &file, None, None).map(drop).map_err(code), Err("policy"));
    assert_eq!(berta.copy_file(&log, &file, &log, None).await.map_err(code), Err("policy"));
    assert_eq!(berta.export_file(&log, &file, None).await.map(drop).map_err(code), Err("policy"));
    assert_eq!(get(berta, &log, &file).await.expect("reading is no export"), b"x");
}

#[tokio::test(start_paused = true)]
async fn the_lock_ends_what_is_read_and_what_is_written() {
    let (world, log) = two(712).await;
    let anna = world.devices[0].client().clone();
    let file = put(&anna, &log, None, "a.bin", &content(100_000, 2)).expect("on disk");
    let reader = anna.open_file(&log, &file, None).await.expect("it opens");
    let writer = anna.add_file(&log, None, "b.bin", None, None).expect("begun");
    writer.append(&content(100_000, 4)).expect("taken");
    anna.lock();
    assert_eq!(reader.read_at(0, &mut [0; 16]).expect_err("locked").code(), "locked");
    assert_eq!(writer.append(b"more").expect_err("locked").code(), "locked");
    assert_eq!(writer.finish().expect_err("locked").code(), "locked");
    assert_eq!(world.devices[0].files.list().expect("in memory").len(), 1, "nothing of it is left");
}

#[tokio::test(start_paused = true)]
async fn no_marker_in_a_file_or_its_name_reaches_the_server() {
    let (mut world, log) = two(713).await;
    let anna = world.devices[0].client().clone();
    let folder = anna.create_folder(&log, None, "Marker-Ordner-4801").expect("made");
    let mut bytes = content(50_000, 5);
    bytes.extend_from_slice(b"Marker-Inhalt-4802");
    let file = put(&anna, &log, Some(folder), "Marker-Name-4803.pdf", &bytes).expect("on disk");
    anna.rename_file(&log, &file, "Marker-Neu-4804.pdf").expect("written");
    let writer = anna.add_version(&log, &file, Some("text/marker-media-4805"), None).expect("begun");
    writer.append(b"Marker-Version-4806").expect("taken");
    writer.finish().expect("on disk");
    world.settle().await;
    assert_eq!(get(world.devices[1].client(), &log, &file).await.expect("fetched"), b"Marker-Version-4806");
    let markers: Vec<&[u8]> =
        vec![b"Marker-Ordner", b"Marker-Inhalt", b"Marker-Name", b"Marker-Neu", b"marker-media", b"Marker-Version"];
    world.kill_server();
    nothing_in_clear(world.server_folder(), &markers);
    for device in &world.devices {
        let sent = device.line.seen();
        assert!(markers.iter().all(|marker| !contains(&sent, marker)), "{} sent a marker in clear", device.name);
    }
}
