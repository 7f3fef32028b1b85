//! Lists of people, and what letters need to know.

use serde::{Deserialize, Serialize};
use verband_client::documents::people::{Person, Problem};
use verband_client::protocol::id::{InvitationId, LogId, MemberId};
use verband_client::texts::Language;
use verband_client::{self as core, Resembled};
use zeroize::Zeroizing;

use super::invitations::{Invited, LanguageName};
use super::members::Details;
use super::plain::{flat, words};
use super::{Id, Plain};

flat!(
    /// A person in a list.
    Listed = Person {
        line: u32,
        name: String,
        email: String,
        function: String,
        ward: String,
        language: Option<LanguageName>,
        number: String,
    }
);

words!(
    /// How somebody is there whom a row of a list resembles.
    ResembledName = Resembled { Member, Invited, Listed }
);

flat!(
    /// A row that resembles somebody who is there already.
    Similar = core::SimilarPerson { person: Listed, like: Details, resembles: ResembledName, line: Option<u32> }
);

/// What is wrong with a row of a list.
#[derive(Serialize)]
pub(crate) struct ListProblem {
    line: u32,
    text: String,
}

/// What a list of people would do.
#[derive(Serialize)]
pub(crate) struct Plan {
    new: Vec<Listed>,
    members: Vec<Listed>,
    invited: Vec<Listed>,
    duplicates: Vec<Listed>,
    similar: Vec<Similar>,
    undo: Vec<Id<InvitationId>>,
    missing: Vec<Id<MemberId>>,
    problems: Vec<ListProblem>,
}

impl Plan {
    pub(crate) fn new(plan: core::PeoplePlan, language: Language) -> Self {
        let problem =
            |problem: &Problem| ListProblem { line: Plain::plain(problem.line), text: problem.text(language) };
        Self {
            new: Vec::plain(plan.new),
            members: Vec::plain(plan.members),
            invited: Vec::plain(plan.invited),
            duplicates: Vec::plain(plan.duplicates),
            similar: Vec::plain(plan.similar),
            undo: Vec::plain(plan.undo),
            missing: Vec::plain(plan.missing),
            problems: plan.problems.iter().map(problem).collect(),
        }
    }
}

flat!(
    /// What the organisation's log does not know and its letters say.
    Desk = core::Desk { address: Vec<String>, contact: String, utc_offset_s: i32 }
);

flat!(
    /// What the founder prints and locks away.
    RecoverySheet = core::RecoverySheet {
        organisation_name: String,
        organisation: Id<LogId>,
        root_key: Zeroizing<String>,
        link: Zeroizing<String>,
    }
);

flat!(
    /// What a member's recovery card has on it.
    RecoveryCard = core::RecoveryCard { key: Zeroizing<String>, link: Zeroizing<String> }
);

/// An invitation that goes to somebody on paper, in a language.
#[derive(Deserialize)]
pub(crate) struct Letter {
    invited: Invited,
    language: LanguageName,
}

impl Letter {
    pub(crate) fn core(self) -> (core::Invited, Language) {
        (self.invited.core(), self.language.core())
    }
}

/// An invitation that goes to somebody by e-mail.
#[derive(Deserialize)]
pub(crate) struct MailedLetter {
    letter: Letter,
    to: String,
}

impl MailedLetter {
    pub(crate) fn core(self) -> ((core::Invited, Language), String) {
        (self.letter.core(), self.to)
    }
}
