//! Building commits: who comes in, who goes, what the policy becomes, and fresh keys in any case.

use std::collections::{BTreeMap, BTreeSet};

use openmls::prelude::{CommitMessageBundle, LeafNodeParameters, MlsGroup, MlsMessageBodyIn};
use openmls_traits::OpenMlsProvider;
use verband_protocol::entry::{CommitRecord, KeyCommitment};
use verband_protocol::id::{DeviceId, EventId, MemberId};
use verband_protocol::policy::{ConversationPolicy, History, Leaf, roster_hash};
use verband_protocol::port::Entropy;
use verband_protocol::seal::SealKey;
use verband_rules::Refusal;
use verband_rules::conversation::LogState;
use verband_rules::transition::{Transition, check_transition};
use verband_store::Tx;

use crate::archive::{archive_key, commitment, seal_link};
use crate::context::{
    capabilities, context_extensions, group_id, join_config, message, policy_of, position_extension, ratchet_tree,
    to_bytes,
};
use crate::error::{broken, invalid};
use crate::group::{active, erase, export, export_staged, leaves, places};
use crate::pending::pending;
use crate::provider::Provider;
use crate::{Addition, Directory, GroupError, Identity, PendingCommit, Reason};

/// What a commit changes. The default changes nobody and renews this device's keys, as every commit does.
#[derive(Default)]
pub struct Change {
    /// Devices that come in.
    pub add: Vec<Addition>,
    /// Devices that go; not this one: leaving is asked for by an event, and another member commits it.
    pub remove: Vec<DeviceId>,
    /// The new policy, if it changes.
    pub policy: Option<ConversationPolicy>,
}

/// Builds a commit on top of the log as this device has verified it. Nothing changes until [`process`] sees the
/// commit in the log; until then no other can be built.
///
/// `transition` is what [`LogState::transition`] says of the change. The rights of the author are checked by
/// [`LogState::check`] when the entry is applied, here as everywhere.
///
/// [`process`]: crate::process
///
/// # Errors
/// [`GroupError::Pending`], [`GroupError::NotJoined`], [`GroupError::Stale`] if the log is in another epoch than the
/// group, [`GroupError::MissingKey`] if a commitment is due for an epoch whose key has not come yet,
/// [`GroupError::Refused`] for a change that every member would refuse, [`GroupError::Store`].
pub fn commit(
    tx: &Tx<'_>,
    identity: &Identity,
    entropy: &dyn Entropy,
    state: &LogState,
    change: Change,
    transition: &Transition,
) -> Result<PendingCommit, GroupError> {
    let provider = Provider::new(tx);
    if pending(tx, &state.log)?.is_some() {
        return Err(GroupError::Pending);
    }
    let mut group = active(tx, &provider, &state.log)?;
    check_state(state, &group)?;
    let ended = state.epoch;
    let archive = export(&group, &provider)?;
    let old_policy = policy_of(group.extensions()).map_err(broken)?;
    let new_policy = &change.policy.unwrap_or_else(|| transition.least(&old_policy));
    check_transition(&old_policy, new_policy, transition)?;
    if change.remove.contains(&identity.device()) {
        return Err(Refusal::NotAllowed.into());
    }
    if !change.add.iter().all(|addition| new_policy.has_room_for(&addition.leaf.member, addition.generation)) {
        return Err(Refusal::Closed.into());
    }
    let added: Vec<Leaf> = change.add.iter().map(|addition| addition.leaf).collect();
    let places = places(&group).map_err(broken)?;
    let removals = change.remove.iter().map(|device| places.get(device).copied().ok_or(Refusal::Roster));
    let removals: Vec<_> = removals.collect::<Result<_, _>>()?;
    let link_wanted = !cuts_history(new_policy, state, &added);
    let record = CommitRecord {
        commitments: due_commitments(tx, state, &archive)?,
        policy: new_policy.hash(),
        ..delta(&state.roster, added, change.remove)?
    };

    let mut builder = group
        .commit_builder()
        .consume_proposal_store(false)
        .force_self_update(true)
        .propose_adds(change.add.into_iter().map(|addition| addition.package))
        .propose_removals(removals);
    if *new_policy != old_policy {
        builder = builder.propose_group_context_extensions(context_extensions(new_policy)?).map_err(broken)?;
    }
    let builder = provider.done(builder.load_psks(provider.storage()), broken)?;
    let built = builder
        .create_group_info(true)
        .create_group_info_with_extensions([position_extension(state.position)])
        .map_err(broken)?
        .build(provider.rand(), provider.crypto(), identity, |_| true);
    let built = provider.done(built, invalid)?;
    let bundle = provider.done(built.stage_commit(&provider), broken)?;
    let staged = group.pending_commit().ok_or_else(|| broken("the commit is not pending"))?;
    let next = export_staged(staged, &provider)?;
    let link = link_wanted.then(|| seal_link(&state.log, ended + 1, &next, &archive, entropy));
    finish(tx, state, entropy, record, bundle, link)
}

/// Builds an external commit (RFC 9420 section 12.4.3.2), by which a device comes in that has no usable group: of
/// a member who is in the conversation already, for recovery or after damage. An old leaf of this device goes with
/// it, and so does the old group. It cannot know the archive key of the epoch it ends: somebody else posts a
/// [`late_link`](crate::late_link).
///
/// # Errors
/// [`GroupError::Pending`]; [`GroupError::Stale`] if group info and log are in different epochs;
/// [`GroupError::Refused`] if what the server gave is not the group that the log shows; [`GroupError::Store`].
pub fn external_commit(
    tx: &Tx<'_>,
    identity: &Identity,
    entropy: &dyn Entropy,
    state: &LogState,
    group_info: &[u8],
    tree: &[u8],
    directory: &Directory<'_>,
) -> Result<PendingCommit, GroupError> {
    let provider = Provider::new(tx);
    if pending(tx, &state.log)?.is_some() {
        return Err(GroupError::Pending);
    }
    let MlsMessageBodyIn::GroupInfo(group_info) = message(group_info)? else {
        return Err(invalid("not a group info"));
    };
    if *group_info.group_id() != group_id(&state.log) {
        return Err(Reason::OtherGroup(state.log).into());
    }
    let own = directory(&identity.device()).ok_or(Reason::Credential)?;
    if !state.has_member(&own.member) {
        return Err(Refusal::NotInRoster.into());
    }
    erase(&provider, &state.log)?;
    let leaf = Leaf { device: identity.device(), member: own.member };
    let old = state.roster.contains_key(&leaf.device).then_some(leaf.device);
    let builder = MlsGroup::external_commit_builder()
        .with_ratchet_tree(ratchet_tree(tree)?)
        .with_config(join_config())
        .skip_lifetime_validation()
        .build_group(&provider, group_info, identity.credential());
    let builder = provider
        .done(builder, invalid)?
        .leaf_node_parameters(LeafNodeParameters::builder().with_capabilities(capabilities()).build())
        .load_psks(provider.storage());
    let built = provider
        .done(builder, broken)?
        .create_group_info(true)
        .create_group_info_with_extensions([position_extension(state.position)])
        .map_err(broken)?
        .build(provider.rand(), provider.crypto(), identity, |_| true);
    let finalized = provider.done(built, invalid)?.finalize(&provider);
    let (group, bundle) = provider.done(finalized, broken)?;

    let ended = group.epoch().as_u64() - 1;
    if ended != state.epoch {
        return Err(GroupError::Stale { expected: state.epoch, got: ended });
    }
    let policy = policy_of(group.extensions())?.hash();
    let record = delta(&state.roster, vec![leaf], old.into_iter().collect())?;
    if roster_hash(&leaves(&group, directory)?) != record.roster {
        return Err(Refusal::Roster.into());
    }
    if policy != state.policy_hash {
        return Err(Refusal::Policy.into());
    }
    finish(tx, state, entropy, CommitRecord { policy, external: true, ..record }, bundle, None)
}

/// Puts together what is sent, and keeps it.
fn finish(
    tx: &Tx<'_>,
    state: &LogState,
    entropy: &dyn Entropy,
    record: CommitRecord,
    bundle: CommitMessageBundle,
    link: Option<Vec<u8>>,
) -> Result<PendingCommit, GroupError> {
    let (mls, welcome, group_info) = bundle.into_messages();
    let commit = PendingCommit {
        event: EventId::random(entropy),
        epoch: state.epoch,
        record,
        mls: to_bytes(&mls)?,
        group_info: to_bytes(&group_info.ok_or_else(|| broken("no group info"))?)?,
        welcome: welcome.map(|welcome| to_bytes(&welcome)).transpose()?,
        link,
    };
    commit.store(tx, &state.log)?;
    Ok(commit)
}

/// The group on this device has to be the one that the log shows.
pub(crate) fn check_state(state: &LogState, group: &MlsGroup) -> Result<(), GroupError> {
    let epoch = group.epoch().as_u64();
    if epoch != state.epoch {
        return Err(GroupError::Stale { expected: epoch, got: state.epoch });
    }
    let devices: BTreeSet<DeviceId> = places(group).map_err(broken)?.into_keys().collect();
    if !state.roster.keys().eq(&devices) {
        return Err(GroupError::State("the log shows another roster than the group".into()));
    }
    Ok(())
}

/// The record of a change of the roster: its deltas in order, and the hash of what comes out.
pub(crate) fn delta(
    roster: &BTreeMap<DeviceId, MemberId>,
    mut added: Vec<Leaf>,
    mut removed: Vec<DeviceId>,
) -> Result<CommitRecord, Reason> {
    added.sort_unstable();
    removed.sort_unstable();
    let mut roster = roster.clone();
    for device in &removed {
        roster.remove(device).ok_or(Refusal::Roster)?;
    }
    for leaf in &added {
        if roster.insert(leaf.device, leaf.member).is_some() {
            return Err(Refusal::Roster.into());
        }
    }
    let leaves: Vec<Leaf> = roster.into_iter().map(|(device, member)| Leaf { device, member }).collect();
    Ok(CommitRecord {
        commitments: Vec::new(),
        roster: roster_hash(&leaves),
        policy: verband_protocol::id::Hash::ZERO,
        added,
        removed,
        external: false,
    })
}

/// Whoever joins a conversation without history for newcomers must not open the link to what was before. Further
/// devices of members cut nothing.
fn cuts_history(policy: &ConversationPolicy, state: &LogState, added: &[Leaf]) -> bool {
    policy.history == History::FromJoin && added.iter().any(|leaf| !state.has_member(&leaf.member))
}

/// The commitments of every ended epoch that no commit published yet.
fn due_commitments(tx: &Tx<'_>, state: &LogState, archive: &SealKey) -> Result<Vec<KeyCommitment>, GroupError> {
    let mut due = Vec::new();
    for &epoch in &state.unpublished {
        let key = archive_key(tx.sql(), &state.log, epoch)?.ok_or(GroupError::MissingKey(epoch))?;
        due.push(KeyCommitment { epoch, commitment: commitment(&key, &state.log, epoch) });
    }
    due.push(KeyCommitment { epoch: state.epoch, commitment: commitment(archive, &state.log, state.epoch) });
    Ok(due)
}
