//! Alarms as rows, and what was signed and speaks for them as a file that anybody examines.

use verband_protocol::cbor;
use verband_protocol::evidence::{Evidence, EvidenceFile, Statement};
use verband_protocol::id::{LogId, MemberId};
use verband_store::StoreError;
use verband_store::rusqlite::Row;

use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::log::AlarmKind;

/// An alarm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlarmRow {
    /// Counts the alarms of this profile.
    pub id: i64,
    /// When it was raised, in milliseconds since the Unix epoch.
    pub at: u64,
    /// In which log.
    pub log: Option<LogId>,
    /// What kind it is.
    pub kind: AlarmKind,
    /// Whom to ask: who started anew, or administers by the recovery sheet.
    pub member: Option<MemberId>,
    /// Her name; empty if nobody is to be asked, or it cannot be read.
    pub member_name: String,
    /// Ids and positions, for whoever looks into it.
    pub detail: String,
    /// Whether there is evidence: see [`Client::alarm_evidence`].
    pub evidence: bool,
}

impl Client {
    /// All alarms, newest first. They stay.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`].
    pub fn alarms(&self) -> Result<Vec<AlarmRow>, ClientError> {
        let rows = self.inner()?.store.read(|connection| -> Result<_, StoreError> {
            let mut statement = connection.prepare_cached(
                "SELECT at, log, kind, detail, alarm.id, evidence IS NOT NULL, alarm.member, COALESCE(name, '')
                 FROM alarm LEFT JOIN member ON member.id = alarm.member ORDER BY alarm.id DESC",
            )?;
            let rows = statement.query_map([], |row| {
                Ok(AlarmRow {
                    id: row.get(4)?,
                    at: row.get(0)?,
                    log: row.get::<_, Option<[u8; 32]>>(1)?.map(LogId),
                    kind: AlarmKind::from_row(row.get(2)?),
                    member: row.get::<_, Option<[u8; 32]>>(6)?.map(MemberId),
                    member_name: row.get(7)?,
                    detail: row.get(3)?,
                    evidence: row.get(5)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        Ok(rows)
    }

    /// What was signed and contradicts what this device knows, if an alarm has such evidence: the file that `docs/evidence.md`
    /// describes and `verband verify` examines.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Store`], [`ClientError::Locked`].
    pub fn alarm_evidence(&self, alarm: i64) -> Result<Option<Vec<u8>>, ClientError> {
        let inner = self.inner()?;
        let found = inner.kept_evidence("SELECT evidence FROM alarm WHERE id = ?1", alarm)?;
        if found.is_empty() {
            return Err(ClientError::NotFound("alarm"));
        }
        inner.evidence_file(found)
    }

    /// The evidence of all alarms as one such file; none if none has any.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`].
    pub fn evidence(&self) -> Result<Option<Vec<u8>>, ClientError> {
        let inner = self.inner()?;
        let found = inner.kept_evidence("SELECT evidence FROM alarm WHERE id >= ?1 ORDER BY id", 0)?;
        inner.evidence_file(found)
    }
}

impl Inner {
    fn kept_evidence(&self, query: &str, alarm: i64) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        self.store.read(|connection| {
            let mut statement = connection.prepare_cached(query)?;
            let rows = statement.query_map([alarm], |row: &Row<'_>| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Evidence as this device states it now, with the log that it is checked against.
    fn evidence_file(&self, kept: Vec<Option<Vec<u8>>>) -> Result<Option<Vec<u8>>, ClientError> {
        let read = |bytes: Vec<u8>| cbor::decode(&bytes).map_err(|_| ClientError::Damaged("the database"));
        let cases: Vec<Evidence> = kept.into_iter().flatten().map(read).collect::<Result<_, _>>()?;
        if cases.is_empty() {
            return Ok(None);
        }
        let mut log = Vec::new();
        let organisation = self.export_organisation(&mut log)?;
        let statement = Statement { device: self.keys.id, at: self.ports.clock.now_ms(), organisation, cases };
        Ok(Some(EvidenceFile::sign(&statement, &self.keys.event, log).to_bytes()))
    }
}
