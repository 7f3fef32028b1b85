//! Kotlin on the JVM: compiler with coroutines and test library, a Java runtime, and JNA, which the bindings call.
//!
//! An installed `kotlinc` is taken as it is. Otherwise the compiler comes as the package `kotlin-compiler` of the npm
//! registry, which is JetBrains' whole distribution; its hash is checked, since anybody could have uploaded a package.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::debian;
use crate::shell::{Shell, ask, find};

const VERSION: &str = "2.4.20";
const INTEGRITY: &str =
    "sha512-IF5IVM7LpPhA/ntHQQpaVt1yxpaaQovtEVYLyqWMuaLr0XelLPPm7/sM6HLhtcRjjjoSsK7I7lP2kzYJkMy73w==";

/// Where the pieces are.
pub(crate) struct Kotlin {
    /// The folder of the distribution, with `bin/kotlinc` and `lib`.
    home: PathBuf,
    /// JNA, which loads the library.
    jna: PathBuf,
}

/// Finds or installs Kotlin.
///
/// # Errors
/// What is missing, in one line.
pub(crate) fn ensure(shell: &Shell) -> Result<Kotlin> {
    if find("java").is_none() {
        debian::install(shell, "a Java runtime (java)", &["default-jre-headless"])?;
    }
    let home = match installed() {
        Some(home) => home,
        None => download(shell)?,
    };
    Ok(Kotlin { home, jna: jna(shell)? })
}

impl Kotlin {
    /// The compiler, by its shell script: npm's archives lose the executable bit.
    pub(crate) fn compiler(&self) -> Command {
        let mut command = Command::new("bash");
        command.arg(self.home.join("bin/kotlinc"));
        command
    }

    /// What generated bindings, façade and tests are compiled and run against.
    pub(crate) fn libraries(&self) -> Vec<PathBuf> {
        let lib = self.home.join("lib");
        let jars = ["kotlin-stdlib.jar", "kotlin-test.jar", "kotlinx-coroutines-core-jvm.jar"];
        jars.iter().map(|jar| lib.join(jar)).chain([self.jna.clone()]).collect()
    }
}

fn installed() -> Option<PathBuf> {
    let compiler = fs::canonicalize(find("kotlinc")?).ok()?;
    let home = compiler.parent()?.parent()?;
    home.join("lib/kotlinx-coroutines-core-jvm.jar").is_file().then(|| home.to_owned())
}

fn download(shell: &Shell) -> Result<PathBuf> {
    let home =
        std::env::var_os("KOTLIN_ROOT").map_or_else(|| crate::project::target().join("tools/kotlin"), PathBuf::from);
    if home.join("lib/kotlin-compiler.jar").is_file() {
        return Ok(home);
    }
    shell.say(&format!("  downloading Kotlin {VERSION}"));
    super::browser::node(shell)?;
    let new = home.with_extension("new");
    let _ = fs::remove_dir_all(&new);
    fs::create_dir_all(&new)?;
    let package = format!("kotlin-compiler@{VERSION}");
    debian::retry(shell, Command::new("npm").args(["pack", "--silent", &package]).current_dir(&new))?;
    let archive = format!("kotlin-compiler-{VERSION}.tgz");
    check(&new.join(&archive))?;
    shell.run(Command::new("tar").args(["xzf", &archive]).current_dir(&new))?;
    let _ = fs::remove_dir_all(&home);
    fs::rename(new.join("package"), &home).with_context(|| format!("moving Kotlin to {}", home.display()))?;
    fs::remove_dir_all(&new)?;
    Ok(home)
}

/// Compares the archive with the pinned hash; Node.js, which is there for npm, computes it.
fn check(archive: &Path) -> Result<()> {
    let script = "const h = require('crypto').createHash('sha512').update(require('fs').readFileSync(process.argv[1]));\
                  console.log('sha512-' + h.digest('base64'))";
    let found = ask(Command::new("node").args(["-e", script]).arg(archive)).context("node cannot hash")?;
    ensure!(found == INTEGRITY, "the Kotlin archive has the hash {found}, expected {INTEGRITY}: not installed");
    Ok(())
}

fn jna(shell: &Shell) -> Result<PathBuf> {
    if let Some(jar) = std::env::var_os("JNA_JAR") {
        return Ok(PathBuf::from(jar));
    }
    let jar = PathBuf::from("/usr/share/java/jna.jar");
    if !jar.is_file() {
        debian::install(shell, "JNA (or name its file in JNA_JAR)", &["libjna-java"])?;
    }
    Ok(jar)
}
