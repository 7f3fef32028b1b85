//! Acts in the organisation's log by this device: how an entry is made, checked by the rules before it is sent, and what
//! a device owes the organisation without being asked.

use verband_protocol::entry::{Class, Header, Position, Record, SignedEntry};
use verband_protocol::id::{DeviceId, EventId, LogId};
use verband_protocol::organisation::{MAX_NAME, OrganisationRecord, Right};
use verband_protocol::seal::SealKey;
use verband_protocol::sign::Purpose;
use verband_protocol::wire::{Append, AppendedAll};
use verband_protocol::{SUITE, VERSION};
use verband_rules::organisation::OrganisationState;

use crate::account;
use crate::client::{Client, Inner};
use crate::directory_key::{directory_keys, hand_keys, seal_body};
use crate::error::ClientError;
use crate::log::AlarmKind;
use crate::port::Ports;

/// How many invitations that ended are withdrawn in one pass.
const ENDED_AT_ONCE: usize = 100;

/// Something to write into the organisation's log.
pub(crate) struct Act {
    record: OrganisationRecord,
    /// Seals the body under a directory key, for the header at hand.
    body: Option<Body>,
}

type Body = Box<dyn FnOnce(&(u32, SealKey), &Header, &Ports) -> Vec<u8> + Send>;

impl Act {
    /// An act that is a record alone.
    pub(crate) fn of(record: OrganisationRecord) -> Self {
        Self { record, body: None }
    }

    /// An act with a body that only members read.
    pub(crate) fn with<T>(record: OrganisationRecord, body: T) -> Self
    where
        T: minicbor::Encode<()> + Send + 'static,
    {
        let seal =
            move |key: &(u32, SealKey), header: &Header, ports: &Ports| seal_body(key, header, &body, &*ports.entropy);
        Self { record, body: Some(Box::new(seal)) }
    }
}

/// Entries for the organisation log that go in one request. Each is checked on top of those before it; all of them name
/// the position that the server has confirmed, so that another device's entry in between does no harm.
pub(crate) struct Batch {
    pub(crate) state: OrganisationState,
    seen: Position,
    pub(crate) entries: Vec<SignedEntry>,
}

impl Client {
    /// Appends acts to the organisation log, in one request, and renews the directory key if somebody left.
    pub(crate) async fn act(&self, acts: Vec<Act>) -> Result<(), ClientError> {
        let inner = self.inner()?;
        let acting = async {
            let _turn = self.turn(&inner).await?;
            inner.sync_organisation().await?;
            let mut batch = inner.batch()?;
            for act in acts {
                inner.add(&mut batch, act)?;
            }
            inner.renew_directory_key(&mut batch)?;
            inner.append_to_organisation(batch.entries).await
        };
        self.in_contact(&inner, acting).await
    }
}

impl Inner {
    /// Sends entries of the organisation log and takes them when they come back. The caller holds the line.
    pub(crate) async fn append_to_organisation(&self, entries: Vec<SignedEntry>) -> Result<(), ClientError> {
        let path = format!("/v1/logs/{}/entries", self.account.organisation);
        let _: AppendedAll = self.api.post(&path, &Append { entries }).await?.done()?;
        self.sync_organisation().await
    }

    pub(crate) fn batch(&self) -> Result<Batch, ClientError> {
        let state = (*self.organisation()?).clone();
        Ok(Batch { seen: state.position(), state, entries: Vec::new() })
    }

    /// Signs an act and applies it to the batch, so that a broken rule is told before anything is sent.
    pub(crate) fn add(&self, batch: &mut Batch, act: Act) -> Result<(), ClientError> {
        let header = self.organisation_header(batch, act.record);
        let body = match act.body {
            None => None,
            Some(seal) => {
                let keys = self.store.read(directory_keys)?;
                let newest = keys.last().ok_or(ClientError::WaitingForApproval)?;
                Some(seal(newest, &header, &self.ports))
            }
        };
        self.add_signed(batch, header, body)
    }

    fn add_signed(&self, batch: &mut Batch, header: Header, body: Option<Vec<u8>>) -> Result<(), ClientError> {
        let entry = header.sign(body, Purpose::Event, &self.keys.event);
        batch.state.apply(&entry)?;
        batch.entries.push(entry);
        Ok(())
    }

    fn organisation_header(&self, batch: &Batch, record: OrganisationRecord) -> Header {
        let draft = EntryDraft {
            log: self.account.organisation,
            seen: batch.seen,
            counter: batch.state.next_counter(&self.keys.id),
            author: self.keys.id,
        };
        draft.header(&self.ports, record)
    }

    /// What any device does for the organisation without being asked, as far as it has the right: the privacy notice that
    /// its person accepted is noted, memberships that are over end, the directory key changes after somebody has left, and
    /// goes to devices that lack it; an administrator's gives a sign of life; invitations whose time is over are withdrawn. Then
    /// it listens for signs of life of others.
    pub(crate) async fn do_organisation_duties(&self) -> Result<(), ClientError> {
        self.append_unasked(self.organisation_duties()?).await?;
        self.append_unasked(self.ended_withdrawn()?).await?;
        self.listen_for_life()
    }

    /// Brings entries that any device may into the log, if there are some. Another one may have been faster: then its entries
    /// came first, and what is left is seen with the next pass.
    async fn append_unasked(&self, entries: Vec<SignedEntry>) -> Result<(), ClientError> {
        if entries.is_empty() {
            return Ok(());
        }
        let path = format!("/v1/logs/{}/entries", self.account.organisation);
        let _answer = self.api.post::<_, AppendedAll>(&path, &Append { entries }).await?;
        self.sync_organisation().await
    }

    /// Entries that withdraw invitations whose time is over, so that not only the server's clock says so: afterwards nobody's
    /// device lets anybody in by them. Apart from other duties: the server refuses it to a device whose clock is ahead.
    fn ended_withdrawn(&self) -> Result<Vec<SignedEntry>, ClientError> {
        let (organisation, now) = (self.organisation()?, self.ports.clock.now_ms());
        if !organisation.device_active(&self.keys.id) || !organisation.may(&self.account.member, Right::Invite) {
            return Ok(Vec::new());
        }
        let ended: Vec<_> = organisation.ended_invitations(now).take(ENDED_AT_ONCE).collect();
        if ended.is_empty() {
            return Ok(Vec::new());
        }
        let mut batch = self.batch()?;
        for id in ended {
            self.add(&mut batch, Act::of(OrganisationRecord::InvitationRevoke(id)))?;
        }
        Ok(batch.entries)
    }

    /// The entries that are due. Each pass asks, and mostly there are none: nothing is copied before it is known.
    fn organisation_duties(&self) -> Result<Vec<SignedEntry>, ClientError> {
        let organisation = self.organisation()?;
        let (own, now) = (&self.account.member, self.ports.clock.now_ms());
        if !organisation.device_active(&self.keys.id) {
            return Ok(Vec::new());
        }
        let noted = organisation.member(own).and_then(|member| member.notice);
        let accepted = self.store.read(account::accepted_notice)?;
        let accepted = accepted.filter(|version| Some(*version) > noted && *version <= organisation.notice());
        let over: Vec<_> = organisation.expired(now).filter(|member| member != own).collect();
        let heartbeat = organisation.is_admin(own) && organisation.heartbeat_due(now);
        let keys = self.renews_directory_key(&organisation) || !organisation.without_directory_key().is_empty();
        if accepted.is_none() && over.is_empty() && !heartbeat && !keys {
            return Ok(Vec::new());
        }
        let mut batch = self.batch()?;
        if let Some(version) = accepted {
            self.add(&mut batch, Act::of(OrganisationRecord::NoticeAccept(version)))?;
        }
        for member in over {
            self.add(&mut batch, Act::of(OrganisationRecord::Expire(member)))?;
        }
        self.renew_directory_key(&mut batch)?;
        self.hand_over_directory_key(&mut batch)?;
        // Any other entry of today is as good a sign.
        if heartbeat && batch.entries.is_empty() {
            self.add(&mut batch, Act::of(OrganisationRecord::Heartbeat))?;
        }
        Ok(batch.entries)
    }

    /// Raises an alarm, once, if the newest entry of the organisation that the server shows is old.
    fn listen_for_life(&self) -> Result<(), ClientError> {
        let organisation = self.organisation()?;
        if !organisation.is_stale(self.ports.clock.now_ms()) {
            return Ok(());
        }
        let detail =
            format!("position {} of the organisation is the newest for three weeks", organisation.position().seq);
        Ok(self.store.with_tx(|tx| self.alarm(tx, &self.account.organisation, AlarmKind::Stale, &detail))?)
    }

    /// Whether somebody left who has the newest directory key, and it is for this device to make another.
    fn renews_directory_key(&self, organisation: &OrganisationState) -> bool {
        let may = |right| organisation.may(&self.account.member, right);
        organisation.directory_key_is_stale() && (may(Right::ManageMembers) || may(Right::ManageDevices))
    }

    /// Makes a new generation of the directory key for every active device if somebody left who has the newest one:
    /// names written from now on are closed to her.
    fn renew_directory_key(&self, batch: &mut Batch) -> Result<(), ClientError> {
        if !self.renews_directory_key(&batch.state) {
            return Ok(());
        }
        let mut keys = self.store.read(directory_keys)?;
        let newest = batch.state.directory_key().map_or(0, |(generation, _)| generation);
        // Who does not have the older ones would keep them from everybody who comes later.
        if keys.last().is_none_or(|(generation, _)| *generation != newest) && !batch.state.directory_key_is_lost() {
            return Ok(());
        }
        let generation = newest + 1;
        keys.push((generation, SealKey::random(&*self.ports.entropy)));
        let active: Vec<DeviceId> =
            batch.state.devices().map(|(id, _)| *id).filter(|id| batch.state.device_active(id)).collect();
        self.hand_keys_to(batch, &keys, &active)
    }

    /// Hands the directory key to devices that nobody handed it to yet.
    pub(crate) fn hand_over_directory_key(&self, batch: &mut Batch) -> Result<(), ClientError> {
        let without = batch.state.without_directory_key();
        let keys = self.store.read(directory_keys)?;
        let newest = batch.state.directory_key().map(|(generation, _)| generation);
        if keys.last().map(|(generation, _)| *generation) != newest {
            return Ok(());
        }
        self.hand_keys_to(batch, &keys, &without)
    }

    fn hand_keys_to(
        &self,
        batch: &mut Batch,
        keys: &[(u32, SealKey)],
        devices: &[DeviceId],
    ) -> Result<(), ClientError> {
        let to: Vec<_> = devices
            .iter()
            .filter_map(|id| batch.state.device(id).map(|device| (*id, device.certificate.hpke)))
            .collect();
        match hand_keys(keys, &to) {
            Some((record, body)) => self.add_signed(batch, self.organisation_header(batch, record), Some(body)),
            None => Ok(()),
        }
    }
}

/// Where an entry of the organisation log stands and who signs it.
pub(crate) struct EntryDraft {
    pub(crate) log: LogId,
    pub(crate) seen: Position,
    pub(crate) counter: u64,
    pub(crate) author: DeviceId,
}

impl EntryDraft {
    pub(crate) fn header(&self, ports: &Ports, record: OrganisationRecord) -> Header {
        Header {
            version: VERSION,
            suite: SUITE,
            log: self.log,
            epoch: 0,
            author: self.author,
            counter: self.counter,
            event: EventId::random(&*ports.entropy),
            class: Class::Organisation,
            seen: self.seen,
            organisation: self.seen,
            sent_at: ports.clock.now_ms(),
            blobs: Vec::new(),
            targets: Vec::new(),
            record: Some(Record::Organisation(record)),
            body: None,
        }
    }
}

/// A server's address, without the slash that people put behind it.
pub(crate) fn checked_address(server: &str) -> Result<&str, ClientError> {
    let server = server.trim_end_matches('/');
    let of_the_web = |uri: &http::Uri| matches!(uri.scheme_str(), Some("https" | "http")) && uri.host().is_some();
    match server.parse().ok().filter(of_the_web) {
        Some(_) => Ok(server),
        None => Err(ClientError::Address(server.to_owned())),
    }
}

/// A name as it is kept: without blanks around it.
pub(crate) fn checked_name<'a>(what: &'static str, name: &'a str) -> Result<&'a str, ClientError> {
    let name = name.trim();
    if name.is_empty() || name.len() > MAX_NAME { Err(ClientError::Length(what, MAX_NAME)) } else { Ok(name) }
}
