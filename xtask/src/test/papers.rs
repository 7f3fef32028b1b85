//! Every kind of paper, validated against PDF/UA-1 by a program that shares no code with ours.

use std::fs;

use anyhow::{Result, ensure};

use super::counts::Counts;
use crate::project;
use crate::setup::verapdf;
use crate::shell::{Shell, cargo, limited};

/// Makes the papers and validates them; the program prints each with the rules that it breaks, and `N passed, M failed`.
///
/// # Errors
/// When there is no paper, or none was validated.
pub(super) fn run(shell: &Shell) -> Result<Counts> {
    let archives = verapdf::ensure(shell)?;
    let folder = project::target().join("papers");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let mut make = cargo();
    make.args(["run", "--locked", "--quiet", "--package", "verband-documents", "--example", "papers", "--"]);
    shell.run(make.arg(&folder))?;
    let papers = fs::read_dir(&folder)?.map(|file| Ok(file?.file_name())).collect::<Result<Vec<_>>>()?;
    ensure!(!papers.is_empty(), "no paper was made");
    let mut java = limited("java", 5);
    java.args(["-cp", &archives]).arg(project::root().join("core/documents/verapdf/Validate.java"));
    Counts::read(&shell.outcome(java.args(papers).current_dir(&folder))?)
}
