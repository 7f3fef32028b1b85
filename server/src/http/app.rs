//! The web app, where no route of the interface is: the same files for everybody, with headers that let a page run its own
//! scripts and talk to this server and the house's record, and to nobody else.

use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::response::{IntoResponse, Response};

use crate::failure::Failure;
use crate::server::Server;

/// Scripts and styles of its own, the core as WebAssembly, pictures and recordings from memory; whom it may talk to comes last.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; \
     img-src 'self' blob:; media-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; \
     require-trusted-types-for 'script'; trusted-types svelte-trusted-html verband-worker; connect-src 'self'";

const REST: [(HeaderName, HeaderValue); 3] = [
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(self), microphone=(self), geolocation=(self)"),
    ),
];

/// Gives a file of the app; the root is its page.
pub(super) async fn app(State(server): State<Server>, request: Request) -> Response {
    let path = match request.uri().path().trim_start_matches('/') {
        "" => "index.html",
        path => path,
    };
    let file = server.inner.settings.app.iter().find(|file| file.path == path);
    let (Some(file), &Method::GET | &Method::HEAD) = (file, request.method()) else {
        return Failure::NotFound.into_response();
    };
    let policy = policy(&server.inner.settings.record_origins);
    // Names of assets have a hash of their content in them; the page names the assets, so it is asked for each time.
    let cache = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(media_type(path))),
        (CACHE_CONTROL, HeaderValue::from_static(cache)),
        (CONTENT_SECURITY_POLICY, policy),
    ];
    (headers, REST, file.bytes).into_response()
}

/// What the page may do. An origin that cannot stand in a header is none that a browser would write.
fn policy(records: &[String]) -> HeaderValue {
    let policy = records.iter().fold(POLICY.to_owned(), |policy, origin| policy + " " + origin);
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static(POLICY))
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
