//! Whether the server lives, and whether it can work.

use axum::extract::State;
use axum::http::StatusCode;

use crate::failure::Failure;
use crate::server::Server;

/// The process serves requests.
pub(super) async fn live() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// It is not stopping and its store answers.
pub(super) async fn ready(State(server): State<Server>) -> Result<StatusCode, StatusCode> {
    let store = server.run(|inner| inner.store.organisations().map_err(Failure::from)).await;
    if store.is_ok() && !server.is_stopping() {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(StatusCode::SERVICE_UNAVAILABLE)
    }
}
