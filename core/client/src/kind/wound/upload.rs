//! The report of a wound, and its photos each by itself, on their way into the patient's record: each sent once, however often it
//! is tried.

use verband_protocol::id::{EventId, LogId};
use verband_protocol::organisation::Switch;
use verband_protocol::port::random;
use verband_store::StoreError;
use verband_store::rusqlite::Connection;
use verband_texts::{Language, text};

use super::export::{PHOTOS, UPLOAD};
use super::fhir::Class;
use super::payload::{EXPORT, Exported};
use super::record::load;
use super::report::Words;
use super::rows::WoundPhotoRow;
use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::kind::documented::{self, Upload, Way};
use crate::paper::Desk;
use crate::photos::PhotoSize;
use crate::record::{Message, RecordContext, RecordError, RecordLine, RecordReceipt, RecordTarget, message};

/// What is to be sent, before it has an id.
struct Draft<'a> {
    wound: EventId,
    /// The events that it covers.
    covered: Vec<EventId>,
    /// As what it is written into the log.
    form: &'a str,
    message: Message<'a>,
}

impl Client {
    /// Sends the report of a wound to a house's patient record (IHE MHD ITI-105, `ISiK`), and marks what is in it as documented
    /// when the record has taken it. That it is sent is in the log before it goes. If nobody knows whether an earlier one
    /// got there, that one is asked for and sent again first: killed or not, a try makes no second document where the record
    /// keeps to FHIR (`If-None-Exist`, search by identifier).
    ///
    /// # Errors
    /// [`ClientError::Record`]: what the record says, or that it was not reached; as for [`Self::wound_report`].
    #[allow(clippy::too_many_arguments, reason = "where it goes, whose it is there, and what a report is made with")]
    pub async fn wound_upload(
        &self,
        log: &LogId,
        wound: &EventId,
        target: &RecordTarget,
        context: &RecordContext,
        desk: &Desk,
        zone: &str,
        language: Language,
    ) -> Result<RecordReceipt, ClientError> {
        let inner = self.readable()?;
        let line = inner.line_to(target, context)?;
        // Two taps are one document.
        let _turn = inner.uploading.lock().await;
        let way = Way { log, item: wound, target, context };
        if let Some(upload) = inner.store.read(|connection| documented::under_way(connection, &way))? {
            return inner.bring_again(&line, &way, &upload).await;
        }
        let told = self.tell_of_wound(log, wound, desk, zone, language).await?;
        let replaces = inner
            .store
            .read(|connection| documented::document_of(connection, &way, patient_since(connection, log, wound)?))?;
        let upload = inner.prepare_upload(
            &way,
            Draft {
                wound: *wound,
                covered: told.covered,
                form: UPLOAD,
                message: Message {
                    description: &format!("{}, {}", told.paper.title, told.words.moment(told.at)),
                    author: &told.by_name,
                    content: &told.pdf,
                    class: Class::Report,
                    language,
                    at: told.at,
                    created_at: told.at,
                    replaces: replaces.as_deref().filter(|document| document.starts_with("DocumentReference/")),
                },
            },
        )?;
        inner.bring(&line, &way, &upload, false).await
    }

    /// Sends photos of a wound to a house's patient record, each in full size as a document by itself, one after the other, and marks each
    /// as documented as soon as the record has taken it: these, or all of them. One that the record has by
    /// itself already is not sent again. Of an error those before it are there; the same call goes on behind them. What the record
    /// refuses does not hold up the others: its refusal is the error in the end.
    ///
    /// # Errors
    /// As for [`Self::wound_upload`]; [`ClientError::NotFound`] for what is no photo of this wound;
    /// [`ClientError::Offline`] for one that is not on this device and cannot be fetched.
    #[allow(clippy::too_many_arguments, reason = "what goes where, whose it is there, and how things are said")]
    pub async fn wound_photos_upload(
        &self,
        log: &LogId,
        wound: &EventId,
        photos: Option<&[EventId]>,
        target: &RecordTarget,
        context: &RecordContext,
        zone: &str,
        language: Language,
    ) -> Result<Vec<RecordReceipt>, ClientError> {
        let inner = self.readable()?;
        let line = inner.line_to(target, context)?;
        let words = Words { language, zone: verband_calendar::zone(zone).ok_or(ClientError::NotFound("time zone"))? };
        let _turn = inner.uploading.lock().await;
        let mut rows = self.wound_photos(log, wound)?;
        if let Some(photos) = photos {
            if photos.iter().any(|photo| rows.iter().all(|row| row.event != *photo)) {
                return Err(ClientError::NotFound("photo of this wound"));
            }
            rows.retain(|row| photos.contains(&row.event));
        }
        let (mut receipts, mut refused) = (Vec::with_capacity(rows.len()), None);
        for row in &rows {
            let way = Way { log, item: &row.event, target, context };
            match self.upload_photo(&line, &way, wound, row, &words).await {
                Ok(receipt) => receipts.push(receipt),
                Err(error @ ClientError::Record(RecordError::Refused(..))) => drop(refused.get_or_insert(error)),
                Err(error) => return Err(error),
            }
        }
        refused.map_or(Ok(receipts), Err)
    }

    async fn upload_photo(
        &self,
        line: &RecordLine<'_>,
        way: &Way<'_>,
        wound: &EventId,
        row: &WoundPhotoRow,
        words: &Words,
    ) -> Result<RecordReceipt, ClientError> {
        let inner = self.readable()?;
        if let Some(upload) = inner.store.read(|connection| documented::under_way(connection, way))? {
            if upload.wound == *wound {
                return inner.bring_again(line, way, &upload).await;
            }
            // It was moved since: what says something else of it goes no more, and if it is there, that is said.
            match line.find(&upload.id).await? {
                Some(document) => drop(inner.taken_into_record(way, &upload, document, true)?),
                None => inner.store.with_tx(|tx| documented::drop_upload(tx, &upload))?,
            }
        }
        let there = inner.store.read(|connection| {
            let since = patient_since(connection, way.log, wound)?;
            documented::document_of_photo(connection, way, wound, since)
        })?;
        if let Some((document, event)) = there {
            return Ok(RecordReceipt { item: row.event, document, event, earlier: true });
        }
        let jpeg = self.open_photo(&row.photo, PhotoSize::Export).await?.read_all()?;
        let kind = self.wound(way.log, wound)?.details.kind;
        // It was held against what was stated of it just now.
        let row = self.wound_photos(way.log, wound)?.into_iter().find(|now| now.event == row.event);
        let row = row.ok_or(ClientError::NotFound("photo of this wound"))?;
        let upload = inner.prepare_upload(
            way,
            Draft {
                wound: *wound,
                covered: vec![row.event],
                form: PHOTOS,
                message: Message {
                    description: &format!("{}, {}", text(words.language, "report-title", &[]), words.caption(&row)),
                    author: &row.by_name,
                    content: &jpeg,
                    class: Class::of_photo(&kind),
                    language: words.language,
                    at: inner.ports.clock.now_ms(),
                    created_at: row.taken_at,
                    replaces: None,
                },
            },
        )?;
        inner.bring(line, way, &upload, false).await
    }
}

/// The position since which a wound has been the patient's whose it is; before everything if it is not there.
fn patient_since(connection: &Connection, log: &LogId, wound: &EventId) -> Result<u64, StoreError> {
    Ok(load(connection, log, wound)?.map_or(0, |record| record.patient_since()))
}

impl Inner {
    /// A line to a record, if anything may leave for one.
    fn line_to<'a>(&self, target: &'a RecordTarget, context: &RecordContext) -> Result<RecordLine<'a>, ClientError> {
        self.check_switch(Switch::Export)?;
        documented::check_name(&target.name)?;
        RecordLine::to(target, context, self.ports.timer.clone())
    }

    /// Keeps the message for as many tries as it takes, and writes that the wound goes out.
    fn prepare_upload(&self, way: &Way<'_>, draft: Draft<'_>) -> Result<Upload, ClientError> {
        let Draft { wound, covered, form, message: sent } = draft;
        let id = random(&*self.ports.entropy);
        let upload = Upload { id, wound, items: covered, message: message(way.target, way.context, &id, &sent) };
        self.store.with_tx(|tx| -> Result<(), ClientError> {
            Self::existing_wound(tx, way.log, &wound)?;
            documented::keep(tx, way, &upload)?;
            self.write_of_wound(tx, way.log, EXPORT, &Exported { wound, form: form.to_owned() })?;
            Ok(())
        })?;
        Ok(upload)
    }

    /// Brings what an earlier try may have brought: asks for it first.
    async fn bring_again(
        &self,
        line: &RecordLine<'_>,
        way: &Way<'_>,
        upload: &Upload,
    ) -> Result<RecordReceipt, ClientError> {
        match line.find(&upload.id).await? {
            Some(document) => self.taken_into_record(way, upload, document, true),
            None => self.bring(line, way, upload, true).await,
        }
    }

    async fn bring(
        &self,
        line: &RecordLine<'_>,
        way: &Way<'_>,
        upload: &Upload,
        earlier: bool,
    ) -> Result<RecordReceipt, ClientError> {
        match line.publish(&upload.id, upload.message.clone()).await {
            Ok(document) => self.taken_into_record(way, upload, document, earlier),
            Err(error) => {
                if matches!(error, RecordError::Refused(..)) {
                    self.store.with_tx(|tx| documented::drop_upload(tx, upload))?;
                }
                Err(error.into())
            }
        }
    }
}
