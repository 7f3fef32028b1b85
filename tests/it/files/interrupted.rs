//! Death at the k-th call, for every k, of the store and of the vault: what was acknowledged arrives byte for byte, and of
//! the rest nothing stays.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use verband_client::protocol::id::{EventId, LogId};
use verband_store::testing::FaultAt;
use verband_tests::invariants::hold;
use verband_tests::world::{World, run};
use verband_vault::{BlobFiles, FileError};

use super::{content, get, put};

/// More than one part.
const LEN: usize = 1_200_000;

async fn house() -> (World, LogId) {
    let mut world = World::with_members(21, &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[1]).await;
    (world, log)
}

/// Whether the store of a device died at its k-th call while this was done.
async fn dies(world: &mut World, device: usize, k: u64, act: impl AsyncFn(&verband_client::Client)) -> bool {
    world.devices[device].switch_off();
    let fault = FaultAt::new(k, verband_store::Fate::Die);
    let files = Arc::new(world.devices[device].files.clone());
    if world.devices[device].switch_on_with(fault.clone(), files).is_ok() {
        act(world.devices[device].client()).await;
    }
    let died = fault.struck();
    world.devices[device].kill();
    world.devices[device].switch_on().expect("it starts again");
    died
}

#[test]
fn a_device_dies_while_it_puts_and_sends_a_file() {
    run(async {
        let (mut world, log) = house().await;
        let bytes = content(LEN, 1);
        for k in 1.. {
            let written: std::sync::Mutex<Option<EventId>> = std::sync::Mutex::default();
            let died = dies(&mut world, 1, k, async |client| {
                let event = put(client, &log, None, &format!("{k}.bin"), &bytes).ok();
                *written.lock().expect("one at a time") = event;
                let _ = client.sync().await;
            })
            .await;
            world.settle().await;
            let written = written.into_inner().expect("one at a time");
            hold(&world, &log, &[0, 1], written.as_slice());
            if let Some(event) = written {
                assert!(get(world.devices[0].client(), &log, &event).await.expect("fetched") == bytes, "at {k}");
            }
            let rows = world.devices[1].client().files(&log, verband_client::FolderId::Root).expect("readable").len();
            let kept = world.devices[1].files.list().expect("in memory").len();
            assert_eq!(kept, rows, "at {k}: no litter, and nothing is missing");
            if !died {
                assert!(k > 10, "{k} calls");
                break;
            }
        }
    });
}

#[test]
fn a_device_dies_while_it_fetches_a_file() {
    run(async {
        let (mut world, log) = house().await;
        let bytes = content(LEN, 2);
        let file = put(world.devices[0].client(), &log, None, "a.bin", &bytes).expect("on disk");
        world.settle().await;
        for k in 1.. {
            let died = dies(&mut world, 1, k, async |client| {
                let _ = client.download_file(&log, &file, None);
                let _ = client.sync().await;
            })
            .await;
            world.devices[1].client().sync().await.expect("what was wished for comes");
            let berta = world.devices[1].client();
            assert!(get(berta, &log, &file).await.expect("fetched") == bytes, "at {k}");
            assert!(berta.transfers().expect("readable").is_empty(), "at {k}: nothing is wished for any more");
            berta.free_file(&log, &file, None).expect("freed");
            if !died {
                assert!(k > 8, "{k} calls");
                break;
            }
        }
    });
}

#[test]
fn the_vault_fails_at_every_call_of_a_file() {
    run(async {
        let (mut world, log) = house().await;
        let bytes = content(LEN, 3);
        for k in 1.. {
            let calls = Arc::new(AtomicU64::new(0));
            let counted = Arc::clone(&calls);
            let plan =
                Arc::new(
                    move || {
                        if counted.fetch_add(1, Ordering::Relaxed) + 1 == k { Err(FileError::Full) } else { Ok(()) }
                    },
                );
            for device in 0..2 {
                world.devices[device].switch_off();
                let files = Arc::new(world.devices[device].files.with_plan(plan.clone()));
                let never = FaultAt::new(0, verband_store::Fate::Die);
                world.devices[device].switch_on_with(never, files).expect("unlocked");
            }
            let sent = put(world.devices[0].client(), &log, None, "a.bin", &bytes);
            if let Err(error) = &sent {
                assert_eq!(error.code(), "disk-full");
            }
            world.settle().await;
            let struck = calls.load(Ordering::Relaxed) >= k;
            if let Ok(event) = &sent {
                let berta = world.devices[1].client();
                let read = match get(berta, &log, event).await {
                    Err(error) => {
                        assert_eq!(error.code(), "disk-full");
                        get(berta, &log, event).await.expect("there is room again")
                    }
                    Ok(read) => read,
                };
                assert!(read == bytes, "at {k}");
            }
            let acknowledged: Vec<EventId> = sent.into_iter().collect();
            hold(&world, &log, &[0, 1], &acknowledged);
            if !struck && calls.load(Ordering::Relaxed) < k {
                assert!(k > 10, "{k} calls");
                break;
            }
        }
    });
}
