//! Whom a client trusts: the authority of the organisation's own server, or else the public ones.

use std::sync::Arc;

use bytes::Bytes;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use verband_client::platform::Http;
use verband_client::port::Transport;

/// For what a server is certified.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certified {
    /// For `localhost`.
    Localhost,
    /// For the same, in years that are over.
    Expired,
}

/// An authority, as PEM, and a server certified by it.
pub(crate) fn authority(certified: Certified) -> (String, ServerConfig) {
    let mut params = CertificateParams::new([]).expect("no names");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority");
    let key = KeyPair::generate().expect("a key");
    let mut params = CertificateParams::new(["localhost".to_owned()]).expect("a name");
    if certified == Certified::Expired {
        params.not_after = rcgen::date_time_ymd(2020, 1, 1);
    }
    let certificate = params.signed_by(&key, &authority).expect("a certificate");
    let chain = vec![CertificateDer::from(certificate.der().to_vec())];
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a private key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.expect("versions").with_no_client_auth().with_single_cert(chain, key).expect("a server");
    (authority.pem(), config)
}

/// Answers every request with `200`, until the test ends; its port.
async fn serve(config: ServerConfig) -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let port = listener.local_addr().expect("bound").port();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // Whoever does not trust the certificate hangs up here.
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let _request = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await;
            let _ = stream.shutdown().await;
        }
    });
    port
}

async fn ask(port: u16, authority: Option<&str>) -> Result<u16, String> {
    let http = Http::new(authority.map(str::as_bytes)).expect("a client");
    let request = http::Request::get(format!("https://localhost:{port}/health/live")).body(Bytes::new()).expect("one");
    http.send(request).await.map(|answer| answer.status().as_u16()).map_err(|error| error.to_string())
}

#[tokio::test]
async fn a_client_trusts_the_given_authority_and_no_other() {
    let (own, config) = authority(Certified::Localhost);
    let port = serve(config).await;
    assert_eq!(ask(port, Some(&own)).await, Ok(200));
    let (other, _) = authority(Certified::Localhost);
    for refused in [ask(port, Some(&other)).await, ask(port, None).await] {
        let error = refused.expect_err("nobody whom this client trusts vouches for the server");
        assert!(error.contains("certificate"), "it says what is wrong: {error}");
    }
}
