//! Death at the k-th store call, for every k: after a restart an operation is done whole or not at all, and sent
//! again it is done once.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::Method;

use verband_protocol::entry::Class;
use verband_protocol::id::LogId;
use verband_protocol::port::Clock;
use verband_protocol::wire::{CommitBundle, Found, ProblemCode, Welcomes};
use verband_server::Limits;
use verband_server::store::{Call, Fate, StoreFault};

use crate::actor::{Actor, Change};
use crate::blobs::Upload;
use crate::house::{House, Plan};
use crate::people::{add, change, channel, enrol, found, founding, post_commit};

/// Strikes once, at the k-th call after it was armed.
pub(crate) struct FaultAt {
    left: AtomicU64,
    fate: Fate,
}

/// Not armed.
const NEVER: u64 = u64::MAX;

impl FaultAt {
    pub(crate) fn new(fate: Fate) -> Arc<Self> {
        Arc::new(Self { left: AtomicU64::new(NEVER), fate })
    }

    /// Counts from here: the k-th call, from 1, is struck.
    pub(crate) fn arm(&self, k: u64) {
        self.left.store(k, Ordering::SeqCst);
    }

    /// Whether it has struck since it was armed.
    pub(crate) fn struck(&self) -> bool {
        self.left.load(Ordering::SeqCst) == 0
    }
}

impl StoreFault for FaultAt {
    fn at(&self, _: Call) -> Fate {
        let left = self.left.load(Ordering::SeqCst);
        if left == NEVER || left == 0 {
            return Fate::Live;
        }
        self.left.store(left - 1, Ordering::SeqCst);
        if left == 1 { self.fate } else { Fate::Live }
    }
}

fn house(fault: &Arc<FaultAt>) -> House {
    House::with(Plan { limits: Limits::unlimited_rates(), faults: Some(Arc::clone(fault) as _), ..Plan::default() })
}

/// Runs `prepare`, then `act` with death at the k-th call, for k from 1 until it is not reached any more. After each
/// death the server is started again and `check` gets what `act` said.
pub(crate) async fn for_every_k<S, R>(
    prepare: impl AsyncFn(&House) -> S,
    act: impl AsyncFn(&House, &mut S) -> R,
    check: impl AsyncFn(&mut House, S, R),
) {
    for_every_k_in(house, prepare, act, check).await;
}

/// The same in a house of one's own.
pub(crate) async fn for_every_k_in<S, R>(
    house: impl Fn(&Arc<FaultAt>) -> House,
    prepare: impl AsyncFn(&House) -> S,
    act: impl AsyncFn(&House, &mut S) -> R,
    check: impl AsyncFn(&mut House, S, R),
) {
    for k in 1.. {
        let fault = FaultAt::new(Fate::Die);
        let mut house = house(&fault);
        let mut state = prepare(&house).await;
        fault.arm(k);
        let result = act(&house, &mut state).await;
        let struck = fault.struck();
        fault.arm(NEVER);
        house.restart();
        check(&mut house, state, result).await;
        if !struck {
            assert!(k > 4, "a write has at least begin, statement, commit, committed");
            return;
        }
    }
}

async fn one_channel(house: &House) -> (Actor, LogId) {
    let mut admin = found(house, 1).await;
    let log = channel(house, &mut admin).await;
    (admin, log)
}

#[tokio::test]
async fn appending() {
    for_every_k(
        async |house| {
            let (admin, log) = one_channel(house).await;
            let first = admin.content(&log, b"first");
            let mut later = admin;
            later.apply(&first);
            let second = later.content(&log, b"second");
            (later, log, vec![first, second])
        },
        async |house, (admin, log, entries)| admin.append(house, log, entries.clone()).await,
        async |house, (admin, log, entries), result| {
            let page = admin.page(house, &log, "?after=1").await.unwrap();
            assert!(page.entries.is_empty() || page.entries.len() == 2, "all or none");
            if result.is_ok() {
                assert_eq!(page.entries.len(), 2, "what was acknowledged is there");
            }
            assert_eq!(admin.append(house, &log, entries.clone()).await.unwrap(), [2, 3]);
            assert_eq!(admin.page(house, &log, "?after=1").await.unwrap().entries.len(), 2);
        },
    )
    .await;
}

#[tokio::test]
async fn committing() {
    for_every_k(
        async |house| {
            let (mut admin, log) = one_channel(house).await;
            let nurse = enrol(house, &mut admin, 2).await;
            let package = nurse.key_package(house.clock.now_ms(), false);
            let change = Change { add: vec![(nurse.leaf(), package)], ..Change::default() };
            let bundle = admin.commit(&log, change);
            (admin, nurse, log, bundle)
        },
        async |house, (admin, _, log, bundle): &mut (Actor, Actor, LogId, CommitBundle)| {
            post_commit(house, admin, log, bundle).await
        },
        async |house, (mut admin, mut nurse, log, bundle), result| {
            let welcomes = async |house: &House, nurse: &Actor| {
                let waiting: Welcomes = house.get("/v1/welcomes", nurse.token()).await.message().unwrap();
                waiting.welcomes.len() as u64
            };
            let page = admin.page(house, &log, "").await.unwrap();
            assert_eq!(page.last - 1, welcomes(house, &nurse).await, "commit and welcome go together");
            if result.is_ok() {
                assert_eq!(page.last, 2);
            }
            assert_eq!(post_commit(house, &admin, &log, &bundle).await.unwrap(), 2);
            assert_eq!(welcomes(house, &nurse).await, 1);
            admin.apply(&bundle.entry);
            crate::people::join(house, &mut nurse, &log, &admin).await;
            crate::people::change(house, &mut nurse, &log, Change::default()).await;
        },
    )
    .await;
}

#[tokio::test]
async fn uploading_a_blob() {
    for_every_k(
        async |house| {
            let (admin, log) = one_channel(house).await;
            (admin, log, Upload::new(&log, 1, 300_000))
        },
        async |house, (admin, _, upload)| {
            upload.start(house, admin).await?;
            upload.part(house, admin, 0, 150_000).await?;
            upload.part(house, admin, 150_000, 300_000).await
        },
        async |house, (admin, log, upload), result| {
            let whole = upload.read(house, &admin, None).await;
            assert!(whole.status == 404 || whole.body == upload.bytes, "whole or absent");
            if result.is_ok() {
                assert_eq!(whole.status, 200);
            }
            // The client goes on where the server says that it stands.
            let mut state = upload.start(house, &admin).await.unwrap();
            while !state.complete {
                let from = usize::try_from(state.offset).unwrap();
                state = upload.part(house, &admin, from, (from + 150_000).min(300_000)).await.unwrap();
            }
            assert!(upload.read(house, &admin, None).await.body == upload.bytes);
            let event = admin.content_with(&log, vec![upload.blob]);
            admin.append(house, &log, vec![event]).await.unwrap();
        },
    )
    .await;
}

#[tokio::test]
async fn deleting_with_a_blob() {
    for_every_k(
        async |house| {
            let (mut admin, log) = one_channel(house).await;
            let upload = Upload::new(&log, 1, 1000);
            upload.whole(house, &admin).await;
            let event = admin.content_with(&log, vec![upload.blob]);
            admin.append(house, &log, vec![event.clone()]).await.unwrap();
            admin.apply(&event);
            let delete = admin.delete(&log, vec![event.read().unwrap().event]);
            (admin, log, upload, delete)
        },
        async |house, (admin, log, _, delete)| admin.append(house, log, vec![delete.clone()]).await,
        async |house, (admin, log, upload, delete), _| {
            assert_eq!(admin.append(house, &log, vec![delete]).await.unwrap(), [3]);
            assert_eq!(upload.read(house, &admin, None).await.status, 404);
            house.server.keep_house().unwrap();
            let page = admin.page(house, &log, "?after=1").await.unwrap();
            assert_eq!(page.entries[0].entry.body(), None);
            let folder = house.folder.path().join("blobs").join(admin.organisation_id().to_string()).join("01");
            assert_eq!(std::fs::read_dir(folder).unwrap().count(), 0);
        },
    )
    .await;
}

#[tokio::test]
async fn leaving_and_being_taken_out() {
    for_every_k(
        async |house| {
            let mut admin = found(house, 1).await;
            let mut nurse = enrol(house, &mut admin, 2).await;
            let log = channel(house, &mut admin).await;
            add(house, &mut admin, &log, &mut nurse).await;
            let leave = nurse.sign(nurse.header(&log, Class::Leave), None);
            (admin, nurse, log, leave)
        },
        async |house, (_, nurse, log, leave)| nurse.append(house, log, vec![leave.clone()]).await,
        async |house, (mut admin, nurse, log, leave), _| {
            assert_eq!(nurse.append(house, &log, vec![leave.clone()]).await.unwrap(), [3]);
            // The server has not forgotten it: whoever moderates nothing could take her out, too.
            admin.apply(&leave);
            change(house, &mut admin, &log, Change { remove: vec![nurse.device], ..Change::default() }).await;
            assert_eq!(nurse.page(house, &log, "").await.unwrap_err().code, ProblemCode::NotFound);
        },
    )
    .await;
}

#[tokio::test]
async fn founding_an_organisation() {
    for_every_k(
        async |house| {
            let token = house.set_up_token();
            let founding = founding(1, u64::MAX);
            (founding.founder, Found { token, entries: founding.entries })
        },
        async |house, (_, found)| house.post("/v1/organisations", None, found).await.status,
        async |house, (mut founder, found), status| {
            if status == 200 {
                assert!(house.server.is_set_up().unwrap());
            }
            assert_eq!(house.post("/v1/organisations", None, &found).await.status, 200);
            founder.log_in(house).await;
            assert_eq!(founder.page(house, &founder.organisation_id(), "").await.unwrap().last, 4);
        },
    )
    .await;
}

#[tokio::test]
async fn a_full_disk_at_every_call_is_said_and_passes() {
    for k in 1.. {
        let fault = FaultAt::new(Fate::Full);
        let house = house(&fault);
        let (admin, log) = one_channel(&house).await;
        let upload = Upload::new(&log, 1, 100_000);
        fault.arm(k);
        let entry = admin.content(&log, b"x");
        let appended = admin.append(&house, &log, vec![entry.clone()]).await;
        let started = upload.start(&house, &admin).await;
        let path = format!("{}?offset=0", upload.path);
        let part = house.send(Method::PUT, &path, admin.token(), upload.bytes.clone()).await.status;
        let struck = fault.struck();
        fault.arm(NEVER);
        for problem in [appended.err(), started.err()].into_iter().flatten() {
            assert_eq!(problem.code.status(), 507);
        }
        assert!(part == 200 || part == 507 || part == 404, "{part}");
        // Without a restart everything works again.
        assert_eq!(admin.append(&house, &log, vec![entry]).await.unwrap(), [2]);
        let state = upload.start(&house, &admin).await.unwrap();
        if !state.complete {
            let from = usize::try_from(state.offset).unwrap();
            assert!(upload.part(&house, &admin, from, 100_000).await.unwrap().complete);
        }
        if !struck {
            return;
        }
    }
}
