//! `cargo xtask bench`: each row of the performance bars beside its peer in one run, kept in `docs/performance.md`.
//!
//! The rows are measured in `tests/bench`, and those of browsers in `web/app/test/bench.mjs`, where their bars stand as well;
//! here is only the table. A machine that is busy makes both sides slow, so a row is a ratio where it can be. One that misses
//! its bar fails the command, after the table.

mod web;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::project;
use crate::shell::{Shell, ask, cargo};

/// How thoroughly to measure.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Fewer turns and smaller stores, for a look while working on something; docs/performance.md stays as it is.
    #[arg(long)]
    quick: bool,
    /// One subject alone, such as `catch-up`; docs/performance.md stays as it is.
    #[arg(long, value_name = "SUBJECT")]
    only: Option<String>,
    /// What somebody waits for in a browser; the other rows stay as they are.
    #[arg(long, conflicts_with_all = ["quick", "only"])]
    web: bool,
}

/// Begins the part of docs/performance.md that is about browsers.
const BROWSERS: &str = "\n## In a browser\n";

/// One measured row; times in milliseconds of CPU, those of browsers on the clock of the wall.
struct Row {
    name: String,
    ours: f64,
    peer: String,
    theirs: Option<f64>,
    /// The largest ratio that passes.
    bar: Option<f64>,
    /// The longest time that passes.
    limit: Option<f64>,
    /// How the cost grows from a smaller size to this one.
    exponent: Option<f64>,
    note: String,
    /// What is counted where it is not time.
    unit: String,
}

/// Measures, prints the table and writes it down.
///
/// # Errors
/// When the benchmarks do not compile or run, or a row misses its bar; with `CI=true` also when a peer is missing.
pub(crate) fn run(args: &Args) -> Result<()> {
    let rows = if args.web { web::measure(&Shell::loud())? } else { core(args)? };
    println!("\n{:<60} {:>11}  {:<28} {:>11} {:>6} {:>10}  verdict", "name", "ours", "peer", "peer", "ratio", "bar");
    for row in &rows {
        let Row { name, peer, .. } = row;
        let [ours, theirs, ratio, bar, ..] = row.columns();
        println!("{name:<60} {ours:>11}  {peer:<28} {theirs:>11} {ratio:>6} {bar:>10}  {}", row.verdict());
    }
    if !args.quick && args.only.is_none() {
        let page = project::root().join("docs/performance.md");
        let old = fs::read_to_string(&page).unwrap_or_default();
        let (of_core, of_browsers) = old.split_at(old.find(BROWSERS).unwrap_or(old.len()));
        let new = if args.web { of_core.to_owned() + &browsers(&rows)? } else { core_page(&rows)? + of_browsers };
        fs::write(page, new)?;
        println!("\nwritten to docs/performance.md");
    }
    if let Some(row) = rows.iter().find(|row| row.peer_is_missing()).filter(|_| project::in_ci()) {
        bail!("{}: the peer `{}` is missing", row.name, row.peer);
    }
    let missed: Vec<&str> = rows.iter().filter(|row| row.verdict() == "fail").map(|row| row.name.as_str()).collect();
    ensure!(missed.is_empty(), "over its bar: {}", missed.join("; "));
    Ok(())
}

/// Measures what is the same on all devices.
fn core(args: &Args) -> Result<Vec<Row>> {
    let file = file()?;
    let mut bench = cargo();
    bench.args(["bench", "--locked", "--package", "verband-tests", "--bench", "rows"]);
    bench.arg("--").args(args.quick.then_some("--quick")).args(&args.only);
    Shell::loud().run(bench.env("VERBAND_BENCH_ROWS", &file))?;
    rows(&file)
}

/// Where rows are written while they are measured.
fn file() -> Result<PathBuf> {
    let folder = project::target().join("bench");
    fs::create_dir_all(&folder)?;
    Ok(folder.join("rows.tsv"))
}

fn rows(file: &Path) -> Result<Vec<Row>> {
    let text = fs::read_to_string(file).context("the rows of the benchmarks")?;
    let rows = text.lines().map(Row::parse).collect::<Result<Vec<_>>>()?;
    ensure!(!rows.is_empty(), "the benchmarks gave no rows");
    Ok(rows)
}

impl Row {
    fn parse(line: &str) -> Result<Self> {
        let fields: Vec<&str> = line.split('\t').collect();
        let &[name, ours, peer, theirs, bar, limit, exponent, note, unit] = fields.as_slice() else {
            bail!("not a row: {line}");
        };
        let number = |text: &str| if text.is_empty() { Ok(None) } else { text.parse().map(Some) };
        Ok(Self {
            name: name.to_owned(),
            ours: ours.parse()?,
            peer: peer.to_owned(),
            theirs: number(theirs)?,
            bar: number(bar)?,
            limit: number(limit)?,
            exponent: number(exponent)?,
            note: note.to_owned(),
            unit: unit.to_owned(),
        })
    }

    fn ratio(&self) -> Option<f64> {
        Some(self.ours / self.theirs?)
    }

    fn peer_is_missing(&self) -> bool {
        !self.peer.is_empty() && self.theirs.is_none()
    }

    /// `pass` or `fail` where there is a bar.
    fn verdict(&self) -> &'static str {
        if self.peer_is_missing() {
            return "peer missing";
        }
        let below = |value: Option<f64>, bar: Option<f64>| value.zip(bar).map(|(value, bar)| value <= bar);
        match below(self.ratio(), self.bar).or(below(Some(self.ours), self.limit)) {
            Some(true) => "pass",
            Some(false) => "fail",
            None => "",
        }
    }

    /// Ours, theirs, ratio, bar and exponent, as they are printed.
    fn columns(&self) -> [String; 5] {
        let number = |value: Option<f64>| value.map(|value| format!("{value:.2}")).unwrap_or_default();
        let bar = match (self.bar, self.limit) {
            (Some(bar), _) => format!("≤ {bar:.2}"),
            (None, Some(limit)) => format!("≤ {}", self.amount(limit)),
            (None, None) => String::new(),
        };
        let theirs = self.theirs.map(|theirs| self.amount(theirs)).unwrap_or_default();
        [self.amount(self.ours), theirs, number(self.ratio()), bar, number(self.exponent)]
    }

    fn amount(&self, amount: f64) -> String {
        if self.unit.is_empty() { time(amount) } else { format!("{amount:.1} {}", self.unit) }
    }
}

fn time(ms: f64) -> String {
    if ms < 1.0 { format!("{:.1} µs", 1000.0 * ms) } else { format!("{ms:.1} ms") }
}

/// What `docs/performance.md` tells of the core.
fn core_page(rows: &[Row]) -> Result<String> {
    let mut page = String::from(
        "# Performance\n\n\
         Written by `cargo xtask bench`, which is also how to repeat it (`--quick` for a look, which writes nothing). \
         The peers that are programs come by `apt install libvips-tools`; the others are crates.\n\n\
         Every row is what Verband does beside a named peer on the same input, in the same process and the same run. \
         They take turns, so that a busy machine slows both; the figures are medians of the CPU time of the one thread \
         that works, preparation left out, and only the ratio means something on another machine. Peers that are \
         programs count with all their threads and with their start. Criterion drives the turns; its own report of our \
         side lies in `target/criterion`. *Growth* is the exponent from a smaller size to the one in the row: 1 means \
         in proportion to the work, 0 not at all.\n\n",
    );
    let ask = |program: &str, arguments: &[&str]| ask(Command::new(program).args(arguments)).unwrap_or_default();
    writeln!(page, "- Date: {}", ask("date", &["-u", "+%Y-%m-%d"]))?;
    writeln!(page, "- Machine: {}", machine())?;
    writeln!(page, "- Compiler: {}", ask("rustc", &["--version"]))?;
    let vips = ask("vipsthumbnail", &["--vips-version"]);
    writeln!(page, "- Peers: {}, {}", versions()?, if vips.is_empty() { "libvips missing" } else { &vips })?;
    table(page, rows)
}

/// What it tells of browsers.
fn browsers(rows: &[Row]) -> Result<String> {
    let mut page = format!(
        "{BROWSERS}\n\
         Written by `cargo xtask bench --web`: the web app as a house gets it, in Chromium without a window, with a ward that is \
         six weeks old on the same machine. Times are on the clock of the wall unless the row says otherwise, so that a busy \
         machine makes them longer. Nothing of this is measured by CI: whoever changes what is measured runs it by hand. A row of \
         scrolling is the share of frames that took no longer than its time; the frames above it, up to the longest, are in the \
         notes.\n\n"
    );
    writeln!(page, "- Date: {}", ask(Command::new("date").args(["-u", "+%Y-%m-%d"])).unwrap_or_default())?;
    writeln!(page, "- Machine: {}", machine())?;
    writeln!(page, "- Browser: {}", web::browser())?;
    table(page, rows)
}

/// Rows and notes at the end of a page.
fn table(mut page: String, rows: &[Row]) -> Result<String> {
    page.push_str("\n| Row | Ours | Peer | Peer's | Ratio | Bar | | Growth |\n|---|--:|---|--:|--:|--:|---|--:|\n");
    let mut notes = String::new();
    for row in rows {
        let [ours, theirs, ratio, bar, exponent] = row.columns();
        let (name, peer, verdict) = (&row.name, &row.peer, row.verdict());
        writeln!(page, "| {name} | {ours} | {peer} | {theirs} | {ratio} | {bar} | {verdict} | {exponent} |")?;
        if !row.note.is_empty() {
            writeln!(notes, "- {name}: {}.", row.note)?;
        }
    }
    Ok(format!("{page}\n{notes}"))
}

/// Processor, cores and system.
fn machine() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let model = model.map_or(std::env::consts::ARCH, |(_, name)| name);
    format!("{model}, {cores} cores, {}", std::env::consts::OS)
}

/// The versions of the peers that are crates.
fn versions() -> Result<String> {
    const PEERS: [&str; 4] = ["chacha20poly1305", "ed25519-dalek", "libsqlite3-sys", "ring"];
    let metadata = project::metadata()?;
    let peers = metadata.packages.iter().filter(|package| PEERS.contains(&package.name.as_str()));
    let peers: Vec<String> = peers.map(|package| format!("{} {}", package.name, package.version)).collect();
    Ok(peers.join(", "))
}
