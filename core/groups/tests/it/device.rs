//! A device: its keys, its store and the log as it has verified it.

use verband_groups::{Certified, Change, GroupError, Identity, PendingCommit, key_packages};
use verband_protocol::id::{DeviceId, Hash, MemberId};
use verband_protocol::policy::Leaf;
use verband_protocol::seal::SealKey;
use verband_protocol::sign::SecretKey;
use verband_rules::conversation::LogState;
use verband_store::Store;

use crate::world::{Chance, NOW, moderated};

/// Who a device is; its store is apart, so that it can die and be opened again.
#[derive(Clone)]
pub(crate) struct Keys {
    pub(crate) leaf: Leaf,
    pub(crate) mls: SecretKey,
    pub(crate) event: SecretKey,
}

impl Keys {
    pub(crate) fn new(member: MemberId) -> Self {
        let mls = SecretKey::random(&Chance);
        let device = DeviceId(Hash::labelled("test/device", &[&mls.public().0]).0);
        Self { leaf: Leaf { device, member }, mls, event: SecretKey::random(&Chance) }
    }

    /// What the organisation says of it.
    pub(crate) fn certified(&self) -> Certified {
        Certified { member: self.leaf.member, mls: self.mls.public(), generation: 0 }
    }

    pub(crate) fn identity(&self) -> Identity {
        Identity::new(self.leaf.device, self.mls.clone())
    }
}

/// A device with its store and the log as it has verified it.
pub(crate) struct Device {
    pub(crate) keys: Keys,
    pub(crate) store: Store,
    pub(crate) state: LogState,
}

impl Device {
    pub(crate) fn id(&self) -> DeviceId {
        self.keys.leaf.device
    }

    pub(crate) fn identity(&self) -> Identity {
        self.keys.identity()
    }

    /// Runs in one transaction.
    pub(crate) fn tx<T>(
        &self,
        work: impl FnOnce(&verband_store::Tx<'_>) -> Result<T, GroupError>,
    ) -> Result<T, GroupError> {
        self.store.with_tx(work)
    }

    pub(crate) fn commit(&self, change: Change) -> Result<PendingCommit, GroupError> {
        self.tx(|tx| verband_groups::commit(tx, &self.identity(), &Chance, &self.state, change, &moderated()))
    }

    pub(crate) fn epoch(&self) -> Option<u64> {
        self.tx(|tx| verband_groups::epoch(tx, &self.state.log)).unwrap()
    }

    pub(crate) fn key(&self, epoch: u64) -> Option<SealKey> {
        self.tx(|tx| Ok(verband_groups::archive_key(tx.sql(), &self.state.log, epoch)?)).unwrap()
    }

    /// The epochs whose archive keys it knows.
    pub(crate) fn known_epochs(&self) -> Vec<u64> {
        let read = |row: &verband_store::rusqlite::Row<'_>| row.get(0);
        let sql = "SELECT epoch FROM archive_key WHERE log = ?1 ORDER BY epoch";
        self.tx(|tx| Ok(tx.query_map(sql, [self.state.log.0], read)?)).unwrap()
    }

    pub(crate) fn key_package(&self, last_resort: bool) -> Vec<u8> {
        let mut made = self.tx(|tx| key_packages(tx, &self.identity(), 1, last_resort, NOW)).unwrap();
        made.remove(0)
    }
}
