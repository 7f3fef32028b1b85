//! How one wants one's conversations: muted, favourite, archived, to come back to. The same on all of one's devices, but
//! for the last, which is of this one.

use serde::Serialize;
use verband_client::{ConversationRow, FOR_GOOD};

use crate::failure::Failure;
use crate::output::{Output, local_time, one_line};
use crate::profile::Profile;
use crate::session::{Later, Session};

/// Options of `mute`.
#[derive(clap::Args)]
pub(crate) struct Mute {
    /// The conversation's title or id
    conversation: String,
    /// For so many hours; without it for good
    #[arg(long, value_name = "N", conflicts_with = "off")]
    hours: Option<u32>,
    /// Hear of it again
    #[arg(long)]
    off: bool,
    #[command(flatten)]
    later: Later,
}

/// Options of `favourite`, `archive` and `unread`.
#[derive(clap::Args)]
pub(crate) struct Arrange {
    /// The conversation's title or id
    conversation: String,
    /// Take it back
    #[arg(long)]
    off: bool,
    #[command(flatten)]
    later: Later,
}

/// What is arranged.
#[derive(Clone, Copy)]
pub(crate) enum What {
    Favourite,
    Archive,
    Unread,
}

#[derive(Serialize)]
struct Arranged {
    conversation: String,
    muted_until: u64,
    favourite: bool,
    archived: bool,
    marked_unread: bool,
    state: &'static str,
}

pub(crate) async fn mute(args: Mute, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let conversation = session.conversation(&args.conversation).await?;
    let until = match (args.off, args.hours) {
        (true, _) => 0,
        (false, Some(hours)) => session.client.from_now(u64::from(hours) * 3_600_000)?,
        (false, None) => FOR_GOOD,
    };
    session.client.mute(&conversation.log, until)?;
    tell(&session, &conversation, args.later, output).await
}

pub(crate) async fn arrange(what: What, args: Arrange, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let conversation = session.conversation(&args.conversation).await?;
    let (client, log) = (&session.client, &conversation.log);
    match what {
        What::Favourite => client.set_favourite(log, !args.off)?,
        What::Archive => client.set_archived(log, !args.off)?,
        What::Unread if args.off => client.mark_read(log)?,
        What::Unread => client.mark_unread(log)?,
    }
    tell(&session, &conversation, args.later, output).await
}

async fn tell(session: &Session, conversation: &ConversationRow, later: Later, output: &Output) -> Result<(), Failure> {
    let state = session.deliver(later, output).await?.word();
    let row = session.client.conversation(&conversation.log)?;
    let arranged = Arranged {
        conversation: row.log.to_string(),
        muted_until: row.muted_until,
        favourite: row.favourite,
        archived: row.archived,
        marked_unread: row.marked_unread,
        state,
    };
    output.result(&arranged, || {
        let muted = match row.muted_until {
            0 => None,
            FOR_GOOD => Some("muted".to_owned()),
            until => Some(format!("muted until {}", local_time(until))),
        };
        let marks = [(row.favourite, "favourite"), (row.archived, "archived"), (row.marked_unread, "marked as unread")];
        let marks = marks.into_iter().filter(|(set, _)| *set).map(|(_, mark)| mark.to_owned());
        let marks: Vec<String> = muted.into_iter().chain(marks).collect();
        let marks = if marks.is_empty() { "nothing special".to_owned() } else { marks.join(", ") };
        format!("{}: {marks}", one_line(&row.title))
    });
    Ok(())
}
