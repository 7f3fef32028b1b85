//! Blobs: whole or absent, resumable, in ranges, for members only, and gone with their event.

use axum::body::Body;
use axum::http::{Method, Request};

use verband_protocol::id::{BlobId, Hash, LogId};
use verband_protocol::wire::{BlobStart, BlobState, Problem, ProblemCode};
use verband_server::Limits;

use crate::actor::{Actor, Change};
use crate::house::{Answer, House, Plan};
use crate::people::{add, change, channel, enrol, found};

/// A blob of a device on its way.
pub(crate) struct Upload {
    pub(crate) path: String,
    pub(crate) blob: BlobId,
    pub(crate) bytes: Vec<u8>,
}

impl Upload {
    pub(crate) fn new(log: &LogId, number: u8, size: usize) -> Self {
        let blob = BlobId([number; 16]);
        let bytes = (0..size).map(|index| (index % 251) as u8 ^ number).collect();
        Self { path: format!("/v1/logs/{log}/blobs/{blob}"), blob, bytes }
    }

    pub(crate) async fn start(&self, house: &House, actor: &Actor) -> Result<BlobState, Problem> {
        let start = BlobStart { size: self.bytes.len() as u64, hash: Hash::of(&self.bytes) };
        house.post(&self.path, actor.token(), &start).await.message()
    }

    pub(crate) async fn part(
        &self,
        house: &House,
        actor: &Actor,
        from: usize,
        to: usize,
    ) -> Result<BlobState, Problem> {
        let path = format!("{}?offset={from}", self.path);
        house.send(Method::PUT, &path, actor.token(), self.bytes[from..to].to_vec()).await.message()
    }

    pub(crate) async fn state(&self, house: &House, actor: &Actor) -> Result<BlobState, Problem> {
        house.get(&format!("{}/state", self.path), actor.token()).await.message()
    }

    pub(crate) async fn whole(&self, house: &House, actor: &Actor) {
        self.start(house, actor).await.unwrap();
        assert!(self.part(house, actor, 0, self.bytes.len()).await.unwrap().complete);
    }

    pub(crate) async fn read(&self, house: &House, actor: &Actor, range: Option<&str>) -> Answer {
        let mut request = Request::get(&self.path);
        if let Some(token) = actor.token() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if let Some(range) = range {
            request = request.header("range", range);
        }
        house.request(request.body(Body::empty()).unwrap()).await
    }
}

/// A channel with two members.
async fn two(house: &House) -> (Actor, Actor, LogId) {
    let mut admin = found(house, 1).await;
    let mut nurse = enrol(house, &mut admin, 2).await;
    let log = channel(house, &mut admin).await;
    add(house, &mut admin, &log, &mut nurse).await;
    (admin, nurse, log)
}

#[tokio::test]
async fn a_blob_comes_in_parts_and_is_visible_with_its_event() {
    let house = House::new();
    let (admin, mut nurse, log) = two(&house).await;
    let upload = Upload::new(&log, 1, 700_000);
    assert_eq!(upload.start(&house, &nurse).await.unwrap(), BlobState { offset: 0, size: 700_000, complete: false });
    assert_eq!(upload.part(&house, &nurse, 0, 300_000).await.unwrap().offset, 300_000);
    // Announced again, asked for, or sent from elsewhere: always where it stands.
    assert_eq!(upload.start(&house, &nurse).await.unwrap().offset, 300_000);
    assert_eq!(upload.state(&house, &nurse).await.unwrap().offset, 300_000);
    assert_eq!(upload.part(&house, &nurse, 0, 300_000).await.unwrap().offset, 300_000);
    assert_eq!(upload.part(&house, &nurse, 400_000, 500_000).await.unwrap().offset, 300_000);
    assert_eq!(upload.read(&house, &nurse, None).await.status, 404);
    // It cannot go with an event yet.
    let early = nurse.content_with(&log, vec![upload.blob]);
    assert_eq!(nurse.append(&house, &log, vec![early]).await.unwrap_err().code, ProblemCode::Refused);

    assert!(upload.part(&house, &nurse, 300_000, 700_000).await.unwrap().complete);
    assert!(upload.state(&house, &nurse).await.unwrap().complete);
    assert_eq!(upload.read(&house, &admin, None).await.status, 404);
    let event = nurse.content_with(&log, vec![upload.blob]);
    nurse.append(&house, &log, vec![event.clone()]).await.unwrap();
    nurse.apply(&event);
    let answer = upload.read(&house, &admin, None).await;
    assert!(answer.body == upload.bytes);
    for (name, value) in [
        ("content-type", "application/octet-stream"),
        ("content-disposition", "attachment"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; sandbox"),
        ("content-length", "700000"),
        ("accept-ranges", "bytes"),
    ] {
        assert_eq!(answer.headers[name], value);
    }
    // One event has it, and no second one.
    let second = nurse.content_with(&log, vec![upload.blob]);
    assert_eq!(nurse.append(&house, &log, vec![second]).await.unwrap_err().code, ProblemCode::Refused);
}

#[tokio::test]
async fn ranges_are_read_from_the_middle() {
    let house = House::new();
    let (admin, _, log) = two(&house).await;
    let upload = Upload::new(&log, 1, 600_000);
    upload.whole(&house, &admin).await;
    let answer = upload.read(&house, &admin, Some("bytes=250000-549999")).await;
    assert_eq!(answer.status, 206);
    assert_eq!(answer.headers["content-range"], "bytes 250000-549999/600000");
    assert!(answer.body == upload.bytes[250_000..550_000]);
    assert!(upload.read(&house, &admin, Some("bytes=-5")).await.body == upload.bytes[599_995..]);
    let beyond = upload.read(&house, &admin, Some("bytes=600000-")).await;
    assert_eq!((beyond.status.as_u16(), &beyond.headers["content-range"]), (416, &"bytes */600000".parse().unwrap()));
}

#[tokio::test]
async fn wrong_bytes_are_thrown_away_and_can_be_sent_again() {
    let house = House::new();
    let (admin, _, log) = two(&house).await;
    let good = Upload::new(&log, 1, 1000);
    let mut bad = Upload::new(&log, 1, 1000);
    bad.bytes[999] ^= 1;
    good.start(&house, &admin).await.unwrap();
    let problem = bad.part(&house, &admin, 0, 1000).await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::Refused);
    assert_eq!(good.state(&house, &admin).await.unwrap().offset, 0);
    good.whole(&house, &admin).await;
    // More than announced is not taken.
    let long = Upload::new(&log, 2, 1000);
    long.start(&house, &admin).await.unwrap();
    let path = format!("{}?offset=0", long.path);
    let answer = house.send(Method::PUT, &path, admin.token(), vec![0; 1001]).await;
    assert_eq!(answer.problem().code, ProblemCode::TooLarge);
}

#[tokio::test]
async fn an_id_belongs_to_who_announced_it() {
    let house = House::new();
    let (admin, nurse, log) = two(&house).await;
    let upload = Upload::new(&log, 1, 1000);
    upload.start(&house, &admin).await.unwrap();
    assert_eq!(upload.start(&house, &nurse).await.unwrap_err().code, ProblemCode::Refused);
    assert_eq!(upload.part(&house, &nurse, 0, 1000).await.unwrap_err().code, ProblemCode::NotFound);
    assert_eq!(upload.state(&house, &nurse).await.unwrap_err().code, ProblemCode::NotFound);
    upload.whole(&house, &admin).await;
    // Nor can somebody else's event have it.
    let stolen = nurse.content_with(&log, vec![upload.blob]);
    assert_eq!(nurse.append(&house, &log, vec![stolen]).await.unwrap_err().code, ProblemCode::Refused);
    let mut other = Upload::new(&log, 1, 2000);
    assert_eq!(other.start(&house, &admin).await.unwrap_err().code, ProblemCode::Refused);
    other.path = format!("/v1/logs/{log}/blobs/..%2f..%2fverband.sqlite");
    assert_eq!(other.start(&house, &admin).await.unwrap_err().code, ProblemCode::NotFound);
    let empty = Upload::new(&log, 3, 0);
    assert_eq!(empty.start(&house, &admin).await.unwrap_err().code, ProblemCode::Malformed);
}

#[tokio::test]
async fn a_blob_goes_with_its_event_and_with_time() {
    let mut limits = Limits::unlimited_rates();
    limits.organisation_bytes = 10_000;
    let house = House::with(Plan { limits, ..Plan::default() });
    let (admin, mut nurse, log) = two(&house).await;
    let files = || walk(house.folder.path().join("blobs"));
    let upload = Upload::new(&log, 1, 3000);
    upload.whole(&house, &nurse).await;
    let event = nurse.content_with(&log, vec![upload.blob]);
    nurse.append(&house, &log, vec![event.clone()]).await.unwrap();
    nurse.apply(&event);
    assert_eq!(files(), 1);
    let delete = nurse.delete(&log, vec![event.read().unwrap().event]);
    nurse.append(&house, &log, vec![delete]).await.unwrap();
    assert_eq!(upload.read(&house, &admin, None).await.status, 404);
    assert_eq!(files(), 0);

    // What no event claims within a week goes as well, and its bytes are free again.
    let unclaimed = Upload::new(&log, 2, 3000);
    unclaimed.whole(&house, &nurse).await;
    let half = Upload::new(&log, 3, 3000);
    half.start(&house, &nurse).await.unwrap();
    half.part(&house, &nurse, 0, 10).await.unwrap();
    let large = Upload::new(&log, 4, 6000);
    assert_eq!(large.start(&house, &nurse).await.unwrap_err().code, ProblemCode::Full);
    house.server.keep_house().unwrap();
    assert_eq!(files(), 2);
    house.clock.forward(8 * 24 * 60 * 60 * 1000);
    house.server.keep_house().unwrap();
    assert_eq!(files(), 0);
    nurse.log_in(&house).await;
    large.whole(&house, &nurse).await;
}

/// How many files a folder has, at any depth.
fn walk(folder: std::path::PathBuf) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { walk(path) } else { 1 }).sum()
}

#[tokio::test]
async fn who_was_removed_reads_no_blob_any_more() {
    let house = House::new();
    let (mut admin, nurse, log) = two(&house).await;
    let upload = Upload::new(&log, 1, 100);
    upload.whole(&house, &admin).await;
    let event = admin.content_with(&log, vec![upload.blob]);
    admin.append(&house, &log, vec![event.clone()]).await.unwrap();
    admin.apply(&event);
    assert_eq!(upload.read(&house, &nurse, None).await.status, 200);
    change(&house, &mut admin, &log, Change { remove: vec![nurse.device], ..Change::default() }).await;
    assert_eq!(upload.read(&house, &nurse, None).await.status, 404);
    assert_eq!(upload.read(&house, &admin, None).await.status, 200);
}
