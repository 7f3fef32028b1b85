//! Role addresses and requests: who holds what follows from the log, on every device alike, and time from the clock alone.

use minicbor::Encode;
use verband_client::calendar::{Span, When, read_local};
use verband_client::protocol::id::{EventId, LogId, MemberId};
use verband_client::texts::Language;
use verband_client::{
    ClientError, Eligible, Escalation, FeedKind, NewAppointment, NewInvitation, NewSurvey, Patch, Question,
    QuestionForm, RequestAct, RequestRow, RequestState, RoleAddressSettings, Row, ShiftEnd, ShiftFactKind,
};
use verband_protocol::body::{Kind, pack};
use verband_protocol::port::Clock;
use verband_tests::chance::seed;
use verband_tests::device::Device;
use verband_tests::hostile::Mole;
use verband_tests::invariants::{contains, nothing_in_clear};
use verband_tests::world::World;

const ANNA: usize = 0;
const BERTA: usize = 1;
const CLARA: usize = 2;

const MINUTE: u64 = 60_000;

const ZONE: &str = "Europe/Berlin";

/// Anna, Berta and Clara in a channel with a role address that Anna made.
async fn team(number: u64, settings: RoleAddressSettings) -> (World, LogId, EventId) {
    let mut world = World::with_members(seed(number), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Station 3", &[BERTA, CLARA]).await;
    let address = world.devices[ANNA].client().create_role_address(&log, settings).expect("made");
    world.settle().await;
    (world, log, address)
}

async fn wound_service(number: u64) -> (World, LogId, EventId) {
    team(number, RoleAddressSettings::titled("Wunddienst")).await
}

fn code<T: std::fmt::Debug>(result: Result<T, ClientError>) -> &'static str {
    result.expect_err("refused").code()
}

fn request(device: &Device, log: &LogId, event: &EventId) -> RequestRow {
    device.client().request(log, event).expect("there is one")
}

fn holders(device: &Device, log: &LogId, address: &EventId) -> Vec<String> {
    let rows = device.client().role_addresses(log).expect("readable");
    rows.into_iter().find(|row| row.id == *address).expect("there is one").holder_names
}

/// All that everybody sees alike: addresses, how they changed hands, requests and what was done with them.
fn told(device: &Device, log: &LogId) -> Vec<String> {
    let client = device.client();
    let mut told = Vec::new();
    for mut row in client.role_addresses(log).expect("readable") {
        (row.mine, row.may_hold, row.may_change) = (false, false, false);
        told.push(format!("{row:?}"));
        told.extend(client.hand_overs(log, &row.id, 1_000).expect("readable").iter().map(|row| format!("{row:?}")));
        for mut request in client.requests_at(log, &row.id, 1_000).expect("readable") {
            (request.own, request.for_me, request.lost) = (false, false, false);
            told.push(format!("{request:?}"));
            let acts = client.request_acts(log, &request.event).expect("readable");
            told.extend(acts.iter().map(|row| format!("{row:?}")));
        }
    }
    told
}

fn all_alike(world: &World, log: &LogId) {
    let first = told(&world.devices[ANNA], log);
    assert!(!first.is_empty());
    for device in &world.devices[1..] {
        assert_eq!(told(device, log), first, "SEED={} {}", world.seed, device.name);
    }
}

#[tokio::test(start_paused = true)]
async fn an_address_goes_from_hand_to_hand_and_every_time_is_kept() {
    let (world, log, address) = wound_service(270).await;
    let [anna, berta, clara] = [ANNA, BERTA, CLARA].map(|index| world.devices[index].client().clone());
    let [first, second, third] = [ANNA, BERTA, CLARA].map(|index| world.devices[index].member());
    assert_eq!(holders(&world.devices[BERTA], &log, &address), [""; 0]);
    berta.hand_over(&log, &address, &[second]).expect("she takes it");
    assert_eq!(holders(&world.devices[BERTA], &log, &address), ["Berta"], "at once, without a network");
    world.settle().await;
    assert_eq!(clara.holders(&log, &address).expect("readable"), [second]);
    clara.hand_over(&log, &address, &[second, third]).expect("beside her");
    world.settle().await;
    berta.hand_over(&log, &address, &[third]).expect("she leaves it to her");
    world.settle().await;
    clara.hand_over(&log, &address, &[]).expect("nobody");
    world.settle().await;
    anna.hand_over(&log, &address, &[first]).expect("she takes it");
    world.settle().await;
    all_alike(&world, &log);
    let trace = berta.hand_overs(&log, &address, 3).expect("readable");
    let names: Vec<_> =
        trace.iter().map(|row| (row.by_name.as_str(), row.from_names.join("+"), row.to_names.join("+"))).collect();
    let expected = [("Anna", "", "Anna"), ("Clara", "Clara", ""), ("Berta", "Berta+Clara", "Clara")]
        .map(|(by, from, to)| (by, from.to_owned(), to.to_owned()));
    let sorted = |mut names: Vec<(&str, String, String)>| {
        for (_, from, _) in &mut names {
            let mut parts: Vec<&str> = from.split('+').collect();
            parts.sort_unstable();
            *from = parts.join("+");
        }
        names.into_iter().map(|(by, from, to)| format!("{by}: {from} {to}")).collect::<Vec<_>>()
    };
    assert_eq!(sorted(names), sorted(expected.to_vec()));
}

#[tokio::test(start_paused = true)]
async fn nobody_is_made_responsible_by_a_stranger_or_against_the_settings() {
    let mut world = World::with_members(seed(271), &["Anna", "Berta", "Clara"]).await;
    let log = world.channel("Station 3", &[BERTA, CLARA]).await;
    let [anna, berta, clara] = [ANNA, BERTA, CLARA].map(|index| world.devices[index].client().clone());
    let [_, second, third] = [ANNA, BERTA, CLARA].map(|index| world.devices[index].member());
    let wound_team = anna.define_team(None, "Wundteam").await.expect("defined");
    anna.assign_teams(second, &[wound_team]).await.expect("assigned");
    world.settle().await;
    let settings = RoleAddressSettings {
        eligible: Eligible::Team(wound_team),
        escalation: Some(Escalation { after_minutes: 0, to: None }),
        ..RoleAddressSettings::titled("  Wunddienst ")
    };
    let address = berta.create_role_address(&log, settings).expect("anybody makes one");
    world.settle().await;
    let rows = clara.role_addresses(&log).expect("readable");
    let row = &rows[0];
    assert_eq!((row.title.as_str(), row.escalate_after), ("Wunddienst", Some(1)), "brought into its bounds");
    assert!(!row.may_hold && !row.may_change && !row.mine);
    assert_eq!(code(clara.hand_over(&log, &address, &[third])), "not-allowed", "she is not in the team");
    assert_eq!(code(clara.hand_over(&log, &address, &[second])), "not-allowed", "nor is it hers to give");
    assert_eq!(code(berta.hand_over(&log, &address, &[second, third])), "not-allowed", "nor to give to her");
    assert_eq!(code(clara.retire_role_address(&log, &address)), "not-allowed");
    berta.hand_over(&log, &address, &[second]).expect("she may");
    // An administrator moderates channels: she appoints, and changes who may hold it.
    anna.change_role_address(&log, &address, RoleAddressSettings::titled("Wunddienst")).expect("she may");
    world.settle().await;
    anna.hand_over(&log, &address, &[third]).expect("she appoints");
    world.settle().await;
    assert_eq!(holders(&world.devices[BERTA], &log, &address), ["Clara"]);
    berta.retire_role_address(&log, &address).expect("it is hers");
    world.settle().await;
    assert_eq!(code(clara.send_request(&log, &address, "Zimmer 12")), "not-found", "it is no more");
    assert!(clara.role_addresses(&log).expect("readable")[0].retired);
    all_alike(&world, &log);
    let unknown = Eligible::Team(verband_protocol::id::TeamId([9; 16]));
    let unknown = RoleAddressSettings { eligible: unknown, ..RoleAddressSettings::titled("Nachtdienst") };
    assert_eq!(code(anna.create_role_address(&log, unknown)), "not-found");
    assert_eq!(code(anna.create_role_address(&log, RoleAddressSettings::titled(" "))), "length");
    let chat = anna.create_chat(&[second]).expect("a chat");
    assert_eq!(code(anna.create_role_address(&chat, RoleAddressSettings::titled("Chatdienst"))), "not-found");
}

/// A hand-over as it travels.
#[derive(Encode)]
#[cbor(map)]
struct HandOver(#[n(0)] EventId, #[n(1)] Vec<MemberId>);

#[tokio::test(start_paused = true)]
async fn what_a_member_hands_over_that_she_does_not_hold_has_no_effect() {
    let (world, log, address) = wound_service(272).await;
    let [_, second, third] = [ANNA, BERTA, CLARA].map(|index| world.devices[index].member());
    world.devices[BERTA].client().hand_over(&log, &address, &[second]).expect("she takes it");
    world.settle().await;
    let before = told(&world.devices[ANNA], &log);
    // Clara's program says that Berta goes on until somebody else is found, and that nobody holds it.
    let clara = Mole::of(&world.devices[CLARA], world.seed);
    for holders in [vec![], vec![world.devices[ANNA].member()]] {
        let payload = minicbor::to_vec(HandOver(address, holders)).expect("in memory");
        let clara = Mole::of(&world.devices[CLARA], world.seed);
        let entry = clara.event(clara.header(&log), &pack(Kind(41), payload).expect("short"));
        clara.append(&world.devices[CLARA].line, &log, vec![entry]).await;
        world.settle().await;
    }
    drop(clara);
    assert_eq!(told(&world.devices[ANNA], &log), before);
    all_alike(&world, &log);
    // What she may, she may after it too: she takes it herself.
    world.devices[CLARA].client().hand_over(&log, &address, &[third]).expect("she takes it");
    world.settle().await;
    assert_eq!(holders(&world.devices[ANNA], &log, &address), ["Clara"]);
    // A payload that breaks a limit is shown as unreadable, and the log goes on.
    let clara = Mole::of(&world.devices[CLARA], world.seed);
    let payload = minicbor::to_vec(HandOver(address, vec![third; 2])).expect("in memory");
    let entry = clara.event(clara.header(&log), &pack(Kind(41), payload).expect("short"));
    clara.append(&world.devices[CLARA].line, &log, vec![entry]).await;
    world.settle().await;
    assert_eq!(holders(&world.devices[ANNA], &log, &address), ["Clara"]);
}

#[tokio::test(start_paused = true)]
async fn of_two_who_take_over_without_a_network_one_has_it_everywhere_and_the_other_is_told() {
    let (world, log, address) = wound_service(273).await;
    let asked = world.devices[ANNA].client().send_request(&log, &address, "Zimmer 12: durchgeblutet").expect("sent");
    world.settle().await;
    for (index, online) in [(BERTA, false), (CLARA, false)] {
        world.devices[index].line.set_online(online);
        world.devices[index].client().act_on_request(&log, &asked, RequestAct::TakeOver).expect("written");
        let row = request(&world.devices[index], &log, &asked);
        assert!(row.waiting && row.for_me && row.taken_by == Some(world.devices[index].member()), "as she sees it");
    }
    // Clara is back first.
    for index in [CLARA, BERTA] {
        world.devices[index].line.set_online(true);
        world.devices[index].client().sync().await.expect("online");
    }
    world.settle().await;
    for (index, device) in world.devices.iter().enumerate() {
        let row = request(device, &log, &asked);
        assert_eq!((row.state, row.taken_by_name.as_str()), (RequestState::Taken, "Clara"), "{}", device.name);
        assert_eq!((row.for_me, row.lost, row.waiting), (index == CLARA, index == BERTA, false), "{}", device.name);
    }
    all_alike(&world, &log);
    let acts = world.devices[BERTA].client().request_acts(&log, &asked).expect("readable");
    let acts: Vec<_> = acts.iter().map(|row| (row.by_name.as_str(), row.counts)).collect();
    assert_eq!(acts, [("Clara", true), ("Berta", false)]);
    let again = world.devices[BERTA].client().act_on_request(&log, &asked, RequestAct::TakeOver);
    assert_eq!(code(again), "not-allowed", "Clara has it");
}

#[tokio::test(start_paused = true)]
async fn a_request_is_given_back_passed_on_done_cancelled_and_opened_again() {
    let (world, log, address) = wound_service(274).await;
    let [anna, berta, clara] = [ANNA, BERTA, CLARA].map(|index| world.devices[index].client().clone());
    let late = anna.create_role_address(&log, RoleAddressSettings::titled("Spätdienst")).expect("made");
    clara.hand_over(&log, &address, &[world.devices[CLARA].member()]).expect("she takes it");
    let asked = anna.send_request(&log, &address, "Zimmer 12").expect("sent");
    world.settle().await;
    let state = |index: usize| {
        let row = request(&world.devices[index], &log, &asked);
        (row.state, row.address_title, row.passed_to_name, row.taken_by_name, row.closed_by_name, row.for_me)
    };
    let told = |state, at: &str, to: &str, taken: &str, closed: &str, mine| {
        (state, at.to_owned(), to.to_owned(), taken.to_owned(), closed.to_owned(), mine)
    };
    assert_eq!(state(CLARA), told(RequestState::Open, "Wunddienst", "", "", "", true), "she holds the address");
    assert_eq!(state(BERTA), told(RequestState::Open, "Wunddienst", "", "", "", false));
    let third = world.devices[CLARA].member();
    let steps = [
        (BERTA, RequestAct::TakeOver, told(RequestState::Taken, "Wunddienst", "", "Berta", "", false)),
        (BERTA, RequestAct::GiveBack, told(RequestState::Open, "Wunddienst", "", "", "", true)),
        (BERTA, RequestAct::PassToMember(third), told(RequestState::Open, "Wunddienst", "Clara", "", "", true)),
        (CLARA, RequestAct::PassToAddress(late), told(RequestState::Open, "Spätdienst", "", "", "", false)),
        (CLARA, RequestAct::TakeOver, told(RequestState::Taken, "Spätdienst", "", "Clara", "", true)),
        // Whoever asked gives it to the others again.
        (ANNA, RequestAct::GiveBack, told(RequestState::Open, "Spätdienst", "", "", "", false)),
        (CLARA, RequestAct::Done, told(RequestState::Done, "Spätdienst", "", "", "Clara", false)),
        (CLARA, RequestAct::Reopen, told(RequestState::Open, "Spätdienst", "", "", "", false)),
        (ANNA, RequestAct::Cancel, told(RequestState::Cancelled, "Spätdienst", "", "", "Anna", false)),
        (ANNA, RequestAct::Reopen, told(RequestState::Open, "Spätdienst", "", "", "", false)),
    ];
    for (index, act, expected) in steps {
        let client = world.devices[index].client();
        client.act_on_request(&log, &asked, act.clone()).expect("hers to do");
        world.settle().await;
        assert_eq!(state(CLARA), expected, "{act:?}");
    }
    all_alike(&world, &log);
    for act in [RequestAct::Cancel, RequestAct::Reopen, RequestAct::GiveBack] {
        assert_eq!(code(berta.act_on_request(&log, &asked, act)), "not-allowed");
    }
    anna.act_on_request(&log, &asked, RequestAct::Done).expect("it settled itself");
    world.settle().await;
    assert_eq!(berta.open_requests().expect("readable"), []);
    assert_eq!(berta.closed_requests(10).expect("readable").len(), 1);
    let message = berta.messages(&log, 10).expect("readable");
    assert!(message.iter().any(|row| row.event == asked && row.text == "Zimmer 12"), "it shows in the conversation");
}

#[tokio::test(start_paused = true)]
async fn what_waits_is_undone_and_what_is_deleted_is_gone() {
    let (world, log, address) = wound_service(275).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let asked = anna.send_request(&log, &address, "Zimmer 12").expect("sent");
    world.settle().await;
    world.devices[BERTA].line.set_online(false);
    let taken = berta.act_on_request(&log, &asked, RequestAct::TakeOver).expect("written");
    assert!(berta.cancel(&log, &taken).expect("it waits"));
    let hand = berta.hand_over(&log, &address, &[world.devices[BERTA].member()]).expect("written");
    assert!(berta.cancel(&log, &hand).expect("it waits"));
    assert_eq!(request(&world.devices[BERTA], &log, &asked).state, RequestState::Open);
    assert_eq!(holders(&world.devices[BERTA], &log, &address), [""; 0]);
    world.devices[BERTA].line.set_online(true);
    berta.act_on_request(&log, &asked, RequestAct::TakeOver).expect("written");
    world.settle().await;
    anna.delete(&log, &asked).expect("her own");
    assert_eq!(anna.open_requests().expect("readable"), [], "at once");
    world.settle().await;
    for device in &world.devices {
        assert_eq!(device.client().open_requests().expect("readable"), [], "{}", device.name);
        assert_eq!(device.client().request(&log, &asked).map(drop).map_err(|error| error.code()), Err("not-found"));
    }
    all_alike(&world, &log);
}

#[tokio::test(start_paused = true)]
async fn what_nobody_takes_over_goes_on_to_the_minute_and_not_before() {
    let (world, log, address) = wound_service(276).await;
    let [anna, berta, clara] = [ANNA, BERTA, CLARA].map(|index| world.devices[index].client().clone());
    let late = RoleAddressSettings {
        escalation: Some(Escalation { after_minutes: 15, to: Some(address) }),
        ..RoleAddressSettings::titled("Spätdienst")
    };
    let late = anna.create_role_address(&log, late).expect("made");
    let first = RoleAddressSettings {
        escalation: Some(Escalation { after_minutes: 30, to: Some(late) }),
        ..RoleAddressSettings::titled("Wunddienst")
    };
    anna.change_role_address(&log, &address, first).expect("hers");
    world.settle().await;
    berta.hand_over(&log, &address, &[world.devices[BERTA].member()]).expect("she takes it");
    clara.hand_over(&log, &late, &[world.devices[CLARA].member()]).expect("she takes it");
    world.settle().await;
    let asked = anna.send_request(&log, &address, "Zimmer 12").expect("sent");
    world.settle().await;
    let sent = request(&world.devices[ANNA], &log, &asked).sent_at;
    let levels = [sent + 30 * MINUTE, sent + 45 * MINUTE];
    // What the platform is to plan, whatever the time is now.
    let due = |until| {
        let rows = clara.due_escalations(until).expect("readable");
        rows.into_iter().map(|row| (row.at, row.to_title, row.for_me)).collect::<Vec<_>>()
    };
    assert_eq!(due(levels[0] - 1), []);
    assert_eq!(due(levels[0]), [(levels[0], "Spätdienst".to_owned(), true)]);
    // The second one would lead back to the first: it asks everybody.
    let both = [(levels[0], "Spätdienst".to_owned(), true), (levels[1], String::new(), true)];
    assert_eq!(due(levels[1]), both);
    for (level, at) in levels.into_iter().enumerate() {
        world.clock.advance(at - world.clock.now_ms() - 40);
        for _ in 0..40 {
            let before = world.clock.now_ms();
            let row = request(&world.devices[CLARA], &log, &asked);
            let after = world.clock.now_ms();
            let since = row.escalated_at.is_some_and(|since| since >= at);
            assert!(!(since && after <= at), "not before");
            assert!(since || before < at, "to the minute");
            assert_eq!(
                (row.escalated_to, row.escalates_at),
                match (level, since) {
                    (0, false) => (None, Some(levels[0])),
                    (0, true) | (1, false) => (Some(late), Some(levels[1])),
                    _ => (None, None),
                }
            );
        }
        let concerned: Vec<bool> = world.devices.iter().map(|device| request(device, &log, &asked).for_me).collect();
        assert_eq!(concerned, [level == 1, true, true]);
    }
    assert_eq!(anna.open_requests().expect("readable")[0].escalated_at, Some(levels[1]));
    // Nothing of it is in the log, and whoever takes it over ends it.
    let written = anna.messages(&log, 100).expect("readable").len();
    world.settle().await;
    assert_eq!(anna.messages(&log, 100).expect("readable").len(), written);
    berta.act_on_request(&log, &asked, RequestAct::TakeOver).expect("hers");
    world.settle().await;
    assert_eq!(due(u64::MAX), []);
    assert_eq!(request(&world.devices[CLARA], &log, &asked).escalated_at, None);
    all_alike(&world, &log);
}

#[tokio::test(start_paused = true)]
async fn a_newcomer_reads_the_past_backwards_and_has_the_same() {
    let (mut world, log, address) = wound_service(277).await;
    let members = [ANNA, BERTA, CLARA].map(|index| world.devices[index].member());
    // More than a page of the log, so that the address comes to her long after what was done with it.
    for (round, member) in members.into_iter().enumerate() {
        let client = world.devices[round].client().clone();
        let mut asked = Vec::new();
        for number in 0..25 {
            client.hand_over(&log, &address, &[member]).expect("she takes it");
            asked.push(client.send_request(&log, &address, &format!("Zimmer {number}")).expect("sent"));
        }
        world.settle().await;
        let other = world.devices[(round + 1) % 3].client().clone();
        for (number, asked) in asked.into_iter().enumerate() {
            other.act_on_request(&log, &asked, RequestAct::TakeOver).expect("hers");
            if number % 5 < 2 {
                other.act_on_request(&log, &asked, RequestAct::Done).expect("hers");
            }
        }
        world.settle().await;
    }
    let settings = RoleAddressSettings::titled("Wundexpertin");
    world.devices[ANNA].client().change_role_address(&log, &address, settings).expect("hers");
    world.settle().await;
    world.enrol("Dora", &[log]).await.expect("she enrols");
    world.settle().await;
    world.link(BERTA, "Tablet").await.expect("linked");
    world.settle().await;
    all_alike(&world, &log);
    let dora = world.devices[3].client();
    assert_eq!(dora.hand_overs(&log, &address, 1_000).expect("readable").len(), 75);
    assert_eq!(dora.closed_requests(1_000).expect("readable").len(), 30);
}

#[tokio::test(start_paused = true)]
async fn the_feed_of_requests_begins_with_mine_and_follows_the_clock() {
    let settings = RoleAddressSettings {
        escalation: Some(Escalation { after_minutes: 10, to: None }),
        ..RoleAddressSettings::titled("Wunddienst")
    };
    let (world, log, address) = team(278, settings).await;
    let late = world.devices[ANNA].client().create_role_address(&log, RoleAddressSettings::titled("Spätdienst"));
    let late = late.expect("made");
    world.settle().await;
    world.devices[BERTA].client().hand_over(&log, &late, &[world.devices[BERTA].member()]).expect("she takes it");
    let texts = [(&address, "Zimmer 1"), (&late, "Zimmer 2")];
    for (address, text) in texts {
        world.devices[ANNA].client().send_request(&log, address, text).expect("sent");
    }
    world.settle().await;
    let feed = world.devices[BERTA].client().feed(FeedKind::Requests).expect("unlocked");
    let reset = feed.next().await.expect("readable").expect("open");
    let [Patch::Reset(rows)] = reset.as_slice() else { panic!("{reset:?}") };
    let shown = |row: &Row| match row {
        Row::Request(row) => (row.text.clone(), row.for_me),
        row => panic!("{row:?}"),
    };
    let rows: Vec<_> = rows.iter().map(shown).collect();
    assert_eq!(rows, [("Zimmer 2".to_owned(), true), ("Zimmer 1".to_owned(), false)]);
    // Nobody writes anything: the time alone changes it.
    world.clock.advance(10 * MINUTE);
    let batch = feed.next().await.expect("readable").expect("open");
    let escalated = batch.iter().any(|patch| match patch {
        Patch::Insert(_, Row::Request(row)) | Patch::Update(_, Row::Request(row)) => {
            row.text == "Zimmer 1" && row.for_me && row.escalated_at.is_some()
        }
        _ => false,
    });
    assert!(escalated, "{batch:?}");
    let feed = world.devices[CLARA].client().feed(FeedKind::RoleAddresses(log)).expect("unlocked");
    let reset = feed.next().await.expect("readable").expect("open");
    let [Patch::Reset(rows)] = reset.as_slice() else { panic!("{reset:?}") };
    assert_eq!(rows.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_bot_asks_and_is_responsible_for_nothing() {
    let (mut world, log, address) = wound_service(279).await;
    let mut bot = NewInvitation::bot("Waage");
    bot.terms.conversations = vec![log];
    let invited = world.devices[ANNA].client().invite_bot(bot).await.expect("invited");
    let mut device = Device::new("Waage", world.seed, &world.clock, &world.socket);
    device.enrol(&invited.link).await.expect("it enrols");
    world.devices.push(device);
    world.settle().await;
    let client = world.devices[3].client().clone();
    let member = world.devices[3].member();
    let asked = client.send_request(&log, &address, "Waage 2 meldet sich nicht").expect("it asks");
    world.settle().await;
    assert!(request(&world.devices[ANNA], &log, &asked).author_bot);
    assert_eq!(code(client.act_on_request(&log, &asked, RequestAct::TakeOver)), "not-allowed");
    assert_eq!(code(client.hand_over(&log, &address, &[member])), "not-allowed");
    assert_eq!(code(client.create_role_address(&log, RoleAddressSettings::titled("Waagendienst"))), "not-allowed");
    let pass = RequestAct::PassToMember(member);
    assert_eq!(code(world.devices[ANNA].client().act_on_request(&log, &asked, pass)), "not-allowed");
    // Its program may say what it wants.
    let mole = Mole::of(&world.devices[3], world.seed);
    let payload = minicbor::to_vec(HandOver(address, vec![member])).expect("in memory");
    let entry = mole.event(mole.header(&log), &pack(Kind(41), payload).expect("short"));
    mole.append(&world.devices[3].line, &log, vec![entry]).await;
    world.settle().await;
    assert_eq!(holders(&world.devices[ANNA], &log, &address), [""; 0]);
    client.act_on_request(&log, &asked, RequestAct::Cancel).expect("its own");
    world.settle().await;
    assert_eq!(world.devices[ANNA].client().open_requests().expect("readable"), []);
}

#[tokio::test(start_paused = true)]
async fn what_happened_since_the_last_shift_is_told_in_facts() {
    let (mut world, log, address) = wound_service(280).await;
    let [anna, berta, clara] = [ANNA, BERTA, CLARA].map(|index| world.devices[index].client().clone());
    let [_, second, third] = [ANNA, BERTA, CLARA].map(|index| world.devices[index].member());
    berta.hand_over(&log, &address, &[second]).expect("she takes it");
    anna.send_text(&log, "Frühbesprechung").expect("written");
    let old = anna.send_request(&log, &address, "Zimmer 1").expect("sent");
    world.settle().await;
    berta.act_on_request(&log, &old, RequestAct::TakeOver).expect("hers");
    berta.mark_read(&log).expect("seen");
    berta.hand_over(&log, &address, &[third]).expect("her shift ends");
    world.settle().await;
    berta.mark_read(&log).expect("seen");
    let view = berta.handover_view(None, ZONE).expect("readable");
    assert_eq!(view.end, ShiftEnd::HandedOver);
    // What is not done, is told however old it is; her own hand-over ended the shift and is none of its news.
    let told = |view: &verband_client::ShiftView| {
        let facts = view.facts.iter().filter(|fact| fact.conversation == log);
        facts.map(|fact| (fact.kind, fact.count, fact.sentence(Language::German))).collect::<Vec<_>>()
    };
    let taken = (ShiftFactKind::RequestsTaken, 1, "1 Anfrage ist übernommen und noch nicht erledigt.".to_owned());
    assert_eq!(told(&view), std::slice::from_ref(&taken));
    world.clock.advance(8 * 60 * MINUTE);
    anna.send_text(&log, "Zimmer 3 ist verlegt").expect("written");
    anna.send_text(&log, "Zimmer 4 auch").expect("written");
    let photo = verband_vault::sample::wound_photo(64, 48, 9);
    clara.send_photo(&log, &photo, "Ferse").expect("captured");
    let done = anna.send_request(&log, &address, "Zimmer 5").expect("sent");
    world.settle().await;
    clara.act_on_request(&log, &done, RequestAct::Done).expect("hers");
    anna.send_request(&log, &address, "Zimmer 6").expect("sent");
    world.settle().await;
    let writer = clara.add_file(&log, None, "Dienstanweisung.txt", None, Some(5)).expect("begun");
    writer.append(b"ruhig").expect("taken");
    writer.finish().expect("written");
    let question = Question {
        text: "Welcher?".to_owned(),
        form: QuestionForm::Single { options: vec!["A".to_owned(), "B".to_owned()], other: false },
        required: false,
    };
    let survey = NewSurvey { title: "Dienstplan".to_owned(), questions: vec![question], ..NewSurvey::default() };
    let survey = anna.publish_survey(&log, &survey).expect("published");
    world.settle().await;
    anna.close_survey(&log, &survey).expect("closed");
    // One within the next 24 hours, and one after them.
    for (title, start) in [("Visite", "20261119T090000"), ("Wundkonferenz", "20261120T090000")] {
        let start = read_local(start).expect("a local time");
        let span = Span::Time { start, zone: ZONE.parse().expect("a zone"), seconds: 3_600 };
        anna.create_appointment(&log, &NewAppointment::new(title, When::once(span))).expect("made");
    }
    world.enrol("Dora", &[log]).await.expect("she enrols");
    world.settle().await;
    clara.hand_over(&log, &address, &[]).expect("her shift ends");
    world.settle().await;
    anna.remove_members(&log, &[third]).await.expect("she moderates");
    world.settle().await;
    let view = berta.handover_view(None, ZONE).expect("readable");
    let expected = [
        (ShiftFactKind::Messages, 2, "2 neue Nachrichten."),
        (ShiftFactKind::RequestsOpen, 1, "1 Anfrage ist offen."),
        (ShiftFactKind::RequestsTaken, 1, taken.2.as_str()),
        (ShiftFactKind::RequestsDone, 1, "1 Anfrage wurde erledigt."),
        (ShiftFactKind::HandedOver, 1, "„Wunddienst“ hat jetzt niemand."),
        (ShiftFactKind::Photos, 1, "1 neues Foto."),
        (ShiftFactKind::Files, 1, "1 neue oder geänderte Datei."),
        (ShiftFactKind::Survey, 1, "Die Umfrage „Dienstplan“ ist beendet."),
        (ShiftFactKind::Appointment, 1, "Termin in den nächsten 24 Stunden: Visite."),
        (ShiftFactKind::Joined, 1, "Neu dabei ist: Dora."),
        (ShiftFactKind::Left, 1, "Nicht mehr dabei ist: Clara."),
    ];
    assert_eq!(told(&view), expected.map(|(kind, count, text)| (kind, count, text.to_owned())));
    let given = berta.handover_view(Some(world.clock.now_ms()), ZONE).expect("readable");
    assert_eq!(given.end, ShiftEnd::Given);
    let kinds: Vec<_> = told(&given).into_iter().map(|(kind, _, _)| kind).collect();
    // What she has not read yet is new to her, whenever it was written.
    let expected = [
        ShiftFactKind::Messages,
        ShiftFactKind::RequestsOpen,
        ShiftFactKind::RequestsTaken,
        ShiftFactKind::Photos,
        ShiftFactKind::Appointment,
    ];
    assert_eq!(kinds, expected);
    let dora = world.devices[3].client().handover_view(None, ZONE).expect("readable");
    assert_eq!(dora.end, ShiftEnd::Unknown, "everything is new to her");
    assert_eq!(told(&dora)[0].0, ShiftFactKind::Messages);
}

#[tokio::test(start_paused = true)]
async fn no_word_of_it_reaches_the_server() {
    let settings = RoleAddressSettings {
        escalation: Some(Escalation { after_minutes: 30, to: None }),
        ..RoleAddressSettings::titled("Marker-Dienst-1")
    };
    let (mut world, log, address) = team(281, settings).await;
    let second = world.devices[BERTA].member();
    let berta = world.devices[BERTA].client().clone();
    berta.hand_over(&log, &address, &[second]).expect("she takes it");
    let asked = world.devices[ANNA].client().send_request(&log, &address, "Marker-Anfrage-2").expect("sent");
    world.settle().await;
    berta.act_on_request(&log, &asked, RequestAct::TakeOver).expect("hers");
    berta.act_on_request(&log, &asked, RequestAct::PassToMember(world.devices[CLARA].member())).expect("hers");
    let changed = RoleAddressSettings::titled("Marker-Dienst-3");
    world.devices[ANNA].client().change_role_address(&log, &address, changed).expect("hers");
    world.settle().await;
    // Control: the markers are what people see.
    let row = request(&world.devices[CLARA], &log, &asked);
    assert_eq!((row.text.as_str(), row.address_title.as_str()), ("Marker-Anfrage-2", "Marker-Dienst-3"));
    let markers = [b"Marker-Dienst-1".as_slice(), b"Marker-Anfrage-2", b"Marker-Dienst-3"];
    world.kill_server();
    nothing_in_clear(world.server_folder(), &markers);
    for device in &world.devices {
        let sent = device.line.seen();
        for marker in markers {
            assert!(!contains(&sent, marker), "{} sent a marker in clear", device.name);
        }
    }
}
