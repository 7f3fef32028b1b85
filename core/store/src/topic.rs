//! Topics: what a committed transaction changed, told to whoever draws it.
//!
//! A topic is a hint to read again, not the change itself. Topics that nobody has taken yet are merged, so a slow
//! reader loses nothing and holds up nobody.

use std::collections::BTreeSet;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll, Waker};

/// A part of the store that feeds watch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// The list of conversations: titles, newest message, unread counts.
    Conversations,
    /// The messages of one conversation, by log id.
    Conversation([u8; 32]),
    /// Members, devices and invitations.
    Organisation,
    /// Events on their way to the server.
    Outbox,
    /// Photos and files of the vault.
    Vault,
    /// Sealed files on their way to the server and back.
    Transfers,
    /// Cursors, pauses and alarms.
    Status,
    /// What a content kind keeps in its own tables, by its name.
    Kind(&'static str),
}

/// A subscription to the topics of a store; ends when dropped.
pub struct Subscription(Arc<Inbox>);

impl Subscription {
    /// The topics published since the last take, in order, each once. Empty if there are none.
    pub fn take(&self) -> Vec<Topic> {
        let mut inbox = self.0.lock();
        std::mem::take(&mut inbox.topics).into_iter().collect()
    }

    /// Like [`take`](Self::take), but waits for at least one topic. `None` once the store is closed.
    pub fn poll_next(&self, context: &mut Context<'_>) -> Poll<Option<Vec<Topic>>> {
        let mut inbox = self.0.lock();
        if !inbox.topics.is_empty() {
            return Poll::Ready(Some(std::mem::take(&mut inbox.topics).into_iter().collect()));
        }
        if inbox.closed {
            return Poll::Ready(None);
        }
        inbox.waker = Some(context.waker().clone());
        Poll::Pending
    }

    /// [`poll_next`](Self::poll_next) as a future, for one task at a time. Dropping it loses no topic.
    pub async fn next(&self) -> Option<Vec<Topic>> {
        poll_fn(|context| self.poll_next(context)).await
    }
}

#[derive(Default)]
struct Inbox(Mutex<Pending>);

#[derive(Default)]
struct Pending {
    topics: BTreeSet<Topic>,
    waker: Option<Waker>,
    closed: bool,
}

impl Inbox {
    fn lock(&self) -> std::sync::MutexGuard<'_, Pending> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the inbox, then wakes its reader, outside the lock.
    fn wake_after(&self, change: impl FnOnce(&mut Pending)) {
        let waker = {
            let mut pending = self.lock();
            change(&mut pending);
            pending.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// All subscriptions of one store.
#[derive(Default)]
pub(crate) struct Hub(Mutex<Vec<Weak<Inbox>>>);

impl Hub {
    pub(crate) fn subscribe(&self) -> Subscription {
        let inbox = Arc::new(Inbox::default());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::downgrade(&inbox));
        Subscription(inbox)
    }

    pub(crate) fn publish(&self, topics: &BTreeSet<Topic>) {
        if !topics.is_empty() {
            self.each(|pending| pending.topics.extend(topics));
        }
    }

    /// Ends every subscription once its topics are taken.
    pub(crate) fn close(&self) {
        self.each(|pending| pending.closed = true);
    }

    fn each(&self, change: impl Fn(&mut Pending)) {
        let mut inboxes = Vec::new();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|inbox| {
            let inbox = inbox.upgrade();
            inboxes.extend(inbox.clone());
            inbox.is_some()
        });
        for inbox in inboxes {
            inbox.wake_after(&change);
        }
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        self.close();
    }
}
