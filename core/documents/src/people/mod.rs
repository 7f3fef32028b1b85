//! Lists of people as offices keep them, read into rows, and the dry run that says what a list would do.
//!
//! Nothing is decided or done here: a [`PeopleFile`] says who stands in a file and which rows are wrong, a [`Plan`]
//! compares it with the people who are known already.

mod archive;
mod header;
mod plan;
mod table;
mod workbook;

use unicode_normalization::UnicodeNormalization as _;
use verband_texts::{Language, text};

use crate::fonts::{Unprintable, clean};
use crate::mail::is_address;
use header::Header;

pub use plan::{Duplicate, Known, Like, Match, Plan, Similar, Standing};

/// Largest file.
pub const MAX_BYTES: usize = 10 << 20;
/// Most rows, the header and empty ones not counted.
pub const MAX_ROWS: usize = 10_000;
/// Longest text of a cell, in characters.
pub const MAX_CHARACTERS: usize = 100;
/// Longest text of a cell, in bytes of UTF-8: what the organisation log takes for a name.
pub const MAX_TEXT_BYTES: usize = 200;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Column {
    /// The name, in one column or in two.
    Name,
    /// The e-mail address.
    Email,
    /// What the person does.
    Function,
    /// Where the person works.
    Ward,
    /// The language of the letter.
    Language,
    /// The personnel number.
    Number,
}

impl Column {
    /// What people call it.
    pub fn text(self, language: Language) -> String {
        match self {
            Self::Name => text(language, "people-column-name", &[]),
            Self::Email => text(language, "people-column-email", &[]),
            Self::Function => text(language, "people-column-function", &[]),
            Self::Ward => text(language, "people-column-ward", &[]),
            Self::Language => text(language, "people-column-language", &[]),
            Self::Number => text(language, "people-column-number", &[]),
        }
    }
}

/// A person in the list. Everything but the name may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The row of the workbook, or the line of the text file, counted from one.
    pub line: usize,
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

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The row or line, as in [`Person::line`].
    pub line: usize,
    /// The column.
    pub column: Column,
    /// What.
    pub kind: ProblemKind,
}

/// What is wrong with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// It must not be empty.
    Empty,
    /// It has more than [`MAX_CHARACTERS`] or [`MAX_TEXT_BYTES`].
    TooLong,
    /// It is no e-mail address.
    BrokenEmail,
    /// It names a language that there are no letters in.
    UnknownLanguage,
    /// A letter cannot show this character.
    Unprintable(char),
}

impl Problem {
    /// What to tell the person who chose the file.
    pub fn text(&self, language: Language) -> String {
        let column = self.column.text(language);
        let (line, column) = (self.line.into(), column.as_str().into());
        match self.kind {
            ProblemKind::Empty => text(language, "people-empty", &[("line", line), ("column", column)]),
            ProblemKind::TooLong => text(
                language,
                "people-too-long",
                &[("line", line), ("column", column), ("characters", MAX_CHARACTERS.into())],
            ),
            ProblemKind::BrokenEmail => text(language, "people-broken-email", &[("line", line), ("column", column)]),
            ProblemKind::UnknownLanguage => {
                text(language, "people-unknown-language", &[("line", line), ("column", column)])
            }
            ProblemKind::Unprintable(character) => {
                let character = character.to_string();
                text(
                    language,
                    "people-unprintable",
                    &[("line", line), ("column", column), ("character", character.as_str().into())],
                )
            }
        }
    }
}

/// Why a file is no list of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PeopleError {
    /// More than [`MAX_BYTES`], or more when unpacked than a list of people can have.
    #[error("the file has more than {MAX_BYTES} bytes, or unpacks to too many")]
    TooBig,
    /// More than [`MAX_ROWS`].
    #[error("the file has more than {MAX_ROWS} rows")]
    TooMany,
    /// Neither CSV nor a workbook that can be read.
    #[error("the file is neither CSV nor XLSX")]
    NotATable,
    /// A workbook with a password.
    #[error("the workbook is encrypted")]
    Encrypted,
    /// None of the first rows names a column for names; one must be called `Name`, or two `Vorname` and `Nachname`.
    #[error("no header: expected `Name`, or `Vorname` and `Nachname`, among the first rows")]
    NoHeader,
    /// Two columns claim to be the same, and their cells cannot be joined.
    #[error("two columns are the {0:?}")]
    Twice(Column),
    /// A header and nothing below it.
    #[error("the list is empty")]
    Nobody,
}

impl PeopleError {
    /// Its stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooBig => "people-too-big",
            Self::TooMany => "people-too-many",
            Self::NotATable => "people-not-a-table",
            Self::Encrypted => "people-encrypted",
            Self::NoHeader => "people-no-header",
            Self::Twice(_) => "people-twice",
            Self::Nobody => "people-nobody",
        }
    }

    /// What to tell the person who chose the file.
    pub fn text(self, language: Language) -> String {
        match self {
            Self::TooBig => text(language, "people-too-big", &[("megabytes", (MAX_BYTES >> 20).into())]),
            Self::TooMany => text(language, "people-too-many", &[("rows", MAX_ROWS.into())]),
            Self::NotATable => text(language, "people-not-a-table", &[]),
            Self::Encrypted => text(language, "people-encrypted", &[]),
            Self::NoHeader => text(language, "people-no-header", &[]),
            Self::Twice(column) => {
                let column = column.text(language);
                text(language, "people-twice", &[("column", column.as_str().into())])
            }
            Self::Nobody => text(language, "people-nobody", &[]),
        }
    }
}

/// Who stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeopleFile {
    /// The people of the rows in which nothing is wrong.
    pub people: Vec<Person>,
    /// What is wrong with the other rows, in their order.
    pub problems: Vec<Problem>,
}

/// Reads a list of people: CSV with `;`, `,` or tabs, in UTF-8, UTF-16 or Windows-1252, or the first sheet of an XLSX
/// workbook. One of the first rows says what the columns hold, in German or English.
///
/// # Errors
/// When the file is no such list. Wrong rows are no error; they are in [`PeopleFile::problems`].
pub fn read(bytes: &[u8]) -> Result<PeopleFile, PeopleError> {
    if bytes.len() > MAX_BYTES {
        return Err(PeopleError::TooBig);
    }
    let rows = table::rows(bytes)?;
    let (header, first) = Header::find(&rows)?;
    if rows.len() - first > MAX_ROWS {
        return Err(PeopleError::TooMany);
    }
    let fonts = Unprintable::new();
    let mut file = PeopleFile { people: Vec::new(), problems: Vec::new() };
    for row in rows.iter().skip(first) {
        let known = file.problems.len();
        let person = person(row, &header, &fonts, &mut file.problems);
        if file.problems.len() == known {
            file.people.push(person);
        }
    }
    if file.people.is_empty() && file.problems.is_empty() { Err(PeopleError::Nobody) } else { Ok(file) }
}

/// A row of cells that is not empty, and its number in the file.
struct Row {
    line: usize,
    cells: Vec<String>,
}

fn person(row: &Row, header: &Header, fonts: &Unprintable, problems: &mut Vec<Problem>) -> Person {
    let line = row.line;
    let mut cell = |column: Column| {
        // One spelling of an umlaut, however the program that wrote the file composed it.
        let content: String = clean(&header.cell(row, column)).nfc().collect();
        let shown = matches!(column, Column::Name | Column::Function | Column::Ward);
        let is_long = content.chars().count() > MAX_CHARACTERS || content.len() > MAX_TEXT_BYTES;
        let kind = if is_long {
            Some(ProblemKind::TooLong)
        } else if content.is_empty() {
            (column == Column::Name).then_some(ProblemKind::Empty)
        } else if column == Column::Email && !is_address(&content) {
            Some(ProblemKind::BrokenEmail)
        } else if column == Column::Language && header::language(&content).is_none() {
            Some(ProblemKind::UnknownLanguage)
        } else if shown {
            fonts.first(&content).map(ProblemKind::Unprintable)
        } else {
            None
        };
        problems.extend(kind.map(|kind| Problem { line, column, kind }));
        content
    };
    Person {
        line,
        name: cell(Column::Name),
        email: cell(Column::Email),
        function: cell(Column::Function),
        ward: cell(Column::Ward),
        language: header::language(&cell(Column::Language)),
        number: cell(Column::Number),
    }
}
