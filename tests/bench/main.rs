//! The rows of `docs/performance.md`: what Verband does, beside a named peer doing the same, in one run.
//!
//! What lives here: one module per subject, and the ruler they share. `cargo xtask bench` runs this and writes the
//! table. Not here: anything that the product uses, or a test that passes or fails by the clock.

mod catch_up;
mod photo;
mod ruler;
mod seal;
mod store;
mod walk;

use ruler::Ruler;

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let mut ruler = Ruler::new(quick);
    seal::rows(&mut ruler);
    photo::rows(&mut ruler);
    store::rows(&mut ruler);
    walk::rows(&mut ruler);
    catch_up::rows(&mut ruler);
    ruler.finish();
}
