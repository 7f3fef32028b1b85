//! An invitation as a mail draft for the administrator's own mail program. Nothing here sends anything.

use std::fmt::Write as _;

use verband_texts::{Date, Language, text};
use zeroize::Zeroizing;

use crate::fonts::clean;
use crate::{DocumentError, House, Letter};

/// Where a mail draft goes, where it comes from, and when it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draft<'a> {
    /// The address of the person who is invited.
    pub to: &'a str,
    /// The address of the administrator.
    pub from: &'a str,
    /// Seconds since 1970, UTC.
    pub written: i64,
}

/// The draft as a file that mail programs open (`.eml`, RFC 5322), to be looked at and sent from there.
///
/// # Errors
/// [`DocumentError::Address`] when one of the two is no address.
pub fn mail_draft(house: &House, letter: &Letter<'_>, draft: &Draft<'_>) -> Result<Zeroizing<Vec<u8>>, DocumentError> {
    for address in [draft.to, draft.from] {
        if !is_address(address) {
            return Err(DocumentError::Address { address: address.to_owned() });
        }
    }
    let [name, organisation, server, fingerprint, contact] =
        [letter.name, &house.name, &house.server, &house.fingerprint, &house.contact].map(clean);
    let language = letter.language;
    let subject = text(language, "mail-subject", &[("organisation", organisation.as_str().into())]);
    let body = Zeroizing::new(text(
        language,
        "mail-body",
        &[
            ("name", name.as_str().into()),
            ("organisation", organisation.as_str().into()),
            ("server", server.as_str().into()),
            ("link", letter.link.into()),
            ("code", letter.code.into()),
            ("fingerprint", fingerprint.as_str().into()),
            ("date", letter.expires.into()),
            ("contact", contact.as_str().into()),
        ],
    ));
    let (from, to, subject, name) = (draft.from, draft.to, words(&subject), words(&name));
    let date = date(draft.written);
    let mut message = Zeroizing::new(String::with_capacity(8192));
    // Mail programs open the file as a draft (`X-Unsent`), with a button to send it. They give it its id.
    let _infallible = write!(
        message,
        "From: {from}\r\nTo: {name}\r\n <{to}>\r\nSubject: {subject}\r\nDate: {date}\r\nMIME-Version: 1.0\r\n\
         X-Unsent: 1\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    );
    quoted_printable(&body, &mut message);
    Ok(Zeroizing::new(message.as_bytes().to_vec()))
}

/// A text in a header as encoded words (RFC 2047), if it is more than plain words.
fn words(text: &str) -> String {
    // An encoded word has 75 characters at most, 12 of them around the text.
    const LONGEST: usize = 63;
    let is_plain = |sign: char| sign.is_ascii_alphanumeric() || sign == ' ' || sign == '-';
    if text.chars().all(is_plain) && text.len() <= LONGEST {
        return text.to_owned();
    }
    let (mut words, mut word) = (Vec::new(), String::new());
    for sign in text.chars() {
        let mut encoded = String::new();
        match sign {
            ' ' => encoded.push('_'),
            sign if sign.is_ascii_alphanumeric() => encoded.push(sign),
            sign => sign.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| escape(byte, &mut encoded)),
        }
        if word.len() + encoded.len() > LONGEST {
            words.push(std::mem::take(&mut word));
        }
        word.push_str(&encoded);
    }
    words.push(word);
    words.iter().map(|word| format!("=?utf-8?Q?{word}?=")).collect::<Vec<_>>().join("\r\n ")
}

/// A text as quoted-printable (RFC 2045).
fn quoted_printable(text: &str, out: &mut String) {
    // Of 76 characters one is for the sign that the line goes on.
    const LONGEST: usize = 75;
    for line in text.lines() {
        let mut length = 0;
        for (index, byte) in line.bytes().enumerate() {
            let is_last = index + 1 == line.len();
            let is_plain = matches!(byte, b'!'..=b'<' | b'>'..=b'~') || (byte == b' ' && !is_last);
            let wide = if is_plain { 1 } else { 3 };
            if length + wide > LONGEST {
                out.push_str("=\r\n");
                length = 0;
            }
            length += wide;
            if is_plain { out.push(char::from(byte)) } else { escape(byte, out) }
        }
        out.push_str("\r\n");
    }
}

fn escape(byte: u8, out: &mut String) {
    let _infallible = write!(out, "={byte:02X}");
}

/// A moment as headers have it (RFC 5322), in UTC.
fn date(seconds: i64) -> String {
    let seconds = u64::try_from(seconds).unwrap_or_default();
    let day = Date::of(seconds.saturating_mul(1000), 0).map(|day| day.written(Language::English)).unwrap_or_default();
    // The month by three letters.
    let parts: Vec<&str> =
        day.split(' ')
            .map(|part| {
                if part.starts_with(|sign: char| sign.is_ascii_digit()) { part } else { part.get(..3).unwrap_or(part) }
            })
            .collect();
    let (hours, minutes, seconds) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{} {hours:02}:{minutes:02}:{seconds:02} +0000", parts.join(" "))
}

/// Whether a text is an e-mail address as people have them: no quotes, no comments, no lists, plain letters.
pub(crate) fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let plain = |sign: char| sign.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(sign);
    let local_is_good = local.len() <= 64 && local.split('.').all(|part| !part.is_empty() && part.chars().all(plain));
    let label_is_good = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    local_is_good && domain.len() <= 253 && domain.contains('.') && domain.split('.').all(label_is_good)
}
