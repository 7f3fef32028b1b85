//! A port through which tests let the store fail: at the k-th call, for every k.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::StoreError;

/// Where a write path stands when the fault plan is asked.
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
}

/// What a fault plan decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Nothing happens.
    Live,
    /// The call fails with [`StoreError::Full`]; the store lives on. After a commit it has no effect.
    Full,
    /// The process dies here: this call and every later one on the store fail with [`StoreError::Died`].
    Die,
}

/// A plan of faults, asked at every [`Call`].
pub trait StoreFault: Send + Sync {
    /// Decides what becomes of this call.
    fn at(&self, call: Call) -> Fate;
}

/// The fault plan of one store, and whether it has struck.
pub(crate) struct Life {
    fault: Option<Arc<dyn StoreFault>>,
    dead: AtomicBool,
}

impl Life {
    pub(crate) fn new(fault: Option<Arc<dyn StoreFault>>) -> Self {
        Self { fault, dead: AtomicBool::new(false) }
    }

    /// Fails once the store has died.
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        if self.dead.load(Ordering::Acquire) { Err(StoreError::Died) } else { Ok(()) }
    }

    /// Asks the plan, and fails as it says.
    pub(crate) fn pass(&self, call: Call) -> Result<(), StoreError> {
        let Some(fault) = &self.fault else {
            return Ok(());
        };
        self.check()?;
        match fault.at(call) {
            Fate::Full if call != Call::Committed => Err(StoreError::Full),
            Fate::Live | Fate::Full => Ok(()),
            Fate::Die => {
                self.dead.store(true, Ordering::Release);
                Err(StoreError::Died)
            }
        }
    }
}
