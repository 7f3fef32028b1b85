//! A device of a world: its profile on disk, its line to the server, and the client while it is on.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tempfile::TempDir;
use verband_client::platform::TokioTimer;
use verband_client::port::{LockFile, Ports, Stretch};
use verband_client::{Administrator, Client, ClientError, Enrolment, LinkOffer, NewOrganisation, PinProof};
use verband_protocol::certificate::DeviceClass;
use verband_protocol::code::{InvitationLink, RecoveryLink, RootLink};
use verband_protocol::id::MemberId;
use verband_protocol::linking::LinkAnswer;
use verband_protocol::wire::InvitationBundle;
use verband_store::testing::FaultAt;
use verband_store::{Fate, Place, StoreFault};
use verband_vault::{BlobFiles, MemoryFiles};

use crate::chance::{Hands, Seeded};
use crate::network::{Line, Socket};
use crate::world::ORIGIN;

/// The PIN of every device.
pub const PIN: &str = "123456";

/// The secret that the platform keeps for every device.
pub const SECRET: [u8; 32] = [7; 32];

/// That whoever holds a device knows its PIN, as she shows by typing it again.
///
/// # Panics
/// If the device is locked, or has another PIN.
pub fn pin_proof(client: &Client) -> PinProof {
    client.verify_pin(PIN, &SECRET).expect("it is the PIN of every device")
}

/// A lock file in memory.
#[derive(Clone, Default)]
pub struct MemoryLock(Arc<Mutex<Option<Vec<u8>>>>);

impl LockFile for MemoryLock {
    fn load(&self) -> std::io::Result<Option<Vec<u8>>> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    fn save(&self, bytes: &[u8]) -> std::io::Result<()> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(bytes.to_vec());
        Ok(())
    }

    fn remove(&self) -> std::io::Result<()> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(())
    }
}

/// A device.
pub struct Device {
    /// Whose it is, for messages of tests.
    pub name: String,
    /// Its line to the server.
    pub line: Line,
    /// Its sealed files.
    pub files: MemoryFiles,
    /// What kind of machine it comes in as.
    pub class: DeviceClass,
    lock: MemoryLock,
    folder: TempDir,
    lives: u64,
    entropy: Arc<Seeded>,
    clock: Hands,
    client: Option<Client>,
    /// The link of the recovery sheet, if the organisation was founded here.
    pub sheet: Option<String>,
}

impl Device {
    /// A device that nobody has enrolled on.
    pub fn new(name: &str, seed: u64, clock: &Hands, socket: &Socket) -> Self {
        Self {
            name: name.to_owned(),
            line: Line::new(socket.clone(), Seeded::new(seed, &format!("{name}/network"))),
            files: MemoryFiles::default(),
            class: DeviceClass::Phone,
            lock: MemoryLock::default(),
            folder: TempDir::new().expect("a folder for a test"),
            lives: 0,
            entropy: Arc::new(Seeded::new(seed, name)),
            clock: clock.clone(),
            client: None,
            sheet: None,
        }
    }

    /// A device with the same profile in another world. This one is off, and has neither written nor fetched files.
    ///
    /// # Panics
    /// If it is on, or the profile cannot be copied.
    pub fn copied(&self, seed: u64, clock: &Hands, socket: &Socket) -> Self {
        assert!(!self.is_on(), "what is copied is at rest");
        let mut copy = Self::new(&self.name, seed, clock, socket);
        copy.lock = MemoryLock(Arc::new(Mutex::new(self.lock.load().expect("in memory"))));
        copy.lives = self.lives;
        std::fs::copy(self.database(), copy.database()).expect("the profile is copied");
        copy
    }

    fn database(&self) -> PathBuf {
        self.folder.path().join(format!("{}.sqlite", self.lives))
    }

    /// The ports of this device, with a plan of faults for its store.
    pub fn ports(&self, fault: Option<Arc<dyn StoreFault>>, files: Arc<dyn BlobFiles>) -> Ports {
        Ports {
            clock: Arc::new(self.clock.clone()),
            entropy: self.entropy.clone(),
            transport: Arc::new(self.line.clone()),
            timer: Arc::new(TokioTimer),
            files: Some(files),
            lock: Arc::new(self.lock.clone()),
            place: Place::File(self.database()),
            stretch: Stretch { memory_kib: 8, passes: 1 },
            fault,
        }
    }

    /// The ports of this device.
    pub fn plain_ports(&self) -> Ports {
        self.ports(None, Arc::new(self.files.clone()))
    }

    /// Founds an organisation here.
    ///
    /// # Errors
    /// What the client says.
    pub async fn found(&mut self, server: &str, token: &str) -> Result<(), ClientError> {
        self.found_with(server, token, None).await
    }

    /// The same with a store that fails as the plan says.
    ///
    /// # Errors
    /// What the client says.
    pub async fn found_with(
        &mut self,
        server: &str,
        token: &str,
        fault: Option<Arc<dyn StoreFault>>,
    ) -> Result<(), ClientError> {
        let new = NewOrganisation { server, token, organisation_name: "Klinikum Musterstadt", name: &self.name };
        let ports = self.ports(fault, Arc::new(self.files.clone()));
        let (client, sheet) = Client::found(ports, &new, DeviceClass::Phone, PIN, &SECRET).await?;
        self.client = Some(client);
        self.sheet = Some(sheet.link.to_string());
        Ok(())
    }

    /// Enrols here with a letter's link.
    ///
    /// # Errors
    /// What the client says.
    pub async fn enrol(&mut self, link: &str) -> Result<(), ClientError> {
        self.enrol_with(link, None).await
    }

    /// The same with a store that fails as the plan says.
    ///
    /// # Errors
    /// What the client says.
    pub async fn enrol_with(&mut self, link: &str, fault: Option<Arc<dyn StoreFault>>) -> Result<(), ClientError> {
        let link = InvitationLink::parse(link)?;
        let ports = self.ports(fault, Arc::new(self.files.clone()));
        // A name is asked for by registration keys alone.
        let enrolment = Enrolment { class: self.class, pin: PIN, name: Some(&self.name) };
        self.client = Some(Client::enrol(ports, &link, enrolment, &SECRET).await?);
        Ok(())
    }

    /// Comes back here with the link of a recovery card.
    ///
    /// # Errors
    /// What the client says.
    pub async fn recover(&mut self, link: &str) -> Result<(), ClientError> {
        self.recover_with(link, None).await
    }

    /// The same with a store that fails as the plan says.
    ///
    /// # Errors
    /// What the client says.
    pub async fn recover_with(&mut self, link: &str, fault: Option<Arc<dyn StoreFault>>) -> Result<(), ClientError> {
        let link = RecoveryLink::parse(link)?;
        let ports = self.ports(fault, Arc::new(self.files.clone()));
        self.client = Some(Client::recover(ports, &link, DeviceClass::Phone, PIN, &SECRET).await?);
        Ok(())
    }

    /// Comes in here with the root key of the recovery sheet.
    ///
    /// # Errors
    /// What the client says.
    pub async fn restore(&mut self, link: &str, who: Administrator<'_>) -> Result<(), ClientError> {
        let link = RootLink::parse(link)?;
        self.client = Some(Client::restore(self.plain_ports(), &link, who, DeviceClass::Phone, PIN, &SECRET).await?);
        Ok(())
    }

    /// Offers this new device to a person who has another one.
    ///
    /// # Errors
    /// What the client says.
    pub async fn offer(&self) -> Result<LinkOffer, ClientError> {
        self.offer_with(self.class, None).await
    }

    /// The same of any kind of machine, with a store that fails as the plan says.
    ///
    /// # Errors
    /// What the client says.
    pub async fn offer_with(
        &self,
        class: DeviceClass,
        fault: Option<Arc<dyn StoreFault>>,
    ) -> Result<LinkOffer, ClientError> {
        Client::offer_link(self.ports(fault, Arc::new(self.files.clone())), ORIGIN, class).await
    }

    /// Agrees to what another device has answered to an offer.
    ///
    /// # Errors
    /// What the client says.
    pub async fn accept(&mut self, offer: &LinkOffer, answer: &LinkAnswer) -> Result<(), ClientError> {
        self.client = Some(offer.accept(answer, PIN, &SECRET).await?);
        Ok(())
    }

    /// Waits for the answer to an offer, and agrees.
    ///
    /// # Errors
    /// What the client says.
    pub async fn come_in(&mut self, offer: &LinkOffer) -> Result<(), ClientError> {
        self.accept(offer, &offer.answer().await?).await
    }

    /// Looks up a letter's link, as a person does before she chooses a PIN.
    ///
    /// # Errors
    /// What the client says.
    pub async fn look_up(&self, link: &str) -> Result<InvitationBundle, ClientError> {
        Client::look_up(&self.plain_ports(), &InvitationLink::parse(link)?).await
    }

    /// Whether a profile is here.
    ///
    /// # Panics
    /// Never: the lock file is in memory.
    pub fn is_enrolled(&self) -> bool {
        Client::enrolled(&self.plain_ports()).expect("in memory")
    }

    /// The names of all files that this device has, those of former lives included.
    ///
    /// # Panics
    /// If the folder of the test cannot be read.
    pub fn on_disk(&self) -> Vec<String> {
        let folder = std::fs::read_dir(self.folder.path()).expect("the folder of a test");
        let names = folder.map(|entry| entry.expect("the folder of a test").file_name());
        let sealed = self.files.list().expect("in memory").into_iter().map(|id| format!("{id:02x?}"));
        names.map(|name| name.to_string_lossy().into_owned()).chain(sealed).collect()
    }

    /// The folder with its database, and with those of former lives.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Bytes in the write-ahead log of its database: older versions of pages may stand there.
    pub fn journal_len(&self) -> u64 {
        let mut journal = self.database().into_os_string();
        journal.push("-wal");
        std::fs::metadata(journal).map_or(0, |found| found.len())
    }

    /// The client. The device has to be on.
    ///
    /// # Panics
    /// If it is off.
    pub fn client(&self) -> &Client {
        self.client.as_ref().expect("the device is on")
    }

    /// Whether it is on. One that wiped itself is not.
    pub fn is_on(&self) -> bool {
        self.client.as_ref().is_some_and(|client| client.account().is_ok())
    }

    /// Who uses it.
    ///
    /// # Panics
    /// If it is off.
    pub fn member(&self) -> MemberId {
        self.client().account().expect("unlocked").member
    }

    /// Switches it off in an orderly way.
    pub fn switch_off(&mut self) {
        if let Some(client) = self.client.take() {
            client.lock();
        }
    }

    /// Switches it on.
    ///
    /// # Errors
    /// What the client says.
    pub fn switch_on(&mut self) -> Result<(), ClientError> {
        self.client = Some(Client::unlock(self.plain_ports(), PIN, &SECRET)?);
        Ok(())
    }

    /// Switches it on with a store that fails as the plan says.
    ///
    /// # Errors
    /// What the client says; the plan may already strike here.
    pub fn switch_on_with(&mut self, fault: Arc<dyn StoreFault>, files: Arc<dyn BlobFiles>) -> Result<(), ClientError> {
        let ports = self.ports(Some(fault), files);
        self.client = Some(Client::unlock(ports, PIN, &SECRET)?);
        Ok(())
    }

    /// A life in which the store dies at its `k`-th call while something is done with the client, if it comes that far; then the
    /// process is killed and starts again. Whether it died.
    ///
    /// # Panics
    /// If what is left does not unlock.
    pub async fn dies_at(&mut self, k: u64, act: impl AsyncFnOnce(&Client)) -> bool {
        self.switch_off();
        let fault = FaultAt::new(k, Fate::Die);
        if self.switch_on_with(fault.clone(), Arc::new(self.files.clone())).is_ok() {
            act(self.client()).await;
        }
        let died = fault.struck();
        self.kill();
        self.switch_on().expect("it starts again");
        died
    }

    /// Kills the process: whatever is not on disk is gone, and nothing is closed in an orderly way.
    ///
    /// # Panics
    /// If the folder of the test cannot be used.
    pub fn kill(&mut self) {
        let old = self.database();
        self.lives += 1;
        if !old.exists() {
            self.client = None;
            return;
        }
        let next = self.folder.path().join(format!("remains-{}", self.lives));
        std::fs::create_dir(&next).expect("a folder for a test");
        let copy = verband_store::testing::remains(&old, &next).expect("what is left can be copied");
        move_with_log(&copy, &self.database());
        self.client = None;
    }
}

fn move_with_log(from: &Path, to: &Path) {
    std::fs::rename(from, to).expect("in the same folder");
    let log = |path: &Path| PathBuf::from(format!("{}-wal", path.display()));
    if log(from).exists() {
        std::fs::rename(log(from), log(to)).expect("in the same folder");
    }
}
