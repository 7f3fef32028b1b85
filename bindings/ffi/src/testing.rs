//! Panics on purpose, for the tests of the bindings, which have to see what becomes of one. Only with the feature
//! `testing`: no product has this.

use crate::error::VerbandError;
use crate::work::{guarded, work};

/// Panics at once.
#[uniffi::export]
pub fn panic_for_test() -> Result<(), VerbandError> {
    guarded(|| panic!("on purpose"))
}

/// Panics on one of the library's threads.
#[uniffi::export]
pub async fn panic_later_for_test() -> Result<(), VerbandError> {
    work(None, async { panic!("on purpose") }).await
}
