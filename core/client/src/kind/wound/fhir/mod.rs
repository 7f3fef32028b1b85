//! A wound as FHIR R4, and back: a bundle of type `document`, because that is what a record takes as one thing that somebody
//! answers for, with a text that is shown where nothing else is understood; `ISiK`'s servers take reports of other systems as
//! such (Basismodul, "Bericht aus Subsystem"). A `collection` says nothing of how its parts belong together, and a
//! `transaction` would have a server make resources of findings that are not its own.
//!
//! What is in it: a `Composition`, the wound as `Condition`, findings as panels of `Observation`, photos as `Media`, the report as
//! `DocumentReference`, `Consent`, who wrote as `Practitioner`, who exported as `Provenance`. The patient is named by the
//! reference that the house has for her and by nothing else.
//!
//! Not here: sending it anywhere.

mod codes;
mod observation;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::{FhirError, read_wound_bundle};
pub(super) use write::{Author, Source, bundle, uuid};
pub(crate) use write::{attachment, kdl as document_class, moment as fhir_moment};
