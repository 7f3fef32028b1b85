//! Members: who belongs to the organisation or a conversation, who administers, who leaves.

use clap::Subcommand;
use serde::Serialize;
use verband_client::MemberRow;
use verband_protocol::organisation::details::{MemberDetails, MemberStatus};

use crate::failure::Failure;
use crate::names;
use crate::output::{Output, one_line, short, table};
use crate::profile::Profile;
use crate::session::{Later, Session};

/// Options of `members`.
#[derive(clap::Args)]
pub(crate) struct Members {
    /// Only those in this conversation
    #[arg(value_name = "CONVERSATION")]
    conversation: Option<String>,
    /// Only those whose name, function and ward contain all of these words, or parts of words
    #[arg(long, value_name = "WORDS", conflicts_with = "conversation")]
    find: Option<String>,
}

/// Commands of `admin`.
#[derive(Subcommand)]
pub(crate) enum Admin {
    /// Make a member an administrator
    Grant(AdminMember),
    /// Take it back
    Revoke(AdminMember),
}

/// Options of `admin grant` and `admin revoke`.
#[derive(clap::Args)]
pub(crate) struct AdminMember {
    /// The member's name or id
    member: String,
}

/// Options of `revoke-member`.
#[derive(clap::Args)]
pub(crate) struct RevokeMember {
    /// The member's name or id
    member: String,
    /// Write it into the organisation's log only: conversations remove her with the next other device that syncs
    #[arg(long)]
    later: bool,
}

/// Options of `describe`.
#[derive(clap::Args)]
pub(crate) struct Describe {
    /// The member's name or id
    member: String,
    /// Her name; stays if it is left out
    #[arg(long)]
    name: Option<String>,
    /// What she does
    #[arg(long)]
    function: Option<String>,
    /// Where
    #[arg(long)]
    ward: Option<String>,
}

/// Options of `status`.
#[derive(clap::Args)]
pub(crate) struct Status {
    /// A few words; none takes them away
    #[arg(default_value = "")]
    text: String,
    /// A JPEG, PNG or WebP, as your picture; without it the one that you have stays
    #[arg(long, value_name = "FILE", conflicts_with = "no_picture")]
    picture: Option<std::path::PathBuf>,
    /// Take your picture away
    #[arg(long)]
    no_picture: bool,
}

#[derive(Serialize)]
struct Row {
    member: String,
    name: String,
    function: String,
    ward: String,
    availability: String,
    /// Bytes of her picture; none if she has no picture.
    picture_bytes: Option<usize>,
    bot: bool,
    admin: bool,
    state: &'static str,
    verified: bool,
}

impl From<MemberRow> for Row {
    fn from(row: MemberRow) -> Self {
        let state = match (row.revoked, row.approved) {
            (true, _) => "revoked",
            (_, true) => "active",
            _ => "waiting",
        };
        Self {
            member: row.id.to_string(),
            name: row.name,
            function: row.function,
            ward: row.ward,
            availability: row.availability,
            picture_bytes: row.picture.map(|picture| picture.len()),
            bot: row.bot,
            admin: row.admin,
            state,
            verified: row.verified,
        }
    }
}

pub(crate) fn list(args: Members, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let mut members = match &args.find {
        Some(words) => client.find_members(words)?,
        None => client.members()?,
    };
    if let Some(wanted) = &args.conversation {
        let conversation = names::conversation(&client, wanted)?;
        let inside = client.conversation_members(&conversation.log)?;
        members.retain(|row| inside.contains(&row.id));
    }
    let rows: Vec<Row> = members.into_iter().map(Row::from).collect();
    output.result(&rows, || {
        let cells: Vec<_> = rows
            .iter()
            .map(|row| {
                let office = match row {
                    Row { bot: true, .. } => "bot",
                    Row { admin: true, .. } => "administrator",
                    _ => "",
                };
                let state = match row.state {
                    "active" if row.verified => "verified",
                    "active" => "",
                    state => state,
                };
                let (function, ward) = (one_line(&row.function), one_line(&row.ward));
                let said = one_line(&row.availability);
                [short(&row.member), one_line(&row.name), office.to_owned(), state.to_owned(), function, ward, said]
            })
            .collect();
        table(&cells)
    });
    Ok(())
}

pub(crate) async fn admin(args: Admin, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let (wanted, grant) = match &args {
        Admin::Grant(args) => (&args.member, true),
        Admin::Revoke(args) => (&args.member, false),
    };
    let session = Session::open(profile)?;
    let member = session.member(wanted).await?;
    session.client.set_admin(member.id, grant).await?;
    let result = Row::from(MemberRow { admin: grant, ..member });
    output.result(&result, || {
        let name = one_line(&result.name);
        if grant { format!("{name} administers now.") } else { format!("{name} administers no more.") }
    });
    Ok(())
}

pub(crate) async fn describe(args: Describe, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let member = session.member(&args.member).await?;
    let details = MemberDetails {
        name: args.name.unwrap_or(member.name).trim().to_owned(),
        function: args.function.unwrap_or(member.function).trim().to_owned(),
        ward: args.ward.unwrap_or(member.ward).trim().to_owned(),
    };
    session.client.set_member_details(member.id, details).await?;
    let member = session.member(&member.id.to_string()).await?;
    let result = Row::from(member);
    output.result(&result, || {
        format!("{}, {}, {}", one_line(&result.name), one_line(&result.function), one_line(&result.ward))
    });
    Ok(())
}

pub(crate) async fn status(args: Status, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let read = |path: &std::path::PathBuf| std::fs::read(path).map_err(|error| Failure::file(path, &error));
    let picture = args.picture.as_ref().map(read).transpose()?;
    let session = Session::open(profile)?;
    let kept = || -> Result<_, Failure> {
        let own = session.client.account()?.member;
        Ok(session.client.members()?.into_iter().find(|row| row.id == own).and_then(|row| row.picture))
    };
    let picture = if picture.is_some() || args.no_picture { picture } else { kept()? };
    let status = MemberStatus { availability: args.text.trim().to_owned(), picture: picture.map(Into::into) };
    session.client.set_status(status).await?;
    let result = serde_json::json!({ "availability": args.text.trim() });
    output.result(&result, || "Everybody sees it now.".to_owned());
    Ok(())
}

pub(crate) async fn revoke(args: RevokeMember, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let member = session.member(&args.member).await?;
    session.client.revoke_member(member.id).await?;
    if !args.later {
        session.deliver(Later::default(), output).await?;
    }
    let result = Row::from(MemberRow { revoked: true, ..member });
    output.result(&result, || format!("{} has left: her devices have no access any more.", one_line(&result.name)));
    Ok(())
}
