//! The raw library under a conversation, so that tests can build what no honest program builds.

use openmls::prelude::{Extensions, GroupContext};
use openmls_traits::OpenMlsProvider;
use openmls_traits::storage::{CURRENT_VERSION, StorageProvider};
use verband_protocol::policy::ConversationPolicy;
use verband_store::Tx;

use crate::provider::Provider;

/// What OpenMLS works with in a transaction.
pub fn provider<'t>(
    tx: &'t Tx<'t>,
) -> impl OpenMlsProvider<StorageProvider = impl StorageProvider<CURRENT_VERSION> + 't> + 't {
    Provider::new(tx)
}

/// The group context extensions that carry a policy.
///
/// # Panics
/// Never.
pub fn context_extensions(policy: &ConversationPolicy) -> Extensions<GroupContext> {
    crate::context::context_extensions(policy).expect("both belong into a group context")
}
