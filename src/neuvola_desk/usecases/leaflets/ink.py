"""What is put on a page, in points from its upper left corner: known in full before any PDF is made."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from neuvola_desk.usecases.leaflets.display import RTL_LANGUAGES
from neuvola_desk.usecases.leaflets.lines import Manner
from neuvola_desk.usecases.leaflets.look import A4, Paper

ARTIFACT = -1
"""The element of what is only decoration or page furniture: a screen reader passes it over."""
ITEM = "LBody"
"""The kind of an element that is an item of a list."""


@dataclass(frozen=True, slots=True)
class Element:
    """A part of the document's structure: a PDF structure type, its language, its section (0 = none).

    A cell of a table tells its ``row`` (from 1 on), how many columns it ``spans`` and how many rows it is
    ``deep``; a cell that heads others tells which, its ``scope`` being "Column" or "Row".
    """

    kind: str
    language: str
    section: int = 0
    description: str = ""
    row: int = 0
    spans: int = 1
    deep: int = 1
    scope: str = ""


@dataclass(frozen=True, slots=True)
class TextInk:
    """Words on a baseline ``y``."""

    x: float
    y: float
    text: str
    width: float
    manner: Manner
    element: int = ARTIFACT
    language: str = ""


@dataclass(frozen=True, slots=True)
class RuleInk:
    """A line that lies; one with a ``height`` and no width stands."""

    x: float
    y: float
    width: float
    weight: float
    colour: str
    height: float = 0.0
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class FillInk:
    """A filled box with round corners."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class CodeInk:
    """A QR code; ``side`` is without its quiet zone."""

    x: float
    y: float
    side: float
    url: str
    element: int


@dataclass(frozen=True, slots=True)
class PictureInk:
    """A picture, scaled to fit into its box, against the box's upper left corner or ``at_right``."""

    x: float
    y: float
    width: float
    height: float
    data: bytes
    at_right: bool = False


Ink = TextInk | RuleInk | FillInk | CodeInk | PictureInk


@dataclass(frozen=True, slots=True)
class Turned:
    """Ink that stands upside down: half a turn about ``x``, ``y``."""

    ink: Ink
    x: float
    y: float


def moved(ink: Ink, down: float, across: float = 0.0) -> Ink:
    """The same, lower on the page and further to the right."""
    return replace(ink, x=ink.x + across, y=ink.y + down)


def mirrored(page: Iterable[Ink], width: float) -> tuple[Ink, ...]:
    """A page that is ``width`` wide turned round, so that it begins on the right.

    Pieces of a line follow each other from the right, but for a line that is all written from left to right.
    """
    turned: list[Ink] = []
    for (is_text, _y, _element), group in groupby(page, key=_line_of):
        line = list(group)
        if is_text and all(isinstance(ink, TextInk) and ink.language not in RTL_LANGUAGES for ink in line):
            shift = width - min(map(_left, line)) - max(map(_right, line))
            turned += [replace(ink, x=ink.x + shift) for ink in line]
        else:
            turned += [_turned(ink, width) for ink in line]
    return tuple(turned)


def _turned(ink: Ink, width: float) -> Ink:
    x = width - _right(ink)
    if isinstance(ink, PictureInk):
        return replace(ink, x=x, at_right=not ink.at_right)
    return replace(ink, x=x)


def _line_of(ink: Ink) -> tuple[bool, float, int]:
    return (True, ink.y, ink.element) if isinstance(ink, TextInk) else (False, 0.0, ARTIFACT)


def _left(ink: Ink) -> float:
    return ink.x


def _right(ink: Ink) -> float:
    return ink.x + (ink.side if isinstance(ink, CodeInk) else ink.width)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline; ``y`` is where it leads on its page."""

    text: str
    y: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page's ink in reading order."""

    ink: tuple[Ink | Turned, ...]
    bookmarks: tuple[Bookmark, ...]


@dataclass(frozen=True, slots=True)
class Sheets:
    """A laid-out leaflet."""

    pages: tuple[Page, ...]
    elements: tuple[Element, ...]
    language: str
    title: str
    paper: Paper = A4
