//! The client as Kotlin and Swift see it: annotations and type mapping, written by the proc macros of `UniFFI`.
//!
//! What lives here: one object, [`VerbandClient`], with its feeds and photo readers; what people do is a [`Command`],
//! so that this surface stays small when functions grow. Every call fails as a [`VerbandError`], panics included.
//!
//! Not here: any rule of the product, any decision, any state but handles. What an app sees of this crate is the
//! hand-written façade of its language (`bindings/kotlin`, `bindings/swift`).

#![expect(clippy::missing_errors_doc, reason = "every call fails as a VerbandError, whose codes are in one list")]

mod client;
mod command;
mod error;
mod feed;
mod photo;
mod profile;
mod rows;
#[cfg(feature = "testing")]
mod testing;
mod work;

pub use client::VerbandClient;
pub use command::{Command, CommandResult};
pub use error::{Retry, VerbandError};
pub use feed::{Feed, FeedKind, Patch, Row};
pub use photo::{PhotoForm, PhotoReader};
pub use profile::{Founded, Invitation, InvitationPreview, Organisation, Profile, RecoverySheet};
pub use profile::{enrol, found, is_enrolled, look_up, unlock};
pub use rows::{Account, Invited, MessageRow, Status};
#[cfg(feature = "testing")]
pub use testing::{panic_for_test, panic_later_for_test};
pub use work::CancelToken;

uniffi::setup_scaffolding!();
