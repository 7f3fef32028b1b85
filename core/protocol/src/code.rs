//! Codes that people type from paper or a screen: the invitation code of a letter, the recovery key, the token that sets
//! up an organisation, the code that a new device shows, and links with them. What the codes open lives elsewhere.
//!
//! All are Crockford base32 in groups of four with two Reed–Solomon check symbols at the end: any two wrong
//! symbols are noticed, and where one is wrong its place is told, never silently corrected.
//!
//! ```text
//! invitation code = version 1 ‖ 17 random symbols (85 bits) ‖ 2 check symbols        XXXX-XXXX-XXXX-XXXX-XXXX
//! S               = Argon2id(the 17 symbols as upper-case ASCII, salt "verband/invite/1", 64 MiB, t = 3, p = 1)
//! id, bundle, key = HKDF-SHA-256(ikm = S, no salt, info = "verband/invite/id/1" | "…/bundle/1" | "…/sig/1")
//! recovery key    = 128 random bits ‖ 00 as 26 symbols ‖ 2 check symbols
//! set-up token    = 14 random symbols (70 bits) ‖ 2 check symbols                    XXXX-XXXX-XXXX-XXXX
//! sig, hpke       = HKDF-SHA-256(ikm = the 16 bytes, no salt, info = "verband/recovery/sig/1" | "…/hpke/1")
//! root key        = as a recovery key; sig = HKDF-SHA-256(…, info = "verband/root/sig/1")
//! link code       = 128 bits, in the shape of a recovery key
//! slot, seal      = HKDF-SHA-256(ikm = the 16 bytes, no salt, info = "verband/link/slot/1" | "…/seal/1")
//! ```

mod bits;
mod check;
mod device;
mod fingerprint;
mod link;
mod recovery;
mod set_up;
mod symbols;

use argon2::{Algorithm, Argon2, Params, Version};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::id::InvitationId;
use crate::port::Entropy;
use crate::seal::SealKey;
use crate::sign::SecretKey;
use check::{CHECKS, checks};

pub use bits::LONG_LEN;
pub use device::LinkCode;
pub use fingerprint::{FINGERPRINT_WORDS, fingerprint, fingerprint_bytes, is_fingerprint, person_fingerprint};
pub use link::{
    DeviceLink, InvitationLink, PaperLink, RecoveryLink, RootLink, ServerLink, SetUpLink, VerificationLink,
};
pub use recovery::{RecoveryKey, RootKey};
pub use set_up::{SET_UP_LEN, SetUpToken};

/// The version that the first symbol of an invitation code tells.
const CODE_VERSION: u8 = 1;

/// Symbols of an invitation code: version, 17 random ones (85 bits), two check symbols.
pub const CODE_LEN: usize = 20;
const DATA: usize = CODE_LEN - CHECKS;

/// What is wrong with a typed code. Positions count symbols from 1, without spaces and dashes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// The number of symbols is not right.
    #[error("the code has {expected} characters, not {got}")]
    Length {
        /// Symbols that the code has.
        expected: usize,
        /// Symbols that were typed.
        got: usize,
    },
    /// A character that no code contains.
    #[error("character {position} of the code is '{symbol}', which no code contains")]
    UnknownSymbol {
        /// Where.
        position: usize,
        /// Which.
        symbol: char,
    },
    /// Most likely this one symbol is wrong. It is a hint: two wrong symbols can look like one elsewhere.
    #[error("the code has a typing error, most likely at character {position}")]
    WrongSymbol {
        /// Where.
        position: usize,
    },
    /// More than one symbol is wrong.
    #[error("the code has more than one typing error")]
    Checksum,
    /// The code needs a newer program.
    #[error("the code needs a newer version of the app")]
    Version,
    /// The text is no invitation link.
    #[error("this is no invitation")]
    Link,
    /// The text is no set-up link.
    #[error("this is no set-up link")]
    SetUpLink,
    /// The text is no link of a key on paper.
    #[error("this is no key on paper of this kind")]
    PaperLink,
    /// The text is no link of a new device.
    #[error("this is no link of a new device")]
    DeviceLink,
    /// The text is no code that a person shows to be verified.
    #[error("this is no code that a person shows to be verified")]
    VerificationLink,
}

/// An invitation code: five groups of four symbols. Whoever holds it can claim the invitation.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct InvitationCode([u8; CODE_LEN]);

impl InvitationCode {
    /// A new random code.
    pub fn random(entropy: &dyn Entropy) -> Self {
        let mut code = Self([0; CODE_LEN]);
        let (data, check) = code.0.split_at_mut(DATA);
        symbols::fill(&mut data[1..], entropy);
        data[0] = CODE_VERSION;
        check.copy_from_slice(&checks(data));
        code
    }

    /// Reads a typed code.
    ///
    /// # Errors
    /// See [`CodeError`].
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let symbols = symbols::read(text)?;
        if symbols[0] == CODE_VERSION { Ok(Self(*symbols)) } else { Err(CodeError::Version) }
    }

    /// Whether a code stands anywhere in a text. It begins and ends with a word there: counted from any letter, prose
    /// of some length would contain one by chance.
    pub fn stands_in(text: &str) -> bool {
        symbols::rows(text, CODE_LEN).any(|row| Self::parse(row).is_ok())
    }

    /// The code in groups of four.
    pub fn grouped(&self) -> Zeroizing<String> {
        symbols::write(&self.0)
    }
}

/// What an invitation code derives.
pub struct InvitationSecrets {
    /// Finds the invitation on the server.
    pub id: InvitationId,
    /// Opens the invitation's bundle.
    pub bundle: SealKey,
    /// Signs the claim.
    pub key: SecretKey,
}

impl InvitationSecrets {
    /// Stretches a code with Argon2id (RFC 9106): 64 MiB, three passes, one lane. It takes a good part of a second,
    /// so never on a thread that draws.
    ///
    /// # Panics
    /// When the 64 MiB cannot be allocated, as any allocation does.
    pub fn stretch(code: &InvitationCode) -> Self {
        let typed = Zeroizing::new(code.0.map(symbols::character));
        let params = Params::new(64 << 10, 3, 1, Some(32)).expect("constants that Argon2 accepts");
        let mut stretched = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(&typed[1..DATA], b"verband/invite/1", stretched.as_mut_slice())
            .expect("constants that Argon2 accepts, and 64 MiB of memory");
        let hkdf = Hkdf::<Sha256>::new(None, stretched.as_slice());
        Self {
            id: InvitationId(expand(&hkdf, "verband/invite/id/1")),
            bundle: SealKey::from_bytes(expand(&hkdf, "verband/invite/bundle/1")),
            key: SecretKey::from_seed(expand(&hkdf, "verband/invite/sig/1")),
        }
    }
}

fn expand<const N: usize>(hkdf: &Hkdf<Sha256>, info: &str) -> [u8; N] {
    let mut out = [0; N];
    hkdf.expand(info.as_bytes(), &mut out).expect("at most 32 bytes are within HKDF's reach");
    out
}
