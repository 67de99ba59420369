"""The texts of the pages in the reader's language, of those the pages are in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_time, format_timedelta

LANGUAGES: Final = ("fi", "sv", "en")
_TEXTS: Final = Path(__file__).parent / "texts"
_ZONE: Final = ZoneInfo("Europe/Helsinki")


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **facts: object) -> str:
        """A text with its facts filled in."""
        return self.texts[key].format(**facts)

    def counted(self, key: str, n: int) -> str:
        """The text for one or for many."""
        return self(f"{key}.{'one' if n == 1 else 'many'}", n=n)

    def moment(self, moment: datetime) -> str:
        """Day and time in Finland."""
        return format_datetime(moment, "short", tzinfo=_ZONE, locale=_locale(self.language))

    def time(self, moment: datetime) -> str:
        """The time of day in Finland."""
        return format_time(moment, "short", tzinfo=_ZONE, locale=_locale(self.language))

    def ago(self, time: timedelta) -> str:
        """How long ago something was."""
        return format_timedelta(
            -time, granularity="minute", add_direction=True, locale=_locale(self.language)
        )

    def lasting(self, time: timedelta) -> str:
        """How long a time is."""
        return format_timedelta(time, locale=_locale(self.language))


@cache
def words(language: str) -> Words:
    """The words of one of ``LANGUAGES``."""
    return Words(language, json.loads((_TEXTS / f"{language}.json").read_text("utf-8")))


def wanted_language(accepted: str) -> str:
    """The first of a browser's languages that the pages are in; else Finnish."""
    best, weight = LANGUAGES[0], 0.0
    for item in accepted.casefold().split(","):
        name, _semicolon, quality = item.partition(";")
        language = name.strip().partition("-")[0]
        weighs = _quality(quality)
        if language in LANGUAGES and weighs > weight:
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


def _locale(language: str) -> str:
    return {"sv": "sv_FI", "en": "en_GB"}.get(language, language)
