"""What the desks page reads: every desk, the holes in its numbers, and where the catalogue stands."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from neuvola_server.desks import Desk
from neuvola_server.house import House
from neuvola_server.storage import schema
from neuvola_server.web.desk_rows import Gaps


@dataclass(frozen=True, slots=True)
class Overview:
    """All desks of the server; ``gaps`` by desk, ``head`` the number of the catalogue's newest change."""

    desks: tuple[Desk, ...]
    gaps: Mapping[str, Gaps]
    head: int


def overview(house: House) -> Overview:
    """Reads it."""
    gaps, head = house.database.read(_gaps_and_head)
    return Overview(house.desks.all(), gaps, head)


def _gaps_and_head(connection: Connection) -> tuple[Mapping[str, Gaps], int]:
    gaps: dict[str, dict[str, list[tuple[int, int]]]] = {}
    for row in connection.execute(select(schema.numbering).order_by(schema.numbering.c.kind)):
        if ranges := [(first, last) for first, last in json.loads(row.gaps or "[]")]:
            gaps.setdefault(row.desk, {}).setdefault(row.kind, []).extend(ranges)
    head = schema.head
    seq = connection.scalar(select(head.c.seq).where(head.c.name == "catalogue"))
    return gaps, seq or 0
