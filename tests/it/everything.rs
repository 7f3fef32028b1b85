//! All kinds at once, under loss, doubles, reordering and kills: in the end every device shows the same, row by row, and
//! so does somebody who comes last and reads everything backwards.

use std::fmt::Debug;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use futures_util::FutureExt;
use verband_client::calendar::{Scope, Span, When, read_local};
use verband_client::{
    AppointmentChange, Attendance, ClientError, NewAppointment, NewMessage, NewRecording, NewSurvey, Question,
    QuestionForm, RecordingKind, RequestAct, RoleAddressSettings, SurveyAnswer, WoundConsent, WoundDetails,
    WoundFinding,
};
use verband_protocol::id::{EventId, LogId};
use verband_tests::chance::{Seeded, for_seeds};
use verband_tests::device::Device;
use verband_tests::invariants::same_projections;
use verband_tests::network::Weather;
use verband_tests::world::{World, run};
use verband_vault::sample::recording::voice_pieces;

/// What people can refer to, by kind: they see it on whatever device they have.
#[derive(Default)]
struct Things {
    messages: Vec<EventId>,
    surveys: Vec<EventId>,
    appointments: Vec<EventId>,
    addresses: Vec<EventId>,
    requests: Vec<EventId>,
    folders: Vec<EventId>,
    files: Vec<EventId>,
    wounds: Vec<EventId>,
    findings: Vec<EventId>,
    photos: Vec<EventId>,
}

/// Something made earlier, if there is anything.
fn some(of: &[EventId], chance: &Seeded) -> Option<EventId> {
    of.get(usize::try_from(chance.below(of.len().max(1) as u64)).expect("small")).copied()
}

/// What a rule forbids, or what has not come to this device yet, is no fault of the storm.
fn done<T>(outcome: Result<T, ClientError>) -> Option<T>
where
    T: Debug,
{
    match outcome {
        Ok(done) => Some(done),
        Err(error)
            if ["not-found", "not-allowed", "too-late", "survey", "calendar", "file-name", "wound"]
                .contains(&error.code()) =>
        {
            None
        }
        Err(error) => panic!("{}: {error}", error.code()),
    }
}

fn appointment(text: &str) -> NewAppointment {
    let start = read_local("20261201T060000").expect("a local time");
    let span = Span::Time { start, zone: "Europe/Berlin".parse().expect("a zone"), seconds: 3_600 };
    NewAppointment::new(text, When { rule: Some("FREQ=DAILY;COUNT=9".parse().expect("a rule")), ..When::once(span) })
}

fn survey(text: &str) -> NewSurvey {
    let options = vec!["A".to_owned(), "B".to_owned()];
    let question =
        Question { text: text.to_owned(), form: QuestionForm::Single { options, other: false }, required: false };
    NewSurvey { title: text.to_owned(), questions: vec![question], changeable: true, ..NewSurvey::default() }
}

/// Does one thing on a device.
fn act(device: &Device, log: &LogId, things: &mut Things, text: &str, chance: &Seeded) {
    let client = device.client();
    let pick = |of: &[EventId]| some(of, chance).unwrap_or(EventId([0; 16]));
    match chance.below(30) {
        0 | 1 => things
            .messages
            .extend(done(client.send_message(log, &NewMessage { confirm: true, ..NewMessage::text(text) }))),
        2 => drop(done(client.edit_message(log, &pick(&things.messages), text, &[]))),
        3 => drop(done(client.react(log, &pick(&things.messages), "👍", chance.percent(70)))),
        4 => drop(done(client.confirm_message(log, &pick(&things.messages)))),
        5 => drop(done(client.delete(log, &pick(&things.messages)))),
        6 => things.surveys.extend(done(client.publish_survey(log, &survey(text)))),
        7 | 8 => {
            let choice = SurveyAnswer::Choice { options: vec![u32::from(chance.percent(50))], other: None };
            done(client.vote(log, &pick(&things.surveys), &[choice]));
        }
        9 => drop(done(client.close_survey(log, &pick(&things.surveys)))),
        10 => things.appointments.extend(done(client.create_appointment(log, &appointment(text)))),
        11 => {
            let change = AppointmentChange { title: Some(text.to_owned()), ..AppointmentChange::default() };
            done(client.change_appointment(log, &pick(&things.appointments), Scope::All, &change));
        }
        12 => {
            let answer = if chance.percent(50) { Attendance::Yes } else { Attendance::No };
            done(client.answer_appointment(log, &pick(&things.appointments), None, answer));
        }
        13 => things.addresses.extend(done(client.create_role_address(log, RoleAddressSettings::titled(text)))),
        14 => drop(done(client.hand_over(log, &pick(&things.addresses), &[device.member()]))),
        15 => things.requests.extend(done(client.send_request(log, &pick(&things.addresses), text))),
        16 => {
            let what = if chance.percent(60) { RequestAct::TakeOver } else { RequestAct::Done };
            done(client.act_on_request(log, &pick(&things.requests), what));
        }
        25..27 => record(device, log, things, text),
        27.. => sort(device, log, things, text, chance),
        20..25 => tend(device, log, things, text, chance),
        17 => things.folders.extend(done(client.create_folder(log, some(&things.folders, chance), text))),
        18 => {
            let added = client.add_file(
                log,
                some(&things.folders, chance),
                &format!("{}.txt", text.replace('/', "-")),
                None,
                None,
            );
            let Some(writer) = added.ok() else { return };
            writer.append(text.as_bytes()).expect("on disk");
            things.files.extend(done(writer.finish()));
        }
        _ => {
            let all = [things.folders.clone(), things.files.clone()].concat();
            match chance.below(3) {
                0 => drop(done(client.rename_file(log, &pick(&all), &text.replace('/', "-")))),
                1 => drop(done(client.move_file(log, &pick(&all), some(&things.folders, chance)))),
                _ => drop(done(client.delete_files(log, &[pick(&all)], false))),
            }
        }
    }
}

/// Records a voice note, which is changed and deleted as messages are.
fn record(device: &Device, log: &LogId, things: &mut Things, text: &str) {
    let started = device.client().start_recording(log, RecordingKind::Voice, "audio/webm");
    let Some(writer) = started.ok() else { return };
    for piece in voice_pieces(10) {
        writer.write(&piece, &[]).expect("on disk");
    }
    let new = NewRecording { caption: text.to_owned(), ..NewRecording::default() };
    let mut finishing = pin!(writer.finish(&new));
    // It never waits for anything but its turn.
    let mut context = Context::from_waker(Waker::noop());
    let finished = loop {
        if let Poll::Ready(finished) = finishing.as_mut().poll(&mut context) {
            break finished;
        }
    };
    things.messages.extend(done(finished));
}

/// Does one thing about wounds.
fn tend(device: &Device, log: &LogId, things: &mut Things, text: &str, chance: &Seeded) {
    let client = device.client();
    let pick = |of: &[EventId]| some(of, chance).unwrap_or(EventId([0; 16]));
    let (wound, finding) = (pick(&things.wounds), pick(&things.findings));
    let details = WoundDetails { patient: text.to_owned(), ..WoundDetails::default() };
    let found = WoundFinding { note: text.to_owned(), area: Some(9), ..WoundFinding::default() };
    match chance.below(17) {
        0..3 => things.wounds.extend(done(client.create_wound(log, &details, None))),
        3 => drop(done(client.change_wound(log, &wound, &details))),
        4 => drop(done(client.set_wound_consent(log, &wound, &WoundConsent::default()))),
        5 => drop(done(client.close_wound(log, &wound, "healed", text))),
        6 => drop(done(client.reopen_wound(log, &wound, text))),
        7 | 8 => things.findings.extend(done(client.record_finding(log, &wound, &found))),
        9 => drop(done(client.correct_finding(log, &finding, &found, text))),
        10 => things.findings.extend(done(client.move_finding(log, &finding, &wound, text))),
        11 => {
            let photo = verband_vault::sample::wound_photo(16, 12, chance.below(99));
            things
                .photos
                .extend(done(client.send_wound_photos(log, &wound, &[("close-up", &photo)])).into_iter().flatten());
        }
        12 => drop(done(client.attach_wound_photo(log, &pick(&things.photos), &wound, "overview"))),
        13 | 14 => {
            let item = [wound, finding, pick(&things.photos)][usize::try_from(chance.below(3)).expect("small")];
            match chance.below(3) {
                0 => drop(done(client.withdraw_documented(log, &[item], text))),
                _ => drop(done(client.mark_documented(log, &[item], "KIS", text))),
            }
        }
        _ => match chance.below(3) {
            0 => drop(done(client.detach_wound_photo(log, &pick(&things.photos)))),
            1 => drop(done(client.delete(log, &pick(&[things.wounds.clone(), things.photos.clone()].concat())))),
            _ => drop(done(client.strike_finding(log, &finding, text))),
        },
    }
}

/// Does one thing with photos of the album: what was captured is filed and moved, in either order.
fn sort(device: &Device, log: &LogId, things: &mut Things, text: &str, chance: &Seeded) {
    let client = device.client();
    match chance.below(4) {
        0 => {
            let photo = verband_vault::sample::wound_photo(16, 12, chance.below(99));
            things.photos.extend(done(client.send_photo(log, &photo, text)));
        }
        1 | 2 => drop(done(client.file_photos(log, &[some(&things.photos, chance).unwrap_or(EventId([0; 16]))], text))),
        _ => {
            let photo = verband_vault::sample::wound_photo(16, 12, chance.below(99));
            let Some(tray) = client.personal_space().expect("readable") else { return };
            let Some(captured) = done(client.capture_photo(&photo, text, "")) else { return };
            if chance.percent(50) {
                done(client.file_photos(&tray, &[captured], text));
            }
            let wound = some(&things.wounds, chance).filter(|_| chance.percent(40));
            // What is sealed on this device needs no network.
            let moved = client.move_photos(&tray, &[captured], log, wound.as_ref()).now_or_never();
            things.photos.extend(moved.and_then(done).into_iter().flatten());
        }
    }
}

#[test]
fn everything_at_once_ends_the_same_everywhere() {
    let (rest, log) = run(async {
        let mut world = World::with_members(1, &["Anna", "Berta", "Clara"]).await;
        let log = world.channel("Station 3", &[1, 2]).await;
        world.link(0, "Tablet").await.expect("linked");
        world.settle().await;
        (world.at_rest(), log)
    });
    for_seeds(1..41, |seed| run(storm(&rest, log, seed)));
}

async fn storm(rest: &World, log: LogId, seed: u64) {
    let mut world = World::from_rest(rest, seed);
    let chance = Seeded::new(seed, "test");
    let mut things = Things::default();
    for round in 0..8 {
        world.set_weather(Weather::STORM);
        for (index, device) in world.devices.iter().enumerate() {
            for step in 0..chance.below(4) {
                act(device, &log, &mut things, &format!("{round}/{index}/{step}"), &chance);
            }
        }
        for device in &mut world.devices {
            if chance.percent(8) {
                device.kill();
                device.switch_on().expect("what is left unlocks");
            }
        }
        world.pass().await;
    }
    world.settle().await;
    // What was moved cannot be undone any more, and goes from where it was.
    world.clock.advance(11_000);
    world.settle().await;
    let newcomer = world.enrol("Dora", &[log]).await.expect("she enrols");
    world.settle().await;
    for index in 0..=newcomer {
        let client = world.devices[index].client();
        assert_eq!(client.outbox().expect("readable"), (0, 0), "SEED={seed}: device {index} has more to send");
        let alarms = client.alarms().expect("readable");
        assert!(alarms.is_empty(), "SEED={seed}: false alarm on device {index}: {alarms:?}");
    }
    same_projections(&world, &log, &(0..=newcomer).collect::<Vec<_>>());
}
