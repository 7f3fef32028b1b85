//! How long things stay: what the policies mean for a conversation, what vanishes when and for whom, what would vanish
//! before it is in the patient record, and the legal hold that keeps everything. What erases is in `purge.rs`; what is
//! over, the preview and the purge ask the same `picture.rs`.

mod picture;
mod purge;

use std::collections::BTreeSet;

use verband_protocol::id::{EventId, LogId, MemberId};
use verband_protocol::policy::ConversationPolicy;
use verband_rules::Refusal;
use verband_rules::conversation::LogState;
use verband_rules::retention::{DAY, Hold};
use verband_store::{Part, Tx};
use verband_texts::{Language, Value, text};

use self::picture::{Item, Picture};
use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::kind::RowKind;
use crate::log::{self, LogStatus};
use crate::markup::plain;

pub use picture::Kept;
pub(crate) use purge::{Rounds, apply, pruned_to};

/// The tables.
pub(crate) const TABLES: Part =
    Part { name: "retention", files: &[include_str!("schema.sql"), include_str!("list.sql")] };

/// How long before it vanishes something is listed that is not in the patient record, in days.
pub const WARNING_DAYS: u16 = 14;

/// How far a preview looks ahead at most, in days.
pub const MAX_AHEAD: u16 = 366;

/// How long things stay in a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// When it vanishes, in milliseconds since the Unix epoch, if it does in the time asked for: the day at whose end it is
    /// gone, as soon as a device is online.
    pub vanishes_at: Option<u64>,
    /// Why it stays although its time is over.
    pub kept: Option<Kept>,
    /// Whether it should be in the patient record, and is not.
    pub undocumented: bool,
}

/// How much of a kind vanishes on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetentionCount {
    /// When, in milliseconds since the Unix epoch.
    pub at: u64,
    /// What.
    pub kind: RowKind,
    /// How many.
    pub count: u32,
}

/// What vanishes from a conversation, when and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
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

impl RetentionPreview {
    /// How much vanishes.
    pub fn count(&self) -> u32 {
        self.counts.iter().map(|count| count.count).sum()
    }

    /// What it says, in a sentence: how much vanishes, for whom and where.
    pub fn words(&self, language: Language) -> String {
        let number = |value: u32| Value::Number(value.into());
        match (self.hold, self.days, self.count()) {
            (Some(hold), ..) => hold_in_words(hold, language),
            (None, None, _) => text(language, "retention-stays", &[]),
            (None, Some(_), 0) => text(language, "retention-nothing", &[]),
            (None, Some(_), count) => text(
                language,
                "retention-vanishes",
                &[("count", number(count)), ("people", number(self.people)), ("devices", number(self.devices))],
            ),
        }
    }
}

impl Retention {
    /// What the top of the conversation says: how long things stay, and that something was erased.
    pub fn words(&self, language: Language) -> String {
        let days = |days: u32| Value::Number(days.into());
        match (self.hold, self.days, self.erased_until) {
            (Some(hold), ..) => hold_in_words(hold, language),
            (None, Some(count), Some(_)) => text(language, "retention-erased-days", &[("days", days(count))]),
            (None, None, Some(_)) => text(language, "retention-erased", &[]),
            (None, Some(count), None) => text(language, "retention-days", &[("days", days(count))]),
            (None, None, None) => text(language, "retention-stays", &[]),
        }
    }
}

fn hold_in_words(hold: Hold, language: Language) -> String {
    match hold {
        Hold::Organisation => text(language, "retention-hold-organisation", &[]),
        Hold::Conversation => text(language, "retention-hold-conversation", &[]),
    }
}

/// Why something stays, for people.
pub fn kept_in_words(kept: Kept, language: Language) -> String {
    match kept {
        Kept::Hold => text(language, "retention-kept-hold", &[]),
        Kept::Undocumented => text(language, "retention-kept-undocumented", &[]),
        Kept::InUse => text(language, "retention-kept-in-use", &[]),
    }
}

impl Client {
    /// How long things stay in a conversation, and what was erased because its time was over.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Store`], [`ClientError::Locked`].
    pub fn retention(&self, log: &LogId) -> Result<Retention, ClientError> {
        let inner = self.inner()?;
        let (organisation, state) = (inner.organisation()?, inner.state(log)?);
        let seq = organisation.position().seq;
        let policy = organisation.policy();
        let erased_until = inner.store.read(|connection| {
            let horizon = "SELECT max(horizon) FROM prune WHERE log = ?1";
            let horizon: Option<u64> =
                connection.prepare_cached(horizon)?.query_row([log.as_bytes()], |row| row.get(0))?;
            Ok::<_, verband_store::StoreError>(horizon.and_then(|seq| log::sent_at(connection, log, seq)))
        })?;
        Ok(Retention {
            log: *log,
            days: state.retention_days(seq, &organisation),
            organisation_days: policy.retention_days,
            channel_days: state.policy.as_ref().and_then(|policy| policy.retention_days),
            hold: state.hold(seq, &organisation),
            keep_undocumented: policy.keep_undocumented,
            erased_until,
            changeable: is_channel(&state) && inner.moderates(log)?,
        })
    }

    /// What vanishes from a conversation within so many days, when and for whom, and what stays although its time is over:
    /// by the policy, or as if content were kept for another number of days. It goes a day at a time; what nobody is online
    /// for goes later.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn retention_preview(
        &self,
        log: &LogId,
        ahead: u16,
        days: Option<u32>,
    ) -> Result<RetentionPreview, ClientError> {
        let inner = self.readable()?;
        inner.store.with_tx(|tx| inner.preview(tx, log, ahead, days))
    }

    /// The same for all conversations from which something vanishes, or in which something stays beyond its time; those
    /// with the earliest first.
    ///
    /// # Errors
    /// As for [`Self::retention_preview`].
    pub fn retention_previews(&self, ahead: u16, days: Option<u32>) -> Result<Vec<RetentionPreview>, ClientError> {
        let inner = self.readable()?;
        let mut previews = Vec::new();
        for log in inner.logs_with(LogStatus::Live)? {
            let preview = inner.store.with_tx(|tx| inner.preview(tx, &log, ahead, days))?;
            if !preview.vanishing.is_empty() || !preview.kept.is_empty() {
                previews.push(preview);
            }
        }
        previews.sort_by_key(|preview| (preview.counts.first().map_or(u64::MAX, |count| count.at), preview.log));
        Ok(previews)
    }

    /// Findings and photos of wounds that are not in the patient record and whose time is over within
    /// [`WARNING_DAYS`], in all conversations, the earliest first: also those that the policy keeps then.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn retention_warnings(&self) -> Result<Vec<RetentionItem>, ClientError> {
        let inner = self.readable()?;
        let mut warnings = Vec::new();
        for log in inner.logs_with(LogStatus::Live)? {
            warnings.extend(inner.store.with_tx(|tx| inner.warnings(tx, &log))?);
        }
        warnings.sort_by_key(|item| (item.vanishes_at, item.sent_at, item.event));
        Ok(warnings)
    }
}

fn is_channel(state: &LogState) -> bool {
    use verband_protocol::policy::ConversationKind;
    state.policy.as_ref().is_some_and(|policy: &ConversationPolicy| policy.kind == ConversationKind::Channel)
}

impl Inner {
    /// Nothing is erased while a legal hold binds.
    pub(crate) fn check_hold(&self, tx: &Tx<'_>, log: &LogId) -> Result<(), ClientError> {
        let organisation = self.organisation_in(tx)?;
        match log::followed(tx.sql(), log)?.and_then(|held| held.state.hold(organisation.position().seq, &organisation))
        {
            Some(_) => Err(Refusal::Hold.into()),
            None => Ok(()),
        }
    }

    fn preview(
        &self,
        tx: &Tx<'_>,
        log: &LogId,
        ahead: u16,
        days: Option<u32>,
    ) -> Result<RetentionPreview, ClientError> {
        let organisation = self.organisation_in(tx)?;
        let (state, seq) = (log::state(tx.sql(), log)?, organisation.position().seq);
        let title = "SELECT title FROM conversation WHERE log = ?1";
        let mut preview = RetentionPreview {
            log: *log,
            title: tx.query_opt(title, [log.as_bytes()], |row| row.get(0))?.unwrap_or_default(),
            days: days.filter(|_| !state.is_personal()).or(state.retention_days(seq, &organisation)),
            hold: state.hold(seq, &organisation),
            people: u32::try_from(state.members().len()).unwrap_or(u32::MAX),
            devices: u32::try_from(state.roster.len()).unwrap_or(u32::MAX),
            counts: Vec::new(),
            vanishing: Vec::new(),
            kept: Vec::new(),
        };
        let Some(days) = preview.days else { return Ok(preview) };
        let now = self.ports.clock.now_ms();
        let moments = moments(now, ahead);
        let until = moments.last().copied().unwrap_or(now);
        let keeps = organisation.policy().keep_undocumented;
        let picture = Picture::load(tx, log, days, keeps, (now, until))?;
        let undocumented = picture.undocumented();
        let (mut gone, mut counts) = (BTreeSet::new(), Vec::<RetentionCount>::new());
        for at in moments {
            for item in picture.over(at) {
                if !gone.insert(item.event) {
                    continue;
                }
                let Some(mut row) = row(tx, log, item, &undocumented)? else { continue };
                if preview.hold.is_some() {
                    row.kept = Some(Kept::Hold);
                    preview.kept.push(row);
                    continue;
                }
                row.vanishes_at = Some(at);
                match counts.iter_mut().find(|count| count.at == at && count.kind == row.kind) {
                    Some(count) => count.count += 1,
                    None => counts.push(RetentionCount { at, kind: row.kind, count: 1 }),
                }
                preview.vanishing.push(row);
            }
        }
        for (item, kept) in picture.kept(until) {
            if !gone.contains(&item.event)
                && let Some(row) = row(tx, log, item, &undocumented)?
            {
                preview.kept.push(RetentionItem { kept: Some(kept), ..row });
            }
        }
        preview.kept.sort_by_key(|item| (item.sent_at, item.event));
        preview.counts = counts;
        Ok(preview)
    }

    fn warnings(&self, tx: &Tx<'_>, log: &LogId) -> Result<Vec<RetentionItem>, ClientError> {
        let organisation = self.organisation_in(tx)?;
        let (state, seq) = (log::state(tx.sql(), log)?, organisation.position().seq);
        let Some(days) = state.retention_days(seq, &organisation) else { return Ok(Vec::new()) };
        let now = self.ports.clock.now_ms();
        let moments = moments(now, WARNING_DAYS);
        let until = moments.last().copied().unwrap_or(now);
        let mut picture = Picture::load(tx, log, days, false, (now, until))?;
        let undocumented = picture.undocumented();
        let mut first: Vec<(u64, Item)> = Vec::new();
        for at in moments {
            for item in picture.over(at).into_iter().filter(|item| undocumented.contains(&item.event)) {
                if !first.iter().any(|(_, known)| known.event == item.event) {
                    first.push((at, item.clone()));
                }
            }
        }
        picture.keeps_undocumented = organisation.policy().keep_undocumented;
        let stays = state.hold(seq, &organisation).map(|_| Kept::Hold);
        let stays = stays.or(picture.keeps_undocumented.then_some(Kept::Undocumented));
        let mut warnings = Vec::new();
        for (at, item) in first {
            if let Some(row) = row(tx, log, &item, &undocumented)? {
                warnings.push(RetentionItem { vanishes_at: Some(at), kept: stays, ..row });
            }
        }
        Ok(warnings)
    }
}

/// Now, and the same time of each of the days to come.
fn moments(now: u64, ahead: u16) -> Vec<u64> {
    (0..=u64::from(ahead.min(MAX_AHEAD))).map(|day| now + day * DAY).collect()
}

/// How much of a text is shown, in characters.
const EXCERPT: usize = 160;

/// An item as people see it; none for what has no row of its own, such as a reaction.
fn row(
    tx: &Tx<'_>,
    log: &LogId,
    item: &Item,
    undocumented: &BTreeSet<EventId>,
) -> Result<Option<RetentionItem>, ClientError> {
    let sql = "SELECT message.kind, message.deleted, message.text, message.author_member,
                   coalesce(member.name, ''), message.sent_at
               FROM message LEFT JOIN member ON member.id = message.author_member
               WHERE message.log = ?1 AND message.place = ?2";
    Ok(tx.query_opt(sql, (log.as_bytes(), item.seq), |row| {
        Ok(RetentionItem {
            log: *log,
            event: item.event,
            kind: RowKind::from_row(row.get(0)?, row.get(1)?),
            text: plain(row.get_ref(2)?.as_str()?).chars().take(EXCERPT).collect(),
            author: row.get::<_, Option<[u8; 32]>>(3)?.map(MemberId),
            author_name: row.get(4)?,
            sent_at: row.get(5)?,
            vanishes_at: None,
            kept: None,
            undocumented: undocumented.contains(&item.event),
        })
    })?)
}
