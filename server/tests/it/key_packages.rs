//! Key packages: each taken once, the last resort as often as needed, by colleagues only.

use verband_protocol::port::Clock;
use verband_protocol::wire::{KeyPackageCount, KeyPackages, ProblemCode, TakeKeyPackages, TakenKeyPackages};

use crate::actor::Actor;
use crate::house::House;
use crate::people::{enrol, found, give_key_packages};

async fn take(house: &House, by: &Actor, of: &[&Actor]) -> Vec<Vec<u8>> {
    let take = TakeKeyPackages { devices: of.iter().map(|actor| actor.device).collect() };
    let taken: TakenKeyPackages = house.post("/v1/key-packages/take", by.token(), &take).await.message().unwrap();
    taken.packages.into_iter().map(|taken| taken.package.to_vec()).collect()
}

async fn count(house: &House, actor: &Actor) -> u32 {
    let count: KeyPackageCount = house.get("/v1/key-packages", actor.token()).await.message().unwrap();
    count.count
}

#[tokio::test]
async fn each_is_taken_once_and_the_last_resort_remains() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let nurse = enrol(&house, &mut admin, 2).await;
    let silent = enrol(&house, &mut admin, 3).await;
    give_key_packages(&house, &nurse, 2, true).await;
    assert_eq!(count(&house, &nurse).await, 2);
    let first = take(&house, &admin, &[&nurse, &silent]).await;
    let second = take(&house, &admin, &[&nurse]).await;
    let third = take(&house, &admin, &[&nurse]).await;
    assert_eq!((first.len(), second.len(), third.len()), (1, 1, 1));
    assert!(first != second && second != third);
    assert_eq!(take(&house, &admin, &[&nurse]).await, third);
    assert_eq!(count(&house, &nurse).await, 0);
    // A new last resort replaces the old one.
    give_key_packages(&house, &nurse, 0, true).await;
    assert_ne!(take(&house, &admin, &[&nurse]).await, third);
}

#[tokio::test]
async fn what_is_given_twice_is_kept_once_and_ends_with_its_time() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let nurse = enrol(&house, &mut admin, 2).await;
    let package = nurse.key_package(house.clock.now_ms(), false);
    let give = KeyPackages { packages: vec![package.into()], last_resort: None };
    for _ in 0..2 {
        assert!(house.post("/v1/key-packages", nurse.token(), &give).await.status.is_success());
    }
    assert_eq!(count(&house, &nurse).await, 1);
    house.clock.forward(3_600_000);
    let (mut admin, mut nurse) = (admin, nurse);
    admin.log_in(&house).await;
    nurse.log_in(&house).await;
    assert_eq!(count(&house, &nurse).await, 0);
    assert!(take(&house, &admin, &[&nurse]).await.is_empty());
}

#[tokio::test]
async fn only_packages_of_the_device_itself_in_the_right_form_are_kept() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let nurse = enrol(&house, &mut admin, 2).await;
    let now = house.clock.now_ms();
    let single = |package: Vec<u8>| KeyPackages { packages: vec![package.into()], last_resort: None };
    let mut flipped = nurse.key_package(now, false);
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    for (what, give) in [
        ("another device's", single(admin.key_package(now, false))),
        ("a broken one", single(flipped)),
        ("nothing", single(Vec::new())),
        ("a last resort as a single one", single(nurse.key_package(now, true))),
        (
            "a single one as a last resort",
            KeyPackages { packages: Vec::new(), last_resort: Some(nurse.key_package(now, false).into()) },
        ),
    ] {
        let problem = house.post("/v1/key-packages", nurse.token(), &give).await.problem();
        assert_eq!(problem.code, ProblemCode::Refused, "{what}");
    }
    let many = KeyPackages { packages: vec![nurse.key_package(now, false).into(); 201], last_resort: None };
    let problem = house.post("/v1/key-packages", nurse.token(), &many).await.problem();
    assert_eq!(problem.code, ProblemCode::TooLarge);
    assert_eq!(count(&house, &nurse).await, 0);
}
