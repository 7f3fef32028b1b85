//! The primitives under HPKE: the vectors of RFC 9180, and the other implementation.

use hpke_rs::hpke_types::{AeadAlgorithm, KdfAlgorithm, KemAlgorithm};
use hpke_rs::{Hpke, HpkePrivateKey, HpkePublicKey, Mode};
use hpke_rs_crypto::HpkeCrypto;
use hpke_rs_rust_crypto::HpkeRustCrypto;
use proptest::prelude::*;
use verband_protocol::hpke::Primitives;

const INFO: &str = "4f6465206f6e2061204772656369616e2055726e";
const TEXT: &str = "4265617574792069732074727574682c20747275746820626561757479";
const FIRST: &[u8] = b"Count-0";

/// A suite of RFC 9180 in base mode: what the receiver's key derives from, the key, what comes with the first message.
struct Vector {
    aead: AeadAlgorithm,
    ikm: &'static str,
    secret: &'static str,
    public: &'static str,
    enc: &'static str,
    sealed: &'static str,
}

/// Appendix A.1.1 and A.2.1.
const VECTORS: [Vector; 2] = [
    Vector {
        aead: AeadAlgorithm::Aes128Gcm,
        ikm: "6db9df30aa07dd42ee5e8181afdb977e538f5e1fec8a06223f33f7013e525037",
        secret: "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8",
        public: "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d",
        enc: "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431",
        sealed: "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a",
    },
    Vector {
        aead: AeadAlgorithm::ChaCha20Poly1305,
        ikm: "1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df",
        secret: "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb",
        public: "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a",
        enc: "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a",
        sealed: "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28",
    },
];

fn hpke<C: HpkeCrypto + 'static>(aead: AeadAlgorithm) -> Hpke<C> {
    Hpke::new(Mode::Base, KemAlgorithm::DhKem25519, KdfAlgorithm::HkdfSha256, aead)
}

fn bytes(text: &str) -> Vec<u8> {
    hex::decode(text).expect("hexadecimal digits")
}

#[test]
fn the_vectors_of_the_standard_open() {
    for vector in VECTORS {
        let pair = hpke::<Primitives>(vector.aead).derive_key_pair(&bytes(vector.ikm)).expect("a pair");
        assert_eq!(pair.private_key().as_slice(), bytes(vector.secret));
        assert_eq!(pair.public_key().as_slice(), bytes(vector.public));
        let (enc, sealed) = (bytes(vector.enc), bytes(vector.sealed));
        let opened = hpke::<Primitives>(vector.aead)
            .open(&enc, pair.private_key(), &bytes(INFO), FIRST, &sealed, None, None, None)
            .expect("it opens");
        assert_eq!(opened, bytes(TEXT));
    }
}

/// What one implementation seals, the other opens; both export the same.
fn agree<A: HpkeCrypto + 'static, B: HpkeCrypto + 'static>(
    aead: AeadAlgorithm,
    seed: [u8; 32],
    info: &[u8],
    aad: &[u8],
    text: &[u8],
) {
    let (to, same) = (
        hpke::<A>(aead).derive_key_pair(&seed).expect("a pair"),
        hpke::<B>(aead).derive_key_pair(&seed).expect("a pair"),
    );
    assert_eq!(to.public_key().as_slice(), same.public_key().as_slice());
    let (enc, sealed) = hpke::<A>(aead).seal(to.public_key(), info, aad, text, None, None, None).expect("it seals");
    let opened = hpke::<B>(aead).open(&enc, to.private_key(), info, aad, &sealed, None, None, None);
    assert_eq!(opened.expect("it opens"), text);
    let (enc, sender) = hpke::<A>(aead).setup_sender(to.public_key(), info, None, None, None).expect("a context");
    let receiver = hpke::<B>(aead).setup_receiver(&enc, to.private_key(), info, None, None, None).expect("a context");
    assert_eq!(sender.export(aad, 32).expect("a secret"), receiver.export(aad, 32).expect("a secret"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn both_implementations_understand_each_other(
        seed: [u8; 32],
        info: Vec<u8>,
        aad: Vec<u8>,
        text: Vec<u8>,
    ) {
        for aead in [AeadAlgorithm::Aes128Gcm, AeadAlgorithm::ChaCha20Poly1305] {
            agree::<Primitives, HpkeRustCrypto>(aead, seed, &info, &aad, &text);
            agree::<HpkeRustCrypto, Primitives>(aead, seed, &info, &aad, &text);
        }
    }
}

#[test]
fn what_was_changed_does_not_open() {
    let [vector, _] = VECTORS;
    let secret = HpkePrivateKey::new(bytes(vector.secret));
    let open = |enc: &[u8], aad: &[u8], sealed: &[u8]| {
        hpke::<Primitives>(vector.aead).open(enc, &secret, &bytes(INFO), aad, sealed, None, None, None).is_ok()
    };
    let (enc, sealed) = (bytes(vector.enc), bytes(vector.sealed));
    assert!(open(&enc, FIRST, &sealed));
    assert!(!open(&enc, b"Count-1", &sealed));
    assert!(!open(&enc, FIRST, &sealed[1..]));
    assert!(!open(&enc, FIRST, &sealed[..15]));
    assert!(!open(&enc[1..], FIRST, &sealed));
    let mut changed = sealed;
    changed[0] ^= 1;
    assert!(!open(&enc, FIRST, &changed));
}

/// Points of small order would give a secret that everybody knows (section 7.1.4).
#[test]
fn keys_that_make_no_secret_are_refused() {
    for first in [0, 1] {
        let mut point = [0; 32];
        point[0] = first;
        let public = HpkePublicKey::new(point.to_vec());
        let aead = AeadAlgorithm::Aes128Gcm;
        assert!(hpke::<Primitives>(aead).seal(&public, b"", b"", b"", None, None, None).is_err());
        let secret = HpkePrivateKey::new(vec![7; 32]);
        assert!(hpke::<Primitives>(aead).setup_receiver(&point, &secret, b"", None, None, None).is_err());
    }
}

#[test]
fn other_suites_are_refused() {
    let other = |kem, kdf, aead| {
        let public = HpkePublicKey::new(vec![9; 32]);
        Hpke::<Primitives>::new(Mode::Base, kem, kdf, aead).seal(&public, b"", b"", b"", None, None, None).is_err()
    };
    let (kem, kdf, aead) = (KemAlgorithm::DhKem25519, KdfAlgorithm::HkdfSha256, AeadAlgorithm::Aes128Gcm);
    assert!(!other(kem, kdf, aead));
    assert!(other(KemAlgorithm::DhKemP256, kdf, aead));
    assert!(other(KemAlgorithm::MlKem768, kdf, aead));
    assert!(other(kem, KdfAlgorithm::HkdfSha512, aead));
    assert!(other(kem, kdf, AeadAlgorithm::Aes256Gcm));
    assert!(other(kem, kdf, AeadAlgorithm::HpkeExport));
}

#[test]
fn fresh_keys_are_random_and_fit() {
    let mut random = Primitives::prng();
    let (public, secret) = Primitives::kem_key_gen(KemAlgorithm::DhKem25519, &mut random).expect("a pair");
    assert_eq!(Primitives::secret_to_public(KemAlgorithm::DhKem25519, &secret).expect("a key"), public);
    assert_ne!(Primitives::kem_key_gen(KemAlgorithm::DhKem25519, &mut random).expect("a pair").0, public);
}
