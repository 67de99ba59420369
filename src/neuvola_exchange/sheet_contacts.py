"""The contact cells of a sheet: telephone numbers, e-mail and web addresses, both ways."""

import re
from typing import Final

from neuvola_core.catalogue import Link, Phone
from neuvola_core.text import Text
from neuvola_exchange import clean

_NUMBER: Final = re.compile(r"\+?\(?\d[\d ()/.–-]*\d")
_EATEN_ZERO: Final = re.compile(r"[1-9]\d{6,10}")
_LOST_DIGITS: Final = re.compile(r"\d[.,]\d+E\+\d+", re.IGNORECASE)


def phone(text: str) -> Phone | None:
    """A number with what is written beside it as its label; None where there is no number."""
    match = _NUMBER.search(text)
    if not match or _LOST_DIGITS.fullmatch(text) or sum(c.isdigit() for c in text) < 3:
        return None
    written = match[0]
    if match.end() < len(text) and written.endswith("("):
        written = written[:-1]
    label = (text[: match.start()] + text[match.end() :]).strip(" :,()")
    return Phone(_number(written, alone=written == text), Text(fi=label))


def _number(written: str, *, alone: bool) -> str:
    if alone and _EATEN_ZERO.fullmatch(written):
        # A spreadsheet program takes a number alone in a cell for a quantity and drops its first zero.
        written = f"+{written}" if written.startswith("358") else f"0{written}"
    shown = clean.display_number(written)
    return shown if " " in shown else " ".join(written.split())


def phone_cell(value: Phone) -> str:
    """The list item that ``phone`` reads as this number."""
    label = value.label.best("fi")
    return f"{value.number} ({label})" if label else value.number


def email(text: str) -> str | None:
    """The one address in the text."""
    found = clean.emails(text)
    return found[0] if found else None


def link(text: str) -> Link | None:
    """A web address, given its scheme where it lacks one."""
    address = clean.url(text)
    return Link(address) if address else None
