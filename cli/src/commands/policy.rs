//! The policy of the organisation and its privacy notice.

use std::path::PathBuf;

use clap::Subcommand;
use serde::Serialize;
use verband_client::{policy_changes, try_patient_pattern};
use verband_protocol::certificate::DeviceClass;
use verband_protocol::organisation::{Contact, OrganisationPolicy, ProgramVersion, Redaction};

use super::founding::confirmed;
use super::proof::LanguageArg;
use crate::failure::Failure;
use crate::output::{Output, printable, table};
use crate::profile::Profile;
use crate::session::{Later, Session};

/// Commands of `policy`.
#[derive(Subcommand)]
pub(crate) enum Policy {
    /// Show what holds on all devices
    Show(Show),
    /// Change some of it; the rest stays. It is told in words what that changes, and asked for
    Set(Box<Set>),
    /// Show which patient reference a pattern makes of a code
    TryPattern(TryPattern),
}

/// Options of `policy try-pattern`.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  verband policy try-pattern \"<'F'>9{8}\" F20260417
  verband policy try-pattern '(8018)9{18}' '(8018)401234500000012345'

In a pattern 9 is a digit, A a letter, X one of both, '...' these signs, {8} or {6-10} how many of them,
[...] may be missing, <...> is no part of the reference, # a check digit of GS1, (8018) a field after GS1.")]
pub(crate) struct TryPattern {
    /// The pattern
    pattern: String,
    /// What a code says
    code: String,
}

/// Options of `policy show`.
#[derive(clap::Args)]
pub(crate) struct Show {
    /// In plain words: what it means for you
    #[arg(long)]
    words: bool,
    #[command(flatten)]
    language: LanguageArg,
}

#[derive(Clone, Copy, clap::ValueEnum)]
pub(super) enum Switch {
    On,
    Off,
}

impl Switch {
    pub(super) fn on(self) -> bool {
        matches!(self, Self::On)
    }
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Redacting {
    Offered,
    Asked,
    Required,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Reach {
    Everybody,
    Teams,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Class {
    Phone,
    Shared,
    Desktop,
    Web,
    Bot,
}

/// Options of `policy set`.
#[derive(clap::Args)]
pub(crate) struct Set {
    #[command(flatten)]
    change: Change,
    /// Do not ask whether the changes are right
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    language: LanguageArg,
}

/// What `policy set` changes. A number of 0 means never.
#[derive(clap::Args)]
#[group(required = true, multiple = true)]
struct Change {
    /// Digits of a PIN, at least (6 to 16)
    #[arg(long, value_name = "DIGITS")]
    pin_length: Option<u8>,
    /// Seconds without a touch after which the app locks
    #[arg(long, value_name = "SECONDS")]
    lock_after: Option<u32>,
    /// Whether fingerprint or face may stand for the PIN
    #[arg(long)]
    biometrics: Option<Switch>,
    /// Wrong PINs in a row after which a profile is wiped; 0 for never
    #[arg(long, value_name = "TRIES")]
    wipe_after: Option<u8>,
    /// Whether screenshots are possible
    #[arg(long)]
    screenshots: Option<Switch>,
    /// Whether text can be copied out of the app
    #[arg(long)]
    copy: Option<Switch>,
    /// Whether photos and files can leave the vault
    #[arg(long)]
    export: Option<Switch>,
    /// Whether photos can be taken
    #[arg(long)]
    camera: Option<Switch>,
    /// Whether voice notes can be recorded
    #[arg(long)]
    microphone: Option<Switch>,
    /// Whether videos can be recorded
    #[arg(long)]
    video: Option<Switch>,
    /// Whether a location can be sent
    #[arg(long)]
    location: Option<Switch>,
    /// Whether files of any type can be sent
    #[arg(long)]
    files: Option<Switch>,
    /// Whether members can switch read receipts on
    #[arg(long)]
    read_receipts: Option<Switch>,
    /// Days after which content is erased everywhere; 0 for never
    #[arg(long, value_name = "DAYS")]
    retention: Option<u32>,
    /// Days after which a photo that was never sent is erased; 0 for never
    #[arg(long, value_name = "DAYS")]
    unsent: Option<u32>,
    /// How strictly photos are redacted
    #[arg(long)]
    redaction: Option<Redacting>,
    /// The oldest program that reaches the server, such as 1.4.0
    #[arg(long, value_name = "VERSION")]
    minimum_version: Option<ProgramVersion>,
    /// Days without the server after which a device shows nothing; 0 for never
    #[arg(long, value_name = "DAYS")]
    max_offline: Option<u16>,
    /// All kinds of machine that a device may be
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    devices: Option<Vec<Class>>,
    /// Who may start a chat with whom
    #[arg(long)]
    contact: Option<Reach>,
    /// Whether claims wait for approval whose codes went by e-mail
    #[arg(long)]
    approve_mailed: Option<Switch>,
    /// Megabytes that the photos and files of one conversation may take on the server; 0 for as many as there are
    #[arg(long, value_name = "MB")]
    quota: Option<u32>,
    /// Whether originals of redacted photos are kept, sealed in the personal space of who redacted them
    #[arg(long)]
    keep_originals: Option<Switch>,
    /// Legal hold: whether nothing is erased in any conversation, whatever its time and whoever deletes
    #[arg(long)]
    legal_hold: Option<Switch>,
    /// Whether findings and photos of wounds stay beyond their time until they are in the patient record
    #[arg(long)]
    keep_undocumented: Option<Switch>,
    /// Whether wounds can be measured in photos: see docs/intended-purpose.md first
    #[arg(long)]
    measuring: Option<Switch>,
    /// What a patient reference looks like in a code on a wristband or a label: all patterns, or none for any code; see `policy try-pattern`
    #[arg(long, value_name = "PATTERN|none")]
    patient_pattern: Option<Vec<String>>,
}

impl Change {
    fn apply(self, policy: &mut OrganisationPolicy) {
        fn set<T>(field: &mut T, value: Option<T>) {
            if let Some(value) = value {
                *field = value;
            }
        }
        set(&mut policy.pin_length, self.pin_length);
        set(&mut policy.lock_after_s, self.lock_after);
        set(&mut policy.wipe_after_tries, self.wipe_after.map(|tries| (tries > 0).then_some(tries)));
        set(&mut policy.retention_days, self.retention.map(|days| (days > 0).then_some(days)));
        set(&mut policy.unsent_days, self.unsent.map(|days| (days > 0).then_some(days)));
        set(&mut policy.max_offline_days, self.max_offline.map(|days| (days > 0).then_some(days)));
        set(&mut policy.conversation_quota_mb, self.quota.map(|mb| (mb > 0).then_some(mb)));
        set(&mut policy.minimum_version, self.minimum_version);
        let patterns = self.patient_pattern.map(|all| all.into_iter().filter(|pattern| pattern != "none").collect());
        set(&mut policy.patient_patterns, patterns);
        let switches = [
            (&mut policy.biometrics, self.biometrics),
            (&mut policy.screenshots, self.screenshots),
            (&mut policy.copy, self.copy),
            (&mut policy.export, self.export),
            (&mut policy.camera, self.camera),
            (&mut policy.microphone, self.microphone),
            (&mut policy.video, self.video),
            (&mut policy.location, self.location),
            (&mut policy.files, self.files),
            (&mut policy.read_receipts, self.read_receipts),
            (&mut policy.approve_mailed, self.approve_mailed),
            (&mut policy.keep_originals, self.keep_originals),
            (&mut policy.legal_hold, self.legal_hold),
            (&mut policy.keep_undocumented, self.keep_undocumented),
            (&mut policy.measuring, self.measuring),
        ];
        for (field, switch) in switches {
            set(field, switch.map(Switch::on));
        }
        let redaction = self.redaction.map(|redaction| match redaction {
            Redacting::Offered => Redaction::Offered,
            Redacting::Asked => Redaction::Asked,
            Redacting::Required => Redaction::Required,
        });
        set(&mut policy.redaction, redaction);
        let contact = self.contact.map(|contact| match contact {
            Reach::Everybody => Contact::Everybody,
            Reach::Teams => Contact::Teams,
        });
        set(&mut policy.contact, contact);
        let classes = self.devices.map(|classes| {
            let mut classes: Vec<_> = classes.into_iter().map(DeviceClass::from).collect();
            classes.sort_unstable();
            classes.dedup();
            classes
        });
        set(&mut policy.device_classes, classes);
    }
}

impl From<Class> for DeviceClass {
    fn from(class: Class) -> Self {
        match class {
            Class::Phone => Self::Phone,
            Class::Shared => Self::Shared,
            Class::Desktop => Self::Desktop,
            Class::Web => Self::Web,
            Class::Bot => Self::Bot,
        }
    }
}

#[derive(Serialize)]
#[allow(clippy::struct_excessive_bools, reason = "it is a list of switches")]
struct Shown {
    pin_length: u8,
    lock_after: u32,
    biometrics: bool,
    wipe_after: Option<u8>,
    screenshots: bool,
    copy: bool,
    export: bool,
    camera: bool,
    microphone: bool,
    video: bool,
    location: bool,
    files: bool,
    read_receipts: bool,
    retention: Option<u32>,
    unsent: Option<u32>,
    redaction: &'static str,
    minimum_version: String,
    max_offline: Option<u16>,
    devices: Vec<&'static str>,
    contact: &'static str,
    approve_mailed: bool,
    quota: Option<u32>,
    keep_originals: bool,
    legal_hold: bool,
    keep_undocumented: bool,
    measuring: bool,
    patient_pattern: Vec<String>,
}

impl From<OrganisationPolicy> for Shown {
    fn from(policy: OrganisationPolicy) -> Self {
        Self {
            pin_length: policy.pin_length,
            lock_after: policy.lock_after_s,
            biometrics: policy.biometrics,
            wipe_after: policy.wipe_after_tries,
            screenshots: policy.screenshots,
            copy: policy.copy,
            export: policy.export,
            camera: policy.camera,
            microphone: policy.microphone,
            video: policy.video,
            location: policy.location,
            files: policy.files,
            read_receipts: policy.read_receipts,
            retention: policy.retention_days,
            unsent: policy.unsent_days,
            redaction: match policy.redaction {
                Redaction::Offered => "offered",
                Redaction::Asked => "asked",
                Redaction::Required => "required",
            },
            minimum_version: policy.minimum_version.to_string(),
            max_offline: policy.max_offline_days,
            devices: policy.device_classes.into_iter().map(class_name).collect(),
            contact: match policy.contact {
                Contact::Everybody => "everybody",
                Contact::Teams => "teams",
            },
            approve_mailed: policy.approve_mailed,
            quota: policy.conversation_quota_mb,
            keep_originals: policy.keep_originals,
            legal_hold: policy.legal_hold,
            keep_undocumented: policy.keep_undocumented,
            measuring: policy.measuring,
            patient_pattern: policy.patient_patterns,
        }
    }
}

pub(super) fn class_name(class: DeviceClass) -> &'static str {
    match class {
        DeviceClass::Phone => "phone",
        DeviceClass::Shared => "shared",
        DeviceClass::Desktop => "desktop",
        DeviceClass::Web => "web",
        DeviceClass::Bot => "bot",
    }
}

impl Shown {
    /// The same names as the options that set them.
    fn table(&self) -> Result<String, serde_json::Error> {
        let serde_json::Value::Object(fields) = serde_json::to_value(self)? else { return Ok(String::new()) };
        let text = |value: serde_json::Value| match value {
            serde_json::Value::Bool(true) => "on".to_owned(),
            serde_json::Value::Bool(false) => "off".to_owned(),
            serde_json::Value::Null => "never".to_owned(),
            serde_json::Value::String(text) => text,
            serde_json::Value::Array(items) if items.is_empty() => "none".to_owned(),
            serde_json::Value::Array(items) => {
                items.iter().filter_map(serde_json::Value::as_str).collect::<Vec<_>>().join(",")
            }
            other => other.to_string(),
        };
        let rows: Vec<_> = fields.into_iter().map(|(name, value)| [name.replace('_', "-"), text(value)]).collect();
        Ok(table(&rows))
    }
}

/// A point of the policy in words.
#[derive(Serialize)]
struct Point {
    title: String,
    text: String,
}

fn show(policy: OrganisationPolicy, output: &Output) {
    let shown = Shown::from(policy);
    output.result(&shown, || shown.table().unwrap_or_default());
}

pub(crate) async fn policy(args: Policy, profile: &Profile, output: &Output) -> Result<(), Failure> {
    match args {
        Policy::Show(args) if args.words => {
            let points = profile.unlock()?.policy_in_words(args.language.language())?;
            let points: Vec<Point> =
                points.into_iter().map(|point| Point { title: point.title, text: point.text }).collect();
            output.result(&points, || {
                points.iter().map(|point| format!("{}\n  {}", point.title, point.text)).collect::<Vec<_>>().join("\n")
            });
        }
        Policy::TryPattern(args) => {
            let reference = try_patient_pattern(&args.pattern, &args.code)?;
            let result = serde_json::json!({ "reference": reference });
            output.result(&result, || reference.as_deref().map_or("It does not fit.".to_owned(), printable));
        }
        Policy::Show(_) => show(profile.unlock()?.policy()?, output),
        Policy::Set(set) => {
            let session = Session::open(profile)?;
            session.client.sync().await?;
            let old = session.client.policy()?;
            let mut policy = old.clone();
            set.change.apply(&mut policy);
            let changes = policy_changes(&old, &policy, set.language.language());
            let told =
                changes.iter().map(|change| format!("{}\n  - {}\n  + {}", change.title, change.before, change.after));
            if !set.yes && !confirmed(&told.collect::<Vec<_>>().join("\n"))? {
                return Err(Failure::general("cancelled", "the policy stays as it is"));
            }
            session.client.set_policy(policy.clone()).await?;
            show(policy, output);
        }
    }
    Ok(())
}

/// Commands of `notice`.
#[derive(Subcommand)]
pub(crate) enum Notice {
    /// Show the privacy notice
    Show,
    /// Publish a new one, of which everybody is told
    Set(SetNotice),
    /// Confirm that you have read the newest one
    Accept,
}

/// Options of `notice set`.
#[derive(clap::Args)]
pub(crate) struct SetNotice {
    /// The German text: paragraphs with empty lines between them, `# ` before headings
    #[arg(value_name = "FILE")]
    german: PathBuf,
    /// The English text
    #[arg(long, value_name = "FILE")]
    english: Option<PathBuf>,
}

#[derive(Serialize)]
struct ShownNotice {
    version: u32,
    german: String,
    english: String,
    accepted: bool,
}

pub(crate) async fn notice(args: Notice, profile: &Profile, output: &Output) -> Result<(), Failure> {
    match args {
        Notice::Show => {
            let client = profile.unlock()?;
            let accepted = !client.notice_is_new()?;
            let shown = client.notice()?.map(|notice| ShownNotice {
                version: notice.version,
                german: notice.german,
                english: notice.english,
                accepted,
            });
            output.result(&shown, || match &shown {
                Some(notice) => {
                    let state = if notice.accepted { "accepted" } else { "not accepted yet" };
                    format!("{}\n\nVersion {}, {state}.", printable(&notice.german), notice.version)
                }
                None => "The organisation has no privacy notice yet.".to_owned(),
            });
        }
        Notice::Set(args) => {
            let read = |path: &PathBuf| std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error));
            let german = read(&args.german)?;
            let english = args.english.as_ref().map(read).transpose()?.unwrap_or_default();
            let session = Session::open(profile)?;
            session.client.sync().await?;
            let version = session.client.set_notice(&german, &english).await?;
            let result = serde_json::json!({ "version": version });
            output.result(&result, || format!("Version {version} is published."));
        }
        Notice::Accept => {
            let session = Session::open(profile)?;
            let Some(notice) = session.client.notice()? else {
                return Err(Failure::general("not-found", "the organisation has no privacy notice yet"));
            };
            session.client.accept_notice(notice.version)?;
            session.deliver(Later::default(), output).await?;
            let result = serde_json::json!({ "version": notice.version });
            output.result(&result, || format!("Version {} is accepted.", notice.version));
        }
    }
    Ok(())
}
