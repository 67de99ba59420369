"""QR codes as one path each: sized so that a cheap printer and a worn phone still read them."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import segno

QUIET: Final = 4
"""Modules of white on every side (ISO/IEC 18004)."""
MODULE: Final = 1.45
"""The least side of a module in points: three dots at 150 dpi."""
SMALLEST: Final = 63.0
"""The least side of the code itself in points (22 mm)."""
LONGEST: Final = 520
"""More bytes than this would make a code too large for the page's margin column."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code of ``modules`` a side; ``path`` fills the dark ones, a module a unit, y upwards."""

    modules: int
    path: str

    @property
    def side(self) -> float:
        """The side of the code itself in points."""
        return max(SMALLEST, self.modules * MODULE)

    @property
    def quiet(self) -> float:
        """The width of the white that must stay around it."""
        return QUIET * self.side / self.modules


@lru_cache(maxsize=128)
def code(url: str) -> Code | None:
    """The code of an address; None where the address is too long to print one."""
    if len(url.encode()) > LONGEST:
        return None
    made = segno.make_qr(url, error="l", boost_error=True)
    rows = [[bool(module) for module in row] for row in made.matrix]
    parts = [
        f"{x} {len(rows) - y - 1} {length} 1 re"
        for y, row in enumerate(rows)
        for x, length in _dark_runs(row)
    ]
    return Code(len(rows), " ".join([*parts, "f"]))


def _dark_runs(row: list[bool]) -> list[tuple[int, int]]:
    """Start and length of each dark stretch."""
    found: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((x, 1))
    return found
