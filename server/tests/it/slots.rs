//! Slots: where two devices meet. Each part is written once, and after ten minutes nothing of it is left.

use axum::http::Method;

use verband_protocol::cbor;
use verband_protocol::id::SlotId;
use verband_protocol::wire::{MAX_SLOT_PART, Problem, ProblemCode, SLOT_VALIDITY, SlotFound, SlotPart};
use verband_server::{Limits, Rate};

use crate::faults::for_every_k;
use crate::house::{House, Plan};

const SLOT: SlotId = SlotId([0xab; 32]);

async fn put(house: &House, slot: SlotId, part: u8, sealed: &[u8]) -> Result<(), ProblemCode> {
    let body = cbor::encode(&SlotPart { sealed: sealed.to_vec().into() });
    let answer = house.send(Method::PUT, &format!("/v1/slots/{slot}/{part}"), None, body).await;
    if answer.status == 204 { Ok(()) } else { Err(answer.problem().code) }
}

async fn read(house: &House, slot: SlotId, part: u8) -> Result<Option<Vec<u8>>, ProblemCode> {
    let answer = house.get(&format!("/v1/slots/{slot}/{part}"), None).await.message::<SlotFound>();
    answer.map(|found| found.sealed.map(Into::into)).map_err(|problem: Problem| problem.code)
}

#[tokio::test]
async fn a_part_is_written_once_and_read_by_whoever_knows_the_slot() {
    let house = House::new();
    assert_eq!(read(&house, SLOT, 0).await, Err(ProblemCode::SlotGone));
    assert_eq!(put(&house, SLOT, 1, b"answer").await, Err(ProblemCode::SlotGone), "nobody has opened it");
    assert_eq!(put(&house, SLOT, 0, b"offer").await, Ok(()));
    assert_eq!(read(&house, SLOT, 1).await, Ok(None));
    for part in [1, 2] {
        assert_eq!(put(&house, SLOT, part, &[part; 5]).await, Ok(()));
    }
    for (part, bytes) in [(0, b"offer".to_vec()), (1, vec![1; 5]), (2, vec![2; 5])] {
        assert_eq!(put(&house, SLOT, part, &bytes).await, Ok(()), "the same again");
        assert_eq!(put(&house, SLOT, part, b"other").await, Err(ProblemCode::SlotTaken));
        assert_eq!(read(&house, SLOT, part).await, Ok(Some(bytes)));
    }
    assert_eq!(read(&house, SlotId([0xac; 32]), 0).await, Err(ProblemCode::SlotGone), "another slot");
    assert_eq!(read(&house, SLOT, 3).await, Err(ProblemCode::NotFound));
    assert_eq!(put(&house, SLOT, 3, b"x").await, Err(ProblemCode::NotFound));
}

#[tokio::test]
async fn a_slot_is_over_after_ten_minutes_and_leaves_nothing() {
    let house = House::new();
    put(&house, SLOT, 0, b"marker of an offer").await.unwrap();
    house.clock.forward(SLOT_VALIDITY - 1);
    put(&house, SLOT, 1, b"answer").await.unwrap();
    house.clock.forward(1);
    for part in 0..3 {
        assert_eq!(read(&house, SLOT, part).await, Err(ProblemCode::SlotGone));
    }
    assert_eq!(put(&house, SLOT, 2, b"proof").await, Err(ProblemCode::SlotGone));
    house.server.keep_house().unwrap();
    for file in std::fs::read_dir(house.folder.path()).unwrap() {
        let path = file.unwrap().path();
        let left = path.is_file() && std::fs::read(&path).unwrap().windows(6).any(|window| window == b"marker");
        assert!(!left, "{}", path.display());
    }
    // A new slot may have the name of an old one.
    assert_eq!(put(&house, SLOT, 0, b"another").await, Ok(()));
    assert_eq!(read(&house, SLOT, 1).await, Ok(None));
}

#[tokio::test]
async fn a_part_has_a_limit_and_an_address_too() {
    let mut limits = Limits::unlimited_rates();
    limits.slot_write = Rate { burst: 3, per_minute: 1 };
    limits.slot_read = Rate { burst: 5, per_minute: 1 };
    let house = House::with(Plan { limits, ..Plan::default() });
    assert_eq!(put(&house, SLOT, 0, &[1; MAX_SLOT_PART + 1]).await, Err(ProblemCode::TooLarge));
    assert_eq!(put(&house, SLOT, 0, &[1; MAX_SLOT_PART]).await, Ok(()));
    assert_eq!(put(&house, SLOT, 1, &[1]).await, Ok(()));
    assert_eq!(put(&house, SLOT, 2, &[1]).await, Err(ProblemCode::Busy));
    for _ in 0..5 {
        read(&house, SLOT, 0).await.unwrap();
    }
    assert_eq!(read(&house, SLOT, 0).await, Err(ProblemCode::Busy));
}

#[tokio::test]
async fn writing_a_part() {
    for_every_k(
        async |house| put(house, SLOT, 0, b"offer").await.unwrap(),
        async |house, ()| put(house, SLOT, 1, b"answer").await,
        async |house, (), result| {
            let found = read(house, SLOT, 1).await.unwrap();
            assert!(result.is_err() || found.is_some(), "what was acknowledged is there");
            assert_eq!(put(house, SLOT, 1, b"answer").await, Ok(()));
            assert_eq!(read(house, SLOT, 1).await, Ok(Some(b"answer".to_vec())));
        },
    )
    .await;
}
