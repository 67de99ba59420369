"""Sources that are fetched by schedule: what changed every day, with an overlap, and everything every week.

``{since}`` in an address is where the day goes from which changes are asked; an address without it gives
everything each time. What could not be fetched or read is noted, the old data stays, and it is tried again
within the hour.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import RowMapping, delete, insert, select, update

from neuvola_core.errors import NeuvolaError
from neuvola_exchange import registry
from neuvola_exchange.account import ImportReport, Progress
from neuvola_server.catalogue import PublishedCatalogue
from neuvola_server.fetching import Fetcher, is_address
from neuvola_server.leases import Leases
from neuvola_server.raw_files import RawFiles
from neuvola_server.storage.database import Database
from neuvola_server.storage.schema import harvest

DAILY: Final = timedelta(days=1)
WEEKLY: Final = timedelta(days=7)
OVERLAP: Final = timedelta(days=2)
AFTER_FAULT: Final = timedelta(hours=1)
LEAST_KEPT: Final = 0.5
"""A source that suddenly has less than half of what it had is not believed."""
SINCE: Final = "{since}"
_IN_PAGES: Final = ("linked-events", "lipas")
"""Formats whose reader never calls a file complete; here every page to the last one was fetched."""
_EVER: Final = "1970-01-01"
_LEASE: Final = timedelta(hours=1)


class HarvestRefusedError(NeuvolaError):
    """A source that cannot be followed as told; facts: ``field``, ``value``."""

    code = "harvest-refused"


@dataclass(frozen=True, slots=True)
class FollowedSource:
    """A source, where it is, and how it has gone. ``address`` may be several, with blanks between.

    Times are of the last try, the last fetch of changes, and the last of everything; ``last_fault`` is empty
    when the last try went well.
    """

    origin: str
    address: str
    format: str = registry.AUTO
    last_try: datetime | None = None
    last_part: datetime | None = None
    last_whole: datetime | None = None
    last_fault: str = ""
    digest: str = ""

    @property
    def tells_changes(self) -> bool:
        """Whether it can be asked for what changed."""
        return SINCE in self.address

    @property
    def next_whole(self) -> datetime | None:
        """When everything is to be fetched; None is at once."""
        return self.last_whole and self.last_whole + (WEEKLY if self.tells_changes else DAILY)

    def is_whole_due(self, now: datetime) -> bool:
        """Whether everything is to be fetched and not only what changed."""
        return self.next_whole is None or self.next_whole <= now

    @property
    def next_due(self) -> datetime | None:
        """When it is to be asked next; None is at once."""
        if self.last_fault and self.last_try:
            return self.last_try + AFTER_FAULT
        if self.next_whole is None or not self.tells_changes:
            return self.next_whole
        return min(self.next_whole, max(filter(None, (self.last_part, self.last_whole))) + DAILY)


@dataclass(frozen=True, slots=True)
class Harvested:
    """What came of asking one source: a report, or a fault (a key and its reason)."""

    origin: str
    report: ImportReport | None = None
    fault: str = ""


class Harvests:
    """The followed sources."""

    def __init__(
        self,
        database: Database,
        catalogue: PublishedCatalogue,
        raw_files: RawFiles,
        fetcher: Fetcher,
        leases: Leases,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._raw_files = raw_files
        self._fetcher = fetcher
        self._leases = leases
        self._clock = clock

    def add(self, origin: str, address: str, source_format: str = registry.AUTO) -> None:
        """Follows a source from now on, or at another address; raises ``HarvestRefusedError``.

        ``origin`` names its set of services, "sheet/kulman-tuki": whatever of it a whole fetch does not bring
        is withdrawn.
        """
        if not origin.strip(" /"):
            raise HarvestRefusedError(field="origin", value=origin)
        if not address.split() or not all(map(is_address, address.split())):
            raise HarvestRefusedError(field="address", value=address)
        if source_format not in (registry.AUTO, *registry.FORMATS):
            raise HarvestRefusedError(field="format", value=source_format)
        same = harvest.c.origin == origin
        row = {"origin": origin, "address": address, "format": source_format}
        self._database.write(
            lambda c: (
                c.execute(update(harvest).where(same).values(**row)).rowcount
                or c.execute(insert(harvest).values(**row)).rowcount
            )
        )

    def remove(self, origin: str) -> bool:
        """Follows a source no longer; what it brought stays until it is withdrawn."""
        same = harvest.c.origin == origin
        return self._database.write(lambda c: c.execute(delete(harvest).where(same)).rowcount > 0)

    def all(self) -> tuple[FollowedSource, ...]:
        """Every followed source."""
        query = select(harvest).order_by(harvest.c.origin)
        rows = self._database.read(lambda connection: connection.execute(query).all())
        return tuple(_source(row._mapping) for row in rows)

    def next_due(self) -> datetime | None:
        """When the next source is due; None where none is followed."""
        now = self._clock()
        return min((source.next_due or now for source in self.all()), default=None)

    def run_due(self, progress: Progress | None = None) -> tuple[Harvested, ...]:
        """Asks every source that is due and that no other host is asking."""
        now = self._clock()
        due = (source for source in self.all() if (source.next_due or now) <= now)
        return tuple(
            self._run(source, whole=source.is_whole_due(now), progress=progress)
            for source in due
            if self._leases.take(_name(source), _LEASE)
        )

    def run(self, origin: str, *, whole: bool = True, progress: Progress | None = None) -> Harvested:
        """Asks one source now; raises ``HarvestRefusedError`` for one that is not followed."""
        found = next((source for source in self.all() if source.origin == origin), None)
        if found is None:
            raise HarvestRefusedError(field="origin", value=origin)
        return self._run(found, whole=whole, progress=progress)

    def _run(self, source: FollowedSource, *, whole: bool, progress: Progress | None) -> Harvested:
        whole = whole or not source.tells_changes
        started = self._clock()
        try:
            report, digest = self._fetch(source, whole, progress)
        except NeuvolaError as fault:
            said = f"{fault.code} {fault.facts.get('reason', '')}".strip()
            self._note(source, last_try=started, last_fault=said)
            return Harvested(source.origin, fault=said)
        except BaseException as fault:
            self._note(source, last_try=started, last_fault=type(fault).__name__)
            raise
        finally:
            self._leases.give_back(_name(source))
        times = {"last_part": started, **({"last_whole": started} if whole else {})}
        self._note(source, last_try=started, last_fault="", digest=digest, **times)
        return Harvested(source.origin, report)

    def _fetch(
        self, source: FollowedSource, whole: bool, progress: Progress | None
    ) -> tuple[ImportReport, str]:
        since = _EVER if whole else self._since(source)
        with tempfile.TemporaryDirectory(prefix="neuvola-") as name:
            folder = Path(name)
            self._fetcher.fetch(source.address.replace(SINCE, since).split(), folder, progress)
            digest = self._raw_files.keep(source.origin, folder)
            reading = registry.open_source(folder, source.format)
            is_whole = whole and (reading.complete or reading.format in _IN_PAGES)
            reading = replace(reading, origin=source.origin, complete=is_whole)
            return self._catalogue.bring_in(reading, progress, LEAST_KEPT), digest

    def _since(self, source: FollowedSource) -> str:
        last = max(filter(None, (source.last_part, source.last_whole)), default=None)
        return (last - OVERLAP).date().isoformat() if last else _EVER

    def _note(self, source: FollowedSource, **facts: datetime | str) -> None:
        said = {key: fact if isinstance(fact, str) else fact.isoformat() for key, fact in facts.items()}
        noting = update(harvest).where(harvest.c.origin == source.origin).values(**said)
        self._database.write(lambda connection: connection.execute(noting).rowcount)


def _name(source: FollowedSource) -> str:
    return f"harvest/{source.origin}"


def _source(row: RowMapping) -> FollowedSource:
    return FollowedSource(
        origin=row["origin"],
        address=row["address"],
        format=row["format"],
        last_try=_time(row["last_try"]),
        last_part=_time(row["last_part"]),
        last_whole=_time(row["last_whole"]),
        last_fault=row["last_fault"],
        digest=row["digest"],
    )


def _time(said: str) -> datetime | None:
    return datetime.fromisoformat(said).astimezone(UTC) if said else None
