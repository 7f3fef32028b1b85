//! The dry run: what a list of people would do, before anything is done.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization as _;

use super::Person;
use crate::fonts::clean;

/// How somebody is known already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Belongs to the organisation.
    Member,
    /// Has an invitation that is neither used nor over.
    Invited,
}

/// Somebody who is known already. What is not known of them is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The full name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// The personnel number.
    pub number: String,
    /// How they are known.
    pub standing: Standing,
}

/// A person of the list who is known already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// As the list has the person.
    pub person: Person,
    /// The index among the known people.
    pub known: usize,
}

/// A person who stands in the list twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The later row.
    pub person: Person,
    /// The line of the row that counts.
    pub first: usize,
}

/// What a list would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// To be invited.
    pub new: Vec<Person>,
    /// Members already.
    pub members: Vec<Match>,
    /// Invited already.
    pub invited: Vec<Match>,
    /// Rows that say again what an earlier one said.
    pub duplicates: Vec<Duplicate>,
    /// Indices of known members whom the list does not name. They are only named to the administrator: a list that lacks
    /// a page must not throw anybody out.
    pub leavers: Vec<usize>,
}

impl Plan {
    /// Compares the people of a list with the known ones.
    ///
    /// Two are the same when their personnel numbers are, or else their names while neither number nor e-mail address
    /// tells them apart: in a hospital two people have the same name. A known person whose name changed is found by an
    /// address, unless several people share it: that is a ward's, not a person's.
    pub fn new(people: Vec<Person>, known: &[Known]) -> Self {
        let mut plan = Self::default();
        let shared = shared_addresses(&people);
        let mut registry = Registry::default();
        for person in known {
            registry.add(Traits::of_known(person));
        }
        let mut listed = Registry::default();
        let mut lines = Vec::new();
        let mut seen = vec![false; known.len()];
        for person in people {
            let traits = Traits::of_person(&person);
            if let Some(line) = listed.find(&traits, false).and_then(|index| lines.get(index)) {
                plan.duplicates.push(Duplicate { first: *line, person });
                continue;
            }
            lines.push(person.line);
            let found = registry.find(&traits, !shared.contains(&traits.email));
            listed.add(traits);
            match found.and_then(|index| Some((index, known.get(index)?.standing))) {
                None => plan.new.push(person),
                Some((index, standing)) => {
                    if let Some(seen) = seen.get_mut(index) {
                        *seen = true;
                    }
                    let list = match standing {
                        Standing::Member => &mut plan.members,
                        Standing::Invited => &mut plan.invited,
                    };
                    list.push(Match { person, known: index });
                }
            }
        }
        let left = known.iter().zip(seen).enumerate();
        plan.leavers = left
            .filter(|(_, (person, seen))| person.standing == Standing::Member && !seen)
            .map(|(index, _)| index)
            .collect();
        plan
    }
}

/// What tells people apart, in the one spelling that is compared.
struct Traits {
    name: String,
    email: String,
    number: String,
}

impl Traits {
    fn of(name: &str, email: &str, number: &str) -> Self {
        let spelling = |text: &str| clean(text).nfc().collect::<String>().to_lowercase();
        Self { name: spelling(name), email: spelling(email), number: spelling(number) }
    }

    fn of_person(person: &Person) -> Self {
        Self::of(&person.name, &person.email, &person.number)
    }

    fn of_known(known: &Known) -> Self {
        Self::of(&known.name, &known.email, &known.number)
    }
}

/// The addresses that people of different names have.
fn shared_addresses(people: &[Person]) -> HashSet<String> {
    let mut owners: HashMap<String, String> = HashMap::new();
    let mut shared = HashSet::new();
    for traits in people.iter().map(Traits::of_person) {
        if owners.entry(traits.email.clone()).or_insert_with(|| traits.name.clone()) != &traits.name {
            shared.insert(traits.email);
        }
    }
    shared
}

/// People who can be found by what is known of them.
#[derive(Default)]
struct Registry {
    people: Vec<Traits>,
    by_number: HashMap<String, usize>,
    /// `None` where several share it.
    by_email: HashMap<String, Option<usize>>,
    by_name: HashMap<String, Vec<usize>>,
}

impl Registry {
    fn add(&mut self, person: Traits) {
        let index = self.people.len();
        if !person.number.is_empty() {
            self.by_number.entry(person.number.clone()).or_insert(index);
        }
        if !person.email.is_empty() {
            self.by_email.entry(person.email.clone()).and_modify(|owner| *owner = None).or_insert(Some(index));
        }
        self.by_name.entry(person.name.clone()).or_default().push(index);
        self.people.push(person);
    }

    fn find(&self, person: &Traits, by_email: bool) -> Option<usize> {
        let differ = |one: &str, other: &str| !one.is_empty() && !other.is_empty() && one != other;
        let number_fits =
            |index: &usize| self.people.get(*index).is_some_and(|other| !differ(&other.number, &person.number));
        let email_fits =
            |index: &usize| self.people.get(*index).is_some_and(|other| !differ(&other.email, &person.email));
        let same_number = || self.by_number.get(&person.number).copied();
        let same_name = || {
            let namesakes = self.by_name.get(&person.name)?;
            namesakes.iter().copied().find(|index| number_fits(index) && email_fits(index))
        };
        let same_email = || self.by_email.get(&person.email).copied().flatten().filter(number_fits);
        same_number().or_else(same_name).or_else(|| same_email().filter(|_| by_email))
    }
}
