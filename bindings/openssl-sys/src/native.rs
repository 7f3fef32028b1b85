//! Randomness where there is an operating system; in the browser `SQLCipher` has another provider.

/// Fills a buffer from the operating system.
pub(crate) fn randomness(out: &mut [u8]) -> Option<()> {
    getrandom::fill(out).ok()
}
