//! What a person or her machine can get wrong with the demo, told before anything is built: a photo that is none, a
//! folder that cannot be used, a disk without space. The demo looks at all of it once more.

use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use zune_core::bytestream::ZCursor;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

/// Limits of a photo as `core/vault` has them: this program is built before the vault is.
const MAX_INPUT: u64 = 40_000_000;
const MAX_SIDE: usize = 12_000;
const MAX_PIXELS: usize = 64_000_000;

/// How every JPEG begins.
const JPEG: [u8; 3] = [0xff, 0xd8, 0xff];

/// Free space that the story takes without its photo, in bytes, and how often it keeps the photo: server, devices,
/// copies of both for the attackers, and what is exported.
const STORY: u64 = 32 << 20;
const COPIES: u64 = 16;

/// Checks that a file is a JPEG that the story can be told with; how many bytes it has.
pub(super) fn photo(path: &Path) -> Result<u64> {
    read(path).with_context(|| format!("the photo {} cannot be used", path.display()))
}

fn read(path: &Path) -> Result<u64> {
    let file = File::open(path)?;
    let known = file.metadata()?;
    ensure!(!known.is_dir(), "it is a folder");
    // What can be read once only is used up by looking at it.
    ensure!(known.is_file(), "it is no ordinary file");
    let mut bytes = Vec::new();
    file.take(MAX_INPUT + 1).read_to_end(&mut bytes)?;
    let len = bytes.len() as u64;
    ensure!(len > 0, "it is empty");
    ensure!(bytes.starts_with(&JPEG), "it is no JPEG");
    let mega = 1_000_000;
    ensure!(len <= MAX_INPUT, "it has {} MB, at most {}", known.len().max(len).div_ceil(mega), MAX_INPUT / mega);
    let broken = |error| anyhow::anyhow!("it is damaged: {error}");
    let options = DecoderOptions::default().set_max_width(usize::MAX).set_max_height(usize::MAX).set_strict_mode(true);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(&bytes), options);
    decoder.decode_headers().map_err(broken)?;
    let (width, height) = decoder.dimensions().context("it has no size")?;
    ensure!(
        width.max(height) <= MAX_SIDE && width * height <= MAX_PIXELS,
        "it has {width} × {height} pixels, at most {MAX_SIDE} on a side and {} million in all",
        MAX_PIXELS / 1_000_000
    );
    decoder.decode().map_err(broken)?;
    Ok(len)
}

/// Checks that results can be kept in a folder, which is made if it is missing, and that there is space for the story
/// with a photo of so many bytes.
pub(super) fn folders(out: Option<&Path>, photo: u64) -> Result<()> {
    let need = STORY + COPIES * photo;
    if let Some(out) = out {
        empty(out)?;
        writable(out, need)?;
    }
    writable(&std::env::temp_dir(), need).context("the devices live in a temporary folder (TMPDIR says where)")
}

fn empty(folder: &Path) -> Result<()> {
    match fs::read_dir(folder) {
        Ok(mut entries) => ensure!(
            entries.next().is_none(),
            "{} is not empty: the demo overwrites nothing, name another folder",
            folder.display()
        ),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        }
        Err(error) if error.kind() == ErrorKind::NotADirectory => bail!("{} is no folder", folder.display()),
        Err(error) => bail!("{}: {error}", folder.display()),
    }
    Ok(())
}

fn writable(folder: &Path, need: u64) -> Result<()> {
    let disk = rustix::fs::statvfs(folder).with_context(|| folder.display().to_string())?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    ensure!(
        free >= need,
        "the disk is full: {} MB are free in {}, the demo needs {}",
        free >> 20,
        folder.display(),
        need >> 20
    );
    let trial = Trial(folder.join(format!(".verband-demo-{}", std::process::id())));
    let written = File::create_new(&trial.0).and_then(|mut file| file.write_all(b"written"));
    written.with_context(|| format!("nothing can be written to {}", folder.display()))
}

/// A file that is written to see whether it can be, and goes again.
struct Trial(PathBuf);

impl Drop for Trial {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixture() -> Vec<u8> {
        fs::read(crate::project::root().join("tests/fixtures/wound.jpg")).expect("the fixture")
    }

    /// What is said about a file of this content.
    fn said(content: &[u8]) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("photo.jpg");
        fs::write(&path, content).expect("written");
        match photo(&path) {
            Ok(len) => format!("{len} bytes"),
            Err(error) => {
                let said = format!("{error:#}");
                let path = path.display().to_string();
                assert!(said.starts_with(&format!("the photo {path} cannot be used: ")), "{said}");
                said
            }
        }
    }

    #[test]
    fn a_photo_is_looked_at_to_its_end() {
        let jpeg = fixture();
        assert_eq!(said(&jpeg), format!("{} bytes", jpeg.len()));
        assert!(said(&jpeg[..jpeg.len() / 2]).contains("it is damaged"));
        assert!(said(b"").ends_with("it is empty"));
        assert!(said(b"\x89PNG and so on").ends_with("it is no JPEG"));
        assert!(said(&[&JPEG[..], b"nothing else"].concat()).contains("it is damaged"));
    }

    #[test]
    fn a_photo_beyond_the_limits_is_told_by_its_size() {
        let mut large = fixture();
        large.resize(41_000_000, 0);
        assert!(said(&large).ends_with("it has 41 MB, at most 40"));
        // Height and width stand behind the marker of the frame, its length and its precision.
        let mut wide = fixture();
        let frame = wide.windows(4).position(|four| four[..3] == [0xff, 0xc0, 0]).expect("a frame");
        wide[frame + 7..frame + 9].copy_from_slice(&13_000_u16.to_be_bytes());
        assert!(said(&wide).contains("it has 13000 × "), "{}", said(&wide));
    }

    #[test]
    fn what_is_no_file_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(format!("{:#}", photo(folder.path()).expect_err("a folder")).ends_with("it is a folder"));
        assert!(format!("{:#}", photo(Path::new("/dev/zero")).expect_err("a device")).ends_with("ordinary file"));
        let missing = format!("{:#}", photo(&folder.path().join("none.jpg")).expect_err("missing"));
        assert!(missing.contains("No such file"), "{missing}");
    }

    #[test]
    fn the_limits_are_those_of_the_vault() {
        let vault = include_str!("../../../core/vault/src/probe.rs");
        for (name, value) in [
            ("MAX_INPUT: usize", MAX_INPUT),
            ("MAX_SIDE: u32", MAX_SIDE as u64),
            ("MAX_PIXELS: u64", MAX_PIXELS as u64),
        ] {
            let line = vault.lines().find_map(|line| line.strip_prefix(&format!("pub const {name} = "))).expect(name);
            assert_eq!(line.replace('_', "").trim_end_matches(';'), value.to_string(), "{name}");
        }
    }

    #[test]
    fn a_folder_for_results_is_new_or_empty_and_can_be_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let said = |out: &Path| format!("{:#}", folders(Some(out), 0).expect_err("it cannot be used"));
        folders(None, 0).expect("nothing is kept");
        let new = folder.path().join("new/one");
        folders(Some(&new), 0).expect("it is made");
        folders(Some(&new), 0).expect("it is empty: the trial is gone");
        let file = folder.path().join("file");
        fs::write(&file, "kept").expect("written");
        assert!(said(folder.path()).contains("is not empty"));
        assert!(said(&file).ends_with("is no folder"));
        assert!(said(&file.join("below")).contains("is no folder"), "{}", said(&file.join("below")));
        // No user may make a folder there.
        assert!(said(Path::new("/proc/verband-demo")).contains("cannot make"));
        assert_eq!(fs::read_to_string(&file).expect("still there"), "kept");
    }

    #[test]
    fn a_disk_without_space_for_the_story_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let error = folders(Some(folder.path()), 1 << 56).expect_err("no disk is that large");
        assert!(error.to_string().starts_with("the disk is full: "), "{error}");
        assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 0, "nothing was left behind");
    }
}
