//! Feeds: what a screen shows, as batches of changes that the UI pulls. The first batch is a reset; whoever applies
//! all batches in order has exactly what a query would give.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use futures_util::lock::Mutex as AsyncMutex;
use verband_protocol::id::{EventId, Hash, LogId};
use verband_store::{Subscription, Topic};

use crate::client::Client;
use crate::error::ClientError;
use crate::kind::{
    self, AgendaQuestion, AgendaRow, AlbumQuery, AlbumRow, FileRow, FolderId, RequestRow, RoleAddressRow, SurveyRow,
};
use crate::kind::{WoundItem, WoundRow, album, responsibility, survey, wound};
use crate::listing::{self, JoinRequestRow};
use crate::search::{self, SearchHit, SearchQuery};
use crate::timeline::{self, MessageRow};
use crate::transfer::{self, TransferRow};
use crate::unsent::{self, OutboxRow};
use crate::view::{self, ConversationRow};

/// What a feed shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedKind {
    /// The list of conversations, newest first.
    Conversations,
    /// The newest messages of a conversation, oldest first.
    Messages(LogId),
    /// Requests that are open or taken over, of all conversations: first those that wait for this person.
    Requests,
    /// The role addresses of a channel, by title.
    RoleAddresses(LogId),
    /// What takes place on these days, by day and start.
    Agenda {
        /// Everything of a conversation; else what concerns this person, over all of them.
        log: Option<LogId>,
        /// The first day, as `2026-12-01`.
        from: String,
        /// How many days; each [`Feed::grow`] adds as many.
        days: u32,
        /// The zone of the device.
        zone: String,
    },
    /// Who asks to join the channels that this person may let somebody into; the oldest first.
    JoinRequests,
    /// The surveys of a conversation, drafts first.
    Surveys(LogId),
    /// The wounds of a channel, open ones first.
    Wounds(LogId),
    /// The course of a wound, the newest first.
    Wound {
        /// In which channel.
        log: LogId,
        /// Which one.
        wound: EventId,
    },
    /// Photos by when they were taken, the newest first.
    Album(AlbumQuery),
    /// What was found, best first.
    Search(SearchQuery),
    /// What waits to be sent, in the order in which it was made.
    Outbox,
    /// Files on their way.
    Transfers,
    /// What lies in a folder of a conversation.
    Files {
        /// Which conversation.
        log: LogId,
        /// Which folder.
        folder: FolderId,
    },
}

/// A row of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// Of [`FeedKind::Conversations`].
    Conversation(ConversationRow),
    /// Of [`FeedKind::Messages`].
    Message(MessageRow),
    /// Of [`FeedKind::Requests`].
    Request(RequestRow),
    /// Of [`FeedKind::RoleAddresses`].
    RoleAddress(RoleAddressRow),
    /// Of [`FeedKind::JoinRequests`].
    JoinRequest(JoinRequestRow),
    /// Of [`FeedKind::Agenda`].
    Agenda(AgendaRow),
    /// Of [`FeedKind::Surveys`].
    Survey(SurveyRow),
    /// Of [`FeedKind::Wounds`].
    Wound(WoundRow),
    /// Of [`FeedKind::Wound`].
    WoundItem(WoundItem),
    /// Of [`FeedKind::Album`].
    Album(AlbumRow),
    /// Of [`FeedKind::Search`].
    Hit(SearchHit),
    /// Of [`FeedKind::Outbox`].
    Unsent(OutboxRow),
    /// Of [`FeedKind::Transfers`].
    Transfer(TransferRow),
    /// Of [`FeedKind::Files`].
    File(FileRow),
}

impl Row {
    /// What stays the same while a row changes.
    fn key(&self) -> [u8; 32] {
        match self {
            Self::Conversation(row) => row.log.0,
            Self::Message(row) => of_event(&row.event),
            Self::Request(row) => of_event(&row.event),
            Self::RoleAddress(row) => of_event(&row.id),
            Self::Survey(row) => of_event(&row.event),
            Self::Wound(row) => of_event(&row.event),
            // One event can be several of them.
            Self::WoundItem(row) => {
                let mut key = of_event(&row.event);
                key[16] = row.kind as u8;
                key
            }
            Self::Agenda(row) => row.key(),
            Self::JoinRequest(row) => Hash::of(&[row.log.0, row.member.0].concat()).0,
            // A name of an event is its author's word, and the only one of its kind in one log alone.
            Self::Hit(row) => of_both(&row.log, &row.event),
            Self::Album(row) => of_both(&row.conversation, &row.event),
            Self::Unsent(row) => of_event(&row.event),
            Self::File(row) => of_event(&row.event),
            Self::Transfer(row) => {
                let mut key = [row.direction as u8; 32];
                key[..16].copy_from_slice(row.blob.as_bytes());
                key
            }
        }
    }
}

fn of_both(log: &LogId, event: &EventId) -> [u8; 32] {
    let mut key = log.0;
    key[..16].copy_from_slice(event.as_bytes());
    key
}

fn of_event(event: &EventId) -> [u8; 32] {
    let mut key = [0; 32];
    key[..16].copy_from_slice(event.as_bytes());
    key
}

/// One change to the rows that the UI has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Patch {
    /// These are all rows.
    Reset(Vec<Row>),
    /// A row comes in before the one at this index.
    Insert(usize, Row),
    /// The row at this index changes.
    Update(usize, Row),
    /// The row at this index goes.
    Remove(usize),
}

/// Changes to apply in order, at once.
pub type Batch = Vec<Patch>;

/// Rows that a feed of messages shows at first, and by how many it grows.
const WINDOW: u32 = 50;

/// A feed. It ends when the client is locked or the feed closed.
pub struct Feed {
    client: Client,
    kind: FeedKind,
    window: AtomicU32,
    closed: AtomicBool,
    subscription: Subscription,
    shown: AsyncMutex<Option<Vec<Row>>>,
    wake: Mutex<Option<std::task::Waker>>,
}

impl Client {
    /// Starts a feed.
    ///
    /// # Errors
    /// [`ClientError::Locked`].
    pub fn feed(&self, kind: FeedKind) -> Result<Feed, ClientError> {
        let inner = self.inner()?;
        if let FeedKind::Messages(log) = &kind {
            inner.shown.open(*log);
        }
        Ok(Feed {
            client: self.clone(),
            kind,
            window: AtomicU32::new(WINDOW),
            closed: AtomicBool::new(false),
            subscription: inner.store.subscribe(),
            shown: AsyncMutex::new(None),
            wake: Mutex::default(),
        })
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        if let (FeedKind::Messages(log), Ok(inner)) = (&self.kind, self.client.inner()) {
            inner.shown.close(log);
        }
    }
}

impl Feed {
    /// The next changes; waits until there are some. None when the feed has ended. Dropping the future loses
    /// nothing.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::OfflineTooLong`]: the next batch after it is a reset.
    pub async fn next(&self) -> Result<Option<Batch>, ClientError> {
        let mut shown = self.shown.lock().await;
        loop {
            if self.closed.load(Ordering::Acquire) {
                return Ok(None);
            }
            let (rows, due) = match self.rows() {
                Ok(rows) => rows,
                Err(error) if error.code() == "locked" => return Ok(None),
                Err(error) => {
                    // What the UI has is not shown any more: it begins anew.
                    *shown = None;
                    return Err(error);
                }
            };
            let batch = match &*shown {
                None => vec![Patch::Reset(rows.clone())],
                Some(old) => diff(old, &rows),
            };
            if !batch.is_empty() {
                *shown = Some(rows);
                return Ok(Some(batch));
            }
            if !self.changed(due).await {
                return Ok(None);
            }
        }
    }

    /// Shows more: the next batch brings older messages.
    pub fn grow(&self) {
        self.window.fetch_add(WINDOW, Ordering::AcqRel);
        self.wake();
    }

    /// Ends the feed; a waiting [`Self::next`] returns none.
    pub fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.wake();
    }

    fn wake(&self) {
        if let Some(waker) = self.wake.lock().unwrap_or_else(PoisonError::into_inner).take() {
            waker.wake();
        }
    }

    /// The rows, and when they change by themselves, in milliseconds since the Unix epoch.
    fn rows(&self) -> Result<(Vec<Row>, Option<u64>), ClientError> {
        let inner = self.client.readable()?;
        let own = inner.account.member;
        let organisation = inner.organisation()?;
        let (mut rows, due) = inner.store.read(|connection| -> Result<(Vec<Row>, Option<u64>), ClientError> {
            let (mut due, window) = (None, self.window.load(Ordering::Acquire));
            let rows = match &self.kind {
                FeedKind::Conversations => {
                    wrap(view::conversations(connection, &own, &organisation)?, Row::Conversation)
                }
                FeedKind::Messages(log) => wrap(timeline::newest(connection, &own, log, window)?, Row::Message),
                FeedKind::Search(query) => wrap(search::search(connection, &own, query, window)?, Row::Hit),
                FeedKind::Requests => {
                    let (rows, next) = responsibility::open_requests(connection, &inner, &organisation)?;
                    due = next;
                    wrap(rows, Row::Request)
                }
                FeedKind::RoleAddresses(log) => {
                    wrap(responsibility::role_addresses(connection, &inner, &organisation, log)?, Row::RoleAddress)
                }
                FeedKind::JoinRequests => wrap(listing::join_requests(connection)?, Row::JoinRequest),
                FeedKind::Surveys(log) => wrap(survey::surveys(connection, &own, log)?, Row::Survey),
                FeedKind::Wounds(log) => {
                    let (rows, next) = wound::wounds(connection, &own, log, inner.ports.clock.now_ms())?;
                    due = next;
                    wrap(rows, Row::Wound)
                }
                FeedKind::Wound { log, wound } => {
                    wrap(wound::wound_timeline(connection, &own, log, wound, window)?, Row::WoundItem)
                }
                FeedKind::Album(query) => {
                    let (rows, next) = album::album(connection, &inner, query, window)?;
                    due = next;
                    wrap(rows, Row::Album)
                }
                FeedKind::Agenda { log, from, days, zone } => {
                    let days = days.saturating_mul(window / WINDOW);
                    let question = AgendaQuestion { organisation: &organisation, log: log.as_ref(), from, days, zone };
                    wrap(kind::agenda_rows(connection, &own, &question)?, Row::Agenda)
                }
                FeedKind::Outbox => {
                    let now = inner.ports.clock.now_ms();
                    due = unsent::next_release(connection, now)?;
                    wrap(unsent::items(connection, &own, now)?, Row::Unsent)
                }
                FeedKind::Transfers => wrap(transfer::transfers(connection, &inner.transfers)?, Row::Transfer),
                FeedKind::Files { log, folder } => wrap(kind::files(connection, log, *folder, window)?, Row::File),
            };
            Ok((rows, due))
        })?;
        for row in &mut rows {
            if let Row::File(row) = row {
                kind::look(&*inner.files, std::slice::from_mut(row))?;
            }
        }
        Ok((rows, due))
    }

    /// Waits until something that this feed shows has changed, or the time has come at which it does by itself. False when
    /// the store was closed.
    async fn changed(&self, due: Option<u64>) -> bool {
        let window = self.window.load(Ordering::Acquire);
        let mut time = self.client.inner().ok().zip(due).map(|(inner, due)| {
            let wait = due.saturating_sub(inner.ports.clock.now_ms());
            inner.ports.timer.sleep(wait.max(1))
        });
        loop {
            let woken = std::future::poll_fn(|context| {
                if time.as_mut().is_some_and(|time| time.as_mut().poll(context).is_ready()) {
                    return std::task::Poll::Ready(None);
                }
                *self.wake.lock().unwrap_or_else(PoisonError::into_inner) = Some(context.waker().clone());
                let grown = self.window.load(Ordering::Acquire) != window;
                if grown || self.closed.load(Ordering::Acquire) {
                    return std::task::Poll::Ready(None);
                }
                self.subscription.poll_next(context).map(Some)
            })
            .await;
            match woken {
                None => return true,
                Some(None) => return false,
                Some(Some(topics)) if topics.iter().any(|topic| self.concerns(*topic)) => return true,
                Some(Some(_)) => {}
            }
        }
    }

    fn concerns(&self, topic: Topic) -> bool {
        match &self.kind {
            FeedKind::Conversations | FeedKind::JoinRequests => {
                matches!(topic, Topic::Conversations | Topic::Organisation)
            }
            FeedKind::Search(_) => matches!(topic, Topic::Conversation(_) | Topic::Organisation),
            FeedKind::Messages(log) => topic == Topic::Conversation(log.0) || topic == Topic::Organisation,
            FeedKind::Surveys(log) => {
                matches!(topic, Topic::Kind(survey::NAME) | Topic::Organisation) || topic == Topic::Conversation(log.0)
            }
            FeedKind::Wounds(log) | FeedKind::Wound { log, .. } => {
                matches!(topic, Topic::Kind(wound::NAME) | Topic::Organisation) || topic == Topic::Conversation(log.0)
            }
            FeedKind::Album(query) => query.concerns(topic),
            FeedKind::Requests | FeedKind::RoleAddresses(_) => {
                matches!(topic, Topic::Kind(responsibility::NAME) | Topic::Organisation | Topic::Conversations)
            }
            FeedKind::Agenda { .. } => {
                matches!(topic, Topic::Kind(kind::APPOINTMENT) | Topic::Conversations | Topic::Organisation)
            }
            FeedKind::Outbox => matches!(topic, Topic::Outbox | Topic::Transfers | Topic::Conversations),
            FeedKind::Transfers => topic == Topic::Transfers,
            FeedKind::Files { log, .. } => {
                topic == Topic::Conversation(log.0)
                    || matches!(topic, Topic::Kind("file") | Topic::Vault | Topic::Outbox | Topic::Organisation)
            }
        }
    }
}

fn wrap<T>(rows: Vec<T>, row: impl Fn(T) -> Row) -> Vec<Row> {
    rows.into_iter().map(row).collect()
}

/// The changes that lead from one list to another. Rows that moved are removed and inserted again.
fn diff(old: &[Row], new: &[Row]) -> Batch {
    use std::collections::BTreeMap;
    let wanted: BTreeMap<[u8; 32], usize> = new.iter().enumerate().map(|(index, row)| (row.key(), index)).collect();
    let mut batch = Batch::new();
    // What stays in place: rows whose new positions ascend.
    let mut kept: Vec<&Row> = Vec::with_capacity(new.len());
    let mut highest = None;
    for row in old {
        match wanted.get(&row.key()) {
            Some(index) if highest.is_none_or(|highest| *index > highest) => {
                highest = Some(*index);
                kept.push(row);
            }
            _ => batch.push(Patch::Remove(kept.len())),
        }
    }
    let mut kept = kept.into_iter().peekable();
    for (index, row) in new.iter().enumerate() {
        match kept.next_if(|old| old.key() == row.key()) {
            Some(old) if old == row => {}
            Some(_) => batch.push(Patch::Update(index, row.clone())),
            None => batch.push(Patch::Insert(index, row.clone())),
        }
    }
    batch
}
