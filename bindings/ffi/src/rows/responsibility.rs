//! Role addresses, requests to them, and what happened since a shift.

use verband_client::protocol::id::{EventId, LogId, MemberId, RoleId, TeamId};
use verband_client::texts::Language;
use verband_client::{
    self as core, Eligible, Escalation, EscalationRow, HandOverRow, RequestAct, RequestActRow, RequestRow,
    RequestState, RoleAddressRow, RoleAddressSettings, ShiftEnd, ShiftFactKind,
};

/// Who may hold a role address. Bots never do.
#[uniffi::remote(Enum)]
pub enum Eligible {
    /// Anybody in the channel.
    Anybody,
    /// These people.
    Members(Vec<MemberId>),
    /// Who belongs to a team of the organisation.
    Team(TeamId),
    /// Who has a role in the organisation.
    Role(RoleId),
}

/// What happens with a request that nobody takes over.
#[uniffi::remote(Record)]
pub struct Escalation {
    /// After how many minutes, from 1 to a week.
    pub after_minutes: u32,
    /// To which other role address of the channel; none: to everybody in it.
    pub to: Option<EventId>,
}

/// What a role address is.
#[uniffi::remote(Record)]
pub struct RoleAddressSettings {
    /// As people see it, such as "Wunddienst".
    pub title: String,
    /// Who may hold it.
    pub eligible: Eligible,
    /// What happens with a request that nobody takes over.
    pub escalation: Option<Escalation>,
}

/// Something that is done with a request.
#[uniffi::remote(Enum)]
pub enum RequestAct {
    /// This person takes it over. Of several who do, the first one in the order of the log has it.
    TakeOver,
    /// It waits again, where it was.
    GiveBack,
    /// It waits for a person.
    PassToMember(MemberId),
    /// It waits at another role address.
    PassToAddress(EventId),
    /// What was asked for is done.
    Done,
    /// Whoever asked does not need it any more.
    Cancel,
    /// It was closed by mistake and waits again.
    Reopen,
}

/// How far a request has come.
#[uniffi::remote(Enum)]
pub enum RequestState {
    /// Nobody has taken it over.
    Open,
    /// Somebody has.
    Taken,
    /// What was asked for is done.
    Done,
    /// Whoever asked does not need it any more.
    Cancelled,
}

/// A role address and who holds it.
#[uniffi::remote(Record)]
pub struct RoleAddressRow {
    /// In which channel.
    pub conversation: LogId,
    /// Its title.
    pub conversation_title: String,
    /// Its id: the event that made it.
    pub id: EventId,
    /// Its title.
    pub title: String,
    /// Who may hold it.
    pub eligible: Eligible,
    /// After how many minutes a request goes on that nobody takes over; none: it does not.
    pub escalate_after: Option<u32>,
    /// To which other role address; none: to everybody in the channel.
    pub escalate_to: Option<EventId>,
    /// Its title.
    pub escalate_to_title: String,
    /// Who holds it now, of those who are still in the channel.
    pub holders: Vec<MemberId>,
    /// Their names, in the same order.
    pub holder_names: Vec<String>,
    /// When it was handed over last, in milliseconds since the Unix epoch; 0 if nobody ever had it.
    pub since: u64,
    /// Requests that wait there, taken over or not.
    pub requests: u64,
    /// Whether this person holds it.
    pub mine: bool,
    /// Whether this person could hold it.
    pub may_hold: bool,
    /// Whether this person may change it, and hand it over although she does not hold it.
    pub may_change: bool,
    /// Whether it is no more: it takes no requests.
    pub retired: bool,
}

/// One time that a role address changed hands.
#[uniffi::remote(Record)]
pub struct HandOverRow {
    /// The event.
    pub event: EventId,
    /// By its author's clock, in milliseconds since the Unix epoch.
    pub at: u64,
    /// Its author.
    pub by: MemberId,
    /// Her name.
    pub by_name: String,
    /// Who held it before.
    pub from: Vec<MemberId>,
    /// Their names, in the same order.
    pub from_names: Vec<String>,
    /// Who holds it from then on.
    pub to: Vec<MemberId>,
    /// Their names, in the same order.
    pub to_names: Vec<String>,
    /// Whether it is on this device only until there is a network: somebody may be faster.
    pub waiting: bool,
}

/// A request and how far it has come.
#[uniffi::remote(Record)]
pub struct RequestRow {
    /// In which channel.
    pub conversation: LogId,
    /// Its title.
    pub conversation_title: String,
    /// The event, which is also that of the message in the conversation.
    pub event: EventId,
    /// What is asked for.
    pub text: String,
    /// Who asks.
    pub author: MemberId,
    /// Her name.
    pub author_name: String,
    /// Whether it is a bot that asks.
    pub author_bot: bool,
    /// Whether it is this person's own.
    pub own: bool,
    /// By the author's clock, in milliseconds since the Unix epoch.
    pub sent_at: u64,
    /// How far it has come.
    pub state: RequestState,
    /// The role address that it waits at, or waited at last.
    pub address: EventId,
    /// Its title; empty while it is not known.
    pub address_title: String,
    /// To whom it was passed on.
    pub passed_to: Option<MemberId>,
    /// Her name.
    pub passed_to_name: String,
    /// From when on it waits there, in milliseconds since the Unix epoch.
    pub since: u64,
    /// Who has taken it over.
    pub taken_by: Option<MemberId>,
    /// Her name.
    pub taken_by_name: String,
    /// When, in milliseconds since the Unix epoch; 0 if nobody has.
    pub taken_at: u64,
    /// Who did it or withdrew it.
    pub closed_by: Option<MemberId>,
    /// Her name.
    pub closed_by_name: String,
    /// When, in milliseconds since the Unix epoch; 0 if nobody has.
    pub closed_at: u64,
    /// Since when it has gone on because nobody took it over, in milliseconds since the Unix epoch.
    pub escalated_at: Option<u64>,
    /// To which role address; none: to everybody in the channel, if it has gone on.
    pub escalated_to: Option<EventId>,
    /// Its title.
    pub escalated_to_title: String,
    /// When it goes on next, in milliseconds since the Unix epoch.
    pub escalates_at: Option<u64>,
    /// Whether it waits for this person, or she has taken it over.
    pub for_me: bool,
    /// Whether this person took it over and somebody else was faster.
    pub lost: bool,
    /// Whether it, or what this person last did with it, is on this device only until there is a network.
    pub waiting: bool,
}

/// Something that was done with a request.
#[uniffi::remote(Record)]
pub struct RequestActRow {
    /// The event.
    pub event: EventId,
    /// By its author's clock, in milliseconds since the Unix epoch.
    pub at: u64,
    /// Its author.
    pub by: MemberId,
    /// Her name.
    pub by_name: String,
    /// What.
    pub act: RequestAct,
    /// The name of whom, or the title of the role address, it was passed on to.
    pub to_name: String,
    /// Whether it counts: of several who took it over, the first one's does.
    pub counts: bool,
    /// Whether it is on this device only until there is a network.
    pub waiting: bool,
}

/// A request that goes on because nobody took it over.
#[uniffi::remote(Record)]
pub struct EscalationRow {
    /// In which channel.
    pub conversation: LogId,
    /// Its title.
    pub conversation_title: String,
    /// The request.
    pub request: EventId,
    /// What is asked for.
    pub text: String,
    /// Whoever asked.
    pub author_name: String,
    /// When it goes on, in milliseconds since the Unix epoch.
    pub at: u64,
    /// To which role address; none: to everybody in the channel.
    pub to: Option<EventId>,
    /// Its title; empty for everybody.
    pub to_title: String,
    /// Whether that concerns this person: she holds that address, or it is everybody.
    pub for_me: bool,
}

/// How a shift is known to have ended.
#[uniffi::remote(Enum)]
pub enum ShiftEnd {
    /// The caller said so.
    Given,
    /// This person handed over a role address.
    HandedOver,
    /// She wrote or read something last.
    LastSeen,
    /// Nothing is known of an earlier one: everything is new.
    Unknown,
}

/// What a fact is about.
#[uniffi::remote(Enum)]
pub enum ShiftFactKind {
    /// Messages of others.
    Messages,
    /// Messages that this person is asked to confirm and has not, however old.
    Unconfirmed,
    /// Requests that nobody has taken over, however old.
    RequestsOpen,
    /// Requests that somebody has taken over, however old.
    RequestsTaken,
    /// Requests that were done since.
    RequestsDone,
    /// A role address changed hands.
    HandedOver,
    /// Photos of others.
    Photos,
    /// Files of others, new or in a new version.
    Files,
    /// A survey that ended.
    Survey,
    /// An appointment that starts within the next 24 hours.
    Appointment,
    /// People who came.
    Joined,
    /// People who left.
    Left,
}

/// One fact of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ShiftFact {
    /// In which conversation.
    pub conversation: LogId,
    /// Its title.
    pub conversation_title: String,
    /// What it is about.
    pub kind: ShiftFactKind,
    /// How many.
    pub count: u64,
    /// What it is about by name: the title of a role address.
    pub name: String,
    /// People: who came or left, or holds the address now.
    pub names: Vec<String>,
    /// When it happened, of what happens at a time, in milliseconds since the Unix epoch; 0 otherwise.
    pub at: u64,
    /// The newest event that it is about, for whoever wants to see it.
    pub event: Option<EventId>,
    /// The fact as a sentence for people.
    pub sentence: String,
}

/// What has happened since a shift.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ShiftView {
    /// When it ended, in milliseconds since the Unix epoch.
    pub since: u64,
    /// How that is known.
    pub end: ShiftEnd,
    /// The facts, by conversation, those with the newest messages first.
    pub facts: Vec<ShiftFact>,
}

impl ShiftView {
    pub(crate) fn of(view: core::ShiftView, language: Language) -> Self {
        let facts = view.facts.into_iter().map(|fact| ShiftFact {
            sentence: fact.sentence(language),
            conversation: fact.conversation,
            conversation_title: fact.conversation_title,
            kind: fact.kind,
            count: fact.count,
            name: fact.name,
            names: fact.names,
            at: fact.at,
            event: fact.event,
        });
        Self { since: view.since, end: view.end, facts: facts.collect() }
    }
}
