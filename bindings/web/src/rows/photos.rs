//! What is painted on photos, and what may have to be covered.

use serde::{Deserialize, Serialize};
use verband_client::texts::Language;
use verband_client::{
    self as core, CoverFill, CoverShape, PatientCode, PhotoArea, PhotoMark, PhotoPoint, PhotoReview, ProposalKind,
};

use super::Plain;
use super::plain::{flat, words};

flat!(
    /// A place on a photo.
    Point = PhotoPoint { x: i32, y: i32 }
);

flat!(
    /// A rectangle on a photo.
    Area = PhotoArea { x: i32, y: i32, width: u32, height: u32 }
);

flat!(
    /// A reference to a patient that a code leads to.
    ReadCode = PatientCode { reference: String, area: Area }
);

words!(
    /// What stands in the place of what is covered.
    Fill = CoverFill { Solid, Pixelated }
);

words!(
    /// What may have to be covered.
    Found = ProposalKind { Face, Code }
);

/// What is covered.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Shape {
    Rectangle(Area),
    Stroke { points: Vec<Point>, width: u32 },
}

impl Shape {
    fn core(self) -> CoverShape {
        match self {
            Self::Rectangle(area) => CoverShape::Rectangle(area.core()),
            Self::Stroke { points, width } => CoverShape::Stroke { points: points.core(), width },
        }
    }
}

/// One mark on a photo.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Mark {
    Cover { shape: Shape, fill: Fill },
    Arrow { from: Point, to: Point },
    Text { at: Point, text: String },
}

impl Mark {
    fn core(self) -> PhotoMark {
        match self {
            Self::Cover { shape, fill } => PhotoMark::Cover { shape: shape.core(), fill: fill.core() },
            Self::Arrow { from, to } => PhotoMark::Arrow { from: from.core(), to: to.core() },
            Self::Text { at, text } => PhotoMark::Text { at: at.core(), text },
        }
    }
}

/// What somebody who looked through a photo did with it.
#[derive(Default, Deserialize)]
pub(crate) struct Review {
    marks: Vec<Mark>,
    checked: bool,
}

impl Review {
    pub(crate) fn core(self) -> PhotoReview {
        PhotoReview { marks: self.marks.into_iter().map(Mark::core).collect(), checked: self.checked }
    }
}

/// A part of a photo that may have to be covered.
#[derive(Serialize)]
struct Proposal {
    kind: Found,
    area: Area,
    confidence: u8,
}

/// What was found on a photo.
#[derive(Serialize)]
pub(crate) struct Proposals {
    found: Vec<Proposal>,
    text: String,
}

impl Proposals {
    pub(crate) fn new(proposals: core::Proposals, language: Language) -> Self {
        let text = proposals.in_words(language);
        let found = proposals.found.into_iter().map(|proposal| Proposal {
            kind: Found::plain(proposal.kind),
            area: Area::plain(proposal.area),
            confidence: proposal.confidence,
        });
        Self { found: found.collect(), text }
    }
}
