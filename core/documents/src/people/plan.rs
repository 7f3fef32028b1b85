//! The dry run: what a list of people would do, before anything is done.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

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
    /// What the person does.
    pub function: String,
    /// Where the person works.
    pub ward: String,
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

/// Whom a row resembles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Like {
    /// The index among the known people.
    Known(usize),
    /// The line of an earlier row.
    Line(usize),
}

/// A row that may be somebody who is there already, or a namesake: only people can tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Similar {
    /// As the list has the person.
    pub person: Person,
    /// Whom the row resembles.
    pub like: Like,
}

/// What a list would do. Every row is in one of these; the administrator can invite any of them all the same.
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
    /// To be decided by the administrator.
    pub similar: Vec<Similar>,
    /// Indices of known members whom no row is, or resembles. They are only named to the administrator: a list that lacks
    /// a page must not throw anybody out.
    pub leavers: Vec<usize>,
}

impl Plan {
    /// Compares the people of a list with the known ones, and with each other.
    ///
    /// Two are **the same** when their personnel numbers are, or else their names while nothing that is told of both differs:
    /// number, address, function, ward. They are **two people** when their numbers or addresses differ: in a hospital two people
    /// have the same name. In between, with the same name in another function or ward, or with a name that is only written
    /// otherwise (`Mueller, Maria`), they are **similar**: a new ward, or a namesake. A known person is one row at most. One
    /// whose name changed is found by an address, unless several people share it: that is a ward's, not a person's.
    pub fn new(people: Vec<Person>, known: &[Known]) -> Self {
        let mut plan = Self::default();
        let shared = shared_addresses(&people);
        let mut registry = Registry::default();
        for (index, person) in known.iter().enumerate() {
            registry.add(Traits::of_known(person), Some(index), None);
        }
        let mut seen = vec![false; known.len()];
        let mut see = |index: usize| {
            if let Some(seen) = seen.get_mut(index) {
                *seen = true;
            }
        };
        for person in people {
            let traits = Traits::of_person(&person);
            let line = person.line;
            match registry.find(&traits, !shared.contains(&traits.email)) {
                Found::Known { entry, known: index } => {
                    registry.take(entry, traits, line);
                    see(index);
                    let list = match known.get(index).map(|known| known.standing) {
                        Some(Standing::Member) => &mut plan.members,
                        _ => &mut plan.invited,
                    };
                    list.push(Match { person, known: index });
                }
                Found::Row(first) => plan.duplicates.push(Duplicate { person, first }),
                Found::Similar(like) => {
                    if let Like::Known(index) = like {
                        see(index);
                    }
                    registry.add(traits, None, Some(line));
                    plan.similar.push(Similar { person, like });
                }
                Found::Nobody => {
                    registry.add(traits, None, Some(line));
                    plan.new.push(person);
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
    function: String,
    ward: String,
    number: String,
}

/// How two people compare.
enum Compared {
    /// The same, with so many things that are told of both.
    Same(usize),
    Similar,
    Different,
}

impl Traits {
    fn of([name, email, function, ward, number]: [&str; 5]) -> Self {
        let spelling = |text: &str| clean(text).nfc().collect::<String>().to_lowercase();
        Self {
            name: spelling(name),
            email: spelling(email),
            function: spelling(function),
            ward: spelling(ward),
            number: spelling(number),
        }
    }

    fn of_person(person: &Person) -> Self {
        Self::of([&person.name, &person.email, &person.function, &person.ward, &person.number])
    }

    fn of_known(known: &Known) -> Self {
        Self::of([&known.name, &known.email, &known.function, &known.ward, &known.number])
    }

    /// Compares people whose names sound alike.
    fn compare(&self, other: &Self) -> Compared {
        let pairs = [
            (&self.number, &other.number),
            (&self.email, &other.email),
            (&self.function, &other.function),
            (&self.ward, &other.ward),
        ];
        let [number, email, function, ward] = pairs.map(|(one, other)| agree(one, other));
        let agreed = [number, email, function, ward].iter().filter(|same| **same == Some(true)).count();
        if number == Some(true) {
            Compared::Same(agreed)
        } else if number == Some(false) || email == Some(false) {
            Compared::Different
        } else if self.name != other.name || function == Some(false) || ward == Some(false) {
            Compared::Similar
        } else {
            Compared::Same(agreed)
        }
    }
}

/// Whether something is the same of two people; none if it is not told of both.
fn agree(one: &str, other: &str) -> Option<bool> {
    (!one.is_empty() && !other.is_empty()).then_some(one == other)
}

/// What two spellings of a name have in common: its words in any order, with umlauts written out and without other marks.
fn sound(name: &str) -> String {
    let mut plain = String::new();
    for sign in name.chars() {
        match sign {
            'ä' => plain.push_str("ae"),
            'ö' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'ß' => plain.push_str("ss"),
            sign => plain.extend(std::iter::once(sign).nfd().filter(|part| !is_combining_mark(*part))),
        }
    }
    let mut words: Vec<&str> =
        plain.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.join(" ")
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

/// Somebody who is there already: a known person, a row, or a known person and the row that is the same.
struct Entry {
    traits: Traits,
    known: Option<usize>,
    line: Option<usize>,
}

/// Who a row is.
enum Found {
    /// A known person whom no row was yet.
    Known {
        entry: usize,
        known: usize,
    },
    /// Whoever stands in an earlier row.
    Row(usize),
    Similar(Like),
    Nobody,
}

/// People who can be found by what is known of them.
#[derive(Default)]
struct Registry {
    entries: Vec<Entry>,
    by_number: HashMap<String, Vec<usize>>,
    /// Of known people; `None` where several share it.
    by_email: HashMap<String, Option<usize>>,
    by_sound: HashMap<String, Vec<usize>>,
}

impl Registry {
    fn add(&mut self, traits: Traits, known: Option<usize>, line: Option<usize>) {
        let entry = self.entries.len();
        if known.is_some() && !traits.email.is_empty() {
            self.by_email.entry(traits.email.clone()).and_modify(|owner| *owner = None).or_insert(Some(entry));
        }
        self.index(entry, &traits);
        self.entries.push(Entry { traits, known, line });
    }

    fn index(&mut self, entry: usize, traits: &Traits) {
        if !traits.number.is_empty() {
            self.by_number.entry(traits.number.clone()).or_default().push(entry);
        }
        self.by_sound.entry(sound(&traits.name)).or_default().push(entry);
    }

    /// A row is this person: what it tells is known of her from now on.
    fn take(&mut self, entry: usize, row: Traits, line: usize) {
        self.index(entry, &row);
        let Some(taken) = self.entries.get_mut(entry) else { return };
        let before = std::mem::replace(&mut taken.traits, row);
        let Traits { name: _, email, function, ward, number } = &mut taken.traits;
        let pairs = [(email, before.email), (function, before.function), (ward, before.ward), (number, before.number)];
        for (told, before) in pairs {
            if told.is_empty() {
                *told = before;
            }
        }
        taken.line = Some(line);
    }

    fn find(&self, row: &Traits, by_email: bool) -> Found {
        let numbered = self.by_number.get(&row.number).into_iter().flatten();
        let named = self.by_sound.get(&sound(&row.name)).into_iter().flatten();
        // The same entry can be found in both ways: it is compared twice, with the same result.
        let alike: Vec<(usize, &Entry, Compared)> = numbered
            .chain(named)
            .filter_map(|&index| self.entries.get(index).map(|entry| (index, entry, entry.traits.compare(row))))
            .collect();
        let mut free: Option<(usize, usize, usize)> = None;
        let mut taken = None;
        let mut similar = None;
        for (index, entry, compared) in &alike {
            match (compared, entry.known, entry.line) {
                (Compared::Same(agreed), Some(known), None) if free.is_none_or(|(_, _, most)| *agreed > most) => {
                    free = Some((*index, known, *agreed));
                }
                (Compared::Same(_), _, Some(line)) => taken = taken.or(Some(line)),
                (Compared::Similar, Some(known), _) => similar = similar.or(Some(Like::Known(known))),
                (Compared::Similar, None, Some(line)) => similar = similar.or(Some(Like::Line(line))),
                _ => {}
            }
        }
        if let Some((entry, known, _)) = free {
            return Found::Known { entry, known };
        }
        if let Some(line) = taken {
            return Found::Row(line);
        }
        self.by_address(row).filter(|_| by_email).or(similar.map(Found::Similar)).unwrap_or(Found::Nobody)
    }

    /// A known person with another name and the same address, which is hers alone.
    fn by_address(&self, row: &Traits) -> Option<Found> {
        let index = self.by_email.get(&row.email).copied().flatten()?;
        let entry = self.entries.get(index)?;
        match (entry.known, entry.line) {
            (Some(known), None) if agree(&entry.traits.number, &row.number) != Some(false) => {
                Some(Found::Known { entry: index, known })
            }
            _ => None,
        }
    }
}
