//! Links, one line of text each: what the QR codes of letters, of the server and of new devices contain, and what opens
//! the app.
//!
//! A secret stands behind `#`, the part of an address that programs do not send anywhere.

use zeroize::Zeroizing;

use super::{CodeError, InvitationCode, LinkCode, RecoveryKey, RootKey, SetUpToken};
use crate::entry::Position;
use crate::evidence::ShownHead;
use crate::id::LogId;
use crate::sign::Signature;

const JOIN: &str = "verband://join?server=";
const FOUND: &str = "verband://found?server=";
const LINK: &str = "verband://link?server=";
const RECOVER: &str = "verband://recover?organisation=";
const RESTORE: &str = "verband://restore?organisation=";
const VERIFY: &str = "verband://verify?";

/// A server and a code to join it: `verband://join?server=<percent-encoded address>#<code>`.
pub struct InvitationLink {
    /// The server's address, which begins with `https://` or `http://`.
    pub server: String,
    /// The code.
    pub code: InvitationCode,
}

impl InvitationLink {
    /// Reads a link.
    ///
    /// # Errors
    /// [`CodeError::Link`], or what is wrong with its code.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let (server, code) = read(JOIN, text).ok_or(CodeError::Link)?;
        Ok(Self { server, code: InvitationCode::parse(code.ok_or(CodeError::Link)?)? })
    }

    /// Writes the link.
    pub fn text(&self) -> Zeroizing<String> {
        write(JOIN, &self.server, Some(&self.code.grouped()))
    }
}

/// An invitation without its code, which comes another way: `verband://join?server=<percent-encoded address>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerLink {
    /// The server's address, which begins with `https://` or `http://`.
    pub server: String,
}

impl ServerLink {
    /// Reads a link.
    ///
    /// # Errors
    /// [`CodeError::Link`], also for a link with a code.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        match read(JOIN, text) {
            Some((server, None)) => Ok(Self { server }),
            _ => Err(CodeError::Link),
        }
    }

    /// Writes the link.
    pub fn text(&self) -> String {
        write(JOIN, &self.server, None).to_string()
    }
}

/// A server and the token to found an organisation there: `verband://found?server=<percent-encoded address>#<token>`.
pub struct SetUpLink {
    /// The server's address, which begins with `https://` or `http://`.
    pub server: String,
    /// The token.
    pub token: SetUpToken,
}

impl SetUpLink {
    /// Reads a link.
    ///
    /// # Errors
    /// [`CodeError::SetUpLink`], or what is wrong with its token.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let (server, token) = read(FOUND, text).ok_or(CodeError::SetUpLink)?;
        Ok(Self { server, token: SetUpToken::parse(token.ok_or(CodeError::SetUpLink)?)? })
    }

    /// Writes the link.
    pub fn text(&self) -> Zeroizing<String> {
        write(FOUND, &self.server, Some(&self.token.grouped()))
    }
}

/// A server and the code of a new device that waits there: `verband://link?server=<percent-encoded address>#<code>`. It
/// opens no app: it is read by a device inside its settings, behind the lock.
pub struct DeviceLink {
    /// The server's address, which begins with `https://` or `http://`.
    pub server: String,
    /// The code.
    pub code: LinkCode,
}

impl DeviceLink {
    /// Reads a link.
    ///
    /// # Errors
    /// [`CodeError::DeviceLink`], or what is wrong with its code.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let (server, code) = read(LINK, text).ok_or(CodeError::DeviceLink)?;
        Ok(Self { server, code: LinkCode::parse(code.ok_or(CodeError::DeviceLink)?)? })
    }

    /// Writes the link.
    pub fn text(&self) -> Zeroizing<String> {
        write(LINK, &self.server, Some(&self.code.grouped()))
    }
}

/// A key on paper, and where it is of use: `verband://recover?organisation=<fingerprint>&server=<percent-encoded
/// address>#<key>`, with `restore` for the root key. The fingerprint is what a device that has lost everything believes.
pub struct PaperLink<K> {
    /// The server's address, which begins with `https://` or `http://`.
    pub server: String,
    /// The fingerprint of the organisation; none if a person typed the key and compares it herself.
    pub fingerprint: Option<String>,
    /// The key.
    pub key: K,
}

/// A member's recovery key and where it is of use.
pub type RecoveryLink = PaperLink<RecoveryKey>;

/// The root key and where it is of use.
pub type RootLink = PaperLink<RootKey>;

impl RecoveryLink {
    /// Reads a link.
    ///
    /// # Errors
    /// [`CodeError::PaperLink`], or what is wrong with its key.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        read_paper(RECOVER, text, RecoveryKey::parse)
    }

    /// Writes the link.
    pub fn text(&self) -> Zeroizing<String> {
        write_paper(RECOVER, self, &self.key.grouped())
    }
}

impl RootLink {
    /// Reads a link.
    ///
    /// # Errors
    /// [`CodeError::PaperLink`], or what is wrong with its key.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        read_paper(RESTORE, text, RootKey::parse)
    }

    /// Writes the link.
    pub fn text(&self) -> Zeroizing<String> {
        write_paper(RESTORE, self, &self.key.grouped())
    }
}

fn read_paper<K>(
    start: &str,
    text: &str,
    parse: impl FnOnce(&str) -> Result<K, CodeError>,
) -> Result<PaperLink<K>, CodeError> {
    let (found, rest) = text.trim().split_at_checked(start.len()).ok_or(CodeError::PaperLink)?;
    let (fingerprint, server) = rest.split_once('&').ok_or(CodeError::PaperLink)?;
    // The rest is a link like others.
    let (server, key) = read("server=", server).ok_or(CodeError::PaperLink)?;
    if !found.eq_ignore_ascii_case(start) || fingerprint.is_empty() {
        return Err(CodeError::PaperLink);
    }
    let key = parse(key.ok_or(CodeError::PaperLink)?)?;
    Ok(PaperLink { server, fingerprint: Some(fingerprint.to_owned()), key })
}

fn write_paper<K>(start: &str, link: &PaperLink<K>, key: &str) -> Zeroizing<String> {
    let fingerprint = link.fingerprint.as_deref().unwrap_or_default();
    write(&format!("{start}{fingerprint}&server="), &link.server, Some(key))
}

/// What a person shows to somebody who stands beside her: who she is, and what she knows of the organisation. There is
/// nothing secret in it: `verband://verify?organisation=…&member=…&seq=…&head=…&signature=…`, bytes in hex.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerificationLink {
    /// Her organisation.
    pub organisation: LogId,
    /// Who she is, and the newest position of the organisation's log that her device knows.
    pub shown: ShownHead,
}

impl VerificationLink {
    /// Reads a link.
    ///
    /// # Errors
    /// [`CodeError::VerificationLink`].
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        Self::read(text.trim()).ok_or(CodeError::VerificationLink)
    }

    fn read(text: &str) -> Option<Self> {
        let (start, rest) = text.split_at_checked(VERIFY.len())?;
        let mut fields = rest.split('&').map(|field| field.split_once('='));
        let mut field = |wanted: &str| fields.next()?.filter(|(name, _)| *name == wanted).map(|(_, value)| value);
        let organisation = field("organisation")?.parse().ok()?;
        let member = field("member")?.parse().ok()?;
        let position = Position { seq: field("seq")?.parse().ok()?, head: field("head")?.parse().ok()? };
        let signature = hex::decode(field("signature")?).ok()?.try_into().ok().map(Signature)?;
        let link = Self { organisation, shown: ShownHead { member, position, signature } };
        (start.eq_ignore_ascii_case(VERIFY) && fields.next().is_none()).then_some(link)
    }

    /// Writes the link. Hex in capitals takes two thirds of the room in a QR code.
    pub fn text(&self) -> String {
        let Self { organisation, shown: ShownHead { member, position: Position { seq, head }, signature } } = self;
        let hex = |bytes: &[u8]| hex::encode_upper(bytes);
        let (organisation, member, head) = (hex(organisation.as_bytes()), hex(member.as_bytes()), hex(&head.0));
        let signature = hex(&signature.0);
        format!("{VERIFY}organisation={organisation}&member={member}&seq={seq}&head={head}&signature={signature}")
    }
}

/// The server of a link that begins like this, and what stands behind its `#`.
fn read<'a>(start: &str, text: &'a str) -> Option<(String, Option<&'a str>)> {
    let (found, rest) = text.trim().split_at_checked(start.len())?;
    if !found.eq_ignore_ascii_case(start) {
        return None;
    }
    let (server, secret) = match rest.split_once('#') {
        Some((server, secret)) => (server, Some(secret)),
        None => (rest, None),
    };
    let server = percent_decode(server).filter(|server| is_address(server))?;
    Some((server, secret))
}

fn write(start: &str, server: &str, secret: Option<&str>) -> Zeroizing<String> {
    let secret_len = secret.map_or(0, |secret| 1 + secret.len());
    let mut text = Zeroizing::new(String::with_capacity(start.len() + 3 * server.len() + secret_len));
    text.push_str(start);
    percent_encode(server, &mut text);
    if let Some(secret) = secret {
        text.push('#');
        text.push_str(secret);
    }
    text
}

/// An address of the web in printable characters. Whether the server may be reached without TLS is for the caller.
fn is_address(server: &str) -> bool {
    let host = server.strip_prefix("https://").or_else(|| server.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && host.chars().all(|c| !c.is_control() && !c.is_whitespace()))
}

/// Everything but the unreserved characters of RFC 3986 section 2.3 as `%XX`.
fn percent_encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789ABCDEF"[usize::from(digit)])));
        }
    }
}

/// `None` for a broken `%XX` and for text that is not UTF-8.
fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    let digit = |byte: Option<u8>| u8::try_from(char::from(byte?).to_digit(16)?).ok();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' { digit(rest.next())? << 4 | digit(rest.next())? } else { byte });
    }
    String::from_utf8(bytes).ok()
}
