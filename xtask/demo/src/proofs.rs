//! What is proved about everything that was told: the picture is the same, the server is blind, and who was removed
//! stays out.

use anyhow::{Context, Result};
use verband_vault::sample;

use crate::attack;
use crate::cast::field;
use crate::ciphertexts::{Ciphertext, Folder, Kind, Time};
use crate::leak::{self, Marker};
use crate::outsider;
use crate::picture::{self, Picture};
use crate::report::Step;
use crate::secrets;
use crate::server::Server;
use crate::stage::copy;
use crate::story::{
    ANSWER, BACK_TEXT, CAPTION, CHANNEL, FIRST_TEXT, LATER_ANSWER, LATER_CAPTION, LATER_NAME, LATER_TEXT, World,
    rows_of, texts,
};

impl World<'_> {
    /// The exported photo shows what was taken, and tells nothing else.
    pub(crate) fn same_picture(&self, step: &mut Step, exported: &[u8]) -> Result<()> {
        let upright = &self.photo.upright;
        let seen = Picture::read(exported).context("the exported photo")?;
        let size = format!("{} × {}", seen.width, seen.height);
        let same_size = (seen.width, seen.height) == (upright.width, upright.height);
        step.proves(same_size, format!("her photo has the size of the one that was taken, upright: {size}"));
        if same_size {
            let apart = seen.difference(upright);
            let turned = seen.difference(&upright.upside_down());
            let text = format!(
                "it shows the same picture (apart {:.2} of 255 on average, {:.1} at most; upside down it would be {:.1})",
                apart.mean, apart.worst, turned.mean
            );
            step.proves(apart.is_none(), text);
        }
        let found = picture::metadata(exported);
        let had = picture::metadata(&self.photo.jpeg);
        let text = match (found.is_empty(), had.is_empty()) {
            (false, _) => format!("metadata is left: {}", found.join(", ")),
            (true, true) => "it has no metadata".to_owned(),
            (true, false) => format!("it has no metadata (taken out: {})", had.join(", ")),
        };
        step.proves(found.is_empty(), text);
        let traces =
            self.photo.traces.iter().filter(|trace| memchr::memmem::find(exported, trace.as_bytes()).is_some());
        let traces: Vec<&&str> = traces.collect();
        step.proves(traces.is_empty(), "no position, camera, serial number or room stands in it");
        Ok(())
    }

    /// No file of the server contains anything that people wrote.
    pub(crate) fn blind(&self, step: &mut Step, later_photo: &[u8]) -> Result<()> {
        let markers = self.markers(later_photo)?;
        let folder = self.stage.server_folder();
        let found = leak::search(&folder, &markers)?;
        let what = format!(
            "none of {} pieces of text, names, captions and photos is in its {} files ({} kB: database, blobs, logs)",
            markers.len(),
            found.files,
            found.bytes >> 10
        );
        step.proves(found.hits.is_empty(), if found.hits.is_empty() { what } else { found.hits.join("; ") });
        // The same search must find what it looks for where it is.
        let seen = leak::search(&self.stage.newcomer(), &markers)?;
        step.proves(
            !seen.hits.is_empty(),
            format!("the same search finds {} of them in what the newcomer exported", seen.hits.len()),
        );
        Ok(())
    }

    fn markers(&self, later_photo: &[u8]) -> Result<Vec<Marker>> {
        let texts = [
            ("the text", FIRST_TEXT),
            ("the caption", CAPTION),
            ("the answer", ANSWER),
            ("the later text", LATER_TEXT),
            ("the later answer", LATER_ANSWER),
            ("the later caption", LATER_CAPTION),
            ("the title", CHANNEL),
            ("the name", self.anna.person),
            ("the name", self.berta.person),
            ("the name", self.clara.person),
            ("the name", self.dora.person),
            ("the text after a loss", BACK_TEXT),
            ("the invited name", LATER_NAME),
        ];
        let mut markers: Vec<Marker> = texts.iter().flat_map(|(what, text)| leak::of_text(what, text)).collect();
        markers.extend(leak::of_photo("the photo", &self.photo.jpeg)?);
        markers.extend(leak::of_photo("the later photo", later_photo)?);
        markers.extend(leak::of_traces("a trace of the camera", &sample::TRACES));
        Ok(markers)
    }

    /// A server that forgets the revocation and hands out everything does not help her.
    pub(crate) fn lying_server(&self, step: &mut Step, folder: &Folder, port: &str) -> Result<()> {
        let stolen = self.stage.work.join("lying-server");
        copy(&self.stage.server_folder(), &stolen)?;
        outsider::help(&stolen.join("data"), folder, &self.clara.id()?)?;
        step.note("a copy of the folder where she was never revoked, and the real server program on it");
        let profile = self.stage.work.join("clara-and-the-lying-server");
        copy(&self.clara.profile, &profile)?;
        let clara = self.clara.copied(profile);
        let mut server = Server::start(self.stage, &stolen, port)?;
        let let_in = clara.try_to(step, &["sync"])?;
        let come = match &let_in {
            Ok(_) => "she is let in, and her device asks for everything".to_owned(),
            Err(refusal) => format!("she is not let in: {}", refusal.message),
        };
        step.proves(let_in.is_ok(), come);
        let rows = clara.quietly(&["read", CHANNEL, "--limit", "1000"])?;
        let later: Vec<&str> =
            texts(&rows)?.into_iter().filter(|text| [LATER_TEXT, LATER_ANSWER, LATER_CAPTION].contains(text)).collect();
        step.proves(later.is_empty(), "her device shows nothing that was written after the removal");
        let alarms = clara.run(step, &["alarms"])?;
        let alarms: Vec<&str> = rows_of(&alarms)?.iter().map(|row| field(row, "alarm")).collect::<Result<_>>()?;
        let named = alarms.contains(&"omission");
        step.proves(named, format!("it received the removal, and names the lie: {}", alarms.join(", ")));
        server.stop()
    }

    /// Her keys open what was written while she belonged to it, and nothing else.
    pub(crate) fn offline(&self, step: &mut Step, folder: &Folder) -> Result<()> {
        let profile = self.stage.work.join("clara-offline");
        copy(&self.clara.profile, &profile)?;
        let hers = secrets::of(&self.clara.copied(profile))?;
        let (tries, sealed) = (hers.all.len(), folder.sealed.len());
        step.note(&format!("{tries} secrets, every 32 bytes in a row of her opened store, on {sealed} sealed things"));
        let opened = attack::try_all(&hers, &folder.sealed);
        let clara = self.clara.id()?;
        let (before, all_before) =
            count(folder, &opened, |thing| thing.time == Time::Before && thing.to.is_none_or(|device| device == clara));
        let (after, all_after) = count(folder, &opened, |thing| thing.time == Time::After);
        step.proves(
            before == all_before && before > 0,
            format!("she opens {before} of {all_before} that were written while she belonged to it (the attack works)"),
        );
        step.proves(after == 0 && all_after > 0, format!("she opens {after} of {all_after} written afterwards"));
        let kinds = [Kind::Event, Kind::Name, Kind::Link, Kind::Blob, Kind::Bundle, Kind::Handover];
        let missing = kinds
            .iter()
            .find(|kind| !folder.sealed.iter().any(|thing| thing.kind == **kind && thing.time == Time::After));
        step.proves(missing.is_none(), "texts, photos, names, links, invitations and key hand-overs are among them");

        let profile = self.stage.work.join("berta-offline");
        copy(&self.berta.profile, &profile)?;
        let berta = self.berta.id()?;
        let opened = attack::try_all(&secrets::of(&self.berta.copied(profile))?, &folder.sealed);
        let (opens, all) = count(folder, &opened, |thing| {
            thing.time == Time::After && thing.kind != Kind::Bundle && thing.to.is_none_or(|device| device == berta)
        });
        step.proves(
            opens == all && opens > 0,
            format!("the same attempt with the store of Berta, who belongs to it, opens {opens} of {all} of those"),
        );
        Ok(())
    }
}

/// How many of those that are meant were opened, and how many there are.
fn count(folder: &Folder, opened: &[bool], meant: impl Fn(&Ciphertext) -> bool) -> (usize, usize) {
    let meant: Vec<bool> =
        folder.sealed.iter().zip(opened).filter(|(thing, _)| meant(thing)).map(|(_, o)| *o).collect();
    (meant.iter().filter(|opened| **opened).count(), meant.len())
}
