//! A profile that is open and may talk to the server: finding what was named, and sending what was made.

use verband_client::{Client, ConversationRow, MemberRow, Retry};

use crate::failure::Failure;
use crate::names;
use crate::output::{Output, one_line};
use crate::profile::{Profile, Turn};

/// An open profile that no other program talks to the server with.
pub(crate) struct Session {
    pub(crate) client: Client,
    _turn: Turn,
}

/// Whether what was made has reached the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// It has.
    Done,
    /// It is on this device and goes with the next sync; the code of why, unless that was wished.
    Waits(Option<&'static str>),
}

impl Delivery {
    /// As it stands in JSON.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Waits(_) => "waiting",
        }
    }

    /// Why it waits.
    pub(crate) fn reason(self) -> Option<&'static str> {
        match self {
            Self::Done => None,
            Self::Waits(reason) => reason,
        }
    }
}

/// Whether to sync after a command.
#[derive(clap::Args, Clone, Copy, Default)]
pub(crate) struct Later {
    /// Write it down only: the next `verband sync`, `run` or `follow` sends it
    #[arg(long)]
    later: bool,
}

impl Session {
    pub(crate) fn open(profile: &Profile) -> Result<Self, Failure> {
        let (client, turn) = profile.unlock_alone()?;
        Ok(Self { client, _turn: turn })
    }

    pub(crate) fn of(client: Client, turn: Turn) -> Self {
        Self { client, _turn: turn }
    }

    /// Brings everything up to the server and back. Without the server, what was made waits: that is no failure.
    pub(crate) async fn deliver(&self, later: Later, output: &Output) -> Result<Delivery, Failure> {
        if later.later {
            return Ok(Delivery::Waits(None));
        }
        match self.client.sync().await {
            Ok(()) => Ok(Delivery::Done),
            Err(error) if error.retry() == Retry::Later => {
                let failure = Failure::from(error);
                output.note(&format!("note[{}]: {}", failure.code, failure.message));
                Ok(Delivery::Waits(Some(failure.code)))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Finds something by name; what is not known here may be known to the server.
    async fn find<T>(&self, find: impl Fn(&Client) -> Result<T, Failure>) -> Result<T, Failure> {
        match find(&self.client) {
            Err(failure) if failure.code == "not-found" => {
                if self.client.sync().await.is_err() {
                    return Err(failure);
                }
                find(&self.client)
            }
            other => other,
        }
    }

    pub(crate) async fn conversation(&self, wanted: &str) -> Result<ConversationRow, Failure> {
        self.find(|client| names::conversation(client, wanted)).await
    }

    /// A conversation to write into.
    pub(crate) async fn open_conversation(&self, wanted: &str) -> Result<ConversationRow, Failure> {
        let row = self.conversation(wanted).await?;
        if row.writable || row.halted {
            return Ok(row);
        }
        let title = one_line(&row.title);
        Err(Failure::not_allowed("left", format_args!("you do not belong to \"{title}\" any more")))
    }

    pub(crate) async fn channel(&self, wanted: &str) -> Result<ConversationRow, Failure> {
        self.find(|client| names::channel(client, wanted)).await
    }

    pub(crate) async fn member(&self, wanted: &str) -> Result<MemberRow, Failure> {
        self.find(|client| names::member(client, wanted)).await
    }

    pub(crate) async fn members(&self, wanted: &[String]) -> Result<Vec<MemberRow>, Failure> {
        let mut rows = Vec::with_capacity(wanted.len());
        for wanted in wanted {
            rows.push(self.member(wanted).await?);
        }
        Ok(rows)
    }
}
