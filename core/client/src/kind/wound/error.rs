//! What is wrong with what somebody enters about a wound, as far as she can mend it. Fields are named by the codes of the
//! list `field`.

use verband_measure::MeasureError;
use verband_texts::{Language, Value, term, text};

/// Why something about a wound cannot be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WoundError {
    /// A field has a code that is not in its list, or does not go with another field.
    #[error("{0}: not an entry of its list, or it does not go with the others")]
    Term(&'static str),
    /// A text is missing, longer than so many characters, or has control characters.
    #[error("{0}: missing, longer than {1} characters, or with signs that are not allowed")]
    Length(&'static str, usize),
    /// A number is out of its range.
    #[error("{0}: not from {1} to {2}")]
    Range(&'static str, u32, u32),
    /// Something is there twice, there is too much of it, or more than all.
    #[error("{0}: something twice, too much, or more than 100 per cent together")]
    List(&'static str),
    /// A time that is none, or lies in the future where it must not.
    #[error("{0}: not a possible time")]
    Time(&'static str),
    /// Nothing is said at all.
    #[error("{0}: nothing is given")]
    Empty(&'static str),
    /// The wound is closed.
    #[error("the wound is closed")]
    Closed,
    /// Consent to photos of it is refused.
    #[error("consent to photos of this wound is refused")]
    Consent,
    /// A photo that belongs to a wound is to be filed under another patient than the wound's.
    #[error("the photo belongs to a wound, and its patient is the wound's")]
    Placed,
    /// A photo that is filed under one patient is to be moved to a wound of another.
    #[error("the photo is filed under another patient than the wound's")]
    OtherPatient,
    /// There is no code in a picture that could be read.
    #[error("no code can be read in the picture")]
    NoCode,
    /// There are codes in a picture, and none is of a patient: they do not fit the patterns of the house.
    #[error("the code is not that of a patient: it does not fit the patterns of the organisation")]
    OtherCode,
    /// Nothing can be measured in a photo.
    #[error("{0}")]
    Measure(#[from] MeasureError),
}

impl WoundError {
    /// A stable code of the finer cause.
    pub fn code(self) -> &'static str {
        match self {
            Self::Term(_) => "term",
            Self::Length(..) => "length",
            Self::Range(..) => "range",
            Self::List(_) => "list",
            Self::Time(_) => "time",
            Self::Empty(_) => "empty",
            Self::Closed => "closed",
            Self::Consent => "consent",
            Self::Placed => "placed",
            Self::OtherPatient => "other-patient",
            Self::NoCode => "no-code",
            Self::OtherCode => "other-code",
            Self::Measure(error) => error.code(),
        }
    }

    /// The field that it is about, as a code of the list `field`.
    pub fn field(self) -> Option<&'static str> {
        match self {
            Self::Term(field)
            | Self::Length(field, _)
            | Self::Range(field, ..)
            | Self::List(field)
            | Self::Time(field)
            | Self::Empty(field) => Some(field),
            Self::Closed
            | Self::Consent
            | Self::Placed
            | Self::OtherPatient
            | Self::NoCode
            | Self::OtherCode
            | Self::Measure(_) => None,
        }
    }

    /// What to tell the person.
    pub fn text(self, language: Language) -> String {
        let named = self.field().map(|field| term(language, "field", field)).unwrap_or_default();
        let field = Value::Text(&named);
        match self {
            Self::Term(_) => text(language, "wound-bad-term", &[("field", field)]),
            Self::Length(_, most) => text(language, "wound-bad-length", &[("field", field), ("most", most.into())]),
            Self::Range(_, least, most) => {
                let (least, most) = (Value::Number(least.into()), Value::Number(most.into()));
                text(language, "wound-bad-range", &[("field", field), ("least", least), ("most", most)])
            }
            Self::List(_) => text(language, "wound-bad-list", &[("field", field)]),
            Self::Time(_) => text(language, "wound-bad-time", &[("field", field)]),
            Self::Empty(_) => text(language, "wound-empty", &[("field", field)]),
            Self::Closed => text(language, "wound-closed", &[]),
            Self::Consent => text(language, "wound-no-consent", &[]),
            Self::Placed => text(language, "album-placed", &[]),
            Self::OtherPatient => text(language, "album-other-patient", &[]),
            Self::NoCode => text(language, "code-none", &[]),
            Self::OtherCode => text(language, "code-other", &[]),
            Self::Measure(error) => unmeasured(error, language),
        }
    }
}

fn unmeasured(error: MeasureError, language: Language) -> String {
    match error {
        MeasureError::NoMarker => text(language, "measure-no-marker", &[]),
        MeasureError::MarkerSmall => text(language, "measure-marker-small", &[]),
        MeasureError::MarkerUnclear => text(language, "measure-marker-unclear", &[]),
        MeasureError::MarkerBent => text(language, "measure-marker-bent", &[]),
        MeasureError::Tilted => text(language, "measure-tilted", &[]),
        MeasureError::MarkersDisagree => text(language, "measure-markers-disagree", &[]),
        MeasureError::TooFar => text(language, "measure-too-far", &[]),
        MeasureError::Ruler => text(language, "measure-ruler", &[]),
        MeasureError::OutlineEmpty => text(language, "measure-outline-empty", &[]),
        MeasureError::OutlineLong => text(language, "measure-outline-long", &[]),
        MeasureError::OutlineCrosses => text(language, "measure-outline-crosses", &[]),
        MeasureError::Outside => text(language, "measure-outside", &[]),
    }
}
