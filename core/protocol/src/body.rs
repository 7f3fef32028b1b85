//! The plaintext of an event's body: a kind, its payload and padding, so that the server learns neither what
//! kind of thing was sent nor its exact length.

use minicbor::{Decode, Encode};

use crate::cbor::{self, CborError};
use crate::entry::MAX_BODY;

/// What an event means; every content kind owns one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(transparent)]
pub struct Kind(#[n(0)] pub u16);

/// The payload does not fit into an event; larger things are blobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a payload of {len} bytes is too large for an event")]
pub struct PayloadTooLarge {
    /// Its length in bytes.
    pub len: usize,
}

#[derive(Encode, Decode)]
struct Framed {
    #[n(0)]
    kind: Kind,
    #[cbor(n(1), with = "minicbor::bytes")]
    payload: Vec<u8>,
    #[cbor(n(2), with = "minicbor::bytes")]
    padding: Vec<u8>,
}

/// Plaintexts grow to the next of these lengths, in bytes, and beyond the last to a multiple of it.
const BUCKETS: [usize; 4] = [64, 256, 1024, 4096];

/// Room that sealing adds: suite, salt, commitment and the tags of at most five chunks.
const SEAL_OVERHEAD: usize = 57 + 5 * 16;

/// Frames a payload and pads it to a bucket.
///
/// # Errors
/// [`PayloadTooLarge`] if the sealed body would exceed [`MAX_BODY`].
pub fn pack(kind: Kind, payload: Vec<u8>) -> Result<Vec<u8>, PayloadTooLarge> {
    let len = payload.len();
    let mut framed = Framed { kind, payload, padding: Vec::new() };
    let bare = cbor::encode(&framed).len();
    let bucket =
        BUCKETS.into_iter().find(|bucket| *bucket >= bare).unwrap_or_else(|| bare.next_multiple_of(BUCKETS[3]));
    if bucket + SEAL_OVERHEAD > MAX_BODY {
        return Err(PayloadTooLarge { len });
    }
    // The length field of the padding grows with it, by at most two bytes: those are left out of the padding.
    let missing = bucket - bare;
    framed.padding = vec![
        0;
        missing
            - missing.min(if missing < 25 {
                0
            } else if missing < 258 {
                1
            } else {
                2
            })
    ];
    Ok(cbor::encode(&framed))
}

/// Reads kind and payload.
///
/// # Errors
/// [`CborError`] for anything but what [`pack`] makes.
pub fn unpack(bytes: &[u8]) -> Result<(Kind, Vec<u8>), CborError> {
    let framed: Framed = cbor::decode(bytes)?;
    Ok((framed.kind, framed.payload))
}
