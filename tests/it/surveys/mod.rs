//! Surveys: everybody comes to the same result, of several votes of a person one counts, and deadlines, drafts and tables
//! do what they say.

mod hostile;
mod secret;

use verband_client::{
    Availability, Client, ClientError, DateSlot, FeedKind, NewSurvey, Patch, Question, QuestionForm, ResultState, Row,
    SearchQuery, SurveyAnswer, SurveyResults, SurveyRow, SurveyState, SurveyTable, VoteState,
};
use verband_protocol::id::{EventId, LogId};
use verband_protocol::port::Clock;
use verband_store::StoreError;
use verband_tests::chance::{Seeded, for_seeds, seed};
use verband_tests::device::Device;
use verband_tests::network::Weather;
use verband_tests::world::{World, run};

const ANNA: usize = 0;
const BERTA: usize = 1;
const CLARA: usize = 2;
const HOUR: u64 = 3_600_000;
const DAY: u64 = 24 * HOUR;

fn question(text: &str, form: QuestionForm) -> Question {
    Question { text: text.to_owned(), form, required: false }
}

/// A survey with a question of every form.
fn roster() -> NewSurvey {
    let slot = |day: u64| DateSlot { start: 1_800_000_000_000 + day * DAY, end: None, whole_day: false };
    NewSurvey {
        title: "Sommerfest".to_owned(),
        description: "Bitte bis Freitag".to_owned(),
        questions: vec![
            question("Wo feiern wir?", single(&["Garten", "Halle", "Dach"], true)),
            question(
                "Was bringst du mit?",
                QuestionForm::Multiple { options: texts(&["Salat", "Kuchen", "Brot"]), other: false, min: 1, max: 2 },
            ),
            question("Was noch?", QuestionForm::Text),
            question(
                "Wie war es letztes Jahr?",
                QuestionForm::Rating { steps: 5, low: String::new(), high: String::new() },
            ),
            question("Wann?", QuestionForm::Dates { slots: vec![slot(0), slot(1)] }),
        ],
        ..NewSurvey::default()
    }
}

/// A survey with one question and two options.
fn choice() -> NewSurvey {
    NewSurvey {
        title: "Dienstplan".to_owned(),
        questions: vec![question("Welcher?", single(&["A", "B"], false))],
        ..NewSurvey::default()
    }
}

fn texts(all: &[&str]) -> Vec<String> {
    all.iter().map(|text| (*text).to_owned()).collect()
}

fn single(options: &[&str], other: bool) -> QuestionForm {
    QuestionForm::Single { options: texts(options), other }
}

fn option(option: u32) -> SurveyAnswer {
    SurveyAnswer::Choice { options: vec![option], other: None }
}

/// Answers to [`roster`] by chance.
fn any(chance: &Seeded, text: &str) -> Vec<SurveyAnswer> {
    use Availability::{Maybe, No, Yes};
    let number = |bound: u32| u32::try_from(chance.below(bound.into())).expect("small");
    let skipped = |answer: SurveyAnswer| if chance.percent(20) { SurveyAnswer::Skipped } else { answer };
    let other = SurveyAnswer::Choice { options: Vec::new(), other: Some(format!("bei {text}")) };
    vec![
        skipped(if chance.percent(25) { other } else { option(number(3)) }),
        skipped(SurveyAnswer::Choice { options: vec![0, 1 + number(2)], other: None }),
        skipped(SurveyAnswer::Text { text: text.to_owned() }),
        skipped(SurveyAnswer::Rating { step: 1 + number(5) }),
        skipped(SurveyAnswer::Dates { slots: (0..2).map(|_| [Yes, Maybe, No][number(3) as usize]).collect() }),
    ]
}

async fn ward(number: u64) -> (World, LogId) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[BERTA, CLARA]).await;
    (world, log)
}

fn client(world: &World, device: usize) -> Client {
    world.devices[device].client().clone()
}

fn code<T>(result: Result<T, ClientError>) -> String {
    match result {
        Ok(_) => "done".to_owned(),
        Err(ClientError::Survey(error)) => format!("survey {}", error.code()),
        Err(error) => error.code().to_owned(),
    }
}

/// The result as everybody has it: without what is about the one who looks.
fn result(device: &Device, log: &LogId, survey: &EventId) -> SurveyResults {
    let mut results = device.client().survey_results(log, survey).expect("readable");
    results.row.own = false;
    results.row.own_vote = VoteState::None;
    results.row.can_vote = false;
    results
}

/// The tables of surveys, row by row, without what only one device has.
fn tables(device: &Device) -> Vec<String> {
    let store = device.client().store().expect("unlocked");
    store
        .read(|connection| -> Result<_, StoreError> {
            let mut rows = Vec::new();
            for sql in [
                "SELECT hex(log), hex(event), seq, waiting, '', hex(member), sent_at, 20, hex(payload) FROM survey
                 ORDER BY log, event",
                "SELECT hex(log), hex(event), seq, waiting, hex(survey), hex(member), sent_at, kind, hex(payload)
                 FROM survey_event ORDER BY log, event",
            ] {
                let mut statement = connection.prepare(sql)?;
                let found = statement.query_map([], |row| {
                    Ok(format!(
                        "{} {} {} {} {} {} {} {} {}",
                        row.get::<_, String>(0)?,
                        row.get::<_, String>(1)?,
                        row.get::<_, u64>(2)?,
                        row.get::<_, bool>(3)?,
                        row.get::<_, String>(4)?,
                        row.get::<_, String>(5)?,
                        row.get::<_, u64>(6)?,
                        row.get::<_, u16>(7)?,
                        row.get::<_, String>(8)?
                    ))
                })?;
                rows.extend(found.collect::<Result<Vec<_>, _>>()?);
            }
            Ok(rows)
        })
        .expect("readable")
}

/// All devices that are on have the same, row by row and in what people see of it.
fn all_agree(world: &World, log: &LogId, survey: &EventId) -> SurveyResults {
    let all: Vec<usize> = (0..world.devices.len()).collect();
    all_agree_of(world, &all, log, survey)
}

/// The same of some devices.
fn all_agree_of(world: &World, devices: &[usize], log: &LogId, survey: &EventId) -> SurveyResults {
    let mut devices = devices.iter().map(|index| &world.devices[*index]);
    let first = devices.next().expect("somebody");
    let expected = result(first, log, survey);
    for device in devices {
        assert_eq!(tables(device), tables(first), "SEED={}: {}", world.seed, device.name);
        assert_eq!(result(device, log, survey), expected, "SEED={}: {}", world.seed, device.name);
    }
    assert!(!tables(first).iter().any(|row| row.split(' ').nth(3) == Some("1")), "nothing waits");
    expected
}

fn only(client: &Client, log: &LogId) -> SurveyRow {
    let mut rows = client.surveys(log).expect("readable");
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows.remove(0)
}

#[tokio::test(start_paused = true)]
async fn a_survey_is_asked_answered_closed_and_archived() {
    use Availability::{Maybe, No, Yes};
    let (world, log) = ward(500).await;
    let anna = client(&world, ANNA);
    let asked = roster();
    let survey = anna.publish_survey(&log, &asked).expect("published");
    assert!(only(&anna, &log).waiting, "it is there before anybody else has it");
    world.settle().await;

    let berta = client(&world, BERTA);
    let row = only(&berta, &log);
    assert_eq!((row.state, row.own, row.waiting, row.questions), (SurveyState::Open, false, false, 5));
    assert_eq!((row.author_name.as_str(), row.title.as_str(), row.can_vote), ("Anna", "Sommerfest", true));
    let shown = berta.survey(&log, &survey).expect("readable");
    assert_eq!((shown.questions, shown.own_answers), (asked.questions, None));
    let message = berta.messages(&log, 1).expect("readable").pop().expect("it stands in the conversation");
    assert_eq!(message.event, survey);
    assert!(message.text.starts_with("Sommerfest\nWo feiern wir?\n"), "{}", message.text);
    for words in ["sommerfest", "feiern"] {
        let kind = Some("survey".to_owned());
        let query = SearchQuery { words: words.to_owned(), kind, ..SearchQuery::default() };
        let found = berta.search(&query, 9).expect("searched");
        assert_eq!(found.iter().map(|hit| hit.event).collect::<Vec<_>>(), [survey], "{words}");
    }

    let votes = |place: u32, rating: u32, dates: [Availability; 2], text: &str| {
        vec![
            option(place),
            SurveyAnswer::Choice { options: vec![0, 2], other: None },
            SurveyAnswer::Text { text: text.to_owned() },
            SurveyAnswer::Rating { step: rating },
            SurveyAnswer::Dates { slots: dates.into() },
        ]
    };
    let hers = votes(1, 4, [Yes, No], "Musik");
    berta.vote(&log, &survey, &hers).expect("voted");
    let row = only(&berta, &log);
    assert_eq!((row.own_vote, row.can_vote, row.votes), (VoteState::Waiting, false, 1));
    client(&world, CLARA).vote(&log, &survey, &votes(1, 1, [Maybe, Maybe], "Kerzen")).expect("voted");
    anna.vote(&log, &survey, &votes(0, 5, [Yes, Yes], "Bier")).expect("voted");
    world.settle().await;

    let seen = all_agree(&world, &log, &survey);
    assert_eq!((seen.state, seen.votes), (ResultState::Live, 3));
    let bars: Vec<_> = seen.questions[0].bars.iter().map(|bar| (bar.count, bar.share)).collect();
    assert_eq!(bars, [(1, 333), (2, 667), (0, 0), (0, 0)]);
    assert_eq!((seen.questions[3].average, seen.questions[3].median), (Some(333), Some(400)));
    assert_eq!(seen.questions[2].texts, ["Bier", "Kerzen", "Musik"]);
    assert_eq!(seen.questions[4].bars.iter().map(|bar| bar.best).collect::<Vec<_>>(), [true, false]);
    let names: Vec<_> = seen.voters.iter().map(|voter| voter.name.as_str()).collect();
    assert_eq!(names, ["Anna", "Berta", "Clara"]);
    let of_berta: Vec<_> = seen.answers.iter().filter(|answer| answer.name == "Berta").map(|row| &row.answer).collect();
    assert_eq!(of_berta, hers.iter().collect::<Vec<_>>());
    assert_eq!(berta.survey(&log, &survey).expect("readable").own_answers, Some(hers));

    assert_eq!(code(berta.close_survey(&log, &survey)), "not-allowed");
    anna.close_survey(&log, &survey).expect("closed");
    assert_eq!(code(anna.close_survey(&log, &survey)), "survey closed");
    anna.archive_survey(&log, &survey, true).expect("archived");
    world.settle().await;
    let row = only(&berta, &log);
    assert_eq!((row.state, row.archived, row.can_vote), (SurveyState::Closed, true, false));
    assert_eq!(all_agree(&world, &log, &survey).state, ResultState::Final);
    assert_eq!(code(berta.vote(&log, &survey, &[])), "survey closed");
    anna.archive_survey(&log, &survey, false).expect("back");
    world.settle().await;
    assert!(!only(&berta, &log).archived);
}

#[test]
fn a_storm_changes_no_result() {
    let (rest, log) = run(async {
        let (world, log) = ward(1).await;
        (world.at_rest(), log)
    });
    for_seeds(1..61, |seed| run(storm(&rest, &log, seed)));
}

/// People vote and change their votes while everything gets lost, doubled and killed.
async fn storm(rest: &World, log: &LogId, seed: u64) {
    let mut world = World::from_rest(rest, seed);
    let chance = Seeded::new(seed, "test");
    let asked = NewSurvey { changeable: chance.percent(50), secret: chance.percent(40), ..roster() };
    let survey = client(&world, ANNA).publish_survey(log, &asked).expect("published");
    world.set_weather(Weather::STORM);
    for round in 0..6 {
        for (index, device) in world.devices.iter().enumerate() {
            if chance.percent(60) {
                // Whoever has not heard of it, or has voted, does not vote.
                let _ = device.client().vote(log, &survey, &any(&chance, &format!("{round}/{index}")));
            }
        }
        for device in &mut world.devices {
            if chance.percent(8) {
                device.kill();
                device.switch_on().expect("what is left unlocks");
            }
        }
        if round == 4 && chance.percent(70) {
            let _ = client(&world, ANNA).close_survey(log, &survey);
        }
        world.pass().await;
    }
    world.settle().await;
    let closed = only(&client(&world, BERTA), log).state == SurveyState::Closed;
    if asked.secret && !closed {
        // The author alone sees more.
        assert_eq!(tables(&world.devices[ANNA]), tables(&world.devices[BERTA]), "SEED={seed}");
        assert_eq!(tables(&world.devices[ANNA]), tables(&world.devices[CLARA]), "SEED={seed}");
        return;
    }
    let seen = all_agree(&world, log, &survey);
    assert!(!matches!(seen.state, ResultState::Awaited | ResultState::Secret), "SEED={seed}: {:?}", seen.state);
    assert_eq!(seen.votes, seen.row.votes, "SEED={seed}: what was published is what was voted");
}

#[tokio::test(start_paused = true)]
async fn a_newcomer_reads_the_past_backwards_to_the_same_result() {
    let (mut world, log) = ward(501).await;
    let chance = Seeded::new(world.seed, "test");
    let anna = client(&world, ANNA);
    let asked = NewSurvey { changeable: true, deadline: Some(world.clock.now_ms() + DAY), ..roster() };
    let survey = anna.publish_survey(&log, &asked).expect("published");
    for round in 0..3 {
        // The pages of the past begin somewhere in between.
        for index in 0..130 {
            anna.send_text(&log, &format!("{round}/{index}")).expect("written");
        }
        world.settle().await;
        for index in [ANNA, BERTA, CLARA] {
            client(&world, index).vote(&log, &survey, &any(&chance, &format!("{round}/{index}"))).expect("voted");
        }
        let deadline = Some(world.clock.now_ms() + (round + 1) * DAY);
        anna.set_survey_deadline(&log, &survey, deadline).expect("put off");
        world.settle().await;
    }
    anna.close_survey(&log, &survey).expect("closed");
    anna.archive_survey(&log, &survey, true).expect("archived");
    world.settle().await;
    let before = all_agree(&world, &log, &survey);
    world.enrol("Dora", &[log]).await.expect("she enrols");
    world.settle().await;
    assert_eq!(all_agree(&world, &log, &survey), before);
}

#[tokio::test(start_paused = true)]
async fn several_devices_of_a_person_have_one_vote() {
    for (number, changeable) in [(502, false), (503, true)] {
        let (mut world, log) = ward(number).await;
        let tablet = world.link(BERTA, "Tablet").await.expect("linked");
        world.settle().await;
        let survey =
            client(&world, ANNA).publish_survey(&log, &NewSurvey { changeable, ..choice() }).expect("published");
        world.settle().await;
        // Both without a network: neither knows of the other's.
        client(&world, BERTA).vote(&log, &survey, &[option(0)]).expect("voted");
        client(&world, tablet).vote(&log, &survey, &[option(1)]).expect("voted");
        client(&world, BERTA).sync().await.expect("sent first");
        client(&world, tablet).sync().await.expect("sent second");
        world.settle().await;
        let seen = all_agree(&world, &log, &survey);
        let expected = if changeable { [0, 1] } else { [1, 0] };
        assert_eq!(seen.questions[0].bars.iter().map(|bar| bar.count).collect::<Vec<_>>(), expected);
        assert_eq!((seen.votes, seen.voters.len()), (1, 1));
        let again = client(&world, BERTA).vote(&log, &survey, &[option(0)]);
        assert_eq!(code(again), if changeable { "done" } else { "survey voted" });
    }
}

#[tokio::test(start_paused = true)]
async fn what_does_not_fit_is_refused_before_it_is_sent() {
    let (world, log) = ward(504).await;
    let anna = client(&world, ANNA);
    let none = NewSurvey { questions: Vec::new(), ..choice() };
    assert_eq!(code(anna.publish_survey(&log, &none)), "survey questions");
    let past = NewSurvey { deadline: Some(world.clock.now_ms() - HOUR), ..choice() };
    assert_eq!(code(anna.publish_survey(&log, &past)), "survey deadline");
    let survey = anna.publish_survey(&log, &choice()).expect("published");
    for answers in [vec![option(2)], vec![], vec![option(0), option(0)], vec![SurveyAnswer::Rating { step: 1 }]] {
        let wrong = code(anna.vote(&log, &survey, &answers));
        assert!(["survey answer", "survey answers"].contains(&wrong.as_str()), "{wrong}");
    }
    assert_eq!(code(anna.vote(&log, &EventId([9; 16]), &[option(0)])), "not-found");
    world.settle().await;
    assert_eq!(only(&client(&world, BERTA), &log).votes, 0);
}

#[tokio::test(start_paused = true)]
async fn the_device_of_the_author_closes_when_the_deadline_is_over() {
    let (world, log) = ward(505).await;
    let (anna, berta, clara) = (client(&world, ANNA), client(&world, BERTA), client(&world, CLARA));
    let asked = NewSurvey { deadline: Some(world.clock.now_ms() + HOUR), ..choice() };
    let survey = anna.publish_survey(&log, &asked).expect("published");
    world.settle().await;
    berta.vote(&log, &survey, &[option(0)]).expect("voted");
    world.settle().await;
    // Clara votes in time, in a basement without network.
    world.devices[CLARA].line.set_online(false);
    clara.vote(&log, &survey, &[option(1)]).expect("voted");
    world.clock.advance(2 * HOUR);
    assert_eq!(only(&berta, &log).state, SurveyState::Open, "nobody else closes it");
    assert_eq!(code(anna.vote(&log, &survey, &[option(0)])), "survey over");
    anna.sync().await.expect("online");
    world.settle().await;
    assert_eq!(only(&berta, &log).state, SurveyState::Closed);
    world.devices[CLARA].line.set_online(true);
    world.settle().await;
    let seen = all_agree(&world, &log, &survey);
    assert_eq!((seen.votes, seen.row.late), (1, 1), "hers stands behind the close");
    assert_eq!(only(&clara, &log).own_vote, VoteState::Late);
    let states: Vec<_> = seen.voters.iter().map(|voter| (voter.name.as_str(), voter.state)).collect();
    assert_eq!(states, [("Berta", VoteState::Counted), ("Clara", VoteState::Late)]);
    assert_eq!(code(anna.set_survey_deadline(&log, &survey, None)), "survey closed");
}

#[tokio::test(start_paused = true)]
async fn who_follows_the_server_closes_without_being_asked() {
    let (world, log) = ward(506).await;
    let anna = client(&world, ANNA);
    let asked = NewSurvey { deadline: Some(world.clock.now_ms() + HOUR), ..choice() };
    anna.publish_survey(&log, &asked).expect("published");
    world.settle().await;
    let following = tokio::spawn({
        let anna = anna.clone();
        async move { anna.run().await }
    });
    world.clock.advance(HOUR - 1_000);
    for _ in 0..400 {
        tokio::time::advance(std::time::Duration::from_mins(1)).await;
        world.clock.advance(60_000);
    }
    world.devices[BERTA].client().sync().await.expect("received");
    assert_eq!(only(&client(&world, BERTA), &log).state, SurveyState::Closed);
    following.abort();
}

#[tokio::test(start_paused = true)]
async fn a_draft_survives_a_kill_and_is_published_once() {
    let (mut world, log) = ward(507).await;
    let anna = client(&world, ANNA);
    let draft = anna.keep_survey_draft(&log, None, &NewSurvey::default()).expect("an empty draft is one");
    let better = NewSurvey { title: "Entwurf".to_owned(), ..NewSurvey::default() };
    assert_eq!(anna.keep_survey_draft(&log, Some(draft), &better).expect("changed"), draft);
    let second = anna.keep_survey_draft(&log, None, &choice()).expect("another one");
    world.devices[ANNA].kill();
    world.devices[ANNA].switch_on().expect("unlocked");
    let anna = client(&world, ANNA);
    assert_eq!(anna.survey_draft(&draft).expect("still there"), better);
    assert_eq!(code(anna.publish_survey_draft(&draft)), "survey questions");
    assert_eq!(anna.surveys(&log).expect("readable").len(), 2, "the draft is still there");
    assert!(anna.surveys(&log).expect("readable").iter().all(|row| row.state == SurveyState::Draft && row.own));
    anna.delete_survey_draft(&draft).expect("gone");
    assert_eq!(code(anna.delete_survey_draft(&draft)), "not-found");
    assert_eq!(code(anna.keep_survey_draft(&log, Some(draft), &better)), "not-found");
    world.settle().await;
    assert!(client(&world, BERTA).surveys(&log).expect("readable").is_empty(), "nobody else has drafts");
    anna.publish_survey_draft(&second).expect("published");
    assert_eq!(code(anna.publish_survey_draft(&second)), "not-found");
    world.settle().await;
    assert_eq!(only(&client(&world, BERTA), &log).title, "Dienstplan");
    assert_eq!(only(&anna, &log).state, SurveyState::Open);
}

#[tokio::test(start_paused = true)]
async fn a_deleted_survey_takes_its_votes_with_it() {
    let (mut world, log) = ward(510).await;
    let (anna, berta) = (client(&world, ANNA), client(&world, BERTA));
    let survey = anna.publish_survey(&log, &choice()).expect("published");
    world.settle().await;
    let vote = berta.vote(&log, &survey, &[option(0)]).expect("voted");
    world.settle().await;
    assert_eq!(code(berta.delete(&log, &survey)), "not-allowed");
    anna.delete(&log, &survey).expect("deleted");
    assert!(anna.surveys(&log).expect("readable").is_empty(), "at once");
    // Clara votes before she hears of it.
    client(&world, CLARA).vote(&log, &survey, &[option(1)]).expect("voted");
    anna.sync().await.expect("sent");
    world.settle().await;
    world.enrol("Dora", &[log]).await.expect("she enrols");
    world.settle().await;
    for device in &world.devices {
        assert!(device.client().surveys(&log).expect("readable").is_empty(), "{}", device.name);
        assert_eq!(tables(device), Vec::<String>::new(), "{}", device.name);
        assert_eq!(code(device.client().survey_results(&log, &survey)), "not-found");
    }
    assert_eq!(code(berta.vote(&log, &survey, &[option(0)])), "not-found");
    let mole = verband_tests::hostile::Mole::of(&world.devices[ANNA], world.seed);
    let last = mole.state(&log).position.seq;
    let body = |event: &EventId| {
        let entries = (1..=last).filter_map(|seq| mole.entry(&log, seq));
        let found = entries.into_iter().find(|entry| entry.read().is_ok_and(|header| header.event == *event));
        found.expect("its place stays").body().map(<[u8]>::len)
    };
    assert_eq!((body(&survey), body(&vote)), (None, None), "erased, by whose they were");
}

#[tokio::test(start_paused = true)]
async fn a_vote_is_taken_back_while_it_waits() {
    let (world, log) = ward(511).await;
    let berta = client(&world, BERTA);
    let survey = client(&world, ANNA).publish_survey(&log, &choice()).expect("published");
    world.settle().await;
    let vote = berta.vote(&log, &survey, &[option(0)]).expect("voted");
    berta.undo_send(&log, &vote).expect("taken back");
    assert_eq!((only(&berta, &log).own_vote, only(&berta, &log).can_vote), (VoteState::None, true));
    berta.vote(&log, &survey, &[option(1)]).expect("voted");
    world.settle().await;
    let seen = all_agree(&world, &log, &survey);
    assert_eq!(seen.questions[0].bars.iter().map(|bar| bar.count).collect::<Vec<_>>(), [0, 1]);
}

#[tokio::test(start_paused = true)]
async fn a_feed_tells_of_every_vote() {
    let (world, log) = ward(508).await;
    let (anna, berta) = (client(&world, ANNA), client(&world, BERTA));
    let feed = berta.feed(FeedKind::Surveys(log)).expect("a feed");
    assert_eq!(feed.next().await.expect("readable"), Some(vec![Patch::Reset(Vec::new())]));
    let survey = anna.publish_survey(&log, &NewSurvey { changeable: true, ..choice() }).expect("published");
    world.settle().await;
    let inserted = feed.next().await.expect("readable").expect("it goes on");
    assert!(matches!(&inserted[..], [Patch::Insert(0, Row::Survey(row))] if row.event == survey), "{inserted:?}");
    let mut revisions = Vec::new();
    for answer in [0, 1] {
        anna.vote(&log, &survey, &[option(answer)]).expect("voted");
        world.settle().await;
        let batch = feed.next().await.expect("readable").expect("it goes on");
        let [Patch::Update(0, Row::Survey(row))] = &batch[..] else { panic!("{batch:?}") };
        revisions.push(row.revision);
    }
    assert_ne!(revisions[0], revisions[1], "a changed vote is news as well");
}

#[tokio::test(start_paused = true)]
async fn tables_leave_as_the_policy_permits() {
    use verband_client::protocol::organisation::OrganisationPolicy;
    use verband_client::texts::Language::{English, German};
    let (world, log) = ward(509).await;
    let (anna, berta) = (client(&world, ANNA), client(&world, BERTA));
    let mut asked = roster();
    asked.questions.truncate(3);
    let survey = anna.publish_survey(&log, &asked).expect("published");
    world.settle().await;
    let text = SurveyAnswer::Text { text: "=2+3; \"schnell\"".to_owned() };
    berta.vote(&log, &survey, &[option(0), SurveyAnswer::Skipped, text]).expect("voted");
    world.settle().await;
    let csv = |table, language| {
        let csv = anna.survey_csv(&log, &survey, table, language, 3_600).expect("permitted");
        String::from_utf8(csv).expect("UTF-8")
    };
    let counts = csv(SurveyTable::Counts, German);
    assert!(counts.starts_with("\u{feff}Frage;Antwort;Anzahl;Anteil in %;vielleicht;nein\r\n"), "{counts}");
    assert!(counts.contains("\r\nWo feiern wir?;Garten;1;100,0;;\r\n"), "{counts}");
    assert!(counts.contains("\r\nWo feiern wir?;Andere;0;0,0;;\r\n"), "{counts}");
    assert!(counts.contains("\r\nWas noch?;\"'=2+3; \"\"schnell\"\"\";;;;\r\n"), "{counts}");
    let votes = csv(SurveyTable::Votes, English);
    let expected = "Name,Wo feiern wir?,Was bringst du mit?,Was noch?\r\nBerta,Garten,,\"'=2+3; \"\"schnell\"\"\"\r\n";
    assert_eq!(votes, expected);
    anna.set_policy(OrganisationPolicy { export: false, ..OrganisationPolicy::default() }).await.expect("set");
    world.settle().await;
    assert_eq!(code(berta.survey_csv(&log, &survey, SurveyTable::Counts, German, 0)), "policy");
}
