//! The encrypted store of a device: one `SQLCipher` database, natively and in the browser.
//!
//! Here live opening and keying, the schema and its migrations, the one write path ([`Store::with_tx`]), snapshots
//! for reading ([`Store::read`]), and the topics that tell feeds what changed. The same SQL runs everywhere; what
//! differs between a file system and the browser stands in `native.rs` and `web.rs` and nowhere else.
//!
//! Not here: what the rows mean. Sync, groups, vault and client write their own tables, from the open transaction.
//! This room is synchronous; it knows no runtime, no network and no clock.

mod connections;
mod error;
mod fault;
mod fold;
mod key;
mod migrate;
mod native;
mod order;
mod part;
mod search;
mod store;
#[cfg(feature = "testing")]
pub mod testing;
mod topic;
mod tx;
pub mod web;

pub use error::StoreError;
pub use fault::{Call, Fate, StoreFault};
pub use fold::{fold, fold_with};
pub use key::DbKey;
pub use migrate::SCHEMA_VERSION;
pub use order::{WAITING, next_message_id};
pub use part::Part;
pub use rusqlite;
pub use search::{index_text, unindex_text};
pub use store::{Place, Store};
pub use topic::{Subscription, Topic};
pub use tx::Tx;
