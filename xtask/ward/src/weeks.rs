//! What happened on the ward, week by week, until today.

use anyhow::{Context, Result};
use jiff::{Timestamp, ToSpan};
use verband_client::calendar::{PlainWhen, When};
use verband_client::texts::Language;
use verband_client::{
    Attendance, Availability, BodySite, Client, DateSlot, Desk, Escalation, NewAppointment, NewInvitation, NewMessage,
    NewSurvey, Question, QuestionForm, RoleAddressSettings, SurveyAnswer, TissuePart, WoundConsent, WoundDetails,
    WoundFinding,
};
use verband_protocol::id::{EventId, LogId};
use verband_protocol::port::Clock as _;
use verband_tests::world::World;
use verband_vault::sample::healing_wound;

use crate::colleagues::{Channels, Who, client, come};

/// In milliseconds.
pub(crate) const DAY: u64 = 86_400_000;

/// In milliseconds.
const HOUR: u64 = 3_600_000;

/// How long the ward has been there.
pub(crate) const WEEKS: u32 = 6;

/// Where the ward is.
const ZONE: &str = "Europe/Berlin";

/// Whom Anna makes an administrator as soon as she has come.
pub(crate) const ADMINISTRATOR: &str = "Nora Neumann";

/// Whom nurses ask for what only a physician decides.
const DOCTOR: &str = "Ärztlicher Dienst";

/// How many entries are sent in one go.
const LOT: u32 = 500;

/// A photo's stored width and height.
const PHOTO: (u16, u16) = (1600, 1200);

/// A letter that lies ready.
pub(crate) struct Letter {
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    pub(crate) code: String,
}

/// A wound that is looked at every week.
struct Course {
    id: EventId,
    /// Of the wound on the first day, in millimetres.
    length: u32,
    width: u32,
    /// What is left of its length and width a week later, in percent.
    week: u32,
}

/// Lets the weeks pass; the letters are written today. So many entries are in a log book of the ward.
pub(crate) async fn pass(world: &mut World, entries: u32) -> Result<Vec<Letter>> {
    let channels = come(world).await?;
    let courses = wounds(world, &channels.wounds)?;
    addresses(world, &channels.ward)?;
    files(world, &channels)?;
    world.settle().await;
    for week in 0..WEEKS {
        for (number, course) in courses.iter().enumerate() {
            let who = if number == 0 { Who::Anna } else { Who::Carla };
            look_at(world, &channels.wounds, who, course, week)?;
            world.settle().await;
            world.clock.advance(HOUR);
        }
        talk(world, &channels, week)?;
        world.settle().await;
        world.clock.advance(7 * DAY - 3 * HOUR);
    }
    let book = if entries > 0 { Some(log_book(world, entries).await?) } else { None };
    today(world, &channels).await?;
    letters(world, &channels, book).await
}

/// Three wounds: one heals well, one slowly, one not at all.
fn wounds(world: &World, log: &LogId) -> Result<Vec<Course>> {
    let anna = client(world, Who::Anna);
    let consent = WoundConsent {
        state: "given".to_owned(),
        by: "patient".to_owned(),
        at: Some(world.clock.now_ms()),
        ..WoundConsent::default()
    };
    let wound = |patient: &str, kind: &str, stage: &str, site: BodySite, position: &str| {
        let details = WoundDetails {
            patient: patient.to_owned(),
            kind: kind.to_owned(),
            stage: stage.to_owned(),
            position: position.to_owned(),
            site,
            ..WoundDetails::default()
        };
        anna.create_wound(log, &details, Some(&consent))
    };
    Ok(vec![
        Course {
            id: wound(
                "Fall 4711",
                "pressure-ulcer",
                "pressure-3",
                site("back", 560, 960, "heel", "right"),
                "Linke Seitenlage",
            )?,
            length: 42,
            width: 31,
            week: 82,
        },
        Course {
            id: wound("Fall 4720", "venous-ulcer", "", site("front", 440, 800, "shin", "right"), "Rückenlage")?,
            length: 55,
            width: 38,
            week: 94,
        },
        Course {
            id: wound("Fall 4733", "diabetic-foot", "wagner-2", site("front", 420, 965, "big-toe", "right"), "")?,
            length: 18,
            width: 15,
            week: 100,
        },
    ])
}

fn site(view: &str, x: u32, y: u32, region: &str, side: &str) -> BodySite {
    BodySite {
        view: view.to_owned(),
        x: Some(x),
        y: Some(y),
        region: region.to_owned(),
        side: side.to_owned(),
        clock: None,
    }
}

/// Overview, close-up and finding of a week.
fn look_at(world: &World, log: &LogId, who: Who, course: &Course, week: u32) -> Result<()> {
    let client = client(world, who);
    let left = (0..week).fold(100, |percent, _| percent * course.week / 100);
    let seed = u64::from(course.length);
    let photo = |size: u32| healing_wound(PHOTO.0, PHOTO.1, seed, size);
    client.send_wound_photos(log, &course.id, &[("overview", &photo(left / 2)), ("close-up", &photo(left))])?;
    let granulation = (40 + 8 * week).min(90) * u32::from(course.week < 100) + 30 * u32::from(course.week == 100);
    let part = |tissue: &str, percent| TissuePart { tissue: tissue.to_owned(), percent };
    let finding = WoundFinding {
        length: Some(course.length * left / 100),
        width: Some(course.width * left / 100),
        depth: Some(1 + 4 * left / 100),
        measured: "ruler".to_owned(),
        tissue: vec![part("granulation", granulation), part("fibrin", 100 - granulation)],
        edge: vec![if left < 70 { "epithelial" } else { "macerated" }.to_owned()],
        skin: vec!["intact".to_owned()],
        exudate_amount: if left < 60 { "little" } else { "moderate" }.to_owned(),
        exudate_kind: "serous".to_owned(),
        exudate_colour: "clear".to_owned(),
        odour: "none".to_owned(),
        pain: Some(left / 25),
        infection: vec!["none".to_owned()],
        dressing: "Wundspülung mit NaCl 0,9 %, Alginat, Schaumverband".to_owned(),
        next_change: Some(world.clock.now_ms() + 2 * DAY),
        ..WoundFinding::default()
    };
    client.record_finding(log, &course.id, &finding)?;
    Ok(())
}

/// What is said in a week.
fn talk(world: &World, channels: &Channels, week: u32) -> Result<()> {
    const SAID: [(Who, &str, Who, &str); WEEKS as usize] = [
        (
            Who::Carla,
            "Fall 4711: Fersenfreilagerung eingerichtet, Lagerungsplan hängt.",
            Who::Anna,
            "Danke! Bitte alle zwei Stunden.",
        ),
        (Who::Dieter, "Alginat ist fast aus, ich habe nachbestellt.", Who::Carla, "Kommt Donnerstag."),
        (Who::Emre, "Fall 4720: Kompression bitte wieder anlegen.", Who::Dieter, "Ist angelegt, Pulse tastbar."),
        (Who::Anna, "Wundvisite heute erst um **11 Uhr**.", Who::Emre, "Passt, ich komme dazu."),
        (Who::Carla, "Frau K. klagt über Druck am Verband.", Who::Anna, "Ich schaue nach der Übergabe."),
        (Who::Dieter, "Fall 4711 sieht richtig gut aus.", Who::Carla, "Ja, *deutlich* kleiner!"),
    ];
    let (first, text, second, answer) = SAID[week as usize];
    let log = if week.is_multiple_of(2) { &channels.wounds } else { &channels.ward };
    let said = client(world, first).send_text(log, text)?;
    world.clock.advance(HOUR / 4);
    client(world, second).send_text(log, answer)?;
    client(world, first).react(log, &said, "👍", true)?;
    Ok(())
}

/// A channel of very many entries, each seventh of them a long one.
async fn log_book(world: &mut World, entries: u32) -> Result<LogId> {
    let log = world.channel("Stationsbuch", &[1]).await;
    for at in 1..=entries {
        let long = if at % 7 == 0 { 1 + at as usize % 4 } else { 0 };
        let more = " Der Verband ist **gewechselt**, die Wunde ist sauber und trocken.".repeat(long);
        client(world, Who::Anna).send_text(&log, &format!("Eintrag {at:05}: Zimmer {}.{more}", at % 30))?;
        world.clock.advance(HOUR / 60);
        if at % LOT == 0 {
            world.settle().await;
        }
    }
    world.settle().await;
    Ok(log)
}

/// Who is asked for what.
fn addresses(world: &World, log: &LogId) -> Result<()> {
    let anna = client(world, Who::Anna);
    let person = |who: Who| world.devices[who as usize].member();
    let doctor = anna.create_role_address(log, RoleAddressSettings::titled(DOCTOR))?;
    anna.hand_over(log, &doctor, &[person(Who::Emre)])?;
    let escalation = Some(Escalation { after_minutes: 60, to: Some(doctor) });
    let wound = RoleAddressSettings { escalation, ..RoleAddressSettings::titled("Wunddienst") };
    let wound = anna.create_role_address(log, wound)?;
    anna.hand_over(log, &wound, &[person(Who::Carla)])?;
    Ok(())
}

/// The house's standard, and the sheet to measure with.
fn files(world: &World, channels: &Channels) -> Result<()> {
    let anna = client(world, Who::Anna);
    let folder = anna.create_folder(&channels.wounds, None, "Standards")?;
    let sheet = anna.marker_sheet(&Desk::default(), Language::German)?;
    let writer = anna.add_file(&channels.wounds, Some(folder), "Messblatt.pdf", None, Some(sheet.len() as u64))?;
    writer.append(&sheet)?;
    writer.finish()?;
    Ok(())
}

/// What is going on today: a survey, shifts and appointments, a request that waits, and something to confirm.
async fn today(world: &World, channels: &Channels) -> Result<()> {
    let survey = survey(world, &channels.ward)?;
    let round = rota(world, &channels.ward)?;
    let notice = "Ab Montag gilt der neue Wundstandard (siehe Dateien). Bitte bestätigen.";
    let notice = NewMessage { confirm: true, ..NewMessage::text(notice) };
    let notice = client(world, Who::Anna).send_message(&channels.ward, &notice)?;
    world.settle().await;

    let carla = client(world, Who::Carla);
    vote(carla, &channels.ward, &survey, [Availability::Yes, Availability::No, Availability::Maybe], 5)?;
    carla.answer_appointment(&channels.ward, &round, None, Attendance::Yes)?;
    carla.confirm_message(&channels.ward, &notice)?;
    let addresses = carla.role_addresses(&channels.ward)?;
    let doctor = addresses.iter().find(|row| row.title == DOCTOR).context("it was made")?;
    let request = "Zimmer 12: Bitte Schmerzmedikation vor dem Verbandwechsel ansetzen.";
    carla.send_request(&channels.ward, &doctor.id, request)?;

    let dieter = client(world, Who::Dieter);
    vote(dieter, &channels.ward, &survey, [Availability::Maybe, Availability::Yes, Availability::Yes], 3)?;
    dieter.answer_appointment(&channels.ward, &round, None, Attendance::Maybe)?;
    world.settle().await;
    Ok(())
}

fn survey(world: &World, log: &LogId) -> Result<EventId> {
    let question = |text: &str, form| Question { text: text.to_owned(), form, required: true };
    let now = world.clock.now_ms();
    let midnight = now - now % DAY;
    let slot = |days: u64| DateSlot {
        start: midnight + days * DAY + 12 * HOUR,
        end: Some(midnight + days * DAY + 13 * HOUR),
        whole_day: false,
    };
    let rating = QuestionForm::Rating { steps: 5, low: "schlecht".to_owned(), high: "sehr gut".to_owned() };
    let survey = NewSurvey {
        title: "Teambesprechung".to_owned(),
        description: "Wir suchen einen Termin, und fragen nach dem neuen Schaumverband.".to_owned(),
        questions: vec![
            question("Wann passt es?", QuestionForm::Dates { slots: [2, 3, 4].map(slot).to_vec() }),
            question("Wie bewährt sich der neue Schaumverband?", rating),
        ],
        deadline: Some(now + 3 * DAY),
        secret: false,
        changeable: true,
    };
    Ok(client(world, Who::Anna).publish_survey(log, &survey)?)
}

fn vote(client: &Client, log: &LogId, survey: &EventId, slots: [Availability; 3], step: u32) -> Result<()> {
    client.vote(log, survey, &[SurveyAnswer::Dates { slots: slots.to_vec() }, SurveyAnswer::Rating { step }])?;
    Ok(())
}

/// The shifts of the ward, a course and the round, which is given.
fn rota(world: &World, log: &LogId) -> Result<EventId> {
    let anna = client(world, Who::Anna);
    let today = Timestamp::from_millisecond(i64::try_from(world.clock.now_ms())?)?.in_tz(ZONE)?.date();
    let appointment = |title: &str, ahead: i64, from: &str, to: &str, rule: &str| -> Result<EventId> {
        let day = today.checked_add(ahead.days())?;
        let plain = PlainWhen {
            start: format!("{day}T{from}"),
            end: format!("{day}T{to}"),
            zone: ZONE.to_owned(),
            rule: rule.to_owned(),
            extra: Vec::new(),
        };
        let new = NewAppointment { reminders: vec![30], ..NewAppointment::new(title, When::try_from(&plain)?) };
        Ok(anna.create_appointment(log, &new)?)
    };
    appointment("Frühdienst: Carla, Dieter", 0, "06:00", "14:12", "FREQ=DAILY;COUNT=14")?;
    appointment("Spätdienst: Anna", 0, "13:30", "21:42", "FREQ=DAILY;COUNT=14")?;
    appointment("Fortbildung Kompressionstherapie", 5, "14:30", "16:00", "")?;
    appointment("Wundvisite", 1, "10:00", "11:30", "FREQ=WEEKLY;COUNT=12")
}

/// The letters for people with browsers.
async fn letters(world: &World, channels: &Channels, book: Option<LogId>) -> Result<Vec<Letter>> {
    let anna = client(world, Who::Anna);
    let mut letters = Vec::new();
    for (name, what) in [("Berta Brandt", "nurse"), (ADMINISTRATOR, "nurse who administers")] {
        let mut invitation = NewInvitation::named(name);
        invitation.terms.conversations = [channels.wounds, channels.ward].into_iter().chain(book).collect();
        let invited = anna.invite_one(invitation).await?;
        letters.push(Letter { name, what, code: invited.code.to_string() });
    }
    world.settle().await;
    Ok(letters)
}
