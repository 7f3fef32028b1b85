//! The process: what it prints, how it ends, what `doctor` finds, and TLS without a proxy.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use tempfile::TempDir;

use verband_protocol::cbor;
use verband_protocol::id::{BlobId, Hash};
use verband_protocol::policy::{ConversationPolicy, Join};
use verband_protocol::port::Clock;
use verband_protocol::wire::{BlobStart, Challenge, ChallengeRequest, CommitBundle, Found, Session};
use verband_server::config::{Config, Flags, LogFormat};
use verband_server::native::SystemClock;

use crate::actor::Actor;
use crate::people::founding;

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_verband-server"));
    // Nothing from the environment of whoever runs the tests.
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("VERBAND_")) {
        command.env_remove(name);
    }
    command
}

/// A running server.
struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
    token: Option<String>,
    address: String,
    scheme: String,
}

impl Running {
    fn start(data: &Path, more: &[&str]) -> Self {
        let mut child = program()
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let mut running = Self { child, out, token: None, address: String::new(), scheme: String::new() };
        while running.address.is_empty() {
            let mut line = String::new();
            assert!(running.out.read_line(&mut line).unwrap() > 0, "the server ended");
            if let Some(token) = line.trim().strip_prefix("set-up token: ") {
                running.token = Some(token.to_owned());
            } else {
                let listening = line.trim().strip_prefix("listening on ").expect("one of two lines");
                let (scheme, address) = listening.split_once("://").unwrap();
                (running.scheme, running.address) = (scheme.to_owned(), address.to_owned());
            }
        }
        running
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).unwrap()
    }

    /// Sends one request on a connection of its own; status and body.
    fn ask(&self, method: &str, path: &str, token: Option<&str>, body: &[u8]) -> (u16, Vec<u8>) {
        exchange(self.connect(), method, path, token, body)
    }

    fn post<T: minicbor::Encode<()>>(&self, path: &str, token: Option<&str>, message: &T) -> Vec<u8> {
        let (status, body) = self.ask("POST", path, token, &cbor::encode(message));
        assert_eq!(status, 200, "{path}");
        body
    }

    fn log_in(&self, actor: &Actor) -> String {
        let ask = ChallengeRequest { device: actor.device };
        let challenge: Challenge = cbor::decode(&self.post("/v1/session/challenge", None, &ask)).unwrap();
        let login = actor.login_with(&format!("{}://{}", self.scheme, self.address), &challenge);
        let session: Session = cbor::decode(&self.post("/v1/session", None, &login)).unwrap();
        session.token
    }

    /// Asks it to end; what it wrote to standard error.
    fn end(mut self) -> String {
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
        let mut written = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut written).unwrap();
        let mut rest = String::new();
        self.out.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "", "standard output has two lines");
        assert!(self.child.wait().unwrap().success());
        written
    }
}

/// A test that fails leaves no server behind.
impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn exchange<S: Read + Write>(
    mut stream: S,
    method: &str,
    path: &str,
    token: Option<&str>,
    body: &[u8],
) -> (u16, Vec<u8>) {
    let authorization = token.map_or(String::new(), |token| format!("authorization: Bearer {token}\r\n"));
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{authorization}content-length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let split = answer.windows(4).position(|window| window == b"\r\n\r\n").expect("an answer") + 4;
    let status = std::str::from_utf8(&answer[9..12]).unwrap().parse().unwrap();
    (status, answer[split..].to_vec())
}

fn doctor(data: &Path, more: &[&str]) -> Output {
    program().arg("doctor").arg("--data").arg(data).args(more).output().unwrap()
}

#[test]
fn it_serves_ends_gracefully_and_is_found_healthy() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    let server = Running::start(&data, &["--log-format", "json"]);
    assert_eq!(server.ask("GET", "/health/ready", None, b"").0, 204);
    let founding = founding(1, SystemClock.now_ms() + 1_000_000);
    let token = server.token.clone().expect("a token while there is no organisation");
    server.post("/v1/organisations", None, &Found { token, entries: founding.entries });
    let mut founder = founding.founder;
    let session = server.log_in(&founder);

    // A conversation with a blob, for the doctor to look at.
    let log = verband_protocol::id::LogId([4; 32]);
    let policy = ConversationPolicy::channel(Join::Open, founder.member);
    let bundle: CommitBundle = founder.found(log, &policy);
    server.post("/v1/conversations", Some(&session), &bundle);
    let blob = BlobId([5; 16]);
    let bytes = vec![6_u8; 10_000];
    let path = format!("/v1/logs/{log}/blobs/{blob}");
    server.post(&path, Some(&session), &BlobStart { size: 10_000, hash: Hash::of(&bytes) });
    assert_eq!(server.ask("PUT", &format!("{path}?offset=0"), Some(&session), &bytes).0, 200);

    // Whoever is turned away in the middle of a large part still gets to know why.
    let part = vec![0; 8 << 20];
    assert_eq!(server.ask("PUT", &format!("{path}?offset=0"), Some("nobody"), &part).0, 401);
    assert_eq!(server.ask("PUT", &format!("{path}?offset=77"), Some(&session), &part).0, 200);

    // The doctor examines a server that runs, too.
    let running = doctor(&data, &[]);
    assert!(running.status.success(), "{}", String::from_utf8_lossy(&running.stdout));

    // An open sync stream does not keep it from ending.
    let mut stream = server.connect();
    write!(stream, "GET /v1/sync HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {session}\r\n\r\n").unwrap();
    let mut first = [0; 9];
    stream.read_exact(&mut first).unwrap();
    let written = server.end();
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).unwrap();
    assert!(written.lines().all(|line| line.starts_with("{\"timestamp\"")), "{written}");
    assert!(written.contains("\"route\":\"/v1/sync\""));
    let files: Vec<_> = std::fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!files.iter().any(|name| name.to_string_lossy().ends_with("-wal")), "{files:?}");

    // Started again, it prints no token, and knows everybody.
    let again = Running::start(&data, &[]);
    assert_eq!(again.token, None);
    again.log_in(&founder);
    again.end();
    let further = Running::start(&data, &["--further-organisation"]);
    assert!(further.token.is_some());
    further.end();

    let healthy = doctor(&data, &["--deep"]);
    assert_eq!(healthy.status.code(), Some(0), "{}", String::from_utf8_lossy(&healthy.stdout));

    // One flipped bit in a blob, a file that nothing refers to, other users in the folder.
    let file = data.join("blobs").join(founder.organisation_id().to_string()).join("05").join(blob.to_string());
    let mut flipped = bytes;
    flipped[5000] ^= 1;
    std::fs::write(&file, flipped).unwrap();
    let sick = doctor(&data, &["--deep"]);
    assert_eq!(sick.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&sick.stdout).contains("1 damaged"));
    std::fs::rename(&file, file.with_file_name("07".repeat(16))).unwrap();
    let sick = String::from_utf8(doctor(&data, &[]).stdout).unwrap();
    assert!(sick.contains("1 missing") && sick.contains("1 files that nothing refers to"), "{sick}");
    let mut permissions = std::fs::metadata(&data).unwrap().permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o755);
    std::fs::set_permissions(&data, permissions).unwrap();
    assert!(String::from_utf8(doctor(&data, &[]).stdout).unwrap().contains("other users can open"));
}

#[test]
fn a_changed_database_is_found_by_its_chain() {
    let folder = TempDir::new().unwrap();
    let server = Running::start(folder.path(), &[]);
    let founding = founding(1, SystemClock.now_ms() + 1_000_000);
    let token = server.token.clone().unwrap();
    server.post("/v1/organisations", None, &Found { token, entries: founding.entries });
    server.end();
    let database = rusqlite::Connection::open(folder.path().join("verband.sqlite")).unwrap();
    database.execute("UPDATE entry SET signature = zeroblob(64) WHERE seq = 2", ()).unwrap();
    drop(database);
    let sick = doctor(folder.path(), &[]);
    assert_eq!(sick.status.code(), Some(1));
    assert!(String::from_utf8(sick.stdout).unwrap().contains("at position 2"));
}

fn tls_file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/tls").join(name)
}

#[test]
fn it_speaks_tls_without_a_proxy() {
    let folder = TempDir::new().unwrap();
    let (certificate, key) = (tls_file("certificate.pem"), tls_file("key.pem"));
    let more = ["--tls-certificate", certificate.to_str().unwrap(), "--tls-key", key.to_str().unwrap()];
    let server = Running::start(folder.path(), &more);
    assert_eq!(server.scheme, "https");
    let mut roots = rustls::RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(&certificate).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let client = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let connection = rustls::ClientConnection::new(Arc::new(client), name).unwrap();
    let stream = rustls::StreamOwned::new(connection, server.connect());
    assert_eq!(exchange(stream, "GET", "/health/live", None, b"").0, 204);
    server.end();
    let wrong = ["--tls-certificate", key.to_str().unwrap(), "--tls-key", key.to_str().unwrap()];
    let output = program().args(["serve", "--data"]).arg(folder.path()).args(wrong).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn configuration_comes_from_file_environment_and_flags_in_this_order() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("server.toml");
    let load = |text: &str, flags: Flags| {
        std::fs::write(&file, text).unwrap();
        Config::load(&Flags { config: Some(file.clone()), ..flags })
    };
    let text = "
        listen = '0.0.0.0:443'
        origin = 'https://verband.example'
        behind_proxy = true
        [log]
        format = 'json'
        [limits]
        organisation_bytes = 7
        commit = { burst = 1, per_minute = 2 }
    ";
    let config = load(text, Flags::default()).unwrap();
    assert_eq!(config.listen.port(), 443);
    assert_eq!(config.log.format, LogFormat::Json);
    assert_eq!((config.limits.organisation_bytes, config.limits.commit.per_minute), (7, 2));
    assert_eq!(config.settings(config.listen).origin, "https://verband.example");
    let over = Flags { organisation_bytes: Some(9), origin: Some("http://here:1".into()), ..Flags::default() };
    let config = load(text, over).unwrap();
    assert_eq!((config.limits.organisation_bytes, config.origin.as_deref()), (9, Some("http://here:1")));
    let example = include_str!("../../verband-server.toml");
    assert_eq!(load(example, Flags::default()).unwrap(), Config::default());
    for wrong in ["lisen = '0.0.0.0:1'", "origin = 'verband.example'", "origin = 'https://x/y'", "["] {
        assert!(load(wrong, Flags::default()).is_err(), "{wrong}");
    }
    // The environment, through the program.
    let output = program().arg("doctor").env("VERBAND_DATA", folder.path().join("nowhere")).output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("nowhere does not exist"));
    let output = program().args(["serve", "--config", "/nowhere"]).output().unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
}
