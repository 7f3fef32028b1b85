//! Serving: connections, TLS, and an end that loses nothing.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

use crate::config::Tls;
use crate::delivery::deliver;
use crate::http::router;
use crate::server::Server;

/// Connections at the same time. Further ones wait in the queue of the operating system.
const MAX_CONNECTIONS: usize = 10_000;

/// How long the headers of a request, or a TLS handshake, may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// How long requests may go on after the server was asked to stop.
const FAREWELL: Duration = Duration::from_secs(10);

/// How often the server keeps its house.
const HOUSE_KEEPING: Duration = Duration::from_hours(1);

/// Why TLS cannot be spoken.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file is not what it should be.
    #[error("{file}: {error}")]
    File {
        /// Which.
        file: String,
        /// Why.
        error: rustls::pki_types::pem::Error,
    },
    /// Certificate and key do not fit.
    #[error("TLS: {0}")]
    Setup(#[from] rustls::Error),
}

/// Reads certificate and key. TLS 1.3 only.
///
/// # Errors
/// See [`TlsError`].
pub fn tls(tls: &Tls) -> Result<TlsAcceptor, TlsError> {
    let file = |path: &std::path::Path| path.display().to_string();
    let chain = CertificateDer::pem_file_iter(&tls.certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| TlsError::File { file: file(&tls.certificate), error })?;
    let key = PrivateKeyDer::from_pem_file(&tls.key).map_err(|error| TlsError::File { file: file(&tls.key), error })?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Serves until `stop` is done, then lets requests finish and ends sync streams.
pub async fn serve(server: Server, listener: TcpListener, tls: Option<TlsAcceptor>, stop: impl Future<Output = ()>) {
    let router = router(server.clone());
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let house = tokio::spawn(keep_house(server.clone()));
    let mut delivery = tokio::spawn(deliver(server.clone()));
    let mut stop = std::pin::pin!(stop);
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await.ok();
            (place, accept(&listener).await)
        };
        let (place, (stream, address)) = tokio::select! {
            () = &mut stop => break,
            next = next => next,
        };
        let watcher = graceful.watcher();
        let (router, tls) = (router.clone(), tls.clone());
        tokio::spawn(async move {
            let _place = place;
            match tls {
                None => converse(stream, address, router, watcher).await,
                Some(tls) => {
                    let handshake = tokio::time::timeout(PATIENCE, tls.accept(stream)).await;
                    if let Ok(Ok(stream)) = handshake {
                        converse(stream, address, router, watcher).await;
                    }
                }
            }
        });
    }
    drop(listener);
    house.abort();
    server.stop();
    // An e-mail that is being handed over has the same time to be noted down; otherwise it would be sent again.
    let (requests, _) = tokio::join!(
        tokio::time::timeout(FAREWELL, graceful.shutdown()),
        tokio::time::timeout(FAREWELL, &mut delivery),
    );
    delivery.abort();
    if requests.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
    let kept = server.run(|inner| Ok(inner.store.checkpoint()?)).await;
    if let Err(failure) = kept {
        tracing::warn!(reason = %failure, "no checkpoint");
    }
}

/// Takes the next connection. Errors here are of one connection, or pass, as when files are used up.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((stream, address)) => {
                // Small frames of sync streams leave at once.
                let _ = stream.set_nodelay(true);
                return (stream, address);
            }
            Err(error) if is_of_connection(&error) => {}
            Err(error) => {
                tracing::error!(kind = %error.kind(), "cannot accept connections");
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
        }
    }
}

fn is_of_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

async fn converse<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    stream: S,
    address: SocketAddr,
    router: Router,
    watcher: hyper_util::server::graceful::Watcher,
) {
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(address));
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .max_headers(64)
        .serve_connection(TokioIo::new(stream), service);
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(timeout = error.is_timeout(), parse = error.is_parse(), "connection ended");
    }
}

async fn keep_house(server: Server) {
    loop {
        let keeper = server.clone();
        match tokio::task::spawn_blocking(move || keeper.keep_house()).await {
            Ok(Ok(())) => {}
            Ok(Err(failure)) => tracing::warn!(reason = %failure, "house-keeping"),
            Err(_) => return,
        }
        tokio::time::sleep(HOUSE_KEEPING).await;
    }
}

/// Done when the process is asked to end, by SIGTERM or SIGINT.
///
/// # Errors
/// If signals cannot be listened to.
pub fn asked_to_end() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_connection_whose_headers_trickle_is_closed() {
        let (mut client, server) = tokio::io::duplex(1024);
        let graceful = GracefulShutdown::new();
        let address = SocketAddr::from(([127, 0, 0, 1], 1));
        let served = tokio::spawn(converse(server, address, Router::new(), graceful.watcher()));
        let began = tokio::time::Instant::now();
        client.write_all(b"GET /health/live HT").await.unwrap();
        let mut rest = Vec::new();
        client.read_to_end(&mut rest).await.unwrap();
        assert_eq!(began.elapsed(), PATIENCE);
        served.await.unwrap();
    }
}
