//! Reading surveys: from what the tables keep to what counts, and to rows.

use std::collections::BTreeSet;

use verband_protocol::cbor;
use verband_protocol::handover::HandoverKey;
use verband_protocol::id::{EventId, LogId, MemberId};
use verband_store::StoreError;
use verband_store::rusqlite::{Connection, OptionalExtension, Row};
use zeroize::Zeroizing;

use super::answer::{SurveyAnswer, read_ballot};
use super::payload::{
    ARCHIVE, Archive, CLOSE, DEADLINE, Deadline, Payload, Published, RESULT, Survey as Asked, TEXTS, Texts, VOTE, Vote,
};
use super::question::NewSurvey;
use super::results::{
    ResultState, Survey, SurveyResults, SurveyRow, SurveyState, VoteState, Voter, VoterAnswer, question_result,
};
use super::tally::{Cast, Counted, FEWEST_SECRET_VOTES, Tally, Times, count, read_published, tally};
use crate::client::Client;
use crate::directory::name_of;
use crate::error::ClientError;
use crate::order;

impl Client {
    /// The surveys of a conversation, its drafts on this device first: open ones before closed ones, those out of the way
    /// last, each newest first.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn surveys(&self, log: &LogId) -> Result<Vec<SurveyRow>, ClientError> {
        let inner = self.readable()?;
        Ok(inner.store.read(|connection| surveys(connection, &inner.account.member, log))?)
    }

    /// A survey with what it asks.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], and as for [`Self::surveys`].
    pub fn survey(&self, log: &LogId, survey: &EventId) -> Result<Survey, ClientError> {
        let inner = self.readable()?;
        let own = inner.account.member;
        inner.store.read(|connection| {
            let found = Stored::find(connection, log, survey)?.ok_or(ClientError::NotFound("survey"))?;
            let history = History::load(connection, &found)?;
            let counted = history.counted();
            let own_answers = counted.votes.get(&own).and_then(|vote| vote.answers.clone());
            let row = found.row(connection, &own, &history, &counted)?;
            Ok(Survey { row, questions: found.asked.questions, own_answers })
        })
    }

    /// What a survey has come to, as far as this person may see it.
    ///
    /// # Errors
    /// As for [`Self::survey`].
    pub fn survey_results(&self, log: &LogId, survey: &EventId) -> Result<SurveyResults, ClientError> {
        let inner = self.readable()?;
        inner.store.read(|connection| {
            let found = Stored::find(connection, log, survey)?.ok_or(ClientError::NotFound("survey"))?;
            Ok(results(connection, &inner.account.member, &found)?)
        })
    }
}

/// A survey as its table keeps it.
pub(super) struct Stored {
    pub(super) log: LogId,
    pub(super) event: EventId,
    pub(super) member: MemberId,
    pub(super) asked: Asked,
    seq: u64,
    waiting: bool,
    sent_at: u64,
}

/// What is being deleted is not there any more.
const STORED: &str = "SELECT log, event, member, payload, seq, waiting, sent_at FROM survey
     WHERE NOT EXISTS (SELECT 1 FROM deletion WHERE deletion.log = survey.log AND deletion.target = survey.event)";

impl Stored {
    pub(super) fn find(connection: &Connection, log: &LogId, event: &EventId) -> Result<Option<Self>, StoreError> {
        let mut statement = connection.prepare_cached(&format!("{STORED} AND log = ?1 AND event = ?2"))?;
        let found = statement.query_row((log.as_bytes(), event.as_bytes()), Self::read).optional()?;
        Ok(found.flatten())
    }

    pub(super) fn all(connection: &Connection, log: &LogId) -> Result<Vec<Self>, StoreError> {
        let mut statement = connection.prepare_cached(&format!("{STORED} AND log = ?1 ORDER BY seq DESC, event"))?;
        let rows = statement.query_map([log.as_bytes()], Self::read)?;
        Ok(rows.filter_map(Result::transpose).collect::<Result<_, _>>()?)
    }

    /// None for what another version wrote into the table.
    fn read(row: &Row<'_>) -> verband_store::rusqlite::Result<Option<Self>> {
        let Some(asked) = Asked::read(&row.get::<_, Vec<u8>>(3)?) else { return Ok(None) };
        Ok(Some(Self {
            log: LogId(row.get(0)?),
            event: EventId(row.get(1)?),
            member: MemberId(row.get(2)?),
            asked,
            seq: row.get(4)?,
            waiting: row.get(5)?,
            sent_at: row.get(6)?,
        }))
    }

    /// What the votes of a member are sealed for: nobody can cast the vote of somebody else as her own.
    pub(super) fn context(&self, member: &MemberId) -> Vec<u8> {
        cbor::encode(&(self.log, self.event, *member))
    }

    /// The key that opens its votes, if it is a secret one and this device has the key.
    pub(super) fn key(&self, connection: &Connection) -> Result<Option<HandoverKey>, StoreError> {
        let Some(public) = &self.asked.key else { return Ok(None) };
        let mut statement = connection.prepare_cached("SELECT seed FROM survey_key WHERE public = ?1")?;
        let seed = statement.query_row([public], |row| row.get(0).map(Zeroizing::new)).optional()?;
        Ok(seed.map(|seed| HandoverKey::from_seed(&seed)))
    }

    fn row(
        &self,
        connection: &Connection,
        own: &MemberId,
        history: &History,
        counted: &Counted<'_>,
    ) -> Result<SurveyRow, StoreError> {
        let own_vote = state_of(counted, own);
        let open = history.times.closed.is_none();
        Ok(SurveyRow {
            log: self.log,
            event: self.event,
            state: if open { SurveyState::Open } else { SurveyState::Closed },
            archived: history.archived,
            waiting: self.waiting,
            author: Some(self.member),
            author_name: name_of(connection, &self.member)?,
            own: self.member == *own,
            at: self.sent_at,
            title: self.asked.title.clone(),
            description: self.asked.description.clone(),
            questions: number(self.asked.questions.len()),
            secret: self.asked.key.is_some(),
            changeable: self.asked.changeable,
            deadline: history.times.current(),
            votes: number(counted.votes.len()),
            late: number(counted.late.len()),
            own_vote,
            can_vote: open && (self.asked.changeable || !counted.votes.contains_key(own)),
            revision: history.revision,
        })
    }
}

/// What happened to a survey, in the order of the log.
pub(super) struct History {
    pub(super) times: Times,
    /// All valid votes; sealed ones as they are.
    votes: Vec<Cast>,
    changeable: bool,
    archived: bool,
    /// The first result that the author published after the close.
    pub(super) published: Option<(EventId, Published)>,
    texts: Vec<Texts>,
    /// Whether some of that waits to be sent.
    publishing: bool,
    revision: u32,
}

impl History {
    pub(super) fn load(connection: &Connection, survey: &Stored) -> Result<Self, StoreError> {
        Self::of(connection, survey, None, "")
    }

    /// The same with the votes of a secret survey opened.
    pub(super) fn opened(connection: &Connection, survey: &Stored, key: &HandoverKey) -> Result<Self, StoreError> {
        Self::of(connection, survey, Some(key), "")
    }

    /// The same without votes.
    pub(super) fn without_votes(connection: &Connection, survey: &Stored) -> Result<Self, StoreError> {
        Self::of(connection, survey, None, "AND kind <> 21")
    }

    fn of(
        connection: &Connection,
        survey: &Stored,
        key: Option<&HandoverKey>,
        which: &str,
    ) -> Result<Self, StoreError> {
        let mut history = Self {
            times: Times { deadline: survey.asked.deadline, ..Times::default() },
            votes: Vec::new(),
            changeable: survey.asked.changeable,
            archived: false,
            published: None,
            texts: Vec::new(),
            publishing: false,
            revision: mixed(0, survey.seq),
        };
        let mut statement = connection.prepare_cached(&format!(
            "SELECT event, seq, waiting, member, sent_at, kind, payload FROM survey_event
             WHERE log = ?1 AND survey = ?2 {which} AND NOT EXISTS (SELECT 1 FROM deletion
                 WHERE deletion.log = survey_event.log AND deletion.target = survey_event.event)
             ORDER BY seq, event",
        ))?;
        let mut rows = statement.query((survey.log.as_bytes(), survey.event.as_bytes()))?;
        while let Some(row) = rows.next()? {
            let (seq, member) = (row.get(1)?, MemberId(row.get(3)?));
            let payload: Vec<u8> = row.get(6)?;
            history.revision = mixed(history.revision, seq);
            let number = row.get(5)?;
            if number == VOTE.0 {
                let Some(vote) = Vote::read(&payload) else { continue };
                let answers = match what_it_says(survey, &member, vote, key) {
                    Ballot::Says(answers) => Some(answers),
                    Ballot::Sealed => None,
                    Ballot::Void => continue,
                };
                history.votes.push(Cast { member, seq, sent_at: row.get(4)?, waiting: row.get(2)?, answers });
            } else if member == survey.member {
                history.publishing |= [RESULT.0, TEXTS.0].contains(&number) && row.get(2)?;
                history.change(EventId(row.get(0)?), seq, number, &payload);
            }
        }
        order::by_key(&mut history.texts, |texts| texts.part);
        history.texts.dedup_by_key(|texts| texts.part);
        Ok(history)
    }

    /// Takes what the author changed.
    fn change(&mut self, event: EventId, seq: u64, number: u16, payload: &[u8]) {
        if number == DEADLINE.0 {
            self.times.changes.extend(Deadline::read(payload).map(|change| (seq, change.deadline)));
        } else if number == CLOSE.0 {
            self.times.closed.get_or_insert(seq);
        } else if number == ARCHIVE.0 {
            self.archived = Archive::read(payload).map_or(self.archived, |change| change.archived);
        } else if number == RESULT.0 && self.times.closed.is_some() && self.published.is_none() {
            self.published = Published::read(payload).map(|published| (event, published));
        } else if number == TEXTS.0 {
            let result = self.published.as_ref().map(|(event, _)| *event);
            self.texts.extend(Texts::read(payload).filter(|texts| Some(texts.result) == result));
        }
    }

    /// Whether the result is in the log with all that belongs to it.
    pub(super) fn is_published(&self) -> bool {
        let parts = self.published.as_ref().map(|(_, published)| published.parts as usize);
        parts == Some(self.texts.len()) && !self.publishing
    }

    pub(super) fn counted(&self) -> Counted<'_> {
        count(&self.times, self.changeable, &self.votes)
    }
}

/// What a vote is to this device.
enum Ballot {
    Says(Vec<SurveyAnswer>),
    /// A secret one, whose key is not here.
    Sealed,
    /// No vote in this survey.
    Void,
}

fn what_it_says(survey: &Stored, member: &MemberId, vote: Vote, key: Option<&HandoverKey>) -> Ballot {
    let read = |ballot: &[u8]| read_ballot(&survey.asked.questions, ballot).map_or(Ballot::Void, Ballot::Says);
    match (vote.ballot, vote.sealed, survey.asked.key) {
        (Some(ballot), None, None) => read(&ballot),
        (None, Some(sealed), Some(_)) => match key.map(|key| key.open(&survey.context(member), &sealed)) {
            None => Ballot::Sealed,
            Some(Ok(ballot)) => read(&ballot),
            Some(Err(_)) => Ballot::Void,
        },
        _ => Ballot::Void,
    }
}

/// The rows of a conversation's surveys.
pub(crate) fn surveys(connection: &Connection, own: &MemberId, log: &LogId) -> Result<Vec<SurveyRow>, StoreError> {
    let mut rows = drafts(connection, own, log)?;
    for survey in Stored::all(connection, log)? {
        let history = History::load(connection, &survey)?;
        rows.push(survey.row(connection, own, &history, &history.counted())?);
    }
    order::by_key(&mut rows, |row| (row.archived, row.state == SurveyState::Closed));
    Ok(rows)
}

fn drafts(connection: &Connection, own: &MemberId, log: &LogId) -> Result<Vec<SurveyRow>, StoreError> {
    let name = name_of(connection, own)?;
    let mut statement = connection
        .prepare_cached("SELECT id, changed_at, draft FROM survey_draft WHERE log = ?1 ORDER BY changed_at DESC, id")?;
    let rows = statement.query_map([log.as_bytes()], |row| {
        Ok((EventId(row.get(0)?), row.get::<_, u64>(1)?, row.get::<_, Vec<u8>>(2)?))
    })?;
    let mut drafts = Vec::new();
    for row in rows {
        let (event, at, draft) = row?;
        let Ok(draft) = cbor::decode::<NewSurvey>(&draft) else { continue };
        drafts.push(SurveyRow {
            log: *log,
            event,
            state: SurveyState::Draft,
            archived: false,
            waiting: false,
            author: None,
            author_name: name.clone(),
            own: true,
            at,
            title: draft.title,
            description: draft.description,
            questions: number(draft.questions.len()),
            secret: draft.secret,
            changeable: draft.changeable,
            deadline: draft.deadline,
            votes: 0,
            late: 0,
            own_vote: VoteState::None,
            can_vote: false,
            revision: mixed(0, at),
        });
    }
    Ok(drafts)
}

/// What a survey has come to, as far as this person may see it.
pub(super) fn results(connection: &Connection, own: &MemberId, survey: &Stored) -> Result<SurveyResults, StoreError> {
    // The author's device opens secret votes to count them, while it is open; it shows nobody who cast which.
    let key = survey.key(connection)?;
    let history = match &key {
        Some(key) => History::opened(connection, survey, key)?,
        None => History::load(connection, survey)?,
    };
    let counted = history.counted();
    let questions = &survey.asked.questions;
    let answers = || counted.votes.values().filter_map(|vote| vote.answers.as_deref());
    let voted = number(counted.votes.len());
    let secret = survey.asked.key.is_some();
    let published = history.published.as_ref().map(|(_, published)| published);
    let (state, votes, tallies): (_, _, Option<Vec<Tally>>) = match (secret, history.times.closed, published) {
        (false, Some(_), _) => (ResultState::Final, voted, Some(tally(questions, answers()))),
        (true, Some(_), Some(published)) => match read_published(questions, published, &history.texts) {
            Some(tallies) => (ResultState::Final, published.votes, Some(tallies)),
            None => (ResultState::TooFew, published.votes, None),
        },
        (true, Some(_), None) => (ResultState::Awaited, voted, None),
        (true, None, _) if key.is_none() => (ResultState::Secret, voted, None),
        (true, None, _) if voted < FEWEST_SECRET_VOTES => (ResultState::TooFew, voted, None),
        (_, None, _) => (ResultState::Live, voted, Some(tally(questions, answers()))),
    };
    let questions = survey.asked.questions.iter().zip(tallies.unwrap_or_default());
    let voters = voters(connection, &counted)?;
    Ok(SurveyResults {
        row: survey.row(connection, own, &history, &counted)?,
        state,
        votes,
        questions: questions.map(|(question, tally)| question_result(question, tally)).collect(),
        answers: if secret { Vec::new() } else { who_answered_what(&voters, &counted) },
        voters,
    })
}

/// Who voted, by name.
fn voters(connection: &Connection, counted: &Counted<'_>) -> Result<Vec<Voter>, StoreError> {
    let mut voters = Vec::new();
    let people: BTreeSet<&MemberId> = counted.votes.keys().chain(&counted.late).collect();
    for member in people {
        let (name, state) = (name_of(connection, member)?, state_of(counted, member));
        voters.push(Voter { member: *member, name, state });
    }
    order::by(&mut voters, |a, b| (&a.name, a.member).cmp(&(&b.name, b.member)));
    Ok(voters)
}

fn who_answered_what(voters: &[Voter], counted: &Counted<'_>) -> Vec<VoterAnswer> {
    let mut answers = Vec::new();
    for voter in voters {
        let vote = counted.votes.get(&voter.member).and_then(|vote| vote.answers.as_ref());
        for (question, answer) in (0..).zip(vote.into_iter().flatten()) {
            let (member, name) = (voter.member, voter.name.clone());
            answers.push(VoterAnswer { member, name, question, answer: answer.clone() });
        }
    }
    answers
}

fn state_of(counted: &Counted<'_>, member: &MemberId) -> VoteState {
    match counted.votes.get(member) {
        Some(vote) if vote.waiting => VoteState::Waiting,
        Some(_) => VoteState::Counted,
        None if counted.late.contains(member) => VoteState::Late,
        None => VoteState::None,
    }
}

fn number(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

/// Another number for every other sequence of positions (FNV-1a).
#[allow(clippy::cast_possible_truncation, reason = "every bit of both halves is mixed in")]
fn mixed(revision: u32, seq: u64) -> u32 {
    let mix = |hash: u32, half: u32| (hash ^ half).wrapping_mul(16_777_619);
    mix(mix(revision, seq as u32), (seq >> 32) as u32)
}
