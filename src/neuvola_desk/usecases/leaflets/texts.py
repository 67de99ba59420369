"""The fixed texts of a leaflet, one JSON file a language; what a language lacks is said in Finnish.

A new language is a new file under ``resources/leaflet/texts``: no code knows the languages by name.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from neuvola_core.taxonomy import target_groups
from neuvola_core.text import Text
from neuvola_desk.direction import is_rtl
from neuvola_desk.resources import resource_path
from neuvola_desk.usecases.leaflets.values import Label

FINNISH = "fi"
_JOIN = "+"


@dataclass(frozen=True, slots=True)
class Texts:
    """The fixed texts of one language; ``service_languages`` are the codes that services' texts may have."""

    language: str
    service_languages: tuple[str, ...]
    is_rtl: bool
    data: Mapping[str, Any]
    finnish: Mapping[str, Any]

    def _pick(self, section: str, key: str) -> str:
        chosen = self.data.get(section, {}).get(key) or self.finnish[section].get(key, "")
        return str(chosen)

    def word(self, key: str, /, **facts: object) -> str:
        """A sentence or word with its facts filled in."""
        return self._pick("words", key).format(**facts)

    def pattern(self, key: str) -> str:
        """A sentence with its places still open."""
        return self._pick("words", key)

    def label(self, key: str) -> Label:
        """A row's label, with the Finnish one where this language is another."""
        text, finnish = self._pick("labels", key), str(self.finnish["labels"][key])
        return Label(text, "" if text == finnish else finnish)

    def both(self, key: str) -> Label:
        """A word with the Finnish one beside it, where they differ."""
        text, finnish = self._pick("words", key), str(self.finnish["words"][key])
        return Label(text, "" if text == finnish else finnish)

    @property
    def heading(self) -> Label:
        """What the leaflet calls itself."""
        text, finnish = str(self.data.get("title") or self.finnish["title"]), str(self.finnish["title"])
        return Label(text, "" if text == finnish else finnish)

    def group(self, group: str) -> Label:
        """A target group; the taxonomy names it in the window's languages, these texts in the others."""
        named = target_groups()
        own = str(self.data.get("target_groups", {}).get(group, ""))
        return Label(own, named.name(group)) if own else Label(named.name(group, self.service_languages[0]))

    def source(self, name: str) -> str:
        """The name people know a source by, or the source's own."""
        return self._pick("sources", name) or name

    def listed(self, parts: Iterable[str]) -> str:
        """One after another, as this language writes a list."""
        return str(self.data.get("comma", ", ")).join(parts)

    def _set(self, key: str) -> Any:
        return self.data.get(key) or self.finnish.get(key, "")

    def _date(self, pattern: str, day: date) -> str:
        months = self.data.get("month_names") or ()
        name = months[day.month - 1] if months else ""
        return pattern.format(day=day.day, month=day.month, month_name=name, year=day.year)

    def day(self, day: date) -> str:
        """A date as this language writes it."""
        return self._date(self._set("date"), day)

    def clock(self, minute: int) -> str:
        """A time of day from minutes since a midnight, whole hours in the shorter way."""
        hour, rest = divmod(minute % 1440 or min(minute, 1440), 60)
        pattern = self._set("clock_minutes" if rest else "clock_hour")
        return str(pattern.format(hour=hour, minute=f"{rest:02}"))

    @property
    def locale(self) -> str:
        """The code under which the names of languages are looked up."""
        return str(self.data.get("locale", self.language))

    def weekday(self, number: int) -> str:
        """The short name of a weekday, 0 = Monday."""
        return str(self._set("weekdays")[number])

    @property
    def is_read_by_a_native(self) -> bool:
        """Whether somebody whose language this is has read the fixed texts."""
        return bool(self.data.get("read_by_a_native", False))

    def choose(self, text: Text) -> tuple[str, str]:
        """The service's text in the best language it has for this leaflet, and which language that is."""
        for language in self.service_languages:
            if language in text:
                return text[language], language
        return text.best(FINNISH), text.language_of_best(FINNISH)


def _read(language: str) -> Mapping[str, Any]:
    path = resource_path("leaflet", "texts", f"{language}.json")
    data: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@cache
def available() -> tuple[str, ...]:
    """The languages that have fixed texts of their own."""
    return tuple(sorted(path.stem for path in resource_path("leaflet", "texts").glob("*.json")))


@cache
def offered() -> tuple[str, ...]:
    """What a leaflet can be asked in: each language, and the pairs that stand on it as equals ("fi+sv")."""
    pairs = json.loads(resource_path("leaflet", "pairs.json").read_text(encoding="utf-8"))
    return (*available(), *pairs)


def languages_of(asked: str) -> tuple[str, ...]:
    """The languages of a leaflet: one, or the two of a pair."""
    return tuple(asked.split(_JOIN))


@cache
def texts(language: str) -> Texts:
    """The fixed texts of ``language``; a language without any is printed with Finnish ones."""
    finnish = _read(FINNISH)
    data = _read(language) if language in available() else {}
    return Texts(
        language=str(data.get("language", FINNISH)),
        service_languages=tuple(data.get("service_languages", (language,))),
        is_rtl=is_rtl(data),
        data=data,
        finnish=finnish,
    )
