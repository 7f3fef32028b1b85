//! Invitations: what an administrator writes for a letter, and what became of it.

use std::path::PathBuf;

use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use serde::Serialize;
use verband_client::{
    ClientError, InvitationRow, InvitationStanding, InvitationUse, Invited, NewInvitation, NewRegistrationKey, RoleRow,
    TeamRow, Terms,
};
use verband_protocol::id::LogId;
use verband_protocol::organisation::details::MemberDetails;
use verband_protocol::wire::InvitationMail;

use super::letters::{DeskArgs, described, letter_file, said, write_letter};
use super::role_title;
use crate::failure::Failure;
use crate::names;
use crate::output::{Output, local_time, one_line, short, table};
use crate::profile::Profile;
use crate::secret_file::SecretFile;
use crate::session::{Later, Session};

const DAY_MS: u64 = 86_400_000;

/// What an invitation brings with it.
#[derive(clap::Args)]
pub(super) struct TermsArgs {
    /// A channel to be added to as soon as one has enrolled (may be given several times)
    #[arg(long, value_name = "TITLE|ID")]
    channel: Vec<String>,
    /// A role instead of that of a member (may be given several times)
    #[arg(long, value_name = "TITLE|ID")]
    role: Vec<String>,
    /// A team to belong to (may be given several times)
    #[arg(long, value_name = "TITLE|ID")]
    team: Vec<String>,
    /// Days after which the membership ends by itself: of a guest
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u64).range(1..=3650))]
    until: Option<u64>,
    /// How many days the code is valid
    #[arg(long, default_value_t = 14, value_parser = clap::value_parser!(u64).range(1..=365))]
    days: u64,
    /// Somebody has to approve after the code was used
    #[arg(long)]
    approval: bool,
}

impl TermsArgs {
    pub(super) async fn read(&self, session: &Session, bot: bool) -> Result<Terms, Failure> {
        let mut terms = Terms { valid_for: self.days * DAY_MS, approval: self.approval, ..Terms::default() };
        terms.until = self.until.map(|days| session.client.from_now(days * DAY_MS)).transpose()?;
        for wanted in &self.channel {
            terms.conversations.push(session.channel(wanted).await?.log);
        }
        if bot {
            terms.roles = NewInvitation::bot("").terms.roles;
        }
        if !self.role.is_empty() {
            terms.roles = self
                .role
                .iter()
                .map(|wanted| Ok(names::role(&session.client, wanted)?.id))
                .collect::<Result<_, Failure>>()?;
        }
        for wanted in &self.team {
            terms.teams.push(names::team(&session.client, wanted)?.id);
        }
        Ok(terms)
    }
}

/// Options of `invite`.
#[derive(clap::Args)]
#[command(after_help = "Example:
  verband invite 'Berta Brandt' --channel Wundteam --channel 'Station 3' --days 14
  verband invite 'Berta Brandt' --mail berta.brandt@example.org
  verband invite Erinnerung --bot --channel Wundteam

With --mail the server sends the way to it and says that the code comes another way. The code is not in the e-mail:
give it to her in a letter or in person.")]
pub(crate) struct Invite {
    /// The person's name, as colleagues will see it
    name: String,
    /// What she does
    #[arg(long, default_value = "")]
    function: String,
    /// Where
    #[arg(long, default_value = "")]
    ward: String,
    #[command(flatten)]
    terms: TermsArgs,
    /// It is a bot: an automatic member, visible to all as one. It reads what moderators add it to, and never decides
    #[arg(long, conflicts_with_all = ["letter", "mail", "draft", "approval"])]
    bot: bool,
    #[command(flatten)]
    letter: LetterArgs,
    /// Let the server send her an e-mail with the way to it, without the code
    #[arg(long, value_name = "ADDRESS")]
    mail: Option<String>,
    /// Write an e-mail with the code to this file (.eml), for your own mail program; the claim then waits for approval
    /// unless the policy says otherwise
    #[arg(long, value_name = "FILE", requires_all = ["from", "to"], conflicts_with_all = ["letter", "mail"])]
    draft: Option<PathBuf>,
    /// Your e-mail address, for the draft
    #[arg(long, value_name = "ADDRESS", requires = "draft")]
    from: Option<String>,
    /// Her e-mail address, for the draft
    #[arg(long, value_name = "ADDRESS", requires = "draft")]
    to: Option<String>,
}

/// Options of `registration-key`.
#[derive(clap::Args)]
pub(crate) struct RegistrationKey {
    /// What it is for, as administrators see it
    title: String,
    /// How many people can use it
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
    #[command(flatten)]
    terms: TermsArgs,
    #[command(flatten)]
    letter: LetterArgs,
}

/// Options of `invite-again`.
#[derive(clap::Args)]
pub(crate) struct InviteAgain {
    /// The member's name or id
    member: String,
    #[command(flatten)]
    letter: LetterArgs,
}

/// Options of `reissue`.
#[derive(clap::Args)]
pub(crate) struct Reissue {
    /// The invited person's name, or the invitation's id
    invitation: String,
    #[command(flatten)]
    letter: LetterArgs,
}

/// Where the code goes.
#[derive(clap::Args)]
pub(crate) struct LetterArgs {
    /// Write the letter to this PDF instead of showing the code; it is to be printed and removed
    #[arg(long, value_name = "FILE")]
    letter: Option<PathBuf>,
    #[command(flatten)]
    desk: DeskArgs,
}

/// Options of `withdraw`.
#[derive(clap::Args)]
pub(crate) struct Withdraw {
    /// The invited people's names, or the invitations' ids
    #[arg(required = true)]
    invitations: Vec<String>,
}

/// Options of `invitations`.
#[derive(clap::Args)]
pub(crate) struct Invitations {
    /// Only those whose codes still open
    #[arg(long)]
    open: bool,
}

/// Options of `approve`.
#[derive(clap::Args)]
pub(crate) struct Approve {
    /// The person's name or id
    member: String,
}

#[derive(Serialize)]
struct Letter<'a> {
    invitation: String,
    name: &'a str,
    code: &'a str,
    link: &'a str,
    not_after: u64,
    channels: Vec<String>,
    /// Whether an e-mail without the code is on its way.
    mail: bool,
}

#[derive(Serialize)]
struct Row {
    invitation: String,
    kind: &'static str,
    state: &'static str,
    name: String,
    function: String,
    ward: String,
    teams: Vec<String>,
    roles: Vec<String>,
    channels: Vec<String>,
    until: Option<u64>,
    approval: bool,
    limit: u32,
    claims: u32,
    issued_by: String,
    issued_at: u64,
    not_after: u64,
}

impl Row {
    fn new(row: InvitationRow, roles: &[RoleRow], teams: &[TeamRow]) -> Self {
        let role = |id| roles.iter().find(|role| role.id == id).map(role_title);
        let team = |id| teams.iter().find(|team| team.id == id).map(|team| team.title.clone());
        Self {
            invitation: row.id.to_string(),
            kind: match row.kind {
                InvitationUse::Person => "person",
                InvitationUse::RegistrationKey => "registration-key",
                InvitationUse::Renewal => "new-letter",
                InvitationUse::Bot => "bot",
            },
            state: match row.state {
                InvitationStanding::Open => "open",
                InvitationStanding::Used => "used",
                InvitationStanding::Withdrawn => "withdrawn",
                InvitationStanding::Expired => "expired",
                InvitationStanding::Void => "void",
            },
            teams: row.teams.iter().filter_map(|id| team(*id)).collect(),
            roles: row.roles.iter().filter_map(|id| role(*id)).collect(),
            channels: row.conversations.iter().map(ToString::to_string).collect(),
            name: row.name,
            function: row.function,
            ward: row.ward,
            until: row.until,
            approval: row.approval,
            limit: row.limit,
            claims: row.claims,
            issued_by: row.issuer_name,
            issued_at: row.issued_at,
            not_after: row.not_after,
        }
    }

    fn cells(&self) -> [String; 7] {
        let used =
            if self.kind == "registration-key" { format!(" {}/{}", self.claims, self.limit) } else { String::new() };
        let by = if self.issued_by.is_empty() { String::new() } else { format!("by {}", one_line(&self.issued_by)) };
        [
            short(&self.invitation),
            self.kind.to_owned(),
            format!("{}{used}", self.state),
            described(&self.name, &self.function, &self.ward),
            one_line(&self.teams.join(", ")),
            format!("until {}", local_time(self.not_after)),
            by,
        ]
    }
}

pub(crate) async fn invite(args: Invite, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let file = letter_file(args.letter.letter.as_deref())?;
    let desk = &args.letter.desk;
    let draft = letter_file(args.draft.as_deref())?;
    let mut terms = args.terms.read(&session, args.bot).await?;
    terms.mailed = draft.is_some();
    let channels = terms.conversations.clone();
    let person = MemberDetails { name: args.name, function: args.function, ward: args.ward };
    let new = NewInvitation { person, terms };
    let invited = if args.bot { session.client.invite_bot(new).await? } else { session.client.invite_one(new).await? };
    if let (Some(file), Some(from), Some(to)) = (draft, &args.from, &args.to) {
        return write_draft(&session, &invited, (desk, from, to), file, output).await;
    }
    let path = match file {
        Some(file) => Some(write_letter(&session, &invited, desk, file).await?),
        None => None,
    };
    let mailed = match &args.mail {
        Some(to) => Some(session.client.mail_invitation(invited.id, to, desk.language()).await),
        None => None,
    };
    let Some(path) = path else { return show(&session, &invited, &channels, mailed, output).await };
    tell_of_letter(&invited, path, matches!(mailed, Some(Ok(_))), output);
    mailed.transpose().map_err(not_mailed)?;
    session.deliver(Later::default(), output).await.map(|_| ())
}

/// Says where a letter is, and whether an e-mail without the code is on its way.
fn tell_of_letter(invited: &Invited, path: PathBuf, mail: bool, output: &Output) {
    let result = serde_json::json!({ "invitation": invited.id.to_string(), "name": invited.person.name, "letter": path,
            "mail": mail });
    output.result(&result, || {
        let name = one_line(&invited.person.name);
        format!("The letter of {name} is in {}. Print it, hand it out, and remove the file.", path.display())
    });
}

/// Writes the letter of an invitation that was just made, or shows its code.
async fn hand_out(
    session: &Session,
    invited: &Invited,
    channels: &[LogId],
    (file, desk): (Option<SecretFile>, &DeskArgs),
    output: &Output,
) -> Result<(), Failure> {
    let Some(file) = file else { return show(session, invited, channels, None, output).await };
    let path = write_letter(session, invited, desk, file).await?;
    tell_of_letter(invited, path, false, output);
    session.deliver(Later::default(), output).await.map(|_| ())
}

/// Writes an invitation as an e-mail. If that fails, the invitation is withdrawn: nobody has its code.
async fn write_draft(
    session: &Session,
    invited: &Invited,
    (desk, from, to): (&DeskArgs, &str, &str),
    mut file: SecretFile,
    output: &Output,
) -> Result<(), Failure> {
    let language = desk.language();
    let draft = session.client.mail_draft(&desk.desk(invited.not_after), invited, language, from, to);
    let written = draft.map_err(|error| said("paper", error, language)).and_then(|draft| file.write(&draft));
    if let Err(failure) = written {
        session.client.withdraw_invitations(&[invited.id]).await?;
        return Err(failure);
    }
    let result = serde_json::json!({ "invitation": invited.id.to_string(), "name": invited.person.name,
            "draft": file.keep() });
    output.result(&result, || {
        let name = one_line(&invited.person.name);
        format!("The e-mail to {name} is written. Open it with your mail program, send it, and remove the file.")
    });
    session.deliver(Later::default(), output).await.map(|_| ())
}

pub(crate) async fn registration_key(args: RegistrationKey, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let file = letter_file(args.letter.letter.as_deref())?;
    let terms = args.terms.read(&session, false).await?;
    let channels = terms.conversations.clone();
    let new = NewRegistrationKey { title: args.title, limit: args.limit, terms };
    let invited = session.client.make_registration_key(&new).await?;
    hand_out(&session, &invited, &channels, (file, &args.letter.desk), output).await
}

pub(crate) async fn invite_again(args: InviteAgain, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let file = letter_file(args.letter.letter.as_deref())?;
    let member = session.member(&args.member).await?;
    let invited = session.client.invite_again(member.id).await?;
    hand_out(&session, &invited, &[], (file, &args.letter.desk), output).await
}

pub(crate) async fn reissue(args: Reissue, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let file = letter_file(args.letter.letter.as_deref())?;
    let row = current(&session, &args.invitation).await?;
    let invited = session.client.reissue_invitation(row.id).await?;
    hand_out(&session, &invited, &row.conversations, (file, &args.letter.desk), output).await
}

/// An unused invitation, with what has become of it until now.
async fn current(session: &Session, wanted: &str) -> Result<InvitationRow, Failure> {
    session.client.sync().await?;
    names::unused_invitation(&session.client, wanted)
}

/// Prints code, link and QR code, here and never again, and what the server said to an e-mail.
async fn show(
    session: &Session,
    invited: &Invited,
    channels: &[LogId],
    mailed: Option<Result<InvitationMail, ClientError>>,
    output: &Output,
) -> Result<(), Failure> {
    let letter = Letter {
        invitation: invited.id.to_string(),
        name: &invited.person.name,
        code: &invited.code,
        link: &invited.link,
        not_after: invited.not_after,
        channels: channels.iter().map(ToString::to_string).collect(),
        mail: matches!(mailed, Some(Ok(_))),
    };
    output.result(&letter, || {
        let rows = [
            ["for".to_owned(), one_line(letter.name)],
            ["code".to_owned(), letter.code.to_owned()],
            ["link".to_owned(), letter.link.to_owned()],
            ["valid until".to_owned(), local_time(letter.not_after)],
        ];
        let by_mail = if letter.mail {
            "\nThe e-mail is on its way. It does not contain the code: give her that in a letter or in person."
        } else {
            ""
        };
        format!("{}\n{}\nThe code is shown once and kept nowhere.{by_mail}", table(&rows), qr(letter.link))
    });
    // The invitation stands and its code is out: without its e-mail it is a letter's all the same.
    if let Some(Err(error)) = mailed {
        return Err(not_mailed(error));
    }
    // The code is out: what other duties wait is not this command's success or failure.
    session.deliver(Later::default(), output).await.map(|_| ())
}

fn not_mailed(error: ClientError) -> Failure {
    let mut failure = Failure::from(error);
    failure.message = format!("she is invited, but the e-mail is not on its way: {}", failure.message);
    failure
}

pub(crate) fn list(args: &Invitations, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let client = profile.unlock()?;
    let (roles, teams) = (client.roles()?, client.teams()?);
    let mut all = client.invitations()?;
    all.retain(|row| !args.open || row.state == InvitationStanding::Open);
    let rows: Vec<Row> = all.into_iter().map(|row| Row::new(row, &roles, &teams)).collect();
    output.result(&rows, || table(&rows.iter().map(Row::cells).collect::<Vec<_>>()));
    Ok(())
}

pub(crate) async fn withdraw(args: Withdraw, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    session.client.sync().await?;
    let found = args.invitations.iter().map(|wanted| names::unused_invitation(&session.client, wanted));
    let rows: Vec<InvitationRow> = found.collect::<Result<_, _>>()?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    session.client.withdraw_invitations(&ids).await?;
    let rows: Vec<_> = rows
        .iter()
        .map(|row| {
            serde_json::json!({
                "invitation": row.id.to_string(), "name": row.name, "state": "withdrawn",
            })
        })
        .collect();
    output.result(&rows, || {
        let names: Vec<_> = rows.iter().filter_map(|row| row["name"].as_str()).map(one_line).collect();
        format!("Withdrawn: {}.", names.join("; "))
    });
    Ok(())
}

pub(crate) async fn approve(args: Approve, profile: &Profile, output: &Output) -> Result<(), Failure> {
    let session = Session::open(profile)?;
    let row = session.member(&args.member).await?;
    session.client.approve(row.id).await?;
    // Her devices get keys and channels with the duties of the next sync.
    session.deliver(Later::default(), output).await?;
    let result = serde_json::json!({ "member": row.id.to_string(), "name": row.name, "state": "active" });
    output.result(&result, || format!("{} is approved.", one_line(&row.name)));
    Ok(())
}

/// A link as a QR code, light on a dark terminal.
pub(super) fn qr(link: &str) -> String {
    QrCode::new(link).map_or_else(
        |error| format!("(no QR code: {error})"),
        |code| code.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build(),
    )
}
