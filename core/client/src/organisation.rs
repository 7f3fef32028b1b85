//! The organisation from this device: founding it, inviting, enrolling, administering. Every act is an entry of the
//! organisation log; what an administrator may do, the rules decide.

use std::sync::Arc;

use verband_protocol::cbor;
use verband_protocol::certificate::DeviceClass;
use verband_protocol::code::{InvitationCode, InvitationLink, InvitationSecrets};
use verband_protocol::entry::{Class, Header, Position, Record, SignedEntry};
use verband_protocol::id::{DeviceId, EventId, InvitationId, LogId, MemberId};
use verband_protocol::organisation::{
    Invitation, InvitationKind, MAX_NAME, OrganisationRecord, claim_message, member_id, organisation_id,
};
use verband_protocol::port::random;
use verband_protocol::seal::{SealKey, open, seal};
use verband_protocol::sign::{Purpose, SecretKey};
use verband_protocol::wire::{Append, Appended, AppendedAll, InvitationBundle, InvitationFound, Invite};
use verband_protocol::{SUITE, VERSION};
use verband_rules::organisation::OrganisationState;
use zeroize::Zeroizing;

use crate::account::{Account, Admission, DeviceKeys};
use crate::api::Api;
use crate::client::{Client, Inner};
use crate::directory::{hand_keys, seal_name};
use crate::error::ClientError;
use crate::lock;
use crate::port::Ports;

/// How long the founder's own invitation, which she uses at once, would be valid, in milliseconds.
const FOUNDING_VALIDITY: u64 = 3_600_000;

/// An organisation to be founded.
#[derive(Debug, Clone, Copy)]
pub struct NewOrganisation<'a> {
    /// The server's address.
    pub server: &'a str,
    /// The one-time token that the server printed.
    pub token: &'a str,
    /// The organisation's name, which is public.
    pub organisation_name: &'a str,
    /// The founder's name, as colleagues will see it.
    pub name: &'a str,
}

/// What the founder prints and locks away: the root key, for the recovery of an administrator.
pub struct RecoverySheet {
    /// The organisation's name.
    pub organisation_name: String,
    /// Its id.
    pub organisation: LogId,
    /// The seed of the root key as hex digits. It is nowhere else.
    pub root_key: Zeroizing<String>,
}

/// Whom to invite.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    /// The person's name, as colleagues will see it.
    pub name: String,
    /// Channels that she is added to as soon as she has enrolled.
    pub conversations: Vec<LogId>,
    /// How long the code is valid, in milliseconds.
    pub valid_for: u64,
    /// Whether the claim waits for an administrator's approval.
    pub approval: bool,
}

/// An invitation and the code for its letter. The code is nowhere else.
pub struct Invited {
    /// The invitation.
    pub id: InvitationId,
    /// The code in groups of four.
    pub code: Zeroizing<String>,
    /// The same as a link for a QR code, with the server's address.
    pub link: Zeroizing<String>,
    /// End of validity, in milliseconds since the Unix epoch.
    pub not_after: u64,
}

impl Client {
    /// Founds an organisation with this device as its first administrator. All keys are made here.
    ///
    /// # Errors
    /// [`ClientError::AlreadyEnrolled`], [`ClientError::Server`] for a wrong token, [`ClientError::Address`],
    /// [`ClientError::Length`], [`ClientError::PinTooShort`]: nothing is left on disk then. Without a server it succeeds, and the founding goes on
    /// with the next sync.
    pub async fn found(
        ports: Ports,
        new: &NewOrganisation<'_>,
        class: DeviceClass,
        pin: &str,
        secret: &[u8; 32],
    ) -> Result<(Self, RecoverySheet), ClientError> {
        let organisation_name = checked_name("the organisation's name", new.organisation_name)?;
        let name = checked_name("a name", new.name)?;
        let server = checked_address(new.server)?;
        let entropy = &*ports.entropy;
        let root = SecretKey::random(entropy);
        let keys = DeviceKeys::random(class, entropy);
        let founding = Founding::sign(&ports, &root, &keys, organisation_name, name);
        let account = Account {
            server: server.to_owned(),
            organisation: founding.organisation,
            organisation_name: organisation_name.to_owned(),
            member: founding.member,
            invitation: founding.invitation,
            name: name.to_owned(),
            anchor: founding.position,
        };
        let sheet = RecoverySheet {
            organisation_name: organisation_name.to_owned(),
            organisation: account.organisation,
            root_key: Zeroizing::new(hex::encode(root.seed())),
        };
        let admission = Admission::Found { token: new.token.to_owned(), entries: founding.entries };
        let client = Self::begin(ports, account, keys, &admission, pin, secret)?;
        match client.sync().await {
            // The server has refused it: there is no profile and no organisation.
            Err(error) if client.inner().is_err() => Err(error),
            // Whatever else went wrong: the founding is on disk and goes on with the next sync, but the sheet is
            // nowhere else than here.
            _ => Ok((client, sheet)),
        }
    }

    /// Looks up an invitation, for the person to check her name before she chooses a PIN.
    ///
    /// # Errors
    /// [`ClientError::InvitationGone`], [`ClientError::Offline`].
    pub async fn look_up(ports: &Ports, link: &InvitationLink) -> Result<InvitationBundle, ClientError> {
        Ok(find(ports, link).await?.1)
    }

    /// Enrols with an invitation: no password, no phone number. The first claim wins.
    ///
    /// # Errors
    /// [`ClientError::AlreadyEnrolled`], [`ClientError::PinTooShort`]; [`ClientError::InvitationGone`], after which
    /// nothing is left on disk; [`ClientError::Offline`], [`ClientError::WaitingForApproval`]: if the profile is written
    /// by then ([`Self::enrolled`]), it is unlocked and goes on with the next sync.
    pub async fn enrol(
        ports: Ports,
        link: &InvitationLink,
        class: DeviceClass,
        pin: &str,
        secret: &[u8; 32],
    ) -> Result<Self, ClientError> {
        lock::check_length(pin)?;
        if Self::enrolled(&ports)? {
            return Err(ClientError::AlreadyEnrolled);
        }
        let (secrets, bundle) = find(&ports, link).await?;
        let keys = DeviceKeys::random(class, &*ports.entropy);
        let message = claim_message(&bundle.organisation, &secrets.id, &keys.id, None);
        let record = OrganisationRecord::Claim {
            invitation: secrets.id,
            device: keys.certificate.clone(),
            recovery: None,
            proof: secrets.key.sign(Purpose::Claim, &message),
        };
        let draft = EntryDraft { log: bundle.organisation, seen: bundle.position, counter: 1, author: keys.id };
        let entry = draft.header(&ports, record).sign(None, Purpose::Event, &keys.event);
        let account = Account {
            server: link.server.trim_end_matches('/').to_owned(),
            organisation: bundle.organisation,
            organisation_name: bundle.organisation_name,
            member: member_id(&entry.header),
            invitation: secrets.id,
            name: bundle.name,
            anchor: bundle.position,
        };
        let client = Self::begin(ports, account, keys, &Admission::Claim(entry), pin, secret)?;
        client.sync().await?;
        Ok(client)
    }

    /// Invites a person. The code comes back once and is for her letter.
    ///
    /// # Errors
    /// [`ClientError::Refused`] if this member is no administrator, [`ClientError::Offline`]; as for [`Self::sync`] if the
    /// server refuses the founding.
    pub async fn invite(&self, invitation: &NewInvitation) -> Result<Invited, ClientError> {
        let inner = self.inner()?;
        let name = checked_name("a name", &invitation.name)?;
        let _turn = self.turn(&inner).await?;
        inner.sync_organisation().await?;
        let state = inner.organisation()?;
        let code = InvitationCode::random(&*inner.ports.entropy);
        let secrets = InvitationSecrets::stretch(&code);
        let not_after = inner.ports.clock.now_ms().saturating_add(invitation.valid_for);
        let record = OrganisationRecord::Invitation(Invitation {
            id: secrets.id,
            key: secrets.key.public(),
            kind: InvitationKind::Personal { approval: invitation.approval },
            not_after,
            conversations: invitation.conversations.clone(),
        });
        let keys = inner.store.read(crate::directory::directory_keys)?;
        let newest = keys.last().ok_or(ClientError::WaitingForApproval)?;
        let header = inner.organisation_header(&state, record);
        let body = seal_name(newest, &header, name, &*inner.ports.entropy);
        let entry = header.sign(Some(body), Purpose::Event, &inner.keys.event);
        state.check(&entry)?;
        let bundle = InvitationBundle {
            organisation: inner.account.organisation,
            organisation_name: state.name().to_owned(),
            invitation: secrets.id,
            name: name.to_owned(),
            position: state.position(),
        };
        let bundle = seal(&secrets.bundle, secrets.id.as_bytes(), &cbor::encode(&bundle), &*inner.ports.entropy);
        let invite = Invite { entry, bundle: bundle.into() };
        let _: Appended = inner.api.post("/v1/invitations", &invite).await?.done()?;
        inner.sync_organisation().await?;
        let printed = code.grouped();
        let link = InvitationLink { server: inner.account.server.clone(), code }.text();
        Ok(Invited { id: secrets.id, code: printed, link, not_after })
    }

    /// Withdraws an invitation.
    ///
    /// # Errors
    /// [`ClientError::Refused`], [`ClientError::Offline`].
    pub async fn withdraw_invitation(&self, id: InvitationId) -> Result<(), ClientError> {
        self.act(vec![OrganisationRecord::InvitationRevoke(id)]).await
    }

    /// Approves a claim that waits.
    ///
    /// # Errors
    /// [`ClientError::Refused`], [`ClientError::Offline`].
    pub async fn approve(&self, member: MemberId) -> Result<(), ClientError> {
        self.act(vec![OrganisationRecord::Approve(member)]).await
    }

    /// Makes a member an administrator, or takes it back.
    ///
    /// # Errors
    /// [`ClientError::Refused`], [`ClientError::Offline`].
    pub async fn set_admin(&self, member: MemberId, admin: bool) -> Result<(), ClientError> {
        let record =
            if admin { OrganisationRecord::AdminGrant(member) } else { OrganisationRecord::AdminRevoke(member) };
        self.act(vec![record]).await
    }

    /// A member leaves: her devices lose access at once, the directory key changes, and every conversation removes
    /// her with the next member's device that is online.
    ///
    /// # Errors
    /// [`ClientError::Refused`] without the right or for the last administrator, [`ClientError::Offline`].
    pub async fn revoke_member(&self, member: MemberId) -> Result<(), ClientError> {
        self.act(vec![OrganisationRecord::MemberRevoke(member)]).await
    }

    /// Revokes a device: one's own other one, or as an administrator anybody's.
    ///
    /// # Errors
    /// [`ClientError::Refused`], [`ClientError::NotFound`], [`ClientError::Offline`].
    pub async fn revoke_device(&self, device: DeviceId) -> Result<(), ClientError> {
        let since = self.inner()?.organisation()?.device(&device).ok_or(ClientError::NotFound("device"))?.added_at;
        self.act(vec![OrganisationRecord::DeviceRevoke { device, since }]).await
    }

    async fn act(&self, records: Vec<OrganisationRecord>) -> Result<(), ClientError> {
        let inner = self.inner()?;
        let _turn = self.turn(&inner).await?;
        inner.append_acts(records).await
    }
}

impl Inner {
    /// Appends acts to the organisation log, in one request, and renews the directory key if somebody left.
    async fn append_acts(&self, records: Vec<OrganisationRecord>) -> Result<(), ClientError> {
        self.sync_organisation().await?;
        let mut state = (*self.organisation()?).clone();
        let mut entries = Vec::with_capacity(records.len() + 1);
        let leaves = records
            .iter()
            .any(|r| matches!(r, OrganisationRecord::MemberRevoke(_) | OrganisationRecord::DeviceRevoke { .. }));
        for record in records {
            entries.push(self.next_entry(&mut state, record, None)?);
        }
        // Names written from now on are closed to who left. Revoking one's own other device is no leaving.
        if leaves && state.is_admin(&self.account.member) {
            let (record, body) = self.renewed_directory_key(&state)?;
            entries.push(self.next_entry(&mut state, record, Some(body))?);
        }
        let path = format!("/v1/logs/{}/entries", self.account.organisation);
        let _: AppendedAll = self.api.post(&path, &Append { entries }).await?.done()?;
        self.sync_organisation().await
    }

    /// Signs an entry on top of `state` and checks and applies it there, so that a broken rule is told before
    /// anything is sent.
    fn next_entry(
        &self,
        state: &mut OrganisationState,
        record: OrganisationRecord,
        body: Option<Vec<u8>>,
    ) -> Result<SignedEntry, ClientError> {
        let entry = self.organisation_entry(state, record, body);
        state.apply(&entry)?;
        Ok(entry)
    }

    /// An entry of the organisation log by this device.
    pub(crate) fn organisation_entry(
        &self,
        state: &OrganisationState,
        record: OrganisationRecord,
        body: Option<Vec<u8>>,
    ) -> SignedEntry {
        self.organisation_header(state, record).sign(body, Purpose::Event, &self.keys.event)
    }

    fn organisation_header(&self, state: &OrganisationState, record: OrganisationRecord) -> Header {
        let draft = EntryDraft {
            log: self.account.organisation,
            seen: state.position(),
            counter: state.next_counter(&self.keys.id),
            author: self.keys.id,
        };
        draft.header(&self.ports, record)
    }

    /// A new generation of the directory key, handed to every active device.
    fn renewed_directory_key(&self, state: &OrganisationState) -> Result<(OrganisationRecord, Vec<u8>), ClientError> {
        let mut keys = self.store.read(crate::directory::directory_keys)?;
        let generation = state.directory_key().map_or(0, |(generation, _)| generation) + 1;
        keys.push((generation, SealKey::random(&*self.ports.entropy)));
        let to: Vec<_> = state
            .devices()
            .filter(|(id, _)| state.device_active(id))
            .map(|(id, device)| (*id, device.certificate.hpke))
            .collect();
        hand_keys(&keys, &to).ok_or(ClientError::NotFound("active device"))
    }
}

/// Where an entry of the organisation log stands and who signs it.
struct EntryDraft {
    log: LogId,
    seen: Position,
    counter: u64,
    author: DeviceId,
}

impl EntryDraft {
    fn header(&self, ports: &Ports, record: OrganisationRecord) -> Header {
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

/// The first entries of an organisation: genesis, the founder's invitation, her claim, her office, and the
/// directory key.
struct Founding {
    organisation: LogId,
    member: MemberId,
    invitation: InvitationId,
    entries: Vec<SignedEntry>,
    position: Position,
}

impl Founding {
    fn sign(ports: &Ports, root: &SecretKey, keys: &DeviceKeys, organisation_name: &str, name: &str) -> Self {
        let entropy = &*ports.entropy;
        let directory_key = SealKey::random(entropy);
        let invitation_key = SecretKey::random(entropy);
        let invitation = InvitationId(random(entropy));
        let mut log = LogId([0; 32]);
        let mut seen = Position::START;
        let mut entries = Vec::new();
        let mut root_counter = 0;

        let genesis = OrganisationRecord::Genesis {
            root: root.public(),
            name: organisation_name.to_owned(),
            nonce: random(entropy),
        };
        let mut by_root = |log: LogId, seen: Position, record, name: Option<&str>| {
            root_counter += 1;
            let draft = EntryDraft { log, seen, counter: root_counter, author: DeviceId::ROOT };
            let header = draft.header(ports, record);
            let body = name.map(|name| seal_name(&(1, directory_key.clone()), &header, name, entropy));
            header.sign(body, Purpose::Root, root)
        };
        let mut push = |entry: SignedEntry, seen: &mut Position| {
            *seen = seen.next(&entry);
            entries.push(entry);
        };

        let entry = by_root(log, seen, genesis, None);
        log = organisation_id(&entry.header);
        push(entry, &mut seen);
        let invited = OrganisationRecord::Invitation(Invitation {
            id: invitation,
            key: invitation_key.public(),
            kind: InvitationKind::Personal { approval: false },
            not_after: ports.clock.now_ms() + FOUNDING_VALIDITY,
            conversations: Vec::new(),
        });
        push(by_root(log, seen, invited, Some(name)), &mut seen);
        let claim = OrganisationRecord::Claim {
            invitation,
            device: keys.certificate.clone(),
            recovery: None,
            proof: invitation_key.sign(Purpose::Claim, &claim_message(&log, &invitation, &keys.id, None)),
        };
        let by_device = |seen, counter, record, body| {
            let draft = EntryDraft { log, seen, counter, author: keys.id };
            draft.header(ports, record).sign(body, Purpose::Event, &keys.event)
        };
        let entry = by_device(seen, 1, claim, None);
        let member = member_id(&entry.header);
        push(entry, &mut seen);
        push(by_root(log, seen, OrganisationRecord::AdminGrant(member), None), &mut seen);
        let own = [(keys.id, keys.certificate.hpke)];
        if let Some((record, body)) = hand_keys(&[(1, directory_key.clone())], &own) {
            push(by_device(seen, 2, record, Some(body)), &mut seen);
        }
        Self { organisation: log, member, invitation, entries, position: seen }
    }
}

/// Stretches the code and fetches what it opens.
async fn find(ports: &Ports, link: &InvitationLink) -> Result<(InvitationSecrets, InvitationBundle), ClientError> {
    let server = checked_address(&link.server)?;
    let secrets = InvitationSecrets::stretch(&link.code);
    let api = Api::anonymous(Arc::clone(&ports.transport), server);
    let found: InvitationFound = api.get(&format!("/v1/invitations/{}", secrets.id)).await?;
    let bundle = open(&secrets.bundle, secrets.id.as_bytes(), &found.bundle)
        .map_err(|_| ClientError::Answer("the invitation does not open".to_owned()))?;
    let bundle: InvitationBundle = cbor::decode(&bundle)?;
    Ok((secrets, bundle))
}

/// A server's address, without the slash that people put behind it.
fn checked_address(server: &str) -> Result<&str, ClientError> {
    let server = server.trim_end_matches('/');
    let of_the_web = |uri: &http::Uri| matches!(uri.scheme_str(), Some("https" | "http")) && uri.host().is_some();
    match server.parse().ok().filter(of_the_web) {
        Some(_) => Ok(server),
        None => Err(ClientError::Address(server.to_owned())),
    }
}

fn checked_name<'a>(what: &'static str, name: &'a str) -> Result<&'a str, ClientError> {
    let name = name.trim();
    if name.is_empty() || name.len() > MAX_NAME { Err(ClientError::Length(what, MAX_NAME)) } else { Ok(name) }
}
