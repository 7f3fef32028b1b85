//! P5: nobody is anybody whom the organisation log does not make so. Ghost devices, ghost members and ghost
//! administrators, made by the server or by a member, get nothing in and nobody to write to them.

use openmls::prelude::tls_codec::{Deserialize as _, Serialize as _};
use openmls::prelude::{KeyPackage, MlsGroup, MlsMessageBodyIn, MlsMessageIn, MlsMessageOut, ProtocolVersion};
use openmls_rust_crypto::{OpenMlsRustCrypto, RustCrypto};
use openmls_traits::OpenMlsProvider;
use verband_client::AlarmKind;
use verband_client::ClientError;
use verband_groups::Identity;
use verband_protocol::cbor;
use verband_protocol::code::{InvitationLink, InvitationSecrets};
use verband_protocol::entry::{Header, Position, SignedEntry};
use verband_protocol::id::{DeviceId, EventId, LogId};
use verband_protocol::organisation::{OrganisationRecord, claim_message, device_message};
use verband_protocol::port::Clock;
use verband_protocol::sign::{Purpose, SecretKey};
use verband_protocol::wire::{TakenKeyPackages, Welcome, Welcomes};
use verband_rules::Refusal;
use verband_tests::chance::seed;
use verband_tests::device::Device;
use verband_tests::hostile::{Ghost, Mole, answers, cut, insert, pages};
use verband_tests::invariants::{contains, texts};
use verband_tests::network::Tamper;
use verband_tests::world::World;

const ANNA: usize = 0;
const BERTA: usize = 1;
const CLARA: usize = 2;

/// Anna administers and moderates; Berta is the victim, Clara is hostile, and so is the server.
async fn channel(number: u64) -> (World, LogId, Mole) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[BERTA, CLARA]).await;
    let clara = Mole::of(&world.devices[CLARA], world.seed);
    (world, log, clara)
}

/// Gives Berta these entries right before the next thing that she writes.
async fn deliver(world: &World, log: &LogId, at: u64, entries: Vec<SignedEntry>) {
    let berta = &world.devices[BERTA];
    berta.line.set_tamper(Some(insert(log, at, entries)));
    berta.client().send_text(log, "danach").expect("written");
    let _ = berta.client().sync().await;
    let _ = berta.client().sync().await;
}

fn alarms(world: &World, device: usize) -> Vec<(AlarmKind, String)> {
    let mut rows = world.devices[device].client().alarms().expect("readable");
    rows.reverse();
    rows.into_iter().map(|alarm| (alarm.kind, alarm.detail)).collect()
}

/// The alarms of a device, in order, are these.
fn alarmed(world: &World, device: usize, expected: &[(AlarmKind, &str)]) {
    let alarms = alarms(world, device);
    let fits = alarms.len() == expected.len()
        && alarms.iter().zip(expected).all(|(found, due)| found.0 == due.0 && found.1.contains(due.1));
    assert!(fits, "{alarms:?}, not {expected:?}");
}

fn shown(world: &World, device: usize, log: &LogId) -> Vec<String> {
    texts(&world.devices[device], log).into_iter().map(|(_, text)| text).collect()
}

/// The header of a ghost on top of what a member knows.
fn haunted(mole: &Mole, log: &LogId, author: DeviceId) -> Header {
    Header { author, counter: 1, event: EventId::random(&mole.chance), ..mole.header(log) }
}

/// Seals and signs as the ghost does; how she came by the key of the conversation does not matter.
fn written(mole: &Mole, header: Header, key: &SecretKey) -> SignedEntry {
    let entry = mole.text(header.clone(), "Buh!");
    header.sign(entry.body().map(<[u8]>::to_vec), Purpose::Event, key)
}

#[tokio::test(start_paused = true)]
async fn events_by_ghosts_are_not_shown() {
    let (mut world, log, clara) = channel(100).await;
    let position = clara.state(&log).position.seq;
    let ghost = Ghost::new(&clara.chance);
    let berta = world.devices[BERTA].client().device().expect("unlocked");
    // Another organisation on the same server, with members of its own.
    world.found("Fremd").await.expect("founded");
    let foreigner = Mole::of(world.devices.last().expect("just founded"), world.seed);
    let unknown = written(&clara, haunted(&clara, &log, ghost.id()), &ghost.event);
    let forged = written(&clara, haunted(&clara, &log, berta), &ghost.event);
    let foreign = written(&clara, haunted(&clara, &log, foreigner.device()), &foreigner.keys.event);
    // Signed by a member, but for another log.
    let elsewhere = clara.sign(Header { log: LogId([3; 32]), ..clara.header(&log) }, Some(vec![0; 300]));
    let entries = vec![unknown, forged, foreign, elsewhere];
    deliver(&world, &log, position + 1, entries).await;
    let nobody = Refusal::NotActive.to_string();
    alarmed(
        &world,
        BERTA,
        &[
            (AlarmKind::Ghost, &nobody),
            (AlarmKind::Ghost, "the signature is not valid"),
            (AlarmKind::Ghost, &nobody),
            (AlarmKind::Refused, &Refusal::OtherLog.to_string()),
        ],
    );
    assert_eq!(shown(&world, BERTA, &log), ["danach"]);
}

#[tokio::test(start_paused = true)]
async fn a_member_of_the_organisation_does_not_write_where_she_is_not_in() {
    let mut world = World::with_members(seed(101), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[BERTA]).await;
    let clara = Mole::of(&world.devices[CLARA], world.seed);
    // Anna's program leaks the key, so that what Clara writes would open.
    let anna = Mole::of(&world.devices[ANNA], world.seed);
    let entry = written(&anna, haunted(&anna, &log, clara.device()), &clara.keys.event);
    deliver(&world, &log, anna.state(&log).position.seq + 1, vec![entry]).await;
    alarmed(&world, BERTA, &[(AlarmKind::Ghost, &Refusal::NotInRoster.to_string())]);
    assert_eq!(shown(&world, BERTA, &log), ["danach"]);
}

/// An entry of the organisation log by a device that nobody certified.
fn by_ghost(mole: &Mole, ghost: &Ghost, record: OrganisationRecord) -> SignedEntry {
    let header = Header { author: ghost.id(), counter: 1, ..mole.organisation_header(record) };
    header.sign(None, Purpose::Event, &ghost.event)
}

#[tokio::test(start_paused = true)]
async fn ghost_devices_and_administrators_in_the_organisation_log() {
    let (world, log, clara) = channel(102).await;
    let anna = world.devices[ANNA].member();
    let ghost = Ghost::new(&clara.chance);
    let organisation = clara.organisation;
    let message = device_message(&organisation, &anna, &ghost.id());
    let add = |proof| OrganisationRecord::DeviceAdd { member: anna, device: ghost.certificate.clone(), proof };
    let with_proof = add(ghost.event.sign(Purpose::NewDevice, &message));
    let recovery = add(ghost.event.sign(Purpose::Recovery, &message));
    let own = {
        // Clara takes a device in that did not agree to be hers.
        let message = device_message(&organisation, &clara.member, &ghost.id());
        let proof = clara.keys.event.sign(Purpose::NewDevice, &message);
        OrganisationRecord::DeviceAdd { member: clara.member, device: ghost.certificate.clone(), proof }
    };
    let grant = OrganisationRecord::AdminGrant(clara.member);
    let by_root = |record| {
        let header = Header { author: DeviceId::ROOT, counter: 1, ..clara.organisation_header(record) };
        header.sign(None, Purpose::Root, &ghost.event)
    };
    // Each stands on top of what is there, hence alone: what comes first is refused and takes a place.
    let attempts = [
        (by_ghost(&clara, &ghost, with_proof.clone()), Refusal::NotAllowed.to_string()),
        (by_ghost(&clara, &ghost, recovery), Refusal::NotAllowed.to_string()),
        (clara.sign(clara.organisation_header(with_proof), None), Refusal::NotAllowed.to_string()),
        (clara.sign(clara.organisation_header(own), None), "the signature is not valid".to_owned()),
        (clara.sign(clara.organisation_header(grant.clone()), None), Refusal::NotAllowed.to_string()),
        (by_root(grant.clone()), "the signature is not valid".to_owned()),
        (by_ghost(&clara, &ghost, grant), Refusal::NotActive.to_string()),
    ];
    let at = clara.organisation().position().seq + 1;
    let (entries, refusals): (Vec<SignedEntry>, Vec<String>) = attempts.into_iter().unzip();
    // The server hides nothing: it only adds.
    world.devices[BERTA].line.set_tamper(Some(insert(&organisation, at, entries)));
    world.devices[BERTA].client().sync().await.expect("received");
    let expected: Vec<_> = refusals.iter().map(|refusal| (AlarmKind::Refused, refusal.as_str())).collect();
    alarmed(&world, BERTA, &expected);
    let berta = world.devices[BERTA].client();
    assert!(berta.devices().expect("readable").iter().all(|device| device.id != ghost.id()));
    let admins = berta.members().expect("readable").into_iter().filter(|member| member.admin);
    assert_eq!(admins.map(|member| member.id).collect::<Vec<_>>(), [anna]);
    // And what the ghost writes is not shown. Berta's own log goes on by itself, so that the server cannot write.
    let entry = written(&clara, haunted(&clara, &log, ghost.id()), &ghost.event);
    let trick = insert(&log, clara.state(&log).position.seq + 1, vec![entry]);
    berta_reads(&world, &log, trick).await;
    assert_eq!(alarms(&world, BERTA).last().expect("there is one").0, AlarmKind::Ghost);
    assert!(shown(&world, BERTA, &log).iter().all(|text| text != "Buh!"));
}

async fn berta_reads(world: &World, log: &LogId, trick: Tamper) {
    world.devices[BERTA].line.set_tamper(Some(trick));
    world.devices[ANNA].client().send_text(log, "von Anna").expect("written");
    world.devices[ANNA].client().sync().await.expect("sent");
    let _ = world.devices[BERTA].client().sync().await;
}

#[tokio::test(start_paused = true)]
async fn an_invitation_is_claimed_once() {
    let (mut world, _, clara) = channel(103).await;
    let link = world.invite("Dora", &[]).await.expect("invited");
    let secrets = InvitationSecrets::stretch(&InvitationLink::parse(&link).expect("as printed").code);
    let mut dora = Device::new("Dora", world.seed, &world.clock, &world.socket);
    dora.enrol(&link).await.expect("she enrols");
    world.devices.push(dora);
    world.settle().await;
    // Somebody saw the letter; the server plays along.
    let ghost = Ghost::new(&clara.chance);
    let claim = |key: &SecretKey| {
        let message = claim_message(&clara.organisation, &secrets.id, &ghost.id());
        let proof = key.sign(Purpose::Claim, &message);
        let device = ghost.certificate.clone();
        OrganisationRecord::Claim { invitation: secrets.id, device, proof }
    };
    let again = by_ghost(&clara, &ghost, claim(&secrets.key));
    let at = clara.organisation().position().seq + 1;
    world.devices[BERTA].line.set_tamper(Some(insert(&clara.organisation, at, vec![again])));
    world.devices[BERTA].client().sync().await.expect("received");
    alarmed(&world, BERTA, &[(AlarmKind::Refused, &Refusal::Invitation.to_string())]);
    assert_eq!(world.devices[BERTA].client().members().expect("readable").len(), 4);
}

#[tokio::test(start_paused = true)]
async fn an_invitation_is_claimed_by_whoever_has_the_code() {
    let (world, _, clara) = channel(104).await;
    let link = world.invite("Dora", &[]).await.expect("invited");
    let secrets = InvitationSecrets::stretch(&InvitationLink::parse(&link).expect("as printed").code);
    world.devices[BERTA].client().sync().await.expect("received");
    world.devices[CLARA].client().sync().await.expect("received");
    // The server knows the invitation, but not the code, and signs with what it has.
    let ghost = Ghost::new(&clara.chance);
    let message = claim_message(&clara.organisation, &secrets.id, &ghost.id());
    let proof = ghost.event.sign(Purpose::Claim, &message);
    let device = ghost.certificate.clone();
    let record = OrganisationRecord::Claim { invitation: secrets.id, device, proof };
    let claim = by_ghost(&clara, &ghost, record);
    let at = clara.organisation().position().seq + 1;
    world.devices[BERTA].line.set_tamper(Some(insert(&clara.organisation, at, vec![claim])));
    world.devices[BERTA].client().sync().await.expect("received");
    alarmed(&world, BERTA, &[(AlarmKind::Refused, "the signature is not valid")]);
    assert_eq!(world.devices[BERTA].client().members().expect("readable").len(), 3);
}

pub(crate) fn package(bytes: &[u8]) -> KeyPackage {
    let message = MlsMessageIn::tls_deserialize_exact(bytes).expect("a message");
    let MlsMessageBodyIn::KeyPackage(package) = message.extract() else { panic!("no key package") };
    package.validate(&RustCrypto::default(), ProtocolVersion::Mls10).expect("valid")
}

#[tokio::test(start_paused = true)]
async fn a_welcome_by_a_ghost_leads_nowhere() {
    let mut world = World::with_members(seed(105), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[CLARA]).await;
    let policy = Mole::of(&world.devices[ANNA], world.seed).state(&log).policy.expect("members know it");
    let berta = Mole::of(&world.devices[BERTA], world.seed);
    // A group of the same name, in which the server alone waits for her.
    let ghost = Ghost::new(&berta.chance);
    let memory = OpenMlsRustCrypto::default();
    let honest = package(&berta.key_package(world.clock.now_ms()));
    let (welcome, tree) = haunted_group(&ghost, &memory, &log, &policy, honest);
    world.devices[BERTA].line.set_tamper(Some(answers::<Welcomes>("/v1/welcomes".to_owned(), move |answer| {
        for waiting in &mut answer.welcomes {
            waiting.epoch = 1;
            waiting.welcome = welcome.clone().into();
            waiting.tree = tree.clone().into();
        }
    })));
    world.devices[ANNA].client().add_members(&log, &[berta.member]).await.expect("added");
    let _ = world.devices[BERTA].client().sync().await;
    alarmed(&world, BERTA, &[(AlarmKind::Ghost, "not what the organisation certified")]);
    assert!(world.devices[BERTA].client().conversation(&log).is_err());
}

#[tokio::test(start_paused = true)]
async fn a_welcome_to_a_group_that_a_member_made_up_gives_way_to_the_true_one() {
    let mut world = World::with_members(seed(112), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[CLARA]).await;
    let clara = Mole::of(&world.devices[CLARA], world.seed);
    let policy = clara.state(&log).policy.expect("members know it");
    let berta = Mole::of(&world.devices[BERTA], world.seed);
    let memory = OpenMlsRustCrypto::default();
    let honest = package(&berta.key_package(world.clock.now_ms()));
    let (welcome, tree) = haunted_group(&clara.keys, &memory, &log, &policy, honest);
    let made_up = Welcome { log, epoch: 1, welcome: welcome.into(), tree: tree.into() };
    let alone = made_up.clone();
    world.devices[BERTA].line.set_tamper(Some(answers::<Welcomes>("/v1/welcomes".to_owned(), move |answer| {
        answer.welcomes = vec![alone.clone()];
    })));
    world.devices[ANNA].client().add_members(&log, &[berta.member]).await.expect("added");
    world.devices[BERTA].client().sync().await.expect("received");
    assert!(world.devices[BERTA].client().conversation(&log).is_err(), "no commit of the log leads there");
    world.devices[BERTA].line.set_tamper(Some(answers::<Welcomes>("/v1/welcomes".to_owned(), move |answer| {
        answer.welcomes.insert(0, made_up.clone());
        answer.welcomes.push(made_up.clone());
    })));
    world.devices[BERTA].client().sync().await.expect("received");
    assert_eq!(world.devices[BERTA].client().conversation(&log).expect("she is in").title, "Wundteam");
}

/// A group that a ghost founds with the id of a conversation: the welcome for one device, and the tree.
pub(crate) fn haunted_group(
    ghost: &Ghost,
    memory: &OpenMlsRustCrypto,
    log: &LogId,
    policy: &verband_protocol::policy::ConversationPolicy,
    victim: KeyPackage,
) -> (Vec<u8>, Vec<u8>) {
    use openmls::prelude::{BasicCredential, CredentialWithKey, Extension, GroupId, UnknownExtension};
    let identity = ghost.identity();
    let credential = CredentialWithKey {
        credential: BasicCredential::new(ghost.id().0.to_vec()).into(),
        signature_key: ghost.mls.public().0.to_vec().into(),
    };
    let mut group = MlsGroup::builder()
        .with_group_id(GroupId::from_slice(log.as_bytes()))
        .with_capabilities(victim.leaf_node().capabilities().clone())
        .with_group_context_extensions(verband_tests::hostile::context(policy))
        .build(memory, &identity, credential)
        .expect("a group");
    let position = cbor::encode(&Position::START);
    let position = Extension::Unknown(verband_protocol::policy::POSITION_EXTENSION, UnknownExtension(position));
    let built = group
        .commit_builder()
        .propose_adds([victim])
        .load_psks(memory.storage())
        .expect("there are none")
        .create_group_info(true)
        .create_group_info_with_extensions([position])
        .expect("an extension of our own")
        .build(memory.rand(), memory.crypto(), &identity, |_| true)
        .expect("valid MLS");
    let bundle = built.stage_commit(memory).expect("valid MLS");
    let welcome: MlsMessageOut = bundle.into_messages().1.expect("somebody was added");
    group.merge_pending_commit(memory).expect("valid MLS");
    let tree = group.export_ratchet_tree();
    let bytes = |out: Result<Vec<u8>, _>| -> Vec<u8> {
        out.map_err(|_: openmls::prelude::tls_codec::Error| ()).expect("written")
    };
    (bytes(welcome.tls_serialize_detached()), bytes(tree.tls_serialize_detached()))
}

#[tokio::test(start_paused = true)]
async fn a_key_package_of_a_ghost_is_not_used() {
    let mut world = World::with_members(seed(106), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[BERTA]).await;
    let clara = Mole::of(&world.devices[CLARA], world.seed);
    let berta = Mole::of(&world.devices[BERTA], world.seed);
    let now = world.clock.now_ms();
    // Berta's own package under Clara's name; and one in Clara's name with a key that is not hers.
    let ghost = Identity::new(clara.device(), Ghost::new(&berta.chance).mls);
    let packages = [berta.key_package(now), berta.key_package_of(&ghost, now)];
    let anna = &world.devices[ANNA];
    let before = anna.line.seen().len();
    for other in packages {
        anna.line.set_tamper(Some(answers::<TakenKeyPackages>("/v1/key-packages/take".to_owned(), move |answer| {
            for package in &mut answer.packages {
                package.package = other.clone().into();
            }
        })));
        let refused = anna.client().add_members(&log, &[clara.member]).await;
        assert_eq!(refused.expect_err("no usable key package").code(), "not-found");
        assert!(!anna.client().conversation_members(&log).expect("known").contains(&clara.member));
        // It is not the server that has to refuse it: no commit with it is ever built.
        assert!(!contains(&anna.line.seen()[before..], b"/commits"));
    }
    anna.line.set_tamper(None);
    anna.client().add_members(&log, &[clara.member]).await.expect("added");
}

#[tokio::test(start_paused = true)]
async fn who_was_revoked_does_not_date_her_events_back() {
    let (mut world, log, clara) = channel(107).await;
    let before = clara.header(&log);
    world.devices[ANNA].client().revoke_member(clara.member).await.expect("revoked");
    world.devices[CLARA].switch_off();
    world.settle().await;
    let anna = Mole::of(&world.devices[ANNA], world.seed);
    let now = anna.header(&log);
    // She names the organisation as it was when she belonged to it, and the server gives her the new epoch's key.
    let header =
        Header { author: before.author, counter: before.counter, organisation: before.organisation, ..now.clone() };
    let dated_back = written(&anna, header, &clara.keys.event);
    deliver(&world, &log, anna.state(&log).position.seq + 1, vec![dated_back]).await;
    alarmed(&world, BERTA, &[(AlarmKind::Ghost, &Refusal::NotActive.to_string())]);
    assert_eq!(shown(&world, BERTA, &log), ["danach"]);
}

#[tokio::test(start_paused = true)]
async fn an_organisation_log_without_the_anchor_of_the_invitation() {
    let (mut world, log, clara) = channel(108).await;
    let anchor = clara.organisation().position().seq;
    let link = world.invite("Dora", &[log]).await.expect("invited");
    let organisation = clara.organisation;
    // As it was before something that Anna knew, and with something else in its place.
    let older = cut(&organisation, anchor);
    let other = pages(&organisation, move |page| {
        if let Some(placed) = page.entries.iter_mut().find(|placed| placed.seq == anchor) {
            placed.entry.signature.0[0] ^= 1;
        }
    });
    for (number, trick) in [older, other].into_iter().enumerate() {
        // One claims and is stopped, the other one's claim never comes through: the first device goes on.
        let mut dora = Device::new(&format!("Dora {number}"), world.seed, &world.clock, &world.socket);
        let link = if number == 0 { link.clone() } else { world.invite("Dora", &[]).await.expect("invited") };
        dora.line.set_tamper(Some(trick));
        assert!(matches!(dora.enrol(&link).await, Err(ClientError::Halted)), "trick {number}");
        dora.switch_on().expect("the profile is there");
        let alarms = dora.client().alarms().expect("readable");
        assert!(alarms.iter().any(|alarm| alarm.kind == AlarmKind::Fork), "{alarms:?}");
        assert!(dora.client().conversations().expect("readable").is_empty());
        world.devices.push(dora);
    }
    // The first one saw nothing wrong, only too little: with the whole log she is in.
    let dora = world.devices.len() - 2;
    world.devices[dora].line.set_tamper(None);
    world.settle().await;
    assert_eq!(world.devices[dora].client().conversation(&log).expect("she is in").title, "Wundteam");
}

#[tokio::test(start_paused = true)]
async fn another_organisation_is_noticed_at_its_first_entry() {
    let (mut world, _, clara) = channel(109).await;
    world.found("Fremd").await.expect("founded");
    let link = world.invite("Dora", &[]).await.expect("invited");
    let mut dora = Device::new("Dora", world.seed, &world.clock, &world.socket);
    // The server puts another genesis before everything.
    let stranger = Mole::of(world.devices.last().expect("just founded"), world.seed);
    let genesis = stranger.entry(&stranger.organisation, 1).expect("every log has a first entry");
    dora.line.set_tamper(Some(pages(&clara.organisation, move |page| {
        if let Some(placed) = page.entries.iter_mut().find(|placed| placed.seq == 1) {
            placed.entry = genesis.clone();
        }
    })));
    assert!(matches!(dora.enrol(&link).await, Err(ClientError::Halted)));
    dora.switch_on().expect("the profile is there");
    world.devices.push(dora);
    alarmed(&world, world.devices.len() - 1, &[(AlarmKind::Fork, "another genesis entry")]);
}

#[tokio::test(start_paused = true)]
async fn a_revocation_that_the_server_hides_is_revealed_by_any_event() {
    let (mut world, log, clara) = channel(110).await;
    let organisation = clara.organisation;
    let revocation = clara.organisation().position().seq + 1;
    world.devices[BERTA].line.set_tamper(Some(cut(&organisation, revocation)));
    world.devices[ANNA].client().revoke_member(clara.member).await.expect("revoked");
    world.devices[CLARA].switch_off();
    world.devices[ANNA].client().send_text(&log, "ohne Clara").expect("written");
    world.devices[ANNA].client().sync().await.expect("sent");
    let _ = world.devices[BERTA].client().sync().await;
    alarmed(&world, BERTA, &[(AlarmKind::Omission, "of the organisation is withheld")]);
    assert!(shown(&world, BERTA, &log).is_empty());
    // What Berta writes waits: nobody knows who would read it.
    writes_in_vain(&mut world, &log).await;
    // The truth heals it.
    world.devices[BERTA].line.set_tamper(None);
    world.settle().await;
    assert_eq!(shown(&world, BERTA, &log), ["ohne Clara", "wer liest das?"]);
    assert_eq!(shown(&world, ANNA, &log), ["ohne Clara", "wer liest das?"]);
    let members = world.devices[BERTA].client().conversation_members(&log).expect("known");
    assert!(!members.contains(&clara.member));
}

/// Berta writes and reads, through a kill: her device seals nothing and commits nothing.
async fn writes_in_vain(world: &mut World, log: &LogId) {
    let berta = &mut world.devices[BERTA];
    berta.client().send_text(log, "wer liest das?").expect("on disk");
    berta.client().mark_read(log).expect("noted");
    berta.kill();
    berta.switch_on().expect("it starts again");
    berta.line.take_asked();
    for _ in 0..3 {
        let _ = berta.client().sync().await;
    }
    let sealed = [format!("/v1/logs/{log}/entries"), format!("/v1/conversations/{log}/")];
    let asked = berta.line.take_asked();
    assert!(
        !asked.is_empty() && asked.iter().all(|path| *path != sealed[0] && !path.starts_with(&sealed[1])),
        "{asked:?}"
    );
    assert_eq!(berta.client().outbox().expect("readable"), (1, 0), "it waits");
}

#[tokio::test(start_paused = true)]
async fn while_a_removal_is_cut_out_of_a_conversation_nothing_is_written_into_it() {
    let (mut world, log, clara) = channel(119).await;
    let removal = clara.state(&log).position.seq + 1;
    world.devices[BERTA]
        .line
        .set_tamper(Some(pages(&log, move |page| page.entries.retain(|placed| placed.seq != removal))));
    let anna = world.devices[ANNA].client().clone();
    anna.remove_members(&log, &[clara.member]).await.expect("removed");
    anna.send_text(&log, "ohne Clara").expect("written");
    anna.sync().await.expect("sent");
    let _ = world.devices[BERTA].client().sync().await;
    alarmed(&world, BERTA, &[(AlarmKind::Omission, &format!("position {removal} is missing"))]);
    writes_in_vain(&mut world, &log).await;
    world.devices[BERTA].line.set_tamper(None);
    world.settle().await;
    assert_eq!(shown(&world, ANNA, &log), ["ohne Clara", "wer liest das?"]);
}

#[tokio::test(start_paused = true)]
async fn an_organisation_log_that_shrinks_is_noticed() {
    let (world, _, clara) = channel(111).await;
    let known = clara.organisation().position().seq;
    world.devices[BERTA].line.set_tamper(Some(cut(&clara.organisation, known)));
    for _ in 0..2 {
        let _ = world.devices[BERTA].client().sync().await;
    }
    // It is told once.
    alarmed(&world, BERTA, &[(AlarmKind::Omission, &format!("the server has {} of {known} entries", known - 1))]);
}
