"""The leaflet's measures and colours, for normal and for large type; all lengths are points."""

from dataclasses import dataclass, replace
from typing import Final

from neuvola_desk.usecases.leaflets.fonts import BOLD, REGULAR
from neuvola_desk.usecases.leaflets.lines import Manner

MM: Final = 72 / 25.4
WIDTH: Final = 210 * MM
HEIGHT: Final = 297 * MM
LEFT: Final = 20 * MM
RIGHT: Final = WIDTH - 20 * MM
TOP: Final = 16 * MM
BOTTOM: Final = HEIGHT - 12 * MM

INK: Final = "#1a1a1a"
QUIET: Final = "#4d4d4d"
ACCENT: Final = "#0b4f5c"
TINT: Final = "#e4eef0"
HAIR: Final = "#8aa5ab"
WHITE: Final = "#ffffff"


@dataclass(frozen=True, slots=True)
class Look:
    """Type sizes and distances of one mode."""

    body: float
    small: float
    heading: float
    title: float
    point: float
    leading: float
    label_column: float
    finnish_column: float
    point_column: float
    row_gap: float
    block_gap: float
    note_line: float
    page_number: float

    def manner(self, size: float, *, strong: bool = False, colour: str = INK) -> Manner:
        """Words of a size."""
        return Manner(size, BOLD if strong else REGULAR, colour)


NORMAL: Final = Look(
    body=11,
    small=9,
    heading=16,
    title=27,
    point=11,
    leading=1.32,
    label_column=33 * MM,
    finnish_column=25 * MM,
    point_column=72 * MM,
    row_gap=4.5,
    block_gap=17,
    note_line=8.5 * MM,
    page_number=9,
)
COMPACT: Final = replace(NORMAL, heading=14.5, leading=1.26, row_gap=3, block_gap=13)
"""The same type set closer, for a leaflet of many services."""
LARGE: Final = Look(
    body=16,
    small=12,
    heading=22,
    title=34,
    point=15,
    leading=1.34,
    label_column=0,
    finnish_column=0,
    point_column=84 * MM,
    row_gap=9,
    block_gap=26,
    note_line=11 * MM,
    page_number=12,
)
