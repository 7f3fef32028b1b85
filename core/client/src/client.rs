//! The client itself: unlocked, it holds the open store and the keys of this device; locked, it holds nothing.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use futures_util::lock::Mutex as AsyncMutex;
use verband_groups::Identity;
use verband_rules::organisation::OrganisationState;
use verband_store::{DbKey, Store, StoreError, Topic, Tx};
use verband_vault::{BlobFiles, StoreFiles};

use crate::account::{self, Account, DeviceKeys};
use crate::api::{Api, Credentials};
use crate::backlog::Shown;
use crate::committing::Owes;
use crate::conversations::know_people;
use crate::directory;
use crate::error::ClientError;
use crate::kind::{self, Recorders, Writers, album};
use crate::lock;
use crate::log::{self, LogStatus};
use crate::pin::ShortPin;
use crate::port::Ports;
use crate::reader::Readers;
use crate::transfer::Transfers;
use crate::wipe::erase;
use crate::{listing, receipts, retention};

/// Whether the server is reached, as a UI shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Online {
    /// Following the server.
    Yes,
    /// Not connected: what is written waits.
    No,
}

/// A profile that was unlocked. Clones share it; locking one locks all.
#[derive(Clone)]
pub struct Client {
    shared: Arc<RwLock<Option<Arc<Inner>>>>,
}

pub(crate) struct Inner {
    pub(crate) ports: Ports,
    pub(crate) store: Store,
    pub(crate) files: Arc<dyn BlobFiles>,
    pub(crate) account: Account,
    pub(crate) keys: DeviceKeys,
    pub(crate) api: Api,
    /// Held by whoever talks to the server about logs: one at a time.
    pub(crate) syncing: AsyncMutex<()>,
    /// Held by whoever sends a document to a record.
    pub(crate) uploading: AsyncMutex<()>,
    /// Who is at work on which sealed file.
    pub(crate) transfers: Transfers,
    pub(crate) readers: Readers,
    pub(crate) shown: Shown,
    pub(crate) owes: Owes,
    pub(crate) rounds: retention::Rounds,
    /// Whether something was erased of which an older version may stand in the write-ahead log.
    pub(crate) erased: AtomicBool,
    pub(crate) writers: Writers,
    pub(crate) recorders: Recorders,
    organisation: Mutex<Option<Arc<OrganisationState>>>,
    pub(crate) short_pin: ShortPin,
    online: AtomicBool,
    /// Whether something has changed since the last key backup.
    pub(crate) backup_due: AtomicBool,
}

impl Client {
    /// Opens the profile that the ports lead to, with the PIN and the secret that the platform keeps for it.
    ///
    /// # Errors
    /// [`ClientError::NotEnrolled`], [`ClientError::WrongPin`], [`ClientError::PinBlocked`], [`ClientError::Wiped`] and what
    /// the store says.
    pub fn unlock(ports: Ports, pin: &str, secret: &[u8; 32]) -> Result<Self, ClientError> {
        let key = lock::unlock(&ports, pin, secret).inspect_err(|error| {
            if matches!(error, ClientError::Wiped) {
                // What does not go now, goes with the next profile.
                let _ = erase(&ports);
            }
        })?;
        let store = open_store(&ports, &key)?;
        let (account, keys) = store.read(account::load)?.ok_or(ClientError::Damaged("the database"))?;
        let client = Self::assemble(ports, store, account, keys);
        let inner = client.inner()?;
        inner.note_pin(pin)?;
        inner.resume_paused()?;
        // Without it the next pass finds the personal space all the same.
        let _awaited = inner.await_own_space();
        // Litter is no reason to keep a nurse out: it is swept the next time.
        let _swept = inner.clear_litter().and_then(|()| inner.sweep_files());
        let _in_step = inner.policy().and_then(|policy| inner.keep_lock_in_step(&policy));
        Ok(client)
    }

    /// Locks: closes the store and forgets all keys. Running calls end with [`ClientError::Locked`], feeds and
    /// readers of photos end.
    pub fn lock(&self) {
        let inner = self.shared.write().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(inner) = inner {
            inner.readers.close();
            inner.writers.close();
            inner.store.close();
        }
    }

    /// Who this profile is. Her name is the one that the organisation has for her by now.
    ///
    /// # Errors
    /// [`ClientError::Locked`], [`ClientError::Store`].
    pub fn account(&self) -> Result<Account, ClientError> {
        let inner = self.inner()?;
        Ok(Account { name: inner.own_name()?, ..inner.account.clone() })
    }

    /// The id of this device.
    ///
    /// # Errors
    /// [`ClientError::Locked`].
    pub fn device(&self) -> Result<verband_protocol::id::DeviceId, ClientError> {
        Ok(self.inner()?.keys.id)
    }

    /// The time so many milliseconds from now, by this device's clock, in milliseconds since the Unix epoch.
    ///
    /// # Errors
    /// [`ClientError::Locked`].
    pub fn from_now(&self, ms: u64) -> Result<u64, ClientError> {
        Ok(self.inner()?.ports.clock.now_ms().saturating_add(ms))
    }

    /// Whether the server is reached.
    pub fn online(&self) -> Online {
        let online = self.inner().is_ok_and(|inner| inner.is_online());
        if online { Online::Yes } else { Online::No }
    }

    /// The store, for tests that look at what is really there.
    #[doc(hidden)]
    pub fn store(&self) -> Result<Store, ClientError> {
        Ok(self.inner()?.store.clone())
    }

    #[allow(clippy::arc_with_non_send_sync, reason = "in the browser there is one thread")]
    pub(crate) fn assemble(ports: Ports, store: Store, account: Account, keys: DeviceKeys) -> Self {
        let credentials = Credentials { device: keys.id, login: keys.login.clone() };
        let api = Api::of_device(Arc::clone(&ports.transport), &account.server, credentials);
        let files = ports.files.clone().unwrap_or_else(|| Arc::new(StoreFiles::new(store.clone())));
        let inner = Inner {
            ports,
            store,
            files,
            account,
            keys,
            api,
            uploading: AsyncMutex::new(()),
            syncing: AsyncMutex::new(()),
            transfers: Transfers::default(),
            readers: Readers::new(),
            shown: Shown::default(),
            owes: Owes::default(),
            rounds: retention::Rounds::default(),
            erased: AtomicBool::new(true),
            writers: Writers::new(),
            recorders: Recorders::default(),
            organisation: Mutex::default(),
            short_pin: ShortPin::default(),
            online: AtomicBool::new(false),
            backup_due: AtomicBool::new(true),
        };
        Self { shared: Arc::new(RwLock::new(Some(Arc::new(inner)))) }
    }

    pub(crate) fn inner(&self) -> Result<Arc<Inner>, ClientError> {
        let shared = self.shared.read().unwrap_or_else(PoisonError::into_inner);
        shared.clone().ok_or(ClientError::Locked)
    }
}

impl Inner {
    /// How this person is called: by the directory, or by what this device was given when it came in.
    pub(crate) fn own_name(&self) -> Result<String, ClientError> {
        let known = self.store.read(|connection| directory::name_of(connection, &self.account.member))?;
        Ok(if known.is_empty() { self.account.name.clone() } else { known })
    }

    /// The organisation as this device has verified it. Read from the store on first use.
    pub(crate) fn organisation(&self) -> Result<Arc<OrganisationState>, ClientError> {
        self.organisation_or(|log| self.store.read(|connection| directory::load(connection, log)))
    }

    /// The same inside of a transaction, which in the browser holds the one connection that there is.
    pub(crate) fn organisation_in(&self, tx: &Tx<'_>) -> Result<Arc<OrganisationState>, ClientError> {
        self.organisation_or(|log| directory::load(tx.sql(), log))
    }

    fn organisation_or(
        &self,
        load: impl FnOnce(&[u8; 32]) -> Result<OrganisationState, StoreError>,
    ) -> Result<Arc<OrganisationState>, ClientError> {
        let mut cached = self.organisation.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(state) = &*cached {
            return Ok(Arc::clone(state));
        }
        let state = Arc::new(load(self.account.organisation.as_bytes())?);
        *cached = Some(Arc::clone(&state));
        Ok(state)
    }

    /// Notes a newer state, after its transaction was committed.
    pub(crate) fn set_organisation(&self, state: OrganisationState) {
        *self.organisation.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(state));
    }

    /// Forgets the state: it is read from the store again.
    pub(crate) fn forget_organisation(&self) {
        *self.organisation.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    pub(crate) fn identity(&self) -> Identity {
        Identity::new(self.keys.id, self.keys.mls.clone())
    }

    pub(crate) fn anonymous(&self) -> Api {
        Api::anonymous(Arc::clone(&self.ports.transport), &self.account.server)
    }

    /// Goes on with the logs that an entry paused: this program may be the newer one that it needs. If not, it pauses again.
    fn resume_paused(&self) -> Result<(), ClientError> {
        let paused = self.logs_with(LogStatus::Paused)?;
        if paused.is_empty() {
            return Ok(());
        }
        Ok(self.store.with_tx(|tx| paused.iter().try_for_each(|log| log::set_status(tx, log, LogStatus::Live)))?)
    }

    pub(crate) fn is_online(&self) -> bool {
        self.online.load(Ordering::Relaxed)
    }

    pub(crate) fn set_online(&self, online: bool) {
        if self.online.swap(online, Ordering::Relaxed) != online {
            // A change that no row shows: feeds of the status hear of it all the same.
            let _ = self.store.with_tx(|tx| {
                tx.touch(Topic::Status);
                Ok::<_, StoreError>(())
            });
        }
    }
}

pub(crate) fn open_store(ports: &Ports, key: &DbKey) -> Result<Store, ClientError> {
    let store = match &ports.fault {
        Some(fault) => Store::open_with(&ports.place, key, Arc::clone(fault))?,
        None => Store::open(&ports.place, key)?,
    };
    kind::extend(&store)?;
    store.extend([listing::TABLES, receipts::TABLES, retention::TABLES])?;
    know_people(&store)?;
    album::take_in(&store)?;
    Ok(store)
}
