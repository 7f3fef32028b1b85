//! Web clients of other origins: permitted as far as the operator named them, and never with cookies, which there
//! are none of.

use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ORIGIN, VARY,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::server::Server;

/// Headers that our clients send beside those that every page may.
const ASKED: &str = "authorization, content-type, range, verband-version";

/// Answers what browsers ask before a request, and marks answers that a page may read.
pub(super) async fn cors(State(server): State<Server>, request: Request, next: Next) -> Response {
    let permitted = &server.inner.settings.web_origins;
    let origin = request
        .headers()
        .get(ORIGIN)
        .filter(|origin| permitted.iter().any(|permitted| permitted.as_bytes() == origin.as_bytes()))
        .cloned();
    let Some(origin) = origin else {
        return next.run(request).await;
    };
    let mut response = match *request.method() {
        Method::OPTIONS => StatusCode::NO_CONTENT.into_response(),
        _ => next.run(request).await,
    };
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(VARY, HeaderValue::from_static("origin"));
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, PUT, DELETE"));
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(ASKED));
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("content-range, accept-ranges"));
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    response
}
