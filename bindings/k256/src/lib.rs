//! In the place of the curve secp256k1. hpke-rs chooses among its curves while it runs, so all of them are linked, and this
//! one would be 80 KB of every app. No suite of this project has it: MLS and the hand-over of keys use X25519. Here it has no
//! keys, so that whoever asked for it would be refused.

#![no_std]

/// The names by which hpke-rs asks.
pub mod elliptic_curve {
    pub use ::elliptic_curve::sec1;

    /// Agreement on a secret.
    pub mod ecdh {
        use crate::Absent;

        /// Never called: there are no keys.
        pub fn diffie_hellman(secret: Absent, _public: Absent) -> Absent {
            match secret {}
        }
    }
}

pub use Absent as PublicKey;
pub use Absent as SecretKey;

/// A key, point or secret that cannot be.
#[derive(Debug, Clone, Copy)]
pub enum Absent {}

/// There is no such curve here.
#[derive(Debug, Clone, Copy)]
pub struct NoCurve;

impl Absent {
    /// Refused.
    ///
    /// # Errors
    /// Always.
    pub fn from_slice(_bytes: &[u8]) -> Result<Self, NoCurve> {
        Err(NoCurve)
    }

    /// Refused.
    ///
    /// # Errors
    /// Always.
    pub fn from_sec1_bytes(_bytes: &[u8]) -> Result<Self, NoCurve> {
        Err(NoCurve)
    }

    /// A new key cannot be refused; a suite with this curve would be a mistake of ours.
    pub fn random<R>(_entropy: &mut R) -> Self {
        unreachable!("no suite has this curve")
    }

    /// Never called.
    pub fn to_nonzero_scalar(self) -> Self {
        self
    }

    /// Never called.
    pub fn as_affine(&self) -> Self {
        *self
    }

    /// Never called.
    pub fn public_key(&self) -> Self {
        *self
    }

    /// Never called.
    pub fn to_encoded_point(self, _compressed: bool) -> Self {
        self
    }

    /// Never called.
    pub fn raw_secret_bytes(&self) -> Self {
        *self
    }

    /// Never called.
    pub fn to_bytes(self) -> Self {
        self
    }

    /// Never called.
    pub fn as_bytes(&self) -> &[u8] {
        match *self {}
    }

    /// Never called.
    pub fn as_slice(&self) -> &[u8] {
        match *self {}
    }
}
