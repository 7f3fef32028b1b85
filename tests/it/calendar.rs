//! Appointments: who sees them, what changes and answers make of them, on all devices the same; days on which clocks
//! change; reminders; files.

use verband_client::calendar::{Scope, Span, Status, When, read_local};
use verband_client::protocol::id::{EventId, LogId};
use verband_client::{
    AgendaRow, AppointmentChange, Attendance, CalendarExport, Client, ClientError, FeedKind, Invitees, MessageState,
    NewAppointment, NewChannel, Patch, PlannedState, Reminder, Row,
};
use verband_tests::chance::{Seeded, for_seeds, seed};
use verband_tests::hostile::Mole;
use verband_tests::invariants::{contains, nothing_in_clear};
use verband_tests::network::Weather;
use verband_tests::world::{World, run};

const BERLIN: &str = "Europe/Berlin";

fn when(start: &str, rule: &str) -> When {
    let start = read_local(start).expect("a local time");
    let span = Span::Time { start, zone: BERLIN.parse().expect("a zone"), seconds: 3_600 };
    let rule = (!rule.is_empty()).then(|| rule.parse().expect("a rule"));
    When { rule, ..When::once(span) }
}

fn one(id: &str) -> Scope {
    Scope::One(read_local(id).expect("a local time"))
}

fn from(id: &str) -> Scope {
    Scope::From(read_local(id).expect("a local time"))
}

fn titled(title: &str) -> AppointmentChange {
    AppointmentChange { title: Some(title.to_owned()), ..AppointmentChange::default() }
}

fn timed(start: &str, rule: &str) -> AppointmentChange {
    AppointmentChange { when: Some(when(start, rule)), ..AppointmentChange::default() }
}

/// December 2026 in a conversation.
fn december(client: &Client, log: &LogId) -> Vec<AgendaRow> {
    client.calendar(log, "2026-12-01", 31, BERLIN).expect("readable")
}

fn shown(rows: &[AgendaRow]) -> Vec<String> {
    rows.iter().map(|row| format!("{} {} {}", &row.day[8..], &row.local[11..], row.title)).collect()
}

/// The rows without what only their reader has: whose they are, and what she answered.
fn common(rows: Vec<AgendaRow>) -> Vec<AgendaRow> {
    let plain = |row: AgendaRow| AgendaRow {
        own: false,
        changeable: false,
        answerable: false,
        invited: false,
        answer: Attendance::None,
        conflicts: 0,
        conflict: String::new(),
        ..row
    };
    rows.into_iter().map(plain).collect()
}

async fn ward(number: u64, names: &[&str]) -> (World, LogId) {
    let mut world = World::with_members(seed(number), names).await;
    let others: Vec<usize> = (1..names.len()).collect();
    let log = world.channel("Station 3", &others).await;
    (world, log)
}

#[tokio::test(start_paused = true)]
async fn a_series_is_made_changed_and_taken_out_and_all_see_the_same() {
    let (world, log) = ward(120, &["Anna", "Berta"]).await;
    let (anna, berta) = (world.devices[0].client(), world.devices[1].client());
    let series = NewAppointment::new("Übergabe", when("20261201T060000", "FREQ=WEEKLY"));
    let event = anna.create_appointment(&log, &series).expect("made");
    // It is there before it is sent.
    let waiting = december(anna, &log);
    assert!(waiting.iter().all(|row| row.waiting && row.own && row.answer == Attendance::Yes));
    anna.change_appointment(&log, &event, one("20261208T060000"), &titled("Übergabe mit Arzt")).expect("changed");
    anna.change_appointment(&log, &event, from("20261215T060000"), &timed("20261215T063000", "FREQ=WEEKLY"))
        .expect("changed");
    anna.remove_appointment(&log, &event, one("20261222T063000"), false).expect("taken out");
    anna.cancel_appointment(&log, &event, one("20261229T063000")).expect("called off");
    world.settle().await;
    let expected = ["01 06:00 Übergabe", "08 06:00 Übergabe mit Arzt", "15 06:30 Übergabe", "29 06:30 Übergabe"];
    assert_eq!(shown(&december(anna, &log)), expected);
    assert_eq!(december(anna, &log).last().expect("there is one").status, Status::Cancelled);
    assert_eq!(common(december(anna, &log)), common(december(berta, &log)));
    // Berta sees it in her agenda, and its title where she writes.
    let agenda = berta.agenda("2026-12-01", 31, BERLIN).expect("readable");
    assert_eq!(shown(&agenda), expected);
    assert!(
        agenda.iter().all(|row| row.conversation_title == "Station 3" && row.author_name == "Anna" && !row.waiting)
    );
    let row = berta.messages(&log, 1).expect("readable").pop().expect("its row");
    assert_eq!((row.event, row.text.as_str()), (event, "Übergabe"));
    anna.change_appointment(&log, &event, Scope::All, &titled("Frühbesprechung")).expect("changed");
    world.settle().await;
    assert_eq!(berta.messages(&log, 1).expect("readable").pop().expect("its row").text, "Frühbesprechung");
    assert!(december(berta, &log).iter().all(|row| row.title == "Frühbesprechung"));

    // What names nothing is refused, and so is what another may not change.
    let nothing = anna.change_appointment(&log, &event, one("20261202T060000"), &titled("x"));
    assert!(matches!(nothing, Err(ClientError::NotFound("occurrence"))));
    let berta_may_not = berta.change_appointment(&log, &event, Scope::All, &titled("x"));
    assert!(matches!(berta_may_not, Err(ClientError::Refused(_))));
    anna.remove_appointment(&log, &event, Scope::All, false).expect("deleted");
    assert!(december(anna, &log).is_empty());
    world.settle().await;
    assert!(december(berta, &log).is_empty());
    let agenda = FeedKind::Agenda { log: None, from: "2026-12-01".to_owned(), days: 31, zone: BERLIN.to_owned() };
    let feed = berta.feed(agenda).expect("a feed");
    assert_eq!(feed.next().await.expect("readable"), Some(vec![Patch::Reset(Vec::new())]));
}

#[tokio::test(start_paused = true)]
async fn the_feed_follows_what_happens() {
    let (world, log) = ward(121, &["Anna", "Berta"]).await;
    let (anna, berta) = (world.devices[0].client(), world.devices[1].client());
    let kind = FeedKind::Agenda { log: None, from: "2026-12-01".to_owned(), days: 7, zone: BERLIN.to_owned() };
    let feed = berta.feed(kind).expect("a feed");
    assert_eq!(feed.next().await.expect("readable"), Some(vec![Patch::Reset(Vec::new())]));
    let event = anna
        .create_appointment(&log, &NewAppointment::new("Visite", when("20261202T090000", "FREQ=DAILY;COUNT=9")))
        .expect("made");
    world.settle().await;
    let inserted = feed.next().await.expect("readable").expect("not ended");
    assert_eq!(inserted.len(), 6, "the second to the seventh: {inserted:?}");
    berta.answer_appointment(&log, &event, Some("20261203T090000"), Attendance::No).expect("answered");
    let changed = feed.next().await.expect("readable").expect("not ended");
    let [Patch::Update(1, Row::Agenda(row))] = changed.as_slice() else { panic!("one row: {changed:?}") };
    assert_eq!((row.answer, row.no, row.yes), (Attendance::No, 1, 1));
    feed.grow();
    let more = feed.next().await.expect("readable").expect("not ended");
    assert!(more.iter().filter(|patch| matches!(patch, Patch::Insert(..))).count() == 3, "{more:?}");
}

#[tokio::test(start_paused = true)]
async fn answers_count_for_what_they_are_about_until_the_time_changes() {
    let (world, log) = ward(122, &["Anna", "Berta", "Clara"]).await;
    let (anna, berta) = (world.devices[0].client(), world.devices[1].client());
    let (members, clara) = (vec![world.devices[1].member()], world.devices[2].client());
    let new = NewAppointment {
        invitees: Invitees::Members(members),
        ..NewAppointment::new("Dienst", when("20261201T060000", "FREQ=WEEKLY;COUNT=3"))
    };
    let event = anna.create_appointment(&log, &new).expect("made");
    world.settle().await;
    // Clara is not asked: she sees it in the channel, not in her agenda, and has no answer.
    assert!(clara.agenda("2026-12-01", 31, BERLIN).expect("readable").is_empty());
    assert_eq!(december(clara, &log).len(), 3);
    let refused = clara.answer_appointment(&log, &event, None, Attendance::Yes);
    assert!(matches!(refused, Err(ClientError::Refused(_))));
    berta.answer_appointment(&log, &event, None, Attendance::Yes).expect("answered");
    berta.answer_appointment(&log, &event, Some("20261208T060000"), Attendance::Maybe).expect("answered");
    world.settle().await;
    let answers: Vec<Attendance> = december(berta, &log).iter().map(|row| row.answer).collect();
    assert_eq!(answers, [Attendance::Yes, Attendance::Maybe, Attendance::Yes]);
    let attendees = anna.attendees(&log, &event, "20261208T060000").expect("readable");
    let attendees: Vec<_> = attendees.iter().map(|row| (row.name.as_str(), row.answer, row.author)).collect();
    assert_eq!(attendees, [("Anna", Attendance::Yes, true), ("Berta", Attendance::Maybe, false)]);
    // A new time for one asks for a new answer there, and only there.
    anna.change_appointment(&log, &event, one("20261201T060000"), &timed("20261201T140000", "")).expect("changed");
    world.settle().await;
    let answers: Vec<Attendance> = december(berta, &log).iter().map(|row| row.answer).collect();
    assert_eq!(answers, [Attendance::None, Attendance::Maybe, Attendance::Yes]);
    let nobody = NewAppointment { invitees: Invitees::Members(vec![]), ..new };
    anna.create_appointment(&log, &nobody).expect("made");
    world.settle().await;
    assert_eq!(berta.agenda("2026-12-01", 31, BERLIN).expect("readable").len(), 3);
}

#[tokio::test(start_paused = true)]
async fn conflicts_are_named_where_time_is_taken() {
    let (mut world, log) = ward(123, &["Anna", "Berta"]).await;
    let other = world.channel("Fortbildung", &[1]).await;
    let (anna, berta) = (world.devices[0].client(), world.devices[1].client());
    let shift =
        anna.create_appointment(&log, &NewAppointment::new("Dienst", when("20261201T060000", ""))).expect("made");
    anna.create_appointment(&other, &NewAppointment::new("Schulung", when("20261201T063000", ""))).expect("made");
    anna.create_appointment(&log, &NewAppointment::new("Danach", when("20261201T073000", ""))).expect("made");
    world.settle().await;
    let conflicts = |client: &Client| -> Vec<(String, u32, String)> {
        let rows = client.agenda("2026-12-01", 1, BERLIN).expect("readable");
        rows.into_iter().map(|row| (row.title, row.conflicts, row.conflict)).collect()
    };
    let named = |title: &str, number: u32, other: &str| (title.to_owned(), number, other.to_owned());
    assert_eq!(
        conflicts(anna),
        [named("Dienst", 1, "Schulung"), named("Schulung", 1, "Dienst"), named("Danach", 0, "")]
    );
    // Berta has said yes to nothing: nothing takes her time.
    assert!(conflicts(berta).iter().all(|(_, number, _)| *number == 0));
    berta.answer_appointment(&log, &shift, None, Attendance::Yes).expect("answered");
    assert_eq!(conflicts(berta), [named("Dienst", 0, ""), named("Schulung", 1, "Dienst"), named("Danach", 0, "")]);
    anna.cancel_appointment(&log, &shift, Scope::All).expect("called off");
    world.settle().await;
    assert!(conflicts(berta).iter().all(|(_, number, _)| *number == 0));
}

#[tokio::test(start_paused = true)]
async fn the_week_in_which_clocks_change() {
    let (world, log) = ward(124, &["Anna", "Berta"]).await;
    let anna = world.devices[0].client();
    anna.create_appointment(&log, &NewAppointment::new("Frühdienst", when("20270325T060000", "FREQ=DAILY;COUNT=7")))
        .expect("made");
    let night = When {
        span: Span::Time {
            start: read_local("20270327T220000").expect("a local time"),
            zone: BERLIN.parse().expect("a zone"),
            seconds: 8 * 3_600,
        },
        ..when("20270327T220000", "")
    };
    anna.create_appointment(&log, &NewAppointment::new("Nachtdienst", night)).expect("made");
    world.settle().await;
    let rows = world.devices[1].client().calendar(&log, "2027-03-25", 7, BERLIN).expect("readable");
    let early: Vec<&AgendaRow> = rows.iter().filter(|row| row.title == "Frühdienst").collect();
    assert!(early.iter().all(|row| row.local.ends_with("T06:00")));
    let utc: Vec<i64> = early.iter().map(|row| row.starts / 3_600_000 % 24).collect();
    assert_eq!(utc, [5, 5, 5, 4, 4, 4, 4]);
    // Eight hours from ten in the evening on end at seven, and stand under both days.
    let night: Vec<&AgendaRow> = rows.iter().filter(|row| row.title == "Nachtdienst").collect();
    assert_eq!(night.iter().map(|row| row.day.as_str()).collect::<Vec<_>>(), ["2027-03-27", "2027-03-28"]);
    assert_eq!((night[0].ends - night[0].starts, night[0].ends / 3_600_000 % 24), (8 * 3_600_000, 5));
    // Elsewhere the same moments stand under other days.
    let tokyo = anna.calendar(&log, "2027-03-25", 1, "Asia/Tokyo").expect("readable");
    assert_eq!(tokyo.len(), 1);
    assert_eq!(anna.calendar(&log, "2027-03-25", 1, "Mars/Olympus").expect_err("no zone").code(), "not-found");
}

#[tokio::test(start_paused = true)]
async fn reminders_come_when_they_are_due_are_put_off_and_put_away() {
    let (world, log) = ward(125, &["Anna", "Berta"]).await;
    let (anna, berta) = (world.devices[0].client(), world.devices[1].client());
    let new = NewAppointment {
        reminders: vec![60, 15, 60],
        ..NewAppointment::new("Visite", when("20261201T090000", "FREQ=WEEKLY;COUNT=2"))
    };
    let event = anna.create_appointment(&log, &new).expect("made");
    world.settle().await;
    let nine: u64 = 1_796_112_000_000;
    assert_eq!(december(berta, &log)[0].starts, i64::try_from(nine).expect("a time"), "2026-12-01T08:00:00Z");
    let due = |client: &Client, until: u64| client.due_reminders(until, BERLIN).expect("readable");
    let all: Vec<(u64, u32)> = due(berta, nine).iter().map(|row| (row.at, row.minutes)).collect();
    assert_eq!(all, [(nine - 3_600_000, 60), (nine - 900_000, 15)]);
    assert_eq!(due(berta, nine - 3_600_001), []);
    let reminder = |minutes| Reminder { conversation: log, event, occurrence: "20261201T090000".to_owned(), minutes };
    berta.dismiss_reminder(&reminder(60)).expect("put away");
    berta.snooze_reminder(&reminder(15), nine - 300_000).expect("put off");
    let left: Vec<(u64, bool)> = due(berta, nine).iter().map(|row| (row.at, row.snoozed)).collect();
    assert_eq!(left, [(nine - 300_000, true)]);
    assert_eq!(due(anna, nine).len(), 2, "only on Berta's device");
    // What she says no to is silent, and so is what was called off or is long over.
    berta.answer_appointment(&log, &event, None, Attendance::No).expect("answered");
    assert_eq!(due(berta, nine + 10 * 86_400_000), []);
    anna.cancel_appointment(&log, &event, one("20261201T090000")).expect("called off");
    assert_eq!(due(anna, nine + 10 * 86_400_000).len(), 2, "of the second");
    world.clock.advance(nine + 30 * 86_400_000 - 1_795_000_000_000);
    world.settle().await;
    assert_eq!(due(anna, u64::MAX), []);
}

#[tokio::test(start_paused = true)]
async fn a_file_comes_in_is_compared_and_undone_and_goes_out_again() {
    let (world, log) = ward(126, &["Anna", "Berta"]).await;
    let (anna, berta) = (world.devices[0].client(), world.devices[1].client());
    let file = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:dienst-1\r\nSUMMARY:Frühdienst\r\n\
        DTSTART;TZID=W. Europe Standard Time:20261201T060000\r\nDTEND;TZID=W. Europe Standard Time:20261201T140000\r\n\
        RRULE:FREQ=WEEKLY;COUNT=4\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:dienst-1\r\nSUMMARY:Spätdienst\r\n\
        RECURRENCE-ID;TZID=Europe/Berlin:20261208T060000\r\nDTSTART;TZID=Europe/Berlin:20261208T130000\r\n\
        DTEND;TZID=Europe/Berlin:20261208T210000\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:kaputt\r\nDTSTART:gestern\r\n\
        END:VEVENT\r\nEND:VCALENDAR\r\n";
    let states = |client: &Client, file: &str| -> Vec<PlannedState> {
        let plan = client.plan_import(&log, file.as_bytes(), BERLIN).expect("a calendar");
        plan.appointments.iter().map(|planned| planned.state).collect()
    };
    let plan = anna.plan_import(&log, file.as_bytes(), BERLIN).expect("a calendar");
    assert_eq!((plan.appointments[0].state, plan.flaws[0].line), (PlannedState::New, 18));
    let import = anna.import_appointments(&log, file.as_bytes(), BERLIN).expect("imported");
    assert_eq!((import.new, import.changed), (1, 0));
    assert_eq!(states(anna, file), [PlannedState::Unchanged]);
    let before = december(anna, &log);
    let expected = ["01 06:00 Frühdienst", "08 13:00 Spätdienst", "15 06:00 Frühdienst", "22 06:00 Frühdienst"];
    assert_eq!(shown(&before), expected);
    world.settle().await;
    let newer =
        file.replace("RRULE", "SEQUENCE:1\r\nLOCATION:Station 3\r\nEXDATE;TZID=Europe/Berlin:20261215T060000\r\nRRULE");
    let newer = newer.replace("130000", "123000");
    assert_eq!(states(anna, &newer), [PlannedState::Changed]);
    assert_eq!(states(berta, &newer), [PlannedState::NotAllowed]);
    let second = anna.import_appointments(&log, newer.as_bytes(), BERLIN).expect("imported");
    assert_eq!((second.new, second.changed), (0, 1));
    world.settle().await;
    let rows = december(berta, &log);
    assert_eq!(shown(&rows), ["01 06:00 Frühdienst", "08 12:30 Spätdienst", "22 06:00 Frühdienst"]);
    assert!(rows.iter().all(|row| row.place == "Station 3" || row.title == "Spätdienst"));
    assert_eq!(states(anna, &newer), [PlannedState::Unchanged]);
    assert_eq!(states(anna, file), [PlannedState::Unchanged], "an older state of it");

    // What goes out says the same to another conversation.
    let out = berta.export_appointments(&CalendarExport::Conversation(log), BERLIN).expect("exported");
    assert!(out.contains("X-WR-CALNAME:Station 3") && out.contains("UID:dienst-1"));
    let chat = anna.create_chat(&[world.devices[1].member()]).expect("a chat");
    anna.import_appointments(&chat, out.as_bytes(), BERLIN).expect("imported");
    assert_eq!(shown(&december(anna, &chat)), shown(&rows));
    assert!(berta.export_appointments(&CalendarExport::Own, BERLIN).expect("exported").contains("UID:dienst-1"));

    anna.undo_import(second.id).expect("undone");
    world.settle().await;
    assert_eq!(shown(&december(berta, &log)), expected);
    anna.undo_import(import.id).expect("undone");
    world.settle().await;
    assert!(december(berta, &log).is_empty());
    assert!(matches!(anna.undo_import(import.id), Err(ClientError::NotFound("import"))));
    let broken = anna.plan_import(&log, b"%PDF", BERLIN).expect_err("no calendar");
    assert_eq!(broken.code(), "calendar-file");
}

#[tokio::test(start_paused = true)]
async fn what_breaks_a_limit_is_refused_here() {
    let (world, log) = ward(127, &["Anna", "Berta"]).await;
    let (anna, stranger) = (world.devices[0].client(), world.devices[1].member());
    let chat = anna.create_chat(&[stranger]).expect("a chat");
    let new = |title: &str, start: &str| NewAppointment::new(title, when(start, ""));
    for broken in [new("  ", "20261201T060000"), new(&"x".repeat(501), "20261201T060000"), new("x", "99991201T060000")]
    {
        assert_eq!(anna.create_appointment(&log, &broken).expect_err("broken").code(), "appointment");
    }
    let outside = NewAppointment {
        invitees: Invitees::Members(vec![verband_client::protocol::id::MemberId([7; 32])]),
        ..new("x", "20261201T060000")
    };
    assert!(matches!(anna.create_appointment(&chat, &outside), Err(ClientError::NotFound("member"))));
}

#[tokio::test(start_paused = true)]
async fn the_organisation_has_appointments_that_everybody_sees() {
    let world = World::with_members(seed(130), &["Anna", "Berta"]).await;
    let (anna, berta) = (world.devices[0].client(), world.devices[1].client());
    let log = anna.create_channel_with(&NewChannel::announcements("Aushang")).expect("an administrator may");
    world.settle().await;
    let assembly =
        NewAppointment { reminders: vec![60], ..NewAppointment::new("Versammlung", when("20261201T140000", "")) };
    let event = anna.create_appointment(&log, &assembly).expect("made");
    let own = anna.personal_space().expect("readable").expect("everybody has one");
    anna.create_appointment(&own, &NewAppointment::new("Zahnarzt", when("20261201T100000", ""))).expect("made");
    world.settle().await;
    let agenda = berta.agenda("2026-12-01", 1, BERLIN).expect("readable");
    let [row] = agenda.as_slice() else { panic!("one: {agenda:?}") };
    assert_eq!((row.title.as_str(), row.invited, row.answerable, row.changeable), ("Versammlung", true, false, false));
    // Where only those who moderate write, nobody else answers; reminders come all the same.
    let answered = berta.answer_appointment(&log, &event, None, Attendance::Yes);
    assert!(matches!(answered, Err(ClientError::Refused(_))));
    assert_eq!(berta.due_reminders(u64::MAX, BERLIN).expect("readable").len(), 1);
    let agenda = anna.agenda("2026-12-01", 1, BERLIN).expect("readable");
    assert_eq!(shown(&agenda), ["01 10:00 Zahnarzt", "01 14:00 Versammlung"]);
    assert!(agenda.iter().all(|row| row.answerable && row.changeable));
}

/// A change of the title as a changed program would send it.
fn title_change(target: &EventId, title: &str) -> Vec<u8> {
    let mut payload = minicbor::Encoder::new(Vec::new());
    let written = payload.map(4).and_then(|map| map.u8(0)?.bytes(target.as_bytes())?.u8(1)?.u8(0));
    let written = written.and_then(|map| map.u8(3)?.str(title)?.u8(10)?.u32(9));
    written.expect("it is written").writer().clone()
}

fn answer(target: &EventId) -> Vec<u8> {
    let mut payload = minicbor::Encoder::new(Vec::new());
    let written = payload.map(2).and_then(|map| map.u8(0)?.bytes(target.as_bytes())?.u8(2)?.u8(1));
    written.expect("it is written").writer().clone()
}

#[tokio::test(start_paused = true)]
async fn what_a_changed_program_says_has_no_effect_and_what_breaks_a_limit_is_unreadable() {
    let (world, log) = ward(131, &["Anna", "Berta"]).await;
    let anna = world.devices[0].client();
    let new = NewAppointment {
        invitees: Invitees::Members(vec![]),
        ..NewAppointment::new("Dienst", when("20261201T060000", ""))
    };
    let event = anna.create_appointment(&log, &new).expect("made");
    world.settle().await;
    let before = december(anna, &log);
    let (berta, line) = (Mole::of(&world.devices[1], world.seed), &world.devices[1].line);
    berta.write(line, &log, 31, title_change(&event, "Gekapert")).await;
    world.settle().await;
    berta.write(line, &log, 32, answer(&event)).await;
    world.settle().await;
    assert_eq!(december(anna, &log), before, "it is neither hers nor open to her, and she is not asked");
    // Control: the same words count where the appointment is open to her.
    let open =
        AppointmentChange { open: Some(true), invitees: Some(Invitees::Everybody), ..AppointmentChange::default() };
    anna.change_appointment(&log, &event, Scope::All, &open).expect("changed");
    world.settle().await;
    berta.write(line, &log, 31, title_change(&event, "Getauscht")).await;
    world.settle().await;
    berta.write(line, &log, 32, answer(&event)).await;
    world.settle().await;
    let after = december(anna, &log);
    assert_eq!((after[0].title.as_str(), after[0].yes), ("Getauscht", 2));
    for (kind, payload) in [(31, title_change(&event, &"x".repeat(501))), (30, vec![0xa0]), (32, vec![0xff; 40])] {
        berta.write(line, &log, kind, payload).await;
        world.settle().await;
        let row = anna.messages(&log, 1).expect("readable").pop().expect("its row");
        assert_eq!(row.state, MessageState::Unreadable, "{kind}");
    }
    assert_eq!(december(anna, &log), after);
}

#[tokio::test(start_paused = true)]
async fn what_is_taken_out_comes_back_within_ten_seconds_one_day_or_all_of_them() {
    let (world, log) = ward(129, &["Anna", "Berta"]).await;
    let anna = world.devices[0].client();
    let visit = NewAppointment::new("Visite", when("20261201T090000", "FREQ=DAILY;COUNT=3"));
    let event = anna.create_appointment(&log, &visit).expect("made");
    world.settle().await;
    let count = |device: usize| december(world.devices[device].client(), &log).len();
    for (scope, left) in [(one("20261202T090000"), 2), (Scope::All, 0)] {
        let removed = anna.remove_appointment(&log, &event, scope, true).expect("taken out");
        assert_eq!(count(0), left, "at once");
        world.settle().await;
        assert_eq!(count(1), 3, "it is not sent yet");
        assert!(anna.undo_delete(&log, &removed).expect("undone"));
        assert_eq!(count(0), 3);
    }
    anna.remove_appointment(&log, &event, Scope::All, true).expect("taken out");
    world.clock.advance(11_000);
    world.settle().await;
    assert_eq!(count(1), 0);
}

/// A change, an answer or a removal of the series, by chance.
fn act(client: &Client, log: &LogId, event: &EventId, chance: &Seeded, round: u64) {
    let rows = client.calendar(log, "2026-12-01", 31, BERLIN).expect("readable");
    let Some(row) = rows.get(usize::try_from(chance.below(31)).unwrap_or(0) % rows.len().max(1)) else { return };
    let id = row.occurrence.as_str();
    let scope = [Scope::All, from(id), one(id)][usize::try_from(chance.below(3)).unwrap_or(0)];
    let hour = 6 + chance.below(12);
    let done = match chance.below(6) {
        0 => client.change_appointment(log, event, scope, &titled(&format!("Runde {round}"))).map(|_| ()),
        1 => {
            let day = id.split('T').next().unwrap_or_default();
            let change = timed(&format!("{day}T{hour:02}0000"), "FREQ=WEEKLY;BYDAY=TU,FR");
            client.change_appointment(log, event, scope, &change).map(|_| ())
        }
        2 => client.cancel_appointment(log, event, one(id)).map(|_| ()),
        3 => client.remove_appointment(log, event, one(id), false).map(drop),
        4 => client.answer_appointment(log, event, None, Attendance::Maybe).map(|_| ()),
        _ => client.answer_appointment(log, event, Some(id), Attendance::No).map(|_| ()),
    };
    done.expect("what is shown can be changed");
}

#[test]
fn changes_and_answers_in_any_order_end_the_same_everywhere() {
    let rest = run(async {
        let (world, _) = ward(128, &["Anna", "Berta", "Clara"]).await;
        world.at_rest()
    });
    for_seeds(0..6, |seed| {
        let mut world = World::from_rest(&rest, seed);
        run(async {
            let log = world.devices[0].client().conversations().expect("readable")[0].log;
            let chance = Seeded::new(seed, "appointments");
            let open = NewAppointment {
                open: true,
                ..NewAppointment::new("Übergabe", when("20261201T060000", "FREQ=WEEKLY"))
            };
            let event = world.devices[0].client().create_appointment(&log, &open).expect("made");
            world.settle().await;
            world.set_weather(Weather::STORM);
            for round in 0..18 {
                let index = usize::try_from(chance.below(3)).unwrap_or(0);
                act(world.devices[index].client(), &log, &event, &chance, round);
                if chance.percent(40) {
                    world.pass().await;
                }
            }
            world.settle().await;
            let expected = common(december(world.devices[0].client(), &log));
            // Somebody who comes later reads the past backwards.
            let newcomer = world.enrol("Dora", &[log]).await.expect("she enrols");
            world.settle().await;
            for index in [1, 2, newcomer] {
                let rows = common(december(world.devices[index].client(), &log));
                assert_eq!(rows, expected, "SEED={seed}: device {index}");
            }
        });
    });
}

#[tokio::test(start_paused = true)]
async fn no_word_of_an_appointment_reaches_the_server() {
    let (mut world, log) = ward(129, &["Anna", "Berta"]).await;
    let (anna, berta) = (world.devices[0].client().clone(), world.devices[1].client().clone());
    let new = NewAppointment {
        place: "Marker-Ort-1".to_owned(),
        description: "Marker-Beschreibung-2".to_owned(),
        reminders: vec![4711],
        invitees: Invitees::Members(vec![world.devices[1].member()]),
        ..NewAppointment::new("Marker-Termin-3", when("20261201T060000", "FREQ=WEEKLY;COUNT=4"))
    };
    let event = anna.create_appointment(&log, &new).expect("made");
    let change = AppointmentChange {
        title: Some("Marker-Titel-4".to_owned()),
        place: Some("Marker-Raum-5".to_owned()),
        description: Some("Marker-Notiz-6".to_owned()),
        ..timed("20261208T070000", "FREQ=WEEKLY;COUNT=3")
    };
    anna.change_appointment(&log, &event, from("20261208T060000"), &change).expect("changed");
    let file = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:Marker-Kennung-7\nSUMMARY:Marker-Datei-8\nDTSTART:20261224T100000\n\
        END:VEVENT\nEND:VCALENDAR\n";
    anna.import_appointments(&log, file.as_bytes(), BERLIN).expect("imported");
    world.settle().await;
    berta.answer_appointment(&log, &event, Some("20261215T070000"), Attendance::Maybe).expect("answered");
    world.settle().await;
    // Control: it is what people see.
    let rows = december(&berta, &log);
    assert!(rows.iter().any(|row| row.title == "Marker-Titel-4" && row.place == "Marker-Raum-5"));
    assert!(rows.iter().any(|row| row.title == "Marker-Datei-8"));
    let markers: [&[u8]; 6] =
        [b"Marker-", BERLIN.as_bytes(), b"FREQ=WEEKLY", b"20261201T060000", b"20261208T070000", b"20261215T070000"];
    world.kill_server();
    nothing_in_clear(world.server_folder(), &markers);
    for device in &world.devices {
        let sent = device.line.seen();
        for marker in markers {
            assert!(!contains(&sent, marker), "{} sent a marker in clear", device.name);
        }
    }
}
