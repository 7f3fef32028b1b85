//! The bot as a process of its own, with a real server and a person who asks it.

use std::process::{Child, Command};

use tempfile::TempDir;
use verband_client::protocol::certificate::DeviceClass;
use verband_client::protocol::id::{EventId, LogId};
use verband_client::protocol::policy::Join;
use verband_client::{Client, FeedKind, MessageRow, NewInvitation, NewOrganisation, platform};
use verband_server::{Server, Settings, native, serve};

const PIN: &str = "246810";

/// The bot, until it is killed.
struct Bot(Child);

impl Bot {
    fn start(folder: &TempDir, link: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_reminder"));
        let command = command.env_clear().env("VERBAND_PIN", PIN).arg(folder.path()).arg(link);
        Self(command.spawn().expect("the bot starts"))
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        self.0.kill().expect("it ran until now");
        self.0.wait().expect("it is gone");
    }
}

/// The answers that the bot has given to a message.
fn answers(client: &Client, log: &LogId, to: EventId) -> Vec<MessageRow> {
    let mut rows = client.messages(log, 100).expect("readable");
    rows.retain(|row| row.reply_to == Some(to) && row.author_bot);
    rows
}

#[tokio::test]
async fn it_answers_what_it_has_not_answered_yet() {
    let (house, desk, folder) = (TempDir::new(), TempDir::new(), TempDir::new());
    let [house, desk, folder] = [house, desk, folder].map(|folder| folder.expect("a folder"));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let origin = format!("http://{}", listener.local_addr().expect("a port"));
    let ports = native::open(house.path()).expect("the data folder");
    let server = Server::new(Settings::new(&origin), ports).expect("the server starts");
    let token = server.new_set_up_link().expect("a link").token.grouped().to_string();
    tokio::spawn(serve::serve(server, listener, None, std::future::pending()));

    let ports = platform::ports(desk.path(), None).expect("a profile");
    let new = NewOrganisation { server: &origin, token: &token, organisation_name: "Linde", name: "Anna" };
    let (anna, _) = Client::found(ports, &new, DeviceClass::Phone, PIN, &[7; 32]).await.expect("founded");
    let log = anna.create_channel("Wundteam", Join::Invitation).expect("a channel");
    anna.sync().await.expect("the server has it");
    let mut invitation = NewInvitation::bot("Erinnerung");
    invitation.terms.conversations = vec![log];
    let link = anna.invite_bot(invitation).await.expect("invited").link.to_string();

    let feed = anna.feed(FeedKind::Messages(log)).expect("a feed");
    let mut online = std::pin::pin!(anna.run());
    let mut asked = Vec::new();
    // The second life of the bot finds what was written while it was off.
    for wish in ["@Erinnerung in 0 min: Verband wechseln", "remind me in 0 min: call Clara"] {
        let event = anna.send_text(&log, wish).expect("written");
        asked.push(event);
        let _bot = Bot::start(&folder, &link);
        while answers(&anna, &log, event).is_empty() {
            tokio::select! {
                ended = &mut online => panic!("{ended:?}"),
                batch = feed.next() => drop(batch.expect("readable").expect("unlocked")),
            }
        }
    }
    let texts: Vec<String> = asked.iter().flat_map(|event| answers(&anna, &log, *event)).map(|row| row.text).collect();
    assert_eq!(texts, ["Anna: Verband wechseln", "Anna: call Clara"]);
}
