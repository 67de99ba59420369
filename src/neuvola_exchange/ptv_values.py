"""What every object of the Finnish Service Catalogue (PTV) is made of: texts, codes, states, dates, links.

Four dialects are read: the open interface v8–v11, its older names (v7 and before), the general descriptions
as PTV's own release tool writes them (capitalised keys, ``Lang``/``Label``), and the simplified form in which
every field is an object of languages. Language arrays may come in any order and hold nulls.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Final

from neuvola_core.catalogue import Charge, Link, Word
from neuvola_core.text import EMPTY, Text
from neuvola_exchange import clean
from neuvola_exchange.json_files import Record, as_dict, as_list, as_str, records

NAME: Final = "ptv"
LANGUAGES: Final = ("fi", "sv", "en", "se", "smn", "sms")

_OLD_NAMES: Final[Mapping[str, str]] = {
    "AlternateName": "AlternativeName",
    "ShortDescription": "Summary",
    "ServiceUserInstruction": "UserInstruction",
    "ValidityTimeAdditionalInfo": "ValidityTime",
    "ProcessingTimeAdditionalInfo": "ProcessingTime",
    "DeadLineAdditionalInfo": "DeadLine",
    "ServiceTypeAdditionalInfo": "ServiceType",
    "BackgroundDescription": "Description",
    "WholeCountry": "Nationwide",
    "WholeCountryExceptAlandIslands": "NationwideExceptAlandIslands",
    "AreaType": "LimitedType",
    "Standard": "DaysOfTheWeek",
    "Exception": "Exceptional",
    "Special": "OverMidnight",
    "Province": "Region",
    "BusinessRegions": "BusinessSubRegion",
    "HospitalRegions": "HospitalDistrict",
}
"""Names of enumerations in version 7 and before, and what they are called since."""


class State(StrEnum):
    """What a publishing status means to a reader of the catalogue."""

    PUBLISHED = "published"
    GONE = "gone"
    UNFINISHED = "unfinished"


_STATES: Final[Mapping[str, State]] = {
    "": State.PUBLISHED,
    "Published": State.PUBLISHED,
    "Draft": State.UNFINISHED,
    "Modified": State.UNFINISHED,
}


def state(record: Record) -> State:
    """Published where nothing is said; anything but published, draft and modified is gone."""
    return _STATES.get(as_str(record.get("publishingStatus")), State.GONE)


def modern(name: object) -> str:
    """The present name of an enumeration's value."""
    return _OLD_NAMES.get(as_str(name), as_str(name))


def by_language(value: object) -> Iterator[tuple[str, Any]]:
    """(language, item) of a language array or of an object of languages, Finnish first, then as they come."""
    if isinstance(value, dict):
        pairs = [(key, item) for key, items in value.items() for item in _each(items)]
    else:
        pairs = [(language_of(item), item) for item in records(value)]
    known = [pair for pair in pairs if pair[0] in LANGUAGES]
    return iter(sorted(known, key=lambda pair: LANGUAGES.index(pair[0])))


def _each(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def language_of(record: Record) -> str:
    """The language of one item; empty for none that PTV has."""
    code = as_str(record.get("language")) or as_str(record.get("Lang"))
    return code.casefold() if code.casefold() in LANGUAGES else ""


def value_of(item: object) -> str:
    """The text of one item: ``value``, or ``Label`` in releases; a plain text is itself."""
    if isinstance(item, dict):
        return as_str(item.get("value")) or as_str(item.get("Label")) or as_str(item.get("name"))
    return as_str(item)


def typed(value: object) -> dict[str, Text]:
    """Type → text of an array of ``{language, value, type}`` ("" for items without a type)."""
    found: dict[str, dict[str, str]] = {}
    for language, item in by_language(value):
        kind = as_str(item.get("type")) if isinstance(item, dict) else ""
        prefix, kind = ("GD_", kind[3:]) if kind.startswith("GD_") else ("", kind)
        text = clean.plain(value_of(item))
        if text:
            found.setdefault(prefix + modern(kind), {}).setdefault(language, text)
    return {kind: Text(languages) for kind, languages in found.items()}


def text(value: object) -> Text:
    """A language array, or an object of languages, as one text."""
    merged: dict[str, str] = {}
    for language, item in by_language(value):
        merged.setdefault(language, clean.plain(value_of(item)))
    return Text(merged)


def line(value: object) -> Text:
    """As ``text``, on one line each; a bare string counts as Finnish."""
    if isinstance(value, str):
        return Text(fi=clean.one_line(value))
    return line_of(text(value))


def line_of(paragraphs: Text) -> Text:
    """A text on one line in each language."""
    return Text({language: " ".join(item.split()) for language, item in paragraphs.items()})


def without_repeats(names: Text) -> Text:
    """The text without languages that say the same as Finnish, as place names usually do."""
    finnish = names.get("fi")
    return Text({lang: name for lang, name in names.items() if lang == "fi" or name != finnish})


def words(value: object) -> tuple[Word, ...]:
    """Keywords, sorted: their order means nothing and is not stable."""
    found = {Word(language, clean.one_line(value_of(item))) for language, item in by_language(value)}
    return sorted_words(word for word in found if word.text)


def sorted_words(found: Iterable[Word]) -> tuple[Word, ...]:
    """Each word once, Finnish first, then by the alphabet."""
    order = {code: n for n, code in enumerate(LANGUAGES)}
    return tuple(sorted(set(found), key=lambda w: (order.get(w.language, 99), w.text.casefold(), w.text)))


_NEW_ADDRESS: Final = re.compile(r"/code/((?:P|KR|KE)\d+(?:\.\d+)*)$")
_OLD_ADDRESS: Final = re.compile(r"ptvl:(v\d+)$")
_CODE: Final = re.compile(r"^(?:P|KR|KE)\d+(?:\.\d+)*$")


@cache
def _codes_by_number() -> Mapping[str, str]:
    table = (files("neuvola_exchange") / "ptv_codes.tsv").read_text(encoding="utf-8")
    return dict(row.split("\t") for row in table.splitlines() if row and not row.startswith("#"))


def code_of(address: str) -> str:
    """The code of a class, group or event from either generation of its address; empty if it is neither."""
    new, old = _NEW_ADDRESS.search(address), _OLD_ADDRESS.search(address)
    if new:
        return new.group(1)
    return _codes_by_number().get(old.group(1), "") if old else ""


def codes(value: object) -> tuple[str, ...]:
    """Codes of classification items, each once, sorted by their numbers."""
    found: set[str] = set()
    items = (item for _, item in by_language(value)) if isinstance(value, dict) else records(value)
    for item in items:
        row = as_dict(item)
        code = as_str(row.get("code"))
        addresses = (as_str(row.get(key)) for key in ("newUri", "uri", "Key"))
        found.add(code if _CODE.match(code) else next(filter(None, map(code_of, addresses)), ""))
    return sorted_codes(found - {""})


def sorted_codes(found: Iterable[str]) -> tuple[str, ...]:
    """Each code once, by its numbers: P4.2 before P4.12."""
    return tuple(sorted(set(found), key=_code_order))


def _code_order(code: str) -> tuple[str, list[int]]:
    letters, numbers = code.rstrip("0123456789."), code.lstrip("KPRE")
    return letters, [int(number) for number in numbers.split(".")]


def terms(value: object) -> tuple[Word, ...]:
    """Names of ontology terms in their languages."""
    found: list[Word] = []
    for row in records(value):
        if "Value" in row:
            found.append(Word("fi", clean.one_line(row["Value"])))
        else:
            found.extend(words(row.get("name")))
    return sorted_words(word for word in found if word.text)


def charge(value: object) -> Charge:
    """Free, charged or not known; "Other" tells its price in words only."""
    name = as_str(value)
    if name in ("FreeOfCharge", "Free"):
        return Charge.FREE
    return Charge.CHARGED if name in ("Chargeable", "Charged", "ExtraCharge") else Charge.UNKNOWN


_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?")


def day(value: object) -> date | None:
    """The day in Finland of a time stamp.

    Stamps are UTC, but a midnight in Finland comes as 21:00 or 22:00 of the day before.
    """
    match = _DATE.match(as_str(value))
    if not match:
        return None
    try:
        found = date(*map(int, match.groups()[:3]))
        return found + timedelta(days=1) if match.groups("00")[3:] in _FINNISH_MIDNIGHTS else found
    except (ValueError, OverflowError):
        return None


_FINNISH_MIDNIGHTS: Final = (("21", "00", "00"), ("22", "00", "00"))


def links(*values: object) -> tuple[Link, ...]:
    """Web pages of one or more arrays; the same address in several languages is one link."""
    found: dict[str, dict[str, str]] = {}
    for language, item in (pair for value in values for pair in by_language(value)):
        row = as_dict(item)
        address = clean.url(row.get("url") or value_of(item))
        if address:
            label = as_str(row.get("value")) if row.get("url") else ""
            label = label or as_str(row.get("name"))
            found.setdefault(address, {}).setdefault(language, clean.one_line(label))
    return tuple(
        Link(address, Text(labels) if any(labels.values()) else EMPTY, _only(labels))
        for address, labels in found.items()
    )


def _only(languages: Mapping[str, str]) -> str:
    return next(iter(languages)) if len(languages) == 1 else ""


def emails(*values: object) -> tuple[str, ...]:
    """E-mail addresses of one or more language arrays."""
    items = (item for value in values for _, item in by_language(value))
    return tuple(dict.fromkeys(address for item in items for address in clean.emails(value_of(item))))


def languages(value: object) -> tuple[str, ...]:
    """Codes of the languages one is served in, sorted: their order means nothing."""
    found = {as_str(code) for code in as_list(value)}
    return tuple(sorted(code for code in found if re.fullmatch("[a-z]{2,3}", code)))
