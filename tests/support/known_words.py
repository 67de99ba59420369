"""Texts that the program shows as they are, in whatever language the window speaks.

Names of needs, places, languages and crisis lines come from the project's own tables, which hold their
translations; what a catalogue says comes from the catalogue. Everything else belongs to the translations.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from neuvola_core.text import Text
from neuvola_desk.resources import resource_path
from support.small_desk import services

_TABLES = Path(__file__).resolve().parents[2] / "src" / "neuvola_core" / "data"
_INVISIBLE = dict.fromkeys([0xAD, 0x2066, 0x2067, 0x2068, 0x2069, 0x200E, 0x200F])
_BRACKETS = re.compile(r"⟦[^⟦⟧]*⟧")
_APART = re.compile(r" · | – |; |: |, |\. |[\n()]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|\b[\w-]+\.(?:fi|example|org)\b")
_PART_OF_PROGRAM = re.compile(r"^[\w.\-+ ]+ v?\d[\w.]*: .+$")
_OWN_NAMES = frozenset(
    "neuvola desk python linux qt x86 64 ctrl shift enter tab esc delete fc vm suomi svenska english pdf".split()
)


def untranslated(text: str) -> str:
    """What is left of a text when everything translated or known is taken away; empty when it is good."""
    seen = text.translate(_INVISIBLE).strip()
    if _PART_OF_PROGRAM.match(seen):
        return ""
    before = ""
    while before != seen:  # a translated text may have another filled in
        before, seen = seen, _BRACKETS.sub(" ", seen)
    seen = _ADDRESS.sub(" ", seen)
    if _is_known(seen):
        return ""
    left = [part for part in _APART.split(seen) if not _is_known(part)]
    return " | ".join(part.strip() for part in left)


def _is_known(text: str) -> bool:
    plain = text.strip(" .,:;–·…").casefold()
    words = {word.casefold() for word in _WORD.findall(plain)}
    if words <= _OWN_NAMES or plain in _known():
        return True
    return any(pattern.fullmatch(plain) for pattern in _patterns())


@cache
def _known() -> frozenset[str]:
    strings = [*_strings(_tables()), *(text for one in services() for text in _strings(one))]
    strings += _strings(json.loads(resource_path("language_names.json").read_text("utf-8")))
    whole = {one.translate(_INVISIBLE) for one in strings}
    parts = {part for one in whole for part in _APART.split(one)} | {
        line for one in whole for line in one.splitlines()
    }
    return frozenset(one.strip(" .,:;–·…").casefold() for one in whole | parts)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Sentences of the tables in which something is filled in, as those about opening hours."""
    filled = [one for one in _strings(_tables()) if "{" in one]
    return tuple(
        re.compile(re.sub(r"\\\{[^{}]*\\\}", ".*", re.escape(part.strip().casefold())))
        for one in filled
        for part in (one, *_APART.split(one))
        if _WORD.search(re.sub(r"\{[^{}]*\}", "", part))
    )


def _tables() -> list[Any]:
    return [json.loads(path.read_text("utf-8")) for path in sorted(_TABLES.glob("*.json"))]


def _strings(thing: object) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, Text):
        yield from (thing[language] for language in thing)
    elif isinstance(thing, dict):
        for key, value in thing.items():
            yield str(key)
            yield from _strings(value)
    elif isinstance(thing, list | tuple):
        for one in thing:
            yield from _strings(one)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            yield from _strings(getattr(thing, field.name))
