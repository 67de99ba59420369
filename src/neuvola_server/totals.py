"""The counters of desks: each total overwrites itself, unless a newer one came by a faster way."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, select

from neuvola_core import privacy
from neuvola_core.errors import RefusedContentError, RequestRefusedError
from neuvola_core.wire import Total
from neuvola_server.bodies import is_name
from neuvola_server.storage import schema
from neuvola_server.storage.inserts import insert_into

_TOTAL: Final = schema.total
_KEY: Final = ["series", "kind", "key"]
_AT_ONCE: Final = 1000
_LARGEST: Final = (1 << 31) - 1
_MOST_PARTS: Final = 8
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SERIAL: Final = "#serial"
"""Not a counter but the newest request that totals of a series came with."""


def check_totals(totals: Sequence[Total], series: str) -> None:
    """Refuses totals that could be of no counter, now or in a newer desk."""
    if totals and not is_name(series):
        raise RequestRefusedError(status=422, reason="counter-series")
    for total in totals:
        fits = is_name(total.kind) and total.kind != SERIAL and 1 <= len(total.key) <= _MOST_PARTS
        if not fits or not 0 <= total.n <= _LARGEST or not all(map(_is_part, total.key)):
            raise RequestRefusedError(status=422, reason="total")


def store(connection: Connection, totals: Sequence[Total], series: str, serial: int) -> bool:
    """Stores every total, or none if a later one of the series, or another of its number, was here before."""
    if not totals:
        return True
    newest = {(total.kind, key_of(total)): total.n for total in totals}
    if serial and not _is_newest(connection, series, serial):
        return _stands(connection, series, serial, newest)
    rows = [{"series": series, "kind": kind, "key": key, "n": n} for (kind, key), n in sorted(newest.items())]
    for start in range(0, len(rows), _AT_ONCE):
        adding = insert_into(connection, _TOTAL).values(rows[start : start + _AT_ONCE])
        connection.execute(_overwriting(adding))
    return True


def key_of(total: Total) -> str:
    """A counter's key as its column holds it."""
    return json.dumps(total.key, ensure_ascii=False, separators=(",", ":"))


def _is_newest(connection: Connection, series: str, serial: int) -> bool:
    adding = insert_into(connection, _TOTAL).values(series=series, kind=SERIAL, key="[]", n=serial)
    moving = adding.on_conflict_do_update(
        index_elements=_KEY, set_={"n": adding.excluded.n}, where=_TOTAL.c.n < serial
    )
    return connection.execute(moving.returning(_TOTAL.c.n)).first() is not None


def _stands(connection: Connection, series: str, serial: int, told: Mapping[tuple[str, str], int]) -> bool:
    """Whether the newest request of the series was this very one: a network delivers some twice."""
    rows = connection.execute(select(_TOTAL).where(_TOTAL.c.series == series)).mappings()
    held = {(row["kind"], row["key"]): row["n"] for row in rows}
    return held.get((SERIAL, "[]")) == serial and all(held.get(key) == n for key, n in told.items())


def _overwriting(adding: Any) -> Any:
    return adding.on_conflict_do_update(index_elements=_KEY, set_={"n": adding.excluded.n})


def _is_part(text: str) -> bool:
    return not text or (is_name(text) and _tells_nobody(text))


@lru_cache(maxsize=4096)
def _tells_nobody(text: str) -> bool:
    """A key is made of ids and dates; there are few of them, and they come in each request again."""
    try:
        privacy.check_free_text(text, "key")
    except RefusedContentError:
        return bool(_UUID.fullmatch(text))
    return True
