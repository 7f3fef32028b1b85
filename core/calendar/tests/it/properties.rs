//! For any rule, any series and any file.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use verband_calendar::{
    Appointment, Change, Exception, Rule, Scope, Span, Status, TimeZone, Timestamp, When, Window, Zone, in_words, read,
    resolve, write,
};
use verband_texts::Language;

use super::{berlin, day, midnight};

/// The text of a rule that may be one.
fn rule_text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        (1..500u32).prop_map(|number| format!("COUNT={number}")),
        (1970..2100u32, 1..13u32, 1..29u32).prop_map(|(y, m, d)| format!("UNTIL={y}{m:02}{d:02}T000000Z")),
        (1..60u32).prop_map(|number| format!("INTERVAL={number}")),
        prop::collection::vec((-5..6i8, 0..7usize), 1..4).prop_map(|days| {
            let names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
            let day = |(number, day): &(i8, usize)| {
                if *number == 0 { names[*day].to_owned() } else { format!("{number}{}", names[*day]) }
            };
            format!("BYDAY={}", days.iter().map(day).collect::<Vec<_>>().join(","))
        }),
        (-31..32i8).prop_map(|day| format!("BYMONTHDAY={day}")),
        (-366..367i16).prop_map(|day| format!("BYYEARDAY={day}")),
        (-53..54i8).prop_map(|week| format!("BYWEEKNO={week}")),
        (1..13u8).prop_map(|month| format!("BYMONTH={month}")),
        (0..24u8).prop_map(|hour| format!("BYHOUR={hour}")),
        (0..60u8).prop_map(|minute| format!("BYMINUTE={minute}")),
        (-3..4i16).prop_map(|position| format!("BYSETPOS={position}")),
        prop::sample::select(vec!["WKST=SU", "WKST=TH"]).prop_map(str::to_owned),
    ];
    let frequency = prop::sample::select(vec!["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]);
    (frequency, prop::collection::vec(part, 0..5))
        .prop_map(|(frequency, parts)| format!("FREQ={frequency};{}", parts.join(";")))
}

fn rule() -> impl Strategy<Value = Rule> {
    rule_text().prop_filter_map("not a rule", |text| text.parse().ok())
}

fn span() -> impl Strategy<Value = Span> {
    let zones = prop::sample::select(vec!["Europe/Berlin", "America/New_York", "UTC", ""]);
    let local = (0..40_000i32, 0..24i8, 0..60i8).prop_map(|(days, hour, minute)| {
        let date = day("19700101").checked_add(jiff::Span::new().days(days)).expect("a date");
        date.at(hour, minute, 0, 0)
    });
    prop_oneof![
        (local.clone(), 1..10u32).prop_map(|(local, days)| Span::Days { first: local.date(), days }),
        (local, zones, 0..100_000u32).prop_map(|(start, zone, seconds)| {
            Span::Time { start, zone: zone.parse().unwrap_or(Zone::Utc), seconds }
        }),
    ]
}

fn far() -> Window {
    let moment = |text: &str| text.parse::<Timestamp>().expect("a moment");
    Window { from: moment("1960-01-01T00:00:00Z"), until: moment("2120-01-01T00:00:00Z"), here: berlin() }
}

fn words() -> impl Strategy<Value = String> {
    "[a-zäöüß,;:\\\\\"\n 🩹]{1,90}".prop_map(|text| format!("x{}x", text.trim()))
}

fn appointment() -> impl Strategy<Value = Appointment> {
    (span(), prop::option::of(rule()), words(), words(), prop::collection::btree_set(0..10_000u32, 0..4), 0..3u8)
        .prop_map(|(span, rule, title, description, reminders, status)| {
            let mut made = Appointment::new("uid-1@verband", title, When { span, rule, extra: BTreeSet::new() });
            made.description = description;
            made.reminders = reminders.into_iter().collect();
            made.status = [Status::Confirmed, Status::Tentative, Status::Cancelled][usize::from(status)];
            // Every third occurrence is out, every other third differs.
            let ids: Vec<_> = made.occurrences(&far()).iter().take(9).map(|one| one.id).collect();
            made.removed = ids.iter().copied().step_by(3).collect();
            let differs = |id: jiff::civil::DateTime| {
                let other = made.when.span.at(midnight(id.date()));
                let other = Some(other).filter(|other| *other != made.when.span.at(id));
                (id, Exception { title: Some("anders".to_owned()), span: other, ..Exception::default() })
            };
            made.exceptions = ids.iter().copied().skip(1).step_by(3).map(differs).collect::<BTreeMap<_, _>>();
            made
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_rule_or_not(text in "[A-Z0-9=;,+ -]{0,80}") {
        let _ = text.parse::<Rule>();
    }

    #[test]
    fn a_rule_reads_back_what_it_writes(rule in rule()) {
        prop_assert_eq!(rule.to_string().parse::<Rule>(), Ok(rule));
    }

    #[test]
    fn expansion_is_bounded_ordered_and_within(rule in rule(), span in span()) {
        let made = Appointment::new("u", "t", When { span, rule: Some(rule), extra: BTreeSet::new() });
        let found = made.occurrences(&far());
        prop_assert!(found.len() <= 10_000);
        prop_assert!(found.is_sorted_by_key(|one| (one.starts, one.id)));
        for one in found.iter().take(5) {
            let named = made.occurrence(one.id, &berlin());
            prop_assert_eq!(named.as_ref(), Some(one));
            // A narrow question has the same answer as a wide one.
            let until = one.starts.checked_add(jiff::SignedDuration::from_secs(1)).unwrap();
            let narrow = Window { from: one.starts, until, here: berlin() };
            prop_assert!(made.occurrences(&narrow).contains(one));
        }
        let (first, last) = made.bounds(&berlin());
        prop_assert!(found.first().is_none_or(|one| one.starts >= first));
        prop_assert!(last.is_none_or(|last| found.iter().all(|one| one.ends <= last)));
        let _ = (in_words(&made.when, Language::German), in_words(&made.when, Language::English));
    }

    #[test]
    fn what_goes_out_comes_in_the_same(made in appointment()) {
        let file = write([&made], "", Timestamp::UNIX_EPOCH, &berlin());
        let back = read(file.as_bytes(), &berlin()).expect("our own file");
        prop_assert_eq!(back.flaws, vec![]);
        let back = &back.appointments[0];
        let rule = |made: &Appointment| made.when.rule.clone().map(|rule| rule.end);
        if rule(back) == rule(&made) {
            prop_assert_eq!(back, &made);
        } else {
            // The end of the rule was written as its start asks for; it means the same.
            prop_assert_eq!(back.occurrences(&far()), made.occurrences(&far()));
        }
    }

    #[test]
    fn any_file_is_read_or_refused(text in "(BEGIN:VCALENDAR\n)?(BEGIN:VEVENT\n)?([A-Z;=\":0-9ä\\\\-]{0,30}\n){0,6}(END:VEVENT\n)?(END:VCALENDAR)?") {
        let _ = read(text.as_bytes(), &berlin());
    }

    #[test]
    fn a_damaged_file_is_read_or_refused(made in appointment(), at in 0..1_000usize, byte: u8) {
        let mut file = write([&made], "", Timestamp::UNIX_EPOCH, &berlin()).into_bytes();
        let at = at % file.len();
        file[at] = byte;
        let _ = read(&file, &TimeZone::UTC);
        file.truncate(at);
        let _ = read(&file, &TimeZone::UTC);
    }

    #[test]
    fn stretches_have_every_occurrence_once(made in appointment(), cuts in prop::collection::vec(0..9usize, 1..4)) {
        let all = made.occurrences(&far());
        let ids: Vec<_> = all.iter().map(|one| one.id).collect();
        let title = |at: usize| Change { title: Some(format!("cut {at}")), ..Change::default() };
        let changes: Vec<_> =
            cuts.iter().filter_map(|at| ids.get(*at).map(|id| (Scope::From(*id), title(*at)))).collect();
        let parts = resolve(&made, &changes);
        let split: usize = parts.iter().map(|part| part.appointment.occurrences(&far()).len()).sum();
        prop_assert!(all.len() >= 9_000 || split == all.len());
        // And so have the appointments that other programs get of them.
        let whole = parts.iter().filter_map(|part| part.appointment.whole(&berlin()));
        let whole: usize = whole.map(|whole| whole.occurrences(&far()).len()).sum();
        prop_assert!(all.len() >= 9_000 || whole == all.len());
    }
}
