//! A device that was off catches up with what was written meanwhile, beside the bare primitives that this needs.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit};
use ed25519_dalek::{Signature, Signer, SigningKey};
use http::{Request, Response};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use verband_client::Client;
use verband_client::port::{BoxFuture, NoAnswer, Ports, Stream, Transport};
use verband_protocol::cbor;
use verband_protocol::entry::SignedEntry;
use verband_protocol::id::LogId;
use verband_protocol::wire::Page;
use verband_store::{DbKey, Place, Store, StoreError};
use verband_tests::device::{PIN, SECRET};
use verband_tests::world::World;

use crate::bars;
use crate::ruler::{Contestant, Row, Ruler, cost, thread_time};

const PEER: &str = "Ed25519, AEAD, one INSERT";

/// Entries in one transaction, as the client does it.
const PAGE: usize = 500;

pub(crate) fn rows(ruler: &mut Ruler) {
    let (few, many) = if ruler.quick { (100, 1_000) } else { (1_000, 10_000) };
    let [small, _] = catching_up(ruler, few);
    let [ours, theirs] = catching_up(ruler, many);
    let name = format!("catch up with {many} events");
    let note =
        "both into SQLCipher, 500 events a transaction; ours also checks the rules and keeps the full-text index";
    ruler.row(&Row::new(&name, ours).beside(PEER, theirs).bar(bars::CATCH_UP).grown(small, 10.0).note(note));
    let name = format!("catch up with {many} events, 5,000 a second");
    ruler.row(&Row::new(&name, ours).bar(bars::a_second(many as u64, 5_000)));
}

fn catching_up(ruler: &mut Ruler, count: usize) -> [Duration; 2] {
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build().expect("a runtime");
    let (mut world, log) = runtime.block_on(absence(count));
    let mut absent = Absent::new(&mut world);
    let entries = absent.served(&runtime);
    assert!(entries.len() >= count, "the server has given every event");
    let bare = Bare::new(&entries[entries.len() - count..]);
    let contestants: [Contestant<'_>; 2] =
        [Box::new(|| absent.catch_up(&runtime, &log, count)), Box::new(|| bare.catch_up())];
    ruler.compare(&format!("catch up {count}"), 5, contestants)
}

/// A world in which the second member was off while the first one wrote this much.
pub(crate) async fn absence(count: usize) -> (World, LogId) {
    let mut world = World::with_members(1, &["Anna Admin", "Berta Pflege"]).await;
    let log = world.channel("Wundteam", &[1]).await;
    world.devices[1].switch_off();
    let writer = world.devices[0].client();
    for number in 0..count {
        let text = format!("Verbandwechsel Ferse links, Wundrand gerötet, wenig Fibrinbelag, Foto folgt. Nr. {number}");
        writer.send_text(&log, &text).expect("written");
        // People write one after the other.
        world.clock.advance(10_000);
        if number % PAGE == 0 {
            writer.sync().await.expect("sent");
        }
    }
    writer.sync().await.expect("sent");
    (world, log)
}

/// The absent device: each turn starts from a copy of its database.
struct Absent {
    ports: Ports,
    database: PathBuf,
    folder: TempDir,
    line: Metered,
    turns: u32,
}

impl Absent {
    fn new(world: &mut World) -> Self {
        let device = &world.devices[1];
        let mut ports = device.ports(None, Arc::new(device.files.clone()));
        let Place::File(database) = ports.place.clone() else { panic!("devices of a world have files") };
        let line = Metered::new(ports.transport.clone());
        ports.transport = Arc::new(line.clone());
        Self { ports, database, folder: TempDir::new().expect("a folder for a benchmark"), line, turns: 0 }
    }

    /// Syncs once; what that costs without what the server did in this thread.
    fn catch_up(&mut self, runtime: &Runtime, log: &LogId, count: usize) -> Duration {
        let client = self.unlock();
        self.line.begin();
        let all = cost(|| runtime.block_on(client.sync()).expect("it syncs"));
        let newest = client.messages(log, 1).expect("it reads").pop().expect("a message");
        assert!(newest.text.ends_with(&format!("Nr. {}", count - 1)), "it has caught up");
        assert!(client.alarms().expect("it reads").is_empty(), "nothing is wrong");
        client.lock();
        all.saturating_sub(self.line.server())
    }

    /// Everything that the server gives of the log.
    fn served(&mut self, runtime: &Runtime) -> Vec<SignedEntry> {
        let client = self.unlock();
        *self.line.lock() = Seen { keep: true, ..Seen::default() };
        runtime.block_on(client.sync()).expect("it syncs");
        client.lock();
        let pages = std::mem::take(&mut *self.line.lock()).pages;
        let pages = pages.iter().filter_map(|page| cbor::decode::<Page>(page).ok());
        pages.flat_map(|page| page.entries).map(|placed| placed.entry).collect()
    }

    fn unlock(&mut self) -> Client {
        self.turns += 1;
        let copy = self.folder.path().join(format!("{}.sqlite", self.turns));
        std::fs::copy(&self.database, &copy).expect("the profile is copied");
        self.ports.place = Place::File(copy);
        Client::unlock(self.ports.clone(), PIN, &SECRET).expect("it unlocks")
    }
}

/// What went over a line.
#[derive(Default)]
struct Seen {
    /// CPU time of the server, which works in the thread of whoever asks.
    server: Duration,
    keep: bool,
    pages: Vec<Bytes>,
}

/// A line that knows what the server costs.
#[derive(Clone)]
pub(crate) struct Metered {
    inner: Arc<dyn Transport>,
    seen: Arc<Mutex<Seen>>,
}

impl Metered {
    pub(crate) fn new(inner: Arc<dyn Transport>) -> Self {
        Self { inner, seen: Arc::default() }
    }

    /// Forgets what was until now.
    pub(crate) fn begin(&self) {
        *self.lock() = Seen::default();
    }

    /// What the server has cost since.
    pub(crate) fn server(&self) -> Duration {
        self.lock().server
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Metered {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, NoAnswer>> {
        Box::pin(async move {
            let page = request.uri().path().ends_with("/entries");
            let before = thread_time();
            let answer = self.inner.send(request).await?;
            let mut seen = self.lock();
            seen.server += thread_time().saturating_sub(before);
            if page && seen.keep {
                seen.pages.push(answer.body().clone());
            }
            Ok(answer)
        })
    }

    fn stream(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Stream>, NoAnswer>> {
        self.inner.stream(request)
    }
}

/// The same entries under keys that are known here, so that only the primitives are left to do.
struct Bare {
    author: SigningKey,
    cipher: ChaCha20Poly1305,
    entries: Vec<(Vec<u8>, Signature, Vec<u8>)>,
}

impl Bare {
    fn new(entries: &[SignedEntry]) -> Self {
        let author = SigningKey::from_bytes(&[7; 32]);
        let cipher = ChaCha20Poly1305::new(&[8; 32].into());
        let entries = entries.iter().map(|entry| {
            let mut body = entry.body().expect("a text has a body").to_vec();
            cipher.encrypt_in_place(&[9; 12].into(), b"", &mut body).expect("it seals");
            (entry.header.clone(), author.sign(&entry.header), body)
        });
        let entries = entries.collect();
        Self { author, cipher, entries }
    }

    fn catch_up(&self) -> Duration {
        let folder = TempDir::new().expect("a folder for a benchmark");
        let place = Place::File(folder.path().join("bare.sqlite"));
        let store = Store::open(&place, &DbKey::new([7; 32])).expect("a store");
        let table = "CREATE TABLE bare (seq INTEGER PRIMARY KEY, header BLOB, sig BLOB, body BLOB, plain BLOB)";
        store.with_tx(|tx| tx.execute(table, [])).expect("a table");
        cost(|| {
            let author = self.author.verifying_key();
            let mut seq = 0_i64;
            for page in self.entries.chunks(PAGE) {
                let written = store.with_tx(|tx| {
                    for (header, signature, body) in page {
                        author.verify_strict(header, signature).expect("it is signed");
                        let mut plain = body.clone();
                        self.cipher.decrypt_in_place(&[9; 12].into(), b"", &mut plain).expect("it opens");
                        seq += 1;
                        let row = (seq, header, signature.to_bytes(), body, plain);
                        tx.execute("INSERT INTO bare VALUES (?1, ?2, ?3, ?4, ?5)", row)?;
                    }
                    Ok::<_, StoreError>(())
                });
                written.expect("it is written");
            }
        })
    }
}
