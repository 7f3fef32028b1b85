//! Roles and teams: what members may do, and who belongs together.

use clap::Subcommand;
use serde::Serialize;
use verband_client::{RoleRow, TeamRow};
use verband_protocol::organisation::{BuiltInRole, Right};

use crate::failure::Failure;
use crate::names;
use crate::output::{Output, one_line, short, table};
use crate::profile::Profile;
use crate::session::Session;

const DAY_MS: u64 = 86_400_000;

/// Commands of `role`.
#[derive(Subcommand)]
pub(crate) enum Role {
    /// List roles with their rights
    List,
    /// Define a role, new or anew, with all its rights
    Define(Define),
    /// Retire a role: nobody has its rights any more
    Retire(Named),
    /// Give a member all her roles
    Assign(Assign),
}

/// Options of `role define`.
#[derive(clap::Args)]
#[command(
    after_help = "Rights: invite, approve, manage-members, manage-devices, manage-roles, manage-teams, manage-policy,
create-channels, start-chats, contact-anyone, moderate-channels, statistics, alert.
The built-in roles are called member, moderator and guest."
)]
pub(crate) struct Define {
    /// Its title; the title or id of a role that is there defines that one anew
    role: String,
    /// What it may do
    #[arg(value_name = "RIGHT", value_parser = right)]
    rights: Vec<Right>,
}

/// The options that name a role or team.
#[derive(clap::Args)]
pub(crate) struct Named {
    /// Its title or id
    title: String,
}

/// Options of `role assign`.
#[derive(clap::Args)]
pub(crate) struct Assign {
    /// The member's name or id
    member: String,
    /// All her roles, by title or id; none takes all away
    #[arg(value_name = "ROLE")]
    roles: Vec<String>,
    /// Days after which her membership ends by itself: of a guest
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=3650))]
    days: Option<u64>,
}

/// Commands of `team`.
#[derive(Subcommand)]
pub(crate) enum Team {
    /// List the teams of the organisation
    List,
    /// Make a team
    Create(Named),
    /// Give a team another title
    Rename(Rename),
    /// Dissolve a team
    Retire(Named),
    /// Say all teams that a member belongs to
    Assign(AssignTeams),
}

/// Options of `team rename`.
#[derive(clap::Args)]
pub(crate) struct Rename {
    /// Its title or id
    team: String,
    /// The new title
    title: String,
}

/// Options of `team assign`.
#[derive(clap::Args)]
pub(crate) struct AssignTeams {
    /// The member's name or id
    member: String,
    /// All her teams, by title or id; none takes her out of all
    #[arg(value_name = "TEAM")]
    teams: Vec<String>,
}

#[derive(Serialize)]
struct ShownRole {
    role: String,
    title: String,
    rights: Vec<&'static str>,
    members: usize,
}

impl From<RoleRow> for ShownRole {
    fn from(row: RoleRow) -> Self {
        Self {
            role: row.id.to_string(),
            title: title(&row),
            rights: row.rights.iter().map(|right| right.name()).collect(),
            members: row.members.len(),
        }
    }
}

#[derive(Serialize)]
struct ShownTeam {
    team: String,
    title: String,
    members: usize,
}

impl From<TeamRow> for ShownTeam {
    fn from(row: TeamRow) -> Self {
        Self { team: row.id.to_string(), title: row.title, members: row.members.len() }
    }
}

/// What a role is called: a built-in one by its own word, until somebody gives it another.
pub(crate) fn title(row: &RoleRow) -> String {
    match row.built_in {
        Some(BuiltInRole::Member) if row.title.is_empty() => "member".to_owned(),
        Some(BuiltInRole::Moderator) if row.title.is_empty() => "moderator".to_owned(),
        Some(BuiltInRole::Guest) if row.title.is_empty() => "guest".to_owned(),
        _ => row.title.clone(),
    }
}

fn right(name: &str) -> Result<Right, String> {
    Right::named(name).ok_or_else(|| format!("there is no right \"{name}\""))
}

pub(crate) async fn role(args: Role, profile: &Profile, output: &Output) -> Result<(), Failure> {
    match args {
        Role::List => {
            let rows: Vec<ShownRole> = profile.unlock()?.roles()?.into_iter().map(Into::into).collect();
            output.result(&rows, || {
                let cells = |row: &ShownRole| {
                    [short(&row.role), one_line(&row.title), row.members.to_string(), row.rights.join(", ")]
                };
                table(&rows.iter().map(cells).collect::<Vec<_>>())
            });
        }
        Role::Define(args) => {
            let session = Session::open(profile)?;
            let (id, title) = match names::role(&session.client, &args.role) {
                Ok(row) => (Some(row.id), title(&row)),
                Err(failure) if failure.code == "not-found" => (None, args.role),
                Err(failure) => return Err(failure),
            };
            let id = session.client.define_role(id, &title, &args.rights).await?;
            done(output, "role", &id.to_string(), &title, "is defined");
        }
        Role::Retire(args) => {
            let session = Session::open(profile)?;
            let row = names::role(&session.client, &args.title)?;
            session.client.retire_role(row.id).await?;
            done(output, "role", &row.id.to_string(), &title(&row), "is retired");
        }
        Role::Assign(args) => {
            let session = Session::open(profile)?;
            let member = session.member(&args.member).await?;
            let roles = args.roles.iter().map(|role| Ok(names::role(&session.client, role)?.id));
            let roles = roles.collect::<Result<Vec<_>, Failure>>()?;
            let until = args.days.map(|days| session.client.from_now(days * DAY_MS)).transpose()?;
            session.client.assign_roles(member.id, &roles, until).await?;
            done(output, "member", &member.id.to_string(), &member.name, "has these roles now");
        }
    }
    Ok(())
}

pub(crate) async fn team(args: Team, profile: &Profile, output: &Output) -> Result<(), Failure> {
    match args {
        Team::List => {
            let rows: Vec<ShownTeam> = profile.unlock()?.teams()?.into_iter().map(Into::into).collect();
            output.result(&rows, || {
                let cells = |row: &ShownTeam| [short(&row.team), one_line(&row.title), row.members.to_string()];
                table(&rows.iter().map(cells).collect::<Vec<_>>())
            });
        }
        Team::Create(args) => {
            let session = Session::open(profile)?;
            let id = session.client.define_team(None, &args.title).await?;
            done(output, "team", &id.to_string(), &args.title, "is there now");
        }
        Team::Rename(args) => {
            let session = Session::open(profile)?;
            let row = names::team(&session.client, &args.team)?;
            session.client.define_team(Some(row.id), &args.title).await?;
            done(output, "team", &row.id.to_string(), &args.title, "is its title now");
        }
        Team::Retire(args) => {
            let session = Session::open(profile)?;
            let row = names::team(&session.client, &args.title)?;
            session.client.retire_team(row.id).await?;
            done(output, "team", &row.id.to_string(), &row.title, "is dissolved");
        }
        Team::Assign(args) => {
            let session = Session::open(profile)?;
            let member = session.member(&args.member).await?;
            let teams = args.teams.iter().map(|team| Ok(names::team(&session.client, team)?.id));
            let teams = teams.collect::<Result<Vec<_>, Failure>>()?;
            session.client.assign_teams(member.id, &teams).await?;
            done(output, "member", &member.id.to_string(), &member.name, "belongs to these teams now");
        }
    }
    Ok(())
}

fn done(output: &Output, what: &str, id: &str, title: &str, happened: &str) {
    let result = serde_json::json!({ what: id, "title": title });
    output.result(&result, || format!("{} {happened}.", one_line(title)));
}
