//! A hostile member's program states what is not so: everybody sees that the evidence is not valid, and report, bundle and package
//! say so.

use std::sync::Arc;

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use verband_client::protocol::body::{Kind, pack, unpack};
use verband_client::protocol::capture::{CaptureStatement, SignedCapture};
use verband_client::protocol::cbor;
use verband_client::protocol::id::{BlobId, DeviceId, EventId, Hash, LogId, MemberId};
use verband_client::protocol::seal::{SealKey, seal};
use verband_client::texts::Language;
use verband_client::{Client, Desk, PhotoEvidence, PhotoSize, WoundDetails, verify_package};
use verband_store::StoreError;
use verband_tests::chance::{Seeded, seed};
use verband_tests::hostile::Mole;
use verband_tests::invariants::same_projections;
use verband_tests::world::World;
use verband_vault::BlobFiles as _;

use super::{ANNA, BERTA, package};
use crate::wound_report::printed;

/// The payload of a photo, as another program would write it.
#[derive(Encode, Decode)]
#[cbor(map)]
struct Photo {
    #[n(0)]
    original: File,
    #[n(1)]
    preview: File,
    #[n(2)]
    thumbnail: ByteVec,
    #[n(3)]
    width: u32,
    #[n(4)]
    height: u32,
    #[n(5)]
    orientation: u8,
    #[n(6)]
    taken_at: u64,
    #[n(7)]
    caption: String,
    #[n(8)]
    looked_through: Option<bool>,
    #[n(9)]
    evidence: Option<SignedCapture>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct File {
    #[n(0)]
    blob: BlobId,
    #[cbor(n(1), with = "minicbor::bytes")]
    key: [u8; 32],
    #[n(2)]
    size: u64,
}

/// How it is found out that a statement is not so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Found {
    /// When it arrives.
    AtOnce,
    /// When somebody opens the preview.
    ByPreview,
    /// When somebody opens the original.
    ByOriginal,
}

/// What the hostile program does to its own photo before it is sent.
type Trick = fn(&mut Photo, &Mole, &Known);

/// What she knows besides.
struct Known {
    /// What Anna's device stated of a photo of hers, and when that was taken.
    annas: SignedCapture,
    annas_at: u64,
    /// The same of one of her own.
    own: SignedCapture,
    own_at: u64,
    annas_device: DeviceId,
    annas_member: MemberId,
    other_wound: EventId,
}

fn again(photo: &mut Photo, mole: &Mole, change: impl FnOnce(&mut CaptureStatement)) {
    let mut stated = photo.evidence.as_ref().expect("stated").read().expect("a statement");
    change(&mut stated);
    photo.evidence = Some(stated.sign(&mole.keys.event));
}

const TRICKS: [(&str, Found, Trick); 12] = [
    ("signed wrongly", Found::AtOnce, |photo, _, _| {
        photo.evidence.as_mut().expect("stated").signature.0[7] ^= 1;
    }),
    ("no statement", Found::AtOnce, |photo, _, _| {
        photo.evidence.as_mut().expect("stated").statement = ByteVec::from(vec![0xf6]);
    }),
    ("of another device, signed by her own", Found::AtOnce, |photo, mole, known| {
        again(photo, mole, |stated| stated.device = known.annas_device);
    }),
    ("of another device, as that one signed it", Found::AtOnce, |photo, _, known| {
        (photo.evidence, photo.taken_at) = (Some(known.annas.clone()), known.annas_at);
    }),
    ("of another member", Found::AtOnce, |photo, mole, known| {
        again(photo, mole, |stated| stated.member = known.annas_member);
    }),
    ("of another conversation", Found::AtOnce, |photo, mole, _| {
        again(photo, mole, |stated| stated.log = LogId([9; 32]));
    }),
    ("of another time", Found::AtOnce, |photo, mole, _| {
        again(photo, mole, |stated| stated.taken_at -= 86_400_000);
    }),
    ("of another wound", Found::AtOnce, |photo, mole, known| {
        again(photo, mole, |stated| stated.wound = Some(known.other_wound));
    }),
    ("of another photo", Found::ByPreview, |photo, mole, _| {
        again(photo, mole, |stated| (stated.original, stated.preview) = (Hash::of(b"1"), Hash::of(b"2")));
    }),
    ("of another preview", Found::ByPreview, |photo, mole, _| {
        again(photo, mole, |stated| stated.preview = Hash::of(b"2"));
    }),
    ("of another original", Found::ByOriginal, |photo, mole, _| {
        again(photo, mole, |stated| stated.original = Hash::of(b"1"));
    }),
    ("replayed from another photo of hers", Found::ByPreview, |photo, _, known| {
        (photo.evidence, photo.taken_at) = (Some(known.own.clone()), known.own_at);
    }),
];

/// Sends a photo of a wound by the hostile program: the honest one with a payload that is changed before it is sealed.
fn send(client: &Client, log: &LogId, wound: &EventId, number: u64, change: impl Fn(&mut Photo)) -> EventId {
    let photo = verband_vault::sample::wound_photo(64, 48, number);
    let event = client.send_wound_photos(log, wound, &[("close-up", &photo)]).expect("sent")[0];
    let store = client.store().expect("unlocked");
    let done = store.with_tx(|tx| -> Result<(), StoreError> {
        let payload = "SELECT payload FROM outbox WHERE event = ?1";
        let payload: Vec<u8> = tx.query_row(payload, [event.as_bytes()], |row| row.get(0))?;
        let (kind, payload) = unpack(&payload).expect("packed");
        assert_eq!(kind, Kind(3));
        let mut photo: Photo = cbor::decode(&payload).expect("a photo");
        change(&mut photo);
        let packed = pack(kind, cbor::encode(&photo)).expect("short");
        tx.execute("UPDATE outbox SET payload = ?2 WHERE event = ?1", (event.as_bytes(), packed)).map(drop)
    });
    done.expect("written");
    event
}

fn stated(client: &Client, event: &EventId) -> (SignedCapture, u64) {
    let store = client.store().expect("unlocked");
    let evidence: Vec<u8> = store
        .read(|connection| -> Result<_, StoreError> {
            let sql = "SELECT evidence FROM photo WHERE event = ?1";
            Ok(connection.query_row(sql, [event.as_bytes()], |row| row.get(0))?)
        })
        .expect("there");
    let signed: SignedCapture = cbor::decode(&evidence).expect("a statement");
    let at = signed.read().expect("a statement").taken_at;
    (signed, at)
}

/// What the conversation and the wound say of a photo.
fn shown(client: &Client, log: &LogId, wound: &EventId, photo: &EventId) -> (PhotoEvidence, PhotoEvidence) {
    let rows = client.messages(log, 100).expect("readable");
    let row = rows.iter().find(|row| row.event == *photo).expect("there");
    let photos = client.wound_photos(log, wound).expect("readable");
    (row.evidence, photos.iter().find(|row| row.event == *photo).expect("there").evidence)
}

fn details(patient: &str) -> WoundDetails {
    WoundDetails { patient: patient.to_owned(), ..WoundDetails::default() }
}

#[tokio::test(start_paused = true)]
async fn what_a_hostile_device_states_of_a_photo_is_shown_as_not_valid() {
    let mut world = World::with_members(seed(344), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[BERTA, 2]).await;
    world.settle().await;
    let [anna, berta, clara] = [ANNA, BERTA, 2].map(|index| world.devices[index].client().clone());
    let wound = anna.create_wound(&log, &details("4711"), None).expect("made");
    let other_wound = anna.create_wound(&log, &details("0815"), None).expect("made");
    let annas = anna.send_wound_photos(&log, &wound, &[("close-up", &verband_vault::sample::wound_photo(64, 48, 1))]);
    world.settle().await;
    let honest = send(&berta, &log, &wound, 2, |_| ());
    world.settle().await;
    let (annas, annas_at) = stated(&berta, &annas.expect("sent")[0]);
    let (own, own_at) = stated(&berta, &honest);
    let (annas_device, annas_member) = annas.read().map(|stated| (stated.device, stated.member)).expect("a statement");
    let known = Known { annas, annas_at, own, own_at, annas_device, annas_member, other_wound };
    let mole = Mole::of(&world.devices[BERTA], world.seed);
    let mut sent = Vec::new();
    for (number, (name, found, trick)) in (10..).zip(TRICKS) {
        sent.push((name, found, send(&berta, &log, &wound, number, |photo| trick(photo, &mole, &known))));
    }
    drop(mole);
    world.settle().await;
    let zora = world.enrol("Zora", &[log]).await.expect("she enrols");
    world.settle().await;
    let reader = world.devices[zora].client().clone();
    let mut wrong = Vec::new();
    let mut shows = |client: &Client, name: &'static str, event: &EventId, expected: PhotoEvidence| {
        if shown(client, &log, &wound, event) != (expected, expected) {
            wrong.push((name, expected));
        }
    };
    for client in [&anna, &clara, &reader] {
        assert_eq!(shown(client, &log, &wound, &honest), (PhotoEvidence::Stated, PhotoEvidence::Stated));
        for &(name, found, ref event) in &sent {
            let at_once = if found == Found::AtOnce { PhotoEvidence::Invalid } else { PhotoEvidence::Stated };
            shows(client, name, event, at_once);
            let photos = client.wound_photos(&log, &wound).expect("readable");
            let photo = photos.iter().find(|row| row.event == *event).expect("there").photo;
            client.photo_preview(&photo).await.expect("it is shown all the same");
            let looks_right = if found == Found::ByOriginal { PhotoEvidence::Valid } else { PhotoEvidence::Invalid };
            shows(client, name, event, looks_right);
            client.open_photo(&photo, PhotoSize::Original).await.expect("it is shown all the same");
            shows(client, name, event, PhotoEvidence::Invalid);
        }
    }
    assert_eq!(wrong, []);
    same_projections(&world, &log, &[ANNA, 2, zora]);
    for client in [&anna, &reader] {
        let desk = Desk::default();
        let pdf = client.wound_report(&log, &wound, &desk, "Europe/Berlin", Language::German).await.expect("a report");
        assert_eq!(printed(&pdf).matches("NACHWEIS UNGÜLTIG").count(), TRICKS.len());
        let bundle = client.wound_fhir(&log, &wound, &desk, "Europe/Berlin", Language::German).await.expect("a bundle");
        let bundle = String::from_utf8(bundle).expect("JSON");
        assert_eq!(bundle.matches("NACHWEIS UNGÜLTIG").count(), TRICKS.len());
        assert_eq!(bundle.matches("1.2.840.10065.1.12.1.14").count(), 2, "of two photos the signature is handed on");
    }
    let verdict = verify_package(&package(&anna, &log, &wound).await);
    let mut named = Vec::new();
    for (name, _, event) in &sent {
        let faults = verdict.faults.iter().filter(|fault| fault.file.contains(&event.to_string())).count();
        assert!(faults > 0, "{name}: {:?}", verdict.faults);
        named.push(faults);
    }
    assert_eq!(verdict.faults.len(), named.iter().sum::<usize>(), "and of the others nothing: {:?}", verdict.faults);
    assert_eq!(verdict.unproven, []);
}

#[tokio::test(start_paused = true)]
async fn a_photo_that_was_moved_from_a_wound_to_another_was_taken_of_it_all_the_same() {
    let mut world = World::with_members(seed(345), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[BERTA]).await;
    world.settle().await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let [heel, toe] = ["4711", "0815"].map(|patient| anna.create_wound(&log, &details(patient), None).expect("made"));
    world.settle().await;
    let taken = send(&berta, &log, &heel, 3, |_| ());
    world.settle().await;
    anna.attach_wound_photo(&log, &taken, &toe, "").expect("moved");
    world.settle().await;
    for client in [&anna, &berta] {
        let photo = client.wound_photos(&log, &toe).expect("readable").remove(0);
        client.photo_preview(&photo.photo).await.expect("fetched");
        assert_eq!(shown(client, &log, &toe, &taken), (PhotoEvidence::Valid, PhotoEvidence::Valid));
    }
    let verdict = verify_package(&package(&anna, &log, &toe).await);
    assert_eq!((verdict.faults, verdict.unproven), (vec![], vec![]), "both places are in the package");
}

/// Another file under the same key, by its author and a server that play together: what was found of the first says nothing of it.
#[tokio::test(start_paused = true)]
async fn a_file_that_comes_once_more_is_held_against_its_statement_once_more() {
    let mut world = World::with_members(seed(346), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[BERTA]).await;
    world.settle().await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let wound = anna.create_wound(&log, &details("4711"), None).expect("made");
    world.settle().await;
    let taken = send(&berta, &log, &wound, 3, |_| ());
    world.settle().await;
    let photo = anna.wound_photos(&log, &wound).expect("readable").remove(0).photo;
    let plain = anna.photo_preview(&photo).await.expect("fetched");
    assert_eq!(shown(&anna, &log, &wound, &taken).0, PhotoEvidence::Valid);
    let (blob, key): ([u8; 16], [u8; 32]) = berta
        .store()
        .expect("unlocked")
        .read(|connection| -> Result<_, StoreError> {
            let sql = "SELECT preview, preview_key FROM photo WHERE event = ?1";
            Ok(connection.query_row(sql, [taken.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))?)
        })
        .expect("there");
    let mut other = plain.to_vec();
    *other.last_mut().expect("a picture") ^= 1;
    let context = cbor::encode(&("verband/blob/1", BlobId(blob)));
    let sealed = seal(&SealKey::from_bytes(key), &context, &other, &Seeded::new(world.seed, "other"));
    let path = format!("/v1/logs/{log}/blobs/{}", BlobId(blob));
    let tamper = move |asked: &str, body| if asked == path { sealed.clone().into() } else { body };
    world.devices[ANNA].line.set_tamper(Some(Arc::new(tamper)));
    world.devices[ANNA].files.remove(&blob).expect("the disk lost it");
    assert_eq!(anna.photo_preview(&photo).await.expect("it is shown all the same").to_vec(), other);
    assert_eq!(shown(&anna, &log, &wound, &taken), (PhotoEvidence::Invalid, PhotoEvidence::Invalid));
    // What was found stays, also when the right one comes.
    world.devices[ANNA].line.set_tamper(None);
    world.devices[ANNA].files.remove(&blob).expect("the disk lost it");
    assert_eq!(anna.photo_preview(&photo).await.expect("fetched"), plain);
    assert_eq!(shown(&anna, &log, &wound, &taken).0, PhotoEvidence::Invalid);
}
