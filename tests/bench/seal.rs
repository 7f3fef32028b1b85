//! `seal` and `open` of 5 MB beside the bare cipher, and 64 KiB from the middle of a large sealed file.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use chacha20poly1305::aead::{Aead, AeadInOut};
use chacha20poly1305::{ChaCha20Poly1305, KeyInit};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use tempfile::TempDir;
use verband_protocol::seal::{CHUNK_LEN, SealKey, chunk_range, open_into, seal};
use verband_tests::chance::Seeded;
use verband_vault::{SealedReader, write_sealed};

use crate::bars;
use crate::ruler::{Contestant, Row, Ruler, cost};

const KEY: [u8; 32] = [7; 32];
const NONCE: [u8; 12] = [9; 12];
const MB: usize = 1_000_000;
const RAW: &str = "chacha20poly1305, bare";

pub(crate) fn rows(ruler: &mut Ruler) {
    let [five, five_raw, five_ring] = sealing(ruler, 5);
    let [large, raw, ring] = sealing(ruler, 50);
    ruler.row(&Row::new("seal 5 MB", five).beside(RAW, five_raw).bar(bars::CIPHER));
    ruler.row(&Row::new("seal 5 MB", five).beside("ring", five_ring));
    ruler.row(&Row::new("seal 50 MB", large).beside(RAW, raw).bar(bars::CIPHER).grown(five, 10.0));
    ruler.row(&Row::new("seal 50 MB", large).beside("ring", ring));

    let [five, five_raw, five_ring] = opening(ruler, 5);
    let [large, raw, ring] = opening(ruler, 50);
    ruler.row(&Row::new("open 5 MB", five).beside(RAW, five_raw).bar(bars::CIPHER));
    ruler.row(&Row::new("open 5 MB", five).beside("ring", five_ring));
    ruler.row(&Row::new("open 50 MB", large).beside(RAW, raw).bar(bars::CIPHER).grown(five, 10.0));
    ruler.row(&Row::new("open 50 MB", large).beside("ring", ring));

    let small = middle(ruler, 10);
    let large = middle(ruler, 100);
    let total = 100 * MB as u64;
    let range = chunk_range(total / 2..total / 2 + 65_536, total);
    let opened = (range.sealed.end - range.sealed.start).div_ceil(CHUNK_LEN as u64 + 16);
    let note = format!("{opened} chunks of 16 KiB are read and opened; no peer, the bar is a time");
    let row = Row::new("64 KiB from the middle of 100 MB", large).bar(bars::MIDDLE);
    ruler.row(&row.grown(small, 10.0).note(&note));
}

/// A new sealed buffer from a borrowed plaintext, from everybody.
fn sealing(ruler: &mut Ruler, megabytes: usize) -> [Duration; 3] {
    let plain = plaintext(megabytes);
    let (key, entropy) = (SealKey::from_bytes(KEY), Seeded::new(1, "seal"));
    let (raw, ring) = (ChaCha20Poly1305::new(&KEY.into()), ring_key());
    let contestants: [Contestant<'_>; 3] = [
        Box::new(|| cost(|| seal(&key, b"bench", black_box(&plain), &entropy))),
        Box::new(|| cost(|| raw.encrypt(&NONCE.into(), black_box(plain.as_slice())).expect("it seals"))),
        Box::new(|| {
            cost(|| {
                let mut out = Vec::with_capacity(plain.len() + 16);
                out.extend_from_slice(black_box(&plain));
                let nonce = Nonce::assume_unique_for_key(NONCE);
                ring.seal_in_place_append_tag(nonce, Aad::empty(), &mut out).expect("it seals");
                out
            })
        }),
    ];
    ruler.compare(&format!("seal {megabytes} MB"), 3, contestants)
}

/// Into a buffer of the caller that is used again, from everybody.
fn opening(ruler: &mut Ruler, megabytes: usize) -> [Duration; 3] {
    let plain = plaintext(megabytes);
    let (key, entropy) = (SealKey::from_bytes(KEY), Seeded::new(1, "open"));
    let (raw, ring) = (ChaCha20Poly1305::new(&KEY.into()), ring_key());
    let ours = seal(&key, b"bench", &plain, &entropy);
    // RFC 8439 gives everybody else the same bytes.
    let theirs = raw.encrypt(&NONCE.into(), plain.as_slice()).expect("it seals");
    let mut buffers = [const { Vec::new() }; 3];
    buffers[0].resize(plain.len(), 0);
    let [first, second, third] = &mut buffers;
    let contestants: [Contestant<'_>; 3] = [
        Box::new(|| {
            cost(|| {
                open_into(&key, b"bench", black_box(&ours), first).expect("it opens");
            })
        }),
        Box::new(|| {
            cost(|| {
                second.clear();
                second.extend_from_slice(black_box(&theirs));
                raw.decrypt_in_place(&NONCE.into(), b"", second).expect("it opens");
            })
        }),
        Box::new(|| {
            cost(|| {
                third.clear();
                third.extend_from_slice(black_box(&theirs));
                let nonce = Nonce::assume_unique_for_key(NONCE);
                ring.open_in_place(nonce, Aad::empty(), third).expect("it opens");
            })
        }),
    ];
    let costs = ruler.compare(&format!("open {megabytes} MB"), 3, contestants);
    assert_eq!(buffers[0], plain, "what was opened is what was sealed");
    assert_eq!(buffers[1], plain, "the same for the peer");
    costs
}

fn middle(ruler: &mut Ruler, megabytes: usize) -> Duration {
    let folder = TempDir::new().expect("a folder for a benchmark");
    let files = Arc::new(verband_vault::Folder::open(folder.path()).expect("a vault"));
    let (key, entropy) = (SealKey::from_bytes(KEY), Seeded::new(1, "file"));
    let (id, plain) = ([1; 16], plaintext(megabytes));
    write_sealed(files.as_ref(), &id, &key, b"bench", &plain, &entropy).expect("written");
    let reader = SealedReader::open(files, &id, &key, b"bench").expect("it opens");
    let half = plain.len() / 2;
    let mut out = vec![0; 65_536];
    let ours: [Contestant<'_>; 1] = [Box::new(|| cost(|| reader.read_at(half as u64, &mut out).expect("it reads")))];
    let [cost] = ruler.compare(&format!("64 KiB of {megabytes} MB"), 1, ours);
    assert_eq!(out, plain[half..half + 65_536], "what was read is what was written");
    cost
}

fn ring_key() -> LessSafeKey {
    LessSafeKey::new(UnboundKey::new(&CHACHA20_POLY1305, &KEY).expect("32 bytes are a key"))
}

fn plaintext(megabytes: usize) -> Vec<u8> {
    (0..megabytes * MB).map(|index| (index % 251) as u8).collect()
}
