//! The server as a process of its own.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::process::Process;
use crate::stage::Stage;

/// A running server.
pub(crate) struct Server {
    process: Process,
    log: PathBuf,
    /// Where clients reach it.
    pub(crate) address: String,
    /// The link that permits one founding, if there is no organisation yet.
    pub(crate) link: Option<String>,
}

/// Any free port of the loopback.
pub(crate) const ANY_PORT: &str = "127.0.0.1:0";

impl Server {
    /// Starts a server on a folder: data in `data`, its log in `log.jsonl`.
    pub(crate) fn start(stage: &Stage, folder: &Path, listen: &str) -> Result<Self> {
        let data = folder.join("data");
        let fresh = !data.exists();
        let log = folder.join("log.jsonl");
        let file = File::options().create(true).append(true).open(&log).with_context(|| log.display().to_string())?;
        let mut command = Command::new(&stage.server);
        command
            .env_clear()
            .args(["serve", "--log-format", "json", "--listen", listen, "--data"])
            .arg(&data)
            .stderr(file);
        let started = Process::start("verband-server", &mut command, false).and_then(|mut process| {
            let link = if fresh { Some(process.wait_for("set-up link: ", || Ok(()))?) } else { None };
            let address = process.wait_for("listening on ", || Ok(()))?;
            Ok(Self { process, log: log.clone(), address, link })
        });
        // A server that cannot start says why in its log.
        started.with_context(|| match last_complaint(&log) {
            Some(line) => format!("the server did not start on {listen}: {line}"),
            None => format!("the server did not start on {listen}"),
        })
    }

    /// An error if the server is not running any more.
    pub(crate) fn must_run(&mut self) -> Result<()> {
        if let Some(status) = self.process.ended() {
            match last_complaint(&self.log) {
                Some(said) => bail!("the server's process ended by itself ({status}): {said}"),
                None => bail!("the server's process ended by itself ({status})"),
            }
        }
        Ok(())
    }

    /// Where it listens, without the scheme.
    pub(crate) fn port(&self) -> Result<String> {
        Ok(self.address.strip_prefix("http://").context("an address of the loopback")?.to_owned())
    }

    /// How long its log is, in bytes.
    pub(crate) fn log_end(&self) -> Result<u64> {
        Ok(fs::metadata(&self.log)?.len())
    }

    /// The devices that asked something since the log was this long.
    pub(crate) fn devices_since(&self, start: u64) -> Result<Vec<String>> {
        let text = fs::read_to_string(&self.log)?;
        let start = usize::try_from(start)?;
        let mut devices: Vec<String> = text
            .get(start..)
            .unwrap_or_default()
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .filter_map(|line| device_of(&line))
            .collect();
        devices.sort();
        devices.dedup();
        Ok(devices)
    }

    /// Asks the server to end and waits until it has.
    pub(crate) fn stop(&mut self) -> Result<()> {
        let ended = self.process.stop()?;
        ensure!(ended.status.success(), "the server did not end well: {}", ended.status);
        Ok(())
    }
}

/// The device in a line of the log, `DeviceId(1f0c22a7)`, wherever the format puts it.
fn device_of(line: &Value) -> Option<String> {
    let fields = line.get("fields").unwrap_or(line);
    let device = fields.get("device")?.as_str()?;
    Some(device.trim_start_matches("DeviceId(").trim_end_matches(')').to_owned())
}

/// The last thing that the server complained of.
fn last_complaint(log: &Path) -> Option<String> {
    let text = fs::read_to_string(log).ok()?;
    let complains = |line: &&str| !line.trim().is_empty() && !line.contains("\"level\":\"INFO\"");
    text.lines().rev().find(complains).map(str::to_owned)
}
