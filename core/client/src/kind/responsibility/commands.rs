//! What people do with role addresses and requests. What would have no effect in the log as it is known is refused here
//! already, with the reason.

use verband_protocol::body::Kind;
use verband_protocol::cbor;
use verband_protocol::id::{EventId, LogId, MemberId};
use verband_protocol::policy::ConversationKind;
use verband_rules::Refusal;
use verband_rules::conversation::LogState;
use verband_rules::organisation::OrganisationState;
use verband_store::Tx;

use super::address::{self, Address, Candidate};
use super::payload::{
    self, ActPayload, AddressPayload, Eligible, Escalation, HandOverPayload, MAX_HOLDERS, MAX_MINUTES, MAX_NAMED,
    MAX_TEXT, MAX_TITLE, RequestAct, RequestPayload, RoleAddressSettings,
};
use super::request;
use crate::administration::sorted;
use crate::client::{Client, Inner};
use crate::error::ClientError;

impl Client {
    /// Makes a role address in a channel. Its id is that of the event.
    ///
    /// # Errors
    /// [`ClientError::Length`], [`ClientError::NotFound`] for a conversation that is no channel and for a team, role,
    /// member or other address that does not exist, [`ClientError::Refused`] for a bot, [`ClientError::Store`].
    pub fn create_role_address(&self, log: &LogId, settings: RoleAddressSettings) -> Result<EventId, ClientError> {
        self.act_in(log, |place| {
            let settings = place.checked(settings)?;
            place.write(payload::ADDRESS, &AddressPayload { address: None, settings: Some(settings) })
        })
    }

    /// Changes a role address, and brings back one that was retired; all of its settings at once.
    ///
    /// # Errors
    /// As for [`Self::create_role_address`]; [`ClientError::Refused`] for anybody but whoever made it or moderates channels
    /// for the organisation.
    pub fn change_role_address(
        &self,
        log: &LogId,
        id: &EventId,
        settings: RoleAddressSettings,
    ) -> Result<EventId, ClientError> {
        self.act_in(log, |place| {
            place.changeable(id)?;
            let settings = place.checked(settings)?;
            place.write(payload::ADDRESS, &AddressPayload { address: Some(*id), settings: Some(settings) })
        })
    }

    /// Retires a role address: it takes no requests any more. What is open there stays open.
    ///
    /// # Errors
    /// As for [`Self::change_role_address`].
    pub fn retire_role_address(&self, log: &LogId, id: &EventId) -> Result<EventId, ClientError> {
        self.act_in(log, |place| {
            place.changeable(id)?;
            place.write(payload::ADDRESS, &AddressPayload { address: Some(*id), settings: None })
        })
    }

    /// Says who holds a role address from now on: oneself ("I take it"), others ("I hand it to…"), or nobody. Whoever does
    /// not hold it takes it herself, alone or beside those who have it. Of several at the same time, the last one in the
    /// order of the log counts.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] for an address that is not there, or somebody who is not in the channel;
    /// [`ClientError::Refused`] for somebody who may not hold it, or if it is not hers to hand over;
    /// [`ClientError::Length`], [`ClientError::Store`].
    pub fn hand_over(&self, log: &LogId, id: &EventId, holders: &[MemberId]) -> Result<EventId, ClientError> {
        let holders = sorted(holders);
        if holders.len() > MAX_HOLDERS {
            return Err(ClientError::Length("who holds an address", MAX_HOLDERS));
        }
        self.act_in(log, |place| {
            let address = place.usable(id)?;
            place.all_present(&holders)?;
            let candidates: Vec<Candidate> = holders.iter().map(|member| place.candidate(member)).collect();
            if !address.may_hand_over(&place.own(), place.appoints(), &candidates) {
                return Err(Refusal::NotAllowed.into());
            }
            place.write(payload::HAND_OVER, &HandOverPayload { address: *id, holders })
        })
    }

    /// Sends a request to a role address. It shows in the conversation like a message.
    ///
    /// # Errors
    /// [`ClientError::Length`], [`ClientError::NotFound`], [`ClientError::Halted`], [`ClientError::Store`].
    pub fn send_request(&self, log: &LogId, id: &EventId, text: &str) -> Result<EventId, ClientError> {
        let request = RequestPayload { address: *id, text: text.to_owned() };
        if !request.fits() {
            return Err(ClientError::Length("a request", MAX_TEXT));
        }
        self.act_in(log, |place| {
            place.usable(id)?;
            place.write(payload::REQUEST, &request)
        })
    }

    /// Does something with a request: takes it over, gives it back, passes it on, closes it.
    ///
    /// # Errors
    /// [`ClientError::NotFound`]; [`ClientError::Refused`] if it is not in a state for it, because somebody was faster, or
    /// not hers to do; [`ClientError::Store`].
    pub fn act_on_request(&self, log: &LogId, request: &EventId, act: RequestAct) -> Result<EventId, ClientError> {
        self.act_in(log, |place| {
            let mut now = request::asked(place.tx.sql(), log, request)?.ok_or(ClientError::NotFound("request"))?;
            for earlier in request::acts(place.tx.sql(), log, request)? {
                now.take(earlier.member, earlier.at, &earlier.what);
            }
            match &act {
                RequestAct::PassToMember(member) => {
                    place.all_present(&[*member])?;
                    if place.organisation.is_bot(member) {
                        return Err(Refusal::NotAllowed.into());
                    }
                }
                RequestAct::PassToAddress(address) => drop(place.usable(address)?),
                _ => {}
            }
            let bot = place.organisation.is_bot(&place.own()) && act != RequestAct::Cancel;
            if bot || !now.take(place.own(), 0, &act) {
                return Err(Refusal::Target.into());
            }
            place.write(payload::ACT, &ActPayload { request: *request, act })
        })
    }

    fn act_in<T>(&self, log: &LogId, act: impl FnOnce(&Place<'_>) -> Result<T, ClientError>) -> Result<T, ClientError> {
        let inner = self.inner()?;
        let organisation = inner.organisation()?;
        let state = inner.state(log)?;
        if !state.policy.as_ref().is_some_and(|policy| policy.kind == ConversationKind::Channel) {
            return Err(ClientError::NotFound("channel"));
        }
        inner.store.with_tx(|tx| {
            Inner::may_write(tx, log)?;
            act(&Place { inner: &inner, tx, log, state: &state, organisation: &organisation })
        })
    }
}

/// Where something is done.
struct Place<'a> {
    inner: &'a Inner,
    tx: &'a Tx<'a>,
    log: &'a LogId,
    state: &'a LogState,
    organisation: &'a OrganisationState,
}

impl Place<'_> {
    fn own(&self) -> MemberId {
        self.inner.account.member
    }

    fn appoints(&self) -> bool {
        address::appoints(self.organisation, &self.own(), self.organisation.position().seq)
    }

    fn candidate(&self, member: &MemberId) -> Candidate {
        Candidate::of(*member, self.organisation, self.organisation.position().seq)
    }

    fn address(&self, id: &EventId) -> Result<Address, ClientError> {
        address::address(self.tx.sql(), self.log, id)?.ok_or(ClientError::NotFound("role address"))
    }

    /// An address that can be asked and handed over.
    fn usable(&self, id: &EventId) -> Result<Address, ClientError> {
        Some(self.address(id)?).filter(|address| !address.retired).ok_or(ClientError::NotFound("role address"))
    }

    fn changeable(&self, id: &EventId) -> Result<(), ClientError> {
        let may = self.address(id)?.may_change(&self.own(), self.appoints());
        if may { Ok(()) } else { Err(Refusal::NotAllowed.into()) }
    }

    fn all_present(&self, members: &[MemberId]) -> Result<(), ClientError> {
        // A channel that waits to be founded has nobody in it yet, but whoever founds it.
        let here = |member: &MemberId| {
            *member == self.own() || (self.state.has_member(member) && self.organisation.member_active(member))
        };
        if members.iter().all(here) { Ok(()) } else { Err(ClientError::NotFound("member of this channel")) }
    }

    /// Settings as they are written.
    fn checked(&self, settings: RoleAddressSettings) -> Result<RoleAddressSettings, ClientError> {
        let RoleAddressSettings { title, eligible, escalation } = settings;
        let eligible = match eligible {
            Eligible::Members(members) => Eligible::Members(sorted(&members)),
            other => other,
        };
        let exists = match &eligible {
            Eligible::Anybody => true,
            Eligible::Members(members) if members.len() > MAX_NAMED => {
                return Err(ClientError::Length("who may hold an address", MAX_NAMED));
            }
            Eligible::Members(members) if members.is_empty() => false,
            Eligible::Members(members) => members.iter().all(|member| self.organisation.member_active(member)),
            Eligible::Team(team) => self.organisation.has_team(team),
            Eligible::Role(role) => self.organisation.has_role(role),
        };
        if !exists {
            return Err(ClientError::NotFound("member, team or role"));
        }
        let escalation = escalation.map(|Escalation { after_minutes, to }| {
            to.map(|to| self.usable(&to)).transpose()?;
            Ok::<_, ClientError>(Escalation { after_minutes: after_minutes.clamp(1, MAX_MINUTES), to })
        });
        let escalation = escalation.transpose()?;
        let settings = RoleAddressSettings { title: title.trim().to_owned(), eligible, escalation };
        if self.organisation.is_bot(&self.own()) {
            return Err(Refusal::NotAllowed.into());
        }
        if settings.fits() { Ok(settings) } else { Err(ClientError::Length("a title", MAX_TITLE)) }
    }

    fn write<T: minicbor::Encode<()>>(&self, kind: Kind, payload: &T) -> Result<EventId, ClientError> {
        self.inner.enqueue(self.tx, self.log, kind, cbor::encode(payload), &[])
    }
}
