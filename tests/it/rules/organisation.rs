//! Who may do what in the organisation, and what it has to be about: each entry here breaks one rule alone, and is
//! refused by that rule.

use super::*;

/// An organisation with all kinds of people in it.
pub(super) struct House {
    pub(super) own: Organisation,
    /// Administers, as does another one.
    pub(super) anna: Keys,
    pub(super) founder: MemberId,
    /// A member, and one more.
    pub(super) berta: Keys,
    pub(super) clara: (Keys, MemberId),
    /// Has used her invitation and waits for approval.
    pub(super) waiting: (Keys, MemberId),
    /// Has left, one as a member, the other one while she waited.
    gone: [(Keys, MemberId); 2],
    /// Not used yet.
    invitation: (InvitationId, SecretKey),
}

impl House {
    pub(super) fn new() -> Self {
        let (mut own, anna, founder) = Organisation::founded();
        let (_, second) = own.admit(Some(&anna), false);
        own.act(&anna, OrganisationRecord::AdminGrant(second)).expect("an administrator grants");
        let [(berta, _), clara, left] = [(); 3].map(|()| own.admit(Some(&anna), false));
        let [waiting, refused] = [(); 2].map(|()| own.admit(Some(&anna), true));
        for (_, member) in [&left, &refused] {
            own.act(&anna, OrganisationRecord::MemberRevoke(*member)).expect("an administrator revokes");
        }
        let invitation = own.invite(Some(&anna), false);
        let house = Self { own, anna, founder, berta, clara, waiting, gone: [left, refused], invitation };
        house.take(|house| house.sealed(&house.anna, directory(1, &[house.anna.id()])))
    }

    /// The same after one more entry.
    pub(super) fn take(mut self, entry: impl FnOnce(&Self) -> SignedEntry) -> Self {
        let entry = entry(&self);
        self.own.take(&entry).expect("it breaks no rule");
        self
    }

    /// An entry with a body.
    pub(super) fn sealed(&self, by: &Keys, record: OrganisationRecord) -> SignedEntry {
        self.own.header(by.id(), record).sign(Some(b"sealed".to_vec()), Purpose::Event, &by.key)
    }

    pub(super) fn check(&self, entry: &SignedEntry) -> Result<(), Refusal> {
        self.own.state.check(entry).map(drop)
    }

    pub(super) fn by(&self, keys: &Keys, record: OrganisationRecord) -> Result<(), Refusal> {
        self.check(&self.own.by(keys, record))
    }

    /// An invitation of any kind.
    fn invited(&self, id: InvitationId, kind: InvitationKind) -> OrganisationRecord {
        OrganisationRecord::Invitation(invitation(id, self.invitation.1.public(), kind))
    }

    /// A further device of a member, with the proof of a key.
    fn device(&self, member: MemberId, device: &Keys, purpose: Purpose, key: &SecretKey) -> OrganisationRecord {
        let proof = key.sign(purpose, &device_message(&self.own.log, &member, &device.id()));
        OrganisationRecord::DeviceAdd { member, device: device.certificate.clone(), proof }
    }
}

const NEW: InvitationId = InvitationId([4; 16]);
const NOBODY: MemberId = MemberId([4; 32]);

/// The key of a generation, handed to these devices.
fn directory(generation: u32, to: &[DeviceId]) -> OrganisationRecord {
    OrganisationRecord::DirectoryKey { generation, commitment: Hash([1; 32]), to: to.to_vec() }
}

#[test]
fn what_administrators_do_is_refused_to_everybody_else() {
    let house = House::new();
    let (device, clara) = (house.clara.0.id(), house.clara.1);
    let personal = InvitationKind::Personal { approval: false };
    let acts = [
        (true, house.invited(NEW, personal)),
        (true, OrganisationRecord::MemberRevoke(clara)),
        (true, OrganisationRecord::AdminGrant(clara)),
        (true, OrganisationRecord::AdminRevoke(house.founder)),
        (false, OrganisationRecord::InvitationRevoke(house.invitation.0)),
        (false, OrganisationRecord::Approve(house.waiting.1)),
        (false, OrganisationRecord::DeviceRevoke { device, since: 1 }),
        (false, directory(2, &[device])),
        (false, OrganisationRecord::Heartbeat),
    ];
    for (root_may, act) in acts {
        let by_member = house.check(&house.sealed(&house.berta, act.clone()));
        assert_eq!(by_member, Err(Refusal::NotAllowed), "{act:?}");
        let header = house.own.header(DeviceId::ROOT, act.clone());
        let by_root = house.check(&header.sign(Some(b"sealed".to_vec()), Purpose::Root, &house.own.root));
        assert_eq!(by_root, if root_may { Ok(()) } else { Err(Refusal::NotAllowed) }, "{act:?}");
        assert_eq!(house.check(&house.sealed(&house.anna, act.clone())), Ok(()), "{act:?}");
    }
    let own = OrganisationRecord::DeviceRevoke { device, since: 1 };
    assert_eq!(house.by(&house.clara.0, own), Ok(()));
}

#[test]
fn what_an_act_is_about_is_there_and_as_it_has_to_be() {
    let house =
        House::new().take(|house| house.own.by(&house.anna, OrganisationRecord::InvitationRevoke(house.invitation.0)));
    let [left, refused] = [house.gone[0].1, house.gone[1].1];
    let personal = InvitationKind::Personal { approval: false };
    let acts = [
        house.invited(house.invitation.0, personal),
        house.invited(NEW, InvitationKind::RegistrationKey { limit: 0, approval: false }),
        OrganisationRecord::InvitationRevoke(NEW),
        OrganisationRecord::InvitationRevoke(house.invitation.0),
        OrganisationRecord::Approve(NOBODY),
        OrganisationRecord::Approve(house.clara.1),
        OrganisationRecord::Approve(refused),
        OrganisationRecord::DeviceRevoke { device: house.gone[0].0.id(), since: 1 },
        OrganisationRecord::DeviceRevoke { device: house.clara.0.id(), since: u64::MAX },
        OrganisationRecord::MemberRevoke(NOBODY),
        OrganisationRecord::MemberRevoke(left),
        OrganisationRecord::AdminGrant(left),
        OrganisationRecord::AdminGrant(house.waiting.1),
        OrganisationRecord::AdminGrant(house.founder),
        OrganisationRecord::AdminRevoke(house.clara.1),
    ];
    for act in acts {
        assert_eq!(house.by(&house.anna, act.clone()), Err(Refusal::Target), "{act:?}");
    }
}

#[test]
fn a_claim_uses_an_invitation_once_and_brings_its_own_device() {
    let house = House::new();
    let keys = Keys::new(&house.own.chance);
    let (invitation, key) = &house.invitation;
    let claim = |invitation, keys: &Keys| house.own.claim(invitation, key, keys, Purpose::Claim);
    assert_eq!(house.check(&claim(*invitation, &keys)), Ok(()));
    assert_eq!(house.check(&claim(NEW, &keys)), Err(Refusal::Invitation));
    // Signed by a device that is in already, and in the name of one that is not.
    let record = |keys: &Keys| match claim(*invitation, keys).read().expect("it is one").record {
        Some(Record::Organisation(record)) => record,
        _ => unreachable!("it is a claim"),
    };
    assert_eq!(house.by(&house.berta, record(&keys)), Err(Refusal::NotAllowed));
    let other = house.own.header(DeviceId([6; 32]), record(&keys)).sign(None, Purpose::Event, &keys.key);
    assert_eq!(house.check(&other), Err(Refusal::NotActive));
    let unsigned = house.own.header(keys.id(), record(&keys)).sign(None, Purpose::Event, &house.berta.key);
    assert_eq!(house.check(&unsigned), Err(BAD));
    // Withdrawn.
    let withdrawn = OrganisationRecord::InvitationRevoke(*invitation);
    let late = claim(*invitation, &keys);
    let house = House::new().take(|house| house.own.by(&house.anna, withdrawn));
    assert_eq!(house.check(&late).err(), Some(Refusal::Invitation));
    // Used up.
    let kind = InvitationKind::RegistrationKey { limit: 2, approval: false };
    let mut house = House::new().take(|house| house.own.by(&house.anna, house.invited(NEW, kind)));
    let key = house.invitation.1.clone();
    for expected in [Ok(()), Ok(()), Err(Refusal::Invitation)] {
        let claim = house.own.claim(NEW, &key, &Keys::new(&house.own.chance), Purpose::Claim);
        assert_eq!(house.own.take(&claim).map(drop), expected);
    }
}

#[test]
fn a_further_device_is_brought_by_its_member() {
    let mut house = House::new();
    let (clara, member) = &house.clara;
    let keys = Keys::new(&house.own.chance);
    let unprinted = house.device(*member, &keys, Purpose::Recovery, &clara.key);
    assert_eq!(house.by(&keys, unprinted), Err(Refusal::NotAllowed));
    house.own.print_recovery_key(clara).expect("her own");
    let recovered = house.device(*member, &keys, Purpose::Recovery, &clara.key);
    assert_eq!(house.by(&keys, recovered.clone()), Ok(()));
    // With the proof of the recovery key, but signed by somebody else's device, or in the name of another one.
    assert_eq!(house.by(&house.berta, recovered.clone()), Err(Refusal::NotAllowed));
    let other = house.own.header(DeviceId([6; 32]), recovered).sign(None, Purpose::Event, &keys.key);
    assert_eq!(house.check(&other), Err(Refusal::NotActive));
    let known = house.device(*member, clara, Purpose::NewDevice, &clara.key);
    assert_eq!(house.by(clara, known), Err(Refusal::Target));
    // Of somebody who is not in yet, or no more.
    for (old, member) in [&house.waiting, &house.gone[0]] {
        let recovered = house.device(*member, &keys, Purpose::Recovery, &old.key);
        assert_eq!(house.by(&keys, recovered), Err(Refusal::Target));
    }
}

#[test]
fn a_recovery_key_is_its_members_and_of_no_use_to_others() {
    let mut house = House::new();
    let (clara, member) = house.clara.clone();
    house.own.print_recovery_key(&clara).expect("her own");
    assert_eq!(house.own.state.recovered_by(&clara.key.public()), Some(member));
    // A colleague who knows the public half, as everybody does, gets in nobody's way with it.
    let copied = RecoveryPublic { sign: clara.key.public(), hpke: [1; 32] };
    assert_eq!(house.by(&house.berta, OrganisationRecord::Recovery(copied)), Err(Refusal::Target));
    // Nor does a key come back to life that another one has taken the place of.
    let next = RecoveryPublic { sign: SecretKey::random(&house.own.chance).public(), hpke: [2; 32] };
    house.own.act(&clara, OrganisationRecord::Recovery(next)).expect("her own");
    assert_eq!(house.own.state.recovered_by(&clara.key.public()), None);
    assert_eq!(house.own.state.recovered_by(&next.sign), Some(member));
    assert_eq!(house.by(&clara, OrganisationRecord::Recovery(copied)), Err(Refusal::Target));
    let anna = house.anna.clone();
    house.own.act(&anna, OrganisationRecord::MemberRevoke(member)).expect("she leaves");
    assert_eq!(house.own.state.recovered_by(&next.sign), None);
}

#[test]
fn a_device_is_trusted_from_its_own_entry_on() {
    let (mut own, admin, member) = Organisation::founded();
    let before = own.state.position().seq;
    let further = own.further(member, &admin);
    assert!(own.active(&further) && !own.state.device_active_at(&further.id(), before));
    assert!(own.state.device_active_at(&admin.id(), before));
}

#[test]
fn a_directory_key_is_handed_to_devices_that_lack_it() {
    let house = House::new();
    let device = house.berta.id();
    let by = |keys: &Keys, record| house.check(&house.sealed(keys, record));
    // Whoever has the newest hands it on; the root key, which lies in a safe, does not.
    assert_eq!(by(&house.clara.0, directory(1, &[device])), Ok(()));
    let by_root = house.own.header(DeviceId::ROOT, directory(1, &[device]));
    let by_root = by_root.sign(Some(b"sealed".to_vec()), Purpose::Root, &house.own.root);
    assert_eq!(house.check(&by_root), Err(Refusal::NotAllowed));
    let other = OrganisationRecord::DirectoryKey { generation: 1, commitment: Hash([2; 32]), to: vec![device] };
    for nothing in [other, directory(1, &[house.anna.id()]), directory(3, &[device]), directory(0, &[device])] {
        assert_eq!(by(&house.anna, nothing.clone()), Err(Refusal::Target), "{nothing:?}");
    }
    assert_eq!(by(&house.anna, directory(2, &[])), Err(Refusal::UnknownLeaf));
    assert_eq!(house.by(&house.anna, directory(1, &[device])), Err(Refusal::UnknownLeaf), "no body");
    for (keys, _) in [&house.waiting, &house.gone[0]] {
        assert_eq!(by(&house.anna, directory(1, &[device, keys.id()])), Err(Refusal::UnknownLeaf));
    }
}

#[test]
fn an_entry_of_the_organisation_is_nothing_else() {
    let house = House::new();
    let with = |change: &dyn Fn(&mut Header)| {
        let mut header = house.own.header(house.anna.id(), OrganisationRecord::Heartbeat);
        change(&mut header);
        house.check(&header.sign(None, Purpose::Event, &house.anna.key))
    };
    assert_eq!(with(&|_| {}), Ok(()));
    assert_eq!(with(&|header| header.class = Class::Content), Err(Refusal::Class));
    assert_eq!(with(&|header| header.blobs = vec![BlobId([1; 16])]), Err(Refusal::Class));
    assert_eq!(with(&|header| header.targets = vec![EventId([1; 16])]), Err(Refusal::Class));
    assert_eq!(with(&|header| header.record = None), Err(Refusal::Class));
    assert_eq!(with(&|header| header.record = Some(Record::LateLink(1))), Err(Refusal::Class));
    let again = OrganisationRecord::Genesis { root: house.own.root.public(), name: "Haus".to_owned(), nonce: [8; 16] };
    assert_eq!(house.check(&house.own.by_root(again)), Err(Refusal::Class));
    let at = house.own.state.position();
    let elsewhere = [Position { seq: at.seq + 1, ..at }, Position { head: Hash([1; 32]), ..at }];
    for at in elsewhere {
        assert_eq!(with(&|header| (header.seen, header.organisation) = (at, at)), Err(Refusal::OrganisationFork));
    }
}

#[test]
fn an_organisation_begins_with_a_genesis() {
    let (own, ..) = Organisation::founded();
    let own = Organisation { state: OrganisationState::new(), log: LogId(Hash::ZERO.0), ..own };
    let genesis = |name: &str| {
        let record = OrganisationRecord::Genesis { root: own.root.public(), name: name.to_owned(), nonce: [7; 16] };
        own.header(DeviceId::ROOT, record)
    };
    let check = |header: Header, key: &SecretKey| own.state.check(&header.sign(None, Purpose::Root, key)).map(drop);
    let with = |change: &dyn Fn(&mut Header)| {
        let mut header = genesis("Haus");
        change(&mut header);
        check(header, &own.root)
    };
    assert_eq!(with(&|_| {}), Ok(()));
    assert_eq!(with(&|header| header.log = LogId([1; 32])), Err(Refusal::Class));
    assert_eq!(with(&|header| header.author = DeviceId([1; 32])), Err(Refusal::Class));
    assert_eq!(with(&|header| header.counter = 2), Err(Refusal::Class));
    let elsewhere = Position { seq: 0, head: Hash([1; 32]) };
    assert_eq!(with(&|header| header.seen = elsewhere), Err(Refusal::Class));
    assert_eq!(with(&|header| header.organisation = elsewhere), Err(Refusal::Class));
    assert_eq!(check(genesis(""), &own.root), Err(Refusal::Class));
    assert_eq!(check(genesis(&"x".repeat(201)), &own.root), Err(Refusal::Class));
    assert_eq!(check(genesis("Haus"), &SecretKey::random(&own.chance)), Err(BAD));
    let heartbeat = Some(Record::Organisation(OrganisationRecord::Heartbeat));
    assert_eq!(with(&|header| header.record.clone_from(&heartbeat)), Err(Refusal::Class));
}
