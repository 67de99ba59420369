"""The texts of the pages in the reader's language: a folder of texts for each kind of reader.

A language is a file: one more in a folder, and its pages are in that language too.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time, format_timedelta

FIRST: Final = ("fi", "sv", "en")
"""The order in which languages are offered; others follow by their code."""
CHECKED: Final = "checked"
"""Beside the texts of a file: whether somebody whose own language it is has read them."""
_TEXTS: Final = Path(__file__).parent / "texts"
_ZONE: Final = ZoneInfo("Europe/Helsinki")


class Reader(StrEnum):
    """Whom texts are written for; the name of their folder."""

    STAFF = "staff"
    ORGANISATION = "requests"
    VISITOR = "withdraw"
    SLIP = "slip"


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **facts: object) -> str:
        """A text with its facts filled in."""
        return self.texts[key].format(**facts)

    @property
    def direction(self) -> str:
        """As HTML names it."""
        return str(_locale(self.language).text_direction)

    def counted(self, key: str, n: int) -> str:
        """The text for one or for many, or for none where there is a text of its own."""
        none = f"{key}.none"
        if n == 0 and none in self.texts:
            return self(none)
        return self(f"{key}.{'one' if n == 1 else 'many'}", n=n)

    def moment(self, moment: datetime) -> str:
        """Day and time in Finland."""
        return format_datetime(moment, "short", tzinfo=_ZONE, locale=_locale(self.language))

    def time(self, moment: datetime) -> str:
        """The time of day in Finland."""
        return format_time(moment, "short", tzinfo=_ZONE, locale=_locale(self.language))

    def day(self, day: date) -> str:
        """A day with its year."""
        return format_date(day, "medium", locale=_locale(self.language))

    def ago(self, time: timedelta) -> str:
        """How long ago something was."""
        return format_timedelta(
            -time, granularity="minute", add_direction=True, locale=_locale(self.language)
        )

    def lasting(self, time: timedelta) -> str:
        """How long a time is."""
        return format_timedelta(time, locale=_locale(self.language))

    def language_name(self, code: str) -> str:
        """What a language is called here; its code where nobody has named it."""
        return str(_locale(self.language).languages.get(code, code))

    def best(self, told: Mapping[str, str]) -> str:
        """What is told in this language, else in the first of ``FIRST`` that it is told in."""
        wanted = (self.language, *FIRST, *told)
        return next((told[language] for language in wanted if told.get(language)), "")


@cache
def words(language: str, reader: Reader = Reader.STAFF) -> Words:
    """The words of one of a reader's languages."""
    told = json.loads((_TEXTS / reader / f"{language}.json").read_text("utf-8"))
    told.pop(CHECKED, None)
    return Words(language, told)


@cache
def languages(reader: Reader = Reader.STAFF) -> tuple[str, ...]:
    """The languages that there are texts in for a reader."""
    found = {path.stem for path in (_TEXTS / reader).glob("*.json")}
    return (*(language for language in FIRST if language in found), *sorted(found.difference(FIRST)))


def own_name(language: str) -> str:
    """What those who speak a language call it."""
    name = str(_locale(language).languages.get(language, language))
    return name[:1].upper() + name[1:]


def wanted_language(accepted: str, offered: Sequence[str] = FIRST) -> str:
    """The first of a browser's languages that the pages are in; else the first that is offered."""
    best, weight = offered[0], 0.0
    for item in accepted.casefold().split(","):
        name, _semicolon, quality = item.partition(";")
        language = name.strip().partition("-")[0]
        weighs = _quality(quality)
        if language in offered and weighs > weight:
            best, weight = language, weighs
    return best


def _quality(text: str) -> float:
    name, _equals, value = text.replace(" ", "").partition("=")
    if name != "q":
        return 1.0
    try:
        return min(1.0, float(value))
    except ValueError:
        return 0.0


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse({"sv": "sv_FI", "en": "en_GB"}.get(language, language))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(FIRST[0])
