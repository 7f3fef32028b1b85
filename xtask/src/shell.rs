//! Runs programs: shown while they run, collected for whoever counts, or kept quiet in a log file.
//!
//! A program gets no standard input, so that nothing ever waits for an answer nobody gives.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use anyhow::{Context, Result, bail};

/// Where a program's output goes.
#[derive(Clone)]
pub(crate) struct Shell {
    log: Option<Arc<Mutex<File>>>,
}

/// What a program printed, and whether it ended well.
pub(crate) struct Outcome {
    /// Standard output and error, line by line in the order of arrival.
    pub(crate) lines: Vec<String>,
    /// Whether the exit status was zero.
    pub(crate) ok: bool,
}

impl Shell {
    /// Shows everything on the terminal.
    pub(crate) fn loud() -> Self {
        Self { log: None }
    }

    /// Writes everything to a log file instead.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub(crate) fn logged(path: &Path) -> Result<Self> {
        std::fs::create_dir_all(path.parent().expect("a log file is in a folder"))?;
        Ok(Self { log: Some(Arc::new(Mutex::new(File::create(path)?))) })
    }

    /// Prints one line of our own where the output goes.
    pub(crate) fn say(&self, line: &str) {
        match &self.log {
            Some(log) => drop(writeln!(log.lock().expect("no writer panics"), "{line}")),
            None => println!("{line}"),
        }
    }

    /// Runs a program to its end, whatever its exit status is.
    ///
    /// # Errors
    /// When it cannot be started.
    pub(crate) fn outcome(&self, command: &mut Command) -> Result<Outcome> {
        self.say(&format!("    $ {}", show(command)));
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", command.get_program().display()))?;
        let lines = self.collect(&mut child);
        Ok(Outcome { lines, ok: child.wait()?.success() })
    }

    /// Runs a program that must end well.
    ///
    /// # Errors
    /// When it cannot be started or fails; in a quiet shell with the last lines it printed.
    pub(crate) fn run(&self, command: &mut Command) -> Result<()> {
        let outcome = self.outcome(command)?;
        if outcome.ok {
            return Ok(());
        }
        if self.log.is_some() {
            let tail = outcome.lines.len().saturating_sub(15);
            bail!("{} failed:\n{}", show(command), outcome.lines.split_at(tail).1.join("\n"));
        }
        bail!("{} failed", show(command))
    }

    fn collect(&self, child: &mut Child) -> Vec<String> {
        let lines = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            if let Some(out) = child.stdout.take() {
                scope.spawn(|| self.pump(out, &lines));
            }
            if let Some(err) = child.stderr.take() {
                scope.spawn(|| self.pump(err, &lines));
            }
        });
        lines.into_inner().expect("no reader panics")
    }

    fn pump(&self, source: impl Read, lines: &Mutex<Vec<String>>) {
        let mut source = BufReader::new(source);
        let mut bytes = Vec::new();
        while matches!(source.read_until(b'\n', &mut bytes), Ok(1..)) {
            let line = String::from_utf8_lossy(&bytes).trim_end().to_owned();
            self.say(&line);
            lines.lock().expect("no reader panics").push(line);
            bytes.clear();
        }
    }
}

/// A command that is ended when it takes longer than this, so that a hanging test fails with its output shown.
pub(crate) fn limited(program: impl AsRef<OsStr>, minutes: u32) -> Command {
    if find("timeout").is_none() {
        return Command::new(program);
    }
    let mut command = Command::new("timeout");
    command.args(["--kill-after=10", &format!("{minutes}m")]).arg(program);
    command
}

/// The full path of a program, if it is on the search path.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// What a program prints, trimmed; `None` when it is missing or fails.
pub(crate) fn ask(command: &mut Command) -> Option<String> {
    let out = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    out.status.success().then(|| String::from_utf8_lossy(&out.stdout).trim().to_owned())
}

/// `cargo` in the root of this checkout.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(crate::project::root());
    command
}

fn show(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
