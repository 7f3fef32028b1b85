//! Swift 6: an installed `swift`, or Debian 13's compiler in a folder of its own (`scripts/swift-root.sh`).

use std::path::Path;
use std::process::Command;

use anyhow::{Result, ensure};

use super::debian;
use crate::project;
use crate::shell::{Shell, ask, find};

/// How `swift` is called here.
pub(crate) enum Swift {
    /// It is on the search path.
    Installed,
    /// It is in the folder that the script enters.
    Folder,
}

/// Finds or installs Swift.
///
/// # Errors
/// What is missing, in one line.
pub(crate) fn ensure(shell: &Shell) -> Result<Swift> {
    if find("swift").is_some_and(|swift| is_six(&swift)) {
        return Ok(Swift::Installed);
    }
    if find("mmdebstrap").is_none() {
        debian::install(shell, "Swift 6 (swift), or mmdebstrap to make a folder with it,", &["mmdebstrap"])?;
    }
    ensure!(
        ask(Command::new("id").arg("-u")).as_deref() == Some("0"),
        "Swift 6 is missing: install it (swift.org), or run this as root, which makes a folder with Debian's"
    );
    let swift = Swift::Folder;
    // The first call makes the folder, and begins anew where one before it stopped.
    debian::retry(shell, swift.command(&project::root()).arg("--version"))?;
    Ok(swift)
}

impl Swift {
    /// `swift`, to be given its arguments; it sees `folder` (and nothing else of ours) and starts there.
    pub(crate) fn command(&self, folder: &Path) -> Command {
        let mut command = match self {
            Self::Installed => Command::new("swift"),
            Self::Folder => Command::new(project::root().join("scripts/swift-root.sh")),
        };
        if matches!(self, Self::Folder) {
            command.arg(folder).arg("swift");
        }
        // `cargo run` points this at Rust's own libraries, which Swift's tools must not load.
        command.env_remove("LD_LIBRARY_PATH").current_dir(folder);
        command
    }
}

/// Some systems have another program of that name (OpenStack's), and the package needs Swift 6.
fn is_six(swift: &Path) -> bool {
    ask(Command::new(swift).arg("--version")).is_some_and(|text| {
        let version = text.split("Swift version ").nth(1).and_then(|rest| rest.split('.').next()?.parse::<u32>().ok());
        version.is_some_and(|major| major >= 6)
    })
}
