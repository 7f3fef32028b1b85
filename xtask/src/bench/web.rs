//! `cargo xtask bench --web`: what somebody waits for in a browser. The web app as a house gets it, a ward that is six weeks old and has
//! a log book of very many entries, and Chromium; `web/app/test/bench.mjs` measures.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::{Row, rows};
use crate::setup::browser;
use crate::shell::{Shell, ask, cargo};
use crate::{project, web};

/// How many entries are scrolled through.
const ENTRIES: &str = "10000";

/// Measures.
///
/// # Errors
/// When something does not build, or what is measured does not happen.
pub(super) fn measure(shell: &Shell) -> Result<Vec<Row>> {
    let chromium = browser::ensure(shell)?;
    let built = web::built(shell)?;
    let mut build = cargo();
    build.args(["build", "--locked", "--package", "verband-ward"]);
    shell.run(build.env("VERBAND_APP_DIR", built))?;
    let ward = Ward::open(shell)?;
    let (file, mut node) = (super::file()?, Command::new("node"));
    node.args(["bench.mjs", &ward.address, &ward.code, ENTRIES]).arg(&file).env("CHROMIUM_BIN", chromium);
    shell.run(node.current_dir(project::root().join("web/app/test")))?;
    rows(&file)
}

/// What this was measured in.
pub(super) fn browser() -> String {
    let chromium = std::env::var("CHROMIUM_BIN").unwrap_or_else(|_| "chromium".to_owned());
    ask(Command::new(chromium).arg("--version")).unwrap_or_default()
}

/// A ward that is open, until it is dropped.
struct Ward {
    program: Child,
    address: String,
    /// A letter's.
    code: String,
}

impl Ward {
    fn open(shell: &Shell) -> Result<Self> {
        shell.say("Six weeks on a ward, with a log book; this takes some minutes.");
        let mut program = Command::new(project::target().join("debug/verband-ward"))
            .args(["--entries", ENTRIES])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .context("the ward")?;
        let out = BufReader::new(program.stdout.take().context("it is piped")?);
        let mut ward = Self { program, address: String::new(), code: String::new() };
        for line in out.lines() {
            let line = line?;
            if let Some(address) = line.strip_prefix("The ward is open: ") {
                address.clone_into(&mut ward.address);
            } else if line.trim_start().starts_with("Berta Brandt") {
                line.split_whitespace().last().unwrap_or_default().clone_into(&mut ward.code);
                break;
            }
        }
        ensure!(!ward.address.is_empty() && !ward.code.is_empty(), "the ward did not open");
        Ok(ward)
    }
}

impl Drop for Ward {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
