//! What a client refuses by itself, before anything is written or sent.

use verband_client::{Client, ClientError, Enrolment, NewInvitation, NewOrganisation};
use verband_protocol::certificate::DeviceClass;
use verband_protocol::code::InvitationLink;
use verband_protocol::id::{LogId, MemberId};
use verband_protocol::policy::Join;
use verband_tests::chance::seed;
use verband_tests::device::{Device, PIN, SECRET};
use verband_tests::invariants::contains;
use verband_tests::world::{ORIGIN, World};

fn code<T>(result: Result<T, ClientError>) -> &'static str {
    result.map_or_else(|error| error.code(), |_| "done")
}

#[tokio::test(start_paused = true)]
async fn what_people_write_has_its_length() {
    let world = World::with_members(seed(140), &["Anna"]).await;
    let anna = world.devices[0].client();
    let log = anna.create_channel("Wundteam", Join::Invitation).expect("a channel");
    // One letter more than fits, in bytes; and what is nothing but space.
    let cases = |longest: usize| {
        [("x".repeat(longest), "done"), ("x".repeat(longest + 1), "length"), (" \n".to_owned(), "length")]
    };
    for (text, expected) in cases(20_000) {
        assert_eq!(code(anna.send_text(&log, &text)), expected, "a text of {}", text.len());
    }
    for (title, expected) in cases(200) {
        assert_eq!(code(anna.create_channel(&title, Join::Open)), expected, "a channel of {}", title.len());
        assert_eq!(code(anna.rename(&log, &title)), expected, "a title of {}", title.len());
    }
    let photo = verband_vault::sample::wound_photo(64, 48, 7);
    for (caption, expected) in [(2_000, "done"), (2_001, "length")] {
        assert_eq!(code(anna.send_photo(&log, &photo, &"x".repeat(caption))), expected, "a caption of {caption}");
    }
    for (name, expected) in cases(200) {
        assert_eq!(code(anna.invite_one(NewInvitation::named(name)).await), expected);
    }
}

fn enrolment(pin: &str) -> Enrolment<'_> {
    Enrolment { class: DeviceClass::Phone, pin, name: None }
}

#[tokio::test(start_paused = true)]
async fn a_short_pin_is_refused_before_anything_is_asked() {
    let mut world = World::with_members(seed(141), &["Anna"]).await;
    let link = world.invite("Dora", &[]).await.expect("invited");
    let link = InvitationLink::parse(&link).expect("as printed");
    let mut dora = Device::new("Dora", world.seed, &world.clock, &world.socket);
    let ports = || dora.ports(None, std::sync::Arc::new(dora.files.clone()));
    let new = NewOrganisation { server: ORIGIN, token: "T", organisation_name: "Linde", name: "Dora" };
    let found = Client::found(ports(), &new, DeviceClass::Phone, "12345", &SECRET).await;
    assert_eq!(code(found.map(drop)), "pin-too-short");
    let enrolled = Client::enrol(ports(), &link, enrolment("12345"), &SECRET).await;
    assert_eq!(code(enrolled), "pin-too-short");
    assert_eq!(dora.line.requests(), 0);
    assert_eq!(dora.on_disk(), [""; 0]);
    // Nor is there a second profile in the place of the first.
    dora.enrol(&world.invite("Dora", &[]).await.expect("invited")).await.expect("she enrols");
    let before = dora.line.requests();
    let ports = || dora.ports(None, std::sync::Arc::new(dora.files.clone()));
    let again = Client::enrol(ports(), &link, enrolment(PIN), &SECRET).await;
    assert_eq!(code(again), "already-enrolled");
    assert_eq!(
        code(Client::found(ports(), &new, DeviceClass::Phone, PIN, &SECRET).await.map(drop)),
        "already-enrolled"
    );
    assert_eq!(dora.line.requests(), before);
    assert_eq!(code(dora.client().change_pin(PIN, "12345", &SECRET)), "pin-too-short");
    dora.switch_off();
    dora.switch_on().expect("the PIN is the old one");
    world.devices.push(dora);
}

#[tokio::test(start_paused = true)]
async fn an_organisation_and_its_founder_have_names() {
    let world = World::new(seed(142));
    let anna = Device::new("Anna", world.seed, &world.clock, &world.socket);
    let long = "x".repeat(201);
    for (organisation_name, name) in [("", "Anna"), ("Linde", " "), (long.as_str(), "Anna"), ("Linde", &long)] {
        let ports = anna.ports(None, std::sync::Arc::new(anna.files.clone()));
        let new = NewOrganisation { server: ORIGIN, token: "T", organisation_name, name };
        let found = Client::found(ports, &new, DeviceClass::Phone, PIN, &SECRET).await;
        assert_eq!(code(found.map(drop)), "length", "{new:?}");
    }
    assert_eq!(anna.line.requests(), 0);
    assert!(!anna.is_enrolled());
}

#[tokio::test(start_paused = true)]
async fn a_chat_is_with_members_of_the_organisation() {
    let world = World::with_members(seed(143), &["Anna", "Berta"]).await;
    let (anna, berta) = (world.devices[0].client(), world.devices[1].member());
    let nobody = MemberId([9; 32]);
    assert_eq!(code(anna.create_chat(&[])), "not-found");
    assert_eq!(code(anna.create_chat(&[berta, nobody])), "not-found");
    anna.revoke_member(berta).await.expect("revoked");
    assert_eq!(code(anna.create_chat(&[berta])), "not-found");
    assert!(anna.conversations().expect("readable").is_empty());
}

#[tokio::test(start_paused = true)]
async fn members_are_changed_by_whoever_may_and_asked_of_the_rules_first() {
    let mut world = World::with_members(seed(144), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[1]).await;
    let [anna, berta, clara] = [0, 1, 2].map(|index| world.devices[index].member());
    let client = world.devices[1].client();
    let nobody = MemberId([9; 32]);
    let before = world.devices[1].line.seen().len();
    assert_eq!(code(client.add_members(&log, &[nobody]).await), "not-found");
    assert_eq!(code(client.remove_members(&log, &[nobody]).await), "not-found");
    assert_eq!(code(client.add_members(&log, &[clara]).await), "not-allowed");
    assert_eq!(code(client.remove_members(&log, &[anna]).await), "not-allowed");
    assert_eq!(code(client.add_members(&LogId([9; 32]), &[clara]).await), "not-found");
    assert_eq!(code(client.send_text(&LogId([9; 32]), "für niemanden")), "not-found");
    // Nobody removes herself: another member does.
    let founder = world.devices[0].client();
    assert_eq!(code(founder.remove_members(&log, &[anna]).await), "not-found");
    assert!(founder.conversation_members(&log).expect("known").contains(&anna));
    let asked = &world.devices[1].line.seen()[before..];
    assert!(!contains(asked, b"/commits"), "nothing was built");
    assert_eq!(client.conversation_members(&log).expect("known").len(), 2);
    assert_eq!(code(world.devices[2].client().revoke_member(berta).await), "not-allowed");
    let before = world.devices[2].line.seen().len();
    assert_eq!(code(world.devices[2].client().invite_one(NewInvitation::named("Eva")).await), "not-allowed");
    assert!(!contains(&world.devices[2].line.seen()[before..], b"/v1/invitations"));
}
