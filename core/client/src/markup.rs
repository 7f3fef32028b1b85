//! The small part of Markdown that messages have, and links. UIs draw what is found here and look for nothing themselves;
//! a text that they do not draw is still what was written. No link is ever fetched.

use crate::order;

/// How a part of a text is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `**bold**`
    Bold,
    /// `_italic_`
    Italic,
    /// `~~struck~~`
    Struck,
    /// `` `code` ``
    Code,
    /// A line that begins with `- ` or `* `.
    Bullet,
    /// A line that begins with a number and `. `.
    Numbered,
    /// An address that begins with https:// or http://. It opens outside of the app and only when asked for.
    Link,
    /// The signs themselves, which are not drawn.
    Mark,
}

/// A part of a text with a style. Parts may lie inside of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Where it begins, in UTF-16 units of the text.
    pub start: u32,
    /// How long it is, in the same units.
    pub len: u32,
    /// How it is drawn.
    pub style: Style,
}

/// Signs around a part of a line, longest first.
const PAIRS: [(&str, Style); 3] = [("**", Style::Bold), ("~~", Style::Struck), ("_", Style::Italic)];

/// The styled parts of a text, by where they begin.
pub fn markup(text: &str) -> Vec<Span> {
    let found = parts(text);
    // From bytes to units, in one walk over the text.
    let mut units = Units { text, byte: 0, unit: 0 };
    let starts: Vec<u32> = found.iter().map(|(start, ..)| units.at(*start)).collect();
    let pieces = found.iter().zip(starts);
    pieces
        .map(|((start, len, style), unit)| Span {
            start: unit,
            len: u32::try_from(text[*start..*start + *len].encode_utf16().count()).unwrap_or(u32::MAX),
            style: *style,
        })
        .collect()
}

/// A text without the signs around its parts, for where it is shown in a line of a list. What begins a line stays.
pub(crate) fn plain(text: &str) -> String {
    // Most texts have none, and there are many in a list.
    if !text.contains(['*', '~', '_', '`']) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    for (start, len, style) in parts(text) {
        if style == Style::Mark && !text[start..start + len].ends_with(' ') {
            shown.push_str(&text[at..start]);
            at = start + len;
        }
    }
    shown.push_str(&text[at..]);
    shown
}

/// The same in bytes: where a part begins and how long it is.
fn parts(text: &str) -> Found {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim_end_matches('\n');
        let indent = body.len() - body.trim_start_matches(' ').len();
        if let Some((len, style)) = list_mark(&body[indent..]) {
            found.push((at, body.len(), style));
            found.push((at + indent, len, Style::Mark));
            inline(&body[indent + len..], at + indent + len, &mut found);
        } else {
            inline(body, at, &mut found);
        }
        at += line.len();
    }
    order::by_key(&mut found, |(start, len, _)| (*start, std::cmp::Reverse(*len)));
    found
}

struct Units<'a> {
    text: &'a str,
    byte: usize,
    unit: u32,
}

impl Units<'_> {
    fn at(&mut self, byte: usize) -> u32 {
        let passed = self.text[self.byte..byte].encode_utf16().count();
        self.unit = self.unit.saturating_add(u32::try_from(passed).unwrap_or(u32::MAX));
        self.byte = byte;
        self.unit
    }
}

fn list_mark(line: &str) -> Option<(usize, Style)> {
    if line.starts_with("- ") || line.starts_with("* ") {
        return Some((2, Style::Bullet));
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    ((1..=3).contains(&digits) && line[digits..].starts_with(". ")).then_some((digits + 2, Style::Numbered))
}

type Found = Vec<(usize, usize, Style)>;

fn inline(line: &str, base: usize, found: &mut Found) {
    let mut at = 0;
    while let Some(sign) = line[at..].chars().next() {
        let rest = &line[at..];
        let code = rest.strip_prefix('`').and_then(|inner| inner.find('`')).filter(|end| *end > 0);
        if let Some(end) = code {
            pair(base + at, 1, end, Style::Code, found);
            at += end + 2;
            continue;
        }
        if rest.starts_with("https://") || rest.starts_with("http://") {
            let len = link(rest);
            if len > "https://".len() {
                found.push((base + at, len, Style::Link));
                at += len;
                continue;
            }
        }
        let opened = PAIRS.iter().find(|(mark, _)| rest.starts_with(mark));
        if let Some((mark, style)) = opened {
            if let Some(end) = closing(line, at, mark) {
                pair(base + at, mark.len(), end, *style, found);
                inline(&rest[mark.len()..mark.len() + end], base + at + mark.len(), found);
                at += end + 2 * mark.len();
                continue;
            }
            at += mark.len();
            continue;
        }
        at += sign.len_utf8();
    }
}

/// Notes a part between two marks, and the marks.
fn pair(start: usize, mark: usize, inner: usize, style: Style, found: &mut Found) {
    found.push((start, mark, Style::Mark));
    found.push((start + mark, inner, style));
    found.push((start + mark + inner, mark, Style::Mark));
}

/// How far behind an opening mark its closing one is. What is marked neither begins nor ends with a space, and a mark
/// inside of a word, as in `snake_case`, is none.
fn closing(line: &str, at: usize, mark: &str) -> Option<usize> {
    let before = line[..at].chars().next_back();
    let inner = &line[at + mark.len()..];
    if before.is_some_and(char::is_alphanumeric) || inner.starts_with(char::is_whitespace) {
        return None;
    }
    inner.match_indices(mark).map(|(end, _)| end).find(|end| {
        let marked = &inner[..*end];
        let after = inner[*end + mark.len()..].chars().next();
        !marked.is_empty() && !marked.ends_with(char::is_whitespace) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// How long an address is: to the next space, without the punctuation that ends a sentence.
fn link(rest: &str) -> usize {
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"')).unwrap_or(rest.len());
    let mut link = &rest[..end];
    loop {
        let shorter = link.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
        let unopened = shorter.ends_with(')') && shorter.matches('(').count() < shorter.matches(')').count();
        let shorter = if unopened { &shorter[..shorter.len() - 1] } else { shorter };
        if shorter.len() == link.len() {
            return link.len();
        }
        link = shorter;
    }
}
