//! Codes that people type from paper: the invitation code of a letter and the recovery key.
//!
//! Both are Crockford base32 in groups of four with two Reed–Solomon check symbols at the end: any two wrong
//! symbols are noticed, and where one is wrong its place is told, never silently corrected.

use argon2::{Algorithm, Argon2, Params, Version};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::id::InvitationId;
use crate::port::Entropy;
use crate::seal::SealKey;
use crate::sign::SecretKey;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUP: usize = 4;
const CHECKS: usize = 2;

/// The version that the first symbol of an invitation code tells.
const CODE_VERSION: u8 = 1;

/// Symbols of an invitation code: version, 17 random ones (85 bits), two check symbols.
pub const CODE_LEN: usize = 20;

/// Symbols of a recovery key: 26 for 128 bits, two check symbols.
pub const RECOVERY_LEN: usize = 28;

/// What is wrong with a typed code. Positions count symbols from 1, without spaces and dashes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// The number of symbols is not right.
    #[error("the code has {expected} characters, not {got}")]
    Length {
        /// Symbols that the code has.
        expected: usize,
        /// Symbols that were typed.
        got: usize,
    },
    /// A character that no code contains.
    #[error("character {position} of the code is '{symbol}', which no code contains")]
    UnknownSymbol {
        /// Where.
        position: usize,
        /// Which.
        symbol: char,
    },
    /// Most likely this one symbol is wrong.
    #[error("the code has a typing error, most likely at character {position}")]
    WrongSymbol {
        /// Where.
        position: usize,
    },
    /// More than one symbol is wrong.
    #[error("the code has more than one typing error")]
    Checksum,
    /// The code needs a newer program.
    #[error("the code needs a newer version of the app")]
    Version,
    /// The text is no invitation link.
    #[error("this is no invitation")]
    Link,
}

/// Arithmetic in GF(32) with x^5 + x^2 + 1, whose generator is x.
mod gf {
    pub(super) fn mul(a: u8, b: u8) -> u8 {
        (0..5).rev().fold(0, |product, bit| {
            let doubled = product << 1;
            let reduced = if doubled & 0x20 == 0 { doubled } else { doubled ^ 0x25 };
            reduced ^ if b >> bit & 1 == 1 { a } else { 0 }
        })
    }

    pub(super) fn pow(mut exponent: usize) -> u8 {
        let mut power = 1;
        while exponent > 0 {
            power = mul(power, 2);
            exponent -= 1;
        }
        power
    }

    pub(super) fn log(value: u8) -> Option<usize> {
        (0..31).find(|exponent| pow(*exponent) == value)
    }

    /// A polynomial, highest coefficient first, at a point.
    pub(super) fn eval(symbols: &[u8], point: u8) -> u8 {
        symbols.iter().fold(0, |sum, symbol| mul(sum, point) ^ symbol)
    }
}

/// Two symbols that make the polynomial vanish at α and α².
fn checks(data: &[u8]) -> [u8; CHECKS] {
    let mut padded = Zeroizing::new(data.to_vec());
    padded.extend_from_slice(&[0; CHECKS]);
    let (s1, s2) = (gf::eval(&padded, 2), gf::eval(&padded, 4));
    // c1·α + c0 = s1 and c1·α² + c0 = s2.
    let inverse = gf::pow(31 - gf::log(2 ^ 4).unwrap_or(0));
    let c1 = gf::mul(s1 ^ s2, inverse);
    [c1, s1 ^ gf::mul(c1, 2)]
}

/// Reads typed symbols: any case, O as 0, I and L as 1, spaces and dashes ignored.
fn read(text: &str, expected: usize) -> Result<Zeroizing<Vec<u8>>, CodeError> {
    let mut symbols = Zeroizing::new(Vec::with_capacity(expected));
    for symbol in text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '—' | '.')) {
        let folded = match symbol.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let value = ALPHABET.iter().position(|known| char::from(*known) == folded);
        let unknown = CodeError::UnknownSymbol { position: symbols.len() + 1, symbol };
        symbols.push(u8::try_from(value.ok_or(unknown)?).unwrap_or(0));
    }
    if symbols.len() != expected {
        return Err(CodeError::Length { expected, got: symbols.len() });
    }
    let (s1, s2) = (gf::eval(&symbols, 2), gf::eval(&symbols, 4));
    match (s1, s2) {
        (0, 0) => Ok(symbols),
        (0, _) | (_, 0) => Err(CodeError::Checksum),
        // One wrong symbol of value e at power p gives s1 = e·α^p and s2 = e·α^2p.
        _ => {
            let ratio = gf::log(s2).zip(gf::log(s1)).map(|(s2, s1)| (s2 + 31 - s1) % 31);
            match ratio.filter(|power| *power < expected) {
                Some(power) => Err(CodeError::WrongSymbol { position: expected - power }),
                None => Err(CodeError::Checksum),
            }
        }
    }
}

fn print(symbols: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(symbols.len() * 5 / 4));
    for (index, symbol) in symbols.iter().enumerate() {
        if index > 0 && index % GROUP == 0 {
            text.push('-');
        }
        text.push(char::from(ALPHABET[usize::from(symbol & 31)]));
    }
    text
}

/// An invitation code: five groups of four symbols.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct InvitationCode([u8; CODE_LEN]);

impl InvitationCode {
    /// A new random code.
    pub fn random(entropy: &dyn Entropy) -> Self {
        let mut symbols = [0; CODE_LEN];
        entropy.fill(&mut symbols);
        for symbol in &mut symbols {
            *symbol &= 31;
        }
        symbols[0] = CODE_VERSION;
        let check = checks(&symbols[..CODE_LEN - CHECKS]);
        symbols[CODE_LEN - CHECKS..].copy_from_slice(&check);
        Self(symbols)
    }

    /// Reads a typed code.
    ///
    /// # Errors
    /// See [`CodeError`].
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let symbols = read(text, CODE_LEN)?;
        if symbols[0] != CODE_VERSION {
            return Err(CodeError::Version);
        }
        let symbols = symbols.as_slice().try_into().map_err(|_| CodeError::Checksum)?;
        Ok(Self(symbols))
    }

    /// The code in groups of four.
    pub fn grouped(&self) -> Zeroizing<String> {
        print(&self.0)
    }
}

/// What an invitation code derives.
pub struct InvitationSecrets {
    /// Finds the invitation on the server.
    pub id: InvitationId,
    /// Opens the invitation's bundle.
    pub bundle: SealKey,
    /// Signs the claim.
    pub key: SecretKey,
}

impl InvitationSecrets {
    /// Stretches a code with Argon2id: 64 MiB, three passes (RFC 9106 section 4).
    ///
    /// # Panics
    /// Never: the parameters are constants that Argon2 accepts.
    pub fn stretch(code: &InvitationCode) -> Self {
        let random = Zeroizing::new(
            code.0[1..CODE_LEN - CHECKS].iter().map(|s| ALPHABET[usize::from(s & 31)]).collect::<Vec<_>>(),
        );
        let params = Params::new(64 << 10, 3, 1, Some(32)).expect("constants that Argon2 accepts");
        let mut stretched = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(&random, b"verband/invite/1", stretched.as_mut_slice())
            .expect("constants that Argon2 accepts");
        let hkdf = Hkdf::<Sha256>::new(None, stretched.as_slice());
        Self {
            id: InvitationId(expand(&hkdf, "verband/invite/id/1")),
            bundle: SealKey::from_bytes(expand(&hkdf, "verband/invite/bundle/1")),
            key: SecretKey::from_seed(expand(&hkdf, "verband/invite/sig/1")),
        }
    }
}

fn expand<const N: usize>(hkdf: &Hkdf<Sha256>, info: &str) -> [u8; N] {
    let mut out = [0; N];
    hkdf.expand(info.as_bytes(), &mut out).expect("at most 32 bytes are within HKDF's reach");
    out
}

/// A member's printed recovery key: seven groups of four symbols.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct RecoveryKey([u8; 16]);

impl RecoveryKey {
    /// A new random key.
    pub fn random(entropy: &dyn Entropy) -> Self {
        Self(crate::port::random(entropy))
    }

    /// Reads a typed key.
    ///
    /// # Errors
    /// See [`CodeError`].
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let symbols = read(text, RECOVERY_LEN)?;
        let data = &symbols[..RECOVERY_LEN - CHECKS];
        // 26 symbols are 130 bits: the last two are zero.
        let bits = data.iter().flat_map(|symbol| (0..5).rev().map(move |bit| symbol >> bit & 1));
        let mut bytes = [0; 16];
        for (index, bit) in bits.enumerate() {
            match bytes.get_mut(index / 8) {
                Some(byte) => *byte |= bit << (7 - index % 8),
                None if bit == 0 => {}
                None => return Err(CodeError::Checksum),
            }
        }
        Ok(Self(bytes))
    }

    /// The key in groups of four.
    pub fn grouped(&self) -> Zeroizing<String> {
        let bit = |index: usize| self.0.get(index / 8).map_or(0, |byte| byte >> (7 - index % 8) & 1);
        let mut symbols = Zeroizing::new(Vec::with_capacity(RECOVERY_LEN));
        for start in (0..130).step_by(5) {
            symbols.push((start..start + 5).fold(0, |symbol, index| symbol << 1 | bit(index)));
        }
        let check = checks(&symbols);
        symbols.extend_from_slice(&check);
        print(&symbols)
    }

    /// Certifies a new device of the member.
    pub fn signing_key(&self) -> SecretKey {
        SecretKey::from_seed(expand(&Hkdf::new(None, &self.0), "verband/recovery/sig/1"))
    }

    /// The seed of the key that the key backup is encrypted to.
    pub fn handover_seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(expand(&Hkdf::new(None, &self.0), "verband/recovery/hpke/1"))
    }
}

/// What a QR code says: the server and the code, `verband://join?server=…#CODE`.
pub struct InvitationLink {
    /// The server's address, `https://…`.
    pub server: String,
    /// The code.
    pub code: InvitationCode,
}

const LINK: &str = "verband://join?server=";

impl InvitationLink {
    /// Reads a link.
    ///
    /// # Errors
    /// [`CodeError::Link`], or what is wrong with its code.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let (server, code) =
            text.trim().strip_prefix(LINK).and_then(|rest| rest.split_once('#')).ok_or(CodeError::Link)?;
        Ok(Self { server: percent_decode(server).ok_or(CodeError::Link)?, code: InvitationCode::parse(code)? })
    }

    /// Writes the link.
    pub fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(format!("{LINK}{}#", percent_encode(&self.server)));
        text.push_str(&self.code.grouped());
        text
    }
}

fn percent_encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        if *first == b'%' {
            let (digits, tail) = tail.split_at_checked(2)?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
            rest = tail;
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).ok()
}
