//! The raw library in the hands of a member, for what no honest program builds.

use openmls::group::CommitBuilder;
use openmls::prelude::Initial;
use openmls::prelude::tls_codec::Serialize as _;
use openmls::prelude::{
    BasicCredential, Capabilities, Ciphersuite, CredentialType, CredentialWithKey, Extension, ExtensionType,
    Extensions, GroupId, KeyPackage, Lifetime, MlsGroup, MlsMessageBodyIn, ProtocolVersion, UnknownExtension,
};
use openmls_rust_crypto::{OpenMlsRustCrypto, RustCrypto};
use openmls_traits::OpenMlsProvider;
use verband_groups::testing::provider;
use verband_groups::{Change, GroupError, Identity, Processed, Reason, commitment, process};
use verband_protocol::entry::{CommitRecord, KeyCommitment};
use verband_protocol::id::{DeviceId, EventId};
use verband_protocol::policy::{ConversationPolicy, EXPIRY_EXTENSION, Leaf, POLICY_EXTENSION, roster_hash};
use verband_protocol::sign::SecretKey;

use crate::device::Device;
use crate::world::{Chance, Logged, NOW, World, moderated, read};

pub(crate) const SUITE: Ciphersuite = Ciphersuite::MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519;

pub(crate) type Raw<'g> = CommitBuilder<'g, Initial, &'g mut MlsGroup>;

/// Member 1's device, which is honest, and member 2's, which is not.
pub(crate) fn two(policy: &ConversationPolicy) -> (World, Device, Device) {
    let (mut world, mut honest) = World::founded(policy);
    let mut hostile = [world.device(2)];
    world.admit(&mut honest, &mut hostile);
    let [hostile] = hostile;
    (world, honest, hostile)
}

/// Builds with the raw library, in a transaction of the hostile device.
pub(crate) fn raw<T>(device: &Device, build: impl FnOnce(&mut MlsGroup, &Identity) -> T) -> T {
    device
        .tx(|tx| {
            let provider = provider(tx);
            let id = GroupId::from_slice(device.state.log.as_bytes());
            let mut group = MlsGroup::load(provider.storage(), &id).unwrap().unwrap();
            Ok(build(&mut group, &device.identity()))
        })
        .unwrap()
}

/// The bytes of a commit with any proposals. Its keys come from a memory of its own: the hostile device goes nowhere.
pub(crate) fn commit_bytes(device: &Device, path: bool, propose: impl FnOnce(Raw<'_>) -> Raw<'_>) -> Vec<u8> {
    raw(device, |group, identity| {
        let memory = OpenMlsRustCrypto::default();
        let builder = propose(group.commit_builder().force_self_update(path)).load_psks(memory.storage()).unwrap();
        let built = builder.build(memory.rand(), memory.crypto(), identity, |_| true).unwrap();
        built.stage_commit(&memory).unwrap().into_commit().tls_serialize_detached().unwrap()
    })
}

/// The record that an honest program would write for these changes.
pub(crate) fn record(
    device: &Device,
    added: &[Leaf],
    removed: &[DeviceId],
    policy: &ConversationPolicy,
) -> CommitRecord {
    let mut leaves = device.state.leaves();
    leaves.retain(|leaf| !removed.contains(&leaf.device));
    leaves.extend(added);
    let epoch = device.state.epoch;
    let key = device.key(epoch).unwrap();
    CommitRecord {
        commitments: vec![KeyCommitment { epoch, commitment: commitment(&key, &device.state.log, epoch) }],
        roster: roster_hash(&leaves),
        policy: policy.hash(),
        added: added.to_vec(),
        removed: removed.to_vec(),
        external: false,
    }
}

/// An entry by the hostile device with this record and body.
pub(crate) fn entry(world: &World, by: &Device, record: CommitRecord, body: Vec<u8>) -> Logged {
    world.sign(&by.keys, &by.state, EventId::random(&Chance), record, Some(body))
}

type Row = (i64, Vec<u8>, Vec<u8>, Vec<u8>);

/// Everything in the store that groups write.
pub(crate) fn dump(device: &Device) -> Vec<Row> {
    let sql = "SELECT kind, grp, key, value FROM mls
               UNION ALL SELECT epoch, log, key, kc FROM archive_key ORDER BY 1, 2, 3";
    let row = |row: &verband_store::rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
    device.tx(|tx| Ok(tx.query_map(sql, [], row)?)).unwrap()
}

/// Offers an entry to a device that commits its transaction whatever comes, as it does to go on over entries without
/// effect. Refused ones must have left nothing.
pub(crate) fn offer(world: &World, to: &Device, logged: &Logged) -> Result<Processed, GroupError> {
    let before = dump(to);
    let body = logged.entry.body().unwrap_or_default();
    let result = to.tx(|tx| Ok(process(tx, &to.state, &logged.header, body, &moderated(), &world.look_up()))).unwrap();
    if result.is_err() {
        assert_eq!(dump(to), before);
    }
    result
}

pub(crate) fn refused(world: &World, to: &Device, logged: &Logged) -> Reason {
    match offer(world, to, logged) {
        Err(GroupError::Refused(reason)) => reason,
        other => panic!("not refused: {other:?}"),
    }
}

/// After whatever was refused, an honest commit is taken.
pub(crate) fn goes_on(world: &mut World, honest: &mut Device, other: &mut Device) {
    world.change(honest, Change::default());
    other.state = honest.state.clone();
    assert_eq!(honest.epoch(), Some(world.epoch()));
}

/// A key package of a device with any lifetime, made without our code.
pub(crate) fn raw_package(
    identity: &Identity,
    device: DeviceId,
    key: &SecretKey,
    lifetime: Lifetime,
    suite: Ciphersuite,
) -> KeyPackage {
    let extensions = [POLICY_EXTENSION, EXPIRY_EXTENSION].map(ExtensionType::Unknown);
    let capabilities = Capabilities::new(
        Some(&[ProtocolVersion::Mls10]),
        Some(&[suite]),
        Some(&extensions),
        None,
        Some(&[CredentialType::Basic]),
    );
    let expiry = Extension::Unknown(EXPIRY_EXTENSION, UnknownExtension(NOW.to_be_bytes().to_vec()));
    let credential = CredentialWithKey {
        credential: BasicCredential::new(device.0.to_vec()).into(),
        signature_key: key.public().0.to_vec().into(),
    };
    let built = KeyPackage::builder()
        .key_package_lifetime(lifetime)
        .leaf_node_capabilities(capabilities)
        .key_package_extensions(Extensions::single(expiry).unwrap())
        .build(suite, &OpenMlsRustCrypto::default(), identity, credential);
    built.unwrap().key_package().clone()
}

/// The key package of an honest device, unchecked by the one who adds it.
pub(crate) fn package(of: &Device) -> KeyPackage {
    let MlsMessageBodyIn::KeyPackage(package) = read(&of.key_package(false)) else { panic!("no key package") };
    package.validate(&RustCrypto::default(), ProtocolVersion::Mls10).unwrap()
}
