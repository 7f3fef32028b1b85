//! The languages that people are written to in.

use minicbor::{Decode, Encode};

/// A language that Verband speaks.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Language {
    /// German, as it is written in Germany.
    #[default]
    #[n(0)]
    German,
    /// English, as it is written in Britain.
    #[n(1)]
    English,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::German, Self::English];

    /// The language that a tag asks for (`de-AT`, `en_GB.UTF-8`); German for every other one.
    pub fn from_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_', '.']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| primary.eq_ignore_ascii_case(language.tag())).unwrap_or_default()
    }

    /// Its tag (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::German => "de",
            Self::English => "en",
        }
    }
}
