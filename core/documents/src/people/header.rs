//! What columns are called, in German and English, and where they are in a file.

use verband_texts::Language;

use super::{Column, PeopleError, Row};

/// A title or a date may stand above the header.
const ROWS_ABOVE: usize = 10;

/// What a header's cell can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    First,
    Last,
    Is(Column),
}

/// Words in lower case, letters and digits only.
const ALIASES: [(Meaning, &[&str]); 8] = [
    (Meaning::First, &["vorname", "vornamen", "rufname", "firstname", "givenname", "forename"]),
    (Meaning::Last, &["nachname", "familienname", "zuname", "lastname", "surname", "familyname"]),
    (
        Meaning::Is(Column::Name),
        &[
            "name",
            "namen",
            "vollername",
            "vollständigername",
            "vorundnachname",
            "vornamenachname",
            "anzeigename",
            "person",
            "mitarbeiter",
            "mitarbeiterin",
            "mitarbeiterinnen",
            "mitarbeitende",
            "mitarbeitername",
            "beschäftigte",
            "fullname",
            "displayname",
            "employee",
            "employeename",
            "staff",
        ],
    ),
    (
        Meaning::Is(Column::Email),
        &[
            "email",
            "emailadresse",
            "mail",
            "mailadresse",
            "epost",
            "dienstlicheemail",
            "emailaddress",
            "mailaddress",
            "workemail",
        ],
    ),
    (
        Meaning::Is(Column::Function),
        &[
            "funktion",
            "beruf",
            "berufsbezeichnung",
            "berufsgruppe",
            "rolle",
            "tätigkeit",
            "qualifikation",
            "position",
            "stelle",
            "function",
            "role",
            "job",
            "jobtitle",
            "profession",
            "occupation",
        ],
    ),
    (
        Meaning::Is(Column::Ward),
        &[
            "station",
            "bereich",
            "wohnbereich",
            "abteilung",
            "team",
            "einheit",
            "gruppe",
            "wohngruppe",
            "tour",
            "standort",
            "einrichtung",
            "ward",
            "unit",
            "department",
            "area",
            "group",
            "location",
        ],
    ),
    (Meaning::Is(Column::Language), &["sprache", "briefsprache", "language", "letterlanguage"]),
    (
        Meaning::Is(Column::Number),
        &[
            "personalnummer",
            "personalnr",
            "persnr",
            "pnr",
            "mitarbeiternummer",
            "mitarbeiternr",
            "personnelnumber",
            "personnelno",
            "employeenumber",
            "employeeno",
            "employeeid",
            "staffnumber",
            "staffid",
        ],
    ),
];

fn meaning(cell: &str) -> Option<Meaning> {
    let word: String = cell.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    ALIASES.into_iter().find(|(_, words)| words.contains(&word.as_str())).map(|(meaning, _)| meaning)
}

/// How many cells of a row a header could have: how CSV finds its separator.
pub(super) fn known_words(cells: &[String]) -> usize {
    cells.iter().filter(|cell| meaning(cell).is_some()).count()
}

/// Which cells of a row belong to which column, in the order in which they are joined.
pub(super) struct Header {
    columns: Vec<(Column, Vec<usize>)>,
}

impl Header {
    /// The header among the first rows, and the index of the row behind it.
    pub(super) fn find(rows: &[Row]) -> Result<(Self, usize), PeopleError> {
        for (index, row) in rows.iter().take(ROWS_ABOVE).enumerate() {
            if let Some(header) = Self::read(row)? {
                return Ok((header, index + 1));
            }
        }
        Err(PeopleError::NoHeader)
    }

    /// `None` when the row does not say where names are.
    fn read(row: &Row) -> Result<Option<Self>, PeopleError> {
        let at = |wanted: Meaning| -> Vec<usize> {
            let cells = row.cells.iter().enumerate();
            cells.filter(|(_, cell)| meaning(cell) == Some(wanted)).map(|(index, _)| index).collect()
        };
        let (first, mut last, whole) = (at(Meaning::First), at(Meaning::Last), at(Meaning::Is(Column::Name)));
        // `Name` beside `Vorname` is the family name.
        if !first.is_empty() && last.is_empty() {
            last.clone_from(&whole);
        }
        let name = match (first.as_slice(), last.as_slice(), whole.as_slice()) {
            ([first], [last], _) => vec![*first, *last],
            ([], _, [whole]) => vec![*whole],
            ([_, _, ..], ..) | (_, [_, _, ..], _) | ([], [], [_, _, ..]) => {
                return Err(PeopleError::Twice(Column::Name));
            }
            _ => return Ok(None),
        };
        let mut columns = vec![(Column::Name, name)];
        for column in [Column::Email, Column::Function, Column::Ward, Column::Language, Column::Number] {
            let cells = at(Meaning::Is(column));
            // A house and a ward, a profession and a role are told together; two addresses cannot be.
            let joined = matches!(column, Column::Function | Column::Ward);
            if cells.len() > 1 && !joined {
                return Err(PeopleError::Twice(column));
            }
            columns.push((column, cells));
        }
        Ok(Some(Self { columns }))
    }

    /// What a row says in a column.
    pub(super) fn cell(&self, row: &Row, column: Column) -> String {
        let indices = self.columns.iter().find(|(known, _)| *known == column).map(|(_, cells)| cells.as_slice());
        let cells = indices.unwrap_or_default().iter().filter_map(|&index| row.cells.get(index));
        let told: Vec<&str> = cells.map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
        told.join(if column == Column::Name { " " } else { ", " })
    }
}

/// The language that a cell names.
pub(super) fn language(cell: &str) -> Option<Language> {
    match cell.to_lowercase().as_str() {
        "deutsch" | "german" | "de" | "d" | "de-de" => Some(Language::German),
        "englisch" | "english" | "en" | "e" | "en-gb" | "en-us" => Some(Language::English),
        _ => None,
    }
}
