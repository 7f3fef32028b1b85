//! Members whose programs do what ours does not: every commit is refused by whoever applies it, nothing of it is
//! kept, and the conversation goes on.

use openmls::prelude::PreSharedKeyProposal;
use openmls::prelude::Proposal;
use openmls::prelude::tls_codec::Serialize as _;
use openmls::schedule::{ExternalPsk, PreSharedKeyId, Psk};
use openmls_rust_crypto::{OpenMlsRustCrypto, RustCrypto};
use openmls_traits::OpenMlsProvider;
use verband_groups::testing::{context_extensions, provider};
use verband_groups::{GroupError, Reason, commitment};
use verband_protocol::entry::{CommitRecord, KeyCommitment};
use verband_protocol::id::Hash;
use verband_protocol::policy::Leaf;
use verband_rules::Refusal;

use crate::raw::{SUITE, commit_bytes, entry, goes_on, offer, package, raw, record, refused, two};
use crate::world::{Logged, World, channel, chat, member};

#[test]
fn what_the_raw_path_builds_is_taken_when_it_is_honest() {
    let (mut world, honest, hostile) = two(&channel());
    let newcomer = world.device(3);
    let body = commit_bytes(&hostile, true, |raw| raw.propose_adds([package(&newcomer)]));
    let record = record(&hostile, &[newcomer.keys.leaf], &[], &channel());
    let processed = offer(&world, &honest, &entry(&world, &hostile, record, body)).unwrap();
    assert_eq!((processed.epoch, processed.added), (2, vec![newcomer.keys.leaf]));
}

#[test]
fn records_that_lie() {
    let (mut world, mut honest, mut hostile) = two(&channel());
    let newcomer = world.device(3);
    let body = commit_bytes(&hostile, true, |raw| raw.propose_adds([package(&newcomer)]));
    let truth = record(&hostile, &[newcomer.keys.leaf], &[], &channel());
    let other_member = Leaf { member: member(4), ..newcomer.keys.leaf };
    let lies = [
        (CommitRecord { roster: Hash::ZERO, ..truth.clone() }, Refusal::Roster),
        (CommitRecord { added: Vec::new(), ..truth.clone() }, Refusal::Roster),
        (record(&hostile, &[], &[], &channel()), Refusal::Roster),
        (record(&hostile, &[other_member], &[], &channel()), Refusal::Roster),
        (record(&hostile, &[newcomer.keys.leaf], &[honest.id()], &channel()), Refusal::Roster),
        (CommitRecord { policy: Hash::ZERO, ..truth.clone() }, Refusal::Policy),
        (CommitRecord { commitments: Vec::new(), ..truth.clone() }, Refusal::Commitment),
    ];
    for (lie, rule) in lies {
        let logged = entry(&world, &hostile, lie.clone(), body.clone());
        assert_eq!(refused(&world, &honest, &logged), rule.into(), "{lie:?}");
    }
    for wrong in [0, 1] {
        let mut lie = truth.clone();
        let right = lie.commitments[0];
        lie.commitments = vec![KeyCommitment { epoch: wrong, commitment: Hash([5; 32]) }];
        if wrong == 0 {
            lie.commitments.push(right); // of an epoch that the honest device knows the key of as well
        }
        let logged = entry(&world, &hostile, lie, body.clone());
        assert_eq!(refused(&world, &honest, &logged), Refusal::Commitment.into());
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
    let external = CommitRecord { external: true, commitments: Vec::new(), ..record };
    let logged = entry(&world, &hostile, external, body);
    assert_eq!(refused(&world, &honest, &logged), Reason::Sender);
    goes_on(&mut world, &mut honest, &mut hostile);
}

#[test]
fn a_commit_that_renews_no_keys() {
    let (mut world, mut honest, mut hostile) = two(&channel());
    let newcomer = world.device(3);
    let body = commit_bytes(&hostile, false, |raw| raw.propose_adds([package(&newcomer)]));
    let logged = entry(&world, &hostile, record(&hostile, &[newcomer.keys.leaf], &[], &channel()), body);
    assert_eq!(refused(&world, &honest, &logged), Reason::NoPath);
    goes_on(&mut world, &mut honest, &mut hostile);
}

#[test]
fn proposals_on_their_own_are_neither_taken_nor_kept() {
    let policy = chat(&[1, 2]);
    let (mut world, mut honest, mut hostile) = two(&policy);
    let stranger = world.device(3);
    for which in ["context", "add", "remove"] {
        // The proposal as an entry of its own, then a commit that refers to it.
        let (proposal, body) = raw(&hostile, |group, identity| {
            let memory = OpenMlsRustCrypto::default();
            let (proposal, _) = match which {
                "context" => {
                    let open = context_extensions(&channel());
                    group.propose_group_context_extensions(&memory, open, identity).unwrap()
                }
                "add" => group.propose_add_member(&memory, identity, &package(&stranger)).unwrap(),
                _ => {
                    let victim = group.members().find(|member| member.signature_key == honest.keys.mls.public().0);
                    group.propose_remove_member(&memory, identity, victim.unwrap().index).unwrap()
                }
            };
            let (commit, ..) = group.commit_to_pending_proposals(&memory, identity).unwrap();
            (proposal.tls_serialize_detached().unwrap(), commit.tls_serialize_detached().unwrap())
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
        let builder = group.commit_builder().add_proposal(proposal).force_self_update(true);
        let builder = builder.load_psks(memory.storage()).unwrap();
        let built = builder.build(memory.rand(), memory.crypto(), identity, |_| true).unwrap();
        built.stage_commit(&memory).unwrap().into_commit().tls_serialize_detached().unwrap()
    });
    let logged = entry(&world, &hostile, record(&hostile, &[], &[], &channel()), body);
    assert!(matches!(refused(&world, &honest, &logged), Reason::Mls(_)));
    // Whoever does know it refuses as well: the record does not tell.
    honest.tx(|tx| psk.store(&provider(tx), b"secret").map_err(|_| GroupError::NotJoined)).unwrap();
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
    assert_eq!(refused(&world, &honest, &logged), Reason::OtherGroup(world.log));
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
    let old = entry(&world, &hostile, record(&hostile, &[], &[], &channel()), body);
    goes_on(&mut world, &mut honest, &mut hostile);
    let result = offer(&world, &honest, &old);
    assert!(matches!(result, Err(GroupError::Refused(_))), "{result:?}");
    // The same in a new entry, with all that is due in this epoch.
    let key = honest.key(2).unwrap();
    let mut fresh = record_of(&old);
    fresh.commitments = vec![KeyCommitment { epoch: 2, commitment: commitment(&key, &world.log, 2) }];
    let again = entry(&world, &hostile, fresh, old.entry.body().unwrap().to_vec());
    assert!(matches!(refused(&world, &honest, &again), Reason::Mls(_)));
}

fn record_of(logged: &Logged) -> CommitRecord {
    match logged.header.record.clone() {
        Some(verband_protocol::entry::Record::Commit(record)) => record,
        _ => panic!("no commit"),
    }
}
