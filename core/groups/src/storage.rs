//! What OpenMLS keeps, in the table `mls` of the open transaction: one row per value.
//!
//! Values are self-describing CBOR (field names included): OpenMLS evolves its types by serde attributes, and a
//! positional codec would read old state as something else (OpenMLS #2034). A failure is kept here besides being
//! returned, because OpenMLS turns some of them into "key missing" or drops them: a full disk must never be taken
//! for an invalid commit.

use std::cell::RefCell;

use openmls_traits::storage::{CURRENT_VERSION, StorageProvider, traits};
use serde::Serialize;
use serde::de::DeserializeOwned;
use verband_store::{StoreError, Tx};
use zeroize::Zeroizing;

use crate::GroupError;

/// What a row holds. The numbers stand in databases: they never change and are never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    JoinConfig = 1,
    OwnLeafNode = 2,
    Proposal = 3,
    Tree = 4,
    InterimTranscriptHash = 5,
    GroupContext = 6,
    ConfirmationTag = 7,
    GroupState = 8,
    MessageSecrets = 9,
    ResumptionPsks = 10,
    OwnLeafIndex = 11,
    EpochSecrets = 12,
    SignatureKeyPair = 13,
    EncryptionKeyPair = 14,
    EpochKeyPairs = 15,
    KeyPackage = 16,
    Psk = 17,
    /// Ours: a commit on its way, see [`crate::pending`].
    Pending = 32,
}

/// The store failed; [`Storage::failure`] knows how.
#[derive(Debug, thiserror::Error)]
#[error("the store failed")]
pub(crate) struct Failed;

type Done<T = ()> = Result<T, Failed>;

/// The key and the value of a row.
type Pair = (Vec<u8>, Zeroizing<Vec<u8>>);

/// The storage of OpenMLS inside one transaction.
pub(crate) struct Storage<'t> {
    tx: &'t Tx<'t>,
    failure: RefCell<Option<GroupError>>,
}

impl<'t> Storage<'t> {
    pub(crate) fn new(tx: &'t Tx<'t>) -> Self {
        Self { tx, failure: RefCell::new(None) }
    }

    /// Takes the first failure since the last call.
    pub(crate) fn failure(&self) -> Option<GroupError> {
        self.failure.take()
    }

    fn note(&self, error: impl Into<GroupError>) -> Failed {
        self.failure.borrow_mut().get_or_insert(error.into());
        Failed
    }

    fn sql<T>(&self, result: Result<T, StoreError>) -> Done<T> {
        result.map_err(|error| self.note(error))
    }

    fn encode(&self, value: &(impl Serialize + ?Sized)) -> Done<Zeroizing<Vec<u8>>> {
        let bytes = minicbor_serde::to_vec(value);
        bytes.map(Zeroizing::new).map_err(|error| self.note(GroupError::State(error.to_string())))
    }

    fn decode<T: DeserializeOwned>(&self, bytes: &[u8]) -> Done<T> {
        minicbor_serde::from_slice(bytes).map_err(|error| self.note(GroupError::State(error.to_string())))
    }

    fn put_at(&self, kind: Kind, group: &[u8], key: &[u8], value: &(impl Serialize + ?Sized)) -> Done {
        let value = self.encode(value)?;
        let sql = "INSERT INTO mls (kind, grp, key, value) VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT (kind, grp, key) DO UPDATE SET value = excluded.value";
        self.sql(self.tx.execute(sql, (kind as u8, group, key, value.as_slice()))).map(drop)
    }

    fn get_at<T: DeserializeOwned>(&self, kind: Kind, group: &[u8], key: &[u8]) -> Done<Option<T>> {
        let sql = "SELECT value FROM mls WHERE kind = ?1 AND grp = ?2 AND key = ?3";
        let read = |row: &verband_store::rusqlite::Row<'_>| row.get(0).map(Zeroizing::<Vec<u8>>::new);
        let value = self.sql(self.tx.query_opt(sql, (kind as u8, group, key), read))?;
        value.map(|value| self.decode(&value)).transpose()
    }

    fn delete_at(&self, kind: Kind, group: &[u8], key: &[u8]) -> Done {
        let sql = "DELETE FROM mls WHERE kind = ?1 AND grp = ?2 AND key = ?3";
        self.sql(self.tx.execute(sql, (kind as u8, group, key))).map(drop)
    }

    /// All rows of a kind in a group with their keys, in the order of the keys.
    fn rows(&self, kind: Kind, group: &[u8]) -> Done<Vec<Pair>> {
        let sql = "SELECT key, value FROM mls WHERE kind = ?1 AND grp = ?2 ORDER BY key";
        let read = |row: &verband_store::rusqlite::Row<'_>| Ok((row.get(0)?, Zeroizing::new(row.get(1)?)));
        self.sql(self.tx.query_map(sql, (kind as u8, group), read))
    }

    /// The one value of a kind in a group.
    fn put<G: Serialize, T: Serialize>(&self, kind: Kind, group: &G, value: &T) -> Done {
        self.put_at(kind, &self.encode(group)?, &[], value)
    }

    fn get<G: Serialize, T: DeserializeOwned>(&self, kind: Kind, group: &G) -> Done<Option<T>> {
        self.get_at(kind, &self.encode(group)?, &[])
    }

    /// Deletes every row of a kind in a group.
    fn clear<G: Serialize>(&self, kind: Kind, group: &G) -> Done {
        let sql = "DELETE FROM mls WHERE kind = ?1 AND grp = ?2";
        self.sql(self.tx.execute(sql, (kind as u8, self.encode(group)?.as_slice()))).map(drop)
    }

    /// Deletes the key pairs of every epoch of a group.
    pub(crate) fn clear_epochs(&self, group: &openmls::prelude::GroupId) -> Done {
        self.clear(Kind::EpochKeyPairs, group)
    }

    /// Values that belong to no group, by key.
    fn put_key<K: Serialize, T: Serialize>(&self, kind: Kind, key: &K, value: &T) -> Done {
        self.put_at(kind, &[], &self.encode(key)?, value)
    }

    fn get_key<K: Serialize, T: DeserializeOwned>(&self, kind: Kind, key: &K) -> Done<Option<T>> {
        self.get_at(kind, &[], &self.encode(key)?)
    }

    fn delete_key<K: Serialize>(&self, kind: Kind, key: &K) -> Done {
        self.delete_at(kind, &[], &self.encode(key)?)
    }

    /// All values of a kind that belong to no group.
    pub(crate) fn all<T: DeserializeOwned>(&self, kind: Kind) -> Done<Vec<T>> {
        self.rows(kind, &[])?.iter().map(|(_, value)| self.decode(value)).collect()
    }
}

/// A writer, a reader and an eraser for each kind of which a group has one value.
macro_rules! one_per_group {
    ($($kind:ident: $entity:ident, $write:ident<$($w:ident),*>, $read:ident<$($r:ident),*>, $delete:tt;)*) => {$(
        fn $write<$($w: traits::$w<CURRENT_VERSION>),*>(&self, group: &GroupId, value: &$entity) -> Done {
            self.put(Kind::$kind, group, value)
        }
        fn $read<$($r: traits::$r<CURRENT_VERSION>),*>(&self, group: &GroupId) -> Done<Option<$entity>> {
            self.get(Kind::$kind, group)
        }
        one_per_group!(@delete $kind, $delete);
    )*};
    (@delete $kind:ident, none) => {};
    (@delete $kind:ident, $delete:ident) => {
        fn $delete<GroupId: traits::GroupId<CURRENT_VERSION>>(&self, group: &GroupId) -> Done {
            self.clear(Kind::$kind, group)
        }
    };
}

/// A writer, a reader and an eraser for each kind whose values belong to no group.
macro_rules! one_per_key {
    ($($kind:ident: $key:ident, $entity:ident, $write:ident, $read:ident<$($r:ident),*>, $delete:ident;)*) => {$(
        fn $write<$key: traits::$key<CURRENT_VERSION>, $entity: traits::$entity<CURRENT_VERSION>>(
            &self,
            key: &$key,
            value: &$entity,
        ) -> Done {
            self.put_key(Kind::$kind, key, value)
        }
        fn $read<$($r: traits::$r<CURRENT_VERSION>),*>(&self, key: &$key) -> Done<Option<$entity>> {
            self.get_key(Kind::$kind, key)
        }
        fn $delete<$key: traits::$key<CURRENT_VERSION>>(&self, key: &$key) -> Done {
            self.delete_key(Kind::$kind, key)
        }
    )*};
}

impl StorageProvider<CURRENT_VERSION> for Storage<'_> {
    type Error = Failed;

    one_per_group! {
        JoinConfig: MlsGroupJoinConfig, write_mls_join_config<GroupId, MlsGroupJoinConfig>,
            mls_group_join_config<GroupId, MlsGroupJoinConfig>, delete_group_config;
        Tree: TreeSync, write_tree<GroupId, TreeSync>, tree<GroupId, TreeSync>, delete_tree;
        InterimTranscriptHash: InterimTranscriptHash,
            write_interim_transcript_hash<GroupId, InterimTranscriptHash>,
            interim_transcript_hash<GroupId, InterimTranscriptHash>, delete_interim_transcript_hash;
        GroupContext: GroupContext, write_context<GroupId, GroupContext>,
            group_context<GroupId, GroupContext>, delete_context;
        ConfirmationTag: ConfirmationTag, write_confirmation_tag<GroupId, ConfirmationTag>,
            confirmation_tag<GroupId, ConfirmationTag>, delete_confirmation_tag;
        GroupState: GroupState, write_group_state<GroupState, GroupId>,
            group_state<GroupState, GroupId>, delete_group_state;
        MessageSecrets: MessageSecrets, write_message_secrets<GroupId, MessageSecrets>,
            message_secrets<GroupId, MessageSecrets>, delete_message_secrets;
        ResumptionPsks: ResumptionPskStore, write_resumption_psk_store<GroupId, ResumptionPskStore>,
            resumption_psk_store<GroupId, ResumptionPskStore>, delete_all_resumption_psk_secrets;
        OwnLeafIndex: LeafNodeIndex, write_own_leaf_index<GroupId, LeafNodeIndex>,
            own_leaf_index<GroupId, LeafNodeIndex>, delete_own_leaf_index;
        EpochSecrets: GroupEpochSecrets, write_group_epoch_secrets<GroupId, GroupEpochSecrets>,
            group_epoch_secrets<GroupId, GroupEpochSecrets>, delete_group_epoch_secrets;
    }

    one_per_key! {
        SignatureKeyPair: SignaturePublicKey, SignatureKeyPair, write_signature_key_pair,
            signature_key_pair<SignaturePublicKey, SignatureKeyPair>, delete_signature_key_pair;
        EncryptionKeyPair: EncryptionKey, HpkeKeyPair, write_encryption_key_pair,
            encryption_key_pair<HpkeKeyPair, EncryptionKey>, delete_encryption_key_pair;
        KeyPackage: HashReference, KeyPackage, write_key_package,
            key_package<HashReference, KeyPackage>, delete_key_package;
        Psk: PskId, PskBundle, write_psk, psk<PskBundle, PskId>, delete_psk;
    }

    fn append_own_leaf_node<GroupId, LeafNode>(&self, group: &GroupId, leaf: &LeafNode) -> Done
    where
        GroupId: traits::GroupId<CURRENT_VERSION>,
        LeafNode: traits::LeafNode<CURRENT_VERSION>,
    {
        let group = self.encode(group)?;
        let next = self.rows(Kind::OwnLeafNode, &group)?.len() as u64;
        self.put_at(Kind::OwnLeafNode, &group, &next.to_be_bytes(), leaf)
    }

    fn own_leaf_nodes<GroupId, LeafNode>(&self, group: &GroupId) -> Done<Vec<LeafNode>>
    where
        GroupId: traits::GroupId<CURRENT_VERSION>,
        LeafNode: traits::LeafNode<CURRENT_VERSION>,
    {
        let rows = self.rows(Kind::OwnLeafNode, &self.encode(group)?)?;
        rows.iter().map(|(_, leaf)| self.decode(leaf)).collect()
    }

    fn delete_own_leaf_nodes<GroupId: traits::GroupId<CURRENT_VERSION>>(&self, group: &GroupId) -> Done {
        self.clear(Kind::OwnLeafNode, group)
    }

    fn queue_proposal<GroupId, ProposalRef, QueuedProposal>(
        &self,
        group: &GroupId,
        reference: &ProposalRef,
        proposal: &QueuedProposal,
    ) -> Done
    where
        GroupId: traits::GroupId<CURRENT_VERSION>,
        ProposalRef: traits::ProposalRef<CURRENT_VERSION>,
        QueuedProposal: traits::QueuedProposal<CURRENT_VERSION>,
    {
        self.put_at(Kind::Proposal, &self.encode(group)?, &self.encode(reference)?, proposal)
    }

    fn queued_proposal_refs<GroupId, ProposalRef>(&self, group: &GroupId) -> Done<Vec<ProposalRef>>
    where
        GroupId: traits::GroupId<CURRENT_VERSION>,
        ProposalRef: traits::ProposalRef<CURRENT_VERSION>,
    {
        let rows = self.rows(Kind::Proposal, &self.encode(group)?)?;
        rows.iter().map(|(reference, _)| self.decode(reference)).collect()
    }

    fn queued_proposals<GroupId, ProposalRef, QueuedProposal>(
        &self,
        group: &GroupId,
    ) -> Done<Vec<(ProposalRef, QueuedProposal)>>
    where
        GroupId: traits::GroupId<CURRENT_VERSION>,
        ProposalRef: traits::ProposalRef<CURRENT_VERSION>,
        QueuedProposal: traits::QueuedProposal<CURRENT_VERSION>,
    {
        let rows = self.rows(Kind::Proposal, &self.encode(group)?)?;
        rows.iter().map(|(key, proposal)| Ok((self.decode(key)?, self.decode(proposal)?))).collect()
    }

    fn remove_proposal<GroupId, ProposalRef>(&self, group: &GroupId, reference: &ProposalRef) -> Done
    where
        GroupId: traits::GroupId<CURRENT_VERSION>,
        ProposalRef: traits::ProposalRef<CURRENT_VERSION>,
    {
        self.delete_at(Kind::Proposal, &self.encode(group)?, &self.encode(reference)?)
    }

    fn clear_proposal_queue<GroupId, ProposalRef>(&self, group: &GroupId) -> Done
    where
        GroupId: traits::GroupId<CURRENT_VERSION>,
        ProposalRef: traits::ProposalRef<CURRENT_VERSION>,
    {
        self.clear(Kind::Proposal, group)
    }

    fn write_encryption_epoch_key_pairs<GroupId, EpochKey, HpkeKeyPair>(
        &self,
        group: &GroupId,
        epoch: &EpochKey,
        leaf: u32,
        pairs: &[HpkeKeyPair],
    ) -> Done
    where
        GroupId: traits::GroupId<CURRENT_VERSION>,
        EpochKey: traits::EpochKey<CURRENT_VERSION>,
        HpkeKeyPair: traits::HpkeKeyPair<CURRENT_VERSION>,
    {
        self.put_at(Kind::EpochKeyPairs, &self.encode(group)?, &self.encode(&(epoch, leaf))?, pairs)
    }

    fn encryption_epoch_key_pairs<GroupId, EpochKey, HpkeKeyPair>(
        &self,
        group: &GroupId,
        epoch: &EpochKey,
        leaf: u32,
    ) -> Done<Vec<HpkeKeyPair>>
    where
        GroupId: traits::GroupId<CURRENT_VERSION>,
        EpochKey: traits::EpochKey<CURRENT_VERSION>,
        HpkeKeyPair: traits::HpkeKeyPair<CURRENT_VERSION>,
    {
        let pairs = self.get_at(Kind::EpochKeyPairs, &self.encode(group)?, &self.encode(&(epoch, leaf))?)?;
        Ok(pairs.unwrap_or_default())
    }

    fn delete_encryption_epoch_key_pairs<GroupId, EpochKey>(&self, group: &GroupId, epoch: &EpochKey, leaf: u32) -> Done
    where
        GroupId: traits::GroupId<CURRENT_VERSION>,
        EpochKey: traits::EpochKey<CURRENT_VERSION>,
    {
        self.delete_at(Kind::EpochKeyPairs, &self.encode(group)?, &self.encode(&(epoch, leaf))?)
    }
}
