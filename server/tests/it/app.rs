//! The web app that the server hands out: its files with what a page may do, and nothing of the interface changed by it.

use axum::http::{Method, StatusCode};

use verband_server::AppFile;

use crate::house::{House, Plan};

const APP: &[AppFile] = &[
    AppFile { path: "assets/index-abc.js", bytes: b"export {};" },
    AppFile { path: "assets/core-def.wasm", bytes: b"\0asm" },
    AppFile { path: "index.html", bytes: b"<!doctype html>" },
];

fn header<'a>(answer: &'a crate::house::Answer, name: &str) -> &'a str {
    answer.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn the_app_is_handed_out_with_what_its_page_may_do() {
    let house = House::with(Plan { app: APP, ..Plan::default() });
    let page = house.send(Method::GET, "/", None, Vec::new()).await;
    assert_eq!((page.status, page.body.as_slice()), (StatusCode::OK, &b"<!doctype html>"[..]));
    assert_eq!(header(&page, "content-type"), "text/html; charset=utf-8");
    // The page is asked for each time, so that a new version arrives; what it names never changes.
    assert_eq!(header(&page, "cache-control"), "no-cache");
    assert_eq!(header(&page, "cross-origin-opener-policy"), "same-origin");
    assert_eq!(header(&page, "cross-origin-resource-policy"), "same-origin");
    let permissions = header(&page, "permissions-policy");
    assert!(permissions.contains("camera=(self)") && permissions.contains("microphone=(self)"), "{permissions}");
    let policy = header(&page, "content-security-policy");
    for rule in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "connect-src 'self'",
        "require-trusted-types-for",
    ] {
        assert!(policy.contains(rule), "{policy}");
    }
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'") && !policy.contains("http"));
    let script = house.send(Method::GET, "/assets/index-abc.js", None, Vec::new()).await;
    assert_eq!((header(&script, "content-type"), script.body.len()), ("text/javascript", 10));
    assert!(header(&script, "cache-control").contains("immutable"));
    assert_eq!(header(&script, "x-content-type-options"), "nosniff");
    let module = house.send(Method::GET, "/assets/core-def.wasm", None, Vec::new()).await;
    assert_eq!(header(&module, "content-type"), "application/wasm");
}

#[tokio::test]
async fn the_page_may_talk_to_the_records_that_the_operator_names_and_to_nobody_else() {
    let connect = async |origins: &[&str]| {
        let record_origins = origins.iter().map(ToString::to_string).collect();
        let house = House::with(Plan { app: APP, record_origins, ..Plan::default() });
        let page = house.send(Method::GET, "/", None, Vec::new()).await;
        let policy = header(&page, "content-security-policy").to_owned();
        assert!(policy.contains("default-src 'none'"));
        policy.split(';').find_map(|rule| rule.trim().strip_prefix("connect-src ")).unwrap().to_owned()
    };
    assert_eq!(connect(&[]).await, "'self'");
    let two = ["https://record.verband.test", "https://archive.verband.test:8443"];
    assert_eq!(connect(&two).await, format!("'self' {} {}", two[0], two[1]));
    // What cannot stand in a header opens nothing.
    assert_eq!(connect(&["https://record.verband.test\n"]).await, "'self'");
}

#[tokio::test]
async fn what_is_no_file_of_the_app_is_not_found_and_the_interface_is_as_before() {
    let house = House::with(Plan { app: APP, ..Plan::default() });
    for path in ["/nothing", "/assets/", "/assets/../index.html", "/%2e%2e/index.html", "/v1/nothing", "/INDEX.HTML"] {
        assert_eq!(house.send(Method::GET, path, None, Vec::new()).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(house.send(Method::POST, "/", None, Vec::new()).await.status, StatusCode::NOT_FOUND);
    let devices = house.send(Method::GET, "/v1/devices", None, Vec::new()).await;
    assert_eq!(devices.status, StatusCode::UNAUTHORIZED);
    assert_eq!(header(&devices, "content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(header(&devices, "cache-control"), "no-store");
    // A server without an app has nothing there.
    let bare = House::new();
    assert_eq!(bare.send(Method::GET, "/", None, Vec::new()).await.status, StatusCode::NOT_FOUND);
}
