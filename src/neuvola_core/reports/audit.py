"""Whether what is to be published leaves every hidden figure free to be anything from one to four.

The worlds looked at are tables that would have been published in exactly the same way, so that knowing this
program helps nobody: hidden categories are 0–4 in each block, and over a quarter they are at most 4 unless
their total is told. That every such world gives the same report is shown in docs/decisions/0012.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from neuvola_core.reports.flows import UNBOUNDED, Grid, Span

THRESHOLD: Final = 5
LARGEST_HIDDEN: Final = THRESHOLD - 1
_ENDS: Final = (1, LARGEST_HIDDEN)
"""A hidden figure that can be both can be bounded no closer."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of the hidden figures of one table in one block.

    ``total`` bounds their sum, ``hidden`` names the categories. ``merged`` bounds from below what is always
    told together with them (None: nothing is), and ``spare`` is how much more it must be able to be.
    """

    total: Span
    hidden: frozenset[str]
    merged: int | None = None
    spare: int = 0


@dataclass(frozen=True, slots=True)
class Audit:
    """One table over the blocks of a quarter, or in a single period (``rows`` has one row).

    ``silent`` categories are never counted on to fill a row up; ``loose`` ones are hidden whatever their
    number, so that it may be any.
    """

    rows: Sequence[Row]
    silent: frozenset[str] = frozenset()
    loose: frozenset[str] = frozenset()

    def passes(self, totals: Mapping[str, int]) -> bool:
        """Whether these totals over all rows may be told of categories that are hidden in every row."""
        if not self._leaves_free(totals, frozenset({"told", "one", "merged"}), most=LARGEST_HIDDEN):
            return False
        # Who does not know that hidden figures are small cannot tell that what is merged is large, and might
        # still tell that it is not the least; of all else they know less.
        return not totals or self._leaves_free(totals, frozenset({"merged"}), most=UNBOUNDED)

    def _leaves_free(self, totals: Mapping[str, int], looked_at: Collection[str], most: int) -> bool:
        grid, kinds = self._grid(totals, most)
        if not grid.is_possible():
            return False
        return all(
            self._is_free(grid, row, column, kind)
            for column, kind in enumerate(kinds)
            for row in range(len(self.rows))
            if grid.cells[row][column].high > 0 and kind in looked_at
        )

    def _is_free(self, grid: Grid, row: int, column: int, kind: str) -> bool:
        ends = (grid.where(row, column, Span(end, end)) for end in _ENDS)
        if kind != "merged":
            return all(one.is_possible() for one in ends)
        least = grid.cells[row][column].low
        spare = self.rows[row].spare
        if spare and not grid.where(row, column, Span(least + spare)).is_possible():
            return False
        if not grid.where(row, column, Span(least, LARGEST_HIDDEN)).is_possible():
            return True  # it is five or more: nothing small is hidden in it
        return all(one.is_possible() for one in ends)

    def _grid(self, totals: Mapping[str, int], most: int) -> tuple[Grid, list[str]]:
        columns = list(self._columns(totals, most))
        grid = Grid(
            rows=tuple(row.total for row in self.rows),
            columns=tuple(total for _kind, total, _cells in columns),
            cells=tuple(tuple(cells[row] for _k, _t, cells in columns) for row in range(len(self.rows))),
        )
        return grid, [kind for kind, _total, _cells in columns]

    def _columns(self, totals: Mapping[str, int], most: int) -> Iterator[tuple[str, Span, list[Span]]]:
        """The categories with a total each, one of the others for all of them, then these together.

        ``most`` is what a hidden figure is known to be at most.
        """
        small = Span(0, most)
        for category, total in totals.items():
            cell = Span() if category in self.loose else small
            yield "told", Span(total, total), [cell] * len(self.rows)
        left = [row.hidden.difference(totals) for row in self.rows]
        everywhere = left[0].intersection(*left)
        yield "one", small, [small if hidden else Span(0, 0) for hidden in left]
        alike = len(everywhere - self.silent)
        many = Span(0, most * max(0, alike - 1))
        yield "supply", many, [many] * len(left)
        others = [len(hidden - everywhere - self.silent) - (not alike) for hidden in left]
        yield "supply", Span(), [Span(0, most * max(0, number)) for number in others]
        if self.rows[0].merged is not None:
            yield "merged", Span(), [Span(row.merged or 0, UNBOUNDED) for row in self.rows]

    def totals(self, candidates: Mapping[str, int]) -> dict[str, int]:
        """As many of the candidates, in their order, as may be told together."""
        if not candidates or self.passes(candidates):
            return dict(candidates)
        told: dict[str, int] = {}
        for category, total in candidates.items():
            if self.passes({**told, category: total}):
                told[category] = total
        return told
