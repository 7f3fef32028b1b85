//! The store: opened once, cloned freely, closed when the app is locked.

use std::path::PathBuf;
use std::sync::Arc;

use rusqlite::{Connection, TransactionBehavior};

use crate::connections::Connections;
use crate::fault::{Call, Life};
use crate::topic::Hub;
use crate::{DbKey, StoreError, StoreFault, Subscription, Tx};

/// Where a database lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In memory, unencrypted, gone with the store.
    Memory,
    /// In a file; in the browser, under this name in the pool that [`web::install`](crate::web) has opened.
    File(PathBuf),
}

/// An open store. Clones share it.
#[derive(Clone)]
pub struct Store(Arc<Shared>);

struct Shared {
    connections: Connections,
    life: Life,
    hub: Hub,
}

impl Store {
    /// Opens the database, or creates it, and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`] and [`StoreError::TooNew`], without having changed the file; else what `SQLite` reports.
    pub fn open(place: &Place, key: &DbKey) -> Result<Self, StoreError> {
        Self::build(place, key, None)
    }

    /// Like [`open`](Self::open), with a plan of faults for tests.
    ///
    /// # Errors
    /// As [`open`](Self::open), and whatever the plan says.
    pub fn open_with(place: &Place, key: &DbKey, fault: Arc<dyn StoreFault>) -> Result<Self, StoreError> {
        Self::build(place, key, Some(fault))
    }

    /// Removes a database with its journals. It must be closed. One that is not there is no error.
    ///
    /// # Errors
    /// [`StoreError::Files`], in the browser [`StoreError::Browser`].
    pub fn remove(place: &Place) -> Result<(), StoreError> {
        match place {
            Place::Memory => Ok(()),
            Place::File(path) => Connections::remove(path),
        }
    }

    fn build(place: &Place, key: &DbKey, fault: Option<Arc<dyn StoreFault>>) -> Result<Self, StoreError> {
        let life = Life::new(fault);
        let connections = Connections::open(place, key, &life)?;
        Ok(Self(Arc::new(Shared { connections, life, hub: Hub::default() })))
    }

    /// The only write path: runs `work` in one transaction and commits it, or rolls everything back on an error.
    ///
    /// Writers wait for each other. `work` must call neither `with_tx` nor [`read`](Self::read), which would wait for
    /// itself; it reads through the transaction.
    ///
    /// # Errors
    /// What `work` returns; [`StoreError::Busy`], [`StoreError::Full`] and the like from beginning and committing.
    pub fn with_tx<T, E: From<StoreError>>(&self, work: impl FnOnce(&Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        let (mut work, mut out) = (Some(work), Err(StoreError::Closed.into()));
        self.write(&mut |tx| {
            if let Some(work) = work.take() {
                out = work(tx);
            }
            out.is_ok()
        })?;
        out
    }

    /// The part of [`with_tx`](Self::with_tx) that is the same for everybody, so that it is in an app once: runs `work`
    /// and commits if it says so.
    fn write(&self, work: &mut dyn FnMut(&Tx<'_>) -> bool) -> Result<(), StoreError> {
        let shared = &*self.0;
        let topics = {
            let mut writer = shared.connections.writer();
            let connection = writer.as_mut().ok_or(StoreError::Closed)?;
            shared.life.pass(Call::Begin)?;
            let tx = Tx::new(connection.transaction_with_behavior(TransactionBehavior::Immediate)?, &shared.life);
            if !work(&tx) {
                return Ok(()); // rolled back as it is dropped
            }
            tx.commit()?
        };
        shared.hub.publish(&topics);
        Ok(())
    }

    /// Reads from one snapshot: whatever `work` asks, it sees the store as of one commit. Natively readers never
    /// wait for a writer.
    ///
    /// # Errors
    /// What `work` returns; [`StoreError::Closed`] once the store is closed.
    pub fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        let (mut work, mut out) = (Some(work), Err(StoreError::Closed.into()));
        self.look(&mut |snapshot| {
            if let Some(work) = work.take() {
                out = work(snapshot);
            }
        })?;
        out
    }

    /// The part of [`read`](Self::read) that is the same for everybody.
    fn look(&self, work: &mut dyn FnMut(&Connection)) -> Result<(), StoreError> {
        self.0.life.check()?;
        let reader = self.0.connections.reader();
        let connection = reader.as_ref().ok_or(StoreError::Closed)?;
        let snapshot = connection.unchecked_transaction()?; // rolled back when dropped
        work(&snapshot);
        Ok(())
    }

    /// Subscribes to the topics of transactions committed from now on.
    pub fn subscribe(&self) -> Subscription {
        self.0.hub.subscribe()
    }

    /// Moves everything from the write-ahead log into the database and empties it, so that no older version of a
    /// page is left. Does nothing where there is no such log.
    ///
    /// # Errors
    /// [`StoreError::Busy`] while somebody reads from an older version.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        let writer = self.0.connections.writer();
        let connection = writer.as_ref().ok_or(StoreError::Closed)?;
        let busy: bool = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy { Err(StoreError::Busy) } else { Ok(()) }
    }

    /// Reads every page and checks it against its authentication code, then the structure of tables and indexes.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if any of it is damaged.
    pub fn verify(&self) -> Result<(), StoreError> {
        self.read(|connection| {
            let damaged_page = connection.prepare("PRAGMA cipher_integrity_check")?.exists([])?;
            let report: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
            if damaged_page || report != "ok" { Err(StoreError::Corrupt) } else { Ok(()) }
        })
    }

    /// Every page of the database in clear, unused ones too, as of the last commit.
    ///
    /// # Errors
    /// [`StoreError::Closed`], and what `SQLite` reports.
    #[cfg(feature = "testing")]
    pub fn pages(&self) -> Result<Vec<u8>, StoreError> {
        let mut reader = self.0.connections.reader();
        let connection = reader.as_mut().ok_or(StoreError::Closed)?;
        Ok(connection.serialize("main")?.to_vec())
    }

    /// Closes the store for all its clones, which wipes the key from memory; waits for running transactions.
    /// Whoever still holds a clone gets [`StoreError::Closed`], and subscriptions end.
    pub fn close(&self) {
        self.0.connections.close();
        self.0.hub.close();
    }
}
