#!/usr/bin/env python3
"""Checks every test vector with an implementation of its own.

    pip install cryptography argon2-cffi
    python3 tests/vectors/verify.py

Each JSON file names its `kind`; a check for it is registered in a module of `checks/`. Prints one line per file
and a sum, and exits with 1 when a value differs, a kind has no check, or there is nothing to check.
"""

import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True

from checks import CHECKS  # noqa: E402

FOLDER = Path(__file__).resolve().parent


def verify(path: Path) -> str | None:
    """What is wrong with a file of vectors; None when nothing is."""
    content = json.loads(path.read_text(encoding="utf-8"))
    check = CHECKS.get(content["kind"])
    if check is None:
        return f"no check for the kind {content['kind']}"
    if not content["cases"]:
        return "no cases"
    for number, case in enumerate(content["cases"]):
        try:
            check(case)
        except Exception as error:  # a check that breaks off has failed, whatever the reason
            name = case.get("name", number)
            return f"case {name}: {type(error).__name__}: {error}"
    return None


def main() -> int:
    files = sorted(FOLDER.glob("*/*.json"))
    failures = 0
    for path in files:
        wrong = verify(path)
        failures += wrong is not None
        print(f"{'FAIL' if wrong else 'ok  '} {path.relative_to(FOLDER)}{': ' + wrong if wrong else ''}")
    print(f"{len(files) - failures} passed, {failures} failed")
    return 0 if files and failures == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
