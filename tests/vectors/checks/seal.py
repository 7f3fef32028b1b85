"""`seal` and `open`, from the description in core/protocol/src/seal.rs."""

import functools
import hashlib
import hmac
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from . import check, expect
from .primitives import hkdf

SUITE = 1
CHUNK = 16 * 1024
TAG = 16
HEADER = 1 + 24 + 32


class Rejected(Exception):
    """Sealed bytes that do not open; the text says why."""


class Object:
    """The keys of one sealed object."""

    def __init__(self, key: bytes, context: bytes, salt: bytes) -> None:
        self.expand(hkdf(key, salt, self.info(context), 32 + 12 + 32))

    @classmethod
    def disclosed(cls, disclosure: bytes, context: bytes) -> "Object":
        """From what HKDF extracts, without key and salt."""
        sealed = cls.__new__(cls)
        sealed.expand(HKDFExpand(algorithm=SHA256(), length=32 + 12 + 32, info=cls.info(context)).derive(disclosure))
        return sealed

    @staticmethod
    def info(context: bytes) -> bytes:
        return b"verband/seal/1" + bytes([SUITE]) + len(context).to_bytes(4, "big") + context

    def expand(self, okm: bytes) -> None:
        self.key = okm[:32]
        self.aead = ChaCha20Poly1305(self.key)
        self.base_nonce = int.from_bytes(okm[32:44], "big")
        self.commitment = okm[44:]

    def nonce(self, index: int) -> bytes:
        return (self.base_nonce ^ index).to_bytes(12, "big")

    def seal(self, index: int, plain: bytes) -> bytes:
        return self.aead.encrypt(self.nonce(index), plain, None)

    def open(self, index: int, sealed: bytes) -> bytes:
        return self.aead.decrypt(self.nonce(index), sealed, None)


@functools.cache
def seal(key: bytes, context: bytes, salt: bytes, plain: bytes) -> bytes:
    sealed = Object(key, context, salt)
    # A plaintext that fills its last chunk is followed by an empty one.
    chunks = [plain[at : at + CHUNK] for at in range(0, len(plain) + 1, CHUNK)]
    body = b"".join(sealed.seal(index, chunk) for index, chunk in enumerate(chunks))
    return bytes([SUITE]) + salt + sealed.commitment + body


def open_sealed(key: bytes, context: bytes, data: bytes) -> bytes:
    return open_with(lambda salt: Object(key, context, salt), data)


def open_with(keys: Callable[[bytes], Object], data: bytes) -> bytes:
    header, rest = data[:HEADER], data[HEADER:]
    if len(header) < HEADER:
        raise Rejected("incomplete")
    if header[0] != SUITE:
        raise Rejected("unknown suite")
    sealed = keys(header[1:25])
    if not hmac.compare_digest(sealed.commitment, header[25:]):
        raise Rejected("commitment")
    if len(rest) % (CHUNK + TAG) < TAG:
        raise Rejected("incomplete")
    plain = b""
    for index, at in enumerate(range(0, len(rest), CHUNK + TAG)):
        try:
            plain += sealed.open(index, rest[at : at + CHUNK + TAG])
        except InvalidTag:
            raise Rejected("chunk") from None
    return plain


@functools.cache
def plaintext(length: int) -> bytes:
    return bytes((7 * i + 3) % 251 for i in range(length))


@check("seal/whole")
def whole(case: dict) -> None:
    key, context, salt = (bytes.fromhex(case[name]) for name in ("key", "context", "salt"))
    plain = plaintext(case["plaintext_len"])
    sealed = seal(key, context, salt, plain)
    expect("commitment", case["commitment"], sealed[25:HEADER])
    expect("sealed_len", case["sealed_len"], len(sealed))
    expect("sealed_sha256", case["sealed_sha256"], hashlib.sha256(sealed).digest())
    if "sealed" in case:
        expect("sealed", case["sealed"], sealed)
    expect("what opens", plain.hex(), open_sealed(key, context, sealed))


@check("seal/reject")
def reject(case: dict) -> None:
    genuine = seal(bytes(range(0x80, 0xA0)), b"\x83\x01\x02\x43abc", bytes(range(24)), plaintext(40_000))
    data = bytearray(b"".join(genuine[start:end] for start, end in case["pieces"]))
    if case["flip"]:
        byte, bit = case["flip"]
        data[byte] ^= 1 << bit
    try:
        open_sealed(bytes.fromhex(case["key"]), bytes.fromhex(case["context"]), bytes(data))
        error = ""
    except Rejected as rejected:
        error = str(rejected)
    expect("error", case["error"], error)


@check("seal/derive")
def derive(case: dict) -> None:
    key, label = bytes.fromhex(case["key"]), bytes.fromhex(case["label"])
    expect("derived", case["derived"], hkdf(key, None, label, 32))


@check("seal/disclosure")
def disclosure(case: dict) -> None:
    key, salt, context, data = (bytes.fromhex(case[name]) for name in ("key", "salt", "context", "sealed"))
    extracted = hmac.digest(salt, key, "sha256")
    expect("disclosure", case["disclosure"], extracted)
    plain, error = None, ""
    try:
        plain = open_with(lambda _: Object.disclosed(extracted, context), data).hex()
    except Rejected as rejected:
        error = str(rejected)
    expect("error", case["error"], error)
    expect("plaintext", case.get("plaintext"), plain)


@check("seal/two_keys")
def two_keys(case: dict) -> None:
    """Without its commitment the object would open with both keys, to different texts."""
    names = ("first_key", "second_key", "context", "sealed")
    first, second, context, data = (bytes.fromhex(case[name]) for name in names)
    expect("second_commitment", case["second_commitment"], Object(second, context, data[1:25]).commitment)
    texts = [Object(key, context, data[1:25]).open(0, data[HEADER:]) for key in (first, second)]
    expect("first_text", case["first_text"], texts[0])
    expect("second_text", case["second_text"], texts[1])
    if texts[0] == texts[1]:
        raise AssertionError("the texts are equal")
    expect("what opens", case["first_text"], open_sealed(first, context, data))
    try:
        open_sealed(second, context, data)
    except Rejected as rejected:
        expect("error", case["error"], str(rejected))
    else:
        raise AssertionError("the second key opens the object")
