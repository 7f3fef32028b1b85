//! A world: one server, some devices, one clock and one seed. Parts can be killed and started again at any time.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tempfile::TempDir;
use verband_client::protocol::id::{LogId, MemberId};
use verband_client::protocol::policy::Join;
use verband_client::{Client, ClientError, NewInvitation};
use verband_protocol::entry::{Position, SignedEntry};
use verband_protocol::port::Clock;
use verband_server::blobs::FolderBlobs;
use verband_server::config::Mail;
use verband_server::relay::Relay;
use verband_server::store::sqlite::{SqliteOptions, SqliteStore};
use verband_server::store::{Append, Call, Fate, Faults, NewEntry, Store as _, StoreFault};
use verband_server::{Limits, Ports as ServerPorts, Server, Settings, Work, router};

use crate::chance::{Hands, Seeded};
use crate::device::{Device, pin_proof};
use crate::network::{Socket, Weather};

/// The server's address, where a world does not say another; no name is ever looked up.
pub const ORIGIN: &str = "http://verband.test";

/// Passes after which a world that can come to rest has come to rest.
const MANY: usize = 200;

/// Runs what happens in a world, in this thread and with a time that passes at once.
///
/// # Panics
/// If it does, or inside of another run.
pub fn run<T>(happens: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.expect("a runtime").block_on(happens)
}

/// Waits until something holds on a device that follows the server, asking again whenever its store has changed. Whether it
/// came to hold in time.
///
/// # Panics
/// If the device is locked.
pub async fn until(client: &Client, most: Duration, holds: impl Fn() -> bool) -> bool {
    let changes = client.store().expect("unlocked").subscribe();
    let waiting = async {
        while !holds() {
            changes.next().await.expect("it is not locked meanwhile");
        }
    };
    tokio::time::timeout(most, waiting).await.is_ok()
}

/// A world.
pub struct World {
    /// Its seed.
    pub seed: u64,
    /// Its clock.
    pub clock: Hands,
    /// Its devices, by the order in which they came.
    pub devices: Vec<Device>,
    /// Where the server is reached.
    pub socket: Socket,
    /// The mail relay of the server, from its next start on.
    pub mail: Option<Mail>,
    /// The server's address.
    origin: String,
    server: Option<Server>,
    /// How often the server was started.
    lives: u64,
    folder: TempDir,
    /// What the last pass of each device that failed ended with.
    pub errors: Mutex<BTreeMap<String, String>>,
}

impl World {
    /// A world with a server and no organisation.
    ///
    /// # Panics
    /// If the server does not start.
    pub fn new(seed: u64) -> Self {
        Self::elsewhere(seed, Hands::new(), ORIGIN)
    }

    /// The same with a clock and an address of its own.
    ///
    /// # Panics
    /// If the server does not start.
    pub fn elsewhere(seed: u64, clock: Hands, origin: &str) -> Self {
        let mut world = Self { origin: origin.to_owned(), ..Self::empty(seed, clock) };
        world.start_server(Faults::none());
        world
    }

    /// A world without anything but a clock.
    fn empty(seed: u64, clock: Hands) -> Self {
        Self {
            seed,
            clock,
            devices: Vec::new(),
            socket: Socket::default(),
            mail: None,
            origin: ORIGIN.to_owned(),
            server: None,
            lives: 0,
            folder: TempDir::new().expect("a folder for a test"),
            errors: Mutex::default(),
        }
    }

    /// A world whose organisation has these members, each with one device; the first one administers.
    ///
    /// # Panics
    /// If founding or enrolling fails.
    pub async fn with_members(seed: u64, names: &[&str]) -> Self {
        let mut world = Self::new(seed);
        let (founder, others) = names.split_first().expect("at least one member");
        world.found(founder).await.expect("the organisation is founded");
        for name in others {
            world.enrol(name, &[]).await.expect("a colleague enrols");
        }
        world.settle().await;
        world
    }

    /// Switches everything off, so that other worlds can start from here. Founding and enrolling stretch codes, which
    /// costs most of a second for each member; a test of many seeds does it once.
    #[must_use]
    pub fn at_rest(mut self) -> Self {
        self.devices.iter_mut().for_each(Device::switch_off);
        self.kill_server();
        self
    }

    /// A world with a seed of its own that starts from one [`at_rest`](Self::at_rest).
    ///
    /// # Panics
    /// If the other one is not at rest, or something cannot be copied.
    pub fn from_rest(rest: &Self, seed: u64) -> Self {
        let mut world = Self::empty(seed, rest.clock.copied());
        copy_folder(rest.folder.path(), world.folder.path());
        world.devices = rest.devices.iter().map(|device| device.copied(seed, &world.clock, &world.socket)).collect();
        world.start_server(Faults::none());
        for device in &mut world.devices {
            device.switch_on().expect("it unlocks");
        }
        world
    }

    /// Everything that the server has.
    pub fn server_folder(&self) -> &Path {
        self.folder.path()
    }

    /// Starts the server on its folder.
    ///
    /// # Panics
    /// If it does not start.
    pub fn start_server(&mut self, faults: Faults) {
        self.lives += 1;
        let server = self.try_start_server(faults).expect("the server starts");
        self.socket.connect(Some(router(server.clone())));
        self.server = Some(server);
    }

    fn try_start_server(&self, faults: Faults) -> Result<Server, String> {
        let options = SqliteOptions { faults: faults.clone(), ..SqliteOptions::default() };
        let store = SqliteStore::open(self.folder.path(), options).map_err(|error| error.to_string())?;
        let blobs = FolderBlobs::open(self.folder.path(), faults).map_err(|error| error.to_string())?;
        let mut settings = Settings::new(&self.origin);
        settings.work = Work::Inline;
        settings.limits = Limits::unlimited_rates();
        let relay = self.mail.as_ref().map(|mail| Relay::open(mail, &self.origin)).transpose();
        let relay = relay.map_err(|error| error.to_string())?;
        let ports = ServerPorts {
            store: Arc::new(store),
            blobs: Arc::new(blobs),
            clock: Arc::new(self.clock.clone()),
            // A program that starts again does not draw the same numbers again.
            entropy: Arc::new(Seeded::new(self.seed, &format!("server/{}", self.lives))),
            relay: relay.map(Arc::new),
        };
        Server::new(settings, ports).map_err(|error| error.to_string())
    }

    /// Starts the server with a plan of faults, which may strike before it has started: then there is none.
    pub fn start_server_with(&mut self, plan: Arc<dyn StoreFault>) {
        self.lives += 1;
        if let Ok(server) = self.try_start_server(Faults::plan(plan)) {
            self.socket.connect(Some(router(server.clone())));
            self.server = Some(server);
        }
    }

    /// Kills the server: nothing is finished, streams end.
    pub fn kill_server(&mut self) {
        self.socket.connect(None);
        if let Some(server) = self.server.take() {
            server.stop();
        }
    }

    /// The server keeps its house, as it does every hour.
    ///
    /// # Panics
    /// If it is off, or cannot.
    pub fn keep_house(&self) {
        self.server.as_ref().expect("the server is on").keep_house().expect("it keeps its house");
    }

    /// Everything that the server has now, for [`Self::restore`].
    ///
    /// # Panics
    /// If it cannot be copied.
    pub fn back_up(&mut self) -> TempDir {
        self.kill_server();
        let backup = TempDir::new().expect("a folder for a test");
        copy_folder(self.folder.path(), backup.path());
        self.start_server(Faults::none());
        backup
    }

    /// The server goes on from a backup.
    ///
    /// # Panics
    /// If it cannot be copied.
    pub fn restore(&mut self, backup: &TempDir) {
        self.kill_server();
        self.folder = TempDir::new().expect("a folder for a test");
        copy_folder(backup.path(), self.folder.path());
        self.start_server(Faults::none());
    }

    /// The server writes an entry into a log by itself, whatever the rules say of it.
    ///
    /// # Panics
    /// If there is no such log.
    pub fn forge(&mut self, organisation: &LogId, log: &LogId, entry: &SignedEntry) {
        self.forge_all(organisation, log, std::slice::from_ref(entry));
    }

    /// The same for several entries, one after the other.
    ///
    /// # Panics
    /// If there is no such log.
    pub fn forge_all(&mut self, organisation: &LogId, log: &LogId, entries: &[SignedEntry]) {
        self.kill_server();
        let store = SqliteStore::open(self.folder.path(), SqliteOptions::default()).expect("the server's own");
        let seq = store.last(organisation, log).expect("readable").expect("there is such a log");
        let head = store.head_at(organisation, log, seq).expect("readable").expect("every entry has one");
        let mut at = Position { seq, head };
        let placed = entries.iter().map(|signed| {
            at = at.next(signed);
            NewEntry { at, header: signed.read().expect("it has a header"), signed }
        });
        let append = Append {
            organisation: *organisation,
            log: *log,
            before: seq,
            entries: placed.collect(),
            changes: Vec::new(),
            now: self.clock.now_ms(),
        };
        store.append(&append).expect("it is written");
        drop(store);
        self.start_server(Faults::none());
    }

    /// Founds the organisation on a new device.
    ///
    /// # Errors
    /// What the client says.
    ///
    /// # Panics
    /// If the server is off.
    pub async fn found(&mut self, name: &str) -> Result<(), ClientError> {
        let token = self.set_up_token();
        let mut device = Device::new(name, self.seed, &self.clock, &self.socket);
        device.found(&self.origin, &token).await?;
        self.devices.push(device);
        Ok(())
    }

    /// A token that permits one founding.
    ///
    /// # Panics
    /// If the server is off.
    pub fn set_up_token(&self) -> String {
        let server = self.server.as_ref().expect("the server is on");
        server.new_set_up_link().expect("the server gives a link").token.grouped().to_string()
    }

    /// Invites a person and enrols her on a new device, which comes last.
    ///
    /// # Errors
    /// What the clients say.
    pub async fn enrol(&mut self, name: &str, conversations: &[LogId]) -> Result<usize, ClientError> {
        let link = self.invite(name, conversations).await?;
        let mut device = Device::new(name, self.seed, &self.clock, &self.socket);
        device.enrol(&link).await?;
        self.devices.push(device);
        Ok(self.devices.len() - 1)
    }

    /// Links a further device of the same person to one that is there; it comes last.
    ///
    /// # Errors
    /// What the clients say.
    pub async fn link(&mut self, old: usize, name: &str) -> Result<usize, ClientError> {
        let mut new = Device::new(name, self.seed, &self.clock, &self.socket);
        let offer = new.offer().await?;
        let client = self.devices[old].client();
        let request = client.read_link(&offer.link()).await?;
        let (let_in, came_in) =
            futures_util::join!(client.link_device(&request, name, pin_proof(client)), new.come_in(&offer));
        let_in.and(came_in)?;
        self.devices.push(new);
        Ok(self.devices.len() - 1)
    }

    /// Invites a person; the link of her letter.
    ///
    /// # Errors
    /// What the client says.
    pub async fn invite(&self, name: &str, conversations: &[LogId]) -> Result<String, ClientError> {
        let mut invitation = NewInvitation::named(name);
        invitation.terms.conversations = conversations.to_vec();
        let invited = self.devices[0].client().invite_one(invitation).await?;
        Ok(invited.link.to_string())
    }

    /// A channel of the first device with these further ones in it.
    ///
    /// # Panics
    /// If it cannot be made.
    pub async fn channel(&mut self, title: &str, others: &[usize]) -> LogId {
        let founder = self.devices[0].client().clone();
        let log = founder.create_channel(title, Join::Invitation).expect("a channel");
        founder.sync().await.expect("the channel reaches the server");
        let members: Vec<MemberId> = others.iter().map(|index| self.devices[*index].member()).collect();
        if !members.is_empty() {
            founder.add_members(&log, &members).await.expect("members are added");
        }
        self.settle().await;
        log
    }

    /// Changes the weather on all lines.
    pub fn set_weather(&self, weather: Weather) {
        for device in &self.devices {
            device.line.set_weather(weather);
        }
    }

    /// One pass of every device that is on, all at the same time. Errors are what the network does.
    pub async fn pass(&self) {
        let passes = self.devices.iter().filter(|device| device.is_on()).map(|device| {
            let client = device.client().clone();
            async move { (device.name.clone(), client.sync().await) }
        });
        let outcomes = futures_util::future::join_all(passes).await;
        let failed = outcomes.into_iter().filter_map(|(name, outcome)| Some((name, outcome.err()?.to_string())));
        *self.errors.lock().unwrap_or_else(PoisonError::into_inner) = failed.collect();
    }

    /// Fair weather, and passes until nothing is sent any more and everybody has the same.
    ///
    /// # Panics
    /// If the world does not come to rest, with its seed.
    pub async fn settle(&self) {
        self.set_weather(Weather::FAIR);
        let mut before = String::new();
        for _ in 0..MANY {
            self.pass().await;
            let now = self.devices.iter().filter(|device| device.is_on()).map(crate::invariants::digest).collect();
            if now == before {
                return;
            }
            before = now;
        }
        panic!("SEED={}: the world does not come to rest", self.seed);
    }
}

/// A server that dies at its next write as soon as it is told to.
#[derive(Default)]
pub struct Doomed(AtomicBool);

impl Doomed {
    /// From now on it dies.
    pub fn strike(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl StoreFault for Doomed {
    fn at(&self, _: Call) -> Fate {
        if self.0.load(Ordering::Relaxed) { Fate::Die } else { Fate::Live }
    }
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("the folder of a test") {
        let from = entry.expect("the folder of a test").path();
        let to = to.join(from.file_name().expect("what is in a folder has a name"));
        if from.is_dir() {
            std::fs::create_dir_all(&to).expect("a folder for a test");
            copy_folder(&from, &to);
        } else {
            std::fs::copy(&from, &to).expect("a file of a test is copied");
        }
    }
}
