//! Everybody's changes to the tree lead to the same one, in whatever order they come.

use verband_client::FolderId;
use verband_client::protocol::id::{EventId, LogId};
use verband_tests::chance::{Seeded, for_seeds};
use verband_tests::device::Device;
use verband_tests::invariants::hold;
use verband_tests::network::Weather;
use verband_tests::world::{World, run};

use super::{names, put, tables, two};

#[tokio::test(start_paused = true)]
async fn two_move_folders_into_one_another() {
    let (world, log) = two(720).await;
    let [anna, berta] = [0, 1].map(|index| world.devices[index].client());
    let [a, b] = ["A", "B"].map(|name| anna.create_folder(&log, None, name).expect("made"));
    world.settle().await;
    anna.move_file(&log, &a, Some(b)).expect("written");
    berta.move_file(&log, &b, Some(a)).expect("written");
    anna.sync().await.expect("sent first");
    world.settle().await;
    for device in &world.devices {
        // B was put into A last: it stands in the root, with A in it.
        assert_eq!(names(device, &log, FolderId::Root), ["B/"]);
        assert_eq!(names(device, &log, FolderId::Folder(b)), ["A/"]);
    }
    // It comes right with the next move.
    berta.move_file(&log, &a, None).expect("written");
    world.settle().await;
    for device in &world.devices {
        assert_eq!(names(device, &log, FolderId::Root), ["A/"]);
        assert_eq!(names(device, &log, FolderId::Folder(a)), ["B/"]);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_put_into_a_folder_that_is_being_deleted_stands_in_the_root() {
    let (world, log) = two(721).await;
    let [anna, berta] = [0, 1].map(|index| world.devices[index].client());
    let folder = anna.create_folder(&log, None, "Weg").expect("made");
    let file = put(anna, &log, None, "alt.txt", b"x").expect("on disk");
    world.settle().await;
    anna.delete_files(&log, &[folder], true).expect("deleted");
    world.clock.advance(11_000);
    put(berta, &log, Some(folder), "neu.txt", b"y").expect("on disk");
    berta.create_folder(&log, Some(folder), "Unter").expect("made");
    berta.move_file(&log, &file, Some(folder)).expect("written");
    anna.sync().await.expect("sent first");
    world.settle().await;
    for device in &world.devices {
        assert_eq!(names(device, &log, FolderId::Root), ["Unter/", "alt.txt", "neu.txt"]);
    }
    assert_eq!(tables(&world.devices[0]), tables(&world.devices[1]));
}

#[tokio::test(start_paused = true)]
async fn the_last_name_in_the_log_counts() {
    let (world, log) = two(722).await;
    let [anna, berta] = [0, 1].map(|index| world.devices[index].client());
    let file = put(anna, &log, None, "a.txt", b"x").expect("on disk");
    world.settle().await;
    // Berta renames first, and is heard last.
    berta.rename_file(&log, &file, "Bertas.txt").expect("written");
    anna.rename_file(&log, &file, "Annas.txt").expect("written");
    assert_eq!(names(&world.devices[1], &log, FolderId::Root), ["Bertas.txt"], "as she sees it until then");
    anna.sync().await.expect("sent");
    world.settle().await;
    for device in &world.devices {
        assert_eq!(names(device, &log, FolderId::Root), ["Bertas.txt"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_newcomer_who_reads_backwards_has_the_same_tree() {
    let (mut world, log) = two(723).await;
    let chance = Seeded::new(world.seed, "newcomer");
    for _ in 0..60 {
        act(&world.devices[usize::from(chance.percent(50))], &log, &chance);
        world.clock.advance(1_000);
        if chance.percent(30) {
            world.settle().await;
        }
    }
    world.clock.advance(11_000);
    world.settle().await;
    // More than a page, so that changes come before what they change.
    for n in 0..520 {
        world.devices[0].client().send_text(&log, &format!("{n}")).expect("written");
    }
    world.settle().await;
    act(&world.devices[0], &log, &chance);
    world.clock.advance(11_000);
    let clara = world.enrol("Clara", &[log]).await.expect("she enrols");
    world.settle().await;
    assert!(!tables(&world.devices[clara]).is_empty());
    for device in &world.devices[1..] {
        assert_eq!(tables(&world.devices[0]), tables(device), "SEED={}: {} has another tree", world.seed, device.name);
    }
}

/// Any change to the tree that a device knows.
fn act(device: &Device, log: &LogId, chance: &Seeded) {
    let client = device.client();
    let mut folders: Vec<Option<EventId>> = vec![None];
    let mut items = Vec::new();
    let mut next = 0;
    while let Some(folder) = folders.get(next).copied() {
        next += 1;
        let rows = client.files(log, folder.map_or(FolderId::Root, FolderId::Folder)).expect("readable");
        for row in rows {
            items.push(row.event);
            if row.kind == verband_client::FileKind::Folder {
                folders.push(Some(row.event));
            }
        }
    }
    let any = |list: &[EventId]| list.get(chance.below(list.len() as u64) as usize).copied();
    let folder = folders[chance.below(folders.len() as u64) as usize];
    let number = chance.below(1_000);
    // Some of these cannot be: a folder into itself, another version of a folder, what is another's.
    match (chance.below(10), any(&items)) {
        (0..3, _) | (_, None) => drop(client.create_folder(log, folder, &format!("Ordner {number}"))),
        (3..5, _) => drop(put(client, log, folder, &format!("{number}.txt"), number.to_string().as_bytes())),
        (5, Some(item)) => drop(client.rename_file(log, &item, &format!("neu {number}"))),
        (6..8, Some(item)) => drop(client.move_file(log, &item, folder)),
        (8, Some(item)) => {
            if let Ok(writer) = client.add_version(log, &item, None, None) {
                writer.append(number.to_string().as_bytes()).expect("taken");
                writer.finish().expect("on disk");
            }
            if let Some(oldest) = client.file_versions(log, &item).ok().and_then(|mut all| all.pop()) {
                drop(client.restore_version(log, &item, &oldest.event));
            }
        }
        (_, Some(item)) => drop(client.delete_files(log, &[item], true)),
    }
}

#[test]
fn a_storm_over_the_tree_leaves_everybody_with_the_same() {
    let (rest, log) = run(async {
        let mut world = World::with_members(5, &["Anna", "Berta", "Clara"]).await;
        let log = world.channel("Wundteam", &[1, 2]).await;
        (world.at_rest(), log)
    });
    for_seeds(1..25, |seed| {
        run(async {
            let mut world = World::from_rest(&rest, seed);
            let chance = Seeded::new(seed, "tree");
            for _ in 0..8 {
                world.set_weather(Weather::STORM);
                for device in &world.devices {
                    for _ in 0..chance.below(4) {
                        act(device, &log, &chance);
                    }
                }
                for device in &mut world.devices {
                    if chance.percent(8) {
                        device.kill();
                        device.switch_on().expect("what is left unlocks");
                    }
                }
                world.clock.advance(chance.below(15_000));
                world.pass().await;
            }
            world.clock.advance(20_000);
            world.settle().await;
            hold(&world, &log, &[0, 1, 2], &[]);
            for device in &world.devices[1..] {
                assert_eq!(tables(&world.devices[0]), tables(device), "SEED={seed}: {} has another tree", device.name);
            }
        });
    });
}
