//! References to patients from codes on wristbands and labels.

use verband_client::texts::Language;
use verband_client::{CameraFrame, PatientCode};

use crate::client::VerbandClient;
use crate::error::VerbandError;
use crate::work::said;

/// What reference a pattern makes of a code, none if the code does not fit; for whoever writes patterns. A code with fields after GS1 is
/// written as it stands below the bars: `(8018)…(8019)…`. No profile is needed.
#[uniffi::export]
pub fn try_patient_pattern(pattern: String, code: String, language: Language) -> Result<Option<String>, VerbandError> {
    said(language, || verband_client::try_patient_pattern(&pattern, &code))
}

#[uniffi::export]
impl VerbandClient {
    /// Reads the references to patients of the codes in a picture (JPEG, PNG or WebP): at least one, and where there are several a person
    /// chooses. With patterns in the policy those that fit one. Takes up to a second; nothing of the picture is kept. Fails with the code
    /// `wound` and the reference `no-code` or `other-code`, and a sentence in the language.
    pub fn read_patient_code(&self, picture: &[u8], language: Language) -> Result<Vec<PatientCode>, VerbandError> {
        said(language, || self.client.read_patient_code(picture))
    }

    /// The same in what a camera sees at the moment: the first plane of a frame, in shades of grey, with the bytes from the beginning of a
    /// row to that of the next one.
    pub fn read_patient_frame(
        &self,
        width: u32,
        height: u32,
        stride: u32,
        samples: &[u8],
        language: Language,
    ) -> Result<Vec<PatientCode>, VerbandError> {
        said(language, || self.client.read_patient_frame(&CameraFrame { width, height, stride, samples }))
    }

    /// Whether a reference that somebody typed looks like those of the house: a hint, since each is taken. True where the policy has no
    /// pattern.
    pub fn fits_patient_pattern(&self, reference: String) -> Result<bool, VerbandError> {
        Ok(self.client.fits_patient_pattern(&reference)?)
    }
}
