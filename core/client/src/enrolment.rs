//! Enrolling: a code from a letter makes this device one of the organisation. No password, no phone number.

use std::sync::Arc;

use verband_protocol::cbor;
use verband_protocol::certificate::DeviceClass;
use verband_protocol::code::{InvitationLink, InvitationSecrets};
use verband_protocol::organisation::details::MemberDetails;
use verband_protocol::organisation::{OrganisationRecord, SHORTEST_PIN, claim_message, member_id};
use verband_protocol::seal::open;
use verband_protocol::sign::Purpose;
use verband_protocol::wire::{InvitationBundle, InvitationFound};

use crate::account::{Account, Admission, DeviceKeys};
use crate::api::Api;
use crate::client::Client;
use crate::directory_key::seal_registration;
use crate::error::ClientError;
use crate::lock::NewPin;
use crate::organisation::{EntryDraft, checked_address, checked_name};
use crate::port::Ports;

/// What a person decides when she enrols.
#[derive(Debug, Clone, Copy)]
pub struct Enrolment<'a> {
    /// What kind of machine this is; with the invitation of a bot, that of bots whatever stands here.
    pub class: DeviceClass,
    /// Her PIN.
    pub pin: &'a str,
    /// Her name, with a registration key; a letter says it already.
    pub name: Option<&'a str>,
}

impl Client {
    /// Looks up an invitation, for the person to check her name and to read the privacy notice before she chooses a PIN.
    ///
    /// # Errors
    /// [`ClientError::InvitationGone`], [`ClientError::Offline`].
    pub async fn look_up(ports: &Ports, link: &InvitationLink) -> Result<InvitationBundle, ClientError> {
        Ok(find(ports, link).await?.1)
    }

    /// Enrols with an invitation. The first claim wins. With it the person accepts the privacy notice that the invitation
    /// shows.
    ///
    /// # Errors
    /// [`ClientError::AlreadyEnrolled`], [`ClientError::PinTooShort`], [`ClientError::Length`] for a registration key
    /// without a name; [`ClientError::InvitationGone`], after which nothing is left on disk; [`ClientError::Offline`],
    /// [`ClientError::WaitingForApproval`]: if the profile is written by then ([`Self::enrolled`]), it is unlocked and
    /// goes on with the next sync.
    pub async fn enrol(
        ports: Ports,
        link: &InvitationLink,
        enrolment: Enrolment<'_>,
        secret: &[u8; 32],
    ) -> Result<Self, ClientError> {
        let Enrolment { class, pin, name } = enrolment;
        NewPin::of(pin, SHORTEST_PIN)?;
        if Self::enrolled(&ports)? {
            return Err(ClientError::AlreadyEnrolled);
        }
        let (secrets, bundle) = find(&ports, link).await?;
        let pin = NewPin::of(pin, bundle.pin_length)?;
        let class = if bundle.bot { DeviceClass::Bot } else { class };
        let keys = DeviceKeys::random(class, &*ports.entropy);
        let message = claim_message(&bundle.organisation, &secrets.id, &keys.id);
        let record = OrganisationRecord::Claim {
            invitation: secrets.id,
            device: keys.certificate.clone(),
            proof: secrets.key.sign(Purpose::Claim, &message),
        };
        let (name, body) = match &bundle.registration {
            None => (bundle.name.as_str(), None),
            Some(registration) => {
                let name = checked_name("a name", name.unwrap_or_default())?;
                let details = MemberDetails::named(name);
                (name, Some(seal_registration(registration, &secrets.id, &keys.id, &details)?))
            }
        };
        let draft = EntryDraft { log: bundle.organisation, seen: bundle.position, counter: 1, author: keys.id };
        let entry = draft.header(&ports, record).sign(body, Purpose::Event, &keys.event);
        let account = Account {
            server: link.server.trim_end_matches('/').to_owned(),
            organisation: bundle.organisation,
            organisation_name: bundle.organisation_name.clone(),
            member: bundle.renews.unwrap_or_else(|| member_id(&entry.header)),
            name: name.to_owned(),
            anchor: bundle.position,
        };
        let claim = Admission::Claim { invitation: secrets.id, entry };
        let client = Self::begin(ports, account, keys, &claim, pin, secret)?;
        // It is for people to read.
        if let Some(notice) = bundle.notice.as_ref().filter(|_| !bundle.bot) {
            client.accept_notice(notice.version)?;
        }
        client.sync().await?;
        Ok(client)
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
