//! Secret votes: against the others and the server, not against the author.

use std::sync::Arc;

use verband_client::{NewSurvey, ResultState, SurveyAnswer, SurveyState, SurveyTable, VoteState};
use verband_protocol::id::{EventId, LogId};
use verband_store::StoreError;
use verband_store::rusqlite::types::ValueRef;
use verband_store::testing::FaultAt;
use verband_tests::device::Device;
use verband_tests::hostile::Mole;
use verband_tests::invariants::{contains, nothing_in_clear};
use verband_tests::world::{World, run};

use super::{
    ANNA, BERTA, CLARA, all_agree, all_agree_of, any, client, code, only, option, question, result, single, ward,
};

fn secret() -> NewSurvey {
    NewSurvey {
        title: "Marker-Frage-Titel".to_owned(),
        description: "Marker-Frage-Mehr".to_owned(),
        questions: vec![
            question("Marker-Frage-Wahl", single(&["Marker-Frage-A", "Marker-Frage-B"], true)),
            question("Marker-Frage-Text", verband_client::QuestionForm::Text),
        ],
        secret: true,
        ..NewSurvey::default()
    }
}

fn vote(name: &str) -> Vec<SurveyAnswer> {
    vec![
        SurveyAnswer::Choice { options: Vec::new(), other: Some(format!("Marker-Andere-{name}")) },
        SurveyAnswer::Text { text: format!("Marker-Frei-{name}") },
    ]
}

/// Everything in a decrypted database, row by row.
fn rows(device: &Device) -> Vec<Vec<u8>> {
    let store = device.client().store().expect("unlocked");
    store
        .read(|connection| -> Result<_, StoreError> {
            // What an index keeps lies in tables of its own.
            let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'";
            let mut tables = connection.prepare(sql)?;
            let tables: Vec<String> = tables.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            let mut all = Vec::new();
            for table in tables {
                let mut statement = connection.prepare(&format!("SELECT * FROM \"{table}\""))?;
                let columns = statement.column_count();
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    let mut bytes = Vec::new();
                    for column in 0..columns {
                        if let ValueRef::Blob(value) | ValueRef::Text(value) = row.get_ref(column)? {
                            bytes.extend_from_slice(value);
                            bytes.push(0);
                        }
                    }
                    all.push(bytes);
                }
            }
            Ok(all)
        })
        .expect("readable")
}

fn has(device: &Device, marker: &str) -> bool {
    rows(device).iter().any(|row| contains(row, marker.as_bytes()))
}

/// Anna asks, all three vote.
async fn voted(number: u64) -> (World, LogId, EventId) {
    let (world, log) = ward(number).await;
    let survey = client(&world, ANNA).publish_survey(&log, &secret()).expect("published");
    world.settle().await;
    for (index, name) in [(ANNA, "Anna"), (BERTA, "Berta"), (CLARA, "Clara")] {
        client(&world, index).vote(&log, &survey, &vote(name)).expect("voted");
    }
    world.settle().await;
    (world, log, survey)
}

#[tokio::test(start_paused = true)]
async fn nobody_else_has_what_somebody_chose() {
    let (mut world, log, survey) = voted(520).await;
    for (index, others) in [(BERTA, ["Anna", "Clara"]), (CLARA, ["Anna", "Berta"])] {
        for name in others {
            for marker in ["Marker-Andere", "Marker-Frei"] {
                assert!(!has(&world.devices[index], &format!("{marker}-{name}")), "{name}'s is with {index}");
            }
        }
        let seen = client(&world, index).survey_results(&log, &survey).expect("readable");
        assert_eq!((seen.state, seen.votes), (ResultState::Secret, 3));
        assert!(seen.questions.is_empty() && seen.answers.is_empty());
        assert_eq!(seen.voters.len(), 3, "who has voted is no secret");
        assert_eq!(seen.row.own_vote, VoteState::Counted);
        let own = client(&world, index).survey(&log, &survey).expect("readable").own_answers;
        assert_eq!(own, None, "not even her own device keeps what she chose");
    }
    let live = client(&world, ANNA).survey_results(&log, &survey).expect("readable");
    assert_eq!((live.state, live.questions.len(), live.answers.len()), (ResultState::Live, 2, 0));
    assert!(!has(&world.devices[ANNA], "Marker-Frei-Berta"), "opened to be counted, and kept nowhere");

    client(&world, ANNA).close_survey(&log, &survey).expect("closed");
    world.settle().await;
    let seen = all_agree(&world, &log, &survey);
    assert_eq!((seen.state, seen.votes), (ResultState::Final, 3));
    assert_eq!(seen.questions[1].texts, ["Marker-Frei-Anna", "Marker-Frei-Berta", "Marker-Frei-Clara"]);
    assert_eq!(
        seen.questions[0].bars.iter().map(|bar| (bar.count, bar.other)).collect::<Vec<_>>(),
        [(0, false), (0, false), (3, true)]
    );
    // What was written is known now, and whose it is stands nowhere beside it.
    let berta = world.devices[BERTA].member();
    for device in &world.devices {
        for row in rows(device).iter().filter(|row| contains(row, b"Marker-Frei-Berta")) {
            assert!(!contains(row, berta.as_bytes()), "{}: her name beside her words", device.name);
        }
    }
    for device in &world.devices {
        assert!(!has_key(device), "{}: a key that still opens votes", device.name);
    }
    world.kill_server();
    let markers: [&[u8]; 4] = [b"Marker-Frage", b"Marker-Andere", b"Marker-Frei", b"Marker"];
    nothing_in_clear(world.server_folder(), &markers);
    for device in &world.devices {
        let sent = device.line.seen();
        assert!(!contains(&sent, b"Marker"), "{} sent a marker in clear", device.name);
    }
}

fn has_key(device: &Device) -> bool {
    let store = device.client().store().expect("unlocked");
    let sql = "SELECT EXISTS (SELECT 1 FROM survey_key)";
    store.read(|connection| Ok::<_, StoreError>(connection.query_row(sql, [], |row| row.get(0))?)).expect("readable")
}

#[tokio::test(start_paused = true)]
async fn votes_are_equally_long_whatever_they_say() {
    let (world, log) = ward(521).await;
    for asked in [secret(), NewSurvey { secret: false, ..secret() }] {
        let survey = client(&world, ANNA).publish_survey(&log, &asked).expect("published");
        world.settle().await;
        let long = SurveyAnswer::Text { text: "x".repeat(1_000) };
        let other = SurveyAnswer::Choice { options: Vec::new(), other: Some("y".repeat(200)) };
        client(&world, ANNA).vote(&log, &survey, &[SurveyAnswer::Skipped, SurveyAnswer::Skipped]).expect("voted");
        client(&world, BERTA).vote(&log, &survey, &[option(1), SurveyAnswer::Skipped]).expect("voted");
        client(&world, CLARA).vote(&log, &survey, &[other, long]).expect("voted");
        world.settle().await;
        let mole = Mole::of(&world.devices[ANNA], world.seed);
        let last = mole.state(&log).position.seq;
        let lengths: Vec<_> =
            (last - 2..=last).map(|seq| mole.entry(&log, seq).expect("kept").body().map(<[u8]>::len)).collect();
        assert!(lengths[0].is_some() && lengths.iter().all(|len| *len == lengths[0]), "{lengths:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn too_few_votes_are_shown_to_nobody() {
    let (world, log) = ward(522).await;
    let anna = client(&world, ANNA);
    let survey = anna.publish_survey(&log, &secret()).expect("published");
    world.settle().await;
    for (index, name) in [(BERTA, "Berta"), (CLARA, "Clara")] {
        client(&world, index).vote(&log, &survey, &vote(name)).expect("voted");
    }
    world.settle().await;
    let live = anna.survey_results(&log, &survey).expect("readable");
    assert_eq!((live.state, live.votes, live.questions.len()), (ResultState::TooFew, 2, 0));
    anna.close_survey(&log, &survey).expect("closed");
    world.settle().await;
    let seen = all_agree(&world, &log, &survey);
    assert_eq!((seen.state, seen.votes, seen.questions.len()), (ResultState::TooFew, 2, 0));
    for device in &world.devices {
        for name in ["Berta", "Clara"].into_iter().filter(|name| *name != device.name) {
            assert!(!has(device, &format!("Marker-Frei-{name}")), "{}", device.name);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_secret_survey_has_no_list_of_votes() {
    use verband_client::texts::Language::German;
    let (world, log, survey) = voted(523).await;
    let berta = client(&world, BERTA);
    assert_eq!(code(berta.survey_csv(&log, &survey, SurveyTable::Counts, German, 0)), "not-found");
    client(&world, ANNA).close_survey(&log, &survey).expect("closed");
    world.settle().await;
    for index in [ANNA, BERTA] {
        let client = client(&world, index);
        assert_eq!(code(client.survey_csv(&log, &survey, SurveyTable::Votes, German, 0)), "not-found");
        assert_eq!(code(client.survey_csv(&log, &survey, SurveyTable::Counts, German, 0)), "done");
    }
}

#[tokio::test(start_paused = true)]
async fn another_device_of_the_author_counts_as_well() {
    let (mut world, log) = ward(525).await;
    let tablet = world.link(ANNA, "Tablet").await.expect("linked");
    world.settle().await;
    let survey = client(&world, ANNA).publish_survey(&log, &secret()).expect("published");
    world.settle().await;
    // A third one comes later and reads the past.
    let later = world.link(ANNA, "Später").await.expect("linked");
    world.settle().await;
    for (index, name) in [(ANNA, "Anna"), (BERTA, "Berta"), (CLARA, "Clara")] {
        client(&world, index).vote(&log, &survey, &vote(name)).expect("voted");
    }
    world.settle().await;
    for index in [ANNA, tablet, later] {
        let seen = client(&world, index).survey_results(&log, &survey).expect("readable");
        assert_eq!((seen.state, seen.questions.len()), (ResultState::Live, 2), "device {index}");
        assert!(has_key(&world.devices[index]));
    }
    assert!(!has_key(&world.devices[BERTA]) && !has_key(&world.devices[CLARA]));
    // The telephone that asked is at the bottom of a lake.
    world.devices[ANNA].switch_off();
    client(&world, tablet).close_survey(&log, &survey).expect("closed");
    world.settle().await;
    let seen = result(&world.devices[BERTA], &log, &survey);
    assert_eq!((seen.state, seen.votes), (ResultState::Final, 3));
    world.devices[ANNA].switch_on().expect("it was dried");
    world.settle().await;
    assert_eq!(all_agree(&world, &log, &survey), seen);
    for device in &world.devices {
        assert!(!has_key(device), "{}: a key that still opens votes", device.name);
    }
}

#[test]
fn the_device_of_the_author_dies_while_it_asks_and_closes() {
    run(async {
        let (mut world, log) = ward(526).await;
        for k in (1..).step_by(3) {
            world.devices[ANNA].switch_off();
            let fault = FaultAt::new(k, verband_store::Fate::Die);
            let files = Arc::new(world.devices[ANNA].files.clone());
            let mut asked = None;
            if world.devices[ANNA].switch_on_with(fault.clone(), files).is_ok() {
                let anna = client(&world, ANNA);
                asked = anna.publish_survey(&log, &secret()).ok();
                if let Some(survey) = asked {
                    let _ = anna.vote(&log, &survey, &vote("Anna")).and_then(|_| anna.close_survey(&log, &survey));
                }
                let _ = anna.sync().await;
            }
            let died = fault.struck();
            world.devices[ANNA].kill();
            world.devices[ANNA].switch_on().expect("it starts again");
            world.settle().await;
            for row in client(&world, BERTA).surveys(&log).expect("readable") {
                if row.state == SurveyState::Closed {
                    let seen = all_agree_of(&world, &[ANNA, BERTA, CLARA], &log, &row.event);
                    assert_eq!(seen.state, ResultState::TooFew, "k={k}");
                } else {
                    assert!(died, "k={k}: what was done is done");
                }
            }
            if let Some(survey) = asked {
                client(&world, BERTA).survey(&log, &survey).expect("what was acknowledged has arrived");
                client(&world, ANNA).delete(&log, &survey).expect("deleted");
            }
            if !died {
                assert!(k > 50, "this made {k} store calls only");
                break;
            }
        }
    });
}

#[tokio::test(start_paused = true)]
async fn the_result_is_of_all_votes_before_the_close() {
    let (world, log) = ward(524).await;
    let chance = verband_tests::chance::Seeded::new(world.seed, "test");
    let asked = NewSurvey { secret: true, changeable: true, ..super::roster() };
    let survey = client(&world, ANNA).publish_survey(&log, &asked).expect("published");
    world.settle().await;
    for index in [ANNA, BERTA, CLARA] {
        client(&world, index).vote(&log, &survey, &any(&chance, "erst")).expect("voted");
    }
    world.settle().await;
    // Anna closes without a network; meanwhile Berta changes her vote, and it comes before the close.
    world.devices[ANNA].line.set_online(false);
    client(&world, ANNA).close_survey(&log, &survey).expect("closed");
    let mut changed = any(&chance, "dann");
    changed[2] = SurveyAnswer::Text { text: "dann doch".to_owned() };
    client(&world, BERTA).vote(&log, &survey, &changed).expect("voted");
    client(&world, BERTA).sync().await.expect("sent");
    world.devices[ANNA].line.set_online(true);
    world.settle().await;
    let seen = all_agree(&world, &log, &survey);
    assert_eq!(seen.votes, 3);
    assert!(seen.questions[2].texts.contains(&"dann doch".to_owned()), "{:?}", seen.questions[2].texts);
    assert_eq!(result(&world.devices[CLARA], &log, &survey), seen);
    assert_eq!(only(&client(&world, CLARA), &log).late, 0);
}
