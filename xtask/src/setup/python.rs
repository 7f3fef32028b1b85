//! Python with the two libraries that verify the test vectors, in an environment of its own below `target`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::debian;
use crate::project;
use crate::shell::{Shell, ask, find};

/// The libraries: an implementation of the primitives that shares no code with ours.
const LIBRARIES: [&str; 2] = ["cryptography==50.0.2", "argon2-cffi==25.1.0"];

/// Finds or makes the environment; gives its interpreter.
///
/// # Errors
/// What is missing, in one line.
pub(crate) fn ensure(shell: &Shell) -> Result<PathBuf> {
    let home = project::target().join("tools/python");
    let python = home.join("bin/python");
    let stamp = home.join("libraries");
    if python.exists() && fs::read_to_string(&stamp).is_ok_and(|had| had == LIBRARIES.join(" ")) {
        return Ok(python);
    }
    if find("python3").is_none() || ask(Command::new("python3").args(["-c", "import ensurepip"])).is_none() {
        debian::install(shell, "Python 3 with venv", &["python3", "python3-venv"])?;
    }
    let _ = fs::remove_dir_all(&home);
    fs::create_dir_all(&home)?;
    shell.run(Command::new("python3").args(["-m", "venv"]).arg(&home))?;
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(LIBRARIES);
    debian::retry(shell, &mut install)?;
    fs::write(stamp, LIBRARIES.join(" "))?;
    Ok(python)
}
