//! Applying commits as they come in the log: the one way in which a group changes, for others' and for own ones.

use openmls::prelude::{
    MlsGroup, MlsMessageBodyIn, ProcessedMessage, ProcessedMessageContent, Proposal, Sender, StagedCommit,
};
use verband_protocol::entry::{CommitRecord, Header, Record};
use verband_protocol::id::DeviceId;
use verband_protocol::policy::{ConversationPolicy, Leaf};
use verband_rules::Refusal;
use verband_rules::conversation::LogState;
use verband_rules::transition::{Transition, check_transition};
use verband_store::Tx;

use crate::archive::{archive_key, commitment, keep};
use crate::commit::{check_state, delta};
use crate::context::{group_id, message, policy_of};
use crate::error::{broken, invalid};
use crate::group::{check_closed, export, load, places};
use crate::identity::{check_leaf, device_of};
use crate::key_package::check_package;
use crate::pending::{pending, settle};
use crate::provider::Provider;
use crate::{Directory, GroupError, PendingCommit, Reason};

/// What a commit changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Processed {
    /// The epoch that it started.
    pub epoch: u64,
    /// Whether this device is in the conversation after it. If not, the group can be forgotten.
    pub joined: bool,
    /// Whether it was this device's own.
    pub own: bool,
    /// Devices that came in, in order.
    pub added: Vec<Leaf>,
    /// Devices that went, in order.
    pub removed: Vec<DeviceId>,
    /// The policy that is in force after it.
    pub policy: ConversationPolicy,
}

/// Applies the commit that comes next in a log.
///
/// `state` is the log before it, `header` the one that [`LogState::check`] returned for the entry, `body` the entry's
/// body, `transition` what [`LogState::transition`] says of it. Checked here, beyond RFC 9420: the MLS message is the author's and changes exactly what the record says;
/// nothing but adding, removing and permitted changes of the policy, all in the commit itself; every new leaf is what
/// the organisation certified; nobody new in a closed chat; the published commitments are those of the keys this
/// device knows. The archive key of the new epoch is in the store afterwards.
///
/// # Errors
/// [`GroupError::Refused`]: every honest member refuses it, and nothing was written. [`GroupError::NotJoined`],
/// [`GroupError::Stale`] if this device's external commit lost against this one: [`discard_pending`] it and build it
/// anew. [`GroupError::Store`].
///
/// [`discard_pending`]: crate::discard_pending
pub fn process(
    tx: &Tx<'_>,
    state: &LogState,
    header: &Header,
    body: &[u8],
    transition: &Transition,
    directory: &Directory<'_>,
) -> Result<Processed, GroupError> {
    let Some(Record::Commit(record)) = &header.record else {
        return Err(Refusal::Class.into());
    };
    let provider = Provider::new(tx);
    let own = pending(tx, &state.log)?;
    if let Some(commit) = own.as_ref().filter(|commit| commit.is(body)) {
        return accept(tx, &provider, state, commit);
    }
    let mut group = load(&provider, &state.log)?.filter(MlsGroup::is_active).ok_or(GroupError::NotJoined)?;
    check_state(state, &group)?;
    let MlsMessageBodyIn::PublicMessage(mls) = message(body)? else {
        return Err(invalid("not a public message"));
    };
    let mls = openmls::prelude::ProtocolMessage::from(mls);
    if *mls.group_id() != group_id(&state.log) {
        return Err(Reason::OtherGroup(state.log).into());
    }
    let processed = provider.done(group.process_message(&provider, mls), invalid)?;
    let check = Check { group: &group, state, header, record, transition, directory };
    check.commitments(tx, &provider)?;
    check.sender(&processed)?;
    let ProcessedMessageContent::StagedCommitMessage(staged) = processed.into_content() else {
        return Err(invalid("not a commit"));
    };
    let policy = check.changes(&staged)?;

    provider.done(group.merge_staged_commit(&provider, *staged), broken)?;
    settle(tx, &state.log)?;
    let epoch = state.epoch + 1;
    let joined = group.is_active();
    if joined {
        keep(tx, &state.log, epoch, &export(&group, &provider)?)?;
    }
    let (added, removed) = (record.added.clone(), record.removed.clone());
    Ok(Processed { epoch, joined, own: false, added, removed, policy })
}

/// Applies this device's own commit, which was checked when it was built.
fn accept(
    tx: &Tx<'_>,
    provider: &Provider<'_>,
    state: &LogState,
    commit: &PendingCommit,
) -> Result<Processed, GroupError> {
    let mut group = load(provider, &state.log)?.ok_or(GroupError::NotJoined)?;
    if !commit.record.external {
        check_state(state, &group)?;
        provider.done(group.merge_pending_commit(provider), broken)?;
    }
    settle(tx, &state.log)?;
    let epoch = commit.epoch + 1;
    if group.epoch().as_u64() != epoch {
        return Err(GroupError::State(format!("the commit led to epoch {}, not {epoch}", group.epoch())));
    }
    keep(tx, &state.log, epoch, &export(&group, provider)?)?;
    let policy = policy_of(group.extensions()).map_err(broken)?;
    let (added, removed) = (commit.record.added.clone(), commit.record.removed.clone());
    Ok(Processed { epoch, joined: true, own: true, added, removed, policy })
}

/// The checks of a commit against its entry. None of them depends on a clock or on what this device happens to know,
/// except for commitments to keys that it does not have.
struct Check<'a> {
    group: &'a MlsGroup,
    state: &'a LogState,
    header: &'a Header,
    record: &'a CommitRecord,
    transition: &'a Transition,
    directory: &'a Directory<'a>,
}

impl Check<'_> {
    /// The commitments that the record publishes are those of the keys at hand. Which ones are due is a rule of
    /// the log.
    fn commitments(&self, tx: &Tx<'_>, provider: &Provider<'_>) -> Result<(), GroupError> {
        for published in &self.record.commitments {
            let key = if published.epoch == self.state.epoch {
                Some(export(self.group, provider)?)
            } else {
                archive_key(tx.sql(), &self.state.log, published.epoch)?
            };
            let expected = key.map(|key| commitment(&key, &self.state.log, published.epoch));
            if expected.is_some_and(|expected| expected != published.commitment) {
                return Err(Refusal::Commitment.into());
            }
        }
        let published = self.record.commitments.iter().any(|published| published.epoch == self.state.epoch);
        if published == self.record.external { Err(Refusal::Commitment.into()) } else { Ok(()) }
    }

    /// The MLS sender is the author of the entry: a member, or a device that comes in by an external commit.
    fn sender(&self, processed: &ProcessedMessage) -> Result<(), Reason> {
        let expected = match processed.sender() {
            Sender::Member(_) => !self.record.external,
            Sender::NewMemberCommit => self.record.external,
            _ => false,
        };
        if expected && device_of(processed.credential())? == self.header.author { Ok(()) } else { Err(Reason::Sender) }
    }

    /// The commit changes what the record says and nothing else. Returns the policy after it.
    fn changes(&self, staged: &StagedCommit) -> Result<ConversationPolicy, Reason> {
        let path = staged.update_path_leaf_node().ok_or(Reason::NoPath)?;
        let author = check_leaf(path.credential(), path.signature_key().as_slice(), self.directory)?;
        if author.device != self.header.author {
            return Err(Reason::Sender);
        }
        let old_policy = policy_of(self.group.extensions())?;
        let policy = policy_of(staged.group_context().extensions())?;
        check_transition(&old_policy, &policy, self.transition)?;
        let (added, removed) = self.proposals(staged, author)?;
        for leaf in &added {
            check_closed(&policy, leaf, self.directory)?;
        }
        let changed = delta(&self.state.roster, added, removed)?;
        if (&changed.added, &changed.removed) != (&self.record.added, &self.record.removed)
            || changed.roster != self.record.roster
        {
            return Err(Refusal::Roster.into());
        }
        if policy.hash() == self.record.policy { Ok(policy) } else { Err(Refusal::Policy.into()) }
    }

    /// Who comes and who goes. Everything stands in the commit itself: proposals on their own are never kept.
    fn proposals(&self, staged: &StagedCommit, author: Leaf) -> Result<(Vec<Leaf>, Vec<DeviceId>), Reason> {
        let places = places(self.group)?;
        let (mut added, mut removed) = (Vec::new(), Vec::new());
        for queued in staged.queued_proposals() {
            match (queued.proposal(), self.record.external) {
                (Proposal::Add(add), false) => {
                    added.push(check_package(add.key_package(), self.directory)?);
                }
                (Proposal::Remove(remove), external) => {
                    let place = places.iter().find(|(_, index)| **index == remove.removed());
                    let device = *place.ok_or(Refusal::Roster)?.0;
                    if external && self.state.roster.get(&device) != Some(&author.member) {
                        return Err(Refusal::NotAllowed.into());
                    }
                    removed.push(device);
                }
                (Proposal::GroupContextExtensions(_), false) | (Proposal::ExternalInit(_), true) => {}
                _ => return Err(Reason::Proposal),
            }
        }
        if self.record.external {
            if !self.state.has_member(&author.member) {
                return Err(Refusal::NotInRoster.into());
            }
            added.push(author);
        }
        Ok((added, removed))
    }
}
