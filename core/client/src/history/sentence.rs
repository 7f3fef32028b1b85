//! One sentence for each entry of the organisation's log.

use verband_protocol::entry::EntryError;
use verband_protocol::organisation::{BuiltInRole, Right};
use verband_rules::Refusal;
use verband_texts::{Language, Value, text};

use super::{HistoryAct, HistoryRow};

impl HistoryRow {
    /// What the entry does, as a sentence for people.
    pub fn sentence(&self, language: Language) -> String {
        let author = self.author_words(language);
        let subject = self.subject_words(language);
        let (who, name) = (Value::Text(&author), Value::Text(&subject));
        let number = Value::Number(self.number);
        match self.act {
            HistoryAct::Founded => text(language, "history-founded", &[("name", name)]),
            HistoryAct::Invited => text(language, "history-invited", &[("who", who), ("name", name)]),
            HistoryAct::BotInvited => text(language, "history-bot-invited", &[("who", who), ("name", name)]),
            HistoryAct::RegistrationKeyMade => {
                text(language, "history-registration-key", &[("who", who), ("name", name), ("number", number)])
            }
            HistoryAct::InvitedAgain => text(language, "history-invited-again", &[("who", who), ("name", name)]),
            HistoryAct::Withdrawn => text(language, "history-withdrawn", &[("who", who), ("name", name)]),
            HistoryAct::InvitationEnded => text(language, "history-invitation-ended", &[("who", who), ("name", name)]),
            HistoryAct::Joined => text(language, "history-joined", &[("name", name)]),
            HistoryAct::BotJoined => text(language, "history-bot-joined", &[("name", name)]),
            HistoryAct::Waits => text(language, "history-waits", &[("name", name)]),
            HistoryAct::StartedAnew => text(language, "history-started-anew", &[("name", name)]),
            HistoryAct::Approved => text(language, "history-approved", &[("who", who), ("name", name)]),
            HistoryAct::DeviceAdded => text(language, "history-device-added", &[("who", who)]),
            HistoryAct::DeviceRecovered => text(language, "history-device-recovered", &[("name", name)]),
            HistoryAct::OwnDeviceRevoked => text(language, "history-own-device-revoked", &[("who", who)]),
            HistoryAct::DeviceRevoked => text(language, "history-device-revoked", &[("who", who), ("name", name)]),
            HistoryAct::Left => text(language, "history-left", &[("who", who), ("name", name)]),
            HistoryAct::AdminGranted => text(language, "history-admin-granted", &[("who", who), ("name", name)]),
            HistoryAct::AdminRevoked => text(language, "history-admin-revoked", &[("who", who), ("name", name)]),
            HistoryAct::DirectoryKeyHanded => text(language, "history-key-handed", &[("who", who), ("number", number)]),
            HistoryAct::DirectoryKeyRenewed => text(language, "history-key-renewed", &[("who", who)]),
            HistoryAct::Heartbeat => text(language, "history-heartbeat", &[("who", who)]),
            HistoryAct::DetailsChanged => text(language, "history-details", &[("who", who), ("name", name)]),
            HistoryAct::StatusChanged => text(language, "history-status", &[("who", who)]),
            HistoryAct::DeviceNamed => text(language, "history-device-named", &[("who", who), ("name", name)]),
            HistoryAct::RoleDefined => {
                let (role, rights) = (self.role_words(language), rights_words(language, &self.rights));
                let (role, rights) = (Value::Text(&role), Value::Text(&rights));
                text(language, "history-role-defined", &[("who", who), ("role", role), ("rights", rights)])
            }
            HistoryAct::RoleRetired => {
                let role = self.role_words(language);
                text(language, "history-role-retired", &[("who", who), ("role", Value::Text(&role))])
            }
            HistoryAct::RolesAssigned if self.roles.is_empty() => {
                text(language, "history-roles-taken", &[("who", who), ("name", name)])
            }
            HistoryAct::RolesAssigned => {
                let roles = self.role_words(language);
                let roles = Value::Text(&roles);
                text(language, "history-roles-assigned", &[("who", who), ("name", name), ("roles", roles)])
            }
            HistoryAct::TeamDefined => text(language, "history-team-defined", &[("who", who), ("name", name)]),
            HistoryAct::TeamRetired => text(language, "history-team-retired", &[("who", who), ("name", name)]),
            HistoryAct::TeamsAssigned if self.titles.is_empty() => {
                text(language, "history-teams-taken", &[("who", who), ("name", name)])
            }
            HistoryAct::TeamsAssigned => {
                let teams = self.titles.join(", ");
                let teams = Value::Text(&teams);
                text(language, "history-teams-assigned", &[("who", who), ("name", name), ("teams", teams)])
            }
            HistoryAct::PolicySet => text(language, "history-policy", &[("who", who)]),
            HistoryAct::NoticePublished => text(language, "history-notice", &[("who", who), ("number", number)]),
            HistoryAct::NoticeAccepted => {
                text(language, "history-notice-accepted", &[("who", who), ("number", number)])
            }
            HistoryAct::Expired => text(language, "history-expired", &[("who", who), ("name", name)]),
            HistoryAct::PaperKeyRenewed => text(language, "history-paper-key", &[("who", who)]),
            HistoryAct::Refused => {
                let reason = self.refusal.as_ref().map_or_else(String::new, |refusal| reason(language, refusal));
                text(language, "history-refused", &[("who", who), ("reason", Value::Text(&reason))])
            }
        }
    }

    fn author_words(&self, language: Language) -> String {
        match &self.author {
            _ if self.by_root => text(language, "history-root", &[]),
            Some(_) if !self.author_name.is_empty() => self.author_name.clone(),
            Some(member) => member_words(language, &member.to_string()),
            None => text(language, "history-stranger", &[]),
        }
    }

    fn subject_words(&self, language: Language) -> String {
        match &self.member {
            _ if !self.name.is_empty() => self.name.clone(),
            Some(member) => member_words(language, &member.to_string()),
            None => text(language, "history-unnamed", &[]),
        }
    }

    fn role_words(&self, language: Language) -> String {
        let titles = self.roles.iter().zip(&self.titles).map(|(role, title)| match BuiltInRole::of(role) {
            _ if !title.is_empty() => title.clone(),
            Some(role) => built_in(language, role),
            None => text(language, "history-unnamed", &[]),
        });
        titles.collect::<Vec<_>>().join(", ")
    }
}

/// A member whose name this device cannot read.
fn member_words(language: Language, id: &str) -> String {
    let id: String = id.chars().take(8).collect();
    text(language, "history-member", &[("id", Value::Text(&id))])
}

fn built_in(language: Language, role: BuiltInRole) -> String {
    match role {
        BuiltInRole::Member => text(language, "role-member", &[]),
        BuiltInRole::Moderator => text(language, "role-moderator", &[]),
        BuiltInRole::Guest => text(language, "role-guest", &[]),
    }
}

fn rights_words(language: Language, rights: &[Right]) -> String {
    if rights.is_empty() {
        return text(language, "right-none", &[]);
    }
    let words = rights.iter().map(|right| match right {
        Right::Invite => text(language, "right-invite", &[]),
        Right::Approve => text(language, "right-approve", &[]),
        Right::ManageMembers => text(language, "right-manage-members", &[]),
        Right::ManageDevices => text(language, "right-manage-devices", &[]),
        Right::ManageRoles => text(language, "right-manage-roles", &[]),
        Right::ManageTeams => text(language, "right-manage-teams", &[]),
        Right::ManagePolicy => text(language, "right-manage-policy", &[]),
        Right::CreateChannels => text(language, "right-create-channels", &[]),
        Right::StartChats => text(language, "right-start-chats", &[]),
        Right::ContactAnyone => text(language, "right-contact-anyone", &[]),
        Right::ModerateChannels => text(language, "right-moderate-channels", &[]),
        Right::Statistics => text(language, "right-statistics", &[]),
        Right::Alert => text(language, "right-alert", &[]),
    });
    words.collect::<Vec<_>>().join(", ")
}

/// Why an entry has no effect, as far as it helps a reader who does not know the protocol.
fn reason(language: Language, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Entry(EntryError::Signature(_)) => text(language, "refused-signature", &[]),
        Refusal::Entry(_) | Refusal::Class | Refusal::OtherLog => text(language, "refused-form", &[]),
        Refusal::Replay | Refusal::Counter { .. } => text(language, "refused-repeated", &[]),
        Refusal::Fork | Refusal::OrganisationFork => text(language, "refused-fork", &[]),
        Refusal::NotActive => text(language, "refused-stranger", &[]),
        Refusal::NotAllowed => text(language, "refused-right", &[]),
        Refusal::Invitation => text(language, "refused-invitation", &[]),
        Refusal::DeviceClass => text(language, "refused-device-class", &[]),
        _ => text(language, "refused-state", &[]),
    }
}
