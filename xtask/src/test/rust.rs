//! The steps that only need cargo: format, lints, all Rust tests, types for phones.

use anyhow::Result;

use super::counts::Counts;
use crate::setup::cross::{self, PHONES};
use crate::shell::{Shell, cargo};

/// What of the core is pure Rust. The rest compiles C (SQLCipher, TLS), which needs Android's NDK and Apple's Xcode.
const PURE: [&str; 3] = ["verband-protocol", "verband-rules", "verband-vault"];

/// Checks the format of all source code.
///
/// # Errors
/// When a file is not formatted.
pub(super) fn format(shell: &Shell) -> Result<Counts> {
    shell.run(cargo().args(["fmt", "--all", "--check"]))?;
    Ok(Counts::none())
}

/// Runs clippy on everything that is built for this machine; the browser's crate follows in its own step.
///
/// # Errors
/// At any warning.
pub(super) fn lints(shell: &Shell) -> Result<Counts> {
    shell.run(cargo().args([
        "clippy",
        "--locked",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))?;
    Ok(Counts::none())
}

/// Runs all Rust tests.
///
/// # Errors
/// When they do not compile, or none ran.
pub(super) fn tests(shell: &Shell) -> Result<Counts> {
    Counts::read(&shell.outcome(cargo().args(["test", "--locked", "--no-fail-fast"]))?)
}

/// Checks that the pure part of the core has the right types on phones.
///
/// # Errors
/// When it does not compile, or a target cannot be had.
pub(super) fn phones(shell: &Shell) -> Result<Counts> {
    let cross = cross::phones(shell)?;
    for target in PHONES {
        let mut check = cross.cargo("check", target)?;
        check.arg("--no-default-features");
        for package in PURE {
            check.args(["--package", package]);
        }
        shell.run(&mut check)?;
    }
    shell.say(&format!(
        "  checked: {}; not checked, since C is in them: the rest",
        PURE.join(", ")
    ));
    Ok(Counts::none())
}
