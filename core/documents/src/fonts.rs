//! The fonts on board and the glyphs of a text.
//!
//! Atkinson Hyperlegible Next, made for people who see badly: no two symbols of a code look alike in it. A word that has
//! a letter it lacks is set in Noto Sans as a whole (Vietnamese, Greek, Cyrillic). What both lack is an error with the
//! character, never an empty box: scripts that run from right to left or join their letters need more than glyphs.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use harfrust::{FontRef, ShapeOptions, ShaperData, UnicodeBuffer};
use krilla::text::{Font, GlyphId, KrillaGlyph};

use crate::error::Fault;

const REGULAR: &[u8] = include_bytes!("../fonts/AtkinsonHyperlegibleNext-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../fonts/AtkinsonHyperlegibleNext-Bold.ttf");
const WIDE: &[u8] = include_bytes!("../fonts/NotoSans-Regular.ttf");

/// How dark a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// A font on board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Face {
    Regular,
    Bold,
    Wide,
}

/// A piece of text as glyphs of one font. Lengths are in units of the font size.
#[derive(Clone)]
pub(crate) struct Word {
    pub(crate) face: Face,
    pub(crate) glyphs: Rc<[KrillaGlyph]>,
}

impl Word {
    pub(crate) fn width(&self) -> f32 {
        width(&self.glyphs)
    }
}

pub(crate) fn width(glyphs: &[KrillaGlyph]) -> f32 {
    glyphs.iter().map(|glyph| glyph.x_advance).sum()
}

struct Loaded {
    font: FontRef<'static>,
    data: ShaperData,
    pdf: Font,
}

impl Loaded {
    fn new(bytes: &'static [u8]) -> Self {
        let font = FontRef::new(bytes).expect("our own file is a font");
        let pdf = Font::new(bytes.into(), 0).expect("our own file is a font");
        Self { data: ShaperData::new(&font), font, pdf }
    }

    /// The glyphs of a text, zero where there is none.
    fn shape(&self, text: &str) -> Vec<KrillaGlyph> {
        let shaper = self.data.shaper(&self.font).build();
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(harfrust::Direction::LeftToRight);
        let shaped = shaper.shape(buffer, ShapeOptions::new());
        let units = self.pdf.units_per_em();
        let starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
        let em = |length: i32| {
            #[expect(clippy::cast_precision_loss, reason = "a few thousand units")]
            let length = length as f32;
            length / units
        };
        glyphs
            .map(|(info, position)| {
                let start = info.cluster as usize;
                let end = starts.iter().copied().find(|&next| next > start).unwrap_or(text.len());
                KrillaGlyph::new(
                    GlyphId::new(info.glyph_id),
                    em(position.x_advance),
                    em(position.x_offset),
                    em(position.y_offset),
                    em(position.y_advance),
                    start..end,
                    None,
                )
            })
            .collect()
    }
}

fn missing(glyphs: &[KrillaGlyph]) -> Option<&KrillaGlyph> {
    glyphs.iter().find(|glyph| glyph.glyph_id.to_u32() == 0)
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
        let [regular, bold, wide] = [REGULAR, BOLD, WIDE].map(Loaded::new);
        Self { regular, bold, wide, known: RefCell::default() }
    }

    fn loaded(&self, face: Face) -> &Loaded {
        match face {
            Face::Regular => &self.regular,
            Face::Bold => &self.bold,
            Face::Wide => &self.wide,
        }
    }

    pub(crate) fn pdf(&self, face: Face) -> Font {
        self.loaded(face).pdf.clone()
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
        // A font that has to put a letter together from its parts comes last: the marks sit well, but programs that
        // search or copy take them for words of their own.
        let shaped = [face, Face::Wide].map(|face| (face, self.loaded(face).shape(text)));
        let letters = text.chars().count();
        let whole = shaped.iter().find(|(_, glyphs)| missing(glyphs).is_none() && glyphs.len() <= letters);
        let found = whole.or_else(|| shaped.iter().find(|(_, glyphs)| missing(glyphs).is_none()));
        let word = found.map(|(face, glyphs)| Word { face: *face, glyphs: glyphs.as_slice().into() });
        let word = word.ok_or_else(|| Fault::Unprintable(self.lacking(text)))?;
        self.known.borrow_mut().insert(key, word.clone());
        Ok(word)
    }

    /// The first character of a word that keeps it from being printed.
    fn lacking(&self, text: &str) -> char {
        let glyphs = self.wide.shape(text);
        let range = missing(&glyphs).map_or(0..text.len(), |glyph| glyph.text_range.clone());
        let cluster = text.get(range).unwrap_or(text);
        let alone = |sign: &char| missing(&self.wide.shape(sign.encode_utf8(&mut [0; 4]))).is_some();
        cluster.chars().find(alone).or_else(|| cluster.chars().next()).unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}

/// A text as one line of what is visible: no control characters, no invisible marks, single spaces.
pub(crate) fn clean(text: &str) -> String {
    let visible = text.chars().filter(|&sign| !is_invisible(sign));
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

/// The first character of a text that no letter can show, to say so before one is written.
pub fn unprintable(text: &str) -> Option<char> {
    Unprintable::new().first(text)
}
