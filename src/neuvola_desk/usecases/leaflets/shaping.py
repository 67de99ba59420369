"""Joined letters as they are written: what HarfBuzz makes of a stretch of Arabic script.

Glyphs carry the characters they stand for, so that the text can be read back out of the page.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from neuvola_desk.resources import resource_path

_EM: Final = 1000


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph; lengths are thousandths of the size. ``text`` is empty for a part of the one before."""

    id: int
    advance: float
    x_offset: float
    y_offset: float
    text: str


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
    told: set[int] = set()
    glyphs = []
    for info, position in reversed(placed) if is_rtl else placed:  # a cluster's first has its text
        own = text[info.cluster : ends[info.cluster]] if info.cluster not in told else ""
        told.add(info.cluster)
        lengths = (position.x_advance * scale, position.x_offset * scale, position.y_offset * scale)
        glyphs.append(Glyph(info.codepoint, *lengths, own))
    return tuple(reversed(glyphs) if is_rtl else glyphs)


def shaped_width(text: str, face: str) -> float:
    """How wide a shaped stretch is, in thousandths of its size."""
    return sum(glyph.advance for glyph in shaped(text, face))


def glyph_width(glyph: int, face: str) -> float:
    """How wide the font itself says that a glyph is, in thousandths of its size."""
    _face, font, scale = _loaded(face)
    return float(font.get_glyph_h_advance(glyph)) * scale
