//! Bots: members whom everybody sees as what they are, and who read what they were added to.

use verband_client::protocol::certificate::DeviceClass;
use verband_client::protocol::policy::Join;
use verband_client::texts::Language;
use verband_client::{HistoryAct, InvitationUse, NewInvitation};
use verband_tests::chance::seed;
use verband_tests::device::Device;
use verband_tests::invariants::texts;
use verband_tests::world::World;

/// A bot that the first device invites into these channels; it comes last.
async fn enrol_bot(world: &mut World, name: &str, channels: &[verband_protocol::id::LogId]) -> usize {
    let mut bot = NewInvitation::bot(name);
    bot.terms.conversations = channels.to_vec();
    let invited = world.devices[0].client().invite_bot(bot).await.expect("invited");
    let mut device = Device::new(name, world.seed, &world.clock, &world.socket);
    assert!(device.look_up(&invited.link).await.expect("looked up").bot);
    device.enrol(&invited.link).await.expect("it enrols");
    world.devices.push(device);
    world.settle().await;
    world.devices.len() - 1
}

#[tokio::test(start_paused = true)]
async fn everybody_sees_that_a_bot_is_one() {
    let mut world = World::with_members(seed(260), &["Anna", "Berta"]).await;
    let team = world.channel("Wundteam", &[1]).await;
    let bot = enrol_bot(&mut world, "Erinnerung", &[team]).await;
    world.devices[0].client().send_text(&team, "Guten Morgen").expect("written");
    world.settle().await;
    assert!(texts(&world.devices[bot], &team).iter().any(|(_, text)| text == "Guten Morgen"));
    world.devices[bot].client().send_text(&team, "Verband wechseln").expect("written");
    world.settle().await;
    let member = world.devices[bot].member();
    for device in &world.devices {
        let client = device.client();
        let rows = client.members().expect("readable");
        let marked: Vec<&str> = rows.iter().filter(|row| row.bot).map(|row| row.name.as_str()).collect();
        assert_eq!(marked, ["Erinnerung"], "{}", device.name);
        let messages = client.messages(&team, 10).expect("readable");
        let marked: Vec<&str> = messages.iter().filter(|row| row.author_bot).map(|row| row.text.as_str()).collect();
        assert_eq!(marked, ["Verband wechseln"], "{}", device.name);
        let devices = client.devices().expect("readable");
        let own: Vec<DeviceClass> = devices.iter().filter(|row| row.member == member).map(|row| row.class).collect();
        // Whatever the program that enrolled said of itself.
        assert_eq!(own, [DeviceClass::Bot]);
    }
    let history = world.devices[1].client().organisation_history(None, 100).expect("readable");
    let told = |act| {
        let row = history.iter().find(|row| row.act == act).expect("in the log");
        row.sentence(Language::German)
    };
    assert_eq!(told(HistoryAct::BotInvited), "Anna hat den Bot Erinnerung eingeladen.");
    assert_eq!(
        told(HistoryAct::BotJoined),
        "Der Bot Erinnerung hat sich angemeldet und gehört jetzt zur Organisation."
    );
    let invitations = world.devices[0].client().invitations().expect("readable");
    assert_eq!(invitations.iter().filter(|row| row.kind == InvitationUse::Bot).count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_bot_is_added_by_a_moderator_and_does_nothing_that_a_person_decides() {
    let mut world = World::with_members(seed(261), &["Anna", "Berta"]).await;
    let berta = world.devices[1].client().clone();
    let open = berta.create_channel("Offen", Join::Open).expect("a channel");
    world.settle().await;
    let (anna, second) = (world.devices[0].member(), world.devices[1].member());
    berta.add_members(&open, &[anna]).await.expect("she moderates");
    world.settle().await;
    // Anna administers and moderates every channel she is in; here she is demoted to see what others may.
    world.devices[0].client().set_admin(second, true).await.expect("granted");
    let bot = enrol_bot(&mut world, "Waage", &[]).await;
    let client = world.devices[bot].client().clone();
    world.devices[1].client().set_admin(anna, false).await.expect("taken back");
    world.settle().await;
    let member = world.devices[bot].member();
    let by_anybody = world.devices[0].client().add_members(&open, &[member]).await;
    assert_eq!(by_anybody.expect_err("she does not moderate").code(), "not-allowed");
    world.devices[1].client().add_members(&open, &[member]).await.expect("she does");
    world.settle().await;
    assert_eq!(client.conversations().expect("readable").len(), 1);
    assert_eq!(client.create_channel("Eigener", Join::Open).expect_err("no person").code(), "not-allowed");
    let guest = NewInvitation::named("Dora");
    let refused = client.invite_one(guest).await.map(drop);
    assert_eq!(refused.expect_err("no person").code(), "not-allowed");
    let granted = world.devices[1].client().set_admin(member, true).await;
    assert_eq!(granted.expect_err("a bot").code(), "not-allowed");
    let own = client.rights_of(&member).expect("readable");
    assert_eq!(own, []);
}
