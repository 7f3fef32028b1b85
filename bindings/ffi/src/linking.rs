//! A further device of a person: the new one shows a code, another one of hers reads it and lets it in.

use std::sync::{Arc, Mutex, PoisonError};

use verband_client::protocol::certificate::DeviceClass;
use verband_client::protocol::code::fingerprint;
use verband_client::protocol::id::DeviceId;
use verband_client::protocol::linking::LinkAnswer;
use verband_client::{self as core, Client};
use zeroize::Zeroizing;

use crate::client::{PinProof, VerbandClient};
use crate::error::VerbandError;
use crate::profile::{Profile, device_secret};
use crate::work::{CancelToken, guarded, work};

/// A new device that offers itself. It is forgotten when this is.
#[derive(uniffi::Object)]
pub struct LinkOffer {
    offer: Arc<core::LinkOffer>,
    answer: Mutex<Option<LinkAnswer>>,
}

/// Whose device the new one will be, for the person to check on it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct LinkPreview {
    /// The organisation's name.
    pub organisation_name: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// Her name.
    pub name: String,
    /// Digits that her PIN needs, at least.
    pub pin_length: u8,
}

/// A new device as another one has read it.
#[derive(uniffi::Object)]
pub struct LinkRequest(Arc<core::LinkRequest>);

/// Offers this new device to a person who has another one. Nothing is written before `accept`.
#[uniffi::export]
pub async fn offer_link(
    profile: Profile,
    server: String,
    cancel: Option<Arc<CancelToken>>,
) -> Result<Arc<LinkOffer>, VerbandError> {
    let offer =
        work(cancel, async move { Client::offer_link(profile.ports()?, &server, profile.device).await }).await?;
    Ok(Arc::new(LinkOffer { offer: Arc::new(offer), answer: Mutex::default() }))
}

#[uniffi::export]
impl LinkOffer {
    /// A link, to be shown as a QR code that the other device scans.
    pub fn link(&self) -> Result<String, VerbandError> {
        guarded(|| Ok(self.offer.link().to_string()))
    }

    /// The code alone, in groups, to be typed where nothing can be scanned.
    pub fn code(&self) -> Result<String, VerbandError> {
        guarded(|| Ok(self.offer.code().to_string()))
    }

    /// Waits until the other device has answered.
    pub async fn answer(&self, cancel: Option<Arc<CancelToken>>) -> Result<LinkPreview, VerbandError> {
        let offer = Arc::clone(&self.offer);
        let answer = work(cancel, async move { offer.answer().await }).await?;
        let preview = LinkPreview {
            organisation_name: answer.organisation_name.clone(),
            fingerprint: fingerprint(&answer.organisation),
            name: answer.name.clone(),
            pin_length: answer.pin_length,
        };
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
        Ok(preview)
    }

    /// The person agrees: writes the profile under a new PIN and a new secret of the device, and waits until the other one
    /// has let this one in. A killed or cancelled wait goes on after unlocking.
    pub async fn accept(
        &self,
        pin: String,
        secret: Vec<u8>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Arc<VerbandClient>, VerbandError> {
        let (pin, secret) = (Zeroizing::new(pin), device_secret(secret)?);
        let answer = self.answer.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let answer = answer.ok_or_else(|| VerbandError::argument("nobody has answered yet"))?;
        let offer = Arc::clone(&self.offer);
        let client = work(cancel, async move { offer.accept(&answer, &pin, &secret).await }).await?;
        Ok(VerbandClient::new(client))
    }
}

#[uniffi::export]
impl LinkRequest {
    /// What kind of machine it is.
    pub fn class(&self) -> Result<DeviceClass, VerbandError> {
        guarded(|| Ok(self.0.class()))
    }

    /// Its id.
    pub fn device(&self) -> Result<DeviceId, VerbandError> {
        guarded(|| Ok(self.0.device()))
    }
}

#[uniffi::export]
impl VerbandClient {
    /// Reads the link or code of a new device off its screen: inside of the settings, and by no link that opens the app.
    pub async fn read_link(
        &self,
        text: String,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Arc<LinkRequest>, VerbandError> {
        let (client, text) = (self.client.clone(), Zeroizing::new(text));
        let request = work(cancel, async move { client.read_link(&text).await }).await?;
        Ok(Arc::new(LinkRequest(Arc::new(request))))
    }

    /// Lets a new device in under a name, as a further one of this person, who has just typed her PIN again; waits until she has
    /// agreed there.
    pub async fn link_device(
        &self,
        request: Arc<LinkRequest>,
        name: String,
        proof: Arc<PinProof>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<DeviceId, VerbandError> {
        let (client, request) = (self.client.clone(), Arc::clone(&request.0));
        work(cancel, async move { client.link_device(&request, &name, proof.0).await }).await
    }
}
