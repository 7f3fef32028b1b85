//! Channels that one is not in: what they show, asking to join, and answering those who ask.

use http::Method;
use verband_protocol::cbor;
use verband_protocol::channel::{ChannelCard, join_message};
use verband_protocol::id::{Hash, LogId, MemberId};
use verband_protocol::policy::{ConversationKind, ConversationPolicy, History, Invite, Join, Write};
use verband_protocol::sign::Purpose;
use verband_protocol::wire::{Card, JoinRequest, JoinRequests, JoinState, ListedChannels, ProblemCode};
use verband_rules::Refusal;
use verband_store::rusqlite::{Connection, OptionalExtension};
use verband_store::{Part, StoreError, Topic};
use verband_texts::{Language, text};

use crate::client::{Client, Inner};
use crate::directory;
use crate::directory_key::directory_keys;
use crate::error::ClientError;
use crate::log::{self, Followed, LogStatus};
use crate::order;

/// The tables.
pub(crate) const TABLES: Part = Part { name: "channels", files: &[include_str!("channels.sql")] };

/// A channel that is shown to the whole organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelRow {
    /// Which.
    pub log: LogId,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub description: String,
    /// JPEG.
    pub picture: Option<Vec<u8>>,
    /// How one comes in.
    pub join: Join,
    /// What this person would read of it: see [`history_in_words`].
    pub history: History,
    /// Who may write.
    pub write: Write,
    /// Whether she is in.
    pub inside: bool,
    /// What became of her request to join, if there is one.
    pub request: Option<JoinState>,
}

/// Somebody who asks to join a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinRequestRow {
    /// Which channel.
    pub log: LogId,
    /// Who.
    pub member: MemberId,
    /// Her name.
    pub name: String,
    /// When she asked, by her clock, in milliseconds since the Unix epoch.
    pub at: u64,
}

/// What somebody who joins reads, in plain words.
pub fn history_in_words(history: History, language: Language) -> String {
    match history {
        History::Full => text(language, "history-full", &[]),
        History::FromJoin => text(language, "history-from-join", &[]),
        History::Closed => text(language, "history-closed", &[]),
    }
}

impl Client {
    /// The channels that are shown, by title: open ones, those by invitation, and announcements. Hidden ones never are.
    ///
    /// # Errors
    /// [`ClientError::Offline`], [`ClientError::Locked`].
    pub async fn listed_channels(&self) -> Result<Vec<ChannelRow>, ClientError> {
        let inner = self.readable()?;
        let keys = inner.store.read(directory_keys)?;
        let mut rows = Vec::new();
        let mut after = String::new();
        loop {
            let listed: ListedChannels = inner.api.get(&format!("/v1/channels{after}")).await?;
            for row in &listed.channels {
                // A card that does not open is sealed under a key that this device is yet to be handed.
                let Some(card) = ChannelCard::open(&row.log, &row.sealed, &keys) else { continue };
                rows.push(ChannelRow {
                    log: row.log,
                    title: card.title,
                    description: card.description,
                    picture: card.picture.map(Vec::from),
                    join: row.join,
                    history: card.history,
                    write: card.write,
                    inside: row.inside,
                    request: row.request,
                });
            }
            match listed.channels.last() {
                Some(last) if listed.more => after = format!("?after={}", last.log),
                _ => break,
            }
        }
        order::by_key(&mut rows, |row| (row.title.to_lowercase(), row.log));
        Ok(rows)
    }

    /// Asks to join a channel. In an open one this person is in as soon as anybody's device that is in hears of it; in one
    /// by invitation a moderator answers. Asked again, the newer request counts.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] for a channel that is not shown, [`ClientError::Refused`] for one that a moderator took
    /// this person out of, [`ClientError::Offline`].
    pub async fn ask_to_join(&self, log: &LogId) -> Result<(), ClientError> {
        let inner = self.inner()?;
        let (organisation, member, device) = (inner.account.organisation, inner.account.member, inner.keys.id);
        let at = inner.ports.clock.now_ms();
        let message = join_message(&organisation, log, &member, &device, at);
        let request = JoinRequest { device, at, signature: inner.keys.event.sign(Purpose::Join, &message) };
        let path = format!("/v1/conversations/{log}/request");
        let asked = inner.api.send(Method::PUT, &path, Some(&request)).await?.done();
        asked.map_err(|error| match error {
            ClientError::Server(ProblemCode::NotFound, _) => ClientError::NotFound("channel that is shown"),
            ClientError::Server(ProblemCode::Forbidden, _) => Refusal::NotAllowed.into(),
            other => other,
        })
    }

    /// Takes a request to join back. If it was answered meanwhile, this person is in, and may leave.
    ///
    /// # Errors
    /// [`ClientError::Offline`].
    pub async fn take_back_request(&self, log: &LogId) -> Result<(), ClientError> {
        self.inner()?.delete(&format!("/v1/conversations/{log}/request")).await
    }

    /// Who asks to join a channel that this person may let somebody into, as of the last sync; the oldest first.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`].
    pub fn join_requests(&self, log: &LogId) -> Result<Vec<JoinRequestRow>, ClientError> {
        let mut rows = self.readable()?.store.read(join_requests)?;
        rows.retain(|row| row.log == *log);
        Ok(rows)
    }

    /// Lets somebody in who asked, or refuses her, which she is told.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] for somebody who does not ask any more, [`ClientError::Refused`] without the right: who
    /// may invite lets in, who moderates refuses. [`ClientError::Offline`].
    pub async fn answer_request(&self, log: &LogId, member: MemberId, admit: bool) -> Result<(), ClientError> {
        let inner = self.inner()?;
        if !inner.requests_of(log).await?.iter().any(|(asking, _)| *asking == member) {
            inner.forget_request(log, &member)?;
            return Err(ClientError::NotFound("request"));
        }
        if admit {
            self.add_members(log, &[member]).await?;
        } else {
            let refused = inner.delete(&format!("/v1/conversations/{log}/requests/{member}")).await;
            refused.map_err(|error| match error {
                ClientError::Server(ProblemCode::Forbidden, _) => Refusal::NotAllowed.into(),
                other => other,
            })?;
        }
        inner.forget_request(log, &member)
    }
}

impl Inner {
    /// The requests for a channel that are really by those who ask, from the server.
    async fn requests_of(&self, log: &LogId) -> Result<Vec<(MemberId, u64)>, ClientError> {
        let requests: JoinRequests = self.api.get(&format!("/v1/conversations/{log}/requests")).await?;
        let organisation = self.organisation()?;
        let valid = requests.requests.iter().filter_map(|JoinRequest { device, at, signature }| {
            let found = organisation.device(device).filter(|_| organisation.device_active(device))?;
            let message = join_message(&self.account.organisation, log, &found.member, device, *at);
            found.certificate.event.verify(Purpose::Join, &message, signature).ok()?;
            Some((found.member, (*at).min(i64::MAX.unsigned_abs())))
        });
        Ok(valid.collect())
    }

    /// Lets in who asks for an open channel; who asks for another one waits for this person, if she may answer.
    pub(crate) async fn hear_requests(&self, logs: &[LogId]) -> Result<(), ClientError> {
        for log in logs {
            let followed = self.store.read(|connection| log::followed(connection, log))?;
            let Some(Followed { state, .. }) = followed.filter(|followed| followed.status == LogStatus::Live) else {
                continue;
            };
            let Some(policy) = &state.policy else { continue };
            let open = policy.join == Join::Open;
            let answers = policy.invite == Invite::Everyone || self.moderates(log)?;
            if !open && !answers {
                continue;
            }
            let mut asking = self.requests_of(log).await?;
            asking.retain(|(member, _)| !state.has_member(member));
            if open {
                // A moderator may have taken her out since; then nobody else lets her in. Nor does anybody let in a bot.
                let organisation = self.organisation()?;
                let may = |member: &MemberId| self.check_rights(&state, &organisation, &[*member], &[]).is_ok();
                asking.retain(|(member, _)| may(member));
                let members: Vec<MemberId> = asking.iter().map(|(member, _)| *member).collect();
                match self.change_members(log, &members, &[]).await {
                    // Whoever is there when her device has given key packages lets her in.
                    Ok(()) | Err(ClientError::NotFound(_) | ClientError::Refused(_)) => {}
                    Err(error) => return Err(error),
                }
            } else {
                self.keep_requests(log, &asking)?;
            }
        }
        Ok(())
    }

    fn keep_requests(&self, log: &LogId, asking: &[(MemberId, u64)]) -> Result<(), ClientError> {
        self.store.with_tx(|tx| {
            tx.execute("DELETE FROM join_request WHERE log = ?1", [log.as_bytes()])?;
            for (member, at) in asking {
                tx.execute(
                    "INSERT OR REPLACE INTO join_request (log, member, at) VALUES (?1, ?2, ?3)",
                    (log.as_bytes(), member.as_bytes(), at),
                )?;
            }
            tx.touch(Topic::Conversations);
            Ok(())
        })
    }

    fn forget_request(&self, log: &LogId, member: &MemberId) -> Result<(), ClientError> {
        self.store.with_tx(|tx| {
            let sql = "DELETE FROM join_request WHERE log = ?1 AND member = ?2";
            tx.execute(sql, (log.as_bytes(), member.as_bytes()))?;
            tx.touch(Topic::Conversations);
            Ok(())
        })
    }

    /// Puts the cards of channels that this person moderates, where they say something else than before.
    pub(crate) async fn show_channels(&self, logs: &[LogId]) -> Result<(), ClientError> {
        let Some((generation, key)) = self.store.read(directory_keys)?.pop() else { return Ok(()) };
        for log in logs {
            let followed = self.store.read(|connection| log::followed(connection, log))?;
            let Some(policy) = followed.and_then(|followed| followed.state.policy).filter(is_shown) else { continue };
            if !self.moderates(log)? {
                continue;
            }
            let Some(card) = self.store.read(|connection| card(connection, log, &policy))? else { continue };
            let digest = Hash::of(&cbor::encode(&(generation, policy.join, &card)));
            if self.store.read(|connection| shown(connection, log))? == Some(digest) {
                continue;
            }
            let sealed = card.seal(log, generation, &key, &*self.ports.entropy).into();
            let path = format!("/v1/conversations/{log}/card");
            match self.api.send(Method::PUT, &path, Some(&Card { sealed })).await?.done() {
                // She moderates no more, or it is shown no more: the server knew first.
                Ok(()) | Err(ClientError::Server(ProblemCode::Forbidden | ProblemCode::Refused, _)) => {}
                Err(error) => return Err(error),
            }
            self.store.with_tx(|tx| -> Result<(), StoreError> {
                let sql = "INSERT OR REPLACE INTO card (log, digest) VALUES (?1, ?2)";
                tx.execute(sql, (log.as_bytes(), &digest.0)).map(drop)
            })?;
        }
        Ok(())
    }
}

/// Who asks to join the channels that this person may let somebody into; the oldest first.
pub(crate) fn join_requests(connection: &Connection) -> Result<Vec<JoinRequestRow>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT log, member, at FROM join_request ORDER BY at, member, log")?;
    let rows = statement.query_map([], |row| Ok((LogId(row.get(0)?), MemberId(row.get(1)?), row.get(2)?)))?;
    let named = |row: Result<(LogId, MemberId, u64), _>| {
        let (log, member, at) = row?;
        Ok(JoinRequestRow { log, member, name: directory::name_of(connection, &member)?, at })
    };
    rows.map(named).collect()
}

fn is_shown(policy: &ConversationPolicy) -> bool {
    policy.kind == ConversationKind::Channel && policy.join != Join::Hidden
}

/// What the card of a channel has to say; none before its title is known.
fn card(connection: &Connection, log: &LogId, policy: &ConversationPolicy) -> Result<Option<ChannelCard>, StoreError> {
    let sql = "SELECT title, description, picture FROM conversation WHERE log = ?1 AND title <> ''";
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement.query_row([log.as_bytes()], |row| {
        Ok(ChannelCard {
            title: row.get(0)?,
            description: row.get(1)?,
            history: policy.history,
            write: policy.write,
            picture: row.get::<_, Option<Vec<u8>>>(2)?.map(Into::into),
        })
    });
    Ok(found.optional()?)
}

fn shown(connection: &Connection, log: &LogId) -> Result<Option<Hash>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT digest FROM card WHERE log = ?1")?;
    Ok(statement.query_row([log.as_bytes()], |row| row.get(0).map(Hash)).optional()?)
}
