//! Vectors of `seal`.

use serde::Serialize;
use verband_protocol::id::Hash;
use verband_protocol::seal::{Disclosure, HEADER_LEN, SEALED_CHUNK_LEN, SealError, SealKey, open, seal};

use super::{Counting, File, file};

pub(crate) fn files() -> Vec<File> {
    vec![whole(), reject(), derive(), disclosure()]
}

/// The plaintext of the vectors: byte i is (7i + 3) mod 251.
pub(crate) fn plaintext(len: usize) -> Vec<u8> {
    (0..len).map(|i| u8::try_from((7 * i + 3) % 251).expect("below 251")).collect()
}

fn key() -> SealKey {
    SealKey::random(&Counting::from(0x80))
}

#[derive(Serialize)]
struct Whole {
    name: String,
    key: String,
    context: String,
    salt: String,
    plaintext_len: usize,
    commitment: String,
    sealed_len: usize,
    sealed_sha256: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sealed: Option<String>,
}

fn whole() -> File {
    let one = |name: &str, context: &[u8], len: usize, first: u8| {
        let sealed = seal(&key(), context, &plaintext(len), &Counting::from(first));
        Whole {
            name: name.to_owned(),
            key: hex::encode(key().expose()),
            context: hex::encode(context),
            salt: hex::encode(&sealed[1..25]),
            plaintext_len: len,
            commitment: hex::encode(&sealed[25..HEADER_LEN]),
            sealed_len: sealed.len(),
            sealed_sha256: Hash::of(&sealed).to_string(),
            sealed: (sealed.len() < 1000).then(|| hex::encode(&sealed)),
        }
    };
    let context = b"\x83\x01\x02\x43abc";
    let cases = vec![
        one("empty plaintext", context, 0, 0),
        one("one byte", context, 1, 1),
        one("empty context", b"", 64, 2),
        one("context of 300 bytes", &[0xa5; 300], 100, 3),
        one("all-0xff counter start", context, 33, 0xff),
        one("one byte less than a chunk", context, 16383, 4),
        one("a chunk: an empty last chunk follows", context, 16384, 5),
        one("one byte more than a chunk", context, 16385, 6),
        one("two chunks and an empty one", context, 32768, 7),
        one("many chunks: the counter passes 255", context, 257 * 16384 + 9, 8),
    ];
    let about = "sealed = suite 01 || salt || commitment || chunks. Byte i of the plaintext is (7i + 3) mod 251.";
    file("seal/whole.json", about, cases)
}

#[derive(Serialize)]
struct Reject {
    name: &'static str,
    /// Sealed bytes `[from, to)` put one after the other.
    pieces: Vec<[usize; 2]>,
    /// Byte and bit to invert afterwards.
    flip: Option<[usize; 2]>,
    key: String,
    context: String,
    error: &'static str,
}

/// The name of an error in the vectors.
pub(crate) fn error_name(error: SealError) -> &'static str {
    match error {
        SealError::UnknownSuite(_) => "unknown suite",
        SealError::Commitment => "commitment",
        SealError::Chunk(_) => "chunk",
        SealError::Incomplete => "incomplete",
    }
}

fn reject() -> File {
    const CONTEXT: &[u8] = b"\x83\x01\x02\x43abc";
    let sealed = seal(&key(), CONTEXT, &plaintext(40_000), &Counting::from(0));
    let end = sealed.len();
    let chunk = |n: usize| {
        let start = HEADER_LEN + n * SEALED_CHUNK_LEN;
        [start, (start + SEALED_CHUNK_LEN).min(end)]
    };
    let header = [0, HEADER_LEN];
    let one = |name, pieces: Vec<[usize; 2]>, flip: Option<[usize; 2]>, key: &SealKey, context: &[u8]| {
        let mut bytes: Vec<u8> = pieces.iter().flat_map(|[from, to]| &sealed[*from..*to]).copied().collect();
        if let Some([byte, bit]) = flip {
            bytes[byte] ^= 1 << bit;
        }
        let error = open(key, context, &bytes).err().map_or("", error_name);
        let (key, context) = (hex::encode(key.expose()), hex::encode(context));
        Reject { name, pieces, flip, key, context, error }
    };
    let whole = || vec![[0, end]];
    let (k, c) = (key(), CONTEXT);
    let other = SealKey::random(&Counting::from(0));
    let cases = vec![
        one("nothing changed: opens", whole(), None, &k, c),
        one("another key", whole(), None, &other, c),
        one("another context", whole(), None, &k, b"\x83\x01\x02\x43abd"),
        one("context cut", whole(), None, &k, &c[..c.len() - 1]),
        one("suite", whole(), Some([0, 1]), &k, c),
        one("salt", whole(), Some([1, 0]), &k, c),
        one("commitment", whole(), Some([56, 7]), &k, c),
        one("first byte of the first chunk", whole(), Some([57, 0]), &k, c),
        one("tag of the first chunk", whole(), Some([chunk(0)[1] - 1, 3]), &k, c),
        one("tag of the last chunk", whole(), Some([end - 16, 0]), &k, c),
        one("nothing", vec![], None, &k, c),
        one("header cut", vec![[0, 56]], None, &k, c),
        one("header alone", vec![header], None, &k, c),
        one("last chunk missing", vec![header, chunk(0), chunk(1)], None, &k, c),
        one("last two chunks missing", vec![header, chunk(0)], None, &k, c),
        one("last byte missing", vec![[0, end - 1]], None, &k, c),
        one("last chunk cut to less than a tag", vec![[0, chunk(2)[0] + 15]], None, &k, c),
        one("last chunk cut to a tag", vec![[0, chunk(2)[0] + 16]], None, &k, c),
        one("chunks exchanged", vec![header, chunk(1), chunk(0), chunk(2)], None, &k, c),
        one("chunk twice", vec![header, chunk(0), chunk(0), chunk(2)], None, &k, c),
        one("chunk inserted", vec![header, chunk(0), chunk(0), chunk(1), chunk(2)], None, &k, c),
        one("chunk left out", vec![header, chunk(1), chunk(2)], None, &k, c),
        one("last chunk alone", vec![header, chunk(2)], None, &k, c),
        one("last chunk twice", vec![[0, end], chunk(2)], None, &k, c),
        one("object twice", vec![[0, end], [0, end]], None, &k, c),
    ];
    let about = "The object with key 80..9f, context 83010243616263, salt 00..17 and 40000 bytes of the plaintext of \
        whole.json is taken apart: byte ranges of it one after the other, then one bit inverted (byte, bit). \
        error is empty where it opens.";
    file("seal/reject.json", about, cases)
}

#[derive(Serialize)]
struct Derive {
    key: String,
    label: String,
    derived: String,
}

fn derive() -> File {
    let one = |label: &[u8]| Derive {
        key: hex::encode(key().expose()),
        label: hex::encode(label),
        derived: hex::encode(key().derive(label).expose()),
    };
    let mut commitment = b"verband/kc/1".to_vec();
    commitment.extend_from_slice(&[0x11; 32]);
    commitment.extend_from_slice(&7_u64.to_be_bytes());
    let cases = vec![one(b"verband/ev/1"), one(b"verband/ln/1"), one(&commitment), one(b"")];
    file("seal/derive.json", "derived = HKDF-SHA-256(ikm = key, no salt, info = label, 32 bytes)", cases)
}

#[derive(Serialize)]
struct Disclosed {
    name: &'static str,
    /// Of which object the disclosure is: its key and salt.
    key: String,
    salt: String,
    disclosure: String,
    /// What is opened with it, for which context.
    context: String,
    sealed: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    plaintext: Option<String>,
    error: &'static str,
}

fn disclosure() -> File {
    const CONTEXT: &[u8] = b"\x83\x01\x02\x43abc";
    const OTHER: &[u8] = b"\x83\x01\x02\x43abd";
    // The key of the events of an epoch, and bodies under it.
    let key = key().derive(b"verband/ev/1");
    let body = |context: &[u8], len, salt| seal(&key, context, &plaintext(len), &Counting::from(salt));
    let of = body(CONTEXT, 64, 0);
    let disclosed = Disclosure::of(&key, &of).expect("an object");
    let one = |name, with: &Disclosure, context: &[u8], sealed: &[u8]| {
        let opened = with.open(context, sealed);
        Disclosed {
            name,
            key: hex::encode(key.expose()),
            salt: hex::encode(&of[1..25]),
            disclosure: hex::encode(with.expose()),
            context: hex::encode(context),
            sealed: hex::encode(sealed),
            plaintext: opened.as_ref().ok().map(hex::encode),
            error: opened.err().map_or("", error_name),
        }
    };
    let changed = |at: usize| {
        let mut changed = of.clone();
        changed[at] ^= 1;
        changed
    };
    let cases = vec![
        one("its own body", &disclosed, CONTEXT, &of),
        one("its own body for another context", &disclosed, OTHER, &of),
        one("another body of the same key", &disclosed, CONTEXT, &body(CONTEXT, 64, 1)),
        one("another body of the same key for another context", &disclosed, OTHER, &body(OTHER, 64, 2)),
        one("another body with the same salt: opens, so salts are random", &disclosed, OTHER, &body(OTHER, 33, 0)),
        one("commitment changed", &disclosed, CONTEXT, &changed(56)),
        one("first byte of the body changed", &disclosed, CONTEXT, &changed(57)),
        one("salt changed: it is not looked at any more", &disclosed, CONTEXT, &changed(1)),
        one("its own body, cut", &disclosed, CONTEXT, &of[..HEADER_LEN]),
    ];
    let about = "disclosure = HKDF-Extract(salt, key), the PRK of RFC 5869, of the object with this key and salt; sealed is \
        opened with it for context. error is empty where it opens.";
    file("seal/disclosure.json", about, cases)
}
