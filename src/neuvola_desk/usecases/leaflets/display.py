"""A line of text as it stands on paper: its stretches from left to right, each in one face."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from neuvola_desk.usecases.leaflets.bidi import MIRRORED, Run, visual_runs
from neuvola_desk.usecases.leaflets.fonts import Face, stretches
from neuvola_desk.usecases.leaflets.shaping import Glyph, shaped

RTL_LANGUAGES: Final = frozenset({"ar", "fa", "prs", "ckb", "ur", "he", "yi", "ps", "sd", "ug", "dv"})
"""Codes of languages that are written from right to left."""
_RTL: Final = frozenset({"R", "AL", "AN"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A stretch: ``text`` is drawn as it stands unless there are ``glyphs``, which are drawn instead."""

    face: str
    text: str
    glyphs: tuple[Glyph, ...] = ()


def has_rtl(text: str) -> bool:
    """Whether anything in it is written from right to left."""
    return any(unicodedata.bidirectional(sign) in _RTL for sign in text)


def _has_no_letter(text: str) -> bool:
    """Whether it has no direction of its own, as "9–15", and so takes that of its language."""
    return all(unicodedata.bidirectional(sign) != "L" for sign in text)


@lru_cache(maxsize=1024)
def shown(text: str, style: str, language: str) -> tuple[Shown, ...]:
    """The stretches of a line in one language, the leftmost first."""
    if not has_rtl(text) and not (language in RTL_LANGUAGES and _has_no_letter(text)):
        return tuple(_plain(face, part) for face, part in stretches(text, style))
    found: list[Shown] = []
    for run in visual_runs(text, base_rtl=language in RTL_LANGUAGES):
        parts = tuple(_parts(run, text[run.start : run.end], style))
        found += reversed(parts) if run.is_rtl else parts
    return tuple(found)


def _parts(run: Run, text: str, style: str) -> Iterator[Shown]:
    for face, part in stretches(text, style):
        if face.joined:
            yield Shown(face.name, part, shaped(part, face.name, is_rtl=run.is_rtl))
        elif run.is_rtl:
            yield Shown(face.name, "".join(MIRRORED.get(sign, sign) for sign in reversed(part)))
        else:
            yield _plain(face, part)


def _plain(face: Face, part: str) -> Shown:
    return Shown(face.name, part, shaped(part, face.name, is_rtl=False) if face.joined else ())
