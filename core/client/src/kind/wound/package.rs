//! The evidence package of a wound.

use verband_protocol::cbor;
use verband_protocol::id::{EventId, LogId};
use verband_protocol::organisation::Switch;
use verband_store::StoreError;
use verband_texts::Language;

use super::disclosing::Handed;
use super::export::PACKAGE;
use crate::client::Client;
use crate::error::ClientError;
use crate::evidence::{EntryProof, Name, Package, PackageFile};
use crate::kind::statement_of;
use crate::paper::Desk;
use crate::photos::PhotoSize;

impl Client {
    /// A wound as a package that anybody can examine offline (`verband verify`): report, FHIR bundle, the photos as they were
    /// sealed, what the devices that took them stated, the entries of the conversation that say what the report says, and the
    /// organisation's log, all of it listed and signed by this device. Nothing that was corrected, struck, moved away or of another
    /// patient is in it. That it was made is written into the log before it is given.
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
        for row in self.wound_photos(log, wound)? {
            self.open_photo(&row.photo, PhotoSize::Original).await?;
            self.photo_preview(&row.photo).await?;
        }
        let told = self.tell_of_wound(log, wound, desk, zone, language).await?;
        let file = |name: Name, data: Vec<u8>| PackageFile { name: name.to_string(), data };
        let mut files = vec![file(Name::Report, told.pdf.clone()), file(Name::Bundle, self.bundle_of(&told)?)];
        for (row, preview) in &told.photos {
            let original = self.open_photo(&row.photo, PhotoSize::Original).await?.read_all()?;
            let ending = match verband_vault::probe(&original)?.kind {
                verband_vault::Kind::Jpeg => "jpg",
                verband_vault::Kind::Png => "png",
                verband_vault::Kind::Webp => "webp",
            };
            files.push(file(Name::Photo(row.event, ending), original.to_vec()));
            files.push(file(Name::Preview(row.event), preview.to_vec()));
            if let Some(signed) = inner.store.read(|connection| statement_of(connection, &row.photo))? {
                files.push(file(Name::Statement(row.event), cbor::encode(&signed)));
            }
        }
        // As far as they are in the log: what waits has its author's word alone.
        let entries = inner.store.read(|connection| {
            let proof = |handed: &Handed| EntryProof::of(connection, log, &handed.event, handed.opened);
            let proofs = told.disclosed.iter().map(|handed| Ok(proof(handed)?.map(|proof| (handed.event, proof))));
            proofs.filter_map(Result::transpose).collect::<Result<Vec<_>, StoreError>>()
        })?;
        files.extend(entries.iter().map(|(event, proof)| file(Name::Entry(*event), cbor::encode(proof))));
        let mut organisation = Vec::new();
        self.export_organisation(&mut organisation)?;
        files.push(file(Name::Organisation, organisation));
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
