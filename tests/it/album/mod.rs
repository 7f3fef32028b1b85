//! The album and the tray: photos of everywhere by when they were taken, whose they are with a trace of who said so, what is
//! moved and what ends by itself, and that what is deleted is gone to the last page.

mod early;
mod ending;
mod filing;
mod moving;
mod room;

use verband_client::protocol::id::{EventId, LogId};
use verband_client::{AlbumPlace, AlbumQuery, AlbumRow, Client, ClientError, WoundDetails};
use verband_tests::chance::seed;
use verband_tests::world::World;

const ANNA: usize = 0;
const BERTA: usize = 1;

const DAY: u64 = 86_400_000;

/// Anna and Berta with a channel.
async fn ward(number: u64) -> (World, LogId) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[BERTA]).await;
    (world, log)
}

fn photo(number: u64) -> Vec<u8> {
    verband_vault::sample::wound_photo(64, 48, number)
}

fn of(patient: &str) -> WoundDetails {
    WoundDetails { patient: patient.to_owned(), ..WoundDetails::default() }
}

fn space(client: &Client) -> LogId {
    client.personal_space().expect("readable").expect("it is here")
}

fn code<T>(result: Result<T, ClientError>) -> &'static str {
    result.map_or_else(|error| error.code(), |_| "done")
}

fn at(place: AlbumPlace) -> AlbumQuery {
    AlbumQuery { place, ..AlbumQuery::default() }
}

fn rows(client: &Client, place: AlbumPlace) -> Vec<AlbumRow> {
    client.album(&at(place), 1_000).expect("readable")
}

fn events(client: &Client, place: AlbumPlace) -> Vec<EventId> {
    rows(client, place).into_iter().map(|row| row.event).collect()
}

fn row(client: &Client, event: &EventId) -> AlbumRow {
    rows(client, AlbumPlace::All).into_iter().find(|row| row.event == *event).expect("it is in the album")
}
