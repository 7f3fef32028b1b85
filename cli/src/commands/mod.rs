//! The commands, one file per group: their options, what they call, what they print.

mod album;
mod arranging;
mod calendar;
mod changes;
mod channels;
mod devices;
mod evidence;
mod files;
mod founding;
mod house;
mod invitations;
mod joining;
mod letters;
mod linking;
mod listen;
mod live;
mod mail;
mod members;
mod messages;
mod outbox;
mod photos;
mod policy;
mod proof;
mod receipts;
mod record;
mod recordings;
mod recovery;
mod redaction;
mod responsibility;
mod retention;
mod roles;
mod search;
mod surveys;
mod wounds;

use clap::Subcommand;

use crate::failure::Failure;
use crate::output::Output;
use crate::profile::Profile;

pub(crate) use roles::title as role_title;

/// What to do.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Found an organisation, with this device as its first administrator
    Found(founding::Found),
    /// Enrol with an invitation: its link, or the server's address and the code of the letter
    Enrol(founding::Enrol),
    /// Make this a further device of yours: shows a link for a device that you have
    Link(linking::Link),
    /// Show who this profile is
    Whoami,
    /// Make a recovery key on paper, with which you come back after losing all devices
    RecoveryKey(recovery::MakeKey),
    /// Come back with the recovery key on your card
    Recover(recovery::Recover),
    /// Come in as an administrator with the organisation's recovery sheet
    Restore(recovery::Restore),

    /// Invite a person: prints code, link and QR code for her letter
    Invite(invitations::Invite),
    /// Invite everybody in a list (CSV or XLSX) who is new, with letters as PDF
    Import(Box<letters::Import>),
    /// Make a registration key, which several people use
    RegistrationKey(invitations::RegistrationKey),
    /// Print a new letter for a member who lost all devices and her recovery card
    InviteAgain(invitations::InviteAgain),
    /// List invitations: for whom, by whom, until when, and what became of them
    Invitations(invitations::Invitations),
    /// Make an unused invitation anew, with another code: the letter was lost, or its time is over
    Reissue(invitations::Reissue),
    /// Withdraw invitations that nobody has used
    Withdraw(invitations::Withdraw),
    /// Approve the claim of an invited person
    Approve(invitations::Approve),

    /// E-mails of the server to invited people: their state, and the organisation's words in them
    #[command(subcommand)]
    Mail(mail::Mail),

    /// List the members of the organisation, or of a conversation
    Members(members::Members),
    /// Make members administrators, or take it back
    #[command(subcommand)]
    Admin(members::Admin),
    /// Write a member's name, function and ward
    Describe(members::Describe),
    /// Say when you can be reached
    Status(members::Status),
    /// Roles and the rights they give
    #[command(subcommand)]
    Role(roles::Role),
    /// Teams: people who belong together
    #[command(subcommand)]
    Team(roles::Team),
    /// What holds on all devices of the organisation
    #[command(subcommand)]
    Policy(policy::Policy),
    /// The privacy notice of the organisation
    #[command(subcommand)]
    Notice(policy::Notice),
    /// A member leaves: all her devices lose access
    RevokeMember(members::RevokeMember),
    /// Show what the organisation's log says: who invited whom, who became administrator
    History(proof::History),
    /// Examine an exported log, an evidence package or the evidence of alarms without profile and network
    Verify(proof::Verify),
    /// Show the code that somebody scans to verify you, and the words to read aloud
    VerificationCode(proof::Code),
    /// Verify a person by the code that she shows, or by words over the telephone
    VerifyPerson(proof::VerifyPerson),
    /// Count members, devices, invitations, conversations and bytes: nothing about one person
    Statistics,
    /// Devices: list them, let a new one of yours in, rename, revoke
    #[command(subcommand)]
    Device(devices::Device),

    /// Channels: create, list, join, leave, say who is in and what holds
    #[command(subcommand)]
    Channel(channels::Channel),
    /// Start closed chats
    #[command(subcommand)]
    Chat(channels::Chat),
    /// List conversations, newest first
    Conversations,

    /// Send a text
    Send(messages::Send),
    /// Send a photo (JPEG, PNG or WebP): its metadata are removed
    Photo(Box<photos::Photo>),
    /// Voice notes: send one that lies in a file, write one to a file
    #[command(subcommand)]
    Voice(recordings::Voice),
    /// Videos: send one that lies in a file, write one to a file
    #[command(subcommand)]
    Video(recordings::Video),
    /// Recordings that were not finished: list, finish, discard
    #[command(subcommand)]
    Recordings(recordings::Recordings),
    /// Make faces and labels on photos unrecognisable: what may have to be, and on photos that were sent
    #[command(subcommand)]
    Redact(Box<redaction::Redact>),
    /// Mute a conversation: only who calls you in it, and alarms, are heard
    Mute(arranging::Mute),
    /// Make a conversation a favourite, which stands first
    Favourite(arranging::Arrange),
    /// Put a conversation into the archive, which stands last
    Archive(arranging::Arrange),
    /// Mark a conversation as unread, to come back to it
    Unread(arranging::Arrange),
    /// Edit, react to, confirm, forward, delete messages
    #[command(subcommand)]
    Message(changes::Message),
    /// Keep what was begun in a conversation and not sent, or show it
    Draft(changes::Draft),
    /// Read the newest messages of a conversation
    Read(messages::Read),
    /// Find messages, people and conversations by parts of words
    Search(Box<search::Search>),
    /// Tell how far a message has come, and whether the others are told what you read
    Receipts(receipts::Receipts),
    /// Show messages as they arrive, until Ctrl-C
    Follow(live::Follow),
    /// Wait for messages of people and answer them by a program: a bot for the shell
    Listen(listen::Listen),
    /// Write a photo as JPEG to a file, upright and without metadata
    Export(photos::Export),
    /// Surveys: ask, vote, results
    #[command(subcommand)]
    Surveys(surveys::Surveys),

    /// Appointments: the agenda, invitations, reminders, iCalendar files
    #[command(subcommand)]
    Calendar(calendar::Calendar),

    /// Role addresses ("Wunddienst", "Spätdienst"): who holds them, and handing them over
    #[command(subcommand)]
    RoleAddress(Box<responsibility::RoleAddress>),
    /// Requests to role addresses
    #[command(subcommand)]
    Requests(responsibility::Requests),
    /// Show what happened since your last shift
    Handover(responsibility::Handover),
    /// The wound record: wounds of a channel, findings, photo series
    #[command(subcommand)]
    Wounds(Box<wounds::Wounds>),
    /// The patient's record: what is documented there, and what is not
    #[command(subcommand)]
    Record(record::Record),
    /// The album: photos of all conversations, the tray, whose they are, and the room that everything takes
    #[command(subcommand)]
    Album(album::Album),
    /// How long things stay: what vanishes when and for whom
    #[command(subcommand)]
    Retention(retention::Retention),
    /// Files and folders of a conversation
    #[command(subcommand)]
    Files(files::Files),

    /// Bring this device and the server up to date
    Sync,
    /// Stay online in the background until SIGTERM: receives, sends, admits and removes as the organisation says
    Run,
    /// Show what must not be overlooked: forks, forgeries, omissions
    Alarms(house::Alarms),
    /// Show what waits to be sent and what was refused, or take something back
    Outbox(outbox::Outbox),
    /// Send again what was refused
    Retry(messages::Again),
    /// Change the PIN
    Pin(crate::pin::NewPinArgs),
}

/// Runs a command.
pub(crate) async fn run(command: Command, profile: &Profile, output: &Output) -> Result<(), Failure> {
    match command {
        Command::Found(args) => founding::found(args, profile, output).await,
        Command::Enrol(args) => founding::enrol(args, profile, output).await,
        Command::Link(args) => linking::link(args, profile, output).await,
        Command::Whoami => founding::whoami(profile, output),
        Command::RecoveryKey(args) => recovery::make_key(args, profile, output).await,
        Command::Recover(args) => recovery::recover(args, profile, output).await,
        Command::Restore(args) => recovery::restore(args, profile, output).await,
        Command::Invite(args) => invitations::invite(args, profile, output).await,
        Command::Import(args) => letters::import(*args, profile, output).await,
        Command::RegistrationKey(args) => invitations::registration_key(args, profile, output).await,
        Command::InviteAgain(args) => invitations::invite_again(args, profile, output).await,
        Command::Reissue(args) => invitations::reissue(args, profile, output).await,
        Command::Invitations(args) => invitations::list(&args, profile, output),
        Command::Withdraw(args) => invitations::withdraw(args, profile, output).await,
        Command::Approve(args) => invitations::approve(args, profile, output).await,
        Command::Mail(command) => mail::mail(command, profile, output).await,
        Command::Members(args) => members::list(args, profile, output),
        Command::Admin(args) => members::admin(args, profile, output).await,
        Command::Describe(args) => members::describe(args, profile, output).await,
        Command::Status(args) => members::status(args, profile, output).await,
        Command::Role(args) => roles::role(args, profile, output).await,
        Command::Team(args) => roles::team(args, profile, output).await,
        Command::Policy(args) => policy::policy(args, profile, output).await,
        Command::Notice(args) => policy::notice(args, profile, output).await,
        Command::RevokeMember(args) => members::revoke(args, profile, output).await,
        Command::History(args) => proof::history(args, profile, output),
        Command::Verify(args) => proof::verify(&args, output),
        Command::VerificationCode(args) => proof::code(&args, profile, output),
        Command::VerifyPerson(args) => proof::verify_person(args, profile, output).await,
        Command::Statistics => house::statistics(profile, output).await,
        Command::Device(command) => devices::device(command, profile, output).await,
        Command::Channel(args) => channels::channel(args, profile, output).await,
        Command::Chat(args) => channels::chat(args, profile, output).await,
        Command::Conversations => channels::list(profile, output),
        Command::Send(args) => messages::send(args, profile, output).await,
        Command::Photo(args) => photos::send(*args, profile, output).await,
        Command::Voice(command) => recordings::voice(command, profile, output).await,
        Command::Video(command) => recordings::video(command, profile, output).await,
        Command::Recordings(command) => recordings::recordings(command, profile, output).await,
        Command::Redact(command) => redaction::redact(*command, profile, output).await,
        Command::Mute(args) => arranging::mute(args, profile, output).await,
        Command::Favourite(args) => arranging::arrange(arranging::What::Favourite, args, profile, output).await,
        Command::Archive(args) => arranging::arrange(arranging::What::Archive, args, profile, output).await,
        Command::Unread(args) => arranging::arrange(arranging::What::Unread, args, profile, output).await,
        Command::Message(command) => changes::message(command, profile, output).await,
        Command::Draft(args) => changes::draft(&args, profile, output),
        Command::Read(args) => messages::read(args, profile, output),
        Command::Search(args) => search::search(*args, profile, output),
        Command::Receipts(args) => receipts::receipts(&args, profile, output),
        Command::Follow(args) => live::follow(args, profile, output).await,
        Command::Listen(args) => listen::listen(args, profile, output).await,
        Command::Export(args) => photos::export(args, profile, output).await,
        Command::Calendar(command) => calendar::calendar(command, profile, output).await,
        Command::RoleAddress(command) => responsibility::role_address(*command, profile, output).await,
        Command::Requests(command) => responsibility::requests(command, profile, output).await,
        Command::Handover(args) => responsibility::handover(&args, profile, output),
        Command::Surveys(command) => surveys::surveys(command, profile, output).await,
        Command::Wounds(command) => wounds::wounds(*command, profile, output).await,
        Command::Record(command) => record::record(command, profile, output).await,
        Command::Album(command) => album::album(command, profile, output).await,
        Command::Retention(command) => retention::retention(command, profile, output),
        Command::Files(command) => files::files(command, profile, output).await,
        Command::Sync => house::sync(profile, output).await,
        Command::Run => live::run(profile, output).await,
        Command::Alarms(args) => house::alarms(&args, profile, output),
        Command::Outbox(args) => outbox::outbox(&args, profile, output),
        Command::Retry(args) => messages::retry(args, profile, output).await,
        Command::Pin(args) => house::pin(args, profile, output),
    }
}
