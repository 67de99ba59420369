"""Which numbers of a desk's series were seen: the highest one, and the holes below it.

The numbers are of offers, not of records: nothing tells which record had which.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from sqlalchemy import Connection, Executable, bindparam, delete, select

from neuvola_core.errors import RequestRefusedError
from neuvola_server.storage import schema
from neuvola_server.storage.inserts import insert_for

_NUMBERING: Final = schema.numbering
LARGEST: Final = (1 << 31) - 1
Ranges = tuple[tuple[int, int], ...]
_OF_DESK: Final = select(_NUMBERING).where(_NUMBERING.c.desk == bindparam("of"))


def check_numbers(numbers: Iterable[int]) -> None:
    """Refuses what is no number of a series."""
    if any(not 1 <= number <= LARGEST for number in numbers):
        raise RequestRefusedError(status=422, reason="number")


def see(
    connection: Connection, desk: str, series: str, seen: Mapping[str, Iterable[int]]
) -> Mapping[str, Ranges]:
    """Counts numbers as seen and gives those never seen, by kind; the caller holds the desk.

    A new series ends the former one of that kind.
    """
    rows = connection.execute(_OF_DESK, {"of": desk}).all()
    standing = {row.kind: (row.high, _ranges(row.gaps)) for row in rows if row.series == series}
    changed = {kind: sorted(set(numbers)) for kind, numbers in seen.items() if numbers}
    if over := {row.kind for row in rows if row.series != series} & changed.keys():
        of_it = (_NUMBERING.c.desk == desk, _NUMBERING.c.kind.in_(over), _NUMBERING.c.series != series)
        connection.execute(delete(_NUMBERING).where(*of_it))
    for kind, numbers in changed.items():
        standing[kind] = after(*standing.get(kind, (0, ())), numbers)
    if changed:
        _keep(connection, desk, series, {kind: standing[kind] for kind in changed})
    return {kind: gaps for kind, (_, gaps) in sorted(standing.items()) if gaps}


def _keep(connection: Connection, desk: str, series: str, standing: Mapping[str, tuple[int, Ranges]]) -> None:
    rows = [
        {"desk": desk, "kind": kind, "series": series, "high": high, "gaps": _written(gaps)}
        for kind, (high, gaps) in standing.items()
    ]
    # One row as many would be a script to the driver, with a round trip more.
    connection.execute(_keeping(connection.dialect.name), rows if len(rows) > 1 else rows[0])


@cache
def _keeping(engine: str) -> Executable:
    adding = insert_for(engine, _NUMBERING)
    both = {"high": adding.excluded.high, "gaps": adding.excluded.gaps}
    return adding.on_conflict_do_update(index_elements=["desk", "kind", "series"], set_=both)


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


def _written(ranges: Ranges) -> str:
    return json.dumps(ranges, separators=(",", ":"))


def _ranges(column: str) -> Ranges:
    return tuple((first, last) for first, last in json.loads(column or "[]"))
