//! The papers of an administrator, with what this device knows: the letters of invitations, the list they are handed out
//! by, and lists of people compared with the organisation. How a paper looks is for `verband-documents`.

use std::collections::HashMap;

use verband_documents::people::{self, Known, Like, Person, Plan, Problem, Standing};
use verband_documents::{
    Draft, House, Letter, Notice, PaperKey, Paragraph, hand_out_list, letters, mail_draft, marker_sheet, recovery_card,
    recovery_sheet,
};
use verband_protocol::code::fingerprint;
use verband_protocol::id::{InvitationId, MemberId};
use verband_protocol::organisation::details::MemberDetails;
use verband_texts::{Date, Language};
use zeroize::Zeroizing;

use crate::archive;
use crate::client::Client;
use crate::error::ClientError;
use crate::founding::RecoverySheet;
use crate::invitations::{Invited, NewInvitation, Terms};
use crate::recovery::RecoveryCard;
use crate::view::{InvitationStanding, InvitationUse};

/// What the organisation's log does not know and its letters say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Desk {
    /// Lines of the postal address of the house; none leaves out the return address.
    pub address: Vec<String>,
    /// Whom to ask, with telephone number or room; empty leaves it out.
    pub contact: String,
    /// How many seconds the clocks of the house are ahead of UTC on the day that a paper names.
    pub utc_offset_s: i32,
}

/// What a list of people would do. Nothing is done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeoplePlan {
    /// Who would be invited.
    pub new: Vec<Person>,
    /// Who belongs to the organisation already.
    pub members: Vec<Person>,
    /// Who is invited already.
    pub invited: Vec<Person>,
    /// Who stands in the list a second time.
    pub duplicates: Vec<Person>,
    /// Who may be there already, or a namesake of somebody who is: the administrator decides.
    pub similar: Vec<SimilarPerson>,
    /// Open invitations of people in the list that this person issued: what is withdrawn to undo the list.
    pub undo: Vec<InvitationId>,
    /// Members whom no row is or resembles. Nothing happens to them.
    pub missing: Vec<MemberId>,
    /// What is wrong with the other rows.
    pub problems: Vec<Problem>,
}

/// A row that resembles somebody who is there already, by name but not in everything that is known of her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimilarPerson {
    /// As the list has the person.
    pub person: Person,
    /// Whom the row resembles.
    pub like: MemberDetails,
    /// How that one is there.
    pub resembles: Resembled,
    /// The line of that one, if it is another row.
    pub line: Option<usize>,
}

/// How somebody is there whom a row resembles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resembled {
    /// Belongs to the organisation.
    Member,
    /// Is invited.
    Invited,
    /// Stands in an earlier row of the same list.
    Listed,
}

impl Client {
    /// Reads a list of people (CSV or XLSX) and says what it would do: who is new, who is known, who is missing in it. Who is
    /// the same and who only similar is said at [`Plan::new`]; whoever is not new can be invited all the same.
    ///
    /// # Errors
    /// [`ClientError::People`] for a file that is no list, [`ClientError::Locked`], [`ClientError::Store`].
    pub fn read_people(&self, file: &[u8]) -> Result<PeoplePlan, ClientError> {
        let file = people::read(file)?;
        let lines: HashMap<usize, MemberDetails> =
            file.people.iter().map(|person| (person.line, details_of(person))).collect();
        let members: Vec<_> = self.members()?.into_iter().filter(|row| !row.revoked).collect();
        let known = |standing, name: &str, function: &str, ward: &str| Known {
            name: name.to_owned(),
            // The organisation keeps neither.
            email: String::new(),
            number: String::new(),
            function: function.to_owned(),
            ward: ward.to_owned(),
            standing,
        };
        let mut all: Vec<Known> =
            members.iter().map(|row| known(Standing::Member, &row.name, &row.function, &row.ward)).collect();
        let mut open = self.invitations()?;
        open.retain(|row| row.state == InvitationStanding::Open && row.kind == InvitationUse::Person);
        all.extend(open.iter().map(|row| known(Standing::Invited, &row.name, &row.function, &row.ward)));
        let Plan { new, members: belonging, invited, duplicates, similar, leavers } = Plan::new(file.people, &all);
        let resembled = |like: Like| match like {
            Like::Known(index) => {
                let known = all.get(index)?;
                let resembles = match known.standing {
                    Standing::Member => Resembled::Member,
                    Standing::Invited => Resembled::Invited,
                };
                let Known { name, function, ward, .. } = known.clone();
                Some((MemberDetails { name, function, ward }, resembles, None))
            }
            Like::Line(line) => Some((lines.get(&line)?.clone(), Resembled::Listed, Some(line))),
        };
        let similar = similar.into_iter().filter_map(|found| {
            let (like, resembles, line) = resembled(found.like)?;
            Some(SimilarPerson { person: found.person, like, resembles, line })
        });
        let own = self.account()?.member;
        let undo = invited.iter().filter_map(|found| open.get(found.known.checked_sub(members.len())?));
        let undo = undo.filter(|row| row.issuer == Some(own)).map(|row| row.id).collect();
        Ok(PeoplePlan {
            undo,
            new,
            members: belonging.into_iter().map(|found| found.person).collect(),
            invited: invited.into_iter().map(|found| found.person).collect(),
            duplicates: duplicates.into_iter().map(|found| found.person).collect(),
            similar: similar.collect(),
            missing: leavers.into_iter().filter_map(|index| members.get(index).map(|row| row.id)).collect(),
            problems: file.problems,
        })
    }

    /// Invites people of a list, all or none, in its order and on the same terms. Of codes that go by e-mail those of people
    /// without an address go on paper.
    ///
    /// # Errors
    /// As for [`Client::invite`].
    pub async fn invite_listed(&self, people: &[Person], terms: &Terms) -> Result<Vec<Invited>, ClientError> {
        let new: Vec<NewInvitation> = people
            .iter()
            .map(|person| {
                let mailed = terms.mailed && !person.email.is_empty();
                NewInvitation { person: details_of(person), terms: Terms { mailed, ..terms.clone() } }
            })
            .collect();
        self.invite(&new).await
    }

    /// The letters of invitations in one PDF, each in its language. Whoever reads it can enrol: to be printed and removed.
    ///
    /// # Errors
    /// [`ClientError::Document`] with what cannot be printed, [`ClientError::Locked`], [`ClientError::Store`].
    pub fn letters(&self, desk: &Desk, of: &[(&Invited, Language)]) -> Result<Zeroizing<Vec<u8>>, ClientError> {
        with_letters(desk, of, |written| Ok(letters(&self.house(desk)?, written)?))
    }

    /// The list that these letters are handed out by, to be signed. It has no codes.
    ///
    /// # Errors
    /// As for [`Client::letters`].
    pub fn hand_out_list(
        &self,
        desk: &Desk,
        of: &[(&Invited, Language)],
        language: Language,
    ) -> Result<Vec<u8>, ClientError> {
        with_letters(desk, of, |written| Ok(hand_out_list(&self.house(desk)?, written, language)?))
    }

    /// An invitation as an e-mail with its code, for the administrator's own mail program (`.eml`). Nothing is sent.
    ///
    /// # Errors
    /// [`ClientError::MailedCode`] if the policy wants approval after a code that went by e-mail, and this one waits for
    /// none. [`ClientError::Document`] for what is no address, [`ClientError::Locked`], [`ClientError::Store`].
    pub fn mail_draft(
        &self,
        desk: &Desk,
        invited: &Invited,
        language: Language,
        from: &str,
        to: &str,
    ) -> Result<Zeroizing<Vec<u8>>, ClientError> {
        let organisation = self.inner()?.organisation()?;
        let waits = organisation.invitation(&invited.id).is_some_and(|state| state.invitation.kind.approval());
        if organisation.policy().approve_mailed && !waits {
            return Err(ClientError::MailedCode);
        }
        let written = i64::try_from(self.from_now(0)? / 1000).unwrap_or(i64::MAX);
        with_letters(desk, &[(invited, language)], |letters| match letters {
            [letter] => Ok(mail_draft(&self.house(desk)?, letter, &Draft { to, from, written })?),
            _ => Err(ClientError::NotFound("invitation")),
        })
    }

    /// Several such e-mails in an archive (ZIP), each in its language to its address. Nothing is sent.
    ///
    /// # Errors
    /// As for [`Self::mail_draft`].
    pub fn mail_drafts(
        &self,
        desk: &Desk,
        of: &[(&Invited, Language, &str)],
        from: &str,
    ) -> Result<Zeroizing<Vec<u8>>, ClientError> {
        let mut drafts = Vec::with_capacity(of.len());
        for (at, (invited, language, to)) in of.iter().enumerate() {
            let name = format!("{:04} {}.eml", at + 1, invited.reference());
            drafts.push((name, self.mail_draft(desk, invited, *language, from, to)?));
        }
        let files: Vec<(&str, &[u8])> = drafts.iter().map(|(name, draft)| (name.as_str(), draft.as_slice())).collect();
        archive::write(&files).map(Zeroizing::new).ok_or(ClientError::NotFound("room in one archive"))
    }

    /// The sheet with the organisation's root key, made today, for the safe.
    ///
    /// # Errors
    /// As for [`Client::letters`].
    pub fn recovery_sheet(
        &self,
        desk: &Desk,
        sheet: &RecoverySheet,
        language: Language,
    ) -> Result<Zeroizing<Vec<u8>>, ClientError> {
        let key = PaperKey { key: &sheet.root_key, qr: &sheet.link, made: self.today(desk)?, language };
        Ok(recovery_sheet(&self.house(desk)?, &key)?)
    }

    /// The card with this person's recovery key, made today, to be cut out.
    ///
    /// # Errors
    /// As for [`Client::letters`].
    pub fn recovery_card(
        &self,
        desk: &Desk,
        card: &RecoveryCard,
        language: Language,
    ) -> Result<Zeroizing<Vec<u8>>, ClientError> {
        let key = PaperKey { key: &card.key, qr: &card.link, made: self.today(desk)?, language };
        Ok(recovery_card(&self.house(desk)?, &self.account()?.name, &key)?)
    }

    /// The sheet of markers that wounds are measured by in photos (A4), to print and cut out. It says nothing about anybody.
    ///
    /// # Errors
    /// [`ClientError::Document`] with what cannot be printed, [`ClientError::Locked`], [`ClientError::Store`].
    pub fn marker_sheet(&self, desk: &Desk, language: Language) -> Result<Vec<u8>, ClientError> {
        Ok(marker_sheet(&self.house(desk)?, language)?)
    }

    fn today(&self, desk: &Desk) -> Result<Date, ClientError> {
        Date::of(self.from_now(0)?, desk.utc_offset_s).ok_or(ClientError::NotFound("day in the calendar"))
    }

    /// The organisation as its papers show it.
    ///
    /// # Errors
    /// [`ClientError::Locked`], [`ClientError::Store`].
    pub fn house(&self, desk: &Desk) -> Result<House, ClientError> {
        let account = self.account()?;
        let notices = self.notice()?.map_or_else(Vec::new, |notice| {
            let texts = [(Language::German, notice.german), (Language::English, notice.english)];
            let told = texts.into_iter().filter(|(_, text)| !text.is_empty());
            told.map(|(language, text)| Notice { language, paragraphs: paragraphs(&text) }).collect()
        });
        Ok(House {
            name: account.organisation_name,
            address: desk.address.clone(),
            server: account.server,
            fingerprint: fingerprint(&account.organisation),
            contact: desk.contact.clone(),
            notices,
        })
    }
}

/// A person of a list, as colleagues will see her.
fn details_of(Person { name, function, ward, .. }: &Person) -> MemberDetails {
    MemberDetails { name: name.clone(), function: function.clone(), ward: ward.clone() }
}

/// Does something with the letters of invitations.
fn with_letters<T>(
    desk: &Desk,
    of: &[(&Invited, Language)],
    make: impl FnOnce(&[Letter<'_>]) -> Result<T, ClientError>,
) -> Result<T, ClientError> {
    let references: Vec<String> = of.iter().map(|(invited, _)| invited.reference()).collect();
    let letters: Option<Vec<_>> = of
        .iter()
        .zip(&references)
        .map(|((invited, language), reference)| {
            Some(Letter {
                name: &invited.person.name,
                function: &invited.person.function,
                ward: &invited.person.ward,
                code: &invited.code,
                link: &invited.link,
                // The moment itself is the first one at which the code is not valid.
                expires: Date::of(invited.not_after.saturating_sub(1), desk.utc_offset_s)?,
                reference,
                language: *language,
            })
        })
        .collect();
    make(&letters.ok_or(ClientError::NotFound("day in the calendar"))?)
}

impl Invited {
    /// What tells its letter from others without telling the code.
    fn reference(&self) -> String {
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
