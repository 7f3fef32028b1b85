//! What travels: role addresses, hand-overs, requests, and what becomes of them.

use minicbor::{Decode, Encode};
use verband_protocol::body::Kind;
use verband_protocol::id::{EventId, MemberId, RoleId, TeamId};

/// A role address: new, changed or retired.
pub(super) const ADDRESS: Kind = Kind(40);
/// A role address changes hands.
pub(super) const HAND_OVER: Kind = Kind(41);
/// A request to a role address.
pub(super) const REQUEST: Kind = Kind(42);
/// Something is done with a request.
pub(super) const ACT: Kind = Kind(43);

/// The longest title, in bytes of UTF-8.
pub(crate) const MAX_TITLE: usize = 200;
/// The longest text of a request, in bytes of UTF-8.
pub(crate) const MAX_TEXT: usize = 4_000;
/// The most people who may hold an address, where they are named.
pub(crate) const MAX_NAMED: usize = 200;
/// The most people who hold an address at a time.
pub(crate) const MAX_HOLDERS: usize = 50;
/// The longest time without take-over before a request goes on, in minutes: a week.
pub(crate) const MAX_MINUTES: u32 = 7 * 24 * 60;

/// Who may hold a role address. Bots never do.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Eligible {
    /// Anybody in the channel.
    #[n(0)]
    Anybody,
    /// These people, ascending.
    #[n(1)]
    Members(#[n(0)] Vec<MemberId>),
    /// Who belongs to a team of the organisation.
    #[n(2)]
    Team(#[n(0)] TeamId),
    /// Who has a role in the organisation.
    #[n(3)]
    Role(#[n(0)] RoleId),
}

/// What happens with a request that nobody takes over.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Escalation {
    /// After how many minutes, from 1 to a week; what is written is brought into these bounds.
    #[n(0)]
    pub after_minutes: u32,
    /// To which other role address of the channel; none: to everybody in it.
    #[n(1)]
    pub to: Option<EventId>,
}

/// What a role address is.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct RoleAddressSettings {
    /// As people see it, such as "Wunddienst".
    #[n(0)]
    pub title: String,
    /// Who may hold it.
    #[n(1)]
    pub eligible: Eligible,
    /// What happens with a request that nobody takes over.
    #[n(2)]
    pub escalation: Option<Escalation>,
}

impl RoleAddressSettings {
    /// An address that anybody in the channel may hold, without escalation.
    pub fn titled(title: impl Into<String>) -> Self {
        Self { title: title.into(), eligible: Eligible::Anybody, escalation: None }
    }

    pub(super) fn fits(&self) -> bool {
        let named = match &self.eligible {
            Eligible::Members(members) => !members.is_empty() && members.len() <= MAX_NAMED && ascend(members),
            Eligible::Anybody | Eligible::Team(_) | Eligible::Role(_) => true,
        };
        let minutes = self.escalation.as_ref().is_none_or(|next| (1..=MAX_MINUTES).contains(&next.after_minutes));
        !self.title.is_empty() && self.title.len() <= MAX_TITLE && named && minutes
    }
}

/// Of kind 40.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct AddressPayload {
    /// Which one it changes; none makes a new one, whose id is that of this event.
    #[n(0)]
    pub(super) address: Option<EventId>,
    /// All of it; none retires it.
    #[n(1)]
    pub(super) settings: Option<RoleAddressSettings>,
}

impl AddressPayload {
    pub(super) fn fits(&self) -> bool {
        match &self.settings {
            Some(settings) => settings.fits(),
            None => self.address.is_some(),
        }
    }
}

/// Of kind 41.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct HandOverPayload {
    #[n(0)]
    pub(super) address: EventId,
    /// Who holds it from here on, ascending; nobody if it is empty.
    #[n(1)]
    pub(super) holders: Vec<MemberId>,
}

impl HandOverPayload {
    pub(super) fn fits(&self) -> bool {
        self.holders.len() <= MAX_HOLDERS && ascend(&self.holders)
    }
}

/// Of kind 42.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct RequestPayload {
    #[n(0)]
    pub(super) address: EventId,
    /// What is asked for.
    #[n(1)]
    pub(super) text: String,
}

impl RequestPayload {
    pub(super) fn fits(&self) -> bool {
        !self.text.trim().is_empty() && self.text.len() <= MAX_TEXT
    }
}

/// Something that is done with a request.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum RequestAct {
    /// Its author takes it over. Of several who do, the first one in the order of the log has it.
    #[n(0)]
    TakeOver,
    /// It waits again, where it was.
    #[n(1)]
    GiveBack,
    /// It waits for a person.
    #[n(2)]
    PassToMember(#[n(0)] MemberId),
    /// It waits at another role address.
    #[n(3)]
    PassToAddress(#[n(0)] EventId),
    /// What was asked for is done.
    #[n(4)]
    Done,
    /// Whoever asked does not need it any more.
    #[n(5)]
    Cancel,
    /// It was closed by mistake and waits again.
    #[n(6)]
    Reopen,
}

/// Of kind 43.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(super) struct ActPayload {
    #[n(0)]
    pub(super) request: EventId,
    #[n(1)]
    pub(super) act: RequestAct,
}

fn ascend<T: Ord>(items: &[T]) -> bool {
    items.is_sorted_by(|a, b| a < b)
}
