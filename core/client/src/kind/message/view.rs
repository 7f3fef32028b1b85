//! What people see of messages beside their text: whom they call, reactions, confirmations, earlier versions.

use verband_protocol::id::{EventId, LogId, MemberId, RoleId, TeamId};
use verband_store::StoreError;
use verband_store::rusqlite::Connection;

use super::{Location, Mention, Mentioned};
use crate::client::Client;
use crate::error::ClientError;
use crate::order;

/// A reaction to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reaction {
    /// The sign.
    pub sign: String,
    /// How many people.
    pub count: u32,
    /// Whether this person is one of them.
    pub own: bool,
}

/// Whether somebody confirmed a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// Who.
    pub member: MemberId,
    /// Her name.
    pub name: String,
    /// When, by her clock, in milliseconds since the Unix epoch; none while she did not.
    pub at: Option<u64>,
}

/// A text that a message has or had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The text.
    pub text: String,
    /// When it was written, by the author's clock, in milliseconds since the Unix epoch.
    pub at: u64,
}

/// What the newest state of each person's reaction is.
const REACTIONS: &str = "SELECT member, text, gone FROM message_change AS newest
    WHERE log = ?1 AND target = ?2 AND what = 5 AND seq = (
        SELECT max(seq) FROM message_change
        WHERE log = ?1 AND target = ?2 AND what = 5 AND member = newest.member AND text = newest.text)
    ORDER BY seq";

/// Reactions to a message, in the order in which they came up.
pub(crate) fn reactions(
    connection: &Connection,
    log: &LogId,
    event: &EventId,
    own: &MemberId,
) -> Result<Vec<Reaction>, StoreError> {
    let mut reactions: Vec<Reaction> = Vec::new();
    let mut statement = connection.prepare_cached(REACTIONS)?;
    let mut rows = statement.query((log.as_bytes(), event.as_bytes()))?;
    while let Some(row) = rows.next()? {
        if row.get(2)? {
            continue;
        }
        let (mine, sign) = (MemberId(row.get(0)?) == *own, row.get::<_, String>(1)?);
        match reactions.iter_mut().find(|known| known.sign == sign) {
            Some(known) => {
                known.count += 1;
                known.own |= mine;
            }
            None => reactions.push(Reaction { sign, count: 1, own: mine }),
        }
    }
    Ok(reactions)
}

/// How many people confirmed a message, and whether this person did.
pub(crate) fn confirmed(
    connection: &Connection,
    log: &LogId,
    event: &EventId,
    own: &MemberId,
) -> Result<(u32, bool), StoreError> {
    let sql = "SELECT count(DISTINCT member), coalesce(max(member = ?3), 0) FROM message_change
               WHERE log = ?1 AND target = ?2 AND what = 6";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row((log.as_bytes(), event.as_bytes(), own.as_bytes()), |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Whom a message calls.
pub(crate) fn mentions_of(connection: &Connection, log: &LogId, event: &EventId) -> Result<Vec<Mention>, StoreError> {
    let sql = "SELECT what, id, start, len FROM message_mention WHERE log = ?1 AND event = ?2 ORDER BY n";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map((log.as_bytes(), event.as_bytes()), |row| {
        let who = match row.get::<_, u32>(0)? {
            0 => Mentioned::Member(MemberId(row.get(1)?)),
            1 => Mentioned::Team(TeamId(row.get(1)?)),
            2 => Mentioned::Role(RoleId(row.get(1)?)),
            4 => Mentioned::Address(EventId(row.get(1)?)),
            _ => Mentioned::Everybody,
        };
        Ok(Mention { who, start: row.get(2)?, len: row.get(3)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Where a message says that it was written.
pub(crate) fn location_of(
    connection: &Connection,
    log: &LogId,
    event: &EventId,
) -> Result<Option<Location>, StoreError> {
    let sql = "SELECT latitude, longitude, accuracy FROM message_location WHERE log = ?1 AND event = ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query((log.as_bytes(), event.as_bytes()))?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some(Location { latitude: row.get(0)?, longitude: row.get(1)?, accuracy: row.get(2)? }))
}

impl Client {
    /// The texts that a message has had, the first one first and the present one last; one that was never changed has
    /// none.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn message_versions(&self, log: &LogId, event: &EventId) -> Result<Vec<Version>, ClientError> {
        let versions = self.readable()?.store.read(|connection| -> Result<_, StoreError> {
            let mut statement = connection.prepare_cached(
                "SELECT text, at FROM message_change AS version
                 WHERE log = ?1 AND target = ?2 AND what IN (2, 4)
                     AND member = (SELECT member FROM message_change WHERE log = ?1 AND event = ?2)
                 ORDER BY seq",
            )?;
            let rows = statement.query_map((log.as_bytes(), event.as_bytes()), |row| {
                Ok(Version { text: row.get(0)?, at: row.get(1)? })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        Ok(versions)
    }

    /// Everybody in a conversation but the author, with when she confirmed a message; those who did not come first.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn confirmations(&self, log: &LogId, event: &EventId) -> Result<Vec<Confirmation>, ClientError> {
        let inner = self.readable()?;
        let mut members = self.conversation_members(log)?;
        let rows = inner.store.read(|connection| -> Result<_, StoreError> {
            let author = crate::timeline::author_of(connection, log, event)?;
            let mut statement = connection.prepare_cached(
                "SELECT member, min(at) FROM message_change WHERE log = ?1 AND target = ?2 AND what = 6 GROUP BY member",
            )?;
            let confirmed: Vec<(MemberId, u64)> = statement
                .query_map((log.as_bytes(), event.as_bytes()), |row| Ok((MemberId(row.get(0)?), row.get(1)?)))?
                .collect::<Result<_, _>>()?;
            // Who confirmed and left is still one who did.
            members.extend(confirmed.iter().map(|(member, _)| *member));
            members.sort_unstable();
            members.dedup();
            let mut rows = Vec::with_capacity(members.len());
            for member in members.into_iter().filter(|member| Some(*member) != author) {
                let at = confirmed.iter().find(|(who, _)| *who == member).map(|(_, at)| *at);
                rows.push(Confirmation { name: crate::directory::name_of(connection, &member)?, member, at });
            }
            Ok(rows)
        })?;
        let mut rows = rows;
        order::by(&mut rows, |a, b| (a.at, &a.name).cmp(&(b.at, &b.name)));
        Ok(rows)
    }
}
