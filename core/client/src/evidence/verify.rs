//! Examining a package: whether every bit of it is as it was written and listed. Who signed it, and what its entries and statements
//! show, is in `proofs.rs`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use verband_protocol::capture::CaptureStatement;
use verband_protocol::id::{DeviceId, EventId, Hash, MemberId};

use super::{BLOCK, MANIFEST, Name, ORGANISATION, SIGNATURE};
use crate::archive;

/// Something about a package that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageFault {
    /// Which file in it; empty: what holds them together.
    pub file: String,
    /// What is wrong.
    pub what: String,
    /// The bytes among which the change is, from and to, if that can be told: of the file, or of the package.
    pub bytes: Option<(usize, usize)>,
}

/// What a package is found to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PackageVerdict {
    /// What is wrong; nothing: every bit is as it was written and signed.
    pub faults: Vec<PackageFault>,
    /// The organisation's name.
    pub organisation: String,
    /// Its fingerprint, which is to be compared with a letter: everything rests on it.
    pub fingerprint: String,
    /// The wound.
    pub wound: String,
    /// The member who made the package.
    pub member: String,
    /// On which device.
    pub device: Option<DeviceId>,
    /// When, by her device's clock, in milliseconds since the Unix epoch.
    pub at: u64,
    /// The files that it lists.
    pub files: usize,
    /// What was stated of each photo, by its name.
    pub photos: Vec<(String, CaptureStatement)>,
    /// Entries of the conversation that are in it, by when their authors say that they wrote them.
    pub entries: Vec<PackageEntry>,
    /// What nothing in it shows, file by file: it was not sent yet when the package was made, an older program sent it, or whoever
    /// made the package left something out. It is her word.
    pub unproven: Vec<PackageFault>,
}

/// An entry of the conversation whose author is proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageEntry {
    /// Its event.
    pub event: EventId,
    /// Who wrote it.
    pub member: MemberId,
    /// On which device.
    pub device: DeviceId,
    /// When, by that device's clock, in milliseconds since the Unix epoch.
    pub at: u64,
    /// What: `wound`, `change`, `finding`, `correction`, `photo`, `place` (a photo was put at a wound, or at none); or `other`.
    pub what: &'static str,
    /// Whether what it says is handed out. If not, it shows who wrote it and when: it was said anew since.
    pub opened: bool,
}

impl PackageVerdict {
    /// Whether nothing is wrong with it, and everything that it says is shown by what others wrote and signed: but for words, names
    /// and the report, which are held against nothing.
    pub fn is_proven(&self) -> bool {
        self.faults.is_empty() && self.unproven.is_empty()
    }
}

/// Whether a file begins like a package.
pub fn is_package(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// The organisation's log in a package.
pub fn package_organisation(bytes: &[u8]) -> Option<Vec<u8>> {
    let found = archive::read(bytes).into_iter().find(|(name, _)| name == ORGANISATION);
    found.map(|(_, log)| log.to_vec())
}

/// Examines a package.
pub fn verify_package(bytes: &[u8]) -> PackageVerdict {
    let found = archive::read(bytes);
    let mut verdict = PackageVerdict::default();
    let mut files: BTreeMap<&str, &[u8]> = BTreeMap::new();
    for (name, data) in &found {
        if files.insert(name, data).is_some() {
            verdict.fault(name, "is there twice", None);
        }
    }
    let manifest = files.get(MANIFEST).copied();
    let listed = manifest.and_then(Listed::read);
    let Some(listed) = listed else {
        let what = if manifest.is_some() { "cannot be read: it was changed" } else { "is missing" };
        verdict.fault(MANIFEST, what, None);
        return verdict;
    };
    (verdict.wound, verdict.member, verdict.at) = (listed.wound.clone(), listed.member.clone(), listed.at);
    verdict.device = listed.device;
    verdict.files = listed.files.len();
    let names = verdict.names(&listed);
    verdict.contents(&listed, &files);
    verdict.proofs(&listed, &names, &files);
    if verdict.faults.is_empty() {
        verdict.container(&listed, &files, bytes);
    }
    verdict
}

/// The files that a package is made of, by their names, and which of them are photos.
pub(super) struct Names {
    pub(super) all: BTreeSet<Name>,
    pub(super) photos: BTreeMap<EventId, Name>,
}

/// A list of files.
pub(super) struct Listed {
    pub(super) log: String,
    pub(super) wound: String,
    pub(super) member: String,
    pub(super) device: Option<DeviceId>,
    at: u64,
    files: Vec<ListedFile>,
}

struct ListedFile {
    name: String,
    size: usize,
    hash: String,
    blocks: Vec<String>,
}

impl Listed {
    fn read(manifest: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(manifest).ok()?;
        let text = |of: &Value| of.as_str().map(str::to_owned);
        let file = |of: &Value| {
            Some(ListedFile {
                name: text(&of["name"])?,
                size: usize::try_from(of["size"].as_u64()?).ok()?,
                hash: text(&of["sha256"])?,
                blocks: of["blocks"].as_array()?.iter().map(text).collect::<Option<_>>()?,
            })
        };
        Some(Self {
            log: text(&value["conversation"]).unwrap_or_default(),
            wound: text(&value["wound"]).unwrap_or_default(),
            member: text(&value["member"]).unwrap_or_default(),
            device: value["device"].as_str().and_then(|device| device.parse().ok()),
            at: value["at"].as_u64().unwrap_or_default(),
            files: value["files"].as_array()?.iter().map(file).collect::<Option<_>>()?,
        })
    }
}

impl PackageVerdict {
    pub(super) fn fault(&mut self, file: &str, what: impl Into<String>, bytes: Option<(usize, usize)>) {
        self.faults.push(PackageFault { file: file.to_owned(), what: what.into(), bytes });
    }

    /// What the list names: what a package has, each once, and nothing else. What has another name would not be looked at.
    fn names(&mut self, listed: &Listed) -> Names {
        let mut names = Names { all: BTreeSet::new(), photos: BTreeMap::new() };
        for ListedFile { name, .. } in &listed.files {
            match Name::read(name) {
                None => self.fault(name, "is listed, and no package has such a file", None),
                Some(known) if !names.all.insert(known) => self.fault(name, "is listed twice", None),
                Some(known @ Name::Photo(event, _)) => {
                    if names.photos.insert(event, known).is_some() {
                        self.fault(name, "is a second photo of one event", None);
                    }
                }
                Some(_) => {}
            }
        }
        for name in &names.all {
            if name.of_photo().is_some_and(|photo| !names.photos.contains_key(&photo)) {
                self.fault(&name.to_string(), "is of a photo that is not there", None);
            }
        }
        let previews = names.photos.keys().map(|event| Name::Preview(*event));
        for name in previews.chain([Name::Report, Name::Bundle]) {
            if !names.all.contains(&name) {
                self.fault(&name.to_string(), "is not listed", None);
            }
        }
        names
    }

    /// Whether each file is there and as it is listed, and no other.
    fn contents(&mut self, listed: &Listed, files: &BTreeMap<&str, &[u8]>) {
        let known: BTreeSet<&str> =
            listed.files.iter().map(|file| file.name.as_str()).chain([MANIFEST, SIGNATURE]).collect();
        for name in files.keys().filter(|name| !known.contains(**name)) {
            self.fault(name, "was added", None);
        }
        for file in &listed.files {
            let Some(data) = files.get(file.name.as_str()) else {
                self.fault(&file.name, "is missing", None);
                continue;
            };
            let hash = Hash::of(data).to_string();
            if hash == file.hash {
                continue;
            }
            if let Some(other) = listed.files.iter().find(|other| other.hash == hash) {
                self.fault(&file.name, format!("has the content of {}", other.name), None);
                continue;
            }
            let changed: Vec<usize> = data
                .chunks(BLOCK)
                .enumerate()
                .filter(|(index, block)| file.blocks.get(*index) != Some(&Hash::of(block).to_string()))
                .map(|(index, _)| index)
                .collect();
            let range = changed.first().map(|first| (first * BLOCK, ((first + 1) * BLOCK).min(data.len())));
            let what = if data.len() == file.size { "was changed" } else { "was cut or made longer" };
            self.fault(&file.name, what, range);
        }
    }

    /// Whether what holds the files together is as it was written: the same files make the same package.
    fn container(&mut self, listed: &Listed, files: &BTreeMap<&str, &[u8]>, bytes: &[u8]) {
        let names = [MANIFEST, SIGNATURE].into_iter().chain(listed.files.iter().map(|file| file.name.as_str()));
        let whole: Vec<(&str, &[u8])> =
            names.map(|name| (name, files.get(name).copied().unwrap_or_default())).collect();
        let Some(written) = archive::write(&whole) else { return };
        if written == bytes {
            return;
        }
        let first = written.iter().zip(bytes).position(|(written, found)| written != found);
        let first = first.unwrap_or(written.len().min(bytes.len()));
        let behind = written.iter().rev().zip(bytes.iter().rev()).take_while(|(written, found)| written == found);
        let last = bytes.len().saturating_sub(behind.count()).max(first + 1);
        self.fault("", "what holds the files together was changed", Some((first, last)));
    }
}
