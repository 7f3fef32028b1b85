//! What has waited for too long: computed from when a request began to wait and from the settings of its role address,
//! against the clock of whoever looks. Two devices with the same log and the same time see the same.

use verband_protocol::id::{EventId, LogId};
use verband_store::StoreError;

use super::payload::RoleAddressSettings;
use super::request::RequestState;
use super::rows::RequestRow;
use super::view::{Eye, open_rows};
use crate::client::Client;
use crate::error::ClientError;
use crate::order;

/// How often a request goes on before it stays where it is: addresses may lead to each other in a circle.
const MOST: usize = 8;

/// A request that goes on because nobody took it over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EscalationRow {
    /// In which channel.
    pub conversation: LogId,
    /// Its title.
    pub conversation_title: String,
    /// The request.
    pub request: EventId,
    /// What is asked for.
    pub text: String,
    /// Whoever asked.
    pub author_name: String,
    /// When it goes on, in milliseconds since the Unix epoch.
    pub at: u64,
    /// To which role address; none: to everybody in the channel.
    pub to: Option<EventId>,
    /// Its title; empty for everybody.
    pub to_title: String,
    /// Whether that concerns this person: she holds that address, or it is everybody.
    pub for_me: bool,
}

/// Where an open request goes on to, and when: each role address, and last everybody, once. `settings` are those of an
/// address that can be asked.
pub(super) fn levels<E>(
    address: &EventId,
    since: u64,
    mut settings: impl FnMut(&EventId) -> Result<Option<RoleAddressSettings>, E>,
) -> Result<Vec<(u64, Option<EventId>)>, E> {
    let (mut levels, mut asked, mut at) = (Vec::new(), vec![*address], since);
    let mut current = settings(address)?;
    while let Some(escalation) = current.and_then(|settings| settings.escalation) {
        at = at.saturating_add(u64::from(escalation.after_minutes) * 60_000);
        // An address that is no more, or was asked already, leaves everybody.
        let to = escalation.to.filter(|to| !asked.contains(to) && levels.len() < MOST);
        current = to.as_ref().map(&mut settings).transpose()?.flatten();
        let to = to.filter(|_| current.is_some());
        asked.extend(to);
        levels.push((at, to));
        if to.is_none() {
            break;
        }
    }
    Ok(levels)
}

impl Client {
    /// Open requests that have gone on, or will have by then if nobody takes them over, by time: what the platform
    /// schedules notifications for. `until` is in milliseconds since the Unix epoch.
    ///
    /// # Errors
    /// As for [`Self::open_requests`].
    pub fn due_escalations(&self, until: u64) -> Result<Vec<EscalationRow>, ClientError> {
        let inner = self.readable()?;
        let organisation = inner.organisation()?;
        let mut rows = inner.store.read(|connection| -> Result<_, StoreError> {
            let eye = Eye::new(connection, &inner, &organisation);
            let mut due = Vec::new();
            for row in open_rows(&eye)? {
                if row.state == RequestState::Open {
                    due.extend(eye.escalations(&row, until)?);
                }
            }
            Ok(due)
        })?;
        order::by_key(&mut rows, |row: &EscalationRow| (row.at, row.request));
        Ok(rows)
    }
}

impl Eye<'_> {
    fn escalations(&self, request: &RequestRow, until: u64) -> Result<Vec<EscalationRow>, StoreError> {
        let levels = self.levels(&request.conversation, &request.address, request.since)?;
        let due = levels.into_iter().filter(|(at, _)| *at <= until);
        due.map(|(at, to)| {
            let target = to.map(|to| self.address(&request.conversation, &to)).transpose()?.flatten();
            let for_me = match (&to, &target) {
                (None, _) => true,
                (Some(_), target) => target.as_ref().is_some_and(|target| target.holders.contains(&self.own)),
            };
            Ok(EscalationRow {
                conversation: request.conversation,
                conversation_title: request.conversation_title.clone(),
                request: request.event,
                text: request.text.clone(),
                author_name: request.author_name.clone(),
                at,
                to,
                to_title: target.map(|target| target.settings.title).unwrap_or_default(),
                for_me,
            })
        })
        .collect()
    }
}
