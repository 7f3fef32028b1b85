//! What a bot is for the rules: one from its invitation on, with a device of its own class, and never one who decides.

use verband_protocol::organisation::{OrganisationPolicy, Right};

use super::team::Team;
use super::*;

/// The channel of a team.
const CHANNEL: LogId = LogId([5; 32]);

fn machine(own: &Organisation, class: DeviceClass) -> Keys {
    let mut keys = Keys::new(&own.chance);
    keys.certificate.class = class;
    keys
}

/// An invitation of a bot that brings it these channels, and the key of its code.
fn invite(own: &mut Organisation, by: &Keys, conversations: Vec<LogId>) -> (InvitationId, SecretKey) {
    let key = SecretKey::random(&own.chance);
    let id = InvitationId::from_slice(&key.public().0[..16]).expect("16 bytes");
    let record = Invitation { conversations, ..invitation(id, key.public(), InvitationKind::Bot) };
    own.act(by, OrganisationRecord::Invitation(record)).expect("she may invite");
    (id, key)
}

fn admit(own: &mut Organisation, by: &Keys, conversations: Vec<LogId>) -> (Keys, MemberId) {
    let (invitation, key) = invite(own, by, conversations);
    let keys = machine(own, DeviceClass::Bot);
    let claim = own.claim(invitation, &key, &keys, Purpose::Claim);
    own.take(&claim).expect("it has the code");
    (keys, member_id(&claim.header))
}

#[test]
fn a_bot_has_a_device_of_bots_and_nobody_else_has() {
    let (mut own, admin, member) = Organisation::founded();
    let (invitation, key) = invite(&mut own, &admin, Vec::new());
    let (letter, code) = own.invite(Some(&admin), false);
    for class in DeviceClass::ALL {
        let bot = class == DeviceClass::Bot;
        let keys = machine(&own, class);
        let claims =
            [own.claim(invitation, &key, &keys, Purpose::Claim), own.claim(letter, &code, &keys, Purpose::Claim)];
        let expected = [bot, !bot].map(|fits| if fits { None } else { Some(Refusal::DeviceClass) });
        assert_eq!(claims.map(|claim| own.state.check(&claim).err()), expected, "{class:?}");
        let proof = keys.key.sign(Purpose::NewDevice, &device_message(&own.log, &member, &keys.id()));
        let add = OrganisationRecord::DeviceAdd { member, device: keys.certificate.clone(), proof };
        let refused = own.state.check(&own.by(&admin, add)).err();
        assert_eq!(refused, bot.then_some(Refusal::DeviceClass), "a further device: {class:?}");
    }
    let (keys, bot) = admit(&mut own, &admin, Vec::new());
    assert!(own.state.is_bot(&bot) && !own.state.is_bot(&member));
    // It stays one with a new letter.
    let code = SecretKey::random(&own.chance);
    let again = InvitationId([9; 16]);
    let renewal =
        Invitation { roles: Vec::new(), ..super::invitation(again, code.public(), InvitationKind::Renewal(bot)) };
    own.act(&admin, OrganisationRecord::Invitation(renewal)).expect("an administrator may");
    let as_phone = own.claim(again, &code, &Keys::new(&own.chance), Purpose::Claim);
    assert_eq!(own.take(&as_phone), Err(Refusal::DeviceClass));
    let as_bot = own.claim(again, &code, &machine(&own, DeviceClass::Bot), Purpose::Claim);
    own.take(&as_bot).expect("a bot's device");
    assert!(own.state.is_bot(&bot) && !own.active(&keys));
    // The policy says whether there are any.
    let (invitation, key) = invite(&mut own, &admin, Vec::new());
    let without = OrganisationPolicy { device_classes: vec![DeviceClass::Phone], ..OrganisationPolicy::default() };
    own.act(&admin, OrganisationRecord::Policy(without)).expect("an administrator decides");
    let claim = own.claim(invitation, &key, &machine(&own, DeviceClass::Bot), Purpose::Claim);
    assert_eq!(own.take(&claim), Err(Refusal::DeviceClass));
}

#[test]
fn a_bot_decides_nothing_whatever_roles_it_has() {
    let (mut own, admin, _) = Organisation::founded();
    let (keys, bot) = admit(&mut own, &admin, Vec::new());
    let all = RoleId([7; 16]);
    let define = OrganisationRecord::RoleDefine { role: all, rights: Right::ALL.to_vec() };
    own.act(&admin, define).expect("an administrator defines");
    let assign = OrganisationRecord::RoleAssign { member: bot, roles: vec![all], until: None };
    own.act(&admin, assign).expect("an administrator assigns");
    let has: Vec<Right> = Right::ALL.into_iter().filter(|right| own.state.may(&bot, *right)).collect();
    assert_eq!(has, [Right::StartChats, Right::ContactAnyone, Right::Statistics]);
    assert_eq!(own.act(&admin, OrganisationRecord::AdminGrant(bot)), Err(Refusal::NotAllowed));
    let by_root = own.by_root(OrganisationRecord::AdminGrant(bot));
    assert_eq!(own.take(&by_root), Err(Refusal::NotAllowed));
    let (_, waiting) = own.admit(Some(&admin), true);
    let code = SecretKey::random(&own.chance);
    let guest = Invitation {
        roles: Vec::new(),
        ..invitation(InvitationId([8; 16]), code.public(), InvitationKind::Personal { approval: false })
    };
    for act in [
        OrganisationRecord::Invitation(guest),
        OrganisationRecord::Approve(waiting),
        OrganisationRecord::MemberRevoke(waiting),
        OrganisationRecord::Heartbeat,
    ] {
        assert_eq!(own.act(&keys, act.clone()), Err(Refusal::NotAllowed), "{act:?}");
    }
}

#[test]
fn only_a_moderator_lets_a_bot_read_along() {
    let mut team = Team::new(|members| ConversationPolicy::channel(Join::Open, members[0]));
    let (anna, berta, clara) = (team.anna.clone(), team.berta.clone(), team.clara.clone());
    let (bot, _) = admit(&mut team.talk.own, &anna, Vec::new());
    let with = |team: &Team, keys: &Keys| team.record(&[team.leaf(keys)], &[]);
    // Anybody lets a person into an open channel.
    assert_eq!(team.check_commit(&berta, with(&team, &clara)), Ok(()));
    assert_eq!(team.check_commit(&berta, with(&team, &bot)), Err(Refusal::NotAllowed));
    assert_eq!(team.check_commit(&anna, with(&team, &bot)), Ok(()));
    // An invitation that names the channel counts if whoever issued it moderates there.
    let (named, _) = admit(&mut team.talk.own, &anna, vec![CHANNEL]);
    assert_eq!(team.check_commit(&berta, with(&team, &named)), Ok(()));
    assert_eq!(team.talk.state.missing_leaves(&team.talk.own.state), [team.leaf(&named)]);
    team.berta_invites();
    let key = SecretKey::random(&team.talk.own.chance);
    let id = InvitationId([6; 16]);
    let record = Invitation { conversations: vec![CHANNEL], ..invitation(id, key.public(), InvitationKind::Bot) };
    let record = Invitation { roles: vec![BuiltInRole::Guest.id()], ..record };
    team.talk.own.act(&berta, OrganisationRecord::Invitation(record)).expect("she may invite");
    let keys = machine(&team.talk.own, DeviceClass::Bot);
    let claim = team.talk.own.claim(id, &key, &keys, Purpose::Claim);
    team.talk.own.take(&claim).expect("it has the code");
    assert_eq!(team.check_commit(&berta, with(&team, &keys)), Err(Refusal::NotAllowed));
    assert_eq!(team.talk.state.missing_leaves(&team.talk.own.state), [team.leaf(&named)]);
}

#[test]
fn a_bot_moderates_nothing() {
    let (mut own, admin, member) = Organisation::founded();
    let (_, bot) = admit(&mut own, &admin, Vec::new());
    let mut moderators = vec![member, bot];
    moderators.sort_unstable();
    let policy = ConversationPolicy { moderators, ..ConversationPolicy::channel(Join::Invitation, member) };
    let state = LogState::new(CHANNEL, Some(policy));
    let seq = own.state.position().seq;
    assert!(state.moderates(&member, seq, &own.state) && !state.moderates(&bot, seq, &own.state));
}
