"""The fonts of the printed page: which file a character comes from, and what stands in for one in none."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from neuvola_desk.resources import resource_path

REGULAR: Final = "Regular"
BOLD: Final = "Bold"
FAMILIES: Final = ("NotoSans", "NotoSansArabic")
"""In the order a character is looked for; a family whose file is absent is passed over."""

MISSING: Final = "\ufffd"
SOFT_HYPHEN: Final = "\u00ad"
KEPT_CONTROLS: Final = frozenset({SOFT_HYPHEN})
STAND_INS: Final[Mapping[str, str]] = {
    **dict.fromkeys("●■▪◆◦∙⋅✓✔➤►▶‣", "•"),
    **dict.fromkeys("→⇒➔➜", "›"),
    **dict.fromkeys("←⇐", "‹"),
    "☎": "",
    "\u2028": " ",
    "\u2029": " ",
    "\t": " ",
    "\n": " ",
}


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One font file: its name in the PDF and the width of each character in thousandths of its size."""

    name: str
    widths: Mapping[int, float]


@cache
def faces(style: str) -> tuple[Face, ...]:
    """The faces of a style, first choice first."""
    found = []
    for family in FAMILIES:
        path = resource_path("fonts", f"{family}-{style}.ttf")
        if path.is_file() or family == FAMILIES[0]:
            font = TTFont(f"{family}-{style}", str(path))
            pdfmetrics.registerFont(font)
            found.append(Face(font.fontName, font.face.charWidths))
    return tuple(found)


def _face_of(character: str, style: str) -> Face | None:
    code = ord(character)
    return next((face for face in faces(style) if code in face.widths), None)


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    """What is printed for a character: itself, a stand-in, nothing, or a mark that something is missing."""
    if character in STAND_INS:
        return STAND_INS[character]
    category = unicodedata.category(character)
    if category in {"Cc", "Cf", "Cs", "Co", "Cn"} and character not in KEPT_CONTROLS:
        return ""
    if _face_of(character, REGULAR) and _face_of(character, BOLD):
        return character
    plainer = unicodedata.normalize("NFKC", character)
    if plainer != character and all(_face_of(c, REGULAR) for c in plainer):
        return plainer
    return "" if category in {"So", "Sk", "Mn", "Me"} else MISSING


def printable(text: str) -> str:
    """The text in characters that the fonts have; emoji and controls go, an unknown letter leaves a mark."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(map(_shown, composed))


@lru_cache(maxsize=4_000)
def width(text: str, style: str) -> float:
    """How wide a printable text is at size 1."""
    total = 0.0
    for character in text:
        face = _face_of(character, style)
        total += face.widths[ord(character)] if face else 0.0
    return total / 1000


def runs(text: str, style: str) -> tuple[tuple[str, str], ...]:
    """The text in stretches of one face each: (face name, stretch)."""
    named = groupby(text, key=lambda character: _face_of(character, style) or faces(style)[0])
    return tuple((face.name, "".join(stretch)) for face, stretch in named)
