//! What surveys tell whoever comes on duty.

use crate::order;
use verband_protocol::id::{EventId, LogId};
use verband_store::StoreError;
use verband_store::rusqlite::{Connection, OptionalExtension};

use super::view::{History, Stored};

/// A survey that ended.
pub(crate) struct Ended {
    pub(crate) survey: EventId,
    pub(crate) title: String,
    /// By the clock of its author, in milliseconds since the Unix epoch.
    pub(crate) at: u64,
}

/// The surveys of a conversation that ended after a time, in milliseconds since the Unix epoch.
pub(crate) fn ended(connection: &Connection, log: &LogId, since: u64) -> Result<Vec<Ended>, StoreError> {
    let mut ended = Vec::new();
    for survey in Stored::all(connection, log)? {
        let Some(seq) = History::without_votes(connection, &survey)?.times.closed else { continue };
        let sql = "SELECT sent_at FROM survey_event WHERE log = ?1 AND survey = ?2 AND seq = ?3";
        let mut statement = connection.prepare_cached(sql)?;
        let found = statement.query_row((log.as_bytes(), survey.event.as_bytes(), seq), |row| row.get(0)).optional()?;
        if let Some(at) = found.filter(|at| *at > since) {
            ended.push(Ended { survey: survey.event, title: survey.asked.title, at });
        }
    }
    order::by_key(&mut ended, |ended| ended.at);
    Ok(ended)
}
