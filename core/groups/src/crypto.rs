//! The cryptography that OpenMLS works with, for our cipher suite and no other: HPKE and its primitives are those of
//! `verband_protocol`, signatures Ed25519, randomness the operating system's.
//!
//! Not OpenMLS's own backend: it chooses among all suites while it runs, so that every app would carry all of them.
//! The server works with that one, so each checks what the other computes.

use std::convert::Infallible;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use hpke_rs::{Hpke, HpkeError, Mode, hpke_types};
use hpke_rs_crypto::{HpkeCrypto as _, TryRng as _};
use openmls::prelude::tls_codec::SecretVLBytes;
use openmls_traits::crypto::OpenMlsCrypto;
use openmls_traits::random::OpenMlsRand;
use openmls_traits::types::CryptoError::CryptoLibraryError;
use openmls_traits::types::{
    AeadType, Ciphersuite, CryptoError, ExporterSecret, HashType, HpkeAeadType, HpkeCiphertext, HpkeConfig,
    HpkeKdfType, HpkeKemType, HpkeKeyPair, KemOutput, SignatureScheme,
};
use sha2::{Digest as _, Sha256};
use verband_protocol::hpke::{Primitives, System};
use zeroize::Zeroizing;

use crate::context::CIPHERSUITE;

const AEAD: hpke_types::AeadAlgorithm = hpke_types::AeadAlgorithm::Aes128Gcm;
const KDF: hpke_types::KdfAlgorithm = hpke_types::KdfAlgorithm::HkdfSha256;
const KEM: hpke_types::KemAlgorithm = hpke_types::KemAlgorithm::DhKem25519;

/// What OpenMLS asks for what is computed and for what is random.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Crypto;

fn sha256(hash: HashType) -> Result<(), CryptoError> {
    if hash == HashType::Sha2_256 { Ok(()) } else { Err(CryptoError::UnsupportedHashAlgorithm) }
}

fn aes(alg: AeadType) -> Result<(), CryptoError> {
    if alg == AeadType::Aes128Gcm { Ok(()) } else { Err(CryptoError::UnsupportedAeadAlgorithm) }
}

fn ed25519(alg: SignatureScheme) -> Result<(), CryptoError> {
    if alg == SignatureScheme::ED25519 { Ok(()) } else { Err(CryptoError::UnsupportedSignatureScheme) }
}

fn hpke(config: &HpkeConfig) -> Result<Hpke<Primitives>, CryptoError> {
    match config {
        HpkeConfig(HpkeKemType::DhKem25519, HpkeKdfType::HkdfSha256, HpkeAeadType::AesGcm128) => {
            Ok(Hpke::new(Mode::Base, KEM, KDF, AEAD))
        }
        _ => Err(CryptoError::UnsupportedCiphersuite),
    }
}

fn sealing(error: HpkeError) -> CryptoError {
    match error {
        HpkeError::InvalidInput => CryptoError::InvalidLength,
        _ => CryptoLibraryError,
    }
}

impl OpenMlsCrypto for Crypto {
    fn supports(&self, ciphersuite: Ciphersuite) -> Result<(), CryptoError> {
        if ciphersuite == CIPHERSUITE { Ok(()) } else { Err(CryptoError::UnsupportedCiphersuite) }
    }

    fn supported_ciphersuites(&self) -> Vec<Ciphersuite> {
        vec![CIPHERSUITE]
    }

    fn hkdf_extract(&self, hash: HashType, salt: &[u8], ikm: &[u8]) -> Result<SecretVLBytes, CryptoError> {
        sha256(hash)?;
        Ok(Primitives::kdf_extract(KDF, salt, ikm).map_err(|_| CryptoLibraryError)?.into())
    }

    /// HKDF's extraction is nothing else (RFC 5869 section 2.2).
    fn hmac(&self, hash: HashType, key: &[u8], message: &[u8]) -> Result<SecretVLBytes, CryptoError> {
        self.hkdf_extract(hash, key, message)
    }

    fn hkdf_expand(
        &self,
        hash: HashType,
        prk: &[u8],
        info: &[u8],
        length: usize,
    ) -> Result<SecretVLBytes, CryptoError> {
        sha256(hash)?;
        let out = Primitives::kdf_expand(KDF, prk, info, length);
        Ok(out.map_err(|_| CryptoError::HkdfOutputLengthInvalid)?.into())
    }

    fn hash(&self, hash: HashType, data: &[u8]) -> Result<Vec<u8>, CryptoError> {
        sha256(hash)?;
        Ok(Sha256::digest(data).to_vec())
    }

    fn aead_encrypt(
        &self,
        alg: AeadType,
        key: &[u8],
        data: &[u8],
        nonce: &[u8],
        aad: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        aes(alg)?;
        Primitives::aead_seal(AEAD, key, nonce, aad, data).map_err(|_| CryptoLibraryError)
    }

    fn aead_decrypt(
        &self,
        alg: AeadType,
        key: &[u8],
        sealed: &[u8],
        nonce: &[u8],
        aad: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        aes(alg)?;
        Primitives::aead_open(AEAD, key, nonce, aad, sealed).map_err(|_| CryptoError::AeadDecryptionError)
    }

    fn signature_key_gen(&self, alg: SignatureScheme) -> Result<(Vec<u8>, Vec<u8>), CryptoError> {
        ed25519(alg)?;
        let Ok(seed) = self.random_array().map(Zeroizing::new);
        let key = SigningKey::from_bytes(&seed);
        Ok((seed.to_vec(), key.verifying_key().to_bytes().to_vec()))
    }

    fn verify_signature(
        &self,
        alg: SignatureScheme,
        data: &[u8],
        key: &[u8],
        signature: &[u8],
    ) -> Result<(), CryptoError> {
        ed25519(alg)?;
        let key = VerifyingKey::try_from(key).map_err(|_| CryptoLibraryError)?;
        let signature = Signature::from_slice(signature).map_err(|_| CryptoLibraryError)?;
        key.verify_strict(data, &signature).map_err(|_| CryptoError::InvalidSignature)
    }

    fn sign(&self, alg: SignatureScheme, data: &[u8], key: &[u8]) -> Result<Vec<u8>, CryptoError> {
        ed25519(alg)?;
        let key = SigningKey::try_from(key).map_err(|_| CryptoLibraryError)?;
        Ok(key.sign(data).to_vec())
    }

    fn hpke_seal(
        &self,
        config: HpkeConfig,
        to: &[u8],
        info: &[u8],
        aad: &[u8],
        text: &[u8],
    ) -> Result<HpkeCiphertext, CryptoError> {
        let (kem_output, ciphertext) =
            hpke(&config)?.seal(&to.into(), info, aad, text, None, None, None).map_err(sealing)?;
        Ok(HpkeCiphertext { kem_output: kem_output.into(), ciphertext: ciphertext.into() })
    }

    fn hpke_open(
        &self,
        config: HpkeConfig,
        input: &HpkeCiphertext,
        key: &[u8],
        info: &[u8],
        aad: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        hpke(&config)?
            .open(input.kem_output.as_slice(), &key.into(), info, aad, input.ciphertext.as_slice(), None, None, None)
            .map_err(|_| CryptoError::HpkeDecryptionError)
    }

    fn hpke_setup_sender_and_export(
        &self,
        config: HpkeConfig,
        to: &[u8],
        info: &[u8],
        context: &[u8],
        length: usize,
    ) -> Result<(KemOutput, ExporterSecret), CryptoError> {
        let (kem_output, sender) = hpke(&config)?
            .setup_sender(&to.into(), info, None, None, None)
            .map_err(|_| CryptoError::SenderSetupError)?;
        let secret = sender.export(context, length).map_err(|_| CryptoError::ExporterError)?;
        Ok((kem_output, secret.into()))
    }

    fn hpke_setup_receiver_and_export(
        &self,
        config: HpkeConfig,
        enc: &[u8],
        key: &[u8],
        info: &[u8],
        context: &[u8],
        length: usize,
    ) -> Result<ExporterSecret, CryptoError> {
        let receiver = hpke(&config)?
            .setup_receiver(enc, &key.into(), info, None, None, None)
            .map_err(|_| CryptoError::ReceiverSetupError)?;
        Ok(receiver.export(context, length).map_err(|_| CryptoError::ExporterError)?.into())
    }

    fn derive_hpke_keypair(&self, config: HpkeConfig, ikm: &[u8]) -> Result<HpkeKeyPair, CryptoError> {
        let (private, public) = hpke(&config)?.derive_key_pair(ikm).map_err(sealing)?.into_keys();
        Ok(HpkeKeyPair { private: private.as_slice().into(), public: public.as_slice().to_vec() })
    }
}

impl OpenMlsRand for Crypto {
    type Error = Infallible;

    fn random_array<const N: usize>(&self) -> Result<[u8; N], Infallible> {
        let mut out = [0; N];
        System.try_fill_bytes(&mut out)?;
        Ok(out)
    }

    fn random_vec(&self, length: usize) -> Result<Vec<u8>, Infallible> {
        let mut out = vec![0; length];
        System.try_fill_bytes(&mut out)?;
        Ok(out)
    }
}
