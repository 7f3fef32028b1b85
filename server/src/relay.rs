//! The mail relay of the house: the one way by which an e-mail leaves the server. What is in it and when it is sent
//! is decided elsewhere.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use lettre::message::Mailbox;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, Message};

use crate::config::{Mail, Security};
use crate::native;

/// How long the relay may take until it is ready for a letter: connection, TLS, login.
const READY: Duration = Duration::from_secs(30);

/// How long the hand-over of one letter may take.
const HAND_OVER: Duration = Duration::from_mins(1);

/// How long a connection may take to say goodbye.
const FAREWELL: Duration = Duration::from_secs(5);

/// The longest e-mail address (RFC 5321 section 4.5.3.1.3), in bytes.
const MAX_ADDRESS: usize = 254;

/// The longest reason that is kept, in characters.
const MAX_REASON: usize = 200;

/// Why mail cannot be sent as it is configured.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// A file cannot be read.
    #[error("{file}: {error}")]
    File {
        /// Which.
        file: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// The sender is no e-mail address.
    #[error("mail: `from` is not of the form \"Name <name@host>\"")]
    From,
    /// Passwords and addresses would go over the network in the clear.
    #[error("mail: security \"none\" is for a relay on this machine only")]
    Unencrypted,
    /// Half of a login.
    #[error("mail: user and password_file go together")]
    Login,
    /// The authority is none.
    #[error("mail: {0} is no certificate of an authority")]
    Authority(PathBuf),
}

/// An e-mail, ready to be handed over.
pub(crate) struct Letter<'a> {
    pub(crate) to: &'a Address,
    pub(crate) subject: &'a str,
    pub(crate) text: &'a str,
    /// Tells copies of one letter from several letters.
    pub(crate) id: &'a str,
    /// When it was written, in milliseconds since the Unix epoch.
    pub(crate) at: u64,
}

/// Why a letter was not handed over. Reasons never contain the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Returned {
    /// The relay refuses it for good.
    Refused(String),
    /// The relay does not take it now.
    NotNow(String),
    /// The relay itself is not there, or lets the server do nothing: no letter would get through.
    Unreachable(String),
}

/// The relay.
pub struct Relay {
    host: String,
    port: u16,
    security: Security,
    tls: Option<TlsParameters>,
    login: Option<Credentials>,
    from: Mailbox,
    /// The server's own name.
    hello: ClientId,
}

impl Relay {
    /// A relay as it is configured, for a server with this origin.
    ///
    /// # Errors
    /// See [`RelayError`].
    pub fn open(mail: &Mail, origin: &str) -> Result<Self, RelayError> {
        let from = mail.from.parse().map_err(|_| RelayError::From)?;
        let tls = match mail.security {
            Security::None if !is_local(&mail.relay) => return Err(RelayError::Unencrypted),
            Security::None => None,
            Security::Starttls | Security::Tls => Some(tls(mail)?),
        };
        let login = match (&mail.user, &mail.password_file) {
            (None, None) => None,
            (Some(user), Some(file)) => Some(Credentials::new(user.clone(), password(file)?)),
            _ => return Err(RelayError::Login),
        };
        Ok(Self {
            host: mail.relay.clone(),
            port: mail.port(),
            security: mail.security,
            tls,
            login,
            from,
            hello: own_name(origin),
        })
    }

    /// Connects and logs in.
    async fn ready(&self) -> Result<AsyncSmtpConnection, Returned> {
        let connect = async {
            let implicit = self.tls.clone().filter(|_| self.security == Security::Tls);
            let server = (self.host.as_str(), self.port);
            let mut connection =
                AsyncSmtpConnection::connect_tokio1(server, Some(READY), &self.hello, implicit, None).await?;
            if let (Security::Starttls, Some(tls)) = (self.security, &self.tls) {
                connection.starttls(tls.clone(), &self.hello).await?;
            }
            if let Some(login) = &self.login {
                connection.auth(DEFAULT_MECHANISMS, login).await?;
            }
            Ok::<_, lettre::transport::smtp::Error>(connection)
        };
        match tokio::time::timeout(READY, connect).await {
            Ok(Ok(connection)) => Ok(connection),
            Ok(Err(error)) => Err(Returned::Unreachable(said(&error))),
            Err(_) => Err(Returned::Unreachable("the relay takes too long".into())),
        }
    }

    /// Whether the relay would take letters, for `doctor`.
    pub(crate) async fn examine(&self) -> Result<(), Returned> {
        self.ready().await.map(leave)
    }

    /// Hands a letter over. After [`Returned::NotNow`] the relay may have taken it all the same, if the connection
    /// broke between its last word and our hearing it: SMTP has no way to ask. Copies have the same `Message-ID`.
    pub(crate) async fn hand_over(&self, letter: &Letter<'_>) -> Result<(), Returned> {
        let message = self.message(letter).map_err(Returned::Refused)?;
        let mut connection = self.ready().await?;
        let sent = tokio::time::timeout(HAND_OVER, connection.send(message.envelope(), &message.formatted())).await;
        leave(connection);
        match sent {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => {
                let reason = without_address(&said(&error), letter.to);
                // A relay that cannot carry an address (RFC 6531) will not learn to.
                let for_good = error.is_permanent() || error.is_client();
                Err(if for_good { Returned::Refused(reason) } else { Returned::NotNow(reason) })
            }
            Err(_) => Err(Returned::NotNow("the relay takes too long".into())),
        }
    }

    fn message(&self, letter: &Letter<'_>) -> Result<Message, String> {
        let host = match &self.hello {
            ClientId::Domain(name) => name.as_str(),
            _ => "verband",
        };
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, letter.to.clone()))
            .subject(letter.subject)
            .date(UNIX_EPOCH + Duration::from_millis(letter.at))
            .message_id(Some(format!("<{}@{host}>", letter.id)))
            .raw_header(HeaderValue::new(automatic, "auto-generated".into()))
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text.to_owned())
            .map_err(|_| "it cannot be made an e-mail".to_owned())
    }
}

/// Reads an e-mail address: one, and nothing around it.
pub(crate) fn address(text: &str) -> Option<Address> {
    if text.len() > MAX_ADDRESS { None } else { text.parse().ok() }
}

/// Ends a connection without anybody waiting for it.
fn leave(mut connection: AsyncSmtpConnection) {
    tokio::spawn(async move { tokio::time::timeout(FAREWELL, connection.quit()).await.map(drop) });
}

/// What the relay or the network said.
fn said(error: &lettre::transport::smtp::Error) -> String {
    let words = std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
    match error.status() {
        Some(status) => format!("{status} {words}"),
        None => words,
    }
}

/// A reason without the words that tell the address, and of bounded length. Relays like to repeat it.
fn without_address(reason: &str, address: &Address) -> String {
    let (user, domain) = (address.user().to_lowercase(), address.domain().to_lowercase());
    let tells = |word: &str| {
        let word = word.to_lowercase();
        word.contains('@')
            || word.contains(&domain)
            || word.split(|c: char| !c.is_alphanumeric()).any(|w| w == user)
            || (user.len() > 3 && word.contains(&user))
    };
    let words = reason.split_whitespace().map(|word| if tells(word) { "…" } else { word });
    words.collect::<Vec<_>>().join(" ").chars().filter(|c| !c.is_control()).take(MAX_REASON).collect()
}

fn is_local(relay: &str) -> bool {
    relay == "localhost" || relay.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// TLS 1.2 or newer, for the relay's name, with the house's own authority or the public ones.
fn tls(mail: &Mail) -> Result<TlsParameters, RelayError> {
    let builder = TlsParameters::builder(mail.relay.clone());
    let Some(file) = &mail.authority else {
        let public = builder.certificate_store(CertificateStore::WebpkiRoots);
        return public.build().map_err(|_| RelayError::Authority("the list of public authorities".into()));
    };
    let pem = std::fs::read(file).map_err(|error| RelayError::File { file: file.clone(), error })?;
    let wrong = |_| RelayError::Authority(file.clone());
    let certificate = Certificate::from_pem(&pem).map_err(wrong)?;
    builder.certificate_store(CertificateStore::None).add_root_certificate(certificate).build().map_err(wrong)
}

/// The one line of a file.
fn password(file: &Path) -> Result<String, RelayError> {
    let mut text = std::fs::read_to_string(file).map_err(|error| RelayError::File { file: file.to_owned(), error })?;
    text.truncate(text.trim_end_matches(['\r', '\n']).len());
    Ok(text)
}

/// Whether others on the machine can read the password.
pub(crate) fn password_is_open(mail: &Mail) -> bool {
    mail.password_file.as_deref().is_some_and(|file| native::open_to_others(file).unwrap_or(false))
}

fn own_name(origin: &str) -> ClientId {
    let host = origin.split("://").nth(1).unwrap_or(origin);
    match host.parse::<std::net::SocketAddr>().map(|address| address.ip()).or_else(|_| host.parse()) {
        Ok(IpAddr::V4(address)) => ClientId::Ipv4(address),
        Ok(IpAddr::V6(address)) => ClientId::Ipv6(address),
        Err(_) => ClientId::Domain(host.split(':').next().unwrap_or(host).to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_never_tells_the_address() {
        let to: Address = "berta.brandt@pflege.example".parse().unwrap();
        for (said, kept) in [
            ("550 5.1.1 <berta.brandt@pflege.example>: user unknown", "550 5.1.1 … user unknown"),
            ("550 Berta.Brandt: no such user", "550 … no such user"),
            ("550 no mailbox \"BERTA.BRANDT\" at pflege.example.", "550 no mailbox … at …"),
            ("451 4.7.1 greylisted", "451 4.7.1 greylisted"),
        ] {
            assert_eq!(without_address(said, &to), kept);
        }
        let short: Address = "al@a.example".parse().unwrap();
        assert_eq!(without_address("550 al: also not, finally <al>", &short), "550 … also not, finally …");
        assert_eq!(without_address(&"long ".repeat(100), &to).chars().count(), MAX_REASON);
    }

    #[test]
    fn an_address_is_one_address_and_nothing_else() {
        assert!(address("berta.brandt@pflege.example").is_some());
        for text in [
            "",
            "berta",
            "@pflege.example",
            "Berta <berta@pflege.example>",
            "a@b.example, c@d.example",
            "a@b.example\r\nBcc: c@d.example",
            "a@b.example\nX: y",
            "a@b.example\u{0}",
            "a\r\nRCPT TO:<c@d.example>@b.example",
            &format!("{}@pflege.example", "x".repeat(250)),
        ] {
            assert!(address(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn the_server_introduces_itself_by_the_name_that_clients_know() {
        for (origin, name) in [
            ("https://verband.example", "verband.example"),
            ("http://verband.example:8440", "verband.example"),
            ("http://127.0.0.1:8440", "[127.0.0.1]"),
            ("http://[::1]:8440", "[IPv6:::1]"),
        ] {
            assert_eq!(own_name(origin).to_string(), name);
        }
    }
}
