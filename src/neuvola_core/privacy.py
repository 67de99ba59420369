"""Guards on typing: what may not be written about a visitor, and what is asked about.

A finding says what kind of thing stands where, never what it is: findings may reach a log. ``find`` gives
what is refused, ``ask`` what is asked about ("Onko tämä kävijän tieto?"). Texts about services carry the
phones and names of organisations, so there only an identity code is refused.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from neuvola_core import personal_names, phone_numbers
from neuvola_core.errors import RefusedContentError
from neuvola_core.smoothing import Smooth, smooth


class Kind(StrEnum):
    """What was found; the first four are refused in free text, the last two are asked about."""

    IDENTITY_CODE = "identity-code"
    IBAN = "iban"
    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of the text as it was typed."""

    kind: Kind
    start: int
    end: int


_IDENTITY: Final = re.compile(
    r"(?=((?:\d[ .]?){5}\d ?[-+A-FU-Y] ?\d ?\d ?\d ?[0-9A-FHJ-NPR-Y]))", re.IGNORECASE | re.ASCII
)
_IDENTITY_BARE: Final = re.compile(r"(?=(\d{6} ?\d{3}[A-FHJ-NPR-Y])(?![0-9A-Z]))", re.IGNORECASE | re.ASCII)
"""Nine digits and a letter, the sign of the century left out."""
_IBAN: Final = re.compile(r"(?=([A-Z]{2} ?\d(?:[ -]?[A-Z0-9]){12,36}))", re.IGNORECASE | re.ASCII)
_AT: Final = r" ?(?:@|[(\[{] ?(?:at|ät|a) ?[)\]}]) ?"
_EMAIL: Final = re.compile(
    rf"[\w.+-]{{1,64}}{_AT}[\w-]{{1,63}}(?: ?(?:\.|[(\[{{](?:dot|piste)[)\]}}]) ?[\w-]{{1,63}}){{1,5}}",
    re.IGNORECASE,
)
_STREET_FORMS: Final = (
    "katu|kadun|katua|kadulla|kadulle|kadulta|kadussa|kadusta|tie|tien|tietä|tiellä|tielle|tieltä|"
    "kuja|kujan|kujaa|kujalla|kujalle|kujalta|polku|polun|polulla|polulle|polulta|kaari|kaaren|kaarella|"
    "kaarre|kaarteella|rinne|rinteen|rinteellä|rinteelle|raitti|raitin|raitilla|raitille|väylä|väylän|"
    "väylällä|väylälle|penger|penkereellä|bulevardi|bulevardin|bulevardilla|esplanadi|esplanadin|esplanadilla|"
    "gatan|gata|vägen|väg|gränden|gränd|stigen|stig|bågen|street|road"
)
_PLACE_FORMS: Final = (
    "ranta|tori|puisto|aukio|mäki|laita|portti|kulma|kallio|strand|torg|torget|parken|platsen"
)
_NOT_A_HOUSE: Final = r"(?! ?(?:€|e\b|eur|kpl|%|min\b|pv\b|h\b|v\b|vuo|hen|ihm|asia|käv|k?m\b))"
_ADDRESS: Final = re.compile(
    r"(?<!\w)(?!(?:valta|kanta|moottori|maan)tie)"
    rf"(?:[\w-]{{0,40}}(?:{_STREET_FORMS})|[A-ZÅÄÖ][\w-]{{0,40}}(?:{_PLACE_FORMS}))"
    rf" \d{{1,3}}(?!\d){_NOT_A_HOUSE}(?: ?[A-Za-z](?!\w))?(?: \d{{1,3}}(?!\d))?"
)


def find(text: str) -> tuple[Finding, ...]:
    """What must not be in a note about a visit: identity codes, accounts, e-mail addresses, phone numbers."""
    smoothed = smooth(text)
    found: list[tuple[Kind, int, int]] = []
    for kind, stretches in (
        (Kind.IDENTITY_CODE, _identity_codes(smoothed.text)),
        (Kind.IBAN, _ibans(smoothed.text)),
        (Kind.EMAIL, (match.span() for match in _EMAIL.finditer(smoothed.text))),
        (Kind.PHONE, phone_numbers.stretches(smoothed.text)),
    ):
        found += [(kind, *s) for s in stretches if not any(s[0] < b and a < s[1] for _, a, b in found)]
    return _findings(smoothed, found)


def ask(text: str) -> tuple[Finding, ...]:
    """What may be a visitor's: names of persons, street addresses."""
    smoothed = smooth(text)
    addresses = [(Kind.ADDRESS, *match.span()) for match in _ADDRESS.finditer(smoothed.text)]
    names = [
        (Kind.NAME, start, end)
        for start, end in personal_names.stretches(smoothed.text)
        if not any(start < b and a < end for _, a, b in addresses)
    ]
    return _findings(smoothed, addresses + names)


def check_free_text(text: str, field: str) -> None:
    """Refuses a note, handover, experience or request sentence that ``find`` finds something in."""
    for finding in find(text):
        raise RefusedContentError(field=field, finding=finding.kind.value)


def check_service_text(text: str, field: str) -> None:
    """Refuses a correction or a note on a service that has an identity code in it."""
    if any(True for _ in _identity_codes(smooth(text).text)):
        raise RefusedContentError(field=field, finding=Kind.IDENTITY_CODE.value)


def _findings(smoothed: Smooth, found: Iterable[tuple[Kind, int, int]]) -> tuple[Finding, ...]:
    placed = (Finding(kind, *smoothed.original(start, end)) for kind, start, end in found)
    return tuple(sorted(placed, key=lambda finding: (finding.start, finding.end)))


def _identity_codes(text: str) -> Iterator[tuple[int, int]]:
    """Identity codes with a right check character: temporary ones (900–999) and the signs of 2023 too."""
    last = 0
    for pattern in (_IDENTITY, _IDENTITY_BARE):
        for match in pattern.finditer(text):
            start, end = match.span(1)
            code = re.sub(r"[ .]", "", match[1])
            if pattern is _IDENTITY_BARE:
                code = f"{code[:6]}-{code[6:]}"
            if start >= last and _is_identity_code(code):
                yield start, end
                last = end
        last = 0


def _is_identity_code(code: str) -> bool:
    from stdnum.fi import hetu  # 2 MiB, and few texts have a candidate

    return bool(hetu.is_valid(code, allow_temporary=True))


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    last = 0
    for match in _IBAN.finditer(text):
        start, end = match.span(1)
        if start < last:
            continue
        for shorter in range(end, start + 14, -1):
            if text[shorter - 1] not in " -" and _is_iban(text[start:shorter]):
                yield start, shorter
                last = shorter
                break


def _is_iban(number: str) -> bool:
    from stdnum import iban  # as above

    return bool(iban.is_valid(number))
