//! Who does not come in: a device for another server, of an excluded kind, one that somebody put in its place, one that
//! somebody else speaks for.

use bytes::Bytes;
use http::{Method, Request};
use verband_client::ClientError;
use verband_client::port::Transport;
use verband_client::protocol::certificate::DeviceClass;
use verband_protocol::cbor;
use verband_protocol::code::DeviceLink;
use verband_protocol::id::SlotId;
use verband_protocol::linking::{DeviceOffer, LinkProof};
use verband_protocol::organisation::device_message;
use verband_protocol::sign::{Purpose, Signature};
use verband_protocol::wire::{SlotFound, SlotPart};
use verband_rules::Refusal;
use verband_store::StoreError;
use verband_store::rusqlite::Connection;
use verband_tests::chance::Seeded;
use verband_tests::hostile::{Ghost, answers};
use verband_tests::invariants::contains;
use verband_tests::network::Line;

use super::{ANNA, BERTA, bertas, code, code_of, device, house};
use verband_tests::device::pin_proof;

/// Writes a part of a slot, as whoever knows its code can.
async fn put(line: &Line, slot: &SlotId, part: u8, sealed: Vec<u8>) {
    let body = Bytes::from(cbor::encode(&SlotPart { sealed: sealed.into() }));
    let uri = format!("http://verband.test/v1/slots/{slot}/{part}");
    let request = Request::builder().method(Method::PUT).uri(uri).body(body).expect("a request");
    assert_eq!(line.send(request).await.expect("an answer").status(), 204);
}

async fn get(line: &Line, slot: &SlotId, part: u8) -> (u16, Bytes) {
    let uri = format!("http://verband.test/v1/slots/{slot}/{part}");
    let answer = line.send(Request::get(uri).body(Bytes::new()).expect("a request")).await.expect("an answer");
    (answer.status().as_u16(), answer.into_body())
}

#[tokio::test(start_paused = true)]
async fn a_device_for_another_server_is_not_read() {
    let world = house(363).await;
    let berta = world.devices[BERTA].client();
    let offer = device(&world, "Tablet").offer().await.expect("offered");
    let elsewhere = DeviceLink { server: "http://anderswo.test".to_owned(), code: code_of(&offer) };
    let before = world.devices[BERTA].line.requests();
    assert_eq!(code(berta.read_link(&elsewhere.text()).await), "other-server");
    assert_eq!(world.devices[BERTA].line.requests(), before, "nobody was asked");
    for text in ["", "verband://join?server=http%3A%2F%2Fverband.test#1", "0000-0000"] {
        assert_eq!(code(berta.read_link(text).await), "code", "{text}");
    }
    let nobody = DeviceOffer::of(Ghost::new(&Seeded::new(1, "x")).certificate, &Seeded::new(1, "y"));
    assert_eq!(code(berta.read_link(&nobody.code().grouped()).await), "link-gone");
}

#[tokio::test(start_paused = true)]
async fn a_kind_of_machine_that_the_policy_excludes_is_not_asked_for() {
    let world = house(364).await;
    let (anna, berta) = (world.devices[ANNA].client(), world.devices[BERTA].client());
    let exclude = async |class: DeviceClass| {
        let mut policy = anna.policy().expect("unlocked");
        policy.device_classes.retain(|allowed| *allowed != class);
        anna.set_policy(policy).await.expect("set");
    };
    exclude(DeviceClass::Web).await;
    let browser = device(&world, "Browser").offer_with(DeviceClass::Web, None).await.expect("offered");
    let refused = berta.read_link(&browser.link()).await.map(drop).expect_err("not here");
    assert!(matches!(refused, ClientError::Refused(Refusal::DeviceClass)), "{refused}");
    // Nor one that is excluded while she is asked.
    let mut tablet = device(&world, "Tablet");
    tablet.class = DeviceClass::Shared;
    let offer = tablet.offer().await.expect("offered");
    let request = berta.read_link(&offer.link()).await.expect("it waits");
    exclude(DeviceClass::Shared).await;
    let (refused, _) =
        futures_util::join!(berta.link_device(&request, "Tablet", pin_proof(berta)), tablet.come_in(&offer));
    assert_eq!(code(refused), "not-allowed");
    world.settle().await;
    assert_eq!(bertas(&world), [""]);
}

#[tokio::test(start_paused = true)]
async fn who_guesses_the_slot_gets_ciphertext_alone() {
    let mut world = house(365).await;
    let mut new = device(&world, "Geraetename");
    let offer = new.offer().await.expect("offered");
    let berta = world.devices[BERTA].client().clone();
    let request = berta.read_link(&offer.link()).await.expect("it waits");
    let (linked, came) =
        futures_util::join!(berta.link_device(&request, "Geraetename", pin_proof(&berta)), new.come_in(&offer));
    linked.and(came).expect("linked");
    let certificate = {
        world.devices.push(new);
        let store = world.devices[2].client().store().expect("unlocked");
        let sql = "SELECT certificate FROM device WHERE id = ?1";
        let read = |connection: &Connection| -> Result<Vec<u8>, StoreError> {
            Ok(connection.query_row(sql, [request.device().as_bytes()], |row| row.get(0))?)
        };
        store.read(read).expect("readable")
    };
    let slot = code_of(&offer).slot();
    let stranger = device(&world, "Fremde");
    for part in 0..3 {
        let (status, body) = get(&stranger.line, &slot, part).await;
        assert!(status == 200 && body.len() > 100, "part {part} is there");
        for clear in [&certificate[..40], b"Berta", b"Klinikum", b"Geraetename", request.device().as_bytes()] {
            assert!(!contains(&body, clear), "part {part}");
        }
    }
    assert_eq!(get(&stranger.line, &SlotId([3; 32]), 0).await.0, 410);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_swaps_the_certificate_is_found_out_even_if_it_has_the_code() {
    let world = house(366).await;
    let berta = world.devices[BERTA].client();
    let offer = device(&world, "Tablet").offer().await.expect("offered");
    let (code_, chance) = (code_of(&offer), Seeded::new(world.seed, "server"));
    let other = DeviceOffer::of(Ghost::new(&chance).certificate, &chance);
    let swap = |sealed: Vec<u8>| {
        let path = format!("/v1/slots/{}/0", code_.slot());
        Some(answers(path, move |found: &mut SlotFound| found.sealed = Some(sealed.clone().into())))
    };
    // Without the code it can only seal with another; with it, the code does not stand for what it puts there.
    for sealed in [other.code().seal_part(&other, &chance), code_.seal_part(&other, &chance), vec![1; 500]] {
        world.devices[BERTA].line.set_tamper(swap(sealed));
        assert_eq!(code(berta.read_link(&offer.link()).await), "server-answer");
    }
    world.devices[BERTA].line.set_tamper(None);
    assert_eq!(code(berta.read_link(&offer.link()).await), "done");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_gives_one_part_for_another_is_found_out() {
    let mut world = house(367).await;
    let mut new = device(&world, "Tablet");
    let offer = new.offer().await.expect("offered");
    let slot = code_of(&offer).slot();
    let (_, first) = get(&new.line, &slot, 0).await;
    let first: SlotFound = cbor::decode(&first).expect("a part");
    let instead = |part: u8| {
        let first = first.clone();
        Some(answers(format!("/v1/slots/{slot}/{part}"), move |found: &mut SlotFound| *found = first.clone()))
    };
    new.line.set_tamper(instead(1));
    assert_eq!(code(offer.answer().await), "server-answer");
    new.line.set_tamper(None);
    let berta = world.devices[BERTA].client().clone();
    let request = berta.read_link(&offer.link()).await.expect("it waits");
    world.devices[BERTA].line.set_tamper(instead(2));
    assert_eq!(code(berta.link_device(&request, "Tablet", pin_proof(&berta)).await), "server-answer");
    world.devices[BERTA].line.set_tamper(None);
    // Nothing is lost by that.
    let (linked, came) =
        futures_util::join!(berta.link_device(&request, "Tablet", pin_proof(&berta)), new.come_in(&offer));
    linked.and(came).expect("linked");
    world.devices.push(new);
    world.settle().await;
    assert_eq!(bertas(&world), ["", "Tablet"]);
}

#[tokio::test(start_paused = true)]
async fn nobody_speaks_for_the_new_device() {
    let world = house(368).await;
    let berta = world.devices[BERTA].client();
    let account = berta.account().expect("unlocked");
    let mut new = device(&world, "Tablet");
    let offer = new.offer().await.expect("offered");
    let request = berta.read_link(&offer.link()).await.expect("it waits");
    let (code_, chance) = (code_of(&offer), Seeded::new(world.seed, "thief"));
    // Somebody who read the code agrees with a key of her own.
    let ghost = Ghost::new(&chance);
    let message = device_message(&account.organisation, &account.member, &request.device());
    let proof = LinkProof { proof: ghost.event.sign(Purpose::NewDevice, &message) };
    put(&world.devices[ANNA].line, &code_.slot(), 2, code_.seal_part(&proof, &chance)).await;
    let (refused, left) =
        futures_util::join!(berta.link_device(&request, "Tablet", pin_proof(berta)), new.come_in(&offer));
    assert_eq!((code(refused), code(left)), ("not-allowed", "link-taken"));
    assert!(!new.is_enrolled());
    assert_eq!(new.on_disk(), [""; 0]);
    world.settle().await;
    assert_eq!(bertas(&world), [""]);

    // With no signature at all, and the new device far away.
    let offer = new.offer().await.expect("offered");
    let (code_, request) = (code_of(&offer), berta.read_link(&offer.link()).await.expect("it waits"));
    let proof = LinkProof { proof: Signature([0; 64]) };
    put(&world.devices[ANNA].line, &code_.slot(), 2, code_.seal_part(&proof, &chance)).await;
    assert_eq!(code(berta.link_device(&request, "Tablet", pin_proof(berta)).await), "not-allowed");
}

#[tokio::test(start_paused = true)]
async fn who_answers_first_is_shown_and_the_other_one_hears_of_it() {
    let world = house(369).await;
    let (anna, berta) = (world.devices[ANNA].client(), world.devices[BERTA].client());
    let offer = device(&world, "Tablet").offer().await.expect("offered");
    let by_anna = anna.read_link(&offer.link()).await.expect("it waits");
    let by_berta = berta.read_link(&offer.link()).await.expect("it waits");
    let shown = async {
        // Anna has read the code over Berta's shoulder, and was faster.
        let answer = offer.answer().await.expect("answered");
        assert_eq!(
            (answer.name.as_str(), code(berta.link_device(&by_berta, "Tablet", pin_proof(berta)).await)),
            ("Anna", "link-taken")
        );
    };
    let (refused, ()) = futures_util::join!(anna.link_device(&by_anna, "Tablet", pin_proof(anna)), shown);
    assert_eq!(code(refused), "link-gone", "nobody agreed");
}
