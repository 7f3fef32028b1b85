//! E-mails: what must be in each, and around it an organisation's own words; nothing else comes from anybody.

use jiff::tz::TimeZone;

use verband_protocol::code::{InvitationCode, ServerLink, SetUpLink};
use verband_protocol::id::InvitationId;
use verband_protocol::mail::MailFields;
use verband_protocol::wire::MailText;
use verband_texts::{Date, Language, text};

use crate::failure::Failure;

/// An e-mail's subject and text.
pub(crate) struct Notice {
    pub(crate) subject: String,
    pub(crate) body: String,
}

/// What an invitation's notice tells.
pub(crate) struct Told<'a> {
    pub(crate) organisation: &'a str,
    pub(crate) invitation: &'a InvitationId,
    /// The server's address.
    pub(crate) server: &'a str,
    /// End of validity, in milliseconds since the Unix epoch.
    pub(crate) not_after: u64,
}

/// The words of an organisation that has not written any, with placeholders where an e-mail differs from the next.
pub(crate) fn standard(language: Language) -> MailText {
    let organisation = "{organisation}";
    MailText {
        subject: text(language, "notice-subject", &[("organisation", organisation.into())]),
        greeting: text(language, "notice-greeting", &[("organisation", organisation.into())]),
        closing: text(language, "notice-closing", &[("organisation", organisation.into())]),
    }
}

/// Writes the notice of an invitation.
pub(crate) fn write(words: &MailText, language: Language, told: &Told<'_>) -> Result<Notice, Failure> {
    // A name may contain anything; a subject is one line.
    let organisation: String = told.organisation.chars().filter(|c| !c.is_control()).collect();
    let fields = MailFields {
        organisation: &organisation,
        reference: &reference(told.invitation),
        expires: &expires(told.not_after, language),
        link: &ServerLink { server: told.server.to_owned() }.text(),
    };
    let fill = |text: &str| {
        fields.fill(text).ok_or_else(|| Failure::Internal("a text with an unknown placeholder was kept".into()))
    };
    // In every notice, whatever an organisation writes. The reference stands in brackets, so that no words around it make
    // a code of it.
    let MailFields { link, expires, reference, .. } = fields;
    let passage = text(
        language,
        "notice-passage",
        &[("link", link.into()), ("expires", expires.into()), ("reference", reference.into())],
    );
    let passages = [fill(&words.greeting)?, passage, fill(&words.closing)?];
    let passages: Vec<&str> = passages.iter().map(|passage| passage.trim()).filter(|text| !text.is_empty()).collect();
    let notice = Notice { subject: fill(&words.subject)?, body: passages.join("\n\n") + "\n" };
    // The server knows no code, but somebody could have given one as a name.
    if InvitationCode::stands_in(&notice.subject) || InvitationCode::stands_in(&notice.body) {
        return Err(Failure::refused("the e-mail would contain what can be read as an invitation code"));
    }
    Ok(notice)
}

/// What finds an invitation in the list of an administrator: the first digits of its id.
fn reference(invitation: &InvitationId) -> String {
    invitation.to_string().chars().take(8).collect()
}

/// A time as the clock of the house shows it.
fn expires(ms: u64, language: Language) -> String {
    let time = i64::try_from(ms).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    let written = time.map(|time| time.to_zoned_datetime(TimeZone::system())).and_then(|local| {
        let part = |part: i8| u8::try_from(part).ok();
        let day = Date::new(u16::try_from(local.year()).ok()?, part(local.month())?, part(local.day())?)?;
        let clock = local.strftime("%H:%M").to_string();
        Some(text(language, "notice-expires", &[("date", day.into()), ("time", clock.as_str().into())]))
    });
    written.unwrap_or_else(|| "…".to_owned())
}

/// Writes the e-mail with a set-up link, for whoever is to found an organisation, in both languages.
pub(crate) fn set_up(link: &SetUpLink) -> Notice {
    let link = link.text();
    let bodies = Language::ALL.map(|language| text(language, "set-up-body", &[("link", link.as_str().into())]));
    let subjects = Language::ALL.map(|language| text(language, "set-up-subject", &[]));
    Notice { subject: subjects.join(" / "), body: bodies.join("\n\n") + "\n" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_a_code_is_not_mailed_and_one_of_several_lines_is_one() {
        let written = |organisation: &str| {
            let told = Told {
                organisation,
                invitation: &InvitationId([0xab; 16]),
                server: "https://verband.example",
                not_after: 1_790_000_000_000,
            };
            write(&standard(Language::German), Language::German, &told)
        };
        assert!(matches!(written("1012-3456-789A-BCDE-FG8E"), Err(Failure::Refused(_))));
        let notice = written("Pflege\r\nBcc: a@b.example").unwrap();
        assert_eq!(notice.subject, "Einladung zu PflegeBcc: a@b.example");
        assert!(notice.body.contains("(Zeichen: abababab)"), "{}", notice.body);
    }
}
