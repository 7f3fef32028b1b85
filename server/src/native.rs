//! The real world: clock, chance, the data folder.

use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{fs, io};

use verband_protocol::port::{Clock, Entropy};

use crate::blobs::FolderBlobs;
use crate::failure::Failure;
use crate::server::Ports;
use crate::store::Faults;
use crate::store::sqlite::{SqliteOptions, SqliteStore};

/// The clock of the operating system.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_ms(&self) -> u64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    }
}

/// The randomness of the operating system.
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, out: &mut [u8]) {
        getrandom::fill(out).expect("the operating system gives randomness, or nothing here is safe");
    }
}

/// Makes every file that this process creates readable by its user alone.
pub fn keep_private() {
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
}

/// Opens everything in a data folder, or creates it, readable by this user alone. There is no relay among it.
///
/// # Errors
/// [`Failure::Internal`] with what is wrong.
pub fn open(data: &Path) -> Result<Ports, Failure> {
    make_private(data).map_err(|error| Failure::Internal(format!("{}: {error}", data.display())))?;
    let options = SqliteOptions { max_pages: None, faults: Faults::none() };
    let store = SqliteStore::open(data, options)?;
    let blobs = FolderBlobs::open(data, Faults::none())?;
    Ok(Ports {
        store: Arc::new(store),
        blobs: Arc::new(blobs),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        relay: None,
    })
}

fn make_private(data: &Path) -> io::Result<()> {
    if !data.is_dir() {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(data)?;
    }
    Ok(())
}

/// The permission bits of a file or folder for anybody but its owner.
pub(crate) fn open_to_others(path: &Path) -> io::Result<bool> {
    Ok(fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

/// Free and all bytes of the disk that a folder is on.
pub(crate) fn disk_space(folder: &Path) -> io::Result<(u64, u64)> {
    let disk = rustix::fs::statvfs(folder)?;
    Ok((disk.f_bavail.saturating_mul(disk.f_frsize), disk.f_blocks.saturating_mul(disk.f_frsize)))
}

/// Whether files can be made and removed in a folder.
pub(crate) fn can_write(folder: &Path) -> io::Result<()> {
    let probe = folder.join(".doctor");
    fs::write(&probe, b"")?;
    fs::remove_file(probe)
}
