//! The protocol of Verband: what travels and what is signed.
//!
//! Here live the ids, the deterministic encoding, the log entry with its hash chain, the records of the
//! organisation log and of commits, device certificates, `seal`/`open`, the invitation code, how a further device is
//! linked, the text of e-mails, what a channel shows and what devices tell each other for a while, the messages of the HTTP interface, and the file that a log is exported to. Client and
//! server share this crate.
//!
//! Not here: rules of validity (`verband-rules`), storage, MLS, and any input or output. Time and chance
//! come in through [`port`].

pub mod backup;
pub mod body;
pub mod capture;
pub mod cbor;
pub mod certificate;
pub mod channel;
pub mod code;
pub mod entry;
pub mod evidence;
pub mod export;
pub mod handover;
pub mod hpke;
pub mod id;
pub mod language;
pub mod linking;
pub mod mail;
pub mod mark;
pub mod organisation;
pub mod policy;
pub mod port;
pub mod seal;
pub mod sign;
pub mod wire;

/// The version written into every header. Another version pauses a log; it never forks it.
pub const VERSION: u8 = 1;

/// The cipher suite of this version: MLS 0x0001, Ed25519, ChaCha20-Poly1305, SHA-256.
pub const SUITE: u8 = 1;
