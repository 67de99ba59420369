"""What is put on a page, in points from its upper left corner: known in full before any PDF is made."""

from dataclasses import dataclass, replace

from neuvola_desk.usecases.leaflets.lines import Manner

ARTIFACT = -1
"""The element of what is only decoration or page furniture: a screen reader passes it over."""


@dataclass(frozen=True, slots=True)
class Element:
    """A part of the document's structure: a PDF structure type, its language, its section (0 = none)."""

    kind: str
    language: str
    section: int = 0
    description: str = ""


@dataclass(frozen=True, slots=True)
class TextInk:
    """Words on a baseline ``y``."""

    x: float
    y: float
    text: str
    width: float
    manner: Manner
    element: int = ARTIFACT


@dataclass(frozen=True, slots=True)
class RuleInk:
    """A horizontal line."""

    x: float
    y: float
    width: float
    weight: float
    colour: str


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
    """A picture, scaled to fit into its box, against the box's upper left corner."""

    x: float
    y: float
    width: float
    height: float
    data: bytes


Ink = TextInk | RuleInk | FillInk | CodeInk | PictureInk


def moved(ink: Ink, down: float) -> Ink:
    """The same, lower on the page."""
    return replace(ink, y=ink.y + down)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline; ``y`` is where it leads on its page."""

    text: str
    y: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page's ink in reading order."""

    ink: tuple[Ink, ...]
    bookmarks: tuple[Bookmark, ...]


@dataclass(frozen=True, slots=True)
class Sheets:
    """A laid-out leaflet."""

    pages: tuple[Page, ...]
    elements: tuple[Element, ...]
    language: str
    title: str
