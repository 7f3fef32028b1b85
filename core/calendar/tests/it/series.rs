//! Changes to a series: this one, this and the following, all.

use verband_calendar::{Appointment, Change, Part, Scope, Span, Status, When, resolve};

use super::{berlin, hour, local, starts, window};

fn weekly() -> Appointment {
    hour("20261201T060000", "Europe/Berlin", "FREQ=WEEKLY")
}

fn titled(title: &str) -> Change {
    Change { title: Some(title.to_owned()), ..Change::default() }
}

fn timed(start: &str, rule: &str) -> Change {
    Change { when: Some(hour(start, "Europe/Berlin", rule).when), ..Change::default() }
}

/// Day and title of each occurrence in December.
fn december(parts: &[Part]) -> Vec<String> {
    let mut all: Vec<(String, String)> = parts
        .iter()
        .flat_map(|part| {
            let found = part.appointment.occurrences(&window("20261201T000000", "20270101T000000"));
            let shown = |one: &verband_calendar::Occurrence| {
                (one.span.local().strftime("%d %H:%M").to_string(), part.appointment.view(one.id).title.to_owned())
            };
            found.iter().map(shown).collect::<Vec<_>>()
        })
        .collect();
    all.sort();
    all.into_iter().map(|(day, title)| format!("{day} {title}")).collect()
}

#[test]
fn each_thing_said_counts_for_what_it_is_about() {
    let changes = [
        (Scope::One(local("20261208T060000")), titled("eins")),
        (Scope::From(local("20261215T060000")), titled("folgende")),
        (Scope::One(local("20261222T060000")), timed("20261223T090000", "")),
        (Scope::One(local("20261229T060000")), Change { removed: Some(true), ..Change::default() }),
    ];
    let parts = resolve(&weekly(), &changes);
    assert_eq!(december(&parts), ["01 06:00 Übergabe", "08 06:00 eins", "15 06:00 folgende", "23 09:00 folgende"]);
    // A later word about all counts for all of them, and what it does not speak of stays.
    let mut changes = changes.to_vec();
    changes.push((Scope::All, titled("alle")));
    let parts = resolve(&weekly(), &changes);
    assert_eq!(december(&parts), ["01 06:00 alle", "08 06:00 alle", "15 06:00 alle", "23 09:00 alle"]);
}

#[test]
fn a_new_time_for_the_following_ends_the_old_one() {
    // From Tuesdays at 06:00 to Mondays at 07:00, a day earlier than the occurrence that was chosen.
    let changes = [
        (Scope::One(local("20261222T060000")), titled("alt")),
        (Scope::From(local("20261215T060000")), timed("20261214T070000", "FREQ=WEEKLY")),
    ];
    let parts = resolve(&weekly(), &changes);
    assert_eq!(
        december(&parts),
        ["01 06:00 Übergabe", "08 06:00 Übergabe", "14 07:00 Übergabe", "21 07:00 Übergabe", "28 07:00 Übergabe"]
    );
    assert_eq!((parts[0].timed_by, parts[1].timed_by), (0, 2));
    // A later one that begins earlier covers it.
    let mut changes = changes.to_vec();
    changes.push((Scope::From(local("20261208T060000")), timed("20261210T080000", "FREQ=WEEKLY;COUNT=2")));
    assert_eq!(
        december(&resolve(&weekly(), &changes)),
        ["01 06:00 Übergabe", "10 08:00 Übergabe", "17 08:00 Übergabe"]
    );
    // And one for all covers everything.
    changes.push((Scope::All, timed("20261203T120000", "")));
    assert_eq!(december(&resolve(&weekly(), &changes)), ["03 12:00 Übergabe"]);
}

#[test]
fn the_end_of_a_series_and_a_cancelled_one() {
    let removed = Change { removed: Some(true), ..Change::default() };
    let parts = resolve(&weekly(), &[(Scope::From(local("20261215T060000")), removed.clone())]);
    assert_eq!(december(&parts).len(), 2);
    assert_eq!(resolve(&weekly(), &[(Scope::All, removed)]), []);
    let cancelled = Change { status: Some(Status::Cancelled), sequence: Some(4), ..Change::default() };
    let parts = resolve(&weekly(), &[(Scope::One(local("20261208T060000")), cancelled)]);
    let only = &parts[0].appointment;
    assert_eq!((only.view(local("20261208T060000")).status, only.sequence), (Status::Cancelled, 4));
    assert_eq!(only.view(local("20261215T060000")).status, Status::Confirmed);
}

#[test]
fn two_people_who_change_different_things_both_have_their_way() {
    let time = (Scope::All, timed("20261201T070000", "FREQ=WEEKLY"));
    let place = (Scope::All, Change { place: Some("Zimmer 3".to_owned()), ..Change::default() });
    let one = resolve(&weekly(), &[time.clone(), place.clone()]);
    let other = resolve(&weekly(), &[place, time]);
    assert_eq!(one[0].appointment, other[0].appointment);
    assert_eq!(one[0].appointment.place, "Zimmer 3");
    assert_eq!(one[0].appointment.when.span.local(), local("20261201T070000"));
}

#[test]
fn a_stretch_is_an_appointment_of_its_own() {
    let series = hour("20261201T060000", "Europe/Berlin", "FREQ=WEEKLY;INTERVAL=2;COUNT=5");
    let changes = [(Scope::From(local("20261215T060000")), titled("folgende"))];
    let parts = resolve(&series, &changes);
    let whole: Vec<Appointment> = parts.iter().filter_map(|part| part.appointment.whole(&berlin())).collect();
    assert_eq!(whole.len(), 2);
    let year = window("20261201T000000", "20271201T000000");
    assert_eq!(starts(&whole[0].occurrences(&year)), ["2026-12-01T05:00:00Z"]);
    assert_eq!(whole[1].when.rule.as_ref().unwrap().to_string(), "FREQ=WEEKLY;COUNT=4;INTERVAL=2");
    assert_eq!(whole[1].occurrences(&year), parts[1].appointment.occurrences(&year));
    // Without a number of times the end is written where the last one is.
    let parts = resolve(&weekly(), &changes);
    let before = parts[0].appointment.whole(&berlin()).unwrap();
    assert_eq!(before.when.rule.as_ref().unwrap().to_string(), "FREQ=WEEKLY;UNTIL=20261208T050000Z");
    let days = When { span: Span::Days { first: super::day("20261201"), days: 1 }, ..weekly().when };
    let parts = resolve(&Appointment::new("d", "Tage", days), &[(Scope::From(local("20261215T000000")), titled("x"))]);
    let before = parts[0].appointment.whole(&berlin()).unwrap();
    assert_eq!(before.when.rule.unwrap().to_string(), "FREQ=WEEKLY;UNTIL=20261208");
    assert_eq!(parts[1].appointment.whole(&berlin()).unwrap().when.span.local(), local("20261215T000000"));
}
