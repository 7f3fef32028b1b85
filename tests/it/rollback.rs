//! An organisation log that is not what it was: restored from an old backup, forked, cut off. There is an alarm that
//! stays, with what was signed as evidence.

use std::sync::Arc;

use verband_client::{AlarmKind, AlarmRow, Client, ClientError};
use verband_protocol::entry::Position;
use verband_protocol::evidence::{Evidence, EvidenceFile};
use verband_protocol::id::Hash;
use verband_protocol::organisation::OrganisationRecord;
use verband_rules::evidence::Examined;
use verband_tests::chance::seed;
use verband_tests::hostile::{Mole, cut, insert};
use verband_tests::invariants::texts;
use verband_tests::world::World;

const ANNA: usize = 0;
const BERTA: usize = 1;
const CLARA: usize = 2;
const WEEK: u64 = 7 * 86_400_000;

fn kinds(client: &Client) -> Vec<AlarmKind> {
    client.alarms().expect("readable").iter().map(|alarm| alarm.kind).collect()
}

fn evidence(client: &Client, alarm: &AlarmRow) -> Evidence {
    assert!(alarm.evidence);
    let bytes = client.alarm_evidence(alarm.id).expect("readable").expect("there is some");
    let examined = Examined::of(&bytes).expect("it can be read");
    assert!(examined.fault().is_none() && examined.cases.iter().all(|case| case.found.is_ok()), "{examined:?}");
    let statement = EvidenceFile::read(&bytes).expect("evidence").statement().expect("a statement");
    statement.cases.into_iter().next().expect("one case")
}

#[tokio::test(start_paused = true)]
async fn a_server_restored_from_an_old_backup_is_told_by_everybody_who_knows_more() {
    let mut world = World::with_members(seed(340), &["Anna", "Berta"]).await;
    let backup = world.back_up();
    let anna = world.devices[ANNA].client().clone();
    anna.define_team(None, "Station 3").await.expect("defined");
    let known = Mole::of(&world.devices[ANNA], world.seed).organisation().position();
    world.restore(&backup);
    for _ in 0..3 {
        anna.sync().await.expect("it says less, and nothing wrong");
    }
    let alarms = anna.alarms().expect("readable");
    assert_eq!(kinds(&anna), [AlarmKind::Omission], "once");
    let evidence = evidence(&anna, &alarms[0]);
    assert_eq!(evidence.known, known);
    // What was signed at the end that the server has lost.
    let entry = evidence.entry.expect("she has it");
    let header = entry.read().expect("an entry");
    assert_eq!(Position { seq: header.seen.seq, head: header.seen.head }.next(&entry), known);
    assert_eq!(evidence.against, None);
    // Who knew no more than the backup has nothing to tell.
    world.devices[BERTA].client().sync().await.expect("online");
    assert_eq!(kinds(world.devices[BERTA].client()), []);
}

#[tokio::test(start_paused = true)]
async fn two_histories_are_told_by_the_next_event_of_somebody_who_saw_the_other() {
    let mut world = World::with_members(seed(341), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[BERTA, CLARA]).await;
    let letter = world.invite("Dora", &[]).await.expect("invited");
    world.settle().await;
    let backup = world.back_up();
    // Anna sees one history, Berta another one of the same length.
    let anna = world.devices[ANNA].client().clone();
    anna.define_team(None, "Station 3").await.expect("defined");
    let hers = Mole::of(&world.devices[ANNA], world.seed).organisation().position();
    world.restore(&backup);
    let mut dora = verband_tests::device::Device::new("Dora", world.seed, &world.clock, &world.socket);
    dora.enrol(&letter).await.expect("enrolled");
    let berta = world.devices[BERTA].client().clone();
    berta.sync().await.expect("online");
    berta.send_text(&log, "in der anderen Geschichte").expect("written");
    berta.sync().await.expect("sent");

    let _ = anna.sync().await;
    let alarms = anna.alarms().expect("readable");
    let fork = alarms.iter().find(|alarm| alarm.kind == AlarmKind::Fork).expect("an alarm");
    let evidence = evidence(&anna, fork);
    assert!(evidence.is_fork());
    let against = evidence.against.clone().expect("Berta's event").read().expect("an entry");
    assert_eq!(against.author, berta.device().expect("unlocked"));
    assert_ne!(against.organisation.head, evidence.known.head);
    assert_eq!(evidence.known, hers);
    assert!(texts(&world.devices[ANNA], &log).is_empty(), "nothing of it is shown");
    // It stays.
    world.devices[ANNA].switch_off();
    world.devices[ANNA].switch_on().expect("it opens");
    assert!(kinds(world.devices[ANNA].client()).contains(&AlarmKind::Fork));
}

#[tokio::test(start_paused = true)]
async fn an_entry_on_top_of_another_history_does_not_get_into_this_one() {
    let world = World::with_members(seed(342), &["Anna", "Berta"]).await;
    let anna = Mole::of(&world.devices[ANNA], world.seed);
    let berta = world.devices[BERTA].client().clone();
    // A true signature of the administrator, in a history that the server shows to nobody else.
    let mut header = anna.organisation_header(OrganisationRecord::Heartbeat);
    header.seen.head = Hash::labelled("test", &[b"another history"]);
    header.organisation = header.seen;
    let forged = anna.sign(header, None);
    let known = anna.organisation().position();
    world.devices[BERTA].line.set_tamper(Some(insert(&anna.organisation, known.seq + 1, vec![forged.clone()])));
    assert!(matches!(berta.sync().await, Err(ClientError::Halted)));
    let alarms = berta.alarms().expect("readable");
    assert_eq!(kinds(&berta), [AlarmKind::Fork]);
    let evidence = evidence(&berta, &alarms[0]);
    assert!(evidence.is_fork());
    assert_eq!((evidence.known, evidence.against), (known, Some(forged)));
    // An honest server goes on where they were; the alarm stays.
    world.devices[BERTA].line.set_tamper(None);
    world.devices[ANNA].client().define_team(None, "Station 3").await.expect("defined");
    berta.sync().await.expect("online");
    assert_eq!(berta.teams().expect("readable").len(), 1);
    assert_eq!(kinds(&berta), [AlarmKind::Fork]);
}

#[tokio::test(start_paused = true)]
async fn what_is_no_alarm_has_no_evidence() {
    let world = World::with_members(seed(343), &["Anna"]).await;
    let anna = world.devices[ANNA].client();
    assert!(matches!(anna.alarm_evidence(1), Err(ClientError::NotFound(_))));
}

// The end of the log ------------------------------------------------------------------------------------------------

#[tokio::test(start_paused = true)]
async fn administrators_give_a_sign_of_life_once_a_week() {
    let world = World::with_members(seed(344), &["Anna", "Berta"]).await;
    let seq = || Mole::of(&world.devices[ANNA], world.seed).organisation().position().seq;
    let before = seq();
    for _ in 0..28 {
        world.clock.advance(WEEK / 7);
        world.settle().await;
    }
    assert_eq!(seq() - before, 4, "one in each week, and only by who administers");
    assert_eq!(kinds(world.devices[BERTA].client()), []);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_hides_the_end_of_the_log_is_suspected_after_three_weeks() {
    let world = World::with_members(seed(345), &["Anna", "Berta"]).await;
    let anna = Mole::of(&world.devices[ANNA], world.seed);
    let hidden = cut(&anna.organisation, anna.organisation().position().seq + 1);
    world.devices[BERTA].line.set_tamper(Some(Arc::new(move |path, body| hidden(path, body))));
    let berta = world.devices[BERTA].client().clone();
    for day in 1..=30 {
        world.clock.advance(WEEK / 7);
        world.pass().await;
        let expected = if day < 21 { vec![] } else { vec![AlarmKind::Stale] };
        assert_eq!(kinds(&berta), expected, "day {day}");
    }
    world.devices[BERTA].line.set_tamper(None);
    berta.sync().await.expect("online");
    world.settle().await;
    assert_eq!(kinds(&berta), [AlarmKind::Stale], "once for the stretch");
}
