//! Where things are in this checkout, and the list of its files. No command runs here but `git` and `cargo metadata`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use cargo_metadata::{Metadata, MetadataCommand};

/// The folder that holds the workspace manifest.
pub(crate) fn root() -> PathBuf {
    let here = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    Path::new(&here).parent().expect("xtask has a parent folder").to_owned()
}

/// Cargo's target folder for this checkout; everything that the commands generate goes below it.
pub(crate) fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// What tells the compiler that where a panic happened is the place in a crate, not on the machine that built it: shorter,
/// and nobody's business.
pub(crate) fn remapped() -> String {
    let home = std::env::home_dir().map(|home| home.join(".cargo"));
    let sources = std::env::var_os("CARGO_HOME").map(PathBuf::from).or(home).map(|home| home.join("registry/src"));
    let folders = sources.and_then(|sources| std::fs::read_dir(sources).ok()).into_iter().flatten().flatten();
    let flags: Vec<String> =
        folders.map(|folder| format!("--remap-path-prefix={}/=", folder.path().display())).collect();
    flags.join(" ")
}

/// The crate graph exactly as the lock file has it.
///
/// # Errors
/// When the lock file does not fit the manifests, or cargo fails.
pub(crate) fn metadata() -> Result<Metadata> {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .other_options(vec!["--locked".to_owned()])
        .exec()
        .context("cargo metadata --locked")
}

/// Paths of all files that are or would be tracked, relative to the root, sorted.
///
/// # Errors
/// When this is not a git checkout.
pub(crate) fn files() -> Result<Vec<String>> {
    let out = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .context("git ls-files")?;
    ensure!(out.status.success(), "git ls-files: {}", String::from_utf8_lossy(&out.stderr));
    let mut files: Vec<String> =
        String::from_utf8_lossy(&out.stdout).split_terminator('\0').map(str::to_owned).collect();
    files.sort();
    files.dedup();
    files.retain(|file| root().join(file).is_file());
    Ok(files)
}

/// Whether CI runs this: then nothing may be left out.
pub(crate) fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true")
}
