//! The invitation as one line of text: what the QR code of a letter contains and what a link opens.

use zeroize::Zeroizing;

use super::{CodeError, InvitationCode};

const START: &str = "verband://join?server=";

/// A server and a code to join it: `verband://join?server=<percent-encoded address>#<code>`.
///
/// The code stands behind `#`, the part of an address that programs do not send anywhere.
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
        let text = text.trim();
        let (start, rest) = text.split_at_checked(START.len()).ok_or(CodeError::Link)?;
        if !start.eq_ignore_ascii_case(START) {
            return Err(CodeError::Link);
        }
        let (server, code) = rest.split_once('#').ok_or(CodeError::Link)?;
        let server = percent_decode(server).filter(|server| is_address(server)).ok_or(CodeError::Link)?;
        Ok(Self { server, code: InvitationCode::parse(code)? })
    }

    /// Writes the link.
    pub fn text(&self) -> Zeroizing<String> {
        let code = self.code.grouped();
        let mut text = Zeroizing::new(String::with_capacity(START.len() + 3 * self.server.len() + 1 + code.len()));
        text.push_str(START);
        percent_encode(&self.server, &mut text);
        text.push('#');
        text.push_str(&code);
        text
    }
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
