//! Role addresses, requests to them, and what happened since a shift.

use serde::{Deserialize, Serialize};
use verband_client::protocol::id::{EventId, LogId, MemberId, RoleId, TeamId};
use verband_client::texts::Language;
use verband_client::{self as core, RequestState, ShiftEnd, ShiftFactKind};

use super::plain::{flat, words};
use super::{Id, Plain};

words!(
    /// How far a request has come.
    Progress = RequestState { Open, Taken, Done, Cancelled }
);

words!(
    /// How a shift is known to have ended.
    End = ShiftEnd { Given, HandedOver, LastSeen, Unknown }
);

words!(
    /// What a fact is about.
    FactKind = ShiftFactKind {
        Messages, Unconfirmed, RequestsOpen, RequestsTaken, RequestsDone, HandedOver, Photos, Files, Survey,
        Appointment, Joined, Left,
    }
);

/// Who may hold a role address.
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub(crate) enum Eligible {
    Anybody,
    Members { members: Vec<Id<MemberId>> },
    Team { team: Id<TeamId> },
    Role { role: Id<RoleId> },
}

impl Plain<core::Eligible> for Eligible {
    fn plain(core: core::Eligible) -> Self {
        match core {
            core::Eligible::Anybody => Self::Anybody,
            core::Eligible::Members(members) => Self::Members { members: Vec::plain(members) },
            core::Eligible::Team(team) => Self::Team { team: Id(team) },
            core::Eligible::Role(role) => Self::Role { role: Id(role) },
        }
    }

    fn core(self) -> core::Eligible {
        match self {
            Self::Anybody => core::Eligible::Anybody,
            Self::Members { members } => core::Eligible::Members(members.core()),
            Self::Team { team } => core::Eligible::Team(team.0),
            Self::Role { role } => core::Eligible::Role(role.0),
        }
    }
}

flat!(
    /// What happens with a request that nobody takes over.
    Escalation = core::Escalation { after_minutes: u32, to: Option<Id<EventId>> }
);

flat!(
    /// What a role address is.
    Settings = core::RoleAddressSettings { title: String, eligible: Eligible, escalation: Option<Escalation> }
);

/// Something that is done with a request.
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub(crate) enum Act {
    TakeOver,
    GiveBack,
    PassToMember { member: Id<MemberId> },
    PassToAddress { address: Id<EventId> },
    Done,
    Cancel,
    Reopen,
}

impl Plain<core::RequestAct> for Act {
    fn plain(core: core::RequestAct) -> Self {
        match core {
            core::RequestAct::TakeOver => Self::TakeOver,
            core::RequestAct::GiveBack => Self::GiveBack,
            core::RequestAct::PassToMember(member) => Self::PassToMember { member: Id(member) },
            core::RequestAct::PassToAddress(address) => Self::PassToAddress { address: Id(address) },
            core::RequestAct::Done => Self::Done,
            core::RequestAct::Cancel => Self::Cancel,
            core::RequestAct::Reopen => Self::Reopen,
        }
    }

    fn core(self) -> core::RequestAct {
        match self {
            Self::TakeOver => core::RequestAct::TakeOver,
            Self::GiveBack => core::RequestAct::GiveBack,
            Self::PassToMember { member } => core::RequestAct::PassToMember(member.0),
            Self::PassToAddress { address } => core::RequestAct::PassToAddress(address.0),
            Self::Done => core::RequestAct::Done,
            Self::Cancel => core::RequestAct::Cancel,
            Self::Reopen => core::RequestAct::Reopen,
        }
    }
}

flat!(
    /// A role address and who holds it.
    RoleAddress = core::RoleAddressRow {
        conversation: Id<LogId>,
        conversation_title: String,
        id: Id<EventId>,
        title: String,
        eligible: Eligible,
        escalate_after: Option<u32>,
        escalate_to: Option<Id<EventId>>,
        escalate_to_title: String,
        holders: Vec<Id<MemberId>>,
        holder_names: Vec<String>,
        since: u64,
        requests: u64,
        mine: bool,
        may_hold: bool,
        may_change: bool,
        retired: bool,
    }
);

flat!(
    /// One time that a role address changed hands.
    HandOver = core::HandOverRow {
        event: Id<EventId>,
        at: u64,
        by: Id<MemberId>,
        by_name: String,
        from: Vec<Id<MemberId>>,
        from_names: Vec<String>,
        to: Vec<Id<MemberId>>,
        to_names: Vec<String>,
        waiting: bool,
    }
);

flat!(
    /// A request and how far it has come.
    Request = core::RequestRow {
        conversation: Id<LogId>,
        conversation_title: String,
        event: Id<EventId>,
        text: String,
        author: Id<MemberId>,
        author_name: String,
        author_bot: bool,
        own: bool,
        sent_at: u64,
        state: Progress,
        address: Id<EventId>,
        address_title: String,
        passed_to: Option<Id<MemberId>>,
        passed_to_name: String,
        since: u64,
        taken_by: Option<Id<MemberId>>,
        taken_by_name: String,
        taken_at: u64,
        closed_by: Option<Id<MemberId>>,
        closed_by_name: String,
        closed_at: u64,
        escalated_at: Option<u64>,
        escalated_to: Option<Id<EventId>>,
        escalated_to_title: String,
        escalates_at: Option<u64>,
        for_me: bool,
        lost: bool,
        waiting: bool,
    }
);

flat!(
    /// Something that was done with a request.
    RequestAct = core::RequestActRow {
        event: Id<EventId>,
        at: u64,
        by: Id<MemberId>,
        by_name: String,
        act: Act,
        to_name: String,
        counts: bool,
        waiting: bool,
    }
);

flat!(
    /// A request that goes on because nobody took it over.
    Escalated = core::EscalationRow {
        conversation: Id<LogId>,
        conversation_title: String,
        request: Id<EventId>,
        text: String,
        author_name: String,
        at: u64,
        to: Option<Id<EventId>>,
        to_title: String,
        for_me: bool,
    }
);

/// One fact of a conversation.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fact {
    conversation: Id<LogId>,
    conversation_title: String,
    kind: FactKind,
    count: u64,
    name: String,
    names: Vec<String>,
    at: u64,
    event: Option<Id<EventId>>,
    sentence: String,
}

/// What has happened since a shift.
#[derive(Serialize)]
pub(crate) struct Shift {
    since: u64,
    end: End,
    facts: Vec<Fact>,
}

impl Shift {
    pub(crate) fn of(view: core::ShiftView, language: Language) -> Self {
        let facts = view.facts.into_iter().map(|fact| Fact {
            sentence: fact.sentence(language),
            conversation: Id(fact.conversation),
            conversation_title: fact.conversation_title,
            kind: FactKind::plain(fact.kind),
            count: fact.count,
            name: fact.name,
            names: fact.names,
            at: fact.at,
            event: fact.event.map(Id),
        });
        Self { since: view.since, end: End::plain(view.end), facts: facts.collect() }
    }
}
