//! What may become of the policy of a conversation, from its founding on.

use verband_protocol::id::MemberId;
use verband_protocol::organisation::Right;
use verband_protocol::policy::{ClosedMember, ConversationKind, ConversationPolicy, Gone, History, Join, Leaf, Write};

use crate::Refusal;
use crate::organisation::OrganisationState;

/// What a commit may, and must, do to the policy of a conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Transition {
    /// Who is away after it: neither more nor, but by a moderator, fewer.
    pub away: Vec<MemberId>,
    /// Who is not expected back after it: neither more nor, but by a moderator, fewer.
    pub gone: Vec<Gone>,
    /// Members who left or were taken out by it. They moderate no more, unless nobody else would.
    pub left: Vec<MemberId>,
    /// Whether its author moderates.
    pub moderates: bool,
    /// Whether its author moderates every channel that she is in.
    pub moderates_all: bool,
    /// The people of a closed chat, as ordered there, with how often each has started anew: another one may take them
    /// back, one at a time.
    pub generations: Vec<ClosedMember>,
}

impl Transition {
    /// The policy that follows if nobody decides anything.
    pub fn least(&self, policy: &ConversationPolicy) -> ConversationPolicy {
        let mut moderators = policy.moderators.clone();
        moderators.retain(|member| !self.left.contains(member));
        if moderators.is_empty() {
            moderators.clone_from(&policy.moderators);
        }
        ConversationPolicy { away: self.away.clone(), gone: self.gone.clone(), moderators, ..policy.clone() }
    }

    /// What may become of the policy of a closed chat: it takes one person back who started anew.
    pub(crate) fn taking_back(
        &self,
        policy: &ConversationPolicy,
    ) -> impl Iterator<Item = (MemberId, ConversationPolicy)> {
        let least = self.least(policy);
        self.generations.iter().enumerate().filter_map(move |(index, entry)| {
            let mut taken = least.clone();
            let old = taken.closed.get_mut(index).filter(|old| old.member == entry.member && *old != entry)?;
            *old = *entry;
            Some((entry.member, taken))
        })
    }

    /// Whether it could take the member of a leaf back.
    pub(crate) fn takes_back(&self, leaf: &Leaf) -> bool {
        self.generations.iter().any(|entry| entry.member == leaf.member)
    }
}

/// Whether one policy may follow another. Never from closed to anything else, never from `from_join` to `full`; a closed
/// chat only takes back its own people.
///
/// # Errors
/// [`Refusal::Policy`].
pub fn check_transition(
    old: &ConversationPolicy,
    new: &ConversationPolicy,
    transition: &Transition,
) -> Result<(), Refusal> {
    if *new == transition.least(old) {
        return Ok(());
    }
    let needs = |right| if right { Ok(()) } else { Err(Refusal::Policy) };
    match old.kind {
        ConversationKind::Personal => Err(Refusal::Policy),
        ConversationKind::Chat => needs(transition.taking_back(old).any(|(_, taken)| taken == *new)),
        ConversationKind::Channel => {
            needs(transition.moderates)?;
            let opens = old.history == History::FromJoin && new.history == History::Full;
            let closes = [old, new].iter().any(|policy| policy.history == History::Closed || !policy.closed.is_empty());
            let strangers = new.away.iter().any(|member| !transition.away.contains(member))
                || new.gone.iter().any(|gone| !transition.gone.contains(gone));
            needs(old.join == Join::Everyone || new.join != Join::Everyone || transition.moderates_all)?;
            needs(is_sound(new))?;
            needs(old.kind == new.kind && !opens && !closes && !new.moderators.is_empty() && !strangers)?;
            let sorted = new.away.is_sorted_by(|a, b| a < b) && new.gone.is_sorted_by(|a, b| a < b);
            needs(sorted && new.moderators.is_sorted_by(|a, b| a < b))
        }
    }
}

/// What everybody is in without being asked, only moderators write; and something that is kept is kept for a day.
fn is_sound(policy: &ConversationPolicy) -> bool {
    (policy.join != Join::Everyone || policy.write == Write::Moderators) && policy.retention_days != Some(0)
}

/// Only a channel has moderators who decide over how long what is in it stays.
fn decides_retention(policy: &ConversationPolicy) -> bool {
    policy.retention_days.is_some() || policy.hold
}

/// Whether a member may found such a conversation, as of a position of the organisation log.
///
/// # Errors
/// [`Refusal::NotAllowed`] without the right, [`Refusal::Closed`] for a chat without its founder, [`Refusal::Contact`],
/// [`Refusal::Policy`] for a personal space of somebody else.
pub fn may_found(
    policy: &ConversationPolicy,
    founder: &MemberId,
    seq: u64,
    organisation: &OrganisationState,
) -> Result<(), Refusal> {
    let needs = |right| if organisation.may_at(founder, right, seq) { Ok(()) } else { Err(Refusal::NotAllowed) };
    if !policy.away.is_empty()
        || !policy.gone.is_empty()
        || (policy.history == History::Closed && !policy.in_closed_roster(founder))
    {
        return Err(Refusal::Closed);
    }
    match policy.kind {
        ConversationKind::Channel if policy.join == Join::Everyone => {
            needs(Right::CreateChannels)?;
            needs(Right::ModerateChannels)?;
            if is_sound(policy) { Ok(()) } else { Err(Refusal::Policy) }
        }
        ConversationKind::Channel if !is_sound(policy) => Err(Refusal::Policy),
        ConversationKind::Personal => {
            let own = ConversationPolicy::personal(organisation.closed_member_at(*founder, seq));
            if *policy == own { Ok(()) } else { Err(Refusal::Policy) }
        }
        ConversationKind::Chat if decides_retention(policy) => Err(Refusal::Policy),
        ConversationKind::Channel | ConversationKind::Chat => may_have_founded(policy, founder, seq, organisation),
    }
}

/// Whether a member may have founded a conversation, as of a position of the organisation log, as far as its policy of later
/// tells: of which kind it is, and who the people of a closed chat are, is said by its first entry for good.
///
/// # Errors
/// As [`may_found`].
pub(crate) fn may_have_founded(
    policy: &ConversationPolicy,
    founder: &MemberId,
    seq: u64,
    organisation: &OrganisationState,
) -> Result<(), Refusal> {
    let needs = |right| if organisation.may_at(founder, right, seq) { Ok(()) } else { Err(Refusal::NotAllowed) };
    match policy.kind {
        ConversationKind::Channel => needs(Right::CreateChannels),
        _ if !policy.in_closed_roster(founder) => Err(Refusal::Closed),
        ConversationKind::Personal => Ok(()),
        ConversationKind::Chat => {
            needs(Right::StartChats)?;
            let reaches = |entry: &ClosedMember| organisation.may_contact_at(founder, &entry.member, seq);
            if policy.closed.iter().all(reaches) { Ok(()) } else { Err(Refusal::Contact) }
        }
    }
}
