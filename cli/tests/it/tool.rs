//! Runs `verband` in a profile of its own.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A folder with a profile that may not exist yet.
pub(crate) struct Desk {
    folder: TempDir,
}

/// What a run of the program left behind.
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The one JSON value on standard output.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {} {}", self.out, self.err))
    }

    /// The stable code of the failure, from `--json`.
    pub(crate) fn code(&self) -> String {
        let value: Value = serde_json::from_str(&self.err).unwrap_or_else(|error| panic!("{error}: {}", self.err));
        value["error"].as_str().expect("a code").to_owned()
    }
}

/// The PIN of all profiles here.
pub(crate) const PIN: &str = "246810";

/// An address where nobody listens.
pub(crate) const NOWHERE: &str = "http://127.0.0.1:1";

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    /// A desk whose person has founded an organisation.
    pub(crate) fn founded() -> Self {
        let desk = Self::new();
        let ran = desk.found();
        assert_eq!(ran.status, 0, "{}", ran.err);
        desk
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, Some(PIN), "")
    }

    /// Runs with `--json`, and it has to succeed: what it prints.
    pub(crate) fn done(&self, arguments: &[&str]) -> Value {
        let ran = self.run(&[&["--json"], arguments].concat());
        assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.err);
        ran.json()
    }

    pub(crate) fn run_with(&self, arguments: &[&str], pin: Option<&str>, input: &str) -> Ran {
        self.run_into(arguments, pin, input, Stdio::piped())
    }

    /// Runs with a standard output that nobody reads any more.
    pub(crate) fn run_unread(&self, arguments: &[&str]) -> Ran {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        self.run_into(arguments, Some(PIN), "", writer.into())
    }

    fn run_into(&self, arguments: &[&str], pin: Option<&str>, input: &str, out: Stdio) -> Ran {
        let mut child = self.start_into(arguments, pin, out);
        // A program that reads nothing closes the pipe: that is not what is tested.
        let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
        let output = child.wait_with_output().expect("the program ends");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        Ran { status: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Starts a run that goes on for a while.
    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        self.start_into(arguments, Some(PIN), Stdio::piped())
    }

    fn start_into(&self, arguments: &[&str], pin: Option<&str>, out: Stdio) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_verband"));
        command.env_clear().env("TZ", "UTC").args(arguments);
        if !arguments.contains(&"--profile") {
            command.env("VERBAND_PROFILE", self.path("profile"));
        }
        if let Some(pin) = pin {
            command.env("VERBAND_PIN", pin);
        }
        command.stdin(Stdio::piped()).stdout(out).stderr(Stdio::piped()).spawn().expect("the program starts")
    }

    /// Founds an organisation that no server has heard of yet.
    pub(crate) fn found(&self) -> Ran {
        let arguments =
            ["--json", "found", "--server", NOWHERE, "--token", "0000-0000-0000-0000", "--organisation", "Linde"];
        self.run(&[&arguments[..], &["--name", "Anna Arndt"]].concat())
    }
}
