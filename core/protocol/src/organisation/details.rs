//! What the organisation knows of its members beyond ids and rights: the plaintext of bodies in its log. They are
//! sealed under the directory key, so that the server reads none of it, and can be erased.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use super::MAX_NAME;

/// The largest picture of a member, in bytes.
pub const MAX_PICTURE: usize = 32 << 10;

/// The longest text of a privacy notice in one language, in bytes of UTF-8.
pub const MAX_NOTICE: usize = 64 << 10;

/// What the organisation says of a member.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct MemberDetails {
    /// Her name.
    #[n(0)]
    pub name: String,
    /// What she does, such as "Pflegefachfrau".
    #[n(1)]
    pub function: String,
    /// Where, such as "Station 3".
    #[n(2)]
    pub ward: String,
}

impl MemberDetails {
    /// A name alone.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Whether every part has a length that is permitted, and there is a name.
    pub fn fits(&self) -> bool {
        !self.name.is_empty() && [&self.name, &self.function, &self.ward].iter().all(|part| part.len() <= MAX_NAME)
    }
}

/// What a member says of herself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct MemberStatus {
    /// When she can be reached, or why not, such as "ab Montag wieder da".
    #[n(0)]
    pub availability: String,
    /// JPEG of at most [`MAX_PICTURE`] bytes.
    #[n(1)]
    pub picture: Option<ByteVec>,
}

impl MemberStatus {
    /// Whether it is of a size that is permitted.
    pub fn fits(&self) -> bool {
        self.availability.len() <= MAX_NAME && self.picture.as_ref().is_none_or(|picture| picture.len() <= MAX_PICTURE)
    }
}

/// The title of a role, team, device or registration key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Title {
    /// As people see it.
    #[n(0)]
    pub title: String,
}

/// What people are told about their data (Article 13 GDPR), in the languages of the house. Paragraphs are separated by
/// empty lines; a line that begins with `# ` is a heading.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Notice {
    /// Counts from 1.
    #[n(0)]
    pub version: u32,
    /// In German.
    #[n(1)]
    pub german: String,
    /// In English; the German text is shown where it is empty.
    #[n(2)]
    pub english: String,
}

impl Notice {
    /// Whether there is a text, of a length that is permitted.
    pub fn fits(&self) -> bool {
        !self.german.trim().is_empty() && self.german.len() <= MAX_NOTICE && self.english.len() <= MAX_NOTICE
    }
}
