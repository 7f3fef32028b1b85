//! The preview is the purge: what it lists vanishes on the day that it says, on every device, and nothing else does.

use std::collections::{BTreeMap, BTreeSet};

use verband_client::calendar::{Span, When, read_local};
use verband_client::{NewAppointment, NewSurvey, Question, QuestionForm, RetentionPreview};
use verband_tests::chance::{Seeded, for_seeds};
use verband_tests::world::run;

use super::*;

/// What a conversation shows, by event. Traces of what was deleted go too, and are nothing to list.
fn shown(device: &Device, log: &LogId) -> BTreeSet<EventId> {
    let rows = device.client().messages(log, 10_000).expect("readable").into_iter();
    rows.filter(|row| row.kind != RowKind::Deleted).map(|row| row.event).collect()
}

/// What people do with what is there.
struct Ward {
    chance: Seeded,
    address: EventId,
    texts: Vec<EventId>,
    files: Vec<EventId>,
    wounds: Vec<EventId>,
    requests: Vec<EventId>,
    surveys: Vec<(usize, EventId)>,
    number: u64,
}

impl Ward {
    fn pick<T: Copy>(&self, from: &[T]) -> Option<T> {
        let index = usize::try_from(self.chance.below(from.len().max(1) as u64)).expect("small");
        from.get(index).copied()
    }

    /// Somebody does something. What is not there any more refuses.
    fn act(&mut self, world: &World, log: &LogId) {
        let who = usize::try_from(self.chance.below(3)).expect("small");
        let client = world.devices[who].client();
        self.number += 1;
        let text = format!("Nr. {}", self.number);
        match self.chance.below(14) {
            0..=3 => self.texts.push(client.send_text(log, &text).expect("written")),
            4 => drop(self.pick(&self.texts).map(|event| client.react(log, &event, "👍", true))),
            5 => drop(self.pick(&self.texts).map(|event| client.edit_message(log, &event, &text, &[]))),
            6 => drop(self.pick(&self.texts).map(|event| client.delete(log, &event))),
            7 => self.files.push(put(client, log, &text, text.as_bytes())),
            8 => drop(self.pick(&self.files).map(|event| client.rename_file(log, &event, &text))),
            9 => self.wounds.push(wound(client, log, &text)),
            10 => {
                let photo = verband_vault::sample::wound_photo(32, 32, self.number);
                let finding = WoundFinding { note: text, ..WoundFinding::default() };
                if let Some(event) = self.pick(&self.wounds) {
                    let _gone = client.record_finding(log, &event, &finding);
                    let _gone = client.send_wound_photos(log, &event, &[("overview", &photo)]);
                }
            }
            11 => match self.pick(&self.requests).filter(|_| self.chance.percent(60)) {
                Some(event) => drop(client.act_on_request(log, &event, RequestAct::Done)),
                None => self.requests.push(client.send_request(log, &self.address, &text).expect("sent")),
            },
            12 => {
                if let Some((author, event)) = self.pick(&self.surveys).filter(|_| self.chance.percent(60)) {
                    let _closed = world.devices[author].client().close_survey(log, &event);
                } else {
                    let form = QuestionForm::Text;
                    let questions = vec![Question { text: text.clone(), form, required: false }];
                    let survey = NewSurvey { title: text, questions, ..NewSurvey::default() };
                    self.surveys.push((who, client.publish_survey(log, &survey).expect("published")));
                }
            }
            _ => {
                let day = 18 + self.chance.below(12);
                let start = read_local(&format!("202611{day}T090000")).expect("a local time");
                let span = Span::Time { start, zone: "Europe/Berlin".parse().expect("a zone"), seconds: 3_600 };
                client.create_appointment(log, &NewAppointment::new(&text, When::once(span))).expect("made");
            }
        }
    }
}

/// When each item vanishes, by its event.
fn foretold(preview: &RetentionPreview) -> BTreeMap<EventId, u64> {
    preview.vanishing.iter().map(|item| (item.event, item.vanishes_at.expect("it vanishes"))).collect()
}

#[test]
fn what_a_preview_lists_vanishes_on_that_day_and_nothing_else() {
    for_seeds(1_620..1_624, |seed| run(one_ward(seed)));
}

async fn one_ward(seed: u64) {
    let mut world = World::with_members(seed, &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[BERTA, CLARA]).await;
    let chance = Seeded::new(seed, "ward");
    let keep = chance.percent(30);
    let policy =
        OrganisationPolicy { keep_undocumented: keep, ..days(5 + u32::try_from(chance.below(4)).expect("small")) };
    world.devices[ANNA].client().set_policy(policy).await.expect("set");
    let address = world.devices[ANNA].client().create_role_address(&log, RoleAddressSettings::titled("Dienst"));
    let address = address.expect("made");
    world.settle().await;
    let empty = || (Vec::new(), Vec::new(), Vec::new());
    let (texts, files, wounds) = empty();
    let mut ward = Ward { chance, address, texts, files, wounds, requests: Vec::new(), surveys: Vec::new(), number: 0 };
    for _ in 0..12 {
        for _ in 0..ward.chance.below(5) {
            ward.act(&world, &log);
            world.clock.advance(3_600_000);
        }
        world.settle().await;
        world.clock.advance(DAY - 4 * 3_600_000);
        world.settle().await;
    }
    // Everybody foretells the same.
    let ahead = 9;
    let preview = world.devices[ANNA].client().retention_preview(&log, ahead, None).expect("a preview");
    let expected: Vec<EventId> = preview.vanishing.iter().map(|item| item.event).collect();
    assert!(!expected.is_empty(), "SEED={seed}: nothing vanishes");
    for index in [BERTA, CLARA] {
        let other = world.devices[index].client().retention_preview(&log, ahead, None).expect("a preview");
        let other: Vec<EventId> = other.vanishing.iter().map(|item| item.event).collect();
        assert_eq!(other, expected, "SEED={seed} device {index}");
    }
    let (foretold, start) = (foretold(&preview), shown(&world.devices[ANNA], &log));
    let rows = world.devices[ANNA].client().messages(&log, 10_000).expect("readable");
    let kinds: BTreeMap<EventId, RowKind> = rows.into_iter().map(|row| (row.event, row.kind)).collect();
    let mut before = start.clone();
    for day in 0..=u64::from(ahead) {
        if day > 0 {
            world.clock.advance(DAY);
        }
        world.settle().await;
        let now = verband_protocol::port::Clock::now_ms(&world.clock);
        let due: BTreeSet<EventId> = foretold.iter().filter(|(_, at)| **at <= now).map(|(event, _)| *event).collect();
        for index in [ANNA, BERTA, CLARA] {
            let there = shown(&world.devices[index], &log);
            let gone: BTreeSet<EventId> = start.difference(&there).copied().collect();
            let differ: Vec<_> = gone.symmetric_difference(&due).map(|event| (event, &kinds[event])).collect();
            assert!(differ.is_empty(), "SEED={seed} day {day} device {index}: {differ:?} {preview:#?}");
        }
        before = shown(&world.devices[ANNA], &log);
    }
    // What was said to stay is there.
    for item in &preview.kept {
        assert!(before.contains(&item.event), "SEED={seed}: {item:?}");
    }
    hold(&world, &log, &[ANNA, BERTA, CLARA], &[]);
    let newcomer = world.enrol("Dora", &[log]).await.expect("she enrols");
    world.settle().await;
    same_projections(&world, &log, &[ANNA, BERTA, newcomer]);
}

#[tokio::test(start_paused = true)]
async fn an_administrator_sees_what_another_number_would_do_before_she_saves_it() {
    let (world, log) = house(1_608, OrganisationPolicy::default()).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let photo = verband_vault::sample::wound_photo(64, 48, 5);
    for number in 0..4 {
        berta.send_text(&log, &format!("Nachricht {number}")).expect("written");
        world.settle().await;
        world.clock.advance(5 * DAY);
    }
    berta.send_photo(&log, &photo, "Ferse").expect("captured");
    world.settle().await;
    assert_eq!(anna.retention_preview(&log, 0, None).expect("a preview").days, None);
    assert!(anna.retention_previews(30, None).expect("previews").is_empty());
    // Written 20, 15, 10 and 5 days ago.
    for (days, gone) in [(30, 0), (20, 1), (12, 2), (10, 3), (1, 4)] {
        let preview = anna.retention_preview(&log, 0, Some(days)).expect("a preview");
        assert_eq!((preview.count(), preview.people, preview.devices), (gone, 3, 3), "{days} days");
    }
    let all = anna.retention_previews(30, Some(12)).expect("previews");
    assert_eq!(all.iter().map(|preview| preview.title.as_str()).collect::<Vec<_>>(), ["Wundteam"]);
    assert_eq!(all[0].count(), 5);
    assert!(all[0].counts.iter().any(|count| count.kind == RowKind::Photo && count.count == 1));
    assert!(all[0].words(Language::German).starts_with("5 Einträge verschwinden für 3 Personen auf 3 Geräten"));
    assert!(all[0].words(Language::English).starts_with("5 entries vanish for 3 people on 3 devices"));
    // Nothing of that has happened.
    assert_eq!(texts(&world.devices[BERTA], &log).len(), 5);
}
