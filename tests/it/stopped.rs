//! Conversations that stand still: for want of a newer program, or because somebody broke the rules.

use verband_client::{AlarmKind, ClientError, OutboxState};
use verband_protocol::entry::{Header, SignedEntry};
use verband_protocol::id::LogId;
use verband_tests::chance::seed;
use verband_tests::hostile::{Mole, insert};
use verband_tests::invariants::texts;
use verband_tests::world::World;

const ANNA: usize = 0;
const BERTA: usize = 1;
const CLARA: usize = 2;

/// Anna, who moderates and gets what Berta's other program writes; and Clara, who is not in.
async fn channel(number: u64) -> (World, LogId, Mole) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Wundteam", &[BERTA]).await;
    let berta = Mole::of(&world.devices[BERTA], world.seed);
    (world, log, berta)
}

async fn deliver(world: &World, log: &LogId, mole: &Mole, entry: SignedEntry) {
    let [anna, berta] = [ANNA, BERTA].map(|index| &world.devices[index]);
    anna.line.set_tamper(Some(insert(log, mole.state(log).position.seq + 1, vec![entry])));
    berta.client().send_text(log, "von Berta").expect("written");
    berta.client().sync().await.expect("sent");
    anna.client().send_text(log, "von Anna").expect("written");
    let _ = anna.client().sync().await;
}

fn code<T>(result: Result<T, ClientError>) -> &'static str {
    result.map_or_else(|error| error.code(), |_| "done")
}

async fn stands_still(world: &World, log: &LogId) {
    let client = world.devices[ANNA].client();
    assert!(!client.conversation(log).expect("listed").writable);
    assert_eq!(code(client.send_text(log, "noch etwas")), "halted");
    assert_eq!(code(client.rename(log, "Anders")), "halted");
    let photo = verband_vault::sample::wound_photo(64, 48, 7);
    assert_eq!(code(client.send_photo(log, &photo, "")), "halted");
    let clara = world.devices[CLARA].member();
    assert_eq!(code(client.add_members(log, &[clara]).await), "not-found");
    let _ = client.sync().await;
    let berta = &world.devices[BERTA];
    berta.client().sync().await.expect("received");
    let received: Vec<String> = texts(berta, log).into_iter().map(|(_, text)| text).collect();
    assert_eq!(received, ["von Berta"], "what Anna wrote stays with her");
    assert!(!berta.client().conversation_members(log).expect("known").contains(&clara));
}

#[tokio::test(start_paused = true)]
async fn an_entry_of_a_newer_version_pauses_a_log() {
    let (world, log, berta) = channel(170).await;
    let entry = berta.text(Header { version: 2, ..berta.header(&log) }, "aus der Zukunft");
    deliver(&world, &log, &berta, entry).await;
    stands_still(&world, &log).await;
    assert!(!world.devices[ANNA].client().conversation(&log).expect("listed").halted);
    assert!(world.devices[ANNA].client().alarms().expect("readable").is_empty(), "nobody broke a rule");
    // A newer program goes on with it.
    assert_eq!(world.devices[ANNA].client().outbox().expect("readable"), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn an_entry_on_another_history_halts_a_log() {
    let (world, log, berta) = channel(171).await;
    let mut header = berta.header(&log);
    header.seen.head.0[0] ^= 1;
    deliver(&world, &log, &berta, berta.text(header, "anderswo")).await;
    stands_still(&world, &log).await;
    let alarms = world.devices[ANNA].client().alarms().expect("readable");
    assert_eq!(alarms.into_iter().map(|alarm| alarm.kind).collect::<Vec<_>>(), [AlarmKind::Fork]);
    assert!(world.devices[ANNA].client().conversation(&log).expect("listed").halted);
    // Nothing of what she wrote goes there any more.
    let waiting = world.devices[ANNA].client().outbox_items().expect("readable");
    let told: Vec<_> = waiting.iter().map(|row| (&*row.text, row.state, row.reason.as_deref())).collect();
    assert_eq!(told, [("von Anna", OutboxState::Failed, Some("halted"))]);
}

#[tokio::test(start_paused = true)]
async fn an_entry_on_another_organisation_halts_a_log() {
    let (world, log, berta) = channel(172).await;
    let mut header = berta.header(&log);
    header.organisation.head.0[0] ^= 1;
    deliver(&world, &log, &berta, berta.text(header, "anderswo")).await;
    stands_still(&world, &log).await;
    assert!(world.devices[ANNA].client().conversation(&log).expect("listed").halted);
}
