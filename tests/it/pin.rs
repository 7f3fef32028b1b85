//! The PIN: a wrong one is counted on disk and costs time, more each time, and the device's own secret belongs to it.

use std::sync::Arc;

use verband_client::{Client, ClientError};
use verband_protocol::port::Clock;
use verband_tests::chance::seed;
use verband_tests::device::{Device, PIN, SECRET};
use verband_tests::world::World;

/// A device that is off, in its world.
async fn off(number: u64) -> World {
    let mut world = World::with_members(seed(number), &["Anna"]).await;
    world.devices[0].switch_off();
    world
}

fn unlock(device: &Device, pin: &str, secret: &[u8; 32]) -> Result<(), ClientError> {
    let ports = device.ports(None, Arc::new(device.files.clone()));
    Client::unlock(ports, pin, secret).map(|client| client.lock())
}

fn code(result: Result<(), ClientError>) -> &'static str {
    result.map_or_else(|error| error.code(), |()| "done")
}

#[tokio::test(start_paused = true)]
async fn wrong_pins_are_counted_on_disk_and_cost_time() {
    let world = off(73).await;
    let device = &world.devices[0];
    for _ in 0..5 {
        assert_eq!(code(unlock(device, "000000", &SECRET)), "wrong-pin");
    }
    // From now on even the right one has to wait.
    assert_eq!(code(unlock(device, "000000", &SECRET)), "pin-blocked");
    assert_eq!(code(unlock(device, PIN, &SECRET)), "pin-blocked");
    world.clock.advance(31_000);
    assert_eq!(code(unlock(device, PIN, &SECRET)), "done");
    // The right one wipes the slate.
    for _ in 0..4 {
        assert_eq!(code(unlock(device, "000000", &SECRET)), "wrong-pin");
    }
    // Another device's secret is as wrong as another PIN.
    assert_eq!(code(unlock(device, PIN, &[8; 32])), "wrong-pin");
}

#[tokio::test(start_paused = true)]
async fn each_further_try_costs_twice_as_much_up_to_a_day() {
    let world = off(74).await;
    let device = &world.devices[0];
    let mut due = [0; 4].into_iter().chain((0..).map(|doubled| (30_000_u64 << doubled).min(86_400_000)));
    for _ in 0..20 {
        let wait = due.next().expect("there is always one more");
        let tried = unlock(device, "000000", &SECRET);
        assert!(
            matches!(tried, Err(ClientError::WrongPin { wait_ms, tries_left: None }) if wait_ms == wait),
            "{tried:?}, not {wait}"
        );
        world.clock.advance(wait);
    }
    assert_eq!(code(unlock(device, PIN, &SECRET)), "done");
}

/// A clock that was set back by years.
struct Early;

impl Clock for Early {
    fn now_ms(&self) -> u64 {
        0
    }
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_was_set_back_keeps_nobody_out_for_years() {
    let world = off(75).await;
    let device = &world.devices[0];
    for _ in 0..5 {
        assert_eq!(code(unlock(device, "000000", &SECRET)), "wrong-pin");
    }
    let mut ports = device.ports(None, Arc::new(device.files.clone()));
    ports.clock = Arc::new(Early);
    let blocked = Client::unlock(ports, PIN, &SECRET).map(|client| client.lock());
    assert!(matches!(blocked, Err(ClientError::PinBlocked { wait_ms: 86_400_000 })), "{blocked:?}");
}

#[tokio::test(start_paused = true)]
async fn another_pin_is_set_by_whoever_knows_the_old_one() {
    let mut world = off(76).await;
    let device = &mut world.devices[0];
    device.switch_on().expect("it opens");
    assert_eq!(code(device.client().change_pin("000000", "654321", &SECRET)), "wrong-pin");
    assert_eq!(code(device.client().change_pin(PIN, "654321", &SECRET)), "done");
    device.switch_off();
    assert_eq!(code(unlock(device, PIN, &SECRET)), "wrong-pin");
    assert_eq!(code(unlock(device, "654321", &SECRET)), "done");
}

#[tokio::test(start_paused = true)]
async fn what_an_unlocked_device_must_not_do_in_strange_hands_takes_the_pin_again() {
    let world = World::with_members(seed(77), &["Anna", "Berta"]).await;
    let [anna, berta] = [0, 1].map(|index| world.devices[index].client());
    assert_eq!(code(anna.verify_pin("000000", &SECRET).map(drop)), "wrong-pin");
    let proof = anna.verify_pin(PIN, &SECRET).expect("it is hers");
    let tablet = Device::new("Tablet", world.seed, &world.clock, &world.socket);
    let offer = tablet.offer().await.expect("offered");
    let request = anna.read_link(&offer.link()).await.expect("it waits");
    // Nobody else's will do, nor one of a while ago; and the new device hears of nothing.
    let strange = berta.verify_pin(PIN, &SECRET).expect("it is hers");
    world.clock.advance(60_000);
    assert_eq!(code(anna.link_device(&request, "Tablet", strange).await.map(drop)), "pin-again");
    assert_eq!(code(anna.make_recovery_key(strange).await.map(drop)), "pin-again");
    anna.make_recovery_key(proof).await.expect("typed a minute ago");
    world.clock.advance(61_000);
    assert_eq!(code(anna.link_device(&request, "Tablet", proof).await.map(drop)), "pin-again");
    assert_eq!(code(anna.make_recovery_key(proof).await.map(drop)), "pin-again");
    world.clock.set_back(3_600_000);
    assert_eq!(code(anna.make_recovery_key(proof).await.map(drop)), "pin-again");
    assert!(tokio::time::timeout(std::time::Duration::from_secs(30), offer.answer()).await.is_err());
}
