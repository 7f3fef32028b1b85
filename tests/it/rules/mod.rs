//! The rules themselves, without clients: what each signature is worth elsewhere, who may do what in the organisation,
//! and that no page of the past is taken that is not the very past.

use proptest::prelude::*;
use proptest::sample::Index;
use verband_protocol::cbor;
use verband_protocol::certificate::{DeviceCertificate, DeviceClass};
use verband_protocol::entry::{Class, CommitRecord, EntryError, Header, KeyCommitment, Position, Record, SignedEntry};
use verband_protocol::id::{BlobId, DeviceId, EventId, Hash, InvitationId, LogId, MemberId, RoleId, TeamId};
use verband_protocol::organisation::{
    BuiltInRole, Invitation, InvitationKind, OrganisationRecord, RecoveryPublic, claim_message, device_message,
    member_id, organisation_id,
};
use verband_protocol::policy::{
    ClosedMember, ConversationKind, ConversationPolicy, History as HistoryPolicy, Join, Leaf, roster_hash,
};
use verband_protocol::sign::{PublicKey, Purpose, SecretKey, Signature};
use verband_protocol::{SUITE, VERSION};
use verband_rules::Refusal;
use verband_rules::conversation::{LogState, Surroundings, Written};
use verband_rules::history::History;
use verband_rules::organisation::OrganisationState;
use verband_rules::transition::{Transition, check_transition};
use verband_tests::chance::Seeded;

mod bot;
mod conversation;
mod founding;
mod organisation;
mod past;
mod renewal;
mod retention;
mod rights;
mod team;

/// A device with its keys; one key for everything, as a careless program would have it: the purposes alone keep its
/// signatures apart.
#[derive(Clone)]
struct Keys {
    key: SecretKey,
    certificate: DeviceCertificate,
}

impl Keys {
    fn new(chance: &Seeded) -> Self {
        let key = SecretKey::random(chance);
        let public = key.public();
        let class = DeviceClass::Phone;
        let certificate = DeviceCertificate { login: public, mls: public, event: public, hpke: public.0, class };
        Self { key, certificate }
    }

    fn id(&self) -> DeviceId {
        self.certificate.id()
    }
}

/// An organisation whose keys are all in one hand.
struct Organisation {
    state: OrganisationState,
    chance: Seeded,
    root: SecretKey,
    log: LogId,
}

impl Organisation {
    fn founded() -> (Self, Keys, MemberId) {
        let chance = Seeded::new(1, "rules");
        let root = SecretKey::random(&chance);
        let mut own = Self { state: OrganisationState::new(), root, log: LogId(Hash::ZERO.0), chance };
        let record = OrganisationRecord::Genesis { root: own.root.public(), name: "Haus".to_owned(), nonce: [7; 16] };
        let genesis = own.by_root(record);
        own.log = organisation_id(&genesis.header);
        own.take(&genesis).expect("a genesis");
        let (keys, member) = own.admit(None, false);
        let grant = own.by_root(OrganisationRecord::AdminGrant(member));
        own.take(&grant).expect("the root may");
        (own, keys, member)
    }

    fn header(&self, author: DeviceId, record: OrganisationRecord) -> Header {
        let seen = self.state.position();
        Header {
            version: VERSION,
            suite: SUITE,
            log: self.log,
            epoch: 0,
            author,
            counter: self.state.next_counter(&author),
            event: EventId::random(&self.chance),
            class: Class::Organisation,
            seen,
            organisation: seen,
            sent_at: 0,
            blobs: Vec::new(),
            targets: Vec::new(),
            record: Some(Record::Organisation(record)),
            body: None,
        }
    }

    fn by_root(&self, record: OrganisationRecord) -> SignedEntry {
        self.header(DeviceId::ROOT, record).sign(None, Purpose::Root, &self.root)
    }

    fn by(&self, keys: &Keys, record: OrganisationRecord) -> SignedEntry {
        self.header(keys.id(), record).sign(None, Purpose::Event, &keys.key)
    }

    fn take(&mut self, entry: &SignedEntry) -> Result<Header, Refusal> {
        self.state.apply(entry)
    }

    fn act(&mut self, keys: &Keys, record: OrganisationRecord) -> Result<Header, Refusal> {
        let entry = self.by(keys, record);
        self.take(&entry)
    }

    fn invite(&mut self, by: Option<&Keys>, approval: bool) -> (InvitationId, SecretKey) {
        let key = SecretKey::random(&self.chance);
        let mut id = [0; 16];
        id.copy_from_slice(&key.public().0[..16]);
        let id = InvitationId(id);
        let kind = InvitationKind::Personal { approval };
        let record = OrganisationRecord::Invitation(invitation(id, key.public(), kind));
        let entry = by.map_or_else(|| self.by_root(record.clone()), |by| self.by(by, record.clone()));
        self.take(&entry).expect("an administrator invites");
        (id, key)
    }

    fn claim(&self, invitation: InvitationId, key: &SecretKey, keys: &Keys, purpose: Purpose) -> SignedEntry {
        let message = claim_message(&self.log, &invitation, &keys.id());
        let proof = key.sign(purpose, &message);
        let device = keys.certificate.clone();
        self.by(keys, OrganisationRecord::Claim { invitation, device, proof })
    }

    fn admit(&mut self, by: Option<&Keys>, approval: bool) -> (Keys, MemberId) {
        let (invitation, key) = self.invite(by, approval);
        let keys = Keys::new(&self.chance);
        let claim = self.claim(invitation, &key, &keys, Purpose::Claim);
        self.take(&claim).expect("she has the code");
        (keys, member_id(&claim.header))
    }

    fn further(&mut self, member: MemberId, by: &Keys) -> Keys {
        let keys = Keys::new(&self.chance);
        let proof = keys.key.sign(Purpose::NewDevice, &device_message(&self.log, &member, &keys.id()));
        let device = keys.certificate.clone();
        self.act(by, OrganisationRecord::DeviceAdd { member, device, proof }).expect("her own device");
        keys
    }

    /// A recovery key of her own for the member of a device; the device's own event key stands for it.
    fn print_recovery_key(&mut self, keys: &Keys) -> Result<(), Refusal> {
        let recovery = RecoveryPublic { sign: keys.key.public(), hpke: [9; 32] };
        self.act(keys, OrganisationRecord::Recovery(recovery)).map(drop)
    }

    fn active(&self, keys: &Keys) -> bool {
        self.state.device_active(&keys.id())
    }
}

/// A closed chat of people who never lost everything.
fn chat(members: &[MemberId]) -> ConversationPolicy {
    ConversationPolicy::chat(members.iter().map(|member| ClosedMember { member: *member, generation: 0 }))
}

/// An invitation of a member of the house.
/// The record of the first entry of a conversation: its author alone is in.
fn alone(author: Leaf, policy: &ConversationPolicy) -> CommitRecord {
    CommitRecord {
        commitments: Vec::new(),
        roster: roster_hash([&author]),
        policy: policy.hash(),
        added: vec![author],
        removed: Vec::new(),
        external: false,
    }
}

fn invitation(id: InvitationId, key: PublicKey, kind: InvitationKind) -> Invitation {
    Invitation {
        id,
        key,
        kind,
        not_after: 0,
        conversations: Vec::new(),
        roles: vec![BuiltInRole::Member.id()],
        teams: Vec::new(),
        until: None,
    }
}

const BAD: Refusal = Refusal::Entry(EntryError::Signature(verband_protocol::sign::BadSignature));

// K8: signatures ------------------------------------------------------------------------------------------------

#[test]
fn a_signature_serves_one_purpose() {
    let key = SecretKey::random(&Seeded::new(2, "purposes"));
    for made in Purpose::ALL {
        let signature = key.sign(made, b"message");
        for asked in Purpose::ALL {
            let valid = key.public().verify(asked, b"message", &signature).is_ok();
            assert_eq!(valid, made == asked, "{made:?} offered as {asked:?}");
        }
    }
}

#[test]
fn every_verifier_of_the_organisation_takes_its_own_purpose_only() {
    for purpose in Purpose::ALL {
        let (mut own, admin, member) = Organisation::founded();
        let expect = |due: Purpose, result: Result<Header, Refusal>| {
            assert_eq!(result.err(), (purpose != due).then_some(BAD), "{purpose:?} where {due:?} is due");
        };
        // An entry of a device, of the root key, a claim's proof, and both proofs of a further device.
        let header = own.header(admin.id(), OrganisationRecord::Heartbeat);
        expect(Purpose::Event, own.state.check(&header.sign(None, purpose, &admin.key)));
        let (_, other) = own.admit(Some(&admin), false);
        let header = own.header(DeviceId::ROOT, OrganisationRecord::AdminGrant(other));
        expect(Purpose::Root, own.state.check(&header.sign(None, purpose, &own.root)));
        let (invitation, key) = own.invite(Some(&admin), false);
        let claim = own.claim(invitation, &key, &Keys::new(&own.chance), purpose);
        expect(Purpose::Claim, own.state.check(&claim));
        let keys = Keys::new(&own.chance);
        let message = device_message(&own.log, &member, &keys.id());
        let add = |proof| OrganisationRecord::DeviceAdd { member, device: keys.certificate.clone(), proof };
        let by_device = own.by(&admin, add(keys.key.sign(purpose, &message)));
        expect(Purpose::NewDevice, own.state.check(&by_device));
        // The key on paper of this test is the device's own.
        own.print_recovery_key(&admin).expect("her own");
        let by_recovery = own.by(&keys, add(admin.key.sign(purpose, &message)));
        expect(Purpose::Recovery, own.state.check(&by_recovery));
    }
}

// K15: ids ------------------------------------------------------------------------------------------------------

#[test]
fn the_same_bytes_give_another_id_of_every_type() {
    let keys = Keys::new(&Seeded::new(3, "ids"));
    let bytes = cbor::encode(&keys.certificate);
    let leaf = Leaf { device: keys.id(), member: MemberId([1; 32]) };
    let ids = [
        keys.id().0,
        member_id(&bytes).0,
        organisation_id(&bytes).0,
        Hash::of(&bytes).0,
        roster_hash([&leaf]).0,
        Hash::of(&cbor::encode(&vec![leaf])).0,
    ];
    for (index, id) in ids.iter().enumerate() {
        assert!(ids[index + 1..].iter().all(|other| other != id), "{index}");
    }
}

#[test]
fn ids_are_of_their_length_exactly() {
    let long = cbor::encode(&DeviceId([1; 32]));
    let short = cbor::encode(&EventId([1; 16]));
    assert!(cbor::decode::<EventId>(&long).is_err() && cbor::decode::<DeviceId>(&short).is_err());
    assert!(cbor::decode::<BlobId>(&long).is_err() && cbor::decode::<InvitationId>(&long).is_err());
    assert!("00".repeat(31).parse::<LogId>().is_err() && "00".repeat(33).parse::<LogId>().is_err());
    assert!(LogId::from_slice(&[0; 16]).is_none() && EventId::from_slice(&[0; 32]).is_none());
}

#[test]
fn an_id_of_one_kind_names_nothing_of_another() {
    let (mut own, admin, member) = Organisation::founded();
    let device = admin.id();
    let as_member = OrganisationRecord::MemberRevoke(MemberId(device.0));
    assert_eq!(own.act(&admin, as_member), Err(Refusal::Target));
    let as_device = OrganisationRecord::DeviceRevoke { device: DeviceId(member.0), since: 0 };
    assert_eq!(own.act(&admin, as_device), Err(Refusal::Target));
    assert_eq!(own.act(&admin, OrganisationRecord::AdminGrant(MemberId(own.log.0))), Err(Refusal::Target));
}

// The organisation ----------------------------------------------------------------------------------------------

#[test]
fn the_last_administrator_stays() {
    let (mut own, admin, member) = Organisation::founded();
    assert_eq!(own.act(&admin, OrganisationRecord::MemberRevoke(member)), Err(Refusal::NotAllowed));
    assert_eq!(own.act(&admin, OrganisationRecord::AdminRevoke(member)), Err(Refusal::NotAllowed));
    let (second, other) = own.admit(Some(&admin), false);
    assert_eq!(own.act(&second, OrganisationRecord::AdminGrant(other)), Err(Refusal::NotAllowed));
    own.act(&admin, OrganisationRecord::AdminGrant(other)).expect("an administrator grants");
    own.act(&second, OrganisationRecord::MemberRevoke(member)).expect("there is another one");
    assert!(!own.active(&admin));
    assert_eq!(own.act(&second, OrganisationRecord::AdminRevoke(other)), Err(Refusal::NotAllowed));
    assert_eq!(own.act(&admin, OrganisationRecord::AdminGrant(member)), Err(Refusal::NotActive));
    // The root key, which lies in a safe, may do it: for when the only administrator left.
    let by_root = own.by_root(OrganisationRecord::MemberRevoke(other));
    own.take(&by_root).expect("the root may");
}

#[test]
fn with_a_device_falls_what_it_certified_since() {
    let (mut own, admin, _) = Organisation::founded();
    let (first, member) = own.admit(Some(&admin), false);
    let second = own.further(member, &first);
    let since = own.state.position().seq + 1;
    let third = own.further(member, &first);
    let fourth = own.further(member, &third);
    let fifth = own.further(member, &second);
    own.act(&admin, OrganisationRecord::DeviceRevoke { device: first.id(), since }).expect("an administrator revokes");
    let active = [&first, &second, &third, &fourth, &fifth].map(|keys| own.active(keys));
    assert_eq!(active, [false, true, false, false, true]);
    // It does not come back, and cannot certify any more.
    let again = OrganisationRecord::DeviceRevoke { device: first.id(), since };
    assert_eq!(own.act(&admin, again), Err(Refusal::Target));
    let keys = Keys::new(&own.chance);
    let proof = keys.key.sign(Purpose::NewDevice, &device_message(&own.log, &member, &keys.id()));
    let add = OrganisationRecord::DeviceAdd { member, device: keys.certificate.clone(), proof };
    assert_eq!(own.act(&third, add), Err(Refusal::NotActive));
    let future = OrganisationRecord::DeviceRevoke { device: second.id(), since: u64::MAX };
    assert_eq!(own.act(&admin, future), Err(Refusal::Target));
    let at = own.state.device(&third.id()).and_then(|device| device.revoked_at).expect("it fell");
    assert!(own.state.device_active_at(&third.id(), at - 1) && !own.state.device_active_at(&third.id(), at));
}

#[test]
fn a_claim_that_waits_for_approval_gives_nothing() {
    let (mut own, admin, _) = Organisation::founded();
    let (keys, member) = own.admit(Some(&admin), true);
    assert!(!own.active(&keys) && !own.state.member_active(&member));
    assert_eq!(own.act(&keys, OrganisationRecord::Approve(member)), Err(Refusal::NotActive));
    assert_eq!(own.act(&admin, OrganisationRecord::AdminGrant(member)), Err(Refusal::Target));
    let waited = own.state.position().seq;
    own.act(&admin, OrganisationRecord::Approve(member)).expect("an administrator approves");
    assert!(own.active(&keys) && !own.state.device_active_at(&keys.id(), waited));
    assert_eq!(own.act(&admin, OrganisationRecord::Approve(member)), Err(Refusal::Target));
}

#[test]
fn an_invitation_falls_with_the_office_of_its_issuer() {
    let (mut own, admin, _) = Organisation::founded();
    let (second, other) = own.admit(Some(&admin), false);
    own.act(&admin, OrganisationRecord::AdminGrant(other)).expect("granted");
    let (invitation, key) = own.invite(Some(&second), false);
    own.act(&admin, OrganisationRecord::AdminRevoke(other)).expect("taken back");
    let claim = own.claim(invitation, &key, &Keys::new(&own.chance), Purpose::Claim);
    assert_eq!(own.take(&claim), Err(Refusal::Invitation));
}

#[test]
fn entries_of_the_organisation_have_no_gaps_and_no_twins() {
    let (mut own, admin, _) = Organisation::founded();
    let header = own.header(admin.id(), OrganisationRecord::Heartbeat);
    let with = |change: &dyn Fn(&mut Header)| {
        let mut header = header.clone();
        change(&mut header);
        header.sign(None, Purpose::Event, &admin.key)
    };
    let expected = header.counter;
    for got in [0, expected - 1, expected + 1, 1 << 63, u64::MAX] {
        assert_eq!(own.state.check(&with(&|header| header.counter = got)), Err(Refusal::Counter { expected, got }));
    }
    let fork = Err(Refusal::OrganisationFork);
    assert_eq!(own.state.check(&with(&|header| header.seen.head.0[0] ^= 1)), fork);
    assert_eq!(own.state.check(&with(&|header| header.organisation = Position::START)), fork);
    assert_eq!(own.state.check(&with(&|header| header.log.0[0] ^= 1)), Err(Refusal::OtherLog));
    assert_eq!(own.state.check(&with(&|header| header.epoch = 1)), Err(Refusal::Class));
    own.take(&with(&|_| {})).expect("as it was");
    assert_eq!(own.take(&with(&|header| header.counter += 1)), Err(Refusal::Replay));
}
