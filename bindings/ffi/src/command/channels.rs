//! Channels: joining and leaving them, what holds in them, and how far others have come in a conversation.

use verband_client::protocol::id::{EventId, LogId, MemberId};
use verband_client::protocol::policy::History;
use verband_client::protocol::wire::Storage;
use verband_client::texts::Language;
use verband_client::{
    ChannelChange, ChannelDetails, ChannelRow, Client, ClientError, JoinRequestRow, NewChannel, Receipt,
    history_in_words,
};

use crate::rows::channels::ConversationPolicy;

/// What a person asks for.
#[derive(Debug, Clone, uniffi::Enum)]
pub enum Channels {
    /// Founds a channel. Gives `Conversation`.
    Create {
        /// With what.
        new: NewChannel,
    },
    /// The channels that are shown, by title. Gives `Listed`.
    Listed,
    /// What somebody who joins reads, in plain words. Gives `Words`.
    HistoryInWords {
        /// Which of them.
        history: History,
        /// In which language.
        language: Language,
    },
    /// Asks to join a channel. Gives `Done`.
    AskToJoin {
        /// Which.
        conversation: LogId,
    },
    /// Takes that back. Gives `Done`.
    TakeBackRequest {
        /// Of which channel.
        conversation: LogId,
    },
    /// Who asks to join a channel that this person may let somebody into. Gives `Requests`.
    JoinRequests {
        /// Which.
        conversation: LogId,
    },
    /// Lets somebody in who asked, or refuses her. Gives `Done`.
    AnswerRequest {
        /// Of which channel.
        conversation: LogId,
        /// Whom.
        member: MemberId,
        /// Whether she is let in.
        admit: bool,
    },
    /// Leaves a channel: out as soon as one of the others has taken this person out. Gives `Done`.
    Leave {
        /// Which.
        conversation: LogId,
    },
    /// Changes title, description and picture of a channel. Gives `Done`.
    SetDetails {
        /// Of which channel.
        conversation: LogId,
        /// To what.
        details: ChannelDetails,
    },
    /// The picture of a conversation. Gives `Picture`.
    Picture {
        /// Of which.
        conversation: LogId,
    },
    /// What holds in a conversation. Gives `Policy`.
    Policy {
        /// In which.
        conversation: LogId,
    },
    /// Changes that in a channel. Gives `Done`.
    SetPolicy {
        /// In which channel.
        conversation: LogId,
        /// What.
        change: ChannelChange,
    },
    /// The personal space of this person, once it is on this device. Gives `Personal`.
    PersonalSpace,
    /// What photos and files of a conversation take on the server. Gives `Storage`.
    StorageOf {
        /// Of which.
        conversation: LogId,
    },
    /// How far a message has come with everybody else. Gives `Receipts`.
    Receipts {
        /// In which conversation.
        conversation: LogId,
        /// Which message.
        event: EventId,
    },
    /// Tells the others what this person reads and that she types, or does so no more. Gives `Done`.
    SetReadReceipts {
        /// Whether.
        on: bool,
    },
    /// Whether she tells, as far as the policy permits it. Gives `Tells`.
    ReadReceipts,
    /// This person types just now; to be said again while she does. Gives `Done`.
    SetTyping {
        /// In which conversation.
        conversation: LogId,
    },
    /// Who types just now. Gives `Members`.
    Typing {
        /// In which conversation.
        conversation: LogId,
    },
}

/// What came of it.
#[derive(uniffi::Enum)]
pub enum ChannelsResult {
    /// It is done.
    Done,
    /// A conversation was made.
    Conversation {
        /// Its id.
        conversation: LogId,
    },
    /// The personal space.
    Personal {
        /// Its id; none if it is not on this device yet.
        conversation: Option<LogId>,
    },
    /// Channels that are shown.
    Listed {
        /// One row each.
        rows: Vec<ChannelRow>,
    },
    /// People who ask to join.
    Requests {
        /// One row each.
        rows: Vec<JoinRequestRow>,
    },
    /// A sentence.
    Words {
        /// For people.
        text: String,
    },
    /// A picture.
    Picture {
        /// JPEG.
        picture: Option<Vec<u8>>,
    },
    /// What holds in a conversation.
    Policy {
        /// All of it.
        policy: ConversationPolicy,
    },
    /// What photos and files take.
    Storage {
        /// In bytes.
        storage: Storage,
    },
    /// How far a message has come.
    Receipts {
        /// One row for each person.
        rows: Vec<Receipt>,
    },
    /// Whether this person tells what she reads.
    Tells {
        /// Whether.
        on: bool,
    },
    /// People.
    Members {
        /// Their ids.
        members: Vec<MemberId>,
    },
}

/// Which call of the client each of them is.
pub(crate) async fn perform(client: &Client, command: Channels) -> Result<ChannelsResult, ClientError> {
    use Channels as Asks;
    use ChannelsResult as Gives;
    match command {
        Asks::Create { new } => return Ok(Gives::Conversation { conversation: client.create_channel_with(&new)? }),
        Asks::Listed => return Ok(Gives::Listed { rows: client.listed_channels().await? }),
        Asks::HistoryInWords { history, language } => {
            return Ok(Gives::Words { text: history_in_words(history, language) });
        }
        Asks::AskToJoin { conversation } => client.ask_to_join(&conversation).await?,
        Asks::TakeBackRequest { conversation } => client.take_back_request(&conversation).await?,
        Asks::JoinRequests { conversation } => {
            return Ok(Gives::Requests { rows: client.join_requests(&conversation)? });
        }
        Asks::AnswerRequest { conversation, member, admit } => {
            client.answer_request(&conversation, member, admit).await?;
        }
        Asks::Leave { conversation } => client.leave(&conversation)?,
        Asks::SetDetails { conversation, details } => client.set_details(&conversation, &details)?,
        Asks::Picture { conversation } => {
            return Ok(Gives::Picture { picture: client.conversation_picture(&conversation)? });
        }
        Asks::Policy { conversation } => {
            let policy = client.conversation_policy(&conversation)?;
            let policy = ConversationPolicy {
                join: policy.join,
                history: policy.history,
                write: policy.write,
                invite: policy.invite,
                moderators: policy.moderators,
                moderates: client.moderates(&conversation)?,
            };
            return Ok(Gives::Policy { policy });
        }
        Asks::SetPolicy { conversation, change } => client.set_channel_policy(&conversation, change).await?,
        Asks::PersonalSpace => return Ok(Gives::Personal { conversation: client.personal_space()? }),
        Asks::StorageOf { conversation } => {
            return Ok(Gives::Storage { storage: client.storage_of(&conversation).await? });
        }
        Asks::Receipts { conversation, event } => {
            return Ok(Gives::Receipts { rows: client.receipts(&conversation, &event)? });
        }
        Asks::SetReadReceipts { on } => client.set_read_receipts(on)?,
        Asks::ReadReceipts => return Ok(Gives::Tells { on: client.read_receipts()? }),
        Asks::SetTyping { conversation } => client.set_typing(&conversation)?,
        Asks::Typing { conversation } => return Ok(Gives::Members { members: client.typing(&conversation)? }),
    }
    Ok(Gives::Done)
}
