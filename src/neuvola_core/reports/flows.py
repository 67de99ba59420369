"""Whether a table with known bounds on its cells, rows and columns can be filled with whole numbers.

A maximum flow answers that exactly: rows feed cells, cells feed columns, and a bound from below is a demand
that the flow has to meet.
"""

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

UNBOUNDED: Final = 1 << 30


@dataclass(frozen=True, slots=True)
class Span:
    """Whole numbers from ``low`` to ``high``, both included."""

    low: int = 0
    high: int = UNBOUNDED


@dataclass(frozen=True, slots=True)
class Grid:
    """What is known of a table: of the sums of its rows and columns, and of each cell by row."""

    rows: tuple[Span, ...]
    columns: tuple[Span, ...]
    cells: tuple[tuple[Span, ...], ...]

    def where(self, row: int, column: int, span: Span) -> "Grid":
        """The same with other bounds on one cell."""
        line = (*self.cells[row][:column], span, *self.cells[row][column + 1 :])
        return replace(self, cells=(*self.cells[:row], line, *self.cells[row + 1 :]))

    def is_possible(self) -> bool:
        """Whether some table keeps every bound."""
        arcs = list(self._arcs())
        if any(span.low > span.high for _tail, _head, span in arcs):
            return False
        demand: dict[object, int] = defaultdict(int)
        room: dict[object, dict[object, int]] = defaultdict(lambda: defaultdict(int))
        for tail, head, span in arcs:
            room[tail][head] += span.high - span.low
            demand[head] += span.low
            demand[tail] -= span.low
        room["in"]["out"] += UNBOUNDED
        for node, amount in demand.items():
            if amount > 0:
                room["source"][node] += amount
            elif amount < 0:
                room[node]["sink"] -= amount
        wanted = sum(amount for amount in demand.values() if amount > 0)
        return _largest_flow(room) == wanted

    def _arcs(self) -> Iterator[tuple[object, object, Span]]:
        for number, span in enumerate(self.rows):
            yield "out", ("row", number), span
        for number, span in enumerate(self.columns):
            yield ("column", number), "in", span
        for row, line in enumerate(self.cells):
            for column, span in enumerate(line):
                yield ("row", row), ("column", column), span


def _largest_flow(room: dict[object, dict[object, int]]) -> int:
    """How much gets from source to sink, always along a shortest way that has room; uses the room up."""
    total = 0
    while True:
        came: dict[object, object] = {"source": None}
        waiting: deque[object] = deque(["source"])
        while waiting and "sink" not in came:
            node = waiting.popleft()
            for further, left in room[node].items():
                if left > 0 and further not in came:
                    came[further] = node
                    waiting.append(further)
        if "sink" not in came:
            return total
        way: list[tuple[object, object]] = [("sink", came["sink"])]
        while way[-1][1] != "source":
            way.append((way[-1][1], came[way[-1][1]]))
        amount = min(room[tail][head] for head, tail in way)
        for head, tail in way:
            room[tail][head] -= amount
            room[head][tail] += amount
        total += amount
