//! Which of a person's appointments are at the same time.

use jiff::Timestamp;

/// Time that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Busy {
    /// The first moment.
    pub starts: Timestamp,
    /// The first moment that is free again.
    pub ends: Timestamp,
}

/// The most others that are named for one.
const MAX_NAMED: usize = 5;

/// For each, the indices of up to five others that overlap with it, by their start. What begins when another ends does
/// not overlap, and moments without length overlap with nothing.
pub fn conflicts(busy: &[Busy]) -> Vec<Vec<usize>> {
    let mut order: Vec<(usize, &Busy)> = busy.iter().enumerate().filter(|(_, one)| one.starts < one.ends).collect();
    order.sort_by_key(|(index, one)| (one.starts, one.ends, *index));
    let mut found = vec![Vec::new(); busy.len()];
    let mut open: Vec<(usize, Timestamp)> = Vec::new();
    for (index, one) in order {
        open.retain(|(_, ends)| *ends > one.starts);
        for (other, _) in &open {
            name(&mut found, index, *other);
            name(&mut found, *other, index);
        }
        open.push((index, one.ends));
    }
    found
}

fn name(found: &mut [Vec<usize>], of: usize, other: usize) {
    if let Some(list) = found.get_mut(of).filter(|list| list.len() < MAX_NAMED) {
        list.push(other);
    }
}
