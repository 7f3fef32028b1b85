//! P8 and the invariants: loss, doubles, delays and reordering, killed servers; everything that was written is in the
//! log once and everybody sees the same.

use verband_client::{NewMessage, RowKind};
use verband_protocol::id::{EventId, LogId};
use verband_tests::chance::{Seeded, for_seeds, seed};
use verband_tests::device::Device;
use verband_tests::invariants::{archive_keys, hold};
use verband_tests::network::Weather;
use verband_tests::world::{World, run};

/// Four members in a channel, three of them in a closed chat as well.
struct Ward {
    rest: World,
    channel: LogId,
    chat: LogId,
}

impl Ward {
    async fn new() -> Self {
        let mut world = World::with_members(1, &["Anna", "Berta", "Clara", "Dora"]).await;
        let channel = world.channel("Wundteam", &[1, 2, 3]).await;
        let others = [world.devices[0].member(), world.devices[2].member()];
        let chat = world.devices[1].client().create_chat(&others).expect("a chat");
        world.settle().await;
        Self { rest: world.at_rest(), channel, chat }
    }
}

/// What people wrote, by conversation: whatever was written is on disk, so it has to arrive.
#[derive(Default)]
struct Written {
    channel: Vec<EventId>,
    chat: Vec<EventId>,
}

impl Written {
    fn write(&mut self, device: &Device, channel: &LogId, chat: Option<&LogId>, text: &str, chance: &Seeded) {
        let client = device.client();
        if let Some(chat) = chat.filter(|_| chance.percent(30)) {
            self.chat.push(client.send_text(chat, text).expect("on disk"));
        } else if chance.percent(8) {
            let photo = verband_vault::sample::wound_photo(96, 64, chance.below(1000));
            self.channel.push(client.send_photo(channel, &photo, text).expect("on disk"));
        } else if chance.percent(25) {
            // Something that is there is changed: what of it counts has to be the same for everybody in the end.
            if let Some(taken_back) = change(device, channel, text, chance) {
                self.channel.retain(|event| *event != taken_back);
            }
        } else {
            self.channel.push(client.send_text(channel, text).expect("on disk"));
        }
    }
}

/// Edits, reacts to, answers, deletes or takes back something that the device shows. Gives what will never be sent.
fn change(device: &Device, log: &LogId, text: &str, chance: &Seeded) -> Option<EventId> {
    let client = device.client();
    let mut rows = client.messages(log, 100).expect("readable");
    rows.retain(|row| row.kind == RowKind::Text && row.deleted_by.is_none());
    let row = rows.get(usize::try_from(chance.below(1 + rows.len() as u64)).expect("small"))?;
    let done = match chance.below(6) {
        0 if row.own => client.edit_message(log, &row.event, &format!("{text}, anders"), &[]).map(drop),
        1 | 2 if row.own && client.cancel(log, &row.event).expect("on disk") => return Some(row.event),
        1 if row.own => client.delete(log, &row.event),
        2 if row.own => match client.undo_send(log, &row.event) {
            Err(error) if error.code() == "too-late" => Ok(()),
            other => other,
        },
        3 => client.react(log, &row.event, "👍", chance.percent(70)).map(drop),
        _ => {
            let answer = NewMessage { reply_to: Some(row.event), confirm: true, ..NewMessage::text(text) };
            client.send_message(log, &answer).map(drop)
        }
    };
    done.expect("on disk");
    None
}

#[test]
fn a_storm_loses_nothing_and_doubles_nothing() {
    let ward = run(Ward::new());
    for_seeds(1..301, |seed| run(storm(&ward, seed)));
}

/// Six rounds in which people write, devices and the server are killed, and in some worlds somebody comes and somebody
/// has to leave.
async fn storm(ward: &Ward, seed: u64) {
    const DORA: usize = 3;
    let Ward { rest, channel, chat } = ward;
    let mut world = World::from_rest(rest, seed);
    let chance = Seeded::new(seed, "test");
    let (comes, leaves) = (chance.percent(15), chance.percent(25));
    let mut gone = None;
    let mut written = Written::default();
    for round in 0..6 {
        world.set_weather(Weather::STORM);
        for (index, device) in world.devices.iter().enumerate() {
            // Dora is not asked: what she wrote before she heard that she is out never arrives.
            if chance.percent(60) && !(leaves && index == DORA) {
                let text = format!("{round}/{index}");
                written.write(device, channel, Some(chat).filter(|_| index < DORA), &text, &chance);
            }
        }
        for (index, device) in world.devices.iter_mut().enumerate() {
            // Who had to leave may have been told so, and has no profile any more.
            if chance.percent(5) && !(gone.is_some() && index == DORA) {
                device.kill();
                device.switch_on().expect("what is left unlocks");
            }
        }
        if chance.percent(20) {
            world.kill_server();
            world.pass().await;
            world.start_server(verband_server::store::Faults::none());
        }
        if comes && round == 2 {
            world.devices[0].line.set_weather(Weather::FAIR);
            world.enrol("Emma", &[*channel]).await.expect("she enrols");
        }
        if leaves && round == 3 {
            let dora = world.devices[DORA].member();
            world.devices[0].line.set_weather(Weather::FAIR);
            world.devices[0].client().revoke_member(dora).await.expect("she is revoked");
            gone = Some(archive_keys(&world.devices[DORA], channel));
        }
        world.pass().await;
    }
    if gone.is_some() {
        world.devices[DORA].switch_off();
    }
    world.settle().await;
    let stay: Vec<usize> = (0..world.devices.len()).filter(|index| gone.is_none() || *index != DORA).collect();
    hold(&world, channel, &stay, &written.channel);
    hold(&world, chat, &[0, 1, 2], &written.chat);
    if let Some(keys) = gone {
        let newest = archive_keys(&world.devices[0], channel).pop().expect("there is an epoch");
        assert!(!keys.contains(&newest), "SEED={seed} I5: who is gone has the key of today");
    }
}

#[test]
fn what_is_written_without_a_network_is_sent_later() {
    run(async {
        let mut world = World::with_members(seed(20), &["Anna", "Berta"]).await;
        let log = world.channel("Wundteam", &[1]).await;
        world.devices[1].line.set_online(false);
        let mut written = Vec::new();
        for index in 0..3 {
            let text = format!("im Keller {index}");
            written.push(world.devices[1].client().send_text(&log, &text).expect("on disk"));
        }
        let photo = verband_vault::sample::wound_photo(320, 240, 3);
        written.push(world.devices[1].client().send_photo(&log, &photo, "im Keller").expect("on disk"));
        assert_eq!(world.devices[1].client().sync().await.expect_err("no network").code(), "offline");
        assert_eq!(world.devices[1].client().outbox().expect("readable"), (4, 0));
        // Switched off and on in between.
        world.devices[1].switch_off();
        world.devices[1].switch_on().expect("unlocked");
        assert_eq!(world.devices[1].client().messages(&log, 10).expect("readable").len(), 4);
        world.devices[1].line.set_online(true);
        world.settle().await;
        hold(&world, &log, &[0, 1], &written);
    });
}
