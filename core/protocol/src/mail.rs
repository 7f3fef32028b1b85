//! The e-mail that says that an invitation is on its way: what an organisation may write into it, and how its
//! placeholders are filled. The code of the invitation is never in it: it comes another way.

use crate::code::InvitationCode;
use crate::wire::MailText;

/// The longest subject, in bytes.
pub const MAX_MAIL_SUBJECT: usize = 120;

/// The longest greeting, and the longest closing, in bytes.
pub const MAX_MAIL_PASSAGE: usize = 2_000;

/// What an organisation's text may not be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailTextError {
    /// A part is too long, or the subject is empty.
    #[error("the {part} must have at most {max} bytes{}", if *.part == "subject" { " and not be empty" } else { "" })]
    Length {
        /// Which part.
        part: &'static str,
        /// The most bytes.
        max: usize,
    },
    /// A line break in the subject, or another control character.
    #[error("the {0} contains a line break or control character that it may not have")]
    Control(&'static str),
    /// A `{` that begins no placeholder.
    #[error("the {0} has a placeholder other than {{organisation}}, {{reference}}, {{expires}} and {{link}}")]
    Placeholder(&'static str),
    /// Something in it can be read as the code of an invitation.
    #[error("the {0} contains what can be read as an invitation code, which an e-mail never contains")]
    Code(&'static str),
}

/// What stands for the placeholders of one e-mail.
#[derive(Debug, Clone, Copy)]
pub struct MailFields<'a> {
    /// `{organisation}`: the organisation's public name.
    pub organisation: &'a str,
    /// `{reference}`: what finds the invitation in the list of an administrator.
    pub reference: &'a str,
    /// `{expires}`: until when the code is valid, as people write it.
    pub expires: &'a str,
    /// `{link}`: the way to the server, without the code.
    pub link: &'a str,
}

impl MailFields<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        match name {
            "organisation" => Some(self.organisation),
            "reference" => Some(self.reference),
            "expires" => Some(self.expires),
            "link" => Some(self.link),
            _ => None,
        }
    }

    /// Fills the placeholders of a text. None if it has one that is not known.
    pub fn fill(&self, text: &str) -> Option<String> {
        let mut pieces = text.split('{');
        let mut filled = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (name, rest) = piece.split_once('}')?;
            filled.push_str(self.get(name)?);
            filled.push_str(rest);
        }
        Some(filled)
    }
}

impl MailText {
    /// Checks what an administrator wrote.
    ///
    /// # Errors
    /// See [`MailTextError`].
    pub fn check(&self) -> Result<(), MailTextError> {
        check_part("subject", &self.subject, MAX_MAIL_SUBJECT, false)?;
        check_part("greeting", &self.greeting, MAX_MAIL_PASSAGE, true)?;
        check_part("closing", &self.closing, MAX_MAIL_PASSAGE, true)?;
        let length = MailTextError::Length { part: "subject", max: MAX_MAIL_SUBJECT };
        if self.subject.trim().is_empty() { Err(length) } else { Ok(()) }
    }
}

fn check_part(part: &'static str, text: &str, max: usize, lines: bool) -> Result<(), MailTextError> {
    if text.len() > max {
        return Err(MailTextError::Length { part, max });
    }
    if text.chars().any(|c| c.is_control() && !(lines && c == '\n')) {
        return Err(MailTextError::Control(part));
    }
    let nothing = MailFields { organisation: "", reference: "", expires: "", link: "" };
    if nothing.fill(text).is_none() {
        return Err(MailTextError::Placeholder(part));
    }
    if InvitationCode::stands_in(text) { Err(MailTextError::Code(part)) } else { Ok(()) }
}
