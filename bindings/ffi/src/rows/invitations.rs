//! Invitations: what they bring, their codes, their e-mails.

use verband_client::protocol::id::{InvitationId, LogId, MemberId, RoleId, TeamId};
use verband_client::protocol::organisation::details::MemberDetails;
use verband_client::protocol::wire::{InvitationMail, MailState, MailTemplate, MailText};
use verband_client::texts::Language;
use verband_client::{
    self as core, InvitationRow, InvitationStanding, InvitationUse, MailTo, Mailed, NewInvitation, NewRegistrationKey,
    Terms,
};

use super::not_printed;
use crate::error::VerbandError;
use crate::work::guarded;

not_printed!(Invited);

/// A language that the texts of the core are in.
#[uniffi::remote(Enum)]
pub enum Language {
    /// German.
    German,
    /// English.
    English,
}

/// What an invitation brings with it.
#[uniffi::remote(Record)]
pub struct Terms {
    /// Channels that the new member is added to as soon as she has enrolled.
    pub conversations: Vec<LogId>,
    /// What she may do: a member of the house has the built-in role of one.
    pub roles: Vec<RoleId>,
    /// The teams that she belongs to.
    pub teams: Vec<TeamId>,
    /// When her membership ends by itself, in milliseconds since the Unix epoch.
    pub until: Option<u64>,
    /// How long the code is valid, in milliseconds.
    pub valid_for: u64,
    /// Whether the claim waits for approval.
    pub approval: bool,
    /// Whether the code goes by e-mail: then the claim also waits if the policy wants that.
    pub mailed: bool,
}

/// A member of the house, for two weeks: what an invitation brings if nobody says otherwise.
#[uniffi::export]
pub fn usual_terms() -> Result<Terms, VerbandError> {
    guarded(|| Ok(Terms::default()))
}

/// A bot without rights, for two weeks.
#[uniffi::export]
pub fn bot_terms() -> Result<Terms, VerbandError> {
    guarded(|| Ok(NewInvitation::bot("").terms))
}

/// Whom to invite.
#[uniffi::remote(Record)]
pub struct NewInvitation {
    /// The person, as colleagues will see her.
    pub person: MemberDetails,
    /// What the invitation brings.
    pub terms: Terms,
}

/// A key that several people register with.
#[uniffi::remote(Record)]
pub struct NewRegistrationKey {
    /// What it is for, as administrators see it.
    pub title: String,
    /// How many people can use it.
    pub limit: u32,
    /// What it brings.
    pub terms: Terms,
}

/// Who uses an invitation.
#[uniffi::remote(Enum)]
pub enum InvitationUse {
    /// One person.
    Person,
    /// Several people, each of whom says her own name: a registration key.
    RegistrationKey,
    /// A member who lost everything and stays who she is.
    Renewal,
    /// A bot.
    Bot,
}

/// How an invitation stands.
#[uniffi::remote(Enum)]
pub enum InvitationStanding {
    /// Its code opens.
    Open,
    /// As many have used it as may.
    Used,
    /// Somebody took it back.
    Withdrawn,
    /// Its time is over.
    Expired,
    /// Whoever issued it may no longer invite so, or the member of a new letter has left.
    Void,
}

/// An invitation.
#[uniffi::remote(Record)]
pub struct InvitationRow {
    /// Its id.
    pub id: InvitationId,
    /// Who uses it.
    pub kind: InvitationUse,
    /// For whom; of a registration key its title.
    pub name: String,
    /// What she does.
    pub function: String,
    /// Where.
    pub ward: String,
    /// How it stands now.
    pub state: InvitationStanding,
    /// Whether each claim waits for approval.
    pub approval: bool,
    /// How many can use it.
    pub limit: u32,
    /// How many have used it.
    pub claims: u32,
    /// Who issued it; none for the root key.
    pub issuer: Option<MemberId>,
    /// Her name.
    pub issuer_name: String,
    /// When, by the issuer's clock, in milliseconds since the Unix epoch.
    pub issued_at: u64,
    /// End of validity, in milliseconds since the Unix epoch.
    pub not_after: u64,
    /// When a membership that it brings ends by itself, in milliseconds since the Unix epoch.
    pub until: Option<u64>,
    /// The roles that it brings.
    pub roles: Vec<RoleId>,
    /// The teams that it brings.
    pub teams: Vec<TeamId>,
    /// The channels that it brings.
    pub conversations: Vec<LogId>,
}

/// An invitation and the code for its letter. The code is nowhere else.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct Invited {
    /// The invitation.
    pub id: InvitationId,
    /// The person; of a registration key its title as name.
    pub person: MemberDetails,
    /// The code in groups of four.
    pub code: String,
    /// The same as a link for a QR code, with the server's address.
    pub link: String,
    /// End of validity, in milliseconds since the Unix epoch.
    pub not_after: u64,
}

impl From<core::Invited> for Invited {
    fn from(invited: core::Invited) -> Self {
        Self {
            id: invited.id,
            person: invited.person,
            code: invited.code.to_string(),
            link: invited.link.to_string(),
            not_after: invited.not_after,
        }
    }
}

impl From<Invited> for core::Invited {
    fn from(invited: Invited) -> Self {
        Self {
            id: invited.id,
            person: invited.person,
            code: invited.code.into(),
            link: invited.link.into(),
            not_after: invited.not_after,
        }
    }
}

/// What became of the newest e-mail for an invitation.
#[uniffi::remote(Record)]
pub struct InvitationMail {
    /// Where it stands.
    pub state: MailState,
    /// Since when, in milliseconds since the Unix epoch.
    pub at: u64,
    /// What the relay said last, if it did not take it.
    pub reason: Option<String>,
}

/// An e-mail to be asked for.
#[uniffi::remote(Record)]
pub struct MailTo {
    /// Which invitation.
    pub invitation: InvitationId,
    /// The person's address.
    pub to: String,
    /// Her language.
    pub language: Language,
}

/// What came of one of several e-mails.
#[uniffi::remote(Record)]
pub struct Mailed {
    /// Which invitation.
    pub invitation: InvitationId,
    /// Where the e-mail stands, if the server took it.
    pub mail: Option<InvitationMail>,
    /// Why it did not: the code of the error.
    pub problem: Option<String>,
}

/// Where an e-mail stands.
#[uniffi::remote(Enum)]
pub enum MailState {
    /// It is tried until the relay takes or refuses it.
    Waiting,
    /// The relay took it. Whether it arrived nobody tells the server.
    Sent,
    /// It was refused for good.
    Failed,
}

/// The organisation's own words in these e-mails.
#[uniffi::remote(Record)]
pub struct MailTemplate {
    /// In German.
    pub german: MailText,
    /// In English.
    pub english: MailText,
}

/// The organisation's own words in one language, with the placeholders `{organisation}`, `{reference}`, `{expires}` and
/// `{link}`.
#[uniffi::remote(Record)]
pub struct MailText {
    /// One line.
    pub subject: String,
    /// Before what must be in every e-mail.
    pub greeting: String,
    /// After it.
    pub closing: String,
}
