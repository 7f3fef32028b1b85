//! The story, step by step.

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use verband_protocol::id::DeviceId;
use verband_vault::sample;

use crate::cast::{self, Device, field};
use crate::ciphertexts::Folder;
use crate::picture::Picture;
use crate::process::{LOOK, PATIENCE, Process};
use crate::report::{Report, Step};
use crate::server::{ANY_PORT, Server};
use crate::stage::{Stage, copy};

const ORGANISATION: &str = "Pflegedienst Linde";
pub(crate) const CHANNEL: &str = "Wundteam";
pub(crate) const FIRST_TEXT: &str = "Herr Özdemir, linke Ferse: Verband gewechselt, Wundränder gerötet.";
pub(crate) const CAPTION: &str = "Ferse links, Tag 3, Fibrinbelag";
pub(crate) const ANSWER: &str = "Danke, übernehme morgen die Dokumentation.";
pub(crate) const LATER_TEXT: &str = "Neuer Befund: Exsudat deutlich zurückgegangen.";
pub(crate) const LATER_ANSWER: &str = "Sehr schön, Schaumverband bleibt bis Freitag.";
pub(crate) const LATER_CAPTION: &str = "Verlaufskontrolle, Granulation sichtbar";
pub(crate) const LATER_NAME: &str = "Emilia Engelhardt";
pub(crate) const BACK_TEXT: &str = "Mein Telefon ist hin, ich bin mit dem neuen wieder da.";

/// The photo of the story.
pub(crate) struct Photo {
    pub(crate) jpeg: Vec<u8>,
    pub(crate) upright: Picture,
    pub(crate) from: String,
    /// Words that stand in its metadata, as far as the story knows them.
    pub(crate) traces: &'static [&'static str],
}

impl Photo {
    /// Reads the photo, or draws one.
    pub(crate) fn choose(file: Option<&Path>) -> Result<Self> {
        let (jpeg, from, traces) = match file {
            Some(path) => {
                let jpeg = fs::read(path).with_context(|| format!("cannot read the photo {}", path.display()))?;
                (jpeg, path.display().to_string(), &[][..])
            }
            None => (sample::wound_photo(1600, 1200, 7), "drawn by the demo".to_owned(), &sample::TRACES[..]),
        };
        let upright = Picture::read(&jpeg).with_context(|| format!("the photo {from} cannot be used"))?;
        Ok(Self { jpeg, upright, from, traces })
    }
}

/// The people and the server.
pub(crate) struct World<'a> {
    pub(crate) stage: &'a Stage,
    pub(crate) photo: &'a Photo,
    pub(crate) anna: Device,
    pub(crate) berta: Device,
    pub(crate) clara: Device,
    pub(crate) dora: Device,
    pub(crate) server: RefCell<Server>,
}

/// Tells the story. What holds and what does not is in the report.
pub(crate) fn tell(stage: &Stage, photo: &Photo, report: &mut Report) -> Result<()> {
    let server = report.step("A server starts, empty", |step| start(stage, step))?;
    let world = World {
        stage,
        photo,
        anna: Device::new(stage, "anna", "Anna Arndt"),
        berta: Device::new(stage, "berta", "Berta Brandt"),
        clara: Device::new(stage, "clara", "Clara Claasen"),
        dora: Device::new(stage, "dora", "Dora Dietrich"),
        server: RefCell::new(server),
    };
    let told = world.tell(report);
    // If the server is gone, that is why the rest failed.
    world.server.borrow_mut().must_run()?;
    let later_photo = told?;
    let port = world.server.borrow().port()?;
    report.step("Nothing of it can be read in the server's folder", |step| world.blind(step, &later_photo))?;
    report.step("The server ends, and its folder is read once more", |step| {
        world.server.borrow_mut().stop()?;
        world.blind(step, &later_photo)
    })?;
    let folder = Folder::read(&stage.server_folder().join("data"), &world.clara.id()?)?;
    report.step("A server that lies lets Clara in again", |step| world.lying_server(step, &folder, &port))?;
    report.step("Clara tries all her secrets on the stolen folder", |step| world.offline(step, &folder))
}

fn start(stage: &Stage, step: &mut Step) -> Result<Server> {
    let server = Server::start(stage, &stage.server_folder(), ANY_PORT)?;
    step.note(&format!("verband-server serve --listen {ANY_PORT}: {}", server.address));
    step.needs(server.link.is_some(), "an empty server prints a one-time link that permits one founding")?;
    Ok(server)
}

impl World<'_> {
    /// Everything that happens while the server runs. Gives the photo that was sent after the removal.
    fn tell(&self, report: &mut Report) -> Result<Vec<u8>> {
        report.step("Anna founds the organisation with the link that the server printed", |step| self.found(step))?;
        report.step("Berta and Clara enrol, each with the code of her letter", |step| self.enrol(step))?;
        report.step("Berta takes a wound photo; Clara sees it arrive", |step| self.photograph(step))?;
        report.step("Dora is invited; Berta's device, the only one online, admits her", |step| self.admit(step))?;
        report.step("All other devices are off; Dora reads from the first entry", |step| self.newcomer(step))?;
        report.step("The others come back", |step| self.back(step))?;
        report.step("Anna revokes Clara; Berta's device commits the removal", |step| self.revoke(step))?;
        let later_photo = report.step("More is written", |step| self.later(step))?;
        report.step("Clara's device asks the server", |step| self.refused(step))?;
        report.step("Dora's phone breaks; she has a new one and the card that she printed", |step| self.lost(step))?;
        Ok(later_photo)
    }

    fn found(&self, step: &mut Step) -> Result<()> {
        let server = self.server.borrow();
        let link = server.link.as_deref().context("no link")?;
        let (place, _) = link.split_once('#').context("a link with a token")?;
        let other = format!("{place}#0000-0000-0000-0000");
        let sheet = self.stage.work.join("recovery-sheet.pdf");
        let sheet = sheet.to_str().context("a folder whose name is text")?;
        let found = |name, link| ["found", link, "--name", name, "--organisation", ORGANISATION];
        let wrong = Device::new(self.stage, "mallory", "Mallory");
        let refused = wrong.try_to(step, &found("Mallory", &other))?;
        step.needs(refused.is_err() && !wrong.profile.exists(), "another token founds nothing")?;
        let founded =
            self.anna.run(step, &[&found(self.anna.person, link)[..], &["--recovery-sheet", sheet]].concat())?;
        step.needs(field(&founded, "state")? == "enrolled", "the right one founds the organisation")?;
        let again = wrong.try_to(step, &found("Mallory", link))?;
        step.proves(again.err().is_some_and(|refusal| refusal.code == "set-up-gone"), "the link founds once");
        let made = self.anna.run(step, &["channel", "create", CHANNEL])?;
        step.needs(field(&made, "state")? == "done", format!("the channel {CHANNEL} is on the server"))
    }

    fn enrol(&self, step: &mut Step) -> Result<()> {
        let letters = [self.invite(step, &self.berta)?, self.invite(step, &self.clara)?];
        let mut online = self.online(step, &self.anna)?;
        for (device, letter) in [&self.berta, &self.clara].into_iter().zip(&letters) {
            device.run(step, &["enrol", letter, "--yes"])?;
        }
        self.wait_for_members(&self.anna, &[&self.anna, &self.berta, &self.clara])?;
        online.stop()?;
        for device in [&self.berta, &self.clara] {
            device.run(step, &["sync"])?;
            let inside = cast::members(device, CHANNEL)?;
            step.proves(inside.len() == 3, format!("{} is in {CHANNEL}, as her letter names it", device.person));
        }
        let used = Device::new(self.stage, "mallory", "Mallory");
        let refused = used.try_to(step, &["enrol", &letters[0], "--yes"])?;
        let gone = refused.err().is_some_and(|refusal| refusal.code == "invitation-gone");
        step.proves(gone, "the code of a letter is used once");
        Ok(())
    }

    fn photograph(&self, step: &mut Step) -> Result<()> {
        let file = self.stage.work.join("wound.jpg");
        fs::write(&file, &self.photo.jpeg)?;
        let mut follow = self.clara.start(step, &["follow", CHANNEL, "--until-count", "2"])?;
        let sent = self.berta.run(step, &["send", CHANNEL, FIRST_TEXT])?;
        step.needs(field(&sent, "state")? == "sent", "the text is sent")?;
        follow.wait_for("{", || self.server.borrow_mut().must_run())?;
        let sent = self.berta.run(step, &["photo", CHANNEL, "wound.jpg", "--caption", CAPTION])?;
        step.needs(field(&sent, "state")? == "sent", format!("the photo ({}) is sent", self.photo.from))?;
        let seen = follow.finish()?;
        ensure!(seen.status.success(), "clara: verband follow: {}", seen.err.trim());
        let seen: Vec<Value> = seen.out.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        let texts: Vec<&str> = seen.iter().map(|row| field(row, "text")).collect::<Result<_>>()?;
        step.proves(texts == [FIRST_TEXT, CAPTION], "Clara's device shows text and photo as they arrive");
        let size = seen.last().map(|row| (number(row, "width"), number(row, "height")));
        let (width, height) = (self.photo.upright.width as u64, self.photo.upright.height as u64);
        step.proves(size == Some((width, height)), format!("the photo is upright: {width} × {height}"));
        self.clara.run(step, &["send", CHANNEL, ANSWER])?;
        Ok(())
    }

    fn admit(&self, step: &mut Step) -> Result<()> {
        let letter = self.invite(step, &self.dora)?;
        let mut online = self.online(step, &self.berta)?;
        let start = self.server.borrow().log_end()?;
        let off = [&self.anna, &self.clara].iter().all(|device| device.is_off());
        self.dora.run(step, &["enrol", &letter, "--yes"])?;
        self.wait_for_members(&self.berta, &[&self.anna, &self.berta, &self.clara, &self.dora])?;
        let ended = online.stop()?;
        let there = self.server.borrow().devices_since(start)?;
        let mut expected = vec![self.berta.short_id()?, self.dora.short_id()?];
        expected.sort();
        step.proves(off && there == expected, "only Berta's and Dora's devices were there; Berta does not administer");
        step.proves(ended.status.success(), "Berta's device ended as it was asked to");
        Ok(())
    }

    fn newcomer(&self, step: &mut Step) -> Result<()> {
        let others = [&self.anna, &self.berta, &self.clara];
        step.proves(others.iter().all(|device| device.is_off()), "no process of any other device runs");
        let start = self.server.borrow().log_end()?;
        self.dora.run(step, &["sync"])?;
        let rows = self.dora.run(step, &["read", CHANNEL, "--limit", "1000"])?;
        let texts = texts(&rows)?;
        step.proves(texts == [FIRST_TEXT, CAPTION, ANSWER], "Dora reads everything that was written before she came");
        let authors: Vec<&str> = rows_of(&rows)?.iter().map(|row| field(row, "author_name")).collect::<Result<_>>()?;
        let names = [self.berta.person, self.berta.person, self.clara.person];
        step.proves(authors == names, "and by whom");
        let newcomer = self.stage.newcomer();
        let photo = newcomer.join("photo.jpg");
        self.dora.run(step, &["export", CHANNEL, photo.to_str().context("a folder whose name is text")?])?;
        let text = self.dora.text(step, &["read", CHANNEL, "--limit", "1000"])?;
        fs::write(newcomer.join("conversation.txt"), format!("{CHANNEL}\n\n{text}\n"))?;
        let there = self.server.borrow().devices_since(start)?;
        step.proves(there == [self.dora.short_id()?], "the server's log shows no other device in all this time");
        self.same_picture(step, &fs::read(&photo)?)
    }

    fn back(&self, step: &mut Step) -> Result<()> {
        for device in [&self.anna, &self.berta, &self.clara] {
            device.run(step, &["sync"])?;
            let rows = device.quietly(&["read", CHANNEL])?;
            let alarms = device.quietly(&["alarms"])?;
            let quiet = rows_of(&alarms)?.is_empty();
            step.proves(texts(&rows)?.len() == 3 && quiet, format!("{} has all three, and no alarm", device.person));
        }
        let photo = self.stage.work.join("clara-sees.jpg");
        self.clara.run(step, &["export", CHANNEL, photo.to_str().context("a folder whose name is text")?])?;
        Ok(())
    }

    fn revoke(&self, step: &mut Step) -> Result<()> {
        self.anna.run(step, &["revoke-member", self.clara.person, "--later"])?;
        let before = cast::members(&self.anna, CHANNEL)?;
        step.proves(before.len() == 4, "Anna's device only wrote it into the organisation's log");
        self.berta.run(step, &["sync"])?;
        let after = cast::members(&self.berta, CHANNEL)?;
        let gone = after.len() == 3 && !after.iter().any(|name| name == self.clara.person);
        step.proves(gone, "after Berta's sync Clara is no member of the conversation");
        let folder = Folder::read(&self.stage.server_folder().join("data"), &self.clara.id()?)?;
        let by_berta = folder.removed_by == self.berta.id()?;
        step.proves(by_berta, "the commit that removes her is signed by Berta's device");
        Ok(())
    }

    fn later(&self, step: &mut Step) -> Result<Vec<u8>> {
        let photo = sample::wound_photo(1000, 1400, 23);
        fs::write(self.stage.work.join("later.jpg"), &photo)?;
        self.berta.run(step, &["send", CHANNEL, LATER_TEXT])?;
        self.dora.run(step, &["sync"])?;
        self.dora.run(step, &["send", CHANNEL, LATER_ANSWER])?;
        self.anna.run(step, &["sync"])?;
        self.anna.run(step, &["photo", CHANNEL, "later.jpg", "--caption", LATER_CAPTION])?;
        self.anna.run(step, &["invite", LATER_NAME, "--channel", CHANNEL])?;
        self.dora.run(step, &["sync"])?;
        let rows = self.dora.quietly(&["read", CHANNEL])?;
        let expected = [FIRST_TEXT, CAPTION, ANSWER, LATER_TEXT, LATER_ANSWER, LATER_CAPTION];
        step.proves(texts(&rows)? == expected, "Dora, who belongs to it, reads all of it");
        Ok(photo)
    }

    fn refused(&self, step: &mut Step) -> Result<()> {
        // Her profile is copied first: what comes later is about a device whose owner does not let it obey.
        let profile = self.stage.work.join("clara-obeys");
        copy(&self.clara.profile, &profile)?;
        let obeys = self.clara.copied(profile);
        for (words, code, status) in [(&["sync"][..], "revoked", 5), (&["read", CHANNEL], "not-enrolled", 1)] {
            let refused = obeys.try_to(step, words)?;
            let text = match &refused {
                Ok(_) => format!("`verband {}` of Clara's device goes through", words[0]),
                Err(refusal) => format!("`verband {}` of Clara's device: {}", words[0], refusal.message),
            };
            let as_expected = refused.err().is_some_and(|refusal| refusal.code == code && refusal.status == status);
            step.proves(as_expected, text);
        }
        let rows = self.clara.quietly(&["read", CHANNEL])?;
        let sent: Vec<&str> = rows_of(&rows)?
            .iter()
            .filter(|row| row.get("state").and_then(Value::as_str) == Some("sent"))
            .map(|row| field(row, "text"))
            .collect::<Result<_>>()?;
        let text = "a copy that has not asked still has what she had, and nothing more";
        step.proves(sent == [FIRST_TEXT, CAPTION, ANSWER], text);
        Ok(())
    }

    fn lost(&self, step: &mut Step) -> Result<()> {
        let card = self.dora.run(step, &["recovery-key"])?;
        let others = [&self.anna, &self.berta];
        step.proves(others.iter().all(|device| device.is_off()), "no process of any other device runs");
        let again = Device::new(self.stage, "dora-2", self.dora.person);
        again.run(step, &["recover", field(&card, "link")?, "--yes"])?;
        again.run(step, &["sync"])?;
        let rows = again.run(step, &["read", CHANNEL])?;
        step.proves(texts(&rows)?.len() == 6, "she reads everything again");
        let sent = again.run(step, &["send", CHANNEL, BACK_TEXT])?;
        step.proves(field(&sent, "state")? == "sent", "and writes");
        let revoked = self.dora.try_to(step, &["sync"])?.err().is_some_and(|refusal| refusal.code == "revoked");
        step.proves(revoked, "whoever finds the old phone is out");
        self.berta.run(step, &["sync"])?;
        let rows = self.berta.quietly(&["read", CHANNEL])?;
        step.proves(texts(&rows)?.last() == Some(&BACK_TEXT), "the others go on with her");
        Ok(())
    }

    /// Invites a person to the channel, and gives the link of her letter.
    fn invite(&self, step: &mut Step, device: &Device) -> Result<String> {
        let letter = self.anna.run(step, &["invite", device.person, "--channel", CHANNEL])?;
        Ok(field(&letter, "link")?.to_owned())
    }

    /// Puts a device online, in the background.
    fn online(&self, step: &mut Step, device: &Device) -> Result<Process> {
        let mut process = device.start(step, &["run"])?;
        process.wait_for("{\"state\":\"online\"", || self.server.borrow_mut().must_run())?;
        Ok(process)
    }

    /// Waits until a device sees exactly these people in the channel.
    fn wait_for_members(&self, device: &Device, people: &[&Device]) -> Result<()> {
        let mut expected: Vec<&str> = people.iter().map(|device| device.person).collect();
        expected.sort_unstable();
        let until = Instant::now() + PATIENCE;
        loop {
            let mut inside = cast::members(device, CHANNEL)?;
            inside.sort();
            if inside == expected {
                return Ok(());
            }
            self.server.borrow_mut().must_run()?;
            if Instant::now() > until {
                bail!("{} waits in vain for {expected:?} in {CHANNEL}: {inside:?}", device.name);
            }
            std::thread::sleep(LOOK);
        }
    }
}

impl Device {
    /// Its id.
    pub(crate) fn id(&self) -> Result<DeviceId> {
        let who = self.quietly(&["whoami"])?;
        field(&who, "device")?.parse().context("a device id")
    }
}

pub(crate) fn rows_of(value: &Value) -> Result<&Vec<Value>> {
    value.as_array().context("a list")
}

pub(crate) fn texts(rows: &Value) -> Result<Vec<&str>> {
    rows_of(rows)?.iter().map(|row| field(row, "text")).collect()
}

fn number(row: &Value, name: &str) -> u64 {
    row.get(name).and_then(Value::as_u64).unwrap_or_default()
}
