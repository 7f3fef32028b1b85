//! Redaction: photos leave with what nobody may recognise painted over, and those that were sent are replaced; what may
//! have to be covered is proposed. Painting is the vault's and finding is the detector's; here it is decided what is sent, what
//! becomes of the original, and what the organisation's policy wants.

use verband_detect::{self as detect, Finding};
use verband_protocol::id::{BlobId, EventId, Hash, LogId};
use verband_protocol::organisation::{Redaction, Switch};
use verband_store::Tx;
use verband_texts::{Language, Value, text};
use verband_vault::redact::{PhotoArea, PhotoMark, redact};
use verband_vault::{self as vault, Orientation, grey};

use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::kind::{PhotoMessage, photo_facts, row_of};
use crate::photos::{Origin, PhotoSize};

pub use verband_detect::FaceModel;

/// What somebody who looked through a photo did with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PhotoReview {
    /// What is painted on it, in this order; to undo is to leave the last one out.
    pub marks: Vec<PhotoMark>,
    /// She says that she has looked, and that there is nothing to hide besides.
    pub checked: bool,
}

impl PhotoReview {
    /// Whether the photo was looked through: something is covered, or she says so.
    pub fn looked_through(&self) -> bool {
        self.checked || self.covers()
    }

    fn covers(&self) -> bool {
        self.marks.iter().any(PhotoMark::covers)
    }
}

/// What may have to be covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposalKind {
    /// A face.
    Face,
    /// A code with what stands beside it: a label, a wristband.
    Code,
}

/// A part of a photo that may have to be covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposal {
    /// What it seems to be.
    pub kind: ProposalKind,
    /// Where.
    pub area: PhotoArea,
    /// How sure the detector is, in percent: for an order, not for leaving anything out.
    pub confidence: u8,
}

/// What was found on a photo. It is never all: there is no detector for faces from the side, tattoos and handwriting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposals {
    /// Faces, then codes; surest first.
    pub found: Vec<Proposal>,
    /// Whether faces were looked for, for which a model is needed.
    pub faces: bool,
}

impl Proposals {
    /// What to tell a person: what was found, or that nothing was, and that she has to look herself.
    pub fn in_words(&self, language: Language) -> String {
        let count = |kind| self.found.iter().filter(|proposal| proposal.kind == kind).count();
        let (faces, codes) = (count(ProposalKind::Face), count(ProposalKind::Code));
        let faces = (faces > 0).then(|| text(language, "proposals-faces", &[("count", faces.into())]));
        let codes = (codes > 0).then(|| text(language, "proposals-codes", &[("count", codes.into())]));
        let what = match (&faces, &codes) {
            (Some(faces), Some(codes)) => {
                Some(text(language, "proposals-both", &[("faces", Value::Text(faces)), ("codes", Value::Text(codes))]))
            }
            _ => faces.or(codes),
        };
        let what = match what {
            Some(what) => text(language, "proposals-found", &[("what", Value::Text(&what))]),
            None => text(language, "proposals-nothing", &[]),
        };
        if self.faces { what } else { text(language, "proposals-codes-only", &[("what", Value::Text(&what))]) }
    }
}

/// Proposes what to cover on a photo (JPEG, PNG or WebP) that is about to be sent: faces if there is a model of them, and codes.
/// Takes seconds; nothing of the photo is kept.
///
/// # Errors
/// [`ClientError::Photo`].
pub fn propose_marks(photo: &[u8], model: Option<&FaceModel>) -> Result<Proposals, ClientError> {
    propose(photo, None, model)
}

fn propose(photo: &[u8], held: Option<Orientation>, model: Option<&FaceModel>) -> Result<Proposals, ClientError> {
    let large = grey(photo, held, detect::CODE_SIDE)?;
    let mut found = Vec::new();
    let mut look = |grey: &vault::Grey, kind, detector: &dyn Fn(detect::Picture<'_>) -> Vec<Finding>| {
        let findings = detect::Picture::new(grey.width, grey.height, &grey.samples).map(detector).unwrap_or_default();
        found.extend(findings.into_iter().map(|finding| Proposal {
            kind,
            area: whole(finding, grey),
            confidence: finding.confidence,
        }));
    };
    if let Some(model) = model {
        look(&large.shrunk(detect::FACE_SIDE), ProposalKind::Face, &|picture| detect::faces(model, picture));
    }
    look(&large, ProposalKind::Code, &detect::codes);
    Ok(Proposals { found, faces: model.is_some() })
}

/// A finding in pixels of the whole photo, to the next ones outwards.
fn whole(finding: Finding, grey: &vault::Grey) -> PhotoArea {
    let scale = |at: u32, small: u32, full: u32, up: bool| {
        let product = u64::from(at) * u64::from(full);
        let scaled = if up { product.div_ceil(u64::from(small)) } else { product / u64::from(small) };
        u32::try_from(scaled).unwrap_or(full).min(full)
    };
    let across = |at, up| scale(at, grey.width, grey.full.0, up);
    let down = |at, up| scale(at, grey.height, grey.full.1, up);
    let (left, top) = (across(finding.x, false), down(finding.y, false));
    let (right, bottom) = (across(finding.x + finding.width, true), down(finding.y + finding.height, true));
    PhotoArea { x: left.cast_signed(), y: top.cast_signed(), width: right - left, height: bottom - top }
}

impl Client {
    /// As [`Self::send_photo`], with marks painted on it first. Of what they cover nothing is left in what is sent; the
    /// original is destroyed, or kept in the personal space if the policy says so.
    ///
    /// # Errors
    /// As for [`Self::send_photo`], and [`ClientError::Mark`].
    pub fn send_reviewed_photo(
        &self,
        log: &LogId,
        photo: &[u8],
        caption: &str,
        review: &PhotoReview,
    ) -> Result<EventId, ClientError> {
        self.send_photo_from(Switch::Camera, log, photo, caption, review)
    }

    /// The same with a photo that lies in a file or a gallery.
    ///
    /// # Errors
    /// As for [`Self::send_reviewed_photo`].
    pub fn send_reviewed_photo_file(
        &self,
        log: &LogId,
        photo: &[u8],
        caption: &str,
        review: &PhotoReview,
    ) -> Result<EventId, ClientError> {
        self.send_photo_from(Switch::Files, log, photo, caption, review)
    }

    fn send_photo_from(
        &self,
        source: Switch,
        log: &LogId,
        photo: &[u8],
        caption: &str,
        review: &PhotoReview,
    ) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        inner.check_switch(source)?;
        if !review.looked_through() {
            inner.check_looked_through(log)?;
        }
        let taken_at = inner.ports.clock.now_ms();
        let kept = inner.kept_original(log, review, || Ok(vault::ingest(photo)?), caption, taken_at)?;
        let derived_from = if review.marks.is_empty() { None } else { Some(Hash::of(&vault::strip(photo)?.bytes)) };
        let origin = Origin { log, wound: None, derived_from, taken_at };
        let message = inner.painted(photo, None, caption, review, &origin)?;
        inner.store.with_tx(|tx| {
            Inner::may_write(tx, log)?;
            let event = inner.enqueue_photo(tx, log, &message)?;
            inner.keep_original(tx, kept.as_ref(), log, &event)?;
            Ok(event)
        })
    }

    /// Replaces a photo that was sent, or waits, by one with marks painted on it: the old one is deleted for everybody, which
    /// is for its author and for moderators; it stays at its wound. What others have copied or exported nobody can take
    /// back. Fetches the photo first if it is not on this device. The original is destroyed, or kept in the personal space
    /// if the policy says so.
    ///
    /// # Errors
    /// As for [`Self::send_reviewed_photo`] and [`Self::delete`]; [`ClientError::Offline`] if it has to be fetched.
    pub async fn redact_photo(
        &self,
        log: &LogId,
        event: &EventId,
        review: &PhotoReview,
    ) -> Result<EventId, ClientError> {
        let inner = self.readable()?;
        if !review.looked_through() {
            inner.check_looked_through(log)?;
        }
        let found = inner.store.with_tx(|tx| -> Result<_, ClientError> {
            let Some(row) = row_of(tx, log, event)? else { return Ok(None) };
            let photo = tx.query_row("SELECT photo FROM message WHERE id = ?1", [row.id], |row| row.get(0))?;
            Ok(Option::<[u8; 16]>::map(photo, |photo| (BlobId(photo), row.text)))
        })?;
        let (photo, caption) = found.ok_or(ClientError::NotFound("photo"))?;
        let known = inner.store.read(|connection| photo_facts(connection, &photo))?;
        let known = known.ok_or(ClientError::NotFound("photo"))?;
        let held = Orientation::new(known.orientation).ok_or(ClientError::Damaged("the database"))?;
        let original = self.open_photo(&photo, PhotoSize::Original).await?.read_all()?;
        let preview = self.open_photo(&photo, PhotoSize::Preview).await?.read_all()?;

        let copy = || {
            Ok(vault::Photo {
                kind: vault::probe(&original)?.kind,
                orientation: held,
                width: known.width,
                height: known.height,
                original: original.to_vec(),
                preview: preview.to_vec(),
                thumbnail: known.thumbnail.to_vec(),
            })
        };
        let kept = inner.kept_original(log, review, copy, &caption, known.taken_at)?;
        let wound = self.wound_of_photo(log, event)?;
        let derived_from = Some(Hash::of(&original));
        let origin = Origin { log, wound, derived_from, taken_at: known.taken_at };
        let message = inner.painted(&original, Some(held), &caption, review, &origin)?;
        inner.store.with_tx(|tx| {
            Inner::may_write(tx, log)?;
            let replacement = inner.enqueue_photo(tx, log, &message)?;
            inner.keep_original(tx, kept.as_ref(), log, &replacement)?;
            inner.replace_wound_photo(tx, log, event, &replacement)?;
            inner.replace_in_album(tx, log, event, &replacement)?;
            inner.delete_event(tx, log, event)?;
            Ok(replacement)
        })
    }

    /// Proposes what to cover on a photo that was sent. Fetches it first if it is not on this device.
    ///
    /// # Errors
    /// As for [`Self::open_photo`], and [`ClientError::Photo`].
    pub async fn propose_marks(&self, photo: &BlobId, model: Option<&FaceModel>) -> Result<Proposals, ClientError> {
        let inner = self.readable()?;
        let (reader, held) = inner.open_source(photo, PhotoSize::Original).await?;
        let held = Orientation::new(held).ok_or(ClientError::Damaged("the database"))?;
        propose(&reader.read_all()?, Some(held), model)
    }
}

impl Inner {
    /// Whether a photo that nobody has looked through may go into a conversation. Into the personal space it may, where
    /// nobody else sees it; out of there it does not come without being looked through.
    pub(crate) fn check_looked_through(&self, log: &LogId) -> Result<(), ClientError> {
        let required = self.policy()?.redaction == Redaction::Required;
        if required && self.personal_space()? != Some(*log) {
            return Err(ClientError::NotLookedThrough);
        }
        Ok(())
    }

    /// Seals a photo with its marks.
    fn painted(
        &self,
        photo: &[u8],
        held: Option<Orientation>,
        caption: &str,
        review: &PhotoReview,
        origin: &Origin<'_>,
    ) -> Result<PhotoMessage, ClientError> {
        let photo = if review.marks.is_empty() && held.is_none() {
            vault::ingest(photo)?
        } else {
            redact(photo, held, &review.marks, &*self.ports.entropy)?
        };
        let message = self.capture(photo, caption, origin)?;
        Ok(PhotoMessage { looked_through: review.looked_through().then_some(true), ..message })
    }

    /// The original of a redacted photo as the policy wants it kept, and where: sealed in the personal space, unless it goes
    /// there anyway.
    fn kept_original(
        &self,
        log: &LogId,
        review: &PhotoReview,
        original: impl FnOnce() -> Result<vault::Photo, ClientError>,
        caption: &str,
        taken_at: u64,
    ) -> Result<Option<(LogId, PhotoMessage)>, ClientError> {
        if !review.covers() || !self.policy()?.keep_originals {
            return Ok(None);
        }
        let space = self.personal_space()?.ok_or(ClientError::NotFound("personal space"))?;
        if space == *log {
            return Ok(None);
        }
        let origin = Origin { log: &space, wound: None, derived_from: None, taken_at };
        Ok(Some((space, self.capture(original()?, caption, &origin)?)))
    }

    /// Puts the original of a redacted photo where it is kept. It is not one that nobody has sent.
    fn keep_original(
        &self,
        tx: &Tx<'_>,
        kept: Option<&(LogId, PhotoMessage)>,
        log: &LogId,
        redacted: &EventId,
    ) -> Result<(), ClientError> {
        let Some((space, original)) = kept else { return Ok(()) };
        let original = self.enqueue_photo(tx, space, original)?;
        self.note_sent(tx, space, &original, log, redacted)
    }
}
