//! Surveys: what a member asks the others, what they vote, and what it comes to.
//!
//! A survey is one event that is never edited; votes, other deadlines, the close and the result are events of their own.
//! Tables keep them all, and what counts is chosen when somebody looks (`tally.rs`), so that devices agree however the log
//! came to them. Votes of a secret survey are sealed to a key that the author's devices alone have; they publish counts.
//!
//! Not here: who may write at all, which the log decides.

mod answer;
mod commands;
mod duty;
mod error;
mod facts;
mod payload;
mod question;
mod results;
mod table;
mod tally;
#[cfg(test)]
mod tests;
mod view;

use verband_protocol::body::Kind;
use verband_protocol::handover::HandoverKey;
use verband_protocol::id::{EventId, LogId};
use verband_store::Tx;

use self::payload::{
    ARCHIVE, Archive, CLOSE, Close, DEADLINE, Deadline, KEY, Payload, Published, RESULT, SURVEY, SurveyKey, TEXTS,
    Texts, VOTE, Vote,
};
use super::{ContentKind, Duties, Event, Row, Stays, Until, Whole, erased, place_row};
use crate::error::ClientError;

pub use answer::{Availability, SurveyAnswer};
pub use commands::survey_secrecy;
pub use error::{AnswerFlaw, SurveyError, SurveyFlaw};
pub(crate) use facts::ended;
pub use question::{DateSlot, NewSurvey, Question, QuestionForm};
pub use results::{
    QuestionResult, ResultBar, ResultState, Survey, SurveyResults, SurveyRow, SurveyState, VoteState, Voter,
    VoterAnswer,
};
pub use table::SurveyTable;
pub(crate) use view::surveys;
use view::{History, Stored};

/// Its name.
pub(crate) const NAME: &str = "survey";

pub(super) const KIND: ContentKind = ContentKind {
    name: NAME,
    payloads: &payload::ALL,
    schema: &[include_str!("schema.sql")],
    apply,
    erase,
    parts,
    holds: None,
    begun: &["survey_draft"],
    stays: Stays::Wholes(&[], wholes),
};

pub(super) const DUTIES: Duties = Duties { perform: duty::perform, due: duty::due };

fn apply(tx: &Tx<'_>, event: &Event<'_>, number: Kind, payload: &[u8]) -> Result<bool, ClientError> {
    match number {
        SURVEY => apply_survey(tx, event, payload),
        KEY => apply_key(tx, event, payload),
        VOTE => match Vote::read(payload) {
            Some(vote) => keep(tx, event, number, &vote.survey, payload),
            None => Ok(false),
        },
        _ => match changed(number, payload) {
            Some(survey) => keep(tx, event, number, &survey, payload),
            None => Ok(false),
        },
    }
}

fn apply_survey(tx: &Tx<'_>, event: &Event<'_>, payload: &[u8]) -> Result<bool, ClientError> {
    let Some(survey) = payload::Survey::read(payload) else { return Ok(false) };
    tx.execute(
        "INSERT INTO survey (log, event, seq, waiting, member, sent_at, key, payload)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (log, event) DO UPDATE SET seq = excluded.seq, waiting = excluded.waiting",
        (
            event.log.as_bytes(),
            event.event.as_bytes(),
            event.seq,
            event.waiting,
            event.member.as_bytes(),
            event.sent_at,
            &survey.key,
            payload,
        ),
    )?;
    place_row(tx, event, &Row::new(SURVEY, &survey.words()))?;
    Ok(true)
}

/// The survey that something changes, if it can be read.
fn changed(number: Kind, payload: &[u8]) -> Option<EventId> {
    match number {
        DEADLINE => Deadline::read(payload).map(|change| change.survey),
        CLOSE => Close::read(payload).map(|change| change.survey),
        RESULT => Published::read(payload).map(|change| change.survey),
        TEXTS => Texts::read(payload).map(|change| change.survey),
        ARCHIVE => Archive::read(payload).map(|change| change.survey),
        _ => None,
    }
}

/// Keeps a vote or a change beside its survey, which may not be here yet.
fn keep(tx: &Tx<'_>, event: &Event<'_>, number: Kind, survey: &EventId, payload: &[u8]) -> Result<bool, ClientError> {
    if erased(tx, event.log, survey)?.is_some() {
        return Ok(true);
    }
    let row = (
        event.log.as_bytes(),
        event.event.as_bytes(),
        event.seq,
        event.waiting,
        survey.as_bytes(),
        event.member.as_bytes(),
        event.sent_at,
        number.0,
        payload,
    );
    tx.execute(
        "INSERT INTO survey_event (log, event, seq, waiting, survey, member, sent_at, kind, payload)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (log, event) DO UPDATE SET seq = excluded.seq, waiting = excluded.waiting",
        row,
    )?;
    Ok(true)
}

/// A key comes from this person's other device, through the personal space. What others write there nobody reads.
fn apply_key(tx: &Tx<'_>, event: &Event<'_>, payload: &[u8]) -> Result<bool, ClientError> {
    let Some(key) = SurveyKey::read(payload) else { return Ok(false) };
    if event.own {
        tx.execute(
            "INSERT INTO survey_key (public, seed, event) VALUES (?1, ?2, ?3)
             ON CONFLICT (public) DO UPDATE SET event = excluded.event",
            (&HandoverKey::from_seed(&key.seed).public(), &key.seed, event.event.as_bytes()),
        )?;
    }
    Ok(true)
}

fn erase(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<(), ClientError> {
    let key = (log.as_bytes(), event.as_bytes());
    tx.execute("DELETE FROM survey WHERE log = ?1 AND event = ?2", key)?;
    // What was cast just before the delete goes as well, though the delete could not name it.
    tx.execute("DELETE FROM survey_event WHERE log = ?1 AND ?2 IN (event, survey)", key)?;
    tx.execute("DELETE FROM survey_key WHERE event = ?1", [event.as_bytes()])?;
    Ok(())
}

/// A survey with its votes goes when it is closed, or its deadline is over, for so long; until then it stays.
fn wholes(tx: &Tx<'_>, log: &LogId) -> Result<Vec<Whole>, ClientError> {
    let mut wholes = Vec::new();
    for survey in Stored::all(tx.sql(), log)? {
        let times = History::without_votes(tx.sql(), &survey)?.times;
        let until = match (times.closed, times.current()) {
            (Some(_), _) => Until::Newest,
            (None, Some(deadline)) => Until::Time(deadline),
            (None, None) => Until::Open,
        };
        wholes.push(Whole::of(survey.event, until));
    }
    Ok(wholes)
}

fn parts(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<Vec<EventId>, ClientError> {
    let sql = "SELECT event FROM survey_event WHERE log = ?1 AND survey = ?2 ORDER BY seq";
    Ok(tx.query_map(sql, (log.as_bytes(), event.as_bytes()), |row| row.get(0).map(EventId))?)
}
