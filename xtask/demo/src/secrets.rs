//! Everything in a device's store that could be a key: the keys it keeps as such, and every 32 bytes in a row of
//! everything else that it knows, MLS state included, wherever a secret may stand in it.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, ensure};
use verband_client::{Client, platform};
use verband_store::StoreError;
use verband_store::rusqlite::Connection;
use verband_store::rusqlite::types::ValueRef;

use crate::cast::{Device, PIN};

/// 32 bytes that may be a key.
pub(crate) type Secret = [u8; 32];

/// What a device's owner can try.
pub(crate) struct Secrets {
    /// What the store keeps as 32 bytes of their own: its keys, and ids.
    pub(crate) keys: Vec<Secret>,
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
    let mut found = Found::default();
    store.read(|sql| found.collect(sql)).context("reading the store")?;
    for name in ["device.key", "lock"] {
        windows(&fs::read(device.profile.join(name))?, &mut found.all);
    }
    client.lock();
    ensure!(!found.keys.is_empty() && !found.seeds.is_empty(), "there is nothing in the store");
    Ok(Secrets {
        keys: found.keys.into_iter().collect(),
        all: found.all.into_iter().collect(),
        seeds: found.seeds.into_iter().collect(),
    })
}

#[derive(Default)]
struct Found {
    keys: BTreeSet<Secret>,
    all: BTreeSet<Secret>,
    seeds: BTreeSet<Secret>,
}

impl Found {
    fn collect(&mut self, sql: &Connection) -> Result<(), StoreError> {
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
                        self.take(&table, bytes);
                    }
                }
            }
        }
        Ok(())
    }

    fn take(&mut self, table: &str, bytes: &[u8]) {
        self.keys.extend(Secret::try_from(bytes));
        windows(bytes, &mut self.all);
        if table == "meta" {
            windows(bytes, &mut self.seeds);
        }
    }
}

fn windows(bytes: &[u8], into: &mut BTreeSet<Secret>) {
    into.extend(bytes.windows(32).filter_map(|window| Secret::try_from(window).ok()));
}
