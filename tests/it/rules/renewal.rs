//! Who started anew, or lost a phone: what the policy of a conversation makes of it, commit by commit.

use super::team::Team;
use super::*;

/// Clara claims a new letter with a new device.
fn renewed(team: &mut Team, whom: &Keys) -> Keys {
    let member = team.member(whom);
    let anna = team.anna.clone();
    let own = &mut team.talk.own;
    let key = SecretKey::random(&own.chance);
    let id = InvitationId([6; 16]);
    let record = OrganisationRecord::Invitation(Invitation {
        roles: Vec::new(),
        ..invitation(id, key.public(), InvitationKind::Renewal(member))
    });
    own.act(&anna, record).expect("an administrator may");
    let keys = Keys::new(&own.chance);
    let claim = own.claim(id, &key, &keys, Purpose::Claim);
    own.take(&claim).expect("she has the code");
    assert_eq!(own.state.device(&keys.id()).expect("known").member, member);
    assert!(!own.active(whom), "the old device fell");
    keys
}

#[test]
fn a_closed_chat_takes_nobody_back_without_one_of_its_people() {
    let mut team = Team::new(|members| chat(&members[..3]));
    let clara = team.clara.clone();
    let commit = team.commit(&team.anna, team.record(&[team.leaf(&clara)], &[]));
    team.talk.take(&commit).expect("she was in it at its start");
    let again = renewed(&mut team, &clara);
    let member = team.member(&again);
    let back = [team.leaf(&again)];
    // Neither by herself, nor by whoever does her duty, nor with her old phone still in it.
    assert_eq!(team.check_commit(&team.anna, team.record(&back, &[])), Err(Refusal::Closed));
    assert_eq!(team.check_commit(&again, team.external(&back, &[clara.id()])), Err(Refusal::Closed));
    assert_eq!(team.talk.state.missing_leaves(&team.talk.own.state), []);
    assert_eq!(team.talk.state.awaiting_consent(&team.talk.own.state), [member]);
    // With consent, which is a policy that says so and nothing else.
    let policy = team.talk.state.taking_back(&member, &team.talk.own.state).expect("she waits for it");
    let consent = |policy: &ConversationPolicy, record: CommitRecord| CommitRecord { policy: policy.hash(), ..record };
    assert_eq!(team.check_commit(&team.anna, consent(&policy, team.record(&back, &[]))), Ok(()));
    // As of what the commit names, not of what is known since: there she has not started anew yet.
    let early = team.talk.own.state.head_at(1).map(|head| Position { seq: 1, head }).expect("the genesis");
    let seen = team.talk.state.transition(team.member(&team.berta), &[], &[], early.seq, &team.talk.own.state);
    assert!(seen.generations.iter().all(|entry| entry.generation == 0));
    let mut more = policy.clone();
    more.moderators.push(member);
    assert_eq!(team.check_commit(&team.anna, consent(&more, team.record(&back, &[]))), Err(Refusal::Policy));
    let mut other = policy.clone();
    other.closed[0].generation = 1;
    assert_eq!(team.check_commit(&team.anna, consent(&other, team.record(&[], &[]))), Err(Refusal::Policy));
}

#[test]
fn a_channel_keeps_the_place_of_who_lost_her_last_device() {
    let mut team = Team::channel();
    let clara = team.clara.clone();
    let commit = team.commit(&team.anna, team.record(&[team.leaf(&clara)], &[]));
    team.talk.take(&commit).expect("the moderator adds her");
    let member = team.member(&clara);
    let record = OrganisationRecord::DeviceRevoke { device: clara.id(), since: 1 };
    let anna = team.anna.clone();
    team.talk.own.act(&anna, record).expect("revoked");

    let seq = team.talk.own.state.position().seq;
    let berta = team.member(&team.berta);
    let transition = team.talk.state.transition(berta, &[], &[clara.id()], seq, &team.talk.own.state);
    assert_eq!(transition.away, [member]);
    let old = team.talk.state.policy.clone().expect("known");
    let away = transition.least(&old);
    let removal =
        |policy: &ConversationPolicy| CommitRecord { policy: policy.hash(), ..team.record(&[], &[clara.id()]) };
    // The record has to say so, and no more; a moderator may decide otherwise.
    assert_eq!(team.check_commit(&team.berta, removal(&old)), Err(Refusal::NotAllowed));
    let stranger = ConversationPolicy { away: vec![member, MemberId([0xff; 32])], ..old.clone() };
    assert_eq!(team.check_commit(&team.berta, removal(&stranger)), Err(Refusal::NotAllowed));
    assert_eq!(team.check_commit(&team.anna, removal(&old)), Ok(()));
    assert_eq!(
        check_transition(&old, &stranger, &Transition { moderates: true, ..transition.clone() }),
        Err(Refusal::Policy)
    );
    let commit = team.commit(&team.berta, removal(&away));
    team.talk.take(&commit).expect("anybody removes what is revoked");
    team.talk.state.policy = Some(away);

    // Her next device comes in by anybody, and nobody else's does.
    let again = renewed(&mut team, &clara);
    let back = [team.leaf(&again)];
    assert_eq!(team.talk.state.missing_leaves(&team.talk.own.state), back);
    let taken = CommitRecord { policy: old.hash(), ..team.record(&back, &[]) };
    assert_eq!(team.check_commit(&team.berta, taken), Ok(()));
}
