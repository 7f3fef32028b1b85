//! An invitation as a mail draft for the administrator's own mail program. Nothing here sends anything.

use mail_builder::MessageBuilder;
use mail_builder::headers::Header as _;
use mail_builder::headers::HeaderType;
use mail_builder::headers::address::Address;
use mail_builder::headers::date::Date;
use mail_builder::headers::text::Text;
use verband_texts::text;
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
    let headers: [(&str, HeaderType<'_>); 6] = [
        ("From", Address::new_address(None::<&str>, draft.from).into()),
        ("To", Address::new_address(Some(name.as_str()), draft.to).into()),
        ("Subject", Text::new(subject).into()),
        ("Date", Date::new(draft.written).into()),
        ("MIME-Version", Text::new("1.0").into()),
        // Mail programs open the file as a draft, with a button to send it.
        ("X-Unsent", Text::new("1").into()),
    ];
    let mut message = Zeroizing::new(Vec::with_capacity(8192));
    for (name, value) in headers {
        message.extend_from_slice(name.as_bytes());
        message.extend_from_slice(b": ");
        value.write_header(&mut *message, name.len() + 2);
    }
    // Only the body is the builder's: with the headers it would invent a message id, from a clock and a host name.
    MessageBuilder::new().text_body(body.as_str()).serialize_body(&mut *message);
    Ok(message)
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
