//! The people of the story, each with a device of her own: a profile folder and processes of the command line client.

use std::fs::File;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::process::{Ended, Process};
use crate::report::Step;
use crate::stage::Stage;

/// The PIN of every device in the story.
pub(crate) const PIN: &str = "280391";

/// A person's device.
#[derive(Clone)]
pub(crate) struct Device {
    /// How the story calls it.
    pub(crate) name: &'static str,
    /// Its person's name in the organisation.
    pub(crate) person: &'static str,
    /// Its profile.
    pub(crate) profile: PathBuf,
    client: PathBuf,
}

/// How the client refused something.
pub(crate) struct Refusal {
    /// Its exit status.
    pub(crate) status: i32,
    /// Its stable code.
    pub(crate) code: String,
    /// What it said.
    pub(crate) message: String,
}

impl Device {
    pub(crate) fn new(stage: &Stage, name: &'static str, person: &'static str) -> Self {
        Self { name, person, profile: stage.work.join(name), client: stage.client.clone() }
    }

    /// The same device in another place, as somebody who copied it has it.
    pub(crate) fn copied(&self, profile: PathBuf) -> Self {
        Self { profile, ..self.clone() }
    }

    /// Runs a command that must end well, and gives its result.
    pub(crate) fn run(&self, step: &mut Step, words: &[&str]) -> Result<Value> {
        step.command(self.name, words);
        self.quietly(words)
    }

    /// The same without telling it, for looking after things.
    pub(crate) fn quietly(&self, words: &[&str]) -> Result<Value> {
        let ended = self.end(&[&["--json"], words].concat())?;
        if !ended.status.success() {
            let refusal = refusal(&ended);
            bail!("{}: verband {}: {} [{}]", self.name, words[0], refusal.message, refusal.code);
        }
        serde_json::from_str(&ended.out).with_context(|| format!("verband {}: {}", words[0], ended.out))
    }

    /// Runs a command for what a person would read.
    pub(crate) fn text(&self, step: &mut Step, words: &[&str]) -> Result<String> {
        step.command(self.name, words);
        let ended = self.end(words)?;
        ensure!(ended.status.success(), "{}: verband {}: {}", self.name, words[0], ended.err.trim());
        Ok(ended.out)
    }

    /// Runs a command that may be refused.
    pub(crate) fn try_to(&self, step: &mut Step, words: &[&str]) -> Result<Result<Value, Refusal>> {
        step.command(self.name, words);
        let ended = self.end(&[&["--json"], words].concat())?;
        if ended.status.success() {
            return Ok(Ok(serde_json::from_str(&ended.out)?));
        }
        Ok(Err(refusal(&ended)))
    }

    /// Starts a command that stays.
    pub(crate) fn start(&self, step: &mut Step, words: &[&str]) -> Result<Process> {
        step.command(self.name, &[words, &["&"]].concat());
        let name = format!("{}: verband {}", self.name, words[0]);
        Process::start(&name, &mut self.command(&[&["--json"], words].concat()), true)
    }

    /// Whether no process talks to the server with this device: the lock that each of them holds is free.
    pub(crate) fn is_off(&self) -> bool {
        let path = self.profile.join("in-use");
        if !path.exists() {
            return true;
        }
        File::open(path).is_ok_and(|file| file.try_lock().is_ok())
    }

    /// Its id, the first eight digits: as the server's log names it.
    pub(crate) fn short_id(&self) -> Result<String> {
        let who = self.quietly(&["whoami"])?;
        Ok(field(&who, "device")?.chars().take(8).collect())
    }

    fn end(&self, words: &[&str]) -> Result<Ended> {
        let name = format!("{}: verband {}", self.name, words.iter().find(|word| **word != "--json").unwrap_or(&""));
        Process::start(&name, &mut self.command(words), true)?.finish()
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.client);
        // Nothing of the surroundings reaches a device, no proxy and no other profile.
        command.env_clear().env("VERBAND_PROFILE", &self.profile).env("VERBAND_PIN", PIN);
        for kept in ["PATH", "TZ", "RUST_BACKTRACE", "TMPDIR"] {
            if let Some(value) = std::env::var_os(kept) {
                command.env(kept, value);
            }
        }
        command.current_dir(self.profile.parent().unwrap_or(&self.profile)).args(words);
        command
    }
}

/// All members that a device sees in a conversation.
pub(crate) fn members(device: &Device, conversation: &str) -> Result<Vec<String>> {
    let rows = device.quietly(&["members", conversation])?;
    rows.as_array().context("a list of members")?.iter().map(|row| Ok(field(row, "name")?.to_owned())).collect()
}

/// A text field of a result.
pub(crate) fn field<'a>(value: &'a Value, name: &str) -> Result<&'a str> {
    value.get(name).and_then(Value::as_str).with_context(|| format!("no \"{name}\" in {value}"))
}

fn refusal(ended: &Ended) -> Refusal {
    let value: Value = serde_json::from_str(ended.err.trim()).unwrap_or_default();
    let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    Refusal {
        status: ended.status.code().unwrap_or(-1),
        code: text("error").unwrap_or_else(|| "?".to_owned()),
        message: text("message").unwrap_or_else(|| format!("{} {}", ended.status, ended.err.trim())),
    }
}
