//! `seal` and `open`: what goes in comes out, and nothing else ever does.

use proptest::prelude::*;
use verband_protocol::seal::{
    CHUNK_LEN, Disclosure, HEADER_LEN, OVERHEAD, OpenStream, Opener, SEALED_CHUNK_LEN, SealError, SealKey, Sealer,
    TAG_LEN, chunk_range, open, open_into, plain_len, seal, sealed_len,
};

use crate::vectors::seal::plaintext;
use crate::vectors::{Counting, folder};

const CONTEXT: &[u8] = b"context";

/// Lengths on both sides of every border, up to three chunks.
const LENGTHS: [usize; 14] = [
    0,
    1,
    15,
    16,
    17,
    CHUNK_LEN - 17,
    CHUNK_LEN - 16,
    CHUNK_LEN - 1,
    CHUNK_LEN,
    CHUNK_LEN + 1,
    2 * CHUNK_LEN - 1,
    2 * CHUNK_LEN,
    2 * CHUNK_LEN + 1,
    3 * CHUNK_LEN + 5,
];

fn key() -> SealKey {
    SealKey::random(&Counting::from(7))
}

fn sealed(len: usize) -> Vec<u8> {
    seal(&key(), CONTEXT, &plaintext(len), &Counting::default())
}

fn error(sealed: &[u8]) -> Option<SealError> {
    open(&key(), CONTEXT, sealed).err()
}

/// The header and the sealed chunks.
fn parts(sealed: &[u8]) -> (&[u8], Vec<&[u8]>) {
    let (header, body) = sealed.split_at(HEADER_LEN);
    (header, body.chunks(SEALED_CHUNK_LEN).collect())
}

fn header(sealed: &[u8]) -> &[u8; HEADER_LEN] {
    sealed.first_chunk().expect("a sealed object has a header")
}

fn stream_open(sealed: &[u8], piece: usize) -> Result<Vec<u8>, SealError> {
    let mut out = Vec::new();
    let mut stream = OpenStream::new(&key(), CONTEXT);
    for part in sealed.chunks(piece) {
        stream.update(part, &mut out)?;
    }
    stream.finish(&mut out)?;
    Ok(out)
}

#[test]
fn opens_what_was_sealed() {
    for len in LENGTHS {
        let plain = plaintext(len);
        let sealed = sealed(len);
        assert_eq!(sealed.len() as u64, sealed_len(len as u64), "length {len}");
        assert_eq!(plain_len(sealed.len() as u64), Some(len as u64), "length {len}");
        assert_eq!(sealed.capacity(), sealed.len(), "allocated once, length {len}");
        let opened = open(&key(), CONTEXT, &sealed).expect("it is genuine");
        assert_eq!(*opened, plain, "length {len}");
    }
    assert_eq!(sealed(100).len(), OVERHEAD + 100);
}

#[test]
fn equal_plaintexts_are_sealed_differently() {
    let entropy = Counting::default();
    let first = seal(&key(), CONTEXT, b"same", &entropy);
    let second = seal(&key(), CONTEXT, b"same", &entropy);
    assert_ne!(first[..HEADER_LEN], second[..HEADER_LEN]);
    assert_ne!(first[HEADER_LEN..], second[HEADER_LEN..]);
}

#[test]
fn streams_make_and_read_the_same_object() {
    for len in LENGTHS {
        let plain = plaintext(len);
        let whole = sealed(len);
        for piece in [1000, CHUNK_LEN - 1, CHUNK_LEN, CHUNK_LEN + 1, SEALED_CHUNK_LEN, 3 * CHUNK_LEN, 1 << 20] {
            let mut out = Vec::new();
            let mut sealer = Sealer::new(&key(), CONTEXT, &Counting::default(), &mut out);
            for part in plain.chunks(piece) {
                sealer.update(part, &mut out);
            }
            sealer.finish(&mut out);
            assert!(out == whole, "length {len}, piece {piece}");
            assert!(stream_open(&whole, piece) == Ok(plain.clone()), "length {len}, piece {piece}");
        }
    }
    let small = sealed(20);
    assert_eq!(stream_open(&small, 1), Ok(plaintext(20)));
}

#[test]
fn every_flipped_bit_of_a_small_object_is_noticed() {
    let genuine = sealed(40);
    for byte in 0..genuine.len() {
        for bit in 0..8 {
            let mut changed = genuine.clone();
            changed[byte] ^= 1 << bit;
            let expected = match byte {
                0 => SealError::UnknownSuite(changed[0]),
                1..HEADER_LEN => SealError::Commitment,
                _ => SealError::Chunk(0),
            };
            assert_eq!(error(&changed), Some(expected), "byte {byte}, bit {bit}");
            assert_eq!(stream_open(&changed, 7), Err(expected), "byte {byte}, bit {bit}, as a stream");
        }
    }
}

#[test]
fn flipped_bits_of_a_large_object_are_noticed_in_their_chunk() {
    let genuine = sealed(2 * CHUNK_LEN + 1000);
    let (_, chunks) = parts(&genuine);
    for (index, chunk) in chunks.iter().enumerate() {
        let start = HEADER_LEN + index * SEALED_CHUNK_LEN;
        let tag = chunk.len() - TAG_LEN..chunk.len();
        for at in (0..chunk.len()).step_by(397).chain(tag) {
            let mut changed = genuine.clone();
            changed[start + at] ^= 1 << (at % 8);
            assert_eq!(error(&changed), Some(SealError::Chunk(index as u64)), "chunk {index}, byte {at}");
        }
    }
}

#[test]
fn a_cut_object_is_noticed_at_every_length() {
    let genuine = sealed(40);
    for len in 0..genuine.len() {
        assert!(error(&genuine[..len]).is_some(), "cut to {len}");
        assert!(stream_open(&genuine[..len], 11).is_err(), "cut to {len}, as a stream");
    }
    let genuine = sealed(3 * CHUNK_LEN);
    for border in 0..=3 {
        let at = HEADER_LEN + border * SEALED_CHUNK_LEN;
        assert_eq!(error(&genuine[..at]), Some(SealError::Incomplete), "cut before chunk {border}");
        assert_eq!(stream_open(&genuine[..at], 5000), Err(SealError::Incomplete));
        for len in [at - 1, at + 1, at + TAG_LEN - 1, at + TAG_LEN, at + TAG_LEN + 1] {
            assert!(len >= genuine.len() || error(&genuine[..len]).is_some(), "cut to {len}");
        }
    }
    let mut longer = genuine.clone();
    longer.push(0);
    assert_eq!(error(&longer), Some(SealError::Chunk(3)));
}

#[test]
fn chunks_stay_in_their_place() {
    let genuine = sealed(3 * CHUNK_LEN + 9);
    let (header, chunks) = parts(&genuine);
    let arranged = |order: &[usize]| {
        let mut out = header.to_vec();
        for index in order {
            out.extend_from_slice(chunks[*index]);
        }
        error(&out)
    };
    assert_eq!(arranged(&[0, 1, 2, 3]), None);
    assert_eq!(arranged(&[1, 0, 2, 3]), Some(SealError::Chunk(0)));
    assert_eq!(arranged(&[0, 2, 1, 3]), Some(SealError::Chunk(1)));
    assert_eq!(arranged(&[0, 0, 2, 3]), Some(SealError::Chunk(1)));
    assert_eq!(arranged(&[0, 1, 1, 2, 3]), Some(SealError::Chunk(2)));
    assert_eq!(arranged(&[0, 1, 3]), Some(SealError::Chunk(2)));
    assert_eq!(arranged(&[1, 2, 3]), Some(SealError::Chunk(0)));
    assert_eq!(arranged(&[0, 1, 2]), Some(SealError::Incomplete));
}

#[test]
fn chunks_stay_in_their_object() {
    let entropy = Counting::default();
    let first = seal(&key(), CONTEXT, &plaintext(50_000), &entropy);
    let second = seal(&key(), CONTEXT, &plaintext(50_000), &entropy);
    let mut mixed = first.clone();
    mixed[HEADER_LEN..HEADER_LEN + SEALED_CHUNK_LEN]
        .copy_from_slice(&second[HEADER_LEN..HEADER_LEN + SEALED_CHUNK_LEN]);
    assert_eq!(error(&mixed), Some(SealError::Chunk(0)));
}

#[test]
fn another_key_or_context_opens_nothing() {
    let sealed = sealed(1000);
    let open_with = |key: &SealKey, context: &[u8]| open(key, context, &sealed).err();
    assert_eq!(open_with(&key(), CONTEXT), None);
    assert_eq!(open_with(&SealKey::from_bytes([0; 32]), CONTEXT), Some(SealError::Commitment));
    assert_eq!(open_with(&key().derive(b"verband/ev/1"), CONTEXT), Some(SealError::Commitment));
    for context in [&b""[..], b"contex", b"contexu", b"context\0", b"\0context"] {
        assert_eq!(open_with(&key(), context), Some(SealError::Commitment), "{context:?}");
    }
}

/// `tests/vectors/two_keys.py` chose the chunk so that ChaCha20-Poly1305 accepts it under both keys.
#[test]
fn a_chunk_made_for_two_keys_opens_with_the_committed_one_only() {
    let text = std::fs::read_to_string(folder().join("seal/two_keys.json"));
    let content: serde_json::Value = serde_json::from_str(&text.expect("the file is checked in")).expect("it is JSON");
    let bytes = |name: &str| hex::decode(content["cases"][0][name].as_str().unwrap_or("no text"));
    let bytes = |name: &str| bytes(name).expect("the field is hex");
    let key = |name: &str| SealKey::from_bytes(bytes(name).try_into().expect("32 bytes"));
    let open_with = |name: &str, sealed: &[u8]| open(&key(name), &bytes("context"), sealed).map(|plain| plain.to_vec());

    let mut sealed = bytes("sealed");
    assert_eq!(open_with("first_key", &sealed), Ok(bytes("first_text")));
    assert_eq!(open_with("second_key", &sealed), Err(SealError::Commitment));

    // The same chunk under the other commitment: without one, both keys would open it.
    sealed[HEADER_LEN - 32..HEADER_LEN].copy_from_slice(&bytes("second_commitment"));
    assert_eq!(open_with("first_key", &sealed), Err(SealError::Commitment));
    assert_eq!(open_with("second_key", &sealed), Ok(bytes("second_text")));
    assert_ne!(bytes("first_text"), bytes("second_text"));
}

#[test]
fn a_failed_opening_wipes_the_buffer() {
    let mut sealed = sealed(2 * CHUNK_LEN);
    let mut out = vec![1; 2 * CHUNK_LEN];
    open_into(&key(), CONTEXT, &sealed, &mut out).expect("it is genuine");
    assert_eq!(out, plaintext(2 * CHUNK_LEN));

    let last = sealed.len() - 1;
    sealed[last] ^= 1;
    assert_eq!(open_into(&key(), CONTEXT, &sealed, &mut out), Err(SealError::Chunk(2)));
    assert_eq!(out, vec![0; 2 * CHUNK_LEN]);
}

#[test]
fn a_buffer_of_another_length_is_refused() {
    let sealed = sealed(CHUNK_LEN);
    for len in [0, CHUNK_LEN - 1, CHUNK_LEN + 1, 2 * CHUNK_LEN] {
        let mut out = vec![1; len];
        assert_eq!(open_into(&key(), CONTEXT, &sealed, &mut out), Err(SealError::Incomplete));
        assert_eq!(out, vec![0; len]);
    }
}

#[test]
fn a_failed_stream_stays_failed() {
    let genuine = sealed(2 * CHUNK_LEN);
    let mut changed = genuine.clone();
    changed[HEADER_LEN] ^= 1;
    let mut out = Vec::new();
    let mut stream = OpenStream::new(&key(), CONTEXT);
    assert_eq!(stream.update(&changed, &mut out), Err(SealError::Chunk(0)));
    assert_eq!(stream.update(&genuine, &mut out), Err(SealError::Chunk(0)));
    assert_eq!(stream.finish(&mut out), Err(SealError::Chunk(0)));
    assert!(out.is_empty());
}

#[test]
fn the_length_of_a_chunk_tells_whether_it_is_the_last() {
    let genuine = sealed(CHUNK_LEN);
    let (_, chunks) = parts(&genuine);
    let opener = Opener::new(&key(), CONTEXT, header(&genuine)).expect("it is genuine");
    let mut out = Vec::new();
    assert_eq!(opener.open_chunk(0, chunks[0], true, &mut out), Err(SealError::Incomplete));
    assert_eq!(opener.open_chunk(1, chunks[1], false, &mut out), Err(SealError::Incomplete));
    assert_eq!(opener.open_chunk(0, &chunks[0][1..], false, &mut out), Err(SealError::Incomplete));
    assert_eq!(opener.open_chunk(1, b"", true, &mut out), Err(SealError::Chunk(1)));
    assert!(out.is_empty());
    assert_eq!(opener.open_chunk(1, chunks[1], true, &mut out), Ok(()));
    assert_eq!(opener.open_chunk(0, chunks[0], false, &mut out), Ok(()));
    assert_eq!(out, plaintext(CHUNK_LEN));
}

#[test]
fn a_range_needs_few_chunks() {
    let plain = 100_000_000;
    let range = chunk_range(50_000_000..50_000_000 + 65_536, plain);
    assert_eq!(range.first_chunk, 50_000_000 / CHUNK_LEN as u64);
    assert_eq!(range.sealed.end - range.sealed.start, 5 * SEALED_CHUNK_LEN as u64);
    assert!(!range.has_last);

    let tail = chunk_range(plain - 1..u64::MAX, plain);
    assert_eq!(tail.sealed.end, sealed_len(plain));
    assert_eq!(tail.plain, plain - 1..plain);
    assert!(tail.has_last);
    assert!(chunk_range(plain - 2..plain - 1, plain).has_last, "it ends within the last chunk");

    let border = chunk_range(0..CHUNK_LEN as u64, CHUNK_LEN as u64);
    assert_eq!(border.sealed.end, sealed_len(CHUNK_LEN as u64), "the empty last chunk proves the end");
    assert_eq!(chunk_range(3..3, plain).sealed.end, HEADER_LEN as u64, "nothing asked, nothing fetched");
}

#[test]
fn lengths_from_strangers_do_no_harm() {
    for len in [0, 56, 57, 72, (HEADER_LEN + SEALED_CHUNK_LEN) as u64, (HEADER_LEN + SEALED_CHUNK_LEN + 15) as u64] {
        assert_eq!(plain_len(len), None, "no object has {len} bytes");
    }
    assert_eq!(sealed_len(u64::MAX), u64::MAX);
    let nonsense = chunk_range(u64::MAX - 1..u64::MAX, u64::MAX);
    assert!(nonsense.sealed.start <= nonsense.sealed.end);
    let whole = sealed(10);
    let opener = Opener::new(&key(), CONTEXT, header(&whole)).expect("it is genuine");
    for fetched in [&whole[..], b""] {
        let opened = opener.open_range(&nonsense, fetched, &mut Vec::new());
        assert_eq!(opened, Err(SealError::Incomplete));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_come_back(plain in prop::collection::vec(any::<u8>(), 0..40_000), piece in 1_usize..20_000) {
        let sealed = seal(&key(), CONTEXT, &plain, &Counting::default());
        prop_assert_eq!(&*open(&key(), CONTEXT, &sealed).unwrap_or_default(), &plain);
        prop_assert_eq!(stream_open(&sealed, piece), Ok(plain));
    }

    #[test]
    fn any_range_equals_the_whole(len in 0_usize..60_000, from in 0_u64..70_000, count in 0_u64..70_000) {
        let whole = sealed(len);
        let opener = Opener::new(&key(), CONTEXT, header(&whole)).expect("it is genuine");
        let range = chunk_range(from..from + count, len as u64);
        let fetched = &whole[range.sealed.start as usize..range.sealed.end as usize];
        let mut out = b"kept".to_vec();
        prop_assert_eq!(opener.open_range(&range, fetched, &mut out), Ok(()));
        let from = (from as usize).min(len);
        let to = (from + count as usize).min(len);
        prop_assert_eq!(&out[..4], b"kept");
        prop_assert_eq!(&out[4..], &plaintext(len)[from..to]);
    }

    #[test]
    fn foreign_bytes_never_open(bytes in prop::collection::vec(any::<u8>(), 0..200), suite in any::<bool>()) {
        let mut bytes = bytes;
        if let (true, Some(first)) = (suite, bytes.first_mut()) {
            *first = 1;
        }
        prop_assert!(error(&bytes).is_some());
        prop_assert!(stream_open(&bytes, 50).is_err());
    }
}

#[test]
fn a_disclosure_opens_one_object_for_its_context_and_no_other() {
    for len in LENGTHS {
        let object = sealed(len);
        let disclosure = Disclosure::of(&key(), &object).expect("an object");
        assert_eq!(*disclosure.open(CONTEXT, &object).expect("its own"), plaintext(len));
        assert_eq!(disclosure.open(b"another", &object).err(), Some(SealError::Commitment));
        // Another object of the same key, with another salt.
        let other = seal(&key(), CONTEXT, &plaintext(len), &Counting::from(99));
        assert_eq!(disclosure.open(CONTEXT, &other).err(), Some(SealError::Commitment));
        // With the bytes for a key it opens nothing.
        assert!(open(&SealKey::from_bytes(*disclosure.expose()), CONTEXT, &object).is_err());
    }
    let object = sealed(20);
    let disclosure = Disclosure::of(&key(), &object).expect("an object");
    for at in 0..object.len() {
        let mut changed = object.clone();
        changed[at] ^= 1;
        // The salt has done its part: it is not needed any more, and whoever changes it changes nothing.
        let salted = (1..=24).contains(&at);
        assert_eq!(disclosure.open(CONTEXT, &changed).is_ok(), salted, "byte {at}");
    }
    assert_eq!(disclosure.open(CONTEXT, &object[..HEADER_LEN]).err(), Some(SealError::Incomplete));
    assert_eq!(Disclosure::of(&key(), &object[..HEADER_LEN - 1]).err(), Some(SealError::Incomplete));
}
