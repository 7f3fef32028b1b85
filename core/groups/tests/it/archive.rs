//! Links, commitments and the walk back.

use std::collections::BTreeMap;

use verband_groups::{Change, GroupError, commitment, event_key, keep, late_link, open_link, seal_link, walk_back};
use verband_protocol::id::{Hash, LogId};
use verband_protocol::policy::{ConversationPolicy, History};
use verband_protocol::seal::SealKey;
use verband_protocol::wire::Link;

use crate::device::Device;
use crate::world::{Chance, World, channel, chat};

fn walk(world: &World, device: &Device, epoch: u64) -> verband_groups::WalkBack {
    let key = device.key(epoch).unwrap();
    walk_back(&world.log, epoch, &key, &world.published(), &world.links)
}

#[test]
fn a_newcomer_walks_back_to_the_first_epoch_with_everybody_else_offline() {
    let (mut world, mut founder) = World::founded(&channel());
    for _ in 0..50 {
        world.change(&mut founder, Change::default());
    }
    let mut newcomer = [world.device(2)];
    world.admit(&mut founder, &mut newcomer);
    let newcomer = &newcomer[0];
    assert_eq!(newcomer.known_epochs(), [51]);

    // The server adds candidates of its own; they are passed over.
    let mut links = world.links.clone();
    links.extend(world.links.iter().map(|link| Link { epoch: link.epoch + 1, ..link.clone() }));
    links.extend((1..=51).map(|epoch| Link { epoch, link: vec![1; 200].into() }));
    links.reverse();
    let back = walk_back(&world.log, 51, &newcomer.key(51).unwrap(), &world.published(), &links);
    assert_eq!(back.hole, None);
    assert_eq!(back.keys.iter().map(|(epoch, _)| *epoch).collect::<Vec<_>>(), (0..51).rev().collect::<Vec<_>>());
    newcomer.tx(|tx| back.keys.iter().try_for_each(|(epoch, key)| keep(tx, &world.log, *epoch, key))).unwrap();
    for epoch in 0..=51 {
        assert_eq!(newcomer.key(epoch).unwrap().expose(), founder.key(epoch).unwrap().expose());
    }
}

#[test]
fn a_missing_link_or_commitment_is_a_hole() {
    let (mut world, mut founder) = World::founded(&channel());
    for _ in 0..5 {
        world.change(&mut founder, Change::default());
    }
    let published = world.published();
    let key = founder.key(5).unwrap();
    let without = |hole: u64| -> Vec<Link> { world.links.iter().filter(|link| link.epoch != hole).cloned().collect() };
    let back = walk_back(&world.log, 5, &key, &published, &without(3));
    assert_eq!((back.keys.len(), back.hole), (2, Some(3)));

    let unpublished: BTreeMap<u64, Hash> = published.into_iter().filter(|(epoch, _)| *epoch != 1).collect();
    let back = walk_back(&world.log, 5, &key, &unpublished, &world.links);
    assert_eq!((back.keys.len(), back.hole), (3, Some(2)));
    assert_eq!(walk(&world, &founder, 0).hole, None);
}

#[test]
fn a_link_with_another_key_than_the_published_one_does_not_open() {
    let log = LogId([1; 32]);
    let [archive, before, other] = [1, 2, 3].map(|byte| SealKey::from_bytes([byte; 32]));
    let published = commitment(&before, &log, 6);
    let link = seal_link(&log, 7, &archive, &before, &Chance);
    assert!(open_link(&log, 7, &archive, published, &link).is_some());

    let swapped = seal_link(&log, 7, &archive, &other, &Chance);
    assert!(open_link(&log, 7, &archive, published, &swapped).is_none());
    // The same, sealed by somebody who knows that the context names the published commitment.
    let context = verband_protocol::cbor::encode(&(log, 7_u64, published));
    let key = archive.derive(b"verband/ln/1");
    let forged = verband_protocol::seal::seal(&key, &context, other.expose(), &Chance);
    assert!(open_link(&log, 7, &archive, published, &forged).is_none());

    assert!(open_link(&log, 8, &archive, published, &link).is_none());
    assert!(open_link(&LogId([2; 32]), 7, &archive, published, &link).is_none());
    assert!(open_link(&log, 7, &other, published, &link).is_none());
    assert!(open_link(&log, 0, &archive, published, &link).is_none());
    assert_ne!(commitment(&before, &log, 7), published);
    assert_ne!(event_key(&before).expose(), before.expose());
}

#[test]
fn without_history_for_newcomers_the_chain_is_cut_where_a_person_comes() {
    let policy = ConversationPolicy { history: History::FromJoin, ..channel() };
    let (mut world, mut founder) = World::founded(&policy);
    world.change(&mut founder, Change::default());
    let mut newcomer = [world.device(2)];
    world.admit(&mut founder, &mut newcomer);
    assert_eq!(walk(&world, &newcomer[0], 2).hole, Some(2));

    // A further device of hers comes as far back as she does; one of the founder's as well, until the founder's
    // older device gives it the key before the cut.
    world.sync(&mut founder).unwrap();
    let mut further = [world.device(2), world.device(1)];
    world.admit(&mut founder, &mut further);
    for device in &further {
        let back = walk(&world, device, 3);
        assert_eq!((back.keys.len(), back.hole), (1, Some(2)));
    }
    let handed_over = founder.key(1).unwrap();
    let further = &further[1];
    further.tx(|tx| keep(tx, &world.log, 1, &handed_over)).unwrap();
    assert_eq!(walk(&world, further, 1).hole, None);
}

#[test]
fn one_epoch_has_one_key() {
    let (world, founder) = World::founded(&channel());
    let other = SealKey::from_bytes([9; 32]);
    let refused = founder.tx(|tx| keep(tx, &world.log, 0, &other));
    assert!(matches!(refused, Err(GroupError::State(_))));
    let same = founder.key(0).unwrap();
    founder.tx(|tx| keep(tx, &world.log, 0, &same)).unwrap();
}

#[test]
fn only_who_knows_both_keys_makes_a_late_link() {
    let (mut world, mut founder) = World::founded(&channel());
    world.change(&mut founder, Change::default());
    let late = |epoch| founder.tx(|tx| Ok(late_link(tx, &Chance, &world.log, epoch)?)).unwrap();
    assert!(late(0).is_none() && late(2).is_none());
    let published = world.published()[&0];
    assert!(open_link(&world.log, 1, &founder.key(1).unwrap(), published, &late(1).unwrap()).is_some());
}

#[test]
fn a_chat_of_two_keeps_its_whole_history_for_their_devices() {
    let policy = chat(&[1, 2]);
    let (mut world, mut founder) = World::founded(&policy);
    let mut devices = [world.device(2)];
    world.admit(&mut founder, &mut devices);
    let mut later = [world.device(2)];
    world.admit(&mut founder, &mut later);
    assert_eq!(walk(&world, &later[0], 2).hole, None);
}
