//! Patient references from codes.

use std::path::PathBuf;

use serde_json::json;

use crate::commands::photos;
use crate::failure::Failure;
use crate::output::{Output, one_line};
use crate::profile::Profile;

/// Options of `wounds read-code`.
#[derive(clap::Args)]
#[command(after_help = "Example:
  verband wounds read-code armband.jpg

QR codes and Code 128 are read. Which of them are patient references, the policy says: `policy set --patient-pattern`.")]
pub(crate) struct ReadCode {
    /// JPEG, PNG or WebP; nothing of it is kept
    file: PathBuf,
}

impl ReadCode {
    pub(super) fn run(self, profile: &Profile, output: &Output) -> Result<(), Failure> {
        let picture = photos::read(&self.file)?;
        let codes = profile.unlock()?.read_patient_code(&picture)?;
        let result: Vec<_> = codes
            .iter()
            .map(|code| {
                let area = code.area;
                json!({ "reference": code.reference, "x": area.x, "y": area.y, "width": area.width, "height": area.height })
            })
            .collect();
        output.result(&result, || codes.iter().map(|code| one_line(&code.reference)).collect::<Vec<_>>().join("\n"));
        Ok(())
    }
}
