"""A real server, real desks, and lines between them that break as told."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import select

from neuvola_core import codec
from neuvola_core.correction import Correction, Part
from neuvola_core.ids import new_record_id
from neuvola_core.wire import CounterKind, RecordKind
from neuvola_desk.sync.exchange import Line
from neuvola_desk.usecases.clock import FixedClock
from neuvola_server.house import House
from neuvola_server.storage import schema
from support.broken_line import BrokenLine
from support.houses import HandClock, stored_rows
from support.publishing import incoming, make_house, news
from support.sync_desk import Keyring, SyncDesk

NOWHERE_URL = "http://localhost"


class Room:
    """``line`` is what every desk of the room goes through unless it is given another."""

    def __init__(self, folder: Path, house: House, clock: HandClock, keyring: Keyring) -> None:
        self._folder = folder
        self.house = house
        self.clock = clock
        self.line = BrokenLine(house)
        self._keyring = keyring
        self._desks: list[SyncDesk] = []

    # --- desks ---------------------------------------------------------------------------------------------

    def desk(
        self,
        name: str = "Kallio",
        *,
        line: Callable[[str, str], Line] | None = None,
        url: str = NOWHERE_URL,
        enrolled: bool = True,
    ) -> SyncDesk:
        """A new desk whose clock is right."""
        made = SyncDesk(self._folder / name, line or self.line.line, FixedClock(self.clock()), self._keyring)
        self._desks.append(made)
        if enrolled:
            self.enrol(made, name, url)
        return made

    def enrol(self, desk: SyncDesk, name: str, url: str = NOWHERE_URL, point: str = "kallio") -> None:
        desk.exchange.enrol(url, self.house.enrolment.new_code(name, point=point))

    def again(self, desk: SyncDesk) -> SyncDesk:
        """The same desk, started anew."""
        self._desks.remove(desk)
        self._desks.append(desk.again())
        return self._desks[-1]

    def pass_time(self, **time: float) -> None:
        """For everybody."""
        self.clock.go(**time)
        for desk in self._desks:
            desk.clock.move(timedelta(**time))

    def close(self) -> None:
        for desk in self._desks:
            desk.close()

    # --- the server ----------------------------------------------------------------------------------------

    def publish(self, *names: str, said: str = "") -> None:
        self.house.publication.publish(news(*(incoming(name, said) for name in names)))

    def withdraw(self, *names: str) -> None:
        self.house.publication.publish(news(gone=[incoming(name).id for name in names]))

    @property
    def stored(self) -> set[str]:
        """The ids of every record that the server has."""
        return set(stored_rows(self.house))

    def footfall(self) -> int:
        """Visits as the counters of all desks have it."""
        counted = select(schema.total.c.n).where(schema.total.c.kind == CounterKind.FOOTFALL)
        return sum(self.house.database.read(lambda connection: connection.execute(counted).scalars().all()))

    def back_up(self) -> None:
        """As an operator would of a server on SQLite."""
        self.house.database.engine.dispose()
        shutil.copy(self._database, self._database.with_name("backup.db"))

    def restore(self) -> None:
        """Goes back to the backup; nobody tells anybody."""
        data = self.house.settings.data_dir
        self.house.close()
        for suffix in ("", "-wal", "-shm"):
            self._database.with_name(f"{self._database.name}{suffix}").unlink(missing_ok=True)
        shutil.copy(self._database.with_name("backup.db"), self._database)
        self.house = self.line.house = make_house(data, clock=self.clock)

    @property
    def _database(self) -> Path:
        return self.house.settings.data_dir / "server.db"


def services_of(desk: SyncDesk) -> set[str]:
    """What the desk offers in search, by name."""
    return {service.name.best() for service in desk.catalogue.all_services()}


def put_correction(desk: SyncDesk, text: str = "", *, record_id: str = "") -> str:
    """A correction waiting to be sent; without a text it says that the service has ended."""
    part = Part.OTHER if text else Part.CLOSED
    made = Correction(record_id or new_record_id(), incoming("Velkaneuvonta").id, part, text)
    desk.record.outbox.put(made.id, RecordKind.CORRECTION, codec.to_json(made))
    return made.id


def place_of(url: str) -> tuple[str, int]:
    """Host and port of a server on loopback."""
    parts = urlsplit(url)
    return str(parts.hostname), int(parts.port or 0)
