//! The cryptography of `SQLCipher`: AES-256 in CBC mode, HMAC and PBKDF2 with SHA-256 and SHA-512, and randomness.
//! `SQLCipher` takes a provider of one's own (`SQLCIPHER_CRYPTO_CUSTOM`), and this is one. It makes the files that the
//! provider with OpenSSL makes, and saves OpenSSL, of which no other part is used.
//!
//! Only what C calls lives here: pointers become slices, algorithms are looked up, and everything else is a library's.
//! Nothing may panic, because C cannot unwind. SHA-1, which files of `SQLCipher` 3 need, is refused.

mod native;

use std::ffi::{CStr, c_char, c_int, c_void};
use std::{ptr, slice};

use aes::Aes256;
use cbc::cipher::inout::InOutBuf;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use hmac::{Hmac, KeyInit, Mac};
use pbkdf2::pbkdf2_hmac;
use sha2::{Sha256, Sha512};

const OK: c_int = 0;
const ERROR: c_int = 1;

const SHA256: c_int = 1;
const SHA512: c_int = 2;
const DECRYPT: c_int = 0;

const KEY_LEN: c_int = 32;
const BLOCK_LEN: c_int = 16;

const NAME: &CStr = c"rustcrypto";
const VERSION: &CStr = c"1";
const CIPHER: &CStr = c"AES-256-CBC";

type Context = *mut c_void;
type Text = unsafe extern "C" fn(Context) -> *const c_char;
type Number = unsafe extern "C" fn(Context) -> c_int;
type Hook = unsafe extern "C" fn(*mut Context) -> c_int;

/// `sqlcipher_provider` in `sqlcipher.h`.
#[repr(C)]
pub struct Provider {
    init: Option<unsafe extern "C" fn() -> c_int>,
    shutdown: Option<unsafe extern "C" fn()>,
    get_provider_name: Text,
    add_random: unsafe extern "C" fn(Context, *const c_void, c_int) -> c_int,
    random: unsafe extern "C" fn(Context, *mut c_void, c_int) -> c_int,
    hmac: unsafe extern "C" fn(
        Context,
        algorithm: c_int,
        key: *const u8,
        key_len: c_int,
        first: *const u8,
        first_len: c_int,
        second: *const u8,
        second_len: c_int,
        out: *mut u8,
    ) -> c_int,
    kdf: unsafe extern "C" fn(
        Context,
        algorithm: c_int,
        password: *const u8,
        password_len: c_int,
        salt: *const u8,
        salt_len: c_int,
        rounds: c_int,
        key_len: c_int,
        key: *mut u8,
    ) -> c_int,
    cipher: unsafe extern "C" fn(
        Context,
        mode: c_int,
        key: *const u8,
        key_len: c_int,
        iv: *const u8,
        input: *const u8,
        len: c_int,
        out: *mut u8,
    ) -> c_int,
    get_cipher: Text,
    get_key_sz: Number,
    get_iv_sz: Number,
    get_block_sz: Number,
    get_hmac_sz: unsafe extern "C" fn(Context, algorithm: c_int) -> c_int,
    ctx_init: Hook,
    ctx_free: Hook,
    fips_status: Number,
    get_provider_version: Text,
    next: *mut Provider,
}

/// Fills in the provider that `SQLCipher` has allocated.
///
/// # Safety
/// `provider` points to memory for one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn verband_sqlcipher_setup(provider: *mut Provider) -> c_int {
    let ours = Provider {
        init: None,
        shutdown: None,
        get_provider_name: name,
        add_random,
        random,
        hmac,
        kdf,
        cipher,
        get_cipher: cipher_name,
        get_key_sz: key_len,
        get_iv_sz: block_len,
        get_block_sz: block_len,
        get_hmac_sz: hmac_len,
        ctx_init: nothing,
        ctx_free: nothing,
        fips_status: none,
        get_provider_version: version,
        next: ptr::null_mut(),
    };
    // SAFETY: the caller's promise; what was there before is no provider.
    unsafe { provider.write(ours) };
    OK
}

unsafe extern "C" fn name(_: Context) -> *const c_char {
    NAME.as_ptr()
}

unsafe extern "C" fn version(_: Context) -> *const c_char {
    VERSION.as_ptr()
}

unsafe extern "C" fn cipher_name(_: Context) -> *const c_char {
    CIPHER.as_ptr()
}

unsafe extern "C" fn key_len(_: Context) -> c_int {
    KEY_LEN
}

/// The initialisation vector is one block.
unsafe extern "C" fn block_len(_: Context) -> c_int {
    BLOCK_LEN
}

unsafe extern "C" fn hmac_len(_: Context, algorithm: c_int) -> c_int {
    match algorithm {
        SHA256 => 32,
        SHA512 => 64,
        _ => 0,
    }
}

/// There is no state to set up or free.
unsafe extern "C" fn nothing(_: *mut Context) -> c_int {
    OK
}

unsafe extern "C" fn none(_: Context) -> c_int {
    0
}

/// The operating system needs no help.
unsafe extern "C" fn add_random(_: Context, _: *const c_void, _: c_int) -> c_int {
    OK
}

unsafe extern "C" fn random(_: Context, out: *mut c_void, len: c_int) -> c_int {
    // SAFETY: SQLCipher gives a buffer of this length.
    unsafe { bytes_mut(out.cast(), len) }.and_then(native::randomness).code()
}

unsafe extern "C" fn hmac(
    _: Context,
    algorithm: c_int,
    key: *const u8,
    key_len: c_int,
    first: *const u8,
    first_len: c_int,
    second: *const u8,
    second_len: c_int,
    out: *mut u8,
) -> c_int {
    // SAFETY: SQLCipher gives buffers of these lengths, and one for the length of the algorithm, apart from the others.
    let (key, first, second, out) = unsafe {
        let len = hmac_len(ptr::null_mut(), algorithm);
        // There may be no second part.
        let second = if second.is_null() { Some(&[][..]) } else { bytes(second, second_len) };
        (bytes(key, key_len), bytes(first, first_len), second, bytes_mut(out, len))
    };
    let (Some(key), Some(first), Some(second), Some(out)) = (key, first, second, out) else { return ERROR };
    match algorithm {
        SHA256 => mac::<Hmac<Sha256>>(key, [first, second], out).code(),
        SHA512 => mac::<Hmac<Sha512>>(key, [first, second], out).code(),
        _ => ERROR,
    }
}

fn mac<M: Mac + KeyInit>(key: &[u8], parts: [&[u8]; 2], out: &mut [u8]) -> Option<()> {
    let mut mac = <M as KeyInit>::new_from_slice(key).ok()?;
    for part in parts {
        mac.update(part);
    }
    let tag = mac.finalize().into_bytes();
    (tag.len() == out.len()).then(|| out.copy_from_slice(&tag))
}

unsafe extern "C" fn kdf(
    _: Context,
    algorithm: c_int,
    password: *const u8,
    password_len: c_int,
    salt: *const u8,
    salt_len: c_int,
    rounds: c_int,
    key_len: c_int,
    key: *mut u8,
) -> c_int {
    // SAFETY: SQLCipher gives buffers of these lengths, and the key's is apart from the others.
    let (password, salt, key) =
        unsafe { (bytes(password, password_len), bytes(salt, salt_len), bytes_mut(key, key_len)) };
    let (Some(password), Some(salt), Some(key), Ok(rounds)) = (password, salt, key, rounds.try_into()) else {
        return ERROR;
    };
    match algorithm {
        SHA256 => pbkdf2_hmac::<Sha256>(password, salt, rounds, key),
        SHA512 => pbkdf2_hmac::<Sha512>(password, salt, rounds, key),
        _ => return ERROR,
    }
    OK
}

unsafe extern "C" fn cipher(
    _: Context,
    mode: c_int,
    key: *const u8,
    key_len: c_int,
    iv: *const u8,
    input: *const u8,
    len: c_int,
    out: *mut u8,
) -> c_int {
    let Ok(count) = usize::try_from(len) else { return ERROR };
    if input.is_null() || out.is_null() {
        return ERROR;
    }
    // SAFETY: SQLCipher gives buffers of these lengths; input and output are either one buffer or apart, and key and
    // initialisation vector are apart from the output.
    let (key, iv, page) = unsafe { (bytes(key, key_len), bytes(iv, BLOCK_LEN), InOutBuf::from_raw(input, out, count)) };
    let (Some(key), Some(iv)) = (key, iv) else { return ERROR };
    let (blocks, rest) = page.into_chunks();
    if !rest.is_empty() {
        return ERROR;
    }
    let done = if mode == DECRYPT {
        cbc::Decryptor::<Aes256>::new_from_slices(key, iv).map(|mut cbc| cbc.decrypt_blocks_inout(blocks))
    } else {
        cbc::Encryptor::<Aes256>::new_from_slices(key, iv).map(|mut cbc| cbc.encrypt_blocks_inout(blocks))
    };
    done.ok().code()
}

trait Code {
    /// As C is told.
    fn code(self) -> c_int;
}

impl Code for Option<()> {
    fn code(self) -> c_int {
        if self.is_some() { OK } else { ERROR }
    }
}

/// # Safety
/// Unless it is null, so many bytes lie at `start` and stay as they are.
unsafe fn bytes<'a>(start: *const u8, len: c_int) -> Option<&'a [u8]> {
    let len = usize::try_from(len).ok()?;
    // SAFETY: the caller's promise.
    (!start.is_null()).then(|| unsafe { slice::from_raw_parts(start, len) })
}

/// # Safety
/// Unless it is null, so many bytes lie at `start`, and nobody else uses them.
unsafe fn bytes_mut<'a>(start: *mut u8, len: c_int) -> Option<&'a mut [u8]> {
    let len = usize::try_from(len).ok()?;
    // SAFETY: the caller's promise.
    (!start.is_null()).then(|| unsafe { slice::from_raw_parts_mut(start, len) })
}
