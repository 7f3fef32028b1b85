//! The words of e-mails, in German and English. What must be in each stands here, around it an organisation's own
//! words; nothing else comes from anybody.

use jiff::tz::TimeZone;

use verband_protocol::code::{InvitationCode, ServerLink, SetUpLink};
use verband_protocol::id::InvitationId;
use verband_protocol::mail::MailFields;
use verband_protocol::wire::{Language, MailText};

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

/// The words of an organisation that has not written any.
pub(crate) fn standard(language: Language) -> MailText {
    let (subject, greeting, closing) = match language {
        Language::German => (
            "Einladung zu {organisation}",
            "Guten Tag,\n\n{organisation} lädt Sie ein, mit Verband zu arbeiten, dem Messenger des Hauses.",
            "Mit freundlichen Grüßen\n{organisation}",
        ),
        Language::English => (
            "Invitation to {organisation}",
            "Hello,\n\n{organisation} invites you to work with Verband, the messenger of the house.",
            "Kind regards\n{organisation}",
        ),
    };
    MailText { subject: subject.into(), greeting: greeting.into(), closing: closing.into() }
}

/// What is in every notice, whatever an organisation writes. The reference stands in brackets, so that no words around
/// it make a code of it.
fn passage(language: Language) -> &'static str {
    match language {
        Language::German => {
            "So geht es:\n\
             1. Installieren Sie die App und öffnen Sie damit diesen Link: {link}\n\
             2. Geben Sie den Code ein, den Sie auf anderem Weg bekommen, zum Beispiel mit einem Brief.\n\n\
             Der Code steht nicht in dieser E-Mail. Niemand wird Sie per E-Mail oder Telefon nach ihm fragen.\n\
             Die Einladung gilt bis {expires} (Zeichen: {reference})."
        }
        Language::English => {
            "How to begin:\n\
             1. Install the app and open this link with it: {link}\n\
             2. Enter the code that you get another way, for instance in a letter.\n\n\
             The code is not in this e-mail. Nobody will ask you for it by e-mail or phone.\n\
             The invitation is valid until {expires} (reference: {reference})."
        }
    }
}

/// Writes the notice of an invitation.
pub(crate) fn write(text: &MailText, language: Language, told: &Told<'_>) -> Result<Notice, Failure> {
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
    let passages = [fill(&text.greeting)?, fill(passage(language))?, fill(&text.closing)?];
    let passages: Vec<&str> = passages.iter().map(|passage| passage.trim()).filter(|text| !text.is_empty()).collect();
    let notice = Notice { subject: fill(&text.subject)?, body: passages.join("\n\n") + "\n" };
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
    let format = match language {
        Language::German => "%d.%m.%Y, %H:%M Uhr",
        Language::English => "%-d %B %Y, %H:%M",
    };
    let time = i64::try_from(ms).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    let local = time.map(|time| time.to_zoned_datetime(TimeZone::system()));
    local.map_or_else(|| "…".to_owned(), |time| time.strftime(format).to_string())
}

/// Writes the e-mail with a set-up link, for whoever is to found an organisation, in both languages.
pub(crate) fn set_up(link: &SetUpLink) -> Notice {
    let link = link.text();
    let body = format!(
        "Guten Tag,\n\nmit diesem Link gründen Sie in der App Ihre Organisation. Er gilt 30 Minuten und einmal:\n\n\
         {0}\n\n\
         Hello,\n\nwith this link you found your organisation in the app. It is valid for 30 minutes and once:\n\n\
         {0}\n",
        *link
    );
    Notice { subject: "Verband: Einrichtung / set-up".to_owned(), body }
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
