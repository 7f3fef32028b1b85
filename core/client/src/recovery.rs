//! Coming back by a key on paper: a member by her recovery key after all her devices are gone, and an administrator by
//! the root key of the organisation.

use std::sync::Arc;

use verband_protocol::certificate::DeviceClass;
use verband_protocol::code::{CodeError, RecoveryKey, RecoveryLink, RootLink, fingerprint, is_fingerprint};
use verband_protocol::entry::SignedEntry;
use verband_protocol::handover::HandoverKey;
use verband_protocol::id::{DeviceId, InvitationId, MemberId};
use verband_protocol::organisation::details::MemberDetails;
use verband_protocol::organisation::{
    BuiltInRole, Invitation, InvitationKind, OrganisationRecord, RecoveryPublic, SHORTEST_PIN, claim_message,
    device_message, member_id,
};
use verband_protocol::port::random;
use verband_protocol::sign::{PublicKey, Purpose, SecretKey};
use verband_protocol::wire::{PaperKeyOf, ProblemCode, RecoveryFound};
use verband_store::rusqlite::Connection;
use verband_store::{StoreError, Tx};
use zeroize::Zeroizing;

use crate::account::{self, Account, Admission, DeviceKeys};
use crate::api::Api;
use crate::client::{Client, Inner};
use crate::directory;
use crate::directory_key::directory_keys;
use crate::error::ClientError;
use crate::founding::FOUNDING_VALIDITY;
use crate::lock::NewPin;
use crate::organisation::{Act, EntryDraft, checked_address, checked_name};
use crate::pin::PinProof;
use crate::port::Ports;

/// A member's recovery key, for her card. It is nowhere else.
pub struct RecoveryCard {
    /// The key in groups of four.
    pub key: Zeroizing<String>,
    /// The same as a link for a QR code, with the server's address and the organisation's fingerprint.
    pub link: Zeroizing<String>,
}

/// What a key on paper brings back, for the person to check before anything happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recoverable {
    /// The organisation's name.
    pub organisation_name: String,
    /// Its fingerprint, to be compared with the one on the paper if the key was typed.
    pub fingerprint: String,
    /// Digits of a PIN, at least.
    pub pin_length: u8,
    /// With the root key: who administers, as far as the log says. One of them can start anew.
    pub administrators: Vec<MemberId>,
}

/// As whom somebody comes in by the root key.
#[derive(Debug, Clone, Copy)]
pub enum Administrator<'a> {
    /// An administrator who lost everything and stays who she is; her old devices fall.
    Again(MemberId),
    /// Somebody new, with her name.
    New(&'a str),
}

impl Client {
    /// Makes a recovery key for this person, who has typed her PIN again for that. From here on an earlier one is dead, and her
    /// devices keep key backups for this one. It comes back once, for her card.
    ///
    /// # Errors
    /// [`ClientError::PinAgain`], [`ClientError::Offline`], [`ClientError::Refused`].
    pub async fn make_recovery_key(&self, proof: PinProof) -> Result<RecoveryCard, ClientError> {
        let inner = self.inner()?;
        inner.check_proof(proof)?;
        let key = RecoveryKey::random(&*inner.ports.entropy);
        let public = RecoveryPublic {
            sign: key.signing_key().public(),
            hpke: HandoverKey::from_seed(&key.handover_seed()).public(),
        };
        self.act(vec![Act::of(OrganisationRecord::Recovery(public))]).await?;
        inner.backup_is_due();
        {
            let _turn = self.turn(&inner).await?;
            // The key is in the log: what is not backed up now is with the next pass, and the card must not get lost.
            let _later = inner.back_up().await;
        }
        let printed = key.grouped();
        let fingerprint = Some(fingerprint(&inner.account.organisation));
        let link = RecoveryLink { server: inner.account.server.clone(), fingerprint, key }.text();
        Ok(RecoveryCard { key: printed, link })
    }

    /// Whether this person has a recovery key on paper, as the log says. Without one, a loss of all devices costs her a new
    /// letter, and the closed chats until somebody takes her back.
    ///
    /// # Errors
    /// [`ClientError::Locked`].
    pub fn has_recovery_key(&self) -> Result<bool, ClientError> {
        let inner = self.inner()?;
        Ok(inner.organisation()?.member(&inner.account.member).is_some_and(|member| member.recovery.is_some()))
    }

    /// Looks up what a recovery key brings back.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] for a key that is dead or of another server, [`ClientError::OtherOrganisation`],
    /// [`ClientError::Offline`].
    pub async fn look_up_recovery(ports: &Ports, link: &RecoveryLink) -> Result<Recoverable, ClientError> {
        let paper = Paper { server: &link.server, fingerprint: link.fingerprint.as_deref() };
        Ok(recoverable(&paper.find(ports, &link.key.signing_key().public()).await?))
    }

    /// Comes back with a recovery key: this device belongs to the member from here on, and her earlier ones do not any
    /// more. What her backups and the logs hold comes with the next passes.
    ///
    /// # Errors
    /// As for [`Self::look_up_recovery`]; [`ClientError::AlreadyEnrolled`], [`ClientError::PinTooShort`]. If the profile is
    /// written by then ([`Self::enrolled`]), it goes on with the next sync.
    pub async fn recover(
        ports: Ports,
        link: &RecoveryLink,
        class: DeviceClass,
        pin: &str,
        secret: &[u8; 32],
    ) -> Result<Self, ClientError> {
        let paper = Paper { server: &link.server, fingerprint: link.fingerprint.as_deref() };
        let key = link.key.signing_key();
        let (found, pin) = paper.begin(&ports, &key.public(), pin).await?;
        let PaperKeyOf::Member { member, devices } = &found.whose else { return Err(CodeError::PaperLink.into()) };
        let keys = DeviceKeys::random(class, &*ports.entropy);
        let by_device = ByDevice { ports: &ports, keys: &keys, found: &found };
        let proof = key.sign(Purpose::Recovery, &device_message(&found.organisation, member, &keys.id));
        let add = OrganisationRecord::DeviceAdd { member: *member, device: keys.certificate.clone(), proof };
        let mut entries = vec![by_device.sign(1, add)];
        // Who has one of them left links a new one with it instead: they are lost, and whoever found them reads no more.
        for (device, counter) in devices.iter().zip(2..) {
            let revoke = OrganisationRecord::DeviceRevoke { device: *device, since: found.position.seq };
            entries.push(by_device.sign(counter, revoke));
        }
        let account = paper.account(&found, *member, "")?;
        let restores = Some(link.key.expose().to_vec().into());
        let admission = Admission::Paper { key: key.public(), entries, restores };
        let client = Self::begin(ports, account, keys, &admission, pin, secret)?;
        client.sync().await?;
        Ok(client)
    }

    /// Looks up which organisation a root key belongs to.
    ///
    /// # Errors
    /// As for [`Self::look_up_recovery`].
    pub async fn look_up_root(ports: &Ports, link: &RootLink) -> Result<Recoverable, ClientError> {
        let paper = Paper { server: &link.server, fingerprint: link.fingerprint.as_deref() };
        Ok(recoverable(&paper.find(ports, &link.key.signing_key().public()).await?))
    }

    /// Comes in as an administrator with the root key of the organisation, when no device of one is left. Everybody is told
    /// of an administrator who starts anew.
    ///
    /// # Errors
    /// As for [`Self::recover`]; [`ClientError::Length`] for a name.
    pub async fn restore(
        ports: Ports,
        link: &RootLink,
        who: Administrator<'_>,
        class: DeviceClass,
        pin: &str,
        secret: &[u8; 32],
    ) -> Result<Self, ClientError> {
        let paper = Paper { server: &link.server, fingerprint: link.fingerprint.as_deref() };
        let root = link.key.signing_key();
        let (found, pin) = paper.begin(&ports, &root.public(), pin).await?;
        let PaperKeyOf::Root { counter, .. } = found.whose else { return Err(CodeError::PaperLink.into()) };
        let keys = DeviceKeys::random(class, &*ports.entropy);
        let (kind, roles, name) = match who {
            Administrator::Again(member) => (InvitationKind::Renewal(member), Vec::new(), ""),
            Administrator::New(name) => {
                let kind = InvitationKind::Personal { approval: false };
                (kind, vec![BuiltInRole::Member.id()], checked_name("a name", name)?)
            }
        };
        let by_root = |counter, record| {
            let log = found.organisation;
            let draft = EntryDraft { log, seen: found.position, counter, author: DeviceId::ROOT };
            draft.header(&ports, record).sign(None, Purpose::Root, &root)
        };
        let invitation_key = SecretKey::random(&*ports.entropy);
        let invitation = InvitationId(random(&*ports.entropy));
        let invited = OrganisationRecord::Invitation(Invitation {
            id: invitation,
            key: invitation_key.public(),
            kind,
            not_after: ports.clock.now_ms() + FOUNDING_VALIDITY,
            conversations: Vec::new(),
            roles,
            teams: Vec::new(),
            until: None,
        });
        let message = claim_message(&found.organisation, &invitation, &keys.id);
        let claim = OrganisationRecord::Claim {
            invitation,
            device: keys.certificate.clone(),
            proof: invitation_key.sign(Purpose::Claim, &message),
        };
        let claim = ByDevice { ports: &ports, keys: &keys, found: &found }.sign(1, claim);
        let new = member_id(&claim.header);
        let mut entries = vec![by_root(counter, invited), claim];
        let member = match who {
            Administrator::Again(member) => member,
            Administrator::New(_) => {
                entries.push(by_root(counter + 1, OrganisationRecord::AdminGrant(new)));
                new
            }
        };
        let account = paper.account(&found, member, name)?;
        let admission = Admission::Paper { key: root.public(), entries, restores: None };
        let client = Self::begin(ports, account, keys, &admission, pin, secret)?;
        client.sync().await?;
        Ok(client)
    }
}

/// Where a key on paper is of use.
struct Paper<'a> {
    server: &'a str,
    fingerprint: Option<&'a str>,
}

impl Paper<'_> {
    async fn find(&self, ports: &Ports, key: &PublicKey) -> Result<RecoveryFound, ClientError> {
        let api = Api::anonymous(Arc::clone(&ports.transport), checked_address(self.server)?);
        let found = api.get::<RecoveryFound>(&path(key)).await.map_err(unknown)?;
        match self.fingerprint {
            Some(printed) if !is_fingerprint(printed, &found.organisation) => Err(ClientError::OtherOrganisation),
            _ => Ok(found),
        }
    }

    /// Looks up what the key brings back, for somebody who wants it.
    async fn begin<'p>(
        &self,
        ports: &Ports,
        key: &PublicKey,
        pin: &'p str,
    ) -> Result<(RecoveryFound, NewPin<'p>), ClientError> {
        NewPin::of(pin, SHORTEST_PIN)?;
        if Client::enrolled(ports)? {
            return Err(ClientError::AlreadyEnrolled);
        }
        let found = self.find(ports, key).await?;
        let pin = NewPin::of(pin, found.pin_length)?;
        Ok((found, pin))
    }

    fn account(&self, found: &RecoveryFound, member: MemberId, name: &str) -> Result<Account, ClientError> {
        Ok(Account {
            server: checked_address(self.server)?.to_owned(),
            organisation: found.organisation,
            organisation_name: found.organisation_name.clone(),
            member,
            name: name.to_owned(),
            anchor: found.position,
        })
    }
}

/// Signs what the device that comes in says, on top of what the server knows.
struct ByDevice<'a> {
    ports: &'a Ports,
    keys: &'a DeviceKeys,
    found: &'a RecoveryFound,
}

impl ByDevice<'_> {
    fn sign(&self, counter: u64, record: OrganisationRecord) -> SignedEntry {
        let (log, seen) = (self.found.organisation, self.found.position);
        let draft = EntryDraft { log, seen, counter, author: self.keys.id };
        draft.header(self.ports, record).sign(None, Purpose::Event, &self.keys.event)
    }
}

/// Where the server knows a key on paper.
pub(crate) fn path(key: &PublicKey) -> String {
    format!("/v1/recoveries/{}", hex::encode(key.0))
}

/// A server that does not know a key, and one that does not take it any more, say the same.
fn unknown(error: ClientError) -> ClientError {
    match error {
        ClientError::InvitationGone | ClientError::Server(ProblemCode::NotFound, _) => {
            ClientError::NotFound("living key on paper")
        }
        other => other,
    }
}

fn recoverable(found: &RecoveryFound) -> Recoverable {
    Recoverable {
        organisation_name: found.organisation_name.clone(),
        fingerprint: fingerprint(&found.organisation),
        pin_length: found.pin_length,
        administrators: match &found.whose {
            PaperKeyOf::Root { administrators, .. } => administrators.clone(),
            PaperKeyOf::Member { .. } => Vec::new(),
        },
    }
}

/// The name that a person gave herself and that no entry of the log says yet.
const INTRODUCING: &str = "introducing";

/// Notes that this device's person is to be introduced to the others.
pub(crate) fn begin_introducing(tx: &Tx<'_>) -> Result<(), StoreError> {
    account::put(tx, INTRODUCING, &[])
}

impl Inner {
    /// Tells the others the name of an administrator whom the root key brought in, as soon as this device can seal it.
    pub(crate) async fn introduce(&self) -> Result<(), ClientError> {
        let waits = self.store.read(|connection: &Connection| -> Result<_, ClientError> {
            if account::get(connection, INTRODUCING)?.is_none() {
                return Ok(None);
            }
            let named = !directory::name_of(connection, &self.account.member)?.is_empty();
            Ok((named || !directory_keys(connection)?.is_empty()).then_some(named))
        })?;
        let Some(named) = waits else { return Ok(()) };
        if !named {
            let details = MemberDetails::named(&self.account.name);
            let mut batch = self.batch()?;
            self.add(&mut batch, Act::with(OrganisationRecord::MemberDetails(self.account.member), details))?;
            self.append_to_organisation(batch.entries).await?;
        }
        self.store.with_tx(|tx| {
            tx.execute("DELETE FROM meta WHERE key = ?1", [INTRODUCING])?;
            Ok(())
        })
    }
}
