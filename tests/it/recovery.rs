//! Losing everything and coming back: by a recovery key on paper, whoever else is there or not, and by the root key of
//! the organisation.

use verband_client::protocol::id::LogId;
use verband_client::protocol::policy::Join;
use verband_client::{Administrator, AlarmKind, AlarmRow, Client, ClientError};
use verband_protocol::code::{CodeError, RecoveryLink};
use verband_store::Fate;
use verband_store::testing::FaultAt;
use verband_tests::chance::seed;
use verband_tests::device::{Device, pin_proof};
use verband_tests::invariants::texts;
use verband_tests::world::World;

const ANNA: usize = 0;
const BERTA: usize = 1;
const CLARA: usize = 2;

async fn house(number: u64) -> World {
    World::with_members(seed(number), &["Anna", "Berta", "Clara"]).await
}

fn shown(device: &Device, log: &LogId) -> Vec<String> {
    texts(device, log).into_iter().map(|(_, text)| text).collect()
}

/// A new phone for somebody whose old one is gone.
fn phone(world: &World, name: &str) -> Device {
    Device::new(name, world.seed + 1, &world.clock, &world.socket)
}

#[tokio::test(start_paused = true)]
async fn everything_comes_back_although_nobody_else_is_there() {
    let mut world = house(400).await;
    let channel = world.channel("Wundteam", &[BERTA, CLARA]).await;
    let clara = world.devices[CLARA].client().clone();
    let clara_id = world.devices[CLARA].member();
    assert!(!clara.has_recovery_key().expect("known"));
    let card = clara.make_recovery_key(pin_proof(&clara)).await.expect("made");
    assert!(clara.has_recovery_key().expect("known"));
    // Conversations that came about after the card was printed are in the backup, too.
    let chat = clara.create_chat(&[world.devices[BERTA].member()]).expect("a chat");
    let alone = clara.create_channel("Meine Übergaben", Join::Hidden).expect("a channel");
    world.settle().await;
    for (log, text) in [(channel, "für alle"), (chat, "nur für dich"), (alone, "nur für mich")] {
        clara.send_text(&log, text).expect("written");
    }
    world.settle().await;

    let lost = world.devices.remove(CLARA);
    world.devices.iter_mut().for_each(Device::switch_off);
    let mut again = phone(&world, "Clara");
    let found = Client::look_up_recovery(&again.plain_ports(), &RecoveryLink::parse(&card.link).expect("a link")).await;
    assert_eq!(found.expect("found").organisation_name, "Klinikum Musterstadt");
    again.recover(&card.link).await.expect("she has the card");
    world.devices.push(again);
    world.settle().await;
    let again = world.devices.last().expect("there");
    assert_eq!(again.member(), clara_id);
    assert_eq!(again.client().account().expect("known").name, "Clara");
    for (log, text) in [(channel, "für alle"), (chat, "nur für dich"), (alone, "nur für mich")] {
        assert_eq!(shown(again, &log), [text], "{log:?}");
    }
    assert_eq!(again.client().conversation(&channel).expect("listed").title, "Wundteam");
    again.client().send_text(&chat, "wieder da").expect("written");
    world.settle().await;

    // Whoever found the phone has lost it now.
    assert!(lost.client().sync().await.is_err());
    for device in &mut world.devices[..CLARA] {
        device.switch_on().expect("in the morning");
    }
    world.settle().await;
    assert_eq!(shown(&world.devices[BERTA], &chat), ["nur für dich", "wieder da"]);
    for device in &world.devices {
        assert_eq!(device.client().alarms().expect("readable"), [], "{}", device.name);
        device.client().send_text(&channel, &device.name).expect("written");
    }
    world.settle().await;
    assert_eq!(shown(&world.devices[ANNA], &channel).len(), 4);
    // A newcomer reads across the gap that the commit from outside has left.
    let dora = world.enrol("Dora", &[channel]).await.expect("enrolled");
    world.settle().await;
    assert_eq!(shown(&world.devices[dora], &channel), shown(&world.devices[ANNA], &channel));
}

#[tokio::test(start_paused = true)]
async fn what_was_written_after_the_last_backup_comes_with_whoever_has_its_key() {
    let mut world = house(401).await;
    let channel = world.channel("Wundteam", &[BERTA, CLARA]).await;
    let card =
        world.devices[CLARA].client().make_recovery_key(pin_proof(world.devices[CLARA].client())).await.expect("made");
    world.devices[BERTA].client().send_text(&channel, "davor").expect("written");
    world.settle().await;
    let lost = world.devices.remove(CLARA);
    // Her backup ends here; the others go on, through new epochs.
    world.enrol("Dora", &[channel]).await.expect("enrolled");
    world.settle().await;
    world.devices[BERTA].client().send_text(&channel, "inzwischen").expect("written");
    world.settle().await;
    world.devices.iter_mut().for_each(Device::switch_off);
    let mut again = phone(&world, "Clara");
    again.recover(&card.link).await.expect("she has the card");
    world.devices.push(again);
    world.settle().await;
    // She is in, and the newer key is not here yet.
    let clara = world.devices.len() - 1;
    assert_eq!(shown(&world.devices[clara], &channel), Vec::<String>::new());
    assert_eq!(world.devices[clara].client().alarms().expect("readable"), []);
    world.devices[BERTA].switch_on().expect("in the morning");
    world.settle().await;
    assert_eq!(shown(&world.devices[clara], &channel), ["davor", "inzwischen"]);
    world.devices[clara].client().send_text(&channel, "wieder da").expect("written");
    world.settle().await;
    assert_eq!(shown(&world.devices[BERTA], &channel), ["davor", "inzwischen", "wieder da"]);
    assert_eq!(world.devices[BERTA].client().alarms().expect("readable"), []);
    drop(lost);
}

/// Every fifth store call of coming back, beginning where the seed says: each is a world of its own.
#[tokio::test(start_paused = true)]
async fn coming_back_while_everybody_is_there_and_dying_on_the_way() {
    let mut world = house(402).await;
    let channel = world.channel("Wundteam", &[BERTA, CLARA]).await;
    let card =
        world.devices[CLARA].client().make_recovery_key(pin_proof(world.devices[CLARA].client())).await.expect("made");
    world.devices[BERTA].client().send_text(&channel, "davor").expect("written");
    world.settle().await;
    world.devices.remove(CLARA);
    let (first, rest) = (1 + world.seed % 5, world.at_rest());
    for k in (first..).step_by(5) {
        let mut world = World::from_rest(&rest, rest.seed + k);
        let mut again = phone(&world, "Clara");
        let fault = FaultAt::new(k, Fate::Die);
        let came = again.recover_with(&card.link, Some(fault.clone())).await;
        let died = fault.struck();
        if died {
            again.kill();
            // It goes on where it was, or leaves nothing in the way of another try.
            if again.is_enrolled() {
                again.switch_on().expect("its lock is written last");
            } else {
                again.recover(&card.link).await.expect("as if nothing had been");
            }
        } else {
            came.expect("nothing failed");
            again.switch_off();
            again.switch_on().expect("from here on with a sound store");
        }
        world.devices.push(again);
        world.settle().await;
        let clara = world.devices.last().expect("there");
        assert_eq!(shown(clara, &channel), ["davor"], "k={k}");
        clara.client().send_text(&channel, "wieder da").expect("written");
        world.settle().await;
        assert_eq!(shown(&world.devices[BERTA], &channel), ["davor", "wieder da"], "k={k}");
        if !died {
            assert!(k > 100, "coming back made {k} store calls only");
            break;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_card_is_good_for_its_own_organisation_and_until_the_next_one() {
    let world = house(403).await;
    let clara = world.devices[CLARA].client();
    let first = clara.make_recovery_key(pin_proof(clara)).await.expect("made");
    let second = clara.make_recovery_key(pin_proof(clara)).await.expect("made");
    let mut again = phone(&world, "Clara");
    assert!(matches!(again.recover(&first.link).await, Err(ClientError::NotFound(_))), "it is dead");
    let fingerprint = verband_protocol::code::fingerprint(&clara.account().expect("known").organisation);
    let other = second.link.replace(&fingerprint, "0000-0000-0000-0000-0000");
    assert!(matches!(again.recover(&other).await, Err(ClientError::OtherOrganisation)));
    let sheet = world.devices[ANNA].sheet.clone().expect("founded here");
    assert!(matches!(again.recover(&sheet).await, Err(ClientError::Code(CodeError::PaperLink))));
    assert!(matches!(again.restore(&second.link, Administrator::New("X")).await, Err(ClientError::Code(_))));
    assert!(!again.is_enrolled());
    // A colleague cannot register the public half of somebody's key as hers and get in the way.
    again.recover(&second.link).await.expect("this one lives");
    assert_eq!(again.member(), world.devices[CLARA].member());
    // A new letter kills the card that may be in other hands.
    let letter = world.devices[ANNA].client().invite_again(again.member()).await.expect("a new letter");
    let mut letter_phone = Device::new("Clara", world.seed + 2, &world.clock, &world.socket);
    letter_phone.enrol(&letter.link).await.expect("enrolled");
    let mut thief = Device::new("Dieb", world.seed + 3, &world.clock, &world.socket);
    assert!(matches!(thief.recover(&second.link).await, Err(ClientError::NotFound(_))));
}

#[tokio::test(start_paused = true)]
async fn the_root_key_brings_back_the_only_administrator() {
    let mut world = house(404).await;
    let channel = world.channel("Wundteam", &[BERTA, CLARA]).await;
    world.devices[ANNA].client().send_text(&channel, "davor").expect("written");
    world.settle().await;
    let anna_id = world.devices[ANNA].member();
    let lost = world.devices.remove(ANNA);
    let sheet = lost.sheet.clone().expect("founded here");
    let mut again = phone(&world, "Anna");
    again.restore(&sheet, Administrator::Again(anna_id)).await.expect("she has the sheet");
    world.devices.push(again);
    world.settle().await;
    let anna = world.devices.last().expect("there");
    assert_eq!((anna.member(), anna.client().account().expect("known").name.as_str()), (anna_id, "Anna"));
    assert_eq!(shown(anna, &channel), ["davor"]);
    assert!(lost.client().sync().await.is_err());
    // It is loud, and she administers again.
    for device in &world.devices[..2] {
        let alarms = device.client().alarms().expect("readable");
        assert_eq!(alarms.iter().map(|alarm| alarm.kind).collect::<Vec<_>>(), [AlarmKind::Renewal]);
    }
    anna.client().set_admin(world.devices[0].member(), true).await.expect("she administers");
}

#[tokio::test(start_paused = true)]
async fn the_root_key_brings_in_a_new_administrator_who_gets_a_name() {
    let mut world = house(405).await;
    let lost = world.devices.remove(ANNA);
    let sheet = lost.sheet.clone().expect("founded here");
    let mut emil = phone(&world, "Emil");
    emil.restore(&sheet, Administrator::New("Emil Ernst")).await.expect("he has the sheet");
    world.devices.push(emil);
    world.settle().await;
    let emil_id = world.devices[2].member();
    for device in &world.devices {
        let rows = device.client().members().expect("readable");
        let row = rows.iter().find(|row| row.id == emil_id).expect("a member");
        assert_eq!((row.name.as_str(), row.admin), ("Emil Ernst", true), "{}", device.name);
    }
    // It is loud: somebody has taken the sheet out of the safe. Founding was not.
    for device in &world.devices[..2] {
        let alarms = device.client().alarms().expect("readable");
        let told = |alarm: &AlarmRow| (alarm.kind, alarm.member, alarm.member_name.clone());
        let asked = (AlarmKind::Sheet, Some(emil_id), "Emil Ernst".to_owned());
        assert_eq!(alarms.iter().map(told).collect::<Vec<_>>(), [asked]);
    }
    let emil = world.devices[2].client();
    emil.revoke_member(lost.member()).await.expect("he administers");
    assert!(lost.client().sync().await.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_card_is_dead_when_its_member_has_left() {
    let world = house(406).await;
    let card =
        world.devices[CLARA].client().make_recovery_key(pin_proof(world.devices[CLARA].client())).await.expect("made");
    let clara_id = world.devices[CLARA].member();
    world.devices[ANNA].client().revoke_member(clara_id).await.expect("she leaves");
    let mut again = phone(&world, "Clara");
    assert!(matches!(again.recover(&card.link).await, Err(ClientError::NotFound(_))));
}
