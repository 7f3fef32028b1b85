//! What OpenMLS works with: our storage and our cryptography. There is no other constructor than from the open
//! transaction, and a group is loaded for one operation and dropped after it, so that memory is never ahead of the
//! store. Randomness for MLS comes from the operating system.

use std::fmt::Display;

use openmls_traits::OpenMlsProvider;
use verband_store::Tx;

use crate::GroupError;
use crate::crypto::Crypto;
use crate::storage::Storage;

pub(crate) struct Provider<'t> {
    storage: Storage<'t>,
    crypto: Crypto,
}

impl<'t> Provider<'t> {
    pub(crate) fn new(tx: &'t Tx<'t>) -> Self {
        Self { storage: Storage::new(tx), crypto: Crypto }
    }

    /// Passes the result of a call to OpenMLS on. If the store failed meanwhile, that is the error, whatever OpenMLS
    /// made of it.
    pub(crate) fn done<T, E: Display>(
        &self,
        result: Result<T, E>,
        or: impl FnOnce(E) -> GroupError,
    ) -> Result<T, GroupError> {
        match self.storage.failure() {
            Some(failure) => Err(failure),
            None => result.map_err(or),
        }
    }
}

impl<'t> OpenMlsProvider for Provider<'t> {
    type CryptoProvider = Crypto;
    type RandProvider = Crypto;
    type StorageProvider = Storage<'t>;

    fn storage(&self) -> &Storage<'t> {
        &self.storage
    }

    fn crypto(&self) -> &Crypto {
        &self.crypto
    }

    fn rand(&self) -> &Crypto {
        &self.crypto
    }
}
