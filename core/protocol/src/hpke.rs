//! The primitives under HPKE (RFC 9180), as far as this project has suites for them: X25519 and HKDF-SHA-256, with
//! AES-128-GCM for MLS and ChaCha20-Poly1305 for hand-overs. The `hpke-rs` crate puts them together.
//!
//! Not the backend that `hpke-rs` offers: it chooses among all curves and ciphers while it runs, so that every app would
//! carry all of them. The tests compare the two.

use std::convert::Infallible;

use aes_gcm::Aes128Gcm;
use chacha20poly1305::ChaCha20Poly1305;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use hkdf::Hkdf;
use hpke_rs_crypto::error::Error;
use hpke_rs_crypto::types::{AeadAlgorithm, KdfAlgorithm, KemAlgorithm};
use hpke_rs_crypto::{HpkeCrypto, HpkeTestRng, TryCryptoRng, TryRng};
use sha2::Sha256;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::{Zeroize, Zeroizing};

/// What `hpke-rs` computes with. Other suites than ours are refused.
#[derive(Debug, Clone, Copy)]
pub struct Primitives;

impl HpkeCrypto for Primitives {
    type HpkePrng = System;

    fn name() -> String {
        "Verband".to_owned()
    }

    fn supports_kdf(alg: KdfAlgorithm) -> Result<(), Error> {
        if alg == KdfAlgorithm::HkdfSha256 { Ok(()) } else { Err(Error::UnknownKdfAlgorithm) }
    }

    fn supports_kem(alg: KemAlgorithm) -> Result<(), Error> {
        if alg == KemAlgorithm::DhKem25519 { Ok(()) } else { Err(Error::UnknownKemAlgorithm) }
    }

    fn supports_aead(alg: AeadAlgorithm) -> Result<(), Error> {
        match alg {
            AeadAlgorithm::Aes128Gcm | AeadAlgorithm::ChaCha20Poly1305 => Ok(()),
            _ => Err(Error::UnknownAeadAlgorithm),
        }
    }

    fn prng() -> System {
        System
    }

    fn kdf_extract(alg: KdfAlgorithm, salt: &[u8], ikm: &[u8]) -> Result<Vec<u8>, Error> {
        Self::supports_kdf(alg)?;
        Ok(Hkdf::<Sha256>::extract(Some(salt), ikm).0.to_vec())
    }

    fn kdf_expand(alg: KdfAlgorithm, prk: &[u8], info: &[u8], output_size: usize) -> Result<Vec<u8>, Error> {
        Self::supports_kdf(alg)?;
        let key = Hkdf::<Sha256>::from_prk(prk).map_err(|_| Error::HpkeInvalidOutputLength)?;
        let mut out = vec![0; output_size];
        key.expand(info, &mut out).map_err(|_| Error::HpkeInvalidOutputLength)?;
        Ok(out)
    }

    fn dh(alg: KemAlgorithm, pk: &[u8], sk: &[u8]) -> Result<Vec<u8>, Error> {
        let secret = secret(alg, sk)?;
        let public: [u8; 32] = pk.try_into().map_err(|_| Error::KemInvalidPublicKey)?;
        let shared = secret.diffie_hellman(&PublicKey::from(public));
        // A key of small order would make it zero, for everybody to know (section 7.1.4).
        if !shared.was_contributory() {
            return Err(Error::KemInvalidPublicKey);
        }
        Ok(shared.as_bytes().to_vec())
    }

    fn secret_to_public(alg: KemAlgorithm, sk: &[u8]) -> Result<Vec<u8>, Error> {
        Ok(PublicKey::from(&secret(alg, sk)?).as_bytes().to_vec())
    }

    fn kem_key_gen(alg: KemAlgorithm, prng: &mut System) -> Result<(Vec<u8>, Vec<u8>), Error> {
        let mut secret = Zeroizing::new([0; 32]);
        let Ok(()) = prng.try_fill_bytes(&mut *secret);
        Ok((Self::secret_to_public(alg, &*secret)?, secret.to_vec()))
    }

    // Only for encapsulation that is no Diffie-Hellman.
    fn kem_key_gen_derand(_: KemAlgorithm, _: &[u8]) -> Result<(Vec<u8>, Vec<u8>), Error> {
        Err(Error::UnsupportedKemOperation)
    }

    fn kem_encaps(_: KemAlgorithm, _: &[u8], _: &mut System) -> Result<(Vec<u8>, Vec<u8>), Error> {
        Err(Error::UnsupportedKemOperation)
    }

    fn kem_decaps(_: KemAlgorithm, _: &[u8], _: &[u8]) -> Result<Vec<u8>, Error> {
        Err(Error::UnsupportedKemOperation)
    }

    // Only for curves on which not every number is a key.
    fn dh_validate_sk(_: KemAlgorithm, _: &[u8]) -> Result<Vec<u8>, Error> {
        Err(Error::UnknownKemAlgorithm)
    }

    fn aead_seal(alg: AeadAlgorithm, key: &[u8], nonce: &[u8], aad: &[u8], msg: &[u8]) -> Result<Vec<u8>, Error> {
        match alg {
            AeadAlgorithm::Aes128Gcm => seal::<Aes128Gcm>(key, nonce, Payload { msg, aad }),
            AeadAlgorithm::ChaCha20Poly1305 => seal::<ChaCha20Poly1305>(key, nonce, Payload { msg, aad }),
            _ => Err(Error::UnknownAeadAlgorithm),
        }
    }

    fn aead_open(alg: AeadAlgorithm, key: &[u8], nonce: &[u8], aad: &[u8], msg: &[u8]) -> Result<Vec<u8>, Error> {
        match alg {
            AeadAlgorithm::Aes128Gcm => open::<Aes128Gcm>(key, nonce, Payload { msg, aad }),
            AeadAlgorithm::ChaCha20Poly1305 => open::<ChaCha20Poly1305>(key, nonce, Payload { msg, aad }),
            _ => Err(Error::UnknownAeadAlgorithm),
        }
    }
}

fn secret(alg: KemAlgorithm, sk: &[u8]) -> Result<StaticSecret, Error> {
    Primitives::supports_kem(alg)?;
    let secret: Zeroizing<[u8; 32]> = Zeroizing::new(sk.try_into().map_err(|_| Error::KemInvalidSecretKey)?);
    Ok(StaticSecret::from(*secret))
}

fn cipher<C: KeyInit>(key: &[u8]) -> Result<C, Error> {
    C::new_from_slice(key).map_err(|_| Error::CryptoLibraryError("a key of another length".to_owned()))
}

fn seal<C: Aead + KeyInit>(key: &[u8], nonce: &[u8], text: Payload<'_, '_>) -> Result<Vec<u8>, Error> {
    let nonce = nonce.try_into().map_err(|_| Error::AeadInvalidNonce)?;
    cipher::<C>(key)?.encrypt(nonce, text).map_err(|_| Error::CryptoLibraryError("too long to be sealed".to_owned()))
}

fn open<C: Aead + KeyInit>(key: &[u8], nonce: &[u8], sealed: Payload<'_, '_>) -> Result<Vec<u8>, Error> {
    let nonce = nonce.try_into().map_err(|_| Error::AeadInvalidNonce)?;
    cipher::<C>(key)?.decrypt(nonce, sealed).map_err(|_| Error::AeadOpenError)
}

/// The operating system's randomness.
#[derive(Debug, Clone, Copy)]
pub struct System;

impl TryRng for System {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        getrandom::fill(out).expect("the operating system has randomness");
        Ok(())
    }
}

impl TryCryptoRng for System {}

/// It keeps nothing.
impl Zeroize for System {
    fn zeroize(&mut self) {}
}

/// For tests of `hpke-rs` itself; here it is as random as ever.
impl HpkeTestRng for System {
    type Error = Infallible;

    fn try_fill_test_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        self.try_fill_bytes(out)
    }

    fn seed(&mut self, _: &[u8]) {}
}
