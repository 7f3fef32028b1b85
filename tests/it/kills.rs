//! Death at the k-th store call, for every k: nothing that was acknowledged is lost, nothing is doubled.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use verband_protocol::id::{EventId, LogId};
use verband_server::store::{Call, Fate, StoreFault};
use verband_store::testing::FaultAt;
use verband_tests::invariants::hold;
use verband_tests::world::{World, run};
use verband_vault::FileError;

/// Lets one device live with a store that dies at its k-th call, kills it, brings it back, and checks the world.
/// Returns whether it died.
async fn one_life(
    world: &mut World,
    log: &LogId,
    device: usize,
    k: u64,
    act: impl AsyncFn(&verband_client::Client, &LogId) -> Vec<EventId>,
) -> bool {
    world.devices[device].switch_off();
    let fault = FaultAt::new(k, verband_store::Fate::Die);
    let files = Arc::new(world.devices[device].files.clone());
    let mut acknowledged = Vec::new();
    if world.devices[device].switch_on_with(fault.clone(), files).is_ok() {
        acknowledged = act(world.devices[device].client(), log).await;
    }
    let died = fault.struck();
    world.devices[device].kill();
    world.devices[device].switch_on().expect("it starts again");
    world.settle().await;
    hold(world, log, &[0, 1], &acknowledged);
    died
}

/// Repeats a life with every k until one is not disturbed.
fn for_every_death(act: impl AsyncFn(&verband_client::Client, &LogId) -> Vec<EventId>) {
    run(async {
        let mut world = World::with_members(11, &["Anna", "Berta"]).await;
        let log = world.channel("Wundteam", &[1]).await;
        let mut k = 1;
        while one_life(&mut world, &log, 1, k, &act).await {
            k += 1;
        }
        assert!(k > 5, "the act made {k} store calls only");
    });
}

#[test]
fn a_device_dies_while_it_sends() {
    for_every_death(async |client, log| {
        let written: Vec<EventId> = client.send_text(log, "gesendet").into_iter().collect();
        let _ = client.sync().await;
        written
    });
}

#[test]
fn a_device_dies_while_it_takes_a_photo() {
    let photo = verband_vault::sample::wound_photo(64, 48, 5);
    for_every_death(async |client, log| {
        let written: Vec<EventId> = client.send_photo(log, &photo, "Ferse").into_iter().collect();
        let _ = client.sync().await;
        written
    });
}

#[test]
fn a_device_dies_while_it_receives() {
    run(async {
        let mut world = World::with_members(12, &["Anna", "Berta"]).await;
        let log = world.channel("Wundteam", &[1]).await;
        let mut k = 1;
        loop {
            world.devices[1].switch_off();
            let written = world.devices[0].client().send_text(&log, &format!("Nachricht {k}")).expect("written");
            world.devices[0].client().sync().await.expect("sent");
            let died = one_life(&mut world, &log, 1, k, async |client, _| {
                let _ = client.sync().await;
                Vec::new()
            })
            .await;
            hold(&world, &log, &[0, 1], &[written]);
            if !died {
                break;
            }
            k += 1;
        }
    });
}

#[test]
fn a_device_dies_while_it_commits() {
    run(async {
        let mut world = World::with_members(13, &["Anna", "Berta", "Clara"]).await;
        let log = world.channel("Wundteam", &[1]).await;
        let clara = world.devices[2].member();
        let mut k = 1;
        // Adds and removes in turn, so that every life has something to commit.
        loop {
            let inside = world.devices[0].client().conversation_members(&log).expect("known").contains(&clara);
            let died = one_life(&mut world, &log, 0, k, async |client, log| {
                let _ = if inside {
                    client.remove_members(log, &[clara]).await
                } else {
                    client.add_members(log, &[clara]).await
                };
                Vec::new()
            })
            .await;
            if !died {
                break;
            }
            k += 1;
        }
        assert!(k > 10);
    });
}

#[test]
fn a_device_dies_while_it_leaves() {
    run(async {
        let mut world = World::with_members(16, &["Anna", "Berta"]).await;
        let log = world.channel("Wundteam", &[1]).await;
        let berta = world.devices[1].member();
        for k in 1.. {
            world.devices[1].switch_off();
            let fault = FaultAt::new(k, verband_store::Fate::Die);
            let files = Arc::new(world.devices[1].files.clone());
            let mut left = false;
            if world.devices[1].switch_on_with(fault.clone(), files).is_ok() {
                left = world.devices[1].client().leave(&log).is_ok();
                let _ = world.devices[1].client().sync().await;
            }
            world.devices[1].kill();
            world.devices[1].switch_on().expect("it starts again");
            world.settle().await;
            let anna = world.devices[0].client().clone();
            let inside = anna.conversation_members(&log).expect("known").contains(&berta);
            assert!(!(left && inside), "she was told that she leaves, and died at {k}");
            if !inside {
                anna.add_members(&log, &[berta]).await.expect("added again");
            }
            let written = anna.send_text(&log, &format!("Nachricht {k}")).expect("written");
            world.settle().await;
            hold(&world, &log, &[0, 1], &[written]);
            if !fault.struck() {
                assert!(k > 5, "leaving made {k} store calls only");
                break;
            }
        }
    });
}

#[test]
fn the_vault_fails_at_every_call() {
    run(async {
        let mut world = World::with_members(14, &["Anna", "Berta"]).await;
        let log = world.channel("Wundteam", &[1]).await;
        let photo = verband_vault::sample::wound_photo(64, 48, 5);
        for k in 1.. {
            world.devices[1].switch_off();
            let calls = Arc::new(AtomicU64::new(0));
            let counted = Arc::clone(&calls);
            let plan =
                Arc::new(
                    move || {
                        if counted.fetch_add(1, Ordering::Relaxed) + 1 == k { Err(FileError::Full) } else { Ok(()) }
                    },
                );
            let files = Arc::new(world.devices[1].files.with_plan(plan));
            let never = FaultAt::new(0, verband_store::Fate::Die);
            world.devices[1].switch_on_with(never, files).expect("unlocked");
            let sent = world.devices[1].client().send_photo(&log, &photo, "Ferse");
            if let Err(error) = &sent {
                assert_eq!(error.code(), "disk-full");
            }
            let struck = calls.load(Ordering::Relaxed) >= k;
            world.settle().await;
            let acknowledged: Vec<EventId> = sent.into_iter().collect();
            hold(&world, &log, &[0, 1], &acknowledged);
            if !struck {
                break;
            }
        }
    });
}

/// Kills the server's store at its k-th call.
struct ServerDies {
    k: u64,
    calls: AtomicU64,
}

impl StoreFault for ServerDies {
    fn at(&self, _: Call) -> Fate {
        if self.calls.fetch_add(1, Ordering::Relaxed) + 1 == self.k { Fate::Die } else { Fate::Live }
    }
}

#[test]
fn the_server_dies_at_every_call() {
    run(async {
        let mut world = World::with_members(15, &["Anna", "Berta", "Clara"]).await;
        let log = world.channel("Wundteam", &[1]).await;
        let clara = world.devices[2].member();
        let photo = verband_vault::sample::wound_photo(64, 48, 5);
        for k in 1.. {
            let plan = Arc::new(ServerDies { k, calls: AtomicU64::new(0) });
            world.kill_server();
            world.start_server_with(plan.clone());
            let berta = world.devices[1].client().clone();
            let written = vec![
                berta.send_text(&log, &format!("Text {k}")).expect("on disk"),
                berta.send_photo(&log, &photo, "Ferse").expect("on disk"),
            ];
            let _ = berta.sync().await;
            let anna = world.devices[0].client().clone();
            let inside = anna.conversation_members(&log).expect("known").contains(&clara);
            let _ =
                if inside { anna.remove_members(&log, &[clara]).await } else { anna.add_members(&log, &[clara]).await };
            world.kill_server();
            world.start_server(verband_server::store::Faults::none());
            world.settle().await;
            hold(&world, &log, &[0, 1], &written);
            if plan.calls.load(Ordering::Relaxed) < k {
                break;
            }
        }
    });
}
