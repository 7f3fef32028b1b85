//! The organisation's policy takes effect: what a device shows after a long time without its server, what an old program
//! may, and the switches.

use verband_client::protocol::organisation::{OrganisationPolicy, ProgramVersion, Switch};
use verband_client::{AlbumQuery, ClientError, FeedKind, NewInvitation, Patch, PhotoSize};
use verband_protocol::id::LogId;
use verband_protocol::organisation::OrganisationRecord;
use verband_tests::chance::seed;
use verband_tests::device::Device;
use verband_tests::hostile::Mole;
use verband_tests::world::World;
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
    let card = berta.make_recovery_key().await.expect("made");
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
