//! Evidence: what a device states of a photo is checked by everybody, a package of a wound names every bit that was
//! changed in it, and alarms about logs leave what anybody can examine.

use minicbor::bytes::ByteVec;
use verband_client::protocol::capture::{CaptureStatement, SignedCapture};
use verband_client::protocol::id::{EventId, Hash, LogId};
use verband_client::protocol::organisation::OrganisationPolicy;
use verband_client::texts::Language;
use verband_client::{
    Client, CoverFill, CoverShape, Desk, PackageVerdict, PhotoArea, PhotoEvidence, PhotoMark, PhotoReview,
    verify_package,
};
use verband_tests::chance::{Seeded, seed};

use crate::fhir::ward;

mod alarms;
mod claimed;
mod disclosed;
mod dishonest;
mod hostile;

const ANNA: usize = 0;
const BERTA: usize = 1;

async fn package(client: &Client, log: &LogId, wound: &EventId) -> Vec<u8> {
    let desk = Desk::default();
    client.wound_package(log, wound, &desk, "Europe/Berlin", Language::German).await.expect("a package")
}

fn whole(verdict: &PackageVerdict) -> bool {
    verdict.faults.is_empty()
}

/// Where the files of a package lie in it, by name.
fn files(package: &[u8]) -> Vec<(String, std::ops::Range<usize>)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(package)).expect("any program opens it");
    (0..archive.len())
        .map(|index| {
            let file = archive.by_index(index).expect("whole");
            let start = usize::try_from(file.data_start().expect("stored")).expect("small");
            (file.name().expect("UTF-8").into_owned(), start..start + usize::try_from(file.size()).expect("small"))
        })
        .collect()
}

/// The same files in an archive that another program made, with or without some.
fn made_again(package: &[u8], change: impl Fn(&str, Vec<u8>) -> Option<(String, Vec<u8>)>) -> Vec<u8> {
    use std::io::Write as _;
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, range) in files(package) {
        if let Some((name, data)) = change(&name, package[range].to_vec()) {
            out.start_file(name, options).expect("a file");
            out.write_all(&data).expect("in memory");
        }
    }
    out.finish().expect("in memory").into_inner()
}

/// The same archive with one more file.
fn with_file(package: &[u8], name: &str, data: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let archive = std::io::Cursor::new(package.to_vec());
    let mut out = zip::ZipWriter::new_append(archive).expect("an archive");
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    out.start_file(name, options).expect("a file");
    out.write_all(data).expect("in memory");
    out.finish().expect("in memory").into_inner()
}

#[tokio::test(start_paused = true)]
async fn a_package_names_every_bit_that_was_changed() {
    let (world, log, wound) = ward(340).await;
    let berta = world.devices[BERTA].client();
    let package = package(berta, &log, &wound).await;
    let verdict = verify_package(&package);
    assert_eq!(verdict.faults, []);
    // The report, the bundle, a photo with its preview and its statement, the log; the wound, two findings, the photo and where it
    // was put.
    assert_eq!((verdict.files, verdict.photos.len()), (11, 1));
    assert_eq!(verdict.unproven, []);
    assert!(verdict.is_proven());
    let mut what: Vec<&str> = verdict.entries.iter().map(|entry| entry.what).collect();
    what.sort_unstable();
    assert_eq!(what, ["finding", "finding", "photo", "place", "wound"]);
    let by = |index: usize| world.devices[index].member();
    assert_eq!(verdict.entries.iter().filter(|entry| entry.member == by(ANNA)).count(), 4);
    assert_eq!(verdict.entries.iter().filter(|entry| entry.member == by(BERTA)).count(), 1);
    let (_, stated) = &verdict.photos[0];
    assert_eq!((stated.wound, stated.member, stated.derived_from), (Some(wound), world.devices[ANNA].member(), None));
    let files = files(&package);
    for name in ["manifest.json", "manifest.sig", "report.pdf", "bundle.json", "organisation.verband"] {
        assert!(files.iter().any(|(file, _)| file == name), "{name}");
    }
    let chance = Seeded::new(seed(340), "bits");
    // In each file, at places that chance chooses.
    for (name, range) in &files {
        for _ in 0..6 {
            let at = range.start + usize::try_from(chance.below(range.len() as u64)).expect("small");
            let mut changed = package.clone();
            changed[at] ^= 1 << chance.below(8);
            let verdict = verify_package(&changed);
            let named = match name.as_str() {
                // Either says that the two do not belong together.
                "manifest.sig" => "manifest.json",
                name => name,
            };
            let fault = verdict.faults.iter().find(|fault| fault.file == named);
            let fault = fault.unwrap_or_else(|| panic!("SEED={} {name} at {at}: {:?}", world.seed, verdict.faults));
            if let Some((from, to)) = fault.bytes {
                assert!((from..to).contains(&(at - range.start)), "{name}: {from}..{to} without {at}");
            }
        }
    }
    // In what holds them together.
    let between: Vec<usize> =
        (0..package.len()).filter(|at| !files.iter().any(|(_, range)| range.contains(at))).collect();
    for at in &between {
        let mut changed = package.clone();
        changed[*at] ^= 1 << chance.below(8);
        let verdict = verify_package(&changed);
        assert!(!whole(&verdict), "byte {at} of {}", package.len());
        if let [fault] = verdict.faults.as_slice()
            && fault.file.is_empty()
        {
            let (from, to) = fault.bytes.expect("where");
            assert!((from..to).contains(at), "{from}..{to} without {at}");
        }
    }
    for cut in [0, 4, 100, package.len() / 2, package.len() - 1] {
        assert!(!whole(&verify_package(&package[..cut])), "cut at {cut}");
    }
    assert!(!whole(&verify_package(&[&package[..], b"x"].concat())));
}

#[tokio::test(start_paused = true)]
async fn removed_added_and_swapped_files_are_named() {
    let (world, log, wound) = ward(341).await;
    let package = package(world.devices[ANNA].client(), &log, &wound).await;
    let named = |package: &[u8], file: &str, what: &str| {
        let verdict = verify_package(package);
        let found = verdict.faults.iter().any(|fault| fault.file == file && fault.what.contains(what));
        assert!(found, "{file} {what}: {:?}", verdict.faults);
    };
    let names: Vec<String> = files(&package).into_iter().map(|(name, _)| name).collect();
    for gone in &names {
        let without = made_again(&package, |name, data| (name != gone).then(|| (name.to_owned(), data)));
        let verdict = verify_package(&without);
        assert!(verdict.faults.iter().any(|fault| fault.file == *gone), "{gone}: {:?}", verdict.faults);
    }
    let more = made_again(&package, |name, data| {
        Some((if name == "report.pdf" { "report-neu.pdf".to_owned() } else { name.to_owned() }, data))
    });
    named(&more, "report-neu.pdf", "added");
    named(&more, "report.pdf", "missing");
    let swapped = made_again(&package, |name, data| {
        let other = match name {
            "report.pdf" => "bundle.json",
            "bundle.json" => "report.pdf",
            name => name,
        };
        Some((other.to_owned(), data))
    });
    named(&swapped, "report.pdf", "content of bundle.json");
    named(&swapped, "bundle.json", "content of report.pdf");
    // Another program's archive with the same files is not the one that was written.
    let verdict = verify_package(&made_again(&package, |name, data| Some((name.to_owned(), data))));
    assert!(verdict.faults.iter().all(|fault| fault.file.is_empty()) && !whole(&verdict), "{:?}", verdict.faults);
    assert!(!whole(&verify_package(b"PK\x03\x04")) && !whole(&verify_package(b"")));
}

#[tokio::test(start_paused = true)]
async fn everybody_checks_what_a_device_states_of_its_photo() {
    let (world, log, wound) = ward(342).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let photo = verband_vault::sample::wound_photo(64, 48, 9);
    anna.send_photo(&log, &photo, "Ferse").expect("sent");
    // One on which something is covered says what it was made of.
    let area = PhotoArea { x: 0, y: 0, width: 16, height: 16 };
    let mark = PhotoMark::Cover { shape: CoverShape::Rectangle(area), fill: CoverFill::Solid };
    let review = PhotoReview { marks: vec![mark], checked: true };
    let covered = anna.send_reviewed_photo(&log, &photo, "", &review).expect("sent");
    world.settle().await;
    let states = |client: &Client| -> Vec<PhotoEvidence> {
        let rows = client.messages(&log, 100).expect("readable");
        rows.iter().filter(|row| row.photo.is_some()).map(|row| row.evidence).collect()
    };
    // Whoever took it knows; the others when they have opened it.
    assert_eq!(states(&anna), [PhotoEvidence::Valid; 3]);
    assert_eq!(states(&berta), [PhotoEvidence::Stated; 3]);
    for row in berta.messages(&log, 100).expect("readable") {
        if let Some(photo) = row.photo {
            berta.photo_preview(&photo).await.expect("fetched");
        }
    }
    assert_eq!(states(&berta), [PhotoEvidence::Valid; 3]);
    berta.attach_wound_photo(&log, &covered, &wound, "close-up").expect("attached");
    world.settle().await;
    let verdict = verify_package(&package(&berta, &log, &wound).await);
    assert_eq!(verdict.faults, []);
    let of_covered = format!("photos/{covered}.jpg");
    let (_, stated) = verdict.photos.iter().find(|(name, _)| *name == of_covered).expect("there");
    let original = verband_vault::strip(&photo).expect("a photo").bytes;
    assert_eq!(stated.derived_from, Some(Hash::of(&original)));
    // What was sealed by the policy leaves in no form.
    anna.set_policy(OrganisationPolicy { export: false, ..OrganisationPolicy::default() }).await.expect("may");
    world.settle().await;
    let refused = berta.wound_package(&log, &wound, &Desk::default(), "Europe/Berlin", Language::German).await;
    assert_eq!(refused.expect_err("forbidden").code(), "policy");
}

#[test]
fn a_statement_is_worth_nothing_with_another_bit_or_key() {
    let chance = Seeded::new(343, "statements");
    let key = verband_client::protocol::sign::SecretKey::random(&chance);
    let stated = CaptureStatement {
        log: LogId([1; 32]),
        device: verband_client::protocol::id::DeviceId([2; 32]),
        member: verband_client::protocol::id::MemberId([3; 32]),
        taken_at: 4,
        original: Hash::of(b"5"),
        preview: Hash::of(b"6"),
        wound: Some(EventId([7; 16])),
        derived_from: None,
    };
    let signed = stated.sign(&key);
    assert_eq!(signed.read().expect("a statement"), stated);
    assert!(signed.verify(&key.public()).is_ok());
    for at in 0..signed.statement.len() {
        let mut bytes = signed.statement.to_vec();
        bytes[at] ^= 1 << chance.below(8);
        let changed = SignedCapture { statement: ByteVec::from(bytes), ..signed.clone() };
        assert!(changed.verify(&key.public()).is_err(), "byte {at}");
    }
    let other = verband_client::protocol::sign::SecretKey::random(&chance);
    assert!(signed.verify(&other.public()).is_err());
}
