//! The one object in the worker: the profile, the client while it is unlocked, and the calls that are under way.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::rc::Rc;

use futures_util::future::{AbortHandle, Abortable, abortable};
use futures_util::lock::Mutex as AsyncMutex;
use js_sys::Uint8Array;
use verband_client::port::Ports;
use verband_client::protocol::certificate::DeviceClass;
use verband_client::protocol::linking::LinkAnswer;
use verband_client::texts::Language;
use verband_client::{
    self as core, Client, ClientError, Enrolment, Feed, LinkOffer, LinkRequest, NewOrganisation, Online, PhotoSize,
    platform,
};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;

use crate::capture::OpenRecordings;
use crate::command::{
    administration, album, calendar, channels, conversations, files, invitations, measuring, messages, proof, record,
    responsibility, retention, search, surveys, wounds,
};
use crate::error::Failure;
use crate::file::OpenFiles;
use crate::read::from_js;
use crate::request::{Administrator, FeedKind, PhotoForm, Request, ToLookAt};
use crate::rows::conversations::{Patch, list};
use crate::rows::members::Class;
use crate::rows::papers::{Letter, MailedLetter, Plan, RecoveryCard, RecoverySheet};
use crate::rows::photos::{Proposals, ReadCode};
use crate::rows::profile::{Account, Found, LinkPreview, LockScreen, Offer, Preview, Read, Status};
use crate::rows::record::RecordReceipt;
use crate::rows::{Id, Plain, row, to_js};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = self, js_name = postMessage)]
    fn post(message: &JsValue);
}

/// The core of one profile. Requests may overlap; each has a number by which it can be cancelled.
#[wasm_bindgen]
pub struct Core {
    ports: Ports,
    client: RefCell<Option<Client>>,
    /// Held while a profile is made or unlocked: one at a time.
    opening: AsyncMutex<()>,
    following: RefCell<Option<Following>>,
    feeds: RefCell<BTreeMap<u32, Rc<Feed>>>,
    next_feed: Cell<u32>,
    /// This new device, while it offers itself, and whose it will be.
    offer: RefCell<Option<Rc<LinkOffer>>>,
    answer: RefCell<Option<LinkAnswer>>,
    /// New devices that were read here.
    requests: RefCell<Vec<Rc<LinkRequest>>>,
    calls: RefCell<BTreeMap<u32, AbortHandle>>,
    /// Files that the page reads and writes.
    files: OpenFiles,
    /// Recordings that the page is at work on.
    recordings: OpenRecordings,
}

/// The task that follows the server.
struct Following {
    task: AbortHandle,
    /// The code of the error that ended it.
    ended: Rc<Cell<Option<&'static str>>>,
}

#[wasm_bindgen]
impl Core {
    /// Opens a profile by its directory in the origin private file system. A panic of this module ends it for good:
    /// the page is told by a message `{crash: place in the source}`.
    ///
    /// # Errors
    /// The fields of a `VerbandError`; `in-use` while another worker has the profile.
    pub async fn open(directory: String) -> Result<Core, JsValue> {
        std::panic::set_hook(Box::new(|panic| {
            // What a panic says may hold content; where it happened does not.
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            let message = js_sys::Object::new();
            let _ = js_sys::Reflect::set(&message, &"crash".into(), &place.into());
            post(&message);
        }));
        let ports = platform::ports(&directory).await.map_err(Failure::from)?;
        Ok(Self {
            ports,
            client: RefCell::default(),
            opening: AsyncMutex::default(),
            following: RefCell::default(),
            feeds: RefCell::default(),
            next_feed: Cell::default(),
            offer: RefCell::default(),
            answer: RefCell::default(),
            requests: RefCell::default(),
            calls: RefCell::default(),
            files: OpenFiles::default(),
            recordings: OpenRecordings::default(),
        })
    }

    /// Does what a request asks for.
    ///
    /// # Errors
    /// The fields of a `VerbandError`.
    pub async fn call(&self, number: u32, request: JsValue) -> Result<JsValue, JsValue> {
        let request: Request = from_js(request)?;
        let (work, handle) = abortable(self.answer(request));
        self.calls.borrow_mut().insert(number, handle);
        let done = work.await;
        self.calls.borrow_mut().remove(&number);
        Ok(done.unwrap_or_else(|_| Err(ClientError::Cancelled.into()))?)
    }

    /// Ends a call with the code `cancelled`. What it had written stays.
    pub fn cancel(&self, number: u32) {
        let call = self.calls.borrow().get(&number).cloned();
        if let Some(call) = call {
            call.abort();
        }
    }
}

impl Core {
    async fn answer(&self, request: Request) -> Result<JsValue, Failure> {
        match request {
            Request::IsEnrolled => return Ok(Client::enrolled(&self.ports)?.into()),
            Request::LookUp { invitation } => {
                let bundle = Client::look_up(&self.ports, &invitation.link()?).await?;
                return to_js(&Preview::from(bundle));
            }
            Request::Found { organisation, key } => {
                let new = NewOrganisation {
                    server: &organisation.server,
                    token: &organisation.token,
                    organisation_name: &organisation.name,
                    name: &organisation.founder,
                };
                let founding = Client::found(self.ports.clone(), &new, DeviceClass::Web, &key.pin, &key.secret);
                let sheet = self.begin(founding, |(client, sheet)| (client, sheet)).await?;
                return row::<RecoverySheet, _>(sheet);
            }
            Request::Enrol { invitation, name, key } => {
                let link = invitation.link()?;
                let enrolment = Enrolment { class: DeviceClass::Web, pin: &key.pin, name: name.as_deref() };
                let enrolling = Client::enrol(self.ports.clone(), &link, enrolment, &key.secret);
                self.begin(enrolling, |client| (client, ())).await?;
            }
            Request::LookUpRecovery { paper } => {
                return row::<Found, _>(Client::look_up_recovery(&self.ports, &paper.recovery()?).await?);
            }
            Request::Recover { paper, key } => {
                let link = paper.recovery()?;
                let returning = Client::recover(self.ports.clone(), &link, DeviceClass::Web, &key.pin, &key.secret);
                self.begin(returning, |client| (client, ())).await?;
            }
            Request::LookUpRoot { paper } => {
                return row::<Found, _>(Client::look_up_root(&self.ports, &paper.root()?).await?);
            }
            Request::Restore { paper, who, key } => {
                let link = paper.root()?;
                let who = match &who {
                    Administrator::Again { member } => core::Administrator::Again(member.0),
                    Administrator::New { name } => core::Administrator::New(name),
                };
                let ports = self.ports.clone();
                let returning = Client::restore(ports, &link, who, DeviceClass::Web, &key.pin, &key.secret);
                self.begin(returning, |client| (client, ())).await?;
            }
            Request::OfferLink { server } => {
                let offer = Client::offer_link(self.ports.clone(), &server, DeviceClass::Web).await?;
                let shown = Offer { link: offer.link(), code: offer.code() };
                self.answer.take();
                self.offer.replace(Some(Rc::new(offer)));
                return to_js(&shown);
            }
            Request::LinkAnswer => {
                let answer = self.offer()?.answer().await?;
                let preview = LinkPreview::from(&answer);
                self.answer.replace(Some(answer));
                return to_js(&preview);
            }
            Request::AcceptLink { key } => {
                let answer = self.answer.borrow().clone();
                let answer = answer.ok_or_else(|| Failure::argument("nobody has answered yet"))?;
                let offer = self.offer()?;
                self.begin(offer.accept(&answer, &key.pin, &key.secret), |client| (client, ())).await?;
                self.offer.take();
            }
            Request::ReadLink { text } => {
                let read = Rc::new(self.client()?.read_link(&text).await?);
                let mut requests = self.requests.borrow_mut();
                let request = u32::try_from(requests.len()).map_err(Failure::argument)?;
                requests.push(Rc::clone(&read));
                return to_js(&Read { request, class: Class::plain(read.class()), device: Id(read.device()) });
            }
            Request::LinkDevice { request, name, key } => {
                let request = self.requests.borrow().get(request as usize).cloned();
                let request = request.ok_or_else(|| Failure::argument("no such request"))?;
                let client = self.client()?;
                let proof = client.verify_pin(&key.pin, &key.secret)?;
                return to_js(&Id(client.link_device(&request, &name, proof).await?));
            }
            Request::MakeRecoveryKey { key } => {
                let client = self.client()?;
                let proof = client.verify_pin(&key.pin, &key.secret)?;
                return row::<RecoveryCard, _>(client.make_recovery_key(proof).await?);
            }
            Request::Remove => {
                self.lock();
                Client::remove(&self.ports)?;
            }
            Request::LockScreen => return row::<LockScreen, _>(Client::lock_screen(&self.ports)?),
            Request::Unlock { key } => {
                let unlocking = async { Client::unlock(self.ports.clone(), &key.pin, &key.secret) };
                self.begin(unlocking, |client| (client, ())).await?;
            }
            Request::ChangePin { new, key } => self.client()?.change_pin(&key.pin, &new, &key.secret)?,
            Request::Lock => self.lock(),
            Request::Follow => self.follow()?,
            Request::Pause => self.pause(),
            Request::Status => return to_js(&self.status()?),
            Request::Account => {
                let client = self.client()?;
                return to_js(&Account::new(client.account()?, client.device()?));
            }
            Request::Perform { command } => return conversations::perform(&self.client()?, command).await,
            Request::Administer { command } => return administration::perform(&self.client()?, command).await,
            Request::Message { command } => return messages::perform(&self.client()?, command).await,
            Request::File { command } => return files::perform(&self.client()?, command).await,
            Request::Piecewise { request } => return self.files.perform(&self.client()?, request).await,
            Request::Capture { request, language } => {
                let client = self.client()?;
                return self.recordings.perform(&client, &self.files, request, language.core()).await;
            }
            Request::Invite { command } => return invitations::perform(&self.client()?, command).await,
            Request::Prove { command } => return proof::perform(&self.client()?, command).await,
            Request::Search { command } => return search::perform(&self.client()?, command),
            Request::Gather { command } => return channels::perform(&self.client()?, command).await,
            Request::Schedule { command } => return calendar::perform(&self.client()?, command),
            Request::TakeCharge { command } => return responsibility::perform(&self.client()?, command),
            Request::Survey { command, language } => {
                return surveys::perform(&self.client()?, command, language.core());
            }
            Request::Album { command, language } => {
                return album::perform(&self.client()?, command, language.core()).await;
            }
            Request::Record { command, language } => {
                return wounds::perform(&self.client()?, command, language.core());
            }
            Request::Measure { command, language } => {
                return measuring::perform(&self.client()?, command, language.core()).await;
            }
            Request::PatientRecord { command, language } => {
                return record::perform(&self.client()?, command, language.core());
            }
            Request::Retaining { command, language } => {
                return retention::perform(&self.client()?, command, language.core());
            }
            Request::ExportOrganisation => {
                let mut file = Vec::new();
                self.client()?.export_organisation(&mut file)?;
                return Ok(bytes(&file));
            }
            Request::ReadPeople { file, language } => {
                let language = language.core();
                let said = |error| Failure::said(error, language);
                return to_js(&Plan::new(self.client()?.read_people(&file).map_err(said)?, language));
            }
            Request::Letters { desk, letters } => {
                let letters = invited(letters);
                let language = letters.first().map(|(_, language)| *language).unwrap_or_default();
                let said = |error| Failure::said(error, language);
                return Ok(bytes(&self.client()?.letters(&desk.core(), &borrowed(&letters)).map_err(said)?));
            }
            Request::HandOutList { desk, letters, language } => {
                let (letters, language) = (invited(letters), language.core());
                let said = |error| Failure::said(error, language);
                let client = self.client()?;
                return Ok(bytes(&client.hand_out_list(&desk.core(), &borrowed(&letters), language).map_err(said)?));
            }
            Request::RecoverySheet { desk, sheet, language } => {
                let language = language.core();
                let said = |error| Failure::said(error, language);
                let client = self.client()?;
                return Ok(bytes(&client.recovery_sheet(&desk.core(), &sheet.core(), language).map_err(said)?));
            }
            Request::WoundReport { desk, conversation, wound, zone, language } => {
                let language = language.core();
                let said = |error| Failure::said(error, language);
                let client = self.client()?;
                let report = client.wound_report(&conversation.0, &wound.0, &desk.core(), &zone, language).await;
                return Ok(bytes(&report.map_err(said)?));
            }
            Request::MarkerSheet { desk, language } => {
                let language = language.core();
                let sheet = self.client()?.marker_sheet(&desk.core(), language);
                return Ok(bytes(&sheet.map_err(|error| Failure::said(error, language))?));
            }
            Request::WoundFhir { desk, conversation, wound, zone, language } => {
                let language = language.core();
                let said = |error| Failure::said(error, language);
                let client = self.client()?;
                let bundle = client.wound_fhir(&conversation.0, &wound.0, &desk.core(), &zone, language).await;
                return Ok(bytes(&bundle.map_err(said)?));
            }
            Request::WoundPackage { desk, conversation, wound, zone, language } => {
                let language = language.core();
                let said = |error| Failure::said(error, language);
                let client = self.client()?;
                let package = client.wound_package(&conversation.0, &wound.0, &desk.core(), &zone, language).await;
                return Ok(bytes(&package.map_err(said)?));
            }
            Request::WoundUpload { desk, conversation, wound, target, context, zone, language } => {
                let language = language.core();
                let said = |error| Failure::said(error, language);
                let (client, desk) = (self.client()?, desk.core());
                let (target, context) = (target.core(), context.core());
                let sent = client.wound_upload(&conversation.0, &wound.0, &target, &context, &desk, &zone, language);
                return row::<RecordReceipt, _>(sent.await.map_err(said)?);
            }
            Request::WoundPhotosUpload { conversation, wound, photos, target, context, zone, language } => {
                let language = language.core();
                let said = |error| Failure::said(error, language);
                let photos = photos.map(|photos| photos.into_iter().map(|photo| photo.0).collect::<Vec<_>>());
                let (client, photos) = (self.client()?, photos.as_deref());
                let (target, context) = (target.core(), context.core());
                let (log, wound) = (conversation.0, wound.0);
                let sent = client.wound_photos_upload(&log, &wound, photos, &target, &context, &zone, language);
                return row::<Vec<RecordReceipt>, _>(sent.await.map_err(said)?);
            }
            Request::RecoveryCard { desk, card, language } => {
                let language = language.core();
                let said = |error| Failure::said(error, language);
                let client = self.client()?;
                return Ok(bytes(&client.recovery_card(&desk.core(), &card.core(), language).map_err(said)?));
            }
            Request::MailDrafts { desk, drafts, from } => {
                let drafts: Vec<_> = drafts.into_iter().map(MailedLetter::core).collect();
                let of: Vec<_> =
                    drafts.iter().map(|((invited, language), to)| (invited, *language, to.as_str())).collect();
                let language = of.first().map(|(_, language, _)| *language).unwrap_or_default();
                let said = |error| Failure::said(error, language);
                let client = self.client()?;
                return Ok(bytes(&client.mail_drafts(&desk.core(), &of, &from).map_err(said)?));
            }
            Request::MailDraft { desk, letter, from, to } => {
                let (invited, language) = letter.core();
                let said = |error| Failure::said(error, language);
                let client = self.client()?;
                return Ok(bytes(&client.mail_draft(&desk.core(), &invited, language, &from, &to).map_err(said)?));
            }
            Request::SendPhoto { conversation, photo, caption, review, camera, language } => {
                let send = if camera { Client::send_reviewed_photo } else { Client::send_reviewed_photo_file };
                let sent = send(&self.client()?, &conversation.0, &photo, &caption, &review.core());
                return to_js(&sent.map_err(|error| Failure::said(error, language.core()))?.to_string());
            }
            Request::RedactPhoto { conversation, event, review, language } => {
                let replaced = self.client()?.redact_photo(&conversation.0, &event.0, &review.core()).await;
                return to_js(&replaced.map_err(|error| Failure::said(error, language.core()))?.to_string());
            }
            Request::ProposeMarks { photo, faces, language } => {
                let faces = faces.map(|file| core::FaceModel::read(&file)).transpose().map_err(ClientError::from)?;
                let proposals = match photo {
                    ToLookAt::File { bytes } => core::propose_marks(&bytes, faces.as_ref())?,
                    ToLookAt::Sent { photo } => self.client()?.propose_marks(&photo.0, faces.as_ref()).await?,
                };
                return to_js(&Proposals::new(proposals, language.core()));
            }
            Request::ReadPatientCode { picture, language } => {
                let codes = self.client()?.read_patient_code(&picture);
                return to_js(&Vec::<ReadCode>::plain(codes.map_err(|error| Failure::said(error, language.core()))?));
            }
            Request::ReadPatientFrame { width, height, samples, language } => {
                let frame = core::CameraFrame { width, height, stride: width, samples: &samples };
                let codes = self.client()?.read_patient_frame(&frame);
                return to_js(&Vec::<ReadCode>::plain(codes.map_err(|error| Failure::said(error, language.core()))?));
            }
            Request::ReadCodes { width, height, samples } => {
                let frame = core::CameraFrame { width, height, stride: width, samples: &samples };
                return to_js(&core::read_codes(&frame)?);
            }
            Request::DrawCode { text } => return to_js(&core::draw_code(&text)?),
            Request::FitsPatientPattern { reference } => {
                return to_js(&self.client()?.fits_patient_pattern(&reference)?);
            }
            Request::TryPatientPattern { pattern, code, language } => {
                let reference = core::try_patient_pattern(&pattern, &code);
                return to_js(&reference.map_err(|error| Failure::said(error, language.core()))?);
            }
            Request::Photo { photo, form } => {
                let client = self.client()?;
                let bytes = match form {
                    PhotoForm::Preview => client.photo_preview(&photo.0).await?,
                    PhotoForm::Export => client.export_photo(&photo.0).await?,
                    PhotoForm::Original => {
                        let reader = client.open_photo(&photo.0, PhotoSize::Original).await?;
                        return original(&reader);
                    }
                };
                return Ok(Uint8Array::from(bytes.as_slice()).into());
            }
            Request::OpenFeed { kind } => return Ok(self.open_feed(kind)?.into()),
            Request::NextBatch { feed } => return self.next_batch(feed).await,
            Request::GrowFeed { feed } => {
                if let Some(feed) = self.feed(feed) {
                    feed.grow();
                }
            }
            Request::CloseFeed { feed } => {
                if let Some(feed) = self.feeds.borrow_mut().remove(&feed) {
                    feed.close();
                }
            }
            #[cfg(feature = "testing")]
            Request::Panic { later: false } => panic!("on purpose"),
            #[cfg(feature = "testing")]
            Request::Panic { later: true } => spawn_local(async { panic!("on purpose") }),
        }
        Ok(JsValue::UNDEFINED)
    }

    fn client(&self) -> Result<Client, ClientError> {
        self.client.borrow().clone().ok_or(ClientError::Locked)
    }

    fn offer(&self) -> Result<Rc<LinkOffer>, Failure> {
        self.offer.borrow().clone().ok_or_else(|| Failure::argument("this device does not offer itself"))
    }

    /// Makes or unlocks the profile and keeps its client.
    async fn begin<T, R>(
        &self,
        work: impl Future<Output = Result<T, ClientError>>,
        split: impl FnOnce(T) -> (Client, R),
    ) -> Result<R, Failure> {
        let _one_at_a_time = self.opening.lock().await;
        // A profile that erased itself has left a client that is locked.
        if self.client.borrow().as_ref().is_some_and(|client| client.account().is_ok()) {
            return Err(Failure::argument("the profile is unlocked already"));
        }
        let (client, rest) = split(work.await?);
        self.client.replace(Some(client));
        Ok(rest)
    }

    fn lock(&self) {
        self.pause();
        self.feeds.borrow_mut().clear();
        self.requests.borrow_mut().clear();
        self.files.clear();
        self.recordings.clear();
        if let Some(client) = self.client.take() {
            client.lock();
        }
    }

    fn follow(&self) -> Result<(), ClientError> {
        let client = self.client()?;
        if self.following.borrow().as_ref().is_some_and(|following| following.ended.get().is_none()) {
            return Ok(());
        }
        let (task, registration) = AbortHandle::new_pair();
        let ended = Rc::new(Cell::new(None));
        self.following.replace(Some(Following { task, ended: Rc::clone(&ended) }));
        spawn_local(async move {
            if let Ok(Err(error)) = Abortable::new(client.run(), registration).await {
                ended.set(Some(error.code()));
            }
        });
        Ok(())
    }

    fn pause(&self) {
        if let Some(following) = self.following.take() {
            following.task.abort();
        }
    }

    fn status(&self) -> Result<Status, ClientError> {
        let client = self.client()?;
        let following = self.following.borrow();
        let ended = following.as_ref().and_then(|following| following.ended.get());
        let running = following.is_some() && ended.is_none();
        let (waiting, refused) = match client.outbox() {
            // What ended it has wiped the profile: nothing waits any more.
            Err(ClientError::Locked) if ended.is_some() => (0, 0),
            counts => counts?,
        };
        let shut = client.check_readable().err().map(|error| error.code());
        Ok(Status { online: running && client.online() == Online::Yes, waiting, refused, ended, shut })
    }

    fn feed(&self, number: u32) -> Option<Rc<Feed>> {
        self.feeds.borrow().get(&number).cloned()
    }

    fn open_feed(&self, kind: FeedKind) -> Result<u32, ClientError> {
        let feed = self.client()?.feed(match kind {
            FeedKind::Conversations => verband_client::FeedKind::Conversations,
            FeedKind::Messages { conversation } => verband_client::FeedKind::Messages(conversation.0),
            FeedKind::Search { query } => verband_client::FeedKind::Search(query.core()),
            FeedKind::Agenda { conversation, from, days, zone } => {
                verband_client::FeedKind::Agenda { log: conversation.map(|id| id.0), from, days, zone }
            }
            FeedKind::Requests => verband_client::FeedKind::Requests,
            FeedKind::RoleAddresses { conversation } => verband_client::FeedKind::RoleAddresses(conversation.0),
            FeedKind::JoinRequests => verband_client::FeedKind::JoinRequests,
            FeedKind::Surveys { conversation } => verband_client::FeedKind::Surveys(conversation.0),
            FeedKind::Wounds { conversation } => verband_client::FeedKind::Wounds(conversation.0),
            FeedKind::Wound { conversation, wound } => {
                verband_client::FeedKind::Wound { log: conversation.0, wound: wound.0 }
            }
            FeedKind::Album { query } => verband_client::FeedKind::Album(query.core()),
            FeedKind::Outbox => verband_client::FeedKind::Outbox,
            FeedKind::Transfers => verband_client::FeedKind::Transfers,
            FeedKind::Files { conversation, folder } => {
                verband_client::FeedKind::Files { log: conversation.0, folder: folder.0 }
            }
        })?;
        let number = self.next_feed.get();
        self.next_feed.set(number + 1);
        self.feeds.borrow_mut().insert(number, Rc::new(feed));
        Ok(number)
    }

    /// The next changes of a feed; `null` when it has ended.
    async fn next_batch(&self, number: u32) -> Result<JsValue, Failure> {
        let Some(feed) = self.feed(number) else { return Ok(JsValue::NULL) };
        if let Some(batch) = feed.next().await? {
            return list::<_, Patch>(batch);
        }
        self.feeds.borrow_mut().remove(&number);
        Ok(JsValue::NULL)
    }
}

fn invited(letters: Vec<Letter>) -> Vec<(core::Invited, Language)> {
    letters.into_iter().map(Letter::core).collect()
}

fn borrowed(letters: &[(core::Invited, Language)]) -> Vec<(&core::Invited, Language)> {
    letters.iter().map(|(invited, language)| (invited, *language)).collect()
}

fn bytes(document: &[u8]) -> JsValue {
    Uint8Array::from(document).into()
}

fn original(reader: &verband_client::FileReader) -> Result<JsValue, Failure> {
    let len = u32::try_from(reader.len()).map_err(Failure::argument)?;
    let out = Uint8Array::new_with_length(len);
    let mut piece = zeroize::Zeroizing::new(vec![0; 256 << 10]);
    let mut done = 0;
    while done < len {
        let read = reader.read_at(u64::from(done), &mut piece)?;
        if read == 0 {
            return Err(ClientError::Damaged("a sealed file").into());
        }
        out.set(&Uint8Array::from(&piece[..read]), done);
        done += read as u32;
    }
    Ok(out.into())
}
