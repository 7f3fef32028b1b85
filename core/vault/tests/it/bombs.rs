//! What is made to take time or memory is refused at once, or gives no more than what is good in it.

use std::time::{Duration, Instant};

use verband_vault::sample::bombs::{photo_bombs, recording_bombs};
use verband_vault::{Remux, ingest};

/// Many times the bar, which is 200 ms and stands in `docs/performance.md`: tests run in debug builds on busy machines.
const LONG: Duration = Duration::from_secs(6);

#[test]
fn photos_that_are_bombs_go_off_nowhere() {
    for bomb in photo_bombs() {
        let start = Instant::now();
        let photo = ingest(&bomb.bytes);
        assert!(start.elapsed() < LONG, "{} took {:?}", bomb.name, start.elapsed());
        match photo {
            Err(error) => assert!(bomb.refused, "{}: {error}", bomb.name),
            Ok(photo) => {
                assert!(!bomb.refused, "{} is taken", bomb.name);
                let kept = photo.original.len() + photo.preview.len() + photo.thumbnail.len();
                assert!(kept < 400_000, "{}: {kept} bytes are kept", bomb.name);
            }
        }
    }
}

#[test]
fn recordings_that_are_bombs_go_off_nowhere() {
    for bomb in recording_bombs() {
        let start = Instant::now();
        let planned = Remux::plan(bomb.bytes.as_slice());
        assert!(start.elapsed() < LONG, "{} took {:?}", bomb.name, start.elapsed());
        assert!(planned.is_err(), "{} is taken", bomb.name);
    }
}
