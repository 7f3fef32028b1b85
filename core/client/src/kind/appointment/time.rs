//! When something is, as payloads say it.

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};
use verband_calendar::{DateTime, MAX_LISTED, Span, When, Zone, read_local, write_local};

/// When something is.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(super) struct Time {
    /// `20261201T060000`, or `20261201` for whole days.
    #[n(0)]
    start: String,
    /// The zone; none is wherever the reader is.
    #[n(1)]
    zone: Option<String>,
    /// Seconds, or days.
    #[n(2)]
    length: u32,
    /// As iCalendar writes it.
    #[n(3)]
    rule: Option<String>,
    /// Further local times.
    #[n(4)]
    extra: Vec<String>,
}

impl Time {
    pub(super) fn of_span(span: &Span) -> Self {
        let start = write_local(span.local());
        let (start, length) = match span {
            Span::Days { days, .. } => (start.split('T').next().unwrap_or_default().to_owned(), *days),
            Span::Time { seconds, .. } => (start, *seconds),
        };
        let zone = Some(span.zone().to_string()).filter(|zone| !zone.is_empty());
        Self { start, zone, length, rule: None, extra: Vec::new() }
    }

    pub(super) fn of(when: &When) -> Self {
        Self {
            rule: when.rule.as_ref().map(ToString::to_string),
            extra: when.extra.iter().map(|local| write_local(*local)).collect(),
            ..Self::of_span(&when.span)
        }
    }

    pub(super) fn span(&self) -> Option<Span> {
        if self.start.contains('T') {
            let zone: Zone = self.zone.as_deref().unwrap_or_default().parse().ok()?;
            return Some(Span::Time { start: read_local(&self.start)?, zone, seconds: self.length });
        }
        let first = read_local(&format!("{}T000000", self.start))?.date();
        self.zone.is_none().then_some(Span::Days { first, days: self.length })
    }

    pub(super) fn when(&self) -> Option<When> {
        let rule = self.rule.as_ref().map(|rule| rule.parse()).transpose().ok()?;
        Some(When { span: self.span()?, rule, extra: locals(&self.extra)? })
    }
}

/// Local times, as payloads list them.
pub(super) fn locals(texts: &[String]) -> Option<BTreeSet<DateTime>> {
    (texts.len() <= MAX_LISTED).then(|| texts.iter().map(|text| read_local(text)).collect())?
}
