//! The key of a database.

use std::fmt::Write;

use rusqlite::Connection;
use zeroize::Zeroizing;

use crate::StoreError;

/// The raw 256-bit key of a database. It comes out of a key store, so it is not stretched again: opening costs
/// about 2 ms instead of 180.
pub struct DbKey(Zeroizing<[u8; 32]>);

impl DbKey {
    /// Takes 32 random bytes as a key.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Keys a connection that has not been used yet. Pages are AES-256-CBC with HMAC-SHA-256: on processors with
    /// SHA instructions that is faster than the default, HMAC-SHA-512, and no weaker here.
    pub(crate) fn apply(&self, connection: &Connection) -> Result<(), StoreError> {
        let mut pragma = Zeroizing::new(String::with_capacity(256)); // never grows, so leaves no copies behind
        pragma.push_str("PRAGMA cipher_log_level = NONE; PRAGMA key = \"x'"); // errors are returned, not printed
        for byte in self.0.iter() {
            write!(pragma, "{byte:02x}").expect("writing to a string cannot fail");
        }
        pragma.push_str("'\"; PRAGMA cipher_hmac_algorithm = HMAC_SHA256;");
        connection.execute_batch(&pragma)?;
        // The first read checks the key: SQLite sees noise where the header should be. This pragma reads the first
        // page and no other, so damage elsewhere is not taken for a wrong key.
        match connection.query_row("PRAGMA user_version", [], |_| Ok(())).map_err(StoreError::from) {
            Err(StoreError::Corrupt) => Err(StoreError::WrongKey),
            other => other,
        }
    }
}
