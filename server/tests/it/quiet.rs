//! What is written to the log: that something happened, and nothing of what it was.

use std::io::Write;
use std::sync::{Arc, Mutex};

use tracing_subscriber::fmt::MakeWriter;

use verband_protocol::entry::{Class, Header};
use verband_protocol::wire::{Found, ProblemCode};

use crate::actor::Change;
use crate::blobs::Upload;
use crate::house::House;
use crate::people::{add, change, channel, enrol, found, give_key_packages, invite};

/// What was written.
#[derive(Clone, Default)]
pub(crate) struct Kept(Arc<Mutex<Vec<u8>>>);

impl Kept {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.0.lock().unwrap().clone()
    }
}

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Kept {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn the_log_has_no_content_no_tokens_and_no_full_ids() {
    let kept = Kept::default();
    // Everything that anybody would write, at the finest level.
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::level_filters::LevelFilter::TRACE)
        .with_writer(kept.clone())
        .with_ansi(false)
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);

    let house = House::new();
    let mut admin = found(&house, 1).await;
    let mut nurse = enrol(&house, &mut admin, 2).await;
    let log = channel(&house, &mut admin).await;
    add(&house, &mut admin, &log, &mut nurse).await;
    give_key_packages(&house, &nurse, 2, true).await;
    let letter = invite(&house, &mut admin, Vec::new()).await;
    let marker = "Dekubitus Grad drei";
    let mut upload = Upload::new(&log, 1, 1000);
    upload.bytes[..marker.len()].copy_from_slice(marker.as_bytes());
    upload.whole(&house, &admin).await;
    let header = Header { blobs: vec![upload.blob], ..admin.header(&log, Class::Content) };
    let entry = admin.sign(header, Some(marker.as_bytes().to_vec()));
    admin.append(&house, &log, vec![entry.clone()]).await.unwrap();
    admin.apply(&entry);
    change(&house, &mut admin, &log, Change { remove: vec![nurse.device], ..Change::default() }).await;
    // Failures too: a wrong set-up token, markers in paths, queries, tokens and bodies, a refused entry.
    let token = house.set_up_token();
    let wrong = Found { token: format!("{token}-{marker}"), entries: Vec::new() };
    assert_eq!(house.post("/v1/organisations", None, &wrong).await.problem().code, ProblemCode::Forbidden);
    let in_url = marker.replace(' ', "-");
    house.get(&format!("/v1/logs/{in_url}/entries?after={in_url}"), admin.token()).await;
    house.get(&format!("/{in_url}"), Some(&in_url)).await;
    house.send(axum::http::Method::POST, "/v1/session", None, marker.as_bytes().to_vec()).await;
    let forged = admin.sign(Header { version: 9, ..admin.header(&log, Class::Content) }, Some(marker.into()));
    admin.append(&house, &log, vec![forged]).await.unwrap_err();
    drop(guard);

    let written = String::from_utf8(kept.bytes()).unwrap();
    assert!(written.lines().count() > 20, "something is written");
    assert!(written.contains("route=\"/v1/logs/{log}/entries\""), "{written}");
    for secret in [
        marker.to_owned(),
        in_url,
        token,
        admin.token.clone().unwrap(),
        nurse.token.clone().unwrap(),
        "Pflegedienst".to_owned(),
        log.to_string(),
        admin.device.to_string(),
        admin.member.to_string(),
        admin.organisation_id().to_string(),
        upload.blob.to_string(),
        letter.invitation.id.to_string(),
    ] {
        assert!(!written.contains(&secret), "{secret} is in the log");
    }
}
