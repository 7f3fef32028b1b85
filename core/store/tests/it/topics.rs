//! Topics: after the commit only, merged, none lost.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use verband_store::{Place, Store, StoreError, Topic};

use crate::{LOG, found_conversation, key};

#[derive(Default)]
struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

fn store() -> Store {
    Store::open(&Place::Memory, &key(1)).expect("memory is always there")
}

fn touch(store: &Store, topics: &[Topic]) {
    let committed = store.with_tx(|tx| {
        for topic in topics {
            tx.touch(*topic);
        }
        Ok::<_, StoreError>(())
    });
    committed.expect("nothing was written");
}

#[test]
fn topics_are_published_after_the_commit_and_not_before() {
    let store = store();
    let subscription = store.subscribe();
    store
        .with_tx(|tx| {
            found_conversation(tx)?;
            tx.touch(Topic::Conversations);
            assert_eq!(subscription.take(), []);
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert_eq!(subscription.take(), [Topic::Conversations]);
    assert_eq!(subscription.take(), []);
}

#[test]
fn topics_of_a_transaction_rolled_back_are_never_published() {
    let store = store();
    let subscription = store.subscribe();
    let failed = store.with_tx(|tx| {
        tx.touch(Topic::Outbox);
        Err::<(), _>(StoreError::Busy)
    });
    assert!(failed.is_err());
    assert_eq!(subscription.take(), []);
}

#[test]
fn topics_not_yet_taken_are_merged() {
    let store = store();
    let subscription = store.subscribe();
    touch(&store, &[Topic::Vault, Topic::Conversation(LOG)]);
    touch(&store, &[Topic::Conversation(LOG), Topic::Conversations]);
    assert_eq!(subscription.take(), [Topic::Conversations, Topic::Conversation(LOG), Topic::Vault]);
}

#[test]
fn a_waiting_reader_is_woken_once_per_commit_and_then_ended_by_the_close() {
    let store = store();
    let subscription = store.subscribe();
    let wakes = Arc::new(Wakes::default());
    let waker = Waker::from(Arc::clone(&wakes));
    let mut context = Context::from_waker(&waker);

    assert_eq!(pin!(subscription.next()).poll(&mut context), Poll::Pending);
    touch(&store, &[Topic::Status, Topic::Organisation]);
    assert_eq!(wakes.0.load(Ordering::SeqCst), 1);
    assert_eq!(
        pin!(subscription.next()).poll(&mut context),
        Poll::Ready(Some(vec![Topic::Organisation, Topic::Status]))
    );

    assert_eq!(pin!(subscription.next()).poll(&mut context), Poll::Pending);
    touch(&store, &[Topic::Vault]);
    store.close();
    assert_eq!(pin!(subscription.next()).poll(&mut context), Poll::Ready(Some(vec![Topic::Vault])));
    assert_eq!(pin!(subscription.next()).poll(&mut context), Poll::Ready(None));
}

#[test]
fn dropping_the_last_store_ends_subscriptions() {
    let store = store();
    let subscription = store.subscribe();
    drop(store);
    let mut context = Context::from_waker(Waker::noop());
    assert_eq!(pin!(subscription.next()).poll(&mut context), Poll::Ready(None));
}
