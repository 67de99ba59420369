"""The fonts of the printed page: which file a character comes from, and what stands in for one in none."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from neuvola_desk.resources import resource_path
from neuvola_desk.usecases.leaflets.readings import readings
from neuvola_desk.usecases.leaflets.shaping import shaped_width

REGULAR: Final = "Regular"
BOLD: Final = "Bold"
FAMILIES: Final = ("NotoSans", "NotoSansArabic")
"""In the order a character is looked for; a family whose file is absent is passed over."""
JOINED: Final = frozenset({"NotoSansArabic"})
"""Families whose letters take the form that their neighbours ask for."""

MISSING: Final = "\ufffd"
SOFT_HYPHEN: Final = "\u00ad"
JOINERS: Final = frozenset("\u200c\u200d")
"""They tell whether letters are joined: Persian cannot be spelt without them."""
KEPT_CONTROLS: Final = JOINERS | {SOFT_HYPHEN}
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
    """One font file: its name in the PDF and the width of each character in thousandths of its size.

    Where letters are ``joined`` a character has no width of its own.
    """

    name: str
    widths: Mapping[int, float]
    joined: bool


class _ReadFont(TTFont):
    """A font whose unused codes stand for nothing, not for the character 0 as the library has it."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - the library's name
        subsets = self.state[doc].subsets
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = f"{SUBSETN(number).decode()}+{self.face.name.decode()}"
            told = doc.idToObject[f"toUnicodeCMap:{name}"]
            told.content = readings({at: chr(code) for at, code in enumerate(subset) if code}, digits=2)


@cache
def _face(family: str, style: str) -> Face | None:
    path = resource_path("fonts", f"{family}-{style}.ttf")
    if not path.is_file() and family != FAMILIES[0]:
        return None
    font = _ReadFont(f"{family}-{style}", str(path), asciiReadable=False)
    if family not in JOINED:
        pdfmetrics.registerFont(font)
    return Face(font.fontName, font.face.charWidths, family in JOINED)


def first_face(style: str) -> Face:
    """The face of what any of them could show."""
    face = _face(FAMILIES[0], style)
    assert face is not None  # noqa: S101 - the first family is always there, or reading it raised
    return face


def _face_of(character: str, style: str) -> Face | None:
    """The face that has a character; the second family is read only where the first one lacks something."""
    code = ord(character)
    return next((face for f in FAMILIES if (face := _face(f, style)) and code in face.widths), None)


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
    return sum(_width(face, stretch) for face, stretch in stretches(text, style)) / 1000


def _width(face: Face, stretch: str) -> float:
    if face.joined:
        return shaped_width(stretch, face.name)
    return sum(face.widths.get(ord(character), 0.0) for character in stretch)


def stretches(text: str, style: str) -> tuple[tuple[Face, str], ...]:
    """The text in stretches of one face each, in its own order."""
    found: list[tuple[Face, str]] = []
    for character in text:
        before = found[-1] if found else None
        follows = before is not None and (character in JOINERS or unicodedata.combining(character))
        face = before[0] if before and follows else _face_of(character, style) or first_face(style)
        if before and face is before[0]:
            found[-1] = (face, before[1] + character)
        else:
            found.append((face, character))
    return tuple(found)
