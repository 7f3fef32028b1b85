//! Poppler's programs, with which tests print a PDF and read it back.

use anyhow::Result;

use super::debian;
use crate::shell::{Shell, find};

const PROGRAMS: [&str; 4] = ["pdftoppm", "pdftotext", "pdfinfo", "pdffonts"];

/// Finds or installs the programs.
///
/// # Errors
/// What is missing, in one line.
pub(crate) fn ensure(shell: &Shell) -> Result<()> {
    if PROGRAMS.iter().all(|program| find(program).is_some()) {
        return Ok(());
    }
    debian::install(shell, "Poppler (pdftoppm, pdftotext, pdfinfo, pdffonts)", &["poppler-utils"])
}
