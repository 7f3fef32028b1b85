//! Logging in: a device signs a challenge and gets a token. There are no passwords. One that is shut out, because it is revoked
//! or because the policy does not permit its kind of machine, gets the proof of that instead.

use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use verband_protocol::id::{DeviceId, Hash, LogId, MemberId};
use verband_protocol::organisation::{ProgramVersion, Right};
use verband_protocol::sign::{PublicKey, Purpose, Signature};
use verband_protocol::wire::{Login, MAX_PAGE, Page, RevocationRequest, Session, login_message};
use verband_rules::organisation::{Device, OrganisationState};

use super::contact;
use crate::failure::Failure;
use crate::server::Inner;
use crate::store::{PageFrom, PageQuery, StoredSession};

/// How long a challenge can be answered, in milliseconds: a minute.
const CHALLENGE_VALIDITY: u64 = 60 * 1000;

/// How long a session lasts, in milliseconds: an hour.
pub const SESSION_VALIDITY: u64 = 60 * 60 * 1000;

/// Length of a challenge: time, chance, and the server's mark over both and the device.
const CHALLENGE: usize = 8 + 16 + 32;

/// Whoever a request speaks for: an active device of an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Caller {
    /// Its organisation: the only one that the request can reach.
    pub(crate) organisation: LogId,
    /// The device.
    pub(crate) device: DeviceId,
    /// Whose it is.
    pub(crate) member: MemberId,
    /// Whether she administers.
    pub(crate) admin: bool,
    /// Whether she may invite, or give new letters.
    pub(crate) invites: bool,
    /// Whether she may see the counts of the organisation.
    pub(crate) counts: bool,
    /// When the session ends, in milliseconds since the Unix epoch.
    pub(crate) expires_at: u64,
}

/// A challenge for a device, known or not. Nothing is kept of it.
pub(crate) fn challenge(server: &Inner, device: &DeviceId) -> Vec<u8> {
    let mut challenge = server.now().to_be_bytes().to_vec();
    challenge.extend_from_slice(&server.random::<16>());
    let mark = mark(server, device, &challenge).finalize().into_bytes();
    challenge.extend_from_slice(&mark);
    challenge
}

fn mark(server: &Inner, device: &DeviceId, challenge: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(&server.challenge_key).expect("HMAC takes keys of any length");
    mac.update(b"verband/challenge/1");
    mac.update(&device.0);
    mac.update(challenge);
    mac
}

/// Opens a session for a device that signed its challenge. Each challenge opens one. An unknown device is refused
/// like one with a wrong signature.
pub(crate) fn login(server: &Inner, login: &Login, program: ProgramVersion) -> Result<Session, Failure> {
    let (organisation, state) = signed(server, &login.device, &login.nonce, &login.signature)?;
    let now = server.now();
    admitted(&state, &login.device, now)?;
    check_program(&state, program)?;
    let token = hex::encode(server.random::<32>());
    let session = StoredSession { organisation, device: login.device, expires_at: now + SESSION_VALIDITY };
    let challenge = Hash::labelled("verband/challenge/1", &[&login.nonce]);
    if !server.store.open_session(&token_hash(&token), &challenge, &session)? {
        return Err(Failure::Unauthenticated);
    }
    Ok(Session { token, expires_at: session.expires_at })
}

/// What proves to a device that it is shut out: the organisation log up to that entry and no further, and without bodies,
/// which are none of its business. For such devices alone.
pub(crate) fn revocation(server: &Inner, request: RevocationRequest, bytes: usize) -> Result<Page, Failure> {
    let RevocationRequest { device, nonce, signature, after } = request;
    let (organisation, state) = signed(server, &device, &nonce, &signature)?;
    let last = state.shut_out_at(&device).ok_or(Failure::Unauthenticated)?;
    let query = PageQuery { from: PageFrom::After(after), floor: 0, limit: MAX_PAGE, bytes };
    let mut page = server.store.page(&organisation, &organisation, query)?;
    page.entries.retain(|placed| placed.seq <= last);
    for placed in &mut page.entries {
        placed.entry.body = None;
    }
    Ok(Page { last, ..page })
}

/// The organisation of a device, trusted or not, that signed a challenge which was given to it within the last minute.
fn signed(
    server: &Inner,
    device: &DeviceId,
    nonce: &[u8],
    signature: &Signature,
) -> Result<(LogId, Arc<OrganisationState>), Failure> {
    if nonce.len() != CHALLENGE {
        return Err(Failure::Unauthenticated);
    }
    let (challenge, given) = nonce.split_at(CHALLENGE - 32);
    mark(server, device, challenge).verify_slice(given).map_err(|_| Failure::Unauthenticated)?;
    let issued_at = u64::from_be_bytes(challenge[..8].try_into().map_err(|_| Failure::Unauthenticated)?);
    if server.now().saturating_sub(issued_at) > CHALLENGE_VALIDITY {
        return Err(Failure::Unauthenticated);
    }
    let known = match server.store.organisation_of(device)? {
        Some(organisation) => Some((organisation, server.organisations.get(&*server.store, &organisation)?)),
        None => None,
    };
    let key = known.as_ref().and_then(|(_, state)| state.device(device)).map(|device| device.certificate.login);
    let message = login_message(&server.settings.origin, nonce, device);
    let valid = key.unwrap_or(NOBODY).verify(Purpose::Login, &message, signature).is_ok();
    known.filter(|_| valid).ok_or(Failure::Unauthenticated)
}

/// Whether a program is as new as the organisation's policy wants.
pub(crate) fn check_program(state: &OrganisationState, program: ProgramVersion) -> Result<(), Failure> {
    if program < state.policy().minimum_version { Err(Failure::Outdated) } else { Ok(()) }
}

/// Some key (the base point), so that unknown devices take as long as known ones. What it verifies opens nothing.
const NOBODY: PublicKey = PublicKey([
    0x58, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
    0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66,
]);

/// A device that is trusted, whose member is not over her time, which perhaps nobody has noted in the log yet, and which the
/// policy permits.
fn admitted<'a>(state: &'a OrganisationState, id: &DeviceId, now: u64) -> Result<&'a Device, Failure> {
    let device = state.device(id).filter(|_| state.device_active(id)).ok_or(Failure::Unauthenticated)?;
    let member = state.member(&device.member).ok_or(Failure::Unauthenticated)?;
    if member.until.is_some_and(|until| until <= now) {
        return Err(Failure::Unauthenticated);
    }
    if state.shut_out_at(id).is_some() { Err(Failure::DeviceClass) } else { Ok(device) }
}

/// Who a token speaks for now.
pub(crate) fn authenticate(server: &Inner, token: &str, program: ProgramVersion) -> Result<Caller, Failure> {
    let (session, last_contact) = server.store.session(&token_hash(token))?.ok_or(Failure::Unauthenticated)?;
    if session.expires_at <= server.now() {
        return Err(Failure::Unauthenticated);
    }
    let state = server.organisations.get(&*server.store, &session.organisation)?;
    let device = admitted(&state, &session.device, server.now())?;
    check_program(&state, program)?;
    contact::note(server, &session.device, last_contact);
    Ok(Caller {
        organisation: session.organisation,
        device: session.device,
        member: device.member,
        admin: state.is_admin(&device.member),
        invites: [Right::Invite, Right::ManageMembers].iter().any(|right| state.may(&device.member, *right)),
        counts: state.may(&device.member, Right::Statistics),
        expires_at: session.expires_at,
    })
}

fn token_hash(token: &str) -> Hash {
    Hash::labelled("verband/session/1", &[token.as_bytes()])
}
