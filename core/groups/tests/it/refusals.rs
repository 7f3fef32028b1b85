//! Each refusal that is no part of a story elsewhere: what is handed in, and the one rule that it breaks.

use openmls::prelude::tls_codec::Serialize as _;
use openmls::prelude::{
    BasicCredential, Capabilities, Ciphersuite, CredentialType, CredentialWithKey, Extension, ExtensionType,
    Extensions, GroupContext, GroupId, KeyPackage, Lifetime, MlsGroup, PURE_PLAINTEXT_WIRE_FORMAT_POLICY,
    RequiredCapabilitiesExtension, UnknownExtension,
};
use openmls_rust_crypto::OpenMlsRustCrypto;
use openmls_traits::OpenMlsProvider;
use verband_groups::testing::context_extensions;
use verband_groups::{Addition, Change, GroupError, Outside, Reason, join, outside, process};
use verband_protocol::cbor;
use verband_protocol::entry::{Class, CommitRecord, Header, Position};
use verband_protocol::policy::{EXPIRY_EXTENSION, POLICY_EXTENSION, POSITION_EXTENSION};
use verband_rules::Refusal;

use crate::device::Device;
use crate::raw::{SUITE, commit_bytes, entry, goes_on, package, record, refused, two};
use crate::world::{NOW, Waiting, World, addition, additions, channel, chat, member, moderated};

/// What the server would give of a group that a certified device founded with another program.
struct Raw {
    waiting: Waiting,
    group_info: Vec<u8>,
}

/// Founds it with any context, with a newcomer in it if there is one, and tells a position in the group info or none.
fn raw_group(
    world: &World,
    founder: &Device,
    newcomer: Option<KeyPackage>,
    suite: Ciphersuite,
    context: Extensions<GroupContext>,
    position: Option<&[u8]>,
) -> Raw {
    let (memory, identity) = (OpenMlsRustCrypto::default(), founder.identity());
    let extensions = [POLICY_EXTENSION, EXPIRY_EXTENSION].map(ExtensionType::Unknown);
    let capabilities = Capabilities::new(None, Some(&[suite]), Some(&extensions), None, Some(&[CredentialType::Basic]));
    let credential = CredentialWithKey {
        credential: BasicCredential::new(founder.id().0.to_vec()).into(),
        signature_key: founder.keys.mls.public().0.to_vec().into(),
    };
    let mut group = MlsGroup::builder()
        .with_group_id(GroupId::from_slice(world.log.as_bytes()))
        .ciphersuite(suite)
        .with_wire_format_policy(PURE_PLAINTEXT_WIRE_FORMAT_POLICY)
        .use_ratchet_tree_extension(false)
        .lifetime(Lifetime::init(0, u64::MAX))
        .with_capabilities(capabilities)
        .with_group_context_extensions(context)
        .build(&memory, &identity, credential)
        .unwrap();
    let told = position.map(|bytes| Extension::Unknown(POSITION_EXTENSION, UnknownExtension(bytes.to_vec())));
    let builder = group.commit_builder().force_self_update(true).propose_adds(newcomer);
    let builder = builder.load_psks(memory.storage()).unwrap().create_group_info(true);
    let builder = builder.create_group_info_with_extensions(told).unwrap();
    let built = builder.build(memory.rand(), memory.crypto(), &identity, |_| true).unwrap();
    let (_, welcome, group_info) = built.stage_commit(&memory).unwrap().into_messages();
    group.merge_pending_commit(&memory).unwrap();
    let welcome = welcome.map(|welcome| welcome.tls_serialize_detached().unwrap()).unwrap_or_default();
    let tree = group.export_ratchet_tree().tls_serialize_detached().unwrap();
    Raw { waiting: Waiting { welcome, tree }, group_info: group_info.unwrap().tls_serialize_detached().unwrap() }
}

/// Context and position as they have to be.
fn right() -> (Extensions<GroupContext>, Vec<u8>) {
    (context_extensions(&channel()), cbor::encode(&Position::START))
}

/// Contexts that tell no policy.
fn contexts() -> [Extensions<GroupContext>; 2] {
    let types = [ExtensionType::Unknown(POLICY_EXTENSION)];
    let required = RequiredCapabilitiesExtension::new(&types, &[], &[CredentialType::Basic]);
    [vec![], vec![Extension::RequiredCapabilities(required)]].map(|all| Extensions::from_vec(all).unwrap())
}

fn reason<T: std::fmt::Debug>(result: Result<T, GroupError>) -> Reason {
    match result {
        Err(GroupError::Refused(reason)) => reason,
        other => panic!("not refused: {other:?}"),
    }
}

fn not(what: &str) -> Reason {
    Reason::Mls(format!("not a {what}"))
}

fn look(world: &World, from: &Device, group_info: &[u8], tree: &[u8]) -> Result<Outside, GroupError> {
    from.tx(|tx| outside(tx, &world.log, group_info, tree, &world.look_up()))
}

#[test]
fn an_entry_that_is_no_commit_and_one_that_publishes_what_it_cannot_know() {
    let (mut world, mut honest, mut hostile) = two(&channel());
    let body = commit_bytes(&hostile, true, |raw| raw);
    let truth = record(&hostile, &[], &[], &channel());
    let logged = entry(&world, &hostile, truth.clone(), body.clone());
    let header = Header { class: Class::Content, record: None, ..logged.header };
    let processed =
        honest.tx(|tx| process(tx, &honest.state, &header, &body, &moderated(), &world.look_up()).map(drop));
    assert_eq!(reason(processed), Refusal::Class.into());
    let external = CommitRecord { external: true, ..truth };
    assert_eq!(refused(&world, &honest, &entry(&world, &hostile, external, body)), Refusal::Commitment.into());
    goes_on(&mut world, &mut honest, &mut hostile);
}

#[test]
fn welcomes_that_lead_nowhere() {
    let (mut world, mut founder) = World::founded(&channel());
    let mut newcomer = world.device(2);
    let no_welcome = Waiting { welcome: newcomer.key_package(false), tree: world.tree() };
    assert_eq!(reason(world.join_by(&mut newcomer, &no_welcome)), not("welcome"));
    let (context, position) = right();
    for position in [None, Some(&position[1..])] {
        let raw = raw_group(&world, &founder, Some(package(&newcomer)), SUITE, context.clone(), position);
        assert_eq!(reason(world.join_by(&mut newcomer, &raw.waiting)), Reason::Context);
    }
    for context in contexts() {
        let raw = raw_group(&world, &founder, Some(package(&newcomer)), SUITE, context, Some(&position));
        assert_eq!(reason(world.join_by(&mut newcomer, &raw.waiting)), Reason::Context);
    }
    // One for a device whose key packages lie here, and which is not this one.
    let other = world.device(2);
    world.change(&mut founder, Change { add: additions(std::slice::from_ref(&newcomer)), ..Change::default() });
    let Waiting { welcome, tree } = world.welcomes[0].clone();
    let identity = other.identity();
    let joined = newcomer.tx(|tx| join(tx, &identity, &world.log, &welcome, &tree, &world.look_up()));
    assert_eq!(reason(joined), Reason::Credential);
    assert_eq!(newcomer.epoch(), None);
    world.join(&mut newcomer).unwrap();
}

#[test]
fn groups_that_are_no_place_to_come_into() {
    let policy = chat(&[1, 2]);
    let (mut world, mut founder) = World::founded(&policy);
    let mut others = [world.device(2)];
    world.admit(&mut founder, &mut others);
    let new = world.device(2);
    let (tree, group_info) = (world.tree(), world.group_info.clone());
    assert_eq!(look(&world, &new, &group_info, &tree).unwrap().roster, founder.state.leaves());

    assert_eq!(reason(look(&world, &new, &new.key_package(false), &tree)), not("group info"));
    let (other, _) = World::founded(&policy);
    assert_eq!(reason(look(&world, &new, &other.group_info, &other.tree())), Reason::OtherGroup(world.log));
    let (context, position) = right();
    let raw = |suite, context, position| {
        let raw = raw_group(&world, &founder, None, suite, context, position);
        reason(look(&world, &new, &raw.group_info, &raw.waiting.tree))
    };
    let suite = Ciphersuite::MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519;
    assert_eq!(raw(suite, context.clone(), Some(&position)), Reason::Context);
    assert_eq!(raw(SUITE, context.clone(), None), Reason::Context);
    assert_eq!(raw(SUITE, context, Some(&position[1..])), Reason::Context);
    for context in contexts() {
        assert_eq!(raw(SUITE, context, Some(&position)), Reason::Context);
    }
    // A ghost, and somebody who was not there when the chat began.
    let certified = world.directory.remove(&others[0].id()).unwrap();
    assert_eq!(reason(look(&world, &new, &group_info, &tree)), Reason::Credential);
    world.directory.insert(others[0].id(), verband_groups::Certified { member: member(3), ..certified });
    assert_eq!(reason(look(&world, &new, &group_info, &tree)), Refusal::Closed.into());
}

#[test]
fn changes_that_an_honest_program_does_not_build() {
    let (mut world, mut devices) = World::with_members(2);
    let stranger = world.device(3);
    let remove = |device: &Device| Change { remove: vec![device.id()], ..Change::default() };
    assert_eq!(reason(devices[0].commit(remove(&devices[0])).map(drop)), Refusal::NotAllowed.into());
    assert_eq!(reason(devices[0].commit(remove(&stranger)).map(drop)), Refusal::Roster.into());
    for twice in [&devices[1], &stranger] {
        let add = vec![addition(twice, &twice.key_package(false)), addition(twice, &twice.key_package(false))];
        let change = Change { add, ..Change::default() };
        assert_eq!(reason(devices[0].commit(change).map(drop)), Refusal::Roster.into());
    }
    let no_package = Addition::check(stranger.id(), stranger.keys.certified(), &world.group_info, NOW);
    assert_eq!(reason(no_package.map(drop)), not("key package"));
    world.change(&mut devices[0], Change::default());
}

#[test]
fn nobody_comes_in_by_herself_into_what_the_log_does_not_show() {
    let (mut world, devices) = World::with_members(3);
    let mut new = world.device(2);
    new.state = world.state_in(1);
    let right = std::mem::replace(&mut world.group_info, new.key_package(false));
    assert_eq!(reason(world.external(&new).map(drop)), not("group info"));
    world.group_info = right;
    let certified = world.directory.remove(&new.id()).unwrap();
    assert_eq!(reason(world.external(&new).map(drop)), Reason::Credential);
    world.directory.insert(new.id(), certified);
    // A group with somebody in it whom the log does not show.
    new.state.roster.remove(&devices[2].id());
    assert_eq!(reason(world.external(&new).map(drop)), Refusal::Roster.into());
    new.state = world.state_in(1);
    assert!(world.external(&new).is_ok());
}
