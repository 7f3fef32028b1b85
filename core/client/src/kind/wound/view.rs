//! Reading wounds: the list, the course of one, its photos and its curve.

use verband_protocol::id::{BlobId, EventId, LogId, MemberId};
use verband_store::StoreError;
use verband_store::rusqlite::{Connection, OptionalExtension};

use super::documenting::{missing, of_photo};
use super::finding::Size;
use super::healing::curve;
use super::measurement::Measurement;
use super::payload::Change;
use super::record::{Entry, Finding, Put, Record, all, load, place_of, wound_of};
use super::rows::{
    FindingVersionRow, WoundCurvePoint, WoundGhost, WoundItem, WoundPair, WoundPhotoRow, WoundRow, WoundVersionRow,
};
use crate::client::Client;
use crate::directory::name_of;
use crate::error::ClientError;
use crate::kind::{EVIDENCE, PhotoEvidence, documented_state};
use crate::order;

#[allow(clippy::redundant_closure_for_method_calls, reason = "a method of the eye is of one lifetime")]
impl Client {
    /// The wounds of a channel, open ones first, each by patient reference.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn wounds(&self, log: &LogId) -> Result<Vec<WoundRow>, ClientError> {
        let inner = self.readable()?;
        let now = inner.ports.clock.now_ms();
        Ok(inner.store.read(|connection| wounds(connection, &inner.account.member, log, now))?.0)
    }

    /// The wounds of all channels, in the same order.
    ///
    /// # Errors
    /// As for [`Self::wounds`].
    pub fn all_wounds(&self) -> Result<Vec<WoundRow>, ClientError> {
        let inner = self.readable()?;
        let now = inner.ports.clock.now_ms();
        Ok(inner.store.read(|connection| list(connection, &inner.account.member, None, now))?.0)
    }

    /// The wounds of all channels about which the team is asked, the question that has waited longest first.
    ///
    /// # Errors
    /// As for [`Self::wounds`].
    pub fn wound_questions(&self) -> Result<Vec<WoundRow>, ClientError> {
        let mut rows = self.all_wounds()?;
        rows.retain(|row| row.question);
        order::by_key(&mut rows, |row| (row.question_to, row.event));
        Ok(rows)
    }

    /// One wound.
    ///
    /// # Errors
    /// As for [`Self::wounds`]; [`ClientError::NotFound`].
    pub fn wound(&self, log: &LogId, wound: &EventId) -> Result<WoundRow, ClientError> {
        let now = self.readable()?.ports.clock.now_ms();
        self.look_at(log, wound, |eye, record| eye.row(record, now))
    }

    /// What was known of a wound: how it was made and every change, the newest first.
    ///
    /// # Errors
    /// As for [`Self::wound`].
    pub fn wound_versions(&self, log: &LogId, wound: &EventId) -> Result<Vec<WoundVersionRow>, ClientError> {
        self.look_at(log, wound, |eye, record| eye.versions(record))
    }

    /// The course of a wound: photos, findings and everything that was done, the newest first, at most so much of it.
    ///
    /// # Errors
    /// As for [`Self::wound`].
    pub fn wound_timeline(&self, log: &LogId, wound: &EventId, limit: u32) -> Result<Vec<WoundItem>, ClientError> {
        self.look_at(log, wound, |eye, record| eye.items(record, limit))
    }

    /// What a finding said: as it was entered and every correction, the newest first.
    ///
    /// # Errors
    /// As for [`Self::wound`].
    pub fn finding_versions(&self, log: &LogId, finding: &EventId) -> Result<Vec<FindingVersionRow>, ClientError> {
        let wound = self.readable()?.store.read(|connection| wound_of(connection, log, finding))?;
        let wound = wound.ok_or(ClientError::NotFound("finding"))?;
        let rows = self.look_at(log, &wound, |eye, record| {
            record.finding(finding).map(|finding| eye.finding_versions(finding)).transpose()
        })?;
        rows.ok_or(ClientError::NotFound("finding"))
    }

    /// The photos of a wound by when they were taken, the oldest first.
    ///
    /// # Errors
    /// As for [`Self::wound`].
    pub fn wound_photos(&self, log: &LogId, wound: &EventId) -> Result<Vec<WoundPhotoRow>, ClientError> {
        self.look_at(log, wound, |eye, record| eye.photos(record))
    }

    /// The wound that a photo belongs to.
    ///
    /// # Errors
    /// As for [`Self::wounds`].
    pub fn wound_of_photo(&self, log: &LogId, photo: &EventId) -> Result<Option<EventId>, ClientError> {
        let inner = self.readable()?;
        Ok(inner.store.read(|connection| -> Result<_, StoreError> {
            let Some(wound) = place_of(connection, log, photo)?.and_then(|put| put.wound) else { return Ok(None) };
            Ok(load(connection, log, &wound)?.map(|record| record.event()))
        })?)
    }

    /// Two photos of a wound to look at side by side, the earlier one first: these, or else the first and the last
    /// close-up; of a wound with less than two close-ups, the first and the last photo.
    ///
    /// # Errors
    /// As for [`Self::wound`]; [`ClientError::NotFound`] for photos that are not this wound's, or if it has less than two.
    pub fn wound_pair(
        &self,
        log: &LogId,
        wound: &EventId,
        chosen: Option<(EventId, EventId)>,
    ) -> Result<WoundPair, ClientError> {
        let photos = self.wound_photos(log, wound)?;
        let close: Vec<&WoundPhotoRow> = photos.iter().filter(|photo| photo.role == CLOSE_UP).collect();
        let among = if close.len() < 2 { photos.iter().collect() } else { close };
        let pair = match chosen {
            None if among.len() < 2 => None,
            None => among.first().copied().zip(among.last().copied()),
            Some((one, other)) => {
                let at = |event| photos.iter().position(|photo| photo.event == event);
                let places = at(one).zip(at(other)).map(|(one, other)| (one.min(other), one.max(other)));
                places.and_then(|(first, second)| photos.get(first).zip(photos.get(second)))
            }
        };
        let (first, second) = pair.ok_or(ClientError::NotFound("pair of photos"))?;
        Ok(WoundPair { first: first.clone(), second: second.clone() })
    }

    /// What a camera shows through while the next photo of a wound is taken: its last close-up, or else its last photo.
    /// None before the first one.
    ///
    /// # Errors
    /// As for [`Self::wound`].
    pub fn wound_ghost(&self, log: &LogId, wound: &EventId) -> Result<Option<WoundGhost>, ClientError> {
        self.look_at(log, wound, |eye, record| {
            let photos = eye.photos(record)?;
            let last = photos.iter().rev().find(|photo| photo.role == CLOSE_UP).or(photos.last()).cloned();
            Ok(last.map(|last| WoundGhost { last, position: record.details().position.clone() }))
        })
    }

    /// The sizes of a wound over time, the oldest first. Findings without measures, and struck ones, are left out.
    ///
    /// # Errors
    /// As for [`Self::wound`].
    pub fn wound_curve(&self, log: &LogId, wound: &EventId) -> Result<Vec<WoundCurvePoint>, ClientError> {
        self.look_at(log, wound, |_, record| Ok(points(record)))
    }

    pub(super) fn look_at<T>(
        &self,
        log: &LogId,
        wound: &EventId,
        at: impl FnOnce(&Eye<'_>, &Record) -> Result<T, StoreError>,
    ) -> Result<T, ClientError> {
        let inner = self.readable()?;
        inner.store.read(|connection| {
            let record = load(connection, log, wound)?.ok_or(ClientError::NotFound("wound"))?;
            Ok(at(&Eye { connection, own: &inner.account.member }, &record)?)
        })
    }
}

/// The sizes that count, over time.
pub(super) fn points(record: &Record) -> Vec<WoundCurvePoint> {
    let findings = record.sound().map(|finding| (finding, finding.content()));
    let point = |(finding, at, size): (&Finding, u64, Size)| WoundCurvePoint {
        finding: finding.found.event,
        at,
        area: size.square_mm,
        by_sides: size.by_sides,
        measured: finding.content().measured.clone(),
        error: finding.measurement().filter(|_| !size.by_sides).and_then(Measurement::area_error),
    };
    curve(findings).map(point).collect()
}

/// The code of the photos that are held against one another.
const CLOSE_UP: &str = "close-up";

/// The rows of the feed of wounds, and when they change by themselves.
pub(crate) fn wounds(
    connection: &Connection,
    own: &MemberId,
    log: &LogId,
    now: u64,
) -> Result<(Vec<WoundRow>, Option<u64>), StoreError> {
    list(connection, own, Some(log), now)
}

/// The rows of the feed of a wound.
pub(crate) fn timeline(
    connection: &Connection,
    own: &MemberId,
    log: &LogId,
    wound: &EventId,
    limit: u32,
) -> Result<Vec<WoundItem>, StoreError> {
    match load(connection, log, wound)? {
        Some(record) => Eye { connection, own }.items(&record, limit),
        None => Ok(Vec::new()),
    }
}

fn list(
    connection: &Connection,
    own: &MemberId,
    log: Option<&LogId>,
    now: u64,
) -> Result<(Vec<WoundRow>, Option<u64>), StoreError> {
    let eye = Eye { connection, own };
    let mut rows = Vec::new();
    for (log, wound) in all(connection, log)? {
        if let Some(record) = load(connection, &log, &wound)? {
            rows.push(eye.row(&record, now)?);
        }
    }
    order::by_key(&mut rows, |row: &WoundRow| (row.closed, row.details.patient.to_lowercase(), row.made_at, row.event));
    let due = rows.iter().filter_map(|row| row.put_off_until).min();
    Ok((rows, due))
}

/// Somebody who looks.
pub(super) struct Eye<'a> {
    pub(super) connection: &'a Connection,
    pub(super) own: &'a MemberId,
}

/// Who wrote something, and when.
pub(super) struct By {
    pub(super) name: String,
    pub(super) own: bool,
}

impl Eye<'_> {
    pub(super) fn row(&self, record: &Record, now: u64) -> Result<WoundRow, StoreError> {
        let title = "SELECT title FROM conversation WHERE log = ?1";
        let title = self.connection.prepare_cached(title)?.query_row([record.log.as_bytes()], |row| row.get(0));
        let last_photo = self.photos(record)?.pop();
        let sound: Vec<&Finding> = record.sound().collect();
        let last = sound.last().map(|finding| finding.content());
        let size = sound.iter().rev().find_map(|finding| finding.content().size());
        let (doubt, put_off_until) = record.question(now);
        let closing = record.closing();
        let by = self.by(&record.made)?;
        let documented = documented_state(self.connection, &record.log, &record.event())?;
        let missing = missing(self.connection, record)?;
        Ok(WoundRow {
            conversation: record.log,
            conversation_title: title.optional()?.unwrap_or_default(),
            event: record.event(),
            details: record.details().clone(),
            consent: record.consent(),
            author: record.made.member,
            author_name: by.name,
            own: by.own,
            made_at: record.made.at,
            closed: closing.is_some(),
            closed_reason: closing.map(|(_, closing)| closing.reason.clone()).unwrap_or_default(),
            closed_note: closing.map(|(_, closing)| closing.note.clone()).unwrap_or_default(),
            closed_at: closing.map_or(0, |(change, _)| change.at),
            closed_by_name: closing
                .map(|(change, _)| name_of(self.connection, &change.member))
                .transpose()?
                .unwrap_or_default(),
            photos: number(record.photos().count()),
            photo: last_photo.as_ref().map(|photo| photo.photo),
            photo_at: last_photo.as_ref().map_or(0, |photo| photo.taken_at),
            thumbnail: last_photo.map(|photo| photo.thumbnail),
            findings: number(sound.len()),
            found_at: last.map_or(0, |finding| finding.examined_at),
            area: size.map(|size| size.square_mm),
            area_by_sides: size.is_some_and(|size| size.by_sides),
            next_change: last.and_then(|finding| finding.next_change),
            question: doubt.is_some(),
            question_from: doubt.map_or(0, |doubt| doubt.from),
            question_to: doubt.map_or(0, |doubt| doubt.to),
            question_before: doubt.map_or(0, |doubt| doubt.before),
            question_after: doubt.map_or(0, |doubt| doubt.after),
            question_by_sides: doubt.is_some_and(|doubt| doubt.by_sides),
            put_off_until,
            documented_at: documented.as_ref().map(|documented| documented.at),
            documented_in: documented.map(|documented| documented.record).unwrap_or_default(),
            undocumented: number(missing.photos.len() + missing.findings.len()),
            waiting: record.waits(),
        })
    }

    pub(super) fn by<T>(&self, entry: &Entry<T>) -> Result<By, StoreError> {
        Ok(By { name: name_of(self.connection, &entry.member)?, own: entry.member == *self.own })
    }

    /// The photos that are here, by when they were taken.
    pub(super) fn photos(&self, record: &Record) -> Result<Vec<WoundPhotoRow>, StoreError> {
        let mut rows = Vec::new();
        for put in record.photos() {
            rows.extend(self.photo(&record.log, put)?);
        }
        order::by_key(&mut rows, |row: &WoundPhotoRow| (row.taken_at, row.event));
        Ok(rows)
    }

    /// A photo; none if it is not here, or was deleted.
    pub(super) fn photo(&self, log: &LogId, put: &Entry<Put>) -> Result<Option<WoundPhotoRow>, StoreError> {
        let sql = format!(
            "SELECT id, thumb, width, height, taken_at, {EVIDENCE} FROM photo WHERE event = ?2 AND log = ?1
             AND NOT EXISTS (SELECT 1 FROM deletion WHERE deletion.log = ?1 AND deletion.target = ?2)"
        );
        let by = self.by(put)?;
        let documented = of_photo(self.connection, log, &put.what.photo, put.what.wound)?;
        let mut statement = self.connection.prepare_cached(&sql)?;
        let row = statement.query_row((log.as_bytes(), put.what.photo.as_bytes()), |row| {
            Ok(WoundPhotoRow {
                event: put.what.photo,
                photo: BlobId(row.get(0)?),
                thumbnail: row.get(1)?,
                width: row.get(2)?,
                height: row.get(3)?,
                taken_at: row.get(4)?,
                evidence: PhotoEvidence::from_row(row.get(5)?),
                role: put.what.role.clone(),
                by: put.member,
                by_name: by.name,
                documented_at: documented.as_ref().map(|documented| documented.at),
                documented_in: documented.map(|documented| documented.record).unwrap_or_default(),
                waiting: put.waits(),
            })
        });
        Ok(row.optional()?)
    }

    fn versions(&self, record: &Record) -> Result<Vec<WoundVersionRow>, StoreError> {
        let row = |entry: &Entry<Change>| {
            let closing = entry.what.closing.as_ref();
            Ok(WoundVersionRow {
                event: entry.event,
                at: entry.at,
                by: entry.member,
                by_name: self.by(entry)?.name,
                details: entry.what.details.clone(),
                consent: entry.what.consent.clone(),
                closed: closing.map(|closing| !closing.reason.is_empty()),
                reason: closing.map(|closing| closing.reason.clone()).unwrap_or_default(),
                note: closing.map(|closing| closing.note.clone()).unwrap_or_default(),
                waiting: entry.waits(),
            })
        };
        record.changes.iter().rev().chain([&record.beginning()]).map(row).collect()
    }

    fn finding_versions(&self, finding: &Finding) -> Result<Vec<FindingVersionRow>, StoreError> {
        let mut rows = vec![FindingVersionRow {
            event: finding.found.event,
            at: finding.found.at,
            by: finding.found.member,
            by_name: self.by(&finding.found)?.name,
            content: Some(finding.found.what.clone()),
            reason: String::new(),
            waiting: finding.found.waits(),
        }];
        for correction in &finding.corrections {
            rows.push(FindingVersionRow {
                event: correction.event,
                at: correction.at,
                by: correction.member,
                by_name: self.by(correction)?.name,
                content: correction.what.content.clone(),
                reason: correction.what.reason.clone(),
                waiting: correction.waits(),
            });
        }
        rows.reverse();
        Ok(rows)
    }
}

pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
