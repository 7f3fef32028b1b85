//! Invitations: what they bring, their codes, their e-mails.

use serde::{Deserialize, Serialize};
use verband_client::protocol::id::{InvitationId, LogId, MemberId, RoleId, TeamId};
use verband_client::protocol::wire::{self, MailState};
use verband_client::texts::Language;
use verband_client::{
    self as core, InvitationRow, InvitationStanding, InvitationUse, NewInvitation, NewRegistrationKey,
};
use zeroize::Zeroizing;

use super::members::Details;
use super::plain::{flat, words};
use super::{Id, Plain};

words!(
    /// A language that the texts of the core are in.
    LanguageName = Language { German, English }
);

/// What an invitation brings. What is left out is as usual: a member of the house, for two weeks.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Terms {
    conversations: Vec<Id<LogId>>,
    roles: Option<Vec<Id<RoleId>>>,
    teams: Vec<Id<TeamId>>,
    until: Option<u64>,
    valid_for_ms: Option<u64>,
    approval: bool,
    mailed: bool,
}

impl Terms {
    pub(crate) fn core(self) -> core::Terms {
        self.or(core::Terms::default())
    }

    fn or(self, usual: core::Terms) -> core::Terms {
        core::Terms {
            conversations: self.conversations.core(),
            roles: self.roles.core().unwrap_or(usual.roles),
            teams: self.teams.core(),
            until: self.until,
            valid_for: self.valid_for_ms.unwrap_or(usual.valid_for),
            approval: self.approval,
            mailed: self.mailed,
        }
    }
}

/// Whom to invite.
#[derive(Deserialize)]
pub(crate) struct New {
    person: Details,
    #[serde(default)]
    terms: Terms,
}

impl New {
    pub(crate) fn core(self) -> NewInvitation {
        NewInvitation { person: self.person.core(), terms: self.terms.core() }
    }

    /// As a bot, which has no rights if nobody says otherwise.
    pub(crate) fn bot(self) -> NewInvitation {
        NewInvitation { person: self.person.core(), terms: self.terms.or(NewInvitation::bot("").terms) }
    }
}

/// A key that several people register with.
#[derive(Deserialize)]
pub(crate) struct NewKey {
    title: String,
    limit: u32,
    #[serde(default)]
    terms: Terms,
}

impl NewKey {
    pub(crate) fn core(self) -> NewRegistrationKey {
        NewRegistrationKey { title: self.title, limit: self.limit, terms: self.terms.core() }
    }
}

words!(
    /// Who uses an invitation.
    UseName = InvitationUse { Person, RegistrationKey, Renewal, Bot }
);

words!(
    /// How an invitation stands.
    StandingName = InvitationStanding { Open, Used, Withdrawn, Expired, Void }
);

flat!(
    /// An invitation.
    Invitation = InvitationRow {
        id: Id<InvitationId>,
        kind: UseName,
        name: String,
        function: String,
        ward: String,
        state: StandingName,
        approval: bool,
        limit: u32,
        claims: u32,
        issuer: Option<Id<MemberId>>,
        issuer_name: String,
        issued_at: u64,
        not_after: u64,
        until: Option<u64>,
        roles: Vec<Id<RoleId>>,
        teams: Vec<Id<TeamId>>,
        conversations: Vec<Id<LogId>>,
    }
);

/// An invitation and the code for its letter.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Invited {
    id: Id<InvitationId>,
    person: Details,
    code: Zeroizing<String>,
    link: Zeroizing<String>,
    not_after: u64,
}

impl Plain<core::Invited> for Invited {
    fn plain(core: core::Invited) -> Self {
        let core::Invited { id, person, code, link, not_after } = core;
        Self { id: Id(id), person: Details::plain(person), code, link, not_after }
    }

    fn core(self) -> core::Invited {
        let Self { id, person, code, link, not_after } = self;
        core::Invited { id: id.0, person: person.core(), code, link, not_after }
    }
}

words!(
    /// Where an e-mail stands.
    MailStateName = MailState { Waiting, Sent, Failed }
);

flat!(
    /// What became of the newest e-mail for an invitation.
    Mail = wire::InvitationMail { state: MailStateName, at: u64, reason: Option<String> }
);

flat!(
    /// An e-mail to be asked for.
    To = core::MailTo { invitation: Id<InvitationId>, to: String, language: LanguageName }
);

flat!(
    /// What came of one of several e-mails.
    Mailed = core::Mailed { invitation: Id<InvitationId>, mail: Option<Mail>, problem: Option<String> }
);

flat!(
    /// The organisation's own words in these e-mails.
    Template = wire::MailTemplate { german: Words, english: Words }
);

flat!(
    /// The same in one language.
    Words = wire::MailText { subject: String, greeting: String, closing: String }
);
