//! Just enough of Rust's grammar to tell code from comments and literals, and tests from the rest.

/// The source with the contents of comments, strings and character literals replaced by spaces. Line breaks stay, so
/// that line numbers hold.
pub(super) fn code(source: &str) -> String {
    let signs: Vec<char> = source.chars().collect();
    let mut code = String::with_capacity(source.len());
    let mut at = 0;
    while at < signs.len() {
        let end = literal_end(&signs, at).unwrap_or(at);
        if end == at {
            code.extend(signs.get(at));
            at += 1;
        } else {
            code.extend(signs.iter().take(end).skip(at).map(|&sign| if sign == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    code
}

/// Where the comment or literal that begins here ends; `None` when none begins here.
fn literal_end(signs: &[char], at: usize) -> Option<usize> {
    let sign = |offset: usize| signs.get(at + offset).copied();
    let in_word = at > 0 && signs.get(at - 1).is_some_and(|&before| before.is_alphanumeric() || before == '_');
    match (sign(0)?, sign(1)) {
        ('/', Some('/')) => Some(find(signs, at, |rest| rest.starts_with(&['\n']))),
        ('/', Some('*')) => Some(block_comment_end(signs, at)),
        ('"', _) => Some(string_end(signs, at + 1)),
        ('r', Some('"' | '#')) if !in_word => raw_end(signs, at + 1),
        ('b', Some('r')) if !in_word => raw_end(signs, at + 2),
        // A character, unlike a lifetime, ends with a quote.
        ('\'', Some('\\')) => Some(find(signs, at + 3, |rest| rest.starts_with(&['\''])) + 1),
        ('\'', Some(_)) if sign(2) == Some('\'') => Some(at + 3),
        _ => None,
    }
}

/// The first place from `at` on where the test holds, or the end.
fn find(signs: &[char], at: usize, test: impl Fn(&[char]) -> bool) -> usize {
    (at..signs.len()).find(|&place| signs.get(place..).is_some_and(&test)).unwrap_or(signs.len())
}

fn block_comment_end(signs: &[char], at: usize) -> usize {
    let (mut depth, mut place) = (0, at);
    while let Some(rest) = signs.get(place..).filter(|rest| !rest.is_empty()) {
        let step = if rest.starts_with(&['/', '*']) {
            depth += 1;
            2
        } else if rest.starts_with(&['*', '/']) {
            depth -= 1;
            2
        } else {
            1
        };
        place += step;
        if depth == 0 {
            break;
        }
    }
    place.min(signs.len())
}

fn string_end(signs: &[char], mut at: usize) -> usize {
    while let Some(&sign) = signs.get(at) {
        match sign {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    signs.len()
}

/// The end of a raw string whose hashes begin at `at`; `None` for a raw identifier.
fn raw_end(signs: &[char], at: usize) -> Option<usize> {
    let hashes = signs.get(at..)?.iter().take_while(|&&sign| sign == '#').count();
    if signs.get(at + hashes) != Some(&'"') {
        return None;
    }
    let mut close = vec!['"'];
    close.extend(std::iter::repeat_n('#', hashes));
    Some((find(signs, at + hashes + 1, |rest| rest.starts_with(&close)) + close.len()).min(signs.len()))
}

/// For every line of blanked code, whether it belongs to an item under `#[cfg(test)]`.
pub(super) fn test_lines(code: &str) -> Vec<bool> {
    let (mut inside, mut waiting, mut depth) = (false, false, 0_i32);
    let mut lines = Vec::new();
    for line in code.lines() {
        if !inside && line.replace(' ', "").contains("#[cfg(test)]") {
            waiting = true;
        }
        lines.push(inside || waiting);
        if !(inside || waiting) {
            continue;
        }
        for sign in line.chars() {
            match sign {
                '{' => (inside, waiting, depth) = (true, false, depth + 1),
                '}' if inside => {
                    depth -= 1;
                    inside = depth > 0;
                }
                ';' if waiting => waiting = false,
                _ => {}
            }
        }
    }
    lines
}

/// Whether a line of code has this path or identifier in it, not only as a part of a longer word.
pub(super) fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let part_of_word = |sign: char| sign.is_alphanumeric() || sign == '_';
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line.get(at + word.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(part_of_word) && (word.ends_with(':') || !after.is_some_and(part_of_word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_comments_and_literals_only() {
        let source = "a /* x /* y */ z */ b // c\n\"d\\\"e\" f r#\"g\"h\"# 'i' '\\'' 'life j br\"k\" r#type";
        let code = code(source);
        let words: Vec<&str> = code.split_whitespace().collect();
        assert_eq!(words, ["a", "b", "f", "'life", "j", "r#type"]);
        assert_eq!(code.lines().count(), 2);
    }

    #[test]
    fn knows_the_lines_of_test_modules() {
        let code = "fn a() {}\n#[cfg(test)]\nmod tests {\n fn b() {}\n}\nfn c() {}\n#[cfg(test)]\nmod d;\nfn e() {}";
        assert_eq!(test_lines(code), [false, true, true, true, true, false, true, true, false]);
    }

    #[test]
    fn words_have_borders() {
        assert!(has_word("use std::fs;", "std::fs"));
        assert!(has_word("fs::read(x)", "fs::"));
        assert!(!has_word("offs::read(x)", "fs::"));
        assert!(!has_word("let fs_name = std::fsx;", "std::fs"));
    }
}
