//! When something is, as interfaces carry it: texts that a form has.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::appointment::{Unfit, When};
use crate::moment::{Span, Zone, later, moment};

/// When something is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlainWhen {
    /// What the clock shows at the start, as `2026-12-01T06:00`, or the first of whole days, as `2026-12-01`.
    pub start: String,
    /// The same at the end, or the last day.
    pub end: String,
    /// The zone in which the clock hangs; empty is wherever the reader is.
    pub zone: String,
    /// How it recurs, as iCalendar writes it; empty when it does not.
    pub rule: String,
    /// Further starts beside those of the rule.
    pub extra: Vec<String>,
}

impl TryFrom<&PlainWhen> for When {
    type Error = Unfit;

    /// [`Unfit::Time`] for what is no time, or an end before the start; [`Unfit::Rule`].
    fn try_from(plain: &PlainWhen) -> Result<Self, Unfit> {
        let rule = Some(&plain.rule).filter(|rule| !rule.is_empty());
        let rule = rule.map(|rule| rule.parse()).transpose().map_err(Unfit::Rule)?;
        let span = span(plain).ok_or(Unfit::Time)?;
        let extra: Option<BTreeSet<DateTime>> = plain.extra.iter().map(|text| local(text)).collect();
        Ok(Self { span, rule, extra: extra.ok_or(Unfit::Time)? })
    }
}

fn span(plain: &PlainWhen) -> Option<Span> {
    if !plain.start.contains('T') {
        let (first, last): (Date, Date) = (plain.start.parse().ok()?, plain.end.parse().ok()?);
        let days = u32::try_from(last.duration_since(first).as_hours() / 24 + 1).ok().filter(|days| *days > 0)?;
        return Some(Span::Days { first, days });
    }
    let (start, end) = (local(&plain.start)?, local(&plain.end)?);
    let zone: Zone = plain.zone.parse().ok()?;
    // A floating time has the same length in every zone but on days on which clocks change.
    let rules = match &zone {
        Zone::Floating | Zone::Utc => TimeZone::UTC,
        Zone::Named(name) => crate::zone(name)?,
    };
    let seconds = moment(end, &rules).duration_since(moment(start, &rules)).as_secs();
    Some(Span::Time { start, zone, seconds: u32::try_from(seconds).ok()? })
}

/// A day is its midnight.
fn local(text: &str) -> Option<DateTime> {
    text.parse().ok()
}

impl From<&When> for PlainWhen {
    fn from(when: &When) -> Self {
        let written = |local: DateTime| local.strftime("%Y-%m-%dT%H:%M:%S").to_string();
        let written = |local: DateTime| match written(local).strip_suffix(":00") {
            Some(short) => short.to_owned(),
            None => written(local),
        };
        let (start, end) = match &when.span {
            Span::Days { first, days } => {
                let last = later(*first, i64::from(*days) - 1).unwrap_or(*first);
                (first.to_string(), last.to_string())
            }
            Span::Time { start, zone, .. } => {
                let (_, ends) = when.span.moments(&TimeZone::UTC);
                (written(*start), written(zone.rules(&TimeZone::UTC).to_datetime(ends)))
            }
        };
        let extra = when.extra.iter().map(|local| written(*local));
        Self {
            start,
            end,
            zone: when.span.zone().to_string(),
            rule: when.rule.as_ref().map(ToString::to_string).unwrap_or_default(),
            extra: extra.collect(),
        }
    }
}
