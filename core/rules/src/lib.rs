//! The rules of validity: what makes an entry, a commit and a roster valid. Pure functions over the prefix of a
//! log and the organisation log, shared by every client and the server. No storage, no input or output, no MLS.

pub mod audit;
mod commit;
pub mod conversation;
pub mod evidence;
pub mod history;
pub mod organisation;
mod refusal;
pub mod retention;
pub mod transition;

pub use refusal::Refusal;
