//! What the devices of a survey's author owe it without being asked: to close it when its deadline is over, to publish the
//! result of a secret one, and to forget its key then.

use verband_protocol::handover::HandoverKey;
use verband_protocol::id::{EventId, LogId, MemberId};
use verband_store::rusqlite::{Connection, Row};
use verband_store::{StoreError, Tx};
use zeroize::Zeroizing;

use super::payload::{CLOSE, Close, KEY, RESULT, SurveyKey, TEXTS, Texts};
use super::tally::publish;
use super::view::{History, Stored};
use crate::client::Inner;
use crate::error::ClientError;

/// Does what is due. Whether there is something to send now.
pub(super) fn perform(inner: &Inner) -> Result<bool, ClientError> {
    let own = inner.account.member;
    let now = inner.ports.clock.now_ms();
    let (open, closed) =
        inner.store.read(|connection| Ok::<_, StoreError>((open(connection, &own)?, closed(connection, &own)?)))?;
    let over = open.into_iter().filter(|(_, _, deadline)| deadline.is_some_and(|deadline| deadline <= now));
    let mut written = false;
    for (log, event, _) in over {
        written |= inner.store.with_tx(|tx| inner.close_over(tx, &log, &event))?;
    }
    for (log, event) in closed {
        written |= inner.store.with_tx(|tx| inner.publish_result(tx, &log, &event))?;
    }
    written |= inner.store.with_tx(|tx| inner.hand_survey_keys(tx))?;
    Ok(written)
}

/// When something is due next, in milliseconds since the Unix epoch: the earliest deadline of this person's own surveys.
pub(super) fn due(connection: &Connection, own: &MemberId) -> Result<Option<u64>, StoreError> {
    Ok(open(connection, own)?.into_iter().filter_map(|(_, _, deadline)| deadline).min())
}

/// One's own surveys that are open, with their deadlines.
fn open(connection: &Connection, own: &MemberId) -> Result<Vec<(LogId, EventId, Option<u64>)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT log, event FROM survey WHERE member = ?1 AND waiting = 0 AND NOT EXISTS (
             SELECT 1 FROM survey_event AS change WHERE change.log = survey.log AND change.survey = survey.event
                 AND change.kind = ?2 AND change.member = ?1)
         ORDER BY log, event",
    )?;
    let rows = statement.query_map((own.as_bytes(), CLOSE.0), named)?;
    let mut open = Vec::new();
    for row in rows {
        let (log, event) = row?;
        let Some(survey) = Stored::find(connection, &log, &event)? else { continue };
        open.push((log, event, History::without_votes(connection, &survey)?.times.current()));
    }
    Ok(open)
}

/// One's own secret surveys that are closed in the log, without a result.
fn closed(connection: &Connection, own: &MemberId) -> Result<Vec<(LogId, EventId)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT survey.log, survey.event FROM survey JOIN survey_key ON survey_key.public = survey.key
         WHERE member = ?1 AND EXISTS (
             SELECT 1 FROM survey_event AS change WHERE change.log = survey.log AND change.survey = survey.event
                 AND change.kind = ?2 AND change.member = ?1 AND change.waiting = 0)
         ORDER BY survey.log, survey.event",
    )?;
    let rows = statement.query_map((own.as_bytes(), CLOSE.0), named)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn named(row: &Row<'_>) -> verband_store::rusqlite::Result<(LogId, EventId)> {
    Ok((LogId(row.get(0)?), EventId(row.get(1)?)))
}

impl Inner {
    /// Closes a survey whose deadline is over.
    fn close_over(&self, tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<bool, ClientError> {
        if Self::may_write(tx, log).is_err() {
            return Ok(false);
        }
        self.write_of_survey(tx, log, CLOSE, &Close { survey: *event })?;
        Ok(true)
    }

    /// Publishes the result of a secret survey, or forgets its key if that is done.
    fn publish_result(&self, tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<bool, ClientError> {
        let Some(survey) = Stored::find(tx.sql(), log, event)? else { return Ok(false) };
        let Some(key) = survey.key(tx.sql())? else { return Ok(false) };
        let history = History::opened(tx.sql(), &survey, &key)?;
        if history.published.is_some() {
            return if history.is_published() { self.forget_survey_key(tx, &key) } else { Ok(false) };
        }
        if Self::may_write(tx, log).is_err() {
            return Ok(false);
        }
        let counted = history.counted();
        let votes: Vec<_> = counted.votes.values().filter_map(|vote| vote.answers.as_deref()).collect();
        let (published, parts) = publish(*event, &survey.asked.questions, &votes);
        let result = self.write_of_survey(tx, log, RESULT, &published)?;
        for (part, written) in (0..).zip(parts) {
            self.write_of_survey(tx, log, TEXTS, &Texts { survey: *event, result, part, written })?;
        }
        Ok(true)
    }

    /// Nobody opens the votes any more: the key goes on all of this person's devices. Whether there is something to send.
    fn forget_survey_key(&self, tx: &Tx<'_>, key: &HandoverKey) -> Result<bool, ClientError> {
        let space = self.space_for_keys(tx)?;
        if space.is_some_and(|space| self.check_hold(tx, &space).is_err()) {
            // A legal hold keeps it: it goes when that is lifted.
            return Ok(false);
        }
        let sql = "DELETE FROM survey_key WHERE public = ?1 RETURNING event";
        let event = tx.query_opt(sql, [&key.public()], |row| row.get::<_, Option<[u8; 16]>>(0))?.flatten();
        let (Some(event), Some(space)) = (event, space) else { return Ok(false) };
        self.delete_event(tx, &space, &EventId(event))?;
        Ok(true)
    }

    /// Brings the keys that this device has alone into the personal space, for this person's other devices. Whether there
    /// is something to send.
    pub(super) fn hand_survey_keys(&self, tx: &Tx<'_>) -> Result<bool, ClientError> {
        let sql = "SELECT seed FROM survey_key WHERE event IS NULL ORDER BY public";
        let seeds = tx.query_map(sql, [], |row| row.get(0).map(Zeroizing::new))?;
        let Some(space) = self.space_for_keys(tx)?.filter(|_| !seeds.is_empty()) else { return Ok(false) };
        for seed in &seeds {
            // Applying it notes the event beside the key.
            self.write_of_survey(tx, &space, KEY, &SurveyKey { seed: **seed })?;
        }
        Ok(true)
    }

    /// The personal space of this person, as soon as there is one.
    fn space_for_keys(&self, tx: &Tx<'_>) -> Result<Option<LogId>, ClientError> {
        self.personal_log(tx.sql(), &*self.organisation_in(tx)?)
    }
}
