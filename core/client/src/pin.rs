//! The PIN as the person has it: what a lock screen says of it, another one in its place, also because the organisation asks for a
//! longer one, and typing it again before what an unlocked device in strange hands must not do. How a PIN opens anything stands
//! in `lock.rs`.

use std::sync::atomic::{AtomicUsize, Ordering};

use verband_protocol::id::DeviceId;
use verband_protocol::organisation::OrganisationPolicy;
use verband_store::Topic;

use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::lock::{self, LockScreen, NewPin};
use crate::port::Ports;

/// How long a PIN that was typed again counts, in milliseconds: two minutes.
const PROOF_VALIDITY: u64 = 120_000;

/// That somebody has just shown that she knows the PIN of this profile: [`Client::verify_pin`].
#[derive(Clone, Copy)]
pub struct PinProof {
    device: DeviceId,
    at: u64,
}

/// How long the PIN is that this profile was unlocked with, if that was too short by then. Any other is as long as it has to be
/// until the profile is unlocked again.
pub(crate) struct ShortPin(AtomicUsize);

const LONG_ENOUGH: usize = usize::MAX;

impl Default for ShortPin {
    fn default() -> Self {
        Self(AtomicUsize::new(LONG_ENOUGH))
    }
}

impl Client {
    /// What a lock screen has to know before it asks for a PIN.
    ///
    /// # Errors
    /// [`ClientError::NotEnrolled`], [`ClientError::Files`], [`ClientError::Damaged`].
    pub fn lock_screen(ports: &Ports) -> Result<LockScreen, ClientError> {
        lock::screen(ports)?.ok_or(ClientError::NotEnrolled)
    }

    /// Changes the PIN. Needs no network.
    ///
    /// # Errors
    /// [`ClientError::WrongPin`], [`ClientError::PinBlocked`], [`ClientError::PinTooShort`], [`ClientError::Wiped`].
    pub fn change_pin(&self, old: &str, new: &str, secret: &[u8; 32]) -> Result<(), ClientError> {
        let inner = self.inner()?;
        let new = NewPin::of(new, inner.policy()?.pin_length)?;
        self.tried(lock::change(&inner.ports, old, new, secret))?;
        inner.short_pin.0.store(LONG_ENOUGH, Ordering::Relaxed);
        inner.store.with_tx(|tx| {
            // Whatever was not shown any more is shown again.
            tx.touch(Topic::Conversations);
            tx.touch(Topic::Status);
            Ok(())
        })
    }

    /// Takes the PIN again, for what asks for it: letting a device in, making a recovery key. A wrong one costs what it costs at
    /// the lock.
    ///
    /// # Errors
    /// [`ClientError::WrongPin`], [`ClientError::PinBlocked`], [`ClientError::Wiped`].
    pub fn verify_pin(&self, pin: &str, secret: &[u8; 32]) -> Result<PinProof, ClientError> {
        let inner = self.inner()?;
        self.tried(lock::verify(&inner.ports, pin, secret))?;
        Ok(PinProof { device: inner.keys.id, at: inner.ports.clock.now_ms() })
    }

    /// Wipes the rest, if the last of the tries that the organisation gives was wrong.
    fn tried(&self, outcome: Result<(), ClientError>) -> Result<(), ClientError> {
        if matches!(outcome, Err(ClientError::Wiped)) {
            // What does not go now, goes with the next profile.
            let _ = self.wipe(&self.inner()?.ports);
        }
        outcome
    }
}

impl Inner {
    /// Notes whether the PIN that has just opened this profile is too short by now. Of a policy that comes later the person hears
    /// when she unlocks the next time: the screen is not taken out of her hands.
    pub(crate) fn note_pin(&self, pin: &str) -> Result<(), ClientError> {
        let length = lock::length(pin);
        if length < usize::from(self.policy()?.pin_length) {
            self.short_pin.0.store(length, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Whether the PIN that opened this profile is still too short for a policy.
    pub(crate) fn check_pin(&self, policy: &OrganisationPolicy) -> Result<(), ClientError> {
        let least = usize::from(policy.pin_length);
        if self.short_pin.0.load(Ordering::Relaxed) < least { Err(ClientError::PinDue(least)) } else { Ok(()) }
    }

    /// Whether somebody has typed the PIN of this profile a moment ago.
    pub(crate) fn check_proof(&self, proof: PinProof) -> Result<(), ClientError> {
        let age = self.ports.clock.now_ms().checked_sub(proof.at);
        let fresh = age.is_some_and(|age| age <= PROOF_VALIDITY) && proof.device == self.keys.id;
        if fresh { Ok(()) } else { Err(ClientError::PinAgain) }
    }
}
