//! The organisation's policy takes effect: what a device shows after a long time without its server, what an old program
//! may, which kinds of machine there are, how long a PIN is, and the switches.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use verband_client::protocol::organisation::{OrganisationPolicy, ProgramVersion, Switch};
use verband_client::{AlbumQuery, Client, ClientError, FeedKind, NewInvitation, Online, Patch, PhotoSize};
use verband_protocol::cbor;
use verband_protocol::certificate::DeviceClass;
use verband_protocol::id::LogId;
use verband_protocol::organisation::OrganisationRecord;
use verband_protocol::wire::{Problem, ProblemCode};
use verband_tests::chance::seed;
use verband_tests::device::{Device, PIN, SECRET, pin_proof};
use verband_tests::hostile::Mole;
use verband_tests::world::{World, until};
use verband_vault::BlobFiles;

const ANNA: usize = 0;
const BERTA: usize = 1;
const DAY: u64 = 86_400_000;

fn code<T>(result: Result<T, ClientError>) -> &'static str {
    result.map_or_else(|error| error.code(), |_| "done")
}

/// A house with this policy, and a channel with a photo in it.
async fn house(number: u64, policy: OrganisationPolicy) -> (World, LogId) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[BERTA]).await;
    let photo = verband_vault::sample::wound_photo(64, 48, 7);
    world.devices[BERTA].client().send_photo(&log, &photo, "Ferse").expect("captured");
    world.devices[ANNA].client().set_policy(policy).await.expect("set");
    world.settle().await;
    (world, log)
}

// Without the server ----------------------------------------------------------------------------------------------

fn three_days() -> OrganisationPolicy {
    OrganisationPolicy { max_offline_days: Some(3), ..OrganisationPolicy::default() }
}

#[tokio::test(start_paused = true)]
async fn a_device_without_its_server_shows_nothing_after_the_limit() {
    let (mut world, log) = house(330, three_days()).await;
    let berta = world.devices[BERTA].client().clone();
    let photo = berta.messages(&log, 9).expect("readable")[0].photo.expect("a photo");
    let feed = berta.feed(FeedKind::Messages(log)).expect("a feed");
    feed.next().await.expect("readable").expect("a reset");
    world.devices[BERTA].line.set_online(false);
    world.clock.advance(3 * DAY - 3_600_000);
    assert_eq!(code(berta.sync().await), "offline");
    assert_eq!(code(berta.messages(&log, 9)), "done");

    world.clock.advance(2 * 3_600_000);
    for shown in [
        code(berta.messages(&log, 9)),
        code(berta.conversations()),
        code(berta.conversation(&log)),
        code(berta.members()),
        code(berta.roles()),
        code(berta.teams()),
        code(berta.organisation_history(None, 9)),
        code(berta.export_organisation(Vec::new())),
        code(berta.outbox_items()),
        code(berta.join_requests(&log)),
        code(berta.storage_of(&log).await),
        code(berta.wounds(&log)),
        code(berta.album(&AlbumQuery::default(), 9)),
        code(berta.open_photo(&photo, PhotoSize::Preview).await),
        code(berta.export_photo(&photo).await),
        code(berta.feed(FeedKind::Conversations).expect("a feed").next().await),
    ] {
        assert_eq!(shown, "offline-too-long");
    }
    // What she makes is kept, also over a night.
    berta.send_text(&log, "aus dem Keller").expect("written");
    assert_eq!(code(feed.next().await), "offline-too-long");
    world.devices[BERTA].switch_off();
    world.devices[BERTA].switch_on().expect("it opens, to sync");
    let berta = world.devices[BERTA].client().clone();
    assert_eq!(code(berta.messages(&log, 9)), "offline-too-long");
    assert_eq!(berta.outbox().expect("readable"), (1, 0));

    world.devices[BERTA].line.set_online(true);
    world.settle().await;
    assert_eq!(berta.messages(&log, 9).expect("readable").len(), 2);
    assert_eq!(world.devices[ANNA].client().messages(&log, 9).expect("readable").len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_feed_begins_anew_after_the_limit() {
    let (world, log) = house(331, three_days()).await;
    let berta = world.devices[BERTA].client().clone();
    let feed = berta.feed(FeedKind::Messages(log)).expect("a feed");
    feed.next().await.expect("readable").expect("a reset");
    world.clock.advance(4 * DAY);
    berta.send_text(&log, "inzwischen").expect("written");
    assert_eq!(code(feed.next().await), "offline-too-long");
    berta.sync().await.expect("online");
    let batch = feed.next().await.expect("readable").expect("open");
    assert!(matches!(&batch[..], [Patch::Reset(rows)] if rows.len() == 2), "{batch:?}");
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_set_back_wins_nothing() {
    let (world, log) = house(332, three_days()).await;
    let berta = world.devices[BERTA].client().clone();
    world.devices[BERTA].line.set_online(false);
    world.clock.advance(2 * DAY);
    assert_eq!(code(berta.messages(&log, 9)), "done");
    world.clock.set_back(2 * DAY);
    assert_eq!(code(berta.messages(&log, 9)), "done");
    world.clock.advance(2 * DAY);
    assert_eq!(code(berta.messages(&log, 9)), "offline-too-long");
    world.clock.set_back(30 * DAY);
    assert_eq!(code(berta.messages(&log, 9)), "offline-too-long");
}

#[tokio::test(start_paused = true)]
async fn without_a_limit_a_device_shows_what_it_has() {
    let policy = OrganisationPolicy { max_offline_days: None, ..OrganisationPolicy::default() };
    let (world, log) = house(333, policy).await;
    world.clock.advance(400 * DAY);
    assert_eq!(code(world.devices[BERTA].client().messages(&log, 9)), "done");
}

// Old programs ------------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn nobody_shuts_herself_out_with_a_version_that_she_does_not_have() {
    let (world, _) = house(334, OrganisationPolicy::default()).await;
    let policy = OrganisationPolicy { minimum_version: ProgramVersion(9, 0, 0), ..OrganisationPolicy::default() };
    assert_eq!(code(world.devices[ANNA].client().set_policy(policy).await), "outdated");
    assert_eq!(code(world.devices[BERTA].client().sync().await), "done");
}

/// Anna's newer program raises the version to 9.0.0.
async fn raise(world: &World) {
    let anna = Mole::of(&world.devices[ANNA], world.seed);
    let policy = OrganisationPolicy { minimum_version: ProgramVersion(9, 0, 0), ..OrganisationPolicy::default() };
    let entry = anna.sign(anna.organisation_header(OrganisationRecord::Policy(policy)), None);
    anna.append(&world.devices[ANNA].line, &anna.organisation, vec![entry]).await;
}

#[tokio::test(start_paused = true)]
async fn an_old_program_is_turned_away_and_loses_nothing() {
    let (world, log) = house(335, OrganisationPolicy::default()).await;
    let letter = world.invite("Dora", &[]).await.expect("invited");
    let berta = world.devices[BERTA].client().clone();
    let card = berta.make_recovery_key(pin_proof(&berta)).await.expect("made");
    raise(&world).await;
    berta.send_text(&log, "noch mit dem alten").expect("written");
    // Whether her session goes on or she logs in anew.
    assert_eq!(code(berta.sync().await), "outdated");
    world.clock.advance(2 * 3_600_000);
    assert_eq!(code(berta.sync().await), "outdated");
    assert_eq!(code(berta.run().await), "outdated");
    assert_eq!(code(berta.add_members(&log, &[]).await), "outdated");
    assert_eq!(berta.messages(&log, 9).expect("readable").len(), 2);
    assert_eq!(berta.outbox().expect("readable"), (1, 0));
    let mut dora = Device::new("Dora", world.seed, &world.clock, &world.socket);
    assert_eq!(code(dora.look_up(&letter).await), "outdated");
    assert_eq!(code(dora.enrol(&letter).await), "outdated");
    assert_eq!(code(dora.recover(&card.link).await), "outdated");
    assert!(!dora.is_enrolled());
}

#[tokio::test(start_paused = true)]
async fn an_old_program_stops_by_itself_when_its_log_says_so() {
    let (world, log) = house(336, OrganisationPolicy::default()).await;
    raise(&world).await;
    let berta = world.devices[BERTA].client().clone();
    berta.send_text(&log, "nicht mit dem alten").expect("written");
    // A server that lets it in all the same.
    world.devices[BERTA].line.set_program(Some("9.0.0"));
    assert_eq!(code(berta.sync().await), "outdated");
    assert_eq!(code(berta.run().await), "outdated");
    assert_eq!(berta.outbox().expect("readable"), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn an_invited_persons_old_program_is_turned_away_before_anything_is_used() {
    let (world, _) = house(337, OrganisationPolicy::default()).await;
    let invited = world.devices[ANNA].client().invite_one(NewInvitation::named("Dora")).await.expect("invited");
    let mut dora = Device::new("Dora", world.seed, &world.clock, &world.socket);
    let policy = OrganisationPolicy { minimum_version: ProgramVersion(0, 1, 0), ..OrganisationPolicy::default() };
    world.devices[ANNA].client().set_policy(policy).await.expect("set");
    for old in ["0.0.9", "nonsense"] {
        dora.line.set_program(Some(old));
        assert_eq!(code(dora.enrol(&invited.link).await), "outdated");
    }
    dora.line.set_program(None);
    dora.enrol(&invited.link).await.expect("the invitation is as good as before");
}

// Kinds of machine ---------------------------------------------------------------------------------------------------

fn without_browsers() -> OrganisationPolicy {
    let device_classes = DeviceClass::ALL.into_iter().filter(|class| *class != DeviceClass::Web).collect();
    OrganisationPolicy { device_classes, ..OrganisationPolicy::default() }
}

/// A house in which Berta has a browser besides, with everything of a channel.
async fn with_browser(number: u64) -> (World, LogId, usize) {
    let (mut world, log) = house(number, OrganisationPolicy::default()).await;
    let mut browser = Device::new("Browser", world.seed, &world.clock, &world.socket);
    browser.class = DeviceClass::Web;
    let offer = browser.offer().await.expect("offered");
    let berta = world.devices[BERTA].client();
    let request = berta.read_link(&offer.link()).await.expect("it waits");
    let (let_in, came_in) =
        futures_util::join!(berta.link_device(&request, "Browser", pin_proof(berta)), browser.come_in(&offer));
    let_in.and(came_in.map(|()| request.device())).expect("linked");
    world.devices.push(browser);
    world.settle().await;
    let browser = world.devices.len() - 1;
    assert_eq!(world.devices[browser].client().messages(&log, 9).expect("readable").len(), 1);
    (world, log, browser)
}

#[tokio::test(start_paused = true)]
async fn a_kind_of_machine_that_is_not_permitted_any_more_is_shut_until_it_is() {
    let (mut world, log, browser) = with_browser(340).await;
    let client = world.devices[browser].client().clone();
    let feed = client.feed(FeedKind::Messages(log)).expect("a feed");
    feed.next().await.expect("readable").expect("a reset");
    let anna = world.devices[ANNA].client().clone();
    anna.set_policy(without_browsers()).await.expect("set");
    client.send_text(&log, "aus dem Browser").expect("written");
    // The server says so, and proves it: nothing is shown, whether it goes on or logs in anew, also without a network.
    assert_eq!(code(client.sync().await), "device-class");
    assert_eq!(code(client.check_readable()), "device-class");
    assert_eq!(code(client.messages(&log, 9)), "device-class");
    assert_eq!(code(feed.next().await), "device-class");
    world.clock.advance(2 * 3_600_000);
    assert_eq!(code(client.sync().await), "device-class");
    world.devices[browser].line.set_online(false);
    world.devices[browser].switch_off();
    world.devices[browser].switch_on().expect("it opens");
    let client = world.devices[browser].client().clone();
    assert_eq!(code(client.conversations()), "device-class");
    assert_eq!(client.outbox().expect("readable"), (1, 0));
    // Nor does another one come in.
    world.devices[browser].line.set_online(true);
    let mut dora = Device::new("Dora", world.seed, &world.clock, &world.socket);
    dora.class = DeviceClass::Web;
    let letter = world.invite("Dora", &[]).await.expect("invited");
    assert!(dora.enrol(&letter).await.is_err() && !dora.is_enrolled());
    // Her other device goes on, and the conversation with it.
    world.devices[BERTA].client().send_text(&log, "vom Handy").expect("written");
    world.settle().await;
    assert_eq!(anna.messages(&log, 9).expect("readable").len(), 2);

    anna.set_policy(OrganisationPolicy::default()).await.expect("set");
    world.settle().await;
    assert_eq!(code(client.check_readable()), "done");
    assert_eq!(client.messages(&log, 9).expect("readable").len(), 3);
    assert_eq!(anna.messages(&log, 9).expect("readable").len(), 3, "what waited is sent");
}

#[tokio::test(start_paused = true)]
async fn a_browser_that_follows_is_shut_at_once_and_comes_back_by_itself() {
    let (world, log, browser) = with_browser(341).await;
    let client = world.devices[browser].client().clone();
    let (following, follower) = (client.clone(), client.clone());
    let follows = tokio::spawn(async move { following.run().await });
    let most = Duration::from_mins(5);
    assert!(until(&follower, most, || follower.online() == Online::Yes).await);
    let anna = world.devices[ANNA].client().clone();
    anna.set_policy(without_browsers()).await.expect("set");
    assert!(until(&follower, most, || code(follower.messages(&log, 9)) == "device-class").await);
    anna.set_policy(OrganisationPolicy::default()).await.expect("set");
    assert!(until(&follower, most, || code(follower.messages(&log, 9)) == "done").await);
    client.lock();
    assert_eq!(code(follows.await.expect("no panic")), "locked");
}

#[tokio::test(start_paused = true)]
async fn a_servers_word_alone_shuts_no_machine() {
    let (world, log, browser) = with_browser(342).await;
    let client = world.devices[browser].client().clone();
    let problem = Problem { code: ProblemCode::DeviceClass, expected: None, reason: None };
    let refusal = Bytes::from(cbor::encode(&problem));
    let policy = OrganisationPolicy { minimum_version: ProgramVersion(0, 1, 0), ..OrganisationPolicy::default() };
    world.devices[ANNA].client().set_policy(policy).await.expect("set");
    world.settle().await;
    // It refuses her for another reason, and says this one.
    let line = &world.devices[browser].line;
    line.set_program(Some("0.0.9"));
    line.set_tamper(Some(Arc::new(
        move |asked: &str, body| if asked == "/v1/session" { refusal.clone() } else { body },
    )));
    world.clock.advance(2 * 3_600_000);
    assert_eq!(code(client.sync().await), "device-class");
    assert_eq!(code(client.messages(&log, 9)), "done");
}

#[tokio::test(start_paused = true)]
async fn nobody_shuts_out_the_machine_in_front_of_her() {
    let (world, _) = house(343, OrganisationPolicy::default()).await;
    let policy = OrganisationPolicy { device_classes: vec![DeviceClass::Desktop], ..OrganisationPolicy::default() };
    assert_eq!(code(world.devices[ANNA].client().set_policy(policy).await), "device-class");
    assert_eq!(code(world.devices[BERTA].client().sync().await), "done");
}

// The PIN -------------------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn a_pin_that_has_become_too_short_is_changed_after_unlocking_with_or_without_a_network() {
    let longer = OrganisationPolicy { pin_length: 8, biometrics: false, ..OrganisationPolicy::default() };
    let (mut world, log) = house(344, longer).await;
    // Who has it in her hands goes on.
    assert_eq!(code(world.devices[BERTA].client().messages(&log, 9)), "done");
    world.devices[BERTA].line.set_online(false);
    world.devices[BERTA].switch_off();
    let screen = Client::lock_screen(&world.devices[BERTA].plain_ports()).expect("there is a profile");
    assert_eq!((screen.biometrics, screen.pin_length, screen.wait_ms, screen.tries_left), (false, 6, 0, None));
    world.devices[BERTA].switch_on().expect("it opens");
    let berta = world.devices[BERTA].client().clone();
    let feed = berta.feed(FeedKind::Messages(log)).expect("a feed");
    assert_eq!(code(feed.next().await), "pin-due");
    for shown in [code(berta.check_readable()), code(berta.messages(&log, 9)), code(berta.members())] {
        assert_eq!(shown, "pin-due");
    }
    assert_eq!(code(berta.change_pin(PIN, "654321", &SECRET)), "pin-too-short");
    assert_eq!(code(berta.messages(&log, 9)), "pin-due");
    assert_eq!(code(berta.change_pin(PIN, "87654321", &SECRET)), "done");
    assert_eq!(berta.messages(&log, 9).expect("readable").len(), 1);
    let batch = feed.next().await.expect("readable").expect("open");
    assert!(matches!(&batch[..], [Patch::Reset(rows)] if rows.len() == 1), "{batch:?}");
    world.devices[BERTA].switch_off();
    let ports = world.devices[BERTA].plain_ports();
    assert_eq!(Client::lock_screen(&ports).expect("there is a profile").pin_length, 8);
    let again = Client::unlock(ports, "87654321", &SECRET).expect("it opens");
    assert_eq!(code(again.messages(&log, 9)), "done");
}

#[tokio::test(start_paused = true)]
async fn a_lock_screen_knows_what_a_wrong_pin_costs() {
    let policy = OrganisationPolicy { wipe_after_tries: Some(9), ..OrganisationPolicy::default() };
    let (mut world, _) = house(345, policy).await;
    world.devices[BERTA].switch_off();
    let screen = || Client::lock_screen(&world.devices[BERTA].plain_ports()).expect("there is a profile");
    assert_eq!((screen().biometrics, screen().wait_ms, screen().tries_left), (true, 0, Some(9)));
    for _ in 0..5 {
        let wrong = Client::unlock(world.devices[BERTA].plain_ports(), "000000", &SECRET).map(drop);
        assert_eq!(code(wrong), "wrong-pin");
    }
    assert_eq!(screen().tries_left, Some(4));
    assert!((29_000..=30_000).contains(&screen().wait_ms), "{:?}", screen());
    world.clock.advance(10_000);
    assert!((19_000..=20_000).contains(&screen().wait_ms), "{:?}", screen());
    let nobody = Device::new("Dora", world.seed, &world.clock, &world.socket);
    assert_eq!(code(Client::lock_screen(&nobody.plain_ports())), "not-enrolled");
}

// Switches ----------------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn a_switch_that_is_off_is_off_in_the_core() {
    let off = OrganisationPolicy { camera: false, files: false, export: false, ..OrganisationPolicy::default() };
    let (world, log) = house(338, off).await;
    let berta = world.devices[BERTA].client().clone();
    let shown = berta.messages(&log, 9).expect("readable")[0].photo.expect("a photo");
    let photo = verband_vault::sample::wound_photo(64, 48, 8);
    let switch = |result: Result<(), ClientError>| match result {
        Err(ClientError::ByPolicy(switch)) => switch,
        other => panic!("{other:?}"),
    };
    assert_eq!(switch(berta.send_photo(&log, &photo, "").map(drop)), Switch::Camera);
    assert_eq!(switch(berta.send_photo_file(&log, &photo, "").map(drop)), Switch::Files);
    assert_eq!(switch(berta.export_photo(&shown).await.map(drop)), Switch::Export);
    assert_eq!(switch(berta.open_photo(&shown, PhotoSize::Export).await.map(drop)), Switch::Export);
    // Looking at it is no export.
    berta.photo_preview(&shown).await.expect("shown");
    berta.open_photo(&shown, PhotoSize::Original).await.expect("shown");
    assert_eq!(
        world.devices[BERTA].files.list().expect("in memory").len(),
        2,
        "nothing was sealed for what was not sent"
    );

    world.devices[ANNA]
        .client()
        .set_policy(OrganisationPolicy { files: false, ..off_but_camera() })
        .await
        .expect("set");
    berta.sync().await.expect("received");
    berta.send_photo(&log, &photo, "").expect("the camera is on again");
    assert_eq!(switch(berta.send_photo_file(&log, &photo, "").map(drop)), Switch::Files);
}

fn off_but_camera() -> OrganisationPolicy {
    OrganisationPolicy { export: false, ..OrganisationPolicy::default() }
}
