//! Evidence of alarms as a file: who signed that the log has another history, or that there is more of it than the server
//! gave, is told by anybody who has the file and nothing else.

use verband_client::texts::Language;
use verband_client::{AlarmKind, Client, ClientError, Unverified};
use verband_protocol::code::VerificationLink;
use verband_protocol::entry::{Header, Position};
use verband_protocol::evidence::{EvidenceFile, ShownHead, Statement};
use verband_protocol::id::{DeviceId, Hash, LogId, MemberId};
use verband_protocol::sign::Purpose;
use verband_rules::audit::fork;
use verband_rules::evidence::{Case, Doubt, EvidenceFault, Examined, Finding};
use verband_tests::chance::seed;
use verband_tests::device::Device;
use verband_tests::hostile::{Mole, cut, pages};
use verband_tests::world::World;

use super::{ANNA, BERTA};

const CLARA: usize = 2;

/// The file of the newest alarm.
fn file(client: &Client, kind: AlarmKind) -> Vec<u8> {
    let alarms = client.alarms().expect("readable");
    let alarm = alarms.first().expect("an alarm");
    assert_eq!((alarm.kind, alarm.evidence), (kind, true), "{}", alarm.detail);
    client.alarm_evidence(alarm.id).expect("readable").expect("there is some")
}

/// What a file comes to that is whole and has one case.
fn case(file: &[u8]) -> Case {
    let examined = Examined::of(file).expect("it can be read");
    assert_eq!(examined.fault(), None);
    assert!(examined.member.is_some());
    let [case] = &examined.cases[..] else { panic!("{:?}", examined.cases) };
    case.clone()
}

fn signer(device: &Device) -> (DeviceId, MemberId) {
    (device.client().device().expect("unlocked"), device.member())
}

fn link(device: &Device) -> String {
    device.client().verification_code(Language::German).expect("she is in").link
}

async fn refusal(client: &Client, link: &str) -> Unverified {
    match client.verify_person(link).await {
        Err(ClientError::NotVerified(why)) => why,
        other => panic!("{other:?}"),
    }
}

/// Anna, Berta, Clara, Dora: the server was put back to what it was before Anna's last act, and gave Berta and Dora another
/// history of the same length.
async fn two_histories(number: u64) -> World {
    let mut world = World::with_members(seed(number), &["Anna", "Berta", "Clara"]).await;
    let letter = world.invite("Dora", &[]).await.expect("invited");
    world.settle().await;
    let backup = world.back_up();
    let anna = world.devices[ANNA].client();
    anna.define_team(None, "Station 3").await.expect("defined");
    anna.define_team(None, "Station 4").await.expect("defined");
    anna.set_notice("Eins", "").await.expect("published");
    world.restore(&backup);
    let mut dora = Device::new("Dora", world.seed, &world.clock, &world.socket);
    dora.enrol(&letter).await.expect("enrolled");
    world.devices[BERTA].client().sync().await.expect("online");
    world.devices.push(dora);
    world
}

#[tokio::test(start_paused = true)]
async fn two_histories_found_face_to_face_are_proven_by_what_both_devices_signed() {
    let world = two_histories(350).await;
    let (anna, berta) = (world.devices[ANNA].client(), world.devices[BERTA].client());
    assert_eq!(refusal(anna, &link(&world.devices[BERTA])).await, Unverified::Fork);
    let hers = file(anna, AlarmKind::Fork);
    let found = case(&hers);
    let Ok(Finding::Fork { by, named }) = found.found else { panic!("{found:?}") };
    assert_eq!(by, Some(signer(&world.devices[BERTA])));
    assert_eq!(named, Mole::of(&world.devices[BERTA], world.seed).organisation().position());
    assert!(found.follows && found.known.seq == named.seq && found.known.head != named.head);
    // The other one has her half after she looks at the first, and both tell where it began.
    assert_eq!(refusal(berta, &link(&world.devices[ANNA])).await, Unverified::Withheld);
    let other = case(&file(berta, AlarmKind::Omission));
    assert!(
        matches!(other.found, Ok(Finding::Withheld { by, since: false, .. }) if by == Some(signer(&world.devices[ANNA])))
    );
    let log = |file: &[u8]| EvidenceFile::read(file).expect("evidence").organisation().to_vec();
    let parted = fork(&log(&hers), &log(&file(berta, AlarmKind::Omission))).expect("both are whole");
    assert!(parted.is_some_and(|seq| seq <= named.seq));

    // Who came in by the other history alone raises the alarm as well, but nobody here can check her signature.
    assert_eq!(refusal(anna, &link(&world.devices[3])).await, Unverified::Fork);
    assert_eq!(case(&file(anna, AlarmKind::Fork)).found, Err(Doubt::Signature));
    // All of it in one file, oldest first.
    let all = Examined::of(&anna.evidence().expect("readable").expect("there is some")).expect("it can be read");
    assert_eq!((all.fault(), all.cases.len()), (None, 2));
    assert!(all.cases[0].found.is_ok() && all.cases[1].found.is_err());
}

#[tokio::test(start_paused = true)]
async fn what_was_withheld_is_shown_by_whoever_had_it_and_told_from_what_was_given_since() {
    let world = World::with_members(seed(351), &["Anna", "Berta"]).await;
    let (anna, berta) = (world.devices[ANNA].client(), world.devices[BERTA].client());
    let mole = Mole::of(&world.devices[ANNA], world.seed);
    let last = mole.organisation().position();
    world.devices[BERTA].line.set_tamper(Some(cut(&mole.organisation, last.seq + 1)));
    anna.set_notice("Eins", "").await.expect("published");
    assert_eq!(refusal(berta, &link(&world.devices[ANNA])).await, Unverified::Withheld);
    let named = mole.organisation().position();
    let found = case(&file(berta, AlarmKind::Omission));
    let due = |since| Ok(Finding::Withheld { by: Some(signer(&world.devices[ANNA])), named, since });
    assert_eq!((found.known, found.follows, found.found), (last, true, due(false)));
    world.devices[BERTA].line.set_tamper(None);
    berta.sync().await.expect("online");
    assert_eq!(case(&file(berta, AlarmKind::Omission)).found, due(true));
    berta.verify_person(&link(&world.devices[ANNA])).await.expect("both know the same now");
}

#[tokio::test(start_paused = true)]
async fn an_entry_shows_that_the_organisation_log_it_builds_on_was_withheld() {
    let mut world = World::with_members(seed(352), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[BERTA, CLARA]).await;
    let (anna, berta) = (world.devices[ANNA].client(), world.devices[BERTA].client());
    let mole = Mole::of(&world.devices[ANNA], world.seed);
    let known = mole.organisation().position();
    world.devices[BERTA].line.set_tamper(Some(cut(&mole.organisation, known.seq + 1)));
    anna.revoke_member(world.devices[CLARA].member()).await.expect("revoked");
    anna.send_text(&log, "ohne Clara").expect("written");
    anna.sync().await.expect("sent");
    let _ = berta.sync().await;
    let evidence = file(berta, AlarmKind::Omission);
    let found = case(&evidence);
    assert_eq!((found.log, found.known, found.follows), (mole.organisation, known, true));
    let Ok(Finding::Withheld { by, named, since: false }) = found.found else { panic!("{found:?}") };
    assert_eq!(by, Some(signer(&world.devices[ANNA])));
    assert_eq!(mole.organisation().head_at(named.seq), Some(named.head));
    whole_or_nothing(&evidence);
    // Somebody else cannot pass it off as hers.
    let read = EvidenceFile::read(&evidence).expect("evidence");
    let clara = Mole::of(&world.devices[CLARA], world.seed);
    let statement = read.statement().expect("a statement");
    let file = |statement: &Statement, by: &Mole| {
        EvidenceFile::sign(statement, &by.keys.event, read.organisation().to_vec()).to_bytes()
    };
    assert_eq!(
        Examined::of(&file(&statement, &clara)).expect("it can be read").fault(),
        Some(EvidenceFault::Statement)
    );
    // Nor can she make up what somebody else signed, or leave out the end of the log.
    let berta = Mole::of(&world.devices[BERTA], world.seed);
    let mut lie = statement.clone();
    let against = lie.cases[0].against.as_mut().expect("the entry");
    against.header =
        Header { sent_at: 1, ..against.read().expect("an entry") }.sign(None, Purpose::Event, &berta.keys.event).header;
    assert_eq!(case(&file(&lie, &berta)).found, Err(Doubt::Signature));
    let other_end = Statement { organisation: Position::START, ..statement };
    assert_eq!(Examined::of(&file(&other_end, &berta)).expect("it can be read").fault(), Some(EvidenceFault::End));
}

/// No bit of the file can be changed without a fault.
fn whole_or_nothing(file: &[u8]) {
    for at in (0..file.len()).step_by(7).chain(file.len() - 64..file.len()) {
        let mut changed = file.to_vec();
        changed[at] ^= 1 << (at % 8);
        assert!(Examined::of(&changed).map_or(true, |examined| examined.fault().is_some()), "byte {at}");
        assert!(Examined::of(&file[..at]).map_or(true, |examined| examined.fault().is_some()), "cut at {at}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_entry_shows_that_what_it_builds_on_was_cut_out_of_its_conversation() {
    let mut world = World::with_members(seed(353), &["Anna", "Berta", "Clara"]).await;
    let log: LogId = world.channel("Wundteam", &[BERTA, CLARA]).await;
    let known = Mole::of(&world.devices[BERTA], world.seed).state(&log).position;
    let missing = known.seq + 1;
    let hide = pages(&log, move |page| page.entries.retain(|placed| placed.seq != missing));
    world.devices[BERTA].line.set_tamper(Some(hide));
    let anna = world.devices[ANNA].client();
    anna.remove_members(&log, &[world.devices[CLARA].member()]).await.expect("removed");
    anna.send_text(&log, "ohne Clara").expect("written");
    anna.sync().await.expect("sent");
    let berta = world.devices[BERTA].client();
    let _ = berta.sync().await;
    let found = case(&file(berta, AlarmKind::Omission));
    let Ok(Finding::Withheld { by, named, since: false }) = found.found else { panic!("{found:?}") };
    assert_eq!((found.log, found.known, named.seq), (log, known, missing));
    assert_eq!(by, Some(signer(&world.devices[ANNA])));
    assert!(found.follows, "whoever signed the last entry that is here saw all before it");
}

#[tokio::test(start_paused = true)]
async fn a_code_that_her_device_did_not_sign_verifies_nobody_and_proves_nothing() {
    let world = World::with_members(seed(354), &["Anna", "Berta", "Clara"]).await;
    let berta = world.devices[BERTA].client();
    let clara = Mole::of(&world.devices[CLARA], world.seed);
    let honest = VerificationLink::parse(&link(&world.devices[ANNA])).expect("as shown");
    // Clara shows a code in Anna's name: she has no key of Anna's.
    let position = honest.shown.position;
    let anna = honest.shown.member;
    let signed = |member, position| ShownHead::sign(&clara.organisation, member, position, &clara.keys.event);
    let forged = VerificationLink { shown: signed(anna, position), ..honest }.text();
    assert_eq!(refusal(berta, &forged).await, Unverified::Outdated);
    assert!(berta.alarms().expect("readable").is_empty());
    let lie = Position { head: Hash([3; 32]), ..position };
    let forged = VerificationLink { shown: signed(anna, lie), ..honest }.text();
    assert_eq!(refusal(berta, &forged).await, Unverified::Fork);
    assert_eq!(case(&file(berta, AlarmKind::Fork)).found, Err(Doubt::Signature));
    // In her own name she lies with her own signature, and it is she who stands against the log.
    let lie = Position { head: Hash([4; 32]), ..position };
    let lied = VerificationLink { shown: signed(clara.member, lie), ..honest }.text();
    assert_eq!(refusal(berta, &lied).await, Unverified::Fork);
    let found = case(&file(berta, AlarmKind::Fork));
    assert_eq!(found.found, Ok(Finding::Fork { by: Some((clara.device(), clara.member)), named: lie }));
}
