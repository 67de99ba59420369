"""Answers that belong to the code of a leaflet, one for each service, under a hash of this server alone.

What comes is a plain hash, which whoever has the paper can make too; what is kept is keyed with a secret of
the key folder, so that neither the database nor a copy of it tells whose answer is whose.
"""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from neuvola_core.visit import IsoWeek
from neuvola_server.bodies import Reading
from neuvola_server.storage import schema
from neuvola_server.storage.inserts import insert_into

_ANSWER: Final = schema.slip_answer
_RECORD: Final = schema.record
_COUNT: Final = schema.experience_count


class Slips:
    """Which record holds the answer of a slip."""

    def __init__(self, secret: Callable[[], bytes]) -> None:
        self._secret = secret

    def answer(self, connection: Connection, reading: Reading, week: str) -> str:
        """Notes the record as its slip's answer; gives the one that was it before, or nothing."""
        key = {"slip": self._keyed(reading.slip), "service": str(reading.record.body["service"])}
        noted = {"record": reading.record.id, "week": week}
        adding = insert_into(connection, _ANSWER).values(**key, **noted).on_conflict_do_nothing()
        if connection.execute(adding.returning(_ANSWER.c.record)).scalar():
            return ""
        of_it = (_ANSWER.c.slip == key["slip"], _ANSWER.c.service == key["service"])
        before = connection.execute(select(_ANSWER.c.record).where(*of_it).with_for_update()).scalar()
        connection.execute(update(_ANSWER).where(*of_it).values(noted))
        return str(before or "")

    def _keyed(self, slip: str) -> str:
        return hmac.digest(self._secret(), f"slip|{slip}".encode(), hashlib.sha256).hex()


def count_old(connection: Connection, due: str, *, erased: str) -> int:
    """What came in week ``due`` or before becomes counts: neither hash nor record stay.

    ``erased`` is the state that the records get; their ids stay, so that none comes twice. Returns how many.
    """
    old = select(_ANSWER, _RECORD.c.body).join(_RECORD, _RECORD.c.id == _ANSWER.c.record)
    rows = connection.execute(old.where(_ANSWER.c.week <= due).with_for_update()).all()
    for row in rows:
        if row.body is not None:
            _count(connection, msgspec.json.decode(row.body))
        gone = update(_RECORD).where(_RECORD.c.id == row.record)
        connection.execute(gone.values(body=None, digest="", state=erased))
    connection.execute(delete(_ANSWER).where(_ANSWER.c.week <= due))
    return len(rows)


def _count(connection: Connection, body: Mapping[str, Any]) -> None:
    key = {
        "service": str(body["service"]),
        "quarter": quarter_of(IsoWeek(**body["week"])),
        "helped": str(body["helped"]),
        "obstacle": str(body.get("obstacle", "")),
    }
    there = update(_COUNT).where(*(_COUNT.c[name] == value for name, value in key.items()))
    if not connection.execute(there.values(n=_COUNT.c.n + 1)).rowcount:
        connection.execute(insert(_COUNT).values(**key, n=1))


def quarter_of(week: IsoWeek) -> str:
    """The quarter of the week's Thursday, by which a week belongs to its year; later ones sort after it."""
    thursday = date.fromisocalendar(week.year, week.week, 4)
    return f"{thursday.year}-Q{(thursday.month - 1) // 3 + 1}"
