//! Debian packages, installed as root without questions; the only place that calls `apt-get`.

use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::shell::{Shell, ask, find};

/// How often a download is tried: mirrors stumble, and another program may hold the package lists.
const TRIES: u32 = 4;

/// Installs those of the packages that are missing. `what` names the thing a person would look for.
///
/// # Errors
/// One line with the way to get it where this is not a Debian machine or not root; or that `apt-get` failed.
pub(crate) fn install(shell: &Shell, what: &str, packages: &[&str]) -> Result<()> {
    if find("apt-get").is_none() {
        bail!("{what} is missing: install it, then run this again (only Debian machines are set up by themselves)");
    }
    let missing: Vec<&str> = packages.iter().copied().filter(|package| !installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if ask(Command::new("id").arg("-u")).as_deref() != Some("0") {
        bail!("{what} is missing: run `sudo apt-get install {}`", missing.join(" "));
    }
    shell.say(&format!("  installing {what}: {}", missing.join(" ")));
    update(shell)?;
    let mut install = apt();
    install.args(["install", "-qq", "-y", "--no-install-recommends"]).args(&missing);
    retry(shell, &mut install)
}

/// Installs the first of the packages that this version of Debian has.
///
/// # Errors
/// As [`install`].
pub(crate) fn install_first(shell: &Shell, what: &str, packages: &[&str]) -> Result<()> {
    let is_root = ask(Command::new("id").arg("-u")).as_deref() == Some("0");
    if find("apt-get").is_some() && is_root {
        update(shell)?;
    }
    let known = |package: &&&str| ask(Command::new("apt-cache").args(["show", "--no-all-versions", package])).is_some();
    let first = packages.iter().find(known).or(packages.last());
    install(shell, what, first.map_or(&[], std::slice::from_ref))
}

/// Reads the package lists once per run.
fn update(shell: &Shell) -> Result<()> {
    static DONE: OnceLock<()> = OnceLock::new();
    if DONE.get().is_none() {
        retry(shell, apt().args(["update", "-qq"]))?;
        DONE.get_or_init(|| ());
    }
    Ok(())
}

fn installed(package: &str) -> bool {
    ask(Command::new("dpkg-query").args(["--show", "--showformat=${db:Status-Status}", package])).as_deref()
        == Some("installed")
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command.args(["-o", "DPkg::Lock::Timeout=600", "-o", "Acquire::Retries=3", "-o", "Dpkg::Use-Pty=0"]);
    command
}

/// Runs a command that fetches something, again after a pause when it fails.
///
/// # Errors
/// When the last try fails.
pub(crate) fn retry(shell: &Shell, command: &mut Command) -> Result<()> {
    for pause in 1..TRIES {
        if shell.outcome(command)?.ok {
            return Ok(());
        }
        shell.say("  failed, trying again");
        std::thread::sleep(Duration::from_secs(u64::from(pause) * 5));
    }
    shell.run(command)
}
