//! Lists of people, and what letters need to know.

use verband_client::documents::people::{Person, Problem};
use verband_client::protocol::id::{InvitationId, MemberId};
use verband_client::protocol::organisation::details::MemberDetails;
use verband_client::texts::Language;
use verband_client::{self as core, Desk, Resembled};

use super::invitations::Invited;
use super::not_printed;

/// A person in a list. Everything but the name may be empty.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ListedPerson {
    /// The row of the workbook, or the line of the text file, counted from one.
    pub line: u32,
    /// The full name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// What the person does.
    pub function: String,
    /// Where the person works.
    pub ward: String,
    /// The language of the letter, when the list says it.
    pub language: Option<Language>,
    /// The personnel number.
    pub number: String,
}

impl From<Person> for ListedPerson {
    fn from(person: Person) -> Self {
        Self {
            line: line(person.line),
            name: person.name,
            email: person.email,
            function: person.function,
            ward: person.ward,
            language: person.language,
            number: person.number,
        }
    }
}

impl From<ListedPerson> for Person {
    fn from(person: ListedPerson) -> Self {
        Self {
            line: person.line as usize,
            name: person.name,
            email: person.email,
            function: person.function,
            ward: person.ward,
            language: person.language,
            number: person.number,
        }
    }
}

/// What is wrong with a row of a list.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ListProblem {
    /// The row or line.
    pub line: u32,
    /// What to tell the person who chose the file.
    pub text: String,
}

/// How somebody is there whom a row of a list resembles.
#[uniffi::remote(Enum)]
pub enum Resembled {
    /// Belongs to the organisation.
    Member,
    /// Is invited.
    Invited,
    /// Stands in an earlier row of the same list.
    Listed,
}

/// A row that resembles somebody who is there already, by name but not in everything that is known of her.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SimilarPerson {
    /// As the list has the person.
    pub person: ListedPerson,
    /// Whom the row resembles.
    pub like: MemberDetails,
    /// How that one is there.
    pub resembles: Resembled,
    /// The line of that one, if it is another row.
    pub line: Option<u32>,
}

impl From<core::SimilarPerson> for SimilarPerson {
    fn from(similar: core::SimilarPerson) -> Self {
        let core::SimilarPerson { person, like, resembles, line: row } = similar;
        Self { person: person.into(), like, resembles, line: row.map(line) }
    }
}

/// What a list of people would do. Nothing is done.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PeoplePlan {
    /// Who would be invited.
    pub new: Vec<ListedPerson>,
    /// Who belongs to the organisation already.
    pub members: Vec<ListedPerson>,
    /// Who is invited already.
    pub invited: Vec<ListedPerson>,
    /// Who stands in the list a second time.
    pub duplicates: Vec<ListedPerson>,
    /// Who may be there already, or a namesake of somebody who is: the administrator decides.
    pub similar: Vec<SimilarPerson>,
    /// Open invitations of people in the list that this person issued: what is withdrawn to undo the list.
    pub undo: Vec<InvitationId>,
    /// Members whom no row is or resembles. Nothing happens to them.
    pub missing: Vec<MemberId>,
    /// What is wrong with the other rows.
    pub problems: Vec<ListProblem>,
}

impl PeoplePlan {
    pub(crate) fn new(plan: core::PeoplePlan, language: Language) -> Self {
        let listed = |people: Vec<Person>| people.into_iter().map(ListedPerson::from).collect();
        let problem = |problem: &Problem| ListProblem { line: line(problem.line), text: problem.text(language) };
        Self {
            new: listed(plan.new),
            members: listed(plan.members),
            invited: listed(plan.invited),
            duplicates: listed(plan.duplicates),
            similar: plan.similar.into_iter().map(SimilarPerson::from).collect(),
            undo: plan.undo,
            missing: plan.missing,
            problems: plan.problems.iter().map(problem).collect(),
        }
    }
}

/// A list has some thousand rows.
fn line(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// What the organisation's log does not know and its letters say.
#[uniffi::remote(Record)]
pub struct Desk {
    /// Lines of the postal address of the house; none leaves out the return address.
    pub address: Vec<String>,
    /// Whom to ask, with telephone number or room; empty leaves it out.
    pub contact: String,
    /// How many seconds the clocks of the house are ahead of UTC on the day that the codes end.
    pub utc_offset_s: i32,
}

not_printed!(Letter, MailedLetter);

/// An invitation that goes to somebody on paper, in a language.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct Letter {
    /// Whose.
    pub invited: Invited,
    /// The language of the letter.
    pub language: Language,
}

/// An invitation that goes to somebody by e-mail.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct MailedLetter {
    /// The invitation, and its language.
    pub letter: Letter,
    /// The person's address.
    pub to: String,
}
