//! Members whose programs bring in whom, or what, nobody agreed to: refused by whoever applies the commit or joins.

use openmls::prelude::tls_codec::Serialize as _;
use openmls::prelude::{
    BasicCredential, Ciphersuite, CredentialType, CredentialWithKey, Extension, ExtensionType, Extensions,
    ExternalSender, Lifetime, MlsMessageOut, NewSignerBundle, RequiredCapabilitiesExtension, UnknownExtension,
};
use openmls_rust_crypto::OpenMlsRustCrypto;
use openmls_traits::OpenMlsProvider;
use verband_groups::testing::context_extensions;
use verband_groups::{Addition, Change, GroupError, Identity, Reason};
use verband_protocol::id::DeviceId;
use verband_protocol::policy::{ConversationPolicy, EXPIRY_EXTENSION, Leaf, POLICY_EXTENSION};
use verband_protocol::sign::SecretKey;
use verband_rules::Refusal;

use crate::raw::{SUITE, commit_bytes, entry, goes_on, package, raw, raw_package, record, refused, two};
use crate::world::{Chance, NOW, World, addition, additions, channel, chat, member};

#[test]
fn a_stranger_in_a_closed_chat() {
    let policy = chat(&[1, 2]);
    let (mut world, mut honest, mut hostile) = two(&policy);
    let stranger = world.device(3);
    let body = commit_bytes(&hostile, true, |raw| raw.propose_adds([package(&stranger)]));
    let honest_record = record(&hostile, &[stranger.keys.leaf], &[], &policy);
    let logged = entry(&world, &hostile, honest_record, body.clone());
    assert_eq!(refused(&world, &honest, &logged), Refusal::Closed.into());

    // Nor as a device of somebody who is in the chat.
    let disguised = Leaf { member: member(2), ..stranger.keys.leaf };
    let logged = entry(&world, &hostile, record(&hostile, &[disguised], &[], &policy), body);
    assert_eq!(refused(&world, &honest, &logged), Refusal::Closed.into());
    goes_on(&mut world, &mut honest, &mut hostile);
}

#[test]
fn a_newcomer_is_not_led_into_a_closed_chat_with_a_stranger() {
    // Everybody who is in has a broken program; the newcomer has not.
    let policy = chat(&[1, 2]);
    let (mut world, mut founder) = World::founded(&policy);
    let mut first = [world.device(2)];
    world.admit(&mut founder, &mut first);
    let mut second = [world.device(2)];
    let change = Change { add: additions(&second), ..Change::default() };
    world.change(&mut founder, change);
    // In truth the first one is a device of somebody else.
    world.directory.get_mut(&first[0].id()).unwrap().member = member(3);
    let result = world.join(&mut second[0]);
    assert!(matches!(result, Err(GroupError::Refused(Reason::Rule(Refusal::Closed)))), "{result:?}");
}

#[test]
fn leaves_that_nobody_certified() {
    let (mut world, mut honest, mut hostile) = two(&channel());
    let forever = Lifetime::init(0, u64::MAX);
    let victim = world.device(3);
    let key = SecretKey::random(&Chance);
    let ghosts = [
        DeviceId([9; 32]), // of a device that does not exist
        victim.id(),       // of a device that has another key
    ];
    for ghost in ghosts {
        let package = raw_package(&Identity::new(ghost, key.clone()), ghost, &key, forever, SUITE);
        let body = commit_bytes(&hostile, true, |raw| raw.propose_adds([package]));
        let leaf = Leaf { device: ghost, member: member(3) };
        let logged = entry(&world, &hostile, record(&hostile, &[leaf], &[], &channel()), body);
        assert_eq!(refused(&world, &honest, &logged), Reason::Credential);
    }
    goes_on(&mut world, &mut honest, &mut hostile);
}

#[test]
fn a_commit_that_makes_its_author_another_device() {
    let (mut world, mut honest, mut hostile) = two(&channel());
    let second = world.device(2); // she has the keys of both
    let new_key = SecretKey::random(&Chance);
    let others = [
        (Identity::new(hostile.id(), new_key.clone()), new_key.public(), Reason::Credential),
        (second.identity(), second.keys.mls.public(), Reason::Sender),
    ];
    for (other, key, reason) in others {
        let body = raw(&hostile, |group, identity| {
            let memory = OpenMlsRustCrypto::default();
            let credential_with_key = CredentialWithKey {
                credential: BasicCredential::new(other.device().0.to_vec()).into(),
                signature_key: key.0.to_vec().into(),
            };
            let bundle = NewSignerBundle { signer: &other, credential_with_key };
            let builder = group.commit_builder().load_psks(memory.storage()).unwrap();
            let built =
                builder.build_with_new_signer(memory.rand(), memory.crypto(), identity, bundle, |_| true).unwrap();
            built.stage_commit(&memory).unwrap().into_commit().tls_serialize_detached().unwrap()
        });
        let logged = entry(&world, &hostile, record(&hostile, &[], &[], &channel()), body);
        assert_eq!(refused(&world, &honest, &logged), reason);
    }
    goes_on(&mut world, &mut honest, &mut hostile);
}

#[test]
fn a_newcomer_is_not_led_into_another_group_or_among_ghosts() {
    let (mut world, mut devices) = World::with_members(2);
    let mut newcomer = world.device(3);
    let package = newcomer.key_package(true);
    let added = || Change { add: vec![addition(&newcomer, &package)], ..Change::default() };
    world.change(&mut devices[0], added());

    let (mut other, mut somebody) = World::founded(&channel());
    other.change(&mut somebody, added());
    world.directory.extend(&other.directory);
    let misled = world.join_by(&mut newcomer, &other.welcomes[0]);
    assert!(matches!(misled, Err(GroupError::Refused(Reason::OtherGroup(_)))), "{misled:?}");

    for device in &devices {
        let certified = world.directory.remove(&device.id()).unwrap();
        let misled = world.join(&mut newcomer);
        assert!(matches!(misled, Err(GroupError::Refused(Reason::Credential))), "{misled:?}");
        world.directory.insert(device.id(), certified);
    }

    let mut waiting = world.welcomes[1].clone();
    waiting.tree.clone_from(&other.welcomes[0].tree);
    let misled = world.join_by(&mut newcomer, &waiting);
    assert!(matches!(misled, Err(GroupError::Refused(Reason::Mls(_)))), "{misled:?}");
    world.join(&mut newcomer).unwrap();
}

#[test]
fn a_lifetime_that_splits_members_by_their_clocks() {
    let (mut world, mut honest, mut hostile) = two(&channel());
    let newcomer = world.device(3);
    let package = raw_package(&newcomer.identity(), newcomer.id(), &newcomer.keys.mls, Lifetime::new(3600), SUITE);
    let body = commit_bytes(&hostile, true, |raw| raw.propose_adds([package]));
    let logged = entry(&world, &hostile, record(&hostile, &[newcomer.keys.leaf], &[], &channel()), body);
    assert_eq!(refused(&world, &honest, &logged), Reason::Expired);
    goes_on(&mut world, &mut honest, &mut hostile);
}

#[test]
fn a_closed_chat_cannot_be_opened_by_its_group_context() {
    let policy = chat(&[1, 2]);
    let (mut world, mut honest, mut hostile) = two(&policy);
    for (extensions, reason) in contexts(&policy) {
        let body = commit_bytes(&hostile, true, |raw| {
            raw.propose_group_context_extensions(Extensions::from_vec(extensions).unwrap()).unwrap()
        });
        for claimed in [&policy, &channel()] {
            let logged = entry(&world, &hostile, record(&hostile, &[], &[], claimed), body.clone());
            assert_eq!(refused(&world, &honest, &logged), reason);
        }
    }
    goes_on(&mut world, &mut honest, &mut hostile);
}

/// Group context extensions that no honest program writes, as far as the library lets anybody build them.
fn contexts(policy: &ConversationPolicy) -> Vec<(Vec<Extension>, Reason)> {
    let bytes = verband_protocol::cbor::encode(policy);
    let required = |numbers: &[u16]| {
        let types: Vec<_> = numbers.iter().copied().map(ExtensionType::Unknown).collect();
        let credentials = [CredentialType::Basic];
        Extension::RequiredCapabilities(RequiredCapabilitiesExtension::new(&types, &[], &credentials))
    };
    let ours = required(&[POLICY_EXTENSION]);
    let right = Extension::Unknown(POLICY_EXTENSION, UnknownExtension(bytes.clone()));
    let cut = Extension::Unknown(POLICY_EXTENSION, UnknownExtension(bytes[1..].to_vec()));
    let key = SecretKey::random(&Chance).public().0.to_vec().into();
    let server = ExternalSender::new(key, BasicCredential::new(b"server".to_vec()).into());
    let open: Vec<Extension> = context_extensions(&channel()).iter().cloned().collect();
    vec![
        (vec![], Reason::Context),
        (vec![ours.clone()], Reason::Context),
        (vec![ours.clone(), cut], Reason::Context),
        (vec![required(&[POLICY_EXTENSION, EXPIRY_EXTENSION]), right.clone()], Reason::Context),
        (vec![ours, right, Extension::ExternalSenders(vec![server])], Reason::Context),
        (open, Refusal::Policy.into()),
    ]
}

#[test]
fn a_key_package_of_another_suite() {
    let mut world = World::new();
    let newcomer = world.device(2);
    let keys = &newcomer.keys;
    let suite = Ciphersuite::MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519;
    let package = raw_package(&newcomer.identity(), newcomer.id(), &keys.mls, Lifetime::init(0, u64::MAX), suite);
    let package = MlsMessageOut::from(package).tls_serialize_detached().unwrap();
    let refused = Addition::check(newcomer.id(), keys.certified(), &package, NOW).map(drop);
    assert!(matches!(refused, Err(GroupError::Refused(Reason::Mls(_)))));
}
