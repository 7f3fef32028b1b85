//! Content lines: folding, parameters, and the escapes of texts.

/// A property: name, parameters, value.
#[derive(Debug, Clone)]
pub(super) struct Property {
    /// The line of the file where it begins, from 1.
    pub(super) line: usize,
    pub(super) name: String,
    parameters: Vec<(String, String)>,
    pub(super) value: String,
}

impl Property {
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

/// The longest line, in bytes, unfolded. Attached files are longer, and nobody needs them here.
const MAX_LINE: usize = 64 * 1024;

/// The properties of a file. A line that is none is passed over, as the standard asks of who reads it.
pub(super) fn properties(file: &[u8]) -> impl Iterator<Item = Property> {
    let file = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    let mut physical = file.split(|byte| *byte == b'\n').enumerate().peekable();
    std::iter::from_fn(move || {
        let (index, first) = physical.next()?;
        let mut whole = first.strip_suffix(b"\r").unwrap_or(first).to_vec();
        // Folds may lie within a letter, so bytes are put together first.
        while let Some((_, more)) = physical.next_if(|(_, line)| line.starts_with(b" ") || line.starts_with(b"\t")) {
            let more = more.get(1..).unwrap_or_default();
            if whole.len() < MAX_LINE {
                whole.extend_from_slice(more.strip_suffix(b"\r").unwrap_or(more));
            }
        }
        Some((index + 1, whole))
    })
    .filter_map(|(line, whole)| property(line, &letters(whole)))
}

/// The text of bytes: UTF-8, or what old programs write.
fn letters(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| error.as_bytes().iter().map(|byte| char::from(*byte)).collect())
}

fn property(line: usize, text: &str) -> Option<Property> {
    let mut quoted = false;
    let end = text.char_indices().find(|(_, sign)| {
        quoted ^= *sign == '"';
        *sign == ':' && !quoted
    });
    let (head, value) = (text.get(..end?.0)?, text.get(end?.0 + 1..)?);
    let mut parts = split(head, ';').into_iter();
    let name = parts.next()?.trim().to_ascii_uppercase();
    let parameters = parts.filter_map(|part| {
        let (name, value) = part.split_once('=')?;
        Some((name.trim().to_ascii_uppercase(), value.trim_matches('"').to_owned()))
    });
    let parameters = parameters.collect();
    (!name.is_empty()).then(|| Property { line, name, parameters, value: value.to_owned() })
}

/// Splits where a sign is not within quotes.
fn split(text: &str, at: char) -> Vec<&str> {
    let mut quoted = false;
    text.split(move |sign: char| {
        quoted ^= sign == '"';
        sign == at && !quoted
    })
    .collect()
}

/// A text without escapes.
pub(super) fn unescape(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut signs = value.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => match signs.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(other) => text.push(other),
                None => text.push('\\'),
            },
            sign => text.push(sign),
        }
    }
    text
}

/// A text with escapes. What is no letter and no line break is left out: other programs refuse it.
pub(super) fn escape(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\\' | ';' | ',' => value.extend(['\\', sign]),
            '\n' => value.push_str("\\n"),
            sign if sign.is_control() && sign != '\t' => {}
            sign => value.push(sign),
        }
    }
    value
}

/// Adds a line, folded so that none has more than 75 bytes, between letters.
pub(super) fn push(out: &mut String, line: &str) {
    let mut width = 0;
    for sign in line.chars() {
        if width + sign.len_utf8() > 75 {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(sign);
        width += sign.len_utf8();
    }
    out.push_str("\r\n");
}
