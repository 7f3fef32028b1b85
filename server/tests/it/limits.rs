//! Limits on how often and how much.

use axum::body::Body;
use axum::http::{Method, Request};

use verband_protocol::id::InvitationId;
use verband_protocol::wire::{MAX_PART, ProblemCode, TakeKeyPackages};
use verband_server::matrix::ROUTES;
use verband_server::{Limits, Rate};

use crate::actor::{Actor, Change};
use crate::house::{House, ORIGIN, Plan};
use crate::people::{channel, enrol, found, post_commit};

fn house(set: impl FnOnce(&mut Limits)) -> House {
    let mut limits = Limits::unlimited_rates();
    set(&mut limits);
    House::with(Plan { limits, ..Plan::default() })
}

#[tokio::test]
async fn looking_for_invitations_is_slow() {
    let house = house(|limits| limits.invitation = Rate { burst: 3, per_minute: 6 });
    let look =
        async |number: u8| house.get(&format!("/v1/invitations/{}", InvitationId([number; 16])), None).await.status;
    for number in 0..3 {
        assert_eq!(look(number).await, 410);
    }
    assert_eq!(look(4).await, 429);
    // A token comes back every ten seconds, however often somebody asks in between.
    for _ in 0..9 {
        house.clock.forward(1_000);
        assert_eq!(look(5).await, 429);
    }
    house.clock.forward(1_000);
    assert_eq!(look(6).await, 410);
    assert_eq!(look(7).await, 429);
}

#[tokio::test]
async fn a_hundred_people_of_one_house_come_in_at_once() {
    // They look, look again with the PIN, and claim.
    const REQUESTS: u8 = 3;
    let house = House::with(Plan { limits: Limits::default(), ..Plan::default() });
    for number in 0..100 {
        for _ in 0..REQUESTS {
            let path = format!("/v1/invitations/{}", InvitationId([number; 16]));
            assert_eq!(house.get(&path, None).await.status, 410, "person {number}");
        }
    }
}

#[tokio::test]
async fn logging_in_is_counted_for_each_device_so_that_nobody_locks_out_another() {
    let house = house(|limits| limits.login = Rate { burst: 2, per_minute: 1 });
    let mut admin = found(&house, 1).await;
    let nurse = enrol(&house, &mut admin, 2).await;
    let _ = admin.try_log_in(&house, ORIGIN).await;
    let busy = admin.try_log_in(&house, ORIGIN).await.unwrap_err();
    assert_eq!(busy.code, ProblemCode::Busy);
    assert!(nurse.try_log_in(&house, ORIGIN).await.is_ok());
}

#[tokio::test]
async fn key_packages_commits_and_requests_are_counted() {
    let house = house(|limits| {
        limits.key_package = Rate { burst: 5, per_minute: 1 };
        limits.commit = Rate { burst: 2, per_minute: 1 };
        limits.device = Rate { burst: 20, per_minute: 1 };
    });
    let mut admin = found(&house, 1).await;
    let take = |count: usize| TakeKeyPackages { devices: vec![admin.device; count] };
    let path = "/v1/key-packages/take";
    assert_eq!(house.post(path, admin.token(), &take(4)).await.status, 200);
    assert_eq!(house.post(path, admin.token(), &take(2)).await.status, 429);
    assert_eq!(house.post(path, admin.token(), &take(1)).await.status, 200);
    let log = channel(&house, &mut admin).await;
    let mut codes = Vec::new();
    for _ in 0..3 {
        let bundle = admin.commit(&log, Change::default());
        match post_commit(&house, &admin, &log, &bundle).await {
            Ok(_) => admin.apply(&bundle.entry),
            Err(problem) => codes.push(problem.code),
        }
    }
    assert_eq!(codes, [ProblemCode::Busy]);
    let mut statuses = Vec::new();
    for _ in 0..20 {
        statuses.push(house.get("/v1/key-packages", admin.token()).await.status.as_u16());
    }
    assert_eq!((statuses[0], statuses[19]), (200, 429));
}

#[tokio::test]
async fn no_route_takes_a_body_larger_than_its_limit() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let log = channel(&house, &mut admin).await;
    for row in ROUTES {
        let path = row.path.replace("{log}", &log.to_string()).replace("{blob}", &"0".repeat(32));
        let request = |length: Option<u64>, body: Body| {
            let mut request = Request::builder()
                .method(method(row.method))
                .uri(&path)
                .header("authorization", format!("Bearer {}", admin.token().unwrap()));
            if let Some(length) = length {
                request = request.header("content-length", length);
            }
            request.body(body).unwrap()
        };
        // Announced too large: not read at all.
        let answer = house.request(request(Some(row.limit + 1), Body::empty())).await;
        assert_eq!(answer.status, 413, "{path}");
        // Not announced, and too large.
        if row.limit > 0 && row.limit < MAX_PART {
            let body = Body::from_stream(futures_util::stream::iter(std::iter::repeat_n(
                Ok::<_, std::convert::Infallible>(vec![0_u8; 1 << 20]),
                5,
            )));
            assert_eq!(house.request(request(None, body)).await.status, 413, "{path}");
        }
    }
}

/// The method that a filter lets through.
pub(crate) fn method(filter: axum::routing::MethodFilter) -> Method {
    let known = [Method::GET, Method::POST, Method::PUT, Method::DELETE];
    known
        .into_iter()
        .find(|method| axum::routing::MethodFilter::try_from(method.clone()).unwrap() == filter)
        .expect("a method in use")
}

#[tokio::test]
async fn an_organisation_has_its_quota_and_deleting_makes_room() {
    let house = house(|limits| limits.organisation_bytes = 50_000);
    let mut admin = found(&house, 1).await;
    let log = channel(&house, &mut admin).await;
    let write = async |admin: &mut Actor| {
        let entry = admin.content(&log, &[1; 10_000]);
        let result = admin.append(&house, &log, vec![entry.clone()]).await;
        if result.is_ok() {
            admin.apply(&entry);
        }
        result.map(|_| entry)
    };
    let first = write(&mut admin).await.unwrap();
    while write(&mut admin).await.is_ok() {}
    assert_eq!(write(&mut admin).await.unwrap_err().code, ProblemCode::Full);
    assert!(admin.page(&house, &log, "").await.is_ok());
    let delete = admin.delete(&log, vec![first.read().unwrap().event]);
    admin.append(&house, &log, vec![delete.clone()]).await.unwrap();
    admin.apply(&delete);
    write(&mut admin).await.unwrap();
    // A conversation goes on whatever the quota says.
    let bundle = admin.commit(&log, Change::default());
    post_commit(&house, &admin, &log, &bundle).await.unwrap();
}
