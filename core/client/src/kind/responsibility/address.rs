//! Role addresses: what was done with one, in the order of the log, and who holds it after that.
//!
//! What an act may is decided by what came before it in the log: the settings, who held the address, who made it. Where it
//! needs the organisation, what that said at the time is kept beside the act, since settings may be read later than it.

use minicbor::{Decode, Encode};
use verband_protocol::cbor;
use verband_protocol::id::{EventId, LogId, MemberId, RoleId, TeamId};
use verband_protocol::organisation::Right;
use verband_rules::organisation::OrganisationState;
use verband_store::rusqlite::{Connection, Row};
use verband_store::{StoreError, Tx};

use super::payload::{AddressPayload, Eligible, HandOverPayload, RoleAddressSettings};
use crate::error::ClientError;
use crate::kind::Event;

/// Somebody who is to hold an address, as the organisation knew her then. Bots and who had left are not among them.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(super) struct Candidate {
    #[n(0)]
    pub(super) member: MemberId,
    /// None if she could hold nothing.
    #[n(1)]
    belongs: Option<Belongs>,
}

#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
struct Belongs {
    #[n(0)]
    teams: Vec<TeamId>,
    #[n(1)]
    roles: Vec<RoleId>,
}

impl Candidate {
    pub(super) fn of(member: MemberId, organisation: &OrganisationState, seq: u64) -> Self {
        let fits = organisation.member_active_at(&member, seq) && !organisation.is_bot(&member);
        let belongs = fits.then(|| Belongs {
            teams: organisation.teams_at(&member, seq),
            roles: organisation.roles_at(&member, seq),
        });
        Self { member, belongs }
    }

    pub(super) fn may_hold(&self, settings: &RoleAddressSettings) -> bool {
        self.belongs.as_ref().is_some_and(|belongs| match &settings.eligible {
            Eligible::Anybody => true,
            Eligible::Members(members) => members.contains(&self.member),
            Eligible::Team(team) => belongs.teams.contains(team),
            Eligible::Role(role) => belongs.roles.contains(role),
        })
    }
}

/// What an act does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    Settings(RoleAddressSettings),
    Retire,
    HandOver(Vec<Candidate>),
}

/// One act on an address.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) event: EventId,
    pub(super) waiting: bool,
    pub(super) member: MemberId,
    pub(super) at: u64,
    /// Whether its author had the right to moderate channels.
    pub(super) appoints: bool,
    pub(super) change: Change,
}

/// An address after some of its acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) creator: MemberId,
    pub(super) settings: RoleAddressSettings,
    pub(super) retired: bool,
    pub(super) holders: Vec<MemberId>,
    /// When it was handed over last, by whom.
    pub(super) since: u64,
    pub(super) by: Option<MemberId>,
}

impl Address {
    /// Whether a member changes it: who made it, and who moderates channels for the organisation.
    pub(super) fn may_change(&self, member: &MemberId, appoints: bool) -> bool {
        *member == self.creator || appoints
    }

    /// Whether a hand-over counts. Who holds an address hands it to whom she wants; everybody else only takes it herself,
    /// alone or beside those who have it, so that nobody is made responsible by a stranger.
    pub(super) fn may_hand_over(&self, member: &MemberId, appoints: bool, to: &[Candidate]) -> bool {
        let holds = self.holders.contains(member) || self.may_change(member, appoints);
        let takes = || {
            let known = |other: &MemberId| other == member || self.holders.contains(other);
            to.iter().any(|candidate| candidate.member == *member) && to.iter().all(|other| known(&other.member))
        };
        !self.retired && to.iter().all(|candidate| candidate.may_hold(&self.settings)) && (holds || takes())
    }

    /// Takes the next act. False if it does not count.
    pub(super) fn take(&mut self, step: &Step) -> bool {
        match &step.change {
            Change::Settings(_) | Change::Retire if !self.may_change(&step.member, step.appoints) => return false,
            Change::HandOver(to) if !self.may_hand_over(&step.member, step.appoints, to) => return false,
            Change::Settings(settings) => {
                self.settings = settings.clone();
                self.retired = false;
            }
            Change::Retire => self.retired = true,
            Change::HandOver(to) => {
                self.holders = to.iter().map(|candidate| candidate.member).collect();
                self.since = step.at;
                self.by = Some(step.member);
            }
        }
        true
    }
}

/// Goes through the acts of an address in the order of the log. None while the act that made it is not known. `each` sees
/// every act that counts, with the holders before it.
pub(super) fn follow(steps: &[Step], address: &EventId, mut each: impl FnMut(&Step, &[MemberId])) -> Option<Address> {
    let first = steps.iter().position(|step| step.event == *address)?;
    let (made, later) = (&steps[first], &steps[first + 1..]);
    let Change::Settings(settings) = &made.change else { return None };
    let mut now = Address {
        creator: made.member,
        settings: settings.clone(),
        retired: false,
        holders: Vec::new(),
        since: 0,
        by: None,
    };
    for step in later {
        let before = now.holders.clone();
        if now.take(step) {
            each(step, &before);
        }
    }
    Some(now)
}

/// The acts of an address in the order of the log.
pub(super) fn steps(connection: &Connection, log: &LogId, address: &EventId) -> Result<Vec<Step>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT event, seq, member, at, appoints, settings, holders FROM address_step
         WHERE log = ?1 AND address = ?2 ORDER BY seq",
    )?;
    let rows = statement.query_map((log.as_bytes(), address.as_bytes()), step)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn step(row: &Row<'_>) -> Result<Step, verband_store::rusqlite::Error> {
    let (settings, holders): (Option<Vec<u8>>, Option<Vec<u8>>) = (row.get(5)?, row.get(6)?);
    let change = match (settings, holders) {
        (Some(settings), _) => cbor::decode(&settings).map_or(Change::Retire, Change::Settings),
        (None, Some(holders)) => Change::HandOver(cbor::decode(&holders).unwrap_or_default()),
        (None, None) => Change::Retire,
    };
    Ok(Step {
        event: EventId(row.get(0)?),
        waiting: row.get::<_, u64>(1)? >= verband_store::WAITING,
        member: MemberId(row.get(2)?),
        at: row.get(3)?,
        appoints: row.get(4)?,
        change,
    })
}

pub(super) fn apply_settings(tx: &Tx<'_>, event: &Event<'_>, payload: AddressPayload) -> Result<(), ClientError> {
    let address = payload.address.unwrap_or(event.event);
    let settings = payload.settings.map(|settings| cbor::encode(&settings));
    keep(tx, event, &address, settings.as_deref(), None)
}

pub(super) fn apply_hand_over(tx: &Tx<'_>, event: &Event<'_>, payload: &HandOverPayload) -> Result<(), ClientError> {
    let candidate = |member: &MemberId| Candidate::of(*member, event.organisation, event.organisation_seq);
    let holders: Vec<Candidate> = payload.holders.iter().map(candidate).collect();
    keep(tx, event, &payload.address, None, Some(&cbor::encode(&holders)))
}

/// Whether a member may change and hand over every role address of the channels that she is in.
pub(super) fn appoints(organisation: &OrganisationState, member: &MemberId, seq: u64) -> bool {
    organisation.may_at(member, Right::ModerateChannels, seq)
}

fn keep(
    tx: &Tx<'_>,
    event: &Event<'_>,
    address: &EventId,
    settings: Option<&[u8]>,
    holders: Option<&[u8]>,
) -> Result<(), ClientError> {
    // A bot is responsible for nothing.
    if event.organisation.is_bot(&event.member) {
        return Ok(());
    }
    tx.execute(
        "INSERT INTO address_step (log, event, seq, address, member, at, appoints, settings, holders)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (log, event) DO UPDATE SET seq = excluded.seq, appoints = excluded.appoints,
             holders = excluded.holders",
        (
            event.log.as_bytes(),
            event.event.as_bytes(),
            event.seq,
            address.as_bytes(),
            event.member.as_bytes(),
            event.sent_at,
            appoints(event.organisation, &event.member, event.organisation_seq),
            settings,
            holders,
        ),
    )?;
    resolve(tx, event.log, address)
}

/// Writes what follows from all acts on an address that are known.
pub(super) fn resolve(tx: &Tx<'_>, log: &LogId, address: &EventId) -> Result<(), ClientError> {
    // Most of the past of an address comes before the act that made it does: nothing follows from it yet.
    let made = "SELECT 1 FROM address_step WHERE log = ?1 AND event = ?2";
    let made = tx.query_opt(made, (log.as_bytes(), address.as_bytes()), |_| Ok(()))?.is_some();
    let now = if made { follow(&steps(tx.sql(), log, address)?, address, |_, _| {}) } else { None };
    let Some(now) = now else {
        tx.execute("DELETE FROM role_address WHERE log = ?1 AND address = ?2", (log.as_bytes(), address.as_bytes()))?;
        return Ok(());
    };
    tx.execute(
        "INSERT OR REPLACE INTO role_address (log, address, creator, title, settings, retired, holders, since, by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        (
            log.as_bytes(),
            address.as_bytes(),
            now.creator.as_bytes(),
            &now.settings.title,
            cbor::encode(&now.settings),
            now.retired,
            cbor::encode(&now.holders),
            now.since,
            now.by.as_ref().map(MemberId::as_bytes),
        ),
    )?;
    Ok(())
}

/// An address as it is now.
pub(super) fn address(connection: &Connection, log: &LogId, address: &EventId) -> Result<Option<Address>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT creator, settings, retired, holders, since, by FROM role_address WHERE log = ?1 AND address = ?2",
    )?;
    let mut rows = statement.query((log.as_bytes(), address.as_bytes()))?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let settings = cbor::decode(&row.get::<_, Vec<u8>>(1)?).map_err(|_| StoreError::Corrupt)?;
    Ok(Some(Address {
        creator: MemberId(row.get(0)?),
        settings,
        retired: row.get(2)?,
        holders: cbor::decode(&row.get::<_, Vec<u8>>(3)?).unwrap_or_default(),
        since: row.get(4)?,
        by: row.get::<_, Option<[u8; 32]>>(5)?.map(MemberId),
    }))
}
