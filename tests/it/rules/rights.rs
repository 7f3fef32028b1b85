//! Rights: what each takes, that nobody gives more than she has, and what the new acts have to be about.

use verband_protocol::organisation::{MAX_NAMED, MAX_ROLES, OrganisationPolicy, Right};

use super::organisation::House;
use super::*;

const ROLE: RoleId = RoleId([7; 16]);
const NO_ROLE: RoleId = RoleId([8; 16]);
const TEAM: TeamId = TeamId([7; 16]);
const NO_TEAM: TeamId = TeamId([8; 16]);
const NOBODY: MemberId = MemberId([4; 32]);

/// The same house, with a role of these rights that Berta has, and a team.
fn with_rights(rights: &[Right]) -> (House, MemberId) {
    let house = House::new();
    let berta = house.own.state.device(&house.berta.id()).expect("known").member;
    let house = house
        .take(|house| house.sealed(&house.anna, OrganisationRecord::RoleDefine { role: ROLE, rights: rights.to_vec() }))
        .take(|house| house.sealed(&house.anna, OrganisationRecord::TeamDefine(TEAM)))
        .take(|house| house.own.by(&house.anna, assign(berta, &[ROLE])));
    (house, berta)
}

fn assign(member: MemberId, roles: &[RoleId]) -> OrganisationRecord {
    OrganisationRecord::RoleAssign { member, roles: roles.to_vec(), until: None }
}

fn invite(house: &House, change: impl FnOnce(&mut Invitation)) -> OrganisationRecord {
    let key = house.anna.key.public();
    let mut invitation = invitation(InvitationId([5; 16]), key, InvitationKind::Personal { approval: false });
    change(&mut invitation);
    OrganisationRecord::Invitation(invitation)
}

#[test]
fn each_act_takes_its_right_and_no_other() {
    let (house, _) = with_rights(&[]);
    let clara = house.clara.1;
    let acts = [
        (Right::Invite, invite(&house, |invitation| invitation.roles.clear())),
        (
            Right::ManageMembers,
            invite(&house, |invitation| {
                invitation.roles.clear();
                invitation.kind = InvitationKind::Renewal(house.waiting.1);
            }),
        ),
        (Right::Approve, OrganisationRecord::Approve(house.waiting.1)),
        (Right::ManageMembers, OrganisationRecord::MemberRevoke(clara)),
        (Right::ManageMembers, OrganisationRecord::MemberDetails(clara)),
        (Right::ManageDevices, OrganisationRecord::DeviceRevoke { device: house.clara.0.id(), since: 1 }),
        (Right::ManageRoles, OrganisationRecord::RoleDefine { role: NO_ROLE, rights: Vec::new() }),
        (Right::ManageTeams, OrganisationRecord::TeamDefine(NO_TEAM)),
        (Right::ManageTeams, OrganisationRecord::TeamRetire(TEAM)),
        (Right::ManageTeams, OrganisationRecord::TeamAssign { member: clara, teams: vec![TEAM] }),
        (Right::ManagePolicy, OrganisationRecord::Policy(OrganisationPolicy::default())),
        (Right::ManagePolicy, OrganisationRecord::Notice(1)),
    ];
    for right in Right::ALL {
        let (house, _) = with_rights(&[right]);
        for (due, act) in &acts {
            let expected = match act {
                _ if *due != right => Err(Refusal::NotAllowed),
                // Whoever waits is nobody who could start anew.
                OrganisationRecord::Invitation(invitation) if matches!(invitation.kind, InvitationKind::Renewal(_)) => {
                    Err(Refusal::Target)
                }
                _ => Ok(()),
            };
            assert_eq!(house.check(&house.sealed(&house.berta, act.clone())), expected, "{right:?}: {act:?}");
        }
    }
}

#[test]
fn nobody_gives_or_takes_what_she_does_not_have() {
    let (house, berta) = with_rights(&[Right::Invite, Right::ManageMembers, Right::ManageDevices, Right::ManageRoles]);
    let strong = RoleId([9; 16]);
    let define = |role, rights: &[Right]| OrganisationRecord::RoleDefine { role, rights: rights.to_vec() };
    let house = house.take(|house| house.sealed(&house.anna, define(strong, &[Right::ManagePolicy])));
    let clara = house.clara.1;
    let house = house.take(|house| house.own.by(&house.anna, assign(clara, &[strong])));
    let weak = BuiltInRole::Guest.id();
    let admins = house.anna.id();
    let acts = [
        (define(NO_ROLE, &[Right::ManagePolicy]), Err(Refusal::NotAllowed)),
        (define(strong, &[]), Err(Refusal::NotAllowed)),
        (define(NO_ROLE, &[Right::Invite]), Ok(())),
        (OrganisationRecord::RoleRetire(strong), Err(Refusal::NotAllowed)),
        (OrganisationRecord::RoleRetire(ROLE), Ok(())),
        (assign(berta, &[ROLE, strong]), Err(Refusal::NotAllowed)),
        (assign(clara, &[]), Err(Refusal::NotAllowed)),
        (assign(berta, &[weak]), Ok(())),
        (invite(&house, |invitation| invitation.roles = vec![strong]), Err(Refusal::NotAllowed)),
        (invite(&house, |invitation| invitation.roles = vec![ROLE]), Ok(())),
        (invite(&house, |invitation| invitation.kind = InvitationKind::Renewal(clara)), Err(Refusal::NotAllowed)),
        (
            invite(&house, |invitation| invitation.kind = InvitationKind::Renewal(house.founder)),
            Err(Refusal::NotAllowed),
        ),
        (OrganisationRecord::MemberRevoke(house.founder), Err(Refusal::NotAllowed)),
        (OrganisationRecord::DeviceRevoke { device: admins, since: 1 }, Err(Refusal::NotAllowed)),
        (OrganisationRecord::MemberRevoke(clara), Ok(())),
    ];
    for (act, expected) in acts {
        assert_eq!(house.check(&house.sealed(&house.berta, act.clone())), expected, "{act:?}");
    }
}

#[test]
fn when_a_membership_ends_is_not_for_who_gives_roles() {
    for (rights, expected) in [
        (vec![Right::ManageRoles], Err(Refusal::NotAllowed)),
        (vec![Right::ManageMembers], Err(Refusal::NotAllowed)),
        (vec![Right::ManageMembers, Right::ManageRoles], Ok(())),
    ] {
        let (house, _) = with_rights(&rights);
        let clara = house.clara.1;
        let house = house.take(|house| house.own.by(&house.anna, assign(clara, &[])));
        let until = OrganisationRecord::RoleAssign { member: clara, roles: vec![], until: Some(500) };
        assert_eq!(house.by(&house.berta, until.clone()), expected, "{rights:?}");
        // What stays as it is needs no other right.
        let house = house.take(|house| house.own.by(&house.anna, until.clone()));
        let roles = if rights.contains(&Right::ManageRoles) { Ok(()) } else { Err(Refusal::NotAllowed) };
        assert_eq!(house.by(&house.berta, until), roles, "{rights:?}");
    }
}

#[test]
fn a_letter_falls_when_it_would_give_more_than_its_issuer_has_by_now() {
    const LETTER: InvitationId = InvitationId([5; 16]);
    let usable = |house: &House| house.own.state.usable_invitation(&LETTER).map(drop);
    let strong = RoleId([9; 16]);
    let rights = [Right::Invite, Right::ManageMembers];
    let (house, berta) = with_rights(&rights);
    let clara = house.clara.1;
    let kinds = [InvitationKind::Renewal(clara), InvitationKind::RegistrationKey { limit: 5, approval: false }];
    let changes = [
        // She who is to start anew has come to have more, and may lose it again.
        (OrganisationRecord::AdminGrant(clara), OrganisationRecord::AdminRevoke(clara), [false, true]),
        (assign(clara, &[strong]), assign(clara, &[]), [false, true]),
        // Berta has come to have less: what she needs to issue one, or what it gives.
        (assign(berta, &[]), assign(berta, &[ROLE]), [false, false]),
        (
            OrganisationRecord::RoleDefine { role: ROLE, rights: vec![Right::Invite] },
            OrganisationRecord::RoleDefine { role: ROLE, rights: rights.to_vec() },
            [false, true],
        ),
    ];
    for (change, back, expected) in changes {
        for (kind, expected) in kinds.iter().zip(expected) {
            let (house, _) = with_rights(&rights);
            let define = OrganisationRecord::RoleDefine { role: strong, rights: vec![Right::ManagePolicy] };
            let house = house.take(|house| house.sealed(&house.anna, define));
            let house = house.take(|house| house.own.by(&house.anna, assign(clara, &[])));
            let letter = invite(&house, |invitation| {
                invitation.kind = *kind;
                invitation.roles = if matches!(kind, InvitationKind::Renewal(_)) { Vec::new() } else { vec![ROLE] };
            });
            let house = house.take(|house| house.sealed(&house.berta, letter));
            assert_eq!(usable(&house), Ok(()));
            let by = |house: &House, act: &OrganisationRecord| match act {
                OrganisationRecord::RoleDefine { .. } => house.sealed(&house.anna, act.clone()),
                _ => house.own.by(&house.anna, act.clone()),
            };
            let house = house.take(|house| by(house, &change));
            let then = if expected { Ok(()) } else { Err(Refusal::Invitation) };
            assert_eq!(usable(&house), then, "{change:?} {kind:?}");
            let house = house.take(|house| by(house, &back));
            assert_eq!(usable(&house), Ok(()), "{back:?} {kind:?}");
        }
    }
}

#[test]
fn what_the_acts_are_about_is_there_and_in_order() {
    let (house, berta) = with_rights(&[]);
    let many = |count: usize| (0..count).map(|number| RoleId([u8::try_from(number).expect("few"); 16])).collect();
    let (left, unknown) = (OrganisationRecord::TeamAssign { member: NOBODY, teams: vec![] }, assign(NOBODY, &[]));
    let acts = [
        invite(&house, |invitation| invitation.roles = vec![NO_ROLE]),
        invite(&house, |invitation| invitation.roles = vec![ROLE, BuiltInRole::Member.id()]),
        invite(&house, |invitation| invitation.teams = vec![NO_TEAM]),
        invite(&house, |invitation| invitation.conversations = vec![LogId([1; 32]); MAX_NAMED + 1]),
        invite(&house, |invitation| invitation.kind = InvitationKind::Renewal(NOBODY)),
        OrganisationRecord::MemberDetails(NOBODY),
        OrganisationRecord::MemberDetails(house.waiting.1),
        OrganisationRecord::DeviceName(house.berta.id()),
        OrganisationRecord::RoleDefine { role: ROLE, rights: vec![Right::Approve, Right::Invite] },
        OrganisationRecord::RoleRetire(NO_ROLE),
        left,
        unknown,
        assign(berta, &[NO_ROLE]),
        assign(berta, &[ROLE, ROLE]),
        OrganisationRecord::RoleAssign { member: berta, roles: many(MAX_ROLES + 1), until: None },
        OrganisationRecord::RoleAssign { member: house.founder, roles: vec![], until: Some(1) },
        OrganisationRecord::TeamRetire(NO_TEAM),
        OrganisationRecord::TeamAssign { member: berta, teams: vec![TEAM, TEAM] },
        OrganisationRecord::Policy(OrganisationPolicy { pin_length: 3, ..OrganisationPolicy::default() }),
        OrganisationRecord::Policy(OrganisationPolicy { device_classes: vec![], ..OrganisationPolicy::default() }),
        OrganisationRecord::Notice(2),
        OrganisationRecord::NoticeAccept(0),
        OrganisationRecord::NoticeAccept(1),
        OrganisationRecord::Expire(berta),
        OrganisationRecord::Expire(NOBODY),
    ];
    for act in acts {
        assert_eq!(house.check(&house.sealed(&house.anna, act.clone())), Err(Refusal::Target), "{act:?}");
    }
    for bare in [
        OrganisationRecord::MemberDetails(berta),
        OrganisationRecord::MemberStatus,
        OrganisationRecord::DeviceName(house.anna.id()),
        OrganisationRecord::TeamDefine(TEAM),
        OrganisationRecord::Notice(1),
    ] {
        assert_eq!(house.by(&house.anna, bare.clone()), Err(Refusal::Class), "without what it says: {bare:?}");
        assert_eq!(house.check(&house.sealed(&house.anna, bare)), Ok(()));
    }
}

#[test]
fn a_notice_is_accepted_once_and_a_time_ends_when_it_is_over() {
    let (house, berta) = with_rights(&[]);
    let house = house.take(|house| house.sealed(&house.anna, OrganisationRecord::Notice(1)));
    let house = house.take(|house| house.own.by(&house.berta, OrganisationRecord::NoticeAccept(1)));
    assert_eq!(house.by(&house.berta, OrganisationRecord::NoticeAccept(1)), Err(Refusal::Target));
    assert_eq!(house.by(&house.berta, OrganisationRecord::NoticeAccept(2)), Err(Refusal::Target));
    assert_eq!(house.by(&house.clara.0, OrganisationRecord::NoticeAccept(1)), Ok(()));

    let until = OrganisationRecord::RoleAssign { member: berta, roles: vec![], until: Some(500) };
    let house = house.take(|house| house.own.by(&house.anna, until));
    let expire = |at: u64| {
        let header = Header { sent_at: at, ..house.own.header(house.clara.0.id(), OrganisationRecord::Expire(berta)) };
        house.check(&header.sign(None, Purpose::Event, &house.clara.0.key))
    };
    assert_eq!(expire(499), Err(Refusal::Target));
    assert_eq!(expire(500), Ok(()));
}

#[test]
fn a_kind_of_machine_that_the_policy_excludes_does_not_come_in() {
    let (house, _) = with_rights(&[]);
    let policy = OrganisationPolicy { device_classes: vec![DeviceClass::Desktop], ..OrganisationPolicy::default() };
    let mut house = house.take(|house| house.own.by(&house.anna, OrganisationRecord::Policy(policy)));
    let anna = house.anna.clone();
    let (id, key) = house.own.invite(Some(&anna), false);
    let phone = Keys::new(&house.own.chance);
    assert_eq!(house.check(&house.own.claim(id, &key, &phone, Purpose::Claim)), Err(Refusal::DeviceClass));
    let message = device_message(&house.own.log, &house.founder, &phone.id());
    let proof = phone.key.sign(Purpose::NewDevice, &message);
    let add = OrganisationRecord::DeviceAdd { member: house.founder, device: phone.certificate.clone(), proof };
    assert_eq!(house.by(&anna, add), Err(Refusal::DeviceClass));
}
