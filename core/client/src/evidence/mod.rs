//! An evidence package: a wound as it was taken out of the vault, with what everybody needs who examines it without a
//! profile, a network or us. One file, a ZIP archive (ISO/IEC 21320-1, stored), in one form alone, so that a bit that was
//! changed anywhere is seen: in a file, in the list of files, or in what holds them together.
//!
//! In it: the list with a hash of every file and of every block of it, signed by the device that made the package; the
//! organisation's log, which leads to the keys of devices; the report, the FHIR bundle, the photos as they are sealed, what
//! the devices that took them stated and signed, and the entries of the conversation that say what the report says, each with
//! what opens it and no other.
//!
//! Not here: what a statement says (`core/protocol/src/capture.rs`), and whether a log is valid (`verband-rules`).

mod entry;
mod manifest;
mod name;
mod proofs;
mod verify;

pub(crate) use entry::{EntryProof, Proven};
pub(crate) use manifest::{Package, PackageFile};
pub(crate) use name::Name;
pub use verify::{PackageEntry, PackageFault, PackageVerdict, is_package, package_organisation, verify_package};

/// The list of files.
pub(crate) const MANIFEST: &str = "manifest.json";
/// Its signature.
pub(crate) const SIGNATURE: &str = "manifest.sig";
/// The report.
pub(crate) const REPORT: &str = "report.pdf";
/// The FHIR bundle.
pub(crate) const BUNDLE: &str = "bundle.json";
/// The organisation's log, as `verband history --export` writes it.
pub(crate) const ORGANISATION: &str = "organisation.verband";
/// So many bytes of a file have a hash of their own.
pub(crate) const BLOCK: usize = 16 << 10;
