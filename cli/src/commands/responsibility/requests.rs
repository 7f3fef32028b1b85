//! Requests to role addresses: asking, taking over, passing on, closing.

use clap::Subcommand;
use serde::Serialize;
use verband_client::{EscalationRow, RequestAct, RequestActRow, RequestRow, RequestState};
use verband_protocol::id::MemberId;

use crate::failure::Failure;
use crate::names;
use crate::output::{Output, local_time, one_line, printable, short, table};
use crate::profile::Profile;
use crate::session::{Later, Session};

/// Commands of `requests`.
#[derive(Subcommand)]
pub(crate) enum Requests {
    /// List what is open or taken over in all channels, yours first
    List(List),
    /// Send a request to a role address
    Send(Send),
    /// Show a request and what was done with it
    Show(Which),
    /// Take a request over; of several who do, the first one has it
    Take(Act),
    /// Give a request back: it waits again
    GiveBack(Act),
    /// Pass a request on to a person or another role address
    Pass(Pass),
    /// What was asked for is done
    Done(Act),
    /// Cancel a request of your own
    Cancel(Act),
    /// Open a request again that was closed by mistake
    Reopen(Act),
    /// List open requests that go on within so many minutes because nobody took them over, and those that have
    Due(Due),
}

/// Options of `requests list`.
#[derive(clap::Args)]
pub(crate) struct List {
    /// Only those of this channel, by title or id
    #[arg(long, value_name = "TITLE|ID")]
    channel: Option<String>,
    /// Only those at this role address of the channel, closed ones too, newest first
    #[arg(long, value_name = "TITLE|ID", requires = "channel")]
    address: Option<String>,
    /// Only those that wait for you or that you have taken over
    #[arg(long)]
    mine: bool,
    /// How many closed ones at most
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: u32,
}

/// Options of `requests send`.
#[derive(clap::Args)]
#[command(after_help = "Example:
  verband requests send 'Station 3' Wunddienst 'Zimmer 12: Verband durchgeblutet'")]
pub(crate) struct Send {
    /// The channel's title or id
    channel: String,
    /// The role address's title or id
    address: String,
    /// What is asked for
    text: String,
    #[command(flatten)]
    later: Later,
}

/// A request.
#[derive(clap::Args)]
pub(crate) struct Which {
    /// The first digits of its id, or all of its text
    request: String,
}

/// Options of what is done with a request.
#[derive(clap::Args)]
pub(crate) struct Act {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    later: Later,
}

/// Options of `requests pass`.
#[derive(clap::Args)]
#[group(id = "to", required = true, multiple = false, args = ["member", "address"])]
pub(crate) struct Pass {
    #[command(flatten)]
    which: Which,
    /// To this member of the channel
    #[arg(long, value_name = "NAME|ID")]
    member: Option<String>,
    /// To this role address of the channel
    #[arg(long, value_name = "TITLE|ID")]
    address: Option<String>,
    #[command(flatten)]
    later: Later,
}

/// Options of `requests due`.
#[derive(clap::Args)]
pub(crate) struct Due {
    /// Within so many minutes
    #[arg(long, default_value_t = 0, value_name = "MINUTES")]
    within: u64,
}

#[derive(Serialize)]
#[allow(clippy::struct_excessive_bools, reason = "a flat row, each of which a script reads by itself")]
struct Row {
    request: String,
    conversation: String,
    conversation_title: String,
    text: String,
    author: String,
    author_name: String,
    author_bot: bool,
    own: bool,
    sent_at: u64,
    state: &'static str,
    address: String,
    address_title: String,
    passed_to: Option<String>,
    passed_to_name: String,
    since: u64,
    taken_by: Option<String>,
    taken_by_name: String,
    taken_at: u64,
    closed_by: Option<String>,
    closed_by_name: String,
    closed_at: u64,
    escalated_at: Option<u64>,
    escalated_to: Option<String>,
    escalates_at: Option<u64>,
    for_me: bool,
    lost: bool,
    waiting: bool,
}

impl From<RequestRow> for Row {
    fn from(row: RequestRow) -> Self {
        let text = |id: Option<MemberId>| id.map(|id| id.to_string());
        Self {
            request: row.event.to_string(),
            conversation: row.conversation.to_string(),
            conversation_title: row.conversation_title,
            text: row.text,
            author: row.author.to_string(),
            author_name: row.author_name,
            author_bot: row.author_bot,
            own: row.own,
            sent_at: row.sent_at,
            state: state_word(row.state),
            address: row.address.to_string(),
            address_title: row.address_title,
            passed_to: text(row.passed_to),
            passed_to_name: row.passed_to_name,
            since: row.since,
            taken_by: text(row.taken_by),
            taken_by_name: row.taken_by_name,
            taken_at: row.taken_at,
            closed_by: text(row.closed_by),
            closed_by_name: row.closed_by_name,
            closed_at: row.closed_at,
            escalated_at: row.escalated_at,
            escalated_to: row.escalated_to.map(|id| id.to_string()),
            escalates_at: row.escalates_at,
            for_me: row.for_me,
            lost: row.lost,
            waiting: row.waiting,
        }
    }
}

fn state_word(state: RequestState) -> &'static str {
    match state {
        RequestState::Open => "open",
        RequestState::Taken => "taken",
        RequestState::Done => "done",
        RequestState::Cancelled => "cancelled",
    }
}

#[derive(Serialize)]
struct Step {
    event: String,
    at: u64,
    by: String,
    by_name: String,
    act: &'static str,
    to_name: String,
    counts: bool,
    state: &'static str,
}

impl From<RequestActRow> for Step {
    fn from(row: RequestActRow) -> Self {
        Self {
            event: row.event.to_string(),
            at: row.at,
            by: row.by.to_string(),
            by_name: row.by_name,
            act: match row.act {
                RequestAct::TakeOver => "take",
                RequestAct::GiveBack => "give-back",
                RequestAct::PassToMember(_) => "pass-to-member",
                RequestAct::PassToAddress(_) => "pass-to-address",
                RequestAct::Done => "done",
                RequestAct::Cancel => "cancel",
                RequestAct::Reopen => "reopen",
            },
            to_name: row.to_name,
            counts: row.counts,
            state: if row.waiting { "waiting" } else { "sent" },
        }
    }
}

#[derive(Serialize)]
struct Escalated {
    request: String,
    conversation: String,
    text: String,
    author_name: String,
    at: u64,
    to: Option<String>,
    to_title: String,
    for_me: bool,
}

impl From<EscalationRow> for Escalated {
    fn from(row: EscalationRow) -> Self {
        Self {
            request: row.request.to_string(),
            conversation: row.conversation.to_string(),
            text: row.text,
            author_name: row.author_name,
            at: row.at,
            to: row.to.map(|id| id.to_string()),
            to_title: row.to_title,
            for_me: row.for_me,
        }
    }
}

/// How far a request has come, as a person reads it.
fn progress(row: &RequestRow) -> String {
    let mut parts = Vec::new();
    match row.state {
        RequestState::Open => parts.push(match row.passed_to {
            Some(_) => format!("passed on to {}", one_line(&row.passed_to_name)),
            None => "open".to_owned(),
        }),
        RequestState::Taken => parts.push(format!("{} has it", one_line(&row.taken_by_name))),
        RequestState::Done => parts.push(format!("done by {}", one_line(&row.closed_by_name))),
        RequestState::Cancelled => parts.push("cancelled".to_owned()),
    }
    if row.escalated_at.is_some() {
        parts.push(match row.escalated_to {
            Some(_) => format!("went on to {}", one_line(&row.escalated_to_title)),
            None => "went on to everybody".to_owned(),
        });
    }
    if row.lost {
        parts.push("somebody was faster than you".to_owned());
    }
    if row.waiting {
        parts.push("[waits]".to_owned());
    }
    parts.join(", ")
}

pub(crate) async fn requests(command: Requests, profile: &Profile, output: &Output) -> Result<(), Failure> {
    match command {
        Requests::List(args) => list(&args, profile, output),
        Requests::Show(which) => show(&which, profile, output),
        Requests::Due(args) => due(&args, profile, output),
        Requests::Send(args) => {
            let session = Session::open(profile)?;
            let channel = session.channel(&args.channel).await?;
            let address = names::role_address(&session.client, &channel.log, &args.address)?;
            let event = session.client.send_request(&channel.log, &address.id, &args.text)?;
            let row = session.client.request(&channel.log, &event)?;
            done(&session, &row, args.later, output).await
        }
        Requests::Take(args) => act(args, RequestAct::TakeOver, profile, output).await,
        Requests::GiveBack(args) => act(args, RequestAct::GiveBack, profile, output).await,
        Requests::Done(args) => act(args, RequestAct::Done, profile, output).await,
        Requests::Cancel(args) => act(args, RequestAct::Cancel, profile, output).await,
        Requests::Reopen(args) => act(args, RequestAct::Reopen, profile, output).await,
        Requests::Pass(args) => {
            let session = Session::open(profile)?;
            let row = names::request(&session.client, &args.which.request)?;
            let act = match (&args.member, &args.address) {
                (Some(member), _) => RequestAct::PassToMember(session.member(member).await?.id),
                (None, address) => {
                    let wanted = address.as_deref().unwrap_or_default();
                    RequestAct::PassToAddress(names::role_address(&session.client, &row.conversation, wanted)?.id)
                }
            };
            session.client.act_on_request(&row.conversation, &row.event, act)?;
            done(&session, &row, args.later, output).await
        }
    }
}

async fn act(args: Act, act: RequestAct, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    // Whether somebody was faster is asked first.
    let _delivery = session.deliver(args.later, output).await?;
    let row = names::request(&session.client, &args.which.request)?;
    session.client.act_on_request(&row.conversation, &row.event, act)?;
    done(&session, &row, args.later, output).await
}

async fn done(session: &Session, row: &RequestRow, later: Later, output: &Output) -> Result<(), Failure> {
    let delivery = session.deliver(later, output).await?;
    let row = session.client.request(&row.conversation, &row.event)?;
    let text = format!("{}: {}.", short(&row.event), progress(&row));
    let mut result = serde_json::to_value(Row::from(row)).expect("rows of a command are JSON");
    result["delivery"] = delivery.word().into();
    result["reason"] = delivery.reason().into();
    output.result(&result, || text);
    Ok(())
}

fn list(args: &List, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let channel = args.channel.as_deref().map(|wanted| names::channel(&client, wanted)).transpose()?;
    let mut rows = match (&channel, &args.address) {
        (Some(channel), Some(wanted)) => {
            let address = names::role_address(&client, &channel.log, wanted)?;
            client.requests_at(&channel.log, &address.id, args.limit)?
        }
        _ => client.open_requests()?,
    };
    rows.retain(|row| channel.as_ref().is_none_or(|channel| channel.log == row.conversation));
    rows.retain(|row| !args.mine || row.for_me);
    let cells: Vec<_> = rows
        .iter()
        .map(|row| {
            let mark = if row.for_me { "*" } else { "" };
            let place = format!("{} › {}", one_line(&row.conversation_title), one_line(&row.address_title));
            let text: String = one_line(&row.text).chars().take(60).collect();
            let author = one_line(&row.author_name);
            [mark.to_owned(), short(&row.event), place, local_time(row.sent_at), author, text, progress(row)]
        })
        .collect();
    let rows: Vec<Row> = rows.into_iter().map(Row::from).collect();
    output.result(&rows, || table(&cells));
    Ok(())
}

fn show(which: &Which, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let row = names::request(&client, &which.request)?;
    let steps: Vec<Step> = client.request_acts(&row.conversation, &row.event)?.into_iter().map(Step::from).collect();
    let head = format!(
        "{} › {}\n{}  {}  {}\n{}",
        one_line(&row.conversation_title),
        one_line(&row.address_title),
        local_time(row.sent_at),
        one_line(&row.author_name),
        printable(&row.text),
        progress(&row)
    );
    let cells: Vec<_> = steps
        .iter()
        .map(|step| {
            let what = format!("{} {}", step.act, one_line(&step.to_name));
            let mark = if step.counts { "" } else { "(does not count)" };
            [local_time(step.at), one_line(&step.by_name), what.trim().to_owned(), mark.to_owned()]
        })
        .collect();
    let mut result = serde_json::to_value(Row::from(row)).expect("rows of a command are JSON");
    result["acts"] = serde_json::to_value(&steps).expect("rows of a command are JSON");
    output.result(&result, || format!("{head}\n{}", table(&cells)));
    Ok(())
}

fn due(args: &Due, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let until = client.from_now(args.within.saturating_mul(60_000))?;
    let rows: Vec<Escalated> = client.due_escalations(until)?.into_iter().map(Escalated::from).collect();
    output.result(&rows, || {
        let cells: Vec<_> = rows
            .iter()
            .map(|row| {
                let to = if row.to.is_some() { one_line(&row.to_title) } else { "everybody".to_owned() };
                [local_time(row.at), short(&row.request), format!("to {to}"), one_line(&row.text)]
            })
            .collect();
        table(&cells)
    });
    Ok(())
}
