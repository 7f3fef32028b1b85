"""The checks, by kind of vector.

A module here registers a function for one case of a kind with `@check("folder/file")` and is named in the last line.
A check raises when the case is wrong.
"""

from collections.abc import Callable

CHECKS: dict[str, Callable[[dict], None]] = {}


def check(kind: str) -> Callable:
    """Registers the check for a kind."""

    def register(function: Callable[[dict], None]) -> Callable[[dict], None]:
        CHECKS[kind] = function
        return function

    return register


def expect(name: str, kept: object, derived: object) -> None:
    """Raises unless the value in the file is the one derived here."""
    if isinstance(derived, bytes):
        derived = derived.hex()
    if kept != derived:
        raise AssertionError(f"{name} is {kept!r} in the file and {derived!r} here")


from . import code, seal  # noqa: E402, F401
