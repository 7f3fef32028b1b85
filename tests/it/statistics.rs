//! Counts without surveillance: who may see them, that they are right, and that nothing in them is about one person.

use minicbor::data::Type;
use verband_client::ClientError;
use verband_client::protocol::certificate::DeviceClass;
use verband_client::protocol::organisation::{BuiltInRole, Right};
use verband_client::protocol::wire::{ContactCounts, DeviceCount, ProblemCode, Statistics};
use verband_protocol::cbor;
use verband_tests::chance::seed;
use verband_tests::world::World;

#[tokio::test(start_paused = true)]
async fn counts_are_for_those_with_the_right_and_are_right() {
    let mut world = World::with_members(seed(640), &["Anna", "Berta", "Clara"]).await;
    let (anna, berta) = (world.devices[0].client().clone(), world.devices[1].client().clone());
    let refused = berta.statistics().await;
    assert!(matches!(refused, Err(ClientError::Server(ProblemCode::Forbidden, _))), "{refused:?}");
    let role = anna.define_role(None, "Leitung", &[Right::Statistics]).await.expect("defined");
    anna.assign_roles(world.devices[1].member(), &[BuiltInRole::Member.id(), role], None).await.expect("assigned");
    world.invite("Dora", &[]).await.expect("invited");
    world.invite("Emil", &[]).await.expect("invited");
    world.channel("Wundteam", &[1]).await;
    anna.revoke_member(world.devices[2].member()).await.expect("revoked");
    // Another organisation on the same server does not count.
    world.found("Fremd").await.expect("founded");
    let counts = berta.statistics().await.expect("she may");
    let Statistics { bytes_used, bytes_allowed, bytes_free, .. } = counts;
    assert!(bytes_used > 0 && bytes_used < bytes_allowed);
    assert!(bytes_free.is_some_and(|free| free > 0), "the server knows its disk");
    let due = Statistics {
        members_active: 2,
        members_waiting: 0,
        members_left: 1,
        devices: vec![DeviceCount { class: DeviceClass::Phone, count: 2 }],
        invitations_open: 2,
        // The founder came in by one, too.
        invitations_used: 3,
        conversations: 1,
        bytes_used,
        bytes_allowed,
        contacts: ContactCounts { week: 2, month: 0, longer: 0, never: 0 },
        bytes_free,
    };
    assert_eq!(counts, due);
    // What is out of date is open no more.
    world.clock.advance(400 * 86_400_000);
    let counts = berta.statistics().await.expect("she may");
    assert_eq!(counts.invitations_open, 0);
    // Anna's device was not heard of since.
    assert_eq!(counts.contacts, ContactCounts { week: 1, month: 0, longer: 1, never: 0 });
}

#[test]
fn nothing_in_the_answer_names_anybody() {
    let counts = Statistics {
        members_active: 1,
        members_waiting: 2,
        members_left: 3,
        devices: DeviceClass::ALL.into_iter().map(|class| DeviceCount { class, count: 4 }).collect(),
        invitations_open: 5,
        invitations_used: 6,
        conversations: 7,
        bytes_used: 8,
        bytes_allowed: 9,
        contacts: ContactCounts { week: 10, month: 11, longer: 12, never: 13 },
        bytes_free: Some(14),
    };
    // Ids are byte strings, names are texts: there is none of either, and no place for one.
    let bytes = cbor::encode(&counts);
    let mut decoder = minicbor::Decoder::new(&bytes);
    while decoder.position() < bytes.len() {
        match decoder.datatype().expect("CBOR") {
            Type::Map => drop(decoder.map().expect("a map")),
            Type::Array => drop(decoder.array().expect("an array")),
            _ => drop(decoder.u64().expect("numbers and nothing else")),
        }
    }
}
