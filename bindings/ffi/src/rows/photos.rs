//! What is painted on photos, and what may have to be covered.

use verband_client::{
    CoverFill, CoverShape, PatientCode, PhotoArea, PhotoMark, PhotoPoint, PhotoReview, Proposal, ProposalKind,
};

/// A place in pixels of the upright photo in full size, from its upper left corner. It may lie outside.
#[uniffi::remote(Record)]
pub struct PhotoPoint {
    /// To the right.
    pub x: i32,
    /// Down.
    pub y: i32,
}

/// An upright rectangle in the same pixels.
#[uniffi::remote(Record)]
pub struct PhotoArea {
    /// Its left side.
    pub x: i32,
    /// Its upper side.
    pub y: i32,
    /// At least one.
    pub width: u32,
    /// At least one.
    pub height: u32,
}

/// A reference to a patient that a code leads to.
#[uniffi::remote(Record)]
pub struct PatientCode {
    /// It.
    pub reference: String,
    /// Where the code is.
    pub area: PhotoArea,
}

/// What is covered.
#[uniffi::remote(Enum)]
pub enum CoverShape {
    /// A rectangle.
    Rectangle(PhotoArea),
    /// What a brush went over; one point is a dab.
    Stroke {
        /// Where it went.
        points: Vec<PhotoPoint>,
        /// How wide the brush is, in pixels.
        width: u32,
    },
}

/// What stands in the place of what is covered.
#[uniffi::remote(Enum)]
pub enum CoverFill {
    /// Black.
    Solid,
    /// Blocks of one colour each, at most eight across all that hangs together, with noise upon each.
    Pixelated,
}

/// One mark on a photo.
#[uniffi::remote(Enum)]
pub enum PhotoMark {
    /// Something that must not be recognised.
    Cover {
        /// What.
        shape: CoverShape,
        /// And by what.
        fill: CoverFill,
    },
    /// An arrow.
    Arrow {
        /// Its foot.
        from: PhotoPoint,
        /// Its point.
        to: PhotoPoint,
    },
    /// A line of text, white on black.
    Text {
        /// Its upper left corner.
        at: PhotoPoint,
        /// In letters of Western European languages.
        text: String,
    },
}

/// What somebody who looked through a photo did with it.
#[uniffi::remote(Record)]
pub struct PhotoReview {
    /// What is painted on it, in this order; to undo is to leave the last one out.
    pub marks: Vec<PhotoMark>,
    /// She says that she has looked, and that there is nothing to hide besides.
    pub checked: bool,
}

/// What may have to be covered.
#[uniffi::remote(Enum)]
pub enum ProposalKind {
    /// A face.
    Face,
    /// A code with what stands beside it: a label, a wristband.
    Code,
}

/// A part of a photo that may have to be covered.
#[uniffi::remote(Record)]
pub struct Proposal {
    /// What it seems to be.
    pub kind: ProposalKind,
    /// Where.
    pub area: PhotoArea,
    /// How sure the detector is, in percent: for an order, not for leaving anything out.
    pub confidence: u8,
}
