//! Examining a package: whether every bit of it is as it was written, who signed it, and what the devices stated that took its
//! photos.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use verband_protocol::capture::{CaptureStatement, SignedCapture};
use verband_protocol::cbor;
use verband_protocol::code::fingerprint;
use verband_protocol::id::{DeviceId, EventId, Hash, MemberId};
use verband_protocol::sign::{Purpose, Signature};
use verband_rules::audit::Audit;
use verband_rules::organisation::OrganisationState;

use super::entry::{EntryProof, Proven};
use super::{BLOCK, ENTRIES, MANIFEST, ORGANISATION, SIGNATURE, archive, entry_file};
use crate::kind::photo_of;
use crate::order;

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
    /// When, by her device's clock, in milliseconds since the Unix epoch.
    pub at: u64,
    /// The files that it lists.
    pub files: usize,
    /// What was stated of each photo, by its name.
    pub photos: Vec<(String, CaptureStatement)>,
    /// Photos of which nothing was stated.
    pub unstated: Vec<String>,
    /// Entries of the conversation that are in it, by when their authors say that they wrote them.
    pub entries: Vec<PackageEntry>,
    /// Photos of which nothing shows that they are in the conversation, and at this wound: they had not been sent yet.
    pub unproven: Vec<String>,
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
}

/// Whether a file begins like a package.
pub fn is_package(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
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
    verdict.files = listed.files.len();
    verdict.contents(&listed, &files);
    verdict.proofs(&listed, &files);
    if verdict.faults.is_empty() {
        verdict.container(&listed, &files, bytes);
    }
    verdict
}

/// A list of files.
struct Listed {
    log: String,
    wound: String,
    member: String,
    device: Option<DeviceId>,
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
    fn fault(&mut self, file: &str, what: impl Into<String>, bytes: Option<(usize, usize)>) {
        self.faults.push(PackageFault { file: file.to_owned(), what: what.into(), bytes });
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

    /// Whether the log is valid, and who signed the list and the statements by it.
    fn proofs(&mut self, listed: &Listed, files: &BTreeMap<&str, &[u8]>) {
        let Some(log) = files.get(ORGANISATION) else {
            return self.fault(ORGANISATION, "is not there: nobody can say whose the signatures are", None);
        };
        let audit = match Audit::of(log) {
            Ok(audit) => audit,
            Err(error) => return self.fault(ORGANISATION, error.to_string(), None),
        };
        if let Some(fault) = audit.fault() {
            self.fault(ORGANISATION, fault.to_string(), None);
        }
        let state = &audit.state;
        state.name().clone_into(&mut self.organisation);
        self.fingerprint = state.id().map(|id| fingerprint(&id)).unwrap_or_default();
        let manifest = files.get(MANIFEST).copied().unwrap_or_default();
        let signature = files.get(SIGNATURE).and_then(|bytes| <[u8; 64]>::try_from(*bytes).ok()).map(Signature);
        let device = listed.device.and_then(|device| state.device(&device));
        match (device, signature) {
            (None, _) => self.fault(MANIFEST, "is signed by a device that the organisation does not know", None),
            (_, None) => self.fault(SIGNATURE, "is no signature", None),
            (Some(device), Some(signature)) => {
                let signed = device.certificate.event.verify(Purpose::Package, manifest, &signature).is_ok();
                if !signed || device.member.to_string() != listed.member {
                    let what = "does not belong to manifest.sig: one of the two was changed";
                    self.fault(MANIFEST, what, None);
                }
            }
        }
        let entries = self.entries(listed, files, state);
        for file in listed.files.iter().filter(|file| file.name.starts_with("photos/")) {
            if !file.name.contains(".preview.") {
                self.photo(&file.name, listed, files, state, &entries);
            }
        }
    }

    /// The entries of the conversation that are what they say, by the names of their files.
    fn entries(
        &mut self,
        listed: &Listed,
        files: &BTreeMap<&str, &[u8]>,
        state: &OrganisationState,
    ) -> BTreeMap<String, Proven> {
        let mut entries = BTreeMap::new();
        for file in listed.files.iter().filter(|file| file.name.starts_with(ENTRIES)) {
            let Some(bytes) = files.get(file.name.as_str()) else { continue };
            let proof = cbor::decode::<EntryProof>(bytes).map_err(|_| "is no entry".to_owned());
            let proven = proof.and_then(|proof| proof.examine(&listed.log, state)).and_then(|proven| {
                let own = entry_file(&proven.header.event) == file.name;
                if own { Ok(proven) } else { Err("is the entry of another event".to_owned()) }
            });
            match proven {
                Ok(proven) => drop(entries.insert(file.name.clone(), proven)),
                Err(what) => self.fault(&file.name, what, None),
            }
        }
        self.entries = entries.values().map(Proven::told).collect();
        order::by_key(&mut self.entries, |entry: &PackageEntry| (entry.at, entry.event));
        entries
    }

    /// Whether what was stated of a photo is of it, who stated it, and whether that is what she wrote in the conversation.
    fn photo(
        &mut self,
        name: &str,
        listed: &Listed,
        files: &BTreeMap<&str, &[u8]>,
        state: &OrganisationState,
        entries: &BTreeMap<String, Proven>,
    ) {
        let stem = name.trim_start_matches("photos/").split('.').next().unwrap_or_default();
        let statement = format!("statements/{stem}.cbor");
        let entry = format!("{ENTRIES}{stem}.cbor");
        let places: Vec<EventId> = entries.values().filter_map(|entry| entry.place_of(stem)).collect();
        let here = places.iter().any(|wound| wound.to_string() == listed.wound);
        if !here || !listed.files.iter().any(|file| file.name == entry) {
            self.unproven.push(name.to_owned());
        }
        let posted = entries.get(&entry);
        let photo = posted.and_then(|posted| Some((posted, photo_of(posted.kind, &posted.payload)?)));
        if posted.is_some() && photo.is_none() {
            self.fault(&entry, "is no photo", None);
        }
        let written = photo.as_ref().map(|(_, photo)| photo.evidence.as_ref().map(cbor::encode));
        let bytes = files.get(statement.as_str()).copied();
        if written.is_some_and(|written| written.as_deref() != bytes) {
            self.fault(&statement, "is not the one that was written in the conversation", None);
        }
        let Some(bytes) = bytes else {
            self.unstated.push(name.to_owned());
            return;
        };
        let signed = cbor::decode::<SignedCapture>(bytes).ok();
        let Some((signed, stated)) = signed.and_then(|signed| signed.read().ok().map(|stated| (signed, stated))) else {
            return self.fault(&statement, "is no statement", None);
        };
        let device = state.device(&stated.device).filter(|device| device.member == stated.member);
        if device.is_none_or(|device| signed.verify(&device.certificate.event).is_err()) {
            return self.fault(&statement, "is not signed by the device that it names", None);
        }
        if photo.is_some_and(|(posted, photo)| !posted.states(&stated, photo.taken_at)) {
            self.fault(&statement, "is of another device, member, conversation or time than its entry", None);
        }
        if stated.wound.is_some_and(|wound| !places.is_empty() && !places.contains(&wound)) {
            self.fault(&statement, "is of another wound than those that the photo was put at", None);
        }
        let preview = format!("photos/{stem}.preview.jpg");
        for (name, hash) in [(name, stated.original), (preview.as_str(), stated.preview)] {
            if files.get(name).is_some_and(|data| Hash::of(data) != hash) {
                self.fault(name, "is not the photo that was stated and signed", None);
            }
        }
        self.photos.push((name.to_owned(), stated));
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
