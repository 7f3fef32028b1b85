//! Key packages: what others need to add this device, and the check of theirs.

use openmls::prelude::{
    Extension, ExtensionType, Extensions, KeyPackage, KeyPackageBundle, MlsMessageBodyIn, MlsMessageOut,
    ProtocolVersion, UnknownExtension,
};
use openmls_traits::OpenMlsProvider;
use openmls_traits::storage::StorageProvider;
use verband_protocol::id::DeviceId;
use verband_protocol::policy::{EXPIRY_EXTENSION, Leaf};
use verband_store::Tx;

use crate::context::{CIPHERSUITE, capabilities, lifetime, message, to_bytes};
use crate::crypto::Crypto;
use crate::error::{broken, invalid};
use crate::identity::{Certified, check_leaf};
use crate::provider::Provider;
use crate::storage::Kind;
use crate::{GroupError, Identity, Reason};

/// How long a key package is good for adding, in milliseconds: 90 days.
pub const KEY_PACKAGE_VALIDITY: u64 = 90 * DAY;

/// How far clocks of two devices may be apart, in milliseconds.
const TOLERANCE: u64 = DAY;

const DAY: u64 = 24 * 60 * 60 * 1000;

/// Makes key packages and keeps their secrets. Each serves for one group; one of last resort serves for many, as
/// long as no other is left, and is replaced by a new one before it expires.
///
/// # Errors
/// [`GroupError::Store`].
pub fn key_packages(
    tx: &Tx<'_>,
    identity: &Identity,
    count: usize,
    last_resort: bool,
    now_ms: u64,
) -> Result<Vec<Vec<u8>>, GroupError> {
    let provider = Provider::new(tx);
    let expiry = now_ms.saturating_add(KEY_PACKAGE_VALIDITY).to_be_bytes().to_vec();
    let extension = Extension::Unknown(EXPIRY_EXTENSION, UnknownExtension(expiry));
    let extensions = Extensions::single(extension).map_err(broken)?;
    let one = || {
        let mut builder = KeyPackage::builder()
            .key_package_lifetime(lifetime())
            .key_package_extensions(extensions.clone())
            .leaf_node_capabilities(capabilities());
        if last_resort {
            builder = builder.mark_as_last_resort();
        }
        let bundle = builder.build(CIPHERSUITE, &provider, identity, identity.credential());
        let bundle = provider.done(bundle, broken)?;
        to_bytes(&MlsMessageOut::from(bundle.key_package().clone()))
    };
    (0..count).map(|_| one()).collect()
}

/// Deletes the secrets of key packages that expired as long ago as they were good: whoever was added with one and
/// has not come back since is added anew.
///
/// # Errors
/// [`GroupError::Store`].
pub fn prune_key_packages(tx: &Tx<'_>, now_ms: u64) -> Result<(), GroupError> {
    let provider = Provider::new(tx);
    let bundles: Result<Vec<KeyPackageBundle>, _> = provider.storage().all(Kind::KeyPackage);
    for bundle in provider.done(bundles, broken)? {
        let package = bundle.key_package();
        if expiry(package).is_none_or(|expiry| now_ms.saturating_sub(expiry) > KEY_PACKAGE_VALIDITY) {
            let reference = package.hash_ref(provider.crypto()).map_err(broken)?;
            provider.done(provider.storage().delete_key_package(&reference), broken)?;
        }
    }
    Ok(())
}

/// A device to be added, with a key package that was checked.
pub struct Addition {
    pub(crate) leaf: Leaf,
    pub(crate) generation: u32,
    pub(crate) package: KeyPackage,
}

impl Addition {
    /// Which device, and whose.
    pub fn leaf(&self) -> Leaf {
        self.leaf
    }

    /// Checks a key package: valid MLS, of this device as the organisation certifies it, and not out of date.
    ///
    /// # Errors
    /// [`GroupError::Refused`]; the device can be left out of the commit then.
    pub fn check(device: DeviceId, certified: Certified, package: &[u8], now_ms: u64) -> Result<Self, GroupError> {
        let MlsMessageBodyIn::KeyPackage(package) = message(package)? else {
            return Err(invalid("not a key package"));
        };
        let package = package.validate(&Crypto, ProtocolVersion::Mls10).map_err(invalid)?;
        let leaf = check_package(&package, &|found| (*found == device).then_some(certified))?;
        let fresh = now_ms.saturating_sub(TOLERANCE)..=now_ms.saturating_add(KEY_PACKAGE_VALIDITY + TOLERANCE);
        if !expiry(&package).is_some_and(|expiry| fresh.contains(&expiry)) {
            return Err(Reason::Expired.into());
        }
        Ok(Self { leaf, generation: certified.generation, package })
    }
}

/// Checks the package of a device that is added, as every member does, at any time, with the same outcome.
pub(crate) fn check_package(package: &KeyPackage, directory: &crate::Directory<'_>) -> Result<Leaf, Reason> {
    if package.ciphersuite() != CIPHERSUITE {
        return Err(Reason::Mls("another cipher suite".into()));
    }
    if *package.life_time() != lifetime() {
        return Err(Reason::Expired);
    }
    let leaf = package.leaf_node();
    check_leaf(leaf.credential(), leaf.signature_key().as_slice(), directory)
}

fn expiry(package: &KeyPackage) -> Option<u64> {
    let extension =
        package.extensions().iter().find(|found| found.extension_type() == ExtensionType::Unknown(EXPIRY_EXTENSION));
    match extension {
        Some(Extension::Unknown(_, UnknownExtension(bytes))) => {
            bytes.as_slice().try_into().ok().map(u64::from_be_bytes)
        }
        _ => None,
    }
}
