//! A further device of a person: it comes in by another one of hers and reads everything, and her others are told. Who
//! does not come in that way stands in [`refused`], what kills and time do in [`interrupted`].

use verband_client::protocol::certificate::DeviceClass;
use verband_client::protocol::organisation::OrganisationPolicy;
use verband_client::{AlarmKind, Client, ClientError, LinkOffer};
use verband_protocol::code::LinkCode;
use verband_protocol::id::DeviceId;
use verband_protocol::wire::LastContact;
use verband_tests::chance::seed;
use verband_tests::device::{Device, PIN, SECRET, pin_proof};
use verband_tests::invariants::texts;
use verband_tests::world::World;

mod interrupted;
mod refused;

const ANNA: usize = 0;
const BERTA: usize = 1;

async fn house(number: u64) -> World {
    World::with_members(seed(number), &["Anna", "Berta"]).await
}

fn device(world: &World, name: &str) -> Device {
    Device::new(name, world.seed, &world.clock, &world.socket)
}

fn code<T>(result: Result<T, ClientError>) -> &'static str {
    result.map_or_else(|error| error.code(), |_| "done")
}

fn code_of(offer: &LinkOffer) -> LinkCode {
    LinkCode::parse(&offer.code()).expect("it was made")
}

/// The devices of Berta that are trusted, as the first device knows.
fn bertas(world: &World) -> Vec<String> {
    let rows = world.devices[ANNA].client().devices().expect("readable");
    let hers = rows.into_iter().filter(|row| row.member_name == "Berta" && !row.revoked);
    hers.map(|row| row.name).collect()
}

fn told(client: &Client) -> usize {
    let alarms = client.alarms().expect("readable");
    assert!(alarms.iter().all(|alarm| alarm.kind == AlarmKind::NewDevice), "{alarms:?}");
    alarms.len()
}

#[tokio::test(start_paused = true)]
async fn a_further_device_reads_everything_with_nobody_on_but_the_old_one() {
    let mut world = house(360).await;
    let log = world.channel("Wundteam", &[BERTA]).await;
    let anna = world.devices[ANNA].client().clone();
    let chat = anna.create_chat(&[world.devices[BERTA].member()]).expect("a chat");
    anna.send_text(&log, "im Kanal").expect("written");
    anna.send_text(&chat, "unter uns").expect("written");
    let photo = verband_vault::sample::wound_photo(64, 48, 5);
    anna.send_photo(&log, &photo, "Ferse").expect("written");
    world.settle().await;
    world.devices[ANNA].switch_off();

    let tablet = world.link(BERTA, "Tablet").await.expect("linked");
    world.settle().await;
    let new = world.devices[tablet].client().clone();
    for log in [&log, &chat] {
        assert!(!texts(&world.devices[tablet], log).is_empty());
        assert_eq!(texts(&world.devices[tablet], log), texts(&world.devices[BERTA], log));
    }
    let photo = new.messages(&log, 10).expect("readable").iter().find_map(|row| row.photo).expect("the photo");
    new.export_photo(&photo).await.expect("its original too");
    assert_eq!(new.account().expect("unlocked").name, "Berta");
    let names: Vec<_> = new.members().expect("readable").into_iter().map(|row| row.name).collect();
    assert_eq!(names, ["Anna", "Berta"]);
    let rows = world.devices[BERTA].client().devices().expect("readable");
    assert_eq!(rows.iter().filter(|row| row.name == "Tablet").count(), 1);

    new.send_text(&chat, "vom Tablet").expect("written");
    world.devices[ANNA].switch_on().expect("unlocked");
    world.settle().await;
    let last = world.devices[ANNA].client().messages(&chat, 1).expect("readable").pop().expect("received");
    assert_eq!((last.text.as_str(), last.author_name.as_str()), ("vom Tablet", "Berta"));
    assert!(world.devices.iter().all(|device| device.client().alarms().expect("readable").is_empty()));
}

#[tokio::test(start_paused = true)]
async fn her_other_devices_are_told_and_nobody_else() {
    let mut world = house(361).await;
    let tablet = world.link(BERTA, "Tablet").await.expect("linked");
    world.settle().await;
    let laptop = world.link(BERTA, "Laptop").await.expect("linked");
    world.settle().await;
    // Once, however often the log is read again.
    world.devices[tablet].switch_off();
    world.devices[tablet].switch_on().expect("unlocked");
    world.settle().await;
    let told: Vec<_> = [ANNA, BERTA, tablet, laptop].map(|index| told(world.devices[index].client())).into();
    assert_eq!(told, [0, 0, 1, 0]);
    let alarm = world.devices[tablet].client().alarms().expect("readable").pop().expect("it is told");
    let id = world.devices[laptop].client().device().expect("unlocked").to_string();
    assert!(alarm.detail.contains(&id), "{}", alarm.detail);
}

#[tokio::test(start_paused = true)]
async fn the_new_device_shows_whose_it_will_be_and_takes_no_short_pin() {
    let world = house(362).await;
    let anna = world.devices[ANNA].client().clone();
    let policy = anna.policy().expect("unlocked");
    let longer = OrganisationPolicy { pin_length: 8, ..policy };
    anna.set_policy(longer).await.expect("set");
    let berta = world.devices[BERTA].client().clone();
    let new = device(&world, "Tablet");
    let offer = new.offer().await.expect("offered");
    // Typed, where there is no camera.
    let request = berta.read_link(&offer.code().to_lowercase().replace('-', " ")).await.expect("it waits");
    assert_eq!(request.class(), DeviceClass::Phone);
    let comes_in = async {
        let answer = offer.answer().await.expect("answered");
        let account = berta.account().expect("unlocked");
        assert_eq!((answer.organisation, answer.member), (account.organisation, account.member));
        let shown = (answer.organisation_name.as_str(), answer.name.as_str(), answer.pin_length);
        assert_eq!(shown, ("Klinikum Musterstadt", "Berta", 8));
        assert_eq!(code(offer.accept(&answer, PIN, &SECRET).await), "pin-too-short");
        assert_eq!(new.on_disk(), [""; 0]);
        offer.accept(&answer, "12345678", &SECRET).await.expect("long enough");
    };
    let (linked, ()) = futures_util::join!(berta.link_device(&request, "Tablet", pin_proof(&berta)), comes_in);
    assert_eq!(linked.expect("linked"), request.device());
    // A place with a profile is no new device.
    assert_eq!(code(new.offer().await), "already-enrolled");
}

#[tokio::test(start_paused = true)]
async fn with_a_device_falls_what_it_let_in_but_not_the_one_in_her_hand() {
    let mut world = house(374).await;
    let log = world.channel("Wundteam", &[BERTA]).await;
    let tablet = world.link(BERTA, "Tablet").await.expect("linked");
    world.settle().await;
    let laptop = world.link(BERTA, "Laptop").await.expect("linked");
    let desk = world.link(laptop, "Tisch").await.expect("linked");
    world.settle().await;
    let id = |index: usize| world.devices[index].client().device().expect("unlocked");
    let (phone, laptop_id, desk_id) = (id(BERTA), id(laptop), id(desk));
    let falls = |index: usize| {
        let mut falls = world.devices[index].client().falls_with(phone).expect("known");
        falls.sort_unstable();
        falls
    };
    let sorted = |mut ids: Vec<DeviceId>| {
        ids.sort_unstable();
        ids
    };
    assert_eq!(falls(ANNA), sorted(vec![id(tablet), laptop_id, desk_id]), "all of it");
    assert_eq!(falls(tablet), sorted(vec![laptop_id, desk_id]), "what came after the one in her hand");
    assert_eq!(falls(desk), [DeviceId([0; 32]); 0], "what it comes from itself, and what was before that");

    world.devices[tablet].client().revoke_device(phone).await.expect("her own");
    for gone in [BERTA, laptop, desk] {
        assert_eq!(code(world.devices[gone].client().sync().await), "revoked");
        world.devices[gone].switch_off();
    }
    world.settle().await;
    assert_eq!(bertas(&world), ["Tablet"]);
    world.devices[tablet].client().send_text(&log, "noch da").expect("written");
    world.settle().await;
    let last = world.devices[ANNA].client().messages(&log, 1).expect("readable").pop().expect("received");
    assert_eq!(last.text, "noch da");
}

#[tokio::test(start_paused = true)]
async fn the_last_contact_of_ones_own_is_a_day_and_of_colleagues_an_age() {
    let mut world = house(375).await;
    let tablet = world.link(BERTA, "Tablet").await.expect("linked");
    let id = |index: usize| world.devices[index].client().device().expect("unlocked");
    let (phone, new) = (id(BERTA), id(tablet));
    world.devices[tablet].switch_off();
    world.clock.advance(9 * 24 * 3_600_000);
    world.settle().await;
    let contacts = async |index: usize| {
        let contacts = world.devices[index].client().device_contacts().await.expect("told");
        contacts.into_iter().map(|contact| (contact.device, contact.last)).collect::<Vec<_>>()
    };
    let own = contacts(BERTA).await;
    let day = |device: DeviceId| match own.iter().find(|(id, _)| *id == device) {
        Some((_, LastContact::Day(day))) => *day,
        other => panic!("{other:?}"),
    };
    assert_eq!((own.len(), day(phone) - day(new)), (2, 9));
    let seen = contacts(ANNA).await;
    assert_eq!(seen.len(), 3);
    assert!(seen.contains(&(phone, LastContact::Week)) && seen.contains(&(new, LastContact::Month)), "{seen:?}");
}
