//! Code 128: widths of bars and spaces into a text. Six widths are a symbol of eleven modules; what ink or blur adds to bars it takes
//! from spaces, so symbols are told apart by sums of a bar and a space first.

use super::line::Edge;

/// The widths of the symbols 0 to 105, in modules.
const WIDTHS: &[u8; 636] = b"\
    212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221223211\
    221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321112313132113\
    132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131311123311321331121\
    312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114122411142112142211241211\
    221114413111241112134111111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141\
    114113114311411113411311113141114131311141411131211412211214211232";
const STOP: &[u8; 7] = b"2331112";
const STARTS: std::ops::RangeInclusive<usize> = 103..=105;
const SHIFT: u8 = 98;
const FNC1: u8 = 102;
/// Modules of white beside a code, at least. Ten are asked for, and labels are cut short.
const QUIET: f32 = 5.0;
/// How far the widths of a symbol may be off, as the sum of squares in modules: more, and it is none.
const OFF: f32 = 1.2;
/// How far they may be off in the mean of all symbols.
const OFF_IN_MEAN: f32 = 0.5;
/// What single widths count beside sums of two.
const SINGLE: f32 = 0.2;
/// By how much the next symbol may be wider or narrower.
const STRETCH: f32 = 0.25;

/// A text on a line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reading {
    /// What it says; the separator of fields is U+001D.
    pub(crate) text: String,
    /// Whether it has fields after GS1.
    pub(crate) gs1: bool,
    /// Where it begins and ends.
    pub(crate) from: f32,
    /// See above.
    pub(crate) to: f32,
}

/// The texts on a line, which begins and ends there, in both directions, of codes whose modules have at least so many pixels.
pub(crate) fn readings(edges: &[Edge], ends: (f32, f32), narrowest: f32) -> Vec<Reading> {
    let mut found = one_way(edges, ends, narrowest);
    let turned: Vec<Edge> = edges.iter().rev().map(|edge| Edge { at: -edge.at, dark: !edge.dark, ..*edge }).collect();
    let back = one_way(&turned, (-ends.1, -ends.0), narrowest);
    found.extend(back.into_iter().map(|reading| Reading { from: -reading.to, to: -reading.from, ..reading }));
    found
}

fn one_way(edges: &[Edge], ends: (f32, f32), narrowest: f32) -> Vec<Reading> {
    let mut found = Vec::new();
    let mut first = 0;
    while first + 13 <= edges.len() {
        let read = if edges[first].dark { read(edges, first, ends, narrowest) } else { None };
        if let Some((reading, next)) = read {
            found.push(reading);
            first = next;
        } else {
            first += 1;
        }
    }
    found
}

/// Reads what begins with a bar, with where it ends.
fn read(edges: &[Edge], first: usize, ends: (f32, f32), narrowest: f32) -> Option<(Reading, usize)> {
    let at = |index: usize| edges[index].at;
    let mut size = at(first + 6) - at(first);
    let before = if first == 0 { ends.0 } else { at(first - 1) };
    if size < 11.0 * narrowest || at(first) - before < QUIET * size / 11.0 {
        return None;
    }
    let (start, mut off) = symbol(edges, first).filter(|(symbol, _)| STARTS.contains(symbol))?;
    let mut symbols = vec![start as u8];
    let mut next = first + 6;
    loop {
        let here = at_some(edges, next + 6)? - at(next);
        if (here - size).abs() > STRETCH * size {
            return None;
        }
        if let Some(end) = stop(edges, next, ends) {
            let mean = off / symbols.len() as f32;
            let text = (mean <= OFF_IN_MEAN).then(|| text(&symbols)).flatten();
            return text.map(|(text, gs1)| (Reading { text, gs1, from: at(first), to: at(end) }, end));
        }
        let (symbol, wrong) = symbol(edges, next)?;
        if STARTS.contains(&symbol) {
            return None;
        }
        symbols.push(symbol as u8);
        off += wrong;
        size = here;
        next += 6;
    }
}

fn at_some(edges: &[Edge], index: usize) -> Option<f32> {
    edges.get(index).map(|edge| edge.at)
}

/// The symbol that six widths are closest to, and how far off they are.
fn symbol(edges: &[Edge], first: usize) -> Option<(usize, f32)> {
    let module = (at_some(edges, first + 6)? - edges[first].at) / 11.0;
    let mut seen = [0.0; 6];
    seen.iter_mut()
        .zip(edges[first..].windows(2))
        .for_each(|(width, pair)| *width = (pair[1].at - pair[0].at) / module);
    let all = WIDTHS.chunks_exact(6).map(|widths| off(&seen, widths)).enumerate();
    all.min_by(|(_, one), (_, other)| one.total_cmp(other)).filter(|(_, off)| *off <= OFF)
}

/// Where the last bar of the code ends, if the symbol is the one that ends it.
fn stop(edges: &[Edge], first: usize, ends: (f32, f32)) -> Option<usize> {
    let last = first + 7;
    let module = (at_some(edges, last)? - edges[first].at) / 13.0;
    let mut seen = [0.0; 7];
    seen.iter_mut()
        .zip(edges[first..].windows(2))
        .for_each(|(width, pair)| *width = (pair[1].at - pair[0].at) / module);
    let after = at_some(edges, last + 1).unwrap_or(ends.1) - edges[last].at;
    (off(&seen, STOP) <= OFF && after >= QUIET * module).then_some(last)
}

fn off(seen: &[f32], widths: &[u8]) -> f32 {
    let wide = |at: usize| seen[at] - f32::from(widths[at] - b'0');
    let pairs: f32 = (1..seen.len()).map(|at| (wide(at - 1) + wide(at)).powi(2)).sum();
    let singles: f32 = (0..seen.len()).map(|at| wide(at).powi(2)).sum();
    pairs + SINGLE * singles
}

/// What symbols say, the start before them and the check symbol behind them; with whether they have fields after GS1.
fn text(symbols: &[u8]) -> Option<(String, bool)> {
    let (&check, symbols) = symbols.split_last()?;
    let (&start, data) = symbols.split_first()?;
    let sum =
        data.iter().zip(1_u32..).map(|(symbol, place)| u32::from(*symbol) * place).sum::<u32>() + u32::from(start);
    if data.len() < 2 || sum % 103 != u32::from(check) {
        return None;
    }
    let mut set = start - 103;
    let gs1 = data[0] == FNC1;
    let mut text = String::new();
    // Of an alphabet that is changed for one sign, and of signs beyond ASCII: for the next one, and until it is taken back.
    let (mut lent, mut high, mut latched) = (None, false, false);
    for (index, &symbol) in data.iter().enumerate() {
        let now = lent.take().unwrap_or(set);
        match (now, symbol) {
            (_, FNC1) => text.extend((index > 0).then_some('\u{1d}')),
            (2, 0..=99) => text.extend([b'0' + symbol / 10, b'0' + symbol % 10].map(char::from)),
            (0 | 1, 0..=95) => {
                let sign = if now == 0 && symbol >= 64 { symbol - 64 } else { symbol + 32 };
                text.push(char::from(if high == latched { sign } else { sign | 0x80 }));
                high = false;
            }
            (0 | 1, SHIFT) => lent = Some(1 - now),
            (0 | 1, 99) => set = 2,
            (0, 101) | (1, 100) => {
                // Twice: until it is taken back.
                (high, latched) = if high { (false, !latched) } else { (true, latched) };
            }
            (_, 100) => set = 1,
            (_, 101) => set = 0,
            // The second way to mark a code, which says nothing to us. The third one is for the reader itself.
            (0 | 1, 97) => {}
            _ => return None,
        }
    }
    Some((text, gs1))
}

#[cfg(test)]
mod tests {
    //! The table, and what symbols say.

    use super::*;

    #[test]
    fn symbols_have_eleven_modules_and_are_told_apart_by_sums() {
        let all: Vec<Vec<u8>> =
            WIDTHS.chunks_exact(6).map(|widths| widths.iter().map(|width| width - b'0').collect()).collect();
        for (at, widths) in all.iter().enumerate() {
            assert_eq!(widths.iter().sum::<u8>(), 11, "{at}");
            assert_eq!(widths.iter().step_by(2).sum::<u8>() % 2, 0, "{at}");
            let sums = |widths: &[u8]| widths.windows(2).map(|pair| pair[0] + pair[1]).collect::<Vec<_>>();
            let same = all.iter().filter(|other| sums(other) == sums(widths) && *other != widths);
            assert_eq!(same.count(), 0, "{at}");
        }
    }

    fn says(symbols: &[u8]) -> Option<(String, bool)> {
        let sum: u32 =
            symbols.iter().zip([1].into_iter().chain(1_u32..)).map(|(symbol, place)| u32::from(*symbol) * place).sum();
        text(&[symbols, &[(sum % 103) as u8]].concat())
    }

    #[test]
    fn alphabets_change_and_what_is_not_for_people_is_refused() {
        let ok = |text: &str, gs1| Some((text.to_owned(), gs1));
        // The example that many descriptions have: its check symbol is 54.
        assert_eq!(text(&[103, 48, 42, 42, 17, 18, 19, 35, 54]), ok("PJJ123C", false));
        assert_eq!(text(&[103, 48, 42, 42, 17, 18, 19, 35, 55]), None);
        assert_eq!(says(&[105, 12, 34, 100, 33, 99, 56, 78]), ok("1234A5678", false));
        assert_eq!(says(&[105, 102, 80, 18, 1, 2, 102, 10]), ok("80180102\u{1d}10", true));
        assert_eq!(says(&[104, 65, 98, 65, 65]), ok("a\u{1}a", false));
        assert_eq!(says(&[104, 100, 100 - 32, 65]), ok("äa", false));
        assert_eq!(says(&[104, 100, 100, 68, 100, 65, 68, 100, 100, 65]), ok("äaäa", false));
        assert_eq!(says(&[104, 96, 65, 65]), None, "it would set up the reader");
        assert_eq!(says(&[104, 65]), None, "too short to be sure");
    }
}
