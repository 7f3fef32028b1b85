//! The hostile server: it has everything the honest one has, and changes its answers as it likes. What it changes is
//! the wire message, so every trick here is one that a real server could play.

use std::sync::Arc;

use bytes::Bytes;
use verband_protocol::cbor;
use verband_protocol::wire::Page;

use crate::network::Tamper;

/// Changes every page of entries of one log.
pub fn pages(log: &verband_protocol::id::LogId, change: impl Fn(&mut Page) + Send + Sync + 'static) -> Tamper {
    let path = format!("/v1/logs/{log}/entries");
    Arc::new(move |asked: &str, body: Bytes| {
        if asked != path {
            return body;
        }
        let Ok(mut page) = cbor::decode::<Page>(&body) else { return body };
        change(&mut page);
        cbor::encode(&page).into()
    })
}
