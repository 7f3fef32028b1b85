//! P3: nobody reads a closed chat who was not in it at its start, even if one of its people lets her in: everybody
//! else refuses. And nobody changes what newcomers may read, but as the rules say.

use openmls::prelude::tls_codec::Deserialize as _;
use openmls::prelude::{KeyPackage, MlsMessageBodyIn, MlsMessageIn, ProtocolVersion};
use openmls_rust_crypto::RustCrypto;
use verband_client::AlarmKind;
use verband_groups::Change;
use verband_protocol::entry::SignedEntry;
use verband_protocol::id::LogId;
use verband_protocol::policy::{ConversationKind, ConversationPolicy, History, Leaf};
use verband_protocol::port::Clock;
use verband_rules::Refusal;
use verband_tests::chance::seed;
use verband_tests::hostile::{Mole, RawCommit, context, insert, text_plain};
use verband_tests::invariants::texts;
use verband_tests::world::World;

const ANNA: usize = 0;
const BERTA: usize = 1;
const DORA: usize = 2;
const CLARA: usize = 3;

/// Anna, Berta and Dora chat; Clara is not in it, Berta is hostile and so is the server.
async fn chat(number: u64) -> (World, LogId, Mole, Mole) {
    let world = World::with_members(seed(number), &["Anna", "Berta", "Dora", "Clara"]).await;
    let people = [world.devices[BERTA].member(), world.devices[DORA].member()];
    let log = world.devices[ANNA].client().create_chat(&people).expect("a chat");
    world.settle().await;
    world.devices[BERTA].client().send_text(&log, "nur wir").expect("written");
    world.settle().await;
    let berta = Mole::of(&world.devices[BERTA], world.seed);
    let clara = Mole::of(&world.devices[CLARA], world.seed);
    (world, log, berta, clara)
}

/// Gives these entries to Anna and Dora, right before the next thing that Dora writes.
async fn deliver(world: &World, log: &LogId, at: u64, entries: Vec<SignedEntry>) {
    for device in [ANNA, DORA] {
        world.devices[device].line.set_tamper(Some(insert(log, at, entries.clone())));
    }
    world.devices[DORA].client().send_text(log, "danach").expect("written");
    for device in [DORA, ANNA] {
        let _ = world.devices[device].client().sync().await;
    }
}

/// The newest alarm of a device: its kind and what it says.
fn alarms(world: &World, device: usize) -> Vec<(AlarmKind, String)> {
    let rows = world.devices[device].client().alarms().expect("readable");
    rows.into_iter().map(|alarm| (alarm.kind, alarm.detail)).collect()
}

fn halted(world: &World, device: usize, log: &LogId, refusal: &Refusal) {
    let alarms = alarms(world, device);
    assert_eq!(alarms, [(AlarmKind::Commit, refusal.to_string())], "device {device}");
    let row = world.devices[device].client().conversation(log).expect("listed");
    assert!(row.halted && !row.writable, "device {device}");
}

fn refused(world: &World, device: usize, log: &LogId, refusals: &[Refusal]) {
    let alarms = alarms(world, device);
    assert_eq!(alarms.len(), refusals.len(), "device {device}: {alarms:?}");
    for ((_, detail), refusal) in alarms.iter().rev().zip(refusals) {
        assert!(detail.ends_with(&refusal.to_string()), "device {device}: {detail}, not {refusal}");
    }
    assert!(!world.devices[device].client().conversation(log).expect("listed").halted);
}

fn package(world: &World, of: &Mole) -> KeyPackage {
    let bytes = of.key_package(world.clock.now_ms());
    let message = MlsMessageIn::tls_deserialize_exact(&bytes).expect("a message");
    let MlsMessageBodyIn::KeyPackage(package) = message.extract() else { panic!("no key package") };
    package.validate(&RustCrypto::default(), ProtocolVersion::Mls10).expect("valid")
}

fn shown(world: &World, device: usize, log: &LogId) -> Vec<String> {
    texts(&world.devices[device], log).into_iter().map(|(_, text)| text).collect()
}

/// What the stranger writes after the commit that let her in.
fn written_by_stranger(clara: &Mole, berta: &Mole, log: &LogId, epoch: u64) -> SignedEntry {
    let state = berta.state(log);
    let header = verband_protocol::entry::Header {
        epoch,
        author: clara.device(),
        counter: 1,
        event: verband_protocol::id::EventId::random(&clara.chance),
        seen: state.position,
        ..berta.header(log)
    };
    let key = verband_groups::event_key(&berta.archive(log, state.epoch));
    let plain = text_plain("ich bin jetzt auch hier");
    let body = verband_protocol::seal::seal(&key, &header.seal_context(), &plain, &clara.chance);
    clara.sign(header, Some(body))
}

#[tokio::test(start_paused = true)]
async fn a_stranger_who_is_let_into_a_closed_chat_openly() {
    let (world, log, berta, clara) = chat(90).await;
    let stranger = Leaf { device: clara.device(), member: clara.member };
    let state = berta.state(&log);
    let body = berta.mls_commit(&log, |raw| raw.propose_adds([package(&world, &clara)]));
    let record = berta.record(&log, &[stranger], &[], state.policy_hash);
    let commit = berta.commit(&log, record, body);
    let events = [state.epoch + 1, state.epoch].map(|epoch| written_by_stranger(&clara, &berta, &log, epoch));
    let [later, now] = events;
    deliver(&world, &log, state.position.seq + 1, vec![commit, later, now]).await;
    let epoch = Refusal::Epoch { expected: state.epoch, got: state.epoch + 1 };
    for device in [ANNA, DORA] {
        // It has no effect, and the chat goes on without her.
        refused(&world, device, &log, &[Refusal::Closed, epoch.clone(), Refusal::NotInRoster]);
        assert_eq!(shown(&world, device, &log), ["nur wir", "danach"]);
        let members = world.devices[device].client().conversation_members(&log).expect("known");
        assert!(!members.contains(&clara.member));
    }
}

#[tokio::test(start_paused = true)]
async fn a_stranger_who_is_let_into_a_closed_chat_secretly() {
    let (world, log, berta, clara) = chat(91).await;
    let state = berta.state(&log);
    // The record says that nobody came.
    let body = berta.mls_commit(&log, |raw| raw.propose_adds([package(&world, &clara)]));
    let commit = berta.commit(&log, berta.record(&log, &[], &[], state.policy_hash), body);
    let event = written_by_stranger(&clara, &berta, &log, state.epoch + 1);
    deliver(&world, &log, state.position.seq + 1, vec![commit, event]).await;
    for device in [ANNA, DORA] {
        halted(&world, device, &log, &Refusal::Closed);
        assert_eq!(shown(&world, device, &log), ["nur wir"]);
        // Nothing is written any more for whoever may be there.
        let client = world.devices[device].client();
        let _ = client.send_text(&log, "für niemanden");
        let _ = client.sync().await;
        assert_eq!(berta.state(&log).epoch, state.epoch);
    }
}

#[tokio::test(start_paused = true)]
async fn a_stranger_who_comes_as_a_device_of_somebody_else() {
    let (world, log, berta, clara) = chat(92).await;
    let state = berta.state(&log);
    let disguised = Leaf { device: clara.device(), member: berta.member };
    let body = berta.mls_commit(&log, |raw| raw.propose_adds([package(&world, &clara)]));
    let commit = berta.commit(&log, berta.record(&log, &[disguised], &[], state.policy_hash), body);
    deliver(&world, &log, state.position.seq + 1, vec![commit]).await;
    for device in [ANNA, DORA] {
        refused(&world, device, &log, &[Refusal::UnknownLeaf]);
        assert_eq!(alarms(&world, device)[0].0, AlarmKind::Ghost);
        assert_eq!(shown(&world, device, &log), ["nur wir", "danach"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_closed_chat_is_not_opened() {
    let (world, log, berta, _) = chat(93).await;
    let state = berta.state(&log);
    let old = state.policy.clone().expect("members know it");
    let open =
        ConversationPolicy { kind: ConversationKind::Channel, ..ConversationPolicy::channel(old.join, berta.member) };
    let body = berta.mls_commit(&log, |raw| change_policy(raw, &open));
    // Openly, and with a record that says that nothing changes.
    let openly = berta.commit(&log, berta.record(&log, &[], &[], open.hash()), body.clone());
    let secretly = berta.commit(&log, berta.record(&log, &[], &[], old.hash()), body);
    deliver(&world, &log, state.position.seq + 1, vec![openly, secretly]).await;
    for device in [ANNA, DORA] {
        let alarms = alarms(&world, device);
        assert_eq!(alarms.len(), 2, "{alarms:?}");
        assert!(alarms[1].1.ends_with(&Refusal::Policy.to_string()), "{alarms:?}");
        assert_eq!(alarms[0], (AlarmKind::Commit, Refusal::Policy.to_string()));
        assert!(world.devices[device].client().conversation(&log).expect("listed").halted);
    }
}

fn change_policy<'g>(raw: RawCommit<'g>, policy: &ConversationPolicy) -> RawCommit<'g> {
    raw.propose_group_context_extensions(context(policy)).expect("both belong into a group context")
}

/// A channel of Anna, who moderates it, Berta and Dora.
async fn channel(number: u64) -> (World, LogId, [Mole; 2]) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta", "Dora"]).await;
    let log = world.channel("Wundteam", &[BERTA, DORA]).await;
    let moles = [ANNA, BERTA].map(|device| Mole::of(&world.devices[device], world.seed));
    (world, log, moles)
}

#[tokio::test(start_paused = true)]
async fn a_member_without_the_right_does_not_change_what_newcomers_read() {
    let (world, log, [_, berta]) = channel(94).await;
    let state = berta.state(&log);
    let old = state.policy.clone().expect("members know it");
    let new = ConversationPolicy { history: History::FromJoin, ..old.clone() };
    let body = berta.mls_commit(&log, |raw| change_policy(raw, &new));
    let openly = berta.commit(&log, berta.record(&log, &[], &[], new.hash()), body.clone());
    let secretly = berta.commit(&log, berta.record(&log, &[], &[], old.hash()), body);
    deliver(&world, &log, state.position.seq + 1, vec![openly, secretly]).await;
    for device in [ANNA, DORA] {
        let alarms = alarms(&world, device);
        assert!(alarms[1].1.ends_with(&Refusal::NotAllowed.to_string()), "{alarms:?}");
        assert_eq!(alarms[0], (AlarmKind::Commit, Refusal::Policy.to_string()));
        assert_eq!(world.devices[device].client().conversation(&log).expect("listed").history, History::Full);
    }
}

#[tokio::test(start_paused = true)]
async fn not_even_a_moderator_opens_what_was_closed_to_newcomers() {
    let (world, log, [anna, _]) = channel(95).await;
    let old = anna.state(&log).policy.clone().expect("members know it");
    let from_join = ConversationPolicy { history: History::FromJoin, ..old.clone() };
    // Closing it is her right: her honest program sends the commit that waits.
    anna.change(&log, Change { policy: Some(from_join.clone()), ..Change::default() });
    world.settle().await;
    assert_eq!(world.errors.lock().expect("not poisoned").len(), 0);
    let state = anna.state(&log);
    assert_eq!(state.policy, Some(from_join));
    assert_eq!(state.policy_hash, state.policy.clone().expect("known").hash());
    // Opening it again is nobody's.
    let body = anna.mls_commit(&log, |raw| change_policy(raw, &old));
    let commit = anna.commit(&log, anna.record(&log, &[], &[], old.hash()), body);
    world.devices[DORA].line.set_tamper(Some(insert(&log, state.position.seq + 1, vec![commit])));
    world.devices[DORA].client().send_text(&log, "danach").expect("written");
    let _ = world.devices[DORA].client().sync().await;
    halted(&world, DORA, &log, &Refusal::Policy);
}

#[tokio::test(start_paused = true)]
async fn somebody_is_let_into_a_channel_secretly() {
    let mut world = World::with_members(seed(96), &["Anna", "Berta", "Dora", "Clara"]).await;
    let log = world.channel("Wundteam", &[BERTA, DORA]).await;
    let berta = Mole::of(&world.devices[BERTA], world.seed);
    let clara = Mole::of(&world.devices[CLARA], world.seed);
    let state = berta.state(&log);
    let body = berta.mls_commit(&log, |raw| raw.propose_adds([package(&world, &clara)]));
    let commit = berta.commit(&log, berta.record(&log, &[], &[], state.policy_hash), body);
    deliver(&world, &log, state.position.seq + 1, vec![commit]).await;
    for device in [ANNA, DORA] {
        halted(&world, device, &log, &Refusal::Roster);
    }
}
