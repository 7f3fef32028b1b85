//! A mail relay that says what a test wants it to say, and keeps what it takes.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use verband_server::config::{Mail, Security};

/// What becomes of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Say {
    /// It is taken.
    Take,
    /// Its recipient gets this answer.
    Recipient(&'static str),
    /// Its text gets this answer.
    Text(&'static str),
    /// Nobody hears any more of the relay, after it has heard the recipient.
    SilentBefore,
    /// It is taken, and nobody hears of it.
    SilentAfter,
    /// It is taken when the test says so.
    Hold,
}

/// A letter that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) to: String,
    pub(crate) data: String,
}

impl Taken {
    /// The lines of a header, unfolded.
    pub(crate) fn headers(&self, name: &str) -> Vec<String> {
        let head = self.data.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ");
        let start = format!("{}:", name.to_lowercase());
        let found = head.split("\r\n").filter(|line| line.to_lowercase().starts_with(&start));
        found.map(|line| line[start.len()..].trim().to_owned()).collect()
    }

    /// The text, decoded from quoted-printable.
    pub(crate) fn text(&self) -> String {
        let body = self.data.split_once("\r\n\r\n").unwrap().1.replace("=\r\n", "");
        if self.headers("content-transfer-encoding") != ["quoted-printable"] {
            assert!(body.is_ascii());
            return body;
        }
        let mut bytes = Vec::new();
        let mut rest = body.bytes();
        while let Some(byte) = rest.next() {
            let digits = if byte == b'=' { [rest.next(), rest.next()] } else { [None, None] };
            match digits {
                [Some(high), Some(low)] => {
                    let digits = [high, low];
                    bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
                }
                _ => bytes.push(byte),
            }
        }
        String::from_utf8(bytes).unwrap()
    }
}

#[derive(Default)]
struct Shared {
    plan: Mutex<VecDeque<Say>>,
    taken: Mutex<Vec<Taken>>,
    logins: Mutex<Vec<String>>,
    refuses_logins: Mutex<bool>,
    /// Recipients that were named, taken or not.
    asked: Mutex<usize>,
    /// Rings when a letter is held or the relay falls silent.
    reached: Notify,
    /// Lets a held letter go.
    release: Notify,
}

/// How the relay protects its connections.
#[derive(Clone)]
enum Protection {
    None,
    Starttls(TlsAcceptor),
    Tls(TlsAcceptor),
}

/// A relay.
pub(crate) struct Postbox {
    address: SocketAddr,
    protection: Protection,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Postbox {
    pub(crate) async fn open() -> Self {
        Self::with(Protection::None).await
    }

    pub(crate) async fn open_with_tls(security: Security, acceptor: TlsAcceptor) -> Self {
        Self::with(match security {
            Security::Tls => Protection::Tls(acceptor),
            Security::Starttls => Protection::Starttls(acceptor),
            Security::None => Protection::None,
        })
        .await
    }

    async fn with(protection: Protection) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::<Shared>::default();
        let task = tokio::spawn(listen(listener, protection.clone(), Arc::clone(&shared)));
        Self { address, protection, shared, task }
    }

    /// The server's settings for it.
    pub(crate) fn mail(&self) -> Mail {
        Mail {
            relay: "127.0.0.1".into(),
            port: Some(self.address.port()),
            security: Security::None,
            user: None,
            password_file: None,
            from: "Verband <verband@linde.test>".into(),
            authority: None,
        }
    }

    /// What it says to the next letters; afterwards it takes all.
    pub(crate) fn plan(&self, plan: &[Say]) {
        self.shared.plan.lock().unwrap().extend(plan);
    }

    pub(crate) fn taken(&self) -> Vec<Taken> {
        self.shared.taken.lock().unwrap().clone()
    }

    /// How often a recipient was named.
    pub(crate) fn asked(&self) -> usize {
        *self.shared.asked.lock().unwrap()
    }

    pub(crate) fn logins(&self) -> Vec<String> {
        self.shared.logins.lock().unwrap().clone()
    }

    pub(crate) fn refuse_logins(&self, refuse: bool) {
        *self.shared.refuses_logins.lock().unwrap() = refuse;
    }

    /// Until a letter is held, or the relay has fallen silent.
    pub(crate) async fn reached(&self) {
        self.shared.reached.notified().await;
    }

    pub(crate) fn release(&self) {
        self.shared.release.notify_one();
    }

    /// Closes it: nobody listens any more.
    pub(crate) async fn close(&mut self) {
        self.task.abort();
        let _ = (&mut self.task).await;
    }

    /// Opens it again at the same place.
    pub(crate) async fn reopen(&mut self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        self.task = tokio::spawn(listen(listener, self.protection.clone(), Arc::clone(&self.shared)));
    }
}

impl Drop for Postbox {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn listen(listener: TcpListener, protection: Protection, shared: Arc<Shared>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let (protection, shared) = (protection.clone(), Arc::clone(&shared));
        tokio::spawn(async move {
            match protection {
                Protection::None => {
                    let mut session = Session::new(stream, false, shared);
                    session.greet().await;
                    session.go_on().await;
                }
                Protection::Starttls(acceptor) => {
                    let mut session = Session::new(stream, true, Arc::clone(&shared));
                    session.greet().await;
                    if session.go_on().await == End::Starttls
                        && let Ok(stream) = acceptor.accept(session.stream.into_inner()).await
                    {
                        Session::new(stream, false, shared).go_on().await;
                    }
                }
                Protection::Tls(acceptor) => {
                    if let Ok(stream) = acceptor.accept(stream).await {
                        let mut session = Session::new(stream, false, shared);
                        session.greet().await;
                        session.go_on().await;
                    }
                }
            }
        });
    }
}

#[derive(PartialEq, Eq)]
enum End {
    Over,
    Starttls,
}

struct Session<S> {
    stream: BufReader<S>,
    offers_tls: bool,
    shared: Arc<Shared>,
    to: String,
    say: Say,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Session<S> {
    fn new(stream: S, offers_tls: bool, shared: Arc<Shared>) -> Self {
        Self { stream: BufReader::new(stream), offers_tls, shared, to: String::new(), say: Say::Take }
    }

    async fn say(&mut self, line: &str) {
        let _ = self.stream.write_all(format!("{line}\r\n").as_bytes()).await;
    }

    async fn greet(&mut self) {
        self.say("220 relay.test ESMTP").await;
    }

    async fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = self.stream.read_line(&mut line).await;
        read.ok().filter(|read| *read > 0).map(|_| line.trim_end_matches(['\r', '\n']).to_owned())
    }

    async fn go_on(&mut self) -> End {
        while let Some(line) = self.line().await {
            let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
            match verb {
                "EHLO" if self.offers_tls => self.say("250-relay.test\r\n250 STARTTLS").await,
                "EHLO" => self.say("250-relay.test\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN").await,
                "STARTTLS" => {
                    self.say("220 go ahead").await;
                    return End::Starttls;
                }
                "AUTH" => {
                    self.shared.logins.lock().unwrap().push(rest.to_owned());
                    let refuses = *self.shared.refuses_logins.lock().unwrap();
                    self.say(if refuses { "535 5.7.8 wrong password" } else { "235 2.7.0 welcome" }).await;
                }
                "MAIL" | "NOOP" | "RSET" => self.say("250 2.0.0 so far so good").await,
                "RCPT" => {
                    rest.trim_start_matches("TO:<").trim_end_matches('>').clone_into(&mut self.to);
                    *self.shared.asked.lock().unwrap() += 1;
                    self.say = self.shared.plan.lock().unwrap().pop_front().unwrap_or(Say::Take);
                    match self.say {
                        Say::Recipient(answer) => self.say(answer).await,
                        Say::SilentBefore => {
                            self.shared.reached.notify_one();
                            std::future::pending::<()>().await;
                        }
                        _ => self.say("250 2.1.5 known here").await,
                    }
                }
                "DATA" => self.data().await,
                "QUIT" => {
                    self.say("221 2.0.0 goodbye").await;
                    return End::Over;
                }
                _ => self.say("500 5.5.2 what").await,
            }
        }
        End::Over
    }

    async fn data(&mut self) {
        self.say("354 go ahead").await;
        let mut data = String::new();
        loop {
            let Some(line) = self.line().await else { return };
            if line == "." {
                break;
            }
            data.push_str(line.strip_prefix('.').unwrap_or(&line));
            data.push_str("\r\n");
        }
        if let Say::Text(answer) = self.say {
            return self.say(answer).await;
        }
        if self.say == Say::Hold {
            self.shared.reached.notify_one();
            self.shared.release.notified().await;
        }
        self.shared.taken.lock().unwrap().push(Taken { to: self.to.clone(), data });
        if self.say == Say::SilentAfter {
            self.shared.reached.notify_one();
            std::future::pending::<()>().await;
        }
        self.say("250 2.0.0 taken").await;
    }
}
