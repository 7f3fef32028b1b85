//! The sync stream: first everything, then what changes, and an end at once when it has to end.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::Request;
use futures_util::StreamExt;
use tower::ServiceExt;

use verband_protocol::cbor;
use verband_protocol::organisation::OrganisationRecord;
use verband_protocol::port::Clock;
use verband_protocol::wire::{LogPosition, SyncFrame};
use verband_server::SESSION_VALIDITY;

use crate::actor::{Actor, Change};
use crate::house::House;
use crate::people::{channel, enrol, found, give_key_packages, post_commit};

/// An open stream.
struct Stream {
    body: BodyDataStream,
    buffer: Vec<u8>,
}

impl Stream {
    async fn open(house: &House, actor: &Actor) -> Self {
        let token = actor.token().unwrap();
        let request = Request::get("/v1/sync").header("authorization", format!("Bearer {token}"));
        let response = house.router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), 200);
        Self { body: response.into_body().into_data_stream(), buffer: Vec::new() }
    }

    /// The next frame; none at the end.
    async fn frame(&mut self) -> Option<SyncFrame> {
        loop {
            if let Some((length, rest)) = self.buffer.split_first_chunk() {
                let length = u32::from_be_bytes(*length) as usize;
                if rest.len() >= length {
                    let frame = cbor::decode(&rest[..length]).unwrap();
                    self.buffer.drain(..4 + length);
                    return Some(frame);
                }
            }
            self.buffer.extend_from_slice(&self.body.next().await?.unwrap());
        }
    }

    /// The frame that is there now; none if there is none.
    async fn now(&mut self) -> Option<SyncFrame> {
        tokio::time::timeout(Duration::from_millis(1), self.frame()).await.ok().flatten()
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_tells_everything_first_and_then_what_changes() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let mut nurse = enrol(&house, &mut admin, 2).await;
    let log = channel(&house, &mut admin).await;
    give_key_packages(&house, &admin, 3, true).await;
    let mut stream = Stream::open(&house, &admin).await;
    let first = stream.frame().await.unwrap();
    let organisation = LogPosition { log: admin.organisation_id(), seq: 6 };
    assert_eq!(first.logs, [organisation.clone(), LogPosition { log, seq: 1 }]);
    assert_eq!((first.welcomes, first.key_packages), (false, Some(3)));
    let mut hers = Stream::open(&house, &nurse).await;
    assert_eq!(hers.frame().await.unwrap().logs, [organisation]);

    let entry = admin.content(&log, b"x");
    admin.append(&house, &log, vec![entry.clone()]).await.unwrap();
    admin.apply(&entry);
    assert_eq!(stream.now().await.unwrap().logs, [LogPosition { log, seq: 2 }]);
    assert_eq!(hers.now().await, None);

    // Several changes before anybody looks are one frame with the newest positions.
    let package = nurse.key_package(house.clock.now_ms(), false);
    let add = Change { add: vec![(nurse.leaf(), package)], ..Change::default() };
    let bundle = admin.commit(&log, add);
    post_commit(&house, &admin, &log, &bundle).await.unwrap();
    admin.apply(&bundle.entry);
    let entry = admin.content(&log, b"y");
    admin.append(&house, &log, vec![entry.clone()]).await.unwrap();
    admin.apply(&entry);
    let news = hers.now().await.unwrap();
    assert_eq!((news.logs, news.welcomes), (vec![LogPosition { log, seq: 4 }], true));
    assert_eq!(hers.now().await, None);

    // Who is removed is told once more, and can read nothing.
    let bundle = admin.commit(&log, Change { remove: vec![nurse.device], ..Change::default() });
    post_commit(&house, &admin, &log, &bundle).await.unwrap();
    assert_eq!(hers.now().await.unwrap().logs, [LogPosition { log, seq: 5 }]);
    admin.apply(&bundle.entry);
    let entry = admin.content(&log, b"z");
    admin.append(&house, &log, vec![entry]).await.unwrap();
    assert_eq!(hers.now().await, None);
    nurse.sync_organisation(&house).await;
}

#[tokio::test(start_paused = true)]
async fn an_empty_frame_comes_every_twenty_seconds() {
    let house = House::new();
    let admin = found(&house, 1).await;
    let mut stream = Stream::open(&house, &admin).await;
    stream.frame().await.unwrap();
    for _ in 0..3 {
        let began = tokio::time::Instant::now();
        let beat = stream.frame().await.unwrap();
        let empty = SyncFrame {
            logs: Vec::new(),
            welcomes: false,
            key_packages: None,
            marks: Vec::new(),
            requests: Vec::new(),
        };
        assert_eq!(beat, empty);
        assert_eq!(began.elapsed().as_secs(), 20);
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_ends_at_once_when_its_device_is_revoked_or_the_server_stops() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let nurse = enrol(&house, &mut admin, 2).await;
    let mut hers = Stream::open(&house, &nurse).await;
    let mut stream = Stream::open(&house, &admin).await;
    hers.frame().await.unwrap();
    stream.frame().await.unwrap();
    let began = tokio::time::Instant::now();
    let entry = admin.organisation_entry(OrganisationRecord::MemberRevoke(nurse.member));
    admin.append(&house, &admin.organisation_id(), vec![entry]).await.unwrap();
    assert_eq!(hers.frame().await, None);
    assert!(stream.frame().await.is_some());
    house.server.stop();
    assert_eq!(stream.frame().await, None);
    assert_eq!(began.elapsed().as_secs(), 0);
    assert_eq!(house.get("/health/ready", None).await.status, 503);
    assert_eq!(house.get("/health/live", None).await.status, 204);
}

#[tokio::test(start_paused = true)]
async fn a_stream_ends_with_its_session_and_when_there_are_too_many() {
    let house = House::new();
    let admin = found(&house, 1).await;
    let mut streams = Vec::new();
    for _ in 0..5 {
        let mut stream = Stream::open(&house, &admin).await;
        stream.frame().await.unwrap();
        streams.push(stream);
    }
    assert_eq!(streams[0].frame().await, None);
    assert_eq!(streams[4].now().await, None);
    house.clock.forward(SESSION_VALIDITY);
    assert_eq!(streams[1].frame().await, None);
}
