//! Vectors of the codes that people type.

use serde::Serialize;
use verband_protocol::cbor;
use verband_protocol::certificate::{DeviceCertificate, DeviceClass};
use verband_protocol::code::{
    CodeError, DeviceLink, InvitationCode, InvitationLink, InvitationSecrets, RecoveryKey, RecoveryLink, RootKey,
    RootLink, ServerLink, SetUpLink, SetUpToken, fingerprint,
};
use verband_protocol::id::LogId;
use verband_protocol::linking::DeviceOffer;
use verband_protocol::sign::PublicKey;

use super::{Counting, File, file};

pub(crate) fn files() -> Vec<File> {
    vec![invitation(), typed(), recovery(), root(), link(), server(), set_up(), paper(), device_link()]
}

fn code(first: u8) -> InvitationCode {
    InvitationCode::random(&Counting::from(first))
}

#[derive(Serialize)]
struct Invitation {
    /// The 17 bytes of entropy, whose low five bits are the symbols.
    entropy: String,
    code: String,
    id: String,
    bundle_key: String,
    signing_seed: String,
    public_key: String,
}

fn invitation() -> File {
    let cases = [0, 15, 0x90].map(|first: u8| {
        let code = code(first);
        let secrets = InvitationSecrets::stretch(&code);
        Invitation {
            entropy: hex::encode((0..17).map(|i| first.wrapping_add(i)).collect::<Vec<_>>()),
            code: code.grouped().to_string(),
            id: secrets.id.to_string(),
            bundle_key: hex::encode(secrets.bundle.expose()),
            signing_seed: hex::encode(secrets.key.seed()),
            public_key: hex::encode(secrets.key.public().0),
        }
    });
    file("code/invitation.json", "Invitation codes and what Argon2id and HKDF make of them.", cases.into())
}

#[derive(Serialize)]
struct Input {
    typed: String,
    /// The code as printed, when it is right.
    code: Option<String>,
    error: Option<&'static str>,
    position: Option<usize>,
}

fn typed() -> File {
    let right = code(15).grouped().to_string();
    let with = |changes: &[(usize, char)]| {
        let mut symbols: Vec<char> = right.chars().filter(|c| *c != '-').collect();
        for (position, symbol) in changes {
            symbols[position - 1] = *symbol;
        }
        symbols.into_iter().collect::<String>()
    };
    let texts = vec![
        right.clone(),
        right.to_lowercase(),
        right.replace('-', ""),
        right.replace('-', " "),
        format!("  {}\n", right.replace('-', " \u{2013} ")),
        code(0).grouped().replace('0', "o").replace('1', "l"),
        code(0).grouped().replace('0', "O").replace('1', "I"),
        with(&[(2, 'Z')]),
        with(&[(20, '0')]),
        with(&[(1, '2')]),
        with(&[(3, 'H'), (4, 'G')]),
        with(&[(3, 'A'), (19, 'B')]),
        with(&[(5, 'U')]),
        with(&[(7, 'ß')]),
        right[..right.len() - 1].to_owned(),
        format!("{right}0"),
        String::new(),
        "2222-2222-2222-2222-2222".to_owned(),
        "0000-0000-0000-0000-0000".to_owned(),
    ];
    let cases = texts
        .into_iter()
        .map(|typed| match InvitationCode::parse(&typed) {
            Ok(code) => Input { typed, code: Some(code.grouped().to_string()), error: None, position: None },
            Err(error) => {
                let (name, position) = error_name(&error);
                Input { typed, code: None, error: Some(name), position }
            }
        })
        .collect();
    file("code/typed.json", "What people type for an invitation code; positions count symbols from 1.", cases)
}

/// The name of an error in the vectors, and its position.
pub(crate) fn error_name(error: &CodeError) -> (&'static str, Option<usize>) {
    match error {
        CodeError::Length { .. } => ("length", None),
        CodeError::UnknownSymbol { position, .. } => ("unknown symbol", Some(*position)),
        CodeError::WrongSymbol { position } => ("wrong symbol", Some(*position)),
        CodeError::Checksum => ("checksum", None),
        CodeError::Version => ("version", None),
        CodeError::Link => ("link", None),
        CodeError::SetUpLink => ("set-up link", None),
        CodeError::PaperLink => ("paper link", None),
        CodeError::DeviceLink => ("device link", None),
        CodeError::VerificationLink => ("verification link", None),
    }
}

#[derive(Serialize)]
struct Recovery {
    bytes: String,
    key: String,
    signing_seed: String,
    public_key: String,
    handover_seed: String,
}

fn recovery() -> File {
    let cases = [0, 0x77, 0xf1].map(|first: u8| {
        let key = RecoveryKey::random(&Counting::from(first));
        Recovery {
            bytes: hex::encode((0..16).map(|i| first.wrapping_add(i)).collect::<Vec<_>>()),
            key: key.grouped().to_string(),
            signing_seed: hex::encode(key.signing_key().seed()),
            public_key: hex::encode(key.signing_key().public().0),
            handover_seed: hex::encode(*key.handover_seed()),
        }
    });
    file("code/recovery.json", "Recovery keys and the keys derived from them.", cases.into())
}

#[derive(Serialize)]
struct Root {
    bytes: String,
    key: String,
    signing_seed: String,
    public_key: String,
}

fn root() -> File {
    let cases = [0, 0x5c].map(|first: u8| {
        let key = RootKey::random(&Counting::from(first));
        Root {
            bytes: hex::encode((0..16).map(|i| first.wrapping_add(i)).collect::<Vec<_>>()),
            key: key.grouped().to_string(),
            signing_seed: hex::encode(key.signing_key().seed()),
            public_key: hex::encode(key.signing_key().public().0),
        }
    });
    file("code/root.json", "Root keys of organisations and the signing keys derived from them.", cases.into())
}

#[derive(Serialize)]
struct OnPaper {
    server: &'static str,
    organisation: String,
    fingerprint: String,
    key: String,
    recover: String,
    restore: String,
}

fn paper() -> File {
    let cases = SERVERS.iter().zip(0..).map(|(server, first): (_, u8)| {
        let organisation = LogId([first; 32]);
        let fingerprint = fingerprint(&organisation);
        let recovery = RecoveryLink {
            server: (*server).to_owned(),
            fingerprint: Some(fingerprint.clone()),
            key: RecoveryKey::random(&Counting::from(first)),
        };
        let root = RootLink {
            server: (*server).to_owned(),
            fingerprint: Some(fingerprint.clone()),
            key: RootKey::random(&Counting::from(first)),
        };
        OnPaper {
            server,
            organisation: hex::encode(organisation.0),
            fingerprint,
            key: recovery.key.grouped().to_string(),
            recover: recovery.text().to_string(),
            restore: root.text().to_string(),
        }
    });
    file("code/paper.json", "Keys on paper as one line of text, for QR codes.", cases.collect())
}

#[derive(Serialize)]
struct Invited {
    server: &'static str,
    code: String,
    link: String,
}

const SERVERS: [&str; 3] =
    ["https://verband.example", "https://klinik.example:8443/verband", "https://xn--mller-kva.example/ä?c#d%"];

fn link() -> File {
    let cases = SERVERS.iter().zip(0..).map(|(server, first)| {
        let link = InvitationLink { server: (*server).to_owned(), code: code(first) };
        Invited { server, code: link.code.grouped().to_string(), link: link.text().to_string() }
    });
    file("code/link.json", "Invitations as one line of text, for QR codes.", cases.collect())
}

#[derive(Serialize)]
struct Reached {
    server: &'static str,
    link: String,
}

fn server() -> File {
    let cases = SERVERS.map(|server| Reached { server, link: ServerLink { server: server.to_owned() }.text() });
    file("code/server_link.json", "Invitations without their code, for e-mails.", cases.into())
}

#[derive(Serialize)]
struct SetUp {
    /// The 14 bytes of entropy, whose low five bits are the symbols.
    entropy: String,
    server: &'static str,
    token: String,
    link: String,
}

fn set_up() -> File {
    let cases = SERVERS.iter().zip([0, 15, 0x90]).map(|(server, first): (_, u8)| {
        let token = SetUpToken::random(&Counting::from(first));
        let link = SetUpLink { server: (*server).to_owned(), token };
        SetUp {
            entropy: hex::encode((0..14).map(|i| first.wrapping_add(i)).collect::<Vec<_>>()),
            server,
            token: link.token.grouped().to_string(),
            link: link.text().to_string(),
        }
    });
    file("code/set_up.json", "Set-up tokens and their links.", cases.collect())
}

#[derive(Serialize)]
struct Offered {
    /// The offer as CBOR, of which the code is a hash.
    offer: String,
    server: &'static str,
    code: String,
    slot: String,
    seal_key: String,
    link: String,
}

fn device_link() -> File {
    let cases = SERVERS.iter().zip([0, 15, 0x90]).map(|(server, first): (_, u8)| {
        let key = |number: u8| [first.wrapping_add(number); 32];
        let device = DeviceCertificate {
            login: PublicKey(key(0)),
            mls: PublicKey(key(1)),
            event: PublicKey(key(2)),
            hpke: key(3),
            class: DeviceClass::Phone,
        };
        let offer = DeviceOffer::of(device, &Counting::from(first));
        let link = DeviceLink { server: (*server).to_owned(), code: offer.code() };
        Offered {
            offer: hex::encode(cbor::encode(&offer)),
            server,
            code: link.code.grouped().to_string(),
            slot: link.code.slot().to_string(),
            seal_key: hex::encode(link.code.key().expose()),
            link: link.text().to_string(),
        }
    });
    file("code/device_link.json", "What a new device shows, and what derives from it.", cases.collect())
}
