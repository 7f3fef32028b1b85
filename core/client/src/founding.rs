//! Founding an organisation: all keys are made on the founder's device, and the root key leaves it on paper alone.

use verband_protocol::certificate::DeviceClass;
use verband_protocol::code::{RootKey, RootLink, fingerprint};
use verband_protocol::entry::{Position, SignedEntry};
use verband_protocol::id::{DeviceId, InvitationId, LogId, MemberId};
use verband_protocol::organisation::details::MemberDetails;
use verband_protocol::organisation::{
    BuiltInRole, Invitation, InvitationKind, OrganisationRecord, SHORTEST_PIN, claim_message, member_id,
    organisation_id,
};
use verband_protocol::port::random;
use verband_protocol::seal::SealKey;
use verband_protocol::sign::{Purpose, SecretKey};
use zeroize::Zeroizing;

use crate::account::{Account, Admission, DeviceKeys};
use crate::client::Client;
use crate::directory_key::{hand_keys, seal_body};
use crate::error::ClientError;
use crate::lock::NewPin;
use crate::organisation::{EntryDraft, checked_address, checked_name};
use crate::port::Ports;

/// How long the founder's own invitation, which she uses at once, would be valid, in milliseconds.
pub(crate) const FOUNDING_VALIDITY: u64 = 3_600_000;

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
    /// The root key in groups of four. It is nowhere else.
    pub root_key: Zeroizing<String>,
    /// The same as a link for a QR code, with the server's address and the organisation's fingerprint.
    pub link: Zeroizing<String>,
}

impl Client {
    /// Founds an organisation with this device as its first administrator. All keys are made here.
    ///
    /// # Errors
    /// [`ClientError::AlreadyEnrolled`], [`ClientError::Server`] for a wrong token, [`ClientError::Address`],
    /// [`ClientError::Length`], [`ClientError::PinTooShort`]: nothing is left on disk then. Without a server it succeeds,
    /// and the founding goes on with the next sync.
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
        let pin = NewPin::of(pin, SHORTEST_PIN)?;
        let entropy = &*ports.entropy;
        let root_key = RootKey::random(entropy);
        let root = root_key.signing_key();
        let keys = DeviceKeys::random(class, entropy);
        let founding = Founding::sign(&ports, &root, &keys, organisation_name, name);
        let account = Account {
            server: server.to_owned(),
            organisation: founding.organisation,
            organisation_name: organisation_name.to_owned(),
            member: founding.member,
            name: name.to_owned(),
            anchor: founding.position,
        };
        let sheet = RecoverySheet {
            organisation_name: organisation_name.to_owned(),
            organisation: account.organisation,
            root_key: root_key.grouped(),
            link: RootLink {
                server: account.server.clone(),
                fingerprint: Some(fingerprint(&account.organisation)),
                key: root_key,
            }
            .text(),
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
}

/// The first entries of an organisation: genesis, the founder's invitation, her claim, her office, and the
/// directory key.
struct Founding {
    organisation: LogId,
    member: MemberId,
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
            let details = name.map(MemberDetails::named);
            let body = details.map(|details| seal_body(&(1, directory_key.clone()), &header, &details, entropy));
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
            roles: vec![BuiltInRole::Member.id()],
            teams: Vec::new(),
            until: None,
        });
        push(by_root(log, seen, invited, Some(name)), &mut seen);
        let claim = OrganisationRecord::Claim {
            invitation,
            device: keys.certificate.clone(),
            proof: invitation_key.sign(Purpose::Claim, &claim_message(&log, &invitation, &keys.id)),
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
        Self { organisation: log, member, entries, position: seen }
    }
}
