//! Proof that people can check: the organisation's log as sentences and as a file, and the code that a person shows.

use verband_client::protocol::organisation::Right;
use verband_client::rules::audit::{Audit, Fault, fork};
use verband_client::texts::{Language, words};
use verband_client::{AlarmKind, Client, ClientError, HistoryAct, HistoryRow, Unverified};
use verband_protocol::code::{VerificationLink, fingerprint_bytes};
use verband_protocol::entry::Position;
use verband_protocol::evidence::ShownHead;
use verband_protocol::id::{Hash, MemberId};
use verband_protocol::organisation::OrganisationRecord;
use verband_protocol::port::Entropy;
use verband_rules::Refusal;
use verband_tests::chance::{Seeded, seed};
use verband_tests::device::Device;
use verband_tests::hostile::{Mole, cut, insert, pages};
use verband_tests::world::World;

const ANNA: usize = 0;
const BERTA: usize = 1;
const CLARA: usize = 2;

fn history(client: &Client) -> Vec<HistoryRow> {
    client.organisation_history(None, 1_000).expect("readable")
}

fn sentences(client: &Client, language: Language) -> Vec<String> {
    history(client).iter().rev().map(|row| row.sentence(language)).collect()
}

fn export(client: &Client) -> Vec<u8> {
    let mut file = Vec::new();
    client.export_organisation(&mut file).expect("written");
    file
}

// Sentences -----------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn everybody_reads_who_invited_whom_and_who_became_administrator() {
    let world = World::with_members(seed(600), &["Anna Arndt", "Berta Brandt", "Clara Kaya"]).await;
    let anna = world.devices[ANNA].client();
    let (berta, clara) = (world.devices[BERTA].member(), world.devices[CLARA].member());
    anna.set_admin(berta, true).await.expect("granted");
    let role = anna.define_role(None, "Sekretariat", &[Right::Invite]).await.expect("defined");
    anna.assign_roles(clara, &[role], None).await.expect("assigned");
    let team = anna.define_team(None, "Station 3").await.expect("defined");
    anna.assign_teams(clara, &[team]).await.expect("assigned");
    anna.set_notice("Wir speichern wenig.", "").await.expect("published");
    let lost = anna.invite_again(clara).await.expect("a new letter");
    anna.withdraw_invitations(&[lost.id]).await.expect("withdrawn");
    anna.revoke_member(clara).await.expect("revoked");
    world.settle().await;
    // Berta sees it as Anna does; Clara sees nothing of it any more.
    let german = sentences(world.devices[BERTA].client(), Language::German);
    assert_eq!(german, sentences(anna, Language::German));
    for due in [
        "Die Organisation „Klinikum Musterstadt“ wurde gegründet.",
        "Das Wiederherstellungsblatt hat Anna Arndt in die Administration aufgenommen.",
        "Anna Arndt hat Berta Brandt eingeladen.",
        "Berta Brandt hat sich angemeldet und gehört jetzt zur Organisation.",
        "Anna Arndt hat Berta Brandt in die Administration aufgenommen.",
        "Anna Arndt hat die Rolle „Sekretariat“ festgelegt: Personen einladen.",
        "Anna Arndt hat Clara Kaya diese Rollen gegeben: Sekretariat.",
        "Anna Arndt hat das Team „Station 3“ festgelegt.",
        "Anna Arndt hat Clara Kaya diesen Teams zugeordnet: Station 3.",
        "Anna Arndt hat Fassung 1 der Datenschutzhinweise veröffentlicht.",
        "Anna Arndt hat Clara Kaya einen neuen Brief ausgestellt.",
        "Anna Arndt hat die Einladung für Clara Kaya zurückgezogen.",
        "Anna Arndt hat Clara Kaya aus der Organisation entfernt.",
        "Anna Arndt hat den Schlüssel zum Verzeichnis erneuert.",
    ] {
        assert!(german.iter().any(|sentence| sentence == due), "{due}: {german:#?}");
    }
    let english = sentences(anna, Language::English);
    assert!(english.contains(&"Anna Arndt made Berta Brandt an administrator.".to_owned()), "{english:#?}");
    // It comes in pages, newest first.
    let rows = history(anna);
    let last = rows.len() as u64;
    assert!(rows.iter().map(|row| row.seq).eq((1..=last).rev()));
    let page = anna.organisation_history(Some(4), 2).expect("readable");
    assert_eq!(page.iter().map(|row| row.seq).collect::<Vec<_>>(), [3, 2]);
}

#[tokio::test(start_paused = true)]
async fn a_refused_entry_stands_there_with_its_reason() {
    let world = World::with_members(seed(601), &["Anna", "Berta", "Clara"]).await;
    let clara = Mole::of(&world.devices[CLARA], world.seed);
    let at = clara.organisation().position().seq + 1;
    let grant = clara.sign(clara.organisation_header(OrganisationRecord::AdminGrant(clara.member)), None);
    world.devices[BERTA].line.set_tamper(Some(insert(&clara.organisation, at, vec![grant])));
    world.devices[BERTA].client().sync().await.expect("received");
    let row = history(world.devices[BERTA].client()).remove(0);
    assert_eq!((row.seq, row.act, &row.refusal), (at, HistoryAct::Refused, &Some(Refusal::NotAllowed)));
    assert_eq!(
        row.sentence(Language::German),
        "Ein Eintrag von Clara wurde abgewiesen und hat keine Wirkung. Das Recht dazu fehlte."
    );
}

// The file ------------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn an_exported_log_says_what_the_organisation_is_and_keeps_names_to_itself() {
    let world = World::with_members(seed(602), &["Anna Arndt", "Berta Brandt"]).await;
    let anna = world.devices[ANNA].client();
    let file = export(anna);
    let audit = Audit::of(&file).expect("an export");
    assert_eq!(audit.fault(), None);
    assert_eq!(audit.state.id(), Some(anna.account().expect("unlocked").organisation));
    assert_eq!(audit.state.name(), "Klinikum Musterstadt");
    assert_eq!(audit.state.active_members().count(), 2);
    assert!(!verband_tests::invariants::contains(&file, b"Brandt"), "names stay sealed");
    // Everybody has the same.
    assert_eq!(fork(&file, &export(world.devices[BERTA].client())), Ok(None));
    // One that goes on is no fork.
    anna.set_notice("Wir speichern wenig.", "").await.expect("published");
    assert_eq!(fork(&file, &export(anna)), Ok(None));
    assert_eq!(fork(&export(anna), &file), Ok(None));
}

/// Where each byte of an export belongs: to the beginning of the file (none) or to the entry at a position.
fn places(file: &[u8]) -> Vec<Option<u64>> {
    let mut places = vec![None; 52];
    for seq in 1.. {
        let Some(len) = file.get(places.len()..places.len() + 4) else { break };
        let len = u32::from_be_bytes(len.try_into().expect("four bytes")) as usize;
        places.extend(std::iter::repeat_n(Some(seq), 4 + len));
    }
    assert_eq!(places.len(), file.len());
    places
}

/// Changes one bit, and sees that its place is named.
fn flipped(file: &[u8], places: &[Option<u64>], byte: usize, bit: u8, seed: u64) {
    let mut file = file.to_vec();
    file[byte] ^= 1 << bit;
    let named = Audit::of(&file).map(|audit| audit.fault().map(|fault| fault.position()));
    match places[byte] {
        Some(seq) => assert_eq!(named, Ok(Some(seq)), "SEED={seed}: bit {bit} of byte {byte}"),
        None => assert!(!matches!(named, Ok(None)), "SEED={seed}: bit {bit} of byte {byte}"),
    }
}

#[tokio::test(start_paused = true)]
async fn every_changed_bit_is_named_by_its_position() {
    let seed = seed(603);
    let chance = Seeded::new(seed, "bits");
    let random = |below: usize| {
        let mut bytes = [0; 4];
        chance.fill(&mut bytes);
        u32::from_be_bytes(bytes) as usize % below
    };
    let mut world = World::new(seed);
    world.found("Anna").await.expect("founded");
    let small = export(world.devices[ANNA].client());
    let of_small = places(&small);
    for byte in 0..small.len() {
        flipped(&small, &of_small, byte, u8::try_from(random(8)).expect("small"), seed);
    }
    world.enrol("Berta", &[]).await.expect("enrolled");
    world.settle().await;
    world.devices[ANNA].client().revoke_member(world.devices[BERTA].member()).await.expect("revoked");
    let large = export(world.devices[ANNA].client());
    let of_large = places(&large);
    for _ in 0..400 {
        flipped(&large, &of_large, random(large.len()), u8::try_from(random(8)).expect("small"), seed);
    }
}

#[tokio::test(start_paused = true)]
async fn a_cut_and_an_exchanged_entry_are_named() {
    let world = World::with_members(seed(604), &["Anna", "Berta"]).await;
    let file = export(world.devices[ANNA].client());
    let places = places(&file);
    let last = places.last().copied().flatten().expect("there are entries");
    // Between two entries, and within one.
    let end_of = |seq: u64| places.iter().rposition(|place| *place == Some(seq)).expect("it has bytes") + 1;
    let audit = Audit::of(&file[..end_of(last - 1)]).expect("an export");
    assert_eq!(audit.fault(), Some(Fault::Missing(last)));
    let audit = Audit::of(&file[..end_of(last) - 1]).expect("an export");
    assert_eq!(audit.fault().map(|fault| fault.position()), Some(last));
    // Two entries change places.
    let [first, second, third] = [last - 2, last - 1, last].map(end_of);
    let swapped = [&file[..first], &file[second..third], &file[first..second]].concat();
    assert_eq!(Audit::of(&swapped).expect("an export").fault().map(|fault| fault.position()), Some(last - 1));
    assert_eq!(fork(&file, &swapped), Ok(Some(last - 1)));
}

#[tokio::test(start_paused = true)]
async fn two_exports_show_where_somebody_was_given_another_history() {
    let world = World::with_members(seed(605), &["Anna", "Berta"]).await;
    let organisation = world.devices[ANNA].client().account().expect("unlocked").organisation;
    let parting = Mole::of(&world.devices[ANNA], world.seed).organisation().position().seq + 1;
    // The server keeps Anna's next act from Berta, and Berta's own comes in its place.
    let anna = Mole::of(&world.devices[ANNA], world.seed);
    let hidden = anna.sign(anna.organisation_header(OrganisationRecord::Heartbeat), None);
    world.devices[ANNA].client().set_notice("Eins", "").await.expect("published");
    world.devices[BERTA].line.set_tamper(Some(pages(&organisation, move |page| {
        page.entries.retain(|placed| placed.seq <= parting);
        for placed in page.entries.iter_mut().filter(|placed| placed.seq == parting) {
            placed.entry = hidden.clone();
        }
        page.last = page.last.min(parting);
    })));
    world.devices[BERTA].client().sync().await.expect("received");
    let (annas, bertas) = (export(world.devices[ANNA].client()), export(world.devices[BERTA].client()));
    for file in [&annas, &bertas] {
        assert_eq!(Audit::of(file).expect("an export").fault(), None, "each of them alone is sound");
    }
    assert_eq!(fork(&annas, &bertas), Ok(Some(parting)));
    // And they find out when they stand side by side.
    let pairs = [(ANNA, BERTA), (BERTA, ANNA)];
    for (shows, scans) in pairs {
        let code = world.devices[shows].client().verification_code(Language::German).expect("she is in");
        let scans = world.devices[scans].client();
        assert_eq!(unverified(scans.verify_person(&code.link).await), Unverified::Fork);
        let alarms = scans.alarms().expect("readable");
        assert_eq!(alarms.iter().map(|alarm| alarm.kind).collect::<Vec<_>>(), [AlarmKind::Fork]);
    }
}

// People --------------------------------------------------------------------------------------------------------

fn unverified<T>(result: Result<T, ClientError>) -> Unverified {
    match result {
        Err(ClientError::NotVerified(why)) => why,
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("verified"),
    }
}

fn verified(client: &Client) -> Vec<MemberId> {
    let rows = client.members().expect("readable").into_iter();
    rows.filter(|row| row.verified).map(|row| row.id).collect()
}

#[tokio::test(start_paused = true)]
async fn a_person_is_verified_by_her_code_until_she_starts_anew() {
    let mut world = World::with_members(seed(606), &["Anna", "Berta", "Clara"]).await;
    let (anna, berta) = (world.devices[ANNA].client().clone(), world.devices[BERTA].client().clone());
    let clara_id = world.devices[CLARA].member();
    let old = world.devices[CLARA].client().verification_code(Language::German).expect("she is in");
    let found = berta.verify_person(&old.link).await.expect("both know the same");
    assert_eq!((found.member, found.name.as_str()), (clara_id, "Clara"));
    assert_eq!(verified(&berta), [clara_id]);
    assert!(verified(&anna).is_empty(), "that is each one's own");
    // It is still so after a restart.
    world.devices[BERTA].switch_off();
    world.devices[BERTA].switch_on().expect("it unlocks");
    let berta = world.devices[BERTA].client().clone();
    assert_eq!(verified(&berta), [clara_id]);

    let letter = anna.invite_again(clara_id).await.expect("a new letter");
    world.devices.remove(CLARA);
    let mut again = Device::new("Clara", world.seed + 1, &world.clock, &world.socket);
    again.enrol(&letter.link).await.expect("enrolled");
    world.devices.push(again);
    world.settle().await;
    assert!(verified(&berta).is_empty());
    assert_eq!(unverified(berta.verify_person(&old.link).await), Unverified::Outdated);
    let new = world.devices[CLARA].client().verification_code(Language::German).expect("she is in");
    assert_ne!(new.words, old.words);
    berta.verify_person(&new.link).await.expect("it is really she");
    assert_eq!(verified(&berta), [clara_id]);
}

#[tokio::test(start_paused = true)]
async fn a_code_that_knows_more_is_compared_after_a_sync() {
    let world = World::with_members(seed(607), &["Anna", "Berta"]).await;
    let (anna, berta) = (world.devices[ANNA].client(), world.devices[BERTA].client());
    anna.set_notice("Eins", "").await.expect("published");
    let code = anna.verification_code(Language::German).expect("she is in");
    berta.verify_person(&code.link).await.expect("the server tells the same");
    // Without a network, what both know already is enough.
    world.devices[BERTA].line.set_tamper(Some(cut(&anna.account().expect("unlocked").organisation, 1)));
    berta.verify_person(&code.link).await.expect("nothing is asked");
    assert!(berta.alarms().expect("readable").is_empty());
    // What the server hides from one of them comes out.
    let known = code.link.clone();
    let mole = Mole::of(&world.devices[ANNA], world.seed);
    let (organisation, last) = (mole.organisation, mole.organisation().position().seq);
    world.devices[BERTA].line.set_tamper(Some(cut(&organisation, last + 1)));
    anna.set_notice("Zwei", "").await.expect("published");
    let code = anna.verification_code(Language::German).expect("she is in");
    assert_eq!(unverified(berta.verify_person(&code.link).await), Unverified::Withheld);
    assert_eq!(berta.alarms().expect("readable").first().map(|alarm| alarm.kind), Some(AlarmKind::Omission));
    berta.verify_person(&known).await.expect("what both know is the same");
}

#[tokio::test(start_paused = true)]
async fn codes_of_strangers_leavers_and_liars() {
    let mut world = World::with_members(seed(608), &["Anna", "Berta", "Clara"]).await;
    world.found("Fremd").await.expect("founded");
    let (anna, berta) = (world.devices[ANNA].client(), world.devices[BERTA].client());
    let foreign = world.devices[3].client().verification_code(Language::German).expect("she is in");
    assert_eq!(unverified(berta.verify_person(&foreign.link).await), Unverified::OtherOrganisation);
    let clara = world.devices[CLARA].client().verification_code(Language::German).expect("she is in");
    anna.revoke_member(world.devices[CLARA].member()).await.expect("revoked");
    berta.sync().await.expect("online");
    assert_eq!(unverified(berta.verify_person(&clara.link).await), Unverified::NoMember);
    assert!(berta.alarms().expect("readable").is_empty());
    let honest = VerificationLink::parse(&clara.link).expect("as shown");
    let position = Position { head: Hash([3; 32]), ..honest.shown.position };
    let lie = VerificationLink { shown: ShownHead { position, ..honest.shown }, ..honest };
    assert_eq!(unverified(berta.verify_person(&lie.text()).await), Unverified::Fork);
    assert_eq!(berta.alarms().expect("readable").first().map(|alarm| alarm.kind), Some(AlarmKind::Fork));
    for text in ["", "verband://verify?", &clara.link[..80], &format!("{}&more=1", clara.link)] {
        assert!(matches!(berta.verify_person(text).await, Err(ClientError::Code(_))), "{text}");
    }
    assert!(verified(berta).is_empty());
}

#[tokio::test(start_paused = true)]
async fn words_read_aloud_verify_too() {
    let world = World::with_members(seed(609), &["Anna", "Berta"]).await;
    let (anna, berta) = (world.devices[ANNA].client(), world.devices[BERTA].client());
    let anna_id = world.devices[ANNA].member();
    let spoken = anna.verification_code(Language::English).expect("she is in").words;
    assert_eq!(spoken.split(' ').count(), 12);
    assert_eq!(berta.words_of(anna_id, Language::English).expect("known"), spoken);
    let own = berta.verification_code(Language::English).expect("she is in").words;
    assert_eq!(unverified(berta.verify_words(anna_id, &own)), Unverified::Words);
    berta.verify_words(anna_id, &spoken.to_uppercase()).expect("these are hers");
    assert_eq!(verified(berta), [anna_id]);
    let organisation = anna.account().expect("unlocked").organisation;
    let due = words(Language::German, &fingerprint_bytes(&organisation));
    assert_eq!(berta.organisation_words(Language::German).expect("known"), due);
}
