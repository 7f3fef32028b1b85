//! What the vault promises, proved through its public surface.

mod bombs;
mod colour;
mod common;
mod damaged;
mod files;
mod limits;
mod metadata;
mod orientation;
mod parts;
mod phones;
mod recordings;
mod redact;
mod rendering;
mod sealed;
