//! A photo of 12 megapixels comes in: preview and thumbnail, without metadata.

use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use verband_vault::sample::wound_photo;
use verband_vault::{PREVIEW_SIDE, THUMBNAIL_SIDE, ingest};

use crate::bars;
use crate::ruler::{Contestant, Row, Ruler, children_time, cost};

const PEER: &str = "vipsthumbnail, two programs";

pub(crate) fn rows(ruler: &mut Ruler) {
    let photo = wound_photo(4032, 3024, 7);
    let small = {
        let contestants: [Contestant<'_>; 1] = [ingesting(&photo)];
        ruler.compare("photo 12 MP alone", 2, contestants)[0]
    };
    let (folder, note) = (TempDir::new().expect("a folder for a benchmark"), start_up());
    let beside = |ruler: &mut Ruler, name: &str, photo: &[u8]| {
        if note.is_none() {
            let contestants: [Contestant<'_>; 1] = [ingesting(photo)];
            let [ours] = ruler.compare(name, 2, contestants);
            return (ours, None);
        }
        let file = folder.path().join("photo.jpg");
        std::fs::write(&file, photo).expect("the photo is written");
        let contestants: [Contestant<'_>; 2] = [ingesting(photo), Box::new(move || thumbnails(&file))];
        let [ours, theirs] = ruler.compare(name, 6, contestants);
        (ours, Some(theirs))
    };
    let (ours, theirs) = beside(ruler, "photo 12 MP", &photo);
    let note = note.as_deref().unwrap_or("apt install libvips-tools");
    ruler.row(&Row::new("photo 12 MP", ours).beside(PEER, theirs).bar(bars::PHOTO).note(note));
    if !ruler.quick {
        let (ours, theirs) = beside(ruler, "photo 48 MP", &wound_photo(8064, 6048, 7));
        ruler.row(&Row::new("photo 48 MP", ours).beside(PEER, theirs).bar(bars::PHOTO).grown(small, 4.0));
    }
}

fn ingesting(photo: &[u8]) -> Contestant<'_> {
    Box::new(|| cost(|| ingest(photo).unwrap_or_else(|error| panic!("a good photo: {error}"))))
}

/// The same two JPEGs by libvips, on one thread. It writes one size at a time, so it is started twice.
fn thumbnails(photo: &Path) -> Duration {
    let before = children_time();
    for (side, quality) in [(PREVIEW_SIDE, 85), (THUMBNAIL_SIDE, 75)] {
        let out = photo.with_file_name(format!("{side}.jpg[Q={quality},strip]"));
        let size = format!("{side}x{side}");
        let status = vips().arg(photo).args(["--size", &size, "--output"]).arg(out).status();
        assert!(status.is_ok_and(|status| status.success()), "vipsthumbnail makes {side} pixels");
    }
    children_time().saturating_sub(before)
}

/// What of the peer's time is no more than the start of two programs; none where it is not installed.
fn start_up() -> Option<String> {
    let before = children_time();
    for _ in 0..10 {
        vips().arg("--help").stdout(Stdio::null()).status().ok().filter(ExitStatus::success)?;
    }
    let ms = 1000.0 * children_time().saturating_sub(before).as_secs_f64() / 5.0;
    Some(format!("a peer in two processes: about {ms:.0} ms of its time are their start, and are not subtracted"))
}

fn vips() -> Command {
    let mut command = Command::new("vipsthumbnail");
    command.env("VIPS_CONCURRENCY", "1").stdin(Stdio::null());
    command
}
