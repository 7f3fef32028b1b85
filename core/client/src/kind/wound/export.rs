//! Taking a wound out of the vault: what every form of it is made of, as of one moment, and the act in the log.

use verband_documents::{Picture, Report, report};
use verband_protocol::cbor;
use verband_protocol::id::{EventId, LogId};
use verband_protocol::organisation::Switch;
use verband_store::StoreError;
use verband_store::rusqlite::{Connection, OptionalExtension};
use verband_texts::{Language, text};
use verband_vault::probe;
use zeroize::Zeroizing;

use super::disclosing::{Handed, disclosed};
use super::documenting::everything;
use super::fhir::{Author, Capture, Derived, Shown, Source, bundle, uuid};
use super::payload::{EXPORT, Exported};
use super::report::Words;
use super::rows::{WoundItem, WoundPhotoRow, WoundRow};
use super::view::points;
use crate::client::{Client, Inner};
use crate::directory::name_of;
use crate::error::ClientError;
use crate::kind::{PhotoEvidence, statement_of};
use crate::paper::Desk;

/// What an export was made as: codes that travel.
pub(super) const REPORT: &str = "report";
pub(super) const FHIR: &str = "fhir";
pub(super) const UPLOAD: &str = "upload";
pub(super) const PHOTOS: &str = "photos";
pub(super) const PACKAGE: &str = "package";

/// A wound as it is told to somebody else.
pub(super) struct Told {
    pub(super) row: WoundRow,
    pub(super) items: Vec<WoundItem>,
    /// The photos that could be had, with their previews.
    pub(super) photos: Vec<(WoundPhotoRow, Zeroizing<Vec<u8>>)>,
    /// The report, which has them all in it.
    pub(super) paper: Report,
    /// The same as PDF/A.
    pub(super) pdf: Vec<u8>,
    /// The events that it covers.
    pub(super) covered: Vec<EventId>,
    /// The entries that show who wrote it.
    pub(super) disclosed: Vec<Handed>,
    /// When, in milliseconds since the Unix epoch.
    pub(super) at: u64,
    /// Who tells it.
    pub(super) by_name: String,
    pub(super) words: Words,
}

impl Client {
    /// What is to be told of a wound, for who may take it out of the vault.
    pub(super) async fn tell_of_wound(
        &self,
        log: &LogId,
        wound: &EventId,
        desk: &Desk,
        zone: &str,
        language: Language,
    ) -> Result<Told, ClientError> {
        let inner = self.readable()?;
        inner.check_switch(Switch::Export)?;
        inner.store.with_tx(|tx| Inner::existing_wound(tx, log, wound).map(drop))?;
        let words = Words { language, zone: verband_calendar::zone(zone).ok_or(ClientError::NotFound("time zone"))? };
        let at = inner.ports.clock.now_ms();
        // All of it as of one moment.
        let (row, items, curve, rows, mut covered, mut disclosed) = self.look_at(log, wound, |eye, record| {
            let (covered, photos) = (everything(eye.connection, record)?, eye.photos(record)?);
            let disclosed = disclosed(eye.connection, record, &photos)?;
            let items = eye.items(record, u32::MAX)?;
            Ok((eye.row(record, at)?, items, points(record), photos, covered, disclosed))
        })?;
        let mut photos = Vec::with_capacity(rows.len());
        for row in rows {
            match self.photo_preview(&row.photo).await {
                Ok(preview) => photos.push((row, preview)),
                // It is said how many are left out, and they are not covered.
                Err(ClientError::Offline(_)) => {
                    covered.retain(|event| *event != row.event);
                    disclosed.retain(|handed| handed.photo != Some(row.event));
                }
                Err(error) => return Err(error),
            }
        }
        // What was opened was held against what is stated of it.
        let seen = self.wound_photos(log, wound)?;
        for (row, _) in &mut photos {
            if let Some(now) = seen.iter().find(|now| now.event == row.event) {
                row.evidence = now.evidence;
            }
        }
        let left_out = (row.photos as usize).saturating_sub(photos.len());
        let by_name = self.account()?.name;
        let mut pictures = Vec::with_capacity(photos.len());
        for (row, preview) in &photos {
            let size = probe(preview)?;
            let caption = words.caption(row);
            pictures.push(Picture { width: size.width, height: size.height, jpeg: preview.to_vec(), caption });
        }
        let moment = words.moment(at);
        let made =
            text(language, "report-made", &[("date", moment.as_str().into()), ("name", by_name.as_str().into())]);
        let missing = (left_out > 0).then(|| text(language, "report-photos-left-out", &[("photos", left_out.into())]));
        let paper = Report {
            title: text(language, "report-title", &[]),
            facts: words.about(&row),
            curve: words.curve(&curve),
            parts: items.iter().filter_map(|item| words.finding(item)).collect(),
            pictures_heading: text(language, "report-pictures", &[]),
            pictures,
            closing: missing.into_iter().chain([made]).collect(),
        };
        let pdf = report(&self.house(desk)?, &paper, language)?;
        Ok(Told { row, items, photos, paper, pdf, covered, disclosed, at, by_name, words })
    }

    /// A wound as a FHIR R4 bundle of type `document`, in JSON: with the report, the photos, findings, consent, and who wrote
    /// what. The patient is named by her reference alone. That it was made is written into the log before it is given.
    ///
    /// # Errors
    /// As for [`Self::wound_report`].
    pub async fn wound_fhir(
        &self,
        log: &LogId,
        wound: &EventId,
        desk: &Desk,
        zone: &str,
        language: Language,
    ) -> Result<Vec<u8>, ClientError> {
        let told = self.tell_of_wound(log, wound, desk, zone, language).await?;
        let bundle = self.bundle_of(&told)?;
        self.exported(log, wound, FHIR)?;
        Ok(bundle)
    }

    /// The bundle of what is told.
    pub(super) fn bundle_of(&self, told: &Told) -> Result<Vec<u8>, ClientError> {
        let account = self.account()?;
        let inner = self.readable()?;
        let mut photos = Vec::with_capacity(told.photos.len());
        for (row, jpeg) in &told.photos {
            let capture = match row.evidence {
                PhotoEvidence::Valid => {
                    inner.store.read(|connection| capture_of(connection, &told.row.conversation, row))?
                }
                _ => None,
            };
            let warning = (row.evidence == PhotoEvidence::Invalid).then(|| told.words.evidence_invalid());
            photos.push(Shown { row, jpeg, capture, warning });
        }
        let bundle = bundle(&Source {
            language: told.words.language,
            id: uuid(&[told.row.event.as_bytes(), account.member.as_bytes(), &told.at.to_be_bytes()]),
            at: told.at,
            author: Author { member: account.member, name: account.name },
            organisation: &account.organisation_name,
            row: &told.row,
            items: &told.items,
            photos,
            paper: &told.paper,
            pdf: &told.pdf,
        });
        Ok(bundle.to_string().into_bytes())
    }

    /// Writes that a wound was taken out of the vault.
    pub(super) fn exported(&self, log: &LogId, wound: &EventId, form: &str) -> Result<(), ClientError> {
        let inner = self.inner()?;
        inner.store.with_tx(|tx| {
            Inner::existing_wound(tx, log, wound)?;
            inner.write_of_wound(tx, log, EXPORT, &Exported { wound: *wound, form: form.to_owned() })
        })?;
        Ok(())
    }
}

/// What was signed when a photo came into being on a device.
fn capture_of(connection: &Connection, log: &LogId, row: &WoundPhotoRow) -> Result<Option<Capture>, StoreError> {
    let Some(signed) = statement_of(connection, &row.photo)? else { return Ok(None) };
    let Ok(stated) = signed.read() else { return Ok(None) };
    let author = Author { member: stated.member, name: name_of(connection, &stated.member)? };
    // What was made of another photo was signed when it was sent, and tells when that one was taken.
    let sent = "SELECT sent_at FROM message WHERE event = ?1 AND log = ?2";
    let key = (row.event.as_bytes(), log.as_bytes());
    let sent: Option<u64> = connection.prepare_cached(sent)?.query_row(key, |row| row.get(0)).optional()?;
    let at = sent.filter(|_| stated.derived_from.is_some()).unwrap_or(stated.taken_at);
    let derived = stated.derived_from.map(|from| Derived { from, same: from == stated.original });
    Ok(Some(Capture { author, at, derived, signed: cbor::encode(&signed) }))
}
