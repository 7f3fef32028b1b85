//! `cargo xtask test`: every check there is, one after the other, with times and a count at the end.
//!
//! A failing step does not stop the others. The tools of later steps are brought in the background while the first
//! ones compile.

mod bindings;
mod counts;
mod faults;
mod papers;
mod rust;
mod vectors;

use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};

use crate::setup::Tool;
use crate::shell::Shell;
use crate::{audit, project, size, tidy};
use counts::Counts;

/// What to run.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Run only these steps, separated by commas (not in CI).
    #[arg(long, value_delimiter = ',', value_name = "STEP")]
    only: Vec<String>,
    /// Leave out these steps, separated by commas (not in CI).
    #[arg(long, value_delimiter = ',', value_name = "STEP", conflicts_with = "only")]
    skip: Vec<String>,
    /// List the steps and end.
    #[arg(long)]
    list: bool,
}

/// One check.
struct Step {
    name: &'static str,
    about: &'static str,
    /// What has to be on the machine besides Rust.
    tool: Option<Tool>,
    run: fn(&Shell) -> Result<Counts>,
}

const STEPS: [Step; 13] = [
    Step { name: "format", about: "source code is formatted", tool: None, run: rust::format },
    Step { name: "lints", about: "clippy has nothing to say", tool: None, run: rust::lints },
    Step { name: "tidy", about: "house rules", tool: None, run: |_| tidy::run().map(|()| Counts::none()) },
    Step {
        name: "audit",
        about: "licences and known bad crates",
        tool: None,
        run: |_| audit::run().map(|()| Counts::none()),
    },
    Step { name: "rust", about: "all Rust tests", tool: None, run: rust::tests },
    Step { name: "vectors", about: "test vectors, verified by Python", tool: Some(Tool::Python), run: vectors::run },
    Step { name: "papers", about: "papers, validated against PDF/UA-1", tool: Some(Tool::Verapdf), run: papers::run },
    Step {
        name: "kotlin",
        about: "Kotlin bindings against a real server",
        tool: Some(Tool::Kotlin),
        run: bindings::kotlin,
    },
    Step {
        name: "swift",
        about: "Swift bindings against a real server",
        tool: Some(Tool::Swift),
        run: bindings::swift,
    },
    Step {
        name: "browser",
        about: "the core in a browser against a real server",
        tool: Some(Tool::Chromium),
        run: bindings::browser,
    },
    Step {
        name: "app",
        about: "the web app in a browser against a real server",
        tool: Some(Tool::Chromium),
        run: bindings::app,
    },
    Step { name: "phones", about: "types for Android and iOS", tool: Some(Tool::Phones), run: rust::phones },
    Step {
        name: "size",
        about: "size of the stripped library, and of the web app",
        tool: Some(Tool::Wasm),
        run: |shell| size::check(shell).map(|()| Counts::none()),
    },
];

/// How a step ended.
struct Report {
    name: &'static str,
    time: Duration,
    result: Result<Counts>,
}

/// Runs the chosen steps.
///
/// # Errors
/// When a step failed, or with `CI=true` one was to be left out.
pub(crate) fn run(args: &Args) -> Result<()> {
    if args.list {
        for step in &STEPS {
            println!("{:8} {}", step.name, step.about);
        }
        return Ok(());
    }
    let steps = chosen(args)?;
    let start = Instant::now();
    let mut background = Some(bring_tools(&steps)?);
    let shell = Shell::loud();
    let mut reports = Vec::new();
    for step in steps {
        println!("\n== {}: {}", step.name, step.about);
        if step.tool.is_some()
            && let Some(tools) = background.take()
        {
            println!("  waiting for the tools");
            drop(tools.join());
        }
        let begin = Instant::now();
        let result = (step.run)(&shell);
        if let Err(error) = &result {
            println!("{} FAILED: {error:#}", step.name);
        }
        reports.push(Report { name: step.name, time: begin.elapsed(), result });
    }
    summarise(&reports, start.elapsed())
}

fn chosen(args: &Args) -> Result<Vec<&'static Step>> {
    let named = args.only.iter().chain(&args.skip);
    for name in named {
        ensure!(STEPS.iter().any(|step| step.name == name), "no step is called `{name}`; `--list` names them");
    }
    if project::in_ci() && !(args.only.is_empty() && args.skip.is_empty()) {
        bail!("CI=true: nothing may be left out");
    }
    let wanted = |step: &&Step| match args.only.as_slice() {
        [] => !args.skip.iter().any(|name| name == step.name),
        only => only.iter().any(|name| name == step.name),
    };
    Ok(STEPS.iter().filter(wanted).collect())
}

/// Installs what the steps need while others run. A failure is only in the log: the step itself tries again and says it.
fn bring_tools(steps: &[&'static Step]) -> Result<JoinHandle<()>> {
    let log = project::target().join("tools/setup.log");
    let shell = Shell::logged(&log)?;
    let mut tools: Vec<Tool> = steps.iter().filter_map(|step| step.tool).collect();
    if tools.contains(&Tool::Chromium) {
        tools.push(Tool::Wasm);
    }
    if !tools.is_empty() {
        println!("bringing the tools in the background, see {}", log.display());
    }
    Ok(std::thread::spawn(move || {
        for tool in tools {
            if let Err(error) = tool.ensure(&shell) {
                shell.say(&format!("{error:#}"));
            }
        }
    }))
}

/// Prints times and counts; the last line is read by CI.
fn summarise(reports: &[Report], total: Duration) -> Result<()> {
    println!();
    for report in reports {
        let state = if report.result.as_ref().is_ok_and(Counts::good) { "ok" } else { "FAILED" };
        println!("{:8} {state:7}{:7.1} s", report.name, report.time.as_secs_f64());
    }
    println!("{:15} {:7.1} s\n", "total", total.as_secs_f64());
    for report in reports {
        match &report.result {
            Ok(counts) => {
                for line in &counts.faults {
                    println!("{}: {line}", report.name);
                }
            }
            Err(error) => println!("{}: {error:#}", report.name),
        }
    }
    let (mut passed, mut failed, mut words) = (0, 0, Vec::new());
    for report in reports {
        // A step that failed without counting, such as the format check, is one failure.
        let uncounted = Counts::of(0, 1);
        let counts = report.result.as_ref().unwrap_or(&uncounted);
        passed += counts.passed;
        failed += counts.failed;
        if counts.passed > 0 {
            let verb = if report.name == "vectors" { "verified" } else { "passed" };
            words.push(format!("{} {} {verb}", report.name, counts.passed));
        }
    }
    let words = if words.is_empty() { "no tests".to_owned() } else { words.join(", ") };
    println!("{words}; {failed} failed");
    println!("{passed} passed, {failed} failed");
    ensure!(failed == 0, "{failed} failed");
    Ok(())
}
