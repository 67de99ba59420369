"""What a leaflet is asked of and what it says: frozen values, every string final, nothing of a visitor.

A request names services and a language of paper. It has no need, profile or reason, so none can be printed.
"""

from dataclasses import dataclass, field
from datetime import date

from neuvola_core.catalogue import Service

TITLE = "Palveluesite"
"""The only name that a leaflet, its print job and its file's metadata may carry."""


@dataclass(frozen=True, slots=True)
class PointCard:
    """The counselling point as it stands at the head of a leaflet; ``logo`` is a PNG or JPEG, or empty."""

    name: str = ""
    address: str = ""
    phone: str = ""
    hours: str = ""
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class LeafletRequest:
    """Which services, in which language of paper, for which point, as of which day.

    ``small_sheet`` is A5 instead of A4; ``brief`` makes a list: of each service where, when and the number.
    """

    services: tuple[Service, ...]
    language: str = "fi"
    large: bool = True
    point: PointCard = PointCard()
    small_sheet: bool = False
    brief: bool = False
    made_on: date = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Label:
    """A fixed text in the leaflet's language, with the Finnish one beside it for whoever hands it over."""

    text: str
    finnish: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one language and one manner; spans of a line follow each other with a space."""

    text: str
    language: str
    strong: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph; ``item`` sets it as an item of a list."""

    spans: tuple[Span, ...]
    item: bool = False

    @property
    def text(self) -> str:
        """The paragraph as plain text."""
        return " ".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Row:
    """A fact under its label."""

    label: Label
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Web:
    """The page that the QR leads to."""

    url: str
    caption: str
    description: str


@dataclass(frozen=True, slots=True)
class Block:
    """Everything that the leaflet says of one service, in reading order."""

    number: int
    name: Span
    finnish_name: str
    organiser: Line | None
    badge: Label | None
    lead: tuple[Line, ...]
    rows: tuple[Row, ...]
    web: Web | None
    footnotes: tuple[Line, ...]

    @property
    def text(self) -> str:
        """All of it as plain text, a paragraph a line."""
        lines = [self.name.text, self.finnish_name]
        lines += [line.text for line in (self.organiser,) if line]
        lines += [part for part in (self.badge.text, self.badge.finnish) if part] if self.badge else []
        lines += [line.text for line in self.lead]
        for row in self.rows:
            lines += [row.label.text, row.label.finnish, *(line.text for line in row.lines)]
        lines += [line.text for line in self.footnotes]
        return "\n".join(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class Leaflet:
    """The whole leaflet; ``page_words`` has ``{page}`` and ``{pages}`` to fill in."""

    language: str
    large: bool
    heading: Label
    point: tuple[str, ...]
    logo: bytes
    blocks: tuple[Block, ...]
    notes: Label
    crisis: tuple[Line, ...]
    made_on: str
    page_words: str
    continued: str
    direction: str = "ltr"
    small_sheet: bool = False
    title: str = TITLE
