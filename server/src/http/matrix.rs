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
pub const CALLERS: [&str; 8] = [
    "anonymous",
    "another organisation",
    "not in the conversation",
    "revoked in the organisation",
    "removed from the conversation",
    "in the conversation",
    "moderator of the conversation",
    "administrator, not in the conversation",
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
    pub expected: [Outcome; 8],
    /// What it does.
    pub(crate) handler: fn(MethodFilter) -> MethodRouter<Server>,
}

const GET: MethodFilter = MethodFilter::GET;
const POST: MethodFilter = MethodFilter::POST;
const PUT: MethodFilter = MethodFilter::PUT;
const DELETE: MethodFilter = MethodFilter::DELETE;

const OK: Outcome = Outcome::Passes;
const S401: Outcome = Outcome::Status(401);
const S403: Outcome = Outcome::Status(403);
const S404: Outcome = Outcome::Status(404);

macro_rules! routes {
    ($($method:ident $path:literal $who:ident $limit:ident $rate:expr, [$($expected:expr),*], $handler:path;)*) => {
        /// All routes.
        pub const ROUTES: &[Row] = &[$(Row {
            method: $method,
            path: $path,
            who: Who::$who,
            limit: $limit,
            rate: $rate,
            expected: [$($expected),*],
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
//  method, path                                   whom     body      counted as                 anon  other nonm  revo  remo  memb  mod   adm   what it does
    GET    "/health/live"                          Anyone   NONE      None,                     [OK,   OK,   OK,   OK,   OK,   OK,   OK,   OK],   health::live;
    GET    "/health/ready"                         Anyone   NONE      None,                     [OK,   OK,   OK,   OK,   OK,   OK,   OK,   OK],   health::ready;
    POST   "/v1/organisations"                     Anyone   MAX_BODY  Some(Asker::Found),       [S403, S403, S403, S403, S403, S403, S403, S403], organisation::found;
    POST   "/v1/invitations"                       Inviter  MAX_BODY   None,                     [S401, S403, S403, S401, S403, S403, S403, OK],   invitation::invite;
    GET    "/v1/invitations/{invitation}"          Anyone   NONE      Some(Asker::Invitation),  [OK,   OK,   OK,   OK,   OK,   OK,   OK,   OK],   invitation::look_up;
    POST   "/v1/invitations/{invitation}/claim"    Anyone   SMALL     Some(Asker::Invitation),  [OK,   OK,   OK,   OK,   OK,   OK,   OK,   OK],   invitation::claim;
    GET    "/v1/recoveries/{key}"                  Anyone   NONE      Some(Asker::Invitation),  [OK,   OK,   OK,   OK,   OK,   OK,   OK,   OK],   recovery::look_up;
    POST   "/v1/recoveries/{key}"                  Anyone   MAX_BODY  Some(Asker::Invitation),  [OK,   OK,   OK,   OK,   OK,   OK,   OK,   OK],   recovery::recover;
    PUT    "/v1/backup"                            Device   BACKUP    None,                     [S401, OK,   OK,   S401, OK,   OK,   OK,   OK],   recovery::put_backup;
    GET    "/v1/backups"                           Device   NONE      None,                     [S401, OK,   OK,   S401, OK,   OK,   OK,   OK],   recovery::backups;
    POST   "/v1/mail/invitations"                  Inviter  SMALL     None,                     [S401, S403, S403, S401, S403, S403, S403, OK],   mail::ask;
    GET    "/v1/mail/invitations/{invitation}"     Inviter  NONE      None,                     [S401, S403, S403, S401, S403, S403, S403, OK],   mail::state;
    GET    "/v1/mail/template"                     Admin    NONE      None,                     [S401, S403, S403, S401, S403, S403, S403, OK],   mail::template;
    PUT    "/v1/mail/template"                     Admin    SMALL     None,                     [S401, S403, S403, S401, S403, S403, S403, OK],   mail::set_template;
    GET    "/v1/statistics"                        Statistician NONE  None,                     [S401, S403, S403, S401, S403, S403, S403, OK],   statistics::statistics;
    POST   "/v1/session/challenge"                 Anyone   SMALL     None,                     [OK,   OK,   OK,   OK,   OK,   OK,   OK,   OK],   session::challenge;
    POST   "/v1/session"                           Anyone   SMALL     None,                     [S401, S401, S401, S401, S401, S401, S401, S401], session::login;
    POST   "/v1/session/revocation"                Anyone   SMALL     None,                     [S401, S401, S401, S401, S401, S401, S401, S401], session::revocation;
    PUT    "/v1/slots/{slot}/{part}"               Anyone   SLOT      Some(Asker::SlotWrite),   [OK,   OK,   OK,   OK,   OK,   OK,   OK,   OK],   slot::put;
    GET    "/v1/slots/{slot}/{part}"               Anyone   NONE      Some(Asker::SlotRead),    [OK,   OK,   OK,   OK,   OK,   OK,   OK,   OK],   slot::read;
    GET    "/v1/devices"                           Device   NONE      None,                     [S401, OK,   OK,   S401, OK,   OK,   OK,   OK],   device::contacts;
    POST   "/v1/logs/{log}/entries"                Writer   MAX_BODY  None,                     [S401, S404, S404, S401, S404, OK,   OK,   S404], log::append;
    GET    "/v1/logs/{log}/entries"                Reader   NONE      None,                     [S401, S404, S404, S401, S404, OK,   OK,   S404], log::page;
    GET    "/v1/logs/{log}/heads/{seq}"            Reader   NONE      None,                     [S401, S404, S404, S401, S404, OK,   OK,   S404], log::head;
    POST   "/v1/conversations"                     Device   MAX_BODY  None,                     [S401, OK,   OK,   S401, OK,   OK,   OK,   OK],   conversation::create;
    POST   "/v1/conversations/{log}/commits"       Person   MAX_BODY  None,                     [S401, S404, S404, S401, S404, OK,   OK,   S404], conversation::commit;
    GET    "/v1/conversations/{log}/links"         Person   NONE      None,                     [S401, S404, S404, S401, S404, OK,   OK,   S404], conversation::links;
    GET    "/v1/conversations/{log}/group"         Person   NONE      None,                     [S401, S404, S404, S401, S404, OK,   OK,   S404], conversation::group;
    PUT    "/v1/conversations/{log}/card"          Roster   CARD      None,                     [S401, S404, S404, S401, S404, S403, OK,   S404], channel::put_card;
    GET    "/v1/channels"                          Device   NONE      None,                     [S401, OK,   OK,   S401, OK,   OK,   OK,   OK],   channel::list;
    PUT    "/v1/conversations/{log}/request"       Device   SMALL     None,                     [S401, S404, OK,   S401, OK,   OK,   OK,   OK],   channel::ask;
    DELETE "/v1/conversations/{log}/request"       Device   NONE      None,                     [S401, OK,   OK,   S401, OK,   OK,   OK,   OK],   channel::take_back;
    GET    "/v1/conversations/{log}/requests"      Roster   NONE      None,                     [S401, S404, S404, S401, S404, OK,   OK,   S404], channel::requests;
    DELETE "/v1/conversations/{log}/requests/{member}" Roster NONE    None,                     [S401, S404, S404, S401, S404, S403, OK,   S404], channel::refuse;
    PUT    "/v1/conversations/{log}/mark"          Roster   SMALL     None,                     [S401, S404, S404, S401, S404, OK,   OK,   S404], channel::put_mark;
    GET    "/v1/conversations/{log}/marks"         Person   NONE      None,                     [S401, S404, S404, S401, S404, OK,   OK,   S404], channel::marks;
    GET    "/v1/conversations/{log}/storage"       Person   NONE      None,                     [S401, S404, S404, S401, S404, OK,   OK,   S404], channel::storage;
    GET    "/v1/welcomes"                          Device   NONE      None,                     [S401, OK,   OK,   S401, OK,   OK,   OK,   OK],   conversation::welcomes;
    DELETE "/v1/welcomes/{log}/{epoch}"            Device   NONE      None,                     [S401, OK,   OK,   S401, OK,   OK,   OK,   OK],   conversation::drop_welcome;
    POST   "/v1/key-packages"                      Device   MAX_BODY  None,                     [S401, OK,   OK,   S401, OK,   OK,   OK,   OK],   key_package::put;
    GET    "/v1/key-packages"                      Device   NONE      None,                     [S401, OK,   OK,   S401, OK,   OK,   OK,   OK],   key_package::count;
    POST   "/v1/key-packages/take"                 Device   SMALL     None,                     [S401, OK,   OK,   S401, OK,   OK,   OK,   OK],   key_package::take;
    POST   "/v1/logs/{log}/blobs/{blob}"           Roster   SMALL     None,                     [S401, S404, S404, S401, S404, OK,   OK,   S404], blob::start;
    PUT    "/v1/logs/{log}/blobs/{blob}"           Roster   MAX_PART  None,                     [S401, S404, S404, S401, S404, OK,   OK,   S404], blob::part;
    GET    "/v1/logs/{log}/blobs/{blob}/state"     Roster   NONE      None,                     [S401, S404, S404, S401, S404, OK,   OK,   S404], blob::state;
    GET    "/v1/logs/{log}/blobs/{blob}"           Person   NONE      None,                     [S401, S404, S404, S401, S404, OK,   OK,   S404], blob::read;
    GET    "/v1/sync"                              Device   NONE      None,                     [S401, OK,   OK,   S401, OK,   OK,   OK,   OK],   sync::sync;
}
