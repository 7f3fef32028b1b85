//! How far the others have come: which messages their devices have, what they have read if they tell, and who is typing.
//! It travels in marks, which the server keeps for a while and no log remembers.

use http::Method;
use verband_groups as groups;
use verband_protocol::cbor;
use verband_protocol::id::{DeviceId, EventId, LogId, MemberId};
use verband_protocol::mark::MarkContent;
use verband_protocol::policy::ConversationKind;
use verband_protocol::wire::{LogPosition, Marks, NewMark};
use verband_rules::conversation::LogState;
use verband_store::rusqlite::{Connection, OptionalExtension};
use verband_store::{Part, StoreError, Topic};

use crate::client::{Client, Inner};
use crate::directory;
use crate::error::ClientError;
use crate::kind;
use crate::log::{self, LogStatus};
use crate::order;

/// The tables.
pub(crate) const TABLES: Part = Part { name: "receipts", files: &[include_str!("receipts.sql")] };

/// Conversations with more people than this have no receipts: each would tell all others, for every message.
pub const MOST_PEOPLE: usize = 50;

/// How long somebody types who has typed just now, in milliseconds.
const TYPING: u64 = 8_000;

/// Somebody whom a receipt is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Who.
    pub member: MemberId,
    /// Her name.
    pub name: String,
    /// Whether one of her devices has the message.
    pub received: bool,
    /// Whether she has read it, and tells so.
    pub read: bool,
}

impl Client {
    /// Whether this person tells what she has read, as far as the policy permits it.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`].
    pub fn read_receipts(&self) -> Result<bool, ClientError> {
        self.inner()?.tells()
    }

    /// This person types in a conversation just now; to be said again while she does. Without effect where she does not
    /// tell.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`].
    pub fn set_typing(&self, log: &LogId) -> Result<(), ClientError> {
        let inner = self.inner()?;
        if !inner.tells()? {
            return Ok(());
        }
        let until = inner.ports.clock.now_ms() + TYPING;
        inner.store.with_tx(|tx| {
            tx.execute(
                "INSERT INTO told (log, typing) VALUES (?1, ?2)
                 ON CONFLICT (log) DO UPDATE SET typing = excluded.typing",
                (log.as_bytes(), until),
            )?;
            tx.touch(Topic::Outbox);
            Ok(())
        })
    }

    /// Who is typing in a conversation just now, as far as they tell.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn typing(&self, log: &LogId) -> Result<Vec<MemberId>, ClientError> {
        let inner = self.readable()?;
        let (now, own) = (inner.ports.clock.now_ms(), inner.account.member);
        let typing = inner.store.read(|connection| -> Result<_, StoreError> {
            let mut statement = connection.prepare_cached(
                "SELECT DISTINCT member FROM mark WHERE log = ?1 AND typing_until > ?2 AND member <> ?3 ORDER BY member",
            )?;
            let rows = statement.query_map((log.as_bytes(), now, own.as_bytes()), |row| row.get(0).map(MemberId))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        Ok(typing)
    }

    /// Everybody in a conversation but the author of a message, with how far it has come with her: who has read it first,
    /// then who has it, then the others, each by name. Empty for a message that waits, and in conversations of more than
    /// [`MOST_PEOPLE`] people.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn receipts(&self, log: &LogId, event: &EventId) -> Result<Vec<Receipt>, ClientError> {
        let inner = self.readable()?;
        let people = inner.state(log)?.members();
        let organisation = inner.organisation()?;
        let mut receipts = inner.store.read(|connection| -> Result<_, ClientError> {
            let (seq, author) = placed(connection, log, event)?.ok_or(ClientError::NotFound("message"))?;
            let author = author.and_then(|author| organisation.device(&author)).map(|device| device.member);
            let Some(seq) = seq.filter(|_| people.len() <= MOST_PEOPLE) else { return Ok(Vec::new()) };
            let mut receipts = Vec::new();
            for member in people.into_iter().filter(|member| Some(*member) != author) {
                let (received, read) = come_to(connection, log, &member)?;
                let name = directory::name_of(connection, &member)?;
                receipts.push(Receipt { member, name, received: received >= seq, read: read >= seq });
            }
            Ok(receipts)
        })?;
        order::by(&mut receipts, |a, b| {
            (!a.read, !a.received, &a.name, a.member).cmp(&(!b.read, !b.received, &b.name, b.member))
        });
        Ok(receipts)
    }
}

/// Where an event stands in the log and who wrote it; neither for an own one that waits.
#[allow(clippy::type_complexity, reason = "two optional columns")]
fn placed(
    connection: &Connection,
    log: &LogId,
    event: &EventId,
) -> Result<Option<(Option<u64>, Option<DeviceId>)>, StoreError> {
    let sql = "SELECT seq, author FROM entry WHERE event = ?2 AND log = ?1
               UNION ALL SELECT NULL, NULL FROM outbox WHERE event = ?2 AND log = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let row = statement.query_row((log.as_bytes(), event.as_bytes()), |row| {
        Ok((row.get(0)?, row.get::<_, Option<[u8; 32]>>(1)?.map(DeviceId)))
    });
    Ok(row.optional()?)
}

/// How many others have a position of a conversation, and how many have read it and tell so.
pub(crate) fn counts(connection: &Connection, log: &LogId, seq: u64, own: &MemberId) -> Result<(u32, u32), StoreError> {
    let sql = "SELECT count(DISTINCT CASE WHEN received >= ?2 THEN member END),
                      count(DISTINCT CASE WHEN read >= ?2 THEN member END)
               FROM mark WHERE log = ?1 AND member <> ?3";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row((log.as_bytes(), seq, own.as_bytes()), |row| Ok((row.get(0)?, row.get(1)?)))?)
}

fn come_to(connection: &Connection, log: &LogId, member: &MemberId) -> Result<(u64, u64), StoreError> {
    let sql = "SELECT coalesce(max(received), 0), coalesce(max(read), 0) FROM mark WHERE log = ?1 AND member = ?2";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row((log.as_bytes(), member.as_bytes()), |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Whether a conversation has receipts: others are in, and not too many.
fn has_receipts(state: &LogState) -> bool {
    let personal = state.policy.as_ref().is_some_and(|policy| policy.kind == ConversationKind::Personal);
    !personal && (2..=MOST_PEOPLE).contains(&state.members().len())
}

impl Inner {
    pub(crate) fn tells(&self) -> Result<bool, ClientError> {
        Ok(self.store.read(kind::read_receipts)? && self.policy()?.read_receipts)
    }

    /// Takes what other devices tell, of the conversations that a frame names.
    pub(crate) async fn take_marks(&self, marked: &[LogPosition]) -> Result<(), ClientError> {
        for LogPosition { log, seq } in marked {
            let followed = self.store.read(|connection| log::followed(connection, log))?;
            let Some(followed) = followed.filter(|followed| followed.status == LogStatus::Live) else { continue };
            if !has_receipts(&followed.state) {
                continue;
            }
            let newest = self.store.read(|connection| newest(connection, log))?;
            if newest < *seq {
                let path = format!("/v1/conversations/{log}/marks?after={newest}");
                let marks: Marks = self.api.get(&path).await?;
                self.keep_marks(&followed.state, &marks)?;
            }
        }
        Ok(())
    }

    fn keep_marks(&self, state: &LogState, marks: &Marks) -> Result<(), ClientError> {
        let log = &state.log;
        let now = self.ports.clock.now_ms();
        self.store.with_tx(|tx| {
            for mark in marks.marks.iter().filter(|mark| mark.device != self.keys.id) {
                let Some(member) = state.roster.get(&mark.device) else { continue };
                let Some(archive) = groups::archive_key(tx.sql(), log, mark.epoch)? else { continue };
                let opened = MarkContent::open(log, &mark.device, mark.epoch, &archive, &mark.sealed);
                let Some(MarkContent { received, read, typing_until }) = opened else { continue };
                // Nobody has more than there is, and nobody types for long: that is her word, or an old mark.
                let (received, read) = (received.min(state.position.seq), read.min(state.position.seq));
                tx.execute(
                    "INSERT INTO mark (log, device, member, received, read, typing_until)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                     ON CONFLICT (log, device) DO UPDATE SET received = max(received, excluded.received),
                         read = max(read, excluded.read), typing_until = excluded.typing_until",
                    (
                        log.as_bytes(),
                        mark.device.as_bytes(),
                        member.as_bytes(),
                        received,
                        read,
                        typing_until.min(now + TYPING),
                    ),
                )?;
            }
            tx.execute(
                "INSERT INTO told (log, newest) VALUES (?1, ?2)
                 ON CONFLICT (log) DO UPDATE SET newest = max(newest, excluded.newest)",
                (log.as_bytes(), i64::try_from(marks.newest).unwrap_or(i64::MAX)),
            )?;
            tx.touch(Topic::Conversation(log.0));
            Ok(())
        })
    }

    /// Tells the others of each conversation how far this device has come, where that has changed.
    pub(crate) async fn tell_marks(&self, logs: &[LogId]) -> Result<(), ClientError> {
        let tells = self.tells()?;
        for log in logs {
            let now = self.ports.clock.now_ms();
            let due = self.store.read(|connection| due(connection, log, tells, now))?;
            let Some(content) = due else { continue };
            if let Some(state) = self.marking(log)?
                && !self.put_mark(&state, &content).await?
            {
                continue;
            }
            self.store.with_tx(|tx| -> Result<(), StoreError> {
                tx.execute(
                    "INSERT INTO told (log, mark) VALUES (?1, ?2) ON CONFLICT (log) DO UPDATE SET mark = excluded.mark",
                    (log.as_bytes(), cbor::encode(&content)),
                )?;
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Brings a mark to the server. What cannot be told now, is told with the next one: it holds up nothing else.
    async fn put_mark(&self, state: &LogState, content: &MarkContent) -> Result<bool, ClientError> {
        let archive = self.store.read(|connection| groups::archive_key(connection, &state.log, state.epoch))?;
        let Some(archive) = archive else { return Ok(false) };
        let sealed = content.seal(&state.log, &self.keys.id, state.epoch, &archive, &*self.ports.entropy);
        let mark = NewMark { epoch: state.epoch, sealed: sealed.into() };
        let path = format!("/v1/conversations/{}/mark", state.log);
        Ok(self.api.send(Method::PUT, &path, Some(&mark)).await?.done().is_ok())
    }

    /// A conversation that has receipts.
    fn marking(&self, log: &LogId) -> Result<Option<LogState>, ClientError> {
        let followed = self.store.read(|connection| log::followed(connection, log))?;
        let live = followed.filter(|followed| followed.status == LogStatus::Live);
        let Some(state) = live.map(|followed| followed.state).filter(has_receipts) else { return Ok(None) };
        Ok(if self.is_whole(&state, &*self.organisation()?)? { Some(state) } else { None })
    }
}

fn newest(connection: &Connection, log: &LogId) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached("SELECT newest FROM told WHERE log = ?1")?;
    Ok(statement.query_row([log.as_bytes()], |row| row.get(0)).optional()?.unwrap_or(0))
}

/// What a conversation is to be told, if it is news: messages that came, that were read, or that this person types.
fn due(connection: &Connection, log: &LogId, tells: bool, now: u64) -> Result<Option<MarkContent>, StoreError> {
    let sql = "SELECT last_seq, read_seq, coalesce(told.typing, 0), told.mark
               FROM conversation LEFT JOIN told ON told.log = conversation.log WHERE conversation.log = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let row = statement
        .query_row([log.as_bytes()], |row| {
            Ok((row.get::<_, u64>(0)?, row.get::<_, u64>(1)?, row.get::<_, u64>(2)?, row.get::<_, Option<Vec<u8>>>(3)?))
        })
        .optional()?;
    let Some((received, read, typing, told)) = row else { return Ok(None) };
    let told: MarkContent = told.and_then(|told| cbor::decode(&told).ok()).unwrap_or_default();
    let shown = |value: u64| if tells { value } else { 0 };
    let typing_until = if typing > now { shown(typing) } else { 0 };
    let new = MarkContent { received, read: shown(read), typing_until };
    // That somebody stopped typing tells itself.
    let news = new.received > told.received || new.read > told.read || new.typing_until > told.typing_until;
    let hides = new.read == 0 && told.read > 0;
    Ok((news || hides).then_some(new))
}
