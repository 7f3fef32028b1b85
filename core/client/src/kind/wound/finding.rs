//! A finding: what was seen at a wound at a time. Everything in it is optional; nothing of it is computed.

use minicbor::{Decode, Encode};

use super::details::{MAX_NOTE, code, moment, ticked, within, written};
use super::error::WoundError;

/// The longest side, in millimetres.
const MAX_SIDE: u32 = 2_000;
/// The largest area, in square millimetres: two square metres.
const MAX_AREA: u32 = 2_000_000;
/// The most pockets and parts.
const MAX_PARTS: usize = 12;

/// A pocket under the edge of a wound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Undermining {
    /// From where on, clockwise: 1 to 12.
    #[n(0)]
    pub from: u32,
    /// To where: 1 to 12.
    #[n(1)]
    pub to: u32,
    /// How deep, in millimetres.
    #[n(2)]
    pub depth: Option<u32>,
}

/// A part of the wound bed.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct TissuePart {
    /// A code of `tissue`.
    #[n(0)]
    pub tissue: String,
    /// Of the whole; all parts together are at most 100.
    #[n(1)]
    pub percent: u32,
}

/// What was seen at a wound.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
#[cbor(map)]
pub struct WoundFinding {
    /// When, in milliseconds since the Unix epoch; 0, in what is to be written: now.
    #[n(0)]
    pub examined_at: u64,
    /// The longest side, in millimetres, up to 2,000.
    #[n(1)]
    pub length: Option<u32>,
    /// Across it, in millimetres, up to 2,000.
    #[n(2)]
    pub width: Option<u32>,
    /// In millimetres, up to 500.
    #[n(3)]
    pub depth: Option<u32>,
    /// In square millimetres, up to 2,000,000.
    #[n(4)]
    pub area: Option<u32>,
    /// How it was measured: a code of `measured`, or empty.
    #[n(5)]
    pub measured: String,
    /// At most 12.
    #[n(6)]
    pub undermining: Vec<Undermining>,
    /// Each tissue once.
    #[n(7)]
    pub tissue: Vec<TissuePart>,
    /// Codes of `edge`.
    #[n(8)]
    pub edge: Vec<String>,
    /// Codes of `skin`.
    #[n(9)]
    pub skin: Vec<String>,
    /// A code of `exudate-amount`, or empty.
    #[n(10)]
    pub exudate_amount: String,
    /// A code of `exudate-kind`, or empty.
    #[n(11)]
    pub exudate_kind: String,
    /// A code of `exudate-colour`, or empty.
    #[n(12)]
    pub exudate_colour: String,
    /// A code of `odour`, or empty.
    #[n(13)]
    pub odour: String,
    /// As the patient says, 0 to 10.
    #[n(14)]
    pub pain: Option<u32>,
    /// Codes of `infection`: signs that were seen, or that there were `none`.
    #[n(15)]
    pub infection: Vec<String>,
    /// What was put on and done; at most 2,000 characters.
    #[n(16)]
    pub dressing: String,
    /// When the dressing is to be changed next, in milliseconds since the Unix epoch.
    #[n(17)]
    pub next_change: Option<u64>,
    /// Anything else; at most 2,000 characters.
    #[n(18)]
    pub note: String,
}

impl WoundFinding {
    /// The same without spaces around its texts, with the time that it is.
    pub(super) fn trimmed(&self, now: u64) -> Self {
        Self {
            examined_at: if self.examined_at == 0 { now } else { self.examined_at },
            dressing: self.dressing.trim().to_owned(),
            note: self.note.trim().to_owned(),
            ..self.clone()
        }
    }

    /// Whether it says nothing.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self { examined_at: self.examined_at, ..Self::default() }
    }

    /// What is wrong with it. Strictly, its codes are held against the lists.
    pub(super) fn check(&self, strict: bool) -> Result<(), WoundError> {
        moment("examined", Some(self.examined_at))?;
        moment("next-change", self.next_change)?;
        within("length", self.length, 1, MAX_SIDE)?;
        within("width", self.width, 1, MAX_SIDE)?;
        within("depth", self.depth, 0, 500)?;
        within("area", self.area, 0, MAX_AREA)?;
        within("pain", self.pain, 0, 10)?;
        for pocket in &self.undermining {
            within("undermining", Some(pocket.from), 1, 12)?;
            within("undermining", Some(pocket.to), 1, 12)?;
            within("undermining", pocket.depth, 0, 500)?;
        }
        if self.undermining.len() > MAX_PARTS {
            return Err(WoundError::List("undermining"));
        }
        self.check_tissue(strict)?;
        for (list, value) in [
            ("measured", &self.measured),
            ("exudate-amount", &self.exudate_amount),
            ("exudate-kind", &self.exudate_kind),
            ("exudate-colour", &self.exudate_colour),
            ("odour", &self.odour),
        ] {
            code(list, value, strict)?;
        }
        ticked("edge", &self.edge, strict)?;
        ticked("skin", &self.skin, strict)?;
        ticked("infection", &self.infection, strict)?;
        if self.infection.len() > 1 && self.infection.iter().any(|sign| sign == "none") {
            return Err(WoundError::List("infection"));
        }
        written("dressing", &self.dressing, MAX_NOTE)?;
        written("note", &self.note, MAX_NOTE)
    }

    fn check_tissue(&self, strict: bool) -> Result<(), WoundError> {
        let tissues: Vec<String> = self.tissue.iter().map(|part| part.tissue.clone()).collect();
        ticked("tissue", &tissues, strict)?;
        for part in &self.tissue {
            within("tissue", Some(part.percent), 1, 100)?;
        }
        let all: u32 = self.tissue.iter().map(|part| part.percent).sum();
        if all > 100 { Err(WoundError::List("tissue")) } else { Ok(()) }
    }

    /// What search finds.
    pub(super) fn words(&self) -> String {
        let parts = [&self.note, &self.dressing];
        parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" · ")
    }

    /// How large it is, in square millimetres.
    pub(super) fn size(&self) -> Option<Size> {
        let area = self.area.map(|square_mm| Size { square_mm, by_sides: false });
        area.or_else(|| self.by_sides().map(|square_mm| Size { square_mm, by_sides: true }))
    }

    /// Length times width, in square millimetres.
    pub(super) fn by_sides(&self) -> Option<u32> {
        Some(self.length?.saturating_mul(self.width?))
    }
}

/// How large a wound is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) square_mm: u32,
    /// Whether it is length times width, which is more than the area.
    pub(super) by_sides: bool,
}
