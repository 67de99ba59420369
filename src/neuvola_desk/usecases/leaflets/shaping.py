"""Joined letters as they are written: what HarfBuzz makes of a stretch of Arabic script.

Glyphs carry the characters they stand for, so that the text can be read back out of the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from neuvola_desk.resources import resource_path

_EM: Final = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """A glyph that belongs to another, as a dot to its letter, and where it stands from that one's origin."""

    id: int
    across: float
    up: float


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph with what belongs to it, and the characters that all of it stands for.

    Lengths are thousandths of the size.
    """

    id: int
    advance: float
    x_offset: float
    y_offset: float
    text: str
    parts: tuple[Part, ...] = ()


def font_file(face: str) -> Path:
    """The file of a face."""
    return resource_path("fonts", f"{face}.ttf")


@cache
def _loaded(face: str) -> tuple[Any, Any, float]:
    """A face, its font, and what its units are multiplied by."""
    import uharfbuzz as hb  # wanted only where there is Arabic script

    loaded = hb.Face(font_file(face).read_bytes())
    return loaded, hb.Font(loaded), _EM / loaded.upem


def harfbuzz_face(face: str) -> Any:
    """The face as the shaper knows it."""
    return _loaded(face)[0]


@lru_cache(maxsize=4096)
def shaped(text: str, face: str, *, is_rtl: bool = True) -> tuple[Glyph, ...]:
    """The glyphs of a stretch that runs in one direction, the leftmost first."""
    import uharfbuzz as hb

    _face, font, scale = _loaded(face)
    buffer = hb.Buffer()
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.direction = "rtl" if is_rtl else "ltr"
    buffer.script = "Arab"
    hb.shape(font, buffer)
    placed = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
    ends: dict[int, int] = {}
    end = len(text)
    for cluster in sorted({info.cluster for info, _position in placed}, reverse=True):
        ends[cluster], end = end, cluster
    return tuple(
        _together(
            [(info.codepoint, position) for info, position in of_it], text[at : ends[at]], scale, is_rtl
        )
        for at, of_it in groupby(placed, key=lambda one: one[0].cluster)
    )


def _together(placed: Sequence[tuple[int, Any]], text: str, scale: float, is_rtl: bool) -> Glyph:
    """The glyphs of one or several characters, the leftmost first; the first in writing bears the others."""
    pen, found = 0.0, list[Part]()
    for number, position in placed:
        found.append(Part(number, pen + position.x_offset * scale, position.y_offset * scale))
        pen += position.x_advance * scale
    bearer = found.pop(-1 if is_rtl else 0)
    parts = tuple(Part(p.id, p.across - bearer.across, p.up - bearer.up) for p in found)
    return Glyph(bearer.id, pen, bearer.across, bearer.up, text, parts)


def shaped_width(text: str, face: str) -> float:
    """How wide a shaped stretch is, in thousandths of its size."""
    return sum(glyph.advance for glyph in shaped(text, face))


def glyph_width(glyph: int, face: str) -> float:
    """How wide the font itself says that a glyph is, in thousandths of its size."""
    _face, font, scale = _loaded(face)
    return float(font.get_glyph_h_advance(glyph)) * scale
