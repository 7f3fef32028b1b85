//! Coming, going and staying.

use verband_groups::{Change, GroupError, Reason, forget, key_packages, policy, prune_key_packages, roster};
use verband_protocol::policy::{ConversationPolicy, History, Write};
use verband_rules::Refusal;
use verband_store::Store;

use crate::world::{NOW, World, addition, additions, channel, chat, db_key, file, member};

fn same_key(world: &World, devices: &[crate::device::Device]) -> bool {
    let keys: Vec<_> = devices.iter().map(|device| device.key(world.epoch()).unwrap()).collect();
    keys.windows(2).all(|pair| pair[0].expose() == pair[1].expose())
}

#[test]
fn members_share_one_key_in_every_epoch() {
    let (mut world, mut devices) = World::with_members(12);
    assert!(same_key(&world, &devices));
    for committer in 0..devices.len() {
        world.change(&mut devices[committer], Change::default());
        for device in &mut devices {
            world.sync(device).unwrap();
        }
        assert!(same_key(&world, &devices));
    }
    for device in &devices {
        assert_eq!(device.epoch(), Some(world.epoch()));
        assert_eq!(device.known_epochs().last(), Some(&world.epoch()));
        let seen = device.tx(|tx| roster(tx, &world.log, &world.look_up())).unwrap();
        assert_eq!(seen, devices[0].state.leaves());
        assert_eq!(device.tx(|tx| policy(tx, &world.log)).unwrap(), channel());
    }
}

#[test]
fn one_commit_adds_and_removes() {
    let (mut world, mut devices) = World::with_members(3);
    let mut newcomers = [world.device(4), world.device(2)];
    let gone = devices[2].id();
    let change = Change { add: additions(&newcomers), remove: vec![gone], policy: None };
    let processed = world.change(&mut devices[0], change);
    assert!(processed.own && processed.joined);
    assert_eq!(processed.removed, [gone]);
    assert_eq!(processed.added.len(), 2);

    let seen = world.sync(&mut devices[1]).unwrap().remove(0);
    assert!(!seen.own && seen.joined);
    assert_eq!((seen.epoch, seen.added, seen.removed), (2, processed.added, processed.removed));
    for newcomer in &mut newcomers {
        let joined = world.join(newcomer).unwrap();
        assert_eq!(joined.inviter, devices[0].keys.leaf);
        assert_eq!(joined.position, world.state_in(1).position);
        assert_eq!(joined.policy, channel());
    }
    assert!(same_key(&world, &newcomers));
}

#[test]
fn a_removed_member_gets_no_later_key() {
    let (mut world, mut devices) = World::with_members(3);
    let removed = devices[2].id();
    world.change(&mut devices[0], Change { remove: vec![removed], ..Change::default() });
    let processed = world.sync(&mut devices[2]).unwrap().remove(0);
    assert!(!processed.joined);
    assert_eq!(devices[2].epoch(), None);
    assert_eq!(devices[2].known_epochs(), [1]);

    // With everything that the server has, she comes no further.
    let mut gone = devices.remove(2);
    world.change(&mut devices[0], Change::default());
    assert!(matches!(world.sync(&mut gone), Err(GroupError::NotJoined)));
    assert!(matches!(gone.commit(Change::default()), Err(GroupError::NotJoined)));
    assert_eq!(gone.known_epochs(), [1]);
    let old = gone.key(1).unwrap();
    for link in &world.links {
        for published in world.published().values() {
            let opened = verband_groups::open_link(&world.log, link.epoch, &old, *published, &link.link);
            assert!(opened.is_none_or(|_| link.epoch == 1));
        }
    }
}

#[test]
fn who_was_removed_can_be_added_again_and_old_welcomes_are_stale() {
    let (mut world, mut devices) = World::with_members(2);
    let first_welcome = world.welcomes[0].clone();
    let mut returning = devices.remove(1);
    world.change(&mut devices[0], Change { remove: vec![returning.id()], ..Change::default() });

    // The welcome comes before the log was read up to the removal.
    let package = returning.key_package(true);
    let change = Change { add: vec![addition(&returning, &package)], ..Change::default() };
    world.change(&mut devices[0], change);
    assert!(matches!(world.join(&mut returning), Err(GroupError::Joined)));
    let removal = world.entries[2].clone();
    assert!(!world.apply(&mut returning, &removal).unwrap().joined);
    world.join(&mut returning).unwrap();
    assert_eq!(returning.known_epochs(), [1, 3]);
    assert_eq!(returning.key(3).unwrap().expose(), devices[0].key(3).unwrap().expose());

    // A server that gives an old welcome again does not lead anybody back.
    returning.tx(|tx| forget(tx, &world.log)).unwrap();
    let again = world.welcomes[1].clone();
    assert!(matches!(world.join_by(&mut returning, &again), Err(GroupError::Stale { expected: 4, got: 3 })));
    assert!(matches!(world.join_by(&mut returning, &first_welcome), Err(GroupError::Refused(Reason::Mls(_)))));
}

#[test]
fn a_key_package_of_last_resort_serves_for_many_groups_and_others_for_one() {
    let (mut first, mut founder) = World::founded(&channel());
    let mut newcomer = first.device(2);
    let last_resort = newcomer.key_package(true);
    let ordinary = newcomer.key_package(false);
    let change = Change { add: vec![addition(&newcomer, &last_resort)], ..Change::default() };
    first.change(&mut founder, change);
    first.join(&mut newcomer).unwrap();

    for (package, works) in [(&last_resort, true), (&ordinary, true), (&ordinary, false)] {
        let (mut other, mut founder) = World::founded(&channel());
        crate::world::know_log(&newcomer.store, &other.log);
        other.directory.extend(&first.directory);
        let change = Change { add: vec![addition(&newcomer, package)], ..Change::default() };
        other.change(&mut founder, change);
        let joined = other.join(&mut newcomer);
        assert_eq!(joined.is_ok(), works, "{joined:?}");
    }
}

#[test]
fn key_packages_expire_for_the_adder_and_their_secrets_go_later() {
    const DAY: u64 = 24 * 60 * 60 * 1000;
    let (mut world, mut founder) = World::founded(&channel());
    let mut newcomer = world.device(2);
    let (device, certified) = (newcomer.id(), newcomer.keys.certified());
    let package = newcomer.key_package(false);
    let check = |now| verband_groups::Addition::check(device, certified, &package, now).map(drop);
    assert!(check(NOW + 90 * DAY).is_ok());
    for now in [NOW + 92 * DAY, NOW - 2 * DAY] {
        assert!(matches!(check(now), Err(GroupError::Refused(Reason::Expired))));
    }
    let other = world.device(3);
    let mistaken = verband_groups::Addition::check(device, other.keys.certified(), &package, NOW).map(drop);
    assert!(matches!(mistaken, Err(GroupError::Refused(Reason::Credential))));

    // Added with it on the last day, and only 80 days later back online.
    let change = Change { add: vec![addition(&newcomer, &package)], ..Change::default() };
    world.change(&mut founder, change);
    newcomer.tx(|tx| prune_key_packages(tx, NOW + 170 * DAY)).unwrap();
    world.join(&mut newcomer).unwrap();

    newcomer.tx(|tx| key_packages(tx, &newcomer.identity(), 3, false, NOW)).unwrap();
    let count = || -> i64 {
        let sql = "SELECT count(*) FROM mls WHERE kind = 16";
        newcomer.tx(|tx| Ok(tx.query_row(sql, [], |row| row.get(0))?)).unwrap()
    };
    assert_eq!(count(), 3);
    newcomer.tx(|tx| prune_key_packages(tx, NOW + 181 * DAY)).unwrap();
    assert_eq!(count(), 0);
}

#[test]
fn moderators_change_the_policy_within_what_is_permitted() {
    let (mut world, mut devices) = World::with_members(2);
    let quiet = ConversationPolicy { write: Write::Moderators, ..channel() };
    let processed = world.change(&mut devices[0], Change { policy: Some(quiet.clone()), ..Change::default() });
    assert_eq!(processed.policy, quiet);
    assert_eq!(world.sync(&mut devices[1]).unwrap()[0].policy, quiet);
    assert_eq!(devices[1].tx(|tx| policy(tx, &world.log)).unwrap(), quiet);

    let closed = ConversationPolicy { history: History::Closed, ..quiet };
    let refused = devices[0].commit(Change { policy: Some(closed), ..Change::default() });
    assert!(matches!(refused, Err(GroupError::Refused(Reason::Rule(Refusal::Policy)))));
    assert!(devices[0].tx(|tx| verband_groups::pending(tx, &world.log)).unwrap().is_none());
}

#[test]
fn a_closed_chat_takes_further_devices_of_its_people_and_nobody_else() {
    let policy = chat(&[1, 2]);
    let (mut world, mut founder) = World::founded(&policy);
    let mut friends = [world.device(2), world.device(1)];
    world.admit(&mut founder, &mut friends);
    let stranger = world.device(3);
    let refused = founder.commit(Change { add: additions(&[stranger]), ..Change::default() });
    assert!(matches!(refused, Err(GroupError::Refused(Reason::Rule(Refusal::Closed)))));

    let outsider = world.device(3);
    let created = outsider.tx(|tx| verband_groups::create(tx, &outsider.identity(), &world.log, member(3), &policy));
    assert!(matches!(created, Err(GroupError::Refused(Reason::Rule(Refusal::Closed)))));
}

#[test]
fn everything_is_there_after_the_store_was_closed() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::new();
    let place = file(folder.path(), "founder.db");
    let mut founder = world.device_at(1, &place);
    world.found(&mut founder, &channel());
    let mut friends = [world.device(2)];
    world.admit(&mut founder, &mut friends);
    let commit = founder.commit(Change::default()).unwrap();

    founder.store.close();
    founder.store = Store::open(&place, &db_key()).unwrap();
    assert_eq!(founder.tx(|tx| verband_groups::pending(tx, &world.log)).unwrap().as_ref(), Some(&commit));
    assert!(matches!(founder.commit(Change::default()), Err(GroupError::Pending)));
    world.publish(&founder, &commit).unwrap();
    assert!(world.sync(&mut founder).unwrap()[0].own);
    world.sync(&mut friends[0]).unwrap();
    assert_eq!(founder.known_epochs(), [0, 1, 2]);
    assert_eq!(founder.key(2).unwrap().expose(), friends[0].key(2).unwrap().expose());

    founder.tx(|tx| forget(tx, &world.log)).unwrap();
    assert_eq!(founder.epoch(), None);
    assert_eq!(founder.known_epochs(), [0, 1, 2]);
    let left: i64 =
        founder.tx(|tx| Ok(tx.query_row("SELECT count(*) FROM mls WHERE kind <> 16", [], |row| row.get(0))?)).unwrap();
    assert_eq!(left, 0);
}
