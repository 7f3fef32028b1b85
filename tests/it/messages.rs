//! What people do with messages: answer, edit, react, confirm, call each other, delete, undo, forward.

use verband_client::{Location, Mention, Mentioned, MessageRow, MessageState, NewMessage, RowKind};
use verband_protocol::id::{EventId, LogId};
use verband_protocol::organisation::Right;
use verband_tests::chance::seed;
use verband_tests::hostile::Mole;
use verband_tests::invariants::{contains, same_projections};
use verband_tests::world::World;

async fn ward(default: u64) -> (World, LogId) {
    let mut world = World::with_members(seed(default), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[1, 2]).await;
    world.settle().await;
    (world, log)
}

fn row(world: &World, device: usize, log: &LogId, event: &EventId) -> MessageRow {
    let rows = world.devices[device].client().messages(log, 100).expect("readable");
    rows.into_iter().find(|row| row.event == *event).expect("it is there")
}

fn events(world: &World, device: usize, log: &LogId) -> Vec<EventId> {
    let rows = world.devices[device].client().messages(log, 100).expect("readable");
    rows.into_iter().map(|row| row.event).collect()
}

#[tokio::test(start_paused = true)]
async fn an_edit_counts_for_everybody_and_the_first_text_stays_to_be_seen() {
    let (mut world, log) = ward(900).await;
    let anna = world.devices[0].client().clone();
    let event = anna.send_text(&log, "Ferse links").expect("written");
    world.settle().await;
    anna.edit_message(&log, &event, "Ferse rechts", &[]).expect("written");
    assert_eq!(row(&world, 0, &log, &event).text, "Ferse rechts", "at once, without a network");
    world.settle().await;
    let seen = row(&world, 1, &log, &event);
    assert_eq!((seen.text.as_str(), seen.edited), ("Ferse rechts", true));
    let berta = world.devices[1].client();
    let versions: Vec<String> =
        berta.message_versions(&log, &event).expect("readable").into_iter().map(|version| version.text).collect();
    assert_eq!(versions, ["Ferse links", "Ferse rechts"]);
    let list = berta.conversation(&log).expect("listed");
    assert_eq!(list.last_text, "Ferse rechts");
    // Another's message is not hers to change.
    assert_eq!(berta.edit_message(&log, &event, "Knie", &[]).expect_err("Anna's").code(), "not-found");
    // Two devices of one person: the later one in the log wins, on both.
    world.link(0, "Tablet").await.expect("linked");
    world.settle().await;
    let tablet = world.devices.len() - 1;
    anna.edit_message(&log, &event, "Ferse rechts, außen", &[]).expect("written");
    world.devices[tablet].client().edit_message(&log, &event, "Ferse rechts, innen", &[]).expect("written");
    world.settle().await;
    let texts: Vec<String> = (0..=tablet).map(|device| row(&world, device, &log, &event).text).collect();
    assert!(texts.iter().all(|text| *text == texts[0] && text.starts_with("Ferse rechts, ")), "{texts:?}");
    same_projections(&world, &log, &[0, 1, 2, tablet]);
}

#[tokio::test(start_paused = true)]
async fn the_list_tells_what_has_no_text_by_its_kind() {
    let (world, log) = ward(901).await;
    let anna = world.devices[0].client().clone();
    let last = |world: &World| {
        let row = world.devices[1].client().conversation(&log).expect("listed");
        (row.last_text, row.last_kind)
    };
    assert_eq!(last(&world), (String::new(), None), "nobody has written yet");
    let photo = anna.send_photo(&log, &verband_vault::sample::wound_photo(64, 48, 2), "").expect("captured");
    world.settle().await;
    assert_eq!(last(&world), (String::new(), Some(RowKind::Photo)));
    anna.delete(&log, &photo).expect("written");
    world.settle().await;
    assert_eq!(last(&world), (String::new(), Some(RowKind::Deleted)));
    anna.send_text(&log, "Ferse links").expect("written");
    world.settle().await;
    assert_eq!(last(&world), ("Ferse links".to_owned(), Some(RowKind::Text)));
}

#[tokio::test(start_paused = true)]
async fn a_hostile_edit_of_anothers_message_changes_nothing() {
    let (world, log) = ward(901).await;
    let event = world.devices[0].client().send_text(&log, "Ferse links").expect("written");
    world.settle().await;
    let berta = Mole::of(&world.devices[1], world.seed);
    berta.write(&world.devices[1].line, &log, 4, edit_payload(&event, "Knie")).await;
    world.settle().await;
    for device in 0..3 {
        let seen = row(&world, device, &log, &event);
        assert_eq!((seen.text.as_str(), seen.edited), ("Ferse links", false), "device {device}");
    }
}

/// The payload of an edit, as docs/protocol.md has it.
fn edit_payload(target: &EventId, text: &str) -> Vec<u8> {
    let mut bytes = vec![0xa3, 0x00, 0x50];
    bytes.extend(target.as_bytes());
    bytes.extend([0x01, 0x60 + u8::try_from(text.len()).expect("short")]);
    bytes.extend(text.as_bytes());
    bytes.extend([0x02, 0x80]);
    bytes
}

#[tokio::test(start_paused = true)]
async fn reactions_are_counted_once_for_each_person_and_taken_back() {
    let (world, log) = ward(902).await;
    let event = world.devices[0].client().send_text(&log, "Verband gewechselt").expect("written");
    world.settle().await;
    world.devices[1].client().react(&log, &event, "👍", true).expect("written");
    world.devices[2].client().react(&log, &event, "👍", true).expect("written");
    world.devices[2].client().react(&log, &event, "👍", true).expect("written twice");
    world.devices[2].client().react(&log, &event, "❤️", true).expect("written");
    world.settle().await;
    let reactions = row(&world, 2, &log, &event).reactions;
    let counts: Vec<(&str, u32, bool)> = reactions.iter().map(|r| (r.sign.as_str(), r.count, r.own)).collect();
    assert!(counts.contains(&("👍", 2, true)) && counts.contains(&("❤️", 1, true)) && counts.len() == 2, "{counts:?}");
    world.devices[2].client().react(&log, &event, "👍", false).expect("taken back");
    world.settle().await;
    let seen = row(&world, 0, &log, &event).reactions;
    assert!(seen.iter().any(|r| r.sign == "👍" && r.count == 1 && !r.own), "{seen:?}");
    let words = world.devices[1].client().react(&log, &event, "ein Satz", true);
    assert_eq!(words.expect_err("no sign").code(), "length");
}

#[tokio::test(start_paused = true)]
async fn who_confirmed_is_told_by_name() {
    let (world, log) = ward(903).await;
    let asking = NewMessage { confirm: true, ..NewMessage::text("Neue Hygieneregel ab heute") };
    let event = world.devices[0].client().send_message(&log, &asking).expect("written");
    let plain = world.devices[0].client().send_text(&log, "nur so").expect("written");
    world.settle().await;
    let berta = world.devices[1].client();
    assert_eq!(berta.confirm_message(&log, &plain).expect_err("nobody asks").code(), "not-found");
    berta.confirm_message(&log, &event).expect("written");
    berta.confirm_message(&log, &event).expect("once is enough");
    assert_eq!(berta.outbox().expect("readable").0, 1, "one event");
    world.settle().await;
    let anna = world.devices[0].client();
    assert_eq!(anna.confirm_message(&log, &event).expect_err("her own").code(), "not-found");
    let list = anna.confirmations(&log, &event).expect("readable");
    let told: Vec<(&str, bool)> = list.iter().map(|row| (row.name.as_str(), row.at.is_some())).collect();
    assert_eq!(told, [("Clara", false), ("Berta", true)], "who has not yet comes first");
    let seen = row(&world, 1, &log, &event);
    assert_eq!((seen.confirm, seen.confirmed, seen.confirmed_own), (true, 1, true));
}

#[tokio::test(start_paused = true)]
async fn answers_mentions_and_alarms_reach_everybody_as_they_were_meant() {
    let (world, log) = ward(904).await;
    let anna = world.devices[0].client();
    let question = anna.send_text(&log, "Wer hat Zimmer 4?").expect("written");
    let called = Mention { who: Mentioned::Member(world.devices[2].member()), start: 0, len: 6 };
    let answer = NewMessage {
        reply_to: Some(question),
        mentions: vec![called],
        alarm: true,
        ..NewMessage::text("@Clara bitte sofort")
    };
    let event = anna.send_message(&log, &answer).expect("written");
    world.settle().await;
    let seen = row(&world, 2, &log, &event);
    assert_eq!((seen.reply_name.as_str(), seen.reply_text.as_str()), ("Anna", "Wer hat Zimmer 4?"));
    assert_eq!(seen.mentions, [called]);
    assert!(seen.alarm);
    let outside = Mention { start: 15, len: 9, ..called };
    let broken = NewMessage { mentions: vec![outside], ..NewMessage::text("@Clara") };
    assert_eq!(anna.send_message(&log, &broken).expect_err("outside of the text").code(), "length");
    // A role may lack the right to alert.
    anna.define_role(Some(verband_protocol::organisation::BuiltInRole::Member.id()), "Mitglied", &[Right::StartChats])
        .await
        .expect("defined");
    world.settle().await;
    let everybody = Mention { who: Mentioned::Everybody, start: 0, len: 5 };
    let call = NewMessage { mentions: vec![everybody], ..NewMessage::text("@alle Visite") };
    let refused = world.devices[1].client().send_message(&log, &call).expect_err("no right");
    assert_eq!(refused.code(), "not-allowed");
    let event = world.devices[0].client().send_message(&log, &call).expect("an administrator has every right");
    world.settle().await;
    assert_eq!(row(&world, 1, &log, &event).mentions, [everybody]);
}

#[tokio::test(start_paused = true)]
async fn a_location_is_sent_only_where_the_policy_permits() {
    let (world, log) = ward(905).await;
    let here = Location { latitude: 52_520_008, longitude: 13_404_954, accuracy: 30 };
    let message = NewMessage { location: Some(here), ..NewMessage::default() };
    let anna = world.devices[0].client();
    assert_eq!(anna.send_message(&log, &message).expect_err("off by default").code(), "policy");
    let mut policy = anna.policy().expect("readable");
    policy.location = true;
    anna.set_policy(policy).await.expect("set");
    let event = anna.send_message(&log, &message).expect("permitted");
    world.settle().await;
    assert_eq!(row(&world, 1, &log, &event).location, Some(here));
}

#[tokio::test(start_paused = true)]
async fn what_is_deleted_is_gone_everywhere_and_leaves_a_trace() {
    let (mut world, log) = ward(906).await;
    let photo = verband_vault::sample::wound_photo(320, 240, 3);
    let anna = world.devices[0].client().clone();
    let event = anna.send_text(&log, "Geheimnisvoll falsch").expect("written");
    let picture = anna.send_photo(&log, &photo, "falscher Patient").expect("captured");
    world.settle().await;
    anna.edit_message(&log, &event, "Geheimnisvoll falscher", &[]).expect("written");
    world.devices[1].client().react(&log, &event, "🙈", true).expect("written");
    world.settle().await;
    let blob = row(&world, 1, &log, &picture).photo.expect("a photo");
    world.devices[1].client().photo_preview(&blob).await.expect("fetched");
    // Neither author nor moderator.
    assert_eq!(world.devices[1].client().delete(&log, &event).expect_err("Anna's").code(), "not-allowed");
    anna.delete(&log, &event).expect("written");
    anna.delete(&log, &picture).expect("written");
    assert_eq!(row(&world, 0, &log, &event).kind, RowKind::Deleted, "at once");
    world.settle().await;
    for device in 0..3 {
        let seen = row(&world, device, &log, &event);
        assert_eq!((seen.kind, seen.text.as_str(), seen.author_name.as_str()), (RowKind::Deleted, "", "Anna"));
        assert_eq!(seen.deleted_by, Some(world.devices[0].member()));
        let store = world.devices[device].client().store().expect("unlocked");
        let dump: String = store
            .read(|connection| -> Result<_, verband_store::StoreError> {
                let sql = "SELECT count(*) FROM entry WHERE body IS NULL";
                Ok(connection.query_row::<i64, _, _>(sql, [], |row| row.get(0))?.to_string())
            })
            .expect("readable");
        assert!(dump.parse::<i64>().expect("a number") >= 3, "bodies are gone on device {device}");
        let gone = world.devices[device].client().photo_preview(&blob).await;
        assert_eq!(gone.err().map(|error| error.code()), Some("not-found"), "device {device}");
    }
    // Berta's reaction told something of it: her own device has erased that.
    let erased = world.devices[1].client().outbox().expect("readable");
    assert_eq!(erased, (0, 0));
    same_projections(&world, &log, &[0, 1, 2]);
    // A newcomer finds the trace and nothing else.
    world.enrol("Dora", &[log]).await.expect("she enrols");
    world.settle().await;
    assert_eq!(row(&world, 3, &log, &event).kind, RowKind::Deleted);
    same_projections(&world, &log, &[0, 3]);
}

#[tokio::test(start_paused = true)]
async fn a_moderator_deletes_what_others_wrote() {
    let (world, log) = ward(907).await;
    let event = world.devices[1].client().send_text(&log, "gehört nicht hierher").expect("written");
    world.settle().await;
    world.devices[0].client().delete(&log, &event).expect("she moderates");
    world.settle().await;
    let seen = row(&world, 2, &log, &event);
    assert_eq!((seen.kind, seen.deleted_by), (RowKind::Deleted, Some(world.devices[0].member())));
}

#[tokio::test(start_paused = true)]
async fn sending_is_undone_without_a_trace_within_ten_seconds() {
    let (world, log) = ward(908).await;
    let anna = world.devices[0].client().clone();
    // While it waits, it was never sent.
    world.devices[0].line.set_online(false);
    let waiting = anna.send_text(&log, "verschrieben").expect("written");
    anna.undo_send(&log, &waiting).expect("it waits");
    assert_eq!(anna.outbox().expect("readable"), (0, 0));
    world.devices[0].line.set_online(true);
    let sent = anna.send_text(&log, "zu schnell").expect("written");
    world.settle().await;
    assert!(events(&world, 1, &log).contains(&sent));
    anna.undo_send(&log, &sent).expect("in time");
    world.settle().await;
    for device in 0..3 {
        assert!(!events(&world, device, &log).contains(&sent), "device {device}");
        let unread = world.devices[device].client().conversation(&log).expect("listed").unread;
        assert_eq!(unread, 0, "nothing of it is left to be read on device {device}");
    }
    let late = anna.send_text(&log, "bleibt").expect("written");
    world.settle().await;
    world.clock.advance(11_000);
    assert_eq!(anna.undo_send(&log, &late).expect_err("too late").code(), "too-late");
    same_projections(&world, &log, &[0, 1, 2]);
}

#[tokio::test(start_paused = true)]
async fn a_message_goes_to_several_conversations_or_to_none() {
    let (mut world, log) = ward(909).await;
    let other = world.channel("Nachtdienst", &[1]).await;
    let anna = world.devices[0].client();
    anna.broadcast(&[log, other], &NewMessage::text("Wasser ist abgestellt")).expect("written");
    let nowhere = LogId([9; 32]);
    let refused = anna.broadcast(&[log, nowhere], &NewMessage::text("halb")).expect_err("one does not exist");
    assert_eq!(refused.code(), "not-found");
    world.settle().await;
    for conversation in [log, other] {
        let texts: Vec<String> = world.devices[1]
            .client()
            .messages(&conversation, 10)
            .expect("readable")
            .into_iter()
            .map(|row| row.text)
            .collect();
        assert_eq!(texts, ["Wasser ist abgestellt"]);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_forwarded_has_keys_of_its_own() {
    let (mut world, log) = ward(910).await;
    let other = world.channel("Nachtdienst", &[1]).await;
    let photo = verband_vault::sample::wound_photo(320, 240, 4);
    world.devices[0].client().send_photo(&log, &photo, "Ferse").expect("captured");
    let text = world.devices[0].client().send_text(&log, "Bitte ansehen").expect("written");
    world.settle().await;
    let berta = world.devices[1].client().clone();
    let picture = berta.messages(&log, 10).expect("readable").into_iter().find(|row| row.photo.is_some()).expect("it");
    berta.forward(&log, &picture.event, &[other]).await.expect("forwarded");
    berta.forward(&log, &text, &[other]).await.expect("forwarded");
    world.settle().await;
    let rows = world.devices[0].client().messages(&other, 10).expect("readable");
    assert!(rows.iter().any(|row| row.text == "Bitte ansehen" && row.forwarded));
    let copy = rows.iter().find_map(|row| row.photo).expect("a photo");
    assert_ne!(Some(copy), picture.photo, "another blob");
    let original = world.devices[0].client().export_photo(&copy).await.expect("it opens");
    assert_eq!(*original, *berta.export_photo(&picture.photo.expect("a photo")).await.expect("it opens"));
}

#[tokio::test(start_paused = true)]
async fn a_draft_waits_in_its_conversation_through_a_kill() {
    let (mut world, log) = ward(911).await;
    world.devices[1].client().set_draft(&log, "angefangen", None).expect("kept");
    world.devices[1].kill();
    world.devices[1].switch_on().expect("unlocked");
    let berta = world.devices[1].client().clone();
    assert_eq!(berta.conversation(&log).expect("listed").draft, "angefangen");
    berta.send_text(&log, "fertig").expect("written");
    assert_eq!(berta.conversation(&log).expect("listed").draft, "");
    assert!(!contains(&world.devices[1].line.seen(), b"angefangen"), "it never leaves the device");
}

#[tokio::test(start_paused = true)]
async fn a_conversation_is_marked_as_unread_to_come_back_to_it() {
    let (world, log) = ward(912).await;
    world.devices[0].client().send_text(&log, "eins").expect("written");
    world.settle().await;
    let berta = world.devices[1].client();
    berta.mark_read(&log).expect("noted");
    berta.mark_unread(&log).expect("noted");
    assert!(berta.conversation(&log).expect("listed").marked_unread);
    berta.mark_read(&log).expect("noted");
    let listed = berta.conversation(&log).expect("listed");
    assert_eq!((listed.marked_unread, listed.unread), (false, 0));
}

#[tokio::test(start_paused = true)]
async fn changes_without_a_network_wait_and_can_be_taken_back_with_what_they_change() {
    let (world, log) = ward(913).await;
    let anna = world.devices[0].client().clone();
    let sent = anna.send_text(&log, "eins").expect("written");
    world.settle().await;
    world.devices[0].line.set_online(false);
    let edit = anna.edit_message(&log, &sent, "zwei", &[]).expect("written");
    assert_eq!(row(&world, 0, &log, &sent).text, "zwei");
    assert!(anna.cancel(&log, &edit).expect("it waits"));
    let back = row(&world, 0, &log, &sent);
    assert_eq!((back.text.as_str(), back.edited), ("eins", false));
    let waiting = anna.send_text(&log, "drei").expect("written");
    anna.edit_message(&log, &waiting, "vier", &[]).expect("written");
    anna.react(&log, &waiting, "👍", true).expect("written");
    assert_eq!(row(&world, 0, &log, &waiting).state, MessageState::Waiting);
    anna.delete(&log, &waiting).expect("it waits");
    assert_eq!(anna.outbox().expect("readable"), (0, 0), "nothing of it is sent");
    world.devices[0].line.set_online(true);
    world.settle().await;
    same_projections(&world, &log, &[0, 1, 2]);
}

#[tokio::test(start_paused = true)]
async fn there_is_one_chat_with_a_person_and_others_of_her_are_not_it() {
    let (world, _) = ward(914).await;
    let [berta, clara] = [1, 2].map(|device| world.devices[device].member());
    let anna = world.devices[0].client();
    let three = anna.create_chat(&[berta, clara]).expect("made");
    let chat = anna.chat_with(&berta).expect("made");
    world.settle().await;
    assert_ne!(chat, three);
    assert_eq!(anna.chat_with(&berta).expect("it is there"), chat);
    let back = world.devices[1].client().chat_with(&world.devices[0].member()).expect("hers as well");
    assert_eq!(back, chat);
    assert_ne!(anna.chat_with(&clara).expect("made"), chat);
    let nobody = anna.chat_with(&verband_protocol::id::MemberId([9; 32])).expect_err("nobody");
    assert_eq!(nobody.code(), "not-found");
}
