//! Who signs and who is who: the device's own MLS identity, and the check of every leaf against what the
//! organisation certified.

use ed25519_dalek::{Signer as _, SigningKey};
use openmls::prelude::{BasicCredential, Credential, CredentialWithKey, SignatureScheme};
use openmls_traits::signatures::{Signer, SignerError};
use verband_protocol::id::{DeviceId, MemberId};
use verband_protocol::policy::Leaf;
use verband_protocol::sign::{PublicKey, SecretKey};

use crate::Reason;

/// This device as a leaf of groups: its id is the identity of its MLS credential, its MLS key signs.
pub struct Identity {
    device: DeviceId,
    key: SecretKey,
}

impl Identity {
    /// The identity of a device with the MLS key of its certificate.
    pub fn new(device: DeviceId, mls: SecretKey) -> Self {
        Self { device, key: mls }
    }

    /// The device.
    pub fn device(&self) -> DeviceId {
        self.device
    }

    pub(crate) fn credential(&self) -> CredentialWithKey {
        CredentialWithKey {
            credential: BasicCredential::new(self.device.0.to_vec()).into(),
            signature_key: self.key.public().0.to_vec().into(),
        }
    }
}

/// OpenMLS puts its own label before what is signed (RFC 9420 section 5.1.2), hence not through our purposes.
impl Signer for Identity {
    fn sign(&self, payload: &[u8]) -> Result<Vec<u8>, SignerError> {
        Ok(SigningKey::from_bytes(self.key.seed()).sign(payload).to_vec())
    }

    fn signature_scheme(&self) -> SignatureScheme {
        SignatureScheme::ED25519
    }
}

/// What the organisation log certifies of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Certified {
    /// Whose device it is.
    pub member: MemberId,
    /// The MLS key of its certificate.
    pub mls: PublicKey,
    /// How often its member had started anew when it was added.
    pub generation: u32,
}

/// Looks up a device in the organisation log. It also knows devices that were revoked since: whether a device is
/// trusted at a place in a log is for `verband_rules` to decide, not for this look-up.
pub type Directory<'a> = dyn Fn(&DeviceId) -> Option<Certified> + 'a;

/// The device that a credential names.
pub(crate) fn device_of(credential: &Credential) -> Result<DeviceId, Reason> {
    let basic = BasicCredential::try_from(credential.clone()).map_err(|_| Reason::Credential)?;
    DeviceId::from_slice(basic.identity()).ok_or(Reason::Credential)
}

/// Checks a leaf's credential and key against the certificate of the device it names.
pub(crate) fn check_leaf(
    credential: &Credential,
    signature_key: &[u8],
    directory: &Directory<'_>,
) -> Result<Leaf, Reason> {
    let device = device_of(credential)?;
    match directory(&device) {
        Some(certified) if certified.mls.0 == signature_key => Ok(Leaf { device, member: certified.member }),
        _ => Err(Reason::Credential),
    }
}
