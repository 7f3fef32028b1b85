//! Coming back, or in, by an external commit.

use verband_groups::{Change, GroupError, Reason, discard_pending, forget, keep, late_link, pending, walk_back};
use verband_protocol::id::Hash;
use verband_protocol::wire::Link;
use verband_rules::Refusal;

use crate::world::{Chance, World};

#[test]
fn a_device_that_lost_its_group_comes_back_and_gets_the_old_key_by_a_late_link() {
    let (mut world, mut devices) = World::with_members(3);
    let mut lost = devices.remove(2);
    lost.tx(|tx| forget(tx, &world.log)).unwrap();
    world.change(&mut devices[0], Change::default());
    lost.state = world.state_in(2);

    let commit = world.external(&lost).unwrap();
    assert!(commit.record.external && commit.record.commitments.is_empty() && commit.link.is_none());
    assert_eq!((&commit.record.added[..], &commit.record.removed[..]), (&[lost.keys.leaf][..], &[lost.id()][..]));
    assert_eq!(lost.epoch(), None, "not in before the log shows it");
    assert!(matches!(world.external(&lost), Err(GroupError::Pending)));
    world.publish(&lost, &commit).unwrap();
    assert!(world.sync(&mut lost).unwrap()[0].own);
    assert_eq!((lost.epoch(), lost.known_epochs()), (Some(3), vec![1, 3]));
    for device in &mut devices {
        world.sync(device).unwrap();
        assert_eq!(device.key(3).unwrap().expose(), lost.key(3).unwrap().expose());
    }

    // Whoever does not know the key whose commitment is due waits; anybody who does helps.
    assert!(matches!(lost.commit(Change::default()), Err(GroupError::MissingKey(2))));
    let link = devices[0].tx(|tx| Ok(late_link(tx, &Chance, &world.log, 3)?)).unwrap().unwrap();
    world.links.push(Link { epoch: 3, link: link.into() });
    let commit = devices[1].commit(Change::default()).unwrap();
    assert_eq!(commit.record.commitments.iter().map(|kc| kc.epoch).collect::<Vec<_>>(), [2, 3]);
    world.publish(&devices[1], &commit).unwrap();
    world.sync(&mut lost).unwrap();
    let back = walk_back(&world.log, 4, &lost.key(4).unwrap(), &world.published(), &world.links);
    assert_eq!(back.hole, None);
    lost.tx(|tx| back.keys.iter().try_for_each(|(epoch, key)| keep(tx, &world.log, *epoch, key))).unwrap();
    world.change(&mut lost, Change::default());
}

#[test]
fn a_new_device_of_a_member_comes_in_by_itself() {
    let (mut world, mut devices) = World::with_members(2);
    let mut new = world.device(2);
    new.state = world.state_in(1);
    let commit = world.external(&new).unwrap();
    assert!(commit.record.removed.is_empty());
    world.publish(&new, &commit).unwrap();
    world.sync(&mut new).unwrap();
    for device in &mut devices {
        let processed = world.sync(device).unwrap().remove(0);
        assert_eq!(processed.added, [new.keys.leaf]);
        assert_eq!(device.key(2).unwrap().expose(), new.key(2).unwrap().expose());
    }
}

#[test]
fn who_loses_the_race_discards_and_starts_from_the_new_group() {
    let (mut world, mut devices) = World::with_members(2);
    let mut new = world.device(2);
    new.state = world.state_in(1);
    let losing = world.external(&new).unwrap();
    world.change(&mut devices[0], Change::default());
    assert_eq!(world.publish(&new, &losing), Err(2));
    assert!(matches!(world.sync(&mut new), Err(GroupError::Stale { .. })));
    new.tx(|tx| discard_pending(tx, &world.log)).unwrap();
    assert_eq!((new.tx(|tx| pending(tx, &world.log)).unwrap(), new.epoch()), (None, None));

    assert!(matches!(world.external(&new), Err(GroupError::Stale { expected: 1, got: 2 })));
    new.state = world.state_in(2);
    let commit = world.external(&new).unwrap();
    world.publish(&new, &commit).unwrap();
    world.sync(&mut new).unwrap();
    world.sync(&mut devices[1]).unwrap();
    assert_eq!(new.key(3).unwrap().expose(), devices[1].key(3).unwrap().expose());
}

#[test]
fn a_stranger_does_not_come_in_by_herself_even_with_another_log_at_hand() {
    let (mut world, mut devices) = World::with_members(2);
    let mut stranger = world.device(3);
    stranger.state = world.state_in(1);
    assert!(matches!(world.external(&stranger), Err(GroupError::Refused(Reason::Rule(Refusal::NotInRoster)))));

    // Her program takes itself for member 2; everybody else knows better.
    let certified = world.directory[&stranger.id()];
    world.directory.get_mut(&stranger.id()).unwrap().member = crate::world::member(2);
    let commit = world.external(&stranger).unwrap();
    world.directory.insert(stranger.id(), certified);
    world.publish(&stranger, &commit).unwrap();
    let refused = world.sync(&mut devices[0]);
    assert!(matches!(refused, Err(GroupError::Refused(Reason::Rule(Refusal::NotInRoster)))), "{refused:?}");
}

#[test]
fn a_server_cannot_give_another_group_or_tree() {
    let (mut world, devices) = World::with_members(2);
    let mut new = world.device(2);
    new.state = world.state_in(1);
    let right = world.group_info.clone();

    let (other, _) = World::with_members(2);
    world.group_info = other.group_info;
    assert!(matches!(world.external(&new), Err(GroupError::Refused(Reason::OtherGroup(_)))));
    world.group_info = right[..right.len() - 1].to_vec();
    assert!(matches!(world.external(&new), Err(GroupError::Refused(Reason::Mls(_)))));
    world.group_info = right;
    let certified = world.directory.remove(&devices[0].id()).unwrap();
    assert!(matches!(world.external(&new), Err(GroupError::Refused(Reason::Credential))));
    world.directory.insert(devices[0].id(), certified);
    let policy = std::mem::replace(&mut new.state.policy_hash, Hash::ZERO);
    let refused = world.external(&new);
    assert!(matches!(refused, Err(GroupError::Refused(Reason::Rule(Refusal::Policy)))), "{refused:?}");
    new.state.policy_hash = policy;
    assert!(world.external(&new).is_ok());
}

#[test]
fn nobody_takes_anothers_leaf_out_by_coming_in() {
    let (mut world, mut devices) = World::with_members(3);
    let mut lost = devices.remove(2);
    lost.state = world.state_in(1);
    let commit = world.external(&lost).unwrap();
    world.publish(&lost, &commit).unwrap();
    // The others know the leaf that goes as member 3's, and the device that comes as member 2's.
    world.directory.get_mut(&lost.id()).unwrap().member = crate::world::member(2);
    let refused = world.sync(&mut devices[0]);
    assert!(matches!(refused, Err(GroupError::Refused(Reason::Rule(Refusal::NotAllowed)))), "{refused:?}");
}

#[test]
fn a_damaged_group_leaves_nothing_behind() {
    let (mut world, mut devices) = World::with_members(2);
    for _ in 0..2 {
        world.change(&mut devices[0], Change::default());
    }
    let damaged = &mut devices[1];
    damaged.state = world.state_in(3);
    let commit = world.external(damaged).unwrap();
    world.publish(damaged, &commit).unwrap();
    world.sync(damaged).unwrap();
    assert_eq!((damaged.epoch(), damaged.known_epochs()), (Some(4), vec![1, 4]));
    damaged.tx(|tx| forget(tx, &world.log)).unwrap();
    let count = "SELECT count(*) FROM mls";
    let left: i64 = damaged.tx(|tx| Ok(tx.query_row(count, [], |row| row.get(0))?)).unwrap();
    assert_eq!(left, 0);
}
