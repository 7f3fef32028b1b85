//! A wound as FHIR R4, and back: a bundle of type `document`, because that is what a record takes as one thing that somebody
//! answers for, with a text that is shown where nothing else is understood; `ISiK`'s servers take reports of other systems as
//! such (Basismodul, "Bericht aus Subsystem"). A `collection` says nothing of how its parts belong together, and a
//! `transaction` would have a server make resources of findings that are not its own.
//!
//! What is in it: a `Composition`, the wound as `Condition`, findings as panels of `Observation`, what they were measured by as
//! `Device`, photos as `Media`, the report as `DocumentReference`, `Consent`, who wrote as `Practitioner`, who exported as
//! `Provenance`, and who took a photo as one with a signature. The patient is named by the
//! reference that the house has for her and by nothing else.
//!
//! Not here: sending it anywhere.

mod codes;
mod observation;
mod read;
#[cfg(test)]
mod tests;
mod told;
mod write;

pub(crate) use codes::Class;
pub use read::{BundleFigures, BundleFinding, FhirError, read_wound_bundle};
pub(super) use told::{ToldBundle, ToldFinding, ToldPhoto};
pub(super) use write::{Author, Capture, Derived, Shown, Source, bundle, panel_address, person_address, uuid};
pub(crate) use write::{attachment, moment as fhir_moment};
