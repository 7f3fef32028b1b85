//! Node.js and a Chromium for the test in a browser. No browser is ever downloaded from elsewhere than the system.

use std::path::PathBuf;

use anyhow::Result;

use super::debian;
use crate::shell::{Shell, find};

/// Finds or installs Chromium and Node.js; gives the path of the browser.
///
/// # Errors
/// What is missing, in one line.
pub(crate) fn ensure(shell: &Shell) -> Result<PathBuf> {
    node(shell)?;
    if let Some(browser) = std::env::var_os("CHROMIUM_BIN") {
        return Ok(PathBuf::from(browser));
    }
    for name in ["chromium", "chromium-browser", "google-chrome"] {
        if let Some(browser) = find(name) {
            return Ok(browser);
        }
    }
    debian::install(shell, "Chromium (or name its file in CHROMIUM_BIN)", &["chromium"])?;
    Ok(PathBuf::from("/usr/bin/chromium"))
}

/// Finds or installs Node.js with npm.
///
/// # Errors
/// What is missing, in one line.
pub(crate) fn node(shell: &Shell) -> Result<()> {
    if find("node").is_none() || find("npm").is_none() {
        debian::install(shell, "Node.js with npm", &["nodejs", "npm"])?;
    }
    Ok(())
}
