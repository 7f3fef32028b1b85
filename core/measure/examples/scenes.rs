//! How exact measuring is: `cargo run --release -p verband-measure --example scenes -- 500`, with the number of scenes of each kind.
//! Prints the table of `docs/measuring.md`.

#![allow(
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::manual_midpoint,
    clippy::float_cmp,
    reason = "photos are computed here: places, counts and shades"
)]

#[path = "../tests/scene/mod.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod scene;

use scene::Tally;

fn main() {
    let count: u64 = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(200);
    println!(
        "| marker | tilt | length: half | 95 of 100 | said | within | area: half | 95 of 100 | said | within | refused |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    for side in [20, 30, 50] {
        for tilt in [0, 15, 30, 45, 60] {
            let tally = Tally::of(1..count + 1, side, f64::from(tilt));
            let figure = |which| {
                let percent = |part: f64| format!("{:.1} %", 100.0 * part);
                let (half, most) = (tally.percentile(which, 50), tally.percentile(which, 95));
                format!(
                    "{} | {} | ± {} | {:.1} %",
                    percent(half),
                    percent(most),
                    percent(tally.said(which)),
                    tally.covered(which)
                )
            };
            let refused = 100.0 * tally.refused.len() as f64 / count as f64;
            println!("| {side} mm | {tilt}° | {} | {} | {refused:.1} % |", figure(0), figure(1));
            let mut why = std::collections::BTreeMap::new();
            tally.refused.iter().for_each(|error| *why.entry(error.code()).or_insert(0) += 1);
            eprintln!("{why:?}");
        }
    }
}
