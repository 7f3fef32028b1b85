//! Photos: their forms, sending them with marks, and proposals of what to cover.

use std::sync::Arc;

use verband_client::protocol::id::{BlobId, EventId, LogId};
use verband_client::texts::Language;
use verband_client::{FaceModel, PhotoReview, PhotoSize, Proposal};

use crate::client::VerbandClient;
use crate::error::VerbandError;
use crate::work::{CancelToken, said, work};

/// Which form of a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum PhotoForm {
    /// As it was taken, without metadata, perhaps not upright.
    Original,
    /// Upright JPEG of 2016 pixels on the long side: what a screen shows.
    Preview,
    /// Upright JPEG in full size without metadata, for somewhere else. It leaves the vault: the app decides where to.
    Export,
}

impl From<PhotoForm> for PhotoSize {
    fn from(form: PhotoForm) -> Self {
        match form {
            PhotoForm::Original => Self::Original,
            PhotoForm::Preview => Self::Preview,
            PhotoForm::Export => Self::Export,
        }
    }
}

/// What was found on a photo, which is never all.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Proposals {
    /// Faces, then codes; surest first.
    pub found: Vec<Proposal>,
    /// What to tell the person: what was found, or that nothing was, and that she has to look herself.
    pub text: String,
}

impl Proposals {
    fn new(proposals: verband_client::Proposals, language: Language) -> Self {
        Self { text: proposals.in_words(language), found: proposals.found }
    }
}

/// What faces look like: the file `seeta_fd_frontal_v1.0.bin` of `core/detect/model`, which apps bring along.
#[derive(uniffi::Object)]
pub struct Faces(FaceModel);

#[uniffi::export]
impl Faces {
    /// Reads the file. Any other bytes fail with the code `face-model`.
    #[uniffi::constructor]
    pub fn read(file: Vec<u8>) -> Result<Arc<Self>, VerbandError> {
        Ok(Arc::new(Self(FaceModel::read(&file).map_err(verband_client::ClientError::from)?)))
    }
}

/// Proposes what to cover on a photo (JPEG, PNG or WebP) that is about to be sent: codes, and faces if there is a model of them. Takes
/// seconds; nothing of the photo is kept. No profile is needed.
#[uniffi::export]
pub async fn propose_marks(
    photo: Vec<u8>,
    faces: Option<Arc<Faces>>,
    language: Language,
    cancel: Option<Arc<CancelToken>>,
) -> Result<Proposals, VerbandError> {
    work(cancel, async move {
        let photo = zeroize::Zeroizing::new(photo);
        let found = verband_client::propose_marks(&photo, faces.as_deref().map(|faces| &faces.0))?;
        Ok(Proposals::new(found, language))
    })
    .await
}

#[uniffi::export]
impl VerbandClient {
    /// As `send_photo`, with marks painted on it first. Of what they cover nothing is left in what is sent; the original is destroyed,
    /// or kept in the personal space if the policy says so. Errors have their sentence in the language.
    pub fn send_reviewed_photo(
        &self,
        conversation: LogId,
        photo: &[u8],
        caption: String,
        review: PhotoReview,
        language: Language,
    ) -> Result<EventId, VerbandError> {
        said(language, || self.client.send_reviewed_photo(&conversation, photo, &caption, &review))
    }

    /// The same with a photo that lies in a file or a gallery, which the organisation may not permit.
    pub fn send_reviewed_photo_file(
        &self,
        conversation: LogId,
        photo: &[u8],
        caption: String,
        review: PhotoReview,
        language: Language,
    ) -> Result<EventId, VerbandError> {
        said(language, || self.client.send_reviewed_photo_file(&conversation, photo, &caption, &review))
    }

    /// Takes a photo that the camera has just made into the tray, which is the personal space: nobody else sees it. Caption and patient
    /// reference may be empty. Errors have their sentence in the language.
    pub fn capture_photo(
        &self,
        photo: &[u8],
        caption: String,
        patient: String,
        language: Language,
    ) -> Result<EventId, VerbandError> {
        said(language, || self.client.capture_photo(photo, &caption, &patient))
    }

    /// The same with a photo that lies in a file or a gallery, which the organisation may not permit.
    pub fn capture_photo_file(
        &self,
        photo: &[u8],
        caption: String,
        patient: String,
        language: Language,
    ) -> Result<EventId, VerbandError> {
        said(language, || self.client.capture_photo_file(photo, &caption, &patient))
    }

    /// Replaces a photo that was sent, or waits, by one with marks painted on it: the old one is deleted for everybody, which is for its
    /// author and for moderators. Fetches it first if it is not on this device.
    pub async fn redact_photo(
        &self,
        conversation: LogId,
        event: EventId,
        review: PhotoReview,
        language: Language,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<EventId, VerbandError> {
        let client = self.client.clone();
        let done = work(cancel, async move { Ok(client.redact_photo(&conversation, &event, &review).await) }).await?;
        done.map_err(|error| VerbandError::said(error, language))
    }

    /// Proposes what to cover on a photo that was sent. Fetches it first if it is not on this device.
    pub async fn propose_marks(
        &self,
        photo: BlobId,
        faces: Option<Arc<Faces>>,
        language: Language,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Proposals, VerbandError> {
        let client = self.client.clone();
        work(cancel, async move {
            let found = client.propose_marks(&photo, faces.as_deref().map(|faces| &faces.0)).await?;
            Ok(Proposals::new(found, language))
        })
        .await
    }
}
