//! A device of a large house: a thousand conversations and a million messages, through the client's own queries; and
//! what search finds beside a full-text index of words.

use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use verband_client::protocol::id::LogId;
use verband_client::protocol::policy::Join;
use verband_client::{Client, SearchQuery};
use verband_store::rusqlite::{Connection, params};
use verband_store::{Store, StoreError, fold};
use verband_tests::world::World;

use crate::bars;
use crate::catch_up::Metered;
use crate::ruler::{Contestant, Row, Ruler, cost};

/// What is on every screen.
const SHOWN: u32 = 50;

/// Messages written in one transaction.
const PAGE: u64 = 1_000;

pub(crate) fn rows(ruler: &mut Ruler) {
    let (conversations, messages) = if ruler.quick { (100, 20_000) } else { (1_000, 1_000_000) };
    let house = House::new(conversations, messages);
    let client = house.world.devices[0].client().clone();
    let store = client.store().expect("unlocked");

    let listed = || assert_eq!(client.conversations().expect("it reads").len(), conversations, "all of them");
    let [ours] = ruler.compare("list of conversations", 2, [Box::new(|| cost(listed))]);
    let name = format!("list of {conversations} conversations, {messages} messages");
    ruler.row(&Row::new(&name, ours).bar(bars::SCREEN));

    let mut turn = 0;
    let mut page = || {
        turn = (turn + 1) % house.logs.len();
        let rows = client.messages(&house.logs[turn], SHOWN).expect("it reads");
        assert_eq!(rows.len(), SHOWN as usize, "a full screen");
    };
    let [ours] = ruler.compare("page of a conversation", 2, [Box::new(|| cost(&mut page))]);
    let name = format!("newest {SHOWN} of a conversation, each time another, of {messages} messages");
    ruler.row(&Row::new(&name, ours).bar(bars::SCREEN));

    for (what, words) in [
        ("a whole word", "Fibrinbelag"),
        ("a part of compounds", "kompression"),
        ("two parts", "verband ferse"),
        ("a phrase", "\"Wundrand gerötet\""),
        ("an umlaut, written out", "geroetet"),
        ("two letters", "hb"),
        ("the oldest message", "Seltenheit"),
        ("what is not there", "Seltsamkeit"),
    ] {
        let query = SearchQuery { words: words.to_owned(), ..SearchQuery::default() };
        let search = || client.search(&query, SHOWN).expect("it searches").len();
        assert_eq!(search() == 0, words == "Seltsamkeit", "{words}");
        let [ours] = ruler.compare(&format!("search for {what}"), 2, [Box::new(|| cost(search))]);
        let name = format!("search {messages} messages for {what}: first {SHOWN}");
        ruler.row(&Row::new(&name, ours).bar(bars::SEARCH));
    }
    sizes(ruler, &store, messages);
    missed(ruler, &client, &store);
    house.pass(ruler);
}

/// The index beside the texts that it is of.
fn sizes(ruler: &mut Ruler, store: &Store, messages: u64) {
    let sums = store.read(|sql| {
        let sum = |sql: &Connection, query: &str| sql.query_row(query, [], |row| row.get::<_, f64>(0));
        let index = sum(sql, "SELECT sum(length(block)) FROM message_text_data")?;
        Ok::<_, StoreError>((index, sum(sql, "SELECT sum(length(CAST(text AS BLOB))) FROM message")?))
    });
    let (index, texts) = sums.expect("it reads");
    let name = format!("index of {messages} messages");
    let megabytes = |bytes: f64| bytes / 1_000_000.0;
    ruler.row(
        &Row::amount(&name, megabytes(index), "MB").beside_amount("their texts", megabytes(texts)).bar(bars::INDEX),
    );
}

/// Parts of compounds that a search does not find, beside SQLite's index of words over the same texts.
fn missed(ruler: &mut Ruler, client: &Client, store: &Store) {
    const NEWEST: i64 = 10_000;
    let texts = store.read(|sql| {
        let mut statement = sql.prepare("SELECT text FROM message ORDER BY id DESC LIMIT ?1")?;
        let texts = statement.query_map([NEWEST], |row| row.get::<_, String>(0))?;
        Ok::<_, StoreError>(texts.collect::<Result<Vec<_>, _>>()?)
    });
    let texts = texts.expect("it reads");
    let folder = TempDir::new().expect("a folder for a benchmark");
    let plain = Connection::open(folder.path().join("words.sqlite")).expect("a database");
    plain
        .execute_batch(
            "CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2'); BEGIN",
        )
        .expect("a table");
    for text in &texts {
        plain.execute("INSERT INTO words (text) VALUES (?1)", [text]).expect("it is written");
    }
    let (mut there, mut ours, mut theirs) = (0, 0, 0);
    for part in FIRST.iter().chain(&LAST) {
        let folded = fold(part);
        there += texts.iter().filter(|text| fold(text).contains(folded.trim())).count();
        let found = plain.query_row("SELECT count(*) FROM words (?1)", [format!("\"{part}\"")], |row| row.get(0));
        theirs += found.unwrap_or(0_usize);
        // The newest ones of all: as many as there are among them.
        let query = SearchQuery { words: (*part).to_owned(), ..SearchQuery::default() };
        let hits = client.search(&query, u32::MAX).expect("it searches");
        let oldest = client.store().expect("unlocked").read(|sql| {
            let sql = sql.query_row(
                "SELECT min(id) FROM (SELECT id FROM message ORDER BY id DESC LIMIT ?1)",
                [NEWEST],
                |row| row.get::<_, u64>(0),
            );
            Ok::<_, StoreError>(sql?)
        });
        let oldest = oldest.expect("it reads");
        ours += hits.iter().filter(|hit| hit.position >> 1 >= oldest).count();
    }
    #[allow(clippy::cast_precision_loss, reason = "some thousands")]
    let share = |found: usize| 100.0 * (1.0 - found as f64 / there as f64);
    let row = Row::amount("parts of compounds that are not found", share(ours), "%");
    let row = row.beside_amount("SQLite FTS5, unicode61", share(theirs)).bar(bars::MISSED);
    ruler.row(&row.note("each part of a compound, in the 10,000 newest messages"));
}

/// A world whose first device has all that.
struct House {
    runtime: Runtime,
    world: World,
    logs: Vec<LogId>,
}

impl House {
    fn new(conversations: usize, messages: u64) -> Self {
        let runtime = Builder::new_current_thread().enable_time().start_paused(true).build().expect("a runtime");
        let world = runtime.block_on(World::with_members(1, &["Anna Admin", "Berta Pflege"]));
        let client = world.devices[0].client().clone();
        let berta = world.devices[1].member();
        let mut logs = Vec::with_capacity(conversations);
        for number in 0..conversations {
            let made = if number % 2 == 0 {
                client.create_channel(&format!("Station {number}"), Join::Invitation)
            } else {
                client.create_chat(&[berta])
            };
            logs.push(made.expect("a conversation"));
        }
        runtime.block_on(client.sync()).expect("the conversations reach the server");
        fill(&client.store().expect("unlocked"), &logs, messages);
        Self { runtime, world, logs }
    }

    /// What a pass costs in which nothing is new.
    fn pass(mut self, ruler: &mut Ruler) {
        let device = &mut self.world.devices[0];
        let mut ports = device.plain_ports();
        device.switch_off();
        let line = Metered::new(ports.transport.clone());
        ports.transport = std::sync::Arc::new(line.clone());
        let unlock = Client::unlock(ports, verband_tests::device::PIN, &verband_tests::device::SECRET);
        let client = unlock.expect("it unlocks");
        self.runtime.block_on(client.sync()).expect("it syncs");
        let contestant: Contestant<'_> = Box::new(|| {
            line.begin();
            let all = cost(|| self.runtime.block_on(client.sync()).expect("it syncs"));
            all.saturating_sub(line.server())
        });
        let [ours] = ruler.compare("pass without news", 2, [contestant]);
        let name = format!("a pass over {} conversations without news", self.logs.len());
        ruler.row(&Row::new(&name, ours).note("without what the server does"));
        client.lock();
    }
}

/// Writes messages as sync would, without what the log has of them.
fn fill(store: &Store, logs: &[LogId], count: u64) {
    const MESSAGE: &str = "INSERT INTO message
        (id, log, place, seq, event, author_device, author_member, sent_at, kind, text, photo, state)
        VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?5, ?6, 2, ?7, NULL, 1)";
    for first in (0..count).step_by(PAGE as usize) {
        let page = store.with_tx(|tx| {
            for number in first..count.min(first + PAGE) {
                // Seconds from 2023 on, one message in each.
                let (id, log) = (1_700_000_000 + number.cast_signed(), &logs[number as usize % logs.len()]);
                let (event, author, text) = message(number);
                let place = 1_000 + number;
                tx.execute(MESSAGE, params![id, log.as_bytes(), place, event, author, 1000 * id, text])?;
                verband_store::index_text(tx, id, &text)?;
            }
            Ok::<_, StoreError>(())
        });
        page.expect("it is written");
    }
    let newest = "UPDATE conversation SET last_text = newest.text, last_at = newest.sent_at, last_seq = newest.seq
        FROM (SELECT log, text, sent_at, max(seq) AS seq FROM message GROUP BY log) AS newest
        WHERE newest.log = conversation.log";
    store.with_tx(|tx| tx.execute(newest, [])).expect("it is written");
}

/// What compounds begin and end with.
const FIRST: [&str; 16] = [
    "Kompressions",
    "Fersen",
    "Wund",
    "Druck",
    "Saug",
    "Gips",
    "Stütz",
    "Fixier",
    "Knöchel",
    "Becken",
    "Rücken",
    "Schulter",
    "Unterschenkel",
    "Steißbein",
    "Schaumstoff",
    "Silikon",
];
const LAST: [&str; 16] = [
    "verband",
    "dekubitus",
    "rand",
    "auflage",
    "salbe",
    "wechsel",
    "spülung",
    "geschwür",
    "schmerz",
    "ödem",
    "naht",
    "infektion",
    "größe",
    "tiefe",
    "pflege",
    "lagerung",
];
const WORDS: [&str; 16] = [
    "Ferse",
    "links",
    "Fibrinbelag",
    "nässt",
    "gerötet",
    "Frau",
    "Visite",
    "morgen",
    "bitte",
    "Foto",
    "Hb",
    "Verband",
    "Wundrand",
    "Salbe",
    "Granulation",
    "rechts",
];

/// A message like those of a ward: event id, author, text. The first has a word that no other has.
fn message(number: u64) -> ([u8; 16], [u8; 32], String) {
    let mixed = number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut event = [0; 16];
    event[..8].copy_from_slice(&mixed.to_be_bytes());
    let pick = |n: u64| (mixed >> (4 * n)) as usize % 16;
    let compound = format!("{}{}", FIRST[pick(15)], LAST[pick(14)]);
    let words: Vec<&str> = (0..6 + mixed % 6).map(|n| WORDS[pick(n)]).collect();
    let rare = if number == 0 { "Seltenheit " } else { "" };
    (event, [(mixed % 12) as u8; 32], format!("{rare}{compound} {} {number}", words.join(" ")))
}
