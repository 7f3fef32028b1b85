//! Feeds: what a screen shows, as batches of changes that the façades pull.

use std::sync::Arc;

use tokio::sync::Mutex;
use tokio_util::task::AbortOnDropHandle;
use verband_client::protocol::id::{EventId, LogId};
use verband_client::{
    self as core, AgendaRow, AlbumQuery, AlbumRow, ClientError, ConversationRow, FileRow, FolderId, JoinRequestRow,
    OutboxRow, RequestRow, RoleAddressRow, SurveyRow, TransferRow, WoundItem, WoundRow,
};

use crate::error::VerbandError;
use crate::rows::messages::MessageRow;
use crate::rows::search::{SearchHit, SearchQuery};
use crate::work::spawn;

/// What a feed shows.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum FeedKind {
    /// The list of conversations, newest first.
    Conversations,
    /// The newest messages of a conversation, oldest first.
    Messages {
        /// Which conversation.
        conversation: LogId,
    },
    /// What was found, best first. It follows what arrives and what goes.
    Search {
        /// What is looked for.
        query: SearchQuery,
    },
    /// Requests that are open or taken over, of all conversations: first those that wait for this person.
    Requests,
    /// The role addresses of a channel, by title.
    RoleAddresses {
        /// Which channel.
        conversation: LogId,
    },
    /// What takes place on these days, by day and start.
    Agenda {
        /// Everything of a conversation; else what concerns this person, over all of them.
        conversation: Option<LogId>,
        /// The first day, as `2026-12-01`.
        from: String,
        /// How many days; growing adds as many.
        days: u32,
        /// The zone of the device, as `Europe/Berlin`.
        zone: String,
    },
    /// Who asks to join the channels that this person may let somebody into; the oldest first.
    JoinRequests,
    /// The surveys of a conversation, drafts first.
    Surveys {
        /// Which conversation.
        conversation: LogId,
    },
    /// The wounds of a channel, open ones first.
    Wounds {
        /// Which channel.
        conversation: LogId,
    },
    /// The course of a wound, the newest first.
    Wound {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        wound: EventId,
    },
    /// Photos by when they were taken, the newest first.
    Album {
        /// Which ones.
        query: AlbumQuery,
    },
    /// What waits to be sent, in the order in which it was made.
    Outbox,
    /// Files on their way.
    Transfers,
    /// What lies in a folder of a conversation.
    Files {
        /// Which conversation.
        conversation: LogId,
        /// Which folder.
        folder: FolderId,
    },
}

/// A row of a feed.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Row {
    /// Of the list of conversations.
    Conversation {
        /// The row.
        row: ConversationRow,
    },
    /// Of a conversation.
    Message {
        /// The row.
        row: MessageRow,
    },
    /// Of a search.
    Hit {
        /// The row.
        row: SearchHit,
    },
    /// Of the requests.
    Request {
        /// The row.
        row: RequestRow,
    },
    /// Of the role addresses of a channel.
    RoleAddress {
        /// The row.
        row: RoleAddressRow,
    },
    /// Of those who ask to join.
    JoinRequest {
        /// The row.
        row: JoinRequestRow,
    },
    /// Of the agenda.
    Agenda {
        /// The row.
        row: AgendaRow,
    },
    /// Of the surveys of a conversation.
    Survey {
        /// The row.
        row: SurveyRow,
    },
    /// Of the wounds of a channel.
    Wound {
        /// The row.
        row: WoundRow,
    },
    /// Of the course of a wound.
    Course {
        /// The row.
        row: WoundItem,
    },
    /// Of an album.
    Picture {
        /// The row.
        row: AlbumRow,
    },
    /// Of what waits to be sent.
    Unsent {
        /// The row.
        row: OutboxRow,
    },
    /// Of files on their way.
    Transfer {
        /// The row.
        row: TransferRow,
    },
    /// Of a folder.
    File {
        /// The row.
        row: FileRow,
    },
}

/// One change to the rows that the screen has. The changes of a batch are applied in order, at once.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Patch {
    /// These are all rows.
    Reset {
        /// The rows.
        rows: Vec<Row>,
    },
    /// A row comes in before the one at this index.
    Insert {
        /// The index.
        index: u32,
        /// The row.
        row: Row,
    },
    /// The row at this index changes.
    Update {
        /// The index.
        index: u32,
        /// The row.
        row: Row,
    },
    /// The row at this index goes.
    Remove {
        /// The index.
        index: u32,
    },
}

type Batch = Result<Option<core::Batch>, ClientError>;

/// A feed. It ends when the client is locked or the feed ended.
#[derive(uniffi::Object)]
pub struct Feed {
    feed: Arc<core::Feed>,
    /// The batch that is waited for. It stays here when nobody waits any more, so that no batch is ever lost.
    next: Mutex<Option<AbortOnDropHandle<Batch>>>,
}

impl Feed {
    pub(crate) fn new(feed: core::Feed) -> Arc<Self> {
        Arc::new(Self { feed: Arc::new(feed), next: Mutex::default() })
    }
}

#[uniffi::export]
impl Feed {
    /// The next changes; waits until there are some. The first batch is a reset. None when the feed has ended.
    pub async fn next(&self) -> Result<Option<Vec<Patch>>, VerbandError> {
        let mut next = self.next.lock().await;
        if next.is_none() {
            let feed = Arc::clone(&self.feed);
            *next = Some(spawn(Box::pin(async move { feed.next().await }))?);
        }
        let Some(task) = next.as_mut() else { return Ok(None) };
        let batch = task.await;
        *next = None;
        let batch = batch.map_err(|_panicked| VerbandError::internal("panic"))??;
        Ok(batch.map(|batch| batch.into_iter().map(Patch::from).collect()))
    }

    /// Shows more: the next batch brings older messages.
    pub fn grow(&self) {
        self.feed.grow();
    }

    /// Ends the feed; a waiting `next` gives none.
    pub fn end(&self) {
        self.feed.close();
    }
}

impl From<FeedKind> for core::FeedKind {
    fn from(kind: FeedKind) -> Self {
        match kind {
            FeedKind::Conversations => Self::Conversations,
            FeedKind::Messages { conversation } => Self::Messages(conversation),
            FeedKind::Search { query } => Self::Search(query.into()),
            FeedKind::Requests => Self::Requests,
            FeedKind::RoleAddresses { conversation } => Self::RoleAddresses(conversation),
            FeedKind::Agenda { conversation, from, days, zone } => Self::Agenda { log: conversation, from, days, zone },
            FeedKind::JoinRequests => Self::JoinRequests,
            FeedKind::Surveys { conversation } => Self::Surveys(conversation),
            FeedKind::Wounds { conversation } => Self::Wounds(conversation),
            FeedKind::Wound { conversation, wound } => Self::Wound { log: conversation, wound },
            FeedKind::Album { query } => Self::Album(query),
            FeedKind::Outbox => Self::Outbox,
            FeedKind::Transfers => Self::Transfers,
            FeedKind::Files { conversation, folder } => Self::Files { log: conversation, folder },
        }
    }
}

impl From<core::Row> for Row {
    fn from(row: core::Row) -> Self {
        match row {
            core::Row::Conversation(row) => Self::Conversation { row },
            core::Row::Message(row) => Self::Message { row: row.into() },
            core::Row::Hit(row) => Self::Hit { row: row.into() },
            core::Row::Request(row) => Self::Request { row },
            core::Row::RoleAddress(row) => Self::RoleAddress { row },
            core::Row::Agenda(row) => Self::Agenda { row },
            core::Row::Wound(row) => Self::Wound { row },
            core::Row::WoundItem(row) => Self::Course { row },
            core::Row::Album(row) => Self::Picture { row },
            core::Row::JoinRequest(row) => Self::JoinRequest { row },
            core::Row::Survey(row) => Self::Survey { row },
            core::Row::Unsent(row) => Self::Unsent { row },
            core::Row::Transfer(row) => Self::Transfer { row },
            core::Row::File(row) => Self::File { row },
        }
    }
}

impl From<core::Patch> for Patch {
    fn from(patch: core::Patch) -> Self {
        // A feed shows a window of some hundred rows.
        let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        match patch {
            core::Patch::Reset(rows) => Self::Reset { rows: rows.into_iter().map(Row::from).collect() },
            core::Patch::Insert(index, row) => Self::Insert { index: number(index), row: row.into() },
            core::Patch::Update(index, row) => Self::Update { index: number(index), row: row.into() },
            core::Patch::Remove(index) => Self::Remove { index: number(index) },
        }
    }
}
