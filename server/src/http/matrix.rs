//! Who may do what: one row for each route. The router is made from this table, so that there is no route without a
//! row; tests walk it with every kind of caller.

use axum::routing::{MethodFilter, MethodRouter, on};

use verband_protocol::backup::MAX_BACKUP;
use verband_protocol::wire::{MAX_CARD, MAX_PART, MAX_SLOT_PART};

use super::{
    MAX_BODY, blob, channel, conversation, device, health, invitation, key_package, log, mail, organisation, recovery,
    session, slot, statistics, sync,
};
use crate::domain::rate::Asker;
use crate::server::Server;

/// Whom a route is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Anybody, without a session.
    Anyone,
    /// Every active device of an organisation.
    Device,
    /// Devices of administrators.
    Admin,
    /// Devices of members who may invite, or give new letters.
    Inviter,
    /// Devices of members who may see the counts of the organisation.
    Statistician,
    /// For the organisation's own log every active device; for a conversation devices of members who are in it.
    Reader,
    /// As [`Who::Reader`], but the device itself has to be in.
    Writer,
    /// Devices of members who are in the conversation.
    Person,
    /// Devices that are in the conversation.
    Roster,
}

/// What a kind of caller gets from a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The request reaches what the route does.
    Passes,
    /// The request is turned away with this status.
    Status(u16),
}

/// The kinds of callers, in the order of [`Row::expected`].
pub const CALLERS: [&str; 17] = [
    "anonymous",
    "another organisation",
    "not in the conversation",
    "revoked in the organisation",
    "removed from the conversation",
    "in the conversation",
    "moderator of the conversation",
    "administrator, not in the conversation",
    "guest, in the conversation",
    "moderator of every channel, in the conversation",
    "may invite and nothing else, not in the conversation",
    "may see the counts and nothing else, not in the conversation",
    "may revoke devices and nothing else, not in the conversation",
    "waits for approval",
    "revoked device of a member who is in the conversation",
    "bot, in the conversation",
    "in the conversation, on a kind of machine that the policy does not permit",
];

/// A route.
pub struct Row {
    /// Its method.
    pub method: MethodFilter,
    /// Its path.
    pub path: &'static str,
    /// Whom it is for.
    pub who: Who,
    /// The largest body, in bytes.
    pub limit: u64,
    /// What its callers are counted as, besides as an address or a device.
    pub(crate) rate: Option<fn(std::net::IpAddr) -> Asker>,
    /// What each of [`CALLERS`] gets.
    pub expected: [Outcome; 17],
    /// What it does.
    pub(crate) handler: fn(MethodFilter) -> MethodRouter<Server>,
}

const GET: MethodFilter = MethodFilter::GET;
const POST: MethodFilter = MethodFilter::POST;
const PUT: MethodFilter = MethodFilter::PUT;
const DELETE: MethodFilter = MethodFilter::DELETE;

/// A cell of the table: `ok`, or the status.
macro_rules! outcome {
    (ok) => {
        Outcome::Passes
    };
    ($status:literal) => {
        Outcome::Status($status)
    };
}

macro_rules! routes {
    ($($method:ident $path:literal $who:ident $limit:ident $rate:expr, [$($expected:tt)*], $handler:path;)*) => {
        /// All routes.
        pub const ROUTES: &[Row] = &[$(Row {
            method: $method,
            path: $path,
            who: Who::$who,
            limit: $limit,
            rate: $rate,
            expected: [$(outcome!($expected)),*],
            handler: |method| on(method, $handler),
        }),*];
    };
}

/// No body.
const NONE: u64 = 0;
/// A small message.
const SMALL: u64 = 64 << 10;
/// A key backup in its message.
const BACKUP: u64 = MAX_BACKUP as u64 + 1024;
/// A channel's card as a message.
const CARD: u64 = MAX_CARD as u64 + 16;
/// A part of a slot as a message.
const SLOT: u64 = MAX_SLOT_PART as u64 + 16;

#[rustfmt::skip]
routes! {
//  method path                                           whom         body     counted as                anon othr outs revo remo memb mode admi  gues hmod invi stat devi wait rdev bot  clas  what it does
    GET    "/health/live"                                 Anyone       NONE     None,                     [ok   ok   ok   ok   ok   ok   ok   ok    ok   ok   ok   ok   ok   ok   ok   ok   ok ], health::live;
    GET    "/health/ready"                                Anyone       NONE     None,                     [ok   ok   ok   ok   ok   ok   ok   ok    ok   ok   ok   ok   ok   ok   ok   ok   ok ], health::ready;
    POST   "/v1/organisations"                            Anyone       MAX_BODY Some(Asker::Found),       [403  403  403  403  403  403  403  403   403  403  403  403  403  403  403  403  403], organisation::found;
    POST   "/v1/invitations"                              Inviter      MAX_BODY None,                     [401  403  403  401  403  403  403  ok    403  403  ok   403  403  401  401  403  403], invitation::invite;
    GET    "/v1/invitations/{invitation}"                 Anyone       NONE     Some(Asker::Invitation),  [ok   ok   ok   ok   ok   ok   ok   ok    ok   ok   ok   ok   ok   ok   ok   ok   ok ], invitation::look_up;
    POST   "/v1/invitations/{invitation}/claim"           Anyone       SMALL    Some(Asker::Invitation),  [ok   ok   ok   ok   ok   ok   ok   ok    ok   ok   ok   ok   ok   ok   ok   ok   ok ], invitation::claim;
    GET    "/v1/recoveries/{key}"                         Anyone       NONE     Some(Asker::Invitation),  [ok   ok   ok   ok   ok   ok   ok   ok    ok   ok   ok   ok   ok   ok   ok   ok   ok ], recovery::look_up;
    POST   "/v1/recoveries/{key}"                         Anyone       MAX_BODY Some(Asker::Invitation),  [ok   ok   ok   ok   ok   ok   ok   ok    ok   ok   ok   ok   ok   ok   ok   ok   ok ], recovery::recover;
    PUT    "/v1/backup"                                   Device       BACKUP   None,                     [401  ok   ok   401  ok   ok   ok   ok    ok   ok   ok   ok   ok   401  401  ok   403], recovery::put_backup;
    GET    "/v1/backups"                                  Device       NONE     None,                     [401  ok   ok   401  ok   ok   ok   ok    ok   ok   ok   ok   ok   401  401  ok   403], recovery::backups;
    POST   "/v1/mail/invitations"                         Inviter      SMALL    None,                     [401  403  403  401  403  403  403  ok    403  403  ok   403  403  401  401  403  403], mail::ask;
    GET    "/v1/mail/invitations/{invitation}"            Inviter      NONE     None,                     [401  403  403  401  403  403  403  ok    403  403  ok   403  403  401  401  403  403], mail::state;
    GET    "/v1/mail/template"                            Admin        NONE     None,                     [401  403  403  401  403  403  403  ok    403  403  403  403  403  401  401  403  403], mail::template;
    PUT    "/v1/mail/template"                            Admin        SMALL    None,                     [401  403  403  401  403  403  403  ok    403  403  403  403  403  401  401  403  403], mail::set_template;
    GET    "/v1/statistics"                               Statistician NONE     None,                     [401  403  403  401  403  403  403  ok    403  403  403  ok   403  401  401  403  403], statistics::statistics;
    POST   "/v1/session/challenge"                        Anyone       SMALL    None,                     [ok   ok   ok   ok   ok   ok   ok   ok    ok   ok   ok   ok   ok   ok   ok   ok   ok ], session::challenge;
    POST   "/v1/session"                                  Anyone       SMALL    None,                     [401  401  401  401  401  401  401  401   401  401  401  401  401  401  401  401  401], session::login;
    POST   "/v1/session/revocation"                       Anyone       SMALL    None,                     [401  401  401  401  401  401  401  401   401  401  401  401  401  401  401  401  401], session::revocation;
    PUT    "/v1/slots/{slot}/{part}"                      Anyone       SLOT     Some(Asker::SlotWrite),   [ok   ok   ok   ok   ok   ok   ok   ok    ok   ok   ok   ok   ok   ok   ok   ok   ok ], slot::put;
    GET    "/v1/slots/{slot}/{part}"                      Anyone       NONE     Some(Asker::SlotRead),    [ok   ok   ok   ok   ok   ok   ok   ok    ok   ok   ok   ok   ok   ok   ok   ok   ok ], slot::read;
    GET    "/v1/devices"                                  Device       NONE     None,                     [401  ok   ok   401  ok   ok   ok   ok    ok   ok   ok   ok   ok   401  401  ok   403], device::contacts;
    POST   "/v1/logs/{log}/entries"                       Writer       MAX_BODY None,                     [401  404  404  401  404  ok   ok   404   ok   ok   404  404  404  401  401  ok   403], log::append;
    GET    "/v1/logs/{log}/entries"                       Reader       NONE     None,                     [401  404  404  401  404  ok   ok   404   ok   ok   404  404  404  401  401  ok   403], log::page;
    GET    "/v1/logs/{log}/heads/{seq}"                   Reader       NONE     None,                     [401  404  404  401  404  ok   ok   404   ok   ok   404  404  404  401  401  ok   403], log::head;
    POST   "/v1/conversations"                            Device       MAX_BODY None,                     [401  ok   ok   401  ok   ok   ok   ok    ok   ok   ok   ok   ok   401  401  ok   403], conversation::create;
    POST   "/v1/conversations/{log}/commits"              Person       MAX_BODY None,                     [401  404  404  401  404  ok   ok   404   ok   ok   404  404  404  401  401  ok   403], conversation::commit;
    GET    "/v1/conversations/{log}/links"                Person       NONE     None,                     [401  404  404  401  404  ok   ok   404   ok   ok   404  404  404  401  401  ok   403], conversation::links;
    GET    "/v1/conversations/{log}/group"                Person       NONE     None,                     [401  404  404  401  404  ok   ok   404   ok   ok   404  404  404  401  401  ok   403], conversation::group;
    PUT    "/v1/conversations/{log}/card"                 Roster       CARD     None,                     [401  404  404  401  404  403  ok   404   403  ok   404  404  404  401  401  403  403], channel::put_card;
    GET    "/v1/channels"                                 Device       NONE     None,                     [401  ok   ok   401  ok   ok   ok   ok    ok   ok   ok   ok   ok   401  401  ok   403], channel::list;
    PUT    "/v1/conversations/{log}/request"              Device       SMALL    None,                     [401  404  ok   401  ok   ok   ok   ok    ok   ok   ok   ok   ok   401  401  ok   403], channel::ask;
    DELETE "/v1/conversations/{log}/request"              Device       NONE     None,                     [401  ok   ok   401  ok   ok   ok   ok    ok   ok   ok   ok   ok   401  401  ok   403], channel::take_back;
    GET    "/v1/conversations/{log}/requests"             Roster       NONE     None,                     [401  404  404  401  404  ok   ok   404   ok   ok   404  404  404  401  401  ok   403], channel::requests;
    DELETE "/v1/conversations/{log}/requests/{member}"    Roster       NONE     None,                     [401  404  404  401  404  403  ok   404   403  ok   404  404  404  401  401  403  403], channel::refuse;
    PUT    "/v1/conversations/{log}/mark"                 Roster       SMALL    None,                     [401  404  404  401  404  ok   ok   404   ok   ok   404  404  404  401  401  ok   403], channel::put_mark;
    GET    "/v1/conversations/{log}/marks"                Person       NONE     None,                     [401  404  404  401  404  ok   ok   404   ok   ok   404  404  404  401  401  ok   403], channel::marks;
    GET    "/v1/conversations/{log}/storage"              Person       NONE     None,                     [401  404  404  401  404  ok   ok   404   ok   ok   404  404  404  401  401  ok   403], channel::storage;
    GET    "/v1/welcomes"                                 Device       NONE     None,                     [401  ok   ok   401  ok   ok   ok   ok    ok   ok   ok   ok   ok   401  401  ok   403], conversation::welcomes;
    DELETE "/v1/welcomes/{log}/{epoch}"                   Device       NONE     None,                     [401  ok   ok   401  ok   ok   ok   ok    ok   ok   ok   ok   ok   401  401  ok   403], conversation::drop_welcome;
    POST   "/v1/key-packages"                             Device       MAX_BODY None,                     [401  ok   ok   401  ok   ok   ok   ok    ok   ok   ok   ok   ok   401  401  ok   403], key_package::put;
    GET    "/v1/key-packages"                             Device       NONE     None,                     [401  ok   ok   401  ok   ok   ok   ok    ok   ok   ok   ok   ok   401  401  ok   403], key_package::count;
    POST   "/v1/key-packages/take"                        Device       SMALL    None,                     [401  ok   ok   401  ok   ok   ok   ok    ok   ok   ok   ok   ok   401  401  ok   403], key_package::take;
    POST   "/v1/logs/{log}/blobs/{blob}"                  Roster       SMALL    None,                     [401  404  404  401  404  ok   ok   404   ok   ok   404  404  404  401  401  ok   403], blob::start;
    PUT    "/v1/logs/{log}/blobs/{blob}"                  Roster       MAX_PART None,                     [401  404  404  401  404  ok   ok   404   ok   ok   404  404  404  401  401  ok   403], blob::part;
    GET    "/v1/logs/{log}/blobs/{blob}/state"            Roster       NONE     None,                     [401  404  404  401  404  ok   ok   404   ok   ok   404  404  404  401  401  ok   403], blob::state;
    GET    "/v1/logs/{log}/blobs/{blob}"                  Person       NONE     None,                     [401  404  404  401  404  ok   ok   404   ok   ok   404  404  404  401  401  ok   403], blob::read;
    GET    "/v1/sync"                                     Device       NONE     None,                     [401  ok   ok   401  ok   ok   ok   ok    ok   ok   ok   ok   ok   401  401  ok   403], sync::sync;
}
