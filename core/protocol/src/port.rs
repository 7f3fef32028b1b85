//! Ports for time and chance. Everything that needs a clock or randomness takes one of these, so that a whole
//! world of clients can be driven from one seed. Implementations live at the edges, never here.

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Milliseconds since the Unix epoch. Advisory only: order in a log decides, never a clock.
    fn now_ms(&self) -> u64;
}

/// Gives random bytes fit for keys.
pub trait Entropy: Send + Sync {
    /// Fills `out` with random bytes.
    fn fill(&self, out: &mut [u8]);
}

/// Draws `N` random bytes.
pub fn random<const N: usize>(entropy: &dyn Entropy) -> [u8; N] {
    let mut out = [0; N];
    entropy.fill(&mut out);
    out
}
