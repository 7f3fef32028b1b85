#!/usr/bin/env python3
"""Makes seal/two_keys.json: one chunk that ChaCha20-Poly1305 opens with two keys, to two texts.

Poly1305 is a polynomial modulo 2^130 - 5, so for any tag two blocks of ciphertext can be chosen that fit under both
keys ("invisible salamanders"). The commitment of a sealed object is what makes that useless.
"""

import json
import sys
from hashlib import sha256
from pathlib import Path

sys.dont_write_bytecode = True

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms  # noqa: E402

from checks.seal import HEADER, SUITE, Object  # noqa: E402

PRIME = 2**130 - 5
PAD = 2**128


def one_time_key(sealed: Object) -> tuple[int, int]:
    """r and s of Poly1305 for the first chunk (RFC 8439 section 2.6)."""
    stream = Cipher(algorithms.ChaCha20(sealed.key, bytes(4) + sealed.nonce(0)), None).encryptor().update(bytes(32))
    r, s = (int.from_bytes(half, "little") for half in (stream[:16], stream[16:]))
    return r & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF, s


def collide(first: Object, second: Object) -> bytes:
    """Two blocks and a tag that both keys accept."""
    (r, s), (u, v) = one_time_key(first), one_time_key(second)
    lengths = PAD + (32 << 64)
    for attempt in range(1000):
        tag = int.from_bytes(sha256(attempt.to_bytes(4, "big")).digest()[:16], "little")
        # a r^3 + b r^2 = x and a u^3 + b u^2 = y, divided by the squares.
        x = ((tag - s) % PAD - lengths * r) * pow(r, -2, PRIME)
        y = ((tag - v) % PAD - lengths * u) * pow(u, -2, PRIME)
        a = (x - y) * pow(r - u, -1, PRIME) % PRIME
        b = (x - a * r) % PRIME
        if all(PAD <= block < 2 * PAD for block in (a, b)):
            return b"".join((value % PAD).to_bytes(16, "little") for value in (a, b, tag))
    raise ValueError("no blocks found")


def main() -> None:
    context, salt = b"\x83\x01\x02\x43abc", bytes(range(24))
    first_key, second_key = bytes([1] * 32), bytes([2] * 32)
    first, second = (Object(key, context, salt) for key in (first_key, second_key))
    chunk = collide(first, second)
    sealed = bytes([SUITE]) + salt + first.commitment + chunk
    assert len(sealed) == HEADER + 48
    case = {
        "first_key": first_key.hex(),
        "second_key": second_key.hex(),
        "context": context.hex(),
        "sealed": sealed.hex(),
        "second_commitment": second.commitment.hex(),
        "first_text": first.open(0, chunk).hex(),
        "second_text": second.open(0, chunk).hex(),
        "error": "commitment",
    }
    about = "The chunk is genuine under both keys; the commitment lets only the first one open it. Made by two_keys.py."
    content = {"kind": "seal/two_keys", "about": about, "cases": [case]}
    path = Path(__file__).resolve().parent / "seal" / "two_keys.json"
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
