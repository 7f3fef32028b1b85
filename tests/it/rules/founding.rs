//! Who may begin what: the first entry of a log, for who sees it come and for who is brought in later.

use verband_protocol::organisation::{Contact, OrganisationPolicy, Right};

use super::*;

/// A house with a nurse, a guest, and somebody of another team, whom the policy keeps apart.
struct Founders {
    own: Organisation,
    anna: Keys,
    nurse: (Keys, MemberId),
    guest: (Keys, MemberId),
    near: MemberId,
    far: MemberId,
}

impl Founders {
    fn new() -> Self {
        let (mut own, anna, _) = Organisation::founded();
        let [nurse, guest, (_, near), (_, far)] = [(); 4].map(|()| own.admit(Some(&anna), false));
        let team = TeamId([3; 16]);
        own.act(
            &anna,
            OrganisationRecord::RoleAssign { member: guest.1, roles: vec![BuiltInRole::Guest.id()], until: None },
        )
        .expect("an administrator assigns");
        let define = own.header(anna.id(), OrganisationRecord::TeamDefine(team));
        own.take(&define.sign(Some(b"sealed".to_vec()), Purpose::Event, &anna.key)).expect("defined");
        for member in [nurse.1, guest.1, near] {
            own.act(&anna, OrganisationRecord::TeamAssign { member, teams: vec![team] }).expect("assigned");
        }
        let policy = OrganisationPolicy { contact: Contact::Teams, ..OrganisationPolicy::default() };
        own.act(&anna, OrganisationRecord::Policy(policy)).expect("set");
        Self { own, anna, nurse, guest, near, far }
    }

    /// What those say who see it come, and those who are brought in later, when the policy has changed as it may.
    fn begin(
        &self,
        by: &(Keys, MemberId),
        policy: &ConversationPolicy,
        later: &ConversationPolicy,
    ) -> [Result<(), Refusal>; 2] {
        let (keys, member) = by;
        let log = LogId([5; 32]);
        let leaf = Leaf { device: keys.id(), member: *member };
        let record = alone(leaf, policy);
        let header = Header {
            log,
            class: Class::Commit,
            counter: 1,
            seen: Position::START,
            record: Some(Record::Commit(record)),
            ..self.own.header(keys.id(), OrganisationRecord::Heartbeat)
        };
        let entry = header.sign(None, Purpose::Event, &keys.key);
        let around = Surroundings {
            organisation: &self.own.state,
            head_at: &|_| Some(Hash::ZERO),
            known: &|_| false,
            written: &|_| None,
            sent_at: &|_| None,
        };
        let seen = LogState::new(log, Some(policy.clone())).check(&entry, &around).map(drop);
        [seen, LogState::new(log, Some(later.clone())).check_first(&entry, &self.own.state)]
    }
}

#[test]
fn nobody_begins_what_she_has_no_right_to() {
    let house = Founders::new();
    for (founder, may) in [(&house.nurse, Ok(())), (&house.guest, Err(Refusal::NotAllowed))] {
        for join in [Join::Open, Join::Invitation, Join::Hidden] {
            let policy = ConversationPolicy::channel(join, founder.1);
            // Another moderator since, and another way in.
            let later = ConversationPolicy::channel(Join::Open, house.near);
            assert_eq!(house.begin(founder, &policy, &later), [may.clone(), may.clone()], "{join:?}");
        }
        let chat = chat(&[founder.1, house.near]);
        // One of them has started anew since.
        let mut later = chat.clone();
        later.closed[0].generation += 1;
        assert_eq!(house.begin(founder, &chat, &later), [may.clone(), may]);
    }
}

#[test]
fn a_chat_begins_among_people_whom_its_founder_may_contact() {
    let house = Founders::new();
    let within = chat(&[house.nurse.1, house.near]);
    assert_eq!(house.begin(&house.nurse, &within, &within), [Ok(()), Ok(())]);
    let across = chat(&[house.nurse.1, house.near, house.far]);
    assert_eq!(house.begin(&house.nurse, &across, &across), [Err(Refusal::Contact), Err(Refusal::Contact)]);
    let others = chat(&[house.near, house.guest.1]);
    assert_eq!(house.begin(&house.nurse, &others, &others), [Err(Refusal::Closed), Err(Refusal::Closed)]);
    assert!(BuiltInRole::Member.rights().contains(&Right::StartChats), "it is not for the right that it is refused");
}

#[test]
fn the_first_entry_is_a_founding_of_this_log_by_somebody_who_is_trusted() {
    let mut house = Founders::new();
    let (keys, member) = house.nurse.clone();
    let policy = ConversationPolicy::channel(Join::Open, member);
    let record = |added: Vec<Leaf>| CommitRecord {
        commitments: Vec::new(),
        roster: roster_hash(&added),
        policy: policy.hash(),
        added,
        removed: Vec::new(),
        external: false,
    };
    let own = Leaf { device: keys.id(), member };
    let sign = |house: &Founders, log: u8, class: Class, record: Option<Record>| {
        let heartbeat = house.own.header(keys.id(), OrganisationRecord::Heartbeat);
        Header { log: LogId([log; 32]), class, counter: 1, seen: Position::START, record, ..heartbeat }.sign(
            None,
            Purpose::Event,
            &keys.key,
        )
    };
    let state = LogState::new(LogId([5; 32]), Some(policy.clone()));
    let commit = |added| Some(Record::Commit(record(added)));
    let good = sign(&house, 5, Class::Commit, commit(vec![own]));
    assert_eq!(state.check_first(&good, &house.own.state), Ok(()));
    for (entry, refusal) in [
        (sign(&house, 6, Class::Commit, commit(vec![own])), Refusal::OtherLog),
        (sign(&house, 5, Class::Content, None), Refusal::Class),
        (sign(&house, 5, Class::Commit, commit(Vec::new())), Refusal::Roster),
        (sign(&house, 5, Class::Commit, commit(vec![Leaf { member: house.near, ..own }])), Refusal::Roster),
    ] {
        assert_eq!(state.check_first(&entry, &house.own.state), Err(refusal));
    }
    let known = house.own.state.clone();
    let anna = house.anna.clone();
    house.own.act(&anna, OrganisationRecord::MemberRevoke(member)).expect("an administrator revokes");
    let late = sign(&house, 5, Class::Commit, commit(vec![own]));
    assert_eq!(state.check_first(&late, &house.own.state), Err(Refusal::NotActive));
    assert_eq!(state.check_first(&good, &house.own.state), Ok(()), "she was trusted then");
    let behind = Err(Refusal::OrganisationBehind(house.own.state.position().seq));
    assert_eq!(state.check_first(&late, &known), behind, "it cannot be told yet");
}
