//! What holds after every run of a world (I1 to I6 and I8), read from the stores of the devices and from the folder of
//! the server.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use verband_client::MessageState;
use verband_client::protocol::id::{EventId, LogId};
use verband_store::rusqlite::Connection;
use verband_store::{Store, StoreError};

use crate::device::Device;
use crate::world::World;

/// What a device has, in a form that can be compared: every log with position, head and epoch, and the outbox.
pub fn digest(device: &Device) -> String {
    let store = device.client().store().expect("the device is unlocked");
    let rows: Vec<String> = store
        .read(|connection| -> Result<_, StoreError> {
            let mut statement = connection
                .prepare("SELECT hex(id), seq, hex(head), epoch, state, history IS NULL FROM log ORDER BY id")?;
            let logs = statement.query_map([], |row| {
                Ok(format!(
                    "{}:{}:{}:{}:{}:{}",
                    row.get::<_, String>(0)?,
                    row.get::<_, u64>(1)?,
                    row.get::<_, String>(2)?,
                    row.get::<_, u64>(3)?,
                    row.get::<_, i64>(4)?,
                    row.get::<_, bool>(5)?
                ))
            })?;
            let mut rows: Vec<String> = logs.collect::<Result<_, _>>()?;
            let waiting: u64 = connection.query_row("SELECT count(*) FROM outbox", [], |row| row.get(0))?;
            rows.push(format!("outbox {waiting}"));
            Ok(rows)
        })
        .expect("the store can be read");
    format!("{} {}\n", device.name, rows.join(" "))
}

/// One entry as a device has it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Kept {
    head: Vec<u8>,
    event: Vec<u8>,
}

fn entries(store: &Store, log: &LogId) -> BTreeMap<u64, Kept> {
    store
        .read(|connection| -> Result<_, StoreError> {
            let mut statement = connection.prepare("SELECT seq, head, event FROM entry WHERE log = ?1")?;
            let rows = statement
                .query_map([log.as_bytes()], |row| Ok((row.get(0)?, Kept { head: row.get(1)?, event: row.get(2)? })))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .expect("the store can be read")
}

/// Texts of a conversation in order, with their positions, as people see them.
pub fn texts(device: &Device, log: &LogId) -> Vec<(u64, String)> {
    let rows = device.client().messages(log, 100_000).expect("messages can be read");
    rows.into_iter().filter_map(|row| row.seq.map(|seq| (seq, row.text))).collect()
}

/// Checks I1 to I6 for a conversation on these devices after the world has come to rest. `acknowledged` are the
/// events that clients were told are written.
///
/// # Panics
/// If one does not hold, with the seed.
pub fn hold(world: &World, log: &LogId, devices: &[usize], acknowledged: &[EventId]) {
    let seed = world.seed;
    let stores: Vec<Store> =
        devices.iter().map(|index| world.devices[*index].client().store().expect("unlocked")).collect();
    let kept: Vec<_> = stores.iter().map(|store| entries(store, log)).collect();
    let (first, rest) = kept.split_first().expect("at least one device");

    // I1: every acknowledged event is in the log once.
    let mut counts: BTreeMap<&[u8], usize> = BTreeMap::new();
    for entry in first.values() {
        *counts.entry(&entry.event).or_default() += 1;
    }
    for event in acknowledged {
        let count = counts.get(event.as_bytes().as_slice()).copied().unwrap_or(0);
        assert_eq!(count, 1, "SEED={seed} I1: event {event} is {count} times in the log: {}", fate(world, event));
    }
    // I2: equal positions have equal heads, and all devices have the whole log.
    for (index, other) in rest.iter().enumerate() {
        assert_eq!(first, other, "SEED={seed} I2: device {} has another log", devices[index + 1]);
    }
    // I3: everybody sees the same texts in the same order.
    let seen: Vec<_> = devices.iter().map(|index| texts(&world.devices[*index], log)).collect();
    for (index, other) in seen.iter().enumerate() {
        assert_eq!(&seen[0], other, "SEED={seed} I3: device {} shows something else", devices[index]);
    }
    let unreadable = devices.iter().any(|index| {
        let rows = world.devices[*index].client().messages(log, 100_000).expect("messages can be read");
        rows.iter().any(|row| row.state == MessageState::Unreadable)
    });
    assert!(!unreadable, "SEED={seed} I3: something cannot be read");
    same_projections(world, log, devices);
    // I4: everybody is in the same epoch with the same key.
    let newest: BTreeSet<(u64, Vec<u8>)> = stores.iter().map(|store| newest_key(store, log)).collect();
    assert_eq!(newest.len(), 1, "SEED={seed} I4: epochs or keys differ");
    // I6: nothing waits.
    for index in devices {
        let (waiting, failed) = world.devices[*index].client().outbox().expect("the outbox can be read");
        let errors = &world.errors;
        assert_eq!((waiting, failed), (0, 0), "SEED={seed} I6: device {index} has more to send: {errors:?}");
    }
    // Nobody cheated in this world, so nobody raises an alarm.
    for index in devices {
        let alarms = world.devices[*index].client().alarms().expect("alarms can be read");
        assert!(alarms.is_empty(), "SEED={seed}: false alarm on device {index}: {alarms:?}");
    }
}

/// Tables that tell of this device alone, or of its way to what the others have as well.
const OWN: [&str; 19] = [
    "documented_upload", // of what this device sends to a record
    "card",              // what this device put
    "cut_key",
    "join_request",
    "mark", // of all devices but this one
    "told",
    "archive_key",  // who joined late has what the links gave
    "conversation", // what was read, and when it came
    "draft",
    "entry", // compared by its heads
    "founding",
    "log",
    "mls",
    "outbox",
    "recorder",
    "photo", // in the order in which they came
    "upload",
    "alarm",
    "litter",
];

/// What a device shows of a conversation: every row of every table that has one, whichever kind brought it.
pub fn projection(device: &Device, log: &LogId) -> Vec<String> {
    let store = device.client().store().expect("unlocked");
    let read = |connection: &Connection| -> Result<Vec<String>, StoreError> {
        let mut tables: Vec<String> = connection
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%    log %' ORDER BY name")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        tables.retain(|table| !OWN.contains(&table.as_str()));
        let mut lines = Vec::new();
        for table in tables {
            let columns: Vec<String> = connection
                .prepare("SELECT name FROM pragma_table_info(?1) WHERE name NOT IN ('id', 'log') ORDER BY cid")?
                .query_map([&table], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            let list: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
            let sql = format!("SELECT {} FROM {table} WHERE log = ?1", list.join(" || ' ' || "));
            let mut statement = connection.prepare(&sql)?;
            let rows = statement.query_map([log.as_bytes()], |row| row.get::<_, String>(0))?;
            let mut rows: Vec<String> =
                rows.map(|row| Ok(format!("{table}: {}", row?))).collect::<Result<_, StoreError>>()?;
            rows.sort_unstable();
            lines.append(&mut rows);
        }
        Ok(lines)
    };
    store.read(read).expect("the store can be read")
}

/// Checks that devices show the same of a conversation, row by row.
///
/// # Panics
/// If they do not, with the seed and the rows that differ.
pub fn same_projections(world: &World, log: &LogId, devices: &[usize]) {
    let Some((first, rest)) = devices.split_first() else { return };
    let one = projection(&world.devices[*first], log);
    for index in rest {
        let other = projection(&world.devices[*index], log);
        let lacking: Vec<&String> = one.iter().filter(|row| !other.contains(row)).collect();
        let more: Vec<&String> = other.iter().filter(|row| !one.contains(row)).collect();
        assert!(
            lacking.is_empty() && more.is_empty(),
            "SEED={}: device {index} lacks {lacking:#?} of device {first} and has {more:#?} instead",
            world.seed
        );
    }
}

/// What became of an event that should be in a log, on each device that still has it to send.
fn fate(world: &World, event: &EventId) -> String {
    let outbox = |device: &Device| -> Option<String> {
        let read = |connection: &Connection| -> Result<_, StoreError> {
            let sql = "SELECT state, attempts, coalesce(last_error, '') FROM outbox WHERE event = ?1";
            Ok(connection.query_row(sql, [event.as_bytes()], |row| {
                Ok((row.get::<_, u64>(0)?, row.get::<_, u64>(1)?, row.get::<_, String>(2)?))
            })?)
        };
        let (state, attempts, error) = device.client().store().ok()?.read(read).ok()?;
        Some(format!("{} has it in state {state} after {attempts} attempts {error}", device.name))
    };
    let found: Vec<String> = world.devices.iter().filter(|device| device.is_on()).filter_map(outbox).collect();
    let found = if found.is_empty() { "nobody has it to send".to_owned() } else { found.join(", ") };
    let digests: String = world.devices.iter().filter(|device| device.is_on()).map(digest).collect();
    format!("{found}; errors of the last pass: {:?}\n{digests}", world.errors)
}

fn newest_key(store: &Store, log: &LogId) -> (u64, Vec<u8>) {
    store
        .read(|connection: &Connection| -> Result<_, StoreError> {
            Ok(connection.query_row(
                "SELECT epoch, key FROM archive_key WHERE log = ?1 ORDER BY epoch DESC LIMIT 1",
                [log.as_bytes()],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?)
        })
        .expect("the store can be read")
}

/// All archive keys of a device, by epoch.
pub fn archive_keys(device: &Device, log: &LogId) -> Vec<(u64, [u8; 32])> {
    let store = device.client().store().expect("unlocked");
    store
        .read(|connection| -> Result<_, StoreError> {
            let mut statement =
                connection.prepare("SELECT epoch, key FROM archive_key WHERE log = ?1 ORDER BY epoch")?;
            let rows = statement.query_map([log.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .expect("the store can be read")
}

/// Checks I8: none of the markers is in any file below a folder, in any encoding that a careless program would use.
///
/// # Panics
/// If one is.
pub fn nothing_in_clear(folder: &Path, markers: &[&[u8]]) {
    for path in files(folder) {
        let bytes = fs::read(&path).expect("the server's files can be read");
        for marker in markers {
            assert!(!contains(&bytes, marker), "I8: a marker is in {}", path.display());
            let wide: Vec<u8> = marker.iter().flat_map(|byte| [*byte, 0]).collect();
            assert!(!contains(&bytes, &wide), "I8: a marker is in {} as UTF-16", path.display());
        }
    }
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.push(path);
        }
    }
    files
}

/// Whether bytes contain a needle.
pub fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    !needle.is_empty() && bytes.windows(needle.len()).any(|window| window == needle)
}
