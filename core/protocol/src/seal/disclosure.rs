//! Opening one sealed object for somebody who must not open others under the same key.

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::chunk::SALT_LEN;
use super::layout::{HEADER_LEN, plain_len};
use super::{Opener, SealError, SealKey};

/// What opens one object: what HKDF extracts of the key and the object's salt (RFC 5869, PRK). It leads neither back to the key nor
/// to objects with other salts, and everything that is derived of it is checked as with the key itself: the context, and the
/// commitment, so that nobody discloses one object as two different texts.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Disclosure([u8; 32]);

impl Disclosure {
    /// The disclosure with these bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// What is disclosed of an object that was sealed under a key.
    ///
    /// # Errors
    /// [`SealError::Incomplete`] for what is too short to be one.
    pub fn of(key: &SealKey, sealed: &[u8]) -> Result<Self, SealError> {
        let header = sealed.first_chunk::<HEADER_LEN>().ok_or(SealError::Incomplete)?;
        let (extracted, _) = Hkdf::<Sha256>::extract(Some(&header[1..=SALT_LEN]), key.expose());
        Ok(Self(extracted.into()))
    }

    /// The bytes, for whoever may read the object.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// Opens the object for the context that it was sealed for.
    ///
    /// # Errors
    /// [`SealError`], as [`open`](super::open) does.
    pub fn open(&self, context: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let plain = plain_len(sealed.len() as u64).and_then(|len| usize::try_from(len).ok());
        let mut out = Zeroizing::new(vec![0; plain.ok_or(SealError::Incomplete)?]);
        let (header, body) = sealed.split_first_chunk::<HEADER_LEN>().ok_or(SealError::Incomplete)?;
        Opener::disclosed(self, context, header)?.open_all(body, &mut out)?;
        Ok(out)
    }

    pub(super) fn extracted(&self) -> Hkdf<Sha256> {
        Hkdf::from_prk(&self.0).expect("it has the length of a hash")
    }
}
