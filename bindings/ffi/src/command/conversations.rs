//! Conversations: what everybody does.

use verband_client::protocol::id::{EventId, LogId, MemberId};
use verband_client::protocol::policy::Join;
use verband_client::{Client, ClientError, ConversationRow, DraftKey};

/// What a person asks for.
#[derive(Debug, Clone, uniffi::Enum)]
pub enum Command {
    /// One pass: applies what the server has, sends what waits. For a wake-up by a push, or when the system
    /// says that there is a network. Gives `Done`.
    Sync,
    /// Gives `Conversations`, newest first.
    Conversations,
    /// Founds a channel. Gives `Conversation`.
    CreateChannel {
        /// Its title.
        title: String,
        /// Who may join.
        join: Join,
    },
    /// Starts a closed chat: nobody can ever be added. Gives `Conversation`.
    CreateChat {
        /// The others in it.
        members: Vec<MemberId>,
    },
    /// The chat with one person alone: the one that there is, or a new one. Gives `Conversation`.
    ChatWith {
        /// With whom.
        member: MemberId,
    },
    /// Adds members to a channel. Gives `Done`.
    AddMembers {
        /// To which channel.
        conversation: LogId,
        /// Whom.
        members: Vec<MemberId>,
    },
    /// Removes members from a channel. Gives `Done`.
    RemoveMembers {
        /// From which channel.
        conversation: LogId,
        /// Whom.
        members: Vec<MemberId>,
    },
    /// Who is in a conversation. Gives `MemberIds`.
    ConversationMembers {
        /// Which conversation.
        conversation: LogId,
    },
    /// People of a closed chat who started anew with a new letter, and wait for one of the others. Gives `MemberIds`.
    AwaitingConsent {
        /// Which chat.
        conversation: LogId,
    },
    /// Takes somebody back who started anew: this person knows that it is she. Gives `Done`.
    TakeBack {
        /// Into which chat.
        conversation: LogId,
        /// Whom.
        member: MemberId,
    },
    /// Gives a conversation another title. Gives `Event`.
    Rename {
        /// Which conversation.
        conversation: LogId,
        /// The new title.
        title: String,
    },
    /// Notes that this person has seen a conversation to its end. Gives `Done`.
    MarkRead {
        /// Which conversation.
        conversation: LogId,
    },
    /// Notes that this person has seen a conversation up to a position of its log, and no further. Gives `Done`.
    MarkReadTo {
        /// Which conversation.
        conversation: LogId,
        /// The position.
        seq: u64,
    },
    /// Mutes a conversation until a time, in milliseconds since the Unix epoch; 0 to hear of it again. Gives `Done`.
    Mute {
        /// Which conversation.
        conversation: LogId,
        /// Until when.
        until: u64,
    },
    /// Makes a conversation a favourite, or takes it back. Gives `Done`.
    SetFavourite {
        /// Which conversation.
        conversation: LogId,
        /// Whether it stands first.
        favourite: bool,
    },
    /// Puts a conversation into the archive, or takes it out. Gives `Done`.
    SetArchived {
        /// Which conversation.
        conversation: LogId,
        /// Whether it stands last.
        archived: bool,
    },
    /// Marks a conversation as unread, to come back to it. Gives `Done`.
    MarkUnread {
        /// Which conversation.
        conversation: LogId,
    },
    /// Keeps on this device what a form was filled with; an empty text lets go of it. Gives `Done`.
    KeepDraft {
        /// Which draft.
        draft: DraftKey,
        /// What the form says, in a form of its own.
        text: String,
    },
    /// What was kept of a form. Gives `Draft`.
    Draft {
        /// Which draft.
        draft: DraftKey,
    },
    /// Lets go of what was kept of a form. Gives `Done`.
    DropDraft {
        /// Which draft.
        draft: DraftKey,
    },
}

/// What came of a command.
#[derive(uniffi::Enum)]
pub enum CommandResult {
    /// It is done.
    Done,
    /// An event was written.
    Event {
        /// Its id.
        event: EventId,
    },
    /// A conversation, one that was made if there was none.
    Conversation {
        /// Its id.
        conversation: LogId,
    },
    /// Conversations.
    Conversations {
        /// One row each.
        rows: Vec<ConversationRow>,
    },
    /// What was kept of a form.
    Draft {
        /// What it says; none if nothing was kept.
        text: Option<String>,
    },
    /// Ids of members.
    MemberIds {
        /// The ids.
        members: Vec<MemberId>,
    },
}

/// Which call of the client each command is.
pub(crate) async fn perform(client: &Client, command: Command) -> Result<CommandResult, ClientError> {
    use CommandResult as Gives;
    match command {
        Command::Sync => client.sync().await?,
        Command::Conversations => return Ok(Gives::Conversations { rows: client.conversations()? }),
        Command::CreateChannel { title, join } => {
            return Ok(Gives::Conversation { conversation: client.create_channel(&title, join)? });
        }
        Command::CreateChat { members } => {
            return Ok(Gives::Conversation { conversation: client.create_chat(&members)? });
        }
        Command::ChatWith { member } => {
            return Ok(Gives::Conversation { conversation: client.chat_with(&member)? });
        }
        Command::AddMembers { conversation, members } => client.add_members(&conversation, &members).await?,
        Command::RemoveMembers { conversation, members } => {
            client.remove_members(&conversation, &members).await?;
        }
        Command::ConversationMembers { conversation } => {
            return Ok(Gives::MemberIds { members: client.conversation_members(&conversation)? });
        }
        Command::AwaitingConsent { conversation } => {
            return Ok(Gives::MemberIds { members: client.awaiting_consent(&conversation)? });
        }
        Command::TakeBack { conversation, member } => client.take_back(&conversation, member).await?,
        Command::Rename { conversation, title } => {
            return Ok(Gives::Event { event: client.rename(&conversation, &title)? });
        }
        Command::MarkRead { conversation } => client.mark_read(&conversation)?,
        Command::MarkReadTo { conversation, seq } => client.mark_read_to(&conversation, seq)?,
        Command::Mute { conversation, until } => client.mute(&conversation, until)?,
        Command::SetFavourite { conversation, favourite } => client.set_favourite(&conversation, favourite)?,
        Command::SetArchived { conversation, archived } => client.set_archived(&conversation, archived)?,
        Command::MarkUnread { conversation } => client.mark_unread(&conversation)?,
        Command::KeepDraft { draft, text } => client.keep_draft(&draft, &text)?,
        Command::Draft { draft } => return Ok(Gives::Draft { text: client.draft(&draft)? }),
        Command::DropDraft { draft } => client.drop_draft(&draft)?,
    }
    Ok(Gives::Done)
}
