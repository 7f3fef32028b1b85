//! `cargo xtask size`: how large the stripped library is, compared with the figure in `docs/size.txt`.
//!
//! The figure only moves by `--accept`, so many small steps add up to one that has to be explained; beyond the goal it
//! does not move at all.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::project;
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
         {} {size}\n",
        platform()?
    );
    fs::write(figure(), text)?;
    println!("docs/size.txt: {size} bytes");
    Ok(())
}

/// Compares with the figure of this platform.
///
/// # Errors
/// When the library does not compile, there is no figure, or the library has grown or is too large.
pub(crate) fn check(shell: &Shell) -> Result<()> {
    let size = measure(shell)?;
    let platform = platform()?;
    let text = fs::read_to_string(figure()).unwrap_or_default();
    let mut figures = text.lines().filter_map(|line| line.strip_prefix(&platform)?.trim().parse::<u64>().ok());
    let Some(accepted) = figures.next() else {
        println!("{size} bytes stripped; docs/size.txt has no figure for {platform}");
        if project::in_ci() {
            bail!("docs/size.txt has no figure: run `cargo xtask size --accept`");
        }
        return Ok(());
    };
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

/// The compiler's name for this machine, such as `x86_64-unknown-linux-gnu`.
fn platform() -> Result<String> {
    let text = ask(Command::new("rustc").arg("-vV").current_dir(project::root())).context("rustc -vV")?;
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc names no host")?.to_owned())
}

fn measure(shell: &Shell) -> Result<u64> {
    let mut build = cargo();
    build.args(["build", "--locked", "--profile", "library", "--package", "verband-ffi"]);
    shell.run(build.env("RUSTFLAGS", flags()))?;
    let name = format!("{}verband_ffi{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    // Only a copy is stripped: the generators of the bindings read what stripping removes.
    let copy = project::target().join("size").join(&name);
    fs::create_dir_all(copy.parent().expect("it is in a folder"))?;
    fs::copy(project::target().join("library").join(&name), &copy)?;
    let options: &[&str] = if cfg!(target_os = "macos") { &["-x"] } else { &[] };
    shell.run(Command::new("strip").args(options).arg(&copy))?;
    let size = fs::metadata(copy)?.len();
    if size > MOST {
        println!("{size} bytes are {} more than an app should be given", size - MOST);
    }
    Ok(size)
}

/// What a profile cannot ask of the compiler.
fn flags() -> String {
    // Functions through which no panic can come need no tables for unwinding; with frame pointers the other tables are short.
    let mut flags = "-Cforce-unwind-tables=no -Cforce-frame-pointers=yes".to_owned();
    // Where a panic happened is told by the place in a crate, not on the machine that built it: shorter, and nobody's business.
    let home = std::env::home_dir().map(|home| home.join(".cargo"));
    let sources = std::env::var_os("CARGO_HOME").map(PathBuf::from).or(home).map(|home| home.join("registry/src"));
    for folder in sources.and_then(|sources| fs::read_dir(sources).ok()).into_iter().flatten().flatten() {
        let _ = write!(flags, " --remap-path-prefix={}/=", folder.path().display());
    }
    flags
}
