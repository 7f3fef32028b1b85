//! Roles and teams as UIs show them, and what a person may do.

use verband_protocol::id::{MemberId, RoleId, TeamId};
use verband_protocol::organisation::{BuiltInRole, Right};
use verband_store::StoreError;
use verband_store::rusqlite::{Connection, OptionalExtension};

use crate::client::Client;
use crate::error::ClientError;

/// A role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleRow {
    /// Its id.
    pub id: RoleId,
    /// Its title; empty for a built-in one that nobody has renamed, which a UI calls by its own word.
    pub title: String,
    /// Which of the built-in ones it is.
    pub built_in: Option<BuiltInRole>,
    /// What it may do, ascending.
    pub rights: Vec<Right>,
    /// Active members who have it.
    pub members: Vec<MemberId>,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamRow {
    /// Its id.
    pub id: TeamId,
    /// Its title.
    pub title: String,
    /// Active members who belong to it.
    pub members: Vec<MemberId>,
}

impl Client {
    /// The roles of the organisation, the built-in ones first.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`].
    pub fn roles(&self) -> Result<Vec<RoleRow>, ClientError> {
        let inner = self.readable()?;
        let organisation = inner.organisation()?;
        let rows = organisation.roles().map(|id| {
            let having =
                |member: &MemberId| organisation.member(member).is_some_and(|member| member.roles().contains(&id));
            Ok(RoleRow {
                id,
                title: inner.store.read(|connection| title(connection, id.as_bytes()))?,
                built_in: BuiltInRole::of(&id),
                rights: organisation.role_rights(&id).to_vec(),
                members: organisation.active_members().filter(having).collect(),
            })
        });
        rows.collect()
    }

    /// The teams of the organisation.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`].
    pub fn teams(&self) -> Result<Vec<TeamRow>, ClientError> {
        let inner = self.readable()?;
        let organisation = inner.organisation()?;
        let rows = organisation.teams().map(|id| {
            let belonging =
                |member: &MemberId| organisation.member(member).is_some_and(|member| member.teams().contains(&id));
            Ok(TeamRow {
                id,
                title: inner.store.read(|connection| title(connection, id.as_bytes()))?,
                members: organisation.active_members().filter(belonging).collect(),
            })
        });
        rows.collect()
    }

    /// What a member may do, ascending: the union of the rights of her roles; everything for an administrator.
    ///
    /// # Errors
    /// [`ClientError::Locked`].
    pub fn rights_of(&self, member: &MemberId) -> Result<Vec<Right>, ClientError> {
        let organisation = self.inner()?.organisation()?;
        Ok(Right::ALL.into_iter().filter(|right| organisation.may(member, *right)).collect())
    }
}

pub(crate) fn title(connection: &Connection, id: &[u8; 16]) -> Result<String, StoreError> {
    let mut statement = connection.prepare_cached("SELECT title FROM title WHERE id = ?1")?;
    Ok(statement.query_row([id], |row| row.get(0)).optional()?.unwrap_or_default())
}
