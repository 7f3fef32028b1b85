//! The bars: what a row may cost at most, all in one place. A row over its bar makes `cargo xtask bench` fail.
//!
//! Those beside a peer hold on any machine. Those in time are what a person waits, with room for a machine that is slower
//! than the one in `docs/performance.md`.

use std::time::Duration;

/// What a row may cost.
#[derive(Clone, Copy)]
pub(crate) enum Bar {
    /// So many times its peer.
    Times(f64),
    /// So long.
    Time(Duration),
    /// So much of its unit.
    Amount(f64),
}

/// Sealing, and opening.
pub(crate) const CIPHER: Bar = Bar::Times(1.1);
/// 64 KiB from the middle of a large file.
pub(crate) const MIDDLE: Bar = Bar::Time(Duration::from_micros(100));
/// A photo to its preview and thumbnail.
pub(crate) const PHOTO: Bar = Bar::Times(0.95);
/// From the shutter to a sealed photo.
pub(crate) const SHUTTER: Bar = ms(75);
/// Pictures that are made to take long.
pub(crate) const BOMB: Bar = ms(200);
/// Messages with their index into the store.
pub(crate) const INSERT: Bar = Bar::Times(1.3);
/// A page of messages out of it.
pub(crate) const PAGE: Bar = Bar::Times(1.1);
/// Catching up.
pub(crate) const CATCH_UP: Bar = Bar::Times(1.5);
/// Its memory, in MiB.
pub(crate) const MEMORY: Bar = Bar::Amount(64.0);
/// A screen of a large house.
pub(crate) const SCREEN: Bar = ms(10);
/// A search in it.
pub(crate) const SEARCH: Bar = ms(50);
/// The index of all messages beside their texts.
pub(crate) const INDEX: Bar = Bar::Times(1.2);
/// Parts of compounds that are not found, in per cent.
pub(crate) const MISSED: Bar = Bar::Amount(0.0);
/// Verifying the log of a large organisation.
pub(crate) const VERIFY: Bar = ms(2_000);
/// The first start with such a log.
pub(crate) const FIRST_START: Bar = ms(3_000);
/// 200 people from a list to letters.
pub(crate) const LETTERS: Bar = ms(20_000);
/// The first page of an album.
pub(crate) const ALBUM: Bar = ms(50);

/// So many events a second at least.
pub(crate) fn a_second(events: u64, rate: u64) -> Bar {
    ms(1_000 * events / rate)
}

const fn ms(ms: u64) -> Bar {
    Bar::Time(Duration::from_millis(ms))
}
