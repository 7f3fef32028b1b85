//! How a device comes in: a founding or claim that the server refuses leaves nothing on the device, and one whose answer
//! was lost, or whose process died, goes on.

use std::sync::{Arc, Barrier};

use bytes::Bytes;
use verband_client::port::Stretch;
use verband_client::{Client, ClientError, NewInvitation, NewOrganisation, Retry};
use verband_protocol::certificate::DeviceClass;
use verband_protocol::code::{InvitationCode, InvitationLink};
use verband_protocol::id::LogId;
use verband_protocol::policy::Join;
use verband_protocol::wire::Founded;
use verband_server::store::Faults;
use verband_store::Fate;
use verband_store::testing::FaultAt;
use verband_tests::chance::{Seeded, seed};
use verband_tests::device::{Device, PIN, SECRET};
use verband_tests::hostile::answers;
use verband_tests::network::{Line, Weather};
use verband_tests::world::{Doomed, ORIGIN, World, run};
use verband_vault::BlobFiles;

fn device(world: &World, name: &str) -> Device {
    Device::new(name, world.seed, &world.clock, &world.socket)
}

/// Something happens to a line as soon as an invitation was looked up, and before it is claimed.
fn after_look_up(line: &Line, happens: impl Fn(&Line) + Send + Sync + 'static) {
    let own = line.clone();
    line.set_tamper(Some(Arc::new(move |path: &str, body: Bytes| {
        if path.starts_with("/v1/invitations/") {
            happens(&own);
        }
        body
    })));
}

/// The members that the first device knows, by name.
fn members(world: &World) -> Vec<String> {
    let rows = world.devices[0].client().members().expect("readable");
    rows.into_iter().map(|row| row.name).collect()
}

#[tokio::test(start_paused = true)]
async fn a_refused_founding_leaves_nothing() {
    let world = World::new(seed(130));
    let mut anna = device(&world, "Anna");
    let error = anna.found(ORIGIN, "0000-0000-0000-0000").await.expect_err("no such token");
    assert_eq!((error.code(), error.retry()), ("server-refused", Retry::Never));
    assert!(!anna.is_enrolled());
    assert_eq!(anna.on_disk(), [""; 0]);
    anna.found(ORIGIN, &world.set_up_token()).await.expect("the right token");
}

#[tokio::test(start_paused = true)]
async fn a_refused_claim_leaves_nothing_whenever_it_is_refused() {
    let mut world = World::with_members(seed(131), &["Anna"]).await;
    let link = world.invite("Dora", &[]).await.expect("invited");
    let mut late = device(&world, "late");
    after_look_up(&late.line, |line| line.set_online(false));
    assert_eq!(late.enrol(&link).await.expect_err("no network").code(), "offline");
    assert!(late.is_enrolled(), "the server may have it");
    let mut first = device(&world, "first");
    first.enrol(&link).await.expect("the first claim wins");
    world.devices.push(first);
    late.line.set_tamper(None);
    late.line.set_online(true);
    for resumed in [false, true] {
        let error = if resumed {
            late.switch_on().expect("the profile is there");
            late.client().sync().await
        } else {
            // Whoever comes late in one go hears it at once.
            let mut other = device(&world, "other");
            let refused = other.enrol(&link).await;
            assert_eq!(other.on_disk(), [""; 0]);
            refused
        };
        assert!(matches!(error, Err(ClientError::InvitationGone)), "{error:?}");
    }
    assert_eq!(late.client().sync().await.expect_err("the profile is gone").code(), "locked");
    assert!(!late.is_enrolled());
    assert_eq!(late.on_disk(), [""; 0]);
    let again = world.invite("Dora Zwei", &[]).await.expect("invited");
    late.enrol(&again).await.expect("with a letter of her own");
    world.devices.push(late);
    world.settle().await;
    assert_eq!(members(&world), ["Anna", "Dora", "Dora Zwei"]);
}

#[tokio::test(start_paused = true)]
async fn following_ends_with_the_refusal() {
    let world = World::with_members(seed(132), &["Anna"]).await;
    let link = world.invite("Dora", &[]).await.expect("invited");
    let mut late = device(&world, "late");
    after_look_up(&late.line, |line| line.set_online(false));
    late.enrol(&link).await.expect_err("no network");
    let mut first = device(&world, "first");
    first.enrol(&link).await.expect("the first claim wins");
    late.line.set_online(true);
    late.switch_on().expect("the profile is there");
    assert_eq!(late.client().run().await.expect_err("it ends").code(), "invitation-gone");
    assert!(!late.is_enrolled());
}

#[tokio::test(start_paused = true)]
async fn a_claim_whose_answer_was_lost_goes_on_after_a_kill() {
    let mut world = World::with_members(seed(133), &["Anna"]).await;
    let log = world.channel("Wundteam", &[]).await;
    let link = world.invite("Dora", &[log]).await.expect("invited");
    let mut dora = device(&world, "Dora");
    after_look_up(&dora.line, |line| line.set_weather(Weather { lost_answers: 100, ..Weather::FAIR }));
    assert_eq!(dora.enrol(&link).await.expect_err("no answer").code(), "offline");
    dora.kill();
    dora.line.set_tamper(None);
    dora.line.set_weather(Weather::FAIR);
    assert!(dora.is_enrolled());
    dora.switch_on().expect("the profile is there");
    world.devices.push(dora);
    world.settle().await;
    assert_eq!(members(&world), ["Anna", "Dora"]);
    assert_eq!(world.devices[1].client().conversation(&log).expect("she is in").title, "Wundteam");
}

#[tokio::test(start_paused = true)]
async fn a_founding_without_a_server_goes_on_and_what_was_made_survives_its_refusal() {
    let mut world = World::new(seed(134));
    for (name, token) in [("Anna", world.set_up_token()), ("Fremd", "0000-0000-0000-0000".to_owned())] {
        let mut founder = device(&world, name);
        founder.line.set_online(false);
        founder.found(ORIGIN, &token).await.expect("it waits");
        let log = founder.client().create_channel("Wundteam", Join::Invitation).expect("a channel");
        founder.client().send_text(&log, "schon geschrieben").expect("written");
        founder.kill();
        founder.line.set_online(true);
        founder.switch_on().expect("the profile is there");
        let synced = founder.client().sync().await.map_err(|error| error.code());
        assert_eq!(synced, if name == "Anna" { Ok(()) } else { Err("server-refused") });
        let written = founder.client().messages(&log, 10).expect("the profile is there");
        assert_eq!(written.len(), 1, "what was written is never thrown away");
        world.devices.push(founder);
    }
}

#[tokio::test(start_paused = true)]
async fn a_device_dies_at_every_step_of_enrolling() {
    let world = World::with_members(seed(135), &["Anna"]).await;
    let link = world.invite("Dora", &[]).await.expect("invited");
    let rest = world.at_rest();
    let mut k = 0;
    loop {
        k += 1;
        let mut world = World::from_rest(&rest, rest.seed);
        let mut dora = device(&world, "Dora");
        let fault = FaultAt::new(k, Fate::Die);
        let _ = dora.enrol_with(&link, Some(fault.clone())).await;
        if !fault.struck() {
            break;
        }
        dora.kill();
        if dora.is_enrolled() {
            dora.switch_on().expect("what is there is whole");
        } else {
            dora.enrol(&link).await.expect("the server has not heard of her");
        }
        world.devices.push(dora);
        world.settle().await;
        assert_eq!(members(&world), ["Anna", "Dora"], "killed at call {k}");
    }
    assert!(k > 20, "enrolling made {k} store calls only");
}

#[tokio::test(start_paused = true)]
async fn a_founder_who_dies_at_any_step_can_make_channels_before_the_server_hears_of_her() {
    let mut k = 0;
    loop {
        k += 1;
        let mut world = World::new(seed(137));
        let token = world.set_up_token();
        let mut anna = device(&world, "Anna");
        anna.line.set_online(false);
        let fault = FaultAt::new(k, verband_store::Fate::Die);
        let _ = anna.found_with(ORIGIN, &token, Some(fault.clone())).await;
        if !fault.struck() {
            break;
        }
        anna.kill();
        if anna.is_enrolled() {
            anna.switch_on().expect("what is there is whole");
        } else {
            anna.found(ORIGIN, &token).await.expect("nothing is there");
        }
        let log = anna.client().create_channel("Wundteam", Join::Invitation).expect("a channel");
        anna.line.set_online(true);
        world.devices.push(anna);
        world.settle().await;
        let members = world.devices[0].client().conversation_members(&log).expect("the channel is there");
        assert_eq!(members, [world.devices[0].member()], "killed at call {k}");
    }
    assert!(k > 5, "founding made {k} store calls only");
}

/// A founding that waits for its server, which will refuse it.
async fn unwanted(world: &World, name: &str) -> Device {
    let mut founder = device(world, name);
    founder.line.set_online(false);
    founder.found(ORIGIN, "0000-0000-0000-0000").await.expect("it waits");
    founder.line.set_online(true);
    founder
}

#[tokio::test(start_paused = true)]
async fn whatever_hears_the_refusal_first_removes_the_profile() {
    let world = World::new(seed(138));
    let inviting = unwanted(&world, "inviting").await;
    let dora = NewInvitation::named("Dora");
    let invited = inviting.client().invite_one(dora).await.map(drop);
    let acting = unwanted(&world, "acting").await;
    let granted = acting.client().set_admin(acting.member(), true).await;
    let adding = unwanted(&world, "adding").await;
    let added = adding.client().add_members(&LogId([1; 32]), &[adding.member()]).await;
    for (device, heard) in [(inviting, invited), (acting, granted), (adding, added)] {
        assert_eq!(heard.map_err(|error| error.code()), Err("server-refused"), "{}", device.name);
        assert!(!device.is_enrolled(), "{}", device.name);
        assert_eq!(device.on_disk(), [""; 0], "{}", device.name);
        assert_eq!(device.client().sync().await.expect_err("the profile is gone").code(), "locked");
    }
}

#[test]
fn of_two_calls_at_once_one_makes_the_profile() {
    let world = World::new(seed(136));
    let anna = device(&world, "Anna");
    anna.line.set_online(false);
    let start = Barrier::new(2);
    let found = || {
        let mut ports = anna.ports(None, Arc::new(anna.files.clone()));
        ports.stretch = Stretch { memory_kib: 8 << 10, passes: 3 };
        let new = NewOrganisation { server: ORIGIN, token: "T", organisation_name: "Linde", name: "Anna" };
        start.wait();
        run(Client::found(ports, &new, DeviceClass::Phone, PIN, &SECRET)).map(drop).map_err(|error| error.code())
    };
    let outcomes = std::thread::scope(|scope| {
        let other = scope.spawn(found);
        [found(), other.join().expect("no panic")]
    });
    assert!(outcomes.contains(&Ok(())) && outcomes.contains(&Err("already-enrolled")), "{outcomes:?}");
    let ports = anna.ports(None, Arc::new(anna.files.clone()));
    Client::unlock(ports, PIN, &SECRET).expect("the one profile opens");
}

#[tokio::test(start_paused = true)]
async fn an_invitation_that_never_was_is_gone() {
    let world = World::with_members(seed(137), &["Anna"]).await;
    let code = InvitationCode::random(&Seeded::new(world.seed, "guess"));
    let mut dora = device(&world, "Dora");
    let link = InvitationLink { server: ORIGIN.to_owned(), code }.text();
    assert_eq!(dora.enrol(&link).await.expect_err("nobody invited her").code(), "invitation-gone");
    assert_eq!(dora.on_disk(), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn who_needs_an_approval_waits_for_it() {
    let mut world = World::with_members(seed(138), &["Anna"]).await;
    let anna = world.devices[0].client().clone();
    let mut invitation = NewInvitation::named("Dora");
    invitation.terms.approval = true;
    let link = anna.invite_one(invitation).await.expect("invited").link;
    let mut dora = device(&world, "Dora");
    let error = dora.enrol(&link).await.expect_err("not yet");
    assert_eq!((error.code(), error.retry()), ("waiting-for-approval", Retry::Later));
    dora.switch_on().expect("the profile is there");
    world.devices.push(dora);
    assert_eq!(world.devices[1].client().sync().await.expect_err("not yet").code(), "waiting-for-approval");
    anna.sync().await.expect("received");
    let waiting = anna.members().expect("readable").into_iter().find(|row| !row.approved).expect("she waits");
    anna.approve(waiting.id).await.expect("approved");
    world.settle().await;
    let names = world.devices[1].client().members().expect("readable").into_iter().map(|row| row.name);
    assert_eq!(names.collect::<Vec<_>>(), ["Anna", "Dora"]);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_founded_something_else_is_not_believed() {
    let world = World::new(seed(139));
    let mut anna = device(&world, "Anna");
    anna.line.set_tamper(Some(answers::<Founded>("/v1/organisations".to_owned(), |founded| {
        founded.organisation.0[0] ^= 1;
    })));
    anna.found(ORIGIN, &world.set_up_token()).await.expect("it waits");
    assert_eq!(anna.client().sync().await.expect_err("another one").code(), "server-answer");
    anna.line.set_tamper(None);
    anna.client().sync().await.expect("its own");
}

#[tokio::test(start_paused = true)]
async fn what_lies_in_the_place_of_a_profile_without_a_lock_goes() {
    let mut world = World::with_members(seed(146), &["Anna", "Dora"]).await;
    let mut dora = world.devices.pop().expect("she enrolled");
    dora.switch_off();
    dora.files.create(&[9; 16]).expect("in memory").finish().expect("in memory");
    // A kill came between the lock and the rest.
    dora.ports(None, Arc::new(dora.files.clone())).lock.remove().expect("in memory");
    assert!(!dora.is_enrolled());
    let link = world.invite("Dora", &[]).await.expect("invited");
    dora.enrol(&link).await.expect("nothing is in the way");
    assert_eq!(dora.files.list().expect("in memory"), [[0; 16]; 0]);
}

#[tokio::test(start_paused = true)]
async fn a_profile_that_does_not_fit_leaves_nothing() {
    let world = World::with_members(seed(147), &["Anna"]).await;
    for k in 1..=2 {
        let link = world.invite("Dora", &[]).await.expect("invited");
        let mut dora = device(&world, "Dora");
        let error = dora.enrol_with(&link, Some(FaultAt::new(k, Fate::Full))).await.expect_err("no space");
        assert_eq!(error.code(), "disk-full", "call {k}");
        assert_eq!(dora.on_disk(), [""; 0], "call {k}");
        dora.enrol(&link).await.expect("there is space again");
    }
}

#[tokio::test(start_paused = true)]
async fn a_fault_of_the_server_is_no_refusal_of_a_claim() {
    let mut world = World::with_members(seed(148), &["Anna"]).await;
    let link = world.invite("Dora", &[]).await.expect("invited");
    world.kill_server();
    let doomed = Arc::new(Doomed::default());
    world.start_server(Faults::plan(doomed.clone()));
    let mut dora = device(&world, "Dora");
    after_look_up(&dora.line, move |_| doomed.strike());
    let error = dora.enrol(&link).await.expect_err("the server cannot write");
    assert_eq!((error.code(), error.retry()), ("server-error", Retry::Later));
    assert!(dora.is_enrolled());
    world.kill_server();
    world.start_server(Faults::none());
    dora.line.set_tamper(None);
    dora.switch_on().expect("the profile is there");
    world.devices.push(dora);
    world.settle().await;
    assert_eq!(members(&world), ["Anna", "Dora"]);
}
