"""Whether the server's clock may be believed by what erases: a clock that has leapt ahead must not empty it.

The newest moment that was believed is kept in the database. A clock more than two days ahead of it is
doubted: after a long stop it is right, after a fault it is not, and nobody here can tell. It is believed when
it has gone on evenly for a day; until then nothing is erased by its word. A clock that is behind erases too
little and harms nobody; it too becomes the believed one after a day.
"""

import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import Connection, func, select

from neuvola_core import codec
from neuvola_core.errors import NeuvolaError
from neuvola_server.desks import in_utc
from neuvola_server.storage import schema
from neuvola_server.storage.database import Database
from neuvola_server.storage.inserts import insert_into

LEAP: Final = timedelta(days=2)
EVEN_FOR: Final = timedelta(days=1)
_NOTED_EVERY: Final = timedelta(hours=1)
_NAME: Final = "clock"
_log = structlog.get_logger("neuvola_server.clock")


class ClockDoubtedError(NeuvolaError):
    """Something would be erased by a clock that has leapt."""

    code = "clock-doubted"


@dataclass(frozen=True, slots=True)
class _Seen:
    """``believed`` is the newest moment believed; the other two, of a doubted clock, its first and last."""

    believed: str
    first: str = ""
    last: str = ""


class ClockWatch:
    """Looks at the clock, each time a process comes round."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._lock = threading.Lock()
        self._told = False

    def is_believed(self) -> bool:
        """Whether what is erased by age may be erased now."""
        now = self._clock()
        seen = self._look(now)
        believed = not seen.first or now < datetime.fromisoformat(seen.believed)
        self._tell(believed)
        return believed

    def is_doubted(self) -> bool:
        """Whether the clock has leapt, ahead or back: what is counted from today would be counted wrongly.

        Before the first look of all there is nothing to doubt by.
        """
        return self._database.read(_kept) is not None and bool(self._look(self._clock()).first)

    def believe(self) -> None:
        """Somebody has looked at the clock and says that it is right."""
        right = _Seen(self._clock().isoformat())
        self._database.write(lambda connection: _keep(connection, right))

    def _look(self, now: datetime) -> _Seen:
        kept = self._database.read(_kept)
        after = _after(kept or self._database.read(lambda connection: _newest_known(connection, now)), now)
        if after != kept:
            self._database.write(lambda connection: _keep(connection, after))
        return after

    def _tell(self, believed: bool) -> None:
        with self._lock:
            told, self._told = self._told, not believed
        if not believed and not told:
            _log.warning(
                "clock-doubted", leap_days=LEAP.days, erasing="waits until it has been even for a day"
            )


def _after(seen: _Seen, now: datetime) -> _Seen:
    """What is to be kept after a look at the clock."""
    believed = datetime.fromisoformat(seen.believed)
    if abs(now - believed) <= LEAP:
        is_news = bool(seen.first) or now - believed >= _NOTED_EVERY
        return _Seen(max(now, believed).isoformat()) if is_news else seen
    if not seen.first or not _is_even(datetime.fromisoformat(seen.last), now):
        return _Seen(seen.believed, now.isoformat(), now.isoformat())
    if now - datetime.fromisoformat(seen.first) >= EVEN_FOR:
        return _Seen(now.isoformat())
    return _Seen(seen.believed, seen.first, now.isoformat())


def _is_even(before: datetime, now: datetime) -> bool:
    return timedelta(0) <= now - before <= LEAP


def _kept(connection: Connection) -> _Seen | None:
    setting = schema.setting
    stored = connection.execute(select(setting.c.value).where(setting.c.name == _NAME)).scalar()
    return codec.from_json(stored, _Seen) if stored else None


def _newest_known(connection: Connection, now: datetime) -> _Seen:
    """Before the first look: the newest moment that the database tells of by itself."""
    contact = connection.execute(select(func.max(schema.desk.c.last_contact))).scalar()
    told = connection.execute(select(func.max(schema.audit.c.at))).scalar()
    known = [in_utc(contact)] if contact else []
    known += [datetime.fromisoformat(told)] if told else []
    return _Seen(max(known, default=now).isoformat())


def _keep(connection: Connection, seen: _Seen) -> None:
    value = codec.to_json(asdict(seen)).decode()
    adding = insert_into(connection, schema.setting).values(name=_NAME, value=value)
    connection.execute(adding.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
