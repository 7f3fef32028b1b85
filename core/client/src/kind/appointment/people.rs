//! Who is asked to come, and who comes.

use std::collections::BTreeSet;

use verband_calendar::read_local;
use verband_protocol::id::{EventId, LogId, MemberId};

use super::agenda::zone_of;
use super::payload::{Attendance, Invitees};
use super::series::load;
use crate::client::Client;
use crate::directory;
use crate::error::ClientError;
use crate::log;
use crate::order;

/// Somebody who is asked to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttendeeRow {
    /// Who.
    pub member: MemberId,
    /// Her name, as far as it is known.
    pub name: String,
    /// What she answered.
    pub answer: Attendance,
    /// When, by her clock, in milliseconds since the Unix epoch; none while she did not, or not since the appointment
    /// got its time.
    pub at: Option<u64>,
    /// Whether she made the appointment.
    pub author: bool,
}

impl Client {
    /// Who is asked to come to an occurrence, named as rows of the agenda name it, and what they answered; by name.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn attendees(&self, log: &LogId, event: &EventId, occurrence: &str) -> Result<Vec<AttendeeRow>, ClientError> {
        let inner = self.readable()?;
        let id = read_local(occurrence).ok_or(ClientError::NotFound("occurrence"))?;
        inner.store.read(|connection| {
            let series = load(connection, log, event)?.ok_or(ClientError::NotFound("appointment"))?;
            let (part, _) = series.part_of(id, &zone_of("UTC")?).ok_or(ClientError::NotFound("occurrence"))?;
            let replies = series.replies(part, id);
            let mut members: BTreeSet<MemberId> = match &series.invited {
                Invitees::Members(members) => members.iter().copied().collect(),
                Invitees::Everybody => log::state(connection, log)?.members(),
            };
            members.insert(series.author);
            let rows = members.iter().map(|member| {
                let reply = replies.get(member);
                Ok(AttendeeRow {
                    member: *member,
                    name: directory::name_of(connection, member)?,
                    answer: reply.map_or(Attendance::None, |reply| reply.answer),
                    at: reply.and_then(|reply| reply.at),
                    author: *member == series.author,
                })
            });
            let mut rows: Vec<AttendeeRow> = rows.collect::<Result<_, ClientError>>()?;
            order::by(&mut rows, |one, other| (&one.name, one.member).cmp(&(&other.name, other.member)));
            Ok(rows)
        })
    }
}
