//! Lists of people, and what letters need to know.

use verband_client::documents::people::{Person, Problem};
use verband_client::protocol::id::MemberId;
use verband_client::texts::Language;
use verband_client::{self as core, Desk};

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
    /// Members whom the list does not name. Nothing happens to them.
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

not_printed!(Letter);

/// An invitation that goes to somebody on paper, in a language.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Display)]
pub struct Letter {
    /// Whose.
    pub invited: Invited,
    /// The language of the letter.
    pub language: Language,
}
