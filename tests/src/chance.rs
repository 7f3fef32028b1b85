//! Time and chance of a world: a clock that moves when told to, and randomness from one seed.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};
use verband_protocol::port::{Clock, Entropy};

/// The seed of this run: `SEED` from the environment, or the given one.
///
/// # Panics
/// If `SEED` is no number.
pub fn seed(default: u64) -> u64 {
    asked().unwrap_or(default)
}

/// The seed that somebody asks to replay.
fn asked() -> Option<u64> {
    std::env::var("SEED").ok().map(|seed| number(&seed))
}

fn number(text: &str) -> u64 {
    text.trim().parse().expect("a seed is a number")
}

/// Runs a test for several seeds on all cores, or for the one in `SEED`. A failing seed is printed, and
/// `SEED=… cargo test` with the test's name replays it. `SEEDS=from..to` takes other seeds than the given ones.
///
/// # Panics
/// If a seed fails: with its panic, once those that were on their way have ended.
pub fn for_seeds(seeds: std::ops::Range<u64>, test: impl Fn(u64) + Sync) {
    let seeds = chosen(seeds);
    let next = AtomicU64::new(seeds.start);
    let failed = Mutex::new(None);
    let worker = || {
        while failed.lock().unwrap_or_else(PoisonError::into_inner).is_none() {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if !seeds.contains(&seed) {
                return;
            }
            if let Err(panic) = catch_unwind(AssertUnwindSafe(|| test(seed))) {
                eprintln!("failed with SEED={seed}");
                failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(panic);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(worker);
        }
    });
    if let Some(panic) = failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        resume_unwind(panic);
    }
}

/// The seeds that the environment asks for, or the given ones.
fn chosen(seeds: std::ops::Range<u64>) -> std::ops::Range<u64> {
    if let Some(seed) = asked() {
        return seed..seed + 1;
    }
    let Ok(wanted) = std::env::var("SEEDS") else { return seeds };
    let (from, to) = wanted.split_once("..").expect("SEEDS is written from..to");
    number(from)..number(to)
}

/// Randomness from a seed and a name, so that the parts of a world do not disturb each other.
pub struct Seeded {
    key: [u8; 32],
    blocks: AtomicU64,
}

impl Seeded {
    /// The randomness of one part of a world.
    pub fn new(seed: u64, name: &str) -> Self {
        let key = Sha256::new().chain_update(seed.to_be_bytes()).chain_update(name).finalize().into();
        Self { key, blocks: AtomicU64::new(0) }
    }

    /// A number below `bound`.
    pub fn below(&self, bound: u64) -> u64 {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        u64::from_be_bytes(bytes) % bound.max(1)
    }

    /// True in so many of a hundred cases.
    pub fn percent(&self, chance: u64) -> bool {
        self.below(100) < chance
    }
}

impl Entropy for Seeded {
    fn fill(&self, out: &mut [u8]) {
        for chunk in out.chunks_mut(32) {
            let block = self.blocks.fetch_add(1, Ordering::Relaxed);
            let bytes = Sha256::new().chain_update(self.key).chain_update(block.to_be_bytes()).finalize();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
    }
}

/// A clock that stands still until it is moved; every look at it moves it by a millisecond.
#[derive(Clone)]
pub struct Hands(Arc<AtomicU64>);

impl Hands {
    /// A clock that starts in the autumn of 2026.
    pub fn new() -> Self {
        Self::at(1_795_000_000_000)
    }

    /// A clock that shows a time, in milliseconds since the Unix epoch.
    pub fn at(ms: u64) -> Self {
        Self(Arc::new(AtomicU64::new(ms)))
    }

    /// Another clock that shows the same time.
    pub fn copied(&self) -> Self {
        Self::at(self.0.load(Ordering::Relaxed))
    }

    /// Sets the clock back.
    pub fn set_back(&self, ms: u64) {
        self.0.fetch_sub(ms, Ordering::Relaxed);
    }

    /// Moves the clock on.
    pub fn advance(&self, ms: u64) {
        self.0.fetch_add(ms, Ordering::Relaxed);
    }
}

impl Default for Hands {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for Hands {
    fn now_ms(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}
