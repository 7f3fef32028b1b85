//! What people call things: a title, a name, the first digits of an id. One way to find what is meant, and one way
//! to say that it is not clear.

use verband_client::{
    Client, ConversationRow, DeviceRow, InvitationRow, InvitationStanding, MemberRow, MessageRow, OutboxRow,
    RequestRow, RoleAddressRow, RoleRow, SurveyRow, TeamRow, WoundItem, WoundItemKind, WoundRow,
};
use verband_protocol::id::{LogId, MemberId};
use verband_protocol::policy::ConversationKind;

use crate::failure::Failure;
use crate::output::{one_line, short};

/// Digits of an id that are enough to name something.
const MIN_DIGITS: usize = 4;

/// Candidates that an error lists.
const MAX_LISTED: usize = 10;

/// Finds the one row that is meant.
pub(crate) fn pick<T: Clone>(
    what: &str,
    wanted: &str,
    rows: &[T],
    id: impl Fn(&T) -> String,
    name: impl Fn(&T) -> String,
) -> Result<T, Failure> {
    let wanted = wanted.trim();
    let folded = wanted.to_lowercase();
    let digits = wanted.len() >= MIN_DIGITS && wanted.chars().all(|c| c.is_ascii_hexdigit());
    let ways: [&dyn Fn(&T) -> bool; 4] = [
        &|row| id(row) == folded,
        &|row| name(row) == wanted,
        &|row| !wanted.is_empty() && name(row).to_lowercase() == folded,
        &|row| digits && id(row).starts_with(&folded),
    ];
    for way in ways {
        let found: Vec<&T> = rows.iter().filter(|row| way(row)).collect();
        match found.as_slice() {
            [] => {}
            [one] => return Ok((*one).clone()),
            several => {
                let message = format!("{what} \"{wanted}\" could be {}", listed(several, &id, &name));
                return Err(Failure::usage("ambiguous", message));
            }
        }
    }
    let all: Vec<&T> = rows.iter().collect();
    let there_are = match all.as_slice() {
        [] => format!("there is no {what} yet"),
        all => format!("there is {}", listed(all, &id, &name)),
    };
    Err(Failure::general("not-found", format!("there is no {what} \"{wanted}\": {there_are}")))
}

/// The administrator with this id; the only one if nothing is said.
pub(crate) fn administrator(all: &[MemberId], wanted: &str) -> Result<MemberId, Failure> {
    match all {
        [one] if wanted.is_empty() => Ok(*one),
        all => pick("administrator", wanted, all, ToString::to_string, |_| String::new()),
    }
}

fn listed<T>(rows: &[&T], id: &impl Fn(&T) -> String, name: &impl Fn(&T) -> String) -> String {
    let mut parts: Vec<String> =
        rows.iter().take(MAX_LISTED).map(|row| format!("\"{}\" ({})", one_line(&name(row)), short(&id(row)))).collect();
    if rows.len() > MAX_LISTED {
        parts.push(format!("{} more", rows.len() - MAX_LISTED));
    }
    parts.join(", ")
}

/// A conversation by title or id.
pub(crate) fn conversation(client: &Client, wanted: &str) -> Result<ConversationRow, Failure> {
    let rows = client.conversations()?;
    pick("conversation", wanted, &rows, |row| row.log.to_string(), |row| row.title.clone())
}

/// A channel by title or id.
pub(crate) fn channel(client: &Client, wanted: &str) -> Result<ConversationRow, Failure> {
    let mut rows = client.conversations()?;
    rows.retain(|row| row.kind == ConversationKind::Channel);
    pick("channel", wanted, &rows, |row| row.log.to_string(), |row| row.title.clone())
}

/// A member who has not left.
pub(crate) fn member(client: &Client, wanted: &str) -> Result<MemberRow, Failure> {
    let mut rows = client.members()?;
    rows.retain(|row| !row.revoked);
    pick("member", wanted, &rows, |row| row.id.to_string(), |row| row.name.clone())
}

/// A role by title or id.
pub(crate) fn role(client: &Client, wanted: &str) -> Result<RoleRow, Failure> {
    pick("role", wanted, &client.roles()?, |row| row.id.to_string(), crate::commands::role_title)
}

/// A team by title or id.
pub(crate) fn team(client: &Client, wanted: &str) -> Result<TeamRow, Failure> {
    pick("team", wanted, &client.teams()?, |row| row.id.to_string(), |row| row.title.clone())
}

/// A device by its id or name, or the name of a member who has only one.
pub(crate) fn device(client: &Client, wanted: &str) -> Result<DeviceRow, Failure> {
    let mut rows = client.devices()?;
    rows.retain(|row| !row.revoked);
    let folded = wanted.trim().to_lowercase();
    let is_its_name = rows.iter().any(|row| !row.name.is_empty() && row.name.to_lowercase() == folded);
    let name = |row: &DeviceRow| if is_its_name { row.name.clone() } else { row.member_name.clone() };
    pick("device", wanted, &rows, |row| row.id.to_string(), name)
}

/// An invitation: an open one, if one is meant, or what became of another.
pub(crate) fn invitation(client: &Client, wanted: &str) -> Result<InvitationRow, Failure> {
    let all = client.invitations()?;
    let open: Vec<_> = all.iter().filter(|row| row.state == InvitationStanding::Open).cloned().collect();
    let among =
        |rows: &[InvitationRow]| pick("invitation", wanted, rows, |row| row.id.to_string(), |row| row.name.clone());
    match among(&open) {
        Err(failure) if failure.code == "not-found" => among(&all),
        found => found,
    }
}

/// An invitation that nobody has used.
pub(crate) fn unused_invitation(client: &Client, wanted: &str) -> Result<InvitationRow, Failure> {
    let row = invitation(client, wanted)?;
    if row.state == InvitationStanding::Used {
        let message =
            format!("the invitation of \"{}\" was used: its code opens nothing any more", one_line(&row.name));
        return Err(Failure::general("invitation-used", message));
    }
    Ok(row)
}

/// A role address of a channel by title or id.
pub(crate) fn role_address(client: &Client, log: &LogId, wanted: &str) -> Result<RoleAddressRow, Failure> {
    let rows = client.role_addresses(log)?;
    pick("role address", wanted, &rows, |row| row.id.to_string(), |row| row.title.clone())
}

/// A request by its id or text: one that waits, or else one of the newest that are closed.
pub(crate) fn request(client: &Client, wanted: &str) -> Result<RequestRow, Failure> {
    let mut rows = client.open_requests()?;
    rows.extend(client.closed_requests(1_000)?);
    pick("request", wanted, &rows, |row| row.event.to_string(), |row| row.text.clone())
}

/// A wound by its id or, of those that are open, patient reference.
pub(crate) fn wound(client: &Client, wanted: &str) -> Result<WoundRow, Failure> {
    let rows = client.all_wounds()?;
    let open = |row: &WoundRow| if row.closed { String::new() } else { row.details.patient.clone() };
    pick("wound", wanted, &rows, |row| row.event.to_string(), open)
}

/// A finding by its id, with its conversation.
pub(crate) fn finding(client: &Client, wanted: &str) -> Result<(LogId, WoundItem), Failure> {
    let mut rows = Vec::new();
    for wound in client.all_wounds()? {
        let items = client.wound_timeline(&wound.conversation, &wound.event, u32::MAX)?;
        let found = items.into_iter().filter(|item| item.kind == WoundItemKind::Found);
        rows.extend(found.map(|item| (wound.conversation, item)));
    }
    pick("finding", wanted, &rows, |(_, row)| row.event.to_string(), |_| String::new())
}

/// A message by the id of its event, with its conversation.
pub(crate) fn message(client: &Client, wanted: &str) -> Result<(LogId, MessageRow), Failure> {
    let mut rows = Vec::new();
    let personal = client.personal_space()?;
    for log in client.conversations()?.into_iter().map(|row| row.log).chain(personal) {
        rows.extend(client.messages(&log, u32::MAX)?.into_iter().map(|row| (log, row)));
    }
    pick("message", wanted, &rows, |(_, row)| row.event.to_string(), |_| String::new())
}

/// Something that waits to be sent, by the id of its event.
pub(crate) fn unsent(client: &Client, wanted: &str) -> Result<OutboxRow, Failure> {
    pick("waiting item", wanted, &client.outbox_items()?, |row| row.event.to_string(), |row| row.text.clone())
}

/// The message with a photo: by the id of the photo or of its event, or the newest one of a conversation.
pub(crate) fn photo(client: &Client, wanted: &str) -> Result<MessageRow, Failure> {
    if let Ok(conversation) = conversation(client, wanted) {
        let rows = client.messages(&conversation.log, u32::MAX)?;
        let newest = rows.into_iter().rev().find(|row| row.photo.is_some());
        return newest.ok_or_else(|| {
            let title = one_line(&conversation.title);
            Failure::general("not-found", format!("there is no photo in \"{title}\""))
        });
    }
    let mut rows = messages(client)?;
    rows.retain(|row| row.photo.is_some());
    let by_photo = pick(
        "photo",
        wanted,
        &rows,
        |row| row.photo.map(|photo| photo.to_string()).unwrap_or_default(),
        |row| row.text.clone(),
    );
    match by_photo {
        Err(failure) if failure.code == "not-found" => {
            let by_event = pick("photo", wanted, &rows, |row| row.event.to_string(), |_| String::new());
            by_event.map_err(|_| failure)
        }
        other => other,
    }
}

fn messages(client: &Client) -> Result<Vec<MessageRow>, Failure> {
    let mut rows = Vec::new();
    for conversation in client.conversations()? {
        rows.extend(client.messages(&conversation.log, u32::MAX)?);
    }
    Ok(rows)
}

/// A survey of a conversation, or a draft for it, by title or id.
pub(crate) fn survey(client: &Client, log: &LogId, wanted: &str) -> Result<SurveyRow, Failure> {
    pick("survey", wanted, &client.surveys(log)?, |row| row.event.to_string(), |row| row.title.clone())
}
