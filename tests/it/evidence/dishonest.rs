//! A package by somebody who signs what she likes: what others wrote and stated she cannot change without its being named. And what
//! a package hands out opens nothing else.

use std::collections::BTreeMap;

use minicbor::bytes::ByteArray;
use serde_json::{Value, json};
use verband_client::protocol::cbor;
use verband_client::protocol::entry::{Class, Header, SignedEntry};
use verband_client::protocol::id::{Hash, LogId};
use verband_client::protocol::seal::{Disclosure, open};
use verband_client::protocol::sign::Purpose;
use verband_client::{PackageVerdict, verify_package};
use verband_groups::event_key;
use verband_tests::chance::{Seeded, seed};
use verband_tests::hostile::Mole;

use super::{ANNA, BERTA, files, made_again, package};
use crate::fhir::ward;

/// An entry as it is handed out.
#[derive(minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub(super) struct Handed {
    #[n(0)]
    pub(super) entry: SignedEntry,
    #[n(1)]
    pub(super) disclosure: Option<ByteArray<32>>,
}

impl Handed {
    /// What opens the body.
    pub(super) fn opens(&self) -> Option<Disclosure> {
        self.disclosure.as_ref().map(|bytes| Disclosure::from_bytes(**bytes))
    }
}

/// Files by their names.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// The package with files changed, left out or added, listed and signed again by the hostile member.
pub(super) fn signed_again(package: &[u8], mole: &Mole, change: &dyn Fn(&mut Files)) -> Vec<u8> {
    let mut whole: Files = files(package).into_iter().map(|(name, range)| (name, package[range].to_vec())).collect();
    let manifest = whole.remove("manifest.json").expect("a list");
    whole.remove("manifest.sig");
    change(&mut whole);
    let mut manifest: Value = serde_json::from_slice(&manifest).expect("JSON");
    let listed = |(name, data): (&String, &Vec<u8>)| {
        let blocks: Vec<String> = data.chunks(16 << 10).map(|block| Hash::of(block).to_string()).collect();
        json!({ "name": name, "size": data.len(), "sha256": Hash::of(data).to_string(), "blocks": blocks })
    };
    manifest["files"] = whole.iter().map(listed).collect::<Vec<_>>().into();
    let manifest = manifest.to_string().into_bytes();
    let signature = mole.keys.event.sign(Purpose::Package, &manifest).0.to_vec();
    whole.extend([("manifest.json".to_owned(), manifest), ("manifest.sig".to_owned(), signature)]);
    pack(package, &whole)
}

/// An archive of these files. What holds them together is another program's, which is named where nothing else is.
fn pack(package: &[u8], files: &Files) -> Vec<u8> {
    let mut out = made_again(package, |name, _| files.get(name).map(|data| (name.to_owned(), data.clone())));
    let known: Vec<String> = self::files(package).into_iter().map(|(name, _)| name).collect();
    for (name, data) in files.iter().filter(|(name, _)| !known.contains(name)) {
        out = super::with_file(&out, name, data);
    }
    out
}

pub(super) fn says(verdict: &PackageVerdict, file: &str, what: &str) -> bool {
    verdict.faults.iter().any(|fault| fault.file == file && fault.what.contains(what))
}

#[tokio::test(start_paused = true)]
async fn whoever_makes_a_package_cannot_change_what_others_wrote_and_stated() {
    let (world, log, wound) = ward(346).await;
    let made = package(world.devices[BERTA].client(), &log, &wound).await;
    let mole = Mole::of(&world.devices[BERTA], world.seed);
    let again = signed_again(&made, &mole, &|_| ());
    assert!(verify_package(&again).faults.iter().all(|fault| fault.file.is_empty()), "the list is hers to sign");
    let chance = Seeded::new(seed(346), "bits");
    let names: Vec<String> = files(&made).into_iter().map(|(name, _)| name).collect();
    let proving = |name: &&String| {
        ["entries/", "statements/", "photos/", "organisation"].iter().any(|part| name.starts_with(part))
    };
    for name in names.iter().filter(proving) {
        for _ in 0..40 {
            let (at, bit) = (chance.below(1 << 40), chance.below(8));
            let changed = signed_again(&made, &mole, &|files| {
                let data = files.get_mut(name).expect("there");
                let at = usize::try_from(at % data.len() as u64).expect("small");
                data[at] ^= 1 << bit;
            });
            let verdict = verify_package(&changed);
            let named = verdict.faults.iter().any(|fault| fault.file == *name);
            assert!(named, "SEED={} {name} {at} {bit}: {:?}", world.seed, verdict.faults);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_left_out_or_put_elsewhere_is_named() {
    let (world, log, wound) = ward(347).await;
    let anna = world.devices[ANNA].client().clone();
    let other = verband_vault::sample::wound_photo(64, 48, 8);
    let other = anna.send_wound_photos(&log, &wound, &[("overview", &other)]).expect("sent")[0];
    let elsewhere = anna.send_text(&log, "Visite um 9").expect("sent");
    world.settle().await;
    let made = package(world.devices[BERTA].client(), &log, &wound).await;
    let mole = Mole::of(&world.devices[BERTA], world.seed);
    let verdict = verify_package(&made);
    assert_eq!(verdict.faults, []);
    let first =
        verdict.entries.iter().find(|entry| entry.what == "photo" && entry.event != other).expect("there").event;
    let places: Vec<String> = verdict
        .entries
        .iter()
        .filter(|entry| entry.what == "place")
        .map(|entry| format!("entries/{}.cbor", entry.event))
        .collect();
    let [photo, entry, statement] =
        [format!("photos/{first}.jpg"), format!("entries/{first}.cbor"), format!("statements/{first}.cbor")];
    // Without its entry, or with nobody who put it at the wound, nothing shows that it was posted.
    for left_out in [vec![entry.clone()], places] {
        let verdict = verify_package(&signed_again(&made, &mole, &|files| {
            files.retain(|name, _| !left_out.contains(name));
        }));
        assert!(verdict.unproven.iter().any(|unproven| unproven.file == photo), "{left_out:?}");
    }
    // Without its statement, which stands in the entry.
    let verdict = verify_package(&signed_again(&made, &mole, &|files| drop(files.remove(&statement))));
    assert!(says(&verdict, &statement, "not the one that was written"), "{:?}", verdict.faults);
    // The statement, the entry and the photo of another.
    for (file, source, what) in [
        (&statement, format!("statements/{other}.cbor"), "not the one that was written"),
        (&entry, format!("entries/{other}.cbor"), "the entry of another event"),
        (&photo, format!("photos/{other}.jpg"), "not the photo that was stated"),
    ] {
        let verdict = verify_package(&signed_again(&made, &mole, &|files| {
            let data = files.get(&source).expect("there").clone();
            files.insert(file.clone(), data);
        }));
        assert!(says(&verdict, file, what), "{file}: {:?}", verdict.faults);
    }
    // Her own key in an entry of Anna's: the device is another one, or did not sign.
    let verdict = verify_package(&signed_again(&made, &mole, &|files| {
        let mut handed: Handed = cbor::decode(&files[&entry]).expect("an entry");
        handed.entry.author = mole.device();
        files.insert(entry.clone(), cbor::encode(&handed));
    }));
    assert!(says(&verdict, &entry, "not signed by the device"), "{:?}", verdict.faults);
    // An entry of another conversation is none of this one.
    let verdict = verify_package(&signed_again(&made, &mole, &|files| {
        let handed: Handed = cbor::decode(&files[&entry]).expect("an entry");
        let header = Header { log: LogId([9; 32]), ..mole.header(&log) };
        let event = header.event;
        let written = mole.sign(header, handed.entry.body().map(<[u8]>::to_vec));
        let handed = Handed { entry: written, ..handed };
        files.insert(format!("entries/{event}.cbor"), cbor::encode(&handed));
    }));
    assert!(
        verdict.faults.iter().any(|fault| fault.what.contains("no entry of this conversation")),
        "{:?}",
        verdict.faults
    );

    // What is handed out opens what it is handed out with, and nothing else in the conversation.
    let whole = files(&made);
    let disclosures: Vec<Handed> = whole
        .iter()
        .filter(|(name, _)| name.starts_with("entries/"))
        .map(|(_, range)| cbor::decode(&made[range.clone()]).expect("an entry"))
        .collect();
    let (mut others, mut there) = (0, false);
    for entry in (1..).map_while(|seq| mole.entry(&log, seq)) {
        let header = entry.read().expect("an entry");
        let (Class::Content, Some(body)) = (header.class, entry.body()) else { continue };
        let key = event_key(&mole.archive(&log, header.epoch));
        assert!(open(&key, &header.seal_context(), body).is_ok());
        for handed in &disclosures {
            let disclosure = handed.opens().expect("all of it counts");
            assert_ne!(key.expose(), disclosure.expose(), "not the key of the conversation");
            let opened = disclosure.open(&header.seal_context(), body);
            let own = handed.entry.header == entry.header;
            assert_eq!(opened.is_ok(), own);
            others += usize::from(!own);
        }
        there |= header.event == elsewhere;
    }
    assert!(others > 20 && there, "there is something else to be opened");
    assert!(!made.windows(b"Visite um 9".len()).any(|bytes| bytes == b"Visite um 9"));
}

#[tokio::test(start_paused = true)]
async fn what_waits_for_the_network_is_in_no_conversation_yet() {
    let (world, log, wound) = ward(348).await;
    let berta = world.devices[BERTA].client().clone();
    let photo = verband_vault::sample::wound_photo(64, 48, 8);
    let waiting = berta.send_wound_photos(&log, &wound, &[("overview", &photo)]).expect("written")[0];
    let verdict = verify_package(&package(&berta, &log, &wound).await);
    assert_eq!(verdict.faults, []);
    let unproven: Vec<&str> = verdict.unproven.iter().map(|unproven| unproven.file.as_str()).collect();
    assert_eq!(unproven, [format!("photos/{waiting}.jpg")]);
    assert_eq!(verdict.photos.len(), 2, "its device has stated what it is all the same");
}
