//! Opening an album: the first screen of it with thumbnails, through the client's own feed.

use std::time::Duration;

use tokio::runtime::Builder;
use verband_client::protocol::id::LogId;
use verband_client::protocol::policy::Join;
use verband_client::{AlbumPlace, AlbumQuery, FeedKind, Patch};
use verband_store::rusqlite::params;
use verband_store::{Store, StoreError};
use verband_tests::world::World;

use crate::bars;
use crate::ruler::{Contestant, Row, Ruler, cost};

/// Photos of one patient reference.
const EACH: u64 = 50;

pub(crate) fn rows(ruler: &mut Ruler) {
    let mut smaller: Option<[Duration; 3]> = None;
    for photos in [1_000, 10_000] {
        let costs = opening(ruler, photos);
        for (index, what) in ["", " of one channel", " of one patient"].into_iter().enumerate() {
            let name = format!("open an album of {photos} photos{what}: first 50 with thumbnails");
            let row = Row::new(&name, costs[index]).bar(bars::ALBUM);
            ruler.row(&match smaller {
                Some(smaller) => row.grown(smaller[index], 10.0),
                None => row,
            });
        }
        smaller = Some(costs);
    }
}

fn opening(ruler: &mut Ruler, photos: u64) -> [Duration; 3] {
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build().expect("a runtime");
    let world = runtime.block_on(World::with_members(1, &["Anna Admin"]));
    let client = world.devices[0].client().clone();
    let logs: Vec<LogId> =
        (0..10).map(|n| client.create_channel(&format!("Station {n}"), Join::Invitation).expect("a channel")).collect();
    fill(&client.store().expect("unlocked"), &logs, photos);
    let open = |query: AlbumQuery| {
        let (client, runtime) = (&client, &runtime);
        move || {
            cost(|| {
                let feed = client.feed(FeedKind::Album(query.clone())).expect("a feed");
                let batch = runtime.block_on(feed.next()).expect("it reads").expect("a batch");
                assert!(matches!(&batch[..], [Patch::Reset(rows)] if rows.len() == 50), "a full screen");
            })
        }
    };
    let channel = AlbumQuery { place: AlbumPlace::Conversation(logs[0]), ..AlbumQuery::default() };
    let patient = AlbumQuery { patient: Some("4700".to_owned()), ..AlbumQuery::default() };
    let contestants: [Contestant<'_>; 3] =
        [Box::new(open(AlbumQuery::default())), Box::new(open(channel)), Box::new(open(patient))];
    ruler.compare(&format!("open an album of {photos}"), 2, contestants)
}

/// Writes photos as sync would, without what the log has of them.
fn fill(store: &Store, logs: &[LogId], count: u64) {
    const PHOTO: &str =
        "INSERT INTO photo (id, log, file_key, size, preview, preview_key, preview_size, orientation, width,
            height, taken_at, thumb, event)
        VALUES (?1, ?2, zeroblob(32), 5000000, ?3, zeroblob(32), 500000, 1, 4032, 3024, ?4, ?5, ?1)";
    const ITEM: &str = "INSERT INTO album_item (log, event, kind, item, taken_at, at, member, patient)
        VALUES (?1, ?2, 3, ?2, ?3, ?3, zeroblob(32), ?4)";
    const MESSAGE: &str = "INSERT INTO message
        (id, log, place, seq, event, author_device, author_member, sent_at, kind, text, photo, state)
        VALUES (?1, ?2, ?1, ?1, ?3, zeroblob(32), zeroblob(32), ?4, 3, 'Ferse links', ?3, 1)";
    const ENTRY: &str = "INSERT INTO entry (log, seq, event, author, header, sig, body, head)
        VALUES (?1, ?2, ?3, zeroblob(32), x'', x'', NULL, zeroblob(32))";
    // What a thumbnail of 320 pixels takes.
    let thumbnail = vec![7_u8; 12_000];
    for first in (0..count).step_by(500) {
        let page = store.with_tx(|tx| {
            for number in first..count.min(first + 500) {
                let mut id = [0_u8; 16];
                id[..8].copy_from_slice(&number.to_be_bytes());
                let (mut preview, at) = (id, 1_700_000_000_000 + 60_000 * number);
                preview[15] = 1;
                let (log, place) = (&logs[number as usize % logs.len()], 1_000 + number);
                tx.execute(PHOTO, params![id, log.as_bytes(), preview, at, thumbnail])?;
                tx.execute(ITEM, params![log.as_bytes(), id, at, (4_700 + number / EACH).to_string()])?;
                tx.execute(MESSAGE, params![place, log.as_bytes(), id, at])?;
                tx.execute(ENTRY, params![log.as_bytes(), place, id])?;
            }
            Ok::<_, StoreError>(())
        });
        page.expect("it is written");
    }
}
