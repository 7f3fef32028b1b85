//! Rust for other targets than this machine: wasm32 for the browser, Android and iOS to check types.
//!
//! `rustup target add` is the ordinary way. Where it has no such target, Debian's `rustc-web` comes with the matching
//! sources of the standard library. `VERBAND_WASM_TOOLCHAIN=rustup` or `debian` forces a way.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::debian;
use crate::project;
use crate::shell::{Shell, ask, cargo, find};

/// The browser's target.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";
/// The phones' targets.
pub(crate) const PHONES: [&str; 2] = ["aarch64-linux-android", "aarch64-apple-ios"];

/// The processors of phones, with a system that needs no SDK.
pub(crate) const ARM64: &str = "aarch64-unknown-linux-gnu";

/// The compiler for a foreign target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cross {
    /// The one that builds everything else, with the target added.
    Rustup,
    /// Debian's, which is of another version: its artefacts go to a folder of their own.
    Debian,
}

/// Finds or installs Rust for the browser, and a clang for SQLite's C code.
///
/// # Errors
/// What is missing, in one line.
pub(crate) fn wasm(shell: &Shell) -> Result<Cross> {
    if clang().is_none() {
        let what = "clang, which compiles SQLite for the browser,";
        debian::install_first(shell, what, &["clang-22", "clang"])?;
    }
    let cross = choose(shell, &[WASM])?;
    if cross == Cross::Debian {
        debian::install(shell, "the linker for wasm", &["lld-22"])?;
        debian_wasm_std(shell)?;
    }
    Ok(cross)
}

/// Finds or installs Rust for Android and iOS.
///
/// # Errors
/// What is missing, in one line.
pub(crate) fn phones(shell: &Shell) -> Result<Cross> {
    choose(shell, &PHONES)
}

/// Finds or installs Rust and a C compiler for [`ARM64`].
///
/// # Errors
/// What is missing, in one line.
pub(crate) fn arm64(shell: &Shell) -> Result<()> {
    debian::install(shell, "the C compiler for aarch64", &["gcc-aarch64-linux-gnu", "libc6-dev-arm64-cross"])?;
    if !rustup(shell, &[ARM64])? {
        bail!("Rust for aarch64 is missing: run `rustup target add {ARM64}`");
    }
    Ok(())
}

impl Cross {
    /// `cargo`, to be given a command and its options, for one foreign target.
    ///
    /// # Errors
    /// When clang has gone since the set-up.
    pub(crate) fn cargo(self, command: &str, target: &str) -> Result<Command> {
        let mut cargo = self.bare();
        cargo.args([command, "--locked", "--target", target]);
        if target == WASM {
            cargo.env("CC_wasm32_unknown_unknown", clang().context("clang is missing")?);
        } else if self == Self::Debian {
            cargo.arg("-Zbuild-std=std,panic_abort").env("RUSTC_BOOTSTRAP", "1");
        }
        Ok(cargo)
    }

    /// Where it puts what it builds.
    pub(crate) fn target_dir(self) -> PathBuf {
        match self {
            Self::Rustup => project::target(),
            Self::Debian => project::target().join("debian"),
        }
    }

    fn bare(self) -> Command {
        let mut command = cargo();
        if self == Self::Debian {
            command = Command::new("/usr/bin/cargo");
            let path = std::env::var_os("PATH").unwrap_or_default();
            let first = [PathBuf::from("/usr/bin")].into_iter().chain(std::env::split_paths(&path));
            command.env("PATH", std::env::join_paths(first).expect("it was a search path before"));
            command.env("RUSTC", "/usr/bin/rustc").env("CARGO_TARGET_DIR", self.target_dir());
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld-22");
            command.current_dir(project::root());
        }
        command
    }
}

fn choose(shell: &Shell, targets: &[&str]) -> Result<Cross> {
    let forced = std::env::var("VERBAND_WASM_TOOLCHAIN").unwrap_or_default();
    match forced.as_str() {
        "" => {
            if rustup(shell, targets)? {
                return Ok(Cross::Rustup);
            }
            shell.say("  rustup cannot add the target: taking Debian's compiler");
            debian_compiler(shell)
        }
        "rustup" if rustup(shell, targets)? => Ok(Cross::Rustup),
        "rustup" => bail!("`rustup target add {}` failed", targets.join(" ")),
        "debian" => debian_compiler(shell),
        other => bail!("VERBAND_WASM_TOOLCHAIN is `{other}`; it can be `rustup` or `debian`"),
    }
}

fn rustup(shell: &Shell, targets: &[&str]) -> Result<bool> {
    if targets.iter().all(|target| has_std(target)) {
        return Ok(true);
    }
    if find("rustup").is_none() {
        return Ok(false);
    }
    let mut add = Command::new("rustup");
    Ok(shell.outcome(add.args(["target", "add"]).args(targets).current_dir(project::root()))?.ok)
}

/// Whether the compiler that builds everything else has a standard library for the target.
fn has_std(target: &str) -> bool {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", target]).current_dir(project::root());
    ask(&mut rustc).is_some_and(|folder| Path::new(&folder).is_dir())
}

fn debian_compiler(shell: &Shell) -> Result<Cross> {
    debian::install(shell, "Debian's Rust for other targets", &["rustc-web", "cargo-web", "rust-web-src"])?;
    Ok(Cross::Debian)
}

/// Builds the standard library for wasm32 from Debian's sources into its sysroot, once per compiler version.
fn debian_wasm_std(shell: &Shell) -> Result<()> {
    let rustc = Path::new("/usr/bin/rustc");
    let version = ask(Command::new(rustc).arg("-V")).context("rustc -V")?;
    let sysroot = ask(Command::new(rustc).args(["--print", "sysroot"])).context("rustc --print sysroot")?;
    let libraries = Path::new(&sysroot).join("lib/rustlib").join(WASM).join("lib");
    let stamp = libraries.join("verband-std-version");
    if std::fs::read_to_string(&stamp).is_ok_and(|had| had == version) {
        return Ok(());
    }
    shell.say("  building the standard library for wasm32");
    let work = project::target().join("debian-std");
    let _ = std::fs::remove_dir_all(&work);
    std::fs::create_dir_all(work.join("src"))?;
    std::fs::write(work.join("src/lib.rs"), "")?;
    std::fs::write(
        work.join("Cargo.toml"),
        "[package]\nname = \"sysroot\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
         [profile.release]\npanic = \"abort\"\n[workspace]\n",
    )?;
    let mut build = Cross::Debian.bare();
    build.args(["build", "--quiet", "--release", "--target", WASM, "-Zbuild-std=std,panic_abort,proc_macro"]);
    shell.run(build.env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_DIR", work.join("target")).current_dir(&work))?;
    let _ = std::fs::remove_dir_all(&libraries);
    std::fs::create_dir_all(&libraries)?;
    for entry in std::fs::read_dir(work.join("target").join(WASM).join("release/deps"))? {
        let file = entry?.path();
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if file.extension().is_some_and(|ending| ending == "rlib") && !name.starts_with("libsysroot-") {
            std::fs::copy(&file, libraries.join(name))?;
        }
    }
    std::fs::remove_dir_all(&work)?;
    std::fs::write(stamp, version)?;
    Ok(())
}

/// The newest clang on the search path that can write wasm.
fn clang() -> Option<PathBuf> {
    let names = ["clang-22", "clang-21", "clang-20", "clang-19", "clang"];
    names.iter().filter_map(|name| find(name)).find(|clang| {
        let mut targets = Command::new(clang);
        ask(targets.arg("--print-targets")).is_some_and(|text| text.contains("wasm32"))
    })
}
