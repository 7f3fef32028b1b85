//! The stripped library for the processors of phones. It is built for Linux, which needs no SDK: Android's differs by what
//! the linker says to its loader.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::Figure;
use crate::project;
use crate::setup::cross::{self, ARM64};
use crate::shell::{Shell, ask, cargo};

/// What an app should be given at most, in bytes, with all functions.
const MOST: u64 = 10_000_000;

/// Builds it as released and strips a copy.
///
/// # Errors
/// When it does not compile.
pub(super) fn measure(shell: &Shell) -> Result<Figure> {
    cross::arm64(shell)?;
    let mut build = cargo();
    build.args(["build", "--locked", "--profile", "library", "--package", "verband-ffi", "--target", ARM64]);
    build.env("CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER", "aarch64-linux-gnu-gcc");
    build.env("CC_aarch64_unknown_linux_gnu", "aarch64-linux-gnu-gcc");
    shell.run(build.env("RUSTFLAGS", flags()?))?;
    let name = "libverband_ffi.so";
    // Only a copy is stripped: the generators of the bindings read what stripping removes.
    let copy = project::target().join("size").join(name);
    fs::create_dir_all(copy.parent().expect("it is in a folder"))?;
    fs::copy(project::target().join(ARM64).join("library").join(name), &copy)?;
    shell.run(Command::new("aarch64-linux-gnu-strip").arg(&copy))?;
    Ok(Figure {
        name: ARM64,
        about: "The stripped library of bindings/ffi with all functions.",
        size: fs::metadata(copy)?.len(),
        tolerance: 100_000,
        most: Some(MOST),
    })
}

/// What a profile cannot ask of the compiler.
fn flags() -> Result<String> {
    // Functions through which no panic can come need no tables for unwinding; with frame pointers the other tables are short.
    let mut flags = "-Cforce-unwind-tables=no -Cforce-frame-pointers=yes".to_owned();
    let _ = write!(flags, " {}", project::remapped());
    // As on other machines, Rust's own linker: it joins functions that are the same.
    let mut rustc = Command::new("rustc");
    let libraries = ask(rustc.args(["--print", "target-libdir"]).current_dir(project::root())).context("rustc")?;
    let linker = PathBuf::from(libraries).with_file_name("bin").join("gcc-ld");
    let _ = write!(flags, " -Clink-arg=-fuse-ld=lld -Clink-arg=-B{}", linker.display());
    Ok(flags)
}
