"""The record's key as a code on paper: eight lines of eight signs, each line checking itself.

256 bits of key and 24 bits that check the whole are 56 of Crockford's signs, seven a line. The eighth sign
of a line checks the other seven and the line's number: a weighted sum in the field of 32 elements, so that
any one wrong sign, any two that changed places and a line in another's place are noticed and pointed at.
"""

import hashlib
import re
from collections.abc import Sequence
from typing import Final

from neuvola_core.codes import ALPHABET, grouped, plain
from neuvola_core.errors import KeyCodeError

LINES: Final = 8
SIGNS: Final = 8
"""A line's signs, the check sign among them."""
SCAN_MARK: Final = "NEUVOLA1"
"""What the QR code begins with: letters and digits only, which every scanner types alike."""

_KEY_BYTES: Final = 32
_CHECK_BYTES: Final = 3
_PURPOSE: Final = b"neuvola-desk key code"
_FIELD: Final = 0b100101  # x^5 + x^2 + 1


def code_lines(key: bytes) -> tuple[str, ...]:
    """The lines of a key's code, each in two groups of four."""
    number = int.from_bytes(key + _whole_check(key))
    data = "".join(ALPHABET[number >> shift & 31] for shift in range(5 * LINES * (SIGNS - 1) - 5, -1, -5))
    rows = (data[start : start + SIGNS - 1] for start in range(0, len(data), SIGNS - 1))
    return tuple(grouped(row + _check_sign(row, place)) for place, row in enumerate(rows, start=1))


def scan_text(key: bytes) -> str:
    """What the QR code holds."""
    return SCAN_MARK + "".join(plain(line) for line in code_lines(key))


def split(typed: str) -> tuple[str, ...]:
    """Lines out of what was typed, pasted or scanned in one go; numbers before the lines are passed over."""
    rows = [re.sub(r"^\s*\d\s*[.):]\s*", "", row) for row in typed.splitlines() if row.strip()]
    whole = re.sub(r"[^0-9A-Za-z]", "", "".join(rows)).upper()
    if len(rows) == 1 and (whole.startswith(SCAN_MARK) or len(whole) == LINES * SIGNS):
        signs = whole.removeprefix(SCAN_MARK)
        return tuple(signs[start : start + SIGNS] for start in range(0, len(signs), SIGNS))
    return tuple(rows)


def line_is_whole(typed: str, place: int) -> bool:
    """Whether a line is right as far as it can be told of one; ``place`` counts from 1."""
    line = plain(typed)
    if len(line) != SIGNS or any(sign not in ALPHABET for sign in line):
        return False
    return _check_sign(line[:-1], place) == line[-1]


def key_of(lines: Sequence[str]) -> bytes:
    """The key that a code tells.

    Raises ``KeyCodeError``; reasons: "count" (other than eight lines), "lines" (those in ``lines`` are
    wrong), "whole" (every line is right and together they are not).
    """
    if len(lines) != LINES:
        raise KeyCodeError(reason="count", count=len(lines))
    wrong = tuple(place for place, line in enumerate(lines, start=1) if not line_is_whole(line, place))
    if wrong:
        raise KeyCodeError(reason="lines", lines=wrong)
    number = 0
    for sign in "".join(plain(line)[:-1] for line in lines):
        number = number << 5 | ALPHABET.index(sign)
    told = number.to_bytes(_KEY_BYTES + _CHECK_BYTES)
    key = told[:_KEY_BYTES]
    if told[_KEY_BYTES:] != _whole_check(key):
        raise KeyCodeError(reason="whole")
    return key


def _whole_check(key: bytes) -> bytes:
    return hashlib.sha256(_PURPOSE + key).digest()[:_CHECK_BYTES]


def _check_sign(row: str, place: int) -> str:
    total, weight = place, 1
    for sign in row:
        weight = _times(weight, 2)
        total ^= _times(weight, ALPHABET.index(sign))
    return ALPHABET[total]


def _times(one: int, other: int) -> int:
    """The product in the field."""
    product = 0
    while other:
        if other & 1:
            product ^= one
        other >>= 1
        one <<= 1
        if one & 32:
            one ^= _FIELD
    return product
