//! Arithmetic on what people entered: the curve, and when a question is put to the team. It is a question, never a
//! judgement: nothing here says how a wound is.

use verband_texts::{Language, text};

use super::finding::{Size, WoundFinding};

/// Six weeks, in milliseconds.
pub const SIX_WEEKS_MS: u64 = 42 * 86_400_000;

/// By how much of its size a wound has to be smaller after six weeks so that nobody is asked, in per cent.
pub const HEALING_SHARE_PERCENT: u32 = 10;

/// The question that is put to the team when the measures of six weeks show no healing tendency.
pub fn six_week_question(language: Language) -> String {
    text(language, "wound-six-weeks", &[])
}

/// Two measures, at least six weeks apart, of which the later is not smaller by the share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Doubt {
    /// When the earlier and the later finding were made, in milliseconds since the Unix epoch.
    pub(super) from: u64,
    pub(super) to: u64,
    /// Their sizes, in square millimetres.
    pub(super) before: u32,
    pub(super) after: u32,
    /// Whether these are length times width.
    pub(super) by_sides: bool,
}

/// What the measures ask. The newest measured finding is held against the newest one that is at least six weeks older:
/// area against area, else length times width against the same. What was asked and answered rests for six weeks.
/// Findings come by time, the oldest first.
pub(super) fn doubt(findings: &[&WoundFinding], answered: Option<u64>) -> Option<Doubt> {
    let newest = findings.iter().rev().find(|finding| finding.size().is_some())?;
    let to = newest.examined_at;
    let older = to.checked_sub(SIX_WEEKS_MS)?;
    if answered.is_some_and(|answered| to < answered.saturating_add(SIX_WEEKS_MS)) {
        return None;
    }
    let against = |measure: fn(&WoundFinding) -> Option<u32>| {
        let after = measure(newest)?;
        let mut earlier = findings.iter().rev().filter(|finding| finding.examined_at <= older);
        let (from, before) = earlier.find_map(|finding| Some((finding.examined_at, measure(finding)?)))?;
        Some((from, before, after))
    };
    let by_area = against(|finding| finding.area);
    let by_sides = by_area.is_none();
    let (from, before, after) = by_area.or_else(|| against(WoundFinding::by_sides))?;
    let bound = u64::from(before) * u64::from(100 - HEALING_SHARE_PERCENT);
    (u64::from(after) * 100 > bound).then_some(Doubt { from, to, before, after, by_sides })
}

/// The sizes over time: findings without measures are left out.
pub(super) fn curve<'a, K>(
    findings: impl Iterator<Item = (K, &'a WoundFinding)> + 'a,
) -> impl Iterator<Item = (K, u64, Size)> + 'a
where
    K: 'a,
{
    findings.filter_map(|(key, finding)| finding.size().map(|size| (key, finding.examined_at, size)))
}
