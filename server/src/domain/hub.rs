//! Who listens: one mailbox for each open sync stream. A mailbox holds the newest position of each log and no more,
//! so that a slow listener costs no memory and misses nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use verband_protocol::id::{DeviceId, LogId};

/// What is new for a device.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct News {
    /// Logs that have moved, each with its newest position.
    pub(crate) logs: BTreeMap<LogId, u64>,
    /// Whether welcomes came.
    pub(crate) welcomes: bool,
    /// Conversations with new marks, each with the number of the newest.
    pub(crate) marks: BTreeMap<LogId, u64>,
    /// Channels whose requests to join have changed.
    pub(crate) requests: BTreeSet<LogId>,
    /// Whether the stream is over.
    pub(crate) over: bool,
}

impl News {
    fn is_empty(&self) -> bool {
        self.logs.is_empty() && !self.welcomes && self.marks.is_empty() && self.requests.is_empty() && !self.over
    }
}

/// The mailbox of one stream.
#[derive(Default)]
pub(crate) struct Mailbox {
    news: Mutex<News>,
    bell: Notify,
}

impl Mailbox {
    fn tell(&self, tell: impl FnOnce(&mut News)) {
        tell(&mut lock(&self.news));
        self.bell.notify_one();
    }

    /// Waits for news and takes all there are.
    pub(crate) async fn news(&self) -> News {
        loop {
            let news = std::mem::take(&mut *lock(&self.news));
            if !news.is_empty() {
                return news;
            }
            self.bell.notified().await;
        }
    }
}

type Mailboxes = BTreeMap<DeviceId, Vec<Arc<Mailbox>>>;

/// All mailboxes. A device belongs to one organisation, so its id finds them.
pub(crate) struct Hub {
    mailboxes: Mutex<Mailboxes>,
    per_device: usize,
}

impl Hub {
    pub(crate) fn new(per_device: usize) -> Self {
        Self { mailboxes: Mutex::default(), per_device: per_device.max(1) }
    }

    /// Opens a mailbox. If the device has too many, its oldest stream is over.
    pub(crate) fn listen(&self, device: DeviceId) -> Arc<Mailbox> {
        let mailbox = Arc::new(Mailbox::default());
        let mut mailboxes = lock(&self.mailboxes);
        let own = mailboxes.entry(device).or_default();
        if own.len() >= self.per_device {
            own.remove(0).tell(|news| news.over = true);
        }
        own.push(Arc::clone(&mailbox));
        mailbox
    }

    /// Closes a mailbox.
    pub(crate) fn leave(&self, device: &DeviceId, mailbox: &Arc<Mailbox>) {
        let mut mailboxes = lock(&self.mailboxes);
        if let Some(own) = mailboxes.get_mut(device) {
            own.retain(|other| !Arc::ptr_eq(other, mailbox));
            if own.is_empty() {
                mailboxes.remove(device);
            }
        }
    }

    /// Tells devices that a log has moved.
    pub(crate) fn moved<'a>(&self, devices: impl IntoIterator<Item = &'a DeviceId>, log: LogId, seq: u64) {
        self.tell(devices, |news| {
            let newest = news.logs.entry(log).or_default();
            *newest = seq.max(*newest);
        });
    }

    /// Tells devices that welcomes wait for them.
    pub(crate) fn welcomed<'a>(&self, devices: impl IntoIterator<Item = &'a DeviceId>) {
        self.tell(devices, |news| news.welcomes = true);
    }

    /// Tells devices that a conversation has a new mark.
    pub(crate) fn marked<'a>(&self, devices: impl IntoIterator<Item = &'a DeviceId>, log: LogId, number: u64) {
        self.tell(devices, |news| {
            let newest = news.marks.entry(log).or_default();
            *newest = number.max(*newest);
        });
    }

    /// Tells devices that the requests to join a channel have changed.
    pub(crate) fn requested<'a>(&self, devices: impl IntoIterator<Item = &'a DeviceId>, log: LogId) {
        self.tell(devices, |news| {
            news.requests.insert(log);
        });
    }

    fn tell<'a>(&self, devices: impl IntoIterator<Item = &'a DeviceId>, tell: impl Fn(&mut News)) {
        let mailboxes = lock(&self.mailboxes);
        for mailbox in devices.into_iter().filter_map(|device| mailboxes.get(device)).flatten() {
            mailbox.tell(&tell);
        }
    }

    /// Ends the streams of a device at once.
    pub(crate) fn end(&self, device: &DeviceId) {
        for mailbox in lock(&self.mailboxes).remove(device).unwrap_or_default() {
            mailbox.tell(|news| news.over = true);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
