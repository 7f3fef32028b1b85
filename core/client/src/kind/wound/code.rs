//! References to patients from wristbands and labels. What a code has to look like to be one, the policy says; what a picture says is
//! kept nowhere.

use verband_detect::{self as detect, Code, Picture, READ_SIDE};
use verband_protocol::organisation::{PatientPattern, gs1_from_print};
use verband_vault::grey;
use verband_vault::redact::PhotoArea;

use super::details::patient_reference;
use super::error::WoundError;
use crate::client::Client;
use crate::error::ClientError;
use crate::scanning::CameraFrame;

/// How codes of ours begin: links, and markers to measure by. They are nobody's.
const OURS: [&str; 2] = ["verband:", "VERBAND:"];

/// A reference to a patient that a code leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatientCode {
    /// It.
    pub reference: String,
    /// Where the code is, in pixels of the upright picture.
    pub area: PhotoArea,
}

/// What reference a pattern makes of a code, none if the code does not fit; for whoever writes patterns. A code with fields after GS1 is
/// written as it stands below the bars: `(8018)…(8019)…`.
///
/// # Errors
/// [`ClientError::Pattern`].
pub fn try_patient_pattern(pattern: &str, code: &str) -> Result<Option<String>, ClientError> {
    let pattern = PatientPattern::parse(pattern)?;
    let reference = match gs1_from_print(code) {
        Some(fields) => pattern.reference(&fields, true),
        None => pattern.reference(code, false),
    };
    Ok(reference.filter(|reference| patient_reference(reference).is_ok()))
}

impl Client {
    /// Reads the references to patients of the codes in a picture (JPEG, PNG or WebP): at least one, and where there are several a person
    /// chooses. With patterns in the policy those that fit one; without, each that is short enough to be one. Takes up to a second;
    /// nothing of the picture is kept.
    ///
    /// # Errors
    /// [`ClientError::Wound`] where there is no code, or none of a patient; [`ClientError::Photo`], [`ClientError::Locked`],
    /// [`ClientError::Store`], [`ClientError::OfflineTooLong`].
    pub fn read_patient_code(&self, picture: &[u8]) -> Result<Vec<PatientCode>, ClientError> {
        let patterns = self.patient_patterns()?;
        let shown = grey(picture, None, READ_SIDE)?;
        let found = in_codes(&patterns, shown.width, shown.height, &shown.samples)?;
        let whole = |code: PatientCode| {
            let scaled = |at: i64, small: u32, full: u32| at * i64::from(full) / i64::from(small.max(1));
            let across = |at: i64| scaled(at, shown.width, shown.full.0);
            let down = |at: i64| scaled(at, shown.height, shown.full.1);
            let area = code.area;
            let (left, top) = (across(area.x.into()), down(area.y.into()));
            let right = across(i64::from(area.x) + i64::from(area.width));
            let bottom = down(i64::from(area.y) + i64::from(area.height));
            PatientCode { area: between((left, top), (right, bottom)), ..code }
        };
        Ok(found.into_iter().map(whole).collect())
    }

    /// The same in what a camera sees at the moment, upright or not.
    ///
    /// # Errors
    /// As for [`Self::read_patient_code`]; [`ClientError::Photo`] for a frame that is too large, or has other samples than pixels.
    pub fn read_patient_frame(&self, frame: &CameraFrame<'_>) -> Result<Vec<PatientCode>, ClientError> {
        let samples = frame.pixels()?;
        in_codes(&self.patient_patterns()?, frame.width, frame.height, &samples)
    }

    /// Whether a reference that somebody typed looks like those of the house: a hint, since each is taken. True where the policy has no
    /// pattern.
    ///
    /// # Errors
    /// [`ClientError::Locked`], [`ClientError::Store`], [`ClientError::OfflineTooLong`].
    pub fn fits_patient_pattern(&self, reference: &str) -> Result<bool, ClientError> {
        let patterns = self.patient_patterns()?;
        Ok(patterns.is_empty() || patterns.iter().any(|pattern| pattern.fits(reference.trim())))
    }

    fn patient_patterns(&self) -> Result<Vec<PatientPattern>, ClientError> {
        Ok(self.readable()?.policy()?.understood_patterns())
    }
}

fn in_codes(
    patterns: &[PatientPattern],
    width: u32,
    height: u32,
    samples: &[u8],
) -> Result<Vec<PatientCode>, ClientError> {
    let picture = Picture::new(width, height, samples).ok_or(WoundError::NoCode)?;
    let mut codes = detect::read_bars(picture);
    codes.extend(detect::read_codes(picture));
    if codes.is_empty() {
        return Err(WoundError::NoCode.into());
    }
    let mut found: Vec<PatientCode> = Vec::new();
    for code in codes {
        let Some(reference) = reference(patterns, &code) else { continue };
        // A wristband often has the same in two codes.
        if found.iter().all(|known| known.reference != reference) {
            found.push(PatientCode { reference, area: around(&code) });
        }
    }
    if found.is_empty() { Err(WoundError::OtherCode.into()) } else { Ok(found) }
}

/// The reference that a code leads to by the first pattern that it fits.
fn reference(patterns: &[PatientPattern], code: &Code) -> Option<String> {
    if OURS.iter().any(|ours| code.text.starts_with(ours)) {
        return None;
    }
    let reference = if patterns.is_empty() {
        Some(code.text.trim().to_owned())
    } else {
        patterns.iter().find_map(|pattern| pattern.reference(&code.text, code.gs1))
    };
    reference.filter(|reference| !reference.is_empty() && patient_reference(reference).is_ok())
}

fn around(code: &Code) -> PhotoArea {
    let range = |of: fn(&(i32, i32)) -> i32| {
        let all = code.corners.iter().map(of).map(i64::from);
        all.fold((i64::MAX, i64::MIN), |(low, high), at| (low.min(at), high.max(at)))
    };
    let ((left, right), (top, bottom)) = (range(|at| at.0), range(|at| at.1));
    between((left, top), (right, bottom))
}

fn between(from: (i64, i64), to: (i64, i64)) -> PhotoArea {
    let place = |at: i64| i32::try_from(at.max(0)).unwrap_or(i32::MAX);
    let length = |from: i64, to: i64| u32::try_from(to - from.max(0)).unwrap_or(0).max(1);
    PhotoArea { x: place(from.0), y: place(from.1), width: length(from.0, to.0), height: length(from.1, to.1) }
}
