//! Codes that people type: forgiving where nothing is ambiguous, strict everywhere else.

use proptest::prelude::*;
use verband_protocol::code::{
    CODE_LEN, CodeError, DeviceLink, InvitationCode, InvitationLink, LONG_LEN, RecoveryKey, SET_UP_LEN, ServerLink,
    SetUpLink, SetUpToken,
};

use crate::vectors::Counting;

fn invitation() -> String {
    InvitationCode::random(&Counting::from(15)).grouped().to_string()
}

fn reread(text: &str) -> Result<String, CodeError> {
    InvitationCode::parse(text).map(|code| code.grouped().to_string())
}

fn symbols(text: &str) -> Vec<char> {
    text.chars().filter(|c| *c != '-').collect()
}

const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

#[test]
fn a_code_is_five_groups_of_four() {
    let code = invitation();
    assert_eq!(code.split('-').map(str::len).collect::<Vec<_>>(), [4; 5]);
    assert_eq!(symbols(&code).len(), CODE_LEN);
    assert!(code.starts_with('1'), "the version");
    assert_eq!(reread(&code), Ok(code));
}

#[test]
fn typing_is_forgiven_where_nothing_is_ambiguous() {
    let code = invitation();
    for typed in [
        code.to_lowercase(),
        code.replace('-', ""),
        code.replace('-', " - "),
        code.replace('-', "\u{2011}"),
        code.replace('-', "\u{ad}\u{200b}"),
        code.replace('-', ". "),
        format!("\u{feff}\t{code}\r\n"),
        code.chars().flat_map(|c| [c, ' ']).collect(),
    ] {
        assert_eq!(reread(&typed), Ok(code.clone()), "{typed:?}");
    }
    let code = InvitationCode::random(&Counting::default()).grouped().to_string();
    assert!(code.contains('0') && code.contains('1'));
    for (zero, one) in [("O", "I"), ("o", "i"), ("0", "L"), ("O", "l")] {
        assert_eq!(reread(&code.replace('0', zero).replace('1', one)), Ok(code.clone()));
    }
}

#[test]
fn one_wrong_symbol_is_located() {
    let code = symbols(&invitation());
    for position in 1..=CODE_LEN {
        for wrong in ALPHABET.chars().filter(|wrong| *wrong != code[position - 1]) {
            let mut typed = code.clone();
            typed[position - 1] = wrong;
            let typed: String = typed.into_iter().collect();
            assert_eq!(reread(&typed), Err(CodeError::WrongSymbol { position }), "{typed}");
        }
    }
}

#[test]
fn exchanged_neighbours_are_noticed() {
    let code = symbols(&invitation());
    for first in 0..CODE_LEN - 1 {
        let mut typed = code.clone();
        typed.swap(first, first + 1);
        let typed: String = typed.into_iter().collect();
        assert!(code[first] == code[first + 1] || reread(&typed).is_err(), "{typed}");
    }
}

#[test]
fn what_is_wrong_is_told() {
    let code = invitation();
    let replaced = |position: usize, symbol: char| {
        let mut typed = symbols(&code);
        typed[position - 1] = symbol;
        typed.into_iter().collect::<String>()
    };
    for symbol in ['U', 'u', 'ß', 'Ä', '!', '\u{0}', '１', 'К'] {
        assert_eq!(reread(&replaced(5, symbol)), Err(CodeError::UnknownSymbol { position: 5, symbol }));
    }
    let length = |got| Err(CodeError::Length { expected: CODE_LEN, got });
    assert_eq!(reread(""), length(0));
    assert_eq!(reread(&code[..code.len() - 1]), length(CODE_LEN - 1));
    assert_eq!(reread(&format!("{code}0")), length(CODE_LEN + 1));
    assert_eq!(reread(&code.repeat(500)), length(500 * CODE_LEN));
    assert_eq!(reread("0000-0000-0000-0000-0000"), Err(CodeError::Version), "right, but of another version");
}

#[test]
fn a_recovery_key_is_seven_groups_of_four() {
    let key = RecoveryKey::random(&Counting::from(0xf1)).grouped();
    assert_eq!(key.split('-').map(str::len).collect::<Vec<_>>(), [4; 7]);
    assert_eq!(symbols(&key).len(), LONG_LEN);
    assert_eq!(RecoveryKey::parse(&invitation()).err(), Some(CodeError::Length { expected: 28, got: 20 }));
    assert!(InvitationCode::parse(&key).is_err());
}

#[test]
fn spare_bits_of_a_recovery_key_are_another_version() {
    // The all-zero key and its spare bits set to 01, with check symbols found by trying.
    assert!(RecoveryKey::parse(&"0".repeat(LONG_LEN)).is_ok());
    let start = format!("{}1", "0".repeat(25));
    let valid = ALPHABET.chars().flat_map(|a| ALPHABET.chars().map(move |b| format!("{a}{b}")));
    let results: Vec<_> = valid.filter_map(|checks| RecoveryKey::parse(&(start.clone() + &checks)).err()).collect();
    assert_eq!(results.iter().filter(|error| **error == CodeError::Version).count(), 1);
    assert_eq!(results.len(), 32 * 32);
}

#[test]
fn keys_of_a_recovery_key_differ() {
    let key = RecoveryKey::random(&Counting::default());
    assert_ne!(key.signing_key().seed(), &*key.handover_seed());
    let again = RecoveryKey::parse(&key.grouped().to_lowercase()).expect("it was printed");
    assert_eq!(again.signing_key().public(), key.signing_key().public());
    assert_eq!(again.handover_seed(), key.handover_seed());
}

#[test]
fn a_set_up_token_is_four_groups_of_four_and_forgives_typing() {
    let token = SetUpToken::random(&Counting::from(0x70)).grouped();
    assert_eq!(token.split('-').map(str::len).collect::<Vec<_>>(), [4; 4]);
    let typed = token.to_lowercase().replace('-', " ");
    assert_eq!(SetUpToken::parse(&typed).map(|read| read.grouped()), Ok(token.clone()));
    let mut wrong = symbols(&token);
    wrong[6] = if wrong[6] == 'A' { 'B' } else { 'A' };
    let wrong: String = wrong.into_iter().collect();
    assert_eq!(SetUpToken::parse(&wrong).err(), Some(CodeError::WrongSymbol { position: 7 }));
    let code = invitation();
    assert_eq!(SetUpToken::parse(&code).err(), Some(CodeError::Length { expected: SET_UP_LEN, got: CODE_LEN }));
}

#[test]
fn a_code_is_found_wherever_it_stands_in_a_text() {
    let code = invitation();
    let bare = code.replace('-', "");
    for text in [
        code.clone(),
        format!("Ihr Code: {code}."),
        format!("Ihr Code lautet\n{}\nbitte eingeben", code.to_lowercase().replace('-', " ")),
        format!("({bare})"),
        format!("{bare}, "),
        format!("abc {bare} def"),
        format!("https://a.example/join#{code}"),
        bare.chars().flat_map(|c| [c, ' ']).collect(),
    ] {
        assert!(InvitationCode::stands_in(&text), "{text:?}");
    }
    let prose = "Mit freundlichen Grüßen, Ihre Pflegedienstleitung. Der Code kommt mit einem Brief. ".repeat(40);
    for text in ["", "1", &prose, &code[1..], &format!("{bare}0"), &format!("a{bare}"), &code.replace('-', "/")] {
        assert!(!InvitationCode::stands_in(text), "{text:?}");
    }
}

#[test]
fn a_link_carries_server_and_code() {
    for server in ["https://verband.example", "http://[::1]:8080/a?c=d&e#f%", "https://müller.example/ü"] {
        let code = InvitationCode::random(&Counting::default());
        let link = InvitationLink { server: server.to_owned(), code };
        let text = link.text();
        assert!(text.is_ascii(), "{}", *text);
        for typed in [text.to_string(), format!(" {}\n", *text), text.replacen("verband://join", "VERBAND://JOIN", 1)] {
            let read = InvitationLink::parse(&typed).map(|read| (read.server, read.code.grouped()));
            assert_eq!(read, Ok((server.to_owned(), link.code.grouped())), "{typed}");
        }
    }
}

#[test]
fn what_is_no_link_is_refused() {
    let code = invitation();
    let with = |server: &str| InvitationLink::parse(&format!("verband://join?server={server}#{code}")).err();
    assert_eq!(with("https%3A%2F%2Fa.example"), None);
    for server in [
        "",
        "a.example",
        "https%3A%2F%2F",
        "javascript%3Aalert(1)",
        "https%3A%2F%2Fa%0Ab",
        "https%3A%2F%2Fa%20b",
        "https%3A%2F%2Fa%C0",
        "https%3A%2F%2Fa%",
        "https%3A%2F%2Fa%4",
        "https%3A%2F%2Fa%+f",
    ] {
        assert_eq!(with(server), Some(CodeError::Link), "{server}");
    }
    for text in
        ["", "verband", "https://a.example", "verband://join?server=https%3A%2F%2Fa", "vérband://join?server=x#"]
    {
        assert_eq!(InvitationLink::parse(text).err(), Some(CodeError::Link), "{text}");
    }
    let wrong = InvitationLink::parse("verband://join?server=https%3A%2F%2Fa#123").err();
    assert_eq!(wrong, Some(CodeError::Length { expected: CODE_LEN, got: 3 }));
}

#[test]
fn each_kind_of_link_is_read_as_that_kind_alone() {
    let server = "https://klinik.example:8443/ü".to_owned();
    let token = SetUpToken::random(&Counting::default());
    let set_up = SetUpLink { server: server.clone(), token };
    let read = SetUpLink::parse(&format!(" {}\n", *set_up.text())).expect("it was printed");
    assert_eq!((&read.server, read.token.grouped()), (&server, set_up.token.grouped()));
    let join = InvitationLink { server: server.clone(), code: InvitationCode::random(&Counting::default()) }.text();
    let bare = ServerLink { server };
    assert_eq!(ServerLink::parse(&bare.text()), Ok(bare.clone()));

    assert_eq!(SetUpLink::parse(&join).err(), Some(CodeError::SetUpLink));
    assert_eq!(SetUpLink::parse(&set_up.text().replace('#', "")).err(), Some(CodeError::SetUpLink));
    assert_eq!(InvitationLink::parse(&set_up.text()).err(), Some(CodeError::Link));
    assert_eq!(InvitationLink::parse(&bare.text()).err(), Some(CodeError::Link));
    assert_eq!(ServerLink::parse(&join).err(), Some(CodeError::Link));
    assert_eq!(ServerLink::parse(&set_up.text()).err(), Some(CodeError::Link));
    let typo = SetUpLink::parse(&set_up.text().replacen('#', "#0", 1)).err();
    assert_eq!(typo, Some(CodeError::Length { expected: SET_UP_LEN, got: SET_UP_LEN + 1 }));
}

proptest! {
    #[test]
    fn any_recovery_key_comes_back(bytes in any::<[u8; 16]>()) {
        struct Given([u8; 16]);
        impl verband_protocol::port::Entropy for Given {
            fn fill(&self, out: &mut [u8]) {
                out.copy_from_slice(&self.0);
            }
        }
        let key = RecoveryKey::random(&Given(bytes));
        let again = RecoveryKey::parse(&key.grouped()).map(|key| key.grouped().to_string());
        prop_assert_eq!(again, Ok(key.grouped().to_string()));
    }

    #[test]
    fn any_text_is_read_without_harm(text in "\\PC{0,60}") {
        let _ = InvitationCode::parse(&text);
        let _ = RecoveryKey::parse(&text);
        let _ = InvitationLink::parse(&format!("verband://join?server={text}#{text}"));
        let _ = SetUpLink::parse(&format!("verband://found?server={text}#{text}"));
        let _ = DeviceLink::parse(&format!("verband://link?server={text}#{text}"));
        let _ = InvitationCode::stands_in(&text);
    }

    #[test]
    fn two_wrong_symbols_never_pass(a in 0..CODE_LEN, b in 0..CODE_LEN, x in 0_usize..32, y in 0_usize..32) {
        let code = symbols(&invitation());
        let mut typed = code.clone();
        typed[a] = ALPHABET.as_bytes()[x].into();
        typed[b] = ALPHABET.as_bytes()[y].into();
        let text: String = typed.iter().collect();
        prop_assert!(typed == code || reread(&text).is_err());
    }
}
