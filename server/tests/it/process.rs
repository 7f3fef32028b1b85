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
use verband_protocol::code::SetUpLink;
use verband_protocol::id::{BlobId, Hash};
use verband_protocol::policy::{ConversationPolicy, Join};
use verband_protocol::port::Clock;
use verband_protocol::wire::{
    BlobStart, Challenge, ChallengeRequest, CommitBundle, Found, Problem, ProblemCode, Session,
};
use verband_server::config::{Config, Flags, LogFormat, Security};
use verband_server::native::SystemClock;

use crate::actor::Actor;
use crate::people::founding;
use crate::postbox::Postbox;

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
    link: Option<SetUpLink>,
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
        let mut running = Self { child, out, link: None, address: String::new(), scheme: String::new() };
        let mut printed = String::new();
        while running.address.is_empty() {
            let mut line = String::new();
            assert!(running.out.read_line(&mut line).unwrap() > 0, "the server ended");
            printed.push_str(&line);
            if let Some(listening) = line.trim().strip_prefix("listening on ") {
                let (scheme, address) = listening.split_once("://").unwrap();
                (running.scheme, running.address) = (scheme.to_owned(), address.to_owned());
            }
        }
        running.link = printed.contains("set-up link: ").then(|| printed_link(printed.as_bytes()));
        running
    }

    /// The token of its set-up link, which leads to it.
    fn token(&self) -> String {
        let link = self.link.as_ref().expect("a link while there is no organisation");
        assert_eq!(link.server, format!("{}://{}", self.scheme, self.address));
        link.token.grouped().to_string()
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
        assert_eq!(rest, "", "nothing is printed once it listens");
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
    server.post("/v1/organisations", None, &Found { token: server.token(), entries: founding.entries });
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

    // Started again, it prints no link, and knows everybody.
    let again = Running::start(&data, &[]);
    assert!(again.link.is_none());
    again.log_in(&founder);
    again.end();

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

fn set_up(data: &Path, more: &[&str]) -> Output {
    program().arg("setup").arg("--data").arg(data).args(more).output().unwrap()
}

/// The link in what was printed, which the QR code below it says too.
fn printed_link(out: &[u8]) -> SetUpLink {
    let out = std::str::from_utf8(out).unwrap();
    let link = out.lines().find_map(|line| line.strip_prefix("set-up link: ")).expect("a link");
    assert_eq!(scanned(out), link);
    SetUpLink::parse(link).unwrap()
}

/// What a camera reads from a dark terminal on which this was printed.
fn scanned(out: &str) -> String {
    /// Pixels of a module.
    const SIDE: usize = 4;
    let blocks = |line: &&str| line.contains(['█', '▀', '▄']);
    let lines: Vec<Vec<char>> = out.lines().filter(blocks).map(|line| line.chars().collect()).collect();
    let width = lines.iter().map(Vec::len).max().expect("a QR code");
    // A character is two modules, one above the other; what is not printed is as dark as the terminal.
    let lit = |x: usize, y: usize| match lines[y / 2].get(x) {
        Some('█') => true,
        Some('▀') => y.is_multiple_of(2),
        Some('▄') => !y.is_multiple_of(2),
        _ => false,
    };
    let light = |x: usize, y: usize| if lit(x / SIDE, y / SIDE) { 255 } else { 0 };
    let (width, height) = (width * SIDE, 2 * lines.len() * SIDE);
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, light);
    // Now and then the modules of one code look like the corners of another one, which says nothing.
    let said: Vec<String> = picture.detect_grids().iter().filter_map(|grid| Some(grid.decode().ok()?.1)).collect();
    let [code] = &said[..] else { panic!("one code on the terminal: {said:?}") };
    code.clone()
}

#[test]
fn a_new_set_up_link_is_made_beside_a_running_server() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    let nowhere = set_up(&data, &[]);
    assert_eq!((nowhere.status.code(), nowhere.stdout.len()), (Some(2), 0));
    assert!(!data.exists());

    let server = Running::start(&data, &[]);
    let found = |token: String, number| {
        let entries = founding(number, SystemClock.now_ms() + 1_000_000).entries;
        let found = cbor::encode(&Found { token, entries });
        let (status, body) = server.ask("POST", "/v1/organisations", None, &found);
        (status, cbor::decode::<Problem>(&body).ok().map(|problem| problem.code))
    };
    let origin = format!("{}://{}", server.scheme, server.address);
    let first = set_up(&data, &["--origin", &origin]);
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    let link = printed_link(&first.stdout);
    assert_eq!(link.server, origin);
    assert_eq!(found(server.token(), 1), (410, Some(ProblemCode::SetUpExpired)), "the new one has taken its place");
    let token = link.token.grouped().to_string();
    assert_eq!(found(token.clone(), 1).0, 200);
    assert_eq!(found(token, 2), (410, Some(ProblemCode::SetUpUsed)));
    // A further organisation.
    let further = printed_link(&set_up(&data, &["--listen", &server.address]).stdout);
    assert_eq!(found(further.token.grouped().to_string(), 2).0, 200);
    server.end();
    // Where the server is reached has to be known.
    assert_eq!(set_up(&data, &["--listen", "127.0.0.1:0"]).status.code(), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_up_link_goes_through_the_relay_and_the_doctor_examines_it() {
    let postbox = Postbox::open().await;
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    let password = folder.path().join("password");
    std::fs::write(&password, "geheim").unwrap();
    let config = folder.path().join("server.toml");
    let mail = postbox.mail();
    let text = format!(
        "origin = 'https://verband.test'
         [mail]
         relay = '{}'
         port = {}
         security = 'none'
         from = '{}'
         user = 'verband'
         password_file = '{}'",
        mail.relay,
        mail.port(),
        mail.from,
        password.display()
    );
    std::fs::write(&config, &text).unwrap();
    let config = config.to_str().unwrap();
    Running::start(&data, &["--config", config]).end();

    let sent = set_up(&data, &["--config", config, "--mail", "leitung@pflege.test"]);
    assert!(sent.status.success(), "{}", String::from_utf8_lossy(&sent.stderr));
    let taken = &postbox.taken()[0];
    assert_eq!(taken.to, "leitung@pflege.test");
    assert!(taken.text().contains(&*printed_link(&sent.stdout).text()), "{}", taken.text());
    let wrong = set_up(&data, &["--config", config, "--mail", "leitung"]);
    assert_eq!(wrong.status.code(), Some(2));

    // Others can read the password; then nobody but the server's user; then the relay does not let it in.
    let finding = || {
        let output = doctor(&data, &["--config", config]);
        let lines = String::from_utf8(output.stdout).unwrap();
        let line = lines.lines().find(|line| line.contains("  mail ")).expect("a finding").to_owned();
        assert!(lines.contains("0 e-mails wait"), "{lines}");
        (output.status.code(), line)
    };
    let private = |mode| {
        let permissions = std::os::unix::fs::PermissionsExt::from_mode(mode);
        std::fs::set_permissions(&password, permissions).unwrap();
    };
    private(0o644);
    assert!(finding().1.starts_with("warning  mail"), "{:?}", finding());
    private(0o600);
    let (status, line) = finding();
    assert!(status == Some(0) && line.starts_with("ok "), "{line}");
    postbox.refuse_logins(true);
    let (status, line) = finding();
    assert!(status == Some(1) && line.contains("535 5.7.8 wrong password"), "{line}");

    // What cannot work is said at the start, and nothing is served without it.
    for (right, wrong) in [
        ("relay = '127.0.0.1'", "relay = 'mail.pflege.test'"),
        ("user = 'verband'", ""),
        ("from = 'Verband <verband@linde.test>'", "from = 'Verband'"),
        ("password_file = '", "password_file = '/nowhere"),
        ("security = 'none'", "security = 'maybe'"),
    ] {
        assert!(text.contains(right));
        std::fs::write(config, text.replace(right, wrong)).unwrap();
        let output = program().args(["serve", "--config", config, "--data"]).arg(&data).output().unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{wrong}");
    }
}

#[test]
fn a_changed_database_is_found_by_its_chain() {
    let folder = TempDir::new().unwrap();
    let server = Running::start(folder.path(), &[]);
    let founding = founding(1, SystemClock.now_ms() + 1_000_000);
    server.post("/v1/organisations", None, &Found { token: server.token(), entries: founding.entries });
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
        record_origins = ['https://record.example']
        [log]
        format = 'json'
        [limits]
        organisation_bytes = 7
        commit = { burst = 1, per_minute = 2 }
        [mail]
        relay = 'smtp.example'
        from = 'a@b.example'
    ";
    let config = load(text, Flags::default()).unwrap();
    assert_eq!(config.listen.port(), 443);
    assert_eq!(config.log.format, LogFormat::Json);
    assert_eq!((config.limits.organisation_bytes, config.limits.commit.per_minute), (7, 2));
    let settings = config.settings(config.listen);
    assert_eq!((settings.origin.as_str(), settings.record_origins.len()), ("https://verband.example", 1));
    let mail = config.mail.unwrap();
    assert_eq!((mail.security, mail.port()), (Security::Starttls, 587));
    let over = Flags { organisation_bytes: Some(9), origin: Some("http://here:1".into()), ..Flags::default() };
    let config = load(text, over).unwrap();
    assert_eq!((config.limits.organisation_bytes, config.origin.as_deref()), (9, Some("http://here:1")));
    let example = include_str!("../../verband-server.toml");
    assert_eq!(load(example, Flags::default()).unwrap(), Config::default());
    for wrong in [
        "lisen = '0.0.0.0:1'",
        "origin = 'verband.example'",
        "origin = 'https://x/y'",
        "record_origins = ['https://record.example; script-src *']",
        "[",
    ] {
        assert!(load(wrong, Flags::default()).is_err(), "{wrong}");
    }
    // The environment, through the program.
    let output = program().arg("doctor").env("VERBAND_DATA", folder.path().join("nowhere")).output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("nowhere does not exist"));
    let output = program().args(["serve", "--config", "/nowhere"]).output().unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
}
