//! What time, network and death do while a device is linked: both sides go on or begin anew, and nothing is left of what
//! nobody finished.

use std::sync::Arc;

use verband_client::protocol::certificate::DeviceClass;
use verband_client::{Client, ClientError, LinkOffer};
use verband_protocol::id::{DeviceId, LogId};
use verband_protocol::wire::{SLOT_VALIDITY, SlotFound};
use verband_store::Fate;
use verband_store::testing::FaultAt;
use verband_tests::hostile::answers;
use verband_tests::invariants::texts;
use verband_tests::network::Weather;
use verband_tests::world::World;

use super::{ANNA, BERTA, bertas, code, code_of, device, house};
use verband_tests::device::pin_proof;

#[tokio::test(start_paused = true)]
async fn after_ten_minutes_it_is_over_and_leaves_nothing() {
    let world = house(370).await;
    let berta = world.devices[BERTA].client();
    let mut new = device(&world, "Tablet");
    let offer = new.offer().await.expect("offered");
    world.clock.advance(SLOT_VALIDITY);
    assert_eq!(code(offer.answer().await), "link-gone");
    assert_eq!(code(berta.read_link(&offer.link()).await), "link-gone");

    // It does not wait for a server that stands still, nor without network.
    let offer = new.offer().await.expect("offered");
    assert_eq!(code(offer.answer().await), "link-gone");
    new.line.set_online(false);
    assert_eq!(code(offer.answer().await), "link-gone");
    new.line.set_online(true);

    // It has agreed, and the old device never hears of it.
    let offer = new.offer().await.expect("offered");
    let request = berta.read_link(&offer.link()).await.expect("it waits");
    let hidden = format!("/v1/slots/{}/2", code_of(&offer).slot());
    world.devices[BERTA].line.set_tamper(Some(answers(hidden, |found: &mut SlotFound| found.sealed = None)));
    let (gone, waits) =
        futures_util::join!(berta.link_device(&request, "Tablet", pin_proof(berta)), new.come_in(&offer));
    assert_eq!((code(gone), code(waits)), ("link-gone", "waiting-for-link"));
    assert!(new.is_enrolled());
    new.switch_on().expect("the profile is there");
    assert_eq!(code(new.client().sync().await), "waiting-for-link");
    world.clock.advance(SLOT_VALIDITY);
    assert_eq!(code(new.client().sync().await), "link-gone");
    assert!(!new.is_enrolled());
    assert_eq!(new.on_disk(), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn in_a_storm_both_go_on_until_it_is_done() {
    let mut world = house(371).await;
    let log = world.channel("Wundteam", &[BERTA]).await;
    world.devices[ANNA].client().send_text(&log, "davor").expect("written");
    world.settle().await;
    let mut new = device(&world, "Tablet");
    world.set_weather(Weather::STORM);
    new.line.set_weather(Weather::STORM);
    let offer = loop {
        if let Ok(offer) = new.offer().await {
            break offer;
        }
    };
    let berta = world.devices[BERTA].client().clone();
    let lets_in = async {
        loop {
            let Ok(request) = berta.read_link(&offer.link()).await else { continue };
            match berta.link_device(&request, "Tablet", pin_proof(&berta)).await {
                Ok(device) => return device,
                Err(error) => assert_eq!(error.code(), "offline"),
            }
        }
    };
    let comes_in = async {
        let came = new.come_in(&offer).await;
        while !new.is_on() {
            assert_eq!(came.as_ref().err().map(ClientError::code), Some("offline"));
            new.switch_on().expect("the profile is there");
        }
        while new.client().sync().await.is_err() {}
    };
    let (linked, ()) = futures_util::join!(lets_in, comes_in);
    assert_eq!(new.client().device().expect("unlocked"), linked);
    world.devices.push(new);
    world.settle().await;
    assert_eq!(bertas(&world), ["", "Tablet"]);
    assert_eq!(texts(&world.devices[2], &log), texts(&world.devices[ANNA], &log));
}

/// A house with a text in it, to start from again and again.
async fn at_rest(number: u64) -> (World, LogId) {
    let mut world = house(number).await;
    let log = world.channel("Wundteam", &[BERTA]).await;
    world.devices[BERTA].client().send_text(&log, "davor").expect("written");
    world.settle().await;
    (world.at_rest(), log)
}

async fn is_whole(world: &World, log: &LogId, k: u64) {
    world.settle().await;
    assert_eq!(bertas(world), ["", "Tablet"], "killed at call {k}");
    assert_eq!(texts(&world.devices[2], log), texts(&world.devices[BERTA], log), "killed at call {k}");
}

#[tokio::test(start_paused = true)]
async fn a_new_device_dies_at_every_step() {
    let (rest, log) = at_rest(372).await;
    for k in 1.. {
        let mut world = World::from_rest(&rest, rest.seed + k);
        let mut new = device(&world, "Tablet");
        let fault = FaultAt::new(k, Fate::Die);
        let mut offer = new.offer_with(DeviceClass::Phone, Some(fault.clone())).await.expect("offered");
        let berta = world.devices[BERTA].client().clone();
        let request = berta.read_link(&offer.link()).await.expect("it waits");
        let (first, _) =
            futures_util::join!(berta.link_device(&request, "Tablet", pin_proof(&berta)), new.come_in(&offer));
        if !fault.struck() {
            assert!(k > 20, "coming in made {k} store calls only");
            break;
        }
        new.kill();
        if new.is_enrolled() {
            new.switch_on().expect("what is there is whole");
            let _ = new.client().sync().await;
        } else {
            assert_eq!(code(first), "link-gone", "nothing was agreed to");
            offer = new.offer().await.expect("anew");
        }
        let request = berta.read_link(&offer.link()).await.expect("it waits");
        let again = async { if new.is_enrolled() { Ok(()) } else { new.come_in(&offer).await } };
        let (linked, came) = futures_util::join!(berta.link_device(&request, "Tablet", pin_proof(&berta)), again);
        linked.map(drop).and(came).expect("linked");
        world.devices.push(new);
        is_whole(&world, &log, k).await;
    }
}

#[tokio::test(start_paused = true)]
async fn an_old_device_dies_at_every_step() {
    let (rest, log) = at_rest(373).await;
    for k in 1.. {
        let mut world = World::from_rest(&rest, rest.seed + k);
        let mut new = device(&world, "Tablet");
        let offer = new.offer().await.expect("offered");
        let old = &mut world.devices[BERTA];
        old.switch_off();
        let fault = FaultAt::new(k, Fate::Die);
        let files = Arc::new(old.files.clone());
        let lets_in = async {
            if old.switch_on_with(fault.clone(), files).is_ok() {
                let _ = let_in(old.client(), &offer).await;
            }
            let died = fault.struck();
            old.kill();
            old.switch_on().expect("it starts again");
            if died {
                let_in(old.client(), &offer).await.expect("begun anew");
            }
            died
        };
        let (died, came) = futures_util::join!(lets_in, new.come_in(&offer));
        came.expect("it is in");
        world.devices.push(new);
        is_whole(&world, &log, k).await;
        if !died {
            assert!(k > 10, "letting in made {k} store calls only");
            break;
        }
    }
}

async fn let_in(client: &Client, offer: &LinkOffer) -> Result<DeviceId, ClientError> {
    let request = client.read_link(&offer.link()).await?;
    client.link_device(&request, "Tablet", pin_proof(client)).await
}
