"""What a leaflet is asked of and what it says: frozen values, every string final, nothing of a visitor.

A request names services and a language of paper. It has no need, profile or reason, so none can be printed.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from neuvola_core.catalogue import Service

TITLE: Final = "Palveluesite"
"""The only name that a leaflet, its print job and its file's metadata may carry."""


Form = Literal["sheet", "list", "week", "fold"]
"""Palveluesite, Luettelo, Viikko-ohjelma, Taskuesite."""


@dataclass(frozen=True, slots=True)
class PointCard:
    """The counselling point as it stands at the head of a leaflet; ``logo`` is a PNG or JPEG, or empty."""

    name: str = ""
    address: str = ""
    phone: str = ""
    hours: str = ""
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class SlipRequest:
    """A code that is on no other leaflet, and where a phone finds the server's page; empty: nowhere."""

    code: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class LeafletRequest:
    """Which services, in which language of paper, for which point, as of which day.

    ``small_sheet`` is A5 instead of A4. ``language`` may name two, as "fi+sv", which then stand as equals.
    """

    services: tuple[Service, ...]
    language: str = "fi"
    large: bool = True
    point: PointCard = PointCard()
    small_sheet: bool = False
    form: Form = "sheet"
    slip: SlipRequest | None = None
    made_on: date = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Tongues:
    """The leaflet's language and the one beside it: Finnish, in small, for whoever hands the leaflet over.

    ``are_equal`` where a bilingual point prints both alike.
    """

    first: str
    beside: str = "fi"
    are_equal: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A fixed text in the leaflet's language, with that of the language beside it where it is another."""

    text: str
    beside: str = ""

    @property
    def slashed(self) -> "Label":
        """The same with a slash between the two, for where they follow each other in a line."""
        return Label(f"{self.text} /", self.beside) if self.beside else self


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
    """A fact under its label; ``key`` names it in every language."""

    key: str
    label: Label
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Web:
    """The page that the QR leads to."""

    url: str
    caption: str
    description: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What a timetable says of one day."""

    line: Line
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Timetable:
    """Seven cells from Monday on, or one line where all of them would say the same.

    ``name`` tells these hours from a service's other ones; ``notes`` are what no cell can say.
    """

    name: Span | None
    cells: tuple[Cell, ...]
    all_week: Line | None
    notes: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the week with its date; ``holiday`` is empty on most."""

    label: Span
    holiday: Span


@dataclass(frozen=True, slots=True)
class Week:
    """The week of a programme, from Monday on."""

    heading: Line
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Everything that the leaflet says of one service, in reading order."""

    number: int
    name: Span
    name_beside: Span
    organiser: Line | None
    badge: Label | None
    lead: tuple[Line, ...]
    rows: tuple[Row, ...]
    web: Web | None
    footnotes: tuple[Line, ...]
    timetables: tuple[Timetable, ...] = ()

    @property
    def text(self) -> str:
        """All of it as plain text, a paragraph a line."""
        lines = [self.name.text, self.name_beside.text]
        lines += [line.text for line in (self.organiser,) if line]
        lines += [part for part in (self.badge.text, self.badge.beside) if part] if self.badge else []
        lines += [line.text for line in self.lead]
        for row in self.rows:
            lines += [row.label.text, row.label.beside, *(line.text for line in row.lines)]
        for timetable in self.timetables:
            lines += [cell.line.text for cell in timetable.cells]
        lines += [line.text for line in self.footnotes]
        return "\n".join(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class Slip:
    """The strip to tear off; ``link`` is empty where no server's page is known, and then it has no QR."""

    label: Label
    code: str
    words: str
    promise: str
    link: str
    description: str


@dataclass(frozen=True, slots=True)
class Leaflet:
    """The whole leaflet; ``page_words`` has ``{page}`` and ``{pages}`` to fill in."""

    tongues: Tongues
    form: Form
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
    fold_how: str
    week: Week | None = None
    is_rtl: bool = False
    small_sheet: bool = False
    slip: Slip | None = None
    title: str = TITLE

    @property
    def language(self) -> str:
        """What the document says it is written in."""
        return self.tongues.first
