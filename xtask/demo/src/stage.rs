//! The stage: the folders of the story, and what is wrong with the machine when a step fails for its sake.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use tempfile::TempDir;

use crate::Args;

/// Less free space than this, in bytes, is why a step failed.
const FULL: u64 = 2 << 20;

/// Where the story is played.
pub(crate) struct Stage {
    /// The server's program.
    pub(crate) server: PathBuf,
    /// The command line client.
    pub(crate) client: PathBuf,
    /// What is kept: the newcomer's files, the server's folder, the report.
    pub(crate) out: PathBuf,
    /// The devices and the attacker's copies.
    pub(crate) work: PathBuf,
    /// Removes everything but what is kept elsewhere when the story is over.
    temporary: Option<TempDir>,
}

impl Stage {
    /// Makes the folders.
    pub(crate) fn set(args: &Args) -> Result<Self> {
        let temporary = tempfile::Builder::new().prefix("verband-demo-").tempdir().with_context(|| {
            format!("no temporary folder in {} (TMPDIR says where)", std::env::temp_dir().display())
        })?;
        let root = temporary.path().to_owned();
        let out = match &args.options.out {
            Some(out) => empty_folder(out)?,
            None => root.join("out"),
        };
        let work = root.join("work");
        for folder in [out.join("newcomer"), out.join("server"), work.clone()] {
            fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        }
        let temporary = if args.options.keep {
            let _ = temporary.keep();
            None
        } else {
            Some(temporary)
        };
        let absolute = |path: &Path| fs::canonicalize(path).with_context(|| path.display().to_string());
        Ok(Self { server: absolute(&args.server)?, client: absolute(&args.client)?, out, work, temporary })
    }

    /// Whether the devices stay when the story is over.
    pub(crate) fn kept(&self) -> bool {
        self.temporary.is_none()
    }

    /// The folder of what the newcomer sees.
    pub(crate) fn newcomer(&self) -> PathBuf {
        self.out.join("newcomer")
    }

    /// The folder of all that the server has: its data and its log.
    pub(crate) fn server_folder(&self) -> PathBuf {
        self.out.join("server")
    }

    /// An error with what the machine has to do with it.
    pub(crate) fn explain(&self, error: &anyhow::Error) -> String {
        let full = [&self.out, &self.work].into_iter().find_map(|folder| {
            let free = free(folder).filter(|free| *free < FULL)?;
            Some(format!("; the disk is full: {} kB are free in {}", free >> 10, folder.display()))
        });
        format!("{error:#}{}", full.unwrap_or_default())
    }
}

fn empty_folder(folder: &Path) -> Result<PathBuf> {
    match fs::read_dir(folder) {
        Ok(mut entries) => ensure!(
            entries.next().is_none(),
            "{} is not empty: the demo overwrites nothing, name another folder",
            folder.display()
        ),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        }
        Err(error) => bail!("{}: {error}", folder.display()),
    }
    Ok(fs::canonicalize(folder)?)
}

/// Free bytes on the disk of a folder.
fn free(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Copies a folder with everything in it.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target).with_context(|| format!("copying {}", entry.path().display()))?;
        }
    }
    Ok(())
}

/// All files below a folder.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            files.extend(self::files(&entry.path())?);
        } else {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}
