//! Measuring in photos of a wound: a module that the policy switches on. Somebody draws an outline or sets two points; the core
//! finds the marker, reckons and writes. A UI never hands in figures as measured.

use verband_detect::{self as detect, Picture};
use verband_measure::{Frame, Grey, MeasureError, Point, Seen, frames};
use verband_protocol::id::{BlobId, EventId, LogId};
use verband_protocol::organisation::Switch;
use verband_store::StoreError;
use verband_store::rusqlite::OptionalExtension;
use verband_texts::{Language, text};
use verband_vault::{Orientation, grey};

use super::error::WoundError;
use super::finding::WoundFinding;
use super::measurement::{Marker, Measure, Measurement};
use super::payload::{FINDING, Found};
use super::record::{place_of, wound_of};
use super::rows::{PhotoMeasure, WoundMarker, WoundMeasurement};
use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::photos::PhotoSize;

/// What holds of figures that were measured in this way, a code of `measured`; empty for those that were entered. A UI shows it
/// beside them.
pub fn measuring_caveat(method: &str, language: Language) -> String {
    match method {
        "marker" => text(language, "measured-marker", &[]),
        "photo-ruler" => text(language, "measured-ruler", &[]),
        _ => String::new(),
    }
}

/// A photo that is measured.
struct Measured {
    photo: BlobId,
    /// Pixels as shown.
    size: (u32, u32),
}

impl Client {
    /// The markers that can be measured by in a photo of a wound. Fetches it first if it is not on this device.
    ///
    /// # Errors
    /// [`ClientError::ByPolicy`] where nothing is measured; [`ClientError::Wound`] says why there is none to measure by;
    /// [`ClientError::NotFound`] for a photo that is not of this wound, [`ClientError::Offline`], [`ClientError::Photo`],
    /// [`ClientError::Vault`], [`ClientError::Store`], [`ClientError::OfflineTooLong`].
    pub async fn wound_markers(
        &self,
        log: &LogId,
        wound: &EventId,
        photo: &EventId,
    ) -> Result<Vec<WoundMarker>, ClientError> {
        let measured = self.measurable(log, wound, photo)?;
        Ok(self.frames(&measured).await?.iter().map(|frame| Marker::of(frame).row()).collect())
    }

    /// Measures an outline, or a length, in a photo of a wound. Nothing is written.
    ///
    /// # Errors
    /// As for [`Self::wound_markers`]; [`ClientError::Wound`] says what is wrong with what was drawn, too.
    pub async fn measure_photo(
        &self,
        log: &LogId,
        wound: &EventId,
        drawn: &PhotoMeasure,
    ) -> Result<WoundMeasurement, ClientError> {
        Ok(self.measured(log, wound, drawn).await?.row())
    }

    /// Enters a finding with what is measured in a photo of the wound: its length, width and area are those, and how they were
    /// measured stays with it.
    ///
    /// # Errors
    /// As for [`Self::measure_photo`] and [`Self::record_finding`].
    pub async fn record_measured_finding(
        &self,
        log: &LogId,
        wound: &EventId,
        finding: &WoundFinding,
        drawn: &PhotoMeasure,
    ) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        let measurement = self.measured(log, wound, drawn).await?;
        let finding = inner.entered(&measurement.in_finding(finding))?;
        inner.store.with_tx(|tx| {
            Inner::open_wound(tx, log, wound)?;
            let found = Found { wound: *wound, finding, moved_from: None, measurement: Some(measurement) };
            inner.write_of_wound(tx, log, FINDING, &found)
        })
    }

    /// Corrects a finding, all of it at once, with what is measured in a photo of its wound.
    ///
    /// # Errors
    /// As for [`Self::measure_photo`] and [`Self::correct_finding`].
    pub async fn correct_measured_finding(
        &self,
        log: &LogId,
        finding: &EventId,
        content: &WoundFinding,
        drawn: &PhotoMeasure,
        reason: &str,
    ) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        let wound = inner.store.read(|connection| wound_of(connection, log, finding))?;
        let wound = wound.ok_or(ClientError::NotFound("finding"))?;
        let measurement = self.measured(log, &wound, drawn).await?;
        let content = inner.entered(&measurement.in_finding(content))?;
        inner.store.with_tx(|tx| {
            let record = Inner::found_wound(tx, log, finding)?;
            inner.correct(tx, &record, finding, Some(content), Some(measurement), reason)
        })
    }

    async fn measured(&self, log: &LogId, wound: &EventId, drawn: &PhotoMeasure) -> Result<Measurement, ClientError> {
        let measured = self.measurable(log, wound, &drawn.photo)?;
        let measure = match &drawn.ruler {
            Some(ruler) => Measure::Ruler(*ruler),
            None => Measure::Markers(self.frames(&measured).await?),
        };
        let measurement = Measurement::of(drawn.photo, measured.size, &measure, &drawn.outline);
        Ok(measurement.map_err(WoundError::Measure)?)
    }

    /// A photo of the wound, if anything is measured here.
    fn measurable(&self, log: &LogId, wound: &EventId, photo: &EventId) -> Result<Measured, ClientError> {
        let inner = self.readable()?;
        inner.check_switch(Switch::Measuring)?;
        let found = inner.store.read(|connection| -> Result<_, StoreError> {
            if place_of(connection, log, photo)?.and_then(|put| put.wound) != Some(*wound) {
                return Ok(None);
            }
            let sql = "SELECT id, width, height FROM photo WHERE event = ?2 AND log = ?1
                       AND NOT EXISTS (SELECT 1 FROM deletion WHERE deletion.log = ?1 AND deletion.target = ?2)";
            let found = connection.prepare_cached(sql)?.query_row((log.as_bytes(), photo.as_bytes()), |row| {
                Ok(Measured { photo: BlobId(row.get(0)?), size: (row.get(1)?, row.get(2)?) })
            });
            Ok(found.optional()?)
        })?;
        found.ok_or(ClientError::NotFound("photo of this wound"))
    }

    /// The frames of the markers of a photo, in its pixels.
    async fn frames(&self, measured: &Measured) -> Result<Vec<Frame>, ClientError> {
        let inner = self.readable()?;
        let (reader, held) = inner.open_source(&measured.photo, PhotoSize::Original).await?;
        let held = Orientation::new(held).ok_or(ClientError::Damaged("the database"))?;
        let shown = grey(&reader.read_all()?, Some(held), detect::READ_SIDE)?;
        let none = || WoundError::Measure(MeasureError::NoMarker);
        let picture = Picture::new(shown.width, shown.height, &shown.samples).ok_or_else(none)?;
        let codes: Vec<Seen> = detect::read_codes(picture)
            .into_iter()
            .map(|code| Seen {
                content: code.text,
                corners: code.corners.map(|(x, y)| Point::new(f64::from(x), f64::from(y))),
            })
            .collect();
        let shades = Grey::new(shown.width, shown.height, &shown.samples).ok_or_else(none)?;
        let found = frames(shades, &codes).map_err(WoundError::Measure)?;
        let across = f64::from(measured.size.0) / f64::from(shown.width);
        let down = f64::from(measured.size.1) / f64::from(shown.height);
        let whole = |frame: Frame| Frame {
            corners: frame.corners.map(|corner| Point::new(corner.x * across, corner.y * down)),
            spread: frame.spread * across.max(down),
            ..frame
        };
        Ok(found.into_iter().map(whole).collect())
    }
}
