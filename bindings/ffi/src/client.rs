//! The one object: an unlocked profile.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tokio_util::task::AbortOnDropHandle;
use verband_client::protocol::id::{BlobId, EventId, LogId};
use verband_client::texts::Language;
use verband_client::{Client, ClientError, Desk, Online, RecordContext, RecordReceipt};
use zeroize::Zeroizing;

use crate::command::administration::{self, Administration, AdministrationResult};
use crate::command::album::{self, Album, AlbumResult};
use crate::command::calendar::{self, Calendar, CalendarResult};
use crate::command::channels::{self, Channels, ChannelsResult};
use crate::command::conversations::{self, Command, CommandResult};
use crate::command::files::{self, Filing, FilingResult};
use crate::command::invitations::{self, Inviting, InvitingResult};
use crate::command::measuring::{self, Measuring, MeasuringResult};
use crate::command::messages::{self, Messaging, MessagingResult};
use crate::command::proof::{self, Proof, ProofResult};
use crate::command::record::{self, PatientRecord, PatientRecordResult};
use crate::command::responsibility::{self, Responsibility, ResponsibilityResult};
use crate::command::retention::{self, Retaining, RetainingResult};
use crate::command::search::{self, Search, SearchResult};
use crate::command::surveys::{self, Surveying, SurveyingResult};
use crate::command::wounds::{self, WoundRecord, WoundRecordResult};
use crate::error::VerbandError;
use crate::feed::{Feed, FeedKind};
use crate::file::{FileReader, FileWriter};
use crate::photo::PhotoForm;
use crate::profile::device_secret;
use crate::returning::RecoveryCard;
use crate::rows::profile::{Account, Status};
use crate::rows::record::RecordTarget;
use crate::work::{CancelToken, guarded, spawn, work};

/// An unlocked profile. Its calls may come from any thread; those that wait do so on threads of the library.
#[derive(uniffi::Object)]
pub struct VerbandClient {
    pub(crate) client: Client,
    following: Mutex<Option<Following>>,
}

/// The task that follows the server.
struct Following {
    task: AbortOnDropHandle<()>,
    /// The code of the error that ended it.
    ended: Arc<OnceLock<&'static str>>,
}

/// That somebody has just shown that she knows the PIN. It counts for two minutes.
#[derive(uniffi::Object)]
pub struct PinProof(pub(crate) verband_client::PinProof);

impl VerbandClient {
    pub(crate) fn new(client: Client) -> Arc<Self> {
        Arc::new(Self { client, following: Mutex::default() })
    }
}

#[uniffi::export]
impl VerbandClient {
    /// Follows the server until `stop`: receives, sends what waits, tries again without network.
    pub fn start(&self) -> Result<(), VerbandError> {
        let mut following = self.following.lock().unwrap_or_else(PoisonError::into_inner);
        if following.as_ref().is_some_and(|following| !following.task.is_finished()) {
            return Ok(());
        }
        let (client, ended) = (self.client.clone(), Arc::new(OnceLock::new()));
        let end = Arc::clone(&ended);
        let task = spawn(Box::pin(async move {
            if let Err(error) = client.run().await {
                let _ = end.set(error.code());
            }
        }))?;
        *following = Some(Following { task, ended });
        Ok(())
    }

    /// Stops following, as an app does in the background. What waits stays on this device.
    pub fn stop(&self) -> Result<(), VerbandError> {
        self.following.lock().unwrap_or_else(PoisonError::into_inner).take();
        Ok(())
    }

    /// Whether the server is reached, and what waits here.
    pub fn status(&self) -> Result<Status, VerbandError> {
        let following = self.following.lock().unwrap_or_else(PoisonError::into_inner);
        let running = following.as_ref().is_some_and(|following| !following.task.is_finished());
        let ended = following.as_ref().filter(|_| !running).map(|following| {
            // A task that ended without a word has panicked.
            (*following.ended.get().unwrap_or(&"internal")).to_owned()
        });
        guarded(|| {
            let (waiting, refused) = match self.client.outbox() {
                // What ended it has wiped the profile: nothing waits any more.
                Err(ClientError::Locked) if ended.is_some() => (0, 0),
                counts => counts?,
            };
            let shut = self.client.check_readable().err().map(|error| error.code().to_owned());
            Ok(Status { online: running && self.client.online() == Online::Yes, waiting, refused, ended, shut })
        })
    }

    /// Who this profile is.
    pub fn account(&self) -> Result<Account, VerbandError> {
        guarded(|| Ok(Account::new(self.client.account()?, self.client.device()?)))
    }

    /// Does what a person asks for: conversations.
    pub async fn perform(
        &self,
        command: Command,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<CommandResult, VerbandError> {
        let client = self.client.clone();
        work(cancel, async move { conversations::perform(&client, command).await }).await
    }

    /// Does what a person asks for: messages.
    pub async fn message(
        &self,
        command: Messaging,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<MessagingResult, VerbandError> {
        let client = self.client.clone();
        work(cancel, async move { messages::perform(&client, command).await }).await
    }

    /// Does what a person asks for: the organisation.
    pub async fn administer(
        &self,
        command: Administration,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<AdministrationResult, VerbandError> {
        let client = self.client.clone();
        work(cancel, async move { administration::perform(&client, command).await }).await
    }

    /// Does what a person asks for: invitations.
    pub async fn invite(
        &self,
        command: Inviting,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<InvitingResult, VerbandError> {
        let client = self.client.clone();
        work(cancel, async move { invitations::perform(&client, command).await }).await
    }

    /// Does what a person asks for: what one can check.
    pub async fn prove(&self, command: Proof, cancel: Option<Arc<CancelToken>>) -> Result<ProofResult, VerbandError> {
        let client = self.client.clone();
        work(cancel, async move { proof::perform(&client, command).await }).await
    }

    /// Does what a person asks for: channels.
    pub async fn gather(
        &self,
        command: Channels,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<ChannelsResult, VerbandError> {
        let client = self.client.clone();
        work(cancel, async move { channels::perform(&client, command).await }).await
    }

    /// Does what a person asks for: appointments.
    pub async fn schedule(
        &self,
        command: Calendar,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<CalendarResult, VerbandError> {
        let client = self.client.clone();
        work(cancel, async move { calendar::perform(&client, command) }).await
    }

    /// Does what a person asks for: responsibility.
    pub async fn take_charge(
        &self,
        command: Responsibility,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<ResponsibilityResult, VerbandError> {
        let client = self.client.clone();
        work(cancel, async move { responsibility::perform(&client, command) }).await
    }

    /// Does what a person asks for: surveys. Errors have their sentence in the language.
    pub async fn survey(
        &self,
        command: Surveying,
        language: Language,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<SurveyingResult, VerbandError> {
        let client = self.client.clone();
        let done = work(cancel, async move { Ok(surveys::perform(&client, command, language)) }).await?;
        done.map_err(|error| VerbandError::said(error, language))
    }

    /// Does what a person asks for: the wound record. Errors have their sentence in the language.
    pub async fn record(
        &self,
        command: WoundRecord,
        language: Language,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<WoundRecordResult, VerbandError> {
        let client = self.client.clone();
        let done = work(cancel, async move { Ok(wounds::perform(&client, command)) }).await?;
        done.map_err(|error| VerbandError::said(error, language))
    }

    /// Does what a person asks for: measuring in photos of wounds. Errors have their sentence in the language.
    pub async fn measure(
        &self,
        command: Measuring,
        language: Language,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<MeasuringResult, VerbandError> {
        let client = self.client.clone();
        let done = work(cancel, async move { Ok(measuring::perform(&client, command).await) }).await?;
        done.map_err(|error| VerbandError::said(error, language))
    }

    /// Does what a person asks for: what is in the patient's record. Errors have their sentence in the language.
    pub async fn patient_record(
        &self,
        command: PatientRecord,
        language: Language,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<PatientRecordResult, VerbandError> {
        let client = self.client.clone();
        let done = work(cancel, async move { Ok(record::perform(&client, command)) }).await?;
        done.map_err(|error| VerbandError::said(error, language))
    }

    /// Does what a person asks for: the album. Errors have their sentence in the language.
    pub async fn album(
        &self,
        command: Album,
        language: Language,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<AlbumResult, VerbandError> {
        let client = self.client.clone();
        let done = work(cancel, async move { Ok(album::perform(&client, command, language).await) }).await?;
        done.map_err(|error| VerbandError::said(error, language))
    }

    /// Does what a person asks for: how long things stay, and what vanishes when and for whom. Sentences and errors are in the
    /// language.
    pub async fn retaining(
        &self,
        command: Retaining,
        language: Language,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<RetainingResult, VerbandError> {
        let client = self.client.clone();
        let done = work(cancel, async move { Ok(retention::perform(&client, command, language)) }).await?;
        done.map_err(|error| VerbandError::said(error, language))
    }

    /// Finds what a person looks for, on this device.
    pub async fn search(
        &self,
        command: Search,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<SearchResult, VerbandError> {
        let client = self.client.clone();
        work(cancel, async move { search::perform(&client, command) }).await
    }

    /// The organisation's log as this device has it, names sealed as they are: the file that `verband verify` examines.
    pub fn export_organisation(&self) -> Result<Vec<u8>, VerbandError> {
        guarded(|| {
            let mut file = Vec::new();
            self.client.export_organisation(&mut file)?;
            Ok(file)
        })
    }

    /// Takes a photo (JPEG, PNG or WebP) that the camera has just made and sends it with a caption, which may be empty. All metadata is removed. It
    /// is sealed on disk and shown when this returns, with or without a network. Takes as long as decoding does.
    pub fn send_photo(&self, conversation: LogId, photo: &[u8], caption: String) -> Result<EventId, VerbandError> {
        guarded(|| self.client.send_photo(&conversation, photo, &caption))
    }

    /// The same with a photo that lies in a file or a gallery, which the organisation may not permit.
    pub fn send_photo_file(&self, conversation: LogId, photo: &[u8], caption: String) -> Result<EventId, VerbandError> {
        guarded(|| self.client.send_photo_file(&conversation, photo, &caption))
    }

    /// Opens a photo for reading; fetches it first if it is not on this device.
    pub async fn open_photo(
        &self,
        photo: BlobId,
        form: PhotoForm,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Arc<FileReader>, VerbandError> {
        let client = self.client.clone();
        work(cancel, async move { client.open_photo(&photo, form.into()).await.map(FileReader).map(Arc::new) }).await
    }

    /// The report of a wound (PDF/A) for the patient's record. Photos that are not on this device are fetched; without a
    /// network the report says how many it leaves out. That it was made is in the log before it is given. `zone` is that of
    /// the device, as `Europe/Berlin`.
    pub async fn wound_report(
        &self,
        conversation: LogId,
        wound: EventId,
        desk: Desk,
        zone: String,
        language: Language,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Vec<u8>, VerbandError> {
        let client = self.client.clone();
        let report = async move { client.wound_report(&conversation, &wound, &desk, &zone, language).await };
        work(cancel, report).await
    }

    /// A wound as a FHIR R4 bundle (JSON), with the report and the photos in it; otherwise like `wound_report`.
    pub async fn wound_fhir(
        &self,
        conversation: LogId,
        wound: EventId,
        desk: Desk,
        zone: String,
        language: Language,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Vec<u8>, VerbandError> {
        let client = self.client.clone();
        let bundle = async move { client.wound_fhir(&conversation, &wound, &desk, &zone, language).await };
        work(cancel, bundle).await
    }

    /// A wound as an evidence package that anybody can examine offline (`verband verify`); otherwise like `wound_report`, but
    /// for photos that cannot be fetched, without which there is none.
    pub async fn wound_package(
        &self,
        conversation: LogId,
        wound: EventId,
        desk: Desk,
        zone: String,
        language: Language,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Vec<u8>, VerbandError> {
        let client = self.client.clone();
        let package = async move { client.wound_package(&conversation, &wound, &desk, &zone, language).await };
        work(cancel, package).await
    }

    /// Sends the report of a wound to a patient's record (`ISiK`, ITI-105) and marks what is in it as documented when the record
    /// has taken it. Tried again, it is one document. Errors have their sentence in the language.
    #[allow(clippy::too_many_arguments, reason = "where it goes, whose it is there, and what a report is made with")]
    pub async fn wound_upload(
        &self,
        conversation: LogId,
        wound: EventId,
        target: RecordTarget,
        context: RecordContext,
        desk: Desk,
        zone: String,
        language: Language,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<RecordReceipt, VerbandError> {
        let (client, target) = (self.client.clone(), target.into());
        let sent = async move {
            Ok(client.wound_upload(&conversation, &wound, &target, &context, &desk, &zone, language).await)
        };
        work(cancel, sent).await?.map_err(|error| VerbandError::said(error, language))
    }

    /// Sends photos of a wound to a patient's record, each in full size as a document by itself, and marks each as documented when
    /// the record has taken it: these, or all of them. Otherwise like `wound_upload`; of an error those before it
    /// are there, and the same call goes on behind them.
    #[allow(clippy::too_many_arguments, reason = "what goes where, whose it is there, and how things are said")]
    pub async fn wound_photos_upload(
        &self,
        conversation: LogId,
        wound: EventId,
        photos: Option<Vec<EventId>>,
        target: RecordTarget,
        context: RecordContext,
        zone: String,
        language: Language,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Vec<RecordReceipt>, VerbandError> {
        let (client, target) = (self.client.clone(), target.into());
        let sent = async move {
            let photos = photos.as_deref();
            Ok(client.wound_photos_upload(&conversation, &wound, photos, &target, &context, &zone, language).await)
        };
        work(cancel, sent).await?.map_err(|error| VerbandError::said(error, language))
    }

    /// Does what a person asks for: files, what is on its way, what waits to be sent.
    pub async fn file(&self, command: Filing, cancel: Option<Arc<CancelToken>>) -> Result<FilingResult, VerbandError> {
        let client = self.client.clone();
        work(cancel, async move { files::perform(&client, command).await }).await
    }

    /// Begins a file in a folder, or the root if there is none. `media` is what the app takes it for; its bytes and name
    /// say more. JPEG, PNG and WebP are kept without their metadata, and refused if they cannot be.
    pub fn add_file(
        &self,
        conversation: LogId,
        folder: Option<EventId>,
        name: String,
        media: Option<String>,
        size: Option<u64>,
    ) -> Result<Arc<FileWriter>, VerbandError> {
        guarded(|| {
            let writer = self.client.add_file(&conversation, folder, &name, media.as_deref(), size)?;
            Ok(Arc::new(FileWriter(writer)))
        })
    }

    /// Begins another version of a file.
    pub fn add_version(
        &self,
        conversation: LogId,
        item: EventId,
        media: Option<String>,
        size: Option<u64>,
    ) -> Result<Arc<FileWriter>, VerbandError> {
        guarded(|| {
            let writer = self.client.add_version(&conversation, &item, media.as_deref(), size)?;
            Ok(Arc::new(FileWriter(writer)))
        })
    }

    /// Opens a file for reading, the version that counts or another one, pictures upright; fetches it first if it is not on this device. With `export`
    /// it leaves the vault, which the organisation may not permit: the app decides where to.
    pub async fn open_file(
        &self,
        conversation: LogId,
        item: EventId,
        version: Option<EventId>,
        export: bool,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Arc<FileReader>, VerbandError> {
        let client = self.client.clone();
        work(cancel, async move {
            let reader = if export {
                client.export_file(&conversation, &item, version.as_ref()).await?
            } else {
                client.open_file(&conversation, &item, version.as_ref()).await?
            };
            Ok(Arc::new(FileReader(reader)))
        })
        .await
    }

    /// Starts a feed.
    pub fn feed(&self, kind: FeedKind) -> Result<Arc<Feed>, VerbandError> {
        guarded(|| Ok(Feed::new(self.client.feed(kind.into())?)))
    }

    /// Changes the PIN.
    pub async fn change_pin(&self, old: String, new: String, secret: Vec<u8>) -> Result<(), VerbandError> {
        let (old, new, secret) = (Zeroizing::new(old), Zeroizing::new(new), device_secret(secret)?);
        let client = self.client.clone();
        work(None, async move { client.change_pin(&old, &new, &secret) }).await
    }

    /// Takes the PIN again, for what asks for that. A wrong one costs what it costs at the lock.
    pub async fn verify_pin(&self, pin: String, secret: Vec<u8>) -> Result<Arc<PinProof>, VerbandError> {
        let (pin, secret) = (Zeroizing::new(pin), device_secret(secret)?);
        let client = self.client.clone();
        work(None, async move { client.verify_pin(&pin, &secret).map(PinProof).map(Arc::new) }).await
    }

    /// Makes a recovery key for this person; an earlier one is dead.
    pub async fn make_recovery_key(
        &self,
        proof: Arc<PinProof>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<RecoveryCard, VerbandError> {
        let client = self.client.clone();
        work(cancel, async move { Ok(client.make_recovery_key(proof.0).await?.into()) }).await
    }

    /// Locks: closes the store and forgets all keys. Calls end with the code `locked`, feeds end. Unlocking gives a
    /// new client.
    pub fn lock(&self) -> Result<(), VerbandError> {
        self.stop()?;
        guarded(|| {
            self.client.lock();
            Ok(())
        })
    }

    /// Whether this client was locked.
    pub fn is_locked(&self) -> Result<bool, VerbandError> {
        guarded(|| match self.client.device() {
            Ok(_) => Ok(false),
            Err(ClientError::Locked) => Ok(true),
            Err(error) => Err(error),
        })
    }
}
