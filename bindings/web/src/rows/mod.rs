//! Flat rows as JavaScript has them, by subject: ids are hex text, times are milliseconds since the Unix epoch.

pub(crate) mod album;
pub(crate) mod calendar;
pub(crate) mod channels;
pub(crate) mod conversations;
pub(crate) mod files;
pub(crate) mod invitations;
pub(crate) mod measuring;
pub(crate) mod members;
pub(crate) mod messages;
pub(crate) mod papers;
pub(crate) mod photos;
mod plain;
pub(crate) mod policy;
pub(crate) mod profile;
pub(crate) mod proof;
pub(crate) mod record;
pub(crate) mod recordings;
pub(crate) mod responsibility;
pub(crate) mod retention;
pub(crate) mod search;
pub(crate) mod surveys;
pub(crate) mod wounds;

use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::error::Failure;

pub(crate) use plain::{Id, Plain};

/// A value for JavaScript: structs become objects, nothing becomes `null`, bytes become a `Uint8Array`.
pub(crate) fn to_js<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, Failure> {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_missing_as_null(true);
    Ok(value.serialize(&serializer)?)
}

/// A row, or several, of the client's as a value for JavaScript.
pub(crate) fn row<T: Plain<C> + Serialize, C>(core: C) -> Result<JsValue, Failure> {
    to_js(&T::plain(core))
}
