//! `doctor`: examines a server's configuration and data folder, also while the server runs.

use std::fmt;
use std::path::Path;

use verband_protocol::id::Hash;
use verband_protocol::port::Clock;

use crate::blobs::{Blobs, FolderBlobs, KeptBlob};
use crate::config::{Config, Mail};
use crate::native::{SystemClock, can_write, disk_space, open_to_others};
use crate::relay::{Relay, Returned, password_is_open};
use crate::serve;
use crate::store::sqlite::SqliteStore;
use crate::store::{BlobStage, Faults, Store, StoreReport};

/// What an examination came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// As it should be.
    Good,
    /// Works, and should be looked at.
    Warning,
    /// Does not work.
    Bad,
}

/// One line of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was examined.
    pub subject: &'static str,
    /// What it came to.
    pub verdict: Verdict,
    /// In words.
    pub text: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = match self.verdict {
            Verdict::Good => "ok     ",
            Verdict::Warning => "warning",
            Verdict::Bad => "BAD    ",
        };
        write!(f, "{verdict}  {:<13} {}", self.subject, self.text)
    }
}

fn finding(subject: &'static str, verdict: Verdict, text: impl Into<String>) -> Finding {
    Finding { subject, verdict, text: text.into() }
}

/// Less free space than this is a warning, in bytes.
const LITTLE_SPACE: u64 = 1 << 30;

/// Less free space than this lets no upload finish, in bytes.
const NO_SPACE: u64 = 128 << 20;

/// No clock is right before this time: 2026-01-01, in milliseconds since the Unix epoch.
const PAST: u64 = 1_767_225_600_000;

/// How far the clock may be behind the newest entry, in milliseconds.
const CLOCK_TOLERANCE: u64 = 60_000;

/// Examines everything. `deep` reads every blob and compares its hash.
pub fn examine(config: &Config, deep: bool) -> Vec<Finding> {
    let mut findings = vec![tls(config)];
    findings.extend(config.mail.as_ref().map(|settings| mail(settings, config)));
    let data = &config.data;
    if !data.is_dir() {
        let text = format!("{} does not exist yet; `serve` makes it", data.display());
        findings.push(finding("folder", Verdict::Warning, text));
        return findings;
    }
    findings.push(folder(data));
    findings.push(space(data));
    let store = match SqliteStore::open_read_only(data) {
        Ok(store) => store,
        Err(error) => {
            findings.push(finding("database", Verdict::Bad, error.to_string()));
            return findings;
        }
    };
    match store.report() {
        Ok(report) => {
            findings.push(database(&report));
            findings.push(chains(&report));
            findings.extend(quotas(&report, config.limits.organisation_bytes));
            findings.push(blobs(data, &report, deep));
            findings.push(clock(&report));
            findings.extend(config.mail.as_ref().map(|_| spool(&report)));
        }
        Err(error) => findings.push(finding("database", Verdict::Bad, error.to_string())),
    }
    findings
}

fn tls(config: &Config) -> Finding {
    let local = config.listen.ip().is_loopback();
    let https = config.origin.as_deref().is_some_and(|origin| origin.starts_with("https://"));
    match &config.tls {
        Some(files) => match serve::tls(files) {
            Ok(_) => finding("connection", Verdict::Good, format!("TLS on {}", config.listen)),
            Err(error) => finding("connection", Verdict::Bad, error.to_string()),
        },
        None if local || (config.behind_proxy && https) => {
            finding("connection", Verdict::Good, format!("without TLS on {}", config.listen))
        }
        None => {
            let text = format!("without TLS on {}: set tls, or put a proxy in front", config.listen);
            finding("connection", Verdict::Warning, text)
        }
    }
}

/// Connects to the relay and logs in, and sends nothing.
fn mail(mail: &Mail, config: &Config) -> Finding {
    let subject = "mail";
    let relay = match Relay::open(mail, &config.settings(config.listen).origin) {
        Ok(relay) => relay,
        Err(error) => return finding(subject, Verdict::Bad, error.to_string()),
    };
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return finding(subject, Verdict::Bad, error.to_string()),
    };
    let at = format!("{}:{}", mail.relay, mail.port());
    match runtime.block_on(relay.examine()) {
        Err(Returned::Refused(reason) | Returned::NotNow(reason) | Returned::Unreachable(reason)) => {
            finding(subject, Verdict::Bad, format!("{at}: {reason}"))
        }
        Ok(()) if password_is_open(mail) => {
            finding(subject, Verdict::Warning, "other users can read the password: chmod 600")
        }
        Ok(()) => finding(subject, Verdict::Good, format!("{at} takes mail from this server")),
    }
}

fn spool(report: &StoreReport) -> Finding {
    finding("spool", Verdict::Good, format!("{} e-mails wait", report.waiting_mails))
}

fn folder(data: &Path) -> Finding {
    if let Err(error) = can_write(data) {
        return finding("folder", Verdict::Bad, format!("{} cannot be written: {error}", data.display()));
    }
    match open_to_others(data) {
        Ok(false) => finding("folder", Verdict::Good, format!("{}, for this user alone", data.display())),
        Ok(true) => {
            let text = format!("other users can open {}: chmod 700", data.display());
            finding("folder", Verdict::Warning, text)
        }
        Err(error) => finding("folder", Verdict::Bad, error.to_string()),
    }
}

fn space(data: &Path) -> Finding {
    match disk_space(data) {
        Ok((free, all)) => {
            let verdict = match free {
                0..NO_SPACE => Verdict::Bad,
                NO_SPACE..LITTLE_SPACE => Verdict::Warning,
                _ => Verdict::Good,
            };
            finding("space", verdict, format!("{} MiB free of {} MiB", free >> 20, all >> 20))
        }
        Err(error) => finding("space", Verdict::Warning, error.to_string()),
    }
}

fn database(report: &StoreReport) -> Finding {
    match report.database.first() {
        None => {
            let organisations = report.organisations.len();
            let text = format!("sound; organisations: {organisations}, entries: {}", report.entries);
            finding("database", Verdict::Good, text)
        }
        Some(first) => {
            let text = format!("damaged in {} places, the first: {first}", report.database.len());
            finding("database", Verdict::Bad, text)
        }
    }
}

fn chains(report: &StoreReport) -> Finding {
    match report.broken_chains.first() {
        None => finding("logs", Verdict::Good, "every chain of heads verifies"),
        Some((log, seq)) => {
            let count = report.broken_chains.len();
            finding("logs", Verdict::Bad, format!("{count} broken, the first: {log:?} at position {seq}"))
        }
    }
}

fn quotas(report: &StoreReport, quota: u64) -> Vec<Finding> {
    let full = report.organisations.iter().filter(|(_, bytes)| *bytes >= quota / 10 * 9);
    full.map(|(organisation, bytes)| {
        let text = format!("{organisation:?} uses {} of {} MiB", bytes >> 20, quota >> 20);
        finding("quota", Verdict::Warning, text)
    })
    .collect()
}

fn blobs(data: &Path, report: &StoreReport, deep: bool) -> Finding {
    let folder = FolderBlobs::open(data, Faults::none());
    let kept = folder.and_then(|folder| Ok((folder.list()?, folder)));
    let (kept, folder) = match kept {
        Ok(kept) => kept,
        Err(error) => return finding("blobs", Verdict::Bad, error.to_string()),
    };
    let whole = report.blobs.iter().filter(|(_, blob)| blob.stage == BlobStage::Whole);
    let (mut missing, mut damaged) = (0, 0);
    for (organisation, blob) in whole.clone() {
        let file = kept.iter().find(|file| file.whole && (file.organisation, file.blob) == (*organisation, blob.blob));
        match file {
            None => missing += 1,
            Some(file) if file.size != blob.size => damaged += 1,
            Some(_) if deep => {
                let bytes = usize::try_from(blob.size)
                    .ok()
                    .and_then(|size| folder.read(organisation, &blob.blob, 0, size).ok());
                let sound = bytes.is_some_and(|bytes| Hash::of(&bytes) == blob.hash);
                damaged += u64::from(!sound);
            }
            Some(_) => {}
        }
    }
    let known = |file: &&KeptBlob| report.blobs.iter().any(|(org, b)| (*org, b.blob) == (file.organisation, file.blob));
    let strays = kept.iter().filter(|file| !known(file)).count();
    let text = format!(
        "{} whole{}, {missing} missing, {damaged} damaged, {strays} files that nothing refers to",
        whole.count(),
        if deep { ", all read" } else { "" },
    );
    let verdict = match (missing + damaged, strays) {
        (0, 0) => Verdict::Good,
        (0, _) => Verdict::Warning,
        _ => Verdict::Bad,
    };
    finding("blobs", verdict, text)
}

fn clock(report: &StoreReport) -> Finding {
    let now = SystemClock.now_ms();
    if now < PAST {
        finding("clock", Verdict::Bad, "the clock stands before 2026")
    } else if now + CLOCK_TOLERANCE < report.latest_time {
        finding("clock", Verdict::Bad, "the clock stands before the newest entry: it was set back")
    } else {
        finding("clock", Verdict::Good, "plausible")
    }
}
