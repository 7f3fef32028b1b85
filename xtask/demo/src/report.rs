//! What is shown while the story is told, and the report of it: each step, what was proved, how long it took.

use std::fs;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::stage::Stage;

/// The report of one telling.
pub(crate) struct Report {
    began: Instant,
    steps: Vec<Step>,
    stopped: Option<String>,
    colours: bool,
}

/// One step of the story.
pub(crate) struct Step {
    title: String,
    commands: Vec<String>,
    proofs: Vec<Proof>,
    took: Duration,
    colours: bool,
}

struct Proof {
    holds: bool,
    what: String,
}

const BOLD: &str = "1";
const DIM: &str = "2";
const GREEN: &str = "32";
const RED: &str = "31;1";

impl Report {
    pub(crate) fn new() -> Self {
        let colours = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        Self { began: Instant::now(), steps: Vec::new(), stopped: None, colours }
    }

    /// Plays one step. What it proves is counted; an error ends the story.
    pub(crate) fn step<T>(&mut self, title: &str, play: impl FnOnce(&mut Step) -> Result<T>) -> Result<T> {
        let began = Instant::now();
        let number = self.steps.len() + 1;
        println!("{}", paint(self.colours, BOLD, &format!("{number:2}  {title}")));
        let mut step = Step {
            title: title.to_owned(),
            commands: Vec::new(),
            proofs: Vec::new(),
            took: Duration::ZERO,
            colours: self.colours,
        };
        let played = play(&mut step);
        step.took = began.elapsed();
        println!("      {}", paint(self.colours, DIM, &seconds(step.took)));
        self.steps.push(step);
        played.with_context(|| format!("step {number}"))
    }

    /// The story ended early.
    pub(crate) fn stop(&mut self, why: &str) {
        self.stopped = Some(why.to_owned());
    }

    /// Writes the report and shows the summary. Whether everything held.
    pub(crate) fn finish(&self, stage: &Stage, keep: bool) -> bool {
        let proofs: Vec<&Proof> = self.steps.iter().flat_map(|step| &step.proofs).collect();
        let broken: Vec<&&Proof> = proofs.iter().filter(|proof| !proof.holds).collect();
        let held = self.stopped.is_none() && broken.is_empty();
        println!();
        if let Some(why) = &self.stopped {
            println!("{}", paint(self.colours, RED, &format!("The story ended early: {why}")));
        }
        for proof in &broken {
            println!("{}", paint(self.colours, RED, &format!("does not hold: {}", proof.what)));
        }
        let verdict = self.verdict(proofs.len(), broken.len());
        println!("{}", paint(self.colours, if held { GREEN } else { RED }, &verdict));
        let mut held = held;
        if keep {
            let path = stage.out.join("report.md");
            match fs::write(&path, self.markdown(&verdict)) {
                Ok(()) => {
                    println!("  what the newcomer sees   {}", stage.newcomer().display());
                    println!("  all that the server has  {}", stage.server_folder().display());
                    println!("  the report               {}", path.display());
                }
                Err(error) => {
                    held = false;
                    println!("{}", paint(self.colours, RED, &format!("no report: {}: {error}", path.display())));
                }
            }
        } else {
            println!("  Nothing is kept; --out DIR keeps the photo, the server's folder and a report.");
        }
        if stage.kept() {
            println!("  devices and copies       {}", stage.work.display());
        }
        held
    }

    fn verdict(&self, proofs: usize, broken: usize) -> String {
        let took = seconds(self.began.elapsed());
        match (&self.stopped, broken) {
            (None, 0) => format!("All {proofs} checks in {} steps held ({took}).", self.steps.len()),
            (Some(_), 0) => format!("Not proved: {proofs} checks held before the end ({took})."),
            _ => format!("{broken} of {proofs} checks failed ({took})."),
        }
    }

    fn markdown(&self, verdict: &str) -> String {
        let mut text = format!("# Verband: what the demo proved\n\n{verdict}\n");
        let mut line = |parts: &str| {
            text.push_str(parts);
            text.push('\n');
        };
        if let Some(why) = &self.stopped {
            line(&format!("\n**The story ended early:** {why}"));
        }
        line("\n| | Step | Checks | Time |\n|---|---|---|---|");
        for (number, step) in (1..).zip(&self.steps) {
            let held = step.proofs.iter().filter(|proof| proof.holds).count();
            let (title, all) = (&step.title, step.proofs.len());
            line(&format!("| {number} | {title} | {held} of {all} | {} |", seconds(step.took)));
        }
        for (number, step) in (1..).zip(&self.steps) {
            line(&format!("\n## {number}. {}\n", step.title));
            for proof in &step.proofs {
                line(&format!("- {} {}", if proof.holds { "held:" } else { "**FAILED:**" }, proof.what));
            }
            if !step.commands.is_empty() {
                line(&format!("\n```\n{}\n```", step.commands.join("\n")));
            }
        }
        text
    }
}

impl Step {
    /// Notes a command of a device, as a person would type it.
    pub(crate) fn command(&mut self, device: &str, words: &[&str]) {
        let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
        let line = format!("{device}$ verband {}", words.join(" "));
        println!("      {}", paint(self.colours, DIM, &line));
        self.commands.push(line);
    }

    /// Notes something that is no command: what happens on the stage.
    pub(crate) fn note(&mut self, what: &str) {
        let line = format!("# {what}");
        println!("      {}", paint(self.colours, DIM, &line));
        self.commands.push(line);
    }

    /// Notes what was proved; if it was not, the story cannot go on.
    pub(crate) fn needs(&mut self, holds: bool, what: impl Into<String>) -> Result<()> {
        let what = what.into();
        self.proves(holds, what.clone());
        ensure!(holds, "it does not hold that {what}");
        Ok(())
    }

    /// Notes what was proved, or that it was not.
    pub(crate) fn proves(&mut self, holds: bool, what: impl Into<String>) {
        let what = what.into();
        let (mark, colour) = if holds { ("✔", GREEN) } else { ("✘", RED) };
        println!("    {} {what}", paint(self.colours, colour, mark));
        let _ = std::io::stdout().flush();
        self.proofs.push(Proof { holds, what });
    }
}

fn quoted(word: &str) -> String {
    let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "-_./:=,+@".contains(c));
    if plain && !word.is_empty() { word.to_owned() } else { format!("'{word}'") }
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

fn paint(colours: bool, code: &str, text: &str) -> String {
    if colours { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}
