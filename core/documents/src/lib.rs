//! Paperwork: letters, lists, recovery papers, mail drafts and lists of people that come in, for an administrator; reports
//! for the patient's record.
//!
//! Everything here is a function from what is passed in to bytes or rows: nothing is read from anywhere, no clock, no
//! chance, no network, so that it runs in a browser as it does on a desk. What a code opens, who may invite and what
//! happens with a list of people is decided elsewhere. The sentences are those of `verband-texts`.
//!
//! PDFs are written after PDF/UA-1 and PDF/A-2a, and with the glyphs they use: `pdf` writes them with `pdf-writer`, which is a twentieth
//! of what a library of pages and pictures takes in an app. Those that contain a secret are wiped when they are dropped;
//! what was allocated while they were laid out and written is not.

mod error;
mod fonts;
mod layout;
mod letter;
mod list;
mod mail;
mod markers;
mod paper;
mod pdf;
pub mod people;
mod qr;
mod recovery;
mod report;
mod sheet;
mod spreadsheet;
mod subset;

use verband_texts::{Date, Language};

pub use error::DocumentError;
pub use fonts::unprintable;
pub use letter::letters;
pub use list::hand_out_list;
pub use mail::{Draft, mail_draft};
pub use markers::{MARKER_SIDES_MM, marker_sheet};
pub use qr::qr_squares;
pub use recovery::{PaperKey, recovery_card, recovery_sheet};
pub use report::{Curve, Fact, Part, Picture, Report, report};
pub use spreadsheet::csv;

/// The organisation that writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct House {
    /// Its name.
    pub name: String,
    /// Lines of its postal address; none leaves out the return address.
    pub address: Vec<String>,
    /// The address of its server, as people type it.
    pub server: String,
    /// The fingerprint of the organisation in words or groups.
    pub fingerprint: String,
    /// Whom to ask, with telephone number or room; empty leaves it out.
    pub contact: String,
    /// What Article 13 GDPR says people must be told, in the languages that the organisation has it in; none leaves the
    /// page out. A letter has the one in its own language, or else the first.
    pub notices: Vec<Notice>,
}

/// The organisation's privacy notice in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its language.
    pub language: Language,
    /// Its parts in their order.
    pub paragraphs: Vec<Paragraph>,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paragraph {
    /// A heading.
    Heading(String),
    /// Running text.
    Text(String),
}

/// An invitation on paper. It has no `Debug`: its code is a secret.
#[derive(Clone, Copy)]
pub struct Letter<'a> {
    /// Who is invited.
    pub name: &'a str,
    /// What the person does; may be empty.
    pub function: &'a str,
    /// Where the person works; may be empty.
    pub ward: &'a str,
    /// The code in its groups.
    pub code: &'a str,
    /// The invitation as a link: what the QR code says.
    pub link: &'a str,
    /// The last day that the code is valid on.
    pub expires: Date,
    /// What tells this letter from others without telling the code.
    pub reference: &'a str,
    /// The language of the letter.
    pub language: Language,
}
