//! Channels: who comes in and how, who leaves, what a moderator decides; and the personal space, which nobody else is in.

use verband_client::protocol::policy::{History, Invite, Join, Write};
use verband_client::rules::Refusal;
use verband_client::{ChannelChange, Client, ClientError, NewChannel};
use verband_protocol::id::{LogId, MemberId};
use verband_tests::chance::seed;
use verband_tests::invariants::{hold, texts};
use verband_tests::world::World;

fn refused(result: Result<(), ClientError>, due: &Refusal) {
    assert!(matches!(&result, Err(ClientError::Refused(refusal)) if refusal == due), "{result:?}");
}

/// A client of a world.
fn of(world: &World, index: usize) -> Client {
    world.devices[index].client().clone()
}

fn is_in(client: &Client, log: &LogId, member: MemberId) -> bool {
    client.conversation_members(log).expect("known").contains(&member)
}

// Leaving -------------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn whoever_leaves_is_taken_out_by_any_of_the_others_with_all_her_devices() {
    let mut world = World::with_members(seed(900), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[1, 2]).await;
    let tablet = world.link(2, "Claras Tablet").await.expect("linked");
    world.settle().await;
    let clara = world.devices[2].member();
    // Only Berta is there, who moderates nothing.
    world.devices[0].switch_off();
    of(&world, 2).leave(&log).expect("a channel can be left");
    world.settle().await;
    assert!(!is_in(&of(&world, 1), &log, clara));
    for device in [2, tablet] {
        let row = of(&world, device).conversation(&log).expect("what was read stays");
        assert!(!row.writable);
    }
    of(&world, 1).send_text(&log, "ohne Clara").expect("written");
    world.settle().await;
    assert!(texts(&world.devices[2], &log).iter().all(|(_, text)| text != "ohne Clara"));
    // She is not brought back by anybody who does not mean to, and comes back when a moderator adds her.
    world.devices[0].switch_on().expect("unlocked");
    world.settle().await;
    assert!(!is_in(&of(&world, 0), &log, clara));
    of(&world, 0).add_members(&log, &[clara]).await.expect("added again");
    world.settle().await;
    hold(&world, &log, &[0, 1, 2, tablet], &[]);
    assert!(texts(&world.devices[2], &log).iter().any(|(_, text)| text == "ohne Clara"));
}

#[tokio::test(start_paused = true)]
async fn a_leave_that_another_commit_overtakes_is_said_again() {
    let mut world = World::with_members(seed(901), &["Anna", "Berta", "Clara", "Dora"]).await;
    let log = world.channel("Wundteam", &[1, 2]).await;
    let (clara, dora) = (world.devices[2].member(), world.devices[3].member());
    of(&world, 2).leave(&log).expect("a channel can be left");
    // A commit by somebody who has not heard of it yet comes into the log before Clara's word, and one more after it.
    let (leaving, adding) = (of(&world, 2), of(&world, 0));
    let new = [dora];
    let (left, added) = futures_util::join!(leaving.sync(), adding.add_members(&log, &new));
    left.and(added).expect("both reach the server");
    world.settle().await;
    assert!(!is_in(&of(&world, 1), &log, clara) && is_in(&of(&world, 1), &log, dora));
    hold(&world, &log, &[0, 1, 3], &[]);
}

#[tokio::test(start_paused = true)]
async fn the_only_moderator_names_another_one_before_she_leaves() {
    let world = World::with_members(seed(902), &["Anna", "Berta", "Clara"]).await;
    // Berta founds it: she is nobody's administrator.
    let anna = of(&world, 0);
    let founder = of(&world, 1);
    let log = founder.create_channel("Wundteam", Join::Invitation).expect("a channel");
    founder.sync().await.expect("founded");
    let (berta, clara) = (world.devices[1].member(), world.devices[2].member());
    founder.add_members(&log, &[clara]).await.expect("added");
    world.settle().await;
    refused(founder.leave(&log), &Refusal::LastModerator);
    refused(of(&world, 2).set_moderators(&log, &[clara]).await, &Refusal::NotAllowed);
    refused(founder.set_moderators(&log, &[]).await, &Refusal::Policy);
    let outside = founder.set_moderators(&log, &[world.devices[0].member()]).await;
    assert!(matches!(outside, Err(ClientError::NotFound(_))), "{outside:?}");
    founder.set_moderators(&log, &[berta, clara]).await.expect("named");
    world.settle().await;
    founder.leave(&log).expect("somebody else moderates");
    world.settle().await;
    let policy = of(&world, 2).conversation_policy(&log).expect("known");
    assert_eq!(policy.moderators, [clara], "who leaves moderates no more");
    assert!(matches!(anna.leave(&log), Err(ClientError::NotFound(_))), "she is not in");
    // The last one of all just goes.
    of(&world, 2).leave(&log).expect("nobody stays whom she would leave alone");
    world.settle().await;
    assert!(!of(&world, 2).conversation(&log).expect("what was read stays").writable);
    world.settle().await;
    assert!(!of(&world, 2).conversation(&log).expect("for good").writable);
}

#[tokio::test(start_paused = true)]
async fn nobody_leaves_what_is_closed() {
    let world = World::with_members(seed(903), &["Anna", "Berta"]).await;
    let anna = of(&world, 0);
    let chat = anna.create_chat(&[world.devices[1].member()]).expect("a chat");
    world.settle().await;
    refused(anna.leave(&chat), &Refusal::Closed);
    let personal = anna.personal_space().expect("known").expect("founded");
    refused(anna.leave(&personal), &Refusal::Closed);
}

// The personal space --------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn everybody_has_one_personal_space_on_all_of_her_devices() {
    let mut world = World::with_members(seed(904), &["Anna", "Berta"]).await;
    world.settle().await;
    let own = of(&world, 1).personal_space().expect("known").expect("founded by itself");
    assert_ne!(Some(own), of(&world, 0).personal_space().expect("known"));
    assert!(
        of(&world, 1).conversations().expect("readable").iter().all(|row| row.log != own),
        "it is no row of the list"
    );
    of(&world, 1).send_text(&own, "Schlüssel liegt bei Dora").expect("written");
    world.settle().await;
    let tablet = world.link(1, "Bertas Tablet").await.expect("linked");
    world.settle().await;
    assert_eq!(of(&world, tablet).personal_space().expect("known"), Some(own));
    let notes: Vec<String> = texts(&world.devices[tablet], &own).into_iter().map(|(_, text)| text).collect();
    assert_eq!(notes, ["Schlüssel liegt bei Dora"]);
    assert_eq!(of(&world, 1).conversation_members(&own).expect("known"), [world.devices[1].member()]);
    refused(of(&world, 1).add_members(&own, &[world.devices[0].member()]).await, &Refusal::Closed);
}

// Policies ------------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn announcements_reach_everybody_and_whoever_comes_later() {
    let mut world = World::with_members(seed(905), &["Anna", "Berta"]).await;
    let anna = of(&world, 0);
    let news = NewChannel::announcements("Aushang");
    refused(of(&world, 1).create_channel_with(&news).map(drop), &Refusal::NotAllowed);
    let log = anna.create_channel_with(&news).expect("an administrator may");
    world.settle().await;
    anna.send_text(&log, "Die Kantine bleibt zu").expect("written");
    world.settle().await;
    assert_eq!(texts(&world.devices[1], &log).len(), 1);
    refused(of(&world, 1).leave(&log), &Refusal::Everyone);
    refused(anna.remove_members(&log, &[world.devices[1].member()]).await, &Refusal::Everyone);
    of(&world, 1).send_text(&log, "Wieso?").expect("it is on disk");
    world.settle().await;
    assert_eq!(texts(&world.devices[0], &log).len(), 1, "moderators write");
    // Whoever enrols while only Berta is there, reads it all.
    let clara = world.enrol("Clara", &[]).await.expect("enrolled");
    world.devices[0].switch_off();
    world.settle().await;
    assert_eq!(texts(&world.devices[clara], &log).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_moderator_changes_what_holds_and_never_gives_more_of_the_past() {
    let mut world = World::with_members(seed(906), &["Anna", "Berta", "Clara", "Dora"]).await;
    let log = world.channel("Wundteam", &[1]).await;
    let (berta, clara, dora) = (world.devices[1].member(), world.devices[2].member(), world.devices[3].member());
    refused(of(&world, 1).add_members(&log, &[clara]).await, &Refusal::NotAllowed);
    let change = ChannelChange { invite: Some(Invite::Everyone), ..ChannelChange::default() };
    refused(of(&world, 1).set_channel_policy(&log, change.clone()).await, &Refusal::NotAllowed);
    of(&world, 0).set_channel_policy(&log, change).await.expect("she moderates");
    world.settle().await;
    of(&world, 1).add_members(&log, &[clara]).await.expect("everybody invites");
    // Whom a moderator took out, only a moderator brings back.
    of(&world, 0).remove_members(&log, &[clara]).await.expect("taken out");
    world.settle().await;
    refused(of(&world, 1).add_members(&log, &[clara]).await, &Refusal::NotAllowed);
    of(&world, 1).add_members(&log, &[dora]).await.expect("somebody else");
    of(&world, 0).add_members(&log, &[clara]).await.expect("a moderator");
    world.settle().await;
    assert!(of(&world, 0).conversation_policy(&log).expect("known").gone.is_empty());
    let narrow = ChannelChange {
        history: Some(History::FromJoin),
        write: Some(Write::Moderators),
        join: Some(Join::Hidden),
        ..ChannelChange::default()
    };
    of(&world, 0).set_channel_policy(&log, narrow).await.expect("less is fine");
    world.settle().await;
    let policy = of(&world, 1).conversation_policy(&log).expect("known");
    assert_eq!((policy.history, policy.write, policy.join), (History::FromJoin, Write::Moderators, Join::Hidden));
    let wide = ChannelChange { history: Some(History::Full), ..ChannelChange::default() };
    refused(of(&world, 0).set_channel_policy(&log, wide).await, &Refusal::Policy);
    let chat = of(&world, 0).create_chat(&[berta]).expect("a chat");
    world.settle().await;
    let open = ChannelChange { join: Some(Join::Open), ..ChannelChange::default() };
    refused(of(&world, 0).set_channel_policy(&chat, open).await, &Refusal::Policy);
}
