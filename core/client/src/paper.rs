//! What the papers of an administrator say, as far as this device knows it: the house that writes, the letter of an
//! invitation, and a list of people compared with the organisation. How it looks on paper is for `verband-documents`.

use verband_documents::people::{Known, Person, Plan, Standing};
use verband_documents::{House, Letter, Notice, PaperKey, Paragraph};
use verband_protocol::code::fingerprint;
use verband_texts::{Date, Language};

use crate::client::Client;
use crate::error::ClientError;
use crate::founding::RecoverySheet;
use crate::invitations::Invited;
use crate::recovery::RecoveryCard;

/// What the organisation's log does not know and its letters say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Desk {
    /// Lines of the postal address of the house; none leaves out the return address.
    pub address: Vec<String>,
    /// Whom to ask, with telephone number or room; empty leaves it out.
    pub contact: String,
}

impl Client {
    /// The organisation as its papers show it.
    ///
    /// # Errors
    /// [`ClientError::Locked`], [`ClientError::Store`].
    pub fn house(&self, desk: Desk) -> Result<House, ClientError> {
        let account = self.account()?;
        let notices = self.notice()?.map_or_else(Vec::new, |notice| {
            let texts = [(Language::German, notice.german), (Language::English, notice.english)];
            let told = texts.into_iter().filter(|(_, text)| !text.is_empty());
            told.map(|(language, text)| Notice { language, paragraphs: paragraphs(&text) }).collect()
        });
        Ok(House {
            name: account.organisation_name,
            address: desk.address,
            server: account.server,
            fingerprint: fingerprint(&account.organisation),
            contact: desk.contact,
            notices,
        })
    }

    /// What a list of people would do: who is new, who is known, who is missing in it. Nothing is done.
    ///
    /// # Errors
    /// [`ClientError::Locked`], [`ClientError::Store`].
    pub fn compare_people(&self, people: Vec<Person>) -> Result<Plan, ClientError> {
        let known = |name: String, standing| Known { name, email: String::new(), number: String::new(), standing };
        let members = self.members()?.into_iter().filter(|row| !row.revoked);
        let mut all: Vec<Known> = members.map(|row| known(row.name, Standing::Member)).collect();
        let open = self.invitations()?.into_iter().filter(|row| !row.used && !row.withdrawn && !row.registration_key);
        all.extend(open.map(|row| known(row.name, Standing::Invited)));
        Ok(Plan::new(people, &all))
    }
}

impl RecoverySheet {
    /// The root key as it is printed. `made` is today, as the reader's calendar has it.
    pub fn paper(&self, made: Date, language: Language) -> PaperKey<'_> {
        PaperKey { key: &self.root_key, qr: &self.link, made, language }
    }
}

impl RecoveryCard {
    /// The recovery key as it is printed. `made` is today, as the reader's calendar has it.
    pub fn paper(&self, made: Date, language: Language) -> PaperKey<'_> {
        PaperKey { key: &self.key, qr: &self.link, made, language }
    }
}

impl Invited {
    /// The letter of this invitation. `expires` is the last day that the code is valid on, as the reader's calendar has it.
    pub fn letter<'a>(&'a self, reference: &'a str, expires: Date, language: Language) -> Letter<'a> {
        Letter {
            name: &self.person.name,
            function: &self.person.function,
            ward: &self.person.ward,
            code: &self.code,
            link: &self.link,
            expires,
            reference,
            language,
        }
    }

    /// What tells its letter from others without telling the code.
    pub fn reference(&self) -> String {
        self.id.to_string().chars().take(4).collect::<String>().to_uppercase()
    }
}

/// A privacy notice in its parts: empty lines separate them, and `# ` makes a heading.
fn paragraphs(text: &str) -> Vec<Paragraph> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let parts = lines.split(|line| line.is_empty()).filter(|part| !part.is_empty());
    parts
        .flat_map(|part| match part.split_first() {
            Some((first, rest)) if first.starts_with("# ") => {
                let heading = Paragraph::Heading(first.trim_start_matches("# ").to_owned());
                let told = (!rest.is_empty()).then(|| Paragraph::Text(rest.join(" ")));
                std::iter::once(heading).chain(told).collect::<Vec<_>>()
            }
            _ => vec![Paragraph::Text(part.join(" "))],
        })
        .collect()
}
