//! `cargo xtask size`: how large the stripped library is for the processors of phones, compared with the figure in
//! `docs/size.txt`. It is built for Linux, which needs no SDK: Android's differs by what the linker says to its loader.
//!
//! The figure only moves by `--accept`, so many small steps add up to one that has to be explained; beyond the goal it
//! does not move at all.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::project;
use crate::setup::cross::{self, ARM64};
use crate::shell::{Shell, ask, cargo};

/// Growth in bytes that needs no explanation.
const TOLERANCE: u64 = 100_000;

/// What an app should be given at most, in bytes, with all functions.
const MOST: u64 = 10_000_000;

/// What to do with the figure.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Write the new figure to docs/size.txt; the commit says why it grew.
    #[arg(long)]
    accept: bool,
}

/// Measures; with `--accept` writes the figure, otherwise compares.
///
/// # Errors
/// When the library does not compile, has grown, or is larger than an app should be given.
pub(crate) fn run(args: &Args) -> Result<()> {
    let shell = Shell::loud();
    if !args.accept {
        return check(&shell);
    }
    let size = measure(&shell)?;
    let text = format!(
        "# Bytes of the stripped library of bindings/ffi with all functions; written by `cargo xtask size --accept`.\n\
         {ARM64} {size}\n"
    );
    fs::write(figure(), text)?;
    println!("docs/size.txt: {size} bytes");
    if size > MOST {
        bail!("that is {} more than an app should be given", size - MOST);
    }
    Ok(())
}

/// Compares with the figure.
///
/// # Errors
/// When the library does not compile, there is no figure, or the library has grown or is too large.
pub(crate) fn check(shell: &Shell) -> Result<()> {
    let size = measure(shell)?;
    let text = fs::read_to_string(figure()).unwrap_or_default();
    let mut figures = text.lines().filter_map(|line| line.strip_prefix(ARM64)?.trim().parse::<u64>().ok());
    let accepted = figures.next().context("docs/size.txt has no figure: run `cargo xtask size --accept`")?;
    if size > MOST {
        bail!("{size} bytes are {} more than an app should be given", size - MOST);
    }
    if size + TOLERANCE < accepted {
        println!(
            "{size} bytes stripped, {} fewer than accepted: keep them with `cargo xtask size --accept`",
            accepted - size
        );
        return Ok(());
    }
    let growth = size.saturating_sub(accepted);
    println!("{size} bytes stripped, {growth} more than accepted; {TOLERANCE} need no explanation");
    if growth > TOLERANCE {
        bail!("the library has grown: say why in the commit message and run `cargo xtask size --accept`");
    }
    Ok(())
}

fn figure() -> PathBuf {
    project::root().join("docs/size.txt")
}

fn measure(shell: &Shell) -> Result<u64> {
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
    Ok(fs::metadata(copy)?.len())
}

/// What a profile cannot ask of the compiler.
fn flags() -> Result<String> {
    // Functions through which no panic can come need no tables for unwinding; with frame pointers the other tables are short.
    let mut flags = "-Cforce-unwind-tables=no -Cforce-frame-pointers=yes".to_owned();
    // Where a panic happened is told by the place in a crate, not on the machine that built it: shorter, and nobody's business.
    let home = std::env::home_dir().map(|home| home.join(".cargo"));
    let sources = std::env::var_os("CARGO_HOME").map(PathBuf::from).or(home).map(|home| home.join("registry/src"));
    for folder in sources.and_then(|sources| fs::read_dir(sources).ok()).into_iter().flatten().flatten() {
        let _ = write!(flags, " --remap-path-prefix={}/=", folder.path().display());
    }
    // As on other machines, Rust's own linker: it joins functions that are the same.
    let mut rustc = Command::new("rustc");
    let libraries = ask(rustc.args(["--print", "target-libdir"]).current_dir(project::root())).context("rustc")?;
    let linker = PathBuf::from(libraries).with_file_name("bin").join("gcc-ld");
    let _ = write!(flags, " -Clink-arg=-fuse-ld=lld -Clink-arg=-B{}", linker.display());
    Ok(flags)
}
