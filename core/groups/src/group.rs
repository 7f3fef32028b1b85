//! The group of a conversation: founding it, reading what it says, leaving it behind.

use std::collections::BTreeMap;

use openmls::prelude::{LeafNodeIndex, MlsGroup, PURE_PLAINTEXT_WIRE_FORMAT_POLICY, StagedCommit};
use openmls_traits::OpenMlsProvider;
use verband_protocol::entry::{CommitRecord, Position};
use verband_protocol::id::{DeviceId, LogId, MemberId};
use verband_protocol::policy::{ConversationPolicy, History, Leaf, roster_hash};
use verband_protocol::seal::SealKey;
use verband_rules::Refusal;
use verband_store::Tx;
use zeroize::Zeroizing;

use crate::archive::{EXPORTER, keep};
use crate::context::{
    CIPHERSUITE, capabilities, context_extensions, group_id, lifetime, policy_of, position_extension, to_bytes,
};
use crate::error::broken;
use crate::identity::{check_leaf, device_of};
use crate::pending::{pending, settle};
use crate::provider::Provider;
use crate::{Directory, GroupError, Identity, Reason};

/// A conversation that was founded on this device and is not in the log yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created {
    /// The record of the first entry, which has no body.
    pub record: CommitRecord,
    /// MLS `GroupInfo`, without tree.
    pub group_info: Vec<u8>,
    /// MLS ratchet tree.
    pub tree: Vec<u8>,
}

/// Founds a conversation with this device alone in it; others are added by a commit after the first entry. The log
/// has to be in the store already. If the server refuses the first entry, [`forget`] it.
///
/// # Errors
/// [`GroupError::Joined`] if the conversation exists; [`GroupError::Refused`] for a closed chat that its founder is
/// not in; [`GroupError::Store`].
pub fn create(
    tx: &Tx<'_>,
    identity: &Identity,
    log: &LogId,
    member: MemberId,
    policy: &ConversationPolicy,
) -> Result<Created, GroupError> {
    let provider = Provider::new(tx);
    if load(&provider, log)?.is_some() {
        return Err(GroupError::Joined);
    }
    let leaf = Leaf { device: identity.device(), member };
    if policy.history == History::Closed && !policy.in_closed_roster(&leaf.member) {
        return Err(Refusal::Closed.into());
    }
    let group = MlsGroup::builder()
        .with_group_id(group_id(log))
        .ciphersuite(CIPHERSUITE)
        .with_wire_format_policy(PURE_PLAINTEXT_WIRE_FORMAT_POLICY)
        .use_ratchet_tree_extension(false)
        .max_past_epochs(0)
        .number_of_resumption_psks(0)
        .lifetime(lifetime())
        .with_capabilities(capabilities())
        .with_group_context_extensions(context_extensions(policy)?)
        .build(&provider, identity, identity.credential());
    let group = provider.done(group, broken)?;
    keep(tx, log, 0, &export(&group, &provider)?)?;
    let position = [position_extension(Position::START)];
    let group_info = group.export_group_info_with_additional_extensions(provider.crypto(), identity, false, position);
    Ok(Created {
        record: CommitRecord {
            commitments: Vec::new(),
            roster: roster_hash([&leaf]),
            policy: policy.hash(),
            added: vec![leaf],
            removed: Vec::new(),
            external: false,
        },
        group_info: to_bytes(&group_info.map_err(broken)?)?,
        tree: to_bytes(&group.export_ratchet_tree())?,
    })
}

/// The epoch that this device is in: none if it is not (or not any more, or not yet) in the conversation.
///
/// # Errors
/// [`GroupError::Store`].
pub fn epoch(tx: &Tx<'_>, log: &LogId) -> Result<Option<u64>, GroupError> {
    match active(tx, &Provider::new(tx), log) {
        Ok(group) => Ok(Some(group.epoch().as_u64())),
        Err(GroupError::NotJoined) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The policy that is in force.
///
/// # Errors
/// [`GroupError::NotJoined`], [`GroupError::Store`].
pub fn policy(tx: &Tx<'_>, log: &LogId) -> Result<ConversationPolicy, GroupError> {
    let group = active(tx, &Provider::new(tx), log)?;
    policy_of(group.extensions()).map_err(broken)
}

/// The leaves of the conversation, in order of device.
///
/// # Errors
/// [`GroupError::NotJoined`], [`GroupError::Store`], [`GroupError::State`] if the directory does not know a device.
pub fn roster(tx: &Tx<'_>, log: &LogId, directory: &Directory<'_>) -> Result<Vec<Leaf>, GroupError> {
    let group = active(tx, &Provider::new(tx), log)?;
    leaves(&group, directory).map_err(broken)
}

/// Deletes the group of a conversation from this device, with a commit that may be on its way. Archive keys stay
/// until the log is deleted.
///
/// # Errors
/// [`GroupError::Store`].
pub fn forget(tx: &Tx<'_>, log: &LogId) -> Result<(), GroupError> {
    settle(tx, log)?;
    erase(&Provider::new(tx), log)
}

/// Takes a join back whose commit the log does not show: the group goes with the archive key of its epoch, so that
/// another welcome can be true, of whatever epoch.
///
/// # Errors
/// [`GroupError::Store`].
pub fn unjoin(tx: &Tx<'_>, log: &LogId) -> Result<(), GroupError> {
    if let Some(group) = load(&Provider::new(tx), log)? {
        let epoch = group.epoch().as_u64();
        tx.execute("DELETE FROM archive_key WHERE log = ?1 AND epoch = ?2", (log.0, epoch))?;
    }
    forget(tx, log)
}

/// Loads the state of a group, active or not.
pub(crate) fn load(provider: &Provider<'_>, log: &LogId) -> Result<Option<MlsGroup>, GroupError> {
    provider.done(MlsGroup::load(provider.storage(), &group_id(log)), broken)
}

/// Loads a group that this device is in, as the log shows it.
pub(crate) fn active(tx: &Tx<'_>, provider: &Provider<'_>, log: &LogId) -> Result<MlsGroup, GroupError> {
    // The state of an external commit on its way is one epoch ahead of the log.
    if pending(tx, log)?.is_some_and(|commit| commit.record.external) {
        return Err(GroupError::NotJoined);
    }
    load(provider, log)?.filter(MlsGroup::is_active).ok_or(GroupError::NotJoined)
}

/// Deletes the state of a group.
pub(crate) fn erase(provider: &Provider<'_>, log: &LogId) -> Result<(), GroupError> {
    let Some(mut group) = load(provider, log)? else {
        return Ok(());
    };
    provider.done(group.delete(provider.storage()), broken)?;
    // OpenMLS looks for the key pairs of the epoch that the group says it is in; a device that was removed has others.
    provider.done(provider.storage().clear_epochs(&group_id(log)), broken)
}

/// All leaves of a group, each checked against its certificate, in order of device.
pub(crate) fn leaves(group: &MlsGroup, directory: &Directory<'_>) -> Result<Vec<Leaf>, Reason> {
    check_all(group.members(), directory)
}

/// Checks every leaf against its certificate; no device may have two.
pub(crate) fn check_all(
    members: impl Iterator<Item = openmls::prelude::Member>,
    directory: &Directory<'_>,
) -> Result<Vec<Leaf>, Reason> {
    let mut leaves: Vec<Leaf> = members
        .map(|member| check_leaf(&member.credential, &member.signature_key, directory))
        .collect::<Result<_, _>>()?;
    leaves.sort_unstable();
    if leaves.windows(2).any(|pair| pair[0].device == pair[1].device) {
        return Err(Reason::Credential);
    }
    Ok(leaves)
}

/// The place of every device in the tree.
pub(crate) fn places(group: &MlsGroup) -> Result<BTreeMap<DeviceId, LeafNodeIndex>, Reason> {
    group.members().map(|member| Ok((device_of(&member.credential)?, member.index))).collect()
}

/// The archive key of the epoch that a group is in.
pub(crate) fn export(group: &MlsGroup, provider: &Provider<'_>) -> Result<SealKey, GroupError> {
    let id = group.group_id().as_slice();
    seal_key(group.export_secret(provider.crypto(), EXPORTER, id, 32).map_err(broken)?)
}

/// The archive key of the epoch that a commit starts.
pub(crate) fn export_staged(staged: &StagedCommit, provider: &Provider<'_>) -> Result<SealKey, GroupError> {
    let id = staged.group_context().group_id().as_slice();
    seal_key(staged.export_secret(provider.crypto(), EXPORTER, id, 32).map_err(broken)?)
}

fn seal_key(bytes: Vec<u8>) -> Result<SealKey, GroupError> {
    let bytes = Zeroizing::new(bytes);
    bytes.as_slice().try_into().map(SealKey::from_bytes).map_err(broken)
}

/// Nobody is in a closed chat who was not at its start, or started anew and was not taken back.
pub(crate) fn check_closed(policy: &ConversationPolicy, leaf: &Leaf, directory: &Directory<'_>) -> Result<(), Reason> {
    let generation = directory(&leaf.device).ok_or(Reason::Credential)?.generation;
    if policy.has_room_for(&leaf.member, generation) { Ok(()) } else { Err(Refusal::Closed.into()) }
}
