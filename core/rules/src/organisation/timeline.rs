//! A value that changes along a log: what it is now, and what it was at an earlier position.

/// The values with the positions from which they hold, ascending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Timeline<T>(Vec<(u64, T)>);

impl<T> Default for Timeline<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Timeline<T> {
    /// From this position on it is this.
    pub(super) fn set(&mut self, seq: u64, value: T) {
        self.0.push((seq, value));
    }

    /// What it was at a position; none before it was first set.
    pub(super) fn at(&self, seq: u64) -> Option<&T> {
        let later = self.0.partition_point(|(from, _)| *from <= seq);
        later.checked_sub(1).map(|index| &self.0[index].1)
    }

    /// What it is now, and from which position on.
    pub(super) fn newest(&self) -> Option<(u64, &T)> {
        self.0.last().map(|(since, value)| (*since, value))
    }

    /// What it is now.
    pub(super) fn now(&self) -> Option<&T> {
        self.0.last().map(|(_, value)| value)
    }
}
