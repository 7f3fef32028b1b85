//! Memory of a device that catches up with very much.

use std::fs;

use verband_client::Client;
use verband_tests::device::{PIN, SECRET};

use crate::HEAP;
use crate::bars;
use crate::catch_up::absence;
use crate::ruler::{Row, Ruler};

pub(crate) fn rows(ruler: &mut Ruler) {
    let count = if ruler.quick { 5_000 } else { 100_000 };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    let runtime = runtime.expect("a runtime");
    let (mut world, log) = runtime.block_on(absence(count));
    world.devices[0].switch_off();
    let ports = world.devices[1].plain_ports();
    let client = Client::unlock(ports, PIN, &SECRET).expect("it unlocks");
    HEAP.reset_peak_usage();
    forget_peak();
    let (heap, resident) = (HEAP.current_usage(), peak());
    runtime.block_on(client.sync()).expect("it syncs");
    let newest = client.messages(&log, 1).expect("it reads").pop().expect("a message");
    assert!(newest.text.ends_with(&format!("Nr. {}", count - 1)), "it has caught up");
    #[allow(clippy::cast_precision_loss, reason = "some millions")]
    let mebibytes = |bytes: usize| bytes as f64 / f64::from(1 << 20);
    let heap = mebibytes(HEAP.peak_usage().saturating_sub(heap));
    let resident = mebibytes(peak().saturating_sub(resident));
    client.lock();
    let note = format!(
        "the heap of Rust at its highest, the server in the same process included; with the caches of SQLite and all \
         else the process grew by {resident:.1} MiB"
    );
    let name = format!("memory while catching up {count} events");
    ruler.row(&Row::amount(&name, heap.max(resident), "MiB").bar(bars::MEMORY).note(&note));
}

/// The most memory that this process has had, in bytes, where the system tells.
fn peak() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<usize>().ok());
    kibibytes.unwrap_or(0) << 10
}

/// From now on the most counts anew.
fn forget_peak() {
    let _where_it_can = fs::write("/proc/self/clear_refs", "5");
}
