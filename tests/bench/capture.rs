//! Capture: from the shutter to a photo that lies sealed on the disk, with its row in the database; and files that are made to
//! take time, of which the slowest counts.

use std::time::Instant;

use tempfile::TempDir;
use verband_client::platform::SystemEntropy;
use verband_protocol::port::Entropy;
use verband_protocol::seal::SealKey;
use verband_store::{DbKey, Place, Store};
use verband_vault::sample::bombs::{photo_bombs, recording_bombs};
use verband_vault::sample::wound_photo;
use verband_vault::{Folder, Remux, ingest, write_sealed};

use crate::bars;
use crate::ruler::{Contestant, Row, Ruler, cost};

pub(crate) fn rows(ruler: &mut Ruler) {
    let photo = wound_photo(4032, 3024, 7);
    let folder = TempDir::new().expect("a folder for a benchmark");
    let files = Folder::open(folder.path()).expect("a folder for a benchmark");
    let key = DbKey::new([7; 32]);
    let store = Store::open(&Place::File(folder.path().join("store")), &key).expect("a new store");
    let sql = "CREATE TABLE photo_row (id BLOB PRIMARY KEY, file_key BLOB NOT NULL, thumb BLOB NOT NULL) STRICT";
    store.with_tx(|tx| tx.execute(sql, [])).expect("a table of its own");
    let contestants: [Contestant<'_>; 1] = [Box::new(|| {
        // On the clock of the wall: waiting for the disk counts.
        let start = Instant::now();
        keep(&photo, &files, &store);
        start.elapsed()
    })];
    let [ours] = ruler.compare("photo 12 MP, shutter to disk", 4, contestants);
    let note = "on the clock of the wall; a phone may be four times slower, and has 300 ms";
    ruler.row(&Row::new("photo 12 MP, shutter to disk", ours).bar(bars::SHUTTER).note(note));

    let slowest = photo_bombs()
        .iter()
        .map(|bomb| (cost(|| ingest(&bomb.bytes).is_ok()), bomb.name))
        .chain(recording_bombs().iter().map(|bomb| (cost(|| Remux::plan(bomb.bytes.as_slice()).is_ok()), bomb.name)))
        .max();
    if let Some((time, name)) = slowest {
        ruler.row(&Row::new("bombs, the slowest", time).bar(bars::BOMB).note(name));
    }
}

/// What sending a photo does before it returns.
fn keep(photo: &[u8], files: &Folder, store: &Store) {
    let photo = ingest(photo).unwrap_or_else(|error| panic!("a good photo: {error}"));
    let key = SealKey::random(&SystemEntropy);
    let mut id = [0; 16];
    for bytes in [&photo.original, &photo.preview] {
        SystemEntropy.fill(&mut id);
        write_sealed(files, &id, &key, &id, bytes, &SystemEntropy).expect("there is room");
    }
    let row = "INSERT INTO photo_row (id, file_key, thumb) VALUES (?1, ?2, ?3)";
    store.with_tx(|tx| tx.execute(row, (id, key.expose(), &photo.thumbnail))).expect("there is room");
}
