//! What a hostile member writes about surveys changes no result that is not hers.

use minicbor::{Decode, Encode};
use verband_client::{MessageState, NewSurvey, ResultState, SurveyAnswer, SurveyState};
use verband_protocol::body::{Kind, pack, unpack};
use verband_protocol::entry::Header;
use verband_protocol::id::{EventId, LogId};
use verband_protocol::port::Clock;
use verband_protocol::seal::{open, seal};
use verband_store::StoreError;
use verband_tests::hostile::Mole;
use verband_tests::world::World;

use super::{ANNA, BERTA, CLARA, HOUR, all_agree, choice, client, code, only, option, result, ward};

/// A change that names a survey, with one more field.
#[derive(Encode, Decode)]
#[cbor(map)]
struct Names<T>(#[n(0)] EventId, #[n(1)] Option<T>);

/// Payloads go in the wrong, but sealed and signed as they have to be.
async fn writes(world: &World, mole: &Mole, log: &LogId, kind: u16, payload: Vec<u8>) {
    let plain = pack(Kind(kind), payload).expect("short");
    let header = Header { sent_at: world.clock.now_ms(), ..mole.header(log) };
    let event = mole.event(header, &plain);
    mole.append(&world.devices[BERTA].line, log, vec![event]).await;
    world.settle().await;
}

fn bytes<T: Encode<()>>(value: T) -> Vec<u8> {
    minicbor::to_vec(value).expect("writing to memory does not fail")
}

/// A ballot as it is cast, whatever is on it.
fn ballot(answers: Vec<u8>, len: usize) -> minicbor::bytes::ByteVec {
    let mut ballot = u32::try_from(answers.len()).expect("short").to_be_bytes().to_vec();
    ballot.extend(answers);
    ballot.resize(len, 0);
    ballot.into()
}

/// Payloads of the events of a kind, with their length.
fn kept(world: &World, device: usize, kind: u16) -> Vec<Vec<u8>> {
    let store = world.devices[device].client().store().expect("unlocked");
    let read = store.read(|connection| -> Result<_, StoreError> {
        let mut statement = connection.prepare("SELECT payload FROM survey_event WHERE kind = ?1 ORDER BY seq")?;
        let rows = statement.query_map([kind], |row| row.get(0))?;
        Ok(rows.collect::<Result<Vec<Vec<u8>>, _>>()?)
    });
    read.expect("readable")
}

/// Anna asks, Clara has voted.
async fn asked(number: u64, asks: NewSurvey) -> (World, LogId, EventId, Mole) {
    let (world, log) = ward(number).await;
    let survey = client(&world, ANNA).publish_survey(&log, &asks).expect("published");
    world.settle().await;
    client(&world, CLARA).vote(&log, &survey, &[option(1)]).expect("voted");
    world.settle().await;
    let mole = Mole::of(&world.devices[BERTA], world.seed);
    (world, log, survey, mole)
}

#[tokio::test(start_paused = true)]
async fn malformed_votes_and_options_that_do_not_exist() {
    let (world, log, survey, mole) = asked(540, choice()).await;
    let before = result(&world.devices[ANNA], &log, &survey);
    let good = kept(&world, ANNA, 21).pop().expect("Clara's");
    let len = {
        let Names(_, ballot): Names<minicbor::bytes::ByteVec> = minicbor::decode(&good).expect("a vote");
        ballot.expect("open").len()
    };
    // What is no vote at all is shown as unreadable.
    for payload in [vec![0xff], bytes(Names::<u8>(survey, None)), bytes("Stimme"), Vec::new()] {
        writes(&world, &mole, &log, 21, payload).await;
        let row = client(&world, ANNA).messages(&log, 1).expect("readable").pop().expect("there is one");
        assert_eq!(row.state, MessageState::Unreadable);
    }
    // What is one and votes for nothing is not counted.
    let answers = |answers: Vec<SurveyAnswer>| verband_protocol::cbor::encode(&answers);
    let many = SurveyAnswer::Choice { options: vec![0, 1], other: None };
    let twice = SurveyAnswer::Choice { options: vec![0, 0], other: None };
    let other = SurveyAnswer::Choice { options: Vec::new(), other: Some("C".to_owned()) };
    for wrong in [
        answers(vec![option(7)]),
        answers(vec![many]),
        answers(vec![twice]),
        answers(vec![other]),
        answers(vec![]),
        answers(vec![option(0), option(0)]),
        answers(vec![SurveyAnswer::Rating { step: 1 }]),
        vec![0xff; 4],
    ] {
        let cast = Names(survey, Some(ballot(wrong, len)));
        writes(&world, &mole, &log, 21, bytes(cast)).await;
    }
    writes(&world, &mole, &log, 21, bytes(Names(survey, Some(ballot(answers(vec![option(0)]), len + 1))))).await;
    let after = all_agree(&world, &log, &survey);
    assert_eq!((after.votes, &after.questions, &after.voters), (before.votes, &before.questions, &before.voters));
    // Her first valid one counts, for all the rest.
    writes(&world, &mole, &log, 21, bytes(Names(survey, Some(ballot(answers(vec![option(0)]), len))))).await;
    let counted = all_agree(&world, &log, &survey);
    assert_eq!(counted.questions[0].bars.iter().map(|bar| bar.count).collect::<Vec<_>>(), [1, 1]);
}

#[tokio::test(start_paused = true)]
async fn somebody_closes_and_changes_the_survey_of_another() {
    let (world, log, survey, mole) = asked(541, choice()).await;
    let before = only(&client(&world, CLARA), &log);
    writes(&world, &mole, &log, 22, bytes(Names(survey, Some(1_u64)))).await;
    writes(&world, &mole, &log, 23, bytes(Names::<u8>(survey, None))).await;
    writes(&world, &mole, &log, 26, bytes(Names(survey, Some(true)))).await;
    let after = only(&client(&world, CLARA), &log);
    assert_eq!((after.state, after.deadline, after.archived), (SurveyState::Open, None, false));
    assert_eq!(after.votes, before.votes);
    client(&world, ANNA).vote(&log, &survey, &[option(0)]).expect("it is open");
    world.settle().await;
    assert_eq!(all_agree(&world, &log, &survey).votes, 2);
}

#[tokio::test(start_paused = true)]
async fn somebody_publishes_the_result_of_another() {
    #[derive(Encode)]
    #[cbor(map)]
    struct Counts(#[n(0)] u32, #[n(1)] Vec<u32>);
    #[derive(Encode)]
    #[cbor(map)]
    struct Published(#[n(0)] EventId, #[n(1)] u32, #[n(2)] Vec<Counts>, #[n(3)] u32);
    let (mut world, log, survey, mole) = asked(542, NewSurvey { secret: true, ..choice() }).await;
    let lie = || bytes(Published(survey, 9, vec![Counts(9, vec![9, 0])], 0));
    writes(&world, &mole, &log, 24, lie()).await;
    client(&world, ANNA).vote(&log, &survey, &[option(1)]).expect("voted");
    client(&world, BERTA).vote(&log, &survey, &[option(0)]).expect("voted");
    world.settle().await;
    // Anna's device closes and goes off before it has published anything: there is room for a lie.
    let anna = Mole::of(&world.devices[ANNA], world.seed);
    let close = pack(Kind(23), bytes(Names::<u8>(survey, None))).expect("short");
    let close = anna.event(Header { sent_at: world.clock.now_ms(), ..anna.header(&log) }, &close);
    anna.append(&world.devices[ANNA].line, &log, vec![close]).await;
    world.devices[ANNA].switch_off();
    world.settle().await;
    writes(&world, &mole, &log, 24, lie()).await;
    for index in [BERTA, CLARA] {
        let seen = client(&world, index).survey_results(&log, &survey).expect("readable");
        assert_eq!((seen.state, seen.questions.len()), (ResultState::Awaited, 0), "nobody believes it");
    }
    world.devices[ANNA].switch_on().expect("unlocked");
    world.settle().await;
    let seen = all_agree(&world, &log, &survey);
    assert_eq!((seen.state, seen.votes), (ResultState::Final, 3));
    assert_eq!(seen.questions[0].bars.iter().map(|bar| bar.count).collect::<Vec<_>>(), [1, 2]);
}

#[tokio::test(start_paused = true)]
async fn somebody_casts_the_sealed_vote_of_another_as_her_own() {
    let (world, log, survey, mole) = asked(543, NewSurvey { secret: true, ..choice() }).await;
    let of_clara = kept(&world, BERTA, 21).pop().expect("Clara's");
    writes(&world, &mole, &log, 21, of_clara).await;
    client(&world, ANNA).vote(&log, &survey, &[option(0)]).expect("voted");
    world.settle().await;
    client(&world, ANNA).close_survey(&log, &survey).expect("closed");
    world.settle().await;
    let seen = client(&world, ANNA).survey_results(&log, &survey).expect("readable");
    assert_eq!((seen.state, seen.votes), (ResultState::TooFew, 2), "it opens for Clara alone");
}

#[tokio::test(start_paused = true)]
async fn a_vote_after_the_deadline_by_the_clock_of_its_author() {
    let (world, log) = ward(544).await;
    let deadline = world.clock.now_ms() + HOUR;
    let asks = NewSurvey { deadline: Some(deadline), ..choice() };
    let survey = client(&world, ANNA).publish_survey(&log, &asks).expect("published");
    client(&world, ANNA).vote(&log, &survey, &[option(0)]).expect("voted");
    world.settle().await;
    // Anna's device is off; a changed program votes late and says so.
    let mole = Mole::of(&world.devices[BERTA], world.seed);
    let vote = kept(&world, BERTA, 21).pop().expect("Anna's");
    let plain = pack(Kind(21), vote).expect("short");
    let late = mole.event(Header { sent_at: deadline + 1, ..mole.header(&log) }, &plain);
    mole.append(&world.devices[BERTA].line, &log, vec![late]).await;
    world.settle().await;
    let seen = all_agree(&world, &log, &survey);
    assert_eq!((seen.votes, seen.row.late, seen.row.state), (1, 1, SurveyState::Open));
}

#[tokio::test(start_paused = true)]
async fn a_vote_by_somebody_who_is_not_in() {
    let (mut world, log) = ward(545).await;
    let dora = world.enrol("Dora", &[]).await.expect("she enrols");
    let survey = client(&world, ANNA).publish_survey(&log, &choice()).expect("published");
    client(&world, ANNA).vote(&log, &survey, &[option(0)]).expect("voted");
    world.settle().await;
    assert_eq!(code(client(&world, dora).vote(&log, &survey, &[option(0)])), "not-found");
    // Somebody who is in seals it for her, and the server takes it.
    let (berta, stranger) = (Mole::of(&world.devices[BERTA], world.seed), Mole::of(&world.devices[dora], world.seed));
    let state = berta.state(&log);
    let vote = kept(&world, BERTA, 21).pop().expect("Anna's");
    let header = Header {
        author: stranger.device(),
        counter: 1,
        event: EventId::random(&stranger.chance),
        ..berta.header(&log)
    };
    let key = verband_groups::event_key(&berta.archive(&log, state.epoch));
    let plain = pack(Kind(21), vote).expect("short");
    let body = seal(&key, &header.seal_context(), &plain, &stranger.chance);
    assert!(open(&key, &header.seal_context(), &body).is_ok_and(|plain| unpack(&plain).is_ok()));
    let forged = stranger.sign(header, Some(body));
    world.forge(&stranger.organisation, &log, &forged);
    world.devices[dora].switch_off();
    world.settle().await;
    for index in [ANNA, BERTA, CLARA] {
        let seen = client(&world, index).survey_results(&log, &survey).expect("readable");
        assert_eq!((seen.votes, seen.voters.len()), (1, 1));
    }
}
