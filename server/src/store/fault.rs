//! A port through which tests let store and blobs fail: at the k-th call, for every k.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Where a write stands when the plan of faults is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// Before a transaction begins.
    Begin,
    /// Before a statement inside it.
    Statement,
    /// Before it is committed.
    Commit,
    /// After it was committed, before the caller learns of it.
    Committed,
    /// Between two slices of a blob's part.
    BlobSlice,
    /// Before a blob's part is made durable.
    BlobSync,
    /// Before a verified blob gets its final name.
    BlobRename,
    /// Before that name is made durable.
    BlobFolderSync,
    /// Before a blob's file is removed.
    BlobRemove,
}

/// What becomes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Nothing happens.
    Live,
    /// The disk is full. After a commit it has no effect.
    Full,
    /// The process dies here: this call and every later one fail.
    Die,
}

/// A plan of faults, asked at every [`Call`].
pub trait StoreFault: Send + Sync {
    /// Decides what becomes of this call.
    fn at(&self, call: Call) -> Fate;

    /// Learns of a read of the store, by the name of the place where it is done. It has no fate of its own.
    fn reads(&self, _place: &'static str) {}
}

/// What a call ended with, other than life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Struck {
    /// The disk is full.
    Full,
    /// The process is dead.
    Dead,
}

/// The plan of one server's store and blobs, and whether it has killed them.
#[derive(Clone, Default)]
pub struct Faults(Option<Arc<(Arc<dyn StoreFault>, AtomicBool)>>);

impl Faults {
    /// No faults: what a real server has.
    pub fn none() -> Self {
        Self::default()
    }

    /// These faults. The store and the blobs of one server share a clone, so that they die together.
    pub fn plan(plan: Arc<dyn StoreFault>) -> Self {
        Self(Some(Arc::new((plan, AtomicBool::new(false)))))
    }

    pub(crate) fn pass(&self, call: Call) -> Result<(), Struck> {
        let Some(inner) = &self.0 else { return Ok(()) };
        let (plan, dead) = &**inner;
        if dead.load(Ordering::Acquire) {
            return Err(Struck::Dead);
        }
        match plan.at(call) {
            Fate::Full if call != Call::Committed => Err(Struck::Full),
            Fate::Live | Fate::Full => Ok(()),
            Fate::Die => {
                dead.store(true, Ordering::Release);
                Err(Struck::Dead)
            }
        }
    }

    /// Fails once the process is dead, without asking the plan: for reads.
    pub(crate) fn alive(&self) -> Result<(), Struck> {
        match &self.0 {
            Some(inner) if inner.1.load(Ordering::Acquire) => Err(Struck::Dead),
            _ => Ok(()),
        }
    }

    /// Tells the plan of a read of the store.
    pub(crate) fn reads(&self, place: &'static str) {
        if let Some(inner) = &self.0 {
            inner.0.reads(place);
        }
    }
}
