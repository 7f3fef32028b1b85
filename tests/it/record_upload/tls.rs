//! A record behind TLS: the platform hands over whom to trust with the target, and whoever cannot show to be that record is sent
//! nothing.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::serve::Listener;
use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use verband_client::texts::Language;
use verband_client::{RecordTarget, Retry};

use super::{ANNA, Answers, BERTA, Record, acts, made, refusal, target, upload};
use crate::fhir::ward;
use crate::tls::{Certified, authority};

/// Connections that have shown who they are.
struct Tls {
    listener: TcpListener,
    acceptor: TlsAcceptor,
}

impl Listener for Tls {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let Ok((stream, address)) = self.listener.accept().await else { continue };
            // Whoever does not trust the certificate hangs up here.
            if let Ok(stream) = self.acceptor.accept(stream).await {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

async fn record(config: ServerConfig) -> (Arc<Record>, u16) {
    let (record, routes) = made(Answers::Created);
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let port = listener.local_addr().expect("bound").port();
    let listener = Tls { listener, acceptor: TlsAcceptor::from(Arc::new(config)) };
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (record, port)
}

#[tokio::test]
async fn only_the_record_whose_authority_was_handed_over_is_sent_anything() {
    let (world, log, wound) = ward(361).await;
    let [anna, berta] = [ANNA, BERTA].map(|index| world.devices[index].client().clone());
    let (own, config) = authority(Certified::Localhost);
    let (record, port) = record(config).await;
    let trusted =
        RecordTarget { authority: Some(own.into_bytes()), ..target(format!("https://localhost:{port}/fhir")) };
    let (other, _) = authority(Certified::Localhost);
    let by_address = format!("https://127.0.0.1:{port}/fhir");
    for (why, wrong) in [
        ("no authority is handed over", RecordTarget { authority: None, ..trusted.clone() }),
        ("another authority", RecordTarget { authority: Some(other.into_bytes()), ..trusted.clone() }),
        ("a certificate of another name", RecordTarget { url: by_address, ..trusted.clone() }),
    ] {
        let error = upload(&anna, &log, &wound, &wrong).await.expect_err(why);
        assert_eq!((error.code(), error.retry()), ("record", Retry::Never), "{why}");
        assert!(error.sentence(Language::German).expect("a sentence").contains("Zertifikat"), "{why}");
        assert_eq!(refusal::<()>(Err(error)).code(), "untrusted", "{why}");
        assert_eq!(anna.documented_trace(&log, &wound).expect("readable"), [], "{why}");
    }
    assert_eq!((record.tries(), record.has().len()), (0, 0), "nothing was sent");
    // What could not be sent goes when the platform hands over the right one: as the same document, said once in the log.
    let receipt = upload(&anna, &log, &wound, &trusted).await.expect("taken");
    assert!(receipt.earlier && record.has().len() == 1);
    assert_eq!(*record.faults.lock().expect("whole"), Vec::<String>::new());
    world.settle().await;
    assert!(berta.is_documented(&log, &wound).expect("readable"));
    assert_eq!(acts(&berta, &log, &wound), 2, "one for each address");
    let zone = "Europe/Berlin";
    let photos =
        berta.wound_photos_upload(&log, &wound, None, &trusted, &super::patient(), zone, Language::German).await;
    assert_eq!((photos.expect("taken").len(), record.has().len()), (1, 2));
}

#[tokio::test]
async fn a_certificate_that_is_over_is_none() {
    let (world, log, wound) = ward(362).await;
    let anna = world.devices[ANNA].client().clone();
    let (own, config) = authority(Certified::Expired);
    let (record, port) = record(config).await;
    let over = RecordTarget { authority: Some(own.into_bytes()), ..target(format!("https://localhost:{port}/fhir")) };
    assert_eq!(refusal(upload(&anna, &log, &wound, &over).await).code(), "untrusted");
    assert_eq!(record.tries(), 0);
    let unreadable = RecordTarget { authority: Some(b"-----BEGIN CERTIFICATE-----\nx".to_vec()), ..over };
    let error = upload(&anna, &log, &wound, &unreadable).await.expect_err("no certificate");
    assert_eq!(error.code(), "certificate");
}
