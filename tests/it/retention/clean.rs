//! P7: nothing is left of what went, on the server, on any device, in the index, in a thumbnail, in a file.

use verband_store::rusqlite::types::ValueRef;
use verband_store::{Store, StoreError};
use verband_tests::invariants::contains;
use verband_vault::BlobFiles;

use super::*;

/// Every value of every table of a store that contains these bytes, the index among them.
fn found(store: &Store, marker: &[u8]) -> Vec<String> {
    let search = |connection: &verband_store::rusqlite::Connection| -> Result<Vec<String>, StoreError> {
        let mut tables = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?;
        let tables: Vec<String> = tables.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut found = Vec::new();
        for table in tables {
            let Ok(mut statement) = connection.prepare(&format!("SELECT * FROM \"{table}\"")) else { continue };
            let columns = statement.column_count();
            let Ok(mut rows) = statement.query([]) else { continue };
            while let Ok(Some(row)) = rows.next() {
                for column in 0..columns {
                    let (ValueRef::Text(bytes) | ValueRef::Blob(bytes)) = row.get_ref(column)? else { continue };
                    if contains(bytes, marker) {
                        found.push(table.clone());
                    }
                }
            }
        }
        Ok(found)
    };
    store.read(search).expect("readable")
}

/// Something of each sealed body of a conversation, as devices and server have them.
pub(super) fn bodies(device: &Device, log: &LogId) -> Vec<Vec<u8>> {
    let store = device.client().store().expect("unlocked");
    let read = |connection: &verband_store::rusqlite::Connection| -> Result<_, StoreError> {
        let mut statement =
            connection.prepare("SELECT body FROM entry WHERE log = ?1 AND body IS NOT NULL ORDER BY seq")?;
        let rows = statement.query_map([log.as_bytes()], |row| row.get::<_, Vec<u8>>(0))?;
        // A part that no page cuts in two.
        Ok(rows.map(|body| body.map(|body| body[20..52].to_vec())).collect::<Result<_, _>>()?)
    };
    store.read(read).expect("readable")
}

pub(super) fn somewhere_below(folder: &std::path::Path, marker: &[u8]) -> bool {
    std::fs::read_dir(folder).expect("readable").any(|entry| {
        let path = entry.expect("readable").path();
        if path.is_dir() { somewhere_below(&path, marker) } else { contains(&std::fs::read(path).expect("it"), marker) }
    })
}

#[tokio::test(start_paused = true)]
async fn nothing_is_left_of_what_went() {
    let (mut world, log) = house(1_610, days(7)).await;
    let [anna, berta, clara] = [ANNA, BERTA, CLARA].map(|index| world.devices[index].client().clone());
    let commits = bodies(&world.devices[ANNA], &log);
    let text = anna.send_text(&log, "Markerwort-Text").expect("written");
    world.settle().await;
    anna.edit_message(&log, &text, "Markerwort-Edit", &[]).expect("written");
    let photo = verband_vault::sample::wound_photo(96, 64, 5);
    anna.send_photo(&log, &photo, "Markerwort-Bild").expect("captured");
    put(&berta, &log, "Markerwort-Datei", b"Markerwort-Inhalt");
    let sore = wound(&berta, &log, "Markerwort-Wunde");
    berta.send_wound_photos(&log, &sore, &[("overview", &photo)]).expect("taken");
    let finding = WoundFinding { note: "Markerwort-Befund".to_owned(), ..WoundFinding::default() };
    berta.record_finding(&log, &sore, &finding).expect("written");
    world.settle().await;
    for client in [&anna, &berta, &clara] {
        for row in client.messages(&log, 100).expect("readable") {
            if let Some(photo) = row.photo {
                client.photo_preview(&photo).await.expect("fetched");
                client.export_photo(&photo).await.expect("exported");
            }
        }
    }
    let thumbnail = clara.messages(&log, 100).expect("readable").iter().find_map(|row| row.thumbnail.clone());
    let thumbnail = thumbnail.expect("a photo");
    let middle = thumbnail[thumbnail.len() / 2..thumbnail.len() / 2 + 32].to_vec();
    let mut markers: Vec<Vec<u8>> = vec![b"Markerwort".to_vec(), b"markerwort".to_vec(), middle];
    let sealed: Vec<Vec<u8>> =
        bodies(&world.devices[CLARA], &log).into_iter().filter(|body| !commits.contains(body)).collect();
    assert!(sealed.len() >= 7);
    let blobs: Vec<Vec<u8>> = sealed_files(&world.devices[ANNA]);
    assert!(!blobs.is_empty());
    // Control: all of it is there.
    for index in [ANNA, BERTA, CLARA] {
        let store = world.devices[index].client().store().expect("unlocked");
        assert!(markers.iter().filter(|marker| !found(&store, marker).is_empty()).count() >= 2, "device {index}");
    }
    assert!(sealed.iter().chain(&blobs).all(|bytes| somewhere_below(world.server_folder(), bytes)));
    assert!(hits(&clara) >= 4);

    pass(&world, 9).await;
    assert_eq!(texts(&world.devices[CLARA], &log), Vec::<String>::new());
    markers.extend(sealed.iter().cloned());
    for index in [ANNA, BERTA, CLARA] {
        let device = &world.devices[index];
        let store = device.client().store().expect("unlocked");
        for marker in &markers {
            assert_eq!(found(&store, marker), Vec::<String>::new(), "device {index}");
        }
        assert_eq!(device.files.list().expect("in memory").len(), 0, "device {index} has files");
        assert!(hits(device.client()) == 0);
        // What is freed is overwritten, and no older version stands in the journal.
        // What the pass wrote after it had emptied the journal are a few pages.
        assert!(device.journal_len() < 50_000, "device {index} has older versions of pages");
    }
    for bytes in sealed.iter().chain(&blobs) {
        assert!(!somewhere_below(world.server_folder(), bytes), "the server still has something");
    }
    hold(&world, &log, &[ANNA, BERTA, CLARA], &[]);
    let newcomer = world.enrol("Dora", &[log]).await.expect("she enrols");
    world.settle().await;
    hold(&world, &log, &[ANNA, BERTA, CLARA, newcomer], &[]);
}

/// How much is found by what everything here says.
pub(super) fn hits(client: &Client) -> usize {
    let query = verband_client::SearchQuery { words: "Markerwort".to_owned(), ..Default::default() };
    client.search(&query, 100).expect("readable").len()
}

/// The middle of each sealed file of a device.
pub(super) fn sealed_files(device: &Device) -> Vec<Vec<u8>> {
    let ids = device.files.list().expect("in memory");
    ids.iter()
        .map(|id| {
            let len = usize::try_from(device.files.len(id).expect("it is there")).expect("small");
            let mut bytes = vec![0; len];
            device.files.read_at(id, 0, &mut bytes).expect("in memory");
            bytes[len / 2..(len / 2 + 32).min(len)].to_vec()
        })
        .collect()
}
