//! A person with two profiles and a real server: one lets the other in.

use std::io::{BufRead, BufReader, Read};

use serde_json::Value;
use tempfile::TempDir;
use verband_server::{Server, Settings, native, serve};

use crate::tool::Desk;

/// A server that runs until the test ends.
pub(crate) struct House {
    _folder: TempDir,
    origin: String,
    pub(crate) set_up: String,
}

impl House {
    pub(crate) fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("a port"));
        let ports = native::open(folder.path()).expect("the data folder");
        let server = Server::new(Settings::new(&origin), ports).expect("the server starts");
        let set_up = server.new_set_up_link().expect("a link").text().to_string();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).expect("a port");
                serve::serve(server, listener, None, std::future::pending()).await;
            });
        });
        Self { _folder: folder, origin, set_up }
    }

    /// A desk whose person has founded an organisation here.
    pub(crate) fn founder(&self) -> Desk {
        let desk = Desk::new();
        desk.done(&["found", &self.set_up, "--organisation", "Linde", "--name", "Anna Arndt"]);
        desk
    }
}

fn line(out: &mut impl BufRead) -> Value {
    let mut line = String::new();
    out.read_line(&mut line).expect("a line");
    serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
}

#[test]
fn a_person_links_a_second_profile_and_reads_everything_there() {
    let house = House::open();
    let (old, new) = (Desk::new(), Desk::new());
    let founded = old.done(&["found", &house.set_up, "--organisation", "Linde", "--name", "Anna Arndt"]);
    assert_eq!(founded["state"], "enrolled");
    old.done(&["channel", "create", "Wundteam"]);
    old.done(&["send", "Wundteam", "Verband gewechselt"]);

    let mut waiting = new.start(&["--json", "link", "--server", &house.origin, "--yes"]);
    let mut out = BufReader::new(waiting.stdout.take().expect("a pipe"));
    let shown = line(&mut out);
    let link = shown["link"].as_str().expect("a link");
    let elsewhere = link.replacen("%3A%2F%2F", "%3A%2F%2Fanderswo.", 1);
    let refused = old.run(&["--json", "device", "link", &elsewhere, "--yes"]);
    assert_eq!((refused.status, refused.code().as_str()), (2, "other-server"));
    let unasked = old.run(&["--json", "device", "link", link]);
    assert_eq!((unasked.status, unasked.code().as_str()), (2, "no-answer"));
    let linked = old.done(&["device", "link", link, "--name", "Stationsrechner", "--yes"]);
    assert_eq!((&linked["device_name"], &linked["class"]), (&"Stationsrechner".into(), &"desktop".into()));
    let who = line(&mut out);
    let mut rest = String::new();
    out.read_to_string(&mut rest).expect("text");
    assert!(waiting.wait().expect("it ends").success() && rest.is_empty());
    assert_eq!((&who["device"], &who["name"]), (&linked["device"], &"Anna Arndt".into()));

    // Whichever of hers is on adds it.
    old.done(&["sync"]);
    new.done(&["sync"]);
    let read = new.done(&["read", "Wundteam"]);
    assert_eq!(read[0]["text"], "Verband gewechselt");

    let listed = old.run(&["device", "list"]);
    let row = listed.out.lines().find(|line| line.contains("Stationsrechner")).expect("it is listed");
    let columns: Vec<&str> = row.split("  ").map(str::trim).filter(|column| !column.is_empty()).collect();
    assert_eq!(columns[1..4], ["Anna Arndt", "desktop", "Stationsrechner"]);
    assert!(columns[4].starts_with("20") && columns[4].len() == 10, "the day of its last contact: {row}");

    let renamed = old.done(&["device", "rename", "Stationsrechner 3", "--device", "stationsrechner"]);
    assert_eq!((&renamed["device"], &renamed["device_name"]), (&linked["device"], &"Stationsrechner 3".into()));

    // From the new one: it does not take itself away.
    let own = founded["device"].as_str().expect("an id");
    let revoked = new.done(&["device", "revoke", own]);
    assert_eq!((&revoked["state"], &revoked["with_it"]), (&"revoked".into(), &serde_json::json!([])));
    assert_eq!(old.run(&["--json", "sync"]).code(), "revoked");
    new.done(&["sync"]);
}
