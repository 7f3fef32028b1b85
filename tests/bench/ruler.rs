//! The ruler: CPU time of this thread, peers taking turns under criterion, medians, and one line per row.

use std::fmt::Write;
use std::time::Duration;

use criterion::{Criterion, SamplingMode};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use nix::time::{ClockId, clock_gettime};

use crate::bars::Bar;

/// One contestant: does the work once and says what it cost. What only prepares the work is left out of that.
pub(crate) type Contestant<'a> = Box<dyn FnMut() -> Duration + 'a>;

/// One line of the table. Columns that do not apply stay empty.
pub(crate) struct Row<'a> {
    pub(crate) name: &'a str,
    pub(crate) ours: Duration,
    pub(crate) peer: &'a str,
    pub(crate) theirs: Option<Duration>,
    /// The largest `ours / theirs` that passes.
    pub(crate) bar: Option<f64>,
    /// The longest `ours` that passes, where the bar is a time.
    pub(crate) limit: Option<Duration>,
    /// How the cost grows with the size of the work: 1 is in proportion to it, 0 not at all.
    pub(crate) exponent: Option<f64>,
    pub(crate) note: &'a str,
    /// What is counted instead of time: the amounts then stand where milliseconds would.
    pub(crate) unit: &'a str,
}

impl<'a> Row<'a> {
    /// A row without a peer and without a bar.
    pub(crate) fn new(name: &'a str, ours: Duration) -> Self {
        Self { name, ours, peer: "", theirs: None, bar: None, limit: None, exponent: None, note: "", unit: "" }
    }

    /// A row of something else than time.
    pub(crate) fn amount(name: &'a str, ours: f64, unit: &'a str) -> Self {
        Self { unit, ..Self::new(name, milliseconds(ours)) }
    }

    /// Beside another amount of the same.
    pub(crate) fn beside_amount(self, peer: &'a str, theirs: f64) -> Self {
        self.beside(peer, milliseconds(theirs))
    }

    /// Beside a peer; `theirs` is none where the peer is missing on this machine.
    pub(crate) fn beside(self, peer: &'a str, theirs: impl Into<Option<Duration>>) -> Self {
        Self { peer, theirs: theirs.into(), ..self }
    }

    /// At most this.
    pub(crate) fn bar(self, bar: Bar) -> Self {
        match bar {
            Bar::Times(times) => Self { bar: Some(times), ..self },
            Bar::Time(limit) => Self { limit: Some(limit), ..self },
            Bar::Amount(amount) => Self { limit: Some(milliseconds(amount)), ..self },
        }
    }

    /// With the exponent that leads from a smaller size to this one.
    pub(crate) fn grown(self, smaller: Duration, times: f64) -> Self {
        let exponent = (self.ours.as_secs_f64() / smaller.as_secs_f64()).ln() / times.ln();
        Self { exponent: Some(exponent), ..self }
    }

    /// With a remark.
    pub(crate) fn note(self, note: &'a str) -> Self {
        Self { note, ..self }
    }
}

/// Measures and collects rows.
pub(crate) struct Ruler {
    criterion: Criterion,
    /// Fewer turns, for a look while working on something.
    pub(crate) quick: bool,
    lines: String,
}

impl Ruler {
    pub(crate) fn new(quick: bool) -> Self {
        // Nothing is plotted, and nothing is compared with an earlier run: a run compares peers.
        let criterion = Criterion::default().without_plots().warm_up_time(Duration::from_millis(50));
        Self { criterion, quick, lines: String::new() }
    }

    /// Lets the contestants take turns for about so long; the median cost of each.
    pub(crate) fn compare<const N: usize>(
        &mut self,
        name: &str,
        seconds: u64,
        mut contestants: [Contestant<'_>; N],
    ) -> [Duration; N] {
        let mut costs: [Vec<Duration>; N] = [const { Vec::new() }; N];
        let mut group = self.criterion.benchmark_group("verband");
        let time = Duration::from_millis(if self.quick { 300 } else { 1000 * seconds });
        group.sample_size(10).sampling_mode(SamplingMode::Flat).measurement_time(time / N as u32);
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|turns| {
                let mut ours = Duration::ZERO;
                for _ in 0..turns {
                    for (index, (contestant, costs)) in contestants.iter_mut().zip(&mut costs).enumerate() {
                        let cost = contestant();
                        costs.push(cost);
                        ours += if index == 0 { cost } else { Duration::ZERO };
                    }
                }
                ours
            });
        });
        group.finish();
        costs.map(median)
    }

    /// Prints a row, and keeps it for the file that `cargo xtask bench` reads.
    pub(crate) fn row(&mut self, row: &Row<'_>) {
        let ms = |time: Duration| format!("{:.4}", 1000.0 * time.as_secs_f64());
        let number = |number: Option<f64>| number.map(|number| format!("{number:.2}")).unwrap_or_default();
        let fields = [
            row.name.to_owned(),
            ms(row.ours),
            row.peer.to_owned(),
            row.theirs.map(ms).unwrap_or_default(),
            number(row.bar),
            row.limit.map(ms).unwrap_or_default(),
            number(row.exponent),
            row.note.to_owned(),
            row.unit.to_owned(),
        ];
        let line = fields.join("\t");
        eprintln!("{line}");
        writeln!(self.lines, "{line}").expect("writing to a string cannot fail");
    }

    /// Writes the rows where `VERBAND_BENCH_ROWS` says.
    pub(crate) fn finish(self) {
        if let Some(path) = std::env::var_os("VERBAND_BENCH_ROWS") {
            std::fs::write(path, self.lines).expect("the file for the rows can be written");
        }
    }
}

/// An amount where a time would stand.
fn milliseconds(amount: f64) -> Duration {
    Duration::from_secs_f64(amount / 1000.0)
}

/// CPU time that this thread spends in `work`.
pub(crate) fn cost<T>(work: impl FnOnce() -> T) -> Duration {
    let before = thread_time();
    let out = std::hint::black_box(work());
    let cost = thread_time().saturating_sub(before);
    drop(out);
    cost
}

/// CPU time of this thread so far.
pub(crate) fn thread_time() -> Duration {
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).expect("every thread has a clock").into()
}

/// What work takes that other threads share: CPU time of this thread, and that of the others on as many cores as there
/// are. It is the clock on the wall of a machine that does nothing else.
pub(crate) fn shared_cost(work: impl FnOnce()) -> Duration {
    let all =
        || clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID).map(Duration::from).expect("every process has a clock");
    let (process, thread) = (all(), thread_time());
    work();
    let (process, thread) = (all().saturating_sub(process), thread_time().saturating_sub(thread));
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    thread + process.saturating_sub(thread) / u32::try_from(cores).unwrap_or(1)
}

/// CPU time of all programs that were started from here and have ended, their own start included.
pub(crate) fn children_time() -> Duration {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("every process has children's times");
    let micros = (usage.user_time() + usage.system_time()).num_microseconds();
    Duration::from_micros(micros.unsigned_abs())
}

fn median(mut costs: Vec<Duration>) -> Duration {
    costs.sort_unstable();
    costs[costs.len() / 2]
}
