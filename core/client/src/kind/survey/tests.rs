//! What counts and what it comes to, without a log.

use verband_protocol::id::{EventId, MemberId};
use verband_texts::Language;

use super::answer::{Availability, SurveyAnswer, ballot, ballot_len, check_answers, read_ballot};
use super::error::{AnswerFlaw, SurveyError, SurveyFlaw};
use super::payload::{Payload, Published, Survey as Asked, Texts};
use super::question::{DateSlot, NewSurvey, Question, QuestionForm};
use super::results::{QuestionResult, question_result};
use super::tally::{Cast, Times, count, publish, read_published, tally};
use crate::error::ClientError;

fn question(form: QuestionForm) -> Question {
    Question { text: "Was?".to_owned(), form, required: false }
}

fn options(number: usize) -> Vec<String> {
    (0..number).map(|index| format!("Wahl {index}")).collect()
}

fn slot(start: u64) -> DateSlot {
    DateSlot { start, end: Some(start + 3_600_000), whole_day: false }
}

/// One question of each form.
fn questions() -> Vec<Question> {
    [
        QuestionForm::Single { options: options(3), other: true },
        QuestionForm::Multiple { options: options(4), other: true, min: 1, max: 3 },
        QuestionForm::Text,
        QuestionForm::Rating { steps: 5, low: "schlecht".to_owned(), high: String::new() },
        QuestionForm::Dates { slots: vec![slot(0), slot(1), slot(2)] },
    ]
    .map(question)
    .into()
}

fn choice(options: &[u32]) -> SurveyAnswer {
    SurveyAnswer::Choice { options: options.to_vec(), other: None }
}

fn dates(slots: [Availability; 3]) -> SurveyAnswer {
    SurveyAnswer::Dates { slots: slots.into() }
}

fn answers() -> Vec<SurveyAnswer> {
    use Availability::{Maybe, No, Yes};
    let text = SurveyAnswer::Text { text: "frei".to_owned() };
    vec![choice(&[1]), choice(&[0, 3]), text, SurveyAnswer::Rating { step: 5 }, dates([Yes, Maybe, No])]
}

#[test]
fn every_ballot_of_a_survey_is_equally_long() {
    let questions = questions();
    let most = vec![
        SurveyAnswer::Choice { options: Vec::new(), other: Some("x".repeat(200)) },
        SurveyAnswer::Choice { options: vec![2, 3], other: Some("x".repeat(200)) },
        SurveyAnswer::Text { text: "x".repeat(1_000) },
        SurveyAnswer::Rating { step: 5 },
        dates([Availability::No; 3]),
    ];
    for answers in [vec![SurveyAnswer::Skipped; 5], answers(), most] {
        let ballot = ballot(&questions, &answers);
        assert_eq!(ballot.len(), ballot_len(&questions));
        assert_eq!(read_ballot(&questions, &ballot), Some(answers));
    }
    let mut longest = vec![question(QuestionForm::Multiple { options: options(50), other: false, min: 1, max: 50 })];
    longest.push(question(QuestionForm::Dates { slots: (0..50).map(slot).collect() }));
    let all = vec![choice(&(0..50).collect::<Vec<_>>()), SurveyAnswer::Dates { slots: vec![Availability::No; 50] }];
    assert_eq!(read_ballot(&longest, &ballot(&longest, &all)), Some(all));
}

#[test]
fn what_is_no_ballot_is_none() {
    let questions = questions();
    let good = ballot(&questions, &answers());
    let mut dirty = good.clone();
    *dirty.last_mut().expect("not empty") = 1;
    let mut long = good.clone();
    long[..4].copy_from_slice(&u32::MAX.to_be_bytes());
    for bad in [&good[1..], &dirty, &long, &[], &[0; 3]] {
        assert_eq!(read_ballot(&questions, bad), None);
    }
}

#[test]
fn answers_have_to_fit() {
    let asked = questions();
    assert_eq!(check_answers(&asked, &answers()), Ok(()));
    assert_eq!(check_answers(&asked, &answers()[1..]), Err(SurveyError::Answers));
    let wrong = [
        (0, choice(&[3]), AnswerFlaw::Unknown),
        (0, choice(&[]), AnswerFlaw::Number),
        (0, choice(&[0, 1]), AnswerFlaw::Number),
        (0, SurveyAnswer::Choice { options: Vec::new(), other: Some(" ".to_owned()) }, AnswerFlaw::Text),
        (0, SurveyAnswer::Rating { step: 1 }, AnswerFlaw::Unknown),
        (1, choice(&[1, 0]), AnswerFlaw::Unknown),
        (1, choice(&[0, 0]), AnswerFlaw::Unknown),
        (1, choice(&[0, 1, 2, 3]), AnswerFlaw::Number),
        (2, SurveyAnswer::Text { text: "x".repeat(1_001) }, AnswerFlaw::Text),
        (3, SurveyAnswer::Rating { step: 0 }, AnswerFlaw::Unknown),
        (3, SurveyAnswer::Rating { step: 6 }, AnswerFlaw::Unknown),
        (4, SurveyAnswer::Dates { slots: vec![Availability::Yes] }, AnswerFlaw::Unknown),
    ];
    for (index, answer, flaw) in wrong {
        let mut answers = answers();
        answers[index] = answer;
        let number = u32::try_from(index).expect("small") + 1;
        assert_eq!(check_answers(&asked, &answers), Err(SurveyError::Answer(number, flaw)), "{answers:?}");
    }
    let mut required = asked;
    required[2].required = true;
    let mut answers = answers();
    answers[2] = SurveyAnswer::Skipped;
    assert_eq!(check_answers(&required, &answers), Err(SurveyError::Answer(3, AnswerFlaw::Required)));
}

#[test]
fn surveys_that_cannot_be_asked() {
    let good = NewSurvey { title: "Dienst".to_owned(), questions: questions(), ..NewSurvey::default() };
    assert!(good.check().is_ok());
    let forms = [
        (QuestionForm::Single { options: options(1), other: true }, SurveyFlaw::Options),
        (QuestionForm::Single { options: vec!["a".to_owned(); 2], other: false }, SurveyFlaw::Options),
        (QuestionForm::Multiple { options: options(51), other: false, min: 1, max: 1 }, SurveyFlaw::Options),
        (QuestionForm::Multiple { options: options(2), other: false, min: 0, max: 1 }, SurveyFlaw::Range),
        (QuestionForm::Multiple { options: options(2), other: false, min: 2, max: 1 }, SurveyFlaw::Range),
        (QuestionForm::Multiple { options: options(2), other: false, min: 1, max: 3 }, SurveyFlaw::Range),
        (QuestionForm::Rating { steps: 1, low: String::new(), high: String::new() }, SurveyFlaw::Scale),
        (QuestionForm::Rating { steps: u32::MAX, low: String::new(), high: String::new() }, SurveyFlaw::Scale),
        (QuestionForm::Dates { slots: Vec::new() }, SurveyFlaw::Slots),
        (QuestionForm::Dates { slots: vec![slot(5), slot(5)] }, SurveyFlaw::Slots),
        (
            QuestionForm::Dates { slots: vec![DateSlot { start: u64::MAX, end: None, whole_day: false }] },
            SurveyFlaw::Slots,
        ),
        (QuestionForm::Dates { slots: vec![DateSlot { start: 5, end: Some(5), whole_day: false }] }, SurveyFlaw::Slots),
        (QuestionForm::Dates { slots: vec![DateSlot { start: 5, end: None, whole_day: true }] }, SurveyFlaw::Slots),
    ];
    for (form, flaw) in forms {
        let bad = NewSurvey { questions: vec![question(form)], ..good.clone() };
        assert!(matches!(bad.check(), Err(ClientError::Survey(SurveyError::Question(1, found))) if found == flaw));
        assert!(!Asked::new(&bad, None).fits());
    }
    let none = NewSurvey { questions: Vec::new(), ..good.clone() };
    assert!(matches!(none.check(), Err(ClientError::Survey(SurveyError::Questions))));
    let nameless = NewSurvey { title: " ".to_owned(), ..good.clone() };
    assert_eq!(nameless.check().map_err(|error| error.code()), Err("length"));
    let mut large = good;
    large.questions =
        vec![
            question(QuestionForm::Single { options: (0..50).map(|n| format!("{n:0>200}")).collect(), other: false });
            30
        ];
    assert!(matches!(large.check(), Err(ClientError::Survey(SurveyError::TooLarge))));
}

fn member(number: u8) -> MemberId {
    MemberId([number; 32])
}

fn cast(number: u8, seq: u64, sent_at: u64, option: u32) -> Cast {
    Cast { member: member(number), seq, sent_at, waiting: false, answers: Some(vec![choice(&[option])]) }
}

fn chosen(times: &Times, changeable: bool, votes: &[Cast]) -> Vec<(u8, u64)> {
    count(times, changeable, votes).votes.iter().map(|(member, vote)| (member.0[0], vote.seq)).collect()
}

#[test]
fn of_several_votes_the_first_counts_or_the_last() {
    let votes = [cast(1, 2, 0, 0), cast(2, 4, 0, 0), cast(1, 5, 0, 1)];
    assert_eq!(chosen(&Times::default(), false, &votes), [(1, 2), (2, 4)]);
    assert_eq!(chosen(&Times::default(), true, &votes), [(1, 5), (2, 4)]);
    let closed = Times { closed: Some(3), ..Times::default() };
    let counted = count(&closed, true, &votes);
    assert_eq!(counted.votes.len(), 1, "what is behind the close does not count");
    assert_eq!(counted.votes[&member(1)].seq, 2, "nor does it undo what counts");
}

#[test]
fn a_deadline_is_held_against_the_clock_of_the_voter_and_never_undoes_a_vote() {
    let votes = [cast(1, 2, 50, 0), cast(2, 5, 150, 0), cast(3, 8, 250, 0)];
    let at = |deadline, changes: &[(u64, Option<u64>)]| Times { deadline, changes: changes.to_vec(), closed: Some(99) };
    assert_eq!(chosen(&at(Some(100), &[]), false, &votes), [(1, 2)]);
    assert_eq!(count(&at(Some(100), &[]), false, &votes).late.len(), 2);
    assert_eq!(chosen(&at(Some(100), &[(9, Some(200))]), false, &votes), [(1, 2), (2, 5)], "it was put off");
    assert_eq!(chosen(&at(Some(100), &[(9, None)]), false, &votes).len(), 3);
    assert_eq!(chosen(&at(Some(200), &[(6, Some(10))]), false, &votes), [(1, 2), (2, 5)], "it was brought forward");
    assert_eq!(chosen(&at(Some(100), &[(100, None)]), false, &votes), [(1, 2)], "after the close it is what it was");
    assert_eq!(at(Some(100), &[(3, Some(7)), (100, None)]).current(), Some(7));
}

fn result(form: QuestionForm, answers: &[SurveyAnswer]) -> QuestionResult {
    let questions = [question(form)];
    let votes: Vec<Vec<SurveyAnswer>> = answers.iter().map(|answer| vec![answer.clone()]).collect();
    let tally = tally(&questions, votes.iter().map(Vec::as_slice)).pop().expect("one question");
    question_result(&questions[0], tally)
}

#[test]
fn shares_are_of_those_who_answered() {
    let other = SurveyAnswer::Choice { options: Vec::new(), other: Some("gar nicht".to_owned()) };
    let form = QuestionForm::Single { options: options(2), other: true };
    let row = result(form, &[choice(&[0]), choice(&[0]), other, SurveyAnswer::Skipped]);
    assert_eq!(row.answered, 3);
    let bars: Vec<_> = row.bars.iter().map(|bar| (bar.label.as_str(), bar.count, bar.share, bar.other)).collect();
    assert_eq!(bars, [("Wahl 0", 2, 667, false), ("Wahl 1", 0, 0, false), ("", 1, 333, true)]);
    assert_eq!(row.texts, ["gar nicht"]);
    assert_eq!((row.average, row.median), (None, None));
}

#[test]
fn scales_have_an_average_and_a_median() {
    let form = || QuestionForm::Rating { steps: 5, low: "schlecht".to_owned(), high: "gut".to_owned() };
    let rate = |steps: &[u32]| {
        let answers: Vec<_> = steps.iter().map(|step| SurveyAnswer::Rating { step: *step }).collect();
        let row = result(form(), &answers);
        (row.average, row.median)
    };
    assert_eq!(rate(&[]), (None, None));
    assert_eq!(rate(&[4]), (Some(400), Some(400)));
    assert_eq!(rate(&[1, 2]), (Some(150), Some(150)));
    assert_eq!(rate(&[5, 1, 1]), (Some(233), Some(100)));
    assert_eq!(rate(&[1, 1, 4, 5]), (Some(275), Some(250)));
    let labels: Vec<_> = result(form(), &[]).bars.into_iter().map(|bar| bar.label).collect();
    assert_eq!(labels, ["1 (schlecht)", "2", "3", "4", "5 (gut)"]);
}

#[test]
fn the_best_time_is_when_most_can_come() {
    use Availability::{Maybe, No, Yes};
    let form = || QuestionForm::Dates { slots: vec![slot(0), slot(1), slot(2)] };
    let best = |answers: &[SurveyAnswer]| result(form(), answers).bars.iter().map(|bar| bar.best).collect::<Vec<_>>();
    assert_eq!(best(&[dates([Yes, Maybe, No]), dates([No, Yes, Yes])]), [false, true, false]);
    assert_eq!(
        best(&[dates([Yes, Maybe, No]), dates([Maybe, Maybe, No])]),
        [true, false, false],
        "rather without need"
    );
    assert_eq!(best(&[dates([Yes, No, Yes])]), [true, false, true]);
    assert_eq!(best(&[dates([No, No, No])]), [false; 3]);
    assert_eq!(best(&[]), [false; 3]);
}

#[test]
fn a_published_result_says_the_same_as_the_votes() {
    let questions = questions();
    let survey = EventId([1; 16]);
    let mut votes = vec![answers(); 200];
    for (index, vote) in votes.iter_mut().enumerate() {
        vote[2] = SurveyAnswer::Text { text: format!("{:x>900}", 199 - index) };
    }
    let votes: Vec<&[SurveyAnswer]> = votes.iter().map(Vec::as_slice).collect();
    let (published, parts) = publish(survey, &questions, &votes);
    assert!(parts.len() > 1 && published.parts as usize == parts.len());
    let result = EventId([2; 16]);
    let texts: Vec<Texts> = (0..).zip(parts).map(|(part, written)| Texts { survey, result, part, written }).collect();
    for part in &texts {
        assert!(verband_protocol::cbor::encode(part).len() < 40_000, "it fits into an event");
    }
    assert_eq!(read_published(&questions, &published, &texts), Some(tally(&questions, votes.iter().copied())));

    // What a hostile author publishes of her own survey breaks nothing.
    let mut lies = published.clone();
    lies.counts.as_mut().expect("counted")[0].each.pop();
    assert_eq!(read_published(&questions, &lies, &texts), None);
    let mut lies = published.clone();
    lies.counts.as_mut().expect("counted")[0].each[0] = u32::MAX;
    assert_eq!(read_published(&questions, &lies, &texts), None);
    let few = Published { votes: 2, ..published };
    assert_eq!(read_published(&questions, &few, &texts), None);
}

#[test]
fn too_few_secret_votes_tell_nothing() {
    let (questions, answers) = (questions(), answers());
    let (published, parts) = publish(EventId([1; 16]), &questions, &[&answers, &answers]);
    assert_eq!((published.votes, published.counts, parts.len()), (2, None, 0));
    let (published, parts) = publish(EventId([1; 16]), &questions, &[&answers, &answers, &answers]);
    assert_eq!((published.counts.map(|counts| counts.len()), parts.len()), (Some(5), 1));
}

#[test]
fn tables_are_for_the_spreadsheets_of_a_language() {
    let line = |fields: &[&str]| fields.iter().map(|field| (*field).to_owned()).collect::<Vec<_>>();
    let lines = [line(&["Frage", "Antwort; kurz"]), line(&["=1+1", "-3"]), line(&["@x", "sagt \"nein\"\nund geht"])];
    let german = String::from_utf8(verband_documents::csv(&lines, Language::German)).expect("UTF-8");
    let expected = "Frage;\"Antwort; kurz\"\r\n'=1+1;'-3\r\n'@x;\"sagt \"\"nein\"\"\nund geht\"\r\n";
    assert_eq!(german.strip_prefix('\u{feff}'), Some(expected));
    let english = String::from_utf8(verband_documents::csv(&lines[..2], Language::English)).expect("UTF-8");
    assert_eq!(english, "Frage,Antwort; kurz\r\n'=1+1,'-3\r\n");
}
