//! Several commits for one epoch: the log takes one, everybody ends in the same epoch.

use verband_groups::{Change, GroupError, discard_pending, pending};

use crate::world::{World, additions};

#[test]
fn the_loser_applies_the_winner_and_builds_again() {
    let (mut world, mut devices) = World::with_members(3);
    let newcomer = world.device(4);
    let add = || Change { add: additions(std::slice::from_ref(&newcomer)), ..Change::default() };
    let losing = devices[0].commit(add()).unwrap();
    let winning = devices[1].commit(Change::default()).unwrap();
    world.publish(&devices[1], &winning).unwrap();
    assert_eq!(world.publish(&devices[0], &losing), Err(2));

    // No other commit meanwhile; the winner takes its place.
    assert!(matches!(devices[0].commit(Change::default()), Err(GroupError::Pending)));
    let processed = world.sync(&mut devices[0]).unwrap().remove(0);
    assert!(!processed.own && processed.joined);
    assert_eq!(devices[0].tx(|tx| pending(tx, &world.log)).unwrap(), None);
    assert_eq!(devices[0].epoch(), Some(2));

    let change = Change { add: additions(std::slice::from_ref(&newcomer)), ..Change::default() };
    let processed = world.change(&mut devices[0], change);
    assert_eq!((processed.epoch, processed.added.len()), (3, 1));
    let mut newcomer = newcomer;
    world.join(&mut newcomer).unwrap();
    for device in &mut devices {
        world.sync(device).unwrap();
        assert_eq!(device.key(3).unwrap().expose(), newcomer.key(3).unwrap().expose());
    }
}

#[test]
fn ten_devices_racing_end_in_one_epoch() {
    let (mut world, mut devices) = World::with_members(10);
    for round in 0..10 {
        let commits: Vec<_> = devices.iter().map(|device| device.commit(Change::default()).unwrap()).collect();
        let winner = (round * 7) % devices.len();
        world.publish(&devices[winner], &commits[winner]).unwrap();
        for (device, commit) in devices.iter_mut().zip(&commits) {
            assert!(world.publish(device, commit).is_err());
            let processed = world.sync(device).unwrap();
            assert_eq!(processed.len(), 1);
            assert_eq!(processed[0].own, device.id() == world.entries.last().unwrap().entry.author);
        }
    }
    let key = devices[0].key(world.epoch()).unwrap();
    for device in &devices {
        assert_eq!(device.epoch(), Some(11));
        assert!(device.known_epochs().ends_with(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]));
        assert_eq!(device.key(11).unwrap().expose(), key.expose());
    }
}

#[test]
fn a_discarded_commit_leaves_the_group_as_it_was() {
    let (mut world, mut devices) = World::with_members(2);
    let first = devices[0].commit(Change::default()).unwrap();
    devices[0].tx(|tx| discard_pending(tx, &world.log)).unwrap();
    devices[0].tx(|tx| discard_pending(tx, &world.log)).unwrap();
    let second = devices[0].commit(Change::default()).unwrap();
    assert_ne!((first.event, &first.mls), (second.event, &second.mls));
    world.publish(&devices[0], &second).unwrap();
    for device in &mut devices {
        world.sync(device).unwrap();
        assert_eq!(device.epoch(), Some(2));
    }
}
