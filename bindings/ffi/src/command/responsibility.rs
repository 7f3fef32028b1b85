//! Responsibility: role addresses, requests to them, and what happened since a shift.

use verband_client::protocol::id::{EventId, LogId, MemberId};
use verband_client::texts::Language;
use verband_client::{
    Client, ClientError, EscalationRow, HandOverRow, RequestAct, RequestActRow, RequestRow, RoleAddressRow,
    RoleAddressSettings,
};

use crate::rows::responsibility::ShiftView;

/// What a person asks for.
#[derive(Debug, Clone, uniffi::Enum)]
pub enum Responsibility {
    /// The role addresses of a channel, by title, or of all. Gives `RoleAddresses`.
    RoleAddresses {
        /// Of which channel.
        conversation: Option<LogId>,
    },
    /// Makes a role address in a channel. Gives `Event`, its id.
    CreateRoleAddress {
        /// In which channel.
        conversation: LogId,
        /// What it is.
        settings: RoleAddressSettings,
    },
    /// Changes a role address, or brings back one that was retired. Gives `Event`.
    ChangeRoleAddress {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        address: EventId,
        /// All of it.
        settings: RoleAddressSettings,
    },
    /// Retires a role address: it takes no requests any more. Gives `Event`.
    RetireRoleAddress {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        address: EventId,
    },
    /// Says who holds a role address from now on: oneself, others, or nobody. Gives `Event`.
    HandOver {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        address: EventId,
        /// Who.
        holders: Vec<MemberId>,
    },
    /// Whom a role address means now. Gives `Members`.
    Holders {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        address: EventId,
    },
    /// How a role address changed hands, newest first. Gives `HandOvers`.
    HandOvers {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        address: EventId,
        /// How many times at most.
        limit: u32,
    },
    /// Sends a request to a role address; it shows in the conversation like a message. Gives `Event`.
    SendRequest {
        /// In which channel.
        conversation: LogId,
        /// To which role address.
        address: EventId,
        /// What is asked for.
        text: String,
    },
    /// Does something with a request. Gives `Event`.
    ActOnRequest {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        request: EventId,
        /// What.
        act: RequestAct,
    },
    /// The requests of all channels that are open or taken over, first those that wait for this person. Gives `Requests`.
    OpenRequests,
    /// The newest requests that are done or cancelled. Gives `Requests`.
    ClosedRequests {
        /// How many at most.
        limit: u32,
    },
    /// The newest requests at a role address, closed ones too. Gives `Requests`.
    RequestsAt {
        /// In which channel.
        conversation: LogId,
        /// At which role address.
        address: EventId,
        /// How many at most.
        limit: u32,
    },
    /// One request. Gives `Requests`, with one row.
    Request {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        request: EventId,
    },
    /// What was done with a request, in the order of the log. Gives `RequestActs`.
    RequestActs {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        request: EventId,
    },
    /// Open requests that go on until then because nobody took them over, and those that have, by time: what an app plans
    /// notifications for. Gives `Escalations`.
    DueEscalations {
        /// In milliseconds since the Unix epoch.
        until: u64,
    },
    /// What happened since this person's last shift. Gives `Shift`.
    HandoverView {
        /// Since another time, in milliseconds since the Unix epoch.
        since: Option<u64>,
        /// The zone of the device, as `Europe/Berlin`.
        zone: String,
        /// The language of the sentences.
        language: Language,
    },
}

/// What came of it.
#[derive(uniffi::Enum)]
pub enum ResponsibilityResult {
    /// An event was written.
    Event {
        /// Its id.
        event: EventId,
    },
    /// Role addresses.
    RoleAddresses {
        /// One row each.
        rows: Vec<RoleAddressRow>,
    },
    /// Members.
    Members {
        /// Their ids.
        members: Vec<MemberId>,
    },
    /// Hand-overs.
    HandOvers {
        /// One row each.
        rows: Vec<HandOverRow>,
    },
    /// Requests.
    Requests {
        /// One row each.
        rows: Vec<RequestRow>,
    },
    /// What was done with a request.
    RequestActs {
        /// One row each.
        rows: Vec<RequestActRow>,
    },
    /// Requests that go on.
    Escalations {
        /// One row each.
        rows: Vec<EscalationRow>,
    },
    /// What happened since a shift.
    Shift {
        /// That.
        view: ShiftView,
    },
}

/// Which call of the client each of them is.
pub(crate) fn perform(client: &Client, command: Responsibility) -> Result<ResponsibilityResult, ClientError> {
    use Responsibility as Asks;
    use ResponsibilityResult as Gives;
    Ok(match command {
        Asks::RoleAddresses { conversation: Some(log) } => Gives::RoleAddresses { rows: client.role_addresses(&log)? },
        Asks::RoleAddresses { conversation: None } => Gives::RoleAddresses { rows: client.all_role_addresses()? },
        Asks::CreateRoleAddress { conversation, settings } => {
            Gives::Event { event: client.create_role_address(&conversation, settings)? }
        }
        Asks::ChangeRoleAddress { conversation, address, settings } => {
            Gives::Event { event: client.change_role_address(&conversation, &address, settings)? }
        }
        Asks::RetireRoleAddress { conversation, address } => {
            Gives::Event { event: client.retire_role_address(&conversation, &address)? }
        }
        Asks::HandOver { conversation, address, holders } => {
            Gives::Event { event: client.hand_over(&conversation, &address, &holders)? }
        }
        Asks::Holders { conversation, address } => Gives::Members { members: client.holders(&conversation, &address)? },
        Asks::HandOvers { conversation, address, limit } => {
            Gives::HandOvers { rows: client.hand_overs(&conversation, &address, limit)? }
        }
        Asks::SendRequest { conversation, address, text } => {
            Gives::Event { event: client.send_request(&conversation, &address, &text)? }
        }
        Asks::ActOnRequest { conversation, request, act } => {
            Gives::Event { event: client.act_on_request(&conversation, &request, act)? }
        }
        Asks::OpenRequests => Gives::Requests { rows: client.open_requests()? },
        Asks::ClosedRequests { limit } => Gives::Requests { rows: client.closed_requests(limit)? },
        Asks::RequestsAt { conversation, address, limit } => {
            Gives::Requests { rows: client.requests_at(&conversation, &address, limit)? }
        }
        Asks::Request { conversation, request } => {
            Gives::Requests { rows: vec![client.request(&conversation, &request)?] }
        }
        Asks::RequestActs { conversation, request } => {
            Gives::RequestActs { rows: client.request_acts(&conversation, &request)? }
        }
        Asks::DueEscalations { until } => Gives::Escalations { rows: client.due_escalations(until)? },
        Asks::HandoverView { since, zone, language } => {
            Gives::Shift { view: ShiftView::of(client.handover_view(since, &zone)?, language) }
        }
    })
}
