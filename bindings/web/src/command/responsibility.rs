//! Responsibility: role addresses, requests to them, and what happened since a shift.

use serde::Deserialize;
use verband_client::Client;
use verband_client::protocol::id::{EventId, LogId, MemberId};
use wasm_bindgen::JsValue;

use crate::error::Failure;
use crate::rows::invitations::LanguageName;
use crate::rows::responsibility::{Act, Escalated, HandOver, Request, RequestAct, RoleAddress, Settings, Shift};
use crate::rows::{Id, Plain, row, to_js};

/// What a person asks for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Responsibility {
    RoleAddresses { conversation: Option<Id<LogId>> },
    CreateRoleAddress { conversation: Id<LogId>, settings: Settings },
    ChangeRoleAddress { conversation: Id<LogId>, address: Id<EventId>, settings: Settings },
    RetireRoleAddress { conversation: Id<LogId>, address: Id<EventId> },
    HandOver { conversation: Id<LogId>, address: Id<EventId>, holders: Vec<Id<MemberId>> },
    Holders { conversation: Id<LogId>, address: Id<EventId> },
    HandOvers { conversation: Id<LogId>, address: Id<EventId>, limit: u32 },
    SendRequest { conversation: Id<LogId>, address: Id<EventId>, text: String },
    ActOnRequest { conversation: Id<LogId>, request: Id<EventId>, act: Act },
    OpenRequests,
    ClosedRequests { limit: u32 },
    RequestsAt { conversation: Id<LogId>, address: Id<EventId>, limit: u32 },
    Request { conversation: Id<LogId>, request: Id<EventId> },
    RequestActs { conversation: Id<LogId>, request: Id<EventId> },
    DueEscalations { until: u64 },
    HandoverView { since: Option<u64>, zone: String, language: LanguageName },
}

/// Which call of the client each of them is.
pub(crate) fn perform(client: &Client, command: Responsibility) -> Result<JsValue, Failure> {
    use Responsibility as Asks;
    match command {
        Asks::RoleAddresses { conversation: Some(log) } => row::<Vec<RoleAddress>, _>(client.role_addresses(&log.0)?),
        Asks::RoleAddresses { conversation: None } => row::<Vec<RoleAddress>, _>(client.all_role_addresses()?),
        Asks::CreateRoleAddress { conversation, settings } => {
            to_js(&Id(client.create_role_address(&conversation.0, settings.core())?))
        }
        Asks::ChangeRoleAddress { conversation, address, settings } => {
            to_js(&Id(client.change_role_address(&conversation.0, &address.0, settings.core())?))
        }
        Asks::RetireRoleAddress { conversation, address } => {
            to_js(&Id(client.retire_role_address(&conversation.0, &address.0)?))
        }
        Asks::HandOver { conversation, address, holders } => {
            to_js(&Id(client.hand_over(&conversation.0, &address.0, &holders.core())?))
        }
        Asks::Holders { conversation, address } => {
            to_js(&Vec::<Id<_>>::plain(client.holders(&conversation.0, &address.0)?))
        }
        Asks::HandOvers { conversation, address, limit } => {
            row::<Vec<HandOver>, _>(client.hand_overs(&conversation.0, &address.0, limit)?)
        }
        Asks::SendRequest { conversation, address, text } => {
            to_js(&Id(client.send_request(&conversation.0, &address.0, &text)?))
        }
        Asks::ActOnRequest { conversation, request, act } => {
            to_js(&Id(client.act_on_request(&conversation.0, &request.0, act.core())?))
        }
        Asks::OpenRequests => row::<Vec<Request>, _>(client.open_requests()?),
        Asks::ClosedRequests { limit } => row::<Vec<Request>, _>(client.closed_requests(limit)?),
        Asks::RequestsAt { conversation, address, limit } => {
            row::<Vec<Request>, _>(client.requests_at(&conversation.0, &address.0, limit)?)
        }
        Asks::Request { conversation, request } => row::<Request, _>(client.request(&conversation.0, &request.0)?),
        Asks::RequestActs { conversation, request } => {
            row::<Vec<RequestAct>, _>(client.request_acts(&conversation.0, &request.0)?)
        }
        Asks::DueEscalations { until } => row::<Vec<Escalated>, _>(client.due_escalations(until)?),
        Asks::HandoverView { since, zone, language } => {
            to_js(&Shift::of(client.handover_view(since, &zone)?, language.core()))
        }
    }
}
