//! HTTP: the routes, who may use them, and how messages become requests and answers. What is done stands in
//! `domain`.

mod answer;
mod app;
mod blob;
mod channel;
mod conversation;
mod cors;
mod device;
mod gate;
mod health;
mod invitation;
mod key_package;
mod log;
mod mail;
pub mod matrix;
mod organisation;
mod recovery;
mod session;
mod slot;
mod statistics;
mod sync;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};

use crate::server::Server;

/// The largest body of a request but a part of a blob, in bytes.
pub(crate) const MAX_BODY: u64 = verband_protocol::cbor::MAX_LEN as u64;

/// The most bytes of entries or welcomes in one answer: with one more of the largest kind it still is a message.
pub(crate) const MAX_PAGE_BYTES: usize = 1 << 20;

/// All routes of a server, made from [`matrix::ROUTES`] and from nothing else; besides them the files of the web app.
pub fn router(server: Server) -> Router {
    let mut router = Router::new();
    for row in matrix::ROUTES {
        let gate = from_fn_with_state((server.clone(), row), gate::gate);
        router = router.route(row.path, (row.handler)(row.method).route_layer(gate));
    }
    router
        .fallback(app::app)
        .layer(from_fn_with_state(server.clone(), cors::cors))
        .layer(from_fn(answer::protect))
        .with_state(server)
}
