//! A child process whose lines are read as they come, and which never outlives the story.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};

/// How long anything in the story may take before it counts as hanging.
pub(crate) const PATIENCE: Duration = Duration::from_mins(2);

/// How often something is looked at that another process brings about.
pub(crate) const LOOK: Duration = Duration::from_millis(250);

/// A running process.
pub(crate) struct Process {
    name: String,
    child: Child,
    lines: Receiver<String>,
    errors: Option<JoinHandle<String>>,
    /// Lines of standard output so far.
    said: Vec<String>,
}

/// A process that has ended.
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Process {
    /// Starts a program. What it writes to standard error is kept, unless the command sends it elsewhere.
    pub(crate) fn start(name: &str, command: &mut Command, keep_errors: bool) -> Result<Self> {
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        if keep_errors {
            command.stderr(Stdio::piped());
        }
        let program = command.get_program().to_owned();
        let mut child = command.spawn().with_context(|| format!("cannot start {}", program.display()))?;
        let out = child.stdout.take().context("a pipe")?;
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        let errors = child.stderr.take().map(|mut err| {
            std::thread::spawn(move || {
                let mut text = Vec::new();
                let _ = err.read_to_end(&mut text);
                String::from_utf8_lossy(&text).into_owned()
            })
        });
        Ok(Self { name: name.to_owned(), child, lines, errors, said: Vec::new() })
    }

    /// Waits for a line that begins like this, and gives the rest of it. Gives up when what it depends on is gone.
    pub(crate) fn wait_for(&mut self, start: &str, depends: impl Fn() -> Result<()>) -> Result<String> {
        if let Some(rest) = self.said.iter().find_map(|line| line.strip_prefix(start)) {
            return Ok(rest.to_owned());
        }
        let until = Instant::now() + PATIENCE;
        loop {
            match self.lines.recv_timeout(LOOK) {
                Ok(line) => {
                    let rest = line.strip_prefix(start).map(str::to_owned);
                    self.said.push(line);
                    if let Some(rest) = rest {
                        return Ok(rest);
                    }
                }
                Err(RecvTimeoutError::Timeout) if Instant::now() < until => depends()?,
                Err(RecvTimeoutError::Timeout) => bail!("{} said nothing for {} s", self.name, PATIENCE.as_secs()),
                Err(RecvTimeoutError::Disconnected) => {
                    let name = self.name.clone();
                    let ended = self.end()?;
                    bail!("{name} ended too early ({}): {}", ended.status, ended.err.trim());
                }
            }
        }
    }

    /// Waits until the process ends by itself.
    pub(crate) fn finish(mut self) -> Result<Ended> {
        self.end()
    }

    /// Asks the process to end (SIGTERM) and waits until it has.
    pub(crate) fn stop(&mut self) -> Result<Ended> {
        self.signal(Signal::TERM);
        self.end()
    }

    /// Whether the process is still there; if not, how it ended.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    fn signal(&self, signal: Signal) {
        if let Some(pid) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
            // Gone already is as good.
            let _ = kill_process(pid, signal);
        }
    }

    fn end(&mut self) -> Result<Ended> {
        let until = Instant::now() + PATIENCE;
        loop {
            match self.lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(line) => self.said.push(line),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    self.child.kill().context("ending a process that hangs")?;
                    self.child.wait()?;
                    bail!("{} did not end within {} s", self.name, PATIENCE.as_secs());
                }
            }
        }
        let status = self.child.wait()?;
        let err = self.errors.take().and_then(|errors| errors.join().ok()).unwrap_or_default();
        Ok(Ended { status, out: self.said.join("\n"), err })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if self.child.try_wait().is_ok_and(|status| status.is_none()) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}
