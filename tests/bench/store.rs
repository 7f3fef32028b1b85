//! Messages in the encrypted store beside the same schema in plain `SQLite`, with the same settings.

use std::time::Duration;

use tempfile::TempDir;
use verband_store::rusqlite::{Connection, params};
use verband_store::{DbKey, Place, Store, StoreError};

use crate::bars;
use crate::ruler::{Contestant, Row, Ruler, cost};

const PEER: &str = "plain SQLite";

/// Rows written in one transaction: a page of a log.
const PAGE: i64 = 500;

/// What is on every screen.
const SHOWN: usize = 50;

const MESSAGE: &str = "INSERT INTO message
    (id, log, place, seq, event, author_device, author_member, sent_at, kind, text, photo, state)
    VALUES (?1, ?2, ?1, ?1, ?3, ?4, ?4, ?5, 2, ?6, NULL, 1)";
const INDEX: &str = "INSERT INTO message_text (rowid, text) VALUES (?1, ?2)";
const NEWEST: &str = "SELECT event, seq, author_member, sent_at, text, state FROM message
    WHERE log = ?1 AND deleted = 0 ORDER BY place DESC LIMIT 50";

/// The schema that the encrypted store has.
const SCHEMA: &str = include_str!("../../core/store/schema.sql");

/// What the schema does not say of its index.
const INDEXED: &str = "INSERT INTO message_text (message_text, rank) VALUES ('secure-delete', 1), ('automerge', 8);";

/// The settings of the store's connections.
const SETTINGS: &str = "PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF;
    PRAGMA cache_size = -8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";

pub(crate) fn rows(ruler: &mut Ruler) {
    let (few, many) = if ruler.quick { (1_000, 10_000) } else { (10_000, 100_000) };
    let [small, _] = inserting(ruler, few);
    let [insert, plain] = inserting(ruler, many);
    let name = format!("insert {many} messages with their index");
    ruler.row(&Row::new(&name, insert).beside(PEER, plain).bar(bars::INSERT).grown(small, 10.0));

    let [small, _] = paging(ruler, few);
    let [page, plain] = paging(ruler, many);
    let name = format!("newest {SHOWN} of {many} messages");
    ruler.row(&Row::new(&name, page).beside(PEER, plain).bar(bars::PAGE).grown(small, 10.0));
}

fn inserting(ruler: &mut Ruler, count: i64) -> [Duration; 2] {
    let contestants: [Contestant<'_>; 2] = [
        Box::new(|| {
            let (store, _folder) = encrypted();
            cost(|| fill(&store, count))
        }),
        Box::new(|| {
            let (connection, _folder) = plain();
            cost(|| fill_plain(&connection, count))
        }),
    ];
    ruler.compare(&format!("insert {count}"), 3, contestants)
}

fn paging(ruler: &mut Ruler, count: i64) -> [Duration; 2] {
    let ((store, _folder), (connection, _other)) = (encrypted(), plain());
    fill(&store, count);
    fill_plain(&connection, count);
    let contestants: [Contestant<'_>; 2] = [
        Box::new(|| cost(|| store.read(newest).expect("it reads"))),
        Box::new(|| {
            cost(|| {
                let snapshot = connection.unchecked_transaction().expect("it begins");
                newest(&snapshot).expect("it reads")
            })
        }),
    ];
    ruler.compare(&format!("page of {count}"), 2, contestants)
}

fn encrypted() -> (Store, TempDir) {
    let folder = TempDir::new().expect("a folder for a benchmark");
    let place = Place::File(folder.path().join("store.sqlite"));
    let store = Store::open(&place, &DbKey::new([7; 32])).expect("a store");
    store
        .with_tx(|tx| {
            tx.sql().execute_batch(CONVERSATION)?;
            Ok::<_, StoreError>(())
        })
        .expect("a conversation");
    (store, folder)
}

fn plain() -> (Connection, TempDir) {
    let folder = TempDir::new().expect("a folder for a benchmark");
    let connection = Connection::open(folder.path().join("plain.sqlite")).expect("a database");
    connection.set_prepared_statement_cache_capacity(512);
    for sql in [SETTINGS, SCHEMA, INDEXED, "PRAGMA foreign_keys = ON", CONVERSATION] {
        connection.execute_batch(sql).expect("the same schema");
    }
    (connection, folder)
}

const CONVERSATION: &str = "
    INSERT INTO log (id, kind, head) VALUES (zeroblob(32), 1, zeroblob(32));
    INSERT INTO conversation (log, kind, title, history, created_at) VALUES (zeroblob(32), 1, 'Wundteam', 0, 0);";

fn fill(store: &Store, count: i64) {
    for first in (0..count).step_by(PAGE as usize) {
        let page = store.with_tx(|tx| {
            for id in first..count.min(first + PAGE) {
                let (event, author, text) = message(id);
                tx.execute(MESSAGE, params![id, [0_u8; 32], event, author, 1000 * id, text])?;
                verband_store::index_text(tx, id, &text)?;
            }
            Ok::<_, StoreError>(())
        });
        page.expect("it is written");
    }
}

fn fill_plain(connection: &Connection, count: i64) {
    for first in (0..count).step_by(PAGE as usize) {
        connection.execute_batch("BEGIN IMMEDIATE").expect("it begins");
        for id in first..count.min(first + PAGE) {
            let (event, author, text) = message(id);
            let run = |sql, params: &[&dyn verband_store::rusqlite::ToSql]| {
                connection
                    .prepare_cached(sql)
                    .and_then(|mut statement| statement.execute(params))
                    .expect("it is written")
            };
            run(MESSAGE, params![id, [0_u8; 32], event, author, 1000 * id, text]);
            run(INDEX, params![id, verband_store::fold(&text)]);
        }
        connection.execute_batch("COMMIT").expect("it commits");
    }
}

fn newest(connection: &Connection) -> Result<Vec<(Vec<u8>, i64, String)>, StoreError> {
    let mut statement = connection.prepare_cached(NEWEST)?;
    let rows = statement.query_map([[0_u8; 32]], |row| Ok((row.get(0)?, row.get(3)?, row.get(4)?)))?;
    let rows: Vec<_> = rows.collect::<Result<_, _>>()?;
    assert_eq!(rows.len(), SHOWN, "a full screen");
    Ok(rows)
}

/// A message like those of a ward: event id, author, text.
fn message(id: i64) -> ([u8; 16], [u8; 32], String) {
    const WORDS: [&str; 16] = [
        "Verbandwechsel",
        "Ferse",
        "links",
        "Fibrinbelag",
        "nässt",
        "Wundrand",
        "gerötet",
        "Kompression",
        "Frau",
        "Visite",
        "morgen",
        "bitte",
        "Foto",
        "Schmerzen",
        "Antibiotikum",
        "Granulation",
    ];
    let mixed = id.cast_unsigned().wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut event = [0; 16];
    event[..8].copy_from_slice(&mixed.to_be_bytes());
    let words: Vec<&str> = (0..8 + mixed % 8).map(|n| WORDS[(mixed >> (4 * n)) as usize % 16]).collect();
    (event, [(mixed % 12) as u8; 32], format!("{} {id}", words.join(" ")))
}
