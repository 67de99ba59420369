"""Experiences that wait for a server longer than what they say may be kept.

The week's Monday stands for the day, which nobody wrote down: never too late.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, select, update

from neuvola_core import codec
from neuvola_core.wire import RecordKind
from neuvola_desk.storage import schema

_BOX: Final = schema.outbox
_KEPT: Final[Mapping[str, timedelta]] = {"text": timedelta(days=30), "slip": timedelta(days=90)}
"""Parts of an experience that go before it does."""


def purge_experiences(connection: Connection, today: date) -> int:
    """Takes from what waits the words and the hash that have had their time; how many items that was."""
    waiting = select(_BOX.c.id, _BOX.c.payload).where(_BOX.c.kind == RecordKind.EXPERIENCE)
    purged = 0
    for item, payload in connection.execute(waiting).all():
        body = _read(payload)
        kept = {name: value for name, value in body.items() if not _is_due(name, body, today)}
        if len(kept) < len(body):
            values = {"payload": codec.to_json(kept).decode()}
            connection.execute(update(_BOX).where(_BOX.c.id == item).values(values))
            purged += 1
    return purged


def _read(payload: str) -> Mapping[str, Any]:
    """What it says; nothing where it cannot be read, which the next exchange puts aside in sight."""
    try:
        body = msgspec.json.decode(payload)
    except msgspec.DecodeError:
        return {}
    return body if isinstance(body, dict) else {}


def _is_due(name: str, body: Mapping[str, Any], today: date) -> bool:
    if name not in _KEPT or not isinstance(body.get("week"), Mapping):
        return False
    monday = date.fromisocalendar(body["week"]["year"], body["week"]["week"], 1)
    return monday + _KEPT[name] <= today
