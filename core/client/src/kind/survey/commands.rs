//! What people do with surveys.

use minicbor::Encode;
use verband_protocol::body::Kind;
use verband_protocol::cbor;
use verband_protocol::handover::{HandoverKey, hand_over};
use verband_protocol::id::{EventId, LogId};
use verband_protocol::organisation::Switch;
use verband_rules::Refusal;
use verband_store::{Topic, Tx};
use verband_texts::{Language, text};

use super::NAME;
use super::answer::{SurveyAnswer, ballot, check_answers};
use super::error::SurveyError;
use super::payload::{ARCHIVE, Archive, CLOSE, Close, DEADLINE, Deadline, SURVEY, Survey as Asked, VOTE, Vote};
use super::question::{MAX_SURVEY, MAX_TIME, NewSurvey};
use super::table::{self, Place, SurveyTable};
use super::view::{History, Stored, results};
use crate::client::{Client, Inner};
use crate::error::ClientError;

/// What people have to know before they vote or ask: against whom votes are secret and against whom not.
pub fn survey_secrecy(secret: bool, language: Language) -> String {
    if secret { text(language, "survey-secrecy-secret", &[]) } else { text(language, "survey-secrecy-open", &[]) }
}

impl Client {
    /// Keeps a draft on this device, a new one or in the place of an earlier one. It need not be complete.
    ///
    /// # Errors
    /// [`ClientError::Survey`] if it is too large for any survey, [`ClientError::NotFound`], [`ClientError::Store`].
    pub fn keep_survey_draft(
        &self,
        log: &LogId,
        draft: Option<EventId>,
        survey: &NewSurvey,
    ) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        let bytes = cbor::encode(survey);
        if bytes.len() > MAX_SURVEY {
            return Err(SurveyError::TooLarge.into());
        }
        let now = inner.ports.clock.now_ms();
        let id = draft.unwrap_or_else(|| EventId::at(now, &*inner.ports.entropy));
        inner.store.with_tx(|tx| {
            Inner::may_write(tx, log)?;
            if draft.is_some() && draft_in(tx, &id)?.is_none_or(|(at, _)| at != *log) {
                return Err(ClientError::NotFound("draft"));
            }
            tx.execute(
                "INSERT INTO survey_draft (id, log, changed_at, draft) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (id) DO UPDATE SET changed_at = excluded.changed_at, draft = excluded.draft",
                (id.as_bytes(), log.as_bytes(), now, bytes),
            )?;
            tx.touch(Topic::Kind(NAME));
            Ok(id)
        })
    }

    /// A draft, to go on with.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Store`], [`ClientError::OfflineTooLong`].
    pub fn survey_draft(&self, draft: &EventId) -> Result<NewSurvey, ClientError> {
        let found = self.readable()?.store.with_tx(|tx| draft_in(tx, draft))?;
        Ok(found.ok_or(ClientError::NotFound("draft"))?.1)
    }

    /// Throws a draft away.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Store`].
    pub fn delete_survey_draft(&self, draft: &EventId) -> Result<(), ClientError> {
        self.inner()?.store.with_tx(|tx| remove_draft(tx, draft))
    }

    /// Publishes a draft, which is one no longer. It is on disk and shown when this returns, with or without a network.
    ///
    /// # Errors
    /// As for [`Self::publish_survey`]; then the draft is still there.
    pub fn publish_survey_draft(&self, draft: &EventId) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        inner.store.with_tx(|tx| {
            let (log, survey) = draft_in(tx, draft)?.ok_or(ClientError::NotFound("draft"))?;
            remove_draft(tx, draft)?;
            inner.publish(tx, &log, &survey)
        })
    }

    /// Asks the members of a conversation. What is asked is never changed afterwards.
    ///
    /// # Errors
    /// [`ClientError::Survey`], [`ClientError::Length`], [`ClientError::NotFound`], [`ClientError::Halted`],
    /// [`ClientError::Store`].
    pub fn publish_survey(&self, log: &LogId, survey: &NewSurvey) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        inner.store.with_tx(|tx| inner.publish(tx, log, survey))
    }

    /// Votes, with an answer for each question. Of several votes of a person the first counts, or the last if the survey
    /// permits to change it.
    ///
    /// # Errors
    /// [`ClientError::Survey`] if an answer does not fit, the survey is over, or she has voted; as for
    /// [`Self::publish_survey`].
    pub fn vote(&self, log: &LogId, survey: &EventId, answers: &[SurveyAnswer]) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        inner.store.with_tx(|tx| {
            let found = find(tx, log, survey)?;
            inner.check_vote(tx, &found)?;
            let questions = &found.asked.questions;
            check_answers(questions, answers)?;
            let ballot = ballot(questions, answers);
            let vote = match &found.asked.key {
                None => Vote { survey: *survey, ballot: Some(ballot.into()), sealed: None },
                Some(key) => {
                    let sealed = hand_over(key, &found.context(&inner.account.member), &ballot);
                    let sealed = sealed.map_err(|_| ClientError::NotFound("key of this survey"))?;
                    Vote { survey: *survey, ballot: None, sealed: Some(sealed) }
                }
            };
            inner.write_of_survey(tx, log, VOTE, &vote)
        })
    }

    /// Gives one's own survey another deadline, or none.
    ///
    /// # Errors
    /// [`ClientError::Refused`] for somebody else's, [`ClientError::Survey`] for one that is closed or a time that is over.
    pub fn set_survey_deadline(
        &self,
        log: &LogId,
        survey: &EventId,
        deadline: Option<u64>,
    ) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        inner.check_deadline(deadline)?;
        inner.change_survey(log, survey, true, DEADLINE, &Deadline { survey: *survey, deadline })
    }

    /// Ends one's own survey: what comes behind this in the log does not count. The result of a secret one is published
    /// with the next sync.
    ///
    /// # Errors
    /// [`ClientError::Refused`] for somebody else's, [`ClientError::Survey`] for one that is closed.
    pub fn close_survey(&self, log: &LogId, survey: &EventId) -> Result<EventId, ClientError> {
        self.inner()?.change_survey(log, survey, true, CLOSE, &Close { survey: *survey })
    }

    /// Puts one's own survey out of the way for everybody, or back.
    ///
    /// # Errors
    /// [`ClientError::Refused`] for somebody else's.
    pub fn archive_survey(&self, log: &LogId, survey: &EventId, archived: bool) -> Result<EventId, ClientError> {
        self.inner()?.change_survey(log, survey, false, ARCHIVE, &Archive { survey: *survey, archived })
    }

    /// What a survey has come to as a table (CSV) for the spreadsheets of a language, where clocks are so many seconds
    /// ahead of UTC. It leaves the vault: the caller decides where to.
    ///
    /// # Errors
    /// [`ClientError::ByPolicy`], [`ClientError::NotFound`]; also for the votes of a secret survey, or for a result that
    /// cannot be seen yet.
    pub fn survey_csv(
        &self,
        log: &LogId,
        survey: &EventId,
        table: SurveyTable,
        language: Language,
        utc_offset_s: i32,
    ) -> Result<Vec<u8>, ClientError> {
        let inner = self.readable()?;
        inner.check_switch(Switch::Export)?;
        let place = Place { language, utc_offset_s };
        inner.store.read(|connection| {
            let found = Stored::find(connection, log, survey)?.ok_or(ClientError::NotFound("survey"))?;
            let results = results(connection, &inner.account.member, &found)?;
            if results.questions.is_empty() {
                return Err(ClientError::NotFound("result yet"));
            }
            let lines = match table {
                SurveyTable::Counts => table::counts(&results, place),
                SurveyTable::Votes if results.row.secret => return Err(ClientError::NotFound("list of secret votes")),
                SurveyTable::Votes => table::votes(&results, &found.asked.questions, place),
            };
            Ok(verband_documents::csv(&lines, language))
        })
    }
}

impl Inner {
    fn publish(&self, tx: &Tx<'_>, log: &LogId, survey: &NewSurvey) -> Result<EventId, ClientError> {
        survey.check()?;
        self.check_deadline(survey.deadline)?;
        let key = survey.secret.then(|| HandoverKey::random(&*self.ports.entropy));
        let asked = Asked::new(survey, key.as_ref().map(|(key, _)| key.public()));
        let event = self.write_of_survey(tx, log, SURVEY, &asked)?;
        if let Some((key, seed)) = key {
            tx.execute("INSERT INTO survey_key (public, seed) VALUES (?1, ?2)", (&key.public(), &*seed))?;
            self.hand_survey_keys(tx)?;
        }
        Ok(event)
    }

    /// Whether this person can vote now.
    fn check_vote(&self, tx: &Tx<'_>, survey: &Stored) -> Result<(), ClientError> {
        let history = History::load(tx.sql(), survey)?;
        if history.times.closed.is_some() {
            return Err(SurveyError::Closed.into());
        }
        if history.times.current().is_some_and(|deadline| self.ports.clock.now_ms() > deadline) {
            return Err(SurveyError::Over.into());
        }
        if !survey.asked.changeable && history.counted().votes.contains_key(&self.account.member) {
            return Err(SurveyError::Voted.into());
        }
        Ok(())
    }

    /// Whether a deadline lies ahead.
    fn check_deadline(&self, deadline: Option<u64>) -> Result<(), SurveyError> {
        let now = self.ports.clock.now_ms();
        let ahead = deadline.is_none_or(|deadline| (now..=MAX_TIME).contains(&deadline));
        if ahead { Ok(()) } else { Err(SurveyError::Deadline) }
    }

    /// Changes one's own survey.
    fn change_survey<T: Encode<()>>(
        &self,
        log: &LogId,
        survey: &EventId,
        while_open: bool,
        number: Kind,
        change: &T,
    ) -> Result<EventId, ClientError> {
        self.store.with_tx(|tx| {
            let found = find(tx, log, survey)?;
            if found.member != self.account.member {
                return Err(Refusal::NotAllowed.into());
            }
            if while_open && History::without_votes(tx.sql(), &found)?.times.closed.is_some() {
                return Err(SurveyError::Closed.into());
            }
            self.write_of_survey(tx, log, number, change)
        })
    }

    pub(super) fn write_of_survey<T: Encode<()>>(
        &self,
        tx: &Tx<'_>,
        log: &LogId,
        number: Kind,
        payload: &T,
    ) -> Result<EventId, ClientError> {
        Self::may_write(tx, log)?;
        self.enqueue(tx, log, number, cbor::encode(payload), &[])
    }
}

fn find(tx: &Tx<'_>, log: &LogId, survey: &EventId) -> Result<Stored, ClientError> {
    Stored::find(tx.sql(), log, survey)?.ok_or(ClientError::NotFound("survey"))
}

fn draft_in(tx: &Tx<'_>, draft: &EventId) -> Result<Option<(LogId, NewSurvey)>, ClientError> {
    let sql = "SELECT log, draft FROM survey_draft WHERE id = ?1";
    let found = tx.query_opt(sql, [draft.as_bytes()], |row| Ok((LogId(row.get(0)?), row.get::<_, Vec<u8>>(1)?)))?;
    let Some((log, bytes)) = found else { return Ok(None) };
    Ok(Some((log, cbor::decode(&bytes).map_err(|_| ClientError::Damaged("the database"))?)))
}

fn remove_draft(tx: &Tx<'_>, draft: &EventId) -> Result<(), ClientError> {
    if tx.execute("DELETE FROM survey_draft WHERE id = ?1", [draft.as_bytes()])? == 0 {
        return Err(ClientError::NotFound("draft"));
    }
    tx.touch(Topic::Kind(NAME));
    Ok(())
}
