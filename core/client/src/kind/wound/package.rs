//! The evidence package of a wound.

use verband_protocol::cbor;
use verband_protocol::id::{EventId, LogId};
use verband_protocol::organisation::Switch;
use verband_texts::Language;

use super::documenting::proving;
use super::export::PACKAGE;
use crate::client::Client;
use crate::error::ClientError;
use crate::evidence::{EntryProof, ORGANISATION, Package, PackageFile, entry_file};
use crate::kind::statement_of;
use crate::paper::Desk;
use crate::photos::PhotoSize;

impl Client {
    /// A wound as a package that anybody can examine offline (`verband verify`): report, FHIR bundle, the photos as they were
    /// sealed, what the devices that took them stated, the entries of the conversation about it, and the
    /// organisation's log, all of it listed and signed by this device. That it was made is written into the log before it is given.
    ///
    /// # Errors
    /// As for [`Self::wound_report`]; [`ClientError::Offline`] for photos that are not on this device and cannot be fetched.
    pub async fn wound_package(
        &self,
        log: &LogId,
        wound: &EventId,
        desk: &Desk,
        zone: &str,
        language: Language,
    ) -> Result<Vec<u8>, ClientError> {
        let inner = self.readable()?;
        inner.check_switch(Switch::Export)?;
        // First, so that the report says what is found of them.
        let mut photos = Vec::new();
        for row in self.wound_photos(log, wound)? {
            let original = self.open_photo(&row.photo, PhotoSize::Original).await?.read_all()?;
            let preview = self.photo_preview(&row.photo).await?;
            photos.push((row, original, preview));
        }
        let told = self.tell_of_wound(log, wound, desk, zone, language).await?;
        let file = |name: &str, data: Vec<u8>| PackageFile { name: name.to_owned(), data };
        let mut files = vec![file("report.pdf", told.pdf.clone()), file("bundle.json", self.bundle_of(&told)?)];
        for (row, original, preview) in photos {
            let ending = match verband_vault::probe(&original)?.kind {
                verband_vault::Kind::Jpeg => "jpg",
                verband_vault::Kind::Png => "png",
                verband_vault::Kind::Webp => "webp",
            };
            files.push(file(&format!("photos/{}.{ending}", row.event), original.to_vec()));
            files.push(file(&format!("photos/{}.preview.jpg", row.event), preview.to_vec()));
            if let Some(signed) = inner.store.read(|connection| statement_of(connection, &row.photo))? {
                files.push(file(&format!("statements/{}.cbor", row.event), cbor::encode(&signed)));
            }
        }
        // As far as they are in the log: what waits has its author's word alone.
        let entries = self.look_at(log, wound, |eye, record| {
            let events = proving(eye.connection, record)?.into_iter();
            let proof = |event| Ok(EntryProof::of(eye.connection, log, &event)?.map(|proof| (event, proof)));
            events.map(proof).filter_map(Result::transpose).collect::<Result<Vec<_>, _>>()
        })?;
        files.extend(entries.iter().map(|(event, proof)| file(&entry_file(event), cbor::encode(proof))));
        let mut organisation = Vec::new();
        self.export_organisation(&mut organisation)?;
        files.push(file(ORGANISATION, organisation));
        let package = Package {
            organisation: inner.account.organisation,
            log: *log,
            wound: *wound,
            member: inner.account.member,
            device: inner.keys.id,
            at: told.at,
            files,
        };
        let package = package.seal(&inner.keys.event).ok_or(ClientError::Length("a package", u32::MAX as usize))?;
        self.exported(log, wound, PACKAGE)?;
        Ok(package)
    }
}
