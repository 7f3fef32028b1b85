//! A recurrence as people say it: "jeden zweiten Dienstag um 06:00".

use jiff::civil::{DateTime, Weekday};
use verband_texts::{Date, Language, Value, text};

use crate::appointment::When;
use crate::moment::Span;
use crate::rule::{End, Frequency, Rule, Until};

/// How something recurs, in words; empty when it does not.
pub fn in_words(when: &When, language: Language) -> String {
    let Some(rule) = &when.rule else {
        let dates = when.extra.len() + 1;
        if dates == 1 {
            return String::new();
        }
        return text(language, "calendar-recurs-dates", &[("number", dates.into())]);
    };
    let start = when.span.local();
    let mut words = pattern(rule, start, language).unwrap_or_else(|| text(language, "calendar-recurs-otherwise", &[]));
    if let Span::Time { .. } = when.span
        && rule.by_hour.is_empty()
        && rule.by_minute.is_empty()
    {
        let time = format!("{:02}:{:02}", start.hour(), start.minute());
        words = text(language, "calendar-recurs-at", &[("rule", Value::Text(&words)), ("time", Value::Text(&time))]);
    }
    match &rule.end {
        End::Never => words,
        End::Count(count) => {
            let count = Value::Number(u64::from(*count));
            text(language, "calendar-recurs-count", &[("rule", Value::Text(&words)), ("number", count)])
        }
        End::Until(until) => {
            let day = match until {
                Until::Day(day) => *day,
                Until::Local(local) => local.date(),
                Until::Utc(utc) => {
                    let moment = crate::moment::moment(*utc, &jiff::tz::TimeZone::UTC);
                    when.span.zone().rules(&jiff::tz::TimeZone::UTC).to_datetime(moment).date()
                }
            };
            let day = (u16::try_from(day.year()), u8::try_from(day.month()), u8::try_from(day.day()));
            let (Ok(year), Ok(month), Ok(day)) = day else { return words };
            let Some(day) = Date::new(year, month, day) else { return words };
            text(language, "calendar-recurs-until", &[("rule", Value::Text(&words)), ("date", day.into())])
        }
    }
}

/// The part without time and end; none for what has no words.
fn pattern(rule: &Rule, start: DateTime, language: Language) -> Option<String> {
    let interval = usize::from(rule.interval);
    let bare = rule.by_year_day.is_empty() && rule.by_week.is_empty() && rule.by_position.is_empty();
    let months = || rule.by_month.is_empty();
    let days = || rule.by_day.is_empty();
    let month_days = || rule.by_month_day.is_empty();
    match rule.frequency {
        _ if !bare => None,
        Frequency::Daily if months() && days() && month_days() => {
            Some(text(language, "calendar-recurs-daily", &[("interval", interval.into())]))
        }
        Frequency::Daily if months() && month_days() && interval == 1 => {
            Some(weekly(&rule.by_day.iter().map(|(_, day)| *day).collect::<Vec<_>>(), 1, language))
        }
        Frequency::Weekly if months() => {
            let listed: Vec<Weekday> = rule.by_day.iter().map(|(_, day)| *day).collect();
            Some(weekly(&if listed.is_empty() { vec![start.weekday()] } else { listed }, interval, language))
        }
        Frequency::Monthly if months() => monthly(rule, start, interval, language),
        Frequency::Yearly if days() => {
            let (month, day) = match (rule.by_month.as_slice(), rule.by_month_day.as_slice()) {
                ([], []) => (start.month(), start.day()),
                ([month], []) => (*month, start.day()),
                ([month], [day]) if *day > 0 => (*month, *day),
                _ => return None,
            };
            let month = month_word(month, language);
            Some(text(
                language,
                "calendar-recurs-yearly",
                &[("interval", interval.into()), ("day", number(day)), ("month", Value::Text(&month))],
            ))
        }
        Frequency::Yearly if month_days() => match (rule.by_month.as_slice(), rule.by_day.as_slice()) {
            ([month], [(ordinal, day)]) => {
                let (which, day, month) =
                    (ordinal_word(*ordinal, language)?, day_word(*day, language), month_word(*month, language));
                Some(text(
                    language,
                    "calendar-recurs-yearly-day",
                    &[
                        ("interval", interval.into()),
                        ("which", Value::Text(&which)),
                        ("day", Value::Text(&day)),
                        ("month", Value::Text(&month)),
                    ],
                ))
            }
            _ => None,
        },
        _ => None,
    }
}

fn weekly(days: &[Weekday], interval: usize, language: Language) -> String {
    let working: Vec<Weekday> = (0..5).filter_map(|day| Weekday::from_monday_zero_offset(day).ok()).collect();
    if interval == 1 && days == working.as_slice() {
        return text(language, "calendar-recurs-working-days", &[]);
    }
    let names = listed(days.iter().map(|day| day_word(*day, language)).collect(), language);
    let names = Value::Text(&names);
    if days.len() == 1 {
        text(language, "calendar-recurs-weekday", &[("interval", interval.into()), ("day", names)])
    } else {
        text(language, "calendar-recurs-weekly", &[("interval", interval.into()), ("days", names)])
    }
}

fn monthly(rule: &Rule, start: DateTime, interval: usize, language: Language) -> Option<String> {
    match (rule.by_month_day.as_slice(), rule.by_day.as_slice()) {
        ([-1], []) => Some(text(language, "calendar-recurs-month-end", &[("interval", interval.into())])),
        (days, []) => {
            let own = [start.day()];
            let days = if days.is_empty() { &own } else { days };
            if days.iter().any(|day| *day < 0) {
                return None;
            }
            let days = days.iter().map(|day| text(language, "calendar-day-of-month", &[("day", number(*day))]));
            let days = listed(days.collect(), language);
            let days = Value::Text(&days);
            Some(text(language, "calendar-recurs-monthly", &[("interval", interval.into()), ("days", days)]))
        }
        ([], [(ordinal, day)]) => {
            let (which, day) = (ordinal_word(*ordinal, language)?, day_word(*day, language));
            Some(text(
                language,
                "calendar-recurs-monthly-day",
                &[("interval", interval.into()), ("which", Value::Text(&which)), ("day", Value::Text(&day))],
            ))
        }
        _ => None,
    }
}

fn number(number: i8) -> Value<'static> {
    Value::Number(u64::from(number.unsigned_abs()))
}

fn day_word(day: Weekday, language: Language) -> String {
    text(language, "calendar-weekday", &[("day", number(day.to_monday_one_offset()))])
}

fn month_word(month: i8, language: Language) -> String {
    text(language, "calendar-month", &[("month", number(month))])
}

/// The first to the fifth, or the last.
fn ordinal_word(ordinal: i8, language: Language) -> Option<String> {
    let which = match ordinal {
        1..=5 => ordinal,
        -1 => 0,
        _ => return None,
    };
    Some(text(language, "calendar-which", &[("which", number(which))]))
}

fn listed(mut words: Vec<String>, language: Language) -> String {
    let last = words.pop().unwrap_or_default();
    if words.is_empty() {
        return last;
    }
    let first = words.join(", ");
    text(language, "calendar-and", &[("first", Value::Text(&first)), ("last", Value::Text(&last))])
}
