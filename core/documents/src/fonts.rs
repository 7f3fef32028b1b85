//! The fonts on board and the glyphs of a text.
//!
//! Atkinson Hyperlegible Next, made for people who see badly: no two symbols of a code look alike in it. A word that has
//! a letter it lacks is set in Noto Sans as a whole (Vietnamese, Greek, Cyrillic). What both lack is an error with the
//! character in it. Each letter is one glyph, moved by the font's kerning: scripts that run right to left or join their
//! letters need more than that.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::LazyLock;

use miniz_oxide::inflate::decompress_to_vec_zlib;
use ttf_parser::gpos::{PairAdjustment, PositioningSubtable};
use ttf_parser::{Face as Tables, GlyphId, Tag};
use unicode_normalization::UnicodeNormalization as _;

use crate::error::Fault;

/// Regular, bold and wide, packed: in an app they are needed once a year.
const PACKED: [&[u8]; 3] = [
    include_bytes!("../fonts/AtkinsonHyperlegibleNext-Regular.ttf.zlib"),
    include_bytes!("../fonts/AtkinsonHyperlegibleNext-Bold.ttf.zlib"),
    include_bytes!("../fonts/NotoSans-Regular.ttf.zlib"),
];

static FILES: LazyLock<[Vec<u8>; 3]> =
    LazyLock::new(|| PACKED.map(|packed| decompress_to_vec_zlib(packed).expect("our own file is packed")));

/// How dark a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// A font on board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Face {
    Regular,
    Bold,
    Wide,
}

impl Face {
    /// Its name in a file, which marks it as a part of the font.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Regular => "VERBAN+AtkinsonHyperlegibleNext-Regular",
            Self::Bold => "VERBAN+AtkinsonHyperlegibleNext-Bold",
            Self::Wide => "VERBAN+NotoSans-Regular",
        }
    }

    /// Its name on a page.
    pub(crate) fn short(self) -> &'static str {
        match self {
            Self::Regular => "R",
            Self::Bold => "B",
            Self::Wide => "W",
        }
    }
}

/// A glyph of a font.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Glyph {
    /// Its number in the font.
    pub(crate) id: u16,
    /// To the next glyph, in units of the font size.
    pub(crate) advance: f32,
    /// What it stands for in the text.
    pub(crate) text: Range<usize>,
}

/// A piece of text as glyphs of one font. Lengths are in units of the font size.
#[derive(Clone)]
pub(crate) struct Word {
    pub(crate) face: Face,
    pub(crate) glyphs: Rc<[Glyph]>,
}

impl Word {
    pub(crate) fn width(&self) -> f32 {
        width(&self.glyphs)
    }
}

pub(crate) fn width(glyphs: &[Glyph]) -> f32 {
    glyphs.iter().map(|glyph| glyph.advance).sum()
}

/// A font as it is on board.
pub(crate) struct Loaded {
    pub(crate) bytes: &'static [u8],
    pub(crate) tables: Tables<'static>,
    pub(crate) units: f32,
}

impl Loaded {
    fn new(bytes: &'static [u8]) -> Self {
        let tables = Tables::parse(bytes, 0).expect("our own file is a font");
        let units = f32::from(tables.units_per_em());
        Self { bytes, tables, units }
    }

    /// How wide a glyph is by itself, in units of the font size.
    pub(crate) fn advance(&self, id: u16) -> f32 {
        f32::from(self.tables.glyph_hor_advance(GlyphId(id)).unwrap_or_default()) / self.units
    }

    /// The glyphs of a text, zero where there is none.
    fn shape(&self, text: &str) -> Vec<Glyph> {
        let mut glyphs: Vec<Glyph> = text
            .char_indices()
            .map(|(start, sign)| {
                let id = self.tables.glyph_index(sign).map_or(0, |id| id.0);
                Glyph { id, advance: self.advance(id), text: start..start + sign.len_utf8() }
            })
            .collect();
        for index in 1..glyphs.len() {
            if let [left, right] = &mut glyphs[index - 1..=index] {
                left.advance += self.kerning(left.id, right.id);
            }
        }
        glyphs
    }

    /// How much closer two glyphs stand than they would by themselves.
    fn kerning(&self, left: u16, right: u16) -> f32 {
        let Some(gpos) = self.tables.tables().gpos else { return 0.0 };
        let (left, right) = (GlyphId(left), GlyphId(right));
        let features = gpos.features.into_iter().filter(|feature| feature.tag == Tag::from_bytes(b"kern"));
        for lookup in features.flat_map(|feature| feature.lookup_indices) {
            let Some(lookup) = gpos.lookups.get(lookup) else { continue };
            for subtable in lookup.subtables.into_iter::<PositioningSubtable<'_>>() {
                let PositioningSubtable::Pair(pair) = subtable else { continue };
                let Some(covered) = pair.coverage().get(left) else { continue };
                let found = match pair {
                    PairAdjustment::Format1 { sets, .. } => sets.get(covered).and_then(|set| set.get(right)),
                    PairAdjustment::Format2 { classes: (first, second), matrix, .. } => {
                        matrix.get((first.get(left), second.get(right)))
                    }
                };
                if let Some((adjusted, _)) = found {
                    return f32::from(adjusted.x_advance) / self.units;
                }
            }
        }
        0.0
    }
}

fn missing(glyphs: &[Glyph]) -> Option<&Glyph> {
    glyphs.iter().find(|glyph| glyph.id == 0)
}

/// The fonts, and the words that were set in them since they were loaded: letters repeat their sentences.
pub(crate) struct Fonts {
    regular: Loaded,
    bold: Loaded,
    wide: Loaded,
    known: RefCell<HashMap<(Weight, String), Word>>,
}

impl Fonts {
    pub(crate) fn load() -> Self {
        let [regular, bold, wide] = FILES.each_ref().map(|file| Loaded::new(file));
        Self { regular, bold, wide, known: RefCell::default() }
    }

    pub(crate) fn loaded(&self, face: Face) -> &Loaded {
        match face {
            Face::Regular => &self.regular,
            Face::Bold => &self.bold,
            Face::Wide => &self.wide,
        }
    }

    /// Sets a text that [`clean`] has been over.
    pub(crate) fn word(&self, text: &str, weight: Weight) -> Result<Word, Fault> {
        let key = (weight, text.to_owned());
        if let Some(word) = self.known.borrow().get(&key) {
            return Ok(word.clone());
        }
        let face = match weight {
            Weight::Regular => Face::Regular,
            Weight::Bold => Face::Bold,
        };
        let shaped = [face, Face::Wide].map(|face| (face, self.loaded(face).shape(text)));
        let found = shaped.iter().find(|(_, glyphs)| missing(glyphs).is_none());
        let word = found.map(|(face, glyphs)| Word { face: *face, glyphs: glyphs.as_slice().into() });
        let word = word.ok_or_else(|| Fault::Unprintable(self.lacking(text)))?;
        self.known.borrow_mut().insert(key, word.clone());
        Ok(word)
    }

    /// The first character of a word that keeps it from being printed.
    fn lacking(&self, text: &str) -> char {
        let glyphs = self.wide.shape(text);
        let lacking = missing(&glyphs).and_then(|glyph| text.get(glyph.text.clone())?.chars().next());
        lacking.unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}

/// A text as one line of what is visible: no control characters, no invisible marks, single spaces, letters with their
/// marks as one, however a program composed them.
pub(crate) fn clean(text: &str) -> String {
    let visible = text.nfc().filter(|&sign| !is_invisible(sign));
    let mut out = String::with_capacity(text.len());
    for sign in visible.map(|sign| if is_space(sign) { ' ' } else { sign }) {
        if sign != ' ' || !(out.is_empty() || out.ends_with(' ')) {
            out.push(sign);
        }
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

fn is_space(sign: char) -> bool {
    sign.is_control() || (sign.is_whitespace() && !matches!(sign, '\u{a0}' | '\u{202f}'))
}

fn is_invisible(sign: char) -> bool {
    matches!(
        sign,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    )
}

/// A text with what no font on board has as its number in Unicode, in brackets: for texts that have to be printed.
pub(crate) fn printable(fonts: &Fonts, text: &str) -> String {
    let mut out = clean(text);
    let lacking = |text: &str| {
        let words = text.split(' ').flat_map(|word| [Weight::Regular, Weight::Bold].map(|weight| (word, weight)));
        words.into_iter().find_map(|(word, weight)| match fonts.word(word, weight) {
            Err(Fault::Unprintable(sign)) => Some(sign),
            _ => None,
        })
    };
    while let Some(sign) = lacking(&out).filter(|sign| out.contains(*sign)) {
        out = out.replace(sign, &format!("[U+{:04X}]", u32::from(sign)));
    }
    out
}

/// Finds what no letter can show.
pub(crate) struct Unprintable(Fonts);

impl Unprintable {
    pub(crate) fn new() -> Self {
        Self(Fonts::load())
    }

    /// The first character of a text that has no glyph.
    pub(crate) fn first(&self, text: &str) -> Option<char> {
        clean(text).split(' ').find_map(|word| match self.0.word(word, Weight::Regular) {
            Err(Fault::Unprintable(character)) => Some(character),
            _ => None,
        })
    }
}

/// The first character of a text that no letter can show, as the text has it, to say so before one is written.
pub fn unprintable(text: &str) -> Option<char> {
    let found = Unprintable::new().first(text)?;
    // Normalising may have joined a letter with its mark, taken them apart, or put another character in the place of both.
    let parts: Vec<char> = std::iter::once(found).nfd().collect();
    let written = |part: &char| text.chars().find(|own| std::iter::once(*own).nfd().any(|one| one == *part));
    text.chars().find(|own| *own == found).or_else(|| parts.iter().find_map(written))
}
