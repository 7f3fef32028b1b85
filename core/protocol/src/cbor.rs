//! The deterministic encoding (RFC 8949 section 4.2.1): maps with small integer keys in ascending order,
//! shortest integers, definite lengths. What is not in this form is refused, so that one value has one
//! encoding and nothing can hide in unknown keys or after the end.

use minicbor::{Decode, Encode};

/// No message on the wire is larger than this, in bytes; blobs travel outside of it.
pub const MAX_LEN: usize = 4 << 20;

/// Bytes that are not the deterministic encoding of what was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CborError {
    /// Not CBOR, or not of the expected shape.
    #[error("not the expected structure: {0}")]
    Shape(String),
    /// More bytes than [`MAX_LEN`].
    #[error("{0} bytes are too many")]
    TooLong(usize),
    /// Decodes, but is written in another way than the deterministic one.
    #[error("not in deterministic form")]
    NotCanonical,
}

/// Encodes a value.
pub fn encode<T: Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).expect("writing to memory does not fail")
}

/// Decodes a value, and refuses every encoding of it but the deterministic one.
///
/// # Errors
/// See [`CborError`].
pub fn decode<T>(bytes: &[u8]) -> Result<T, CborError>
where
    T: Encode<()> + for<'b> Decode<'b, ()>,
{
    if bytes.len() > MAX_LEN {
        return Err(CborError::TooLong(bytes.len()));
    }
    let value: T = minicbor::decode(bytes).map_err(|e| CborError::Shape(e.to_string()))?;
    // Encoding again is a check of form only: what was signed stays the bytes that were received.
    if encode(&value) == bytes { Ok(value) } else { Err(CborError::NotCanonical) }
}
