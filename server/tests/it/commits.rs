//! Commits: one per epoch, whole, and of the form that members can follow.

use verband_protocol::entry::{Header, Record};
use verband_protocol::id::DeviceId;
use verband_protocol::policy::{ConversationPolicy, Join};
use verband_protocol::port::Clock;
use verband_protocol::wire::{Appended, CommitBundle, Group, Links, ProblemCode, Welcomes};

use crate::actor::{Actor, Change};
use crate::blobs::Upload;
use crate::house::{House, code};
use crate::people::{add, change, channel, conversation, enrol, found, further_device, join, post_commit};

#[tokio::test]
async fn members_come_and_go_and_everybody_follows() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let mut anna = enrol(&house, &mut admin, 2).await;
    let mut berta = enrol(&house, &mut admin, 3).await;
    let log = channel(&house, &mut admin).await;
    add(&house, &mut admin, &log, &mut anna).await;
    add(&house, &mut admin, &log, &mut berta).await;
    anna.sync(&house, &log).await;
    change(&house, &mut anna, &log, Change::default()).await;
    admin.sync(&house, &log).await;
    berta.sync(&house, &log).await;
    let remove = Change { remove: vec![berta.device], ..Change::default() };
    change(&house, &mut admin, &log, remove).await;
    anna.sync(&house, &log).await;
    let [a, b] = [&admin, &anna].map(|actor| &actor.conversations[&log]);
    assert_eq!(a.state, b.state);
    assert_eq!(a.group.epoch_authenticator().as_slice(), b.group.epoch_authenticator().as_slice());
    assert_eq!((a.state.epoch, a.state.roster.len()), (4, 2));

    let group: Group = house.get(&format!("/v1/conversations/{log}/group"), anna.token()).await.message().unwrap();
    assert_eq!(group.epoch, 4);
    let links: Links = house.get(&format!("/v1/conversations/{log}/links"), anna.token()).await.message().unwrap();
    assert_eq!(links.links.iter().map(|link| link.epoch).collect::<Vec<_>>(), [1, 2, 3, 4]);
    let some: Links =
        house.get(&format!("/v1/conversations/{log}/links?from=2&to=3"), anna.token()).await.message().unwrap();
    assert_eq!(some.links, links.links[1..3]);
}

#[tokio::test]
async fn of_two_commits_in_one_epoch_the_first_wins_and_the_other_rebuilds() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let mut nurse = enrol(&house, &mut admin, 2).await;
    let log = channel(&house, &mut admin).await;
    add(&house, &mut admin, &log, &mut nurse).await;
    let first = admin.commit(&log, Change::default());
    let second = nurse.commit(&log, Change::default());
    let seq = post_commit(&house, &admin, &log, &first).await.unwrap();
    let problem = post_commit(&house, &nurse, &log, &second).await.unwrap_err();
    assert_eq!(code(&problem), (ProblemCode::StaleEpoch, Some(2)));
    // The winner's answer may get lost: the same bundle again is the same commit.
    assert_eq!(post_commit(&house, &admin, &log, &first).await.unwrap(), seq);
    nurse.forget_pending(&log);
    change(&house, &mut nurse, &log, Change::default()).await;
    admin.apply(&first.entry);
    admin.sync(&house, &log).await;
    assert_eq!(admin.conversations[&log].state, nurse.conversations[&log].state);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_devices_race_and_exactly_one_wins_each_epoch() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let log = channel(&house, &mut admin).await;
    let mut actors = Vec::new();
    for number in 2..11 {
        let mut actor = enrol(&house, &mut admin, number).await;
        add(&house, &mut admin, &log, &mut actor).await;
        actors.push(actor);
    }
    actors.push(admin);
    for actor in &mut actors {
        actor.sync(&house, &log).await;
    }
    let epoch = actors[0].conversations[&log].state.epoch;
    let bundles: Vec<CommitBundle> = actors.iter_mut().map(|actor| actor.commit(&log, Change::default())).collect();
    let house = std::sync::Arc::new(house);
    let racing: Vec<_> = actors
        .iter()
        .zip(bundles)
        .map(|(actor, bundle)| {
            let (house, token) = (std::sync::Arc::clone(&house), actor.token.clone());
            tokio::spawn(async move {
                let path = format!("/v1/conversations/{log}/commits");
                house.post(&path, token.as_deref(), &bundle).await.message::<Appended>()
            })
        })
        .collect();
    let mut won = 0;
    for racer in racing {
        match racer.await.unwrap() {
            Ok(_) => won += 1,
            Err(problem) => assert_eq!(code(&problem), (ProblemCode::StaleEpoch, Some(epoch + 1))),
        }
    }
    assert_eq!(won, 1);
}

#[tokio::test]
async fn a_welcome_waits_for_each_device_and_goes_with_the_last() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let mut anna = enrol(&house, &mut admin, 2).await;
    let mut berta = enrol(&house, &mut admin, 3).await;
    let log = channel(&house, &mut admin).await;
    let now = house.clock.now_ms();
    let both = [&anna, &berta].map(|actor| (actor.leaf(), actor.key_package(now, false)));
    change(&house, &mut admin, &log, Change { add: both.into(), ..Change::default() }).await;
    join(&house, &mut anna, &log, &admin).await;
    let left: Welcomes = house.get("/v1/welcomes", anna.token()).await.message().unwrap();
    assert_eq!(left.welcomes, []);
    // Meanwhile the conversation goes on; her welcome is still the one of her epoch, with that epoch's tree.
    change(&house, &mut admin, &log, Change::default()).await;
    let state = admin.conversations[&log].state.clone();
    admin.conversations.get_mut(&log).unwrap().state = anna.conversations[&log].state.clone();
    join(&house, &mut berta, &log, &admin).await;
    admin.conversations.get_mut(&log).unwrap().state = state;
    berta.sync(&house, &log).await;
    assert_eq!(berta.conversations[&log].state, admin.conversations[&log].state);

    // Who is removed before she came gets no welcome any more.
    let package =
        |actor: &Actor| Change { add: vec![(actor.leaf(), actor.key_package(now, false))], ..Change::default() };
    let clara = enrol(&house, &mut admin, 4).await;
    change(&house, &mut admin, &log, package(&clara)).await;
    change(&house, &mut admin, &log, Change { remove: vec![clara.device], ..Change::default() }).await;
    let none: Welcomes = house.get("/v1/welcomes", clara.token()).await.message().unwrap();
    assert_eq!(none.welcomes, []);
}

#[tokio::test]
async fn a_bundle_that_members_cannot_follow_is_refused_whole() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let mut nurse = enrol(&house, &mut admin, 2).await;
    let mut third = enrol(&house, &mut admin, 3).await;
    let log = channel(&house, &mut admin).await;
    add(&house, &mut admin, &log, &mut nurse).await;
    add(&house, &mut admin, &log, &mut third).await;
    nurse.sync(&house, &log).await;
    let elsewhere = channel(&house, &mut admin).await;
    let other = admin.commit(&elsewhere, Change::default());
    let good = admin.commit(&log, Change::default());
    let foreign = nurse.commit(&log, Change::default());
    let header = good.entry.read().unwrap();
    let message = good.entry.body().unwrap().to_vec();
    let resign =
        |header: Header, message: Vec<u8>| CommitBundle { entry: admin.sign(header, Some(message)), ..good.clone() };
    let mut flipped = message.clone();
    let last = flipped.len() - 40;
    flipped[last] ^= 1;
    let with_record = |edit: &dyn Fn(&mut verband_protocol::entry::CommitRecord)| {
        let mut header = header.clone();
        if let Some(Record::Commit(record)) = &mut header.record {
            edit(record);
        }
        resign(header, message.clone())
    };
    for (what, bundle) in [
        ("another member's MLS message", resign(header.clone(), foreign.entry.body().unwrap().to_vec())),
        ("another group's", resign(header.clone(), other.entry.body().unwrap().to_vec())),
        ("a broken message", resign(header.clone(), flipped)),
        ("no message", resign(header.clone(), vec![0; 32])),
        ("a record that hides whom it adds", with_record(&|record| record.roster = record.policy)),
        ("a record with another policy", with_record(&|record| record.policy = record.roster)),
        ("a record without commitment", with_record(&|record| record.commitments.clear())),
        ("a record that says it is external", with_record(&|record| record.external = true)),
        ("a record that removes somebody", with_record(&|record| record.removed = vec![third.device])),
        ("another group info", CommitBundle { group_info: foreign.group_info.clone(), ..good.clone() }),
        ("no group info", CommitBundle { group_info: vec![].into(), ..good.clone() }),
        ("no link", CommitBundle { link: None, ..good.clone() }),
        ("a huge link", CommitBundle { link: Some(vec![0; 5000].into()), ..good.clone() }),
        ("a tree", CommitBundle { tree: Some(vec![0; 10].into()), ..good.clone() }),
        ("a welcome for nobody", CommitBundle { welcome: Some(vec![0; 10].into()), ..good.clone() }),
    ] {
        let problem = post_commit(&house, &admin, &log, &bundle).await.unwrap_err();
        assert_eq!(problem.code, ProblemCode::Refused, "{what}");
    }
    post_commit(&house, &admin, &log, &good).await.unwrap();
    admin.apply(&good.entry);

    // The record is sound in itself, and the MLS message does something else: it adds a device that the record hides,
    // it removes nobody although the record says so, it removes another one.
    let hidden = enrol(&house, &mut admin, 4).await;
    admin.sync(&house, &log).await;
    let now = house.clock.now_ms();
    let nothing = || Change::default();
    let remove = |device| Change { remove: vec![device], ..Change::default() };
    let add = || Change { add: vec![(hidden.leaf(), hidden.key_package(now, false))], ..Change::default() };
    for (what, says, does) in [
        ("a hidden device", nothing(), add()),
        ("a device that is not added", add(), nothing()),
        ("a removal that is none", remove(third.device), nothing()),
        ("another one's removal", remove(third.device), remove(nurse.device)),
    ] {
        let says = admin.commit(&log, says);
        admin.forget_pending(&log);
        let does = admin.commit(&log, does);
        admin.forget_pending(&log);
        let header = says.entry.read().unwrap();
        let entry = admin.sign(header, Some(does.entry.body().unwrap().to_vec()));
        let welcome = says.welcome.and(does.welcome.clone());
        let bundle = CommitBundle { entry, welcome, ..does };
        let problem = post_commit(&house, &admin, &log, &bundle).await.unwrap_err();
        assert_eq!(problem.code, ProblemCode::Refused, "{what}");
        assert!(problem.reason.unwrap().contains("roster") || what == "a device that is not added", "{what}");
    }
}

#[tokio::test]
async fn who_may_add_whom_is_what_the_policy_says() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let mut nurse = enrol(&house, &mut admin, 2).await;
    let outsider = enrol(&house, &mut admin, 3).await;
    let log = channel(&house, &mut admin).await;
    add(&house, &mut admin, &log, &mut nurse).await;
    nurse.sync(&house, &log).await;
    let now = house.clock.now_ms();
    let add_outsider =
        || Change { add: vec![(outsider.leaf(), outsider.key_package(now, false))], ..Change::default() };
    let bundle = nurse.commit(&log, add_outsider());
    let problem = post_commit(&house, &nurse, &log, &bundle).await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::Forbidden, "{problem:?}");
    nurse.forget_pending(&log);
    let bundle = nurse.commit(&log, Change { remove: vec![admin.device], ..Change::default() });
    assert_eq!(post_commit(&house, &nurse, &log, &bundle).await.unwrap_err().code, ProblemCode::Forbidden);

    // A closed chat: nobody, not even by a moderator, of whom there are none.
    let policy =
        ConversationPolicy::chat([admin.member, nurse.member].map(|member| admin.organisation.closed_member(member)));
    let chat = conversation(&house, &mut admin, &policy).await;
    add(&house, &mut admin, &chat, &mut nurse).await;
    let bundle = admin.commit(&chat, add_outsider());
    assert_eq!(post_commit(&house, &admin, &chat, &bundle).await.unwrap_err().code, ProblemCode::Refused);
    // Nor by opening it first.
    admin.forget_pending(&chat);
    let open = ConversationPolicy { ..ConversationPolicy::channel(Join::Open, admin.member) };
    let bundle = admin.commit(&chat, Change { policy: Some(open), ..Change::default() });
    assert_eq!(post_commit(&house, &admin, &chat, &bundle).await.unwrap_err().code, ProblemCode::Refused);
    // A device that the organisation never saw.
    let ghost = Actor::new(66);
    admin.forget_pending(&chat);
    let add_ghost = Change { add: vec![(ghost.leaf(), ghost.key_package(now, false))], ..Change::default() };
    let bundle = admin.commit(&chat, add_ghost);
    assert_eq!(post_commit(&house, &admin, &chat, &bundle).await.unwrap_err().code, ProblemCode::Refused);
}

#[tokio::test]
async fn the_policy_changes_by_moderators_and_in_permitted_ways() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let mut nurse = enrol(&house, &mut admin, 2).await;
    let log = channel(&house, &mut admin).await;
    add(&house, &mut admin, &log, &mut nurse).await;
    let hidden = ConversationPolicy::channel(Join::Hidden, admin.member);
    let own = ConversationPolicy::channel(Join::Hidden, nurse.member);
    let bundle = nurse.commit(&log, Change { policy: Some(own), ..Change::default() });
    assert_eq!(post_commit(&house, &nurse, &log, &bundle).await.unwrap_err().code, ProblemCode::Forbidden);
    nurse.forget_pending(&log);
    change(&house, &mut admin, &log, Change { policy: Some(hidden.clone()), ..Change::default() }).await;
    nurse.sync(&house, &log).await;
    let nobody = ConversationPolicy { moderators: Vec::new(), ..hidden };
    let bundle = admin.commit(&log, Change { policy: Some(nobody), ..Change::default() });
    assert_eq!(post_commit(&house, &admin, &log, &bundle).await.unwrap_err().code, ProblemCode::Refused);
}

#[tokio::test]
async fn a_further_device_comes_in_by_an_external_commit_and_nobody_else_does() {
    let house = House::new();
    let mut admin = found(&house, 1).await;
    let outsider = enrol(&house, &mut admin, 2).await;
    let log = channel(&house, &mut admin).await;
    let entry = admin.content(&log, b"before");
    admin.append(&house, &log, vec![entry.clone()]).await.unwrap();
    admin.apply(&entry);
    let mut second = further_device(&house, &mut admin, 3).await;
    let path = format!("/v1/conversations/{log}/group");
    assert_eq!(house.get(&path, outsider.token()).await.status, 404);
    let group: Group = house.get(&path, second.token()).await.message().unwrap();
    // Her member is in: the device reads already, and writes when it is in itself.
    assert_eq!(second.page(&house, &log, "").await.unwrap().entries.len(), 2);
    assert_eq!(second.append(&house, &log, Vec::new()).await.unwrap_err().code, ProblemCode::NotFound);
    let upload = Upload::new(&log, 1, 10);
    assert_eq!(upload.start(&house, &second).await.unwrap_err().code, ProblemCode::NotFound);
    let bundle = second.external_commit(admin.conversations[&log].state.clone(), &group);
    let own_link = CommitBundle { link: Some(vec![1; 100].into()), ..bundle.clone() };
    assert_eq!(post_commit(&house, &second, &log, &own_link).await.unwrap_err().code, ProblemCode::Refused);
    post_commit(&house, &second, &log, &bundle).await.unwrap();
    second.apply(&bundle.entry);
    admin.sync(&house, &log).await;
    assert_eq!(admin.conversations[&log].state.roster.len(), 2);
    // The next commit publishes what the external one could not.
    change(&house, &mut admin, &log, Change::default()).await;
    second.sync(&house, &log).await;
    assert_eq!(second.conversations[&log].state, admin.conversations[&log].state);

    // Again, with its old leaf going.
    let group: Group = house.get(&path, second.token()).await.message().unwrap();
    let state = second.conversations.remove(&log).unwrap().state;
    let mut again = second;
    again.forget_group(&log);
    let bundle = again.external_commit(state, &group);
    post_commit(&house, &again, &log, &bundle).await.unwrap();
    admin.sync(&house, &log).await;
    let roster: Vec<DeviceId> = admin.conversations[&log].state.roster.keys().copied().collect();
    assert!(roster.len() == 2 && roster.contains(&again.device));
}
