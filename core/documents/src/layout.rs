//! Paragraphs: a text broken into lines of glyphs that fit a width. Lengths are in points.

use unicode_linebreak::linebreaks;

use crate::error::Fault;
use crate::fonts::{Face, Fonts, Glyph, Weight, Word, clean, width};

/// Points in a millimetre.
pub(crate) fn mm(millimetres: f32) -> f32 {
    millimetres * 72.0 / 25.4
}

/// What a text looks like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    pub(crate) weight: Weight,
    pub(crate) size: f32,
    /// From black, 0, to white, 255.
    pub(crate) gray: u8,
}

impl Style {
    pub(crate) const fn regular(size: f32) -> Self {
        Self { weight: Weight::Regular, size, gray: 0 }
    }

    pub(crate) const fn bold(size: f32) -> Self {
        Self { weight: Weight::Bold, size, gray: 0 }
    }

    pub(crate) const fn gray(self) -> Self {
        Self { gray: 85, ..self }
    }

    pub(crate) fn scaled(self, factor: f32) -> Self {
        Self { size: self.size * factor, ..self }
    }

    /// From one base line to the next.
    pub(crate) fn leading(self) -> f32 {
        self.size * 1.32
    }

    /// From the top of a line to its base line.
    pub(crate) fn ascent(self) -> f32 {
        self.size * 1.0
    }
}

/// Glyphs of one font beside each other, and the text that they stand for.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) face: Face,
    /// From the line's left end.
    pub(crate) x: f32,
    pub(crate) glyphs: Vec<Glyph>,
    pub(crate) text: String,
}

/// A line of text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pub(crate) runs: Vec<Run>,
    /// Without the space at its end.
    pub(crate) width: f32,
    /// With it.
    advance: f32,
}

impl Line {
    fn push(&mut self, face: Face, glyphs: &[Glyph], text: &str, size: f32) {
        if self.runs.last().is_none_or(|run| run.face != face) {
            self.runs.push(Run { face, x: self.advance, glyphs: Vec::new(), text: String::new() });
        }
        if let Some(run) = self.runs.last_mut() {
            let shift = run.text.len();
            run.text.push_str(text);
            run.glyphs.extend(glyphs.iter().cloned().map(|mut glyph| {
                glyph.text = glyph.text.start + shift..glyph.text.end + shift;
                glyph
            }));
        }
        self.width = self.advance + visible(glyphs, text) * size;
        self.advance += width(glyphs) * size;
    }
}

/// The width without the space at the end.
fn visible(glyphs: &[Glyph], text: &str) -> f32 {
    let end = text.trim_end_matches(' ').len();
    glyphs.iter().filter(|glyph| glyph.text.start < end).map(|glyph| glyph.advance).sum()
}

/// A text set in lines.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub(crate) style: Style,
    pub(crate) lines: Vec<Line>,
}

impl Block {
    pub(crate) fn height(&self) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "a page has few lines")]
        let lines = self.lines.len() as f32;
        lines * self.style.leading()
    }

    /// The same with a space behind its last line, which is not seen but read.
    pub(crate) fn followed_by_space(mut self, fonts: &Fonts) -> Result<Self, Fault> {
        let space = fonts.word(" ", self.style.weight)?;
        if let Some(line) = self.lines.last_mut() {
            line.push(space.face, &space.glyphs, " ", self.style.size);
        }
        Ok(self)
    }

    pub(crate) fn width(&self) -> f32 {
        self.lines.iter().map(|line| line.width).fold(0.0, f32::max)
    }
}

/// Sets a text in lines no wider than this.
pub(crate) fn set(fonts: &Fonts, text: &str, style: Style, width: f32) -> Result<Block, Fault> {
    let text = clean(text);
    let mut setting = Setting { fonts, style, width, lines: Vec::new(), line: Line::default() };
    let mut start = 0;
    let breaks = (!text.is_empty()).then(|| linebreaks(&text));
    for (end, _) in breaks.into_iter().flatten() {
        setting.add(text.get(start..end).unwrap_or_default())?;
        start = end;
    }
    setting.end_line();
    Ok(Block { style, lines: setting.lines })
}

/// Sets texts below each other, in smaller letters if that makes them fit the height.
pub(crate) fn fit(fonts: &Fonts, texts: &[(&str, Style)], width: f32, height: f32) -> Result<Vec<Block>, Fault> {
    for scale in [1.0, 0.9, 0.8, 0.7, 0.6] {
        let blocks: Result<Vec<Block>, Fault> =
            texts.iter().map(|(text, style)| set(fonts, text, style.scaled(scale), width)).collect();
        let blocks = blocks?;
        if blocks.iter().map(Block::height).sum::<f32>() <= height {
            return Ok(blocks);
        }
    }
    let longest = texts.iter().map(|(text, _)| *text).max_by_key(|text| text.len()).unwrap_or_default();
    Err(Fault::too_long(longest))
}

struct Setting<'a> {
    fonts: &'a Fonts,
    style: Style,
    width: f32,
    lines: Vec<Line>,
    line: Line,
}

impl Setting<'_> {
    /// Adds what may not be broken: a word with the space behind it.
    fn add(&mut self, mut text: &str) -> Result<(), Fault> {
        let mut word = self.fonts.word(text, self.style.weight)?;
        if self.line.advance > 0.0 && !self.fits(&word, text) {
            self.end_line();
        }
        // Longer than a line: broken inside.
        while !self.fits(&word, text) {
            let (head, rest) = self.split(text)?;
            if rest.is_empty() {
                break;
            }
            self.lines.push(head);
            text = rest;
            word = self.fonts.word(text, self.style.weight)?;
        }
        self.line.push(word.face, &word.glyphs, text, self.style.size);
        Ok(())
    }

    fn fits(&self, word: &Word, text: &str) -> bool {
        self.line.advance + visible(&word.glyphs, text) * self.style.size <= self.width
    }

    fn end_line(&mut self) {
        if !self.line.runs.is_empty() {
            self.lines.push(std::mem::take(&mut self.line));
        }
    }

    /// As much of a long word as a line takes, and the rest: at a syllable with a hyphen, or else between any letters.
    fn split<'t>(&self, text: &'t str) -> Result<(Line, &'t str), Fault> {
        // What a reader takes for a word; beyond it patterns only cost time.
        const LONGEST_WORD: usize = 80;
        const LONGEST_LINE: usize = 300;
        let hyphen = self.fonts.word("-", self.style.weight)?;
        if text.len() <= LONGEST_WORD {
            for end in syllables(text).into_iter().rev() {
                let (head, rest) = text.split_at(end);
                let word = self.fonts.word(head, self.style.weight)?;
                if (word.width() + hyphen.width()) * self.style.size <= self.width {
                    let mut line = Line::default();
                    line.push(word.face, &word.glyphs, head, self.style.size);
                    // A soft hyphen in the text: the word stays whole for readers and searches.
                    let soft: Vec<Glyph> = hyphen.glyphs.iter().cloned().map(soft).collect();
                    line.push(hyphen.face, &soft, "\u{ad}", self.style.size);
                    return Ok((line, rest));
                }
            }
        }
        let end = text.char_indices().map(|(at, _)| at).nth(LONGEST_LINE).unwrap_or(text.len());
        let word = self.fonts.word(text.get(..end).unwrap_or(text), self.style.weight)?;
        let mut taken = 0.0;
        let mut fitting = word.glyphs.iter().take_while(|glyph| {
            taken += glyph.advance * self.style.size;
            taken <= self.width
        });
        // Letters stay with their marks, and every line takes at least one.
        let first = word.glyphs.first().map_or(text.len(), |glyph| glyph.text.end);
        let end = fitting.by_ref().last().map_or(0, |glyph| glyph.text.end).max(first);
        let (head, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        let word = self.fonts.word(head, self.style.weight)?;
        let mut line = Line::default();
        line.push(word.face, &word.glyphs, head, self.style.size);
        Ok((line, rest))
    }
}

/// Where syllables of a word end, the last one left out: before a consonant with a vowel behind it, the rule of German for
/// words that are not taken apart by their meaning. It serves for the rare word that is wider than its column.
fn syllables(word: &str) -> Vec<usize> {
    const TOGETHER: [&str; 6] = ["sch", "ch", "ck", "ph", "th", "sh"];
    let is_vowel = |sign: char| "aeiouyäöüáàâéèêíìîóòôúùû".contains(sign);
    let letters: Vec<(usize, char)> =
        word.char_indices().map(|(at, sign)| (at, sign.to_lowercase().next().unwrap_or(sign))).collect();
    let mut ends = Vec::new();
    for (index, pair) in letters.windows(2).enumerate() {
        let [(at, sign), (_, next)] = *pair else { continue };
        if !sign.is_alphabetic() || is_vowel(sign) || !is_vowel(next) {
            continue;
        }
        // Letters that are written together stay together.
        let before = word.get(..at + sign.len_utf8()).unwrap_or_default().to_lowercase();
        let back =
            TOGETHER.iter().find(|together| before.ends_with(**together)).map_or(0, |together| together.len() - 1);
        let Some((end, _)) = index.checked_sub(back).and_then(|first| letters.get(first)) else { continue };
        let starts_with_syllable = letters.iter().take(index - back).any(|(_, sign)| is_vowel(*sign));
        if starts_with_syllable && index - back >= 2 {
            ends.push(*end);
        }
    }
    ends
}

/// A hyphen that stands for a soft one, which takes two bytes.
fn soft(mut glyph: Glyph) -> Glyph {
    glyph.text = 0..2;
    glyph
}
