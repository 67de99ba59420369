"""The tables of the plain-language check: words of offices, abbreviations, and forms that look like another.

A language is a file ``data/plain_words_<language>.txt``; one that has none is checked for length alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

LANGUAGES: Final = ("fi", "sv", "en")
_SHORTEST_STEM: Final = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One form of the table: its words, the last of which may be a stem, and what to write instead."""

    words: tuple[str, ...]
    instead: str

    def length(self, words: Sequence[str], at: int) -> int:
        """How many words from ``at`` on are this form; 0 where they are not."""
        there = words[at : at + len(self.words)]
        if len(there) < len(self.words):
            return 0
        return len(there) if all(map(_fits, self.words, there)) else 0


def _fits(form: str, word: str) -> bool:
    return word.startswith(form[:-1]) if form.endswith("*") else word == form


@dataclass(frozen=True, slots=True)
class Forms:
    """Entries by the beginning of their first word: a word is looked up, not tried with every entry."""

    whole: Mapping[str, tuple[Entry, ...]]
    stems: Mapping[str, tuple[Entry, ...]]
    heads: frozenset[str]

    def longest(self, words: Sequence[str], at: int) -> tuple[int, Entry | None]:
        """The form of most words that begins at ``at``, then of the longest stem."""
        word = words[at]
        if word[:_SHORTEST_STEM] not in self.heads:
            return 0, None
        found: list[Entry] = [
            one
            for end in range(_SHORTEST_STEM, min(len(word), 40) + 1)
            for one in self.stems.get(word[:end], ())
        ]
        best: tuple[int, Entry | None] = (0, None)
        for one in (*found, *self.whole.get(word, ())):
            length = one.length(words, at)
            if length and length >= best[0]:
                best = length, one
        return best


@dataclass(frozen=True, slots=True)
class Tables:
    """All that is known of one language."""

    official: Forms
    names: Forms
    short: Mapping[str, str]
    short_stems: Forms
    letters: frozenset[str]
    not_passive: frozenset[str]
    not_negated: frozenset[str]


@cache
def tables(language: str) -> Tables:
    """The tables of a language; empty ones where there is no file."""
    sections = _sections(language) if language in LANGUAGES else {}

    def words(name: str) -> frozenset[str]:
        return frozenset(word for row in sections.get(name, ()) for word in row.split())

    short = [_parted(row) for row in sections.get("abbreviations", ())]
    return Tables(
        official=_forms(map(_parted, sections.get("words", ()))),
        names=_forms((form, "") for form in sections.get("names", ())),
        short={form: whole for form, whole in short if not form.endswith("*")},
        short_stems=_forms(one for one in short if one[0].endswith("*")),
        letters=words("known letters"),
        not_passive=words("not passive"),
        not_negated=words("not negated passive"),
    )


def _sections(language: str) -> Mapping[str, list[str]]:
    name = f"plain_words_{language}.txt"
    rows = (files("neuvola_core") / "data" / name).read_text(encoding="utf-8").splitlines()
    sections: dict[str, list[str]] = {}
    section: list[str] = []
    for row in rows:
        if row.startswith("["):
            section = sections.setdefault(row.strip("[] "), [])
        elif row.strip() and not row.startswith("#"):
            section.append(row.strip())
    return sections


def _parted(row: str) -> tuple[str, str]:
    forms, _, instead = row.partition(" = ")
    return forms.strip(), instead.strip()


def _forms(rows: Iterable[tuple[str, str]]) -> Forms:
    whole: dict[str, tuple[Entry, ...]] = {}
    stems: dict[str, tuple[Entry, ...]] = {}
    for forms, instead in rows:
        for form in forms.split(","):
            entry = Entry(tuple(form.split()), instead)
            first = entry.words[0]
            place, key = (stems, first[:-1]) if first.endswith("*") else (whole, first)
            place[key] = (*place.get(key, ()), entry)
    return Forms(whole, stems, frozenset(key[:_SHORTEST_STEM] for key in (*whole, *stems)))
