//! Linking a further device: the new one shows a code, another device of the same person reads it and answers, the new one
//! agrees, and the other one brings it into the log of the organisation.
//!
//! They meet in a slot of the server, which sees ciphertext. Until the new device has agreed, nothing of it is on disk;
//! from then on a killed app goes on waiting, and is gone if the slot is over and the log does not know it. The other
//! device keeps nothing before its one append: killed at any step, it begins anew with the same code.

use std::sync::Arc;

use http::Method;
use minicbor::bytes::ByteVec;
use verband_protocol::certificate::DeviceClass;
use verband_protocol::code::{DeviceLink, LinkCode};
use verband_protocol::id::{DeviceId, SlotId};
use verband_protocol::linking::{DeviceOffer, LinkAnswer, LinkProof, SlotMessage};
use verband_protocol::organisation::details::Title;
use verband_protocol::organisation::{OrganisationRecord, device_message};
use verband_protocol::sign::Purpose;
use verband_protocol::wire::{KeyPackageCount, SLOT_VALIDITY, SlotFound, SlotPart};
use verband_rules::Refusal;
use zeroize::Zeroizing;

use crate::account::{Account, Admission, DeviceKeys};
use crate::api::Api;
use crate::client::{Client, Inner};
use crate::directory_key::directory_keys;
use crate::error::{ClientError, Retry};
use crate::lock::NewPin;
use crate::organisation::{Act, checked_address, checked_name};
use crate::pin::PinProof;
use crate::port::{Ports, Timer};

/// Waits between looks at what the other device does, in milliseconds: the first one, and the longest between looks into
/// the slot, which cost nothing, and between tries to log in, which the server counts.
const FIRST_WAIT: u64 = 500;
const LONGEST_LOOK: u64 = 2_000;
const LONGEST_TRY: u64 = 8_000;

/// A new device that offers itself. Dropped, it is forgotten.
pub struct LinkOffer {
    ports: Ports,
    link: DeviceLink,
    keys: DeviceKeys,
}

/// A new device as another one has read it.
pub struct LinkRequest {
    code: LinkCode,
    offer: DeviceOffer,
}

impl LinkRequest {
    /// What kind of machine it is.
    pub fn class(&self) -> DeviceClass {
        self.offer.device.class
    }

    /// Its id.
    pub fn device(&self) -> DeviceId {
        self.offer.device.id()
    }
}

impl Client {
    /// Offers this new device to a person who has another one: makes its keys, and a link to show as a QR code. Nothing is
    /// written here before [`LinkOffer::accept`].
    ///
    /// # Errors
    /// [`ClientError::AlreadyEnrolled`], [`ClientError::Address`], [`ClientError::Offline`].
    pub async fn offer_link(ports: Ports, server: &str, class: DeviceClass) -> Result<LinkOffer, ClientError> {
        let server = checked_address(server)?.to_owned();
        if Self::enrolled(&ports)? {
            return Err(ClientError::AlreadyEnrolled);
        }
        let keys = DeviceKeys::random(class, &*ports.entropy);
        let offer = DeviceOffer::of(keys.certificate.clone(), &*ports.entropy);
        let link = DeviceLink { server, code: offer.code() };
        let new = LinkOffer { ports, link, keys };
        new.slot().put(&offer).await?;
        Ok(new)
    }

    /// Reads the link of a new device off its screen, or the code alone. To be called by the person inside of the
    /// settings, and by no link that opens the app.
    ///
    /// # Errors
    /// [`ClientError::Code`], [`ClientError::OtherServer`], [`ClientError::LinkGone`], [`ClientError::Refused`] for a kind
    /// of machine that the policy does not permit, [`ClientError::Answer`] if the server gives something else than what
    /// the new device left there, [`ClientError::Offline`].
    pub async fn read_link(&self, text: &str) -> Result<LinkRequest, ClientError> {
        let inner = self.inner()?;
        let code = inner.link_code(text)?;
        {
            let _turn = self.turn(&inner).await?;
            inner.sync_organisation().await?;
        }
        let offer: DeviceOffer = inner.slot(&code).read().await?.ok_or(ClientError::LinkGone)?;
        let organisation = inner.organisation()?;
        organisation.check_class(offer.device.class, organisation.is_bot(&inner.account.member))?;
        Ok(LinkRequest { code, offer })
    }

    /// Lets a new device in, as a further one of this person, who has typed her PIN again for that: tells it whose it will be,
    /// waits until she has agreed there, and brings it into the log with its name. Once it is in, called again with the same
    /// request it succeeds again.
    ///
    /// # Errors
    /// [`ClientError::PinAgain`], before anything is told;
    /// [`ClientError::LinkGone`] if nobody agrees in time, [`ClientError::LinkTaken`] if somebody else has answered it,
    /// [`ClientError::Refused`] if what it signed is not right, [`ClientError::Length`], [`ClientError::Offline`].
    pub async fn link_device(
        &self,
        request: &LinkRequest,
        name: &str,
        proof: PinProof,
    ) -> Result<DeviceId, ClientError> {
        let title = Title { title: checked_name("a device's name", name)?.to_owned() };
        let inner = self.inner()?;
        inner.check_proof(proof)?;
        if inner.is_linked(request)? {
            return Ok(request.device());
        }
        let slot = inner.slot(&request.code);
        slot.answer(&inner.link_answer()?).await?;
        let LinkProof { proof } = slot.wait().await?;
        let _turn = self.turn(&inner).await?;
        inner.sync_organisation().await?;
        if inner.is_linked(request)? {
            return Ok(request.device());
        }
        let mut batch = inner.batch()?;
        let member = inner.account.member;
        let add = OrganisationRecord::DeviceAdd { member, device: request.offer.device.clone(), proof };
        inner.add(&mut batch, Act::of(add))?;
        inner.hand_over_directory_key(&mut batch)?;
        inner.add(&mut batch, Act::with(OrganisationRecord::DeviceName(request.device()), title))?;
        inner.append_to_organisation(batch.entries).await?;
        Ok(request.device())
    }
}

impl LinkOffer {
    /// The link, for a QR code that another device scans.
    pub fn link(&self) -> Zeroizing<String> {
        self.link.text()
    }

    /// The code alone, in groups, to be typed where nothing can be scanned.
    pub fn code(&self) -> Zeroizing<String> {
        self.link.code.grouped()
    }

    /// Waits until another device has answered: whose device this will be, for the person to check.
    ///
    /// # Errors
    /// [`ClientError::LinkGone`] if nobody does in time, [`ClientError::Answer`].
    pub async fn answer(&self) -> Result<LinkAnswer, ClientError> {
        self.slot().wait().await
    }

    /// The person agrees: writes the profile, and waits until the other device has let this one in.
    ///
    /// # Errors
    /// [`ClientError::PinTooShort`]; [`ClientError::LinkGone`], [`ClientError::LinkTaken`], after which nothing is left on
    /// disk; [`ClientError::Offline`], [`ClientError::WaitingForLink`]: if the profile is written by then
    /// ([`Client::enrolled`]), it is unlocked and goes on with the next sync.
    pub async fn accept(&self, answer: &LinkAnswer, pin: &str, secret: &[u8; 32]) -> Result<Client, ClientError> {
        let pin = NewPin::of(pin, answer.pin_length)?;
        let message = device_message(&answer.organisation, &answer.member, &self.keys.id);
        let proof = LinkProof { proof: self.keys.event.sign(Purpose::NewDevice, &message) };
        let account = Account {
            server: self.link.server.clone(),
            organisation: answer.organisation,
            organisation_name: answer.organisation_name.clone(),
            member: answer.member,
            name: answer.name.clone(),
            anchor: answer.position,
        };
        let code = &self.link.code;
        let link = Admission::Link { slot: code.slot(), proof: code.seal_part(&proof, &*self.ports.entropy).into() };
        let client = Client::begin(self.ports.clone(), account, self.keys.copied(), &link, pin, secret)?;
        let mut patience = Patience::new(&self.ports, LONGEST_TRY);
        loop {
            match client.sync().await {
                Ok(()) => return Ok(client),
                Err(error) => {
                    if !matches!(error, ClientError::WaitingForLink) || !patience.lasts().await {
                        return Err(error);
                    }
                }
            }
        }
    }

    fn slot(&self) -> Slot<'_> {
        let api = Api::anonymous(Arc::clone(&self.ports.transport), &self.link.server);
        Slot { api, ports: &self.ports, code: &self.link.code }
    }
}

impl Inner {
    /// The code of a link, which has to be for this server.
    fn link_code(&self, text: &str) -> Result<LinkCode, ClientError> {
        if !text.contains("://") {
            return Ok(LinkCode::parse(text)?);
        }
        let DeviceLink { server, code } = DeviceLink::parse(text)?;
        if checked_address(&server)? == self.account.server { Ok(code) } else { Err(ClientError::OtherServer(server)) }
    }

    /// What this device answers a new one.
    fn link_answer(&self) -> Result<LinkAnswer, ClientError> {
        let Account { organisation, organisation_name, member, .. } = &self.account;
        // Without the directory key it could not write the new one's name.
        if self.store.read(directory_keys)?.is_empty() {
            return Err(ClientError::WaitingForApproval);
        }
        let state = self.organisation()?;
        Ok(LinkAnswer {
            organisation: *organisation,
            organisation_name: organisation_name.clone(),
            member: *member,
            name: self.own_name()?,
            position: state.position(),
            pin_length: state.policy().pin_length,
        })
    }

    /// Whether the new device is in the log as one of this person's. Somebody else's, or a revoked one, never comes in.
    fn is_linked(&self, request: &LinkRequest) -> Result<bool, ClientError> {
        let organisation = self.organisation()?;
        match organisation.device(&request.device()) {
            None => Ok(false),
            Some(device) if device.member == self.account.member && organisation.device_active(&request.device()) => {
                Ok(true)
            }
            Some(_) => Err(Refusal::Target.into()),
        }
    }

    fn slot<'a>(&'a self, code: &'a LinkCode) -> Slot<'a> {
        Slot { api: self.anonymous(), ports: &self.ports, code }
    }

    /// Leaves in the slot that this device agrees, and finds out whether the other one has let it in.
    pub(crate) async fn agree(&self, slot: &SlotId, proof: ByteVec) -> Result<(), ClientError> {
        let refused = match put_part(&self.anonymous(), slot, LinkProof::PART, proof).await {
            Ok(()) => ClientError::WaitingForLink,
            Err(error @ (ClientError::LinkGone | ClientError::LinkTaken)) => error,
            Err(error) => return Err(error),
        };
        // The cheapest thing that only a device of the organisation can ask.
        match self.api.get::<KeyPackageCount>("/v1/key-packages").await {
            Ok(_) => Ok(()),
            Err(ClientError::Revoked) => Err(refused),
            Err(error) => Err(error),
        }
    }
}

/// The slot of a code.
struct Slot<'a> {
    api: Api,
    ports: &'a Ports,
    code: &'a LinkCode,
}

impl Slot<'_> {
    async fn put<T: SlotMessage>(&self, message: &T) -> Result<(), ClientError> {
        let sealed = self.code.seal_part(message, &*self.ports.entropy);
        put_part(&self.api, &self.code.slot(), T::PART, sealed.into()).await
    }

    /// A part of the slot; none as long as nobody has written it.
    async fn read<T: SlotMessage>(&self) -> Result<Option<T>, ClientError> {
        let found: SlotFound = self.api.get(&path(&self.code.slot(), T::PART)).await?;
        let opened = found.sealed.map(|sealed| self.code.open_part(&sealed)).transpose();
        opened.map_err(|error| ClientError::Answer(error.to_string()))
    }

    /// Waits for a part of the slot, without network too.
    async fn wait<T: SlotMessage>(&self) -> Result<T, ClientError> {
        let mut patience = Patience::new(self.ports, LONGEST_LOOK);
        loop {
            match self.read().await {
                Ok(Some(message)) => return Ok(message),
                Err(error) if error.retry() != Retry::Later => return Err(error),
                Ok(None) | Err(_) => {}
            }
            if !patience.lasts().await {
                return Err(ClientError::LinkGone);
            }
        }
    }

    /// Answers the new device. An answer of before that says the same is as good: this device was killed, or another
    /// one of the same person is at it.
    async fn answer(&self, answer: &LinkAnswer) -> Result<(), ClientError> {
        if self.read::<LinkAnswer>().await?.is_none() {
            match self.put(answer).await {
                Err(ClientError::LinkTaken) => {}
                done => return done,
            }
        }
        let given: Option<LinkAnswer> = self.read().await?;
        let same =
            given.is_some_and(|given| (given.organisation, given.member) == (answer.organisation, answer.member));
        if same { Ok(()) } else { Err(ClientError::LinkTaken) }
    }
}

fn path(slot: &SlotId, part: u8) -> String {
    format!("/v1/slots/{slot}/{part}")
}

async fn put_part(api: &Api, slot: &SlotId, part: u8, sealed: ByteVec) -> Result<(), ClientError> {
    api.send(Method::PUT, &path(slot, part), Some(&SlotPart { sealed })).await?.done()
}

/// Waits between looks at what another device does, longer and longer, and in all for as long as a slot lasts: that it is
/// over does not depend on the server's word.
struct Patience {
    timer: Arc<dyn Timer>,
    wait: u64,
    longest: u64,
    left: u64,
}

impl Patience {
    fn new(ports: &Ports, longest: u64) -> Self {
        Self { timer: Arc::clone(&ports.timer), wait: FIRST_WAIT, longest, left: SLOT_VALIDITY }
    }

    /// Waits, if there is time left.
    async fn lasts(&mut self) -> bool {
        let Some(left) = self.left.checked_sub(self.wait) else { return false };
        self.timer.sleep(self.wait).await;
        self.left = left;
        self.wait = (self.wait * 5 / 4).min(self.longest);
        true
    }
}
