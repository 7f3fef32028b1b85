//! Retention: what a preview foretells vanishes, when it says and for everybody, and nothing else; what is held or in use
//! stays; and nothing is left of what went.

mod clean;
mod foretold;
mod hostile;
mod listed;
mod unreadable;

use verband_client::protocol::id::{EventId, LogId};
use verband_client::protocol::organisation::OrganisationPolicy;
use verband_client::protocol::policy::{History, Join};
use verband_client::texts::Language;
use verband_client::{
    ChannelChange, Client, ClientError, Kept, NewChannel, RequestAct, RetentionItem, RoleAddressSettings, RowKind,
    WoundDetails, WoundFinding,
};
use verband_protocol::entry::Class;
use verband_rules::retention::Hold;
use verband_tests::chance::seed;
use verband_tests::device::Device;
use verband_tests::invariants::{hold, same_projections};
use verband_tests::world::World;

const ANNA: usize = 0;
const BERTA: usize = 1;
const CLARA: usize = 2;

const DAY: u64 = 86_400_000;

fn days(days: u32) -> OrganisationPolicy {
    OrganisationPolicy { retention_days: Some(days), ..OrganisationPolicy::default() }
}

/// Anna, Berta and Clara in a channel of a house with this policy.
async fn house(number: u64, policy: OrganisationPolicy) -> (World, LogId) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[BERTA, CLARA]).await;
    world.devices[ANNA].client().set_policy(policy).await.expect("set");
    world.settle().await;
    (world, log)
}

/// So many days pass, on each of which everybody is online.
async fn pass(world: &World, days: u64) {
    for _ in 0..days {
        world.clock.advance(DAY);
        world.settle().await;
    }
}

fn texts(device: &Device, log: &LogId) -> Vec<String> {
    device.client().messages(log, 1_000).expect("readable").into_iter().map(|row| row.text).collect()
}

fn code<T: std::fmt::Debug>(result: Result<T, ClientError>) -> &'static str {
    result.expect_err("refused").code()
}

fn put(client: &Client, log: &LogId, name: &str, bytes: &[u8]) -> EventId {
    let writer = client.add_file(log, None, name, None, Some(bytes.len() as u64)).expect("begun");
    writer.append(bytes).expect("written");
    writer.finish().expect("finished")
}

fn wound(client: &Client, log: &LogId, note: &str) -> EventId {
    let details = WoundDetails { patient: "4711".to_owned(), note: note.to_owned(), ..WoundDetails::default() };
    client.create_wound(log, &details, None).expect("made")
}

#[tokio::test(start_paused = true)]
async fn what_is_older_than_the_house_keeps_it_vanishes_for_everybody() {
    let (mut world, log) = house(1_600, days(7)).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let old = anna.send_text(&log, "alt").expect("written");
    let deleted = berta.send_text(&log, "gelöscht").expect("written");
    world.settle().await;
    berta.react(&log, &old, "👍", true).expect("written");
    berta.delete(&log, &deleted).expect("her own");
    world.settle().await;
    assert_eq!(texts(&world.devices[CLARA], &log), ["alt", ""]);
    let retention = anna.retention(&log).expect("known");
    assert_eq!((retention.days, retention.hold, retention.erased_until), (Some(7), None, None));
    assert!(retention.words(Language::German).contains("Was älter als 7 Tage ist, wird"));
    pass(&world, 6).await;
    berta.send_text(&log, "jung").expect("written");
    world.settle().await;
    assert_eq!(texts(&world.devices[CLARA], &log), ["alt", "", "jung"]);
    pass(&world, 1).await;
    // Gone without a trace each, and so is the trace of what somebody had deleted; one line says it for all.
    for index in [ANNA, BERTA, CLARA] {
        assert_eq!(texts(&world.devices[index], &log), ["jung"], "device {index}");
    }
    let row = berta.conversations().expect("readable").into_iter().find(|row| row.log == log).expect("it is there");
    assert_eq!((row.title.as_str(), row.last_text.as_str()), ("Wundteam", "jung"), "its title stays");
    let retention = berta.retention(&log).expect("known");
    assert!(retention.erased_until.is_some());
    assert!(retention.words(Language::German).contains("wurde gelöscht"), "{}", retention.words(Language::German));
    hold(&world, &log, &[ANNA, BERTA, CLARA], &[]);
    // Somebody who comes now reads over it.
    let newcomer = world.enrol("Dora", &[log]).await.expect("she enrols");
    world.settle().await;
    assert_eq!(texts(&world.devices[newcomer], &log), ["jung"]);
    hold(&world, &log, &[ANNA, BERTA, CLARA, newcomer], &[]);
}

#[tokio::test(start_paused = true)]
async fn without_a_policy_nothing_goes_and_a_channel_may_keep_less_than_the_house() {
    let (world, log) = house(1_601, OrganisationPolicy::default()).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let chat = berta.create_chat(&[world.devices[CLARA].member()]).expect("a chat");
    let own = berta.personal_space().expect("known").expect("founded");
    for log in [&log, &chat, &own] {
        berta.send_text(log, "alt").expect("written");
    }
    world.settle().await;
    pass(&world, 20).await;
    assert_eq!(texts(&world.devices[CLARA], &log), ["alt"]);
    // Moderators decide for their channel, and nobody else.
    let week = ChannelChange { retention_days: Some(7), ..ChannelChange::default() };
    assert_eq!(code(berta.set_channel_policy(&log, week.clone()).await), "not-allowed");
    anna.set_channel_policy(&log, week).await.expect("she moderates");
    let retention = berta.retention(&log).expect("known");
    assert_eq!((retention.days, retention.channel_days, retention.changeable), (None, None, false), "not heard yet");
    pass(&world, 1).await;
    assert_eq!(berta.retention(&log).expect("known").days, Some(7));
    assert_eq!(texts(&world.devices[CLARA], &log), Vec::<String>::new());
    assert_eq!(texts(&world.devices[CLARA], &chat), ["alt"]);
    // The house decides for chats; a personal space is its owner's.
    anna.set_policy(days(10)).await.expect("set");
    pass(&world, 1).await;
    assert_eq!(texts(&world.devices[CLARA], &chat), Vec::<String>::new());
    assert_eq!(texts(&world.devices[BERTA], &own), ["alt"]);
    assert_eq!(berta.retention(&own).expect("known").days, None);
    // Longer than the house a channel keeps nothing.
    let month = ChannelChange { retention_days: Some(31), ..ChannelChange::default() };
    anna.set_channel_policy(&log, month).await.expect("she may");
    assert_eq!(anna.retention(&log).expect("known").days, Some(10));
    anna.set_channel_policy(&log, ChannelChange { retention_days: Some(0), ..ChannelChange::default() })
        .await
        .expect("as the house");
    assert_eq!(anna.retention(&log).expect("known").channel_days, None);
}

#[tokio::test(start_paused = true)]
async fn a_hold_keeps_everything_and_says_so() {
    let (world, log) = house(1_602, days(7)).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let old = berta.send_text(&log, "alt").expect("written");
    world.settle().await;
    anna.set_channel_policy(&log, ChannelChange { hold: Some(true), ..ChannelChange::default() }).await.expect("held");
    pass(&world, 10).await;
    assert_eq!(texts(&world.devices[CLARA], &log), ["alt"]);
    assert_eq!(berta.retention(&log).expect("known").hold, Some(Hold::Conversation));
    let refused = berta.delete(&log, &old).expect_err("it is held");
    assert_eq!(refused.code(), "legal-hold");
    assert!(refused.sentence(Language::German).expect("one").contains("Löschsperre"));
    // What was just sent cannot be undone either; what waits here can be taken back.
    let sent = berta.send_text(&log, "gerade gesendet").expect("written");
    world.settle().await;
    assert_eq!(code(berta.undo_send(&log, &sent)), "legal-hold");
    let waiting = berta.send_text(&log, "noch nicht").expect("written");
    berta.undo_send(&log, &waiting).expect("nobody has it");
    let preview = berta.retention_preview(&log, 30, None).expect("a preview");
    assert_eq!((preview.hold, preview.count()), (Some(Hold::Conversation), 0));
    assert!(preview.kept.iter().any(|item| item.event == old && item.kept == Some(Kept::Hold)));
    assert!(preview.words(Language::German).contains("Löschsperre"));
    // It is lifted: time goes on where it was.
    anna.set_channel_policy(&log, ChannelChange { hold: Some(false), ..ChannelChange::default() })
        .await
        .expect("lifted");
    pass(&world, 1).await;
    assert_eq!(texts(&world.devices[CLARA], &log), ["gerade gesendet"]);
    // The house holds everything, personal spaces too.
    anna.set_policy(OrganisationPolicy { legal_hold: true, ..days(7) }).await.expect("set");
    let own = berta.personal_space().expect("known").expect("founded");
    let note = berta.send_text(&own, "Notiz").expect("written");
    pass(&world, 10).await;
    assert_eq!(code(berta.delete(&own, &note)), "legal-hold");
    assert_eq!(texts(&world.devices[CLARA], &log), ["gerade gesendet"]);
    anna.set_policy(days(7)).await.expect("set");
    world.settle().await;
    assert_eq!(texts(&world.devices[CLARA], &log), Vec::<String>::new());
    berta.delete(&own, &note).expect("it is hers again");
}

#[tokio::test(start_paused = true)]
async fn a_delete_of_who_has_not_heard_of_a_hold_is_refused_and_shown() {
    let (world, log) = house(1_603, days(7)).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let old = berta.send_text(&log, "alt").expect("written");
    world.settle().await;
    world.devices[BERTA].line.set_online(false);
    berta.delete(&log, &old).expect("she knows of no hold");
    assert_eq!(texts(&world.devices[BERTA], &log), [""]);
    anna.set_policy(OrganisationPolicy { legal_hold: true, ..days(7) }).await.expect("set");
    world.devices[BERTA].line.set_online(true);
    world.settle().await;
    assert_eq!(texts(&world.devices[BERTA], &log), ["alt"], "it is shown again");
    assert_eq!(berta.outbox().expect("readable"), (0, 1));
    assert_eq!(texts(&world.devices[CLARA], &log), ["alt"]);
    same_projections(&world, &log, &[ANNA, CLARA]);
}

#[tokio::test(start_paused = true)]
async fn what_is_in_use_stays_and_goes_as_a_whole() {
    let (mut world, log) = house(1_604, days(7)).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let address = anna.create_role_address(&log, RoleAddressSettings::titled("Wunddienst")).expect("made");
    world.settle().await;
    let request = berta.send_request(&log, &address, "Zimmer 12").expect("sent");
    let folder = anna.create_folder(&log, None, "Anleitungen").expect("made");
    anna.rename_file(&log, &folder, "Standards").expect("renamed");
    let file = put(&berta, &log, "Plan.txt", b"der erste Plan");
    let sore = wound(&anna, &log, "Ferse");
    let photo = verband_vault::sample::wound_photo(64, 48, 5);
    let picture = anna.send_wound_photos(&log, &sore, &[("overview", &photo)]).expect("taken")[0];
    world.settle().await;
    anna.edit_message(&log, &picture, "Aufnahme am Morgen", &[]).expect("its caption");
    pass(&world, 5).await;
    let writer = anna.add_version(&log, &file, None, None).expect("begun");
    writer.append(b"der zweite Plan").expect("written");
    writer.finish().expect("finished");
    anna.record_finding(&log, &sore, &WoundFinding { note: "trocken".to_owned(), ..WoundFinding::default() })
        .expect("written");
    world.settle().await;
    pass(&world, 4).await;
    // All of them are older than the house keeps them, and each has something that is not, or is not done.
    let shown = texts(&world.devices[CLARA], &log);
    for text in ["Plan.txt", "Aufnahme am Morgen", "trocken"] {
        assert!(shown.contains(&text.to_owned()), "{text} in {shown:?}");
    }
    let preview = anna.retention_preview(&log, 0, None).expect("a preview");
    let in_use = |event: EventId| preview.kept.iter().any(|item| item.event == event && item.kept == Some(Kept::InUse));
    assert!(in_use(sore) && in_use(picture) && in_use(file) && in_use(request), "{:?}", preview.kept);
    assert_eq!(preview.count(), 0);
    assert_eq!(berta.request(&log, &request).expect("it is open").text, "Zimmer 12");
    berta.act_on_request(&log, &request, RequestAct::Cancel).expect("nobody needs it");
    world.settle().await;
    pass(&world, 6).await;
    let shown = texts(&world.devices[CLARA], &log);
    assert!(!shown.iter().any(|text| text.contains("Plan") || text.contains("trocken")), "{shown:?}");
    assert!(anna.wounds(&log).expect("readable").is_empty());
    assert_eq!(code(berta.open_file(&log, &file, None).await.map(drop)), "not-found");
    pass(&world, 2).await;
    assert_eq!(code(berta.request(&log, &request)), "not-found");
    // What says how things are is there for who comes now.
    let newcomer = world.enrol("Dora", &[log]).await.expect("she enrols");
    world.settle().await;
    let dora = world.devices[newcomer].client();
    assert_eq!(dora.role_addresses(&log).expect("readable")[0].title, "Wunddienst");
    let files = dora.files(&log, verband_client::FolderId::Root).expect("readable");
    assert!(files.iter().any(|row| row.name == "Standards"), "{files:?}");
    assert_eq!(texts(&world.devices[newcomer], &log), Vec::<String>::new());
    hold(&world, &log, &[ANNA, BERTA, CLARA, newcomer], &[]);
}

#[tokio::test(start_paused = true)]
async fn what_is_not_in_the_record_is_listed_before_and_kept_if_the_house_says_so() {
    let (world, log) = house(1_605, days(20)).await;
    let anna = world.devices[ANNA].client().clone();
    let sore = wound(&anna, &log, "Ferse");
    let finding = anna
        .record_finding(&log, &sore, &WoundFinding { note: "trocken".to_owned(), ..WoundFinding::default() })
        .expect("written");
    anna.send_text(&log, "nichts Klinisches").expect("written");
    world.settle().await;
    assert!(anna.retention_warnings().expect("readable").is_empty(), "it is weeks away");
    pass(&world, 10).await;
    let listed = |client: &Client| -> Vec<(EventId, Option<Kept>)> {
        let warnings = client.retention_warnings().expect("readable");
        assert!(warnings.iter().all(|item: &RetentionItem| item.undocumented && item.vanishes_at.is_some()));
        warnings.into_iter().map(|item| (item.event, item.kept)).collect()
    };
    assert_eq!(listed(&anna), [(finding, None)]);
    anna.set_policy(OrganisationPolicy { keep_undocumented: true, ..days(20) }).await.expect("set");
    world.settle().await;
    assert_eq!(listed(world.devices[CLARA].client()), [(finding, Some(Kept::Undocumented))]);
    pass(&world, 11).await;
    assert_eq!(texts(&world.devices[CLARA], &log).len(), 2, "wound and finding");
    let preview = anna.retention_preview(&log, 30, None).expect("a preview");
    assert_eq!(preview.count(), 0);
    assert!(preview.kept.iter().all(|item| item.kept == Some(Kept::Undocumented)) && preview.kept.len() == 2);
    // Once it is in the record it goes, and does not stay for the mark that says so.
    anna.mark_documented(&log, &[sore], "KIS", "8812").expect("documented");
    world.settle().await;
    assert!(anna.retention_warnings().expect("readable").is_empty());
    pass(&world, 1).await;
    assert_eq!(texts(&world.devices[CLARA], &log), Vec::<String>::new());
    hold(&world, &log, &[ANNA, BERTA, CLARA], &[]);
}

#[tokio::test(start_paused = true)]
async fn a_photo_with_a_patient_s_reference_is_clinical_too() {
    let (world, log) = house(1_609, OrganisationPolicy { keep_undocumented: true, ..days(10) }).await;
    let anna = world.devices[ANNA].client().clone();
    let photo = verband_vault::sample::wound_photo(64, 48, 5);
    let [filed, plain] = ["mit Bezug", "ohne Bezug"].map(|text| anna.send_photo(&log, &photo, text).expect("captured"));
    world.settle().await;
    anna.file_photos(&log, &[filed], "4711").expect("filed");
    world.settle().await;
    let listed: Vec<EventId> = anna.retention_warnings().expect("readable").iter().map(|item| item.event).collect();
    assert_eq!(listed, [filed], "{plain} is nobody's");
    pass(&world, 11).await;
    assert_eq!(texts(&world.devices[CLARA], &log), ["mit Bezug"]);
}

#[tokio::test(start_paused = true)]
async fn any_device_erases_and_one_alone_does_it_within_a_day() {
    let (mut world, log) = house(1_606, days(7)).await;
    world.devices[BERTA].client().send_text(&log, "alt").expect("written");
    world.settle().await;
    // Whoever is last in the roster waits for the others, for hours at most.
    let mut order: Vec<(usize, verband_client::protocol::id::DeviceId)> =
        (0..3).map(|index| (index, world.devices[index].client().device().expect("unlocked"))).collect();
    order.sort_by_key(|(_, device)| *device);
    let last = order[2].0;
    for (index, _) in &order[..2] {
        world.devices[*index].switch_off();
    }
    pass(&world, 6).await;
    world.clock.advance(DAY + 60_000);
    world.settle().await;
    assert_eq!(texts(&world.devices[last], &log), ["alt"], "it leaves it to the others");
    world.clock.advance(2 * 3_600_000);
    world.settle().await;
    assert_eq!(texts(&world.devices[last], &log), Vec::<String>::new());
    for (index, _) in &order[..2] {
        world.devices[*index].switch_on().expect("it unlocks");
    }
    world.settle().await;
    hold(&world, &log, &[ANNA, BERTA, CLARA], &[]);
}

#[tokio::test(start_paused = true)]
async fn who_came_later_to_a_channel_without_history_erases_what_she_has() {
    let mut world = World::with_members(seed(1_607), &["Anna", "Berta", "Clara"]).await;
    let anna = world.devices[ANNA].client().clone();
    let new = NewChannel { history: History::FromJoin, ..NewChannel::new("Visite", Join::Invitation) };
    let log = anna.create_channel_with(&new).expect("a channel");
    anna.sync().await.expect("on the server");
    anna.send_text(&log, "vor ihr").expect("written");
    world.settle().await;
    anna.add_members(&log, &[world.devices[BERTA].member()]).await.expect("added");
    world.settle().await;
    anna.send_text(&log, "mit ihr").expect("written");
    anna.set_policy(days(7)).await.expect("set");
    world.settle().await;
    world.devices[ANNA].switch_off();
    pass(&world, 9).await;
    assert_eq!(texts(&world.devices[BERTA], &log), Vec::<String>::new());
    world.devices[ANNA].switch_on().expect("it unlocks");
    pass(&world, 1).await;
    assert_eq!(texts(&world.devices[ANNA], &log), Vec::<String>::new());
    let shown: Vec<RowKind> = anna_rows(&world, &log);
    assert!(shown.is_empty());
}

fn anna_rows(world: &World, log: &LogId) -> Vec<RowKind> {
    world.devices[ANNA].client().messages(log, 100).expect("readable").into_iter().map(|row| row.kind).collect()
}

#[tokio::test(start_paused = true)]
async fn what_reached_the_server_late_goes_later_and_nothing_else_waits_for_it() {
    let (world, log) = house(1_611, days(7)).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    world.devices[BERTA].line.set_online(false);
    berta.send_text(&log, "ohne Netz").expect("written");
    world.clock.advance(3 * DAY);
    world.devices[BERTA].line.set_online(true);
    world.settle().await;
    // By its own time it is over. The server has had it for four days only.
    pass(&world, 4).await;
    assert_eq!(texts(&world.devices[CLARA], &log), ["ohne Netz"]);
    anna.send_text(&log, "etwas anderes").expect("written");
    world.settle().await;
    assert!(world.errors.lock().expect("not poisoned").is_empty(), "nobody is told");
    assert_eq!(texts(&world.devices[CLARA], &log), ["ohne Netz", "etwas anderes"]);
    pass(&world, 3).await;
    assert_eq!(texts(&world.devices[CLARA], &log), ["etwas anderes"]);
    hold(&world, &log, &[ANNA, BERTA, CLARA], &[]);
}

#[tokio::test(start_paused = true)]
async fn more_than_one_prune_holds_goes_at_once_and_asks_nobody_to_delete_anything() {
    let (world, log) = house(1_612, days(7)).await;
    let anna = world.devices[ANNA].client().clone();
    let first = anna.send_text(&log, "Nr. 0").expect("written");
    for number in 1..1_002 {
        anna.send_text(&log, &format!("Nr. {number}")).expect("written");
    }
    world.settle().await;
    anna.edit_message(&log, &first, "Nr. null", &[]).expect("written");
    world.settle().await;
    pass(&world, 8).await;
    for index in [ANNA, BERTA, CLARA] {
        assert_eq!(texts(&world.devices[index], &log), Vec::<String>::new(), "device {index}");
    }
    let classes = |class| {
        let mole = verband_tests::hostile::Mole::of(&world.devices[ANNA], world.seed);
        let entries = (1..).map_while(|seq| mole.entry(&log, seq));
        entries.filter(|entry| entry.read().is_ok_and(|header| header.class == class)).count()
    };
    assert_eq!((classes(Class::Prune), classes(Class::Delete)), (2, 0));
    hold(&world, &log, &[ANNA, BERTA, CLARA], &[]);
}
