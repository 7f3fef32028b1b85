//! A large house: its organisation log verified and read for the first time, and many people invited at once.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ed25519_dalek::{Signature, Signer, SigningKey};
use minicbor::bytes::ByteVec;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use verband_client::port::Ports;
use verband_client::texts::Language;
use verband_client::{Client, Desk, Terms};
use verband_protocol::cbor;
use verband_protocol::entry::{Header, SignedEntry};
use verband_protocol::id::{EventId, InvitationId};
use verband_protocol::organisation::details::MemberDetails;
use verband_protocol::organisation::{BuiltInRole, Invitation, InvitationKind, OrganisationRecord, claim_message};
use verband_protocol::port::{Clock, random};
use verband_protocol::seal::{SealKey, seal};
use verband_protocol::sign::{Purpose, SecretKey};
use verband_rules::audit::Audit;
use verband_rules::organisation::OrganisationState;
use verband_store::{Place, StoreError};
use verband_tests::device::{Device, PIN, SECRET};
use verband_tests::hostile::{Ghost, Mole, cut};
use verband_tests::world::World;

use crate::bars;
use crate::catch_up::Metered;
use crate::ruler::{Contestant, Row, Ruler, cost, shared_cost};

pub(crate) fn rows(ruler: &mut Ruler) {
    let (few, many) = if ruler.quick { (200, 2_000) } else { (2_000, 20_000) };
    let small = House::new(few).measure(ruler);
    let large = House::new(many).measure(ruler);
    let name = format!("verify an organisation log of {many}");
    let row = Row::new(&name, large.verified).beside("Ed25519 alone", large.bare).bar(bars::VERIFY);
    let note = "for each person an invitation, a claim and a hand-over; the peer verifies the same signatures";
    ruler.row(&row.grown(small.verified, 10.0).note(note));
    let name = format!("first start with such a log of {many}");
    let row = Row::new(&name, large.started).beside("Ed25519 alone", large.bare).bar(bars::FIRST_START);
    let note = "from an empty database to all names, in SQLCipher, without what the server does";
    ruler.row(&row.grown(small.started, 10.0).note(note));
    importing(ruler);
}

/// What a log of some length costs.
struct Measured {
    verified: Duration,
    started: Duration,
    bare: Duration,
}

/// An organisation with a long log, and a device that has claimed and seen nothing of it yet.
struct House {
    runtime: Runtime,
    world: World,
    entries: usize,
}

impl House {
    fn new(entries: usize) -> Self {
        let runtime = Builder::new_current_thread().enable_time().start_paused(true).build().expect("a runtime");
        let mut world = runtime.block_on(World::with_members(1, &["Anna Admin"]));
        let mole = Mole::of(&world.devices[0], world.seed);
        let forged = Founder::new(&world, mole).people(entries / 3);
        let organisation = world.devices[0].client().account().expect("unlocked").organisation;
        world.forge_all(&organisation, &organisation, &forged);
        let mut newcomer = Device::new("Berta Pflege", world.seed, &world.clock, &world.socket);
        runtime.block_on(async {
            let link = world.invite("Berta Pflege", &[]).await.expect("invited");
            // She claims, and the server gives her nothing yet.
            newcomer.line.set_tamper(Some(cut(&organisation, 1)));
            let _halted = newcomer.enrol(&link).await;
            newcomer.line.set_tamper(None);
            world.devices[0].client().sync().await.expect("she gets the directory key");
        });
        world.devices.push(newcomer);
        Self { runtime, world, entries }
    }

    fn measure(mut self, ruler: &mut Ruler) -> Measured {
        let mut export = Vec::new();
        self.world.devices[0].client().export_organisation(&mut export).expect("written");
        let bare = Bare::new(&export);
        let mut newcomer = Newcomer::new(&self.world.devices[1]);
        self.world.devices[1].switch_off();
        let entries = self.entries;
        let contestants: [Contestant<'_>; 3] = [
            Box::new(|| verify(&export, entries)),
            Box::new(|| newcomer.start(&self.runtime, entries)),
            Box::new(|| bare.verify()),
        ];
        let [verified, started, bare] = ruler.compare(&format!("organisation {entries}"), 30, contestants);
        Measured { verified, started, bare }
    }
}

fn verify(export: &[u8], entries: usize) -> Duration {
    cost(|| {
        let audit = Audit::of(export).expect("an export");
        assert!(audit.fault().is_none() && audit.state.position().seq >= entries as u64 / 3 * 3, "all of it is valid");
    })
}

/// Writes entries of the organisation as its founder's device and many new ones would, without stretching codes.
struct Founder {
    mole: Mole,
    state: OrganisationState,
    directory: SealKey,
    now: u64,
    entries: Vec<SignedEntry>,
}

impl Founder {
    fn new(world: &World, mole: Mole) -> Self {
        let store = world.devices[0].client().store().expect("unlocked");
        let directory = store.read(|sql| {
            sql.query_row("SELECT key FROM directory_key WHERE generation = 1", [], |row| row.get::<_, [u8; 32]>(0))
                .map_err(StoreError::from)
        });
        let state = mole.organisation();
        let directory = SealKey::from_bytes(directory.expect("she has it"));
        Self { mole, state, directory, now: world.clock.now_ms(), entries: Vec::new() }
    }

    fn people(mut self, count: usize) -> Vec<SignedEntry> {
        for number in 0..count {
            self.person(number);
        }
        self.entries
    }

    fn push(&mut self, entry: SignedEntry) {
        self.state.apply(&entry).expect("a valid entry");
        self.entries.push(entry);
    }

    fn header(&self, record: OrganisationRecord) -> Header {
        let seen = self.state.position();
        Header {
            counter: self.state.next_counter(&self.mole.device()),
            event: EventId::random(&self.mole.chance),
            seen,
            organisation: seen,
            ..self.mole.organisation_header(record)
        }
    }

    fn person(&mut self, number: usize) {
        let key = SecretKey::random(&self.mole.chance);
        let invitation = InvitationId(random(&self.mole.chance));
        let record = OrganisationRecord::Invitation(Invitation {
            id: invitation,
            key: key.public(),
            kind: InvitationKind::Personal { approval: false },
            not_after: self.now + 86_400_000,
            conversations: Vec::new(),
            roles: vec![BuiltInRole::Member.id()],
            teams: Vec::new(),
            until: None,
        });
        let header = self.header(record);
        let details = cbor::encode(&MemberDetails {
            name: format!("Mitarbeitende Person {number}"),
            function: "Pflegefachkraft".to_owned(),
            ward: format!("Station {}", number % 20),
        });
        let label = self.directory.derive(b"verband/directory/1");
        let sealed = seal(&label, &header.seal_context(), &details, &self.mole.chance);
        let body = cbor::encode(&(1_u32, ByteVec::from(sealed)));
        self.push(header.sign(Some(body), Purpose::Event, &self.mole.keys.event));

        let device = Ghost::new(&self.mole.chance);
        let message = claim_message(&self.mole.organisation, &invitation, &device.id());
        let claim = OrganisationRecord::Claim {
            invitation,
            device: device.certificate.clone(),
            proof: key.sign(Purpose::Claim, &message),
        };
        let header = Header { author: device.id(), counter: 1, ..self.header(claim) };
        self.push(header.sign(None, Purpose::Event, &device.event));

        let (generation, commitment) = self.state.directory_key().expect("the founder made one");
        let record = OrganisationRecord::DirectoryKey { generation, commitment, to: vec![device.id()] };
        // Nobody opens what others are handed.
        let header = self.header(record);
        self.push(header.sign(Some(vec![7; 160]), Purpose::Event, &self.mole.keys.event));
    }
}

/// The device that starts: each turn from a copy of its database.
struct Newcomer {
    ports: Ports,
    database: PathBuf,
    folder: TempDir,
    line: Metered,
    turns: u32,
}

impl Newcomer {
    fn new(device: &Device) -> Self {
        let mut ports = device.ports(None, Arc::new(device.files.clone()));
        let Place::File(database) = ports.place.clone() else { panic!("devices of a world have files") };
        let line = Metered::new(ports.transport.clone());
        ports.transport = Arc::new(line.clone());
        Self { ports, database, folder: TempDir::new().expect("a folder for a benchmark"), line, turns: 0 }
    }

    fn start(&mut self, runtime: &Runtime, entries: usize) -> Duration {
        self.turns += 1;
        let copy = self.folder.path().join(format!("{}.sqlite", self.turns));
        std::fs::copy(&self.database, &copy).expect("the profile is copied");
        self.ports.place = Place::File(copy);
        let client = Client::unlock(self.ports.clone(), PIN, &SECRET).expect("it unlocks");
        self.line.begin();
        let all = cost(|| runtime.block_on(client.sync()).expect("it syncs"));
        let members = client.members().expect("readable");
        assert!(members.len() > entries / 3 && members.iter().all(|row| !row.name.is_empty()), "everybody has a name");
        client.lock();
        all.saturating_sub(self.line.server())
    }
}

/// As many signatures over the same bytes by as many keys, verified strictly and nothing else.
struct Bare(Vec<(SigningKey, Vec<u8>, Signature)>);

impl Bare {
    fn new(export: &[u8]) -> Self {
        let shared = SigningKey::from_bytes(&[7; 32]);
        let entries =
            verband_protocol::export::Export::read(export).expect("an export").map(|entry| entry.expect("whole"));
        let mut signed = Vec::new();
        for (entry, seed) in entries.zip(0_u64..) {
            // The administrator's key signs most; a claim has a new key for the entry, and one for the proof.
            let claim = entry.body().is_none();
            let own = |label| {
                let mut seed_bytes = [label; 32];
                seed_bytes[..8].copy_from_slice(&seed.to_be_bytes());
                SigningKey::from_bytes(&seed_bytes)
            };
            let keys = if claim { vec![own(1), own(2)] } else { vec![shared.clone()] };
            signed.extend(keys.into_iter().map(|key| {
                let signature = key.sign(&entry.header);
                (key, entry.header.clone(), signature)
            }));
        }
        Self(signed)
    }

    fn verify(&self) -> Duration {
        cost(|| {
            for (key, message, signature) in &self.0 {
                key.verifying_key().verify_strict(message, signature).expect("it is signed");
            }
        })
    }
}

/// From the list of a personnel office to the PDFs, with everything between. Codes are stretched on all cores.
fn importing(ruler: &mut Ruler) {
    let count = if ruler.quick { 10 } else { 200 };
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build().expect("a runtime");
    let world = runtime.block_on(World::with_members(2, &["Anna Admin"]));
    let client = world.devices[0].client();
    let list = (0..count).fold("Name;Funktion;Station\n".to_owned(), |list, number| {
        format!("{list}Person {number};Pflegefachkraft;Station 3\n")
    });
    let took = shared_cost(|| {
        let plan = client.read_people(list.as_bytes()).expect("a list");
        assert_eq!(plan.new.len(), count, "everybody is new");
        let invited = runtime.block_on(client.invite_listed(&plan.new, &Terms::default())).expect("invited");
        let desk = Desk { contact: "Büro".to_owned(), ..Desk::default() };
        let papers: Vec<_> = invited.iter().map(|one| (one, Language::German)).collect();
        let pdf = client.letters(&desk, &papers).expect("letters");
        let list = client.hand_out_list(&desk, &papers, Language::German).expect("a list");
        assert!(pdf.len() > 1_000 * count && !list.is_empty());
    });
    let name = format!("{count} people from a list to letters");
    let note = "once: CSV, codes stretched on all cores, whose CPU time is divided by their number, invitations, letters, hand-out list";
    ruler.row(&Row::new(&name, took).bar(bars::LETTERS).note(note));
}
