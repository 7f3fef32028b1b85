//! Who is in a conversation, and the keys that come from it: MLS (RFC 9420, OpenMLS) over the open transaction.
//!
//! A conversation is an MLS group whose id is the id of its log. MLS carries no messages here: every epoch gives an
//! archive key, and events are sealed with what derives from it. A group changes in one way only: somebody builds a
//! [`commit`] (or [`external_commit`]), the server puts it into the log, and every device, its author's included,
//! applies it by [`process`] when the log shows it. Newcomers come in by [`join`], and [`walk_back`] gives them the
//! keys of the past.
//!
//! Every function takes the open transaction, loads the group, and forgets it at the end: what is in memory never
//! outlives the transaction, and everything that one entry changes is committed, or rolled back, at once.
//!
//! Not here: network, the rules of who may do what (`verband_rules`), sealing events, and when to do anything.

mod archive;
mod commit;
mod context;
mod crypto;
mod error;
mod group;
mod identity;
mod join;
mod key_package;
mod pending;
mod process;
mod provider;
mod storage;
#[cfg(feature = "testing")]
pub mod testing;

pub use archive::{WalkBack, archive_key, commitment, event_key, keep, late_link, open_link, seal_link, walk_back};
pub use commit::{Change, commit, external_commit};
pub use error::{GroupError, Reason};
pub use group::{Created, create, epoch, forget, policy, roster, unjoin};
pub use identity::{Certified, Directory, Identity};
pub use join::{Joined, Outside, join, outside};
pub use key_package::{Addition, KEY_PACKAGE_VALIDITY, key_packages, prune_key_packages};
pub use pending::{PendingCommit, all_pending, discard_pending, pending};
pub use process::{Processed, process};
