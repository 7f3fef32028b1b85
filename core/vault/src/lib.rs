//! The vault: photos, recordings and files in as bytes, out as sealed files.
//!
//! What lives here: telling what a picture is and whether it may be decoded at all ([`probe()`]), taking all
//! metadata out of it without touching a pixel ([`strip`]), making the preview and the thumbnail ([`ingest`], [`thumbnail`]),
//! exporting a photo ([`export_jpeg`]), painting over what nobody may recognise ([`redact`]), voice notes and videos without
//! their metadata ([`Remux`]), and sealed files with their port ([`files`], [`sealed`]).
//!
//! What may not: network, clocks, own randomness, plaintext on a disk. Everything is synchronous and the same on
//! a phone, a desktop and in a browser; only `native.rs` touches a file system.
//!
//! How a photo flows: bytes → `probe` (limits, from the header alone) → `strip` → decode into 4:2:0 planes → turn
//! upright → to sRGB → preview → thumbnail; the stripped original keeps its [`Orientation`] as a field of ours, and its
//! colours by a profile of ours.

mod baseline;
mod colour;
mod decode;
mod error;
mod exif;
pub mod files;
mod grey;
mod huffman;
mod idct;
mod jpeg;
mod metadata;
#[cfg(not(target_family = "wasm"))]
mod native;
mod orientation;
mod photo;
mod picture;
mod png;
mod probe;
mod recording;
pub mod redact;
mod render;
pub mod sealed;
mod table;
mod tables;
mod webp;

pub mod sample;

pub use error::PhotoError;
pub use files::{BlobFiles, BlobPart, BlobWriter, FileError, FileId, MemoryFiles};
pub use grey::{Grey, grey};
pub use metadata::{Stripped, strip};
#[cfg(not(target_family = "wasm"))]
pub use native::Folder;
pub use orientation::Orientation;
pub use photo::{Photo, export_jpeg, ingest, thumbnail};
pub use probe::{Header, Kind, MAX_INPUT, MAX_MEMORY, MAX_PIXELS, MAX_SIDE, probe};
pub use recording::{MAX_SAMPLES, Recording, RecordingError, RecordingSource, Remux};
pub use render::{PREVIEW_SIDE, THUMBNAIL_BYTES, THUMBNAIL_SIDE};
pub use sealed::{SealedPart, SealedReader, SealedWriter, write_sealed};
pub use table::StoreFiles;
