//! Organisations with people, made over HTTP.

use verband_protocol::entry::{Class, Header, Position, Record, SignedEntry};
use verband_protocol::id::{DeviceId, EventId, InvitationId, LogId, MemberId, RoleId};
use verband_protocol::organisation::{
    BuiltInRole, Invitation, InvitationKind, OrganisationRecord, Right, claim_message, device_message, member_id,
    organisation_id,
};
use verband_protocol::policy::{ConversationPolicy, Join};
use verband_protocol::port::{Clock, random};
use verband_protocol::sign::{Purpose, SecretKey};
use verband_protocol::wire::{
    Appended, AppendedAll, Claim, CommitBundle, Found, Founded, Invite, KeyPackages, Welcomes,
};
use verband_protocol::{SUITE, VERSION};
use verband_rules::organisation::OrganisationState;

use crate::actor::{Actor, Change};
use crate::house::House;

/// What it takes to found an organisation.
pub(crate) struct Founding {
    pub(crate) founder: Actor,
    pub(crate) entries: Vec<SignedEntry>,
    pub(crate) root: SecretKey,
}

/// An invitation with its secret.
pub(crate) struct Letter {
    pub(crate) invitation: Invitation,
    pub(crate) key: SecretKey,
    pub(crate) bundle: Vec<u8>,
}

impl Letter {
    pub(crate) fn new(by: &Actor, not_after: u64, conversations: Vec<LogId>) -> Self {
        let key = SecretKey::random(&by.entropy);
        let invitation = Invitation {
            id: InvitationId(random(&by.entropy)),
            key: key.public(),
            kind: InvitationKind::Personal { approval: false },
            not_after,
            conversations,
            roles: vec![BuiltInRole::Member.id()],
            teams: Vec::new(),
            until: None,
        };
        Self { invitation, key, bundle: vec![5; 200] }
    }

    /// The claim of a device, on top of the organisation that it knows.
    pub(crate) fn claim(&self, actor: &Actor) -> SignedEntry {
        let organisation = actor.organisation.id().expect("an organisation");
        let message = claim_message(&organisation, &self.invitation.id, &actor.device);
        actor.organisation_entry(OrganisationRecord::Claim {
            invitation: self.invitation.id,
            device: actor.certificate.clone(),
            proof: self.key.sign(Purpose::Claim, &message),
        })
    }
}

/// The entries that found an organisation.
pub(crate) fn founding(number: u64, not_after: u64) -> Founding {
    let mut founder = Actor::new(number);
    let root = SecretKey::random(&founder.entropy);
    let mut entries = Vec::new();
    let genesis = OrganisationRecord::Genesis {
        root: root.public(),
        name: format!("Pflegedienst {number}"),
        nonce: random(&founder.entropy),
    };
    by_root(&mut founder, &mut entries, &root, genesis);
    let letter = Letter::new(&founder, not_after, Vec::new());
    by_root(&mut founder, &mut entries, &root, OrganisationRecord::Invitation(letter.invitation.clone()));
    let claim = letter.claim(&founder);
    founder.member = member_id(&claim.header);
    founder.organisation.apply(&claim).expect("a valid claim");
    entries.push(claim);
    let member = founder.member;
    by_root(&mut founder, &mut entries, &root, OrganisationRecord::AdminGrant(member));
    Founding { founder, entries, root }
}

fn by_root(founder: &mut Actor, entries: &mut Vec<SignedEntry>, root: &SecretKey, record: OrganisationRecord) {
    let entry = root_entry(&founder.organisation, EventId::random(&founder.entropy), root, record);
    founder.organisation.apply(&entry).expect("a valid entry");
    if entries.is_empty() {
        assert_eq!(founder.organisation.id(), Some(organisation_id(&entry.header)));
    }
    entries.push(entry);
}

/// An entry signed by the root key.
pub(crate) fn root_entry(
    organisation: &OrganisationState,
    event: EventId,
    root: &SecretKey,
    record: OrganisationRecord,
) -> SignedEntry {
    let position = organisation.position();
    let first = position == Position::START;
    let header = Header {
        version: VERSION,
        suite: SUITE,
        log: organisation.id().unwrap_or(LogId([0; 32])),
        epoch: 0,
        author: DeviceId::ROOT,
        counter: if first { 1 } else { organisation.next_counter(&DeviceId::ROOT) },
        event,
        class: Class::Organisation,
        seen: position,
        organisation: position,
        sent_at: 0,
        blobs: Vec::new(),
        targets: Vec::new(),
        record: Some(Record::Organisation(record)),
        body: None,
    };
    header.sign(None, Purpose::Root, root)
}

/// Founds an organisation; its founder is logged in.
pub(crate) async fn found(house: &House, number: u64) -> Actor {
    let not_after = house.clock.now_ms() + 1_000_000;
    let Founding { mut founder, entries, .. } = founding(number, not_after);
    let token = house.set_up_token();
    let founded: Founded =
        house.post("/v1/organisations", None, &Found { token, entries }).await.message().expect("an organisation");
    assert_eq!(founded.organisation, founder.organisation_id());
    founder.log_in(house).await;
    founder
}

/// Invites a person; the letter.
pub(crate) async fn invite(house: &House, admin: &mut Actor, conversations: Vec<LogId>) -> Letter {
    invite_for(house, admin, conversations, 1_000_000).await
}

/// Invites a person for so many milliseconds.
pub(crate) async fn invite_for(house: &House, admin: &mut Actor, conversations: Vec<LogId>, valid_for: u64) -> Letter {
    let letter = Letter::new(admin, house.clock.now_ms() + valid_for, conversations);
    give_out(house, admin, letter).await
}

/// Keeps a letter on the server.
async fn give_out(house: &House, admin: &mut Actor, letter: Letter) -> Letter {
    admin.sync_organisation(house).await;
    let entry = admin.organisation_entry(OrganisationRecord::Invitation(letter.invitation.clone()));
    let invite = Invite { entries: vec![entry], bundles: vec![letter.bundle.clone().into()] };
    let _: AppendedAll = house.post("/v1/invitations", admin.token(), &invite).await.message().expect("an invitation");
    admin.sync_organisation(house).await;
    letter
}

/// Admits a person with one device, logged in.
pub(crate) async fn enrol(house: &House, admin: &mut Actor, number: u64) -> Actor {
    enrol_as(house, admin, number, BuiltInRole::Member).await
}

/// Admits a person in a role.
pub(crate) async fn enrol_as(house: &House, admin: &mut Actor, number: u64, role: BuiltInRole) -> Actor {
    let personal = InvitationKind::Personal { approval: false };
    let mut actor = come(house, admin, Actor::new(number), personal, role).await;
    actor.log_in(house).await;
    actor.sync_organisation(house).await;
    actor
}

/// Gives a device a letter, which it claims. It is not logged in.
pub(crate) async fn come(
    house: &House,
    admin: &mut Actor,
    mut actor: Actor,
    kind: InvitationKind,
    role: BuiltInRole,
) -> Actor {
    let mut letter = Letter::new(admin, house.clock.now_ms() + 1_000_000, Vec::new());
    (letter.invitation.kind, letter.invitation.roles) = (kind, vec![role.id()]);
    let letter = give_out(house, admin, letter).await;
    actor.organisation = admin.organisation.clone();
    let claim = letter.claim(&actor);
    actor.member = member_id(&claim.header);
    let path = format!("/v1/invitations/{}/claim", letter.invitation.id);
    let _: Appended = house.post(&path, None, &Claim { entry: claim }).await.message().expect("a claim");
    admin.sync_organisation(house).await;
    actor
}

/// Gives a member these rights and no others.
pub(crate) async fn appoint(house: &House, admin: &mut Actor, member: MemberId, rights: &[Right]) {
    let role = RoleId(random(&admin.entropy));
    act(house, admin, OrganisationRecord::RoleDefine { role, rights: rights.to_vec() }).await;
    act(house, admin, OrganisationRecord::RoleAssign { member, roles: vec![role], until: None }).await;
}

/// Writes into the organisation log, on top of what is there.
pub(crate) async fn act(house: &House, actor: &mut Actor, record: OrganisationRecord) {
    actor.sync_organisation(house).await;
    let entry = actor.organisation_entry(record);
    actor.append(house, &actor.organisation_id(), vec![entry]).await.expect("an entry");
    actor.sync_organisation(house).await;
}

/// A further device of the same person, certified by her first one.
pub(crate) async fn further_device(house: &House, first: &mut Actor, number: u64) -> Actor {
    first.sync_organisation(house).await;
    let mut second = Actor::new(number);
    let message = device_message(&first.organisation_id(), &first.member, &second.device);
    let proof = second.sign_with_event_key(Purpose::NewDevice, &message);
    let device = second.certificate.clone();
    act(house, first, OrganisationRecord::DeviceAdd { member: first.member, device, proof }).await;
    second.member = first.member;
    second.organisation = first.organisation.clone();
    second.log_in(house).await;
    second
}

/// A channel of one person.
pub(crate) async fn channel(house: &House, founder: &mut Actor) -> LogId {
    let policy = ConversationPolicy::channel(Join::Invitation, founder.member);
    conversation(house, founder, &policy).await
}

/// A conversation with its founder alone in it.
pub(crate) async fn conversation(house: &House, founder: &mut Actor, policy: &ConversationPolicy) -> LogId {
    founder.sync_organisation(house).await;
    let log = LogId::random(&founder.entropy);
    let bundle = founder.found(log, policy);
    let _: Appended =
        house.post("/v1/conversations", founder.token(), &bundle).await.message().expect("a conversation");
    founder.apply(&bundle.entry);
    log
}

/// Posts a commit.
pub(crate) async fn post_commit(
    house: &House,
    actor: &Actor,
    log: &LogId,
    bundle: &CommitBundle,
) -> Result<u64, verband_protocol::wire::Problem> {
    let answer = house.post(&format!("/v1/conversations/{log}/commits"), actor.token(), bundle).await;
    answer.message::<Appended>().map(|appended| appended.seq)
}

/// Commits and follows the own commit.
pub(crate) async fn change(house: &House, actor: &mut Actor, log: &LogId, change: Change) {
    actor.sync(house, log).await;
    let bundle = actor.commit(log, change);
    post_commit(house, actor, log, &bundle).await.expect("a commit");
    actor.apply(&bundle.entry);
}

/// Adds a device to a conversation; it joins.
pub(crate) async fn add(house: &House, actor: &mut Actor, log: &LogId, newcomer: &mut Actor) {
    let package = newcomer.key_package(house.clock.now_ms(), false);
    change(house, actor, log, Change { add: vec![(newcomer.leaf(), package)], ..Change::default() }).await;
    join(house, newcomer, log, actor).await;
}

/// Joins by the welcome that waits, with the state of somebody who is in.
pub(crate) async fn join(house: &House, newcomer: &mut Actor, log: &LogId, by: &Actor) {
    newcomer.sync_organisation(house).await;
    let waiting: Welcomes = house.get("/v1/welcomes", newcomer.token()).await.message().expect("welcomes");
    let welcome = waiting.welcomes.iter().find(|welcome| welcome.log == *log).expect("a welcome");
    newcomer.join(welcome, by.conversations[log].state.clone());
    let path = format!("/v1/welcomes/{log}/{}", welcome.epoch);
    let dropped = house.send(axum::http::Method::DELETE, &path, newcomer.token(), Vec::new()).await;
    assert!(dropped.status.is_success());
}

/// Gives key packages.
pub(crate) async fn give_key_packages(house: &House, actor: &Actor, single: usize, last_resort: bool) {
    let now = house.clock.now_ms();
    let packages = KeyPackages {
        packages: (0..single).map(|_| actor.key_package(now, false).into()).collect(),
        last_resort: last_resort.then(|| actor.key_package(now, true).into()),
    };
    let answer = house.post("/v1/key-packages", actor.token(), &packages).await;
    assert!(answer.status.is_success(), "{}", answer.status);
}
