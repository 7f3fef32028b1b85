//! Every sentence of the core that a person reads: German first, English second.
//!
//! The sentences live in `de.ftl` and `en.ftl` (Fluent) and nowhere else; the rooms that show them name an id, always
//! as a literal in the call of [`text`], so that a test can compare the ids in the sources with those in the files.
//! Errors for developers are English and belong to their rooms. What only screens say lies beside them in `app/`, for the apps;
//! nothing here reads it.

mod date;
mod terms;
mod words;

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use miniz_oxide::inflate::decompress_to_vec_zlib;
use unic_langid::LanguageIdentifier;

pub use date::Date;
pub use terms::{WOUND, codes, term};
pub use verband_protocol::language::Language;
pub use words::{list as word_list, words};

/// What takes the place of a variable in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// As it is. It cannot become markup: a text has none.
    Text(&'a str),
    /// Chooses the plural, too.
    Number(u64),
    /// Written as the language writes dates.
    Date(Date),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl From<usize> for Value<'_> {
    fn from(number: usize) -> Self {
        Self::Number(u64::try_from(number).unwrap_or(u64::MAX))
    }
}

impl From<Date> for Value<'_> {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

/// The text with this id in this language, with its variables filled in.
///
/// An id that no file has is given back as it is: a person sees a strange word instead of nothing, and the test of this
/// room sees to it that nobody does.
pub fn text(language: Language, id: &str, values: &[(&str, Value<'_>)]) -> String {
    lookup(language, id, values)
}

fn lookup(language: Language, id: &str, values: &[(&str, Value<'_>)]) -> String {
    let bundle = &BUNDLES[language as usize];
    let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
        return id.to_owned();
    };
    let arguments: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, fluent(*value, language))).collect();
    bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
}

fn fluent(value: Value<'_>, language: Language) -> FluentValue<'_> {
    match value {
        Value::Text(text) => FluentValue::String(Cow::Borrowed(text)),
        Value::Number(number) => FluentValue::from(number),
        Value::Date(date) => FluentValue::String(Cow::Owned(date.written(language))),
    }
}

static BUNDLES: LazyLock<[FluentBundle<FluentResource>; 2]> = LazyLock::new(|| {
    Language::ALL.map(|language| {
        let packed: &[u8] = match language {
            Language::German => include_bytes!(concat!(env!("OUT_DIR"), "/de.ftl.zlib")),
            Language::English => include_bytes!(concat!(env!("OUT_DIR"), "/en.ftl.zlib")),
        };
        let source = decompress_to_vec_zlib(packed).expect("build.rs has packed it");
        let source = String::from_utf8(source).expect("our own files are UTF-8");
        let resource = FluentResource::try_new(source).expect("our own files are Fluent");
        let tag: LanguageIdentifier = language.tag().parse().expect("our own tags are tags");
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // The marks keep names of right-to-left scripts apart from the sentence around them. Nothing that we print has
        // glyphs for them, and interfaces isolate names by their own means.
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).expect("no id is there twice");
        bundle
    })
});
