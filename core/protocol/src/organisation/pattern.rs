//! What a reference to a patient looks like in a house. A pattern is written sign by sign, as it stands on a label, so that
//! somebody without IT training writes one and cannot write one that takes for ever:
//!
//! | in a pattern | stands for |
//! |---|---|
//! | `9`, `A`, `X` | a digit, a letter from A to Z in either case, one of both |
//! | `'…'` | these signs |
//! | a space, and signs of ASCII that are neither letters nor digits, nor stand here | themselves |
//! | `{8}`, `{6-10}` | the sign before it as many times |
//! | `[…]` | may be missing |
//! | `<…>` | is in the code and no part of the reference |
//! | `#` | the check digit of GS1 over the digits of the reference before it |
//! | `(8018)` at the beginning | the rest is the field with this identifier of a code after GS1 |

use std::collections::HashSet;

/// The longest pattern, in characters.
pub const MAX_PATTERN: usize = 80;

/// How many patterns a house may have.
pub const MAX_PATTERNS: usize = 16;

/// Signs that a pattern may come to. It bounds the time for a code, with the next one.
const MAX_STEPS: usize = 160;
/// Characters of a code. A longer one fits no pattern.
const MAX_CODE: usize = 128;
/// Ends a field of free length.
const SEPARATOR: char = '\u{1d}';

/// Why a text is no pattern. Positions count characters from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PatternFlaw {
    /// It is too long, or stands for too much.
    #[error("a pattern has at most {MAX_PATTERN} characters and stands for at most {MAX_STEPS} signs")]
    Long,
    /// No code leads to a reference by it.
    #[error("nothing is left of a code as the reference")]
    Empty,
    /// What stands there is not understood.
    #[error("what stands at position {0} is not understood")]
    Sign(usize),
    /// What begins there has no end.
    #[error("what begins at position {0} has no end")]
    Open(usize),
}

/// How a code on a wristband or a label leads to the reference of a patient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatientPattern {
    /// The identifier of the field that is meant.
    field: Option<String>,
    steps: Vec<Step>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    sign: Sign,
    /// Whether what it stands for is a part of the reference.
    kept: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Digit,
    Letter,
    Either,
    Exactly(char),
    Check,
    /// So many steps after this one may be left out.
    Option(usize),
}

impl PatientPattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// [`PatternFlaw`].
    pub fn parse(text: &str) -> Result<Self, PatternFlaw> {
        let signs: Vec<char> = text.chars().collect();
        if signs.len() > MAX_PATTERN {
            return Err(PatternFlaw::Long);
        }
        let mut reader = Reader { signs: &signs, at: 0, steps: Vec::new() };
        let field = reader.field()?;
        reader.sequence(None, true)?;
        let steps = reader.steps;
        if steps.len() > MAX_STEPS {
            return Err(PatternFlaw::Long);
        }
        let kept = |step: &Step| step.kept && !matches!(step.sign, Sign::Option(_));
        if steps.iter().any(kept) { Ok(Self { field, steps }) } else { Err(PatternFlaw::Empty) }
    }

    /// The reference that a code leads to; none if it does not fit. `gs1` says whether the code has fields after GS1.
    pub fn reference(&self, code: &str, gs1: bool) -> Option<String> {
        let text = match &self.field {
            Some(identifier) if gs1 => field(code, identifier)?,
            Some(_) => return None,
            None => code,
        };
        self.kept(text, false)
    }

    /// Whether a reference that somebody typed could come from such a code.
    pub fn fits(&self, reference: &str) -> bool {
        self.kept(reference, true).is_some()
    }

    fn kept(&self, text: &str, typed: bool) -> Option<String> {
        let signs: Vec<char> = text.chars().take(MAX_CODE + 1).collect();
        if signs.len() > MAX_CODE {
            return None;
        }
        let mut matching =
            Matching { steps: &self.steps, signs: &signs, typed, failed: HashSet::new(), kept: Vec::new() };
        let fits = matching.from(State::default());
        let kept: String = matching.kept.into_iter().rev().collect();
        (fits && !kept.is_empty()).then_some(kept)
    }
}

/// Reads a pattern from left to right.
struct Reader<'a> {
    signs: &'a [char],
    at: usize,
    steps: Vec<Step>,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let sign = self.signs.get(self.at).copied();
        self.at += 1;
        sign
    }

    fn field(&mut self) -> Result<Option<String>, PatternFlaw> {
        if self.signs.first() != Some(&'(') {
            return Ok(None);
        }
        let end = self.signs.iter().position(|sign| *sign == ')').ok_or(PatternFlaw::Open(1))?;
        let identifier: String = self.signs[1..end].iter().collect();
        if self::identifier(&identifier) != Some(identifier.as_str()) {
            return Err(PatternFlaw::Sign(2));
        }
        self.at = end + 1;
        Ok(Some(identifier))
    }

    /// What stands there up to a sign that ends it.
    fn sequence(&mut self, until: Option<char>, kept: bool) -> Result<(), PatternFlaw> {
        let (begin, first) = (self.at, self.steps.len());
        loop {
            let place = self.at + 1;
            let Some(sign) = self.next() else {
                return if until.is_none() { Ok(()) } else { Err(PatternFlaw::Open(begin)) };
            };
            let one = match sign {
                _ if Some(sign) == until => {
                    let empty = self.steps.len() == first;
                    return if empty { Err(PatternFlaw::Sign(place)) } else { Ok(()) };
                }
                '9' => Sign::Digit,
                'A' => Sign::Letter,
                'X' => Sign::Either,
                '#' => {
                    self.steps.push(Step { sign: Sign::Check, kept });
                    continue;
                }
                '\'' => {
                    self.quoted(place, kept)?;
                    continue;
                }
                '[' => {
                    let option = self.steps.len();
                    self.steps.push(Step { sign: Sign::Option(0), kept });
                    self.sequence(Some(']'), kept)?;
                    self.steps[option].sign = Sign::Option(self.steps.len() - option - 1);
                    continue;
                }
                '<' if kept => {
                    self.sequence(Some('>'), false)?;
                    continue;
                }
                // Which signs beyond ASCII are letters depends on the version of Unicode that a program knows.
                _ if sign.is_ascii_punctuation() && !"<>[](){}".contains(sign) || sign == ' ' => Sign::Exactly(sign),
                _ => return Err(PatternFlaw::Sign(place)),
            };
            let (least, most) = self.times()?;
            let step = Step { sign: one, kept };
            self.steps.extend((0..least).map(|_| step));
            for left in (1..=most - least).rev() {
                // One more, and with it those that may follow.
                self.steps.extend([Step { sign: Sign::Option(2 * left - 1), kept }, step]);
            }
        }
    }

    fn quoted(&mut self, place: usize, kept: bool) -> Result<(), PatternFlaw> {
        let first = self.steps.len();
        loop {
            match self.next().ok_or(PatternFlaw::Open(place))? {
                '\'' if self.steps.len() > first => return Ok(()),
                sign if sign == '\'' || sign.is_control() => return Err(PatternFlaw::Sign(self.at)),
                sign => self.steps.push(Step { sign: Sign::Exactly(sign), kept }),
            }
        }
    }

    /// How many times the sign before it stands there.
    fn times(&mut self) -> Result<(usize, usize), PatternFlaw> {
        if self.signs.get(self.at) != Some(&'{') {
            return Ok((1, 1));
        }
        let place = self.at + 1;
        let length = self.signs[self.at..].iter().position(|sign| *sign == '}').ok_or(PatternFlaw::Open(place))?;
        let text: String = self.signs[place..self.at + length].iter().collect();
        self.at += length + 1;
        let (least, most) = text.split_once('-').unwrap_or((&text, &text));
        let number = |text: &str| {
            let digits = (1..=2).contains(&text.len()) && text.bytes().all(|digit| digit.is_ascii_digit());
            if digits { text.parse().ok() } else { None }
        };
        match number(least).zip(number(most)) {
            Some((least, most)) if least <= most && most > 0 => Ok((least, most)),
            _ => Err(PatternFlaw::Sign(place + 1)),
        }
    }
}

/// How far a comparison has come: all that what follows depends on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
struct State {
    step: usize,
    sign: usize,
    /// The sums of the digits so far for the check digit, the last one counted three times or once.
    sums: (u8, u8),
}

struct Matching<'a> {
    steps: &'a [Step],
    signs: &'a [char],
    /// What stands for nothing in the reference is not there.
    typed: bool,
    /// From where on it does not fit, so that nothing is tried twice.
    failed: HashSet<State>,
    /// What is kept, from the end.
    kept: Vec<char>,
}

impl Matching<'_> {
    fn from(&mut self, state: State) -> bool {
        let Some(Step { sign, kept }) = self.steps.get(state.step).copied() else {
            return state.sign == self.signs.len();
        };
        if self.failed.contains(&state) {
            return false;
        }
        let next = State { step: state.step + 1, ..state };
        let fits = match sign {
            Sign::Option(steps) => self.from(next) || self.from(State { step: next.step + steps, ..next }),
            _ if self.typed && !kept => self.from(next),
            _ => self.sign(sign, kept, next),
        };
        if !fits {
            self.failed.insert(state);
        }
        fits
    }

    fn sign(&mut self, expected: Sign, kept: bool, mut next: State) -> bool {
        let Some(sign) = self.signs.get(next.sign).copied() else { return false };
        let digit = sign.to_digit(10).map(|digit| digit as u8);
        let fits = match expected {
            Sign::Digit => digit.is_some(),
            Sign::Letter => sign.is_ascii_alphabetic(),
            Sign::Either => sign.is_ascii_alphanumeric(),
            Sign::Exactly(exactly) => sign == exactly,
            Sign::Check => digit == Some((10 - next.sums.0) % 10),
            Sign::Option(_) => false,
        };
        if !fits {
            return false;
        }
        next.sign += 1;
        if let Some(digit) = digit.filter(|_| kept) {
            let (three, one) = next.sums;
            next.sums = ((one + 3 * digit) % 10, (three + digit) % 10);
        }
        let fits = self.from(next);
        if fits && kept {
            self.kept.push(sign);
        }
        fits
    }
}

/// The identifier that a field begins with: how long it is, its first two digits say.
fn identifier(text: &str) -> Option<&str> {
    let long = match text.get(..2)?.parse::<u8>().ok()? {
        0..=4 | 10..=22 | 30 | 37 | 90..=99 => 2,
        23..=25 | 40..=42 | 71 => 3,
        31..=36 | 39 | 43 | 70 | 72 | 80..=82 => 4,
        _ => return None,
    };
    text.get(..long).filter(|identifier| identifier.bytes().all(|digit| digit.is_ascii_digit()))
}

/// What the field with an identifier says in a code after GS1.
fn field<'a>(code: &'a str, wanted: &str) -> Option<&'a str> {
    let mut rest = code;
    while !rest.is_empty() {
        let identifier = identifier(rest)?;
        rest = &rest[identifier.len()..];
        let fixed = match identifier[..2].parse::<u8>().ok()? {
            0 => Some(18),
            1..=3 => Some(14),
            4 => Some(16),
            11..=19 | 31..=36 => Some(6),
            20 => Some(2),
            41 => Some(13),
            _ => None,
        };
        let end = fixed.unwrap_or_else(|| rest.find(SEPARATOR).unwrap_or(rest.len()));
        let value = rest.get(..end)?;
        if identifier == wanted {
            return Some(value);
        }
        rest = rest[end..].strip_prefix(SEPARATOR).unwrap_or(&rest[end..]);
    }
    None
}

/// A code after GS1 as people read it beside the bars, `(8018)…(8019)…`, as a reader gives it; none if it is not one.
pub fn gs1_from_print(print: &str) -> Option<String> {
    let fields = print.strip_prefix('(')?.split('(').map(|part| {
        let (identifier, value) = part.split_once(')')?;
        (self::identifier(identifier) == Some(identifier)).then(|| format!("{identifier}{value}"))
    });
    Some(fields.collect::<Option<Vec<_>>>()?.join("\u{1d}"))
}

#[cfg(test)]
mod tests {
    //! What patterns mean, and what is none.

    use super::*;

    fn read(pattern: &str, code: &str) -> Option<String> {
        let pattern = PatientPattern::parse(pattern).expect("a pattern");
        match gs1_from_print(code) {
            Some(fields) => pattern.reference(&fields, true),
            None => pattern.reference(code, false),
        }
    }

    #[test]
    fn patterns_say_what_codes_look_like() {
        for (pattern, code, reference) in [
            ("9{8}", "12345678", Some("12345678")),
            ("9{8}", "1234567", None),
            ("9{8}", "123456789", None),
            ("9{8}", "1234567٨", None),
            ("9{6-10}", "1234567", Some("1234567")),
            ("9{6-10}", "12345678901", None),
            ("'F'9{8}", "F12345678", Some("F12345678")),
            ("<'F'>9{8}", "F12345678", Some("12345678")),
            ("<'F'>9{8}", "P12345678", None),
            ("AA-9{4}/99", "kh-2041/26", Some("kh-2041/26")),
            ("9{7}[-9]", "1234567-8", Some("1234567-8")),
            ("9{7}[-9]", "1234567", Some("1234567")),
            ("9{7}[<-9>]", "1234567-8", Some("1234567")),
            ("X{3-5}<X{0-9}>", "A1B2C3", Some("A1B2C")),
            ("[[9]9]9", "12", Some("12")),
            ("9 9", "1 2", Some("1 2")),
            ("9{17}#", "401234500000012346", None),
            ("9{12}#", "4006381333931", Some("4006381333931")),
            ("9{12}#", "4006381333932", None),
            ("<'8018'>9{12}#", "80184006381333931", Some("4006381333931")),
            ("(8018)9{18}", "(8018)401234500000012345", Some("401234500000012345")),
            ("(8018)9{18}", "(01)04012345123456(8018)401234500000012345(8019)7", Some("401234500000012345")),
            ("(8019)9{1-10}", "(8018)401234500000012345(8019)7", Some("7")),
            ("(8017)9{18}", "(8018)401234500000012345", None),
            ("(8018)9{18}", "8018401234500000012345", None),
            ("<'8018'>9{18}", "(8018)401234500000012345", Some("401234500000012345")),
            ("<9>9{0-3}", "1", None),
        ] {
            assert_eq!(read(pattern, code).as_deref(), reference, "{pattern} {code}");
        }
    }

    #[test]
    fn what_is_typed_has_no_part_that_only_a_code_has() {
        let fits = |pattern: &str, typed: &str| PatientPattern::parse(pattern).expect("a pattern").fits(typed);
        assert!(fits("<'F'>9{8}", "12345678"));
        assert!(!fits("<'F'>9{8}", "F12345678"));
        assert!(fits("(8018)9{18}", "401234500000012345"));
        assert!(fits("<'8018'>9{12}#", "4006381333931") && !fits("<'8018'>9{12}#", "4006381333932"));
    }

    #[test]
    fn flaws_are_named_with_their_place() {
        use PatternFlaw::{Empty, Long, Open, Sign};
        for (pattern, flaw) in [
            ("", Empty),
            ("<9>", Empty),
            ("F9{8}", Sign(1)),
            ("'F'8{8}", Sign(4)),
            ("99[9", Open(3)),
            ("<99", Open(1)),
            ("9{8", Open(2)),
            ("'F", Open(1)),
            ("9''", Sign(3)),
            ("9[]", Sign(3)),
            ("9]", Sign(2)),
            ("<<9>>", Sign(2)),
            ("9{0}", Sign(3)),
            ("9{5-3}", Sign(3)),
            ("9{+3}", Sign(3)),
            ("9{100}", Sign(3)),
            ("9(8018)", Sign(2)),
            ("(801)9", Sign(2)),
            ("(8018", Open(1)),
            ("9{64}9{64}9{64}", Long),
            ("9\n", Sign(2)),
        ] {
            assert_eq!(PatientPattern::parse(pattern), Err(flaw), "{pattern:?}");
        }
        assert_eq!(PatientPattern::parse(&"9".repeat(81)), Err(Long));
    }

    #[test]
    fn no_code_takes_long() {
        let pattern = PatientPattern::parse("9{0-19}X{0-19}9{0-19}<X{0-19}>'!'").expect("a pattern");
        assert_eq!(pattern.reference(&"1".repeat(128), false), None);
        assert_eq!(pattern.reference(&"1".repeat(100_000), false), None);
        let checked = PatientPattern::parse("<9{0-30}>9{0-30}#").expect("a pattern");
        assert_eq!(checked.reference(&format!("{}x", "3".repeat(40)), false), None);
        assert!(checked.reference("994006381333931", false).is_some());
    }
}
