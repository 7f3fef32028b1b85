//! What an organisation may write into its e-mails.

use verband_protocol::code::InvitationCode;
use verband_protocol::mail::{MAX_MAIL_PASSAGE, MAX_MAIL_SUBJECT, MailFields, MailTextError};
use verband_protocol::wire::MailText;

use crate::vectors::Counting;

fn text(subject: &str, greeting: &str, closing: &str) -> MailText {
    MailText { subject: subject.into(), greeting: greeting.into(), closing: closing.into() }
}

const FIELDS: MailFields<'_> =
    MailFields { organisation: "Linde {link}", reference: "1f0c22a7", expires: "morgen", link: "verband://join" };

#[test]
fn placeholders_are_filled_once() {
    for (text, filled) in [
        ("", Some("")),
        ("ohne", Some("ohne")),
        ("{organisation}", Some("Linde {link}")),
        ("a{reference}b{expires}c{link}", Some("a1f0c22a7bmorgencverband://join")),
        ("} allein", Some("} allein")),
        ("{", None),
        ("{}", None),
        ("{code}", None),
        ("{organisation", None),
        ("{{organisation}}", None),
        ("{organisation}{", None),
        ("{ organisation}", None),
    ] {
        assert_eq!(FIELDS.fill(text).as_deref(), filled, "{text}");
    }
}

#[test]
fn what_an_organisation_may_not_write_is_refused() {
    assert_eq!(text("Einladung zu {organisation}", "Guten Tag,\n\nbitte {link}", "").check(), Ok(()));
    let code = InvitationCode::random(&Counting::from(7)).grouped().to_lowercase().replace('-', " ");
    let length = |part, max| Err(MailTextError::Length { part, max });
    for (written, refused) in [
        (text("", "", ""), length("subject", MAX_MAIL_SUBJECT)),
        (text(" ", "", ""), length("subject", MAX_MAIL_SUBJECT)),
        (text(&"x".repeat(MAX_MAIL_SUBJECT + 1), "", ""), length("subject", MAX_MAIL_SUBJECT)),
        (text("x", &"x".repeat(MAX_MAIL_PASSAGE + 1), ""), length("greeting", MAX_MAIL_PASSAGE)),
        (text("x", "", &"x".repeat(MAX_MAIL_PASSAGE + 1)), length("closing", MAX_MAIL_PASSAGE)),
        (text("x\nBcc: a@b.example", "", ""), Err(MailTextError::Control("subject"))),
        (text("x\r", "", ""), Err(MailTextError::Control("subject"))),
        (text("x", "a\r\nb", ""), Err(MailTextError::Control("greeting"))),
        (text("x", "", "\u{0}"), Err(MailTextError::Control("closing"))),
        (text("{name}", "", ""), Err(MailTextError::Placeholder("subject"))),
        (text("x", "{code}", ""), Err(MailTextError::Placeholder("greeting"))),
        (text("x", "", &format!("Code: {code}")), Err(MailTextError::Code("closing"))),
        (text(&code, "", ""), Err(MailTextError::Code("subject"))),
    ] {
        assert_eq!(written.check(), refused, "{written:?}");
    }
}
