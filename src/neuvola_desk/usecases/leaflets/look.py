"""The leaflet's measures and colours, for normal and for large type; all lengths are points."""

from dataclasses import dataclass, replace
from typing import Final

from neuvola_desk.usecases.leaflets.fonts import BOLD, REGULAR
from neuvola_desk.usecases.leaflets.lines import Manner

MM: Final = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet and what of it is printed on."""

    width: float
    height: float
    side: float
    top: float
    foot: float

    @property
    def left(self) -> float:
        """Where lines begin."""
        return self.side

    @property
    def right(self) -> float:
        """How far lines may reach."""
        return self.width - self.side

    @property
    def room(self) -> float:
        """How wide a line may be."""
        return self.right - self.left

    @property
    def bottom(self) -> float:
        """The last of what is printed."""
        return self.height - self.foot


A4: Final = Paper(210 * MM, 297 * MM, side=20 * MM, top=16 * MM, foot=12 * MM)
A5: Final = Paper(148 * MM, 210 * MM, side=13 * MM, top=12 * MM, foot=10 * MM)
A4_ACROSS: Final = Paper(297 * MM, 210 * MM, side=14 * MM, top=12 * MM, foot=10 * MM)
"""The same sheet on its side."""
FOLDED: Final = Paper(297 * MM, 210 * MM, side=6.5 * MM, top=7 * MM, foot=7 * MM)
"""It again, all but its edge being panels of a fold."""
PANEL: Final = Paper(FOLDED.width / 4, FOLDED.height / 2, side=6.5 * MM, top=7 * MM, foot=7 * MM)
"""One of the eight panels that it is folded to."""
WIDTH: Final = A4.width
HEIGHT: Final = A4.height
LEFT: Final = A4.left
RIGHT: Final = A4.right
TOP: Final = A4.top
BOTTOM: Final = A4.bottom
"""Of what is always printed on A4."""

SMALLEST: Final = 11
"""No letter is smaller, in points: many who need the sheet see badly."""

INK: Final = "#1a1a1a"
QUIET: Final = "#4d4d4d"
ACCENT: Final = "#0b4f5c"
TINT: Final = "#e4eef0"
PALE: Final = "#f2f7f8"
HAIR: Final = "#8aa5ab"
WHITE: Final = "#ffffff"


@dataclass(frozen=True, slots=True)
class Look:
    """Type sizes and distances of one mode.

    A label stands in a column of its own, else above what it tells or, with ``inline_labels``, before it.
    """

    body: float
    small: float
    heading: float
    title: float
    point: float
    leading: float
    label_column: float
    beside_column: float
    point_column: float
    row_gap: float
    block_gap: float
    note_line: float
    page_number: float
    paper: Paper = A4
    inline_labels: bool = False

    def manner(self, size: float, *, strong: bool = False, colour: str = INK) -> Manner:
        """Words of a size."""
        return Manner(size, BOLD if strong else REGULAR, colour)


NORMAL: Final = Look(
    body=11.5,
    small=SMALLEST,
    heading=16,
    title=27,
    point=SMALLEST,
    leading=1.32,
    label_column=34 * MM,
    beside_column=30 * MM,
    point_column=72 * MM,
    row_gap=4.5,
    block_gap=17,
    note_line=8.5 * MM,
    page_number=SMALLEST,
)
COMPACT: Final = replace(NORMAL, body=11, heading=14.5, leading=1.26, row_gap=3, block_gap=13)
"""The same type set closer, for a leaflet of many services."""
PANELLED: Final = replace(
    NORMAL,
    body=SMALLEST,
    heading=12.5,
    title=19,
    leading=1.24,
    label_column=0,
    beside_column=0,
    row_gap=2.5,
    block_gap=9,
    paper=PANEL,
    inline_labels=True,
)
LARGE: Final = Look(
    body=16,
    small=12,
    heading=22,
    title=34,
    point=15,
    leading=1.34,
    label_column=0,
    beside_column=0,
    point_column=84 * MM,
    row_gap=9,
    block_gap=26,
    note_line=11 * MM,
    page_number=12,
)


def look_for(*, small_sheet: bool, large: bool, many: bool) -> Look:
    """The look of a leaflet; on a small sheet the same type has narrower columns and smaller headings."""
    look = LARGE if large else COMPACT if many else NORMAL
    if not small_sheet:
        return look
    return replace(
        look,
        label_column=look.label_column * 0.85,
        beside_column=look.beside_column * 0.8,
        title=min(look.title * 0.8, 22),
        heading=look.heading * 0.92,
        point_column=look.point_column * 0.75,
        block_gap=look.block_gap * 0.85,
        paper=A5,
    )
