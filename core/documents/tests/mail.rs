//! Mail drafts, read back by another library.

mod common;

use common::{CODE, LINK, house, letter};
use mail_parser::{HeaderValue, MessageParser};
use verband_documents::{DocumentError, Draft, House, Letter, mail_draft};
use verband_texts::Language;

const DRAFT: Draft<'static> =
    Draft { to: "anna.mueller@sonnenschein.example", from: "buero@sonnenschein.example", written: 1_795_689_600 };

#[test]
fn a_draft_says_everything_in_its_language() {
    for (language, subject, day) in [
        (Language::German, "Ihr Zugang zu Verband, Pflegedienst Sonnenschein", "26.11.2026"),
        (Language::English, "Your access to Verband, Pflegedienst Sonnenschein", "26 November 2026"),
    ] {
        let raw = mail_draft(&house(), &letter("Anna Müller-Łącka", language), &DRAFT).unwrap();
        let mail = MessageParser::default().parse(raw.as_slice()).unwrap();
        assert_eq!(mail.subject(), Some(subject));
        let to = mail.to().unwrap().first().unwrap();
        assert_eq!(to.address(), Some(DRAFT.to));
        assert_eq!(to.name(), Some("Anna Müller-Łącka"));
        assert_eq!(mail.from().unwrap().first().unwrap().address(), Some(DRAFT.from));
        assert_eq!(mail.date().unwrap().to_timestamp(), DRAFT.written);
        assert!(mail.message_id().is_none(), "no host name is made up");
        let body = mail.body_text(0).unwrap();
        for told in [CODE, LINK, "Anna Müller-Łącka", day, &house().server, &house().fingerprint, &house().contact] {
            assert!(body.contains(told), "{told} in {body}");
        }
        assert!(!body.contains("{ $"), "{body}");
        assert!(raw.is_ascii() && raw.split(|&byte| byte == b'\n').all(|line| line.len() <= 998));
    }
}

#[test]
fn no_text_becomes_a_header() {
    let evil = "Anna\r\nBcc: everybody@evil.example\r\n\r\nHello";
    let house = House { name: evil.to_owned(), contact: evil.to_owned(), ..house() };
    let raw = mail_draft(&house, &Letter { name: evil, ..letter("", Language::German) }, &DRAFT).unwrap();
    let mail = MessageParser::default().parse(raw.as_slice()).unwrap();
    let names: Vec<&str> = mail.headers().iter().map(mail_parser::Header::name).collect();
    let expected = ["From", "To", "Subject", "Date", "MIME-Version", "X-Unsent", "Content-Type"];
    assert_eq!(names[..7], expected);
    assert!(names[7..].iter().all(|name| *name == "Content-Transfer-Encoding"), "{names:?}");
    assert!(mail.bcc().is_none());
    assert!(matches!(mail.header("X-Unsent"), Some(HeaderValue::Text(value)) if value == "1"));
}

#[test]
fn what_is_no_address_is_refused() {
    for broken in [
        "",
        "anna",
        "anna@",
        "@haus.example",
        "anna@haus",
        "anna@haus..example",
        "an na@haus.example",
        "anna@haus.example\r\nBcc: x@y.example",
        "anna@haus.example, berta@haus.example",
        "<anna@haus.example>",
        ".anna@haus.example",
        "anna@-haus.example",
        "anna@b@haus.example",
        "ännä@haus.example",
    ] {
        for draft in [Draft { to: broken, ..DRAFT }, Draft { from: broken, ..DRAFT }] {
            let error = mail_draft(&house(), &letter("Anna", Language::German), &draft).err();
            assert_eq!(error, Some(DocumentError::Address { address: broken.to_owned() }));
        }
    }
}
