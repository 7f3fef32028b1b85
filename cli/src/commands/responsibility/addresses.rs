//! Role addresses: making them, handing them over, and how they changed hands.

use clap::Subcommand;
use serde::Serialize;
use verband_client::{Eligible, Escalation, HandOverRow, RoleAddressRow, RoleAddressSettings};
use verband_protocol::id::{EventId, LogId, MemberId};

use crate::failure::Failure;
use crate::names;
use crate::output::{Output, local_time, one_line, short, table};
use crate::profile::Profile;
use crate::session::{Later, Session};

/// Commands of `role-address`.
#[derive(Subcommand)]
pub(crate) enum RoleAddress {
    /// List role addresses and who holds them
    List(List),
    /// Make a role address in a channel: "Wunddienst", "Spätdienst"
    Create(Create),
    /// Change a role address; what is left out stays
    Change(Change),
    /// Retire a role address: it takes no requests any more
    Retire(Which),
    /// Take a role address: you hold it from now on
    Take(Take),
    /// Hand a role address to others, or to nobody
    HandOver(HandOver),
    /// Show how a role address changed hands, newest first
    Trace(Trace),
}

/// Options of `role-address list`.
#[derive(clap::Args)]
pub(crate) struct List {
    /// Only those of this channel, by title or id
    #[arg(value_name = "CHANNEL")]
    channel: Option<String>,
}

/// A role address of a channel.
#[derive(clap::Args)]
pub(crate) struct Which {
    /// The channel's title or id
    channel: String,
    /// The role address's title or id
    address: String,
}

/// Who may hold it, and what happens with what nobody takes over.
#[derive(clap::Args)]
struct SettingsArgs {
    /// Only these members may hold it (may be given several times)
    #[arg(long, value_name = "NAME|ID", conflicts_with_all = ["team", "role", "anybody"])]
    member: Vec<String>,
    /// Only who belongs to this team of the organisation may hold it
    #[arg(long, value_name = "TITLE|ID", conflicts_with_all = ["role", "anybody"])]
    team: Option<String>,
    /// Only who has this role in the organisation may hold it
    #[arg(long, value_name = "TITLE|ID", conflicts_with = "anybody")]
    role: Option<String>,
    /// Anybody in the channel may hold it: this is so if nothing else is said
    #[arg(long)]
    anybody: bool,
    /// Minutes after which a request goes on that nobody takes over; 0: it does not
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(0..=10_080))]
    escalate_after: Option<u32>,
    /// To which other role address of the channel it goes on; if nothing is said, to everybody
    #[arg(long, value_name = "TITLE|ID")]
    escalate_to: Option<String>,
}

/// Options of `role-address create`.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  verband role-address create 'Station 3' Spätdienst
  verband role-address create 'Station 3' Wunddienst --team Wundteam --escalate-after 30 --escalate-to Spätdienst")]
pub(crate) struct Create {
    /// The channel's title or id
    channel: String,
    /// Its title
    title: String,
    #[command(flatten)]
    settings: SettingsArgs,
    #[command(flatten)]
    later: Later,
}

/// Options of `role-address change`.
#[derive(clap::Args)]
pub(crate) struct Change {
    #[command(flatten)]
    which: Which,
    /// Another title
    #[arg(long)]
    title: Option<String>,
    #[command(flatten)]
    settings: SettingsArgs,
    #[command(flatten)]
    later: Later,
}

/// Options of `role-address take`.
#[derive(clap::Args)]
pub(crate) struct Take {
    #[command(flatten)]
    which: Which,
    /// Beside those who hold it, not instead of them
    #[arg(long)]
    beside: bool,
    #[command(flatten)]
    later: Later,
}

/// Options of `role-address hand-over`.
#[derive(clap::Args)]
pub(crate) struct HandOver {
    #[command(flatten)]
    which: Which,
    /// Names or ids of members
    #[arg(required_unless_present = "nobody")]
    members: Vec<String>,
    /// Nobody holds it from now on
    #[arg(long, conflicts_with = "members")]
    nobody: bool,
    #[command(flatten)]
    later: Later,
}

/// Options of `role-address trace`.
#[derive(clap::Args)]
pub(crate) struct Trace {
    #[command(flatten)]
    which: Which,
    /// How many times, counted from the newest
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: u32,
}

#[derive(Serialize)]
#[allow(clippy::struct_excessive_bools, reason = "a flat row, each of which a script reads by itself")]
struct Row {
    role_address: String,
    conversation: String,
    title: String,
    eligible: &'static str,
    eligible_ids: Vec<String>,
    escalate_after: Option<u32>,
    escalate_to: Option<String>,
    holders: Vec<String>,
    holder_names: Vec<String>,
    since: u64,
    requests: u64,
    mine: bool,
    may_hold: bool,
    may_change: bool,
    retired: bool,
}

impl From<RoleAddressRow> for Row {
    fn from(row: RoleAddressRow) -> Self {
        let texts = |ids: &[MemberId]| ids.iter().map(ToString::to_string).collect();
        let (eligible, eligible_ids) = match &row.eligible {
            Eligible::Anybody => ("anybody", Vec::new()),
            Eligible::Members(members) => ("members", texts(members)),
            Eligible::Team(team) => ("team", vec![team.to_string()]),
            Eligible::Role(role) => ("role", vec![role.to_string()]),
        };
        Self {
            role_address: row.id.to_string(),
            conversation: row.conversation.to_string(),
            title: row.title,
            eligible,
            eligible_ids,
            escalate_after: row.escalate_after,
            escalate_to: row.escalate_to.map(|id| id.to_string()),
            holders: texts(&row.holders),
            holder_names: row.holder_names,
            since: row.since,
            requests: row.requests,
            mine: row.mine,
            may_hold: row.may_hold,
            may_change: row.may_change,
            retired: row.retired,
        }
    }
}

#[derive(Serialize)]
struct Changed {
    event: String,
    at: u64,
    by: String,
    by_name: String,
    from: Vec<String>,
    from_names: Vec<String>,
    to: Vec<String>,
    to_names: Vec<String>,
    state: &'static str,
}

impl From<HandOverRow> for Changed {
    fn from(row: HandOverRow) -> Self {
        let texts = |ids: Vec<MemberId>| ids.iter().map(ToString::to_string).collect();
        Self {
            event: row.event.to_string(),
            at: row.at,
            by: row.by.to_string(),
            by_name: row.by_name,
            from: texts(row.from),
            from_names: row.from_names,
            to: texts(row.to),
            to_names: row.to_names,
            state: if row.waiting { "waiting" } else { "sent" },
        }
    }
}

pub(crate) async fn role_address(command: RoleAddress, profile: &Profile, output: &Output) -> Result<(), Failure> {
    match command {
        RoleAddress::List(args) => list(&args, profile, output),
        RoleAddress::Trace(args) => trace(&args, profile, output),
        RoleAddress::Create(args) => {
            let session = Session::open(profile)?;
            let channel = session.channel(&args.channel).await?;
            let settings = RoleAddressSettings::titled(args.title);
            let settings = args.settings.read(&session, &channel.log, settings).await?;
            let id = session.client.create_role_address(&channel.log, settings)?;
            done(&session, &channel.log, &id, args.later, output).await
        }
        RoleAddress::Change(args) => {
            let (session, log, row) = args.which.find(profile).await?;
            let escalation = row.escalate_after.map(|after_minutes| Escalation { after_minutes, to: row.escalate_to });
            let settings =
                RoleAddressSettings { title: args.title.unwrap_or(row.title), eligible: row.eligible, escalation };
            let settings = args.settings.read(&session, &log, settings).await?;
            session.client.change_role_address(&log, &row.id, settings)?;
            done(&session, &log, &row.id, args.later, output).await
        }
        RoleAddress::Retire(which) => {
            let (session, log, row) = which.find(profile).await?;
            session.client.retire_role_address(&log, &row.id)?;
            done(&session, &log, &row.id, Later::default(), output).await
        }
        RoleAddress::Take(args) => {
            let (session, log, row) = args.which.find(profile).await?;
            let mut holders = if args.beside { row.holders } else { Vec::new() };
            holders.push(session.client.account()?.member);
            session.client.hand_over(&log, &row.id, &holders)?;
            done(&session, &log, &row.id, args.later, output).await
        }
        RoleAddress::HandOver(args) => {
            let (session, log, row) = args.which.find(profile).await?;
            let members = session.members(&args.members).await?;
            let holders: Vec<MemberId> = members.into_iter().map(|member| member.id).collect();
            session.client.hand_over(&log, &row.id, &holders)?;
            done(&session, &log, &row.id, args.later, output).await
        }
    }
}

impl Which {
    async fn find(&self, profile: &Profile) -> Result<(Session, LogId, RoleAddressRow), Failure> {
        let session = Session::open(profile)?;
        let channel = session.channel(&self.channel).await?;
        let row = names::role_address(&session.client, &channel.log, &self.address)?;
        Ok((session, channel.log, row))
    }
}

impl SettingsArgs {
    async fn read(
        &self,
        session: &Session,
        log: &LogId,
        mut settings: RoleAddressSettings,
    ) -> Result<RoleAddressSettings, Failure> {
        if self.anybody {
            settings.eligible = Eligible::Anybody;
        } else if !self.member.is_empty() {
            let members = session.members(&self.member).await?;
            settings.eligible = Eligible::Members(members.into_iter().map(|member| member.id).collect());
        } else if let Some(team) = &self.team {
            settings.eligible = Eligible::Team(names::team(&session.client, team)?.id);
        } else if let Some(role) = &self.role {
            settings.eligible = Eligible::Role(names::role(&session.client, role)?.id);
        }
        let to = match &self.escalate_to {
            Some(wanted) => Some(names::role_address(&session.client, log, wanted)?.id),
            None => None,
        };
        match (self.escalate_after, settings.escalation.as_mut()) {
            (Some(0), _) => settings.escalation = None,
            (Some(after_minutes), _) => settings.escalation = Some(Escalation { after_minutes, to }),
            (None, Some(escalation)) if to.is_some() => escalation.to = to,
            (None, None) if to.is_some() => {
                return Err(Failure::usage("argument", "after how many minutes? --escalate-after says it"));
            }
            (None, _) => {}
        }
        Ok(settings)
    }
}

fn list(args: &List, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let rows = match &args.channel {
        Some(wanted) => client.role_addresses(&names::channel(&client, wanted)?.log)?,
        None => client.all_role_addresses()?,
    };
    let text = |rows: &[RoleAddressRow]| {
        let cells: Vec<_> = rows
            .iter()
            .map(|row| {
                let state = match row {
                    RoleAddressRow { retired: true, .. } => "[retired]".to_owned(),
                    RoleAddressRow { requests: 0, .. } => String::new(),
                    row => format!("{} waiting", row.requests),
                };
                let since = if row.since == 0 { String::new() } else { format!("since {}", local_time(row.since)) };
                [
                    short(&row.id),
                    one_line(&row.conversation_title),
                    one_line(&row.title),
                    held(&row.holder_names),
                    since,
                    state,
                ]
            })
            .collect();
        table(&cells)
    };
    let shown = text(&rows);
    let rows: Vec<Row> = rows.into_iter().map(Row::from).collect();
    output.result(&rows, || shown);
    Ok(())
}

fn held(names: &[String]) -> String {
    if names.is_empty() {
        return "(nobody)".to_owned();
    }
    names.iter().map(|name| one_line(name)).collect::<Vec<_>>().join(", ")
}

fn trace(args: &Trace, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let channel = names::channel(&client, &args.which.channel)?;
    let address = names::role_address(&client, &channel.log, &args.which.address)?;
    let rows = client.hand_overs(&channel.log, &address.id, args.limit)?;
    let rows: Vec<Changed> = rows.into_iter().map(Changed::from).collect();
    output.result(&rows, || {
        let cells: Vec<_> = rows
            .iter()
            .map(|row| {
                let state = if row.state == "waiting" { "[waits]" } else { "" };
                let change = format!("{} → {}", held(&row.from_names), held(&row.to_names));
                [local_time(row.at), format!("by {}", one_line(&row.by_name)), change, state.to_owned()]
            })
            .collect();
        table(&cells)
    });
    Ok(())
}

async fn done(session: &Session, log: &LogId, id: &EventId, later: Later, output: &Output) -> Result<(), Failure> {
    let delivery = session.deliver(later, output).await?;
    let rows = session.client.role_addresses(log)?;
    let row = rows.into_iter().find(|row| row.id == *id);
    let row = row.ok_or_else(|| Failure::general("not-found", "the role address is not there any more"))?;
    let text = format!("{}: {}.", one_line(&row.title), held(&row.holder_names));
    let mut result = serde_json::to_value(Row::from(row)).expect("rows of a command are JSON");
    result["state"] = delivery.word().into();
    result["reason"] = delivery.reason().into();
    output.result(&result, || text);
    Ok(())
}
