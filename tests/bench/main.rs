//! The rows of `docs/performance.md`: what Verband does, beside a named peer doing the same, in one run.
//!
//! What lives here: one module per subject, the bars, and the ruler they share. `cargo xtask bench` runs this and writes the
//! table. Not here: anything that the product uses, or a test that passes or fails by the clock.

mod album;
mod bars;
mod capture;
mod catch_up;
mod large;
mod memory;
mod organisation;
mod photo;
mod ruler;
mod seal;
mod store;
mod walk;

use peak_alloc::PeakAlloc;
use ruler::Ruler;

/// Counts what is allocated, for the row that measures it.
#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// A name for the command line, and what measures its rows.
type Subject = (&'static str, fn(&mut Ruler));

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let mut ruler = Ruler::new(quick);
    let subjects: [Subject; 10] = [
        ("seal", seal::rows),
        ("photo", photo::rows),
        ("capture", capture::rows),
        ("store", store::rows),
        ("walk", walk::rows),
        ("catch-up", catch_up::rows),
        ("memory", memory::rows),
        ("large", large::rows),
        ("organisation", organisation::rows),
        ("album", album::rows),
    ];
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    for (name, rows) in subjects {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            rows(&mut ruler);
        }
    }
    ruler.finish();
}
