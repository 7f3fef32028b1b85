//! How long things stay, and what vanishes when and for whom.

use verband_client::protocol::id::{EventId, LogId, MemberId};
use verband_client::rules::retention::Hold;
use verband_client::{Kept, Retention, RetentionCount, RetentionItem, RetentionPreview, RowKind};

/// Who holds what is in a conversation.
#[uniffi::remote(Enum)]
pub enum Hold {
    /// The organisation holds everything.
    Organisation,
    /// The moderators of a channel hold what is in it.
    Conversation,
}

/// Why something stays beyond its time.
#[uniffi::remote(Enum)]
pub enum Kept {
    /// A legal hold binds.
    Hold,
    /// It is not in the patient record yet, and the policy keeps it until it is.
    Undocumented,
    /// It is in use: an open request, an appointment to come, a wound of which something is younger.
    InUse,
}

/// How long things stay in a conversation.
#[uniffi::remote(Record)]
pub struct Retention {
    /// The conversation.
    pub log: LogId,
    /// Days after which content is erased; none if it stays.
    pub days: Option<u32>,
    /// What the organisation says.
    pub organisation_days: Option<u32>,
    /// What its moderators say, if it is a channel.
    pub channel_days: Option<u32>,
    /// Whose legal hold binds, if one does.
    pub hold: Option<Hold>,
    /// Whether what is not in the patient record stays beyond its time.
    pub keep_undocumented: bool,
    /// The author's clock of the newest that was erased because its time was over, in milliseconds since the Unix epoch.
    pub erased_until: Option<u64>,
    /// Whether this person may change what the channel says.
    pub changeable: bool,
}

/// Something that vanishes, or that stays beyond its time.
#[uniffi::remote(Record)]
pub struct RetentionItem {
    /// The conversation.
    pub log: LogId,
    /// The event.
    pub event: EventId,
    /// What it is.
    pub kind: RowKind,
    /// The beginning of its text; empty if it has none.
    pub text: String,
    /// Who made it.
    pub author: Option<MemberId>,
    /// Her name, as far as it is known.
    pub author_name: String,
    /// Her clock, in milliseconds since the Unix epoch.
    pub sent_at: u64,
    /// When it vanishes, in milliseconds since the Unix epoch, if it does in the time asked for.
    pub vanishes_at: Option<u64>,
    /// Why it stays although its time is over.
    pub kept: Option<Kept>,
    /// Whether it should be in the patient record, and is not.
    pub undocumented: bool,
}

/// How much of a kind vanishes on a day.
#[uniffi::remote(Record)]
pub struct RetentionCount {
    /// When, in milliseconds since the Unix epoch.
    pub at: u64,
    /// What.
    pub kind: RowKind,
    /// How many.
    pub count: u32,
}

/// What vanishes from a conversation, when and for whom.
#[uniffi::remote(Record)]
pub struct RetentionPreview {
    /// The conversation.
    pub log: LogId,
    /// Its title.
    pub title: String,
    /// Days after which content is erased, as asked; none if it stays.
    pub days: Option<u32>,
    /// Whose legal hold binds.
    pub hold: Option<Hold>,
    /// How many people lose it: everybody who is in.
    pub people: u32,
    /// On how many devices; and on the server.
    pub devices: u32,
    /// By day and kind, the earliest first.
    pub counts: Vec<RetentionCount>,
    /// What vanishes, the earliest and oldest first.
    pub vanishing: Vec<RetentionItem>,
    /// What would and stays, the oldest first.
    pub kept: Vec<RetentionItem>,
}
