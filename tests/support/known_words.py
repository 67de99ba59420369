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
from neuvola_core.visit import Language
from neuvola_desk.language_names import language_name
from neuvola_desk.resources import resource_path
from neuvola_desk.usecases.leaflets.texts import available
from neuvola_exchange import visit_words
from support.small_desk import services

_TABLES = Path(__file__).resolve().parents[2] / "src" / "neuvola_core" / "data"
_INVISIBLE = dict.fromkeys([0xAD, 0x2066, 0x2067, 0x2068, 0x2069, 0x200E, 0x200F])
_BRACKETS = re.compile(r"⟦[^⟦⟧]*⟧")
_APART = re.compile(r" · | – | \+ |; |: |, |\. |[\n()]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|/\S+/\S+|\b[\w-]+\.(?:fi|example|org)\b(?:/\S*)?")
_PART_OF_PROGRAM = re.compile(r"^[\w.\-+ ]+ v?\d[\w.]*: .+$")
_OWN_NAMES = frozenset(
    re.findall(
        r"\w+",
        "neuvola desk python linux qt x86 ctrl shift enter tab esc delete fc vm pdf suomi svenska english "
        "openssl sqlcipher voikko fi apache bsd gpl lgpl mit or later only clause ma ti ke to pe la su",
    )
)


def untranslated(text: str) -> str:
    """What is left of a text when everything translated or known is taken away; empty when it is good."""
    seen = text.translate(_INVISIBLE).strip()
    if _PART_OF_PROGRAM.match(seen) or seen.endswith("…"):
        return ""  # what is cut has its whole name in its tool tip, which is looked at too
    before = ""
    while before != seen:  # a translated text may have another filled in
        before, seen = seen, _BRACKETS.sub(" ", seen)
    seen = _ADDRESS.sub(" ", seen)
    if _is_known(seen):
        return ""
    left = [part for part in _APART.split(seen) if not _is_known(part)]
    return " | ".join(part.strip() for part in left)


def _is_known(text: str) -> bool:
    plain = _bare(text)
    words = {word.casefold() for word in _WORD.findall(plain)}
    if words <= _OWN_NAMES or plain in _known():
        return True
    return any(pattern.fullmatch(plain) for pattern in _patterns())


def _bare(text: str) -> str:
    """Without figures: a postcode stands before the name of its place, a number before a street's."""
    return re.sub(r"\d+", "", text).strip(" .,:;–·…").casefold()


@cache
def _known() -> frozenset[str]:
    strings = [*_strings(_tables()), *(text for one in services() for text in _strings(one))]
    for own in ("language_names.json", "introduction/fi.json"):
        strings += _strings(json.loads(resource_path(own).read_text("utf-8")))
    codes = {*available(), *visit_words.value_names(Language, str)}
    strings += [language_name(code, reader) for code in codes for reader in ("fi", code)]
    strings += visit_words.value_names(Language, str).values()
    whole = {one.translate(_INVISIBLE) for one in strings}
    parts = {part for one in whole for part in _APART.split(one)} | {
        line for one in whole for line in one.splitlines()
    }
    return frozenset(_bare(one) for one in whole | parts)


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
