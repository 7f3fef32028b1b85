//! The server as one value: its ports, and what it keeps in memory. Everything in memory can be made again from the
//! store, so that a server can be killed at any time.

use std::sync::Arc;

use tokio::sync::{Notify, watch};

use verband_protocol::code::{SetUpLink, SetUpToken};
use verband_protocol::id::Hash;
use verband_protocol::port::{Clock, Entropy, random};

use crate::blobs::Blobs;
use crate::domain::conversation::Conversations;
use crate::domain::hub::Hub;
use crate::domain::organisation::Organisations;
use crate::domain::rate::Rates;
use crate::domain::unreadable::erase_unreadable;
use crate::failure::Failure;
use crate::relay::Relay;
use crate::settings::{Settings, Work};
use crate::store::Store;

/// How long a set-up token is valid, in milliseconds: 30 minutes.
pub const SET_UP_VALIDITY: u64 = 30 * 60 * 1000;

/// How long an uploaded blob waits for the event that claims it, in milliseconds: a week.
const UNCLAIMED_VALIDITY: u64 = 7 * 24 * 60 * 60 * 1000;

/// Everything that a server reaches outside of itself.
#[derive(Clone)]
pub struct Ports {
    /// What it remembers.
    pub store: Arc<dyn Store>,
    /// The bytes of blobs.
    pub blobs: Arc<dyn Blobs>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub entropy: Arc<dyn Entropy>,
    /// Takes e-mails, if the operator has set one up.
    pub relay: Option<Arc<Relay>>,
}

/// A server. Clones are the same server.
#[derive(Clone)]
pub struct Server {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) settings: Settings,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) blobs: Arc<dyn Blobs>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) relay: Option<Arc<Relay>>,
    /// Rings when there is a new e-mail to send.
    pub(crate) mail_bell: Notify,
    pub(crate) challenge_key: [u8; 32],
    pub(crate) organisations: Organisations,
    pub(crate) conversations: Conversations,
    pub(crate) rates: Rates,
    pub(crate) hub: Hub,
    stopping: watch::Sender<bool>,
}

impl Inner {
    pub(crate) fn now(&self) -> u64 {
        self.clock.now_ms()
    }

    pub(crate) fn random<const N: usize>(&self) -> [u8; N] {
        random(&*self.entropy)
    }

    /// Removes the files of erased blobs, and what auxiliary files hold of erased bodies.
    pub(crate) fn clear_erased(&self) -> Result<(), Failure> {
        let unclaimed_since = self.now().saturating_sub(UNCLAIMED_VALIDITY);
        for (organisation, blob) in self.store.doom_blobs(unclaimed_since)? {
            self.blobs.remove(&organisation, &blob)?;
            self.store.forget_blob(&organisation, &blob)?;
        }
        Ok(self.store.checkpoint()?)
    }

    /// True from [`Server::stop`] on.
    pub(crate) fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.subscribe()
    }
}

impl Server {
    /// A server over its ports.
    ///
    /// # Errors
    /// [`Failure`] if the store cannot be written.
    pub fn new(settings: Settings, ports: Ports) -> Result<Self, Failure> {
        let Ports { store, blobs, clock, entropy, relay } = ports;
        let challenge_key = store.challenge_key(random(&*entropy))?;
        let inner = Inner {
            rates: Rates::new(settings.limits.clone()),
            hub: Hub::new(settings.limits.streams_per_device),
            settings,
            store,
            blobs,
            clock,
            entropy,
            relay,
            mail_bell: Notify::new(),
            challenge_key,
            organisations: Organisations::default(),
            conversations: Conversations::default(),
            stopping: watch::channel(false).0,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Whether there is an organisation yet.
    ///
    /// # Errors
    /// [`Failure`] if the store cannot be read.
    pub fn is_set_up(&self) -> Result<bool, Failure> {
        Ok(!self.inner.store.organisations()?.is_empty())
    }

    /// Makes a link with which one organisation can be founded within [`SET_UP_VALIDITY`]. Earlier unused ones are out
    /// of date from now on.
    ///
    /// # Errors
    /// [`Failure`] if the store cannot be written.
    pub fn new_set_up_link(&self) -> Result<SetUpLink, Failure> {
        let token = SetUpToken::random(&*self.inner.entropy);
        let now = self.inner.now();
        self.inner.store.put_set_up_token(&set_up_token_hash(&token), now, now + SET_UP_VALIDITY)?;
        Ok(SetUpLink { server: self.inner.settings.origin.clone(), token })
    }

    /// Drops what has ended, erases what nobody may read any more, and removes the files of erased blobs. To be called now and
    /// then.
    ///
    /// # Errors
    /// [`Failure`] if store or blobs cannot be written; the rest is done the next time.
    pub fn keep_house(&self) -> Result<(), Failure> {
        let now = self.inner.now();
        self.inner.rates.drop_full(now);
        self.inner.store.drop_expired(now)?;
        let unreadable = erase_unreadable(&self.inner);
        self.inner.clear_erased().and(unreadable)
    }

    /// Ends all sync streams and lets no new ones begin; other requests are served on.
    pub fn stop(&self) {
        self.inner.stopping.send_replace(true);
    }

    /// Whether [`Self::stop`] was called.
    pub fn is_stopping(&self) -> bool {
        *self.inner.stopping.borrow()
    }

    /// Runs work that may wait for the disk, away from the threads that serve connections.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        match self.inner.settings.work {
            Work::Inline => work(&self.inner),
            Work::Threads => {
                let inner = Arc::clone(&self.inner);
                tokio::task::spawn_blocking(move || work(&inner))
                    .await
                    .unwrap_or_else(|error| Err(Failure::Internal(error.to_string())))
            }
        }
    }
}

/// The hash that is stored of a token.
pub(crate) fn set_up_token_hash(token: &SetUpToken) -> Hash {
    Hash::labelled("verband/set-up-token/1", &[token.grouped().as_bytes()])
}
