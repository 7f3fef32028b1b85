//! What a package proves: who signed its list, which entries and statements are what they say, and whether the bundle tells what
//! they say.

use std::collections::{BTreeMap, BTreeSet};

use verband_protocol::capture::{CaptureStatement, SignedCapture};
use verband_protocol::cbor;
use verband_protocol::code::fingerprint;
use verband_protocol::id::{EventId, Hash};
use verband_protocol::sign::{Purpose, Signature};
use verband_rules::audit::Audit;
use verband_rules::organisation::OrganisationState;

use super::entry::{EntryProof, Proven};
use super::verify::{Listed, Names, PackageEntry, PackageFault, PackageVerdict};
use super::{BUNDLE, MANIFEST, Name, ORGANISATION, SIGNATURE};
use crate::kind::wound::{About, Beside, Comparison, PhotoBeside};
use crate::order;

/// What entries and statements are held against.
struct Package<'a> {
    log: &'a str,
    /// None if the list names none.
    wound: Option<EventId>,
    names: &'a Names,
    files: &'a BTreeMap<&'a str, &'a [u8]>,
    state: &'a OrganisationState,
}

impl Package<'_> {
    fn file(&self, name: Name) -> Option<&[u8]> {
        self.files.get(name.to_string().as_str()).copied().filter(|_| self.names.all.contains(&name))
    }
}

impl PackageVerdict {
    /// Whether the log is valid, and who signed the list, the entries and the statements by it.
    pub(super) fn proofs(&mut self, listed: &Listed, names: &Names, files: &BTreeMap<&str, &[u8]>) {
        let Some(log) = files.get(ORGANISATION).filter(|_| names.all.contains(&Name::Organisation)) else {
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
        self.list(listed, files, state);
        let package = Package { log: &listed.log, wound: listed.wound.parse().ok(), names, files, state };
        let entries = self.entries(&package);
        let mut photos = BTreeMap::new();
        for (event, name) in &names.photos {
            photos.insert(*event, self.photo(*event, *name, &package, &entries));
        }
        self.bundle(&package, &entries, &photos);
    }

    fn shows_not(&mut self, file: Name, what: impl Into<String>) {
        self.unproven.push(PackageFault { file: file.to_string(), what: what.into(), bytes: None });
    }

    /// Whether the list is signed by a device that belonged to the organisation when the log in the package ends.
    fn list(&mut self, listed: &Listed, files: &BTreeMap<&str, &[u8]>, state: &OrganisationState) {
        let manifest = files.get(MANIFEST).copied().unwrap_or_default();
        let signature = files.get(SIGNATURE).and_then(|bytes| <[u8; 64]>::try_from(*bytes).ok()).map(Signature);
        let Some((id, device)) = listed.device.and_then(|id| Some((id, state.device(&id)?))) else {
            return self.fault(MANIFEST, "is signed by a device that the organisation does not know", None);
        };
        let Some(signature) = signature else { return self.fault(SIGNATURE, "is no signature", None) };
        let signed = device.certificate.event.verify(Purpose::Package, manifest, &signature).is_ok();
        if !signed || device.member.to_string() != listed.member {
            self.fault(MANIFEST, "does not belong to manifest.sig: one of the two was changed", None);
        }
        if let Some(at) = device.revoked_at {
            let what =
                format!("is signed by a device that was revoked before, at position {at} of the organisation's log");
            self.fault(MANIFEST, what, None);
        } else if !state.device_active(&id) {
            self.fault(MANIFEST, "is signed by a device of nobody who belonged to the organisation", None);
        }
    }

    /// The entries of the conversation that are what they say and of this wound.
    fn entries(&mut self, package: &Package<'_>) -> BTreeMap<EventId, Proven> {
        let mut entries = BTreeMap::new();
        for name in &package.names.all {
            let (Name::Entry(event), Some(bytes)) = (name, package.file(*name)) else { continue };
            let proof = cbor::decode::<EntryProof>(bytes).map_err(|_| "is no entry".to_owned());
            let proven = proof.and_then(|proof| proof.examine(package.log, package.state)).and_then(|proven| {
                let own = proven.header.event == *event;
                if own { Ok(proven) } else { Err("is the entry of another event".to_owned()) }
            });
            match proven {
                Ok(proven) => drop(entries.insert(*event, proven)),
                Err(what) => self.fault(&name.to_string(), what, None),
            }
        }
        let corrected: BTreeSet<EventId> = entries.values().filter_map(Proven::corrects).collect();
        let photos = &package.names.photos;
        for (event, entry) in &entries {
            let fits = match entry.about() {
                Some(About::Wound(wound)) => Some(wound) == package.wound,
                Some(About::Photo(photo)) => photos.contains_key(&photo),
                None if entry.says.is_none() => Some(*event) == package.wound || corrected.contains(event),
                None => entry.photo().is_some() && photos.contains_key(event),
            };
            if !fits {
                self.fault(&Name::Entry(*event).to_string(), "is about nothing that is in the package", None);
            }
        }
        if let Some(wound) = package.wound
            && !entries.contains_key(&wound)
        {
            self.shows_not(Name::Entry(wound), "is not there: nothing shows that somebody made this wound");
        }
        self.entries = entries.values().map(|entry| entry.told(package.wound)).collect();
        order::by_key(&mut self.entries, |entry: &PackageEntry| (entry.at, entry.event));
        entries
    }

    /// Whether what was stated of a photo is of it, who stated it, and whether that is what she wrote in the conversation.
    fn photo(
        &mut self,
        event: EventId,
        name: Name,
        package: &Package<'_>,
        entries: &BTreeMap<EventId, Proven>,
    ) -> PhotoBeside {
        let (file, entry) = (name.to_string(), Name::Entry(event));
        let places: Vec<EventId> = entries.values().filter_map(|entry| entry.place_of(event)).collect();
        let posted = entries.get(&event);
        let photo = posted.and_then(|posted| Some((posted, posted.photo()?)));
        if posted.is_some() && photo.is_none() {
            self.fault(&entry.to_string(), "is no photo", None);
        } else if photo.is_none() && !package.names.all.contains(&entry) {
            self.shows_not(name, "has no entry: nothing shows that somebody sent it");
        } else if !package.wound.is_some_and(|wound| places.contains(&wound)) {
            self.shows_not(name, "has no entry that puts it at this wound");
        }
        let preview = package.file(Name::Preview(event)).map(Hash::of);
        let mut beside =
            PhotoBeside { file, preview, stated: None, taken_at: photo.as_ref().map(|(_, photo)| photo.taken_at) };
        let statement = Name::Statement(event).to_string();
        let bytes = package.file(Name::Statement(event));
        let written = photo.as_ref().map(|(_, photo)| photo.evidence.as_ref().map(cbor::encode));
        if written.is_some_and(|written| written.as_deref() != bytes) {
            self.fault(&statement, "is not the one that was written in the conversation", None);
        }
        let Some(bytes) = bytes else {
            self.shows_not(name, "is without a statement: nothing shows that it is the photo that was sent");
            return beside;
        };
        let Some(stated) = self.statement(&statement, bytes, package.state) else { return beside };
        if photo.is_some_and(|(posted, photo)| !posted.states(&stated, photo.taken_at)) {
            self.fault(&statement, "is of another device, member, conversation or time than its entry", None);
        }
        if stated.wound.is_some_and(|wound| !places.is_empty() && !places.contains(&wound)) {
            self.fault(&statement, "is of another wound than those that the photo was put at", None);
        }
        for (name, hash) in [(name, stated.original), (Name::Preview(event), stated.preview)] {
            if package.file(name).is_some_and(|data| Hash::of(data) != hash) {
                self.fault(&name.to_string(), "is not the photo that was stated and signed", None);
            }
        }
        self.photos.push((beside.file.clone(), stated.clone()));
        beside.stated = Some(stated);
        beside
    }

    /// A statement that is signed by the device that it names.
    fn statement(&mut self, file: &str, bytes: &[u8], state: &OrganisationState) -> Option<CaptureStatement> {
        let signed = cbor::decode::<SignedCapture>(bytes).ok();
        let Some((signed, stated)) = signed.and_then(|signed| signed.read().ok().map(|stated| (signed, stated))) else {
            self.fault(file, "is no statement", None);
            return None;
        };
        let device = state.device(&stated.device).filter(|device| device.member == stated.member);
        if device.is_none_or(|device| signed.verify(&device.certificate.event).is_err()) {
            self.fault(file, "is not signed by the device that it names", None);
            return None;
        }
        Some(stated)
    }

    /// Whether the bundle tells what the entries say, and what no entry does.
    fn bundle(
        &mut self,
        package: &Package<'_>,
        entries: &BTreeMap<EventId, Proven>,
        photos: &BTreeMap<EventId, PhotoBeside>,
    ) {
        let files = (package.file(Name::Bundle), package.file(Name::Report));
        let Some(wound) = package.wound else { return self.fault(MANIFEST, "names no wound", None) };
        let (Some(bundle), Some(report)) = files else { return };
        match Comparison::of(bundle, &Beside { wound, entries, photos, report }) {
            Ok(Comparison { faults, unproven }) => {
                for what in faults {
                    self.fault(BUNDLE, what, None);
                }
                for what in unproven {
                    self.shows_not(Name::Bundle, what);
                }
            }
            Err(error) => self.fault(BUNDLE, error.to_string(), None),
        }
    }
}
