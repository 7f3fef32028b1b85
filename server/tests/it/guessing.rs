//! What the server tells whoever tries codes: the same of every invitation that cannot be used, unknown ones included,
//! byte for byte, and without writing anything for any of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use verband_protocol::id::InvitationId;
use verband_protocol::organisation::OrganisationRecord;
use verband_protocol::wire::{Appended, Claim, ProblemCode};
use verband_server::Limits;
use verband_server::store::{Call, Fate, StoreFault};

use crate::actor::Actor;
use crate::house::{Answer, House, Plan};
use crate::people::{Letter, found, invite, invite_for};

/// A plan without faults that counts what is written.
#[derive(Default)]
struct Counter(AtomicUsize);

impl StoreFault for Counter {
    fn at(&self, _: Call) -> Fate {
        self.0.fetch_add(1, Ordering::SeqCst);
        Fate::Live
    }
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
    let counter = Arc::new(Counter::default());
    let faults: Arc<dyn StoreFault> = counter.clone();
    let house = House::with(Plan { limits: Limits::unlimited_rates(), faults: Some(faults), ..Plan::default() });
    let mut admin = found(&house, 1).await;
    let used = invite(&house, &mut admin, Vec::new()).await;
    let mut first = Actor::new(2);
    first.organisation = admin.organisation.clone();
    let claim = Claim { entry: used.claim(&first) };
    let path = |letter: &Letter| format!("/v1/invitations/{}", letter.invitation.id);
    let _: Appended = house.post(&format!("{}/claim", path(&used)), None, &claim).await.message().expect("a claim");
    let withdrawn = invite(&house, &mut admin, Vec::new()).await;
    let revoke = admin.organisation_entry(OrganisationRecord::InvitationRevoke(withdrawn.invitation.id));
    admin.append(&house, &admin.organisation_id(), vec![revoke]).await.expect("withdrawn");
    let expired = invite_for(&house, &mut admin, Vec::new(), 1_000).await;
    house.clock.forward(2_000);
    let mut unknown = invite_for(&house, &mut admin, Vec::new(), 1_000).await;
    unknown.invitation.id = InvitationId([9; 16]);

    let mut second = Actor::new(3);
    admin.sync_organisation(&house).await;
    second.organisation = admin.organisation.clone();
    let before = counter.0.load(Ordering::SeqCst);
    let (mut look_ups, mut claims) = (Vec::new(), Vec::new());
    for letter in [&unknown, &used, &withdrawn, &expired] {
        look_ups.push(seen(house.get(&path(letter), None).await));
        let claim = Claim { entry: letter.claim(&second) };
        claims.push(seen(house.post(&format!("{}/claim", path(letter)), None, &claim).await));
    }
    let problem = house.get(&path(&unknown), None).await.problem();
    assert_eq!((problem.code, problem.reason), (ProblemCode::InvitationGone, None));
    assert!(look_ups.iter().all(|answer| *answer == look_ups[0]), "{look_ups:?}");
    assert!(claims.iter().all(|answer| *answer == claims[0]), "{claims:?}");
    assert_eq!(counter.0.load(Ordering::SeqCst), before, "nothing is written for any of them");
}
