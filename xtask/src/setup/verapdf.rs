//! veraPDF, which validates papers against PDF/UA-1. Maven brings it from its central repository at the version in
//! `core/documents/verapdf/pom.xml`; what came is compared with the hashes beside it before anything of it runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::debian;
use crate::project;
use crate::shell::{Shell, ask, find};

/// Finds or brings the archives; gives them as a class path, for a `java` that runs source files.
///
/// # Errors
/// What is missing, in one line, or that an archive is not the one that it has to be.
pub(crate) fn ensure(shell: &Shell) -> Result<String> {
    if find("javac").is_none() {
        debian::install(shell, "a Java compiler (javac)", &["default-jdk-headless"])?;
    }
    let home = project::target().join("tools/verapdf");
    if !is_whole(&home.join("jars")) {
        download(shell, &home)?;
    }
    let paths = archives()?.into_iter().map(|name| home.join("jars").join(name));
    Ok(std::env::join_paths(paths)?.to_string_lossy().into_owned())
}

fn folder() -> PathBuf {
    project::root().join("core/documents/verapdf")
}

/// The names of the archives, and of nothing else that may lie beside them.
fn archives() -> Result<Vec<String>> {
    let list = fs::read_to_string(folder().join("jars.sha256"))?;
    list.lines().map(|line| Some(line.split_once("  ")?.1.to_owned())).collect::<Option<_>>().context("jars.sha256")
}

fn is_whole(jars: &Path) -> bool {
    let mut check = Command::new("sha256sum");
    check.args(["--check", "--strict", "--status"]).arg(folder().join("jars.sha256")).current_dir(jars);
    jars.is_dir() && ask(&mut check).is_some()
}

fn download(shell: &Shell, home: &Path) -> Result<()> {
    if find("mvn").is_none() {
        debian::install(shell, "Maven (mvn)", &["maven"])?;
    }
    let _ = fs::remove_dir_all(home);
    fs::create_dir_all(home)?;
    let mut maven = Command::new("mvn");
    maven.args(["--quiet", "--batch-mode", "dependency:copy-dependencies", "-DincludeScope=runtime"]);
    maven.arg(format!("-Dmaven.repo.local={}", home.join("repository").display()));
    maven.arg(format!("-DoutputDirectory={}", home.join("jars").display()));
    maven.arg("--file").arg(folder().join("pom.xml"));
    debian::retry(shell, &mut maven)?;
    ensure!(is_whole(&home.join("jars")), "an archive of veraPDF is not the one in jars.sha256: not used");
    Ok(fs::remove_dir_all(home.join("repository"))?)
}
