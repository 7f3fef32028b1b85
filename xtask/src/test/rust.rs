//! The steps that only need cargo: format, lints, all Rust tests, types for phones.

use anyhow::Result;

use super::counts::Counts;
use crate::project;
use crate::setup::cross::{self, PHONES};
use crate::setup::poppler;
use crate::shell::{Shell, cargo};

/// Checks the format of all source code.
///
/// # Errors
/// When a file is not formatted.
pub(super) fn format(shell: &Shell) -> Result<Counts> {
    shell.run(cargo().args(["fmt", "--all", "--check"]))?;
    Ok(Counts::none())
}

/// Runs clippy on everything that is built for this machine, the generators of the bindings as they are built; the
/// browser's crate follows in its own step.
///
/// # Errors
/// At any warning.
pub(super) fn lints(shell: &Shell) -> Result<Counts> {
    for what in [&[][..], &["--package", "verband-bindgen", "--profile", "tool"]] {
        shell.run(cargo().args(["clippy", "--locked", "--all-targets"]).args(what).args(["--", "-D", "warnings"]))?;
    }
    Ok(Counts::none())
}

/// Runs all Rust tests.
///
/// # Errors
/// When they do not compile, or none ran.
pub(super) fn tests(shell: &Shell) -> Result<Counts> {
    // One small package; this step must not wait for the large tools that are on their way.
    poppler::ensure(shell)?;
    Counts::read(&shell.outcome(cargo().args(["test", "--locked", "--no-fail-fast"]))?)
}

/// Checks that the library has the right types on phones. Its C code (SQLCipher, ring) needs Android's NDK and
/// Apple's Xcode; here a stand-in takes the C compiler's place, so nothing is compiled that could run.
///
/// # Errors
/// When it does not compile, or a target cannot be had.
pub(super) fn phones(shell: &Shell) -> Result<Counts> {
    let cross = cross::phones(shell)?;
    let no_compiler = project::root().join("scripts/no-cc.sh");
    for target in PHONES {
        let mut check = cross.cargo("check", target)?;
        check.args(["--package", "verband-ffi"]);
        let name = target.replace('-', "_");
        check.env(format!("CC_{name}"), &no_compiler).env(format!("AR_{name}"), "ar");
        // Any folder does; without it the build scripts ask Xcode.
        check.env("SDKROOT", project::root());
        shell.run(&mut check)?;
    }
    shell.say("  types only: no C was compiled and nothing was linked");
    Ok(Counts::none())
}
