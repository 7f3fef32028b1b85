//! The report of a wound on its way into the patient's record: sent once, however often it is tried.

use verband_protocol::id::{EventId, LogId};
use verband_protocol::organisation::Switch;
use verband_protocol::port::random;
use verband_texts::Language;

use super::export::{Told, UPLOAD};
use super::payload::{EXPORT, Exported};
use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::kind::documented::{self, Upload};
use crate::paper::Desk;
use crate::record::{Message, RecordContext, RecordError, RecordLine, RecordReceipt, RecordTarget, message};

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
        inner.check_switch(Switch::Export)?;
        documented::check_name(&target.name)?;
        let line = RecordLine::to(target, context, inner.ports.timer.clone())?;
        // Two taps are one document.
        let _turn = inner.uploading.lock().await;
        let earlier = inner.store.read(|connection| documented::under_way(connection, log, wound, target, context))?;
        let is_earlier = earlier.is_some();
        let upload = if let Some(upload) = earlier {
            if let Some(document) = line.find(&upload.id).await? {
                let event = inner.taken_into_record(log, wound, &target.name, &upload, &document)?;
                return Ok(RecordReceipt { document, event, earlier: true });
            }
            upload
        } else {
            let told = self.tell_of_wound(log, wound, desk, zone, language).await?;
            inner.prepare_upload(log, wound, target, context, &told)?
        };
        match line.publish(&upload.id, upload.message.clone()).await {
            Ok(document) => {
                let event = inner.taken_into_record(log, wound, &target.name, &upload, &document)?;
                Ok(RecordReceipt { document, event, earlier: is_earlier })
            }
            Err(error) => {
                if matches!(error, RecordError::Refused(..)) {
                    inner.store.with_tx(|tx| documented::drop_upload(tx, &upload))?;
                }
                Err(error.into())
            }
        }
    }
}

impl Inner {
    /// Keeps the message for as many tries as it takes, and writes that the wound goes out.
    fn prepare_upload(
        &self,
        log: &LogId,
        wound: &EventId,
        target: &RecordTarget,
        context: &RecordContext,
        told: &Told,
    ) -> Result<Upload, ClientError> {
        let replaces = self.store.read(|connection| documented::document_of(connection, log, wound, &target.name))?;
        let id = random(&*self.ports.entropy);
        let made = Message {
            id: &id,
            description: &format!("{}, {}", told.paper.title, told.words.moment(told.at)),
            author: &told.by_name,
            pdf: &told.pdf,
            language: told.words.language,
            at: told.at,
            replaces: replaces.as_deref().filter(|document| document.starts_with("DocumentReference/")),
        };
        let upload = Upload { id, items: told.covered.clone(), message: message(target, context, &made) };
        self.store.with_tx(|tx| -> Result<(), ClientError> {
            Self::existing_wound(tx, log, wound)?;
            documented::keep(tx, log, wound, target, context, &upload)?;
            self.write_of_wound(tx, log, EXPORT, &Exported { wound: *wound, form: UPLOAD.to_owned() })?;
            Ok(())
        })?;
        Ok(upload)
    }
}
