//! Channels: who comes in and how, who leaves, what a moderator decides; and the personal space, which nobody else is in.

use verband_client::protocol::organisation::OrganisationPolicy;
use verband_client::protocol::policy::{History, Invite, Join, Write};
use verband_client::protocol::wire::JoinState;
use verband_client::rules::Refusal;
use verband_client::texts::Language;
use verband_client::{
    AlarmRow, ChannelChange, ChannelDetails, Client, ClientError, FeedKind, NewChannel, Patch, Row, history_in_words,
};
use verband_protocol::entry::{Class, Header};
use verband_protocol::id::{LogId, MemberId};
use verband_tests::chance::seed;
use verband_tests::hostile::Mole;
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
    // She writes as before, and leaves once more.
    let again = of(&world, 2).send_text(&log, "wieder da").expect("written");
    world.settle().await;
    hold(&world, &log, &[0, 1, 2, tablet], &[again]);
    of(&world, 2).leave(&log).expect("a channel can be left");
    world.settle().await;
    assert!(!is_in(&of(&world, 0), &log, clara));
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
    refused(of(&world, 1).send_text(&log, "Wieso?").map(drop), &Refusal::NotAllowed);
    let listed = |index: usize| of(&world, index).conversations().expect("readable")[0].writable;
    assert!(listed(0) && !listed(1) && !of(&world, 1).conversation(&log).expect("known").writable);
    anna.set_moderators(&log, &[anna.account().expect("unlocked").member, world.devices[1].member()])
        .await
        .expect("named");
    world.settle().await;
    assert!(listed(1), "who moderates, writes");
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
    let row = of(&world, 1).conversation(&log).expect("known");
    assert_eq!((row.history, row.writable), (History::FromJoin, false), "the list says so too");
    let wide = ChannelChange { history: Some(History::Full), ..ChannelChange::default() };
    refused(of(&world, 0).set_channel_policy(&log, wide).await, &Refusal::Policy);
    let chat = of(&world, 0).create_chat(&[berta]).expect("a chat");
    world.settle().await;
    let open = ChannelChange { join: Some(Join::Open), ..ChannelChange::default() };
    refused(of(&world, 0).set_channel_policy(&chat, open).await, &Refusal::Policy);
}

// Coming in ------------------------------------------------------------------------------------------------------

/// What is shown to somebody, by title.
async fn shown(client: &Client) -> Vec<(String, bool, Option<JoinState>)> {
    let rows = client.listed_channels().await.expect("the server is reached");
    rows.into_iter().map(|row| (row.title, row.inside, row.request)).collect()
}

#[tokio::test(start_paused = true)]
async fn an_open_channel_lets_in_whoever_asks_although_only_a_plain_member_is_there() {
    let mut world = World::with_members(seed(910), &["Anna", "Berta", "Clara"]).await;
    let (anna, berta, clara) = (of(&world, 0), of(&world, 1), of(&world, 2));
    let log = anna.create_channel("Kantine", Join::Open).expect("a channel");
    let hidden = anna.create_channel("Betriebsrat", Join::Hidden).expect("a channel");
    world.settle().await;
    anna.add_members(&log, &[world.devices[1].member()]).await.expect("added");
    anna.send_text(&log, "Heute Linsen").expect("written");
    world.settle().await;
    assert_eq!(shown(&clara).await, [("Kantine".to_owned(), false, None)], "what is hidden is never listed");
    let row = clara.listed_channels().await.expect("listed").pop().expect("one");
    assert_eq!(history_in_words(row.history, Language::German), "Sie lesen dort alles von Anfang an.");
    assert!(matches!(clara.ask_to_join(&hidden).await, Err(ClientError::NotFound(_))));
    world.devices[0].switch_off();
    clara.ask_to_join(&log).await.expect("asked");
    clara.ask_to_join(&log).await.expect("asked twice");
    assert_eq!(shown(&clara).await[0].2, Some(JoinState::Waiting));
    world.settle().await;
    assert_eq!(shown(&clara).await, [("Kantine".to_owned(), true, None)]);
    assert_eq!(texts(&world.devices[2], &log)[0].1, "Heute Linsen");
    // Who left comes back the same way, whom a moderator took out does not.
    clara.leave(&log).expect("a channel can be left");
    world.settle().await;
    assert!(!is_in(&berta, &log, world.devices[2].member()));
    clara.ask_to_join(&log).await.expect("asked");
    world.settle().await;
    assert!(is_in(&berta, &log, world.devices[2].member()));
    world.devices[0].switch_on().expect("unlocked");
    let anna = of(&world, 0);
    anna.remove_members(&log, &[world.devices[2].member()]).await.expect("taken out");
    world.settle().await;
    refused(clara.ask_to_join(&log).await, &Refusal::NotAllowed);
    assert!(!is_in(&berta, &log, world.devices[2].member()));
}

#[tokio::test(start_paused = true)]
async fn a_channel_by_invitation_waits_for_a_moderator() {
    let world = World::with_members(seed(911), &["Anna", "Berta", "Clara", "Dora"]).await;
    let (anna, berta, clara, dora) = (of(&world, 0), of(&world, 1), of(&world, 2), of(&world, 3));
    let new = NewChannel { history: History::FromJoin, ..NewChannel::new("Leitung", Join::Invitation) };
    let log = anna.create_channel_with(&new).expect("a channel");
    world.settle().await;
    anna.add_members(&log, &[world.devices[1].member()]).await.expect("added");
    world.settle().await;
    let row = clara.listed_channels().await.expect("listed").pop().expect("one");
    assert_eq!(history_in_words(row.history, Language::English), "You will read what is written from now on.");
    let asking = anna.feed(FeedKind::JoinRequests).expect("unlocked");
    assert_eq!(asking.next().await.expect("readable"), Some(vec![Patch::Reset(Vec::new())]));
    for client in [&clara, &dora] {
        client.ask_to_join(&log).await.expect("asked");
    }
    dora.take_back_request(&log).await.expect("taken back");
    world.settle().await;
    assert!(!is_in(&anna, &log, world.devices[2].member()), "nobody lets her in by herself");
    assert!(berta.join_requests(&log).expect("readable").is_empty(), "she could not answer");
    let waiting = anna.join_requests(&log).expect("readable");
    assert_eq!(waiting.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Clara"]);
    let patch = asking.next().await.expect("readable").expect("it goes on");
    assert_eq!(patch, [Patch::Insert(0, Row::JoinRequest(waiting[0].clone()))]);
    let (clara_id, dora_id) = (world.devices[2].member(), world.devices[3].member());
    refused(berta.answer_request(&log, clara_id, false).await, &Refusal::NotAllowed);
    refused(berta.answer_request(&log, clara_id, true).await, &Refusal::NotAllowed);
    let gone = anna.answer_request(&log, dora_id, true).await;
    assert!(matches!(gone, Err(ClientError::NotFound(_))), "{gone:?}");
    anna.answer_request(&log, clara_id, false).await.expect("refused");
    assert_eq!(asking.next().await.expect("readable"), Some(vec![Patch::Remove(0)]));
    assert_eq!(shown(&clara).await[0].2, Some(JoinState::Refused));
    clara.ask_to_join(&log).await.expect("asked again");
    world.settle().await;
    anna.answer_request(&log, clara_id, true).await.expect("let in");
    world.settle().await;
    assert!(is_in(&berta, &log, clara_id) && anna.join_requests(&log).expect("readable").is_empty());
    assert_eq!(shown(&clara).await, [("Leitung".to_owned(), true, None)]);
    // A channel that becomes hidden is shown no more.
    let hide = ChannelChange { join: Some(Join::Hidden), ..ChannelChange::default() };
    anna.set_channel_policy(&log, hide).await.expect("she moderates");
    world.settle().await;
    assert!(shown(&dora).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_newcomer_reads_nothing_old_and_an_old_members_new_phone_reads_everything() {
    let mut world = World::with_members(seed(913), &["Anna", "Berta", "Clara", "Dora"]).await;
    let new = NewChannel { history: History::FromJoin, ..NewChannel::new("Leitung", Join::Invitation) };
    let log = of(&world, 0).create_channel_with(&new).expect("a channel");
    world.settle().await;
    // Three people come in one after the other: each time the history is cut.
    for (index, text) in [(1, "nur Anna"), (2, "und Berta"), (3, "und Clara")] {
        of(&world, 0).send_text(&log, text).expect("written");
        world.settle().await;
        of(&world, 0).add_members(&log, &[world.devices[index].member()]).await.expect("added");
        world.settle().await;
    }
    of(&world, 3).send_text(&log, "und Dora").expect("written");
    world.settle().await;
    let read = |world: &World, index: usize| -> Vec<String> {
        texts(&world.devices[index], &log).into_iter().map(|(_, text)| text).collect()
    };
    let all = ["nur Anna", "und Berta", "und Clara", "und Dora"];
    for index in 0..4 {
        assert_eq!(read(&world, index), all[index..], "device {index}");
    }
    // Their further devices read what they have read, and no more.
    for (old, index) in [(0, 4), (2, 5)] {
        assert_eq!(world.link(old, &format!("Tablet {index}")).await.expect("linked"), index);
        world.settle().await;
        assert_eq!(read(&world, index), all[old..], "device {index}");
    }
    // Who leaves and comes back reads from then on.
    of(&world, 3).leave(&log).expect("a channel can be left");
    world.settle().await;
    of(&world, 0).send_text(&log, "ohne Dora").expect("written");
    world.settle().await;
    of(&world, 0).add_members(&log, &[world.devices[3].member()]).await.expect("added again");
    of(&world, 0).send_text(&log, "wieder da").expect("written");
    world.settle().await;
    assert_eq!(read(&world, 3), ["und Dora", "wieder da"]);
    assert_eq!(world.link(3, "Tablet 6").await.expect("linked"), 6);
    world.settle().await;
    assert_eq!(read(&world, 6), ["wieder da"], "what she read before she left is on her old phone");
    for index in 0..7 {
        assert!(of(&world, index).alarms().expect("readable").is_empty(), "device {index}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_channel_shows_what_it_is_for() {
    let mut world = World::with_members(seed(914), &["Anna", "Berta"]).await;
    let photo = verband_vault::sample::wound_photo(400, 300, 1);
    let details = ChannelDetails {
        title: "Wundteam".to_owned(),
        description: "Fragen zu Wunden".to_owned(),
        picture: Some(photo),
    };
    let new = NewChannel { details: details.clone(), ..NewChannel::new("", Join::Open) };
    let log = of(&world, 0).create_channel_with(&new).expect("a channel");
    world.settle().await;
    let listed = of(&world, 1).listed_channels().await.expect("listed").pop().expect("one");
    assert_eq!((listed.title.as_str(), listed.description.as_str()), ("Wundteam", "Fragen zu Wunden"));
    let picture = listed.picture.expect("a small one");
    assert!(picture.starts_with(&[0xff, 0xd8]) && picture.len() <= 32 << 10);
    of(&world, 1).ask_to_join(&log).await.expect("asked");
    world.settle().await;
    assert_eq!(of(&world, 1).conversation_picture(&log).expect("known"), Some(picture.clone()));
    refused(of(&world, 1).set_details(&log, &details), &Refusal::NotAllowed);
    of(&world, 0).rename(&log, "Wunden").expect("she moderates");
    world.settle().await;
    let row = of(&world, 1).conversation(&log).expect("known");
    assert_eq!((row.title.as_str(), row.description.as_str()), ("Wunden", "Fragen zu Wunden"));
    let clara = world.enrol("Clara", &[]).await.expect("enrolled");
    world.settle().await;
    let listed = of(&world, clara).listed_channels().await.expect("listed").pop().expect("one");
    assert_eq!((listed.title.as_str(), listed.picture), ("Wunden", Some(picture)));
    let long = ChannelDetails { description: "x".repeat(2_001), ..details.clone() };
    assert!(matches!(of(&world, 0).set_details(&log, &long), Err(ClientError::Length(..))));
    let wrong = ChannelDetails { picture: Some(b"no photo".to_vec()), ..details };
    assert!(matches!(of(&world, 0).set_details(&log, &wrong), Err(ClientError::Photo(_))));
}

// How far others have come ---------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn receipts_tell_who_has_a_message_and_who_read_it_if_she_wants_to() {
    let mut world = World::with_members(seed(912), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[1, 2]).await;
    let (anna, berta) = (of(&world, 0), of(&world, 1));
    let tablet = world.link(1, "Bertas Tablet").await.expect("linked");
    world.settle().await;
    world.devices[2].switch_off();
    let event = anna.send_text(&log, "Visite um zehn").expect("written");
    assert!(anna.receipts(&log, &event).expect("readable").is_empty(), "it waits");
    world.settle().await;
    let told = |world: &World| {
        let rows = of(world, 0).receipts(&log, &event).expect("readable");
        rows.into_iter().map(|row| (row.name, row.received, row.read)).collect::<Vec<_>>()
    };
    assert_eq!(told(&world), [("Berta".to_owned(), true, false), ("Clara".to_owned(), false, false)]);
    let entries = world.devices[0].client().messages(&log, 1).expect("readable");
    assert_eq!((entries[0].received_by, entries[0].read_by), (1, 0));
    // Nobody tells what she reads as long as policy and she herself do not want it.
    berta.mark_read(&log).expect("read");
    berta.set_read_receipts(true).expect("switched on");
    berta.set_typing(&log).expect("typing");
    world.settle().await;
    assert!(!berta.read_receipts().expect("readable") && anna.typing(&log).expect("readable").is_empty());
    assert_eq!(told(&world)[0], ("Berta".to_owned(), true, false));
    let policy = OrganisationPolicy { read_receipts: true, ..OrganisationPolicy::default() };
    anna.set_policy(policy).await.expect("an administrator may");
    world.settle().await;
    assert_eq!(told(&world)[0], ("Berta".to_owned(), true, true));
    assert!(of(&world, tablet).read_receipts().expect("readable"), "it holds on all of her devices");
    berta.set_typing(&log).expect("typing");
    world.settle().await;
    assert_eq!(anna.typing(&log).expect("readable"), [world.devices[1].member()]);
    world.clock.advance(60_000);
    assert!(anna.typing(&log).expect("readable").is_empty(), "it is over by itself");
    world.devices[2].switch_on().expect("unlocked");
    world.settle().await;
    assert_eq!(told(&world), [("Berta".to_owned(), true, true), ("Clara".to_owned(), true, false)]);
    assert_eq!(world.devices[0].client().messages(&log, 1).expect("readable")[0].read_by, 1);
    // No position of the log was taken by any of it.
    let last = texts(&world.devices[0], &log).pop().expect("it is there").0;
    let again = anna.send_text(&log, "Danke").expect("written");
    world.settle().await;
    assert_eq!(texts(&world.devices[0], &log).pop().expect("it is there").0, last + 1);
    assert_eq!(anna.receipts(&log, &again).expect("readable").len(), 2);
    of(&world, tablet).set_read_receipts(false).expect("switched off");
    world.settle().await;
    assert!(!berta.read_receipts().expect("readable"), "nor does it go on on the other one");
    berta.mark_read(&log).expect("read");
    world.settle().await;
    assert!(anna.receipts(&log, &again).expect("readable").iter().all(|row| !row.read));
}

// Deleting -------------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn nobody_deletes_what_a_stranger_wrote_even_if_the_server_helps() {
    let mut world = World::with_members(seed(920), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[1, 2]).await;
    let event = of(&world, 1).send_text(&log, "Bertas Beobachtung").expect("written");
    world.settle().await;
    let clara = Mole::of(&world.devices[2], world.seed);
    let header = Header { class: Class::Delete, targets: vec![event], ..clara.header(&log) };
    let delete = clara.sign(header, None);
    // An honest server refuses it; one that takes it all the same changes nothing on any device.
    world.forge(&clara.organisation, &log, &delete);
    of(&world, 0).send_text(&log, "danach").expect("written");
    world.settle().await;
    for device in [0, 1] {
        let shown: Vec<String> = texts(&world.devices[device], &log).into_iter().map(|(_, text)| text).collect();
        assert_eq!(shown, ["Bertas Beobachtung", "danach"], "device {device}");
        let alarms = of(&world, device).alarms().expect("readable");
        let told = |alarm: &AlarmRow| alarm.detail.ends_with(&Refusal::NotAllowed.to_string());
        assert!(matches!(&*alarms, [alarm] if told(alarm)), "device {device}: {alarms:?}");
    }
}

// Room on the server ---------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn a_photo_without_room_waits_and_holds_up_nothing_else() {
    let mut world = World::with_members(seed(930), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[1]).await;
    let other = world.channel("Kantine", &[1]).await;
    let anna = of(&world, 0);
    let photo = |seed| verband_vault::sample::wound_photo(3000, 2000, seed);
    let first = anna.send_photo(&log, &photo(1), "erstes").expect("captured");
    world.settle().await;
    let used = anna.storage_of(&log).await.expect("told");
    assert!(used.used > 600_000 && used.quota.is_none(), "{used:?}");
    // Room for one of them and not for two.
    let mb = u32::try_from(used.used >> 20).expect("small") + 1;
    let policy = OrganisationPolicy { conversation_quota_mb: Some(mb), ..OrganisationPolicy::default() };
    anna.set_policy(policy).await.expect("an administrator may");
    let second = anna.send_photo(&log, &photo(2), "zweites").expect("captured");
    anna.send_text(&log, "danach").expect("written");
    anna.send_text(&other, "anderswo").expect("written");
    world.settle().await;
    assert_eq!(anna.storage_of(&log).await.expect("told").quota, Some(u64::from(mb) << 20));
    assert_eq!(anna.outbox().expect("readable"), (0, 1));
    let shown: Vec<String> = texts(&world.devices[1], &log).into_iter().map(|(_, text)| text).collect();
    assert_eq!(shown, ["erstes", "danach"]);
    assert_eq!(texts(&world.devices[1], &other).len(), 1);
    // What is deleted makes room.
    anna.delete(&log, &first).expect("deleted");
    world.settle().await;
    anna.retry(&second).expect("sent again");
    world.settle().await;
    assert_eq!(anna.outbox().expect("readable"), (0, 0));
    assert!(texts(&world.devices[1], &log).iter().any(|(_, text)| text == "zweites"));
}
