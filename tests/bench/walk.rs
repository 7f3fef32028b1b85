//! The walk back along the chain of archive keys, beside the bare primitives that it needs.

use std::collections::BTreeMap;
use std::time::Duration;

use chacha20poly1305::{ChaCha20Poly1305, KeyInit, aead::Aead};
use hkdf::Hkdf;
use sha2::Sha256;
use verband_groups::{commitment, seal_link, walk_back};
use verband_protocol::id::LogId;
use verband_protocol::seal::SealKey;
use verband_protocol::wire::Link;
use verband_tests::chance::Seeded;

use crate::ruler::{Contestant, Row, Ruler, cost};

const PEER: &str = "3 HKDF and 1 AEAD an epoch";

pub(crate) fn rows(ruler: &mut Ruler) {
    let mut smaller = None;
    for epochs in [100, 1_000, 10_000] {
        let [ours, theirs] = walking(ruler, epochs);
        let name = format!("walk back over {epochs} epochs");
        let row = Row::new(&name, ours).beside(PEER, theirs);
        let row = match smaller {
            Some(smaller) => row.grown(smaller, 10.0),
            None => row,
        };
        ruler.row(&row);
        smaller = Some(ours);
    }
}

fn walking(ruler: &mut Ruler, epochs: u64) -> [Duration; 2] {
    let (log, entropy) = (LogId([3; 32]), Seeded::new(1, "walk"));
    let keys: Vec<SealKey> = (0..=epochs).map(|_| SealKey::random(&entropy)).collect();
    let published: BTreeMap<_, _> =
        keys.iter().zip(0..).map(|(key, epoch)| (epoch, commitment(key, &log, epoch))).collect();
    let links: Vec<Link> = keys
        .windows(2)
        .zip(1..)
        .map(|(pair, epoch)| Link { epoch, link: seal_link(&log, epoch, &pair[1], &pair[0], &entropy).into() })
        .collect();
    let newest = &keys[keys.len() - 1];
    let chain = bare_chain(&keys);
    let contestants: [Contestant<'_>; 2] = [
        Box::new(|| {
            cost(|| {
                let walk = walk_back(&log, epochs, newest, &published, &links);
                assert!(walk.hole.is_none() && walk.keys.len() as u64 == epochs, "it reaches the first epoch");
                walk
            })
        }),
        Box::new(|| cost(|| bare_walk(newest.expose(), &chain))),
    ];
    ruler.compare(&format!("walk back {epochs}"), 2, contestants)
}

/// The sealed keys of the epochs, newest first.
fn bare_chain(keys: &[SealKey]) -> Vec<Vec<u8>> {
    let seal = |pair: &[SealKey]| {
        let (key, nonce) = bare_keys(pair[1].expose());
        ChaCha20Poly1305::new(&key.into()).encrypt(&nonce.into(), pair[0].expose().as_slice()).expect("it seals")
    };
    keys.windows(2).rev().map(seal).collect()
}

/// What no walk can do without: the link's key, the key of its object, the opening, the commitment.
fn bare_walk(newest: &[u8; 32], chain: &[Vec<u8>]) -> [u8; 32] {
    let mut archive = *newest;
    for link in chain {
        let (key, nonce) = bare_keys(&archive);
        let plain = ChaCha20Poly1305::new(&key.into()).decrypt(&nonce.into(), link.as_slice()).expect("it opens");
        archive.copy_from_slice(&plain);
        let info = [b"verband/kc/1".as_slice(), &[3; 32], &[0; 8]];
        let mut committed = [0; 32];
        Hkdf::<Sha256>::new(None, &archive).expand_multi_info(&info, &mut committed).expect("32 bytes");
        std::hint::black_box(committed);
    }
    archive
}

fn bare_keys(archive: &[u8; 32]) -> ([u8; 32], [u8; 12]) {
    let mut link = [0; 32];
    Hkdf::<Sha256>::new(None, archive).expand(b"verband/ln/1", &mut link).expect("32 bytes");
    let mut okm = [0; 76];
    let info = [b"verband/seal/1".as_slice(), &[1], &[0; 4], &[3; 77]];
    Hkdf::<Sha256>::new(Some(&[5; 24]), &link).expand_multi_info(&info, &mut okm).expect("76 bytes");
    let (mut key, mut nonce) = ([0; 32], [0; 12]);
    key.copy_from_slice(&okm[..32]);
    nonce.copy_from_slice(&okm[32..44]);
    (key, nonce)
}
