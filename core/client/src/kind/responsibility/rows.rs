//! What UIs show of responsibility: flat rows.

use verband_protocol::id::{EventId, LogId, MemberId};

use super::payload::{Eligible, RequestAct};
use super::request::RequestState;

/// A role address and who holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "a flat row, each of which a UI shows by itself")]
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
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "a flat row, each of which a UI shows by itself")]
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
#[derive(Debug, Clone, PartialEq, Eq)]
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
