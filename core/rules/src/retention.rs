//! How long content stays: what the policies say, what a legal hold forbids, and which prune is valid. Clocks are their
//! authors' word: nobody makes one entry older than the log makes it, because a prune names a place in the log up to which
//! time has passed, and the server looks at its own clock as well.

use verband_protocol::entry::{Class, Header, MAX_PRUNED};
use verband_protocol::organisation::OrganisationPolicy;
use verband_protocol::policy::ConversationKind;

use crate::Refusal;
use crate::conversation::{LogState, Surroundings};
use crate::organisation::OrganisationState;

/// A day in milliseconds.
pub const DAY: u64 = 86_400_000;

/// Who holds what is in a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// The organisation holds everything.
    Organisation,
    /// The moderators of a channel hold what is in it.
    Conversation,
}

/// Days that content stays in a conversation of a kind, of what the conversation and the organisation say.
pub fn days_that_hold(kind: ConversationKind, own: Option<u32>, organisation: &OrganisationPolicy) -> Option<u32> {
    let days = [organisation.retention_days, own].into_iter().flatten().min();
    days.filter(|_| kind != ConversationKind::Personal)
}

/// Whose legal hold binds in a conversation, which its moderators hold or do not.
pub fn hold_that_binds(held: bool, organisation: &OrganisationPolicy) -> Option<Hold> {
    if organisation.legal_hold { Some(Hold::Organisation) } else { held.then_some(Hold::Conversation) }
}

impl LogState {
    /// Days that content stays, as of a position of the organisation log: the fewer of what the organisation and the
    /// channel say; none if it stays for good. A personal space is its owner's: what is in it stays.
    pub fn retention_days(&self, seq: u64, organisation: &OrganisationState) -> Option<u32> {
        let policy = self.policy.as_ref()?;
        days_that_hold(policy.kind, policy.retention_days, &organisation.policy_at(seq))
    }

    /// Whether it is somebody's personal space.
    pub fn is_personal(&self) -> bool {
        self.policy.as_ref().is_some_and(|policy| policy.kind == ConversationKind::Personal)
    }

    /// Whether a legal hold binds, as of a position of the organisation log, and whose.
    pub fn hold(&self, seq: u64, organisation: &OrganisationState) -> Option<Hold> {
        let held = self.policy.as_ref().is_some_and(|policy| policy.hold);
        hold_that_binds(held, &organisation.policy_at(seq))
    }

    /// A prune erases content whose time is over: all of it stands at or before the horizon, and the entry there is older
    /// than the policy keeps. Of what is not at hand the server has checked it.
    pub(crate) fn check_prune(&self, header: &Header, horizon: u64, around: &Surroundings<'_>) -> Result<(), Refusal> {
        let at = header.organisation.seq.max(self.organisation.seq);
        if header.targets.is_empty() || header.targets.len() > MAX_PRUNED {
            return Err(Refusal::Class);
        }
        if self.hold(at, around.organisation).is_some() {
            return Err(Refusal::Hold);
        }
        let days = self.retention_days(at, around.organisation).ok_or(Refusal::Retention)?;
        if horizon == 0 || horizon > header.seen.seq {
            return Err(Refusal::Target);
        }
        match (around.sent_at)(horizon) {
            Some(sent) if sent.saturating_add(u64::from(days) * DAY) > header.sent_at => {
                return Err(Refusal::Retention);
            }
            None if horizon > self.since.seq => return Err(Refusal::Target),
            _ => {}
        }
        let mut targets = header.targets.iter().filter_map(|target| (around.written)(target));
        if targets.all(|target| target.class == Class::Content && target.seq <= horizon) {
            Ok(())
        } else {
            Err(Refusal::Target)
        }
    }
}
