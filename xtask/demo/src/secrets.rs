//! Everything in a device's store that could be a key: the keys it keeps as such, and every 32 bytes in a row of
//! everything else that it knows, MLS state included, wherever a secret may stand in it.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, ensure};
use verband_client::{Client, platform};
use verband_store::rusqlite::Connection;
use verband_store::rusqlite::types::ValueRef;

use crate::cast::{Device, PIN};

/// 32 bytes that may be a key.
pub(crate) type Secret = [u8; 32];

/// What a device's owner can try.
pub(crate) struct Secrets {
    /// Every 32 bytes in a row, each once.
    pub(crate) all: Vec<Secret>,
    /// Those of them that may be the seed of a key pair: what the store keeps about the device itself.
    pub(crate) seeds: Vec<Secret>,
}

/// Columns that hold nothing but what the server has as well, or pixels.
const NO_SECRETS: [(&str, &str); 4] =
    [("entry", "body"), ("entry", "header"), ("photo", "thumb"), ("device", "certificate")];

/// Opens a device's store, with its PIN and the secret beside it, and takes everything.
pub(crate) fn of(device: &Device) -> Result<Secrets> {
    let secret = platform::device_secret(&device.profile)?;
    let client = Client::unlock(platform::ports(&device.profile, None)?, PIN, &secret)?;
    let store = client.store()?;
    let mut all = BTreeSet::new();
    let mut seeds = BTreeSet::new();
    store.read(|sql| collect(sql, &mut all, &mut seeds)).context("reading the store")?;
    for name in ["device.key", "lock"] {
        windows(&fs::read(device.profile.join(name))?, &mut all);
    }
    client.lock();
    ensure!(!all.is_empty() && !seeds.is_empty(), "there is nothing in the store");
    Ok(Secrets { all: all.into_iter().collect(), seeds: seeds.into_iter().collect() })
}

fn collect(
    sql: &Connection,
    all: &mut BTreeSet<Secret>,
    seeds: &mut BTreeSet<Secret>,
) -> Result<(), verband_store::StoreError> {
    // The tables of the full-text index hold words, which are messages.
    let names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'message_text%'";
    let mut tables = sql.prepare(names)?;
    let tables: Vec<String> = tables.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for table in tables {
        let mut statement = sql.prepare(&format!("SELECT * FROM \"{table}\""))?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for (index, column) in columns.iter().enumerate() {
                if NO_SECRETS.contains(&(&table, column)) {
                    continue;
                }
                if let ValueRef::Blob(bytes) | ValueRef::Text(bytes) = row.get_ref(index)? {
                    windows(bytes, all);
                    if table == "meta" {
                        windows(bytes, seeds);
                    }
                }
            }
        }
    }
    Ok(())
}

fn windows(bytes: &[u8], into: &mut BTreeSet<Secret>) {
    into.extend(bytes.windows(32).filter_map(|window| Secret::try_from(window).ok()));
}
