"""Codes that people type, from the description in core/protocol/src/code.rs.

The check symbols are the remainder of a polynomial division here, and a wrong symbol is found by trying all of them.
"""

import unicodedata
from hashlib import sha256
from urllib.parse import quote, unquote

from argon2.low_level import Type, hash_secret_raw

from . import check, expect
from .primitives import ed25519_public, hkdf

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE = 20
LONG = 28
SET_UP = 16

EXP = [1]
for _ in range(30):
    EXP.append((EXP[-1] << 1) ^ (0b100101 if EXP[-1] & 16 else 0))
LOG = {value: exponent for exponent, value in enumerate(EXP)}


def multiply(a: int, b: int) -> int:
    """In GF(32) with x^5 + x^2 + 1."""
    return 0 if 0 in (a, b) else EXP[(LOG[a] + LOG[b]) % 31]


# (x - a)(x - a^2) without its leading coefficient.
GENERATOR = [EXP[1] ^ EXP[2], multiply(EXP[1], EXP[2])]


def with_checks(data: list[int]) -> list[int]:
    remainder = data + [0, 0]
    for at in range(len(data)):
        for offset, coefficient in enumerate(GENERATOR, start=1):
            remainder[at + offset] ^= multiply(remainder[at], coefficient)
    return data + remainder[-2:]


def grouped(symbols: list[int]) -> str:
    text = "".join(ALPHABET[symbol] for symbol in symbols)
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


class Wrong(Exception):
    """A code that cannot be read: the error and its position."""


def read(text: str, length: int) -> list[int]:
    symbols = []
    for character in text:
        if character.isspace() or character == "." or unicodedata.category(character) in ("Pd", "Cf"):
            continue
        folded = {"O": "0", "I": "1", "L": "1"}.get(character.upper(), character.upper())
        if len(folded) != 1 or folded not in ALPHABET:
            raise Wrong("unknown symbol", len(symbols) + 1)
        symbols.append(ALPHABET.index(folded))
    if len(symbols) != length:
        raise Wrong("length", None)
    if with_checks(symbols[:-2]) == symbols:
        return symbols
    for position in range(length):
        for symbol in range(32):
            tried = symbols[:position] + [symbol] + symbols[position + 1 :]
            if with_checks(tried[:-2]) == tried:
                raise Wrong("wrong symbol", position + 1)
    raise Wrong("checksum", None)


def read_invitation(text: str) -> list[int]:
    symbols = read(text, CODE)
    if symbols[0] != 1:
        raise Wrong("version", None)
    return symbols


@check("code/invitation")
def invitation(case: dict) -> None:
    symbols = with_checks([1] + [byte & 31 for byte in bytes.fromhex(case["entropy"])])
    expect("code", case["code"], grouped(symbols))
    expect("what is read", symbols, read_invitation(case["code"]))
    typed = "".join(ALPHABET[symbol] for symbol in symbols[1:18]).encode()
    stretched = hash_secret_raw(
        typed, b"verband/invite/1", time_cost=3, memory_cost=64 * 1024, parallelism=1, hash_len=32, type=Type.ID
    )
    expect("id", case["id"], hkdf(stretched, None, b"verband/invite/id/1", 16))
    expect("bundle_key", case["bundle_key"], hkdf(stretched, None, b"verband/invite/bundle/1", 32))
    seed = hkdf(stretched, None, b"verband/invite/sig/1", 32)
    expect("signing_seed", case["signing_seed"], seed)
    expect("public_key", case["public_key"], ed25519_public(seed))


@check("code/typed")
def typed(case: dict) -> None:
    code = error = position = None
    try:
        code = grouped(read_invitation(case["typed"]))
    except Wrong as wrong:
        error, position = wrong.args
    expect("code", case["code"], code)
    expect("error", case["error"], error)
    expect("position", case["position"], position)


def of_128_bits(value: bytes) -> list[int]:
    bits = int.from_bytes(value, "big") << 2
    return with_checks([bits >> (125 - 5 * at) & 31 for at in range(26)])


@check("code/recovery")
def recovery(case: dict) -> None:
    key = bytes.fromhex(case["bytes"])
    symbols = of_128_bits(key)
    expect("key", case["key"], grouped(symbols))
    expect("what is read", symbols, read(case["key"], LONG))
    seed = hkdf(key, None, b"verband/recovery/sig/1", 32)
    expect("signing_seed", case["signing_seed"], seed)
    expect("public_key", case["public_key"], ed25519_public(seed))
    expect("handover_seed", case["handover_seed"], hkdf(key, None, b"verband/recovery/hpke/1", 32))


@check("code/root")
def root(case: dict) -> None:
    key = bytes.fromhex(case["bytes"])
    expect("key", case["key"], grouped(of_128_bits(key)))
    seed = hkdf(key, None, b"verband/root/sig/1", 32)
    expect("signing_seed", case["signing_seed"], seed)
    expect("public_key", case["public_key"], ed25519_public(seed))


@check("code/paper")
def paper(case: dict) -> None:
    label = b"verband/fingerprint/1"
    digest = sha256(bytes([len(label)]) + label + bytes.fromhex(case["organisation"])).digest()
    bits = int.from_bytes(digest, "big")
    fingerprint = grouped([bits >> (251 - 5 * at) & 31 for at in range(20)])
    expect("fingerprint", case["fingerprint"], fingerprint)
    rest = f"?organisation={fingerprint}&server={quote(case['server'], safe='')}#{case['key']}"
    expect("recover", case["recover"], "verband://recover" + rest)
    expect("restore", case["restore"], "verband://restore" + rest)


JOIN = "verband://join?server="
FOUND = "verband://found?server="
LINK = "verband://link?server="


@check("code/link")
def link(case: dict) -> None:
    expect("link", case["link"], f"{JOIN}{quote(case['server'], safe='')}#{case['code']}")
    start, _, code = case["link"].partition("#")
    expect("server", case["server"], unquote(start.removeprefix(JOIN)))
    expect("code", case["code"], grouped(read_invitation(code)))


@check("code/server_link")
def server_link(case: dict) -> None:
    expect("link", case["link"], JOIN + quote(case["server"], safe=""))


@check("code/set_up")
def set_up(case: dict) -> None:
    symbols = with_checks([byte & 31 for byte in bytes.fromhex(case["entropy"])])
    expect("token", case["token"], grouped(symbols))
    expect("what is read", symbols, read(case["token"], SET_UP))
    expect("link", case["link"], f"{FOUND}{quote(case['server'], safe='')}#{case['token']}")


@check("code/device_link")
def device_link(case: dict) -> None:
    label = b"verband/link/code/1"
    key = sha256(bytes([len(label)]) + label + bytes.fromhex(case["offer"])).digest()[:16]
    symbols = of_128_bits(key)
    expect("code", case["code"], grouped(symbols))
    expect("what is read", symbols, read(case["code"], LONG))
    expect("slot", case["slot"], hkdf(key, None, b"verband/link/slot/1", 32))
    expect("seal_key", case["seal_key"], hkdf(key, None, b"verband/link/seal/1", 32))
    expect("link", case["link"], f"{LINK}{quote(case['server'], safe='')}#{case['code']}")
