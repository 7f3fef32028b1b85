//! Rows in order. The standard library's sort is compiled anew for every kind of row, 5 KB each time; here positions are
//! sorted, once for all of them, and rows only put where they belong.
//!
//! Not here: what comes before what, which each list says for itself.

use std::cmp::Ordering;
use std::mem::replace;

/// Sorts by a key, which is made once for each row. Rows with the same key stay as they are.
pub(crate) fn by_key<T, K: Ord>(rows: &mut [T], key: impl FnMut(&T) -> K) {
    let keys: Vec<K> = rows.iter().map(key).collect();
    place(rows, sorted(keys.len(), &mut |one, other| keys[one].cmp(&keys[other])));
}

/// Sorts by comparing. Equal rows stay as they are.
pub(crate) fn by<T>(rows: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let order = sorted(rows.len(), &mut |one, other| compare(&rows[one], &rows[other]));
    place(rows, order);
}

fn sorted(len: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    order.sort_by(|one, other| compare(*one, *other));
    order
}

/// Puts at every place the row that `order` names for it, one circle of exchanges after the other.
fn place<T>(rows: &mut [T], mut order: Vec<usize>) {
    for start in 0..order.len() {
        let mut at = start;
        while order[at] != start {
            let next = replace(&mut order[at], at);
            rows.swap(at, next);
            at = next;
        }
        order[at] = at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_as_the_standard_library_does() {
        // Every order of up to seven rows of which some are equal.
        for len in 0..=7_u32 {
            for number in 0..3_u32.pow(len) {
                let rows: Vec<(u32, u32)> = (0..len).map(|at| (number / 3_u32.pow(at) % 3, at)).collect();
                let (mut keyed, mut compared, mut expected) = (rows.clone(), rows.clone(), rows);
                by_key(&mut keyed, |row| row.0);
                by(&mut compared, |one, other| one.0.cmp(&other.0));
                expected.sort_by_key(|row| row.0);
                assert_eq!(keyed, expected);
                assert_eq!(compared, expected);
            }
        }
    }

    #[test]
    fn sorts_many() {
        let rows: Vec<u64> = (0..5_000_u64).map(|at| at.wrapping_mul(0x9e37_79b9_7f4a_7c15) % 1_000).collect();
        let (mut ours, mut expected) = (rows.clone(), rows);
        by_key(&mut ours, |row| *row);
        expected.sort_unstable();
        assert_eq!(ours, expected);
    }
}
