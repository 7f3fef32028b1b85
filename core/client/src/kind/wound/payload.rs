//! What travels about wounds.

use minicbor::{Decode, Encode};
use verband_protocol::body::Kind;
use verband_protocol::cbor;
use verband_protocol::id::EventId;

use super::details::{MAX_NOTE, WoundConsent, WoundDetails, code, moment, written};
use super::finding::WoundFinding;
use super::measurement::Measurement;

/// A wound.
pub(super) const WOUND: Kind = Kind(60);
/// Something about a wound is different from now on.
pub(super) const CHANGE: Kind = Kind(61);
/// A finding.
pub(super) const FINDING: Kind = Kind(62);
/// A finding is corrected or struck.
pub(super) const CORRECTION: Kind = Kind(63);
/// A photo belongs to a wound, or to none.
pub(super) const PLACE: Kind = Kind(64);
/// The question after six weeks is answered.
pub(super) const ANSWER: Kind = Kind(65);

/// A wound was taken out of the vault.
pub(super) const EXPORT: Kind = Kind(66);

/// All of them.
pub(super) const ALL: [Kind; 7] = [WOUND, CHANGE, FINDING, CORRECTION, PLACE, ANSWER, EXPORT];

/// Of kind 60. Its id is that of the event.
#[derive(Clone, Encode, Decode)]
#[cbor(map)]
pub(super) struct Made {
    #[n(0)]
    pub(super) details: WoundDetails,
    #[n(1)]
    pub(super) consent: Option<WoundConsent>,
}

/// A wound is closed, or open again.
#[derive(Clone, Encode, Decode)]
#[cbor(map)]
pub(super) struct Closing {
    /// A code of `reason`; empty: it is open again.
    #[n(0)]
    pub(super) reason: String,
    #[n(1)]
    pub(super) note: String,
}

/// Of kind 61. What is absent stays.
#[derive(Clone, Encode, Decode)]
#[cbor(map)]
pub(super) struct Change {
    #[n(0)]
    pub(super) wound: EventId,
    #[n(1)]
    pub(super) details: Option<WoundDetails>,
    #[n(2)]
    pub(super) consent: Option<WoundConsent>,
    #[n(3)]
    pub(super) closing: Option<Closing>,
}

/// Of kind 62. Its id is that of the event.
#[derive(Clone, Encode, Decode)]
#[cbor(map)]
pub(super) struct Found {
    #[n(0)]
    pub(super) wound: EventId,
    #[n(1)]
    pub(super) finding: WoundFinding,
    /// The struck finding of another wound that it was, if it was moved.
    #[n(2)]
    pub(super) moved_from: Option<EventId>,
    /// What its length, width and area were measured by, if it was in a photo.
    #[n(3)]
    pub(super) measurement: Option<Measurement>,
}

/// Of kind 63.
#[derive(Clone, Encode, Decode)]
#[cbor(map)]
pub(super) struct Correction {
    #[n(0)]
    pub(super) wound: EventId,
    #[n(1)]
    pub(super) finding: EventId,
    /// All of it; none: it is struck.
    #[n(2)]
    pub(super) content: Option<WoundFinding>,
    /// Why.
    #[n(3)]
    pub(super) reason: String,
    /// What the sizes in the content were measured by, if they were measured anew.
    #[n(4)]
    pub(super) measurement: Option<Measurement>,
}

/// Of kind 64.
#[derive(Clone, Encode, Decode)]
#[cbor(map)]
pub(super) struct Place {
    /// The event of the photo.
    #[n(0)]
    pub(super) photo: EventId,
    #[n(1)]
    pub(super) wound: Option<EventId>,
    /// A code of `photo`.
    #[n(2)]
    pub(super) role: String,
}

/// Of kind 65.
#[derive(Clone, Encode, Decode)]
#[cbor(map)]
pub(super) struct Answered {
    #[n(0)]
    pub(super) wound: EventId,
    /// A code of `answer`.
    #[n(1)]
    pub(super) answer: String,
    /// When it is asked again, if it was put off.
    #[n(2)]
    pub(super) until: Option<u64>,
    #[n(3)]
    pub(super) note: String,
}

/// Of kind 66.
#[derive(Clone, Encode, Decode)]
#[cbor(map)]
pub(super) struct Exported {
    #[n(0)]
    pub(super) wound: EventId,
    /// As what: a code, such as `report`.
    #[n(1)]
    pub(super) form: String,
}

/// What was written, as the table keeps it.
#[derive(Clone)]
pub(super) enum Written {
    Made(Made),
    Change(Change),
    Found(Found),
    Correction(Correction),
    Place(Place),
    Answered(Answered),
    Exported(Exported),
}

impl Written {
    /// Reads a payload; none if it is not of its form or breaks a limit.
    pub(super) fn read(number: Kind, payload: &[u8]) -> Option<Self> {
        let read = match number {
            WOUND => Self::Made(cbor::decode(payload).ok()?),
            CHANGE => Self::Change(cbor::decode(payload).ok()?),
            FINDING => Self::Found(cbor::decode(payload).ok()?),
            CORRECTION => Self::Correction(cbor::decode(payload).ok()?),
            PLACE => Self::Place(cbor::decode(payload).ok()?),
            ANSWER => Self::Answered(cbor::decode(payload).ok()?),
            EXPORT => Self::Exported(cbor::decode(payload).ok()?),
            _ => return None,
        };
        read.fits().then_some(read)
    }

    fn fits(&self) -> bool {
        let consents = |consent: &Option<WoundConsent>| consent.as_ref().is_none_or(|one| one.check(false).is_ok());
        match self {
            Self::Made(made) => made.details.check(false).is_ok() && consents(&made.consent),
            Self::Change(change) => {
                let details = change.details.as_ref().is_none_or(|details| details.check(false).is_ok());
                let closing = change.closing.as_ref().is_none_or(|closing| {
                    code("reason", &closing.reason, false).and(written("note", &closing.note, MAX_NOTE)).is_ok()
                });
                details && closing && consents(&change.consent)
            }
            Self::Found(found) => {
                found.finding.check(false).is_ok() && measured(found.measurement.as_ref(), Some(&found.finding))
            }
            Self::Correction(correction) => {
                let content = correction.content.as_ref().is_none_or(|content| content.check(false).is_ok());
                let measured = measured(correction.measurement.as_ref(), correction.content.as_ref());
                content && measured && written("note", &correction.reason, MAX_NOTE).is_ok()
            }
            Self::Place(place) => code("photo", &place.role, false).is_ok(),
            Self::Answered(answered) => {
                let sound = code("answer", &answered.answer, false).and(moment("until", answered.until));
                sound.and(written("note", &answered.note, MAX_NOTE)).is_ok()
            }
            Self::Exported(exported) => code("export", &exported.form, false).is_ok(),
        }
    }

    /// Whether figures that were measured follow from their points. It takes some time, and is asked once.
    pub(super) fn adds_up(&self) -> bool {
        let measurement = match self {
            Self::Found(found) => found.measurement.as_ref(),
            Self::Correction(correction) => correction.measurement.as_ref(),
            _ => None,
        };
        measurement.is_none_or(Measurement::adds_up)
    }

    /// The wound that it is about; its own event is one itself.
    pub(super) fn wound(&self, event: &EventId) -> Option<EventId> {
        match self {
            Self::Made(_) => Some(*event),
            Self::Change(change) => Some(change.wound),
            Self::Found(found) => Some(found.wound),
            Self::Correction(correction) => Some(correction.wound),
            Self::Place(place) => place.wound,
            Self::Answered(answered) => Some(answered.wound),
            Self::Exported(exported) => Some(exported.wound),
        }
    }

    /// The finding or photo that it is about.
    pub(super) fn target(&self) -> Option<EventId> {
        match self {
            Self::Correction(correction) => Some(correction.finding),
            Self::Place(place) => Some(place.photo),
            _ => None,
        }
    }
}

/// Whether a measurement, if there is one, has its form and is that of what was found.
fn measured(measurement: Option<&Measurement>, finding: Option<&WoundFinding>) -> bool {
    measurement
        .is_none_or(|measurement| measurement.fits() && finding.is_some_and(|finding| measurement.is_of(finding)))
}

/// What a payload is called in a package.
pub(crate) fn name_of_payload(number: Kind) -> &'static str {
    match number {
        WOUND => "wound",
        CHANGE => "change",
        FINDING => "finding",
        CORRECTION => "correction",
        PLACE => "place",
        _ => "other",
    }
}

/// Which photo a payload puts at which wound, or at none, if it does so.
pub(crate) fn place_in(number: Kind, payload: &[u8]) -> Option<(EventId, Option<EventId>)> {
    match Written::read(number, payload)? {
        Written::Place(place) => Some((place.photo, place.wound)),
        _ => None,
    }
}
