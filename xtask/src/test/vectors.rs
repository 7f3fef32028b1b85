//! The checked-in test vectors, verified by a Python program that shares no code with ours.

use anyhow::Result;

use super::counts::Counts;
use crate::project;
use crate::setup::python;
use crate::shell::{Shell, limited};

/// Runs the program; it prints `N passed, M failed`.
///
/// # Errors
/// When it verified nothing.
pub(super) fn run(shell: &Shell) -> Result<Counts> {
    let mut verify = limited(python::ensure(shell)?, 10);
    Counts::read(&shell.outcome(verify.arg("tests/vectors/verify.py").current_dir(project::root()))?)
}
