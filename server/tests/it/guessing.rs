//! What the server tells whoever tries codes: the same of every invitation that cannot be used, unknown ones included,
//! byte for byte, after the same questions to the store and without writing anything for any of them; and by its time
//! nothing of how much of an id was right.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use axum::body::Body;
use axum::http::{Method, Request};

use verband_protocol::cbor;
use verband_protocol::id::InvitationId;
use verband_protocol::organisation::OrganisationRecord;
use verband_protocol::port::random;
use verband_protocol::wire::{Appended, Claim, ProblemCode};
use verband_server::Limits;
use verband_server::store::{Call, Fate, StoreFault};

use crate::actor::Actor;
use crate::house::{Answer, Counting, House, Plan};
use crate::people::{Letter, act, found, invite, invite_for};

/// A plan without faults that counts what is written and notes what is read.
#[derive(Default)]
struct Counter {
    writes: AtomicUsize,
    reads: Mutex<Vec<&'static str>>,
}

impl Counter {
    fn take_reads(&self) -> Vec<&'static str> {
        std::mem::take(&mut *self.reads.lock().unwrap())
    }
}

impl StoreFault for Counter {
    fn at(&self, _: Call) -> Fate {
        self.writes.fetch_add(1, Ordering::SeqCst);
        Fate::Live
    }

    fn reads(&self, place: &'static str) {
        self.reads.lock().unwrap().push(place);
    }
}

/// A house with letters, good and not, and somebody who has no business with any of them.
struct Letters {
    house: House,
    counter: Arc<Counter>,
    good: Letter,
    used: Letter,
    withdrawn: Letter,
    expired: Letter,
    unknown: Letter,
    guesser: Actor,
}

impl Letters {
    async fn new() -> Self {
        let counter = Arc::new(Counter::default());
        let faults: Arc<dyn StoreFault> = counter.clone();
        let house = House::with(Plan { limits: Limits::unlimited_rates(), faults: Some(faults), ..Plan::default() });
        let mut admin = found(&house, 1).await;
        let used = invite(&house, &mut admin, Vec::new()).await;
        let mut first = Actor::new(2);
        first.organisation = admin.organisation.clone();
        let claim = ask_to_claim(&used.invitation.id, &used, &first);
        let _: Appended = house.request(claim).await.message().expect("a claim");
        let withdrawn = invite(&house, &mut admin, Vec::new()).await;
        act(&house, &mut admin, OrganisationRecord::InvitationRevoke(withdrawn.invitation.id)).await;
        let expired = invite_for(&house, &mut admin, Vec::new(), 1_000).await;
        house.clock.forward(2_000);
        let good = invite(&house, &mut admin, Vec::new()).await;
        let mut unknown = Letter::new(&admin, good.invitation.not_after, Vec::new());
        unknown.invitation.id = InvitationId([9; 16]);
        let mut guesser = Actor::new(3);
        admin.sync_organisation(&house).await;
        guesser.organisation = admin.organisation.clone();
        Self { house, counter, good, used, withdrawn, expired, unknown, guesser }
    }

    /// Those that cannot be used.
    fn gone(&self) -> [&Letter; 4] {
        [&self.unknown, &self.used, &self.withdrawn, &self.expired]
    }
}

fn ask(id: &InvitationId) -> Request<Body> {
    Request::get(format!("/v1/invitations/{id}")).body(Body::empty()).unwrap()
}

fn ask_to_claim(id: &InvitationId, letter: &Letter, by: &Actor) -> Request<Body> {
    let mut named = Letter { invitation: letter.invitation.clone(), key: letter.key.clone(), bundle: Vec::new() };
    named.invitation.id = *id;
    let body = cbor::encode(&Claim { entry: named.claim(by) });
    let request = Request::builder().method(Method::POST).uri(format!("/v1/invitations/{id}/claim"));
    request.body(Body::from(body)).unwrap()
}

/// Everything that whoever asks can see: status, headers, body.
fn seen(answer: Answer) -> (u16, Vec<String>, Vec<u8>) {
    let headers = answer.headers.iter().map(|(name, value)| format!("{name}: {value:?}"));
    let mut headers: Vec<String> = headers.collect();
    headers.sort_unstable();
    (answer.status.as_u16(), headers, answer.body)
}

#[tokio::test]
async fn unknown_used_withdrawn_and_expired_invitations_are_the_same_to_whoever_asks() {
    let letters = Letters::new().await;
    let Letters { house, counter, guesser, .. } = &letters;
    let before = counter.writes.load(Ordering::SeqCst);
    let (mut look_ups, mut claims) = (Vec::new(), Vec::new());
    for letter in letters.gone() {
        let id = &letter.invitation.id;
        counter.take_reads();
        look_ups.push((seen(house.request(ask(id)).await), counter.take_reads()));
        claims.push((seen(house.request(ask_to_claim(id, letter, guesser)).await), counter.take_reads()));
    }
    let problem = house.request(ask(&letters.unknown.invitation.id)).await.problem();
    assert_eq!((problem.code, problem.reason), (ProblemCode::InvitationGone, None));
    assert!(!look_ups[0].1.is_empty() && !claims[0].1.is_empty(), "the store is asked");
    assert!(look_ups.iter().all(|answer| *answer == look_ups[0]), "{look_ups:?}");
    assert!(claims.iter().all(|answer| *answer == claims[0]), "{claims:?}");
    assert_eq!(counter.writes.load(Ordering::SeqCst), before, "nothing is written for any of them");
    // One that is good is read, once that is known.
    counter.take_reads();
    assert!(house.request(ask(&letters.good.invitation.id)).await.status.is_success());
    assert!(counter.take_reads().len() > look_ups[0].1.len());
}

/// How often each kind of id is asked.
const ROUNDS: usize = 1_000;

/// How many standard deviations one of two kinds may be faster more often than the other: by chance once in some hundred
/// million runs.
const BOUND: f64 = 6.0;

/// How many bytes a made-up id shares with a good one, and another one with an id that nobody made. With none at all both
/// are of the same kind: that is how alike two of a kind are.
const SHARED: [usize; 4] = [0, 4, 8, 15];

/// An id that nobody made, and that begins like another.
fn like(other: &InvitationId, shared: usize, chance: &Counting) -> InvitationId {
    let mut id: [u8; 16] = random(chance);
    id[..shared].copy_from_slice(&other.0[..shared]);
    if id[shared] == other.0[shared] {
        id[shared] ^= 0x80;
    }
    InvitationId(id)
}

/// Some order of the numbers below `count`.
fn shuffled(count: usize, chance: &Counting) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    for last in (1..count).rev() {
        let other = u64::from_be_bytes(random(chance)) % (last as u64 + 1);
        order.swap(last, usize::try_from(other).unwrap());
    }
    order
}

/// Asks for these ids in an order that chance draws: how long each took, in nanoseconds.
async fn times(letters: &Letters, ids: &[InvitationId], claims: bool, chance: &Counting) -> Vec<u128> {
    let Letters { house, good, guesser, .. } = letters;
    let request = |id: &InvitationId| Some(if claims { ask_to_claim(id, good, guesser) } else { ask(id) });
    let mut requests: Vec<_> = ids.iter().map(request).collect();
    let mut times = vec![0; ids.len()];
    for kind in shuffled(ids.len(), chance) {
        let request = requests[kind].take().unwrap();
        let began = Instant::now();
        let answer = house.request(request).await;
        times[kind] = began.elapsed().as_nanos();
        assert_eq!(answer.status.as_u16(), 410);
    }
    times
}

/// How much more often the first of two took longer than the second, in standard deviations. If both take the same time,
/// either is as likely to, whatever else the machine has to do: chance drew who came first.
#[allow(clippy::cast_precision_loss, reason = "small numbers")]
fn lean(rounds: &[Vec<u128>], first: usize, second: usize) -> f64 {
    let longer = rounds.iter().filter(|times| times[first] > times[second]).count() as f64;
    let same = rounds.iter().filter(|times| times[first] == times[second]).count() as f64;
    let all = rounds.len() as f64;
    (longer + same / 2.0 - all / 2.0) / (all / 4.0).sqrt()
}

#[tokio::test]
async fn the_time_of_an_answer_does_not_tell_how_much_of_an_id_is_right() {
    let seed = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(104);
    println!("SEED={seed}");
    let chance = Counting::from(seed << 32);
    let letters = Letters::new().await;
    let (good, nobody) = (letters.good.invitation.id, InvitationId(random(&chance)));
    for claims in [false, true] {
        let mut rounds = Vec::with_capacity(ROUNDS);
        for _ in 0..ROUNDS {
            // An id that comes again and again is read faster, be it anybody's: so one is compared with one that does, too.
            let pair = |shared| [like(&good, shared, &chance), like(&nobody, shared, &chance)];
            rounds.push(times(&letters, &SHARED.map(pair).concat(), claims, &chance).await);
        }
        let leans: Vec<f64> = (0..SHARED.len()).map(|pair| lean(&rounds, 2 * pair, 2 * pair + 1)).collect();
        println!("claims: {claims}, sharing {SHARED:?} bytes: {leans:.2?}");
        assert!(leans.iter().all(|lean| lean.abs() < BOUND), "sharing {SHARED:?} bytes with a good id: {leans:.2?}");
    }
}
