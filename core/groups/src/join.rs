//! Joining by a welcome (RFC 9420 section 12.4.3.1), and looking at a group from outside before coming in by oneself.

use openmls::group::{ProposalStore, PublicGroup};
use openmls::prelude::{MlsGroup, MlsMessageBodyIn, StagedWelcome};
use openmls_traits::OpenMlsProvider;
use verband_protocol::entry::Position;
use verband_protocol::id::LogId;
use verband_protocol::policy::{ConversationPolicy, Leaf};
use verband_store::Tx;

use crate::archive::{keep, newest_epoch};
use crate::context::{CIPHERSUITE, group_id, join_config, message, policy_of, position_of, ratchet_tree};
use crate::error::{broken, invalid};
use crate::group::{check_all, check_closed, erase, export, load};
use crate::identity::check_leaf;
use crate::provider::Provider;
use crate::{Directory, GroupError, Identity, Reason};

/// A conversation that this device has joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// The epoch that it joined in. Its archive key is in the store.
    pub epoch: u64,
    /// Where the inviter stood in the log when she built the commit; her signature is over it. The commit entry that
    /// starts `epoch` comes after it, and everything before it can be verified backwards from there.
    pub position: Position,
    /// The policy that is in force.
    pub policy: ConversationPolicy,
    /// Who is in, this device included, in order of device.
    pub roster: Vec<Leaf>,
    /// Who added this device.
    pub inviter: Leaf,
}

/// Joins a conversation with a welcome and the tree of its epoch. The log has to be in the store already. Whether
/// the inviter was permitted to, the log tells: its entry for this epoch has the same roster.
///
/// # Errors
/// [`GroupError::Joined`] if this device is in the conversation: first apply the log, which shows its removal.
/// [`GroupError::Stale`] for an epoch that this device has been in, or one before it. [`GroupError::Refused`] if the
/// welcome opens with none of this device's key packages, or leads into a group that breaks a rule.
/// [`GroupError::Store`].
pub fn join(
    tx: &Tx<'_>,
    identity: &Identity,
    log: &LogId,
    welcome: &[u8],
    tree: &[u8],
    directory: &Directory<'_>,
) -> Result<Joined, GroupError> {
    let provider = Provider::new(tx);
    if load(&provider, log)?.as_ref().is_some_and(MlsGroup::is_active) {
        return Err(GroupError::Joined);
    }
    let MlsMessageBodyIn::Welcome(welcome) = message(welcome)? else {
        return Err(invalid("not a welcome"));
    };
    let builder = StagedWelcome::build_from_welcome(&provider, &join_config(), welcome);
    let builder = provider.done(builder, invalid)?.with_ratchet_tree(ratchet_tree(tree)?);
    let group_info = builder.processed_welcome().unverified_group_info();
    if *group_info.group_id() != group_id(log) {
        return Err(Reason::OtherGroup(*log).into());
    }
    let position = position_of(group_info.extensions());
    let staged = provider.done(builder.replace_old_group().skip_lifetime_validation().build(), invalid)?;

    // From here on the group info is the signer's; who she is, the directory tells.
    let position = position?;
    let epoch = staged.group_context().epoch().as_u64();
    if let Some(newest) = newest_epoch(tx.sql(), log)?.filter(|newest| *newest >= epoch) {
        return Err(GroupError::Stale { expected: newest + 1, got: epoch });
    }
    let signer = provider.done(staged.welcome_sender(), invalid)?;
    let inviter = check_leaf(signer.credential(), signer.signature_key().as_slice(), directory)?;
    let policy = policy_of(staged.group_context().extensions())?;
    let roster = check_all(staged.members(), directory)?;
    if !roster.iter().any(|leaf| leaf.device == identity.device()) {
        return Err(Reason::Credential.into());
    }
    for leaf in &roster {
        check_closed(&policy, leaf, directory)?;
    }
    erase(&provider, log)?;
    let group = provider.done(staged.into_group(&provider), broken)?;
    keep(tx, log, epoch, &export(&group, &provider)?)?;
    Ok(Joined { epoch, position, policy, roster, inviter })
}

/// A conversation as a device sees it that is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// The epoch.
    pub epoch: u64,
    /// Where the author of the commit that started it stood in the log; her signature is over it.
    pub position: Position,
    /// The policy that is in force.
    pub policy: ConversationPolicy,
    /// Who is in, in order of device.
    pub roster: Vec<Leaf>,
}

/// Looks at the group that a group info and tree describe, before [`external_commit`](crate::external_commit). Nothing
/// is kept. Whether it is the group of the log, the log tells: the entry that started its epoch has the same roster.
///
/// # Errors
/// [`GroupError::Refused`] if it is not a group that certified devices made; [`GroupError::Store`].
pub fn outside(
    tx: &Tx<'_>,
    log: &LogId,
    group_info: &[u8],
    tree: &[u8],
    directory: &Directory<'_>,
) -> Result<Outside, GroupError> {
    let provider = Provider::new(tx);
    let MlsMessageBodyIn::GroupInfo(group_info) = message(group_info)? else {
        return Err(invalid("not a group info"));
    };
    if *group_info.group_id() != group_id(log) {
        return Err(Reason::OtherGroup(*log).into());
    }
    if group_info.ciphersuite() != CIPHERSUITE {
        return Err(Reason::Context.into());
    }
    let position = position_of(group_info.extensions());
    let tree = ratchet_tree(tree)?;
    let read =
        PublicGroup::from_external(provider.crypto(), provider.storage(), tree, group_info, ProposalStore::new());
    let (group, _) = provider.done(read, invalid)?;
    erase(&provider, log)?;
    let policy = policy_of(group.group_context().extensions())?;
    let roster = check_all(group.members(), directory)?;
    for leaf in &roster {
        check_closed(&policy, leaf, directory)?;
    }
    Ok(Outside { epoch: group.group_context().epoch().as_u64(), position: position?, policy, roster })
}
