//! Members whose programs do what ours does not: every commit is refused by whoever applies it, nothing of it is
//! kept, and the conversation goes on.

use openmls::group::CommitBuilder;
use openmls::prelude::tls_codec::Serialize as _;
use openmls::prelude::{
    BasicCredential, Capabilities, Ciphersuite, CredentialType, CredentialWithKey, Extension,
    ExtensionType, Extensions, ExternalSender, GroupId, KeyPackage, Lifetime, MlsGroup,
    MlsMessageBodyIn, PreSharedKeyProposal, ProtocolVersion, UnknownExtension,
};
use openmls::prelude::{Initial, NewSignerBundle, Proposal, RequiredCapabilitiesExtension};
use openmls::schedule::{ExternalPsk, PreSharedKeyId, Psk};
use openmls_rust_crypto::{OpenMlsRustCrypto, RustCrypto};
use openmls_traits::OpenMlsProvider;
use verband_groups::testing::{context_extensions, provider};
use verband_groups::{Change, GroupError, Identity, Processed, Reason, commitment, process};
use verband_protocol::entry::{CommitRecord, KeyCommitment};
use verband_protocol::id::{DeviceId, EventId, Hash};
use verband_protocol::policy::{
    ConversationPolicy, EXPIRY_EXTENSION, Leaf, POLICY_EXTENSION, roster_hash,
};
use verband_protocol::sign::SecretKey;
use verband_rules::Refusal;

use crate::world::{Device, Logged, NOW, Os, World, channel, member, read};

const SUITE: Ciphersuite = Ciphersuite::MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519;

type Raw<'g> = CommitBuilder<'g, Initial, &'g mut MlsGroup>;

/// Member 1's device, which is honest, and member 2's, which is not.
fn two(policy: &ConversationPolicy) -> (World, Device, Device) {
    let (mut world, mut honest) = World::founded(policy);
    let mut hostile = [world.device(2)];
    world.admit(&mut honest, &mut hostile);
    let [hostile] = hostile;
    (world, honest, hostile)
}

/// Builds with the raw library, in a transaction of the hostile device.
fn raw<T>(device: &Device, build: impl FnOnce(&mut MlsGroup, &Identity) -> T) -> T {
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
fn commit_bytes(device: &Device, path: bool, propose: impl FnOnce(Raw<'_>) -> Raw<'_>) -> Vec<u8> {
    raw(device, |group, identity| {
        let memory = OpenMlsRustCrypto::default();
        let builder = propose(group.commit_builder().force_self_update(path))
            .load_psks(memory.storage())
            .unwrap();
        let built = builder
            .build(memory.rand(), memory.crypto(), identity, |_| true)
            .unwrap();
        built
            .stage_commit(&memory)
            .unwrap()
            .into_commit()
            .tls_serialize_detached()
            .unwrap()
    })
}

/// The record that an honest program would write for these changes.
fn record(
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
        commitments: vec![KeyCommitment {
            epoch,
            commitment: commitment(&key, &device.state.log, epoch),
        }],
        roster: roster_hash(&leaves),
        policy: policy.hash(),
        added: added.to_vec(),
        removed: removed.to_vec(),
        external: false,
    }
}

/// An entry by the hostile device with this record and body.
fn entry(world: &World, by: &Device, record: CommitRecord, body: Vec<u8>) -> Logged {
    world.sign(
        &by.keys,
        &by.state,
        EventId::random(&Os),
        record,
        Some(body),
    )
}

/// Everything in the store that groups write.
fn dump(device: &Device) -> Vec<(i64, Vec<u8>, Vec<u8>, Vec<u8>)> {
    let sql = "SELECT kind, grp, key, value FROM mls
               UNION ALL SELECT epoch, log, key, kc FROM archive_key ORDER BY 1, 2, 3";
    let row = |row: &verband_store::rusqlite::Row<'_>| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    };
    device.tx(|tx| Ok(tx.query_map(sql, [], row)?)).unwrap()
}

/// Offers an entry to a device that commits its transaction whatever comes, as it does to go on over entries without
/// effect. Refused ones must have left nothing.
fn offer(world: &World, to: &Device, logged: &Logged) -> Result<Processed, GroupError> {
    let before = dump(to);
    let body = logged.entry.body().unwrap_or_default();
    let result = to
        .tx(|tx| {
            Ok(process(
                tx,
                &to.state,
                &logged.header,
                body,
                &world.look_up(),
            ))
        })
        .unwrap();
    if result.is_err() {
        assert_eq!(dump(to), before);
    }
    result
}

fn refused(world: &World, to: &Device, logged: &Logged) -> Reason {
    match offer(world, to, logged) {
        Err(GroupError::Refused(reason)) => reason,
        other => panic!("not refused: {other:?}"),
    }
}

/// After whatever was refused, an honest commit is taken.
fn goes_on(world: &mut World, honest: &mut Device, other: &mut Device) {
    world.change(honest, Change::default());
    other.state = honest.state.clone();
    assert_eq!(honest.epoch(), Some(world.epoch()));
}

/// A key package of a device with any lifetime, made without our code.
fn raw_package(
    identity: &Identity,
    device: DeviceId,
    key: &SecretKey,
    lifetime: Lifetime,
) -> KeyPackage {
    let extensions = [POLICY_EXTENSION, EXPIRY_EXTENSION].map(ExtensionType::Unknown);
    let capabilities = Capabilities::new(
        Some(&[ProtocolVersion::Mls10]),
        Some(&[SUITE]),
        Some(&extensions),
        None,
        Some(&[CredentialType::Basic]),
    );
    let expiry = Extension::Unknown(
        EXPIRY_EXTENSION,
        UnknownExtension(NOW.to_be_bytes().to_vec()),
    );
    let credential = CredentialWithKey {
        credential: BasicCredential::new(device.0.to_vec()).into(),
        signature_key: key.public().0.to_vec().into(),
    };
    let built = KeyPackage::builder()
        .key_package_lifetime(lifetime)
        .leaf_node_capabilities(capabilities)
        .key_package_extensions(Extensions::single(expiry).unwrap())
        .build(SUITE, &OpenMlsRustCrypto::default(), identity, credential);
    built.unwrap().key_package().clone()
}

/// The key package of an honest device, unchecked by the one who adds it.
fn package(of: &Device) -> KeyPackage {
    let MlsMessageBodyIn::KeyPackage(package) = read(&of.key_package(false)) else {
        panic!("no key package")
    };
    package
        .validate(&RustCrypto::default(), ProtocolVersion::Mls10)
        .unwrap()
}

#[test]
fn what_the_raw_path_builds_is_taken_when_it_is_honest() {
    let (mut world, honest, hostile) = two(&channel());
    let newcomer = world.device(3);
    let body = commit_bytes(&hostile, true, |raw| raw.propose_adds([package(&newcomer)]));
    let record = record(&hostile, &[newcomer.keys.leaf], &[], &channel());
    let processed = offer(&world, &honest, &entry(&world, &hostile, record, body)).unwrap();
    assert_eq!(
        (processed.epoch, processed.added),
        (2, vec![newcomer.keys.leaf])
    );
}

#[test]
fn a_stranger_in_a_closed_chat() {
    let policy = ConversationPolicy::chat([member(1), member(2)]);
    let (mut world, mut honest, mut hostile) = two(&policy);
    let stranger = world.device(3);
    let body = commit_bytes(&hostile, true, |raw| raw.propose_adds([package(&stranger)]));
    let honest_record = record(&hostile, &[stranger.keys.leaf], &[], &policy);
    let logged = entry(&world, &hostile, honest_record, body.clone());
    assert_eq!(refused(&world, &honest, &logged), Refusal::Closed.into());

    // Nor as a device of somebody who is in the chat.
    let disguised = Leaf {
        member: member(2),
        ..stranger.keys.leaf
    };
    let logged = entry(
        &world,
        &hostile,
        record(&hostile, &[disguised], &[], &policy),
        body,
    );
    assert_eq!(refused(&world, &honest, &logged), Refusal::Closed.into());
    goes_on(&mut world, &mut honest, &mut hostile);
}

#[test]
fn a_newcomer_is_not_led_into_a_closed_chat_with_a_stranger() {
    // Everybody who is in has a broken program; the newcomer has not.
    let policy = ConversationPolicy::chat([member(1), member(2)]);
    let (mut world, mut founder) = World::founded(&policy);
    let mut first = [world.device(2)];
    world.admit(&mut founder, &mut first);
    let mut second = [world.device(2)];
    let change = Change {
        add: world.additions(&second),
        ..Change::default()
    };
    world.change(&mut founder, change);
    // In truth the first one is a device of somebody else.
    world.directory.get_mut(&first[0].id()).unwrap().member = member(3);
    let result = world.join(&mut second[0]);
    assert!(
        matches!(
            result,
            Err(GroupError::Refused(Reason::Rule(Refusal::Closed)))
        ),
        "{result:?}"
    );
}

#[test]
fn records_that_lie() {
    let (mut world, mut honest, mut hostile) = two(&channel());
    let newcomer = world.device(3);
    let body = commit_bytes(&hostile, true, |raw| raw.propose_adds([package(&newcomer)]));
    let truth = record(&hostile, &[newcomer.keys.leaf], &[], &channel());
    let other_member = Leaf {
        member: member(4),
        ..newcomer.keys.leaf
    };
    let lies = [
        (
            CommitRecord {
                roster: Hash::ZERO,
                ..truth.clone()
            },
            Refusal::Roster,
        ),
        (
            CommitRecord {
                added: Vec::new(),
                ..truth.clone()
            },
            Refusal::Roster,
        ),
        (record(&hostile, &[], &[], &channel()), Refusal::Roster),
        (
            record(&hostile, &[other_member], &[], &channel()),
            Refusal::Roster,
        ),
        (
            record(&hostile, &[newcomer.keys.leaf], &[honest.id()], &channel()),
            Refusal::Roster,
        ),
        (
            CommitRecord {
                policy: Hash::ZERO,
                ..truth.clone()
            },
            Refusal::Policy,
        ),
        (
            CommitRecord {
                commitments: Vec::new(),
                ..truth.clone()
            },
            Refusal::Commitment,
        ),
    ];
    for (lie, rule) in lies {
        let logged = entry(&world, &hostile, lie.clone(), body.clone());
        assert_eq!(refused(&world, &honest, &logged), rule.into(), "{lie:?}");
    }
    for wrong in [0, 1] {
        let mut lie = truth.clone();
        let right = lie.commitments[0];
        lie.commitments = vec![KeyCommitment {
            epoch: wrong,
            commitment: Hash([5; 32]),
        }];
        if wrong == 0 {
            lie.commitments.push(right); // of an epoch that the honest device knows the key of as well
        }
        let logged = entry(&world, &hostile, lie, body.clone());
        assert_eq!(
            refused(&world, &honest, &logged),
            Refusal::Commitment.into()
        );
    }
    goes_on(&mut world, &mut honest, &mut hostile);
}

#[test]
fn one_members_commit_in_anothers_name() {
    let (mut world, mut honest) = World::founded(&channel());
    let mut others = [world.device(2), world.device(3)];
    world.admit(&mut honest, &mut others);
    let [mut hostile, framed] = others;
    let body = commit_bytes(&hostile, true, |raw| raw);
    let record = record(&hostile, &[], &[], &channel());
    let logged = entry(&world, &framed, record.clone(), body.clone());
    assert_eq!(refused(&world, &honest, &logged), Reason::Sender);
    // As an external commit it is none either.
    let external = CommitRecord {
        external: true,
        commitments: Vec::new(),
        ..record
    };
    let logged = entry(&world, &hostile, external, body);
    assert_eq!(refused(&world, &honest, &logged), Reason::Sender);
    goes_on(&mut world, &mut honest, &mut hostile);
}

#[test]
fn leaves_that_nobody_certified() {
    let (mut world, mut honest, mut hostile) = two(&channel());
    let forever = Lifetime::init(0, u64::MAX);
    let victim = world.device(3);
    let key = SecretKey::random(&Os);
    let ghosts = [
        DeviceId([9; 32]), // of a device that does not exist
        victim.id(),       // of a device that has another key
    ];
    for ghost in ghosts {
        let package = raw_package(&Identity::new(ghost, key.clone()), ghost, &key, forever);
        let body = commit_bytes(&hostile, true, |raw| raw.propose_adds([package]));
        let leaf = Leaf {
            device: ghost,
            member: member(3),
        };
        let logged = entry(
            &world,
            &hostile,
            record(&hostile, &[leaf], &[], &channel()),
            body,
        );
        assert_eq!(refused(&world, &honest, &logged), Reason::Credential);
    }
    goes_on(&mut world, &mut honest, &mut hostile);
}

#[test]
fn a_commit_that_changes_its_authors_own_key() {
    let (mut world, mut honest, mut hostile) = two(&channel());
    let key = SecretKey::random(&Os);
    let swapped = Identity::new(hostile.id(), key.clone());
    let body = raw(&hostile, |group, identity| {
        let memory = OpenMlsRustCrypto::default();
        let credential_with_key = CredentialWithKey {
            credential: BasicCredential::new(swapped.device().0.to_vec()).into(),
            signature_key: key.public().0.to_vec().into(),
        };
        let bundle = NewSignerBundle {
            signer: &swapped,
            credential_with_key,
        };
        let builder = group.commit_builder().load_psks(memory.storage()).unwrap();
        let built = builder
            .build_with_new_signer(memory.rand(), memory.crypto(), identity, bundle, |_| true)
            .unwrap();
        built
            .stage_commit(&memory)
            .unwrap()
            .into_commit()
            .tls_serialize_detached()
            .unwrap()
    });
    let logged = entry(
        &world,
        &hostile,
        record(&hostile, &[], &[], &channel()),
        body,
    );
    assert_eq!(refused(&world, &honest, &logged), Reason::Credential);
    goes_on(&mut world, &mut honest, &mut hostile);
}

#[test]
fn a_lifetime_that_splits_members_by_their_clocks() {
    let (mut world, mut honest, mut hostile) = two(&channel());
    let newcomer = world.device(3);
    let package = raw_package(
        &newcomer.identity(),
        newcomer.id(),
        &newcomer.keys.mls,
        Lifetime::new(3600),
    );
    let body = commit_bytes(&hostile, true, |raw| raw.propose_adds([package]));
    let logged = entry(
        &world,
        &hostile,
        record(&hostile, &[newcomer.keys.leaf], &[], &channel()),
        body,
    );
    assert_eq!(refused(&world, &honest, &logged), Reason::Expired);
    goes_on(&mut world, &mut honest, &mut hostile);
}

#[test]
fn a_commit_that_renews_no_keys() {
    let (mut world, mut honest, mut hostile) = two(&channel());
    let newcomer = world.device(3);
    let body = commit_bytes(&hostile, false, |raw| {
        raw.propose_adds([package(&newcomer)])
    });
    let logged = entry(
        &world,
        &hostile,
        record(&hostile, &[newcomer.keys.leaf], &[], &channel()),
        body,
    );
    assert_eq!(refused(&world, &honest, &logged), Reason::NoPath);
    goes_on(&mut world, &mut honest, &mut hostile);
}

/// Group context extensions that no honest program writes, as far as the library lets anybody build them.
fn contexts(policy: &ConversationPolicy) -> Vec<(Vec<Extension>, Reason)> {
    let bytes = verband_protocol::cbor::encode(policy);
    let required = |numbers: &[u16]| {
        let types: Vec<_> = numbers
            .iter()
            .copied()
            .map(ExtensionType::Unknown)
            .collect();
        let credentials = [CredentialType::Basic];
        Extension::RequiredCapabilities(RequiredCapabilitiesExtension::new(
            &types,
            &[],
            &credentials,
        ))
    };
    let ours = required(&[POLICY_EXTENSION]);
    let right = Extension::Unknown(POLICY_EXTENSION, UnknownExtension(bytes.clone()));
    let cut = Extension::Unknown(POLICY_EXTENSION, UnknownExtension(bytes[1..].to_vec()));
    let key = SecretKey::random(&Os).public().0.to_vec().into();
    let server = ExternalSender::new(key, BasicCredential::new(b"server".to_vec()).into());
    let open: Vec<Extension> = context_extensions(&channel())
        .unwrap()
        .iter()
        .cloned()
        .collect();
    vec![
        (vec![], Reason::Context),
        (vec![ours.clone()], Reason::Context),
        (vec![ours.clone(), cut], Reason::Context),
        (
            vec![
                required(&[POLICY_EXTENSION, EXPIRY_EXTENSION]),
                right.clone(),
            ],
            Reason::Context,
        ),
        (
            vec![ours, right, Extension::ExternalSenders(vec![server])],
            Reason::Context,
        ),
        (open, Refusal::Policy.into()),
    ]
}

#[test]
fn a_closed_chat_cannot_be_opened_by_its_group_context() {
    let policy = ConversationPolicy::chat([member(1), member(2)]);
    let (mut world, mut honest, mut hostile) = two(&policy);
    for (extensions, reason) in contexts(&policy) {
        let body = commit_bytes(&hostile, true, |raw| {
            raw.propose_group_context_extensions(Extensions::from_vec(extensions).unwrap())
                .unwrap()
        });
        for claimed in [&policy, &channel()] {
            let logged = entry(
                &world,
                &hostile,
                record(&hostile, &[], &[], claimed),
                body.clone(),
            );
            assert_eq!(refused(&world, &honest, &logged), reason);
        }
    }
    goes_on(&mut world, &mut honest, &mut hostile);
}

#[test]
fn proposals_on_their_own_are_neither_taken_nor_kept() {
    let policy = ConversationPolicy::chat([member(1), member(2)]);
    let (mut world, mut honest, mut hostile) = two(&policy);
    let stranger = world.device(3);
    for which in ["context", "add", "remove"] {
        // The proposal as an entry of its own, then a commit that refers to it.
        let (proposal, body) = raw(&hostile, |group, identity| {
            let memory = OpenMlsRustCrypto::default();
            let (proposal, _) = match which {
                "context" => {
                    let open = context_extensions(&channel()).unwrap();
                    group
                        .propose_group_context_extensions(&memory, open, identity)
                        .unwrap()
                }
                "add" => group
                    .propose_add_member(&memory, identity, &package(&stranger))
                    .unwrap(),
                _ => {
                    let victim = group
                        .members()
                        .find(|member| member.signature_key == honest.keys.mls.public().0);
                    group
                        .propose_remove_member(&memory, identity, victim.unwrap().index)
                        .unwrap()
                }
            };
            let (commit, ..) = group
                .commit_to_pending_proposals(&memory, identity)
                .unwrap();
            (
                proposal.tls_serialize_detached().unwrap(),
                commit.tls_serialize_detached().unwrap(),
            )
        });
        let record = record(&hostile, &[], &[], &policy);
        let logged = entry(&world, &hostile, record.clone(), proposal);
        assert!(matches!(refused(&world, &honest, &logged), Reason::Mls(_)));
        let logged = entry(&world, &hostile, record, body);
        assert!(matches!(refused(&world, &honest, &logged), Reason::Mls(_)));
    }
    goes_on(&mut world, &mut honest, &mut hostile);
}

#[test]
fn a_secret_that_only_some_members_know() {
    let (mut world, mut honest, mut hostile) = two(&channel());
    let name = Psk::External(ExternalPsk::new(b"shared".to_vec()));
    let psk = PreSharedKeyId::new(SUITE, &RustCrypto::default(), name).unwrap();
    let body = raw(&hostile, |group, identity| {
        let memory = OpenMlsRustCrypto::default();
        psk.store(&memory, b"secret").unwrap();
        let proposal = Proposal::PreSharedKey(Box::new(PreSharedKeyProposal::new(psk.clone())));
        let builder = group
            .commit_builder()
            .add_proposal(proposal)
            .force_self_update(true);
        let builder = builder.load_psks(memory.storage()).unwrap();
        let built = builder
            .build(memory.rand(), memory.crypto(), identity, |_| true)
            .unwrap();
        built
            .stage_commit(&memory)
            .unwrap()
            .into_commit()
            .tls_serialize_detached()
            .unwrap()
    });
    let logged = entry(
        &world,
        &hostile,
        record(&hostile, &[], &[], &channel()),
        body,
    );
    assert!(matches!(refused(&world, &honest, &logged), Reason::Mls(_)));
    // Whoever does know it refuses as well: the record does not tell.
    honest
        .tx(|tx| Ok(psk.store(&provider(tx), b"secret").unwrap()))
        .unwrap();
    assert_eq!(refused(&world, &honest, &logged), Reason::Proposal);
    goes_on(&mut world, &mut honest, &mut hostile);
}

#[test]
fn messages_that_are_no_commit_of_this_group() {
    let (mut world, mut honest, mut hostile) = two(&channel());
    let (other_world, _, other) = two(&channel());
    let record_here = record(&hostile, &[], &[], &channel());
    let foreign = commit_bytes(&other, true, |raw| raw);
    let logged = entry(&world, &hostile, record_here.clone(), foreign);
    assert_eq!(
        refused(&world, &honest, &logged),
        Reason::OtherGroup(world.log)
    );
    assert_ne!(world.log, other_world.log);

    let mut cut = commit_bytes(&hostile, true, |raw| raw);
    cut.pop();
    for body in [Vec::new(), vec![0; 100], hostile.key_package(false), cut] {
        let logged = entry(&world, &hostile, record_here.clone(), body);
        assert!(matches!(refused(&world, &honest, &logged), Reason::Mls(_)));
    }
    goes_on(&mut world, &mut honest, &mut hostile);
}

#[test]
fn an_old_commit_again() {
    let (mut world, mut honest, mut hostile) = two(&channel());
    let body = commit_bytes(&hostile, true, |raw| raw);
    let old = entry(
        &world,
        &hostile,
        record(&hostile, &[], &[], &channel()),
        body,
    );
    goes_on(&mut world, &mut honest, &mut hostile);
    let result = offer(&world, &honest, &old);
    assert!(matches!(result, Err(GroupError::Refused(_))), "{result:?}");
    // The same in a new entry, with all that is due in this epoch.
    let key = honest.key(2).unwrap();
    let mut fresh = record_of(&old);
    fresh.commitments = vec![KeyCommitment {
        epoch: 2,
        commitment: commitment(&key, &world.log, 2),
    }];
    let again = entry(&world, &hostile, fresh, old.entry.body().unwrap().to_vec());
    assert!(matches!(refused(&world, &honest, &again), Reason::Mls(_)));
}

fn record_of(logged: &Logged) -> CommitRecord {
    match logged.header.record.clone() {
        Some(verband_protocol::entry::Record::Commit(record)) => record,
        _ => panic!("no commit"),
    }
}
