//! `OpenMLS` wants a place to write the public group to. The server keeps groups in the form that clients get, so this
//! place is nowhere.

use std::convert::Infallible;

use openmls_traits::public_storage::PublicStorageProvider;
use openmls_traits::storage::{CURRENT_VERSION as V, traits};

/// Takes everything and keeps nothing.
pub(crate) struct Nowhere;

type Nothing = Result<(), Infallible>;

impl PublicStorageProvider<V> for Nowhere {
    type PublicError = Infallible;

    fn write_tree<G: traits::GroupId<V>, T: traits::TreeSync<V>>(&self, _: &G, _: &T) -> Nothing {
        Ok(())
    }

    fn write_interim_transcript_hash<G: traits::GroupId<V>, H: traits::InterimTranscriptHash<V>>(
        &self,
        _: &G,
        _: &H,
    ) -> Nothing {
        Ok(())
    }

    fn write_context<G: traits::GroupId<V>, C: traits::GroupContext<V>>(&self, _: &G, _: &C) -> Nothing {
        Ok(())
    }

    fn write_confirmation_tag<G: traits::GroupId<V>, T: traits::ConfirmationTag<V>>(&self, _: &G, _: &T) -> Nothing {
        Ok(())
    }

    fn queue_proposal<G: traits::GroupId<V>, R: traits::ProposalRef<V>, P: traits::QueuedProposal<V>>(
        &self,
        _: &G,
        _: &R,
        _: &P,
    ) -> Nothing {
        Ok(())
    }

    fn queued_proposals<G: traits::GroupId<V>, R: traits::ProposalRef<V>, P: traits::QueuedProposal<V>>(
        &self,
        _: &G,
    ) -> Result<Vec<(R, P)>, Infallible> {
        Ok(Vec::new())
    }

    fn tree<G: traits::GroupId<V>, T: traits::TreeSync<V>>(&self, _: &G) -> Result<Option<T>, Infallible> {
        Ok(None)
    }

    fn group_context<G: traits::GroupId<V>, C: traits::GroupContext<V>>(&self, _: &G) -> Result<Option<C>, Infallible> {
        Ok(None)
    }

    fn interim_transcript_hash<G: traits::GroupId<V>, H: traits::InterimTranscriptHash<V>>(
        &self,
        _: &G,
    ) -> Result<Option<H>, Infallible> {
        Ok(None)
    }

    fn confirmation_tag<G: traits::GroupId<V>, T: traits::ConfirmationTag<V>>(
        &self,
        _: &G,
    ) -> Result<Option<T>, Infallible> {
        Ok(None)
    }

    fn delete_tree<G: traits::GroupId<V>>(&self, _: &G) -> Nothing {
        Ok(())
    }

    fn delete_confirmation_tag<G: traits::GroupId<V>>(&self, _: &G) -> Nothing {
        Ok(())
    }

    fn delete_context<G: traits::GroupId<V>>(&self, _: &G) -> Nothing {
        Ok(())
    }

    fn delete_interim_transcript_hash<G: traits::GroupId<V>>(&self, _: &G) -> Nothing {
        Ok(())
    }

    fn remove_proposal<G: traits::GroupId<V>, R: traits::ProposalRef<V>>(&self, _: &G, _: &R) -> Nothing {
        Ok(())
    }

    fn clear_proposal_queue<G: traits::GroupId<V>, R: traits::ProposalRef<V>>(&self, _: &G) -> Nothing {
        Ok(())
    }
}
