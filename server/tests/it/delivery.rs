//! The way of e-mails to the relay: refusals, relays that are away, servers that die, and what remains of an address.

use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tracing_subscriber::filter::LevelFilter;

use verband_protocol::id::InvitationId;
use verband_protocol::wire::MailState;
use verband_server::config::{Mail, Security, Tls};
use verband_server::store::Fate;
use verband_server::{Limits, serve};

use crate::actor::Actor;
use crate::faults::{FaultAt, for_every_k_in};
use crate::house::{House, Plan};
use crate::mail::{TO, ask, house, state};
use crate::people::{found, invite_for};
use crate::postbox::{Postbox, Say};
use crate::quiet::Kept;

const MINUTE: u64 = 60_000;
const DAY: u64 = 24 * 60 * MINUTE;

/// An invitation that outlives every wait, and its administrator.
async fn invited(house: &House) -> (Actor, InvitationId) {
    let mut admin = found(house, 1).await;
    let letter = invite_for(house, &mut admin, Vec::new(), 30 * DAY).await;
    (admin, letter.invitation.id)
}

/// Delivers what is due; in how many minutes something will be.
async fn deliver(house: &House) -> Option<u64> {
    let due = house.server.deliver_mail().await.unwrap();
    due.map(|due| (due - verband_protocol::port::Clock::now_ms(&house.clock)) / MINUTE)
}

/// Files of the house that contain a text.
fn files_with(house: &House, text: &str) -> Vec<String> {
    let files = std::fs::read_dir(house.folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let found = files.filter(|path| path.is_file()).filter(|path| {
        let bytes = std::fs::read(path).unwrap().to_ascii_lowercase();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    });
    found.map(|path| path.display().to_string()).collect()
}

/// Nothing of the address is anywhere on the server's disk.
fn nothing_remains(house: &House) {
    for part in [TO, "berta.brandt", "pflege.test"] {
        assert_eq!(files_with(house, part), [""; 0], "{part}");
    }
}

#[tokio::test]
async fn a_relay_that_takes_a_letter_later_gets_it_with_growing_waits() {
    let (house, postbox) = house().await;
    let (mut admin, id) = invited(&house).await;
    let later = "451 4.7.1 greylisted, try again";
    postbox.plan(&[
        Say::Recipient(later),
        Say::Text("452 4.3.1 no room"),
        Say::Recipient("421 4.3.2 closing"),
        Say::Take,
    ]);
    ask(&house, &admin, id, 1, TO).await.unwrap();
    assert!(!files_with(&house, TO).is_empty(), "the search finds what is there");
    for (wait, reason) in [(1, later), (2, "452 4.3.1 no room"), (4, "421 4.3.2 closing")] {
        assert_eq!(deliver(&house).await, Some(wait));
        admin.log_in(&house).await;
        let waiting = state(&house, &admin, id).await.unwrap();
        assert_eq!((waiting.state, waiting.reason.as_deref()), (MailState::Waiting, Some(reason)));
        // Not a moment earlier.
        house.clock.forward(wait * MINUTE - 1);
        let asked = postbox.asked();
        deliver(&house).await;
        assert_eq!(postbox.asked(), asked);
        house.clock.forward(1);
    }
    assert_eq!(deliver(&house).await, None);
    let sent = state(&house, &admin, id).await.unwrap();
    assert_eq!((sent.state, sent.reason), (MailState::Sent, None));
    assert_eq!(postbox.taken().len(), 1);
    nothing_remains(&house);
}

#[tokio::test]
async fn what_the_relay_refuses_for_good_is_told_without_the_address() {
    let kept = Kept::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(LevelFilter::TRACE).with_writer(kept.clone()).finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let (house, postbox) = house().await;
    let (admin, id) = invited(&house).await;
    postbox.plan(&[Say::Recipient("550 5.1.1 <Berta.Brandt@pflege.test>: no berta.brandt at pflege.test")]);
    ask(&house, &admin, id, 1, TO).await.unwrap();
    assert_eq!(deliver(&house).await, None);
    let failed = state(&house, &admin, id).await.unwrap();
    assert_eq!((failed.state, failed.reason.as_deref()), (MailState::Failed, Some("550 5.1.1 … no … at …")));
    house.clock.forward(DAY);
    assert_eq!(deliver(&house).await, None);
    assert!(postbox.taken().is_empty());
    nothing_remains(&house);
    // And neither when it was sent, and none of it is in the log.
    postbox.plan(&[Say::Text("554 5.7.1 spam"), Say::Take]);
    let mut admin = admin;
    admin.log_in(&house).await;
    for request in [2, 3] {
        ask(&house, &admin, id, request, TO).await.unwrap();
        deliver(&house).await;
    }
    assert_eq!(state(&house, &admin, id).await.unwrap().state, MailState::Sent);
    nothing_remains(&house);
    drop(guard);
    let written = String::from_utf8(kept.bytes()).unwrap().to_lowercase();
    assert!(written.contains("failed for good"), "{written}");
    for part in [TO, "berta", "pflege.test"] {
        assert!(!written.contains(part), "{part} is in the log");
    }
}

#[tokio::test]
async fn a_relay_that_is_away_gets_everything_when_it_is_back() {
    let (house, mut postbox) = house().await;
    let (admin, first) = invited(&house).await;
    let mut admin = admin;
    let second = invite_for(&house, &mut admin, Vec::new(), 30 * DAY).await.invitation.id;
    postbox.close().await;
    ask(&house, &admin, first, 1, TO).await.unwrap();
    ask(&house, &admin, second, 2, "other@pflege.test").await.unwrap();
    // One attempt tells that nobody is there.
    assert_eq!(deliver(&house).await, Some(1));
    postbox.reopen().await;
    house.clock.forward(MINUTE);
    assert_eq!(deliver(&house).await, None);
    assert_eq!(postbox.taken().len(), 2);
    nothing_remains(&house);
}

#[tokio::test]
async fn a_letter_that_nobody_takes_fails_after_three_days() {
    let (house, mut postbox) = house().await;
    let (mut admin, id) = invited(&house).await;
    postbox.close().await;
    ask(&house, &admin, id, 1, TO).await.unwrap();
    let mut waits = Vec::new();
    while let Some(wait) = deliver(&house).await {
        waits.push(wait);
        house.clock.forward(wait * MINUTE);
    }
    assert_eq!(waits[..8], [1, 2, 4, 8, 16, 32, 60, 60]);
    assert_eq!(waits.iter().sum::<u64>() / 60, 72);
    admin.log_in(&house).await;
    let failed = state(&house, &admin, id).await.unwrap();
    assert_eq!(failed.state, MailState::Failed);
    nothing_remains(&house);
}

#[tokio::test]
async fn a_server_that_is_killed_before_it_sends_sends_once_afterwards() {
    let (mut house, postbox) = house().await;
    let (admin, id) = invited(&house).await;
    ask(&house, &admin, id, 1, TO).await.unwrap();
    for _ in 0..2 {
        house.restart();
        deliver(&house).await;
        assert_eq!(postbox.taken().len(), 1);
    }
    assert_eq!(state(&house, &admin, id).await.unwrap().state, MailState::Sent);
    nothing_remains(&house);
}

#[tokio::test]
async fn a_server_that_is_killed_while_it_sends_sends_again_and_it_is_known_as_the_same() {
    for (say, copies) in [(Say::SilentBefore, 1), (Say::SilentAfter, 2)] {
        let (mut house, postbox) = house().await;
        let (admin, id) = invited(&house).await;
        postbox.plan(&[say]);
        ask(&house, &admin, id, 1, TO).await.unwrap();
        tokio::select! {
            _ = house.server.deliver_mail() => panic!("the relay has not answered"),
            () = postbox.reached() => {}
        }
        house.restart();
        // Whether the other attempt still goes on, nobody can know: it has its time.
        assert_eq!(deliver(&house).await, Some(3));
        house.clock.forward(3 * MINUTE);
        assert_eq!(deliver(&house).await, None);
        let taken = postbox.taken();
        assert_eq!(taken.len(), copies);
        assert!(taken.iter().all(|mail| mail.headers("message-id") == taken[0].headers("message-id")));
        assert_eq!(state(&house, &admin, id).await.unwrap().state, MailState::Sent);
        nothing_remains(&house);
    }
}

#[tokio::test]
async fn two_servers_on_one_store_hand_over_once() {
    let (house, postbox) = house().await;
    let twin = house.twin();
    let (admin, id) = invited(&house).await;
    postbox.plan(&[Say::Hold]);
    ask(&house, &admin, id, 1, TO).await.unwrap();
    let other = async {
        postbox.reached().await;
        assert_eq!(deliver(&twin).await, Some(3));
        postbox.release();
    };
    let (due, ()) = tokio::join!(deliver(&house), other);
    assert_eq!((due, deliver(&twin).await), (None, None));
    assert_eq!(postbox.taken().len(), 1);
}

#[tokio::test]
async fn death_at_every_call_loses_no_letter_and_no_state() {
    let postbox = &Postbox::open().await;
    for_every_k_in(
        |fault: &Arc<FaultAt>| {
            let mail = Some(postbox.mail());
            House::with(Plan {
                limits: Limits::unlimited_rates(),
                faults: Some(Arc::clone(fault) as _),
                mail,
                ..Plan::default()
            })
        },
        async |house| (invited(house).await, postbox.taken().len()),
        async |house, ((admin, id), _)| {
            let asked = ask(house, admin, *id, 1, TO).await;
            let _ = house.server.deliver_mail().await;
            asked
        },
        async |house, ((admin, id), before), asked| {
            let known = state(house, &admin, id).await;
            assert!(asked.is_err() || known.is_ok(), "what was acknowledged is there");
            ask(house, &admin, id, 1, TO).await.unwrap();
            deliver(house).await;
            house.clock.forward(3 * MINUTE);
            assert_eq!(deliver(house).await, None);
            assert_eq!(state(house, &admin, id).await.unwrap().state, MailState::Sent);
            // Twice only if it died between the relay's word and its note.
            let copies = postbox.taken().len() - before;
            assert!(copies == 1 || copies == 2 && known.unwrap().state == MailState::Waiting, "{copies}");
            house.server.keep_house().unwrap();
            nothing_remains(house);
        },
    )
    .await;
}

#[tokio::test]
async fn a_full_disk_keeps_a_letter_for_later() {
    let fault = FaultAt::new(Fate::Full);
    let postbox = Postbox::open().await;
    let plan = Plan {
        limits: Limits::unlimited_rates(),
        faults: Some(Arc::clone(&fault) as _),
        mail: Some(postbox.mail()),
        ..Plan::default()
    };
    let house = House::with(plan);
    let (admin, id) = invited(&house).await;
    fault.arm(1);
    assert_eq!(ask(&house, &admin, id, 1, TO).await.unwrap_err().code.status(), 507);
    ask(&house, &admin, id, 1, TO).await.unwrap();
    fault.arm(1);
    house.server.deliver_mail().await.unwrap_err();
    assert!(postbox.taken().is_empty(), "nothing is handed over that was not taken from the spool");
    assert_eq!(deliver(&house).await, None);
    assert_eq!(postbox.taken().len(), 1);
}

#[tokio::test]
async fn a_server_that_stops_lets_the_relay_finish_and_notes_it() {
    let (house, postbox) = house().await;
    let (admin, id) = invited(&house).await;
    postbox.plan(&[Say::Hold]);
    ask(&house, &admin, id, 1, TO).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = serve::serve(house.server.clone(), listener, None, async { stopped.await.unwrap() });
    let asking_to_stop = async {
        postbox.reached().await;
        stop.send(()).unwrap();
        while !house.server.is_stopping() {
            tokio::task::yield_now().await;
        }
        postbox.release();
    };
    tokio::join!(serving, asking_to_stop);
    assert_eq!(state(&house, &admin, id).await.unwrap().state, MailState::Sent);
    assert_eq!(postbox.taken().len(), 1);
}

fn tls_file(name: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/tls").join(name)
}

#[tokio::test]
async fn the_relay_is_reached_by_tls_of_the_house_and_with_a_login() {
    let files = Tls { certificate: tls_file("certificate.pem"), key: tls_file("key.pem") };
    for security in [Security::Starttls, Security::Tls] {
        let postbox = Postbox::open_with_tls(security, serve::tls(&files).unwrap()).await;
        let folder = tempfile::tempdir().unwrap();
        let password_file = folder.path().join("password");
        std::fs::write(&password_file, "geheim\n").unwrap();
        let mail = Mail {
            relay: "localhost".into(),
            security,
            user: Some("verband".into()),
            password_file: Some(password_file),
            authority: Some(tls_file("certificate.pem")),
            ..postbox.mail()
        };
        let with = |mail: Mail| Plan { limits: Limits::unlimited_rates(), mail: Some(mail), ..Plan::default() };
        let house = House::with(with(mail.clone()));
        let (admin, id) = invited(&house).await;
        // A password that the operator has to put right fails no letter.
        postbox.refuse_logins(true);
        ask(&house, &admin, id, 1, TO).await.unwrap();
        assert_eq!(deliver(&house).await, Some(1));
        assert_eq!(state(&house, &admin, id).await.unwrap().reason.as_deref(), Some("535 5.7.8 wrong password"));
        postbox.refuse_logins(false);
        house.clock.forward(MINUTE);
        assert_eq!(deliver(&house).await, None);
        assert_eq!(postbox.taken().len(), 1);
        // "\0verband\0geheim" in base 64.
        assert_eq!(postbox.logins().last().unwrap(), "PLAIN AHZlcmJhbmQAZ2VoZWlt");

        // The public authorities do not know it, and nothing is sent in the clear instead.
        let house = House::with(with(Mail { authority: None, ..mail }));
        let (admin, id) = invited(&house).await;
        ask(&house, &admin, id, 1, TO).await.unwrap();
        assert_eq!(deliver(&house).await, Some(1));
        assert_eq!(state(&house, &admin, id).await.unwrap().state, MailState::Waiting);
        assert_eq!((postbox.taken().len(), postbox.logins().len()), (1, 2));
    }
}
