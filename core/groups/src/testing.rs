//! The raw library under a conversation, so that tests can build what no honest program builds.

use openmls_traits::OpenMlsProvider;
use openmls_traits::storage::{CURRENT_VERSION, StorageProvider};
use verband_store::Tx;

use crate::provider::Provider;

/// What OpenMLS works with in a transaction.
pub fn provider<'t>(
    tx: &'t Tx<'t>,
) -> impl OpenMlsProvider<StorageProvider = impl StorageProvider<CURRENT_VERSION> + 't> + 't {
    Provider::new(tx)
}

/// The group context extensions that carry a policy.
pub use crate::context::context_extensions;
