//! Death at every store call: whatever the moment, the device goes on from what is on its disk.

use std::sync::Arc;

use tempfile::TempDir;
use verband_groups::{
    Change, GroupError, create, discard_pending, epoch, forget, join, key_packages, pending, process,
};
use verband_store::testing::{FaultAt, for_every_fault, remains};
use verband_store::{Place, Store};

use crate::device::Device;
use crate::world::{NOW, World, additions, channel, db_key, file, moderated};

/// A device on disk as it was before the operation; each life works on a copy.
struct Before {
    folder: TempDir,
    device: Device,
}

impl Before {
    fn new(world: &mut World, number: u8) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let device = world.device_at(number, &file(folder.path(), "device.db"));
        Self { folder, device }
    }

    /// Runs `operation` in a life that ends at every store call once, then what a restarted program does: `again`
    /// until it succeeds. After that `check` looks at the device.
    fn survive(
        &self,
        world: &World,
        operation: impl Fn(&Device) -> Result<(), GroupError>,
        again: impl Fn(&Device) -> Result<(), GroupError>,
        check: impl Fn(&Device),
    ) {
        self.device.store.close();
        let from = self.folder.path().join("device.db");
        let deaths = for_every_fault(|fault: Arc<FaultAt>| {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("device.db");
            std::fs::copy(&from, &path).unwrap();
            let Ok(store) = Store::open_with(&Place::File(path.clone()), &db_key(), Arc::clone(&fault) as _) else {
                assert!(fault.struck());
                return;
            };
            let (keys, state) = (self.device.keys.clone(), self.device.state.clone());
            let result = operation(&Device { keys: keys.clone(), store, state: state.clone() });
            assert_eq!(result.is_err(), fault.struck(), "{result:?}");
            assert!(matches!(result, Ok(()) | Err(GroupError::Store(_))), "{result:?}");

            let after = tempfile::tempdir().unwrap();
            let path = remains(&path, after.path()).unwrap();
            let store = Store::open(&Place::File(path), &db_key()).unwrap();
            let device = Device { keys, store, state };
            consistent(world, &device);
            if fault.struck() {
                again(&device).unwrap();
            }
            consistent(world, &device);
            check(&device);
        });
        assert!(deaths > 5, "{deaths} deaths are too few to have proved anything");
    }
}

/// The group is in the newest epoch whose archive key is known.
fn consistent(world: &World, device: &Device) {
    let external = device.tx(|tx| pending(tx, &world.log)).unwrap().is_some_and(|commit| commit.record.external);
    if !external && let Some(epoch) = device.epoch() {
        assert_eq!(device.known_epochs().last(), Some(&epoch));
    }
}

fn build(device: &Device) -> Result<(), GroupError> {
    device.commit(Change::default()).map(drop)
}

/// Applies the newest entry of the log.
fn apply(world: &World, device: &Device) -> Result<(), GroupError> {
    let logged = world.entries.last().unwrap();
    let body = logged.entry.body().unwrap();
    device.tx(|tx| process(tx, &device.state, &logged.header, body, &moderated(), &world.look_up())).map(drop)
}

/// What a restarted program does with the newest entry: it is applied, or its cursor says that it was.
fn apply_once(world: &World, device: &Device) -> Result<(), GroupError> {
    let done = device.epoch().is_some_and(|epoch| epoch > device.state.epoch);
    if done { Ok(()) } else { apply(world, device) }
}

#[test]
fn founding() {
    let mut world = World::new();
    let before = Before::new(&mut world, 1);
    let found = |device: &Device| {
        let (identity, member) = (device.identity(), device.keys.leaf.member);
        device.tx(|tx| create(tx, &identity, &world.log, member, &channel())).map(drop)
    };
    let again = |device: &Device| match found(device) {
        Err(GroupError::Joined) => Ok(()),
        result => result,
    };
    before.survive(&world, found, again, |device| {
        assert_eq!(device.epoch(), Some(0));
    });
}

#[test]
fn making_key_packages() {
    let mut world = World::new();
    let before = Before::new(&mut world, 1);
    let make = |device: &Device| device.tx(|tx| key_packages(tx, &device.identity(), 5, false, NOW)).map(drop);
    before.survive(&world, make, make, |_| {});
}

#[test]
fn building_a_commit() {
    let mut world = World::new();
    let mut before = Before::new(&mut world, 1);
    world.found(&mut before.device, &channel());
    let mut others = [world.device(2)];
    world.admit(&mut before.device, &mut others);
    let again = |device: &Device| match device.tx(|tx| pending(tx, &world.log))? {
        Some(_) => Ok(()),
        None => build(device),
    };
    before.survive(&world, build, again, |device| {
        assert_eq!(device.epoch(), Some(1));
        assert!(device.tx(|tx| pending(tx, &world.log)).unwrap().is_some());
    });
}

#[test]
fn applying_the_own_commit() {
    let mut world = World::new();
    let mut before = Before::new(&mut world, 1);
    world.found(&mut before.device, &channel());
    let mut others = [world.device(2)];
    world.admit(&mut before.device, &mut others);
    let commit = before.device.commit(Change::default()).unwrap();
    world.publish(&before.device, &commit).unwrap();
    world.sync(&mut others[0]).unwrap();
    before.survive(
        &world,
        |device| apply(&world, device),
        |device| apply_once(&world, device),
        |device| {
            assert_eq!(device.key(2).unwrap().expose(), others[0].key(2).unwrap().expose());
            assert_eq!(device.tx(|tx| pending(tx, &world.log)).unwrap(), None);
        },
    );
}

#[test]
fn applying_anothers_commit_while_an_own_is_on_its_way() {
    let mut world = World::new();
    let mut before = Before::new(&mut world, 1);
    world.found(&mut before.device, &channel());
    let mut others = [world.device(2)];
    world.admit(&mut before.device, &mut others);
    before.device.commit(Change::default()).unwrap();
    world.change(&mut others[0], Change::default());
    before.survive(
        &world,
        |device| apply(&world, device),
        |device| apply_once(&world, device),
        |device| {
            assert_eq!(device.key(2).unwrap().expose(), others[0].key(2).unwrap().expose());
            assert_eq!(device.tx(|tx| pending(tx, &world.log)).unwrap(), None);
        },
    );
}

#[test]
fn being_removed() {
    let (mut world, mut founder) = World::founded(&channel());
    let mut before = Before::new(&mut world, 2);
    let change = Change { add: additions(std::slice::from_ref(&before.device)), ..Change::default() };
    world.change(&mut founder, change);
    world.join(&mut before.device).unwrap();
    world.change(&mut founder, Change { remove: vec![before.device.id()], ..Change::default() });
    let again = |device: &Device| {
        if device.epoch().is_none() { Ok(()) } else { apply(&world, device) }
    };
    before.survive(
        &world,
        |device| apply(&world, device),
        again,
        |device| {
            assert_eq!((device.epoch(), device.known_epochs()), (None, vec![1]));
        },
    );
}

#[test]
fn joining() {
    let (mut world, mut founder) = World::founded(&channel());
    let before = Before::new(&mut world, 2);
    let change = Change { add: additions(std::slice::from_ref(&before.device)), ..Change::default() };
    world.change(&mut founder, change);
    let enter = |device: &Device| {
        let (identity, waiting) = (device.identity(), &world.welcomes[0]);
        let (welcome, tree) = (&waiting.welcome, &waiting.tree);
        let look_up = world.look_up();
        device.tx(|tx| join(tx, &identity, &world.log, welcome, tree, &look_up)).map(drop)
    };
    let again = |device: &Device| match enter(device) {
        Err(GroupError::Joined) => Ok(()),
        result => result,
    };
    before.survive(&world, enter, again, |device| {
        assert_eq!(device.key(1).unwrap().expose(), founder.key(1).unwrap().expose());
    });
}

#[test]
fn discarding_and_forgetting() {
    let mut world = World::new();
    let mut before = Before::new(&mut world, 1);
    world.found(&mut before.device, &channel());
    before.device.commit(Change::default()).unwrap();
    let discard = |device: &Device| device.tx(|tx| discard_pending(tx, &world.log));
    before.survive(&world, discard, discard, |device| {
        assert_eq!(device.tx(|tx| pending(tx, &world.log)).unwrap(), None);
        build(device).unwrap();
    });
    let leave = |device: &Device| device.tx(|tx| forget(tx, &world.log));
    before.survive(&world, leave, leave, |device| {
        assert_eq!(device.epoch(), None);
    });
}

#[test]
fn coming_back_by_an_external_commit() {
    let (mut world, mut founder) = World::founded(&channel());
    let mut before = Before::new(&mut world, 1);
    before.device.state = world.state_in(0);
    let build = |device: &Device| world.external(device).map(drop);
    let again = |device: &Device| match world.external(device) {
        Ok(_) | Err(GroupError::Pending) => Ok(()),
        Err(error) => Err(error),
    };
    before.survive(&world, build, again, |device| {
        assert_eq!(device.tx(|tx| epoch(tx, &world.log)).unwrap(), None);
        assert!(device.tx(|tx| pending(tx, &world.log)).unwrap().is_some());
    });

    let place = file(before.folder.path(), "device.db");
    before.device.store = Store::open(&place, &db_key()).unwrap();
    let commit = world.external(&before.device).unwrap();
    world.publish(&before.device, &commit).unwrap();
    world.sync(&mut founder).unwrap();
    before.survive(
        &world,
        |device| apply(&world, device),
        |device| apply_once(&world, device),
        |device| {
            assert_eq!(device.key(1).unwrap().expose(), founder.key(1).unwrap().expose());
        },
    );
}
