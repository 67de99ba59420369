"""Which numbers of a desk's series were seen: the highest one, and the holes below it.

The numbers are of offers, not of records: nothing tells which record had which.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import Connection, delete, select

from neuvola_core.errors import RequestRefusedError
from neuvola_server.storage import schema
from neuvola_server.storage.inserts import insert_into

_NUMBERING: Final = schema.numbering
LARGEST: Final = (1 << 31) - 1
Ranges = tuple[tuple[int, int], ...]


def check_numbers(numbers: Iterable[int]) -> None:
    """Refuses what is no number of a series."""
    if any(not 1 <= number <= LARGEST for number in numbers):
        raise RequestRefusedError(status=422, reason="number")


def see(connection: Connection, desk: str, series: str, seen: Mapping[str, Iterable[int]]) -> None:
    """Counts numbers as seen, by kind; the caller holds the desk's row. A new series ends the former one."""
    for kind, numbers in sorted(seen.items()):
        if not (fresh := sorted(set(numbers))):
            continue
        of_it = (_NUMBERING.c.desk == desk, _NUMBERING.c.kind == kind)
        connection.execute(delete(_NUMBERING).where(*of_it, _NUMBERING.c.series != series))
        row = connection.execute(select(_NUMBERING).where(*of_it)).one_or_none()
        high, gaps = (row.high, _ranges(row.gaps)) if row else (0, ())
        high, gaps = after(high, gaps, fresh)
        standing = {"high": high, "gaps": json.dumps(gaps, separators=(",", ":"))}
        adding = insert_into(connection, _NUMBERING).values(desk=desk, kind=kind, series=series, **standing)
        connection.execute(
            adding.on_conflict_do_update(index_elements=["desk", "kind", "series"], set_=standing)
        )


def gaps_of(connection: Connection, desk: str, series: str) -> Mapping[str, Ranges]:
    """The numbers never seen, by kind, as closed ranges; kinds without any are left out."""
    of_it = (_NUMBERING.c.desk == desk, _NUMBERING.c.series == series)
    rows = connection.execute(select(_NUMBERING).where(*of_it).order_by(_NUMBERING.c.kind))
    return {row.kind: ranges for row in rows if (ranges := _ranges(row.gaps))}


def after(high: int, gaps: Ranges, seen: Iterable[int]) -> tuple[int, Ranges]:
    """The highest number and the holes after some more numbers were seen, in rising order."""
    holes = list(gaps)
    for number in seen:
        if number > high:
            if number > high + 1:
                holes.append((high + 1, number - 1))
            high = number
        else:
            holes = [part for hole in holes for part in _without(hole, number)]
    return high, tuple(holes)


def _without(hole: tuple[int, int], number: int) -> Iterable[tuple[int, int]]:
    first, last = hole
    if not first <= number <= last:
        return (hole,)
    parts = ((first, number - 1), (number + 1, last))
    return (part for part in parts if part[0] <= part[1])


def _ranges(column: str) -> Ranges:
    return tuple((first, last) for first, last in json.loads(column or "[]"))
